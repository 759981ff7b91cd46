//! The marks of a process with units and uncertainties.

use super::dither::texture;
use super::edges::Edge;
use super::ground::{Channel, Ground};
use super::reason::NotMeasurable;
use super::screen::{Found, ScreenKind, Screening};
use super::specks::{Place, Specks};
use super::{POOR_PPI, ProcessParams};
use crate::domain::{Contributions, MM_PER_INCH, QuantityValue, RectMm, Unit};
use crate::imaging::adjust::PixelRect;
use crate::imaging::measure::{Budget, Local, MeasureError, PagePicture, direction_deg};

/// Standard uncertainty of a contour from the pixels, in px: straight edges without any raggedness come out below it.
const CONTOUR_PX: f64 = 0.06;
/// The least paper on which specks are counted, in mm².
const LEAST_PAPER_MM2: f64 = 0.5;
/// Sampling at which screens of 150 lines per inch, of office printers, show.
const SCREEN_PPI: f64 = 400.0;

/// What the print of a region shows of its process.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessMarks {
    /// The region, in mm of the page.
    pub area: RectMm,
    /// The pixels of the capture that were looked at.
    pub used: PixelRect,
    /// Pixels per inch at the document.
    pub sampling_ppi: f64,
    /// Whether that is below [`POOR_PPI`].
    pub is_coarse: bool,
    /// Halftone screens.
    pub screens: Result<Screens, NotMeasurable>,
    /// Scattered dots.
    pub scatter: Result<Scatter, NotMeasurable>,
    /// Straight edges.
    pub edges: Result<EdgeMarks, NotMeasurable>,
    /// Free specks.
    pub specks: Result<SpeckMarks, NotMeasurable>,
}

/// The regular patterns that are the same all over a region.
#[derive(Debug, Clone, PartialEq)]
pub struct Screens {
    /// They, the strongest first; none if nothing regular stands out.
    pub found: Vec<Screen>,
    /// Frequency in lines per inch, direction in degrees and strength in dB of the strongest peaks that wander from tile to tile, as those of
    /// drawn line work do.
    pub wandering: Vec<[f64; 3]>,
    /// The range of frequencies that was looked at, in lines per inch.
    pub range_lpi: [f64; 2],
    /// Tiles with print, and their side in px.
    pub tiles: usize,
    /// The side of a tile in px.
    pub tile_px: usize,
    /// Two patterns whose frequencies are closer than this are one, in lines per inch.
    pub resolved_lpi: f64,
}

/// One regular pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Screen {
    /// Dots or lines.
    pub kind: ScreenKind,
    /// Lines per inch.
    pub frequency: QuantityValue,
    /// From one line or row of dots to the next, in µm.
    pub period: QuantityValue,
    /// The direction in which lines or rows of dots run, in degrees counter-clockwise from the horizontal of the page: 0 up to 180 of lines, 0
    /// up to 90 of dots.
    pub angle: QuantityValue,
    /// How far its strongest peak stands above the median of the power around it, in dB.
    pub strength_db: f64,
    /// The channels in which it shows, the strongest first, with the strength in dB.
    pub channels: Vec<(Channel, f64)>,
    /// Tiles that show it.
    pub tiles: usize,
    /// Whether it repeats with the blocks of 8 px that JPEG compression may leave, so that it need not be of the print.
    pub fits_blocks: bool,
    /// Its waves in periods per mm of the page, across and down: one of lines, two of dots.
    pub waves_per_mm: Vec<[f64; 2]>,
}

/// How the power in middle tones rises with frequency.
#[derive(Debug, Clone, PartialEq)]
pub struct Scatter {
    /// The greatest rise from a lower to a higher frequency, in dB; near 0 of continuous tone and of drawn line work.
    pub rise: QuantityValue,
    /// The frequency of the most power beyond that rise, in lines per inch.
    pub ring: QuantityValue,
    /// How unequal the power at that frequency is in different directions, in dB: 0 without direction.
    pub anisotropy_db: f64,
    /// Median of Sarle's bimodality coefficient of the tiles: 5/9 of even values, towards 1 of two values only.
    pub bimodality: f64,
    /// Tiles it rests on.
    pub tiles: usize,
    /// Free dots anywhere; `None` where the capture is too coarse for them.
    pub dots: Option<SpeckCount>,
}

