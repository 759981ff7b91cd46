//! Taking the view as evidence in every mode, showing it again, and saving it.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use guilloche::domain::{Arrangement, Blend, Evidence, Light, PictureOf};

use super::modes::{viewer, viewers};
use super::trial::Trial;
use super::ui::{click, desktop, go_to, in_case, press, settle};

/// What is attached, over all items.
fn attached(trial: &Trial) -> Vec<Evidence> {
    trial.examination().evidence.values().flatten().cloned().collect()
}

fn kept(evidence: &Evidence) -> (&Arrangement, usize) {
    let view = evidence.view.as_deref().unwrap();
    (&view.arrangement, view.pictures.len())
}

#[test]
fn the_view_is_kept_with_its_mode_and_shown_again_as_it_was() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    go_to(&mut harness, "Series and reference");
    for (modifiers, key) in [
        (Modifiers::NONE, Key::S),
        (Modifiers::NONE, Key::O),
        (Modifiers::NONE, Key::W),
        (Modifiers::NONE, Key::L),
        (Modifiers::NONE, Key::C),
        (Modifiers::NONE, Key::D),
        (Modifiers::NONE, Key::G),
        (Modifiers::SHIFT, Key::L),
    ] {
        press(&mut harness, modifiers, key);
        press(&mut harness, Modifiers::NONE, Key::E);
        press(&mut harness, Modifiers::NONE, Key::E);
    }
    let all = attached(&trial);
    assert_eq!(all.len(), 8, "the same view is attached once");
    let [side, overlay, swipe, lens, checker, difference, grid, lights] = all.each_kept();
    assert_eq!(side, (&Arrangement::SideBySide, 2));
    assert_eq!(overlay, (&Arrangement::Overlay { blend: Blend::Cover, opacity: 0.5 }, 2));
    assert!(matches!(swipe, (Arrangement::Swipe { outline }, 2) if outline.len() == 4));
    assert!(matches!(lens, (Arrangement::Lens { magnification: 1, radius_mm, .. }, 2) if (1.0..100.0).contains(radius_mm)));
    assert_eq!(checker, (&Arrangement::Checker { square_mm: 5.0 }, 2));
    assert_eq!(difference, (&Arrangement::Difference { tolerance: 0.5 }, 2));
    assert!(grid == (&Arrangement::Grid, 4) && lights.0 == &Arrangement::Lights && lights.1 >= 4);
    assert!(all.iter().all(|evidence| evidence.view.as_ref().is_some_and(|view| view.captioned)), "labels are on");
    assert!(matches!(all[1].view.as_ref().unwrap().pictures[1].of, PictureOf::Reference(Light::Visible)));

    // Back to each of them.
    press(&mut harness, Modifiers::NONE, Key::Q);
    for (number, name) in [(2, "Overlay:"), (3, "Swipe:"), (4, "Lens:"), (5, "Checkerboard:"), (6, "Difference:"), (7, "Pane 4:")] {
        let button = harness.get_all_by_role(Role::Button).find(|node| {
            use egui_kittest::kittest::NodeT as _;
            node.accesskit_node().label().is_some_and(|label| label.starts_with(&format!("Evidence {number}:")))
        });
        button.unwrap_or_else(|| panic!("evidence {number} is not shown")).click();
        settle(&mut harness);
        viewer(&harness, name);
    }
    // Shown again, it is the very view: attaching it adds nothing.
    let again = attached(&trial).len();
    press(&mut harness, Modifiers::NONE, Key::E);
    assert_eq!(attached(&trial).len(), again, "{:#?}", attached(&trial).last());
}

trait EachKept {
    fn each_kept(&self) -> [(&Arrangement, usize); 8];
}

impl EachKept for Vec<Evidence> {
    fn each_kept(&self) -> [(&Arrangement, usize); 8] {
        std::array::from_fn(|number| kept(&self[number]))
    }
}

/// How far two views lie apart, in mm of the page; without end if they are not of one kind.
fn apart(one: &Evidence, other: &Evidence) -> f64 {
    let (a, b) = (one.area, other.area);
    let areas = [a.x - b.x, a.y - b.y, a.right() - b.right(), a.bottom() - b.bottom()].map(f64::abs);
    let arranged = match (kept(one).0, kept(other).0) {
        (Arrangement::Swipe { outline: a }, Arrangement::Swipe { outline: b }) => {
            // The divider ends in the third corner, whichever way it runs.
            vec![(a[2].x - b[2].x).abs().min((a[2].y - b[2].y).abs())]
        }
        (
            Arrangement::Lens { centre: a, radius_mm: one, magnification: times },
            Arrangement::Lens { centre: b, radius_mm: other, magnification: again },
        ) if times == again => vec![(a.x - b.x).abs(), (a.y - b.y).abs(), (one - other).abs()],
        _ => vec![f64::INFINITY],
    };
    areas.into_iter().chain(arranged).fold(0.0, f64::max)
}

