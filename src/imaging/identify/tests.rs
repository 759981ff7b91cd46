use std::cell::Cell;

use super::*;
use crate::domain::{Homography, Resolution, Sha256, Unwatched};
use crate::imaging::register::tests::{capture, page};

const SIZE: (u32, u32) = (640, 448);

fn ready(seed: u64) -> Arc<PreparedPage> {
    let resolution = Resolution::square(150.0).unwrap();
    let picture = Picture::drawn(page(seed, SIZE.0, SIZE.1), Some(resolution));
    Arc::new(PreparedPage::new(&picture, resolution, None, &RegisterParams::default()))
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
