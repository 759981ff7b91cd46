//! The regular patterns of a region of a page: how fine they are and which way they run.

use image::{GrayImage, Luma};

use super::MeasureError;
use super::budget::{Budget, check};
use super::local::{Local, direction_deg, within};
use super::picture::PagePicture;
use crate::domain::{Contributions, Dpi, MM_PER_INCH, Progress, QuantityValue, RectMm, Resolution, Unit};
use crate::imaging::{MAX_SPECTRUM_PX, MIN_SPECTRUM_PX, Peak, PixelRect, Spectrum, SpectrumError, SpectrumParams, spectrum};

/// The side of the blocks of a JPEG file in px.
const BLOCK_PX: f64 = 8.0;

/// The spectrum of a region, laid on its page.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionSpectrum {
    /// The logarithm of the magnitude, along rows and columns of the capture; see [`Spectrum::picture`].
    pub picture: GrayImage,
    /// The frequencies at the corners of `picture`, from its top left one on with the clock, in periods per mm of the page, across and
    /// down. Between them they are even, and zero is in the middle.
    pub corners_per_mm: [[f64; 2]; 4],
    /// The patterns, the most distinct first.
    pub peaks: Vec<RegionPeak>,
    /// The pixels of the capture that were transformed: what lies within the region, or the middle of that if it is large.
    pub used: PixelRect,
    /// Whether the region has more pixels than were transformed.
    pub is_middle: bool,
    /// Two patterns whose frequencies are closer than this are one peak, in lines per inch.
    pub resolved_lpi: f64,
}

/// One regular pattern of a region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegionPeak {
    /// Its frequency in periods per mm of the page, across and down; the opposite one is the same pattern.
    pub wave_per_mm: [f64; 2],
    /// How far its power stands above the median of the power around it, in dB.
    pub strength_db: f64,
    /// Its values; `None` without a calibration.
    pub values: Option<PeakValues>,
    /// Whether it repeats with the blocks of 8 px that JPEG compression may leave, so that it need not be of the print.
    pub fits_blocks: bool,
}

/// The values of a pattern.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeakValues {
    /// Lines per inch, square to the lines.
    pub frequency: QuantityValue,
    /// From one line to the next, square to them, in µm.
    pub period: QuantityValue,
    /// The direction in which the lines run, in degrees counter-clockwise from the horizontal of the page, 0 up to 180.
    pub direction: QuantityValue,
}

/// Returns the regular patterns within `area` of the page.
///
/// The pixels are transformed as they are, none is resampled: of a capture that lies turned on its page the largest upright rectangle of
/// pixels within `area` is taken, and the frequencies are turned instead. Grey has the weights of ITU-R BT.601. A region longer than
/// [`MAX_SPECTRUM_PX`] is represented by its middle. The uncertainty has the calibration, the steps of the frequencies (an eighth of one
/// to either side is as likely) and how far the scale of the capture changes from the middle of the region to its corners. Progress
/// counts rows and columns.
///
/// # Errors
///
/// [`MeasureError::Place`], [`MeasureError::OutsidePicture`], [`MeasureError::SmallRegion`], [`MeasureError::Cancelled`].
pub fn region_spectrum(
    picture: &PagePicture<'_>,
    area: RectMm,
    params: &SpectrumParams,
    budget: Option<&Budget<'_>>,
    progress: &dyn Progress,
) -> Result<RegionSpectrum, MeasureError> {
    let corners = area.corners();
    check(&corners, 2)?;
    picture.shows(area)?;
    let centre = area.center();
    let map = Local::at(picture.capture_from_page(), centre)?;
    let within = within(picture, area, centre, &map)?;
    let used = middle(within);
    let small = MeasureError::SmallRegion { width_px: used.width, height_px: used.height };
    if used.width.min(used.height) < MIN_SPECTRUM_PX {
        return Err(small);
    }
    let grey = GrayImage::from_fn(used.width, used.height, |x, y| {
        let [r, g, b] = picture.pixels().get_pixel(used.x + x, used.y + y).0.map(u32::from);
        // In whole numbers, so that it is the same everywhere; 500 rounds.
        Luma([((299 * r + 587 * g + 114 * b + 500) / 1000) as u8])
    });
    let [across, down] = map.px_per_mm();
    let resolution = Dpi::new(across * MM_PER_INCH).zip(Dpi::new(down * MM_PER_INCH)).map(|(x, y)| Resolution { x, y });
    let whole = PixelRect { x: 0, y: 0, ..used };
    let found = spectrum(&grey, whole, resolution.ok_or(MeasureError::OutsidePicture)?, params, progress).map_err(|error| match error {
        SpectrumError::TooSmall { .. } => small,
        SpectrumError::Cancelled(cancelled) => MeasureError::Cancelled(cancelled),
    })?;
    let others = corners.map(|corner| Local::at(picture.capture_from_page(), corner));
    let others: Vec<Local> = others.into_iter().collect::<Result<_, _>>()?;
    let peaks = found.peaks.iter().map(|peak| of_peak(peak, &found, &map, &others, budget)).collect::<Result<_, _>>()?;
    Ok(RegionSpectrum {
        corners_per_mm: corner_waves(&found).map(|wave| map.on_page(wave)),
        peaks,
        used,
        is_middle: used != within,
        resolved_lpi: 2.0 * step_per_mm(&found, &map) * MM_PER_INCH,
        picture: found.picture,
    })
}

