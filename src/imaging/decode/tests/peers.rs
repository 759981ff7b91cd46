//! Decoded pixels against those of other programs, on the files of `tests/data/decode`; `make.py` there says how they were made.

use super::*;
use crate::imaging::Pixels;

const WIDTH: usize = 37;
const HEIGHT: usize = 29;

pub(super) fn file(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/decode");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn pattern<T>(colour: impl Fn(usize, usize) -> [T; 3]) -> Vec<T> {
    (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y))).flat_map(|(x, y)| colour(x, y)).collect()
}

/// The pattern of 8 bits in `make.py`.
fn eight() -> Vec<u8> {
    pattern(|x, y| [(x * 7 + y * 3) as u8, (x * y) as u8, (255 + y).wrapping_sub(5 * x) as u8])
}

/// The pattern of 16 bits in `make.py`.
fn sixteen() -> Vec<u16> {
    pattern(|x, y| [x * 1771 + y * 31, y * 2259 + x * 17, x * y * 61 + 257].map(|value| value as u16))
}

fn first_band<T: Copy>(samples: &[T]) -> Vec<T> {
    samples.chunks_exact(3).flat_map(|pixel| [pixel[0]; 3]).collect()
}

fn decoded(name: &str) -> Picture {
    opened(&file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn deep(name: &str) -> Vec<u16> {
    match decode_deep(&file(name), 0, &Limits::default(), &Unwatched).unwrap_or_else(|error| panic!("{name}: {error}")).pixels {
        Pixels::Sixteen(pixels) => pixels.into_raw(),
        Pixels::Eight(_) => panic!("{name} has more than 8 bits"),
    }
}

fn stored(name: &str) -> StoredPicture {
    decode_stored(&file(name), 0, &Limits::default(), &Unwatched).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The largest and the mean difference to what another program made of the same file.
fn off(name: &str) -> (u8, f64) {
    let (ours, theirs) = (decoded(name).rgb.into_raw(), file(&format!("{name}.rgb")));
    assert_eq!(ours.len(), theirs.len(), "{name}");
    let apart = ours.iter().zip(&theirs).map(|(a, b)| a.abs_diff(*b));
    (apart.clone().max().unwrap(), apart.map(f64::from).sum::<f64>() / ours.len() as f64)
}

#[test]
fn what_is_stored_without_loss_is_read_to_the_bit() {
    let names = [
        "rgb8-lzw-strips.tif",
        "rgb8-deflate-tiles.tif",
        "rgb8-planar.tif",
        "rgb8-planar-tiles.tif",
        "rgb8-two-more.tif",
        "rgb8.bmp",
        "rgb8-lossless.webp",
        "rgb8.jp2",
        "rgb8-res.jp2",
        "jpeg2000.pdf",
        "three-pages.pdf",
    ];
    for name in names {
        assert_eq!(decoded(name).rgb.as_raw(), &eight(), "{name}");
    }
    {
        let name = "grey8-packbits.tif";
        assert_eq!(decoded(name).rgb.as_raw(), &first_band(&eight()), "{name}");
    }
    assert_eq!(off("palette-clear.png"), (0, 0.0));
}

#[test]
fn sixteen_bits_are_read_to_the_bit() {
    for name in ["rgb16-be-deflate-tiles.tif", "rgb16-lzw-big.tif", "rgb16-interlaced.png", "rgb16.j2k"] {
        assert_eq!(deep(name), sixteen(), "{name}");
        let eight: Vec<u8> = sixteen().into_iter().map(crate::imaging::pixels::eight_of).collect();
        let picture = decoded(name);
        assert_eq!(picture.rgb.as_raw(), &eight, "{name}");
        assert_eq!((picture.info.bits, picture.info.channels), (16, 3), "{name}");
    }
    let inverted: Vec<u16> = first_band(&sixteen()).into_iter().map(|value| !value).collect();
    assert_eq!(deep("grey16-white-is-zero.tif"), inverted);
    // 4095 becomes 65 535.
    let twelve: Vec<u16> =
        first_band(&sixteen()).into_iter().map(|value| (f64::from(value >> 4) / 4095.0 * 65_535.0).round() as u16).collect();
    let apart = deep("grey12.jp2").iter().zip(&twelve).map(|(a, b)| a.abs_diff(*b)).max();
    assert!(apart <= Some(1), "{apart:?}");
    let apart = deep("grey32-float.tif").iter().zip(first_band(&sixteen())).map(|(a, b)| a.abs_diff(b)).max();
    assert!(apart <= Some(1), "{apart:?}");
}

#[test]
fn palettes_and_single_bits_become_colours() {
    let index = |x: usize, y: usize| (x * 7 + y * 3) as u8;
    let coloured = pattern(|x, y| [index(x, y), 255 - index(x, y), index(x, y).wrapping_mul(3)]);
    assert_eq!(decoded("palette8.tif").rgb.as_raw(), &coloured);
    let bilevel = pattern(|x, y| [if index(x, y) > 100 { 255 } else { 0 }; 3]);
    for name in ["bilevel-fax4.tif", "fax.pdf"] {
        assert_eq!(decoded(name).rgb.as_raw(), &bilevel, "{name}");
        assert_eq!(decoded(name).info.bits, 1);
    }
}

#[test]
fn inks_are_kept_as_stored_and_shown_by_the_formula() {
    let eight = eight();
    let inks: Vec<u8> = eight.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], pixel[0] / 3]).collect();
    let picture = stored("cmyk8-lzw.tif");
    assert_eq!((picture.samples, picture.channels, picture.model), (Samples::Eight(inks.clone()), 4, ColourModel::Cmyk));
    let wide: Vec<u16> = inks.iter().map(|ink| u16::from(*ink) * 257).collect();
    assert_eq!(stored("cmyk16-planar.tif").samples, Samples::Sixteen(wide));
    let light = |ink: u8, black: u8| ((f64::from(255 - ink) * f64::from(255 - black)) / 255.0).round() as u8;
    let shown: Vec<u8> = inks.chunks_exact(4).flat_map(|ink| [0, 1, 2].map(|colour| light(ink[colour], ink[3]))).collect();
    for name in ["cmyk8-lzw.tif", "cmyk16-planar.tif"] {
        assert_eq!(decoded(name).rgb.as_raw(), &shown, "{name}");
    }
}

