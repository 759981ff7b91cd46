//! The form in which readings leave the program.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Panics unless `value` comes back from its JSON as it was.
pub fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("it can be written");
    let back: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(&back, value, "{text}");
}
