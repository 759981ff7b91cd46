//! Reads the modules of a matrix symbol from a grid that follows the print.
//!
//! A map from corners alone misses the modules of a symbol on cloth, on a bottle or in a bent page. Edges between modules lie on
//! the lines of the grid, so the phase of the edges against the grid, taken in a small neighbourhood, says by how much the print is
//! shifted there. Phases are followed from places that are known outward, as the next one is never half a module off.

mod modules;
mod phase;

use super::fit::{self, Pair};
use super::luma::Luma;
use crate::domain::Homography;
pub(super) use modules::Modules;
use phase::Phase;

/// Samples along one module.
const STEPS: i32 = 6;

/// Steps of clearness by which places are followed.
const CLARITIES: usize = 16;

/// A shift in modules that needs no better map.
const SMALL_SHIFT: f32 = 0.2;

/// The most modules along a side (an Aztec symbol has 151, a QR symbol 177).
pub(super) const MAX_MODULES: i32 = 181;

/// The most modules across a symbol of bars.
const MAX_BARS: i32 = 600;

/// Where the modules of a symbol lie: one module a unit, (0, 0) the outer corner of the first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    pub(super) columns: i32,
    pub(super) rows: i32,
    pub(super) px_from_module: Homography,
}

impl Grid {
    /// Whether the map is one that a picture can have: no module outside all bounds.
    fn is_sound(&self, luma: &Luma) -> bool {
        let (columns, rows) = (f64::from(self.columns), f64::from(self.rows));
        let reach = f64::from(luma.width.max(luma.height));
        (4..=MAX_MODULES).contains(&self.columns)
            && (4..=MAX_MODULES).contains(&self.rows)
            && [(0.0, 0.0), (columns, 0.0), (columns, rows), (0.0, rows)].iter().all(|(x, y)| {
                let (u, v) = self.px_from_module.apply(*x, *y);
                u.abs() < 2.0 * reach && v.abs() < 2.0 * reach
            })
    }

    /// Modules as the map has them.
    pub(super) fn plain(&self, luma: &Luma) -> Option<Modules> {
        self.is_sound(luma).then(|| self.levels(luma, |_, _| (0.0, 0.0)))
    }

    /// Modules after the grid has followed the print, with the map that fits its shifts best; `known` are modules where the map is
    /// right to a third of a module.
    pub(super) fn followed_map(&self, luma: &Luma, known: &[(i32, i32)]) -> Option<(Modules, Self)> {
        if !self.is_sound(luma) {
            return None;
        }
        let shifts = self.shifts(luma, known);
        if shifts.iter().all(|shift| shift.0.abs().max(shift.1.abs()) < SMALL_SHIFT) {
            return Some((self.levels(luma, |x, y| shifts.get((y * self.columns + x) as usize).copied().unwrap_or((0.0, 0.0))), *self));
        }
        let mut better = *self;
        // The shifts of the whole grid make a better map, from which what is left is small.
        let pairs: Vec<Pair> = self
            .places()
            .zip(&shifts)
            .map(|((x, y), shift)| {
                let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
                ((x, y), self.px_from_module.apply(x + f64::from(shift.0), y + f64::from(shift.1)))
            })
            .collect();
        if let Some(map) = fit::homography(&pairs) {
            better.px_from_module = map;
        }
        if !better.is_sound(luma) {
            return None;
        }
        let shifts = better.shifts(luma, known);
        let at = |x: i32, y: i32| shifts.get((y * self.columns + x) as usize).copied().unwrap_or((0.0, 0.0));
        Some((better.levels(luma, at), better))
    }

    /// The levels of modules that are bars through all rows: the rows are lines of scan and not followed.
    ///
    /// Bars are long, so that shifts are taken from strips of lines.
    pub(super) fn lines(&self, luma: &Luma) -> Option<Vec<f32>> {
        let strips = (self.rows / 4).clamp(1, 24);
        let unit = Homography::scale_shift([1.0, f64::from(self.rows) / f64::from(strips)], [0.0, 0.0]);
        let coarse = Self { rows: strips, px_from_module: self.px_from_module.after(&unit), ..*self };
        let sound = Self { columns: 8, rows: 8, ..*self };
        if !sound.is_sound(luma) || self.columns > MAX_BARS || self.rows > MAX_BARS {
            return None;
        }
        let (across, _) = coarse.phases(luma);
        let ends = [0, self.columns - 1].into_iter().flat_map(|x| (0..strips).map(move |y| (x, y)));
        let shifts = coarse.follow(&coarse.smooth(across), &ends.collect::<Vec<_>>());
        let shift = |x: i32, y: i32| {
            let strip = y * strips / self.rows.max(1);
            shifts.get((strip * self.columns + x) as usize).copied().unwrap_or(0.0)
        };
        let level = |(x, y): (i32, i32)| {
            let sum: f32 = [-0.25, 0.0, 0.25]
                .iter()
                .map(|step| {
                    let (u, v) = self.px_from_module.apply(f64::from(x) + 0.5 + f64::from(shift(x, y)) + step, f64::from(y) + 0.5);
                    luma.sample(u, v).unwrap_or(255.0)
                })
                .sum();
            sum / 3.0
        };
        Some(self.places().map(level).collect())
    }

    fn places(&self) -> impl Iterator<Item = (i32, i32)> + use<> {
        let columns = self.columns;
        (0..self.rows).flat_map(move |y| (0..columns).map(move |x| (x, y)))
    }

