//! Ways of taking a capture.

use super::Effects;
use crate::domain::Light;
use crate::specimen::rng::Rng;

/// A way of taking a capture, with the small accidents that each seed brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// A laboratory flatbed scanner: nearly straight, dark lid, little noise.
    Flatbed,
    /// The same at 400 pixels per inch.
    FineFlatbed,
    /// A hurried scan: turned by 6°, cropped, uneven light, strong compression.
    Hasty,
}

impl Profile {
    /// Every profile.
    pub const ALL: &'static [Self] = &[Self::Flatbed, Self::FineFlatbed, Self::Hasty];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Flatbed => "flatbed",
            Self::FineFlatbed => "fine-flatbed",
            Self::Hasty => "hasty",
        }
    }

    /// One sentence about it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Flatbed => "Flatbed scan at 300 dpi, nearly straight, JPEG 92",
            Self::FineFlatbed => "Flatbed scan at 400 dpi (300 under UV), nearly straight, JPEG 82",
            Self::Hasty => "Hurried scan at 300 dpi, turned by 6°, cropped, uneven light, JPEG 70",
        }
    }

    /// The effects of this profile under `light` for one seed.
    pub fn effects(self, seed: u64, light: Light) -> Effects {
        let mut rng = Rng::new(seed, light.code());
        let mut between = |low: f32, high: f32| (f64::from(rng.range(low, high)) * 1000.0).round() / 1000.0;
        let uv = light.shows_luminescence();
        let lid = if uv { [6, 6, 10] } else { [38, 38, 40] };
        let flatbed = Effects {
            // Luminous designs are coarse: the finer scan is for daylight.
            dpi: if self == Self::FineFlatbed && !uv { 400.0 } else { 300.0 },
            angle_deg: between(-1.6, 1.6),
            shift_mm: [between(-0.8, 0.8), between(-0.8, 0.8)],
            margin_mm: [between(3.0, 4.0), between(3.0, 4.0)],
            ground: lid,
            falloff: if uv { 0.1 } else { 0.03 },
            blur_mm: 0.01,
            noise: if uv { 1.8 } else { 1.2 },
            gain: [between(0.97, 1.0), between(0.97, 1.0), between(0.97, 1.0)],
            jpeg_quality: if self == Self::FineFlatbed { 82 } else { 92 },
        };
        match self {
            Self::Flatbed | Self::FineFlatbed => flatbed,
            Self::Hasty => Effects {
                angle_deg: if uv { -3.5 } else { 6.0 },
                shift_mm: [-3.2, 1.8],
                margin_mm: [0.5, 0.0],
                falloff: if uv { 0.25 } else { 0.35 },
                blur_mm: 0.03,
                noise: 2.6,
                gain: [1.0, 0.97, 0.9],
                jpeg_quality: 70,
                ..flatbed
            },
        }
    }
}

impl std::str::FromStr for Profile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|profile| profile.code() == text).ok_or_else(|| {
            format!("`{text}` is not one of {}", Self::ALL.iter().map(|profile| profile.code()).collect::<Vec<_>>().join(", "))
        })
    }
}
