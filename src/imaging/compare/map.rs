//! Where a whole picture departs from another: a heat map and regions, for pages with or without known zones.

use image::GrayImage;

use super::beneath::{LEAST_PPI, LUMA, lost};
use super::explain::{Fit, unexplained};
use super::frame::{Area, Frame};
use super::islands::{Cells, even_level, islands};
use super::params::CompareParams;
use super::smooth::Sheet;
use super::surprise::{leave_what_runs_over, surprise};
use crate::domain::{Cancelled, DifferenceRegion, Progress, RectMm, Resolution};
use crate::imaging::grey::Grey;
use crate::imaging::plane::Plane;
use crate::imaging::{Picture, Registration};

/// Regions that are listed at most.
const MOST_REGIONS: usize = 64;
/// How far around what is left out the print may reach, in mm: what a holder brings along is rarely placed to the tenth.
const MARGIN_MM: f64 = 0.4;
/// How far from its edge a page is not judged, in mm: it is cut, worn and lit there as chance has it.
const RIM_MM: f64 = 0.8;
/// Radius of the corners of a page in mm; outside of it the ground shows that it lies on (ISO/IEC 7810: 3.18 ± 0.30).
const CORNER_MM: f64 = 3.5;
/// Finest resolution of the map, in pixels per inch. The plates of a print move by a few hundredths of a millimetre against each other;
/// finer than this, that is too far for derivatives to follow.
pub(super) const MAX_PPI: f64 = 200.0;
/// Standard deviations that surprise is averaged with, in mm: small spots and areas.
const SCALES_MM: [f64; 2] = [0.35, 0.9];
/// Surprise that is as dark as can be: half of what is usual.
const CALM: f32 = 0.5;
/// Logarithm of the surprise that is as bright as can be, from [`CALM`] on: a little more than the most that surprise is.
const BRIGHTEST: f32 = 3.7;
/// Bends the scale so that what half of all genuine pages reach somewhere is half as bright as can be.
const BEND: f32 = 1.46;
/// How much of the print at a place beneath a zone that differs from holder to holder has to be gone, beyond what is usual, to be as
/// suspicious as what half of all genuine pages reach somewhere. Of a zone as a whole, less is as much: see [`super::beneath::Lost::limit`].
const GONE: f32 = 0.25;

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
    /// usual on the pair), and a value means the same on every page: print that is the same stays below about 40, security fibres and the
    /// like, which differ on genuine documents too, reach about 128.
    pub heat: GrayImage,
    /// Regions in mm of the page, largest and strongest first. A strength is 1 less the share of genuine pages that have so strong a
    /// place anywhere, as estimated on the synthetic yardstick.
    pub regions: Vec<DifferenceRegion>,
    /// Where only the print beneath what a holder brings along was judged, in mm of the page.
    pub left_out: Vec<RectMm>,
}

/// Compares a registered picture with the reference all over, pixel by pixel.
///
/// What lies in `leave_out` (mm of the page) differs from holder to holder: at most the print beneath is judged there
/// ([`CompareParams::beneath`]), and nothing where dark print runs over the edge. What the questioned picture does not show stays 0, and so do the rim and the corners of the page.
///
/// `genuine` are further genuine specimens of the series. A place is then as suspicious as it is against the specimen that it agrees with
/// best, less what genuine specimens vary there among themselves; so what differs from holder to holder loses its weight without being
/// named.
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
    let fit = Fit::of(&frame.questioned, &frame.reference, &seen.fine, scale);
    let left = fit.left(&frame.questioned, &frame.reference);
    if !left_out.is_empty() {
        leave_what_runs_over(&mut seen.half, &seen.left_out, &left, &darker(&frame), scale);
    }
    let near = |plane: &Plane, mm: f64| spread(plane, mm * scale / 2.0);
    let mut found = near(&surprise(&left, &seen.half, scale), SCALES_MM[0]);
    progress.report(2, total)?;
    let personal: Vec<Area> = left_out.iter().filter_map(|area| frame.area(*area)).collect();
    let mut gone =
        (params.beneath && !left_out.is_empty()).then(|| lost(&frame.questioned, &frame.reference, &fit, &frame.shown, &personal, scale));
    let mut varies = Plane::new(found.width, found.height);
    for (laid, done) in genuine.iter().zip(2..) {
        if let Some((planes, shown)) = sheet.laid(laid.picture, laid.registration, &still(done))? {
            let both = both_shown(&seen.fine, &shown);
            let half = both_shown(&seen.half, &halved(&shown, frame.width, frame.height));
            let among = near(&surprise(&unexplained(&planes, &frame.reference, &both, scale), &half, scale), SCALES_MM[0]);
            progress.report(done, total)?;
            let fit = Fit::of(&frame.questioned, &planes, &both, scale);
            let against = near(&surprise(&fit.left(&frame.questioned, &planes), &half, scale), SCALES_MM[0]);
            if let Some(gone) = &mut gone {
                gone.least(&lost(&frame.questioned, &planes, &fit, &both_shown(&frame.shown, &shown), &personal, scale));
            }
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
    let even = even_level(genuine.len());
    let mut listed = found.clone();
    if let Some(gone) = gone {
        for (((found, listed), gone), personal) in found.data.iter_mut().zip(&mut listed.data).zip(&gone.plane.data).zip(&seen.left_out) {
            if *personal {
                (*found, *listed) = (even * gone / GONE, 0.0);
            }
        }
        // Listed is a zone as a whole: between letters and under a face there is too little to tell parts of it apart.
        for zone in &gone.zones {
            let height_mm = 2.0 * zone.area.height as f64 / frame.px_per_mm[1] - 2.0 * MARGIN_MM;
            let limit = gone.limit(height_mm).filter(|_| questioned.registration.sampling_ppi >= LEAST_PPI && !zone.is_shaded());
            let level = limit.map_or(0.0, |limit| even * zone.gone / limit);
            for at in zone.area.pixels().map(|(x, y)| y * listed.width + x) {
                listed.data[at] = level;
                if level >= even {
                    found.data[at] = found.data[at].max(level);
                }
            }
        }
    }
    found.data.iter_mut().for_each(|level| *level = 255.0 * (*level / BRIGHTEST).min(1.0).powf(BEND));
    let heat = found.resized(width as usize, height as usize);
    let bytes = Grey::of_plane(&heat).data;
    Ok(Differences {
        heat: GrayImage::from_raw(width, height, bytes).unwrap_or(nothing.heat),
        regions: islands(&frame, &Cells::of(&listed, &seen.left_out, scale), even, MOST_REGIONS),
        left_out,
    })
}

/// Passes on that somebody wants to stop, and stays where it is: the steps inside are too small to show.
pub(super) struct Still<'a> {
    pub(super) progress: &'a dyn Progress,
    pub(super) done: u64,
    pub(super) total: u64,
}

