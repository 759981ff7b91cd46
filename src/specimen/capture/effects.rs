//! What a capture does to a page, as it is recorded with it.

use serde::{Deserialize, Serialize};

/// What a capture does to a page.
///
/// The plain fields are what every scan has; the parts that only some devices have are optional and left out of the record
/// where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effects {
    /// Pixels per inch of the capture, at the centre of the page if it is tilted.
    pub dpi: f64,
    /// Turn of the page about its centre, clockwise.
    pub angle_deg: f64,
    /// Where the centre of the page lies from the centre of the picture, in mm.
    pub shift_mm: [f64; 2],
    /// Picture beyond the page on each side, in mm; negative crops.
    pub margin_mm: [f64; 2],
    /// sRGB of what lies behind the page.
    pub ground: [u8; 3],
    /// Loss of light from the upper left to the lower right, 0 to 1.
    pub falloff: f64,
    /// Blur of the optics, in mm.
    pub blur_mm: f64,
    /// Deviation of the noise, in grey levels; 0 switches the noise of a [`Sensor`] off too.
    pub noise: f64,
    /// Gain of each channel.
    pub gain: [f64; 3],
    /// JPEG quality, 1 to 100.
    pub jpeg_quality: u8,
    /// Whether colour is kept at half the resolution, as most cameras write it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub chroma_halved: bool,
    /// How the page is tilted against the camera; `None` for a scanner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tilt: Option<Tilt>,
    /// The lens; `None` for one without faults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub optics: Option<Optics>,
    /// Lamps, reflections and shadows; `None` for even light but for [`Effects::falloff`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lighting: Option<Lighting>,
    /// What lies behind the page; `None` for the plain [`Effects::ground`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surroundings: Option<Surroundings>,
    /// What turns light into levels; `None` for a plain one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensor: Option<Sensor>,
    /// What carries the picture of the page that is captured; `None` for the page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// How the plane of the page lies before a camera.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tilt {
    /// Turn about the horizontal axis through the centre of the page; positive moves the lower edge away.
    pub pitch_deg: f64,
    /// Turn about the vertical axis through the centre of the page; positive brings the right edge nearer.
    pub yaw_deg: f64,
    /// From the lens to the centre of the page, in mm.
    pub distance_mm: f64,
}

/// Faults of a lens and of the hand that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Optics {
    /// Deviation of the blur out of focus, in mm of the page.
    pub defocus_mm: f64,
    /// Length and direction of the movement during the exposure, in mm of the page and degrees clockwise from the right.
    pub motion: [f64; 2],
    /// Barrel distortion, in 1/mm²: what lies `r` mm from the axis is shown nearer by about `barrel × r³` mm.
    pub barrel_per_mm2: f64,
    /// Where the axis of the lens meets the page, in mm.
    pub axis_mm: [f64; 2],
}

impl Optics {
    /// The spot of the page, in mm, that is shown where `shown` would be without distortion. Exact: this is how captures are made.
    pub fn undistorted(&self, shown: (f64, f64)) -> (f64, f64) {
        let (x, y) = (shown.0 - self.axis_mm[0], shown.1 - self.axis_mm[1]);
        let stretch = 1.0 + self.barrel_per_mm2 * (x * x + y * y);
        (self.axis_mm[0] + x * stretch, self.axis_mm[1] + y * stretch)
    }

    /// The map back: where a spot of the page, in mm, is shown. Exact to the last digits for distortions below 1 %.
    pub fn distorted(&self, spot: (f64, f64)) -> (f64, f64) {
        let (x, y) = (spot.0 - self.axis_mm[0], spot.1 - self.axis_mm[1]);
        let mut stretch = 1.0;
        for _ in 0..12 {
            stretch = 1.0 + self.barrel_per_mm2 * (x * x + y * y) / (stretch * stretch);
        }
        (self.axis_mm[0] + x / stretch, self.axis_mm[1] + y / stretch)
    }
}

