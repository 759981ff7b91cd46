//! One examination of one exhibit: answers, proposals, conclusion, and the edits that change them.

mod edit;
mod placed;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::recipe::Recipe;
use super::vocabulary::words;
use super::{
    Actor, Calibration, CaptureId, CaseId, ChecklistId, ChipDump, ChosenReference, Conclusion, DataCarrier, ExaminationId, ExhibitId,
    ItemId, Light, MachineZone, Mark, Measured, Measurement, NotExaminedReason, PageOf, Person, PictureOf, PictureSum, Placement, RectMm,
    ReferenceCandidate, Sha256, Timestamp, Unmasking, Verdict, View, VisualField, ZoneComparison, ZoneId,
};

pub use edit::{Edit, EditError, Revised};
pub use placed::MAX_PLACED;

words! {
    /// What an automatic check found, as a code; wording and translation belong to the reader.
    FindingCode {
        ZoneAgrees = "zone-agrees", "Zones agree with the reference";
        ZoneDiffers = "zone-differs", "Zones differ from the reference";
        UvAgrees = "uv-agrees", "Luminescence agrees with the reference";
        UvDiffers = "uv-differs", "Luminescence differs from the reference";
        /// It says nothing about the font or the place of the data.
        BeneathKept = "print-beneath-kept", "Background print runs on beneath the data";
        BeneathMissing = "print-beneath-missing", "Background print is missing beneath the data";
        ResolutionSufficient = "resolution-sufficient", "Resolution is sufficient";
        ResolutionLow = "resolution-low", "Resolution limits the examination";
        SizeAgrees = "size-agrees", "Proportions agree with the reference";
        SizeDiffers = "size-differs", "Proportions differ from the reference";
        MrzRight = "mrz-right", "Structure and check digits are right";
        MrzWrong = "mrz-wrong", "Structure or check digits are wrong";
        IssuerKnown = "issuer-known", "Issuer code is in the list";
        IssuerUnknown = "issuer-unknown", "Issuer code is not in the list";
        SeriesAgrees = "series-agrees", "Document code, issuer, number and dates fit the series";
        SeriesDiffers = "series-differs", "Document code, issuer, number or dates do not fit the series";
        DatesPossible = "dates-possible", "Dates are possible";
        DatesImpossible = "dates-impossible", "Dates are not possible";
        FaceAgrees = "face-agrees", "Characters keep to OCR-B";
        /// Single characters stand out from the zone.
        FaceUneven = "face-uneven", "Characters stand out from the zone";
        FaceDiffers = "face-differs", "Characters do not keep to OCR-B";
        GeometryOutside = "geometry-outside", "The zone does not stand or measure as the rules have it";
        /// Without a calibration record of the device no length is judged.
        GeometryMeasured = "geometry-measured", "Measured, not judged: the scale is not calibrated";
        InfraredKept = "infrared-kept", "The zone stands out in infrared";
        InfraredWeak = "infrared-weak", "The zone stands out less in infrared than it should";
        InfraredGone = "infrared-gone", "The zone is gone in infrared";
        CarriersAgree = "carriers-agree", "What was compared agrees";
        /// Fields that could not be compared are left to a person.
        CarriersAgreeInPart = "carriers-agree-in-part", "Nothing differs, but not every field could be compared";
        CarriersDiffer = "carriers-differ", "What was compared differs";
        SignatureHolds = "signature-holds", "As signed by a trusted issuer";
        SignatureFails = "signature-fails", "Not as signed";
        SignatureOpen = "signature-open", "Who signed it could not be established";
        /// The program could not measure; nothing may be concluded from that.
        NotMeasured = "not-measured", "Not measured";
    }

    /// Why the program could not measure.
    NotMeasuredReason {
        NoReference = "no-reference", "No reference chosen";
        NoCapture = "no-capture", "No capture under the light that is needed";
        NotRegistered = "not-registered", "No capture is registered to the reference";
        NoZones = "no-zones", "The reference has no zone of this sort";
        NotComparable = "not-comparable", "The zones could not be compared";
        NoMrzText = "no-mrz-text", "No machine-readable zone was read, and none has been typed";
        MrzDoubtful = "mrz-doubtful", "Characters of the machine-readable zone are doubtful: compare them with the picture and type it";
        NothingToCompare = "nothing-to-compare", "No other carrier says anything of the same field";
        ReadingUnconfirmed = "reading-unconfirmed", "Something differs as it was read: compare it with the picture and confirm it";
        NoVisualZone = "no-visual-zone", "No printed field was read, and none has been typed";
        NoBarcode = "no-barcode", "No barcode was found";
        NoSeal = "no-seal", "No digital seal was found";
        NoChipFiles = "no-chip-files", "No files of a chip were added";
        NotSupported = "not-supported", "No automatic check for this item yet";
    }

    /// What became of a proposal.
    ProposalState {
        Waiting = "waiting", "Waiting";
        Accepted = "accepted", "Accepted";
        Overruled = "overruled", "Overruled";
    }
}

