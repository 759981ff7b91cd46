//! Answers, proposals, comparisons, measurements and machine-read data as a report shows them.

use serde::Serialize;
use serde_json::Value;

use super::words::{figures_of, joined, lower_first, moment, outcome_sign, sign, threshold, with_unit, zone_title};
use super::{Fact, Rows, fact};
use crate::domain::findings::{ComparisonRecord, Findings, ObservationRecord, ProposalRecord};
use crate::domain::{AnswerValue, Light, Measurement, NotMeasuredReason, ProposalState, Threshold, Verdict};

/// The results of one section of the checklist.
#[derive(Debug, Serialize)]
pub(super) struct SectionView {
    title: String,
    /// How many items conform, do not conform, are inconclusive, were not examined, do not apply, were described, wait.
    counts: [usize; 7],
    notes: Vec<NoteView>,
}

/// An item that needs words: it does not conform, is inconclusive, or waits for a person.
#[derive(Debug, Serialize)]
struct NoteView {
    sign: &'static str,
    item: String,
    title: String,
    answer: String,
    remark: String,
    proposal: Option<String>,
}

pub(super) fn sections(findings: &Findings) -> Vec<SectionView> {
    let mut titles: Vec<&str> = Vec::new();
    for observation in &findings.observations {
        if !titles.contains(&observation.section.as_str()) {
            titles.push(&observation.section);
        }
    }
    titles
        .into_iter()
        .map(|title| {
            let of_section: Vec<_> = findings.observations.iter().filter(|observation| observation.section == title).collect();
            SectionView {
                title: title.to_owned(),
                counts: counts(&of_section),
                notes: of_section.iter().filter_map(|observation| note(findings, observation)).collect(),
            }
        })
        .collect()
}

fn verdict(observation: &ObservationRecord) -> Option<Verdict> {
    observation.answer.as_ref().and_then(|answer| answer.verdict())
}

fn counts(observations: &[&ObservationRecord]) -> [usize; 7] {
    let mut counts = [0; 7];
    for observation in observations {
        let column = match (verdict(observation), &observation.answer) {
            (Some(Verdict::Conforms), _) => 0,
            (Some(Verdict::DoesNotConform), _) => 1,
            (Some(Verdict::Inconclusive), _) => 2,
            (Some(Verdict::NotExamined), _) => 3,
            (Some(Verdict::NotApplicable), _) => 4,
            (None, Some(_)) => 5,
            (None, None) => 6,
        };
        if let Some(count) = counts.get_mut(column) {
            *count += 1;
        }
    }
    counts
}

fn note(findings: &Findings, observation: &ObservationRecord) -> Option<NoteView> {
    let answered = verdict(observation);
    let proposed = observation.proposal.as_ref().and_then(|proposal| proposal.verdict);
    let notable = |verdict| matches!(verdict, Some(Verdict::DoesNotConform | Verdict::Inconclusive));
    let waits = observation.answer.is_none() && notable(proposed);
    let described = matches!(&observation.answer, Some(AnswerValue::Choice(_) | AnswerValue::Text(_)));
    let has_remark = observation.remark.as_ref().is_some_and(|remark| !remark.is_empty());
    (notable(answered) || waits || described || has_remark).then(|| NoteView {
        sign: sign(answered),
        item: observation.item_id.to_string(),
        title: observation.title.clone(),
        answer: answer_text(observation),
        remark: observation.remark.clone().unwrap_or_default(),
        proposal: observation.proposal.as_ref().map(|proposal| proposal_text(findings, proposal)),
    })
}

fn answer_text(observation: &ObservationRecord) -> String {
    let text = match &observation.answer {
        None => return "No answer by a person".to_owned(),
        Some(AnswerValue::Verdict(verdict)) => verdict.title().to_owned(),
        Some(AnswerValue::Measured { value, verdict }) => format!("{} (measured {value})", verdict.title()),
        Some(AnswerValue::Choice(text) | AnswerValue::Text(text)) => text.clone(),
    };
    joined(&[text, observation.reason.map(|reason| reason.title().to_lowercase()).unwrap_or_default()], ": ")
}

/// How many zones a proposal names before it only counts them.
const MAX_ZONES: usize = 4;

