//! Typefaces, and characters that were altered, in pictures of several kinds.

use super::*;

/// Resolution, blur in mm and quality of the file.
const PICTURES: [(f64, f64, Option<u8>); 3] = [(200.0, 0.05, Some(60)), (300.0, 0.03, None), (300.0, 0.1, Some(30))];

fn pages(font: Font) -> impl Iterator<Item = Page> {
    PICTURES.into_iter().map(move |(dpi, blur, jpeg)| Page { font, blur, jpeg, ..Page::at(dpi) })
}

#[test]
fn ocr_b_is_told_and_no_character_stands_out() {
    for page in pages(Font::OcrB) {
        let geometry = page.measured(&[]);
        assert_eq!(geometry.typeface.typeface, Typeface::OcrB, "{page:?}");
        assert!(geometry.typeface.mean_mm < 0.02 && geometry.typeface.conformity > 0.97, "{page:?}: {:?}", geometry.typeface);
        assert_eq!(geometry.standing_out().count(), 0, "{page:?}");
    }
}

#[test]
fn other_faces_are_told() {
    for font in [Font::Typewriter, Font::Mono, Font::Sans, Font::SansBold, Font::Slab, Font::Condensed] {
        for page in pages(font).take(if font == Font::Typewriter { 3 } else { 1 }) {
            let typeface = page.measured(&[]).typeface;
            assert_eq!(typeface.typeface, Typeface::Other, "{page:?}: {typeface:?}");
        }
    }
}

#[test]
fn an_altered_character_stands_out_and_no_other_does() {
    // Letters and digits with and without others of their kind, and a filler.
    let changes = [
        ((0, 6), Change::Moved(0.0, 0.2), Departure::BaseLine),
        ((1, 3), Change::Moved(0.0, -0.15), Departure::BaseLine),
        ((0, 12), Change::Moved(0.2, 0.0), Departure::Grid),
        ((0, 30), Change::Face(Font::Typewriter), Departure::OwnKind),
        ((1, 20), Change::Face(Font::Mono), Departure::Weight),
        ((1, 33), Change::Face(Font::SansBold), Departure::Shape),
        ((1, 11), Change::Heavier(0.1), Departure::Weight),
        ((1, 26), Change::Paler(0.6), Departure::Tone),
    ];
    for (at, ((row, column), change, departure)) in changes.into_iter().enumerate() {
        let page = Page { seed: at as u64, ..pages(Font::OcrB).nth(at % PICTURES.len()).unwrap() };
        let geometry = page.measured(&[(row, column, change)]);
        let out: Vec<(usize, usize, &[Departure])> =
            geometry.standing_out().map(|(line, glyph)| (line, usize::from(glyph.column), glyph.departures.as_slice())).collect();
        let [(line, place, departures)] = out.as_slice() else { panic!("{change:?} {page:?}: {out:?}") };
        assert_eq!((*line, *place), (row + 1, column + 1), "{change:?} {page:?}");
        assert!(departures.contains(&departure), "{change:?} {page:?}: {departures:?}");
    }
}

#[test]
fn a_character_is_shown_beside_its_outline() {
    let page = Page::at(300.0);
    let (picture, zone) = page.drawn(&[]);
    let about = ZoneAbout { format: None, calibration: None, light: Light::Visible, page: None };
    let geometry = measure_zone(&picture, &zone, &about).unwrap();
    let pair = glyph_pair(&picture, &zone, &geometry, 2, 1).unwrap();
    assert_eq!((pair.captured.len(), pair.outline.len()), (PAIR_WIDTH * PAIR_HEIGHT, PAIR_WIDTH * PAIR_HEIGHT));
    // Where the outline runs, ink ends: levels are between those of ink and paper.
    let on: Vec<f64> =
        pair.outline.iter().zip(&pair.captured).filter(|(line, _)| **line > 200).map(|(_, level)| f64::from(*level)).collect();
    let mean = on.iter().sum::<f64>() / on.len() as f64;
    assert!(on.len() > 200 && (90.0..170.0).contains(&mean), "{} {mean}", on.len());
    for (line, column) in [(0, 1), (1, 0), (3, 1), (1, 45), (usize::MAX, usize::MAX)] {
        assert_eq!(glyph_pair(&picture, &zone, &geometry, line, column), None);
    }
}
