//! Keys: what they are called, and which commands were asked for with them.

use eframe::egui;
use egui::{Key, KeyboardShortcut, Modifiers};

use super::Command;

impl Command {
    /// Its key as people write it, for example `Ctrl+K`; empty if it has none.
    pub fn key_text(self) -> String {
        let Some(shortcut) = self.about().shortcut else { return String::new() };
        if shortcut.logical_key == Key::Questionmark {
            return "?".to_owned();
        }
        let key = match shortcut.logical_key {
            Key::Num0 => "0",
            Key::Plus => "+",
            Key::Minus => "−",
            Key::Period => ".",
            Key::OpenBracket => "[",
            Key::CloseBracket => "]",
            Key::Backspace => "Backspace",
            Key::Escape => "Esc",
            Key::ArrowLeft => "Left",
            Key::ArrowRight => "Right",
            Key::ArrowUp => "Up",
            Key::ArrowDown => "Down",
            other => other.symbol_or_name(),
        };
        let mut text = String::new();
        if shortcut.modifiers.command {
            text.push_str(if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" });
        }
        if shortcut.modifiers.alt {
            text.push_str(if cfg!(target_os = "macos") { "Option+" } else { "Alt+" });
        }
        if shortcut.modifiers.shift {
            text.push_str("Shift+");
        }
        text.push_str(key);
        text
    }

    /// Whether a field that is being typed in takes its key: plain keys are letters there, arrows go from word to word, and undo takes
    /// typing back, not an answer.
    fn is_for_the_field(self, shortcut: KeyboardShortcut) -> bool {
        !shortcut.modifiers.command || is_for_the_widget(shortcut.logical_key) || matches!(self, Self::Undo | Self::Redo)
    }

    /// Name, hint and key in one text for hovering.
    pub fn tooltip(self) -> String {
        let about = self.about();
        let key = self.key_text();
        if key.is_empty() { about.hint.to_owned() } else { format!("{} ({key})", about.hint) }
    }
}

/// Whether a widget that has the keyboard uses `key` itself, as a slider uses arrows and a button the space bar.
fn is_for_the_widget(key: Key) -> bool {
    matches!(key, Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::Space | Key::Home)
}

/// Whether something other than a viewer has the keyboard.
fn widget_has_keyboard(ctx: &egui::Context, viewer_focused: bool) -> bool {
    !viewer_focused && ctx.memory(|memory| memory.focused().is_some())
}

/// Takes the commands whose keys were pressed; plain keys and undo are left to a field that is being typed in, arrows to a widget
/// that has the keyboard. The space bar is for [`SpaceKey`], and Escape for whatever wants it first. What is not `answered` has no key now.
pub(crate) fn pressed(ctx: &egui::Context, viewer_focused: bool, answered: impl Fn(Command) -> bool) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let taken = widget_has_keyboard(ctx, viewer_focused);
    let mut commands: Vec<_> = Command::ALL.into_iter().filter_map(|command| Some((command, command.about().shortcut?))).collect();
    // More modifiers first, so that Ctrl+Shift+Z is not taken for Ctrl+Z.
    let count = |modifiers: Modifiers| u8::from(modifiers.shift) + u8::from(modifiers.command) + u8::from(modifiers.alt);
    commands.sort_by_key(|(_, shortcut)| std::cmp::Reverse(count(shortcut.modifiers)));
    let mut asked = Vec::new();
    for (command, shortcut) in commands {
        let key = shortcut.logical_key;
        let left = (typing && command.is_for_the_field(shortcut)) || (taken && is_for_the_widget(key) && !shortcut.modifiers.command);
        if matches!(key, Key::Space | Key::Escape) || left || !answered(command) {
            continue;
        }
        let pressed = ctx.input_mut(|input| {
            input.consume_shortcut(&shortcut)
                // The question mark and the plus sit on shifted keys of many keyboards.
                || (key == Key::Questionmark && input.consume_key(Modifiers::NONE, Key::Questionmark))
                || (key == Key::Plus && input.consume_key(Modifiers::NONE, Key::Equals))
        });
        if pressed {
            asked.push(command);
        }
    }
    asked
}

