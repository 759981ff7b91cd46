//! Measuring and marking, found and used by spoken names.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use guilloche::domain::{Figure, Light, MadeIn, MarkKind, MarkShape, PointMm, Quantity};
use guilloche::gui::{Backend, Desktop};

use super::modes::viewer;
use super::pictures::{can_paint, paint, painted_case};
use super::trial::Trial;
use super::ui::{click, desktop, in_case, press, settle};

pub(super) fn plain(harness: &mut Harness<'_, Desktop>, key: Key) {
    press(harness, Modifiers::NONE, key);
}

pub(super) fn shift(harness: &mut Harness<'_, Desktop>, key: Key) {
    press(harness, Modifiers::SHIFT, key);
}

pub(super) fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// A place in a viewer as shares of its width and height.
pub(super) fn place(rect: Rect, x: f32, y: f32) -> Pos2 {
    rect.left_top() + rect.size() * vec2(x, y)
}

pub(super) fn click_at(harness: &mut Harness<'_, Desktop>, at: Pos2) {
    for event in [Event::PointerMoved(at), button(at, true), button(at, false)] {
        harness.event(event);
        harness.run_steps(1);
    }
    settle(harness);
    // So long after the last click that the next is none of two.
    harness.run_steps(6);
}

pub(super) fn drag(harness: &mut Harness<'_, Desktop>, from: Pos2, to: Pos2) {
    for event in [Event::PointerMoved(from), button(from, true)] {
        harness.event(event);
        harness.run_steps(1);
    }
    for step in 1..=8u8 {
        harness.event(Event::PointerMoved(from + (to - from) * (f32::from(step) / 8.0)));
        harness.run_steps(1);
    }
    harness.event(button(to, false));
    settle(harness);
}

/// The questioned alone, the whole page in view.
pub(super) fn single(harness: &mut Harness<'_, Desktop>) -> Rect {
    plain(harness, Key::Q);
    plain(harness, Key::F);
    viewer(harness, "Questioned:").1
}

#[test]
fn a_distance_is_drawn_stored_listed_and_taken_back() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    plain(&mut harness, Key::F2);
    harness.get_by_label_contains("Scale from the reference page UTO-P-2019");
    click_at(&mut harness, place(rect, 0.3, 0.4));
    click_at(&mut harness, place(rect, 0.6, 0.4));
    let examination = trial.examination();
    assert_eq!(examination.measurements.len(), 1, "{:?}", harness.state().notices().list());
    let measured = &examination.measurements[0];
    assert_eq!(measured.figure, Figure::Distance);
    let value = measured.readings[0].value.unwrap();
    let apart = measured.points[1].x - measured.points[0].x;
    assert!((value.value() - apart).abs() < 1e-9 && apart > 20.0 && value.expanded_uncertainty() > 0.0);
    assert_eq!(measured.on.page.as_ref().unwrap().page.as_str(), "data-page");
    // Listed with its value, its scale, who and when.
    click(&mut harness, "Marks");
    let shown = value.to_string();
    let short = shown.split(" (k").next().unwrap();
    harness.get_by_label(&format!("Distance: {short}"));
    harness.get_by_label(&shown);
    harness.get_by_label("E. Examiner, 2026-03-01 09:30 UTC");
    // Taken back and taken again.
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(trial.examination().measurements.is_empty());
    harness.get_by_label("Nothing marked or measured yet");
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(trial.examination().measurements, examination.measurements);
}

