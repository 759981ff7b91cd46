//! The search for a machine-readable zone, whole.

use std::sync::LazyLock;

use super::find::{Block, Track, WAYS, blocks};
use super::found::{MrzAnswer, MrzGlyph, MrzInPicture, MrzLine, MrzSearch, NoMrz};
use super::net::Network;
use super::read::{ReadBlock, ReadLine, read_block, read_exactly, read_line};
use super::strip::Levels;
use crate::domain::{Cancelled, PointPx, Progress};
use crate::imaging::Picture;
use crate::imaging::grey::Grey;

/// The weights of the network, taught by [`super::teach`].
static WEIGHTS: &[u8] = include_bytes!("../../../assets/models/mrz.bin");
/// Blocks that are read at most in each way of telling ink from ground.
const MOST_BLOCKS: usize = 6;
/// Evidence with which a search ends, and the least with which lines are given at all.
const ENOUGH: f32 = 3.6;
const LEAST: f32 = 2.2;
/// The least mean probability of the characters.
const LEAST_PROBABILITY: f64 = 0.9;
/// Half of the height of a character, in pitches.
const HALF_HEIGHT: f64 = 0.48;

static NETWORK: LazyLock<Option<Network>> = LazyLock::new(|| Network::from_bytes(WEIGHTS).ok());

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

pub(super) fn search(grey: Grey, network: Option<&Network>, progress: &dyn Progress) -> Result<MrzSearch, Cancelled> {
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
        }
        if best.as_ref().is_some_and(|best| best.mean >= ENOUGH) {
            break;
        }
    }
    let found = best.filter(|best| best.mean >= LEAST).and_then(|best| in_picture(&best)).filter(|found| {
        let all: Vec<f64> = found.lines.iter().flat_map(|line| &line.glyphs).map(MrzGlyph::probability).collect();
        all.iter().sum::<f64>() >= LEAST_PROBABILITY * all.len() as f64
    });
    Ok(match found {
        Some(found) => MrzSearch { found: Some(found), reason: None, looked: Vec::new() },
        None if looked.is_empty() => none(NoMrz::NoLines, looked),
        None => none(NoMrz::NotRead, looked),
    })
}

/// Reads a picture that shows one line of a zone, cut out close around its characters.
///
/// How many characters it has is not known, so every number from 24 to 46 is tried; the one at which the network is surest counts.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
pub fn read_mrz_line(picture: &Picture, progress: &dyn Progress) -> Result<Option<MrzLine>, Cancelled> {
    /// Numbers of characters that are tried: the pitch changes by a twentieth from one to the next, which the network bears.
    const COUNTS: [f64; 12] = [24.0, 26.0, 28.0, 30.0, 32.0, 34.0, 36.0, 38.0, 40.0, 42.0, 44.0, 46.0];
    /// Width of a character and its height, in pitches.
    const WIDE: f64 = 0.7;
    const HIGH: f64 = 0.95;
    let grey = Grey::of(&picture.rgb);
    let Some((network, text)) = NETWORK.as_ref().zip(extent(&grey)) else { return Ok(None) };
    let (width, height) = (text[2] - text[0], text[3] - text[1]);
    if width < 8.0 * height {
        return Ok(None);
    }
    // Paper all around, as the characters reach to the edge.
    let room = grey.height;
    let paper = grey.data.iter().copied().max().unwrap_or(255);
    let mut data = vec![paper; (grey.width + 2 * room) * 3 * room];
    for (out, row) in data.chunks_exact_mut(grey.width + 2 * room).skip(room).zip(grey.data.chunks_exact(grey.width)) {
        out[room..room + grey.width].copy_from_slice(row);
    }
    let mut levels = Levels::of(Grey { width: grey.width + 2 * room, height: 3 * room, data });
    let mut best: Option<(ReadLine, f64)> = None;
    for (at, count) in COUNTS.into_iter().enumerate() {
        progress.report(at as u64, COUNTS.len() as u64)?;
        let pitch = width / (count - 1.0 + WIDE);
        let first = room as f64 + text[0] + pitch * WIDE / 2.0 - 0.5;
        let middle = room as f64 + f64::midpoint(text[1], text[3]) - 0.5;
        let ends = [(0.0, first, middle), (count - 1.0, first + pitch * (count - 1.0), middle)];
        let track = Track::through(&ends);
        let taller = (HIGH * pitch / height).clamp(0.75, 1.35);
        let read = track.and_then(|track| read_line(network, &mut levels, &track, taller));
        if let Some(read) = read
            && best.as_ref().is_none_or(|(best, _)| read.score > best.score)
        {
            best = Some((read, taller));
        }
    }
    let best = best.filter(|(best, _)| best.score > 0.0).and_then(|(best, taller)| read_exactly(network, &levels, &best, taller));
    let back = |point: &mut PointPx| *point = PointPx { x: point.x - room as f64, y: point.y - room as f64 };
    Ok(best.map(|best| {
        let mut line = line(&best);
        line.glyphs.iter_mut().flat_map(|glyph| &mut glyph.cell).for_each(back);
        line
    }))
}

