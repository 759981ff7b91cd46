//! Lines drawn in black and white are read as they stand.

use image::{Rgb, RgbImage};
use tiny_skia::{FillRule, Mask, Transform};

use super::*;
use crate::domain::Unwatched;
use crate::imaging::lettering::mrz_line;

const NAMES: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const DATA: &str = "7408122F1204159UTO<<<<<<<<<<<6";

/// A line in black and white, cut out close around it, with characters `pitch` px apart at the left; further to the right everything is
/// smaller, as much as `deep` says for each character.
fn strip(text: &str, pitch: f64, deep: f64) -> Picture {
    let path = mrz_line(text, 1.0, 4.2).unwrap();
    let scale = pitch / 2.54;
    let (width, height) = (((text.len() as f64 * 2.54 + 2.0) * scale) as u32, (5.4 * scale) as u32);
    let mut mask = Mask::new(width, height).unwrap();
    mask.fill_path(&path, FillRule::Winding, true, Transform::from_scale(scale as f32, scale as f32));
    // With the length x of an even line the picture goes on as x / (1 + deep x), and is as much less high.
    let end = f64::from(width) / (1.0 + deep * f64::from(width) / pitch);
    let middle = 2.85 * scale;
    let rgb = RgbImage::from_fn(end as u32, height, |x, y| {
        let even = f64::from(x) / (1.0 - deep * f64::from(x) / pitch);
        let y = middle + (f64::from(y) - middle) * (1.0 + deep * even / pitch);
        let inside = even < f64::from(width) && y >= 0.0 && y < f64::from(height);
        let ink = if inside { mask.data()[y as usize * width as usize + even as usize] } else { 0 };
        Rgb([if ink > 127 { 0 } else { 255 }; 3])
    });
    Picture::drawn(rgb, None)
}

fn read(picture: &Picture) -> String {
    read_mrz_line(picture, &Unwatched).unwrap().map_or_else(String::new, |line| line.text())
}

#[test]
fn lines_of_every_length_are_read_at_several_sizes() {
    for pitch in [11.0, 18.0, 31.0] {
        for text in [NAMES, DATA] {
            assert_eq!(read(&strip(text, pitch, 0.0)), text, "{pitch}");
        }
    }
}

#[test]
fn a_line_photographed_aslant_is_read_and_its_cells_lie_in_the_picture() {
    let picture = strip(DATA, 44.0, 0.02);
    let line = read_mrz_line(&picture, &Unwatched).unwrap().unwrap();
    assert_eq!(line.text(), DATA);
    let middle = |at: usize| line.glyphs[at].cell.iter().map(|corner| corner.x).sum::<f64>() / 4.0;
    for at in [1, 15, 28] {
        let even = (1.0 / 2.54 + at as f64 + 0.5) * 44.0;
        let place = even / (1.0 + 0.02 * even / 44.0);
        assert!((middle(at) - place).abs() < 6.0, "{at}: {} {place}", middle(at));
    }
}

#[test]
fn what_is_no_line_is_not_read() {
    let pictures = [RgbImage::from_pixel(300, 20, Rgb([255; 3])), RgbImage::new(40, 40), RgbImage::new(1, 1)];
    for rgb in pictures {
        assert_eq!(read_mrz_line(&Picture::drawn(rgb, None), &Unwatched).unwrap(), None);
    }
}
