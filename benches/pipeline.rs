//! How long each step of the pipeline takes, on passport pages drawn and captured at 300, 600 and 1,200 dpi.
//!
//! `cargo bench` runs all of it; `cargo bench -- register` runs one step. Drawing is not part of what is measured.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be prepared has to stop")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use divan::{Bencher, counter::BytesCount};
use guilloche::app::examine::{Examining, Order, examine};
use guilloche::app::library::{Library, bundled, checklist_named};
use guilloche::app::pipeline::Received;
use guilloche::app::trust::Trust;
use guilloche::app::{FixedClock, Settings};
use guilloche::domain::{Cancelled, Content, Light, Page, PageOf, Resolution, Sha256, Timestamp, Unwatched};
use guilloche::exchange::write_record;
use guilloche::imaging::{
    CompareParams, IdentifyParams, Index, IndexedPage, Laid, Limits, Picture, PreparedPage, RegisterParams, Registration, compare_zones,
    decode, difference_map, inspect, register, write_jpeg,
};
use guilloche::reading::parse_mrz;
use guilloche::specimen::{ForgeryKind, Profile, ReferenceDesign, library};

const DPI: [u32; 3] = [300, 600, 1200];
const SERIES: &str = "UTO-P-2019";
const LIGHT: Light = Light::Visible;

fn main() {
    divan::main();
}

fn page(design: &ReferenceDesign) -> Page {
    design.reference().unwrap().pages[0].clone()
}

/// A genuine questioned capture of the data page at `dpi`, as a file.
fn questioned_file(dpi: u32) -> Vec<u8> {
    let design = ReferenceDesign::named(SERIES).unwrap();
    let mut effects = Profile::Flatbed.effects(501, LIGHT);
    effects.dpi = f64::from(dpi);
    let picture = design.capture(ForgeryKind::Genuine, 501, page(&design).id.as_str(), LIGHT, &effects).unwrap();
    write_jpeg(&picture, Resolution::square(effects.dpi), effects.jpeg_quality).unwrap()
}

fn questioned(dpi: u32) -> Picture {
    decode(&questioned_file(dpi), &Limits::default(), &Unwatched).unwrap()
}

/// The page of the reference, edge to edge at `dpi`.
fn reference(design: &ReferenceDesign, dpi: u32) -> Picture {
    let resolution = Resolution::square(f64::from(dpi)).unwrap();
    Picture::drawn(design.draw(ForgeryKind::Genuine, 7, page(design).id.as_str(), LIGHT, resolution.x).unwrap(), Some(resolution))
}

fn prepared(design: &ReferenceDesign, reference: &Picture) -> PreparedPage {
    PreparedPage::new(reference, reference.info.resolution.unwrap(), Some(&page(design)), &RegisterParams::default())
}

/// Both pictures at `dpi` and where one lies on the other.
fn laid_over(dpi: u32) -> (ReferenceDesign, Picture, Picture, Registration) {
    let design = ReferenceDesign::named(SERIES).unwrap();
    let (questioned, reference) = (questioned(dpi), reference(&design, dpi));
    let registration = register(&questioned, &prepared(&design, &reference), &RegisterParams::default(), &Unwatched).unwrap();
    (design, questioned, reference, registration)
}

#[divan::bench(args = DPI, sample_count = 10, sample_size = 1)]
fn a1_read_resolution(bencher: Bencher<'_, '_>, dpi: u32) {
    let file = questioned_file(dpi);
    bencher.bench_local(|| inspect(black_box(&file), &Limits::default()).unwrap());
}

#[divan::bench(args = DPI, sample_count = 7, sample_size = 1)]
fn a2_decode(bencher: Bencher<'_, '_>, dpi: u32) {
    let file = questioned_file(dpi);
    bencher.counter(BytesCount::of_slice(&file)).bench_local(|| decode(black_box(&file), &Limits::default(), &Unwatched).unwrap());
}

#[divan::bench(args = DPI, sample_count = 5, sample_size = 1)]
fn b1_prepare_reference(bencher: Bencher<'_, '_>, dpi: u32) {
    let design = ReferenceDesign::named(SERIES).unwrap();
    let reference = reference(&design, dpi);
    bencher.bench_local(|| prepared(&design, black_box(&reference)));
}

