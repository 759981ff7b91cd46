//! What of a state can be found, and where it stands.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fold::fold;
use crate::domain::{Actor, AnswerValue, Case, DataCarrier, DataField, Examination};

/// Of one text no more characters than this are kept for the search.
const TEXT_LIMIT: usize = 20_000;
/// Of one object no more texts than this.
const TEXTS_LIMIT: usize = 5_000;

crate::domain::words! {
    /// Where in a case a text stands.
    TextPlace {
        Number = "number", "Number";
        Title = "title", "Title";
        Customer = "customer", "Customer";
        Question = "question", "Question";
        Exhibit = "exhibit", "Exhibit";
        Condition = "condition", "Condition";
        FileName = "file-name", "File name";
        MrzTyped = "mrz-typed", "Machine-readable zone, typed";
        MrzRead = "mrz-read", "Machine-readable zone, as read";
        Printed = "printed", "Printed field";
        Carrier = "carrier", "Barcode, seal or chip";
        Remark = "remark", "Remark";
        Conclusion = "conclusion", "Conclusion";
        Report = "report", "Report";
    }

    /// What a case is narrowed by, beside its dates.
    CaseFacet {
        Status = "status", "Status";
        Kind = "kind", "Document kind";
        Level = "level", "Conclusion";
        Examiner = "examiner", "Examiner";
        Assignee = "assignee", "Assigned to";
    }
}

/// What lists of cases are ordered and narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Keys {
    pub(super) number: String,
    pub(super) received_us: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) due_on: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) assigned_to: Option<String>,
}

/// What of one object can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(in crate::store) struct Content {
    /// Of a case alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) keys: Option<Keys>,
    /// Texts by place.
    #[serde(default)]
    pub(super) texts: Vec<(TextPlace, String)>,
    /// Whether the text of that place in the list is one number, found as if written without spaces and signs.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) numbers: BTreeSet<usize>,
    /// Words that it bears.
    #[serde(default)]
    pub(super) marks: BTreeSet<(CaseFacet, String)>,
}

impl Content {
    /// Adds a text that can be found.
    pub(in crate::store) fn text(&mut self, place: TextPlace, text: &str) {
        let text = text.trim();
        if text.is_empty() || self.texts.len() >= TEXTS_LIMIT {
            return;
        }
        let text: String = text.chars().take(TEXT_LIMIT).collect();
        if !self.texts.iter().rev().take(200).any(|(held, known)| *held == place && *known == text) {
            self.texts.push((place, text));
        }
    }

    /// Adds a number, found as if written without spaces and signs too.
    pub(in crate::store) fn number(&mut self, place: TextPlace, text: &str) {
        let before = self.texts.len();
        self.text(place, text);
        if self.texts.len() > before {
            self.numbers.insert(before);
        }
    }

    /// Adds a word that lists are narrowed by.
    pub(in crate::store) fn mark(&mut self, facet: CaseFacet, value: &str) {
        let value = match facet {
            CaseFacet::Examiner | CaseFacet::Assignee => fold(value.trim()),
            CaseFacet::Status | CaseFacet::Kind | CaseFacet::Level => value.to_owned(),
        };
        if !value.is_empty() {
            self.marks.insert((facet, value));
        }
    }

    fn actor(&mut self, actor: &Actor) {
        if let Actor::Person(name) = actor {
            self.mark(CaseFacet::Examiner, name);
        }
    }

    fn carrier(&mut self, carrier: &DataCarrier) {
        for statement in &carrier.statements {
            self.field(TextPlace::Carrier, statement.field, &statement.text);
        }
        for line in &carrier.zone_lines {
            self.text(TextPlace::Carrier, line);
        }
    }

    fn field(&mut self, place: TextPlace, field: DataField, text: &str) {
        match field {
            DataField::Number | DataField::PersonalNumber | DataField::PassportNumber => self.number(place, text),
            _ => self.text(place, text),
        }
    }

