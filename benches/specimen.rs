//! Drawing specimens: the first page of some series at 600 dpi, one light after the other.
//!
//! On one core: `RAYON_NUM_THREADS=1 cargo bench --bench specimen`.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot begin has nothing to say")]

use divan::Bencher;
use guilloche::domain::{Dpi, Light};
use guilloche::specimen::{ForgeryKind, ReferenceDesign};

fn main() {
    divan::main();
}

/// A passport, an identity card and a visa sticker.
const SERIES: [&str; 3] = ["UTO-P-2019", "QMA-I-2020", "QSR-V-2019"];

fn draw(bencher: Bencher<'_, '_>, series: &str, light: Light) {
    let design = ReferenceDesign::named(series).unwrap();
    let page = design.pages()[0];
    let dpi = Dpi::new(600.0).unwrap();
    bencher.bench_local(|| design.draw(ForgeryKind::Genuine, 1, page, light, dpi).unwrap());
}

#[divan::bench(args = SERIES, sample_count = 5)]
fn visible(bencher: Bencher<'_, '_>, series: &str) {
    draw(bencher, series, Light::Visible);
}

#[divan::bench(args = SERIES, sample_count = 5)]
fn uv_365(bencher: Bencher<'_, '_>, series: &str) {
    draw(bencher, series, Light::Uv365);
}

#[divan::bench(args = SERIES, sample_count = 5)]
fn ir_880(bencher: Bencher<'_, '_>, series: &str) {
    draw(bencher, series, Light::Ir880);
}

#[divan::bench(args = SERIES, sample_count = 5)]
fn oblique(bencher: Bencher<'_, '_>, series: &str) {
    draw(bencher, series, Light::Oblique);
}

#[divan::bench(args = SERIES, sample_count = 5)]
fn transmitted(bencher: Bencher<'_, '_>, series: &str) {
    draw(bencher, series, Light::Transmitted);
}