#[test]
fn a_mark_made_in_one_light_is_at_the_same_millimetre_in_another() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    plain(&mut harness, Key::S);
    plain(&mut harness, Key::F);
    shift(&mut harness, Key::F2);
    let (_, left) = viewer(&harness, "Questioned:");
    click_at(&mut harness, place(left, 0.5, 0.45));
    // The same place of the other document, in its own viewer.
    let (_, right) = viewer(&harness, "Reference:");
    click_at(&mut harness, place(right, 0.5, 0.45));
    let spot = |number: usize| match trial.examination().marks[number].shape {
        MarkShape::Point(at) => at,
        ref other => panic!("{other:?}"),
    };
    let near = |a: PointMm, b: PointMm| (a.x - b.x).abs() < 0.02 && (a.y - b.y).abs() < 0.02;
    assert!(near(spot(0), spot(1)), "{:?} and {:?}", spot(0), spot(1));
    assert_eq!(trial.examination().marks[1].on.document, MadeIn::Reference);
    // The grid of lights shows the same page under every light.
    plain(&mut harness, Key::Escape);
    shift(&mut harness, Key::L);
    plain(&mut harness, Key::F);
    shift(&mut harness, Key::F2);
    let (_, visible) = viewer(&harness, "Questioned · Visible light:");
    let (_, uv) = viewer(&harness, "Questioned · UV 365 nm:");
    click_at(&mut harness, place(visible, 0.4, 0.4));
    click_at(&mut harness, place(uv, 0.4, 0.4));
    let marks = trial.examination().marks;
    assert_eq!(marks.len(), 4);
    assert!(near(spot(2), spot(3)), "{:?} and {:?}", spot(2), spot(3));
    assert_eq!((marks[2].on.light, marks[3].on.light), (Light::Visible, Light::Uv365));
}

#[test]
fn a_path_is_finished_by_enter_and_points_are_taken_back() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    plain(&mut harness, Key::F3);
    for x in [0.3, 0.4, 0.5, 0.6] {
        click_at(&mut harness, place(rect, x, 0.4));
    }
    plain(&mut harness, Key::Backspace);
    assert!(trial.examination().measurements.is_empty(), "finished before it was asked to be");
    plain(&mut harness, Key::Enter);
    assert_eq!(trial.examination().measurements[0].points.len(), 3);
    // Escape forgets what is begun, then puts the tool down; then Backspace is the answer's again.
    click_at(&mut harness, place(rect, 0.3, 0.6));
    plain(&mut harness, Key::Escape);
    plain(&mut harness, Key::Enter);
    assert_eq!(trial.examination().measurements.len(), 1);
    harness.get_by_label("Put the tool down");
    plain(&mut harness, Key::Escape);
    assert!(harness.query_by_label("Put the tool down").is_none());
}

#[test]
fn angle_area_and_circle_are_measured_from_their_points() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    for (key, corners, finish) in [
        (Key::F4, vec![(0.6, 0.4), (0.4, 0.4), (0.4, 0.6)], false),
        (Key::F5, vec![(0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.3, 0.6)], true),
        (Key::F6, vec![(0.3, 0.4), (0.5, 0.3), (0.6, 0.45), (0.5, 0.6)], true),
    ] {
        plain(&mut harness, key);
        for (x, y) in corners {
            click_at(&mut harness, place(rect, x, y));
        }
        if finish {
            plain(&mut harness, Key::Enter);
        }
        plain(&mut harness, Key::Escape);
    }
    let measurements = trial.examination().measurements;
    let figures: Vec<Figure> = measurements.iter().map(|measured| measured.figure).collect();
    assert_eq!(figures, [Figure::Angle, Figure::Area, Figure::Circle], "{:?}", harness.state().notices().list());
    assert!((measurements[0].readings[0].value.unwrap().value() - 90.0).abs() < 0.5);
}

#[test]
fn line_spacing_colours_and_profiles_are_read_from_the_pixels() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    plain(&mut harness, Key::F8);
    for (x, y) in [(0.2, 0.35), (0.25, 0.4), (0.7, 0.35), (0.75, 0.4)] {
        click_at(&mut harness, place(rect, x, y));
    }
    plain(&mut harness, Key::Escape);
    plain(&mut harness, Key::F9);
    click_at(&mut harness, place(rect, 0.3, 0.5));
    click_at(&mut harness, place(rect, 0.7, 0.5));
    plain(&mut harness, Key::Enter);
    let measurements = trial.examination().measurements;
    let figures: Vec<Figure> = measurements.iter().map(|measured| measured.figure).collect();
    assert_eq!(figures, [Figure::ColourDifference, Figure::IntensityProfile], "{:?}", harness.state().notices().list());
    click(&mut harness, "Marks");
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Plot: Grey level from")));
    // A line where there are no lines says so and stores nothing.
    plain(&mut harness, Key::Escape);
    plain(&mut harness, Key::F7);
    drag(&mut harness, place(rect, 0.2, 0.4), place(rect, 0.27, 0.4));
    assert_eq!(trial.examination().measurements.len(), 2);
    assert!(harness.state().notices().list().iter().any(|notice| notice.failed), "nothing was said");
}

