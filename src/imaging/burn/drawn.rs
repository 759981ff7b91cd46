//! Marks and measurements on a picture.

use image::RgbImage;
use tiny_skia::{FillRule, LineCap, LineJoin, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::beside::{Beside, Edges, Outlined, beside};
use super::{em_px, picture, pixmap, plain};
use crate::domain::PointMm;
use crate::imaging::Surface;
use crate::imaging::lettering::{Font, Type};

/// What a line on a picture stands for, which gives it its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawnInk {
    /// A mark.
    Mark,
    /// A measurement.
    Measurement,
    /// Where one picture ends and another begins.
    Edge,
}

impl DrawnInk {
    fn colour(self) -> [u8; 4] {
        match self {
            Self::Mark => [255, 190, 46, 255],
            Self::Measurement => [102, 204, 255, 255],
            Self::Edge => [250, 250, 250, 255],
        }
    }
}

/// Something drawn on a page, in mm of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Its lines, each open or closed; a line of one point is a spot.
    pub lines: Vec<(Vec<PointMm>, bool)>,
    /// Whether the last line ends in an arrow.
    pub arrow: bool,
    /// Words beside it; empty for none.
    pub words: String,
    /// Its colour.
    pub ink: DrawnInk,
}

/// Dark below light, so that a line is seen on every print.
const HALO: [u8; 4] = [12, 14, 18, 200];

/// Draws onto a picture that shows `surface` and is to be printed `printed_mm` wide; what lies outside is cut off.
pub fn draw(under: RgbImage, surface: &Surface, drawn: &[Drawn], printed_mm: f64) -> RgbImage {
    if drawn.is_empty() {
        return under;
    }
    let Some(mut pixmap) = pixmap(&under) else { return under };
    let width = (f32::from(u16::try_from(surface.width).unwrap_or(u16::MAX)) / 500.0).clamp(1.5, 3.0);
    for one in drawn {
        let Some(path) = outline(one, surface, width) else { continue };
        for (width, colour) in [(width + 2.5, HALO), (width, one.ink.colour())] {
            let stroke = Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
            pixmap.stroke_path(&path, &plain(colour), &stroke, Transform::identity(), None);
        }
    }
    // Words come last, beside what they are about and off all else.
    let outlines: Vec<Option<Outlined>> = drawn.iter().map(|one| outlined(one, surface, width)).collect();
    let room = [0.0, 0.0, pixmap.width() as f32, pixmap.height() as f32];
    let em = em_px(surface.width, printed_mm) * 0.85;
    let mut written: Vec<Edges> = Vec::new();
    for (number, (one, own)) in drawn.iter().zip(&outlines).enumerate() {
        let (Some(own), Some(words)) = (own, Words::set(&one.words, em, room[2] * 0.6)) else { continue };
        let others: Vec<&Outlined> =
            outlines.iter().enumerate().filter(|(other, _)| *other != number).filter_map(|(_, other)| other.as_ref()).collect();
        if let Some(place) = beside(own, &others, &written, words.size, room, em * 0.4) {
            words.write(&mut pixmap, &place, width, one.ink);
            written.push(place.plate);
        }
    }
    picture(&pixmap)
}

/// How far a spot is drawn around its place, in widths of a line.
const SPOT: f32 = 5.0;

/// What is drawn as it lies on the picture; `None` if it lies nowhere.
fn outlined(one: &Drawn, surface: &Surface, width: f32) -> Option<Outlined> {
    let place = |spot: &PointMm| surface.place(*spot).map(|side| side as f32);
    let lines: Vec<(Vec<[f32; 2]>, bool)> = one.lines.iter().map(|(line, closed)| (line.iter().map(place).collect(), *closed)).collect();
    let reach = if one.lines.iter().any(|(line, _)| line.len() == 1) { width * SPOT * 1.6 } else { width + 1.5 };
    Outlined::new(lines.iter().map(|(line, closed)| (line.as_slice(), *closed)), reach)
}

fn outline(one: &Drawn, surface: &Surface, width: f32) -> Option<Path> {
    let place = |spot: &PointMm| surface.place(*spot).map(|side| side as f32);
    let mut builder = PathBuilder::new();
    for (line, closed) in &one.lines {
        let places: Vec<[f32; 2]> = line.iter().map(place).filter(|[x, y]| x.is_finite() && y.is_finite()).collect();
        match places.as_slice() {
            [] => {}
            [[x, y]] => {
                let reach = width * SPOT;
                builder.push_circle(*x, *y, reach);
                for [dx, dy] in [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]] {
                    builder.move_to(x + dx * reach * 0.5, y + dy * reach * 0.5);
                    builder.line_to(x + dx * reach * 1.6, y + dy * reach * 1.6);
                }
            }
            [[x, y], others @ ..] => {
                builder.move_to(*x, *y);
                for [x, y] in others {
                    builder.line_to(*x, *y);
                }
                if *closed {
                    builder.close();
                }
                if let ([.., from, to], true) = (places.as_slice(), one.arrow) {
                    head(&mut builder, *from, *to, width * 7.0);
                }
            }
        }
    }
    builder.finish()
}

/// The two strokes of an arrow's head.
fn head(builder: &mut PathBuilder, from: [f32; 2], to: [f32; 2], length: f32) {
    let (dx, dy) = (from[0] - to[0], from[1] - to[1]);
    let whole = (dx * dx + dy * dy).sqrt();
    if whole < 1e-3 {
        return;
    }
    let (ux, uy) = (dx / whole * length, dy / whole * length);
    // 26° to either side.
    let (sine, cosine) = (0.438_4, 0.898_8);
    builder.move_to(to[0] + ux * cosine - uy * sine, to[1] + ux * sine + uy * cosine);
    builder.line_to(to[0], to[1]);
    builder.line_to(to[0] + ux * cosine + uy * sine, to[1] - ux * sine + uy * cosine);
}