/// What the program proposes and why: the zones that differ with the first measurement outside its threshold, or else the numbers
/// that belong to no zone.
fn proposal_text(findings: &Findings, proposal: &ProposalRecord) -> String {
    let mut parts = vec![match proposal.verdict {
        Some(verdict) => format!("{}: {}", verdict.title(), lower_first(proposal.code.title())),
        None => proposal.not_measured.map_or_else(|| proposal.code.title(), |reason| reason.title()).to_owned(),
    }];
    parts.extend(proposal.details.iter().map(|(code, text)| format!("{}, {text}", code.replace(['-', '.'], " "))));
    let outside: Vec<String> = proposal
        .zones
        .iter()
        .filter_map(|(light, zone)| {
            let of_zone = |record: &&ComparisonRecord| &record.comparison.zone == zone && record.comparison.light == *light;
            let record = findings.comparisons.iter().find(of_zone)?;
            let out = record.comparison.measurements.iter().find(|measurement| !measurement.agrees())?;
            let name = zone_title(findings, proposal.reference.as_ref(), *light, zone);
            Some(format!("{name} ({}): {}", lower_first(light.title()), measured_text(out)))
        })
        .collect();
    let more = outside.len().saturating_sub(MAX_ZONES);
    parts.extend(outside.into_iter().take(MAX_ZONES));
    if more > 0 {
        parts.push(format!("{more} more zones"));
    }
    if proposal.zones.is_empty() {
        parts.extend(proposal.measurements.iter().map(measured_text));
    }
    parts.join("; ")
}

fn measured_text(measurement: &Measurement) -> String {
    let quantity = lower_first(measurement.quantity.title());
    format!("{quantity} {}, {}", with_unit(measurement.value, measurement.unit), threshold(measurement))
}

/// One row of the complete checklist.
#[derive(Debug, Serialize)]
pub(super) struct ChecklistRow {
    section: String,
    item: String,
    title: String,
    question: String,
    critical: bool,
    sign: &'static str,
    answer: String,
    remark: String,
    by: String,
    proposal_sign: Option<&'static str>,
    proposal: String,
}

pub(super) fn checklist(findings: &Findings) -> Vec<ChecklistRow> {
    findings
        .observations
        .iter()
        .map(|observation| ChecklistRow {
            section: observation.section.clone(),
            item: observation.item_id.to_string(),
            title: observation.title.clone(),
            question: observation.question.clone(),
            critical: observation.critical,
            sign: if observation.answer.is_some() && verdict(observation).is_none() { "na" } else { sign(verdict(observation)) },
            answer: answer_text(observation),
            remark: observation.remark.clone().unwrap_or_default(),
            by: match (&observation.by, observation.observed_at) {
                (Some(by), Some(at)) => format!("{by}, {}", moment(at)),
                (Some(by), None) => by.to_string(),
                _ => String::new(),
            },
            proposal_sign: observation.proposal.as_ref().and_then(|proposal| proposal.verdict).map(|verdict| sign(Some(verdict))),
            proposal: observation.proposal.as_ref().map_or_else(|| "–".to_owned(), short_proposal),
        })
        .collect()
}

fn short_proposal(proposal: &ProposalRecord) -> String {
    match proposal.verdict {
        Some(verdict) => {
            let state = match proposal.state {
                ProposalState::Waiting => "waiting for a person",
                ProposalState::Accepted => "accepted",
                ProposalState::Overruled => "overruled",
            };
            format!("{} ({state})", verdict.title())
        }
        None => match proposal.not_measured {
            // No automatic check exists, so there is nothing to report about one.
            Some(NotMeasuredReason::NotSupported) => "–".to_owned(),
            reason => reason.map_or("Measured, no proposal", |reason| reason.title()).to_owned(),
        },
    }
}

/// Zone, light, sign, outcome with reason, and how many differences.
pub(super) fn comparisons(findings: &Findings) -> Rows {
    findings
        .comparisons
        .iter()
        .map(|record| {
            let comparison = &record.comparison;
            let reason = comparison.reason.map(|reason| lower_first(reason.title())).unwrap_or_default();
            vec![
                record.zone_title.clone(),
                figures_of(record.area),
                comparison.light.title().to_owned(),
                outcome_sign(comparison.outcome).to_owned(),
                joined(&[comparison.outcome.title().to_owned(), reason], ": "),
                comparison.regions.len().to_string(),
            ]
        })
        .collect()
}

/// The measurements of one zone, or of one item that is about no zone.
#[derive(Debug, Serialize)]
pub(super) struct MeasurementGroup {
    title: String,
    /// Quantity, value, threshold, sign, result, method.
    rows: Rows,
}

