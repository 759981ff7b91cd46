//! Everything the desktop can be asked to do, once: menus, the palette, the keys and the help all read it from here.

use eframe::egui;
use egui::{Key, KeyboardShortcut, Modifiers};

/// What a person can ask for without a further choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    GoToDesk,
    OpenPictures,
    OpenSample,
    AddCaptures,
    Analyse,
    Export,
    Undo,
    Redo,
    Palette,
    Help,
    ToggleTheme,
    CancelJob,
    NextItem,
    PreviousItem,
    NextOpenItem,
    Conforms,
    DoesNotConform,
    Inconclusive,
    NotExamined,
    NotApplicable,
    AcceptProposal,
    OverruleProposal,
    ClearAnswer,
    AttachEvidence,
    ShowChecklist,
    ShowReference,
    ShowData,
    ShowFindings,
    ViewSingle,
    ViewSideBySide,
    ViewOverlay,
    ViewBlink,
    ViewDifference,
    SwapPicture,
    BlinkPlay,
    BlinkStep,
    BlinkFaster,
    BlinkSlower,
    Fit,
    ActualPixels,
    ActualSize,
    ZoomIn,
    ZoomOut,
    ToggleZones,
    ToggleRulers,
}

/// What a command belongs to; the order in which the help lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Program,
    Case,
    Checklist,
    Panels,
    Views,
    Scale,
}

impl Group {
    /// Every group, in order.
    pub const ALL: [Self; 6] = [Self::Program, Self::Case, Self::Checklist, Self::Panels, Self::Views, Self::Scale];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Program => "Program",
            Self::Case => "Case",
            Self::Checklist => "Checklist",
            Self::Panels => "Panels",
            Self::Views => "Comparing",
            Self::Scale => "Scale and marks",
        }
    }
}

/// What is said of a command.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Its name in menus, in sentence case.
    pub text: &'static str,
    /// What it does, in a sentence.
    pub hint: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// Its key.
    pub shortcut: Option<KeyboardShortcut>,
}

const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

impl Command {
    /// Every command, in the order of the palette.
    pub const ALL: [Self; 45] = [
        Self::GoToDesk,
        Self::OpenPictures,
        Self::OpenSample,
        Self::AddCaptures,
        Self::Analyse,
        Self::Export,
        Self::Undo,
        Self::Redo,
        Self::Palette,
        Self::Help,
        Self::ToggleTheme,
        Self::CancelJob,
        Self::NextItem,
        Self::PreviousItem,
        Self::NextOpenItem,
        Self::Conforms,
        Self::DoesNotConform,
        Self::Inconclusive,
        Self::NotExamined,
        Self::NotApplicable,
        Self::AcceptProposal,
        Self::OverruleProposal,
        Self::ClearAnswer,
        Self::AttachEvidence,
        Self::ShowChecklist,
        Self::ShowReference,
        Self::ShowData,
        Self::ShowFindings,
        Self::ViewSingle,
        Self::ViewSideBySide,
        Self::ViewOverlay,
        Self::ViewBlink,
        Self::ViewDifference,
        Self::SwapPicture,
        Self::BlinkPlay,
        Self::BlinkStep,
        Self::BlinkFaster,
        Self::BlinkSlower,
        Self::Fit,
        Self::ActualPixels,
        Self::ActualSize,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ToggleZones,
        Self::ToggleRulers,
    ];

