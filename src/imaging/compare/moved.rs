//! Print of a fixed zone that was moved.
//!
//! A letter of a title that was cut out and set anew a little beside its place agrees with the reference in all windows as large as a word,
//! and in those that follow a shift. The map of differences shows it, and [`super::shift`] tells how far it lies from its place; here
//! what it tells becomes a measurement of the zone.

use super::map::{Laid, difference_map};
use super::params::CompareParams;
use crate::domain::{
    Cancelled, Content, DifferenceKind, DifferenceRegion, Measurement, MethodVersion, Outcome, Page, Progress, Quantity, RectMm,
    Resolution, Threshold, Unit, Zone, ZoneComparison,
};
use crate::imaging::Picture;

/// Version of the method.
const METHOD_VERSION: u32 = 1;
/// How far print may lie from its place, in mm: plates that print one after the other meet to a tenth.
const MOST_MM: f64 = 0.2;
/// Share of genuine pages that have no place as strong as what is taken for moved.
const SURE: f64 = 0.9;

/// The regions of a page whose print lies elsewhere than on the reference, but for those where personal and serial zones are.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
pub(super) fn moved_print(
    questioned: Laid<'_>,
    reference: &Picture,
    resolution: Resolution,
    page: &Page,
    params: &CompareParams,
    progress: &dyn Progress,
) -> Result<Vec<DifferenceRegion>, Cancelled> {
    let left_out: Vec<RectMm> = page.zones.iter().filter(|zone| zone.content != Content::Fixed).map(|zone| zone.area).collect();
    let params = CompareParams { beneath: false, ..*params };
    let found = difference_map(questioned, reference, resolution, &left_out, &[], &params, progress)?;
    let far = |region: &DifferenceRegion| region.shift_mm.is_some_and(|[right, down]| right.hypot(down) > MOST_MM);
    Ok(found
        .regions
        .into_iter()
        .filter(|region| region.kind == DifferenceKind::Shifted && region.strength >= SURE && far(region))
        .collect())
}

/// Adds to the comparison of a zone what moved in it; one that is not comparable stays so.
pub(super) fn add_moved(comparison: ZoneComparison, zone: &Zone, moved: &[DifferenceRegion]) -> ZoneComparison {
    let here: Vec<&DifferenceRegion> = moved.iter().filter(|region| zone.area.contains(region.area.center())).collect();
    let furthest = here.iter().filter_map(|region| region.shift_mm).map(|[right, down]| right.hypot(down)).reduce(f64::max);
    let Some(furthest) = furthest.filter(|_| comparison.outcome != Outcome::NotComparable) else { return comparison };
    let mut comparison = comparison;
    comparison.outcome = Outcome::Differs;
    comparison.measurements.push(Measurement {
        quantity: Quantity::PrintShift,
        value: (furthest * 1e3).round() / 1e3,
        unit: Unit::Mm,
        threshold: Threshold::AtMost(MOST_MM),
        method: MethodVersion { name: "print-shift".to_owned(), version: METHOD_VERSION },
    });
    comparison.regions.splice(0..0, here.into_iter().cloned());
    comparison
}

#[cfg(test)]
mod tests {
    use image::RgbImage;

    use super::*;
    use crate::domain::{Homography, Light, NotComparableReason, PageOf, Side, SizeMm, Unwatched, ZoneRole};
    use crate::imaging::{Registration, compare_zones};

    const DPI: f64 = 300.0;
    const TITLE: RectMm = RectMm::new(6.0, 8.0, 48.0, 8.0);

    /// Wavy lines and a title of bars and boxes, one of which stands `shift` px further right.
    fn drawn(shift: f64) -> Picture {
        let rgb = RgbImage::from_fn(709, 472, |x, y| {
            let (x, y) = (f64::from(x), f64::from(y));
            let lines = 8.0 * (x * 0.31 + 4.0 * (y * 0.02).sin()).sin() + 6.0 * (y * 0.37 + x * 0.05).sin();
            let edge = |from: f64, to: f64, at: f64| (1.0 / (1.0 + (from - at).exp())) * (1.0 / (1.0 + (at - to).exp()));
            let ink = (0..9).map(|number| {
                let left = 90.0 + 58.0 * f64::from(number) + if number == 4 { shift } else { 0.0 };
                let stem = edge(left, left + 8.0, x) * edge(110.0, 170.0, y);
                let bar = edge(left, left + 34.0, x) * edge(110.0 + 6.0 * f64::from(number), 118.0 + 6.0 * f64::from(number), y);
                (stem + bar).min(1.0)
            });
            let level = 205.0 + lines - 170.0 * ink.fold(0.0, f64::max);
            image::Rgb([level as u8, (level * 0.98) as u8, (level * 0.95) as u8])
        });
        Picture::drawn(rgb, Resolution::square(DPI))
    }

    fn title() -> Zone {
        Zone {
            id: "title".parse().unwrap(),
            title: "Title".to_owned(),
            area: TITLE,
            content: Content::Fixed,
            role: ZoneRole::FixedText,
            field: None,
            lights: Vec::new(),
        }
    }

    fn compared(shift: f64) -> ZoneComparison {
        let page = Page {
            id: "front".parse().unwrap(),
            title: "Front".to_owned(),
            side: Side::Front,
            size: SizeMm { width: 60.0, height: 40.0 },
            captures: Default::default(),
            zones: vec![title()],
        };
        let flat = Registration {
            reference_from_questioned: Homography::IDENTITY,
            inliers: 100,
            residual_px: 0.1,
            residual_mm: 0.01,
            bend: None,
            coverage: 1.0,
            sampling_ppi: DPI,
        };
        let of = PageOf { reference: "UTO-P-2019".parse().unwrap(), page: "front".parse().unwrap() };
        let (questioned, reference, params) = (drawn(shift), drawn(0.0), CompareParams::default());
        let mut all = compare_zones(&questioned, &flat, &reference, &of, &page, Light::Visible, None, &params, &Unwatched).unwrap();
        all.remove(0)
    }

    #[test]
    fn a_letter_that_was_moved_differs_and_says_how_far() {
        let found = compared(6.0);
        let shift = found.measurements.iter().find(|measurement| measurement.quantity == Quantity::PrintShift).unwrap();
        assert_eq!(found.outcome, Outcome::Differs);
        assert!((shift.value - 6.0 / DPI * 25.4).abs() < 0.06 && !shift.agrees(), "{shift:?}");
        assert_eq!(found.regions[0].kind, DifferenceKind::Shifted);
    }

    #[test]
    fn a_letter_in_its_place_is_no_measurement() {
        let found = compared(0.0);
        assert_eq!(found.outcome, Outcome::Agrees, "{found:?}");
        assert!(found.measurements.iter().all(|measurement| measurement.quantity != Quantity::PrintShift));
    }

    #[test]
    fn what_is_not_comparable_stays_so_and_what_lies_in_another_zone_is_not_counted() {
        let moved = |x: f64| DifferenceRegion {
            shift_mm: Some([0.4, 0.0]),
            ..DifferenceRegion::new(RectMm::new(x, 10.0, 3.0, 3.0), DifferenceKind::Shifted, 1.0)
        };
        let agrees = compared(0.0);
        assert_eq!(add_moved(agrees.clone(), &title(), &[moved(70.0)]), agrees);
        assert_eq!(add_moved(agrees.clone(), &title(), &[moved(20.0)]).outcome, Outcome::Differs);
        let open = super::super::zone::not_comparable(agrees, NotComparableReason::Glare);
        assert_eq!(add_moved(open.clone(), &title(), &[moved(20.0)]), open);
    }
}
