//! Items that rest on the geometry of a capture.

use super::{Evidence, Found};
use crate::domain::checklist::Item;
use crate::domain::{
    Capture, FindingCode, Light, Measurement, MethodVersion, NotMeasuredReason, Placement, PointMm, Quantity, Threshold, Unit, Verdict,
};

/// The least sampling for the comparison of patterns, in pixels per inch.
const NEEDED_PPI: f64 = 385.0;
/// How far width to height may depart from the reference.
const PROPORTION_TOLERANCE: f64 = 0.01;
/// How much the scale may change over a page before its proportions say nothing: a sign of a picture taken at an angle.
const MOST_PERSPECTIVE: f64 = 0.02;

fn method(name: &str) -> MethodVersion {
    MethodVersion { name: name.to_owned(), version: 1 }
}

/// Captures under visible light that are registered for themselves, with where they lie.
fn placed<'a>(evidence: &Evidence<'a>) -> Vec<(&'a Capture, &'a Placement)> {
    let placements = &evidence.facts.analysis.placements;
    let of = |capture: &Capture| placements.iter().find(|placement| placement.capture == capture.id && !placement.carried_over);
    evidence
        .facts
        .captures
        .iter()
        .filter(|capture| capture.light == Light::Visible)
        .filter_map(|capture| Some((capture, of(capture)?)))
        .collect()
}

fn why_not_placed(evidence: &Evidence<'_>) -> NotMeasuredReason {
    if evidence.facts.reference.is_none() {
        NotMeasuredReason::NoReference
    } else if evidence.has_light(|light| light == Light::Visible) {
        NotMeasuredReason::NotRegistered
    } else {
        NotMeasuredReason::NoCapture
    }
}

/// The true sampling at the document, from its registered size and not from the file.
///
/// Too little of it limits the examination and is no sign of falsification, so it is inconclusive at worst.
pub(super) fn resolution(evidence: &Evidence<'_>, item: &Item) -> Found {
    let placed = placed(evidence);
    let Some(least) = placed.iter().map(|(_, placement)| placement.sampling_ppi).min_by(f64::total_cmp) else {
        return Found::open(why_not_placed(evidence));
    };
    let threshold = item.measurement.as_ref().map_or(Threshold::AtLeast(NEEDED_PPI), |rule| rule.threshold());
    let measurement = Measurement {
        quantity: Quantity::Sampling,
        value: (least * 10.0).round() / 10.0,
        unit: Unit::Ppi,
        threshold,
        method: method("registered-sampling"),
    };
    let mut found = if measurement.agrees() {
        Found::answer(Verdict::Conforms, FindingCode::ResolutionSufficient)
    } else {
        Found::answer(Verdict::Inconclusive, FindingCode::ResolutionLow)
    };
    found.measurements.push(measurement);
    found
}

/// Width to height of the document relative to the reference, from the scale of the registration along both axes.
pub(super) fn proportions(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let Some(reference) = evidence.facts.reference else { return Found::open(NotMeasuredReason::NoReference) };
    let scales: Vec<(f64, f64)> = placed(evidence)
        .into_iter()
        .filter_map(|(capture, placement)| {
            let page = reference.page(&placement.page.page)?;
            proportion(capture, placement, page.bounds().center(), page.size.width.min(page.size.height))
        })
        .collect();
    let Some((ratio, perspective)) = scales.into_iter().max_by(|a, b| (a.0 - 1.0).abs().total_cmp(&(b.0 - 1.0).abs())) else {
        return Found::open(why_not_placed(evidence));
    };
    let measurement = Measurement {
        quantity: Quantity::Proportions,
        value: (ratio * 1e4).round() / 1e4,
        unit: Unit::One,
        threshold: Threshold::Between(1.0 - PROPORTION_TOLERANCE, 1.0 + PROPORTION_TOLERANCE),
        method: method("registered-proportions"),
    };
    let mut found = if measurement.agrees() {
        Found::answer(Verdict::Conforms, FindingCode::SizeAgrees)
    } else if perspective > MOST_PERSPECTIVE {
        Found::answer(Verdict::Inconclusive, FindingCode::SizeDiffers).detail("perspective", "The picture was taken at an angle.")
    } else {
        Found::answer(Verdict::DoesNotConform, FindingCode::SizeDiffers)
    };
    found.measurements.push(measurement);
    found
}

