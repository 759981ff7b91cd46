//! What is laid down for the print of a machine-readable zone, and where.
//!
//! ICAO Doc 9303-3 asks for OCR-B of size 1 with strokes of one width (ISO 1073-2), printed at 2.54 mm, in quality X of ISO 1831. Where a
//! standard names a value without a tolerance, the limit is this program's own, and its rule says so.

use super::result::ZoneQuantity;
use crate::domain::{Light, Threshold};
use crate::reading::mrz::MrzFormat;

/// Nominal value, limits and the rule behind them; lengths in mm.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub(super) nominal: Option<f64>,
    pub(super) limits: Threshold,
    pub(super) text: &'static str,
}

const fn rule(nominal: f64, less: f64, more: f64, text: &'static str) -> Rule {
    Rule { nominal: Some(nominal), limits: Threshold::Between(nominal - less, nominal + more), text }
}

const fn none(text: &'static str) -> Rule {
    Rule { nominal: None, limits: Threshold::None, text }
}

/// The nominal pitch in mm.
const PITCH: f64 = 2.54;

/// The rule on a quantity of a zone. `line` counts from 0 of `lines`; only places of lines depend on them.
pub(super) fn rule_of(quantity: ZoneQuantity, format: Option<MrzFormat>, line: usize, lines: usize) -> Rule {
    use MrzFormat::{FraId1988, MrvA, MrvB, Td1, Td2, Td3};
    match quantity {
        ZoneQuantity::Pitch => rule(PITCH, 0.05, 0.05, "Doc 9303-3, 4.4: 2.54 mm. It names no tolerance; 2 % is a limit of this program"),
        ZoneQuantity::PitchSpread => Rule {
            nominal: Some(0.0),
            limits: Threshold::AtMost(0.24),
            text: "ISO 1831, 6.7.2: characters stand at least 2.30 mm apart, 0.24 mm less than the pitch",
        },
        ZoneQuantity::CapitalHeight => {
            rule(2.46, 0.2, 0.2, "ISO 1073-2, 4.1: typically 2.46 mm at size I. It names no tolerance; 0.2 mm is a limit of this program")
        }
        ZoneQuantity::DigitHeight => rule(
            2.66,
            0.25,
            0.25,
            "ISO 1073-2, 4.1: typically 2.66 mm at size I (2.60 mm in letterpress style). It names no tolerance; 0.25 mm is a limit of this program",
        ),
        ZoneQuantity::StrokeWidth => {
            rule(0.35, 0.08, 0.08, "ISO 1073-2, 11.4.1: 0.35 mm; ISO 1831, 5.3.1: ±0.08 mm in range X, which Doc 9303-3, 4.11 asks for")
        }
        ZoneQuantity::CapitalHeightByPitch => {
            rule(2.46 / PITCH, 0.08, 0.08, "ISO 1073-2, 4.1 over Doc 9303-3, 4.4: 2.46 / 2.54. The limit of 0.08 is this program's")
        }
        ZoneQuantity::DigitHeightByPitch => {
            rule(2.66 / PITCH, 0.1, 0.1, "ISO 1073-2, 4.1 over Doc 9303-3, 4.4: 2.66 / 2.54. The limit of 0.1 is this program's")
        }
        ZoneQuantity::StrokeWidthByPitch => {
            rule(0.35 / PITCH, 0.08 / PITCH, 0.08 / PITCH, "ISO 1831, 5.3.1 over Doc 9303-3, 4.4: 0.35 ± 0.08 mm to 2.54 mm")
        }
        ZoneQuantity::LineSpacing => spacing(format, 1.0),
        ZoneQuantity::LineSpacingByPitch => spacing(format, PITCH),
        ZoneQuantity::Skew => Rule { nominal: Some(0.0), limits: Threshold::Between(-3.0, 3.0), text: "Doc 9303-3, 4.11: at most 3°" },
        ZoneQuantity::FirstCharacter => match format {
            Some(Td1) => rule(5.0, 1.0, 1.0, "Doc 9303-5, 4.2.1: 5.0 ± 1.0 mm"),
            Some(Td2) => rule(4.0, 1.0, 1.0, "Doc 9303-6, 4.2.1: 4.0 ± 1.0 mm"),
            Some(Td3) => rule(6.0, 1.0, 1.0, "Doc 9303-4, 4.2.1: 6.0 ± 1.0 mm"),
            Some(MrvA | MrvB) => rule(4.0, 1.0, 1.0, "Doc 9303-7: 4.0 ± 1.0 mm"),
            Some(FraId1988) => none("A national layout; Doc 9303 has no rule for it"),
            None => none("The place depends on the format"),
        },
        ZoneQuantity::LineCentre => match format {
            // Half of the printing zone of 4.3 mm less half of a digit of 2.66 mm.
            Some(Td2 | Td3 | MrvA | MrvB) if lines == 2 => {
                let text = "Doc 9303-4, figure 3 (9303-6 and 9303-7 alike): 9.40 and 15.75 mm; printing zones of 4.3 mm let a line of digits of 2.66 mm be off by 0.82 mm";
                rule(if line == 0 { 15.75 } else { 9.40 }, 0.82, 0.82, text)
            }
            Some(Td1) => none("Doc 9303-5, figure 6; its values are not known here for certain"),
            Some(FraId1988) => none("A national layout; Doc 9303 has no rule for it"),
            _ => none("The place depends on the format"),
        },
        ZoneQuantity::ContrastSignal | ZoneQuantity::LeastContrastSignal => Rule {
            nominal: None,
            limits: Threshold::AtLeast(0.6),
            text: "Doc 9303-3, 4.11: at least 0.6 in infrared light (B900), measured as in ISO 1831. Here from grey values taken as sRGB, which is no reflectometer",
        },
    }
}

/// The spacing of lines in units of `by` mm.
fn spacing(format: Option<MrzFormat>, by: f64) -> Rule {
    use MrzFormat::{FraId1988, MrvA, MrvB, Td1, Td2, Td3};
    match format {
        Some(Td2 | Td3 | MrvA | MrvB) => rule(
            6.35 / by,
            1.64 / by,
            1.64 / by,
            "Doc 9303-4, figure 3 (9303-6 and 9303-7 alike): 6.35 mm; printing zones of 4.3 mm let lines of digits of 2.66 mm be 4.71 to 7.99 mm apart",
        ),
        // Two readings of the figure differ: 4.0 and 4.23 mm. Limits hold for either; ISO 1831 asks for 4.20 mm at the least.
        Some(Td1) => rule(
            4.23 / by,
            0.38 / by,
            0.29 / by,
            "Doc 9303-5, figure 6: 4.23 mm, to be verified; readings of the figure differ (4.0 mm), so limits cover 3.85 to 4.52 mm",
        ),
        Some(FraId1988) => none("A national layout; Doc 9303 has no rule for it"),
        None => none("The spacing depends on the format"),
    }
}

/// Whether a light is the one that contrast is ruled in: infrared, the nearest that is to B900.
pub(super) fn is_ruled_light(light: Light) -> bool {
    light == Light::Ir880
}
