//! Values of CBOR (RFC 8949).

use serde_json::{Map, Number, Value};

use super::hexadecimal::to_hex;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cbor {
    Integer(i128),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Self>),
    Map(Vec<(Self, Self)>),
    Tag(u64, Box<Self>),
    Bool(bool),
    Null,
    Float(f64),
}

impl Cbor {
    /// The value without tags around it.
    pub(super) fn without_tags(self) -> Self {
        match self {
            Self::Tag(_, inner) => inner.without_tags(),
            value => value,
        }
    }

    /// The value of a whole-number key of a map.
    pub(super) fn at(&self, key: i128) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().find(|(known, _)| *known == Self::Integer(key)).map(|(_, value)| value)
    }

    /// A whole number, also where it is written as a floating one.
    #[expect(clippy::cast_possible_truncation, reason = "casting a float saturates, and beyond the range it is no date anyway")]
    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => i64::try_from(*number).ok(),
            Self::Float(number) if number.is_finite() => Some(number.floor() as i64),
            Self::Tag(1, inner) => inner.number(),
            _ => None,
        }
    }

    /// The same value in JSON: bytes as hexadecimal digits, tags left out, keys as text.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Integer(number) => i64::try_from(*number)
                .map(Value::from)
                .or_else(|_negative| u64::try_from(*number).map(Value::from))
                .unwrap_or_else(|_too_large| Value::String(number.to_string())),
            Self::Bytes(bytes) => Value::String(to_hex(bytes)),
            Self::Text(text) => Value::String(text.clone()),
            Self::Array(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            Self::Map(pairs) => Value::Object(pairs.iter().map(|(key, value)| (key.key_text(), value.to_json())).collect::<Map<_, _>>()),
            Self::Tag(_, inner) => inner.to_json(),
            Self::Bool(value) => Value::Bool(*value),
            Self::Null => Value::Null,
            Self::Float(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        }
    }

    fn key_text(&self) -> String {
        match self.to_json() {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }
}
