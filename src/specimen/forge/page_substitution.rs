//! A genuine data page of another document of the series put into the book: what is punched or perforated through all pages disagrees.

use super::{Account, Recipe, Tell};
use crate::domain::{FraudCode, Light};
use crate::specimen::design::{self, Layer, What};

pub(super) const RECIPE: Recipe = Recipe {
    code: "page-substitution",
    title: "Data page of another genuine document; numbers through the book and in luminous ink disagree",
    fraud: FraudCode::ForgedPage,
    tells: &[Tell { item: "IMG-DAT-040", light: Light::Visible, from_dpi: 200.0 }],
    change: |_, _| {},
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        let book = design::print_of(job.series, job.seed ^ 0xb00c);
        for layer in Layer::ALL {
            let own = if matches!(layer, Layer::Perforation | Layer::LuminousData) { &book } else { &job.print };
            (job.series.print)(&mut canvas, page, layer, own);
        }
        Some(canvas.finish())
    },
    account: |job| {
        let Some((page, entry)) = job.series.entry(What::Number) else { return Account::default() };
        let area = entry.area(page.lettering);
        let what = "Printed number is that of another book than the perforated and the luminous one";
        Account::default().altered(page.id, area, &[Light::Visible, Light::Transmitted, Light::Uv365], what)
    },
};
