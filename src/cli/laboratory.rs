//! `guilloche laboratory`: how the laboratory is named in reports, and what it asks for before one leaves.

use serde_json::json;

use super::{Context, Status};
use crate::app::Problem;
use crate::domain::LaboratorySheet;

/// Shows or sets the laboratory and its rules
#[derive(Debug, clap::Args)]
pub(super) struct LaboratoryVerb {
    /// Its name
    #[arg(long)]
    name: Option<String>,
    /// Its address
    #[arg(long)]
    address: Option<String>,
    /// Its accreditation, as it stands in reports
    #[arg(long)]
    accreditation: Option<String>,
    /// A statement that stands in every report
    #[arg(long)]
    statement: Option<String>,
    /// Whether a second person has to review, and another than the examiner to authorise
    #[arg(long, value_name = "YES|NO", value_parser = yes)]
    review: Option<bool>,
    /// Whether a review is blind unless somebody says why not
    #[arg(long, value_name = "YES|NO", value_parser = yes)]
    blind: Option<bool>,
    /// Whether examinations are opened stage by stage
    #[arg(long, value_name = "YES|NO", value_parser = yes)]
    staged: Option<bool>,
    /// After how many minutes without a touch the desktop asks for the passphrase again; 0 for never
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(0..=1440))]
    idle_lock: Option<u32>,
}

fn yes(word: &str) -> Result<bool, String> {
    match word {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(format!("expected yes or no, found {other}")),
    }
}

impl LaboratoryVerb {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let workspace = context.workspace(&context.output.progress())?;
        let held = workspace.laboratory()?;
        let mut sheet = held.clone();
        let set = |field: &mut String, given: Option<String>| {
            if let Some(given) = given {
                *field = given;
            }
        };
        set(&mut sheet.name, self.name);
        set(&mut sheet.address, self.address);
        set(&mut sheet.accreditation, self.accreditation);
        set(&mut sheet.statement, self.statement);
        let rules = &mut sheet.rules;
        rules.review_required = self.review.unwrap_or(rules.review_required);
        rules.review_blind = self.blind.unwrap_or(rules.review_blind);
        rules.staged = self.staged.unwrap_or(rules.staged);
        rules.idle_lock_minutes = self.idle_lock.unwrap_or(rules.idle_lock_minutes);
        let sheet = if sheet == held { held } else { workspace.set_laboratory(sheet)? };
        context.output.result(&json!(sheet), || text(&sheet));
        Ok(Status::Done)
    }
}

fn text(sheet: &LaboratorySheet) -> String {
    let named = |label: &str, text: &str| format!("{label:<16} {}\n", if text.is_empty() { "not given" } else { text });
    let word = |yes: bool| if yes { "yes" } else { "no" };
    let rules = &sheet.rules;
    named("Name", &sheet.name)
        + &named("Address", &sheet.address)
        + &named("Accreditation", &sheet.accreditation)
        + &named("Statement", &sheet.statement)
        + &format!("Second person    {}\n", word(rules.review_required))
        + &format!("Blind review     {}\n", word(rules.review_blind))
        + &format!("Stage by stage   {}\n", word(rules.staged))
        + &format!("Lock after       {} min", rules.idle_lock_minutes)
}
