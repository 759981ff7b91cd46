//! Guilloches: interlaced lines from parametric curves, as a rose engine draws them.

use std::f32::consts::TAU;

use super::math::Exact as _;
use tiny_skia::{Path, PathBuilder};

/// A curve through `points`, smooth between their midpoints; closed curves join without a corner.
pub(crate) fn smooth(points: &[(f32, f32)], closed: Closed) -> Option<Path> {
    let middle = |a: (f32, f32), b: (f32, f32)| (f32::midpoint(a.0, b.0), f32::midpoint(a.1, b.1));
    let (first, last) = (*points.first()?, *points.last()?);
    let mut builder = PathBuilder::with_capacity(points.len() + 2, points.len() * 2 + 2);
    match closed {
        Closed::Yes => {
            let start = middle(last, first);
            builder.move_to(start.0, start.1);
            for pair in points.windows(2) {
                if let [a, b] = *pair {
                    let end = middle(a, b);
                    builder.quad_to(a.0, a.1, end.0, end.1);
                }
            }
            builder.quad_to(last.0, last.1, start.0, start.1);
            builder.close();
        }
        Closed::No => {
            builder.move_to(first.0, first.1);
            for pair in points.windows(2) {
                if let [a, b] = *pair {
                    let end = middle(a, b);
                    builder.quad_to(a.0, a.1, end.0, end.1);
                }
            }
            builder.line_to(last.0, last.1);
        }
    }
    builder.finish()
}

/// Whether a curve returns to its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    Yes,
    No,
}

/// A ring of interlaced waves around a centre; lengths in mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ring {
    pub center: (f32, f32),
    /// Mean radius.
    pub radius: f32,
    /// How far the waves swing to either side.
    pub swing: f32,
    /// Waves in one turn.
    pub waves: u32,
    /// Curves, each a fraction of a wave further.
    pub strands: u32,
    /// How many times the swing swells in one turn, and by how much (0 to 1).
    pub swell: (u32, f32),
    /// How many petals the mean radius forms, and how deep in mm.
    pub petals: (u32, f32),
    /// Height over width.
    pub aspect: f32,
}

impl Ring {
    pub(crate) const fn new(center: (f32, f32), radius: f32, swing: f32, waves: u32, strands: u32) -> Self {
        Self { center, radius, swing, waves, strands, swell: (0, 0.0), petals: (0, 0.0), aspect: 1.0 }
    }

    pub(crate) const fn swelling(mut self, times: u32, depth: f32) -> Self {
        self.swell = (times, depth);
        self
    }

    pub(crate) const fn petalled(mut self, petals: u32, depth_mm: f32) -> Self {
        self.petals = (petals, depth_mm);
        self
    }

    pub(crate) const fn flattened(mut self, aspect: f32) -> Self {
        self.aspect = aspect;
        self
    }

    pub(crate) fn paths(&self) -> Vec<Path> {
        let steps = (self.waves.max(self.petals.0) * 14).max(120);
        (0..self.strands)
            .filter_map(|strand| {
                let phase = TAU * strand as f32 / self.strands as f32;
                let points: Vec<_> = (0..steps)
                    .map(|step| {
                        let angle = TAU * step as f32 / steps as f32;
                        let swell = 1.0 - self.swell.1 * (0.5 - 0.5 * (self.swell.0 as f32 * angle).xcos());
                        let mean = self.radius + self.petals.1 * (self.petals.0 as f32 * angle).xcos();
                        let radius = mean + self.swing * swell * (self.waves as f32 * angle + phase).xsin();
                        (self.center.0 + radius * angle.xcos(), self.center.1 + radius * self.aspect * angle.xsin())
                    })
                    .collect();
                smooth(&points, Closed::Yes)
            })
            .collect()
    }
}

/// Interlaced waves along a straight band; lengths in mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Band {
    pub from: (f32, f32),
    pub to: (f32, f32),
    /// How far the waves swing to either side.
    pub swing: f32,
    pub waves: f32,
    pub strands: u32,
    /// How many times the swing swells over the band, and by how much.
    pub swell: (f32, f32),
}

