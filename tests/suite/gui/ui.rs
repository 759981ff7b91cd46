//! What a person does, and what comes of it.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::domain::{ItemId, ProposalState, Verdict};
use guilloche::gui::{Backend, Desktop};

use super::trial::{Answers, Trial};

/// A desktop of a given size on `backend`.
pub(super) fn desktop(backend: Arc<dyn Backend>, size: [f32; 2], folder: Option<PathBuf>) -> Harness<'static, Desktop> {
    let dialogs = Arc::new(Answers { pictures: vec![PathBuf::from("missing.jpg")], folder });
    let mut harness = Harness::builder()
        .with_size(size)
        .with_max_steps(12)
        .build_eframe(move |creation| Desktop::new(&creation.egui_ctx, backend, dialogs));
    settle(&mut harness);
    harness
}

/// Runs frames until no job is under way and everything is painted.
pub(super) fn settle(harness: &mut Harness<'_, Desktop>) {
    for _ in 0..40_000 {
        harness.run_steps(2);
        if !harness.state().is_busy() {
            harness.run_steps(2);
            if !harness.state().is_busy() {
                return;
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the desktop is still busy");
}

pub(super) fn press(harness: &mut Harness<'_, Desktop>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    settle(harness);
}

pub(super) fn click(harness: &mut Harness<'_, Desktop>, label: &str) {
    harness.get_by_label(label).click();
    settle(harness);
}

/// A desktop with the sample case open, its reference accepted.
pub(super) fn in_case(trial: &Arc<Trial>) -> Harness<'static, Desktop> {
    let backend: Arc<dyn Backend> = Arc::clone(trial) as Arc<dyn Backend>;
    let mut harness = desktop(backend, [1280.0, 800.0], None);
    click(&mut harness, "Open the sample case");
    click(&mut harness, "Accept this reference");
    click(&mut harness, "Checklist");
    harness
}

fn item(name: &str) -> ItemId {
    ItemId::new(name).unwrap()
}

pub(super) fn go_to(harness: &mut Harness<'_, Desktop>, title: &str) {
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with(&format!("{title}:")))).scroll_to_me();
    settle(harness);
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with(&format!("{title}:")))).click();
    settle(harness);
}

#[test]
fn accepting_a_candidate_makes_it_the_reference() {
    let trial = Arc::new(Trial::new(false));
    let harness = in_case(&trial);
    assert_eq!(trial.examination().reference.unwrap().reference.as_str(), "UTO-P-2019");
    assert!(harness.state().open().unwrap().reference_is_accepted());
}

#[test]
fn number_keys_answer_and_undo_takes_it_back() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    go_to(&mut harness, "Series and reference");
    let first = trial.examination().observations.len();
    press(&mut harness, Modifiers::NONE, Key::Num1);
    assert_eq!(trial.examination().observations.len(), first + 1);
    press(&mut harness, Modifiers::NONE, Key::Num5);
    assert_eq!(trial.examination().observations.len(), first + 2, "the next item was not taken in hand");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(trial.examination().observations.len(), first + 1);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(trial.examination().observations.len(), first + 2);
}

#[test]
fn a_proposal_waits_until_it_is_accepted() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    assert!(trial.examination().observations.is_empty());
    go_to(&mut harness, "Fixed text, font and emblem");
    harness.get_by_label("Proposal: does not conform");
    press(&mut harness, Modifiers::NONE, Key::A);
    let examination = trial.examination();
    let answer = &examination.observations[&item("IMG-LAY-030")];
    assert_eq!((answer.value.verdict(), answer.from_proposal), (Some(Verdict::DoesNotConform), true));
    assert_eq!(examination.proposals[&item("IMG-LAY-030")].state, ProposalState::Accepted);
}

#[test]
fn not_examined_demands_a_reason() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::NONE, Key::Num4);
    harness.get_by_label("Choose why it was not examined.");
    assert!(trial.examination().observations.is_empty());
    harness.get_by_role_and_label(Role::Button, "No equipment").click();
    settle(&mut harness);
    click(&mut harness, "Save answer");
    let examination = trial.examination();
    let answer = examination.observations.values().next().unwrap();
    assert_eq!(answer.value.verdict(), Some(Verdict::NotExamined));
    assert!(answer.not_examined.is_some());
}

