//! Items on how the machine-readable zone is printed: typeface, geometry, and whether its ink absorbs in infrared.

use super::{Evidence, Found};
use crate::domain::checklist::{Item, ItemQuantity};
use crate::domain::{
    FindingCode, Light, MachineZone, Measurement, MethodVersion, NotMeasuredReason, Quantity, Threshold, Unit, Verdict, ZoneFace,
    ZoneFigure, ZonePrint,
};

/// The contrast that ink of a zone has to have (ICAO Doc 9303-3, 4.4).
const SIGNAL: f64 = 0.6;
/// Below this nothing is left of it: scanners differ in their infrared, but not by as much.
const GONE: f64 = 0.2;

/// The zones that were measured, the one of visible light first.
fn printed<'a>(evidence: &Evidence<'a>) -> Vec<(&'a MachineZone, &'a ZonePrint)> {
    let zones = evidence.facts.known.analysis.machine_zones.iter();
    let mut printed: Vec<_> = zones.filter_map(|zone| Some((zone, zone.print.as_deref()?))).collect();
    printed.sort_by_key(|(zone, _)| zone.light != Light::Visible);
    printed
}

fn zone_is_missing(evidence: &Evidence<'_>) -> NotMeasuredReason {
    if evidence.facts.known.analysis.machine_zones.is_empty() { NotMeasuredReason::NoMrzText } else { NotMeasuredReason::NotComparable }
}

/// Whether the characters have the shapes of OCR-B, and which of them stand out. Another typeface is for a person to confirm: blur and
/// coarse pixels change shapes as well.
pub(super) fn typeface(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let Some((zone, print)) = printed(evidence).into_iter().next() else { return Found::open(zone_is_missing(evidence)) };
    // What lies outside needs no scale of the device: shares of the pitch, and places on the registered page.
    let outside: Vec<&ZoneFigure> = print.figures.iter().filter(|figure| figure.verdict == Some(Verdict::DoesNotConform)).collect();
    let (verdict, code) = match print.face {
        _ if outside.iter().any(|figure| is_own_measure(&figure.name)) => (Some(Verdict::DoesNotConform), FindingCode::GeometryOutside),
        ZoneFace::OcrB if print.departures.is_empty() => (Some(Verdict::Conforms), FindingCode::FaceAgrees),
        ZoneFace::OcrB => (None, FindingCode::FaceUneven),
        ZoneFace::Other | ZoneFace::Doubtful => (None, FindingCode::FaceDiffers),
        ZoneFace::NotTold => return Found::open(NotMeasuredReason::NotComparable).detail("face.not-told", ZoneFace::NotTold.title()),
    };
    let measurement = Measurement {
        quantity: Quantity::FaceConformity,
        value: print.conformity,
        unit: Unit::One,
        threshold: Threshold::None,
        method: print.method.clone(),
    };
    let found = Found { verdict, code: Some(code), measurements: vec![measurement], ..Found::default() };
    let found = found.detail("face", format!("{}, in {}.", print.face.title(), zone.light.title().to_lowercase()));
    let found = outside.iter().fold(found, |found, figure| found.detail(format!("outside.{}", figure.name), told(figure)));
    print.departures.iter().fold(found, |found, glyph| {
        let text = format!("Line {}, character {} ({}): {}.", glyph.line, glyph.column, glyph.character, glyph.departures.join("; "));
        found.detail("face.stands-out", text)
    })
}

/// What was measured of the zone for an item that asks for a number. It is no verdict: the scale rests on what the file states.
pub(super) fn geometry(evidence: &Evidence<'_>, item: &Item) -> Found {
    let Some(wanted) = item.measurement.as_ref().and_then(|rule| name_of(rule.quantity)) else {
        return Found::open(NotMeasuredReason::NotSupported);
    };
    let Some((_, print)) = printed(evidence).into_iter().next() else { return Found::open(zone_is_missing(evidence)) };
    let figures = print.figures.iter().filter(|figure| figure.name == wanted);
    let mut found = Found { code: Some(FindingCode::GeometryMeasured), ..Found::default() };
    for figure in figures {
        found = found.detail(figure.name.clone(), told(figure));
    }
    if found.details.is_empty() { Found::open(NotMeasuredReason::NotComparable) } else { found }
}

/// Whether a measure rests on the zone and its registered page alone.
fn is_own_measure(name: &str) -> bool {
    name.ends_with("-by-pitch") || matches!(name, "first-character" | "line-centre")
}

/// A figure in a sentence, with its rule.
fn told(figure: &ZoneFigure) -> String {
    let line = figure.line.map_or_else(String::new, |line| format!(", line {line}"));
    let text = match &figure.value {
        Some(value) => format!("{}{line}: {value}. {}", figure.title, figure.rule),
        None => format!("{}{line}: {}.", figure.title, figure.remark),
    };
    text.trim_end().to_owned()
}

fn name_of(quantity: ItemQuantity) -> Option<&'static str> {
    Some(match quantity {
        ItemQuantity::MrzPitch => "pitch",
        ItemQuantity::MrzLeft => "first-character",
        ItemQuantity::MrzSkew => "skew",
        ItemQuantity::MrzLineSpacing => "line-spacing",
        _ => return None,
    })
}

/// Whether a zone that is seen in visible light is there in infrared (B900).
pub(super) fn infrared(evidence: &Evidence<'_>, _item: &Item) -> Found {
    if !evidence.has_light(|light| light == Light::Ir880) {
        return Found::open(NotMeasuredReason::NoCapture);
    }
    let zones = &evidence.facts.known.analysis.machine_zones;
    let Some(visible) = zones.iter().find(|zone| zone.light == Light::Visible) else { return Found::open(NotMeasuredReason::NoMrzText) };
    let Some(signal) = visible.infrared_signal else { return Found::open(NotMeasuredReason::NotRegistered) };
    let (verdict, code) = if signal >= SIGNAL {
        (Some(Verdict::Conforms), FindingCode::InfraredKept)
    } else if signal < GONE {
        (Some(Verdict::DoesNotConform), FindingCode::InfraredGone)
    } else {
        (Some(Verdict::Inconclusive), FindingCode::InfraredWeak)
    };
    let measurement = Measurement {
        quantity: Quantity::ZoneSignal,
        value: signal,
        unit: Unit::One,
        threshold: Threshold::AtLeast(SIGNAL),
        method: MethodVersion { name: "mrz-infrared".to_owned(), version: 1 },
    };
    Found { verdict, code: Some(code), measurements: vec![measurement], ..Found::default() }
}
