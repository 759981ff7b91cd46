//! What the desktop needs of the use cases, as calls that may take their time; each runs in a job, never on the frame thread.

mod life;
mod workspace;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use life::LifeStep;
pub use workspace::WorkspaceBackend;

use image::RgbImage;

use super::case::OpenCase;
use super::desk::DeskView;
use super::sign_in::SessionView;
use super::wish::{Answer, ConclusionDraft};
use crate::app::measuring::NewMeasured;
use crate::app::pipeline::landmarks::HandRequest;
use crate::app::trust::TrustKind;
use crate::app::workspace::NewMark;
use crate::app::{Problem, Watch};
use crate::domain::recipe::Recipe;
use crate::domain::{
    Calibration, CaptureId, CaseId, Evidence, ExhibitId, Homography, ItemId, LandmarkDraft, Light, MarkId, MarkKind, MarkShape, MeasuredAt,
    MeasuredId, PageFromCapture, PageId, PageOf, PictureSum, Progress, ReferenceId, Resolution, Sha256, ZoneId,
};
use crate::imaging::{Depth, Landmark, PatchSearch, Picture, PixelRect, Pyramid, PyramidCache, PyramidError, PyramidKey, Snapped};

/// One step of an examination, in the order in which it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Answers an item.
    Answer(ItemId, Answer),
    /// Takes over a proposal.
    Accept(ItemId),
    /// Sets a proposal aside.
    Overrule(ItemId),
    /// Attaches a part of a capture to an item.
    Attach(ItemId, Box<Evidence>),
    /// Takes away what was attached to an item as number, from 0.
    Detach(ItemId, usize),
    /// Adjusts pictures in the viewers, by the sums of their files; one step for all of them.
    Adjust(Vec<(PictureSum, Recipe)>),
    /// Chooses the reference.
    ChooseReference(Option<ReferenceId>),
    /// Lays a capture on a page by landmarks.
    RegisterByHand(Box<HandRequest>),
    /// Takes away what a person placed and registers the capture anew.
    RegisterByProgram(CaptureId),
    /// Types the machine-readable zone.
    TypeMrz(String),
    /// Confirms or types what is printed in fields.
    ConfirmFields(Vec<(ZoneId, String)>),
    /// Takes that back for a field.
    ClearField(ZoneId),
    /// Takes in the files of the chip from a folder.
    AddChip(PathBuf),
    /// Takes the files of the chip away.
    RemoveChip,
    /// Trusts files from now on, and examines what is signed again.
    Trust(TrustKind, Vec<PathBuf>),
    /// Keeps a mark.
    Mark(Box<NewMark>),
    /// Changes what a mark points out and its note.
    ChangeMark(MarkId, MarkKind, String),
    /// Moves a mark or points of it into that zone.
    MoveMark(MarkId, Box<MarkShape>, Option<ZoneId>),
    /// Changes the words of a text mark.
    RewordMark(MarkId, String),
    /// Takes a mark away.
    RemoveMark(MarkId),
    /// Keeps a measurement.
    Measure(Box<NewMeasured>),
    /// Changes the note of a measurement.
    NoteMeasured(MeasuredId, String),
    /// Moves points of a measurement.
    MoveMeasured(MeasuredId, Box<MeasuredAt>),
    /// Takes a measurement away.
    RemoveMeasured(MeasuredId),
    /// Sets the scale of a capture by hand, or takes it back.
    Calibrate(CaptureId, Option<Box<Calibration>>),
    /// Moves the case on in its life.
    Life(LifeStep),
    /// Concludes.
    Conclude(ConclusionDraft),
    /// Takes the conclusion back.
    WithdrawConclusion,
    /// Takes the last step back.
    Undo,
    /// Does again what was taken back.
    Redo,
}

/// A picture and where it lies.
pub struct ReferencePicture {
    /// Its pixels, edge to edge the page.
    pub rgb: RgbImage,
    /// Its resolution.
    pub resolution: Resolution,
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The report.
    pub pdf: PathBuf,
    /// The findings.
    pub json: PathBuf,
}

/// Tiles in memory of a picture that no cache keeps, in bytes.
const UNKEPT_BYTES: usize = 64 << 20;

/// A decoded picture in tiles that no cache keeps.
///
/// # Errors
///
/// Cancelled, or that it has no pixels or too many.
pub(super) fn in_tiles(rgb: RgbImage, sum: impl Into<PictureSum>, progress: &dyn Progress) -> Result<Pyramid, Problem> {
    let PictureSum { sha256, page } = sum.into();
    let key = PyramidKey { sha256, page, depth: Depth::Eight };
    let source = Arc::new(Picture::drawn(rgb, None)).into();
    Pyramid::begin(&PyramidCache::in_memory(UNKEPT_BYTES), key, source, progress).map_err(|error| match error {
        PyramidError::Cancelled(cancelled) => cancelled.into(),
        error => Problem::bad_input(crate::app::problem::sentence(&error.to_string())),
    })
}

