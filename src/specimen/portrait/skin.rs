//! The modelled face: a relief of brow, nose, cheeks, lips and folds, lit from the upper left and coloured as skin.

use tiny_skia::{ColorU8, Pixmap};

use super::{Expression, Face, MIDDLE};
use crate::specimen::canvas::Tone;
use crate::specimen::relief::{Axis, box_blur};
use crate::specimen::rng::Rng;

/// Resolution of the relief: light on a face has no finer detail.
const PX_PER_MM: f32 = 8.0;
/// Where the relief lies on the drawing, in mm.
const LEFT: f32 = MIDDLE - 13.0;
const TOP: f32 = 8.0;
const COLUMNS: usize = 208;
const ROWS: usize = 256;
/// Depth of the head from its middle to its outline, in mm of relief.
const DEPTH: f32 = 6.6;
/// Where the light comes from: right, down, towards the viewer.
const LIGHT: (f32, f32, f32) = (-0.40, -0.42, 0.81);

/// Heights in mm over a grid.
struct Relief(Vec<f32>);

fn column_of(x: f32) -> f32 {
    (MIDDLE + x - LEFT) * PX_PER_MM
}

fn row_of(y: f32) -> f32 {
    (y - TOP) * PX_PER_MM
}

impl Relief {
    /// Adds to each cell within a box around a place `x` from the middle line.
    fn each(&mut self, x: f32, y: f32, reach: (f32, f32), mut rise: impl FnMut(f32, f32) -> f32) {
        let span = |low: f32, high: f32, end: usize| (low.floor().max(0.0) as usize).min(end)..(high.ceil().max(0.0) as usize).min(end);
        for row in span(row_of(y - reach.1), row_of(y + reach.1), ROWS) {
            for column in span(column_of(x - reach.0), column_of(x + reach.0), COLUMNS) {
                let place = (column as f32 / PX_PER_MM + LEFT - MIDDLE, row as f32 / PX_PER_MM + TOP);
                if let Some(height) = self.0.get_mut(row * COLUMNS + column) {
                    *height += rise(place.0, place.1);
                }
            }
        }
    }

    /// A round hill, or a hollow if `rise` is negative.
    fn hill(&mut self, x: f32, y: f32, reach: (f32, f32), rise: f32) {
        self.each(x, y, reach, |u, v| {
            let far = ((u - x) / reach.0) * ((u - x) / reach.0) + ((v - y) / reach.1) * ((v - y) / reach.1);
            if far < 1.0 { rise * (1.0 - far) * (1.0 - far) } else { 0.0 }
        });
    }

    /// The same hill on both sides of the face.
    fn hills(&mut self, x: f32, y: f32, reach: (f32, f32), rise: f32) {
        self.hill(-x, y, reach, rise);
        self.hill(x, y, reach, rise);
    }

    /// A fold along a line of points, `reach` mm to either side.
    fn fold(&mut self, points: &[(f32, f32)], reach: f32, rise: f32) {
        let bound = |of: fn(&(f32, f32)) -> f32, pick: fn(f32, f32) -> f32, start: f32| points.iter().map(of).fold(start, pick);
        let (left, right) = (bound(|point| point.0, f32::min, f32::MAX), bound(|point| point.0, f32::max, f32::MIN));
        let (top, low) = (bound(|point| point.1, f32::min, f32::MAX), bound(|point| point.1, f32::max, f32::MIN));
        let half = ((right - left) / 2.0 + reach, (low - top) / 2.0 + reach);
        self.each(f32::midpoint(left, right), f32::midpoint(top, low), half, |u, v| {
            let mut nearest = 1.0_f32;
            for pair in points.windows(2) {
                let &[(ax, ay), (bx, by)] = pair else { continue };
                let length = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
                let along = (((u - ax) * (bx - ax) + (v - ay) * (by - ay)) / length.max(1e-6)).clamp(0.0, 1.0);
                let (du, dv) = (u - ax - along * (bx - ax), v - ay - along * (by - ay));
                nearest = nearest.min((du * du + dv * dv) / (reach * reach));
            }
            rise * (1.0 - nearest) * (1.0 - nearest)
        });
    }

