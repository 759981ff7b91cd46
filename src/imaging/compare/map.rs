//! Where a whole picture departs from another: a heat map and regions, for pages with or without known zones.

use image::GrayImage;
use rayon::prelude::*;

use super::colour;
use super::frame::{Area, Frame};
use super::params::CompareParams;
use super::regions::{Mark, regions};
use super::structure::Structure;
use crate::domain::{Cancelled, DifferenceKind, DifferenceRegion, Progress, RectMm, Resolution};
use crate::imaging::plane::Plane;
use crate::imaging::{Picture, Registration};

/// Regions that are listed at most.
const MOST_REGIONS: usize = 64;
/// Suspicion from which a window belongs to a region.
const REGION_FROM: f64 = 0.5;
/// Least share of a window that must be shown and not left out.
const LEAST_SEEN: f64 = 0.5;
/// How far around what is left out the print may reach, in mm: what a holder brings along is rarely placed to the tenth.
const MARGIN_MM: f64 = 0.3;

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
    pub heat: GrayImage,
    /// Regions in mm of the page, largest and strongest first.
    pub regions: Vec<DifferenceRegion>,
    /// Where nothing was judged, in mm of the page.
    pub left_out: Vec<RectMm>,
}

/// Compares a registered picture with the reference all over, in windows that overlap.
///
/// What lies in `leave_out` (mm of the page) is not judged, and neither is what the questioned picture does not show: both stay 0.
/// `genuine` are further genuine specimens of the series. A window is then as suspicious as it is against the specimen that it
/// agrees with best, less what genuine specimens vary there among themselves; so what differs from holder to holder loses its
/// weight without being named.
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
    let sampling = genuine.iter().chain([&questioned]).map(|laid| laid.registration.sampling_ppi.max(100.0)).fold(params.max_ppi, f64::min);
    let steps = 2 + 2 * genuine.len() as u64;
    let frame = |laid: &Laid<'_>, done: u64| -> Result<Option<Frame>, Cancelled> {
        let still = Still { progress, done, total: steps };
        let frame = Frame::new(laid.picture, laid.registration, reference, resolution, sampling, &still)?;
        Ok(frame.map(|mut frame| {
            hide(&mut frame, &left_out);
            let seen: Vec<Area> = grid(&frame, params).into_iter().filter(|window| frame.visible(*window) > 0.99).collect();
            frame.correct_light(&seen);
            frame
        }))
    };
    let Some(base) = frame(&questioned, 0)? else { return Ok(nothing) };
    progress.report(1, steps)?;
    let windows = grid(&base, params);
    let columns = windows.iter().take_while(|window| window.top == 0).count().max(1);
    let mut marks = judge_all(&base, &windows, params, &Still { progress, done: 1, total: steps })?;
    progress.report(2, steps)?;
    let mut variation = vec![0.0_f64; windows.len()];
    for (index, laid) in genuine.iter().enumerate() {
        let done = 2 + 2 * index as u64;
        let Some(one) = frame(laid, done)? else { continue };
        if (one.width, one.height) != (base.width, base.height) {
            continue;
        }
        for (most, mark) in variation.iter_mut().zip(judge_all(&one, &windows, params, &Still { progress, done, total: steps })?) {
            *most = most.max(mark.map_or(0.0, |mark| mark.strength));
        }
        progress.report(done + 1, steps)?;
        let shown = base.shown.iter().zip(&one.shown).map(|(a, b)| *a && *b).collect();
        let against = Frame {
            width: base.width,
            height: base.height,
            px_per_mm: base.px_per_mm,
            questioned: base.questioned.clone(),
            reference: one.questioned,
            shown,
        };
        for (held, other) in marks.iter_mut().zip(judge_all(&against, &windows, params, &Still { progress, done: done + 1, total: steps })?)
        {
            if let (Some(held), Some(other)) = (held, other)
                && other.strength < held.strength
            {
                *held = other;
            }
        }
        progress.report(done + 2, steps)?;
    }
    if !genuine.is_empty() {
        let nearby = widened(&variation, columns);
        for (mark, varies) in marks.iter_mut().zip(&nearby) {
            if let Some(mark) = mark {
                mark.strength = ((mark.strength - varies) / (1.0 - varies).max(0.05)).clamp(0.0, 1.0);
            }
        }
    }
    let marks: Vec<Mark> = marks.into_iter().flatten().collect();
    let heat = heat(&base, &marks).resized(width as usize, height as usize);
    let bytes = heat.data.iter().map(|value| (value * 255.0).clamp(0.0, 255.0) as u8).collect();
    let suspicious: Vec<Mark> = marks.into_iter().filter(|mark| mark.strength >= REGION_FROM).collect();
    Ok(Differences {
        heat: GrayImage::from_raw(width, height, bytes).unwrap_or(nothing.heat),
        regions: regions(&base, &suspicious, MOST_REGIONS),
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

/// Treats what lies in `left_out` as if the picture did not show it.
fn hide(frame: &mut Frame, left_out: &[RectMm]) {
    let areas: Vec<Area> = left_out.iter().filter_map(|area| frame.area(*area)).collect();
    for (x, y) in areas.into_iter().flat_map(Area::pixels) {
        let at = y * frame.width + x;
        frame.shown[at] = false;
        for (plane, fill) in frame.questioned.iter_mut().zip(&frame.reference) {
            plane.data[at] = fill.data[at];
        }
    }
}

/// The windows of a page, row by row.
fn grid(frame: &Frame, params: &CompareParams) -> Vec<Area> {
    let side = ((params.window_mm / 2.0 * frame.mean_px_per_mm()).round() as usize).max(8);
    Area { left: 0, top: 0, width: frame.width, height: frame.height }.windows(side)
}

/// Windows that are judged between two looks at whether somebody wants to stop.
const AT_A_TIME: usize = 512;

/// Judges every window; `None` where too little of it is shown.
fn judge_all(frame: &Frame, windows: &[Area], params: &CompareParams, progress: &dyn Progress) -> Result<Vec<Option<Mark>>, Cancelled> {
    let seen: Vec<Area> = windows.iter().copied().filter(|window| frame.visible(*window) >= LEAST_SEEN).collect();
    progress.report(0, 1)?;
    let structure = Structure::new(frame, &seen, params.max_blur_mm);
    let reach = (params.slack_mm * frame.mean_px_per_mm()).ceil() as i64;
    let mut marks = Vec::with_capacity(windows.len());
    for some in windows.chunks(AT_A_TIME) {
        progress.report(0, 1)?;
        marks.par_extend(
            some.par_iter().map(|window| (frame.visible(*window) >= LEAST_SEEN).then(|| judge(frame, &structure, *window, reach, params))),
        );
    }
    Ok(marks)
}

/// The largest of each window and its neighbours on the grid: what varies beside may vary here.
fn widened(values: &[f64], columns: usize) -> Vec<f64> {
    let rows = values.len() / columns;
    let at = |row: usize, column: usize| values.get(row * columns + column).copied().unwrap_or(0.0);
    (0..values.len())
        .map(|index| {
            let (row, column) = (index / columns, index % columns);
            let rows = row.saturating_sub(1)..=(row + 1).min(rows.saturating_sub(1));
            rows.flat_map(|row| (column.saturating_sub(1)..=(column + 1).min(columns - 1)).map(move |column| (row, column)))
                .map(|(row, column)| at(row, column))
                .fold(0.0, f64::max)
        })
        .collect()
}

/// The mean strength of the windows over each pixel that is judged, 0 to 1.
fn heat(frame: &Frame, marks: &[Mark]) -> Plane {
    let mut heat = Plane::new(frame.width, frame.height);
    let mut count = Plane::new(frame.width, frame.height);
    for mark in marks {
        for (x, y) in mark.area.pixels() {
            heat.data[y * frame.width + x] += mark.strength as f32;
            count.data[y * frame.width + x] += 1.0;
        }
    }
    for ((heat, count), shown) in heat.data.iter_mut().zip(&count.data).zip(&frame.shown) {
        *heat = if *shown { *heat / count.max(1.0) } else { 0.0 };
    }
    heat
}

/// The best correlation over shifts of up to `reach` px of what is shown of a window, with the contrast of both sides there.
fn agreement(frame: &Frame, structure: &Structure, window: Area, reach: i64) -> (f64, f64, f64) {
    let places: Vec<(usize, usize)> = window.pixels().filter(|(x, y)| frame.shown[y * frame.width + x]).collect();
    let count = (places.len() as f64).max(1.0);
    let mut best = (f64::MIN, 0.0, 0.0);
    for dy in -reach..=reach {
        for dx in -reach..=reach {
            let [mut q_sum, mut r_sum, mut qq, mut rr, mut qr] = [0.0_f64; 5];
            for (x, y) in &places {
                let q = f64::from(structure.questioned.at(*x as i64 + dx, *y as i64 + dy));
                let r = f64::from(structure.reference.get(*x, *y));
                q_sum += q;
                r_sum += r;
                qq += q * q;
                rr += r * r;
                qr += q * r;
            }
            let (q, r) = (q_sum / count, r_sum / count);
            let (q_variance, r_variance) = ((qq / count - q.powi(2)).max(0.0), (rr / count - r.powi(2)).max(0.0));
            let correlation = (qr / count - q * r) / (q_variance * r_variance).sqrt().max(1e-6);
            if correlation > best.0 {
                best = (correlation, q_variance.sqrt(), r_variance.sqrt());
            }
        }
    }
    best
}

/// How suspicious a window is, 0 to 1, and why.
fn judge(frame: &Frame, structure: &Structure, window: Area, reach: i64, params: &CompareParams) -> Mark {
    let (found, questioned, reference) = agreement(frame, structure, window, reach);
    let least = params.min_contrast;
    // Contrast that only one side has is judged by itself: correlation with nothing says nothing.
    let (lines, kind) = match (reference >= least, questioned >= least) {
        (true, true) if questioned > 2.2 * reference => (1.0 - found, DifferenceKind::Added),
        (true, true) => (1.0 - found, DifferenceKind::Structure),
        (true, false) => ((1.0 - found).min(reference / (4.0 * least)), DifferenceKind::Missing),
        (false, true) => (((questioned - reference) / (4.0 * least)).min(1.0 - found), DifferenceKind::Added),
        (false, false) => (0.0, DifferenceKind::Structure),
    };
    let colour = colour::difference(frame, window) / (4.0 * params.colour_difference);
    if colour > lines {
        Mark { area: window, kind: DifferenceKind::Colour, strength: colour.clamp(0.0, 1.0) }
    } else {
        Mark { area: window, kind, strength: lines.clamp(0.0, 1.0) }
    }
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
