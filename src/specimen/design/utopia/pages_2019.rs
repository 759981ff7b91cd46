//! The other pages of the passport of Utopia, 2019 series, that an examiner meets: inside of the cover, a visa page, observations.

use super::motif::{self, set};
use super::pages_facts_2019::{COVER, NOTES, VISA};
use super::passport_2019::{BLUE, GREEN, INK, LETTERING, VIOLET, iris, paper};
use super::{SIZE, stamps};
use crate::domain::{Date, Light, RectMm, Side};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::design::{Layer, PageSpec, Print};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, perforation, personal};

const COVER_LIGHTS: &[Light] = &[Light::Visible, Light::Oblique, Light::Uv365, Light::Uv254, Light::Ir880];
const PAGE_LIGHTS: &[Light] = &[Light::Visible, Light::Transmitted, Light::Uv365, Light::Ir880];

pub(super) const INSIDE_COVER: PageSpec =
    super::inner_page(("inside-cover", "Inside of the cover", Side::Back), COVER_LIGHTS, COVER, LETTERING);
pub(super) const VISAS: PageSpec = super::inner_page(("visa-page", "Visa page 7", Side::Front), PAGE_LIGHTS, VISA, LETTERING);
pub(super) const OBSERVATIONS: PageSpec =
    super::inner_page(("observations", "Observations, page 3", Side::Front), PAGE_LIGHTS, NOTES, LETTERING);

const MEDALLION: (f32, f32) = (98.0, 40.0);
const COMPASS: (f32, f32) = (101.0, 32.0);
const PLUM: Tone = Tone(92, 60, 128);

fn page_rect() -> RectMm {
    RectMm::new(0.0, 0.0, SIZE.width, SIZE.height)
}

fn cover_background(canvas: &mut Canvas) {
    canvas.rect(page_rect(), &iris(&[Tone(232, 240, 248), Tone(244, 240, 248), Tone(234, 246, 240)]));
    let scales = motif::scales(RectMm::new(9.8, 9.8, 105.4, 68.4), 2.6, 4);
    canvas.stroke_all(&scales, 0.09, &iris(&[BLUE, VIOLET, GREEN]).at(0.8));
    canvas.stroke_all(&Ring::new((62.5, 27.4), 14.6, 1.6, 60, 6).swelling(15, 0.6).paths(), 0.09, &Ink::print(VIOLET));
}

/// The engraved border: two crossing bands on each side and a star in each corner.
fn cover_frame(canvas: &mut Canvas) {
    let ink = Ink::print(INK).infrared(0.7).raised(0.95);
    let (left, top, right, bottom) = (6.6, 6.6, 118.4, 81.4);
    for (from, to, waves) in [
        ((left, top), (right, top), 44.0),
        ((left, bottom), (right, bottom), 44.0),
        ((left, top), (left, bottom), 29.0),
        ((right, top), (right, bottom), 29.0),
    ] {
        let band = Band { from, to, swing: 1.9, waves, strands: 5, swell: (waves / 2.0, 0.35) };
        canvas.stroke_all(&band.paths(), 0.11, &ink);
    }
    for center in [(left, top), (right, top), (left, bottom), (right, bottom)] {
        if let Some(disc) = tiny_skia::PathBuilder::from_circle(center.0, center.1, 3.3) {
            canvas.fill(&disc, &Ink::cover(Tone(236, 241, 247)).infrared(0.0));
        }
        canvas.stroke_all(&Ring::new(center, 2.5, 0.6, 21, 4).petalled(7, 0.2).paths(), 0.09, &ink);
        if let Some(star) = emblem::star(center, 1.7, 0.46, 7) {
            canvas.fill(&star, &ink);
        }
    }
}