    /// The same fold on both sides of the face.
    fn folds(&mut self, points: &[(f32, f32)], reach: f32, rise: f32) {
        let mirrored: Vec<_> = points.iter().map(|(x, y)| (-x, *y)).collect();
        self.fold(points, reach, rise);
        self.fold(&mirrored, reach, rise);
    }
}

/// Half the width of the head at each row of the relief.
fn half_widths(face: &Face) -> Vec<f32> {
    let outline = face.outline();
    (0..ROWS)
        .map(|row| {
            let y = row as f32 / PX_PER_MM + TOP;
            let crossing = outline.windows(2).find(|pair| pair[0].1 <= y && y < pair[1].1);
            crossing.map_or(0.0, |pair| {
                let share = (y - pair[0].1) / (pair[1].1 - pair[0].1).max(1e-6);
                pair[0].0 + (pair[1].0 - pair[0].0) * share
            })
        })
        .collect()
}

/// The skull without features: rounded across and up and down.
fn skull(face: &Face) -> Relief {
    let widths = half_widths(face);
    let mut relief = Relief(vec![0.0; COLUMNS * ROWS]);
    for (row, (heights, half)) in relief.0.chunks_exact_mut(COLUMNS).zip(&widths).enumerate() {
        let y = row as f32 / PX_PER_MM + TOP;
        let fall = (y - 25.5) / 16.0;
        for (column, height) in heights.iter_mut().enumerate() {
            let u = (column as f32 / PX_PER_MM + LEFT - MIDDLE) / half.max(0.1);
            let across = (1.0 - u * u * (0.35 + 0.65 * u * u)).max(0.0).sqrt();
            *height = DEPTH * (half / 9.5) * across - 2.4 * fall * fall;
        }
    }
    relief
}

