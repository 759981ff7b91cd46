//! Every way of looking at pictures, found and used by its spoken names.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, TouchDeviceId, TouchId, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use guilloche::gui::{Backend, Desktop};

use super::trial::{Answers, Trial};
use super::ui::{click, go_to, in_case, press, settle};

/// The spoken names and places of all viewers.
pub(super) fn viewers(harness: &Harness<'_, Desktop>) -> Vec<(String, Rect)> {
    let of_role = harness.get_all_by(|node| node.role() == Role::Canvas);
    of_role.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect())).collect()
}

/// The one viewer whose name starts with `name`.
pub(super) fn viewer(harness: &Harness<'_, Desktop>, name: &str) -> (String, Rect) {
    let found: Vec<_> = viewers(harness).into_iter().filter(|(label, _)| label.starts_with(name)).collect();
    assert_eq!(found.len(), 1, "viewers that start with {name}: {:?}", viewers(harness));
    found.into_iter().next().unwrap()
}

fn plain(harness: &mut Harness<'_, Desktop>, key: Key) {
    press(harness, Modifiers::NONE, key);
}

/// How much larger than the document a viewer shows it, as its label says.
fn times(label: &str) -> f64 {
    let (_, rest) = label.split_once(" · ×").unwrap_or_else(|| panic!("no scale in {label}"));
    rest.split([' ', ',']).next().unwrap().parse().unwrap()
}

#[test]
fn every_mode_has_a_key_and_a_line_in_the_palette() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    for (modifiers, key, text, name) in [
        (Modifiers::NONE, Key::Q, "One picture", "Questioned:"),
        (Modifiers::NONE, Key::O, "Overlay", "Overlay:"),
        (Modifiers::NONE, Key::W, "Swipe", "Swipe:"),
        (Modifiers::NONE, Key::L, "Lens", "Lens:"),
        (Modifiers::NONE, Key::C, "Checkerboard", "Checkerboard:"),
        (Modifiers::NONE, Key::B, "Blink", "Blink:"),
        (Modifiers::NONE, Key::D, "Difference", "Difference:"),
        (Modifiers::NONE, Key::G, "Grid", "Pane 1:"),
        (Modifiers::SHIFT, Key::L, "Lights", "Questioned · UV 365 nm:"),
    ] {
        press(&mut harness, modifiers, key);
        viewer(&harness, name);
        press(&mut harness, Modifiers::NONE, Key::S);
        assert_eq!(viewers(&harness).len(), 2, "not side by side");
        press(&mut harness, Modifiers::COMMAND, Key::K);
        harness.get_by_role_and_label(Role::TextInput, "Find a command").type_text(text);
        settle(&mut harness);
        plain(&mut harness, Key::Enter);
        viewer(&harness, name);
    }
}

#[test]
fn file_page_light_and_scale_are_in_every_viewer() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    for key in [Key::S, Key::W, Key::L, Key::C, Key::O] {
        plain(&mut harness, key);
        let said = viewers(&harness).into_iter().map(|(label, _)| label).collect::<Vec<_>>().join(" ");
        for part in ["q02-emblem.data-page.visible.jpg", "data-page.visible.jpg", "Data page", "Visible light", " · ×"] {
            assert!(said.contains(part), "{part} is not in {said}");
        }
    }
    let on = |harness: &Harness<'_, Desktop>| harness.get_by_role_and_label(Role::Button, "Labels").accesskit_node().toggled();
    let before = on(&harness);
    plain(&mut harness, Key::T);
    assert_ne!(on(&harness), before, "the labels were not switched");
}

