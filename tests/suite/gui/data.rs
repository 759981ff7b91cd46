//! The tab Data: sources side by side, characters of a zone, printed fields, barcodes, seals and the chip.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Role, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::domain::ZoneId;
use guilloche::gui::{Backend, Desktop};

use super::pictures::{can_paint, paint, painted_case};
use super::trial::Trial;
use super::ui::{click, desktop, settle};

fn open(trial: &Arc<Trial>, folder: Option<PathBuf>) -> Harness<'static, Desktop> {
    let backend: Arc<dyn Backend> = Arc::clone(trial) as Arc<dyn Backend>;
    let mut harness = desktop(backend, [1280.0, 800.0], folder);
    click(&mut harness, "Open the sample case");
    click(&mut harness, "Accept this reference");
    click(&mut harness, "Data");
    harness
}

fn scroll_to(harness: &mut Harness<'_, Desktop>, label: &str) {
    harness.get_by_label(label).scroll_to_me();
    settle(harness);
}

#[test]
fn a_source_that_disagrees_is_told_with_what_that_may_mean() {
    let trial = Arc::new(Trial::new(false));
    let harness = open(&trial, None);
    harness.get_by_label("1 field wants a look");
    harness.get_by(|node| node.value().is_some_and(|text| text.contains("L898902C3 and L898902C8 differ in character 9")));
    harness.get_by(|node| node.value().is_some_and(|text| text.contains("belongs to another document")));
}

#[test]
fn choosing_another_character_types_the_zone_with_it_and_checks_it_at_once() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = open(&trial, None);
    scroll_to(&mut harness, "Line 2, character 13: 0 or O");
    click(&mut harness, "Line 2, character 13: 0 or O");
    scroll_to(&mut harness, "Line 2, character 13");
    click(&mut harness, "O");
    let typed = harness.get_by_role_and_label(Role::MultilineTextInput, "Machine-readable zone").value().unwrap();
    assert!(typed.contains("L898902C36UTO7408122F1204159ZE184226B<<<<<10"), "{typed}");
    assert!(trial.examination().mrz_text.is_empty(), "nothing is kept before it is checked");
    scroll_to(&mut harness, "Check");
    harness.get_by_label("All are right");
    click(&mut harness, "Check");
    assert!(trial.examination().mrz_text.contains("L898902C36UTO"));
}

#[test]
fn a_printed_field_is_confirmed_as_it_was_corrected() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = open(&trial, None);
    let number: ZoneId = "number".parse().unwrap();
    scroll_to(&mut harness, "Confirm: Document number");
    click(&mut harness, "Confirm: Document number");
    assert_eq!(trial.examination().visual_texts[&number], "L898902C8");
    scroll_to(&mut harness, "Take back: Document number");
    click(&mut harness, "Take back: Document number");
    assert!(trial.examination().visual_texts.is_empty());
    let field = harness.get_by_role_and_label(Role::TextInput, "Document number");
    field.focus();
    settle(&mut harness);
    harness.get_by_role_and_label(Role::TextInput, "Document number").type_text("!");
    settle(&mut harness);
    click(&mut harness, "Confirm: Document number");
    assert!(trial.examination().visual_texts[&number].contains('!'));
}

#[test]
fn the_chip_is_taken_away_and_added_again() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = open(&trial, Some(PathBuf::from("chip")));
    scroll_to(&mut harness, "Take away");
    click(&mut harness, "Take away");
    assert!(trial.examination().chip.is_none());
    scroll_to(&mut harness, "Add files of the chip…");
    click(&mut harness, "Add files of the chip…");
    settle(&mut harness);
    assert!(trial.examination().chip.is_some());
}

#[test]
fn the_tab_is_painted() {
    if !can_paint() {
        return;
    }
    for (theme, size, name) in [
        (Theme::Dark, [1280.0, 800.0], "dark-1280"),
        (Theme::Light, [1280.0, 800.0], "light-1280"),
        (Theme::Dark, [2560.0, 1440.0], "dark-2560"),
    ] {
        let mut harness = painted_case(Trial::new(false), theme, size);
        click(&mut harness, "Data");
        assert!(paint(&mut harness, &format!("data-top-{name}")) > 50);
        scroll_to(&mut harness, "Line 2, character 13: 0 or O");
        click(&mut harness, "Line 2, character 13: 0 or O");
        assert!(paint(&mut harness, &format!("data-zone-{name}")) > 50);
        scroll_to(&mut harness, "Take away");
        assert!(paint(&mut harness, &format!("data-chip-{name}")) > 50);
    }
}
