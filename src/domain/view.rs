//! What a view showed when it was attached: which pictures, how they were compared, and what was drawn on them.
//!
//! A view is parameters, not pixels: from the same originals it is made again, to the bit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mark::{MAX_COORDINATE_MM, check_points};
use super::recipe::Recipe;
use super::vocabulary::words;
use super::{CaptureId, Light, MadeIn, Mark, Measured, MeasuredError, PlaceError, PointMm};

/// Most pictures that one view shows.
pub const MAX_PICTURES: usize = 64;

/// Most marks, and most measurements, that are kept with one view.
pub const MAX_DRAWN: usize = 1_000;

words! {
    /// How the questioned is laid over the reference.
    Blend {
        /// The questioned covers the reference.
        Cover = "cover", "Cover";
        /// Both darken: what is printed in either shows.
        Multiply = "multiply", "Multiply";
        /// Both brighten: what is bright in either shows.
        Screen = "screen", "Screen";
        /// How far they are apart; black where they are equal.
        Difference = "difference", "Difference";
        /// What only the questioned has is red, what only the reference has is cyan, what both have is grey.
        TwoColours = "two-colours", "Two colours";
    }
}

impl Default for Blend {
    /// Nothing is mixed.
    fn default() -> Self {
        Self::Cover
    }
}

/// How the pictures of a view are arranged. Places and lengths are in mm of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Arrangement {
    /// One picture alone.
    Single,
    /// The first picture beside the second.
    SideBySide,
    /// The first picture laid over the second.
    Overlay {
        /// How.
        blend: Blend,
        /// How much of the result covers the second picture, 0 to 1.
        opacity: f64,
    },
    /// The first picture within an outline, the second outside.
    Swipe {
        /// The corners of a convex outline.
        outline: Vec<PointMm>,
    },
    /// The second picture within a circle, the first around it.
    Lens {
        /// The middle of the circle.
        centre: PointMm,
        /// Its radius in mm.
        radius_mm: f64,
        /// How much larger the picture in it is, from 1.
        magnification: u8,
    },
    /// Both pictures in turn, on squares of a board that begins in the corner of the page; the first picture has the square there.
    Checker {
        /// The side of a square in mm.
        square_mm: f64,
    },
    /// The first and the second picture in turn.
    Blink,
    /// Where the first picture departs from the second.
    Difference {
        /// From which suspicion on it is shown, 0 to 1.
        tolerance: f64,
    },
    /// Any number of pictures beside each other.
    Grid,
    /// Every light, the questioned above the reference.
    Lights,
}

/// A picture of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PictureOf {
    /// A capture of the exhibit.
    Capture(CaptureId),
    /// The reference under a light.
    Reference(Light),
}

/// A picture as a view showed it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ShownPicture {
    /// Which.
    pub of: PictureOf,
    /// How it was adjusted.
    #[serde(default, skip_serializing_if = "Recipe::is_unaltered")]
    pub recipe: Recipe,
    /// How far it was moved by hand over the page, to the right and down, in mm.
    #[serde(default)]
    pub moved_mm: [f64; 2],
}

/// A view of a page as it was attached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct View {
    /// How the pictures were arranged.
    pub arrangement: Arrangement,
    /// The pictures, in the order that the arrangement asks for; at most [`MAX_PICTURES`].
    pub pictures: Vec<ShownPicture>,
    /// The marks on them, as they were then; at most [`MAX_DRAWN`].
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// The measurements on them, as they were then; at most [`MAX_DRAWN`].
    #[serde(default)]
    pub measurements: Vec<Measured>,
    /// Whether file, page, light and scale are written into the pictures.
    #[serde(default)]
    pub captioned: bool,
}

/// Why a view cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// More than [`MAX_PICTURES`], or fewer than the arrangement needs.
    #[error("a view shows at least the pictures it compares and at most {MAX_PICTURES}")]
    Pictures,
    /// A setting of the arrangement that is no number or out of its range.
    #[error("a setting of the view is out of its range")]
    Setting,
    /// More than [`MAX_DRAWN`] marks or measurements.
    #[error("a view keeps at most {MAX_DRAWN} marks and as many measurements")]
    TooMuchDrawn,
    /// A mark that lies nowhere.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A measurement that is none.
    #[error(transparent)]
    Measured(#[from] MeasuredError),
}

impl Arrangement {
    /// How many pictures it needs at least.
    pub const fn least_pictures(&self) -> usize {
        match self {
            Self::Single | Self::Grid | Self::Lights => 1,
            _ => 2,
        }
    }

    /// What it is called, with its settings, for a caption.
    pub fn describe(&self) -> String {
        match self {
            Self::Single => "Single picture".to_owned(),
            Self::SideBySide => "Side by side".to_owned(),
            Self::Overlay { blend, opacity } => format!("Overlay, {}, {:.0} %", blend.title().to_lowercase(), opacity * 100.0),
            Self::Swipe { .. } => "Swipe".to_owned(),
            Self::Lens { magnification: 0 | 1, radius_mm, .. } => format!("Lens of {:.1} mm", radius_mm * 2.0),
            Self::Lens { magnification, radius_mm, .. } => format!("Lens of {:.1} mm, enlarged {magnification} times", radius_mm * 2.0),
            Self::Checker { square_mm } => format!("Checkerboard of {square_mm} mm"),
            Self::Blink => "Blink".to_owned(),
            Self::Difference { tolerance } => format!("Difference from {tolerance:.2}"),
            Self::Grid => "Grid".to_owned(),
            Self::Lights => "All lights".to_owned(),
        }
    }

