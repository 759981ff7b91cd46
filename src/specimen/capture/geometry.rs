//! Where a page lies in its capture.

use super::effects::Effects;
use crate::domain::Homography;
use crate::specimen::design::PageSpec;
use crate::specimen::math::Exact as _;

/// The longest side of a capture, in px.
const MAX_SIDE_PX: f64 = 40_000.0;
/// The most pixels of a capture: a sheet of A4 at 1,200 dpi has 140 million.
const MAX_PIXELS: f64 = 400e6;

/// The strongest tilt in either direction.
const MAX_TILT_DEG: f64 = 60.0;

/// Size of a capture and the map to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// In px.
    pub width: u32,
    /// In px.
    pub height: u32,
    /// From mm of the page to px of the picture; pixel centres are at whole numbers.
    pub capture_from_page: Homography,
    /// The same backwards.
    pub page_from_capture: Homography,
}

impl View {
    /// The view of a page; `None` if it would be empty, too large, or have the page beside or behind the lens.
    pub(super) fn of(effects: &Effects, page: &PageSpec) -> Option<Self> {
        let scale = effects.dpi / 25.4;
        let (page_width, page_height) = (page.size.width, page.size.height);
        let flat = Homography::scale_shift([scale, scale], [0.0, 0.0]);
        let (sin, cos) = effects.angle_deg.to_radians().xsin_cos();
        let (cx, cy) = (page_width / 2.0, page_height / 2.0);
        let turned = Homography([[cos, -sin, -(cos * cx - sin * cy)], [sin, cos, -(sin * cx + cos * cy)], [0.0, 0.0, 1.0]]);
        let centred = match effects.tilt {
            None => flat.after(&turned),
            Some(tilt) => {
                let (pitch_sin, pitch_cos) = tilt.pitch_deg.to_radians().xsin_cos();
                let (yaw_sin, yaw_cos) = tilt.yaw_deg.to_radians().xsin_cos();
                let reach = scale * tilt.distance_mm;
                let depth = [-yaw_sin * pitch_cos, pitch_sin, tilt.distance_mm];
                // The map divides by the distance from the lens, which has to be positive and not small all over the page.
                let far = (cx * depth[0]).abs() + (cy * depth[1]).abs() + ((cx * depth[1]).abs() + (cy * depth[0]).abs()) * sin.abs();
                let before_the_lens =
                    far <= 0.8 * tilt.distance_mm && tilt.pitch_deg.abs() <= MAX_TILT_DEG && tilt.yaw_deg.abs() <= MAX_TILT_DEG;
                if !before_the_lens {
                    return None;
                }
                let tilted = Homography([[reach * yaw_cos, 0.0, 0.0], [reach * yaw_sin * pitch_sin, reach * pitch_cos, 0.0], depth]);
                // The centre of the page is the origin, where the divisor is the distance: the map stays as it is.
                tilted.after(&turned)
            }
        };
        // The room that the page takes: as issued if it lies flat, with its corners if it is tilted.
        let [left, top, right, bottom] = if effects.tilt.is_none() {
            [-cx * scale, -cy * scale, cx * scale, cy * scale]
        } else {
            let corners = [(0.0, 0.0), (page_width, 0.0), (0.0, page_height), (page_width, page_height)].map(|(x, y)| centred.apply(x, y));
            corners.into_iter().fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |room, (x, y)| {
                [room[0].min(x), room[1].min(y), room[2].max(x), room[3].max(y)]
            })
        };
        let side = |room: f64, margin_mm: f64| (room + 2.0 * margin_mm * scale).round();
        let (width, height) = (side(right - left, effects.margin_mm[0]), side(bottom - top, effects.margin_mm[1]));
        let fits = |side: f64| (1.0..=MAX_SIDE_PX).contains(&side);
        if !fits(width) || !fits(height) || width * height > MAX_PIXELS {
            return None;
        }
        let middle = |low: f64, high: f64, side: f64, shift_mm: f64| side / 2.0 - f64::midpoint(low, high) + shift_mm * scale - 0.5;
        let shift = [middle(left, right, width, effects.shift_mm[0]), middle(top, bottom, height, effects.shift_mm[1])];
        let capture_from_page = Homography::scale_shift([1.0, 1.0], shift).after(&centred);
        let page_from_capture = capture_from_page.inverse()?;
        // What is behind the lens would be shown upside down.
        let [.., horizon] = page_from_capture.0;
        let ahead = |x: f64, y: f64| horizon[0] * x + horizon[1] * y + horizon[2];
        let (at_page_x, at_page_y) = capture_from_page.apply(cx, cy);
        let sign = ahead(at_page_x, at_page_y).signum();
        let all_ahead = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)].into_iter().all(|(x, y)| ahead(x, y) * sign > 0.0);
        all_ahead.then_some(Self { width: width as u32, height: height as u32, capture_from_page, page_from_capture })
    }
}

