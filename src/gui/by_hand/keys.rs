//! The keys of a registration by hand.

use eframe::egui;
use egui::{Key, Modifiers};

use super::HandState;
use crate::domain::LandmarkModel;
use crate::gui::help::HelpGroup;
use crate::gui::viewer::Side;

/// What a key asks for beyond the landmarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pressed {
    /// Snap the chosen pair.
    Snap,
    /// Set a spot in the middle of the picture in hand.
    SetInMiddle,
}

/// The keys and what the pointer does, for the sheet of shortcuts.
pub(crate) fn help() -> HelpGroup {
    let lines = [
        ("Set a landmark", "Click"),
        ("Set a landmark in the middle", "N"),
        ("Move a landmark under the magnifier", "Drag"),
        ("The same, finer", "Shift+Drag"),
        ("Move the chosen landmark by 1 px", "Arrows"),
        ("By 10 px", "Shift+Arrows"),
        ("By 0.1 px", "Alt+Arrows"),
        ("The other half of the pair", "Space"),
        ("Snap to the print", "S"),
        ("Remove the pair", "Del"),
        ("Choose none", "Esc"),
        ("Similarity, affine, perspective", "1 2 3"),
        ("Preview", "P"),
        ("Magnifier", "[ ]"),
        ("All of both pictures", "F"),
    ];
    HelpGroup { title: "Register by hand", lines: lines.into_iter().map(|(text, key)| (text, key.to_owned())).collect() }
}

/// Does what keys ask for; nothing while something else has the keyboard.
pub(crate) fn pressed(ctx: &egui::Context, state: &mut HandState) -> Option<Pressed> {
    let taken = !state.focused && ctx.memory(|memory| memory.focused().is_some());
    if taken || ctx.text_edit_focused() || state.saving {
        return None;
    }
    let hit = |modifiers: Modifiers, key: Key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    for (key, model) in [Key::Num1, Key::Num2, Key::Num3].into_iter().zip(LandmarkModel::ALL) {
        if let (true, Some(draft)) = (hit(Modifiers::NONE, key), &mut state.draft) {
            draft.set_model(*model);
        }
    }
    if hit(Modifiers::NONE, Key::F) {
        state.fit();
    }
    if hit(Modifiers::NONE, Key::P) {
        state.preview = state.preview.next();
    }
    if hit(Modifiers::NONE, Key::OpenBracket) {
        state.magnify(false);
    }
    if hit(Modifiers::NONE, Key::CloseBracket) {
        state.magnify(true);
    }
    moves(state, hit);
    let Some(draft) = &mut state.draft else { return None };
    if hit(Modifiers::NONE, Key::Delete) || hit(Modifiers::NONE, Key::Backspace) {
        draft.remove();
        state.said = None;
    }
    if hit(Modifiers::NONE, Key::Space) {
        draft.choose(draft.chosen(), draft.side().other());
    }
    if hit(Modifiers::NONE, Key::Escape) {
        draft.choose(None, draft.side());
    }
    if hit(Modifiers::NONE, Key::S) {
        return Some(Pressed::Snap);
    }
    hit(Modifiers::NONE, Key::N).then_some(Pressed::SetInMiddle)
}

/// Arrows move the chosen spot by a pixel, by ten with Shift, by a tenth with Alt; without one they pan.
fn moves(state: &mut HandState, hit: impl Fn(Modifiers, Key) -> bool) {
    let arrows = [(Key::ArrowLeft, -1.0, 0.0), (Key::ArrowRight, 1.0, 0.0), (Key::ArrowUp, 0.0, -1.0), (Key::ArrowDown, 0.0, 1.0)];
    for (modifiers, px) in [(Modifiers::SHIFT, 10.0), (Modifiers::ALT, 0.1), (Modifiers::NONE, 1.0)] {
        for (key, right, down) in arrows {
            if !hit(modifiers, key) {
                continue;
            }
            let side = state.draft.as_ref().map_or(Side::Questioned, |draft| draft.side());
            let camera = state.camera_mut(side);
            let step = egui::vec2(right, down);
            // A turned picture moves as it lies on the screen.
            let [x, y] = camera.step_mm(step).map(|mm| mm * camera.points_per_mm);
            match state.draft.as_mut().filter(|draft| draft.chosen().is_some()) {
                Some(draft) => {
                    draft.nudge(x * px, y * px);
                    state.hush();
                }
                None => state.camera_mut(side).pan(step * -40.0),
            }
        }
    }
}
