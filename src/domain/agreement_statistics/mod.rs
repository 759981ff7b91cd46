//! How far two examiners agree, item by item and over time (`standards.md` 3.5; ISO/IEC 17025 7.7 asks for such monitoring).
//!
//! [`agreement`] takes pairs of answers to the same item of the same document, the second given blind or open, and counts. Answers that
//! decide (`conforms`, `does-not-conform`) are compared with each other; those that do not are reported beside, so that an examiner who
//! leaves everything open does not look like one who agrees.
//!
//! * share of agreement with the interval of Wilson (1927) at 95 %;
//! * kappa of Cohen (1960) with the standard error of Fleiss, Cohen and Everitt (1969) and the interval it gives at 95 %;
//! * prevalence and bias index of Byrt, Bishop and Carlin (1993), because kappa is low where nearly all documents are of one sort.

mod count;
mod interval;
mod kappa;
mod over_time;

pub use count::{AgreementCount, Cell, Indices, Undecided, VerdictPair};
pub use interval::{Interval, Share, wilson};
pub use kappa::{Kappa, KappaOutcome, LEAST_PAIRS, NoInterval, NoKappa, kappa};
pub use over_time::{AgreementStatistics, Month, agreement};

/// The quantile of the normal distribution that leaves 2.5 % above.
const Z_95: f64 = 1.959_963_984_540_054;

#[cfg(test)]
mod tests;
