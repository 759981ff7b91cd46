//! What the data groups say, before anything is known about who signed them.

use std::collections::BTreeMap;

use super::ChipError;
use super::details::{Detail, DetailName, details};
use super::file::FileKind;
use super::groups::{ChipPicture, active_authentication_key, displayed, group_protocols, portrait, zone_lines};
use super::protocols::{Protocol, infos, protocols};
use super::step::{Finding, Reason};
use crate::domain::Date;
use crate::reading::mrz::{FieldName, MrzError, MrzReading, parse_mrz};
use crate::reading::signature::tlv::Reader;

/// What the data groups say. DG3, DG4 and DG16 are never looked into.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) zone_lines: Option<Vec<String>>,
    pub(super) zone: Option<Result<MrzReading, MrzError>>,
    pub(super) portrait: Option<Result<ChipPicture, ChipError>>,
    pub(super) displayed_portrait: Option<ChipPicture>,
    pub(super) displayed_signature: Option<ChipPicture>,
    pub(super) details: Vec<Detail>,
    pub(super) protocols: Vec<Protocol>,
    pub(super) active_authentication_key: Option<String>,
}

impl Contents {
    /// Reads every group that is there; one that cannot be read becomes a note.
    pub(super) fn read(files: &BTreeMap<FileKind, &[u8]>, today: Date, notes: &mut Vec<String>) -> Self {
        let group = |number| files.get(&FileKind::Group(number)).copied();
        let mut contents = Self::default();
        if let Some(lines) = keep(group(1).map(zone_lines), notes) {
            contents.zone = Some(parse_mrz(&lines.join("\n"), today));
            contents.zone_lines = Some(lines);
        }
        contents.portrait = group(2).map(portrait);
        contents.displayed_portrait = keep(group(5).map(|bytes| displayed(bytes, 0x65)), notes);
        contents.displayed_signature = keep(group(7).map(|bytes| displayed(bytes, 0x67)), notes);
        for number in [11, 12] {
            contents.details.extend(keep(group(number).map(|bytes| details(bytes, number)), notes).unwrap_or_default());
        }
        let announced = files.get(&FileKind::CardAccess).map(|bytes| protocols(bytes));
        let listed = keep(group(14).map(group_protocols), notes);
        contents.protocols = listed.or_else(|| keep(announced, notes)).unwrap_or_default();
        contents.active_authentication_key = keep(group(15).map(active_authentication_key), notes);
        contents
    }

    /// A field of the zone, without fillers.
    pub(super) fn zone_value(&self, field: FieldName) -> Option<String> {
        let value = self.zone.as_ref()?.as_ref().ok()?.value(field).to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// The day of issue that DG12 states.
    pub(super) fn issue_date(&self) -> Option<Date> {
        let digits = &self.details.iter().find(|detail| detail.name == DetailName::Issue)?.text;
        let (year, rest) = digits.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        format!("{year}-{month}-{day}").parse().ok()
    }

    /// The comparison of portraits is for a person; this says whether there is one to compare.
    pub(super) fn portrait_step(&self) -> Finding {
        match &self.portrait {
            None => Finding::not_possible(Reason::FileMissing, "DG2 is not there."),
            Some(Err(error)) => Finding::not_possible(Reason::FileUnreadable, format!("The portrait cannot be taken from DG2: {error}.")),
            Some(Ok(picture)) => {
                let size = match (picture.width, picture.height) {
                    (Some(width), Some(height)) => format!(", {width} × {height} pixels by its record"),
                    _ => String::new(),
                };
                let text = format!("DG2 holds a portrait ({}{size}). A person compares it with the printed one.", picture.format.title());
                Finding::not_possible(Reason::ForPerson, text)
            }
        }
    }
}

fn keep<T>(read: Option<Result<T, ChipError>>, notes: &mut Vec<String>) -> Option<T> {
    match read? {
        Ok(value) => Some(value),
        Err(error) => {
            notes.push(error.to_string());
            None
        }
    }
}

/// Whether every protocol that EF.CardAccess announces (not signed) stands in DG14, too (signed).
pub(super) fn card_access(announced: &[u8], group: Option<&[u8]>) -> Finding {
    let announced = match infos(announced) {
        Ok(announced) => announced,
        Err(error) => return Finding::failed(Reason::FileUnreadable, format!("EF.CardAccess cannot be read: {error}.")),
    };
    let Some(group) = group else {
        return Finding::not_possible(Reason::FileMissing, "DG14 is not there.");
    };
    let listed = match Reader::new(group).expect(0x6E).and_then(|group| infos(group.value)) {
        Ok(listed) => listed,
        Err(error) => return Finding::not_possible(Reason::FileUnreadable, format!("DG14 cannot be read: {error}.")),
    };
    let missing = announced.iter().filter(|info| !listed.iter().any(|other| other.raw == info.raw)).count();
    if missing == 0 {
        Finding::passed("Every protocol that EF.CardAccess announces stands in DG14, too.")
    } else {
        let text = format!("{missing} of {} protocols in EF.CardAccess (not signed) do not stand in DG14.", announced.len());
        Finding::failed(Reason::ListsDiffer, text)
    }
}
