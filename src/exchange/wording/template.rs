//! Texts with named places, `{light}`, and forms for one, two, few and many.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Language, words};

words! {
    /// A form of a word that goes with a number (the plural categories of Unicode CLDR).
    Plural {
        Zero = "zero", "None";
        One = "one", "One";
        Two = "two", "Two";
        Few = "few", "Few";
        Many = "many", "Many";
        Other = "other", "Any other number";
    }
}

impl Plural {
    /// The form for `count` things.
    ///
    /// In French, 0 takes the form of other numbers here: the forms for one spell the number out.
    pub(super) fn of(language: Language, count: u64) -> Self {
        match (language, count) {
            (Language::English | Language::French | Language::Arabic, 1) => Self::One,
            (Language::Arabic, 0) => Self::Zero,
            (Language::Arabic, 2) => Self::Two,
            (Language::Arabic, _) => match count % 100 {
                3..=10 => Self::Few,
                11..=99 => Self::Many,
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }

    /// The forms that a text with forms must have in `language`.
    pub(super) fn needed(language: Language) -> &'static [Self] {
        match language {
            Language::English | Language::French => &[Self::One, Self::Other],
            Language::Arabic => Self::ALL,
            Language::Indonesian | Language::Thai | Language::Vietnamese => &[Self::Other],
        }
    }
}

/// A part of a text: words as they are, or a place for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Words(String),
    Place(String),
}

/// A text cut at its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) parts: Vec<Part>,
}

impl Template {
    /// Cuts `text` at its places; `None` if a brace is not part of one, or two places touch.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts: Vec<Part> = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}')?;
            let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
            if !is_name || before.contains('}') || (before.is_empty() && matches!(parts.last(), Some(Part::Place(_)))) {
                return None;
            }
            if !before.is_empty() {
                parts.push(Part::Words(before.to_owned()));
            }
            parts.push(Part::Place(name.to_owned()));
            rest = behind;
        }
        if rest.contains('}') {
            return None;
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        Some(Self { parts })
    }

    /// The names of its places.
    pub(super) fn places(&self) -> BTreeSet<&str> {
        self.parts.iter().filter_map(|part| if let Part::Place(name) = part { Some(name.as_str()) } else { None }).collect()
    }

    /// The values that stand at its places in `text`; `None` if `text` is not this text.
    ///
    /// Each value is as short as can be, but for the last, and none is empty.
    pub(super) fn values<'t>(&'t self, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
        let mut values = Vec::new();
        let (mut rest, mut open): (&str, Option<&str>) = (text, None);
        for (index, part) in self.parts.iter().enumerate() {
            match (part, open) {
                (Part::Place(name), _) => open = Some(name),
                (Part::Words(words), None) => rest = rest.strip_prefix(words.as_str())?,
                (Part::Words(words), Some(name)) => {
                    let is_last = index.saturating_add(1) == self.parts.len();
                    let (value, behind) = if is_last { (rest.strip_suffix(words.as_str())?, "") } else { rest.split_once(words.as_str())? };
                    values.push((name, value));
                    (rest, open) = (behind, None);
                }
            }
        }
        match open {
            Some(name) => values.push((name, rest)),
            None if !rest.is_empty() => return None,
            None => {}
        }
        values.iter().all(|(_, value)| !value.is_empty()).then_some(values)
    }
}

/// A text in one language: the same for every number, or in forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    Plain(Template),
    Forms(BTreeMap<Plural, Template>),
}

impl Text {
    /// The text for `count`.
    pub(super) fn form(&self, language: Language, count: Option<u64>) -> Option<&Template> {
        match self {
            Self::Plain(template) => Some(template),
            Self::Forms(forms) => {
                let wanted = count.map_or(Plural::Other, |count| Plural::of(language, count));
                forms.get(&wanted).or_else(|| forms.get(&Plural::Other))
            }
        }
    }

    /// Every form.
    pub(super) fn templates(&self) -> Vec<&Template> {
        match self {
            Self::Plain(template) => vec![template],
            Self::Forms(forms) => forms.values().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cut_at_its_places() {
        let template = Template::parse("No capture under {light}.").unwrap();
        assert_eq!(template.places().into_iter().collect::<Vec<_>>(), ["light"]);
        for bad in ["{", "}", "a {b", "a} b", "{a b}", "{}", "{one}{other}", "{A}"] {
            assert_eq!(Template::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_text_is_known_again_by_its_words() {
        let template = Template::parse("Expected {expected}, found {found}.").unwrap();
        assert_eq!(template.values("Expected UTO, found QMA."), Some(vec![("expected", "UTO"), ("found", "QMA")]));
        assert_eq!(template.values("Expected , found QMA."), None);
        assert_eq!(template.values("Expected UTO, found QMA"), None);
        assert_eq!(Template::parse("{one} and {other} differ.").unwrap().values("A and B differ. So"), None);
        let open = Template::parse("Print beneath: {title}").unwrap();
        assert_eq!(open.values("Print beneath: Surname: A"), Some(vec![("title", "Surname: A")]));
    }

    #[test]
    fn each_number_has_its_form() {
        let forms = |language, counts: &[u64]| counts.iter().map(|count| Plural::of(language, *count).code()).collect::<Vec<_>>();
        assert_eq!(forms(Language::English, &[0, 1, 2, 101]), ["other", "one", "other", "other"]);
        assert_eq!(forms(Language::Thai, &[0, 1, 2]), ["other", "other", "other"]);
        assert_eq!(
            forms(Language::Arabic, &[0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111]),
            ["zero", "one", "two", "few", "few", "many", "many", "other", "other", "few", "many"]
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[a-z{}. é]{0,30}", other in "\\PC{0,30}") {
            if let Some(template) = Template::parse(&text) {
                drop(template.values(&other));
                drop(template.values(&text));
            }
            drop(Template::parse(&other));
        }
    }
}
