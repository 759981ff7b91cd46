//! Height and spacing of the characters of one line of print.
//!
//! For the machine-readable zone ICAO Doc 9303 asks for OCR-B of size 1 with 2.54 mm from character to character and no more than
//! 3° of skew; 44 characters span 109.22 mm between the middles of the first and the last. The filler `<` is lower than letters and
//! digits and does not count for the height.

mod ink;
mod line;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::ink::{Ink, Letter};
use self::line::{Fit, line};
use super::MeasureError;
use super::budget::Budget;
use super::picture::{PagePicture, Strip};
use crate::domain::{Contributions, MAX_COORDINATE_MM, MM_PER_INCH, PlaceError, PointMm, Progress, QuantityValue, RectMm, Unit};

/// How characters are found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CharacterParams {
    /// Height, as a share of the tall characters, from which a character counts as of full height; 0.5 to 1.
    pub full_height: f64,
    /// Height, as a share of the tall characters, below which a blot is a speck or a mark; 0 to 0.5.
    pub speck: f64,
    /// Standard deviation from even spacing, as a share of the spacing, up to which print counts as evenly spaced; 0 to 0.5.
    pub even: f64,
}

impl Default for CharacterParams {
    fn default() -> Self {
        Self { full_height: 0.85, speck: 0.3, even: 0.12 }
    }
}

/// Whether characters stand at equal distances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pitch {
    /// They do, as in OCR-B; gaps may be left out.
    Even,
    /// They do not; the spacing is the mean from each to the next.
    Uneven,
}

/// A line of print measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Characters {
    /// Mean height of the characters of full height, in mm.
    pub height: QuantityValue,
    /// Standard deviation of the single heights, in mm.
    pub height_spread: QuantityValue,
    /// How many characters are of full height.
    pub full_height: u32,
    /// From the middle of a character to the middle of the next, in mm.
    pub spacing: QuantityValue,
    /// Standard deviation of the middles from even spacing, or of the single distances if uneven, in mm. Middles are those of the
    /// outlines, which differ among the letters of a font.
    pub spacing_spread: QuantityValue,
    /// Whether the spacing is even.
    pub pitch: Pitch,
    /// How many characters come to an inch; `None` if the spacing is uneven.
    pub per_inch: Option<QuantityValue>,
    /// Turn of the line against the page in degrees, clockwise positive, by the feet of the characters; `None` below three.
    pub skew: Option<QuantityValue>,
    /// The corners of the outlines that were found, on the page, from left to right; each from the upper left, clockwise.
    pub outlines: Vec<[PointMm; 4]>,
}

/// Returns height and spacing of the characters that stand free in `area`, one line of print, darker or lighter than its ground.
///
/// The ground is taken out as a plane, print and ground are parted by Otsu's threshold (IEEE SMC 9, 1979), and blots are joined where
/// they stand above each other, as the dot of an i does. Edges lie where a character reaches half of its own ink, between pixels.
/// A line at an angle is measured along itself. Blots that touch the box are left out. Progress counts two passes.
///
/// # Errors
///
/// [`MeasureError::Place`], [`MeasureError::OutsidePicture`], [`MeasureError::TooLarge`], [`MeasureError::TooSmall`] for a box of fewer
/// than 8 pixels a side, [`MeasureError::NoContrast`], [`MeasureError::FewCharacters`], [`MeasureError::SeveralLines`],
/// [`MeasureError::Cancelled`].
pub fn characters(
    picture: &PagePicture<'_>,
    area: RectMm,
    params: &CharacterParams,
    budget: &Budget<'_>,
    progress: &dyn Progress,
) -> Result<Characters, MeasureError> {
    let RectMm { x, y, width, height } = area;
    if ![x, y, width, height].iter().all(|value| value.abs() <= MAX_COORDINATE_MM) {
        return Err(PlaceError::OffThePage.into());
    }
    if width <= 0.0 || height <= 0.0 {
        return Err(PlaceError::EmptyBox.into());
    }
    progress.report(0, 2)?;
    let pixel = picture.pixel_mm(area.center())?;
    let mut row = read(picture, area, 0.0, pixel, params)?;
    let mut fit = line(&row.letters, params)?;
    progress.report(1, 2)?;
    // A box around a turned letter is higher than the letter: look again along the line.
    if let Some((slope, standard)) = fit.slope
        && slope.abs() > 0.002_f64.max(standard)
        && let Ok(again) = read(picture, area, libm::atan(slope), pixel, params)
        && let Ok(second) = line(&again.letters, params)
    {
        (row, fit) = (again, second);
    }
    progress.report(2, 2)?;
    report(&row, &fit, pixel, budget)
}

