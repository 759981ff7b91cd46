use std::cell::Cell;

use super::*;
use crate::domain::{Homography, Resolution, Sha256, Unwatched};
use crate::imaging::PixelRect;
use crate::imaging::register::tests::{capture, page};

const SIZE: (u32, u32) = (640, 448);

fn ready(seed: u64) -> Arc<PreparedPage> {
    ready_of(page(seed, SIZE.0, SIZE.1))
}

fn ready_of(print: image::RgbImage) -> Arc<PreparedPage> {
    let resolution = Resolution::square(150.0).unwrap();
    Arc::new(PreparedPage::new(&Picture::drawn(print, Some(resolution)), resolution, None, &RegisterParams::default()))
}

fn indexed(seed: u64, page: &PreparedPage) -> IndexedPage {
    IndexedPage::new(format!("page-{seed:02}"), Light::Visible, Sha256::of(&seed.to_le_bytes()), page)
}

/// The page of `seed` turned by 200° and a little smaller, on a larger dark bed.
fn scan(seed: u64) -> Picture {
    let (sin, cos) = 200.0_f64.to_radians().sin_cos();
    let middle = Homography::scale_shift([1.0, 1.0], [-320.0, -224.0]);
    let turned = Homography([[0.9 * cos, -0.9 * sin, 400.0], [0.9 * sin, 0.9 * cos, 330.0], [0.0, 0.0, 1.0]]);
    capture(&page(seed, SIZE.0, SIZE.1), &turned.after(&middle), (800, 660), 3.0, 0.7, 11)
}

fn identify(index: &Index, pages: &[Arc<PreparedPage>], questioned: &Picture, asked: &Cell<usize>) -> Identification {
    let prepared = |page: &IndexedPage| {
        asked.set(asked.get() + 1);
        let seed: usize = page.key.trim_start_matches("page-").parse().unwrap();
        Ok::<_, Cancelled>(pages.get(seed).cloned())
    };
    let params = IdentifyParams { max_verified: 3, ..IdentifyParams::default() };
    index.identify(questioned, 5, &params, prepared, &Unwatched).unwrap()
}

#[test]
fn a_turned_page_is_found_among_many_and_few_are_registered_for_it() {
    let pages: Vec<Arc<PreparedPage>> = (0..12).map(ready).collect();
    let kept: Vec<IndexedPage> = pages.iter().zip(0..).map(|(page, seed)| indexed(seed, page)).collect();
    let params = RegisterParams::default();
    let read = read_index(&index_bytes(&kept, &params), &params).unwrap();
    let index = Index::build(kept);
    let asked = Cell::new(0);
    let found = identify(&index, &pages, &scan(7), &asked);
    assert!(found.known && found.candidates[0].key == "page-07", "{found:?}");
    assert!(asked.get() <= 3, "{} pages were registered", asked.get());
    assert_eq!(identify(&Index::build(read), &pages, &scan(7), &asked), found, "a kept index finds the same");

    let unknown = identify(&index, &pages, &scan(40), &asked);
    assert!(!unknown.known, "{unknown:?}");
    // What cannot be registered is not named, however many places speak for it.
    let gone = identify(&index, &[], &scan(7), &asked);
    assert!(!gone.known && gone.candidates.first().is_some_and(|first| first.key == "page-07" && first.registration.is_none()), "{gone:?}");
}

/// Pages of several seeds on one bed, each turned by some degrees about a middle in px of the bed.
fn bed(laid: &[(u64, f64, [f64; 2])], size: (u32, u32)) -> Picture {
    let mut bed = image::RgbImage::from_pixel(size.0, size.1, image::Rgb([58; 3]));
    for (seed, turn, middle) in laid {
        let (sin, cos) = turn.to_radians().sin_cos();
        let centred = Homography::scale_shift([1.0, 1.0], [-320.0, -224.0]);
        let turned = Homography([[cos, -sin, middle[0]], [sin, cos, middle[1]], [0.0, 0.0, 1.0]]);
        let map = turned.after(&centred);
        let shot = capture(&page(*seed, SIZE.0, SIZE.1), &map, size, 3.0, 0.7, *seed);
        let back = map.inverse().unwrap();
        for (x, y, pixel) in bed.enumerate_pixels_mut() {
            let (u, v) = back.apply(f64::from(x), f64::from(y));
            if (2.0..638.0).contains(&u) && (2.0..446.0).contains(&v) {
                *pixel = *shot.rgb.get_pixel(x, y);
            }
        }
    }
    Picture::drawn(bed, Resolution::square(150.0))
}