/// Straight edges of print.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeMarks {
    /// Standard deviation of the 60 % contour from its line, in µm.
    pub raggedness: QuantityValue,
    /// From the 10 % to the 90 % contour, in µm.
    pub blur: QuantityValue,
    /// Edges it rests on.
    pub edges: usize,
    /// Their length in mm.
    pub length_mm: f64,
}

/// Free specks near strokes and far from them.
#[derive(Debug, Clone, PartialEq)]
pub struct SpeckMarks {
    /// Within half a millimetre of a stroke.
    pub near: SpeckCount,
    /// More than a millimetre from any; `None` if there is hardly such paper.
    pub far: Option<SpeckCount>,
    /// The diameter of the smallest speck that is counted, in µm.
    pub least_um: f64,
}

/// Specks by number and size.
#[derive(Debug, Clone, PartialEq)]
pub struct SpeckCount {
    /// How many.
    pub count: usize,
    /// On how much paper, in mm².
    pub area_mm2: f64,
    /// How many for each mm².
    pub density: QuantityValue,
    /// The median diameter of circles as large as they, in µm; `None` without any.
    pub diameter: Option<QuantityValue>,
}

impl ProcessMarks {
    #[expect(clippy::too_many_arguments, reason = "one for each kind of mark")]
    pub(super) fn of(
        picture: &PagePicture<'_>,
        area: RectMm,
        params: &ProcessParams,
        budget: &Budget<'_>,
        ground: &Ground<'_>,
        screening: Option<&Screening>,
        edges: Result<Vec<Edge>, NotMeasurable>,
        specks: Result<Specks, NotMeasurable>,
    ) -> Result<Self, MeasureError> {
        let elsewhere: Vec<Local> =
            area.corners().into_iter().map(|corner| Local::at(picture.capture_from_page(), corner)).collect::<Result<_, _>>()?;
        // Two tiles and a half along both sides.
        let small = NotMeasurable::SmallRegion { least_mm: 1.5 * 32.0 * MM_PER_INCH / ground.ppi };
        let dots = match &specks {
            Ok(specks) if specks.all.area_mm2 >= LEAST_PAPER_MM2 => Some(specked(&specks.all, budget, ground)?),
            _ => None,
        };
        let screens = match screening {
            None => Err(small),
            Some(screening) if screening.range_lpi[1] <= screening.range_lpi[0] => {
                Err(NotMeasurable::TooCoarse { ppi: ground.ppi, least_ppi: SCREEN_PPI })
            }
            Some(screening) => Ok(screens(screening, ground, &elsewhere, budget)?),
        };
        Ok(Self {
            area,
            used: ground.used,
            sampling_ppi: ground.ppi,
            is_coarse: ground.ppi < POOR_PPI,
            screens,
            scatter: match screening {
                None => Err(small),
                Some(screening) => scatter(screening, dots, budget)?.ok_or(NotMeasurable::NoMiddleTones),
            },
            edges: match edges {
                Err(reason) => Err(reason),
                Ok(edges) => edged(&edges, budget, ground)?.ok_or(NotMeasurable::NoStraightEdge { least_mm: params.least_edge_mm }),
            },
            specks: match specks {
                Err(reason) => Err(reason),
                Ok(specks) => near_and_far(&specks, budget, ground)?.ok_or(NotMeasurable::NoStrokes),
            },
        })
    }
}

fn screens(screening: &Screening, ground: &Ground<'_>, elsewhere: &[Local], budget: &Budget<'_>) -> Result<Screens, MeasureError> {
    let wander = |([x, y], strength): &([f64; 2], f64)| [x.hypot(*y) * MM_PER_INCH, direction_deg([*x, *y]), *strength];
    Ok(Screens {
        found: screening.screens.iter().map(|found| screen(found, screening, ground, elsewhere, budget)).collect::<Result<_, _>>()?,
        wandering: screening.wandering.iter().map(wander).collect(),
        range_lpi: screening.range_lpi,
        tiles: screening.tiles,
        tile_px: screening.side,
        resolved_lpi: 2.0 * screening.step_lpi,
    })
}

