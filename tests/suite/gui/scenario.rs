//! The main job through the desktop, on a data folder of its own: from the sample case to report and findings on disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Role, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::app::{FixedClock, Places, Workspace};
use guilloche::domain::{Timestamp, Unwatched};
use guilloche::gui::{Backend, Desktop, WorkspaceBackend};

use super::pictures::{can_paint, paint};
use super::trial::Answers;
use super::ui::{click, desktop, press, settle};

fn backend(data: &Path) -> Arc<dyn Backend> {
    let start = Timestamp("2026-03-01T09:30:00Z".parse().unwrap());
    let workspace = Workspace::open(Places::at(data), Box::new(FixedClock::at(start)), &Unwatched).unwrap();
    Arc::new(WorkspaceBackend::new(Arc::new(workspace)))
}

fn open_sample(harness: &mut Harness<'_, Desktop>) {
    click(harness, "Open the sample case");
    assert!(harness.state().notices().list().is_empty(), "{:?}", harness.state().notices().list());
    harness.get_all_by_label("Accept this reference").next().unwrap().click();
    settle(harness);
    assert!(harness.state().open().unwrap().reference_is_accepted());
    click(harness, "Checklist");
}

fn conclude(harness: &mut Harness<'_, Desktop>) {
    conclude_with(harness, "Inconclusive");
}

/// Concludes with the level of that title, with reasons.
pub(super) fn conclude_with(harness: &mut Harness<'_, Desktop>, level: &str) {
    click(harness, "Findings");
    harness.get_by_role_and_label(Role::RadioButton, level).scroll_to_me();
    settle(harness);
    harness.get_by_role_and_label(Role::RadioButton, level).click();
    settle(harness);
    for (field, text) in [("Reasons", "Pictures only."), ("Why it departs from the suggestion", "Little was examined.")] {
        if harness.query_by_label(field).is_some() {
            harness.get_by_label(field).focus();
            settle(harness);
            harness.get_by_label(field).type_text(text);
            settle(harness);
        }
    }
    harness.get_by_label("Conclude").scroll_to_me();
    settle(harness);
    click(harness, "Conclude");
}

#[test]
fn the_sample_case_goes_from_candidate_to_report_and_findings() {
    let data = tempfile::tempdir().unwrap();
    let out = tempfile::tempdir().unwrap();
    let mut harness = desktop(backend(data.path()), [1280.0, 800.0], Some(out.path().to_path_buf()));
    open_sample(&mut harness);
    let proposals = harness.state().open().unwrap().examination.proposals.len();
    assert!(proposals > 0, "nothing is proposed");
    let answered = |harness: &Harness<'_, Desktop>| harness.state().open().unwrap().examination.observations.len();
    for key in [Key::Num5, Key::N, Key::A, Key::Num5, Key::N, Key::Num5] {
        press(&mut harness, Modifiers::NONE, key);
    }
    let before = answered(&harness);
    assert!(before >= 3, "{before} answers");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(answered(&harness), before - 1);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(answered(&harness), before);
    conclude(&mut harness);
    press(&mut harness, Modifiers::COMMAND, Key::E);
    let exported = harness.state().exported().unwrap_or_else(|| panic!("{:?}", harness.state().notices().list())).clone();
    assert!(exported.pdf.starts_with(out.path()));
    assert!(std::fs::read(&exported.pdf).unwrap().starts_with(b"%PDF"));
    let findings: serde_json::Value = serde_json::from_slice(&std::fs::read(&exported.json).unwrap()).unwrap();
    assert!(findings.to_string().contains("Pictures only."), "the conclusion is not in the findings");

    // What was done is there again when the program is started anew.
    drop(harness);
    let mut harness = desktop(backend(data.path()), [1280.0, 800.0], None);
    click(&mut harness, "Open the sample case");
    assert_eq!(answered(&harness), before);
    assert!(harness.state().open().unwrap().examination.conclusion.is_some());
}

#[test]
fn the_sample_case_is_painted() {
    if !can_paint() {
        return;
    }
    for (theme, size, name) in [
        (Theme::Dark, [1280.0, 800.0], "sample-dark-1280"),
        (Theme::Light, [1440.0, 900.0], "sample-light-1440"),
        (Theme::Dark, [2560.0, 1440.0], "sample-dark-2560"),
    ] {
        let data = tempfile::tempdir().unwrap();
        let backend = backend(data.path());
        let dialogs = Arc::new(Answers { pictures: vec![PathBuf::from("missing.jpg")], folder: None });
        let mut harness = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_max_steps(12)
            .wgpu()
            .build_eframe(move |creation| Desktop::new(&creation.egui_ctx, backend, dialogs));
        settle(&mut harness);
        paint(&mut harness, &format!("{name}-desk"));
        click(&mut harness, "Open the sample case");
        paint(&mut harness, &format!("{name}-reference"));
        harness.get_all_by_label("Accept this reference").next().unwrap().click();
        settle(&mut harness);
        click(&mut harness, "Checklist");
        // To the first item with a proposal that rests on a zone.
        for _ in 0..30 {
            if harness.query_all_by_label("Show").next().is_some() {
                break;
            }
            press(&mut harness, Modifiers::NONE, Key::J);
        }
        assert!(paint(&mut harness, &format!("{name}-checklist")) > 1000, "the viewers are empty");
        press(&mut harness, Modifiers::NONE, Key::F);
        press(&mut harness, Modifiers::NONE, Key::B);
        press(&mut harness, Modifiers::NONE, Key::P);
        paint(&mut harness, &format!("{name}-blink"));
        press(&mut harness, Modifiers::NONE, Key::O);
        paint(&mut harness, &format!("{name}-overlay"));
        press(&mut harness, Modifiers::NONE, Key::D);
        settle(&mut harness);
        paint(&mut harness, &format!("{name}-difference"));
        press(&mut harness, Modifiers::NONE, Key::S);
        click(&mut harness, "Findings");
        paint(&mut harness, &format!("{name}-findings"));
    }
}
