//! How soon a picture is on screen and what it takes: passport pages (125 × 88 mm) at 300, 600 and 1200 dpi, and what exceeds them.
//!
//! `cargo bench --bench pyramid` runs all of it and prints memory beside time: `max alloc` is the peak of one run. The pictures are
//! made here, with lines as fine as a guilloche and the noise of a scanner; making them is not part of what is measured. Reading from
//! the disk is not either: what was just written is in the system's cache.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be prepared has to stop")]

use std::hint::black_box;
use std::io::Cursor;
use std::sync::Arc;

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use guilloche::domain::{Resolution, Sha256, Unwatched};
use guilloche::imaging::{
    DeepPicture, Depth, Limits, Picture, Pixels, Pyramid, PyramidCache, PyramidKey, Rgb16Image, TileAddress, decode, decode_deep,
    write_jpeg, write_png,
};
use image::RgbImage;

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const DPI: [u32; 3] = [300, 600, 1200];
/// A window that shows a picture whole.
const WINDOW: (f64, f64) = (1600.0, 1000.0);
const BUDGET_BYTES: usize = 256 << 20;

fn main() {
    divan::main();
}

fn page_px(dpi: u32) -> (u32, u32) {
    (dpi * 4921 / 1000, dpi * 3465 / 1000)
}

/// Fine lines in two inks on paper, with noise.
fn drawn((width, height): (u32, u32)) -> RgbImage {
    let mut state = 0x9E37_79B9_u32;
    RgbImage::from_fn(width, height, |x, y| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let noise = (state >> 28) as i32 - 8 + (state >> 4 & 7) as i32 - 4;
        let line = (x + y / 3) % 23 < 5 || (x * 2 + y) % 31 < 4;
        let ink = if line { [168, 92, 118] } else { [236, 228, 214] };
        image::Rgb(ink.map(|value: i32| (value + noise).clamp(0, 255) as u8))
    })
}

fn picture(dpi: u32) -> Arc<Picture> {
    Arc::new(Picture::drawn(drawn(page_px(dpi)), Resolution::square(f64::from(dpi))))
}

fn deep_picture((width, height): (u32, u32)) -> Arc<DeepPicture> {
    let pixels = Rgb16Image::from_fn(width, height, |x, y| image::Rgb([(x * 7 + y) as u16, (x * y) as u16, (y * 11) as u16]));
    let info = Picture::drawn(RgbImage::new(1, 1), None).info;
    Arc::new(DeepPicture { pixels: Pixels::Sixteen(pixels), info })
}

fn jpeg(dpi: u32) -> Vec<u8> {
    write_jpeg(&drawn(page_px(dpi)), Resolution::square(f64::from(dpi)), 90).unwrap()
}

fn png(dpi: u32) -> Vec<u8> {
    write_png(&drawn(page_px(dpi)), Resolution::square(f64::from(dpi))).unwrap()
}

fn deep_tiff(size: (u32, u32)) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let Pixels::Sixteen(pixels) = Arc::unwrap_or_clone(deep_picture(size)).pixels else { return Vec::new() };
    pixels.write_to(&mut bytes, image::ImageFormat::Tiff).unwrap();
    bytes.into_inner()
}

fn key() -> PyramidKey {
    PyramidKey { sha256: Sha256::of(b"bench"), page: 0, depth: Depth::Eight }
}

/// Loads what a window needs to show the whole picture, and returns how many tiles that were.
fn show(pyramid: &Pyramid) -> usize {
    let geometry = pyramid.geometry();
    let (width, height) = geometry.size_px();
    let scale = (WINDOW.0 / f64::from(width)).min(WINDOW.1 / f64::from(height));
    let tiles = geometry.tiles_in(geometry.level_for(scale), [0.0, 0.0, f64::from(width - 1), f64::from(height - 1)]);
    let count = tiles.len();
    for tile in tiles {
        black_box(pyramid.load(tile).unwrap());
    }
    count
}

/// From the bytes of a JPEG to everything a window shows; nothing cached.
#[divan::bench(args = DPI, sample_count = 7, sample_size = 1)]
fn a1_first_pixels_cold_jpeg(bencher: Bencher<'_, '_>, dpi: u32) {
    let file = jpeg(dpi);
    bencher.bench_local(|| {
        let picture = Arc::new(decode(black_box(&file), &Limits::default(), &Unwatched).unwrap());
        let pyramid = Pyramid::begin(&PyramidCache::in_memory(BUDGET_BYTES), key(), picture.into(), &Unwatched).unwrap();
        show(&pyramid)
    });
}

