//! How many pixels a millimetre has, how that is known, and how well.
//!
//! No length is given without a [`Calibration`]. What to say in place of a number is [`NOT_CALIBRATED`].

mod format;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Basis, Homography, MM_PER_INCH, PageFromCapture, PageOf, PointPx, Resolution, SizeMm};

pub use format::DocumentFormat;

/// What is said where a number would need a calibration and there is none.
pub const NOT_CALIBRATED: &str = "Not calibrated, so no value can be given";

/// How far the resolution that a file states may be off along each axis, as a share; a careful guess, for a tag is no evidence.
pub const FILE_RESOLUTION_LIMIT: f64 = 0.01;

/// How far the pixels of a scanner may be from square, as a share; taken where only one direction was calibrated.
pub const SQUARENESS_LIMIT: f64 = 0.003;

/// Fewest pixels between the ends of a calibrated length.
const LEAST_BASE_PX: f64 = 20.0;

/// How a scale is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CalibrationSource {
    /// The file states its resolution; nobody has checked it.
    FileResolution {
        /// What it states.
        resolution: Resolution,
    },
    /// Two points of the picture whose distance on the document is known, such as marks of a graticule.
    TwoPoints {
        /// One end.
        from: PointPx,
        /// The other end.
        to: PointPx,
        /// The length between them.
        known: KnownLength,
    },
    /// The edges of a document whose format is known.
    DocumentFormat {
        /// The format.
        format: DocumentFormat,
        /// Pixels along its longer side; `None` if not measured.
        width_px: Option<f64>,
        /// Pixels along its shorter side; `None` if not measured.
        height_px: Option<f64>,
    },
    /// The capture is registered to a page of a reference, whose millimetres are taken.
    ReferencePage {
        /// The page.
        page: PageOf,
        /// Root mean square distance of the registered places in mm.
        residual_mm: f64,
        /// Standard uncertainty of the size of the page in mm.
        size_standard_mm: f64,
    },
}

/// A length on the document and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KnownLength {
    /// The length in mm.
    pub mm: f64,
    /// Its standard uncertainty in mm.
    pub standard_mm: f64,
    /// How it is known; `assumed` for spans of print that is itself in question, such as the machine-readable zone.
    pub basis: Basis,
}

/// The scale of a capture: pixels per millimetre along its axes, with their standard uncertainty and where they come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Written", into = "Written")]
#[schemars(with = "Written")]
pub struct Calibration {
    source: CalibrationSource,
    px_per_mm: [f64; 2],
    common: f64,
    each: [f64; 2],
}

/// Why there is no calibration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalibrationError {
    /// The ends are too close together for their pixels to say anything.
    #[error("the calibrated length is shorter than 20 pixels in the picture")]
    TooShort,
    /// A length or an uncertainty is negative, zero where it must not be, infinite or not a number.
    #[error("a length or an uncertainty of the calibration is not possible")]
    NotPossible,
    /// Neither side of the document was measured.
    #[error("at least one side of the document must be measured")]
    NoSide,
    /// The scale is outside 0.05 to 4000 pixels per mm, or less certain than 20 %.
    #[error("the scale is outside 0.05 to 4000 pixels per mm, or uncertain by more than 20 %")]
    OutOfRange,
}

/// Standard uncertainty of a quantity that lies anywhere within `± limit` (rectangular distribution, GUM 4.3.7).
fn rectangular(limit: f64) -> f64 {
    limit / 3.0_f64.sqrt()
}

impl Calibration {
    fn new(source: CalibrationSource, px_per_mm: [f64; 2], common: f64, each: [f64; 2]) -> Result<Self, CalibrationError> {
        let scale = px_per_mm.iter().all(|scale| (0.05..=4000.0).contains(scale));
        let certain = each.iter().chain([&common]).all(|share| (0.0..=0.2).contains(share));
        if scale && certain { Ok(Self { source, px_per_mm, common, each }) } else { Err(CalibrationError::OutOfRange) }
    }

