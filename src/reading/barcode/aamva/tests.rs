use proptest::prelude::*;

use super::*;

fn card(version: &str, body: &str) -> String {
    let offset = 31;
    format!("@\n\u{1e}\rANSI 636999{version}DL{offset:04}{:04}DL{body}\r", body.len() + 3)
}

const BODY: &str = "DAQX1234567\nDCSSPECIMEN\nDACANNA\nDADNONE\nDBB08121974\nDBD01152020\nDBA08122030\nDBC2\nDAG1 HIGH STREET\nDAIEXAMPLE\nDAJOR\nDAK970010000  \nDCF0001\nDCGUSA\n";

#[test]
fn a_card_is_taken_apart() {
    let card = parse_aamva(&card("100001", BODY)).unwrap();
    assert_eq!((card.issuer.as_str(), card.aamva_version, card.jurisdiction_version), ("636999", 10, Some(0)));
    assert_eq!((card.surname.as_deref(), card.given.as_deref(), card.middle.as_deref()), (Some("SPECIMEN"), Some("ANNA"), None));
    assert_eq!(card.birth.map(|date| date.to_string()).as_deref(), Some("1974-08-12"));
    assert_eq!(card.expiry.map(|date| date.to_string()).as_deref(), Some("2030-08-12"));
    assert_eq!((card.sex.as_deref(), card.postal_code.as_deref()), (Some("F"), Some("97001")));
    assert_eq!(card.notes, []);
    assert_eq!(card.value("DCF"), Some("0001"));
}

#[test]
fn dates_follow_the_country() {
    let canada =
        BODY.replace("08121974", "19740812").replace("01152020", "20200115").replace("08122030", "20300812").replace("DCGUSA", "DCGCAN");
    let card = parse_aamva(&card("100001", &canada)).unwrap();
    assert_eq!(card.birth.map(|date| date.to_string()).as_deref(), Some("1974-08-12"));
    assert_eq!(card.notes, []);
}

#[test]
fn dates_of_the_other_country_are_noted() {
    let card = parse_aamva(&card("100001", &BODY.replace("08121974", "19740812"))).unwrap();
    assert_eq!(card.birth.map(|date| date.to_string()).as_deref(), Some("1974-08-12"));
    assert_eq!(card.notes.iter().map(|note| note.remark).collect::<Vec<_>>(), [AamvaRemark::OtherDateOrder]);
}

#[test]
fn wrong_offsets_are_notes_and_no_errors() {
    let text = card("100001", BODY).replace("DL0031", "DL0040");
    let card = parse_aamva(&text).unwrap();
    assert_eq!(card.number.as_deref(), Some("X1234567"));
    let note = &card.notes[0];
    assert_eq!((note.remark, note.expected.as_str(), note.found.as_str()), (AamvaRemark::WrongOffset, "40", "31"));
}

#[test]
fn what_is_none_is_refused() {
    assert_eq!(parse_aamva(""), Err(AamvaError::NoHeader));
    assert_eq!(parse_aamva("M1SPECIMEN/ANNA"), Err(AamvaError::NoHeader));
    assert_eq!(parse_aamva("@\n\u{1e}\rANSI 636999100000"), Err(AamvaError::NoSubfile));
    assert!(matches!(parse_aamva("@\n\u{1e}\rANSI 63A999100001"), Err(AamvaError::BadHeader { .. })));
    assert!(matches!(parse_aamva(&"@".repeat(9000)), Err(AamvaError::TooLong { .. })));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}", body in "(D[A-Z]{2}[^\n]{0,12}\n){0,20}", version in "[0-9]{6}") {
        let _ = (parse_aamva(&text).is_ok(), parse_aamva(&card(&version, &body)).is_ok());
    }
}