/// A rectangle with corners that may be rounded, in mm of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    /// Left, top, right and bottom.
    pub edges: [f64; 4],
    /// Radii of the corners: top left, top right, bottom right, bottom left.
    pub radii: [f64; 4],
}

/// Radius of the rounded corners of cards and passport pages, in mm (ICAO Doc 9303: 3.18).
const CORNER_MM: f64 = 3.18;

impl Outline {
    /// That of a page.
    pub(super) fn of(page: &PageSpec) -> Self {
        Self {
            edges: [0.0, 0.0, page.size.width, page.size.height],
            radii: page.rounded.map(|rounded| if rounded { CORNER_MM } else { 0.0 }),
        }
    }

    /// How far `(x, y)` lies outside, in mm; negative inside.
    pub(super) fn outside(&self, x: f64, y: f64) -> f64 {
        let [left, top, right, bottom] = self.edges;
        let (from_middle_x, from_middle_y) = (x - f64::midpoint(left, right), y - f64::midpoint(top, bottom));
        let radius = self.radii[match (from_middle_x < 0.0, from_middle_y < 0.0) {
            (true, true) => 0,
            (false, true) => 1,
            (false, false) => 2,
            (true, false) => 3,
        }];
        let (over_x, over_y) = (from_middle_x.abs() - (right - left) / 2.0 + radius, from_middle_y.abs() - (bottom - top) / 2.0 + radius);
        if over_x > 0.0 && over_y > 0.0 { over_x.xhypot(over_y) - radius } else { over_x.max(over_y) - radius }
    }

    /// The part of a pixel at `(x, y)` that the rectangle covers, 0 to 1; the pixel reaches `reach` mm to each side.
    pub(super) fn coverage(&self, x: f64, y: f64, reach: f64) -> f32 {
        let outside = self.outside(x, y);
        (0.5 - outside / (2.0 * reach)).clamp(0.0, 1.0) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Light, SizeMm};
    use crate::specimen::capture::Profile;
    use crate::specimen::capture::effects::Tilt;

    const PAGE: PageSpec = PageSpec::bare("page", SizeMm { width: 125.0, height: 88.0 }, [true, false, false, false]);

    #[test]
    fn rounded_corners_show_what_lies_behind() {
        let outline = Outline::of(&PAGE);
        let on_page = |x, y| outline.outside(x, y) < 0.0;
        assert!(!on_page(0.3, 0.3) && on_page(124.7, 0.3) && on_page(3.2, 0.1) && !on_page(125.1, 40.0));
        assert!((outline.outside(-2.0, 44.0) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn extremes_are_refused() {
        let plain = Profile::Flatbed.effects(1, Light::Visible);
        let tilt = |pitch_deg, distance_mm| Some(Tilt { pitch_deg, yaw_deg: 0.0, distance_mm });
        for effects in [
            Effects { dpi: 0.0, ..plain },
            Effects { dpi: f64::NAN, ..plain },
            Effects { dpi: f64::INFINITY, ..plain },
            Effects { dpi: -300.0, ..plain },
            Effects { dpi: 90_000.0, ..plain },
            Effects { margin_mm: [-80.0, 0.0], ..plain },
            Effects { margin_mm: [1e9, 3.0], ..plain },
            Effects { angle_deg: f64::NAN, ..plain },
            Effects { tilt: tilt(90.0, 300.0), ..plain },
            Effects { tilt: tilt(60.0, 30.0), ..plain },
            Effects { tilt: tilt(10.0, 0.0), ..plain },
            Effects { tilt: tilt(f64::NAN, 300.0), ..plain },
            Effects { tilt: tilt(25.0, 120.0), margin_mm: [2000.0, 2000.0], ..plain },
        ] {
            assert!(View::of(&effects, &PAGE).is_none(), "{effects:?}");
        }
    }

    #[test]
    fn a_tilted_page_keeps_its_scale_in_the_middle_and_loses_it_behind() {
        let effects = Effects {
            tilt: Some(Tilt { pitch_deg: 20.0, yaw_deg: 0.0, distance_mm: 300.0 }),
            angle_deg: 0.0,
            ..Profile::Flatbed.effects(1, Light::Visible)
        };
        let view = View::of(&effects, &PAGE).unwrap();
        let length = |y: f64| view.capture_from_page.apply(125.0, y).0 - view.capture_from_page.apply(0.0, y).0;
        assert!((length(44.0) / (125.0 * 300.0 / 25.4) - 1.0).abs() < 1e-9);
        assert!(length(0.0) > length(44.0) * 1.03 && length(88.0) < length(44.0) * 0.97);
    }
}
