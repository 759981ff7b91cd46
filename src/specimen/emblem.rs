//! Emblems of states that do not exist, as paths around the origin in a circle of radius 1.

use std::f32::consts::{FRAC_PI_2, PI};

use super::math::Exact as _;
use tiny_skia::{Path, PathBuilder, Transform};

/// Puts a path of unit size at a place, `radius` mm large.
pub(crate) fn placed(path: &Path, center: (f32, f32), radius: f32) -> Option<Path> {
    path.clone().transform(Transform::from_scale(radius, radius).post_translate(center.0, center.1))
}

/// A star with `points` points; `inner` is the radius of its notches.
pub(crate) fn star(center: (f32, f32), radius: f32, inner: f32, points: u32) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for index in 0..points * 2 {
        let reach = if index % 2 == 0 { radius } else { radius * inner };
        let angle = PI * index as f32 / points as f32 - FRAC_PI_2;
        let (x, y) = (center.0 + reach * angle.xcos(), center.1 + reach * angle.xsin());
        if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    builder.close();
    builder.finish()
}

/// One leaf from `(x, y)` towards `angle`.
fn leaf(builder: &mut PathBuilder, x: f32, y: f32, angle: f32, length: f32) {
    let tip = (x + length * angle.xcos(), y + length * angle.xsin());
    let side = |turn: f32| (x + 0.55 * length * (angle + turn).xcos(), y + 0.55 * length * (angle + turn).xsin());
    let (left, right) = (side(0.55), side(-0.55));
    builder.move_to(x, y);
    builder.quad_to(left.0, left.1, tip.0, tip.1);
    builder.quad_to(right.0, right.1, x, y);
    builder.close();
}

/// Two branches that enclose the arms, open at the top.
pub(crate) fn wreath() -> Option<Path> {
    let mut builder = PathBuilder::new();
    for side in [-1.0_f32, 1.0] {
        for index in 0..9 {
            let turn = 0.16 + index as f32 * 0.245;
            let angle = FRAC_PI_2 - side * turn;
            let (x, y) = (0.86 * angle.xcos(), 0.86 * angle.xsin());
            leaf(&mut builder, x, y, angle - side * 1.15, 0.3);
            leaf(&mut builder, x, y, angle - side * 2.1, 0.24);
        }
    }
    builder.finish()
}

/// The arms of Utopia: an island crescent with a tower and a rising star over it, in a wreath.
pub(crate) fn utopia() -> Option<Path> {
    let mut builder = PathBuilder::new();
    builder.push_path(&utopia_charge()?);
    builder.push_path(&wreath()?);
    builder.finish()
}

/// The arms of Utopia without the wreath.
pub(crate) fn utopia_charge() -> Option<Path> {
    let mut builder = PathBuilder::new();
    // Crescent, open upwards.
    let arc = |builder: &mut PathBuilder, radius: f32, drop: f32, from: f32, to: f32, begin: bool| {
        for step in 0..=24 {
            let angle = from + (to - from) * step as f32 / 24.0;
            let (x, y) = (radius * angle.xcos(), drop + radius * angle.xsin());
            if begin && step == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
    };
    arc(&mut builder, 0.6, 0.0, 0.12, PI - 0.12, true);
    arc(&mut builder, 0.62, -0.22, PI - 0.46, 0.46, false);
    builder.close();
    // Tower with three merlons.
    let tower = [
        (-0.17, 0.3),
        (-0.13, -0.18),
        (-0.2, -0.18),
        (-0.2, -0.36),
        (-0.11, -0.36),
        (-0.11, -0.27),
        (-0.045, -0.27),
        (-0.045, -0.36),
        (0.045, -0.36),
        (0.045, -0.27),
        (0.11, -0.27),
        (0.11, -0.36),
        (0.2, -0.36),
        (0.2, -0.18),
        (0.13, -0.18),
        (0.17, 0.3),
    ];
    for (index, (x, y)) in tower.into_iter().enumerate() {
        if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    builder.close();
    if let Some(star) = star((0.0, -0.62), 0.2, 0.42, 7) {
        builder.push_path(&star);
    }
    builder.finish()
}

/// The sign of a contactless chip (Doc 9303-9): a rectangle split by a bar with a circle; `width` mm wide, about 0.56 of it high.
pub(crate) fn chip_sign(left: f32, top: f32, width: f32) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let unit = width / 9.0;
    let mut bar = |x: f32, y: f32, w: f32, h: f32| {
        if let Some(rect) = tiny_skia::Rect::from_xywh(left + x * unit, top + y * unit, w * unit, h * unit) {
            builder.push_rect(rect);
        }
    };
    bar(0.0, 0.0, 9.0, 0.8);
    bar(0.0, 4.2, 9.0, 0.8);
    bar(0.0, 0.8, 0.8, 1.3);
    bar(0.0, 2.9, 0.8, 1.3);
    bar(8.2, 0.8, 0.8, 1.3);
    bar(8.2, 2.9, 0.8, 1.3);
    bar(0.0, 2.1, 3.0, 0.8);
    bar(6.0, 2.1, 3.0, 0.8);
    let center = (left + 4.5 * unit, top + 2.5 * unit);
    builder.push_circle(center.0, center.1, 1.55 * unit);
    // The inner circle runs the other way and so cuts a hole.
    if let Some(hole) = PathBuilder::from_circle(center.0, center.1, 0.8 * unit) {
        let mirror = Transform::from_translate(-center.0, 0.0).post_scale(-1.0, 1.0).post_translate(center.0, 0.0);
        if let Some(hole) = hole.transform(mirror) {
            builder.push_path(&hole);
        }
    }
    builder.finish()
}
