//! The case that is open, as values: what all panels of the screen are worked out from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::carriers::Matrix;
use crate::app::workspace::CaseStanding;
use crate::domain::{
    Applicability, Capture, CaptureId, Case, Checklist, Evidence, Examination, Exhibit, ExhibitId, ItemId, LandmarkDraft, Light, Page,
    Placement, Reference, ReferenceId, Suggestion, Timestamp, Verdict, ZoneId,
};

/// One check of a machine-readable zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MrzCheck {
    /// What is checked, for people.
    pub name: String,
    /// Whether it is right.
    pub right: bool,
    /// The line and column of the digit, from 1, if it is a check digit.
    pub digit: Option<(usize, usize)>,
    /// What was expected and found, if it is wrong.
    pub detail: String,
}

/// A machine-readable zone that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MrzShown {
    /// Its format, for people.
    pub format: String,
    /// Names and values of its fields.
    pub fields: Vec<(String, String)>,
    /// Its checks.
    pub checks: Vec<MrzCheck>,
    /// Why it could not be read, if so.
    pub problem: Option<String>,
}

/// A step of the examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    /// What it did, for people.
    pub title: String,
    /// When it was made.
    pub at: Timestamp,
    /// Whether it stands; otherwise it was taken back and can be taken again.
    pub stands: bool,
}

/// The case that is open.
#[derive(Debug, Clone)]
pub struct OpenCase {
    /// The case.
    pub case: Case,
    /// The exhibit that is examined.
    pub exhibit: ExhibitId,
    /// Its examination.
    pub examination: Examination,
    /// The checklist it follows.
    pub checklist: Arc<Checklist>,
    /// Which items are asked.
    pub applicability: BTreeMap<ItemId, Applicability>,
    /// References of the library by name.
    pub library: Arc<BTreeMap<ReferenceId, Reference>>,
    /// What the answers lead to.
    pub suggestion: Option<Suggestion>,
    /// The machine-readable zone as it is read now.
    pub mrz: MrzShown,
    /// How the case stands to the person at the program.
    pub standing: Arc<CaseStanding>,
    /// All that the document says of itself, side by side.
    pub matrix: Arc<Matrix>,
    /// The steps of this session, the first first: those that stand, then those that were taken back.
    pub history: Vec<StepLine>,
    /// Landmarks that were set in an earlier session and neither accepted nor cancelled, one for a capture.
    pub drafts: Vec<LandmarkDraft>,
    /// Whether there is a step to take back.
    pub can_undo: bool,
    /// Whether there is a step to do again.
    pub can_redo: bool,
}

impl OpenCase {
    /// The exhibit that is examined.
    pub fn exhibit(&self) -> Option<&Exhibit> {
        self.case.exhibit(self.exhibit)
    }

    /// Its captures.
    pub fn captures(&self) -> &[Capture] {
        self.exhibit().map_or(&[], |exhibit| &exhibit.captures)
    }

    /// The capture named `id`.
    pub fn capture(&self, id: CaptureId) -> Option<&Capture> {
        self.captures().iter().find(|capture| capture.id == id)
    }

    /// The name of the reference it is compared with: the one that was accepted, else the one that fits best.
    pub fn reference_id(&self) -> Option<&ReferenceId> {
        let placed = || self.examination.analysis.placements.first().map(|placement| &placement.page.reference);
        self.examination.reference.as_ref().map(|chosen| &chosen.reference).or_else(placed)
    }

    /// The reference it is compared with.
    pub fn reference(&self) -> Option<&Reference> {
        self.library.get(self.reference_id()?)
    }

    /// Whether a person accepted the reference it is compared with.
    pub fn reference_is_accepted(&self) -> bool {
        self.examination.reference.is_some()
    }

    /// Where a capture lies on a page of the chosen reference.
    pub fn placement(&self, capture: CaptureId) -> Option<&Placement> {
        let chosen = self.reference_id()?;
        self.examination.analysis.placements.iter().find(|placement| placement.capture == capture && &placement.page.reference == chosen)
    }

    /// The page of the chosen reference that a capture shows, as registered or else as stated.
    pub fn page_of(&self, capture: &Capture) -> Option<&Page> {
        let reference = self.reference()?;
        match self.placement(capture.id) {
            Some(placement) => reference.page(&placement.page.page),
            None => match &capture.page {
                Some(page) => reference.page(page),
                None => (reference.pages.len() == 1).then(|| reference.pages.first()).flatten(),
            },
        }
    }

    /// The capture of `page` under `light` that fits best: registered ones first, then any light of the page.
    pub fn best_capture(&self, page: &Page, light: Light) -> Option<&Capture> {
        let of_page = || self.captures().iter().filter(|capture| self.page_of(capture).is_some_and(|other| other.id == page.id));
        of_page()
            .find(|capture| capture.light == light && self.placement(capture.id).is_some())
            .or_else(|| of_page().find(|capture| capture.light == light))
            .or_else(|| of_page().next())
    }

    /// Whether an item is asked of this document.
    pub fn is_asked(&self, item: &ItemId) -> bool {
        self.applicability.get(item).is_none_or(|applicability| applicability.is_asked())
    }

    /// The verdict that was given for an item.
    pub fn verdict(&self, item: &ItemId) -> Option<Verdict> {
        self.examination.observations.get(item).and_then(|observation| observation.value.verdict())
    }

    /// What was attached to an item.
    pub fn evidence_of(&self, item: &ItemId) -> &[Evidence] {
        self.examination.evidence.get(item).map_or(&[], Vec::as_slice)
    }

    /// The zones and lights that speak to an item, those of its proposal first.
    pub fn places_of(&self, item: &ItemId) -> Vec<(Light, ZoneId)> {
        self.examination.proposals.get(item).map(|proposal| proposal.zones.clone()).unwrap_or_default()
    }
}
