//! Marks, measurements and scales set by hand: each change is one step that can be taken back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Workspace;
use crate::app::ids::fresh;
use crate::app::measuring::{Ground, NewMeasured, map_of, method, needs_pixels, of_pixels, of_points};
use crate::app::problem::sentence;
use crate::app::{Problem, Watch};
use crate::domain::{
    Act, Actor, Calibration, CaptureId, Edit, Evidence, Examination, ExaminationId, Homography, MadeIn, MadeOn, Mark, MarkId, MarkKind,
    MarkShape, Measured, MeasuredAt, MeasuredId, PageOf, PointMm, RectMm, Timestamp,
};
use crate::exchange::{PageMarks, write_geojson};

/// A mark as it was drawn; whoever keeps it adds who and when.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMark {
    /// What it points out.
    pub kind: MarkKind,
    /// Its shape.
    pub shape: MarkShape,
    /// Where it was made.
    pub on: MadeOn,
    /// A note in the examiner's words.
    pub note: String,
}

impl NewMark {
    /// It as a mark of somebody.
    pub fn signed(self, id: MarkId, by: Actor, at: Timestamp) -> Mark {
        let Self { kind, shape, on, note } = self;
        Mark { id, kind, shape, on, by, at, note }
    }
}

impl NewMeasured {
    /// It as what a measurement comes to once its points are there.
    pub fn moved(self) -> MeasuredAt {
        let Self { figure, points, readings, calibration, on } = self;
        MeasuredAt { figure, points, readings, calibration, method: method(figure), zone: on.zone }
    }

    /// It as a measurement of somebody.
    pub fn signed(self, id: MeasuredId, by: Actor, at: Timestamp) -> Measured {
        let Self { figure, points, readings, calibration, on } = self;
        Measured { id, figure, points, readings, calibration, method: method(figure), on, by, at, note: String::new() }
    }
}

impl Workspace {
    /// Keeps a mark under the name of the person.
    ///
    /// # Errors
    ///
    /// Bad use if it cannot be placed on a page; else as for [`Self::edit`].
    pub fn add_mark(&self, id: ExaminationId, mark: NewMark) -> Result<Examination, Problem> {
        let mark = mark.signed(MarkId(fresh(self.clock.as_ref())), self.person(), self.now());
        self.edit(id, Edit::SetMark { id: mark.id, mark: Some(Box::new(mark)) })
    }

    /// Changes what a mark points out and its note; who made it and when stays.
    ///
    /// # Errors
    ///
    /// Bad use if there is no such mark; else as for [`Self::edit`].
    pub fn change_mark(&self, id: ExaminationId, mark: MarkId, kind: MarkKind, note: &str) -> Result<Examination, Problem> {
        let found = self.examination(id)?.marks.into_iter().find(|other| other.id == mark);
        let found = found.ok_or_else(|| Problem::bad_use("There is no such mark."))?;
        let changed = Mark { kind, note: note.to_owned(), ..found };
        self.edit(id, Edit::SetMark { id: mark, mark: Some(Box::new(changed)) })
    }

    /// Keeps a measurement under the name of the person.
    ///
    /// # Errors
    ///
    /// Bad use if it is none; else as for [`Self::edit`].
    pub fn add_measured(&self, id: ExaminationId, measured: NewMeasured) -> Result<Examination, Problem> {
        let measured = measured.signed(MeasuredId(fresh(self.clock.as_ref())), self.person(), self.now());
        self.edit(id, Edit::SetMeasured { id: measured.id, measured: Some(Box::new(measured)) })
    }

    /// Changes the note of a measurement.
    ///
    /// # Errors
    ///
    /// Bad use if there is no such measurement; else as for [`Self::edit`].
    pub fn note_measured(&self, id: ExaminationId, measured: MeasuredId, note: &str) -> Result<Examination, Problem> {
        let found = self.examination(id)?.measurements.into_iter().find(|other| other.id == measured);
        let found = found.ok_or_else(|| Problem::bad_use("There is no such measurement."))?;
        let changed = Measured { note: note.to_owned(), ..found };
        self.edit(id, Edit::SetMeasured { id: measured, measured: Some(Box::new(changed)) })
    }

