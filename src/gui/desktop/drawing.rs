//! What was drawn on the page in hand: painted, measured, kept.

use std::sync::Arc;

use super::Desktop;
use super::panes::page_from_capture;
use crate::app::measuring::{self, Found, NewMeasured, calibration_of, calibration_of_reference, needs_pixels, of_pixels, of_points};
use crate::app::workspace::NewMark;
use crate::app::{Job, Polled, Problem, Watch};
use crate::domain::{
    Basis, Calibration, CaptureId, Dpi, Figure, Form, Homography, KnownLength, Light, MM_PER_INCH, MadeIn, MadeOn, MarkShape, Measured,
    NOT_CALIBRATED, PageFromCapture, PageId, PageOf, PictureSum, PointMm, Reading, RectMm, ReferenceId, Resolution,
};
use crate::gui::backend::{Backend, Step};
use crate::gui::case::OpenCase;
use crate::gui::case::drawing_bar::DrawingView;
use crate::gui::case::marks::{Curve, Plot, Plotted, SpectrumPlot, headline, short};
use crate::gui::command::{DrawKey, draw_keys};
use crate::gui::viewer::{Drawn, Ground, Side, Sketch, SketchShape, Source, Tint, Tool};
use crate::gui::wish::PlacedId;

/// Standard deviation of a point that is set by hand at high zoom, in px.
const POINTING_PX: f64 = 0.5;
/// Plots that are kept.
const PLOTS_KEPT: usize = 24;

/// The picture that is drawn on.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    pub(super) on: MadeOn,
    pub(super) calibration: Option<Calibration>,
    /// Where it lies; `None` for a picture of the reference, which is its page edge to edge.
    map: Option<PageFromCapture>,
    picture: PictureOf,
}

/// Where the pixels of a picture come from.
#[derive(Debug, Clone)]
enum PictureOf {
    Capture(PictureSum),
    Reference(ReferenceId, PageId, Light),
}

impl Stand {
    /// The same picture on another scale.
    pub(super) fn with_scale(self, calibration: Option<Calibration>) -> Self {
        Self { calibration, ..self }
    }

    /// Measures a figure in the pixels of the picture.
    pub(super) fn measure(&self, backend: &dyn Backend, figure: Figure, points: &[PointMm], watch: &dyn Watch) -> Result<Found, Problem> {
        watch.stage("Reading the picture");
        let (pixels, own) = match &self.picture {
            PictureOf::Capture(sum) => (backend.picture(*sum, watch)?, None),
            PictureOf::Reference(reference, page, light) => {
                let picture = backend.reference_picture(reference, page, *light, watch)?;
                (picture.rgb, Some(PageFromCapture(Homography::page_from_picture(picture.resolution))))
            }
        };
        let map = self.map.or(own).ok_or_else(|| Problem::system("The picture has no place on its page."))?;
        let ground = measuring::Ground { pixels: &pixels, map, calibration: self.calibration.as_ref() };
        of_pixels(figure, points, &ground, watch)
    }
}

/// The smallest zone of a page that all points lie in.
pub(super) fn zone_of(open: &OpenCase, page: &PageOf, points: &[PointMm]) -> Option<crate::domain::ZoneId> {
    let page = open.reference()?.page(&page.page)?;
    let around = page.zones.iter().filter(|zone| points.iter().all(|point| zone.area.contains(*point)));
    around.min_by(|a, b| a.area.area().total_cmp(&b.area.area())).map(|zone| zone.id.clone())
}

impl Desktop {
    /// The picture of a viewer as something to draw on.
    pub(super) fn ground(&self, source: Option<Source>, slot: u8) -> Option<Ground> {
        let source = source?;
        let shift_mm = self.viewer.offset(slot, self.key_of(source)?).mm();
        Some(Ground { source, shift_mm })
    }

