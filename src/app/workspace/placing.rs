//! Registration by hand as a step of an examination, and the way back to what the program finds.

use super::Workspace;
use crate::app::pipeline::landmarks::{HandRequest, place_by_hand, snap_pair};
use crate::app::pipeline::measure_again;
use crate::app::{Problem, Watch};
use crate::domain::{
    CaptureId, Edit, Examination, ExaminationId, Homography, Light, PageOf, PictureSum, Placement, ReferenceId, Unwatched,
};
use crate::imaging::{Landmark, Snapped};

impl Workspace {
    /// Lays a capture on a page by landmarks and measures against the reference again, as one step.
    ///
    /// # Errors
    ///
    /// Bad use if there is no such capture or page, or if the landmarks give no map that is good enough; cancelled if `watch` asks to
    /// stop. Then nothing has changed.
    pub fn register_by_hand(&self, id: ExaminationId, request: &HandRequest, watch: &dyn Watch) -> Result<Examination, Problem> {
        let examination = self.held_examination(id)?.state;
        self.permit_work(&examination, false)?;
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
        let picture = self.picture(capture.picture(), &Unwatched)?;
        let placement = place_by_hand(request, &picture, &held, self.person(), self.now())?;
        self.place(&examination, capture.id, Some(placement), &request.page.reference, watch)
    }

    /// Takes away what a person placed, registers the capture anew and measures again, as one step.
    ///
    /// # Errors
    ///
    /// Bad use if nobody placed it by hand; else as for [`Self::register_by_hand`].
    pub fn register_by_program(&self, id: ExaminationId, capture: CaptureId, watch: &dyn Watch) -> Result<Examination, Problem> {
        let examination = self.held_examination(id)?.state;
        self.permit_work(&examination, false)?;
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
        capture: PictureSum,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::pipeline::Received;
    use crate::app::workspace::{ByWhom, NewCase, StepName};
    use crate::app::{FixedClock, Places};
    use crate::domain::{Actor, ChosenReference, LandmarkModel, Outcome, PointPx, Timestamp};

    #[test]
    fn a_registration_by_hand_is_one_step_that_measures_again_and_is_taken_back_exactly() {
        let folder = tempfile::tempdir().unwrap();
        let at = Timestamp("2026-03-01T09:30:00Z".parse().unwrap());
        let workspace = Workspace::open(Places::at(folder.path()), Box::new(FixedClock::at(at)), &Unwatched).unwrap();
        let case = workspace.new_case(NewCase { title: "By hand".to_owned(), ..NewCase::default() }).unwrap();
        let exhibit = workspace.new_exhibit(case.id, "A passport").unwrap();
        // The reference itself, so that where it lies is known to the bit.
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/reference_samples/library/UTO-P-2019/data-page.visible.jpg");
        let received = Received::read(std::path::Path::new(file), None).unwrap();
        workspace.take_in(case.id, exhibit.id, &received, &Unwatched).unwrap();
        let id = workspace.begin(case.id, exhibit.id, None).unwrap().id;
        let page = PageOf { reference: "UTO-P-2019".parse().unwrap(), page: "data-page".parse().unwrap() };
        let chosen = ChosenReference { reference: page.reference.clone(), by: Actor::Person("E. Examiner".to_owned()), at };
        let before = workspace.edit(id, Edit::SetReference(Some(chosen))).unwrap();
        let (_, exhibit) = workspace.exhibit_of(&before).unwrap();
        let capture = &exhibit.captures[0];

        let (right, bottom) = (f64::from(capture.width_px) - 60.0, f64::from(capture.height_px) - 60.0);
        let spots = [(60.0, 60.0), (right, 62.0), (right - 5.0, bottom), (64.0, bottom - 8.0)];
        let pairs = spots.map(|(x, y)| Landmark { questioned: PointPx { x, y }, reference: PointPx { x, y } });
        let mut request = HandRequest {
            capture: capture.id,
            page: page.clone(),
            light: Light::Visible,
            model: LandmarkModel::Affine,
            pairs: pairs.to_vec(),
        };
        let after = workspace.register_by_hand(id, &request, &Unwatched).unwrap();
        let placement = &after.analysis.placements[0];
        let held = workspace.library().page(&page, Light::Visible).unwrap().unwrap();
        let truth = Homography::page_from_picture(held.resolution);
        for (x, y) in spots {
            let (found, expected) = (placement.page_from_capture.page(PointPx { x, y }), truth.apply(x, y));
            assert!((found.x - expected.0).hypot(found.y - expected.1) < 1e-6);
        }
        assert_eq!(placement.by_hand().map(|made| made.pairs.len()), Some(4));
        assert!(!after.analysis.comparisons.is_empty() && !after.proposals.is_empty());
        assert!(after.analysis.comparisons.iter().all(|compared| compared.outcome != Outcome::Differs));
        assert_eq!(workspace.history(id).last().unwrap().name, StepName::Placed(ByWhom::Person));

        assert_eq!(workspace.undo(id).unwrap().unwrap(), before);
        assert_eq!(workspace.redo(id).unwrap().unwrap(), after);
        request.pairs[1].reference.x -= 90.0;
        assert!(workspace.register_by_hand(id, &request, &Unwatched).is_err(), "a poor fit was taken");
        assert_eq!(workspace.examination(id).unwrap(), after);
    }
}
