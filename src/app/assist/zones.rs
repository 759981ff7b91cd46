//! Items that rest on the comparison of zones with the reference.

use super::{Evidence, Found};
use crate::domain::checklist::Item;
use crate::domain::{Content, FindingCode, Light, NotMeasuredReason, Outcome, Quantity, Verdict, Zone, ZoneComparison, ZoneRole};

/// Which comparisons an item looks at.
struct Choice {
    lights: fn(Light) -> bool,
    zones: fn(&Zone) -> bool,
    agrees: FindingCode,
    differs: FindingCode,
}

fn is_visible(light: Light) -> bool {
    light == Light::Visible
}

fn is_fixed(zone: &Zone) -> bool {
    zone.content == Content::Fixed
}

fn is_uv(light: Light) -> bool {
    matches!(light, Light::Uv365 | Light::Uv313 | Light::Uv254)
}

/// Fixed text and emblem under visible light.
pub(super) fn fixed_print(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let zones = |zone: &Zone| is_fixed(zone) && matches!(zone.role, ZoneRole::FixedText | ZoneRole::Emblem | ZoneRole::Ovd);
    judge(evidence, &Choice { lights: is_visible, zones, agrees: FindingCode::ZoneAgrees, differs: FindingCode::ZoneDiffers })
}

/// Background print and microtext under visible light.
pub(super) fn background(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let zones = |zone: &Zone| is_fixed(zone) && matches!(zone.role, ZoneRole::Background | ZoneRole::Microtext);
    judge(evidence, &Choice { lights: is_visible, zones, agrees: FindingCode::ZoneAgrees, differs: FindingCode::ZoneDiffers })
}

/// Fixed print that runs into or over the portrait, under every light held, and the background print beneath it.
pub(super) fn portrait_border(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let zones = |zone: &Zone| match zone.role {
        ZoneRole::PortraitIntegration => is_fixed(zone),
        role => role == ZoneRole::Portrait,
    };
    judge(evidence, &Choice { lights: |_| true, zones, agrees: FindingCode::ZoneAgrees, differs: FindingCode::ZoneDiffers })
}

/// Background print beneath the data of the holder. That it is missing is a sign of erasure; that it is there says nothing about fonts and
/// alignment, so nothing is proposed then.
pub(super) fn print_beneath(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let zones = |zone: &Zone| !is_fixed(zone) && !matches!(zone.role, ZoneRole::Portrait | ZoneRole::GhostPortrait);
    let choice = Choice { lights: is_visible, zones, agrees: FindingCode::BeneathKept, differs: FindingCode::BeneathMissing };
    let mut found = judge(evidence, &choice);
    if found.verdict != Some(Verdict::DoesNotConform) {
        found.verdict = None;
    }
    found
}

/// Everything compared under ultraviolet light.
pub(super) fn luminescence(evidence: &Evidence<'_>, _item: &Item) -> Found {
    judge(evidence, &Choice { lights: is_uv, zones: is_fixed, agrees: FindingCode::UvAgrees, differs: FindingCode::UvDiffers })
}

/// How bright the body of the document is under ultraviolet light.
pub(super) fn uv_brightness(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let analysis = evidence.facts.analysis;
    let brightness: Vec<_> = analysis
        .comparisons
        .iter()
        .filter(|comparison| is_uv(comparison.light))
        .filter_map(|comparison| {
            let measured = comparison.measurements.iter().find(|measurement| measurement.quantity == Quantity::UvBrightness)?;
            Some((comparison, measured))
        })
        .collect();
    if brightness.is_empty() {
        return Found::open(why_nothing(evidence, is_uv));
    }
    let agrees = brightness.iter().all(|(_, measured)| measured.agrees());
    let mut found = if agrees {
        Found::answer(Verdict::Conforms, FindingCode::UvAgrees)
    } else {
        Found::answer(Verdict::DoesNotConform, FindingCode::UvDiffers)
    };
    found.zones = brightness.iter().map(|(comparison, _)| (comparison.light, comparison.zone.clone())).collect();
    // Those furthest from the allowed value say most; a page has few of them, so all are kept.
    found.measurements = brightness.into_iter().map(|(_, measured)| measured.clone()).collect();
    found
}

/// Why no comparison is there for the wanted light.
fn why_nothing(evidence: &Evidence<'_>, lights: fn(Light) -> bool) -> NotMeasuredReason {
    if evidence.facts.reference.is_none() {
        NotMeasuredReason::NoReference
    } else if !evidence.has_light(lights) {
        NotMeasuredReason::NoCapture
    } else {
        let placed = |id| evidence.facts.analysis.placements.iter().any(|placement| placement.capture == id);
        if evidence.facts.captures.iter().any(|capture| lights(capture.light) && placed(capture.id)) {
            NotMeasuredReason::NoZones
        } else {
            NotMeasuredReason::NotRegistered
        }
    }
}

fn zone_of<'a>(evidence: &Evidence<'a>, comparison: &ZoneComparison) -> Option<&'a Zone> {
    evidence.facts.reference?.page(&comparison.page.page)?.zone(&comparison.zone)
}

