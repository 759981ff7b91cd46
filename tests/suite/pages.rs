//! Scans of several pages in one file, as document scanners write them.

use std::io::Cursor;

use guilloche::app::pipeline::Received;
use guilloche::app::workspace::NewCase;
use guilloche::app::{FixedClock, Places, ProblemKind, Workspace};
use guilloche::domain::{Light, PictureSum, Resolution, Sha256, Timestamp, Unwatched};
use guilloche::imaging::{Limits, decode};
use image::RgbImage;
use tiff::encoder::{Rational, TiffEncoder, colortype::RGB8};
use tiff::tags::ResolutionUnit;

use super::cli::sample;

fn tiff(pages: &[&RgbImage], dpi: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    for page in pages {
        let mut image = encoder.new_image::<RGB8>(page.width(), page.height()).unwrap();
        image.resolution(ResolutionUnit::Inch, Rational { n: dpi, d: 1 });
        image.write_data(page.as_raw()).unwrap();
    }
    bytes.into_inner()
}

fn workspace(folder: &std::path::Path) -> Workspace {
    let clock = FixedClock::at(Timestamp("2026-03-01T09:30:00Z".parse().unwrap()));
    Workspace::open(Places::at(folder), Box::new(clock), &Unwatched).unwrap()
}

#[test]
fn each_page_of_a_scan_is_a_capture_that_lies_on_its_page_of_the_reference() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = workspace(folder.path());
    let opened = |name: &str| decode(&std::fs::read(sample(name)).unwrap(), &Limits::default(), &Unwatched).unwrap().rgb;
    let sides = ["front", "back"].map(|side| opened(&format!("questioned/q07-card-genuine.{side}.visible.jpg")));
    let bytes = tiff(&[&sides[0], &sides[1]], 300);
    let sum = Sha256::of(&bytes);
    let received = Received::pages_of("card.tif", bytes, None).unwrap();
    let case = workspace.new_case(NewCase { title: "Scanned".to_owned(), ..NewCase::default() }).unwrap();
    let exhibit = workspace.new_exhibit(case.id, "A card").unwrap();
    let captures = workspace.take_in(case.id, exhibit.id, &received, &Unwatched).unwrap();
    assert_eq!(captures.iter().map(|capture| (capture.sha256, capture.file_page)).collect::<Vec<_>>(), [(sum, 0), (sum, 1)]);
    assert_eq!(captures[1].resolution, Resolution::square(300.0));
    for (capture, side) in captures.iter().zip(&sides) {
        assert_eq!(workspace.picture(capture.picture(), &Unwatched).unwrap().rgb, *side);
        let tiles = workspace.tiles(capture.picture(), &Unwatched).unwrap();
        assert_eq!(tiles.key().page, capture.file_page);
    }

    let id = workspace.begin(case.id, exhibit.id, None).unwrap().id;
    let analysed = workspace.analyse(id, &Unwatched).unwrap();
    let placed = analysed.analysis.placements.iter();
    let placed: Vec<_> = placed.map(|placement| (placement.capture, placement.page.page.to_string())).collect();
    assert_eq!(placed, [(captures[0].id, "front".to_owned()), (captures[1].id, "back".to_owned())]);

    let (findings, _) = workspace.findings(id, &Unwatched).unwrap();
    let second = PictureSum { sha256: sum, page: 1 };
    assert_eq!(findings.images.iter().map(|image| image.file_page).collect::<Vec<_>>(), [None, Some(2)]);
    let compared: Vec<_> = findings.comparisons.iter().filter(|record| record.capture == second).collect();
    assert!(!compared.is_empty() && compared.iter().all(|record| record.comparison.page.page.to_string() == "back"));
    assert!(serde_json::to_string(&findings).unwrap().contains(&format!("\"{sum}#page=2\"")));
    assert!(findings.images.iter().all(|image| image.light == Light::Visible));
}

#[test]
fn a_file_of_too_many_pages_is_refused_with_the_remedy() {
    let page = RgbImage::from_pixel(4, 4, image::Rgb([200; 3]));
    let book = vec![&page; 65];
    let refused = Received::pages_of("book.tif", tiff(&book, 300), None).unwrap_err();
    assert_eq!(refused.kind, ProblemKind::Limit);
    assert!(refused.message.contains("book.tif") && refused.message.contains("65") && !refused.hint.is_empty(), "{refused:?}");
    assert_eq!(Received::pages_of("book.tif", tiff(&book[..64], 300), None).unwrap().len(), 64);
}