/// Left, top, right and bottom of what is dark in a picture of one line: columns and rows with little ink do not count, as specks have.
fn extent(grey: &Grey) -> Option<[f64; 4]> {
    let (dark, light) = (grey.data.iter().copied().min()?, grey.data.iter().copied().max()?);
    let limit = dark / 2 + light / 2;
    if light - dark < 20 || grey.height < 6 {
        return None;
    }
    let (mut rows, mut columns) = (vec![0_u32; grey.height], vec![0_u32; grey.width]);
    for (y, row) in grey.data.chunks_exact(grey.width).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, level)| **level < limit) {
            rows[y] += 1;
            columns[x] += 1;
        }
    }
    let ends = |counts: &[u32], least: u32| {
        let first = counts.iter().position(|count| *count >= least)?;
        let last = counts.iter().rposition(|count| *count >= least)?;
        Some((first as f64, last as f64 + 1.0))
    };
    let most = rows.iter().copied().max()?;
    let (top, bottom) = ends(&rows, (most / 6).max(1))?;
    let (left, right) = ends(&columns, (grey.height as u32 / 12).max(2))?;
    Some([left, top, right, bottom])
}

fn ends(block: &Block) -> impl Iterator<Item = [PointPx; 2]> + '_ {
    block.tracks.iter().map(|track| [track.from, track.to].map(|t| place(track, t, 0.0)))
}

/// A place `t` characters along a track and `down` pitches below it.
fn place(track: &Track, t: f64, down: f64) -> PointPx {
    let ((x, y), (dx, dy)) = (track.at(t), track.step(t));
    PointPx { x: rounded(x - dy * down), y: rounded(y + dx * down) }
}

/// To four decimals: what is beyond is noise, and differs from machine to machine.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn in_picture(block: &ReadBlock) -> Option<MrzInPicture> {
    let lines: Vec<MrzLine> = block.lines.iter().map(line).collect();
    let (top, bottom) = (block.lines.first()?, block.lines.last()?);
    let last = |line: &ReadLine| line.glyphs.len() as f64 - 0.5;
    let corners = [
        place(&top.track, -0.5, -HALF_HEIGHT),
        place(&top.track, last(top), -HALF_HEIGHT),
        place(&bottom.track, last(bottom), HALF_HEIGHT),
        place(&bottom.track, -0.5, HALF_HEIGHT),
    ];
    let (dx, dy) = top.track.step(last(top) / 2.0);
    let confidence = lines.iter().flat_map(|line| &line.glyphs).map(MrzGlyph::probability).product();
    Some(MrzInPicture { lines, corners, angle_deg: dy.atan2(dx).to_degrees(), confidence, evidence: f64::from(block.mean) })
}

fn line(read: &ReadLine) -> MrzLine {
    let glyphs = (0_i32..)
        .zip(&read.glyphs)
        .map(|(index, glyph)| {
            let t = f64::from(index);
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
                cell: [corner(-0.5, -HALF_HEIGHT), corner(0.5, -HALF_HEIGHT), corner(0.5, HALF_HEIGHT), corner(-0.5, HALF_HEIGHT)],
            }
        })
        .collect();
    MrzLine { glyphs, pitch_px: read.track.pitch() }
}

#[cfg(test)]
mod tests;
