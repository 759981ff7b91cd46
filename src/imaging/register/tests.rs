use std::sync::Mutex;

use image::{Rgb, RgbImage};

use super::random::Random;
use super::*;
use crate::domain::{Cancelled, Resolution, Unwatched};

/// A page with print-like content: wavy lines, blocks of strokes and discs; another seed is another series.
pub(crate) fn page(seed: u64, width: u32, height: u32) -> RgbImage {
    let mut random = Random::new(seed);
    let mut blobs: Vec<[f32; 5]> = Vec::new();
    for _ in 0..260 {
        let (x, y) = (random.unit() * f64::from(width), random.unit() * f64::from(height));
        blobs.push([x as f32, y as f32, (4.0 + random.unit() * 26.0) as f32, (3.0 + random.unit() * 7.0) as f32, random.unit() as f32]);
    }
    let phases: Vec<f32> = (0..6).map(|_| random.unit() as f32 * 6.0).collect();
    let plane = crate::imaging::plane::Plane::from_fn(width as usize, height as usize, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let bend = 9.0 * (x * 0.011 + phases[0]).sin() + 5.0 * (x * 0.043 + phases[1]).sin();
        let line = ((y + bend) * 0.55 + phases[2]).sin().max(0.0) * 26.0;
        let rosette = (((x - 400.0).hypot(y - 300.0) + 12.0 * ((y - 300.0).atan2(x - 400.0) * 9.0 + phases[3]).sin()) * 0.4).sin().max(0.0);
        let mut value = 236.0 - line - rosette * 18.0;
        for [bx, by, w, h, dark] in &blobs {
            if (x - bx).abs() < *w && (y - by).abs() < *h {
                value = if ((x - bx) * 0.7).sin() * ((y - by) * 0.45).cos() > 0.1 { 40.0 + 80.0 * dark } else { value };
            }
        }
        value
    })
    .blurred(0.8);
    RgbImage::from_fn(width, height, |x, y| {
        let value = plane.get(x as usize, y as usize).clamp(0.0, 255.0);
        Rgb([value as u8, (value * 0.97) as u8, (value * 0.9) as u8])
    })
}

/// A capture of `page` through `questioned_from_reference`, with a gradient of light, noise and a dark surround.
pub(crate) fn capture(
    page: &RgbImage,
    questioned_from_reference: &Homography,
    size: (u32, u32),
    noise: f32,
    blur: f32,
    seed: u64,
) -> Picture {
    let source = crate::imaging::grey::Grey::of(page).resized(page.width() as usize, page.height() as usize);
    let back = questioned_from_reference.inverse().unwrap();
    let mut view = source.warped(&back, size.0 as usize, size.1 as usize);
    view.data.iter_mut().for_each(|value| *value = if value.is_nan() { 60.0 } else { *value });
    let view = view.blurred(blur);
    let mut random = Random::new(seed);
    let rgb = RgbImage::from_fn(size.0, size.1, |x, y| {
        let light = 0.85 + 0.2 * x as f32 / size.0 as f32;
        let grain = (0..4).map(|_| random.unit() as f32 - 0.5).sum::<f32>() * noise * 1.7;
        let value = (view.get(x as usize, y as usize) * light + grain).clamp(0.0, 255.0) as u8;
        Rgb([value; 3])
    });
    Picture::drawn(rgb, None)
}

pub(crate) fn prepared(page: &RgbImage) -> PreparedPage {
    let resolution = Resolution::square(300.0).unwrap();
    PreparedPage::new(&Picture::drawn(page.clone(), Some(resolution)), resolution, None, &RegisterParams::default())
}

/// Turned about the middle of an 1181 × 827 page, scaled and tilted, placed in the middle of `size`.
fn view(turn_deg: f64, scale: f64, tilt: f64, size: (u32, u32)) -> Homography {
    let (sin, cos) = turn_deg.to_radians().sin_cos();
    let to_middle = Homography::scale_shift([1.0, 1.0], [-590.0, -413.0]);
    let turned = Homography([[cos * scale, -sin * scale, 0.0], [sin * scale, cos * scale, 0.0], [tilt, tilt * 0.6, 1.0]]);
    Homography::scale_shift([1.0, 1.0], [f64::from(size.0) / 2.0, f64::from(size.1) / 2.0]).after(&turned.after(&to_middle))
}

