//! The sheet of the laboratory: its name in reports, and the rules it works by.

use serde_json::json;

use super::{Workspace, lock, store_problem};
use crate::app::Problem;
use crate::app::examine::sheet_of;
use crate::domain::{Act, LaboratorySheet};
use crate::store::{Change, ObjectKind};

impl Workspace {
    /// The laboratory; while nobody has set it, what the settings of this machine say and the rules of one person alone.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the store.
    pub fn laboratory(&self) -> Result<LaboratorySheet, Problem> {
        let held = lock(&self.store).laboratory().map_err(store_problem)?;
        Ok(held.map_or_else(|| sheet_of(&self.settings()), |held| held.state))
    }

    /// Changes the sheet of the laboratory; every change is an entry of the audit log with what was before.
    ///
    /// # Errors
    ///
    /// Not permitted but to an administrator; bad use if somebody else was quicker.
    pub fn set_laboratory(&self, sheet: LaboratorySheet) -> Result<LaboratorySheet, Problem> {
        let doer = self.permit(Act::ChangeLaboratory)?;
        let held = lock(&self.store).laboratory().map_err(store_problem)?;
        let (before, revision) = held.map_or((None, 0), |held| (Some(held.state), held.revision));
        let payload = json!({ "old": before, "new": sheet });
        let entry = self.entry_by(&doer, "set-laboratory", ObjectKind::Laboratory, &"laboratory", payload);
        self.commit(Change::event().laboratory(sheet.clone(), revision), entry)?;
        Ok(sheet)
    }
}
