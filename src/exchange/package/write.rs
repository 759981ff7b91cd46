//! Writes packages. The same input gives the same bytes.

mod error;

use std::io::{Read as _, Write};

use sha2::{Digest as _, Sha256 as Hasher};

pub use error::WriteError;

use super::bag::{
    BAG, BAG_INFO, BAG_TEXT, DATA, DESCRIPTION, INFO, LISTED_PARTS, MANIFEST, PARTS, SIGNATURE, TAG_MANIFEST, bag_info, labels, manifest,
    oxum,
};
use super::container::{Member, end_entry};
use super::description::{Agent, Payload, describe};
use super::error::Problem;
use super::info::{Contents, PackageInfo, read_info};
use super::limits::PackageLimits;
use super::path::{check_path, collision};
use super::release::withheld_contents;
use super::source::PackageSource;
use super::text::shown;
use crate::domain::{Role, Sha256, Signature, SignatureClaim, SignedFor, SigningKey};

/// Who signs a package.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'a> {
    /// Their key.
    pub key: &'a SigningKey,
    /// Their name.
    pub name: &'a str,
    /// Their role, if the laboratory has roles.
    pub role: Option<Role>,
    /// Their laboratory or office.
    pub of: Option<&'a str>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The sum of the package; a receipt names it.
    pub sha256: Sha256,
    /// Its length in bytes.
    pub length: u64,
    /// The signature, if somebody signed.
    pub signature: Option<Signature>,
}

/// Writes a package of `files` with `info` to `out`.
///
/// What stays in the laboratory by default goes in only if `released` names it. Nothing is sorted out: a file that may not leave is an
/// error. Files are read in pieces, and twice.
///
/// # Errors
///
/// [`WriteError`] says which file is the reason and what to do.
pub fn write_package(
    info: &PackageInfo,
    files: &dyn PackageSource,
    signer: Option<&Signer<'_>>,
    released: &[Contents],
    out: &mut dyn Write,
) -> Result<Written, WriteError> {
    let limits = PackageLimits::default();
    let mut paths = files.paths();
    paths.sort_unstable();
    check_paths(info, &paths, &limits)?;
    let info_bytes = checked_info(info)?;
    if let Some((path, contents)) = withheld_contents(info, released).first() {
        return Err(WriteError::Withheld { path: (*path).to_owned(), contents: *contents });
    }

    let mut payload = Payload::new();
    let mut check_sums = Vec::new();
    for path in &paths {
        let (size, sum, check_sum) = measured(files, path, &mut std::io::sink(), limits.max_file_bytes)?;
        if files.known_sum(path).is_some_and(|known| known != sum) {
            return Err(WriteError::Changed(path.clone()));
        }
        payload.insert(path.clone(), (size, sum));
        check_sums.push(check_sum);
    }
    let (parts, signature) = parts(info, info_bytes, &payload, signer)?;
    let members = members(&parts, &payload, &check_sums, &limits)?;

    let mut out = Summed { out, hasher: Hasher::new(), length: 0 };
    for member in &members {
        out.write_all(&member.local_entry()).map_err(WriteError::Write)?;
        if let Some((_, bytes)) = parts.iter().find(|(name, _)| *name == member.name) {
            out.write_all(bytes).map_err(WriteError::Write)?;
            continue;
        }
        let path = member.name.strip_prefix(DATA).unwrap_or_default();
        let (size, sum, _) = measured(files, path, &mut out, u64::from(member.size))?;
        if payload.get(path) != Some(&(size, sum)) {
            return Err(WriteError::Changed(path.to_owned()));
        }
    }
    let list: Vec<u8> = members.iter().flat_map(Member::central_entry).collect();
    // Within 32 and 16 bits: see `members`.
    let end = end_entry(
        u16::try_from(members.len()).unwrap_or(u16::MAX),
        u32::try_from(list.len()).unwrap_or(u32::MAX),
        u32::try_from(out.length).unwrap_or(u32::MAX),
    );
    out.write_all(&list).and_then(|()| out.write_all(&end)).and_then(|()| out.flush()).map_err(WriteError::Write)?;
    Ok(Written { sha256: Sha256::from_bytes(out.hasher.finalize().into()), length: out.length, signature })
}

fn check_paths(info: &PackageInfo, paths: &[String], limits: &PackageLimits) -> Result<(), WriteError> {
    if paths.is_empty() {
        return Err(WriteError::Empty);
    }
    if paths.len() > limits.files() {
        return Err(WriteError::TooManyFiles { count: paths.len(), limit: limits.files() });
    }
    for path in paths {
        let within = limits.max_path_bytes.saturating_sub(DATA.len());
        check_path(path, within, limits.max_depth.saturating_sub(1)).map_err(|problem| WriteError::Path { path: shown(path), problem })?;
        if !info.described.contains_key(path) {
            return Err(WriteError::NotDescribed(path.clone()));
        }
    }
    if let Some((one, other)) = collision(paths.iter().map(String::as_str)) {
        return Err(WriteError::Collision { one: one.to_owned(), other: other.to_owned() });
    }
    match info.described.keys().find(|path| paths.binary_search(path).is_err()) {
        Some(missing) => Err(WriteError::Missing(shown(missing))),
        None => Ok(()),
    }
}