#[divan::bench(args = DPI, sample_count = 5, sample_size = 1)]
fn b2_identify(bencher: Bencher<'_, '_>, dpi: u32) {
    let mut pages = BTreeMap::new();
    let mut indexed = Vec::new();
    for design in library() {
        for page in design.reference().unwrap().pages {
            let resolution = Resolution::square(300.0).unwrap();
            let drawn = design.draw(ForgeryKind::Genuine, 7, page.id.as_str(), LIGHT, resolution.x).unwrap();
            let prepared = PreparedPage::new(&Picture::drawn(drawn, Some(resolution)), resolution, Some(&page), &RegisterParams::default());
            let key = format!("{}/{}", design.id(), page.id);
            indexed.push(IndexedPage::new(key.clone(), LIGHT, Sha256::of(key.as_bytes()), &prepared));
            pages.insert(key, Arc::new(prepared));
        }
    }
    let index = Index::build(indexed);
    let questioned = questioned(dpi);
    let prepared = |page: &IndexedPage| Ok::<_, Cancelled>(pages.get(&page.key).cloned());
    bencher.bench_local(|| index.identify(black_box(&questioned), 3, &IdentifyParams::default(), prepared, &Unwatched).unwrap());
}

#[divan::bench(args = DPI, sample_count = 5, sample_size = 1)]
fn b3_register(bencher: Bencher<'_, '_>, dpi: u32) {
    let design = ReferenceDesign::named(SERIES).unwrap();
    let (questioned, prepared) = (questioned(dpi), prepared(&design, &reference(&design, dpi)));
    bencher.bench_local(|| register(black_box(&questioned), &prepared, &RegisterParams::default(), &Unwatched).unwrap());
}

#[divan::bench(args = DPI, sample_count = 5, sample_size = 1)]
fn c1_compare_zones(bencher: Bencher<'_, '_>, dpi: u32) {
    let (design, questioned, reference, registration) = laid_over(dpi);
    let page = page(&design);
    let of = PageOf { reference: design.reference().unwrap().id, page: page.id.clone() };
    bencher.bench_local(|| {
        compare_zones(black_box(&questioned), &registration, &reference, &of, &page, LIGHT, None, &CompareParams::default(), &Unwatched)
            .unwrap()
    });
}

#[divan::bench(args = DPI, sample_count = 5, sample_size = 1)]
fn c2_difference_map(bencher: Bencher<'_, '_>, dpi: u32) {
    let (design, questioned, reference, registration) = laid_over(dpi);
    let resolution = reference.info.resolution.unwrap();
    let zones = page(&design).zones;
    let personal: Vec<_> = zones.iter().filter(|zone| zone.content != Content::Fixed).map(|zone| zone.area).collect();
    bencher.bench_local(|| {
        let params = CompareParams::default();
        let laid = Laid { picture: black_box(&questioned), registration: &registration };
        difference_map(laid, &reference, resolution, &personal, &[], &params, &Unwatched).unwrap()
    });
}

#[divan::bench(sample_count = 20)]
fn d1_parse_mrz(bencher: Bencher<'_, '_>) {
    let holder = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let date = "2026-03-01".parse().unwrap();
    bencher.bench_local(|| parse_mrz(black_box(holder), date).unwrap());
}

/// A whole examination: decode, identify, register, compare, checklist, cut the pictures, record and report.
#[divan::bench(args = DPI, sample_count = 3, sample_size = 1)]
fn e1_examine(bencher: Bencher<'_, '_>, dpi: u32) {
    let library = bundled().unwrap();
    let received = Received::of("bench.data-page.visible.jpg", questioned_file(dpi), None).unwrap();
    bencher.bench_local(|| examined(&library, std::slice::from_ref(&received)));
}

/// The record alone, as it is hashed and written.
#[divan::bench(sample_count = 10)]
fn e2_write_record(bencher: Bencher<'_, '_>) {
    let library = bundled().unwrap();
    let received = [Received::of("bench.data-page.visible.jpg", questioned_file(300), None).unwrap()];
    let findings = examined(&library, &received).findings;
    bencher.bench_local(|| write_record(black_box(&findings)).unwrap());
}

fn examined(library: &Library, received: &[Received]) -> Examining {
    let clock = FixedClock::at(Timestamp("2026-03-01T09:30:00Z".parse().unwrap()));
    let checklist = checklist_named("image-only-remote").unwrap();
    let settings = Settings::default();
    let trust = Trust::default();
    let order = Order { received, checklist: &checklist, mrz_text: "", trust: &trust, chip: None, reference: None, settings: &settings };
    examine(&order, library, &clock, &Unwatched).unwrap()
}
