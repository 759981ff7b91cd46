//! `guilloche case`: what the desktop can do to a case, for scripts.

mod life;

use std::collections::BTreeMap;
use std::io::BufRead as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Context, Status};
use crate::app::pipeline::{Received, receive};
use crate::app::workspace::{CaseQuery, NewCase};
use crate::app::{Problem, Workspace};
use crate::domain::{ChecklistId, Edit, ExaminationId, Light};

/// Opens, fills, changes and shows cases
#[derive(Debug, clap::Args)]
pub(super) struct CaseVerb {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Opens a case
    New {
        /// What it is about
        title: String,
        /// Its number; the next one of the year if not given
        #[arg(long)]
        number: Option<String>,
        /// Who asks
        #[arg(long)]
        customer: Option<String>,
        /// The question put
        #[arg(long)]
        question: Option<String>,
        /// By when the report is wanted, as 2026-03-31
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
    },
    /// Takes captures into a case: one exhibit for each NAME in NAME.PAGE.LIGHT.jpg, each with an examination
    Add {
        /// The number or identity of the case
        case: String,
        /// The captures
        #[arg(required = true, value_name = "IMAGE")]
        images: Vec<PathBuf>,
        /// How the captures were lit, if their names do not say
        #[arg(long, value_name = "LIGHT")]
        light: Option<String>,
        /// The checklist to follow
        #[arg(long, value_name = "ID")]
        checklist: Option<String>,
        /// Measure and propose at once
        #[arg(long)]
        analyse: bool,
    },
    /// Applies edits from standard input, one JSON object a line, and confirms each when it is kept
    Apply {
        /// The identity of the examination
        examination: String,
    },
    /// Shows a case and its examinations
    Show {
        /// The number or identity of the case
        case: String,
    },
    /// Writes marks and measurements in millimetres, one .geojson file for each page; without --out to standard output, a page a line
    Marks {
        /// The number or identity of the case
        case: String,
        /// The folder to write to; no file in it is written over
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Lists the cases
    List,
    /// Finds cases by words, parts of numbers, or "words in a row"
    Find {
        /// What to look for
        text: String,
        /// The most that are shown
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// How examiners and blind reviewers agreed, item by item
    Agreement,
    #[command(flatten)]
    Life(life::LifeAction),
}

impl CaseVerb {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let workspace = context.workspace(&context.output.progress())?;
        match self.action {
            Action::New { title, number, customer, question, due } => {
                let due_on =
                    due.map(|day| day.parse().map_err(|error| Problem::bad_use(format!("`{day}` is no day: {error}.")))).transpose()?;
                let case = workspace.new_case(NewCase { number, title, customer, question, due_on })?;
                context.output.result(&json!({ "case": case.id, "number": case.number }), || format!("Case {} is open.", case.number));
            }
            Action::Add { case, images, light, checklist, analyse } => {
                let light: Option<Light> = light.map(|word| word.parse().map_err(Problem::bad_use)).transpose()?;
                let checklist =
                    checklist.map(|id| ChecklistId::new(id).map_err(|error| Problem::bad_use(error.to_string()))).transpose()?;
                add(&workspace, &Add { case, images, light, checklist, analyse }, context)?;
            }
            Action::Apply { examination } => apply(&workspace, &examination, context)?,
            Action::Show { case } => {
                let case = workspace.case_named(&case)?;
                let examinations = workspace.examinations(case.id)?;
                context.output.result(&json!({ "case": case, "examinations": examinations }), || {
                    let mut text = format!("{}  {}  ({})", case.number, case.title, case.status.title());
                    for exhibit in &case.exhibits {
                        text.push_str(&format!("\n  Exhibit {}: {}", exhibit.mark, exhibit.description));
                        exhibit.captures.iter().for_each(|capture| {
                            text.push_str(&format!("\n    {}  {}  {}", capture.sha256.short(), capture.light.title(), capture.file_name));
                        });
                    }
                    for examination in &examinations {
                        let (answers, proposals) = (examination.observations.len(), examination.proposals.len());
                        text.push_str(&format!("\n  Examination {}: {answers} answers, {proposals} proposals", examination.id));
                    }
                    text
                });
            }
            Action::Find { text, limit } => find(&workspace, text, limit, context)?,
            Action::Agreement => {
                let statistics = workspace.agreement_statistics()?;
                context.output.result(&json!(statistics), || {
                    let count = &statistics.overall;
                    let share = count.decided.map_or_else(
                        || "no pair of answers was decided by both".to_owned(),
                        |share| {
                            let [from, to] = [share.interval.from, share.interval.to].map(|end| end * 100.0);
                            format!(
                                "{} of {} agree ({:.0} %, 95 % interval {from:.0} to {to:.0} %)",
                                share.count,
                                share.of,
                                share.value * 100.0
                            )
                        },
                    );
                    format!("{} pairs of answers: {share}; {} left open by at least one", count.pairs, count.undecided.total())
                });
            }
            Action::Life(action) => action.run(&workspace, context)?,
            Action::Marks { case, out } => marks(&workspace, &case, out.as_deref(), context)?,
            Action::List => {
                for case in workspace.cases()? {
                    let line = json!({
                        "case": case.id, "number": case.number, "title": case.title, "status": case.status, "received_at": case.received_at,
                        "exhibits": case.exhibits, "captures": case.captures,
                    });
                    context.output.result(&line, || format!("{:<12} {:<16} {}", case.number, case.status.title(), case.title));
                }
            }
        }
        Ok(Status::Done)
    }
}

fn find(workspace: &Workspace, text: String, limit: u32, context: &Context) -> Result<(), Problem> {
    let page = workspace.find_cases(&CaseQuery { text, limit, ..CaseQuery::default() })?;
    for found in &page.cases {
        let case = &found.case;
        let hit = found.hit.as_ref().map(|hit| hit.parts.iter().map(|part| part.text.as_str()).collect::<String>());
        let line = json!({
            "case": case.id, "number": case.number, "title": case.title, "status": case.status, "due_on": found.due_on,
            "assigned_to": found.assigned_to, "hit": hit,
        });
        context.output.result(&line, || {
            let hit = hit.as_deref().map(|hit| format!("\n             … {hit} …")).unwrap_or_default();
            format!("{:<12} {:<16} {}{hit}", case.number, case.status.title(), case.title)
        });
    }
    Ok(())
}

struct Add {
    case: String,
    images: Vec<PathBuf>,
    light: Option<Light>,
    checklist: Option<ChecklistId>,
    analyse: bool,
}

fn add(workspace: &Workspace, wish: &Add, context: &Context) -> Result<(), Problem> {
    let case = workspace.case_named(&wish.case)?;
    // All of them or none, over every exhibit; whoever mends one file wants to know of the others.
    let (received, refused) = receive(&wish.images, wish.light, &context.output.progress())?;
    match refused.as_slice() {
        [] => {}
        [problem] => return Err(problem.clone()),
        [first, ..] => {
            for problem in &refused {
                context.output.problem(problem);
            }
            return Err(Problem::new(first.kind, format!("Nothing was taken in: {} files are refused.", refused.len()))
                .hint("Leave them out or mend them, then add all again."));
        }
    }
    let mut exhibits: BTreeMap<String, Vec<Received>> = BTreeMap::new();
    for one in received {
        exhibits.entry(one.exhibit.clone()).or_default().push(one);
    }
    for (name, received) in exhibits {
        let bar = context.output.progress();
        let exhibit = workspace.new_exhibit(case.id, &name)?;
        let captures = workspace.take_in(case.id, exhibit.id, &received, &bar)?;
        let mut examination = workspace.begin(case.id, exhibit.id, wish.checklist.as_ref())?;
        if wish.analyse {
            examination = workspace.analyse(examination.id, &bar)?;
        }
        drop(bar);
        let line = json!({
            "exhibit": exhibit.id, "mark": exhibit.mark, "examination": examination.id, "proposals": examination.proposals.len(),
            "captures": captures.iter().map(|capture| json!({ "id": capture.id, "file": capture.file_name, "picture": capture.picture(), "sha256": capture.sha256 })).collect::<Vec<_>>(),
        });
        context.output.result(&line, || format!("Exhibit {}: {} captures, examination {}", exhibit.mark, captures.len(), examination.id));
    }
    Ok(())
}

/// Hands out what was marked and measured in every examination of a case, the oldest first.
fn marks(workspace: &Workspace, case: &str, out: Option<&Path>, context: &Context) -> Result<(), Problem> {
    let case = workspace.case_named(case)?;
    let mut examinations = workspace.examinations(case.id)?;
    examinations.retain(|examination| !(examination.marks.is_empty() && examination.measurements.is_empty()));
    if examinations.is_empty() {
        return Err(Problem::bad_use(format!("Nothing is marked or measured in the case {}.", case.number))
            .hint("Draw a mark or a measurement in the desktop first."));
    }
    for examination in examinations {
        let Some(folder) = out else {
            for file in workspace.hand_out_marks(examination.id)? {
                let page: serde_json::Value = serde_json::from_slice(&file.bytes)
                    .map_err(|error| Problem::system(format!("The marks cannot be read back: {error}.")))?;
                context.output.result(&page, || page.to_string());
            }
            continue;
        };
        let (marks, measurements) = (examination.marks.len(), examination.measurements.len());
        let files = workspace.export_marks(examination.id, folder)?;
        let line = json!({ "examination": examination.id, "marks": marks, "measurements": measurements, "files": files });
        context.output.result(&line, || {
            let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            format!("{marks} marks and {measurements} measurements: {}", names.join(", "))
        });
    }
    Ok(())
}

fn apply(workspace: &Workspace, examination: &str, context: &Context) -> Result<(), Problem> {
    let id: ExaminationId = examination.parse().map_err(|error| {
        Problem::bad_use(format!("`{examination}` is no identity of an examination: {error}.")).hint("`guilloche case show CASE` shows it.")
    })?;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.map_err(|error| Problem::bad_input(format!("Standard input could not be read: {error}.")))?;
        if line.trim().is_empty() {
            continue;
        }
        let edit: Edit = serde_json::from_str(&line).map_err(|error| {
            Problem::bad_input(format!("Line {} is no edit: {error}.", number + 1))
                .hint("Write one edit a line, such as {\"set-mrz-text\": \"…\"}.")
        })?;
        let examination = workspace.edit(id, edit)?;
        // Printed only now that the edit is on the disk.
        let line = json!({ "applied": number + 1, "answers": examination.observations.len() });
        context.output.result(&line, || format!("{} applied", number + 1));
    }
    Ok(())
}
