//! Which backups there are, when the next is due, and which may go.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::check::verify_backup;
use super::error::BackupError;
use super::make::{NAME, UNFINISHED, clear_unfinished, lock};
use super::manifest::BackupManifest;
use crate::domain::{Progress, Timestamp};

/// A folder that is named like a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFound {
    /// The folder.
    pub dir: PathBuf,
    /// The number in its name.
    pub number: u64,
    /// What it says of itself, or why that cannot be read; a check of the backup says more.
    pub manifest: Result<BackupManifest, String>,
}

/// The backups in `parent` by their numbers, which is the order in which they were made, whatever clocks said.
///
/// # Errors
///
/// [`BackupError`] if the folder cannot be read; one that is not there has no backups.
pub fn list_backups(parent: &Path) -> Result<Vec<BackupFound>, BackupError> {
    let entries = match fs::read_dir(parent) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(BackupError::system(parent, error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let dir = entry.map_err(|error| BackupError::system(parent, error))?.path();
        let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let digits = name.strip_prefix(NAME).and_then(|rest| rest.split('-').next());
        let Some(number) = digits.and_then(|digits| digits.parse().ok()).filter(|_| dir.is_dir()) else { continue };
        let manifest = BackupManifest::read(&dir).map_err(|error| error.to_string());
        found.push(BackupFound { dir, number, manifest });
    }
    found.sort_by(|one, other| (one.number, &one.dir).cmp(&(other.number, &other.dir)));
    Ok(found)
}

/// Whether the next backup is due, when the last was made at `last` and one is wanted every so often.
///
/// A clock that went back by less than `every` delays it by as much at most; one that went back further makes it due at once.
pub fn due(last: Option<Timestamp>, every: Duration, now: Timestamp) -> bool {
    let Some(last) = last else { return true };
    let apart = now.0.as_second().abs_diff(last.0.as_second());
    apart >= every.as_secs()
}

/// Which backups were removed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PruneReport {
    /// Removed.
    pub removed: Vec<PathBuf>,
    /// Kept beyond the number wanted, because none of the newer ones is sound.
    pub kept_as_the_only_sound: Option<PathBuf>,
    /// Named like backups, without a manifest that can be read; never removed.
    pub unreadable: Vec<PathBuf>,
}

/// Removes all backups in `parent` but the last `keep`, and never the only sound one.
///
/// They are checked first, the newest first, until one is found sound; where none is, nothing goes. Progress counts the bytes of each check and then backups.
///
/// # Errors
///
/// [`BackupError`]; what was being removed is no backup any more then, and the next one made there clears it away.
pub fn prune_backups(parent: &Path, keep: usize, progress: &dyn Progress) -> Result<PruneReport, BackupError> {
    let mut report = PruneReport::default();
    if !parent.is_dir() {
        return Ok(report);
    }
    let _lock = lock(parent)?;
    clear_unfinished(parent)?;
    let (found, unreadable): (Vec<_>, Vec<_>) = list_backups(parent)?.into_iter().partition(|found| found.manifest.is_ok());
    report.unreadable = unreadable.into_iter().map(|found| found.dir).collect();
    let surplus = found.len().saturating_sub(keep.max(1));
    if surplus == 0 {
        return Ok(report);
    }
    let mut sound = None;
    for (place, backup) in found.iter().enumerate().rev() {
        let is_sound = match verify_backup(&backup.dir, progress) {
            Ok((_, check)) => check.is_sound(),
            Err(BackupError::Cancelled(cancelled)) => return Err(cancelled.into()),
            Err(_) => false,
        };
        if is_sound {
            sound = Some(place);
            break;
        }
    }
    // Where none is sound, damaged ones are all there is, and nothing goes.
    let Some(sound) = sound else { return Ok(report) };
    for (done, (place, backup)) in (0_u64..).zip(found.iter().take(surplus).enumerate()) {
        progress.report(done, surplus as u64)?;
        if place == sound {
            report.kept_as_the_only_sound = Some(backup.dir.clone());
            continue;
        }
        // Under another name first, so that a removal that is cut off leaves nothing that looks like a backup.
        let going = parent.join(format!("{UNFINISHED}{:06}", backup.number));
        fs::rename(&backup.dir, &going).map_err(|error| BackupError::system(&backup.dir, error))?;
        fs::remove_dir_all(&going).map_err(|error| BackupError::system(&going, error))?;
        report.removed.push(backup.dir.clone());
    }
    Ok(report)
}
