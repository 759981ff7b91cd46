//! What pages lie on: tables, lids and frames, in linear light.

use super::effects::{Behind, Effects};
use super::geometry::Outline;
use crate::specimen::math::Exact as _;

/// Radius of the corners of a page reader's glass, less the room around the page.
const FRAME_CORNER_MM: f64 = 1.0;

/// Evenly from 0 up to 1 for each cell of a grid.
pub(super) fn cell(seed: u64, x: i64, y: i64) -> f32 {
    let mut mixed = seed ^ (x as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (y as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1_u64 << 24) as f32
}

/// The whole number below; quicker than `floor`, which is a call on most processors.
fn whole(value: f64) -> i64 {
    let cut = value as i64;
    cut - i64::from(cut as f64 > value)
}

/// A smooth field from 0 to 1 whose cells have the side 1.
pub(super) fn cloud(seed: u64, x: f64, y: f64) -> f32 {
    let ease = |part: f64| (part * part * (3.0 - 2.0 * part)) as f32;
    let (column, row) = (whole(x), whole(y));
    let (across, down) = (ease(x - column as f64), ease(y - row as f64));
    let above = cell(seed, column, row) * (1.0 - across) + cell(seed, column + 1, row) * across;
    let below = cell(seed, column, row + 1) * (1.0 - across) + cell(seed, column + 1, row + 1) * across;
    above * (1.0 - down) + below * down
}

fn mix(from: [f32; 3], to: [f32; 3], part: f32) -> [f32; 3] {
    let part = part.clamp(0.0, 1.0);
    [0, 1, 2].map(|channel| from[channel] * (1.0 - part) + to[channel] * part)
}

/// What lies around a page.
pub(super) struct Ground {
    plain: [f32; 3],
    kind: Behind,
    shadow_mm: [f64; 2],
    shadow_depth: f64,
    outline: Outline,
    /// Sine and cosine of the turn of the page, and its shift in mm: a frame is not turned with it.
    turn: (f64, f64),
    shift_mm: [f64; 2],
    seed: u64,
}

impl Ground {
    /// The ground that `effects` describe around `outline`; `light` is the linear light of each level.
    pub(super) fn of(effects: &Effects, outline: Outline, light: &[f32; 256], seed: u64) -> Self {
        let surroundings = effects.surroundings;
        Self {
            plain: effects.ground.map(|level| light[usize::from(level)]),
            kind: surroundings.map_or(Behind::Plain, |surroundings| surroundings.kind),
            shadow_mm: surroundings.map_or([0.0; 2], |surroundings| surroundings.shadow_mm),
            shadow_depth: surroundings.map_or(0.0, |surroundings| surroundings.shadow_depth),
            outline,
            turn: effects.angle_deg.to_radians().xsin_cos(),
            shift_mm: effects.shift_mm,
            seed,
        }
    }

    /// Its linear light at `(x, y)` mm of the page.
    pub(super) fn at(&self, x: f64, y: f64) -> [f32; 3] {
        let tone = match self.kind {
            Behind::Plain => self.plain,
            Behind::GlassFrame => self.frame(x, y),
            Behind::Wood => wood(self.seed, x, y),
            Behind::Laminate => laminate(self.seed, x, y),
            Behind::Cloth => cloth(self.seed, x, y),
        };
        if self.shadow_depth <= 0.0 {
            return tone;
        }
        let [dx, dy] = self.shadow_mm;
        let breadth = (dx.abs() + dy.abs()).max(0.05);
        let away = self.outline.outside(x - dx, y - dy).max(0.0) / breadth;
        let kept = 1.0 - self.shadow_depth / (1.0 + 2.0 * away * away);
        tone.map(|light| light * kept as f32)
    }

    /// The black pad behind the page, then the bevel and the frame of a page reader.
    fn frame(&self, x: f64, y: f64) -> [f32; 3] {
        const GAP_MM: f64 = 2.9;
        const BEVEL_MM: f64 = 0.6;
        // The frame lies straight in the picture, and the page askew in the frame.
        let [left, top, right, bottom] = self.outline.edges;
        let (from_middle_x, from_middle_y) = (x - f64::midpoint(left, right), y - f64::midpoint(top, bottom));
        let (sin, cos) = self.turn;
        let across = f64::midpoint(left, right) + from_middle_x * cos - from_middle_y * sin + self.shift_mm[0];
        let down = f64::midpoint(top, bottom) + from_middle_x * sin + from_middle_y * cos + self.shift_mm[1];
        let outside = Outline { radii: [FRAME_CORNER_MM; 4], ..self.outline }.outside(across, down) - GAP_MM;
        let grain = 0.85 + 0.3 * cell(self.seed, (x * 9.0) as i64, (y * 9.0) as i64);
        let tone = if outside < 0.0 {
            self.plain
        } else if outside < BEVEL_MM {
            // The bevel looks towards the lamps above and below.
            let lit = if down < top || down > bottom { 2.6 } else { 1.5 };
            self.plain.map(|light| light * lit)
        } else {
            self.plain.map(|light| light * 0.45)
        };
        tone.map(|light| light * grain)
    }
}

/// Planks along the page, with rings, fibres and pores.
fn wood(seed: u64, x: f64, y: f64) -> [f32; 3] {
    let bend = f64::from(cloud(seed ^ 1, x * 0.006, y * 0.012)) * 26.0 + f64::from(cloud(seed ^ 2, x * 0.03, y * 0.05)) * 3.0;
    let rings = (y + bend) * 0.17;
    let ring = (rings - rings.floor()) as f32;
    // Early wood darkens slowly into late wood, which ends at once.
    let late = ring * ring * (1.0 - ((ring - 0.92) / 0.08).clamp(0.0, 1.0));
    let fibre = cloud(seed ^ 3, x * 0.09, y * 5.0) * 0.6 + cloud(seed ^ 4, x * 0.35, y * 11.0) * 0.4;
    let pore = ((cloud(seed ^ 5, x * 0.22, y * 7.0) - 0.83) * 8.0).clamp(0.0, 1.0);
    let board = mix([0.46, 0.26, 0.125], [0.235, 0.105, 0.042], late * 0.62 + fibre * 0.36);
    let board = mix(board, [0.09, 0.042, 0.02], pore * 0.6);
    let patch = 0.9 + 0.2 * cloud(seed ^ 6, x * 0.011, y * 0.03);
    board.map(|light| light * patch)
}

/// A light desk with a fine speckle.
fn laminate(seed: u64, x: f64, y: f64) -> [f32; 3] {
    let fine = cloud(seed ^ 7, x * 3.0, y * 3.0) * 0.5 + cloud(seed ^ 8, x * 7.0, y * 7.0) * 0.5;
    let dirt = cloud(seed ^ 9, x * 0.02, y * 0.02);
    mix([0.50, 0.48, 0.44], [0.40, 0.385, 0.36], (fine - 0.3) * 1.2 + (dirt - 0.5) * 0.3)
}

/// Dark woven cloth.
fn cloth(seed: u64, x: f64, y: f64) -> [f32; 3] {
    let (warp, weft) =
        (x * 1.9 + f64::from(cloud(seed ^ 0x0a, x * 0.1, y * 0.1)), y * 1.9 + f64::from(cloud(seed ^ 0x0b, x * 0.1, y * 0.1)));
    let thread = |at: f64| {
        let part = (at - at.floor()) as f32;
        4.0 * part * (1.0 - part)
    };
    let over = (warp.floor() + weft.floor()).rem_euclid(2.0) < 1.0;
    let height = if over { thread(warp) } else { thread(weft) };
    let fuzz = 0.75 + 0.5 * cloud(seed ^ 0x0c, x * 4.0, y * 4.0);
    mix([0.012, 0.016, 0.026], [0.05, 0.06, 0.085], height * fuzz)
}
