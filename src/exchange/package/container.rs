//! The ZIP file around a package: the one way in which it is written.
//!
//! Names are UTF-8, files are stored, times are that of 1980-01-01 00:00, rights are those of a plain file, and nothing stands before, between
//! or after what is needed. All entries follow from name, length, check sum and place.

use super::error::{PackageError, Problem};
use super::limits::PackageLimits;
use super::path::check_path;
use super::text::shown;

/// The length of the entry before a file, without its name.
pub(super) const LOCAL_LENGTH: usize = 30;
/// The length of an entry in the list of files, without its name.
pub(super) const CENTRAL_LENGTH: usize = 46;
/// The length of the end of the file.
pub(super) const END_LENGTH: usize = 22;

pub(super) const LOCAL_MARK: [u8; 4] = *b"PK\x03\x04";
const CENTRAL_MARK: [u8; 4] = *b"PK\x01\x02";
pub(super) const END_MARK: [u8; 4] = *b"PK\x05\x06";
pub(super) const ZIP64_MARK: [u8; 4] = *b"PK\x06\x07";

/// How messages call the list of files at the end of the ZIP file.
pub(super) const LIST: &str = "list of files";
/// How messages call what stands after that list.
pub(super) const END: &str = "end of the package";
/// How messages call the file as a whole.
pub(super) const WHOLE: &str = "package";

/// Version 1.0 is enough for stored files; names are in UTF-8; stored; a fixed time and day.
const VERSION: u16 = 10;
const FLAGS: u16 = 1 << 11;
const STORED: u16 = 0;
const TIME: u16 = 0;
const DAY: u16 = 1 << 5 | 1;
/// Written as on Unix, where the rights stand in the upper half of the attributes: a plain file, for its owner to write and all to read.
const MADE_BY: u16 = 3 << 8 | VERSION;
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// A file in the ZIP file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its path.
    pub(super) name: String,
    /// Its length in bytes.
    pub(super) size: u32,
    /// Its check sum (CRC-32).
    pub(super) check_sum: u32,
    /// Where its entry begins.
    pub(super) offset: u32,
}

impl Member {
    /// Where its bytes begin.
    pub(super) fn data(&self) -> u64 {
        u64::from(self.offset).saturating_add(LOCAL_LENGTH as u64).saturating_add(self.name.len() as u64)
    }

    /// Where its bytes end.
    pub(super) fn end(&self) -> u64 {
        self.data().saturating_add(u64::from(self.size))
    }