#[test]
fn the_divider_is_moved_by_arrows_and_by_dragging() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::W);
    let at = |harness: &Harness<'_, Desktop>| harness.get_by_label("Divider").accesskit_node().numeric_value().unwrap();
    assert!((at(&harness) - 0.5).abs() < 1e-6);
    plain(&mut harness, Key::ArrowRight);
    assert!((at(&harness) - 0.52).abs() < 1e-6);
    harness.get_by_label("Questioned left, reference right");
    let (_, rect) = viewer(&harness, "Swipe:");
    let from = harness.get_by_label("Divider").rect().center();
    let to = rect.left_top() + rect.size() * vec2(0.25, 0.5);
    for step in [Event::PointerMoved(from), button(from, true), Event::PointerMoved(to), button(to, false)] {
        harness.event(step);
    }
    settle(&mut harness);
    assert!((at(&harness) - 0.25).abs() < 0.01, "{}", at(&harness));
    press(&mut harness, Modifiers::SHIFT, Key::W);
    harness.get_by_label("Questioned above, reference below");
    plain(&mut harness, Key::Space);
    harness.get_by_label("Reference above, questioned below");
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

#[test]
fn the_lens_is_sized_pinned_and_given_another_light() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::L);
    harness.get_by_label("220 wide");
    plain(&mut harness, Key::CloseBracket);
    harness.get_by_label("264 wide");
    plain(&mut harness, Key::V);
    harness.get_by_label("×2");
    let pinned = |harness: &Harness<'_, Desktop>| harness.get_by_role_and_label(Role::Button, "Pin the lens").accesskit_node().toggled();
    let before = pinned(&harness);
    plain(&mut harness, Key::P);
    assert_ne!(pinned(&harness), before);
    plain(&mut harness, Key::U);
    let (label, _) = viewer(&harness, "Lens:");
    assert!(label.contains("UV 365 nm"), "the other light is not in {label}");
    let (_, rect) = viewer(&harness, "Lens:");
    harness.hover_at(rect.center());
    settle(&mut harness);
    let unit = eframe::egui::MouseWheelUnit::Point;
    // As the system says it where Ctrl is the key of commands.
    let held = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
    let wheel = Event::MouseWheel {
        unit,
        delta: vec2(0.0, 60.0),
        phase: TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: held,
    };
    let scale = times(&viewer(&harness, "Lens:").0);
    harness.event_modifiers(wheel, held);
    settle(&mut harness);
    assert!(harness.query_by_label("264 wide").is_none(), "the wheel did not change the lens");
    assert!((times(&viewer(&harness, "Lens:").0) - scale).abs() < 1e-9, "the wheel zoomed");
}

#[test]
fn squares_of_the_checkerboard_are_in_millimetres() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::C);
    harness.get_by_label("5 mm");
    plain(&mut harness, Key::OpenBracket);
    harness.get_by_label("3 mm");
    click(&mut harness, "Larger squares");
    harness.get_by_label("5 mm");
}

#[test]
fn laying_over_has_its_legend_on_the_picture() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::SHIFT, Key::C);
    assert!(viewer(&harness, "Overlay:").0.contains("Print of the questioned alone is red"));
    press(&mut harness, Modifiers::SHIFT, Key::O);
    assert!(!viewer(&harness, "Overlay:").0.contains("is red"));
    press(&mut harness, Modifiers::SHIFT, Key::O);
    assert!(viewer(&harness, "Overlay:").0.contains("Multiplied"));
    plain(&mut harness, Key::OpenBracket);
    harness.get_by_label("90 %");
}