    /// What is said of it.
    pub fn about(self) -> About {
        use Group as G;
        let (text, hint, group, shortcut) = match self {
            Self::GoToDesk => ("Go to the desk", "Shows recent cases, the library and what is running", G::Program, Some(command(Key::D))),
            Self::OpenPictures => {
                ("New case from pictures…", "Opens scans of one document as a new case", G::Program, Some(command(Key::O)))
            }
            Self::OpenSample => {
                ("Open the sample case", "Opens a drawn document with a drawn library to try the program on", G::Program, None)
            }
            Self::AddCaptures => ("Add captures…", "Takes further pictures of this exhibit into the case", G::Case, Some(command(Key::I))),
            Self::Analyse => ("Analyse again", "Identifies, registers and compares all captures once more", G::Case, Some(command(Key::R))),
            Self::Export => ("Export findings…", "Writes the report as PDF and the findings as JSON", G::Case, Some(command(Key::E))),
            Self::Undo => ("Undo", "Takes the last step of the examination back", G::Case, Some(command(Key::Z))),
            Self::Redo => {
                let shortcut = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
                ("Redo", "Does again what was taken back", G::Case, Some(shortcut))
            }
            Self::Palette => ("Find a command", "Lists every command; type to narrow it down", G::Program, Some(command(Key::K))),
            Self::Help => ("Shortcuts", "Shows the keys of this screen", G::Program, Some(shift(Key::Questionmark))),
            Self::ToggleTheme => {
                ("Switch light or dark", "Changes between the light and the dark theme", G::Program, Some(command(Key::T)))
            }
            Self::CancelJob => ("Stop the running job", "Asks what is running to stop; nothing is lost", G::Program, None),
            Self::NextItem => ("Next item", "Goes to the next item of the checklist", G::Checklist, Some(key(Key::J))),
            Self::PreviousItem => ("Previous item", "Goes to the previous item of the checklist", G::Checklist, Some(key(Key::K))),
            Self::NextOpenItem => ("Next item that is missing", "Goes to the next item without an answer", G::Checklist, Some(key(Key::N))),
            Self::Conforms => ("Answer: conforms", "What is seen agrees with a genuine document", G::Checklist, Some(key(Key::Num1))),
            Self::DoesNotConform => ("Answer: does not conform", "What is seen differs; say how", G::Checklist, Some(key(Key::Num2))),
            Self::Inconclusive => {
                ("Answer: inconclusive", "It was examined, without a result; say why", G::Checklist, Some(key(Key::Num3)))
            }
            Self::NotExamined => ("Answer: not examined", "It was not examined; a reason is needed", G::Checklist, Some(key(Key::Num4))),
            Self::NotApplicable => ("Answer: not applicable", "The document has no such feature", G::Checklist, Some(key(Key::Num5))),
            Self::AcceptProposal => {
                ("Accept the proposal", "Takes over what the program measured, under your name", G::Checklist, Some(key(Key::A)))
            }
            Self::OverruleProposal => {
                ("Overrule the proposal", "Sets the proposal aside and asks for your answer", G::Checklist, Some(key(Key::X)))
            }
            Self::ClearAnswer => ("Take the answer away", "The item is then open again", G::Checklist, Some(key(Key::Backspace))),
            Self::AttachEvidence => {
                ("Attach the view as evidence", "Keeps the part of the page in view with this item", G::Checklist, Some(key(Key::E)))
            }
            Self::ShowChecklist => ("Show the checklist", "What is asked, item by item", G::Panels, Some(command(Key::Num1))),
            Self::ShowReference => {
                ("Show the reference", "What the document may be, and the evidence for it", G::Panels, Some(command(Key::Num2)))
            }
            Self::ShowData => ("Show the data", "The machine-readable zone and its checks", G::Panels, Some(command(Key::Num3))),
            Self::ShowFindings => {
                ("Show the findings", "The conclusion, a preview of the report, and export", G::Panels, Some(command(Key::Num4)))
            }
            Self::ViewSingle => ("One picture", "Shows one picture; Space changes to the other", G::Views, Some(key(Key::Q))),
            Self::ViewSideBySide => ("Side by side", "Shows both, moving together in millimetres", G::Views, Some(key(Key::S))),
            Self::ViewOverlay => ("Overlay", "Lays the questioned over the reference", G::Views, Some(key(Key::O))),
            Self::ViewBlink => ("Blink", "Shows both in turn at the same place, without a gap", G::Views, Some(key(Key::B))),
            Self::ViewDifference => ("Difference", "Marks where the questioned departs from the reference", G::Views, Some(key(Key::D))),
            Self::SwapPicture => {
                ("Questioned or reference", "Changes between the two in place; in blink, one step", G::Views, Some(key(Key::Space)))
            }
            Self::BlinkPlay => ("Run or hold the blink", "Runs the blink or holds it", G::Views, Some(key(Key::P))),
            Self::BlinkStep => ("One blink", "Changes the picture once", G::Views, Some(key(Key::Period))),
            Self::BlinkFaster => ("Blink faster", "Raises the rate of the blink", G::Views, Some(key(Key::CloseBracket))),
            Self::BlinkSlower => ("Blink slower", "Lowers the rate of the blink", G::Views, Some(key(Key::OpenBracket))),
            Self::Fit => ("Fit", "Shows the whole page", G::Scale, Some(key(Key::F))),
            Self::ActualPixels => {
                ("One to one, pixels", "One pixel of the capture is one pixel of the screen", G::Scale, Some(key(Key::Num0)))
            }
            Self::ActualSize => {
                ("One to one, physical size", "As large as the document, at 96 points per inch", G::Scale, Some(key(Key::Num9)))
            }
            Self::ZoomIn => ("Zoom in", "Enlarges about the middle", G::Scale, Some(key(Key::Plus))),
            Self::ZoomOut => ("Zoom out", "Shrinks about the middle", G::Scale, Some(key(Key::Minus))),
            Self::ToggleZones => ("Zone outlines", "Shows or hides the zones of the reference", G::Scale, Some(key(Key::Z))),
            Self::ToggleRulers => ("Rulers", "Shows or hides the rulers in millimetres", G::Scale, Some(key(Key::R))),
        };
        About { text, hint, group, shortcut }
    }

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
            Key::Backspace => "⌫",
            other => other.symbol_or_name(),
        };
        let mut text = String::new();
        if shortcut.modifiers.command {
            text.push_str(if cfg!(target_os = "macos") { "⌘" } else { "Ctrl+" });
        }
        if shortcut.modifiers.shift {
            text.push_str(if cfg!(target_os = "macos") { "⇧" } else { "Shift+" });
        }
        text.push_str(key);
        text
    }

    /// Whether a field that is being typed in takes its key: plain keys are letters there, and undo takes typing back, not an answer.
    fn is_for_the_field(self, shortcut: KeyboardShortcut) -> bool {
        !shortcut.modifiers.command || matches!(self, Self::Undo | Self::Redo)
    }

    /// Name, hint and key in one text for hovering.
    pub fn tooltip(self) -> String {
        let about = self.about();
        let key = self.key_text();
        if key.is_empty() { about.hint.to_owned() } else { format!("{} ({key})", about.hint) }
    }
}

