//! Whether the print beneath what a holder brings along is still there.
//!
//! In a zone that differs from holder to holder the picture says nothing, but the fine lines under it do: guilloche runs on between the
//! letters and shows through a portrait, an overprint lies on top of it. Where a field was erased or a portrait pasted over, they are
//! gone. So both pictures are freed of slow changes, edges stronger than such lines are cut to their height, nearly black ink is left out,
//! and what remains of the questioned picture is projected on the reference: a share of 1 where the lines are there, 0 where they are not.

use rayon::prelude::*;

use super::map::spread;
use crate::imaging::plane::Plane;

/// Changes slower than this are taken out, in mm (half the side of a square).
const SLOW_MM: f64 = 0.4;
/// Height of fine lines in grey levels; what differs more is a letter or a face.
const HEIGHT: f32 = 6.0;
/// Brighter ink than this may be print, in grey levels.
const INK: f32 = 110.0;
/// Standard deviation of the windows in mm.
const WINDOW_MM: f64 = 1.0;
/// Power of lines in squared grey levels that noise may have, and that half of the weight is given to.
const NOISE: f32 = 0.3;
const EVIDENCE: f32 = 5.0;

/// How much of the print is gone, 0 to 1, at half the sampling of the frame; 0 where there is too little to say.
///
/// `shown` tells which pixels of the frame the questioned picture shows.
pub(super) fn lost(questioned: &[Plane; 3], reference: &[Plane; 3], shown: &[bool], scale: f64) -> Plane {
    let (width, height) = (reference[0].width, reference[0].height);
    let (questioned, reference) = (grey(questioned), grey(reference));
    let radius = ((SLOW_MM * scale).round() as usize).max(1);
    let (slow_q, slow_r) = (questioned.box_mean(radius), reference.box_mean(radius));
    let (columns, rows) = (width.div_ceil(2), height.div_ceil(2));
    // Power of the reference, what both share, and the pixels that count.
    let mut planes = [0, 1, 2].map(|_| Plane::new(columns, rows));
    let [power, shared, counted] = &mut planes;
    let lines = power.data.par_chunks_exact_mut(columns).zip(shared.data.par_chunks_exact_mut(columns));
    lines.zip(counted.data.par_chunks_exact_mut(columns)).enumerate().for_each(|(y, ((power, shared), counted))| {
        for y in [2 * y, (2 * y + 1).min(height - 1)] {
            for x in 0..width {
                let at = y * width + x;
                let (q, r) = (questioned.data[at], reference.data[at]);
                if !shown[at] || q.min(r) < INK {
                    continue;
                }
                let [q, r] = [q - slow_q.data[at], r - slow_r.data[at]].map(|line| line.clamp(-HEIGHT, HEIGHT));
                power[x / 2] += 0.25 * r * r;
                shared[x / 2] += 0.25 * q * r;
                counted[x / 2] += 0.25;
            }
        }
    });
    let [mut power, shared, counted] = planes.map(|plane| spread(&plane, WINDOW_MM * scale / 2.0));
    for ((power, shared), counted) in power.data.iter_mut().zip(&shared.data).zip(&counted.data) {
        let share = (shared / (*power + NOISE)).clamp(0.0, 1.0);
        *power = (1.0 - share) * *power / (*power + EVIDENCE) * (2.0 * counted).min(1.0);
    }
    power
}

/// The grey values of three channels.
pub(super) fn grey([red, green, blue]: &[Plane; 3]) -> Plane {
    let mut out = Plane::new(red.width, red.height);
    let channels = red.data.par_iter().zip(&green.data).zip(&blue.data);
    let each = out.data.par_iter_mut().with_min_len(1 << 14).zip(channels);
    each.for_each(|(out, ((red, green), blue))| *out = 0.299 * red + 0.587 * green + 0.114 * blue);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_under_a_name_are_found_and_missed() {
        let lines = |x: usize, y: usize| 200.0 + 5.0 * ((x as f32) * 1.1 + (y as f32) * 0.3).sin();
        let page = |erased: bool, name: usize| {
            let plane = Plane::from_fn(160, 80, |x, y| {
                let letter = (20..24).contains(&y) && x % 16 == name;
                if letter {
                    20.0
                } else if erased && x < 80 {
                    200.0
                } else {
                    lines(x, y)
                }
            });
            [plane.clone(), plane.clone(), plane]
        };
        let shown = vec![true; 160 * 80];
        let kept = lost(&page(false, 3), &page(false, 9), &shown, 8.0);
        let gone = lost(&page(true, 3), &page(false, 9), &shown, 8.0);
        assert!(kept.get(20, 20) < 0.2 && gone.get(20, 20) > 0.5, "{} {}", kept.get(20, 20), gone.get(20, 20));
        assert!(gone.get(65, 20) < 0.2, "{}", gone.get(65, 20));
    }
}
