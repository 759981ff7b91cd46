//! Reads the ZIP file of a package once, from its first byte to its last, and sums everything in it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek, SeekFrom};

use sha2::{Digest as _, Sha256 as Hasher};

use super::bag::{DATA, PARTS, SIGNATURE};
use super::container::{
    CENTRAL_LENGTH, END, END_LENGTH, END_MARK, LIST, LOCAL_LENGTH, LOCAL_MARK, Member, WHOLE, ZIP64_MARK, check_local, end_entry,
    parse_entry, u16_at, u32_at,
};
use super::encryption::is_encrypted;
use super::error::{PackageError, Problem};
use super::limits::PackageLimits;
use super::path::collision;
use crate::domain::Sha256;

/// What a ZIP file holds, its structure being right.
#[derive(Debug)]
pub(super) struct Scan {
    /// The files in their order.
    pub(super) members: Vec<Member>,
    /// Their sums.
    pub(super) sums: BTreeMap<String, Sha256>,
    /// The bytes of the parts beside the payload.
    pub(super) parts: BTreeMap<String, Vec<u8>>,
    /// The sum of the ZIP file.
    pub(super) sha256: Sha256,
    /// Its length in bytes.
    pub(super) length: u64,
    /// The files whose entry or check sum is wrong.
    pub(super) damaged: Vec<PackageError>,
}

/// An error of reading: a file that ends too early is one of the package.
pub(super) fn reading(part: &str) -> impl Fn(std::io::Error) -> PackageError {
    move |error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => Problem::Truncated.of(part),
        _ => Problem::Io(error).of(part),
    }
}

/// Reads the ZIP file.
///
/// # Errors
///
/// Whatever is wrong with its structure; a damaged file is only noted, so that the others are examined too.
pub(super) fn scan(reader: &mut (impl Read + Seek), limits: &PackageLimits) -> Result<Scan, PackageError> {
    let length = reader.seek(SeekFrom::End(0)).map_err(reading(WHOLE))?;
    let end = find_end(reader, length, limits)?;
    let list_offset = u64::from(u32_at(&end, 16));
    let list_size = length.saturating_sub(END_LENGTH as u64).saturating_sub(list_offset);
    if list_size > limits.directory_bytes() {
        return Err(Problem::TooLarge { length: list_size, limit: limits.directory_bytes() }.of(LIST));
    }
    reader.seek(SeekFrom::Start(list_offset)).map_err(reading(LIST))?;
    let list = read_exactly(reader, list_size, LIST)?;
    let members = parse_list(&list, u16_at(&end, 10), limits)?;
    check_layout(&members, list_offset)?;
    check_names(&members, limits)?;

    reader.seek(SeekFrom::Start(0)).map_err(reading(WHOLE))?;
    let mut whole = Hasher::new();
    let mut scan =
        Scan { sums: BTreeMap::new(), parts: BTreeMap::new(), sha256: Sha256::of(&[]), length, damaged: Vec::new(), members: Vec::new() };
    for member in &members {
        read_member(reader, member, &mut whole, &mut scan)?;
    }
    whole.update(&list);
    whole.update(&end);
    scan.sha256 = Sha256::from_bytes(whole.finalize().into());
    scan.members = members;
    Ok(scan)
}

fn read_exactly(reader: &mut impl Read, length: u64, part: &str) -> Result<Vec<u8>, PackageError> {
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes).map_err(reading(part))?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(Problem::Truncated.of(part)) }
}

/// The last bytes of the file, which say where the list of files is.
fn find_end(reader: &mut (impl Read + Seek), length: u64, limits: &PackageLimits) -> Result<Vec<u8>, PackageError> {
    reader.seek(SeekFrom::Start(0)).map_err(reading(WHOLE))?;
    let mut begin = Vec::new();
    reader.take(64).read_to_end(&mut begin).map_err(reading(WHOLE))?;
    if is_encrypted(&begin) {
        return Err(Problem::Encrypted.of(WHOLE));
    }
    let tail_length = length.min((END_LENGTH as u64).saturating_add(1 << 16));
    reader.seek(SeekFrom::Start(length.saturating_sub(tail_length))).map_err(reading(END))?;
    let tail = read_exactly(reader, tail_length, END)?;
    let end_at = tail.windows(4).rposition(|four| four == END_MARK);
    if !begin.starts_with(&LOCAL_MARK) {
        // What unpacks itself has a program before the first file, and the end of a ZIP file.
        let entry = tail.windows(4).position(|four| four == LOCAL_MARK);
        return Err(match (end_at, entry) {
            (Some(_), Some(entry)) => Problem::Gap(length.saturating_sub(tail_length).saturating_add(entry as u64)),
            (Some(_), None) => Problem::Contradiction("it does not begin with a file"),
            _ => Problem::NotAPackage,
        }
        .of(WHOLE));
    }
    if length > limits.bytes() {
        return Err(Problem::TooLarge { length, limit: limits.bytes() }.of(WHOLE));
    }
    let expected_at = tail.len().saturating_sub(END_LENGTH);
    let end = tail.get(expected_at..).filter(|end| end.starts_with(&END_MARK));
    let Some(end) = end.filter(|_| length >= PackageLimits::least_bytes()) else {
        return Err(match end_at {
            Some(at) if at < expected_at => Problem::Trailing(expected_at.saturating_sub(at) as u64),
            _ => Problem::Truncated,
        }
        .of(END));
    };
    let locator = expected_at.checked_sub(20).and_then(|at| tail.get(at..)).is_some_and(|before| before.starts_with(&ZIP64_MARK));
    let (count, size, offset) = (u16_at(end, 10), u32_at(end, 12), u32_at(end, 16));
    if locator || count == u16::MAX || [size, offset].contains(&u32::MAX) {
        return Err(Problem::Zip64.of(END));
    }
    if end != end_entry(count, size, offset) {
        return Err(Problem::Contradiction("the end has a comment, or numbers of several disks or files that differ").of(END));
    }
    let stated = u64::from(offset).saturating_add(u64::from(size)).saturating_add(END_LENGTH as u64);
    match length.checked_sub(stated) {
        Some(0) => Ok(end.to_vec()),
        Some(more) => Err(Problem::Gap(more).of(END)),
        None => Err(Problem::Truncated.of(END)),
    }
}

