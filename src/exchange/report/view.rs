//! What a report shows, worked out as text and numbers; the template only lays it out.

mod data;
mod drawn;
mod examined;
mod figures;
mod results;
mod words;

use serde::Serialize;

use super::super::record::record_hash;
use super::{ReportError, ReportPicture};
use crate::domain::findings::{Findings, Stated};
use crate::domain::{Conclusion, Suggestion};
use data::DataTable;
use examined::{ItemView, MethodView};
use figures::FigureView;
use results::{ChecklistRow, MeasurementGroup, MrzView, SectionView};
use words::{day, joined, lower_first, moment};

/// A label and what stands beside it.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    label: String,
    text: String,
}

fn fact(label: &str, text: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), text: text.into() }
}

/// The cells of a plain table, row by row.
type Rows = Vec<Vec<String>>;

/// Everything in a report, in the order of its sections.
#[derive(Debug, Serialize)]
pub(super) struct ReportView {
    title: String,
    report_id: String,
    status: String,
    authorised: bool,
    marking: String,
    laboratory: String,
    address: String,
    facts: Vec<Fact>,
    statement: String,
    request: Vec<Fact>,
    items: Vec<ItemView>,
    information: Rows,
    method: MethodView,
    sections: Vec<SectionView>,
    comparisons: Rows,
    mrz: Option<MrzView>,
    data: Option<DataTable>,
    external: Rows,
    suggestion: Option<SuggestionView>,
    conclusion: Option<ConclusionView>,
    scale: ScaleView,
    limits: Vec<String>,
    figures: Vec<FigureView>,
    measurements: Vec<MeasurementGroup>,
    /// What the examiner measured, and marked.
    measured: Vec<drawn::DrawnRow>,
    marks: Vec<drawn::DrawnRow>,
    checklist: Vec<ChecklistRow>,
    captures: Vec<examined::CaptureRow>,
    custody: Rows,
    review: Rows,
    authorised_by: String,
    amends: Vec<Fact>,
    integrity: Vec<Fact>,
}

#[derive(Debug, Serialize)]
struct SuggestionView {
    level: String,
    facts: Vec<Fact>,
}

#[derive(Debug, Serialize)]
struct ConclusionView {
    level: String,
    codes: String,
    reasons: String,
    departs: Option<String>,
    by: String,
}

#[derive(Debug, Serialize)]
struct ScaleView {
    title: String,
    levels: Rows,
}

impl ReportView {
    pub(super) fn of(findings: &Findings, pictures: &[ReportPicture]) -> Result<Self, ReportError> {
        let authorised = findings.status.is_authorised() && findings.authorised_by.given().is_some();
        let log = findings.log_head.as_ref();
        Ok(Self {
            title: findings.title.clone(),
            report_id: findings.report_id.clone(),
            status: findings.status.title().to_owned(),
            authorised,
            marking: findings.marking.title().to_owned(),
            laboratory: laboratory(findings),
            address: findings.lab.address.given().cloned().unwrap_or_default(),
            facts: facts(findings),
            statement: findings.statement.text().to_owned(),
            request: vec![fact("Question", findings.request.question.text()), fact("Request number", findings.request.number.text())],
            items: findings.items.iter().map(|item| ItemView::of(item, findings)).collect(),
            information: findings
                .information
                .iter()
                .map(|told| vec![told.text.clone(), told.from.text(), stated(&told.at, |at| moment(*at)), told.stage.0.to_string()])
                .collect(),
            method: MethodView::of(findings),
            sections: results::sections(findings),
            comparisons: results::comparisons(findings),
            mrz: findings.machine_data.mrz.as_ref().and_then(MrzView::of),
            data: DataTable::of(&findings.machine_data),
            external: findings
                .external_results
                .iter()
                .map(|result| vec![result.by.clone(), result.text.clone(), stated(&result.received_on, |date| day(*date))])
                .collect(),
            suggestion: findings.suggestion.as_ref().map(|suggestion| suggestion_view(suggestion, findings)),
            conclusion: findings.conclusion.as_ref().map(conclusion_view),
            scale: ScaleView {
                title: format!("{}, version {}", findings.scale.title, findings.scale.version),
                levels: findings.scale.levels.iter().map(|level| vec![level.wording.clone(), level.definition.clone()]).collect(),
            },
            limits: findings.limitations.iter().map(|limit| limit.text()).collect(),
            figures: figures::figures(findings, pictures)?,
            measurements: results::measurements(findings),
            measured: drawn::measurements(findings),
            marks: drawn::marks(findings),
            checklist: results::checklist(findings),
            captures: examined::captures(findings),
            custody: findings
                .custody
                .iter()
                .map(|step| {
                    let seal = step.seal.clone().unwrap_or_else(|| "–".to_owned());
                    vec![step.exhibit.clone(), moment(step.at), step.event.clone(), step.by.to_string(), seal]
                })
                .collect(),
            review: findings
                .review
                .iter()
                .map(|review| {
                    let outcome = if review.agrees { "Agrees" } else { "Does not agree" };
                    let outcome = joined(&[outcome.to_owned(), review.remark.clone().unwrap_or_default()], ". ");
                    vec![review.kind.title().to_owned(), review.by.to_string(), moment(review.at), outcome]
                })
                .collect(),
            authorised_by: stated(&findings.authorised_by, |authorised| format!("{}, {}", authorised.by, moment(authorised.at))),
            amends: amends(findings),
            integrity: vec![
                fact("Record", format!("{} · version {}", findings.id, findings.version)),
                fact("SHA-256 of record", record_hash(findings)?.to_string()),
                fact("Audit chain", log.map_or_else(|| "Not recorded".to_owned(), |log| format!("entry {}", log.seq))),
                fact("SHA-256 of entry", log.map_or_else(|| "Not recorded".to_owned(), |log| log.hash.to_string())),
                fact("Written", moment(findings.created_at)),
            ],
        })
    }
}

