//! All carriers of data of one examination, and the table that compares them.

use std::collections::BTreeMap;

pub use crate::domain::{Agreement, Compared, Matrix, MatrixCell, MatrixColumn, MatrixRow};
use crate::domain::{
    Analysis, ChipDump, DataCarrier, DataField, DataSource, Date, Examination, MachineZone, MethodVersion, Reference, Statement,
    StatementPlace, ZoneId,
};
use crate::reading::agreement::{matrix, statements};
use crate::reading::parse_mrz;

/// What the carriers of an examination are taken from.
#[derive(Debug, Clone, Copy)]
pub struct KnownData<'a> {
    /// What was measured and read.
    pub analysis: &'a Analysis,
    /// The machine-readable zone as typed; empty if not.
    pub mrz_text: &'a str,
    /// Printed fields as typed or confirmed.
    pub visual_texts: &'a BTreeMap<ZoneId, String>,
    /// The files of the chip.
    pub chip: Option<&'a ChipDump>,
    /// The reference, which says which field stands where.
    pub reference: Option<&'a Reference>,
    /// The day of the examination, for centuries.
    pub day: Date,
}

impl<'a> KnownData<'a> {
    /// Those of `examination`, which is compared with `reference`.
    pub fn of(examination: &'a Examination, reference: Option<&'a Reference>) -> Self {
        Self {
            analysis: &examination.analysis,
            mrz_text: &examination.mrz_text,
            visual_texts: &examination.visual_texts,
            chip: examination.chip.as_ref(),
            reference,
            day: examination.begun_at.date(),
        }
    }

    /// The carriers: machine-readable zone as typed and, where that differs or nothing was typed, as read; printed fields; barcodes and
    /// seals; chip.
    pub fn carriers(&self) -> Vec<DataCarrier> {
        let mut carriers = Vec::new();
        let typed = self.mrz_text.trim();
        let typed_lines: Vec<String> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_uppercase).collect();
        if !typed.is_empty() {
            carriers.extend(self.zone(DataSource::MrzConfirmed, &typed_lines, None));
        }
        if let Some(read) = self.analysis.machine_zone().filter(|read| read.lines != typed_lines) {
            carriers.extend(self.zone(DataSource::MrzRead, &read.lines, Some(read)));
        }
        carriers.extend(self.visual());
        carriers.extend(self.analysis.barcodes.iter().cloned());
        carriers.extend(self.chip.into_iter().flat_map(|chip| chip.carriers.iter().cloned()));
        carriers
    }

    /// The table of all carriers.
    pub fn matrix(&self) -> Matrix {
        self.compare(&self.carriers())
    }

    /// The table of `carriers`; the issuer of the reference names its code.
    pub fn compare(&self, carriers: &[DataCarrier]) -> Matrix {
        let issuer = self.reference.map(|reference| (reference.issuer.code.as_str(), reference.issuer.name.as_str()));
        matrix(carriers, issuer.as_slice())
    }

    fn zone(&self, source: DataSource, lines: &[String], read: Option<&MachineZone>) -> Option<DataCarrier> {
        let reading = parse_mrz(&lines.join("\n"), self.day).ok()?;
        Some(DataCarrier {
            source,
            title: source.title().to_owned(),
            capture: read.map(|zone| zone.capture),
            corners: read.map(|zone| zone.corners),
            statements: statements::of_zone(&reading, read.map_or(&[], |zone| &zone.doubtful)),
            zone_lines: lines.to_vec(),
            content: String::new(),
            authenticity: None,
            method: read.map_or_else(by_hand, |zone| zone.method.clone()),
        })
    }

    /// Printed fields: those that a person typed or confirmed, and the others as they were read.
    fn visual(&self) -> Vec<DataCarrier> {
        let zones = self.reference.into_iter().flat_map(|reference| reference.pages.iter().flat_map(|page| &page.zones));
        let fields = zones.filter_map(|zone| Some((&zone.id, zone.field?)));
        let mut confirmed = Vec::new();
        let mut read = Vec::new();
        for (zone, field) in fields {
            if let Some(text) = self.visual_texts.get(zone) {
                confirmed.push(printed(field, text, false, zone));
            } else if let Some(seen) = self.analysis.visual_fields.iter().find(|seen| seen.zone == *zone && seen.not_read.is_none()) {
                read.push(printed(field, &seen.text, seen.doubtful, zone));
            }
        }
        let method = self.analysis.visual_fields.first().map_or_else(by_hand, |seen| seen.method.clone());
        let capture = self.analysis.visual_fields.first().map(|seen| seen.capture);
        let carrier = |source: DataSource, capture, statements: Vec<Statement>, method| DataCarrier {
            source,
            title: source.title().to_owned(),
            capture,
            corners: None,
            statements,
            zone_lines: Vec::new(),
            content: String::new(),
            authenticity: None,
            method,
        };
        let carriers =
            [carrier(DataSource::VisualConfirmed, None, confirmed, by_hand()), carrier(DataSource::VisualRead, capture, read, method)];
        carriers.into_iter().filter(|carrier| !carrier.statements.is_empty()).collect()
    }
}

fn by_hand() -> MethodVersion {
    MethodVersion { name: "typed".to_owned(), version: 1 }
}

fn printed(field: DataField, text: &str, doubtful: bool, zone: &ZoneId) -> Statement {
    Statement {
        field,
        text: text.trim().to_owned(),
        doubtful,
        shortened: false,
        check_digit: None,
        place: Some(StatementPlace::Zone(zone.clone())),
    }
}
