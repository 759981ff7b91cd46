//! All that a document says of itself, side by side, as rows of a report.

use serde::Serialize;

use super::say::{Line, Say};
use super::words::sign;
use crate::domain::findings::MachineData;
use crate::domain::{Agreement, Authenticity, AuthenticityStep, MatrixCell};

/// The table of carriers.
#[derive(Debug, Serialize)]
pub(super) struct DataTable {
    rows: Vec<FieldRow>,
    signed: Vec<SignedRow>,
}

#[derive(Debug, Serialize)]
struct FieldRow {
    field: Line,
    /// Source and what it says.
    said: Vec<[Line; 2]>,
    sign: &'static str,
    agreement: Line,
    /// Why what does not agree may be so.
    reasons: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct SignedRow {
    title: Line,
    sign: &'static str,
    verdict: Line,
    lines: Vec<Line>,
}

impl DataTable {
    /// The table of a record; `None` if nothing was read that could be compared.
    pub(super) fn of(data: &MachineData, say: &Say<'_>) -> Option<Self> {
        let matrix = data.matrix.as_ref()?;
        let rows = matrix.rows.iter().map(|row| FieldRow {
            field: say.word(row.field),
            said: matrix
                .columns
                .iter()
                .zip(&row.cells)
                .filter_map(|(column, cell)| Some([say.recorded_title("data-source", &column.title), said(cell.as_ref()?, say)]))
                .collect(),
            sign: match row.agreement {
                Agreement::Agrees | Agreement::AgreesByRule => "yes",
                Agreement::Alone => "none",
                Agreement::NotComparable | Agreement::Doubtful => "unclear",
                Agreement::Differs => "no",
            },
            agreement: say.word(row.agreement),
            reasons: if row.agreement > Agreement::Alone {
                row.explanation().iter().map(|reason| say.recorded(reason)).collect()
            } else {
                Vec::new()
            },
        });
        // DG1 and DG11 are of one chip, which is signed once.
        let chip = data.chip.iter().map(|chip| signed(say.fixed("chip"), &chip.authenticity, &chip.limits, say));
        let others = data.carriers.iter().filter(|carrier| !carrier.source.is_chip());
        let others = others.filter_map(|carrier| {
            Some(signed(say.recorded_title("data-source", &carrier.title), carrier.authenticity.as_ref()?, &[], say))
        });
        Some(Self { rows: rows.collect(), signed: chip.chain(others).collect() })
    }
}

fn signed(title: Line, authenticity: &Authenticity, limits: &[String], say: &Say<'_>) -> SignedRow {
    let step = |step: &AuthenticityStep| {
        let outcome = say.word(step.outcome).lower();
        let values =
            [("title", say.recorded_title("signature-step", &step.title)), ("outcome", outcome), ("text", say.recorded(&step.text))];
        say.sentence("report", "step", values)
    };
    let sentences = authenticity.statements.iter().chain(limits).map(|sentence| say.recorded(sentence));
    SignedRow {
        title,
        sign: sign(Some(authenticity.verdict)),
        verdict: say.word(authenticity.verdict),
        lines: authenticity.steps.iter().map(step).chain(sentences).collect(),
    }
}

fn said(cell: &MatrixCell, say: &Say<'_>) -> Line {
    let text = if cell.text.is_empty() { say.fixed("nothing") } else { say.value(&cell.text) };
    if cell.doubtful { say.sentence("report", "doubtful-text", [("text", text)]) } else { text }
}