/// Takes the commands whose keys were pressed; plain keys and undo are left to a field that is being typed in.
pub(crate) fn pressed(ctx: &egui::Context, available: impl Fn(Command) -> bool) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let mut commands: Vec<_> = Command::ALL.into_iter().filter_map(|command| Some((command, command.about().shortcut?))).collect();
    // More modifiers first, so that Ctrl+Shift+Z is not taken for Ctrl+Z.
    commands.sort_by_key(|(_, shortcut)| std::cmp::Reverse(u8::from(shortcut.modifiers.shift) + u8::from(shortcut.modifiers.command)));
    let mut asked = Vec::new();
    for (command, shortcut) in commands {
        if (typing && command.is_for_the_field(shortcut)) || !available(command) {
            continue;
        }
        let pressed = ctx.input_mut(|input| {
            input.consume_shortcut(&shortcut)
                // The question mark and the plus sit on shifted keys of many keyboards.
                || (shortcut.logical_key == Key::Questionmark && input.consume_key(Modifiers::NONE, Key::Questionmark))
                || (shortcut.logical_key == Key::Plus && input.consume_key(Modifiers::NONE, Key::Equals))
        });
        if pressed {
            asked.push(command);
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_key_means_two_commands() {
        let mut taken = BTreeMap::new();
        for command in Command::ALL {
            let key = command.key_text();
            if let Some(other) = (!key.is_empty()).then(|| taken.insert(key.clone(), command)).flatten() {
                panic!("{key} is {command:?} and {other:?}");
            }
        }
    }

    #[test]
    fn every_command_is_in_the_list_once() {
        let mut all = Command::ALL.to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), Command::ALL.len());
        assert_eq!(Command::ToggleRulers as usize + 1, Command::ALL.len(), "a command is missing from ALL");
    }

    #[test]
    fn every_command_says_what_it_does() {
        for command in Command::ALL {
            let about = command.about();
            assert!(!about.text.is_empty() && !about.hint.is_empty() && !about.hint.ends_with('.'), "{command:?}");
        }
    }
}
