//! Marks and measurements of one page as `GeoJSON` (RFC 7946), for other programs to read.
//!
//! `GeoJSON` takes its coordinates for degrees on the earth unless both sides know better (RFC 7946, section 4). These are
//! millimetres on a page: x to the right, y down, from its top left corner. The file says so in a member of its own, `frame`, and a
//! file without that member is not read. Everything else is plain: a feature for every mark and measurement, with its words and
//! numbers as properties. Values in, bytes out.

mod feature;

use serde::{Deserialize, Serialize};

use self::feature::Feature;
use crate::domain::{Mark, Measured, MeasuredError, PageOf, PlaceError};

/// What the member `frame` calls this format.
pub const MARKS_FORMAT: &str = "guilloche-page-marks/1";

/// Everything that was drawn and measured on one page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageMarks {
    /// The page of the reference whose millimetres are used; `None` if they are of a capture that is registered to none.
    pub page: Option<PageOf>,
    /// The marks in their order.
    pub marks: Vec<Mark>,
    /// The measurements in their order.
    pub measured: Vec<Measured>,
}

/// What is accepted from a file of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkLimits {
    /// The longest file in bytes.
    pub max_bytes: usize,
    /// Most marks and measurements.
    pub max_features: usize,
}

impl Default for MarkLimits {
    /// 32 MiB and 20 000 features.
    fn default() -> Self {
        Self { max_bytes: 32 << 20, max_features: 20_000 }
    }
}

