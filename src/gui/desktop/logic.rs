//! Between frames: jobs are polled, what they came to is taken over, and the next ones start.

use eframe::egui;
use std::path::PathBuf;
use std::sync::Arc;

use super::panes::page_from_capture;
use super::{Desktop, Done, Screen};
use crate::app::{Job, Polled, Problem, Watch};
use crate::domain::recipe::Recipe;
use crate::domain::{Analysis, CaptureId, CaseId, Light, PageFromCapture, PictureSum, RectMm};
use crate::gui::backend::Step;
use crate::gui::case::life::LifeState;
use crate::gui::case::{ChecklistView, OpenCase};

fn lost() -> Problem {
    Problem::system("A job ended without a result.").hint("Nothing was changed by it. Try it again, and report it if it happens again.")
}

impl Desktop {
    /// Takes over what jobs came to and starts the next step.
    pub(super) fn poll(&mut self, ctx: &egui::Context) {
        self.textures.begin_frame(ctx);
        for (key, problem) in self.textures.take_lost() {
            self.pictures.lose(key, problem);
        }
        for problem in self.pictures.poll(ctx) {
            self.notices.problem(&problem);
        }
        self.poll_measuring();
        self.poll_session(ctx);
        if self.reading_desk.poll()
            && let Some(read) = self.reading_desk.shown()
        {
            match read {
                Ok(desk) => self.desk = desk.clone(),
                Err(problem) => {
                    self.desk.loading = false;
                    self.notices.problem(&problem.clone());
                }
            }
        }
        if let Some(done) = poll(&mut self.opening) {
            match done {
                Ok(open) => self.show(open),
                Err(problem) => self.notices.problem(&problem),
            }
        }
        if let Some(done) = poll(&mut self.stepping) {
            match done {
                Ok(open) => {
                    self.replace(open);
                    self.forget_moved();
                    self.by_hand_saved(true);
                }
                Err(problem) => {
                    self.by_hand_saved(false);
                    self.steps.clear();
                    self.forget_moved();
                    self.trying.clear();
                    self.notices.problem(&problem);
                }
            }
        }
        if let Some(done) = poll(&mut self.work) {
            self.analysing = false;
            match done {
                Ok(done) => self.take_over(done),
                Err(problem) => self.notices.problem(&problem),
            }
        }
        self.poll_by_hand();
        self.poll_drafts();
        self.start_next_step();
    }

    fn start_next_step(&mut self) {
        // Landmarks are kept before what is accepted of them forgets them.
        if self.stepping.is_some() || self.opening.is_some() || self.analysing || self.is_keeping() {
            return;
        }
        let Some((case, exhibit)) = self.exhibit() else {
            self.steps.clear();
            return;
        };
        if let Some(step) = self.steps.pop_front() {
            let backend = Arc::clone(&self.backend);
            self.stepping = Some(Job::start("Saving", self.waker.clone(), move |watch| backend.step(case, exhibit, &step, watch)));
        }
    }

    /// Reads the desk again.
    pub(super) fn read_desk(&mut self) {
        let backend = Arc::clone(&self.backend);
        self.reading_desk.start(Job::start("Reading the desk", self.waker.clone(), move |_| backend.desk()));
    }

    /// Opens a case.
    pub fn open_case(&mut self, case: CaseId) {
        let backend = Arc::clone(&self.backend);
        self.opening = Some(Job::start("Opening the case", self.waker.clone(), move |_| backend.open(case, None)));
    }

    /// Reads the open case again.
    pub(super) fn reopen(&mut self, exhibit: Option<crate::domain::ExhibitId>) {
        let Some((case, current)) = self.exhibit() else { return };
        let exhibit = Some(exhibit.unwrap_or(current));
        let backend = Arc::clone(&self.backend);
        self.opening = Some(Job::start("Opening the case", self.waker.clone(), move |_| backend.open(case, exhibit)));
    }

    /// Makes a case of pictures.
    pub fn new_case(&mut self, files: Vec<PathBuf>) {
        let backend = Arc::clone(&self.backend);
        self.work("Taking in captures", move |watch| backend.new_case(&files, watch).map(|(case, refused)| Done::Case(case, refused)));
    }

