//! The life of a case on the screen, as each person sees it who has a part in it.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Role, Theme};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::domain::{CaseStatus, ConclusionLevel, LaboratoryRules, Verdict};
use guilloche::gui::{Backend, Desktop, WorkspaceBackend};

use super::pictures::{can_paint, paint};
use super::ui::{click, desktop, press, settle};
use crate::life::{ADMINISTRATOR, EXAMINER, REVIEWER, answer, begun, conclude, items, laboratory, open, sign_in};

/// A laboratory in which the examiner has concluded a case, with nobody signed in.
fn concluded(data: &Path) -> Arc<dyn Backend> {
    let rules = LaboratoryRules { staged: false, ..LaboratoryRules::several_people() };
    let workspace = laboratory(data, rules);
    sign_in(&workspace, EXAMINER);
    let (_, examination) = begun(&workspace);
    answer(&workspace, examination.id, &items(&workspace, &examination)[0], Verdict::Conforms);
    conclude(&workspace, examination.id, ConclusionLevel::NoIndication);
    workspace.sign_out().unwrap();
    Arc::new(WorkspaceBackend::new(Arc::new(workspace)))
}

fn enter(harness: &mut Harness<'_, Desktop>, who: (&str, &str)) {
    harness.get_by_role_and_label(Role::RadioButton, who.0).click();
    settle(harness);
    harness.get_by_label("Passphrase").focus();
    settle(harness);
    harness.get_by_label("Passphrase").type_text(who.1);
    settle(harness);
    harness.get_by_role_and_label(Role::Button, "Sign in").click();
    settle(harness);
}

fn type_into(harness: &mut Harness<'_, Desktop>, field: &str, text: &str) {
    harness.get_by_label(field).scroll_to_me();
    settle(harness);
    harness.get_by_label(field).focus();
    settle(harness);
    harness.get_by_label(field).type_text(text);
    settle(harness);
}

/// Opens the case by its line on the desk, and shows its tab.
fn to_the_case(harness: &mut Harness<'_, Desktop>) {
    let line = harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Case 2026-0001")));
    line.click();
    settle(harness);
    press(harness, Modifiers::COMMAND, Key::Num7);
}

fn status(harness: &Harness<'_, Desktop>) -> CaseStatus {
    harness.state().open().unwrap_or_else(|| panic!("{:?}", harness.state().notices().list())).case.status
}

#[test]
fn an_examiner_submits_a_reviewer_works_blind_authorises_and_issues() {
    let folder = tempfile::tempdir().unwrap();
    let backend = concluded(&folder.path().join("data"));
    let mut harness = desktop(backend, [1280.0, 800.0], None);
    harness.get_by_role_and_label(Role::RadioButton, ADMINISTRATOR.0);
    assert!(harness.query_by_label("Open the sample case").is_none(), "nothing is shown before somebody has signed in");
    enter(&mut harness, (EXAMINER.0, "not her passphrase"));
    assert_eq!(harness.state().notices().list().len(), 1, "a wrong passphrase is told");
    enter(&mut harness, EXAMINER);
    to_the_case(&mut harness);
    click(&mut harness, "Submit for review");
    assert_eq!(status(&harness), CaseStatus::Submitted);
    assert!(harness.query_by_label("Authorise").is_none(), "not in the role of an examiner");

    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    enter(&mut harness, REVIEWER);
    to_the_case(&mut harness);
    harness.get_by(|node| node.value().is_some_and(|text| text.contains("reviews blind")));
    assert!(harness.state().open().unwrap().examination.observations.is_empty(), "the answers are not shown");
    click(&mut harness, "Begin a blind review");
    let own = harness.state().open().unwrap().examination.clone();
    assert!(own.conclusion.is_none() && own.observations.is_empty());
    super::scenario::conclude_with(&mut harness, ConclusionLevel::NoIndication.title());
    press(&mut harness, Modifiers::COMMAND, Key::Num7);
    harness.get_by_role_and_label(Role::RadioButton, "Agrees").scroll_to_me();
    settle(&mut harness);
    harness.get_by_role_and_label(Role::RadioButton, "Agrees").click();
    settle(&mut harness);
    harness.get_by_label("Finish the review").scroll_to_me();
    settle(&mut harness);
    click(&mut harness, "Finish the review");
    let shown = harness.state().open().unwrap();
    assert_eq!(shown.examination.observations.len(), 1, "what the examiner answered is shown now");
    assert!(shown.standing.reviews[0].result.as_ref().is_some_and(|result| result.agrees));
    click(&mut harness, "Authorise");
    assert_eq!(status(&harness), CaseStatus::Authorised);
    click(&mut harness, "Issue the report");
    assert_eq!(status(&harness), CaseStatus::Issued);
    type_into(&mut harness, "Why, for a step back, an amendment or a withdrawal", "A number was misread");
    click(&mut harness, "Withdraw the report");
    assert_eq!(status(&harness), CaseStatus::Withdrawn);
}

#[test]
fn somebody_alone_is_not_asked_to_sign_in_and_finds_every_step() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = open(&folder.path().join("data"));
    let (case, _) = begun(&workspace);
    let backend: Arc<dyn Backend> = Arc::new(WorkspaceBackend::new(Arc::new(workspace)));
    let mut harness = desktop(backend, [1280.0, 800.0], None);
    to_the_case(&mut harness);
    assert_eq!(harness.state().open().unwrap().case.id, case.id);
    harness.get_by(|node| node.value().is_some_and(|text| text.contains("have no conclusion yet")));
    harness.get_by_label("Enter an event…").scroll_to_me();
    settle(&mut harness);
    click(&mut harness, "Enter an event…");
    harness.get_by_label("Received").scroll_to_me();
    settle(&mut harness);
    click(&mut harness, "Received");
    type_into(&mut harness, "Numbers of seals", "00471");
    harness.get_by_label("Enter the event").scroll_to_me();
    settle(&mut harness);
    click(&mut harness, "Enter the event");
    let custody = &harness.state().open().unwrap().exhibit().unwrap().custody;
    assert_eq!(custody.iter().map(|event| event.seal.as_str()).collect::<Vec<_>>(), ["00471"]);
}

#[test]
fn the_screens_are_painted() {
    if !can_paint() {
        return;
    }
    for (theme, size, name) in [(Theme::Dark, [1280.0, 800.0], "life-dark-1280"), (Theme::Light, [2560.0, 1440.0], "life-light-2560")] {
        let folder = tempfile::tempdir().unwrap();
        let backend = concluded(&folder.path().join("data"));
        let dialogs = Arc::new(super::trial::Answers { pictures: Vec::new(), folder: None });
        let mut harness = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_max_steps(12)
            .wgpu()
            .build_eframe(move |creation| Desktop::new(&creation.egui_ctx, backend, dialogs));
        settle(&mut harness);
        paint(&mut harness, &format!("{name}-sign-in"));
        enter(&mut harness, EXAMINER);
        to_the_case(&mut harness);
        paint(&mut harness, &format!("{name}-examiner"));
        click(&mut harness, "Submit for review");
        press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
        enter(&mut harness, REVIEWER);
        to_the_case(&mut harness);
        paint(&mut harness, &format!("{name}-reviewer"));
        click(&mut harness, "Begin a blind review");
        paint(&mut harness, &format!("{name}-blind"));
    }
}
