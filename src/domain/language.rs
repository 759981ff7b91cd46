//! The languages in which the words of a record can be read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;

words! {
    /// A language of the shipped vocabularies, by its code of ISO 639-1.
    Language {
        English = "en", "English";
        Indonesian = "id", "Indonesian";
        Thai = "th", "Thai";
        Vietnamese = "vi", "Vietnamese";
        French = "fr", "French";
        Arabic = "ar", "Arabic";
    }
}

/// Which way a line of writing runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Language {
    /// Its name in the language itself, as a list of languages shows it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Indonesian => "Bahasa Indonesia",
            Self::Thai => "ไทย",
            Self::Vietnamese => "Tiếng Việt",
            Self::French => "Français",
            Self::Arabic => "العربية",
        }
    }

    /// Which way it is written.
    pub fn direction(self) -> Direction {
        match self {
            Self::Arabic => Direction::RightToLeft,
            Self::English | Self::Indonesian | Self::Thai | Self::Vietnamese | Self::French => Direction::LeftToRight,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_code_and_names_itself() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(*language));
            assert!(!language.own_name().is_empty());
        }
        assert_eq!("TH".parse::<Language>().unwrap_err(), "`TH` is not one of en, id, th, vi, fr, ar");
    }
}
