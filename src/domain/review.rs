//! The review of an examination by a second person, and what becomes of a disagreement (`standards.md` 3.5, R-3.9, R-3.10).
//!
//! A blind review is an examination of its own: the second person answers the same checklist on the same captures and is not shown
//! what the first one answered until both have concluded. Both examinations stay; how they agree is counted from them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::case_life::Person;
use super::vocabulary::words;
use super::{CaseId, ConclusionLevel, Examination, ExaminationId, ItemId, ReviewId, Sha256, Signature, Timestamp, Verdict};

words! {
    /// What a reviewer is shown.
    ReviewMode {
        /// Captures, reference and checklist, and no answer of the first examiner.
        Blind = "blind", "Blind";
        Open = "open", "Open";
    }

    /// What was decided about a disagreement.
    DecisionOutcome {
        /// The first examiner's result stands.
        ExaminerUpheld = "examiner-upheld", "The examiner's result stands";
        /// The case goes back, to be changed after the reviewer.
        ReviewerUpheld = "reviewer-upheld", "The reviewer's result stands";
        /// Both agreed on a third result.
        Agreed = "agreed", "Examiner and reviewer agreed";
        /// The report gives both.
        BothReported = "both-reported", "Both opinions are reported";
    }
}

/// One item as two people answered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemCompared {
    /// The item.
    pub item: ItemId,
    /// What the examiner answered; `None` if nothing, or nothing that is a verdict.
    pub first: Option<Verdict>,
    /// What the reviewer answered.
    pub second: Option<Verdict>,
}

/// What a review came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewResult {
    /// When it was finished.
    pub at: Timestamp,
    /// Whether the reviewer comes to the result of the examiner.
    pub agrees: bool,
    /// What the reviewer has to say; needed if they do not agree.
    pub remark: String,
    /// The level that the examiner concluded.
    pub first_level: Option<ConclusionLevel>,
    /// The level that the reviewer concluded; in an open review the same, if they agree.
    pub second_level: Option<ConclusionLevel>,
    /// Item by item, in the order of their names; of a blind review alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemCompared>,
    /// The sum of the examination that was reviewed.
    pub examination_sha256: Sha256,
    /// The reviewer's signature; `None` on a machine without keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
}

/// What was decided about a disagreement, by whom and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// What.
    pub outcome: DecisionOutcome,
    /// Who decided it: a third examiner, or both in conference.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// Why; never empty.
    pub reason: String,
}

/// The review of one examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Its identity.
    pub id: ReviewId,
    /// The case.
    pub case: CaseId,
    /// The examination that is reviewed.
    pub examination: ExaminationId,
    /// The reviewer's own examination, of a blind review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<ExaminationId>,
    /// What the reviewer is shown.
    pub mode: ReviewMode,
    /// Who reviews.
    pub reviewer: Person,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// Why it is open where the laboratory asks for blind ones; empty if there was nothing to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub open_because: String,
    /// What it came to; `None` while it is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ReviewResult>,
    /// What was decided about a disagreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// A step of a review that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// It is finished.
    #[error("this review is finished")]
    Finished,
    /// It is not finished.
    #[error("this review is not finished")]
    NotFinished,
    /// The examiner's own work.
    #[error("who examined an exhibit cannot review the result; a second person has to")]
    OwnWork,
    /// A disagreement without a word.
    #[error("a reviewer who does not agree says why")]
    NeedsRemark,
    /// The reviewer has not concluded.
    #[error("a blind review ends with a conclusion of the reviewer's own")]
    NoConclusion,
    /// There is nothing to decide.
    #[error("examiner and reviewer agree; there is nothing to decide")]
    Agrees,
    /// It has been decided.
    #[error("it has been decided; decisions are not changed")]
    Decided,
    /// A decision without reasons.
    #[error("a decision needs reasons")]
    NeedsReason,
    /// The reviewed examination is not what it was.
    #[error("the examination has changed since it was submitted for review")]
    Changed,
}

impl Review {
    /// Whether it is finished.
    pub fn is_complete(&self) -> bool {
        self.result.is_some()
    }