/// A key that goes with a tool in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DrawKey {
    /// Enter: keeps what is drawn.
    Finish,
    /// Escape: forgets what is begun, then puts the tool down.
    Cancel,
    /// Backspace: takes the last point back.
    Back,
}

/// Takes the keys that go with a tool in hand; they are left to a field that is being typed in, Enter to a widget that has the
/// keyboard.
pub(crate) fn draw_keys(ctx: &egui::Context, viewer_focused: bool) -> Vec<DrawKey> {
    if ctx.text_edit_focused() {
        return Vec::new();
    }
    let taken = widget_has_keyboard(ctx, viewer_focused);
    let keys = [(Key::Enter, DrawKey::Finish), (Key::Escape, DrawKey::Cancel), (Key::Backspace, DrawKey::Back)];
    ctx.input_mut(|input| {
        let free = keys.into_iter().filter(|(key, _)| !(taken && *key == Key::Enter));
        free.filter(|(key, _)| input.consume_key(Modifiers::NONE, *key)).map(|(_, asks)| asks).collect()
    })
}

/// The space bar: tapped, it changes the picture; held, dragging pans whatever is under the pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct SpaceKey {
    held: bool,
    /// Whether the pointer was used while it was held.
    used: bool,
}

impl SpaceKey {
    /// Whether it is held down.
    pub(crate) fn held(self) -> bool {
        self.held
    }

    /// Takes what happened to it; returns whether it was tapped.
    pub(crate) fn tapped(&mut self, ctx: &egui::Context, viewer_focused: bool) -> bool {
        let free = !ctx.text_edit_focused() && !widget_has_keyboard(ctx, viewer_focused);
        ctx.input(|input| {
            let mut tapped = false;
            for event in &input.events {
                match event {
                    egui::Event::Key { key: Key::Space, pressed: true, repeat: false, modifiers, .. } if free && modifiers.is_none() => {
                        *self = Self { held: true, used: false };
                    }
                    egui::Event::Key { key: Key::Space, pressed: false, .. } => {
                        tapped |= self.held && !self.used;
                        *self = Self::default();
                    }
                    egui::Event::PointerButton { pressed: true, .. } | egui::Event::MouseWheel { .. } => self.used = true,
                    egui::Event::WindowFocused(false) => *self = Self::default(),
                    _ => {}
                }
            }
            tapped
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Event;

    fn space(pressed: bool) -> Event {
        Event::Key { key: Key::Space, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE }
    }

    fn click() -> Event {
        let button = egui::PointerButton::Primary;
        Event::PointerButton { pos: egui::Pos2::ZERO, button, pressed: true, modifiers: Modifiers::NONE }
    }

    /// Runs one frame for each list of events; returns how often the key was tapped.
    fn taps(frames: &[Vec<Event>]) -> (usize, SpaceKey) {
        let (ctx, mut key, mut taps) = (egui::Context::default(), SpaceKey::default(), 0);
        for events in frames {
            let input = egui::RawInput { events: events.clone(), ..egui::RawInput::default() };
            let output = ctx.run_ui(input, |ui| taps += usize::from(key.tapped(ui.ctx(), false)));
            drop(output);
        }
        (taps, key)
    }

    #[test]
    fn a_tap_is_a_tap_within_one_frame_or_several() {
        assert_eq!(taps(&[vec![space(true), space(false)]]).0, 1);
        assert_eq!(taps(&[vec![space(true)], vec![], vec![space(false)]]).0, 1);
    }

    #[test]
    fn holding_it_to_drag_is_no_tap() {
        let (taps, key) = taps(&[vec![space(true)], vec![click()], vec![space(false)]]);
        assert_eq!(taps, 0);
        assert!(!key.held());
    }

    #[test]
    fn a_window_that_loses_the_keyboard_lets_it_go() {
        let (taps, key) = taps(&[vec![space(true)], vec![Event::WindowFocused(false)]]);
        assert!(taps == 0 && !key.held());
    }
}
