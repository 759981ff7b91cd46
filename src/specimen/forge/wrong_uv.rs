//! A good print with a luminous design stamped on by hand: all in one colour, too coarse, off its place.

use super::{Account, Recipe, Tell, unchanged};
use crate::domain::{FraudCode, Light, ZoneRole};
use crate::specimen::canvas::{Hand, Tone};
use crate::specimen::design::Layer;

pub(super) const RECIPE: Recipe = Recipe {
    code: "wrong-uv",
    title: "Luminous design in one wrong colour, too coarse and off its place",
    fraud: FraudCode::Counterfeit,
    tells: &[Tell { item: "IMG-LAY-050", light: Light::Uv365, from_dpi: 100.0 }],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        let stamp = Hand { weight: 1.8, shift: (1.6, -1.1), luminous: Some(Tone(206, 232, 96)), ..Hand::ISSUER };
        for layer in Layer::ALL {
            match layer {
                Layer::Luminous => canvas.by_hand(stamp, |canvas| (job.series.print)(canvas, page, layer, &job.print)),
                // Ordinary paper has neither fibres nor thread.
                Layer::Body | Layer::LuminousData => {}
                _ => (job.series.print)(&mut canvas, page, layer, &job.print),
            }
        }
        Some(canvas.finish())
    },
    account: |job| {
        let mut account =
            job.all_pages(Account::default(), &[Light::Uv365, Light::Uv254], "Luminous design in one wrong colour, off its place");
        for (page, zone) in job.zones(Light::Uv365, |zone| zone.role == ZoneRole::UvDesign) {
            account = account.differs(&page, Light::Uv365, &[&zone]);
        }
        account
    },
};
