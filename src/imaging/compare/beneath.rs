//! Whether the print beneath what a holder brings along is still there.
//!
//! In a zone that differs from holder to holder the picture says nothing, but the fine lines under it do: guilloche runs on between the
//! letters and shows through a portrait, an overprint lies on top of it. Where a field was erased or a portrait pasted over, they are
//! gone. So both pictures are freed of slow changes, edges stronger than such lines are cut to their height, nearly black ink is left out,
//! and what remains of the questioned picture is projected on the reference: a share of 1 where the lines are there, 0 where they are not.

use rayon::prelude::*;

use super::frame::Frame;
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
pub(super) fn lost(frame: &Frame) -> Plane {
    let scale = frame.mean_px_per_mm();
    let (questioned, reference) = frame.grey();
    let radius = ((SLOW_MM * scale).round() as usize).max(1);
    let (slow_q, slow_r) = (questioned.box_mean(radius), reference.box_mean(radius));
    let (columns, rows) = (frame.width.div_ceil(2), frame.height.div_ceil(2));
    // Power of the reference, what both share, and the pixels that count.
    let mut planes = [0, 1, 2].map(|_| Plane::new(columns, rows));
    let [power, shared, counted] = &mut planes;
    let lines = power.data.par_chunks_exact_mut(columns).zip(shared.data.par_chunks_exact_mut(columns));
    lines.zip(counted.data.par_chunks_exact_mut(columns)).enumerate().for_each(|(y, ((power, shared), counted))| {
        for y in [2 * y, (2 * y + 1).min(frame.height - 1)] {
            for x in 0..frame.width {
                let at = y * frame.width + x;
                let (q, r) = (questioned.data[at], reference.data[at]);
                if !frame.shown[at] || q.min(r) < INK {
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
