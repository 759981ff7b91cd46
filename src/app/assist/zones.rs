//! Items that rest on the comparison of fixed zones with the reference.

use super::{Evidence, Found};
use crate::domain::checklist::Item;
use crate::domain::{Content, FindingCode, Light, NotMeasuredReason, Outcome, Quantity, Verdict, Zone, ZoneComparison, ZoneRole};

/// Which comparisons an item looks at.
struct Choice {
    lights: fn(Light) -> bool,
    roles: fn(ZoneRole) -> bool,
    agrees: FindingCode,
    differs: FindingCode,
}

fn is_visible(light: Light) -> bool {
    light == Light::Visible
}

fn is_uv(light: Light) -> bool {
    matches!(light, Light::Uv365 | Light::Uv313 | Light::Uv254)
}

/// Fixed text and emblem under visible light.
pub(super) fn fixed_print(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let roles = |role| matches!(role, ZoneRole::FixedText | ZoneRole::Emblem | ZoneRole::Ovd);
    judge(evidence, &Choice { lights: is_visible, roles, agrees: FindingCode::ZoneAgrees, differs: FindingCode::ZoneDiffers })
}

/// Background print and microtext under visible light.
pub(super) fn background(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let roles = |role| matches!(role, ZoneRole::Background | ZoneRole::Microtext);
    judge(evidence, &Choice { lights: is_visible, roles, agrees: FindingCode::ZoneAgrees, differs: FindingCode::ZoneDiffers })
}

/// Fixed print that runs into or over the portrait, under every light held.
pub(super) fn portrait_border(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let roles = |role| role == ZoneRole::PortraitIntegration;
    judge(evidence, &Choice { lights: |_| true, roles, agrees: FindingCode::ZoneAgrees, differs: FindingCode::ZoneDiffers })
}

/// Everything compared under ultraviolet light.
pub(super) fn luminescence(evidence: &Evidence<'_>, _item: &Item) -> Found {
    judge(evidence, &Choice { lights: is_uv, roles: |_| true, agrees: FindingCode::UvAgrees, differs: FindingCode::UvDiffers })
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
        .filter(|(_, zone)| zone.content == Content::Fixed && (choice.roles)(zone.role))
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
        found = found.detail(format!("{}.not-comparable", zone.id), format!("{}: {}", zone.title, reason.to_lowercase()));
    }
    found
}
