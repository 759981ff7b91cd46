//! The desktop's calls as use cases of a workspace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::RgbImage;

use super::{Backend, Exported, ReferencePicture, Step};
use crate::app::assist::circumstances;
use crate::app::examine::Existing;
use crate::app::measuring::NewMeasured;
use crate::app::pipeline::difference::{compare_capture, with_questioned};
use crate::app::pipeline::{Received, receive};
use crate::app::workspace::{NewCase, NewMark, SessionState};
use crate::app::{Problem, Watch, Workspace};
use crate::domain::recipe::Recipe;
use crate::domain::{
    AnswerValue, CaptureId, CaseId, Checklist, Conclusion, Edit, Evidence, Examination, ExhibitId, Homography, ItemId, LandmarkDraft,
    Light, MarkShape, Observation, PageFromCapture, PageId, PageOf, PictureSum, ProposalState, ReferenceId, Resolution, SizeMm, Verdict,
    applies,
};
use crate::gui::case::data::read_text;
use crate::gui::case::{OpenCase, StepLine};
use crate::gui::desk::{CaseLine, DeskView, LibraryLine};
use crate::gui::sign_in::SessionView;
use crate::gui::wish::{Answer, ConclusionDraft};
use crate::imaging::{Landmark, PatchSearch, Picture, PixelRect, Pyramid, Snapped};

/// The number of the case that a new data folder begins with.
const SAMPLE: &str = "SAMPLE-1";

/// Pages that are named of a search by a region.
const PATCHES_SHOWN: usize = 5;

/// A workspace as the desktop calls it.
pub struct WorkspaceBackend {
    pub(super) workspace: Arc<Workspace>,
}

/// Lets go of decoded captures at the end of a job that needed them, however it ends.
struct UntilDone<'a>(&'a Workspace);

impl Drop for UntilDone<'_> {
    fn drop(&mut self) {
        self.0.release_pictures();
    }
}

impl WorkspaceBackend {
    /// The desktop's calls on `workspace`.
    pub fn new(workspace: Arc<Workspace>) -> Self {
        Self { workspace }
    }

    /// The examination of an exhibit, the newest if there are several; one is begun if there is none.
    pub(super) fn examination(&self, case: CaseId, exhibit: ExhibitId) -> Result<Examination, Problem> {
        let found = self.workspace.examination_for(case, exhibit)?;
        found.map_or_else(|| self.workspace.begin(case, exhibit, None), Ok)
    }

    pub(super) fn shown(&self, examination: Examination) -> Result<OpenCase, Problem> {
        let (case, exhibit) = self.workspace.exhibit_of(&examination)?;
        let checklist = Arc::new(self.workspace.checklist(&examination.checklist)?.checklist);
        let library: BTreeMap<_, _> =
            self.workspace.library().references().iter().map(|reference| (reference.id.clone(), reference.clone())).collect();
        let reference = self.workspace.reference_of(&examination).and_then(|id| library.get(&id));
        let known = circumstances(reference, &exhibit.captures);
        let (undo, redo) = self.workspace.steps(examination.id);
        Ok(OpenCase {
            exhibit: exhibit.id,
            applicability: checklist.items.iter().map(|item| (item.id.clone(), applies(item, &known))).collect(),
            suggestion: Some(self.workspace.suggestion(&examination)?),
            mrz: read_text(&examination.machine_zone_text(), examination.begun_at.date()),
            matrix: Arc::new(self.workspace.matrix(&examination)),
            history: self.history(&examination, &checklist),
            drafts: self.workspace.landmark_drafts(&examination),
            can_undo: undo > 0,
            can_redo: redo > 0,
            library: Arc::new(library),
            standing: Arc::new(self.workspace.standing(case.id)?),
            case: self.workspace.case(case.id)?,
            examination,
            checklist,
        })
    }

    fn history(&self, examination: &Examination, checklist: &Checklist) -> Vec<StepLine> {
        let title = |item: &ItemId| checklist.item(item).map_or_else(|| item.to_string(), |item| item.title.clone());
        let steps = self.workspace.history(examination.id).into_iter();
        steps.map(|step| StepLine { title: step.name.title(title), at: step.at, stands: step.stands }).collect()
    }

