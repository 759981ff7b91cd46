//! Moving what was drawn: what is chosen is offered to the viewers, and what was moved there is kept as a step.

use std::sync::Arc;

use eframe::egui;

use super::Desktop;
use super::drawing::{of_form, zone_of};
use crate::app::measuring::{NewMeasured, calibration_of, needs_pixels, of_points};
use crate::app::problem::sentence;
use crate::app::{Job, Problem};
use crate::domain::{Figure, Form, MadeIn, MadeOn, MarkId, MarkShape, Measured, MeasuredId, PointMm};
use crate::gui::backend::Step;
use crate::gui::case::OpenCase;
use crate::gui::viewer::Chosen;
use crate::gui::wish::PlacedId;

/// Where something was made, and how it lies.
fn found(open: &OpenCase, id: PlacedId) -> Option<(&MadeOn, Form)> {
    match id {
        PlacedId::Mark(id) => {
            let mark = open.examination.marks.iter().find(|mark| mark.id == id)?;
            Some((&mark.on, Form::Mark(mark.shape.clone())))
        }
        PlacedId::Measured(id) => {
            let measured = open.examination.measurements.iter().find(|measured| measured.id == id)?;
            Some((&measured.on, Form::Figure(measured.figure, measured.points.clone())))
        }
    }
}

impl Desktop {
    /// How something lies in the case; `None` if it is not there any more.
    pub(super) fn stored_form(&self, id: PlacedId) -> Option<Form> {
        found(self.open.as_ref()?, id).map(|(_, form)| form)
    }

    /// How something lies that is being moved, or whose move is being kept; `None` for all others.
    pub(super) fn form_under_way(&self, id: PlacedId) -> Option<&Form> {
        self.viewer.moving.preview(id).or_else(|| self.moved.get(&id))
    }

    /// Offers what is chosen to the viewers, if it is shown there and may be moved.
    pub(super) fn offer_chosen(&mut self) {
        let chosen = self.chosen();
        self.viewer.moving.offer(chosen);
    }

    fn chosen(&self) -> Option<Chosen> {
        let open = self.open.as_ref().filter(|open| !open.examination.frozen)?;
        let id = self.marks.selected.filter(|_| self.viewer.marks && self.viewer.drawing.tool().is_none())?;
        let (on, stored) = found(open, id)?;
        if !self.is_on_page_in_hand(open, on) {
            return None;
        }
        let form = self.moved.get(&id).cloned().unwrap_or(stored);
        let capture = open.capture(on.capture);
        let calibration = capture.and_then(|capture| calibration_of(&open.examination, capture, open.reference()));
        let shape = of_form(&form, calibration.as_ref());
        Some(Chosen { id, form, shape, calibrated: on.page.is_some() || calibration.is_some() })
    }

    /// Escape puts back what is being moved; with nothing moved, what is chosen is chosen no more.
    pub(super) fn let_go_by_key(&mut self, ctx: &egui::Context) {
        let asked = self.viewer.moving.is_offered() && self.by_hand.is_none() && !ctx.text_edit_focused();
        if asked && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) && !self.viewer.moving.cancel() {
            self.marks.selected = None;
        }
    }

    /// Keeps what was moved to its end since the last frame.
    pub(super) fn keep_moved(&mut self, ctx: &egui::Context) {
        for (id, form) in self.viewer.moving.take_finished(ctx) {
            if let Err(problem) = self.keep_form(id, form) {
                self.notices.problem(&problem);
            }
        }
    }

    fn keep_form(&mut self, id: PlacedId, form: Form) -> Result<(), Problem> {
        let Some(stored) = self.stored_form(id) else { return Ok(()) };
        if *self.moved.get(&id).unwrap_or(&stored) == form {
            return Ok(());
        }
        match (id, &form) {
            (PlacedId::Mark(id), Form::Mark(shape)) => self.keep_mark(id, shape)?,
            (PlacedId::Measured(id), Form::Figure(figure, points)) => self.keep_figure(id, *figure, points.clone())?,
            _ => return Ok(()),
        }
        self.moved.insert(id, form);
        Ok(())
    }

    fn keep_mark(&mut self, id: MarkId, shape: &MarkShape) -> Result<(), Problem> {
        shape.check().map_err(|error| Problem::bad_use(sentence(&error.to_string())))?;
        let Some(open) = &self.open else { return Ok(()) };
        let page = open.examination.marks.iter().find(|mark| mark.id == id).and_then(|mark| mark.on.page.as_ref());
        let zone = page.and_then(|page| zone_of(open, page, &shape.points()));
        self.steps.push_back(Step::MoveMark(id, Box::new(shape.clone()), zone));
        Ok(())
    }

    /// Measures a figure where its points are now, and keeps it so.
    fn keep_figure(&mut self, id: MeasuredId, figure: Figure, points: Vec<PointMm>) -> Result<(), Problem> {
        let Some(open) = &self.open else { return Ok(()) };
        let Some(measured) = open.examination.measurements.iter().find(|measured| measured.id == id) else { return Ok(()) };
        let stand = self.stand_of(open, measured).ok_or_else(|| {
            Problem::bad_use("The capture is no longer registered to that page.").hint("Register it again, or measure anew.")
        })?;
        let page = measured.on.page.as_ref();
        let on = MadeOn { zone: page.and_then(|page| zone_of(open, page, &points)), ..measured.on.clone() };
        // What it is measured with now, which may have changed since; a picture of the reference that was not shown yet has none.
        let calibration = scale_now(open, measured).or_else(|| stand.calibration.clone());
        if needs_pixels(figure) {
            let stand = stand.with_scale(calibration);
            let backend = Arc::clone(&self.backend);
            let job = Job::start(format!("Measuring: {}", figure.title()), self.waker.clone(), move |watch| {
                let readings = stand.measure(backend.as_ref(), figure, &points, watch)?.readings;
                let calibration = stand.calibration;
                Ok(Step::MoveMeasured(id, Box::new(NewMeasured { figure, points, readings, calibration, on }.moved())))
            });
            // The last place counts.
            self.measuring.retain(|(of, _)| *of != Some(PlacedId::Measured(id)));
            self.measuring.push((Some(PlacedId::Measured(id)), job));
        } else {
            let readings = of_points(figure, &points, calibration.as_ref())?;
            let moved = NewMeasured { figure, points, readings, calibration, on }.moved();
            self.steps.push_back(Step::MoveMeasured(id, Box::new(moved)));
        }
        Ok(())
    }

    /// Forgets where something was moved to once that is kept, or could not be.
    pub(super) fn forget_moved(&mut self) {
        let (steps, measuring) = (&self.steps, &self.measuring);
        self.moved.retain(|id, _| {
            let waits = steps.iter().any(|step| match step {
                Step::MoveMark(mark, ..) => PlacedId::Mark(*mark) == *id,
                Step::MoveMeasured(measured, _) => PlacedId::Measured(*measured) == *id,
                _ => false,
            });
            waits || measuring.iter().any(|(of, _)| *of == Some(*id))
        });
    }
}

/// The scale that a measurement on the questioned document rests on if it is made now.
fn scale_now(open: &OpenCase, measured: &Measured) -> Option<crate::domain::Calibration> {
    let capture = open.capture(measured.on.capture).filter(|_| measured.on.document == MadeIn::Questioned)?;
    calibration_of(&open.examination, capture, open.reference())
}
