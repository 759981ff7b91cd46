//! The laminate taken off, another portrait printed with an inkjet printer, and a new film laid over the whole page.

use super::{Account, Recipe, Tell};
use crate::domain::{FraudCode, Light, RectMm, ZoneRole};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::{Layer, PageSpec, Technique};
use crate::specimen::finish::noise;
use crate::specimen::portrait::Face;

pub(super) const RECIPE: Recipe = Recipe {
    code: "relaminated",
    title: "Another portrait printed with an inkjet printer under a new film over the whole page",
    fraud: FraudCode::ForgedPhoto,
    tells: &[
        Tell { item: "IMG-DAT-010", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-DAT-020", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-LAY-050", light: Light::Ir880, from_dpi: 150.0 },
    ],
    change: |print, _| {
        print.photo = Some(Face::from_seed(print.holder.seed ^ 0x1a31_4a7e, print.holder.sex));
        print.photo_technique = Technique::Inkjet;
    },
    page: |job, page, light, dpi| {
        let mut canvas = job.sheet(page, light, dpi)?;
        let carries = job.series.portrait.is_some_and(|(name, _)| name == page.id);
        // The device went with the old laminate, and so did the print that ran over the portrait.
        job.print_layers(&mut canvas, page, |layer| !carries || !matches!(layer, Layer::Optical | Layer::Overprint));
        if carries {
            film(&mut canvas, page);
        }
        Some(canvas.finish())
    },
    account: |job| {
        let Some((page, area)) = job.series.portrait else { return Account::default() };
        let mut account = Account::default().altered(
            page,
            area,
            &[Light::Visible, Light::Coaxial, Light::Ir880, Light::Uv365],
            "Portrait of another person in inkjet print under a new film; seal and device over the portrait lost",
        );
        for (page, zone) in job.zones(Light::Visible, |zone| zone.id.as_str() == "portrait-seal") {
            account = account.differs(&page, Light::Visible, &[&zone]);
        }
        for (page, zone) in job.zones(Light::Coaxial, |zone| zone.role == ZoneRole::Ovd) {
            account = account.differs(&page, Light::Coaxial, &[&zone]);
        }
        account
    },
};

/// A film that ends a little inside the edges, with bubbles where it does not hold.
fn film(canvas: &mut Canvas, page: &PageSpec) {
    let area = RectMm::new(0.9, 0.7, page.size.width - 2.0, page.size.height - 1.6);
    canvas.rect(area, &Ink::cover(Tone(246, 246, 250)).at(0.07).infrared(0.0));
    canvas.rect(area, &Ink::luminous(Tone(60, 72, 128)).at(0.35));
    canvas.rect(area, &Ink::only(Light::Coaxial, Tone(240, 242, 246), Lay::Cover).at(0.25));
    for edge in [
        RectMm::new(area.x, area.y, area.width, 0.12),
        RectMm::new(area.x, area.bottom() - 0.12, area.width, 0.12),
        RectMm::new(area.x, area.y, 0.12, area.height),
        RectMm::new(area.right() - 0.12, area.y, 0.12, area.height),
    ] {
        canvas.rect(edge, &Ink::print(Tone(120, 120, 124)).at(0.45).raised(0.8));
    }
    for index in 0..26_u16 {
        let at = |kind: u32| noise(f32::from(index) * 3.7 + 0.5, 9.3, kind);
        let (x, y) = (area.x as f32 + at(11) * area.width as f32, area.y as f32 + at(12) * area.height as f32);
        if let Some(bubble) = tiny_skia::PathBuilder::from_circle(x, y, 0.25 + 0.6 * at(13)) {
            canvas.stroke(&bubble, 0.06, &Ink::cover(Tone(255, 255, 255)).at(0.5).raised(0.5));
        }
    }
}
