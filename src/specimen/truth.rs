//! What is known about a drawn exhibit: the answer to compare findings with. Read by tests and exercises, never by an examination.

use serde::{Deserialize, Serialize};

use super::capture::Effects;
use super::forge::{Alteration, Detection, Difference, ForgeryKind};
use crate::domain::{FraudCode, Homography, Light, ReferenceId};

/// The format of a truth file.
pub const FORMAT: &str = "specimen-truth/1";

/// The truth about one exhibit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Always [`FORMAT`].
    pub format: String,
    /// The name of the exhibit and of its files.
    pub name: String,
    /// What it is, in one sentence.
    pub title: String,
    /// The series that it claims to be of; `None` for a document of no issuer in the library.
    pub reference: Option<ReferenceId>,
    /// The seed of the document.
    pub seed: u64,
    /// What was done to it.
    pub forgery: ForgeryKind,
    /// The kind of fraud that this is.
    pub fraud: FraudCode,
    /// The changes; empty if as issued.
    pub alterations: Vec<Alteration>,
    /// Zones that have to be found different from the reference. All other fixed zones that no alteration touches have to agree.
    pub must_differ: Vec<Difference>,
    /// Checklist items that ought to find it, and from where on.
    pub detections: Vec<Detection>,
    /// The machine-readable zone as printed.
    pub mrz: MrzTruth,
    /// The captures.
    pub captures: Vec<CaptureTruth>,
}

/// The machine-readable zone of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MrzTruth {
    /// The page that carries it.
    pub page: String,
    /// Its lines as printed.
    pub lines: Vec<String>,
    /// How many of its check digits are wrong.
    pub wrong_check_digits: u32,
}

/// One capture of an exhibit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaptureTruth {
    /// File name beside the truth.
    pub file: String,
    /// The page it shows.
    pub page: String,
    /// The light it was taken under.
    pub light: Light,
    /// From mm of the page to px of the capture; pixel centres are at whole numbers. Exact but for the distortion of a lens, which
    /// [`CaptureTruth::capture_of`] adds.
    pub capture_from_page: Homography,
    /// The same backwards.
    pub page_from_capture: Homography,
    /// A picture of the page at 100 dpi, edge to edge, white where it differs from the genuine document; `None` if it does nowhere.
    pub mask: Option<String>,
    /// What the capture did to the page.
    pub effects: Effects,
}

impl CaptureTruth {
    /// Where a spot of the page lies in the capture, in px, with the distortion of the lens if it has one.
    pub fn capture_of(&self, x_mm: f64, y_mm: f64) -> (f64, f64) {
        let (x, y) = self.effects.optics.map_or((x_mm, y_mm), |optics| optics.distorted((x_mm, y_mm)));
        self.capture_from_page.apply(x, y)
    }

    /// The spot of the page, in mm, that a pixel of the capture shows, with the distortion of the lens if it has one.
    pub fn page_of(&self, x_px: f64, y_px: f64) -> (f64, f64) {
        let shown = self.page_from_capture.apply(x_px, y_px);
        self.effects.optics.map_or(shown, |optics| optics.undistorted(shown))
    }
}