fn cover_print(canvas: &mut Canvas) {
    cover_frame(canvas);
    let ink = Ink::print(INK).infrared(0.7);
    if let Some(arms) = emblem::utopia().and_then(|path| emblem::placed(&path, (62.5, 27.4), 12.0)) {
        motif::engraved(canvas, &arms, 0.26, &ink.clone().raised(1.0));
    }
    let serif = Type::new(Font::Garamond, 3.5).tracked(0.04);
    for (words, y) in [
        ("Whoever carries this book travels in the care of the Republic of Utopia.", 49.6),
        ("Its islands thank all who open a road, a door or a harbour to the bearer.", 53.8),
    ] {
        set(canvas, serif, words, (62.5, y), 0.5, &ink);
    }
    let italic = Type::new(Font::GaramondItalic, 3.3).tracked(0.04);
    for (words, y) in [
        ("Qui porte ce livret voyage sous la garde de la République d’Utopie.", 60.6),
        ("Ses îles remercient quiconque lui ouvre une route, une porte ou un port.", 64.4),
    ] {
        set(canvas, italic, words, (62.5, y), 0.5, &Ink::print(PLUM).infrared(0.2));
    }
    motif::microtext_frame(canvas, "REPUBLICOFUTOPIA·INSULAE·FLUCTIBUS·IUNCTAE·", RectMm::new(10.8, 11.2, 103.4, 65.6), &ink);
    motif::latent_word(canvas, RectMm::new(50.4, 69.8, 24.2, 4.5), (Font::SansBold, "UTOPIA"), 0.22, Tone(112, 118, 168));
    set(canvas, Type::new(Font::SansBold, 4.4).tracked(0.6), "SPECIMEN", (111.4, 74.0), 1.0, &Ink::print(Tone(176, 32, 48)));
}

fn cover_luminous(canvas: &mut Canvas) {
    let (yellow, red, blue) = (Tone(196, 236, 84), Tone(240, 66, 60), Tone(70, 120, 255));
    if let Some(ship) = motif::ship().and_then(|ship| emblem::placed(&ship, (62.5, 28.0), 13.0)) {
        canvas.fill(&ship, &motif::only_365(yellow).at(0.8));
    }
    canvas.stroke_all(&Ring::new((62.5, 27.8), 15.4, 1.0, 40, 4).paths(), 0.16, &motif::only_365(red).at(0.9));
    for x in [13.5, 82.5] {
        for (row, tone) in [blue, red, blue, red].into_iter().enumerate() {
            canvas.stroke_all(&motif::chain((x, 18.0 + row as f32 * 6.6), 29.0, 7, 4.2), 0.28, &motif::only_365(tone).at(0.85));
        }
    }
    motif::print_compass(canvas, (62.5, 27.8), 14.0, &motif::only_254(Tone(255, 122, 176)));
    for x in [13.5, 82.5] {
        let field = Field {
            left: x,
            top: 14.0,
            right: x + 29.0,
            bottom: 42.0,
            spacing: 2.2,
            slope: 0.0,
            waves: [(1.2, 9.6, 0.0), (0.0, 10.0, 0.0)],
            relief: None,
        };
        canvas.stroke_all(&field.paths(), 0.26, &motif::only_254(Tone(84, 226, 232)));
    }
}

