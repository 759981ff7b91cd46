//! The date of expiry scraped off and printed anew, some years later; the machine-readable zone follows, its check digits do not.

use super::{Account, Job};
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::design::{self, Glow, Layer, Print, What};
use crate::specimen::rng::Rng;
use crate::specimen::sheet::Sheet;
use crate::specimen::text::Font;

/// By how many years the document is made to last longer.
const YEARS: i16 = 4;

/// Changes the date in the document and in its machine-readable zone.
pub(super) fn change(print: &mut Print) {
    let old = print.holder.expires;
    let new = crate::domain::Date(old.0.checked_add(jiff::Span::new().years(YEARS)).unwrap_or(old.0));
    print.holder.expires = new;
    print.blank = Some(What::Expires);
    let short = |day: crate::domain::Date| format!("{:02}{:02}{:02}", day.0.year() % 100, day.0.month(), day.0.day());
    for line in &mut print.mrz {
        if line.starts_with(|first: char| first.is_ascii_alphabetic()) && line.contains("<<") && !line.contains(&short(old)) {
            continue;
        }
        *line = line.replace(&short(old), &short(new));
    }
}

/// The scraped area: the field and what lies just above and below it.
fn scraped(job: &Job) -> Option<(&'static str, RectMm)> {
    let (page, entry, lettering) = job.design.entry(What::Expires)?;
    let area = entry.area(lettering);
    let up = f64::from(lettering.label.em) * 0.95;
    Some((page, RectMm::new(area.x - 0.3, area.y - up, area.width + 0.6, area.height + up + 0.5)))
}

/// Fibres torn out by a blade: pale scratches, denser in the middle.
fn scrape(canvas: &mut Canvas, area: RectMm, rng: &mut Rng) {
    let paper = Tone(249, 247, 242);
    let (cx, cy) = (area.center().x as f32, area.center().y as f32);
    for _ in 0..420 {
        let (u, v) = (rng.normal() * 0.27, rng.range(-0.5, 0.5));
        if u.abs() > 0.5 {
            continue;
        }
        let (x, y) = (cx + u * area.width as f32, cy + v * area.height as f32);
        let (length, lean) = (rng.range(0.5, 2.0), rng.range(-0.12, 0.2));
        let right = (x + length).min(area.right() as f32);
        let down = (y + lean * length).clamp(area.y as f32, area.bottom() as f32);
        let mut builder = tiny_skia::PathBuilder::new();
        builder.move_to(x, y);
        builder.line_to(right, down);
        if let Some(path) = builder.finish() {
            canvas.stroke(&path, rng.range(0.08, 0.3), &Ink::cover(paper).at(rng.range(0.3, 0.75)));
        }
    }
}

pub(super) fn print(job: &Job, sheet: &mut Sheet, page: &str) {
    let Some((field_page, area)) = scraped(job).filter(|(field_page, _)| *field_page == page) else {
        design::issue(job.design, sheet, page, &job.print);
        return;
    };
    let rng = || Rng::new(job.seed, "scrape");
    for layer in Layer::ALL {
        job.design.print(&mut sheet.visible, page, layer, &job.print);
    }
    scrape(&mut sheet.visible, area, &mut rng());
    if let Some((_, entry, mut lettering)) = job.design.entry(What::Expires).filter(|_| field_page == page) {
        // A font of the same sort from an office computer, a little larger and lower.
        lettering.value.font = if lettering.value.font == Font::SerifBold { Font::Serif } else { Font::SansBold };
        lettering.value.em *= 1.03;
        lettering.value.tracking = 0.0;
        let shifted = design::Entry { value_y: entry.value_y + 0.16, x: entry.x + 0.25, ..entry };
        shifted.print_value(&mut sheet.visible, lettering, &What::Expires.value(&job.print.holder), &Ink::print(Tone(18, 18, 20)));
    }
    if let Some(uv) = &mut sheet.uv {
        for glow in Glow::ALL {
            job.design.glow(&mut uv.inks, page, glow, &job.print);
        }
        // Torn paper lies open and is a little brighter; luminous ink on it is gone.
        let mut rng = rng();
        scrape(&mut uv.inks, area, &mut rng);
        uv.inks.rect(area, &Ink::cover(Tone(0, 0, 0)).at(0.9));
        uv.substrate.rect(area, &Ink::cover(Tone(84, 82, 122)).at(0.55));
    }
}

pub(super) fn account(job: &Job) -> Account {
    let Some((page, area)) = scraped(job) else { return Account::default() };
    Account::default()
        .altered(
            page,
            area,
            &[Light::Visible, Light::Uv365],
            "Date of expiry scraped off with part of its label and printed anew in another font",
        )
        .differs(page, Light::Visible, &["label-expiry"])
}
