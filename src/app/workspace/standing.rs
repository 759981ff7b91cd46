//! How a case stands to the person at the program: what they may do next, and what is still wanting.

use super::{Workspace, lock, store_problem};
use crate::app::Problem;
use crate::app::problem::sentence;
use crate::domain::{
    Act, Case, CaseId, CaseMove, CaseStatus, Examination, ExaminationId, ExhibitId, LaboratoryRules, NewMove, Origin, Person, Review,
    ReviewMode,
};

use super::life::took_part;

/// A move that can be made from where a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Which.
    pub made: CaseMove,
    /// What is still wanting, as a sentence; `None` if it can be made now.
    pub wanting: Option<String>,
}

/// How a case stands to the person at the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseStanding {
    /// Who is at the program.
    pub me: Person,
    /// What they may do at all.
    pub may: Vec<Act>,
    /// The moves that can be made from here, in the order of a case's life; those that are not in the person's role are left out.
    pub offered: Vec<Offered>,
    /// The reviews of the case.
    pub reviews: Vec<Review>,
    /// By which rules the laboratory works.
    pub rules: LaboratoryRules,
    /// Where the case came from, if others examined it.
    pub origin: Option<Origin>,
    /// Whether the answers of the examiner are kept from the person, who may review blind.
    pub blind: bool,
    /// How many reports have been issued.
    pub issued: usize,
}

impl Workspace {
    /// How a case stands to the person at the program.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; whatever stands in the way of reading the store.
    pub fn standing(&self, case: CaseId) -> Result<CaseStanding, Problem> {
        self.permit(Act::ViewCase)?;
        let case = self.held_case(case)?.state;
        let (me, rules) = (self.who(), self.laboratory()?.rules);
        let facts = self.case_facts(&case, &me)?;
        let may: Vec<Act> = Act::ALL.iter().copied().filter(|act| self.permit(*act).is_ok()).collect();
        let offered = CaseMove::ALL
            .iter()
            .copied()
            .filter(|made| made.leads_to(case.status, case.has_issued()).is_some() && may.contains(&super::life::act_of(*made)))
            .map(|made| {
                let at = self.clock.now();
                let to_whom = Some(me.clone());
                let wish = NewMove { made, by: me.clone(), role: None, at, reason: "-".to_owned(), to_whom, signatures: Vec::new() };
                let wanting = case.clone().make(wish, &facts, &rules).err().map(|error| sentence(&error.to_string()));
                Offered { made, wanting }
            })
            .collect();
        let (current, reviews) = self.current_examinations(&case)?;
        let blind = current.iter().any(|examination| waits_blind(&case, examination, &reviews, &rules, &me));
        let store = lock(&self.store);
        let origin = store.origin(case.id).map_err(store_problem)?;
        let issued = store.findings_of_case(case.id).map_err(store_problem)?.len();
        drop(store);
        Ok(CaseStanding { me, may, offered, reviews, rules, origin, blind, issued })
    }

    /// The examination of an exhibit that the person at the program works on or looks at: their own of a blind review that is under way,
    /// else the one that counts. Where its answers are kept from them it comes without.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; whatever stands in the way of reading the store.
    pub fn examination_for(&self, case: CaseId, exhibit: ExhibitId) -> Result<Option<Examination>, Problem> {
        self.permit(Act::ViewCase)?;
        let case = self.held_case(case)?.state;
        let (me, rules) = (self.who(), self.laboratory()?.rules);
        let (current, reviews) = self.current_examinations(&case)?;
        let own = reviews.iter().filter(|review| !review.is_complete() && review.reviewer.is(&me)).filter_map(|review| review.second);
        for second in own {
            let examination = self.held_examination(second)?.state;
            if examination.exhibit == exhibit {
                return self.opened(examination).map(Some);
            }
        }
        let Some(examination) = current.into_iter().find(|examination| examination.exhibit == exhibit) else { return Ok(None) };
        if waits_blind(&case, &examination, &reviews, &rules, &me) {
            return Ok(Some(without_answers(examination)));
        }
        self.opened(examination).map(Some)
    }
}

/// Whether the answers of an examination are kept from somebody who may review it blind: it is submitted, they took no part in it, and
/// they have neither finished a review nor begun an open one.
fn waits_blind(case: &Case, examination: &Examination, reviews: &[Review], rules: &LaboratoryRules, who: &Person) -> bool {
    let is_with_reviewer = matches!(case.status, CaseStatus::Submitted | CaseStatus::InReview);
    let has_seen = |review: &&Review| {
        review.examination == examination.id && review.reviewer.is(who) && (review.is_complete() || review.mode == ReviewMode::Open)
    };
    let someone_finished = reviews.iter().any(|review| review.examination == examination.id && review.is_complete());
    rules.review_required
        && rules.review_blind
        && is_with_reviewer
        && !someone_finished
        && !took_part(examination, who)
        && !reviews.iter().any(|review| has_seen(&review))
}

/// What was captured and measured, and nothing that a person said of it.
fn without_answers(examination: Examination) -> Examination {
    let Examination { id, case, exhibit, begun_at, checklist, reference, chip, analysis, calibrations, frozen, .. } = examination;
    Examination { reference, chip, analysis, calibrations, frozen, ..Examination::begun(id, case, exhibit, checklist, begun_at) }
}

impl Workspace {
    /// Whether the answers of an examination are kept from the person at the program until they have reviewed it.
    pub(super) fn waits_for_blind_review(&self, id: ExaminationId) -> Result<bool, Problem> {
        let examination = self.held_examination(id)?.state;
        let case = self.held_case(examination.case)?.state;
        let (current, reviews) = self.current_examinations(&case)?;
        let counts = current.iter().any(|other| other.id == id);
        Ok(counts && waits_blind(&case, &examination, &reviews, &self.laboratory()?.rules, &self.who()))
    }
}
