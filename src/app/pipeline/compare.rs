//! Zone by zone against the reference; of personal and serial zones only the print beneath.

use super::Seen;
use super::register::Placed;
use crate::app::{Part, Problem, Watch};
use crate::domain::{Reference, ZoneComparison};
use crate::imaging::{CompareParams, compare_beneath, compare_zones};

/// Compares the fixed zones of every capture that was laid over the reference under its own light, and under visible light the print
/// beneath the others.
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
        let (params, light, sum) = (CompareParams::default(), one.capture.light, Some(placed_one.page.sha256));
        let (registration, held) = (&placed_one.registration, &placed_one.page.picture);
        let halves = [Part::new(&part, 0, 2), Part::new(&part, 1, 2)];
        comparisons.extend(compare_zones(&one.picture, registration, held, page_of, page, light, sum, &params, &halves[0])?);
        comparisons.extend(compare_beneath(&one.picture, registration, held, page_of, page, light, sum, &params, &halves[1])?);
    }
    Ok(comparisons)
}
