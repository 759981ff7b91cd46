//! Texts of a report, made of words of its language, values, and what others wrote.

use serde::{Serialize, Serializer};

use crate::domain::findings::{Findings, Stated};
use crate::domain::{Date, Language, Timestamp};
use crate::exchange::wording::{Coded, Recorded, Stretch, Wording, lower_first};

/// A stretch of a text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Run {
    #[serde(rename = "t")]
    text: String,
    /// Its language, if it is not that of the report.
    #[serde(rename = "l")]
    language: Option<String>,
}

/// A text of a report; it is written for the template as a string, or as its stretches where languages are mixed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line(Vec<Run>);

impl Line {
    /// The text without its marks of language.
    pub(super) fn plain(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text.is_empty())
    }

    /// How long it is, in bytes.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|run| run.text.len()).sum()
    }

    /// It with `other` after it.
    #[must_use]
    pub(super) fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// It with words of the report after it.
    #[must_use]
    pub(super) fn and(self, words: &str) -> Self {
        self.then(Self::from(words))
    }

    /// It without a full stop at its end, for a list.
    #[must_use]
    pub(super) fn unstopped(mut self) -> Self {
        if let Some(last) = self.0.last_mut() {
            let (text, end) = last.text.strip_suffix('\u{2069}').map_or((last.text.as_str(), ""), |text| (text, "\u{2069}"));
            last.text = format!("{}{end}", text.trim_end_matches('.'));
        }
        self
    }

    /// It as it stands in the middle of a sentence.
    #[must_use]
    pub(super) fn lower(mut self) -> Self {
        if let Some(first) = self.0.first_mut().filter(|run| run.language.is_none()) {
            first.text = lower_first(&first.text);
        }
        self
    }

    /// The texts that are not empty, with `separator` between them.
    pub(super) fn joined(lines: impl IntoIterator<Item = Self>, separator: &str) -> Self {
        let mut all = Self::default();
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            all = if all.is_empty() { line } else { all.and(separator).then(line) };
        }
        all
    }
}

impl From<&str> for Line {
    fn from(words: &str) -> Self {
        Self(vec![Run { text: words.to_owned(), language: None }])
    }
}

impl From<String> for Line {
    fn from(words: String) -> Self {
        Self(vec![Run { text: words, language: None }])
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_empty() || self.0.iter().all(|run| run.language.is_none()) {
            serializer.serialize_str(&self.plain())
        } else {
            self.0.serialize(serializer)
        }
    }
}

/// Says things in the language of a report.
pub(super) struct Say<'a> {
    pub(super) wording: &'a Wording,
    /// The language of what people wrote; `None` if it is that of the report.
    written: Option<String>,
}

/// The key of a record that names the language of what people wrote in it.
const WRITTEN_KEY: &str = "language";
/// What stands for a language that nobody stated (ISO 639-2).
const UNDETERMINED: &str = "und";

impl<'a> Say<'a> {
    pub(super) fn new(wording: &'a Wording, findings: &Findings) -> Self {
        let own = wording.language().code();
        let stated = stated_language(findings);
        // An English report of a record that states no language is as it always was: nothing is marked.
        let assumed = if wording.language() == Language::English { own } else { UNDETERMINED };
        let written = stated.unwrap_or(assumed);
        Self { wording, written: (written != own).then(|| written.to_owned()) }
    }

    /// A word of the list.
    pub(super) fn label(&self, list: &str, code: &str) -> Line {
        self.sentence(list, code, [])
    }

    /// A fixed text of the report.
    pub(super) fn fixed(&self, code: &str) -> Line {
        self.label("report", code)
    }

    /// The word for a value of a closed list.
    pub(super) fn word<T: Coded>(&self, word: T) -> Line {
        self.label(T::LIST, word.coded())
    }

    /// A sentence with its values.
    pub(super) fn sentence<const N: usize>(&self, list: &str, code: &str, values: [(&str, Line); N]) -> Line {
        self.filled(list, code, None, &values)
    }

    /// A sentence about `count` things, which is its value `count`.
    pub(super) fn counted<const N: usize>(&self, list: &str, code: &str, count: usize, values: [(&str, Line); N]) -> Line {
        self.filled(list, code, u64::try_from(count).ok(), &values)
    }

    fn filled(&self, list: &str, code: &str, count: Option<u64>, values: &[(&str, Line)]) -> Line {
        let mut line = Line::default();
        for stretch in self.wording.stretches(list, code, count) {
            line = match (stretch, count) {
                (Stretch::Words(words), _) => line.and(&words),
                (Stretch::English(words), _) => line.then(self.english(&words)),
                (Stretch::Value("count"), Some(count)) => line.then(self.value(&count.to_string())),
                (Stretch::Value(name), _) => {
                    let value = values.iter().find(|(given, _)| *given == name).map(|(_, value)| value.clone());
                    line.then(value.unwrap_or_default())
                }
            };
        }
        line
    }

    /// A name, a number or another value, which has no language.
    pub(super) fn value(&self, text: &str) -> Line {
        Line::from(self.apart(text))
    }

    /// What a person wrote, as it was written.
    pub(super) fn written(&self, text: &str) -> Line {
        Line(vec![Run { text: self.apart(text), language: self.written.clone() }])
    }

