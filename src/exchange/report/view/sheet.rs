//! The administrative part of a report: who, for whom, under which limits, and in which language.

use super::say::{Line, Say, stated_language};
use super::{Fact, Rows, Stated, fact, sum};
use crate::domain::findings::{Findings, Limitation, ReviewRecord, Stage};
use crate::domain::{Language, UnmaskingStage};

/// The laboratory as the head of each page names it.
pub(super) fn laboratory(findings: &Findings, say: &Say<'_>) -> Line {
    match &findings.lab.name {
        Stated::Given(name) => say.value(name),
        Stated::NotGiven { reason } => say.sentence("report", "laboratory-not-given", [("reason", say.word(*reason).lower())]),
    }
}

/// Laboratory, address and accreditation, below the title.
pub(super) fn address(findings: &Findings, say: &Say<'_>) -> Vec<Line> {
    let address = findings.lab.address.given().map(|address| say.written(address));
    let accreditation = findings.lab.accreditation.as_ref().map(|text| say.written(text));
    let lines = [Some(laboratory(findings, say)), address, accreditation];
    lines.into_iter().flatten().filter(|line| !line.is_empty()).collect()
}

/// What stands below the conclusion on the first page.
pub(super) fn statement(findings: &Findings, say: &Say<'_>) -> Vec<Line> {
    let own = findings.lab.statement.as_ref().map(|text| say.written(text));
    std::iter::once(say.label("statement", "items-examined-only")).chain(own).collect()
}

pub(super) fn facts(findings: &Findings, say: &Say<'_>) -> Vec<Fact> {
    let dates = [&findings.examined_from, &findings.examined_to];
    let [from, to] = dates.map(|date| say.stated(date, |date| say.day(*date)));
    let examined = if from == to { from } else { say.sentence("report", "from-to", [("from", from), ("to", to)]) };
    let number = [("id", say.value(&findings.report_id)), ("version", say.value(&findings.version.to_string()))];
    vec![
        fact(say, "report-number", say.sentence("report", "versioned", number)),
        fact(say, "customer", say.stated_text(&findings.customer)),
        fact(say, "items-received", say.stated(&findings.received_on, |date| say.day(*date))),
        fact(say, "examined", examined),
        fact(say, "place-of-work", say.stated_text(&findings.lab.location_of_work)),
        fact(say, "selection", say.stated_text(&findings.selection)),
        fact(say, "issued", say.stated(&findings.issued_on, |date| say.day(*date))),
        fact(say, "authorised-by", say.stated(&findings.authorised_by, |authorised| say.value(&authorised.by.to_string()))),
    ]
}

/// A stage by its number and name.
fn stage(Stage(number): Stage, say: &Say<'_>) -> Line {
    let known = UnmaskingStage::ALL.iter().find(|stage| stage.number() == number);
    Line::joined([say.value(&number.to_string()), known.map(|stage| say.word(*stage)).unwrap_or_default()], " · ")
}

pub(super) fn information(findings: &Findings, say: &Say<'_>) -> Rows {
    let told = findings.information.iter().map(|told| {
        let at = say.stated(&told.at, |at| say.moment(*at));
        vec![say.written(&told.text), say.stated_text(&told.from), at, stage(told.stage, say)]
    });
    told.collect()
}

/// The stages that were closed, with the answers that stood then.
pub(super) fn stages(findings: &Findings, say: &Say<'_>) -> Rows {
    let closed = findings.stages.iter().map(|closed| {
        let number = Stage(closed.stage.number());
        vec![stage(number, say), say.value(&closed.answers.to_string()), say.author(&closed.by, closed.at)]
    });
    closed.collect()
}

pub(super) fn external(findings: &Findings, say: &Say<'_>) -> Rows {
    let row = |result: &crate::domain::findings::ExternalResult| {
        vec![say.value(&result.by), say.written(&result.text), say.stated(&result.received_on, |date| say.day(*date))]
    };
    findings.external_results.iter().map(row).collect()
}

pub(super) fn custody(findings: &Findings, say: &Say<'_>) -> Rows {
    let row = |step: &crate::domain::findings::CustodyRecord| {
        let seal = step.seal.as_ref().map_or_else(|| Line::from("–"), |seal| say.value(seal));
        let event = say.label("custody-event", &step.event);
        vec![say.value(&step.exhibit), say.moment(step.at), event, say.value(&step.by.to_string()), seal]
    };
    findings.custody.iter().map(row).collect()
}

