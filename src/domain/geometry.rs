//! Points, rectangles and the maps between the spaces of the program.
//!
//! Three spaces exist. *Capture* space counts pixels of a picture as it was received, origin at the **centre** of the top
//! left pixel, y down. *Page* space counts millimetres on a page of a reference, origin at the top left corner, y down.
//! *Ui* space belongs to the desktop. Maps are named `to_from`, so that `page_from_capture` reads in the order of a product.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Resolution;

/// A point in pixels; pixel centres are at whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PointPx {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A point in millimetres from the top left corner of a page.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PointMm {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A width and a height in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SizeMm {
    /// Width in mm.
    pub width: f64,
    /// Height in mm.
    pub height: f64,
}

/// An upright rectangle in millimetres of a page, written `[x, y, width, height]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[f64; 4]", into = "[f64; 4]")]
#[schemars(with = "[f64; 4]")]
pub struct RectMm {
    /// Left edge in mm.
    pub x: f64,
    /// Top edge in mm.
    pub y: f64,
    /// Width in mm.
    pub width: f64,
    /// Height in mm.
    pub height: f64,
}

impl RectMm {
    /// A rectangle from its left, top, width and height in mm.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    /// The upright rectangle with two opposite corners.
    pub fn between(one: PointMm, other: PointMm) -> Self {
        Self::new(one.x.min(other.x), one.y.min(other.y), (one.x - other.x).abs(), (one.y - other.y).abs())
    }

    /// The right edge in mm.
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    /// The lower edge in mm.
    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// The area in mm².
    pub fn area(self) -> f64 {
        self.width * self.height
    }

    /// The middle.
    pub fn center(self) -> PointMm {
        PointMm { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// Whether `point` lies inside or on the left or top edge.
    pub fn contains(self, point: PointMm) -> bool {
        point.x >= self.x && point.x < self.right() && point.y >= self.y && point.y < self.bottom()
    }

    /// What both cover; `None` if nothing.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let (right, bottom) = (self.right().min(other.right()), self.bottom().min(other.bottom()));
        (right > x && bottom > y).then(|| Self::new(x, y, right - x, bottom - y))
    }

    /// The rectangle grown by `margin` mm on every side; a negative margin shrinks it, to nothing at the least.
    pub fn grown(self, margin: f64) -> Self {
        let margin = margin.max(-self.width / 2.0).max(-self.height / 2.0);
        Self::new(self.x - margin, self.y - margin, self.width + 2.0 * margin, self.height + 2.0 * margin)
    }

    /// The corners in reading order: top left, top right, bottom right, bottom left.
    pub fn corners(self) -> [PointMm; 4] {
        [
            PointMm { x: self.x, y: self.y },
            PointMm { x: self.right(), y: self.y },
            PointMm { x: self.right(), y: self.bottom() },
            PointMm { x: self.x, y: self.bottom() },
        ]
    }
}

impl From<[f64; 4]> for RectMm {
    fn from([x, y, width, height]: [f64; 4]) -> Self {
        Self { x, y, width, height }
    }
}

impl From<RectMm> for [f64; 4] {
    fn from(rect: RectMm) -> Self {
        [rect.x, rect.y, rect.width, rect.height]
    }
}

/// A projective map of the plane as a 3 × 3 matrix, row by row; points are columns `(x, y, 1)`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Homography(pub [[f64; 3]; 3]);

impl Homography {
    /// Leaves every point where it is.
    pub const IDENTITY: Self = Self([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);

    /// Scales about the origin, then shifts.
    pub const fn scale_shift(scale: [f64; 2], shift: [f64; 2]) -> Self {
        Self([[scale[0], 0.0, shift[0]], [0.0, scale[1], shift[1]], [0.0, 0.0, 1.0]])
    }

    /// The map from a picture's pixels to millimetres when the picture is the page, edge to edge.
    pub fn page_from_picture(resolution: Resolution) -> Self {
        let (x, y) = (resolution.x.mm_per_px(), resolution.y.mm_per_px());
        // A pixel centre lies half a pixel inside the edge.
        Self::scale_shift([x, y], [x / 2.0, y / 2.0])
    }

    /// The map that lays four points, from the top left clockwise, on the corners of a rectangle from the origin; `None` if they lie on a
    /// line, or the rectangle has no area.
    ///
    /// Method: P. Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, 2.2.3 (square to quadrilateral).
    pub fn from_quad([a, b, c, d]: [PointPx; 4], width: f64, height: f64) -> Option<Self> {
        if !(width > 0.0 && height > 0.0) {
            return None;
        }
        let (dx1, dx2, dx3) = (b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x);
        let (dy1, dy2, dy3) = (b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y);
        let determinant = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((dx3 * dy2 - dx2 * dy3) / determinant, (dx1 * dy3 - dx3 * dy1) / determinant);
        let quad_from_square =
            Self([[b.x - a.x + g * b.x, d.x - a.x + h * d.x, a.x], [b.y - a.y + g * b.y, d.y - a.y + h * d.y, a.y], [g, h, 1.0]]);
        let whole = quad_from_square.0.iter().flatten().all(|value| value.is_finite());
        let square = quad_from_square.inverse().filter(|_| whole)?;
        Some(Self::scale_shift([width, height], [0.0, 0.0]).after(&square))
    }

    /// Maps `(x, y)`; infinite or not a number on the line that maps to infinity.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c] = self.0;
        let w = c[0] * x + c[1] * y + c[2];
        ((a[0] * x + a[1] * y + a[2]) / w, (b[0] * x + b[1] * y + b[2]) / w)
    }

