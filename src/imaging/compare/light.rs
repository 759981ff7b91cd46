//! The light of the questioned picture relative to the reference, as a smooth field over the page.
//!
//! First a polynomial, which any lamp is followed by roughly, then what is left of it around each place: a lamp near a page, or the haze
//! beside a glare, is no polynomial. Both are robust, so that print which differs does not pass for light; something that differs over
//! less than half of [`AROUND_MM`] around it keeps its difference.

use crate::imaging::register::fit::median;

/// How far around a place the light is asked for after the polynomial, in mm.
const AROUND_MM: f64 = 11.0;
/// From place to place in mm; between them it is interpolated.
const STEP_MM: f64 = 5.0;
/// Blocks around a place that tell of its light at least.
const LEAST_BLOCKS: usize = 14;
/// The most that is made good after the polynomial.
const MOST_LEFT: f64 = 1.2;

/// The mean of a block of the page in both pictures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    /// Its middle in mm of the page.
    pub(super) at: [f64; 2],
    pub(super) reference: f64,
    pub(super) questioned: f64,
}

/// How bright the questioned picture is relative to the reference.
pub(super) struct Light {
    field: LightField,
    size_mm: [f64; 2],
    /// What is left, at places a step apart, row by row.
    left: Vec<f64>,
    columns: usize,
    rows: usize,
}

impl Light {
    /// Fits the light of a page of `size_mm`; `None` without blocks.
    pub(super) fn fit(blocks: &[Block], size_mm: [f64; 2]) -> Option<Self> {
        let unit = |at: [f64; 2]| [0, 1].map(|axis| at[axis] / size_mm[axis] * 2.0 - 1.0);
        let samples: Vec<[f64; 4]> = blocks
            .iter()
            .map(|block| {
                let [x, y] = unit(block.at);
                [x, y, block.reference, block.questioned]
            })
            .collect();
        let field = LightField::fit(&samples)?;
        let rest: Vec<([f64; 2], f64)> = blocks
            .iter()
            .map(|block| {
                let [x, y] = unit(block.at);
                (block.at, block.questioned / block.reference / field.at(x, y).max(0.05))
            })
            .collect();
        let places = |side: f64| (side / STEP_MM).ceil().max(1.0) as usize + 1;
        let (columns, rows) = (places(size_mm[0]), places(size_mm[1]));
        let left_at = |place: usize| {
            let at = [(place % columns) as f64 * STEP_MM, (place / columns) as f64 * STEP_MM];
            let near: Vec<f64> = rest
                .iter()
                .filter(|(other, _)| (other[0] - at[0]).powi(2) + (other[1] - at[1]).powi(2) <= AROUND_MM * AROUND_MM)
                .map(|(_, left)| *left)
                .collect();
            let known = if near.len() < LEAST_BLOCKS { None } else { median(&near) };
            known.unwrap_or(1.0).clamp(1.0 / MOST_LEFT, MOST_LEFT)
        };
        let left = (0..columns * rows).map(left_at).collect();
        Some(Self { field, size_mm, left, columns, rows })
    }

    /// The factor at a place of the page in mm.
    pub(super) fn at(&self, [x, y]: [f64; 2]) -> f64 {
        let field = self.field.at(x / self.size_mm[0] * 2.0 - 1.0, y / self.size_mm[1] * 2.0 - 1.0);
        let cell = |at: f64, count: usize| {
            let place = (at / STEP_MM).clamp(0.0, (count - 1) as f64);
            let first = (place as usize).min(count.saturating_sub(2));
            (first, (first + 1).min(count - 1), place - first as f64)
        };
        let ((left, right, across), (above, below, down)) = (cell(x, self.columns), cell(y, self.rows));
        let value = |column: usize, row: usize| self.left.get(row * self.columns + column).copied().unwrap_or(1.0);
        let row = |row: usize| value(left, row) * (1.0 - across) + value(right, row) * across;
        (field * (row(above) * (1.0 - down) + row(below) * down)).max(0.05)
    }
}

/// Terms of a polynomial of fourth degree in two variables.
const TERMS: usize = 15;
type Terms = nalgebra::SVector<f64, TERMS>;

