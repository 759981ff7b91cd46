//! Registration by hand, from the message that a capture is not registered to the placement and back.

use std::sync::Arc;

use eframe::egui::accesskit::Toggled;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, Theme, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use guilloche::domain::{LandmarkModel, PlacedBy, PointPx};
use guilloche::gui::{Backend, Desktop};

use super::modes::viewer;
use super::pictures::{can_paint, paint, painted_case};
use super::trial::Trial;
use super::ui::{click, desktop, in_case, press, settle};

fn plain(harness: &mut Harness<'_, Desktop>, key: Key) {
    press(harness, Modifiers::NONE, key);
}

fn labelled(harness: &Harness<'_, Desktop>, start: &str) -> Vec<String> {
    // What a label says is its value.
    let said = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().or_else(|| node.accesskit_node().value());
    harness.root().children_recursive().filter_map(|node| said(&node)).filter(|text| text.starts_with(start)).collect()
}

/// Presses and lets go of the pointer at a place, one frame each.
fn click_at(harness: &mut Harness<'_, Desktop>, pos: Pos2) {
    harness.event(Event::PointerMoved(pos));
    harness.run_steps(1);
    for pressed in [true, false] {
        harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
        harness.run_steps(1);
    }
    settle(harness);
}

fn pane(harness: &Harness<'_, Desktop>, side: &str) -> Rect {
    viewer(harness, &format!("{side} picture")).1
}

/// Where a share of a pane lies on the screen.
pub(super) fn at(rect: Rect, x: f32, y: f32) -> Pos2 {
    rect.min + vec2(rect.width() * x, rect.height() * y)
}

/// Shares of a pane that lie on its picture, far apart.
pub(super) const SPOTS: [(f32, f32); 4] = [(0.2, 0.4), (0.8, 0.41), (0.75, 0.62), (0.24, 0.6)];

/// Sets the same spot in both pictures, `off` points beside it in the reference.
pub(super) fn set_pair(harness: &mut Harness<'_, Desktop>, (x, y): (f32, f32), off: Vec2) {
    let (questioned, reference) = (pane(harness, "Questioned"), pane(harness, "Reference"));
    click_at(harness, at(questioned, x, y));
    click_at(harness, at(reference, x, y) + off);
}

fn open(harness: &mut Harness<'_, Desktop>) {
    press(harness, Modifiers::COMMAND, Key::L);
    harness.get_by_label("Register by hand");
}

/// How many widgets say `part`.
fn spoken(harness: &Harness<'_, Desktop>, part: &str) -> usize {
    harness.query_all_by(|node| node.label().is_some_and(|label| label.contains(part))).count()
}

#[test]
fn what_the_program_registered_says_so_with_its_residual() {
    let trial = Arc::new(Trial::new(false));
    let harness = in_case(&trial);
    assert_eq!(spoken(&harness, "registered automatically to 0.060 mm"), 1, "the strip does not say so");
    assert_eq!(spoken(&harness, "registered automatically with another light to 0.060 mm"), 1);
    assert_eq!(labelled(&harness, "Registered automatically 0.060 mm · 812 points").len(), 1, "the status bar does not say so");
}

#[test]
fn a_capture_that_is_not_registered_is_laid_by_hand_and_undo_takes_it_back() {
    let trial = Arc::new(Trial::new(false).unregistered());
    let mut harness = in_case(&trial);
    click(&mut harness, "Register by hand…");
    harness.get_by_label("3 pairs to set");
    let accept =
        |harness: &Harness<'_, Desktop>| harness.get_by_role_and_label(Role::Button, "Accept registration").accesskit_node().is_disabled();
    for (number, spot) in SPOTS.into_iter().enumerate() {
        set_pair(&mut harness, spot, Vec2::ZERO);
        assert_eq!(labelled(&harness, "Pair ").len(), number + 1);
        assert_eq!(accept(&harness), number < 2, "after {} pairs", number + 1);
    }
    let residual = labelled(&harness, "Residual 0.0");
    assert_eq!(residual.len(), 1, "no residual in mm is shown");
    assert!(labelled(&harness, "Pair 1: 0.0").len() == 1, "no residual of the first pair");
    click(&mut harness, "Accept registration");
    assert!(harness.query_by_label("Register by hand").is_none(), "the screen is still there");
    let placement = trial.examination().analysis.placements[0].clone();
    let made = placement.by_hand().expect("not by hand");
    assert_eq!((made.model, made.pairs.len()), (LandmarkModel::Similarity, 4));
    let middle = placement.page_from_capture.page(PointPx { x: 737.5, y: 519.0 });
    assert!((middle.x - 62.5).abs() < 0.1 && (middle.y - 44.0).abs() < 0.1, "{middle:?}");
    assert_eq!(labelled(&harness, "Registered by hand under 0.001 mm").len(), 1, "the status bar does not say so");
    assert_eq!(spoken(&harness, "registered by hand to under 0.001 mm"), 1, "the strip does not say so");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(trial.examination().analysis.placements.is_empty());
    assert_eq!(spoken(&harness, "registered by hand"), 0);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert!(matches!(trial.examination().analysis.placements[0].how, PlacedBy::Landmarks(_)));
}

