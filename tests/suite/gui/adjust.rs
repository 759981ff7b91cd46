//! Adjusting a picture: step by step, taken back, copied, attached, and marked wherever it is seen.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Role, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::domain::recipe::{OperationKind, Recipe};
use guilloche::gui::Desktop;

use super::modes::viewers;
use super::pictures::{can_paint, paint, painted_case};
use super::trial::Trial;
use super::ui::{click, go_to, in_case, press, settle};

fn labels(harness: &Harness<'_, Desktop>) -> String {
    viewers(harness).into_iter().map(|(label, _)| label).collect::<Vec<_>>().join(" | ")
}

fn kinds(recipe: &Recipe) -> Vec<OperationKind> {
    recipe.steps.iter().map(|step| step.operation.kind()).collect()
}

fn choose(harness: &mut Harness<'_, Desktop>, menu: &str, entry: &str) {
    harness.get_by_role_and_label(Role::Button, menu).click();
    settle(harness);
    harness.get_by_role_and_label(Role::Button, entry).click();
    settle(harness);
}

#[test]
fn the_panel_is_painted_with_its_steps() {
    if !can_paint() {
        return;
    }
    for (theme, size, name) in [(Theme::Dark, [1280.0, 800.0], "dark-1280"), (Theme::Light, [2560.0, 1440.0], "light-2560")] {
        let mut harness = painted_case(Trial::new(false), theme, size);
        press(&mut harness, Modifiers::COMMAND, Key::Num5);
        assert!(paint(&mut harness, &format!("adjust-empty-{name}")) > 50);
        choose(&mut harness, "Preset", "Fine print");
        choose(&mut harness, "Add a step", "Curves");
        choose(&mut harness, "Add a step", "Levels");
        harness.remove_cursor();
        settle(&mut harness);
        assert!(paint(&mut harness, &format!("adjust-{name}")) > 50);
        harness.get_by_role_and_label(Role::Button, "Add a step").click();
        settle(&mut harness);
        assert!(paint(&mut harness, &format!("adjust-menu-{name}")) > 50);
    }
}

fn adjusting(trial: &Arc<Trial>) -> Harness<'static, Desktop> {
    let mut harness = in_case(trial);
    press(&mut harness, Modifiers::COMMAND, Key::Num5);
    harness.get_by_label("Adjust the view");
    harness
}

#[test]
fn a_step_is_kept_with_the_case_marked_on_both_pictures_and_taken_back() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = adjusting(&trial);
    choose(&mut harness, "Add a step", "Invert");
    let kept = trial.examination().adjustments;
    assert_eq!(kept.len(), 2, "the questioned and the reference alike");
    assert!(kept.values().all(|recipe| kinds(recipe) == [OperationKind::Invert]));
    assert_eq!(labels(&harness).matches("Adjusted: Invert").count(), 2, "{}", labels(&harness));
    press(&mut harness, Modifiers::NONE, Key::I);
    assert!(!labels(&harness).contains("Adjusted"), "as received: {}", labels(&harness));
    press(&mut harness, Modifiers::NONE, Key::I);
    assert!(labels(&harness).contains("Adjusted"));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(trial.examination().adjustments.is_empty() && !labels(&harness).contains("Adjusted"));
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(trial.examination().adjustments.len(), 2);
    press(&mut harness, Modifiers::SHIFT, Key::I);
    assert!(trial.examination().adjustments.is_empty());
    harness.get_by_label_contains("No step: the picture is shown as it was received.");
}

#[test]
fn steps_are_ordered_left_out_set_back_and_taken_away() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = adjusting(&trial);
    click(&mut harness, "Questioned");
    choose(&mut harness, "Add a step", "Invert");
    choose(&mut harness, "Add a step", "Gamma");
    let recipe = |trial: &Trial| trial.examination().adjustments.into_values().next().unwrap();
    assert_eq!(trial.examination().adjustments.len(), 1, "the questioned alone");
    click(&mut harness, "Move Gamma up");
    assert_eq!(kinds(&recipe(&trial)), [OperationKind::Gamma, OperationKind::Invert]);
    click(&mut harness, "2. Invert");
    assert!(recipe(&trial).steps[1].bypassed);
    assert!(!labels(&harness).contains("Adjusted"), "a gamma of 1 and a step left out change nothing");
    harness.get_by_role_and_label(Role::Slider, "Gamma").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    assert!(labels(&harness).contains("Adjusted: Gamma"), "{}", labels(&harness));
    click(&mut harness, "Set Gamma back");
    assert!(!labels(&harness).contains("Adjusted"));
    click(&mut harness, "Take Gamma away");
    assert_eq!(kinds(&recipe(&trial)), [OperationKind::Invert]);
}

#[test]
fn a_preset_is_copied_to_another_picture_and_attached_as_evidence() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = adjusting(&trial);
    click(&mut harness, "Questioned");
    choose(&mut harness, "Preset", "Fine print");
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    click(&mut harness, "Compared");
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::V);
    let kept = trial.examination().adjustments;
    assert_eq!(kept.len(), 2);
    assert!(kept.values().all(|recipe| kinds(recipe) == [OperationKind::LocalContrast, OperationKind::Unsharp]));
    click(&mut harness, "Checklist");
    go_to(&mut harness, "Fixed text, font and emblem");
    press(&mut harness, Modifiers::NONE, Key::E);
    let attached = trial.examination().evidence.into_values().flatten().next().unwrap();
    assert_eq!(kinds(&attached.recipe), [OperationKind::LocalContrast, OperationKind::Unsharp]);
    press(&mut harness, Modifiers::NONE, Key::I);
    press(&mut harness, Modifiers::NONE, Key::E);
    let last = trial.examination().evidence.into_values().flatten().last().unwrap();
    assert!(last.recipe.is_unaltered(), "what is seen as received is attached as received");
}
