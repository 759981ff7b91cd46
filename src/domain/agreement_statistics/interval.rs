//! A share and its interval.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Z_95;

/// A span of values at 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Its lower end.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
}

/// A share of a count, with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many, at least one.
    pub of: u64,
    /// The share, 0 to 1.
    pub value: f64,
    /// The interval of Wilson at 95 %.
    pub interval: Interval,
}

/// The share of `count` in `of` with its interval; `None` if there is nothing to count, or more than all.
///
/// The score interval at 95 % (Wilson 1927) stays within 0 and 1 and has a length also where all or none agree.
pub fn wilson(count: u64, of: u64) -> Option<Share> {
    if of == 0 || count > of {
        return None;
    }
    let (n, squared) = (of as f64, Z_95 * Z_95);
    let share = count as f64 / n;
    let middle = share + squared / (2.0 * n);
    let half = Z_95 * (share * (1.0 - share) / n + squared / (4.0 * n * n)).sqrt();
    let whole = 1.0 + squared / n;
    // At the ends the formula gives the end itself but for rounding.
    let from = if count == 0 { 0.0 } else { ((middle - half) / whole).clamp(0.0, share) };
    let to = if count == of { 1.0 } else { ((middle + half) / whole).clamp(share, 1.0) };
    Some(Share { count, of, value: share, interval: Interval { from, to } })
}
