//! What a picture file says of itself.

use std::path::Path;
use std::time::Instant;

use serde::Serialize;

use super::intake::{decode_problem, read_file};
use crate::app::Problem;
use crate::app::memory::decode_limits;
use crate::domain::{Progress, Sha256};
use crate::imaging::{ImageFormat, ResolutionSource, decode};

/// What a picture file says of itself, with its sum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PictureFacts {
    /// The format of the file, told from its content.
    pub format: ImageFormat,
    /// Width in px, upright.
    pub width: u32,
    /// Height in px, upright.
    pub height: u32,
    /// Channels in the file.
    pub channels: u8,
    /// Bits per channel in the file.
    pub bits: u8,
    /// Pixels per inch along width and height; `None` if the file does not say.
    pub dpi: Option<[f64; 2]>,
    /// Where that stands in the file.
    pub dpi_source: ResolutionSource,
    /// The name of its colour profile.
    pub colour_profile: Option<String>,
    /// How many pictures the file holds.
    pub pages: u32,
    /// The EXIF orientation that was applied, 1 to 8.
    pub orientation: u8,
    /// The length of the file in bytes.
    pub bytes: u64,
    /// The sum of the file.
    pub sha256: Sha256,
    /// How long the picture took to decode, in ms.
    pub decode_ms: f64,
}

/// Reads and decodes `path`.
///
/// # Errors
///
/// As for [`read_file`] and [`decode_problem`].
pub fn describe(path: &Path, progress: &dyn Progress) -> Result<PictureFacts, Problem> {
    let bytes = read_file(path)?;
    let start = Instant::now();
    let info = decode(&bytes, &decode_limits(), progress).map_err(|error| decode_problem(&path.display().to_string(), error))?.info;
    let decode_ms = start.elapsed().as_secs_f64() * 1e3;
    Ok(PictureFacts {
        format: info.format,
        width: info.width_px,
        height: info.height_px,
        channels: info.channels,
        bits: info.bits,
        dpi: info.resolution.map(|resolution| [resolution.x.get(), resolution.y.get()]),
        dpi_source: info.resolution_source,
        colour_profile: info.icc_profile,
        pages: info.pages,
        orientation: info.orientation,
        bytes: bytes.len() as u64,
        sha256: Sha256::of(&bytes),
        decode_ms,
    })
}

impl PictureFacts {
    /// The same in two lines for people.
    pub fn text(&self, name: &str) -> String {
        let dpi = self.dpi.map_or_else(
            || "no resolution stated".to_owned(),
            |[x, y]| {
                if (x - y).abs() < 0.05 { format!("{x:.0} dpi") } else { format!("{x:.1} × {y:.1} dpi") }
            },
        );
        format!(
            "{name}\n  {} × {} px, {} × {} bit, {dpi}, {} kB, SHA-256 {}",
            self.width,
            self.height,
            self.channels,
            self.bits,
            self.bytes.div_ceil(1000),
            self.sha256
        )
    }
}
