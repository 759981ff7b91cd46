//! Finding cases, and how examiners and reviewers agree over time.

use super::{Workspace, lock, store_problem};
use crate::app::Problem;
use crate::domain::Act;
use crate::domain::agreement_statistics::{AgreementStatistics, VerdictPair, agreement};
use crate::store::{CasePage, CaseQuery};

impl Workspace {
    /// Finds cases by what stands in them and by where they stand; no text that can be typed is an error.
    ///
    /// While a blind review of the person is under way, what was found is not quoted: it may be an answer of the examiner.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; whatever stands in the way of reading the store.
    pub fn find_cases(&self, query: &CaseQuery) -> Result<CasePage, Problem> {
        self.permit(Act::Search)?;
        let mut page = lock(&self.store).search_cases(query).map_err(store_problem)?;
        if self.refuse_while_blind().is_err() {
            page.cases.iter_mut().for_each(|found| found.hit = None);
        }
        Ok(page)
    }

    /// How examiners and blind reviewers agreed, over all finished reviews.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; whatever stands in the way of reading the store.
    pub fn agreement_statistics(&self) -> Result<AgreementStatistics, Problem> {
        self.permit(Act::Review)?;
        let reviews = lock(&self.store).finished_reviews().map_err(store_problem)?;
        let pairs: Vec<VerdictPair> = reviews
            .iter()
            .filter_map(|review| review.result.as_ref())
            .flat_map(|result| {
                result.items.iter().map(|item| VerdictPair {
                    item: item.item.clone(),
                    first: item.first,
                    second: item.second,
                    at: result.at,
                })
            })
            .collect();
        Ok(agreement(&pairs))
    }
}
