//! Where a whole picture departs from another: a heat map and regions, for pages with or without known zones.

use image::GrayImage;

use super::beneath::lost;
use super::explain::unexplained;
use super::frame::Frame;
use super::islands::{Cells, islands};
use super::params::CompareParams;
use super::smooth::Sheet;
use super::surprise::{leave_what_runs_over, surprise};
use crate::domain::{Cancelled, DifferenceRegion, Progress, RectMm, Resolution};
use crate::imaging::plane::Plane;
use crate::imaging::{Picture, Registration};

/// Regions that are listed at most.
const MOST_REGIONS: usize = 64;
/// How far around what is left out the print may reach, in mm: what a holder brings along is rarely placed to the tenth.
const MARGIN_MM: f64 = 0.4;
/// Finest resolution of the map, in pixels per inch. The plates of a print move by a few hundredths of a millimetre against each other;
/// finer than this, that is too far for derivatives to follow.
const MAX_PPI: f64 = 200.0;
/// Standard deviations that surprise is averaged with, in mm: small spots and areas.
const SCALES_MM: [f64; 2] = [0.35, 0.9];
/// Surprise that is as dark as can be: half of what is usual.
const CALM: f32 = 0.5;
/// Logarithm of the surprise that is as bright as can be, from [`CALM`] on.
const BRIGHTEST: f32 = 3.0;
/// Share of the print beneath personal data that has to be gone for a region; less is often covered by another name or face.
const GONE: f32 = 0.75;

/// A picture and where it lies on the reference.
#[derive(Debug, Clone, Copy)]
pub struct Laid<'a> {
    /// The picture.
    pub picture: &'a Picture,
    /// The map from its pixels to those of the reference.
    pub registration: &'a Registration,
}

/// Where one picture departs from another.
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    /// The size of the reference picture; 0 agrees, 255 departs most.
    ///
    /// The scale is logarithmic in the surprise around a place (the power of what the reference does not explain, in units of what is
    /// usual on the pair): genuine pages stay below about 40, and a value means the same on every page.
    pub heat: GrayImage,
    /// Regions in mm of the page, largest and strongest first. A strength is 1 less the share of genuine pages that have so strong a
    /// place anywhere, as estimated on the synthetic yardstick.
    pub regions: Vec<DifferenceRegion>,
    /// Where only the print beneath what a holder brings along was judged, in mm of the page.
    pub left_out: Vec<RectMm>,
}

