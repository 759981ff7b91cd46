//! What the modes paint, pixel by pixel: each shows the one picture or the other where it should, and nothing else.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Rect, Theme};
use egui_kittest::Harness;
use guilloche::domain::Blend;
use guilloche::gui::{Backend, Desktop};
use guilloche::imaging::{Marks, mix};
use image::RgbaImage;

use super::modes::{viewer, viewers};
use super::pictures::{can_paint, paint};
use super::trial::{Answers, Trial};
use super::ui::{click, press, settle};

fn desktop(size: [f32; 2]) -> Harness<'static, Desktop> {
    let backend: Arc<dyn Backend> = Arc::new(Trial::new(false));
    let dialogs = Arc::new(Answers { pictures: vec![PathBuf::from("missing.jpg")], folder: None });
    let mut harness = Harness::builder()
        .with_size(size)
        .with_theme(Theme::Dark)
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(12)
        .wgpu()
        .build_eframe(move |creation| Desktop::new(&creation.egui_ctx, backend, dialogs));
    settle(&mut harness);
    click(&mut harness, "Open the sample case");
    click(&mut harness, "Accept this reference");
    click(&mut harness, "Checklist");
    harness.remove_cursor();
    settle(&mut harness);
    harness
}

fn plain(harness: &mut Harness<'_, Desktop>, key: Key) {
    press(harness, Modifiers::NONE, key);
}

/// The desktop with nothing over the pictures: no rulers, zones, labels, overview; the page fitted, the questioned alone.
fn bare() -> Harness<'static, Desktop> {
    let mut harness = desktop([1280.0, 800.0]);
    for key in [Key::Q, Key::R, Key::Z, Key::T, Key::M, Key::F] {
        plain(&mut harness, key);
    }
    harness
}

/// The picture of the viewer whose name starts with `name`, without the bar at its bottom and the scale bar.
fn cut(harness: &mut Harness<'_, Desktop>, name: &str) -> RgbaImage {
    let (_, rect) = viewer(harness, name);
    let rect = Rect::from_min_max(rect.min, rect.max - eframe::egui::vec2(0.0, 60.0));
    let picture = harness.render().unwrap();
    let side = |value: f32| value.round() as u32;
    image::imageops::crop_imm(&picture, side(rect.left()), side(rect.top()), side(rect.width()), side(rect.height())).to_image()
}

/// The share of pixels of `a` and `b` within `area` (left, top, right, bottom as shares) that are not equal to within a level.
fn unequal(a: &RgbaImage, b: &RgbaImage, area: [f32; 4]) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let (width, height) = a.dimensions();
    let at = |share: f32, side: u32| (share * side as f32) as u32;
    let (mut all, mut differ) = (0u32, 0u32);
    for y in at(area[1], height)..at(area[3], height) {
        for x in at(area[0], width)..at(area[2], width) {
            let (a, b) = (a.get_pixel(x, y).0, b.get_pixel(x, y).0);
            all += 1;
            differ += u32::from(a.iter().zip(b).any(|(a, b)| a.abs_diff(b) > 1));
        }
    }
    f64::from(differ) / f64::from(all.max(1))
}

const ALL: [f32; 4] = [0.0, 0.0, 1.0, 1.0];

/// The questioned under visible light and the reference under ultraviolet, each alone, and the desktop that compares them.
fn pair() -> (Harness<'static, Desktop>, RgbaImage, RgbaImage) {
    let mut harness = bare();
    let questioned = cut(&mut harness, "Questioned");
    plain(&mut harness, Key::U);
    plain(&mut harness, Key::Space);
    let reference = cut(&mut harness, "Reference");
    plain(&mut harness, Key::Space);
    assert!(unequal(&questioned, &reference, ALL) > 0.5, "both pictures look the same");
    (harness, questioned, reference)
}

