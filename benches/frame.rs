//! What a frame costs on the thread that paints: the whole desktop at 2560 × 1440, one page at one to one, panned by key, with three
//! adjustments on; and how long it takes from opening a case until its page is seen.
//!
//! `cargo bench --bench frame`. There is no graphics card: what is measured is layout, gathering of tiles, their textures and the
//! tree for assistive technology, which a window has as well. Tiles are worked out on other threads meanwhile, as they are in a
//! window. The capture is drawn, not loaded; drawing it and taking it in is not part of what is measured.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be prepared has to stop")]
#![expect(clippy::print_stdout, reason = "what a benchmark finds is printed")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use guilloche::app::pipeline::Received;
use guilloche::app::workspace::NewCase;
use guilloche::app::{FixedClock, Places, Problem, Workspace};
use guilloche::domain::recipe::{Exposure, Levels, Operation, Unsharp};
use guilloche::domain::{CaseId, Edit, Light, Resolution, Unwatched};
use guilloche::gui::{Desktop, Dialogs, WorkspaceBackend};
use guilloche::imaging::write_jpeg;
use image::{Rgb, RgbImage};

/// Frames that are measured.
const FRAMES: usize = 240;

/// Nobody is asked for anything.
struct Nobody;

impl Dialogs for Nobody {
    fn pictures(&self) -> Result<Option<Vec<PathBuf>>, Problem> {
        Ok(None)
    }
    fn folder(&self) -> Result<Option<PathBuf>, Problem> {
        Ok(None)
    }
    fn chip_folder(&self) -> Result<Option<PathBuf>, Problem> {
        Ok(None)
    }
    fn certificates(&self) -> Result<Option<Vec<PathBuf>>, Problem> {
        Ok(None)
    }
    fn reveal(&self, _file: &Path) {}
}

/// A passport page of 125 × 88 mm with fine lines and noise, as a JPEG file.
fn page(dpi: u32) -> Vec<u8> {
    let mut state = 0x9E37_79B9_u32;
    let picture = RgbImage::from_fn(dpi * 4921 / 1000, dpi * 3465 / 1000, |x, y| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let noise = (state >> 28) as i32 - 8;
        let line = (x + y / 3) % 23 < 5 || (x * 2 + y) % 31 < 4;
        let ink = if line { [168, 92, 118] } else { [236, 228, 214] };
        Rgb(ink.map(|value: i32| (value + noise).clamp(0, 255) as u8))
    });
    write_jpeg(&picture, Resolution::square(f64::from(dpi)), 90).unwrap()
}

fn workspace(folder: &Path) -> Arc<Workspace> {
    let start = serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap();
    Arc::new(Workspace::open(Places::at(folder), Box::new(FixedClock::at(start)), &Unwatched).unwrap())
}

/// A case with one page that is shown with three adjustments.
fn prepare(workspace: &Workspace, dpi: u32, adjusted: bool) -> CaseId {
    let case = workspace.new_case(NewCase::default()).unwrap();
    let exhibit = workspace.new_exhibit(case.id, "Passport").unwrap();
    let received = Received::of(&format!("page-{dpi}-{adjusted}.jpg"), page(dpi), Some(Light::Visible)).unwrap();
    let captures = workspace.take_in(case.id, exhibit.id, &[received], &Unwatched).unwrap();
    let examination = workspace.begin(case.id, exhibit.id, None).unwrap();
    if adjusted {
        let operations = [
            Operation::Exposure(Exposure { stops: 0.5 }),
            Operation::Levels(Levels { black: 12.0, white: 240.0, ..Levels::default() }),
            Operation::Unsharp(Unsharp::default()),
        ];
        let recipe = operations.into_iter().collect();
        workspace.edit(examination.id, Edit::SetAdjustment { picture: captures[0].picture(), recipe }).unwrap();
    }
    case.id
}

fn desktop(workspace: &Arc<Workspace>) -> Harness<'static, Desktop> {
    let backend = Arc::new(WorkspaceBackend::new(Arc::clone(workspace)));
    Harness::builder()
        .with_size([2560.0, 1440.0])
        .with_max_steps(4)
        .build_eframe(move |creation| Desktop::new(&creation.egui_ctx, backend, Arc::new(Nobody)))
}

fn settle(harness: &mut Harness<'_, Desktop>) {
    let mut quiet = 0;
    while quiet < 3 {
        harness.step();
        quiet = if harness.state().is_busy() { 0 } else { quiet + 1 };
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn said(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{name:<44} median {:>6.2} ms   95 % {:>6.2} ms   most {:>6.2} ms", at(0.5), at(0.95), at(1.0));
}

/// Frames while the view is panned by key, and frames in which nothing happens.
fn pan(dpi: u32, adjusted: bool) {
    let folder = tempfile::tempdir().unwrap();
    let workspace = workspace(folder.path());
    let case = prepare(&workspace, dpi, adjusted);
    let mut harness = desktop(&workspace);
    harness.state_mut().open_case(case);
    settle(&mut harness);
    for key in [Key::Q, Key::Num0] {
        harness.key_press(key);
        settle(&mut harness);
    }
    let time = |harness: &mut Harness<'_, Desktop>, keys: &[Key]| -> Vec<Duration> {
        (0..FRAMES)
            .map(|frame| {
                if let Some(key) = keys.get(frame / 12 % keys.len().max(1)) {
                    harness.key_press_modifiers(Modifiers::NONE, *key);
                }
                let start = Instant::now();
                harness.step();
                let took = start.elapsed();
                // As a screen waits for its next frame.
                std::thread::sleep(Duration::from_millis(16).saturating_sub(took));
                took
            })
            .collect()
    };
    let how = if adjusted { "three adjustments" } else { "as received" };
    said(&format!("{dpi} dpi, {how}, nothing happens"), time(&mut harness, &[]));
    said(&format!("{dpi} dpi, {how}, panned"), time(&mut harness, &[Key::ArrowRight, Key::ArrowDown, Key::ArrowLeft, Key::ArrowUp]));
}

/// From opening a case until nothing is under way any more but the writing of tiles: cold, and with tiles on disk.
fn open(dpi: u32) {
    let folder = tempfile::tempdir().unwrap();
    let workspace = workspace(folder.path());
    let case = prepare(&workspace, dpi, false);
    let first = |name: &str| {
        let mut harness = desktop(&workspace);
        settle(&mut harness);
        let start = Instant::now();
        harness.state_mut().open_case(case);
        let seen = loop {
            harness.step();
            if harness.state().shows_pictures() {
                break start.elapsed();
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        println!("{:<44} {:>6.0} ms", format!("{dpi} dpi, opened {name}"), seen.as_secs_f64() * 1e3);
        settle(&mut harness);
    };
    first("cold");
    first("from the cache");
    first("from the cache, again");
}

fn main() {
    for dpi in [300, 600, 1200] {
        open(dpi);
    }
    for dpi in [600, 1200] {
        pan(dpi, false);
        pan(dpi, true);
    }
}
