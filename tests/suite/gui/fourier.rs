//! The Fourier view of a region, found and used by spoken names.

use std::sync::Arc;

use eframe::egui::accesskit::Toggled;
use eframe::egui::{Event, Key, Modifiers, Rect, Role, Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use guilloche::domain::{Figure, Quantity, Unit};
use guilloche::gui::Desktop;

use super::drawing::{click_at, drag, place, plain, shift, single};
use super::pictures::{can_paint, paint, painted_case};
use super::trial::{Trial, WIDTH_PX};
use super::ui::{click, in_case, press, settle};

/// Where the plot is on the screen, and what is said of it.
fn plot(harness: &Harness<'_, Desktop>) -> (Rect, String) {
    let node = harness.get_by(|node| node.role() == Role::Image && node.label().is_some_and(|label| label.starts_with("Fourier view: ")));
    (node.rect(), node.accesskit_node().label().unwrap_or_default())
}

/// What is said of the row of a pattern, and whether it is chosen.
fn row(harness: &Harness<'_, Desktop>, number: usize) -> (String, bool) {
    let start = format!("{number} · ");
    let node = harness.get_by(|node| node.role() == Role::ListItem && node.label().is_some_and(|label| label.starts_with(&start)));
    (node.accesskit_node().label().unwrap_or_default(), node.accesskit_node().toggled() == Some(Toggled::True))
}

#[test]
fn a_print_screen_is_found_in_a_region_and_told_in_the_marks_tab() {
    let trial = Arc::new(Trial::new(false).in_dots(85.0, 45.0));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    press(&mut harness, Modifiers::COMMAND, Key::F7);
    harness.get_by_label("Click or drag from corner to corner of a region");
    drag(&mut harness, place(rect, 0.3, 0.35), place(rect, 0.7, 0.6));
    let examination = trial.examination();
    assert_eq!(examination.measurements.len(), 1, "{:?}", harness.state().notices().list());
    let measured = &examination.measurements[0];
    assert_eq!((measured.figure, measured.points.len()), (Figure::Spectrum, 2));
    // Two patterns of the screen at right angles.
    for of in measured.readings.chunks(3).take(2) {
        let [frequency, spacing, direction] = of else { panic!("{of:?}") };
        let quantities = [frequency.quantity, spacing.quantity, direction.quantity];
        assert_eq!(quantities, [Quantity::LineFrequency, Quantity::LinePeriod, Quantity::LineDirection]);
        let (frequency, direction) = (frequency.value.unwrap(), direction.value.unwrap());
        assert!((frequency.value() - 85.0).abs() < 0.85 && frequency.unit() == Unit::LinesPerInch, "{frequency}");
        assert!((direction.value().rem_euclid(90.0) - 45.0).abs() < 0.5, "{direction}");
    }
    // Listed and plotted, in the same words.
    click(&mut harness, "Marks");
    let short = |number: usize| measured.readings[number].value.unwrap().to_string().split(" (k").next().unwrap().to_owned();
    harness.get_by_label(&format!("Fourier view: {}", short(0)));
    let name = format!("1 · {} · {}", short(0), short(2));
    let (area, said) = plot(&harness);
    assert!(said.starts_with(&format!("Fourier view: {name}; 2 · ")), "{said}");
    assert_eq!(row(&harness, 1), (format!("{name} · every {}", short(1)), false));
    // A click on the peak in the picture chooses its row; one on the row lets it go.
    let direction = measured.readings[2].value.unwrap().value().to_radians();
    let side = area.width().min(area.height());
    let points_per_lpi = side * 25.4_f32.recip() / (WIDTH_PX as f32 / 125.0);
    let across = 85.0 * points_per_lpi;
    click_at(&mut harness, area.center() + vec2(direction.sin() as f32, direction.cos() as f32) * across);
    assert!(row(&harness, 1).1, "the pattern in the picture was not chosen");
    harness.get_by(|node| node.role() == Role::ListItem && node.label().is_some_and(|label| label.starts_with("1 · "))).click();
    settle(&mut harness);
    assert!(!row(&harness, 1).1);
    // Taken back and taken again, like every measurement.
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(trial.examination().measurements.is_empty());
    press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(trial.examination().measurements, examination.measurements);
}

#[test]
fn too_small_a_region_says_how_large_it_must_be_and_keeps_nothing() {
    let trial = Arc::new(Trial::new(false).in_dots(85.0, 45.0));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    press(&mut harness, Modifiers::COMMAND, Key::F7);
    drag(&mut harness, place(rect, 0.5, 0.5), place(rect, 0.51, 0.51));
    assert!(trial.examination().measurements.is_empty());
    let said = harness.state().notices().list().iter().any(|notice| notice.failed && notice.hint.contains("32 px along each side"));
    assert!(said, "{:?}", harness.state().notices().list());
}

/// Pictures to be looked at.
#[test]
fn the_fourier_view_is_painted() {
    if !can_paint() {
        return;
    }
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let mut harness = painted_case(Trial::new(false).in_dots(85.0, 45.0), theme, [1280.0, 900.0]);
        press(&mut harness, Modifiers::COMMAND, Key::Num6);
        shift(&mut harness, Key::M);
        plain(&mut harness, Key::Z);
        let rect = single(&mut harness);
        press(&mut harness, Modifiers::COMMAND, Key::F7);
        click_at(&mut harness, place(rect, 0.35, 0.35));
        harness.event(Event::PointerMoved(place(rect, 0.7, 0.6)));
        settle(&mut harness);
        assert!(paint(&mut harness, &format!("fourier-drawing-{name}")) > 100);
        click_at(&mut harness, place(rect, 0.7, 0.6));
        assert!(paint(&mut harness, &format!("fourier-{name}")) > 100);
        harness.get_by(|node| node.role() == Role::ListItem && node.label().is_some_and(|label| label.starts_with("2 · "))).click();
        settle(&mut harness);
        harness.event(Event::PointerMoved(plot(&harness).0.center() + vec2(30.0, -90.0)));
        settle(&mut harness);
        assert!(paint(&mut harness, &format!("fourier-chosen-{name}")) > 100);
    }
}