/// The largest miss over the corners of the page that the picture shows, in reference px.
fn worst_miss(found: &Registration, truth: &Homography, size: (u32, u32)) -> f64 {
    [(0.0, 0.0), (1180.0, 0.0), (1180.0, 826.0), (0.0, 826.0), (590.0, 413.0)]
        .into_iter()
        .filter_map(|(x, y)| {
            let (u, v) = truth.apply(x, y);
            let shown = (0.0..f64::from(size.0)).contains(&u) && (0.0..f64::from(size.1)).contains(&v);
            let (a, b) = found.reference_from_questioned.apply(u, v);
            shown.then(|| (a - x).hypot(b - y))
        })
        .fold(0.0, f64::max)
}

#[test]
fn any_turn_scale_and_tilt_is_found_to_half_a_pixel() {
    let page = page(1, 1181, 827);
    let reference = prepared(&page);
    let cases = [
        (0.0, 1.0, 0.0, 1300, 950),
        (6.0, 0.97, 1e-5, 1300, 1000),
        (-31.0, 0.8, 3e-5, 1400, 1300),
        (90.0, 1.0, 0.0, 950, 1300),
        (180.0, 0.6, 2e-5, 900, 700),
        (251.0, 1.4, -2e-5, 1500, 1900),
        (12.0, 2.0, 1e-5, 2400, 1700),
    ];
    for (turn, scale, tilt, width, height) in cases {
        let size = (width, height);
        let truth = view(turn, scale, tilt, size);
        let questioned = capture(&page, &truth, size, 4.0, 0.6, 9);
        let found = register(&questioned, &reference, &RegisterParams::default(), &Unwatched)
            .unwrap_or_else(|error| panic!("{turn} {scale}: {error:?}"));
        let miss = worst_miss(&found, &truth, size);
        println!(
            "{turn} {scale}: miss {miss:.3} residual {:.3} inliers {} ppi {:.0} cover {:.2}",
            found.residual_px, found.inliers, found.sampling_ppi, found.coverage
        );
        assert!(miss < 0.5, "{turn} {scale}: {miss}");
        assert!(found.bend.is_none(), "a flat page is called bent");
        assert!(found.residual_px < 0.5 && (found.residual_mm - found.residual_px * 25.4 / 300.0).abs() < 1e-9);
        assert!((found.sampling_ppi / (300.0 * scale) - 1.0).abs() < 0.08, "{}", found.sampling_ppi);
    }
}

#[test]
fn a_page_seen_so_steeply_that_it_is_not_recognised_is_found_squeezed() {
    let page = page(1, 1181, 827);
    let (reference, params) = (prepared(&page), RegisterParams::default());
    let size = (1400, 700);
    // As a telephone sees a page at 65 degrees; its pixels are enough for what is squeezed.
    let steep = Homography([[1.0, 0.0, 0.0], [0.0, 0.42, 200.0], [0.0, 0.0, 1.0]]);
    let truth = steep.after(&view(0.0, 1.15, 0.0, size));
    let picture = capture(&page, &truth, size, 1.5, 0.3, 9);
    let questioned = Questioned::new(&picture);
    for scale in scale_guesses(&questioned, &reference.shape()) {
        let upright = recognise(&questioned.seen(scale, &params), &questioned, &reference, &params);
        assert!(upright.is_err(), "it is found without being squeezed");
    }
    let found = register(&picture, &reference, &params, &Unwatched).unwrap();
    let miss = worst_miss(&found, &truth, size);
    assert!(miss < 1.0, "{miss}");
}

/// Keeps the number of each look at a picture.
#[derive(Default)]
struct Looks(Mutex<Vec<u64>>);

impl Progress for Looks {
    fn report(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        // A fit has fewer rounds than there are steep looks alone.
        if total > u64::from(STEEP_TURNS) {
            self.0.lock().unwrap().push(done);
        }
        Ok(())
    }
}