impl Band {
    pub(crate) fn paths(&self) -> Vec<Path> {
        let (dx, dy) = (self.to.0 - self.from.0, self.to.1 - self.from.1);
        let length = dx.xhypot(dy).max(1e-6);
        let normal = (-dy / length, dx / length);
        let steps = ((self.waves * 14.0) as u32).max(60);
        (0..self.strands)
            .filter_map(|strand| {
                let phase = TAU * strand as f32 / self.strands as f32;
                let points: Vec<_> = (0..=steps)
                    .map(|step| {
                        let share = step as f32 / steps as f32;
                        let swell = 1.0 - self.swell.1 * (0.5 - 0.5 * (TAU * self.swell.0 * share).xcos());
                        let off = self.swing * swell * (TAU * self.waves * share + phase).xsin();
                        (self.from.0 + dx * share + normal.0 * off, self.from.1 + dy * share + normal.1 * off)
                    })
                    .collect();
                smooth(&points, Closed::No)
            })
            .collect()
    }
}

/// A field of waving lines over a rectangle that a relief pushes aside; lengths in mm.
pub(crate) struct Field<'a> {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
    /// Distance of the lines.
    pub spacing: f32,
    /// Slope of the lines: mm down for each mm to the right.
    pub slope: f32,
    /// Two waves on top of each other: swing, length, and how far each line lags behind the one above, in turns.
    pub waves: [(f32, f32, f32); 2],
    /// What pushes the lines up, in mm at a place.
    pub relief: Option<&'a dyn Fn(f32, f32) -> f32>,
}

impl Field<'_> {
    pub(crate) fn paths(&self) -> Vec<Path> {
        let width = self.right - self.left;
        let reach = self.slope.abs() * width + 2.0;
        let lines = ((self.bottom - self.top + 2.0 * reach) / self.spacing).ceil() as i32;
        let step = 0.35_f32;
        let steps = (width / step).ceil() as i32;
        (0..lines)
            .flat_map(|line| {
                let base = self.top - reach + line as f32 * self.spacing;
                let mut runs: Vec<Vec<(f32, f32)>> = vec![Vec::new()];
                for index in 0..=steps {
                    let x = (self.left + index as f32 * step).min(self.right);
                    let mut y = base + self.slope * (x - self.left);
                    for (swing, length, lag) in self.waves {
                        y += swing * (TAU * (x / length + lag * line as f32)).xsin();
                    }
                    if let Some(relief) = self.relief {
                        y -= relief(x, y);
                    }
                    if y >= self.top && y <= self.bottom {
                        if let Some(run) = runs.last_mut() {
                            run.push((x, y));
                        }
                    } else if runs.last().is_some_and(|run| !run.is_empty()) {
                        runs.push(Vec::new());
                    }
                }
                runs.into_iter().filter(|run| run.len() > 2).filter_map(|run| smooth(&run, Closed::No)).collect::<Vec<_>>()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_stays_between_its_swings() {
        for path in Ring::new((20.0, 20.0), 8.0, 1.5, 24, 5).swelling(6, 0.5).paths() {
            let bounds = path.bounds();
            assert!(bounds.left() >= 10.4 && bounds.right() <= 29.6, "{bounds:?}");
        }
    }

    #[test]
    fn a_field_keeps_inside_its_rectangle() {
        let field = Field {
            left: 5.0,
            top: 10.0,
            right: 40.0,
            bottom: 30.0,
            spacing: 0.5,
            slope: 0.2,
            waves: [(1.0, 12.0, 0.02), (0.3, 5.0, -0.03)],
            relief: None,
        };
        let paths = field.paths();
        assert!(paths.len() > 40);
        for path in paths {
            let bounds = path.bounds();
            assert!(bounds.top() >= 9.99 && bounds.bottom() <= 30.01 && bounds.left() >= 4.99 && bounds.right() <= 40.01);
        }
    }
}