#[test]
fn typing_a_remark_is_no_command() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    go_to(&mut harness, "Proportions of the document");
    press(&mut harness, Modifiers::NONE, Key::Num2);
    harness.get_by_label("Remark").focus();
    settle(&mut harness);
    harness.get_by_label("Remark").type_text("Edge of 1 letter");
    press(&mut harness, Modifiers::NONE, Key::Num1);
    assert!(trial.examination().observations.is_empty(), "a number in a remark answered the item");
    click(&mut harness, "Save answer");
    assert!(trial.examination().observations.values().next().unwrap().remark.contains("Edge of 1 letter"));
}

#[test]
fn undo_in_a_field_takes_typing_back_and_no_answer() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    go_to(&mut harness, "Series and reference");
    press(&mut harness, Modifiers::NONE, Key::Num1);
    let answered = trial.examination().observations.len();
    go_to(&mut harness, "Proportions of the document");
    press(&mut harness, Modifiers::NONE, Key::Num2);
    harness.get_by_label("Remark").focus();
    settle(&mut harness);
    harness.get_by_label("Remark").type_text("Edge");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(trial.examination().observations.len(), answered, "an answer was taken back by undo in a field");
}

#[test]
fn the_palette_finds_and_does_a_command() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::COMMAND, Key::K);
    harness.get_by_role_and_label(Role::TextInput, "Find a command").type_text("overlay");
    settle(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label("Opacity of the questioned");
    // Opened again with the pointer, it has forgotten what was typed.
    click(&mut harness, "Find a command");
    harness.get_by_role_and_label(Role::MenuItem, "Go to the desk");
}

#[test]
fn the_question_mark_shows_the_keys_of_the_screen() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = desktop(trial, [1280.0, 800.0], None);
    press(&mut harness, Modifiers::SHIFT, Key::Questionmark);
    harness.get_by_label("Zoom about the pointer");
    assert!(harness.query_by_label("Answer: conforms").is_none(), "keys of another screen are listed");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    click(&mut harness, "Open the sample case");
    press(&mut harness, Modifiers::COMMAND, Key::Num1);
    press(&mut harness, Modifiers::SHIFT, Key::Questionmark);
    harness.get_by_label("Answer: conforms");
}

#[test]
fn going_to_an_item_takes_the_viewers_to_its_light() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let title = harness.state().open().unwrap().checklist.item(&item("IMG-LAY-050")).unwrap().title.clone();
    go_to(&mut harness, &title);
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Questioned:") && label.contains("UV 365 nm")));
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Reference:") && label.contains("UV 365 nm")));
}

#[test]
fn a_file_that_is_missing_is_a_notice_with_a_remedy() {
    let trial = Arc::new(Trial::new(true));
    let mut harness = desktop(trial, [1280.0, 800.0], None);
    click(&mut harness, "Choose pictures…");
    harness.get_by_label("There is no file missing.jpg.");
    harness.get_by_label("Check the path.");
    click(&mut harness, "Dismiss");
    assert!(harness.query_by_label("Check the path.").is_none());
}

#[test]
fn export_waits_for_a_conclusion_and_writes_both_files() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Arc::new(Trial::new(false));
    let backend: Arc<dyn Backend> = Arc::clone(&trial) as Arc<dyn Backend>;
    let mut harness = desktop(backend, [1280.0, 800.0], Some(folder.path().to_path_buf()));
    click(&mut harness, "Open the sample case");
    press(&mut harness, Modifiers::COMMAND, Key::E);
    assert!(harness.state().exported().is_none(), "exported without a conclusion");
    click(&mut harness, "Findings");
    harness.get_by_role_and_label(Role::RadioButton, "Inconclusive").click();
    settle(&mut harness);
    harness.get_by_label("Reasons").focus();
    settle(&mut harness);
    harness.get_by_label("Reasons").type_text("Pictures only.");
    settle(&mut harness);
    if harness.query_by_label("Why it departs from the suggestion").is_some() {
        harness.get_by_label("Why it departs from the suggestion").focus();
        settle(&mut harness);
        harness.get_by_label("Why it departs from the suggestion").type_text("Not all was examined.");
        settle(&mut harness);
    }
    harness.get_by_label("Conclude").scroll_to_me();
    settle(&mut harness);
    click(&mut harness, "Conclude");
    press(&mut harness, Modifiers::COMMAND, Key::E);
    let exported = harness.state().exported().expect("nothing was exported");
    assert!(exported.pdf.exists() && exported.json.exists());
}
