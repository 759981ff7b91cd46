//! Takes the text of a driving licence apart.

use super::elements::element_name;
use super::holder::fill;
use super::{AamvaElement, AamvaError, AamvaNote, AamvaRemark, AamvaSubfile, DrivingLicence};

/// Bytes of a text at the most; a PDF417 symbol holds 1850 characters.
const MAX_BYTES: usize = 8192;

/// Subfiles of a text at the most.
const MAX_SUBFILES: usize = 20;

/// Elements of a text at the most.
const MAX_ELEMENTS: usize = 400;

/// An entry of the header.
struct Entry {
    kind: String,
    offset: u32,
    length: u32,
}

/// Characters that are taken one part after the other.
struct Rest<'a>(&'a [char]);

impl Rest<'_> {
    /// The next `count` characters, fewer at the end.
    fn take(&mut self, count: usize) -> String {
        let (part, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        part.iter().collect()
    }

    fn digits(&mut self, count: usize, part: &'static str, expected: &'static str) -> Result<String, AamvaError> {
        let found = self.take(count);
        let good = found.len() == count && found.bytes().all(|byte| byte.is_ascii_digit());
        if good { Ok(found) } else { Err(AamvaError::BadHeader { part, expected, found }) }
    }
}

/// Takes a text apart. What differs from the standard and can be read all the same becomes a note.
///
/// # Errors
///
/// [`AamvaError`] if it is no such text.
pub fn parse_aamva(text: &str) -> Result<DrivingLicence, AamvaError> {
    if text.len() > MAX_BYTES {
        return Err(AamvaError::TooLong { length: text.len(), limit: MAX_BYTES });
    }
    let characters: Vec<char> = text.chars().collect();
    let mut notes = Vec::new();
    let start = header_start(&characters, &mut notes)?;
    let mut rest = Rest(characters.get(start..).unwrap_or_default());
    let issuer = rest.digits(6, "number of the issuer", "six digits")?;
    let aamva_version = number(&rest.digits(2, "version", "two digits")?);
    // The first version has no version of the jurisdiction.
    let jurisdiction_version =
        if aamva_version < 2 { None } else { Some(number(&rest.digits(2, "version of the jurisdiction", "two digits")?)) };
    let count = usize::from(number(&rest.digits(2, "number of subfiles", "two digits")?));
    let entries = entries(&mut rest, count);
    if entries.len() < count {
        notes.push(note(AamvaRemark::WrongCount, "", &count.to_string(), &entries.len().to_string()));
    }
    let body = characters.len().saturating_sub(rest.0.len());
    let subfiles = subfiles(&characters, body, &entries, &mut notes);
    if !subfiles.iter().any(|subfile| matches!(subfile.kind.as_str(), "DL" | "ID")) {
        return Err(AamvaError::NoSubfile);
    }
    let mut card = DrivingLicence {
        issuer,
        aamva_version: u8::try_from(aamva_version).unwrap_or(0),
        jurisdiction_version: jurisdiction_version.and_then(|version| u8::try_from(version).ok()),
        country: None,
        surname: None,
        given: None,
        middle: None,
        birth: None,
        issue: None,
        expiry: None,
        number: None,
        sex: None,
        street: None,
        city: None,
        state: None,
        postal_code: None,
        discriminator: None,
        subfiles,
        notes,
    };
    fill(&mut card);
    Ok(card)
}

/// Where the number of the issuer begins.
fn header_start(characters: &[char], notes: &mut Vec<AamvaNote>) -> Result<usize, AamvaError> {
    let first: String = characters.iter().take(16).collect();
    let after = ["ANSI ", "AAMVA", "ANSI"].iter().find_map(|word| Some((first.find(word)?, *word)));
    let (at, word) = after.ok_or(AamvaError::NoHeader)?;
    let before: String = first.chars().take(at).collect();
    if !before.trim_start().starts_with('@') || !first.is_ascii() {
        return Err(AamvaError::NoHeader);
    }
    if before != "@\n\u{1e}\r" || word == "ANSI" {
        notes.push(note(AamvaRemark::HeaderForm, "", "@ LF RS CR ANSI", &format!("{}{word}", before.escape_default())));
    }
    Ok(at.saturating_add(word.len()))
}

