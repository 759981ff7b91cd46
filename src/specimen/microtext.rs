//! Microtext: words too small to read without a magnifier.

use super::canvas::{Canvas, Ink};
use super::text::{Font, Type};
use crate::domain::RectMm;

/// Height of the em of microtext in mm; its capitals are about 0.36 mm high.
const EM: f32 = 0.5;

/// A line of `words`, repeated without end from `from` to the right for `length` mm.
pub(crate) fn line(canvas: &mut Canvas, words: &str, from: (f32, f32), length: f32, ink: &Ink) {
    let style = Type::new(Font::SansBold, EM).tracked(0.03);
    if canvas.hand().loses_microtext {
        // What is left of words that a scanner could not resolve: a row of blots.
        let mut x = from.0;
        while x + 0.5 < from.0 + length {
            canvas.rect(RectMm::new(f64::from(x), f64::from(from.1) - 0.3, 0.34, 0.26), &ink.clone().at(ink.opacity * 0.55));
            x += 0.47;
        }
        return;
    }
    let once = style.advance(words).max(0.2);
    let mut text = words.repeat((length / once) as usize + 1);
    while style.advance(&text) > length && text.pop().is_some() {}
    if let Some((path, _)) = style.set(&text, from.0, from.1) {
        canvas.fill(&path, ink);
    }
}

/// A ring of `words` around `center`.
pub(crate) fn ring(canvas: &mut Canvas, words: &str, center: (f32, f32), radius: f32, ink: &Ink) {
    let style = Type::new(Font::SansBold, EM).tracked(0.03);
    let once = words.chars().map(|character| style.advance(&character.to_string())).sum::<f32>().max(0.2);
    let times = (std::f32::consts::TAU * radius / once).floor().max(1.0) as usize;
    if let Some(path) = style.set_around(&words.repeat(times), center, radius, 0.0) {
        canvas.fill(&path, ink);
    }
}