    fn stand(&self, source: Source) -> Option<Stand> {
        let open = self.open.as_ref()?;
        match source.side {
            Side::Questioned => {
                let capture = self.capture_of(source)?;
                let page = open.placement(capture.id).map(|placement| placement.page.clone());
                Some(Stand {
                    on: MadeOn { capture: capture.id, light: capture.light, page, zone: None, document: MadeIn::Questioned },
                    calibration: calibration_of(&open.examination, capture, open.reference()),
                    map: Some(page_from_capture(open, capture)),
                    picture: PictureOf::Capture(capture.picture()),
                })
            }
            Side::Reference => self.stand_on_reference(open, self.capture?, source.light),
        }
    }

    fn stand_on_reference(&self, open: &OpenCase, capture: CaptureId, light: Light) -> Option<Stand> {
        let (reference, page) = (open.reference()?, open.page_of(open.capture(capture)?)?);
        let of = PageOf { reference: reference.id.clone(), page: page.id.clone() };
        // A picture of the reference is its page edge to edge; the file of it need not say how large that is.
        // How large its pixels are is known once it was shown.
        let shown = self.reference_maps.get(&super::sources::reference_key(&reference.id, &page.id, light));
        let resolution = shown.and_then(|map| {
            let [across, down] = [map.0.0[0][0], map.0.0[1][1]].map(|mm| Dpi::new(MM_PER_INCH / mm));
            across.zip(down).map(|(x, y)| Resolution { x, y })
        });
        Some(Stand {
            calibration: calibration_of_reference(reference, &of, resolution),
            map: None,
            picture: PictureOf::Reference(reference.id.clone(), page.id.clone(), light),
            on: MadeOn { capture, light, page: Some(of), zone: None, document: MadeIn::Reference },
        })
    }

    /// The picture that is drawn on, or would be.
    fn stand_in_hand(&self) -> Option<(Source, Stand)> {
        let source = self.viewer.drawing.source().or_else(|| self.pair_of_sources()[0])?;
        Some((source, self.stand(source)?))
    }

    /// What the bar of the tool in hand shows; `None` without a tool.
    pub(super) fn drawing_view(&self) -> Option<DrawingView> {
        let tool = self.viewer.drawing.tool()?;
        let (source, stand) = self.stand_in_hand()?;
        let points = self.viewer.drawing.preview();
        let mut view = DrawingView {
            tool,
            on: source.title(),
            values: Vec::new(),
            problem: None,
            calibration: None,
            hint: tool.hint(self.viewer.drawing.points().len()),
            points: self.viewer.drawing.points().len(),
            can_finish: self.viewer.drawing.can_finish(),
        };
        match tool {
            Tool::Measure(figure) => {
                view.calibration = Some(stand.calibration.as_ref().map_or_else(|| NOT_CALIBRATED.to_owned(), ToString::to_string));
                match live(figure, &points, stand.calibration.as_ref()) {
                    Some(Ok(readings)) => {
                        view.values = readings.iter().map(|reading| format!("{} {}", reading.quantity.title(), reading.text())).collect();
                    }
                    // While the pointer is still near the last point, nothing is wrong.
                    Some(Err(problem)) if self.viewer.drawing.can_finish() => view.problem = Some(problem.message),
                    _ => {}
                }
                if let (Figure::Spectrum | Figure::PrintProcess, [from, to]) = (figure, points.as_slice()) {
                    view.values.extend(region_size(*from, *to, &stand));
                } else if needs_pixels(figure) && !points.is_empty() {
                    view.values.push("measured in the pixels when it is finished".to_owned());
                }
            }
            Tool::Scale => {
                view.calibration = Some(stand.calibration.as_ref().map_or_else(|| NOT_CALIBRATED.to_owned(), ToString::to_string));
                if stand.on.page.is_some() {
                    view.problem = Some("Registered to a page of the reference, whose millimetres are its scale".to_owned());
                }
            }
            _ => {}
        }
        Some(view)
    }