    fn observation(&self, value: AnswerValue, remark: &str) -> Observation {
        let now = self.workspace.now();
        Observation {
            value,
            not_examined: None,
            remark: remark.to_owned(),
            evidence: Vec::new(),
            from_proposal: false,
            by: self.workspace.person(),
            observed_at: now,
            entered_at: now,
        }
    }

    fn answer(&self, examination: &Examination, item: &ItemId, answer: &Answer) -> Edit {
        let observation = match answer {
            Answer::Verdict { verdict, reason, remark } => {
                Some(Observation { not_examined: *reason, ..self.observation(AnswerValue::Verdict(*verdict), remark) })
            }
            Answer::Measured { value, verdict, remark } => {
                Some(self.observation(AnswerValue::Measured { value: *value, verdict: *verdict }, remark))
            }
            Answer::Choice(text) => Some(self.observation(AnswerValue::Choice(text.clone()), "")),
            Answer::Text(text) => Some(self.observation(AnswerValue::Text(text.clone()), "")),
            Answer::Clear => None,
        };
        let verdict = observation.as_ref().and_then(|observation| observation.value.verdict());
        let answered = observation.is_some();
        let mut edits = vec![Edit::SetAnswer { item: item.clone(), answer: observation.map(Box::new) }];
        edits.extend(state_after(examination, item, answered, verdict).map(|state| Edit::SetProposalState { item: item.clone(), state }));
        if edits.len() == 1 { edits.remove(0) } else { Edit::Together(edits) }
    }

    /// Takes in what can be of `files`; returns what is wrong with each of the others.
    fn take_in_some(&self, case: CaseId, exhibit: ExhibitId, files: &[PathBuf], watch: &dyn Watch) -> Result<Vec<Problem>, Problem> {
        let (received, refused) = receive_some(files, watch)?;
        self.workspace.take_in(case, exhibit, &received, watch)?;
        Ok(refused)
    }

    fn conclusion(&self, examination: &Examination, draft: &ConclusionDraft) -> Result<Edit, Problem> {
        let scale = self.workspace.checklist(&examination.checklist)?.checklist.meta.report_scale;
        Ok(Edit::SetConclusion(Some(Box::new(Conclusion {
            scale,
            level: draft.level,
            codes: draft.codes.clone(),
            reasons: draft.reasons.clone(),
            departs_because: draft.departs_because.clone(),
            by: self.workspace.person(),
            at: self.workspace.now(),
        }))))
    }
}

/// What of `files` can be taken in, and what is wrong with the others.
///
/// # Errors
///
/// Every file with its reason if none can be.
fn receive_some(files: &[PathBuf], watch: &dyn Watch) -> Result<(Vec<Received>, Vec<Problem>), Problem> {
    let (received, refused) = receive(files, None, watch)?;
    match Problem::together(&refused, "").filter(|_| received.is_empty()) {
        Some(problem) => Err(problem),
        None => Ok((received, refused)),
    }
}

/// What becomes of a proposal when the examiner answers the item: the same verdict agrees with it, another overrules it.
fn state_after(examination: &Examination, item: &ItemId, answered: bool, verdict: Option<Verdict>) -> Option<ProposalState> {
    let proposal = examination.proposals.get(item).filter(|proposal| proposal.verdict.is_some())?;
    let state = if !answered {
        ProposalState::Waiting
    } else if verdict == proposal.verdict {
        ProposalState::Accepted
    } else {
        ProposalState::Overruled
    };
    (state != proposal.state).then_some(state)
}

/// The one step in which all of `pictures` are adjusted.
fn adjustment(pictures: &[(PictureSum, Recipe)]) -> Edit {
    let mut edits: Vec<Edit> =
        pictures.iter().map(|(picture, recipe)| Edit::SetAdjustment { picture: *picture, recipe: recipe.clone() }).collect();
    if edits.len() == 1 { edits.remove(0) } else { Edit::Together(edits) }
}

