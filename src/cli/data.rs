//! `guilloche data`: all that a document says of itself, side by side.

use std::path::PathBuf;
use std::time::Instant;

use serde_json::json;

use super::mrz::read_text;
use super::{Context, Status, Worst};
use crate::app::Problem;
use crate::app::carriers::{Agreement, Matrix};
use crate::app::data::{DataOrder, data};
use crate::app::library::{bundled, from_folder};
use crate::app::pipeline::Received;
use crate::app::trust::Trust;
use crate::domain::{Light, ReferenceId};

/// Reads every machine-readable part of one document and its printed fields, and shows where they disagree
#[derive(Debug, clap::Args)]
pub(super) struct Data {
    /// The captures of one document, named NAME.PAGE.LIGHT.jpg where that is known
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
    /// A library folder; the bundled library if not given
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
    /// The reference that says which field is printed where; the best candidate if not given
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
}

impl Data {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let start = Instant::now();
        let light: Option<Light> = self.light.as_deref().map(|word| word.parse().map_err(Problem::bad_use)).transpose()?;
        let reference = match &self.reference {
            Some(id) => Some(ReferenceId::new(id.as_str()).map_err(|error| Problem::bad_use(error.to_string()))?),
            None => None,
        };
        let received: Vec<Received> =
            self.images.iter().map(|path| Received::read(path, light)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        let mrz_text = self.mrz.as_deref().map(read_text).transpose()?.unwrap_or_default();
        let library = match &self.library {
            Some(folder) => context.kept(from_folder(folder, &context.output.progress())?, Some(folder)),
            None => context.kept(bundled()?, None),
        };
        let trust = context.places().and_then(|places| Trust::load(&places))?;
        let order = DataOrder {
            received: &received,
            mrz_text: &mrz_text,
            trust: &trust,
            chip: self.chip.as_deref(),
            reference: reference.as_ref(),
        };
        let found = {
            let bar = context.output.progress();
            data(&order, &library, context.clock.now(), &bar)?
        };
        let line = json!({
            "images": self.images.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
            "reference": found.reference,
            "carriers": found.carriers,
            "columns": found.matrix.columns,
            "rows": found.matrix.rows,
            "ms": super::milliseconds(start),
        });
        context.output.result(&line, || for_people(&found.matrix));
        let worst = found.matrix.rows.iter().map(|row| row.agreement).max();
        Ok(context.attention(match worst {
            Some(Agreement::Differs) => Worst::DoesNotConform,
            Some(Agreement::Doubtful) | None => Worst::Open,
            Some(_) => Worst::Conforms,
        }))
    }
}

/// The table, a row for each field, then what a person should look at.
fn for_people(matrix: &Matrix) -> String {
    if matrix.rows.is_empty() {
        return "Nothing was read.".to_owned();
    }
    let mut text = String::new();
    for row in &matrix.rows {
        text.push_str(&format!("{:<22} {}\n", row.field.title(), row.agreement.title()));
        for (column, cell) in matrix.columns.iter().zip(&row.cells) {
            if let Some(cell) = cell {
                let doubt = if cell.doubtful { "  (a character is doubtful)" } else { "" };
                text.push_str(&format!("    {:<30} {}{doubt}\n", column.title, cell.text));
            }
        }
        if row.agreement > Agreement::Alone {
            row.explanation().iter().for_each(|told| text.push_str(&format!("    > {told}\n")));
        }
    }
    text.trim_end().to_owned()
}
