//! The bar over the viewers.

use eframe::egui;
use egui::{Align, Layout, Ui};

use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::theme;
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
        let buttons = buttons(state, windows);
        let gap = if compact == Compact::Yes { 0.0 } else { 2.0 };
        let shown = how_many(ui.available_width(), theme::ROW + gap, buttons.len());
        let (seen, folded) = parted(buttons, shown);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = gap;
            if !folded.is_empty() {
                let more = more_ui(ui, &folded);
                asked = asked.or(more);
            }
            for (command, icon, on) in seen.iter().rev() {
                let button = IconButton::new(*icon, command.about().text);
                let button = if let Some(on) = on { button.selected(*on) } else { button };
                if ui.add(button).on_hover_text(command.tooltip()).clicked() {
                    asked = Some(*command);
                }
            }
        });
    });
    asked
}

/// A button of the bar: what it does, its picture, and whether it is on if it can be.
type Button = (Command, Icon, Option<bool>);

/// The buttons from left to right.
fn buttons(state: &ViewerState, windows: Option<[bool; 2]>) -> Vec<Button> {
    let mut buttons = vec![
        (Command::ToggleTools, Icon::Measure, Some(state.tools)),
        (Command::Fit, Icon::Fit, None),
        (Command::ActualPixels, Icon::ActualPixels, None),
        (Command::ActualSize, Icon::ActualSize, None),
        (Command::TurnLeft, Icon::TurnLeft, None),
        (Command::TurnRight, Icon::TurnRight, Some(state.camera.quarters() != Some(0))),
        (Command::ToggleZones, Icon::Zones, Some(state.zones)),
        (Command::ToggleRulers, Icon::Ruler, Some(state.rulers)),
        (Command::ToggleLabels, Icon::Label, Some(state.labels)),
        (Command::ToggleMap, Icon::Overview, Some(state.map)),
    ];
    if let Some([second, full]) = windows {
        buttons.push((Command::ToggleSecondWindow, Icon::Windows, Some(second)));
        buttons.push((Command::ToggleFullScreen, Icon::FullScreen, Some(full)));
    }
    buttons
}

/// What goes into the menu first where there is little room.
const FOLDED: [Command; 11] = [
    Command::ToggleSecondWindow,
    Command::TurnLeft,
    Command::TurnRight,
    Command::ActualSize,
    Command::ToggleFullScreen,
    Command::ToggleRulers,
    Command::ToggleMap,
    Command::ToggleLabels,
    Command::ToggleZones,
    Command::ActualPixels,
    Command::Fit,
];

/// The `shown` buttons that stay in the bar, and those in the menu; each in their order.
fn parted(buttons: Vec<Button>, shown: usize) -> (Vec<Button>, Vec<Button>) {
    let mut by_worth: Vec<Command> = buttons.iter().map(|(command, ..)| *command).collect();
    by_worth.sort_by_key(|command| FOLDED.iter().position(|folded| folded == command).unwrap_or(FOLDED.len()));
    by_worth.truncate(buttons.len().saturating_sub(shown));
    buttons.into_iter().partition(|(command, ..)| !by_worth.contains(command))
}

/// How many of `count` buttons of a width fit into `room`, with one for a menu of the others if not all do.
fn how_many(room: f32, width: f32, count: usize) -> usize {
    let fit = (room / width.max(1.0)).floor().max(0.0) as usize;
    if fit >= count { count } else { fit.saturating_sub(1) }
}

/// The menu of the buttons that have no room.
fn more_ui(ui: &mut Ui, folded: &[Button]) -> Option<Command> {
    let mut asked = None;
    let button = ui.add(IconButton::new(Icon::More, "More of the view"));
    let button = button.on_hover_text("Rulers, turning, windows: what has no room here");
    egui::Popup::menu(&button).show(|ui| {
        for (command, _, on) in folded {
            let text = command.about().text;
            let key = command.key_text();
            if ui.add(egui::Button::selectable(*on == Some(true), text).shortcut_text(key)).clicked() {
                asked = Some(*command);
            }
        }
    });
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_that_have_no_room_go_into_a_menu_and_none_lies_under_another() {
        assert_eq!(how_many(400.0, 28.0, 12), 12);
        let (seen, _) = parted(buttons(&ViewerState::default(), None), 2);
        assert_eq!(seen.iter().map(|(command, ..)| *command).collect::<Vec<_>>(), [Command::ToggleTools, Command::Fit]);
        for room in 0..336_u16 {
            let shown = how_many(f32::from(room), 28.0, 12);
            assert!(shown < 12 && (shown as f32 + 1.0) * 28.0 <= f32::from(room).max(28.0), "{shown} in {room}");
            let (seen, folded) = parted(buttons(&ViewerState::default(), Some([false; 2])), shown);
            assert_eq!((seen.len(), folded.len()), (shown, 12 - shown));
        }
    }
}
