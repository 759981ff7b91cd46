//! Pairs of answers, counted.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::interval::{Share, wilson};
use super::kappa::{KappaOutcome, kappa};
use crate::domain::{ItemId, Timestamp, Verdict};

/// What two examiners answered to one item of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictPair {
    /// The item.
    pub item: ItemId,
    /// The answer of the first; `None` if there is none.
    pub first: Option<Verdict>,
    /// The answer of the second.
    pub second: Option<Verdict>,
    /// When the second answered.
    pub at: Timestamp,
}

/// How many pairs have these two answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// The answer of the first; `None` for none.
    pub first: Option<Verdict>,
    /// The answer of the second.
    pub second: Option<Verdict>,
    /// How many pairs.
    pub count: u64,
}

/// Pairs that say nothing on agreement about the document, because at least one of the two did not decide. A pair counts for the first
/// word that fits either answer, in the order of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Undecided {
    /// At least one gave no answer.
    pub unanswered: u64,
    /// At least one did not examine it.
    pub not_examined: u64,
    /// At least one held that it does not apply.
    pub not_applicable: u64,
    /// At least one found it inconclusive.
    pub inconclusive: u64,
}

impl Undecided {
    /// All of them.
    pub fn total(self) -> u64 {
        [self.unanswered, self.not_examined, self.not_applicable, self.inconclusive].iter().sum()
    }
}

/// What lowers kappa without less agreement (Byrt, Bishop and Carlin 1993), of pairs that both decided.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Indices {
    /// Pairs where both found that it conforms, less pairs where both found that it does not, as a share; far from 0 where nearly all
    /// documents are of one sort.
    pub prevalence: f64,
    /// How much more often the first than the second found that it conforms, as a share of all; far from 0 where one is stricter.
    pub bias: f64,
    /// Kappa as it would be with both indices at zero: twice the agreement, less one.
    pub adjusted_kappa: f64,
}

/// The agreement of two examiners over some pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgreementCount {
    /// How many pairs.
    pub pairs: u64,
    /// Every combination of answers that was given, in the order of the answers.
    pub table: Vec<Cell>,
    /// Pairs that both decided: how many agree. `None` without any.
    pub decided: Option<Share>,
    /// Kappa of the pairs that both decided.
    pub kappa: KappaOutcome,
    /// Prevalence and bias of the pairs that both decided.
    pub indices: Option<Indices>,
    /// Pairs that at least one left open.
    pub undecided: Undecided,
    /// Pairs that both answered, whatever they answered: how many gave the same answer.
    pub all_answers: Option<Share>,
    /// Kappa over all five answers.
    pub kappa_of_all_answers: KappaOutcome,
}

impl AgreementCount {
    /// Counts `pairs`.
    pub fn of<'a>(pairs: impl IntoIterator<Item = &'a VerdictPair>) -> Self {
        let mut cells: BTreeMap<(Option<Verdict>, Option<Verdict>), u64> = BTreeMap::new();
        for pair in pairs {
            let count = cells.entry((pair.first, pair.second)).or_default();
            *count = count.saturating_add(1);
        }
        let count = |first: Verdict, second: Verdict| cells.get(&(Some(first), Some(second))).copied().unwrap_or_default();
        let two = [Verdict::Conforms, Verdict::DoesNotConform]
            .map(|first| [Verdict::Conforms, Verdict::DoesNotConform].map(|second| count(first, second)));
        let five = ANSWERS.map(|first| ANSWERS.map(|second| count(first, second)));
        Self {
            pairs: cells.values().sum(),
            decided: share_of(&two),
            kappa: kappa(&two),
            indices: indices(two),
            undecided: undecided(&cells),
            all_answers: share_of(&five),
            kappa_of_all_answers: kappa(&five),
            table: cells.into_iter().map(|((first, second), count)| Cell { first, second, count }).collect(),
        }
    }
}

const ANSWERS: [Verdict; 5] =
    [Verdict::Conforms, Verdict::DoesNotConform, Verdict::Inconclusive, Verdict::NotExamined, Verdict::NotApplicable];

fn share_of<const K: usize>(table: &[[u64; K]; K]) -> Option<Share> {
    let agree = table.iter().enumerate().filter_map(|(at, row)| row.get(at)).sum();
    wilson(agree, table.iter().flatten().sum())
}

pub(super) fn indices([[both, first], [second, neither]]: [[u64; 2]; 2]) -> Option<Indices> {
    let n = [both, first, second, neither].iter().sum::<u64>();
    let share = |one: u64, other: u64| (one as f64 - other as f64) / n as f64;
    let agree = both.saturating_add(neither) as f64 / n as f64;
    (n > 0).then(|| Indices { prevalence: share(both, neither), bias: share(first, second), adjusted_kappa: 2.0 * agree - 1.0 })
}

fn undecided(cells: &BTreeMap<(Option<Verdict>, Option<Verdict>), u64>) -> Undecided {
    let mut found = Undecided::default();
    for ((first, second), count) in cells {
        let either = |answer: Option<Verdict>| *first == answer || *second == answer;
        let place = if either(None) {
            &mut found.unanswered
        } else if either(Some(Verdict::NotExamined)) {
            &mut found.not_examined
        } else if either(Some(Verdict::NotApplicable)) {
            &mut found.not_applicable
        } else if either(Some(Verdict::Inconclusive)) {
            &mut found.inconclusive
        } else {
            continue;
        };
        *place = place.saturating_add(*count);
    }
    found
}
