//! Published examples, cases at the edge, and properties that hold for every table.

use super::count::indices;
use super::*;
use crate::domain::{ItemId, Timestamp, Verdict};
use proptest::prelude::*;

fn estimated<const K: usize>(table: [[u64; K]; K]) -> Kappa {
    kappa(&table).estimated().unwrap()
}

fn near(value: f64, expected: f64, digits: i32) {
    let unit = 0.51 * libm::pow(10.0, f64::from(-digits));
    assert!((value - expected).abs() <= unit, "{value} is not {expected}");
}

#[test]
fn skin_conditions_rated_by_two_dermatologists() {
    // The agreement study of the manual of SAS/STAT, PROC FREQ: kappa 0.3449, ASE 0.0724, 95 % from 0.2030 to 0.4868.
    let found = estimated([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]);
    near(found.value, 0.3449, 4);
    near(found.standard_error, 0.0724, 4);
    let interval = found.interval.unwrap();
    near(interval.from, 0.2030, 4);
    near(interval.to, 0.4868, 4);
}

#[test]
fn anxiety_rated_by_two_doctors() {
    // Worked with the package vcd of R: kappa 0.7335, ASE 0.07524, 95 % from 0.5860073 to 0.8809436.
    let found = estimated([[11, 3, 1, 0], [1, 9, 0, 1], [0, 1, 10, 0], [1, 2, 0, 10]]);
    near(found.value, 0.7335, 4);
    near(found.standard_error, 0.07524, 5);
    let interval = found.interval.unwrap();
    near(interval.from, 0.586_007_3, 6);
    near(interval.to, 0.880_943_6, 6);
}

#[test]
fn two_answers_by_hand() {
    // p_o = 35/50, p_e = 0.5 × 0.6 + 0.5 × 0.4 = 0.5, so kappa is 0.2 / 0.5. With 1 - kappa = 0.6 the parts of the variance are
    // 0.4 × 0.34² + 0.3 × 0.46² = 0.10972, 0.36 × (0.1 × 1.1² + 0.2 × 0.9²) = 0.10188 and (0.4 - 0.3)² = 0.01.
    let found = estimated([[20, 5], [10, 15]]);
    near(found.value, 0.4, 12);
    near(found.by_chance, 0.5, 12);
    near(found.standard_error, ((0.10972 + 0.10188 - 0.01_f64) / (50.0 * 0.25)).sqrt(), 12);
}

#[test]
fn the_same_agreement_gives_less_kappa_where_one_answer_prevails() {
    // The paradox of Feinstein and Cicchetti (1990): 85 % agreement in both tables.
    let (even, uneven) = ([[40, 9], [6, 45]], [[80, 10], [5, 5]]);
    near(estimated(even).value, 0.70, 2);
    near(estimated(uneven).value, 0.32, 2);
    let [even, uneven] = [even, uneven].map(|table| indices(table).unwrap());
    near(even.prevalence, -0.05, 12);
    near(uneven.prevalence, 0.75, 12);
    near(uneven.bias, 0.05, 12);
    near(even.adjusted_kappa, 0.70, 12);
    near(uneven.adjusted_kappa, 0.70, 12);
}

#[test]
fn the_interval_of_wilson_as_published() {
    // Newcombe (1998), table I, method 3.
    for (count, of, from, to) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)] {
        let found = wilson(count, of).unwrap();
        near(found.interval.from, from, 4);
        near(found.interval.to, to, 4);
    }
    assert_eq!(wilson(0, 0), None);
    assert_eq!(wilson(2, 1), None);
}

#[test]
fn without_pairs_or_with_one_answer_kappa_is_not_defined() {
    assert_eq!(kappa(&[[0, 0], [0, 0]]), KappaOutcome::Undefined(NoKappa::NoPairs));
    assert_eq!(kappa(&[[7_000_001, 0], [0, 0]]), KappaOutcome::Undefined(NoKappa::OneCategory));
    // One of the two never used the second answer: chance explains all of it.
    let found = estimated([[40, 0], [10, 0]]);
    near(found.value, 0.0, 12);
    assert_eq!((found.interval, found.no_interval), (None, Some(NoInterval::NoSpread)));
}

#[test]
fn few_pairs_and_full_agreement_have_no_interval() {
    assert_eq!(estimated([[10, 2], [3, 14]]).no_interval, Some(NoInterval::TooFew));
    assert_eq!(estimated([[11, 2], [3, 14]]).no_interval, None);
    let full = estimated([[20, 0], [0, 20]]);
    near(full.value, 1.0, 12);
    assert_eq!((full.interval, full.no_interval), (None, Some(NoInterval::NoSpread)));
}

fn pair(item: &str, first: Option<Verdict>, second: Option<Verdict>, at: &str) -> VerdictPair {
    VerdictPair { item: ItemId::new(item).unwrap(), first, second, at: Timestamp(at.parse().unwrap()) }
}

