//! Fits all characters of a line together: one size, one weight and one sharpness, and a place for each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rayon::prelude::*;

use super::differ::Distances;
use super::fit::{self, COURSE, Ends, Pose, coarse, core, course, edges, fitted};
use super::frame::Frame;
use super::letter::{Letter, STROKE};
use super::patch::{Ground, Patch};
use super::profile;
use super::stats::{median, share};
use crate::reading::mrz_image::MrzLine;

/// Every character of a zone in OCR-B.
static LETTERS: LazyLock<BTreeMap<char, Letter>> = LazyLock::new(|| {
    let characters = ('A'..='Z').chain('0'..='9').chain(['<']);
    characters.filter_map(|character| Some((character, Letter::of(character)?))).collect()
});

/// A character of OCR-B.
pub(super) fn letter(character: char) -> Option<&'static Letter> {
    LETTERS.get(&character)
}

/// A character of OCR-B as the picture would show it.
pub(super) struct Drawn {
    /// How far outside of each point of the outline its ink ends; `None` where blur leaves no plain edge, as in narrow corners.
    pub(super) edges: Vec<Option<f64>>,
    /// The width of its strokes.
    pub(super) stroke: Option<f64>,
    /// The course of its edges.
    pub(super) course: Option<[f64; COURSE]>,
}

impl Drawn {
    /// Drawn with so many samples to a pitch, spread by `blur` pitches.
    pub(super) fn of(letter: &Letter, fine: f64, blur: f64) -> Option<Self> {
        let ink = letter.patch(fine, blur)?;
        let full = core(&ink, letter, &Pose::PLAIN).max(0.05);
        let ink = ink.mapped(|value| value / full);
        let edges = edges(&ink, letter, &Pose::PLAIN);
        let edges = letter.rim.iter().zip(edges).map(|(rim, edge)| edge.filter(|_| fit::is_plain(&ink, rim))).collect::<Vec<_>>();
        Some(Self { stroke: fit::stroke(&ink, letter, &Pose::PLAIN, &edges), course: course(&ink, letter, &Pose::PLAIN, &edges), edges })
    }
}

/// A character of a line.
pub(super) struct Printed {
    /// Its place in the line, from 0.
    pub(super) index: usize,
    pub(super) character: char,
    pub(super) letter: &'static Letter,
    /// Its cell, moved to where its line stands, and by how much.
    pub(super) frame: Frame,
    pub(super) moved: (f64, f64),
    pub(super) patch: Patch,
    pub(super) ends: Ends,
    /// The level in the middle of its own strokes, in levels of 255.
    pub(super) core: f32,
    pub(super) pose: Pose,
    pub(super) distances: Distances,
    /// Its height in pitches; blur is taken off.
    pub(super) height: Option<f64>,
    /// The width of its strokes in pitches; blur is taken off.
    pub(super) stroke: Option<f64>,
}

/// A line that was fitted.
pub(super) struct Fitted {
    pub(super) glyphs: Vec<Printed>,
    /// How many characters the line has, fitted or not.
    pub(super) count: usize,
    /// Size of the characters as a share of that of OCR-B at this pitch.
    pub(super) scale: (f64, f64),
    /// How far their edges lie outside of those of OCR-B, in pitches.
    pub(super) weight: f64,
    /// How far edges are spread: the standard deviation of a Gaussian in pitches.
    pub(super) blur: f64,
    /// The mean course of ink over an edge.
    pub(super) course: Option<[f64; COURSE]>,
}

/// Share of the samples of a patch that are darker than paper, and of those that are as dark as ink.
const PAPER: f64 = 0.66;
const DARK: f64 = 0.03;
/// Characters to each side that share what paper and ink are.
const NEAR: usize = 3;

/// A character that was read, before it is fitted.
struct Found {
    index: usize,
    character: char,
    letter: &'static Letter,
    frame: Frame,
}