/// The angle of a wave, modulo `period` degrees, near `to`.
fn turned(wave: [f64; 2], to: f64, period: f64) -> f64 {
    let off = (direction_deg(wave) - to).rem_euclid(period);
    to + if off > period / 2.0 { off - period } else { off }
}

fn screen(
    found: &Found,
    screening: &Screening,
    ground: &Ground<'_>,
    elsewhere: &[Local],
    budget: &Budget<'_>,
) -> Result<Screen, MeasureError> {
    let full_turn = if found.kind == ScreenKind::Dots { 90.0 } else { 180.0 };
    let first = found.waves.first().copied().unwrap_or([1.0, 0.0]);
    let count = found.waves.len().max(1) as f64;
    let per_mm = found.waves.iter().map(|[x, y]| x.hypot(*y)).sum::<f64>() / count;
    if per_mm <= 0.0 {
        return Err(MeasureError::NotPeriodic);
    }
    let first_deg = direction_deg(first);
    let angle = (found.waves.iter().map(|wave| turned(*wave, first_deg, full_turn)).sum::<f64>() / count).rem_euclid(full_turn);
    let even = 1.0 / 3.0_f64.sqrt();
    let step = screening.step_lpi / MM_PER_INCH;
    let unit = [first[0] / first[0].hypot(first[1]), first[1] / first[0].hypot(first[1])];
    // What the map would make of the wave in the corners of the region.
    let others: Vec<[f64; 2]> = elsewhere.iter().map(|other| other.on_page(ground.map.in_picture(first))).collect();
    let most = |off: &dyn Fn(&[f64; 2]) -> f64| others.iter().map(off).fold(0.0, f64::max);
    let own = first[0].hypot(first[1]);
    let frequency = Contributions {
        scale: budget.scale_of_length(1.0 / per_mm, unit) * per_mm.powi(2),
        pixel: step / 8.0 * even,
        repeat: found.scatter_per_mm.hypot(most(&|[x, y]| (x.hypot(*y) - own).abs()) * even),
    };
    let direction = Contributions {
        scale: budget.scale([unit[0] * unit[1], -unit[0] * unit[1]]).to_degrees(),
        pixel: libm::atan2(step / 8.0, per_mm).to_degrees() * even,
        repeat: libm::atan2(found.scatter_per_mm, per_mm)
            .to_degrees()
            .hypot(most(&|other| (turned(*other, first_deg, 180.0) - first_deg).abs()) * even),
    };
    Ok(Screen {
        kind: found.kind,
        frequency: QuantityValue::new(per_mm * MM_PER_INCH, Unit::LinesPerInch, frequency.scaled(MM_PER_INCH))?,
        period: QuantityValue::new(1000.0 / per_mm, Unit::Micrometre, frequency.scaled(1000.0 / per_mm.powi(2)))?,
        angle: QuantityValue::new(if angle >= full_turn { 0.0 } else { angle }, Unit::Degree, direction)?,
        strength_db: found.channels.first().map_or(0.0, |(_, strength)| *strength),
        channels: found.channels.clone(),
        tiles: found.tiles,
        fits_blocks: found.fits_blocks,
        waves_per_mm: found.waves.clone(),
    })
}

fn scatter(screening: &Screening, dots: Option<SpeckCount>, budget: &Budget<'_>) -> Result<Option<Scatter>, MeasureError> {
    let Some(found) = texture(screening) else { return Ok(None) };
    let even = 1.0 / 3.0_f64.sqrt();
    let rise = Contributions { scale: 0.0, pixel: 0.0, repeat: found.rise_standard_db };
    let share = budget.scale([found.ring_lpi / 2.0, found.ring_lpi / 2.0]);
    let ring = Contributions { scale: share, pixel: found.half_ring_lpi * even, repeat: 0.0 };
    Ok(Some(Scatter {
        rise: QuantityValue::new(found.rise_db, Unit::Decibel, rise)?,
        ring: QuantityValue::new(found.ring_lpi, Unit::LinesPerInch, ring)?,
        anisotropy_db: found.anisotropy_db,
        bimodality: found.bimodality,
        tiles: found.tiles,
        dots,
    }))
}