/// A folder below `folder` that is not there yet, named after the case.
fn new_folder(folder: &Path, number: &str, mark: &str) -> PathBuf {
    let safe: String = format!("findings-{number}-{mark}").chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' }).collect();
    let first = folder.join(&safe);
    let mut later = (2..).map(|count| folder.join(format!("{safe}-{count}")));
    if first.exists() { later.find(|candidate| !candidate.exists()).unwrap_or(first) } else { first }
}

impl Backend for WorkspaceBackend {
    fn session(&self) -> Result<SessionView, Problem> {
        let name = match self.workspace.session() {
            SessionState::Alone(_) => return Ok(SessionView::default()),
            SessionState::SignedOut => None,
            SessionState::SignedIn(account) => Some(account.name.to_string()),
        };
        Ok(SessionView {
            signed_out: name.is_none(),
            names: self.workspace.people()?.into_iter().map(|account| account.name.to_string()).collect(),
            name,
            lock_after_min: self.workspace.laboratory()?.rules.idle_lock_minutes,
        })
    }

    fn sign_in(&self, name: &str, passphrase: &str) -> Result<(), Problem> {
        self.workspace.sign_in(name, passphrase).map(drop)
    }

    fn sign_out(&self) -> Result<(), Problem> {
        self.workspace.sign_out()
    }

    fn desk(&self) -> Result<DeskView, Problem> {
        let mut cases = self.workspace.cases()?;
        cases.sort_by(|a, b| b.changed_at.cmp(&a.changed_at).then_with(|| b.number.cmp(&a.number)));
        let sample = cases.iter().any(|case| case.number == SAMPLE);
        let library = self.workspace.library();
        let lines = library.references().iter().map(|reference| LibraryLine {
            id: reference.id.to_string(),
            title: reference.title(),
            captures: reference.pages.iter().map(|page| page.captures.len()).sum(),
        });
        Ok(DeskView {
            cases: cases
                .into_iter()
                .map(|case| CaseLine {
                    id: case.id,
                    number: case.number,
                    title: case.title,
                    status: case.status,
                    received_at: case.received_at,
                    captures: usize::try_from(case.captures).unwrap_or(usize::MAX),
                })
                .collect(),
            library: lines.collect(),
            library_place: String::new(),
            checklists: self.workspace.checklists()?.into_iter().map(|list| list.checklist.meta.title).collect(),
            jobs: Vec::new(),
            examiner: self.workspace.person().to_string(),
            loading: false,
            sample,
        })
    }

    fn new_case(&self, files: &[PathBuf], watch: &dyn Watch) -> Result<(CaseId, Vec<Problem>), Problem> {
        // What cannot be decoded is refused before a case is opened for it.
        let (received, refused) = receive_some(files, watch)?;
        let mut exhibits: Vec<(String, Vec<Received>)> = Vec::new();
        for one in received {
            match exhibits.iter_mut().find(|(name, _)| *name == one.exhibit) {
                Some((_, captures)) => captures.push(one),
                None => exhibits.push((one.exhibit.clone(), vec![one])),
            }
        }
        let names: Vec<&str> = exhibits.iter().map(|(name, _)| name.as_str()).collect();
        let case = self.workspace.new_case(NewCase { title: format!("Scans {}", names.join(", ")), ..NewCase::default() })?;
        for (name, captures) in &exhibits {
            let exhibit = self.workspace.new_exhibit(case.id, name)?;
            self.workspace.take_in(case.id, exhibit.id, captures, watch)?;
            self.workspace.begin(case.id, exhibit.id, None)?;
        }
        Ok((case.id, refused))
    }

    fn sample_case(&self, _watch: &dyn Watch) -> Result<CaseId, Problem> {
        Ok(self.workspace.case_named(SAMPLE)?.id)
    }

    fn add_captures(&self, case: CaseId, exhibit: ExhibitId, files: &[PathBuf], watch: &dyn Watch) -> Result<Vec<Problem>, Problem> {
        let refused = self.take_in_some(case, exhibit, files, watch)?;
        self.analyse(case, exhibit, watch)?;
        Ok(refused)
    }

