//! What was measured of a machine-readable zone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Calibration, Light, MethodVersion, PointPx, QuantityValue, Threshold, words};
use crate::reading::mrz::MrzFormat;

words! {
    /// What is measured of a zone.
    ZoneQuantity {
        /// From the middle of a cell to the middle of the next, the mean of a line.
        Pitch = "pitch", "Pitch";
        /// Standard deviation of the distances of neighbours.
        PitchSpread = "pitch-spread", "Spread of the pitch";
        CapitalHeight = "capital-height", "Height of capitals";
        DigitHeight = "digit-height", "Height of digits";
        StrokeWidth = "stroke-width", "Width of strokes";
        /// From the middle of a line to the middle of the next, across them.
        LineSpacing = "line-spacing", "Line spacing";
        /// Of a line against the lower edge of the page, or of the picture where that is not known; clockwise is positive.
        Skew = "skew", "Skew";
        /// From the left edge of the page to the left edge of the first character.
        FirstCharacter = "first-character", "First character from the left edge";
        /// From the lower edge of the page to the middle of the capitals.
        LineCentre = "line-centre", "Middle of the line above the lower edge";
        /// One less the reflectance of ink over that of paper, reached by 80 % of the strokes; the median character.
        ContrastSignal = "contrast-signal", "Print contrast signal";
        /// The same of the palest character.
        LeastContrastSignal = "least-contrast-signal", "Print contrast signal of the palest character";
        CapitalHeightByPitch = "capital-height-by-pitch", "Height of capitals over pitch";
        DigitHeightByPitch = "digit-height-by-pitch", "Height of digits over pitch";
        StrokeWidthByPitch = "stroke-width-by-pitch", "Width of strokes over pitch";
        LineSpacingByPitch = "line-spacing-by-pitch", "Line spacing over pitch";
    }

    /// How a quantity of a zone lies to what is laid down.
    ZoneVerdict {
        Within = "within", "Within the limits";
        /// Its value is outside, but its uncertainty reaches inside.
        Undecided = "undecided", "Outside the limits by less than the uncertainty";
        Outside = "outside", "Outside the limits";
        NotJudged = "not-judged", "Measured and not judged";
        NotMeasured = "not-measured", "Not measured";
    }

    /// Why a quantity was not measured or not judged.
    NotJudged {
        NoScale = "no-scale", "The picture has no scale";
        NoPageEdges = "no-page-edges", "The edges of the page are not known";
        SeenAslant = "seen-aslant", "The page is seen aslant";
        NoLimits = "no-limits", "No limits are laid down, or they are not known for certain";
        OtherLight = "other-light", "The limit holds for infrared light";
        UnknownFormat = "unknown-format", "The format is not known";
        TooFew = "too-few", "Too few characters of that kind";
        NotSeen = "not-seen", "It could not be told from the picture";
    }

    /// Why no zone could be measured.
    NoGeometry {
        OutsidePicture = "outside-picture", "The zone does not lie in the picture";
        TooCoarse = "too-coarse", "The characters are too small in the picture";
        TooFewCharacters = "too-few-characters", "Too few characters could be laid over their outlines";
    }

    /// In what a character departs from the others of the zone.
    Departure {
        Shape = "shape", "Its shape departs from OCR-B more than that of the others does";
        OwnKind = "own-kind", "It departs from the others of the same character";
        BaseLine = "base-line", "It stands higher or lower than its line";
        Grid = "grid", "It stands beside its place in the line";
        Weight = "weight", "Its strokes are heavier or lighter";
        Tone = "tone", "Its ink is darker or lighter";
    }

    /// Whether the typeface is OCR-B.
    Typeface {
        OcrB = "ocr-b", "OCR-B";
        /// Some characters agree and some do not, or all agree little.
        Doubtful = "doubtful", "Not plainly OCR-B";
        Other = "other", "Another typeface than OCR-B";
        NotTold = "not-told", "The picture is too coarse to tell";
    }
}

/// What the measurement of a zone rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasuredUnder {
    /// The format, if it is known.
    pub format: Option<MrzFormat>,
    /// The scale; without it no length is given.
    pub calibration: Option<Calibration>,
    /// The light of the picture.
    pub light: Light,
    /// The corners of the page in px, if they are known, from its own top left clockwise.
    pub page: Option<[PointPx; 4]>,
    /// How it was measured.
    pub method: MethodVersion,
}

/// One quantity of a zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ZoneMeasure {
    /// What was measured.
    pub quantity: ZoneQuantity,
    /// Of which line, from 1; of a spacing the upper one. `None` for the whole zone.
    pub line: Option<u8>,
    /// The value with its uncertainty; `None` if it was not measured.
    pub value: Option<QuantityValue>,
    /// The lowest and the highest single value, if there are several.
    pub range: Option<[f64; 2]>,
    /// What it should be, in the unit of the value.
    pub nominal: Option<f64>,
    /// Between what it is accepted.
    pub limits: Threshold,
    /// The rule behind nominal value and limits.
    pub rule: String,
    /// How the value lies to the limits; outside only if its uncertainty does not reach inside.
    pub verdict: ZoneVerdict,
    /// Why it was not measured or not judged.
    pub reason: Option<NotJudged>,
}

