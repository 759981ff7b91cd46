//! The print beneath what a holder brings along, zone by zone, as measurements.
//!
//! A value, a portrait or a signature differs on every document and proves nothing against a reference. What lies beneath does: whoever
//! scrapes, bleaches or covers a value takes the background print with it. How that is asked for is told in [`super::beneath`]; here a zone
//! of the reference gets its number, the limit, or the reason why it could not be told.

use super::beneath::{LEAST_PPI, LostZone, lost};
use super::explain::Fit;
use super::frame::Area;
use super::map::both_shown;
use super::params::CompareParams;
use super::smooth::Sheet;
use super::zone::not_comparable;
use crate::domain::{
    Cancelled, Content, DifferenceKind, DifferenceRegion, Light, Measurement, MethodVersion, NotComparableReason, Outcome, Page, PageOf,
    Progress, Quantity, Sha256, Threshold, Unit, Zone, ZoneComparison, ZoneRole,
};
use crate::imaging::{Picture, Registration};

/// Version of the method.
const METHOD_VERSION: u32 = 2;
/// Least evidence to tell by; see [`LostZone::evidence`].
const LEAST_EVIDENCE: f32 = 0.5;
/// How many times as much may be gone beneath a signature: a pen covers lines that are not told from its strokes.
const SIGNED: f32 = 1.6;
/// How far around a glare print may be too pale to judge, in mm.
const PALE_MM: f64 = 5.0;
/// How far around a zone the print is judged with it, in mm.
const MARGIN_MM: f64 = 0.4;

/// Compares the print beneath every zone of `page` that differs from holder to holder, in the order of the page; but for ghost portraits,
/// whose tint covers what is beneath.
///
/// Only under visible light: under others the background print is not seen, or is not meant to be. `reference` shows the page edge to edge
/// and has a resolution; without one every zone is not comparable. Progress counts steps.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
#[expect(clippy::too_many_arguments, reason = "both pictures, where they come from, and how to compare")]
pub fn compare_beneath(
    questioned: &Picture,
    registration: &Registration,
    reference: &Picture,
    page_of: &PageOf,
    page: &Page,
    light: Light,
    reference_sha: Option<Sha256>,
    params: &CompareParams,
    progress: &dyn Progress,
) -> Result<Vec<ZoneComparison>, Cancelled> {
    let zones: Vec<&Zone> = page
        .zones
        .iter()
        .filter(|zone| {
            light == Light::Visible && zone.content != Content::Fixed && zone.role != ZoneRole::GhostPortrait && zone.is_seen_under(light)
        })
        .collect();
    let about = |zone: &Zone| ZoneComparison::open(page_of, zone, light, reference_sha);
    let none = |reason: NotComparableReason| zones.iter().map(|zone| not_comparable(about(zone), reason)).collect::<Vec<_>>();
    if zones.is_empty() {
        return Ok(Vec::new());
    }
    let Some(resolution) = reference.info.resolution else { return Ok(none(NotComparableReason::NoReferenceCapture)) };
    if registration.sampling_ppi < LEAST_PPI {
        return Ok(none(NotComparableReason::TooCoarse));
    }
    progress.report(0, 3)?;
    let sheet = Sheet::new(reference, resolution, params.max_ppi.min(super::map::MAX_PPI).min(registration.sampling_ppi));
    progress.report(1, 3)?;
    let Some((planes, shown)) = sheet.laid(questioned, registration, progress)? else {
        return Ok(none(NotComparableReason::NoRegistration));
    };
    let mut frame = sheet.with(planes, shown);
    let is_grey = frame.is_without_colour();
    frame.set_aside_glare();
    progress.report(2, 3)?;
    let areas: Vec<Option<Area>> = zones.iter().map(|zone| frame.area(zone.area.grown(MARGIN_MM))).collect();
    let judged: Vec<Area> = areas.iter().flatten().copied().collect();
    let counts = both_shown(&frame.shown, &frame.outside(&judged));
    let fit = Fit::of(&frame.questioned, &frame.reference, &counts, frame.mean_px_per_mm());
    let found = lost(&frame.questioned, &frame.reference, &fit, &frame.shown, &judged, frame.mean_px_per_mm());
    let mut told = vec![None; judged.len()];
    for zone in &found.zones {
        if let Some(told) = told.get_mut(zone.place) {
            *told = Some(*zone);
        }
    }
    let mut told = told.into_iter();
    let compared = zones.iter().zip(&areas).map(|(zone, area)| {
        let about = about(zone);
        let Some((area, lost)) = area.zip(area.and_then(|_| told.next().flatten())) else {
            return not_comparable(about, NotComparableReason::NotInPicture);
        };
        if frame.visible(area) < params.min_visible {
            let reason = if frame.has_glare(area) { NotComparableReason::Glare } else { NotComparableReason::NotInPicture };
            return not_comparable(about, reason);
        }
        let Some(limit) = found.limit(zone.area.height) else { return not_comparable(about, NotComparableReason::FinePrintLost) };
        let limit = if zone.role == ZoneRole::Signature { limit * SIGNED } else { limit };
        let judged = judge(about, zone, lost, limit);
        // Print that a copier lost, or that is pale in a shadow or around a glare, is no sign of an erasure.
        let near_glare = || frame.area(zone.area.grown(PALE_MM)).is_some_and(|area| frame.has_glare(area));
        match judged.outcome {
            Outcome::Differs if is_grey => not_comparable(judged, NotComparableReason::NoColour),
            Outcome::Differs if lost.is_shaded() => not_comparable(judged, NotComparableReason::Shadow),
            Outcome::Differs if near_glare() => not_comparable(judged, NotComparableReason::Glare),
            _ => judged,
        }
    });
    let compared = compared.collect();
    progress.report(3, 3)?;
    Ok(compared)
}

