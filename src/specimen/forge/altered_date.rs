//! The date of expiry scraped off and printed anew, some years later; the machine-readable zone follows, its check digits do not.

use super::{Account, Job, Recipe, SEAL_ITEM, Tell, erase};
use crate::domain::{Date, FraudCode, Light, RectMm};
use crate::specimen::design::What;
use crate::specimen::rng::Rng;

/// By how many years the document is made to last longer.
const YEARS: i16 = 4;

/// The lights under which a scraped and reprinted field shows.
pub(super) const SCRAPED: [Light; 5] = [Light::Visible, Light::Uv365, Light::Transmitted, Light::Oblique, Light::Ir880];

pub(super) const RECIPE: Recipe = Recipe {
    code: "altered-date",
    title: "Date of expiry scraped off and printed anew, check digits left as they were",
    fraud: FraudCode::ForgedData,
    tells: &[
        Tell { item: "IMG-MAC-010", light: Light::Visible, from_dpi: 100.0 },
        Tell { item: SEAL_ITEM, light: Light::Visible, from_dpi: 200.0 },
        Tell { item: "IMG-DAT-030", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-LAY-030", light: Light::Visible, from_dpi: 300.0 },
    ],
    change: |print, _| {
        let old = print.holder.expires;
        let new = Date(old.0.checked_add(jiff::Span::new().years(YEARS)).unwrap_or(old.0));
        print.holder.expires = new;
        print.blank = Some(What::Expires);
        let digits = (old, new);
        replace_date(&mut print.mrz, digits);
    },
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        job.print_layers(&mut canvas, page, |_| true);
        if let Some((_, area)) = scraped(job).filter(|(name, _)| *name == page.id) {
            erase::scrape(&mut canvas, area, || Rng::new(job.seed, "scrape"));
            erase::reprint(&mut canvas, job, What::Expires, &What::Expires.value(&job.print.holder));
        }
        Some(canvas.finish())
    },
    account: |job| {
        let Some((page, area)) = scraped(job) else { return Account::default() };
        let what = "Date of expiry scraped off with part of its label and printed anew in another font";
        let account = Account::default().altered(page, area, &SCRAPED, what);
        let labelled = job.zones(Light::Visible, |zone| zone.id.as_str() == "label-expiry");
        labelled.into_iter().fold(account, |account, (page, zone)| account.differs(&page, Light::Visible, &[&zone]))
    },
};

/// Writes another date over one in the machine-readable zone, in the lines that hold dates.
pub(super) fn replace_date(lines: &mut [String], (old, new): (Date, Date)) {
    let short = |day: Date| format!("{:02}{:02}{:02}", day.0.year() % 100, day.0.month(), day.0.day());
    for line in lines {
        let holds_names = line.starts_with(|first: char| first.is_ascii_alphabetic()) && line.contains("<<");
        if !holds_names || line.contains(&short(old)) {
            *line = line.replace(&short(old), &short(new));
        }
    }
}

/// The scraped area: the field and what lies just above and below it.
fn scraped(job: &Job) -> Option<(&'static str, RectMm)> {
    let (page, entry) = job.series.entry(What::Expires)?;
    let area = entry.area(page.lettering);
    let up = f64::from(page.lettering.label.em) * 0.95;
    Some((page.id, RectMm::new(area.x - 0.3, area.y - up, area.width + 0.6, area.height + up + 0.5)))
}
