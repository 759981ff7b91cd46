//! One examination of one exhibit: answers, proposals, conclusion, and the edits that change them.

mod placed;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::recipe::Recipe;
use super::vocabulary::words;
use super::{
    Actor, Calibration, CaptureId, CaseId, ChecklistId, ChosenReference, Conclusion, ExaminationId, ExhibitId, ItemId, Light, Mark, MarkId,
    Measured, MeasuredError, MeasuredId, Measurement, NotExaminedReason, PageOf, PlaceError, Placement, RectMm, ReferenceCandidate, Sha256,
    Timestamp, Verdict, ZoneComparison, ZoneId,
};

pub use placed::MAX_PLACED;

words! {
    /// What an automatic check found, as a code; wording and translation belong to the reader.
    FindingCode {
        ZoneAgrees = "zone-agrees", "Zones agree with the reference";
        ZoneDiffers = "zone-differs", "Zones differ from the reference";
        UvAgrees = "uv-agrees", "Luminescence agrees with the reference";
        UvDiffers = "uv-differs", "Luminescence differs from the reference";
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
        NoMrzText = "no-mrz-text", "The machine-readable zone has not been typed";
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
}

/// What an automatic check proposes for an item; it waits for a person (principle 3 of the design).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// The item it speaks to.
    pub item: ItemId,
    /// The answer it proposes; `None` if nothing could be measured.
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
}

impl Analysis {
    /// Every placement that a person made, whatever it is compared with now.
    pub fn made_by_hand(&self) -> impl Iterator<Item = &Placement> {
        self.placements.iter().chain(&self.set_aside).filter(|placement| placement.is_own_work())
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
    /// How pictures are adjusted in the viewers, by the sum of their files; those that are not are left out.
    #[serde(default)]
    pub adjustments: BTreeMap<Sha256, Recipe>,
    /// The conclusion, once there is one.
    pub conclusion: Option<Conclusion>,
    /// Whether findings have been issued from it; nothing changes any more.
    #[serde(default)]
    pub frozen: bool,
}

/// One step of an examination, as the examiner would name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    /// Answers an item, or takes its answer away.
    SetAnswer {
        /// The item.
        item: ItemId,
        /// The answer; `None` takes it away.
        answer: Option<Box<Observation>>,
    },
    /// Changes what is attached to an item.
    SetEvidence {
        /// The item.
        item: ItemId,
        /// All that is attached, in its order; empty for nothing.
        evidence: Vec<Evidence>,
    },
    /// Changes how a picture is adjusted in the viewers.
    SetAdjustment {
        /// The sum of its file.
        picture: Sha256,
        /// The recipe; without steps it is shown as received.
        recipe: Recipe,
    },
    /// Changes what became of a proposal.
    SetProposalState {
        /// The item.
        item: ItemId,
        /// The new state.
        state: ProposalState,
    },
    /// Chooses the reference to compare with.
    SetReference(Option<ChosenReference>),
    /// Types the machine-readable zone.
    SetMrzText(String),
    /// Lays a capture on a page, or takes it away from there.
    SetPlacement {
        /// The capture.
        capture: CaptureId,
        /// Where it lies; `None` takes it away.
        placement: Option<Box<Placement>>,
        /// Where in the list it goes if the capture has none yet, from 0; `None` for the end.
        #[serde(default)]
        place: Option<usize>,
    },
    /// Takes over a new analysis and its proposals.
    SetAnalysis {
        /// What was measured.
        analysis: Box<Analysis>,
        /// What is proposed.
        proposals: BTreeMap<ItemId, Proposal>,
    },
    /// Makes a mark, changes it or takes it away.
    SetMark {
        /// The mark.
        id: MarkId,
        /// What it is from now on; `None` takes it away.
        mark: Option<Box<Mark>>,
    },
    /// Takes over a measurement, changes it or takes it away.
    SetMeasured {
        /// The measurement.
        id: MeasuredId,
        /// What it is from now on; `None` takes it away.
        measured: Option<Box<Measured>>,
    },
    /// Sets the scale of a capture by hand, or takes it back.
    SetCalibration {
        /// The capture.
        capture: CaptureId,
        /// The scale; `None` leaves what the registration or the file says.
        calibration: Option<Box<Calibration>>,
    },
    /// Concludes, or takes the conclusion back.
    SetConclusion(Option<Box<Conclusion>>),
    /// Several edits that are one step to the examiner, such as accepting a proposal.
    Together(Vec<Self>),
}