impl Progress for Still<'_> {
    fn report(&self, _done: u64, _total: u64) -> Result<(), Cancelled> {
        self.progress.report(self.done, self.total)
    }
}

/// Which pixels count.
struct Seen {
    /// Those of the frame, without the rim of the page.
    fine: Vec<bool>,
    /// Those of the planes of half its sampling.
    half: Vec<bool>,
    /// Which of those planes are left out.
    left_out: Vec<bool>,
}

impl Seen {
    fn new(frame: &Frame, left_out: &[RectMm]) -> Self {
        let areas: Vec<Area> = left_out.iter().filter_map(|area| frame.area(*area)).collect();
        let judged = frame.outside(&areas);
        let left_out = halved(&judged, frame.width, frame.height).iter().map(|judged| !judged).collect();
        let [across, down] = frame.px_per_mm;
        // How far a pixel lies from the nearer edge of each direction, in mm.
        let inward = |at: usize, side: usize, scale: f64| (at.min(side - 1 - at) as f64 + 0.5) / scale;
        let mut fine = both_shown(&judged, &frame.shown);
        let columns: Vec<f64> = (0..frame.width).map(|x| inward(x, frame.width, across)).collect();
        for (y, row) in fine.chunks_exact_mut(frame.width.max(1)).enumerate() {
            let y = inward(y, frame.height, down);
            for (counts, x) in row.iter_mut().zip(&columns) {
                let corner = (CORNER_MM - x).max(0.0).powi(2) + (CORNER_MM - y).max(0.0).powi(2);
                *counts &= x.min(y) >= RIM_MM && corner <= (CORNER_MM - RIM_MM).powi(2);
            }
        }
        Self { half: halved(&fine, frame.width, frame.height), fine, left_out }
    }
}

/// What both show.
pub(super) fn both_shown(one: &[bool], other: &[bool]) -> Vec<bool> {
    one.iter().zip(other).map(|(one, other)| *one && *other).collect()
}

/// Whether all of two by two pixels count.
fn halved(counts: &[bool], width: usize, height: usize) -> Vec<bool> {
    let row = |y: usize| &counts[y.min(height - 1) * width..(y.min(height - 1) + 1) * width];
    let mut all = Vec::with_capacity(width.div_ceil(2) * height.div_ceil(2));
    for y in (0..height).step_by(2) {
        let pairs = row(y).chunks(2).zip(row(y + 1).chunks(2));
        all.extend(pairs.map(|(above, below)| above.iter().chain(below).all(|counts| *counts)));
    }
    all
}

