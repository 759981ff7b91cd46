//! All measurements of one zone, and what they come to.

use super::beneath::grey;
use super::colour;
use super::frame::{Area, Frame, close_up};
use super::glow;
use super::params::CompareParams;
use super::regions::{Mark, regions};
use super::screen::screen;
use super::structure::{Moments, Structure, Window, sharp};
use crate::domain::{
    DifferenceKind, Homography, Light, Measurement, MethodVersion, NotComparableReason, Outcome, Quantity, Resolution, Threshold, Unit,
    Zone, ZoneComparison, ZoneRole,
};
use crate::imaging::plane::Plane;
use crate::imaging::{Picture, Registration};

/// Version of the methods. 2: the light is followed around each place, and what a glare has washed out is left aside. 3: colour is judged by
/// how much of the light around a zone was seen.
const METHOD_VERSION: u32 = 3;

/// How many times the usual colour difference of a page a zone may differ. Differences that chance leaves in three channels are beyond
/// three times their median once in ten thousand places, and a lamp is no even chance. On a flatbed scan this is below the limit in any
/// case.
const LIGHT_LEFT: f64 = 4.0;
/// How much more, as a share, where all light around a zone had to be guessed, and how far around it that is asked, in mm.
const GUESSED: f64 = 1.0;
const AROUND_MM: f64 = 4.0;

/// Regions that one zone lists at most.
const MOST_REGIONS: usize = 8;

/// Everything the zones of a page share.
pub(super) struct Bench<'a> {
    questioned: &'a Picture,
    reference: &'a Picture,
    questioned_from_reference: Option<Homography>,
    resolution: Resolution,
    sampling_ppi: f64,
    frame: &'a Frame,
    structure: &'a Structure,
    /// Red, green and blue as received, under light that makes things shine.
    raw: Option<&'a [Plane; 3]>,
    grey: (Plane, Plane),
    fine: (Plane, Plane),
    noise_power: f64,
    /// The colour difference that is usual on the page: what the light leaves there.
    usual_colour: f64,
    /// Which pixels the light was followed by.
    lit: Vec<bool>,
    light: Light,
    params: &'a CompareParams,
}

/// A zone that cannot be compared, and why; what was measured stays, regions are none.
pub(super) fn not_comparable(about: ZoneComparison, reason: NotComparableReason) -> ZoneComparison {
    ZoneComparison { outcome: Outcome::NotComparable, reason: Some(reason), regions: Vec::new(), ..about }
}

fn measured(quantity: Quantity, value: f64, unit: Unit, threshold: Threshold, method: &str) -> Measurement {
    // Four digits are more than any of these numbers means, and they read alike everywhere.
    let value = (value * 1e4).round() / 1e4;
    Measurement { quantity, value, unit, threshold, method: MethodVersion { name: method.to_owned(), version: METHOD_VERSION } }
}

impl<'a> Bench<'a> {
    #[expect(clippy::too_many_arguments, reason = "it gathers what the zones share")]
    pub(super) fn new(
        questioned: &'a Picture,
        registration: &Registration,
        reference: &'a Picture,
        resolution: Resolution,
        frame: &'a Frame,
        structure: &'a Structure,
        raw: Option<&'a [Plane; 3]>,
        usual_colour: f64,
        lit: &[Area],
        light: Light,
        params: &'a CompareParams,
    ) -> Self {
        let radius = (0.2 * frame.mean_px_per_mm()).round().max(1.0) as usize;
        let fine = (sharp(&structure.questioned, radius), sharp(&structure.reference, radius));
        // The reference has its own, which must not count as noise of the questioned picture.
        let noise_power = (least_power(frame, &fine.0) - least_power(frame, &fine.1)).max(0.0);
        Self {
            questioned,
            reference,
            questioned_from_reference: registration.reference_from_questioned.inverse(),
            resolution,
            sampling_ppi: registration.sampling_ppi,
            frame,
            structure,
            raw,
            grey: frame.grey(),
            fine,
            noise_power,
            usual_colour,
            lit: covered(frame, lit),
            light,
            params,
        }
    }

    /// Compares one zone that covers `area` of the frame.
    pub(super) fn compare(&self, about: ZoneComparison, zone: &Zone, area: Area) -> ZoneComparison {
        let (measurements, marks, structured) =
            if self.light.shows_luminescence() { self.luminescence(zone, area) } else { self.print(zone, area) };
        let differs = measurements.iter().any(|measurement| !measurement.agrees());
        if !differs && !structured {
            return ZoneComparison { measurements, ..not_comparable(about, NotComparableReason::LittleStructure) };
        }
        let outcome = if differs { Outcome::Differs } else { Outcome::Agrees };
        let mut found = if differs { regions(self.frame, &marks, MOST_REGIONS) } else { Vec::new() };
        if differs && found.is_empty() {
            // A measure of the zone as a whole is out of its limits, not one of its windows.
            let odd = measurements.iter().find(|measurement| !measurement.agrees()).map(|measurement| measurement.quantity);
            let kind = match odd {
                Some(Quantity::ColourDifference) => DifferenceKind::Colour,
                Some(Quantity::ScreenEnergy | Quantity::FineDetail) => DifferenceKind::Texture,
                Some(Quantity::UvBrightness) => DifferenceKind::Luminescence,
                Some(Quantity::UvDesign) => DifferenceKind::Missing,
                _ => DifferenceKind::Structure,
            };
            found = regions(self.frame, &[Mark { area, kind, strength: 0.5 }], 1);
        }
        ZoneComparison { outcome, measurements, regions: found, ..about }
    }

