//! Fields of a page: a label in two languages and a value under it.

use crate::domain::{Content, DataField, RectMm, ZoneRole};
use crate::specimen::canvas::{Canvas, Ink};
use crate::specimen::holder::{Holder, printed_day};
use crate::specimen::text::Type;

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
    /// Surname and given names in the script of the bearer's country.
    NativeSurname,
    NativeGivenNames,
    NativeBirthplace,
    /// First and second line of the address.
    Address,
    AddressBelow,
    PersonalNumber,
    Authority,
    Profession,
    Eyes,
    /// The nationality in words.
    Nationality,
}

impl What {
    pub(crate) fn value(self, holder: &Holder) -> String {
        match self {
            Self::Fixed(words) => words.to_owned(),
            Self::Number => holder.number.clone(),
            Self::Surname => holder.surname.to_uppercase(),
            Self::GivenNames => holder.given_names.to_uppercase(),
            Self::NativeName => holder.native_name().unwrap_or_default(),
            Self::Born => printed_day(holder.born),
            Self::Sex => holder.sex.to_string(),
            Self::Birthplace => holder.birthplace.to_uppercase(),
            Self::Issued => printed_day(holder.issued),
            Self::Expires => printed_day(holder.expires),
            Self::Height => format!("{} cm", holder.height_cm),
            Self::NativeSurname => holder.native_surname.clone().unwrap_or_default(),
            Self::NativeGivenNames => holder.native_given_names.clone().unwrap_or_default(),
            Self::NativeBirthplace => holder.native_birthplace.clone().unwrap_or_default(),
            Self::Address => holder.address[0].clone(),
            Self::AddressBelow => holder.address[1].clone(),
            Self::PersonalNumber => holder.personal_number.clone().unwrap_or_default(),
            Self::Authority => holder.authority.to_uppercase(),
            Self::Profession => holder.profession.to_uppercase(),
            Self::Eyes => holder.eyes.to_uppercase(),
            Self::Nationality => holder.nationality.to_uppercase(),
        }
    }

    /// Whether the value is in the script of the bearer's country.
    pub(crate) fn is_native(self) -> bool {
        matches!(self, Self::NativeName | Self::NativeSurname | Self::NativeGivenNames | Self::NativeBirthplace)
    }

    pub(crate) fn content(self) -> Content {
        match self {
            Self::Fixed(_) => Content::Fixed,
            Self::Number => Content::Serial,
            _ => Content::Personal,
        }
    }

    pub(crate) fn role(self) -> ZoneRole {
        match self {
            Self::Fixed(_) => ZoneRole::FixedText,
            Self::Number => ZoneRole::Number,
            Self::Surname | Self::GivenNames | Self::NativeName | Self::NativeSurname | Self::NativeGivenNames => ZoneRole::Name,
            Self::Born | Self::Issued | Self::Expires => ZoneRole::DateField,
            _ => ZoneRole::OtherData,
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
    /// The field of the document that it is; that of fixed words follows from their name.
    pub(crate) fn field(&self) -> Option<DataField> {
        if self.id == "passport-number" {
            return Some(DataField::PassportNumber);
        }
        Some(match self.what {
            What::Number => DataField::Number,
            What::Surname => DataField::Surname,
            What::GivenNames => DataField::GivenNames,
            What::NativeName => DataField::FullName,
            What::Born => DataField::Birth,
            What::Sex => DataField::Sex,
            What::Birthplace => DataField::BirthPlace,
            What::Issued => DataField::Issue,
            What::Expires => DataField::Expiry,
            What::Height => DataField::Height,
            What::Address => DataField::Address,
            What::PersonalNumber => DataField::PersonalNumber,
            What::Authority => DataField::Authority,
            What::Profession => DataField::Profession,
            What::Nationality => DataField::Nationality,
            What::NativeSurname | What::NativeGivenNames | What::NativeBirthplace | What::AddressBelow | What::Eyes => return None,
            What::Fixed(_) => match self.id {
                "type" => DataField::DocumentCode,
                "issuer" | "issuing-state" => DataField::Issuer,
                "nationality" => DataField::Nationality,
                "authority" => DataField::Authority,
                _ => return None,
            },
        })
    }

    /// The room of the value, with accents above and descenders below.
    pub(crate) fn area(&self, lettering: Lettering) -> RectMm {
        let em = if self.what.is_native() { lettering.native_em * 1.05 } else { lettering.value.em };
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
        if self.what.is_native() {
            style.em = lettering.native_em;
            style.tracking = 0.0;
        }
        let style = style.fit(value, self.width);
        // Arabic is written from the right edge of the field.
        let from_right = value.chars().any(|character| ('\u{600}'..'\u{700}').contains(&character));
        let path = if from_right {
            style.set_right(value, self.x + self.width, self.value_y)
        } else {
            style.set(value, self.x, self.value_y).map(|(path, _)| path)
        };
        if let Some(path) = path {
            canvas.fill(&path, ink);
        }
    }
}

/// To a tenth of a millimetre, so that zones read well in a file.
pub(super) fn round(mm: f32) -> f64 {
    (f64::from(mm) * 10.0).round() / 10.0
}
