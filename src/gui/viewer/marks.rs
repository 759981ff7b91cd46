//! What is painted over pictures: zones, rulers, scale bar, labels.

use std::sync::Arc;

use eframe::egui;
use egui::{Align2, FontFamily, FontId, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};

use super::Camera;
use crate::gui::theme::{self, Colours};
use crate::gui::widgets::Tone;

const RULER: f32 = 20.0;
/// Width of the ruler at the left, which has room for three digits.
const RULER_LEFT: f32 = 30.0;

fn font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Outlines a quadrilateral of the screen from outside; sharply where its edges are upright.
fn outline(painter: &Painter, quad: [Pos2; 4], grow: f32, stroke: Stroke) {
    let around = Rect::from_points(&quad);
    let upright = quad.iter().all(|corner| {
        let at = |a: f32, b: f32| (a - b).abs() < 0.01;
        (at(corner.x, around.left()) || at(corner.x, around.right())) && (at(corner.y, around.top()) || at(corner.y, around.bottom()))
    });
    if upright {
        painter.rect_stroke(around.expand(grow), 0.0, stroke, StrokeKind::Outside);
        return;
    }
    let middle = around.center();
    let out = grow + stroke.width / 2.0;
    // Corners move outwards along their diagonal, which at right angles is √2 times as far as the edges.
    let corners = quad.map(|corner| corner + (corner - middle).normalized() * out * std::f32::consts::SQRT_2);
    painter.add(egui::Shape::closed_line(corners.to_vec(), stroke));
}

/// Draws the edge of the page.
pub(super) fn page_edge(painter: &Painter, colours: &Colours, quad: [Pos2; 4]) {
    outline(painter, quad, 0.0, Stroke::new(1.0, colours.weak.gamma_multiply(0.6)));
}

/// Outlines a zone; the current one is thick.
pub(super) fn zone(painter: &Painter, colours: &Colours, quad: [Pos2; 4], tone: Tone, current: bool) {
    let bright = theme::over_pictures();
    let colour = if current && tone == Tone::Plain { bright.accent } else { tone.colour(bright) };
    // Dark below light, so that the line is seen on every print.
    let width = if current { 2.0 } else { 1.0 };
    outline(painter, quad, 0.0, Stroke::new(width + 2.0, colours.behind_label.gamma_multiply(0.6)));
    outline(painter, quad, 0.0, Stroke::new(width, colour));
}

/// Writes the title of a zone above its upper edge, or below the lower one at the head of a viewer.
pub(super) fn zone_title(painter: &Painter, colours: &Colours, viewer: Rect, quad: [Pos2; 4], title: &str) {
    let text = chip_text(painter, colours, &[title.to_owned()], f32::INFINITY);
    let rect = title_place(Rect::from_points(&quad), text.size() + CHIP_ROOM, viewer);
    chip_at(painter, colours, rect, text);
}

/// Where the title of a zone stands: outside the zone, and in the viewer from side to side.
fn title_place(zone: Rect, size: egui::Vec2, viewer: Rect) -> Rect {
    const OFF: f32 = 4.0;
    let left = zone.left().min(viewer.right() - size.x).max(viewer.left());
    let above = zone.top() - OFF - size.y;
    let top = if above < viewer.top() { zone.bottom() + OFF } else { above };
    Rect::from_min_size(pos2(left, top), size)
}

/// Writes one line into the upper left corner of a small viewer, cut off at its end; returns where.
pub(super) fn short_label(painter: &Painter, colours: &Colours, rect: Rect, line: &str) -> Rect {
    let mut job = egui::text::LayoutJob::simple_singleline(line.to_owned(), font(11.0), colours.over_picture);
    job.wrap = egui::text::TextWrapping::truncate_at_width((rect.width() - 14.0).max(16.0));
    let text = painter.layout_job(job);
    let chip = Rect::from_min_size(rect.min + vec2(2.0, 2.0), text.size() + vec2(8.0, 2.0));
    painter.rect_filled(chip, 2.0, colours.behind_label);
    painter.galley(chip.min + vec2(4.0, 1.0), text, colours.over_picture);
    chip
}

/// Outlines a spot that differs.
pub(super) fn region(painter: &Painter, colours: &Colours, quad: [Pos2; 4]) {
    outline(painter, quad, 3.0, Stroke::new(3.0, colours.behind_label.gamma_multiply(0.5)));
    outline(painter, quad, 3.0, Stroke::new(1.5, theme::over_pictures().attention));
}