/// One zone that differs is enough not to conform. All that could be compared must agree to conform, and they must not be outnumbered
/// by those that could not: otherwise it stays inconclusive.
fn judge(evidence: &Evidence<'_>, choice: &Choice) -> Found {
    let wanted: Vec<(&ZoneComparison, &Zone)> = evidence
        .facts
        .analysis
        .comparisons
        .iter()
        .filter(|comparison| (choice.lights)(comparison.light))
        .filter_map(|comparison| Some((comparison, zone_of(evidence, comparison)?)))
        .filter(|(_, zone)| (choice.zones)(zone))
        .collect();
    let with = |outcome| wanted.iter().filter(move |(comparison, _)| comparison.outcome == outcome);
    let (agreeing, differing, open) = (with(Outcome::Agrees).count(), with(Outcome::Differs).count(), with(Outcome::NotComparable).count());
    let mut found = if wanted.is_empty() {
        return Found::open(why_nothing(evidence, choice.lights));
    } else if differing > 0 {
        Found::answer(Verdict::DoesNotConform, choice.differs)
    } else if agreeing == 0 {
        Found::open(NotMeasuredReason::NotComparable)
    } else if agreeing < open {
        Found::answer(Verdict::Inconclusive, choice.agrees)
    } else {
        Found::answer(Verdict::Conforms, choice.agrees)
    };
    // Those that differ come first: they are what a person looks at.
    let order = [Outcome::Differs, Outcome::Agrees, Outcome::NotComparable];
    found.zones = order.into_iter().flat_map(with).map(|(comparison, _)| (comparison.light, comparison.zone.clone())).collect();
    for (comparison, zone) in with(Outcome::NotComparable) {
        let reason = comparison.reason.map_or("not compared", |reason| reason.title());
        found = found.detail(format!("{}.not-comparable", zone.id), format!("{}: {}", zone.compared_title(), reason.to_lowercase()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::assist::Facts;
    use crate::app::carriers::{KnownData, Matrix};
    use crate::domain::{Analysis, DifferenceKind, DifferenceRegion, Measurement, MethodVersion, PageOf, RectMm, Threshold, Unit};

    fn beneath(zone: &str, kept: f64) -> ZoneComparison {
        let measurement = Measurement {
            quantity: Quantity::PrintBeneath,
            value: kept,
            unit: Unit::One,
            threshold: Threshold::AtLeast(0.92),
            method: MethodVersion { name: "print-beneath".to_owned(), version: 1 },
        };
        let lost = DifferenceRegion::new(RectMm::new(0.0, 0.0, 1.0, 1.0), DifferenceKind::Beneath, 1.0 - kept);
        let agrees = measurement.agrees();
        ZoneComparison {
            page: PageOf { reference: "UTO-P-2019".parse().unwrap(), page: "data-page".parse().unwrap() },
            zone: zone.parse().unwrap(),
            light: Light::Visible,
            reference_capture: None,
            outcome: if agrees { Outcome::Agrees } else { Outcome::Differs },
            reason: None,
            measurements: vec![measurement],
            regions: if agrees { Vec::new() } else { vec![lost] },
        }
    }

    /// What a helper finds on the passport of the samples.
    fn found(helper: fn(&Evidence<'_>, &Item) -> Found, comparisons: Vec<ZoneComparison>) -> Found {
        let library = crate::app::library::bundled().unwrap();
        let checklist = crate::app::library::checklist_named("image-only-remote").unwrap();
        let analysis = Analysis { comparisons, ..Analysis::default() };
        let texts = std::collections::BTreeMap::new();
        let reference = library.reference(&"UTO-P-2019".parse().unwrap());
        let facts = Facts { captures: &[], known: KnownData { reference, ..super::super::tests::known(&analysis, "", &texts) } };
        let evidence = Evidence { facts, mrz: None, read: None, carriers: Vec::new(), matrix: Matrix::default() };
        helper(&evidence, &checklist.checklist.items[0])
    }

    #[test]
    fn a_field_without_print_beneath_does_not_conform_and_kept_print_proposes_nothing() {
        let kept = found(print_beneath, vec![beneath("expiry", 0.98), beneath("surname", 0.99)]);
        assert_eq!((kept.verdict, kept.code, kept.zones.len()), (None, Some(FindingCode::BeneathKept), 2));
        let lost = found(print_beneath, vec![beneath("surname", 0.99), beneath("expiry", 0.7)]);
        assert_eq!((lost.verdict, lost.code), (Some(Verdict::DoesNotConform), Some(FindingCode::BeneathMissing)));
        assert_eq!(lost.zones[0].1.as_str(), "expiry", "what differs comes first");
    }

    #[test]
    fn print_beneath_the_portrait_belongs_to_the_portrait() {
        let pasted = || vec![beneath("portrait", 0.2)];
        assert_eq!(found(portrait_border, pasted()).verdict, Some(Verdict::DoesNotConform));
        assert_eq!(found(print_beneath, pasted()).verdict, None);
        assert_eq!(found(fixed_print, vec![beneath("expiry", 0.2)]).verdict, None, "data is no fixed print");
    }
}