    /// The map that does `first` and then this one.
    #[must_use]
    pub fn after(&self, first: &Self) -> Self {
        let mut product = [[0.0; 3]; 3];
        for (row, out) in self.0.iter().zip(&mut product) {
            for (column, cell) in out.iter_mut().enumerate() {
                *cell = row.iter().zip(&first.0).map(|(factor, other)| factor * other[column]).sum();
            }
        }
        Self(product).normalised()
    }

    /// The map back; `None` if this one folds the plane to a line.
    pub fn inverse(&self) -> Option<Self> {
        let [[a, b, c], [d, e, f], [g, h, i]] = self.0;
        let cofactors = [
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ];
        let determinant = a * cofactors[0][0] + b * cofactors[1][0] + c * cofactors[2][0];
        if !determinant.is_finite() || determinant.abs() < 1e-15 {
            return None;
        }
        Some(Self(cofactors.map(|row| row.map(|value| value / determinant))).normalised())
    }

    /// What a small step at `(x, y)` becomes: its share to the right, then down, of a step along x and of one along y.
    pub fn derivative(&self, x: f64, y: f64) -> [[f64; 2]; 2] {
        let [a, b, c] = self.0;
        let w = c[0] * x + c[1] * y + c[2];
        let (u, v) = self.apply(x, y);
        [[(a[0] - u * c[0]) / w, (a[1] - u * c[1]) / w], [(b[0] - v * c[0]) / w, (b[1] - v * c[1]) / w]]
    }

    /// The area that a unit square at `(x, y)` becomes; negative if mirrored.
    pub fn area_scale(&self, x: f64, y: f64) -> f64 {
        let [[ux, uy], [vx, vy]] = self.derivative(x, y);
        ux * vy - uy * vx
    }

    fn normalised(self) -> Self {
        let last = self.0[2][2];
        if last.abs() > 1e-12 && last.is_finite() { Self(self.0.map(|row| row.map(|value| value / last))) } else { self }
    }
}

/// The map from the pixels of one capture to the millimetres of the page it shows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PageFromCapture(pub Homography);

impl PageFromCapture {
    /// Where on the page a pixel lies.
    pub fn page(&self, point: PointPx) -> PointMm {
        let (x, y) = self.0.apply(point.x, point.y);
        PointMm { x, y }
    }