#[test]
fn channels_past_the_colours_are_kept_as_stored() {
    let picture = stored("rgb8-two-more.tif");
    assert_eq!((picture.channels, picture.model), (5, ColourModel::Rgb));
    let Samples::Eight(samples) = picture.samples else { panic!("8 bits") };
    let expected: Vec<u8> = eight().chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], !pixel[1], !pixel[0]]).collect();
    assert_eq!(samples, expected);
}

/// libjpeg-turbo by Pillow and libvips for JPEG, libtiff for TIFF, `OpenJPEG` for JPEG 2000, libwebp for WebP. They and the decoders here are all
/// within the tolerance that the standards leave (ITU-T T.83), on smooth pictures a few levels.
#[test]
fn lossy_files_are_read_as_others_read_them() {
    let names = [
        ("sequential-444.jpg", 3),
        ("sequential-422.jpg", 6),
        ("progressive-420.jpg", 8),
        ("ycbcr-jpeg.tif", 8),
        ("rgb-jpeg-tiles.tif", 4),
        ("rgb8-lossy.webp", 4),
        ("lossy.jp2", 2),
        ("cmyk-adobe.jpg", 4),
        ("cmyk-plain.jpg", 4),
        ("ycck-adobe.jpg", 5),
    ];
    for (name, most) in names {
        let (largest, mean) = off(name);
        assert!(largest <= most && mean < 1.0, "{name}: {largest} at most, {mean} in the mean");
    }
    assert_eq!(decoded("jpeg.pdf").rgb, decoded("sequential-444.jpg").rgb);
}

/// Little CMS 2 by Pillow, relative colorimetric, which for these profiles is their perceptual table without a moved black point.
#[test]
fn profiles_are_honoured_as_another_implementation_does() {
    for (name, profile, most) in [
        ("wide-gamut.png", "RGB built-in", 2),
        ("grey-gamma.png", "gray built-in", 2),
        ("inks-profile.tif", "Made-up inks", 4),
        ("inks-profile.jpg", "Made-up inks", 5),
        // Rounded to 8 bits of L*a*b* on the way, which is several levels of a dark blue.
        ("cielab8.tif", "", 8),
    ] {
        let (largest, mean) = off(name);
        assert!(largest <= most && mean < 1.0, "{name}: {largest} at most, {mean} in the mean");
        if !profile.is_empty() {
            assert_eq!(decoded(name).info.icc_profile.as_deref(), Some(profile), "{name}");
        }
    }
    // The same picture with 16 bits is the same colours, and a profile does make a difference.
    let (wide, narrow) = (decoded("wide-gamut16.tif").rgb, decoded("wide-gamut.png").rgb);
    assert!(wide.as_raw().iter().zip(narrow.as_raw()).all(|(a, b)| a.abs_diff(*b) <= 1));
    assert!(stored("wide-gamut.png").profile.is_some());
    let Samples::Eight(numbers) = stored("wide-gamut.png").samples else { panic!("8 bits") };
    assert!(numbers.iter().zip(narrow.as_raw()).any(|(a, b)| a.abs_diff(*b) > 10));
    let lab = decoded("icclab16.tif").rgb;
    assert!(lab.as_raw().iter().zip(file("cielab8.tif.rgb")).all(|(a, b)| a.abs_diff(b) <= 8));
}