/// How far a line stands from the middle of its cells, in pitches, by every third of its characters.
fn whole_shift(ground: &Ground, found: &[Found]) -> (f64, f64) {
    let few: Vec<&Found> = found.iter().step_by(3).collect();
    let rough: Vec<Pose> = few
        .par_iter()
        .map(|one| {
            let patch = ground.patch(&one.frame);
            let ends = Ends { paper: level(&patch, PAPER) as f32, ink: level(&patch, DARK) as f32 };
            coarse(&ends.ink(&patch), one.letter, 0.3, 0.05)
        })
        .collect();
    let all = |part: &dyn Fn(&Pose) -> f64| median(&rough.iter().map(part).collect::<Vec<f64>>()).unwrap_or(0.0);
    (all(&|pose| pose.shift.0), all(&|pose| pose.shift.1))
}

/// The median of the different characters, each with the median of its own; fillers, which differ between fonts, only if need be.
fn of_kinds(found: &[Found], value: &dyn Fn(usize) -> f64) -> f64 {
    let mut kinds: BTreeMap<char, Vec<f64>> = BTreeMap::new();
    for (at, one) in found.iter().enumerate() {
        kinds.entry(one.character).or_default().push(value(at));
    }
    if kinds.len() > 4 {
        kinds.remove(&'<');
    }
    median(&kinds.values().filter_map(|values| median(values)).collect::<Vec<f64>>()).unwrap_or(0.0)
}

