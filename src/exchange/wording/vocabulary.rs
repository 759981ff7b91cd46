//! A vocabulary file: codes, and how each is said in every language.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::template::{Plural, Template, Text};
use crate::domain::Language;

/// The longest file of a vocabulary, in bytes.
pub const MAX_FILE: usize = 256 << 10;
/// Most codes of one vocabulary.
pub const MAX_ENTRIES: usize = 2000;
/// The longest text, in bytes.
pub const MAX_TEXT: usize = 4000;
/// The longest code.
const MAX_CODE: usize = 80;

/// Why a file is no vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordingError {
    /// The file is longer than [`MAX_FILE`], or has more codes than [`MAX_ENTRIES`].
    #[error("the vocabulary is too large: at most {MAX_FILE} bytes and {MAX_ENTRIES} codes are read ({0})")]
    TooLarge(String),
    /// The file is not TOML in UTF-8.
    #[error("the vocabulary is not a TOML file ({0})")]
    NotToml(String),
    /// The file lacks a key, or has one of another kind.
    #[error("the vocabulary has no usable `{key}` ({list})")]
    Key {
        /// The vocabulary, by file or name.
        list: String,
        /// The key.
        key: String,
    },
    /// A language that the program does not know.
    #[error("`{language}` is not a language of the vocabularies ({list}, {code})")]
    Language {
        /// The vocabulary.
        list: String,
        /// The code.
        code: String,
        /// What stands there.
        language: String,
    },
    /// A text that is empty, too long, or has a brace that is part of no place.
    #[error("a text is empty, longer than {MAX_TEXT} bytes, or has a stray brace ({list}, {code}, {language})")]
    Text {
        /// The vocabulary.
        list: String,
        /// The code.
        code: String,
        /// The language.
        language: Language,
    },
    /// A text with forms lacks one that its language needs, or has one that it does not know.
    #[error("the forms for one and many are not those of the language ({list}, {code}, {language})")]
    Forms {
        /// The vocabulary.
        list: String,
        /// The code.
        code: String,
        /// The language.
        language: Language,
    },
    /// A translation has other places than the English text.
    #[error("the places are not those of the English text ({list}, {code}, {language})")]
    Places {
        /// The vocabulary.
        list: String,
        /// The code.
        code: String,
        /// The language.
        language: Language,
    },
    /// Two files have the same name of a vocabulary.
    #[error("the vocabulary comes twice ({0})")]
    Twice(String),
}

/// How one code is said.
pub(super) type Entry = BTreeMap<Language, Text>;

/// One list of words and sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// Its name, such as `verdict`.
    pub id: String,
    /// Its version, counted from 1.
    pub version: u32,
    /// Whether its wording has been agreed: `draft translation` until an authority says so.
    pub status: String,
    /// Where its codes come from.
    pub source: String,
    pub(super) entries: BTreeMap<String, Entry>,
}

impl Vocabulary {
    /// Reads the file of a vocabulary.
    ///
    /// # Errors
    ///
    /// [`WordingError`] names the first thing that is wrong.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, WordingError> {
        if bytes.len() > MAX_FILE {
            return Err(WordingError::TooLarge(name.to_owned()));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| WordingError::NotToml(format!("{name}: {error}")))?;
        let table: Table = text.parse().map_err(|error: toml::de::Error| WordingError::NotToml(format!("{name}: {}", error.message())))?;
        let lacks = |key: &str| WordingError::Key { list: name.to_owned(), key: key.to_owned() };
        let meta = table.get("meta").and_then(Value::as_table).ok_or_else(|| lacks("meta"))?;
        let told = |key: &str| meta.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| lacks(key));
        let version = meta.get("version").and_then(Value::as_integer).and_then(|version| u32::try_from(version).ok());
        let mut vocabulary = Self {
            id: told("id")?,
            version: version.filter(|version| *version > 0).ok_or_else(|| lacks("version"))?,
            status: told("status")?,
            source: told("source")?,
            entries: BTreeMap::new(),
        };
        if let Some(key) = table.keys().find(|key| !["meta", "word", "sentence"].contains(&key.as_str())) {
            return Err(lacks(key));
        }
        for kind in ["word", "sentence"] {
            let Some(entries) = table.get(kind) else { continue };
            for (code, texts) in entries.as_table().ok_or_else(|| lacks(kind))? {
                let key = || lacks(&format!("{kind}.{code}"));
                if code.is_empty() || code.len() > MAX_CODE || vocabulary.entries.contains_key(code) {
                    return Err(key());
                }
                if vocabulary.entries.len() >= MAX_ENTRIES {
                    return Err(WordingError::TooLarge(name.to_owned()));
                }
                let entry = entry(&vocabulary.id, code, texts.as_table().ok_or_else(key)?)?;
                if kind == "word" && entry.values().any(|text| !is_word(text)) {
                    return Err(key());
                }
                vocabulary.entries.insert(code.clone(), entry);
            }
        }
        Ok(vocabulary)
    }

    /// Its codes, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The codes whose texts have no places for values, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let plain = |entry: &Entry| entry.get(&Language::English).is_some_and(is_word);
        self.entries.iter().filter(move |(_, entry)| plain(entry)).map(|(code, _)| code.as_str())
    }

    /// The codes that have no text in `language`.
    pub fn missing(&self, language: Language) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(move |(_, entry)| !entry.contains_key(&language)).map(|(code, _)| code.as_str())
    }
}

