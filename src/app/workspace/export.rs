//! Findings of an examination that is kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Workspace, lock, store_problem};
use crate::app::examine::{Existing, Record, check_target, write_export};
use crate::app::ids::fresh;
use crate::app::memory::decode_limits;
use crate::app::pipeline::intake::decode_problem;
use crate::app::{Part, Problem, Watch};
use crate::domain::findings::{Findings, LogHead};
use crate::domain::{Capture, CaptureId, Examination, ExaminationId, FindingsId};
use crate::exchange::Export;
use crate::imaging::{Picture, Pixels, decode_deep};
use crate::store::{Change, ObjectKind};

/// Findings that were written.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// The record.
    pub findings: Findings,
    /// The files, in the order of their names.
    pub files: Vec<PathBuf>,
}

impl Workspace {
    /// The samples of those captures that have more than 8 bits and were attached adjusted, as the viewers worked on them.
    fn attached_deep(
        &self,
        examination: &Examination,
        captures: &[(&Capture, &Picture)],
        watch: &dyn Watch,
    ) -> Result<BTreeMap<CaptureId, Pixels>, Problem> {
        let attached = || examination.evidence.values().flatten();
        let wanted = |capture: &Capture| attached().any(|evidence| evidence.capture == capture.id && !evidence.recipe.is_unaltered());
        let mut deep = BTreeMap::new();
        for (capture, _) in captures.iter().filter(|(capture, picture)| picture.info.bits > 8 && wanted(capture)) {
            let bytes = self.capture_bytes(capture.sha256)?;
            let picture = decode_deep(&bytes, 0, &decode_limits(), watch).map_err(|error| decode_problem(&capture.file_name, error))?;
            deep.insert(capture.id, picture.pixels);
        }
        Ok(deep)
    }

    /// Makes the findings of an examination as it stands, with every file, and writes nothing.
    ///
    /// # Errors
    ///
    /// A capture or reference that cannot be read; cancelled if `watch` asks to stop.
    pub fn findings(&self, id: ExaminationId, watch: &dyn Watch) -> Result<(Findings, Export), Problem> {
        let mut examination = self.examination(id)?;
        let (case, exhibit) = self.exhibit_of(&examination)?;
        let checklist = self.checklist(&examination.checklist)?;
        watch.stage("Reading the captures");
        let mut pictures = Vec::with_capacity(exhibit.captures.len());
        for (done, capture) in exhibit.captures.iter().enumerate() {
            pictures.push(self.picture(capture.sha256, &Part::new(watch, done, exhibit.captures.len().saturating_mul(2)))?);
        }
        let with_pictures: Vec<_> = exhibit.captures.iter().zip(&pictures).map(|(capture, picture)| (capture, picture.as_ref())).collect();
        let head = lock(&self.store).audit_head().map_err(store_problem)?;
        if examination.reference.is_none()
            && let Some(reference) = self.reference_of(&examination)
        {
            // Nobody chose it yet: it stands in the record as the program's.
            examination.reference = Some(crate::domain::ChosenReference { reference, by: Self::program(), at: examination.begun_at });
        }
        let library = self.library();
        let settings = self.settings();
        let record = Record {
            case: &case,
            exhibit: &exhibit,
            examination: &examination,
            checklist: &checklist,
            library: &library,
            pictures: &with_pictures,
            deep: &self.attached_deep(&examination, &with_pictures, watch)?,
            settings: &settings,
            log_head: Some(LogHead { seq: head.seq, hash: head.hash }),
            id: FindingsId(fresh(self.clock.as_ref())),
        };
        record.make(self.clock.as_ref(), watch)
    }

    /// Writes the findings of an examination into `folder`, and notes in the audit log that they left.
    ///
    /// # Errors
    ///
    /// As for [`Self::findings`] and [`write_export`].
    pub fn export(&self, id: ExaminationId, folder: &Path, existing: Existing, watch: &dyn Watch) -> Result<Exported, Problem> {
        check_target(folder, existing)?;
        let (findings, export) = self.findings(id, watch)?;
        let files = write_export(&export, folder, existing)?;
        let record = export.files.get(crate::exchange::RECORD_FILE).map(|bytes| crate::domain::Sha256::of(bytes));
        let payload = json!({ "examination": id, "record_sha256": record, "status": findings.status });
        let entry = self.entry(self.person(), "export-findings", ObjectKind::Findings, &findings.id, payload);
        self.commit(Change::event(), entry)?;
        Ok(Exported { findings, files })
    }
}
