//! Airbrush: layers that are blurred before they are laid.

use tiny_skia::{BlendMode, IntRect, Pixmap, PixmapPaint, PremultipliedColorU8, Transform};

use super::{HEIGHT, PX_PER_MM, WIDTH};
use crate::specimen::canvas::Canvas;
use crate::specimen::relief::{Axis, box_blur};

/// Blurs colour and cover three times by a box of `radius` px.
pub(super) fn blur(picture: &mut Pixmap, radius: usize) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut channels: [Vec<f32>; 4] = [const { Vec::new() }; 4];
    for pixel in picture.pixels() {
        for (channel, level) in channels.iter_mut().zip([pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]) {
            channel.push(f32::from(level));
        }
    }
    for channel in &mut channels {
        for _ in 0..2 {
            box_blur(channel, width, height, radius, Axis::Row);
            box_blur(channel, width, height, radius, Axis::Column);
        }
    }
    let [red, green, blue, alpha] = channels;
    let levels = red.into_iter().zip(green).zip(blue).zip(alpha);
    for (pixel, (((red, green), blue), alpha)) in picture.pixels_mut().iter_mut().zip(levels) {
        let alpha = alpha.round() as u8;
        let level = |value: f32| (value.round() as u8).min(alpha);
        *pixel = PremultipliedColorU8::from_rgba(level(red), level(green), level(blue), alpha).unwrap_or(*pixel);
    }
}

/// Lays a layer of the same size over the canvas.
pub(super) fn lay(canvas: &mut Canvas, layer: &Pixmap) {
    canvas.pixmap_mut().draw_pixmap(0, 0, layer.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
}

/// Draws on a new layer, blurs it by about `softness_mm` and lays it where the canvas is already covered.
pub(super) fn shade(canvas: &mut Canvas, softness_mm: f32, draw: impl FnOnce(&mut Canvas)) {
    if let Some(layer) = softened(softness_mm, draw) {
        put(canvas, &layer, BlendMode::SourceAtop);
    }
}

/// Draws on a new layer, blurs it by about `softness_mm` and lays it over the canvas.
pub(super) fn over(canvas: &mut Canvas, softness_mm: f32, draw: impl FnOnce(&mut Canvas)) {
    if let Some(layer) = softened(softness_mm, draw) {
        put(canvas, &layer, BlendMode::SourceOver);
    }
}

/// A blurred layer and where it lies.
struct Soft {
    layer: Pixmap,
    left: i32,
    top: i32,
}

fn softened(softness_mm: f32, draw: impl FnOnce(&mut Canvas)) -> Option<Soft> {
    let mut layer = Canvas::transparent(WIDTH, HEIGHT, PX_PER_MM)?;
    draw(&mut layer);
    let radius = (softness_mm * PX_PER_MM * 0.7).round().max(1.0) as u32;
    // Only what is drawn needs the blur, and the reach of the blur around it.
    let (left, top, right, bottom) = drawn_part(layer.pixmap(), radius * 2 + 1)?;
    let part = IntRect::from_ltrb(left as i32, top as i32, right as i32, bottom as i32)?;
    let mut picture = layer.pixmap().clone_rect(part)?;
    blur(&mut picture, radius as usize);
    Some(Soft { layer: picture, left: left as i32, top: top as i32 })
}

/// The bounds of what is not transparent, `margin` px wider, within the picture.
fn drawn_part(picture: &Pixmap, margin: u32) -> Option<(u32, u32, u32, u32)> {
    let width = picture.width();
    let (mut left, mut top, mut right, mut bottom) = (width, picture.height(), 0, 0);
    for (y, row) in (0..).zip(picture.pixels().chunks_exact(width as usize)) {
        for (x, pixel) in (0..).zip(row) {
            if pixel.alpha() > 0 {
                (left, right) = (left.min(x), right.max(x + 1));
                (top, bottom) = (top.min(y), bottom.max(y + 1));
            }
        }
    }
    let (right, bottom) = ((right + margin).min(width), (bottom + margin).min(picture.height()));
    (left < right).then(|| (left.saturating_sub(margin), top.saturating_sub(margin), right, bottom))
}

fn put(canvas: &mut Canvas, soft: &Soft, blend_mode: BlendMode) {
    let paint = PixmapPaint { blend_mode, ..PixmapPaint::default() };
    canvas.pixmap_mut().draw_pixmap(soft.left, soft.top, soft.layer.as_ref(), &paint, Transform::identity(), None);
}