    /// Sets the scale of a capture by hand, or takes it back. Marks, measurements and evidence that were made in it stay on the same pixels:
    /// their millimetres are those of the new scale, and what was measured is measured again. One step.
    ///
    /// # Errors
    ///
    /// Bad use if the exhibit has no such capture, or it is registered to a page, whose millimetres are then its scale; cancelled if
    /// `watch` asks to stop.
    pub fn calibrate(
        &self,
        id: ExaminationId,
        capture: CaptureId,
        calibration: Option<Calibration>,
        watch: &dyn Watch,
    ) -> Result<Examination, Problem> {
        let before = self.held_examination(id)?.state;
        let (_, exhibit) = self.exhibit_of(&before)?;
        let Some(found) = exhibit.captures.iter().find(|other| other.id == capture) else {
            return Err(Problem::bad_use("The capture does not belong to this exhibit."));
        };
        if before.analysis.placements.iter().any(|placement| placement.capture == capture) {
            return Err(Problem::bad_use("The capture is registered to a page of the reference.")
                .hint("It is measured in the millimetres of that page."));
        }
        let mut after = before.clone();
        let set = Edit::SetCalibration { capture, calibration: calibration.map(Box::new) };
        after.apply(set.clone()).map_err(|error| Problem::bad_use(sentence(&error.to_string())))?;
        let (old, new) = (map_of(&before, found, None), map_of(&after, found, None));
        let moved = old.0.inverse().map_or(Homography::IDENTITY, |back| new.0.after(&back));
        let scale = crate::app::measuring::calibration_of(&after, found, None);
        let mut edits = vec![set];
        let own = |on: &MadeOn| on.capture == capture && on.page.is_none() && on.document == MadeIn::Questioned;
        for mark in before.marks.into_iter().filter(|mark| own(&mark.on)) {
            let mark = Mark { shape: moved_shape(mark.shape, &moved), ..mark };
            edits.push(Edit::SetMark { id: mark.id, mark: Some(Box::new(mark)) });
        }
        for (item, attached) in before.evidence {
            if attached.iter().all(|evidence| evidence.capture != capture || evidence.page.is_some()) {
                continue;
            }
            let evidence = attached.into_iter().map(|evidence| {
                let own = evidence.capture == capture && evidence.page.is_none();
                if own { moved_evidence(evidence, &moved) } else { evidence }
            });
            edits.push(Edit::SetEvidence { item, evidence: evidence.collect() });
        }
        for measured in before.measurements.into_iter().filter(|measured| own(&measured.on)) {
            let points: Vec<PointMm> = measured.points.iter().map(|point| moved_point(*point, &moved)).collect();
            let readings = if needs_pixels(measured.figure) {
                let picture = self.picture(found.picture(), watch)?;
                let ground = Ground { pixels: &picture.rgb, map: new, calibration: scale.as_ref() };
                of_pixels(measured.figure, &points, &ground, watch)?.readings
            } else {
                of_points(measured.figure, &points, scale.as_ref())?
            };
            let measured = Measured { points, readings, calibration: scale.clone(), ..measured };
            edits.push(Edit::SetMeasured { id: measured.id, measured: Some(Box::new(measured)) });
        }
        self.edit(id, if edits.len() == 1 { edits.remove(0) } else { Edit::Together(edits) })
    }

    /// Writes all marks and measurements as `GeoJSON` in mm into `folder`, a file for each page, and notes in the audit log that they
    /// left; returns the files.
    ///
    /// # Errors
    ///
    /// Bad use if there are none; a failure of the system if the folder cannot be written to.
    pub fn export_marks(&self, id: ExaminationId, folder: &Path) -> Result<Vec<PathBuf>, Problem> {
        self.permit(Act::ExportFindings)?;
        self.permit(Act::ExportFindings)?;
        let examination = self.examination(id)?;
        let (case, exhibit) = self.exhibit_of(&examination)?;
        let files = write_marks(&examination, &format!("{}-{}", case.number, exhibit.mark), folder)?;
        let names = files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned());
        self.marks_left(&examination, names.collect())?;
        Ok(files)
    }

    /// The same without files, for a program that reads them; the audit log notes that they left.
    ///
    /// # Errors
    ///
    /// As for [`Self::examination`], and a failure of the system if they cannot be written or the log cannot be kept.
    pub fn hand_out_marks(&self, id: ExaminationId) -> Result<Vec<MarksFile>, Problem> {
        let examination = self.examination(id)?;
        let files = marks_files(&examination)?;
        if !files.is_empty() {
            self.marks_left(&examination, Vec::new())?;
        }
        Ok(files)
    }

    fn marks_left(&self, examination: &Examination, files: Vec<String>) -> Result<(), Problem> {
        let payload =
            serde_json::json!({ "files": files, "marks": examination.marks.len(), "measurements": examination.measurements.len() });
        let entry = self.entry(self.person(), "export-marks", crate::store::ObjectKind::Examination, &examination.id, payload);
        self.commit(crate::store::Change::event(), entry)
    }
}

