//! Measures a zone, whole.

use super::contrast::signal;
use super::differ::PITCH_MM;
use super::fit::Pose;
use super::frame::Frame;
use super::lines::{Fitted, Printed, fit_line};
use super::outliers::{Candidate, standings};
use super::patch::Ground;
use super::place::Course;
use super::print::numbers;
use super::result::{
    GlyphGeometry, GlyphPose, LineGeometry, MeasuredUnder, NoGeometry, NotJudged, Typeface, TypefaceFinding, ZoneGeometry, ZoneMeasure,
    ZoneQuantity, ZoneVerdict,
};
use super::rules::{is_ruled_light, rule_of};
use super::stats::{deviation, mean, median, share};
use crate::domain::{Calibration, Contributions, Light, MethodVersion, PointPx, QuantityValue, Threshold, Unit};
use crate::imaging::Picture;
use crate::reading::mrz::MrzFormat;
use crate::reading::mrz_image::MrzInPicture;

mod quantities;

/// What is known of a zone besides the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZoneAbout<'a> {
    /// The format of the zone.
    pub format: Option<MrzFormat>,
    /// The scale of the picture; without it no length is given.
    pub calibration: Option<&'a Calibration>,
    /// The light of the picture.
    pub light: Light,
    /// The corners of the page in px, from its own top left clockwise, as the zone is read.
    pub page: Option<[PointPx; 4]>,
}

/// Pixels per mm down a picture over those across it.
pub(super) fn aspect_of(calibration: Option<&Calibration>) -> f64 {
    calibration.map_or(1.0, |calibration| {
        let [across, down] = calibration.px_per_mm();
        (down / across).clamp(0.2, 5.0)
    })
}

/// A line with where its characters stand.
struct Placed {
    fitted: Fitted,
    course: Course,
    /// Number and place of each fitted character, in px of the picture, down as long as across.
    places: Vec<(f64, f64, f64)>,
}

/// Measures a zone that was found in a picture.
///
/// Characters are laid over OCR-B by the ends of their ink at half of the contrast; pitch and base line are fitted to where they then
/// stand. What is said of lengths needs a scale; what is said of shapes and ratios does not.
///
/// # Errors
///
/// Every variant of [`NoGeometry`].
pub fn measure_zone(picture: &Picture, zone: &MrzInPicture, about: &ZoneAbout<'_>) -> Result<ZoneGeometry, NoGeometry> {
    let aspect = aspect_of(about.calibration);
    let lines = zone.lines.get(..zone.lines.len().min(MOST_LINES)).unwrap_or_default();
    let glyphs = || lines.iter().flat_map(|line| line.glyphs.iter().take(MOST_CHARACTERS));
    let frames: Vec<Frame> = glyphs().filter_map(|glyph| Frame::of(glyph, aspect)).collect();
    let pitch = median(&frames.iter().map(Frame::pitch).collect::<Vec<f64>>()).ok_or(NoGeometry::TooCoarse)?;
    let ground = Ground::of(picture, &frames, pitch).ok_or(NoGeometry::OutsidePicture)?;
    let mut placed = Vec::new();
    for line in lines {
        let fitted = fit_line(&ground, line, aspect).ok_or(NoGeometry::TooFewCharacters)?;
        placed.push(place(fitted, aspect).ok_or(NoGeometry::TooFewCharacters)?);
    }
    if placed.is_empty() {
        return Err(NoGeometry::TooFewCharacters);
    }
    let geometry = lines_of(&placed, pitch);
    let print = numbers(&placed.iter().map(|line| &line.fitted).collect::<Vec<&Fitted>>());
    let typeface = typeface(&placed, pitch, print.raggedness_mm.map_or(0.0, QuantityValue::value));
    let under = MeasuredUnder {
        format: about.format,
        calibration: about.calibration.cloned(),
        light: about.light,
        page: about.page,
        method: MethodVersion { name: METHOD.to_owned(), version: 1 },
    };
    let pitch = mean(&placed.iter().map(|line| line.course.pitch()).collect::<Vec<f64>>()).unwrap_or(pitch);
    let measures = quantities::measures(&placed, about, ground.fine);
    Ok(ZoneGeometry { under, assumed_px_per_mm: pitch / PITCH_MM, measures, lines: geometry, typeface, print })
}

/// The name of the method in records.
const METHOD: &str = "mrz-geometry";
/// Lines and characters that are looked at, at most.
const MOST_LINES: usize = 3;
const MOST_CHARACTERS: usize = 60;

fn place(fitted: Fitted, aspect: f64) -> Option<Placed> {
    let at = |printed: &Printed| {
        let place = printed.frame.place(printed.pose.shift.0, printed.pose.shift.1);
        (printed.index as f64, place.x, place.y / aspect)
    };
    let places: Vec<(f64, f64, f64)> = fitted.glyphs.iter().map(at).collect();
    let pitch = median(&fitted.glyphs.iter().map(|printed| printed.frame.pitch()).collect::<Vec<f64>>())?;
    let course = Course::through(&places, fitted.count, 0.02 * pitch)?;
    Some(Placed { fitted, course, places })
}

