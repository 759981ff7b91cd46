//! All that a document says of itself, side by side, as rows of a report.

use serde::Serialize;

use super::words::sign;
use crate::domain::findings::MachineData;
use crate::domain::{Agreement, MatrixCell};

/// The table of carriers.
#[derive(Debug, Serialize)]
pub(super) struct DataTable {
    rows: Vec<FieldRow>,
    signed: Vec<SignedRow>,
}

#[derive(Debug, Serialize)]
struct FieldRow {
    field: &'static str,
    /// Source and what it says.
    said: Vec<[String; 2]>,
    sign: &'static str,
    agreement: &'static str,
    /// Why what does not agree may be so.
    reasons: Vec<String>,
}

#[derive(Debug, Serialize)]
struct SignedRow {
    title: String,
    sign: &'static str,
    verdict: String,
    lines: Vec<String>,
}

impl DataTable {
    /// The table of a record; `None` if nothing was read that could be compared.
    pub(super) fn of(data: &MachineData) -> Option<Self> {
        let matrix = data.matrix.as_ref()?;
        let rows = matrix.rows.iter().map(|row| FieldRow {
            field: row.field.title(),
            said: matrix
                .columns
                .iter()
                .zip(&row.cells)
                .filter_map(|(column, cell)| Some([column.title.clone(), said(cell.as_ref()?)]))
                .collect(),
            sign: match row.agreement {
                Agreement::Agrees | Agreement::AgreesByRule => "yes",
                Agreement::Alone => "none",
                Agreement::NotComparable | Agreement::Doubtful => "unclear",
                Agreement::Differs => "no",
            },
            agreement: row.agreement.title(),
            reasons: if row.agreement > Agreement::Alone { row.explanation() } else { Vec::new() },
        });
        // DG1 and DG11 are of one chip, which is signed once.
        let chip = data.chip.iter().map(|chip| ("Chip".to_owned(), &chip.authenticity, chip.limits.as_slice()));
        let others = data.carriers.iter().filter(|carrier| !carrier.source.is_chip());
        let others = others.filter_map(|carrier| Some((carrier.title.clone(), carrier.authenticity.as_ref()?, [].as_slice())));
        let signed = chip.chain(others).map(|(title, authenticity, limits)| SignedRow {
            title,
            sign: sign(Some(authenticity.verdict)),
            verdict: authenticity.verdict.title().to_owned(),
            lines: authenticity
                .steps
                .iter()
                .map(|step| format!("{}: {}. {}", step.title, step.outcome.title().to_lowercase(), step.text))
                .chain(authenticity.statements.iter().cloned())
                .chain(limits.iter().cloned())
                .collect(),
        });
        Some(Self { rows: rows.collect(), signed: signed.collect() })
    }
}

fn said(cell: &MatrixCell) -> String {
    let text = if cell.text.is_empty() { "nothing" } else { &cell.text };
    if cell.doubtful { format!("{text} (a character is doubtful)") } else { text.to_owned() }
}
