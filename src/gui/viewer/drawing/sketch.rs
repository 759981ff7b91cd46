//! What was drawn, painted over the pictures.

use eframe::egui;
use egui::{Painter, Pos2, Rect, Shape, Stroke, vec2};

use crate::domain::{PointMm, RectMm};
use crate::gui::theme;
use crate::gui::viewer::{Camera, marks};
use crate::gui::wish::PlacedId;
use crate::imaging::{Edges, Outlined, beside};

/// Points of the screen within which a click is on a line.
const REACH: f32 = 7.0;
/// Points of the screen that ends, handles and spots take around a point.
const AROUND: f32 = 7.0;

/// What a sketch is in colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tint {
    Measured,
    Marked,
    /// Still being drawn.
    Draft,
}

impl Tint {
    fn colour(self) -> egui::Color32 {
        let colours = theme::over_pictures();
        match self {
            Self::Measured => colours.accent,
            Self::Marked => colours.attention,
            Self::Draft => colours.strong,
        }
    }
}

/// What is painted, in mm of the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SketchShape {
    Spot(PointMm),
    /// A line with its points shown.
    Path(Vec<PointMm>),
    /// A line without.
    Line(Vec<PointMm>),
    Outline(Vec<PointMm>),
    Boxes(Vec<RectMm>),
    Arrow(PointMm, PointMm),
    /// Points on a rim, and the circle through them.
    Circle(Vec<PointMm>, Option<(PointMm, f64)>),
    Words(PointMm, String),
}

/// A mark, a measurement, or what is being drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sketch {
    /// Which it is; `None` while it is drawn.
    pub(crate) id: Option<PlacedId>,
    pub(crate) shape: SketchShape,
    pub(crate) tint: Tint,
    /// Written beside it.
    pub(crate) label: Option<String>,
    pub(crate) selected: bool,
}

/// From mm of the page to points of the screen.
pub(super) struct Screen<'a> {
    pub(super) camera: &'a Camera,
    pub(super) rect: Rect,
    pub(super) shift_mm: [f64; 2],
}

impl Screen<'_> {
    /// Whether a place on the screen is on a shape, or within reach of it.
    pub(super) fn is_on(&self, shape: &SketchShape, place: Pos2) -> bool {
        self.far(shape, place) <= REACH
    }

    fn far(&self, shape: &SketchShape, place: Pos2) -> f32 {
        self.lines(shape).into_iter().map(|(line, closed)| distance(place, &line, closed)).fold(f32::INFINITY, f32::min)
    }

    /// The spot of the page at a place on the screen.
    pub(super) fn spot(&self, place: Pos2) -> PointMm {
        let seen = self.camera.page(self.rect, place);
        let [right, down] = self.shift_mm;
        PointMm { x: seen.x - right, y: seen.y - down }
    }

    pub(super) fn place(&self, point: PointMm) -> Pos2 {
        let [right, down] = self.shift_mm;
        self.camera.ui(self.rect, PointMm { x: point.x + right, y: point.y + down })
    }

    /// A shape with the ends, handles and spots that are painted around its points.
    fn outlined(&self, shape: &SketchShape) -> Option<Outlined> {
        let lines: Vec<(Vec<[f32; 2]>, bool)> =
            self.lines(shape).into_iter().map(|(line, closed)| (line.into_iter().map(Into::into).collect(), closed)).collect();
        Outlined::new(lines.iter().map(|(line, closed)| (line.as_slice(), *closed)), AROUND)
    }

    fn places(&self, points: &[PointMm]) -> Vec<Pos2> {
        points.iter().map(|point| self.place(*point)).collect()
    }

    /// The lines of a shape on the screen: open or closed.
    fn lines(&self, shape: &SketchShape) -> Vec<(Vec<Pos2>, bool)> {
        match shape {
            SketchShape::Spot(at) | SketchShape::Words(at, _) => vec![(vec![self.place(*at)], false)],
            SketchShape::Path(points) | SketchShape::Line(points) => vec![(self.places(points), false)],
            SketchShape::Outline(points) => vec![(self.places(points), true)],
            SketchShape::Boxes(boxes) => boxes.iter().map(|area| (self.places(&area.corners()), true)).collect(),
            SketchShape::Arrow(from, to) => vec![(vec![self.place(*from), self.place(*to)], false)],
            SketchShape::Circle(rim, None) => vec![(self.places(rim), false)],
            SketchShape::Circle(_, Some((centre, radius))) => {
                let turn = |step: u32| {
                    let angle = f64::from(step) / 72.0 * std::f64::consts::TAU;
                    self.place(PointMm { x: centre.x + radius * angle.cos(), y: centre.y + radius * angle.sin() })
                };
                vec![((0..72).map(turn).collect(), true)]
            }
        }
    }
}

