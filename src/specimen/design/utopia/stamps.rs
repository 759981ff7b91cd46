//! Entry and exit stamps: a die pressed by hand, unevenly inked, with a date that turns on a wheel.

use tiny_skia::{ColorU8, Path, PathBuilder, Transform};

use crate::domain::{Date, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Nature, Tone};
use crate::specimen::finish::noise;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};

/// Which way a traveller went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
}

/// The outline of a die.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Frame,
    Oval,
    Hexagon,
    Round,
}

/// A die: who stamps, where, and in what ink.
#[derive(Debug, Clone, Copy)]
pub(super) struct Die {
    pub state: &'static str,
    pub post: &'static str,
    pub way: Way,
    pub shape: Shape,
    pub ink: Tone,
    /// How much of its darkness the ink keeps under 880 nm.
    pub infrared: f32,
}

/// Dies of border posts of states that do not exist.
pub(super) const DIES: [Die; 6] = [
    Die { state: "MARENIA", post: "PORT ISVEL", way: Way::In, shape: Shape::Frame, ink: Tone(28, 44, 128), infrared: 0.05 },
    Die { state: "MARENIA", post: "PORT ISVEL", way: Way::Out, shape: Shape::Oval, ink: Tone(28, 44, 128), infrared: 0.05 },
    Die { state: "QAZIRAH", post: "AL-NAWRAS", way: Way::In, shape: Shape::Hexagon, ink: Tone(118, 28, 66), infrared: 0.08 },
    Die { state: "TIANHAI", post: "LANYA", way: Way::In, shape: Shape::Round, ink: Tone(168, 34, 32), infrared: 0.06 },
    Die { state: "SORATHAI", post: "THA KHAM", way: Way::Out, shape: Shape::Frame, ink: Tone(24, 92, 66), infrared: 0.1 },
    Die { state: "UTOPIA", post: "CORALPORT", way: Way::In, shape: Shape::Hexagon, ink: Tone(36, 36, 44), infrared: 0.9 },
];

/// Half the size of a die's outline, in mm.
const HALF: (f32, f32) = (16.5, 10.5);

fn outline(shape: Shape, inset: f32) -> Option<Path> {
    let (w, h) = (HALF.0 - inset, HALF.1 - inset);
    let mut builder = PathBuilder::new();
    match shape {
        Shape::Frame => {
            let corner = 1.6;
            builder.move_to(-w + corner, -h);
            builder.line_to(w - corner, -h);
            builder.quad_to(w, -h, w, -h + corner);
            builder.line_to(w, h - corner);
            builder.quad_to(w, h, w - corner, h);
            builder.line_to(-w + corner, h);
            builder.quad_to(-w, h, -w, h - corner);
            builder.line_to(-w, -h + corner);
            builder.quad_to(-w, -h, -w + corner, -h);
            builder.close();
        }
        Shape::Oval => return PathBuilder::from_circle(0.0, 0.0, 1.0)?.transform(Transform::from_scale(w, h)),
        Shape::Hexagon => {
            for (index, (x, y)) in [(-w, 0.0), (-w + 4.2, -h), (w - 4.2, -h), (w, 0.0), (w - 4.2, h), (-w + 4.2, h)].into_iter().enumerate()
            {
                if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
            }
            builder.close();
        }
        Shape::Round => return PathBuilder::from_circle(0.0, 0.0, h + 0.6),
    }
    builder.finish()
}

/// An arrow into a gate, or out of it.
fn sign(way: Way, x: f32, y: f32) -> Option<Path> {
    let side = if way == Way::In { 1.0 } else { -1.0 };
    let mut builder = PathBuilder::new();
    let mut ahead = |points: &[(f32, f32)]| {
        for (index, (px, py)) in points.iter().enumerate() {
            let (px, py) = (x + side * px, y + py);
            if index == 0 { builder.move_to(px, py) } else { builder.line_to(px, py) }
        }
        builder.close();
    };
    ahead(&[(-1.7, -0.28), (0.1, -0.28), (0.1, -0.85), (1.2, 0.0), (0.1, 0.85), (0.1, 0.28), (-1.7, 0.28)]);
    ahead(&[(1.45, -1.3), (1.75, -1.3), (1.75, 1.3), (1.45, 1.3)]);
    builder.finish()
}

