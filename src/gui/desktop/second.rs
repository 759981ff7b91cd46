//! A second window with viewers of its own, for another screen.

use eframe::egui;
use egui::{Frame, Margin, Panel, Ui, ViewportBuilder, ViewportId};

use super::Desktop;
use crate::gui::case::toolbar::toolbar_ui;
use crate::gui::command::{self, Command, Group, SpaceKey};
use crate::gui::theme;
use crate::gui::viewer::ViewerState;
use crate::gui::widgets::Action;
use crate::gui::wish::Wish;

/// The second window.
pub(super) struct Second {
    pub(super) viewer: ViewerState,
    space: SpaceKey,
    /// Whether it shows the same place as the first one.
    locked: bool,
}

impl Desktop {
    /// Opens the second window as a copy of the viewers, or closes it.
    pub(super) fn toggle_second(&mut self) {
        self.second = match self.second.take() {
            Some(_) => None,
            None => Some(Second { viewer: self.viewer.clone(), space: SpaceKey::default(), locked: true }),
        };
    }

    /// Makes both windows show the same place, or each its own.
    pub(super) fn lock_second(&mut self) {
        if let Some(second) = &mut self.second {
            second.locked = !second.locked;
        }
    }

    /// Paints the second window if there is one.
    pub(super) fn second_window_ui(&mut self, ctx: &egui::Context, wishes: &mut Vec<Wish>) {
        let Some(mut second) = self.second.take() else { return };
        let number = self.open.as_ref().map_or_else(String::new, |open| format!(" · {}", open.case.number));
        let builder = ViewportBuilder::default()
            .with_title(format!("Viewers{number}"))
            .with_app_id("guilloche")
            .with_inner_size([960.0, 720.0])
            .with_min_inner_size([480.0, 360.0]);
        if second.locked {
            (second.viewer.camera, second.viewer.fitted) = (self.viewer.camera, None);
        }
        let before = second.viewer.camera;
        // The viewers of the window stand in for those of the screen while it is painted.
        std::mem::swap(&mut self.viewer, &mut second.viewer);
        let cursor = self.cursor;
        let close = ctx.show_viewport_immediate(ViewportId::from_hash_of("second window"), builder, |ui, _| {
            self.second_ui(ui, &mut second, wishes);
            ui.ctx().input(|input| input.viewport().close_requested())
        });
        std::mem::swap(&mut self.viewer, &mut second.viewer);
        self.cursor = self.cursor.or(cursor);
        if second.locked {
            // What is to be brought into view is fitted in the first window.
            let area = second.viewer.bring.take();
            if area.is_some() {
                self.viewer.bring = area;
            } else if second.viewer.camera != before {
                (self.viewer.camera, self.viewer.fitted) = (second.viewer.camera, None);
            }
            if area.is_some() || second.viewer.camera != before {
                ctx.request_repaint();
            }
        }
        if !close {
            self.second = Some(second);
        }
    }

    fn second_ui(&mut self, ui: &mut Ui, second: &mut Second, wishes: &mut Vec<Wish>) {
        let ctx = ui.ctx().clone();
        let focused = self.viewer.focused;
        // In a window of its own, keys are for it; embedded in the first one they are not asked for twice.
        let mut asked = Vec::new();
        if ctx.viewport_id() != ViewportId::ROOT {
            self.draw_by_key(&ctx);
            asked = command::pressed(&ctx, focused, |command| self.is_available(command));
            if second.space.tapped(&ctx, focused) {
                asked.push(Command::SwapPicture);
            }
            self.viewer.panning = second.space.held();
        }
        let colours = theme::colours(ui.visuals());
        let both = self.has_both();
        let bar = Frame::new().fill(colours.panel).inner_margin(Margin::symmetric(8, 0));
        Panel::top("second tools").exact_size(theme::TOOL_BAR).frame(bar).resizable(false).show(ui, |ui| {
            asked.extend(toolbar_ui(ui, &self.viewer, both, None));
        });
        Panel::bottom("second foot").exact_size(theme::TOOL_BAR).frame(bar).resizable(false).show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                let text = if second.locked { "Let it go its own way" } else { "Lock to the first window" };
                if ui.add(Action::new(text)).on_hover_text(Command::LockSecondWindow.tooltip()).clicked() {
                    second.locked = !second.locked;
                }
                let said = if second.locked { "Both windows show the same place." } else { "This window shows a place of its own." };
                ui.label(egui::RichText::new(said).color(colours.weak));
            });
        });
        egui::CentralPanel::no_frame().frame(Frame::new().fill(colours.panel)).show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            match self.viewers_ui(ui, rect) {
                Some(Wish::Do(command)) => asked.push(command),
                other => wishes.extend(other),
            }
        });
        for command in asked {
            match (command, command.about().group) {
                (Command::LockSecondWindow, _) => second.locked = !second.locked,
                (Command::ToggleSecondWindow | Command::ToggleFullScreen, _)
                | (_, Group::Program | Group::Case | Group::Checklist | Group::Panels) => {
                    wishes.push(Wish::Do(command));
                }
                _ => {
                    let around = self.surroundings(ctx.pixels_per_point());
                    self.viewer.apply(command, &around);
                }
            }
        }
    }
}