/// Where millimetres of the page are on the screen, from two points that are marked and taken back.
fn on_page(harness: &mut Harness<'_, Desktop>, trial: &Trial, rect: Rect) -> impl Fn(f64, f64) -> Pos2 + use<> {
    shift(harness, Key::F2);
    let places = [place(rect, 0.3, 0.3), place(rect, 0.6, 0.6)];
    for at in places {
        click_at(harness, at);
    }
    let [one, other] = [0, 1].map(|number| match trial.examination().marks[number].shape {
        MarkShape::Point(at) => at,
        ref other => panic!("{other:?}"),
    });
    for _ in 0..2 {
        press(harness, Modifiers::COMMAND, Key::Z);
    }
    let per_mm = f64::from(places[1].x - places[0].x) / (other.x - one.x);
    move |x, y| places[0] + vec2(((x - one.x) * per_mm) as f32, ((y - one.y) * per_mm) as f32)
}

#[test]
fn characters_and_a_colour_are_read_from_the_pixels_of_a_box() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    let at = on_page(&mut harness, &trial, rect);
    // The upper line of the zone: bars of 3.2 mm, drawn in whole pixels of 0.085 mm, one every 2 pi / 2.47 mm.
    shift(&mut harness, Key::F10);
    harness.get_by_label("Draw a box around one line of print");
    drag(&mut harness, at(4.5, 70.6), at(100.0, 76.6));
    let measured = trial.examination().measurements;
    assert_eq!(measured.len(), 1, "{:?}", harness.state().notices().list());
    assert_eq!((measured[0].figure, measured[0].points.len()), (Figure::Characters, 2));
    let value = |quantity| measured[0].readings.iter().find(|reading| reading.quantity == quantity).and_then(|reading| reading.value);
    let (height, spacing) = (value(Quantity::CharacterHeight).unwrap(), value(Quantity::CharacterSpacing).unwrap());
    let truth = std::f64::consts::TAU / 2.47;
    assert!((height.value() - 3.2).abs() < 0.09 && height.expanded_uncertainty() > 0.0, "{height}");
    assert!((spacing.value() - truth).abs() < 0.01 && spacing.expanded_uncertainty() > 0.0, "{spacing}");
    assert!((value(Quantity::CharacterPitch).unwrap().value() - 25.4 / truth).abs() < 0.05);
    // The ground beside the face is one colour, which the panel names.
    shift(&mut harness, Key::F8);
    drag(&mut harness, at(7.0, 25.0), at(11.0, 29.0));
    let measured = trial.examination().measurements;
    assert_eq!(measured.len(), 2, "{:?}", harness.state().notices().list());
    let lab: Vec<f64> = measured[1].readings.iter().map(|reading| reading.value.unwrap().value()).collect();
    assert_eq!((measured[1].figure, lab.len()), (Figure::Colour, 4));
    assert!((lab[0] - 78.9).abs() < 1.0 && lab[2] < 0.0 && lab[3] < 0.5, "sRGB 188, 196, 204 is a light grey, a little blue: {lab:?}");
    plain(&mut harness, Key::Escape);
    click(&mut harness, "Marks");
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Colour of a patch: L* 7")));
    harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Characters: 3.2")));
    // Where there is no print, it says so and stores nothing.
    shift(&mut harness, Key::F10);
    drag(&mut harness, at(7.0, 25.0), at(11.0, 29.0));
    assert_eq!(trial.examination().measurements.len(), 2);
    assert!(harness.state().notices().list().iter().any(|notice| notice.failed), "nothing was said");
}