    /// What both entries have in common.
    fn common(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(26);
        for short in [VERSION, FLAGS, STORED, TIME, DAY] {
            bytes.extend(short.to_le_bytes());
        }
        for long in [self.check_sum, self.size, self.size] {
            bytes.extend(long.to_le_bytes());
        }
        // Paths are far shorter than 64 KiB: see `PackageLimits`.
        bytes.extend(u16::try_from(self.name.len()).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend(0_u16.to_le_bytes());
        bytes
    }

    /// The entry before the file.
    pub(super) fn local_entry(&self) -> Vec<u8> {
        [&LOCAL_MARK, self.common().as_slice(), self.name.as_bytes()].concat()
    }

    /// The entry in the list of files.
    pub(super) fn central_entry(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(CENTRAL_LENGTH.saturating_add(self.name.len()));
        bytes.extend(CENTRAL_MARK);
        bytes.extend(MADE_BY.to_le_bytes());
        bytes.extend(self.common());
        // Comment, number of the disk, kind of the contents.
        bytes.extend([0; 6]);
        bytes.extend(ATTRIBUTES.to_le_bytes());
        bytes.extend(self.offset.to_le_bytes());
        bytes.extend(self.name.as_bytes());
        bytes
    }
}

/// The end of the ZIP file.
pub(super) fn end_entry(count: u16, list_size: u32, list_offset: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(END_LENGTH);
    bytes.extend(END_MARK);
    bytes.extend([0; 4]);
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(list_size.to_le_bytes());
    bytes.extend(list_offset.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// The number at `at`; 0 beyond the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |digits| u16::from_le_bytes(*digits))
}

/// The number at `at`; 0 beyond the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |digits| u32::from_le_bytes(*digits))
}

/// The fields of an entry in the list of files, by where they end.
const CENTRAL_FIELDS: [(usize, &str); 17] = [
    (4, "mark"),
    (6, "version made by"),
    (8, "version needed"),
    (10, "flags"),
    (12, "compression"),
    (14, "time"),
    (16, "day"),
    (20, "check sum"),
    (24, "length as stored"),
    (28, "length"),
    (30, "length of the path"),
    (32, "additional data"),
    (34, "comment"),
    (36, "disk"),
    (38, "kind of contents"),
    (42, "attributes"),
    (46, "place"),
];

/// The fields of the entry before a file, by where they end.
const LOCAL_FIELDS: [(usize, &str); 11] = [
    (4, "mark"),
    (6, "version needed"),
    (8, "flags"),
    (10, "compression"),
    (12, "time"),
    (14, "day"),
    (18, "check sum"),
    (22, "length as stored"),
    (26, "length"),
    (28, "length of the path"),
    (30, "additional data"),
];

/// The name of the first field in which two entries differ.
fn difference(found: &[u8], expected: &[u8], fields: &[(usize, &'static str)]) -> Option<&'static str> {
    if found == expected {
        return None;
    }
    let at = found.iter().zip(expected).position(|(found, expected)| found != expected).unwrap_or(usize::MAX);
    Some(fields.iter().find(|(end, _)| at < *end).map_or("path", |(_, name)| name))
}

/// The next file of the list of files, and what follows of the list.
///
/// # Errors
///
/// Whatever is not as [`Member::central_entry`] writes it.
pub(super) fn parse_entry<'a>(list: &'a [u8], limits: &PackageLimits) -> Result<(Member, &'a [u8]), PackageError> {
    let cut = || Problem::Contradiction("the list of files ends within an entry").of(LIST);
    let fixed = list.get(..CENTRAL_LENGTH).ok_or_else(cut)?;
    if !fixed.starts_with(&CENTRAL_MARK) {
        return Err(Problem::Contradiction("an entry in the list of files does not begin as one").of(LIST));
    }
    let path_end = CENTRAL_LENGTH.saturating_add(usize::from(u16_at(fixed, 28)));
    let path = list.get(CENTRAL_LENGTH..path_end).ok_or_else(cut)?;
    let Ok(name) = std::str::from_utf8(path) else { return Err(Problem::NotUtf8.of(shown(&String::from_utf8_lossy(path)))) };
    let refuse = |problem: Problem| Err(problem.of(shown(name)));
    if let Err(problem) = special(fixed, name) {
        return refuse(problem);
    }
    if let Err(problem) = check_path(name, limits.max_path_bytes, limits.max_depth) {
        return refuse(Problem::Path(problem));
    }
    let member = Member { name: name.to_owned(), size: u32_at(fixed, 24), check_sum: u32_at(fixed, 16), offset: u32_at(fixed, 42) };
    let found = list.get(..path_end).ok_or_else(cut)?;
    match difference(found, &member.central_entry(), &CENTRAL_FIELDS) {
        Some(field) => refuse(Problem::Entry(field)),
        None => Ok((member, list.get(path_end..).unwrap_or_default())),
    }
}

/// What other programs write into entries, and hostile ones, each with its own sentence.
fn special(fixed: &[u8], name: &str) -> Result<(), Problem> {
    let (flags, method, attributes) = (u16_at(fixed, 8), u16_at(fixed, 10), u32_at(fixed, 38));
    // Encrypted, strongly encrypted, encrypted list of files.
    if flags & (1 | 1 << 6 | 1 << 13) != 0 {
        return Err(Problem::EncryptedFile);
    }
    if method != STORED {
        return Err(Problem::Compressed(method));
    }
    if [u32_at(fixed, 20), u32_at(fixed, 24), u32_at(fixed, 42)].contains(&u32::MAX) {
        return Err(Problem::Zip64);
    }
    let mode = attributes >> 16;
    match mode & 0o170_000 {
        0o120_000 => Err(Problem::Link),
        0o040_000 => Err(Problem::Folder),
        0 | 0o100_000 if mode & 0o7_000 == 0 => {
            if name.ends_with('/') || attributes & 0x10 != 0 {
                Err(Problem::Folder)
            } else {
                Ok(())
            }
        }
        _ => Err(Problem::Special(mode)),
    }
}

/// Checks the entry before a file, with its path, against the list of files.
///
/// # Errors
///
/// The name of the field that differs.
pub(super) fn check_local(found: &[u8], member: &Member) -> Result<(), PackageError> {
    match difference(found, &member.local_entry(), &LOCAL_FIELDS) {
        Some(field) => Err(Problem::LocalEntry(field).of(&member.name)),
        None => Ok(()),
    }
}
