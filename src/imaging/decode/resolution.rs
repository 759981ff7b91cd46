//! Where a file says how large its pixels are.

use std::io::Cursor;

use exif::{Exif, In, Tag, Value};

use super::structure::{jfif_density, png_density};
use super::{ImageFormat, ResolutionSource};
use crate::domain::{Dpi, Resolution};

/// Below this a density is an aspect ratio or a default, never a scan.
const LEAST_DPI: f64 = 20.0;

/// EXIF or TIFF tags, if the file has any that can be read.
pub(super) struct Tags(Option<Exif>);

impl Tags {
    /// Reads the tags of a TIFF file or of an EXIF block.
    pub(super) fn read(format: ImageFormat, bytes: &[u8], exif_block: Option<Vec<u8>>) -> Self {
        let reader = exif::Reader::new();
        Self(match format {
            ImageFormat::Tiff => reader.read_from_container(&mut Cursor::new(bytes)).ok(),
            _ => exif_block.and_then(|block| reader.read_raw(block).ok()),
        })
    }

    /// The EXIF orientation, 1 to 8; 1 if there is none.
    pub(super) fn orientation(&self) -> u8 {
        self.number(Tag::Orientation).filter(|value| (1..=8).contains(value)).map_or(1, |value| value as u8)
    }

    fn number(&self, tag: Tag) -> Option<u32> {
        self.0.as_ref()?.get_field(tag, In::PRIMARY)?.value.get_uint(0)
    }

    fn ratio(&self, tag: Tag) -> Option<f64> {
        match &self.0.as_ref()?.get_field(tag, In::PRIMARY)?.value {
            Value::Rational(values) => values.first().map(|value| value.to_f64()),
            other => other.get_uint(0).map(f64::from),
        }
    }

    fn density(&self) -> Option<(f64, f64)> {
        let per_inch = match self.number(Tag::ResolutionUnit).unwrap_or(2) {
            2 => 1.0,
            3 => 2.54,
            _ => return None,
        };
        let (x, y) = (self.ratio(Tag::XResolution), self.ratio(Tag::YResolution));
        Some((x.or(y)? * per_inch, y.or(x)? * per_inch))
    }
}

/// The resolution of the picture as it is stored, before its orientation is applied, and where it was found.
pub(super) fn stored_resolution(format: ImageFormat, bytes: &[u8], tags: &Tags) -> (Option<Resolution>, ResolutionSource) {
    let own = match format {
        ImageFormat::Jpeg => jfif_density(bytes).map(|density| (density, ResolutionSource::Jfif)),
        ImageFormat::Png => png_density(bytes).map(|density| (density, ResolutionSource::PngPhys)),
        ImageFormat::Tiff => tags.density().map(|density| (density, ResolutionSource::TiffTags)),
        ImageFormat::Bmp | ImageFormat::WebP => None,
    };
    let exif = tags.density().map(|density| (density, ResolutionSource::Exif));
    [own, exif]
        .into_iter()
        .flatten()
        .find_map(|((x, y), source)| {
            let dpi = |value: f64| Dpi::new(value).filter(|dpi| dpi.get() >= LEAST_DPI);
            Some((Some(Resolution { x: dpi(x)?, y: dpi(y)? }), source))
        })
        .unwrap_or((None, ResolutionSource::None))
}
