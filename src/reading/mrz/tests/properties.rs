//! What holds for every zone.

use proptest::prelude::*;

use super::*;
use crate::domain::{IssuerCode, MrzData, Sex, character_value, compose_mrv_a, compose_mrv_b, compose_td1, compose_td2, compose_td3};

/// A document whose every content check holds.
pub(super) fn data() -> impl Strategy<Value = MrzData> {
    let state = || prop::sample::select(vec!["UTO", "D", "QMA", "FRA", "XPO", "QZZ"]).prop_map(|code| IssuerCode::new(code).unwrap());
    let birth = (1930_i16..2020, 1_i8..13, 1_i8..29).prop_map(|(year, month, day)| Date(jiff::civil::date(year, month, day)));
    let expiry = (2021_i16..2040, 1_i8..13, 1_i8..29).prop_map(|(year, month, day)| Date(jiff::civil::date(year, month, day)));
    let sex = prop::sample::select(Sex::ALL);
    let name = || prop::collection::vec("[A-Z]{1,12}", 1..3).prop_map(|parts| parts.join(" "));
    ((state(), state()), "[A-Z0-9]{8}[0-9]", birth, sex, expiry, ("[A-Z0-9]{0,7}", "[A-Z0-9]{0,11}"), name(), name()).prop_map(
        |((issuer, nationality), number, birth, sex, expiry, (optional, optional_2), primary, secondary)| MrzData {
            document_code: String::new(),
            issuer,
            number,
            nationality,
            birth: Some(birth),
            sex,
            expiry,
            optional,
            optional_2,
            primary,
            secondary,
        },
    )
}

/// The lines of `data` in each format.
pub(super) fn zones(data: &MrzData) -> Vec<(MrzFormat, Vec<String>)> {
    let with = |code: &str| MrzData { document_code: code.to_owned(), ..data.clone() };
    vec![
        (MrzFormat::Td3, compose_td3(&with("P")).to_vec()),
        (MrzFormat::Td2, compose_td2(&with("I")).to_vec()),
        (MrzFormat::Td1, compose_td1(&with("I")).to_vec()),
        (MrzFormat::MrvA, compose_mrv_a(&with("V")).to_vec()),
        (MrzFormat::MrvB, compose_mrv_b(&with("V")).to_vec()),
    ]
}

fn parse(lines: &[String]) -> MrzReading {
    parse_mrz(&lines.join("\n"), today()).unwrap()
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ignored = parse_mrz(&text, today()).is_ok();
    }

    #[test]
    fn no_lines_of_permitted_characters_panic(
        lines in prop_oneof![
            prop::collection::vec("[A-Z0-9<]{44}", 2), prop::collection::vec("[PV]<[A-Z0-9<]{42}", 2), prop::collection::vec("[IV][A-Z0-9<]{35}", 2),
            prop::collection::vec("IDFRA[A-Z0-9<]{31}", 2), prop::collection::vec("[A-Z0-9<]{30}", 3), prop::collection::vec("[0-9<]{30}", 3),
        ],
    ) {
        let reading = parse(&lines);
        prop_assert_eq!(&reading.lines, &lines);
        for field in &reading.fields {
            let start = usize::from(field.start) - 1;
            let raw: String = lines[usize::from(field.line) - 1].chars().skip(start).take(field.length.into()).collect();
            prop_assert_eq!(&raw, &field.raw);
        }
    }

    #[test]
    fn what_is_composed_is_read_back(data in data()) {
        for (format, lines) in zones(&data) {
            let reading = parse(&lines);
            prop_assert_eq!(reading.format, format);
            prop_assert_eq!(failed(&reading), Vec::<&str>::new());
            prop_assert_eq!(reading.value(FieldName::Number), &data.number);
            prop_assert_eq!((reading.birth, reading.expiry), (data.birth, Some(data.expiry)));
            let printed = format!("{}, {}", data.primary, data.secondary);
            prop_assert!(names_agree(&printed, &reading.names) <= NameAgreement::AgreesShortened, "{:?}", reading.names);
            // Shortening keeps beginnings: only another first letter is surely another name.
            let letter = if data.primary.starts_with('Q') { 'X' } else { 'Q' };
            let other = format!("{letter}{printed}");
            prop_assert_eq!(names_agree(&other, &reading.names), NameAgreement::Differs);
        }
    }

    #[test]
    fn a_long_number_is_read_back(data in data(), rest in "[A-Z0-9]{1,5}") {
        let data = MrzData { number: format!("{}{rest}", data.number), optional: String::new(), ..data };
        for (_, lines) in zones(&data).iter().filter(|(format, _)| matches!(format, MrzFormat::Td1 | MrzFormat::Td2)) {
            let reading = parse(lines);
            prop_assert_eq!(reading.value(FieldName::Number), &data.number);
            prop_assert_eq!(failed(&reading), Vec::<&str>::new());
        }
    }

    #[test]
    fn a_changed_character_under_a_digit_is_seen_unless_the_sum_is_blind_to_it(
        data in data(), field in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), other in "[A-Z0-9<]",
    ) {
        let other = other.chars().next().unwrap();
        for (_, lines) in zones(&data) {
            let reading = parse(&lines);
            let protected: Vec<&MrzField> = reading.fields.iter().filter(|field| field.protected).collect();
            let field = protected[field.index(protected.len())];
            let column = usize::from(field.start) - 1 + place.index(field.raw.len());
            let mut changed = lines.clone();
            let line = &mut changed[usize::from(field.line) - 1];
            let before = line.remove(column);
            line.insert(column, other);
            let blind = character_value(before).unwrap() % 10 == character_value(other).unwrap() % 10;
            prop_assert_eq!(parse(&changed).digits_hold(), blind, "{:?} {:?}", lines, changed);
        }
    }

    #[test]
    fn a_proposal_makes_its_check_hold(data in data(), place in any::<prop::sample::Index>()) {
        let (_, lines) = zones(&data).remove(0);
        let confused: Vec<usize> = lines[1].char_indices().filter(|(at, c)| *at < 28 && "01825".contains(*c)).map(|(at, _)| at).collect();
        prop_assume!(!confused.is_empty());
        let column = confused[place.index(confused.len())];
        let mut changed = lines;
        let digit = changed[1].remove(column);
        changed[1].insert(column, match digit { '0' => 'O', '1' => 'I', '8' => 'B', '5' => 'S', _ => 'Z' });
        let reading = parse(&changed);
        for proposal in &reading.proposals {
            let mut repaired = changed.clone();
            for change in &proposal.changes {
                let line = &mut repaired[usize::from(change.line) - 1];
                prop_assert_eq!(line.remove(usize::from(change.column) - 1), change.found);
                line.insert(usize::from(change.column) - 1, change.proposed);
            }
            let repaired = parse(&repaired);
            prop_assert!(repaired.check(proposal.check).unwrap().ok);
            prop_assert_eq!(repaired.check(CheckName::Composite).map(|check| check.ok), proposal.composite_holds);
        }
        prop_assert!(reading.digits_hold() || !reading.proposals.is_empty(), "{:?}", changed);
    }
}