/// How bright the questioned picture is relative to the reference over the page: a polynomial of fourth degree, which follows the lamp
/// of a photograph too; a scanner's needs less of it.
struct LightField(Terms);

impl LightField {
    fn terms(x: f64, y: f64) -> Terms {
        let (xx, yy) = (x * x, y * y);
        let third = [xx * x, xx * y, x * yy, yy * y];
        let fourth = [xx * xx, xx * x * y, xx * yy, x * y * yy, yy * yy];
        Terms::from_iterator([1.0, x, y, xx, x * y, yy].into_iter().chain(third).chain(fourth))
    }

    fn constant(value: f64) -> Terms {
        let mut terms = Terms::zeros();
        terms[0] = value;
        terms
    }

    fn at(&self, x: f64, y: f64) -> f64 {
        self.0.dot(&Self::terms(x, y))
    }

    /// Fits to samples `[x, y, reference, questioned]`; a constant where there are too few for a field.
    fn fit(samples: &[[f64; 4]]) -> Option<Self> {
        let ratios: Vec<f64> = samples.iter().map(|[_, _, reference, questioned]| questioned / reference).collect();
        let middle = median(&ratios)?;
        let mut field = Self(Self::constant(middle));
        if samples.len() < 4 * TERMS {
            return Some(field);
        }
        for _ in 0..12 {
            let misses: Vec<f64> = samples.iter().zip(&ratios).map(|([x, y, ..], ratio)| (ratio - field.at(*x, *y)).abs()).collect();
            let scale = (1.4826 * median(&misses)?).max(0.004);
            let mut normal = nalgebra::SMatrix::<f64, TERMS, TERMS>::identity() * 1e-3;
            let mut right = Self::constant(middle * 1e-3);
            for (([x, y, reference, _], ratio), miss) in samples.iter().zip(&ratios).zip(&misses) {
                // Bright blocks tell the light better than dark ones.
                let weight = (1.0 - (miss / (4.0 * scale)).powi(2)).max(0.0).powi(2) * (reference / 255.0);
                let terms = Self::terms(*x, *y);
                normal += terms * terms.transpose() * weight;
                right += terms * (weight * ratio);
            }
            field = Self(normal.cholesky()?.solve(&right));
        }
        Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(light: impl Fn(f64, f64) -> f64) -> Vec<Block> {
        let places = (0..62).flat_map(|x| (0..44).map(move |y| [f64::from(x) * 2.0 + 1.0, f64::from(y) * 2.0 + 1.0]));
        places.map(|at| Block { at, reference: 220.0, questioned: 220.0 * light(at[0], at[1]) }).collect()
    }

    #[test]
    fn a_lamp_near_the_page_is_followed_and_print_that_differs_is_not() {
        let lamp = |x: f64, y: f64| 0.7 + 0.4 / (1.0 + ((x - 100.0).powi(2) + (y - 20.0).powi(2)) / 900.0);
        // An area of 8 mm is darker in print, not in light.
        let print = |x: f64, y: f64| if (40.0..48.0).contains(&x) && (50.0..58.0).contains(&y) { 0.8 } else { 1.0 };
        let light = Light::fit(&blocks(|x, y| lamp(x, y) * print(x, y)), [125.0, 88.0]).unwrap();
        for (x, y) in [(20.0, 20.0), (100.0, 20.0), (80.0, 60.0), (44.0, 54.0), (110.0, 70.0)] {
            let off = light.at([x, y]) / lamp(x, y) - 1.0;
            assert!(off.abs() < 0.03, "{off} at {x}, {y}");
        }
        assert!(Light::fit(&[], [125.0, 88.0]).is_none());
    }

    #[test]
    fn a_few_blocks_give_one_factor() {
        let few: Vec<Block> = blocks(|_, _| 0.9).into_iter().take(10).collect();
        let light = Light::fit(&few, [125.0, 88.0]).unwrap();
        assert!((light.at([60.0, 40.0]) - 0.9).abs() < 1e-9 && light.at([-5.0, 1e6]).is_finite());
    }
}