#[test]
fn every_shape_of_mark_is_drawn_and_its_kind_and_note_are_changed() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    shift(&mut harness, Key::F3);
    drag(&mut harness, place(rect, 0.3, 0.3), place(rect, 0.4, 0.4));
    shift(&mut harness, Key::F4);
    for (x, y) in [(0.5, 0.3), (0.6, 0.3), (0.6, 0.4)] {
        click_at(&mut harness, place(rect, x, y));
    }
    plain(&mut harness, Key::Enter);
    shift(&mut harness, Key::F5);
    drag(&mut harness, place(rect, 0.3, 0.6), place(rect, 0.5, 0.65));
    shift(&mut harness, Key::F6);
    drag(&mut harness, place(rect, 0.7, 0.6), place(rect, 0.6, 0.5));
    shift(&mut harness, Key::F7);
    click_at(&mut harness, place(rect, 0.6, 0.3));
    harness.get_by_label("Words on the page").type_text("glue");
    settle(&mut harness);
    plain(&mut harness, Key::Enter);
    let marks = trial.examination().marks;
    assert!(matches!(marks[0].shape, MarkShape::Box(_)), "{marks:?}");
    assert!(matches!(marks[1].shape, MarkShape::Polygon(ref corners) if corners.len() == 3), "{marks:?}");
    assert!(matches!(marks[2].shape, MarkShape::Freehand(ref line) if line.len() > 3), "{marks:?}");
    assert!(matches!(marks[3].shape, MarkShape::Arrow { .. }), "{marks:?}");
    assert!(matches!(marks[4].shape, MarkShape::Text { ref text, .. } if text == "glue"), "{marks:?}");
    plain(&mut harness, Key::Escape);
    click(&mut harness, "Marks");
    click(&mut harness, "What the mark points out");
    harness.get_by_label("Adhesive or residue").click();
    settle(&mut harness);
    assert_eq!(trial.examination().marks[4].kind, MarkKind::Adhesive);
    harness.get_by_label("Note").focus();
    settle(&mut harness);
    harness.get_by_label("Note").type_text("Glows at 365 nm");
    settle(&mut harness);
    click(&mut harness, "Show");
    assert_eq!(trial.examination().marks[4].note, "Glows at 365 nm");
    click(&mut harness, "Delete the mark");
    assert_eq!(trial.examination().marks.len(), 4);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(trial.examination().marks.len(), 5);
}

#[test]
fn the_library_is_searched_for_what_a_box_goes_around() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    shift(&mut harness, Key::F3);
    drag(&mut harness, place(rect, 0.3, 0.3), place(rect, 0.4, 0.4));
    plain(&mut harness, Key::Escape);
    click(&mut harness, "Marks");
    click(&mut harness, "Search the library for this region");
    harness.get_by_label("References that carry this region:");
    assert!(harness.query_by_label_contains("83 % alike at").is_some());
    // What an arrow points at is no region.
    shift(&mut harness, Key::F6);
    drag(&mut harness, place(rect, 0.7, 0.6), place(rect, 0.6, 0.5));
    plain(&mut harness, Key::Escape);
    assert!(harness.query_by_label("Search the library for this region").is_none());
}

#[test]
fn space_drag_pans_with_a_tool_in_hand_and_draws_nothing() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    plain(&mut harness, Key::F2);
    harness.key_down(Key::Space);
    harness.run_steps(1);
    drag(&mut harness, place(rect, 0.5, 0.5), place(rect, 0.6, 0.5));
    harness.key_up(Key::Space);
    settle(&mut harness);
    assert!(trial.examination().measurements.is_empty());
    drag(&mut harness, place(rect, 0.3, 0.4), place(rect, 0.5, 0.4));
    assert_eq!(trial.examination().measurements.len(), 1, "a drag measures from end to end");
}

#[test]
fn marks_are_exported_as_geojson_in_millimetres() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Arc::new(Trial::new(false));
    let backend: Arc<dyn Backend> = Arc::clone(&trial) as Arc<dyn Backend>;
    let mut harness = desktop(backend, [1280.0, 800.0], Some(folder.path().to_path_buf()));
    click(&mut harness, "Open the sample case");
    click(&mut harness, "Accept this reference");
    let rect = single(&mut harness);
    shift(&mut harness, Key::F2);
    click_at(&mut harness, place(rect, 0.4, 0.4));
    press(&mut harness, Modifiers::COMMAND, Key::M);
    let files: Vec<PathBuf> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    let value: serde_json::Value = serde_json::from_slice(&std::fs::read(&files[0]).unwrap()).unwrap();
    assert_eq!(value["frame"]["unit"], "mm");
    let MarkShape::Point(at) = trial.examination().marks[0].shape else { panic!("no point") };
    assert_eq!(value["features"][0]["geometry"]["coordinates"], serde_json::json!([at.x, at.y]));
}

