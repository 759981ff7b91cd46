//! Lengths, their rules and their verdicts.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::domain::Unwatched;
use crate::imaging::{Limits, decode};
use crate::reading::mrz_image::find_mrz;

fn value(geometry: &ZoneGeometry, quantity: ZoneQuantity) -> Vec<f64> {
    geometry.of(quantity).map(|measure| measure.value.unwrap().value()).collect()
}

fn near(values: &[f64], expected: &[f64], off: f64) -> bool {
    values.len() == expected.len() && values.iter().zip(expected).all(|(value, expected)| (value - expected).abs() < off)
}

#[test]
fn a_page_measures_what_was_drawn() {
    for (dpi, turn) in [(200.0, 0.0), (300.0, 1.0), (600.0, -0.5)] {
        let page = Page { turn, ..Page::at(dpi) };
        let geometry = page.measured(&[]);
        let is = |quantity, expected: &[f64], off| {
            let values = value(&geometry, quantity);
            assert!(near(&values, expected, off), "{dpi} {quantity}: {values:?}");
        };
        is(ZoneQuantity::Pitch, &[2.54, 2.54], 0.002);
        is(ZoneQuantity::LineSpacing, &[6.35], 0.02);
        is(ZoneQuantity::LineCentre, &[15.75, 9.40], 0.03);
        is(ZoneQuantity::Skew, &[0.0, 0.0], 0.03);
        // The P begins 0.775 mm left of its middle, the L as well.
        is(ZoneQuantity::FirstCharacter, &[6.0 + 1.27 - 0.775, 6.0 + 1.27 - 0.775], 0.03);
        is(ZoneQuantity::DigitHeight, &[2.71], 0.05);
        is(ZoneQuantity::CapitalHeight, &[2.49], 0.05);
        is(ZoneQuantity::StrokeWidth, &[0.35], 0.02);
        is(ZoneQuantity::LineSpacingByPitch, &[2.5], 0.01);
        assert!((geometry.assumed_px_per_mm * 25.4 / dpi - 1.0).abs() < 0.001, "{dpi}");
        for measure in &geometry.measures {
            assert_eq!(measure.verdict, ZoneVerdict::Within, "{dpi}: {measure:?}");
            assert!(!measure.rule.is_empty());
        }
    }
}

#[test]
fn without_a_scale_no_length_is_given_and_the_reason_is_told() {
    let (picture, zone) = Page::at(300.0).drawn(&[]);
    let about = ZoneAbout { format: Some(MrzFormat::Td3), calibration: None, light: Light::Visible, page: None };
    let geometry = measure_zone(&picture, &zone, &about).unwrap();
    for measure in &geometry.measures {
        let is_length = matches!(measure.quantity, ZoneQuantity::Pitch | ZoneQuantity::LineSpacing | ZoneQuantity::StrokeWidth);
        if is_length || matches!(measure.quantity, ZoneQuantity::LineCentre | ZoneQuantity::FirstCharacter) {
            assert_eq!((measure.verdict, measure.reason, measure.value), (ZoneVerdict::NotMeasured, Some(NotJudged::NoScale), None));
        }
    }
    let of = |quantity| geometry.of(quantity).next().map(|measure| (measure.verdict, measure.reason));
    assert_eq!(of(ZoneQuantity::DigitHeightByPitch), Some((ZoneVerdict::Within, None)));
    assert_eq!(of(ZoneQuantity::Skew), Some((ZoneVerdict::NotJudged, Some(NotJudged::NoPageEdges))));
    assert_eq!(of(ZoneQuantity::ContrastSignal), Some((ZoneVerdict::NotJudged, Some(NotJudged::OtherLight))));
}

#[test]
fn what_a_wrong_resolution_makes_of_lengths_ratios_do_not_show() {
    // A scan at 300 pixels per inch whose file says 330.
    let page = Page::at(300.0);
    let (picture, zone) = page.drawn(&[]);
    let wrong = Calibration::from_file(Resolution::square(330.0).unwrap()).unwrap();
    let about = ZoneAbout { format: Some(MrzFormat::Td3), calibration: Some(&wrong), light: Light::Visible, page: Some(page.corners()) };
    let geometry = measure_zone(&picture, &zone, &about).unwrap();
    assert!(geometry.of(ZoneQuantity::Pitch).all(|measure| measure.verdict == ZoneVerdict::Outside));
    assert!(geometry.of(ZoneQuantity::LineSpacingByPitch).all(|measure| measure.verdict == ZoneVerdict::Within));
    assert!(geometry.of(ZoneQuantity::CapitalHeightByPitch).all(|measure| measure.verdict == ZoneVerdict::Within));
    assert_eq!(geometry.typeface.typeface, Typeface::OcrB);
    // The limits are told with each.
    let pitch = geometry.of(ZoneQuantity::Pitch).next().unwrap();
    assert_eq!((pitch.nominal, pitch.limits), (Some(2.54), Threshold::Between(2.49, 2.59)));
}