    /// Whether something that was made on `on` belongs on the page in hand.
    pub(super) fn is_on_page_in_hand(&self, open: &OpenCase, on: &MadeOn) -> bool {
        let placed = self.capture.and_then(|capture| open.placement(capture));
        match (&on.page, placed) {
            (Some(page), Some(placement)) => *page == placement.page,
            (None, None) => Some(on.capture) == self.capture,
            // A capture of a page that is known but not registered shows what is marked on the reference only.
            (Some(page), None) => {
                on.document == MadeIn::Reference
                    && self.capture.and_then(|id| open.page_of(open.capture(id)?)).is_some_and(|shown| shown.id == page.page)
            }
            (None, Some(_)) => false,
        }
    }

    /// Marks and measurements of the page in hand, if they are shown, and what is being drawn.
    pub(super) fn sketches(&self) -> Vec<Sketch> {
        let Some(open) = &self.open else { return Vec::new() };
        let mut sketches = Vec::new();
        if self.viewer.marks {
            let selected = |id: PlacedId| self.marks.selected == Some(id);
            for mark in open.examination.marks.iter().filter(|mark| self.is_on_page_in_hand(open, &mark.on)) {
                let id = PlacedId::Mark(mark.id);
                let label = selected(id).then(|| mark.kind.title().to_owned());
                let shape = self.form_under_way(id).map_or_else(|| of_mark(&mark.shape), |form| of_form(form, None));
                sketches.push(Sketch { id: Some(id), shape, tint: Tint::Marked, label, selected: selected(id) });
            }
            for measured in open.examination.measurements.iter().filter(|measured| self.is_on_page_in_hand(open, &measured.on)) {
                let id = PlacedId::Measured(measured.id);
                let calibration = measured.calibration.as_ref();
                let (shape, label) = match self.form_under_way(id) {
                    Some(form) => (of_form(form, calibration), Some(live_text(form, calibration))),
                    None => (
                        of_figure(measured.figure, &measured.points, calibration),
                        Some(headline(measured.figure, &measured.readings))
                            .filter(|text| !text.is_empty())
                            .or_else(|| Some(measured.without_readings().to_owned()).filter(|said| !said.is_empty())),
                    ),
                };
                sketches.push(Sketch { id: Some(id), shape, tint: Tint::Measured, label, selected: selected(id) });
            }
        }
        sketches.extend(self.draft());
        sketches
    }

    fn draft(&self) -> Option<Sketch> {
        let tool = self.viewer.drawing.tool()?;
        let points = self.viewer.drawing.preview();
        let first = points.first().copied()?;
        let calibration = self.stand_in_hand().and_then(|(_, stand)| stand.calibration);
        let (shape, label) = match (tool, points.as_slice()) {
            (Tool::Measure(figure), _) => {
                let value = live(figure, &points, calibration.as_ref()).and_then(Result::ok);
                (of_figure(figure, &points, calibration.as_ref()), value.and_then(|readings| readings.first().map(short)))
            }
            (Tool::Point, _) => (SketchShape::Spot(first), None),
            (Tool::Text, _) => {
                let words = self.viewer.drawing.words.trim();
                (SketchShape::Words(first, if words.is_empty() { "…".to_owned() } else { words.to_owned() }), None)
            }
            (Tool::Box, [from, to]) => (SketchShape::Boxes(vec![measuring::between(*from, *to)]), None),
            (Tool::Arrow, [from, to]) => (SketchShape::Arrow(*from, *to), None),
            (Tool::Polygon, _) => (SketchShape::Outline(points), None),
            (Tool::Freehand, _) => (SketchShape::Line(points), None),
            _ => (SketchShape::Path(points), None),
        };
        Some(Sketch { id: None, shape, tint: Tint::Draft, label, selected: false })
    }

    /// Does what keys ask of the tool in hand.
    pub(super) fn draw_by_key(&mut self, ctx: &eframe::egui::Context) {
        if self.viewer.drawing.tool().is_none() {
            self.let_go_by_key(ctx);
            return;
        }
        for key in draw_keys(ctx, self.viewer.focused) {
            match key {
                DrawKey::Finish => self.viewer.drawing.finish(),
                DrawKey::Cancel => self.viewer.drawing.cancel(),
                DrawKey::Back => self.viewer.drawing.back(),
            }
        }
        self.keep_drawn();
    }

