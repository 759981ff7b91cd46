//! A genuine blank, stolen before it was issued and filled with an office inkjet printer.

use super::{Account, Recipe, Tell};
use crate::domain::{Content, FraudCode, Light, RectMm};
use crate::specimen::design::{Layer, Technique};

pub(super) const RECIPE: Recipe = Recipe {
    code: "stolen-blank",
    title: "Genuine blank filled with an inkjet printer instead of the issuer's technique",
    fraud: FraudCode::StolenBlank,
    tells: &[
        Tell { item: "IMG-LAY-050", light: Light::Ir880, from_dpi: 150.0 },
        Tell { item: "IMG-DAT-030", light: Light::Visible, from_dpi: 600.0 },
    ],
    change: |print, _| print.technique = Technique::Inkjet,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        // Nobody but the issuer can print the number in luminous ink or burn it through the page.
        job.print_layers(&mut canvas, page, |layer| !matches!(layer, Layer::LuminousData | Layer::Perforation));
        Some(canvas.finish())
    },
    account: |job| {
        let mut account = Account::default();
        let Some(reference) = job.series.reference() else { return account };
        for page in &reference.pages {
            for zone in page.zones.iter().filter(|zone| zone.content != Content::Fixed) {
                let area = RectMm::new(zone.area.x, zone.area.y, zone.area.width, zone.area.height);
                account = account.altered(page.id.as_str(), area, &[Light::Visible, Light::Ir880], "Personal data in inkjet print");
            }
        }
        account
    },
};
