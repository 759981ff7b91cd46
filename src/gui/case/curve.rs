//! A curve of tones that is drawn with the pointer or typed.

use eframe::egui;
use egui::{Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::domain::recipe::{CurvePoint, MAX_CURVE_POINTS};
use crate::gui::theme;
use crate::imaging::CurveCourse;

/// How near to a point the pointer takes hold of it, in points.
const NEAR: f32 = 10.0;
/// The least distance of two points in levels.
const GAP: f64 = 2.0;

/// Paints a curve: dragging moves a point, a double click adds or removes one. Returns whether it changed and is still dragged.
pub(crate) fn curve_ui(ui: &mut Ui, points: &mut Vec<CurvePoint>) -> Option<bool> {
    let colours = theme::colours(ui.visuals());
    let side = ui.available_width().min(240.0);
    let (rect, response) = ui.allocate_exact_size(vec2(side, side * 0.75), Sense::click_and_drag());
    let said: Vec<String> = points.iter().map(|point| format!("{:.0} to {:.0}", point.input, point.output)).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, format!("Curve: {}", said.join(", "))));
    let place = |point: &CurvePoint| at(rect, point);
    let memory = response.id.with("held");
    let mut held: Option<usize> = ui.data(|data| data.get_temp(memory));
    let mut changed = None;
    if let Some(pointer) = response.interact_pointer_pos() {
        let nearest = points.iter().position(|point| place(point).distance(pointer) < NEAR);
        if response.double_clicked() {
            changed = match nearest {
                Some(index) if index > 0 && index + 1 < points.len() => {
                    points.remove(index);
                    Some(false)
                }
                None => add(points, level(rect, pointer)).then_some(false),
                Some(_) => None,
            };
        } else if response.drag_started() {
            held = nearest;
        } else if let (true, Some(index)) = (response.dragged(), held) {
            changed = move_to(points, index, level(rect, pointer)).then_some(true);
        }
    }
    if response.drag_stopped() {
        changed = held.take().map(|_| false).or(changed);
    }
    ui.data_mut(|data| match held {
        Some(index) => {
            data.insert_temp(memory, index);
        }
        None => data.remove::<usize>(memory),
    });
    let painter = ui.painter_at(rect.expand(4.0));
    painter.rect_filled(rect, 3.0, colours.sunken);
    for share in [0.25, 0.5, 0.75] {
        let line = Stroke::new(1.0, colours.line);
        painter.vline(rect.left() + rect.width() * share, rect.y_range(), line);
        painter.hline(rect.x_range(), rect.top() + rect.height() * share, line);
    }
    painter.add(egui::Shape::line(samples(points).iter().map(place).collect(), Stroke::new(1.5, colours.accent)));
    for spot in points.iter().map(place) {
        painter.circle(spot, 4.0, colours.raised, Stroke::new(1.5, colours.accent));
    }
    response.on_hover_text("Drag a point; a double click adds or removes one");
    changed
}

/// The curve at every level, as it is applied to the picture; a straight line to where nothing can be applied.
fn samples(points: &[CurvePoint]) -> Vec<CurvePoint> {
    let Some(course) = CurveCourse::through(points) else { return points.to_vec() };
    (0..=u8::MAX).map(f64::from).map(|input| CurvePoint { input, output: course.level(input) }).collect()
}

fn at(rect: Rect, point: &CurvePoint) -> Pos2 {
    pos2(rect.left() + rect.width() * (point.input / 255.0) as f32, rect.bottom() - rect.height() * (point.output / 255.0) as f32)
}

fn level(rect: Rect, pointer: Pos2) -> CurvePoint {
    let share = |value: f32, from: f32, length: f32| (f64::from((value - from) / length.max(1.0)) * 255.0).clamp(0.0, 255.0).round();
    CurvePoint { input: share(pointer.x, rect.left(), rect.width()), output: share(rect.bottom() - pointer.y, 0.0, rect.height()) }
}

/// Adds a point between its neighbours; `false` if there is no room for it.
fn add(points: &mut Vec<CurvePoint>, point: CurvePoint) -> bool {
    let index = points.iter().position(|other| other.input > point.input).unwrap_or(points.len());
    let room = points.iter().all(|other| (other.input - point.input).abs() >= GAP);
    let fits = room && points.len() < MAX_CURVE_POINTS;
    if fits {
        points.insert(index, point);
    }
    fits
}

/// Moves a point, no farther than its neighbours let it; returns whether it moved.
fn move_to(points: &mut [CurvePoint], index: usize, to: CurvePoint) -> bool {
    let before = index.checked_sub(1).and_then(|index| points.get(index)).map_or(0.0, |point| point.input + GAP);
    let after = points.get(index + 1).map_or(255.0, |point| point.input - GAP);
    let Some(point) = points.get_mut(index).filter(|_| before <= after) else { return false };
    let moved = CurvePoint { input: to.input.clamp(before, after), output: to.output };
    let changed = *point != moved;
    *point = moved;
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unwatched;
    use crate::domain::recipe::{Curves, Operation, Recipe};
    use crate::imaging::{Level, Overview, Part, Prepared};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn however_it_is_drawn_the_curve_can_be_used(
            steps in prop::collection::vec((any::<bool>(), 0usize..40, 0.0..255.0f64, 0.0..255.0f64), 0..60),
        ) {
            let mut curves = Curves::default();
            for (adds, index, input, output) in steps {
                let point = CurvePoint { input, output };
                if adds {
                    let _ = add(&mut curves.points, point);
                } else {
                    let _ = move_to(&mut curves.points, index, point);
                }
                prop_assert!(Operation::Curves(curves.clone()).check().is_ok(), "{:?}", curves.points);
            }
        }
    }

    #[test]
    fn what_is_plotted_is_what_is_applied() {
        let points: Vec<CurvePoint> = [[0.0, 0.0], [64.0, 20.0], [128.0, 200.0], [255.0, 230.0]].map(CurvePoint::from).to_vec();
        let drawn = samples(&points);
        assert_eq!(drawn.len(), 256);
        // What becomes of a picture that has every level once; 16 bits leave less than a level of room.
        let levels = image::RgbImage::from_fn(256, 1, |x, _| image::Rgb([x as u8; 3]));
        let recipe: Recipe = [Operation::Curves(Curves { points, ..Curves::default() })].into_iter().collect();
        let prepared = Prepared::new(&recipe, &Overview::of(&levels), None, &Unwatched).unwrap();
        let applied = prepared.apply_for_screen(&Part::original(&levels).unwrap(), Level::original(256, 1).whole()).unwrap();
        for (point, pixel) in drawn.iter().zip(applied.pixels()) {
            assert!((point.output - f64::from(pixel.0[0])).abs() <= 0.51, "{point:?} became {pixel:?}");
        }
        // A straight line from the first point to the second would be at 12.5 here.
        assert!((drawn[40].output - 12.5).abs() > 3.0, "the curve is straight");
    }

    #[test]
    fn the_middle_of_the_plot_is_the_middle_level() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(200.0, 150.0));
        let point = level(rect, rect.center());
        assert!((point.input - 128.0).abs() <= 1.0 && (point.output - 128.0).abs() <= 1.0);
        assert!(at(rect, &point).distance(rect.center()) < 1.0);
    }
}
