//! `guilloche examine`: the whole main job without a screen.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::mrz::read_text;
use super::{Context, Status, Worst};
use crate::app::examine::{Existing, Order, check_target, examine, write_export};
use crate::app::library::{Library, bundled, checklist_named, from_folder};
use crate::app::pipeline::Received;
use crate::app::trust::Trust;
use crate::app::{Problem, Settings};
use crate::domain::findings::Findings;
use crate::domain::{Basis, DifferenceKind, Examination, Light, ReferenceId, Verdict};

/// Examines captures of one document and writes the findings: JSON, PDF, pictures and their sums
#[derive(Debug, clap::Args)]
pub(super) struct Examine {
    /// The captures of one document, named NAME.PAGE.LIGHT.jpg where that is known
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
    /// A library folder; the bundled library if not given
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
    /// The checklist to follow
    #[arg(long, value_name = "ID", default_value = "image-only-remote")]
    checklist: String,
    /// The reference to compare with; the best candidate if not given
    #[arg(long, value_name = "ID")]
    reference: Option<String>,
    /// A file with the lines of the machine-readable zone as typed; - for standard input
    #[arg(long, value_name = "FILE")]
    mrz: Option<PathBuf>,
    /// A folder with the files of its chip, named like DG1.bin
    #[arg(long, value_name = "DIR")]
    chip: Option<PathBuf>,
    /// How the captures were lit, if their names do not say
    #[arg(long, value_name = "LIGHT")]
    light: Option<String>,
    /// The folder for the findings
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Put the new files in the place of what is in the folder
    #[arg(long)]
    force: bool,
}

impl Examine {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let existing = if self.force { Existing::Replace } else { Existing::Keep };
        check_target(&self.out, existing)?;
        let light: Option<Light> = self.light.as_deref().map(|word| word.parse().map_err(Problem::bad_use)).transpose()?;
        let reference = match &self.reference {
            Some(id) => Some(ReferenceId::new(id.as_str()).map_err(|error| Problem::bad_use(error.to_string()))?),
            None => None,
        };
        let files = self.images.iter().map(|path| Received::read(path, light)).collect::<Result<Vec<_>, _>>()?;
        let received = files.into_iter().flatten().collect();
        let mrz_text = self.mrz.as_deref().map(read_text).transpose()?.unwrap_or_default();
        let library = match &self.library {
            Some(folder) => context.kept(from_folder(folder, &context.output.progress())?, Some(folder)),
            None => context.kept(bundled()?, None),
        };
        let request = Request { received, mrz_text, chip: self.chip, checklist: self.checklist, reference, out: self.out, existing };
        request.run(&library, context)
    }
}

/// What to examine and where to write it.
pub(super) struct Request {
    pub(super) received: Vec<Received>,
    pub(super) mrz_text: String,
    pub(super) chip: Option<PathBuf>,
    pub(super) checklist: String,
    pub(super) reference: Option<ReferenceId>,
    pub(super) out: PathBuf,
    pub(super) existing: Existing,
}

impl Request {
    pub(super) fn run(&self, library: &Library, context: &Context) -> Result<Status, Problem> {
        let checklist = checklist_named(&self.checklist)?;
        let settings = context.places().and_then(|places| Settings::load(&places.settings_file())).unwrap_or_default();
        for received in self.received.iter().filter(|received| received.light.1 == Basis::Assumed) {
            context
                .output
                .note(&format!("{}: visible light is assumed; name another with --light or in the file name.", received.file_name));
        }
        let trust = context.places().and_then(|places| Trust::load(&places))?;
        let order = Order {
            received: &self.received,
            checklist: &checklist,
            mrz_text: &self.mrz_text,
            trust: &trust,
            chip: self.chip.as_deref(),
            reference: self.reference.as_ref(),
            settings: &settings,
        };
        let examined = {
            let bar = context.output.progress();
            examine(&order, library, context.clock.as_ref(), &bar)?
        };
        let files = write_export(&examined.export, &self.out, self.existing)?;
        Ok(report(&Shown { examination: &examined.examination, findings: &examined.findings, files: &files, out: &self.out }, context))
    }
}

/// An examination whose findings were written.
pub(super) struct Shown<'a> {
    pub(super) examination: &'a Examination,
    pub(super) findings: &'a Findings,
    pub(super) files: &'a [PathBuf],
    pub(super) out: &'a Path,
}

