//! The bar over the viewers, and the small bar within them that goes with a mode.

use eframe::egui;
use egui::{Align, Layout, RichText, Slider, Ui};

use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::viewer::{Side, ViewMode, ViewerState};
use crate::gui::widgets::{Compact, IconButton, Segment, segments_ui};

/// Paints the bar and returns the command that was clicked; modes that need both pictures are off while one is missing.
pub(crate) fn toolbar_ui(ui: &mut Ui, state: &ViewerState, both: bool) -> Option<Command> {
    let mut asked = None;
    ui.horizontal_centered(|ui| {
        ui.add_space(2.0);
        let segments: Vec<Segment<'_, ViewMode>> = ViewMode::ALL
            .into_iter()
            .map(|(mode, command, icon, text)| Segment {
                value: mode,
                text,
                icon: Some(icon),
                tooltip: command.tooltip(),
                enabled: both || mode == ViewMode::Single || mode == ViewMode::SideBySide,
            })
            .collect();
        let compact = if ui.available_width() < 720.0 { Compact::Yes } else { Compact::No };
        if let Some(mode) = segments_ui(ui, state.mode, compact, &segments) {
            asked = ViewMode::ALL.into_iter().find(|(other, ..)| *other == mode).map(|(_, command, ..)| command);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (command, icon, on) in [
                (Command::ToggleRulers, Icon::Ruler, Some(state.rulers)),
                (Command::ToggleZones, Icon::Zones, Some(state.zones)),
                (Command::ActualSize, Icon::ActualSize, None),
                (Command::ActualPixels, Icon::ActualPixels, None),
                (Command::Fit, Icon::Fit, None),
            ] {
                let button = IconButton::new(icon, command.about().text);
                let button = if let Some(on) = on { button.selected(on) } else { button };
                if ui.add(button).on_hover_text(command.tooltip()).clicked() {
                    asked = Some(command);
                }
            }
        });
    });
    asked
}

/// Paints what goes with the mode into the lower middle of the viewers and returns the command that was clicked.
pub(crate) fn mode_bar_ui(ui: &mut Ui, rect: egui::Rect, state: &mut ViewerState, frame_secs: f32) -> Option<Command> {
    let colours = theme::colours(ui.visuals());
    let width = match state.mode {
        ViewMode::Overlay => 366.0,
        ViewMode::Blink => 372.0,
        ViewMode::Single => 190.0,
        ViewMode::Difference => 300.0,
        ViewMode::SideBySide => return None,
    };
    let size = egui::vec2(width, 40.0);
    let place = egui::Rect::from_min_size(egui::pos2(rect.center().x - size.x / 2.0, rect.bottom() - size.y - 10.0), size);
    let mut asked = None;
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        ui.painter().rect(place, 8.0, colours.panel, egui::Stroke::new(1.0, colours.line), egui::StrokeKind::Inside);
        // The bar takes clicks, so that they do not reach the picture below.
        ui.interact(place, ui.scope_id().with("mode-bar"), egui::Sense::click_and_drag());
        let inner = place.shrink2(egui::vec2(12.0, 4.0));
        let mut row = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
        asked = match state.mode {
            ViewMode::Overlay => overlay_ui(&mut row, state),
            ViewMode::Blink => blink_ui(&mut row, state, frame_secs),
            ViewMode::Single => side_ui(&mut row, state.side),
            ViewMode::Difference => {
                row.label(RichText::new("Brighter departs more from the reference").color(colours.weak));
                None
            }
            ViewMode::SideBySide => None,
        };
    });
    asked
}

fn side_ui(ui: &mut Ui, side: Side) -> Option<Command> {
    let segments = [Side::Questioned, Side::Reference].map(|value| Segment {
        value,
        text: value.title(),
        icon: None,
        tooltip: Command::SwapPicture.tooltip(),
        enabled: true,
    });
    segments_ui(ui, side, Compact::No, &segments).filter(|asked| *asked != side).map(|_| Command::SwapPicture)
}

fn overlay_ui(ui: &mut Ui, state: &mut ViewerState) -> Option<Command> {
    ui.label("Reference");
    ui.spacing_mut().slider_width = 150.0;
    let slider = Slider::new(&mut state.opacity, 0.0..=1.0).show_value(false);
    ui.add(slider).accessible_name("Opacity of the questioned").on_hover_text("How much of the questioned covers the reference");
    ui.label("Questioned");
    ui.label(RichText::new(format!("{:.0} %", state.opacity * 100.0)).weak());
    None
}

fn blink_ui(ui: &mut Ui, state: &ViewerState, frame_secs: f32) -> Option<Command> {
    let blink = &state.blink;
    let mut asked = None;
    let mut button = |ui: &mut Ui, icon, command: Command| {
        if ui.add(IconButton::new(icon, command.about().text)).on_hover_text(command.tooltip()).clicked() {
            asked = Some(command);
        }
    };
    button(ui, if blink.running() { Icon::Pause } else { Icon::Play }, Command::BlinkPlay);
    button(ui, Icon::Step, Command::BlinkStep);
    ui.separator();
    button(ui, Icon::Dash, Command::BlinkSlower);
    let each = blink.frames_each(frame_secs);
    let text = format!("{} per second", blink.changes_per_second());
    ui.label(text).on_hover_text(format!("Each picture is shown for {each} frames of the screen"));
    button(ui, Icon::Add, Command::BlinkFaster);
    ui.separator();
    ui.label(RichText::new(blink.shown().title()).strong());
    asked
}
