//! Everything printed flat with offset or screen, without the optical device and without relief.

use super::{Account, Recipe, Tell, unchanged};
use crate::domain::{FraudCode, Light, ZoneRole};
use crate::specimen::canvas::Hand;
use crate::specimen::design::Layer;

pub(super) const RECIPE: Recipe = Recipe {
    code: "missing-device",
    title: "No hologram, no optically variable ink, no relief",
    fraud: FraudCode::Counterfeit,
    tells: &[Tell { item: "IMG-LIM-010", light: Light::Coaxial, from_dpi: 150.0 }],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        let flat = Hand { flat: true, ..Hand::ISSUER };
        canvas.by_hand(flat, |canvas| job.print_layers(canvas, page, |layer| layer != Layer::Optical));
        Some(canvas.finish())
    },
    account: |job| {
        let lights = [Light::Visible, Light::Coaxial, Light::Oblique];
        let mut account = job.all_pages(Account::default(), &lights, "No optical device, no relief");
        for (page, zone) in job.zones(Light::Coaxial, |zone| zone.role == ZoneRole::Ovd) {
            account = account.differs(&page, Light::Coaxial, &[&zone]);
        }
        account
    },
};