#[test]
fn panes_of_a_grid_are_locked_and_keep_their_own_offset() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::G);
    let panes = |harness: &Harness<'_, Desktop>| -> Vec<String> {
        viewers(harness).into_iter().map(|(label, _)| label).filter(|label| label.starts_with("Pane")).collect()
    };
    assert_eq!(panes(&harness).len(), 4);
    plain(&mut harness, Key::CloseBracket);
    assert_eq!(panes(&harness).len(), 5);
    plain(&mut harness, Key::OpenBracket);
    assert_eq!(panes(&harness).len(), 4);
    plain(&mut harness, Key::Plus);
    let scales: Vec<f64> = panes(&harness).iter().map(|label| times(label)).collect();
    assert!(scales.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1e-9), "{scales:?}");
    // The fourth pane was the active one when the fifth was taken away.
    plain(&mut harness, Key::Comma);
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    press(&mut harness, Modifiers::ALT, Key::ArrowRight);
    press(&mut harness, Modifiers::ALT, Key::ArrowUp);
    let moved: Vec<String> = panes(&harness).into_iter().filter(|label| label.contains("moved +0.10, −0.05 mm by hand")).collect();
    assert_eq!(moved.len(), 1, "{:?}", panes(&harness));
    plain(&mut harness, Key::S);
    assert!(viewers(&harness).iter().all(|(label, _)| !label.contains("by hand")), "the offset left its pane");
    plain(&mut harness, Key::G);
    assert!(panes(&harness).contains(&moved[0]), "the offset was not kept");
    plain(&mut harness, Key::H);
    assert!(panes(&harness).iter().all(|label| !label.contains("by hand")));
}

#[test]
fn a_pane_is_given_another_picture_by_key_and_by_choice() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::G);
    let before = viewer(&harness, "Pane 1:").0;
    plain(&mut harness, Key::U);
    assert_ne!(viewer(&harness, "Pane 1:").0, before);
    harness.get_by(|node| node.role() == Role::ComboBox && node.label().as_deref() == Some("Picture of the pane")).click();
    settle(&mut harness);
    harness.get_all_by_label("Reference · UV 365 nm").last().unwrap().click();
    settle(&mut harness);
    let (label, _) = viewer(&harness, "Pane 1:");
    assert!(label.contains("Reference") && label.contains("UV 365 nm"), "{label}");
}

#[test]
fn the_lights_of_both_documents_stand_above_each_other() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::SHIFT, Key::L);
    for light in ["Visible light", "UV 365 nm"] {
        let (_, questioned) = viewer(&harness, &format!("Questioned · {light}:"));
        let (_, reference) = viewer(&harness, &format!("Reference · {light}:"));
        assert!((questioned.left() - reference.left()).abs() < 0.5 && questioned.bottom() < reference.top());
    }
    let (_, questioned) = viewer(&harness, "Questioned · Visible light:");
    let before = times(&viewer(&harness, "Reference · UV 365 nm:").0);
    harness.hover_at(questioned.center());
    settle(&mut harness);
    plain(&mut harness, Key::Plus);
    assert!(times(&viewer(&harness, "Reference · UV 365 nm:").0) > before, "one pane is not locked");
}

#[test]
fn the_view_is_turned_in_quarters_and_tenths() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    assert!(viewers(&harness)[0].0.contains("turned 90°"));
    press(&mut harness, Modifiers::SHIFT, Key::ArrowUp);
    assert!(viewers(&harness)[0].0.contains("turned 89.9°"), "{:?}", viewers(&harness));
    plain(&mut harness, Key::Home);
    assert!(!viewers(&harness)[0].0.contains("turned"));
}

/// A desktop with the sample case open whose frames follow each other as on a screen.
fn quick(trial: &Arc<Trial>) -> Harness<'static, Desktop> {
    let backend: Arc<dyn Backend> = Arc::clone(trial) as Arc<dyn Backend>;
    let dialogs = Arc::new(Answers { pictures: vec![PathBuf::from("missing.jpg")], folder: None });
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(12)
        .build_eframe(move |creation| Desktop::new(&creation.egui_ctx, backend, dialogs));
    settle(&mut harness);
    click(&mut harness, "Open the sample case");
    click(&mut harness, "Accept this reference");
    click(&mut harness, "Checklist");
    harness
}

