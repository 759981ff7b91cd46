//! A passport of a state that does not exist: it imitates no series of the library.

use super::{Account, Recipe, Tell};
use crate::domain::{FraudCode, Light};
use crate::specimen::design::holder_of;
use crate::specimen::family::{SIZE, Template};
use crate::specimen::mrz;

pub(super) const RECIPE: Recipe = Recipe {
    code: "pseudo",
    title: "Fantasy passport of a state that does not exist",
    fraud: FraudCode::PseudoFantasy,
    tells: &[
        Tell { item: "IMG-LAY-010", light: Light::Visible, from_dpi: 100.0 },
        Tell { item: "IMG-MAC-010", light: Light::Visible, from_dpi: 100.0 },
    ],
    change: |print, series| {
        print.holder = holder_of(series, print.holder.seed);
        // A code that is set aside for nobody.
        print.mrz = mrz::td3("P", "QXQ", &print.holder);
    },
    page: |job, page, light, dpi| {
        // The family has passports only: another page is as its issuer prints it.
        if page.size != SIZE {
            let mut canvas = job.sheet(page, light, dpi)?;
            job.print_layers(&mut canvas, page, |_| true);
            return Some(canvas.finish());
        }
        Template::of(job.seed ^ 0xfa_47a5).page(&job.print.holder, &job.print.mrz, light, dpi)
    },
    account: |job| job.all_pages(Account::default(), Light::ALL, "Not a document of any issuer"),
};