/// A word is one text without places.
fn is_word(text: &Text) -> bool {
    matches!(text, Text::Plain(template) if template.places().is_empty())
}

fn entry(list: &str, code: &str, texts: &Table) -> Result<Entry, WordingError> {
    let mut entry = Entry::new();
    for (language, said) in texts {
        let unknown = |_| WordingError::Language { list: list.to_owned(), code: code.to_owned(), language: language.clone() };
        let language: Language = language.parse().map_err(unknown)?;
        let wrong = || WordingError::Text { list: list.to_owned(), code: code.to_owned(), language };
        let template = |said: &Value| {
            let text = said.as_str().filter(|text| !text.trim().is_empty() && text.len() <= MAX_TEXT)?;
            Template::parse(text)
        };
        let text = match said {
            Value::Table(forms) => {
                let forms = forms.iter().map(|(form, said)| Some((form.parse::<Plural>().ok()?, template(said)?)));
                let forms: BTreeMap<Plural, Template> = forms.collect::<Option<_>>().ok_or_else(wrong)?;
                if !forms.keys().eq(Plural::needed(language)) {
                    return Err(WordingError::Forms { list: list.to_owned(), code: code.to_owned(), language });
                }
                Text::Forms(forms)
            }
            said => Text::Plain(template(said).ok_or_else(wrong)?),
        };
        entry.insert(language, text);
    }
    check_places(list, code, &entry)?;
    Ok(entry)
}

/// Every language has an English text beside it, and its places; only a form for a few may leave one out, as in "one item".
fn check_places(list: &str, code: &str, entry: &Entry) -> Result<(), WordingError> {
    let lacks = WordingError::Key { list: list.to_owned(), key: format!("{code}.en") };
    let english = entry.get(&Language::English).and_then(|text| text.form(Language::English, None)).ok_or(lacks)?.places();
    for (language, text) in entry {
        let main = text.form(*language, None).map(Template::places);
        let others = text.templates().into_iter().all(|form| form.places().is_subset(&english));
        if main.as_ref() != Some(&english) || !others {
            return Err(WordingError::Places { list: list.to_owned(), code: code.to_owned(), language: *language });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEAD: &str = "[meta]\nid = \"t\"\nversion = 1\nstatus = \"draft translation\"\nsource = \"a test\"\n";

    fn read(body: &str) -> Result<Vocabulary, WordingError> {
        Vocabulary::read("t.toml", format!("{HEAD}{body}").as_bytes())
    }

    #[test]
    fn a_vocabulary_tells_what_it_lacks() {
        let vocabulary = read("[word.conforms]\nen = \"Conforms\"\nth = \"สอดคล้อง\"\n").unwrap();
        assert_eq!(vocabulary.missing(Language::Thai).count(), 0);
        assert_eq!(vocabulary.missing(Language::French).collect::<Vec<_>>(), ["conforms"]);
    }

    #[test]
    fn mistakes_are_named() {
        let text = |body: &str| read(body).unwrap_err().to_string();
        assert!(text("[word.a]\nen = \"A {b}\"").contains("`word.a`"));
        assert!(text("[word.a]\nfr = \"A\"").contains("`a.en`"));
        assert!(text("[word.a]\nen = \"A\"\nxx = \"B\"").contains("`xx`"));
        assert!(text("[word.a]\nen = \" \"").contains("empty"));
        assert!(text("[sentence.a]\nen = \"A {b}\"\nfr = \"B\"").contains("places"));
        assert!(text("[sentence.a]\nen = \"A {b\"").contains("brace"));
        assert!(text("[sentence.a]\nen = { other = \"{count}\" }").contains("forms"));
        assert!(text("[sentence.a]\nen = { one = \"One\", other = \"{count}\" }\nar = { other = \"{count}\" }").contains("(t, a, ar)"));
        assert!(text("[other]\n").contains("`other`"));
        assert!(matches!(Vocabulary::read("t", b"[meta]\nid = 1"), Err(WordingError::Key { .. })));
        assert!(matches!(Vocabulary::read("t", &[0xff]), Err(WordingError::NotToml(_))));
        assert!(matches!(Vocabulary::read("t", &vec![b' '; MAX_FILE + 1]), Err(WordingError::TooLarge(_))));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), body in "[\\[\\]a-z.{}= \"\n]{0,120}") {
            drop(Vocabulary::read("t", &bytes));
            drop(read(&body));
        }
    }
}
