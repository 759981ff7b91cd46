//! Fields of a page: a label in two languages and a value under it.

use crate::domain::{Content, RectMm, ZoneRole};
use crate::specimen::canvas::{Canvas, Ink};
use crate::specimen::holder::{Holder, printed_day};
use crate::specimen::text::{Font, Type};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// The same words on every document.
    Fixed(&'static str),
    Number,
    Surname,
    GivenNames,
    NativeName,
    Born,
    Sex,
    Birthplace,
    Issued,
    Expires,
    Height,
}

impl What {
    pub(crate) fn value(self, holder: &Holder) -> String {
        match self {
            Self::Fixed(words) => words.to_owned(),
            Self::Number => holder.number.clone(),
            Self::Surname => holder.surname.to_uppercase(),
            Self::GivenNames => holder.given_names.to_uppercase(),
            Self::NativeName => holder.native_name.clone().unwrap_or_default(),
            Self::Born => printed_day(holder.born),
            Self::Sex => holder.sex.to_string(),
            Self::Birthplace => holder.birthplace.to_uppercase(),
            Self::Issued => printed_day(holder.issued),
            Self::Expires => printed_day(holder.expires),
            Self::Height => format!("{} cm", holder.height_cm),
        }
    }

    pub(super) fn content(self) -> Content {
        match self {
            Self::Fixed(_) => Content::Fixed,
            Self::Number => Content::Serial,
            _ => Content::Personal,
        }
    }

    pub(super) fn role(self) -> ZoneRole {
        match self {
            Self::Fixed(_) => ZoneRole::FixedText,
            Self::Number => ZoneRole::Number,
            Self::Surname | Self::GivenNames | Self::NativeName => ZoneRole::Name,
            Self::Born | Self::Issued | Self::Expires => ZoneRole::DateField,
            Self::Sex | Self::Birthplace | Self::Height => ZoneRole::OtherData,
        }
    }
}

/// One field; places in mm, `label_y` and `value_y` are base lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub id: &'static str,
    pub title: &'static str,
    pub what: What,
    /// Empty where the field has none.
    pub label: &'static str,
    pub x: f32,
    pub label_y: f32,
    pub value_y: f32,
    /// Room for the value.
    pub width: f32,
}

/// How fields of a series are set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lettering {
    pub label: Type,
    pub value: Type,
    pub native_em: f32,
}

impl Entry {
    /// The room of the value, with accents above and descenders below.
    pub(crate) fn area(&self, lettering: Lettering) -> RectMm {
        let em = if self.what == What::NativeName { lettering.native_em * 1.05 } else { lettering.value.em };
        RectMm::new(round(self.x - 0.4), round(self.value_y - em), round(self.width + 0.4), round(em * 1.28))
    }

    /// The room of the label.
    pub(crate) fn label_area(&self, lettering: Lettering) -> Option<RectMm> {
        if self.label.is_empty() {
            return None;
        }
        let em = lettering.label.em;
        let width = lettering.label.advance(self.label);
        Some(RectMm::new(round(self.x - 0.4), round(self.label_y - em * 0.86), round(width + 0.8), round(em * 1.12)))
    }

    /// Prints the label.
    pub(crate) fn print_label(&self, canvas: &mut Canvas, lettering: Lettering, ink: &Ink) {
        if let Some((path, _)) = lettering.label.set(self.label, self.x, self.label_y) {
            canvas.fill(&path, ink);
        }
    }

    /// Prints `value`, narrower if it would not fit.
    pub(crate) fn print_value(&self, canvas: &mut Canvas, lettering: Lettering, value: &str, ink: &Ink) {
        let mut style = lettering.value;
        if self.what == What::NativeName {
            style.em = lettering.native_em;
            style.tracking = 0.0;
            if value.chars().any(|character| ('\u{e00}'..'\u{e80}').contains(&character)) {
                style.font = Font::Thai;
            }
        }
        let advance = style.advance(value);
        if advance > self.width {
            style.em *= self.width / advance;
        }
        if let Some((path, _)) = style.set(value, self.x, self.value_y) {
            canvas.fill(&path, ink);
        }
    }
}

/// To a tenth of a millimetre, so that zones read well in a file.
pub(super) fn round(mm: f32) -> f64 {
    (f64::from(mm) * 10.0).round() / 10.0
}
