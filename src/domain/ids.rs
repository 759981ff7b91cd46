//! Identities as types, so that an exhibit cannot be passed where a case is meant.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

uuid_id! {
    /// Identifies a [case](super::Case).
    CaseId,
    /// Identifies an [exhibit](super::Exhibit).
    ExhibitId,
    /// Identifies a [capture](super::Capture); two captures of the same bytes have two ids and one hash.
    CaptureId,
    /// Identifies an [examination](super::Examination).
    ExaminationId,
    /// Identifies one issued [findings](super::Findings) record.
    FindingsId,
    /// Identifies an [account](super::Account).
    AccountId,
    /// Identifies a [review](super::Review).
    ReviewId,
    /// Identifies a [mark](super::Mark) on a page.
    MarkId,
    /// Identifies a [measurement placed on a page](super::Measured).
    MeasuredId,
}

/// A name in lower or upper case that a person writes in a file did not fit its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not usable as a {kind}: expected 1 to 64 of A-Z, a-z, 0-9, `.`, `_` and `-`")]
pub struct InvalidName {
    /// What kind of name was asked for.
    pub kind: &'static str,
    /// What was given.
    pub given: String,
}

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

macro_rules! name_id {
    ($($(#[$doc:meta])* $name:ident = $kind:literal),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// 1 to 64 characters of `A-Z`, `a-z`, `0-9`, `.`, `_` and `-`, so that it can be a file name on every system.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes `text` as it is.
            ///
            /// # Errors
            ///
            /// [`InvalidName`] if it is empty, longer than 64 or has other characters.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidName> {
                let text = text.into();
                if is_name(&text) {
                    Ok(Self(text))
                } else {
                    Err(InvalidName { kind: $kind, given: text.chars().take(80).collect() })
                }
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;

            fn try_from(text: String) -> Result<Self, InvalidName> {
                Self::new(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

name_id! {
    /// Names a [reference](super::Reference) in a library, for example `UTO-P-2019`.
    ReferenceId = "reference id",
    /// Names a page of a reference, for example `data-page` or `front`.
    PageId = "page id",
    /// Names a [zone](super::Zone) on a page of a reference.
    ZoneId = "zone id",
    /// Names a [security feature](super::Feature) of a reference.
    FeatureId = "feature id",
    /// Names a [checklist](super::Checklist), for example `image-only-remote`.
    ChecklistId = "checklist id",
    /// Names an item of a checklist; permanent, never reused.
    ItemId = "item id",
    /// Names a section of a checklist.
    SectionId = "section id",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cannot_be_files_are_refused() {
        for bad in ["", "a/b", "..", "a b", "ä", &"x".repeat(65)] {
            assert!(ReferenceId::new(bad).is_err(), "{bad:?} was taken");
        }
        assert_eq!(ReferenceId::new("UTO-P-2019").unwrap().as_str(), "UTO-P-2019");
    }

    #[test]
    fn a_bad_name_is_refused_on_reading_too() {
        assert!(serde_json::from_str::<ZoneId>("\"../etc\"").is_err());
    }
}
