//! The main job without a screen: captures in, files of findings out, nothing kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::assist::{Facts, propose};
use super::carriers::KnownData;
use super::data::{DataOrder, Looked, look, seed};
use super::ids::derived;
use super::library::Library;
use super::pipeline::Received;
use super::pipeline::around::Around;
use super::pipeline::figures::{Sources, pictures};
use super::pipeline::findings::{Examined, findings};
use super::trust::Trust;
use super::{Clock, Problem, Settings, VERSION, Watch};
use crate::domain::findings::{Findings, Integrity, LogHead};
use crate::domain::{
    Actor, Analysis, CaptureId, Case, CaseId, CaseStatus, ChosenReference, Examination, ExaminationId, Exhibit, ExhibitId, FindingsId,
    LaboratorySheet, Reference, ReferenceId, Sha256, Signature,
};
use crate::exchange::{Export, ExportError, RecordError, ReportPicture, export, record_hash, results_hash};
use crate::imaging::{Picture, Pixels};
use crate::reading::parse_mrz;
use crate::store::FrozenChecklist;

/// What to examine, and how.
pub struct Order<'a> {
    /// The captures of one exhibit.
    pub received: &'a [Received],
    /// The checklist.
    pub checklist: &'a FrozenChecklist,
    /// The machine-readable zone as typed; empty if it is to be read from the captures.
    pub mrz_text: &'a str,
    /// The certificates that are trusted.
    pub trust: &'a Trust,
    /// The folder with the files of its chip, if they were read.
    pub chip: Option<&'a Path>,
    /// The reference to compare with; `None` lets identification decide.
    pub reference: Option<&'a ReferenceId>,
    /// Name and address of the laboratory.
    pub settings: &'a Settings,
}

/// What an examination without a screen came to.
pub struct Examining {
    /// The case it was made for, which is kept nowhere.
    pub case: Case,
    /// The examination, with proposals that nobody has answered.
    pub examination: Examination,
    /// The record.
    pub findings: Findings,
    /// The files that leave the laboratory.
    pub export: Export,
}

/// Takes the captures of one exhibit through the whole pipeline.
///
/// All identities follow from the captures, so that the same input at the same time gives the same files.
///
/// # Errors
///
/// A capture that cannot be decoded, a library that cannot be read, a reference that is not in it; cancelled if `watch` asks to stop.
pub fn examine(order: &Order<'_>, library: &Library, clock: &dyn Clock, watch: &dyn Watch) -> Result<Examining, Problem> {
    let now = clock.now();
    let seed = seed(order.received);
    let Order { received, mrz_text, trust, chip, reference, .. } = *order;
    let Looked { seen, analysed, chip } = look(&DataOrder { received, mrz_text, trust, chip, reference }, library, now, watch)?;
    let program = || Actor::Program(VERSION.to_owned());
    let visual_texts = BTreeMap::new();
    let reference = analysed.reference;
    let first = order.received.first();
    let exhibit = Exhibit {
        id: ExhibitId(derived(&["exhibit", &seed])),
        mark: "1".to_owned(),
        description: describe(first, reference),
        kind: reference.map(|reference| reference.kind),
        condition: None,
        captures: seen.iter().map(|seen| seen.capture.clone()).collect(),
        custody: Vec::new(),
    };
    let number = first.map_or_else(|| "0".to_owned(), |first| format!("P-{}", first.sha256.short()));
    let case = Case {
        status: CaseStatus::InExamination,
        exhibits: vec![exhibit.clone()],
        ..Case::received(CaseId(derived(&["case", &seed])), number, exhibit.description.clone(), now)
    };
    let proposals = propose(
        &order.checklist.checklist,
        Facts {
            captures: &exhibit.captures,
            known: KnownData {
                analysis: &analysed.analysis,
                mrz_text: order.mrz_text,
                visual_texts: &visual_texts,
                chip: chip.as_ref(),
                reference,
                day: now.date(),
            },
        },
    );
    let examination = Examination {
        id: ExaminationId(derived(&["examination", &seed])),
        case: case.id,
        exhibit: exhibit.id,
        begun_at: now,
        checklist: order.checklist.version(),
        reference: reference.map(|reference| ChosenReference { reference: reference.id.clone(), by: program(), at: now }),
        mrz_text: order.mrz_text.to_owned(),
        analysis: analysed.analysis,
        proposals,
        observations: BTreeMap::new(),
        evidence: BTreeMap::new(),
        marks: Vec::new(),
        measurements: Vec::new(),
        calibrations: BTreeMap::new(),
        visual_texts,
        chip,
        adjustments: BTreeMap::new(),
        unmasking: crate::domain::Unmasking::default(),
        examiner: None,
        conclusion: None,
        frozen: false,
    };
    let pictures: Vec<_> = seen.iter().map(|seen| (&seen.capture, seen.picture.as_ref())).collect();
    let record = Record {
        case: &case,
        exhibit: &exhibit,
        examination: &examination,
        checklist: order.checklist,
        library,
        pictures: &pictures,
        deep: &BTreeMap::new(),
        around: &Around { laboratory: sheet_of(order.settings), ..Around::default() },
        log_head: None,
        id: FindingsId(derived(&["findings", &seed])),
    };
    let (findings, export) = record.make(clock, &[], watch)?;
    Ok(Examining { case, examination, findings, export })
}