#[test]
fn a_divider_and_a_lens_are_shown_again_where_they_lay() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    go_to(&mut harness, "Series and reference");
    for _ in 0..4 {
        press(&mut harness, Modifiers::NONE, Key::Plus);
    }
    press(&mut harness, Modifiers::NONE, Key::W);
    for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowRight, Key::E] {
        press(&mut harness, Modifiers::NONE, key);
    }
    click(&mut harness, "Turn the divider");
    press(&mut harness, Modifiers::NONE, Key::ArrowUp);
    press(&mut harness, Modifiers::NONE, Key::E);
    press(&mut harness, Modifiers::NONE, Key::L);
    for key in [Key::CloseBracket, Key::CloseBracket, Key::E] {
        press(&mut harness, Modifiers::NONE, key);
    }
    let all = attached(&trial);
    assert_eq!(all.len(), 3);
    for (number, was) in all.iter().enumerate() {
        // Something else is looked at in between.
        press(&mut harness, Modifiers::NONE, Key::L);
        press(&mut harness, Modifiers::NONE, Key::OpenBracket);
        press(&mut harness, Modifiers::NONE, Key::W);
        press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
        press(&mut harness, Modifiers::NONE, Key::F);
        let name = format!("Evidence {}:", number + 1);
        harness.get_by(|node| node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(&name))).click();
        settle(&mut harness);
        press(&mut harness, Modifiers::NONE, Key::E);
        let now = attached(&trial).last().cloned().unwrap();
        let taken = attached(&trial).len() > all.len();
        let far = if taken { apart(was, &now) } else { 0.0 };
        assert!(far < 0.1, "{number}: {far} mm apart: {was:#?} {now:#?}");
        if taken {
            press(&mut harness, Modifiers::COMMAND, Key::Z);
        }
    }
}

#[test]
fn a_view_is_attached_from_every_tab_and_keeps_what_is_drawn() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    go_to(&mut harness, "Series and reference");
    press(&mut harness, Modifiers::NONE, Key::Q);
    press(&mut harness, Modifiers::NONE, Key::F2);
    let (_, rect) = viewer(&harness, "Questioned:");
    for place in [rect.center(), rect.center() + eframe::egui::vec2(60.0, 0.0)] {
        harness.hover_at(place);
        harness.drag_at(place);
        harness.drop_at(place);
        settle(&mut harness);
    }
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(trial.examination().measurements.len(), 1);
    press(&mut harness, Modifiers::COMMAND, Key::Num6);
    press(&mut harness, Modifiers::NONE, Key::E);
    let view = attached(&trial)[0].view.clone().unwrap();
    assert_eq!((view.arrangement, view.measurements.len()), (Arrangement::Single, 1));
    harness.get_by_label_contains("The view is attached to");
    // Without marks in view none are kept.
    press(&mut harness, Modifiers::NONE, Key::K);
    press(&mut harness, Modifiers::NONE, Key::E);
    let all = attached(&trial);
    assert!(all.len() < 2 || all[1].view.as_ref().is_some_and(|view| view.measurements.is_empty()));
}

#[test]
fn a_tolerance_is_chosen_by_key_and_the_map_never_goes_blank() {
    let trial = Arc::new(Trial::new(false));
    let mut harness = in_case(&trial);
    press(&mut harness, Modifiers::NONE, Key::D);
    let label = |harness: &_| viewer(harness, "Difference:").0;
    assert!(label(&harness).contains("from 0.50"), "{}", label(&harness));
    press(&mut harness, Modifiers::NONE, Key::OpenBracket);
    assert!(label(&harness).contains("from 0.45"), "{}", label(&harness));
    harness.get_by_label("Tolerance of the difference");
    assert_eq!(viewers(&harness).len(), 1);
}

#[test]
fn the_view_is_saved_as_a_picture_where_one_asks_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let trial = Arc::new(Trial::new(false));
    let mut harness = desktop(Arc::clone(&trial) as _, [1280.0, 800.0], Some(folder.path().to_owned()));
    click(&mut harness, "Open the sample case");
    click(&mut harness, "Accept this reference");
    press(&mut harness, Modifiers::NONE, Key::O);
    press(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S);
    let saved: Evidence = serde_json::from_slice(&std::fs::read(folder.path().join("view.json")).unwrap()).unwrap();
    assert_eq!(kept(&saved).1, 2);
    harness.get_by_label_contains("The picture is");
}
