//! Symbols of every kind, turned, small and large.

use proptest::prelude::*;
use rxing::BarcodeFormat as Kind;

use super::draw::{Drawn, data_matrix, modules};
use crate::domain::{Cancelled, Progress, Resolution, Unwatched};
use crate::reading::barcode::{Barcode, BarcodeError, BarcodeFormat, GreyPicture, read_barcodes};

const TEXT: &str = "UTOPIA SPECIMEN 1974-08-12";

fn read(drawn: &Drawn) -> Vec<Barcode> {
    read_barcodes(&drawn.picture(), &Unwatched).unwrap()
}

/// A picture with one symbol, and its corners.
fn alone(modules: &[Vec<bool>], size: f64, degrees: f64) -> (Drawn, [(f64, f64); 4]) {
    let side = ((modules.len().pow(2) + modules[0].len().pow(2)) as f64).sqrt() * size + 60.0;
    let mut drawn = Drawn::white(side as usize, side as usize);
    let corners = drawn.draw(modules, (side / 2.0, side / 2.0 + 0.3), size, degrees);
    (drawn.noisy(6), corners)
}

fn reads_at(format: BarcodeFormat, modules: &[Vec<bool>], text: &str, size: f64, degrees: f64) {
    let (drawn, corners) = alone(modules, size, degrees);
    let found = read(&drawn);
    let at = format!("{format} at {degrees} degrees, {size} px a module");
    assert_eq!(found.len(), 1, "{at}: {found:?}");
    assert_eq!((found[0].format, found[0].text.as_str()), (format, text), "{at}");
    if !format.is_linear() && format != BarcodeFormat::Pdf417 {
        let off = found[0].corners.iter().zip(corners).map(|(here, real)| (here.x - real.0).hypot(here.y - real.1)).fold(0.0, f64::max);
        assert!(off < 2.0 * size + 1.0, "{at}: corners are off by {off:.1} px: {:?}", found[0].corners);
        let turn = (found[0].angle_deg - degrees + 540.0).rem_euclid(360.0) - 180.0;
        assert!(turn.abs() < 3.0, "{at}: {}", found[0].angle_deg);
    }
}

#[test]
fn qr_codes_are_read_at_every_angle() {
    let modules = modules(Kind::QR_CODE, TEXT);
    for (size, degrees) in [(3.0, 0.0), (4.0, 12.0), (2.5, 33.0), (9.0, 45.0), (4.0, 100.0), (5.0, 217.0)] {
        reads_at(BarcodeFormat::QrCode, &modules, TEXT, size, degrees);
    }
}

#[test]
fn data_matrix_codes_are_read_at_every_angle() {
    let modules = data_matrix(TEXT);
    for (size, degrees) in [(3.0, 0.0), (4.0, 12.0), (3.0, 33.0), (9.0, 45.0), (4.0, 100.0), (5.0, 217.0)] {
        reads_at(BarcodeFormat::DataMatrix, &modules, TEXT, size, degrees);
    }
}

#[test]
fn aztec_codes_are_read_at_every_angle() {
    let long = TEXT.repeat(12);
    for text in ["UTO", TEXT, &long] {
        let modules = modules(Kind::AZTEC, text);
        for (size, degrees) in [(3.0, 0.0), (4.0, 12.0), (3.0, 33.0), (7.0, 45.0), (4.0, 100.0), (5.0, 217.0)] {
            reads_at(BarcodeFormat::Aztec, &modules, text, size, degrees);
        }
    }
}

#[test]
fn pdf417_codes_are_read_at_every_angle() {
    let modules = modules(Kind::PDF_417, TEXT);
    for (size, degrees) in
        [(1.0, 0.0), (2.0, 3.0), (1.5, 8.0), (2.0, 20.0), (3.0, 37.0), (2.0, 64.0), (2.0, 90.0), (2.0, 171.0), (2.0, 290.0)]
    {
        reads_at(BarcodeFormat::Pdf417, &modules, TEXT, size, degrees);
    }
}

#[test]
fn linear_codes_are_read_where_lines_agree() {
    for (kind, format, text) in [
        (Kind::CODE_128, BarcodeFormat::Code128, "UTO123456"),
        (Kind::CODE_39, BarcodeFormat::Code39, "UTO12345"),
        (Kind::ITF, BarcodeFormat::Itf, "12345678901234"),
    ] {
        let modules = modules(kind, text);
        for (size, degrees) in [(2.0, 0.0), (2.0, 14.0), (3.0, 90.0), (2.0, 200.0)] {
            reads_at(format, &modules, text, size, degrees);
        }
    }
}