    /// What of a case can be found. What is known around the documents is left out: it is not open to everybody.
    pub(in crate::store) fn of_case(case: &Case) -> Self {
        let mut content = Self::default();
        let assigned_to = case.assigned_to.as_ref().map(|person| person.name.as_str());
        content.keys = Some(Keys {
            number: case.number.clone(),
            received_us: case.received_at.0.as_microsecond(),
            due_on: case.due_on.map(|day| day.to_string()),
            assigned_to: assigned_to.map(str::to_owned),
        });
        content.number(TextPlace::Number, &case.number);
        content.text(TextPlace::Title, &case.title);
        content.text(TextPlace::Customer, case.customer.as_deref().unwrap_or_default());
        content.text(TextPlace::Question, case.question.as_deref().unwrap_or_default());
        content.mark(CaseFacet::Status, case.status.code());
        content.mark(CaseFacet::Assignee, assigned_to.unwrap_or_default());
        for exhibit in &case.exhibits {
            content.text(TextPlace::Exhibit, &exhibit.description);
            content.text(TextPlace::Condition, exhibit.condition.as_deref().unwrap_or_default());
            content.mark(CaseFacet::Kind, exhibit.kind.map(|kind| kind.code()).unwrap_or_default());
            for capture in &exhibit.captures {
                content.text(TextPlace::FileName, &capture.file_name);
            }
        }
        content
    }

    /// What of an examination can be found.
    pub(in crate::store) fn of_examination(examination: &Examination) -> Self {
        let mut content = Self::default();
        content.text(TextPlace::MrzTyped, &examination.mrz_text);
        for text in examination.visual_texts.values() {
            content.number(TextPlace::Printed, text);
        }
        let analysis = &examination.analysis;
        for line in analysis.machine_zones.iter().flat_map(|zone| &zone.lines) {
            content.text(TextPlace::MrzRead, line);
        }
        for field in &analysis.visual_fields {
            content.field(TextPlace::Printed, field.field, &field.text);
        }
        for carrier in analysis.barcodes.iter().chain(examination.chip.iter().flat_map(|chip| &chip.carriers)) {
            content.carrier(carrier);
        }
        for observation in examination.observations.values() {
            content.text(TextPlace::Remark, &observation.remark);
            if let AnswerValue::Text(text) = &observation.value {
                content.text(TextPlace::Remark, text);
            }
            content.actor(&observation.by);
        }
        if let Some(conclusion) = &examination.conclusion {
            content.text(TextPlace::Conclusion, &conclusion.reasons);
            content.text(TextPlace::Conclusion, conclusion.departs_because.as_deref().unwrap_or_default());
            content.text(TextPlace::Conclusion, conclusion.level.code());
            for code in &conclusion.codes {
                content.text(TextPlace::Conclusion, code.code());
            }
            content.mark(CaseFacet::Level, conclusion.level.code());
            content.actor(&conclusion.by);
        }
        content
    }

    /// What of issued findings can be found: their identity and the number of the report.
    pub(in crate::store) fn of_findings(id: &str, text: &str) -> Self {
        #[derive(Deserialize)]
        struct Named {
            #[serde(default)]
            report_id: String,
        }
        let mut content = Self::default();
        if let Ok(named) = serde_json::from_str::<Named>(text) {
            content.number(TextPlace::Report, &named.report_id);
        }
        content.text(TextPlace::Report, id);
        content
    }

    /// What of a case can be found whose state this program cannot read: what its row says.
    pub(super) fn of_row(number: &str, title: &str, status: &str, received_us: i64) -> Self {
        let mut content =
            Self { keys: Some(Keys { number: number.to_owned(), received_us, due_on: None, assigned_to: None }), ..Self::default() };
        content.number(TextPlace::Number, number);
        content.text(TextPlace::Title, title);
        content.mark(CaseFacet::Status, status);
        content
    }

    /// As it is kept.
    pub(super) fn written(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}