/// Outlines a page that a capture was found to show, clockwise from its top left corner, and the places that agree with it. The upper
/// edge is thick and its left corner has a dot, so that the turn of the page is seen.
pub(super) fn sight(painter: &Painter, colours: &Colours, corners: [Pos2; 4], places: &[Pos2]) {
    let (light, dark) = (theme::over_pictures().accent, colours.behind_label.gamma_multiply(0.7));
    for (more, colour) in [(2.0, dark), (0.0, light)] {
        painter.add(egui::Shape::closed_line(corners.to_vec(), Stroke::new(1.5 + more, colour)));
        painter.line_segment([corners[0], corners[1]], Stroke::new(4.0 + more, colour));
        painter.circle_filled(corners[0], 5.0 + more / 2.0, colour);
    }
    for place in places {
        painter.circle_stroke(*place, 3.5, Stroke::new(3.0, dark));
        painter.circle_stroke(*place, 3.5, Stroke::new(1.25, light));
    }
}

/// Paints lines of text on a dark chip at `place`.
pub(crate) fn chip(painter: &Painter, colours: &Colours, place: Pos2, anchor: Align2, lines: &[String]) {
    wrapped_chip(painter, colours, place, anchor, lines, f32::INFINITY);
}

/// The same with lines that are wrapped to `room` points.
fn wrapped_chip(painter: &Painter, colours: &Colours, place: Pos2, anchor: Align2, lines: &[String], room: f32) {
    let galley = chip_text(painter, colours, lines, room);
    let rect = anchor.anchor_size(place, galley.size() + CHIP_ROOM);
    chip_at(painter, colours, rect, galley);
}

/// What a chip is larger than its text by.
pub(crate) const CHIP_ROOM: egui::Vec2 = vec2(12.0, 6.0);

/// The text of a chip, whose lines are wrapped to `room` points.
pub(crate) fn chip_text(painter: &Painter, colours: &Colours, lines: &[String], room: f32) -> Arc<Galley> {
    painter.layout(lines.join("\n"), font(11.5), colours.over_picture, room)
}

/// Paints a chip that fills `rect`.
pub(crate) fn chip_at(painter: &Painter, colours: &Colours, rect: Rect, text: Arc<Galley>) {
    painter.rect_filled(rect, 3.0, colours.behind_label);
    painter.galley(rect.min + CHIP_ROOM / 2.0, text, colours.over_picture);
}

/// Writes which pictures these are into the upper corners.
pub(super) fn labels(painter: &Painter, colours: &Colours, rect: Rect, left: &[String], right: &[String]) {
    let alone = left.is_empty() || right.is_empty();
    let room = (if alone { rect.width() - 28.0 } else { rect.width() / 2.0 - 24.0 }).max(60.0);
    if !left.is_empty() {
        wrapped_chip(painter, colours, rect.left_top() + vec2(8.0, 8.0), Align2::LEFT_TOP, left, room);
    }
    if !right.is_empty() {
        wrapped_chip(painter, colours, rect.right_top() + vec2(-8.0, 8.0), Align2::RIGHT_TOP, right, room);
    }
}

/// Says something in the middle of an empty viewer.
pub(crate) fn message(painter: &Painter, colours: &Colours, rect: Rect, title: &str, text: &str) {
    let width = (rect.width() - 48.0).clamp(80.0, 320.0);
    let centred = |text: &str, font: FontId, colour| {
        let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, colour, width);
        job.halign = egui::Align::Center;
        painter.layout_job(job)
    };
    let title = centred(title, FontId::new(15.0, theme::bold()), colours.strong);
    let text = centred(text, font(13.0), colours.weak);
    let top = rect.center().y - (title.size().y + 6.0 + text.size().y) / 2.0;
    let below = top + title.size().y + 6.0;
    // A plate, for zones and a faded picture may lie below.
    let size = vec2(title.size().x.max(text.size().x), below + text.size().y - top);
    let plate = Rect::from_min_size(pos2(rect.center().x - size.x / 2.0, top), size).expand2(vec2(14.0, 10.0)).intersect(rect);
    painter.rect_filled(plate, 6.0, colours.canvas);
    // A centred text hangs from the middle of its first line.
    painter.galley(pos2(rect.center().x, top), title, colours.strong);
    painter.galley(pos2(rect.center().x, below), text, colours.weak);
}

/// A round length of about `wanted` mm, or number of anything: 1, 2 or 5 times a power of ten.
pub(crate) fn round_length(wanted_mm: f64) -> f64 {
    let power = 10f64.powf(wanted_mm.max(1e-6).log10().floor());
    let rest = wanted_mm / power;
    power
        * if rest < 1.5 {
            1.0
        } else if rest < 3.5 {
            2.0
        } else if rest < 7.5 {
            5.0
        } else {
            10.0
        }
}

fn length_text(mm: f64) -> String {
    if mm < 0.1 {
        format!("{:.0} µm", mm * 1000.0)
    } else if mm < 1.0 {
        format!("{mm:.1} mm")
    } else {
        format!("{mm:.0} mm")
    }
}

