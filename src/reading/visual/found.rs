//! What was read of a field.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::words;

words! {
    /// Why no text was read.
    NoText {
        TooSmall = "too-small", "The patch is too small for print";
        NoLines = "no-lines", "Nothing that looks like a line of print";
        NotRead = "not-read", "Something stands there, but no character could be read";
        NotCovered = "not-covered", "What stands there is not in Latin script, which alone is read";
    }
}

/// A part of a patch, in px from its top left corner; whole pixels, the last not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldBox {
    /// Left edge.
    pub left: u32,
    /// Top edge.
    pub top: u32,
    /// Right edge.
    pub right: u32,
    /// Bottom edge.
    pub bottom: u32,
}

/// What a character may be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldAnswer {
    /// The character; U+FFFD (`�`) stands for a character of another script or a sign that is not covered.
    pub character: char,
    /// How likely it is, 0 to 1, as the network says.
    pub probability: f64,
}

/// A character as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldCharacter {
    /// The character; U+FFFD (`�`) where something stands that is not covered.
    pub character: char,
    /// How likely it is, 0 to 1, as the network says.
    pub probability: f64,
    /// What else it may be, most likely first.
    pub alternatives: Vec<FieldAnswer>,
    /// Whether it does not fit what the field was expected to hold.
    pub unexpected: bool,
    /// About where it stands: from this px of the patch across …
    pub from_px: f64,
    /// … to this.
    pub to_px: f64,
}

/// A character read with less is doubtful.
pub(super) const CERTAIN: f64 = 0.9;

/// A line that is right with less is doubtful as a whole.
const LIKELY: f64 = 0.5;

impl FieldCharacter {
    /// Whether a person should look: another character is possible, or none was expected here.
    pub fn is_doubtful(&self) -> bool {
        self.unexpected || self.probability < CERTAIN || self.character == char::REPLACEMENT_CHARACTER
    }
}

/// A line as it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldLine {
    /// Its text. Not corrected in any way.
    pub text: String,
    /// How likely it is that every character was read right and none left out, 0 to 1, as the network says. Not more than a hint: for
    /// letters with accents the network is surer than it should be.
    pub confidence: f64,
    /// Its characters from left to right, spaces included.
    pub characters: Vec<FieldCharacter>,
    /// Where a character may stand that was not read; the text is without it.
    pub missed: Vec<FieldCharacter>,
    /// Whether it is a caption: a line of smaller print above the value.
    pub caption: bool,
    /// Whether it is in Latin script as far as can be told. If not, its text is nonsense or full of `�`, and its confidence is 0.
    pub covered: bool,
    /// Where its letters stand.
    pub place: FieldBox,
}

impl FieldLine {
    /// Whether a person should look at any of it.
    pub fn is_doubtful(&self) -> bool {
        !self.covered || self.confidence < LIKELY || !self.missed.is_empty() || self.characters.iter().any(FieldCharacter::is_doubtful)
    }
}

/// What was read of a field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldReading {
    /// Its lines from top to bottom, captions among them.
    pub lines: Vec<FieldLine>,
    /// Why there is no text to compare with; `None` if there is.
    pub reason: Option<NoText>,
}

impl FieldReading {
    /// The lines that are the value: covered and no captions.
    pub fn values(&self) -> impl Iterator<Item = &FieldLine> {
        self.lines.iter().filter(|line| line.covered && !line.caption)
    }

    /// The value as text, its lines joined by line feeds; empty if nothing was read.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.values().map(|line| line.text.as_str()).collect();
        lines.join("\n")
    }

    /// How likely it is that the whole value was read right, 0 to 1; 0 if nothing was read.
    pub fn confidence(&self) -> f64 {
        self.values().map(|line| line.confidence).reduce(|one, other| one * other).unwrap_or(0.0)
    }

    /// The doubtful characters of the value, with line of the value and place in it from 1.
    pub fn doubtful(&self) -> impl Iterator<Item = (usize, usize, &FieldCharacter)> {
        let characters =
            (1..).zip(self.values()).flat_map(|(line, read)| (1..).zip(&read.characters).map(move |(at, one)| (line, at, one)));
        characters.filter(|(_, _, character)| character.is_doubtful())
    }

    /// Whether a person should look: nothing was read, a line is not covered, or a character is doubtful or may have been missed.
    pub fn is_doubtful(&self) -> bool {
        self.reason.is_some() || self.lines.iter().any(|line| !line.caption && line.is_doubtful())
    }
}
