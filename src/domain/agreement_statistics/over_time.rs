//! Agreement overall, item by item and month by month.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::count::{AgreementCount, VerdictPair};
use crate::domain::{ItemId, Timestamp};

/// A month in UTC, written `2026-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month of a moment.
    pub fn of(moment: Timestamp) -> Self {
        let date = moment.date().0;
        Self { year: date.year(), month: date.month() }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let read = |text: &str| {
            let (year, month) = text.rsplit_once('-')?;
            Some(Self { year: year.parse().ok()?, month: month.parse().ok().filter(|month| (1..=12).contains(month))? })
        };
        read(&text).filter(|month| month.to_string() == text).ok_or_else(|| format!("`{text}` is no month: expected one such as 2026-03"))
    }
}

/// How far two examiners agree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgreementStatistics {
    /// Over all pairs.
    pub overall: AgreementCount,
    /// Item by item.
    pub by_item: BTreeMap<ItemId, AgreementCount>,
    /// Month by month; a month without pairs is left out.
    pub by_month: BTreeMap<Month, AgreementCount>,
}

/// Counts `pairs`, which may come in any order.
///
/// Answers to items of one document hang together, so the intervals over all items are narrower than they should be; those of a single
/// item are not.
pub fn agreement(pairs: &[VerdictPair]) -> AgreementStatistics {
    let (mut by_item, mut by_month) = (BTreeMap::<&ItemId, Vec<_>>::new(), BTreeMap::<Month, Vec<_>>::new());
    for pair in pairs {
        by_item.entry(&pair.item).or_default().push(pair);
        by_month.entry(Month::of(pair.at)).or_default().push(pair);
    }
    AgreementStatistics {
        overall: AgreementCount::of(pairs),
        by_item: by_item.into_iter().map(|(item, pairs)| (item.clone(), AgreementCount::of(pairs))).collect(),
        by_month: by_month.into_iter().map(|(month, pairs)| (month, AgreementCount::of(pairs))).collect(),
    }
}
