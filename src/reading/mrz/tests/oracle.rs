//! Agreement with an independent parser.

use proptest::prelude::*;

use super::properties::{data, zones};
use super::*;

proptest! {
    #[test]
    fn another_parser_reads_the_same(data in data()) {
        let options = mrz::ParseOptions::default();
        for (format, lines) in zones(&data) {
            let ours = parse_mrz(&lines.join("\n"), today()).unwrap();
            let theirs = match (format, lines.as_slice()) {
                (MrzFormat::Td3, [one, two]) => mrz::parse_td3_with(one, two, &options),
                (MrzFormat::Td2, [one, two]) => mrz::parse_td2_with(one, two, &options),
                (MrzFormat::MrvA, [one, two]) => mrz::parse_mrv_a_with(one, two, &options),
                (MrzFormat::MrvB, [one, two]) => mrz::parse_mrv_b_with(one, two, &options),
                (_, [one, two, three]) => mrz::parse_td1_with(one, two, three, &options),
                _ => unreachable!(),
            }.unwrap();
            prop_assert_eq!(&theirs.surname, &ours.names.primary);
            prop_assert_eq!(&theirs.given_names, &ours.names.secondary);
            prop_assert_eq!(&theirs.document_number, ours.value(FieldName::Number));
            prop_assert_eq!(&theirs.nationality, ours.value(FieldName::Nationality));
            prop_assert_eq!(&theirs.issuing_country, ours.value(FieldName::Issuer));
            prop_assert_eq!(theirs.date_of_birth.to_string(), ours.value(FieldName::Birth));
            prop_assert_eq!(theirs.date_of_expiry.to_string(), ours.value(FieldName::Expiry));
            prop_assert!(theirs.checks.all_valid() && ours.digits_hold());
        }
    }

    #[test]
    fn another_parser_agrees_on_every_digit_of_a_damaged_zone(data in data(), place in 0_usize..44, other in "[A-Z0-9]") {
        let (_, mut lines) = zones(&data).remove(0);
        lines[1].remove(place);
        lines[1].insert_str(place, &other);
        let ours = parse_mrz(&lines.join("\n"), today()).unwrap();
        let theirs = mrz::parse_td3(&lines[0], &lines[1]).unwrap().checks;
        for (name, theirs) in [
            (CheckName::Document, theirs.document_number),
            (CheckName::Birth, theirs.date_of_birth),
            (CheckName::Expiry, theirs.date_of_expiry),
            (CheckName::Personal, theirs.personal_number),
            (CheckName::Composite, theirs.composite),
        ] {
            prop_assert_eq!(ours.check(name).map(|check| check.ok), theirs, "{} {:?}", name, lines);
        }
    }
}