#[test]
fn a_blink_paints_the_one_picture_or_the_other_and_nothing_between() {
    if !can_paint() {
        return;
    }
    let (mut harness, questioned, reference) = pair();
    plain(&mut harness, Key::B);
    // The fastest there is, so that many changes are seen.
    for _ in 0..6 {
        plain(&mut harness, Key::CloseBracket);
    }
    let mut shown = Vec::new();
    for frame in 0..90 {
        harness.step();
        let picture = cut(&mut harness, "Blink");
        let is = |other: &RgbaImage| unequal(&picture, other, ALL) == 0.0;
        let (first, second) = (is(&questioned), is(&reference));
        assert!(first != second, "frame {frame} is neither the one picture nor the other");
        shown.push(first);
    }
    // Each stands for as many frames as the other: 12 changes a second at 60 frames are 5 frames each.
    let mut runs: Vec<usize> = Vec::new();
    for (number, first) in shown.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if number > 0 && shown[number - 1] == *first => *run += 1,
            _ => runs.push(1),
        }
    }
    assert!(runs.len() > 15 && runs[1..runs.len() - 1].iter().all(|run| *run == 5), "{runs:?}");
    // A change of scale while it runs never shows a part of a picture either.
    plain(&mut harness, Key::Num7);
    for frame in 0..30 {
        harness.step();
        let picture = cut(&mut harness, "Blink");
        let bright = picture.pixels().filter(|pixel| pixel.0[0] > 120).count() * 100 / picture.pixels().len();
        assert!(!(5..60).contains(&bright), "frame {frame} mixes: {bright} % is bright");
    }
}

#[test]
fn a_swipe_shows_each_picture_on_its_side() {
    if !can_paint() {
        return;
    }
    let (mut harness, questioned, reference) = pair();
    plain(&mut harness, Key::W);
    let swipe = cut(&mut harness, "Swipe");
    assert!(unequal(&swipe, &questioned, [0.0, 0.0, 0.47, 1.0]) < 1e-9);
    assert!(unequal(&swipe, &reference, [0.53, 0.0, 1.0, 1.0]) < 1e-9);
    press(&mut harness, Modifiers::SHIFT, Key::W);
    let swipe = cut(&mut harness, "Swipe");
    assert!(unequal(&swipe, &questioned, [0.0, 0.0, 1.0, 0.45]) < 1e-9);
    assert!(unequal(&swipe, &reference, [0.0, 0.62, 1.0, 1.0]) < 1e-9);
}

#[test]
fn a_lens_shows_the_other_picture_within_its_rim() {
    if !can_paint() {
        return;
    }
    let (mut harness, questioned, reference) = pair();
    plain(&mut harness, Key::L);
    let lens = cut(&mut harness, "Lens");
    // Radius 110 points about the middle of a viewer of about 716 × 600.
    let (width, height) = lens.dimensions();
    let centre = (f64::from(width) / 2.0, f64::from(height + 60) / 2.0);
    let (mut inside, mut outside, mut wrong) = (0, 0, 0);
    for (x, y, pixel) in lens.enumerate_pixels() {
        let distance = (f64::from(x) + 0.5 - centre.0).hypot(f64::from(y) + 0.5 - centre.1);
        let (expected, count) = if distance < 105.0 {
            (&reference, &mut inside)
        } else if distance > 150.0 {
            (&questioned, &mut outside)
        } else {
            continue;
        };
        *count += 1;
        let other = expected.get_pixel(x, y).0;
        wrong += u32::from(pixel.0.iter().zip(other).any(|(a, b)| a.abs_diff(b) > 2));
    }
    assert!(inside > 30_000 && outside > 100_000);
    // Where triangles are cut, a texel at an edge may fall on the other side.
    assert!(f64::from(wrong) < 0.002 * f64::from(inside + outside), "{wrong} pixels are of neither");
}

#[test]
fn squares_of_a_board_show_both_in_turn() {
    if !can_paint() {
        return;
    }
    let (mut harness, questioned, reference) = pair();
    plain(&mut harness, Key::C);
    let board = cut(&mut harness, "Checkerboard");
    let (of_one, of_other) = (1.0 - unequal(&board, &questioned, ALL), 1.0 - unequal(&board, &reference, ALL));
    // Around the page both are alike.
    assert!(of_one > 0.4 && of_other > 0.4 && of_one + of_other > 0.99, "{of_one} and {of_other}");
    plain(&mut harness, Key::Space);
    let other = cut(&mut harness, "Checkerboard");
    let page = [0.2, 0.3, 0.8, 0.7];
    assert!(unequal(&board, &other, page) > 0.9, "the squares did not change");
}