/// What the print beneath one zone comes to.
fn judge(about: ZoneComparison, zone: &Zone, lost: LostZone, limit: f32) -> ZoneComparison {
    // Four digits are more than the number means, and all of them read alike.
    let kept = |gone: f32| (f64::from(1.0 - gone) * 1e4).round() / 1e4;
    let measurement = Measurement {
        quantity: Quantity::PrintBeneath,
        value: kept(lost.gone),
        unit: Unit::One,
        threshold: Threshold::AtLeast(kept(limit)),
        method: MethodVersion { name: "print-beneath".to_owned(), version: METHOD_VERSION },
    };
    let agrees = measurement.agrees();
    let about = ZoneComparison { measurements: vec![measurement], ..about };
    if lost.evidence < LEAST_EVIDENCE {
        return not_comparable(about, NotComparableReason::LittleStructure);
    }
    let regions = if agrees { Vec::new() } else { vec![DifferenceRegion::new(zone.area, DifferenceKind::Beneath, f64::from(lost.gone))] };
    ZoneComparison { outcome: if agrees { Outcome::Agrees } else { Outcome::Differs }, regions, ..about }
}

#[cfg(test)]
mod tests {
    use image::RgbImage;

    use super::*;
    use crate::domain::{Homography, RectMm, Resolution, Side, SizeMm, Unwatched};

    const DPI: f64 = 300.0;
    const SIZE: (u32, u32) = (709, 472);
    /// Fields of 24 × 4 mm in two columns.
    const FIELDS: usize = 8;

    fn field(number: usize) -> RectMm {
        RectMm::new(4.0 + 28.0 * (number % 2) as f64, 4.0 + 8.0 * (number / 2) as f64, 24.0, 4.0)
    }

