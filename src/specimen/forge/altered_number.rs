//! One figure of the document number scraped off and another printed; the machine-readable zone keeps the true number.

use super::{Account, Recipe, SEAL_ITEM, Tell, altered_date, erase};
use crate::domain::{FraudCode, Light};
use crate::specimen::design::What;
use crate::specimen::rng::Rng;

pub(super) const RECIPE: Recipe = Recipe {
    code: "altered-number",
    title: "One figure of the printed number changed; the machine-readable zone keeps the true one",
    fraud: FraudCode::ForgedData,
    tells: &[
        Tell { item: "IMG-MAC-020", light: Light::Visible, from_dpi: 200.0 },
        Tell { item: SEAL_ITEM, light: Light::Visible, from_dpi: 200.0 },
        Tell { item: "IMG-DAT-030", light: Light::Visible, from_dpi: 300.0 },
    ],
    change: |print, _| {
        let mut changed = false;
        // The last figure but one: the eye dwells on the ends.
        let count = print.holder.number.chars().count();
        print.holder.number = print
            .holder
            .number
            .chars()
            .enumerate()
            .map(|(index, character)| match character.to_digit(10) {
                Some(digit) if !changed && index + 3 >= count => {
                    changed = true;
                    char::from_digit((digit + 5) % 10, 10).unwrap_or(character)
                }
                _ => character,
            })
            .collect();
        print.blank = Some(What::Number);
    },
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        job.print_layers(&mut canvas, page, |_| true);
        if let Some((_, area)) = erase::field(job, What::Number).filter(|(name, _)| *name == page.id) {
            erase::scrape(&mut canvas, area, || Rng::new(job.seed, "scrape"));
            erase::reprint(&mut canvas, job, What::Number, &job.print.holder.number);
        }
        Some(canvas.finish())
    },
    account: |job| {
        let Some((page, area)) = erase::field(job, What::Number) else { return Account::default() };
        Account::default().altered(page, area, &altered_date::SCRAPED, "One figure of the document number changed")
    },
};
