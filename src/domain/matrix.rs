//! All that a document says of itself, side by side: what each carrier says of each field, and how they agree.
//!
//! Readers compare; these are the results, which findings keep.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;
use super::{CheckDigitState, DataField, DataSource, StatementPlace, Verdict};

words! {
    /// How two statements of a field agree; the worst of all is that of the field.
    Agreement {
        Agrees = "agrees", "Agrees";
        /// Written otherwise, as a rule permits.
        AgreesByRule = "agrees-by-rule", "Agrees by rule";
        /// Nothing to compare with.
        Alone = "alone", "One source only";
        NotComparable = "not-comparable", "Not comparable";
        /// It differs as it was read, but may be misread: a person looks.
        Doubtful = "doubtful", "Differs as read: look";
        Differs = "differs", "Differs";
    }
}

/// A carrier as a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatrixColumn {
    /// What it is.
    pub source: DataSource,
    /// The same in words.
    pub title: String,
    /// What examining its signature gave; `None` where nothing is signed.
    pub signature: Option<Verdict>,
}

/// What one carrier says of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatrixCell {
    /// As it stands there.
    pub text: String,
    /// Whether a character of it may be another one.
    pub doubtful: bool,
    /// What the check digits of its carrier say of it.
    pub check_digit: Option<CheckDigitState>,
    /// Where it stands.
    pub place: Option<StatementPlace>,
}

/// Two statements of one field, compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Compared {
    /// The columns, from 0.
    pub columns: [usize; 2],
    /// How they agree.
    pub agreement: Agreement,
    /// Why, in a sentence; empty where they are the same.
    pub reason: String,
    /// What a disagreement may mean and what cannot tell, sentence by sentence; empty where there is none.
    pub meaning: Vec<String>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatrixRow {
    /// The field.
    pub field: DataField,
    /// What each carrier says, in the order of the columns.
    pub cells: Vec<Option<MatrixCell>>,
    /// The worst of the comparisons.
    pub agreement: Agreement,
    /// Every two statements, compared.
    pub comparisons: Vec<Compared>,
}

impl MatrixRow {
    /// The comparisons that a person should look at: all that neither agree nor are alone.
    pub fn disagreements(&self) -> impl Iterator<Item = &Compared> {
        self.comparisons.iter().filter(|compared| compared.agreement > Agreement::Alone)
    }

    /// Why statements do not plainly agree and what that may mean, each thing once: the worst first, two texts only one time.
    pub fn explanation(&self) -> Vec<String> {
        let mut comparisons: Vec<&Compared> = self.comparisons.iter().filter(|compared| !compared.reason.is_empty()).collect();
        comparisons.sort_by_key(|compared| std::cmp::Reverse(compared.agreement));
        let mut texts: Vec<[&str; 2]> = Vec::new();
        let (mut reasons, mut meanings): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for compared in comparisons {
            let text = |column: usize| self.cells.get(column).and_then(Option::as_ref).map_or("", |cell| cell.text.as_str());
            let mut pair = compared.columns.map(text);
            pair.sort_unstable();
            if !texts.contains(&pair) && !reasons.contains(&compared.reason) {
                texts.push(pair);
                reasons.push(compared.reason.clone());
            }
            for sentence in &compared.meaning {
                if !meanings.contains(sentence) {
                    meanings.push(sentence.clone());
                }
            }
        }
        reasons.into_iter().chain(meanings).collect()
    }
}

/// All that carriers of one document say, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Matrix {
    /// The carriers.
    pub columns: Vec<MatrixColumn>,
    /// The fields that at least one carrier holds.
    pub rows: Vec<MatrixRow>,
}

impl Matrix {
    /// The row of a field; `None` if no carrier holds it.
    pub fn row(&self, field: DataField) -> Option<&MatrixRow> {
        self.rows.iter().find(|row| row.field == field)
    }

    /// The comparisons of two sorts of carriers, with their fields: one is of the first sort, the other of the second.
    pub fn between(
        &self,
        one: impl Fn(DataSource) -> bool,
        other: impl Fn(DataSource) -> bool,
    ) -> impl Iterator<Item = (DataField, &Compared)> {
        let source = |column: usize| self.columns.get(column).map(|column| column.source);
        let wanted = move |compared: &Compared| {
            let [first, second] = compared.columns.map(source);
            first.zip(second).is_some_and(|(first, second)| one(first) && other(second) || one(second) && other(first))
        };
        let comparisons = self.rows.iter().flat_map(|row| row.comparisons.iter().map(|compared| (row.field, compared)));
        comparisons.filter(move |(_, compared)| wanted(compared))
    }
}