/// An edit that cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Findings have been issued; amendments are new records.
    #[error("findings have been issued from this examination; it cannot change any more")]
    Frozen,
    /// The answer `not-examined` without a reason.
    #[error("`not examined` needs a reason ({0})")]
    NotExaminedWithoutReason(ItemId),
    /// A non-conforming or inconclusive answer without a remark.
    #[error("`{verdict}` needs a remark ({item})")]
    AnswerWithoutRemark {
        /// The item.
        item: ItemId,
        /// The answer.
        verdict: Verdict,
    },
    /// A measured value that is not a number.
    #[error("the measured value is not a number ({0})")]
    NotANumber(ItemId),
    /// Evidence without a place on the page.
    #[error("evidence needs an area of the page ({0})")]
    EvidenceWithoutArea(ItemId),
    /// An adjustment that cannot be made.
    #[error("{0}")]
    Recipe(String),
    /// The reason `other` without a remark.
    #[error("the reason `other` needs a remark ({0})")]
    OtherWithoutRemark(ItemId),
    /// A mark that cannot be placed on a page.
    #[error(transparent)]
    Mark(#[from] PlaceError),
    /// A measurement that is none.
    #[error(transparent)]
    Measured(#[from] MeasuredError),
    /// A mark or measurement under the identity of another.
    #[error("a mark or measurement has another identity than it is kept under")]
    OtherIdentity,
    /// More marks or measurements than are kept.
    #[error("an examination keeps at most {MAX_PLACED} marks and as many measurements")]
    TooManyPlaced,
    /// There is no proposal for the item.
    #[error("there is no proposal to answer ({0})")]
    NoProposal(ItemId),
    /// A placement that belongs to another capture or maps to nowhere.
    #[error("the placement does not lay this capture on a page")]
    NoPlacement,
    /// A conclusion without reasons.
    #[error("a conclusion needs reasons")]
    ConclusionWithoutReasons,
    /// The level does not belong to the scale.
    #[error("the level `{level}` does not belong to the scale `{scale}`")]
    LevelNotOnScale {
        /// The level.
        level: super::ConclusionLevel,
        /// The scale.
        scale: super::Scale,
    },
    /// A person concludes, never the program.
    #[error("only a person concludes")]
    ProgramConcluded,
}

impl Examination {
    /// Applies `edit` and returns the edit that takes it back.
    ///
    /// # Errors
    ///
    /// [`EditError`] says which rule it breaks; the examination is then as it was.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        if self.frozen {
            return Err(EditError::Frozen);
        }
        let mut changed = self.clone();
        let inverse = changed.apply_unfrozen(edit)?;
        *self = changed;
        Ok(inverse)
    }

    fn apply_unfrozen(&mut self, edit: Edit) -> Result<Edit, EditError> {
        Ok(match edit {
            Edit::SetAnswer { item, answer } => {
                if let Some(answer) = &answer {
                    check_answer(&item, answer)?;
                }
                let before = match answer {
                    Some(answer) => self.observations.insert(item.clone(), *answer),
                    None => self.observations.remove(&item),
                };
                Edit::SetAnswer { item, answer: before.map(Box::new) }
            }
            Edit::SetEvidence { item, evidence } => {
                let is_place = |area: RectMm| {
                    let RectMm { x, y, width, height } = area;
                    [x, y, width, height].iter().all(|side| side.is_finite()) && width > 0.0 && height > 0.0
                };
                if !evidence.iter().all(|evidence| is_place(evidence.area)) {
                    return Err(EditError::EvidenceWithoutArea(item));
                }
                evidence.iter().try_for_each(|evidence| check_recipe(&evidence.recipe))?;
                let before = if evidence.is_empty() { self.evidence.remove(&item) } else { self.evidence.insert(item.clone(), evidence) };
                Edit::SetEvidence { item, evidence: before.unwrap_or_default() }
            }
            Edit::SetAdjustment { picture, recipe } => {
                check_recipe(&recipe)?;
                let before =
                    if recipe.steps.is_empty() { self.adjustments.remove(&picture) } else { self.adjustments.insert(picture, recipe) };
                Edit::SetAdjustment { picture, recipe: before.unwrap_or_default() }
            }
            Edit::SetProposalState { item, state } => {
                let Some(proposal) = self.proposals.get_mut(&item) else { return Err(EditError::NoProposal(item)) };
                let before = std::mem::replace(&mut proposal.state, state);
                Edit::SetProposalState { item, state: before }
            }
            Edit::SetReference(reference) => Edit::SetReference(std::mem::replace(&mut self.reference, reference)),
            Edit::SetMrzText(text) => Edit::SetMrzText(std::mem::replace(&mut self.mrz_text, text)),
            Edit::SetPlacement { capture, placement, place } => self.set_placement(capture, placement, place)?,
            Edit::SetAnalysis { analysis, proposals } => Edit::SetAnalysis {
                analysis: Box::new(std::mem::replace(&mut self.analysis, *analysis)),
                proposals: std::mem::replace(&mut self.proposals, proposals),
            },
            Edit::SetMark { id, mark } => Edit::SetMark { id, mark: placed::set_mark(&mut self.marks, id, mark)? },
            Edit::SetMeasured { id, measured } => {
                Edit::SetMeasured { id, measured: placed::set_measured(&mut self.measurements, id, measured)? }
            }
            Edit::SetCalibration { capture, calibration } => {
                let before = match calibration {
                    Some(calibration) => self.calibrations.insert(capture, *calibration),
                    None => self.calibrations.remove(&capture),
                };
                Edit::SetCalibration { capture, calibration: before.map(Box::new) }
            }
            Edit::SetConclusion(conclusion) => {
                if let Some(conclusion) = &conclusion {
                    check_conclusion(conclusion)?;
                }
                let before = std::mem::replace(&mut self.conclusion, conclusion.map(|conclusion| *conclusion));
                Edit::SetConclusion(before.map(Box::new))
            }
            Edit::Together(edits) => {
                let mut inverses = edits.into_iter().map(|edit| self.apply_unfrozen(edit)).collect::<Result<Vec<_>, _>>()?;
                inverses.reverse();
                Edit::Together(inverses)
            }
        })
    }
}