    /// Keeps what was drawn to its end since the last frame.
    pub(super) fn keep_drawn(&mut self) {
        for drawn in self.viewer.drawing.take_finished() {
            let Some(stand) = self.stand(drawn.source) else { continue };
            if let Err(problem) = self.keep(drawn, stand) {
                self.notices.problem(&problem);
            }
        }
    }

    fn keep(&mut self, drawn: Drawn, stand: Stand) -> Result<(), Problem> {
        let zone = self.open.as_ref().zip(stand.on.page.as_ref()).and_then(|(open, page)| zone_of(open, page, &drawn.points));
        let on = MadeOn { zone, ..stand.on.clone() };
        match drawn.tool {
            Tool::Scale => return self.keep_scale(&drawn, stand),
            Tool::Measure(figure) if needs_pixels(figure) => {
                let backend = Arc::clone(&self.backend);
                let points = drawn.points;
                let job = Job::start(format!("Measuring: {}", figure.title()), self.waker.clone(), move |watch| {
                    let readings = stand.measure(backend.as_ref(), figure, &points, watch)?.readings;
                    Ok(Step::Measure(Box::new(NewMeasured { figure, points, readings, calibration: stand.calibration, on })))
                });
                self.measuring.push((None, job));
            }
            Tool::Measure(figure) => {
                let readings = of_points(figure, &drawn.points, stand.calibration.as_ref())?;
                let measured = NewMeasured { figure, points: drawn.points, readings, calibration: stand.calibration, on };
                self.steps.push_back(Step::Measure(Box::new(measured)));
            }
            tool => {
                let shape = shape_of(tool, drawn.points, drawn.words).ok_or_else(|| Problem::bad_use("The mark has too few points."))?;
                shape.check().map_err(|error| Problem::bad_use(crate::app::problem::sentence(&error.to_string())))?;
                self.steps.push_back(Step::Mark(Box::new(NewMark { kind: drawn.kind, shape, on, note: String::new() })));
            }
        }
        Ok(())
    }

    /// Sets the scale of a capture from two points of known distance.
    fn keep_scale(&mut self, drawn: &Drawn, stand: Stand) -> Result<(), Problem> {
        if stand.on.page.is_some() {
            return Err(Problem::bad_use("The capture is registered to a page of the reference.")
                .hint("It is measured in the millimetres of that page; a scale is set for captures that are not registered."));
        }
        let number = |text: &str| text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        let (Some(mm), Some(limit_mm)) = (number(&drawn.words), number(&drawn.tolerance)) else {
            return Err(Problem::bad_use("The length is not a number.").hint("Type it in millimetres, for example 25.4."));
        };
        let ends: Vec<_> = drawn.points.iter().filter_map(|point| stand.map?.capture(*point)).collect();
        let [from, to] = ends.as_slice() else { return Err(Problem::bad_use("The scale needs two points.")) };
        // Anywhere within the limits is as likely (GUM 4.3.7).
        let known = KnownLength { mm, standard_mm: limit_mm / 3.0_f64.sqrt(), basis: Basis::Given };
        let stated = self.open.as_ref().and_then(|open| open.capture(stand.on.capture)).and_then(|capture| capture.resolution);
        let aspect = stated.map_or(1.0, |resolution| resolution.y.get() / resolution.x.get());
        let calibration = Calibration::from_two_points(*from, *to, known, POINTING_PX, aspect)
            .map_err(|error| Problem::bad_use(crate::app::problem::sentence(&error.to_string())))?;
        self.steps.push_back(Step::Calibrate(stand.on.capture, Some(Box::new(calibration))));
        self.viewer.drawing.put_down();
        Ok(())
    }

