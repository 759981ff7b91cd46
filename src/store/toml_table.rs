//! Reads TOML key by key, so that a file yields all its mistakes and not only the first.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{Log, nearest};
use crate::domain::checklist::{
    ChecklistFormat, ChecklistStatus, Condition, EvidenceRule, ExaminationMode, IndicatorStrength, ItemQuantity, ReferenceNeed,
};
use crate::domain::{
    AnswerKind, Assist, ChecklistId, ConclusionLevel, Content, DataField, Date, DocumentKind, FeatureId, FeatureKind, FraudCode,
    IssuerCode, ItemId, Level, Light, Method, PageId, ReferenceId, Scale, SectionId, Side, Substrate, Unit, Verdict, ZoneId, ZoneRole,
};

/// The longest text that a key may hold, in bytes.
const MAX_TEXT: usize = 20_000;

/// A value that can be read from TOML.
pub(super) trait FromToml: Sized {
    /// Reads `value`; the error says what was expected, and what was found.
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String>;
}

/// Parses `text`; the root table, or `None` after noting what keeps it from being TOML.
pub(super) fn parse<'t>(log: &Log<'_>, text: &'t str) -> Option<Spanned<DeTable<'t>>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let message = error.message().trim().replace('\n', ", ");
        log.add(error.span().unwrap_or(0..0), format!("not TOML: {message}"));
    }
    errors.is_empty().then_some(root)
}

/// A table whose keys are read one by one; [`Table::finish`] reports those that nobody asked for.
pub(super) struct Table<'a> {
    log: &'a Log<'a>,
    keys: &'a DeTable<'a>,
    span: Range<usize>,
    name: String,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Table<'a> {
    pub(super) fn root(log: &'a Log<'a>, root: &'a Spanned<DeTable<'a>>) -> Self {
        Self { log, keys: root.get_ref(), span: 0..0, name: "the file".to_owned(), asked: RefCell::default() }
    }

    /// Where the value of `key` is, or else where the table begins.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.keys.get_key_value(key).map_or_else(|| self.span.clone(), |(key, _)| key.span())
    }

    /// Notes a mistake at `key`.
    pub(super) fn mistake(&self, key: &str, message: impl Into<String>) {
        self.log.add(self.span_of(key), message);
    }

    fn value(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.keys.get(key)
    }

    /// The value of a key that must be there; `None` after noting what is wrong.
    pub(super) fn required<T: FromToml>(&self, key: &'static str) -> Option<T> {
        if self.keys.get(key).is_none() {
            self.log.add(self.span.clone(), format!("`{key}` is missing in {}", self.name));
        }
        self.optional(key)
    }

    /// The value of a key that may be left out.
    pub(super) fn optional<T: FromToml>(&self, key: &'static str) -> Option<T> {
        let value = self.value(key)?;
        T::from_toml(value.get_ref()).map_err(|message| self.log.add(value.span(), format!("`{key}`: {message}"))).ok()
    }

    /// The values of a list that may be left out; those that are wrong are noted and left out.
    pub(super) fn list<T: FromToml>(&self, key: &'static str) -> Vec<T> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(values) = value.get_ref().as_array() else {
            self.log.add(value.span(), format!("`{key}`: expected a list in brackets, found {}", value.get_ref().type_str()));
            return Vec::new();
        };
        let read = |value: &Spanned<DeValue<'_>>| {
            T::from_toml(value.get_ref()).map_err(|message| self.log.add(value.span(), format!("`{key}`: {message}"))).ok()
        };
        values.iter().filter_map(read).collect()
    }

    /// The values of a list that must be there.
    pub(super) fn required_list<T: FromToml>(&self, key: &'static str) -> Vec<T> {
        if self.keys.get(key).is_none() {
            self.log.add(self.span.clone(), format!("`{key}` is missing in {}", self.name));
        }
        self.list(key)
    }

    /// A table within; `None` if it is left out or is none.
    pub(super) fn table(&self, key: &'static str) -> Option<Self> {
        let value = self.value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.log.add(value.span(), format!("`{key}`: expected a table [{key}], found {}", value.get_ref().type_str()));
            return None;
        };
        Some(Self { log: self.log, keys: table, span: value.span(), name: format!("[{key}]"), asked: RefCell::default() })
    }

    /// A table within that must be there.
    pub(super) fn required_table(&self, key: &'static str) -> Option<Self> {
        if self.keys.get(key).is_none() {
            self.log.add(self.span.clone(), format!("the table [{key}] is missing in {}", self.name));
        }
        self.table(key)
    }

    /// The tables of a list `[[key]]`, in file order.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Self> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(values) = value.get_ref().as_array() else {
            self.log.add(value.span(), format!("`{key}`: expected tables [[{key}]], found {}", value.get_ref().type_str()));
            return Vec::new();
        };
        let read = |value: &'a Spanned<DeValue<'a>>| {
            let found = value.get_ref().as_table().map(|table| (table, value.span()));
            if found.is_none() {
                self.log.add(value.span(), format!("`{key}`: expected a table, found {}", value.get_ref().type_str()));
            }
            found
        };
        let tables = values.iter().filter_map(read);
        tables
            .map(|(table, span)| Self { log: self.log, keys: table, span, name: format!("[[{key}]]"), asked: RefCell::default() })
            .collect()
    }

    /// Every key and value of a table whose keys are words themselves, in file order.
    pub(super) fn entries<K: FromToml, V: FromToml>(&self) -> Vec<(K, V, Range<usize>)> {
        let mut found = Vec::new();
        for (key, value) in self.keys {
            let word = K::from_toml(&DeValue::String(key.get_ref().clone()));
            let word = word.map_err(|message| self.log.add(key.span(), message)).ok();
            let given = V::from_toml(value.get_ref());
            let given = given.map_err(|message| self.log.add(value.span(), format!("`{}`: {message}", key.get_ref()))).ok();
            if let (Some(word), Some(given)) = (word, given) {
                found.push((word, given, value.span()));
            }
        }
        found.sort_by_key(|(_, _, span)| span.start);
        found
    }

    /// Notes every key that nobody asked for.
    pub(super) fn finish(self) {
        let asked = self.asked.into_inner();
        for key in self.keys.keys() {
            let name = key.get_ref().as_ref();
            if !asked.contains(&name) {
                let hint = nearest(name, asked.iter().copied())
                    .map_or_else(|| format!("expected one of {}", asked.join(", ")), |near| format!("did you mean `{near}`?"));
                self.log.add(key.span(), format!("unknown key `{name}` in {}; {hint}", self.name));
            }
        }
    }
}

fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("`{}`", text.chars().take(80).collect::<String>()),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        other => format!("a {}", other.type_str()),
    }
}

impl FromToml for String {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        match value.as_str() {
            Some(text) if text.len() > MAX_TEXT => Err(format!("the text is longer than {MAX_TEXT} bytes")),
            Some(text) => Ok(text.to_owned()),
            None => Err(format!("expected a text in quotes, found {}", found(value))),
        }
    }
}

impl FromToml for bool {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| format!("expected true or false, found {}", found(value)))
    }
}

impl FromToml for u32 {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let number = value.as_integer().and_then(|number| Self::from_str_radix(number.as_str(), number.radix()).ok());
        number.ok_or_else(|| format!("expected a whole number, 0 or more, found {}", found(value)))
    }
}

impl FromToml for f64 {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let number = match value {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        number.filter(|number: &Self| number.is_finite()).ok_or_else(|| format!("expected a number, found {}", found(value)))
    }
}

impl<const N: usize> FromToml for [f64; N] {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let values = value.as_array().ok_or_else(|| format!("expected {N} numbers in brackets, found {}", found(value)))?;
        let numbers = values.iter().map(|value| f64::from_toml(value.get_ref())).collect::<Result<Vec<_>, _>>()?;
        let count = numbers.len();
        numbers.try_into().map_err(|_numbers| format!("expected {N} numbers in brackets, found {count}"))
    }
}

impl FromToml for Date {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let text = match value {
            DeValue::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => moment.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        text.parse().map_err(|_error| format!("expected a date such as 2026-03-01, found {}", found(value)))
    }
}

/// A date, where an empty text stands for none.
pub(super) struct MaybeDate(pub(super) Option<Date>);

impl FromToml for MaybeDate {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        if value.as_str() == Some("") { Ok(Self(None)) } else { Date::from_toml(value).map(|date| Self(Some(date))) }
    }
}

impl FromToml for Level {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let level = u32::from_toml(value).ok().and_then(|number| u8::try_from(number).ok()).and_then(|number| Self::try_from(number).ok());
        level.ok_or_else(|| format!("expected a level 1, 2 or 3, found {}", found(value)))
    }
}

impl FromToml for IssuerCode {
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let code = value.as_str().and_then(Self::new);
        code.ok_or_else(|| format!("expected an issuer code of one to three capital letters, found {}", found(value)))
    }
}

macro_rules! words_from_toml {
    ($($name:ident),+ $(,)?) => {$(
        impl FromToml for $name {
            fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
                let known = || Self::ALL.iter().map(|word| word.code());
                if let Some(word) = value.as_str().and_then(|text| Self::ALL.iter().find(|word| word.code() == text)) {
                    return Ok(*word);
                }
                let hint = value.as_str().and_then(|text| nearest(text, known())).map_or_else(String::new, |near| format!(" (`{near}`?)"));
                Err(format!("expected one of {}, found {}{hint}", known().collect::<Vec<_>>().join(", "), found(value)))
            }
        }
    )+};
}

words_from_toml! {
    AnswerKind, Assist, ChecklistFormat, ChecklistStatus, ConclusionLevel, Condition, Content, DocumentKind, EvidenceRule,
    ExaminationMode, FeatureKind, FraudCode, IndicatorStrength, ItemQuantity, Light, Method, ReferenceNeed, Scale, Side, Substrate, Unit,
    Verdict, ZoneRole, DataField,
}

macro_rules! names_from_toml {
    ($($name:ident),+ $(,)?) => {$(
        impl FromToml for $name {
            fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
                Self::new(String::from_toml(value)?).map_err(|error| error.to_string())
            }
        }
    )+};
}

names_from_toml! { ChecklistId, FeatureId, ItemId, PageId, ReferenceId, SectionId, ZoneId }
