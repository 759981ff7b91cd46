//! Moving what was drawn: by its points, as a whole, by key; and the words of a text.

use std::sync::Arc;

use eframe::egui::{Event, Key, Modifiers, Pos2, Role, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use guilloche::domain::{Figure, MarkShape, Measured, PointMm};
use guilloche::gui::Desktop;

use super::drawing::{button, click_at, drag, place, plain, shift, single};
use super::pictures::{can_paint, paint, painted_case};
use super::trial::Trial;
use super::ui::{click, in_case, press, settle};

/// The middle of a handle on the screen, and what is said of it.
fn handle(harness: &Harness<'_, Desktop>, name: &str) -> (Pos2, String) {
    let node = harness.get_by(|node| node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(name)));
    (node.rect().center(), node.accesskit_node().label().unwrap_or_default())
}

fn handles(harness: &Harness<'_, Desktop>) -> usize {
    let of_role = |label: &str| label.starts_with("Point ") && label.contains(" of ");
    harness.query_all_by(|node| node.role() == Role::Button && node.label().is_some_and(|label| of_role(&label))).count()
}

/// What a measurement came to, as the panel has it.
fn short(measured: &Measured) -> String {
    let text = measured.readings[0].value.unwrap().to_string();
    format!("{}: {}", measured.figure.title(), text.split(" (k").next().unwrap())
}

/// A distance over the page, chosen, with the tool put down.
fn with_distance(trial: &Arc<Trial>) -> Harness<'static, Desktop> {
    let mut harness = in_case(trial);
    let rect = single(&mut harness);
    plain(&mut harness, Key::F2);
    click_at(&mut harness, place(rect, 0.3, 0.4));
    click_at(&mut harness, place(rect, 0.6, 0.4));
    assert_eq!(handles(&harness), 0, "there are handles while a tool is in hand");
    plain(&mut harness, Key::Escape);
    click(&mut harness, "Marks");
    harness
}

fn near(one: PointMm, other: PointMm) -> bool {
    (one.x - other.x).abs() < 1e-9 && (one.y - other.y).abs() < 1e-9
}

#[test]
fn a_point_is_dragged_measured_anew_and_taken_back_in_one_step() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = with_distance(&trial);
    let before = trial.examination();
    let old = &before.measurements[0];
    harness.get_by_label(&short(old));
    let (at, said) = handle(&harness, "Point 2 of 2");
    assert_eq!(said, format!("Point 2 of 2: {:.2} mm, {:.2} mm", old.points[1].x, old.points[1].y));
    // Half way nothing is kept yet, and the handle says where it is.
    for event in [Event::PointerMoved(at), button(at, true)] {
        harness.event(event);
        harness.run_steps(1);
    }
    for step in 1..=4u8 {
        harness.event(Event::PointerMoved(at + vec2(20.0, 5.0) * f32::from(step)));
        harness.run_steps(2);
    }
    assert_eq!(trial.examination(), before, "it was kept before it was let go");
    let (there, said) = handle(&harness, "Point 2 of 2");
    assert!((there - at - vec2(80.0, 20.0)).length() < 1.0, "the handle is not under the pointer: {there}");
    harness.event(button(at + vec2(80.0, 20.0), false));
    settle(&mut harness);
    let after = trial.examination();
    let new = &after.measurements[0];
    assert_eq!(said, format!("Point 2 of 2: {:.2} mm, {:.2} mm", new.points[1].x, new.points[1].y));
    assert!(near(new.points[0], old.points[0]) && new.points[1].x > old.points[1].x + 3.0 && new.points[1].y > old.points[1].y);
    let length = (new.points[1].x - new.points[0].x).hypot(new.points[1].y - new.points[0].y);
    assert!((new.readings[0].value.unwrap().value() - length).abs() < 1e-9);
    assert_eq!((new.id, &new.by, new.at), (old.id, &old.by, old.at));
    harness.get_by_label(&short(new));
    let steps = &harness.state().open().unwrap().history;
    assert_eq!(steps.last().unwrap().title, "Moved: distance");
    assert_eq!(steps.len(), 3, "accepted, measured, moved: {steps:?}");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(trial.examination().measurements, before.measurements);
    harness.get_by_label(&short(old));
    let (back, _) = handle(&harness, "Point 2 of 2");
    assert!((back - at).length() < 0.1);
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(trial.examination().measurements, after.measurements);
}

