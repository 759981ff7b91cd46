//! The words of a record in the languages of its readers.
//!
//! A record holds codes and values; what they are called stands in the published vocabularies of `assets/vocabulary`. [`Wording`]
//! looks them up in one language. What has no text there is given in English with its code in brackets and listed
//! ([`Wording::untranslated`]); a code that this version does not know is shown as it is. Nothing is guessed.

mod bundled;
mod coded;
mod recorded;
mod template;
pub use template::Plural;
mod vocabulary;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

pub use coded::{Coded, coded_lists};
pub use recorded::Recorded;
pub use vocabulary::{MAX_ENTRIES, MAX_FILE, MAX_TEXT, Vocabulary, WordingError};

use crate::domain::{Direction, Language};
use bundled::{Book, book, bundled};
use template::{Part, Template};

/// A code that was asked for and has no text in the language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Untranslated {
    /// The vocabulary, such as `verdict`.
    pub list: String,
    /// The code.
    pub code: String,
}

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch<'a> {
    /// Words of the sentence, in the language.
    Words(String),
    /// Words of the sentence in English, because there is no translation.
    English(String),
    /// The value of this name.
    Value(&'a str),
}

/// The vocabularies in one language.
#[derive(Debug)]
pub struct Wording {
    language: Language,
    book: Book,
    untranslated: Mutex<BTreeSet<Untranslated>>,
}

/// The bundled vocabularies in `language`.
///
/// # Errors
///
/// [`WordingError`] if a file is damaged; a test excludes it for the files that ship.
pub fn wording(language: Language) -> Result<Wording, WordingError> {
    Ok(Wording::new(language, bundled()?))
}

impl Wording {
    fn new(language: Language, book: Book) -> Self {
        Self { language, book, untranslated: Mutex::default() }
    }

    /// Vocabularies from elsewhere in `language`.
    ///
    /// # Errors
    ///
    /// [`WordingError::Twice`] if two have one name.
    pub fn of(language: Language, vocabularies: Vec<Vocabulary>) -> Result<Self, WordingError> {
        Ok(Self::new(language, book(vocabularies.into_iter().map(Ok))?))
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The vocabularies, in the order of their names.
    pub fn vocabularies(&self) -> impl Iterator<Item = &Vocabulary> {
        self.book.values()
    }

    /// What was asked for and has no text in the language, each once, in order.
    pub fn untranslated(&self) -> Vec<Untranslated> {
        self.untranslated.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// The word for a code, sentence case.
    pub fn label(&self, list: &str, code: &str) -> String {
        self.sentence(list, code, &[])
    }

    /// The word for a value of a closed list.
    pub fn word<T: Coded>(&self, word: T) -> String {
        self.label(T::LIST, word.coded())
    }

    /// A sentence with its values; a number called `count` chooses the form for one, few or many.
    ///
    /// Values that run against the direction of the language are set apart by Unicode isolates, so that their parts keep their order.
    pub fn sentence(&self, list: &str, code: &str, values: &[(&str, &str)]) -> String {
        let count = values.iter().find(|(name, _)| *name == "count").and_then(|(_, value)| value.parse().ok());
        let said = self.stretches(list, code, count).into_iter().map(|stretch| match stretch {
            Stretch::Words(words) | Stretch::English(words) => words,
            Stretch::Value(name) => {
                let value = values.iter().find(|(given, _)| *given == name).map_or("", |(_, value)| *value);
                self.isolated(value).into_owned()
            }
        });
        said.collect()
    }

    /// A sentence as stretches, for a caller that sets its values itself; `count` chooses the form.
    pub fn stretches(&self, list: &str, code: &str, count: Option<u64>) -> Vec<Stretch<'_>> {
        let entry = self.book.get(list).and_then(|vocabulary| vocabulary.entries.get(code));
        let of = |language: Language| entry.and_then(|entry| entry.get(&language)).and_then(|text| text.form(language, count));
        if let Some(template) = of(self.language) {
            let words = if self.language.direction() == Direction::RightToLeft { set_apart } else { str::to_owned };
            return cut(template, |text| Stretch::Words(words(text)));
        }
        self.untranslated
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(Untranslated { list: list.to_owned(), code: code.to_owned() });
        let Some(template) = of(Language::English) else { return vec![Stretch::English(code.to_owned())] };
        let mut stretches = cut(template, |text| Stretch::English(text.to_owned()));
        stretches.push(Stretch::English(format!(" [{code}]")));
        stretches
    }

    /// `value` set apart by isolates if it may run against the language.
    pub fn isolated<'v>(&self, value: &'v str) -> Cow<'v, str> {
        let against = match self.language.direction() {
            Direction::LeftToRight => value.chars().any(runs_left),
            Direction::RightToLeft => value.chars().any(|letter| letter.is_ascii_digit() || (letter.is_alphabetic() && !runs_left(letter))),
        };
        if against { Cow::Owned(format!("\u{2068}{value}\u{2069}")) } else { Cow::Borrowed(value) }
    }
}

/// Whether a letter is of a script that runs from right to left: Hebrew, Arabic and their kin.
fn runs_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Sets what runs from left to right in an Arabic text apart, so that `365 nm` and `ISO 8601` keep their order: from a Latin letter or
/// a digit as far as the next one that only signs and spaces part from it.
fn set_apart(text: &str) -> String {
    let runs = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '%' | '°' | 'µ' | '²' | 'Δ' | '*');
    let mut apart = String::with_capacity(text.len().saturating_add(16));
    let mut run = String::new();
    let mut between = String::new();
    let close = |run: &mut String, apart: &mut String| {
        let mixed = run.chars().any(|letter| letter.is_ascii_digit()) && run.chars().count() > 1 || run.contains(' ');
        if mixed {
            apart.extend(["\u{2066}", run.as_str(), "\u{2069}"]);
        } else {
            apart.push_str(run);
        }
        run.clear();
    };
    for letter in text.chars() {
        if runs(letter) {
            run.push_str(&between);
            between.clear();
            run.push(letter);
        } else if !run.is_empty() && matches!(letter, ' ' | '-' | '.' | '/' | ',' | '×') {
            between.push(letter);
        } else {
            close(&mut run, &mut apart);
            apart.push_str(&between);
            between.clear();
            apart.push(letter);
        }
    }
    close(&mut run, &mut apart);
    apart + &between
}

fn cut<'a>(template: &'a Template, words: impl Fn(&str) -> Stretch<'a>) -> Vec<Stretch<'a>> {
    let stretch = |part: &'a Part| match part {
        Part::Words(text) => words(text),
        Part::Place(name) => Stretch::Value(name),
    };
    template.parts.iter().map(stretch).collect()
}

/// A title as it stands in the middle of a sentence.
pub fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests;
