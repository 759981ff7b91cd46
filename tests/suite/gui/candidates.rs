//! Candidates on the capture: the page outlined as it was found, with the places that agree.

use std::sync::Arc;

use eframe::egui::Theme;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use guilloche::gui::Desktop;

use super::pictures::{can_paint, paint, painted};
use super::trial::Trial;
use super::ui::{click, in_case, settle};

const LINK: &str = "Outline it on the capture";

#[test]
fn a_candidate_is_outlined_on_demand_until_that_is_taken_back() {
    let mut harness = in_case(&Arc::new(Trial::new(true)));
    click(&mut harness, "Reference");
    click(&mut harness, LINK);
    assert!(harness.query_by_label(LINK).is_none());
    click(&mut harness, "Stop outlining it");
    harness.get_by_label(LINK);
}

/// Pixels of the viewers that differ between two frames.
fn changed(before: &image::RgbaImage, after: &image::RgbaImage) -> usize {
    let viewers = |x: u32| (220..840).contains(&x);
    before.enumerate_pixels().zip(after.pixels()).filter(|((x, _, a), b)| viewers(*x) && a != b).count()
}

fn shown(theme: Theme, name: &str) {
    let mut harness: Harness<'_, Desktop> = painted(Trial::new(true), theme, [1280.0, 800.0]);
    click(&mut harness, "Open the sample case");
    let without = harness.render().unwrap();
    harness.get_by_label(LINK).hover();
    settle(&mut harness);
    let hovered = harness.render().unwrap();
    assert!(paint(&mut harness, &format!("candidate-{name}")) > 50);
    let drawn = changed(&without, &hovered);
    assert!(drawn > 800, "{name}: {drawn} pixels");
    harness.get_by_label("Data").hover();
    settle(&mut harness);
    paint(&mut harness, &format!("candidate-gone-{name}"));
    let gone = changed(&hovered, &harness.render().unwrap());
    assert!(gone > 800, "{name}: the outline stays when the pointer has gone, {gone} pixels");
}

#[test]
fn the_outline_shows_under_the_pointer_in_both_themes() {
    if can_paint() {
        shown(Theme::Dark, "dark");
        shown(Theme::Light, "light");
    }
}