/// Presses `die` around `center` (mm), turned by `turn` degrees, with the date `day`.
///
/// The pressure is uneven: the noise of `rng` thins the ink in places and one side prints weaker than the other.
pub(super) fn press(canvas: &mut Canvas, die: &Die, day: Date, center: (f32, f32), turn: f32, rng: &mut Rng) {
    // Enough for microscopy of a stamp, which has no fine lines.
    const DENSITY: f32 = 24.0;
    const SIDE: f32 = 40.0;
    let Some(mut sheet) = Canvas::transparent(SIDE, SIDE, DENSITY) else { return };
    let ink = Ink::cover(die.ink);
    let place = Transform::from_rotate(turn).post_translate(SIDE / 2.0, SIDE / 2.0);
    let placed = |path: Option<Path>| path.and_then(|path| path.transform(place));
    for (inset, width) in [(0.0, 0.5), (0.95, 0.2)] {
        if let Some(path) = placed(outline(die.shape, inset)) {
            sheet.stroke(&path, width, &ink);
        }
    }
    let date = format!("{:02} {:02} {:02}", day.0.day(), day.0.month(), day.0.year() % 100);
    let narrow = if die.shape == Shape::Round { 0.8 } else { 1.0 };
    for (style, words, y) in [
        (Type::new(Font::SansBold, 3.0 * narrow).tracked(0.35), die.state.to_owned(), -4.6),
        (Type::new(Font::SansBold, 4.6 * narrow).tracked(0.3), date, 1.7),
        (Type::new(Font::Sans, 2.3 * narrow).tracked(0.2), die.post.to_owned(), 5.9),
    ] {
        if let Some(path) = placed(style.set_centered(&words, 0.0, y)) {
            sheet.fill(&path, &ink);
        }
    }
    let signs = if die.shape == Shape::Round { (0.0, -8.2) } else { (0.0, 8.1) };
    if let Some(path) = placed(sign(die.way, signs.0, signs.1)) {
        sheet.fill(&path, &ink);
    }
    let number = format!("{:03}", rng.below(900) + 100);
    if die.shape != Shape::Round
        && let Some(path) = placed(Type::new(Font::Sans, 1.9).set_centered(&number, 9.2, 8.4))
    {
        sheet.fill(&path, &ink);
    }
    unevenly_inked(&mut sheet, rng, DENSITY);
    let area = RectMm::new(f64::from(center.0 - SIDE / 2.0), f64::from(center.1 - SIDE / 2.0), f64::from(SIDE), f64::from(SIDE));
    let nature = Nature { infrared: die.infrared, through: 0.55, ..Nature::DYE };
    canvas.picture_in(sheet.pixmap(), area, 0.86, Lay::Print, &nature);
}

/// Thins the ink of a print: blotches, paper grain, a weaker side.
fn unevenly_inked(sheet: &mut Canvas, rng: &mut Rng, density: f32) {
    let (shift_x, shift_y, lean, steep) = (rng.range(0.0, 400.0), rng.range(0.0, 400.0), rng.range(-1.0, 1.0), rng.range(-1.0, 1.0));
    let width = sheet.pixmap().width();
    for (index, pixel) in sheet.pixmap_mut().pixels_mut().iter_mut().enumerate() {
        if pixel.alpha() == 0 {
            continue;
        }
        let (x, y) = ((index as u32 % width) as f32 / density, (index as u32 / width) as f32 / density);
        let blotch = noise((x + shift_x) * 0.42, (y + shift_y) * 0.42, 11);
        let grain = noise((x + shift_x) * 6.0, (y + shift_y) * 6.0, 12);
        let side = 0.5 + 0.5 * (lean * (x / 20.0 - 1.0) + steep * (y / 20.0 - 1.0));
        let share = (0.34 + 0.9 * blotch + 0.35 * side - 0.5 * grain * (1.25 - blotch)).clamp(0.06, 1.0);
        let seen = pixel.demultiply();
        let alpha = (f32::from(seen.alpha()) * share).round() as u8;
        *pixel = ColorU8::from_rgba(seen.red(), seen.green(), seen.blue(), alpha).premultiply();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Dpi, Light, SizeMm, Substrate};
    use crate::specimen::canvas::Body;

    fn darkness(die: &Die, light: Light) -> u64 {
        let body = Body { tone: Tone(255, 255, 255), substrate: Substrate::Paper, bright: false };
        let mut canvas = Canvas::new(SizeMm { width: 40.0, height: 40.0 }, Dpi::new(150.0).unwrap(), light, body).unwrap();
        press(&mut canvas, die, "2021-04-09".parse().unwrap(), (20.0, 20.0), 7.0, &mut Rng::new(3, "stamp"));
        canvas.finish().pixels().map(|pixel| u64::from(255 - pixel.0[1])).sum()
    }

    #[test]
    fn a_stamp_in_dye_drops_out_in_infrared_and_one_in_carbon_does_not() {
        let left = |die: &Die| darkness(die, Light::Ir880) as f64 - darkness_of_paper();
        assert!(left(&DIES[0]) < 0.25 * darkness(&DIES[0], Light::Visible) as f64);
        assert!(left(&DIES[5]) > 0.5 * darkness(&DIES[5], Light::Visible) as f64);
    }

    fn darkness_of_paper() -> f64 {
        let side = (40.0_f64 / 25.4 * 150.0).round();
        side * side * f64::from(255 - 232)
    }
}
