//! Machine-readable zones as the program read them from captures; a person confirms them or types what is printed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;
use super::{CaptureId, Light, MethodVersion, PointPx, QuantityValue, Threshold, Verdict};

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
    /// The corners of each line, likewise: outer corners of its first and of its last character. Records of earlier versions have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_corners: Vec<[PointPx; 4]>,
    /// How much its characters stand out in an infrared capture of the same page, the median, 0 to 1; `None` if there is none that is
    /// registered. For zones of visible light.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub infrared_signal: Option<f64>,
    /// How it is printed, if that was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub print: Option<Box<ZonePrint>>,
    /// How it was read.
    pub method: MethodVersion,
}

words! {
    /// Whether the characters of a zone have the shapes of OCR-B (ICAO Doc 9303-3, 4.5; ISO 1073-2).
    ZoneFace {
        OcrB = "ocr-b", "OCR-B";
        Doubtful = "doubtful", "Not plainly OCR-B";
        Other = "other", "Another typeface than OCR-B";
        NotTold = "not-told", "Too coarse to tell the typeface";
    }
}

/// One quantity of a zone as it is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ZoneFigure {
    /// What was measured, as a word of its method.
    pub name: String,
    /// The same for people.
    pub title: String,
    /// Of which line, from 1; `None` for the whole zone.
    pub line: Option<u8>,
    /// The value with its uncertainty; `None` if it was not measured.
    pub value: Option<QuantityValue>,
    /// What it should be, in the unit of the value.
    pub nominal: Option<f64>,
    /// Between what it is accepted.
    pub limits: Threshold,
    /// The rule behind nominal value and limits.
    pub rule: String,
    /// How the value lies to the limits: inconclusive if its uncertainty reaches over them, `None` if it was not judged.
    pub verdict: Option<Verdict>,
    /// Why it was not measured or not judged, in words; empty if it was.
    pub remark: String,
}

/// A character that stands out from its zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GlyphDeparture {
    /// Its line, from 1.
    pub line: u8,
    /// Its place in the line, from 1.
    pub column: u8,
    /// What it was read as.
    pub character: char,
    /// In what it stands out, sentence by sentence.
    pub departures: Vec<String>,
}

/// How a zone is printed. Nothing here says genuine or forged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ZonePrint {
    /// Quantities against ICAO Doc 9303.
    pub figures: Vec<ZoneFigure>,
    /// The typeface.
    pub face: ZoneFace,
    /// How well the shapes keep to OCR-B, 0 to 1: the share of outlines within 0.08 mm, the median of the different characters.
    pub conformity: f64,
    /// The same for each character of each line in percent; `None` where it could not be measured.
    pub glyphs: Vec<Vec<Option<u8>>>,
    /// Characters that stand out.
    pub departures: Vec<GlyphDeparture>,
    /// How it was measured.
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
