//! Makes the figures of issued reports again, from the originals in a package.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::CaseFile;
use crate::app::clock::FixedClock;
use crate::app::examine::Record;
use crate::app::library::{CaptureSource, Library};
use crate::app::memory::decode_limits;
use crate::app::pipeline::around::Around;
use crate::app::pipeline::intake::decode_problem;
use crate::app::{Problem, Watch};
use crate::domain::findings::Findings;
use crate::domain::{Capture, ChosenReference, Examination, ExaminationId, Reference, ReferenceCapture, Sha256};
use crate::exchange::{RecordLimits, read_record};
use crate::imaging::{Picture, decode_deep, decode_page};
use crate::store::FrozenChecklist;

/// What came of making the figures of one report again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// The number of the report.
    pub report_id: String,
    /// How many figures were made again.
    pub made: usize,
    /// The files that did not come out as recorded, or that the report has and the replay has not.
    pub differ: Vec<String>,
    /// The version of the program that made the report, if it is another than this one.
    pub other_version: Option<String>,
}

/// Reads a file of the package by its path.
pub type Files<'a> = dyn Fn(&str) -> Result<Vec<u8>, Problem> + Send + Sync + 'a;

/// References whose captures lie in the package.
struct FromPackage(BTreeMap<Sha256, Vec<u8>>);

impl CaptureSource for FromPackage {
    fn bytes(&self, reference: &Reference, capture: &ReferenceCapture) -> Result<Vec<u8>, Problem> {
        let found = capture.sha256.and_then(|sum| self.0.get(&sum)).cloned();
        found.ok_or_else(|| Problem::bad_input(format!("The capture {} of {} is not in the package.", capture.file, reference.id)))
    }
}

/// Makes every figure of every issued report of a case again.
///
/// # Errors
///
/// Bad input if a file that is needed is not in the package or cannot be read; cancelled if `watch` asks to stop.
pub fn replay(file: &CaseFile, files: &Files<'_>, watch: &dyn Watch) -> Result<Vec<Replay>, Problem> {
    let mut captures = BTreeMap::new();
    let pages = file.references.iter().flat_map(|reference| &reference.pages);
    for sum in pages.flat_map(|page| page.captures.values()).filter_map(|capture| capture.sha256) {
        captures.insert(sum, files(&CaseFile::blob_path(sum))?);
    }
    let library = Library::new(file.references.clone(), Box::new(FromPackage(captures)));
    let mut replays = Vec::with_capacity(file.issued.len());
    for issued in &file.issued {
        let record = files(&format!("{}/{}", issued.folder, crate::exchange::RECORD_FILE))?;
        let record = read_record(&record, &RecordLimits::default())
            .map_err(|error| Problem::bad_input(format!("The findings in {} cannot be read: {error}.", issued.folder)))?;
        replays.push(replay_one(file, issued.examination, &record.findings, &library, files, watch)?);
    }
    Ok(replays)
}

fn replay_one(
    file: &CaseFile,
    examination: ExaminationId,
    recorded: &Findings,
    library: &Library,
    files: &Files<'_>,
    watch: &dyn Watch,
) -> Result<Replay, Problem> {
    let missing = || Problem::bad_input(format!("The examination of the report {} is not in the package.", recorded.report_id));
    let mut examination: Examination = file.examinations.iter().find(|held| held.id == examination).cloned().ok_or_else(missing)?;
    let exhibit = file.case.exhibit(examination.exhibit).ok_or_else(missing)?;
    if examination.reference.is_none()
        && let Some(placement) = examination.analysis.placements.first()
    {
        let reference = placement.page.reference.clone();
        let by = crate::domain::Actor::Program(recorded.method.program.version.clone());
        examination.reference = Some(ChosenReference { reference, by, at: examination.begun_at });
    }
    let text = files(&CaseFile::checklist_path(examination.checklist.sha256))?;
    let checklist = checklist(&text)?;
    watch.stage("Reading the captures");
    let mut pictures: Vec<(&Capture, Arc<Picture>)> = Vec::with_capacity(exhibit.captures.len());
    let mut deep = BTreeMap::new();
    let adjusted: Vec<_> = examination.evidence.values().flatten().flat_map(|evidence| evidence.adjusted()).collect();
    for capture in &exhibit.captures {
        let bytes = files(&CaseFile::blob_path(capture.sha256))?;
        let failed = |error| decode_problem(&capture.title(), error);
        let picture = decode_page(&bytes, capture.file_page, &decode_limits(), watch).map_err(failed)?;
        if picture.info.bits > 8 && adjusted.contains(&capture.id) {
            deep.insert(capture.id, decode_deep(&bytes, capture.file_page, &decode_limits(), watch).map_err(failed)?.pixels);
        }
        pictures.push((capture, Arc::new(picture)));
    }
    let with_pictures: Vec<_> = pictures.iter().map(|(capture, picture)| (*capture, picture.as_ref())).collect();
    let record = Record {
        case: &file.case,
        exhibit,
        examination: &examination,
        checklist: &checklist,
        library,
        pictures: &with_pictures,
        deep: &deep,
        around: &Around::default(),
        log_head: None,
        id: recorded.id,
    };
    let (_, made) = record.unsigned(&FixedClock::at(recorded.created_at), watch)?;
    let made: BTreeMap<&str, Sha256> = made.iter().map(|picture| (picture.name.as_str(), Sha256::of(&picture.bytes))).collect();
    let wanted = recorded.picture_files();
    let differ = wanted.iter().filter(|(name, sum)| made.get(name.as_str()) != Some(sum)).map(|(name, _)| name.clone()).collect();
    let version = &recorded.method.program.version;
    Ok(Replay {
        report_id: recorded.report_id.clone(),
        made: wanted.len(),
        differ,
        other_version: (version != crate::app::VERSION).then(|| version.clone()),
    })
}

fn checklist(text: &[u8]) -> Result<FrozenChecklist, Problem> {
    let text =
        String::from_utf8(text.to_vec()).map_err(|error| Problem::bad_input(format!("A checklist in the package is no text: {error}.")))?;
    crate::store::parse_checklist(std::path::Path::new("checklist.toml"), text)
        .map_err(|mistakes| Problem::bad_input(format!("A checklist in the package cannot be read: {mistakes}.")))
}
