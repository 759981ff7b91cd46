//! Machine-readable zones as the program read them from captures; a person confirms them or types what is printed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CaptureId, Light, MethodVersion, PointPx};

/// A machine-readable zone as it was read from a capture. Nothing of what it says took part in the reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MachineZone {
    /// The capture.
    pub capture: CaptureId,
    /// How that was lit: ink of a zone absorbs infrared, most print around it does not (ICAO Doc 9303-3).
    pub light: Light,
    /// Its lines from top to bottom.
    pub lines: Vec<String>,
    /// How likely it is that every character was read right, 0 to 1.
    pub confidence: f64,
    /// Characters that could be another.
    pub doubtful: Vec<DoubtfulCharacter>,
    /// The corners of the zone in px of the capture, from its own top left clockwise.
    pub corners: [PointPx; 4],
    /// How it was read.
    pub method: MethodVersion,
}

/// A character that could be another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DoubtfulCharacter {
    /// Its line, from 1.
    pub line: u8,
    /// Its place in the line, from 1.
    pub column: u8,
    /// What it may be, most likely first.
    pub answers: String,
}

impl MachineZone {
    /// The lines as one text.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}
