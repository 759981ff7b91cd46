//! What is examined: cases, exhibits and captures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::case_life::{CaseStatus, MoveMade, Person};
use super::custody::CustodyEvent;
use super::unmasking::UnmaskingStage;
use super::vocabulary::words;
use super::{
    CaptureId, CaseId, Date, DocumentKind, ExaminationId, ExhibitId, HandRegistration, Light, PageFromCapture, PageId, PageOf, PictureSum,
    PlacedBy, PointPx, ReferenceId, Resolution, Sha256, Timestamp,
};

words! {
    /// What an entry of the context is needed for.
    Relevance {
        /// Without it the examination cannot be made, such as that a document was in water; shown from the start.
        NeededForMethod = "needed-for-method", "Needed for the method";
        NeededForScope = "needed-for-scope", "Needed for the scope";
        NotNeeded = "not-needed", "Not needed";
    }

    /// How the light, page or resolution of a capture is known.
    Basis {
        /// A person said so.
        Given = "given", "Given";
        /// Read from the file name or from the file's own tags.
        File = "file", "From the file";
        /// Measured by registration to a reference page.
        Measured = "measured", "Measured";
        Assumed = "assumed", "Assumed";
    }
}

/// One request to examine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Case {
    /// Its identity.
    pub id: CaseId,
    /// Its number in the laboratory's book, for example `2026-0001`.
    pub number: String,
    /// What it is about, in words.
    pub title: String,
    /// Who asks, in words; `None` if not stated.
    pub customer: Option<String>,
    /// The question put to the laboratory.
    pub question: Option<String>,
    /// When it was received.
    pub received_at: Timestamp,
    /// Where it stands.
    pub status: CaseStatus,
    /// By when the customer wants the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// Who examines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<Person>,
    /// Its exhibits in order of receipt.
    pub exhibits: Vec<Exhibit>,
    /// What is known around the documents and not needed to examine them, in the order it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<ContextEntry>,
    /// Every move that was made, in order; none is ever taken out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<MoveMade>,
}

impl Case {
    /// A case that has just come in.
    pub fn received(id: CaseId, number: impl Into<String>, title: impl Into<String>, at: Timestamp) -> Self {
        Self {
            id,
            number: number.into(),
            title: title.into(),
            customer: None,
            question: None,
            received_at: at,
            status: CaseStatus::Received,
            due_on: None,
            assigned_to: None,
            exhibits: Vec::new(),
            context: Vec::new(),
            moves: Vec::new(),
        }
    }

    /// The case as somebody sees it for whom the context is not open: that there is some, and none of it.
    pub fn without_context(mut self) -> Self {
        for entry in &mut self.context {
            if entry.relevance != Relevance::NeededForMethod {
                entry.text.clear();
            }
        }
        self
    }

    /// Whether `later` keeps everything of this case that is only ever added to; else which list does not.
    ///
    /// # Errors
    ///
    /// The name of the list that was shortened or changed.
    pub fn kept_by(&self, later: &Self) -> Result<(), &'static str> {
        if !later.moves.starts_with(&self.moves) {
            return Err("moves");
        }
        let kept = |before: &ContextEntry, after: &ContextEntry| {
            after.reveals.starts_with(&before.reveals) && (&after.text, after.received_at) == (&before.text, before.received_at)
        };
        if later.context.len() < self.context.len() || !self.context.iter().zip(&later.context).all(|(before, after)| kept(before, after)) {
            return Err("context");
        }
        for exhibit in &self.exhibits {
            let same = later.exhibit(exhibit.id);
            if same.is_some_and(|same| !same.custody.starts_with(&exhibit.custody)) {
                return Err("custody");
            }
        }
        Ok(())
    }

    /// The exhibit with that identity.
    pub fn exhibit(&self, id: ExhibitId) -> Option<&Exhibit> {
        self.exhibits.iter().find(|exhibit| exhibit.id == id)
    }
}

/// One physical document in a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Exhibit {
    /// Its identity.
    pub id: ExhibitId,
    /// Its mark in the case, for example `1`.
    pub mark: String,
    /// What it is, in words.
    pub description: String,
    /// What it claims to be, if known.
    pub kind: Option<DocumentKind>,
    /// Its condition as received, in words.
    pub condition: Option<String>,
    /// Its captures in the order they were taken in.
    pub captures: Vec<Capture>,
    /// Who had it when, in the order it was entered; none for pictures that came without a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custody: Vec<CustodyEvent>,
}

impl Exhibit {
    /// An exhibit of which nothing is known yet but what it is.
    pub fn new(id: ExhibitId, mark: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            id,
            mark: mark.into(),
            description: description.into(),
            kind: None,
            condition: None,
            captures: Vec::new(),
            custody: Vec::new(),
        }
    }
}

