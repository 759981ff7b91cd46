//! A relief: the blurred height of a shape, which pushes the lines of a field aside as a medallion engraving does.

use tiny_skia::{FillRule, Mask, Path, Transform};

/// Heights on a grid over a rectangle in mm.
pub(crate) struct Relief {
    heights: Vec<f32>,
    width: usize,
    height: usize,
    left: f32,
    top: f32,
}

/// Grid points per mm.
const DENSITY: f32 = 8.0;

impl Relief {
    /// The height of `shape`, blurred by about `softness_mm`: 1 inside, 0 outside.
    pub(crate) fn of(shape: &Path, softness_mm: f32) -> Option<Self> {
        let margin = softness_mm * 3.0 + 0.5;
        let bounds = shape.bounds();
        let (left, top) = (bounds.left() - margin, bounds.top() - margin);
        let width = ((bounds.width() + 2.0 * margin) * DENSITY).ceil() as u32;
        let height = ((bounds.height() + 2.0 * margin) * DENSITY).ceil() as u32;
        let mut mask = Mask::new(width, height)?;
        mask.fill_path(shape, FillRule::EvenOdd, true, Transform::from_translate(-left, -top).post_scale(DENSITY, DENSITY));
        let mut heights: Vec<f32> = mask.data().iter().map(|level| f32::from(*level) / 255.0).collect();
        let (width, height) = (width as usize, height as usize);
        let radius = (softness_mm * DENSITY).round().max(1.0) as usize;
        for _ in 0..3 {
            box_blur(&mut heights, width, height, radius, Axis::Row);
            box_blur(&mut heights, width, height, radius, Axis::Column);
        }
        Some(Self { heights, width, height, left, top })
    }

    /// The height at a place in mm, 0 outside.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let (u, v) = ((x - self.left) * DENSITY - 0.5, (y - self.top) * DENSITY - 0.5);
        if u < 0.0 || v < 0.0 {
            return 0.0;
        }
        let (column, row) = (u as usize, v as usize);
        if column + 1 >= self.width || row + 1 >= self.height {
            return 0.0;
        }
        let (fx, fy) = (u - column as f32, v - row as f32);
        let at = |row: usize, column: usize| self.heights.get(row * self.width + column).copied().unwrap_or(0.0);
        let above = at(row, column) * (1.0 - fx) + at(row, column + 1) * fx;
        let below = at(row + 1, column) * (1.0 - fx) + at(row + 1, column + 1) * fx;
        above * (1.0 - fy) + below * fy
    }
}

/// Which way a blur runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    Row,
    Column,
}

/// Replaces each value by the mean of those up to `radius` away along `axis`; edges repeat.
pub(crate) fn box_blur(values: &mut [f32], width: usize, height: usize, radius: usize, axis: Axis) {
    let (lines, length, line_step, step) = match axis {
        Axis::Row => (height, width, width, 1),
        Axis::Column => (width, height, 1, width),
    };
    if length == 0 || radius == 0 || values.len() != width * height {
        return;
    }
    let mut line_values = vec![0.0; length];
    for line in 0..lines {
        let start = line * line_step;
        for (index, value) in line_values.iter_mut().enumerate() {
            *value = values[start + index * step];
        }
        let at = |index: isize| line_values[index.clamp(0, length as isize - 1) as usize];
        let reach = radius as isize;
        let mut sum: f32 = (-reach..=reach).map(at).sum();
        let share = 1.0 / (2 * radius + 1) as f32;
        for index in 0..length {
            values[start + index * step] = sum * share;
            sum += at(index as isize + reach + 1) - at(index as isize - reach);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relief_is_high_inside_and_flat_outside() {
        let disc = tiny_skia::PathBuilder::from_circle(20.0, 20.0, 5.0).unwrap();
        let relief = Relief::of(&disc, 0.5).unwrap();
        assert!(relief.at(20.0, 20.0) > 0.99);
        assert!((relief.at(25.0, 20.0) - 0.5).abs() < 0.1);
        assert!(relief.at(32.0, 20.0) < 0.001);
    }

    #[test]
    fn a_blur_keeps_the_sum_inside() {
        let mut values = vec![0.0; 9 * 9];
        values[40] = 1.0;
        box_blur(&mut values, 9, 9, 1, Axis::Row);
        box_blur(&mut values, 9, 9, 1, Axis::Column);
        assert!((values.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!((values[40] - 1.0 / 9.0).abs() < 1e-5);
    }
}
