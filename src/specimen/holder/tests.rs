use std::collections::BTreeSet;

use super::*;
use crate::specimen::mrz;

fn personal(culture: Culture) -> Personal {
    Personal::new(culture, "A99999999", "2019-03-01".parse().unwrap(), 10).identified("YYMMDD-99SC")
}

#[test]
fn a_holder_is_grown_up_at_issue_and_the_document_valid_after_it() {
    for culture in Culture::ALL {
        let asked = personal(culture);
        for seed in 0..200 {
            let holder = Holder::from_seed(seed, asked);
            assert!(holder.issued >= asked.first_issue && holder.expires > holder.issued);
            let age = holder.born.0.until((jiff::Unit::Year, holder.issued.0)).unwrap().get_years();
            assert!((19..=61).contains(&age), "{holder:?}");
            assert_eq!(holder.number.len(), 9);
        }
    }
}

#[test]
fn children_are_small_and_go_to_school() {
    for seed in 0..200 {
        let child = Holder::from_seed(seed, personal(Culture::Utopian).aged(4, 11));
        let age = child.born.0.until((jiff::Unit::Year, child.issued.0)).unwrap().get_years();
        assert!((4..=11).contains(&age) && (80..165).contains(&child.height_cm) && child.profession == "Pupil", "{child:?}");
    }
}

#[test]
fn ten_thousand_seeds_are_nine_thousand_people() {
    // A quick share for most peoples: those drawn later are no more alike than those drawn first.
    for (culture, count) in Culture::ALL.into_iter().zip([10_000, 400, 400, 400, 400]) {
        let asked = personal(culture);
        let people: BTreeSet<_> = (0..count)
            .map(|seed| {
                let holder = Holder::from_seed(seed, asked);
                (holder.surname, holder.given_names, holder.born.to_string())
            })
            .collect();
        assert!(people.len() * 10 >= count as usize * 9, "{culture:?}: {}", people.len());
    }
}

#[test]
fn some_names_are_too_long_for_a_zone_and_some_are_single() {
    for culture in Culture::ALL {
        let (mut long, mut single) = (0, 0);
        for seed in 0..600 {
            let holder = Holder::from_seed(seed, personal(culture));
            long += usize::from(mrz::name_length(&holder.surname, &holder.given_names) > 39);
            single += usize::from(holder.given_names.is_empty());
        }
        assert!((32..90).contains(&long), "{culture:?}: {long}");
        assert!(if culture == Culture::Tianhai { single == 0 } else { (3..32).contains(&single) }, "{culture:?}: {single}");
    }
}

#[test]
fn a_name_in_cyrillic_is_the_one_in_latin_letter_by_letter() {
    for seed in 0..300 {
        let holder = Holder::from_seed(seed, personal(Culture::Marenian));
        let native = holder.native_surname.unwrap();
        assert_eq!(mrz::transliterated(&native), holder.surname.to_uppercase().replace('-', "<"));
        assert!(holder.sex != 'F' || !native.ends_with("ов"), "{native}");
    }
    assert_eq!(name::spelt("улица Щитоносцева-Юности"), "ulitsa Shchitonostseva-Iunosti");
}

#[test]
fn a_personal_number_tells_birthday_and_sex_and_checks() {
    let born: domain::Date = "1974-08-12".parse().unwrap();
    let number = number::personal("YYYYMMDD-99SC", born, true, &mut Rng::new(5, "test"));
    assert!(number.starts_with("19740812-"), "{number}");
    let digits: Vec<u32> = number.chars().filter_map(|digit| digit.to_digit(10)).collect();
    assert_eq!(digits[10] % 2, 1);
    let sum: u32 = digits[..11].iter().zip([7, 3, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    assert_eq!(sum % 10, digits[11]);
}

#[test]
fn days_are_printed_with_the_month_in_letters() {
    assert_eq!(printed_day("1981-03-07".parse().unwrap()), "07 MAR 1981");
}