/// Where a character lies on its cell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GlyphPose {
    /// To the right and down from the middle of the cell, in pitches.
    pub shift: [f64; 2],
    /// Width and height as a share of those of OCR-B at the pitch.
    pub scale: [f64; 2],
    /// How far its edges lie outside of those of OCR-B, in pitches.
    pub weight: f64,
}

/// A character as it is printed. Lengths are in mm at the nominal pitch of 2.54 mm, so that they do not depend on a scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GlyphGeometry {
    /// Its place in the line, from 1.
    pub column: u8,
    /// What it was read as.
    pub character: char,
    /// Where it lies on the cell that was found; see [`super::glyph_pair`].
    pub pose: GlyphPose,
    /// Its height; `None` if its ends were not found.
    pub height_mm: Option<f64>,
    /// How far it stands above its line; what all characters of its kind have in common is taken off.
    pub above_line_mm: f64,
    /// How far it stands to the right of its place in the line; what all characters of its kind have in common is taken off.
    pub aside_mm: f64,
    /// How much wider its strokes are than those of its line.
    pub heavier_mm: f64,
    /// How much darker its strokes are than those around, as a share of the contrast.
    pub darker: f64,
    /// Mean distance between its outline and that of OCR-B, at the size and weight of its line.
    pub mean_mm: f64,
    /// The greatest distance that about 0.2 mm of outline has.
    pub greatest_mm: f64,
    /// The share of its outline and of that of OCR-B that lies within 0.08 mm of the other, 0 to 1: the tolerance that ISO 1831 has for
    /// the width of a stroke in range X. 1 is the shape of OCR-B; blur, dirt and coarse pixels lower it for all characters alike.
    pub conformity: f64,
    /// How many others of the same character there are.
    pub others: u8,
    /// Mean distance between its edges and the median of those of the others of the same character; `None` with fewer than two others.
    pub apart_mm: Option<f64>,
    /// By how many robust standard deviations its distance from OCR-B exceeds that of the characters of the zone.
    pub zone_score: f64,
    /// The same of its distance from its own kind, among all such distances of the zone.
    pub kind_score: Option<f64>,
    /// In what it stands out.
    pub departures: Vec<Departure>,
}

/// A line as it is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LineGeometry {
    /// The mean pitch in px.
    pub pitch_px: f64,
    /// How much of the pitch it grows from the middle to the right end: perspective, or a bent page.
    pub pitch_growth: f64,
    /// Direction in degrees from the right of the picture, clockwise, above -180 to 180.
    pub angle_deg: f64,
    /// How far its middle lies from the straight line between its ends, in pitches.
    pub bend: f64,
    /// Width and height of its characters as a share of those of OCR-B at the pitch.
    pub scale: [f64; 2],
    /// How much wider its strokes are than those of OCR-B, in mm at the nominal pitch.
    pub heavier_mm: f64,
    /// How far its edges are spread, as the standard deviation of a Gaussian in mm at the nominal pitch.
    pub spread_mm: f64,
    /// Its characters that could be measured.
    pub glyphs: Vec<GlyphGeometry>,
}

/// Whether the typeface is OCR-B, and the numbers behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TypefaceFinding {
    /// What it came to.
    pub typeface: Typeface,
    /// Mean distance of outlines in mm at the nominal pitch: the median of the different characters.
    pub mean_mm: f64,
    /// Conformity: the median of the different characters.
    pub conformity: f64,
    /// How many different characters there are.
    pub characters: u8,
    /// Different characters that keep to the shape of OCR-B, as a share.
    pub keeping: f64,
}

/// Numbers on how a zone is printed; plain, without a limit. Lengths are in mm at the nominal pitch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrintNumbers {
    /// From 10 % to 90 % of the contrast, over the mean edge. The picture's own blur is in it.
    pub edge_rise_mm: Option<QuantityValue>,
    /// How far edges scatter around those of others of the same character; a standard deviation.
    pub raggedness_mm: Option<QuantityValue>,
    /// How far the ink in the middle of strokes scatters, as a share of the contrast.
    pub unevenness: Option<QuantityValue>,
    /// The share of the paper from 0.18 to 0.5 mm beside strokes that is dark.
    pub speckled: Option<QuantityValue>,
}

/// A zone as it is printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ZoneGeometry {
    /// What it rests on.
    pub under: MeasuredUnder,
    /// Pixels to a millimetre if the pitch were 2.54 mm: assumed, and of no use where the zone itself is in question.
    pub assumed_px_per_mm: f64,
    /// The quantities, in the order of [`ZoneQuantity`].
    pub measures: Vec<ZoneMeasure>,
    /// The lines from top to bottom.
    pub lines: Vec<LineGeometry>,
    /// Whether the typeface is OCR-B.
    pub typeface: TypefaceFinding,
    /// How it is printed.
    pub print: PrintNumbers,
}

impl ZoneGeometry {
    /// The measures of a quantity.
    pub fn of(&self, quantity: ZoneQuantity) -> impl Iterator<Item = &ZoneMeasure> {
        self.measures.iter().filter(move |measure| measure.quantity == quantity)
    }

    /// The characters that stand out, with their line from 1.
    pub fn standing_out(&self) -> impl Iterator<Item = (usize, &GlyphGeometry)> {
        let lines = (1..).zip(&self.lines);
        lines
            .flat_map(|(line, geometry)| geometry.glyphs.iter().map(move |glyph| (line, glyph)))
            .filter(|(_, glyph)| !glyph.departures.is_empty())
    }
}
