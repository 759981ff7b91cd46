use std::collections::BTreeMap;

use serde_json::Value;

use super::template::Text;
use super::*;
use crate::domain::findings::{FixedStatement, Limitation};
use crate::domain::{ConclusionLevel, Light, Unit, Verdict};
use crate::exchange::schema::generated_schema;

fn in_language(language: Language) -> Wording {
    wording(language).unwrap()
}

#[test]
fn every_word_is_in_the_vocabularies_with_its_english_title() {
    let english = in_language(Language::English);
    for (name, list, words) in coded_lists() {
        let vocabulary = english.vocabularies().find(|vocabulary| vocabulary.id == list).unwrap_or_else(|| panic!("{list} is missing"));
        for (code, title) in &words {
            assert_eq!(english.label(list, code), *title, "{name}: {list}.toml, {code}");
        }
        let unused: Vec<_> = vocabulary.codes().filter(|code| words.iter().all(|(word, _)| word != code)).collect();
        assert!(unused.is_empty(), "{list}.toml has codes that are none: {unused:?}");
    }
    assert_eq!(english.untranslated(), []);
}

/// Lists of the schema that are no words for a reader: variants that hold values, and names of formats.
const STRUCTURE: [&str; 10] = [
    "FindingsFormat",
    "RegistrationOutcome",
    "Actor",
    "Threshold",
    "AnswerValue",
    "Length",
    "PictureOf",
    "CalibrationSource",
    "StatementPlace",
    "Operation",
];

#[test]
fn every_code_of_a_record_has_a_vocabulary() {
    let schema: Value = serde_json::from_str(&generated_schema().unwrap()).unwrap();
    let english = in_language(Language::English);
    let known: BTreeMap<_, _> = coded_lists().into_iter().map(|(name, list, _)| (name, list)).collect();
    let other = BTreeMap::from([
        ("Arrangement", "arrangement"),
        ("MarkShape", "mark-shape"),
        ("Limitation", "limitation"),
        ("FixedStatement", "statement"),
    ]);
    let mut without = Vec::new();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        let name = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let codes = codes(definition);
        if codes.is_empty() || name == "Stated" || STRUCTURE.contains(&name) {
            continue;
        }
        match known.get(name).or_else(|| other.get(name)) {
            None => without.push(format!("{name}: {codes:?}")),
            Some(list) => {
                let vocabulary = english.vocabularies().find(|vocabulary| vocabulary.id == *list).unwrap();
                // Words of a person stand for themselves.
                let free = |code: &&String| name == "Limitation" && *code == "other";
                let lacks: Vec<_> = codes.iter().filter(|code| !free(code) && !vocabulary.entries.contains_key(*code)).collect();
                assert!(lacks.is_empty(), "{list}.toml lacks {lacks:?} of {name}");
            }
        }
    }
    assert!(without.is_empty(), "no vocabulary holds the codes of {without:#?}");
}

/// The codes that a definition of the schema lists.
fn codes(definition: &Value) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    let mut add = |value: &Value| codes.extend(value.as_str().map(str::to_owned));
    for value in definition.get("enum").and_then(Value::as_array).into_iter().flatten() {
        add(value);
    }
    for variant in definition.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        variant.get("const").into_iter().for_each(&mut add);
        variant.get("enum").and_then(Value::as_array).into_iter().flatten().for_each(&mut add);
        let properties = variant.get("properties").and_then(Value::as_object);
        for (key, property) in properties.into_iter().flatten() {
            match property.get("const") {
                Some(constant) => add(constant),
                None if properties.is_some_and(|all| all.len() == 1) => add(&Value::from(key.as_str())),
                None => {}
            }
        }
    }
    codes
}