#[test]
fn any_page_can_be_chosen() {
    let bytes = file("three-pages.tif");
    let page = |page| decode_page(&bytes, page, &Limits::default(), &Unwatched);
    let sizes: Vec<_> = (0..3).map(|number| page(number).unwrap()).map(|picture| (picture.rgb.dimensions(), picture.info.pages)).collect();
    assert_eq!(sizes, [((37, 29), 3), ((13, 11), 3), ((7, 5), 3)]);
    assert_eq!(page(3), Err(DecodeError::NoSuchPage { page: 3, pages: 3 }));
    let resolution = |number| inspect_page(&bytes, number, &Limits::default()).unwrap().resolution;
    assert_eq!([0, 1, 2].map(resolution), [dpi(200.0, 200.0), dpi(300.0, 300.0), dpi(400.0, 400.0)]);
    let third: Vec<u8> = (0..5).flat_map(|y| (0..7).map(move |x| (x * y) as u8)).flat_map(|grey| [grey; 3]).collect();
    assert_eq!(page(2).unwrap().rgb.as_raw(), &third);

    let bytes = file("three-pages.pdf");
    let page = |page| decode_page(&bytes, page, &Limits::default(), &Unwatched).unwrap();
    assert_eq!(page(1).rgb, decoded("sequential-422.jpg").rgb);
    assert_eq!(page(2).rgb.as_raw(), &first_band(&eight()));
    assert_eq!(page(0).info.pages, 3);
    assert!(matches!(inspect_page(&bytes, 3, &Limits::default()), Err(DecodeError::NoSuchPage { .. })));
    assert!(matches!(inspect_page(&file("rgb8.bmp"), 1, &Limits::default()), Err(DecodeError::NoSuchPage { page: 1, pages: 1 })));
}

#[test]
fn every_format_tells_its_resolution() {
    for (name, x, y, source) in [
        ("rgb8-lzw-strips.tif", 300.0, 600.0, ResolutionSource::TiffTags),
        ("rgb8.bmp", 300.0, 600.0, ResolutionSource::BmpHeader),
        // 11 811 and 23 622 pixels per metre.
        ("rgb8-res.jp2", 300.0, 600.0, ResolutionSource::Jp2),
        ("jpeg.pdf", 300.0, 150.0, ResolutionSource::PdfPage),
        ("fax.pdf", 300.0, 300.0, ResolutionSource::PdfPage),
        // A quarter turn swaps them.
        ("turned.pdf", 150.0, 300.0, ResolutionSource::PdfPage),
    ] {
        let info = inspect(&file(name), &Limits::default()).unwrap();
        let found = info.resolution.unwrap_or_else(|| panic!("{name} has none"));
        assert!((found.x.get() - x).abs() < 0.1 && (found.y.get() - y).abs() < 0.1, "{name}: {found:?}");
        assert_eq!(info.resolution_source, source, "{name}");
    }
    assert_eq!(inspect(&file("rgb8.jp2"), &Limits::default()).unwrap().resolution, None);
}

#[test]
fn a_turned_page_is_shown_as_the_page_is() {
    let picture = decoded("turned.pdf");
    assert_eq!((picture.rgb.dimensions(), picture.info.orientation), ((29, 37), 6));
    let upright = eight();
    // Turned clockwise: the first row is the last column.
    let pixel = |x: usize, y: usize| &upright[(y * WIDTH + x) * 3..][..3];
    assert_eq!(picture.rgb.get_pixel(28, 5).0, pixel(5, 0));
    assert_eq!(picture.rgb.get_pixel(0, 36).0, pixel(36, 28));
}
