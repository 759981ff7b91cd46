//! Print of this series on the background of another: a page made up from parts.

use super::{Account, Job, Recipe, Tell, unchanged};
use crate::domain::{FraudCode, Light, RectMm, Zone, ZoneRole};
use crate::specimen::design::{self, Layer, PageSpec, Series};

pub(super) const RECIPE: Recipe = Recipe {
    code: "wrong-series",
    title: "Print of this series on the background of another",
    fraud: FraudCode::ForgedPage,
    tells: &[
        Tell { item: "IMG-LAY-040", light: Light::Visible, from_dpi: 200.0 },
        Tell { item: "IMG-LAY-050", light: Light::Uv365, from_dpi: 100.0 },
    ],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        let Some((other, other_page)) = other(job, page) else {
            job.print_layers(&mut canvas, page, |_| true);
            return Some(canvas.finish());
        };
        for layer in Layer::ALL {
            if matches!(layer, Layer::Background | Layer::Luminous) {
                (other.print)(&mut canvas, other_page, layer, &job.print);
            } else {
                (job.series.print)(&mut canvas, page, layer, &job.print);
            }
        }
        Some(canvas.finish())
    },
    account: |job| {
        let mut account = Account::default();
        let made_up: Vec<&PageSpec> = job.series.pages.iter().filter(|page| other(job, page).is_some()).collect();
        for page in &made_up {
            let named = other(job, page).map_or("", |(other, _)| other.id);
            let what = format!("Background print and luminous design of {named}");
            let whole = RectMm::new(0.0, 0.0, page.size.width, page.size.height);
            account = account.altered(page.id, whole, &[Light::Visible, Light::Uv365], &what);
        }
        let background = |zone: &Zone| zone.role == ZoneRole::Background || zone.id.as_str() == "portrait-background";
        let luminous = |zone: &Zone| zone.role == ZoneRole::UvDesign;
        for (light, wanted) in [(Light::Visible, &background as &dyn Fn(&Zone) -> bool), (Light::Uv365, &luminous)] {
            for (page, zone) in job.zones(light, wanted).into_iter().filter(|(page, _)| made_up.iter().any(|made| made.id == page)) {
                account = account.differs(&page, light, &[&zone]);
            }
        }
        account
    },
};

/// Another series that has this page in this size, of the same issuer if there is one.
fn other(job: &Job, page: &PageSpec) -> Option<(&'static Series, &'static PageSpec)> {
    let fits = |other: &&&'static Series| other.id != job.series.id && other.page(page.id).is_some_and(|theirs| theirs.size == page.size);
    let same = design::ALL.iter().filter(fits).find(|other| other.issuer == job.series.issuer);
    let other = *same.or_else(|| design::ALL.iter().find(fits))?;
    Some((other, other.page(page.id)?))
}