/// The use cases as the desktop calls them.
pub trait Backend: Send + Sync + 'static {
    /// Who is at the program, and who could be.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn session(&self) -> Result<SessionView, Problem> {
        Ok(SessionView::default())
    }

    /// Signs in.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn sign_in(&self, name: &str, _passphrase: &str) -> Result<(), Problem> {
        Err(Problem::bad_use(format!("There is no account of {name}.")))
    }

    /// Signs out, or locks the screen.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn sign_out(&self) -> Result<(), Problem> {
        Ok(())
    }

    /// Reads what the desk shows, apart from jobs.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn desk(&self) -> Result<DeskView, Problem>;

    /// Makes a case of those of `files` that can be taken in, which is not analysed yet; returns the case, and what is wrong with
    /// each of the others.
    ///
    /// # Errors
    ///
    /// A problem to show; if no file can be taken in, it names every one.
    fn new_case(&self, files: &[PathBuf], watch: &dyn Watch) -> Result<(CaseId, Vec<Problem>), Problem>;

    /// Makes the sample case, or finds it if there is one.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn sample_case(&self, watch: &dyn Watch) -> Result<CaseId, Problem>;

    /// Takes further captures of an exhibit in: those of `files` that can be; returns what is wrong with each of the others.
    ///
    /// # Errors
    ///
    /// A problem to show; if no file can be taken in, it names every one.
    fn add_captures(&self, case: CaseId, exhibit: ExhibitId, files: &[PathBuf], watch: &dyn Watch) -> Result<Vec<Problem>, Problem>;

    /// Identifies, registers and compares an exhibit.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn analyse(&self, case: CaseId, exhibit: ExhibitId, watch: &dyn Watch) -> Result<(), Problem>;

    /// Reads a case with the examination of one exhibit, of the first if none is named.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn open(&self, case: CaseId, exhibit: Option<ExhibitId>) -> Result<OpenCase, Problem>;

    /// Makes one step of an examination and returns the case as it is then; a choice of another reference or place measures again.
    ///
    /// # Errors
    ///
    /// A problem to show; nothing has changed then.
    fn step(&self, case: CaseId, exhibit: ExhibitId, step: &Step, watch: &dyn Watch) -> Result<OpenCase, Problem>;

    /// Decodes a capture.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn picture(&self, sum: PictureSum, watch: &dyn Watch) -> Result<RgbImage, Problem>;

    /// Decodes the picture of a reference page.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn reference_picture(
        &self,
        reference: &ReferenceId,
        page: &PageId,
        light: Light,
        watch: &dyn Watch,
    ) -> Result<ReferencePicture, Problem>;

    /// A capture in tiles.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn tiles(&self, sum: PictureSum, watch: &dyn Watch) -> Result<Pyramid, Problem> {
        in_tiles(self.picture(sum, watch)?, sum, watch)
    }

    /// The picture of a reference page in tiles, with its resolution.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn reference_tiles(
        &self,
        reference: &ReferenceId,
        page: &PageId,
        light: Light,
        watch: &dyn Watch,
    ) -> Result<(Pyramid, Resolution), Problem> {
        let picture = self.reference_picture(reference, page, light, watch)?;
        let sum = Sha256::of(picture.rgb.as_raw());
        Ok((in_tiles(picture.rgb, sum, watch)?, picture.resolution))
    }

    /// Maps where a capture departs from the reference, in the frame of the reference page, together with the faded capture: a picture
    /// for [`HeatColours`](crate::imaging::HeatColours), which paints it at any tolerance.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn difference(
        &self,
        capture: PictureSum,
        page_from_capture: PageFromCapture,
        place: (&ReferenceId, &PageId, Light),
        watch: &dyn Watch,
    ) -> Result<ReferencePicture, Problem>;

    /// Lets go of what is held in memory of the pictures of a case that is closed.
    fn release(&self) {}

    /// Saves a view as a picture in `folder` and returns the file; nothing that is there is written over.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn save_view(&self, case: CaseId, exhibit: ExhibitId, view: &Evidence, folder: &Path, watch: &dyn Watch) -> Result<PathBuf, Problem>;

    /// Moves the questioned spot of a pair to where its surroundings look like those of the reference; nothing is kept.
    ///
    /// # Errors
    ///
    /// A problem to show: no such spot is in reach.
    fn snap(
        &self,
        capture: PictureSum,
        place: (&PageOf, Light),
        near: Landmark,
        reference_from_questioned: &Homography,
        watch: &dyn Watch,
    ) -> Result<Snapped, Problem>;

    /// Searches the library for what an area of a capture under `light` shows.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn find_patch(&self, capture: PictureSum, light: Light, area: PixelRect, watch: &dyn Watch) -> Result<PatchSearch, Problem>;

    /// Keeps landmarks of a capture that are being set, so that they outlast the program; `None` forgets them.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn keep_landmarks(&self, case: CaseId, exhibit: ExhibitId, capture: CaptureId, draft: Option<&LandmarkDraft>) -> Result<(), Problem>;

    /// Writes report and findings into `folder`.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn export(&self, case: CaseId, exhibit: ExhibitId, folder: &Path, watch: &dyn Watch) -> Result<Exported, Problem>;

    /// Writes marks and measurements as `GeoJSON` in mm into `folder`, a file for each page; returns the files.
    ///
    /// # Errors
    ///
    /// A problem to show.
    fn export_marks(&self, case: CaseId, exhibit: ExhibitId, folder: &Path) -> Result<Vec<PathBuf>, Problem>;
}
