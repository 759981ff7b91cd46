//! What was at hand, and what was answered.

use std::collections::BTreeSet;

use crate::domain::checklist::{
    AnswerKind, Checklist, ChecklistStatus, Circumstances, ExaminationMode, IndicatorStrength, Item, ItemQuantity, ReferenceNeed, applies,
};
use crate::domain::suggestion::BASE_GROUPS;
use crate::domain::{
    AnswerValue, CalibrationSource, Capture, ChecklistId, ConclusionLevel, Examination, FraudCode, ItemId, Light, NotExaminedReason,
    PageId, PictureSum, ProposalState, Reference, ReferenceId, Scale, Unit, Verdict,
};

/// The least sampling for the comparison of patterns, in pixels per inch, where no item asks for more (R-1.5; `standards.md` 1.6).
pub const NEEDED_PPI: f64 = 385.0;

/// The genuine document compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceState {
    /// There is none.
    None,
    /// There is a description of the series and no picture of it.
    DescriptionOnly(ReferenceId),
    /// There are pictures of it.
    Held {
        /// Its name.
        id: ReferenceId,
        /// Whether somebody confirmed that it is genuine.
        verified: bool,
        /// Which page it shows under which light.
        shows: BTreeSet<(PageId, Light)>,
    },
}

/// A capture of the questioned document.
#[derive(Debug, Clone, PartialEq)]
pub struct CaptureExamined {
    /// Its picture.
    pub picture: PictureSum,
    /// How it was lit.
    pub light: Light,
    /// The page it is said to show; `None` while unknown.
    pub page: Option<PageId>,
    /// The page of the reference that it was laid over, and its sampling there in pixels per inch; `None` if it lies on none.
    pub lies_on: Option<(PageId, f64)>,
}

/// Where one item of the checklist stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemState {
    /// The item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// Whether it is critical.
    pub critical: bool,
    /// Whether it speaks of the base document.
    pub base: bool,
    /// Its answer; `None` while open. An item that does not apply counts as [`Verdict::NotApplicable`].
    pub verdict: Option<Verdict>,
    /// Whether it is answered in words or by a choice, without a verdict.
    pub answered_in_words: bool,
    /// Why it was not examined.
    pub reason: Option<NotExaminedReason>,
    /// Whether it fails with a strong sign that needs no reference to be seen.
    pub sign_stands_alone: bool,
    /// Whether its answer is a length that no calibration backs.
    pub uncalibrated: bool,
}

/// Whether a second person has repeated the critical items without seeing the first answers (`standards.md` 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BlindReview {
    /// The laboratory does not ask for it, or not yet: an examiner concludes before the review.
    #[default]
    NotAsked,
    /// It was done.
    Done,
    /// It is asked for and was not done.
    Missing,
}

/// What is known of the laboratory while it examines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// Whether the clock of the machine was checked.
    pub clock_checked: bool,
    /// Whether the instruments that lengths are measured with by hand are calibrated.
    pub instruments_calibrated: bool,
    /// Where the blind review stands.
    pub blind_review: BlindReview,
}

/// Which answers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswersCounted {
    /// Those of the examiner; for a conclusion.
    OfTheExaminer,
    /// Those of the examiner and proposals that still wait; for a suggestion, which takes them as answers too.
    WithWaitingProposals,
}

/// What was and what was not examined.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// What was at hand.
    pub mode: ExaminationMode,
    /// The scale of the conclusion.
    pub scale: Scale,
    /// The checklist.
    pub checklist: ChecklistId,
    /// Its version.
    pub checklist_version: String,
    /// Whether it is agreed.
    pub checklist_status: ChecklistStatus,
    /// The levels that it allows; empty for all.
    pub ceiling: Vec<ConclusionLevel>,
    /// The genuine document compared with.
    pub reference: ReferenceState,
    /// The captures.
    pub captures: Vec<CaptureExamined>,
    /// The sampling that its items need, in pixels per inch.
    pub needed_ppi: f64,
    /// Its items, in order.
    pub items: Vec<ItemState>,
    /// What is known of the laboratory.
    pub surroundings: Surroundings,
}

/// The sampling that the items of `checklist` need, in pixels per inch: the most that one asks for, or else [`NEEDED_PPI`].
pub fn needed_ppi(checklist: &Checklist) -> f64 {
    let asked = checklist.items.iter().filter_map(|item| item.measurement.as_ref()).filter(|rule| rule.quantity == ItemQuantity::Sampling);
    asked.filter(|rule| rule.unit == Unit::Ppi).filter_map(|rule| rule.limits().0).reduce(f64::max).unwrap_or(NEEDED_PPI)
}