fn modelled(face: &Face) -> Relief {
    let mut relief = skull(face);
    let (wear, full) = (face.wear() * if face.woman { 0.75 } else { 1.0 }, face.full);
    let (eye_y, gap, base, mouth, nose) = (face.eye_y, face.eye_gap, face.nose_y, face.mouth_y, face.nose);
    // Forehead, brow ridge, temples.
    let ridge = if face.woman { 0.25 } else { 0.6 };
    relief.hills(3.9, eye_y - face.brow_y - 0.2, (4.0, 1.9), ridge);
    relief.hills(2.8, 15.2, (4.6, 3.6), 0.4);
    relief.hills(8.4, 19.5, (2.8, 4.4), -0.35);
    // Eyes: a hollow and the ball in it.
    relief.hills(gap - 0.3, eye_y - 0.5, (3.5, 2.7), -1.1);
    relief.hills(gap, eye_y - 0.1, (2.5, 1.9), 0.85);
    relief.hills(2.1, eye_y - 0.2, (1.4, 1.8), -0.45);
    // Nose.
    let tip = base - 1.3;
    for step in 0..=14_u8 {
        let share = f32::from(step) / 14.0;
        let y = eye_y - 1.6 + (tip - eye_y + 1.6) * share;
        let reach = 1.25 + (0.55 * nose - 0.15) * share * share;
        relief.hill(0.0, y, (reach, 1.5), if face.woman { 0.29 } else { 0.36 } * face.nose_bridge * (0.75 + 0.9 * share));
    }
    relief.hill(0.0, tip, (1.05 * nose * 0.62 + 0.3, 1.25), 1.0 + 0.55 * face.nose_tip);
    relief.hills(nose * 0.78, base - 0.85, (nose * 0.46 + 0.2, 1.15), 0.6);
    relief.folds(&[(nose * 0.95, base - 2.0), (nose * 1.2, base - 0.9), (nose * 1.0, base)], 0.55, -0.08);
    relief.hill(0.0, base + 0.45, (nose * 1.15, 0.8), -0.25);
    // Cheeks.
    relief.hills(5.9, 27.2 + 0.3 * (eye_y - 22.6), (3.6, 3.0), if face.woman { 0.55 } else { 0.75 } * face.cheekbones);
    relief.hills(6.0, 31.3, (2.9, 3.6), 0.45 * full - if face.woman { 0.15 } else { 0.3 } - 0.4 * wear * (1.0 - 0.4 * full));
    relief.hills(7.2, 34.2, (2.4, 2.4), 0.35 * full + 0.3 * wear);
    // Mouth: the mound of the teeth, the groove over the lip, both lips, the hollow below.
    relief.hill(0.0, mouth - 0.2, (face.mouth_half + 1.4, 3.8), 0.8);
    relief.fold(&[(0.0, base + 0.5), (0.0, mouth - face.lip_upper - 0.2)], 0.65, -0.22);
    relief.hills(1.1, mouth - 0.55 * face.lip_upper, (face.mouth_half * 0.62, 0.75), 0.34);
    relief.hill(0.0, mouth + 0.62 * face.lip_lower, (face.mouth_half * 0.78, 0.95), 0.62);
    relief.hill(0.0, mouth + face.lip_lower + 1.2, (3.0, 1.05), -0.75);
    relief.hill(0.0, face.chin_y - 2.1, (face.chin * 0.9, 2.0), 0.9);
    relief.hills(face.mouth_half + 0.5, mouth + 0.2, (1.0, 1.1), -0.14);
    // Folds: each a little there in the young, deep in the old.
    let smile = if face.expression == Expression::Friendly { 0.16 } else { 0.0 };
    let corner = face.mouth_half + 1.0;
    relief.folds(&[(nose * 1.12, base - 0.8), (corner * 0.86, base + 1.4), (corner, mouth - 0.3)], 0.9, -0.05 - 0.26 * wear - smile);
    relief.hills(corner + 0.6, base + 1.8, (1.7, 2.0), 0.18 * wear + smile);
    relief.folds(&[(gap - 2.0, eye_y + 1.3), (gap - 0.4, eye_y + 2.15), (gap + 1.5, eye_y + 1.9)], 0.7, -0.07 - 0.14 * wear);
    relief.hills(gap, eye_y + 1.5, (1.9, 0.7), 0.06 + 0.16 * wear);
    relief.folds(&[(corner - 0.3, mouth + 0.6), (corner + 0.3, mouth + 2.6)], 0.8, -0.16 * wear);
    if face.age > 38.0 {
        for (line, y) in [14.9_f32, 16.3, 17.6].into_iter().enumerate() {
            let reach = 4.6 - 0.6 * line as f32;
            let points: Vec<_> = (-4..=4).map(|step| (reach * step as f32 / 4.0, y + 0.06 * (step * step) as f32 - 0.3)).collect();
            relief.fold(&points, 0.5, -0.09 * wear);
        }
        relief.folds(&[(gap + face.eye_half + 0.4, eye_y - 0.2), (gap + face.eye_half + 1.9, eye_y - 1.0)], 0.4, -0.07 * wear);
        relief.folds(&[(gap + face.eye_half + 0.4, eye_y + 0.3), (gap + face.eye_half + 2.0, eye_y + 0.5)], 0.4, -0.15 * wear);
    }
    if wear > 0.6 || face.expression == Expression::Stern {
        relief.folds(&[(0.75, eye_y - 2.9), (0.6, eye_y - 1.5)], 0.45, -0.12);
    }
    relief
}