#[test]
fn laying_over_mixes_as_the_formulas_say() {
    if !can_paint() {
        return;
    }
    let (mut harness, questioned, reference) = pair();
    press(&mut harness, Modifiers::SHIFT, Key::C);
    for blend in [Blend::TwoColours, Blend::Cover, Blend::Multiply, Blend::Screen, Blend::Difference] {
        let mixed = cut(&mut harness, "Overlay");
        if blend != Blend::Cover {
            let page = (mixed.width() / 4..mixed.width() * 3 / 4).flat_map(|x| (200..mixed.height() - 200).map(move |y| (x, y)));
            let (mut wrong, mut all) = (0u32, 0u32);
            for (x, y) in page {
                let rgb = |picture: &RgbaImage| -> [u8; 3] { std::array::from_fn(|channel| picture.get_pixel(x, y).0[channel]) };
                let expected = mix(blend, rgb(&questioned), rgb(&reference), Marks::Dark);
                all += 1;
                wrong += u32::from(rgb(&mixed).iter().zip(expected).any(|(a, b)| a.abs_diff(b) > 2));
            }
            assert!(wrong * 200 < all, "{blend:?}: {wrong} of {all} pixels");
        }
        press(&mut harness, Modifiers::SHIFT, Key::O);
    }
}

#[test]
fn panes_of_a_grid_show_the_same_spot() {
    if !can_paint() {
        return;
    }
    let mut harness = bare();
    plain(&mut harness, Key::G);
    // All four show the questioned under visible light then.
    for _ in 0..4 {
        let wanted = "q02-emblem.data-page.visible.jpg";
        for _ in 0..4 {
            let active = viewers(&harness).iter().filter(|(label, _)| label.contains(wanted)).count();
            plain(&mut harness, Key::U);
            let now = viewers(&harness).iter().filter(|(label, _)| label.contains(wanted)).count();
            if now > active || now == 4 {
                break;
            }
        }
        plain(&mut harness, Key::Comma);
    }
    let picture = harness.render().unwrap();
    let panes: Vec<RgbaImage> = viewers(&harness)
        .into_iter()
        .filter(|(label, _)| label.starts_with("Pane"))
        .map(|(_, rect)| {
            let middle = Rect::from_center_size(rect.center(), eframe::egui::vec2(160.0, 120.0));
            image::imageops::crop_imm(&picture, middle.left().round() as u32, middle.top().round() as u32, 160, 120).to_image()
        })
        .collect();
    assert_eq!(panes.len(), 4);
    for pane in &panes[1..] {
        // Middles may lie half a point apart.
        assert!(unequal(&panes[0], pane, ALL) < 0.25, "{}", unequal(&panes[0], pane, ALL));
    }
}

/// Pictures of all modes to be looked at.
#[test]
fn every_mode_is_painted() {
    if !can_paint() {
        return;
    }
    for (size, name) in [([1280.0, 800.0], "1280"), ([2200.0, 1300.0], "2200")] {
        let mut harness = desktop(size);
        let shot = |harness: &mut Harness<'_, Desktop>, mode: &str| {
            let colours = paint(harness, &format!("mode-{mode}-{name}"));
            assert!(colours > 100, "{mode} is empty: {colours} colours");
        };
        shot(&mut harness, "side-by-side");
        plain(&mut harness, Key::W);
        shot(&mut harness, "swipe");
        press(&mut harness, Modifiers::SHIFT, Key::W);
        shot(&mut harness, "swipe-flat");
        plain(&mut harness, Key::L);
        plain(&mut harness, Key::U);
        plain(&mut harness, Key::V);
        plain(&mut harness, Key::P);
        shot(&mut harness, "lens");
        plain(&mut harness, Key::C);
        shot(&mut harness, "checkerboard");
        press(&mut harness, Modifiers::SHIFT, Key::U);
        press(&mut harness, Modifiers::SHIFT, Key::C);
        shot(&mut harness, "two-colours");
        plain(&mut harness, Key::G);
        press(&mut harness, Modifiers::ALT, Key::ArrowRight);
        shot(&mut harness, "grid");
        for _ in 0..5 {
            plain(&mut harness, Key::CloseBracket);
        }
        shot(&mut harness, "grid-nine");
        press(&mut harness, Modifiers::SHIFT, Key::L);
        shot(&mut harness, "lights");
        plain(&mut harness, Key::Q);
        plain(&mut harness, Key::Num8);
        press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
        shot(&mut harness, "turned");
        for _ in 0..120 {
            harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
        }
        settle(&mut harness);
        shot(&mut harness, "turned-free");
        plain(&mut harness, Key::Home);
        plain(&mut harness, Key::Num1);
        press(&mut harness, Modifiers::COMMAND, Key::H);
        shot(&mut harness, "history");
        press(&mut harness, Modifiers::COMMAND, Key::H);
        plain(&mut harness, Key::B);
        plain(&mut harness, Key::P);
        shot(&mut harness, "blink");
        plain(&mut harness, Key::F11);
        shot(&mut harness, "full-screen");
        plain(&mut harness, Key::F11);
        plain(&mut harness, Key::F12);
        shot(&mut harness, "second-window");
    }
}