    /// The mean of five places in the middle of every module.
    fn levels(&self, luma: &Luma, shift: impl Fn(i32, i32) -> (f32, f32)) -> Modules {
        const AROUND: [(f64, f64); 5] = [(0.0, 0.0), (-0.2, -0.2), (0.2, -0.2), (-0.2, 0.2), (0.2, 0.2)];
        let level = |(x, y): (i32, i32)| {
            let (dx, dy) = shift(x, y);
            let (x, y) = (f64::from(x) + 0.5 + f64::from(dx), f64::from(y) + 0.5 + f64::from(dy));
            let sum: f32 = AROUND
                .iter()
                .map(|(right, down)| {
                    let (u, v) = self.px_from_module.apply(x + right, y + down);
                    luma.sample(u, v).unwrap_or(255.0)
                })
                .sum();
            sum / AROUND.len() as f32
        };
        Modules { columns: self.columns, rows: self.rows, levels: self.places().map(level).collect() }
    }

    /// The shift of every module in modules, to the right and down.
    fn shifts(&self, luma: &Luma, known: &[(i32, i32)]) -> Vec<(f32, f32)> {
        let (across, down) = self.phases(luma);
        let (across, down) = (self.smooth(across), self.smooth(down));
        let (right, below) = (self.follow(&across, known), self.follow(&down, known));
        right.into_iter().zip(below).collect()
    }

    /// The phases of edges in every module, of those across the rows and of those down the columns.
    fn phases(&self, luma: &Luma) -> (Vec<Phase>, Vec<Phase>) {
        let (width, height) = (self.columns * STEPS, self.rows * STEPS);
        let unit = 1.0 / f64::from(STEPS);
        let map = self.px_from_module.after(&Homography::scale_shift([unit; 2], [unit / 2.0; 2]));
        let patch = luma.warped(&map, width, height, 255);
        let turns: Vec<(f32, f32)> = (0..STEPS)
            .map(|step| {
                let angle = std::f64::consts::TAU * f64::from(step) * unit;
                (libm::cos(angle) as f32, libm::sin(angle) as f32)
            })
            .collect();
        let turn = |at: i32| turns.get((at % STEPS) as usize).copied().unwrap_or((1.0, 0.0));
        let mut across = vec![Phase::default(); (self.columns * self.rows) as usize];
        let mut down = across.clone();
        let mut above: &[u8] = &[];
        for y in 0..height {
            let row = patch.row(y);
            let (cos_y, sin_y) = turn(y);
            let mut before = None;
            for (x, value) in (0..).zip(row) {
                let place = ((y / STEPS) * self.columns + x / STEPS) as usize;
                if let (Some(before), Some(phase)) = (before, across.get_mut(place)) {
                    let (cos, sin) = turn(x);
                    phase.add(f32::from(value.abs_diff(before)), cos, sin);
                }
                if let (Some(over), Some(phase)) = (above.get(x as usize), down.get_mut(place)) {
                    phase.add(f32::from(value.abs_diff(*over)), cos_y, sin_y);
                }
                before = Some(*value);
            }
            above = row;
        }
        (across, down)
    }

    /// Sums over squares of five modules, twice.
    fn smooth(&self, mut phases: Vec<Phase>) -> Vec<Phase> {
        for _ in 0..2 {
            for (step, count, stride, lines) in [(1, self.columns, self.columns, self.rows), (self.columns, self.rows, 1, self.columns)] {
                let from = phases.clone();
                for line in 0..lines {
                    for at in 0..count {
                        let mut sum = Phase::default();
                        for near in (at - 2).max(0)..(at + 3).min(count) {
                            if let Some(phase) = from.get((line * stride + near * step) as usize) {
                                sum.cos += phase.cos;
                                sum.sin += phase.sin;
                                sum.all += phase.all;
                            }
                        }
                        if let Some(out) = phases.get_mut((line * stride + at * step) as usize) {
                            *out = sum;
                        }
                    }
                }
            }
        }
        phases
    }

    /// Shifts in modules, from the known places outward, the clearest next.
    fn follow(&self, phases: &[Phase], known: &[(i32, i32)]) -> Vec<f32> {
        let mut shifts: Vec<Option<f32>> = vec![None; phases.len()];
        let place =
            |x: i32, y: i32| ((0..self.columns).contains(&x) && (0..self.rows).contains(&y)).then_some((y * self.columns + x) as usize);
        // Open places with the shift of the one before, by how clear they are.
        let mut open: [Vec<(usize, f32)>; CLARITIES + 1] = Default::default();
        let clear = |at: usize| (phases.get(at).map_or(0.0, Phase::clearness) * CLARITIES as f32) as usize;
        if let Some(first) = open.last_mut() {
            first.extend(known.iter().filter_map(|(x, y)| Some((place(*x, *y)?, 0.0))));
        }
        while let Some((at, before)) = open.iter_mut().rev().find_map(Vec::pop) {
            let (Some(phase), Some(shift)) = (phases.get(at), shifts.get_mut(at)) else { continue };
            if shift.is_some() {
                continue;
            }
            let here = phase.shift();
            let here = here + libm::roundf(before - here);
            let trust = (phase.clearness() * 4.0 - 0.4).clamp(0.0, 1.0);
            let value = before + (here - before) * trust;
            *shift = Some(value);
            let (x, y) = (at as i32 % self.columns, at as i32 / self.columns);
            for (x, y) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
                if let Some(next) = place(x, y).filter(|next| shifts.get(*next).is_some_and(Option::is_none))
                    && let Some(level) = open.get_mut(clear(next).min(CLARITIES - 1))
                {
                    level.push((next, value));
                }
            }
        }
        shifts.into_iter().map(|shift| shift.unwrap_or(0.0)).collect()
    }
}
