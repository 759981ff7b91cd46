//! Measuring what an examiner drew: which calibration it rests on, and what it comes to.
//!
//! Values of points alone cost nothing and may be asked for in every frame; what looks at pixels takes its time and belongs in a job.

use image::RgbImage;

use super::problem::sentence;
use super::{Problem, ProblemKind, Watch};
use crate::domain::{
    Calibration, Capture, DocumentFormat, Examination, Figure, Homography, MadeOn, MethodVersion, PageFromCapture, PageOf, PointMm,
    Quantity, QuantityValue, Reading, RectMm, Reference, ReferenceId, Resolution,
};
use crate::imaging::measure::{
    Budget, CharacterParams, Characters, LineSpacingParams, MeasureError, PagePicture, PatchColour, Profile, ProfileParams, RegionSpectrum,
    angle, characters, colour_difference, density_profile, distance, fit_circle, intensity_profile, line_spacing, patch_colour,
    polygon_area, polyline_length, region_spectrum,
};
use crate::imaging::process::{ProcessMarks, ProcessParams, ScreenKind, process_marks};
use crate::imaging::{MIN_SPECTRUM_PX, SpectrumParams};

/// How far a page of a series may be from its nominal size, in mm, if its kind has no laid-down format.
const OTHER_TOLERANCE_MM: f64 = 1.0;

/// Patterns of a region that are kept: those of a dot screen, with their first overtones.
const PATTERNS: usize = 6;

/// Screens of a region that are kept: those of four inks.
const SCREENS: usize = 4;

/// Sides of a region in px that are too few for a Fourier view.
pub const LEAST_REGION_PX: u32 = MIN_SPECTRUM_PX;

/// A measurement as it was drawn and worked out; whoever keeps it adds who and when.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeasured {
    /// The figure.
    pub figure: Figure,
    /// Its points in mm of the page.
    pub points: Vec<PointMm>,
    /// What it came to.
    pub readings: Vec<Reading>,
    /// What it rests on.
    pub calibration: Option<Calibration>,
    /// Where it was made.
    pub on: MadeOn,
}

/// Whether a figure is measured in the pixels and not from its points alone.
pub fn needs_pixels(figure: Figure) -> bool {
    matches!(
        figure,
        Figure::LineSpacing
            | Figure::Characters
            | Figure::Colour
            | Figure::ColourDifference
            | Figure::IntensityProfile
            | Figure::DensityProfile
            | Figure::Spectrum
            | Figure::PrintProcess
    )
}

/// The method of a figure.
pub fn method(figure: Figure) -> MethodVersion {
    MethodVersion { name: figure.code().to_owned(), version: 1 }
}

/// The calibration of a capture: that of its registration to a page of the reference, else the one set by hand, else what the file
/// states; `None` if there is none of these.
///
/// A registered capture is measured in the millimetres of its page, so nothing else can be its scale.
pub fn calibration_of(examination: &Examination, capture: &Capture, reference: Option<&Reference>) -> Option<Calibration> {
    let chosen = reference.map(|reference| &reference.id);
    let placements = examination.analysis.placements.iter();
    let placed = placements.filter(|place| place.capture == capture.id).find(|place| Some(&place.page.reference) == chosen);
    if let (Some(placement), Some(reference)) = (placed, reference) {
        return of_page(reference, &placement.page, placement.residual_mm, placement.sampling_ppi);
    }
    examination.calibrations.get(&capture.id).cloned().or_else(|| Calibration::from_file(capture.resolution?).ok())
}

/// The calibration of a picture of a reference page, which is that page edge to edge; `None` without a resolution.
pub fn calibration_of_reference(reference: &Reference, page: &PageOf, resolution: Option<Resolution>) -> Option<Calibration> {
    of_page(reference, page, 0.0, resolution?.mean())
}

fn of_page(reference: &Reference, of: &PageOf, residual_mm: f64, sampling_ppi: f64) -> Option<Calibration> {
    let page = reference.page(&of.page)?;
    let tolerance_mm = DocumentFormat::of(reference.kind).map_or(OTHER_TOLERANCE_MM, DocumentFormat::tolerance_mm);
    Calibration::from_reference(of.clone(), page.size, tolerance_mm, residual_mm, sampling_ppi).ok()
}