fn number(digits: &str) -> u16 {
    digits.parse().unwrap_or(0)
}

/// The entries of the header: kind, offset and length each.
fn entries(rest: &mut Rest<'_>, count: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for _ in 0..count.min(MAX_SUBFILES) {
        let before = rest.0;
        let (kind, offset, length) = (rest.take(2), rest.take(4), rest.take(4));
        let is_kind = kind.len() == 2 && kind.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        match (offset.parse(), length.parse()) {
            (Ok(offset), Ok(length)) if is_kind => entries.push(Entry { kind, offset, length }),
            _ => {
                rest.0 = before;
                break;
            }
        }
    }
    entries
}

/// The subfiles from `body` on, told by their kinds at the beginnings of lines.
fn subfiles(characters: &[char], body: usize, entries: &[Entry], notes: &mut Vec<AamvaNote>) -> Vec<AamvaSubfile> {
    let mut found: Vec<AamvaSubfile> = Vec::new();
    let mut at = body;
    let mut elements = 0_usize;
    for line in characters.get(body..).unwrap_or_default().split_inclusive(|character| matches!(character, '\n' | '\r' | '\u{1e}')) {
        let start = at;
        at = at.saturating_add(line.len());
        let text: String = line.iter().filter(|character| !character.is_control()).collect();
        let known = |kind: &str| entries.iter().any(|entry| entry.kind == kind) || matches!(kind, "DL" | "ID");
        let kind: String = text.chars().take(2).collect();
        let after: String = text.chars().skip(2).collect();
        let begins = known(&kind) && found.iter().all(|subfile| subfile.kind != kind) && (after.is_empty() || is_code(&after));
        let line = if begins && found.len() < MAX_SUBFILES {
            let told = entries.iter().find(|entry| entry.kind == kind);
            found.push(AamvaSubfile {
                kind,
                told_offset: told.map(|entry| entry.offset),
                offset: u32::try_from(start).unwrap_or(u32::MAX),
                told_length: told.map(|entry| entry.length),
                length: 0,
                elements: Vec::new(),
            });
            after
        } else {
            text
        };
        let Some(subfile) = found.last_mut() else { continue };
        subfile.length = u32::try_from(at).unwrap_or(u32::MAX).saturating_sub(subfile.offset);
        if line.trim().is_empty() || elements >= MAX_ELEMENTS {
            continue;
        }
        if !is_code(&line) {
            notes.push(note(AamvaRemark::UnknownLine, &subfile.kind, "", &line));
            continue;
        }
        let code: String = line.chars().take(3).collect();
        let value: String = line.chars().skip(3).collect();
        if subfile.elements.iter().any(|element| element.code == code) {
            notes.push(note(AamvaRemark::RepeatedElement, &code, "", value.trim()));
        }
        elements = elements.saturating_add(1);
        subfile.elements.push(AamvaElement { name: element_name(&code).map(str::to_owned), code, value: value.trim().to_owned() });
    }
    compare(&found, entries, notes);
    found
}

/// Whether a text begins with the code of an element: a letter, then two letters or digits.
fn is_code(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| matches!(first, 'D' | 'P' | 'X' | 'Z'))
        && (0..2).all(|_| characters.next().is_some_and(|next| next.is_ascii_uppercase() || next.is_ascii_digit()))
}

/// Notes where the header has it otherwise than the text.
fn compare(found: &[AamvaSubfile], entries: &[Entry], notes: &mut Vec<AamvaNote>) {
    for entry in entries {
        let Some(subfile) = found.iter().find(|subfile| subfile.kind == entry.kind) else {
            notes.push(note(AamvaRemark::MissingSubfile, &entry.kind, &entry.kind, ""));
            continue;
        };
        if subfile.offset != entry.offset {
            notes.push(note(AamvaRemark::WrongOffset, &entry.kind, &entry.offset.to_string(), &subfile.offset.to_string()));
        }
        if subfile.length != entry.length {
            notes.push(note(AamvaRemark::WrongLength, &entry.kind, &entry.length.to_string(), &subfile.length.to_string()));
        }
    }
}

pub(super) fn note(remark: AamvaRemark, about: &str, expected: &str, found: &str) -> AamvaNote {
    AamvaNote { remark, about: about.to_owned(), expected: expected.to_owned(), found: found.to_owned() }
}