fn moved_point(point: PointMm, by: &Homography) -> PointMm {
    let (x, y) = by.apply(point.x, point.y);
    PointMm { x, y }
}

fn moved_area(area: RectMm, by: &Homography) -> RectMm {
    let (from, to) = (PointMm { x: area.x, y: area.y }, PointMm { x: area.right(), y: area.bottom() });
    let (from, to) = (moved_point(from, by), moved_point(to, by));
    RectMm::new(from.x, from.y, to.x - from.x, to.y - from.y)
}

/// Evidence on a capture whose scale was changed: its area and all that its view places lie on the same pixels as before.
fn moved_evidence(evidence: Evidence, by: &Homography) -> Evidence {
    let area = moved_area(evidence.area, by);
    let middle = evidence.area.center();
    let stretch = by.area_scale(middle.x, middle.y).abs().sqrt();
    let view = evidence.view.map(|view| {
        let mut view = *view;
        view.arrangement = view.arrangement.moved(|point| moved_point(point, by), stretch);
        for mark in &mut view.marks {
            mark.shape = moved_shape(mark.shape.clone(), by);
        }
        for measured in &mut view.measurements {
            measured.points.iter_mut().for_each(|point| *point = moved_point(*point, by));
            // What was read rested on the scale that is no more; the measurement itself is worked out anew.
            measured.readings.iter_mut().for_each(|reading| reading.value = None);
            measured.calibration = None;
        }
        Box::new(view)
    });
    Evidence { area, view, ..evidence }
}

fn moved_shape(shape: MarkShape, by: &Homography) -> MarkShape {
    let all = |points: Vec<PointMm>| points.into_iter().map(|point| moved_point(point, by)).collect();
    match shape {
        MarkShape::Point(at) => MarkShape::Point(moved_point(at, by)),
        MarkShape::Box(area) => MarkShape::Box(moved_area(area, by)),
        MarkShape::Polygon(points) => MarkShape::Polygon(all(points)),
        MarkShape::Freehand(points) => MarkShape::Freehand(all(points)),
        MarkShape::Arrow { from, to } => MarkShape::Arrow { from: moved_point(from, by), to: moved_point(to, by) },
        MarkShape::Text { at, text } => MarkShape::Text { at: moved_point(at, by), text },
    }
}

/// Marks of one page, or of one capture that is registered to none.
type Frame = (Option<PageOf>, Option<CaptureId>);

/// The marks and measurements of an examination by page, and by capture for those that are registered to none, each under a name.
fn by_page(examination: &Examination) -> BTreeMap<String, PageMarks> {
    let frame = |on: &MadeOn| -> Frame { (on.page.clone(), on.page.is_none().then_some(on.capture)) };
    let mut frames: BTreeMap<String, PageMarks> = BTreeMap::new();
    let name = |(page, capture): &Frame| match (page, capture) {
        (Some(page), _) => format!("{}-{}", page.reference, page.page),
        (None, Some(capture)) => format!("capture-{capture}"),
        (None, None) => "capture".to_owned(),
    };
    for mark in &examination.marks {
        let of = frame(&mark.on);
        frames.entry(name(&of)).or_insert_with(|| PageMarks { page: of.0, ..PageMarks::default() }).marks.push(mark.clone());
    }
    for measured in &examination.measurements {
        let of = frame(&measured.on);
        frames.entry(name(&of)).or_insert_with(|| PageMarks { page: of.0, ..PageMarks::default() }).measured.push(measured.clone());
    }
    frames
}

/// A page of marks and measurements as `GeoJSON`, with the name of its page or capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarksFile {
    /// For example `UTO-P-2019-data-page`.
    pub place: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The marks and measurements of an examination as `GeoJSON`: a file for each page and for each capture that is registered to none.
///
/// # Errors
///
/// A failure of the system if they cannot be written.
fn marks_files(examination: &Examination) -> Result<Vec<MarksFile>, Problem> {
    let files = by_page(examination).into_iter().map(|(place, marks)| {
        let bytes = write_geojson(&marks).map_err(|error| Problem::system(sentence(&error.to_string())))?;
        Ok(MarksFile { place, bytes })
    });
    files.collect()
}