    /// The largest colour difference of a zone that is none: what the light leaves on the page is not counted as ink, all the less where
    /// personal zones around hide it.
    fn colour_limit(&self, zone: &Zone) -> f64 {
        let seen = self.frame.area(zone.area.grown(AROUND_MM)).map_or(0.0, |around| {
            let lit = around.pixels().filter(|(x, y)| self.lit[y * self.frame.width + x]).count();
            lit as f64 / around.count().max(1) as f64
        });
        self.params.colour_difference.max(LIGHT_LEFT * self.usual_colour * (1.0 + GUESSED * (1.0 - seen)))
    }

    /// Windows of an area that the questioned picture shows wholly, each with its agreement.
    fn windows(&self, area: Area) -> Vec<Window> {
        let scale = self.frame.mean_px_per_mm();
        let side = (self.params.window_mm * scale).round().max(8.0) as usize;
        let reach = (self.params.slack_mm * scale).ceil() as i64;
        area.windows(side)
            .into_iter()
            .filter(|window| self.frame.visible(*window) > 0.999)
            .map(|window| self.structure.agreement(window, reach))
            .collect()
    }

    /// Print: lines, colour, fine detail, screens.
    fn print(&self, zone: &Zone, area: Area) -> (Vec<Measurement>, Vec<Mark>, bool) {
        let params = self.params;
        let mut list = Vec::new();
        let mut marks = Vec::new();
        let least = params.min_contrast.max(self.noise_power.sqrt());
        let windows = self.windows(area);
        let judged: Vec<&Window> = windows.iter().filter(|window| window.reference >= least).collect();
        if !judged.is_empty() {
            // The zone as a whole at no shift of its own: the mean over windows, each weighted by its contrast.
            let (sum, total) = judged
                .iter()
                .fold((0.0, 0.0), |(sum, total), window| (sum + window.agreement * window.reference, total + window.reference));
            let at_least = Threshold::AtLeast(params.structure_agreement);
            list.push(measured(Quantity::StructureAgreement, sum / total, Unit::One, at_least, "zone-structure"));
            let weakest = judged.iter().map(|window| window.agreement).fold(f64::INFINITY, f64::min);
            let at_least = Threshold::AtLeast(params.weakest_window);
            list.push(measured(Quantity::WeakestWindow, weakest, Unit::One, at_least, "zone-structure"));
        }
        for window in &windows {
            let weak = window.reference >= least && window.agreement < params.weakest_window.max(params.structure_agreement - 0.1);
            if weak {
                let kind = match window.questioned / window.reference {
                    ratio if ratio < 0.45 => DifferenceKind::Missing,
                    ratio if ratio > 2.2 => DifferenceKind::Added,
                    _ => DifferenceKind::Structure,
                };
                marks.push(Mark { area: window.area, kind, strength: 1.0 - window.agreement.max(0.0) });
            }
        }
        let colour_limit = self.colour_limit(zone);
        let mut colours: Vec<(f64, Area)> =
            windows.iter().map(|window| (colour::difference(self.frame, window.area), window.area)).collect();
        colours.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((middle, _)) = colours.get(colours.len() / 2) {
            let at_most = Threshold::AtMost((colour_limit * 1e2).round() / 1e2);
            list.push(measured(Quantity::ColourDifference, *middle, Unit::DeltaE, at_most, "zone-colour"));
        }
        for (difference, window) in &colours {
            if *difference > 1.5 * colour_limit {
                marks.push(Mark { area: *window, kind: DifferenceKind::Colour, strength: difference / (4.0 * colour_limit) });
            }
        }
        if !judged.is_empty()
            && let Some(detail) = Structure::fine_detail(&self.fine, area, self.noise_power)
        {
            let between = Threshold::Between(params.fine_detail_least, params.fine_detail_most);
            list.push(measured(Quantity::FineDetail, detail, Unit::One, between, "fine-detail"));
        }
        if let Some(found) = self.screen(zone) {
            let at_most = Threshold::AtMost(params.screen_energy);
            list.push(measured(Quantity::ScreenEnergy, found.energy, Unit::One, at_most, "print-screen"));
            if found.energy > params.screen_energy {
                list.push(measured(Quantity::ScreenFrequency, found.frequency_lpi, Unit::LinesPerInch, Threshold::None, "print-screen"));
                marks.push(Mark { area, kind: DifferenceKind::Texture, strength: (found.energy * 2.0).min(1.0) });
            }
        }
        (list, marks, !judged.is_empty())
    }

