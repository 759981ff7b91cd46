//! The barcodes of a picture: what they say, and what kind of content that is.

use std::path::Path;

use serde_json::{Value, json};

use super::Seen;
use super::intake::{read_file, read_picture};
use super::seal::seal_carrier;
use crate::app::memory::decode_limits;
use crate::app::{Part, Problem, ProblemKind};
use crate::domain::{DataCarrier, DataSource, Date, Light, MethodVersion, Progress};
use crate::imaging::{Picture, inspect};
use crate::reading::agreement::statements;
use crate::reading::barcode::{Barcode, BarcodeError, GreyPicture, MAX_PX, MAX_SIDE_PX, parse_aamva, parse_bcbp, read_barcodes};
use crate::reading::seal::{from_hex, recognise};

/// The barcodes of a picture file, as objects; what is known of their content stands under `content`.
///
/// # Errors
///
/// As for [`read_picture`]; a limit if the picture is larger than is searched; cancelled if `progress` asks to stop.
pub fn barcodes(path: &Path, progress: &dyn Progress) -> Result<Vec<Value>, Problem> {
    Ok(read(path, progress)?.iter().map(described).collect())
}

fn read(path: &Path, progress: &dyn Progress) -> Result<Vec<Barcode>, Problem> {
    let picture = read_picture(path, progress)?;
    read_in(&picture, progress).map_err(|error| match error {
        BarcodeError::Cancelled(cancelled) => cancelled.into(),
        other => Problem::new(ProblemKind::Limit, format!("{}: {other}.", path.display()))
            .hint("Cut out the part with the barcode, or scan it coarser."),
    })
}

fn read_in(picture: &Picture, progress: &dyn Progress) -> Result<Vec<Barcode>, BarcodeError> {
    let (width, height) = picture.rgb.dimensions();
    let grey = image::imageops::grayscale(&picture.rgb);
    let seen = GreyPicture { width: width as usize, height: height as usize, grey: grey.as_raw(), resolution: picture.info.resolution };
    read_barcodes(&seen, progress)
}

/// The same of a picture of any size: one that is too large for the search is searched at a half, a third or less of its size.
fn read_any(picture: &Picture, progress: &dyn Progress) -> Result<Vec<Barcode>, BarcodeError> {
    let (width, height) = picture.rgb.dimensions();
    let times = shrunk(width, height);
    if times == 1 {
        return read_in(picture, progress);
    }
    let grey = image::imageops::grayscale(&picture.rgb);
    let small = image::imageops::thumbnail(&grey, width / times, height / times);
    let seen = GreyPicture { width: small.width() as usize, height: small.height() as usize, grey: small.as_raw(), resolution: None };
    let mut found = read_barcodes(&seen, progress)?;
    for corner in found.iter_mut().flat_map(|barcode| &mut barcode.corners) {
        let back = |place: f64| (place + 0.5) * f64::from(times) - 0.5;
        (corner.x, corner.y) = (back(corner.x), back(corner.y));
    }
    Ok(found)
}

/// By how much a picture has to be made smaller for the search.
fn shrunk(width: u32, height: u32) -> u32 {
    let fits = |times: &u32| {
        let (width, height) = (width / times, height / times);
        width.max(height) as usize <= MAX_SIDE_PX && u64::from(width) * u64::from(height) <= MAX_PX
    };
    (1..=16).find(fits).unwrap_or(16)
}

/// Reads the barcodes of the captures of an exhibit that show it in visible light, each content once. Seals among them are read, not
/// examined: see [`super::seal::examine_seals`].
///
/// # Errors
///
/// Cancelled if `progress` asks to stop.
pub(super) fn read_carriers(seen: &[Seen], day: Date, progress: &dyn Progress) -> Result<Vec<DataCarrier>, Problem> {
    let asked: Vec<&Seen> = seen.iter().filter(|seen| seen.capture.light == Light::Visible).collect();
    let mut carriers: Vec<DataCarrier> = Vec::new();
    for (at, seen) in asked.iter().enumerate() {
        let found = match read_any(&seen.picture, &Part::new(progress, at, asked.len())) {
            Ok(found) => found,
            Err(BarcodeError::Cancelled(cancelled)) => return Err(cancelled.into()),
            Err(_) => continue,
        };
        for barcode in found {
            let carrier = DataCarrier { capture: Some(seen.capture.id), ..carrier(&barcode, day) };
            if !carriers.iter().any(|other| other.content == carrier.content && other.title == carrier.title) {
                carriers.push(carrier);
            }
        }
    }
    Ok(carriers)
}

/// What a barcode says, taken apart as far as its content is known.
fn carrier(barcode: &Barcode, day: Date) -> DataCarrier {
    let symbology = barcode.format.title();
    let carrier = DataCarrier {
        source: DataSource::Barcode,
        title: symbology.to_owned(),
        capture: None,
        corners: Some(barcode.corners),
        statements: Vec::new(),
        zone_lines: Vec::new(),
        content: barcode.text.clone(),
        authenticity: None,
        method: MethodVersion { name: "barcode".to_owned(), version: 1 },
    };
    if let Some(seal) = seal_carrier(&message(barcode), symbology, day) {
        return DataCarrier { corners: carrier.corners, ..seal };
    }
    match parse_aamva(&barcode.text) {
        Ok(licence) => {
            DataCarrier { title: format!("{symbology}, driving licence"), statements: statements::of_licence(&licence), ..carrier }
        }
        Err(_) => carrier,
    }
}

/// The bytes of a symbol.
fn message(barcode: &Barcode) -> Vec<u8> {
    barcode.bytes_hex.as_deref().and_then(from_hex).unwrap_or_else(|| barcode.text.clone().into_bytes())
}

fn described(barcode: &Barcode) -> Value {
    let mut value = json!(barcode);
    let licence = || parse_aamva(&barcode.text).ok().map(|licence| json!({ "kind": "aamva", "says": licence }));
    let pass = || parse_bcbp(&barcode.text).ok().map(|pass| json!({ "kind": "bcbp", "says": pass }));
    let seal = || recognise(&message(barcode)).map(|kind| json!({ "kind": kind.code(), "says": null }));
    if let (Some(object), Some(content)) = (value.as_object_mut(), seal().or_else(licence).or_else(pass)) {
        object.insert("content".to_owned(), content);
    }
    value
}

/// The messages of the digital seals in a file: of each that a picture shows, or the file itself where it is no picture.
///
/// # Errors
///
/// As for [`barcodes`]; bad input if a picture shows no digital seal.
pub fn seals_of_file(path: &Path, progress: &dyn Progress) -> Result<Vec<Vec<u8>>, Problem> {
    let bytes = read_file(path)?;
    if inspect(&bytes, &decode_limits()).is_err() {
        return Ok(vec![bytes]);
    }
    let seals: Vec<Vec<u8>> = read(path, progress)?.iter().map(message).filter(|message| recognise(message).is_some()).collect();
    if seals.is_empty() {
        return Err(Problem::bad_input(format!("{}: no digital seal was found.", path.display()))
            .hint("Scan the barcode finer and straight, or give the content of the barcode."));
    }
    Ok(seals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_made_smaller_only_as_far_as_it_must() {
        assert_eq!(shrunk(10_000, 7_000), 1);
        assert_eq!(shrunk(14_000, 10_000), 2);
        assert_eq!(shrunk(20_001, 10), 2);
        assert_eq!(shrunk(60_000, 40_000), 5);
    }
}