    /// From the resolution that the file states, each axis believed to within [`FILE_RESOLUTION_LIMIT`].
    ///
    /// # Errors
    ///
    /// [`CalibrationError::OutOfRange`].
    pub fn from_file(resolution: Resolution) -> Result<Self, CalibrationError> {
        let each = [rectangular(FILE_RESOLUTION_LIMIT); 2];
        let px_per_mm = [resolution.x.px_per_mm(), resolution.y.px_per_mm()];
        Self::new(CalibrationSource::FileResolution { resolution }, px_per_mm, 0.0, each)
    }

    /// From two points of known distance, each set with a standard uncertainty of `pointing_px` along the line.
    ///
    /// `aspect` is the stated resolution down the picture divided by that across it; 1 for square pixels.
    ///
    /// # Errors
    ///
    /// [`CalibrationError::TooShort`], [`CalibrationError::NotPossible`], [`CalibrationError::OutOfRange`].
    pub fn from_two_points(
        from: PointPx,
        to: PointPx,
        known: KnownLength,
        pointing_px: f64,
        aspect: f64,
    ) -> Result<Self, CalibrationError> {
        let possible = positive(known.mm) && positive(aspect) && not_negative(known.standard_mm) && not_negative(pointing_px);
        if !possible {
            return Err(CalibrationError::NotPossible);
        }
        let base_px = (to.x - from.x).hypot((to.y - from.y) / aspect);
        if !positive(base_px) || base_px < LEAST_BASE_PX {
            return Err(CalibrationError::TooShort);
        }
        let across = base_px / known.mm;
        let common = (known.standard_mm / known.mm).hypot(std::f64::consts::SQRT_2 * pointing_px / base_px);
        let each = [rectangular(SQUARENESS_LIMIT) / std::f64::consts::SQRT_2; 2];
        Self::new(CalibrationSource::TwoPoints { from, to, known }, [across, across * aspect], common, each)
    }

    /// From the edges of a document of known format: its `width_px` along the axis across and its `height_px` down, either or
    /// both, each end set with a standard uncertainty of `pointing_px`. The document lies upright and square to the picture.
    ///
    /// # Errors
    ///
    /// [`CalibrationError::NoSide`], [`CalibrationError::TooShort`], [`CalibrationError::NotPossible`],
    /// [`CalibrationError::OutOfRange`].
    pub fn from_format(
        format: DocumentFormat,
        width_px: Option<f64>,
        height_px: Option<f64>,
        pointing_px: f64,
    ) -> Result<Self, CalibrationError> {
        let sides = [width_px, height_px];
        if !not_negative(pointing_px) || sides.iter().flatten().any(|side| !positive(*side)) {
            return Err(CalibrationError::NotPossible);
        }
        if sides.iter().flatten().any(|side| *side < LEAST_BASE_PX) {
            return Err(CalibrationError::TooShort);
        }
        let SizeMm { width, height } = format.size();
        let tolerance = rectangular(format.tolerance_mm());
        let side = |px: f64, mm: f64| (px / mm, (tolerance / mm).hypot(std::f64::consts::SQRT_2 * pointing_px / px));
        let (px_per_mm, common, each) = match sides {
            [Some(across), Some(down)] => {
                let (x, y) = (side(across, width), side(down, height));
                ([x.0, y.0], 0.0, [x.1, y.1])
            }
            [Some(px), None] => one_side(side(px, width)),
            [None, Some(px)] => one_side(side(px, height)),
            [None, None] => return Err(CalibrationError::NoSide),
        };
        Self::new(CalibrationSource::DocumentFormat { format, width_px, height_px }, px_per_mm, common, each)
    }

    /// From the registration of the capture to a page of `size`, seen at `sampling_ppi`.
    ///
    /// The page is as large as every page of its series to within `tolerance_mm`; the misses of the registered places tell how
    /// well each axis fits.
    ///
    /// # Errors
    ///
    /// [`CalibrationError::NotPossible`], [`CalibrationError::OutOfRange`].
    pub fn from_reference(
        page: PageOf,
        size: SizeMm,
        tolerance_mm: f64,
        residual_mm: f64,
        sampling_ppi: f64,
    ) -> Result<Self, CalibrationError> {
        let possible =
            [size.width, size.height, sampling_ppi].into_iter().all(positive) && not_negative(tolerance_mm) && not_negative(residual_mm);
        if !possible {
            return Err(CalibrationError::NotPossible);
        }
        let size_standard_mm = rectangular(tolerance_mm);
        let each = [size.width, size.height].map(|side| residual_mm.hypot(size_standard_mm) / side);
        let source = CalibrationSource::ReferencePage { page, residual_mm, size_standard_mm };
        Self::new(source, [sampling_ppi / MM_PER_INCH; 2], 0.0, each)
    }