/// Compares a registered picture with the reference all over, pixel by pixel.
///
/// What lies in `leave_out` (mm of the page) differs from holder to holder: only the print beneath is judged there, and nothing where dark
/// print runs over the edge. What the questioned picture does not show stays 0. `genuine` are further genuine specimens of the series. A place is then as suspicious as it is
/// against the specimen that it agrees with best, less what genuine specimens vary there among themselves; so what differs from holder
/// to holder loses its weight without being named.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
pub fn difference_map(
    questioned: Laid<'_>,
    reference: &Picture,
    resolution: Resolution,
    leave_out: &[RectMm],
    genuine: &[Laid<'_>],
    params: &CompareParams,
    progress: &dyn Progress,
) -> Result<Differences, Cancelled> {
    let (width, height) = reference.rgb.dimensions();
    let left_out: Vec<RectMm> = leave_out.iter().map(|area| area.grown(MARGIN_MM)).collect();
    let nothing = Differences { heat: GrayImage::new(width, height), regions: Vec::new(), left_out: left_out.clone() };
    // All are rendered alike, as fine as the coarsest of them allows.
    let most = params.max_ppi.min(MAX_PPI);
    let sampling = genuine.iter().chain([&questioned]).map(|laid| laid.registration.sampling_ppi.max(100.0)).fold(most, f64::min);
    let total = 2 + genuine.len() as u64;
    let still = |done: u64| Still { progress, done, total };
    let sheet = Sheet::new(reference, resolution, sampling);
    progress.report(0, total)?;
    let Some((planes, shown)) = sheet.laid(questioned.picture, questioned.registration, &still(0))? else { return Ok(nothing) };
    let frame = sheet.with(planes, shown);
    progress.report(1, total)?;
    let mut seen = Seen::new(&frame, &left_out);
    let scale = frame.mean_px_per_mm();
    let left = unexplained(&frame.questioned, &frame.reference, &seen.fine, scale);
    if !left_out.is_empty() {
        leave_what_runs_over(&mut seen.half, &seen.left_out, &left, &darker(&frame), scale);
    }
    let near = |plane: &Plane, mm: f64| spread(plane, mm * scale / 2.0);
    let mut found = near(&surprise(&left, &seen.half, scale), SCALES_MM[0]);
    progress.report(2, total)?;
    let mut varies = Plane::new(found.width, found.height);
    for (laid, done) in genuine.iter().zip(2..) {
        if let Some((planes, shown)) = sheet.laid(laid.picture, laid.registration, &still(done))? {
            let both: Vec<bool> = seen.fine.iter().zip(&shown).map(|(a, b)| *a && *b).collect();
            let half: Vec<bool> = seen.half.iter().zip(halved(&shown, frame.width, frame.height)).map(|(a, b)| *a && b).collect();
            let among = near(&surprise(&unexplained(&planes, &frame.reference, &both, scale), &half, scale), SCALES_MM[0]);
            progress.report(done, total)?;
            let against = near(&surprise(&unexplained(&frame.questioned, &planes, &both, scale), &half, scale), SCALES_MM[0]);
            for (varies, among) in varies.data.iter_mut().zip(&among.data) {
                *varies += among / genuine.len() as f32;
            }
            for ((found, against), shown) in found.data.iter_mut().zip(&against.data).zip(&half) {
                if *shown {
                    *found = found.min(*against);
                }
            }
        }
        progress.report(done + 1, total)?;
    }
    if !genuine.is_empty() {
        // What varies beside may vary here.
        let varies = near(&varies, SCALES_MM[0]);
        found.data.iter_mut().zip(&varies.data).for_each(|(found, varies)| *found /= varies.max(1.0));
    }
    let wide = (SCALES_MM[1].powi(2) - SCALES_MM[0].powi(2)).sqrt();
    let wide = near(&found, wide);
    for ((found, wide), seen) in found.data.iter_mut().zip(&wide.data).zip(&seen.half) {
        // The geometric mean of both scales: a thin line, such as a fibre, is strong on the small one only.
        let level = 0.5 * ((*found).max(CALM) / CALM).ln() + 0.5 * (wide.max(CALM) / CALM).ln();
        *found = if *seen { level } else { 0.0 };
    }
    let mut listed = found.clone();
    if !left_out.is_empty() {
        for (((found, listed), gone), personal) in found.data.iter_mut().zip(&mut listed.data).zip(&lost(&frame).data).zip(&seen.left_out) {
            if *personal {
                *found = BRIGHTEST * gone;
                *listed = if *gone > GONE { *found } else { 0.0 };
            }
        }
    }
    let heat = found.resized(width as usize, height as usize);
    let bytes = heat.data.iter().map(|level| (level / BRIGHTEST * 255.0).round().clamp(0.0, 255.0) as u8).collect();
    Ok(Differences {
        heat: GrayImage::from_raw(width, height, bytes).unwrap_or(nothing.heat),
        regions: islands(&frame, &Cells::of(&listed, scale), MOST_REGIONS),
        left_out,
    })
}

/// Passes on that somebody wants to stop, and stays where it is: the steps inside are too small to show.
struct Still<'a> {
    progress: &'a dyn Progress,
    done: u64,
    total: u64,
}

impl Progress for Still<'_> {
    fn report(&self, _done: u64, _total: u64) -> Result<(), Cancelled> {
        self.progress.report(self.done, self.total)
    }
}

/// Which pixels count.
struct Seen {
    /// Those of the frame.
    fine: Vec<bool>,
    /// Those of the planes of half its sampling.
    half: Vec<bool>,
    /// Which of those planes are left out.
    left_out: Vec<bool>,
}

impl Seen {
    fn new(frame: &Frame, left_out: &[RectMm]) -> Self {
        let mut judged = vec![true; frame.width * frame.height];
        for area in left_out.iter().filter_map(|area| frame.area(*area)) {
            for y in area.top..area.top + area.height {
                judged[y * frame.width + area.left..][..area.width].fill(false);
            }
        }
        let left_out = halved(&judged, frame.width, frame.height).iter().map(|judged| !judged).collect();
        let fine: Vec<bool> = judged.iter().zip(&frame.shown).map(|(judged, shown)| *judged && *shown).collect();
        Self { half: halved(&fine, frame.width, frame.height), fine, left_out }
    }
}

/// Whether all of two by two pixels count.
fn halved(counts: &[bool], width: usize, height: usize) -> Vec<bool> {
    let at = |x: usize, y: usize| counts[y.min(height - 1) * width + x.min(width - 1)];
    let cell = |x: usize, y: usize| at(x, y) && at(x + 1, y) && at(x, y + 1) && at(x + 1, y + 1);
    (0..height).step_by(2).flat_map(|y| (0..width).step_by(2).map(move |x| cell(x, y))).collect()
}

