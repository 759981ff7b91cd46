//! How surprising it is what a reference leaves unexplained.
//!
//! The same residual means little beside strong edges, where a hundredth of a millimetre shows, and much on bare paper. So its power is
//! divided by what is usual on this very pair where edges are as strong: the median of the power in each of two dozen classes of the
//! gradient of the reference, which the differing part of a page hardly moves. 1 is usual on every page, whatever the scanner, the noise
//! and the focus, so that values of two pages may be compared.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::explain::Unexplained;
use crate::imaging::plane::Plane;

/// Classes of the gradient.
const CLASSES: usize = 24;
/// The median of the square of a normal variable of variance 1.
const MEDIAN_OF_SQUARE: f32 = 0.455;
/// Least variance in squared grey levels that noise is taken to have.
const LEAST_VARIANCE: f32 = 1.0;
/// The most that noise leaves where edges are weakest, in squared grey levels: 19 at most on genuine scans and telephone photographs of all
/// series of the samples, 290 and more where the background is that of another series.
const MOST_CALM: f32 = 60.0;
/// More than this is not more suspicious: a thin black line must not outweigh an area.
const MOST: f32 = 20.0;
/// One pixel in so many tells what is usual.
const STEP: usize = 7;
/// Grey levels that a personal line differs by, at least, and the brightest that it is on one of both sides: such ink is nearly black.
const PERSONAL_DIFFERS: f32 = 40.0;
const PERSONAL_DARK: f32 = 110.0;
/// How far print of a holder may run over the edge of its zone, in mm, and how far around it the paper shows it.
const RUNS_OVER_MM: f64 = 5.0;
const AROUND_MM: f64 = 0.25;
/// Gap between letters that run over, in mm.
const GAP_MM: f64 = 0.7;
/// How far an ink by itself may lie from where the fit puts it, in mm (standard deviation): a window fits three inks, a page has more.
const PLAY_MM: f64 = 0.02;
/// How much denser or thinner an ink by itself may be, as a share of it (standard deviation): a press lays an ink that stands in one
/// emblem alone as it happens, and no other print tells the fit how dense it is. Chosen on designs 0 to 5 of the synthetic yardstick.
const DENSER: f32 = 0.06;
/// What the usual is not taken for, in mm likewise: a large missing emblem may hold most of the strong edges of a page.
const MOST_PLAY_MM: f64 = 0.045;

/// What is usual at each strength of edges: classes by rising gradient, each with its mean gradient and the variance of each channel.
struct Usual {
    edges: Vec<f32>,
    variances: Vec<[f32; 3]>,
}

impl Usual {
    /// `places` are ordered by rising `edges`.
    fn of(places: &[usize], edges: &Plane, power: &[Plane; 3]) -> Self {
        let mut usual = Self { edges: Vec::with_capacity(CLASSES), variances: Vec::with_capacity(CLASSES) };
        let mut so_far = [0.0_f32; 3];
        for class in places.chunks(places.len().div_ceil(CLASSES).max(1)) {
            for (so_far, power) in so_far.iter_mut().zip(power) {
                let mut powers: Vec<f32> = class.iter().map(|at| power.data[*at]).collect();
                let middle = powers.len() / 2;
                let (_, median, _) = powers.select_nth_unstable_by(middle, f32::total_cmp);
                // Stronger edges never leave less.
                *so_far = so_far.max(*median / MEDIAN_OF_SQUARE);
            }
            usual.edges.push(class.iter().map(|at| edges.data[*at]).sum::<f32>() / class.len() as f32);
            usual.variances.push(so_far);
        }
        usual.without_what_is_no_noise();
        usual
    }

    /// Where even the calmest places leave more than noise does, the print differs all over, and that is not usual.
    fn without_what_is_no_noise(&mut self) {
        let Some(calmest) = self.variances.first().copied() else { return };
        for variances in &mut self.variances {
            for (variance, calmest) in variances.iter_mut().zip(calmest) {
                *variance -= (calmest - MOST_CALM).max(0.0);
            }
        }
    }