impl Examination {
    fn set_placement(&mut self, capture: CaptureId, placement: Option<Box<Placement>>, place: Option<usize>) -> Result<Edit, EditError> {
        let found = self.analysis.placements.iter().position(|held| held.capture == capture);
        let held = &mut self.analysis.placements;
        let before = match (placement, found) {
            (Some(placement), found) => {
                let lies = placement.page_from_capture.0.0.iter().flatten().chain([&placement.residual_mm]).all(|value| value.is_finite());
                if placement.capture != capture || !lies {
                    return Err(EditError::NoPlacement);
                }
                match found.and_then(|found| held.get_mut(found)) {
                    Some(held) => Some(std::mem::replace(held, *placement)),
                    None => {
                        held.insert(place.unwrap_or(held.len()).min(held.len()), *placement);
                        None
                    }
                }
            }
            (None, Some(found)) => Some(held.remove(found)),
            (None, None) => None,
        };
        Ok(Edit::SetPlacement { capture, placement: before.map(Box::new), place: found })
    }
}

fn check_answer(item: &ItemId, answer: &Observation) -> Result<(), EditError> {
    if let AnswerValue::Measured { value, .. } = answer.value
        && !value.is_finite()
    {
        return Err(EditError::NotANumber(item.clone()));
    }
    match answer.value.verdict() {
        Some(Verdict::NotExamined) if answer.not_examined.is_none() => Err(EditError::NotExaminedWithoutReason(item.clone())),
        Some(Verdict::NotExamined) if answer.not_examined == Some(NotExaminedReason::Other) && answer.remark.trim().is_empty() => {
            Err(EditError::OtherWithoutRemark(item.clone()))
        }
        Some(verdict @ (Verdict::DoesNotConform | Verdict::Inconclusive)) if answer.remark.trim().is_empty() => {
            Err(EditError::AnswerWithoutRemark { item: item.clone(), verdict })
        }
        _ => Ok(()),
    }
}

fn check_recipe(recipe: &Recipe) -> Result<(), EditError> {
    recipe.check().map_err(|error| EditError::Recipe(error.to_string()))
}