pub(super) fn measurements(findings: &Findings) -> Vec<MeasurementGroup> {
    let zones = findings.comparisons.iter().map(|record| MeasurementGroup {
        title: format!("{} · {}", record.zone_title, record.comparison.light.title()),
        rows: record.comparison.measurements.iter().map(row).collect(),
    });
    let items = findings.observations.iter().filter_map(|observation| {
        let proposal = observation.proposal.as_ref()?;
        // A proposal carries the numbers of its zones as well; they stand with the zone.
        let of_zone = |measurement: &Measurement| {
            let zones = findings.comparisons.iter().map(|record| &record.comparison);
            let own = zones.filter(|zone| proposal.zones.contains(&(zone.light, zone.zone.clone())));
            own.flat_map(|zone| &zone.measurements).any(|other| other == measurement)
        };
        Some(MeasurementGroup {
            title: format!("{} · {}", observation.item_id, observation.title),
            rows: proposal.measurements.iter().filter(|measurement| !of_zone(measurement)).map(row).collect(),
        })
    });
    zones.chain(items).filter(|group| !group.rows.is_empty()).collect()
}

fn row(measurement: &Measurement) -> Vec<String> {
    let (sign, result) = match (measurement.threshold, measurement.agrees()) {
        (Threshold::None, _) => ("na", "Recorded"),
        (_, true) => ("yes", "Within"),
        (_, false) => ("no", "Outside"),
    };
    vec![
        measurement.quantity.title().to_owned(),
        with_unit(measurement.value, measurement.unit),
        threshold(measurement),
        sign.to_owned(),
        result.to_owned(),
        format!("{} v{}", measurement.method.name, measurement.method.version),
    ]
}

/// The machine-readable zone, as far as its reader's output has the usual keys.
#[derive(Debug, Serialize)]
pub(super) struct MrzView {
    format: String,
    lines: Vec<String>,
    /// Who read it, as a sentence; empty in records that do not say.
    source: String,
    fields: Vec<Fact>,
    /// Name, sign, result.
    checks: Rows,
}

/// Who read the machine-readable zone. What the program read is its reading and nobody's word.
fn source(source: &Value) -> String {
    let text = |key: &str| source.get(key).and_then(Value::as_str);
    match text("by") {
        Some("examiner") => "As typed by the examiner.".to_owned(),
        Some("program") => {
            let doubtful = source.get("doubtful").and_then(Value::as_array).map_or(0, Vec::len);
            let light = text("light").and_then(|code| code.parse::<Light>().ok()).map_or("a picture", Light::title).to_lowercase();
            let doubt = match doubtful {
                0 => "no character is doubtful".to_owned(),
                1 => "one character is doubtful".to_owned(),
                many => format!("{many} characters are doubtful"),
            };
            format!("As read by the program from the picture in {light}; {doubt}. Not confirmed by the examiner.")
        }
        _ => String::new(),
    }
}

impl MrzView {
    pub(super) fn of(value: &Value) -> Option<Self> {
        let lines: Vec<String> = value.get("lines")?.as_array()?.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect();
        let scalar = |value: &Value| match value {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
            _ => None,
        };
        let fields = value.get("fields").and_then(Value::as_object);
        let check = |check: &Value| {
            let name = named(check.get("name").or_else(|| check.get("field"))?.as_str()?);
            let name = if check.get("kind").and_then(Value::as_str) == Some("digit") {
                format!("Check digit: {}", name.to_lowercase())
            } else {
                name
            };
            let told = |key| check.get(key).and_then(&scalar);
            let (sign, result) = match (check.get("ok").and_then(Value::as_bool), told("expected"), told("found")) {
                (Some(true), ..) => ("yes", "Right".to_owned()),
                (Some(false), Some(expected), Some(found)) => ("no", format!("Wrong: expected {expected}, found {found}")),
                (Some(false), ..) => ("no", "Wrong".to_owned()),
                (None, ..) => ("none", "Not checked".to_owned()),
            };
            Some(vec![name, sign.to_owned(), result])
        };
        let parted = fields.is_some_and(|fields| fields.contains_key("surname"));
        (!lines.is_empty()).then(|| Self {
            format: value.get("format").and_then(Value::as_str).unwrap_or_default().to_owned(),
            lines,
            source: value.get("source").map(source).unwrap_or_default(),
            fields: fields
                .into_iter()
                .flatten()
                .filter(|(key, _)| !(parted && *key == "name"))
                .filter_map(|(key, value)| Some(fact(&named(key), scalar(value).or_else(|| scalar(value.get("value")?))?)))
                .collect(),
            checks: value.get("checks").and_then(Value::as_array).into_iter().flatten().filter_map(check).collect(),
        })
    }
}

/// A key as words with a capital.
fn named(key: &str) -> String {
    match key {
        "code" => return "Document code".to_owned(),
        "given" => return "Given names".to_owned(),
        "number" | "document" => return "Document number".to_owned(),
        "birth" => return "Date of birth".to_owned(),
        "expiry" => return "Date of expiry".to_owned(),
        "personal" => return "Personal number".to_owned(),
        "optional" => return "Optional data".to_owned(),
        _ => {}
    }
    let words = key.replace(['_', '-', '.'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