    /// Starts a long job; one at a time.
    pub(super) fn work(&mut self, name: &str, work: impl FnOnce(&dyn Watch) -> Result<Done, Problem> + Send + 'static) {
        if self.work.is_some() {
            self.notices.problem(&Problem::bad_use("Another job is running.").hint("Wait until it is done, or stop it in the status bar."));
            return;
        }
        self.work = Some(Job::start(name, self.waker.clone(), work));
    }

    fn take_over(&mut self, done: Done) {
        match done {
            Done::Case(case, refused) => {
                self.say_refused(&refused);
                self.open_case(case);
                self.read_desk();
            }
            Done::Changed(refused) => {
                self.say_refused(&refused);
                self.reopen(None);
            }
            Done::Exported(exported) => {
                let folder = exported.pdf.parent().map_or_else(String::new, |folder| folder.display().to_string());
                self.notices.done(format!("Report and findings are in {folder}."), Some(exported.pdf.clone()));
                self.exported = Some(exported);
                self.reopen(None);
                self.read_desk();
            }
            Done::NoPictures => {
                self.notices.told("No pictures were chosen.", "If no window opened to choose in, drop the files on this window.", None);
            }
            Done::NoFolder(command, own) => self.say_no_folder(command, own),
            Done::ChosenForCase(files) => self.new_case(files),
            Done::ChosenToAdd(files) => self.add_captures(files),
            Done::ChosenFolder(command, folder) => self.write_to(command, folder),
            Done::NothingChosen => {}
            Done::ChosenChip(folder) => self.steps.push_back(Step::AddChip(folder)),
            Done::ChosenTrust(kind, files) => self.steps.push_back(Step::Trust(kind, files)),
            Done::PictureSaved(file) => self.notices.done(format!("The picture is {}.", file.display()), Some(file)),
            Done::MarksExported(files) => {
                let folder = files.first().and_then(|file| file.parent()).map_or_else(String::new, |folder| folder.display().to_string());
                self.notices.done(format!("Marks and measurements are in {folder}."), files.into_iter().next());
            }
        }
    }

    /// Says which files were not taken in beside those that were.
    fn say_refused(&mut self, refused: &[Problem]) {
        if let Some(problem) = Problem::together(refused, "The other files were taken in.") {
            self.notices.problem(&problem);
        }
    }

    /// Identifies, registers and compares the open exhibit.
    pub(super) fn analyse(&mut self) {
        let Some((case, exhibit)) = self.exhibit() else { return };
        if self.work.is_none() {
            self.analysing = true;
        }
        let backend = Arc::clone(&self.backend);
        self.work("Analysing", move |watch| backend.analyse(case, exhibit, watch).map(|()| Done::Changed(Vec::new())));
    }

    /// Takes further captures of the open exhibit in.
    pub(super) fn add_captures(&mut self, files: Vec<PathBuf>) {
        let Some((case, exhibit)) = self.exhibit() else { return };
        let backend = Arc::clone(&self.backend);
        self.work("Taking in captures", move |watch| backend.add_captures(case, exhibit, &files, watch).map(Done::Changed));
    }

    /// Writes report and findings into `folder`.
    pub(super) fn export_to(&mut self, folder: PathBuf) {
        let Some((case, exhibit)) = self.exhibit() else { return };
        let backend = Arc::clone(&self.backend);
        self.work("Writing report and findings", move |watch| backend.export(case, exhibit, &folder, watch).map(Done::Exported));
    }

    /// Writes marks and measurements into `folder`.
    pub(super) fn export_marks_to(&mut self, folder: PathBuf) {
        let Some((case, exhibit)) = self.exhibit() else { return };
        let backend = Arc::clone(&self.backend);
        self.work("Writing marks", move |_| backend.export_marks(case, exhibit, &folder).map(Done::MarksExported));
    }

