//! English texts of the program in a record, known again by their wording.
//!
//! A record holds some sentences that have no code of their own. Where one is word for word a text of the vocabulary `program`, it
//! is given in the language of the reader; any other stays as it was recorded. The record itself is not touched.

use super::template::Text;
use super::{Stretch, Wording, lower_first};
use crate::domain::{Language, Light};

/// The vocabulary of sentences without a code.
const PROGRAM: &str = "program";

/// A part of a recorded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// In the language of the reader.
    Said(String),
    /// A value that stood in the text.
    Value(String),
    /// English, as it was recorded.
    English(String),
}

impl Wording {
    /// The word whose English in `list` is `english`; `None` if no word of the list is.
    pub fn same_word(&self, list: &str, english: &str) -> Option<String> {
        let entries = &self.book.get(list)?.entries;
        let is_same =
            |text: &Text| matches!(text, Text::Plain(template) if template.values(english).is_some_and(|values| values.is_empty()));
        let (code, _) = entries.iter().find(|(_, entry)| entry.get(&Language::English).is_some_and(is_same))?;
        Some(self.label(list, code))
    }

    /// A text that the program recorded in English, sentence by sentence.
    pub fn recorded(&self, english: &str) -> Vec<Recorded> {
        if self.language == Language::English {
            return vec![Recorded::Said(english.to_owned())];
        }
        if let Some(known) = self.known(english) {
            return known;
        }
        let mut parts = Vec::new();
        for sentence in sentences(english) {
            if !parts.is_empty() {
                parts.push(Recorded::Said(" ".to_owned()));
            }
            parts.extend(self.known(sentence).unwrap_or_else(|| vec![Recorded::English(sentence.to_owned())]));
        }
        parts
    }

    /// A text that the program put together of its own words and those of a person, as one of the sentences `codes`; `None` if it is
    /// none of them. The words of the person are its values.
    pub fn composed(&self, codes: &[&str], english: &str) -> Option<Vec<Recorded>> {
        self.fitting(english, |code, _| codes.contains(&code))
    }

    /// A sentence of the vocabulary. No value of it is a sentence itself.
    fn known(&self, english: &str) -> Option<Vec<Recorded>> {
        self.fitting(english, |_, values| values.iter().all(|(_, value)| sentences(value).len() == 1))
    }

    /// The sentence of the vocabulary that fits and is `wanted`; of several, the one with the most words of its own.
    fn fitting(&self, english: &str, wanted: impl Fn(&str, &[(&str, &str)]) -> bool) -> Option<Vec<Recorded>> {
        let entries = &self.book.get(PROGRAM)?.entries;
        let fits = entries.iter().filter_map(|(code, entry)| {
            let template = entry.get(&Language::English)?.form(Language::English, None)?;
            let values = template.values(english).filter(|values| wanted(code, values))?;
            let taken: usize = values.iter().map(|(_, value)| value.len()).sum();
            Some((taken, code, values))
        });
        let (_, code, values) = fits.min_by_key(|(taken, ..)| *taken)?;
        let of = |name: &str| values.iter().find(|(given, _)| *given == name).map_or("", |(_, value)| *value);
        let part = |stretch| match stretch {
            Stretch::Words(words) => Recorded::Said(words),
            Stretch::English(words) => Recorded::English(words),
            Stretch::Value(name) => self.value(name, of(name)),
        };
        Some(self.stretches(PROGRAM, code, None).into_iter().map(part).collect())
    }

    /// A value of such a sentence; some are words themselves.
    fn value(&self, name: &str, value: &str) -> Recorded {
        let said = match name {
            "light" => {
                let light = Light::ALL.iter().find(|light| light.title().to_lowercase() == value);
                light.map(|light| lower_first(&self.word(*light)))
            }
            "check" => self.same_word("mrz-check", value),
            "fields" => {
                let fields: Option<Vec<String>> = value.split(", ").map(|field| self.same_word("data-field", field)).collect();
                fields.map(|fields| fields.join(", "))
            }
            _ => None,
        };
        said.map_or_else(|| Recorded::Value(value.to_owned()), Recorded::Said)
    }
}

/// Cuts a text after each full stop that a capital follows.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|tail| tail.find(". ")).map(|at| at.saturating_add(from)) {
        let behind = at.saturating_add(2);
        let starts = rest.get(behind..).and_then(|tail| tail.chars().next()).is_some_and(char::is_uppercase);
        match (starts, rest.get(..=at), rest.get(behind..)) {
            (true, Some(sentence), Some(tail)) => {
                sentences.push(sentence);
                (rest, from) = (tail, 0);
            }
            _ => from = behind,
        }
    }
    if !rest.is_empty() {
        sentences.push(rest);
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::wording::wording;

    #[test]
    fn a_recorded_sentence_is_known_again() {
        let french = wording(Language::French).unwrap();
        let text = |english: &str| -> String {
            let parts = french.recorded(english).into_iter();
            parts
                .map(|part| match part {
                    Recorded::Said(text) | Recorded::Value(text) => text,
                    Recorded::English(text) => format!("<{text}>"),
                })
                .collect()
        };
        assert_eq!(
            text("Read by the program from the picture in infrared 880 nm; no character is doubtful."),
            "Lue par le programme sur l’image (éclairage\u{a0}: infrarouge 880 nm)\u{a0}; aucun caractère n’est douteux."
        );
        assert_eq!(
            text("A1 and A2 are different codes. It was read by the program and is not confirmed."),
            "A1 et A2 sont des codes différents. Cela a été lu par le programme et n’est pas confirmé."
        );
        assert_eq!(text("Expired on 2026-02-07. Something else. Both."), "Expiré le 2026-02-07. <Something else.> <Both.>");
        assert_eq!(text("Not compared: Surname, Sex."), "Non comparé\u{a0}: Nom, Sexe.");
        assert_eq!(text(""), "");
        assert_eq!(french.same_word("data-source", "Chip, DG1").as_deref(), Some("Puce, DG1"));
        assert_eq!(french.same_word("data-source", "Data Matrix, visa seal"), None);
    }

    #[test]
    fn a_text_is_cut_into_its_sentences() {
        assert_eq!(sentences("One (R-5.3). Two, e.g. this. Three"), ["One (R-5.3).", "Two, e.g. this.", "Three"]);
        assert_eq!(sentences("é. É. "), ["é.", "É. "]);
    }
}