    /// Where the scale comes from.
    pub fn source(&self) -> &CalibrationSource {
        &self.source
    }

    /// Pixels per mm across and down.
    pub fn px_per_mm(&self) -> [f64; 2] {
        self.px_per_mm
    }

    /// Relative standard uncertainty that both axes share: if one is off, the other is off alike.
    pub fn common(&self) -> f64 {
        self.common
    }

    /// Relative standard uncertainty of each axis on its own, across and down.
    pub fn each(&self) -> [f64; 2] {
        self.each
    }

    /// Standard uncertainty of [`Calibration::px_per_mm`], in px per mm, from both parts.
    pub fn standard_px_per_mm(&self) -> [f64; 2] {
        [0, 1].map(|axis| self.px_per_mm[axis] * self.common.hypot(self.each[axis]))
    }

    /// Whether nobody has measured the scale: the file claims it, or the known length is assumed.
    pub fn is_claim(&self) -> bool {
        match &self.source {
            CalibrationSource::FileResolution { .. } => true,
            CalibrationSource::TwoPoints { known, .. } => known.basis == Basis::Assumed,
            CalibrationSource::DocumentFormat { .. } | CalibrationSource::ReferencePage { .. } => false,
        }
    }

    /// The map from pixels to millimetres from the top left corner of the picture, for a capture that is registered to no page.
    pub fn page_from_picture(&self) -> PageFromCapture {
        let [x, y] = self.px_per_mm.map(|scale| 1.0 / scale);
        PageFromCapture(Homography::scale_shift([x, y], [x / 2.0, y / 2.0]))
    }
}

fn one_side((scale, share): (f64, f64)) -> ([f64; 2], f64, [f64; 2]) {
    ([scale; 2], share, [rectangular(SQUARENESS_LIMIT) / std::f64::consts::SQRT_2; 2])
}

fn positive(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

fn not_negative(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}

/// Says where the scale comes from and how good it is, for the status bar and for every picture that shows a number.
impl fmt::Display for Calibration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            CalibrationSource::FileResolution { resolution } => write!(f, "Scale from the file ({resolution}), not checked")?,
            CalibrationSource::TwoPoints { known, .. } => {
                write!(f, "Scale from two points {} mm apart ({})", known.mm, known.basis.title().to_lowercase())?;
            }
            CalibrationSource::DocumentFormat { format, .. } => write!(f, "Scale from the document format {}", format.title())?,
            CalibrationSource::ReferencePage { page, .. } => write!(f, "Scale from the reference page {page}")?,
        }
        let worst = self.standard_px_per_mm().iter().zip(self.px_per_mm).map(|(u, scale)| u / scale).fold(0.0, f64::max);
        write!(f, ", {:.2} px/mm ± {:.2} % (k = 2)", self.px_per_mm[0], 200.0 * worst)
    }
}

/// The scale of a capture and where it comes from, as files have it.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Calibration")]
struct Written {
    /// Where the scale comes from.
    source: CalibrationSource,
    /// Pixels per mm across and down.
    px_per_mm: [f64; 2],
    /// Relative standard uncertainty that both axes share.
    common: f64,
    /// Relative standard uncertainty of each axis on its own, across and down.
    each: [f64; 2],
}

impl From<Calibration> for Written {
    fn from(Calibration { source, px_per_mm, common, each }: Calibration) -> Self {
        Self { source, px_per_mm, common, each }
    }
}

impl TryFrom<Written> for Calibration {
    type Error = CalibrationError;

    fn try_from(written: Written) -> Result<Self, CalibrationError> {
        Self::new(written.source, written.px_per_mm, written.common, written.each)
    }
}

#[cfg(test)]
mod tests;