/// The length of a scale bar in mm and in points; `None` if a viewer of `size` has no room for one beside its label.
fn bar_length(size: egui::Vec2, points_per_mm: f64) -> Option<(f64, f32)> {
    let length_mm = round_length(f64::from((size.x * 0.3).min(90.0)) / points_per_mm);
    let length = (length_mm * points_per_mm) as f32;
    (size.x >= length + 60.0 && size.y >= 110.0).then_some((length_mm, length))
}

/// Paints a bar of a round length with its length into the lower right corner, if it fits there.
pub(crate) fn scale_bar(painter: &Painter, colours: &Colours, rect: Rect, camera: &Camera) {
    let Some((length_mm, length)) = bar_length(rect.size(), camera.points_per_mm) else { return };
    let back = Rect::from_min_max(rect.right_bottom() - vec2(length + 28.0, 36.0), rect.right_bottom() - vec2(8.0, 8.0));
    painter.rect_filled(back, 3.0, colours.behind_label);
    let (left, right, y) = (back.left() + 10.0, back.left() + 10.0 + length, back.bottom() - 8.0);
    let stroke = Stroke::new(1.5, colours.over_picture);
    painter.line_segment([pos2(left, y), pos2(right, y)], stroke);
    for x in [left, right] {
        painter.line_segment([pos2(x, y - 4.0), pos2(x, y + 3.0)], stroke);
    }
    painter.text(pos2(back.center().x, y - 4.0), Align2::CENTER_BOTTOM, length_text(length_mm), font(11.0), colours.over_picture);
}

/// What a ruler along an edge of the viewer counts.
struct Axis {
    /// The length at the middle of the viewer, in mm.
    middle_mm: f64,
    /// 1 where numbers grow along the edge, −1 where they fall.
    sign: f64,
}

impl Axis {
    /// The ruler along `step` of the screen. A page turned by quarters is counted in its own millimetres; one at an angle in those
    /// of a frame that is turned about the corner of the page.
    fn along(camera: &Camera, step: egui::Vec2) -> Self {
        let [x, y] = camera.step_mm(step).map(|mm| mm * camera.points_per_mm);
        let sign = if camera.quarters().is_some() && x + y < 0.0 { -1.0 } else { 1.0 };
        Self { middle_mm: camera.centre.x * x + camera.centre.y * y, sign }
    }

    /// Calls `paint` for every tick on an edge that is `length` points long: its number, its place from the middle, its length in mm.
    fn each_tick(&self, length: f32, points_per_mm: f64, part: f64, mut paint: impl FnMut(i64, f32, f64)) {
        let half = f64::from(length) / 2.0 / points_per_mm;
        each_tick(self.middle_mm - half, self.middle_mm + half, part, |number, mm| {
            paint(number, ((mm - self.middle_mm) * points_per_mm) as f32, mm * self.sign);
        });
    }
}

/// Paints rulers in mm of the page along the upper and left edge; returns the room that is left.
pub(super) fn rulers(painter: &Painter, colours: &Colours, rect: Rect, camera: &Camera, pointer: Option<Pos2>) -> Rect {
    let top = Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + RULER));
    let left = Rect::from_min_max(rect.min, pos2(rect.left() + RULER_LEFT, rect.bottom()));
    painter.rect_filled(top, 0.0, colours.panel);
    painter.rect_filled(left, 0.0, colours.panel);
    let line = Stroke::new(1.0, colours.line);
    painter.hline(rect.x_range(), top.bottom(), line);
    painter.vline(left.right(), rect.y_range(), line);
    let step = round_length(64.0 / camera.points_per_mm);
    let part = step / 10.0;
    let tick = Stroke::new(1.0, colours.weak);
    let across = painter.with_clip_rect(Rect::from_min_max(pos2(left.right(), top.top()), top.max));
    Axis::along(camera, vec2(1.0, 0.0)).each_tick(rect.width(), camera.points_per_mm, part, |number, place, mm| {
        let x = rect.center().x + place;
        across.vline(x, top.bottom() - tick_length(number)..=top.bottom(), tick);
        if number.rem_euclid(10) == 0 {
            across.text(pos2(x + 3.0, top.top() + 1.0), Align2::LEFT_TOP, tick_text(mm, step), font(10.0), colours.weak);
        }
    });
    let down = painter.with_clip_rect(Rect::from_min_max(pos2(left.left(), top.bottom()), left.max));
    Axis::along(camera, vec2(0.0, 1.0)).each_tick(rect.height(), camera.points_per_mm, part, |number, place, mm| {
        let y = rect.center().y + place;
        down.hline(left.right() - tick_length(number)..=left.right(), y, tick);
        if number.rem_euclid(10) == 0 {
            down.text(pos2(left.right() - 11.0, y + 1.0), Align2::RIGHT_TOP, tick_text(mm, step), font(10.0), colours.weak);
        }
    });
    if let Some(pointer) = pointer {
        let mark = Stroke::new(1.0, colours.accent);
        painter.vline(pointer.x, top.y_range(), mark);
        painter.hline(left.x_range(), pointer.y, mark);
    }
    painter.rect_filled(Rect::from_min_size(rect.min, vec2(RULER_LEFT, RULER)), 0.0, colours.panel);
    painter.text(rect.min + vec2(RULER_LEFT / 2.0, RULER / 2.0), Align2::CENTER_CENTER, "mm", font(9.0), colours.weak);
    Rect::from_min_max(rect.min + vec2(RULER_LEFT, RULER), rect.max)
}