#[test]
fn every_page_of_a_scan_is_found_with_its_corners_and_a_second_copy_too() {
    let pages: Vec<Arc<PreparedPage>> = (0..12).map(ready).collect();
    let index = Index::build(pages.iter().zip(0..).map(|(page, seed)| indexed(seed, page)).collect());
    let laid = [(4, 3.0, [360.0, 260.0]), (9, 188.0, [1080.0, 300.0]), (4, 91.0, [300.0, 900.0])];
    let asked = Cell::new(0);
    let found = identify(&index, &pages, &bed(&laid, (1450, 1300)), &asked);
    let shown: Vec<(&str, [f64; 2])> = found
        .pages
        .iter()
        .map(|page| (page.candidates[0].key.as_str(), [0, 1].map(|axis| page.corners.iter().map(|corner| corner[axis]).sum::<f64>() / 4.0)))
        .collect();
    assert_eq!(shown.len(), 3, "{shown:?}");
    for (seed, turn, middle) in laid {
        let near = |at: &[f64; 2]| (at[0] - middle[0]).hypot(at[1] - middle[1]) < 4.0;
        assert!(shown.iter().any(|(key, at)| *key == format!("page-{seed:02}") && near(at)), "{seed}: {shown:?}");
        // From the top left corner to the top right one as the page is read.
        let page = found.pages.iter().zip(&shown).find(|(_, (_, at))| near(at)).unwrap().0;
        let [from, to] = [page.corners[0], page.corners[1]];
        let angle = (to[1] - from[1]).atan2(to[0] - from[0]).to_degrees();
        assert!(((angle - turn + 180.0).rem_euclid(360.0) - 180.0).abs() < 1.0, "{seed}: {angle}");
    }
    let best = &found.candidates[0];
    assert_eq!(Some(found.pages[0].corners), best.corners);
    assert!(best.places.len() > 20 && best.places.len() <= 64);
    assert_eq!(found.pages[0].candidates[0].key, best.key);
}

#[test]
fn a_page_that_fills_its_picture_costs_no_further_registration() {
    let pages: Vec<Arc<PreparedPage>> = (0..12).map(ready).collect();
    let index = Index::build(pages.iter().zip(0..).map(|(page, seed)| indexed(seed, page)).collect());
    let asked = Cell::new(0);
    let found = identify(&index, &pages, &scan(7), &asked);
    assert_eq!(found.pages.len(), 1);
    assert!(asked.get() <= 3, "{} pages were registered", asked.get());
}

#[test]
fn a_page_of_another_light_and_an_empty_index_say_nothing() {
    let page = ready(3);
    let index = Index::build(vec![IndexedPage { light: Light::Uv365, ..indexed(3, &page) }]);
    let params = IdentifyParams { light: Some(Light::Visible), ..IdentifyParams::default() };
    let none = |_: &IndexedPage| Ok::<_, Cancelled>(None);
    assert_eq!(index.identify(&scan(3), 5, &params, none, &Unwatched).unwrap().candidates, []);
    let nothing = Index::build(Vec::new()).identify(&scan(3), 5, &IdentifyParams::default(), none, &Unwatched).unwrap();
    assert!(!nothing.known && nothing.candidates.is_empty());
}

/// The pages of a test as a library.
struct Shelf(Vec<Arc<PreparedPage>>);

impl PatchPages for Shelf {
    type Error = Cancelled;

    fn prepared(&self, page: &IndexedPage) -> Result<Option<Arc<PreparedPage>>, Cancelled> {
        Ok(page.key.trim_start_matches("page-").parse().ok().and_then(|seed: usize| self.0.get(seed).cloned()))
    }

