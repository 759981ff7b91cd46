//! Which modules of a symbol are dark.

use rxing::common::BitMatrix;

use crate::reading::barcode::find::threshold::otsu;

/// The grey level of every module.
#[derive(Debug, Clone)]
pub(in crate::reading::barcode::find) struct Modules {
    pub(super) columns: i32,
    pub(super) rows: i32,
    pub(super) levels: Vec<f32>,
}

impl Modules {
    /// Dark modules, by the middle between the darkest and the lightest of the seven around.
    pub(in crate::reading::barcode::find) fn by_neighbours(&self) -> Option<BitMatrix> {
        let global = self.global_level();
        let (low, high) = self.levels.iter().fold((255.0_f32, 0.0_f32), |range, level| (range.0.min(*level), range.1.max(*level)));
        let at = |x: i32, y: i32| {
            if !(0..self.columns).contains(&x) || !(0..self.rows).contains(&y) {
                return None;
            }
            self.levels.get((y * self.columns + x) as usize).copied()
        };
        self.matrix(|x, y| {
            let (mut least, mut most) = (255.0_f32, 0.0_f32);
            for level in (y - 3..=y + 3).flat_map(|y| (x - 3..=x + 3).map(move |x| (x, y))).filter_map(|(x, y)| at(x, y)) {
                (least, most) = (least.min(level), most.max(level));
            }
            if most - least < 0.35 * (high - low) { global } else { least.midpoint(most) }
        })
    }

    /// Dark modules, by one level for all.
    pub(in crate::reading::barcode::find) fn by_level(&self) -> Option<BitMatrix> {
        let level = self.global_level();
        self.matrix(|_, _| level)
    }

    fn global_level(&self) -> f32 {
        let bytes: Vec<u8> = self.levels.iter().map(|level| *level as u8).collect();
        f32::from(otsu(&bytes)) + 0.5
    }

    fn matrix(&self, level: impl Fn(i32, i32) -> f32) -> Option<BitMatrix> {
        let mut out = BitMatrix::new(self.columns as u32, self.rows as u32).ok()?;
        for ((x, y), value) in (0..self.rows).flat_map(|y| (0..self.columns).map(move |x| (x, y))).zip(&self.levels) {
            if *value < level(x, y) {
                out.set(x as u32, y as u32);
            }
        }
        Some(out)
    }
}