fn stated<T>(field: &Stated<T>, text: impl Fn(&T) -> String) -> String {
    match field {
        Stated::Given(value) => text(value),
        Stated::NotGiven { reason } => reason.title().to_owned(),
    }
}

/// The laboratory as the head of each page names it.
fn laboratory(findings: &Findings) -> String {
    match &findings.lab.name {
        Stated::Given(name) => name.clone(),
        Stated::NotGiven { reason } => format!("Laboratory: {}", lower_first(reason.title())),
    }
}

fn facts(findings: &Findings) -> Vec<Fact> {
    let examined = [&findings.examined_from, &findings.examined_to].map(|date| stated(date, |date| day(*date)));
    let examined = if examined[0] == examined[1] { examined[0].clone() } else { examined.join(" to ") };
    vec![
        fact("Report number", format!("{}, version {}", findings.report_id, findings.version)),
        fact("Customer", findings.customer.text()),
        fact("Items received", stated(&findings.received_on, |date| day(*date))),
        fact("Examined", examined),
        fact("Place of work", findings.lab.location_of_work.text()),
        fact("Selection of items", findings.selection.text()),
        fact("Issued", stated(&findings.issued_on, |date| day(*date))),
        fact("Authorised by", stated(&findings.authorised_by, |authorised| authorised.by.to_string())),
    ]
}

fn suggestion_view(suggestion: &Suggestion, findings: &Findings) -> SuggestionView {
    let items = |ids: &[crate::domain::ItemId]| {
        let named = ids.iter().map(|id| {
            let title =
                findings.observations.iter().find(|observation| &observation.item_id == id).map(|observation| observation.title.as_str());
            title.map_or_else(|| id.to_string(), |title| format!("{id} {title}"))
        });
        let named: Vec<_> = named.collect();
        if named.is_empty() { "None".to_owned() } else { named.join("; ") }
    };
    let mut facts = vec![fact("Rule", format!("{}. {}", suggestion.rule.code(), suggestion.rule.title()))];
    let others: Vec<_> = suggestion.fired.iter().filter(|rule| **rule != suggestion.rule).map(|rule| rule.code()).collect();
    if !others.is_empty() {
        facts.push(fact("Rules that also fired", others.join(", ")));
    }
    if let Some(before) = suggestion.before_ceiling {
        facts.push(fact("Before the ceiling of the checklist", before.title()));
    }
    if !suggestion.codes.is_empty() {
        facts.push(fact("Kinds to consider", suggestion.codes.iter().map(|code| code.title()).collect::<Vec<_>>().join(", ")));
    }
    facts.push(fact("Items for it", items(&suggestion.items_for)));
    facts.push(fact("Items against it", items(&suggestion.items_against)));
    facts.push(fact("Critical items undecided", items(&suggestion.items_missing)));
    SuggestionView { level: suggestion.level.title().to_owned(), facts }
}

fn conclusion_view(conclusion: &Conclusion) -> ConclusionView {
    ConclusionView {
        level: conclusion.level.title().to_owned(),
        codes: conclusion.codes.iter().map(|code| code.title()).collect::<Vec<_>>().join(", "),
        reasons: conclusion.reasons.clone(),
        departs: conclusion.departs_because.clone(),
        by: format!("{}, {}", conclusion.by, moment(conclusion.at)),
    }
}

fn amends(findings: &Findings) -> Vec<Fact> {
    let Some(amendment) = &findings.amends else { return Vec::new() };
    let sum = amendment.record_sha256.map_or_else(|| "Not recorded".to_owned(), |sum| sum.to_string());
    vec![
        fact(amendment.kind.title(), format!("report {}", amendment.report_id)),
        fact("Its record", sum),
        fact("Reason", amendment.reason.clone()),
        fact("Changed fields", amendment.changed.join(", ")),
    ]
}