/// The darker of both pictures at half the sampling of the frame.
fn darker(frame: &Frame) -> Plane {
    let grey = |[red, green, blue]: &[Plane; 3], at: usize| LUMA[0] * red.data[at] + LUMA[1] * green.data[at] + LUMA[2] * blue.data[at];
    Plane::from_fn(frame.width.div_ceil(2), frame.height.div_ceil(2), |x, y| {
        let at = (2 * y).min(frame.height - 1) * frame.width + (2 * x).min(frame.width - 1);
        grey(&frame.questioned, at).min(grey(&frame.reference, at))
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
    use crate::domain::{DifferenceKind, Homography, Unwatched};
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
    fn the_ground_behind_rounded_corners_is_no_difference() {
        let mut questioned = scanned(7, false);
        let (width, height) = questioned.rgb.dimensions();
        for (x, y, pixel) in questioned.rgb.enumerate_pixels_mut() {
            let inward = |at: u32, side: u32| (3.18 - f64::from(at.min(side - 1 - at)) * 25.4 / DPI).max(0.0);
            if inward(x, width).hypot(inward(y, height)) > 3.18 {
                pixel.0 = [12; 3];
            }
        }
        let found = against_the_page(&questioned);
        assert!(found.regions.is_empty(), "{:?}", found.regions);
        assert_eq!(found.heat.get_pixel(2, 2).0[0], 0);
    }

    #[test]
    fn what_is_left_out_is_listed_no_more_and_the_patch_still_is() {
        let found = compared(&[NAME], &[]);
        assert!(touches(&found, PATCH) && !touches(&found, NAME), "{:?}", found.regions);
    }

    #[test]
    fn print_that_is_gone_beneath_a_zone_is_told_as_that() {
        // The patch that lost its print is a zone of its own, among others.
        let zones = [PATCH, NAME, RectMm::new(4.0, 4.0, 8.0, 5.0), RectMm::new(26.0, 4.0, 8.0, 5.0), RectMm::new(30.0, 30.0, 8.0, 5.0)];
        let fine = Registration { sampling_ppi: 300.0, ..laid_flat() };
        let (questioned, reference) = (page(3, true), page(0, false));
        let laid = Laid { picture: &questioned, registration: &fine };
        let resolution = Resolution::square(DPI).unwrap();
        let found = difference_map(laid, &reference, resolution, &zones, &[], &CompareParams::default(), &Unwatched).unwrap();
        let beneath = |area: RectMm| {
            let of_kind = found.regions.iter().filter(|region| region.kind == DifferenceKind::Beneath);
            of_kind.filter(|region| region.area.intersection(area).is_some()).count()
        };
        assert_eq!((beneath(PATCH), beneath(zones[2])), (1, 0), "{:?}", found.regions);
    }

    #[test]
    fn what_differs_among_genuine_specimens_loses_its_weight() {
        let others = [page(1, false), page(2, false)];
        let found = compared(&[], &[&others[0], &others[1]]);
        let at = |area: RectMm| f64::from(found.heat.get_pixel((area.center().x * 5.9) as u32, (area.center().y * 5.9) as u32).0[0]);
        assert!(touches(&found, PATCH), "{:?}", found.regions);
        assert!(at(PATCH) > 1.5 * at(NAME), "patch {} name {}", at(PATCH), at(NAME));
    }

    /// The page of [`page`], as another press and scanner give it: shifted by a third of a pixel, less contrast, warmer, noisy.
    fn scanned(seed: u32, patched: bool) -> Picture {
        let print = page(0, patched);
        let plane = Plane::from_rgb(&print.rgb, 354, 236, |pixel| f32::from(pixel[0]));
        let mut state = seed;
        let rgb = RgbImage::from_fn(354, 236, |x, y| {
            let value = plane.cubic((f64::from(x) + 0.33).min(353.0), (f64::from(y) - 0.2).max(0.0)).unwrap();
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 16) as f32 / 65_536.0 * 10.0 - 5.0;
            let light = 0.94 + 0.0002 * x as f32;
            let level = |gain: f32| ((0.93 * value + 6.0) * gain * light + noise).clamp(0.0, 255.0) as u8;
            image::Rgb([level(1.0), level(0.97), level(0.92)])
        });
        let bytes = crate::imaging::write_png(&rgb, Resolution::square(DPI)).unwrap();
        crate::imaging::decode(&bytes, &crate::imaging::Limits::default(), &Unwatched).unwrap()
    }

    fn against_the_page(questioned: &Picture) -> Differences {
        let (reference, flat) = (page(0, false), laid_flat());
        let laid = Laid { picture: questioned, registration: &flat };
        let resolution = Resolution::square(DPI).unwrap();
        difference_map(laid, &reference, resolution, &[], &[], &CompareParams::default(), &Unwatched).unwrap()
    }

    #[test]
    fn another_scan_of_a_genuine_page_is_calm_and_a_forged_one_is_not() {
        let (genuine, forged) = (against_the_page(&scanned(7, false)), against_the_page(&scanned(7, true)));
        assert!(genuine.regions.is_empty(), "{:?}", genuine.regions);
        assert!(touches(&forged, PATCH), "{:?}", forged.regions);
        let brightest = |found: &Differences| found.heat.pixels().map(|pixel| pixel.0[0]).max().unwrap();
        assert!(brightest(&forged) > 2 * brightest(&genuine), "{} {}", brightest(&forged), brightest(&genuine));
        assert!(forged.regions[0].strength > 0.9, "{:?}", forged.regions);
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bytes() {
        let questioned = scanned(9, true);
        let on = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let [one, three] = [1, 3].map(|threads| on(threads).install(|| against_the_page(&questioned)));
        assert_eq!(one, three);
    }
}