/// Width to height relative to the reference, and how much the scale changes over `span` mm.
fn proportion(capture: &Capture, placement: &Placement, center: PointMm, span: f64) -> Option<(f64, f64)> {
    let px_per_mm = |at: PointMm, (dx, dy): (f64, f64)| {
        let from = placement.page_from_capture.capture(PointMm { x: at.x - dx, y: at.y - dy })?;
        let to = placement.page_from_capture.capture(PointMm { x: at.x + dx, y: at.y + dy })?;
        // Unequal resolution of the file belongs to the scanner and not to the document.
        let squeeze = capture.resolution.map_or(1.0, |resolution| resolution.x.get() / resolution.y.get());
        let (u, v) = (to.x - from.x, (to.y - from.y) * squeeze);
        Some(u.hypot(v) / (2.0 * dx.hypot(dy)))
    };
    let (along_x, along_y) = ((1.0, 0.0), (0.0, 1.0));
    let ratio = px_per_mm(center, along_x)? / px_per_mm(center, along_y)?;
    let mut perspective: f64 = 0.0;
    for (direction, (dx, dy)) in [along_x, along_y].into_iter().flat_map(|direction| [along_x, along_y].map(|shift| (direction, shift))) {
        let near = px_per_mm(PointMm { x: center.x - dx * span / 2.0, y: center.y - dy * span / 2.0 }, direction)?;
        let far = px_per_mm(PointMm { x: center.x + dx * span / 2.0, y: center.y + dy * span / 2.0 }, direction)?;
        perspective = perspective.max((near / far - 1.0).abs());
    }
    (ratio.is_finite() && perspective.is_finite()).then_some((ratio, perspective))
}

/// Lengths in mm need a calibrated device, and there is no record of one: the item stays with the examiner.
pub(super) fn size(_evidence: &Evidence<'_>, _item: &Item) -> Found {
    Found::open(NotMeasuredReason::NotSupported)
        .detail("calibration", "There is no calibration record of the scanner, so no length in mm is stated.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Basis, CaptureId, Homography, PageFromCapture, PageId, PageOf, ReferenceId, Resolution, Sha256, Timestamp};

    fn capture() -> Capture {
        Capture {
            id: CaptureId(uuid::Uuid::nil()),
            sha256: Sha256::of(b""),
            length: 0,
            file_page: 0,
            file_name: "q.jpg".to_owned(),
            taken_in_at: Timestamp("2026-03-01T00:00:00Z".parse().unwrap()),
            light: Light::Visible,
            light_basis: Basis::File,
            page: None,
            width_px: 100,
            height_px: 100,
            resolution: Resolution::square(300.0),
            resolution_basis: Basis::File,
        }
    }

    fn placement(homography: Homography) -> Placement {
        Placement {
            capture: capture().id,
            page: PageOf { reference: ReferenceId::new("R").unwrap(), page: PageId::new("p").unwrap() },
            page_from_capture: PageFromCapture(homography),
            residual_mm: 0.0,
            inliers: 100,
            coverage: 1.0,
            sampling_ppi: 300.0,
            carried_over: false,
            how: crate::domain::PlacedBy::Program,
        }
    }

    #[test]
    fn a_turned_scan_keeps_its_proportions_and_a_stretched_one_does_not() {
        let center = PointMm { x: 40.0, y: 30.0 };
        let turned = Homography([[0.08, -0.01, 3.0], [0.01, 0.08, 1.0], [0.0, 0.0, 1.0]]);
        let (ratio, perspective) = proportion(&capture(), &placement(turned), center, 60.0).unwrap();
        assert!((ratio - 1.0).abs() < 1e-9 && perspective < 1e-9, "{ratio} {perspective}");
        let stretched = Homography::scale_shift([0.08, 0.085], [0.0, 0.0]);
        assert!((proportion(&capture(), &placement(stretched), center, 60.0).unwrap().0 - 1.0625).abs() < 1e-9);
        let tilted = Homography([[0.08, 0.0, 0.0], [0.0, 0.08, 0.0], [1e-4, 0.0, 1.0]]);
        assert!(proportion(&capture(), &placement(tilted), center, 60.0).unwrap().1 > MOST_PERSPECTIVE);
    }
}