/// The darker of both pictures at half the sampling of the frame.
fn darker(frame: &Frame) -> Plane {
    let grey = |[red, green, blue]: &[Plane; 3], x: usize, y: usize| 0.299 * red.get(x, y) + 0.587 * green.get(x, y) + 0.114 * blue.get(x, y);
    Plane::from_fn(frame.width.div_ceil(2), frame.height.div_ceil(2), |x, y| {
        grey(&frame.questioned, 2 * x, 2 * y).min(grey(&frame.reference, 2 * x, 2 * y))
    })
}

/// A plane averaged with about a Gaussian of `sigma` px: two boxes, one after the other.
pub(super) fn spread(plane: &Plane, sigma: f64) -> Plane {
    // Two boxes of radius r have the variance 2 r (r + 1) / 3.
    let radius = ((0.25 + 1.5 * sigma * sigma).sqrt() - 0.5).round() as usize;
    if radius == 0 { plane.clone() } else { plane.box_mean(radius).box_mean(radius) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Homography, Unwatched};
    use image::RgbImage;

    const DPI: f64 = 150.0;

    /// A page of waves, 60 × 40 mm, with the name of a holder at (40, 4) and, if asked for, a patch without print at (12, 20).
    fn page(holder: u32, patched: bool) -> Picture {
        let rgb = RgbImage::from_fn(354, 236, |x, y| {
            let (fx, fy) = (f64::from(x), f64::from(y));
            let waves = 190.0 + 30.0 * (fx * 0.55 + 6.0 * (fy * 0.05).sin()).sin() + 25.0 * (fy * 0.47 + fx * 0.09).sin();
            let in_name = (240..330).contains(&x) && (24..48).contains(&y);
            let is_patch = patched && (70..110).contains(&x) && (118..150).contains(&y);
            let level = match (is_patch, in_name && ((x * 7 + holder * 13) / 11 + (y + holder * 5) / 6).is_multiple_of(2 + holder)) {
                (true, _) => 190.0,
                (false, true) => 20.0,
                (false, false) => waves,
            };
            image::Rgb([level as u8; 3])
        });
        let bytes = crate::imaging::write_png(&rgb, Resolution::square(DPI)).unwrap();
        crate::imaging::decode(&bytes, &crate::imaging::Limits::default(), &Unwatched).unwrap()
    }

    fn laid_flat() -> Registration {
        let reference_from_questioned = Homography::scale_shift([1.0, 1.0], [0.0, 0.0]);
        Registration {
            reference_from_questioned,
            inliers: 100,
            residual_px: 0.1,
            residual_mm: 0.01,
            bend: None,
            coverage: 1.0,
            sampling_ppi: DPI,
        }
    }

    fn compared(leave_out: &[RectMm], genuine: &[&Picture]) -> Differences {
        let (questioned, reference, flat) = (page(3, true), page(0, false), laid_flat());
        let genuine: Vec<Laid<'_>> = genuine.iter().map(|picture| Laid { picture, registration: &flat }).collect();
        let laid = Laid { picture: &questioned, registration: &flat };
        let resolution = Resolution::square(DPI).unwrap();
        difference_map(laid, &reference, resolution, leave_out, &genuine, &CompareParams::default(), &Unwatched).unwrap()
    }

    fn touches(differences: &Differences, area: RectMm) -> bool {
        differences.regions.iter().any(|region| region.area.intersection(area).is_some())
    }

    const PATCH: RectMm = RectMm::new(12.0, 20.0, 6.5, 5.2);
    const NAME: RectMm = RectMm::new(40.6, 4.0, 15.4, 4.2);

    #[test]
    fn a_lost_patch_is_hot_and_so_is_another_name() {
        let found = compared(&[], &[]);
        assert!(touches(&found, PATCH) && touches(&found, NAME), "{:?}", found.regions);
        assert!(found.heat.get_pixel(90, 134).0[0] > 150 && found.heat.get_pixel(200, 200).0[0] < 40);
    }

    #[test]
    fn what_is_left_out_stays_dark_and_the_patch_hot() {
        let found = compared(&[NAME], &[]);
        assert!(touches(&found, PATCH) && !touches(&found, NAME), "{:?}", found.regions);
        assert_eq!(found.heat.get_pixel(280, 36).0[0], 0);
    }

    #[test]
    fn what_differs_among_genuine_specimens_loses_its_weight() {
        let others = [page(1, false), page(2, false)];
        let found = compared(&[], &[&others[0], &others[1]]);
        assert!(touches(&found, PATCH) && !touches(&found, NAME), "{:?}", found.regions);
    }
}
