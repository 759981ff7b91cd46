//! Two statements of one field, compared by the rule of the field.

use super::codes::{codes, document_codes, sexes};
use super::dates::dates;
use super::names::{names, words_of};
use super::numbers::{alike_only, numbers};
use crate::domain::{Agreement, CheckDigitState, DataCarrier, DataField, DataSource, Statement};

/// How two statements agree, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) agreement: Agreement,
    pub(super) reason: String,
}

impl Found {
    pub(super) fn agrees() -> Self {
        Self { agreement: Agreement::Agrees, reason: String::new() }
    }

    pub(super) fn by_rule(reason: impl Into<String>) -> Self {
        Self { agreement: Agreement::AgreesByRule, reason: reason.into() }
    }

    pub(super) fn not_comparable(reason: impl Into<String>) -> Self {
        Self { agreement: Agreement::NotComparable, reason: reason.into() }
    }

    pub(super) fn differs(reason: impl Into<String>) -> Self {
        Self { agreement: Agreement::Differs, reason: reason.into() }
    }
}

/// A statement and what holds it.
pub(super) type Said<'a> = (&'a DataCarrier, &'a Statement);

/// Compares what two carriers say of `field`.
pub(super) fn compare(field: DataField, one: Said<'_>, other: Said<'_>, known: &[(&str, &str)]) -> Found {
    let (first, second) = (one.1.text.trim(), other.1.text.trim());
    if first == second {
        return Found::agrees();
    }
    let found = match field {
        DataField::Surname | DataField::GivenNames | DataField::FullName => names(one, other),
        DataField::Birth | DataField::Expiry | DataField::Issue => dates(one, other),
        DataField::Number | DataField::PersonalNumber | DataField::PassportNumber => numbers(first, second),
        DataField::Nationality | DataField::Issuer => codes(first, second, known),
        DataField::DocumentCode => document_codes(first, second),
        DataField::Sex => sexes(first, second),
        DataField::BirthPlace
        | DataField::Authority
        | DataField::Address
        | DataField::Profession
        | DataField::Height
        | DataField::Stay
        | DataField::Entries => words_of(first, second),
    };
    if found.agreement == Agreement::Differs { weighed(found, one, other) } else { found }
}

/// A difference that a misreading would explain is for a person to look at.
fn weighed(found: Found, one: Said<'_>, other: Said<'_>) -> Found {
    let may_be_misread = |(carrier, statement): Said<'_>| match carrier.source {
        DataSource::VisualRead => true,
        DataSource::MrzRead => statement.doubtful || statement.check_digit != Some(CheckDigitState::Holds),
        _ => statement.doubtful,
    };
    let doubtful = |reason: String| Found { agreement: Agreement::Doubtful, reason };
    let read = one.0.source.may_be_misread() || other.0.source.may_be_misread();
    if read && alike_only(&one.1.text, &other.1.text) {
        return doubtful("Only characters that look alike differ; one side was read by the program and may be misread.".to_owned());
    }
    if may_be_misread(one) || may_be_misread(other) {
        return doubtful(format!("{} It was read by the program and is not confirmed.", found.reason));
    }
    found
}
