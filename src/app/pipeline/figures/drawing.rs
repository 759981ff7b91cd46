//! Marks and measurements as lines and words on a picture.

use crate::app::measuring::{between, circle};
use crate::domain::{Arrangement, Figure, Mark, MarkShape, Measured, PointMm, RectMm, View};
use crate::imaging::{Drawn, DrawnInk};

/// What was drawn on a view, marks first.
pub(super) fn of_view(view: &View) -> Vec<Drawn> {
    view.marks.iter().map(of_mark).chain(view.measurements.iter().map(of_measured)).collect()
}

fn outline(area: RectMm) -> (Vec<PointMm>, bool) {
    (area.corners().to_vec(), true)
}

fn of_mark(mark: &Mark) -> Drawn {
    let title = || mark.kind.title().to_owned();
    let (lines, arrow, words) = match &mark.shape {
        MarkShape::Point(at) => (vec![(vec![*at], false)], false, title()),
        MarkShape::Box(area) => (vec![outline(*area)], false, title()),
        MarkShape::Polygon(points) => (vec![(points.clone(), true)], false, title()),
        MarkShape::Freehand(points) => (vec![(points.clone(), false)], false, title()),
        MarkShape::Arrow { from, to } => (vec![(vec![*from, *to], false)], true, title()),
        MarkShape::Text { at, text } => (vec![(vec![*at], false)], false, text.clone()),
    };
    Drawn { lines, arrow, words, ink: DrawnInk::Mark }
}

fn of_measured(measured: &Measured) -> Drawn {
    let points = &measured.points;
    let lines = match (measured.figure, points.as_slice()) {
        (Figure::Area, _) => vec![(points.clone(), true)],
        (Figure::Characters | Figure::Colour | Figure::Spectrum | Figure::PrintProcess, [a, b]) => vec![outline(between(*a, *b))],
        (Figure::ColourDifference, [a, b, c, d]) => vec![outline(between(*a, *b)), outline(between(*c, *d))],
        (Figure::Circle, _) => match circle(points, measured.calibration.as_ref()) {
            Some((centre, radius)) => vec![(rim(centre, radius), true)],
            None => vec![(points.clone(), false)],
        },
        _ => vec![(points.clone(), false)],
    };
    let words = measured.readings.first().map_or_else(
        || measured.without_readings().to_owned(),
        |reading| match reading.value {
            Some(value) => value.to_string().split(" (k").next().unwrap_or_default().to_owned(),
            None => reading.text(),
        },
    );
    Drawn { lines, arrow: false, words, ink: DrawnInk::Measurement }
}

/// The line along which two pictures of an arrangement meet, as viewers paint it; nothing where squares or mixtures speak for themselves.
pub(super) fn edge(arrangement: &Arrangement) -> Option<Drawn> {
    let line = match arrangement {
        Arrangement::Lens { centre, radius_mm, .. } => rim(*centre, *radius_mm),
        Arrangement::Swipe { outline } => outline.clone(),
        _ => return None,
    };
    Some(Drawn { lines: vec![(line, true)], arrow: false, words: String::new(), ink: DrawnInk::Edge })
}

/// A circle as 72 points.
fn rim(centre: PointMm, radius: f64) -> Vec<PointMm> {
    let turn = |step: u32| {
        let angle = f64::from(step) / 72.0 * std::f64::consts::TAU;
        PointMm { x: centre.x + radius * libm::cos(angle), y: centre.y + radius * libm::sin(angle) }
    };
    (0..72).map(turn).collect()
}
