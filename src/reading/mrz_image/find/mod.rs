//! Where lines of a machine-readable zone could be: rows of spots at one pitch, two or three of them side by side.

mod chains;
mod spots;
mod track;

use chains::{Places, chains};
use spots::{Limits, Spot, spots};

pub(super) use track::Track;

use crate::imaging::grey::Grey;
use crate::imaging::plane::Plane;

/// The longer side of the picture that is searched, in px.
const SIDE: f64 = 1400.0;
/// How much a small picture is enlarged at most.
const MOST_LARGER: f64 = 3.0;

/// How high characters are made to look for them in a picture of one line, in px.
const CHARACTER: f64 = 22.0;
/// How large such a picture may be, and the rows of spots in it that are tried.
const MOST_PIXELS: usize = 4_000_000;
const MOST_TRACKS: usize = 2;
/// How ink is told from ground in it.
const PLAIN_INK: Limits = Limits { radius: 20, deviations: 0.3, levels: 20.0 };

/// Lines side by side, from top to bottom as they would be read in the direction of the first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) tracks: Vec<Track>,
    /// How many characters were seen in all.
    pub(super) seen: usize,
}

/// Ways of telling ink from ground, one after the other: the first is right for most.
pub(super) const WAYS: usize = 3;

/// Blocks of lines in a picture, those with most characters first; px of the picture.
pub(super) fn blocks(grey: &Grey, way: usize) -> Vec<Block> {
    let long = grey.width.max(grey.height);
    if long < 40 || grey.width.min(grey.height) < 12 {
        return Vec::new();
    }
    let larger = if way == 2 { 0.55 } else { 1.0 };
    let scale = (SIDE * larger / long as f64).min(MOST_LARGER * larger);
    let side = |px: usize| ((px as f64 * scale).round() as usize).max(1);
    let small = grey.resized(side(grey.width), side(grey.height));
    let small = if scale > 1.2 { small.blurred(0.5 * scale as f32) } else { small.blurred(0.6) };
    let limits = match way {
        0 => Limits { radius: 20, deviations: 0.3, levels: 4.0 },
        1 => Limits { radius: 11, deviations: 0.55, levels: 1.5 },
        _ => Limits { radius: 14, deviations: 0.35, levels: 3.0 },
    };
    let tracks = tracks(&small, limits);
    let back = back(grey, &small);
    let mut blocks = grouped(&tracks);
    for block in &mut blocks {
        block.tracks.iter_mut().for_each(|track| *track = track.scaled(back));
    }
    blocks
}

/// Rows of spots at one pitch, those with most spots first.
fn tracks(picture: &Plane, limits: Limits) -> Vec<Track> {
    let spots: Vec<Spot> = spots(picture, limits);
    chains(&spots, &Places::new(&spots, picture.width, picture.height))
}

/// The rows of spots in a picture of one line whose characters are about `height` px high, from left to right, at most [`MOST_TRACKS`] of
/// them; each with the height of its characters in pitches.
pub(super) fn tracks_of_line(grey: &Grey, height: f64) -> Vec<(Track, f64)> {
    let Some(small) = of_characters(grey, height) else { return Vec::new() };
    let spots = spots(&small, PLAIN_INK);
    let tracks = chains(&spots, &Places::new(&spots, small.width, small.height));
    let tracks = tracks.into_iter().map(|track| if track.step(track.from).0 < 0.0 { track.reversed() } else { track });
    let level = tracks.filter(|track| track.step(track.from).0 > 4.0 * track.step(track.from).1.abs());
    let with_height = level.take(MOST_TRACKS).map(|track| {
        let high = |spot: &Spot| spot.size / track.step(track.nearest((spot.x, spot.y))).0;
        let mut heights: Vec<f64> = track.members.iter().map(|at| high(&spots[*at])).collect();
        heights.sort_by(f64::total_cmp);
        // Fillers are less high than characters, and there may be more of them.
        let high = heights.get(heights.len() * 9 / 10).copied().unwrap_or(1.0);
        (track.scaled(back(grey, &small)), high)
    });
    with_height.collect()
}