fn parse_list(list: &[u8], count: u16, limits: &PackageLimits) -> Result<Vec<Member>, PackageError> {
    let most = limits.files().saturating_add(PARTS.len());
    if usize::from(count) > most {
        return Err(Problem::TooManyFiles { count: usize::from(count), limit: limits.files() }.of(WHOLE));
    }
    let mut members = Vec::with_capacity(usize::from(count).min(list.len() / CENTRAL_LENGTH));
    let mut rest = list;
    for _ in 0..count {
        let (member, after) = parse_entry(rest, limits)?;
        members.push(member);
        rest = after;
    }
    if rest.is_empty() { Ok(members) } else { Err(Problem::Contradiction("the list of files is longer than its number of files").of(LIST)) }
}

/// Each file begins where the one before it ends, and the list where the last one ends.
fn check_layout(members: &[Member], list_offset: u64) -> Result<(), PackageError> {
    let mut expected = 0;
    let places = members.iter().map(|member| (member.name.as_str(), u64::from(member.offset), member.end()));
    for (name, begin, end) in places.chain([(LIST, list_offset, list_offset)]) {
        match begin.checked_sub(expected) {
            Some(0) => expected = end,
            Some(gap) => return Err(Problem::Gap(gap).of(name)),
            None => return Err(Problem::Contradiction("two files share the same bytes").of(name)),
        }
    }
    Ok(())
}

/// The place of a file in the order of a package; `None` if it belongs into none.
pub(super) fn rank(name: &str) -> Option<usize> {
    PARTS.iter().position(|part| *part == name).or_else(|| name.starts_with(DATA).then_some(PARTS.len()))
}

fn check_names(members: &[Member], limits: &PackageLimits) -> Result<(), PackageError> {
    let mut payload = 0_usize;
    for member in members {
        let limit = match rank(&member.name) {
            None if member.name.eq_ignore_ascii_case("fetch.txt") => return Err(Problem::Fetch.of(&member.name)),
            None => return Err(Problem::Stranger.of(&member.name)),
            Some(place) if place < PARTS.len() => limits.max_part_bytes,
            Some(_) => {
                payload = payload.saturating_add(1);
                limits.max_file_bytes
            }
        };
        if u64::from(member.size) > limit {
            return Err(Problem::TooLarge { length: u64::from(member.size), limit }.of(&member.name));
        }
    }
    if payload > limits.files() {
        return Err(Problem::TooManyFiles { count: payload, limit: limits.files() }.of(WHOLE));
    }
    if let Some((one, other)) = collision(members.iter().map(|member| member.name.as_str())) {
        return Err(Problem::Collision(one.to_owned()).of(other));
    }
    let out_of_place = members.windows(2).find_map(|pair| match pair {
        [one, other] if (rank(&one.name), &one.name) >= (rank(&other.name), &other.name) => Some(&other.name),
        _ => None,
    });
    if let Some(name) = out_of_place {
        return Err(Problem::Order.of(name));
    }
    let names: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    match PARTS.iter().find(|part| **part != SIGNATURE && !names.contains(**part)) {
        Some(missing) => Err(Problem::MissingPart.of(*missing)),
        None => Ok(()),
    }
}

fn read_member(reader: &mut impl Read, member: &Member, whole: &mut Hasher, scan: &mut Scan) -> Result<(), PackageError> {
    let name = &member.name;
    let entry = read_exactly(reader, LOCAL_LENGTH.saturating_add(name.len()) as u64, name)?;
    whole.update(&entry);
    let entry_is = check_local(&entry, member);
    let mut keep = (rank(name) < Some(PARTS.len())).then(Vec::new);
    let (mut sum, mut check_sum) = (Hasher::new(), crc32fast::Hasher::new());
    let mut left = u64::from(member.size);
    let mut buffer = vec![0; 1 << 16];
    while left > 0 {
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let piece = buffer.get_mut(..wanted).unwrap_or_default();
        reader.read_exact(piece).map_err(reading(name))?;
        whole.update(&*piece);
        sum.update(&*piece);
        check_sum.update(piece);
        if let Some(keep) = &mut keep {
            keep.extend_from_slice(piece);
        }
        left = left.saturating_sub(wanted as u64);
    }
    let check_sum = if check_sum.finalize() == member.check_sum { Ok(()) } else { Err(Problem::CheckSum.of(name)) };
    scan.damaged.extend(entry_is.and(check_sum).err());
    scan.sums.insert(name.clone(), Sha256::from_bytes(sum.finalize().into()));
    if let Some(keep) = keep {
        scan.parts.insert(name.clone(), keep);
    }
    Ok(())
}