    /// Whether it ended in a disagreement that nobody has decided yet.
    pub fn is_unresolved(&self) -> bool {
        self.result.as_ref().is_some_and(|result| !result.agrees) && self.decision.is_none()
    }

    /// Whether `examination` must not be shown to `who`: the first one to a blind reviewer, and the blind one to anybody else, until the
    /// review is finished.
    pub fn hides(&self, examination: ExaminationId, who: &Person) -> bool {
        if self.mode == ReviewMode::Open || self.is_complete() {
            return false;
        }
        let is_reviewer = self.reviewer.is(who);
        (is_reviewer && examination == self.examination) || (!is_reviewer && Some(examination) == self.second)
    }

    /// Ends the review.
    ///
    /// The result of a blind review is counted from both examinations; an open one rests on what the reviewer says.
    ///
    /// # Errors
    ///
    /// [`ReviewError`] says what is missing.
    pub fn finish(&mut self, end: ReviewEnd<'_>) -> Result<&ReviewResult, ReviewError> {
        if self.is_complete() {
            return Err(ReviewError::Finished);
        }
        let remark = end.remark.trim().to_owned();
        let first_level = end.first.conclusion.as_ref().map(|conclusion| conclusion.level);
        let (second_level, items, agrees) = match (self.mode, end.second) {
            (ReviewMode::Blind, None) => return Err(ReviewError::NoConclusion),
            (ReviewMode::Blind, Some(second)) => {
                let level = second.conclusion.as_ref().map(|conclusion| conclusion.level).ok_or(ReviewError::NoConclusion)?;
                let items = compared(end.first, second);
                // Whether two people agree is their conclusion; single answers that differ are shown beside it.
                (Some(level), items, Some(level) == first_level && end.agrees)
            }
            (ReviewMode::Open, _) => (end.agrees.then_some(first_level).flatten(), Vec::new(), end.agrees),
        };
        if !agrees && remark.is_empty() {
            return Err(ReviewError::NeedsRemark);
        }
        let examination_sha256 = end.first_sha256;
        let result =
            ReviewResult { at: end.at, agrees, remark, first_level, second_level, items, examination_sha256, signature: end.signature };
        Ok(self.result.insert(result))
    }

    /// Puts on record what was decided about a disagreement.
    ///
    /// # Errors
    ///
    /// [`ReviewError`] if there is none, if it has been decided, or without reasons.
    pub fn resolve(&mut self, decision: Decision) -> Result<(), ReviewError> {
        let Some(result) = &self.result else { return Err(ReviewError::NotFinished) };
        if result.agrees {
            return Err(ReviewError::Agrees);
        }
        if self.decision.is_some() {
            return Err(ReviewError::Decided);
        }
        if decision.reason.trim().is_empty() {
            return Err(ReviewError::NeedsReason);
        }
        self.decision = Some(decision);
        Ok(())
    }
}

/// How a review ends.
#[derive(Debug, Clone)]
pub struct ReviewEnd<'a> {
    /// The examination that is reviewed.
    pub first: &'a Examination,
    /// Its sum.
    pub first_sha256: Sha256,
    /// The reviewer's own examination, of a blind review.
    pub second: Option<&'a Examination>,
    /// Whether the reviewer agrees. Of a blind review, whose levels decide, `false` for one who agrees with the level and not with the
    /// grounds.
    pub agrees: bool,
    /// What they say.
    pub remark: String,
    /// When.
    pub at: Timestamp,
    /// Their signature.
    pub signature: Option<Signature>,
}

/// Every item that one of two people answered.
fn compared(first: &Examination, second: &Examination) -> Vec<ItemCompared> {
    let verdict = |examination: &Examination, item: &ItemId| examination.observations.get(item).and_then(|answer| answer.value.verdict());
    let mut items: Vec<&ItemId> = first.observations.keys().chain(second.observations.keys()).collect();
    items.sort();
    items.dedup();
    items.into_iter().map(|item| ItemCompared { item: item.clone(), first: verdict(first, item), second: verdict(second, item) }).collect()
}

#[cfg(test)]
mod tests;