    /// What a person wrote, with the words that the program put before it: the name of a zone or picture, a departure.
    pub(super) fn titled(&self, text: &str) -> Line {
        const COMPOSED: [&str; 4] = ["attached", "beneath", "reviewed-openly", "without-unmasking"];
        let part = |part| match part {
            Recorded::Said(words) => Line::from(words),
            Recorded::Value(value) => self.written(&value),
            Recorded::English(words) => self.english(&words),
        };
        let known = if self.wording.language() == Language::English { None } else { self.wording.composed(&COMPOSED, text) };
        known.map_or_else(|| self.written(text), |parts| parts.into_iter().map(part).fold(Line::default(), Line::then))
    }

    /// A sentence that the program recorded in English.
    pub(super) fn recorded(&self, text: &str) -> Line {
        let part = |part| match part {
            Recorded::Said(words) => Line::from(words),
            Recorded::Value(value) => self.value(&value),
            Recorded::English(words) => self.english(&words),
        };
        self.wording.recorded(&unsteered(text)).into_iter().map(part).fold(Line::default(), Line::then)
    }

    /// A title that the program recorded in English beside its code.
    pub(super) fn recorded_title(&self, list: &str, text: &str) -> Line {
        self.wording.same_word(list, text).map_or_else(|| self.recorded(text), Line::from)
    }

    fn english(&self, text: &str) -> Line {
        let language = (self.wording.language() != Language::English).then(|| Language::English.code().to_owned());
        Line(vec![Run { text: self.apart(text), language }])
    }

    /// Each line of a text set apart from what stands around it.
    fn apart(&self, text: &str) -> String {
        unsteered(text).split('\n').map(|line| self.wording.isolated(line)).collect::<Vec<_>>().join("\n")
    }

    /// A value, or the reason why there is none.
    pub(super) fn stated<T>(&self, field: &Stated<T>, text: impl Fn(&T) -> Line) -> Line {
        match field {
            Stated::Given(value) => text(value),
            Stated::NotGiven { reason } => self.word(*reason),
        }
    }

    /// What a person wrote in a field, or the reason why nothing stands there.
    pub(super) fn stated_text(&self, field: &Stated<String>) -> Line {
        self.stated(field, |text| self.written(text))
    }

    /// A date as `2026-03-03`, in every language.
    pub(super) fn day(&self, date: Date) -> Line {
        self.value(&date.to_string())
    }

    /// A moment as `2026-03-03 15:04 UTC`, in every language.
    pub(super) fn moment(&self, time: Timestamp) -> Line {
        let clock = jiff::tz::TimeZone::UTC.to_datetime(time.0);
        self.value(&format!("{} {:02}:{:02} UTC", time.date(), clock.hour(), clock.minute()))
    }

    /// The texts that are not empty, with `separator` as the language writes it.
    pub(super) fn joined(&self, lines: impl IntoIterator<Item = Line>, separator: &str) -> Line {
        let separator = match (self.wording.language(), separator) {
            (Language::Arabic, ", ") => "، ",
            (Language::Arabic, "; ") => "؛ ",
            (_, separator) => separator,
        };
        Line::joined(lines, separator)
    }

    /// Who and when.
    pub(super) fn author(&self, by: &impl std::fmt::Display, at: Timestamp) -> Line {
        self.joined([self.value(&by.to_string()), self.moment(at)], ", ")
    }
}

/// The language that a record says people wrote in it, as a code of two or three letters.
pub(super) fn stated_language(findings: &Findings) -> Option<&str> {
    let code = findings.extra.get(WRITTEN_KEY)?.as_str()?;
    ((2..=3).contains(&code.len()) && code.bytes().all(|letter| letter.is_ascii_lowercase())).then_some(code)
}

/// `text` with the characters that steer the direction of writing spelled out: nobody may turn a report around unseen.
fn unsteered(text: &str) -> String {
    let steers = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(steers) {
        return text.to_owned();
    }
    let spelled = |letter: char| if steers(letter) { format!("‹U+{:04X}›", u32::from(letter)) } else { letter.to_string() };
    text.chars().map(spelled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::export::sample;
    use crate::exchange::wording::wording;

    #[test]
    fn what_people_wrote_is_marked_with_its_language_and_set_apart() {
        let mut findings = sample::findings();
        let arabic = wording(Language::Arabic).unwrap();
        let json = |say: &Say<'_>| serde_json::to_value(say.written("Glue, on page 2")).unwrap();
        let apart = "\u{2068}Glue, on page 2\u{2069}";
        assert_eq!(json(&Say::new(&arabic, &findings)), serde_json::json!([{"t": apart, "l": "und"}]));
        findings.extra.insert("language".to_owned(), "en".into());
        assert_eq!(json(&Say::new(&arabic, &findings)), serde_json::json!([{"t": apart, "l": "en"}]));
        findings.extra.insert("language".to_owned(), "ar".into());
        assert_eq!(json(&Say::new(&arabic, &findings)), apart);
        findings.extra.insert("language".to_owned(), "<script>".into());
        let english = wording(Language::English).unwrap();
        assert_eq!(json(&Say::new(&english, &findings)), "Glue, on page 2");
    }

    #[test]
    fn nobody_turns_a_text_around() {
        assert_eq!(unsteered("a\u{202e}b\u{2069}"), "a‹U+202E›b‹U+2069›");
        assert_eq!(unsteered("محمد"), "محمد");
    }

    #[test]
    fn times_are_written_alike_in_every_language() {
        let findings = sample::findings();
        let time = Timestamp("2026-03-03T15:04:05Z".parse().unwrap());
        for language in Language::ALL {
            let wording = wording(*language).unwrap();
            let text = Say::new(&wording, &findings).moment(time).plain();
            assert_eq!(text.trim_matches(['\u{2068}', '\u{2069}']), "2026-03-03 15:04 UTC");
        }
    }
}
