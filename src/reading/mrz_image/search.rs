//! The search for a machine-readable zone, whole.

use std::sync::LazyLock;

use super::find::{Block, Track, WAYS, blocks};
use super::found::{MrzAnswer, MrzGlyph, MrzInPicture, MrzLine, MrzSearch, NoMrz};
use super::net::{Network, Ready};
use super::read::{ReadBlock, ReadLine, read_block};
use super::strip::Levels;
use crate::domain::{Cancelled, PointPx, Progress};
use crate::imaging::Picture;
use crate::imaging::grey::Grey;

/// The weights of the network, taught by [`super::teach`].
static WEIGHTS: &[u8] = include_bytes!("../../../assets/models/mrz.bin");
/// Blocks that are read at most in each way of telling ink from ground.
const MOST_BLOCKS: usize = 6;
/// Evidence with which a search ends at once, after one way of telling ink from ground, and the least with which lines are given at all.
const PLAIN: f32 = 4.4;
const ENOUGH: f32 = 3.6;
const LEAST: f32 = 2.2;
/// The least mean probability of the characters.
const LEAST_PROBABILITY: f64 = 0.9;
/// Half of the height of a character of the usual shape, in pitches.
const HALF_HEIGHT: f64 = 0.48;

pub(super) static NETWORK: LazyLock<Option<Ready>> = LazyLock::new(|| Network::from_bytes(WEIGHTS).ok().map(|network| network.ready()));

/// Finds the machine-readable zone of a picture, at any angle, and reads it.
///
/// Rows of dark spots at one pitch are looked for, two or three of them side by side; each is straightened and read by a small network,
/// character by character. What a zone says takes no part in it: no check digit, no calendar and no list of codes, so that what is printed
/// wrong is read as it is printed. Only where a letter and a digit look alike does their place decide, and the character stays doubtful.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
pub fn find_mrz(picture: &Picture, progress: &dyn Progress) -> Result<MrzSearch, Cancelled> {
    search(Grey::of(&picture.rgb), NETWORK.as_ref(), progress)
}

pub(super) fn search(grey: Grey, network: Option<&Ready>, progress: &dyn Progress) -> Result<MrzSearch, Cancelled> {
    let none = |reason, looked| MrzSearch { found: None, reason: Some(reason), looked };
    if grey.width.min(grey.height) < 12 || grey.width.max(grey.height) < 100 {
        return Ok(none(NoMrz::TooSmall, Vec::new()));
    }
    let mut levels = Levels::of(grey);
    let (mut best, mut looked): (Option<ReadBlock>, Vec<[PointPx; 2]>) = (None, Vec::new());
    for way in 0..WAYS {
        progress.report(way as u64, WAYS as u64)?;
        let found = blocks(levels.whole(), way);
        for block in found.iter().take(MOST_BLOCKS) {
            let Some(read) = network.and_then(|network| read_block(network, &mut levels, block)) else {
                looked.extend(ends(block));
                continue;
            };
            if best.as_ref().is_none_or(|best| best.mean < read.mean) {
                best = Some(read);
            }
            if best.as_ref().is_some_and(|best| best.mean >= PLAIN) {
                break;
            }
        }
        if best.as_ref().is_some_and(|best| best.mean >= ENOUGH) {
            break;
        }
    }
    // If what was read is not good enough, it is at least known where.
    looked.extend(best.iter().flat_map(|best| &best.lines).map(|line| span(&line.track)));
    let best = best.filter(|best| best.mean >= LEAST).zip(network).map(|(best, network)| best.made_sure(network, &levels));
    let found = best.and_then(|best| in_picture(&best)).filter(|found| {
        let all: Vec<f64> = found.lines.iter().flat_map(|line| &line.glyphs).map(MrzGlyph::probability).collect();
        all.iter().sum::<f64>() >= LEAST_PROBABILITY * all.len() as f64
    });
    Ok(match found {
        Some(found) => MrzSearch { found: Some(found), reason: None, looked: Vec::new() },
        None if looked.is_empty() => none(NoMrz::NoLines, looked),
        None => none(NoMrz::NotRead, looked),
    })
}

fn ends(block: &Block) -> impl Iterator<Item = [PointPx; 2]> + '_ {
    block.tracks.iter().map(span)
}

/// The ends of a track.
fn span(track: &Track) -> [PointPx; 2] {
    [track.from, track.to].map(|t| place(track, t, 0.0))
}

/// A place `t` characters along a track and `down` pitches below it.
fn place(track: &Track, t: f64, down: f64) -> PointPx {
    let ((x, y), (dx, dy)) = (track.at(t), track.step(t));
    PointPx { x: rounded(x - dy * down), y: rounded(y + dx * down) }
}

/// Half of the height of the characters of a line, in pitches.
fn half_height(line: &ReadLine) -> f64 {
    HALF_HEIGHT / line.taller
}

/// To four decimals: what is beyond is noise, and differs from machine to machine.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn in_picture(block: &ReadBlock) -> Option<MrzInPicture> {
    let lines: Vec<MrzLine> = block.lines.iter().map(line).collect();
    let (top, bottom) = (block.lines.first()?, block.lines.last()?);
    let last = |line: &ReadLine| line.glyphs.len() as f64 - 0.5;
    let corners = [
        place(&top.track, -0.5, -half_height(top)),
        place(&top.track, last(top), -half_height(top)),
        place(&bottom.track, last(bottom), half_height(bottom)),
        place(&bottom.track, -0.5, half_height(bottom)),
    ];
    let (dx, dy) = top.track.step(last(top) / 2.0);
    let confidence = lines.iter().flat_map(|line| &line.glyphs).map(MrzGlyph::probability).product();
    Some(MrzInPicture { lines, corners, angle_deg: dy.atan2(dx).to_degrees(), confidence, evidence: f64::from(block.mean) })
}

pub(super) fn line(read: &ReadLine) -> MrzLine {
    let glyphs = (0_i32..)
        .zip(&read.glyphs)
        .map(|(index, glyph)| {
            let t = f64::from(index);
            let half = half_height(read);
            let corner = |side: f64, down: f64| place(&read.track, t + side, down);
            // What is next to impossible is not listed beside what was read.
            let listed = glyph.answers.iter().enumerate().filter(|(at, (_, share))| *at == 0 || *share >= 0.001);
            let answer = |(_, (character, share)): (usize, &(char, f32))| MrzAnswer {
                character: *character,
                probability: rounded(f64::from(*share)),
            };
            MrzGlyph {
                answers: listed.map(answer).collect(),
                by_place: glyph.by_place,
                cell: [corner(-0.5, -half), corner(0.5, -half), corner(0.5, half), corner(-0.5, half)],
            }
        })
        .collect();
    MrzLine { glyphs, pitch_px: read.track.pitch() }
}

#[cfg(test)]
mod tests;