/// The info as bytes that read back as the same info.
fn checked_info(info: &PackageInfo) -> Result<Vec<u8>, WriteError> {
    info.check().map_err(|problem: Problem| WriteError::Info(problem.to_string()))?;
    let bytes = info.to_bytes()?;
    match read_info(&bytes) {
        Ok(back) if back == *info => Ok(bytes),
        Ok(_) => Err(WriteError::Info("a key of the package info would not come back as it is".to_owned())),
        Err(error) => Err(WriteError::Info(error.problem.to_string())),
    }
}

/// Copies a file to `out`, and gives its length, its sum and its check sum.
fn measured(files: &dyn PackageSource, path: &str, out: &mut dyn Write, most: u64) -> Result<(u64, Sha256, u32), WriteError> {
    let failed = |error| WriteError::Read { path: path.to_owned(), error };
    let mut reader = files.open(path).map_err(failed)?;
    let (mut sum, mut check_sum) = (Hasher::new(), crc32fast::Hasher::new());
    let mut length = 0_u64;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(error)),
        };
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { break };
        length = length.saturating_add(read as u64);
        if length > most {
            return Err(WriteError::TooLarge { part: path.to_owned(), length, limit: most });
        }
        sum.update(piece);
        check_sum.update(piece);
        out.write_all(piece).map_err(WriteError::Write)?;
    }
    Ok((length, Sha256::from_bytes(sum.finalize().into()), check_sum.finalize()))
}

type Parts = Vec<(&'static str, Vec<u8>)>;

/// The files beside the payload, in their order, and the signature in the last.
fn parts(
    info: &PackageInfo,
    info_bytes: Vec<u8>,
    payload: &Payload,
    signer: Option<&Signer<'_>>,
) -> Result<(Parts, Option<Signature>), WriteError> {
    let labels = labels(info, &oxum(payload.values().map(|(size, _)| *size)));
    let agent = signer.map(|signer| Agent { name: signer.name });
    let sums: Vec<(String, Sha256)> = payload.iter().map(|(path, (_, sum))| (format!("{DATA}{path}"), *sum)).collect();
    let mut parts: Parts = vec![
        (BAG, BAG_TEXT.into()),
        (INFO, info_bytes),
        (BAG_INFO, bag_info(&labels).into_bytes()),
        (DESCRIPTION, describe(info, payload, agent)?),
        (MANIFEST, manifest(sums.iter().map(|(path, sum)| (path.as_str(), *sum))).into_bytes()),
    ];
    let mut listed: Vec<(&str, Sha256)> = parts.iter().map(|(name, bytes)| (*name, Sha256::of(bytes))).collect();
    debug_assert!(listed.iter().map(|(name, _)| *name).eq(LISTED_PARTS), "the parts stand in their order");
    listed.sort_unstable_by_key(|(name, _)| *name);
    let tag_manifest = manifest(listed).into_bytes();
    let signature = signer.map(|signer| {
        signer.key.sign(SignatureClaim {
            purpose: SignedFor::Package,
            sha256: Sha256::of(&tag_manifest),
            by: signer.name.to_owned(),
            of: signer.of.map(str::to_owned),
            role: signer.role,
            at: info.created_at,
        })
    });
    parts.push((TAG_MANIFEST, tag_manifest));
    if let Some(signature) = &signature {
        parts.push((SIGNATURE, signature_bytes(signature)?));
    }
    Ok((parts, signature))
}

/// A signature as it stands in a package.
pub(super) fn signature_bytes(signature: &Signature) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(signature)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The files with their places.
fn members(parts: &Parts, payload: &Payload, check_sums: &[u32], limits: &PackageLimits) -> Result<Vec<Member>, WriteError> {
    let too_large = |part: &str, length: u64, limit: u64| WriteError::TooLarge { part: part.to_owned(), length, limit };
    let beside = parts.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.len() as u64, crc32fast::hash(bytes)));
    let files = payload.iter().zip(check_sums).map(|((path, (size, _)), check_sum)| (format!("{DATA}{path}"), *size, *check_sum));
    let mut members: Vec<Member> = Vec::with_capacity(payload.len().saturating_add(PARTS.len()));
    let (mut offset, mut list) = (0_u64, 0_u64);
    for (name, size, check_sum) in beside.chain(files) {
        if !name.starts_with(DATA) && size > limits.max_part_bytes {
            return Err(too_large(&name, size, limits.max_part_bytes));
        }
        let (Ok(size), Ok(place)) = (u32::try_from(size), u32::try_from(offset)) else {
            return Err(too_large("the package", offset.saturating_add(size), limits.bytes()));
        };
        let member = Member { name, size, check_sum, offset: place };
        offset = member.end();
        list = list.saturating_add(member.central_entry().len() as u64);
        members.push(member);
    }
    let length = offset.saturating_add(list).saturating_add(super::container::END_LENGTH as u64);
    if length > limits.bytes() { Err(too_large("the package", length, limits.bytes())) } else { Ok(members) }
}

/// Sums what is written through it.
struct Summed<'a> {
    out: &'a mut dyn Write,
    hasher: Hasher,
    length: u64,
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        let piece = bytes.get(..written).unwrap_or_default();
        self.hasher.update(piece);
        self.length = self.length.saturating_add(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
