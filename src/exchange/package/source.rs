//! Where the files of a package come from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::PathBuf;

use crate::domain::Sha256;

/// The files that go into a package. They are read twice: once for their sums, once for the package.
pub trait PackageSource {
    /// Their paths below `data/`, with `/`.
    fn paths(&self) -> Vec<String>;

    /// The bytes of the file at `path`, from its beginning.
    ///
    /// # Errors
    ///
    /// Whatever reading fails with.
    fn open(&self, path: &str) -> std::io::Result<Box<dyn Read + '_>>;

    /// The sum that the file is known to have, if it is known: a file that has another one does not leave.
    fn known_sum(&self, _path: &str) -> Option<Sha256> {
        None
    }
}

/// Files in memory.
impl PackageSource for BTreeMap<String, Vec<u8>> {
    fn paths(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }

    fn open(&self, path: &str) -> std::io::Result<Box<dyn Read + '_>> {
        let bytes = self.get(path).ok_or(std::io::ErrorKind::NotFound)?;
        Ok(Box::new(bytes.as_slice()))
    }
}

/// Files on disk and in memory, each with its path in the package.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// Files on disk: where they are, and the sum that they are known to have.
    pub on_disk: BTreeMap<String, (PathBuf, Option<Sha256>)>,
    /// Files in memory; they go before those on disk.
    pub in_memory: BTreeMap<String, Vec<u8>>,
}

impl PackageSource for Folder {
    fn paths(&self) -> Vec<String> {
        let on_disk = self.on_disk.keys().filter(|path| !self.in_memory.contains_key(*path));
        self.in_memory.keys().chain(on_disk).cloned().collect()
    }

    fn open(&self, path: &str) -> std::io::Result<Box<dyn Read + '_>> {
        if self.in_memory.contains_key(path) {
            return self.in_memory.open(path);
        }
        let (file, _) = self.on_disk.get(path).ok_or(std::io::ErrorKind::NotFound)?;
        Ok(Box::new(BufReader::new(File::open(file)?)))
    }

    fn known_sum(&self, path: &str) -> Option<Sha256> {
        if self.in_memory.contains_key(path) { None } else { self.on_disk.get(path)?.1 }
    }
}