    fn analyse(&self, case: CaseId, exhibit: ExhibitId, watch: &dyn Watch) -> Result<(), Problem> {
        let _kept = UntilDone(&self.workspace);
        let examination = self.examination(case, exhibit)?;
        self.workspace.analyse(examination.id, watch).map(drop)
    }

    fn open(&self, case: CaseId, exhibit: Option<ExhibitId>) -> Result<OpenCase, Problem> {
        let exhibit = match exhibit {
            Some(exhibit) => exhibit,
            None => match self.workspace.case(case)?.exhibits.first() {
                Some(exhibit) => exhibit.id,
                None => self.workspace.new_exhibit(case, "Document")?.id,
            },
        };
        self.shown(self.examination(case, exhibit)?)
    }

    fn step(&self, case: CaseId, exhibit: ExhibitId, step: &Step, watch: &dyn Watch) -> Result<OpenCase, Problem> {
        let examination = self.examination(case, exhibit)?;
        let id = examination.id;
        let changed = match step {
            Step::Undo => self.workspace.undo(id)?.unwrap_or(examination),
            Step::Redo => self.workspace.redo(id)?.unwrap_or(examination),
            Step::Answer(item, answer) => self.workspace.edit(id, self.answer(&examination, item, answer))?,
            Step::Accept(item) => self.workspace.accept_proposal(id, item, "")?,
            Step::Overrule(item) => {
                self.workspace.edit(id, Edit::SetProposalState { item: item.clone(), state: ProposalState::Overruled })?
            }
            Step::Attach(item, evidence) => self.workspace.attach_evidence(id, item, Evidence::clone(evidence))?,
            Step::Detach(item, place) => self.workspace.remove_evidence(id, item, *place)?,
            Step::Adjust(pictures) => self.workspace.edit(id, adjustment(pictures))?,
            Step::ChooseReference(Some(reference)) => self.workspace.choose_reference(id, reference, watch)?,
            Step::ChooseReference(None) => self.workspace.edit(id, Edit::SetReference(None))?,
            Step::RegisterByHand(request) => self.workspace.register_by_hand(id, request, watch)?,
            Step::RegisterByProgram(capture) => self.workspace.register_by_program(id, *capture, watch)?,
            Step::TypeMrz(text) => self.workspace.set_mrz_text(id, text)?,
            Step::ConfirmFields(texts) => self.workspace.set_visual_texts(id, texts)?,
            Step::ClearField(zone) => self.workspace.set_visual_text(id, zone, None)?,
            Step::AddChip(folder) => self.workspace.add_chip(id, folder, watch)?,
            Step::RemoveChip => self.workspace.remove_chip(id)?,
            Step::Trust(kind, files) => {
                for file in files {
                    self.workspace.add_trust(*kind, file)?;
                }
                self.workspace.examine_signatures_again(id)?
            }
            Step::Mark(mark) => self.workspace.add_mark(id, NewMark::clone(mark))?,
            Step::ChangeMark(mark, kind, note) => self.workspace.change_mark(id, *mark, *kind, note)?,
            Step::MoveMark(mark, shape, zone) => {
                self.workspace.edit(id, Edit::MoveMark { id: *mark, shape: MarkShape::clone(shape), zone: zone.clone() })?
            }
            Step::RewordMark(mark, text) => self.workspace.edit(id, Edit::RewordMark { id: *mark, text: text.clone() })?,
            Step::MoveMeasured(measured, to) => self.workspace.edit(id, Edit::MoveMeasured { id: *measured, to: to.clone() })?,
            Step::RemoveMark(mark) => self.workspace.edit(id, Edit::SetMark { id: *mark, mark: None })?,
            Step::Measure(measured) => self.workspace.add_measured(id, NewMeasured::clone(measured))?,
            Step::NoteMeasured(measured, note) => self.workspace.note_measured(id, *measured, note)?,
            Step::RemoveMeasured(measured) => self.workspace.edit(id, Edit::SetMeasured { id: *measured, measured: None })?,
            Step::Calibrate(capture, calibration) => self.workspace.calibrate(id, *capture, calibration.as_deref().cloned(), watch)?,
            Step::Conclude(draft) => self.workspace.edit(id, self.conclusion(&examination, draft)?)?,
            Step::Life(step) => return self.life_step(case, exhibit, id, step, watch),
            Step::WithdrawConclusion => self.workspace.edit(id, Edit::SetConclusion(None))?,
        };
        self.shown(changed)
    }