/// Prints what an examination came to.
pub(super) fn report(shown: &Shown<'_>, context: &Context) -> Status {
    let analysis = &shown.examination.analysis;
    let line = json!({
        "out": shown.out.display().to_string(),
        "files": shown.files.iter().map(|file| file.strip_prefix(shown.out).unwrap_or(file).display().to_string()).collect::<Vec<_>>(),
        "reference": reference(shown),
        "known": analysis.known,
        "candidates": analysis.candidates,
        "placements": analysis.placements.len(),
        "proposals": shown.examination.proposals.values().map(|proposal| json!({
            "item": proposal.item, "verdict": proposal.verdict, "code": proposal.code, "not_measured": proposal.not_measured,
            "zones": proposal.zones, "details": proposal.details,
        })).collect::<Vec<_>>(),
        "differs": differing(shown.examination),
        "suggestion": shown.findings.suggestion,
    });
    context.output.result(&line, || text(shown));
    context.attention(worst(shown.examination))
}

/// The reference that was chosen, else the one the captures were laid over.
fn reference<'a>(shown: &Shown<'a>) -> Option<&'a ReferenceId> {
    let placed = || shown.examination.analysis.placements.first().map(|placement| &placement.page.reference);
    shown.examination.reference.as_ref().map(|chosen| &chosen.reference).or_else(placed)
}

fn worst(examination: &Examination) -> Worst {
    let proposals = examination.proposals.values();
    proposals
        .map(|proposal| match proposal.verdict {
            Some(Verdict::DoesNotConform) => Worst::DoesNotConform,
            Some(Verdict::Conforms | Verdict::NotApplicable) => Worst::Conforms,
            _ => Worst::Open,
        })
        .max()
        .unwrap_or(Worst::Open)
}

fn differing(examination: &Examination) -> Vec<serde_json::Value> {
    let comparisons = examination.analysis.comparisons.iter();
    let differing = comparisons.filter(|comparison| comparison.outcome == crate::domain::Outcome::Differs);
    differing.map(|comparison| json!({ "page": comparison.page.page, "zone": comparison.zone, "light": comparison.light })).collect()
}

fn text(shown: &Shown<'_>) -> String {
    let (examination, findings) = (shown.examination, shown.findings);
    let mut text = match reference(shown) {
        Some(reference) => format!("Compared with {reference}."),
        None => "The library holds no reference that these captures fit.".to_owned(),
    };
    let items = findings.observations.iter().filter_map(|record| Some((record, record.proposal.as_ref()?)));
    for (record, proposal) in items {
        let answer = match (proposal.verdict, proposal.not_measured) {
            (Some(verdict), _) => verdict.title().to_owned(),
            (None, Some(reason)) => format!("Open: {}", reason.title().to_lowercase()),
            (None, None) => format!("Open: {}", proposal.code.title().to_lowercase()),
        };
        text.push_str(&format!("\n  {:<12} {:<46} {answer}", record.item_id.as_str(), record.title));
        for (_, detail) in proposal.details.iter().filter(|_| proposal.verdict == Some(Verdict::DoesNotConform)) {
            text.push_str(&format!("\n  {:<12} - {detail}", ""));
        }
        if proposal.verdict == Some(Verdict::DoesNotConform) {
            for (light, zone) in &proposal.zones {
                let differing = examination.analysis.comparisons.iter().find(|comparison| {
                    comparison.zone == *zone && comparison.light == *light && comparison.outcome == crate::domain::Outcome::Differs
                });
                if let Some(comparison) = differing {
                    // What a holder brings along differs on every document; only the print beneath was asked for.
                    let beneath = comparison.regions.iter().any(|region| region.kind == DifferenceKind::Beneath);
                    let what = if beneath { format!("print beneath {zone} is missing") } else { format!("{zone} differs") };
                    text.push_str(&format!("\n  {:<12} - {what} under {}", "", light.title()));
                }
            }
        }
    }
    if let Some(suggestion) = &findings.suggestion {
        text.push_str(&format!("\nSuggests: {} (rule {}). A person concludes.", suggestion.level.title(), suggestion.rule.code()));
    }
    text.push_str(&format!("\nWritten to {}", shown.out.display()));
    text
}
