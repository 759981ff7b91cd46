//! What was found of a machine-readable zone in a picture.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{PointPx, words};

words! {
    /// Why no machine-readable zone was read.
    NoMrz {
        TooSmall = "too-small", "The picture is too small for lines of characters";
        NoLines = "no-lines", "Nowhere do characters stand in rows at one pitch";
        NotRead = "not-read", "Rows were found at one pitch, but what stands in them could not be read";
    }
}

/// What a character may be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MrzAnswer {
    /// The character: A to Z, 0 to 9 or `<`.
    pub character: char,
    /// How likely it is, 0 to 1, among all characters.
    pub probability: f64,
}

/// A character as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MrzGlyph {
    /// What it may be, most likely first; never empty.
    pub answers: Vec<MrzAnswer>,
    /// Whether its place in the zone decided between characters that look alike (an O and a 0); it is doubtful then.
    pub by_place: bool,
    /// The corners of its cell in px of the picture, from its own top left clockwise.
    pub cell: [PointPx; 4],
}

impl MrzGlyph {
    /// What it was read as.
    pub fn character(&self) -> char {
        self.answers.first().map_or('<', |answer| answer.character)
    }

    /// How likely that is, 0 to 1.
    pub fn probability(&self) -> f64 {
        self.answers.first().map_or(0.0, |answer| answer.probability)
    }

    /// Whether a person should look: another character is possible.
    pub fn is_doubtful(&self) -> bool {
        self.by_place || self.probability() < CERTAIN
    }
}

/// A character read with less is doubtful.
const CERTAIN: f64 = 0.9;

/// A line as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MrzLine {
    /// Its characters from left to right.
    pub glyphs: Vec<MrzGlyph>,
    /// The mean distance of two characters in px.
    pub pitch_px: f64,
}

impl MrzLine {
    /// The line as text.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(MrzGlyph::character).collect()
    }
}

/// A machine-readable zone in a picture. What it says is not judged here: see [`crate::reading::parse_mrz`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MrzInPicture {
    /// Two or three lines of one length, from top to bottom.
    pub lines: Vec<MrzLine>,
    /// The corners of the zone in px of the picture, from its own top left clockwise.
    pub corners: [PointPx; 4],
    /// The direction of reading in degrees, from the right clockwise, above -180 to 180.
    pub angle_deg: f64,
    /// How likely it is that every character was read right, 0 to 1, if they are read one as well as the other.
    pub confidence: f64,
    /// What speaks for characters in the cells, as the mean natural logarithm of how much likelier they are than none.
    pub evidence: f64,
}

impl MrzInPicture {
    /// The lines as text.
    pub fn text(&self) -> Vec<String> {
        self.lines.iter().map(MrzLine::text).collect()
    }

    /// The doubtful characters, with line and column from 1.
    pub fn doubtful(&self) -> impl Iterator<Item = (usize, usize, &MrzGlyph)> {
        let lines = (1..).zip(&self.lines);
        let glyphs = lines.flat_map(|(line, read)| (1..).zip(&read.glyphs).map(move |(column, glyph)| (line, column, glyph)));
        glyphs.filter(|(_, _, glyph)| glyph.is_doubtful())
    }
}

/// What a search for a machine-readable zone came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MrzSearch {
    /// The zone; `None` if none was read.
    pub found: Option<MrzInPicture>,
    /// Why not.
    pub reason: Option<NoMrz>,
    /// Where rows of characters stood that were not read: the ends of each, in px.
    pub looked: Vec<[PointPx; 2]>,
}
