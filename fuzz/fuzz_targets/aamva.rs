//! The text of a driving licence (AAMVA) and of a boarding pass (BCBP); every input is tried as both.
#![no_main]

use guilloche_fuzz::json::comes_back;
use guilloche_fuzz::limits::{Limits, within};
use guilloche_fuzz::reading::barcode::{BoardingPass, DrivingLicence, element_name, parse_aamva, parse_bcbp};
use libfuzzer_sys::fuzz_target;

const LIMITS: Limits = Limits { peak: 2 << 20, total: 32 << 20, seconds: 2.0 };

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    within(LIMITS, || {
        if let Ok(card) = parse_aamva(&text) {
            comes_back(&card);
            licence(&text, &card);
        }
        if let Ok(pass) = parse_bcbp(&text) {
            comes_back(&pass);
            boarding_pass(&text, &pass);
        }
    });
});

fn licence(text: &str, card: &DrivingLicence) {
    let characters: Vec<char> = text.chars().collect();
    let plain: String = text.chars().filter(|character| !character.is_control()).collect();
    assert!(card.issuer.len() == 6 && card.issuer.bytes().all(|byte| byte.is_ascii_digit()));
    assert!(card.aamva_version <= 99 && (card.aamva_version < 2) == card.jurisdiction_version.is_none());
    let mut end = 0;
    for subfile in &card.subfiles {
        assert!(subfile.offset >= end, "subfiles lie one after the other");
        end = subfile.offset + subfile.length;
        let stretch = characters.get(subfile.offset as usize..end as usize).expect("a subfile lies in the text");
        let stretch: String = stretch.iter().filter(|character| !character.is_control()).collect();
        assert!(stretch.starts_with(&subfile.kind));
        for element in &subfile.elements {
            assert!(stretch.contains(&element.code) && stretch.contains(&element.value));
            assert_eq!(element.name.as_deref(), element_name(&element.code));
        }
    }
    for (value, code) in [(&card.surname, "DCS"), (&card.number, "DAQ"), (&card.city, "DAI"), (&card.discriminator, "DCF")] {
        assert!(value.as_ref().is_none_or(|value| !value.is_empty() && plain.contains(value.as_str())), "{code}");
    }
    // A date has the digits that stand there, in one order or the other.
    for (date, code) in [(card.birth, "DBB"), (card.issue, "DBD"), (card.expiry, "DBA")] {
        let Some(date) = date.map(|date| date.to_string()) else { continue };
        let value = card.value(code).expect("a date comes from its element");
        let (year, month, day) = (&date[..4], &date[5..7], &date[8..]);
        assert!(value == [year, month, day].concat() || value == [month, day, year].concat(), "{value} {date}");
    }
}

fn boarding_pass(text: &str, pass: &BoardingPass) {
    let text = text.trim_end_matches(['\r', '\n']);
    // Every character belongs to something, once: the items that stand once, those of the legs, the security field, the rest.
    let mut at = 23;
    for leg in &pass.legs {
        let size = &text[at + 35..at + 37];
        assert_eq!(u8::from_str_radix(size, 16).ok().map(usize::from), Some(leg.conditional.len()));
        assert!(size.bytes().all(|byte| byte.is_ascii_hexdigit()), "a length of two hexadecimal digits");
        let day = text[at + 21..at + 24].trim();
        assert!(leg.day.is_none() || day.bytes().all(|byte| byte.is_ascii_digit()), "a day of digits");
        at += 37;
        assert_eq!(text[at..at + leg.conditional.len()], leg.conditional);
        at += leg.conditional.len();
    }
    if let Some((kind, data)) = &pass.security {
        assert_eq!(text[at..at + 2], format!("^{kind}"));
        assert!(text[at + 2..at + 4].bytes().all(|byte| byte.is_ascii_hexdigit()), "a length of two hexadecimal digits");
        assert_eq!(text[at + 4..at + 4 + data.len()], *data);
        at += 4 + data.len();
    }
    assert_eq!(text[at..], pass.trailing);
    assert_eq!(pass.legs.len(), usize::from(text.as_bytes()[1] - b'0'));
}
