//! The marks of a printing process in a region, measured and told in the Marks tab.

use std::sync::Arc;

use eframe::egui::{Event, Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable as _;
use guilloche::domain::{Figure, Quantity, Unit};

use super::drawing::{click_at, drag, place, plain, shift, single};
use super::pictures::{can_paint, paint, painted_case};
use super::trial::Trial;
use super::ui::{click, in_case, press, settle};

#[test]
fn a_dot_screen_is_measured_as_a_mark_of_the_process() {
    let trial = Arc::new(Trial::new(false).in_dots(85.0, 45.0));
    let mut harness = in_case(&trial);
    let rect = single(&mut harness);
    press(&mut harness, Modifiers::COMMAND, Key::F8);
    harness.get_by_label("Click or drag from corner to corner of a region");
    drag(&mut harness, place(rect, 0.3, 0.35), place(rect, 0.7, 0.6));
    let examination = trial.examination();
    assert_eq!(examination.measurements.len(), 1, "{:?}", harness.state().notices().list());
    let measured = &examination.measurements[0];
    assert_eq!((measured.figure, measured.points.len()), (Figure::PrintProcess, 2));
    let read = |quantity| measured.readings.iter().find(|reading| reading.quantity == quantity).and_then(|reading| reading.value);
    let screen = read(Quantity::DotScreenFrequency).unwrap_or_else(|| panic!("{:?}", measured.readings));
    assert!((screen.value() - 85.0).abs() < 0.85 && screen.unit() == Unit::LinesPerInch, "{screen}");
    click(&mut harness, "Marks");
    let short = screen.to_string().split(" (k").next().unwrap().to_owned();
    harness.get_by_label(&format!("Print process: {short}"));
    // Taken back like every measurement.
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(trial.examination().measurements.is_empty());
}

/// Pictures to be looked at.
#[test]
fn the_marks_of_a_process_are_painted() {
    if !can_paint() {
        return;
    }
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let mut harness = painted_case(Trial::new(false).in_dots(85.0, 45.0), theme, [1280.0, 900.0]);
        press(&mut harness, Modifiers::COMMAND, Key::Num6);
        shift(&mut harness, Key::M);
        plain(&mut harness, Key::Z);
        let rect = single(&mut harness);
        press(&mut harness, Modifiers::COMMAND, Key::F8);
        click_at(&mut harness, place(rect, 0.35, 0.35));
        harness.event(Event::PointerMoved(place(rect, 0.7, 0.6)));
        settle(&mut harness);
        click_at(&mut harness, place(rect, 0.7, 0.6));
        assert!(paint(&mut harness, &format!("process-{name}")) > 100);
    }
}
