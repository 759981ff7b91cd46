use super::super::statements::tests::carrier;
use super::*;
use crate::domain::{Authenticity, CheckDigitState, DataField as F, DataSource as S, Verdict};

fn agreement(field: F, one: (S, &str), other: (S, &str)) -> Agreement {
    let carriers = [carrier(one.0, &[(field, one.1)]), carrier(other.0, &[(field, other.1)])];
    matrix(&carriers, &[]).row(field).unwrap().agreement
}

#[test]
fn every_field_has_its_rule() {
    let (zone, print) = (S::MrzConfirmed, S::VisualConfirmed);
    for (field, coded, printed, expected) in [
        (F::Surname, "MUELLER", "Müller", Agreement::AgreesByRule),
        (F::Surname, "MULLER", "MÜLLER", Agreement::AgreesByRule),
        (F::Surname, "MILLER", "MÜLLER", Agreement::Differs),
        (F::Surname, "ERIKSSON", "ERIKSSON", Agreement::Agrees),
        (F::Surname, "SHCHERBAKOVA", "ЩЕРБАКОВА", Agreement::AgreesByRule),
        (F::Surname, "FATIMA", "فاطمة", Agreement::NotComparable),
        (F::GivenNames, "ANNA MARIA", "ANNA", Agreement::Differs),
        (F::GivenNames, "", "ANNA", Agreement::Differs),
        (F::Number, "L898902C3", "L 898902 C3", Agreement::AgreesByRule),
        (F::Number, "L898902C3", "L898902C8", Agreement::Differs),
        (F::Birth, "1974-08-12", "12 AUG 1974", Agreement::AgreesByRule),
        (F::Expiry, "2012-04-15", "15 APR 2013", Agreement::Differs),
        (F::Nationality, "UTO", "UTOPIAN", Agreement::AgreesByRule),
        (F::Sex, "F", "F", Agreement::Agrees),
        (F::Authority, "PASSPORT OFFICE", "Passport Office, Zenith", Agreement::AgreesByRule),
        (F::BirthPlace, "ZENITH", "NADIR", Agreement::Differs),
    ] {
        assert_eq!(agreement(field, (zone, coded), (print, printed)), expected, "{field} {coded} {printed}");
    }
}

#[test]
fn what_may_be_misread_never_differs_for_certain() {
    assert_eq!(agreement(F::Surname, (S::MrzConfirmed, "MILLER"), (S::VisualRead, "MÜLLER")), Agreement::Doubtful);
    assert_eq!(agreement(F::Surname, (S::MrzRead, "MILLER"), (S::VisualConfirmed, "MÜLLER")), Agreement::Doubtful);
    assert_eq!(agreement(F::Number, (S::MrzConfirmed, "AB0"), (S::MrzRead, "ABO")), Agreement::Doubtful);
    assert_eq!(agreement(F::Number, (S::MrzConfirmed, "AB0"), (S::VisualConfirmed, "ABO")), Agreement::Differs);
    // A check digit that holds makes a misreading unlikely, so that the zone speaks.
    let mut read = carrier(S::MrzRead, &[(F::Number, "L898902C3")]);
    read.statements[0].check_digit = Some(CheckDigitState::Holds);
    let chip = carrier(S::ChipZone, &[(F::Number, "X898902C3")]);
    assert_eq!(matrix(&[read.clone(), chip.clone()], &[]).rows[0].agreement, Agreement::Differs);
    read.statements[0].doubtful = true;
    assert_eq!(matrix(&[read, chip], &[]).rows[0].agreement, Agreement::Doubtful);
}

#[test]
fn spaces_are_not_read_for_certain() {
    let agree = |source, printed| agreement(F::GivenNames, (S::MrzConfirmed, "ANNA MARIA"), (source, printed));
    assert_eq!(agree(S::VisualRead, "ANNAMARIA"), Agreement::AgreesByRule);
    assert_eq!(agree(S::VisualConfirmed, "ANNAMARIA"), Agreement::Differs);
    assert_eq!(agree(S::VisualRead, "ANNAMARTA"), Agreement::Doubtful);
    assert_eq!(
        agreement(F::Authority, (S::VisualConfirmed, "PASSPORT OFFICE"), (S::VisualRead, "PASSPORTOFFICE")),
        Agreement::AgreesByRule
    );
}