/// Light that is not even.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Lighting {
    /// Loss of light in the corners of the picture against its middle, 0 to 1.
    pub vignette: f64,
    /// Reflections of lamps in the laminate.
    #[serde(default, skip_serializing_if = "no_glare")]
    pub glare: [Option<Glare>; 3],
    /// Shadow of the hand or the telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadow: Option<Shadow>,
    /// Dark bands of a lamp or display that flickers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bands: Option<Bands>,
}

fn no_glare(glare: &[Option<Glare>; 3]) -> bool {
    glare.iter().all(Option::is_none)
}

/// Reflection of a lamp in the laminate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Glare {
    /// Its middle in parts of the page's width and height, 0 to 1.
    pub at: [f64; 2],
    /// Its half axes in mm.
    pub reach_mm: [f64; 2],
    /// Light at its middle; white paper gives 1.
    pub strength: f64,
}

/// A soft shadow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shadow {
    /// Its middle in parts of the picture's width and height.
    pub at: [f64; 2],
    /// Its half axes in parts of the picture's width and height.
    pub reach: [f64; 2],
    /// Breadth of its edge in parts of its size.
    pub softness: f64,
    /// Light that it takes, 0 to 1.
    pub depth: f64,
}

/// Dark bands across the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bands {
    /// How many there are from the upper to the lower edge.
    pub count: f64,
    /// Where the first one begins, in parts of one.
    pub phase: f64,
    /// Light that is lost in the middle of one, 0 to 1.
    pub depth: f64,
}

/// What lies behind or around a page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Surroundings {
    /// What it is.
    pub kind: Behind,
    /// Where the shadow of the page's edge falls, in mm from the edge.
    pub shadow_mm: [f64; 2],
    /// Light that the shadow takes beside the edge, 0 to 1.
    pub shadow_depth: f64,
}

/// What a page lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behind {
    /// One tone, [`Effects::ground`]: the lid of a scanner.
    Plain,
    /// The dark frame around the glass of a page reader, a few mm off the page.
    GlassFrame,
    /// A table of brown wood.
    Wood,
    /// A light grey laminated desk.
    Laminate,
    /// Dark cloth.
    Cloth,
}

/// How light becomes levels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sensor {
    /// Whether the picture has no colour.
    pub grey: bool,
    /// Whether single pixels see one colour each, two green for each red and blue (Bayer), and the others are interpolated.
    pub mosaic: bool,
    /// Noise of the light itself, as its deviation at white in parts of white.
    pub shot: f64,
    /// Noise in the dark, as its deviation in parts of white.
    pub read: f64,
    /// Deviation of the gain from column to column, as line scanners have it.
    pub columns: f64,
    /// Added contrast, 0 to 1.
    pub contrast: f64,
    /// Light added in the dark parts, 0 to 1.
    pub haze: f64,
    /// Strength of the sharpening, 0 to about 1.
    pub sharpening: f64,
}

impl Sensor {
    /// One that adds nothing.
    pub const PLAIN: Self =
        Self { grey: false, mosaic: false, shot: 0.0, read: 0.0, columns: 0.0, contrast: 0.0, haze: 0.0, sharpening: 0.0 };
}

/// Something that carries a picture of the page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Medium {
    /// A photocopy on plain paper.
    Photocopy(Photocopy),
    /// A display that shows the page.
    Screen(Screen),
}

/// How a photocopier prints.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Photocopy {
    /// 1 for a copy, 2 for a copy of a copy; at most 4.
    pub generations: u32,
    /// The tone that is printed black, and that from which on nothing is printed: 0 to 1.
    pub range: [f64; 2],
    /// How uneven the toner lies, 0 to 1.
    pub speckle: f64,
    /// How dark the streaks of the drum are, 0 to 1.
    pub streaks: f64,
}

/// How a display shows a page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Screen {
    /// One pixel of the display, in mm of the page that it shows.
    pub pitch_mm: f64,
    /// The part of a pixel's height that is dark, 0 to 0.6.
    pub gap: f64,
    /// Picture that is shown around the page, in mm of the page, before the bezel begins.
    pub border_mm: f64,
}
