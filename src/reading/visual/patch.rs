//! The patch of one field, and what is known about it beforehand.

use image::RgbImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::VisualError;
use crate::domain::{Dpi, words};

/// The most pixels of a patch: a page-wide block of lines at 1,200 dpi.
const MOST_PX: u64 = 24_000_000;

words! {
    /// What a field is expected to hold. It decides nothing: characters that do not fit are read as they stand and are doubtful.
    Expected {
        Text = "text", "Any text";
        Digits = "digits", "Digits and the marks between them";
        Date = "date", "A date in digits, or with the name of the month";
        Code = "code", "Capital letters and digits";
    }
}

impl Expected {
    /// Whether a character may stand in such a field.
    pub fn fits(self, character: char) -> bool {
        match self {
            Self::Text => true,
            Self::Digits => character.is_ascii_digit() || " .,/-–+()".contains(character),
            Self::Date => character.is_alphanumeric() || " .,/-–".contains(character),
            Self::Code => character.is_ascii_digit() || character.is_uppercase() || " -–/.<".contains(character),
        }
    }
}

/// The patch of one field: upright and straight, with about 1 mm around the area of the field.
#[derive(Debug, Clone, Copy)]
pub struct FieldPatch<'a> {
    /// Its pixels; a grey capture with three channels alike.
    pub picture: &'a RgbImage,
    /// Its resolution, the same across and down. 300 to 400 is best; below about 150 small print is not read.
    pub dpi: Dpi,
    /// What is expected there.
    pub expected: Expected,
}

impl FieldPatch<'_> {
    /// Checks that the patch can be the patch of a field.
    pub(super) fn check(&self) -> Result<(), VisualError> {
        let (width, height) = self.picture.dimensions();
        if u64::from(width).saturating_mul(u64::from(height)) > MOST_PX {
            return Err(VisualError::TooLarge { width, height, most: MOST_PX });
        }
        Ok(())
    }
}
