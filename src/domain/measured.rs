//! A measurement placed on a page: which figure, through which points, with what result, and on which calibration it rests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mark::{check_actor, check_points, check_text};
use super::vocabulary::words;
use super::{
    Actor, Calibration, MadeOn, MeasuredId, MethodVersion, NOT_CALIBRATED, PlaceError, PointMm, Quantity, QuantityValue, Timestamp, Unit,
    ZoneId,
};

/// Most readings of one measurement.
pub const MAX_READINGS: usize = 64;

words! {
    /// The figure that is drawn to measure something; it fixes what its points mean.
    Figure {
        /// Two points.
        Distance = "distance", "Distance";
        /// The points of a path.
        Polyline = "polyline", "Length of path";
        /// A point on one leg, the corner, a point on the other leg.
        Angle = "angle", "Angle";
        /// The corners of an outline.
        Area = "area", "Area";
        /// Points on the rim.
        Circle = "circle", "Circle";
        /// The ends of a line across parallel lines.
        LineSpacing = "line-spacing", "Line spacing";
        /// Two opposite corners of a box around one line of print.
        Characters = "characters", "Characters";
        /// Two opposite corners of a patch.
        Colour = "colour", "Colour of a patch";
        /// Two opposite corners of one patch and of another.
        ColourDifference = "colour-difference", "Colour difference of two patches";
        /// The points of a path.
        IntensityProfile = "intensity-profile", "Intensity profile";
        /// The points of a path.
        DensityProfile = "density-profile", "Density profile";
        /// Two opposite corners of a box around a region, whose regular patterns are found.
        Spectrum = "spectrum", "Fourier view";
        /// Two opposite corners of a box around a region, whose marks of a printing process are measured.
        PrintProcess = "print-process", "Print process";
    }
}

impl Figure {
    /// Fewest points the figure needs.
    pub const fn least_points(self) -> usize {
        match self {
            Self::Distance
            | Self::Polyline
            | Self::LineSpacing
            | Self::Characters
            | Self::Colour
            | Self::IntensityProfile
            | Self::DensityProfile
            | Self::Spectrum
            | Self::PrintProcess => 2,
            Self::Angle | Self::Area | Self::Circle => 3,
            Self::ColourDifference => 4,
        }
    }

    /// Most points the figure takes.
    pub const fn most_points(self) -> usize {
        match self {
            Self::Distance | Self::LineSpacing | Self::Characters | Self::Colour | Self::Spectrum | Self::PrintProcess => 2,
            Self::Angle => 3,
            Self::ColourDifference => 4,
            Self::Polyline | Self::Area | Self::Circle | Self::IntensityProfile | Self::DensityProfile => super::MAX_POINTS,
        }
    }
}

/// One result of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// What was measured.
    pub quantity: Quantity,
    /// The value; `None` if it would need a calibration and there is none.
    pub value: Option<QuantityValue>,
}

impl Reading {
    /// The value with its uncertainty and unit, or the words that stand in its place.
    pub fn text(&self) -> String {
        self.value.map_or_else(|| NOT_CALIBRATED.to_owned(), |value| value.to_string())
    }
}

/// A measurement on a page: what, where, by whom, when and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measured {
    /// Its identity.
    pub id: MeasuredId,
    /// The figure.
    pub figure: Figure,
    /// The points of the figure in mm of the page, in the order that the figure asks for.
    pub points: Vec<PointMm>,
    /// The results.
    pub readings: Vec<Reading>,
    /// The calibration they rest on; `None` means that no length may be shown.
    pub calibration: Option<Calibration>,
    /// How it was measured.
    pub method: MethodVersion,
    /// Where it was made.
    pub on: MadeOn,
    /// Who measured.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// A note in the examiner's words.
    #[serde(default)]
    pub note: String,
}

/// What a measurement comes to at its points: all that changes when they are moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasuredAt {
    /// The figure, which stays what it is and says what the points mean.
    pub figure: Figure,
    /// The points in mm of the page.
    pub points: Vec<PointMm>,
    /// The results.
    pub readings: Vec<Reading>,
    /// The calibration they rest on; `None` means that no length may be shown.
    pub calibration: Option<Calibration>,
    /// How it was measured.
    pub method: MethodVersion,
    /// The zone that all points lie in, if there is one.
    pub zone: Option<ZoneId>,
}