    fn picture(&self, sum: PictureSum, watch: &dyn Watch) -> Result<RgbImage, Problem> {
        Ok(self.workspace.picture(sum, watch)?.rgb.clone())
    }

    fn reference_picture(
        &self,
        reference: &ReferenceId,
        page: &PageId,
        light: Light,
        _watch: &dyn Watch,
    ) -> Result<ReferencePicture, Problem> {
        let of = PageOf { reference: reference.clone(), page: page.clone() };
        let found = self.workspace.library().page(&of, light)?;
        let found = found.ok_or_else(|| Problem::bad_input(format!("{of} has no picture under {}.", light.title())))?;
        Ok(ReferencePicture { rgb: found.picture.rgb.clone(), resolution: found.resolution })
    }

    fn tiles(&self, sum: PictureSum, watch: &dyn Watch) -> Result<Pyramid, Problem> {
        self.workspace.tiles(sum, watch)
    }

    fn reference_tiles(
        &self,
        reference: &ReferenceId,
        page: &PageId,
        light: Light,
        watch: &dyn Watch,
    ) -> Result<(Pyramid, Resolution), Problem> {
        self.workspace.reference_tiles(reference, page, light, watch)
    }

    fn difference(
        &self,
        capture: PictureSum,
        page_from_capture: PageFromCapture,
        (reference, page, light): (&ReferenceId, &PageId, Light),
        watch: &dyn Watch,
    ) -> Result<ReferencePicture, Problem> {
        let _kept = UntilDone(&self.workspace);
        let of = PageOf { reference: reference.clone(), page: page.clone() };
        let library = self.workspace.library();
        let found = library.page(&of, light)?;
        let found = found.ok_or_else(|| Problem::bad_input(format!("{of} has no picture under {}.", light.title())))?;
        let questioned = self.workspace.picture(capture, watch)?;
        watch.stage("Mapping the difference");
        let page = library.reference(reference).and_then(|reference| reference.page(page));
        let differences = compare_capture(&questioned, page_from_capture, &found, page, watch)?;
        let size = page.map_or_else(|| size_of(&found.picture, found.resolution), |page| page.size);
        let rgb = with_questioned(&differences, &questioned, page_from_capture, size, found.resolution);
        Ok(ReferencePicture { rgb, resolution: found.resolution })
    }

    fn release(&self) {
        self.workspace.release();
    }

    fn snap(
        &self,
        capture: PictureSum,
        place: (&PageOf, Light),
        near: Landmark,
        reference_from_questioned: &Homography,
        watch: &dyn Watch,
    ) -> Result<Snapped, Problem> {
        self.workspace.snap(capture, place, near, reference_from_questioned, watch)
    }

    fn find_patch(&self, capture: PictureSum, light: Light, area: PixelRect, watch: &dyn Watch) -> Result<PatchSearch, Problem> {
        let _kept = UntilDone(&self.workspace);
        let picture = self.workspace.picture(capture, watch)?;
        watch.stage("Searching the library");
        self.workspace.library().find_patch(&picture, light, area, PATCHES_SHOWN, watch)
    }

    fn keep_landmarks(&self, case: CaseId, exhibit: ExhibitId, capture: CaptureId, draft: Option<&LandmarkDraft>) -> Result<(), Problem> {
        let id = self.examination(case, exhibit)?.id;
        match draft {
            Some(draft) => self.workspace.keep_landmarks(id, draft),
            None => self.workspace.drop_landmarks(id, capture),
        }
    }

