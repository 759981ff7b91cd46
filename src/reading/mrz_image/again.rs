//! A second look at the characters of a line that are not plain.

use std::ops::Range;

use super::cells::{STRIDE, gain};
use super::net::{NONE, REACH, Ready};
use super::read::{ReadLine, ordered, shares};
use super::strip::Levels;

/// A share below which a character is looked at again.
const SURE: f32 = 0.9;
/// How far a line is looked at above and below, in pitches at its usual height, and how much taller than at that.
const ASIDE_LOOKS: [f64; 5] = [-0.16, -0.08, 0.0, 0.08, 0.16];
/// What a look counts: five looks at one print are worth two that know nothing of each other.
const WEIGHT: f32 = 0.4;
const TALLER_LOOKS: [f64; 2] = [0.9, 1.12];
/// How much taller than it is a line is made at most because its height was measured; more is because of the angle it was seen at.
const GUESSED: f64 = 1.5;

/// Looks again at the characters of a line that are not plain: along their middles, a little higher and lower; where they are seen best,
/// also taller and less tall. The probabilities of the best looks are multiplied, by their weight.
pub(super) fn looked_again(network: &Ready, levels: &Levels, line: &mut ReadLine) {
    for part in parts(line) {
        // The height of a line alone is a guess, so it is also looked at as characters usually are.
        let is_guess = (line.taller - 1.0).abs() > 0.08 && line.taller < GUESSED;
        let heights = if is_guess { vec![line.taller, 1.0] } else { vec![line.taller] };
        let mut looks: Vec<Look> = heights
            .iter()
            .flat_map(|taller| ASIDE_LOOKS.iter().map(|down| (*down, *taller)))
            .map(|how| look(network, levels, line, part.clone(), how))
            .collect();
        looks.sort_by(|one, other| other.sure.total_cmp(&one.sure));
        looks.truncate(3);
        let (down, best) = looks[0].how;
        looks.extend(TALLER_LOOKS.iter().map(|taller| look(network, levels, line, part.clone(), (down, taller * best))));
        for (at, glyph) in line.glyphs[part].iter_mut().enumerate() {
            let mut sum = [0.0_f32; NONE];
            for look in &looks {
                sum.iter_mut().zip(&look.shares[at]).for_each(|(sum, share)| *sum += share.max(1e-6).ln() * WEIGHT);
            }
            let all = sum.iter().map(|sum| sum.exp()).sum::<f32>();
            glyph.answers = ordered(&sum.map(|sum| sum.exp() / all));
        }
    }
}

/// The parts of a line around characters that are not plain.
fn parts(line: &ReadLine) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (at, glyph) in line.glyphs.iter().enumerate() {
        if glyph.answers.first().is_some_and(|(_, share)| *share >= SURE) {
            continue;
        }
        let (from, to) = (at.saturating_sub(1), (at + 2).min(line.glyphs.len()));
        match parts.last_mut() {
            // Each part needs room around it, so near ones are taken together.
            Some(last) if last.end + 4 >= from => last.end = to,
            _ => parts.push(from..to),
        }
    }
    parts
}

/// What one look at a part of a line says.
struct Look {
    /// How sure it is in all, as a logarithm.
    sure: f32,
    /// How far below the middle it is, and how much taller the line is made.
    how: (f64, f64),
    shares: Vec<[f32; NONE]>,
}

fn look(network: &Ready, levels: &Levels, line: &ReadLine, part: Range<usize>, how: (f64, f64)) -> Look {
    let (down, taller) = how;
    let strip = levels.strip(&line.track.beside(down / taller), part.start as f64 - 2.5, part.end as f64 + 1.5, taller);
    let answers = network.read(&strip.line);
    let seen = part.map(|at| {
        let place = ((at as f64 - strip.t(REACH)) * STRIDE as f64).round() as usize;
        let near = place.saturating_sub(1)..(place + 2).min(answers.len());
        let best = near.max_by(|one, other| gain(&answers[*one]).total_cmp(&gain(&answers[*other])));
        best.map_or([0.0; NONE], |best| shares(&answers[best]))
    });
    let shares: Vec<[f32; NONE]> = seen.collect();
    let sure = shares.iter().map(|shares| shares.iter().copied().fold(0.0, f32::max).max(1e-6).ln()).sum();
    Look { sure, how, shares }
}