/// A row of letters in a box turned about its middle.
struct Row {
    letters: Vec<Letter>,
    /// The turn in radians.
    turn: f64,
    /// Where the middle of the left edge of the box lies.
    from: PointMm,
    /// Rows of samples.
    tracks: usize,
}

impl Row {
    /// Along the line and down across it.
    fn directions(&self) -> [[f64; 2]; 2] {
        let (sin, cos) = (libm::sin(self.turn), libm::cos(self.turn));
        [[cos, sin], [-sin, cos]]
    }

    /// The corners of a letter on the page.
    fn corners(&self, letter: &Letter, pixel: f64) -> [PointMm; 4] {
        let [along, down] = self.directions();
        let at = |x: f64, y: f64| {
            let (x, y) = (x * pixel, (y - (self.tracks as f64 - 1.0) / 2.0) * pixel);
            PointMm { x: self.from.x + along[0] * x + down[0] * y, y: self.from.y + along[1] * x + down[1] * y }
        };
        let Letter { left, top, right, bottom } = *letter;
        [at(left, top), at(right, top), at(right, bottom), at(left, bottom)]
    }
}

/// The letters of the box turned by `turn` radians about its middle.
fn read(picture: &PagePicture<'_>, area: RectMm, turn: f64, pixel: f64, params: &CharacterParams) -> Result<Row, MeasureError> {
    let (middle, half) = (area.center(), area.width / 2.0);
    let by = [half * libm::cos(turn), half * libm::sin(turn)];
    let from = PointMm { x: middle.x - by[0], y: middle.y - by[1] };
    let to = PointMm { x: middle.x + by[0], y: middle.y + by[1] };
    let strip = Strip::sample(picture, from, to, area.height, pixel)?;
    if strip.length < 8 || strip.tracks < 8 {
        return Err(MeasureError::TooSmall);
    }
    let grey = strip.map(|[r, g, b]| 0.299 * r + 0.587 * g + 0.114 * b);
    let ink = Ink::new(&grey, strip.length, strip.tracks)?;
    Ok(Row { letters: ink.letters(params.speck.clamp(0.0, 0.5))?, turn, from, tracks: strip.tracks })
}

fn report(row: &Row, fit: &Fit, pixel: f64, budget: &Budget<'_>) -> Result<Characters, MeasureError> {
    let mm = |px: f64| px * pixel;
    let [along, upright] = row.directions();
    // Two edges, each as exact as a pixel lets it be.
    let edges = pixel / 6.0_f64.sqrt();
    let length = |value: f64, direction, pixel, repeat, freedom: f64| -> Result<QuantityValue, MeasureError> {
        let parts = Contributions { scale: budget.scale_of_length(mm(value), direction), pixel, repeat: mm(repeat) };
        Ok(QuantityValue::new(mm(value), Unit::Mm, parts)?.covered_for(freedom.max(1.0))?)
    };
    let spread_of = |value: f64, freedom: f64, direction| {
        let root = (2.0 * freedom.max(1.0)).sqrt();
        length(value, direction, edges / root, value / root, freedom)
    };
    let full = fit.full as f64;
    let skew = fit
        .slope
        .map(|(slope, standard)| {
            let degrees = (row.turn + libm::atan(slope)).to_degrees();
            let parts = Contributions { repeat: standard.to_degrees(), ..Contributions::default() };
            QuantityValue::new(degrees, Unit::Degree, parts)?.covered_for((full - 2.0).max(1.0))
        })
        .transpose()?;
    let spacing = length(fit.spacing, along, edges / fit.steps, fit.spacing_standard, fit.spacing_freedom)?;
    let per_inch = (fit.pitch == Pitch::Even)
        .then(|| {
            let parts = spacing.contributions().scaled(MM_PER_INCH / spacing.value().powi(2));
            QuantityValue::new(MM_PER_INCH / spacing.value(), Unit::CharactersPerInch, parts)?.covered_for(fit.spacing_freedom.max(1.0))
        })
        .transpose()?;
    Ok(Characters {
        height: length(fit.height, upright, edges, fit.height_spread / full.sqrt(), full - 1.0)?,
        height_spread: spread_of(fit.height_spread, full - 1.0, upright)?,
        full_height: fit.full as u32,
        spacing,
        spacing_spread: spread_of(fit.spacing_spread, fit.spacing_freedom, along)?,
        pitch: fit.pitch,
        per_inch,
        skew,
        outlines: row.letters.iter().map(|letter| row.corners(letter, pixel)).collect(),
    })
}

#[cfg(test)]
mod tests;
