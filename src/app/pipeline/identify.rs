//! Which reference an exhibit claims to be.

use std::collections::BTreeMap;

use super::Seen;
use crate::app::library::{Library, PlainIndex};
use crate::app::{Part, Problem, Watch};
use crate::domain::{CaptureId, Light, PageOf, ReferenceCandidate, ReferenceId};
use crate::imaging::{Candidate, Identification, Picture};

/// How many candidates are kept of each capture.
const TOP: usize = 5;
/// Where a score counts as a fit to a page, so that a page that only resembles another adds nothing.
const LEAST_SCORE: f64 = 0.0;

/// What pictures can be looked up in.
pub enum PictureIndex {
    /// A library, with an index for each light.
    Library(std::sync::Arc<Library>),
    /// Page pictures without more about them.
    Plain(Box<PlainIndex>),
}

impl PictureIndex {
    /// Which pages a picture may show, best first.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the library; cancelled if `watch` asks to stop.
    pub fn identify(&self, picture: &Picture, light: Light, top: usize, watch: &dyn Watch) -> Result<Identification, Problem> {
        match self {
            Self::Library(library) => library.identify(picture, light, top, watch),
            Self::Plain(plain) => plain.identify(picture, top, watch),
        }
    }
}

/// What an exhibit may be, from all of its captures together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identified {
    /// Reference pages, best first.
    pub candidates: Vec<ReferenceCandidate>,
    /// Whether the best is good enough to say that the library holds it.
    pub known: bool,
    /// What each capture was found to show, for registration.
    pub by_capture: BTreeMap<CaptureId, Vec<Candidate>>,
}

impl Identified {
    /// The best reference.
    pub fn best(&self) -> Option<&ReferenceId> {
        self.candidates.first().map(|candidate| &candidate.page.reference)
    }
}

/// Finds which reference the captures of one exhibit claim to be; only captures under visible light are asked, unless there are none.
///
/// References are ranked by the sum of their best page for each capture, so that front and back of a card speak together.
///
/// # Errors
///
/// Whatever stands in the way of reading the library; cancelled if `watch` asks to stop.
pub fn identify(seen: &[Seen], library: &Library, watch: &dyn Watch) -> Result<Identified, Problem> {
    let visible = seen.iter().any(|seen| seen.capture.light == Light::Visible);
    let asked: Vec<&Seen> = seen.iter().filter(|seen| !visible || seen.capture.light == Light::Visible).collect();
    let mut identified = Identified::default();
    let mut sums: BTreeMap<ReferenceId, f64> = BTreeMap::new();
    let mut pages: BTreeMap<PageOf, ReferenceCandidate> = BTreeMap::new();
    for (done, one) in asked.iter().enumerate() {
        let part = Part::new(watch, done, asked.len());
        let found = library.identify(&one.picture, one.capture.light, TOP, &part)?;
        identified.known |= found.known;
        let mut best: BTreeMap<ReferenceId, f64> = BTreeMap::new();
        for candidate in &found.candidates {
            let Some(page) = PageOf::named(&candidate.key).filter(|_| candidate.score > LEAST_SCORE) else { continue };
            let score = best.entry(page.reference.clone()).or_insert(0.0);
            *score = score.max(candidate.score);
            let entry = ReferenceCandidate {
                page: page.clone(),
                score: candidate.score,
                inliers: candidate.inliers,
                residual_mm: candidate.registration.as_ref().map(|registration| registration.residual_mm),
            };
            if pages.get(&page).is_none_or(|other| other.score < entry.score) {
                pages.insert(page, entry);
            }
        }
        for (reference, score) in best {
            *sums.entry(reference).or_insert(0.0) += score;
        }
        identified.by_capture.insert(one.capture.id, found.candidates);
    }
    identified.candidates = pages.into_values().collect();
    let sum = |candidate: &ReferenceCandidate| sums.get(&candidate.page.reference).copied().unwrap_or(0.0);
    identified.candidates.sort_by(|a, b| {
        sum(b).total_cmp(&sum(a)).then_with(|| a.page.reference.cmp(&b.page.reference)).then_with(|| b.score.total_cmp(&a.score))
    });
    Ok(identified)
}