/// Writes the marks and measurements of an examination into `folder` as `GeoJSON` and returns the files.
///
/// There is a file for each page and for each capture that is registered to none, under names that begin with `stem`; none is ever
/// written over a file that is there.
///
/// # Errors
///
/// Bad use if there are none; a failure of the system if the folder cannot be written to.
pub fn write_marks(examination: &Examination, stem: &str, folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let pages = marks_files(examination)?;
    if pages.is_empty() {
        return Err(Problem::bad_use("Nothing is marked or measured yet.").hint("Draw a mark or a measurement first."));
    }
    std::fs::create_dir_all(folder).map_err(|error| Problem::writing(folder, &error))?;
    let mut files = Vec::with_capacity(pages.len());
    for MarksFile { place, bytes } in pages {
        files.push(write_new(folder, &format!("marks-{stem}-{place}"), "geojson", &bytes)?);
    }
    Ok(files)
}

/// Writes a file that is not there yet: `stem.ending`, or with a number behind the stem; what no file name may have becomes `-`.
pub(super) fn write_new(folder: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, Problem> {
    use std::io::Write as _;
    let stem: String = stem.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' }).collect();
    for count in 1..=10_000_u32 {
        let number = if count == 1 { String::new() } else { format!("-{count}") };
        let path = folder.join(format!("{stem}{number}.{ending}"));
        match std::fs::File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| Problem::writing(&path, &error))?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Problem::writing(&path, &error)),
        }
    }
    Err(Problem::system("The folder holds too many files of this name already.").hint("Choose another folder."))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{Rgb, RgbImage};

    use super::*;
    use crate::app::measuring::calibration_of;
    use crate::app::pipeline::Received;
    use crate::app::workspace::{NewCase, for_test};
    use crate::domain::recipe::Recipe;
    use crate::domain::{Arrangement, Basis, Figure, KnownLength, Light, PictureOf, PointPx, ShownPicture, Unwatched, View};

    /// A workspace with a capture that states no resolution and is registered to nothing.
    fn with_capture(folder: &Path) -> (Workspace, ExaminationId, CaptureId) {
        let workspace = for_test(folder);
        let case = workspace.new_case(NewCase::default()).unwrap();
        let exhibit = workspace.new_exhibit(case.id, "Label").unwrap();
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::from_pixel(600, 400, Rgb([200, 190, 180])).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        let received = Received::of("label.png", bytes.into_inner(), Some(Light::Visible)).unwrap();
        let captures = workspace.take_in(case.id, exhibit.id, &[received], &Unwatched).unwrap();
        let examination = workspace.begin(case.id, exhibit.id, None).unwrap();
        (workspace, examination.id, captures[0].id)
    }

    fn on(capture: CaptureId) -> MadeOn {
        MadeOn { capture, light: Light::Visible, page: None, zone: None, document: MadeIn::Questioned }
    }

    #[test]
    fn a_scale_set_by_hand_gives_what_was_drawn_its_millimetres_and_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let (workspace, id, capture) = with_capture(folder.path());
        let examination = workspace.examination(id).unwrap();
        let (_, exhibit) = workspace.exhibit_of(&examination).unwrap();
        assert_eq!(calibration_of(&examination, &exhibit.captures[0], None), None, "the file states a resolution");
        let old = map_of(&examination, &exhibit.captures[0], None);
        let ends = [PointPx { x: 100.0, y: 200.0 }, PointPx { x: 300.0, y: 200.0 }];
        let points = ends.map(|end| old.page(end)).to_vec();
        let readings = of_points(Figure::Distance, &points, None).unwrap();
        let drawn = NewMeasured { figure: Figure::Distance, points, readings, calibration: None, on: on(capture) };
        workspace.add_measured(id, drawn).unwrap();
        let shape = MarkShape::Point(old.page(ends[0]));
        workspace.add_mark(id, NewMark { kind: MarkKind::Fibre, shape, on: on(capture), note: String::new() }).unwrap();
        let before = workspace.examination(id).unwrap();
        assert_eq!(before.measurements[0].readings[0].value, None);
        // 200 pixels are 10 mm.
        let known = KnownLength { mm: 10.0, standard_mm: 0.01, basis: Basis::Given };
        let scale = Calibration::from_two_points(ends[0], ends[1], known, 0.5, 1.0).unwrap();
        let after = workspace.calibrate(id, capture, Some(scale), &Unwatched).unwrap();
        let value = after.measurements[0].readings[0].value.unwrap();
        assert!((value.value() - 10.0).abs() < 1e-6, "{value}");
        let new = map_of(&after, &exhibit.captures[0], None);
        let MarkShape::Point(at) = after.marks[0].shape else { panic!("no point") };
        let still = new.capture(at).unwrap();
        assert!((still.x - ends[0].x).abs() < 1e-6 && (still.y - ends[0].y).abs() < 1e-6, "the mark left its pixel: {still:?}");
        assert_eq!(workspace.undo(id).unwrap().unwrap(), before);
        assert_eq!(workspace.redo(id).unwrap().unwrap(), after);
    }

    #[test]
    fn what_is_drawn_is_in_the_record_also_what_only_an_attached_view_still_shows() {
        let folder = tempfile::tempdir().unwrap();
        let (workspace, id, capture) = with_capture(folder.path());
        let points = vec![PointMm { x: 1.0, y: 1.0 }, PointMm { x: 9.0, y: 1.0 }];
        let readings = of_points(Figure::Distance, &points, None).unwrap();
        workspace.add_measured(id, NewMeasured { figure: Figure::Distance, points, readings, calibration: None, on: on(capture) }).unwrap();
        let shape = MarkShape::Point(PointMm { x: 4.0, y: 5.0 });
        let made = workspace.add_mark(id, NewMark { kind: MarkKind::Fibre, shape, on: on(capture), note: String::new() }).unwrap();
        let item = workspace.checklist(&made.checklist).unwrap().checklist.items[0].id.clone();
        let shown = ShownPicture { of: PictureOf::Capture(capture), recipe: Recipe::default(), moved_mm: [0.0; 2] };
        let (marks, measurements) = (made.marks.clone(), made.measurements.clone());
        let view = View { arrangement: Arrangement::Single, pictures: vec![shown], marks, measurements, captioned: true };
        let evidence = Evidence {
            capture,
            light: Light::Visible,
            page: None,
            zone: None,
            area: RectMm::new(0.0, 0.0, 10.0, 8.0),
            recipe: Recipe::default(),
            view: Some(Box::new(view)),
        };
        workspace.attach_evidence(id, &item, evidence).unwrap();
        workspace.edit(id, Edit::SetMark { id: made.marks[0].id, mark: None }).unwrap();
        let (record, _) = workspace.findings(id, &Unwatched).unwrap();
        let measured = &record.measurements[0];
        assert_eq!((&measured.measured, measured.capture), (&made.measurements[0], Some(record.images[0].picture())));
        assert_eq!((&measured.attached_to, measured.only_attached), (&vec![item.clone()], false));
        let mark = &record.marks[0];
        assert_eq!((&mark.mark, &mark.attached_to, mark.only_attached), (&made.marks[0], &vec![item], true));
        assert_eq!((record.measurements.len(), record.marks.len()), (1, 1));
    }

    #[test]
    fn marks_outlast_the_program_are_audited_and_never_written_over_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let (workspace, id, capture) = with_capture(folder.path());
        assert!(workspace.export_marks(id, folder.path()).is_err(), "nothing was exported");
        let shape = MarkShape::Point(PointMm { x: 4.0, y: 5.0 });
        let made = workspace.add_mark(id, NewMark { kind: MarkKind::Note, shape, on: on(capture), note: String::new() }).unwrap();
        let changed = workspace.change_mark(id, made.marks[0].id, MarkKind::Erasure, "Abraded").unwrap();
        let names: Vec<String> = workspace.history(id).into_iter().map(|step| step.name.title(|_| String::new())).collect();
        assert_eq!(names, ["Marked: note", "Marked: trace of erasure"]);
        let first = workspace.export_marks(id, &folder.path().join("out")).unwrap();
        let second = workspace.export_marks(id, &folder.path().join("out")).unwrap();
        assert_ne!(first, second);
        let read = crate::exchange::read_geojson(&std::fs::read(&first[0]).unwrap(), &crate::exchange::MarkLimits::default()).unwrap();
        assert_eq!(read.marks, changed.marks);
        drop(workspace);
        let again = for_test(folder.path());
        assert_eq!(again.examination(id).unwrap().marks, changed.marks);
        assert!(again.verify(&Unwatched).unwrap().is_sound(), "the audit chain is broken");
    }
}