/// The ground of pages 3 and 7: scales of the sea, a line field that a relief pushes aside, bands at the edges.
fn page_background(canvas: &mut Canvas, page: &PageSpec) {
    canvas.rect(page_rect(), &iris(&[Tone(238, 246, 240), Tone(240, 244, 250), Tone(244, 238, 248)]));
    let visa = page.id == VISAS.id;
    let shape = if visa {
        motif::ship().and_then(|ship| emblem::placed(&ship, MEDALLION, 19.0))
    } else {
        motif::compass().0.and_then(|rose| emblem::placed(&rose, COMPASS, 17.0))
    };
    let relief = shape.and_then(|shape| Relief::of(&shape, 0.45));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 1.05);
    let field = Field {
        left: 0.0,
        top: 11.0,
        right: SIZE.width as f32,
        bottom: 77.0,
        spacing: 0.74,
        slope: 0.0,
        waves: [(0.9, 27.0, 0.014), (0.3, 7.0, -0.02)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&field.paths(), 0.13, &iris(&[GREEN, BLUE, VIOLET]).at(0.85));
    let scales = motif::scales(RectMm::new(9.0, 64.8, 113.0, 12.2), 2.4, 3);
    canvas.stroke_all(&scales, 0.08, &iris(&[VIOLET, GREEN, BLUE]).at(0.7));
    let band = Band { from: (4.8, 12.0), to: (4.8, 76.0), swing: 2.2, waves: 24.0, strands: 6, swell: (12.0, 0.6) };
    canvas.stroke_all(&band.paths(), 0.1, &Ink::print(Tone(92, 128, 176)));
    for (radius, waves, tone) in [(3.6, 48, Tone(84, 116, 178)), (2.2, 32, Tone(120, 92, 164)), (0.9, 16, Tone(70, 140, 120))] {
        let wide = Ring::new((13.4, 6.3), radius, 0.75, waves, 5).swelling(8, 0.5).paths().into_iter().filter_map(|path| {
            path.transform(tiny_skia::Transform::from_translate(-13.4, 0.0).post_scale(2.3, 1.0).post_translate(13.4, 0.0))
        });
        canvas.stroke_all(&wide.collect::<Vec<_>>(), 0.08, &Ink::print(tone));
    }
    if visa && let Some(ship) = motif::ship().and_then(|ship| emblem::placed(&ship, MEDALLION, 16.5)) {
        motif::engraved(canvas, &ship, 0.37, &Ink::print(Tone(150, 156, 204)).at(0.75));
    }
    let medal = if visa { MEDALLION } else { COMPASS };
    let radius = if visa { 20.0 } else { 17.4 };
    canvas.stroke_all(&Ring::new(medal, radius, 0.9, 72, 5).swelling(18, 0.5).paths(), 0.09, &Ink::print(Tone(134, 118, 188)));
}

fn page_print(canvas: &mut Canvas, page: &PageSpec) {
    let visa = page.id == VISAS.id;
    let ink = Ink::print(INK).infrared(0.6);
    let (title, number) = if visa { ("VISAS · VISAS", "7") } else { ("OBSERVATIONS · MENTIONS", "3") };
    set(canvas, Type::new(Font::SansBold, 3.6).tracked(0.5), title, (62.5, 7.2), 0.5, &ink);
    set(canvas, Type::new(Font::SansBold, 6.4), number, (117.4, 8.6), 0.5, &Ink::print(Tone(64, 88, 156)));
    for y in [9.95, 10.45] {
        motif::microtext(canvas, "REPUBLICOFUTOPIA·RÉPUBLIQUED’UTOPIE·", 0.46, ((27.2, y), (97.8, y)), &ink);
    }
    motif::register(canvas, (116.5, 81.7), 2.9, &Ink::print(Tone(70, 84, 160)));
    set(canvas, Type::new(Font::SansBold, 4.4).tracked(0.6), "SPECIMEN", (109.8, 84.0), 1.0, &Ink::print(Tone(176, 32, 48)));
    if !visa {
        motif::print_compass(canvas, COMPASS, 9.0, &Ink::print(VIOLET).at(0.7));
        for line in 0..6 {
            let y = 25.4 + line as f32 * 7.4;
            motif::microtext(canvas, "UTO·", 0.34, ((11.0, y), (79.0, y)), &Ink::print(Tone(90, 100, 150)));
        }
    }
}

fn page_luminous(canvas: &mut Canvas, page: &PageSpec) {
    let (yellow, red, blue) = (Tone(196, 236, 84), Tone(240, 66, 60), Tone(70, 120, 255));
    let (number, center) = if page.id == VISAS.id { ("7", MEDALLION) } else { ("3", COMPASS) };
    set(canvas, Type::new(Font::SansBold, 22.0), number, (center.0, center.1 + 7.9), 0.5, &Ink::luminous(yellow).at(0.85));
    canvas.stroke_all(&Ring::new(center, 14.0, 1.6, 28, 6).swelling(7, 0.5).paths(), 0.16, &Ink::luminous(red).at(0.85));
    let band = Band { from: (9.0, 71.0), to: (122.0, 71.0), swing: 3.6, waves: 14.0, strands: 6, swell: (7.0, 0.5) };
    canvas.stroke_all(&band.paths(), 0.16, &Ink::luminous(blue).at(0.8));
    let links = motif::chain((0.0, 0.0), 62.0, 16, 3.0);
    let upright = links.into_iter().filter_map(|link| link.transform(tiny_skia::Transform::from_rotate(90.0).post_translate(4.8, 13.0)));
    canvas.stroke_all(&upright.collect::<Vec<_>>(), 0.22, &Ink::luminous(yellow).at(0.8));
}

