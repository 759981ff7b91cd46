//! Identify, register and compare one exhibit.

use std::sync::Arc;

use super::compare::compare_exhibit;
use super::identify::{Identified, identify};
use super::register::{Registered, register_exhibit};
use crate::app::library::Library;
use crate::app::{Problem, Watch};
use crate::domain::{Analysis, Capture, Reference, ReferenceId};
use crate::imaging::Picture;

/// A capture with its picture.
#[derive(Clone)]
pub struct Seen {
    /// The capture.
    pub capture: Capture,
    /// Its picture, upright.
    pub picture: Arc<Picture>,
}

/// What the analysis of an exhibit came to.
pub struct Analysed<'l> {
    /// As it stands in the examination.
    pub analysis: Analysis,
    /// The reference it was compared with: the one chosen, else the best candidate if the exhibit is known.
    pub reference: Option<&'l Reference>,
    /// How the captures lie on it.
    pub registered: Registered,
}

/// Three stages: what it claims to be, where its captures lie, and where they differ.
///
/// `chosen` is the reference that a person chose; without one the best candidate is taken if the library holds the document.
///
/// # Errors
///
/// Bad use if the library has no such reference; whatever stands in the way of reading it; cancelled if `watch` asks to stop.
pub fn analyse<'l>(seen: &[Seen], library: &'l Library, chosen: Option<&ReferenceId>, watch: &dyn Watch) -> Result<Analysed<'l>, Problem> {
    let stage = |label: &str, index| {
        watch.stage(label);
        Stage { watch, index }
    };
    let identified: Identified = identify(seen, library, &stage("Looking for its reference", 0))?;
    let reference = match chosen {
        Some(id) => Some(library.need(id)?),
        None => identified.best().filter(|_| identified.known).and_then(|id| library.reference(id)),
    };
    let mut analysis = Analysis { candidates: identified.candidates.clone(), known: identified.known, ..Analysis::default() };
    let Some(reference) = reference else { return Ok(Analysed { analysis, reference: None, registered: Registered::default() }) };
    let registered = register_exhibit(seen, reference, &identified, library, &stage("Laying it over the reference", 1))?;
    analysis.placements = registered.placed.iter().filter_map(|placed| Some(placed.placement(seen.get(placed.seen)?.capture.id))).collect();
    analysis.comparisons = compare_exhibit(seen, &registered.placed, reference, &stage("Comparing zone by zone", 2))?;
    Ok(Analysed { analysis, reference: Some(reference), registered })
}

/// One of the three stages.
struct Stage<'a> {
    watch: &'a dyn Watch,
    index: usize,
}

impl crate::domain::Progress for Stage<'_> {
    fn report(&self, done: u64, total: u64) -> Result<(), crate::domain::Cancelled> {
        crate::app::Part::new(self.watch, self.index, 3).report(done, total)
    }
}

impl Watch for Stage<'_> {
    fn stage(&self, label: &str) {
        self.watch.stage(label);
    }
}
