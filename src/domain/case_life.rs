//! The life of a case: which moves there are, who they may come from, and what has to be true before each (`standards.md` 3.5).
//!
//! A case goes from received to issued by moves. Every move is kept with who made it, when and why, and none is ever taken out again:
//! a step back is a move of its own. What a move needs is decided here and nowhere else, so that no screen and no script finds another way.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::laboratory::LaboratoryRules;
use super::vocabulary::words;
use super::{AccountId, Actor, Case, Role, Signature, Timestamp};

words! {
    /// Where a case stands.
    CaseStatus {
        Received = "received", "Received";
        Assigned = "assigned", "Assigned";
        InExamination = "in-examination", "In examination";
        Submitted = "submitted", "Submitted";
        InReview = "in-review", "In review";
        Authorised = "authorised", "Authorised";
        Issued = "issued", "Issued";
        /// Issued, and an amendment issued later stands beside the first report.
        Amended = "amended", "Amended";
        Withdrawn = "withdrawn", "Withdrawn";
    }

    /// A step in the life of a case.
    CaseMove {
        Assign = "assign", "Assign";
        Begin = "begin", "Begin the examination";
        Submit = "submit", "Submit for review";
        TakeIntoReview = "take-into-review", "Take into review";
        /// Back to the examiner, from review or after authorisation.
        Return = "return", "Return to the examiner";
        Authorise = "authorise", "Authorise";
        Issue = "issue", "Issue the report";
        /// Opens an issued case again for an amendment; the issued report stays.
        Amend = "amend", "Amend";
        Withdraw = "withdraw", "Withdraw the report";
    }
}

impl CaseStatus {
    /// Whether answers may be given and changed.
    pub fn is_open_for_answers(self) -> bool {
        matches!(self, Self::Received | Self::Assigned | Self::InExamination)
    }

    /// Whether a report has left the laboratory.
    pub fn has_issued(self) -> bool {
        matches!(self, Self::Issued | Self::Amended | Self::Withdrawn)
    }
}

impl CaseMove {
    /// Where the move leads from `status`; `None` if it cannot be made there.
    pub fn leads_to(self, status: CaseStatus, reissued: bool) -> Option<CaseStatus> {
        use CaseStatus as S;
        match (self, status) {
            (Self::Assign, S::Received | S::Assigned) => Some(S::Assigned),
            // Work can pass to somebody else while it is under way.
            (Self::Assign, S::InExamination)
            | (Self::Begin, S::Received | S::Assigned | S::InExamination)
            | (Self::Return, S::Submitted | S::InReview | S::Authorised)
            | (Self::Amend, S::Issued | S::Amended) => Some(S::InExamination),
            (Self::Submit, S::InExamination) => Some(S::Submitted),
            (Self::TakeIntoReview, S::Submitted | S::InReview) => Some(S::InReview),
            (Self::Authorise, S::Submitted | S::InReview) => Some(S::Authorised),
            (Self::Issue, S::Authorised) => Some(if reissued { S::Amended } else { S::Issued }),
            (Self::Withdraw, S::Issued | S::Amended) => Some(S::Withdrawn),
            _ => None,
        }
    }

    /// Whether somebody has to say why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Amend | Self::Withdraw)
    }
}

/// Somebody who works here, as a case names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// The account; `None` on a machine without accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The name.
    pub name: String,
}

impl Person {
    /// Whether both are one person: by account, and by name where one of them has none.
    pub fn is(&self, other: &Self) -> bool {
        match (self.account, other.account) {
            (Some(one), Some(other)) => one == other,
            _ => self.name == other.name,
        }
    }

    /// The person as the actor of a step.
    pub fn actor(&self) -> Actor {
        Actor::Person(self.name.clone())
    }
}

/// A move that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MoveMade {
    /// Which.
    #[serde(rename = "move")]
    pub made: CaseMove,
    /// Where the case stood.
    pub from: CaseStatus,
    /// Where it led.
    pub to: CaseStatus,
    /// Who made it.
    pub by: Person,
    /// In which role; `None` on a machine without roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// When.
    pub at: Timestamp,
    /// Why; empty where none is needed and none was given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Whom it was assigned to, of an assignment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_whom: Option<Person>,
    /// What the person signed with it: the results of each exhibit, on submission and authorisation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
}

/// What has to be known of a case beyond its state before a move can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseFacts {
    /// Exhibits without an examination that has a conclusion.
    pub exhibits_without_conclusion: usize,
    /// Examinations of exhibits in all.
    pub examinations: usize,
    /// Technical reviews, blind or open, by another person than the examiner, that are complete and were made of what stands now.
    pub complete_reviews: usize,
    /// Reviews that were begun and not finished.
    pub open_reviews: usize,
    /// Complete reviews that do not agree, and about which nobody has decided yet.
    pub unresolved: usize,
    /// Whether the person has examined in this case.
    pub mover_examined: bool,
}

