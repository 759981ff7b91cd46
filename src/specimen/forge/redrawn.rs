//! A re-originated print: everything drawn anew by eye, with heavier lines, without microtext, relief or optical features.

use super::{Account, Recipe, Tell, unchanged};
use crate::domain::{FraudCode, Light, ZoneRole};
use crate::specimen::canvas::{Hand, Tone};
use crate::specimen::design::Layer;

/// Lines come out this much too wide.
const WEIGHT: f32 = 1.75;

pub(super) const RECIPE: Recipe = Recipe {
    code: "redrawn",
    title: "Background and fixed print drawn anew: heavier lines, blots for microtext, no relief, no device",
    fraud: FraudCode::Counterfeit,
    tells: &[
        Tell { item: "IMG-LAY-040", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-LAY-030", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-LAY-050", light: Light::Uv365, from_dpi: 150.0 },
    ],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        let hand = Hand { weight: WEIGHT, shift: (0.15, 0.1), flat: true, luminous: Some(Tone(176, 214, 88)), loses_microtext: true };
        for layer in Layer::ALL {
            match layer {
                Layer::Optical | Layer::Body | Layer::Perforation => {}
                Layer::Portrait | Layer::Data | Layer::Mrz | Layer::Entries => (job.series.print)(&mut canvas, page, layer, &job.print),
                _ => canvas.by_hand(hand, |canvas| (job.series.print)(canvas, page, layer, &job.print)),
            }
        }
        Some(canvas.finish())
    },
    account: |job| {
        let mut account = job.all_pages(Account::default(), Light::ALL, "Background and fixed print drawn anew with heavier lines");
        for (page, zone) in job.zones(Light::Visible, |zone| matches!(zone.role, ZoneRole::Background | ZoneRole::Microtext)) {
            account = account.differs(&page, Light::Visible, &[&zone]);
        }
        for (page, zone) in job.zones(Light::Uv365, |zone| zone.role == ZoneRole::UvDesign) {
            account = account.differs(&page, Light::Uv365, &[&zone]);
        }
        account
    },
};