    fn check(&self) -> Result<(), ViewError> {
        let share = |value: f64| (0.0..=1.0).contains(&value);
        let length = |mm: f64| mm > 0.0 && mm <= MAX_COORDINATE_MM;
        let fine = match self {
            Self::Overlay { opacity, .. } => share(*opacity),
            Self::Swipe { outline } => {
                check_points(outline, 3)?;
                true
            }
            Self::Lens { centre, radius_mm, magnification } => {
                check_points(&[*centre], 1)?;
                length(*radius_mm) && (1..=32).contains(magnification)
            }
            Self::Checker { square_mm } => length(*square_mm),
            Self::Difference { tolerance } => share(*tolerance),
            Self::Single | Self::SideBySide | Self::Blink | Self::Grid | Self::Lights => true,
        };
        if fine { Ok(()) } else { Err(ViewError::Setting) }
    }

    /// The same with every place moved by `place` and every length stretched by `stretch`.
    #[must_use]
    pub fn moved(self, place: impl Fn(PointMm) -> PointMm, stretch: f64) -> Self {
        match self {
            Self::Swipe { outline } => Self::Swipe { outline: outline.into_iter().map(place).collect() },
            Self::Lens { centre, radius_mm, magnification } => {
                Self::Lens { centre: place(centre), radius_mm: radius_mm * stretch, magnification }
            }
            other => other,
        }
    }
}

impl View {
    /// The picture that stands for one of the two documents: the first that shows it.
    pub fn picture_of(&self, document: MadeIn) -> Option<&ShownPicture> {
        let questioned = |picture: &&ShownPicture| matches!(picture.of, PictureOf::Capture(_)) == (document == MadeIn::Questioned);
        self.pictures.iter().find(questioned)
    }

    /// Checks numbers, settings and everything that is drawn.
    ///
    /// # Errors
    ///
    /// Every variant of [`ViewError`].
    pub fn check(&self) -> Result<(), ViewError> {
        if self.pictures.len() < self.arrangement.least_pictures() || self.pictures.len() > MAX_PICTURES {
            return Err(ViewError::Pictures);
        }
        if self.marks.len() > MAX_DRAWN || self.measurements.len() > MAX_DRAWN {
            return Err(ViewError::TooMuchDrawn);
        }
        self.arrangement.check()?;
        if self.pictures.iter().flat_map(|picture| picture.moved_mm).any(|mm| mm.is_nan() || mm.abs() > MAX_COORDINATE_MM) {
            return Err(ViewError::Setting);
        }
        self.marks.iter().try_for_each(Mark::check)?;
        self.measurements.iter().try_for_each(Measured::check)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(arrangement: Arrangement, pictures: usize) -> View {
        let picture = ShownPicture { of: PictureOf::Reference(Light::Visible), recipe: Recipe::default(), moved_mm: [0.0; 2] };
        View { arrangement, pictures: vec![picture; pictures], marks: Vec::new(), measurements: Vec::new(), captioned: true }
    }

    #[test]
    fn a_view_has_the_pictures_it_compares_and_settings_in_their_range() {
        let overlay = |opacity| Arrangement::Overlay { blend: Blend::Multiply, opacity };
        assert_eq!(view(overlay(0.5), 2).check(), Ok(()));
        assert_eq!(view(overlay(0.5), 1).check(), Err(ViewError::Pictures));
        assert_eq!(view(Arrangement::Grid, MAX_PICTURES + 1).check(), Err(ViewError::Pictures));
        for wrong in [f64::NAN, 1.01, -0.1, f64::INFINITY] {
            assert_eq!(view(overlay(wrong), 2).check(), Err(ViewError::Setting), "{wrong}");
            assert_eq!(view(Arrangement::Difference { tolerance: wrong }, 2).check(), Err(ViewError::Setting), "{wrong}");
        }
        let lens = Arrangement::Lens { centre: PointMm { x: f64::NAN, y: 0.0 }, radius_mm: 4.0, magnification: 2 };
        assert_eq!(view(lens, 2).check(), Err(ViewError::Place(PlaceError::OffThePage)));
        let outline = vec![PointMm { x: 0.0, y: 0.0 }; 2];
        assert_eq!(view(Arrangement::Swipe { outline }, 2).check(), Err(ViewError::Place(PlaceError::TooFewPoints { least: 3 })));
        let mut moved = view(Arrangement::Single, 1);
        moved.pictures[0].moved_mm = [f64::NAN, 0.0];
        assert_eq!(moved.check(), Err(ViewError::Setting));
    }

    #[test]
    fn a_view_reads_back_and_an_unknown_arrangement_does_not() {
        let kept = view(Arrangement::Lens { centre: PointMm { x: 1.0, y: 2.0 }, radius_mm: 3.5, magnification: 4 }, 2);
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<View>(&text).unwrap(), kept);
        assert!(serde_json::from_str::<View>(&text.replace("\"lens\"", "\"loupe\"")).is_err());
    }
}
