//! What is seen stays in view, and says what it is: the map of difference while it is worked out, small viewers, little room.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use eframe::egui::{Key, Modifiers, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use guilloche::gui::{Backend, Desktop};

use super::modes::{viewer, viewers};
use super::pictures::{can_paint, paint, painted_case};
use super::trial::Trial;
use super::ui::{click, desktop, in_case, press, settle};

fn plain(harness: &mut Harness<'_, Desktop>, key: Key) {
    press(harness, Modifiers::NONE, key);
}

/// The one text that is written and passes a test.
fn said(harness: &Harness<'_, Desktop>, test: impl Fn(&str) -> bool) -> String {
    let text = |node: &egui_kittest::kittest::AccessKitNode<'_>| node.value().or_else(|| node.label());
    let mut found = harness.get_all_by(|node| text(node).is_some_and(|text| test(&text)));
    found.find_map(|node| text(&node.accesskit_node())).unwrap()
}

/// What the status bar says about pixels of the screen for a pixel of the capture.
fn percent(harness: &Harness<'_, Desktop>) -> f64 {
    let said = said(harness, |text| text.ends_with(" %") && text.len() < 8);
    said.trim_end_matches(" %").parse().unwrap()
}

#[test]
fn a_difference_is_worked_out_once_whatever_tolerance_is_asked_for_meanwhile_and_stops_when_it_is_left() {
    let trial = Arc::new(Trial::new(false));
    let comparing = trial.comparing();
    let mut harness = in_case(&trial);
    comparing.slow.store(true, Ordering::SeqCst);
    harness.key_press(Key::D);
    harness.run_steps(4);
    let (label, _) = viewer(&harness, "Difference");
    assert!(label.contains("Questioned · "), "the capture itself stands in: {label}");
    for _ in 0..5 {
        harness.key_press(Key::CloseBracket);
        harness.run_steps(4);
    }
    assert_eq!(comparing.compared.load(Ordering::SeqCst), 1);
    harness.key_press(Key::Q);
    harness.run_steps(4);
    settle(&mut harness);
    for _ in 0..400 {
        if comparing.cancelled.load(Ordering::SeqCst) > 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(comparing.cancelled.load(Ordering::SeqCst), 1, "it went on after the mode was left");

    comparing.slow.store(false, Ordering::SeqCst);
    plain(&mut harness, Key::D);
    assert!(viewer(&harness, "Difference:").0.contains("from 0.75"), "{}", viewer(&harness, "Difference:").0);
    for (key, said) in [(Key::OpenBracket, "from 0.70"), (Key::OpenBracket, "from 0.65"), (Key::CloseBracket, "from 0.70")] {
        harness.key_press(key);
        harness.run_steps(1);
        let (label, _) = viewer(&harness, "Difference:");
        assert!(label.contains(said) || label.contains("working out"), "{label}");
        settle(&mut harness);
        let (label, _) = viewer(&harness, "Difference:");
        assert!(label.contains(said) && !label.contains("working out"), "{label}");
    }
    assert_eq!(comparing.compared.load(Ordering::SeqCst), 2, "another tolerance was compared again");
}

#[test]
fn what_is_looked_at_stays_in_view_when_the_analysis_finds_its_place() {
    let trial = Arc::new(Trial::new(false));
    let backend: Arc<dyn Backend> = Arc::clone(&trial) as Arc<dyn Backend>;
    let mut harness = desktop(backend, [1280.0, 800.0], None);
    click(&mut harness, "Open the sample case");
    let all = percent(&harness);
    for _ in 0..6 {
        plain(&mut harness, Key::Plus);
    }
    let closer = percent(&harness);
    assert!(closer > all * 3.0);
    click(&mut harness, "Accept this reference");
    assert!((percent(&harness) - closer).abs() <= 1.0, "{} became {}", closer, percent(&harness));
}

#[test]
fn all_of_the_page_stays_so_beside_the_reference() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::F);
    let beside = percent(&harness);
    plain(&mut harness, Key::Q);
    plain(&mut harness, Key::F);
    // Held still on the picture, as a hand does that thinks.
    let (_, rect) = viewer(&harness, "Questioned");
    harness.hover_at(rect.center());
    harness.drag_at(rect.center());
    for _ in 0..70 {
        harness.step();
    }
    harness.drop_at(rect.center());
    settle(&mut harness);
    assert!(percent(&harness) > beside);
    plain(&mut harness, Key::S);
    assert!((percent(&harness) - beside).abs() <= 1.0, "{} is not {beside}", percent(&harness));
}