#[test]
fn several_symbols_are_told_apart() {
    let mut drawn = Drawn::white(700, 420);
    drawn.draw(&modules(Kind::QR_CODE, TEXT), (110.0, 110.0), 5.0, 8.0);
    drawn.draw(&data_matrix("SECOND"), (300.0, 110.0), 6.0, -20.0);
    drawn.draw(&modules(Kind::AZTEC, "THIRD"), (480.0, 110.0), 6.0, 31.0);
    drawn.draw(&modules(Kind::PDF_417, "FOURTH"), (300.0, 320.0), 2.0, 4.0);
    drawn.draw(&data_matrix("SECOND"), (620.0, 110.0), 6.0, 0.0);
    let mut texts: Vec<String> = read(&drawn).into_iter().map(|barcode| barcode.text).collect();
    texts.sort();
    assert_eq!(texts, ["FOURTH", "SECOND", "SECOND", "THIRD", TEXT]);
}

#[test]
fn light_symbols_on_dark_are_read() {
    for modules in [modules(Kind::QR_CODE, TEXT), data_matrix(TEXT), modules(Kind::AZTEC, TEXT)] {
        let (mut drawn, _) = alone(&modules, 4.0, 9.0);
        drawn.grey.iter_mut().for_each(|value| *value = 255 - *value);
        let found = read(&drawn);
        assert_eq!(found.len(), 1);
        assert!(found[0].text == TEXT && found[0].read_as.inverted);
    }
}

#[test]
fn corners_in_millimetres_follow_the_resolution() {
    let (drawn, _) = alone(&data_matrix(TEXT), 5.0, 0.0);
    let picture = GreyPicture { resolution: Resolution::square(254.0), ..drawn.picture() };
    let found = read_barcodes(&picture, &Unwatched).unwrap();
    let (px, mm) = (found[0].corners[0], found[0].corners_mm.unwrap()[0]);
    assert!((mm.x - (px.x + 0.5) / 10.0).abs() < 1e-9 && (mm.y - (px.y + 0.5) / 10.0).abs() < 1e-9);
    assert_eq!(read(&drawn), read(&drawn));
}

#[test]
fn what_is_no_picture_is_refused() {
    let picture = GreyPicture { width: 3, height: 3, grey: &[0; 8], resolution: None };
    assert_eq!(read_barcodes(&picture, &Unwatched), Err(BarcodeError::WrongLength { width: 3, height: 3, expected: 9, found: 8 }));
    let picture = GreyPicture { width: usize::MAX, height: 3, ..picture };
    assert!(matches!(read_barcodes(&picture, &Unwatched), Err(BarcodeError::TooLarge { .. })));
    for (width, height) in [(0, 0), (0, 9), (1, 1), (9, 1), (2000, 1), (1, 2000), (33, 7)] {
        let grey: Vec<u8> = (0..width * height).map(|at| (at * 97 % 251) as u8).collect();
        assert_eq!(read_barcodes(&GreyPicture { width, height, grey: &grey, resolution: None }, &Unwatched), Ok(Vec::new()));
    }
}

#[test]
fn a_search_is_stopped() {
    struct Stop;
    impl Progress for Stop {
        fn report(&self, _done: u64, _total: u64) -> Result<(), Cancelled> {
            Err(Cancelled)
        }
    }
    let drawn = Drawn::white(300, 300);
    assert_eq!(read_barcodes(&drawn.picture(), &Stop), Err(BarcodeError::Cancelled(Cancelled)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn noise_gives_nothing(width in 1_usize..90, height in 1_usize..90, seed in any::<u32>(), coarse in 1_usize..6) {
        let level = |x: usize, y: usize| {
            let mixed = ((x / coarse) as u32).wrapping_mul(0x9e37_79b9) ^ ((y / coarse) as u32).wrapping_mul(0x85eb_ca6b) ^ seed;
            let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2c1b_3c6d);
            if (mixed >> 13) & 1 == 0 { 20 } else { 240 }
        };
        let grey: Vec<u8> = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| level(x, y)).collect();
        prop_assert_eq!(read_barcodes(&GreyPicture { width, height, grey: &grey, resolution: None }, &Unwatched).unwrap(), Vec::new());
    }
}
