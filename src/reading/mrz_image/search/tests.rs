//! Zones drawn at known places are found and read as they stand.

use image::{Rgb, RgbImage};
use proptest::prelude::*;
use tiny_skia::{Color, FillRule, Paint, Pixmap, Transform};

use super::*;
use crate::domain::Unwatched;
use crate::imaging::lettering::mrz_line;

const TD3: [&str; 2] = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const TD1: [&str; 3] = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];

/// A page of 125 × 88 mm with the lines of a zone, `apart` mm from one to the next, the last 9.4 mm above its lower edge; turned by
/// `degrees` on a ground that is large enough for it.
fn page(lines: &[&str], apart: f32, dpi: f32, degrees: f32) -> Picture {
    let scale = dpi / 25.4;
    let side = (153.0 * scale).ceil() as u32;
    let mut pixmap = Pixmap::new(side, side).unwrap();
    pixmap.fill(Color::from_rgba8(120, 126, 130, 255));
    let middle = side as f32 / 2.0;
    let place = Transform::from_translate(-62.5, -44.0).post_scale(scale, scale).post_rotate(degrees).post_translate(middle, middle);
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(236, 232, 222, 255);
    pixmap.fill_rect(tiny_skia::Rect::from_xywh(0.0, 0.0, 125.0, 88.0).unwrap(), &paint, place, None);
    paint.set_color_rgba8(30, 28, 34, 255);
    for (up, line) in lines.iter().rev().enumerate() {
        let path = mrz_line(line, 5.0, 88.0 - 9.4 - apart * up as f32).unwrap();
        pixmap.fill_path(&path, &paint, FillRule::Winding, place, None);
    }
    let rgb = RgbImage::from_fn(side, side, |x, y| {
        let pixel = pixmap.pixel(x, y).unwrap();
        Rgb([pixel.red(), pixel.green(), pixel.blue()])
    });
    Picture::drawn(rgb, None)
}

fn read(picture: &Picture) -> Vec<String> {
    find_mrz(picture, &Unwatched).unwrap().found.map_or_else(Vec::new, |found| found.text())
}

#[test]
fn a_zone_is_read_at_any_angle() {
    for degrees in [0.0, 12.0, 90.0, 171.0, 180.0, 255.0] {
        let found = find_mrz(&page(&TD3, 6.35, 200.0, degrees), &Unwatched).unwrap().found.unwrap();
        assert_eq!(found.text(), TD3, "{degrees}");
        let off = (found.angle_deg - f64::from(degrees) + 540.0).rem_euclid(360.0) - 180.0;
        assert!(off.abs() < 0.3, "{degrees}: {}", found.angle_deg);
    }
}

#[test]
fn a_zone_is_read_at_every_resolution_and_of_every_length() {
    for dpi in [75.0, 100.0, 300.0, 600.0] {
        assert_eq!(read(&page(&TD3, 6.35, dpi, 3.0)), TD3, "{dpi}");
    }
    assert_eq!(read(&page(&TD1, 4.2, 150.0, 182.0)), TD1);
    let td2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
    assert_eq!(read(&page(&td2, 6.35, 150.0, 0.0)), td2);
}

#[test]
fn a_zone_seen_at_a_low_angle_is_read() {
    let straight = page(&TD3, 6.35, 200.0, 0.0).rgb;
    let (width, height) = straight.dimensions();
    let squat = image::imageops::resize(&straight, width, height * 11 / 20, image::imageops::FilterType::Triangle);
    assert_eq!(read(&Picture::drawn(squat, None)), TD3);
}

#[test]
fn what_is_printed_wrong_is_read_as_it_is_printed() {
    // A check digit that does not hold, an O among digits, and a line of fillers.
    let lines = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C37UTO74O8122F1204159<<<<<<<<<<<<<<02"];
    assert_eq!(read(&page(&lines, 6.35, 200.0, 0.0)), lines);
}

#[test]
fn the_cells_lie_where_the_characters_stand() {
    let found = find_mrz(&page(&TD3, 6.35, 200.0, 0.0), &Unwatched).unwrap().found.unwrap();
    let (scale, left, top) = (200.0 / 25.4, 76.5 - 62.5, 76.5 - 44.0);
    for (row, line) in found.lines.iter().enumerate() {
        assert!((line.pitch_px / scale - 2.54).abs() < 0.01, "{}", line.pitch_px);
        for (at, glyph) in line.glyphs.iter().enumerate() {
            let middle = |corner: fn(&PointPx) -> f64| glyph.cell.iter().map(corner).sum::<f64>() / 4.0 / scale;
            let (x, y) = (left + 5.0 + 2.54 * (at as f64 + 0.5), top + 88.0 - 9.4 - 6.35 * (1 - row) as f64);
            assert!((middle(|point| point.x) - x).abs() < 0.3 && (middle(|point| point.y) - y).abs() < 0.3, "{row} {at}");
        }
    }
}

#[test]
fn where_there_is_no_zone_nothing_is_read_and_the_reason_is_told() {
    let blank = find_mrz(&page(&[], 6.35, 100.0, 0.0), &Unwatched).unwrap();
    assert_eq!((blank.found, blank.reason), (None, Some(NoMrz::NoLines)));
    let waves = RgbImage::from_fn(500, 400, |x, y| Rgb([(150.0 + 60.0 * (x as f32 * 0.5 + (y as f32 * 0.05).sin() * 9.0).sin()) as u8; 3]));
    assert_eq!(find_mrz(&Picture::drawn(waves, None), &Unwatched).unwrap().found, None);
    let small = find_mrz(&Picture::drawn(RgbImage::new(30, 8), None), &Unwatched).unwrap();
    assert_eq!(small.reason, Some(NoMrz::TooSmall));
}

#[test]
fn the_same_picture_gives_the_same_reading_on_any_number_of_threads() {
    let picture = page(&TD3, 6.35, 150.0, 5.0);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| find_mrz(&picture, &Unwatched).unwrap())
    };
    assert_eq!(on(1), on(3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_picture_is_too_strange(width in 1_u32..260, height in 1_u32..140, seed in any::<u64>(), grain in 1_u32..9) {
        let mut dice = crate::reading::mrz_image::train::Dice::new(seed);
        let levels: Vec<u8> = (0..(width / grain + 1) * (height / grain + 1)).map(|_| (dice.share() * 256.0) as u8).collect();
        let rgb = RgbImage::from_fn(width, height, |x, y| Rgb([levels[((y / grain) * (width / grain + 1) + x / grain) as usize]; 3]));
        let search = find_mrz(&Picture::drawn(rgb, None), &Unwatched).unwrap();
        prop_assert!(search.found.is_some() != search.reason.is_some());
    }
}