pub(super) fn review(findings: &Findings, say: &Say<'_>) -> Rows {
    let row = |review: &ReviewRecord| {
        let outcome = say.fixed(if review.agrees { "review-agrees" } else { "review-disagrees" });
        let level = review.level.map(|level| say.sentence("report", "level-of-review", [("level", say.word(level))]));
        let remark = review.remark.as_ref().map(|remark| say.written(remark));
        let decision = review.decision.as_ref().map(|decision| {
            let values = [
                ("by", say.value(&decision.by.name)),
                ("outcome", say.word(decision.outcome).lower()),
                ("reason", say.written(&decision.reason)),
            ];
            say.sentence("report", "decided", values)
        });
        let parts = [Some(outcome), level, remark, decision].into_iter().flatten().map(Line::unstopped);
        vec![say.word(review.kind), say.value(&review.by.to_string()), say.moment(review.at), Line::joined(parts, ". ")]
    };
    findings.review.iter().map(row).collect()
}

pub(super) fn amends(findings: &Findings, say: &Say<'_>) -> Vec<Fact> {
    let Some(amendment) = &findings.amends else { return Vec::new() };
    let record = match amendment.record_sha256 {
        Some(of_record) => sum(say, "its-record", of_record.to_string()),
        None => fact(say, "its-record", say.fixed("not-recorded")),
    };
    let other = say.sentence("report", "other-report", [("id", say.value(&amendment.report_id))]);
    vec![
        super::labelled(say.word(amendment.kind), other),
        record,
        fact(say, "reason", say.written(&amendment.reason)),
        fact(say, "changed-fields", say.joined(amendment.changed.iter().map(|field| say.value(field)), ", ")),
    ]
}

/// A limit of the results, one sentence.
pub(super) fn limit(limit: &Limitation, say: &Say<'_>) -> Line {
    let of = |code: &str| say.label("limitation", code);
    let with = |code: &str, name: &str, value: Line| say.sentence("limitation", code, [(name, value)]);
    match limit {
        Limitation::ImagesOnly => of("images-only"),
        Limitation::NoReference => of("no-reference"),
        Limitation::ReferenceUnverified { reference } => with("reference-unverified", "reference", say.value(reference)),
        Limitation::NoCapture { light } => with("no-capture", "light", say.word(*light).lower()),
        Limitation::LowResolution { capture, ppi, needed_ppi } => {
            let [ppi, needed_ppi] = [ppi, needed_ppi].map(|ppi| say.value(&format!("{ppi:.0}")));
            let values = [("capture", say.value(&capture.short())), ("ppi", ppi), ("needed_ppi", needed_ppi)];
            say.sentence("limitation", "low-resolution", values)
        }
        Limitation::ScaleFromReference { capture } => with("scale-from-reference", "capture", say.value(&capture.short())),
        Limitation::NotRegistered { capture, reason } => {
            let reason = say.label("not-registered-reason", reason).lower();
            say.sentence("limitation", "not-registered", [("capture", say.value(&capture.short())), ("reason", reason)])
        }
        Limitation::CriticalNotExamined { count } => {
            say.counted("limitation", "critical-not-examined", usize::try_from(*count).unwrap_or(usize::MAX), [])
        }
        Limitation::ChecklistDraft { checklist } => with("checklist-draft", "checklist", say.value(checklist.as_str())),
        Limitation::Specimen => of("specimen"),
        Limitation::Other { remark } => say.written(remark),
    }
}

/// In which language the report is, what stands in another, and what had no wording.
pub(super) fn language_notes(findings: &Findings, say: &Say<'_>) -> Vec<Line> {
    let own = say.wording.language();
    let mut notes = vec![say.sentence("report", "language-lead", [("language", say.word(own))])];
    if own != Language::English {
        notes.push(say.fixed("language-draft"));
    }
    let stated = stated_language(findings);
    notes.push(match stated.map(|code| (code, code.parse::<Language>())) {
        Some((_, Ok(language))) => say.sentence("report", "language-written", [("language", say.word(language))]),
        Some((code, Err(_))) => say.sentence("report", "language-written", [("language", say.value(code))]),
        None => say.fixed("language-as-written"),
    });
    if own != Language::English {
        notes.push(say.fixed("language-program"));
    }
    let missing = say.wording.untranslated().into_iter().map(|missing| say.value(&format!("{}: {}", missing.list, missing.code)));
    let missing = say.joined(missing, "; ");
    if !missing.is_empty() {
        notes.push(Line::joined([say.fixed("untranslated"), missing], ": "));
    }
    notes
}
