//! The divider between two pictures of which each shows on one side.

use eframe::egui;
use egui::{Pos2, Rect, Ui, pos2};

use crate::gui::theme;

/// Which way the divider runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Divider {
    /// Up and down: the questioned is at its left.
    Vertical,
    /// Left and right: the questioned is above it.
    Horizontal,
}

/// Where the divider is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Swipe {
    /// Which way it runs.
    pub(crate) divider: Divider,
    /// The share of the viewer before it, 0 to 1.
    pub(crate) share: f32,
}

impl Default for Swipe {
    fn default() -> Self {
        Self { divider: Divider::Vertical, share: 0.5 }
    }
}

/// Half the width of what takes a drag, in points: wide enough for a finger.
const REACH: f32 = 9.0;

impl Swipe {
    /// Turns the divider.
    pub(crate) fn turn(&mut self) {
        self.divider = match self.divider {
            Divider::Vertical => Divider::Horizontal,
            Divider::Horizontal => Divider::Vertical,
        };
    }

    /// Moves the divider by a share of the viewer; `false` if it runs along `step`, which then is for the page.
    pub(crate) fn step(&mut self, step: egui::Vec2) -> bool {
        let along = match self.divider {
            Divider::Vertical => step.x,
            Divider::Horizontal => step.y,
        };
        self.share = (self.share + along).clamp(0.0, 1.0);
        along != 0.0
    }

    /// The parts of `viewer` before and behind the divider.
    pub(crate) fn parts(&self, viewer: Rect) -> [Rect; 2] {
        let (before, behind) = match self.divider {
            Divider::Vertical => viewer.split_left_right_at_x(self.position(viewer)),
            Divider::Horizontal => viewer.split_top_bottom_at_y(self.position(viewer)),
        };
        <[Rect; 2]>::from((before, behind))
    }

    fn position(&self, viewer: Rect) -> f32 {
        // On a whole point, so that no column is half of either picture.
        match self.divider {
            Divider::Vertical => egui::lerp(viewer.x_range(), self.share).round(),
            Divider::Horizontal => egui::lerp(viewer.y_range(), self.share).round(),
        }
    }

    /// Takes the divider to `place`; with Shift it becomes horizontal, without it vertical.
    fn follow(&mut self, viewer: Rect, place: Pos2, shift: bool, turned_by_hand: &mut bool) {
        if shift {
            self.divider = Divider::Horizontal;
            *turned_by_hand = true;
        } else if *turned_by_hand {
            self.divider = Divider::Vertical;
            *turned_by_hand = false;
        }
        self.lie_at(viewer, place);
    }

    /// Lays the divider through `place`.
    pub(super) fn lie_at(&mut self, viewer: Rect, place: Pos2) {
        self.share = match self.divider {
            Divider::Vertical => (place.x - viewer.left()) / viewer.width().max(1.0),
            Divider::Horizontal => (place.y - viewer.top()) / viewer.height().max(1.0),
        }
        .clamp(0.0, 1.0);
    }

    /// Paints the divider over `viewer` and lets it be dragged, unless `panning`.
    pub(crate) fn ui(&mut self, ui: &Ui, viewer: Rect, panning: bool) {
        let [before, behind] = self.parts(viewer);
        let line = match self.divider {
            Divider::Vertical => Rect::from_min_max(pos2(before.right(), viewer.top()), pos2(behind.left(), viewer.bottom())),
            Divider::Horizontal => Rect::from_min_max(pos2(viewer.left(), before.bottom()), pos2(viewer.right(), behind.top())),
        };
        let across = match self.divider {
            Divider::Vertical => egui::vec2(REACH, 0.0),
            Divider::Horizontal => egui::vec2(0.0, REACH),
        };
        let id = ui.scope_id().with("divider");
        let sense = if panning { egui::Sense::hover() } else { egui::Sense::drag() };
        let response = ui.interact(line.expand2(across).intersect(viewer), id, sense);
        response.widget_info(|| egui::WidgetInfo::slider(true, f64::from(self.share), "Divider"));
        if response.dragged()
            && let Some(place) = response.interact_pointer_pos()
        {
            let shift = ui.input(|input| input.modifiers.shift);
            let mut by_hand = ui.data(|data| data.get_temp(id)).unwrap_or(false);
            self.follow(viewer, place, shift, &mut by_hand);
            ui.data_mut(|data| data.insert_temp(id, by_hand));
        }
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(match self.divider {
                Divider::Vertical => egui::CursorIcon::ResizeHorizontal,
                Divider::Horizontal => egui::CursorIcon::ResizeVertical,
            });
        }
        self.paint(ui, viewer, line.center(), response.hovered() || response.dragged());
    }

    fn paint(&self, ui: &Ui, viewer: Rect, middle: Pos2, active: bool) {
        let painter = ui.painter_at(viewer);
        let colours = theme::over_pictures();
        let colour = if active { colours.accent } else { colours.over_picture };
        for (width, colour) in [(3.5, colours.behind_label), (1.5, colour)] {
            let stroke = egui::Stroke::new(width, colour);
            match self.divider {
                Divider::Vertical => painter.vline(middle.x, viewer.y_range(), stroke),
                Divider::Horizontal => painter.hline(viewer.x_range(), middle.y, stroke),
            };
        }
        painter.circle(middle, 9.0, colours.behind_label, egui::Stroke::new(1.5, colour));
        for side in [-1.0f32, 1.0] {
            let at = |along: f32, across: f32| match self.divider {
                Divider::Vertical => middle + egui::vec2(along * side, across),
                Divider::Horizontal => middle + egui::vec2(across, along * side),
            };
            painter.line(vec![at(2.5, -3.0), at(5.5, 0.0), at(2.5, 3.0)], egui::Stroke::new(1.5, colour));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer() -> Rect {
        Rect::from_min_size(pos2(10.0, 20.0), egui::vec2(400.0, 300.0))
    }

    #[test]
    fn both_parts_together_are_the_viewer() {
        for share in [0.0, 0.333, 1.0] {
            for divider in [Divider::Vertical, Divider::Horizontal] {
                let [before, behind] = Swipe { divider, share }.parts(viewer());
                assert_eq!(before.union(behind), viewer());
                assert!(before.intersect(behind).area() <= 0.0);
            }
        }
    }

    #[test]
    fn arrows_move_it_across_and_leave_the_page_along() {
        let mut swipe = Swipe::default();
        assert!(swipe.step(egui::vec2(0.1, 0.0)));
        assert!((swipe.share - 0.6).abs() < 1e-6);
        assert!(!swipe.step(egui::vec2(0.0, 0.1)), "a vertical divider took a step down");
        swipe.turn();
        assert!(swipe.step(egui::vec2(0.0, 0.9)));
        assert!((swipe.share - 1.0).abs() < 1e-6);
    }

    #[test]
    fn shift_lays_the_divider_flat_while_it_is_held() {
        let (mut swipe, mut by_hand) = (Swipe::default(), false);
        swipe.follow(viewer(), pos2(110.0, 245.0), true, &mut by_hand);
        assert_eq!(swipe, Swipe { divider: Divider::Horizontal, share: 0.75 });
        swipe.follow(viewer(), pos2(110.0, 245.0), false, &mut by_hand);
        assert_eq!(swipe, Swipe { divider: Divider::Vertical, share: 0.25 });
    }
}
