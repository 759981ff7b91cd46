//! Fields drawn from bundled fonts, read again.

use image::{Rgb, RgbImage};
use proptest::prelude::*;
use tiny_skia::{Color, FillRule, Paint, Pixmap, Transform};

use super::{Expected, FieldPatch, FieldReading, NoText, read_field};
use crate::domain::{Dpi, Unwatched};
use crate::imaging::lettering::{Font, Type};

const DPI: f64 = 300.0;

/// A field with lines of text, each with its size in mm and its base line, on a ground of waves.
fn field(font: Font, lines: &[(&str, f32, f32)], waves: bool) -> RgbImage {
    let scale = DPI as f32 / 25.4;
    let (width, height) = ((60.0 * scale) as u32, (8.0 * scale) as u32);
    let mut canvas = Pixmap::new(width, height).unwrap();
    canvas.fill(Color::from_rgba8(226, 234, 226, 255));
    let mut paint = Paint::default();
    paint.set_color_rgba8(24, 24, 30, 255);
    for (text, em, y) in lines {
        let (path, _) = Type::new(font, *em).set(text, 2.0, *y).unwrap();
        canvas.fill_path(&path, &paint, FillRule::Winding, Transform::from_scale(scale, scale), None);
    }
    RgbImage::from_fn(width, height, |x, y| {
        let pixel = canvas.pixel(x, y).unwrap();
        let wave = ((f64::from(y) + 6.0 * (f64::from(x) / 30.0).sin()) * 0.55).sin() > 0.7;
        let darker = if waves && wave { 36 } else { 0 };
        Rgb([pixel.red(), pixel.green(), pixel.blue()].map(|value| value.saturating_sub(darker)))
    })
}

fn read(picture: &RgbImage, expected: Expected) -> FieldReading {
    read_field(&FieldPatch { picture, dpi: Dpi::new(DPI).unwrap(), expected }, &Unwatched).unwrap()
}

#[test]
fn fields_are_read() {
    let fields = [
        (Font::Sans, "WEISSENDORN", true),
        (Font::SansBold, "JÖRG MÜLLER", true),
        (Font::Serif, "12 JAN 1987", true),
        (Font::OcrB, "VE0445530", true),
        (Font::Sans, "Málaga", false),
        (Font::Sans, "15.08.2031", false),
    ];
    for (font, text, waves) in fields {
        let reading = read(&field(font, &[(text, 3.4, 5.4)], waves), Expected::Text);
        assert_eq!(reading.text(), text, "{reading:?}");
        assert!(reading.confidence() > 0.3, "{text}: {}", reading.confidence());
        let line = reading.values().next().unwrap();
        assert!(line.characters.windows(2).all(|pair| pair[0].from_px < pair[1].to_px));
        assert_eq!(line.characters.len(), text.chars().count());
    }
}

#[test]
fn a_caption_is_kept_apart() {
    let reading = read(&field(Font::Sans, &[("Surname / Nom", 1.7, 2.2), ("ANDERSSON", 3.4, 6.4)], false), Expected::Text);
    assert_eq!(reading.text(), "ANDERSSON", "{reading:?}");
    assert_eq!(reading.lines.iter().filter(|line| line.caption).count(), 1, "{reading:?}");
}

#[test]
fn what_is_not_expected_is_doubtful() {
    let reading = read(&field(Font::Sans, &[("WEISSENDORN", 3.4, 5.4)], false), Expected::Digits);
    assert_eq!(reading.text(), "WEISSENDORN");
    assert_eq!(reading.doubtful().count(), 11);
}

#[test]
fn nothing_is_read_from_an_empty_field() {
    for waves in [false, true] {
        let reading = read(&field(Font::Sans, &[], waves), Expected::Text);
        assert!(reading.values().next().is_none(), "{reading:?}");
        assert!(reading.reason.is_some());
    }
}

#[test]
fn other_scripts_are_not_covered() {
    for text in ["محمد بن عبد الله", "สมชาย ใจดีมาก", "王小明中国", "Владимир Щукин"]
    {
        let reading = read(&field(Font::Sans, &[(text, 3.4, 5.4)], false), Expected::Text);
        assert!(reading.is_doubtful(), "{text}: {reading:?}");
        assert_ne!(reading.reason, None, "{text}: {reading:?}");
        assert!(reading.confidence() < 0.01);
    }
}

#[test]
fn no_size_panics() {
    for (width, height) in [(0, 0), (1, 1), (0, 50), (3, 400), (400, 3), (11, 11)] {
        assert_eq!(read(&RgbImage::new(width, height), Expected::Text).reason, Some(NoText::TooSmall));
    }
    let huge = RgbImage::new(6_000, 5_000);
    assert!(read_field(&FieldPatch { picture: &huge, dpi: Dpi::new(DPI).unwrap(), expected: Expected::Text }, &Unwatched).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_pixels_panic(seed in any::<u64>(), width in 1_u32..300, height in 1_u32..120, dpi in 1.0..1300.0_f64) {
        let mut state = seed | 1;
        let picture = RgbImage::from_fn(width, height, |_, _| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            Rgb([(state >> 56) as u8, (state >> 48) as u8, (state >> 40) as u8])
        });
        let patch = FieldPatch { picture: &picture, dpi: Dpi::new(dpi).unwrap(), expected: Expected::Text };
        prop_assert!(read_field(&patch, &Unwatched).is_ok());
    }
}