/// The same from a PNG.
#[divan::bench(args = DPI, sample_count = 7, sample_size = 1)]
fn a2_first_pixels_cold_png(bencher: Bencher<'_, '_>, dpi: u32) {
    let file = png(dpi);
    bencher.bench_local(|| {
        let picture = Arc::new(decode(black_box(&file), &Limits::default(), &Unwatched).unwrap());
        let pyramid = Pyramid::begin(&PyramidCache::in_memory(BUDGET_BYTES), key(), picture.into(), &Unwatched).unwrap();
        show(&pyramid)
    });
}

/// The same from a TIFF of a spread with 16 bits at 1200 dpi (5906 × 8315), kept at 16 bits.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn a3_first_pixels_cold_spread_16_bits(bencher: Bencher<'_, '_>) {
    let file = deep_tiff((5906, 8315));
    bencher.bench_local(|| {
        let picture = Arc::new(decode_deep(black_box(&file), 0, &Limits::default(), &Unwatched).unwrap());
        let pyramid = Pyramid::begin(&PyramidCache::in_memory(BUDGET_BYTES), key(), picture.into(), &Unwatched).unwrap();
        show(&pyramid)
    });
}

/// The first pyramid levels of a picture that is decoded already.
#[divan::bench(args = DPI, sample_count = 7, sample_size = 1)]
fn a4_begin(bencher: Bencher<'_, '_>, dpi: u32) {
    let picture = picture(dpi);
    let pixels = u64::from(page_px(dpi).0) * u64::from(page_px(dpi).1);
    bencher.counter(ItemsCount::new(pixels)).bench_local(|| {
        Pyramid::begin(&PyramidCache::in_memory(BUDGET_BYTES), key(), Arc::clone(black_box(&picture)).into(), &Unwatched).unwrap()
    });
}

/// From the cache folder to everything a window shows.
#[divan::bench(args = DPI, sample_count = 20, sample_size = 1)]
fn b1_first_pixels_from_cache(bencher: Bencher<'_, '_>, dpi: u32) {
    let folder = tempfile::tempdir().unwrap();
    let disk = || PyramidCache::on_disk(BUDGET_BYTES, folder.path(), 8 << 30).unwrap();
    Pyramid::begin(&disk(), key(), picture(dpi).into(), &Unwatched).unwrap().finish(&Unwatched).unwrap();
    bencher.bench_local(|| show(&Pyramid::open(&disk(), key()).unwrap()));
}

/// One tile of the finest level, read from the cache folder.
#[divan::bench(sample_count = 100)]
fn b2_load_tile_from_cache(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let disk = PyramidCache::on_disk(0, folder.path(), 8 << 30).unwrap();
    Pyramid::begin(&disk, key(), picture(1200).into(), &Unwatched).unwrap().finish(&Unwatched).unwrap();
    let pyramid = Pyramid::open(&disk, key()).unwrap();
    bencher.bench_local(|| pyramid.load(black_box(TileAddress { level: 0, column: 3, row: 3 })).unwrap());
}

/// One tile worked out from the decoded picture, by level.
#[divan::bench(args = [0_u8, 1, 2, 3], sample_count = 20)]
fn b3_load_tile_from_picture(bencher: Bencher<'_, '_>, level: u8) {
    let pyramid = Pyramid::begin(&PyramidCache::in_memory(0), key(), picture(1200).into(), &Unwatched).unwrap();
    bencher.bench_local(|| pyramid.load(black_box(TileAddress { level, column: 0, row: 0 })).unwrap());
}

/// All levels made and written; items are pixels of the picture.
#[divan::bench(args = DPI, sample_count = 5, sample_size = 1)]
fn c1_finish(bencher: Bencher<'_, '_>, dpi: u32) {
    let picture = picture(dpi);
    let pixels = u64::from(page_px(dpi).0) * u64::from(page_px(dpi).1);
    let folder = tempfile::tempdir().unwrap();
    let disk = PyramidCache::on_disk(BUDGET_BYTES, folder.path(), 8 << 30).unwrap();
    bencher
        .counter(ItemsCount::new(pixels))
        .with_inputs(|| Pyramid::begin(&disk, key(), Arc::clone(&picture).into(), &Unwatched).unwrap())
        .bench_local_values(|pyramid| pyramid.finish(&Unwatched).unwrap());
}

/// The same for an A4 page at 1200 dpi (9921 × 14031) with 16 bits.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn c2_finish_a4_16_bits(bencher: Bencher<'_, '_>) {
    let picture = deep_picture((9921, 14031));
    let folder = tempfile::tempdir().unwrap();
    let disk = PyramidCache::on_disk(BUDGET_BYTES, folder.path(), 8 << 30).unwrap();
    bencher
        .counter(ItemsCount::new(9921_u64 * 14031))
        .with_inputs(|| Pyramid::begin(&disk, key(), Arc::clone(&picture).into(), &Unwatched).unwrap())
        .bench_local_values(|pyramid| pyramid.finish(&Unwatched).unwrap());
}