    /// Takes over what was measured in pixels, and the plots that are ready.
    pub(super) fn poll_measuring(&mut self) {
        let mut running = Vec::new();
        let mut failed = false;
        for (of, job) in std::mem::take(&mut self.measuring) {
            match job.poll() {
                Polled::Running => running.push((of, job)),
                // What was taken away meanwhile is not moved any more.
                Polled::Done(Ok(step)) if of.is_none_or(|id| self.stored_form(id).is_some()) => self.steps.push_back(step),
                Polled::Done(Ok(_)) => failed = true,
                Polled::Done(Err(problem)) => {
                    self.notices.problem(&problem);
                    failed = true;
                }
                Polled::Lost => {
                    self.notices.problem(&Problem::system("A measurement ended without a result."));
                    failed = true;
                }
            }
        }
        self.measuring = running;
        if failed {
            self.forget_moved();
        }
        if let Some(open) = &self.open {
            self.marks.searches.values_mut().for_each(|search| search.poll(&open.library));
        }
        for plot in self.marks.plots.values_mut() {
            plot.poll();
        }
    }

    /// Starts to plot the profile or the spectrum that is chosen, if it is one and not plotted yet.
    pub(super) fn plot_chosen(&mut self) {
        let (Some(open), Some(PlacedId::Measured(id))) = (&self.open, self.marks.selected) else { return };
        if self.marks.plots.contains_key(&id) {
            return;
        }
        let Some(measured) = open.examination.measurements.iter().find(|measured| measured.id == id) else { return };
        let name = match measured.figure {
            Figure::IntensityProfile | Figure::DensityProfile => "Plotting the profile",
            Figure::Spectrum => "Working out the spectrum",
            _ => return,
        };
        let plot = match self.stand_of(open, measured) {
            None => Plot::Failed("The capture is no longer registered to that page.".to_owned()),
            Some(stand) => {
                let (backend, figure, points) = (Arc::clone(&self.backend), measured.figure, measured.points.clone());
                Plot::Loading(Job::start(name, self.waker.clone(), move |watch| {
                    let Found { readings, profile, spectrum } = stand.measure(backend.as_ref(), figure, &points, watch)?;
                    let profile = profile.map(|profile| Plotted::Profile(Curve::of(&profile)));
                    let spectrum = spectrum.map(|spectrum| Plotted::Spectrum(Box::new(SpectrumPlot::of(&spectrum, readings))));
                    profile.or(spectrum).ok_or_else(|| Problem::system("There is nothing to plot."))
                }))
            }
        };
        if self.marks.plots.len() >= PLOTS_KEPT {
            self.marks.plots.pop_first();
        }
        self.marks.plots.insert(id, plot);
    }

    /// The picture that a measurement was made in, as it lies now.
    pub(super) fn stand_of(&self, open: &OpenCase, measured: &Measured) -> Option<Stand> {
        let on = &measured.on;
        if on.document == MadeIn::Reference {
            let stand = self.stand_on_reference(open, on.capture, on.light).filter(|stand| stand.on.page == on.page)?;
            return Some(Stand { calibration: measured.calibration.clone(), ..stand });
        }
        let capture = open.capture(on.capture)?;
        let page = open.placement(capture.id).map(|placement| placement.page.clone());
        (page == on.page).then(|| Stand {
            on: on.clone(),
            calibration: measured.calibration.clone(),
            map: Some(page_from_capture(open, capture)),
            picture: PictureOf::Capture(capture.picture()),
        })
    }

    /// Chooses a mark or measurement and brings it into view, under the light in hand if that shows the same page.
    pub(super) fn show_placed(&mut self, id: PlacedId) {
        let Some(open) = &self.open else { return };
        let found = match id {
            PlacedId::Mark(id) => open.examination.marks.iter().find(|mark| mark.id == id).map(|mark| (&mark.on, mark.shape.bounds())),
            PlacedId::Measured(id) => {
                let measured = open.examination.measurements.iter().find(|measured| measured.id == id);
                measured.map(|measured| (&measured.on, bounds(&measured.points)))
            }
        };
        let Some((on, area)) = found else { return };
        if !self.is_on_page_in_hand(open, on) {
            self.capture = Some(on.capture);
        }
        self.marks.select(id);
        self.viewer.marks = true;
        self.viewer.bring = Some(area.grown((area.width.max(area.height) * 0.5).clamp(4.0, 12.0)));
    }

