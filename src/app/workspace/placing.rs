//! Registration by hand as a step of an examination, and the way back to what the program finds.

use super::Workspace;
use crate::app::pipeline::landmarks::{HandRequest, place_by_hand, snap_pair};
use crate::app::pipeline::measure_again;
use crate::app::{Problem, Watch};
use crate::domain::{CaptureId, Edit, Examination, ExaminationId, Homography, Light, PageOf, Placement, ReferenceId, Sha256, Unwatched};
use crate::imaging::{Landmark, Snapped};

impl Workspace {
    /// Lays a capture on a page by landmarks and measures against the reference again, as one step.
    ///
    /// # Errors
    ///
    /// Bad use if there is no such capture or page, or if the landmarks give no map that is good enough; cancelled if `watch` asks to
    /// stop. Then nothing has changed.
    pub fn register_by_hand(&self, id: ExaminationId, request: &HandRequest, watch: &dyn Watch) -> Result<Examination, Problem> {
        let examination = self.examination(id)?;
        let (_, exhibit) = self.exhibit_of(&examination)?;
        let capture = exhibit.captures.iter().find(|capture| capture.id == request.capture);
        let capture = capture.ok_or_else(|| Problem::bad_use("The capture does not belong to this exhibit."))?;
        if self.reference_of(&examination).is_some_and(|reference| reference != request.page.reference) {
            return Err(Problem::bad_use(format!("The exhibit is not compared with {}.", request.page.reference))
                .hint("Accept that reference first."));
        }
        let held = self.library().page(&request.page, request.light)?;
        let held = held.ok_or_else(|| no_picture(&request.page, request.light))?;
        watch.stage("Laying it by its landmarks");
        let picture = self.picture(capture.sha256, &Unwatched)?;
        let placement = place_by_hand(request, &picture, &held, self.person(), self.now())?;
        self.place(&examination, capture.id, Some(placement), &request.page.reference, watch)
    }

    /// Takes away what a person placed, registers the capture anew and measures again, as one step.
    ///
    /// # Errors
    ///
    /// Bad use if nobody placed it by hand; else as for [`Self::register_by_hand`].
    pub fn register_by_program(&self, id: ExaminationId, capture: CaptureId, watch: &dyn Watch) -> Result<Examination, Problem> {
        let examination = self.examination(id)?;
        let made = examination.analysis.placements.iter().find(|placement| placement.capture == capture && placement.is_own_work());
        let Some(made) = made else { return Err(Problem::bad_use("Nobody has registered this capture by hand.")) };
        let reference = made.page.reference.clone();
        self.place(&examination, capture, None, &reference, watch)
    }

    fn place(
        &self,
        examination: &Examination,
        capture: CaptureId,
        placement: Option<Placement>,
        reference: &ReferenceId,
        watch: &dyn Watch,
    ) -> Result<Examination, Problem> {
        let (_, exhibit) = self.exhibit_of(examination)?;
        let library = self.library();
        let reference = library.need(reference)?;
        let first = Edit::SetPlacement { capture, placement: placement.map(Box::new), place: None };
        let mut changed = examination.clone();
        changed.apply(first.clone()).map_err(|error| Problem::bad_use(crate::app::problem::sentence(&error.to_string())))?;
        let seen = self.seen(&exhibit.captures, watch)?;
        let analysis = measure_again(&seen, &library, reference, &changed.analysis, watch)?;
        let proposals = self.proposals(examination, &exhibit.captures, Some(reference), &analysis)?;
        self.edit(examination.id, Edit::Together(vec![first, Edit::SetAnalysis { analysis: Box::new(analysis), proposals }]))
    }

    /// Moves the questioned spot of a pair to where its surroundings look like those of the reference; nothing is kept.
    ///
    /// `reference_from_questioned` gives scale and turn.
    ///
    /// # Errors
    ///
    /// Bad use, with the reason, if no spot in reach does; bad input if a picture cannot be read.
    pub fn snap(
        &self,
        capture: Sha256,
        (page, light): (&PageOf, Light),
        near: Landmark,
        reference_from_questioned: &Homography,
        watch: &dyn Watch,
    ) -> Result<Snapped, Problem> {
        let held = self.library().page(page, light)?.ok_or_else(|| no_picture(page, light))?;
        let picture = self.picture(capture, watch)?;
        snap_pair(&picture.rgb, &held.picture.rgb, near, reference_from_questioned)
    }
}

fn no_picture(page: &PageOf, light: Light) -> Problem {
    Problem::bad_input(format!("{page} has no picture under {}.", light.title())).hint("Choose another light of the reference.")
}
