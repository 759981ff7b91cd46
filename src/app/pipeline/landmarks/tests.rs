use std::io::Cursor;
use std::sync::Arc;

use image::Rgb;
use uuid::Uuid;

use super::*;
use crate::app::library::{CaptureSource, Library};
use crate::app::pipeline::{Seen, analyse_keeping, measure_again};
use crate::domain::{
    Analysis, Basis, Capture, Content, DocumentKind, IssuePeriod, Issuer, IssuerCode, Page, PageId, Provenance, Reference,
    ReferenceCapture, ReferenceId, Sha256, Side, SizeMm, Substrate, Unwatched, Zone, ZoneId, ZoneRole,
};
use crate::domain::{PointMm, PointPx, RectMm};

const WIDTH_MM: f64 = 60.0;
const HEIGHT_MM: f64 = 42.0;

/// A number that is drawn anew for every crossing of a grid, 0 to 1.
fn drawn(column: i64, row: i64) -> f64 {
    let mut state = (column as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (row as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    state = (state ^ (state >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((state ^ (state >> 29)) >> 40) as f64 / f64::from(1 << 24)
}

/// Print that is unlike itself everywhere: smooth noise with a grain of 0.7 mm.
fn print(x: f64, y: f64) -> Rgb<u8> {
    let (u, v) = (x / 0.7, y / 0.7);
    let (column, row) = (u.floor(), v.floor());
    let smooth = |share: f64| share * share * (3.0 - 2.0 * share);
    let (right, down) = (smooth(u - column), smooth(v - row));
    let at = |dx: i64, dy: i64| drawn(column as i64 + dx, row as i64 + dy);
    let upper = at(0, 0) * (1.0 - right) + at(1, 0) * right;
    let lower = at(0, 1) * (1.0 - right) + at(1, 1) * right;
    let value = (40.0 + 200.0 * (upper * (1.0 - down) + lower * down)) as u8;
    Rgb([value, value.saturating_sub(12), value.saturating_sub(30)])
}

fn resolution() -> Resolution {
    Resolution::square(254.0).unwrap()
}

/// The page as it is scanned, ten pixels a millimetre.
fn page_picture() -> RgbImage {
    let map = Homography::page_from_picture(resolution());
    let side = |mm: f64| (mm / resolution().x.mm_per_px()).round() as u32;
    RgbImage::from_fn(side(WIDTH_MM), side(HEIGHT_MM), |x, y| {
        let (x, y) = map.apply(f64::from(x), f64::from(y));
        print(x, y)
    })
}

/// Where the questioned picture lies on the page: turned, at another scale, a little in perspective.
fn known() -> PageFromCapture {
    let (sin, cos) = 4.0_f64.to_radians().sin_cos();
    let scale = 25.4 / 330.0;
    PageFromCapture(Homography([[scale * cos, -scale * sin, 1.5], [scale * sin, scale * cos, -2.0], [1.2e-5, -0.9e-5, 1.0]]))
}

fn questioned() -> RgbImage {
    RgbImage::from_fn(820, 600, |x, y| {
        let spot = known().page(PointPx { x: f64::from(x), y: f64::from(y) });
        let on_page = (0.0..WIDTH_MM).contains(&spot.x) && (0.0..HEIGHT_MM).contains(&spot.y);
        if on_page { print(spot.x, spot.y) } else { Rgb([12, 12, 14]) }
    })
}

struct Bytes(Vec<u8>);

impl CaptureSource for Bytes {
    fn bytes(&self, _: &Reference, _: &ReferenceCapture) -> Result<Vec<u8>, Problem> {
        Ok(self.0.clone())
    }
}

fn reference(id: &str) -> Reference {
    let zone = |id: &str, area: RectMm| Zone {
        id: ZoneId::new(id).unwrap(),
        title: id.to_owned(),
        area,
        content: Content::Fixed,
        role: ZoneRole::Background,
        field: None,
        lights: vec![Light::Visible],
    };
    let capture = ReferenceCapture { file: "page.png".to_owned(), sha256: None, resolution: Some(resolution()) };
    Reference {
        id: ReferenceId::new(id).unwrap(),
        issuer: Issuer { code: IssuerCode::new("UTO").unwrap(), name: "Utopia".to_owned() },
        kind: DocumentKind::Other,
        series: "drawn for a test".to_owned(),
        document_code: "P<".to_owned(),
        issued: IssuePeriod { from: "2019-03-01".parse().unwrap(), to: None },
        substrate: Substrate::Paper,
        number_format: None,
        specimen: true,
        provenance: Provenance { source: "Drawn for a test".to_owned(), verified_by: None, sharing: None },
        pages: vec![Page {
            id: PageId::new("page").unwrap(),
            title: "Page".to_owned(),
            side: Side::Front,
            size: SizeMm { width: WIDTH_MM, height: HEIGHT_MM },
            captures: [(Light::Visible, capture)].into(),
            zones: vec![zone("middle", RectMm::new(20.0, 12.0, 16.0, 14.0))],
        }],
        features: Vec::new(),
        known_forgeries: Vec::new(),
    }
}

fn library() -> Library {
    let mut bytes = Vec::new();
    page_picture().write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    Library::new(vec![reference("UTO-A"), reference("UTO-B")], Box::new(Bytes(bytes)))
}

fn page(id: &str) -> PageOf {
    PageOf { reference: ReferenceId::new(id).unwrap(), page: PageId::new("page").unwrap() }
}

fn at() -> Timestamp {
    Timestamp("2026-03-01T09:30:00Z".parse().unwrap())
}

fn seen() -> Seen {
    let picture = Arc::new(Picture::drawn(questioned(), Resolution::square(330.0)));
    let capture = Capture {
        id: CaptureId(Uuid::from_u128(7)),
        sha256: Sha256::of(b"questioned"),
        length: 1,
        file_page: 0,
        file_name: "questioned.png".to_owned(),
        taken_in_at: at(),
        light: Light::Visible,
        light_basis: Basis::File,
        page: None,
        width_px: picture.rgb.width(),
        height_px: picture.rgb.height(),
        resolution: Resolution::square(330.0),
        resolution_basis: Basis::File,
    };
    Seen { capture, picture }
}

/// Pairs as a hand sets them: on the right spot to within a pixel or so.
fn by_eye() -> Vec<Landmark> {
    let reference_from_page = Homography::page_from_picture(resolution()).inverse().unwrap();
    [(6.0, 5.0), (53.0, 6.5), (54.0, 36.0), (7.0, 37.0), (30.0, 21.0), (41.0, 12.0)]
        .into_iter()
        .enumerate()
        .map(|(number, (x, y))| {
            let off = [(0.9, -0.7), (-0.8, 0.6), (0.4, 1.0), (-1.0, -0.5), (0.7, 0.8), (-0.6, -0.9)][number];
            let spot = known().capture(PointMm { x, y }).unwrap();
            let (u, v) = reference_from_page.apply(x, y);
            Landmark { questioned: PointPx { x: spot.x + off.0, y: spot.y + off.1 }, reference: PointPx { x: u, y: v } }
        })
        .collect()
}

fn request(id: &str, pairs: Vec<Landmark>) -> HandRequest {
    HandRequest { capture: seen().capture.id, page: page(id), light: Light::Visible, model: LandmarkModel::Homography, pairs }
}

/// Largest distance in mm over the page between where a placement and the truth put a pixel.
fn error_mm(placement: &Placement) -> f64 {
    let grid = (0..=8).flat_map(|row| (0..=8).map(move |column| (f64::from(column) / 8.0 * WIDTH_MM, f64::from(row) / 8.0 * HEIGHT_MM)));
    grid.map(|(x, y)| {
        let found = placement.page_from_capture.page(known().capture(PointMm { x, y }).unwrap());
        (found.x - x).hypot(found.y - y)
    })
    .fold(0.0, f64::max)
}

fn placed(id: &str, library: &Library, seen: &Seen) -> Placement {
    let held = library.page(&page(id), Light::Visible).unwrap().unwrap();
    place_by_hand(&request(id, by_eye()), &seen.picture, &held, Actor::Person("E. Examiner".to_owned()), at()).unwrap()
}

#[test]
fn landmarks_that_are_snapped_lay_the_page_to_a_twentieth_of_a_millimetre() {
    let (library, seen) = (library(), seen());
    let held = library.page(&page("UTO-A"), Light::Visible).unwrap().unwrap();
    let eye = placed("UTO-A", &library, &seen);
    assert!(error_mm(&eye) < 0.25, "by eye {:.3} mm", error_mm(&eye));
    let first = judge(&by_eye(), LandmarkModel::Homography, resolution(), [820, 600], [600, 420]).unwrap().fit;
    let snapped: Vec<Landmark> = by_eye()
        .into_iter()
        .map(|pair| {
            let found = snap_pair(&seen.picture.rgb, &held.picture.rgb, pair, &first.reference_from_questioned).unwrap();
            Landmark { questioned: found.questioned, ..pair }
        })
        .collect();
    let placement = place_by_hand(&request("UTO-A", snapped), &seen.picture, &held, Actor::Person("E".to_owned()), at()).unwrap();
    assert!(error_mm(&placement) < 0.05, "snapped {:.3} mm", error_mm(&placement));
    assert!(placement.residual_mm < eye.residual_mm && placement.is_own_work());
    let made = placement.by_hand().unwrap();
    assert_eq!((made.pairs.len(), made.light, placement.inliers), (6, Light::Visible, 6));
    assert!((made.pairs[4].page.x - 30.0).abs() < 1e-9 && made.pairs.iter().all(|pair| pair.left_out_mm.is_some()));
}

#[test]
fn a_poor_fit_is_refused_with_reason_and_remedy() {
    let (library, seen) = (library(), seen());
    let held = library.page(&page("UTO-A"), Light::Visible).unwrap().unwrap();
    let mut pairs = by_eye();
    pairs[2].reference.x += 60.0;
    let refused = |pairs| place_by_hand(&request("UTO-A", pairs), &seen.picture, &held, Actor::Person("E".to_owned()), at()).unwrap_err();
    let problem = refused(pairs);
    assert!(problem.message.contains("from where the map puts it") && problem.hint.starts_with("Set it"), "{problem:?}");
    let problem = refused(by_eye()[..4].to_vec());
    assert!(problem.message.starts_with("5 pairs are needed"), "{problem:?}");
}

#[test]
fn an_analysis_keeps_what_a_person_placed_and_sets_it_aside_for_another_reference() {
    let (library, seen) = (library(), [seen()]);
    let placement = placed("UTO-A", &library, &seen[0]);
    let before = Analysis { placements: vec![placement.clone()], ..Analysis::default() };
    let (a, b) = (ReferenceId::new("UTO-A").unwrap(), ReferenceId::new("UTO-B").unwrap());

    let again = measure_again(&seen, &library, library.reference(&a).unwrap(), &before, &Unwatched).unwrap();
    assert_eq!(again.placements, std::slice::from_ref(&placement));
    assert_eq!(again.comparisons.len(), 1, "the zone was not compared");

    let kept = analyse_keeping(&seen, &library, None, &before, "2026-03-01".parse().unwrap(), &Unwatched).unwrap();
    assert_eq!((kept.reference.map(|reference| &reference.id), kept.analysis.placements), (Some(&a), vec![placement.clone()]));
    let other = analyse_keeping(&seen, &library, Some(&b), &before, "2026-03-01".parse().unwrap(), &Unwatched).unwrap().analysis;
    assert_eq!(other.set_aside, std::slice::from_ref(&placement));
    assert!(other.placements.iter().all(|placed| placed.by_hand().is_none()));
    let back = analyse_keeping(&seen, &library, Some(&a), &other, "2026-03-01".parse().unwrap(), &Unwatched).unwrap().analysis;
    assert_eq!((back.placements, back.set_aside), (vec![placement], Vec::new()));
}
