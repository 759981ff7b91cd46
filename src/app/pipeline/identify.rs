//! Which reference an exhibit claims to be.

use std::collections::BTreeMap;

use super::Seen;
use crate::app::library::{Library, PlainIndex};
use crate::app::{Part, Problem, Watch};
use crate::domain::{CaptureId, Light, PageOf, PointPx, ReferenceCandidate, ReferenceId, Sight};
use crate::imaging::Identification;

pub use crate::imaging::{Candidate, Picture};

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
    /// The reference and the page that a key of a candidate names; of a plain folder the id of a picture alone.
    pub fn named(&self, key: String) -> (String, Option<String>) {
        match (self, key.split_once('/')) {
            (Self::Library(_), Some((reference, page))) => (reference.to_owned(), Some(page.to_owned())),
            _ => (key, None),
        }
    }

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

/// A candidate as it stands in an examination.
fn as_candidate(page: PageOf, capture: CaptureId, found: &Candidate) -> ReferenceCandidate {
    // A tenth of a pixel is finer than what is drawn.
    let at = |[x, y]: [f64; 2]| PointPx { x: (x * 10.0).round() / 10.0, y: (y * 10.0).round() / 10.0 };
    let sight = found
        .corners
        .map(|corners| Box::new(Sight { capture, corners: corners.map(at), places: found.places.iter().copied().map(at).collect() }));
    ReferenceCandidate {
        page,
        score: found.score,
        inliers: found.inliers,
        residual_mm: found.registration.as_ref().map(|registration| registration.residual_mm),
        sight,
    }
}

/// Finds which reference the captures of one exhibit claim to be; only captures under visible light are asked, unless there are none.
///
/// References are ranked by the sum of their best page for each page that a capture shows, so that front and back of a card speak
/// together, in two captures or in one.
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
        // A scan may show several pages; each of them speaks once.
        let further = found.pages.iter().skip(1).map(|page| page.candidates.as_slice());
        for candidates in std::iter::once(found.candidates.as_slice()).chain(further) {
            let mut best: BTreeMap<ReferenceId, f64> = BTreeMap::new();
            for candidate in candidates {
                let Some(page) = PageOf::named(&candidate.key).filter(|_| candidate.score > LEAST_SCORE) else { continue };
                let score = best.entry(page.reference.clone()).or_insert(0.0);
                *score = score.max(candidate.score);
            }
            for (reference, score) in best {
                *sums.entry(reference).or_insert(0.0) += score;
            }
        }
        for candidate in found.candidates.iter().chain(found.pages.iter().flat_map(|page| &page.candidates)) {
            let Some(page) = PageOf::named(&candidate.key).filter(|_| candidate.score > LEAST_SCORE) else { continue };
            if pages.get(&page).is_none_or(|other| other.score < candidate.score) {
                pages.insert(page.clone(), as_candidate(page, one.capture.id, candidate));
            }
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
