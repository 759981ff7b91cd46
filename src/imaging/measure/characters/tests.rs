use image::{Rgb, RgbImage};

use super::super::budget::tests::scale;
use super::super::picture::tests::laid;
use super::*;
use crate::domain::Unwatched;
use crate::imaging::register::random::Random;

/// Pixels per mm of the drawn line.
const PER_MM: f64 = 20.0;

/// How a line of bars is drawn.
#[derive(Clone, Copy)]
struct Drawn {
    /// Height of the full bars in mm.
    height: f64,
    /// From bar to bar in mm.
    spacing: f64,
    /// Turn about the upper left corner in radians.
    turn: f64,
    /// Levels of paper and ink.
    paper: f64,
    ink: f64,
    /// Amplitude of even noise.
    noise: f64,
}

const PLAIN: Drawn = Drawn { height: 2.4, spacing: 2.54, turn: 0.0, paper: 220.0, ink: 40.0, noise: 0.0 };

/// Eleven bars 1.2 mm wide from (3, 3) mm on, every fourth lower by a third, on uneven paper with faint lines behind.
fn picture(drawn: Drawn) -> RgbImage {
    let mut random = Random::new(21);
    let (sin, cos) = drawn.turn.sin_cos();
    RgbImage::from_fn(680, 200, |x, y| {
        // Sixteen places in each pixel.
        let covered: f64 = (0..16)
            .map(|part| {
                let (u, v) = (
                    (f64::from(x) + f64::from(part % 4) / 4.0 - 0.375) / PER_MM,
                    (f64::from(y) + f64::from(part / 4) / 4.0 - 0.375) / PER_MM,
                );
                let (u, v) = (u * cos + v * sin - 3.0, v * cos - u * sin - 3.0);
                let number = (u / drawn.spacing).floor();
                let top = if number.rem_euclid(4.0) > 2.5 { drawn.height / 3.0 } else { 0.0 };
                let inside = (0.0..11.0).contains(&number) && u - number * drawn.spacing < 1.2 && (top..drawn.height).contains(&v);
                f64::from(u8::from(inside)) / 16.0
            })
            .sum();
        let faint = if drawn.noise > 0.0 { 6.0 * (f64::from(x + y) * 0.8).sin() + 0.03 * f64::from(x) } else { 0.0 };
        let level = drawn.paper + (drawn.ink - drawn.paper) * covered + faint + drawn.noise * (random.unit() - 0.5);
        Rgb([level.round().clamp(0.0, 255.0) as u8; 3])
    })
}

fn measure(pixels: &RgbImage, area: RectMm) -> Result<Characters, MeasureError> {
    let calibration = scale(0.0005);
    let picture = PagePicture::new(pixels, laid(PER_MM)).unwrap();
    characters(&picture, area, &CharacterParams::default(), &Budget::new(&calibration), &Unwatched)
}

const BOX: RectMm = RectMm::new(1.0, 1.0, 31.5, 7.0);

#[test]
fn bars_of_known_height_and_spacing_are_measured() {
    for (height, spacing) in [(2.4, 2.54), (2.43, 2.51), (3.117, 1.87)] {
        let found = measure(&picture(Drawn { height, spacing, ..PLAIN }), BOX).unwrap();
        assert_eq!((found.outlines.len(), found.full_height, found.pitch), (11, 9, Pitch::Even));
        assert!((found.height.value() - height).abs() < 0.01, "{height}: {found:?}");
        assert!((found.spacing.value() - spacing).abs() < 0.002, "{spacing}: {found:?}");
        let per_inch = found.per_inch.unwrap();
        assert!((per_inch.value() - 25.4 / spacing).abs() < 0.02, "{found:?}");
        let relative = |value: QuantityValue| value.standard_uncertainty() / value.value();
        assert!((relative(per_inch) - relative(found.spacing)).abs() < 1e-9, "{found:?}");
        assert!(found.height_spread.value() < 0.01 && found.spacing_spread.value() < 0.02);
        assert!(found.skew.unwrap().value().abs() < 0.05);
    }
}

