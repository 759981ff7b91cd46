//! What a machine-readable zone was read to say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InputNote, MrzNames, Proposal};
use crate::domain::{Date, words};

words! {
    /// The layout of a zone.
    MrzFormat {
        Td1 = "TD1", "Card, three lines of 30 (TD1)";
        Td2 = "TD2", "Travel document, two lines of 36 (TD2)";
        Td3 = "TD3", "Passport, two lines of 44 (TD3)";
        MrvA = "MRV-A", "Visa, two lines of 44 (MRV-A)";
        MrvB = "MRV-B", "Visa, two lines of 36 (MRV-B)";
        FraId1988 = "FRA-ID-1988", "French national identity card, two lines of 36";
    }

    /// A field of a zone; its check digit belongs to it.
    FieldName {
        DocumentCode = "code", "Document code";
        Issuer = "issuer", "Issuer";
        Name = "name", "Name";
        /// Where the zone has a field of its own for it.
        Surname = "surname", "Surname";
        /// Where the zone has a field of its own for them.
        Given = "given", "Given names";
        Number = "number", "Document number";
        Nationality = "nationality", "Nationality";
        Birth = "birth", "Date of birth";
        Sex = "sex", "Sex";
        Expiry = "expiry", "Date of expiry";
        Personal = "personal", "Personal number";
        Optional = "optional", "Optional data";
        Optional2 = "optional-2", "Optional data, second line";
    }

    /// Something about a field that a person should know; none is a finding by itself.
    Note {
        LongNumber = "long-number", "The number carries on in the optional data";
        MarkSummed = "mark-summed", "The digit holds if the mark of a long number is summed, as some cards have it";
        Truncated = "truncated", "The last place is a letter: the name may be shortened";
        NoPrimary = "no-primary", "There is no primary part of the name";
        ExtraSeparator = "extra-separator", "The name is parted more than once";
        CenturyAssumed = "century-assumed", "The century is assumed; the other one is possible";
        UnknownParts = "unknown-parts", "Parts of the date are not known";
        NonStandard = "non-standard", "Not written as the standard has it";
        Expired = "expired", "Expired on the day of reading";
        InnerFiller = "inner-filler", "An inner filler stands for a space or a sign";
        Specimen = "specimen", "The code is set aside for specimens";
        Historic = "historic-code", "The code is not in use any more";
        NationalityOnly = "nationality-only", "The code is one of nationality";
        UnusualCode = "unusual-code", "The issuer does not usually use this code";
        MaybeMisread = "maybe-misread", "A misread character would explain it";
        NationalCode = "national-code", "The second character is the issuer's choice";
        HarmonisedCode = "harmonised-code", "A harmonised document code, in use from 2026";
    }

    /// What a check looks at.
    CheckName {
        Document = "document", "Check digit of the document number";
        Birth = "birth", "Check digit of the date of birth";
        Expiry = "expiry", "Check digit of the date of expiry";
        Personal = "personal", "Check digit of the personal number";
        Composite = "composite", "Composite check digit";
        DocumentCode = "document-code", "Document code";
        IssuerCode = "issuer-code", "Code of the issuer";
        NationalityCode = "nationality-code", "Code of the nationality";
        Name = "name", "Form of the name";
        BirthDate = "birth-date", "Date of birth in the calendar";
        ExpiryDate = "expiry-date", "Date of expiry in the calendar";
        Sex = "sex", "Sex";
        DateOrder = "date-order", "Expiry after birth";
    }

    /// What kind of check it is.
    CheckKind {
        /// Arithmetic over the characters.
        Digit = "digit", "Check digit";
        /// What a field says.
        Content = "content", "Content";
    }
}

/// What the check digit of a field gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum DigitState {
    /// It is the computed one.
    Ok,
    /// It is another than the computed one.
    Wrong {
        /// The computed digit.
        expected: char,
        /// The character in the zone.
        found: char,
    },
    /// The field is empty and a filler stands for its digit, which the standard allows.
    AbsentAllowed,
    /// The format has no check digit for the field.
    NotDefined,
}

/// One field of a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MrzField {
    /// Which field.
    pub name: FieldName,
    /// The characters as they stand in the zone, fillers included, without the check digit.
    pub raw: String,
    /// The line, from 1.
    pub line: u8,
    /// The first position in the line, from 1.
    pub start: u8,
    /// How many characters.
    pub length: u8,
    /// What the field says: without fillers at the end; dates as `1974-08-12`, with `XX` for what is not known; sex as `F`, `M`
    /// or `X`; a long number whole; the parts of a name apart by spaces, its two halves by `, `. A date that is none stays as it is.
    pub value: String,
    /// What its own check digit gives.
    pub digit: DigitState,
    /// Whether any check digit of the zone covers it.
    pub protected: bool,
    /// What a person should know.
    pub notes: Vec<Note>,
}

/// One check and its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MrzCheck {
    /// What it looks at.
    pub name: CheckName,
    /// Arithmetic or content.
    pub kind: CheckKind,
    /// Whether it holds.
    pub ok: bool,
    /// Where the rule is written.
    pub rule: String,
    /// What would hold; for content in words.
    pub expected: String,
    /// What stands in the zone.
    pub found: String,
    /// The line of what was checked, from 1: the place of a digit, or the start of a field.
    pub line: u8,
    /// The position in the line, from 1.
    pub column: u8,
}

/// A machine-readable zone, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MrzReading {
    /// The layout.
    pub format: MrzFormat,
    /// The lines as they were given, in capitals and without blanks around them.
    pub lines: Vec<String>,
    /// What was changed in the text before it was read.
    pub input_notes: Vec<InputNote>,
    /// The day for which centuries were chosen.
    pub reading_date: Date,
    /// Every field, in the order of the zone.
    pub fields: Vec<MrzField>,
    /// Every check, digits first.
    pub checks: Vec<MrzCheck>,
    /// The name of the holder.
    pub names: MrzNames,
    /// The date of birth if it is complete and in the calendar.
    pub birth: Option<Date>,
    /// The same date a century earlier, where that is possible too.
    pub birth_alternative: Option<Date>,
    /// The date of expiry if it is complete and in the calendar.
    pub expiry: Option<Date>,
    /// The same date a century later, where the century is assumed.
    pub expiry_alternative: Option<Date>,
    /// The fields that no check digit covers.
    pub unprotected: Vec<FieldName>,
    /// What could be meant where a check fails; never applied.
    pub proposals: Vec<Proposal>,
    /// Whether the issuer code is set aside for specimens.
    pub specimen: bool,
}

impl MrzReading {
    /// The field of that name, `None` where the format has none.
    pub fn field(&self, name: FieldName) -> Option<&MrzField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What the field of that name says; empty where the format has none.
    pub fn value(&self, name: FieldName) -> &str {
        self.field(name).map_or("", |field| field.value.as_str())
    }

    /// The check of that name, `None` where the format has none.
    pub fn check(&self, name: CheckName) -> Option<&MrzCheck> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// Whether every check digit holds.
    pub fn digits_hold(&self) -> bool {
        self.checks.iter().all(|check| check.ok || check.kind != CheckKind::Digit)
    }

    /// The checks that do not hold.
    pub fn failed(&self) -> impl Iterator<Item = &MrzCheck> {
        self.checks.iter().filter(|check| !check.ok)
    }
}
