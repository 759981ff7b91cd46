//! Zone by zone against the reference; personal and serial zones are left alone.

use super::Seen;
use super::register::Placed;
use crate::app::{Part, Problem, Watch};
use crate::domain::{Reference, ZoneComparison};
use crate::imaging::{CompareParams, compare_zones};

/// Compares the fixed zones of every capture that was laid over the reference under its own light.
///
/// # Errors
///
/// Cancelled if `watch` asks to stop.
pub fn compare_exhibit(seen: &[Seen], placed: &[Placed], reference: &Reference, watch: &dyn Watch) -> Result<Vec<ZoneComparison>, Problem> {
    let mut comparisons = Vec::new();
    for (done, placed_one) in placed.iter().enumerate() {
        let part = Part::new(watch, done, placed.len());
        let Some(one) = seen.get(placed_one.seen) else { continue };
        let page_of = &placed_one.page.page;
        let Some(page) = reference.page(&page_of.page).filter(|_| placed_one.page.light == one.capture.light) else { continue };
        comparisons.extend(compare_zones(
            &one.picture,
            &placed_one.registration,
            &placed_one.page.picture,
            page_of,
            page,
            one.capture.light,
            Some(placed_one.page.sha256),
            &CompareParams::default(),
            &part,
        )?);
    }
    Ok(comparisons)
}
