//! The surname bleached out and another printed; the machine-readable zone follows, as no check digit covers a name on a passport.

use super::{Account, Recipe, Tell, altered_date, erase};
use crate::domain::FraudCode;
use crate::specimen::design::What;
use crate::specimen::holder::Holder;
use crate::specimen::rng::Rng;

pub(super) const RECIPE: Recipe = Recipe {
    code: "altered-name",
    title: "Surname bleached out and another printed in a font that is not quite right",
    fraud: FraudCode::ForgedData,
    tells: &[
        Tell { item: super::SEAL_ITEM, light: crate::domain::Light::Visible, from_dpi: 200.0 },
        Tell { item: "IMG-DAT-030", light: crate::domain::Light::Visible, from_dpi: 300.0 },
    ],
    change: |print, series| {
        let other = (1..64)
            .map(|step| crate::specimen::design::holder_of(series, print.holder.seed.wrapping_add(step * 7919)))
            .find(|other: &Holder| other.surname != print.holder.surname && !other.surname.is_empty());
        if let Some(other) = other {
            print.holder.surname = other.surname;
        }
        print.blank = Some(What::Surname);
        print.mrz = series.mrz(&print.holder);
    },
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        job.print_layers(&mut canvas, page, |_| true);
        if let Some((_, area)) = erase::field(job, What::Surname).filter(|(name, _)| *name == page.id) {
            erase::bleach(&mut canvas, area, &mut Rng::new(job.seed, "bleach"));
            erase::reprint(&mut canvas, job, What::Surname, &What::Surname.value(&job.print.holder));
        }
        Some(canvas.finish())
    },
    account: |job| {
        let Some((page, area)) = erase::field(job, What::Surname) else { return Account::default() };
        Account::default().altered(page, area, &altered_date::SCRAPED, "Surname bleached out and another printed in a similar font")
    },
};