#[test]
fn a_poor_fit_is_refused_with_its_reason_and_accepted_once_it_is_mended() {
    let trial = Arc::new(Trial::new(false).unregistered());
    let mut harness = in_case(&trial);
    open(&mut harness);
    for spot in &SPOTS[..3] {
        set_pair(&mut harness, *spot, Vec2::ZERO);
    }
    set_pair(&mut harness, SPOTS[3], vec2(24.0, -12.0));
    harness.get_by_label("Not good enough to compare by");
    harness.get_by_label("Set it on the same spot in both, or remove it.");
    assert!(harness.get_by_role_and_label(Role::Button, "Accept registration").accesskit_node().is_disabled());
    // The spot in hand is that of the reference, pair 4: steps of ten pixels, and back.
    let before = labelled(&harness, "Pair 4")[0].clone();
    press(&mut harness, Modifiers::SHIFT, Key::ArrowLeft);
    assert_ne!(labelled(&harness, "Pair 4")[0], before, "the arrows moved nothing");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(labelled(&harness, "Pair 4")[0], before);
    plain(&mut harness, Key::Delete);
    assert_eq!(labelled(&harness, "Pair ").len(), 3);
    assert!(harness.query_by_label("Not good enough to compare by").is_none());
}

#[test]
fn landmarks_are_there_again_after_the_program_ended_until_they_are_accepted_or_cancelled() {
    let trial = Arc::new(Trial::new(false).unregistered());
    let mut harness = in_case(&trial);
    open(&mut harness);
    assert!(trial.drafts().is_empty());
    for spot in &SPOTS[..3] {
        set_pair(&mut harness, *spot, Vec2::ZERO);
    }
    let spot = at(pane(&harness, "Questioned"), SPOTS[3].0, SPOTS[3].1);
    click_at(&mut harness, spot);
    let pairs = labelled(&harness, "Pair ");
    assert_eq!(pairs.len(), 4);
    assert_eq!(trial.drafts().len(), 1);
    assert_eq!(trial.drafts()[0].pairs.iter().filter(|pair| pair.page.is_some()).count(), 3);
    // The program ends without a word, and is started again.
    drop(harness);
    let again = |trial: &Arc<Trial>| {
        let backend: Arc<dyn Backend> = Arc::clone(trial) as Arc<dyn Backend>;
        let mut harness = desktop(backend, [1280.0, 800.0], None);
        click(&mut harness, "Open the sample case");
        open(&mut harness);
        harness
    };
    let mut harness = again(&trial);
    assert_eq!(labelled(&harness, "Pair "), pairs);
    // A spot that is dragged is kept when it is let go.
    let kept = trial.drafts();
    let from = harness.get_by_label("Landmark 1 in the reference").rect().center();
    let button = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    for event in [Event::PointerMoved(from), button(from, true)] {
        harness.event(event);
        harness.run_steps(1);
    }
    for step in 1..=6_u8 {
        harness.event(Event::PointerMoved(from + vec2(f32::from(step) * 2.0, 0.0)));
        harness.run_steps(2);
    }
    assert_eq!(trial.drafts(), kept, "kept in the middle of a drag");
    harness.event(button(from + vec2(12.0, 0.0), false));
    settle(&mut harness);
    assert_ne!(trial.drafts(), kept);
    let moved = labelled(&harness, "Pair ");
    drop(harness);
    let mut harness = again(&trial);
    assert_eq!(labelled(&harness, "Pair "), moved);
    // Cancelled, they are kept no more.
    click(&mut harness, "Cancel");
    assert!(trial.drafts().is_empty());
}

#[test]
fn accepted_landmarks_are_a_placement_and_no_draft_any_more() {
    let trial = Arc::new(Trial::new(false).unregistered());
    let mut harness = in_case(&trial);
    open(&mut harness);
    for spot in SPOTS {
        set_pair(&mut harness, spot, Vec2::ZERO);
    }
    assert_eq!(trial.drafts()[0].pairs.len(), 4);
    click(&mut harness, "Accept registration");
    assert!(trial.drafts().is_empty());
    assert_eq!(trial.examination().analysis.placements.len(), 1);
}

