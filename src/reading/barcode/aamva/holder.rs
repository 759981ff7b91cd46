//! What the elements say of the holder.

use super::elements::{MANDATORY, element_name};
use super::parse::note;
use super::{AamvaCountry, AamvaRemark, DrivingLicence};
use crate::domain::Date;

/// Fills in what the elements say of the holder.
pub(super) fn fill(card: &mut DrivingLicence) {
    let text = |card: &DrivingLicence, code: &str| card.value(code).filter(|value| is_said(value)).map(str::to_owned);
    card.country = match card.value("DCG") {
        Some("USA") => Some(AamvaCountry::UnitedStates),
        Some("CAN") => Some(AamvaCountry::Canada),
        _ => None,
    };
    card.surname = text(card, "DCS").or_else(|| text(card, "DAB"));
    card.given = text(card, "DAC");
    card.middle = text(card, "DAD");
    // Versions 2 and 3 have the given names in one element, the first version the whole name.
    let whole = text(card, "DCT").or_else(|| text(card, "DAA"));
    if let Some(whole) = whole.filter(|_| card.given.is_none()) {
        let mut parts = whole.split([',', '@']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
        if card.surname.is_none() {
            card.surname = parts.next();
        }
        card.given = parts.next();
        card.middle = card.middle.take().or_else(|| parts.next());
    }
    for code in MANDATORY {
        if card.aamva_version >= 4 && card.value(code).is_none() {
            card.notes.push(note(AamvaRemark::MissingElement, code, element_name(code).unwrap_or_default(), ""));
        }
    }
    card.birth = date(card, "DBB");
    card.issue = date(card, "DBD");
    card.expiry = date(card, "DBA");
    let in_order = |earlier: Option<Date>, later: Option<Date>| earlier.zip(later).is_none_or(|(earlier, later)| earlier < later);
    if !(in_order(card.birth, card.issue) && in_order(card.issue, card.expiry) && in_order(card.birth, card.expiry)) {
        card.notes.push(note(AamvaRemark::DatesOutOfOrder, "", "", ""));
    }
    card.number = text(card, "DAQ");
    card.sex = match card.value("DBC") {
        Some("1" | "M") => Some("M".to_owned()),
        Some("2" | "F") => Some("F".to_owned()),
        Some("9" | "X" | "3" | "0") => Some("X".to_owned()),
        Some(other) => {
            let other = other.to_owned();
            card.notes.push(note(AamvaRemark::UnknownSex, "DBC", "1, 2 or 9", &other));
            None
        }
        None => None,
    };
    card.street = text(card, "DAG");
    card.city = text(card, "DAI");
    card.state = text(card, "DAJ");
    card.postal_code = text(card, "DAK").map(|code| code.strip_suffix("0000").filter(|short| short.len() == 5).unwrap_or(&code).to_owned());
    card.discriminator = text(card, "DCF");
}

/// Whether a value says anything; the standard has words for "no data".
fn is_said(value: &str) -> bool {
    !value.is_empty() && !matches!(value.to_ascii_uppercase().as_str(), "NONE" | "UNAVL" | "UNAVAIL")
}

/// The date of an element, in the order of the country, otherwise in the other one.
fn date(card: &mut DrivingLicence, code: &str) -> Option<Date> {
    let value = card.value(code).filter(|value| is_said(value))?.to_owned();
    let year_first = card.country == Some(AamvaCountry::Canada) || card.aamva_version < 2;
    let (usual, other) = if year_first { (ymd(&value), mdy(&value)) } else { (mdy(&value), ymd(&value)) };
    if usual.is_none() {
        let order = if year_first { "CCYYMMDD" } else { "MMDDCCYY" };
        let remark = if other.is_some() { AamvaRemark::OtherDateOrder } else { AamvaRemark::NotADate };
        card.notes.push(note(remark, code, order, &value));
    }
    usual.or(other)
}

fn mdy(value: &str) -> Option<Date> {
    if !value.bytes().all(|byte| byte.is_ascii_digit()) || value.len() != 8 {
        return None;
    }
    sensible(value.get(4..8)?, value.get(..2)?, value.get(2..4)?)
}

fn ymd(value: &str) -> Option<Date> {
    if !value.bytes().all(|byte| byte.is_ascii_digit()) || value.len() != 8 {
        return None;
    }
    sensible(value.get(..4)?, value.get(4..6)?, value.get(6..8)?)
}

/// A date of this century or the one before or after.
fn sensible(year: &str, month: &str, day: &str) -> Option<Date> {
    let in_range = year.parse::<u16>().is_ok_and(|year| (1850..2200).contains(&year));
    if in_range { format!("{year}-{month}-{day}").parse().ok() } else { None }
}
