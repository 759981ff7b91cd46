//! What can be moved of a mark or a measurement: its points one by one, or all of it.

use super::{Figure, MarkShape, PointMm, RectMm};

/// Where a mark or a measurement lies, as something that can be taken by its points.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// The shape of a mark.
    Mark(MarkShape),
    /// A figure with its points in mm of the page, in the order that the figure asks for.
    Figure(Figure, Vec<PointMm>),
}

impl Form {
    /// The points it can be taken by, in mm of the page: every point of a figure, the corners of boxes, the ends of a line drawn by
    /// hand.
    pub fn handles(&self) -> Vec<PointMm> {
        match self {
            Self::Mark(MarkShape::Freehand(line)) => ends(line).map_or_else(Vec::new, |(first, last)| vec![first, last]),
            Self::Mark(shape) => shape.points(),
            Self::Figure(figure, points) if in_boxes(*figure) => boxes(points).into_iter().flat_map(RectMm::corners).collect(),
            Self::Figure(_, points) => points.clone(),
        }
    }

    /// It with handle number `handle`, from 0, at `to`; `None` if it has no such handle.
    ///
    /// The corner across from that of a box stays, and the box upright. A line drawn by hand is stretched from its other end.
    #[must_use]
    pub fn with_handle(&self, handle: usize, to: PointMm) -> Option<Self> {
        Some(match self {
            Self::Mark(shape) => Self::Mark(with_mark_handle(shape, handle, to)?),
            Self::Figure(figure, points) if in_boxes(*figure) => {
                let across = across(*boxes(points).get(handle / 4)?, handle % 4)?;
                let mut points = points.clone();
                points.get_mut(handle / 4 * 2..handle / 4 * 2 + 2)?.copy_from_slice(&[across, to]);
                Self::Figure(*figure, points)
            }
            Self::Figure(figure, points) => Self::Figure(*figure, replaced(points, handle, to)?),
        })
    }

    /// It as a whole, moved by so many mm to the right and down.
    #[must_use]
    pub fn shifted(&self, [right, down]: [f64; 2]) -> Self {
        let by = |point: PointMm| PointMm { x: point.x + right, y: point.y + down };
        let all = |points: &[PointMm]| points.iter().copied().map(by).collect::<Vec<_>>();
        match self {
            Self::Figure(figure, points) => Self::Figure(*figure, all(points)),
            Self::Mark(shape) => Self::Mark(match shape {
                MarkShape::Point(at) => MarkShape::Point(by(*at)),
                MarkShape::Box(area) => MarkShape::Box(RectMm::new(area.x + right, area.y + down, area.width, area.height)),
                MarkShape::Polygon(points) => MarkShape::Polygon(all(points)),
                MarkShape::Freehand(points) => MarkShape::Freehand(all(points)),
                MarkShape::Arrow { from, to } => MarkShape::Arrow { from: by(*from), to: by(*to) },
                MarkShape::Text { at, text } => MarkShape::Text { at: by(*at), text: text.clone() },
            }),
        }
    }

    /// The number of the handle that is nearest to `spot`; `None` without handles.
    pub fn nearest_handle(&self, spot: PointMm) -> Option<usize> {
        let far = |point: &PointMm| (point.x - spot.x).hypot(point.y - spot.y);
        let handles = self.handles();
        let nearest = handles.iter().enumerate().min_by(|(_, one), (_, other)| far(one).total_cmp(&far(other)));
        nearest.map(|(number, _)| number)
    }
}

/// Whether the points of a figure are opposite corners of upright boxes.
fn in_boxes(figure: Figure) -> bool {
    matches!(figure, Figure::Characters | Figure::Colour | Figure::ColourDifference | Figure::Spectrum | Figure::PrintProcess)
}

fn boxes(points: &[PointMm]) -> Vec<RectMm> {
    let pairs = points.chunks_exact(2).filter_map(|pair| <[PointMm; 2]>::try_from(pair).ok());
    pairs.map(|[one, other]| RectMm::between(one, other)).collect()
}

/// The corner across from one of a box.
fn across(area: RectMm, corner: usize) -> Option<PointMm> {
    area.corners().get((corner + 2) % 4).copied()
}

fn ends(line: &[PointMm]) -> Option<(PointMm, PointMm)> {
    line.first().copied().zip(line.last().copied())
}

fn replaced(points: &[PointMm], number: usize, to: PointMm) -> Option<Vec<PointMm>> {
    let mut points = points.to_vec();
    *points.get_mut(number)? = to;
    Some(points)
}

fn with_mark_handle(shape: &MarkShape, handle: usize, to: PointMm) -> Option<MarkShape> {
    Some(match (shape, handle) {
        (MarkShape::Point(_), 0) => MarkShape::Point(to),
        (MarkShape::Text { text, .. }, 0) => MarkShape::Text { at: to, text: text.clone() },
        (MarkShape::Box(area), 0..=3) => MarkShape::Box(RectMm::between(across(*area, handle)?, to)),
        (MarkShape::Polygon(points), _) => MarkShape::Polygon(replaced(points, handle, to)?),
        (MarkShape::Freehand(line), 0..=1) => MarkShape::Freehand(stretched(line, handle == 0, to)?),
        (MarkShape::Arrow { to: head, .. }, 0) => MarkShape::Arrow { from: to, to: *head },
        (MarkShape::Arrow { from, .. }, 1) => MarkShape::Arrow { from: *from, to },
        _ => return None,
    })
}