    /// Wavy lines with the values of a holder on them; one field may have lost a share of its lines.
    fn drawn(holder: u32, pale: Option<(usize, f64)>, dpi: f64) -> Picture {
        let at = |x: u32, y: u32| (f64::from(x) * 25.4 / DPI, f64::from(y) * 25.4 / DPI);
        let rgb = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
            let (u, v) = at(x, y);
            let lines = 9.0 * ((v + 0.4 * (u * 0.6).sin()) * 7.0).sin() + 6.0 * ((u - 0.3 * (v * 0.5).sin()) * 6.0).sin();
            let within = (0..FIELDS).find(|number| {
                let area = field(*number);
                (area.x..area.right()).contains(&u) && (area.y..area.bottom()).contains(&v)
            });
            let inked = within.is_some_and(|number| {
                let (column, row) = ((u * 1.4) as u32, ((v - field(number).y) * 3.0) as u32);
                (2..10).contains(&row) && (u * 1.4).fract() < 0.45 && (column * 7 + row * 3 + holder * 5 + number as u32).is_multiple_of(3)
            });
            let kept = pale.filter(|(number, _)| within == Some(*number)).map_or(1.0, |(_, lost)| 1.0 - lost);
            let level = if inked { 25.0 } else { 205.0 + kept * lines };
            image::Rgb([level as u8, (level * 0.98) as u8, (level * 0.95) as u8])
        });
        let bytes = crate::imaging::write_png(&rgb, Resolution::square(dpi)).unwrap();
        crate::imaging::decode(&bytes, &crate::imaging::Limits::default(), &Unwatched).unwrap()
    }

    fn page() -> Page {
        let zone = |number: usize| Zone {
            id: format!("field-{number}").parse().unwrap(),
            title: format!("Field {number}"),
            area: field(number),
            content: Content::Personal,
            role: ZoneRole::OtherData,
            field: None,
            lights: Vec::new(),
        };
        Page {
            id: "front".parse().unwrap(),
            title: "Front".to_owned(),
            side: Side::Front,
            size: SizeMm { width: 60.0, height: 40.0 },
            captures: std::collections::BTreeMap::new(),
            zones: (0..FIELDS).map(zone).collect(),
        }
    }

    fn compared(questioned: &Picture, light: Light, sampling_ppi: f64) -> Vec<ZoneComparison> {
        let registration = Registration {
            reference_from_questioned: Homography::scale_shift([1.0, 1.0], [0.0, 0.0]),
            inliers: 100,
            residual_px: 0.1,
            residual_mm: 0.01,
            bend: None,
            coverage: 1.0,
            sampling_ppi,
        };
        let page_of = PageOf { reference: "UTO-P-2019".parse().unwrap(), page: "front".parse().unwrap() };
        let params = CompareParams::default();
        compare_beneath(questioned, &registration, &drawn(1, None, DPI), &page_of, &page(), light, None, &params, &Unwatched).unwrap()
    }

    fn differing(compared: &[ZoneComparison]) -> Vec<&str> {
        compared.iter().filter(|zone| zone.outcome == Outcome::Differs).map(|zone| zone.zone.as_str()).collect()
    }

    #[test]
    fn another_holder_has_the_same_print_beneath() {
        let compared = compared(&drawn(2, None, DPI), Light::Visible, DPI);
        assert!(compared.len() == FIELDS && compared.iter().all(|zone| zone.outcome == Outcome::Agrees), "{compared:?}");
    }

    #[test]
    fn the_field_that_was_bleached_and_no_other_differs() {
        for lost in [0.4, 1.0] {
            let compared = compared(&drawn(2, Some((3, lost)), DPI), Light::Visible, DPI);
            assert_eq!(differing(&compared), ["field-3"], "{lost}");
            assert_eq!(compared[3].regions[0].kind, DifferenceKind::Beneath);
            assert!(!compared[3].measurements[0].agrees());
        }
    }

    #[test]
    fn what_the_whole_picture_lost_accuses_no_field() {
        let mut blurred = drawn(2, Some((3, 1.0)), DPI);
        blurred.rgb = image::imageops::blur(&blurred.rgb, 5.0);
        let compared = compared(&blurred, Light::Visible, DPI);
        assert!(compared.iter().all(|zone| zone.reason == Some(NotComparableReason::FinePrintLost)), "{compared:?}");
    }

    #[test]
    fn a_glare_over_a_field_accuses_nobody() {
        let mut lit = drawn(2, None, DPI);
        // White in the middle of field 3, and pale for some millimetres around.
        let middle = field(3).center();
        for (x, y, pixel) in lit.rgb.enumerate_pixels_mut() {
            let away = (f64::from(x) * 25.4 / DPI - middle.x).hypot(f64::from(y) * 25.4 / DPI - middle.y);
            let glare = ((9.0 - away) / 5.0).clamp(0.0, 1.0);
            pixel.0 = pixel.0.map(|level| (f64::from(level) + (255.0 - f64::from(level)) * glare) as u8);
        }
        let compared = compared(&lit, Light::Visible, DPI);
        assert_eq!(differing(&compared), Vec::<&str>::new());
        assert_eq!(compared[3].reason, Some(NotComparableReason::Glare), "{compared:?}");
        assert_eq!(compared[0].outcome, Outcome::Agrees, "{:?}", compared[0]);
    }

    #[test]
    fn a_coarse_picture_is_told_to_be_one_and_other_lights_are_not_asked() {
        let coarse = compared(&drawn(2, None, DPI), Light::Visible, 150.0);
        assert!(coarse.iter().all(|zone| zone.reason == Some(NotComparableReason::TooCoarse)));
        assert!(compared(&drawn(2, None, DPI), Light::Uv365, DPI).is_empty());
    }
}