#[test]
fn a_tool_in_hand_moves_nothing_that_is_seen() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::Q);
    let (_, rect) = viewer(&harness, "Questioned");
    let spot = |harness: &mut Harness<'_, Desktop>| {
        harness.hover_at(rect.center());
        settle(harness);
        said(harness, |text| text.starts_with("x ") && text.ends_with(" mm"))
    };
    let before = spot(&mut harness);
    let scale = percent(&harness);
    plain(&mut harness, Key::F2);
    let (_, with_bar) = viewer(&harness, "Questioned");
    assert!(with_bar.height() < rect.height(), "no tool was taken");
    assert_eq!((spot(&mut harness), percent(&harness)), (before, scale));
}

#[test]
fn no_button_lies_on_another_where_there_is_little_room() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = desktop(Arc::clone(&trial) as Arc<dyn Backend>, [1100.0, 760.0], None);
    click(&mut harness, "Open the sample case");
    click(&mut harness, "Accept this reference");
    let names = ["Lights", "Grid", "Measure and mark", "Fit", "More of the view"];
    let places: Vec<_> = names.iter().filter_map(|name| harness.query_by_label(name)).map(|node| node.rect()).collect();
    assert!(places.len() >= 3, "{} found", places.len());
    for (number, place) in places.iter().enumerate() {
        assert!(places[..number].iter().all(|other| !other.shrink(1.0).intersects(*place)), "{places:?}");
    }
    click(&mut harness, "More of the view");
    let turned = harness.query_all_by(|node| node.label().is_some_and(|label| label.starts_with("Turn"))).count();
    assert!(turned >= 1, "the menu has none of what was folded");
}

#[test]
fn many_small_viewers_are_filled_by_their_pages() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::SHIFT, Key::L);
    assert!(viewers(&harness).len() >= 4);
    let (label, _) = viewer(&harness, "Reference · Visible light");
    assert!(label.contains(" ppi"), "the resolution of the reference is not in {label}");
}

#[test]
fn views_with_little_room_and_views_that_are_worked_out_are_painted() {
    if !can_paint() {
        return;
    }
    let trial = Trial::new(false);
    let comparing = trial.comparing();
    let mut harness = painted_case(trial, Theme::Light, [1280.0, 800.0]);
    press(&mut harness, Modifiers::SHIFT, Key::L);
    assert!(paint(&mut harness, "views-lights") > 100);
    plain(&mut harness, Key::Q);
    let (_, rect) = viewer(&harness, "Questioned");
    plain(&mut harness, Key::F2);
    for place in [vec2(0.3, 0.4), vec2(0.32, 0.4)] {
        harness.hover_at(rect.left_top() + rect.size() * place);
        harness.step();
        harness.drag_at(rect.left_top() + rect.size() * place);
        harness.step();
        harness.drop_at(rect.left_top() + rect.size() * place);
        settle(&mut harness);
    }
    plain(&mut harness, Key::Escape);
    harness.hover_at(rect.left_top() + rect.size() * vec2(0.3, 0.6));
    settle(&mut harness);
    assert!(paint(&mut harness, "views-label") > 100);
    comparing.slow.store(true, Ordering::SeqCst);
    harness.key_press(Key::D);
    harness.run_steps(6);
    assert!(paint(&mut harness, "views-difference-begun") > 100);
    comparing.slow.store(false, Ordering::SeqCst);
    settle(&mut harness);
    assert!(paint(&mut harness, "views-difference") > 100);
    plain(&mut harness, Key::B);
    for _ in 0..6 {
        plain(&mut harness, Key::Plus);
    }
    assert!(paint(&mut harness, "views-blink") > 100);
}
