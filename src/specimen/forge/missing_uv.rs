//! A good print on a dull body, but without any luminous design.

use super::{Account, Recipe, Tell, unchanged};
use crate::domain::{FraudCode, Light, ZoneRole};
use crate::specimen::design::Layer;

pub(super) const RECIPE: Recipe = Recipe {
    code: "missing-uv",
    title: "Printed without the luminous design",
    fraud: FraudCode::Counterfeit,
    tells: &[Tell { item: "IMG-LAY-050", light: Light::Uv365, from_dpi: 100.0 }],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        job.print_layers(&mut canvas, page, |layer| !matches!(layer, Layer::Luminous | Layer::LuminousData | Layer::Body));
        Some(canvas.finish())
    },
    account: |job| {
        let mut account = job.all_pages(Account::default(), &[Light::Uv365], "No luminous design");
        for (page, zone) in job.zones(Light::Uv365, |zone| zone.role == ZoneRole::UvDesign) {
            account = account.differs(&page, Light::Uv365, &[&zone]);
        }
        account
    },
};