fn describe(first: Option<&Received>, reference: Option<&Reference>) -> String {
    match (reference, first) {
        (Some(reference), _) => format!("Pictures of a document that claims to be: {}", reference.title()),
        (None, Some(first)) => format!("Pictures of an unknown document ({})", first.exhibit),
        (None, None) => "No pictures".to_owned(),
    }
}

/// The sheet of a laboratory of which nothing is known but what the settings of this machine say.
pub fn sheet_of(settings: &Settings) -> LaboratorySheet {
    LaboratorySheet { name: settings.laboratory.clone(), address: settings.laboratory_address.clone(), ..LaboratorySheet::default() }
}

/// Signs a record, given the sum of its results and that of the whole, or refuses.
pub type Signer<'a> = Box<dyn Fn(Sha256, Sha256) -> Result<Vec<Signature>, Problem> + 'a>;

/// An examination that findings are made from.
pub struct Record<'a> {
    /// The case.
    pub case: &'a Case,
    /// The exhibit.
    pub exhibit: &'a Exhibit,
    /// The examination.
    pub examination: &'a Examination,
    /// The checklist it follows.
    pub checklist: &'a FrozenChecklist,
    /// The references.
    pub library: &'a Library,
    /// The captures of the exhibit with their pictures.
    pub pictures: &'a [(&'a crate::domain::Capture, &'a Picture)],
    /// The samples of captures with more than 8 bits that were attached adjusted: a recipe is worked out on all that a file has.
    pub deep: &'a BTreeMap<CaptureId, Pixels>,
    /// What stands around the results.
    pub around: &'a Around,
    /// Where the audit chain stands.
    pub log_head: Option<LogHead>,
    /// The identity of the record.
    pub id: FindingsId,
}

