//! Where the keyboard is.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Rect, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::gui::{Backend, Desktop};

use super::trial::Trial;
use super::ui::{click, desktop, press};

/// The widget that has the keyboard, and what of it is seen.
fn focused(harness: &Harness<'_, Desktop>) -> Option<(Rect, Rect)> {
    let id = harness.ctx.memory(|memory| memory.focused())?;
    harness.ctx.read_response(id).map(|response| (response.rect, response.interact_rect))
}

#[test]
fn the_tab_key_never_leads_out_of_sight() {
    let trial = Arc::new(Trial::new(false));
    let backend: Arc<dyn Backend> = Arc::clone(&trial) as Arc<dyn Backend>;
    let mut harness = desktop(backend, [1280.0, 420.0], None);
    click(&mut harness, "Open the sample case");
    press(&mut harness, Modifiers::COMMAND, Key::Num2);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    let tab = harness.get_by_role_and_label(Role::Tab, "Reference").rect();
    assert_eq!(focused(&harness).map(|(rect, _)| rect.center()), Some(tab.center()), "the Tab key begins somewhere else");
    let heading = |harness: &Harness<'_, Desktop>| harness.query_by_label("What it may be").map(|node| node.rect().top());
    let begin = heading(&harness);
    let (mut lost, mut scrolled) = (Vec::new(), false);
    for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
        for number in 0..24 {
            harness.key_press_modifiers(modifiers, Key::Tab);
            harness.run_steps(4);
            scrolled |= heading(&harness) != begin;
            if let Some((rect, seen)) = focused(&harness)
                && !rect.intersect(seen).is_positive()
            {
                lost.push((number, rect));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
    assert!(scrolled, "all of the panel is in view, and nothing was tried");
}