#[test]
fn keys_take_a_point_and_nudge_it_as_one_step_until_the_key_is_let_go() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = with_distance(&trial);
    let old = trial.examination().measurements[0].clone();
    plain(&mut harness, Key::PageDown);
    plain(&mut harness, Key::PageDown);
    harness.event(Event::ModifiersChanged(Modifiers::COMMAND));
    for _ in 0..4 {
        for pressed in [true, false] {
            let key = Key::ArrowRight;
            harness.event(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::COMMAND });
        }
        harness.run_steps(3);
    }
    assert_eq!(trial.examination().measurements[0], old, "kept while the key was down");
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(&mut harness);
    let new = trial.examination().measurements[0].clone();
    assert!(near(new.points[0], old.points[0]) && near(new.points[1], PointMm { x: old.points[1].x + 0.2, ..old.points[1] }));
    assert_eq!(harness.state().open().unwrap().history.len(), 3, "not one step");
    // After the last point comes the whole.
    plain(&mut harness, Key::PageDown);
    press(&mut harness, Modifiers::COMMAND, Key::ArrowUp);
    let whole = trial.examination().measurements[0].clone();
    for (one, other) in whole.points.iter().zip(&new.points) {
        assert!(near(*one, PointMm { y: other.y - 0.05, ..*other }));
    }
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(trial.examination().measurements[0], old);
}

#[test]
fn a_box_is_moved_by_its_line_and_changed_by_its_corners_and_stays_upright() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    shift(&mut harness, Key::F3);
    drag(&mut harness, place(rect, 0.3, 0.3), place(rect, 0.5, 0.5));
    plain(&mut harness, Key::Escape);
    let area = |trial: &Trial| match trial.examination().marks[0].shape {
        MarkShape::Box(area) => area,
        ref other => panic!("{other:?}"),
    };
    let old = area(&trial);
    // The upper line, between two corners.
    let (first, _) = handle(&harness, "Point 1 of 4");
    let (second, _) = handle(&harness, "Point 2 of 4");
    let middle = first + (second - first) * 0.5;
    let camera_before = handle(&harness, "Point 4 of 4").0;
    drag(&mut harness, middle, middle + vec2(40.0, 30.0));
    let moved = area(&trial);
    assert!((moved.width - old.width).abs() < 1e-9 && (moved.height - old.height).abs() < 1e-9);
    assert!(moved.x > old.x + 1.0 && moved.y > old.y + 1.0, "{old:?} {moved:?}");
    assert!((handle(&harness, "Point 4 of 4").0 - camera_before - vec2(40.0, 30.0)).length() < 1.0, "the view was moved, not the mark");
    // A corner dragged over the one across: the box is turned inside out, and upright.
    let (corner, _) = handle(&harness, "Point 1 of 4");
    let (across, _) = handle(&harness, "Point 3 of 4");
    drag(&mut harness, corner, across + vec2(50.0, 25.0));
    let turned = area(&trial);
    assert!(turned.width > 0.0 && turned.height > 0.0);
    assert!((turned.x - moved.right()).abs() < 1e-9 && (turned.y - moved.bottom()).abs() < 1e-9, "{moved:?} {turned:?}");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(area(&trial), old);
}

#[test]
fn what_is_read_from_the_pixels_is_read_again_where_it_was_moved_to() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    plain(&mut harness, Key::F8);
    for (x, y) in [(0.2, 0.35), (0.25, 0.4), (0.7, 0.35), (0.75, 0.4)] {
        click_at(&mut harness, place(rect, x, y));
    }
    plain(&mut harness, Key::Escape);
    click(&mut harness, "Marks");
    let old = trial.examination().measurements[0].clone();
    assert_eq!((old.figure, handles(&harness)), (Figure::ColourDifference, 8));
    let (corner, _) = handle(&harness, "Point 3 of 8");
    drag(&mut harness, corner, corner + vec2(60.0, 40.0));
    let new = trial.examination().measurements[0].clone();
    assert_eq!(new.id, old.id);
    assert_ne!(new.points[..2], old.points[..2]);
    assert_eq!(new.points[2..], old.points[2..]);
    let values = |measured: &Measured| measured.readings.iter().map(|reading| reading.value.unwrap().value()).collect::<Vec<_>>();
    // The first patch has other pixels now; the second, from number 5 on, has not.
    assert_ne!(values(&new)[..5], values(&old)[..5]);
    assert_eq!(values(&new)[5..], values(&old)[5..]);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(trial.examination().measurements[0], old);
}

