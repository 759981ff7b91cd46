//! Names of scales and of their levels.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether `text` is 1 to 64 small letters, digits and single hyphens between them.
fn is_code(text: &str) -> bool {
    text.len() <= 64
        && text.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

macro_rules! code_names {
    ($($(#[$doc:meta])* $name:ident = $kind:literal),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// 1 to 64 small letters and digits, in parts with one hyphen between.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes `text` as it is.
            ///
            /// # Errors
            ///
            /// A sentence that says what was expected.
            pub fn new(text: impl Into<String>) -> Result<Self, String> {
                let text = text.into();
                if is_code(&text) {
                    Ok(Self(text))
                } else {
                    let given: String = text.chars().take(80).collect();
                    Err(format!("`{given}` is not usable as a {}: expected 1 to 64 of a-z, 0-9 and single hyphens between", $kind))
                }
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
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

code_names! {
    /// Names a scale, for example `likelihood-ratio`.
    ScaleId = "name of a scale",
    /// Names a level of a scale; it means nothing without the scale.
    LevelCode = "code of a level",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_small_letters_digits_and_single_hyphens() {
        for bad in ["", "-", "a-", "-a", "a--b", "A", "a b", "ä", "../a", &"x".repeat(65)] {
            assert!(LevelCode::new(bad).is_err(), "{bad:?} was taken");
        }
        assert_eq!(ScaleId::new("nine-level").unwrap().as_str(), "nine-level");
        assert!(serde_json::from_str::<ScaleId>("\"A/B\"").is_err());
    }
}