/// Where a capture lies: as registered, else by the scale set by hand, else as its file says; 300 dpi if the file says nothing.
pub fn map_of(examination: &Examination, capture: &Capture, reference: Option<&ReferenceId>) -> PageFromCapture {
    let placements = examination.analysis.placements.iter();
    let placed = placements.filter(|place| place.capture == capture.id).find(|place| Some(&place.page.reference) == reference);
    if let Some(placement) = placed {
        return placement.page_from_capture;
    }
    if let Some(calibration) = examination.calibrations.get(&capture.id) {
        return calibration.page_from_picture();
    }
    let assumed = Homography::scale_shift([25.4 / 300.0; 2], [25.4 / 600.0; 2]);
    PageFromCapture(capture.resolution.or_else(|| Resolution::square(300.0)).map_or(assumed, Homography::page_from_picture))
}

/// Measures a figure that needs no pixels; without a calibration the readings have no value.
///
/// # Errors
///
/// Bad use, with advice, for points that give no value; not supported for figures that need pixels.
pub fn of_points(figure: Figure, points: &[PointMm], calibration: Option<&Calibration>) -> Result<Vec<Reading>, Problem> {
    let Some(calibration) = calibration else { return Ok(bare(figure)) };
    let budget = Budget::new(calibration);
    let read = |quantity, value| Reading { quantity, value: Some(value) };
    let readings = match (figure, points) {
        (Figure::Distance, [from, to]) => distance(*from, *to, &budget).map(|value| vec![read(Quantity::Distance, value)]),
        (Figure::Polyline, path) => polyline_length(path, &budget).map(|value| vec![read(Quantity::PathLength, value)]),
        (Figure::Angle, [one, corner, other]) => angle(*one, *corner, *other, &budget).map(|value| vec![read(Quantity::Angle, value)]),
        (Figure::Area, outline) => {
            polygon_area(outline, &budget).map(|found| vec![read(Quantity::Area, found.area), read(Quantity::Perimeter, found.perimeter)])
        }
        (Figure::Circle, rim) => fit_circle(rim, &budget).map(|found| {
            let mut readings = vec![read(Quantity::Diameter, found.diameter), read(Quantity::Radius, found.radius)];
            readings.extend(found.residual.map(|residual| read(Quantity::CircleResidual, residual)));
            readings
        }),
        _ => return Err(Problem::new(ProblemKind::NotSupported, format!("{} is not measured from points alone.", figure.title()))),
    };
    readings.map_err(measure_problem)
}

/// What a figure reads where no value can be given.
fn bare(figure: Figure) -> Vec<Reading> {
    let quantities: &[Quantity] = match figure {
        Figure::Distance => &[Quantity::Distance],
        Figure::Polyline => &[Quantity::PathLength],
        Figure::Angle => &[Quantity::Angle],
        Figure::Area => &[Quantity::Area, Quantity::Perimeter],
        Figure::Circle => &[Quantity::Diameter, Quantity::Radius],
        Figure::LineSpacing => &[Quantity::LinePeriod, Quantity::LineFrequency],
        Figure::Characters => &[Quantity::CharacterHeight, Quantity::CharacterSpacing, Quantity::CharacterPitch],
        Figure::Spectrum => &[Quantity::LineFrequency, Quantity::LinePeriod, Quantity::LineDirection],
        Figure::PrintProcess => &[Quantity::DotScreenFrequency, Quantity::EdgeRaggedness, Quantity::SpecksNear],
        _ => &[],
    };
    quantities.iter().map(|quantity| Reading { quantity: *quantity, value: None }).collect()
}

/// The middle and radius, in mm, of the circle through the points of a rim; `None` if there is none.
pub fn circle(points: &[PointMm], calibration: Option<&Calibration>) -> Option<(PointMm, f64)> {
    // Where the circle lies does not depend on the scale; what it is uncertain by does.
    let any = Calibration::from_file(Resolution::square(300.0)?).ok();
    let found = fit_circle(points, &Budget::new(calibration.or(any.as_ref())?)).ok()?;
    Some((found.center, found.radius.value()))
}

/// Where the pixels of a figure lie: the picture, its map to the page, and the calibration of that.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The picture as decoded.
    pub pixels: &'a RgbImage,
    /// Where it lies.
    pub map: PageFromCapture,
    /// Its scale.
    pub calibration: Option<&'a Calibration>,
}

/// What was measured in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The values.
    pub readings: Vec<Reading>,
    /// The values along the path, of a profile.
    pub profile: Option<Profile>,
    /// The spectrum of the region, of a Fourier view.
    pub spectrum: Option<RegionSpectrum>,
}

