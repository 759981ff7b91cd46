//! Automatic checklist items: each helper that a checklist may name is one small function here.
//!
//! A helper measures and proposes; a person answers (principle 3 of the design). What cannot be measured stays open with its
//! reason, never a pass. A new helper is a word in [`Assist`] and a line in [`HELPERS`].

mod carriers;
mod mrz;
mod scan;
mod series;
mod zone_print;
mod zones;

use std::collections::BTreeMap;

use crate::app::carriers::{KnownData, Matrix};
use crate::domain::checklist::{Assist, Checklist, Circumstances, Item, applies};
use crate::domain::{
    Capture, DataCarrier, FindingCode, ItemId, Light, MachineZone, Measurement, NotMeasuredReason, Proposal, ProposalState, Reference,
    Verdict, ZoneId,
};
use crate::reading::{MrzError, MrzReading, parse_mrz};

/// What the helpers may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The captures of the exhibit.
    pub captures: &'a [Capture],
    /// What was measured, typed and read, the reference, and the day of the examination.
    pub known: KnownData<'a>,
}

impl<'a> std::ops::Deref for Facts<'a> {
    type Target = KnownData<'a>;

    fn deref(&self) -> &KnownData<'a> {
        &self.known
    }
}

/// The same with the machine-readable zone read.
struct Evidence<'a> {
    facts: Facts<'a>,
    mrz: Option<Result<MrzReading, MrzError>>,
    /// The zone that the reading rests on, unless a person typed it.
    read: Option<&'a MachineZone>,
    /// All carriers of data, and how they agree.
    carriers: Vec<DataCarrier>,
    matrix: Matrix,
}

impl Evidence<'_> {
    fn has_light(&self, wanted: impl Fn(Light) -> bool) -> bool {
        self.facts.captures.iter().any(|capture| wanted(capture.light))
    }
}

/// What a helper found.
#[derive(Debug, Clone, PartialEq, Default)]
struct Found {
    verdict: Option<Verdict>,
    code: Option<FindingCode>,
    not_measured: Option<NotMeasuredReason>,
    measurements: Vec<Measurement>,
    zones: Vec<(Light, ZoneId)>,
    details: Vec<(String, String)>,
}

impl Found {
    fn open(reason: NotMeasuredReason) -> Self {
        Self { not_measured: Some(reason), ..Self::default() }
    }

    fn answer(verdict: Verdict, code: FindingCode) -> Self {
        Self { verdict: Some(verdict), code: Some(code), ..Self::default() }
    }

    fn detail(mut self, code: impl Into<String>, text: impl Into<String>) -> Self {
        self.details.push((code.into(), text.into()));
        self
    }
}

