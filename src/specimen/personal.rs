//! Personal data as a series prints them, and as somebody else would.

use super::canvas::{Canvas, Ink, Lay, Nature, Tone};
use super::design::{PageSpec, Print, Technique};
use super::holder::Holder;
use super::portrait;
use super::rng::Rng;
use super::{fibres, signature, text};
use crate::domain::{Light, RectMm};

/// How a portrait is laid on the page.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// 0 is grey, 1 is in full colour.
    pub saturation: f32,
    /// What the darkest parts are printed in.
    pub dark: Tone,
    pub opacity: f32,
    pub lay: Lay,
    pub nature: Nature,
}

impl Look {
    /// A portrait in dyes: in colour, gone in infrared.
    pub(crate) const fn dyed(saturation: f32) -> Self {
        Self { saturation, dark: Tone(26, 24, 34), opacity: 0.9, lay: Lay::Cover, nature: Nature::DYE }
    }

    /// A portrait engraved by laser: grey, black in infrared.
    pub(crate) const ENGRAVED: Self =
        Self { saturation: 0.0, dark: Tone(22, 22, 24), opacity: 0.88, lay: Lay::Cover, nature: Nature::CARBON };

    /// A ghost portrait in one tint that lets the background through.
    pub(crate) const fn ghost(tone: Tone, opacity: f32) -> Self {
        Self { saturation: 0.0, dark: tone, opacity, lay: Lay::Print, nature: Nature::DYE }
    }
}

/// Prints the portrait into `area`.
pub(crate) fn portrait(canvas: &mut Canvas, print: &Print, area: RectMm, look: &Look) {
    let main = look.lay == Lay::Cover;
    let face = print.photo.as_ref().filter(|_| main).unwrap_or(&print.face);
    let Some(drawn) = face.drawn() else { return };
    let technique = if main && print.technique == Technique::Issuer { print.photo_technique } else { print.technique };
    // A desktop printer has no laser and no dye film: it prints in colour, with dyes that infrared passes.
    let (saturation, nature) = match technique {
        Technique::Issuer => (look.saturation, look.nature.clone()),
        Technique::Inkjet | Technique::Toner => (look.saturation.max(0.6), Nature::DYE),
    };
    // Against the light even a covering picture only takes light away.
    let lay = if canvas.light() == Light::Transmitted { Lay::Print } else { look.lay };
    canvas.picture_in(&portrait::toned(&drawn, saturation, look.dark), area, look.opacity, lay, &nature);
}

/// Prints the labels of a page.
pub(crate) fn labels(canvas: &mut Canvas, page: &PageSpec, ink: &Ink) {
    for entry in page.entries {
        entry.print_label(canvas, page.lettering, ink);
    }
}

/// The ink that personal data are printed with by `technique` where the issuer uses `ink`.
pub(crate) fn ink_of(technique: Technique, ink: &Ink) -> Ink {
    match technique {
        Technique::Issuer => ink.clone(),
        Technique::Inkjet => Ink::print(Tone(52, 46, 62)).infrared(0.06),
        Technique::Toner => Ink::carbon(Tone(18, 18, 20)).raised(0.25),
    }
}

/// Prints the values of the fields of a page.
pub(crate) fn values(canvas: &mut Canvas, page: &PageSpec, print: &Print, ink: &Ink) {
    let ink = ink_of(print.technique, ink);
    for entry in page.entries.iter().filter(|entry| print.blank != Some(entry.what)) {
        let value = entry.what.value(&print.holder);
        match print.misprint.filter(|misprint| misprint.what == entry.what) {
            Some(misprint) => {
                let mut lettering = page.lettering;
                lettering.value.font = misprint.font;
                lettering.value.em *= misprint.scale;
                let moved = super::design::Entry { x: entry.x + misprint.shift.0, value_y: entry.value_y + misprint.shift.1, ..*entry };
                moved.print_value(canvas, lettering, &value, &ink);
            }
            None => entry.print_value(canvas, page.lettering, &value, &ink),
        }
        if print.technique != Technique::Issuer && entry.what.content() != crate::domain::Content::Fixed {
            satellites(canvas, entry.area(page.lettering), print, entry.id);
        }
    }
}

/// Prints the machine-readable zone of a page that has one.
pub(crate) fn machine_readable(canvas: &mut Canvas, page: &PageSpec, print: &Print) {
    let Some(place) = page.mrz else { return };
    let technique = if print.mrz_technique == Technique::Issuer { print.technique } else { print.mrz_technique };
    let ink = ink_of(technique, &Ink::carbon(Tone(24, 22, 26)));
    for (line, y) in print.mrz.iter().zip(place.lines) {
        if let Some(path) = text::mrz_line(line, place.left, *y) {
            canvas.fill(&path, &ink);
        }
        if technique != Technique::Issuer {
            let width = line.chars().count() as f64 * 2.54;
            satellites(canvas, RectMm::new(f64::from(place.left), f64::from(*y) - 1.6, width, 3.2), print, line);
        }
    }
}

/// Signs in `area`.
pub(crate) fn signature(canvas: &mut Canvas, area: RectMm, print: &Print, ink: &Ink) {
    signature::sign(canvas, area, &ink_of(print.technique, ink), &print.holder);
}

/// Scatters luminous fibres over the paper of this one document.
pub(crate) fn luminous_fibres(canvas: &mut Canvas, page: &PageSpec, count: usize, tones: &[Tone], holder: &Holder) {
    fibres::scatter(canvas, page.size, count, tones, &mut Rng::new(holder.seed, "fibres"));
}

/// Specks around print: grains of toner that missed, droplets of a printing head.
fn satellites(canvas: &mut Canvas, area: RectMm, print: &Print, name: &str) {
    let mut rng = Rng::new(print.holder.seed, name);
    let toner = print.technique == Technique::Toner || print.mrz_technique == Technique::Toner;
    let ink = if toner { Ink::carbon(Tone(30, 30, 32)) } else { Ink::print(Tone(70, 60, 84)).infrared(0.06) };
    let count = (area.width * area.height * if toner { 3.0 } else { 5.0 }) as usize;
    for _ in 0..count {
        let x = area.x as f32 + rng.unit() * area.width as f32;
        let y = area.y as f32 + rng.unit() * area.height as f32;
        if let Some(speck) = tiny_skia::PathBuilder::from_circle(x, y, rng.range(0.012, 0.04)) {
            canvas.fill(&speck, &ink.clone().at(0.8));
        }
    }
}