#[test]
fn a_zone_that_is_not_in_the_picture_is_refused() {
    let (picture, mut zone) = Page::at(200.0).drawn(&[]);
    let about = ZoneAbout { format: None, calibration: None, light: Light::Visible, page: None };
    for glyph in zone.lines.iter_mut().flat_map(|line| &mut line.glyphs) {
        glyph.cell = glyph.cell.map(|corner| PointPx { x: corner.x + 1e6, y: corner.y });
    }
    assert_eq!(measure_zone(&picture, &zone, &about), Err(NoGeometry::OutsidePicture));
    for glyph in zone.lines.iter_mut().flat_map(|line| &mut line.glyphs) {
        glyph.cell = [PointPx { x: f64::NAN, y: 0.0 }; 4];
    }
    assert_eq!(measure_zone(&picture, &zone, &about), Err(NoGeometry::TooCoarse));
    zone.lines.clear();
    assert_eq!(measure_zone(&picture, &zone, &about), Err(NoGeometry::TooCoarse));
}

#[test]
fn specimens_in_ocr_b_and_mock_documents_in_another_face_are_told_apart() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mrz/images");
    if !folder.is_dir() {
        println!("left out: ../shared/data/mrz is absent");
        return;
    }
    for (name, expected) in [
        ("pt_passport-td3.png", Typeface::OcrB),
        ("pe_100_pass-bdr.jpg", Typeface::OcrB),
        ("sd_aze00.jpg", Typeface::OcrB),
        ("yx_passport_eriksson.png", Typeface::Other),
        ("yx_mrz_strip_taylor.png", Typeface::Other),
    ] {
        let picture = decode(&std::fs::read(folder.join(name)).unwrap(), &Limits::default(), &Unwatched).unwrap();
        let zone = find_mrz(&picture, &Unwatched).unwrap().found.unwrap();
        let about = ZoneAbout { format: None, calibration: None, light: Light::Visible, page: None };
        let geometry = measure_zone(&picture, &zone, &about).unwrap();
        assert_eq!(geometry.typeface.typeface, expected, "{name}: {:?}", geometry.typeface);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_zone_is_too_strange(
        corners in proptest::collection::vec((-50.0_f64..150.0, -50.0_f64..120.0), 4),
        step in (-20.0_f64..20.0, -20.0_f64..20.0),
        count in 0_usize..50,
        level in any::<u8>(),
        page in proptest::collection::vec((-1e3_f64..1e3, -1e3_f64..1e3), 4),
    ) {
        let rgb = RgbImage::from_fn(120, 90, |x, y| Rgb([level.wrapping_add((x * y % 251) as u8); 3]));
        let glyphs = (0..count).map(|at| MrzGlyph {
            answers: vec![MrzAnswer { character: "A7<é".chars().nth(at % 4).unwrap(), probability: 0.5 }],
            by_place: false,
            cell: std::array::from_fn(|corner| PointPx { x: corners[corner].0 + step.0 * at as f64, y: corners[corner].1 + step.1 * at as f64 }),
        });
        let zone = MrzInPicture {
            lines: vec![MrzLine { glyphs: glyphs.collect(), pitch_px: 3.0 }],
            corners: [PointPx::default(); 4],
            angle_deg: 0.0,
            confidence: 0.5,
            evidence: 1.0,
        };
        let scale = Calibration::from_file(Resolution::square(300.0).unwrap()).unwrap();
        let page = Some(std::array::from_fn(|at| PointPx { x: page[at].0, y: page[at].1 }));
        let about = ZoneAbout { format: Some(MrzFormat::Td3), calibration: Some(&scale), light: Light::Visible, page };
        let picture = Picture::drawn(rgb, None);
        if let Ok(geometry) = measure_zone(&picture, &zone, &about) {
            glyph_pair(&picture, &zone, &geometry, 1, 1);
        }
    }
}