/// The middles of the spots in such a picture that could be characters, in px.
pub(super) fn spots_of_line(grey: &Grey, height: f64) -> Vec<(f64, f64)> {
    let Some(small) = of_characters(grey, height) else { return Vec::new() };
    let (across, down) = back(grey, &small);
    let spots = spots(&small, PLAIN_INK).into_iter().filter(|spot| spot.size > CHARACTER / 3.0);
    spots.map(|spot| ((spot.x + 0.5) * across - 0.5, (spot.y + 0.5) * down - 0.5)).collect()
}

/// A picture of a line so large that characters of `height` px are [`CHARACTER`] px high.
fn of_characters(grey: &Grey, height: f64) -> Option<Plane> {
    let scale = (CHARACTER / height).min(MOST_LARGER);
    let side = |px: usize| ((px as f64 * scale).round() as usize).max(1);
    let is_small = side(grey.width).saturating_mul(side(grey.height)) <= MOST_PIXELS;
    is_small.then(|| grey.resized(side(grey.width), side(grey.height)).blurred(0.6))
}

/// From px of a smaller picture to those of a larger.
fn back(large: &Grey, small: &Plane) -> (f64, f64) {
    (large.width as f64 / small.width as f64, large.height as f64 / small.height as f64)
}

/// Tracks that run side by side, as the lines of a zone do.
fn grouped(tracks: &[Track]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut taken = vec![false; tracks.len()];
    for (at, track) in tracks.iter().enumerate() {
        if taken[at] {
            continue;
        }
        taken[at] = true;
        let mut lines = vec![(0.0, track.clone())];
        for (other_at, other) in tracks.iter().enumerate() {
            if taken[other_at] {
                continue;
            }
            let Some((off, other)) = beside(track, other) else { continue };
            // Not the same line again, and not further away than a third line is.
            let apart = lines.iter().map(|(place, _)| (off - place).abs()).fold(f64::MAX, f64::min);
            if apart < 0.8 {
                taken[other_at] = off.abs() < 0.8;
            } else if (1.15..4.0).contains(&apart) && lines.len() < 4 {
                taken[other_at] = true;
                lines.push((off, other));
            }
        }
        lines.sort_by(|one, other| one.0.total_cmp(&other.0));
        let seen = lines.iter().map(|(_, line)| line.members.len()).sum();
        blocks.push(Block { tracks: lines.into_iter().map(|(_, line)| line).collect(), seen });
    }
    blocks.sort_by_key(|block| std::cmp::Reverse(block.seen));
    blocks
}

/// How many pitches below `track` another line runs, if it runs beside it at the same pitch; the other in the same direction.
fn beside(track: &Track, other: &Track) -> Option<(f64, Track)> {
    let middle = f64::midpoint(track.from, track.to);
    let (dx, dy) = track.step(middle);
    let pitch = dx.hypot(dy);
    let (ox, oy) = other.step(f64::midpoint(other.from, other.to));
    let other = if dx * ox + dy * oy < 0.0 { other.reversed() } else { other.clone() };
    let (sx, sy) = other.step(f64::midpoint(other.from, other.to));
    let its_pitch = sx.hypot(sy);
    let turned = (dx * sy - dy * sx) / (pitch * its_pitch);
    if turned.abs() > 0.08 || !(0.86..1.16).contains(&(its_pitch / pitch)) {
        return None;
    }
    // Where the other line passes this one's middle, and how far along both overlap.
    let (cx, cy) = track.at(middle);
    let along = |t: f64| {
        let (x, y) = other.at(t);
        ((x - cx) * dx + (y - cy) * dy) / (pitch * pitch)
    };
    let (start, end) = (along(other.from), along(other.to));
    let half = (track.to - track.from) / 2.0;
    let overlap = end.min(half) - start.max(-half);
    if overlap < 4.0 {
        return None;
    }
    let share = if end > start { (0.0 - start) / (end - start) } else { 0.5 };
    let (x, y) = other.at(other.from + share * (other.to - other.from));
    Some((((y - cy) * dx - (x - cx) * dy) / (pitch * pitch), other))
}