#[test]
fn the_space_bar_changes_the_picture_when_tapped_and_pans_when_held() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = quick(&trial);
    plain(&mut harness, Key::W);
    harness.key_down(Key::Space);
    let (_, rect) = viewer(&harness, "Swipe:");
    // From the middle, where the divider is.
    let (from, to) = (rect.center(), rect.center() + vec2(60.0, 30.0));
    for step in [Event::PointerMoved(from), button(from, true), Event::PointerMoved(to), button(to, false)] {
        harness.event(step);
    }
    harness.key_up(Key::Space);
    settle(&mut harness);
    let divider = harness.get_by_label("Divider").accesskit_node().numeric_value().unwrap();
    assert!((divider - 0.5).abs() < 1e-6, "the divider was dragged");
    harness.get_by_label("Questioned left, reference right");
    plain(&mut harness, Key::Space);
    harness.get_by_label("Reference left, questioned right");
}

#[test]
fn a_double_click_changes_between_all_and_one_to_one() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = quick(&trial);
    plain(&mut harness, Key::Q);
    plain(&mut harness, Key::F);
    let scale = |harness: &Harness<'_, Desktop>| times(&viewer(harness, "Questioned:").0);
    let all = scale(&harness);
    let double = |harness: &mut Harness<'_, Desktop>| {
        // On the portrait, which is a zone: a click alone would lead to it.
        let place = viewer(harness, "Questioned:").1.center() - vec2(100.0, 0.0);
        harness.event(Event::PointerMoved(place));
        for pressed in [true, false, true, false] {
            harness.event(button(place, pressed));
        }
        settle(harness);
    };
    double(&mut harness);
    // 300 ppi at one pixel each, where the document has 96.
    assert!((scale(&harness) - 3.1).abs() < 0.06, "{}", scale(&harness));
    // Later than a third click of the same kind would be.
    harness.run_steps(60);
    double(&mut harness);
    assert!((scale(&harness) - all).abs() < 1e-9, "{} and {all}", scale(&harness));
}

#[test]
fn the_overview_is_there_while_part_of_the_page_is_out_of_view() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::Q);
    plain(&mut harness, Key::F);
    let overview = |harness: &Harness<'_, Desktop>| viewers(harness).into_iter().find(|(name, _)| name == "Overview");
    assert!(overview(&harness).is_none());
    plain(&mut harness, Key::Num7);
    let (_, map) = overview(&harness).expect("no overview");
    harness.hover_at(map.left_top() + vec2(12.0, 12.0));
    settle(&mut harness);
    let place = map.left_top() + vec2(12.0, 12.0);
    for pressed in [true, false] {
        harness.event(button(place, pressed));
    }
    settle(&mut harness);
    // The corner of the page is now in the middle: the cursor there says so in the status bar.
    let (_, rect) = viewer(&harness, "Questioned:");
    harness.hover_at(rect.center());
    settle(&mut harness);
    let near =
        harness
            .query_all(egui_kittest::kittest::By::new().predicate(|node| {
                node.value().or_else(|| node.label()).is_some_and(|text| text.starts_with("x ") && text.ends_with("mm"))
            }));
    let texts: Vec<String> = near.filter_map(|node| node.value().or_else(|| node.accesskit_node().label())).collect();
    let x: f64 = texts[0].split_whitespace().nth(1).unwrap().parse().unwrap();
    assert!(x < 10.0, "{texts:?}");
    plain(&mut harness, Key::M);
    assert!(overview(&harness).is_none());
}

#[test]
fn the_history_names_the_steps_and_goes_back_to_one() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    go_to(&mut harness, "Series and reference");
    plain(&mut harness, Key::Num1);
    plain(&mut harness, Key::Num5);
    let answers = |trial: &Trial| trial.examination().observations.len();
    assert_eq!(answers(&trial), 2);
    press(&mut harness, Modifiers::COMMAND, Key::H);
    harness.get_by_role_and_label(Role::ListItem, "Series and reference: conforms");
    harness.get_by_role_and_label(Role::ListItem, "As it was opened").click();
    settle(&mut harness);
    assert_eq!(answers(&trial), 0);
    assert!(trial.examination().reference.is_none(), "the choice of the reference was not taken back");
    harness.get_by_role_and_label(Role::ListItem, "Series and reference: conforms").click();
    settle(&mut harness);
    assert_eq!(answers(&trial), 1);
    press(&mut harness, Modifiers::COMMAND, Key::H);
    assert!(harness.query_by_label("As it was opened").is_none());
}

