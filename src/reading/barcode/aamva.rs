//! Driving licences and identification cards of North America (AAMVA card design standard): the text of their PDF417 symbol.
//!
//! Nothing in it is signed: that it agrees with the card is weak evidence, that it does not is strong (`standards.md` 5.4). Offsets and
//! lengths in the header are often wrong on genuine cards, so that elements are found by their ends and what differs is noted.

mod elements;
mod holder;
mod parse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::{Date, words};

pub use elements::element_name;
pub use parse::parse_aamva;

words! {
    /// Something about the text that a person should know; none is a finding by itself.
    AamvaRemark {
        HeaderForm = "header-form", "The signs before the header are not those of the standard";
        WrongOffset = "wrong-offset", "A subfile begins elsewhere than the header says; common on genuine cards";
        WrongLength = "wrong-length", "A subfile has another length than the header says; common on genuine cards";
        MissingSubfile = "missing-subfile", "A subfile that the header names is not there";
        WrongCount = "wrong-count", "The header names fewer subfiles than it counts";
        MissingElement = "missing-element", "An element that the standard demands is not there";
        RepeatedElement = "repeated-element", "An element stands there twice";
        UnknownLine = "unknown-line", "A line begins with no element code";
        NotADate = "not-a-date", "This is no date";
        OtherDateOrder = "other-date-order", "The date is written in the order of the other country";
        UnknownSex = "unknown-sex", "The sex is none of the codes of the standard";
        DatesOutOfOrder = "dates-out-of-order", "Birth, issue and expiry are not one after the other";
    }

    /// The country whose order of dates is used.
    AamvaCountry {
        UnitedStates = "USA", "United States of America: MMDDCCYY";
        Canada = "CAN", "Canada: CCYYMMDD";
    }
}

/// A remark and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AamvaNote {
    /// What is to be known.
    pub remark: AamvaRemark,
    /// The element or subfile; empty if it is about the header.
    pub about: String,
    /// What the header or the standard has, where that can be said.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// An element with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AamvaElement {
    /// Its code, such as `DAQ`.
    pub code: String,
    /// Its name; `None` for elements of a jurisdiction.
    pub name: Option<String>,
    /// What it says, without blanks around it.
    pub value: String,
}

/// A subfile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AamvaSubfile {
    /// `DL`, `ID` or one of a jurisdiction, which begins with Z.
    pub kind: String,
    /// Where the header says that it begins, in characters from the start; `None` if the header does not name it.
    pub told_offset: Option<u32>,
    /// Where it begins.
    pub offset: u32,
    /// The length that the header says.
    pub told_length: Option<u32>,
    /// Its length, with the sign that ends it.
    pub length: u32,
    /// Its elements in their order.
    pub elements: Vec<AamvaElement>,
}

/// What a card says of its holder and itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DrivingLicence {
    /// The number of the issuer, six digits.
    pub issuer: String,
    /// The version of the AAMVA standard, 0 to 99.
    pub aamva_version: u8,
    /// The version of the jurisdiction; `None` in the first version of the standard.
    pub jurisdiction_version: Option<u8>,
    /// The country of issue, if the card says so.
    pub country: Option<AamvaCountry>,
    /// Family name.
    pub surname: Option<String>,
    /// First name.
    pub given: Option<String>,
    /// Middle names.
    pub middle: Option<String>,
    /// Date of birth.
    pub birth: Option<Date>,
    /// Date of issue.
    pub issue: Option<Date>,
    /// Date of expiry.
    pub expiry: Option<Date>,
    /// The number of the card holder.
    pub number: Option<String>,
    /// `M`, `F`, or `X` where it is not specified.
    pub sex: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// The code of the state or province of the address.
    pub state: Option<String>,
    /// Postal code, without zeros that fill it up.
    pub postal_code: Option<String>,
    /// The number of this very card.
    pub discriminator: Option<String>,
    /// All subfiles.
    pub subfiles: Vec<AamvaSubfile>,
    /// What a person should know.
    pub notes: Vec<AamvaNote>,
}

impl DrivingLicence {
    /// The value of the first element with that code.
    pub fn value(&self, code: &str) -> Option<&str> {
        self.subfiles
            .iter()
            .flat_map(|subfile| &subfile.elements)
            .find(|element| element.code == code)
            .map(|element| element.value.as_str())
    }
}

/// Why a text is none of a driving licence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AamvaError {
    /// A limit: no symbol holds as much.
    #[error("the text has {length} bytes; a PDF417 symbol holds fewer than {limit}")]
    TooLong {
        /// Length in bytes.
        length: usize,
        /// The most that is read.
        limit: usize,
    },
    /// It does not begin like one.
    #[error("the text does not begin with @ and ANSI or AAMVA")]
    NoHeader,
    /// A part of the header that should be digits is not.
    #[error("the {part} in the header is `{found}`; expected {expected}")]
    BadHeader {
        /// Which part.
        part: &'static str,
        /// What is expected.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// There is a header and no subfile of a licence or an identification card.
    #[error("there is no subfile DL or ID")]
    NoSubfile,
}

#[cfg(test)]
mod tests;
