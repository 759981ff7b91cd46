//! What is print in a line: levels between the ground around and the darkest ink around.

use super::net::{HEIGHT, Line};
use crate::imaging::plane::Plane;

/// Columns that share what ground and ink are.
const BLOCK: usize = 8;
/// How many blocks to each side count for a block: together about three characters.
const AROUND: usize = 3;
/// Share of the pixels that are lighter than the ground, and of those that are darker than ink.
const GROUND: f32 = 0.2;
const INK: f32 = 0.04;
/// The least difference of ground and ink, in levels of 255: less is noise.
const LEAST: f32 = 10.0;

/// A line of levels (0 to 255, [`HEIGHT`] rows) as ink.
pub(super) fn inked(levels: &Plane) -> Line {
    let blocks: Vec<[u32; 256]> = (0..levels.width.div_ceil(BLOCK)).map(|block| counted(levels, block)).collect();
    let ends: Vec<[f32; 2]> = (0..blocks.len())
        .map(|at| {
            let mut sum = [0_u32; 256];
            for block in blocks.iter().take(at + AROUND + 1).skip(at.saturating_sub(AROUND)) {
                sum.iter_mut().zip(block).for_each(|(sum, count)| *sum += count);
            }
            [level_of(&sum, 1.0 - GROUND), level_of(&sum, INK)]
        })
        .collect();
    let mut ink = Vec::with_capacity(levels.width * HEIGHT);
    for x in 0..levels.width {
        // Between the middles of blocks, in a straight line.
        let place = ((x as f32 + 0.5) / BLOCK as f32 - 0.5).max(0.0);
        let (first, share) = (place as usize, place.fract());
        let next = (first + 1).min(ends.len() - 1);
        let [ground, dark] = [0, 1].map(|end| ends[first][end] * (1.0 - share) + ends[next][end] * share);
        let span = (ground - dark).max(LEAST);
        ink.extend((0..HEIGHT).map(|y| ((ground - levels.get(x, y)) / span).clamp(-0.5, 1.5)));
    }
    Line { columns: levels.width, ink }
}

fn counted(levels: &Plane, block: usize) -> [u32; 256] {
    let mut counts = [0; 256];
    for y in 0..HEIGHT {
        for x in block * BLOCK..((block + 1) * BLOCK).min(levels.width) {
            counts[levels.get(x, y).clamp(0.0, 255.0) as usize] += 1;
        }
    }
    counts
}

/// The level that a share of the counted pixels do not exceed.
fn level_of(counts: &[u32; 256], share: f32) -> f32 {
    let all: u32 = counts.iter().sum();
    let wanted = (all as f32 * share) as u32;
    let mut sum = 0;
    for (level, count) in counts.iter().enumerate() {
        sum += count;
        if sum > wanted {
            return level as f32;
        }
    }
    255.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn print_is_told_alike_in_light_and_in_shadow() {
        // Bars of ink on a ground that gets darker to the right.
        let levels = Plane::from_fn(200, HEIGHT, |x, _| {
            let ground = 240.0 - 0.7 * x as f32;
            if x % 10 < 3 { ground * 0.3 } else { ground }
        });
        let line = inked(&levels);
        for x in 20..180 {
            let ink = line.ink[x * HEIGHT + 5];
            assert!(if x % 10 < 3 { ink > 0.75 } else { ink < 0.3 }, "{x}: {ink}");
        }
    }

    #[test]
    fn an_empty_ground_is_no_ink() {
        let line = inked(&Plane::from_fn(64, HEIGHT, |x, y| 200.0 + ((x * 7 + y * 3) % 3) as f32));
        assert!(line.ink.iter().all(|ink| ink.abs() < 0.3));
    }
}