#[test]
fn the_viewers_take_the_whole_screen_and_give_it_back() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let area = |harness: &Harness<'_, Desktop>| viewers(harness).iter().map(|(_, rect)| rect.area()).sum::<f32>();
    let before = area(&harness);
    plain(&mut harness, Key::F11);
    assert!(harness.query_by_label("Add captures…").is_none());
    assert!(area(&harness) > before * 1.5, "{before} and {:?}", viewers(&harness));
    plain(&mut harness, Key::Escape);
    harness.get_by_label("Add captures…");
}

#[test]
fn a_second_window_shows_the_same_place_until_it_is_let_go() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::Q);
    assert_eq!(viewers(&harness).len(), 1);
    plain(&mut harness, Key::F12);
    let scales = |harness: &Harness<'_, Desktop>| -> Vec<f64> {
        viewers(harness).iter().filter(|(label, _)| label.starts_with("Questioned")).map(|(label, _)| times(label)).collect()
    };
    let both = scales(&harness);
    assert!(both.len() == 2 && (both[0] - both[1]).abs() < 1e-9, "{both:?}");
    plain(&mut harness, Key::Plus);
    let zoomed = scales(&harness);
    assert!(zoomed[0] > both[0] && (zoomed[0] - zoomed[1]).abs() < 1e-9, "{zoomed:?}");
    press(&mut harness, Modifiers::SHIFT, Key::F12);
    plain(&mut harness, Key::Plus);
    let apart = scales(&harness);
    assert!((apart[0] - apart[1]).abs() > 0.1, "{apart:?}");
    plain(&mut harness, Key::F12);
    assert_eq!(scales(&harness).len(), 1);
}

#[test]
fn arrows_pan_but_are_left_to_a_slider_that_has_the_keyboard() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::O);
    harness.get_by_label("Opacity of the questioned").focus();
    settle(&mut harness);
    let opacity = |harness: &Harness<'_, Desktop>| harness.get_by_label("Opacity of the questioned").accesskit_node().numeric_value();
    let before = opacity(&harness);
    plain(&mut harness, Key::ArrowRight);
    assert!(opacity(&harness) > before, "the slider did not move");
}

/// What a touch screen sends: touches, and the pointer that follows the first finger.
fn touch(harness: &mut Harness<'_, Desktop>, phase: TouchPhase, fingers: [Pos2; 2]) {
    for (id, pos) in fingers.into_iter().enumerate() {
        harness.event(Event::Touch { device_id: TouchDeviceId(1), id: TouchId::from(id as u64), phase, pos, force: None });
    }
    harness.event(Event::PointerMoved(fingers[0]));
    let pressed = match phase {
        TouchPhase::Start => Some(true),
        TouchPhase::End => Some(false),
        _ => None,
    };
    if let Some(pressed) = pressed {
        harness.event(Event::PointerButton { pos: fingers[0], button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
    }
    if phase == TouchPhase::End {
        harness.event(Event::PointerGone);
    }
    harness.step();
}

#[test]
fn two_fingers_enlarge_and_what_is_between_them_stays_in_view() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::Q);
    let (label, rect) = viewer(&harness, "Questioned:");
    let before = times(&label);
    let apart = |far: f32| [rect.center() - vec2(far, 0.0), rect.center() + vec2(far, 0.0)];
    touch(&mut harness, TouchPhase::Start, apart(60.0));
    for step in 1..=12 {
        touch(&mut harness, TouchPhase::Move, apart(60.0 + 5.0 * step as f32));
    }
    touch(&mut harness, TouchPhase::End, apart(120.0));
    settle(&mut harness);
    let after = times(&viewer(&harness, "Questioned:").0);
    assert!((after / before - 2.0).abs() < 0.3, "from {before} to {after}");
    assert!(trial.examination().marks.is_empty() && trial.examination().observations.is_empty());
}
