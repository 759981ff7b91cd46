//! How much is accepted from a package.

use super::container::{CENTRAL_LENGTH, END_LENGTH, LOCAL_LENGTH};

/// The longest part beside the payload, in bytes: a description of 20 000 files has about 12 MB.
const MAX_PART: u64 = 24 << 20;

/// What is accepted from a package; also what is written at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "all of them are limits")]
pub struct PackageLimits {
    /// The longest package in bytes. Whatever is said here, the format ends below 4 GiB.
    pub max_bytes: u64,
    /// The longest single file in bytes.
    pub max_file_bytes: u64,
    /// Most files, parts of the bag not counted. Whatever is said here, the format ends at 65 000.
    pub max_files: usize,
    /// The longest part of the bag (manifests, descriptions, signature) in bytes; these are held in memory.
    pub max_part_bytes: u64,
    /// The longest path in bytes of UTF-8, with `data/`.
    pub max_path_bytes: usize,
    /// Most folders and names in a path, with `data`.
    pub max_depth: usize,
}

impl Default for PackageLimits {
    /// Just below 4 GiB in all, 2 GiB for a file, 20 000 files, parts of 24 MiB, paths of 200 bytes and 8 levels.
    fn default() -> Self {
        Self {
            max_bytes: FORMAT_BYTES,
            max_file_bytes: 2 << 30,
            max_files: 20_000,
            max_part_bytes: MAX_PART,
            max_path_bytes: 200,
            max_depth: 8,
        }
    }
}

/// No length or place in the ZIP file needs more than 32 bits, so that there is one way to write it.
const FORMAT_BYTES: u64 = 0xFFFF_0000;
const FORMAT_FILES: usize = 65_000;

impl PackageLimits {
    /// The longest package that is accepted.
    pub(super) fn bytes(&self) -> u64 {
        self.max_bytes.min(FORMAT_BYTES)
    }

    /// Most files that are accepted.
    pub(super) fn files(&self) -> usize {
        self.max_files.min(FORMAT_FILES)
    }

    /// The longest list of files at the end of the ZIP file.
    pub(super) fn directory_bytes(&self) -> u64 {
        let members = self.files().saturating_add(16);
        (members as u64).saturating_mul((CENTRAL_LENGTH as u64).saturating_add(self.max_path_bytes as u64))
    }

    /// The shortest ZIP file with one file in it.
    pub(super) const fn least_bytes() -> u64 {
        (LOCAL_LENGTH + CENTRAL_LENGTH + END_LENGTH + 2) as u64
    }
}