/// Why a measurement is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MeasuredError {
    /// Its points or texts are not possible.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// More points than the figure takes.
    #[error("the figure `{figure}` takes at most {most} points")]
    PointsOverFigure {
        /// The figure.
        figure: Figure,
        /// How many it takes.
        most: usize,
    },
    /// More than [`MAX_READINGS`].
    #[error("too many readings: at most {MAX_READINGS} are accepted")]
    TooManyReadings,
    /// A length without a calibration.
    #[error("`{0}` is given without a calibration")]
    Uncalibrated(Quantity),
}

impl Measured {
    /// Checks points, texts and that no length is given without a calibration.
    ///
    /// # Errors
    ///
    /// Every variant of [`MeasuredError`].
    pub fn check(&self) -> Result<(), MeasuredError> {
        check_points(&self.points, self.figure.least_points())?;
        let most = self.figure.most_points();
        if self.points.len() > most {
            return Err(MeasuredError::PointsOverFigure { figure: self.figure, most });
        }
        if self.readings.len() > MAX_READINGS {
            return Err(MeasuredError::TooManyReadings);
        }
        let bare = self.readings.iter().find(|reading| reading.value.is_some_and(|value| needs_scale(value.unit())));
        if let (Some(reading), None) = (bare, &self.calibration) {
            return Err(MeasuredError::Uncalibrated(reading.quantity));
        }
        check_text(&self.note)?;
        check_text(&self.method.name)?;
        Ok(check_actor(&self.by)?)
    }

    /// What to say in the place of readings if there is none at all; empty for figures that always have one.
    pub fn without_readings(&self) -> &'static str {
        match self.figure {
            Figure::Spectrum if self.readings.is_empty() => "No regular pattern",
            Figure::PrintProcess if self.readings.is_empty() => "No mark of a process",
            _ => "",
        }
    }

    /// The calibration in words, or that there is none.
    pub fn calibration_text(&self) -> String {
        self.calibration.as_ref().map_or_else(|| NOT_CALIBRATED.to_owned(), ToString::to_string)
    }
}

/// Whether a value in that unit says something about the size of the document.
fn needs_scale(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Mm
            | Unit::SquareMm
            | Unit::Micrometre
            | Unit::LinesPerMm
            | Unit::LinesPerInch
            | Unit::CharactersPerInch
            | Unit::Ppi
            | Unit::PerSquareMm
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{CaptureId, Contributions, Light, MadeIn, Resolution};

    fn measured(unit: Unit, calibration: Option<Calibration>) -> Measured {
        let value = QuantityValue::new(1.0, unit, Contributions::default()).unwrap();
        Measured {
            id: MeasuredId(Uuid::nil()),
            figure: Figure::Distance,
            points: vec![PointMm { x: 1.0, y: 2.0 }, PointMm { x: 2.0, y: 2.0 }],
            readings: vec![Reading { quantity: Quantity::Distance, value: Some(value) }],
            calibration,
            method: MethodVersion { name: "distance".to_owned(), version: 1 },
            on: MadeOn { capture: CaptureId(Uuid::nil()), light: Light::Visible, page: None, zone: None, document: MadeIn::Questioned },
            by: Actor::Person("E. Examiner".to_owned()),
            at: serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap(),
            note: String::new(),
        }
    }

    #[test]
    fn no_length_without_a_calibration() {
        let scale = Calibration::from_file(Resolution::square(300.0).unwrap()).ok();
        assert_eq!(measured(Unit::Mm, scale).check(), Ok(()));
        assert_eq!(measured(Unit::Mm, None).check(), Err(MeasuredError::Uncalibrated(Quantity::Distance)));
        assert_eq!(measured(Unit::GreyLevel, None).check(), Ok(()));
        let mut bare = measured(Unit::Mm, None);
        bare.readings[0].value = None;
        assert_eq!(bare.check(), Ok(()));
        assert_eq!(bare.readings[0].text(), "Not calibrated, so no value can be given");
        assert_eq!(bare.calibration_text(), bare.readings[0].text());
    }

    #[test]
    fn a_figure_has_the_points_it_needs() {
        let mut one = measured(Unit::One, None);
        one.points.pop();
        assert_eq!(one.check(), Err(MeasuredError::Place(PlaceError::TooFewPoints { least: 2 })));
        one.points = vec![PointMm::default(); 3];
        assert_eq!(one.check(), Err(MeasuredError::PointsOverFigure { figure: Figure::Distance, most: 2 }));
        one.points = vec![PointMm { x: f64::INFINITY, y: 0.0 }; 2];
        assert_eq!(one.check(), Err(MeasuredError::Place(PlaceError::OffThePage)));
    }
}