fn tick_length(number: i64) -> f32 {
    match number.rem_euclid(10) {
        0 => RULER - 4.0,
        5 => 7.0,
        _ => 4.0,
    }
}

fn tick_text(mm: f64, step: f64) -> String {
    let text = if step < 0.1 {
        format!("{mm:.2}")
    } else if step < 1.0 {
        format!("{mm:.1}")
    } else {
        format!("{mm:.0}")
    };
    if text.trim_start_matches('-').chars().all(|letter| letter == '0' || letter == '.') { "0".to_owned() } else { text }
}

fn each_tick(from: f64, to: f64, part: f64, mut paint: impl FnMut(i64, f64)) {
    let (first, last) = ((from / part).floor() as i64, (to / part).ceil() as i64);
    // A viewer of any size has room for a few hundred.
    for number in first..=last.min(first.saturating_add(2000)) {
        paint(number, number as f64 * part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_of_a_zone_lies_outside_it_and_above_where_there_is_room() {
        let (viewer, size) = (Rect::from_min_size(pos2(10.0, 20.0), vec2(600.0, 400.0)), vec2(120.0, 20.0));
        for (zone, is_above) in [
            (Rect::from_min_size(pos2(100.0, 200.0), vec2(80.0, 12.0)), true),
            (Rect::from_min_size(pos2(580.0, 200.0), vec2(80.0, 12.0)), true),
            (Rect::from_min_size(pos2(100.0, 24.0), vec2(80.0, 12.0)), false),
        ] {
            let place = title_place(zone, size, viewer);
            assert!(!place.intersects(zone) && viewer.contains_rect(place), "{place:?} for {zone:?}");
            assert_eq!(place.bottom() < zone.top(), is_above);
        }
    }

    #[test]
    fn a_scale_bar_is_left_out_of_a_viewer_that_has_no_room() {
        assert_eq!(bar_length(vec2(165.0, 90.0), 1.0), None);
        let (_, length) = bar_length(vec2(300.0, 170.0), 1.7).unwrap();
        assert!(length < 150.0);
        assert!(bar_length(vec2(900.0, 600.0), 4.0).is_some_and(|(mm, length)| (mm - 20.0).abs() < 1e-9 && (length - 80.0).abs() < 1e-3));
    }

    #[test]
    fn lengths_are_round_and_near() {
        for (wanted, round) in [(1.2, 1.0), (2.2, 2.0), (4.0, 5.0), (8.0, 10.0), (37.0, 50.0), (0.013, 0.01)] {
            assert!((round_length(wanted) - round).abs() < 1e-9, "{wanted}: {}", round_length(wanted));
        }
    }

    #[test]
    fn rulers_count_the_page_however_it_is_turned() {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 300.0));
        for quarters in 0..4u8 {
            let camera = Camera { angle_deg: f64::from(quarters) * 90.0, points_per_mm: 8.0, ..Camera::default() };
            for (step, length) in [(vec2(1.0, 0.0), 400.0), (vec2(0.0, 1.0), 300.0)] {
                let mut ticks = 0;
                Axis::along(&camera, step).each_tick(length, 8.0, 1.0, |_, place, mm| {
                    let spot = camera.page(rect, rect.center() + step * place);
                    let moves_x = (quarters % 2 == 0) == (step.x > 0.0);
                    let expected = if moves_x { spot.x } else { spot.y };
                    assert!((mm - expected).abs() < 1e-3, "{quarters} quarters, {step:?}: {mm} for {expected}");
                    ticks += 1;
                });
                assert!(ticks > 30);
            }
        }
    }

    #[test]
    fn short_lengths_are_in_micrometres() {
        assert_eq!(length_text(0.05), "50 µm");
        assert_eq!(length_text(0.5), "0.5 mm");
        assert_eq!(length_text(20.0), "20 mm");
        assert_eq!(tick_text(-0.0, 1.0), "0");
    }
}