#[test]
fn dragging_moves_a_landmark_and_one_undo_takes_it_back() {
    let trial = Arc::new(Trial::new(false).unregistered());
    let mut harness = in_case(&trial);
    open(&mut harness);
    set_pair(&mut harness, SPOTS[0], Vec2::ZERO);
    let rect = |harness: &Harness<'_, Desktop>| harness.get_by_label("Landmark 1 in the reference").rect();
    let before = rect(&harness).center();
    harness.event(Event::PointerMoved(before));
    harness.run_steps(1);
    harness.event(Event::PointerButton { pos: before, button: PointerButton::Primary, pressed: true, modifiers: Modifiers::NONE });
    for step in 1..=6_u8 {
        harness.event(Event::PointerMoved(before + vec2(f32::from(step) * 5.0, 0.0)));
        harness.run_steps(1);
    }
    let pos = before + vec2(30.0, 0.0);
    harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed: false, modifiers: Modifiers::NONE });
    settle(&mut harness);
    let after = rect(&harness).center();
    assert!((after.x - before.x - 30.0).abs() < 1.0 && (after.y - before.y).abs() < 1.0, "{before} {after}");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!((rect(&harness).center() - before).length() < 0.5);
}

#[test]
fn a_pair_snaps_to_the_print_and_what_came_of_it_is_said() {
    let trial = Arc::new(Trial::new(false).unregistered());
    let mut harness = in_case(&trial);
    open(&mut harness);
    press(&mut harness, Modifiers::SHIFT, Key::Questionmark);
    harness.get_by_label("Move the chosen landmark by 1 px");
    assert!(harness.query_by_label("Side by side").is_none(), "keys of another screen are listed");
    plain(&mut harness, Key::Escape);
    for spot in &SPOTS[..2] {
        set_pair(&mut harness, *spot, Vec2::ZERO);
    }
    plain(&mut harness, Key::S);
    let said = labelled(&harness, "Pair 2 moved by ").len()
        + ["The window leaves", "Several places", "The print is too even", "Only one edge", "Nothing in reach"]
            .into_iter()
            .map(|text| labelled(&harness, text).len())
            .sum::<usize>();
    assert_eq!(said, 1, "nothing is said of the snap");
}

#[test]
fn cancelling_leaves_everything_and_landmarks_that_were_accepted_are_there_again() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let before = trial.examination();
    open(&mut harness);
    for spot in SPOTS {
        set_pair(&mut harness, spot, Vec2::ZERO);
    }
    click(&mut harness, "Cancel");
    assert_eq!(trial.examination(), before);
    open(&mut harness);
    assert_eq!(labelled(&harness, "Pair ").len(), 4, "what was set before it was cancelled is gone");
    plain(&mut harness, Key::Num2);
    click(&mut harness, "Accept registration");
    open(&mut harness);
    assert_eq!(labelled(&harness, "Pair ").len(), 4, "what was set before is gone");
    assert!(harness.get_by_label("Affine").accesskit_node().toggled() == Some(Toggled::True), "the kind of map is another");
    click(&mut harness, "Register by the program again");
    assert!(trial.examination().analysis.placements.iter().all(|placement| placement.by_hand().is_none()));
}

/// What the screen looks like, to be looked at.
#[test]
fn every_state_of_the_screen_is_painted() {
    if !can_paint() {
        return;
    }
    for (theme, name) in [(Theme::Dark, "dark-1280"), (Theme::Light, "light-1280")] {
        let mut harness = painted_case(Trial::new(false).unregistered(), theme, [1280.0, 800.0]);
        harness.remove_cursor();
        settle(&mut harness);
        let shot = |harness: &mut Harness<'_, Desktop>, state: &str| {
            assert!(paint(harness, &format!("by-hand-{state}-{name}")) > 50, "{state} is empty");
        };
        shot(&mut harness, "reference");
        open(&mut harness);
        shot(&mut harness, "empty");
        for spot in &SPOTS[..3] {
            set_pair(&mut harness, *spot, Vec2::ZERO);
        }
        let questioned = pane(&harness, "Questioned");
        click_at(&mut harness, at(questioned, SPOTS[3].0, SPOTS[3].1));
        shot(&mut harness, "half");
        let reference = pane(&harness, "Reference");
        click_at(&mut harness, at(reference, SPOTS[3].0, SPOTS[3].1) + vec2(14.0, 0.0));
        shot(&mut harness, "poor");
        let pos = harness.get_by_label("Landmark 4 in the reference").rect().center();
        harness.event(Event::PointerMoved(pos));
        harness.run_steps(1);
        harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed: true, modifiers: Modifiers::NONE });
        for step in 1..=7_u8 {
            harness.event(Event::PointerMoved(pos - vec2(f32::from(step) * 2.0, 0.0)));
            harness.run_steps(1);
        }
        settle(&mut harness);
        shot(&mut harness, "magnifier");
        let pos = pos - vec2(14.0, 0.0);
        harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed: false, modifiers: Modifiers::NONE });
        settle(&mut harness);
        plain(&mut harness, Key::S);
        plain(&mut harness, Key::P);
        shot(&mut harness, "overlay");
        click(&mut harness, "Accept registration");
        press(&mut harness, Modifiers::COMMAND, Key::Num2);
        harness.remove_cursor();
        settle(&mut harness);
        shot(&mut harness, "accepted");
    }
}
