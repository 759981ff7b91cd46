//! Backups of a data folder: made, checked by opening them, and restored, each in one step.

use std::path::Path;

use serde_json::json;

use super::{Workspace, lock, store_problem};
use crate::app::problem::sentence;
use crate::app::{Places, Problem, ProblemKind, VERSION, Watch};
use crate::domain::Act;
use crate::store::{BackupError, BackupOrder, BackupReport, Change, ObjectKind, RestoreReport, restore_backup};

/// What a failure with a backup means to a person.
fn backup_problem(error: BackupError) -> Problem {
    let kind = match error {
        BackupError::Store(error) => return store_problem(error),
        BackupError::Cancelled(cancelled) => return cancelled.into(),
        BackupError::NotABackup { .. } | BackupError::NotSound { .. } => ProblemKind::BadInput,
        BackupError::TooNew { .. } => ProblemKind::NotSupported,
        BackupError::Busy(_) | BackupError::InUse(_) | BackupError::BadName(_) => ProblemKind::BadUse,
        _ => ProblemKind::System,
    };
    let text = error.to_string();
    match text.split_once("; ") {
        Some((what, remedy)) => Problem::new(kind, sentence(what)).hint(sentence(remedy)),
        None => Problem::new(kind, sentence(&text)),
    }
}

impl Workspace {
    /// Makes a backup of the whole data folder in a new folder in `parent`, and checks it by opening it.
    ///
    /// # Errors
    ///
    /// Not permitted but to an administrator; a system failure if the disk is too small; cancelled if `watch` asks to stop. Nothing
    /// half-made is left.
    pub fn backup(&self, parent: &Path, watch: &dyn Watch) -> Result<BackupReport, Problem> {
        let doer = self.permit(Act::Backup)?;
        watch.stage("Making the backup");
        let places = self.places();
        let kept = [("settings.toml", places.settings_file()), ("trust", places.data().join("trust"))];
        let order = BackupOrder {
            at: self.now(),
            program: format!("Guilloche {VERSION}"),
            files: kept.into_iter().map(|(name, path)| (name.to_owned(), path)).collect(),
        };
        let report = lock(&self.store).backup(parent, &order, watch).map_err(backup_problem)?;
        let payload = json!({ "number": report.manifest.number, "head": report.manifest.head, "sound": report.check.is_sound() });
        let entry = self.entry_by(&doer, "backup", ObjectKind::Store, &"backup", payload);
        self.commit(Change::event(), entry)?;
        Ok(report)
    }
}

/// Restores a backup as the data folder of `places`; what is there is moved aside and never removed.
///
/// # Errors
///
/// Bad input if anything is wrong with the backup; bad use while the data folder is open; cancelled if `watch` asks to stop.
pub fn restore(backup: &Path, places: &Places, watch: &dyn Watch) -> Result<RestoreReport, Problem> {
    watch.stage("Restoring the backup");
    restore_backup(backup, places.data(), watch).map_err(backup_problem)
}