#[test]
fn escape_puts_back_what_is_dragged_and_then_lets_it_go() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = with_distance(&trial);
    let old = trial.examination();
    let (at, _) = handle(&harness, "Point 2 of 2");
    for event in [Event::PointerMoved(at), button(at, true), Event::PointerMoved(at + vec2(50.0, 0.0))] {
        harness.event(event);
        harness.run_steps(2);
    }
    plain(&mut harness, Key::Escape);
    harness.event(button(at + vec2(50.0, 0.0), false));
    settle(&mut harness);
    assert_eq!(trial.examination(), old);
    assert_eq!(handles(&harness), 2);
    plain(&mut harness, Key::Escape);
    assert_eq!(handles(&harness), 0, "it is still chosen");
}

#[test]
fn issued_findings_are_not_moved() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = with_distance(&trial);
    assert_eq!(handles(&harness), 2);
    let (at, _) = handle(&harness, "Point 2 of 2");
    let middle = at + (handle(&harness, "Point 1 of 2").0 - at) * 0.5;
    let old = trial.examination().measurements;
    trial.freeze();
    // The case as it is now.
    click(&mut harness, "Desk");
    click(&mut harness, "Back to SAMPLE-1");
    assert!(harness.state().open().unwrap().examination.frozen);
    assert_eq!(handles(&harness), 0);
    drag(&mut harness, middle, middle + vec2(30.0, 30.0));
    press(&mut harness, Modifiers::COMMAND, Key::ArrowUp);
    assert_eq!(trial.examination().measurements, old);
}

#[test]
fn the_words_of_a_text_are_changed_and_taken_back() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    shift(&mut harness, Key::F7);
    click_at(&mut harness, place(rect, 0.6, 0.3));
    harness.get_by_label("Words on the page").type_text("glue");
    settle(&mut harness);
    plain(&mut harness, Key::Enter);
    plain(&mut harness, Key::Escape);
    click(&mut harness, "Marks");
    let old = trial.examination().marks[0].clone();
    harness.get_by_label("Words of the mark").focus();
    settle(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::End);
    harness.get_by_label("Words of the mark").type_text(" glows");
    settle(&mut harness);
    click(&mut harness, "Show");
    let new = trial.examination().marks[0].clone();
    assert!(matches!(&new.shape, MarkShape::Text { text, .. } if text == "glue glows"), "{new:?}");
    assert_eq!((new.id, &new.by, new.at), (old.id, &old.by, old.at));
    assert_eq!(harness.state().open().unwrap().history.last().unwrap().title, "Words on the page changed");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(trial.examination().marks[0], old);
}

/// Pictures to be looked at: handles on light print, on dark fluorescence, while dragging, of every shape.
#[test]
fn what_is_moved_is_painted() {
    if !can_paint() {
        return;
    }
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let mut harness = painted_case(Trial::new(false), theme, [1280.0, 800.0]);
        shift(&mut harness, Key::M);
        plain(&mut harness, Key::Z);
        let rect = single(&mut harness);
        shift(&mut harness, Key::F4);
        for (x, y) in [(0.4, 0.35), (0.6, 0.3), (0.66, 0.5), (0.5, 0.6)] {
            click_at(&mut harness, place(rect, x, y));
        }
        plain(&mut harness, Key::Enter);
        plain(&mut harness, Key::Escape);
        plain(&mut harness, Key::PageDown);
        assert!(paint(&mut harness, &format!("moving-outline-{name}")) > 100);
        plain(&mut harness, Key::F2);
        click_at(&mut harness, place(rect, 0.2, 0.7));
        click_at(&mut harness, place(rect, 0.45, 0.72));
        plain(&mut harness, Key::Escape);
        let (at, _) = handle(&harness, "Point 2 of 2");
        for event in [Event::PointerMoved(at), button(at, true)] {
            harness.event(event);
            harness.run_steps(1);
        }
        for step in 1..=4u8 {
            harness.event(Event::PointerMoved(at + vec2(30.0, -10.0) * f32::from(step)));
            harness.run_steps(2);
        }
        assert!(paint(&mut harness, &format!("moving-dragged-{name}")) > 100);
        harness.event(button(at + vec2(120.0, -40.0), false));
        settle(&mut harness);
        // Every light shows it, the dark ones too.
        shift(&mut harness, Key::L);
        plain(&mut harness, Key::F);
        assert!(paint(&mut harness, &format!("moving-lights-{name}")) > 100);
    }
}
