//! Carriers of data of an examination: printed fields that a person confirms, files of a chip, and what is trusted.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

use super::{Workspace, lock, store_problem};
use crate::app::carriers::KnownData;
use crate::app::pipeline::chip::ChipFile;
use crate::app::pipeline::chip_files::{chip_dump, examined_again};
use crate::app::pipeline::seal::examine_seals;
use crate::app::trust::{Trust, TrustKind, TrustedFile};
use crate::app::{Problem, Watch};
use crate::domain::{Act, Edit, Examination, ExaminationId, Matrix, ZoneId};
use crate::store::{Change, ObjectKind};

impl Workspace {
    /// What is trusted.
    ///
    /// # Errors
    ///
    /// A system failure if its folders cannot be read.
    pub fn trust(&self) -> Result<Trust, Problem> {
        Trust::load(&self.places)
    }

    /// Trusts a file from now on, as the person at the program.
    ///
    /// # Errors
    ///
    /// As for [`Trust::add`].
    pub fn add_trust(&self, kind: TrustKind, file: &Path) -> Result<TrustedFile, Problem> {
        self.permit(Act::ManageTrust)?;
        let added = Trust::add(&self.places, kind, file)?;
        let payload = json!({ "kind": kind, "file": added.name, "holds": added.holds });
        let entry = self.entry(self.person(), "trust", ObjectKind::Store, &added.name, payload);
        self.commit(Change::event(), entry)?;
        Ok(added)
    }

    /// Trusts a file no more.
    ///
    /// # Errors
    ///
    /// As for [`Trust::remove`].
    pub fn remove_trust(&self, name: &str) -> Result<TrustKind, Problem> {
        self.permit(Act::ManageTrust)?;
        let kind = Trust::remove(&self.places, name)?;
        let entry = self.entry(self.person(), "distrust", ObjectKind::Store, &name, json!({ "kind": kind, "file": name }));
        self.commit(Change::event(), entry)?;
        Ok(kind)
    }

    /// All carriers of data of an examination, side by side.
    pub fn matrix(&self, examination: &Examination) -> Matrix {
        let library = self.library();
        let reference = self.reference_of(examination).and_then(|id| library.reference(&id));
        KnownData::of(examination, reference).matrix()
    }

    /// Confirms or types what is printed in a field, or takes that back, and proposes anew, as one step.
    ///
    /// # Errors
    ///
    /// As for [`Self::edit`].
    pub fn set_visual_text(&self, id: ExaminationId, zone: &ZoneId, text: Option<&str>) -> Result<Examination, Problem> {
        self.edit_and_propose(id, vec![Edit::SetVisualText { zone: zone.clone(), text: text.map(str::to_owned) }])
    }

    /// Confirms several printed fields at once, each with its text.
    ///
    /// # Errors
    ///
    /// As for [`Self::edit`].
    pub fn set_visual_texts(&self, id: ExaminationId, texts: &[(ZoneId, String)]) -> Result<Examination, Problem> {
        let edits = texts.iter().map(|(zone, text)| Edit::SetVisualText { zone: zone.clone(), text: Some(text.clone()) });
        self.edit_and_propose(id, edits.collect())
    }

    /// Takes the files of a chip in and examines them, and proposes anew, as one step. The files are kept like captures.
    ///
    /// # Errors
    ///
    /// Bad input if the folder holds none; a system failure if they cannot be kept.
    pub fn add_chip(&self, id: ExaminationId, folder: &Path, watch: &dyn Watch) -> Result<Examination, Problem> {
        self.permit_work(&self.held_examination(id)?.state, false)?;
        watch.stage("Examining the files of the chip");
        let (dump, kept) = chip_dump(folder, &self.trust()?, self.person(), self.clock.now())?;
        for (bytes, done) in kept.iter().zip(0..) {
            watch.report(done, kept.len() as u64)?;
            lock(&self.store).keep(bytes).map_err(store_problem)?;
        }
        self.edit_and_propose(id, vec![Edit::SetChip(Some(Box::new(dump)))])
    }

    /// Takes the files of the chip out of the examination; they stay in the store.
    ///
    /// # Errors
    ///
    /// As for [`Self::edit`].
    pub fn remove_chip(&self, id: ExaminationId) -> Result<Examination, Problem> {
        self.edit_and_propose(id, vec![Edit::SetChip(None)])
    }

    /// Examines what is signed again, with what is trusted now, and proposes anew, as one step.
    ///
    /// # Errors
    ///
    /// Bad input if a file of the chip is not in the store any more; else as for [`Self::edit`].
    pub fn examine_signatures_again(&self, id: ExaminationId) -> Result<Examination, Problem> {
        let examination = self.held_examination(id)?.state;
        let (trust, now) = (self.trust()?, self.clock.now());
        let mut analysis = examination.analysis;
        examine_seals(&mut analysis.barcodes, &trust.signers, now);
        let mut edits = vec![Edit::SetAnalysis { analysis: Box::new(analysis), proposals: BTreeMap::new() }];
        if let Some(chip) = examination.chip {
            let mut files = Vec::new();
            for kept in &chip.files {
                files.push(ChipFile { name: kept.name.clone(), bytes: lock(&self.store).blob(kept.sha256).map_err(store_problem)? });
            }
            let dump = examined_again(&chip, &files, &trust, now)?;
            edits.push(Edit::SetChip(Some(Box::new(dump))));
        }
        self.edit_and_propose(id, edits)
    }

    /// Applies `edits` and proposes anew, as one step; the first edit names it.
    pub(super) fn edit_and_propose(&self, id: ExaminationId, mut edits: Vec<Edit>) -> Result<Examination, Problem> {
        let examination = self.held_examination(id)?.state;
        let (_, exhibit) = self.exhibit_of(&examination)?;
        let mut changed = examination.clone();
        for edit in &edits {
            changed.apply(edit.clone()).map_err(|error| Problem::bad_use(crate::app::problem::sentence(&error.to_string())))?;
        }
        // What a person decided about proposals is taken from the examination as it was.
        changed.proposals = examination.proposals;
        let library = self.library();
        let reference = self.reference_of(&changed).and_then(|id| library.reference(&id));
        let proposals = self.proposals(&changed, &exhibit.captures, reference, &changed.analysis)?;
        edits.push(Edit::SetAnalysis { analysis: Box::new(changed.analysis), proposals });
        self.edit(id, Edit::Together(edits))
    }
}
