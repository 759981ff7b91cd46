//! Machine-readable zones: read from the captures of an exhibit, and what their text says.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

use super::Seen;
use super::intake::read_picture;
use crate::app::{Part, Problem, Watch};
use crate::domain::{Date, DoubtfulCharacter, Light, MachineZone, MethodVersion, PointPx, Progress};
use crate::imaging::Picture;
pub use crate::reading::mrz_image::MrzLine;
use crate::reading::mrz_image::{MrzInPicture, MrzSearch, find_mrz, read_mrz_line};
use crate::reading::{MrzReading, parse_mrz};

/// How zones are read from pictures: the network of this version and the search before it.
const METHOD: (&str, u32) = ("mrz-picture", 1);

/// Reads the text of a machine-readable zone into the short form for scripts.
///
/// # Errors
///
/// Why it is no such zone, in English.
pub fn machine_zone(text: &str, reading_date: Date) -> Result<Value, String> {
    parse_mrz(text, reading_date).map(|reading| reading.to_json()).map_err(|error| error.to_string())
}

/// A zone with what it was read from.
pub(super) struct ReadZone {
    /// As it stands in the examination.
    pub(super) zone: MachineZone,
    /// As it was found.
    pub(super) found: MrzInPicture,
    /// Which capture, counted in the exhibit.
    pub(super) seen: usize,
}

/// Reads the zones of an exhibit: of its infrared captures, where the background of most zones is gone, and of those in visible light.
/// In each light the search ends with the first capture that has a zone.
///
/// # Errors
///
/// Cancelled if `progress` asks to stop.
pub(super) fn read_zones(seen: &[Seen], progress: &dyn Progress) -> Result<Vec<ReadZone>, Problem> {
    let in_light = |light: Light| (0..).zip(seen).filter(move |(_, seen)| seen.capture.light == light);
    let asked: Vec<(usize, &Seen)> = in_light(Light::Ir880).chain(in_light(Light::Visible)).collect();
    let mut zones: Vec<ReadZone> = Vec::new();
    for (at, (index, seen)) in asked.iter().enumerate() {
        if zones.iter().any(|read| read.zone.light == seen.capture.light) {
            continue;
        }
        let search = find_mrz(&seen.picture, &Part::new(progress, at, asked.len()))?;
        zones.extend(search.found.map(|found| ReadZone { zone: zone(seen, &found), found, seen: *index }));
    }
    Ok(zones)
}

fn zone(seen: &Seen, found: &MrzInPicture) -> MachineZone {
    let small = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
    MachineZone {
        capture: seen.capture.id,
        light: seen.capture.light,
        lines: found.text(),
        confidence: found.confidence,
        doubtful: found
            .doubtful()
            .map(|(line, column, glyph)| DoubtfulCharacter {
                line: small(line),
                column: small(column),
                answers: glyph.answers.iter().filter(|answer| answer.probability >= 0.02).map(|answer| answer.character).collect(),
            })
            .collect(),
        corners: found.corners,
        line_corners: found.lines.iter().filter_map(line_corners).collect(),
        infrared_signal: None,
        print: None,
        method: MethodVersion { name: METHOD.0.to_owned(), version: METHOD.1 },
    }
}

/// The corners of a line, by the cells of its first and its last character.
fn line_corners(line: &MrzLine) -> Option<[PointPx; 4]> {
    let ([top_left, _, _, bottom_left], [_, top_right, bottom_right, _]) = (line.glyphs.first()?.cell, line.glyphs.last()?.cell);
    Some([top_left, top_right, bottom_right, bottom_left])
}

/// Reads a picture file that shows one line of a zone, cut out; `None` if no characters stand there at one pitch.
///
/// # Errors
///
/// As for [`zone_of_file`].
pub fn line_of_file(path: &Path, watch: &dyn Watch) -> Result<Option<MrzLine>, Problem> {
    let picture = read_picture(path, &Part::new(watch, 0, 2))?;
    Ok(read_mrz_line(&picture, &Part::new(watch, 1, 2))?)
}

/// What a picture says in its machine-readable zone.
pub struct ZoneOfPicture {
    /// What the search came to.
    pub search: MrzSearch,
    /// What the lines say; `None` if there are none, or if they are no zone.
    pub reading: Option<MrzReading>,
    /// Why lines that were read are no zone.
    pub problem: Option<String>,
    /// How long decoding and reading took, in milliseconds.
    pub timing_ms: [f64; 2],
}

/// Reads the zone of a picture file.
///
/// # Errors
///
/// Bad input, a limit or not supported, with the name of the file; cancelled if `watch` asks to stop.
pub fn zone_of_file(path: &Path, date: Date, watch: &dyn Watch) -> Result<ZoneOfPicture, Problem> {
    let start = Instant::now();
    let picture: Picture = read_picture(path, &Part::new(watch, 0, 2))?;
    let decoded = Instant::now();
    let search = find_mrz(&picture, &Part::new(watch, 1, 2))?;
    let parsed = search.found.as_ref().map(|found| parse_mrz(&found.text().join("\n"), date));
    let (reading, problem) = match parsed {
        Some(Ok(reading)) => (Some(reading), None),
        Some(Err(error)) => (None, Some(error.to_string())),
        None => (None, None),
    };
    let milliseconds = |from: Instant, to: Instant| (to - from).as_secs_f64() * 1000.0;
    Ok(ZoneOfPicture { search, reading, problem, timing_ms: [milliseconds(start, decoded), milliseconds(decoded, Instant::now())] })
}

impl ZoneOfPicture {
    /// One object for scripts: what the text says, and how it was read.
    pub fn to_json(&self) -> Value {
        let mut value = match &self.reading {
            Some(reading) => reading.to_json(),
            None => {
                json!({ "format": null, "lines": self.search.found.as_ref().map_or_else(Vec::new, MrzInPicture::text), "fields": {}, "checks": [] })
            }
        };
        let Some(object) = value.as_object_mut() else { return value };
        match &self.search.found {
            Some(found) => {
                let corner = |point: &PointPx| json!([point.x, point.y]);
                object.insert("corners".to_owned(), found.corners.iter().map(corner).collect());
                object.insert("angle_deg".to_owned(), json!(found.angle_deg));
                object.insert("confidence".to_owned(), json!(found.confidence));
                let doubtful =
                    found.doubtful().map(|(line, column, glyph)| json!({ "line": line, "column": column, "answers": glyph.answers }));
                object.insert("doubtful".to_owned(), doubtful.collect());
                object.insert("characters".to_owned(), found.lines.iter().map(|line| json!(line.glyphs)).collect());
                if let Some(problem) = &self.problem {
                    object.insert("reason".to_owned(), json!(problem));
                }
            }
            None => {
                let reason = self.search.reason.map_or("", |reason| reason.code());
                object.insert("reason".to_owned(), json!(reason));
                object.insert(
                    "looked".to_owned(),
                    json!(self.search.looked.iter().map(|row| row.map(|point| [point.x, point.y])).collect::<Vec<_>>()),
                );
            }
        }
        value
    }
}