/// Paints sketches into a viewer that fills `rect`, on a picture that was moved by `shift_mm` over the page; with their words or
/// without.
pub(in crate::gui::viewer) fn paint(
    painter: &Painter,
    rect: Rect,
    camera: &Camera,
    shift_mm: [f64; 2],
    sketches: &[Sketch],
    labelled: bool,
) {
    let screen = Screen { camera, rect, shift_mm };
    let colours = theme::over_pictures();
    for sketch in sketches {
        let colour = sketch.tint.colour();
        let width = if sketch.selected { 2.5 } else { 1.5 };
        // Dark below light, so that the line is seen on every print.
        for (width, colour) in [(width + 2.0, colours.behind_label.gamma_multiply(0.75)), (width, colour)] {
            stroke(painter, &screen, &sketch.shape, Stroke::new(width, colour));
        }
    }
    if labelled {
        labels(painter, &screen, sketches);
    }
}

/// Writes beside each sketch what it is, off all that is drawn.
fn labels(painter: &Painter, screen: &Screen<'_>, sketches: &[Sketch]) {
    let colours = theme::over_pictures();
    let outlines: Vec<Option<Outlined>> = sketches.iter().map(|sketch| screen.outlined(&sketch.shape)).collect();
    let room = screen.rect.shrink(2.0);
    let room = [room.left(), room.top(), room.right(), room.bottom()];
    let mut written: Vec<Edges> = Vec::new();
    for (number, (sketch, own)) in sketches.iter().zip(&outlines).enumerate() {
        let words = if let SketchShape::Words(_, words) = &sketch.shape { Some(words) } else { sketch.label.as_ref() };
        let (Some(words), Some(own)) = (words, own) else { continue };
        let lines: Vec<String> = words.lines().take(6).map(str::to_owned).collect();
        let text = marks::chip_text(painter, colours, &lines, f32::INFINITY);
        let size = text.size() + marks::CHIP_ROOM;
        let others: Vec<&Outlined> =
            outlines.iter().enumerate().filter(|(other, _)| *other != number).filter_map(|(_, other)| other.as_ref()).collect();
        let Some(place) = beside(own, &others, &written, size.into(), room, 3.0) else { continue };
        if let Some(leader) = place.leader {
            for (width, colour) in [(3.0, colours.behind_label.gamma_multiply(0.75)), (1.0, sketch.tint.colour())] {
                painter.line_segment(leader.map(Pos2::from), Stroke::new(width, colour));
            }
        }
        let [left, top, right, bottom] = place.plate;
        marks::chip_at(painter, colours, Rect::from_min_max(Pos2::new(left, top), Pos2::new(right, bottom)), text);
        written.push(place.plate);
    }
}