    /// Where in the capture a spot of the page lies; `None` if the map has no inverse.
    pub fn capture(&self, point: PointMm) -> Option<PointPx> {
        let (x, y) = self.0.inverse()?.apply(point.x, point.y);
        Some(PointPx { x, y })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_points_are_laid_on_the_corners_of_a_rectangle() {
        let at = |x, y| PointPx { x, y };
        let quad = [at(10.0, 20.0), at(110.0, 30.0), at(100.0, 80.0), at(5.0, 60.0)];
        let map = Homography::from_quad(quad, 44.0, 2.0).unwrap();
        for (corner, expected) in quad.into_iter().zip([(0.0, 0.0), (44.0, 0.0), (44.0, 2.0), (0.0, 2.0)]) {
            let (x, y) = map.apply(corner.x, corner.y);
            assert!((x - expected.0).abs() < 1e-9 && (y - expected.1).abs() < 1e-9, "{x} {y}");
        }
        assert_eq!(Homography::from_quad([at(0.0, 0.0), at(1.0, 1.0), at(2.0, 2.0), at(3.0, 3.0)], 1.0, 1.0), None);
        assert_eq!(Homography::from_quad(quad, 0.0, 1.0), None);
    }
    use proptest::prelude::*;

    fn near(a: (f64, f64), b: (f64, f64)) -> bool {
        (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6
    }

    #[test]
    fn the_first_pixel_centre_lies_half_a_pixel_inside_the_page() {
        let page = PageFromCapture(Homography::page_from_picture(Resolution::square(254.0).unwrap()));
        let point = page.page(PointPx { x: 0.0, y: 0.0 });
        assert!(near((point.x, point.y), (0.05, 0.05)));
    }

    #[test]
    fn a_map_that_folds_the_plane_has_no_inverse() {
        assert_eq!(Homography([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [0.0, 0.0, 1.0]]).inverse(), None);
    }

    proptest! {
        #[test]
        fn there_and_back_is_nowhere(
            a in 0.3..3.0f64, b in -0.4..0.4f64, c in -500.0..500.0f64, d in -0.4..0.4f64, e in 0.3..3.0f64, f in -500.0..500.0f64,
            g in -1e-4..1e-4f64, h in -1e-4..1e-4f64, x in 0.0..2000.0f64, y in 0.0..1500.0f64,
        ) {
            let map = Homography([[a, b, c], [d, e, f], [g, h, 1.0]]);
            let back = map.inverse().unwrap();
            let (u, v) = map.apply(x, y);
            let w = back.apply(u, v);
            prop_assert!((w.0 - x).abs() < 1e-5 && (w.1 - y).abs() < 1e-5, "{w:?}");
            let both = back.after(&map).apply(x, y);
            prop_assert!((both.0 - x).abs() < 1e-5 && (both.1 - y).abs() < 1e-5, "{both:?}");
        }

        #[test]
        fn area_scale_is_the_area_of_a_small_square(
            a in 0.5..2.0f64, b in -0.3..0.3f64, e in 0.5..2.0f64, g in -1e-4..1e-4f64, x in 0.0..900.0f64, y in 0.0..900.0f64,
        ) {
            let map = Homography([[a, b, 5.0], [-b, e, 9.0], [g, g, 1.0]]);
            let step = 1e-3;
            let (o, p, q) = (map.apply(x, y), map.apply(x + step, y), map.apply(x, y + step));
            let (right, down) = ((p.0 - o.0, p.1 - o.1), (q.0 - o.0, q.1 - o.1));
            let area = right.0 * down.1 - right.1 * down.0;
            let measured = area / step.powi(2);
            prop_assert!((measured - map.area_scale(x, y)).abs() < 1e-3 * measured.abs().max(1.0));
        }
    }
}
