//! The bundled fonts write every name that a specimen may carry.

use super::text::*;
use crate::specimen::holder::{Holder, Personal};
use crate::specimen::names::{Culture, every_word};

/// What the bundled fonts have no glyph for.
fn missing(font: Font, text: &str) -> Vec<Glyph> {
    Type::new(font, 3.0).glyphs(text).into_iter().filter(|glyph| glyph.id.0 == 0).collect()
}

#[test]
fn every_bundled_font_is_read() {
    for (index, font) in Font::ALL.into_iter().enumerate() {
        assert!(font.face().is_some() && font as usize == index, "{font:?}");
    }
}

#[test]
fn no_glyph_is_missing_in_any_name_place_or_office() {
    let fonts = [
        Font::Sans,
        Font::SansBold,
        Font::SansItalic,
        Font::Serif,
        Font::SerifBold,
        Font::Garamond,
        Font::GaramondItalic,
        Font::Condensed,
        Font::CondensedBold,
        Font::Slab,
        Font::Mono,
        Font::Inscription,
        Font::ThaiSarabun,
        Font::ArabicNaskh,
        Font::ChineseSong,
    ];
    for font in fonts {
        for (_, (latin, native)) in every_word() {
            for text in [latin, &latin.to_uppercase(), native, &native.to_uppercase()] {
                assert!(missing(font, text).is_empty(), "{font:?}: {text}");
            }
        }
    }
    for culture in Culture::ALL {
        let personal = Personal::new(culture, "A99999999", "2020-01-01".parse().unwrap(), 10);
        for seed in 0..20 {
            let holder = Holder::from_seed(seed, personal);
            for text in [holder.address, holder.native_address.unwrap_or_default()].iter().flatten() {
                assert!(missing(Font::Garamond, text).is_empty(), "{text}");
            }
        }
    }
}

#[test]
fn hands_write_the_names_of_their_scripts() {
    for (culture, (_, native)) in every_word().filter(|(_, (_, native))| native.chars().count() < 4) {
        let hand = match culture {
            Culture::Tianhai => Font::HandChinese,
            Culture::Qazirah => Font::HandArabic,
            Culture::Sorathai => Font::HandThai,
            Culture::Marenian => Font::HandRound,
            Culture::Utopian => continue,
        };
        assert!(native.chars().all(|character| hand.has(character)), "{native}");
    }
}

#[test]
fn a_line_of_44_characters_spans_43_pitches_between_first_and_last() {
    let line = "I".repeat(44);
    let path = mrz_line(&line, 6.0, 72.0).unwrap();
    let one = mrz_line("I", 6.0, 72.0).unwrap();
    let span = path.bounds().right() - one.bounds().right();
    assert!((span - 109.22).abs() < 0.05, "{span}");
}

#[test]
fn capitals_are_centred_on_the_line() {
    let bounds = mrz_line("H", 6.0, 72.25).unwrap().bounds();
    assert!((f32::midpoint(bounds.top(), bounds.bottom()) - 72.25).abs() < 0.1, "{bounds:?}");
}

#[test]
fn arabic_letters_are_joined_and_thai_marks_take_no_room() {
    let naskh = Type::new(Font::ArabicNaskh, 3.0);
    let apart: f32 = "سليم".chars().map(|letter| naskh.advance(&letter.to_string())).sum();
    assert!(naskh.advance("سليم") < 0.85 * apart);
    let thai = Type::new(Font::ThaiSarabun, 3.0);
    assert!((thai.advance("ที่") - thai.advance("ท")).abs() < 1e-4);
    let tall = |text| thai.set(text, 0.0, 0.0).unwrap().0.bounds().top();
    assert!(tall("ที่") < tall("ที") - 0.1, "the tone mark stands on the vowel");
}

#[test]
fn a_long_text_is_narrowed_first_and_then_made_smaller() {
    let style = Type::new(Font::Sans, 3.0).tracked(0.1);
    let wide = style.width("MONTARGÜE");
    let narrowed = style.fit("MONTARGÜE", wide * 0.9);
    assert!((narrowed.em - 3.0).abs() < 1e-6 && (narrowed.width("MONTARGÜE") - wide * 0.9).abs() < 0.02);
    let smaller = style.fit("MONTARGÜE", wide * 0.5);
    assert!(smaller.em < 2.0 && (smaller.width("MONTARGÜE") - wide * 0.5).abs() < 0.02);
}

#[test]
fn text_around_a_circle_stays_at_its_radius() {
    let bounds = Type::new(Font::SansBold, 2.0).set_around(&"UTOPIA · ".repeat(3), (10.0, 10.0), 6.0, 0.0).unwrap().bounds();
    assert!(bounds.left() > 1.0 && bounds.right() < 19.0 && bounds.right() > 17.0, "{bounds:?}");
}