/// Pools edges, each by its length; `None` without any.
fn edged(edges: &[Edge], budget: &Budget<'_>, ground: &Ground<'_>) -> Result<Option<EdgeMarks>, MeasureError> {
    let length_mm: f64 = edges.iter().map(|edge| edge.length_mm).sum();
    if edges.is_empty() || length_mm <= 0.0 {
        return Ok(None);
    }
    let mean = |of: &dyn Fn(&Edge) -> f64| edges.iter().map(|edge| edge.length_mm * of(edge)).sum::<f64>() / length_mm;
    let um = ground.pixel_um();
    let ragged = mean(&|edge| edge.ragged_px.powi(2)).sqrt() * um;
    let blur = mean(&|edge| edge.blur_px) * um;
    let count = edges.len() as f64;
    let scatter = |of: &dyn Fn(&Edge) -> f64| {
        let middle = mean(of);
        // One edge cannot tell how far edges scatter: half of its value then.
        if edges.len() < 2 { middle / 2.0 } else { (mean(&|edge| (of(edge) - middle).powi(2)) / (count - 1.0)).sqrt() }
    };
    let parts = |value: f64, scatter_px: f64| Contributions {
        scale: budget.scale([value / 2.0, value / 2.0]),
        pixel: CONTOUR_PX * um,
        repeat: scatter_px * um,
    };
    Ok(Some(EdgeMarks {
        raggedness: QuantityValue::new(ragged, Unit::Micrometre, parts(ragged, scatter(&|edge| edge.ragged_px)))?,
        blur: QuantityValue::new(blur, Unit::Micrometre, parts(blur, scatter(&|edge| edge.blur_px)))?,
        edges: edges.len(),
        length_mm,
    }))
}

fn near_and_far(specks: &Specks, budget: &Budget<'_>, ground: &Ground<'_>) -> Result<Option<SpeckMarks>, MeasureError> {
    if specks.near.area_mm2 < LEAST_PAPER_MM2 {
        return Ok(None);
    }
    let far = (specks.far.area_mm2 >= LEAST_PAPER_MM2).then(|| specked(&specks.far, budget, ground)).transpose()?;
    // Two pixels, as a circle of their area.
    let least_um = 2.0 * (2.0 / std::f64::consts::PI).sqrt() * ground.pixel_um();
    Ok(Some(SpeckMarks { near: specked(&specks.near, budget, ground)?, far, least_um }))
}

/// Number, density with the deviation of a count (Poisson), and median size.
fn specked(place: &Place, budget: &Budget<'_>, ground: &Ground<'_>) -> Result<SpeckCount, MeasureError> {
    let count = place.diameters_um.len();
    let density = count as f64 / place.area_mm2;
    let parts = Contributions {
        scale: budget.scale([density, density]),
        pixel: 0.0,
        // None found may as well have been one.
        repeat: (count.max(1) as f64).sqrt() / place.area_mm2,
    };
    let mut sizes = place.diameters_um.clone();
    sizes.sort_by(f64::total_cmp);
    let median = sizes.get(count / 2).copied();
    let quartile = |share: f64| sizes.get(((count as f64 * share) as usize).min(count.saturating_sub(1))).copied().unwrap_or(0.0);
    let diameter = |um: f64| {
        let parts = Contributions {
            scale: budget.scale([um / 2.0, um / 2.0]),
            pixel: ground.pixel_um() / 12.0_f64.sqrt(),
            // The median of a normal distribution deviates by 1.253 of its deviation over the root of the number; quartiles are 1.349 of
            // it apart.
            repeat: 1.253 * (quartile(0.75) - quartile(0.25)) / 1.349 / (count.max(1) as f64).sqrt(),
        };
        QuantityValue::new(um, Unit::Micrometre, parts)
    };
    Ok(SpeckCount {
        count,
        area_mm2: place.area_mm2,
        density: QuantityValue::new(density, Unit::PerSquareMm, parts)?,
        diameter: median.map(diameter).transpose()?,
    })
}