#[test]
fn a_small_page_is_looked_at_closer_only_where_the_usual_look_fails() {
    let page = page(1, 600, 420);
    let (whole, params) = (prepared(&page), RegisterParams::default());
    let size = (700, 500);
    let truth = Homography([[1.02, -0.05, 50.0], [0.05, 1.02, 20.0], [0.0, 0.0, 1.0]]);
    let questioned = capture(&page, &truth, size, 3.0, 0.5, 9);
    let looked = |reference: &PreparedPage| {
        let looks = Looks::default();
        let found = register(&questioned, reference, &params, &looks);
        (found, looks.0.into_inner().unwrap())
    };
    assert_eq!(looked(&whole).1, [0], "the usual look finds it");
    // Without places at the usual resolution, only a closer look can.
    let blind = PreparedPage { features: Vec::new(), ..whole.clone() };
    let usual = scale_guesses(&Questioned::new(&questioned), &whole.shape()).len() as u64;
    let (found, looks) = looked(&blind);
    assert_eq!(looks, (0..=usual).collect::<Vec<u64>>());
    let (x, y) = found.unwrap().reference_from_questioned.apply(350.0, 250.0);
    let (u, v) = truth.apply(x, y);
    assert!((u - 350.0).hypot(v - 250.0) < 0.2, "{u} {v}");
    let (found, _) = looked(&PreparedPage { closer: None, ..blind });
    assert_eq!(found, Err(RegisterError::NoFit { reason: NoFitReason::FewFeatures, inliers: 0 }));
    assert!(prepared(&tests::page(1, 1181, 827)).closer.is_none(), "no small page");
}

#[test]
fn a_fit_that_the_print_resembles_too_little_is_refused_with_its_reason() {
    let page = page(1, 1181, 827);
    let (reference, params) = (prepared(&page), RegisterParams::default());
    let size = (1300, 950);
    let picture = capture(&page, &view(3.0, 1.0, 0.0, size), size, 6.0, 0.8, 9);
    let questioned = Questioned::new(&picture);
    let seen = questioned.seen(scale_guesses(&questioned, &reference.shape())[0], &params);
    let recognised = recognise(&seen, &questioned, &reference, &params).unwrap();
    let laid = |min_likeness: f64| {
        let params = RegisterParams { min_likeness, ..params };
        confirm(&recognised, &seen, &questioned, &reference, Care::Whole, &params, &Unwatched).map(|confirmed| confirmed.likeness)
    };
    let likeness = laid(0.0).unwrap();
    assert!((0.5..1.0).contains(&likeness), "{likeness}");
    assert_eq!(laid(likeness), Ok(likeness));
    assert_eq!(laid(likeness + 1e-6), Err(RegisterError::NoFit { reason: NoFitReason::Unconfirmed, inliers: recognised.inliers }));
}

#[test]
fn another_document_and_a_blank_page_are_refused() {
    let reference = prepared(&page(1, 1181, 827));
    let params = RegisterParams::default();
    for seed in [2, 3, 4] {
        let other = capture(&page(seed, 1181, 827), &view(3.0, 1.0, 0.0, (1300, 950)), (1300, 950), 3.0, 0.5, 1);
        let result = register(&other, &reference, &params, &Unwatched);
        assert!(matches!(result, Err(RegisterError::NoFit { .. })), "{result:?}");
    }
    let blank = Picture::drawn(RgbImage::from_pixel(1200, 800, Rgb([240; 3])), None);
    let result = register(&blank, &reference, &params, &Unwatched);
    assert_eq!(result.unwrap_err(), RegisterError::NoFit { reason: NoFitReason::FewFeatures, inliers: 0 });
    let dot = Picture::drawn(RgbImage::new(1, 1), None);
    assert!(register(&dot, &reference, &params, &Unwatched).is_err());
}

#[test]
fn a_mirrored_page_is_refused() {
    let page = page(1, 1181, 827);
    let mirrored = Picture::drawn(image::imageops::flip_horizontal(&page), None);
    assert!(register(&mirrored, &prepared(&page), &RegisterParams::default(), &Unwatched).is_err());
}

#[test]
fn a_corner_of_the_page_is_enough() {
    let page = page(1, 1181, 827);
    let truth = Homography::scale_shift([1.1, 1.1], [-700.0, -420.0]);
    let questioned = capture(&page, &truth, (560, 470), 3.0, 0.5, 3);
    let found = register(&questioned, &prepared(&page), &RegisterParams::default(), &Unwatched).unwrap();
    assert!(worst_miss(&found, &truth, (560, 470)) < 0.7);
    assert!(found.coverage > 0.1 && found.coverage < 0.3, "{}", found.coverage);
}

