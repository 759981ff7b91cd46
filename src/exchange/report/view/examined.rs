//! Items, captures, method, references and registration as a report shows them.

use serde::Serialize;

use super::say::{Line, Say};
use super::{Fact, Rows, fact, sum};
use crate::domain::findings::{Findings, ItemExamined, RegistrationOutcome};
use crate::domain::{PictureSum, Resolution};

#[derive(Debug, Serialize)]
pub(super) struct ItemView {
    title: Line,
    facts: Vec<Fact>,
}

impl ItemView {
    pub(super) fn of(item: &ItemExamined, findings: &Findings, say: &Say<'_>) -> Self {
        let mut lights: Vec<_> = findings.images.iter().filter(|image| image.exhibit == item.exhibit).map(|image| image.light).collect();
        lights.dedup();
        let names = say.joined(lights.into_iter().map(|light| say.word(light)), ", ");
        let count = say.value(&item.captures.len().to_string());
        Self {
            title: say.sentence("report", "exhibit", [("number", say.value(&item.exhibit))]),
            facts: vec![
                fact(say, "description", say.written(&item.description)),
                fact(say, "claims", item.kind.map_or_else(|| say.fixed("not-determined"), |kind| say.word(kind))),
                fact(say, "document-number", say.stated(&item.document_number, |number| say.value(number))),
                fact(say, "condition", say.stated_text(&item.condition)),
                fact(say, "seal", say.stated(&item.seal, |seal| say.value(seal))),
                fact(say, "captures", say.sentence("report", "counted", [("count", count), ("names", names)])),
            ],
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct MethodView {
    facts: Vec<Fact>,
    references: Vec<ReferenceRow>,
    registration: Rows,
    deviations: Vec<Line>,
    not_examined: Rows,
    unanswered: Line,
}

#[derive(Debug, Serialize)]
struct ReferenceRow {
    title: Line,
    facts: Vec<Fact>,
    /// Light and sum.
    captures: Vec<(Line, String)>,
}

impl MethodView {
    pub(super) fn of(findings: &Findings, say: &Say<'_>) -> Self {
        let method = &findings.method;
        let checklist = &method.checklist;
        let procedures = say.joined(method.procedures.iter().map(|procedure| say.written(procedure)), "; ");
        let used = [
            ("title", say.written(&checklist.title)),
            ("id", say.value(checklist.id.as_str())),
            ("version", say.value(&checklist.version)),
            ("status", say.label("checklist-status", &checklist.status).lower()),
        ];
        Self {
            facts: vec![
                fact(say, "checklist", say.sentence("report", "checklist-used", used)),
                sum(say, "checklist-sum", checklist.sha256.to_string()),
                fact(say, "procedures", if procedures.is_empty() { say.fixed("none-named") } else { procedures }),
                fact(say, "program", say.value(&format!("{} {}", method.program.name, method.program.version))),
            ],
            references: findings.reference.iter().map(|reference| reference_row(reference, say)).collect(),
            registration: findings
                .registration
                .iter()
                .map(|record| registration(findings, record.capture, &record.page.to_string(), &record.outcome, say))
                .collect(),
            deviations: findings
                .deviations
                .iter()
                .map(|deviation| {
                    let item = deviation.item.as_ref().map(|item| say.value(item.as_str())).unwrap_or_default();
                    Line::joined([item, say.titled(&deviation.remark)], ": ")
                })
                .collect(),
            not_examined: findings
                .not_examined
                .iter()
                .filter_map(|left| {
                    let critical = if left.critical { say.fixed("critical") } else { Line::from("–") };
                    Some(vec![say.value(left.item_id.as_str()), say.written(&left.title), critical, say.word(left.reason?)])
                })
                .collect(),
            unanswered: unanswered(findings, say),
        }
    }
}

fn reference_row(reference: &crate::domain::findings::ReferenceUsed, say: &Say<'_>) -> ReferenceRow {
    let place = [("id", say.value(reference.id.as_str())), ("page", say.value(reference.page.as_str()))];
    let verified = reference.verified_by.as_ref().map(|by| say.written(by));
    ReferenceRow {
        title: say.written(&reference.title),
        facts: vec![
            fact(say, "reference", say.sentence("report", "reference-page", place)),
            fact(say, "source", say.written(&reference.source)),
            fact(say, "confirmed-by", verified.unwrap_or_else(|| say.fixed("nobody-yet"))),
        ],
        captures: reference.captures.iter().map(|(light, sum)| (say.word(*light), sum.to_string())).collect(),
    }
}

/// How many items wait for an answer; each stands in the checklist.
fn unanswered(findings: &Findings, say: &Say<'_>) -> Line {
    let open: Vec<_> = findings.not_examined.iter().filter(|left| left.reason.is_none()).collect();
    let critical = open.iter().filter(|left| left.critical).count();
    match (open.len(), critical) {
        (0, _) => Line::default(),
        (count, 0) => say.counted("report", "unanswered", count, []),
        (count, critical) => say.counted("report", "unanswered-critical", count, [("critical", say.value(&critical.to_string()))]),
    }
}

/// A capture by light and the start of its sum.
pub(super) fn capture_name(findings: &Findings, sum: PictureSum, say: &Say<'_>) -> Line {
    match findings.images.iter().find(|image| image.picture() == sum) {
        Some(image) => Line::joined([say.word(image.light), say.value(&sum.short())], " · "),
        None => say.value(&sum.short()),
    }
}

fn registration(findings: &Findings, capture: PictureSum, page: &str, outcome: &RegistrationOutcome, say: &Say<'_>) -> Vec<Line> {
    let mut row = vec![capture_name(findings, capture, say), say.value(page)];
    match outcome {
        RegistrationOutcome::Registered { inliers, residual_mm, coverage, sampling_ppi, by_hand, .. } => {
            let residual = say.residual(*residual_mm);
            row.extend([
                if by_hand.is_some() { say.sentence("measurement", "by-hand", [("value", residual)]) } else { residual },
                say.value(&inliers.to_string()),
                say.value(&format!("{:.0}%", coverage * 100.0)),
                say.value(&format!("{sampling_ppi:.0} ppi")),
            ]);
        }
        RegistrationOutcome::NotRegistered { reason } => {
            let reason = say.label("not-registered-reason", reason).lower();
            let none = || Line::from("–");
            row.extend([say.sentence("report", "not-registered", [("reason", reason)]), none(), none(), none()]);
        }
    }
    row
}

#[derive(Debug, Serialize)]
pub(super) struct CaptureRow {
    exhibit: Line,
    file: Line,
    light: Line,
    page: Line,
    size: Line,
    resolution: Line,
    sha256: String,
}

pub(super) fn captures(findings: &Findings, say: &Say<'_>) -> Vec<CaptureRow> {
    let stated = |ppi: Resolution| {
        if (ppi.x.get() - ppi.y.get()).abs() < 0.5 {
            say.value(&format!("{:.0} ppi", ppi.x.get()))
        } else {
            say.value(&format!("{:.0} × {:.0} ppi", ppi.x.get(), ppi.y.get()))
        }
    };
    findings
        .images
        .iter()
        .map(|image| CaptureRow {
            exhibit: say.value(&image.exhibit),
            file: say.file(&image.file_name, image.picture().page),
            light: say.word(image.light),
            page: image.page.as_ref().map_or_else(|| say.fixed("not-known"), |page| say.value(page.page.as_str())),
            size: say.value(&format!("{} × {} px", image.size_px[0], image.size_px[1])),
            resolution: match image.ppi {
                Some(ppi) => stated(ppi).and(" (").then(say.word(image.resolution_source).lower()).and(")"),
                None => say.fixed("not-stated"),
            },
            sha256: image.sha256.to_string(),
        })
        .collect()
}
