//! Two pictures of one part of a page as one, as a viewer shows them: laid over each other, side by side along a line, through a lens.

use image::{Rgb, RgbImage};

use super::blend::{Marks, mix};
use crate::domain::{Arrangement, PointMm, RectMm};

/// The part of a page that pictures show edge to edge, and their size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surface {
    /// The part, in mm of the page.
    pub area: RectMm,
    /// Width in px.
    pub width: u32,
    /// Height in px.
    pub height: u32,
}

impl Surface {
    /// The spot of the page, in mm, that the middle of a pixel shows.
    pub fn spot(&self, x: u32, y: u32) -> PointMm {
        PointMm {
            x: self.area.x + (f64::from(x) + 0.5) / f64::from(self.width.max(1)) * self.area.width,
            y: self.area.y + (f64::from(y) + 0.5) / f64::from(self.height.max(1)) * self.area.height,
        }
    }

    /// Where a spot of the page lies in the picture, in px from the corner of the first pixel.
    pub fn place(&self, spot: PointMm) -> [f64; 2] {
        [
            (spot.x - self.area.x) / self.area.width.max(1e-9) * f64::from(self.width),
            (spot.y - self.area.y) / self.area.height.max(1e-9) * f64::from(self.height),
        ]
    }
}

/// Puts `first` and `second`, both of the size of `surface`, together as `arrangement` says; `None` if it puts nothing together.
///
/// For a lens that enlarges, `second` is to show the part of the page around its middle as many times smaller.
pub fn compose(arrangement: &Arrangement, first: &RgbImage, second: &RgbImage, surface: &Surface, marks: Marks) -> Option<RgbImage> {
    let size = (surface.width, surface.height);
    if first.dimensions() != size || second.dimensions() != size {
        return None;
    }
    let each = |colour: &dyn Fn(u32, u32, [u8; 3], [u8; 3]) -> [u8; 3]| {
        let mut out = first.clone();
        for ((x, y, pixel), below) in out.enumerate_pixels_mut().zip(second.pixels()) {
            *pixel = Rgb(colour(x, y, pixel.0, below.0));
        }
        out
    };
    let chosen = |is_first: &dyn Fn(PointMm) -> bool| each(&|x, y, a, b| if is_first(surface.spot(x, y)) { a } else { b });
    match arrangement {
        Arrangement::Overlay { blend, opacity } => Some(each(&|_, _, a, b| covered(b, mix(*blend, a, b, marks), *opacity))),
        Arrangement::Swipe { outline } => Some(chosen(&|spot| is_within(outline, spot))),
        Arrangement::Lens { centre, radius_mm, .. } => Some(chosen(&|spot| (spot.x - centre.x).hypot(spot.y - centre.y) > *radius_mm)),
        Arrangement::Checker { square_mm } => {
            let number = |mm: f64| (mm / square_mm.max(1e-3)).floor() as i64;
            Some(chosen(&|spot| number(spot.x).wrapping_add(number(spot.y)).rem_euclid(2) == 0))
        }
        Arrangement::Single
        | Arrangement::SideBySide
        | Arrangement::Blink
        | Arrangement::Difference { .. }
        | Arrangement::Grid
        | Arrangement::Lights => None,
    }
}

/// `above` covering `share` of `below`, on encoded values.
fn covered(below: [u8; 3], above: [u8; 3], share: f64) -> [u8; 3] {
    let mut out = below;
    for (out, above) in out.iter_mut().zip(above) {
        *out = (f64::from(*out) + (f64::from(above) - f64::from(*out)) * share.clamp(0.0, 1.0)).round() as u8;
    }
    out
}

/// Whether a spot lies within a convex outline, whose corners may run either way round.
fn is_within(outline: &[PointMm], spot: PointMm) -> bool {
    let next = outline.iter().cycle().skip(1);
    let mut sides = outline.iter().zip(next).map(|(a, b)| (b.x - a.x) * (spot.y - a.y) - (b.y - a.y) * (spot.x - a.x));
    sides.clone().all(|side| side >= 0.0) || sides.all(|side| side <= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Blend;

    const FIRST: [u8; 3] = [200, 40, 40];
    const SECOND: [u8; 3] = [20, 60, 220];

    /// What an arrangement makes of two plain pictures of 20 mm × 10 mm at 10 px a mm.
    fn made(arrangement: &Arrangement) -> (RgbImage, Surface) {
        let surface = Surface { area: RectMm::new(10.0, 5.0, 20.0, 10.0), width: 200, height: 100 };
        let plain = |colour| RgbImage::from_pixel(200, 100, Rgb(colour));
        (compose(arrangement, &plain(FIRST), &plain(SECOND), &surface, Marks::Dark).unwrap(), surface)
    }

    fn at((picture, surface): &(RgbImage, Surface), x: f64, y: f64) -> [u8; 3] {
        let [x, y] = surface.place(PointMm { x, y });
        picture.get_pixel(x as u32, y as u32).0
    }

    #[test]
    fn an_overlay_is_the_mixture_and_as_much_of_it_as_is_asked_for() {
        let blend = Blend::Multiply;
        let full = mix(blend, FIRST, SECOND, Marks::Dark);
        assert_eq!(at(&made(&Arrangement::Overlay { blend, opacity: 1.0 }), 12.0, 7.0), full);
        assert_eq!(at(&made(&Arrangement::Overlay { blend, opacity: 0.0 }), 12.0, 7.0), SECOND);
        assert_eq!(at(&made(&Arrangement::Overlay { blend: Blend::Cover, opacity: 0.5 }), 12.0, 7.0), [110, 50, 130]);
    }

    #[test]
    fn a_line_a_circle_and_squares_lie_where_the_page_has_them() {
        let corners = RectMm::new(0.0, 0.0, 20.0, 40.0).corners().to_vec();
        for outline in [corners.clone(), corners.into_iter().rev().collect()] {
            let swiped = made(&Arrangement::Swipe { outline });
            assert_eq!([at(&swiped, 19.9, 9.0), at(&swiped, 20.1, 9.0)], [FIRST, SECOND]);
        }
        let lens = made(&Arrangement::Lens { centre: PointMm { x: 18.0, y: 10.0 }, radius_mm: 2.0, magnification: 1 });
        assert_eq!([at(&lens, 18.0, 11.9), at(&lens, 18.0, 12.1), at(&lens, 16.1, 10.0)], [SECOND, FIRST, SECOND]);
        let board = made(&Arrangement::Checker { square_mm: 5.0 });
        // Squares are counted from the corner of the page: (2, 1) is the second picture's, (3, 1) the first's.
        assert_eq!([at(&board, 14.9, 9.9), at(&board, 15.1, 9.9), at(&board, 15.1, 10.1)], [SECOND, FIRST, SECOND]);
    }

    #[test]
    fn pictures_of_other_sizes_are_not_put_together() {
        let surface = Surface { area: RectMm::new(0.0, 0.0, 1.0, 1.0), width: 10, height: 10 };
        let arrangement = Arrangement::Checker { square_mm: 1.0 };
        assert_eq!(compose(&arrangement, &RgbImage::new(10, 10), &RgbImage::new(10, 9), &surface, Marks::Dark), None);
    }
}