/// Measures a figure, in the pixels of `ground` if it needs them.
///
/// # Errors
///
/// Bad use, with advice, for a figure that gives no value; cancelled if `watch` asks to stop.
pub fn of_pixels(figure: Figure, points: &[PointMm], ground: &Ground<'_>, watch: &dyn Watch) -> Result<Found, Problem> {
    if !needs_pixels(figure) {
        return Ok(Found { readings: of_points(figure, points, ground.calibration)?, profile: None, spectrum: None });
    }
    watch.stage("Measuring");
    let picture = PagePicture::new(ground.pixels, ground.map).ok_or_else(|| measure_problem(MeasureError::OutsidePicture))?;
    let budget = ground.calibration.map(Budget::new);
    let read = |quantity, value| Reading { quantity, value: Some(value) };
    let values = |readings| Found { readings, profile: None, spectrum: None };
    let found = match (figure, points, &budget) {
        (Figure::LineSpacing | Figure::Characters | Figure::PrintProcess, [_, _], None) => Ok(values(bare(figure))),
        (Figure::LineSpacing, [from, to], Some(budget)) => line_spacing(&picture, *from, *to, &LineSpacingParams::default(), budget, watch)
            .map(|found| values(vec![read(Quantity::LinePeriod, found.period), read(Quantity::LineFrequency, found.frequency)])),
        (Figure::Characters, [from, to], Some(budget)) => {
            characters(&picture, between(*from, *to), &CharacterParams::default(), budget, watch).map(|found| values(of_print(&found)))
        }
        (Figure::Colour, [from, to], _) => {
            patch_colour(&picture, between(*from, *to), watch).map(|patch| values(of_patch(&patch).to_vec()))
        }
        (Figure::ColourDifference, [a, b, c, d], _) => patch_colour(&picture, between(*a, *b), watch)
            .and_then(|one| Ok((one, patch_colour(&picture, between(*c, *d), watch)?)))
            .and_then(|(one, other)| {
                let mut readings = vec![read(Quantity::ColourDifference2000, colour_difference(&one, &other)?)];
                readings.extend([one, other].iter().flat_map(of_patch));
                Ok(values(readings))
            }),
        (Figure::Spectrum, [from, to], budget) => {
            let params = SpectrumParams { most_peaks: PATTERNS, ..SpectrumParams::default() };
            region_spectrum(&picture, between(*from, *to), &params, budget.as_ref(), watch).map(of_spectrum)
        }
        (Figure::PrintProcess, [from, to], Some(budget)) => {
            let marks = process_marks(&picture, between(*from, *to), &ProcessParams::default(), budget, watch).map_err(measure_problem)?;
            return of_process(&marks).map(values);
        }
        (Figure::IntensityProfile, path, budget) => intensity_profile(&picture, path, &ProfileParams::default(), budget.as_ref(), watch)
            .map(|found| along(found, Quantity::MeanLevel)),
        (Figure::DensityProfile, path, budget) => density_profile(&picture, path, &ProfileParams::default(), budget.as_ref(), watch)
            .map(|found| along(found, Quantity::MeanDensity)),
        _ => return Err(Problem::new(ProblemKind::NotSupported, format!("{} cannot be measured so.", figure.title()))),
    };
    found.map_err(measure_problem)
}

/// The colour of a patch.
fn of_patch(patch: &PatchColour) -> [Reading; 4] {
    let colour = [
        (Quantity::Lightness, patch.lightness),
        (Quantity::RedGreen, patch.red_green),
        (Quantity::YellowBlue, patch.yellow_blue),
        (Quantity::ColourSpread, patch.spread),
    ];
    colour.map(|(quantity, value)| Reading { quantity, value: Some(value) })
}

/// Height and spacing of a line of print; print that is not evenly spaced has no pitch, and a line of two characters no skew.
fn of_print(found: &Characters) -> Vec<Reading> {
    let all = [
        (Quantity::CharacterHeight, Some(found.height)),
        (Quantity::CharacterSpacing, Some(found.spacing)),
        (Quantity::CharacterPitch, found.per_inch),
        (Quantity::CharacterHeightSpread, Some(found.height_spread)),
        (Quantity::CharacterSpacingSpread, Some(found.spacing_spread)),
        (Quantity::TextSkew, found.skew),
    ];
    all.into_iter().filter_map(|(quantity, value)| Some(Reading { quantity, value: Some(value?) })).collect()
}

