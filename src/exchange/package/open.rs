//! A package that was opened: what is in it, and how its files are read.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom, Write};

use sha2::{Digest as _, Sha256 as Hasher};

use super::bag::DATA;
use super::container::WHOLE;
use super::error::{PackageError, Problem};
use super::info::PackageInfo;
use super::scan::reading;
use super::text::shown;
use crate::domain::{Sha256, Signature};

/// Whether somebody answers for a package. A signature that does not hold is an error and no state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureState {
    /// Nobody signed it: its sums tell that nothing was damaged, and not who made it.
    Unsigned,
    /// The key in the signature made it over this package. Whose key that is has to be known otherwise.
    Holds(Box<Signature>),
}

impl SignatureState {
    /// The signature, if there is one.
    pub fn signature(&self) -> Option<&Signature> {
        match self {
            Self::Unsigned => None,
            Self::Holds(signature) => Some(signature),
        }
    }
}

/// A file in a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayloadFile {
    /// Its length in bytes.
    pub size: u64,
    /// Its sum, which its bytes had when the package was opened.
    pub sha256: Sha256,
    /// Where its bytes begin in the package.
    pub(super) offset: u64,
}

/// A package that holds to everything that packages hold to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it is.
    pub info: PackageInfo,
    /// Whether somebody answers for it.
    pub signature: SignatureState,
    /// Its files by their paths below `data/`.
    pub files: BTreeMap<String, PayloadFile>,
    /// The labels of `bag-info.txt`, known or not.
    pub labels: Vec<(String, String)>,
    /// The sum of the package; a receipt names it.
    pub sha256: Sha256,
    /// Its length in bytes.
    pub length: u64,
}

impl Opened {
    /// Copies the file at `path` below `data/` from the package in `reader` to `out`.
    ///
    /// Its sum is checked once more. What was written is of no use if an error comes back.
    ///
    /// # Errors
    ///
    /// [`Problem::NoSuchFile`], [`Problem::ChangedSince`] if the bytes are not those that were opened, [`Problem::Io`].
    pub fn copy(&self, reader: &mut (impl Read + Seek), path: &str, out: &mut dyn Write) -> Result<(), PackageError> {
        let name = format!("{DATA}{}", shown(path));
        let Some(file) = self.files.get(path) else { return Err(Problem::NoSuchFile.of(name)) };
        reader.seek(SeekFrom::Start(file.offset)).map_err(reading(WHOLE))?;
        let mut sum = Hasher::new();
        let mut left = file.size;
        let mut buffer = vec![0; 1 << 16];
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let piece = buffer.get_mut(..wanted).unwrap_or_default();
            reader.read_exact(piece).map_err(reading(&name))?;
            sum.update(&*piece);
            out.write_all(piece).map_err(|error| Problem::Io(error).of(&name))?;
            left = left.saturating_sub(wanted as u64);
        }
        if Sha256::from_bytes(sum.finalize().into()) == file.sha256 { Ok(()) } else { Err(Problem::ChangedSince.of(name)) }
    }

    /// The bytes of the file at `path` below `data/`, if it has at most `most` bytes.
    ///
    /// # Errors
    ///
    /// As [`Self::copy`], and [`Problem::TooLarge`].
    pub fn read(&self, reader: &mut (impl Read + Seek), path: &str, most: u64) -> Result<Vec<u8>, PackageError> {
        if let Some(file) = self.files.get(path).filter(|file| file.size > most) {
            return Err(Problem::TooLarge { length: file.size, limit: most }.of(format!("{DATA}{}", shown(path))));
        }
        let mut bytes = Vec::new();
        self.copy(reader, path, &mut bytes)?;
        Ok(bytes)
    }
}
