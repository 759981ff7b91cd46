//! The strip below a picture: what it shows, and how long a millimetre is.

use image::{RgbImage, imageops};
use tiny_skia::{FillRule, Pixmap, Rect, Transform};

use super::{em_px, picture, pixmap, plain};
use crate::imaging::heat_colour;
use crate::imaging::lettering::{Font, Type};

/// What the strip says.
#[derive(Debug, Clone, PartialEq)]
pub struct Caption {
    /// Lines: document and file, page and light, how it was adjusted and compared. Long ones are broken.
    pub lines: Vec<String>,
    /// Pixels of the picture per mm of the page, for the scale bar; `None` if the scale is not known, which is then said.
    pub px_per_mm: Option<f64>,
    /// The tolerance of a map of difference, 0 to 1, for its legend.
    pub heat_from: Option<f64>,
    /// How wide the picture is to be printed, in mm.
    pub printed_mm: f64,
}

/// The ground of the strip and what is written on it.
const GROUND: [u8; 3] = [24, 26, 30];
const LETTERS: [u8; 4] = [236, 238, 242, 255];
/// Most lines after breaking; what is longer ends in dots.
const MOST_LINES: usize = 16;
/// Lengths of scale bars in mm and how they are written, the longest first.
pub const SCALE_BARS: [(f64, &str); 11] = [
    (100.0, "100 mm"),
    (50.0, "50 mm"),
    (20.0, "20 mm"),
    (10.0, "10 mm"),
    (5.0, "5 mm"),
    (2.0, "2 mm"),
    (1.0, "1 mm"),
    (0.5, "0.5 mm"),
    (0.2, "0.2 mm"),
    (0.1, "0.1 mm"),
    (0.05, "0.05 mm"),
];

/// Adds the strip below a picture, which itself stays as it is.
pub fn captioned(above: &RgbImage, caption: &Caption) -> RgbImage {
    let (width, height) = above.dimensions();
    let em = em_px(width, caption.printed_mm);
    let style = Type::new(Font::Sans, em * 0.8);
    let side = width as f32 * 0.3;
    let room = (width as f32 - side - em * 2.6).max(em);
    let mut lines: Vec<String> = caption.lines.iter().flat_map(|line| broken(style, line, room)).collect();
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.last_mut().into_iter().for_each(|line| line.push('…'));
    }
    let beside = if caption.heat_from.is_some() { 5.8 } else { 2.2 };
    let rows = (lines.len() as f32 * 1.25).max(beside) + 0.9;
    let strip_height = (rows * em).ceil() as u32;
    let mut strip = RgbImage::from_pixel(width, strip_height, image::Rgb(GROUND));
    if let Some(mut pixmap) = pixmap(&strip) {
        for (number, line) in lines.iter().enumerate() {
            text(&mut pixmap, style.fit(line, room), line, em * 0.6, (number as f32 * 1.25 + 1.25) * em);
        }
        let left = width as f32 - side - em * 0.6;
        scale_bar(&mut pixmap, caption.px_per_mm, (left, side), em);
        if let Some(tolerance) = caption.heat_from {
            legend(&mut pixmap, tolerance, (left, side), em);
        }
        strip = picture(&pixmap);
    }
    let mut out = RgbImage::new(width, height.saturating_add(strip_height));
    imageops::replace(&mut out, above, 0, 0);
    imageops::replace(&mut out, &strip, 0, i64::from(height));
    out
}

fn text(pixmap: &mut Pixmap, style: Type, words: &str, x: f32, base: f32) {
    if let Some((path, _)) = style.set(words, x, base) {
        pixmap.fill_path(&path, &plain(LETTERS), FillRule::Winding, Transform::identity(), None);
    }
}

fn filled(pixmap: &mut Pixmap, x: f32, y: f32, width: f32, height: f32, colour: [u8; 4]) {
    if let Some(rect) = Rect::from_xywh(x, y, width.max(1.0), height.max(1.0)) {
        pixmap.fill_rect(rect, &plain(colour), Transform::identity(), None);
    }
}

/// The longest round bar that has room, or the words that there is no scale.
fn scale_bar(pixmap: &mut Pixmap, px_per_mm: Option<f64>, (left, room): (f32, f32), em: f32) {
    let style = Type::new(Font::Sans, em * 0.8);
    let Some(px_per_mm) = px_per_mm.filter(|scale| scale.is_finite() && *scale > 0.0) else {
        text(pixmap, style.fit("Not calibrated", room), "Not calibrated", left, em * 1.25);
        return;
    };
    let fits = |(mm, _): &&(f64, &str)| (mm * px_per_mm) as f32 <= room;
    let Some((mm, label)) = SCALE_BARS.iter().find(fits) else { return };
    let length = (mm * px_per_mm) as f32;
    let start = left + room - length;
    text(pixmap, style.fit(label, room), label, left + room - style.fit(label, room).width(label), em * 1.25);
    filled(pixmap, start, em * 1.65, length, em * 0.16, LETTERS);
    for end in [start, start + length - em * 0.12] {
        filled(pixmap, end, em * 1.45, em * 0.12, em * 0.56, LETTERS);
    }
}