/// What of a region is transformed.
fn middle(region: PixelRect) -> PixelRect {
    let side = |from: u32, length: u32| (from + length.saturating_sub(MAX_SPECTRUM_PX) / 2, length.min(MAX_SPECTRUM_PX));
    let ((x, width), (y, height)) = (side(region.x, region.width), side(region.y, region.height));
    PixelRect { x, y, width, height }
}

/// A place in the picture of a spectrum as a frequency in periods per pixel.
fn wave_at(found: &Spectrum, [x, y]: [f64; 2]) -> [f64; 2] {
    let [width, height] = [found.picture.width(), found.picture.height()];
    [(x - f64::from(width / 2)) / f64::from(width), (y - f64::from(height / 2)) / f64::from(height)]
}

/// The frequencies at the outer edges of the pixels in the corners.
fn corner_waves(found: &Spectrum) -> [[f64; 2]; 4] {
    let (right, bottom) = (f64::from(found.picture.width()) - 0.5, f64::from(found.picture.height()) - 0.5);
    [[-0.5, -0.5], [right, -0.5], [right, bottom], [-0.5, bottom]].map(|place| wave_at(found, place))
}

/// From one frequency to the next, the larger of both ways, in periods per mm.
fn step_per_mm(found: &Spectrum, map: &Local) -> f64 {
    let steps = [[1.0 / f64::from(found.used.width), 0.0], [0.0, 1.0 / f64::from(found.used.height)]];
    steps.map(|step| map.on_page(step)).map(|[x, y]| x.hypot(y)).into_iter().fold(0.0, f64::max)
}

fn of_peak(peak: &Peak, found: &Spectrum, map: &Local, others: &[Local], budget: Option<&Budget<'_>>) -> Result<RegionPeak, MeasureError> {
    let wave = wave_at(found, peak.place_px);
    let wave_per_mm = map.on_page(wave);
    let on_lattice = |frequency: f64, side: u32| {
        let blocks = frequency.abs() * BLOCK_PX;
        (blocks - blocks.round()).abs() <= BLOCK_PX / f64::from(side)
    };
    let values = budget.map(|budget| {
        let elsewhere: Vec<[f64; 2]> = others.iter().map(|other| other.on_page(wave)).collect();
        values(wave_per_mm, &elsewhere, step_per_mm(found, map), budget)
    });
    Ok(RegionPeak {
        wave_per_mm,
        strength_db: peak.strength_db,
        values: values.transpose()?,
        fits_blocks: on_lattice(wave[0], found.used.width) && on_lattice(wave[1], found.used.height),
    })
}

/// The values of a frequency; `elsewhere` is what it would be by the map at the corners of the region.
fn values(wave: [f64; 2], elsewhere: &[[f64; 2]], step: f64, budget: &Budget<'_>) -> Result<PeakValues, MeasureError> {
    let [x, y] = wave;
    let per_mm = x.hypot(y);
    if per_mm <= 0.0 {
        return Err(MeasureError::NotPeriodic);
    }
    let even = 1.0 / 3.0_f64.sqrt();
    let direction = direction_deg(wave);
    let apart = |other: f64| {
        let turn = (other - direction).rem_euclid(180.0);
        turn.min(180.0 - turn)
    };
    let most = |off: &dyn Fn(&[f64; 2]) -> f64| elsewhere.iter().map(off).fold(0.0, f64::max);
    let (half_step, period_mm) = (step / 8.0, 1.0 / per_mm);
    let unit = [x / per_mm, y / per_mm];
    let of_frequency = Contributions {
        scale: budget.scale_of_length(period_mm, unit) * per_mm.powi(2),
        pixel: half_step * even,
        repeat: most(&|other| (other[0].hypot(other[1]) - per_mm).abs()) * even,
    };
    // A scale that both axes share turns nothing.
    let turned_by_axes = unit[0] * unit[1];
    let of_direction = Contributions {
        scale: budget.scale([turned_by_axes, -turned_by_axes]).to_degrees(),
        pixel: libm::atan2(half_step, per_mm).to_degrees() * even,
        repeat: most(&|other| apart(direction_deg(*other))) * even,
    };
    Ok(PeakValues {
        frequency: QuantityValue::new(per_mm * MM_PER_INCH, Unit::LinesPerInch, of_frequency.scaled(MM_PER_INCH))?,
        period: QuantityValue::new(1000.0 * period_mm, Unit::Micrometre, of_frequency.scaled(1000.0 / per_mm.powi(2)))?,
        direction: QuantityValue::new(direction, Unit::Degree, of_direction)?,
    })
}

#[cfg(test)]
mod tests;
