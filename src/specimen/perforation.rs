//! Holes: numbers burnt by a laser, and holes that show a portrait.

use tiny_skia::PathBuilder;

use super::canvas::{Canvas, Ink, Lay, Tone};
use super::rng::Rng;
use crate::domain::Light;

/// Burns one hole of `radius` mm: light comes through it, a scorched rim is seen in daylight.
pub(crate) fn hole(canvas: &mut Canvas, center: (f32, f32), radius: f32) {
    let circle = |reach: f32| PathBuilder::from_circle(center.0, center.1, reach);
    if let Some(rim) = circle(radius * 1.35) {
        canvas.fill(&rim, &Ink::carbon(Tone(150, 128, 100)).at(0.5).raised(0.4));
    }
    if let Some(open) = circle(radius) {
        canvas.fill(&open, &Ink::cover(Tone(58, 54, 52)).infrared(0.8).at(0.92));
        canvas.fill(&open, &Ink::only(Light::Transmitted, Tone(255, 255, 252), Lay::Cover));
    }
}

/// Five by seven dots of each character of a number; a bit for each dot, the left column in the lowest bits of a row.
const fn dots(character: char) -> Option<[u8; 7]> {
    Some(match character {
        '0' => [14, 17, 25, 21, 19, 17, 14],
        '1' => [4, 6, 4, 4, 4, 4, 14],
        '2' => [14, 17, 16, 8, 4, 2, 31],
        '3' => [31, 8, 4, 8, 16, 17, 14],
        '4' => [8, 12, 10, 9, 31, 8, 8],
        '5' => [31, 1, 15, 16, 16, 17, 14],
        '6' => [12, 2, 1, 15, 17, 17, 14],
        '7' => [31, 16, 8, 4, 2, 2, 2],
        '8' => [14, 17, 17, 14, 17, 17, 14],
        '9' => [14, 17, 17, 30, 16, 8, 6],
        'A' => [14, 17, 17, 31, 17, 17, 17],
        'B' => [15, 17, 17, 15, 17, 17, 15],
        'C' => [14, 17, 1, 1, 1, 17, 14],
        'D' => [7, 9, 17, 17, 17, 9, 7],
        'E' => [31, 1, 1, 15, 1, 1, 31],
        'F' => [31, 1, 1, 15, 1, 1, 1],
        'G' => [14, 17, 1, 29, 17, 17, 30],
        'H' => [17, 17, 17, 31, 17, 17, 17],
        'I' => [14, 4, 4, 4, 4, 4, 14],
        'J' => [28, 8, 8, 8, 8, 9, 6],
        'K' => [17, 9, 5, 3, 5, 9, 17],
        'L' => [1, 1, 1, 1, 1, 1, 31],
        'M' => [17, 27, 21, 21, 17, 17, 17],
        'N' => [17, 17, 19, 21, 25, 17, 17],
        'O' => [14, 17, 17, 17, 17, 17, 14],
        'P' => [15, 17, 17, 15, 1, 1, 1],
        'Q' => [14, 17, 17, 17, 21, 9, 22],
        'R' => [15, 17, 17, 15, 5, 9, 17],
        'S' => [30, 1, 1, 14, 16, 16, 15],
        'T' => [31, 4, 4, 4, 4, 4, 4],
        'U' => [17, 17, 17, 17, 17, 17, 14],
        'V' => [17, 17, 17, 17, 17, 10, 4],
        'W' => [17, 17, 17, 21, 21, 21, 10],
        'X' => [17, 17, 10, 4, 10, 17, 17],
        'Y' => [17, 17, 17, 10, 4, 4, 4],
        'Z' => [31, 16, 8, 4, 2, 1, 31],
        _ => return None,
    })
}

/// Burns a number of dots `pitch` mm apart from `(left, top)`; the holes shrink and stray a little as a laser's do.
pub(crate) fn number(canvas: &mut Canvas, number: &str, left: f32, top: f32, pitch: f32, rng: &mut Rng) {
    for (index, character) in number.chars().enumerate() {
        let Some(rows) = dots(character) else { continue };
        for (row, bits) in rows.into_iter().enumerate() {
            for column in 0..5_u8 {
                if bits >> column & 1 == 1 {
                    let x = left + (index as f32 * 6.4 + f32::from(column)) * pitch + rng.normal() * pitch * 0.02;
                    let y = top + row as f32 * pitch + rng.normal() * pitch * 0.02;
                    hole(canvas, (x, y), pitch * 0.27);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_and_digit_has_its_dots() {
        assert!(('0'..='9').chain('A'..='Z').all(|character| dots(character).is_some_and(|rows| rows.iter().all(|row| *row < 32))));
    }
}
