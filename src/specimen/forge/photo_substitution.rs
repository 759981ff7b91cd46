//! Another photograph on thin photo paper, pasted over the printed portrait.

use super::{Account, Job, Recipe, Tell, unchanged};
use crate::domain::{FraudCode, Light, RectMm, ZoneRole};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::portrait::{self, Face};

pub(super) const RECIPE: Recipe = Recipe {
    code: "photo-substitution",
    title: "Another photograph pasted over the portrait",
    fraud: FraudCode::ForgedPhoto,
    tells: &[
        Tell { item: "IMG-DAT-010", light: Light::Visible, from_dpi: 200.0 },
        Tell { item: "IMG-DAT-020", light: Light::Visible, from_dpi: 200.0 },
        Tell { item: "IMG-LAY-050", light: Light::Uv365, from_dpi: 100.0 },
    ],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        job.print_layers(&mut canvas, page, |_| true);
        if let Some((_, area)) = patch(job).filter(|(name, _)| *name == page.id) {
            paste(&mut canvas, job, area);
        }
        Some(canvas.finish())
    },
    account: |job| {
        let Some((page, area)) = patch(job) else { return Account::default() };
        let mut account = Account::default().altered(
            page,
            area,
            &[Light::Visible, Light::Uv365, Light::Transmitted, Light::Oblique, Light::Ir880],
            "Photograph of another person on photo paper over the portrait, seal and luminous overlap",
        );
        for light in [Light::Visible, Light::Uv365] {
            let covered = |zone: &crate::domain::Zone| zone.role == ZoneRole::PortraitIntegration || zone.id.as_str() == "uv-seal";
            for (page, zone) in job.zones(light, covered) {
                account = account.differs(&page, light, &[&zone]);
            }
        }
        account
    },
};

/// How far the photograph reaches over the printed frame, in mm.
const MARGIN: f64 = 0.35;
/// Photo paper under 365 nm: bleached and brightened.
const BRIGHT: Tone = Tone(150, 172, 236);

fn patch(job: &Job) -> Option<(&'static str, RectMm)> {
    let (page, frame) = job.series.portrait?;
    let frame = frame.grown(MARGIN);
    // Cut by hand: not quite where it should be.
    Some((page, RectMm::new(frame.x + 0.2, frame.y - 0.1, frame.width, frame.height)))
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
    canvas.bare(|body| body.rect(area, &Ink::cover(BRIGHT)));
    canvas.rect(area, &Ink::cover(Tone(214, 217, 221)).raised(0.5));
    // Against the light there is one layer more.
    canvas.rect(area, &Ink::only(Light::Transmitted, Tone(120, 112, 104), Lay::Cover));
    let center = (area.center().x as f32, area.center().y as f32 - 4.0);
    canvas.rect(area, &Ink::glow(center, 24.0, &[(0.0, Tone(232, 234, 236), 0.9), (1.0, Tone(196, 200, 206), 0.6)]));
    if let Some(drawn) = stranger.drawn() {
        canvas.picture(&portrait::toned(&drawn, 1.0, Tone(10, 10, 12)), area.grown(-MARGIN), 1.0, Lay::Cover);
    }
    // A bright cut edge above and on the left.
    canvas.rect(RectMm::new(area.x, area.y, area.width, 0.14), &Ink::cover(Tone(250, 250, 250)).at(0.85));
    canvas.rect(RectMm::new(area.x, area.y, 0.14, area.height), &Ink::cover(Tone(250, 250, 250)).at(0.85));
}