/// The lit skin as a picture, its resolution in px/mm and where it lies in mm.
pub(super) fn lit(face: &Face) -> Option<(Pixmap, f32, (f32, f32))> {
    let Relief(heights) = modelled(face);
    let mut mean = heights.clone();
    for axis in [Axis::Row, Axis::Column, Axis::Row, Axis::Column] {
        box_blur(&mut mean, COLUMNS, ROWS, 7, axis);
    }
    let palette = Palette::of(face.skin);
    let mut rng = Rng::new(face.seed, "pores");
    let mut picture = Pixmap::new(COLUMNS as u32, ROWS as u32)?;
    for (index, pixel) in picture.pixels_mut().iter_mut().enumerate() {
        let (row, column) = (index / COLUMNS, index % COLUMNS);
        let height = |row: usize, column: usize| heights.get(row.min(ROWS - 1) * COLUMNS + column.min(COLUMNS - 1)).copied().unwrap_or(0.0);
        // A slope is held below that of a hair's breadth of edge, or the outline would turn black.
        let slope = |rise: f32| (rise * PX_PER_MM / 2.0).clamp(-1.9, 1.9);
        let across = slope(height(row, column + 1) - height(row, column.saturating_sub(1)));
        let down = slope(height(row + 1, column) - height(row.saturating_sub(1), column));
        let length = (across * across + down * down + 1.0).sqrt();
        let lit = (-across * LIGHT.0 - down * LIGHT.1 + LIGHT.2) / (length * LIGHT.2);
        let hollow = (height(row, column) - mean.get(index).copied().unwrap_or(0.0)).clamp(-0.8, 0.8);
        let grain = (rng.unit() - 0.5) * 0.03;
        let x = column as f32 / PX_PER_MM + LEFT - MIDDLE;
        let y = row as f32 / PX_PER_MM + TOP;
        *pixel = palette.color(face, x, y, lit + 0.2 * hollow + grain);
    }
    Some((picture, PX_PER_MM, (LEFT, TOP)))
}

/// The colours of one skin from shadow to highlight.
struct Palette {
    shadow: [f32; 3],
    base: [f32; 3],
    light: [f32; 3],
    blush: [f32; 3],
}

impl Palette {
    fn of(skin: Tone) -> Self {
        let base = [skin.0, skin.1, skin.2].map(f32::from);
        let bright = 0.3 * base[0] + 0.59 * base[1] + 0.11 * base[2];
        Self {
            shadow: [base[0] * 0.50, base[1] * 0.39, base[2] * 0.36],
            base,
            light: base.map(|channel| channel + (255.0 - channel) * if bright > 150.0 { 0.55 } else { 0.34 }),
            blush: [base[0] * 0.97, base[1] * 0.76, base[2] * 0.74],
        }
    }

    fn color(&self, face: &Face, x: f32, y: f32, lit: f32) -> tiny_skia::PremultipliedColorU8 {
        let near = |cx: f32, cy: f32, rx: f32, ry: f32| {
            let far = ((x - cx) / rx) * ((x - cx) / rx) + ((y - cy) / ry) * ((y - cy) / ry);
            if far < 1.0 { (1.0 - far) * (1.0 - far) } else { 0.0 }
        };
        let side = x.abs();
        let blush = 0.3 * near_side(side, y, 5.9, 28.4, 4.0, 3.2)
            + 0.36 * near(0.0, face.nose_y - 1.2, 1.9, 2.0)
            + 0.25 * near(0.0, face.chin_y - 1.8, 3.0, 2.4)
            + 0.4 * near_side(side, y, face.eye_gap, face.eye_y - 0.9, 3.2, 1.9)
            + 0.35 * near_side(side, y, face.eye_gap - 0.4, face.eye_y + 1.5, 2.4, 1.2);
        let mut out = [0_u8; 3];
        for (((out, base), blushed), (shadow, light)) in
            out.iter_mut().zip(self.base).zip(self.blush).zip(self.shadow.into_iter().zip(self.light))
        {
            let own = base + (blushed - base) * blush.min(0.8);
            let value = if lit < 1.0 {
                let share = (1.0 - lit).min(1.0);
                own + (shadow * own / base.max(1.0) - own) * share * (0.88 + 0.14 * share)
            } else {
                own + (light - own) * ((lit - 1.0) * 2.0).min(1.0)
            };
            *out = value.round().clamp(0.0, 255.0) as u8;
        }
        ColorU8::from_rgba(out[0], out[1], out[2], 255).premultiply()
    }
}

/// How near a place is to one on each side of the face, 1 to 0 at the reach.
fn near_side(side: f32, y: f32, cx: f32, cy: f32, rx: f32, ry: f32) -> f32 {
    let far = ((side - cx) / rx) * ((side - cx) / rx) + ((y - cy) / ry) * ((y - cy) / ry);
    if far < 1.0 { (1.0 - far) * (1.0 - far) } else { 0.0 }
}
