//! The table itself.

use super::compare::compare;
use super::meaning::meaning;
use crate::domain::{Agreement, Compared, DataCarrier, DataField, Matrix, MatrixCell, MatrixColumn, MatrixRow, Statement};

/// Puts the statements of carriers side by side and compares them. `names` are codes of States with their names beside those that are listed,
/// such as those of issuers in a library.
pub fn matrix(carriers: &[DataCarrier], names: &[(&str, &str)]) -> Matrix {
    let columns = carriers.iter().map(|carrier| MatrixColumn {
        source: carrier.source,
        title: carrier.title.clone(),
        signature: carrier.authenticity.as_ref().map(|authenticity| authenticity.verdict),
    });
    let rows = DataField::ALL.iter().filter_map(|field| row(*field, carriers, names)).collect();
    Matrix { columns: columns.collect(), rows }
}

fn row(field: DataField, carriers: &[DataCarrier], names: &[(&str, &str)]) -> Option<MatrixRow> {
    let mut statements: Vec<Option<Statement>> = carriers.iter().map(|carrier| carrier.statement(field).cloned()).collect();
    if statements.iter().all(Option::is_none) {
        return None;
    }
    if field == DataField::FullName {
        for (statement, carrier) in statements.iter_mut().zip(carriers) {
            *statement = statement.take().or_else(|| whole_name(carrier));
        }
    }
    let said: Vec<(usize, &DataCarrier, &Statement)> = (0..)
        .zip(carriers.iter().zip(&statements))
        .filter_map(|(column, (carrier, statement))| Some((column, carrier, statement.as_ref()?)))
        .collect();
    let mut comparisons = Vec::new();
    for (at, (column, carrier, statement)) in said.iter().enumerate() {
        for (other_column, other_carrier, other) in said.iter().skip(at.saturating_add(1)) {
            let found = compare(field, (carrier, statement), (other_carrier, other), names);
            let meaning = if found.agreement > Agreement::NotComparable {
                meaning(field, (carrier, statement), (other_carrier, other))
            } else {
                Vec::new()
            };
            comparisons.push(Compared { columns: [*column, *other_column], agreement: found.agreement, reason: found.reason, meaning });
        }
    }
    let agreement = comparisons.iter().map(|compared| compared.agreement).max().unwrap_or(Agreement::Alone);
    let cell = |statement: Statement| MatrixCell {
        text: statement.text,
        doubtful: statement.doubtful,
        check_digit: statement.check_digit,
        place: statement.place,
    };
    let cells = statements.into_iter().map(|statement| statement.map(cell)).collect();
    Some(MatrixRow { field, cells, agreement, comparisons })
}

/// Surname and given names of a carrier that holds them apart, as one name.
fn whole_name(carrier: &DataCarrier) -> Option<Statement> {
    let surname = carrier.statement(DataField::Surname)?;
    let given = carrier.statement(DataField::GivenNames);
    let text = match given {
        Some(given) if !given.text.is_empty() => format!("{}, {}", surname.text, given.text),
        _ => surname.text.clone(),
    };
    Some(Statement {
        field: DataField::FullName,
        text,
        doubtful: surname.doubtful || given.is_some_and(|given| given.doubtful),
        shortened: surname.shortened || given.is_some_and(|given| given.shortened),
        check_digit: surname.check_digit,
        place: surname.place.clone(),
    })
}

#[cfg(test)]
mod tests;
