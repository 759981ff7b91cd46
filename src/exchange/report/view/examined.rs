//! Items, captures, method, references and registration as a report shows them.

use serde::Serialize;

use super::words::joined;
use super::{Fact, Rows, fact};
use crate::domain::findings::{Findings, ItemExamined, RegistrationOutcome};
use crate::domain::{PictureSum, Resolution, file_title, residual_text};

#[derive(Debug, Serialize)]
pub(super) struct ItemView {
    title: String,
    facts: Vec<Fact>,
}

impl ItemView {
    pub(super) fn of(item: &ItemExamined, findings: &Findings) -> Self {
        let lights: Vec<_> = findings.images.iter().filter(|image| image.exhibit == item.exhibit).map(|image| image.light).collect();
        let mut words: Vec<&str> = lights.iter().map(|light| light.title()).collect();
        words.dedup();
        Self {
            title: format!("Exhibit {}", item.exhibit),
            facts: vec![
                fact("Description", item.description.clone()),
                fact("Claims to be", item.kind.map_or("Not determined", |kind| kind.title())),
                fact("Document number", item.document_number.text()),
                fact("Condition", item.condition.text()),
                fact("Seal", item.seal.text()),
                fact(
                    "Captures",
                    format!("{} ({})", item.captures.len(), joined(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), ", ")),
                ),
            ],
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct MethodView {
    facts: Vec<Fact>,
    references: Vec<ReferenceRow>,
    registration: Rows,
    deviations: Vec<String>,
    not_examined: Rows,
    unanswered: String,
}

#[derive(Debug, Serialize)]
struct ReferenceRow {
    title: String,
    facts: Vec<Fact>,
    captures: Rows,
}

impl MethodView {
    pub(super) fn of(findings: &Findings) -> Self {
        let method = &findings.method;
        let checklist = &method.checklist;
        let procedures = if method.procedures.is_empty() { "None named".to_owned() } else { method.procedures.join("; ") };
        Self {
            facts: vec![
                fact(
                    "Checklist",
                    format!(
                        "{} ({}, version {}, {})",
                        checklist.title,
                        checklist.id,
                        checklist.version,
                        checklist.status.replace('-', " ")
                    ),
                ),
                fact("SHA-256 of checklist", checklist.sha256.to_string()),
                fact("Procedures", procedures),
                fact("Program", format!("{} {}", method.program.name, method.program.version)),
            ],
            references: findings
                .reference
                .iter()
                .map(|reference| ReferenceRow {
                    title: reference.title.clone(),
                    facts: vec![
                        fact("Reference", format!("{}, page {}", reference.id, reference.page)),
                        fact("Source", reference.source.clone()),
                        fact("Confirmed by", reference.verified_by.clone().unwrap_or_else(|| "Nobody yet".to_owned())),
                    ],
                    captures: reference.captures.iter().map(|(light, sum)| vec![light.title().to_owned(), sum.to_string()]).collect(),
                })
                .collect(),
            registration: findings
                .registration
                .iter()
                .map(|record| registration(findings, record.capture, &record.page.to_string(), &record.outcome))
                .collect(),
            deviations: findings
                .deviations
                .iter()
                .map(|deviation| {
                    joined(&[deviation.item.as_ref().map(|item| item.to_string()).unwrap_or_default(), deviation.remark.clone()], ": ")
                })
                .collect(),
            not_examined: findings
                .not_examined
                .iter()
                .filter_map(|left| {
                    let critical = if left.critical { "Critical" } else { "–" };
                    Some(vec![left.item_id.to_string(), left.title.clone(), critical.to_owned(), left.reason?.title().to_owned()])
                })
                .collect(),
            unanswered: unanswered(findings),
        }
    }
}

/// How many items wait for an answer; each stands in the checklist.
fn unanswered(findings: &Findings) -> String {
    let open: Vec<_> = findings.not_examined.iter().filter(|left| left.reason.is_none()).collect();
    let critical = open.iter().filter(|left| left.critical).count();
    match open.len() {
        0 => String::new(),
        1 => format!("One item of the checklist has no answer yet{}.", if critical == 1 { "; it is critical" } else { "" }),
        count => format!("{count} items of the checklist have no answer yet, {critical} of them critical."),
    }
}

/// A capture by exhibit, light and the start of its sum.
pub(super) fn capture_name(findings: &Findings, sum: PictureSum) -> String {
    match findings.images.iter().find(|image| image.picture() == sum) {
        Some(image) => format!("{} · {}", image.light.title(), sum.short()),
        None => sum.short(),
    }
}

fn registration(findings: &Findings, capture: PictureSum, page: &str, outcome: &RegistrationOutcome) -> Vec<String> {
    let mut row = vec![capture_name(findings, capture), page.to_owned()];
    match outcome {
        RegistrationOutcome::Registered { inliers, residual_mm, coverage, sampling_ppi, by_hand, .. } => row.extend([
            if by_hand.is_some() { format!("{}, by hand", residual_text(*residual_mm)) } else { residual_text(*residual_mm) },
            inliers.to_string(),
            format!("{:.0}%", coverage * 100.0),
            format!("{sampling_ppi:.0} ppi"),
        ]),
        RegistrationOutcome::NotRegistered { reason } => {
            row.extend([format!("Not registered: {}", reason.replace('-', " ")), "–".to_owned(), "–".to_owned(), "–".to_owned()]);
        }
    }
    row
}

#[derive(Debug, Serialize)]
pub(super) struct CaptureRow {
    exhibit: String,
    file: String,
    light: String,
    page: String,
    size: String,
    resolution: String,
    sha256: String,
}

pub(super) fn captures(findings: &Findings) -> Vec<CaptureRow> {
    let resolution = |ppi: Option<Resolution>| match ppi {
        Some(ppi) if (ppi.x.get() - ppi.y.get()).abs() < 0.5 => format!("{:.0} ppi", ppi.x.get()),
        Some(ppi) => format!("{:.0} × {:.0} ppi", ppi.x.get(), ppi.y.get()),
        None => "Not stated".to_owned(),
    };
    findings
        .images
        .iter()
        .map(|image| CaptureRow {
            exhibit: image.exhibit.clone(),
            file: file_title(&image.file_name, image.picture().page),
            light: image.light.title().to_owned(),
            page: image.page.as_ref().map_or_else(|| "Not known".to_owned(), |page| page.page.to_string()),
            size: format!("{} × {} px", image.size_px[0], image.size_px[1]),
            resolution: match image.ppi {
                Some(_) => format!("{} ({})", resolution(image.ppi), image.resolution_source.title().to_lowercase()),
                None => resolution(None),
            },
            sha256: image.sha256.to_string(),
        })
        .collect()
}
