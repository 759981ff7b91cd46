//! Several pages in one scan: both sides of a card, the pages of a passport beside each other.
//!
//! What a page covers that was found is set aside, and what is left votes again. A page that fills its picture leaves next to no places,
//! and those that are left, dust and the rim, agree on nothing: then nothing is registered a second time, so it costs no more than one
//! count of votes. Pages that lie on each other, a visa on its page, count as one.

use std::sync::Arc;

use super::look::Looks;
use super::quad::Quad;
use super::{Candidate, FoundPage, IdentifyParams, Index, IndexedPage};
use crate::domain::{Cancelled, Progress};
use crate::imaging::PreparedPage;

/// Pages of a scan at most: a bed of A4 holds four open passports or eight cards.
const MOST_PAGES: usize = 8;
/// Places below which what is left of a picture is not asked again: a fit takes 20 that agree.
const LEAST_LEFT: usize = 40;
/// Places that have to fit one view of a page before it is registered: strays come to a dozen at the most.
const LEAST_VOTES: u32 = 12;
/// Pages that are registered each time.
const MOST_TRIED: usize = 3;
/// Share of the smaller of two outlines from which they are taken for one page.
const SAME_PAGE: f64 = 0.3;

impl FoundPage {
    fn is_at(&self, candidate: &Candidate) -> bool {
        candidate.corners.is_some_and(|corners| Quad(self.corners).overlap(&Quad(corners)) > SAME_PAGE)
    }
}

impl Index {
    /// The pages that a picture shows, best first, of which `first` were found at first; each with `top` candidates at most.
    pub(super) fn pages_in<E: From<Cancelled>>(
        &self,
        looks: &mut Looks<'_>,
        first: &[Candidate],
        top: usize,
        params: &IdentifyParams,
        prepared: &mut impl FnMut(&IndexedPage) -> Result<Option<Arc<PreparedPage>>, E>,
        progress: &dyn Progress,
    ) -> Result<Vec<FoundPage>, E> {
        let mut pool: Vec<Candidate> = first.iter().filter(|candidate| candidate.corners.is_some()).cloned().collect();
        let mut pages: Vec<FoundPage> = Vec::new();
        loop {
            let before = pages.len();
            while pages.len() < MOST_PAGES {
                let fresh = |candidate: &&Candidate| candidate.is_known(params) && !pages.iter().any(|page| page.is_at(candidate));
                let best = pool.iter().filter(fresh).reduce(|best, next| if next.score > best.score { next } else { best });
                let Some(corners) = best.and_then(|best| best.corners) else { break };
                looks.set_aside(&Quad(corners));
                pages.push(FoundPage { corners, candidates: Vec::new() });
            }
            if pages.len() == before || pages.len() == MOST_PAGES {
                break;
            }
            pool.extend(self.further(looks, params, prepared, progress)?);
        }
        pool.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.inliers.cmp(&a.inliers)).then(a.key.cmp(&b.key)));
        for candidate in pool {
            let shared = |page: &FoundPage| candidate.corners.map_or(0.0, |corners| Quad(page.corners).overlap(&Quad(corners)));
            let at = pages.iter_mut().filter(|page| page.is_at(&candidate)).reduce(|a, b| if shared(b) > shared(a) { b } else { a });
            if let Some(page) =
                at.filter(|page| page.candidates.len() < top && page.candidates.iter().all(|other| other.key != candidate.key))
            {
                page.candidates.push(candidate);
            }
        }
        let score = |page: &FoundPage| page.candidates.first().map_or(0.0, |best| best.score);
        pages.sort_by(|a, b| score(b).total_cmp(&score(a)));
        Ok(pages)
    }

    /// The candidates that what is left of the picture speaks for, as far as they register.
    fn further<E: From<Cancelled>>(
        &self,
        looks: &Looks<'_>,
        params: &IdentifyParams,
        prepared: &mut impl FnMut(&IndexedPage) -> Result<Option<Arc<PreparedPage>>, E>,
        progress: &dyn Progress,
    ) -> Result<Vec<Candidate>, E> {
        let left = looks.seen.iter().filter(|(_, seen)| seen.features.len() >= LEAST_LEFT).map(|(look, _)| *look).collect();
        let mut found = Vec::new();
        let leads = self.leads(looks, &left, params);
        for (done, lead) in leads.iter().filter(|lead| lead.places >= LEAST_VOTES).take(MOST_TRIED).enumerate() {
            progress.report(done as u64, MOST_TRIED as u64)?;
            let indexed = &self.pages[lead.page];
            let Some(page) = prepared(indexed)? else { continue };
            let candidate = looks.judged(*lead, indexed, Some(&page), params, progress)?;
            if candidate.corners.is_some() {
                found.push(candidate);
            }
        }
        Ok(found)
    }
}