type Helper = fn(&Evidence<'_>, &Item) -> Found;

/// The helpers there are; a word without one stays open as not supported.
const HELPERS: &[(Assist, Helper)] = &[
    (Assist::ScanResolution, scan::resolution),
    (Assist::ScanRectify, scan::proportions),
    (Assist::ScanMeasure, scan::size),
    (Assist::ImageCompareReference, zones::fixed_print),
    (Assist::ImageCompareBackground, zones::background),
    (Assist::ImagePortraitBorder, zones::portrait_border),
    (Assist::ImagePrintBeneath, zones::print_beneath),
    (Assist::ImageUv, zones::luminescence),
    (Assist::ImageUvBrightness, zones::uv_brightness),
    (Assist::MrzParse, mrz::structure),
    (Assist::MrzCheckDigits, mrz::check_digits),
    (Assist::MrzDates, mrz::dates),
    (Assist::CodesIssuer, mrz::codes),
    (Assist::MrzIssuerAndCode, series::agrees_with_reference),
    (Assist::MrzFontCompare, zone_print::typeface),
    (Assist::ScanMrzGeometry, zone_print::geometry),
    (Assist::ImageB900, zone_print::infrared),
    (Assist::MrzCompareViz, carriers::zone_and_print),
    (Assist::BarcodeDecode, carriers::barcode),
    (Assist::SealVerify, carriers::seal_signature),
    (Assist::SealCompare, carriers::seal_agreement),
    (Assist::SealExamine, carriers::seal_and_agreement),
    (Assist::ChipDgHashes, carriers::chip_hashes),
    (Assist::ChipPassiveAuthentication, carriers::chip_signature),
    (Assist::ChipDg1Compare, carriers::chip_zone),
    (Assist::ChipExamine, carriers::chip_and_agreement),
];

/// Proposes for every item of `checklist` that names a helper and is asked of this document.
pub fn propose(checklist: &Checklist, facts: Facts<'_>) -> BTreeMap<ItemId, Proposal> {
    let typed = Some(facts.mrz_text.to_owned()).filter(|text| !text.trim().is_empty());
    let read = facts.analysis.machine_zone().filter(|_| typed.is_none());
    let mrz = typed.or_else(|| read.map(MachineZone::text)).map(|text| parse_mrz(&text, facts.day));
    let carriers = facts.carriers();
    let matrix = facts.compare(&carriers);
    let evidence = Evidence { facts, mrz, read, carriers, matrix };
    let circumstances = circumstances(facts.reference, facts.captures);
    checklist
        .items
        .iter()
        .filter(|item| applies(item, &circumstances).is_asked())
        .filter_map(|item| Some((item.id.clone(), propose_one(&evidence, item, item.assist?))))
        .collect()
}

/// What is known of the document, for the rules on which items are asked.
pub fn circumstances(reference: Option<&Reference>, captures: &[Capture]) -> Circumstances {
    let lights = captures.iter().map(|capture| capture.light);
    match reference {
        Some(reference) => Circumstances::of(reference, lights),
        None => Circumstances { lights: lights.collect(), ..Circumstances::default() },
    }
}

fn propose_one(evidence: &Evidence<'_>, item: &Item, assist: Assist) -> Proposal {
    let found = HELPERS
        .iter()
        .find(|(name, _)| *name == assist)
        .map_or_else(|| Found::open(NotMeasuredReason::NotSupported), |(_, helper)| helper(evidence, item));
    Proposal {
        item: item.id.clone(),
        verdict: found.verdict,
        code: found.code.unwrap_or(FindingCode::NotMeasured),
        not_measured: found.not_measured,
        measurements: found.measurements,
        zones: found.zones,
        details: found.details,
        state: ProposalState::Waiting,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Analysis;

    /// What was typed and measured, with nothing else known.
    pub(super) fn known<'a>(analysis: &'a Analysis, mrz_text: &'a str, visual_texts: &'a BTreeMap<ZoneId, String>) -> KnownData<'a> {
        KnownData { analysis, mrz_text, visual_texts, chip: None, reference: None, day: "2026-03-01".parse().unwrap() }
    }

    #[test]
    fn every_helper_is_named_once() {
        for (index, (name, _)) in HELPERS.iter().enumerate() {
            assert!(HELPERS.iter().skip(index + 1).all(|(other, _)| other != name), "{name}");
        }
    }

    #[test]
    fn with_nothing_to_measure_everything_stays_open() {
        let text = include_str!("../../../assets/checklists/image-only-remote.toml").to_owned();
        let checklist = crate::store::parse_checklist(std::path::Path::new("image-only-remote.toml"), text).unwrap().checklist;
        let (analysis, texts) = (Analysis::default(), BTreeMap::new());
        let facts = Facts { captures: &[], known: known(&analysis, " ", &texts) };
        let proposals = propose(&checklist, facts);
        assert!(!proposals.is_empty());
        for proposal in proposals.values() {
            assert_eq!((proposal.verdict, proposal.code), (None, FindingCode::NotMeasured), "{}", proposal.item);
            assert!(proposal.not_measured.is_some(), "{}", proposal.item);
        }
    }
}
