//! What a person is told, and how it goes away again.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use guilloche::gui::{Backend, Desktop};

use super::trial::Trial;
use super::ui::{click, desktop, go_to, in_case, press, settle};

const SAVE: Modifiers = Modifiers { alt: false, ctrl: true, shift: true, mac_cmd: false, command: true };

fn messages(harness: &Harness<'_, Desktop>) -> Vec<String> {
    harness.state().notices().list().iter().map(|notice| notice.message.clone()).collect()
}

#[test]
fn a_command_that_cannot_run_says_why_by_key_and_in_the_palette() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::COMMAND, Key::E);
    harness.get_by_label("There is no conclusion yet.");
    harness.get_by_label("Conclude first, in the Findings tab: Ctrl+4.");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(messages(&harness).is_empty());
    press(&mut harness, Modifiers::COMMAND, Key::K);
    harness.get_by_role_and_label(Role::TextInput, "Find a command").type_text("export findings");
    settle(&mut harness);
    let row = harness.get_by_label_contains("Export findings…: There is no conclusion yet.");
    assert!(row.accesskit_node().is_disabled(), "it looks as if it could be done");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(messages(&harness), ["There is no conclusion yet."]);
    // Keys that only look about say nothing, and on the desk neither does any plain key.
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::COMMAND, Key::D);
    press(&mut harness, Modifiers::NONE, Key::Num1);
    assert!(messages(&harness).is_empty(), "{:?}", messages(&harness));
    press(&mut harness, Modifiers::COMMAND, Key::E);
    assert_eq!(messages(&harness), ["No case is on the screen."]);
}

#[test]
fn a_folder_that_is_not_chosen_is_told_with_the_folder_that_needs_no_asking() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, SAVE, Key::S);
    assert_eq!(messages(&harness), ["No picture was saved: no folder was chosen."]);
    let own = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("guilloche-trial");
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

#[test]
fn three_notices_are_shown_over_the_pictures_and_the_others_are_counted() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    for (modifiers, key) in [(Modifiers::COMMAND, Key::E), (Modifiers::COMMAND, Key::M), (SAVE, Key::Z), (Modifiers::SHIFT, Key::A)] {
        harness.key_press_modifiers(modifiers, key);
        harness.run_steps(2);
    }
    assert_eq!(messages(&harness).len(), 4, "{:?}", messages(&harness));
    harness.get_by_label("1 earlier notice");
    assert!(harness.query_by_label("There is no conclusion yet.").is_none());
    let panel = harness.get_by_role_and_label(Role::Tab, "Checklist").rect();
    for message in &messages(&harness)[1..] {
        let rect = harness.get_by_label(message).rect();
        assert!(rect.right() < panel.left(), "{message} covers the panel");
    }
}

#[test]
fn the_reference_is_accepted_and_cases_are_opened_without_the_pointer() {
    let trial = Arc::new(Trial::new(false));
    let backend: Arc<dyn Backend> = Arc::clone(&trial) as Arc<dyn Backend>;
    let mut harness = desktop(backend, [1280.0, 800.0], None::<PathBuf>);
    click(&mut harness, "Open the sample case");
    press(&mut harness, Modifiers::SHIFT, Key::Questionmark);
    harness.get_by_label("Accept the reference");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::SHIFT, Key::A);
    assert!(harness.state().open().unwrap().reference_is_accepted());
    let title = harness.state().open().unwrap().case.title.clone();
    press(&mut harness, Modifiers::COMMAND, Key::D);
    harness.get_by_label("Recent cases");
    press(&mut harness, Modifiers::COMMAND, Key::B);
    assert!(harness.query_by_label("Recent cases").is_none());
    press(&mut harness, Modifiers::COMMAND, Key::D);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    harness.get_by_role_and_label(Role::MenuItem, "Back to the case");
    harness.get_by_role_and_label(Role::TextInput, "Find a command").type_text(&title);
    settle(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(harness.query_by_label("Recent cases").is_none(), "the case was not opened");
}