    fn screen(&self, zone: &Zone) -> Option<super::screen::Screen> {
        let ppi = self.sampling_ppi.min(600.0);
        let questioned = close_up(self.questioned, &self.questioned_from_reference?, self.resolution, zone.area, ppi)?;
        let reference = close_up(self.reference, &Homography::IDENTITY, self.resolution, zone.area, ppi)?;
        screen(&questioned, &reference, ppi)
    }

    /// Luminescence: the brightness of the substrate, and the design where there is one.
    fn luminescence(&self, zone: &Zone, area: Area) -> (Vec<Measurement>, Vec<Mark>, bool) {
        let params = self.params;
        let mut list = Vec::new();
        let mut marks = Vec::new();
        let substrate = |plane: &Plane| {
            let mut values: Vec<f32> =
                area.pixels().filter(|(x, y)| self.frame.shown[y * self.frame.width + x]).map(|(x, y)| plane.get(x, y)).collect();
            values.sort_by(f32::total_cmp);
            f64::from(values.get(values.len() / 4).copied().unwrap_or(0.0))
        };
        let raw = self.raw.unwrap_or(&self.frame.questioned);
        let (questioned, reference) = (substrate(&grey(raw)), substrate(&self.grey.1));
        let between = Threshold::Between((reference - params.uv_brightness).max(0.0), reference + params.uv_brightness);
        list.push(measured(Quantity::UvBrightness, questioned, Unit::GreyLevel, between, "uv-substrate"));
        if (questioned - reference).abs() > params.uv_brightness {
            let strength = (questioned - reference).abs() / 128.0;
            marks.push(Mark { area, kind: DifferenceKind::Luminescence, strength });
        }
        let moments = Moments::of(&self.grey.0, &self.grey.1, area, (0, 0));
        let (_, reference_power, shared) = moments.variances();
        if zone.role == ZoneRole::UvDesign && reference_power.sqrt() >= 2.0 * params.min_contrast {
            let between = Threshold::Between(params.uv_design_least, params.uv_design_most);
            list.push(measured(Quantity::UvDesign, shared / reference_power, Unit::One, between, "uv-design"));
            if let Some(angle) = glow::angle(raw, &self.frame.reference, &self.grey.1, area, &self.frame.shown) {
                let at_most = Threshold::AtMost(params.uv_colour);
                list.push(measured(Quantity::UvColour, angle, Unit::Degree, at_most, "uv-colour"));
                if angle > params.uv_colour {
                    marks.push(Mark { area, kind: DifferenceKind::Luminescence, strength: (angle / 90.0).min(1.0) });
                }
            }
            // Fibres are single thin lines; windows of the design have far more in them.
            let windows = self.windows(area);
            let strongest = windows.iter().map(|window| window.reference).fold(0.0, f64::max);
            let judged: Vec<&Window> = windows.iter().filter(|window| window.reference >= 0.5 * strongest).collect();
            let weakest = judged.iter().map(|window| window.agreement).fold(f64::INFINITY, f64::min);
            if weakest.is_finite() {
                let at_least = Threshold::AtLeast(params.uv_weakest_window);
                list.push(measured(Quantity::WeakestWindow, weakest, Unit::One, at_least, "uv-design"));
            }
            for window in judged.iter().filter(|window| window.agreement < params.uv_weakest_window) {
                let missing = window.questioned < 0.45 * window.reference;
                let kind = if missing { DifferenceKind::Missing } else { DifferenceKind::Structure };
                marks.push(Mark { area: window.area, kind, strength: 1.0 - window.agreement.max(0.0) });
            }
        }
        (list, marks, true)
    }
}

/// Which pixels of a frame some of the areas cover.
fn covered(frame: &Frame, areas: &[Area]) -> Vec<bool> {
    let mut covered = vec![false; frame.width * frame.height];
    for area in areas {
        for y in area.top..area.top + area.height {
            covered[y * frame.width + area.left..][..area.width].fill(true);
        }
    }
    covered
}

/// The power of a plane where there is least of it: what noise leaves in the emptiest places of the page.
fn least_power(frame: &Frame, plane: &Plane) -> f64 {
    let side = (2.0 * frame.mean_px_per_mm()).round().max(4.0) as usize;
    let whole = Area { left: 0, top: 0, width: frame.width, height: frame.height };
    let mut powers: Vec<f64> = whole
        .windows(side)
        .into_iter()
        .filter(|window| frame.visible(*window) > 0.999)
        .map(|window| Moments::of(plane, plane, window, (0, 0)).variances().0)
        .collect();
    powers.sort_by(f64::total_cmp);
    powers.get(powers.len() / 50).copied().unwrap_or(0.0)
}
