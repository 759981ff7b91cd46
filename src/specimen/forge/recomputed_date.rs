//! The date of birth bleached out and printed anew, with the machine-readable zone printed again so that every check digit is right.

use super::{Account, Recipe, SEAL_ITEM, Tell, altered_date, erase};
use crate::domain::{Date, FraudCode, Light};
use crate::specimen::design::What;
use crate::specimen::mrz;
use crate::specimen::rng::Rng;

/// By how many years the bearer is made older.
const YEARS: i16 = 6;

pub(super) const RECIPE: Recipe = Recipe {
    code: "recomputed-date",
    title: "Date of birth bleached out and printed anew, all check digits recomputed",
    fraud: FraudCode::ForgedData,
    tells: &[
        Tell { item: SEAL_ITEM, light: Light::Visible, from_dpi: 200.0 },
        Tell { item: "IMG-DAT-030", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-LAY-050", light: Light::Ir880, from_dpi: 200.0 },
    ],
    change: |print, series| {
        let old = print.holder.born;
        let new = Date(old.0.checked_sub(jiff::Span::new().years(YEARS)).unwrap_or(old.0));
        print.holder.born = new;
        print.blank = Some(What::Born);
        print.mrz = series.mrz(&print.holder);
        // A laser printer: whoever prints the whole zone anew has no OCR-B pen plotter.
        print.mrz_technique = crate::specimen::design::Technique::Toner;
    },
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        job.print_layers(&mut canvas, page, |_| true);
        if let Some((_, area)) = erase::field(job, What::Born).filter(|(name, _)| *name == page.id) {
            erase::bleach(&mut canvas, area, &mut Rng::new(job.seed, "bleach"));
            erase::reprint(&mut canvas, job, What::Born, &What::Born.value(&job.print.holder));
        }
        Some(canvas.finish())
    },
    account: |job| {
        debug_assert!(mrz::wrong_check_digits(&job.print.mrz) == 0);
        let mut account = Account::default();
        if let Some((page, area)) = erase::field(job, What::Born) {
            account = account.altered(page, area, &altered_date::SCRAPED, "Date of birth bleached out and printed anew");
        }
        if let Some((page, area)) = job.series.mrz_area() {
            account = account.altered(page, area, &[Light::Visible, Light::Oblique], "Machine-readable zone printed again with toner");
        }
        account
    },
};