/// A move that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// Not from where the case stands.
    #[error("a case that is {} cannot be moved by `{}`", status.title().to_lowercase(), made.title().to_lowercase())]
    NotFromHere {
        /// The move.
        made: CaseMove,
        /// Where the case stands.
        status: CaseStatus,
    },
    /// Without a reason.
    #[error("`{}` needs a reason", .0.title().to_lowercase())]
    NeedsReason(CaseMove),
    /// An assignment without a person.
    #[error("an assignment names a person")]
    NobodyAssigned,
    /// There is nothing to submit.
    #[error("no exhibit of the case has been examined")]
    NothingExamined,
    /// Exhibits without a conclusion.
    #[error("{0} of the exhibits have no conclusion yet")]
    NoConclusion(usize),
    /// The laboratory asks for a second person first.
    #[error("this laboratory asks for a technical review by a second person before a report is authorised")]
    NotReviewed,
    /// A review is under way.
    #[error("a review is not finished")]
    ReviewOpen,
    /// A disagreement is not decided.
    #[error("examiner and reviewer do not agree; somebody has to decide on record first")]
    Unresolved,
    /// One person would check their own work.
    #[error("who examined an exhibit cannot review or authorise the result; a second person has to")]
    OwnWork,
}

impl Case {
    /// Makes a move, or says why it cannot be made; the case is then as it was.
    ///
    /// Whether the person has the role for it is asked elsewhere; here it is asked whether the case is ready.
    ///
    /// # Errors
    ///
    /// [`MoveError`] names what is missing.
    pub fn make(&mut self, step: NewMove, facts: &CaseFacts, rules: &LaboratoryRules) -> Result<&MoveMade, MoveError> {
        let NewMove { made, by, role, at, reason, to_whom, signatures } = step;
        let reissued = self.has_issued();
        let Some(to) = made.leads_to(self.status, reissued) else {
            return Err(MoveError::NotFromHere { made, status: self.status });
        };
        let reason = reason.trim().to_owned();
        if made.needs_reason() && reason.is_empty() {
            return Err(MoveError::NeedsReason(made));
        }
        match made {
            CaseMove::Assign if to_whom.is_none() => return Err(MoveError::NobodyAssigned),
            CaseMove::Submit if facts.examinations == 0 => return Err(MoveError::NothingExamined),
            CaseMove::Submit if facts.exhibits_without_conclusion > 0 => {
                return Err(MoveError::NoConclusion(facts.exhibits_without_conclusion));
            }
            CaseMove::TakeIntoReview if facts.mover_examined && rules.review_required => return Err(MoveError::OwnWork),
            CaseMove::Authorise | CaseMove::Issue => ready_to_leave(made, facts, rules)?,
            _ => {}
        }
        if let Some(person) = &to_whom {
            self.assigned_to = Some(person.clone());
        }
        let step = MoveMade { made, from: self.status, to, by, role, at, reason, to_whom, signatures };
        self.status = to;
        self.moves.push(step);
        // The list has just grown.
        self.moves.last().ok_or(MoveError::NotFromHere { made, status: to })
    }

    /// Whether a report of this case has been issued at any time.
    pub fn has_issued(&self) -> bool {
        self.moves.iter().any(|step| step.made == CaseMove::Issue)
    }

    /// When the case was last given back or opened again: reviews made before that speak of something that has changed since.
    pub fn reopened_at(&self) -> Option<Timestamp> {
        self.moves.iter().rev().find(|step| matches!(step.made, CaseMove::Return | CaseMove::Amend)).map(|step| step.at)
    }
}

/// What the laboratory asks for before anything leaves; asked again on issue, so that a rule made stricter in between holds.
fn ready_to_leave(made: CaseMove, facts: &CaseFacts, rules: &LaboratoryRules) -> Result<(), MoveError> {
    if facts.exhibits_without_conclusion > 0 || facts.examinations == 0 {
        return Err(MoveError::NoConclusion(facts.exhibits_without_conclusion));
    }
    if facts.open_reviews > 0 {
        return Err(MoveError::ReviewOpen);
    }
    if facts.unresolved > 0 {
        return Err(MoveError::Unresolved);
    }
    if rules.review_required && facts.complete_reviews == 0 {
        return Err(MoveError::NotReviewed);
    }
    // Handing out what a second person has released is no judgement, so the examiner may do that.
    if rules.review_required && made == CaseMove::Authorise && facts.mover_examined {
        return Err(MoveError::OwnWork);
    }
    Ok(())
}

/// A move that somebody wants to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMove {
    /// Which.
    pub made: CaseMove,
    /// Who makes it.
    pub by: Person,
    /// In which role.
    pub role: Option<Role>,
    /// When.
    pub at: Timestamp,
    /// Why; empty if not said.
    pub reason: String,
    /// Whom it is assigned to, of an assignment.
    pub to_whom: Option<Person>,
    /// What the person signs with it.
    pub signatures: Vec<Signature>,
}

#[cfg(test)]
mod tests;