    /// Removes a mark or measurement, as one step.
    pub(super) fn remove_placed(&mut self, id: PlacedId) {
        self.steps.push_back(match id {
            PlacedId::Mark(id) => Step::RemoveMark(id),
            PlacedId::Measured(id) => Step::RemoveMeasured(id),
        });
    }
}

/// The value of a figure while it is drawn: of its points, or of the line that pixels will be measured along.
fn live(figure: Figure, points: &[PointMm], calibration: Option<&Calibration>) -> Option<Result<Vec<Reading>, Problem>> {
    match figure {
        Figure::Characters | Figure::Colour | Figure::ColourDifference | Figure::Spectrum | Figure::PrintProcess => None,
        Figure::LineSpacing | Figure::IntensityProfile | Figure::DensityProfile => {
            (points.len() > 1).then(|| of_points(Figure::Polyline, points, calibration))
        }
        figure => (points.len() >= figure.least_points()).then(|| of_points(figure, points, calibration)),
    }
}

/// How large the region of a Fourier view, or of one of the print process, is while it is drawn, and whether that is enough.
fn region_size(from: PointMm, to: PointMm, stand: &Stand) -> Vec<String> {
    let area = measuring::between(from, to);
    let mut said = Vec::new();
    if stand.calibration.is_some() {
        said.push(format!("{:.1} × {:.1} mm", area.width, area.height));
    }
    // Only a capture says how many pixels that is before it is measured.
    let ends = stand.map.and_then(|map| map.capture(from).zip(map.capture(to)));
    if let Some((one, other)) = ends {
        let [width, height] = [(one.x - other.x).abs(), (one.y - other.y).abs()];
        said.push(format!("about {width:.0} × {height:.0} px"));
        if width.min(height) < f64::from(measuring::LEAST_REGION_PX) {
            said.push(format!("at least {} px along each side are needed", measuring::LEAST_REGION_PX));
        }
    }
    said
}

fn bounds(points: &[PointMm]) -> RectMm {
    MarkShape::Freehand(points.to_vec()).bounds()
}

/// What is painted of something that is being moved.
pub(super) fn of_form(form: &Form, calibration: Option<&Calibration>) -> SketchShape {
    match form {
        Form::Mark(shape) => of_mark(shape),
        Form::Figure(figure, points) => of_figure(*figure, points, calibration),
    }
}

/// What stands beside a measurement while it is moved: its value where the points alone give one.
fn live_text(form: &Form, calibration: Option<&Calibration>) -> String {
    let Form::Figure(figure, points) = form else { return String::new() };
    let value = live(*figure, points, calibration).filter(|_| !needs_pixels(*figure));
    match value {
        Some(Ok(readings)) => readings.first().map(short).unwrap_or_default(),
        Some(Err(problem)) => problem.message,
        None => "Measured when it is let go".to_owned(),
    }
}

fn of_mark(shape: &MarkShape) -> SketchShape {
    match shape {
        MarkShape::Point(at) => SketchShape::Spot(*at),
        MarkShape::Box(area) => SketchShape::Boxes(vec![*area]),
        MarkShape::Polygon(points) => SketchShape::Outline(points.clone()),
        MarkShape::Freehand(points) => SketchShape::Line(points.clone()),
        MarkShape::Arrow { from, to } => SketchShape::Arrow(*from, *to),
        MarkShape::Text { at, text } => SketchShape::Words(*at, text.clone()),
    }
}

fn of_figure(figure: Figure, points: &[PointMm], calibration: Option<&Calibration>) -> SketchShape {
    match figure {
        Figure::Area => SketchShape::Outline(points.to_vec()),
        Figure::Circle => SketchShape::Circle(points.to_vec(), measuring::circle(points, calibration)),
        Figure::Characters | Figure::Colour | Figure::ColourDifference | Figure::Spectrum | Figure::PrintProcess => {
            let pair = |pair: &[PointMm]| match pair {
                [from, to] => measuring::between(*from, *to),
                [one, ..] => RectMm::new(one.x, one.y, 0.0, 0.0),
                [] => RectMm::new(0.0, 0.0, 0.0, 0.0),
            };
            SketchShape::Boxes(points.chunks(2).map(pair).collect())
        }
        _ => SketchShape::Path(points.to_vec()),
    }
}

