//! Another photograph on thin photo paper, pasted over the printed portrait.

use super::{Account, Job};
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design;
use crate::specimen::portrait::{self, Face};
use crate::specimen::sheet::Sheet;

/// How far the photograph reaches over the printed frame, in mm.
const MARGIN: f64 = 0.35;
/// Photo paper under 365 nm: bleached and brightened.
const BRIGHT: Tone = Tone(150, 172, 236);

fn patch(job: &Job) -> RectMm {
    let frame = job.design.portrait().1.grown(MARGIN);
    // Cut by hand: not quite where it should be.
    RectMm::new(frame.x + 0.2, frame.y - 0.1, frame.width, frame.height)
}

fn paste(canvas: &mut Canvas, job: &Job, area: RectMm) {
    let stranger = Face::from_seed(job.seed ^ 0x5eed, job.print.holder.sex);
    // The paper throws a shadow at its lower right edge.
    for (reach, strength) in [(0.32, 0.12), (0.2, 0.18), (0.1, 0.28)] {
        canvas.rect(
            RectMm::new(area.x + reach * 0.4, area.y + reach * 0.4, area.width + reach * 0.6, area.height + reach * 0.6),
            &Ink::print(Tone(70, 64, 60)).at(strength),
        );
    }
    canvas.rect(area, &Ink::cover(Tone(214, 217, 221)));
    let center = (area.center().x as f32, area.center().y as f32 - 4.0);
    canvas.rect(area, &Ink::glow(center, 24.0, &[(0.0, Tone(232, 234, 236), 0.9), (1.0, Tone(196, 200, 206), 0.6)]));
    if let Some(drawn) = stranger.drawn() {
        canvas.picture(&portrait::toned(&drawn, 1.0, Tone(10, 10, 12)), area.grown(-MARGIN), 1.0, Lay::Cover);
    }
    // A bright cut edge above and on the left.
    canvas.rect(RectMm::new(area.x, area.y, area.width, 0.14), &Ink::cover(Tone(250, 250, 250)).at(0.85));
    canvas.rect(RectMm::new(area.x, area.y, 0.14, area.height), &Ink::cover(Tone(250, 250, 250)).at(0.85));
}

pub(super) fn print(job: &Job, sheet: &mut Sheet, page: &str) {
    design::issue(job.design, sheet, page, &job.print);
    if page != job.design.portrait().0 {
        return;
    }
    let area = patch(job);
    paste(&mut sheet.visible, job, area);
    if let Some(uv) = &mut sheet.uv {
        uv.substrate.rect(area, &Ink::cover(BRIGHT));
        uv.inks.rect(area, &Ink::cover(Tone(0, 0, 0)));
    }
}

pub(super) fn account(job: &Job) -> Account {
    let page = job.design.portrait().0;
    let uv: Vec<_> = job.zones(Light::Uv365, |zone| zone.id.as_str() == "uv-seal").into_iter().map(|(_, zone)| zone).collect();
    let uv: Vec<&str> = uv.iter().map(String::as_str).collect();
    Account::default()
        .altered(
            page,
            patch(job),
            &[Light::Visible, Light::Uv365],
            "Photograph of another person on photo paper over the portrait, seal and luminous overlap",
        )
        .differs(page, Light::Visible, &["portrait-background", "portrait-seal"])
        .differs(page, Light::Uv365, &uv)
}