/// Words as they are written: their lines in a size that fits, and how large their plate is.
struct Words<'a> {
    lines: Vec<(Type, &'a str)>,
    em: f32,
    size: [f32; 2],
}

impl<'a> Words<'a> {
    /// Sets words no wider than `room`; `None` if there are none.
    fn set(words: &'a str, em: f32, room: f32) -> Option<Self> {
        let lines: Vec<(Type, &str)> =
            words.lines().take(6).filter(|line| !line.is_empty()).map(|line| (Type::new(Font::Sans, em).fit(line, room), line)).collect();
        let widest = lines.iter().map(|(style, line)| style.width(line)).fold(0.0, f32::max);
        let size = [widest + em, (lines.len() as f32 * 1.3 + 0.4) * em];
        (!lines.is_empty()).then_some(Self { lines, em, size })
    }

    /// Writes them on a dark plate, with a thin line to what they are about if the plate stands off.
    fn write(&self, pixmap: &mut Pixmap, place: &Beside, width: f32, ink: DrawnInk) {
        if let Some([from, to]) = place.leader {
            let mut builder = PathBuilder::new();
            builder.move_to(from[0], from[1]);
            builder.line_to(to[0], to[1]);
            let thin = width * 0.5;
            for (width, colour) in [(thin + 2.0, HALO), (thin, ink.colour())] {
                let stroke = Stroke { width, line_cap: LineCap::Round, ..Stroke::default() };
                if let Some(path) = builder.clone().finish() {
                    pixmap.stroke_path(&path, &plain(colour), &stroke, Transform::identity(), None);
                }
            }
        }
        let [left, top, right, bottom] = place.plate;
        if let Some(ground) = Rect::from_ltrb(left, top, right, bottom) {
            pixmap.fill_rect(ground, &plain(HALO), Transform::identity(), None);
        }
        for (number, (style, line)) in self.lines.iter().enumerate() {
            let base = top + (number as f32 * 1.3 + 1.2) * self.em;
            if let Some((path, _)) = style.set(line, left + self.em * 0.5, base) {
                pixmap.fill_path(&path, &plain([250, 250, 250, 255]), FillRule::Winding, Transform::identity(), None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RectMm;
    use image::Rgb;

    fn surface() -> Surface {
        Surface { area: RectMm::new(10.0, 10.0, 40.0, 20.0), width: 800, height: 400 }
    }

    fn line(from: [f64; 2], to: [f64; 2]) -> Drawn {
        let point = |[x, y]: [f64; 2]| PointMm { x, y };
        Drawn { lines: vec![(vec![point(from), point(to)], false)], arrow: false, words: String::new(), ink: DrawnInk::Mark }
    }

    #[test]
    fn a_line_lies_at_its_millimetres_and_can_be_seen_on_white_and_on_black() {
        for ground in [0, 255] {
            let under = RgbImage::from_pixel(800, 400, Rgb([ground; 3]));
            let on = draw(under, &surface(), &[line([20.0, 20.0], [40.0, 20.0])], 81.0);
            // 20 px a mm: the line runs along row 200 from column 200 to 600.
            let [red, _, blue] = on.get_pixel(400, 200).0;
            assert!(red > 150 && red > blue + 100, "{red} and {blue}");
            assert_eq!(on.get_pixel(400, 190).0, [ground; 3]);
            assert_eq!(on.get_pixel(190, 200).0, [ground; 3]);
            let halo = on.get_pixel(400, 201).0[0];
            assert!(halo < 140 || ground == 0, "no halo: {halo}");
        }
    }

    #[test]
    fn words_stay_on_the_picture_and_off_what_they_are_about_wherever_it_is() {
        let spots = [[10.0, 10.0], [47.5, 10.0], [47.5, 28.0], [10.0, 28.0], [30.0, 20.0]];
        let written: Vec<usize> = spots
            .into_iter()
            .map(|[x, y]| {
                let corners = RectMm::new(x, y, 2.5, 2.0).corners().to_vec();
                let boxed = Drawn { lines: vec![(corners, true)], words: "0.21 ± 0.04 mm".to_owned(), ..line([0.0, 0.0], [1.0, 1.0]) };
                let under = RgbImage::from_pixel(800, 400, Rgb([255; 3]));
                let on = draw(under, &surface(), &[boxed], 81.0);
                let (left, top) = (((x - 10.0) * 20.0) as u32, ((y - 10.0) * 20.0) as u32);
                // All within the lines is as it was.
                let inside = (left + 5..left + 45).flat_map(|x| (top + 5..top + 35).map(move |y| (x, y)));
                assert!(inside.into_iter().all(|(x, y)| on.get_pixel(x, y).0 == [255; 3]), "covered at {left}, {top}");
                on.pixels().filter(|pixel| pixel.0 != [255; 3]).count()
            })
            .collect();
        assert!(written.iter().all(|count| count.abs_diff(written[4]) < written[4] / 10), "{written:?}");
        assert!(written[4] > 1000);
    }

    #[test]
    fn what_lies_nowhere_is_left_out() {
        let under = RgbImage::from_pixel(80, 40, Rgb([9; 3]));
        let nowhere = line([f64::NAN, 0.0], [f64::INFINITY, 3.0]);
        let far = line([-1e7, -1e7], [-9e6, -1e7]);
        assert_eq!(draw(under.clone(), &surface(), &[nowhere, far], 81.0), under);
    }
}