    /// Shows a case from its start.
    fn show(&mut self, open: OpenCase) {
        let same = self.open.as_ref().is_some_and(|old| old.case.id == open.case.id && old.exhibit == open.exhibit);
        if same {
            self.replace(open);
            self.screen = Screen::Case;
            return;
        }
        (self.by_hand, self.by_hand_left) = (None, None);
        self.release();
        self.pictures.clear();
        self.steps.clear();
        self.checklist = Default::default();
        self.data = Default::default();
        self.findings = Default::default();
        self.marks = Default::default();
        self.measuring.clear();
        self.moved.clear();
        self.reference_maps.clear();
        self.adjust = Default::default();
        self.trying.clear();
        self.viewer = self.viewer.renewed();
        if let Some(second) = &mut self.second {
            second.viewer = second.viewer.renewed();
        }
        self.exported = None;
        self.cursor = None;
        self.capture = first_capture(&open);
        let unseen = open.examination.analysis == Analysis::default() && !open.captures().is_empty() && !open.examination.frozen;
        self.tab = if open.examination.reference.is_none() && (unseen || !open.examination.analysis.candidates.is_empty()) {
            crate::gui::case::tabs::Tab::Reference
        } else {
            crate::gui::case::tabs::Tab::Checklist
        };
        self.checklist.current = ChecklistView::of(&open).first().cloned();
        self.open = Some(open);
        self.viewer.bring = Some(self.page_bounds());
        self.screen = Screen::Case;
        // A new case shows at once; what it may be follows.
        if unseen && self.work.is_none() {
            self.analyse();
        }
    }

    /// Lets go of the pictures of a case that is left; what a second window shows stays.
    pub(super) fn release(&mut self) {
        if self.second.is_none() {
            self.pictures.clear();
            self.textures.clear();
            self.backend.release();
        }
    }

    /// Takes over a new state of the case that is shown.
    fn replace(&mut self, open: OpenCase) {
        let chose = |open: &OpenCase| open.reference_id().cloned();
        let other = self.open.as_ref().map(chose) != Some(chose(&open));
        // What was typed is kept until the case says the same.
        if self.data.typed.as_ref().is_some_and(|typed| *typed == open.examination.mrz_text) {
            self.data.typed = None;
        }
        if self.capture.is_none_or(|capture| open.capture(capture).is_none()) {
            self.capture = first_capture(&open);
        }
        if self.checklist.current.as_ref().is_none_or(|item| open.checklist.item(item).is_none()) {
            self.checklist.current = ChecklistView::of(&open).first().cloned();
        }
        if let Some(old) = &self.open {
            self.marks.follow(old, &open);
            if old.case != open.case || old.standing != open.standing {
                // What was typed for a step has been kept with it.
                self.life = LifeState::default();
            }
        }
        // What was being chosen is kept now, unless the hand is at the next.
        let kept = |(sum, recipe): &(PictureSum, Recipe)| open.examination.adjustments.get(sum).cloned().unwrap_or_default() == *recipe;
        if self.steps.is_empty() && self.trying.iter().all(kept) {
            self.trying.clear();
        }
        let (place, bounds) = (self.place_in_hand(), self.page_bounds());
        self.open = Some(open);
        if other || place != self.place_in_hand() {
            self.keep_view(place, bounds);
        }
    }

    /// Where the capture in hand lies.
    fn place_in_hand(&self) -> Option<PageFromCapture> {
        let open = self.open.as_ref()?;
        Some(page_from_capture(open, open.capture(self.capture?)?))
    }

    /// Keeps in view what was looked at, now that the capture in hand lies elsewhere than at `before`; all of the page if that was all
    /// of what lay within `bounds`.
    fn keep_view(&mut self, before: Option<PageFromCapture>, bounds: RectMm) {
        let was_all = self.viewer.bring.or(self.viewer.fitted) == Some(bounds);
        let carried = before.zip(self.place_in_hand()).and_then(|(from, to)| self.viewer.camera.carried(&from, &to));
        match carried.filter(|_| !was_all) {
            Some(camera) => (self.viewer.camera, self.viewer.fitted, self.viewer.bring) = (camera, None, None),
            None => self.viewer.bring = Some(self.page_bounds()),
        }
    }
}

/// The capture to begin with: visible light if there is one.
fn first_capture(open: &OpenCase) -> Option<CaptureId> {
    let captures = open.captures();
    captures.iter().find(|capture| capture.light == Light::Visible).or_else(|| captures.first()).map(|capture| capture.id)
}

pub(super) fn poll<T: Send + 'static>(slot: &mut Option<Job<Result<T, Problem>>>) -> Option<Result<T, Problem>> {
    match slot.as_ref()?.poll() {
        Polled::Running => None,
        Polled::Done(done) => {
            *slot = None;
            Some(done)
        }
        Polled::Lost => {
            *slot = None;
            Some(Err(lost()))
        }
    }
}
