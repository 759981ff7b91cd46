//! Findings of an examination that is kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::placed::write_new;
use super::{Workspace, lock, store_problem};
use crate::app::examine::{Existing, Record, Signer, check_target, write_export};
use crate::app::ids::fresh;
use crate::app::memory::decode_limits;
use crate::app::pipeline::around::Around;
use crate::app::pipeline::figures::{Sources, make_view};
use crate::app::pipeline::intake::decode_problem;
use crate::app::{Part, Problem, Watch};
use crate::domain::findings::{Findings, LogHead};
use crate::domain::{Act, Capture, CaptureId, Evidence, ExaminationId, FindingsId, PictureOf, Resolution};
use crate::exchange::Export;
use crate::imaging::{Picture, Pixels, decode_deep, write_png};
use crate::store::{Change, ObjectKind};

/// Findings that were written.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    /// The record.
    pub findings: Findings,
    /// The files, in the order of their names.
    pub files: Vec<PathBuf>,
}

/// The longest side of a saved picture in px: all pixels of a page at 1200 dpi.
const MOST_PX: f64 = 8_000.0;

impl Workspace {
    /// Saves a view of an examination as a picture in `folder`, made from the originals, and notes in the audit log that it left.
    ///
    /// # Errors
    ///
    /// Bad use if the capture does not lie there any more; whatever stands in the way of reading pictures or writing the file;
    /// cancelled if `watch` asks to stop.
    pub fn save_view(&self, id: ExaminationId, evidence: &Evidence, folder: &Path, watch: &dyn Watch) -> Result<PathBuf, Problem> {
        self.permit(Act::ExportFindings)?;
        let examination = self.examination(id)?;
        let (case, exhibit) = self.exhibit_of(&examination)?;
        let shown = |capture: &CaptureId| {
            let pictures = evidence.view.iter().flat_map(|view| &view.pictures);
            *capture == evidence.capture || pictures.map(|picture| picture.of).any(|of| of == PictureOf::Capture(*capture))
        };
        let captures: Vec<&Capture> = exhibit.captures.iter().filter(|capture| shown(&capture.id)).collect();
        watch.stage("Reading the captures");
        let mut pictures = Vec::with_capacity(captures.len());
        for (done, capture) in captures.iter().enumerate() {
            pictures.push(self.picture(capture.picture(), &Part::new(watch, done, captures.len().saturating_mul(2)))?);
        }
        let with_pictures: Vec<_> = captures.iter().copied().zip(pictures.iter().map(AsRef::as_ref)).collect();
        let library = self.library();
        let sources = Sources {
            captures: &with_pictures,
            deep: &self.attached_deep(&[evidence], &with_pictures, watch)?,
            placements: &examination.analysis.placements,
            comparisons: &[],
            library: &library,
            evidence: &BTreeMap::new(),
            calibrations: &examination.calibrations,
        };
        watch.stage("Making the picture");
        let made = make_view(&sources, evidence, MOST_PX, watch)?;
        let made = made.ok_or_else(|| {
            Problem::bad_use("The capture does not lie on that page any more.")
                .hint("Analyse the exhibit, or register the capture by hand.")
        })?;
        let (picture, dpi) = made.whole(evidence);
        let bytes = write_png(&picture, dpi.map(|dpi| Resolution { x: dpi, y: dpi }))
            .map_err(|error| Problem::system(format!("The picture cannot be written: {error}.")))?;
        std::fs::create_dir_all(folder).map_err(|error| Problem::writing(folder, &error))?;
        let file = write_new(folder, &format!("view-{}-{}-{}", case.number, exhibit.mark, evidence.light), "png", &bytes)?;
        let sum = crate::domain::Sha256::of(&bytes);
        let payload = json!({ "file": file.file_name().map(|name| name.to_string_lossy()), "sha256": sum, "view": evidence });
        let entry = self.entry(self.person(), "export-picture", ObjectKind::Examination, &id, payload);
        self.commit(Change::event(), entry)?;
        Ok(file)
    }

    /// The samples of those captures that have more than 8 bits and were attached adjusted, as the viewers worked on them.
    fn attached_deep(
        &self,
        evidence: &[&Evidence],
        captures: &[(&Capture, &Picture)],
        watch: &dyn Watch,
    ) -> Result<BTreeMap<CaptureId, Pixels>, Problem> {
        let attached = || evidence.iter();
        let wanted = |capture: &Capture| attached().any(|evidence| evidence.adjusted().any(|id| id == capture.id));
        let mut deep = BTreeMap::new();
        for (capture, _) in captures.iter().filter(|(capture, picture)| picture.info.bits > 8 && wanted(capture)) {
            let bytes = self.capture_bytes(capture.sha256)?;
            let picture =
                decode_deep(&bytes, capture.file_page, &decode_limits(), watch).map_err(|error| decode_problem(&capture.title(), error))?;
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
        self.permit(Act::ExportFindings)?;
        self.may_see(id)?;
        let around = self.around(id)?;
        self.make_findings(id, &around, Vec::new(), watch)
    }

    /// As [`Self::findings`], with what stands around the results, and signed by `signatures`.
    pub(super) fn make_findings(
        &self,
        id: ExaminationId,
        around: &Around,
        signing: Vec<Signer<'_>>,
        watch: &dyn Watch,
    ) -> Result<(Findings, Export), Problem> {
        self.with_record(id, around, watch, |record, watch| record.make(self.clock.as_ref(), &signing, watch))
    }

    /// The record without signatures, report or sum.
    pub(super) fn unsigned_findings(&self, id: ExaminationId, around: &Around, watch: &dyn Watch) -> Result<Findings, Problem> {
        self.with_record(id, around, watch, |record, watch| record.unsigned(self.clock.as_ref(), watch).map(|(findings, _)| findings))
    }

    fn with_record<T>(
        &self,
        id: ExaminationId,
        around: &Around,
        watch: &dyn Watch,
        make: impl FnOnce(&Record<'_>, &dyn Watch) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut examination = self.held_examination(id)?.state;
        let (case, exhibit) = self.exhibit_of(&examination)?;
        let checklist = self.checklist(&examination.checklist)?;
        watch.stage("Reading the captures");
        let mut pictures = Vec::with_capacity(exhibit.captures.len());
        for (done, capture) in exhibit.captures.iter().enumerate() {
            pictures.push(self.picture(capture.picture(), &Part::new(watch, done, exhibit.captures.len().saturating_mul(2)))?);
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
        let record = Record {
            case: &case,
            exhibit: &exhibit,
            examination: &examination,
            checklist: &checklist,
            library: &library,
            pictures: &with_pictures,
            deep: &self.attached_deep(&examination.evidence.values().flatten().collect::<Vec<_>>(), &with_pictures, watch)?,
            around,
            log_head: Some(LogHead { seq: head.seq, hash: head.hash }),
            id: FindingsId(fresh(self.clock.as_ref())),
        };
        make(&record, watch)
    }

    /// Writes the findings of an examination into `folder`, and notes in the audit log that they left.
    ///
    /// # Errors
    ///
    /// As for [`Self::findings`] and [`write_export`].
    pub fn export(&self, id: ExaminationId, folder: &Path, existing: Existing, watch: &dyn Watch) -> Result<Exported, Problem> {
        self.permit(Act::ExportFindings)?;
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
