//! Where a file says how large its pixels are.

use exif::{Exif, In, Tag, Value};

use super::ResolutionSource;
use crate::domain::{Dpi, Resolution};

/// Below this a density is an aspect ratio or a default, never a scan.
const LEAST_DPI: f64 = 20.0;

/// EXIF tags, if the file has any that can be read.
pub(super) struct Tags(Option<Exif>);

impl Tags {
    /// Reads the tags of an EXIF block; without one, or with one that cannot be read, there are none.
    pub(super) fn read(exif_block: Option<Vec<u8>>) -> Self {
        Self(exif_block.and_then(|block| exif::Reader::new().read_raw(block).ok()))
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

    /// Pixels per inch across and down, if the tags say so.
    pub(super) fn density(&self) -> Option<(f64, f64)> {
        density_of(self.number(Tag::ResolutionUnit), self.ratio(Tag::XResolution), self.ratio(Tag::YResolution))
    }
}

/// Pixels per inch from the three tags of TIFF; one direction stands in for the other.
pub(super) fn density_of(unit: Option<u32>, x: Option<f64>, y: Option<f64>) -> Option<(f64, f64)> {
    let per_inch = match unit.unwrap_or(2) {
        2 => 1.0,
        3 => 2.54,
        _ => return None,
    };
    Some((x.or(y)? * per_inch, y.or(x)? * per_inch))
}

/// What somebody says of the density, in pixels per inch across and down.
pub(super) type Stated = Option<((f64, f64), ResolutionSource)>;

/// The first of several statements that can be a resolution.
pub(super) fn first_usable(stated: impl IntoIterator<Item = Stated>) -> Stated {
    stated.into_iter().flatten().find(|(density, _)| as_resolution(*density).is_some())
}

/// A statement as a resolution, and who made it.
pub(super) fn resolution_of(stated: Stated) -> (Option<Resolution>, ResolutionSource) {
    stated.and_then(|(density, source)| Some((Some(as_resolution(density)?), source))).unwrap_or((None, ResolutionSource::None))
}

fn as_resolution((x, y): (f64, f64)) -> Option<Resolution> {
    let dpi = |value: f64| Dpi::new(value).filter(|dpi| dpi.get() >= LEAST_DPI);
    Some(Resolution { x: dpi(x)?, y: dpi(y)? })
}