/// A place in a capture that backs an answer, as a recipe and not as pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The capture it is taken from.
    pub capture: CaptureId,
    /// The light of that capture.
    pub light: Light,
    /// The page it was registered to, if it was.
    pub page: Option<PageOf>,
    /// The zone, if it is one.
    pub zone: Option<ZoneId>,
    /// Where, in mm of the page.
    pub area: RectMm,
    /// How the capture was adjusted in the view; nothing for the capture as received.
    #[serde(default, skip_serializing_if = "Recipe::is_unaltered")]
    pub recipe: Recipe,
    /// Everything else that the view showed; `None` for a part of the capture alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<Box<View>>,
}

impl Evidence {
    /// The captures that are shown adjusted, of all that the view shows.
    pub fn adjusted(&self) -> impl Iterator<Item = CaptureId> + '_ {
        let own = (!self.recipe.is_unaltered()).then_some(self.capture);
        let shown = self.view.iter().flat_map(|view| &view.pictures).filter(|picture| !picture.recipe.is_unaltered());
        own.into_iter().chain(shown.filter_map(|picture| match picture.of {
            PictureOf::Capture(id) => Some(id),
            PictureOf::Reference(_) => None,
        }))
    }
}

/// What an automatic check proposes for an item; it waits for a person (principle 3 of the design).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// The item it speaks to.
    pub item: ItemId,
    /// The answer it proposes; `None` if nothing could be measured, or if what was measured does not answer the item.
    pub verdict: Option<Verdict>,
    /// What was found, as a code.
    pub code: FindingCode,
    /// Why nothing was measured, if so.
    pub not_measured: Option<NotMeasuredReason>,
    /// The numbers behind it that belong to no zone.
    pub measurements: Vec<Measurement>,
    /// The zones behind it: light and zone, as in the examination's comparisons.
    pub zones: Vec<(Light, ZoneId)>,
    /// Details that name fields or rules, as code and text, for example `birth-date.check-digit` and `expected 3, found 8`.
    pub details: Vec<(String, String)>,
    /// What became of it.
    pub state: ProposalState,
}

/// The value of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerValue {
    /// One of the five answers.
    Verdict(Verdict),
    /// A number in the unit that the item names, with the verdict that follows from it.
    Measured {
        /// The number.
        value: f64,
        /// The verdict.
        verdict: Verdict,
    },
    /// One of the item's choices.
    Choice(String),
    /// Free text.
    Text(String),
}

impl AnswerValue {
    /// The verdict in it, if it has one.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Verdict(verdict) | Self::Measured { verdict, .. } => Some(*verdict),
            Self::Choice(_) | Self::Text(_) => None,
        }
    }
}

/// The answer to one item in one examination, by whom and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Observation {
    /// The answer.
    pub value: AnswerValue,
    /// Why it was not examined; needed for that answer.
    pub not_examined: Option<NotExaminedReason>,
    /// A remark in the examiner's words; needed for `does-not-conform` and `inconclusive`.
    #[serde(default)]
    pub remark: String,
    /// Evidence.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Whether it took over a waiting proposal.
    #[serde(default)]
    pub from_proposal: bool,
    /// Who answered.
    pub by: Actor,
    /// When it was observed.
    pub observed_at: Timestamp,
    /// When it was entered.
    pub entered_at: Timestamp,
}

/// Which version of which checklist an examination follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistVersion {
    /// Its name.
    pub id: ChecklistId,
    /// Its version.
    pub version: String,
    /// The sum of its file; a full copy is kept in the store under this sum.
    pub sha256: Sha256,
}

