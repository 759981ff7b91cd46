//! Identify, register and compare one exhibit.

use std::sync::Arc;

use super::barcode::read_carriers;
use super::compare::compare_exhibit;
use super::identify::{Identified, identify};
use super::machine_zone::{ReadZone, read_zones};
use super::register::{Placed, Registered, register_exhibit};
use super::visual::read_fields;
use super::zone_infrared::look_in_infrared;
use super::zone_print::measure_prints;
use crate::app::library::Library;
use crate::app::{Part, Problem, Watch};
use crate::domain::{Analysis, Capture, Date, Placement, Reference, ReferenceId};
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

/// Five stages: what it claims to be, what its machine-readable zone and barcodes say, where its captures lie, where they differ, and what
/// its printed fields say.
/// Signatures are not examined here.
///
/// `chosen` is the reference that a person chose; without one the best candidate is taken if the library holds the document. `day` is that
/// of the examination, for centuries.
///
/// # Errors
///
/// Bad use if the library has no such reference; whatever stands in the way of reading it; cancelled if `watch` asks to stop.
pub fn analyse<'l>(
    seen: &[Seen],
    library: &'l Library,
    chosen: Option<&ReferenceId>,
    day: Date,
    watch: &dyn Watch,
) -> Result<Analysed<'l>, Problem> {
    analyse_keeping(seen, library, chosen, &Analysis::default(), day, watch)
}

/// The same, where captures that a person placed in the analysis `before` stay as they were placed.
///
/// Without a chosen reference it is that of the captures a person placed. What was placed on other references is set aside, and holds
/// again once they are compared with.
///
/// # Errors
///
/// As for [`analyse`].
pub fn analyse_keeping<'l>(
    seen: &[Seen],
    library: &'l Library,
    chosen: Option<&ReferenceId>,
    before: &Analysis,
    day: Date,
    watch: &dyn Watch,
) -> Result<Analysed<'l>, Problem> {
    let stage = |label: &str, index| {
        watch.stage(label);
        Stage { watch, index }
    };
    let identified: Identified = identify(seen, library, &stage("Looking for its reference", 0))?;
    watch.found(&identified.candidates);
    let placed_on = before.placements.iter().find(|placement| placement.is_own_work()).map(|placement| &placement.page.reference);
    let reference = match chosen.or(placed_on) {
        Some(id) => Some(library.need(id)?),
        None => identified.best().filter(|_| identified.known).and_then(|id| library.reference(id)),
    };
    let of_reference = |placement: &Placement| reference.is_some_and(|reference| reference.id == placement.page.reference);
    let (kept, set_aside): (Vec<_>, Vec<_>) = before.made_by_hand().cloned().partition(of_reference);
    let reading = stage("Reading zones and barcodes", 1);
    let mut read = read_zones(seen, &Part::new(&reading, 0, 2))?;
    let barcodes = read_carriers(seen, day, &Part::new(&reading, 1, 2))?;
    let candidates = identified.candidates.clone();
    let mut analysis = Analysis { candidates, known: identified.known, set_aside, barcodes, ..Analysis::default() };
    let zones = |read: Vec<ReadZone>| read.into_iter().map(|read| read.zone).collect();
    let Some(reference) = reference else {
        measure_prints(&mut read, seen, None, day);
        analysis.machine_zones = zones(read);
        return Ok(Analysed { analysis, reference: None, registered: Registered::default() });
    };
    let registered = register_exhibit(seen, reference, &identified, &kept, library, &stage("Laying it over the reference", 2))?;
    analysis.placements = placements(seen, &registered, &kept);
    analysis.comparisons = compare_exhibit(seen, &registered.placed, reference, &stage("Comparing zone by zone", 3))?;
    measure_prints(&mut read, seen, Some((&registered, reference)), day);
    analysis.machine_zones = zones(read);
    look_in_infrared(&mut analysis.machine_zones, seen, &registered);
    analysis.visual_fields = read_fields(seen, &registered, reference, &stage("Reading printed fields", 4))?;
    Ok(Analysed { analysis, reference: Some(reference), registered })
}

/// Measures against `reference` again with the placements of `changed`, which is what it was before but for what a person moved.
///
/// What is placed there stays, apart from what was taken over from another light, which follows that light; captures that are not
/// placed are registered. Candidates are not looked for again.
///
/// # Errors
///
/// As for [`analyse`].
pub fn measure_again(
    seen: &[Seen],
    library: &Library,
    reference: &Reference,
    changed: &Analysis,
    watch: &dyn Watch,
) -> Result<Analysis, Problem> {
    let part = |label: &str, index| {
        watch.stage(label);
        Stage { watch, index }
    };
    let kept: Vec<Placement> = changed.placements.iter().filter(|placement| !placement.carried_over).cloned().collect();
    let identified = Identified::default();
    let registered = register_exhibit(seen, reference, &identified, &kept, library, &part("Laying it over the reference", 2))?;
    let comparisons = compare_exhibit(seen, &registered.placed, reference, &part("Comparing zone by zone", 3))?;
    let visual_fields = read_fields(seen, &registered, reference, &part("Reading printed fields", 4))?;
    Ok(Analysis { placements: placements(seen, &registered, &kept), comparisons, visual_fields, ..changed.clone() })
}

/// What registration came to; what was kept is taken over to the bit, without a way there and back through pixels.
fn placements(seen: &[Seen], registered: &Registered, kept: &[Placement]) -> Vec<Placement> {
    let of = |placed: &Placed| {
        let placement = placed.placement(seen.get(placed.seen)?.capture.id);
        let before = kept.iter().find(|before| before.capture == placement.capture && before.page == placement.page);
        Some(before.filter(|_| !placement.carried_over).cloned().unwrap_or(placement))
    };
    registered.placed.iter().filter_map(of).collect()
}

/// One of the five stages.
struct Stage<'a> {
    watch: &'a dyn Watch,
    index: usize,
}

impl crate::domain::Progress for Stage<'_> {
    fn report(&self, done: u64, total: u64) -> Result<(), crate::domain::Cancelled> {
        Part::new(self.watch, self.index, 5).report(done, total)
    }
}

impl Watch for Stage<'_> {
    fn stage(&self, label: &str) {
        self.watch.stage(label);
    }

    fn found(&self, candidates: &[crate::domain::ReferenceCandidate]) {
        self.watch.found(candidates);
    }
}
