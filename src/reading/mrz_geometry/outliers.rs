//! Characters that stand out: against others of the same character, and against the whole zone.
//!
//! Blur, dirt and coarse pixels lower all characters alike, and a font that differs from the bundled one differs in all of a kind, so
//! that neither is taken for an alteration. Scatter is told by medians, which a few altered characters do not move.

use std::collections::BTreeMap;

use super::differ::PITCH_MM;
use super::lines::Printed;
use super::place::Aside;
use super::result::Departure;
use super::stats::{median, robust};

/// A character with what is held against the others.
pub(super) struct Candidate<'a> {
    pub(super) printed: &'a Printed,
    /// How far it stands from its place, in pitches.
    pub(super) aside: Aside,
    /// How far its edges lie outside of those of its line, in pitches.
    pub(super) heavier: f64,
    /// How much darker it is than those around, as a share of the contrast.
    pub(super) darker: f64,
}

/// What came of it; lengths in mm at the nominal pitch.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    pub(super) above_mm: f64,
    pub(super) aside_mm: f64,
    pub(super) others: usize,
    pub(super) apart_mm: Option<f64>,
    pub(super) zone_score: f64,
    pub(super) kind_score: Option<f64>,
    pub(super) departures: Vec<Departure>,
}

/// Others that a character needs to be held against its own kind.
const LEAST_OTHERS: usize = 2;
/// Robust standard deviations beyond which a character stands out.
const SCORE: f64 = 6.0;
/// The least scatter that is believed, and the least departure that is told: in mm at the nominal pitch, and as a share for tone.
const SHAPE: (f64, f64) = (0.006, 0.035);
const KIND: (f64, f64) = (0.005, 0.035);
const PLACE: (f64, f64) = (0.012, 0.1);
const HEAVY: (f64, f64) = (0.008, 0.07);
const TONE: (f64, f64) = (0.02, 0.3);

/// A score and whether it stands out, with the least scatter and the least departure of that kind.
fn score(off: f64, scatter: f64, (least, told): (f64, f64)) -> (f64, bool) {
    let score = off / scatter.max(least);
    (score, score > SCORE && off > told)
}

/// Letters, digits and the filler stand differently in different fonts.
fn class(character: char) -> u8 {
    match character {
        '<' => 0,
        '0'..='9' => 1,
        _ => 2,
    }
}

/// Holds all characters of a zone against each other; in a picture that is too coarse, only where they stand.
pub(super) fn standings(all: &[Candidate<'_>], is_coarse: bool) -> Vec<Standing> {
    let mut kinds: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in all.iter().enumerate() {
        kinds.entry(candidate.printed.character).or_default().push(at);
    }
    let others = |at: usize| -> Vec<usize> {
        kinds.get(&all[at].printed.character).map_or_else(Vec::new, |kind| kind.iter().copied().filter(|other| *other != at).collect())
    };
    // What a kind has in common, or else its class, is taken off.
    let usual = |at: usize, value: &dyn Fn(&Candidate<'_>) -> f64| -> f64 {
        let same = |candidate: &&Candidate<'_>| class(candidate.printed.character) == class(all[at].printed.character);
        let of_class = median(&all.iter().filter(same).map(value).collect::<Vec<f64>>()).unwrap_or(0.0);
        let mut of: Vec<f64> = others(at).iter().map(|other| value(&all[*other])).collect();
        if of.len() < LEAST_OTHERS {
            return of_class;
        }
        // One of two others may be the altered one.
        if of.len() == LEAST_OTHERS {
            of.push(of_class);
        }
        median(&of).unwrap_or(0.0)
    };
    let off = |value: &dyn Fn(&Candidate<'_>) -> f64| -> Vec<f64> { (0..all.len()).map(|at| value(&all[at]) - usual(at, value)).collect() };
    let down = off(&|candidate| candidate.aside.down * PITCH_MM);
    let along = off(&|candidate| candidate.aside.along * PITCH_MM);
    let heavy = off(&|candidate| candidate.heavier * 2.0 * PITCH_MM);
    let dark = off(&|candidate| candidate.darker);
    let shape: Vec<f64> = all.iter().map(|candidate| candidate.printed.distances.mean_mm()).collect();
    let apart: Vec<Option<f64>> = (0..all.len())
        .map(|at| {
            let kin = others(at);
            (kin.len() >= LEAST_OTHERS).then(|| apart(all[at].printed, &kin.iter().map(|other| all[*other].printed).collect::<Vec<_>>()))
        })
        .collect();
    let scatter = |values: &[f64]| robust(values).unwrap_or((0.0, 0.0));
    let (shape_middle, shape_scatter) = scatter(&shape);
    let (apart_middle, apart_scatter) = scatter(&apart.iter().flatten().copied().collect::<Vec<f64>>());
    let [down_scatter, along_scatter, heavy_scatter, dark_scatter] = [&down, &along, &heavy, &dark].map(|values| scatter(values).1);
    (0..all.len())
        .map(|at| {
            let kin = others(at);
            let mut departures = Vec::new();
            let (zone_score, stands) = score(shape[at] - shape_middle, shape_scatter, SHAPE);
            // A whole kind that is drawn otherwise is a matter of the font.
            let kind_shape = median(&kin.iter().map(|other| shape[*other]).collect::<Vec<f64>>());
            let of_kind = kin.len() >= LEAST_OTHERS && kind_shape.is_some_and(|usual| shape[at] < 1.6 * usual + 0.01);
            if stands && !of_kind {
                departures.push(Departure::Shape);
            }
            let kind_score = apart[at].map(|far| {
                let (score, stands) = score(far - apart_middle, apart_scatter, KIND);
                // Among three, one that departs pulls the others half way.
                let most = kin.iter().filter_map(|other| apart[*other]).fold(0.0, f64::max);
                if stands && far > 1.2 * most {
                    departures.push(Departure::OwnKind);
                }
                score
            });
            for (value, scatter, limits, departure) in [
                (down[at], down_scatter, PLACE, Departure::BaseLine),
                (along[at], along_scatter, PLACE, Departure::Grid),
                (heavy[at], heavy_scatter, HEAVY, Departure::Weight),
                (dark[at], dark_scatter, TONE, Departure::Tone),
            ] {
                if score(value.abs(), scatter, limits).1 {
                    departures.push(departure);
                }
            }
            if is_coarse {
                departures.retain(|departure| matches!(departure, Departure::BaseLine | Departure::Grid));
            }
            Standing {
                above_mm: -down[at],
                aside_mm: along[at],
                others: kin.len(),
                apart_mm: apart[at],
                zone_score,
                kind_score,
                departures,
            }
        })
        .collect()
}

/// Mean distance of the edges of a character from the median of those of others of its kind, in mm at the nominal pitch.
fn apart(one: &Printed, others: &[&Printed]) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0_f64);
    for (at, edge) in one.distances.course.iter().enumerate() {
        let Some(edge) = edge else { continue };
        let places: Vec<f64> = others.iter().filter_map(|other| other.distances.course.get(at).copied().flatten()).collect();
        sum += (edge - median(&places).unwrap_or(0.0)).abs();
        count += 1.0;
    }
    sum / count.max(1.0) * PITCH_MM
}