fn along(profile: Profile, mean: Quantity) -> Found {
    let readings =
        vec![Reading { quantity: mean, value: Some(profile.mean) }, Reading { quantity: Quantity::PathLength, value: profile.length }];
    Found { readings, profile: Some(profile), spectrum: None }
}

/// Frequency, spacing and direction of each pattern, the most distinct first; none if nothing regular is there.
fn of_spectrum(spectrum: RegionSpectrum) -> Found {
    let calibrated: Option<Vec<_>> = spectrum.peaks.iter().map(|peak| peak.values).collect();
    let readings = match calibrated {
        None => bare(Figure::Spectrum),
        Some(patterns) => patterns
            .iter()
            .flat_map(|pattern| {
                let values = [
                    (Quantity::LineFrequency, pattern.frequency),
                    (Quantity::LinePeriod, pattern.period),
                    (Quantity::LineDirection, pattern.direction),
                ];
                values.map(|(quantity, value)| Reading { quantity, value: Some(value) })
            })
            .collect(),
    };
    Found { readings, profile: None, spectrum: Some(spectrum) }
}

/// The marks of a printing process: the screens, the strongest first, then what else could be measured.
fn of_process(marks: &ProcessMarks) -> Result<Vec<Reading>, Problem> {
    let mut all: Vec<(Quantity, QuantityValue)> = Vec::new();
    for screen in marks.screens.iter().flat_map(|screens| &screens.found).take(SCREENS) {
        let [frequency, angle] = match screen.kind {
            ScreenKind::Dots => [Quantity::DotScreenFrequency, Quantity::DotScreenAngle],
            ScreenKind::Lines => [Quantity::LineFrequency, Quantity::LineDirection],
        };
        all.extend([(frequency, screen.frequency), (angle, screen.angle)]);
    }
    // Power that does not rise has no frequency at which it does.
    if let Some(scatter) = marks.scatter.as_ref().ok().filter(|scatter| scatter.rise.value() > 0.0) {
        all.extend([(Quantity::ScatterRise, scatter.rise), (Quantity::ScatterFrequency, scatter.ring)]);
    }
    if let Ok(edges) = &marks.edges {
        all.extend([(Quantity::EdgeRaggedness, edges.raggedness), (Quantity::EdgeBlur, edges.blur)]);
    }
    if let Ok(specks) = &marks.specks {
        all.push((Quantity::SpecksNear, specks.near.density));
        all.extend(specks.near.diameter.map(|diameter| (Quantity::SpeckSize, diameter)));
        all.extend(specks.far.as_ref().map(|far| (Quantity::SpecksFar, far.density)));
    }
    let reasons = [marks.screens.as_ref().err(), marks.scatter.as_ref().err(), marks.edges.as_ref().err(), marks.specks.as_ref().err()];
    // With nothing regular and nothing else there is nothing to keep; the reason tells what would help.
    match reasons.into_iter().flatten().next() {
        Some(reason) if all.is_empty() => Err(advised(&reason.to_string())),
        _ => Ok(all.into_iter().map(|(quantity, value)| Reading { quantity, value: Some(value) }).collect()),
    }
}

/// The upright rectangle with two opposite corners.
pub fn between(one: PointMm, other: PointMm) -> RectMm {
    RectMm::between(one, other)
}

pub(super) fn measure_problem(error: MeasureError) -> Problem {
    if let MeasureError::Cancelled(cancelled) = error {
        return cancelled.into();
    }
    advised(&error.to_string())
}

