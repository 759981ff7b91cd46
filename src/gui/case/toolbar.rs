//! The bar over the viewers.

use eframe::egui;
use egui::{Align, Layout, Ui};

use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::viewer::{ViewMode, ViewerState};
use crate::gui::widgets::{Compact, IconButton, Segment, segments_ui};

/// Width from which the modes are written out.
const WIDE: f32 = 1320.0;

/// Paints the bar and returns the command that was clicked; modes that need both pictures are off while one is missing. `windows`
/// says whether there is a second window and whether the viewers have the whole screen; `None` leaves the buttons for both away.
pub(crate) fn toolbar_ui(ui: &mut Ui, state: &ViewerState, both: bool, windows: Option<[bool; 2]>) -> Option<Command> {
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
                enabled: both || !mode.needs_both(),
            })
            .collect();
        let compact = if ui.available_width() < WIDE { Compact::Yes } else { Compact::No };
        if let Some(mode) = segments_ui(ui, state.mode, compact, &segments) {
            asked = ViewMode::ALL.into_iter().find(|(other, ..)| *other == mode).map(|(_, command, ..)| command);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = if compact == Compact::Yes { 0.0 } else { 2.0 };
            let windows = windows.map(|[second, full]| {
                [(Command::ToggleFullScreen, Icon::FullScreen, Some(full)), (Command::ToggleSecondWindow, Icon::Windows, Some(second))]
            });
            for (command, icon, on) in windows.into_iter().flatten().chain([
                (Command::ToggleMap, Icon::Overview, Some(state.map)),
                (Command::ToggleLabels, Icon::Label, Some(state.labels)),
                (Command::ToggleRulers, Icon::Ruler, Some(state.rulers)),
                (Command::ToggleZones, Icon::Zones, Some(state.zones)),
                (Command::TurnRight, Icon::TurnRight, Some(state.camera.quarters() != Some(0))),
                (Command::TurnLeft, Icon::TurnLeft, None),
                (Command::ActualSize, Icon::ActualSize, None),
                (Command::ActualPixels, Icon::ActualPixels, None),
                (Command::Fit, Icon::Fit, None),
                (Command::ToggleTools, Icon::Measure, Some(state.tools)),
            ]) {
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
