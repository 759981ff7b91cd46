mod memory;
mod peers;

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageBuffer, Luma, Rgb};
use proptest::prelude::*;

use super::*;
use crate::domain::{Cancelled, Unwatched};
use crate::imaging::{write_jpeg, write_png};

fn sample() -> RgbImage {
    RgbImage::from_fn(24, 10, |x, y| Rgb([(x * 10) as u8, (y * 20) as u8, ((x * y) % 251) as u8]))
}

fn dpi(x: f64, y: f64) -> Option<Resolution> {
    Some(Resolution { x: crate::domain::Dpi::new(x)?, y: crate::domain::Dpi::new(y)? })
}

fn as_format(format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    sample().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG whose Huffman tables are made to measure, which gives every colour its own scan.
fn split_jpeg(sampling: jpeg_encoder::SamplingFactor) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(sampling);
    encoder.encode(sample().as_raw(), 24, 10, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

fn opened(bytes: &[u8]) -> Result<Picture, DecodeError> {
    decode(bytes, &Limits::default(), &Unwatched)
}

/// A TIFF of one grey byte, big endian, with the given entries added; pages follow each other `pages` times.
fn tiff(orientation: u16, (x, y): (u32, u32), unit: u16, pages: usize) -> Vec<u8> {
    let mut out = b"MM\0\x2a\0\0\0\x08".to_vec();
    for page in 0..pages {
        let start = out.len();
        let entries = 13_usize;
        let extra = start + 2 + entries * 12 + 4;
        let mut directory = (entries as u16).to_be_bytes().to_vec();
        let mut entry = |tag: u16, kind: u16, value: u32| {
            directory.extend(tag.to_be_bytes());
            directory.extend(kind.to_be_bytes());
            directory.extend(1u32.to_be_bytes());
            directory.extend(if kind == 3 { (value << 16).to_be_bytes() } else { value.to_be_bytes() });
        };
        entry(256, 3, 2);
        entry(257, 3, 1);
        entry(258, 3, 8);
        entry(259, 3, 1);
        entry(262, 3, 1);
        entry(273, 4, extra as u32 + 16);
        entry(274, 3, u32::from(orientation));
        entry(277, 3, 1);
        entry(278, 3, 1);
        entry(279, 4, 2);
        entry(282, 5, extra as u32);
        entry(283, 5, extra as u32 + 8);
        entry(296, 3, u32::from(unit));
        let next = if page + 1 < pages { extra as u32 + 18 } else { 0 };
        directory.extend(next.to_be_bytes());
        for (value, divisor) in [(x, 1u32), (y, 1)] {
            directory.extend(value.to_be_bytes());
            directory.extend(divisor.to_be_bytes());
        }
        directory.extend([7, 200]);
        out.extend(directory);
    }
    out
}

#[test]
fn every_format_keeps_its_pixels() {
    for format in [image::ImageFormat::Png, image::ImageFormat::Tiff, image::ImageFormat::Bmp, image::ImageFormat::WebP] {
        assert_eq!(opened(&as_format(format)).unwrap().rgb, sample(), "{format:?}");
    }
    let jpeg = opened(&as_format(image::ImageFormat::Jpeg)).unwrap();
    assert_eq!((jpeg.info.width_px, jpeg.info.height_px, jpeg.info.channels, jpeg.info.bits), (24, 10, 3, 8));
}

#[test]
fn resolution_written_is_resolution_read() {
    let png = write_png(&sample(), dpi(300.0, 600.0)).unwrap();
    let info = inspect(&png, &Limits::default()).unwrap();
    assert_eq!(info.resolution_source, ResolutionSource::PngPhys);
    let resolution = info.resolution.unwrap();
    assert!((resolution.x.get() - 300.0).abs() < 0.02 && (resolution.y.get() - 600.0).abs() < 0.02, "{resolution:?}");

    let jpeg = write_jpeg(&sample(), dpi(385.0, 400.0), 90).unwrap();
    let info = inspect(&jpeg, &Limits::default()).unwrap();
    assert_eq!((info.resolution, info.resolution_source), (dpi(385.0, 400.0), ResolutionSource::Jfif));
}

#[test]
fn a_jpeg_without_a_unit_has_no_resolution() {
    let info = inspect(&write_jpeg(&sample(), None, 90).unwrap(), &Limits::default()).unwrap();
    assert_eq!((info.resolution, info.resolution_source), (None, ResolutionSource::None));
}

#[test]
fn tiff_tags_give_resolution_orientation_and_pages() {
    let bytes = tiff(6, (118, 236), 3, 3);
    let picture = opened(&bytes).unwrap();
    assert_eq!((picture.info.width_px, picture.info.height_px, picture.info.pages, picture.info.orientation), (1, 2, 3, 6));
    // 118 and 236 per cm, and the quarter turn swaps them.
    let resolution = picture.info.resolution.unwrap();
    assert!((resolution.x.get() - 236.0 * 2.54).abs() < 1e-9 && (resolution.y.get() - 118.0 * 2.54).abs() < 1e-9);
    assert_eq!(picture.info.resolution_source, ResolutionSource::TiffTags);
    assert_eq!(picture.rgb.as_raw(), &[7, 7, 7, 200, 200, 200]);
}

#[test]
fn exif_of_a_jpeg_gives_resolution_and_turns_the_picture() {
    let jpeg = write_jpeg(&sample(), None, 95).unwrap();
    let block = tiff(8, (200, 150), 2, 1);
    let mut with_exif = jpeg[..2].to_vec();
    with_exif.extend([0xFF, 0xE1]);
    with_exif.extend((block.len() as u16 + 8).to_be_bytes());
    with_exif.extend(b"Exif\0\0");
    with_exif.extend(&block);
    with_exif.extend(&jpeg[2..]);
    let picture = opened(&with_exif).unwrap();
    assert_eq!((picture.info.width_px, picture.info.height_px), (10, 24));
    assert_eq!(picture.rgb.dimensions(), (10, 24));
    assert_eq!((picture.info.resolution, picture.info.resolution_source), (dpi(150.0, 200.0), ResolutionSource::Exif));
}

#[test]
fn sixteen_bits_become_eight() {
    let deep = ImageBuffer::<Luma<u16>, _>::from_fn(3, 1, |x, _| Luma([x as u16 * 32_767]));
    let mut bytes = Cursor::new(Vec::new());
    deep.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let picture = opened(&bytes.into_inner()).unwrap();
    assert_eq!((picture.info.bits, picture.info.channels), (16, 1));
    let grey: Vec<u8> = picture.rgb.pixels().map(|pixel| pixel[0]).collect();
    assert!(grey[0] == 0 && (127..=128).contains(&grey[1]) && grey[2] == 255, "{grey:?}");
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    // A complete header and nothing behind it: 60 000 × 60 000.
    let mut bytes = write_png(&RgbImage::new(1, 1), None).unwrap();
    bytes[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let crc = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    let error = opened(&bytes).unwrap_err();
    assert!(matches!(error, DecodeError::TooManyPixels { width_px: 60_000, height_px: 60_000, .. }), "{error}");
    assert!(error.to_string().contains("crop it"), "{error}");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 * (sum & 1))))
}