#[test]
fn the_same_input_gives_the_same_map_on_any_number_of_threads() {
    let page = page(1, 1181, 827);
    let questioned = capture(&page, &view(6.0, 0.97, 1e-5, (1300, 1000)), (1300, 1000), 4.0, 0.6, 9);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| register(&questioned, &prepared(&page), &RegisterParams::default(), &Unwatched).unwrap())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_bent_page_is_told_from_a_flat_one_and_followed() {
    let page = page(1, 1181, 827);
    let size = (1300, 950);
    let truth = view(3.0, 1.0, 1e-5, size);
    let bent = |x: f64, y: f64| (x + 3.0 * (x / 250.0).sin(), y + 2.5 * (y / 200.0 + x / 400.0).cos());
    let flat = truth.inverse().unwrap();
    let source = crate::imaging::grey::Grey::of(&page).resized(1181, 827);
    let rgb = RgbImage::from_fn(size.0, size.1, |u, v| {
        let (x, y) = flat.apply(f64::from(u), f64::from(v));
        let (x, y) = bent(x, y);
        Rgb([source.cubic(x, y).unwrap_or(60.0).clamp(0.0, 255.0) as u8; 3])
    });
    let (picture, reference) = (Picture::drawn(rgb, None), prepared(&page));
    let found = register(&picture, &reference, &RegisterParams::default(), &Unwatched).unwrap();
    let miss = |place: &dyn Fn(f64, f64) -> (f64, f64)| {
        let grid = (1..12).flat_map(|row| (1..12).map(move |column| (f64::from(column) * 98.0, f64::from(row) * 68.0)));
        let misses = grid.map(|(x, y)| {
            let (u, v) = truth.apply(x, y);
            let ((a, b), (p, q)) = (place(u, v), bent(x, y));
            (a - p).hypot(b - q)
        });
        misses.fold(0.0, f64::max)
    };
    let (with, without) = (miss(&|u, v| found.reference(u, v)), miss(&|u, v| found.reference_from_questioned.apply(u, v)));
    println!("bent: {with:.3} with, {without:.3} without, residual {:.3}", found.residual_px);
    assert!(found.bend.is_some() && with < 0.5 && without > 2.0, "{with} {without}");
    let flat = Registration { bend: None, ..found };
    let again = finished(flat, &picture, &reference, &RegisterParams::default(), &Unwatched).unwrap();
    let with = miss(&|u, v| again.reference(u, v));
    assert!(again.bend.is_some() && with < 0.5, "{with}");
    // What is said of the flat map is what it misses by, not what the bend explains.
    assert!(found.residual_px > 0.5, "{}", found.residual_px);
}

#[test]
fn a_document_that_shares_a_part_of_its_print_with_a_page_is_refused() {
    let (ours, other) = (page(1, 1181, 827), page(2, 1181, 827));
    let (reference, size) = (prepared(&ours), (1300, 950));
    // Few features, as where most of the print is personal.
    let params = RegisterParams { max_features: 700, ..RegisterParams::default() };
    // The left part of both is the same, as two series of one layout share a title, an emblem or the fillers of the machine-readable zone.
    let shared = RgbImage::from_fn(1181, 827, |x, y| *if x < 240 { &ours } else { &other }.get_pixel(x, y));
    let laid = |page: &RgbImage| {
        let picture = capture(page, &view(3.0, 1.0, 0.0, size), size, 6.0, 0.8, 9);
        let questioned = Questioned::new(&picture);
        let seen = questioned.seen(scale_guesses(&questioned, &reference.shape())[0], &params);
        let recognised = recognise(&seen, &questioned, &reference, &params);
        (recognised.is_ok(), register(&picture, &reference, &params, &Unwatched))
    };
    let (recognised, whole) = laid(&ours);
    assert!(recognised && whole.is_ok(), "{whole:?}");
    let (recognised, part) = laid(&shared);
    assert!(recognised && matches!(part, Err(RegisterError::NoFit { .. })), "{part:?}");
}