#[test]
fn answers_that_decide_nothing_stand_beside() {
    use Verdict as V;
    let at = "2026-03-31T23:59:59Z";
    let pairs = [
        pair("A", Some(V::Conforms), Some(V::Conforms), at),
        pair("A", Some(V::Conforms), Some(V::DoesNotConform), at),
        pair("A", Some(V::Inconclusive), Some(V::Inconclusive), at),
        pair("A", Some(V::Inconclusive), Some(V::NotExamined), at),
        pair("B", Some(V::NotApplicable), Some(V::Conforms), at),
        pair("B", None, Some(V::NotExamined), "2026-04-01T00:00:00Z"),
    ];
    let found = agreement(&pairs);
    let overall = &found.overall;
    assert_eq!((overall.pairs, overall.table.len()), (6, 6));
    assert_eq!(overall.undecided, Undecided { unanswered: 1, not_examined: 1, not_applicable: 1, inconclusive: 1 });
    assert_eq!(overall.decided.map(|share| (share.count, share.of)), Some((1, 2)));
    assert_eq!(overall.all_answers.map(|share| (share.count, share.of)), Some((2, 5)));
    let items: Vec<_> = found.by_item.iter().map(|(item, count)| (item.as_str(), count.pairs)).collect();
    assert_eq!(items, [("A", 4), ("B", 2)]);
    let months: Vec<_> = found.by_month.iter().map(|(month, count)| (month.to_string(), count.pairs)).collect();
    assert_eq!(months, [("2026-03".to_owned(), 5), ("2026-04".to_owned(), 1)]);
    assert_eq!(found.by_item.values().last().map(|count| count.kappa), Some(KappaOutcome::Undefined(NoKappa::NoPairs)));
    let json = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<AgreementStatistics>(&json).unwrap(), found);
}

#[test]
fn a_month_is_read_as_it_is_written() {
    for bad in ["", "2026", "2026-13", "2026-3", "2026-00", "+2026-03", "2026-03-01"] {
        assert!(Month::try_from(bad.to_owned()).is_err(), "{bad}");
    }
    assert_eq!(Month::try_from("2026-03".to_owned()), Ok(Month { year: 2026, month: 3 }));
}

fn turned<const K: usize>(table: &[[u64; K]; K]) -> [[u64; K]; K] {
    std::array::from_fn(|i| std::array::from_fn(|j| table[j][i]))
}

proptest! {
    #[test]
    fn kappa_keeps_its_bounds_and_knows_no_first_examiner(table in prop::array::uniform3(prop::array::uniform3(0..2000u64))) {
        let (found, other) = (kappa(&table), kappa(&turned(&table)));
        match (found.estimated(), other.estimated()) {
            (Some(found), Some(other)) => {
                prop_assert!((-1.0 - 1e-12..=1.0 + 1e-12).contains(&found.value), "{}", found.value);
                prop_assert!(found.standard_error.is_finite() && found.standard_error >= 0.0);
                prop_assert!((found.value - other.value).abs() < 1e-12);
                prop_assert!((found.standard_error - other.standard_error).abs() < 1e-7);
                prop_assert!(found.value <= found.observed + 1e-12);
                if let Some(interval) = found.interval {
                    prop_assert!(-1.0 <= interval.from && interval.from <= found.value && found.value <= interval.to && interval.to <= 1.0);
                }
                prop_assert_eq!(found.interval.is_none(), found.no_interval.is_some());
            }
            (found, other) => prop_assert_eq!(found.is_none(), other.is_none()),
        }
    }

    #[test]
    fn renaming_the_answers_changes_nothing(table in prop::array::uniform2(prop::array::uniform2(0..500u64))) {
        let [[a, b], [c, d]] = table;
        match (kappa(&table), kappa(&[[d, c], [b, a]])) {
            (KappaOutcome::Estimated(one), KappaOutcome::Estimated(other)) => prop_assert!((one.value - other.value).abs() < 1e-12),
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    #[test]
    fn huge_counts_do_not_panic(table in prop::array::uniform2(prop::array::uniform2(0..u64::MAX / 8))) {
        prop_assert!(kappa(&table).estimated().is_none_or(|found| found.value.is_finite()));
    }

    #[test]
    fn a_share_lies_in_its_interval(count in 0..5000u64, more in 0..5000u64) {
        if let Some(found) = wilson(count, count + more) {
            let Interval { from, to } = found.interval;
            prop_assert!(0.0 <= from && from <= found.value && found.value <= to && to <= 1.0 && from < to);
            let mirrored = wilson(more, count + more).unwrap().interval;
            prop_assert!((mirrored.from - (1.0 - to)).abs() < 1e-12 && (mirrored.to - (1.0 - from)).abs() < 1e-12);
        }
    }

    #[test]
    fn every_pair_is_counted_once(answers in prop::collection::vec(
        (prop::option::of(prop::sample::select(Verdict::ALL)), prop::option::of(prop::sample::select(Verdict::ALL))), 0..60)) {
        let pairs: Vec<_> = answers.iter().map(|(first, second)| pair("A", *first, *second, "2026-03-01T00:00:00Z")).collect();
        let found = agreement(&pairs).overall;
        prop_assert_eq!(found.pairs, pairs.len() as u64);
        prop_assert_eq!(found.table.iter().map(|cell| cell.count).sum::<u64>(), found.pairs);
        prop_assert_eq!(found.decided.map_or(0, |share| share.of) + found.undecided.total(), found.pairs);
    }
}
