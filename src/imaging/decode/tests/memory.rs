//! What decoding allocates, counted: never more than it said beforehand, and never more than it may.

use allocation_counter::measure;

use super::peers::file;
use super::*;
use crate::domain::Unwatched;

/// Beside what an estimate covers: the header, tags, a profile and its tables, which do not grow with the picture.
const SMALL_BYTES: u64 = 12 << 20;

/// Runs on this thread alone, whose allocations are counted.
fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    let result = work();
    drop(pool);
    result
}

fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x / 5) as u8, (y / 3) as u8, ((x * y) >> 7) as u8]))
}

fn written(format: image::ImageFormat, deep: bool) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::from(picture(1600, 1200));
    let picture = if deep { DynamicImage::from(picture.into_rgb16()) } else { picture };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[expect(clippy::fn_params_excessive_bools, reason = "two ways of writing a file")]
fn jpeg(progressive: bool, split: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 85);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    encoder.set_progressive(progressive);
    encoder.set_optimized_huffman_tables(split);
    encoder.encode(picture(1600, 1200).as_raw(), 1600, 1200, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

/// Turns a TIFF of one page by a quarter.
fn large_files() -> Vec<(&'static str, Vec<u8>)> {
    use image::ImageFormat::{Bmp, Png, Tiff, WebP};
    vec![
        ("png", written(Png, false)),
        ("png 16", written(Png, true)),
        ("tiff", written(Tiff, false)),
        ("tiff 16", written(Tiff, true)),
        ("bmp", written(Bmp, false)),
        ("webp", written(WebP, false)),
        ("jpeg", jpeg(false, false)),
        ("jpeg progressive", jpeg(true, false)),
        ("jpeg split", jpeg(false, true)),
        ("jp2", file("large.jp2")),
        ("jp2 tiles", file("large-tiles.jp2")),
    ]
}

#[test]
fn decoding_takes_no_more_memory_than_it_said() {
    alone(|| {
        for (name, bytes) in large_files() {
            for deep in [false, true] {
                let mut said = 0;
                let taken = measure(|| {
                    let opened = Opened::open(&bytes, 0, &Limits::default()).unwrap();
                    let convert = Convert::srgb(opened.source.head().layout, opened.profile.as_ref(), deep);
                    said = needed_bytes(opened.source.head(), &convert);
                    read(opened.source, convert, &Limits::default(), &Unwatched).unwrap();
                });
                assert!(taken.bytes_max <= said + SMALL_BYTES / 4, "{name}, deep {deep}: {} taken, {said} said", taken.bytes_max);
                // And not wildly more than needed, or pictures would be refused that can be opened.
                assert!(said <= taken.bytes_max * 3 + SMALL_BYTES, "{name}, deep {deep}: {said} said, {} taken", taken.bytes_max);
            }
        }
    });
}

#[test]
fn a_refusal_for_want_of_memory_allocates_nothing_to_speak_of() {
    alone(|| {
        for (name, bytes) in large_files() {
            let limits = Limits { max_memory_bytes: 3 << 20, ..Limits::default() };
            let taken = measure(|| {
                let refused = decode(&bytes, &limits, &Unwatched);
                assert!(matches!(refused, Err(DecodeError::TooLittleMemory { .. })), "{name}: {:?}", refused.map(|picture| picture.info));
            });
            assert!(taken.bytes_max < 3 << 20, "{name}: {}", taken.bytes_max);
        }
    });
}

#[test]
fn the_largest_scans_are_within_the_limits_of_a_usual_machine() {
    let need = |width_px, height_px, deep_result| {
        let layout = head::Layout { model: ColourModel::Rgb, channels: 3, deep: true };
        let head = Head {
            format: ImageFormat::Tiff,
            width_px,
            height_px,
            layout,
            stored_channels: 3,
            stored_bits: 16,
            icc: None,
            density: None,
            orientation: 1,
            pages: 1,
            // In one strip, the worst that a scanner writes.
            scratch_bytes: u64::from(width_px) * u64::from(height_px) * 18,
        };
        (Limits::default().check_size(width_px, height_px), needed_bytes(&head, &Convert::srgb(layout, None, deep_result)))
    };
    // A passport spread and an A4 page at 1200 dpi, 16 bits.
    for (width, height) in [(5906, 8315), (9921, 14031)] {
        for deep in [false, true] {
            let (size, bytes) = need(width, height, deep);
            assert!(size.is_ok() && Limits::default().check_memory(bytes).is_ok(), "{width} × {height}: {bytes}");
        }
    }
}

fn small_files() -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/decode");
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let is_picture = |name: &String| name.rsplit('.').next().is_some_and(|ending| !matches!(ending, "rgb" | "py" | "md"));
    names.retain(is_picture);
    names.sort();
    names.iter().map(|name| file(name)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Straight to the work, past the guard that turns panics of decoders into errors, where the decoders are ours.
    #[test]
    fn no_mutation_makes_it_allocate_beyond_its_limit(
        which in 0.0..1.0_f64,
        changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..6),
        early: bool,
        cut in prop::option::of(0.0..1.0_f64),
    ) {
        let files = small_files();
        let mut bytes = files[(which * files.len() as f64) as usize].clone();
        for (place, value) in changes {
            // Half of the time in the header, where sizes are.
            let range = if early { bytes.len().min(400) } else { bytes.len() };
            let at = (place * range as f64) as usize;
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(((cut * bytes.len() as f64) as usize).max(1));
        }
        let limits = Limits { max_memory_bytes: 40 << 20, ..Limits::default() };
        let taken = measure(|| {
            for page in 0..2 {
                drop(decode_deep(&bytes, page, &limits, &Unwatched));
            }
        });
        prop_assert!(taken.bytes_max <= limits.max_memory_bytes + SMALL_BYTES, "{} bytes", taken.bytes_max);
    }
}