    /// The variances that are usual at `edges`; linear between the classes, and no more than `most` above that of the calmest.
    fn at(&self, edges: f32, most: f32) -> [f32; 3] {
        let above = self.edges.partition_point(|middle| *middle <= edges);
        let below = above.saturating_sub(1);
        let above = above.min(self.edges.len().saturating_sub(1));
        let (Some(from), Some(low), Some(to), Some(high)) =
            (self.edges.get(below), self.variances.get(below), self.edges.get(above), self.variances.get(above))
        else {
            return [LEAST_VARIANCE; 3];
        };
        let share = if to > from { ((edges - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
        let calmest = self.variances.first().copied().unwrap_or_default();
        [0, 1, 2]
            .map(|channel: usize| (low[channel] + (high[channel] - low[channel]) * share).min(calmest[channel] + most).max(LEAST_VARIANCE))
    }
}

/// The power of what is left in units of what is usual: about 1 where nothing differs, 20 at most, 0 where `counts` says so.
///
/// All planes and `counts` are at half the sampling of the frame; `px_per_mm` is that of the frame.
pub(super) fn surprise(left: &Unexplained, counts: &[bool], px_per_mm: f64) -> Plane {
    let edges = left.edges.box_mean(((0.15 * px_per_mm / 2.0).round() as usize).max(1));
    let mut out = Plane::new(edges.width, edges.height);
    let mut places: Vec<usize> = (0..out.data.len()).step_by(STEP).filter(|at| counts[*at]).collect();
    places.sort_by(|a, b| edges.data[*a].total_cmp(&edges.data[*b]).then(a.cmp(b)));
    // What such a play leaves, for a channel that has a third of the gradient in one of two directions.
    let [play, most_play] = [PLAY_MM, MOST_PLAY_MM].map(|play| ((play * px_per_mm).powi(2) / 6.0) as f32);
    let usual = Usual::of(&places, &edges, &left.power);
    let [red, green, blue] = &left.power;
    let power = red.data.par_iter().zip(&green.data).zip(&blue.data);
    let print = edges.data.par_iter().zip(&left.ink.data);
    out.data.par_iter_mut().with_min_len(1 << 13).zip(power).zip(print).zip(counts).for_each(|(((out, power), (edges, ink)), counts)| {
        if *counts {
            let ((red, green), blue) = power;
            let [r, g, b] = usual.at(*edges, most_play * edges).map(|variance| variance + play * edges + DENSER * DENSER * ink);
            *out = ((red / r + green / g + blue / b) / 3.0).min(MOST);
        }
    });
    out
}

/// Takes from `counts` what print of a holder covers beyond the edge of what is left out: nearly black on one side, no
/// further from what is covered already than letters are from each other, and no more than a word away.
///
/// `dark` is the darker of both pictures; all are at half the sampling of the frame. `left_out` marks what is left out.
pub(super) fn leave_what_runs_over(counts: &mut [bool], left_out: &[bool], left: &Unexplained, dark: &Plane, px_per_mm: f64) {
    let (width, height) = (dark.width, dark.height);
    let reach = (RUNS_OVER_MM * px_per_mm / 2.0).round() as u32;
    let gap = ((GAP_MM * px_per_mm / 2.0).round() as usize).max(1);
    let is_personal = |at: usize| {
        let power: f32 = left.power.iter().map(|plane| plane.data[at]).sum::<f32>() / 3.0;
        dark.data[at] < PERSONAL_DARK && power > PERSONAL_DIFFERS * PERSONAL_DIFFERS
    };
    let mut steps: Vec<u32> = left_out.iter().map(|inside| if *inside { 0 } else { u32::MAX }).collect();
    // Only the edge of what is left out has neighbours that are not.
    let is_edge = |at: &usize| steps[*at] == 0 && around(at % width, at / width, 1, width, height).any(|(x, y)| !left_out[y * width + x]);
    let mut queue: VecDeque<usize> = (0..steps.len()).filter(is_edge).collect();
    let mut over = Vec::new();
    while let Some(at) = queue.pop_front() {
        let next = steps[at] + 1;
        let (x, y) = (at % width, at / width);
        if next > reach {
            continue;
        }
        for (x, y) in around(x, y, gap, width, height) {
            let at = y * width + x;
            if steps[at] == u32::MAX && is_personal(at) {
                steps[at] = next + gap as u32 - 1;
                over.push(at);
                queue.push_back(at);
            }
        }
    }
    let margin = (AROUND_MM * px_per_mm / 2.0).ceil() as usize;
    for at in over {
        for (x, y) in around(at % width, at / width, margin, width, height) {
            counts[y * width + x] = false;
        }
    }
}

/// The pixels up to `reach` away in each direction.
fn around(x: usize, y: usize, reach: usize, width: usize, height: usize) -> impl Iterator<Item = (usize, usize)> {
    let rows = y.saturating_sub(reach)..(y + reach + 1).min(height);
    rows.flat_map(move |y| (x.saturating_sub(reach)..(x + reach + 1).min(width)).map(move |x| (x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn print_that_differs_all_over_is_not_usual() {
        let plane = |value: f32| Plane::from_fn(200, 120, |x, y| value * (0.5 + ((x * 7 + y * 13) % 11) as f32 / 10.0));
        let surprising = |power: f32| {
            let left = Unexplained { power: [plane(power), plane(power), plane(power)], edges: plane(40.0), ink: plane(0.0) };
            let found = surprise(&left, &vec![true; 200 * 120], 8.0);
            found.data.iter().sum::<f32>() / found.data.len() as f32
        };
        let (noise, other) = (surprising(8.0), surprising(300.0));
        assert!(noise < 1.2 && other > 3.0, "{noise} {other}");
    }

    #[test]
    fn noise_is_usual_wherever_it_is_and_a_spot_is_not() {
        let (width, height) = (240, 160);
        let mut state = 1_u32;
        // The square of about a normal variable, with four times the power on the right half, where edges are strong.
        let mut noise = |x: usize| {
            let sum: f32 = (0..12)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 8) as f32 / (1 << 24) as f32 - 0.5
                })
                .sum();
            sum * sum * if x < width / 2 { 9.0 } else { 36.0 }
        };
        let mut plane = || {
            let mut plane = Plane::new(width, height);
            plane.data.iter_mut().enumerate().for_each(|(at, value)| *value = noise(at % width));
            plane
        };
        let mut power = [plane(), plane(), plane()];
        for plane in &mut power {
            plane.data[20 * width + 10] = 400.0;
        }
        let edges = Plane::from_fn(width, height, |x, _| if x < width / 2 { 10.0 } else { 3000.0 });
        let ink = Plane::new(width, height);
        let left = Unexplained { power, edges, ink };
        let found = surprise(&left, &vec![true; width * height], 8.0);
        let mean = |from: usize, to: usize| {
            let values: Vec<f32> = (0..width * height).filter(|at| (from..to).contains(&(at % width))).map(|at| found.data[at]).collect();
            values.iter().sum::<f32>() / values.len() as f32
        };
        assert!((0.5..2.0).contains(&mean(0, 110)) && (0.5..2.0).contains(&mean(130, 240)), "{} {}", mean(0, 110), mean(130, 240));
        assert!(found.data[20 * width + 10] > 15.0);
    }
}