#[test]
fn a_whole_name_is_compared_with_its_halves() {
    let zone = carrier(S::MrzConfirmed, &[(F::Surname, "ERIKSSON"), (F::GivenNames, "ANNA MARIA")]);
    let chip = carrier(S::ChipDetails, &[(F::FullName, "Eriksson, Anna Mária")]);
    let table = matrix(&[zone, chip], &[]);
    let row = table.row(F::FullName).unwrap();
    assert_eq!((row.agreement, row.cells[0].as_ref().unwrap().text.as_str()), (Agreement::AgreesByRule, "ERIKSSON, ANNA MARIA"));
    assert_eq!(table.row(F::Surname).unwrap().agreement, Agreement::Alone);
}

#[test]
fn the_meaning_says_what_cannot_tell() {
    let zone = |state| {
        let mut zone = carrier(S::MrzConfirmed, &[(F::Number, "L898902C3")]);
        zone.statements[0].check_digit = Some(state);
        zone
    };
    let mut chip = carrier(S::ChipZone, &[(F::Number, "X898902C3")]);
    let meaning = |zone: DataCarrier, other: DataCarrier| matrix(&[zone, other], &[]).rows[0].comparisons[0].meaning.join(" ");
    assert!(meaning(zone(CheckDigitState::Holds), chip.clone()).contains("not established"));
    chip.authenticity =
        Some(Authenticity { verdict: Verdict::Conforms, steps: Vec::new(), statements: Vec::new(), day: "2026-03-01".parse().unwrap() });
    assert!(meaning(zone(CheckDigitState::Holds), chip).contains("belongs to another document"));
    let print = carrier(S::VisualConfirmed, &[(F::Number, "X898902C3")]);
    assert!(meaning(zone(CheckDigitState::NotCovered), print.clone()).contains("R-4.3"));
    assert!(meaning(zone(CheckDigitState::Wrong), print).contains("does not hold either"));
}

#[test]
fn an_explanation_says_everything_once() {
    let carriers = [carrier(S::MrzConfirmed, &[(F::Number, "12345678")]), carrier(S::VisualRead, &[(F::Number, "12345679")])];
    let three = [carriers[0].clone(), carriers[1].clone(), carrier(S::Barcode, &[(F::Number, "12345678")])];
    let told = matrix(&three, &[]).rows[0].explanation();
    assert_eq!(told.iter().filter(|text| text.contains("differ in character 8")).count(), 1, "{told:?}");
    assert_eq!(told.iter().filter(|text| text.contains("look at the field")).count(), 1, "{told:?}");
    assert!(told[0].contains("12345678 and 12345679 differ"), "{told:?}");
}

#[test]
fn carriers_are_found_by_their_sort() {
    let carriers = [
        carrier(S::MrzConfirmed, &[(F::Number, "1"), (F::Sex, "F")]),
        carrier(S::VisualConfirmed, &[(F::Number, "2"), (F::Sex, "F")]),
        carrier(S::Barcode, &[(F::Number, "1")]),
    ];
    let table = matrix(&carriers, &[]);
    let pairs: Vec<_> = table.between(S::is_printed_zone, S::is_visual).map(|(field, pair)| (field, pair.agreement)).collect();
    assert_eq!(pairs, [(F::Number, Agreement::Differs), (F::Sex, Agreement::Agrees)]);
    assert_eq!(table.row(F::Number).unwrap().disagreements().count(), 2);
    assert!(matrix(&[], &[]).rows.is_empty());
}

proptest::proptest! {
    #[test]
    fn no_texts_panic(one in ".{0,20}", other in ".{0,20}", field in 0..F::ALL.len(), first in 0..S::ALL.len(), second in 0..S::ALL.len()) {
        let field = F::ALL[field];
        let there = agreement(field, (S::ALL[first], &one), (S::ALL[second], &other));
        let back = agreement(field, (S::ALL[second], &other), (S::ALL[first], &one));
        proptest::prop_assert_eq!(there, back);
    }
}