/// Fits a line; `None` if fewer than eight of its characters are in the picture.
pub(super) fn fit_line(ground: &Ground, line: &MrzLine, aspect: f64) -> Option<Fitted> {
    let found: Vec<Found> = line
        .glyphs
        .iter()
        .enumerate()
        .filter_map(|(index, glyph)| {
            let character = glyph.character();
            Some(Found { index, character, letter: letter(character)?, frame: Frame::of(glyph, aspect)? })
        })
        .collect();
    if found.len() < 8 {
        return None;
    }
    // Where the line stands as a whole, then each character near that.
    let whole = whole_shift(ground, &found);
    let found: Vec<Found> = found.into_iter().map(|one| Found { frame: one.frame.moved(whole), ..one }).collect();
    let patches: Vec<Patch> = found.par_iter().map(|one| ground.patch(&one.frame)).collect();
    let levels: Vec<[f64; 2]> = patches.par_iter().map(|patch| [PAPER, DARK].map(|part| level(patch, part))).collect();
    let around = |at: usize, value: &dyn Fn(usize) -> f64| {
        let values: Vec<f64> = (at.saturating_sub(NEAR)..(at + NEAR + 1).min(found.len())).map(value).collect();
        median(&values).unwrap_or(0.0)
    };
    let first: Vec<Ends> =
        (0..found.len()).map(|at| Ends { paper: levels[at][0] as f32, ink: around(at, &|other| levels[other][1]) as f32 }).collect();
    let inks: Vec<Patch> = patches.par_iter().zip(&first).map(|(patch, ends)| ends.ink(patch)).collect();
    let rough: Vec<Pose> = inks.par_iter().zip(&found).map(|(ink, one)| coarse(ink, one.letter, 0.12, 0.03)).collect();
    let cores: Vec<f32> = patches.iter().zip(&found).zip(&rough).map(|((patch, one), pose)| core(patch, one.letter, pose)).collect();
    let ends: Vec<Ends> = (0..found.len())
        .map(|at| Ends { paper: around(at, &|other| levels[other][0]) as f32, ink: around(at, &|other| f64::from(cores[other])) as f32 })
        .collect();
    let inks: Vec<Patch> = patches.par_iter().zip(&ends).map(|(patch, ends)| ends.ink(patch)).collect();

    let sharp = drawn(&found, ground.fine, 0.0);
    let poses: Vec<Pose> = each(&inks, &found, &rough, |ink, letter, character, pose| {
        sharp.get(&character).map_or(pose, |drawn| fitted(ink, letter, pose, &drawn.edges, false, 1))
    });
    // How sharp the print is: as steep as its edges are, less what drawing alone spreads.
    let courses: Vec<Option<[f64; COURSE]>> = inks
        .par_iter()
        .zip(&found)
        .zip(&poses)
        .map(|((ink, one), pose)| course(ink, one.letter, pose, &edges(ink, one.letter, pose)))
        .collect();
    let steep = |courses: &[Option<[f64; COURSE]>]| median(&courses.iter().flatten().map(fit::slope).collect::<Vec<f64>>());
    let plain: Vec<Option<[f64; COURSE]>> = found.iter().map(|one| sharp.get(&one.character)?.course).collect();
    let weight = of_kinds(&found, &|at| poses[at].weight);
    let seen = fit::spread(steep(&courses)?, (STROKE + 2.0 * weight).max(0.05));
    let own = fit::spread(steep(&plain)?, STROKE);
    let blur = (seen * seen - own * own).max(0.0).sqrt();

    let alike = drawn(&found, ground.fine, blur);
    let free: Vec<Pose> = each(&inks, &found, &poses, |ink, letter, character, pose| {
        alike.get(&character).map_or(pose, |drawn| fitted(ink, letter, pose, &drawn.edges, true, 2))
    });
    let scale = (of_kinds(&found, &|at| free[at].scale.0), of_kinds(&found, &|at| free[at].scale.1));
    let poses: Vec<Pose> = free.iter().map(|pose| Pose { scale, ..*pose }).collect();
    let poses = each(&inks, &found, &poses, |ink, letter, character, pose| {
        alike.get(&character).map_or(pose, |drawn| fitted(ink, letter, pose, &drawn.edges, false, 2))
    });
    let weight = of_kinds(&found, &|at| poses[at].weight);

    let fitted: Vec<Option<(Printed, Option<[f64; COURSE]>)>> = found
        .par_iter()
        .zip(patches)
        .zip(inks.par_iter().zip(&ends).zip(&poses))
        .map(|((one, patch), ((ink, ends), pose))| {
            let letter = one.letter;
            let drawn = alike.get(&one.character)?;
            let seen = edges(ink, letter, pose);
            let common = Pose { weight, ..*pose };
            let height = profile::height(letter, pose, &seen, &drawn.edges);
            let stroke = fit::stroke(ink, letter, pose, &seen).zip(drawn.stroke).map(|(seen, drawn)| seen - drawn + STROKE);
            let course = course(ink, letter, pose, &seen);
            Some((
                Printed {
                    index: one.index,
                    character: one.character,
                    letter,
                    frame: one.frame,
                    moved: whole,
                    ends: *ends,
                    core: core(&patch, letter, pose),
                    patch,
                    pose: *pose,
                    distances: Distances::of(ink, letter, &common, &seen, &drawn.edges),
                    height,
                    stroke,
                },
                course,
            ))
        })
        .collect();
    let mut sums: Option<([f64; COURSE], f64)> = None;
    let mut glyphs = Vec::with_capacity(fitted.len());
    for (printed, course) in fitted.into_iter().flatten() {
        if let Some(course) = course {
            let (sum, count) = sums.get_or_insert(([0.0; COURSE], 0.0));
            sum.iter_mut().zip(course).for_each(|(sum, value)| *sum += value);
            *count += 1.0;
        }
        glyphs.push(printed);
    }
    let course = sums.map(|(sum, count)| sum.map(|value| value / count));
    (glyphs.len() >= 8).then_some(Fitted { glyphs, count: line.glyphs.len(), scale, weight, blur: seen, course })
}

fn drawn(found: &[Found], fine: f64, blur: f64) -> BTreeMap<char, Drawn> {
    let letters: BTreeMap<char, &Letter> = found.iter().map(|one| (one.character, one.letter)).collect();
    let letters: Vec<(char, &Letter)> = letters.into_iter().collect();
    letters.par_iter().filter_map(|(character, letter)| Some((*character, Drawn::of(letter, fine, blur)?))).collect()
}

fn each(inks: &[Patch], found: &[Found], poses: &[Pose], next: impl Fn(&Patch, &'static Letter, char, Pose) -> Pose + Sync) -> Vec<Pose> {
    let all = inks.par_iter().zip(found).zip(poses);
    all.map(|((ink, one), pose)| next(ink, one.letter, one.character, *pose)).collect()
}

/// The level that a share of a patch does not exceed.
fn level(patch: &Patch, part: f64) -> f64 {
    let some: Vec<f64> = patch.data.iter().step_by(3).map(|level| f64::from(*level)).collect();
    share(&some, part).unwrap_or(0.0)
}
