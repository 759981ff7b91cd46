//! Puts the reading of a field together.

use image::RgbImage;

use super::decode::{Decoded, decoded};
use super::found::{FieldBox, FieldCharacter, FieldLine, FieldReading, NoText};
use super::ink::pieces;
use super::lines::{Line, lines};
use super::network::{HEIGHT, STEP, told};
use super::spaces::put_spaces;
use super::{Expected, FieldPatch, VisualError};
use crate::domain::Progress;
use crate::imaging::grey::Grey;

/// What the network sees above, below and beside the letters, in heights of a letter: room for accents and descenders.
const ABOVE: f64 = 0.4;
const BELOW: f64 = 0.3;
const BESIDE: f64 = 0.3;
/// Longer lines are read in parts, in px of the network; it was taught with lines of a few hundred.
const MOST_WIDTH: f64 = 1_600.0;
/// A field has at most so many lines; what has more is a picture or dirt.
const MOST_LINES: usize = 12;
/// A patch is at least so large, in mm.
const LEAST_MM: f64 = 1.0;
/// Characters that are less likely than this on the average are chance.
const NOISE: f64 = 0.4;
/// A line that is in another script with this probability is not covered …
const OTHER_SCRIPT: f64 = 0.5;
/// … unless its characters are read with this mean probability: short lines on a strong background look foreign; they are doubtful.
const READ_WELL: f64 = 0.97;
/// A line with a larger share of characters that are not covered is not in Latin script.
const NOT_COVERED: f64 = 0.34;

/// Reads the printed text of a field. Progress counts lines.
///
/// # Errors
///
/// [`VisualError`] if the patch is too large, the network cannot be run, or `progress` asks to stop. A patch without text is no error.
pub fn read_field(patch: &FieldPatch<'_>, progress: &dyn Progress) -> Result<FieldReading, VisualError> {
    patch.check()?;
    let px_per_mm = patch.dpi.get() / 25.4;
    let (width, height) = patch.picture.dimensions();
    if f64::from(width.min(height)) < LEAST_MM * px_per_mm || width.min(height) < 8 {
        return Ok(FieldReading { reason: Some(NoText::TooSmall), ..FieldReading::default() });
    }
    let pieces = pieces(&Grey::of(patch.picture), px_per_mm);
    let lines = lines(&pieces, (width as usize, height as usize), px_per_mm);
    if lines.is_empty() || lines.len() > MOST_LINES {
        return Ok(FieldReading { reason: Some(NoText::NoLines), ..FieldReading::default() });
    }
    let mut read = Vec::new();
    for (done, line) in lines.iter().enumerate() {
        progress.report(done as u64, lines.len() as u64)?;
        read.extend(read_line(patch.picture, line, patch.expected)?);
    }
    progress.report(lines.len() as u64, lines.len() as u64)?;
    let reason = if read.iter().any(|line| line.covered && !line.caption) {
        None
    } else if read.iter().any(|line| !line.covered) {
        Some(NoText::NotCovered)
    } else {
        Some(NoText::NotRead)
    };
    Ok(FieldReading { lines: read, reason })
}

/// Reads one line; `None` if no character stands there.
fn read_line(picture: &RgbImage, line: &Line, expected: Expected) -> Result<Option<FieldLine>, VisualError> {
    let seen = seen(picture, line);
    let scale = f64::from(HEIGHT) / f64::from(seen.bottom - seen.top).max(1.0);
    let parts = (f64::from(seen.right - seen.left) * scale / MOST_WIDTH).ceil().max(1.0) as u32;
    let (mut characters, mut missed, mut certain, mut other) = (Vec::new(), Vec::new(), 1.0, 0.0_f64);
    for part in 0..parts {
        let left = seen.left + (seen.right - seen.left) * part / parts;
        let right = seen.left + (seen.right - seen.left) * (part + 1) / parts;
        let cut = image::imageops::crop_imm(picture, left, seen.top, right - left, seen.bottom - seen.top).to_image();
        let told = told(&cut)?;
        other = other.max(told.other_script);
        let (read, not_read) = decoded(&told.places);
        let placed = |one: Decoded| character(one, f64::from(left), scale, expected);
        certain *= not_read.iter().map(|one| 1.0 - one.probability).product::<f64>();
        characters.extend(read.into_iter().map(placed));
        missed.extend(not_read.into_iter().map(placed));
    }
    let is_space = |character: &FieldCharacter| character.character == ' ';
    let first = characters.iter().position(|one| !is_space(one));
    let Some((first, last)) = first.zip(characters.iter().rposition(|one| !is_space(one))) else { return Ok(None) };
    characters.truncate(last + 1);
    characters.drain(..first);
    if is_noise(&characters) {
        return Ok(None);
    }
    put_spaces(&mut characters, line, expected.fits(' '));
    let text: String = characters.iter().map(|one| one.character).collect();
    let confidence = certain * characters.iter().map(|one| one.probability).product::<f64>();
    let mean = characters.iter().map(|one| one.probability).sum::<f64>() / characters.len().max(1) as f64;
    let covered = (other < OTHER_SCRIPT || mean >= READ_WELL) && is_covered(&characters);
    let place = FieldBox { left: line.left as u32, top: line.top as u32, right: line.right as u32, bottom: line.bottom as u32 };
    let confidence = if covered { confidence * (1.0 - other) } else { 0.0 };
    Ok(Some(FieldLine { text, confidence, characters, missed, caption: line.caption, covered, place }))
}

/// What the network is shown of a line.
fn seen(picture: &RgbImage, line: &Line) -> FieldBox {
    let height = line.height();
    let (width, bottom) = picture.dimensions();
    FieldBox {
        left: (line.left - BESIDE * height).max(0.0) as u32,
        top: (line.top - ABOVE * height).max(0.0) as u32,
        right: ((line.right + BESIDE * height).ceil() as u32).min(width),
        bottom: ((line.bottom + BELOW * height).ceil() as u32).min(bottom),
    }
}

fn character(read: Decoded, left: f64, scale: f64, expected: Expected) -> FieldCharacter {
    let (first, last) = read.places;
    FieldCharacter {
        character: read.character,
        probability: read.probability,
        alternatives: read.alternatives,
        unexpected: !expected.fits(read.character),
        from_px: left + first as f64 * STEP / scale,
        to_px: left + (last as f64 + 1.0) * STEP / scale,
    }
}

/// Whether what was read is no more than chance.
fn is_noise(characters: &[FieldCharacter]) -> bool {
    let sum: f64 = characters.iter().map(|one| one.probability).sum();
    sum < NOISE * characters.len() as f64
}

/// Whether a line is in Latin script, as far as its characters tell.
fn is_covered(characters: &[FieldCharacter]) -> bool {
    let share = |one: &FieldCharacter| {
        let other = one.alternatives.iter().find(|answer| answer.character == char::REPLACEMENT_CHARACTER);
        if one.character == char::REPLACEMENT_CHARACTER { one.probability } else { other.map_or(0.0, |answer| answer.probability) }
    };
    let letters: Vec<&FieldCharacter> = characters.iter().filter(|one| one.character != ' ').collect();
    letters.iter().map(|one| share(one)).sum::<f64>() <= NOT_COVERED * letters.len() as f64
}
