//! What a person is told, and how it goes away again.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::gui::Desktop;

use super::trial::Trial;
use super::ui::{click, go_to, in_case, press, settle};

const SAVE: Modifiers = Modifiers { alt: false, ctrl: true, shift: true, mac_cmd: false, command: true };

fn messages(harness: &Harness<'_, Desktop>) -> Vec<String> {
    harness.state().notices().list().iter().map(|notice| notice.message.clone()).collect()
}

#[test]
fn a_folder_that_is_not_chosen_is_told_with_the_folder_that_needs_no_asking() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, SAVE, Key::S);
    assert_eq!(messages(&harness), ["No picture was saved: no folder was chosen."]);
    let own = std::env::temp_dir().join("guilloche-trial");
    std::fs::create_dir_all(&own).unwrap();
    click(&mut harness, &format!("Write to {}", own.display()));
    assert_eq!(messages(&harness), [format!("The picture is {}.", own.join("view.json").display())]);
    std::fs::remove_dir_all(own).unwrap();
}

#[test]
fn what_was_done_fades_and_a_problem_stays_until_escape() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::COMMAND, Key::I);
    assert_eq!(messages(&harness), ["There is no file missing.jpg."]);
    press(&mut harness, SAVE, Key::S);
    assert_eq!(messages(&harness).len(), 2);
    // Frames of a quarter of a second.
    harness.run_steps(30);
    assert_eq!(messages(&harness), ["There is no file missing.jpg."]);
    // A field that is being typed in wants Escape first.
    go_to(&mut harness, "Proportions of the document");
    press(&mut harness, Modifiers::NONE, Key::Num2);
    harness.get_by_label("Remark").focus();
    settle(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(messages(&harness).len(), 1, "Escape left a field and closed a notice at once");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(messages(&harness).is_empty());
}
