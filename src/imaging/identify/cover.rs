//! How much of a page speaks for a fit: the share of its fields where matched places agree.
//!
//! Counts of places say more about resolution and about how much is printed on a page than about the fit: a small picture of the right
//! page has few, and two documents that share no more than a portrait have many, all of them in one corner. Fields are the same for all.

use crate::domain::{Homography, MM_PER_INCH};
use crate::imaging::register::Shape;
use crate::imaging::{PreparedPage, Registration};

/// Fields across and down a page.
const FIELDS: [f64; 2] = [6.0, 4.0];
/// Recognisable places from which a field counts.
const LEAST_PLACES: usize = 4;
/// Fields that are counted at the least: a few that agree are no page.
const LEAST_FIELDS: usize = 8;

/// The number of the field that a place in mm of the page lies in; `None` off the page.
fn field(shape: &Shape, mm: [f64; 2]) -> Option<usize> {
    let [across, down] = [0, 1].map(|axis| (mm[axis] / shape.size_mm[axis] * FIELDS[axis]).floor());
    let inside = (0.0..FIELDS[0]).contains(&across) && (0.0..FIELDS[1]).contains(&down);
    inside.then_some((down * FIELDS[0] + across) as usize)
}

/// The share of the fields of `page` in view of a picture of `size_px` that show print and hold one of the `places`, in px of the
/// picture, that agree with its `registration`.
pub(super) fn covered(page: &PreparedPage, registration: &Registration, places: &[[f64; 2]], size_px: (u32, u32)) -> f64 {
    let shape = page.shape();
    let page_from_questioned = Homography::page_from_picture(page.resolution()).after(&registration.reference_from_questioned);
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

/// The share of the fields with some of the `known` places that hold one of the `agreeing` ones, all in mm.
fn share(shape: &Shape, known: impl Iterator<Item = [f64; 2]>, agreeing: impl Iterator<Item = [f64; 2]>) -> f64 {
    let mut fields = [(0_usize, false); (FIELDS[0] * FIELDS[1]) as usize];
    for place in known.filter_map(|mm| field(shape, mm)) {
        fields[place].0 += 1;
    }
    for place in agreeing.filter_map(|mm| field(shape, mm)) {
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
}