#[test]
fn every_language_is_complete() {
    let english = in_language(Language::English);
    let all: usize = english.vocabularies().map(|vocabulary| vocabulary.codes().count()).sum();
    let mut missing = Vec::new();
    for language in Language::ALL {
        let lacks: Vec<_> =
            english.vocabularies().flat_map(|list| list.missing(*language).map(|code| format!("{language} {}.{code}", list.id))).collect();
        let there = all - lacks.len();
        println!("{language}: {there} of {all} words and sentences ({:.1} %)", 100.0 * there as f64 / all as f64);
        missing.extend(lacks);
    }
    assert!(missing.is_empty(), "untranslated: {missing:#?}");
}

#[test]
fn every_text_is_composed_and_in_its_script() {
    for vocabulary in in_language(Language::English).vocabularies() {
        assert_eq!(vocabulary.status, "draft translation", "{}", vocabulary.id);
        for (code, entry) in &vocabulary.entries {
            for (language, text) in entry {
                for words in text.templates().into_iter().flat_map(|template| &template.parts).filter_map(words_of) {
                    let place = format!("{}.{code} {language}: {words}", vocabulary.id);
                    assert!(unicode_normalization::is_nfc(words), "not in the form NFC: {place}");
                    assert!(!words.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']), "isolates are set when values are: {place}");
                    let thai = words.contains(|letter| matches!(letter, '\u{e00}'..='\u{e7f}'));
                    let arabic = words.contains(|letter| matches!(letter, '\u{600}'..='\u{6ff}'));
                    assert!(!thai || *language == Language::Thai, "{place}");
                    assert!(!arabic || *language == Language::Arabic, "{place}");
                    // Vowel signs make an Arabic word two glyphs for one letter, so that it is not found in a PDF.
                    let signs = |letter: char| matches!(letter, '\u{64b}'..='\u{652}' | '\u{200e}' | '\u{200f}');
                    assert!(!words.contains(signs), "no vowel signs and no marks of direction: {place}");
                    let foreign_digits = |letter: char| matches!(letter, '\u{660}'..='\u{669}' | '\u{e50}'..='\u{e59}');
                    assert!(!words.contains(foreign_digits), "western digits in every language: {place}");
                }
            }
        }
    }
}

fn words_of(part: &Part) -> Option<&String> {
    match part {
        Part::Words(words) => Some(words),
        Part::Place(_) => None,
    }
}

#[test]
fn limits_and_definitions_in_english_are_those_of_the_record() {
    let english = in_language(Language::English);
    let capture = crate::domain::PictureSum::from(crate::domain::Sha256::of(b"1"));
    let short = capture.short();
    let said = |code: &str, values: &[(&str, &str)]| english.sentence("limitation", code, values);
    for (limit, text) in [
        (Limitation::ImagesOnly, said("images-only", &[])),
        (Limitation::NoReference, said("no-reference", &[])),
        (Limitation::ReferenceUnverified { reference: "UTO".to_owned() }, said("reference-unverified", &[("reference", "UTO")])),
        (Limitation::NoCapture { light: Light::Oblique }, said("no-capture", &[("light", "oblique light")])),
        (Limitation::NoCapture { light: Light::Uv365 }, said("no-capture", &[("light", "UV 365 nm")])),
        (
            Limitation::LowResolution { capture, ppi: 299.6, needed_ppi: 385.0 },
            said("low-resolution", &[("capture", &short), ("ppi", "300"), ("needed_ppi", "385")]),
        ),
        (Limitation::ScaleFromReference { capture }, said("scale-from-reference", &[("capture", &short)])),
        (
            Limitation::NotRegistered { capture, reason: "no-fit".to_owned() },
            said("not-registered", &[("capture", &short), ("reason", "no-fit")]),
        ),
        (Limitation::CriticalNotExamined { count: 1 }, said("critical-not-examined", &[("count", "1")])),
        (Limitation::CriticalNotExamined { count: 16 }, said("critical-not-examined", &[("count", "16")])),
        (Limitation::ChecklistDraft { checklist: "a-b".parse().unwrap() }, said("checklist-draft", &[("checklist", "a-b")])),
        (Limitation::Specimen, said("specimen", &[])),
    ] {
        assert_eq!(limit.text(), text);
    }
    assert_eq!(FixedStatement::ItemsExaminedOnly.text(), english.label("statement", "items-examined-only"));
    for level in ConclusionLevel::ALL {
        assert_eq!(level.minimum_basis(), english.label("conclusion-basis", level.code()));
    }
    assert_eq!(Unit::GreyLevel.symbol(), english.label("measurement", "grey-levels"));
    assert_eq!(crate::domain::NOT_CALIBRATED, english.label("measurement", "not-calibrated"));
}

#[test]
fn values_are_put_in_their_places_and_none_is_left_over() {
    for language in Language::ALL {
        let wording = in_language(*language);
        for vocabulary in in_language(*language).vocabularies() {
            for (code, entry) in &vocabulary.entries {
                let places = entry.values().flat_map(Text::templates).flat_map(Template::places).collect::<BTreeSet<_>>();
                for count in ["0", "1", "2", "5", "11", "100"] {
                    let values: Vec<_> = places.iter().map(|place| (*place, if *place == "count" { count } else { "X9" })).collect();
                    let text = wording.sentence(&vocabulary.id, code, &values);
                    assert!(!text.contains(['{', '}']) && !text.trim().is_empty(), "{language} {}.{code}: {text}", vocabulary.id);
                }
            }
        }
        assert_eq!(wording.untranslated(), []);
    }
}

#[test]
fn values_against_the_direction_of_the_language_are_isolated() {
    let arabic = in_language(Language::Arabic);
    let text = arabic.sentence("limitation", "reference-unverified", &[("reference", "UTO-P-2019")]);
    assert!(text.contains("\u{2068}UTO-P-2019\u{2069}"), "{text}");
    let english = in_language(Language::English);
    assert_eq!(english.isolated("UTO-P-2019"), "UTO-P-2019");
    assert_eq!(english.isolated("محمد 12"), "\u{2068}محمد 12\u{2069}");
    assert_eq!(arabic.isolated("محمد"), "محمد");
    assert_eq!(set_apart("الأشعة 365 nm."), "الأشعة \u{2066}365 nm\u{2069}.");
    assert_eq!(
        set_apart("نحو 95%، k و (ISO 8601) أو x, y"),
        "نحو \u{2066}95%\u{2069}، k و (\u{2066}ISO 8601\u{2069}) أو \u{2066}x, y\u{2069}"
    );
    assert_eq!(set_apart(""), "");
}

#[test]
fn what_has_no_translation_is_english_with_its_code_and_listed() {
    let head = "[meta]\nid = \"verdict\"\nversion = 1\nstatus = \"draft translation\"\nsource = \"\"\n";
    let file = format!("{head}[word.conforms]\nen = \"Conforms\"\nfr = \"Conforme\"\n[word.inconclusive]\nen = \"Inconclusive\"\n");
    let vocabulary = Vocabulary::read("verdict.toml", file.as_bytes()).unwrap();
    let french = Wording::of(Language::French, vec![vocabulary.clone()]).unwrap();
    assert_eq!(french.word(Verdict::Conforms), "Conforme");
    assert_eq!(french.untranslated(), []);
    assert_eq!(french.word(Verdict::Inconclusive), "Inconclusive [inconclusive]");
    assert_eq!(french.label("verdict", "of-a-newer-version"), "of-a-newer-version");
    assert_eq!(french.label("verdict", "of-a-newer-version"), "of-a-newer-version");
    let listed: Vec<_> = french.untranslated().into_iter().map(|missing| missing.code).collect();
    assert_eq!(listed, ["inconclusive", "of-a-newer-version"]);
    assert!(matches!(Wording::of(Language::French, vec![vocabulary.clone(), vocabulary]), Err(WordingError::Twice(_))));
}