impl Examined {
    /// What an examination examined, as it stands.
    pub fn of(
        examination: &Examination,
        checklist: &Checklist,
        reference: Option<&Reference>,
        captures: &[Capture],
        circumstances: &Circumstances,
        surroundings: Surroundings,
        counted: AnswersCounted,
    ) -> Self {
        let meta = &checklist.meta;
        let scaled = examination.calibrations.values().any(|scale| !matches!(scale.source(), CalibrationSource::FileResolution { .. }));
        let calibrated = surroundings.instruments_calibrated || scaled;
        Self {
            mode: meta.examination_mode,
            scale: meta.report_scale,
            checklist: meta.id.clone(),
            checklist_version: meta.version.clone(),
            checklist_status: meta.status,
            ceiling: meta.conclusion_ceiling.clone(),
            reference: reference.map_or(ReferenceState::None, ReferenceState::of),
            captures: captures
                .iter()
                .map(|capture| CaptureExamined {
                    picture: capture.picture(),
                    light: capture.light,
                    page: capture.page.clone(),
                    lies_on: placed(examination, capture, reference),
                })
                .collect(),
            needed_ppi: needed_ppi(checklist),
            items: checklist.items.iter().map(|item| state(item, examination, circumstances, calibrated, counted)).collect(),
            surroundings,
        }
    }

    /// Whether a critical item fails with a strong sign that needs no reference (`standards.md` 3.2, rule 1).
    pub fn sign_stands_alone(&self) -> bool {
        self.items.iter().any(|item| item.critical && item.sign_stands_alone && item.verdict == Some(Verdict::DoesNotConform))
    }
}

impl ReferenceState {
    /// What `reference` holds.
    pub fn of(reference: &Reference) -> Self {
        let lights = reference.pages.iter().flat_map(|page| page.captures.keys().map(|light| (page.id.clone(), *light)));
        let shows: BTreeSet<(PageId, Light)> = lights.collect();
        if shows.is_empty() {
            Self::DescriptionOnly(reference.id.clone())
        } else {
            Self::Held { id: reference.id.clone(), verified: reference.provenance.verified_by.is_some(), shows }
        }
    }
}

fn placed(examination: &Examination, capture: &Capture, reference: Option<&Reference>) -> Option<(PageId, f64)> {
    let on = |id: &ReferenceId| reference.is_some_and(|reference| &reference.id == id);
    let mut all = examination.analysis.placements.iter();
    let placement = all.find(|placement| placement.capture == capture.id && on(&placement.page.reference))?;
    Some((placement.page.page.clone(), placement.sampling_ppi))
}

fn state(item: &Item, examination: &Examination, circumstances: &Circumstances, calibrated: bool, counted: AnswersCounted) -> ItemState {
    let observation = examination.observations.get(&item.id);
    let waiting = || {
        let proposal = examination.proposals.get(&item.id).filter(|proposal| proposal.state == ProposalState::Waiting);
        proposal.filter(|_| counted == AnswersCounted::WithWaitingProposals).and_then(|proposal| proposal.verdict)
    };
    let verdict = match observation {
        Some(observation) => observation.value.verdict(),
        None => waiting().or_else(|| (!applies(item, circumstances).is_asked()).then_some(Verdict::NotApplicable)),
    };
    let is_length = item.measurement.as_ref().is_some_and(|rule| matches!(rule.unit, Unit::Mm | Unit::Micrometre));
    let is_strong = |code: &FraudCode| *code != FraudCode::ImageLimited;
    let strong =
        item.indicators.iter().any(|indicator| indicator.strength == IndicatorStrength::Strong && indicator.suggests.iter().any(is_strong));
    ItemState {
        item: item.id.clone(),
        title: item.title.clone(),
        critical: item.critical,
        base: BASE_GROUPS.contains(&item.section.as_str()),
        verdict,
        answered_in_words: observation
            .is_some_and(|observation| matches!(observation.value, AnswerValue::Text(_) | AnswerValue::Choice(_))),
        reason: observation.and_then(|observation| observation.not_examined),
        sign_stands_alone: strong && item.reference == ReferenceNeed::None,
        uncalibrated: item.answer == AnswerKind::Measurement
            && is_length
            && !calibrated
            && matches!(verdict, Some(Verdict::Conforms | Verdict::DoesNotConform)),
    }
}
