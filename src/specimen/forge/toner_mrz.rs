//! The machine-readable zone covered and printed again with an office laser printer, in another typeface, not quite on its lines.

use super::{Account, Recipe, Tell};
use crate::domain::{FraudCode, Light};
use crate::specimen::canvas::Hand;
use crate::specimen::design::{Layer, Technique};

pub(super) const RECIPE: Recipe = Recipe {
    code: "toner-mrz",
    title: "Machine-readable zone printed again with toner, off its lines",
    fraud: FraudCode::ForgedData,
    tells: &[
        Tell { item: "IMG-MAC-030", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-IMG-060", light: Light::Visible, from_dpi: 600.0 },
    ],
    change: |print, _| print.mrz_technique = Technique::Toner,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        let askew = Hand { shift: (0.9, 0.55), ..Hand::ISSUER };
        for layer in Layer::ALL {
            if layer == Layer::Mrz {
                canvas.by_hand(askew, |canvas| (job.series.print)(canvas, page, layer, &job.print));
            } else {
                (job.series.print)(&mut canvas, page, layer, &job.print);
            }
        }
        Some(canvas.finish())
    },
    account: |job| {
        let Some((page, area)) = job.series.mrz_area() else { return Account::default() };
        Account::default().altered(page, area, &[Light::Visible, Light::Oblique], "Machine-readable zone printed with toner, off its lines")
    },
};
