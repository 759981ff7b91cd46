//! What a backup says of itself.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Component, Path};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error::BackupError;
use crate::domain::{Sha256, Timestamp};
use crate::store::audit::AuditHead;

/// The name and version that a manifest opens with.
pub const BACKUP_FORMAT: &str = "guilloche-backup/1";
/// The name of the manifest in a backup.
pub const MANIFEST_FILE: &str = "backup.json";
/// No manifest is longer.
const MANIFEST_LIMIT: u64 = 64 << 20;

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileKept {
    /// Its name; with `/` between folders.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its sum.
    pub sha256: Sha256,
}

/// The captures of a backup, which are named in its database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapturesKept {
    /// How many.
    pub count: u64,
    /// Their bytes in all.
    pub bytes: u64,
    /// The sum of their sums, each as a line, in order.
    pub sha256: Sha256,
}

/// What a backup says of itself: `backup.json`, canonical JSON (RFC 8785).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackupManifest {
    /// Always `guilloche-backup/1`.
    pub format: String,
    /// Counts the backups of a folder from 1; the order that no clock can disturb.
    pub number: u64,
    /// When it was made.
    pub made_at: Timestamp,
    /// The program that made it, with its version.
    pub program: String,
    /// The version of its database.
    pub schema_version: i64,
    /// The last entry of its audit log.
    pub head: AuditHead,
    /// Its database.
    pub database: FileKept,
    /// Its captures.
    pub captures: CapturesKept,
    /// Captures that the data folder did not have, or not as they were taken in, when the backup was made.
    pub lacking: Vec<Sha256>,
    /// Files beside the store, below `files`.
    pub files: Vec<FileKept>,
}

impl BackupManifest {
    /// Reads the manifest of the backup `dir`.
    pub(super) fn read(dir: &Path) -> Result<Self, BackupError> {
        let path = dir.join(MANIFEST_FILE);
        let not = |detail: String| BackupError::NotABackup { path: dir.to_owned(), detail };
        let file = File::open(&path).map_err(|error| not(format!("its `{MANIFEST_FILE}` cannot be opened: {error}")))?;
        let mut text = String::new();
        let read = file.take(MANIFEST_LIMIT).read_to_string(&mut text);
        read.map_err(|error| not(format!("`{MANIFEST_FILE}` cannot be read: {error}")))?;
        if serde_json_canonicalizer::pipe(&text).ok().as_ref() != Some(&text) {
            return Err(not(format!("`{MANIFEST_FILE}` was changed or cut short")));
        }
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        let format: Format = serde_json::from_str(&text).map_err(|error| not(error.to_string()))?;
        if format.format != BACKUP_FORMAT {
            return Err(not(format!("its format is `{}`, not `{BACKUP_FORMAT}`", format.format.chars().take(60).collect::<String>())));
        }
        let manifest: Self = serde_json::from_str(&text).map_err(|error| not(error.to_string()))?;
        if manifest.files.iter().any(|file| !is_safe_name(&file.name)) || manifest.database.name != crate::store::DATABASE_FILE {
            return Err(not(format!("`{MANIFEST_FILE}` names files that are not its own")));
        }
        Ok(manifest)
    }

    /// Writes it into `dir` and brings it to the disk.
    pub(super) fn write(&self, dir: &Path) -> Result<(), BackupError> {
        let path = dir.join(MANIFEST_FILE);
        let failed = |error| BackupError::system(&path, error);
        let text = serde_json_canonicalizer::to_vec(self).map_err(|error| failed(error.into()))?;
        let mut file = File::options().write(true).create_new(true).open(&path).map_err(failed)?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(failed)
    }
}

/// The sum over the sums of captures, each as a line.
pub(super) fn sum_of_sums(sums: impl Iterator<Item = Sha256>) -> Sha256 {
    let lines: Vec<String> = sums.map(|sum| sum.to_string()).chain([String::new()]).collect();
    Sha256::of(lines.join("\n").as_bytes())
}

/// Whether a file beside the store may have that name: relative, plain, usable on every system, and none of the store's own.
pub(super) fn is_safe_name(name: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && part.len() <= 200
            && !part.ends_with(['.', ' '])
            && !part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'))
    };
    let first = name.split('/').next().unwrap_or_default().to_lowercase();
    let is_own = first == "captures" || first == MANIFEST_FILE || first.starts_with(crate::store::DATABASE_FILE);
    let is_relative = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    name.len() <= 1_000 && is_relative && !is_own && name.split('/').all(is_plain)
}

/// Whether `dir` can be read as a folder and has nothing in it.
pub(super) fn is_empty(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for good in ["settings.toml", "trust/UTO/csca.cer", "ที่/ä b"] {
            assert!(is_safe_name(good), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "./a",
            "a/",
            "C:\\x",
            "a\\b",
            "nul:",
            "a\u{0}b",
            "guilloche.db",
            "Guilloche.DB-wal",
            "captures/ab/x",
            "backup.json",
            "x.",
            "x ",
        ] {
            assert!(!is_safe_name(bad), "{bad}");
        }
    }
}