impl Record<'_> {
    /// Makes the record and the files that go with it.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the library or of setting the report; cancelled if `watch` asks to stop.
    pub fn make(&self, clock: &dyn Clock, signing: &[Signer<'_>], watch: &dyn Watch) -> Result<(Findings, Export), Problem> {
        let (mut findings, files) = self.unsigned(clock, watch)?;
        if !signing.is_empty() {
            let unwritable = |error: RecordError| Problem::system(format!("The record cannot be signed: {error}."));
            let results = results_hash(&findings).map_err(unwritable)?;
            let record_sha256 = record_hash(&findings).map_err(unwritable)?;
            let signatures = signing.iter().map(|sign| sign(results, record_sha256)).collect::<Result<Vec<_>, _>>()?;
            findings.integrity = Some(Integrity { record_sha256, signatures: signatures.into_iter().flatten().collect() });
        }
        watch.stage("Setting the report");
        let export = export(&findings, &files).map_err(|error| match error {
            ExportError::Record(error) => Problem::system(format!("The record cannot be written: {error}.")),
            ExportError::Report(error) => Problem::system(format!("The report cannot be set: {error}.")),
            ExportError::PictureName(name) => Problem::system(format!("The picture {name} cannot be exported.")),
        })?;
        watch.report(4, 4)?;
        Ok((findings, export))
    }

    /// Makes the record and its pictures, without the report.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the library; cancelled if `watch` asks to stop.
    pub fn unsigned(&self, clock: &dyn Clock, watch: &dyn Watch) -> Result<(Findings, Vec<ReportPicture>), Problem> {
        watch.stage("Cutting the pictures");
        watch.report(3, 4)?;
        let Analysis { placements, comparisons, .. } = &self.examination.analysis;
        let sources = Sources {
            captures: self.pictures,
            deep: self.deep,
            placements,
            comparisons,
            library: self.library,
            evidence: &self.examination.evidence,
            calibrations: &self.examination.calibrations,
        };
        let cut = pictures(&sources, watch)?;
        let reference = self.examination.reference.as_ref().and_then(|chosen| self.library.reference(&chosen.reference));
        let mrz = parse_mrz(&self.examination.machine_zone_text(), self.examination.begun_at.date()).ok();
        let examined = Examined {
            case: self.case,
            exhibit: self.exhibit,
            examination: self.examination,
            checklist: &self.checklist.checklist,
            reference,
            library: self.library,
            mrz: mrz.as_ref(),
            around: self.around,
            log_head: self.log_head.clone(),
            id: self.id,
            now: clock.now(),
        };
        Ok((findings(&examined, &sources, &cut), cut.files))
    }
}

/// What to do if the folder for an export is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Refuse, unless it is empty.
    Keep,
    /// Put the new files in its place.
    Replace,
}

/// Refuses a folder that is there already and not empty, before any work is done.
///
/// # Errors
///
/// Bad use if it may not be written over, bad input if it is a file.
pub fn check_target(folder: &Path, existing: Existing) -> Result<(), Problem> {
    let name = folder.display();
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            Err(Problem::bad_input(format!("{name} is a file, not a folder.")).hint("Name a folder with --out."))
        }
        Err(error) => Err(Problem::reading(folder, &error)),
        Ok(entries) => {
            if existing == Existing::Replace || entries.count() == 0 {
                return Ok(());
            }
            Err(Problem::bad_use(format!("{name} is not empty, and its files are kept."))
                .hint("Name another folder with --out, or give --force to put the new files in its place."))
        }
    }
}

/// Writes the files of an export to a new folder beside `folder` and renames it, so that it is never half-written.
///
/// # Errors
///
/// As for [`check_target`], and a system failure if a file cannot be written.
pub fn write_export(export: &Export, folder: &Path, existing: Existing) -> Result<Vec<PathBuf>, Problem> {
    check_target(folder, existing)?;
    let failed = |error: std::io::Error| Problem::writing(folder, &error);
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(parent).map_err(failed)?;
    let beside = tempfile::Builder::new().prefix(".guilloche-").tempdir_in(parent).map_err(failed)?;
    let new = beside.path().join("new");
    for (name, bytes) in &export.files {
        let path = new.join(name);
        if let Some(inner) = path.parent() {
            std::fs::create_dir_all(inner).map_err(failed)?;
        }
        std::fs::write(&path, bytes).map_err(|error| Problem::writing(&path, &error))?;
    }
    if folder.exists() {
        // What was there is deleted only after the new folder has its place.
        std::fs::rename(folder, beside.path().join("old")).map_err(failed)?;
    }
    std::fs::rename(&new, folder).map_err(failed)?;
    Ok(export.files.keys().map(|name| folder.join(name)).collect())
}