    fn with_picture(&self, indexed: &IndexedPage, look: &mut dyn FnMut(&Picture, Resolution)) -> Result<(), Cancelled> {
        let resolution = Resolution::square(150.0).unwrap();
        let seed = indexed.key.trim_start_matches("page-").parse().unwrap();
        look(&Picture::drawn(page(seed, SIZE.0, SIZE.1), Some(resolution)), resolution);
        Ok(())
    }
}

#[test]
fn a_patch_is_found_where_it_lies_on_its_page_and_an_unknown_one_is_not() {
    let shelf = Shelf((0..12).map(ready).collect());
    let index = Index::build(shelf.0.iter().zip(0..).map(|(page, seed)| indexed(seed, page)).collect());
    // Page 7 turned by 200° and at 0.9 of its size; its middle lies at (400, 330).
    let area = PixelRect { x: 340, y: 280, width: 130, height: 110 };
    let found = index.find_patch(&scan(7), area, 3, &PatchParams::default(), &shelf, &Unwatched).unwrap();
    let best = &found.matches[0];
    assert!(found.known && best.key == "page-07", "{found:?}");
    let (sin, cos) = 200.0_f64.to_radians().sin_cos();
    let (dx, dy) = (404.5 - 400.0, 334.5 - 330.0);
    let middle = [(cos * dx + sin * dy) / 0.9 + 320.5, (cos * dy - sin * dx) / 0.9 + 224.5].map(|px| px / 150.0 * 25.4);
    let at = best.area.center();
    assert!((at.x - middle[0]).hypot(at.y - middle[1]) < 0.2, "{best:?} {middle:?}");
    assert!((best.turn_deg - 160.0).abs() < 1.0, "{}", best.turn_deg);
    // The same from more pages than are matched one by one: votes say which.
    let few = PatchParams { max_matched: 6, ..PatchParams::default() };
    assert_eq!(index.find_patch(&scan(7), area, 3, &few, &shelf, &Unwatched).unwrap().matches[0].key, "page-07");
    let unknown = index.find_patch(&scan(40), area, 3, &PatchParams::default(), &shelf, &Unwatched).unwrap();
    assert!(!unknown.known && unknown.places > 20, "{unknown:?}");
    let beside = PixelRect { x: 5_000, ..area };
    assert_eq!(index.find_patch(&scan(7), beside, 3, &PatchParams::default(), &shelf, &Unwatched).unwrap().matches, []);
}

#[test]
fn near_twins_of_a_confirmed_page_are_judged_by_their_print_too() {
    // Page 12 is page 7 with another emblem.
    let (ours, other) = (page(7, SIZE.0, SIZE.1), page(40, SIZE.0, SIZE.1));
    let emblem = |x: u32, y: u32| (440..600).contains(&x) && (40..200).contains(&y);
    let twin = image::RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| *if emblem(x, y) { &other } else { &ours }.get_pixel(x, y));
    let pages: Vec<Arc<PreparedPage>> = (0..12).map(ready).chain([ready_of(twin)]).collect();
    let index = Index::build(pages.iter().zip(0..).map(|(page, seed)| indexed(seed, page)).collect());
    let params = IdentifyParams { max_verified: 1, ..IdentifyParams::default() };
    assert_eq!(index.twins(7, &params), [12]);
    assert_eq!(index.twins(12, &params), [7]);
    assert!((0..7).chain(8..12).all(|page| index.twins(page, &params).is_empty()));
    let uv = IdentifyParams { light: Some(Light::Uv365), ..params };
    assert!(index.twins(7, &uv).is_empty(), "no page is held under that light");
    let asked = |page: &IndexedPage| Ok::<_, Cancelled>(pages.get(page.key.trim_start_matches("page-").parse::<usize>().unwrap()).cloned());
    let found = index.identify(&scan(7), 5, &params, asked, &Unwatched).unwrap();
    let judged: Vec<(&str, bool)> =
        found.candidates.iter().take(2).map(|found| (found.key.as_str(), found.registration.is_some())).collect();
    assert_eq!(judged, [("page-07", true), ("page-12", true)], "only one was to be registered by its votes");
}
