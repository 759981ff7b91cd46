//! A name in somebody's hand: letters bent by a field of their own, so that no letter is twice the same.

use std::f32::consts::TAU;

use tiny_skia::{Path, PathBuilder};

use super::super::holder::Holder;
use super::super::math::Exact as _;
use super::super::rng::Rng;
use super::super::text::{Font, Type};
use crate::domain::{name_parts, transliterate};

/// What is written and in which hand; `None` where the holder makes marks that nobody can read.
pub(super) fn chosen(holder: &Holder, rng: &mut Rng) -> Option<(String, Font)> {
    let native = holder.native_surname.as_deref().unwrap_or_default();
    let native_given = holder.native_given_names.as_deref().unwrap_or_default();
    let first = |name: &str| name.split([' ', '-', '·']).next().unwrap_or_default().to_owned();
    let latin = native.is_empty() || rng.unit() < 0.15;
    match native.chars().next() {
        Some('\u{4e00}'..='\u{9fff}') if !latin => {
            let font = if rng.unit() < 0.5 { Font::HandChinese } else { Font::HandChineseGrass };
            Some((format!("{native}{}", first(native_given)), font))
        }
        Some('\u{600}'..='\u{6ff}') if !latin => {
            let name =
                if native_given.is_empty() || rng.unit() < 0.4 { native.to_owned() } else { format!("{} {native}", first(native_given)) };
            Some((name, Font::HandArabic))
        }
        Some('\u{e00}'..='\u{e7f}') if !latin => {
            Some((if native_given.is_empty() { native.to_owned() } else { first(native_given) }, Font::HandThai))
        }
        Some('\u{400}'..='\u{4ff}') if !latin && rng.unit() < 0.7 => {
            let font = if rng.unit() < 0.65 { Font::HandRound } else { Font::HandSmall };
            Some((composed(&first(native_given), &first(native), rng), font))
        }
        _ if rng.unit() < 0.3 => None,
        _ => {
            let fonts = [
                Font::HandFlowing,
                Font::HandFlowing,
                Font::HandRound,
                Font::HandUpright,
                Font::HandAngular,
                Font::HandQuick,
                Font::HandSmall,
            ];
            let font = rng.pick(&fonts).copied().unwrap_or(Font::HandRound);
            let name = composed(&first(&holder.given_names), &family(&holder.surname), rng);
            Some((written(&name, font), font))
        }
    }
}

/// The first part of a surname that is more than an article.
fn family(surname: &str) -> String {
    let mut parts = surname.split_inclusive([' ', '-']);
    let mut name = String::new();
    for part in parts.by_ref() {
        name.push_str(part);
        if part.chars().next().is_some_and(char::is_uppercase) {
            break;
        }
    }
    name.trim_end_matches([' ', '-']).to_owned()
}

/// The largest em of a hand, in mm, at which its strokes are still those of a pen.
pub(super) fn largest_em(font: Font) -> f32 {
    match font {
        Font::HandThai => 8.5,
        Font::HandArabic => 7.0,
        Font::HandRound => 7.5,
        Font::HandAngular => 12.0,
        Font::HandFlowing | Font::HandQuick => 14.0,
        _ => 9.0,
    }
}

/// The given name in full, as an initial, or not at all, before the surname.
fn composed(given: &str, surname: &str, rng: &mut Rng) -> String {
    let initial: String = given.chars().take(1).collect();
    match rng.below(7) {
        _ if given.is_empty() => surname.to_owned(),
        0 | 1 => format!("{given} {surname}"),
        2 | 3 => format!("{initial}. {surname}"),
        4 => format!("{initial}{surname}"),
        5 => given.to_owned(),
        _ => surname.to_owned(),
    }
}

/// `name` with letters that the hand does not know replaced by their usual form.
fn written(name: &str, font: Font) -> String {
    name.chars()
        .map(|letter| {
            if font.has(letter) {
                return letter.to_string();
            }
            let plain: String = name_parts(&letter.to_string()).iter().map(|part| transliterate(part)).collect();
            if letter.is_lowercase() { plain.to_lowercase() } else { plain }
        })
        .collect()
}

/// The outline of `name` with an em of 1: leaning, rising, flattening, every letter a little otherwise.
pub(super) fn outline(name: &str, font: Font, rng: &mut Rng) -> Option<Path> {
    let chinese = matches!(font, Font::HandChinese | Font::HandChineseGrass);
    let backward = font == Font::HandArabic;
    let style = Type::new(font, 1.0).tracked(if chinese { rng.range(-0.16, -0.02) } else { 0.0 });
    let glyphs = style.glyphs(name);
    let length = glyphs.iter().map(|glyph| glyph.advance).sum::<f32>().max(0.3);
    let (slant, rise, arch) = (rng.range(-0.08, 0.26), rng.range(-0.03, 0.13), rng.range(-0.05, 0.05));
    // How flat the writing becomes towards its end, and how stretched.
    let (flat, stretch) = if chinese || font == Font::HandThai { (0.0, 0.0) } else { (rng.range(0.0, 0.4), rng.range(0.0, 0.35)) };
    let waves: Vec<[f32; 4]> = (0..4)
        .map(|wave| {
            let turn = rng.range(0.0, TAU);
            let (sine, cosine) = turn.xsin_cos();
            let number = TAU / rng.range(0.5, 1.9);
            [number * cosine, number * sine, rng.range(0.0, TAU), rng.range(0.008, 0.026) * if wave % 2 == 0 { 1.0 } else { -1.0 }]
        })
        .collect();
    let mut builder = PathBuilder::new();
    for glyph in &glyphs {
        let (size, turn) =
            if chinese { (rng.range(0.86, 1.14), rng.range(-0.12, 0.08)) } else { (rng.range(0.95, 1.05), rng.range(-0.03, 0.03)) };
        let lift = rng.range(-0.02, 0.02) * if chinese { 2.0 } else { 1.0 };
        let (sine, cosine) = turn.xsin_cos();
        style.outline(glyph, &mut builder, |across, above| {
            let (across, above) = (size * (cosine * across - sine * above), size * (sine * across + cosine * above));
            let (x, y) = (glyph.at.0 + across, glyph.at.1 + above + lift);
            let share = (if backward { length - x } else { x } / length).clamp(0.0, 1.0);
            let y = y * (1.0 - flat * share);
            let mut bent = (x + stretch * share * share * length * if backward { -0.5 } else { 0.5 }, y);
            for [across, above, phase, height] in &waves {
                let wave = height * (across * x + above * y + phase).xsin();
                bent.0 += wave;
                bent.1 += 0.8 * height * (above * x - across * y + phase).xsin();
            }
            let rising = rise * bent.0 + arch * (1.0 - (2.0 * share - 1.0) * (2.0 * share - 1.0)) * length;
            (bent.0 + slant * bent.1, -(bent.1 + rising))
        });
    }
    builder.finish()
}