/// The colours of a map of difference from its tolerance to 1.
fn legend(pixmap: &mut Pixmap, tolerance: f64, (left, room): (f32, f32), em: f32) {
    let steps = 64_u16;
    for step in 0..steps {
        let share = f64::from(step) / f64::from(steps - 1);
        let [red, green, blue] = heat_colour(tolerance + (1.0 - tolerance) * share, tolerance).unwrap_or([255, 214, 0]);
        let width = room / f32::from(steps);
        filled(pixmap, left + f32::from(step) * width, em * 2.6, width + 0.5, em * 0.6, [red, green, blue, 255]);
    }
    let style = Type::new(Font::Sans, em * 0.7);
    let (from, to) = (format!("from {tolerance:.2}"), "departs most");
    text(pixmap, style.fit(&from, room * 0.45), &from, left, em * 4.1);
    let right = style.fit(to, room * 0.5);
    text(pixmap, right, to, left + room - right.width(to), em * 4.1);
    // What is hatched, with a sample.
    filled(pixmap, left, em * 4.6, em * 1.4, em * 0.8, [170, 170, 170, 255]);
    for step in 0..4_u8 {
        filled(pixmap, left + (f32::from(step) * 0.38 + 0.05) * em, em * 4.6, em * 0.12, em * 0.8, [110, 118, 136, 255]);
    }
    let words = "personal or serial: content not compared";
    text(pixmap, style.fit(words, room - em * 1.8), words, left + em * 1.8, em * 5.3);
}

/// A line in parts that fit into `room` px, broken at spaces.
fn broken(style: Type, line: &str, room: f32) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        match parts.last_mut() {
            Some(part) if style.width(&format!("{part} {word}")) <= room => {
                part.push(' ');
                part.push_str(word);
            }
            _ => parts.push(word.to_owned()),
        }
        if parts.len() > MOST_LINES {
            break;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn caption() -> Caption {
        Caption {
            lines: vec!["Questioned · q02.visible.jpg".to_owned(), "Data page · Visible".to_owned()],
            px_per_mm: Some(20.0),
            heat_from: None,
            printed_mm: 81.0,
        }
    }

    #[test]
    fn the_picture_itself_is_not_changed_and_the_strip_has_text_and_a_true_bar() {
        let above = RgbImage::from_fn(900, 300, |x, y| Rgb([x as u8, y as u8, 7]));
        let out = captioned(&above, &caption());
        assert_eq!(imageops::crop_imm(&out, 0, 0, 900, 300).to_image(), above);
        assert!(out.height() > 300 && out.width() == 900);
        // The bar is the longest unbroken run of light pixels in a row: 10 mm at 20 px a mm.
        let longest = (300..out.height()).map(|y| {
            let row: Vec<bool> = (0..900).map(|x| out.get_pixel(x, y).0[0] > 200).collect();
            row.split(|light| !light).map(<[bool]>::len).max().unwrap_or(0)
        });
        assert_eq!(longest.max(), Some(200));
    }

    #[test]
    fn a_long_line_is_broken_and_one_without_end_is_cut() {
        let style = Type::new(Font::Sans, 12.0);
        let words = "adjusted: exposure by one stop, levels from 12 to 240, unsharp mask".to_owned();
        let parts = broken(style, &words, 150.0);
        assert!(parts.len() > 1 && parts.iter().all(|part| style.width(part) <= 150.0));
        assert_eq!(parts.join(" "), words);
        let endless = Caption { lines: vec!["word ".repeat(10_000)], ..caption() };
        let out = captioned(&RgbImage::new(300, 10), &endless);
        assert!(out.height() < 400, "{}", out.height());
    }

    #[test]
    fn without_a_scale_it_says_so_and_has_no_bar() {
        let above = RgbImage::new(900, 30);
        let [with, without] = [Some(20.0), None].map(|px_per_mm| captioned(&above, &Caption { px_per_mm, ..caption() }));
        assert_ne!(with, without);
        let light =
            |picture: &RgbImage| (30..picture.height()).map(|y| (600..900).filter(|x| picture.get_pixel(*x, y).0[0] > 200).count()).max();
        assert!(light(&without) < Some(120), "a bar without a scale");
    }

    #[test]
    fn a_picture_of_one_pixel_gets_a_strip_and_nothing_panics() {
        for size in [(1, 1), (3, 900), (2000, 1)] {
            let out = captioned(&RgbImage::new(size.0, size.1), &Caption { heat_from: Some(0.4), ..caption() });
            assert!(out.height() > size.1);
        }
    }
}