#[test]
fn outlines_lie_on_the_page_where_the_bars_are() {
    let found = measure(&picture(PLAIN), BOX).unwrap();
    let [upper_left, _, lower_right, _] = found.outlines[1];
    // The first pixel has its middle on the corner of the page.
    for (at, truth) in [(upper_left.x, 5.54), (upper_left.y, 3.0), (lower_right.x, 6.74), (lower_right.y, 5.4)] {
        assert!((at - truth).abs() < 0.02, "{at} {truth}");
    }
}

#[test]
fn noise_faint_lines_and_light_print_do_not_move_the_edges_much() {
    let noisy = Drawn { noise: 24.0, ..PLAIN };
    let light = Drawn { paper: 30.0, ink: 180.0, ..noisy };
    for drawn in [noisy, light] {
        let found = measure(&picture(drawn), BOX).unwrap();
        assert_eq!((found.outlines.len(), found.full_height), (11, 9));
        let miss = (found.height.value() - 2.4).abs();
        assert!(miss < found.height.expanded_uncertainty() && miss < 0.03, "{found:?}");
        assert!((found.spacing.value() - 2.54).abs() < found.spacing.expanded_uncertainty().max(0.003), "{found:?}");
    }
}

#[test]
fn a_line_at_an_angle_is_measured_along_itself() {
    let found = measure(&picture(Drawn { turn: 2.0_f64.to_radians(), ..PLAIN }), RectMm::new(1.0, 1.0, 31.5, 7.9)).unwrap();
    assert!((found.skew.unwrap().value() - 2.0).abs() < 0.05, "{found:?}");
    assert!((found.height.value() - 2.4).abs() < 0.02, "{found:?}");
    assert!((found.spacing.value() - 2.54).abs() < 0.003, "{found:?}");
}

#[test]
fn what_touches_the_box_is_left_out() {
    // The left edge cuts the first bar.
    let found = measure(&picture(PLAIN), RectMm::new(3.6, 1.0, 28.9, 7.0)).unwrap();
    assert_eq!(found.outlines.len(), 10);
}

#[test]
fn boxes_without_a_line_of_print_are_refused() {
    let mut random = Random::new(2);
    let noise = RgbImage::from_fn(400, 200, |_, _| Rgb([(128.0 + 90.0 * (random.unit() - 0.5)) as u8; 3]));
    let area = RectMm::new(1.0, 1.0, 15.0, 7.0);
    assert_eq!(measure(&noise, area), Err(MeasureError::NoContrast));
    assert_eq!(measure(&RgbImage::from_pixel(400, 200, Rgb([9; 3])), area), Err(MeasureError::NoContrast));
    assert_eq!(measure(&picture(PLAIN), RectMm::new(2.5, 2.5, 2.3, 3.2)), Err(MeasureError::FewCharacters));
    assert_eq!(measure(&picture(PLAIN), RectMm::new(2.5, 2.5, 0.3, 3.2)), Err(MeasureError::TooSmall));
    assert_eq!(measure(&picture(PLAIN), RectMm::new(2.5, 2.5, 50.0, 3.2)), Err(MeasureError::OutsidePicture));
    assert_eq!(measure(&picture(PLAIN), RectMm::new(2.5, 2.5, -5.0, 3.2)), Err(PlaceError::EmptyBox.into()));
    assert_eq!(measure(&picture(PLAIN), RectMm::new(f64::NAN, 2.5, 5.0, 3.2)), Err(PlaceError::OffThePage.into()));
}

#[test]
fn two_lines_of_print_are_told_from_one() {
    let (above, mut both) = (picture(PLAIN), picture(PLAIN));
    for (x, y, pixel) in above.enumerate_pixels().filter(|(_, y, _)| *y > 40) {
        if y + 65 < 200 && pixel[0] < 200 {
            both.put_pixel(x, y + 65, *pixel);
        }
    }
    assert_eq!(measure(&both, RectMm::new(1.0, 1.0, 31.5, 8.8)), Err(MeasureError::SeveralLines));
}
