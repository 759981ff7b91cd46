//! Checks a backup by opening it.

use std::fs::{self, File};
use std::path::Path;

use super::copy::Meter;
use super::error::BackupError;
use super::make::FILES_FOLDER;
use super::manifest::{BackupManifest, FileKept, sum_of_sums};
use crate::domain::{Progress, Sha256};
use crate::store::blobs::Blobs;
use crate::store::db::{CAPTURES_FOLDER, DATABASE_FILE, Store, newest};

/// What a check of a backup came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupCheck {
    /// What is wrong, sentence by sentence.
    pub problems: Vec<String>,
}

impl BackupCheck {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Checks the backup `dir` by opening it; nothing in it is changed.
///
/// Files are held against the sums of the manifest, the database is checked as that of a data folder is, the audit head is compared, and every
/// capture is read against its sum. Progress counts bytes.
///
/// # Errors
///
/// [`BackupError::NotABackup`] if there is no manifest to check against, [`BackupError::TooNew`], or as the system says. What is wrong with
/// the backup is in the result.
pub fn verify_backup(dir: &Path, progress: &dyn Progress) -> Result<(BackupManifest, BackupCheck), BackupError> {
    let manifest = BackupManifest::read(dir)?;
    if manifest.schema_version > newest() {
        return Err(BackupError::TooNew { found: manifest.schema_version, known: newest(), path: dir.to_owned() });
    }
    let mut meter = Meter::new(progress, manifest.captures.bytes);
    meter.add(0)?;
    let mut check = check_all_but_captures(dir, &manifest);
    check_captures(dir, &manifest, &mut meter, &mut check.problems)?;
    Ok((manifest, check))
}

/// The same without reading captures.
pub(super) fn check_all_but_captures(dir: &Path, manifest: &BackupManifest) -> BackupCheck {
    let mut problems: Vec<String> = Vec::new();
    let lacking = |sum: &Sha256| format!("the capture {} was missing or changed when the backup was made", sum.short());
    problems.extend(manifest.lacking.iter().map(lacking));
    let is_whole = check_file(&dir.join(DATABASE_FILE), &manifest.database, &mut problems);
    for file in &manifest.files {
        check_file(&dir.join(FILES_FOLDER).join(&file.name), file, &mut problems);
    }
    // A database whose bytes were changed is not opened.
    if is_whole && let Err(detail) = check_database(dir, manifest, &mut problems) {
        problems.push(format!("its database cannot be opened: {detail}"));
    }
    BackupCheck { problems }
}

/// Whether the file is as the manifest says.
fn check_file(path: &Path, kept: &FileKept, problems: &mut Vec<String>) -> bool {
    let problem = match File::open(path).and_then(Sha256::of_reader) {
        Ok(found) if found == (kept.sha256, kept.bytes) => return true,
        Ok(_) => format!("`{}` has been changed", kept.name),
        Err(error) => format!("`{}` cannot be read: {error}", kept.name),
    };
    problems.push(problem);
    false
}

fn check_database(dir: &Path, manifest: &BackupManifest, problems: &mut Vec<String>) -> Result<(), BackupError> {
    let store = Store::look_into(dir)?;
    let (head, version) = (store.audit_head()?, store.version()?);
    if head != manifest.head {
        problems.push(format!("its audit log ends at entry {}, not at entry {} with its hash", head.seq, manifest.head.seq));
    }
    if version != manifest.schema_version {
        problems.push(format!("its database has version {version}, not {}", manifest.schema_version));
    }
    let (followed, found) = if version == newest() {
        store.verify_rows()?
    } else {
        drop(store);
        // It is checked as it will be opened: brought to the current version, in a copy.
        let trial = tempfile::tempdir().map_err(|error| BackupError::system(dir, error))?;
        let copy = trial.path().join(DATABASE_FILE);
        fs::copy(dir.join(DATABASE_FILE), &copy).map_err(|error| BackupError::system(&copy, error))?;
        Store::open(trial.path())?.verify_rows()?
    };
    if followed != manifest.head {
        problems.push(format!("its audit log can be followed to entry {} only", followed.seq));
    }
    problems.extend(found.iter().map(ToString::to_string));
    Ok(())
}

fn check_captures(dir: &Path, manifest: &BackupManifest, meter: &mut Meter<'_>, problems: &mut Vec<String>) -> Result<(), BackupError> {
    let Ok(store) = Store::look_into(dir) else { return Ok(()) };
    let Ok(registered) = store.registered_lengths() else { return Ok(()) };
    let expected = || registered.iter().map(|(sum, _)| *sum).filter(|sum| !manifest.lacking.contains(sum));
    if sum_of_sums(expected()) != manifest.captures.sha256 || expected().count() as u64 != manifest.captures.count {
        problems.push("its captures are not those that its manifest names".to_owned());
    }
    let here = Blobs::Folder(dir.join(CAPTURES_FOLDER));
    for (sum, length) in registered.iter().filter(|(sum, _)| !manifest.lacking.contains(sum)) {
        meter.add(0)?;
        if let Err(error) = here.check(*sum) {
            problems.push(error.to_string());
        }
        meter.add(*length)?;
    }
    Ok(())
}