/// The day `days` after the issue of the passport.
fn later(print: &Print, days: i64) -> Date {
    Date(print.holder.issued.0.checked_add(jiff::Span::new().days(days)).unwrap_or(print.holder.issued.0))
}

fn entries(canvas: &mut Canvas, page: &PageSpec, print: &Print) {
    let mut rng = Rng::new(print.holder.seed, page.id);
    if page.id == VISAS.id {
        let first = rng.below(stamps::DIES.len());
        let mut days = 40;
        for (index, (x, y)) in [(26.0, 25.4), (57.2, 33.0), (26.8, 50.6), (56.4, 60.2)].into_iter().enumerate() {
            days += rng.range(4.0, 180.0) as i64;
            let Some(die) = stamps::DIES.get((first + index) % stamps::DIES.len()) else { continue };
            let center = (x + rng.range(-0.8, 0.8), y + rng.range(-1.2, 1.2));
            let turn = rng.range(-7.0, 7.0);
            stamps::press(canvas, die, later(print, days), center, turn, &mut rng);
        }
        return;
    }
    let ink = personal::ink_of(print.technique, &Ink::carbon(Tone(34, 30, 40)));
    let holder = &print.holder;
    let day = crate::specimen::holder::printed_day(later(print, 96));
    let lines = [
        format!("THE BEARER OF PASSPORT {}", holder.number),
        "HELD BEFORE IT A BOOK OF THE 2014 SERIES, RETURNED".to_owned(),
        "AND CANCELLED. LE LIVRET PRÉCÉDENT EST ANNULÉ.".to_owned(),
        format!("AMAUROT, {day}"),
    ];
    for (index, words) in lines.iter().enumerate() {
        let mut style = Type::new(Font::Sans, 2.9).tracked(0.06);
        let advance = style.advance(words);
        style.em *= (67.0 / advance).min(1.0);
        if let Some((path, _)) = style.set(words, 11.4, 24.6 + index as f32 * 7.4) {
            canvas.fill(&path, &ink);
        }
    }
    let office = stamps::Die {
        state: "UTOPIA",
        post: "BOOK OFFICE",
        way: stamps::Way::In,
        shape: stamps::Shape::Oval,
        ink: Tone(70, 44, 132),
        infrared: 0.06,
    };
    let turn = rng.range(-9.0, 9.0);
    stamps::press(canvas, &office, later(print, 96), (98.0, 63.0), turn, &mut rng);
}

/// Prints one layer of one of the pages.
pub(super) fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    let cover = page.id == INSIDE_COVER.id;
    match layer {
        Layer::Body => {
            if !cover {
                let center = if page.id == VISAS.id { MEDALLION } else { COMPASS };
                if let Some(tower) = emblem::utopia().and_then(|path| emblem::placed(&path, center, 13.0)) {
                    crate::specimen::fibres::watermark(canvas, &tower, 0.5, 0.8, 0.7);
                }
                paper(canvas);
            }
            personal::luminous_fibres(canvas, page, 40, &[Tone(240, 66, 60), Tone(70, 120, 255), Tone(90, 230, 120)], &print.holder);
        }
        Layer::Background if cover => cover_background(canvas),
        Layer::Background => page_background(canvas, page),
        Layer::FixedPrint if cover => cover_print(canvas),
        Layer::FixedPrint => page_print(canvas, page),
        Layer::Luminous if cover => cover_luminous(canvas),
        Layer::Luminous => page_luminous(canvas, page),
        Layer::Perforation if !cover => {
            let mut rng = Rng::new(print.holder.seed, "perforation");
            perforation::number(canvas, &print.holder.number, 48.4, 83.0, 0.52, &mut rng);
        }
        Layer::Entries if !cover => entries(canvas, page, print),
        _ => {}
    }
}
