//! Writes a checklist the way a person would; what is written reads back equal. Comments of a file that was read are not kept.

use std::fmt::Write as _;

use toml::Value;

use crate::domain::Date;
use crate::domain::checklist::{AppliesRule, Checklist, ChecklistMeta, Equipment, Indicator, Item, MeasurementRule, Section};

/// Returns `checklist` as the text of its file.
pub fn write_checklist(checklist: &Checklist) -> String {
    let mut text = Text(String::new());
    text.text("format", checklist.format.code());
    text.header("[checklist]");
    text.meta(&checklist.meta);
    checklist.equipment.iter().for_each(|equipment| text.equipment(equipment));
    checklist.sections.iter().for_each(|section| text.section(section));
    checklist.items.iter().for_each(|item| text.item(item));
    text.0
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // Writing to a text cannot fail.
            letter if letter.is_control() => write!(quoted, "\\u{:04X}", u32::from(letter)).unwrap_or_default(),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

fn list<T: ToString>(values: &[T]) -> String {
    let values: Vec<_> = values.iter().map(|value| quoted(&value.to_string())).collect();
    format!("[{}]", values.join(", "))
}

fn inline(keys: &[(&str, Option<String>)]) -> String {
    let keys: Vec<_> = keys.iter().filter_map(|(key, value)| Some(format!("{key} = {}", value.as_ref()?))).collect();
    format!("{{ {} }}", keys.join(", "))
}

fn number(number: f64) -> String {
    Value::Float(number).to_string()
}

struct Text(String);

impl Text {
    fn line(&mut self, key: &str, value: &str) {
        writeln!(self.0, "{key} = {value}").unwrap_or_default();
    }

    fn text(&mut self, key: &str, value: &str) {
        self.line(key, &quoted(value));
    }

    fn list<T: ToString>(&mut self, key: &str, values: &[T]) {
        self.line(key, &list(values));
    }

    /// A list that is left out if it is empty.
    fn some<T: ToString>(&mut self, key: &str, values: &[T]) {
        if !values.is_empty() {
            self.list(key, values);
        }
    }

    fn header(&mut self, header: &str) {
        writeln!(self.0, "\n{header}").unwrap_or_default();
    }

    fn meta(&mut self, meta: &ChecklistMeta) {
        let date = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
        self.text("id", meta.id.as_str());
        self.text("version", &meta.version);
        self.text("status", meta.status.code());
        self.text("title", &meta.title);
        self.text("language", &meta.language);
        self.list("document_kinds", &meta.document_kinds);
        let levels: Vec<_> = meta.levels.iter().map(|level| u8::from(*level).to_string()).collect();
        self.line("levels", &format!("[{}]", levels.join(", ")));
        self.text("examination_mode", meta.examination_mode.code());
        if let Some(seconds) = meta.time_limit_s {
            self.line("time_limit_s", &seconds.to_string());
        }
        self.list("agreed_by", &meta.agreed_by);
        self.text("agreed_on", &date(meta.agreed_on));
        self.text("review_due", &date(meta.review_due));
        self.text("supersedes", &meta.supersedes);
        if let Some(core) = &meta.extends {
            let keys = [("id", core.id.to_string()), ("version", core.version.clone()), ("sha256", core.sha256.to_string())];
            self.line("extends", &inline(&keys.map(|(key, value)| (key, Some(quoted(&value))))));
        }
        self.list("answers", &meta.answers);
        self.text("report_scale", meta.report_scale.code());
        self.some("conclusion_ceiling", &meta.conclusion_ceiling);
        let counts = [
            ("refer_if_critical_nonconforming", meta.refer_if_critical_nonconforming),
            ("refer_if_inconclusive", meta.refer_if_inconclusive),
        ];
        for (key, count) in counts {
            if let Some(count) = count {
                self.line(key, &count.to_string());
            }
        }
        self.list("sources", &meta.sources);
        self.text("summary", &meta.summary);
    }

    fn equipment(&mut self, equipment: &Equipment) {
        self.header("[[equipment]]");
        self.text("method", equipment.method.code());
        self.text("needs", &equipment.needs);
        self.line("mandatory", &equipment.mandatory.to_string());
    }

    fn section(&mut self, section: &Section) {
        self.header("[[section]]");
        self.text("id", section.id.as_str());
        self.line("order", &section.order.to_string());
        self.text("title", &section.title);
        self.text("purpose", &section.purpose);
    }

    fn item(&mut self, item: &Item) {
        self.header("[[item]]");
        self.text("id", item.id.as_str());
        self.text("section", item.section.as_str());
        self.text("title", &item.title);
        self.line("level", &u8::from(item.level).to_string());
        self.list("methods", &item.methods);
        self.text("question", &item.question);
        self.text("genuine", &item.genuine);
        self.text("answer", item.answer.code());
        self.some("choices", &item.choices);
        self.line("critical", &item.critical.to_string());
        self.text("reference", item.reference.code());
        self.list("evidence", &item.evidence);
        self.text("evidence_rule", item.evidence_rule.code());
        self.some("oma", &item.oma);
        if let Some(assist) = item.assist {
            self.text("assist", assist.code());
        }
        if let Some(seconds) = item.seconds {
            self.line("seconds", &seconds.to_string());
        }
        self.some("after", &item.after);
        if let Some(note) = &item.note {
            self.text("note", note);
        }
        if let Some(rule) = &item.applies {
            self.line("applies", &applies(rule));
        }
        if let Some(rule) = &item.measurement {
            self.line("measurement", &measurement(rule));
        }
        if !item.indicators.is_empty() {
            let lines: Vec<_> = item.indicators.iter().map(|one| format!("  {},\n", indicator(one))).collect();
            self.line("indicators", &format!("[\n{}]", lines.concat()));
        }
    }
}

fn applies(rule: &AppliesRule) -> String {
    fn some<T: ToString>(values: &[T]) -> Option<String> {
        (!values.is_empty()).then(|| list(values))
    }
    inline(&[
        ("kinds", some(&rule.kinds)),
        ("substrates", some(&rule.substrates)),
        ("features_any", some(&rule.features_any)),
        ("channels_any", some(&rule.channels_any)),
        ("conditions_any", some(&rule.conditions_any)),
    ])
}

fn measurement(rule: &MeasurementRule) -> String {
    inline(&[
        ("quantity", Some(quoted(rule.quantity.code()))),
        ("unit", Some(quoted(rule.unit.code()))),
        ("nominal", rule.nominal.map(number)),
        ("minus", rule.minus.map(number)),
        ("plus", rule.plus.map(number)),
        ("min", rule.min.map(number)),
        ("max", rule.max.map(number)),
        ("basis", Some(quoted(&rule.basis))),
    ])
}

fn indicator(indicator: &Indicator) -> String {
    inline(&[
        ("text", Some(quoted(&indicator.text))),
        ("suggests", Some(list(&indicator.suggests))),
        ("strength", Some(quoted(indicator.strength.code()))),
    ])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::checklist_file::{FrozenChecklist, parse_checklist, parse_national_checklist};
    use super::*;
    use proptest::prelude::*;

    const SHIPPED: [&str; 5] = [
        include_str!("../../assets/checklists/border-first-line.toml"),
        include_str!("../../assets/checklists/id-card-td1-lab.toml"),
        include_str!("../../assets/checklists/image-only-remote.toml"),
        include_str!("../../assets/checklists/passport-td3-lab.toml"),
        include_str!("../../assets/checklists/visa-mrva-lab.toml"),
    ];

    fn read(text: &str) -> FrozenChecklist {
        parse_checklist(Path::new("c.toml"), text.to_owned()).unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"))
    }

    #[test]
    fn the_shipped_lists_read_back_equal_and_are_written_the_same_again() {
        for text in SHIPPED {
            let list = read(text).checklist;
            let written = write_checklist(&list);
            assert_eq!(read(&written).checklist, list);
            assert_eq!(toml::from_str::<Checklist>(&written).unwrap(), list);
            assert_eq!(write_checklist(&read(&written).checklist), written);
        }
    }

    #[test]
    fn a_national_file_makes_a_whole_list_with_its_core() {
        let core = read(SHIPPED[2]);
        let additions = |sum: &str| {
            format!(
                "format = \"document-examination-checklist/1\"\n\n[checklist]\nid = \"uto-images\"\nversion = \"1.0.0\"\n\
                 status = \"draft-for-agreement\"\ntitle = \"Images only, Utopia\"\nlanguage = \"en\"\ndocument_kinds = [\"td3-passport\"]\n\
                 levels = [2]\nexamination_mode = \"images-only\"\n\
                 extends = {{ id = \"image-only-remote\", version = \"1.0.0\", sha256 = \"{sum}\" }}\n\
                 answers = [\"conforms\", \"does-not-conform\", \"inconclusive\", \"not-examined\", \"not-applicable\"]\n\
                 report_scale = \"operational\"\nconclusion_ceiling = [\"indications-of-falsification\", \"inconclusive\"]\n\n\
                 [[item]]\nid = \"UTO-LAY-010\"\nsection = \"layout\"\ntitle = \"Crest\"\nlevel = 2\nmethods = [\"visual\"]\n\
                 question = \"Is the crest the one of the series?\"\ngenuine = \"The same.\"\nanswer = \"verdict\"\ncritical = true\n\
                 reference = \"required\"\nevidence = []\nevidence_rule = \"none\"\n"
            )
        };
        let file = Path::new("uto.toml");
        let whole = parse_national_checklist(file, &additions(&core.sha256.to_string()), &core).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(whole.checklist.items.len(), 24);
        assert_eq!(whole.checklist.meta.extends, Some(core.version()));
        assert_eq!(read(&whole.text), whole, "it stands by itself");
        let other = parse_national_checklist(file, &additions(&"0".repeat(64)), &core).unwrap_err();
        assert!(other.to_string().contains("install that version of the core"), "{other}");
        let bent = parse_national_checklist(file, &additions("abc"), &core).unwrap_err();
        assert!(bent.to_string().starts_with("uto.toml:12: `sha256`: expected 64"), "{bent}");
        let alone = parse_checklist(file, additions(&core.sha256.to_string())).unwrap_err();
        assert!(alone.to_string().contains("`section`: no section `layout`"), "additions alone are no list: {alone}");
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            "[\\PC\\n\\r\\t\"'\\\\\u{0}-\u{1f}\u{7f}-\u{9f}]{1,30}",
            Just("'''\"\"\"".to_owned()),
            Just("[[item]]\nid = 1 # no".to_owned()),
            any::<String>(),
        ]
        .prop_map(|text| if text.trim().is_empty() { format!("x{text}") } else { text })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn any_texts_and_numbers_read_back_equal(
            which in 0..5usize,
            texts in prop::collection::vec(texts(), 9),
            numbers in (-1e6..1e6f64, 0.0..1e300f64),
            counts in any::<[u32; 3]>(),
            flags in any::<[bool; 4]>(),
        ) {
            let mut list = read(SHIPPED[which]).checklist;
            let [title, summary, needs, purpose, question, genuine, note, indicator, basis] = <[String; 9]>::try_from(texts).unwrap();
            list.meta.title = title;
            list.meta.summary = summary.clone();
            list.meta.sources = vec![summary, String::new()];
            list.meta.refer_if_inconclusive = flags[0].then_some(counts[0]);
            list.equipment[0].needs = needs;
            list.sections[0].purpose = purpose;
            list.sections[0].order = counts[1] | 0x1000;
            list.items[0].question = question;
            list.items[0].genuine = genuine;
            list.items[1].note = flags[1].then_some(note);
            list.items[1].seconds = flags[2].then_some(counts[2] % 2);
            list.meta.time_limit_s = None;
            if flags[3] {
                list.items[2].applies = Some(AppliesRule::default());
            }
            for item in &mut list.items {
                if let Some(rule) = &mut item.measurement {
                    rule.basis.clone_from(&basis);
                    if rule.nominal.is_some() {
                        rule.nominal = Some(numbers.0);
                    } else {
                        (rule.min, rule.max) = (Some(numbers.0), Some(numbers.0.abs() + numbers.1));
                    }
                }
                if let Some(first) = item.indicators.first_mut() {
                    first.text.clone_from(&indicator);
                }
            }
            prop_assume!(list.validate().is_empty());
            let written = write_checklist(&list);
            prop_assert_eq!(&read(&written).checklist, &list, "{}", written);
            prop_assert_eq!(toml::from_str::<Checklist>(&written).unwrap(), list);
        }
    }
}