fn shape_of(tool: Tool, points: Vec<PointMm>, words: String) -> Option<MarkShape> {
    let first = points.first().copied()?;
    match (tool, points.as_slice()) {
        (Tool::Point, _) => Some(MarkShape::Point(first)),
        (Tool::Text, _) => Some(MarkShape::Text { at: first, text: words }),
        (Tool::Box, [from, to]) => Some(MarkShape::Box(measuring::between(*from, *to))),
        (Tool::Arrow, [from, to]) => Some(MarkShape::Arrow { from: *from, to: *to }),
        (Tool::Polygon, _) => Some(MarkShape::Polygon(points)),
        (Tool::Freehand, _) => Some(MarkShape::Freehand(points)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use crate::domain::PointPx;
    use crate::gui::viewer::Camera;
    use eframe::egui::{Rect, pos2, vec2};

    proptest! {
        /// The same spot of the document, whatever light it is looked at in: each capture has its own pixels and its own map.
        #[test]
        fn a_mark_made_in_one_light_lies_at_the_same_millimetre_in_another(
            x in 5.0..120.0f64, y in 5.0..80.0f64, ppi in 150.0..1200.0f64, turn in -0.2..0.2f64, tilt in -2e-6..2e-6f64,
            dx in -400.0..400.0f64, dy in -400.0..400.0f64, scale in 4.0..90.0f64,
        ) {
            let mm = 25.4 / ppi;
            let of_light = PageFromCapture(Homography([[mm, -mm * turn, dx * mm], [mm * turn, mm, dy * mm], [tilt, tilt, 1.0]]));
            let of_other = PageFromCapture(Homography::scale_shift([25.4 / 300.0; 2], [25.4 / 600.0; 2]));
            let pixel: PointPx = of_light.capture(PointMm { x, y }).unwrap();
            // Clicked where that pixel is seen in the one light.
            let viewer = Rect::from_min_size(pos2(0.0, 0.0), vec2(700.0, 500.0));
            let camera = Camera { points_per_mm: scale, centre: PointMm { x, y }, ..Camera::default() };
            let mark = camera.page(viewer, camera.ui(viewer, of_light.page(pixel)));
            // The same click in the other light takes the pixel there that shows the same millimetre.
            let there = of_other.capture(mark).unwrap();
            let again = of_other.page(there);
            let error = 2e-3 / scale;
            prop_assert!((again.x - x).abs() < error && (again.y - y).abs() < error, "{again:?}");
        }
    }

    #[test]
    fn without_a_scale_no_number_stands_beside_the_line() {
        let ends = [PointMm { x: 1.0, y: 1.0 }, PointMm { x: 9.0, y: 1.0 }];
        let readings = live(Figure::Distance, &ends, None).unwrap().unwrap();
        assert_eq!(short(&readings[0]), "Not calibrated");
        assert!(live(Figure::Distance, &ends[..1], None).is_none());
    }

    #[test]
    fn a_region_says_how_large_it_is_and_whether_that_is_enough() {
        let calibration = Calibration::from_file(Resolution::square(254.0).unwrap()).unwrap();
        let on =
            MadeOn { capture: CaptureId(uuid::Uuid::nil()), light: Light::Visible, page: None, zone: None, document: MadeIn::Questioned };
        let picture = PictureOf::Capture(crate::domain::Sha256::of(b"capture").into());
        let mut stand = Stand { on, map: Some(calibration.page_from_picture()), calibration: Some(calibration), picture };
        let (from, to) = (PointMm { x: 9.0, y: 2.0 }, PointMm { x: 1.0, y: 7.0 });
        assert_eq!(region_size(from, to, &stand), ["8.0 × 5.0 mm", "about 80 × 50 px"]);
        stand.calibration = None;
        let narrow = region_size(from, PointMm { x: 7.0, y: 9.0 }, &stand);
        assert_eq!(narrow, ["about 20 × 70 px", "at least 32 px along each side are needed"]);
    }
}