#[test]
fn bad_files_get_their_own_errors() {
    assert_eq!(opened(b""), Err(DecodeError::Empty));
    assert_eq!(opened(b"Dear colleague, this is no picture.\n"), Err(DecodeError::NotAPicture));
    let jpeg = as_format(image::ImageFormat::Jpeg);
    assert_eq!(opened(&jpeg[..jpeg.len() - 20]), Err(DecodeError::Truncated));
    let png = as_format(image::ImageFormat::Png);
    assert_eq!(opened(&png[..png.len() / 2]), Err(DecodeError::Truncated));
    let small = Limits { max_file_bytes: 10, ..Limits::default() };
    assert!(matches!(inspect(&png, &small), Err(DecodeError::FileTooLarge { limit: 10, .. })));
}

#[test]
fn a_cancelled_decode_stops() {
    struct Stop;
    impl Progress for Stop {
        fn report(&self, _: u64, _: u64) -> Result<(), Cancelled> {
            Err(Cancelled)
        }
    }
    let result = decode(&as_format(image::ImageFormat::Png), &Limits::default(), &Stop);
    assert_eq!(result, Err(DecodeError::Cancelled(Cancelled)));
}

#[test]
fn grey_pictures_have_one_channel() {
    let mut bytes = Cursor::new(Vec::new());
    GrayImage::new(2, 2).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    assert_eq!(inspect(&bytes.into_inner(), &Limits::default()).unwrap().channels, 1);
}

fn all_files() -> Vec<Vec<u8>> {
    let mut files = vec![tiff(6, (118, 236), 3, 3), write_png(&sample(), dpi(300.0, 300.0)).unwrap()];
    let formats = [image::ImageFormat::Jpeg, image::ImageFormat::Tiff, image::ImageFormat::Bmp, image::ImageFormat::WebP];
    files.extend(formats.map(as_format));
    files
}

proptest! {
    #[test]
    fn no_prefix_and_no_mutation_panics(cut in 0.0..1.0f64, at in 0.0..1.0f64, value: u8, which in 0..6usize) {
        let mut bytes = all_files().swap_remove(which);
        let place = (at * bytes.len() as f64) as usize;
        bytes[place] = value;
        let small = Limits { max_side_px: 4_000, max_pixels: 4_000_000, ..Limits::default() };
        // Straight to the work, past the guard that turns panics into errors.
        for bytes in [&bytes[..], &bytes[..(cut * bytes.len() as f64) as usize]] {
            if let Ok(opened) = Opened::open(bytes, 0, &small) {
                let convert = Convert::srgb(opened.source.head().layout, opened.profile.as_ref(), true);
                drop(read(opened.source, convert, &small, &Unwatched));
            }
        }
    }
}

#[test]
fn a_jpeg_with_colours_in_separate_scans_is_read_in_its_colours() {
    use jpeg_encoder::SamplingFactor;
    for sampling in [SamplingFactor::F_1_1, SamplingFactor::F_2_2, SamplingFactor::F_2_1] {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
        encoder.set_sampling_factor(sampling);
        encoder.encode(sample().as_raw(), 24, 10, jpeg_encoder::ColorType::Rgb).unwrap();
        let (together, split) = (read_rgb(&bytes), read_rgb(&split_jpeg(sampling)));
        // Two decoders, which bring colour back to full size in their own ways.
        let off = together.as_raw().iter().zip(split.as_raw()).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(off <= Some(8), "{sampling:?}: {off:?}");
    }
}

fn read_rgb(bytes: &[u8]) -> RgbImage {
    decode(bytes, &Limits::default(), &Unwatched).unwrap().rgb
}