    fn export(&self, case: CaseId, exhibit: ExhibitId, folder: &Path, watch: &dyn Watch) -> Result<Exported, Problem> {
        let _kept = UntilDone(&self.workspace);
        let examination = self.examination(case, exhibit)?;
        let (case, exhibit) = self.workspace.exhibit_of(&examination)?;
        let target = new_folder(folder, &case.number, &exhibit.mark);
        let files = self.workspace.export(examination.id, &target, Existing::Keep, watch)?.files;
        let named = |ending: &str| files.iter().find(|file| file.extension().is_some_and(|found| found == ending)).cloned();
        match (named("pdf"), named("json")) {
            (Some(pdf), Some(json)) => Ok(Exported { pdf, json }),
            _ => Err(Problem::system("The export has no report or no findings.")),
        }
    }

    fn save_view(&self, case: CaseId, exhibit: ExhibitId, view: &Evidence, folder: &Path, watch: &dyn Watch) -> Result<PathBuf, Problem> {
        let _kept = UntilDone(&self.workspace);
        let examination = self.examination(case, exhibit)?;
        self.workspace.save_view(examination.id, view, folder, watch)
    }

    fn export_marks(&self, case: CaseId, exhibit: ExhibitId, folder: &Path) -> Result<Vec<PathBuf>, Problem> {
        let examination = self.examination(case, exhibit)?;
        self.workspace.export_marks(examination.id, folder)
    }
}

/// The size in mm of a picture at its resolution.
fn size_of(picture: &Picture, resolution: Resolution) -> SizeMm {
    let (width, height) = picture.rgb.dimensions();
    SizeMm { width: f64::from(width) * resolution.x.mm_per_px(), height: f64::from(height) * resolution.y.mm_per_px() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unwatched;

    #[test]
    fn good_files_are_taken_in_and_every_other_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let places = crate::app::Places::at(folder.path().join("data"));
        let start = crate::domain::Timestamp("2026-03-01T09:30:00Z".parse().unwrap());
        let workspace = Workspace::open(places, Box::new(crate::app::FixedClock::at(start)), &Unwatched).unwrap();
        let backend = WorkspaceBackend::new(Arc::new(workspace));
        let png = crate::imaging::write_png(&RgbImage::from_pixel(40, 30, image::Rgb([9, 9, 9])), Resolution::square(300.0)).unwrap();
        let file = |name: &str, bytes: &[u8]| {
            std::fs::write(folder.path().join(name), bytes).unwrap();
            folder.path().join(name)
        };
        let (good, other) = (file("q.visible.png", &png), file("q.uv-365.png", &png));
        let bad = [file("letter.png", b"Dear Sir"), file("cut.png", &png[..png.len() - 20])];
        let before = backend.desk().unwrap().cases.len();
        let refused = backend.new_case(&bad, &Unwatched).unwrap_err();
        assert!(refused.hint.contains("letter.png") && refused.hint.contains("cut.png"), "{refused:?}");
        assert_eq!(backend.desk().unwrap().cases.len(), before, "a case was opened for nothing");
        let (case, refused) = backend.new_case(&[bad[0].clone(), good, bad[1].clone()], &Unwatched).unwrap();
        assert_eq!(refused.len(), 2);
        let open = backend.open(case, None).unwrap();
        let refused = backend.take_in_some(case, open.exhibit, &[bad[0].clone(), other], &Unwatched).unwrap();
        assert_eq!(refused.len(), 1);
        let names = |open: &OpenCase| open.captures().iter().map(|capture| capture.file_name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&backend.open(case, None).unwrap()), ["q.visible.png", "q.uv-365.png"]);
        assert!(backend.add_captures(case, open.exhibit, &bad, &Unwatched).is_err());
        assert_eq!(names(&backend.open(case, None).unwrap()).len(), 2);
    }

    #[test]
    fn an_export_never_writes_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let first = new_folder(folder.path(), "2026/7", "1");
        assert_eq!(first.file_name().unwrap(), "findings-2026-7-1");
        std::fs::create_dir(&first).unwrap();
        assert_eq!(new_folder(folder.path(), "2026/7", "1").file_name().unwrap(), "findings-2026-7-1-2");
    }
}