/// What the analysis of an exhibit measured; replaced as a whole when it is run again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// References it may claim to be, best first.
    pub candidates: Vec<ReferenceCandidate>,
    /// Whether the best candidate is good enough to say that the library holds it.
    pub known: bool,
    /// Where each capture lies.
    pub placements: Vec<Placement>,
    /// What each fixed zone came to.
    pub comparisons: Vec<ZoneComparison>,
    /// What a person placed on references that it is not compared with now; it holds again once it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<Placement>,
    /// Machine-readable zones as read from its captures, infrared first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub machine_zones: Vec<MachineZone>,
    /// Barcodes of its captures, and seals among them with what examining their signature gave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barcodes: Vec<DataCarrier>,
    /// What the program read in the printed fields of its captures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visual_fields: Vec<VisualField>,
}

impl Analysis {
    /// Every placement that a person made, whatever it is compared with now.
    pub fn made_by_hand(&self) -> impl Iterator<Item = &Placement> {
        self.placements.iter().chain(&self.set_aside).filter(|placement| placement.is_own_work())
    }

    /// The zone that was read best; `None` if none was read.
    pub fn machine_zone(&self) -> Option<&MachineZone> {
        self.machine_zones.iter().reduce(|best, zone| if zone.confidence > best.confidence { zone } else { best })
    }
}

/// One examination of one exhibit along one checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Examination {
    /// Its identity.
    pub id: ExaminationId,
    /// The case.
    pub case: CaseId,
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// The checklist it follows.
    pub checklist: ChecklistVersion,
    /// The reference it compares with, once chosen.
    pub reference: Option<ChosenReference>,
    /// The machine-readable zone as the examiner typed it; empty if not.
    #[serde(default)]
    pub mrz_text: String,
    /// What the examiner typed or confirmed of printed fields, by zone of the reference; empty text for a field without print.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub visual_texts: BTreeMap<ZoneId, String>,
    /// The files of its chip, if they were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chip: Option<ChipDump>,
    /// What was measured.
    #[serde(default)]
    pub analysis: Analysis,
    /// Proposals by item.
    #[serde(default)]
    pub proposals: BTreeMap<ItemId, Proposal>,
    /// Answers by item.
    #[serde(default)]
    pub observations: BTreeMap<ItemId, Observation>,
    /// Parts of the captures that the examiner attached to items, answered or not.
    #[serde(default)]
    pub evidence: BTreeMap<ItemId, Vec<Evidence>>,
    /// Marks on its pages, in the order of their identities, which is that of time.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Measurements on its pages, in the order of their identities, which is that of time.
    #[serde(default)]
    pub measurements: Vec<Measured>,
    /// Scales that were set by hand, by capture.
    #[serde(default)]
    pub calibrations: BTreeMap<CaptureId, Calibration>,
    /// How pictures are adjusted in the viewers, by picture; those that are not are left out.
    #[serde(default)]
    pub adjustments: BTreeMap<PictureSum, Recipe>,
    /// How far it has been opened to the examiner.
    #[serde(default)]
    pub unmasking: Unmasking,
    /// Who examines; `None` in records from before that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub examiner: Option<Person>,
    /// The conclusion, once there is one.
    pub conclusion: Option<Conclusion>,
    /// Whether findings have been issued from it; nothing changes any more.
    #[serde(default)]
    pub frozen: bool,
}

#[cfg(test)]
mod tests;

impl Examination {
    /// An examination that has just begun.
    pub fn begun(id: ExaminationId, case: CaseId, exhibit: ExhibitId, checklist: ChecklistVersion, at: Timestamp) -> Self {
        Self {
            id,
            case,
            exhibit,
            begun_at: at,
            checklist,
            reference: None,
            mrz_text: String::new(),
            visual_texts: BTreeMap::new(),
            chip: None,
            analysis: Analysis::default(),
            proposals: BTreeMap::new(),
            observations: BTreeMap::new(),
            evidence: BTreeMap::new(),
            marks: Vec::new(),
            measurements: Vec::new(),
            calibrations: BTreeMap::new(),
            adjustments: BTreeMap::new(),
            unmasking: Unmasking::default(),
            examiner: None,
            conclusion: None,
            frozen: false,
        }
    }

    /// The machine-readable zone: as typed, else as it was read from the captures; empty if there is neither.
    pub fn machine_zone_text(&self) -> String {
        match self.machine_zone_read() {
            Some(zone) => zone.text(),
            None => self.mrz_text.clone(),
        }
    }

    /// The zone as it was read from a capture, unless a person typed it.
    pub fn machine_zone_read(&self) -> Option<&MachineZone> {
        self.analysis.machine_zone().filter(|_| self.mrz_text.trim().is_empty())
    }
}
