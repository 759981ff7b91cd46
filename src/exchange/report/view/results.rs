//! Answers, proposals, comparisons and measurements as a report shows them.

use serde::Serialize;

use super::drawn::LONG_TEXT;
use super::say::{Line, Say};
use super::words::{outcome_sign, sign, zone_title};
use crate::domain::findings::{ComparisonRecord, Findings, ObservationRecord, ProposalRecord};
use crate::domain::{AnswerValue, Measurement, NotMeasuredReason, ProposalState, Threshold, Verdict};

/// The results of one section of the checklist.
#[derive(Debug, Serialize)]
pub(super) struct SectionView {
    title: Line,
    /// How many items conform, do not conform, are inconclusive, were not examined, do not apply, were described, wait.
    counts: [usize; 7],
    notes: Vec<NoteView>,
}

/// An item that needs words: it does not conform, is inconclusive, or waits for a person.
#[derive(Debug, Serialize)]
struct NoteView {
    sign: &'static str,
    item: Line,
    title: Line,
    answer: Line,
    remark: Line,
    proposal: Option<Line>,
}

pub(super) fn sections(findings: &Findings, say: &Say<'_>) -> Vec<SectionView> {
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
                title: say.written(title),
                counts: counts(&of_section),
                notes: of_section.iter().filter_map(|observation| note(findings, observation, say)).collect(),
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

fn note(findings: &Findings, observation: &ObservationRecord, say: &Say<'_>) -> Option<NoteView> {
    let answered = verdict(observation);
    let proposed = observation.proposal.as_ref().and_then(|proposal| proposal.verdict);
    let notable = |verdict| matches!(verdict, Some(Verdict::DoesNotConform | Verdict::Inconclusive));
    let waits = observation.answer.is_none() && notable(proposed);
    let described = matches!(&observation.answer, Some(AnswerValue::Choice(_) | AnswerValue::Text(_)));
    let has_remark = observation.remark.as_ref().is_some_and(|remark| !remark.is_empty());
    let proposal =
        |proposal: &ProposalRecord| say.sentence("report", "proposal-of-program", [("proposal", proposal_text(findings, proposal, say))]);
    (notable(answered) || waits || described || has_remark).then(|| NoteView {
        sign: sign(answered),
        item: say.value(observation.item_id.as_str()),
        title: say.written(&observation.title),
        answer: answer_text(observation, say),
        remark: say.written(observation.remark.as_deref().unwrap_or_default()),
        proposal: observation.proposal.as_ref().map(proposal),
    })
}

fn answer_text(observation: &ObservationRecord, say: &Say<'_>) -> Line {
    let text = match &observation.answer {
        None => return say.label("proposal", "no-answer"),
        Some(AnswerValue::Verdict(verdict)) => say.word(*verdict),
        Some(AnswerValue::Measured { value, verdict }) => {
            let values = [("verdict", say.word(*verdict)), ("value", say.value(&value.to_string()))];
            say.sentence("proposal", "measured-answer", values)
        }
        Some(AnswerValue::Choice(text) | AnswerValue::Text(text)) => say.written(text),
    };
    Line::joined([text, observation.reason.map(|reason| say.word(reason).lower()).unwrap_or_default()], ": ")
}

/// How many zones a proposal names before it only counts them.
const MAX_ZONES: usize = 4;

/// What the program proposes and why: the zones that differ with the first measurement outside its threshold, or else the numbers
/// that belong to no zone.
fn proposal_text(findings: &Findings, proposal: &ProposalRecord, say: &Say<'_>) -> Line {
    let mut parts = vec![match proposal.verdict {
        Some(verdict) => say.sentence("proposal", "with-code", [("verdict", say.word(verdict)), ("code", say.word(proposal.code).lower())]),
        None => proposal.not_measured.map_or_else(|| say.word(proposal.code), |reason| say.word(reason)),
    }];
    parts.extend(proposal.details.iter().map(|(_, text)| say.recorded(text).unstopped()));
    let outside: Vec<Line> = proposal
        .zones
        .iter()
        .filter_map(|(light, zone)| {
            let of_zone = |record: &&ComparisonRecord| &record.comparison.zone == zone && record.comparison.light == *light;
            let record = findings.comparisons.iter().find(of_zone)?;
            let out = record.comparison.measurements.iter().find(|measurement| !measurement.agrees())?;
            let name = say.titled(zone_title(findings, proposal.reference.as_ref(), *light, zone));
            let values = [("zone", name), ("light", say.word(*light).lower()), ("value", measured_text(out, say))];
            Some(say.sentence("proposal", "of-zone", values))
        })
        .collect();
    let more = outside.len().saturating_sub(MAX_ZONES);
    parts.extend(outside.into_iter().take(MAX_ZONES));
    if more > 0 {
        parts.push(say.counted("proposal", "more-zones", more, []));
    }
    if proposal.zones.is_empty() {
        parts.extend(proposal.measurements.iter().map(|measurement| measured_text(measurement, say)));
    }
    say.joined(parts, "; ")
}

fn measured_text(measurement: &Measurement, say: &Say<'_>) -> Line {
    let values = [
        ("quantity", say.word(measurement.quantity).lower()),
        ("value", say.with_unit(measurement.value, measurement.unit)),
        ("threshold", say.threshold(measurement)),
    ];
    say.sentence("proposal", "measured-value", values)
}

/// One row of the complete checklist.
#[derive(Debug, Serialize)]
pub(super) struct ChecklistRow {
    /// Whether a section begins with it, and its title.
    section: Option<Line>,
    item: Line,
    title: Line,
    question: Line,
    critical: bool,
    sign: &'static str,
    answer: Line,
    remark: Line,
    /// Whether the remark is so long that the row may break.
    long: bool,
    by: Line,
    proposal_sign: Option<&'static str>,
    proposal: Line,
}

pub(super) fn checklist(findings: &Findings, say: &Say<'_>) -> Vec<ChecklistRow> {
    let mut section: Option<&str> = None;
    let mut rows = Vec::new();
    for observation in &findings.observations {
        let begins = section != Some(observation.section.as_str());
        section = Some(observation.section.as_str());
        let remark = observation.remark.as_deref().unwrap_or_default();
        rows.push(ChecklistRow {
            section: begins.then(|| say.written(&observation.section)),
            item: say.value(observation.item_id.as_str()),
            title: say.written(&observation.title),
            question: say.written(&observation.question),
            critical: observation.critical,
            sign: if observation.answer.is_some() && verdict(observation).is_none() { "na" } else { sign(verdict(observation)) },
            answer: answer_text(observation, say),
            remark: say.written(remark),
            long: remark.len() > LONG_TEXT,
            by: match (&observation.by, observation.observed_at) {
                (Some(by), Some(at)) => say.author(by, at),
                (Some(by), None) => say.value(&by.to_string()),
                _ => Line::default(),
            },
            proposal_sign: observation.proposal.as_ref().and_then(|proposal| proposal.verdict).map(|verdict| sign(Some(verdict))),
            proposal: observation.proposal.as_ref().map_or_else(|| Line::from("–"), |proposal| short_proposal(proposal, say)),
        });
    }
    rows
}

fn short_proposal(proposal: &ProposalRecord, say: &Say<'_>) -> Line {
    match (proposal.verdict, proposal.not_measured) {
        (Some(verdict), _) => {
            let state = match proposal.state {
                ProposalState::Waiting => "waiting",
                ProposalState::Accepted => "accepted",
                ProposalState::Overruled => "overruled",
            };
            say.sentence("proposal", "with-state", [("verdict", say.word(verdict)), ("state", say.label("proposal", state))])
        }
        // No automatic check exists, so there is nothing to report about one.
        (None, Some(NotMeasuredReason::NotSupported)) => Line::from("–"),
        (None, Some(reason)) => say.word(reason),
        (None, None) => say.label("proposal", "no-proposal"),
    }
}

/// What the comparison of a zone came to.
#[derive(Debug, Serialize)]
pub(super) struct ComparisonRow {
    zone: Line,
    place: Line,
    light: Line,
    sign: &'static str,
    outcome: Line,
    /// How many differences.
    areas: Line,
}

pub(super) fn comparisons(findings: &Findings, say: &Say<'_>) -> Vec<ComparisonRow> {
    let row = |record: &ComparisonRecord| {
        let comparison = &record.comparison;
        let reason = comparison.reason.map(|reason| say.word(reason).lower()).unwrap_or_default();
        ComparisonRow {
            zone: say.titled(&record.zone_title),
            place: say.figures_of(record.area),
            light: say.word(comparison.light),
            sign: outcome_sign(comparison.outcome),
            outcome: Line::joined([say.word(comparison.outcome), reason], ": "),
            areas: say.value(&comparison.regions.len().to_string()),
        }
    };
    findings.comparisons.iter().map(row).collect()
}

/// The measurements of one zone, or of one item that is about no zone.
#[derive(Debug, Serialize)]
pub(super) struct MeasurementGroup {
    title: Line,
    rows: Vec<MeasurementRow>,
}

#[derive(Debug, Serialize)]
struct MeasurementRow {
    quantity: Line,
    value: Line,
    threshold: Line,
    sign: &'static str,
    result: Line,
    method: Line,
}

pub(super) fn measurements(findings: &Findings, say: &Say<'_>) -> Vec<MeasurementGroup> {
    let zones = findings.comparisons.iter().map(|record| MeasurementGroup {
        title: Line::joined([say.titled(&record.zone_title), say.word(record.comparison.light)], " · "),
        rows: record.comparison.measurements.iter().map(|measurement| row(measurement, say)).collect(),
    });
    let items = findings.observations.iter().filter_map(|observation| {
        let proposal = observation.proposal.as_ref()?;
        // A proposal carries the numbers of its zones as well; they stand with the zone.
        let of_zone = |measurement: &Measurement| {
            let zones = findings.comparisons.iter().map(|record| &record.comparison);
            let own = zones.filter(|zone| proposal.zones.contains(&(zone.light, zone.zone.clone())));
            own.flat_map(|zone| &zone.measurements).any(|other| other == measurement)
        };
        let own = proposal.measurements.iter().filter(|measurement| !of_zone(measurement));
        Some(MeasurementGroup {
            title: Line::joined([say.value(observation.item_id.as_str()), say.written(&observation.title)], " · "),
            rows: own.map(|measurement| row(measurement, say)).collect(),
        })
    });
    zones.chain(items).filter(|group| !group.rows.is_empty()).collect()
}

fn row(measurement: &Measurement, say: &Say<'_>) -> MeasurementRow {
    let (sign, result) = match (measurement.threshold, measurement.agrees()) {
        (Threshold::None, _) => ("na", "recorded"),
        (_, true) => ("yes", "within"),
        (_, false) => ("no", "outside"),
    };
    MeasurementRow {
        quantity: say.word(measurement.quantity),
        value: say.with_unit(measurement.value, measurement.unit),
        threshold: say.threshold(measurement),
        sign,
        result: say.label("measurement", result),
        method: say.value(&format!("{} v{}", measurement.method.name, measurement.method.version)),
    }
}
