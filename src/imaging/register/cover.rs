//! How much of a page speaks for a fit: the share of its fields where matched places agree.
//!
//! Counts of places say more about resolution and about how much is printed on a page than about the fit: a small picture of the right
//! page has few, and two documents that share no more than a portrait have many, all of them in one corner. Fields are the same for all.

use super::{PreparedPage, Shape};
use crate::domain::{Homography, MM_PER_INCH};

/// Fields across and down a page.
const FIELDS: [f64; 2] = [6.0, 4.0];
const FIELD_COUNT: usize = (FIELDS[0] * FIELDS[1]) as usize;
/// Recognisable places from which a field counts.
const LEAST_PLACES: usize = 4;
/// Fields that are counted at the least: a few that agree are no page.
const LEAST_FIELDS: usize = 8;

/// The number of the field that a place lies in on a page of `size`, in the unit of both; `None` off the page.
fn field(size: [f64; 2], place: [f64; 2]) -> Option<usize> {
    let [across, down] = [0, 1].map(|axis| (place[axis] / size[axis] * FIELDS[axis]).floor());
    let inside = (0.0..FIELDS[0]).contains(&across) && (0.0..FIELDS[1]).contains(&down);
    inside.then_some((down * FIELDS[0] + across) as usize)
}

/// The share of the fields of `page` in view of a picture of `size_px` that show print and hold one of the `places`, in px of the
/// picture, that agree with its map `reference_from_questioned`.
pub(crate) fn covered(page: &PreparedPage, reference_from_questioned: &Homography, places: &[[f64; 2]], size_px: (u32, u32)) -> f64 {
    let shape = page.shape();
    let page_from_questioned = Homography::page_from_picture(page.resolution()).after(reference_from_questioned);
    let Some(questioned_from_page) = page_from_questioned.inverse() else { return 0.0 };
    let (width, height) = (f64::from(size_px.0), f64::from(size_px.1));
    let known = page.features().iter().map(|feature| [feature.x, feature.y].map(|px| f64::from(px) / shape.ppi * MM_PER_INCH));
    let in_view = |mm: &[f64; 2]| {
        let (x, y) = questioned_from_page.apply(mm[0], mm[1]);
        (0.0..width).contains(&x) && (0.0..height).contains(&y)
    };
    let agreeing = places.iter().map(|[x, y]| page_from_questioned.apply(*x, *y).into());
    share(&shape, known.filter(in_view), agreeing)
}

/// The share of the fields of a page of `size` with at least one of the `places` in which one of these, each told by its flag, holds.
pub(super) fn share_held(size: [f64; 2], places: impl Iterator<Item = ([f64; 2], bool)>) -> f64 {
    let mut fields = [(false, false); FIELD_COUNT];
    for (at, holds) in places.filter_map(|(place, holds)| Some((field(size, place)?, holds))) {
        fields[at] = (true, fields[at].1 || holds);
    }
    let count = |of: fn(&(bool, bool)) -> bool| fields.iter().filter(|field| of(field)).count();
    count(|field| field.1) as f64 / count(|field| field.0).max(1) as f64
}

/// The share of the fields with some of the `known` places that hold one of the `agreeing` ones, all in mm.
fn share(shape: &Shape, known: impl Iterator<Item = [f64; 2]>, agreeing: impl Iterator<Item = [f64; 2]>) -> f64 {
    let mut fields = [(0_usize, false); FIELD_COUNT];
    for place in known.filter_map(|mm| field(shape.size_mm, mm)) {
        fields[place].0 += 1;
    }
    for place in agreeing.filter_map(|mm| field(shape.size_mm, mm)) {
        fields[place].1 = true;
    }
    let printed = fields.iter().filter(|(known, _)| *known >= LEAST_PLACES);
    let (count, held) = printed.fold((0, 0), |(count, held): (usize, usize), (_, agrees)| (count + 1, held + usize::from(*agrees)));
    held as f64 / count.max(LEAST_FIELDS) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corner_that_agrees_is_a_small_share_however_many_places_it_holds() {
        let shape = Shape { size_mm: [120.0, 80.0], ppi: 150.0 };
        let grid = || (0..240 * 160).map(|place| [f64::from(place % 240) / 2.0, f64::from(place / 240) / 2.0]);
        let corner = || grid().filter(|mm| mm[0] < 40.0 && mm[1] < 40.0);
        assert!((share(&shape, grid(), grid()) - 1.0).abs() < 1e-9);
        assert!((share(&shape, grid(), corner()) - 4.0 / 24.0).abs() < 1e-9);
        // Of a page that shows no more than a corner, half of the least that a page is.
        assert!((share(&shape, corner(), corner()) - 0.5).abs() < 1e-9);
        assert!(share(&shape, corner(), std::iter::empty()).abs() < 1e-9);
        // Beyond the page is no field.
        assert!(share(&shape, grid(), [[-1.0, 5.0], [121.0, 5.0], [5.0, 80.0]].into_iter()).abs() < 1e-9);
    }

    #[test]
    fn what_holds_in_one_corner_holds_a_small_share_of_the_fields_in_view() {
        let corner = |[x, y]: [f64; 2]| ([x, y], x < 20.0 && y < 20.0);
        let grid = || (0..120 * 80).map(|place| [f64::from(place % 120), f64::from(place / 120)]);
        assert!((share_held([120.0, 80.0], grid().map(corner)) - 1.0 / 24.0).abs() < 1e-9);
        // Of a picture that shows no more than two fields, half.
        let two = grid().filter(|[x, y]| *x < 40.0 && *y < 20.0).map(corner);
        assert!((share_held([120.0, 80.0], two) - 0.5).abs() < 1e-9);
        assert!(share_held([120.0, 80.0], std::iter::empty()).abs() < 1e-9);
    }
}
