//! What was examined and compared: items, captures, references, registration, zones and figures.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::{
    Basis, DifferenceRegion, DocumentKind, HandRegistration, Light, PageFromCapture, PageId, PageOf, PictureSum, RectMm, ReferenceId,
    Resolution, Sha256, Timestamp, ZoneComparison, ZoneId,
};
use super::{Stated, UnknownKeys};

/// One physical document, or the pictures that stand for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemExamined {
    /// The exhibit number.
    pub exhibit: String,
    /// What it is, in words.
    pub description: String,
    /// What it claims to be.
    pub kind: Option<DocumentKind>,
    /// Its document number.
    pub document_number: Stated<String>,
    /// Its condition.
    pub condition: Stated<String>,
    /// Its seal.
    pub seal: Stated<String>,
    /// The pictures of its captures.
    pub captures: Vec<PictureSum>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// One capture as it was received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImageRecord {
    /// The sum of its bytes.
    pub sha256: Sha256,
    /// The name of the file as received.
    pub file_name: String,
    /// Which page of the file it is, counted from 1, if not the first; elsewhere the picture is named by its sum and `#page=` that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_page: Option<u32>,
    /// The exhibit it shows.
    pub exhibit: String,
    /// How it was lit.
    pub light: Light,
    /// The page it shows, if known.
    pub page: Option<PageOf>,
    /// Resolution stated for the file.
    pub ppi: Option<Resolution>,
    /// How that is known; a tag in a file is not evidence of scale.
    pub resolution_source: Basis,
    /// Width and height in pixels, upright.
    pub size_px: [u32; 2],
    /// The length of the file in bytes.
    pub bytes: Option<u64>,
    /// When it was taken in.
    pub received_at: Option<Timestamp>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

impl ImageRecord {
    /// The name by which the other parts of the record call the picture.
    pub fn picture(&self) -> PictureSum {
        PictureSum { sha256: self.sha256, page: self.file_page.map_or(0, |number| number.saturating_sub(1)) }
    }
}

/// A genuine document compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceUsed {
    /// Its name in the library.
    pub id: ReferenceId,
    /// Issuer, kind and series for people.
    pub title: String,
    /// The page compared with.
    pub page: PageId,
    /// The sum of its capture under each light used.
    pub captures: BTreeMap<Light, Sha256>,
    /// Where it comes from.
    pub source: String,
    /// Who confirmed that it is genuine.
    pub verified_by: Option<String>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// How one capture was laid over a reference page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegistrationRecord {
    /// The questioned capture.
    pub capture: PictureSum,
    /// The page.
    pub page: PageOf,
    /// The capture of the reference it was laid over.
    pub reference_capture: Option<Sha256>,
    /// What came of it.
    pub outcome: RegistrationOutcome,
}

/// What came of laying a capture over a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "result", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum RegistrationOutcome {
    /// It fits.
    Registered {
        /// From pixels of the capture to mm of the page.
        page_from_capture: PageFromCapture,
        /// Points that agree.
        inliers: u32,
        /// Mean distance of those points in mm.
        residual_mm: f64,
        /// Share of the page that they span, 0 to 1.
        coverage: f64,
        /// Pixels per inch at the document.
        sampling_ppi: f64,
        /// What a person set, if the program did not find it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_hand: Option<Box<HandRegistration>>,
    },
    /// It does not.
    NotRegistered {
        /// Why, as a code.
        reason: String,
    },
}

/// What the comparison of one zone came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonRecord {
    /// The questioned capture.
    pub capture: PictureSum,
    /// The zone's name for people.
    pub zone_title: String,
    /// Where the zone lies, in mm of the page.
    pub area: RectMm,
    /// The comparison.
    pub comparison: ZoneComparison,
}

/// A picture in the report: a questioned area, beside the reference where one is held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// What it shows, in a few words; the zone's title for a zone.
    pub title: String,
    /// The zone, if it shows one.
    pub zone: Option<ZoneId>,
    /// The page.
    pub page: Option<PageOf>,
    /// The light of both pictures.
    pub light: Light,
    /// The area both pictures show edge to edge, in mm of the page; `None` if the scale is not known.
    pub area: Option<RectMm>,
    /// The questioned document.
    pub questioned: FigurePicture,
    /// The reference.
    pub reference: Option<FigurePicture>,
    /// Both as the examiner compared them, if one picture shows it: laid over each other, through a lens, every light.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub composed: Option<FigurePicture>,
    /// Whether a strip below each picture says what it shows; `area` is then what the picture above it shows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub captioned: bool,
    /// Differences to outline, in mm of the page.
    pub regions: Vec<DifferenceRegion>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// One picture file of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FigurePicture {
    /// Its path beside the record, with `/`.
    pub file: String,
    /// The sum of that file.
    pub sha256: Sha256,
    /// The capture it was cut from.
    pub capture: Option<PictureSum>,
}