/// Something that is known around a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContextEntry {
    /// What; empty where it is not open to the reader.
    pub text: String,
    /// Who said so; empty if that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Who entered it.
    pub entered_by: Person,
    /// What it is needed for.
    pub relevance: Relevance,
    /// Who was shown it, and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reveals: Vec<Reveal>,
}

/// That somebody was shown an entry of the context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reveal {
    /// Who.
    pub to: Person,
    /// When.
    pub at: Timestamp,
    /// In which examination.
    pub examination: ExaminationId,
    /// How much was open to them.
    pub stage: UnmaskingStage,
}

/// One picture of one page of an exhibit under one light; its bytes never change (principle 1 of the design, R-3.13).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Capture {
    /// Its identity.
    pub id: CaptureId,
    /// The sum of its bytes as received, and their address in the store.
    pub sha256: Sha256,
    /// Which page of its file it is, counted from 0; most files have one alone.
    #[serde(default, skip_serializing_if = "is_first")]
    pub file_page: u32,
    /// How many bytes its file has.
    pub length: u64,
    /// Its file name as received, without folders.
    pub file_name: String,
    /// When it was taken in.
    pub taken_in_at: Timestamp,
    /// How it was lit.
    pub light: Light,
    /// How that is known.
    pub light_basis: Basis,
    /// The page it shows, by the name that references use; `None` while unknown.
    pub page: Option<PageId>,
    /// Width in px, upright.
    pub width_px: u32,
    /// Height in px, upright.
    pub height_px: u32,
    /// Its physical resolution as the file or a person states it. A claim, not a measurement.
    pub resolution: Option<Resolution>,
    /// How the resolution is known.
    pub resolution_basis: Basis,
}

impl Capture {
    /// The name of its picture.
    pub fn picture(&self) -> PictureSum {
        PictureSum { sha256: self.sha256, page: self.file_page }
    }

    /// Its file name, with the page if that is not the first, for people.
    pub fn title(&self) -> String {
        file_title(&self.file_name, self.file_page)
    }
}

/// The name of a file, with the page `page` of it, counted from 0, if that is not the first.
pub fn file_title(file_name: &str, page: u32) -> String {
    match page {
        0 => file_name.to_owned(),
        page => format!("{file_name}, page {}", page.saturating_add(1)),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_first(page: &u32) -> bool {
    *page == 0
}

/// Where a capture lies on a reference page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Placement {
    /// The capture.
    pub capture: CaptureId,
    /// The reference page.
    pub page: PageOf,
    /// From the capture's pixels to the page's millimetres.
    pub page_from_capture: PageFromCapture,
    /// Distance that the points leave in mm: the median of what the program matched, the root mean square of landmarks.
    pub residual_mm: f64,
    /// How many point pairs agree.
    pub inliers: u32,
    /// How much of the page the capture shows, 0 to 1.
    pub coverage: f64,
    /// Pixels per inch at the document, from its registered size.
    pub sampling_ppi: f64,
    /// Whether it was taken over from another light of the same page instead of being found for itself.
    pub carried_over: bool,
    /// How it came about; what was carried over says how the other light was placed.
    #[serde(default)]
    pub how: PlacedBy,
}

impl Placement {
    /// What a person did to place it, or to place the light it was taken over from; `None` if the program found it.
    pub fn by_hand(&self) -> Option<&HandRegistration> {
        match &self.how {
            PlacedBy::Program => None,
            PlacedBy::Landmarks(made) => Some(made),
        }
    }

    /// Whether a person placed this very capture.
    pub fn is_own_work(&self) -> bool {
        !self.carried_over && self.by_hand().is_some()
    }
}

/// A reference that an exhibit may claim to be, with the evidence for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceCandidate {
    /// The reference and the page that fits.
    pub page: PageOf,
    /// How well it fits, 0 to 1; for ranking only.
    pub score: f64,
    /// Point pairs that agree.
    pub inliers: u32,
    /// Residual in mm, if the capture could be registered to it.
    pub residual_mm: Option<f64>,
    /// Where a capture shows the page, if it could be registered; records from before this was kept have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sight: Option<Box<Sight>>,
}

/// Where a capture shows a page of a reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sight {
    /// The capture.
    pub capture: CaptureId,
    /// The corners of the page in the capture, clockwise from the top left one as the page is read.
    pub corners: [PointPx; 4],
    /// Places of the capture that agree with the page, some dozens that stand for all.
    pub places: Vec<PointPx>,
}

/// The reference an exhibit is compared with, and who chose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChosenReference {
    /// The reference.
    pub reference: ReferenceId,
    /// Who accepted it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Who did something: a person by name, or the program on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// A person, by the name they work under.
    Person(String),
    /// The program, by its version; its answers are proposals only.
    Program(String),
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(name) => f.write_str(name),
            Self::Program(version) => write!(f, "Guilloche {version}"),
        }
    }
}
