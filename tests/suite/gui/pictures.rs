//! Every screen as it is painted, in both themes and two sizes; the pictures are in `target/pictures`.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Role, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::gui::{Backend, Desktop};

use super::trial::{Answers, Trial};
use super::ui::{click, go_to, press, settle};

/// Whether there is something to paint with; says so loudly if not, and fails if pictures are demanded.
pub(super) fn can_paint() -> bool {
    let found = std::panic::catch_unwind(|| drop(egui_kittest::wgpu::WgpuTestRenderer::new())).is_ok();
    if !found {
        assert!(std::env::var_os("GUILLOCHE_DEMAND_PICTURES").is_none(), "no graphics adapter, and pictures are demanded");
        eprintln!("SKIPPED: no graphics adapter was found, so nothing was painted. Install a software driver to run this test.");
    }
    found
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A desktop that is painted, with the sample case of `trial` open and its reference accepted.
pub(super) fn painted_case(trial: Trial, theme: Theme, size: [f32; 2]) -> Harness<'static, Desktop> {
    let mut harness = painted(trial, theme, size);
    click(&mut harness, "Open the sample case");
    click(&mut harness, "Accept this reference");
    harness
}

pub(super) fn painted(trial: Trial, theme: Theme, size: [f32; 2]) -> Harness<'static, Desktop> {
    let backend: Arc<dyn Backend> = Arc::new(trial);
    let dialogs = Arc::new(Answers { pictures: vec![PathBuf::from("missing.jpg")], folder: None });
    let mut harness = Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .with_max_steps(12)
        .wgpu()
        .build_eframe(move |creation| Desktop::new(&creation.egui_ctx, backend, dialogs));
    settle(&mut harness);
    harness
}

/// Paints the screen into a file and returns how many different colours it has.
pub(super) fn paint(harness: &mut Harness<'_, Desktop>, name: &str) -> usize {
    let picture = harness.render().unwrap();
    picture.save(folder().join(format!("{name}.png"))).unwrap();
    let mut colours: Vec<_> = picture.pixels().map(|pixel| pixel.0).collect();
    colours.sort_unstable();
    colours.dedup();
    colours.len()
}

fn screens(theme: Theme, size: [f32; 2], name: &str) {
    let shot = |harness: &mut Harness<'_, Desktop>, screen: &str| {
        let colours = paint(harness, &format!("{screen}-{name}"));
        assert!(colours > 50, "{screen} is empty: {colours} colours");
    };
    let mut empty = painted(Trial::new(false), theme, size);
    shot(&mut empty, "desk-empty");
    let mut harness = painted(Trial::new(true), theme, size);
    shot(&mut harness, "desk");
    click(&mut harness, "Choose pictures…");
    shot(&mut harness, "desk-notice");
    click(&mut harness, "Dismiss");
    click(&mut harness, "Open the sample case");
    shot(&mut harness, "reference");
    click(&mut harness, "Accept this reference");
    click(&mut harness, "Checklist");
    shot(&mut harness, "checklist");
    press(&mut harness, Modifiers::NONE, Key::Num4);
    shot(&mut harness, "not-examined");
    click(&mut harness, "Cancel");
    go_to(&mut harness, "Fixed text, font and emblem");
    shot(&mut harness, "proposal");
    press(&mut harness, Modifiers::NONE, Key::A);
    press(&mut harness, Modifiers::NONE, Key::A);
    press(&mut harness, Modifiers::NONE, Key::F);
    press(&mut harness, Modifiers::NONE, Key::O);
    shot(&mut harness, "overlay");
    press(&mut harness, Modifiers::NONE, Key::B);
    press(&mut harness, Modifiers::NONE, Key::P);
    shot(&mut harness, "blink");
    press(&mut harness, Modifiers::NONE, Key::D);
    settle(&mut harness);
    shot(&mut harness, "difference");
    press(&mut harness, Modifiers::NONE, Key::Q);
    shot(&mut harness, "single");
    click(&mut harness, "Data");
    harness.get_by_role_and_label(Role::MultilineTextInput, "Machine-readable zone").focus();
    settle(&mut harness);
    harness
        .get_by_role_and_label(Role::MultilineTextInput, "Machine-readable zone")
        .type_text("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10");
    settle(&mut harness);
    click(&mut harness, "Check");
    shot(&mut harness, "data");
    click(&mut harness, "Findings");
    shot(&mut harness, "findings");
    press(&mut harness, Modifiers::COMMAND, Key::K);
    shot(&mut harness, "palette");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::SHIFT, Key::Questionmark);
    shot(&mut harness, "help");
}

#[test]
fn every_screen_is_painted_in_both_themes_and_sizes() {
    if !can_paint() {
        return;
    }
    screens(Theme::Dark, [1280.0, 800.0], "dark-1280");
    screens(Theme::Light, [1280.0, 800.0], "light-1280");
    screens(Theme::Dark, [2560.0, 1440.0], "dark-2560");
    screens(Theme::Light, [2560.0, 1440.0], "light-2560");
}