#[test]
fn marks_are_hidden_and_tools_are_shown_by_key() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let on = |harness: &Harness<'_, Desktop>, name: &str| harness.get_by_role_and_label(Role::Button, name).accesskit_node().toggled();
    let tools = on(&harness, "Measure and mark");
    shift(&mut harness, Key::M);
    assert_ne!(on(&harness, "Measure and mark"), tools);
    let marks = on(&harness, "Marks on the pictures");
    plain(&mut harness, Key::Y);
    assert_ne!(on(&harness, "Marks on the pictures"), marks);
    for name in ["Measure a distance", "Measure a circle", "Mark an outline", "Write on the page…"] {
        harness.get_by_role_and_label(Role::Button, name);
    }
    click(&mut harness, "Measure a circle");
    harness.get_by_label("Put the tool down");
}

#[test]
fn a_registered_capture_keeps_the_millimetres_of_its_page() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    plain(&mut harness, Key::F10);
    click_at(&mut harness, place(rect, 0.3, 0.4));
    click_at(&mut harness, place(rect, 0.6, 0.4));
    harness.get_by_label("Known length in mm").type_text("25.4");
    settle(&mut harness);
    click(&mut harness, "Set the scale");
    assert!(trial.examination().calibrations.is_empty());
    assert!(harness.state().notices().list().iter().any(|notice| notice.message.contains("registered")), "nothing was said");
}

/// Pictures to be looked at.
#[test]
fn what_was_drawn_is_painted() {
    if !can_paint() {
        return;
    }
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let mut harness = painted_case(Trial::new(false), theme, [1280.0, 800.0]);
        press(&mut harness, Modifiers::COMMAND, Key::Num6);
        assert!(paint(&mut harness, &format!("marks-empty-{name}")) > 100);
        shift(&mut harness, Key::M);
        plain(&mut harness, Key::Z);
        let rect = single(&mut harness);
        plain(&mut harness, Key::F2);
        click_at(&mut harness, place(rect, 0.18, 0.3));
        click_at(&mut harness, place(rect, 0.4, 0.34));
        plain(&mut harness, Key::F6);
        for (x, y) in [(0.2, 0.45), (0.3, 0.4), (0.36, 0.5), (0.25, 0.56)] {
            click_at(&mut harness, place(rect, x, y));
        }
        plain(&mut harness, Key::Enter);
        shift(&mut harness, Key::F3);
        drag(&mut harness, place(rect, 0.5, 0.3), place(rect, 0.6, 0.42));
        shift(&mut harness, Key::F6);
        drag(&mut harness, place(rect, 0.8, 0.35), place(rect, 0.7, 0.42));
        shift(&mut harness, Key::F7);
        click_at(&mut harness, place(rect, 0.75, 0.3));
        harness.get_by_label("Words on the page").type_text("Glue glows here");
        settle(&mut harness);
        assert!(paint(&mut harness, &format!("marks-words-{name}")) > 100);
        plain(&mut harness, Key::Enter);
        plain(&mut harness, Key::F9);
        click_at(&mut harness, place(rect, 0.45, 0.5));
        click_at(&mut harness, place(rect, 0.8, 0.52));
        plain(&mut harness, Key::Enter);
        assert!(paint(&mut harness, &format!("marks-profile-{name}")) > 100);
        plain(&mut harness, Key::F3);
        click_at(&mut harness, place(rect, 0.2, 0.62));
        click_at(&mut harness, place(rect, 0.4, 0.6));
        harness.event(Event::PointerMoved(place(rect, 0.55, 0.63)));
        settle(&mut harness);
        assert!(paint(&mut harness, &format!("marks-path-{name}")) > 100);
        plain(&mut harness, Key::Escape);
        plain(&mut harness, Key::Escape);
        plain(&mut harness, Key::S);
        assert!(paint(&mut harness, &format!("marks-side-by-side-{name}")) > 100);
    }
}
