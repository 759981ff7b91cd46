//! Ways of taking a capture.

use super::{Effects, devices};
use crate::domain::Light;

/// A way of taking a capture, with the small accidents that each seed brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// A laboratory flatbed scanner or document comparator: nearly straight, dark lid, little noise.
    Flatbed,
    /// The same at 150 pixels per inch.
    Flatbed150,
    /// The same at 400 pixels per inch.
    FineFlatbed,
    /// The same at 600 pixels per inch.
    Flatbed600,
    /// The same at 1,200 pixels per inch.
    Flatbed1200,
    /// A full-page reader at a counter, with three lights.
    Reader,
    /// A photograph with a telephone on a table.
    Phone,
    /// A photocopy, scanned.
    Photocopy,
    /// A display that shows the page, photographed.
    Screen,
    /// A hurried scan: turned by 6°, cropped, uneven light, strong compression.
    Hasty,
}

impl Profile {
    /// Every profile.
    pub const ALL: &'static [Self] = &[
        Self::Flatbed,
        Self::Flatbed150,
        Self::FineFlatbed,
        Self::Flatbed600,
        Self::Flatbed1200,
        Self::Reader,
        Self::Phone,
        Self::Photocopy,
        Self::Screen,
        Self::Hasty,
    ];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Flatbed => "flatbed",
            Self::Flatbed150 => "flatbed-150",
            Self::FineFlatbed => "fine-flatbed",
            Self::Flatbed600 => "flatbed-600",
            Self::Flatbed1200 => "flatbed-1200",
            Self::Reader => "reader",
            Self::Phone => "phone",
            Self::Photocopy => "photocopy",
            Self::Screen => "screen",
            Self::Hasty => "hasty",
        }
    }

    /// One sentence about it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Flatbed => "Flatbed scan at 300 dpi, nearly straight, JPEG 92",
            Self::Flatbed150 => "Flatbed scan at 150 dpi, nearly straight, JPEG 85",
            Self::FineFlatbed => "Flatbed scan at 400 dpi (300 under UV), nearly straight, JPEG 78",
            Self::Flatbed600 => "Flatbed scan at 600 dpi, nearly straight, JPEG 90",
            Self::Flatbed1200 => "Flatbed scan at 1,200 dpi, nearly straight, JPEG 88",
            Self::Reader => "Full-page reader at 400 dpi in visible, UV and infrared light, JPEG 80",
            Self::Phone => "Telephone photograph on a table: tilted, glare, shadow, noise, JPEG 82",
            Self::Photocopy => "Photocopy in toner, scanned at 300 dpi in grey, JPEG 85",
            Self::Screen => "Photograph of a display that shows the page: stripes, moiré, bands, JPEG 80",
            Self::Hasty => "Hurried scan at 300 dpi, turned by 6°, cropped, uneven light, JPEG 70",
        }
    }

    /// The lights it can take a page under.
    pub fn lights(self) -> &'static [Light] {
        match self {
            Self::Flatbed | Self::Flatbed150 | Self::FineFlatbed | Self::Flatbed600 | Self::Flatbed1200 => Light::ALL,
            Self::Reader => &[Light::Visible, Light::Uv365, Light::Ir880],
            Self::Phone | Self::Photocopy | Self::Screen => &[Light::Visible],
            Self::Hasty => &[Light::Visible, Light::Uv365],
        }
    }

    /// The effects of this profile under `light` for one seed.
    pub fn effects(self, seed: u64, light: Light) -> Effects {
        match self {
            Self::Flatbed => devices::flatbed(seed, light),
            Self::Flatbed150 => Effects { dpi: 150.0, jpeg_quality: 85, ..devices::flatbed(seed, light) },
            // Luminous designs are coarse: the finer scan is for daylight.
            Self::FineFlatbed if light.shows_luminescence() => devices::flatbed(seed, light),
            Self::FineFlatbed => Effects { dpi: 400.0, jpeg_quality: 78, ..devices::flatbed(seed, light) },
            Self::Flatbed600 => Effects { dpi: 600.0, jpeg_quality: 90, ..devices::flatbed(seed, light) },
            Self::Flatbed1200 => Effects { dpi: 1200.0, jpeg_quality: 88, ..devices::flatbed(seed, light) },
            Self::Reader => devices::reader(seed, light),
            Self::Phone => devices::phone(seed),
            Self::Photocopy => devices::photocopy(seed),
            Self::Screen => devices::screen(seed),
            Self::Hasty => devices::hasty(seed, light),
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