fn check_conclusion(conclusion: &Conclusion) -> Result<(), EditError> {
    if conclusion.reasons.trim().is_empty() {
        return Err(EditError::ConclusionWithoutReasons);
    }
    if matches!(conclusion.by, Actor::Program(_)) {
        return Err(EditError::ProgramConcluded);
    }
    if !conclusion.scale.levels().contains(&conclusion.level) {
        return Err(EditError::LevelNotOnScale { level: conclusion.level, scale: conclusion.scale });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn examination() -> Examination {
        let at: Timestamp = serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap();
        let nil = Uuid::nil();
        Examination {
            id: ExaminationId(nil),
            case: CaseId(nil),
            exhibit: ExhibitId(nil),
            begun_at: at,
            checklist: ChecklistVersion { id: ChecklistId::new("c").unwrap(), version: "1.0.0".to_owned(), sha256: Sha256::of(b"c") },
            reference: None,
            mrz_text: String::new(),
            analysis: Analysis::default(),
            proposals: BTreeMap::new(),
            observations: BTreeMap::new(),
            evidence: BTreeMap::new(),
            marks: Vec::new(),
            measurements: Vec::new(),
            calibrations: BTreeMap::new(),
            adjustments: BTreeMap::new(),
            conclusion: None,
            frozen: false,
        }
    }

    fn answer(verdict: Verdict, remark: &str) -> Edit {
        let at = examination().begun_at;
        Edit::SetAnswer {
            item: ItemId::new("A-1").unwrap(),
            answer: Some(Box::new(Observation {
                value: AnswerValue::Verdict(verdict),
                not_examined: None,
                remark: remark.to_owned(),
                evidence: Vec::new(),
                from_proposal: false,
                by: Actor::Person("E. Examiner".to_owned()),
                observed_at: at,
                entered_at: at,
            })),
        }
    }

    fn evidence(width: f64) -> Edit {
        let (capture, area) = (CaptureId(Uuid::nil()), RectMm::new(4.0, 5.0, width, 7.0));
        let evidence = Evidence { capture, light: Light::Visible, page: None, zone: None, area, recipe: Recipe::default() };
        Edit::SetEvidence { item: ItemId::new("A-1").unwrap(), evidence: vec![evidence] }
    }

    fn placement(capture: u128, residual_mm: f64) -> Placement {
        let at = examination().begun_at;
        let made = super::super::HandRegistration {
            model: super::super::LandmarkModel::Affine,
            light: Light::Visible,
            pairs: Vec::new(),
            by: Actor::Person("E. Examiner".to_owned()),
            at,
        };
        Placement {
            capture: CaptureId(Uuid::from_u128(capture)),
            page: PageOf {
                reference: super::super::ReferenceId::new("UTO-P-2019").unwrap(),
                page: super::super::PageId::new("data-page").unwrap(),
            },
            page_from_capture: super::super::PageFromCapture(super::super::Homography::IDENTITY),
            residual_mm,
            inliers: 5,
            coverage: 1.0,
            sampling_ppi: 300.0,
            carried_over: false,
            how: super::super::PlacedBy::Landmarks(Box::new(made)),
        }
    }

    fn place(capture: u128, placement: Option<Placement>) -> Edit {
        Edit::SetPlacement { capture: CaptureId(Uuid::from_u128(capture)), placement: placement.map(Box::new), place: None }
    }

    #[test]
    fn a_placement_is_set_replaced_and_taken_away_and_each_is_taken_back_in_its_place() {
        let mut examination = examination();
        for capture in 1..=3 {
            examination.apply(place(capture, Some(placement(capture, 0.1)))).unwrap();
        }
        let before = examination.clone();
        for edit in [place(1, None), place(2, Some(placement(2, 0.02))), place(3, None), place(4, Some(placement(4, 0.05)))] {
            let inverse = examination.apply(edit).unwrap();
            assert_ne!(examination, before);
            let again = examination.apply(inverse).unwrap();
            assert_eq!(examination, before);
            let inverse = examination.apply(again).unwrap();
            examination.apply(inverse).unwrap();
            assert_eq!(examination, before);
        }
        assert_eq!(examination.apply(place(1, Some(placement(2, 0.1)))), Err(EditError::NoPlacement));
        assert_eq!(examination.apply(place(1, Some(placement(1, f64::NAN)))), Err(EditError::NoPlacement));
    }

    #[test]
    fn placements_that_were_stored_before_are_read_as_the_programs() {
        let mut stored = serde_json::to_value(Analysis { placements: vec![placement(1, 0.1)], ..Analysis::default() }).unwrap();
        assert!(stored.get("set_aside").is_none());
        stored["placements"][0].as_object_mut().unwrap().remove("how");
        let read: Analysis = serde_json::from_value(stored).unwrap();
        assert_eq!(read.placements[0].by_hand(), None);
    }

    #[test]
    fn evidence_without_a_place_is_refused() {
        let mut examination = examination();
        for width in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(examination.apply(evidence(width)), Err(EditError::EvidenceWithoutArea(_))), "{width}");
        }
        assert!(examination.evidence.is_empty());
    }

    #[test]
    fn every_edit_is_taken_back_by_its_inverse() {
        let mut examination = examination();
        let before = examination.clone();
        let edits = vec![
            Edit::SetMrzText("P<UTO".to_owned()),
            answer(Verdict::Conforms, ""),
            evidence(6.0),
            evidence(8.0),
            answer(Verdict::DoesNotConform, "edge visible"),
            Edit::Together(vec![Edit::SetMrzText("again".to_owned()), answer(Verdict::Inconclusive, "blurred")]),
        ];
        let mut inverses: Vec<Edit> = edits.into_iter().map(|edit| examination.apply(edit).unwrap()).collect();
        assert_ne!(examination, before);
        while let Some(inverse) = inverses.pop() {
            examination.apply(inverse).unwrap();
        }
        assert_eq!(examination, before);
    }

    #[test]
    fn a_refused_edit_leaves_everything_as_it_was() {
        let mut examination = examination();
        let before = examination.clone();
        let refused = Edit::Together(vec![Edit::SetMrzText("half".to_owned()), answer(Verdict::DoesNotConform, " ")]);
        assert!(matches!(examination.apply(refused), Err(EditError::AnswerWithoutRemark { .. })));
        assert!(matches!(examination.apply(answer(Verdict::NotExamined, "")), Err(EditError::NotExaminedWithoutReason(_))));
        assert_eq!(examination, before);
    }

    #[test]
    fn nothing_changes_after_findings_were_issued() {
        let mut examination = examination();
        examination.frozen = true;
        assert_eq!(examination.apply(Edit::SetMrzText("late".to_owned())), Err(EditError::Frozen));
    }

    #[test]
    fn the_program_cannot_conclude() {
        let mut examination = examination();
        let at = examination.begun_at;
        let mut conclusion = Conclusion {
            scale: super::super::Scale::Operational,
            level: super::super::ConclusionLevel::Inconclusive,
            codes: Vec::new(),
            reasons: "pictures only".to_owned(),
            departs_because: None,
            by: Actor::Program("1".to_owned()),
            at,
        };
        assert_eq!(examination.apply(Edit::SetConclusion(Some(Box::new(conclusion.clone())))), Err(EditError::ProgramConcluded));
        conclusion.by = Actor::Person("E. Examiner".to_owned());
        conclusion.level = super::super::ConclusionLevel::Refer;
        assert!(matches!(examination.apply(Edit::SetConclusion(Some(Box::new(conclusion)))), Err(EditError::LevelNotOnScale { .. })));
    }

    #[test]
    fn an_adjustment_is_kept_by_picture_and_taken_back() {
        use crate::domain::recipe::{Exposure, Operation};
        let mut examination = examination();
        let picture = Sha256::of(b"a picture");
        let recipe: Recipe = [Operation::Exposure(Exposure { stops: 1.0 })].into_iter().collect();
        let back = examination.apply(Edit::SetAdjustment { picture, recipe: recipe.clone() }).unwrap();
        assert_eq!(examination.adjustments.get(&picture), Some(&recipe));
        let text = serde_json::to_string(&examination).unwrap();
        assert_eq!(serde_json::from_str::<Examination>(&text).unwrap(), examination);
        let wrong: Recipe = [Operation::Exposure(Exposure { stops: 99.0 })].into_iter().collect();
        assert!(matches!(examination.apply(Edit::SetAdjustment { picture, recipe: wrong }), Err(EditError::Recipe(_))));
        let again = examination.apply(back).unwrap();
        assert!(examination.adjustments.is_empty());
        examination.apply(again).unwrap();
        assert_eq!(examination.adjustments.get(&picture), Some(&recipe));
    }
}
