use super::*;
use crate::exchange::record::{record_hash, write_record};

/// What a reader of `language` must find in a report, as the vocabularies have it.
fn expected(language: Language) -> Vec<String> {
    let wording = wording(language).unwrap();
    let report = [
        "document-title",
        "draft",
        "customer",
        "h-request",
        "h-method",
        "h-results",
        "h-conclusion",
        "h-limits",
        "h-checklist",
        "h-custody",
        "h-language",
        "h-integrity",
        "suggestion-lead",
        "captures-lead",
        "language-as-written",
    ];
    let mut texts: Vec<String> = report.iter().map(|code| wording.label("report", code)).collect();
    for (list, code) in [
        ("verdict", "conforms"),
        ("verdict", "does-not-conform"),
        ("light", "visible"),
        ("limitation", "images-only"),
        ("statement", "items-examined-only"),
        ("measurement", "not-calibrated"),
        ("mark-kind", "adhesive"),
        ("conclusion-basis", "counterfeit"),
    ] {
        texts.push(wording.label(list, code));
    }
    if language != Language::English {
        texts.push(wording.label("report", "language-draft"));
    }
    texts
}

/// The text of a whole report by its letters, without what only lays them out.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[test]
fn a_report_in_each_language_says_what_the_vocabularies_say() {
    for language in Language::ALL {
        let text = letters(&logical(&sample::findings(), *language));
        for wanted in expected(*language) {
            assert!(text.contains(&letters(&wanted)), "{language}: {wanted}");
        }
    }
}

/// Every text that the template is given, before lines are set: the order of its letters is that of reading.
fn logical(findings: &Findings, language: Language) -> String {
    let view = ReportView::of(findings, &sample::pictures(), &wording(language).unwrap()).unwrap();
    let mut all = String::new();
    gather(&serde_json::to_value(&view).unwrap(), &mut all);
    all
}

fn gather(value: &serde_json::Value, all: &mut String) {
    match value {
        serde_json::Value::String(text) => {
            all.push_str(text);
            all.push('\n');
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| gather(value, all)),
        serde_json::Value::Object(values) => values.values().for_each(|value| gather(value, all)),
        _ => {}
    }
}

#[test]
fn a_report_leaves_the_record_as_it_was_in_every_language() {
    let findings = sample::findings();
    let (before, sum) = (write_record(&findings).unwrap(), record_hash(&findings).unwrap().to_string());
    for language in Language::ALL {
        let pdf = report_pdf_in(&findings, &sample::pictures(), *language).unwrap();
        assert!(write_record(&findings).unwrap() == before, "{language}");
        // The sum of the record in the report is the same in each.
        assert!(logical(&findings, *language).contains(&sum), "{language}");
        let holds = |needle: &[u8]| pdf.windows(needle.len()).any(|window| window == needle);
        assert!(holds(b"pdfaid:part") && holds(b"pdfuaid:part") && holds(b"/StructTreeRoot"), "{language}");
        assert!(holds(format!("/Lang({language})").as_bytes()) || holds(format!("/Lang ({language})").as_bytes()), "{language}");
        if *language == Language::Arabic {
            assert!(pdf == report_pdf_in(&findings, &sample::pictures(), *language).unwrap(), "two runs differ");
        }
    }
}

#[test]
fn no_place_is_left_empty_and_nothing_is_untranslated() {
    for language in Language::ALL {
        let text = logical(&sample::findings(), *language);
        for line in text.lines() {
            let rest = line.replace("{page}", "").replace("{pages}", "");
            assert!(!rest.contains(['{', '}']), "{language}: {line}");
        }
        let untranslated = wording(*language).unwrap().label("report", "untranslated");
        let found = text.lines().find(|line| line.starts_with(&format!("{untranslated}:")));
        assert_eq!(found, None, "{language}");
    }
}

#[test]
fn codes_of_a_newer_version_are_shown_raw_and_listed() {
    let mut findings = sample::findings();
    findings.custody[0].event = "teleported".to_owned();
    let text = logical(&findings, Language::French);
    assert!(text.lines().any(|line| line == "teleported"));
    assert!(text.contains("Codes sans libellé dans cette langue: custody-event: teleported"));
}

#[test]
fn values_and_codes_are_the_same_in_every_language() {
    // Numbers, sums, times and names of a report, apart from its words.
    let values = |language| {
        let mut values: Vec<String> = logical(&sample::findings(), language)
            .split(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
            .filter(|part| part.contains('.') && part.chars().any(|letter| letter.is_ascii_digit()))
            .map(|part| part.trim_matches('.').to_owned())
            .filter(|part| part.contains('.'))
            .collect();
        values.sort();
        values
    };
    let english = values(Language::English);
    assert!(english.len() > 50);
    for language in Language::ALL {
        assert_eq!(values(*language), english, "{language}");
    }
}

#[test]
fn an_arabic_report_runs_from_right_to_left() {
    let arabic = pages_in(&sample::findings(), Language::Arabic);
    let text = arabic.concat();
    // Latin names, sums and numbers keep their order.
    for part in ["UTO-LAB-2026-0042", "36.31 ± 0.05 mm (k = 2)", "2026-03-02 11:02 UTC"] {
        assert!(text.contains(part), "{part}");
    }
    let document = typeset(&sample::findings(), &sample::pictures(), &wording(Language::Arabic).unwrap()).unwrap();
    // The heading of the first section begins at the right margin.
    let heading = wording(Language::Arabic).unwrap().label("report", "h-request");
    let first = heading.chars().next().unwrap();
    let page = &document.pages()[0];
    let mut right = 0.0_f64;
    rightmost(&page.frame, 0.0, &|text| text.contains(first), &mut right);
    assert!(right > 150.0, "{right} mm");
}

/// How far right a text begins or ends, in mm.
fn rightmost(frame: &Frame, from: f64, wanted: &dyn Fn(&str) -> bool, right: &mut f64) {
    for (at, item) in frame.items() {
        let x = from + at.x.to_mm();
        match item {
            FrameItem::Text(text) if wanted(&text.text) => *right = right.max(x + text.width().to_mm()),
            FrameItem::Group(group) => rightmost(&group.frame, x, wanted, right),
            _ => {}
        }
    }
}

/// Writes a report in each language into the folder `REPORT_OUT`, of the sample or of the export in the folder `REPORT_FROM`, to be
/// looked at; does nothing without.
#[test]
fn reports_to_look_at_are_written_if_asked_for() {
    let Some(out) = std::env::var_os("REPORT_OUT").map(std::path::PathBuf::from) else { return };
    let (mut findings, mut pictures) = (sample::findings(), sample::pictures());
    if let Some(from) = std::env::var_os("REPORT_FROM").map(std::path::PathBuf::from) {
        findings = serde_json::from_slice(&std::fs::read(from.join("findings.json")).unwrap()).unwrap();
        let figures = findings.figures.iter();
        let named = figures.flat_map(|figure| [Some(&figure.questioned), figure.reference.as_ref(), figure.composed.as_ref()]).flatten();
        let read = named.map(|named| ReportPicture { name: named.file.clone(), bytes: std::fs::read(from.join(&named.file)).unwrap() });
        pictures = read.collect();
    }
    for language in Language::ALL {
        let start = std::time::Instant::now();
        let pdf = report_pdf_in(&findings, &pictures, *language).unwrap();
        println!("{language}: {} kB, {} ms", pdf.len() / 1024, start.elapsed().as_millis());
        std::fs::write(out.join(format!("{language}.pdf")), pdf).unwrap();
    }
}
