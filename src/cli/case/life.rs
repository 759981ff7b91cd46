//! The life of a case on the command line: assign, submit, review, authorise, issue, amend, withdraw, custody, context, stages.

use std::path::PathBuf;

use serde_json::json;

use crate::app::workspace::NewCustody;
use crate::app::{Problem, Workspace};
use crate::cli::Context;
use crate::domain::{
    Case, CaseMove, CustodyKind, DecisionOutcome, Examination, ExaminationId, ExhibitId, Person, Relevance, Review, ReviewId, ReviewMode,
};

use super::super::examine_existing;

/// A step in the life of a case.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum LifeAction {
    /// Gives a case to somebody
    Assign {
        /// The number or identity of the case
        case: String,
        /// The person's name
        to: String,
    },
    /// Sets by when the report is wanted
    Due {
        /// The number or identity of the case
        case: String,
        /// The day, as 2026-03-31; none if not given
        day: Option<String>,
    },
    /// Submits a case for review; the results are signed, and no answer changes any more
    Submit {
        /// The number or identity of the case
        case: String,
    },
    /// Begins a review of an examination
    Review {
        /// The identity of the examination
        examination: String,
        /// With what the examiner answered in sight
        #[arg(long)]
        open: bool,
        /// Why it is open, where the laboratory reviews blind
        #[arg(long, default_value = "")]
        because: String,
    },
    /// Ends a review
    FinishReview {
        /// The identity of the review
        review: String,
        /// Whether the reviewer agrees with the result
        #[arg(long, value_parser = ["yes", "no"])]
        agrees: String,
        /// What the reviewer says; needed where they do not agree
        #[arg(long, default_value = "")]
        remark: String,
    },
    /// Decides about a disagreement
    Decide {
        /// The identity of the review
        review: String,
        /// What is decided: examiner-upheld, reviewer-upheld, agreed or both-reported
        outcome: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Returns a case to its examiner
    Return {
        /// The number or identity of the case
        case: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Authorises what was submitted
    Authorise {
        /// The number or identity of the case
        case: String,
    },
    /// Issues the reports of a case; they never change again
    Issue {
        /// The number or identity of the case
        case: String,
    },
    /// Opens an issued case again for a report that amends the first
    Amend {
        /// The number or identity of the case
        case: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Withdraws what was issued; it stays, marked
    Withdraw {
        /// The number or identity of the case
        case: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Writes what was issued to a folder, as it was kept
    Export {
        /// The number or identity of the case
        case: String,
        /// The folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Put the new files in the place of what is there
        #[arg(long)]
        force: bool,
    },
    /// Enters an event in the custody of an exhibit
    Custody {
        /// The number or identity of the case
        case: String,
        /// The mark of the exhibit
        exhibit: String,
        /// What happened: received, opened, moved, sealed or returned
        event: String,
        /// From or to whom
        #[arg(long = "with", default_value = "", value_name = "PERSON")]
        with_whom: String,
        /// Where
        #[arg(long, default_value = "")]
        place: String,
        /// The numbers of its seals
        #[arg(long, default_value = "")]
        seal: String,
        /// What else is to be said
        #[arg(long, default_value = "")]
        remark: String,
        /// When, as 2026-03-01T09:30:00Z; now if not given
        #[arg(long)]
        at: Option<String>,
    },
    /// Enters something that is known around a case
    Context {
        /// The number or identity of the case
        case: String,
        /// What
        text: String,
        /// Who said so
        #[arg(long, default_value = "")]
        from: String,
        /// What it is needed for: needed-for-method, needed-for-scope or not-needed
        #[arg(long, default_value = "not-needed")]
        relevance: String,
    },
    /// Seals what stands in an examination and opens its next stage
    NextStage {
        /// The identity of the examination
        examination: String,
    },
    /// Examines without stages, which is put on record
    WithoutStages {
        /// The identity of the examination
        examination: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(what: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error| Problem::bad_use(format!("`{text}` is no {what}: {error}.")))
}

impl LifeAction {
    pub(in crate::cli) fn run(self, workspace: &Workspace, context: &Context) -> Result<(), Problem> {
        let bar = context.output.progress();
        let id = |name: &str| workspace.case_named(name).map(|case| case.id);
        let examination = |text: &str| parsed::<ExaminationId>("identity of an examination", text);
        match self {
            Self::Assign { case, to } => {
                let account = workspace.people()?.into_iter().find(|account| account.name.as_str() == to).map(|account| account.id);
                let to = Some(Person { account, name: to });
                show(context, &workspace.move_case(id(&case)?, CaseMove::Assign, "", to)?);
            }
            Self::Due { case, day } => {
                let day = day.map(|day| parsed("day", &day)).transpose()?;
                show(context, &workspace.set_due(id(&case)?, day)?);
            }
            Self::Submit { case } => show(context, &workspace.submit(id(&case)?, &bar)?),
            Self::Review { examination: text, open, because } => {
                let mode = if open { ReviewMode::Open } else { ReviewMode::Blind };
                show_review(context, &workspace.begin_review(examination(&text)?, mode, &because)?);
            }
            Self::FinishReview { review, agrees, remark } => {
                let review = parsed::<ReviewId>("identity of a review", &review)?;
                show_review(context, &workspace.finish_review(review, agrees == "yes", &remark, &bar)?);
            }
            Self::Decide { review, outcome, reason } => {
                let review = parsed::<ReviewId>("identity of a review", &review)?;
                let outcome: DecisionOutcome = outcome.parse().map_err(Problem::bad_use)?;
                show_review(context, &workspace.decide_review(review, outcome, &reason)?);
            }
            Self::Return { case, reason } => show(context, &workspace.move_case(id(&case)?, CaseMove::Return, &reason, None)?),
            Self::Authorise { case } => show(context, &workspace.authorise(id(&case)?, &bar)?),
            Self::Issue { case } => show(context, &workspace.issue(id(&case)?, &bar)?),
            Self::Amend { case, reason } => show(context, &workspace.amend(id(&case)?, &reason)?),
            Self::Withdraw { case, reason } => show(context, &workspace.move_case(id(&case)?, CaseMove::Withdraw, &reason, None)?),
            Self::Export { case, out, force } => {
                for exported in workspace.export_issued(id(&case)?, &out, examine_existing(force))? {
                    let line =
                        json!({ "report": exported.findings.report_id, "status": exported.findings.status, "files": exported.files });
                    context.output.result(&line, || format!("{}: {} files", exported.findings.report_id, exported.files.len()));
                }
            }
            Self::Custody { case, exhibit, event, with_whom, place, seal, remark, at } => {
                let case = workspace.case_named(&case)?;
                let kind: CustodyKind = event.parse().map_err(Problem::bad_use)?;
                let happened_at = at.map(|at| parsed("moment", &at).map(crate::domain::Timestamp)).transpose()?;
                let new = NewCustody { kind, with: with_whom, place, seal, remark, happened_at };
                show(context, &workspace.record_custody(case.id, marked(&case, &exhibit)?, new)?);
            }
            Self::Context { case, text, from, relevance } => {
                let relevance: Relevance = relevance.parse().map_err(Problem::bad_use)?;
                show(context, &workspace.add_context(id(&case)?, &text, &from, relevance)?);
            }
            Self::NextStage { examination: text } => show_stage(context, &workspace.open_next_stage(examination(&text)?)?),
            Self::WithoutStages { examination: text, reason } => {
                show_stage(context, &workspace.go_without_stages(examination(&text)?, &reason)?);
            }
        }
        Ok(())
    }
}

fn marked(case: &Case, mark: &str) -> Result<ExhibitId, Problem> {
    let found = case.exhibits.iter().find(|exhibit| exhibit.mark == mark).map(|exhibit| exhibit.id);
    found.ok_or_else(|| Problem::bad_use(format!("The case {} has no exhibit {mark}.", case.number)))
}

fn show(context: &Context, case: &Case) {
    let line = json!({ "case": case.id, "number": case.number, "status": case.status, "moves": case.moves.len(), "due_on": case.due_on });
    context.output.result(&line, || format!("{}: {}", case.number, case.status.title()));
}

fn show_review(context: &Context, review: &Review) {
    context.output.result(&json!(review), || {
        let state = match &review.result {
            None => "under way",
            Some(result) if result.agrees => "agrees",
            Some(_) if review.decision.is_some() => "did not agree, decided",
            Some(_) => "does not agree",
        };
        let own = review.second.map(|second| format!(", answers in examination {second}")).unwrap_or_default();
        format!("Review {} ({}) by {}: {state}{own}", review.id, review.mode.title().to_lowercase(), review.reviewer.name)
    });
}

fn show_stage(context: &Context, examination: &Examination) {
    let unmasking = &examination.unmasking;
    let line =
        json!({ "examination": examination.id, "staged": unmasking.staged, "open": unmasking.open, "sealed": unmasking.seals.len() });
    context.output.result(&line, || format!("Open: {}; {} stages sealed", unmasking.open.title().to_lowercase(), unmasking.seals.len()));
}