/// Bad use in words that have the remedy after a semicolon.
fn advised(text: &str) -> Problem {
    match text.split_once("; ") {
        Some((what, remedy)) => Problem::bad_use(sentence(what)).hint(sentence(remedy)),
        None => Problem::bad_use(sentence(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{NOT_CALIBRATED, Unwatched};

    fn point(x: f64, y: f64) -> PointMm {
        PointMm { x, y }
    }

    fn scale() -> Calibration {
        Calibration::from_file(Resolution::square(300.0).unwrap()).unwrap()
    }

    #[test]
    fn a_distance_has_its_uncertainty_and_without_a_scale_no_number() {
        let ends = [point(1.0, 1.0), point(4.0, 5.0)];
        let readings = of_points(Figure::Distance, &ends, Some(&scale())).unwrap();
        let value = readings[0].value.unwrap();
        assert!((value.value() - 5.0).abs() < 1e-9 && value.expanded_uncertainty() > 0.0);
        assert_eq!(of_points(Figure::Distance, &ends, None).unwrap()[0].text(), NOT_CALIBRATED);
    }

    #[test]
    fn a_figure_without_a_value_says_what_to_do() {
        let problem = of_points(Figure::Circle, &[point(0.0, 0.0), point(5.0, 0.0), point(10.0, 0.0)], Some(&scale())).unwrap_err();
        assert_eq!(problem.hint, "Spread them around the circle.");
    }

    /// Bars 48 pixels high, one every 50 pixels, on white: at 20 pixels a mm 2.4 mm high and 2.5 mm from each to the next.
    fn bars() -> RgbImage {
        RgbImage::from_fn(700, 160, |x, y| {
            let bar = (60..640).contains(&x) && (x - 60) % 50 < 24 && (50..98).contains(&y);
            image::Rgb([if bar { 30 } else { 230 }; 3])
        })
    }

    #[test]
    fn print_of_known_height_and_spacing_is_measured_and_without_a_scale_has_no_numbers() {
        let (pixels, scale) = (bars(), Calibration::from_file(Resolution::square(508.0).unwrap()).unwrap());
        let around = [point(1.0, 1.0), point(33.0, 7.0)];
        let ground = Ground { pixels: &pixels, map: scale.page_from_picture(), calibration: Some(&scale) };
        let found = of_pixels(Figure::Characters, &around, &ground, &Unwatched).unwrap().readings;
        for (quantity, truth, within) in [
            (Quantity::CharacterHeight, 2.4, 0.02),
            (Quantity::CharacterSpacing, 2.5, 0.005),
            (Quantity::CharacterPitch, 10.16, 0.03),
            (Quantity::CharacterHeightSpread, 0.0, 0.02),
            (Quantity::CharacterSpacingSpread, 0.0, 0.02),
            (Quantity::TextSkew, 0.0, 0.05),
        ] {
            let value = found.iter().find(|reading| reading.quantity == quantity).and_then(|reading| reading.value).unwrap();
            assert!((value.value() - truth).abs() < within, "{quantity}: {value}");
        }
        assert!(found[0].value.unwrap().expanded_uncertainty() > 0.0 && found[1].value.unwrap().expanded_uncertainty() > 0.0);
        // The other two corners of the same box are the same box.
        let turned = [point(33.0, 1.0), point(1.0, 7.0)];
        assert_eq!(of_pixels(Figure::Characters, &turned, &ground, &Unwatched).unwrap().readings, found);
        let bare = of_pixels(Figure::Characters, &around, &Ground { calibration: None, ..ground }, &Unwatched).unwrap().readings;
        assert!(bare.len() == 3 && bare.iter().all(|reading| reading.value.is_none()), "{bare:?}");
        let nothing = of_pixels(Figure::Characters, &[point(1.0, 5.5), point(33.0, 7.5)], &ground, &Unwatched).unwrap_err();
        assert_eq!(nothing.kind, ProblemKind::BadUse);
    }

    #[test]
    fn the_colour_of_a_patch_is_that_of_its_pixels() {
        // Red of sRGB is L*a*b* 53.24, 80.09, 67.20 for D65; half of it a little darker, so that there is a spread.
        let pixels = RgbImage::from_fn(200, 100, |x, _| if x < 100 { image::Rgb([255, 0, 0]) } else { image::Rgb([119; 3]) });
        let scale = Calibration::from_file(Resolution::square(254.0).unwrap()).unwrap();
        let ground = Ground { pixels: &pixels, map: scale.page_from_picture(), calibration: None };
        let lab = |from: f64, to: f64| -> Vec<f64> {
            let found = of_pixels(Figure::Colour, &[point(from, 1.0), point(to, 9.0)], &ground, &Unwatched).unwrap().readings;
            let quantities: Vec<Quantity> = found.iter().map(|reading| reading.quantity).collect();
            assert_eq!(quantities, [Quantity::Lightness, Quantity::RedGreen, Quantity::YellowBlue, Quantity::ColourSpread]);
            found.iter().map(|reading| reading.value.unwrap().value()).collect()
        };
        let near = |found: &[f64], truth: [f64; 4]| found.iter().zip(truth).all(|(found, truth)| (found - truth).abs() < 0.05);
        let (red, grey) = (lab(1.0, 9.0), lab(11.0, 19.0));
        assert!(near(&red, [53.24, 80.09, 67.20, 0.0]), "{red:?}");
        assert!(near(&grey, [50.03, 0.0, 0.0, 0.0]), "{grey:?}");
        assert!(lab(5.0, 15.0)[3] > 40.0, "two colours have no spread");
    }

    #[test]
    fn lines_are_measured_in_the_pixels_where_the_map_lays_them() {
        // Lines every 8 pixels at 20 pixels a mm: 400 µm.
        let pixels = RgbImage::from_fn(600, 200, |x, _| {
            let level = 128.0 + 90.0 * (f64::from(x) / 8.0 * std::f64::consts::TAU).sin();
            image::Rgb([level.round() as u8; 3])
        });
        let scale = Calibration::from_file(Resolution::square(508.0).unwrap()).unwrap();
        let ground = Ground { pixels: &pixels, map: scale.page_from_picture(), calibration: Some(&scale) };
        let found = of_pixels(Figure::LineSpacing, &[point(2.0, 5.0), point(26.0, 5.0)], &ground, &Unwatched).unwrap();
        assert!((found.readings[0].value.unwrap().value() - 400.0).abs() < 2.0, "{:?}", found.readings);
        let found = of_pixels(Figure::IntensityProfile, &[point(2.0, 5.0), point(26.0, 5.0)], &ground, &Unwatched).unwrap();
        let profile = found.profile.unwrap();
        assert!(profile.values.len() > 400 && profile.at_mm.len() == profile.values.len());
        let patches = [point(1.0, 1.0), point(3.0, 3.0), point(10.0, 1.0), point(12.0, 3.0)];
        let found = of_pixels(Figure::ColourDifference, &patches, &ground, &Unwatched).unwrap();
        assert_eq!(found.readings[0].quantity, Quantity::ColourDifference2000);
        assert!(found.readings[0].value.unwrap().value() < 1.0);
    }

    #[test]
    fn a_fourier_view_reads_the_screen_of_a_region() {
        // A dot screen of 133 lines per inch at 45°, as a scan of 600 dpi has it.
        let pixels = RgbImage::from_fn(500, 400, |x, y| {
            let along = |a: f64, b: f64| (std::f64::consts::TAU * 133.0 / 600.0 / 2.0_f64.sqrt() * (a + b)).cos();
            let (x, y) = (f64::from(x), f64::from(y));
            image::Rgb([if along(x, y) + along(x, -y) > 0.5 { 60 } else { 190 }; 3])
        });
        let scale = Calibration::from_file(Resolution::square(600.0).unwrap()).unwrap();
        let mut ground = Ground { pixels: &pixels, map: scale.page_from_picture(), calibration: Some(&scale) };
        let corners = [point(16.0, 14.0), point(3.0, 2.0)];
        let found = of_pixels(Figure::Spectrum, &corners, &ground, &Unwatched).unwrap();
        let quantities: Vec<Quantity> = found.readings.iter().take(3).map(|reading| reading.quantity).collect();
        assert_eq!(quantities, [Quantity::LineFrequency, Quantity::LinePeriod, Quantity::LineDirection]);
        let values: Vec<f64> = found.readings.iter().map(|reading| reading.value.unwrap().value()).collect();
        assert!((values[0] - 133.0).abs() < 1.33 && (values[1] - 190.98).abs() < 1.91, "{values:?}");
        let [one, other] = [values[2], values[5]].map(|angle| (angle - 45.0).abs());
        assert!(one.min(other) < 0.5 && (one.max(other) - 90.0).abs() < 0.5, "{values:?}");
        assert!(found.readings.len() <= 3 * PATTERNS && found.readings.len() == 3 * found.spectrum.unwrap().peaks.len());
        // Without a scale no number, but the spectrum; of bare paper no pattern.
        ground.calibration = None;
        let found = of_pixels(Figure::Spectrum, &corners, &ground, &Unwatched).unwrap();
        assert!(found.readings.len() == 3 && found.readings.iter().all(|reading| reading.text() == NOT_CALIBRATED));
        assert!(found.spectrum.unwrap().peaks.len() >= 2);
        let paper = RgbImage::from_pixel(500, 400, image::Rgb([230; 3]));
        ground.pixels = &paper;
        assert_eq!(of_pixels(Figure::Spectrum, &corners, &ground, &Unwatched).unwrap().readings, []);
        let problem = of_pixels(Figure::Spectrum, &[point(3.0, 3.0), point(4.0, 9.0)], &ground, &Unwatched).unwrap_err();
        assert_eq!(problem.hint, "Draw it larger, at least 32 px along each side.");
    }
}
