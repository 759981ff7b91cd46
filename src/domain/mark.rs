//! What an examiner draws on a page, in millimetres of that page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;
use super::{Actor, CaptureId, Light, MarkId, PageOf, PointMm, RectMm, Timestamp, ZoneId};

/// Farthest from the corner of the page that anything is placed, in mm.
pub const MAX_COORDINATE_MM: f64 = 10_000.0;

/// Most points of one mark or measurement.
pub const MAX_POINTS: usize = 10_000;

/// Most characters of a note, of a text on the page, and of a name.
pub const MAX_CHARACTERS: usize = 4_000;

words! {
    /// What a mark points out. None of these says genuine or forged.
    MarkKind {
        Interest = "interest", "Point of interest";
        SecurityFeature = "security-feature", "Security feature";
        Difference = "difference", "Difference from reference";
        Missing = "missing", "Missing element";
        Addition = "addition", "Added element";
        Alteration = "alteration", "Altered entry";
        Erasure = "erasure", "Trace of erasure";
        Obliteration = "obliteration", "Obliterated entry";
        Overwriting = "overwriting", "Overwriting";
        Edge = "edge", "Edge or cut";
        Adhesive = "adhesive", "Adhesive or residue";
        Damage = "damage", "Damage or wear";
        Fibre = "fibre", "Fibre";
        PrintTrace = "print-trace", "Trace of the print process";
        Character = "character", "Character";
        Stamp = "stamp", "Stamp impression";
        Indentation = "indentation", "Indentation";
        ImageEdit = "image-edit", "Trace of image editing";
        ScanArtefact = "scan-artefact", "Artefact of the capture";
        Note = "note", "Note";
    }

    /// The picture of which document was looked at.
    MadeIn {
        Questioned = "questioned", "Questioned";
        Reference = "reference", "Reference";
    }
}

impl Default for MadeIn {
    /// The questioned document, which is what is examined.
    fn default() -> Self {
        Self::Questioned
    }
}

/// Where a mark or a measurement was made: the picture that was looked at, and the page whose millimetres it is in.
///
/// A mark made under one light lies at the same millimetres under every other light of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MadeOn {
    /// The capture it was made in; for a picture of the reference, the capture that was compared with it.
    pub capture: CaptureId,
    /// The light of the picture that was looked at.
    pub light: Light,
    /// The page of the reference; `None` if the capture is registered to none and the millimetres are of the capture itself.
    pub page: Option<PageOf>,
    /// The zone it lies in, if it is one.
    pub zone: Option<ZoneId>,
    /// The document that the picture shows.
    #[serde(default)]
    pub document: MadeIn,
}

/// The shape of a mark, in mm of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MarkShape {
    /// A spot.
    Point(PointMm),
    /// An upright box.
    Box(RectMm),
    /// The corners of a closed outline in order; the first is not repeated.
    Polygon(Vec<PointMm>),
    /// A line drawn by hand.
    Freehand(Vec<PointMm>),
    /// An arrow.
    Arrow {
        /// Its tail.
        from: PointMm,
        /// Its head.
        to: PointMm,
    },
    /// Words beside a spot.
    Text {
        /// Where they begin.
        at: PointMm,
        /// The words.
        text: String,
    },
}

/// A mark on a page: what, where, by whom and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// Its identity.
    pub id: MarkId,
    /// What it points out.
    pub kind: MarkKind,
    /// Its shape.
    pub shape: MarkShape,
    /// Where it was made.
    pub on: MadeOn,
    /// Who made it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// A note in the examiner's words.
    #[serde(default)]
    pub note: String,
}

/// Why something cannot be placed on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// A coordinate or a size is not a number, or beyond [`MAX_COORDINATE_MM`].
    #[error("a point is not a number, or more than 10 m from the page")]
    OffThePage,
    /// A box with no area.
    #[error("a box needs a width and a height")]
    EmptyBox,
    /// Fewer points than the shape needs.
    #[error("too few points: at least {least} are needed")]
    TooFewPoints {
        /// How many it needs.
        least: usize,
    },
    /// More than [`MAX_POINTS`].
    #[error("too many points: at most {MAX_POINTS} are accepted")]
    TooManyPoints,
    /// A text longer than [`MAX_CHARACTERS`], or with control characters other than line feeds and tabs.
    #[error("a text is longer than {MAX_CHARACTERS} characters or has control characters")]
    BadText,
    /// A text mark without words.
    #[error("a text mark needs words")]
    NoWords,
}

impl MarkShape {
    /// Every point of the shape in order; a box gives its corners.
    pub fn points(&self) -> Vec<PointMm> {
        match self {
            Self::Point(at) | Self::Text { at, .. } => vec![*at],
            Self::Box(area) => area.corners().to_vec(),
            Self::Polygon(points) | Self::Freehand(points) => points.clone(),
            Self::Arrow { from, to } => vec![*from, *to],
        }
    }

