//! The specimens of the standard and published samples; every digit recomputed.

use super::*;

const NAME_44: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const NAME_36: &str = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<";
const NAME_30: &str = "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";

#[test]
fn every_specimen_holds() {
    for lines in [
        &[NAME_44, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"] as &[&str],
        &["PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
        &[NAME_44, "L898902C<3UTO6908061F9406236ZE184226B<<<<<14"],
        &[NAME_44, "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8"],
        &[NAME_44, "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08"],
        &[NAME_36, "D231458907UTO7408122F1204159<<<<<<<6"],
        &["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", NAME_30],
        &["I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"],
        &["IDBEL000590696<1015<<<<<<<<<<<", "9401013F2710017BEL000101123453", NAME_30],
        &["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226B<<<<<<<"],
        &["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226"],
    ] {
        assert_eq!(failed(&read(lines)), Vec::<&str>::new(), "{lines:?}");
    }
}

#[test]
fn specimens_of_a_state_that_is_no_code_fail_in_the_code_only() {
    for lines in [
        &["P<YTOSTEVENSON<<PETER<JOHN<<<<<<<<<<<<<<<<<<", "HA672242<6YTO5802254M9601086<<<<<<<<<<<<<<08"] as &[&str],
        &["I<YTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "HA672242<6YTO5802254M9601086<<<<<<<8"],
        &["I<YTOD231458907<<<<<<<<<<<<<<<", "3407127M9507122YTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"],
    ] {
        let mut failures = failed(&read(lines));
        failures.sort_unstable();
        assert_eq!(failures, ["issuer-code", "nationality-code"]);
    }
}

#[test]
fn every_field_of_a_passport_is_read_with_its_place() {
    let reading = read(&[NAME_44, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]);
    assert_eq!(reading.format, MrzFormat::Td3);
    let fields: Vec<_> = reading
        .fields
        .iter()
        .map(|field| (field.name.code(), field.value.as_str(), (field.line, field.start, field.length), field.digit))
        .collect();
    let none = DigitState::NotDefined;
    assert_eq!(
        fields,
        [
            ("code", "P", (1, 1, 2), none),
            ("issuer", "UTO", (1, 3, 3), none),
            ("name", "ERIKSSON, ANNA MARIA", (1, 6, 39), none),
            ("number", "L898902C3", (2, 1, 9), DigitState::Ok),
            ("nationality", "UTO", (2, 11, 3), none),
            ("birth", "1974-08-12", (2, 14, 6), DigitState::Ok),
            ("sex", "F", (2, 21, 1), none),
            ("expiry", "2012-04-15", (2, 22, 6), DigitState::Ok),
            ("personal", "ZE184226B", (2, 29, 14), DigitState::Ok),
        ]
    );
    assert!(reading.specimen && reading.digits_hold());
    assert_eq!(reading.unprotected, [FieldName::DocumentCode, FieldName::Issuer, FieldName::Name, FieldName::Nationality, FieldName::Sex]);
    assert_eq!(reading.field(FieldName::Expiry).unwrap().notes, [Note::Expired]);
}

#[test]
fn optional_data_of_a_visa_are_not_protected() {
    let reading = read(&["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226"]);
    assert!(reading.unprotected.contains(&FieldName::Optional));
    assert!(reading.check(CheckName::Composite).is_none());
    assert_eq!(reading.expiry.unwrap().to_string(), "1994-06-23");
}

#[test]
fn a_long_number_leaves_its_mark_out_of_the_sum() {
    let reading = read(&["IDBEL000590696<1015<<<<<<<<<<<", "9401013F2710017BEL000101123453", NAME_30]);
    let number = reading.field(FieldName::Number).unwrap();
    assert_eq!((number.value.as_str(), number.raw.as_str(), number.digit), ("000590696101", "000590696", DigitState::Ok));
    assert_eq!(number.notes, [Note::LongNumber]);
    assert_eq!(reading.value(FieldName::Optional), "");
    let check = reading.check(CheckName::Document).unwrap();
    assert_eq!((check.line, check.column, check.found.as_str()), (1, 19, "5"));
    // With the mark summed, 7 would be right.
    let wrong = read(&["IDBEL000590696<1017<<<<<<<<<<<", "9401013F2710017BEL000101123453", NAME_30]);
    assert_eq!(wrong.field(FieldName::Number).unwrap().digit, DigitState::Wrong { expected: '5', found: '7' });
    assert_eq!(wrong.field(FieldName::Number).unwrap().notes, [Note::LongNumber, Note::MarkSummed]);
}

#[test]
fn a_filler_for_a_digit_without_a_rest_is_wrong() {
    let reading = read(&["IDBELAB1234567<<<<<<<<<<<<<<<<", "9401013F2710017BEL<<<<<<<<<<<0", NAME_30]);
    assert!(matches!(reading.field(FieldName::Number).unwrap().digit, DigitState::Wrong { found: '<', .. }));
    let passport = read(&[NAME_44, "L898902C3<UTO7408122F1204159<<<<<<<<<<<<<<<8"]);
    assert_eq!(passport.field(FieldName::Number).unwrap().digit, DigitState::Wrong { expected: '6', found: '<' });
}

#[test]
fn an_empty_personal_number_needs_no_digit_and_a_full_one_does() {
    let empty = read(&[NAME_44, "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8"]);
    assert_eq!(empty.field(FieldName::Personal).unwrap().digit, DigitState::AbsentAllowed);
    let full = read(&[NAME_44, "L898902C36UTO7408122F1204159ZE184226B<<<<<<0"]);
    assert_eq!(full.field(FieldName::Personal).unwrap().digit, DigitState::Wrong { expected: '1', found: '<' });
}

#[test]
fn shortened_names_are_noted() {
    for (name, primary, secondary, truncated) in [
        ("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K", true),
        ("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI", "BENNELONG WOOLOOMOOLOO WARRANDYTE W", "DI", true),
        ("PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR", "PAPANDROPOULOUS", "JONATHON WARREN TREVOR", true),
        ("ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "ARKFREITH", "", false),
    ] {
        let first = format!("PPUTO{name}");
        let reading = read(&[&first, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]);
        let expected = MrzNames { primary: primary.to_owned(), secondary: secondary.to_owned(), truncated };
        assert_eq!(reading.names, expected);
        assert_eq!(reading.field(FieldName::Name).unwrap().notes.contains(&Note::Truncated), truncated);
    }
    let td2 = read(&["I<UTOBENNELONG<WOOLOOMOOLOO<W<W<<D<P", "D231458907UTO7408122F1204159<<<<<<<6"]);
    assert_eq!((td2.names.secondary.as_str(), td2.names.truncated), ("D P", true));
    for name in ["NILAVADHANANANDA<<CHAYAPA<DE<K", "VILARCHAO<FERNANDEZ<<JOSE<RAMO"] {
        assert!(read(&["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", name]).names.truncated);
    }
}

#[test]
fn deviating_issuers_are_read() {
    // One letter for the issuer, a filler for the sex, a second character that is the issuer's choice.
    let germany = read(&["IDD<<T220001293<<<<<<<<<<<<<<<", "6408125<2010315D<<<<<<<<<<<<<4", "MUSTERMANN<<ERIKA<<<<<<<<<<<<<"]);
    assert_eq!((germany.value(FieldName::Issuer), germany.value(FieldName::Sex)), ("D", "X"));
    assert_eq!(failed(&germany), Vec::<&str>::new());
    let france = read(&["IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"]);
    assert_eq!((france.format, failed(&france)), (MrzFormat::FraId1988, Vec::new()));
    assert_eq!(france.value(FieldName::Number), "880692310285");
    assert_eq!((france.names.primary.as_str(), france.names.secondary.as_str()), ("BERTHIER", "CORINNE"));
    assert!(france.unprotected.is_empty());
    let unusual = read(&["P<DEUMUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "L898902C36D<<7408122F1204159<<<<<<<<<<<<<<<8"]);
    assert_eq!(unusual.field(FieldName::Issuer).unwrap().notes, [Note::UnusualCode]);
    let inner = read(&[NAME_44, "L898902C36UTO7408122F120415912<34<<<<<<<<<52"]);
    assert_eq!(inner.value(FieldName::Personal), "12<34");
    assert_eq!(inner.field(FieldName::Personal).unwrap().notes, [Note::InnerFiller]);
}

#[test]
fn national_layouts_that_are_not_read_are_named() {
    let error = |lines: &[&str]| parse_mrz(&lines.join("\n"), today()).unwrap_err();
    let swiss = error(&["AAA001D<<", "FACHE305142128097<<800126<<<<<", "MARCHAND<<FABIENNE<<<<<<<<<<<<"]);
    assert_eq!(swiss, MrzError::NationalLayout { layout: "Swiss driving licence" });
    assert_eq!(error(&["D1FRA13AA000026181231MARTIN<<9"]), MrzError::NationalLayout { layout: "French driving licence" });
}

#[test]
fn misreadings_are_proposed_and_never_applied() {
    let reading = read(&["P<UT0ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8989O2C36UTO7408I22F1204159ZE184226B<<<<<1O"]);
    assert_eq!(reading.value(FieldName::Number), "L8989O2C3");
    assert_eq!(failed(&reading), ["document", "birth", "composite", "issuer-code", "birth-date"]);
    assert_eq!(reading.field(FieldName::Issuer).unwrap().notes, [Note::MaybeMisread]);
    let changes = |name| -> Vec<Vec<(u8, u8, char, char)>> {
        let proposals = reading.proposals.iter().filter(|proposal| proposal.check == name);
        proposals
            .map(|proposal| proposal.changes.iter().map(|change| (change.line, change.column, change.found, change.proposed)).collect())
            .collect()
    };
    assert_eq!(changes(CheckName::IssuerCode), [[(1, 5, '0', 'O')]]);
    assert!(changes(CheckName::Document).contains(&vec![(2, 6, 'O', '0')]));
    assert_eq!(changes(CheckName::Birth), [[(2, 18, 'I', '1')]]);
}

#[test]
fn no_code_is_proposed_where_it_cannot_stand() {
    // XXB is a refugee: a nationality and no issuer.
    let reading = read(&["P<XX8ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36XX87408122F1204159ZE184226B<<<<<10"]);
    assert_eq!(failed(&reading), ["issuer-code", "nationality-code"]);
    assert_eq!(reading.proposals.iter().map(|proposal| proposal.check).collect::<Vec<_>>(), [CheckName::NationalityCode]);
}

#[test]
fn dates_and_codes_that_cannot_be_are_content_findings() {
    let reading = read(&["B<QQQ1RIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36XXA7413120X7308126<<<<<<<<<<<<<<<4"]);
    let content: Vec<&str> = reading.failed().filter(|check| check.kind == CheckKind::Content).map(|check| check.name.code()).collect();
    assert_eq!(content, ["document-code", "name", "birth-date", "sex"]);
    let order = read(&[NAME_44, "L898902C36UTO9908122F9004159<<<<<<<<<<<<<<<8"]);
    assert!(!order.check(CheckName::DateOrder).unwrap().ok);
}

#[test]
fn the_short_form_has_what_scripts_need() {
    let short = read(&[NAME_44, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]).to_json();
    assert_eq!(short["format"], "TD3");
    assert_eq!(short["lines"][0], NAME_44);
    assert_eq!(short["fields"]["number"], "L898902C3");
    assert_eq!((&short["fields"]["surname"], &short["fields"]["given"]), (&"ERIKSSON".into(), &"ANNA MARIA".into()));
    assert_eq!((&short["checks"][4]["name"], &short["checks"][4]["ok"]), (&"composite".into(), &true.into()));
}

#[test]
fn a_reading_survives_writing_and_has_a_schema() {
    let reading = read(&[NAME_44, "L898902C36UTO7408I22F1204159<<<<<<<<<<<<<<<8"]);
    let text = serde_json::to_string(&reading).unwrap();
    assert_eq!(serde_json::from_str::<MrzReading>(&text).unwrap(), reading);
    let schema = schemars::schema_for!(MrzReading).to_value();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&serde_json::from_str(&text).unwrap()));
}
