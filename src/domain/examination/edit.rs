//! The steps of an examination: what each changes, what it must not break, and how it is taken back.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::placed::MAX_PLACED;
use super::{Analysis, AnswerValue, Evidence, Examination, Observation, Proposal, ProposalState};
use crate::domain::recipe::Recipe;
use crate::domain::{
    Actor, Calibration, CaptureId, ChipDump, ChosenReference, Conclusion, ItemId, Mark, MarkId, MarkShape, Measured, MeasuredAt,
    MeasuredError, MeasuredId, NotExaminedReason, Person, PictureSum, PlaceError, Placement, RectMm, Revision, Timestamp, Verdict,
    ViewError, ZoneId,
};

/// The longest text of a printed field, in characters.
const MAX_VISUAL_TEXT: usize = 500;

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
    /// Changes an answer that was sealed with its stage; the first one stays beside it.
    ReviseAnswer(Box<Revised>),
    /// Changes what is attached to an item.
    SetEvidence {
        /// The item.
        item: ItemId,
        /// All that is attached, in its order; empty for nothing.
        evidence: Vec<Evidence>,
    },
    /// Changes how a picture is adjusted in the viewers.
    SetAdjustment {
        /// Which.
        picture: PictureSum,
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
    /// Types or confirms what is printed in a field.
    SetVisualText {
        /// The zone of the reference.
        zone: ZoneId,
        /// What is printed; `None` leaves what the program read.
        text: Option<String>,
    },
    /// Takes over the files of the chip, or takes them away; their bytes stay in the store.
    SetChip(Option<Box<ChipDump>>),
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
    /// Moves a mark or points of it; what it points out, its note, and who made it when stay.
    MoveMark {
        /// The mark.
        id: MarkId,
        /// Where it lies from now on, in a shape of the same sort.
        shape: MarkShape,
        /// The zone that it lies in then, if it is one.
        zone: Option<ZoneId>,
    },
    /// Moves points of a measurement, which comes to something else there; its note, and who made it when stay.
    MoveMeasured {
        /// The measurement.
        id: MeasuredId,
        /// Its points and what it comes to from now on.
        to: Box<MeasuredAt>,
    },
    /// Changes the words of a mark that is a text.
    RewordMark {
        /// The mark.
        id: MarkId,
        /// Its words from now on.
        text: String,
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

/// A new answer in place of a sealed one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Revised {
    /// The item.
    pub item: ItemId,
    /// The new answer; `None` takes it back.
    pub answer: Option<Box<Observation>>,
    /// Why; never empty.
    pub reason: String,
    /// Who changes it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// An edit that cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Findings have been issued; amendments are new records.
    #[error("findings have been issued from this examination; it cannot change any more")]
    Frozen,
    /// The answer was sealed when a later stage was opened.
    #[error("the answer was sealed when the next stage was opened; it can be revised, with a reason ({0})")]
    Sealed(ItemId),
    /// There is no sealed answer to revise.
    #[error("the answer has not been sealed; it can simply be changed ({0})")]
    NotSealed(ItemId),
    /// A revision without a reason.
    #[error("a revision needs a reason ({0})")]
    RevisionWithoutReason(ItemId),
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
    /// A view that cannot be kept.
    #[error(transparent)]
    View(#[from] ViewError),
    /// A mark that cannot be placed on a page.
    #[error(transparent)]
    Mark(#[from] PlaceError),
    /// A measurement that is none.
    #[error(transparent)]
    Measured(#[from] MeasuredError),
    /// A mark or measurement under the identity of another.
    #[error("a mark or measurement has another identity than it is kept under")]
    OtherIdentity,
    /// There is no such mark or measurement to be moved, or it is of another sort.
    #[error("there is no such mark or measurement")]
    NoSuchPlaced,
    /// More marks or measurements than are kept.
    #[error("an examination keeps at most {MAX_PLACED} marks and as many measurements")]
    TooManyPlaced,
    /// More than any field of a page holds.
    #[error("a printed field has at most {MAX_VISUAL_TEXT} characters ({0})")]
    TextTooLong(ZoneId),
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
        level: crate::domain::ConclusionLevel,
        /// The scale.
        scale: crate::domain::Scale,
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
                if self.unmasking.sealed(&item).is_some() {
                    return Err(EditError::Sealed(item));
                }
                let before = self.put_answer(&item, answer)?;
                Edit::SetAnswer { item, answer: before }
            }
            Edit::ReviseAnswer(revised) => self.revise(*revised)?,
            Edit::SetEvidence { item, evidence } => {
                let is_place = |area: RectMm| {
                    let RectMm { x, y, width, height } = area;
                    [x, y, width, height].iter().all(|side| side.is_finite()) && width > 0.0 && height > 0.0
                };
                if !evidence.iter().all(|evidence| is_place(evidence.area)) {
                    return Err(EditError::EvidenceWithoutArea(item));
                }
                for evidence in &evidence {
                    check_recipe(&evidence.recipe)?;
                    if let Some(view) = &evidence.view {
                        view.check()?;
                        view.pictures.iter().try_for_each(|picture| check_recipe(&picture.recipe))?;
                    }
                }
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
            Edit::SetVisualText { zone, text } => {
                let before = match text {
                    Some(text) if text.chars().count() > MAX_VISUAL_TEXT => return Err(EditError::TextTooLong(zone)),
                    Some(text) => self.visual_texts.insert(zone.clone(), text),
                    None => self.visual_texts.remove(&zone),
                };
                Edit::SetVisualText { zone, text: before }
            }
            Edit::SetChip(chip) => Edit::SetChip(std::mem::replace(&mut self.chip, chip.map(|chip| *chip)).map(Box::new)),
            Edit::SetPlacement { capture, placement, place } => self.set_placement(capture, placement, place)?,
            Edit::SetAnalysis { analysis, proposals } => Edit::SetAnalysis {
                analysis: Box::new(std::mem::replace(&mut self.analysis, *analysis)),
                proposals: std::mem::replace(&mut self.proposals, proposals),
            },
            Edit::SetMark { id, mark } => Edit::SetMark { id, mark: super::placed::set_mark(&mut self.marks, id, mark)? },
            Edit::SetMeasured { id, measured } => {
                Edit::SetMeasured { id, measured: super::placed::set_measured(&mut self.measurements, id, measured)? }
            }
            Edit::MoveMark { id, shape, zone } => {
                let (shape, zone) = super::placed::move_mark(&mut self.marks, id, shape, zone)?;
                Edit::MoveMark { id, shape, zone }
            }
            Edit::MoveMeasured { id, to } => {
                Edit::MoveMeasured { id, to: super::placed::move_measured(&mut self.measurements, id, *to).map(Box::new)? }
            }
            Edit::RewordMark { id, text } => Edit::RewordMark { id, text: super::placed::reword_mark(&mut self.marks, id, text)? },
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
    fn put_answer(&mut self, item: &ItemId, answer: Option<Box<Observation>>) -> Result<Option<Box<Observation>>, EditError> {
        if let Some(answer) = &answer {
            check_answer(item, answer)?;
        }
        let before = match answer {
            Some(answer) => self.observations.insert(item.clone(), *answer),
            None => self.observations.remove(item),
        };
        Ok(before.map(Box::new))
    }

    /// Taking a revision back is a revision too: the list only grows.
    fn revise(&mut self, revised: Revised) -> Result<Edit, EditError> {
        let Revised { item, answer, reason, by, at } = revised;
        if self.unmasking.sealed(&item).is_none() {
            return Err(EditError::NotSealed(item));
        }
        if reason.trim().is_empty() {
            return Err(EditError::RevisionWithoutReason(item));
        }
        let before = self.put_answer(&item, answer.clone())?;
        let stage = self.unmasking.open;
        let (by_again, back) = (by.clone(), before.clone());
        self.unmasking.revisions.push(Revision { item: item.clone(), stage, before, after: answer, reason, by, at });
        let reason = "The revision before was taken back".to_owned();
        Ok(Edit::ReviseAnswer(Box::new(Revised { item, answer: back, reason, by: by_again, at })))
    }

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
