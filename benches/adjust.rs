//! What each adjustment costs for what is on screen: 1920 × 1080 px of a scan, on one thread.
//!
//! `cargo bench --bench adjust` runs all of it. The counter gives pixels per second; `benches/peers/adjust.py` sets the same steps in
//! other libraries beside it. Preparing a recipe is measured apart: it is done once, not for every frame.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be prepared has to stop")]

use std::hint::black_box;

use divan::{Bencher, counter::ItemsCount};
use guilloche::domain::recipe::{
    Background, ChannelView, Clahe, Component, Decorrelation, Denoise, Edge, Emboss, Exposure, FalseColour, Gamma, Length, Levels,
    LocalContrast, Operation, OperationKind, Recipe, StretchSpace, Unsharp, WhiteBalance,
};
use guilloche::domain::{Resolution, Unwatched};
use guilloche::imaging::{Histogram, Overview, Part, PixelRect, Prepared, SpectrumParams, spectrum};
use image::{GrayImage, Luma, Rgb, RgbImage};

/// The visible region, in the middle of a larger scan.
const SHOWN: PixelRect = PixelRect { x: 200, y: 200, width: 1920, height: 1080 };
const PIXELS: u64 = SHOWN.width as u64 * SHOWN.height as u64;

fn main() {
    divan::main();
}

/// Ink and a line pattern on tinted paper, with the noise of a scanner.
fn scan(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519) >> 28;
        let line = (x * 3 + y * 7) % 41 < 9;
        let ink = (x / 12 % 9 < 4) && (y / 20 % 5 < 2);
        let paper = [225, 215, 190].map(|level| level - (x / 40) % 40);
        let tint = if line { [150, 180, 170] } else { paper };
        let colour = if ink { [45, 40, 60] } else { tint };
        Rgb(colour.map(|level: u32| (level + noise) as u8))
    })
}

fn measure(bencher: Bencher<'_, '_>, operations: Vec<Operation>) {
    let picture = scan(2400, 1500);
    let recipe: Recipe = operations.into_iter().collect();
    let prepared = Prepared::new(&recipe, &Overview::of(&picture), Resolution::square(600.0), &Unwatched).unwrap();
    let part = Part::original(&picture).unwrap();
    // The first one makes the tables.
    prepared.apply_for_screen(&part, SHOWN).unwrap();
    bencher.counter(ItemsCount::new(PIXELS)).bench_local(|| prepared.apply_for_screen(black_box(&part), SHOWN).unwrap());
}

fn exposure() -> Operation {
    Operation::Exposure(Exposure { stops: 0.5 })
}

fn levels() -> Operation {
    Operation::Levels(Levels { black: 12.0, white: 240.0, gamma: 1.2, ..Levels::default() })
}

fn unsharp() -> Operation {
    Operation::Unsharp(Unsharp { radius: Length::Px(2.5), amount: 1.2, threshold: 0.0 })
}

fn clahe() -> Operation {
    Operation::Clahe(Clahe { tile: Length::Px(240.0), clip: 2.0 })
}

fn denoise() -> Operation {
    Operation::Denoise(Denoise { radius: Length::Px(3.0), noise: 8.0 })
}

fn view(component: Component) -> Operation {
    Operation::ChannelView(ChannelView { component })
}

fn stretch(space: StretchSpace) -> Operation {
    Operation::Decorrelation(Decorrelation { space, spread: 25.0, noise: 0.5 })
}

#[divan::bench]
fn levels_alone(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![levels()]);
}

#[divan::bench]
fn three_tonal(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![exposure(), levels(), Operation::Gamma(Gamma { gamma: 1.3 })]);
}

#[divan::bench]
fn white_balance_levels_lightness(bencher: Bencher<'_, '_>) {
    let white = Operation::WhiteBalance(WhiteBalance { red: 210.0, green: 200.0, blue: 180.0 });
    measure(bencher, vec![white, levels(), view(Component::Lightness)]);
}

#[divan::bench]
fn channel_hue(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![view(Component::Hue)]);
}

#[divan::bench]
fn channel_lightness(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![view(Component::Lightness)]);
}

#[divan::bench]
fn channel_a(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![view(Component::A)]);
}

#[divan::bench]
fn false_colour(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![Operation::FalseColour(FalseColour::default())]);
}

#[divan::bench]
fn decorrelation_rgb(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![stretch(StretchSpace::Rgb)]);
}

#[divan::bench]
fn decorrelation_lab(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![stretch(StretchSpace::Lab)]);
}

#[divan::bench]
fn clahe_colour(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![clahe()]);
}

#[divan::bench]
fn clahe_grey(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![view(Component::Luma), clahe()]);
}

#[divan::bench]
fn background(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![Operation::Background(Background { radius: Length::Px(120.0), ..Background::default() })]);
}

#[divan::bench]
fn unsharp_colour(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![unsharp()]);
}

#[divan::bench]
fn unsharp_grey(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![view(Component::Luma), unsharp()]);
}

#[divan::bench]
fn denoise_colour(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![denoise()]);
}

#[divan::bench]
fn denoise_grey(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![view(Component::Luma), denoise()]);
}

#[divan::bench]
fn local_contrast(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![Operation::LocalContrast(LocalContrast { radius: Length::Px(16.0), amount: 1.0, edge: 40.0 })]);
}

#[divan::bench]
fn emboss(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![Operation::Emboss(Emboss::default())]);
}

#[divan::bench]
fn edge(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![Operation::Edge(Edge::default())]);
}

#[divan::bench]
fn exposure_levels_unsharp(bencher: Bencher<'_, '_>) {
    measure(bencher, vec![exposure(), levels(), unsharp()]);
}

/// Each operation alone, from the overview of a scan at 600 dpi of a page to a recipe that is ready.
#[divan::bench(args = OperationKind::ALL, sample_count = 10)]
fn prepare(bencher: Bencher<'_, '_>, kind: &OperationKind) {
    let overview = Overview::of(&scan(2953, 2079));
    let recipe: Recipe = [kind.with_defaults()].into_iter().collect();
    bencher.bench_local(|| Prepared::new(black_box(&recipe), &overview, Resolution::square(600.0), &Unwatched).unwrap().reach_px(1.0));
}

#[divan::bench(sample_count = 10)]
fn overview(bencher: Bencher<'_, '_>) {
    let picture = scan(5906, 4157);
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    bencher.counter(ItemsCount::new(pixels)).bench_local(|| Overview::of(black_box(&picture)));
}

#[divan::bench]
fn histogram(bencher: Bencher<'_, '_>) {
    let picture = scan(2400, 1500);
    bencher.counter(ItemsCount::new(PIXELS)).bench_local(|| Histogram::of(black_box(&picture), Some(SHOWN)));
}

#[divan::bench(sample_count = 20)]
fn fourier_1024(bencher: Bencher<'_, '_>) {
    let scan = scan(1024, 1024);
    let grey = GrayImage::from_fn(1024, 1024, |x, y| Luma([scan.get_pixel(x, y).0[1]]));
    let resolution = Resolution::square(600.0).unwrap();
    let whole = PixelRect { x: 0, y: 0, width: 1024, height: 1024 };
    let params = SpectrumParams::default();
    bencher
        .counter(ItemsCount::new(1024u64 * 1024))
        .bench_local(|| spectrum(black_box(&grey), whole, resolution, &params, &Unwatched).unwrap());
}