    /// The smallest upright rectangle around it; of no size for a point.
    pub fn bounds(&self) -> RectMm {
        let points = self.points();
        let least = |pick: fn(&PointMm) -> f64| points.iter().map(pick).fold(f64::INFINITY, f64::min);
        let most = |pick: fn(&PointMm) -> f64| points.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
        let (x, y) = (least(|point| point.x), least(|point| point.y));
        if points.is_empty() {
            return RectMm::new(0.0, 0.0, 0.0, 0.0);
        }
        RectMm::new(x, y, most(|point| point.x) - x, most(|point| point.y) - y)
    }

    /// Checks what a file or a hand may have got wrong.
    ///
    /// # Errors
    ///
    /// Every variant of [`PlaceError`].
    pub fn check(&self) -> Result<(), PlaceError> {
        match self {
            Self::Point(at) => check_points(&[*at], 1),
            Self::Box(area) => {
                check_points(&area.corners(), 4)?;
                if area.width > 0.0 && area.height > 0.0 { Ok(()) } else { Err(PlaceError::EmptyBox) }
            }
            Self::Polygon(points) => check_points(points, 3),
            Self::Freehand(points) => check_points(points, 2),
            Self::Arrow { from, to } => check_points(&[*from, *to], 2),
            Self::Text { at, text } => {
                check_points(&[*at], 1)?;
                check_text(text)?;
                if text.trim().is_empty() { Err(PlaceError::NoWords) } else { Ok(()) }
            }
        }
    }
}

impl Mark {
    /// Checks shape and texts.
    ///
    /// # Errors
    ///
    /// Every variant of [`PlaceError`].
    pub fn check(&self) -> Result<(), PlaceError> {
        self.shape.check()?;
        check_text(&self.note)?;
        check_actor(&self.by)
    }
}

/// Checks the number of points, at least `least`, and that each lies within reach of the page.
pub(super) fn check_points(points: &[PointMm], least: usize) -> Result<(), PlaceError> {
    if points.len() < least {
        return Err(PlaceError::TooFewPoints { least });
    }
    if points.len() > MAX_POINTS {
        return Err(PlaceError::TooManyPoints);
    }
    let within = |value: f64| value.abs() <= MAX_COORDINATE_MM;
    if points.iter().all(|point| within(point.x) && within(point.y)) { Ok(()) } else { Err(PlaceError::OffThePage) }
}

pub(super) fn check_text(text: &str) -> Result<(), PlaceError> {
    // A character has at most four bytes, so a long text is refused without counting it.
    let short = text.len() <= MAX_CHARACTERS * 4 && text.chars().count() <= MAX_CHARACTERS;
    let plain = text.chars().all(|character| !character.is_control() || matches!(character, '\n' | '\t'));
    if short && plain { Ok(()) } else { Err(PlaceError::BadText) }
}

pub(super) fn check_actor(actor: &Actor) -> Result<(), PlaceError> {
    match actor {
        Actor::Person(name) | Actor::Program(name) => check_text(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> PointMm {
        PointMm { x, y }
    }

    #[test]
    fn shapes_that_lie_nowhere_are_refused() {
        assert_eq!(MarkShape::Point(point(f64::NAN, 0.0)).check(), Err(PlaceError::OffThePage));
        assert_eq!(MarkShape::Point(point(0.0, 1e9)).check(), Err(PlaceError::OffThePage));
        assert_eq!(MarkShape::Box(RectMm::new(1.0, 1.0, 0.0, 2.0)).check(), Err(PlaceError::EmptyBox));
        assert_eq!(MarkShape::Box(RectMm::new(1.0, 1.0, f64::INFINITY, 2.0)).check(), Err(PlaceError::OffThePage));
        assert_eq!(MarkShape::Polygon(vec![point(0.0, 0.0); 2]).check(), Err(PlaceError::TooFewPoints { least: 3 }));
        assert_eq!(MarkShape::Freehand(vec![point(0.0, 0.0); MAX_POINTS + 1]).check(), Err(PlaceError::TooManyPoints));
    }

    #[test]
    fn texts_are_short_plain_and_not_empty() {
        let text = |text: String| MarkShape::Text { at: point(0.0, 0.0), text }.check();
        assert_eq!(text("ä".repeat(MAX_CHARACTERS)), Ok(()));
        assert_eq!(text("ä".repeat(MAX_CHARACTERS + 1)), Err(PlaceError::BadText));
        assert_eq!(text("a\u{1b}[31m".to_owned()), Err(PlaceError::BadText));
        assert_eq!(text(" \n".to_owned()), Err(PlaceError::NoWords));
    }

    #[test]
    fn bounds_hold_every_point() {
        let shape = MarkShape::Polygon(vec![point(3.0, 4.0), point(-1.0, 9.0), point(2.0, 2.0)]);
        assert_eq!(shape.bounds(), RectMm::new(-1.0, 2.0, 4.0, 7.0));
        assert_eq!(MarkShape::Point(point(3.0, 4.0)).bounds(), RectMm::new(3.0, 4.0, 0.0, 0.0));
    }
}