fn lines_of(placed: &[Placed], pitch_px: f64) -> Vec<LineGeometry> {
    let candidates: Vec<Candidate<'_>> = placed
        .iter()
        .flat_map(|line| {
            let pitch = line.course.pitch();
            let shades: Vec<f64> = line.fitted.glyphs.iter().map(shade).collect();
            line.fitted.glyphs.iter().zip(&line.places).enumerate().map(move |(at, (printed, place))| {
                let aside = line.course.aside(*place);
                let around = &shades[at.saturating_sub(6)..(at + 7).min(shades.len())];
                Candidate {
                    printed,
                    aside: super::place::Aside { along: aside.along / pitch, down: aside.down / pitch },
                    heavier: printed.pose.weight - line.fitted.weight,
                    darker: shades[at] - median(around).unwrap_or(0.0),
                }
            })
        })
        .collect();
    let mut standings = standings(&candidates, pitch_px < TOLD_PX).into_iter();
    placed
        .iter()
        .map(|line| {
            let (direction, pitch) = (line.course.direction(), line.course.pitch());
            let glyphs = line
                .fitted
                .glyphs
                .iter()
                .zip(standings.by_ref())
                .zip(candidates.iter().filter(|one| line.fitted.glyphs.iter().any(|printed| std::ptr::eq(printed, one.printed))));
            let glyphs = glyphs.map(|((printed, standing), candidate)| GlyphGeometry {
                column: u8::try_from(printed.index + 1).unwrap_or(u8::MAX),
                character: printed.character,
                pose: GlyphPose {
                    shift: [printed.moved.0 + printed.pose.shift.0, printed.moved.1 + printed.pose.shift.1],
                    scale: [printed.pose.scale.0, printed.pose.scale.1],
                    weight: line.fitted.weight,
                },
                height_mm: printed.height.map(|height| height * PITCH_MM),
                above_line_mm: standing.above_mm,
                aside_mm: standing.aside_mm,
                heavier_mm: candidate.heavier * 2.0 * PITCH_MM,
                darker: candidate.darker,
                mean_mm: printed.distances.mean_mm(),
                greatest_mm: printed.distances.greatest_mm(),
                conformity: printed.distances.conformity(),
                others: u8::try_from(standing.others).unwrap_or(u8::MAX),
                apart_mm: standing.apart_mm,
                zone_score: standing.zone_score,
                kind_score: standing.kind_score,
                departures: standing.departures,
            });
            LineGeometry {
                pitch_px: pitch,
                pitch_growth: line.course.growth() / pitch,
                angle_deg: libm::atan2(direction.1, direction.0).to_degrees(),
                bend: line.course.bend() / pitch,
                scale: [line.fitted.scale.0, line.fitted.scale.1],
                heavier_mm: line.fitted.weight * 2.0 * PITCH_MM,
                spread_mm: line.fitted.blur * PITCH_MM,
                glyphs: glyphs.collect(),
            }
        })
        .collect()
}

/// How dark the strokes of a character are, as a share of the contrast around.
fn shade(printed: &Printed) -> f64 {
    let span = (printed.ends.paper - printed.ends.ink).max(4.0);
    f64::from((printed.ends.paper - printed.core) / span)
}

/// The least pitch in px at which the shape of a character is told.
const TOLD_PX: f64 = 13.0;
/// Mean distance in mm up to which a character keeps to OCR-B, and the shares of the characters that make a zone one or not one.
const KEEPS_MM: f64 = 0.045;
const MOST_KEEP: f64 = 0.6;
const FEW_KEEP: f64 = 0.5;
/// Different characters that a typeface is told by, at the least.
const LEAST_KINDS: usize = 5;
/// How much narrower or wider, lower or higher than OCR-B at its pitch its characters may be.
const SCALES: std::ops::RangeInclusive<f64> = 0.85..=1.15;

/// Whether the typeface is OCR-B: by the different characters, each counted once; the filler, which many faces draw alike, not at all.
fn typeface(placed: &[Placed], pitch_px: f64, ragged: f64) -> TypefaceFinding {
    let mut kinds: std::collections::BTreeMap<char, Vec<(f64, f64)>> = std::collections::BTreeMap::new();
    for printed in placed.iter().flat_map(|line| &line.fitted.glyphs).filter(|printed| printed.character != '<') {
        kinds.entry(printed.character).or_default().push((printed.distances.mean_mm(), printed.distances.conformity()));
    }
    let of = |part: &dyn Fn(&(f64, f64)) -> f64| -> Vec<f64> {
        kinds.values().filter_map(|kind| median(&kind.iter().map(part).collect::<Vec<f64>>())).collect()
    };
    let (means, conformities) = (of(&|one| one.0), of(&|one| one.1));
    // Ragged edges lie beside any outline: of a scatter with this deviation, four fifths are its mean distance.
    let own = |far: f64| (far * far - (0.8 * ragged).powi(2)).max(0.0).sqrt();
    let keeping = means.iter().filter(|far| own(**far) <= KEEPS_MM).count() as f64 / means.len().max(1) as f64;
    let is_as_large = placed.iter().all(|line| SCALES.contains(&line.fitted.scale.0) && SCALES.contains(&line.fitted.scale.1));
    let typeface = if pitch_px < TOLD_PX || means.len() < LEAST_KINDS {
        Typeface::NotTold
    } else if keeping >= MOST_KEEP && is_as_large {
        Typeface::OcrB
    } else if keeping >= FEW_KEEP {
        Typeface::Doubtful
    } else {
        Typeface::Other
    };
    TypefaceFinding {
        typeface,
        mean_mm: median(&means).unwrap_or(0.0),
        conformity: median(&conformities).unwrap_or(0.0),
        characters: u8::try_from(means.len()).unwrap_or(u8::MAX),
        keeping,
    }
}