/// Marks that could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum GeoJsonError {
    /// The file is longer than is accepted.
    #[error("the file has {length} bytes; at most {limit} are accepted")]
    TooLong {
        /// Its length.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// It has more features than are accepted.
    #[error("the file has {count} features; at most {limit} are accepted")]
    TooMany {
        /// How many it has.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// It is not JSON, or a key has the wrong content.
    #[error("the file cannot be read: {0}")]
    Content(#[source] serde_json::Error),
    /// It is `GeoJSON` without the frame of a page, or of another frame; its coordinates may be degrees.
    #[error("expected marks in millimetres of a page (`{MARKS_FORMAT}`), found {found}")]
    OtherFrame {
        /// What stands in its place.
        found: String,
    },
    /// A mark or measurement is of another page than the file.
    #[error("feature {index} is of another page than the file")]
    OtherPage {
        /// Its place, counted from 0.
        index: usize,
    },
    /// The geometry of a feature does not have the form that its shape has.
    #[error("feature {index}: the geometry does not fit its shape")]
    Geometry {
        /// Its place, counted from 0.
        index: usize,
    },
    /// A mark is not possible.
    #[error("feature {index}: {problem}")]
    Mark {
        /// Its place, counted from 0.
        index: usize,
        /// What is wrong.
        #[source]
        problem: PlaceError,
    },
    /// A measurement is not possible.
    #[error("feature {index}: {problem}")]
    Measured {
        /// Its place, counted from 0.
        index: usize,
        /// What is wrong.
        #[source]
        problem: MeasuredError,
    },
    /// It could not be written.
    #[error("the marks cannot be written: {0}")]
    NotWritable(#[source] serde_json::Error),
}

/// The file.
#[derive(Serialize, Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: CollectionKind,
    frame: Frame,
    features: Vec<Feature>,
}

#[derive(Serialize, Deserialize)]
enum CollectionKind {
    FeatureCollection,
}

/// What the coordinates are.
#[derive(Serialize, Deserialize)]
struct Frame {
    format: String,
    unit: String,
    x: String,
    y: String,
    origin: String,
    page: Option<PageOf>,
    /// For people who open the file.
    #[serde(default)]
    note: String,
}

impl Frame {
    fn of(page: Option<PageOf>) -> Self {
        Self {
            format: MARKS_FORMAT.to_owned(),
            unit: "mm".to_owned(),
            x: "right".to_owned(),
            y: "down".to_owned(),
            origin: "top-left-of-page".to_owned(),
            page,
            note: "Coordinates are millimetres on a page and not degrees of WGS 84.".to_owned(),
        }
    }

    fn is_known(&self) -> bool {
        let words = [&self.format, &self.unit, &self.x, &self.y, &self.origin];
        words == [MARKS_FORMAT, "mm", "right", "down", "top-left-of-page"]
    }
}

/// What a file must show before it is read as a whole.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    frame: Option<serde_json::Value>,
}

/// Writes the marks and measurements of a page: indented JSON with a final line feed; the same input gives the same bytes.
///
/// # Errors
///
/// [`GeoJsonError::OtherPage`], [`GeoJsonError::Mark`] and [`GeoJsonError::Measured`] for what could not be read back; measurements
/// count on from the marks. [`GeoJsonError::NotWritable`] never in practice.
pub fn write_geojson(marks: &PageMarks) -> Result<Vec<u8>, GeoJsonError> {
    check(marks)?;
    let features = marks.marks.iter().map(Feature::of_mark).chain(marks.measured.iter().map(Feature::of_measured)).collect();
    let collection = Collection { kind: CollectionKind::FeatureCollection, frame: Frame::of(marks.page.clone()), features };
    let mut bytes = serde_json::to_vec_pretty(&collection).map_err(GeoJsonError::NotWritable)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Reads the marks and measurements of a page; the opposite of [`write_geojson`].
///
/// # Errors
///
/// Every variant of [`GeoJsonError`] but `NotWritable`. One bad feature refuses the file: marks are evidence, and a part of them may
/// say something else than the whole.
pub fn read_geojson(bytes: &[u8], limits: &MarkLimits) -> Result<PageMarks, GeoJsonError> {
    if bytes.len() > limits.max_bytes {
        return Err(GeoJsonError::TooLong { length: bytes.len(), limit: limits.max_bytes });
    }
    let head: Head = serde_json::from_slice(bytes).map_err(GeoJsonError::Content)?;
    let frame: Frame = match head.frame {
        None | Some(serde_json::Value::Null) => return Err(GeoJsonError::OtherFrame { found: "none".to_owned() }),
        Some(value) => serde_json::from_value(value).map_err(GeoJsonError::Content)?,
    };
    if !frame.is_known() {
        let found: String = format!("`{}` in {}", frame.format, frame.unit).chars().take(80).collect();
        return Err(GeoJsonError::OtherFrame { found });
    }
    let collection: Collection = serde_json::from_slice(bytes).map_err(GeoJsonError::Content)?;
    let count = collection.features.len();
    if count > limits.max_features {
        return Err(GeoJsonError::TooMany { count, limit: limits.max_features });
    }
    let mut marks = PageMarks { page: frame.page, ..PageMarks::default() };
    for (index, feature) in collection.features.into_iter().enumerate() {
        let (geometry, properties) = feature.parts();
        match properties {
            feature::Properties::Mark(properties) => {
                let mark = properties.mark(geometry).ok_or(GeoJsonError::Geometry { index })?;
                check_mark(&mark, marks.page.as_ref(), index)?;
                marks.marks.push(mark);
            }
            feature::Properties::Measurement(properties) => {
                let measured = properties.measured(geometry).ok_or(GeoJsonError::Geometry { index })?;
                check_measured(&measured, marks.page.as_ref(), index)?;
                marks.measured.push(measured);
            }
        }
    }
    Ok(marks)
}

fn check(marks: &PageMarks) -> Result<(), GeoJsonError> {
    let page = marks.page.as_ref();
    marks.marks.iter().enumerate().try_for_each(|(index, mark)| check_mark(mark, page, index))?;
    let first = marks.marks.len();
    marks.measured.iter().enumerate().try_for_each(|(index, measured)| check_measured(measured, page, first + index))
}

fn check_mark(mark: &Mark, page: Option<&PageOf>, index: usize) -> Result<(), GeoJsonError> {
    if mark.on.page.as_ref() != page {
        return Err(GeoJsonError::OtherPage { index });
    }
    mark.check().map_err(|problem| GeoJsonError::Mark { index, problem })
}

fn check_measured(measured: &Measured, page: Option<&PageOf>, index: usize) -> Result<(), GeoJsonError> {
    if measured.on.page.as_ref() != page {
        return Err(GeoJsonError::OtherPage { index });
    }
    measured.check().map_err(|problem| GeoJsonError::Measured { index, problem })
}

#[cfg(test)]
mod tests;
