//! Numbers on how the characters of a zone are printed. What made them is not said.

use std::collections::BTreeMap;

use super::differ::PITCH_MM;
use super::fit::{COURSE_STEP, beneath};
use super::letter::{Letter, STROKE};
use super::lines::{Fitted, Printed};
use super::patch::Patch;
use super::result::PrintNumbers;
use super::stats::{deviation, mean, median, robust};
use crate::domain::{Contributions, QuantityValue, Unit};

/// Specks are looked for at this distance from the outline, in mm at the nominal pitch.
const BESIDE_MM: (f64, f64) = (0.18, 0.5);
/// As dark as this share of a stroke is a speck.
const SPECK: f32 = 0.35;

pub(super) fn numbers(lines: &[&Fitted]) -> PrintNumbers {
    let rises: Vec<f64> = lines.iter().filter_map(|line| rise(line.course.as_ref()?)).collect();
    let glyphs: Vec<&Printed> = lines.iter().flat_map(|line| &line.glyphs).collect();
    let fine = glyphs.first().map_or(1.0, |printed| printed.patch.fine);
    let uneven: Vec<f64> = glyphs.iter().map(|printed| unevenness(printed)).collect();
    let mut places: BTreeMap<char, Vec<(f64, f64)>> = BTreeMap::new();
    let specks: Vec<f64> = glyphs
        .iter()
        .map(|printed| {
            let beside = places.entry(printed.character).or_insert_with(|| beside(printed.letter, printed.patch.fine));
            let ink = printed.ends.ink(&printed.patch);
            speckled(&ink, printed, beside)
        })
        .collect();
    let value = |values: &[f64], unit, pixel: f64| {
        let middle = mean(values)?;
        let repeat = deviation(values) / (values.len() as f64).sqrt();
        QuantityValue::new(middle, unit, Contributions { scale: 0.0, pixel, repeat }).ok()
    };
    PrintNumbers {
        edge_rise_mm: value(&rises, Unit::Mm, 0.25 * PITCH_MM / fine),
        raggedness_mm: value(&ragged(&glyphs), Unit::Mm, 0.0),
        unevenness: value(&uneven, Unit::One, 0.0),
        speckled: value(&specks, Unit::One, 0.0),
    }
}

/// From 10 % to 90 % of the ink of a stroke, in mm at the nominal pitch.
fn rise(course: &[f64]) -> Option<f64> {
    let full = course.iter().copied().fold(0.0, f64::max);
    let least = course.iter().rev().take(6).copied().fold(f64::MAX, f64::min);
    let peak = course.iter().position(|value| *value >= full)?;
    let reach = |part: f64| {
        let wanted = least + (full - least) * part;
        let at = (peak + 1..course.len()).find(|at| course[*at] < wanted)?;
        Some(at as f64 - (wanted - course[at]) / (course[at - 1] - course[at]).max(1e-9))
    };
    Some((reach(0.1)? - reach(0.9)?) * COURSE_STEP * PITCH_MM)
}

/// How far the edges of characters scatter around those of others of their kind, in mm at the nominal pitch.
fn ragged(glyphs: &[&Printed]) -> Vec<f64> {
    let mut kinds: BTreeMap<char, Vec<&Printed>> = BTreeMap::new();
    for printed in glyphs {
        kinds.entry(printed.character).or_default().push(printed);
    }
    let mut scatters = Vec::new();
    for kind in kinds.values().filter(|kind| kind.len() >= 4) {
        let usual: Vec<Option<f64>> = (0..kind[0].letter.rim.len())
            .map(|at| median(&kind.iter().filter_map(|printed| printed.distances.course[at]).collect::<Vec<f64>>()))
            .collect();
        for printed in kind {
            let off: Vec<f64> = printed.distances.course.iter().zip(&usual).filter_map(|(far, usual)| Some((*far)? - (*usual)?)).collect();
            // Robust, as single edges that were taken for others lie far off.
            scatters.extend(robust(&off).map(|(_, scatter)| scatter * PITCH_MM));
        }
    }
    scatters
}

/// How far the ink in the middle of strokes scatters, as a share of the contrast.
fn unevenness(printed: &Printed) -> f64 {
    let span = f64::from((printed.ends.paper - printed.ends.ink).max(4.0));
    let middles: Vec<f64> =
        printed.letter.rim.iter().map(|rim| f64::from(beneath(&printed.patch, rim, &printed.pose, STROKE / 2.0)) / span).collect();
    deviation(&middles)
}

/// Places beside the outline of a character that are paper.
fn beside(letter: &Letter, fine: f64) -> Vec<(f64, f64)> {
    let (near, far) = (BESIDE_MM.0 / PITCH_MM, BESIDE_MM.1 / PITCH_MM);
    let Some(drawn) = letter.patch(fine, 0.0) else { return Vec::new() };
    let outside = drawn.samples().filter(|(u, v, ink)| *ink < 0.1 && u.abs() < 0.5 && v.abs() < 0.7);
    outside
        .filter(|(u, v, _)| {
            let nearest = letter.rim.iter().map(|rim| (rim.u - u).powi(2) + (rim.v - v).powi(2)).fold(f64::MAX, f64::min);
            (near * near..far * far).contains(&nearest)
        })
        .map(|(u, v, _)| (u, v))
        .collect()
}

/// The share of those places that is dark.
fn speckled(ink: &Patch, printed: &Printed, places: &[(f64, f64)]) -> f64 {
    let pose = &printed.pose;
    let dark = places.iter().filter(|(u, v)| ink.at(pose.shift.0 + pose.scale.0 * u, pose.shift.1 + pose.scale.1 * v) >= SPECK);
    dark.count() as f64 / places.len().max(1) as f64
}