fn stroke(painter: &Painter, screen: &Screen<'_>, shape: &SketchShape, stroke: Stroke) {
    for (line, closed) in screen.lines(shape) {
        if line.len() > 1 {
            painter.add(if closed { Shape::closed_line(line, stroke) } else { Shape::line(line, stroke) });
        }
    }
    match shape {
        SketchShape::Spot(at) | SketchShape::Words(at, _) => {
            let place = screen.place(*at);
            painter.circle_stroke(place, 5.0, stroke);
            for step in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
                painter.line_segment([place + step * 3.0, place + step * 9.0], stroke);
            }
        }
        SketchShape::Path(points) => ticks(painter, &screen.places(points), stroke),
        SketchShape::Circle(rim, _) => {
            for place in screen.places(rim) {
                painter.circle_filled(place, stroke.width + 1.0, stroke.color);
            }
        }
        SketchShape::Arrow(from, to) => {
            let (from, to) = (screen.place(*from), screen.place(*to));
            let back = (from - to).normalized() * 11.0;
            let turned = |angle: f32| egui::emath::Rot2::from_angle(angle) * back;
            painter.add(Shape::line(vec![to + turned(0.45), to, to + turned(-0.45)], stroke));
        }
        _ => {}
    }
}

/// A short line across each end of a path, and a dot at each bend.
fn ticks(painter: &Painter, places: &[Pos2], stroke: Stroke) {
    for (number, place) in places.iter().enumerate() {
        let ends = number == 0 || number + 1 == places.len();
        let along = match (number, places.get(number + 1)) {
            (0, Some(next)) => *next - *place,
            _ => places.get(number.wrapping_sub(1)).map_or(egui::Vec2::ZERO, |before| *place - *before),
        };
        if ends && along.length() > 0.5 {
            let across = along.normalized().rot90() * 6.0;
            painter.line_segment([*place - across, *place + across], stroke);
        } else {
            painter.circle_filled(*place, stroke.width + 1.0, stroke.color);
        }
    }
}

/// The sketch that a click at `pointer` is on: the nearest within reach.
pub(in crate::gui::viewer) fn hit(pointer: Pos2, rect: Rect, camera: &Camera, shift_mm: [f64; 2], sketches: &[Sketch]) -> Option<PlacedId> {
    let screen = Screen { camera, rect, shift_mm };
    let near = sketches.iter().filter_map(|sketch| Some((sketch.id?, screen.far(&sketch.shape, pointer)))).filter(|(_, far)| *far <= REACH);
    near.min_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(id, _)| id)
}

/// How far `pointer` is from a line.
fn distance(pointer: Pos2, line: &[Pos2], closed: bool) -> f32 {
    let back = line.last().zip(line.first()).filter(|_| closed || line.len() == 1).map(|(last, first)| [*last, *first]);
    let parts = line.windows(2).filter_map(|pair| <[Pos2; 2]>::try_from(pair).ok()).chain(back);
    parts.map(|[from, to]| to_segment(pointer, from, to)).fold(f32::INFINITY, f32::min)
}

fn to_segment(pointer: Pos2, from: Pos2, to: Pos2) -> f32 {
    let (along, by) = (to - from, pointer - from);
    let share = if along.length_sq() > 0.0 { (by.dot(along) / along.length_sq()).clamp(0.0, 1.0) } else { 0.0 };
    (by - along * share).length()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MarkId;
    use egui::pos2;
    use uuid::Uuid;

    #[test]
    fn a_click_takes_the_nearest_line_and_nothing_far_off() {
        let camera = Camera { points_per_mm: 10.0, ..Camera::default() };
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0));
        let line = |number: u128, y: f64| Sketch {
            id: Some(PlacedId::Mark(MarkId(Uuid::from_u128(number)))),
            shape: SketchShape::Path(vec![PointMm { x: 50.0, y }, PointMm { x: 70.0, y }]),
            tint: Tint::Marked,
            label: None,
            selected: false,
        };
        let sketches = [line(1, 40.0), line(2, 41.0)];
        let at = |y: f64| hit(camera.ui(rect, PointMm { x: 60.0, y }), rect, &camera, [0.0; 2], &sketches);
        assert_eq!(at(40.2), sketches[0].id);
        assert_eq!(at(40.8), sketches[1].id);
        assert_eq!(at(45.0), None);
        assert_eq!(hit(camera.ui(rect, PointMm { x: 60.0, y: 42.5 }), rect, &camera, [0.0, 1.5], &sketches), sketches[1].id);
    }
}