/// A line with one of its ends at `to`: each point follows by its share of the way along the line, so that no spike is left behind.
fn stretched(line: &[PointMm], from_start: bool, to: PointMm) -> Option<Vec<PointMm>> {
    let (first, last) = ends(line)?;
    let held = if from_start { first } else { last };
    let mut way = vec![0.0];
    for pair in line.windows(2) {
        let step = if let [one, other] = pair { (one.x - other.x).hypot(one.y - other.y) } else { 0.0 };
        way.push(way.last().copied().unwrap_or(0.0) + step);
    }
    let whole = way.last().copied().filter(|whole| *whole > 0.0);
    let share = |along: f64| whole.map_or(1.0, |whole| if from_start { 1.0 - along / whole } else { along / whole });
    let moved = line.iter().zip(way).map(|(point, along)| {
        let share = share(along);
        PointMm { x: point.x + (to.x - held.x) * share, y: point.y + (to.y - held.y) * share }
    });
    Some(moved.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(x: f64, y: f64) -> PointMm {
        PointMm { x, y }
    }

    fn forms() -> Vec<Form> {
        let line = vec![point(1.0, 1.0), point(4.0, 2.0), point(6.0, 5.0), point(3.0, 8.0)];
        vec![
            Form::Mark(MarkShape::Point(point(3.0, 4.0))),
            Form::Mark(MarkShape::Text { at: point(3.0, 4.0), text: "glue".to_owned() }),
            Form::Mark(MarkShape::Box(RectMm::new(2.0, 3.0, 5.0, 4.0))),
            Form::Mark(MarkShape::Polygon(line.clone())),
            Form::Mark(MarkShape::Freehand(line.clone())),
            Form::Mark(MarkShape::Arrow { from: point(1.0, 1.0), to: point(5.0, 2.0) }),
            Form::Figure(Figure::Distance, line.get(..2).unwrap_or_default().to_vec()),
            Form::Figure(Figure::Polyline, line.clone()),
            Form::Figure(Figure::Characters, vec![point(8.0, 1.0), point(2.0, 5.0)]),
            Form::Figure(Figure::Spectrum, vec![point(1.0, 1.0), point(5.0, 6.0)]),
            Form::Figure(Figure::ColourDifference, line),
        ]
    }

    #[test]
    fn a_corner_of_a_box_moves_and_the_one_across_stays() {
        let area = Form::Mark(MarkShape::Box(RectMm::new(2.0, 3.0, 5.0, 4.0)));
        // The right lower corner, dragged past the left upper one.
        let moved = area.with_handle(2, point(1.0, 1.0));
        assert_eq!(moved, Some(Form::Mark(MarkShape::Box(RectMm::new(1.0, 1.0, 1.0, 2.0)))));
        let patches = vec![point(1.0, 1.0), point(2.0, 2.0), point(5.0, 9.0), point(7.0, 5.0)];
        let moved = Form::Figure(Figure::ColourDifference, patches).with_handle(4, point(4.0, 4.0)).unwrap();
        let Form::Figure(_, points) = moved else { panic!("no figure") };
        assert_eq!(boxes(&points), [RectMm::new(1.0, 1.0, 1.0, 1.0), RectMm::new(4.0, 4.0, 3.0, 5.0)]);
    }

    #[test]
    fn a_line_drawn_by_hand_is_stretched_from_its_other_end() {
        let line = vec![point(0.0, 0.0), point(1.0, 0.0), point(4.0, 0.0)];
        let Some(Form::Mark(MarkShape::Freehand(moved))) = Form::Mark(MarkShape::Freehand(line)).with_handle(1, point(4.0, 2.0)) else {
            panic!("no line")
        };
        assert_eq!(moved, [point(0.0, 0.0), point(1.0, 0.5), point(4.0, 2.0)]);
    }

    #[test]
    fn a_handle_that_is_not_there_moves_nothing() {
        for form in forms() {
            let count = form.handles().len();
            assert!(form.with_handle(count - 1, point(0.0, 0.0)).is_some(), "{form:?}");
            assert_eq!(form.with_handle(count, point(0.0, 0.0)), None, "{form:?}");
        }
    }

    proptest! {
        #[test]
        fn the_handle_that_is_moved_is_where_it_was_moved_to(which in 0..10usize, number in 0..8usize, x in -5.0..15.0f64, y in -5.0..15.0f64) {
            let form = forms().swap_remove(which);
            let number = number % form.handles().len();
            let moved = form.with_handle(number, point(x, y)).unwrap();
            let nearest = moved.handles()[moved.nearest_handle(point(x, y)).unwrap()];
            prop_assert!((nearest.x - x).abs() < 1e-9 && (nearest.y - y).abs() < 1e-9, "{moved:?}");
            prop_assert_eq!(moved.handles().len(), form.handles().len());
        }

        #[test]
        fn a_whole_that_is_moved_there_and_back_is_as_it_was(which in 0..10usize, x in -50.0..50.0f64, y in -50.0..50.0f64) {
            let form = forms().swap_remove(which);
            let back = form.shifted([x, y]).shifted([-x, -y]);
            for (one, other) in form.handles().into_iter().zip(back.handles()) {
                prop_assert!((one.x - other.x).abs() < 1e-9 && (one.y - other.y).abs() < 1e-9);
            }
        }
    }
}
