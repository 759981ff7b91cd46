//! Airbrush: layers that are blurred before they are laid.

use tiny_skia::{BlendMode, Pixmap, PixmapPaint, PremultipliedColorU8, Transform};

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
    put(canvas, layer, BlendMode::SourceOver);
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

fn softened(softness_mm: f32, draw: impl FnOnce(&mut Canvas)) -> Option<Pixmap> {
    let mut layer = Canvas::transparent(WIDTH, HEIGHT, PX_PER_MM)?;
    draw(&mut layer);
    let mut picture = layer.pixmap().clone();
    blur(&mut picture, (softness_mm * PX_PER_MM * 0.7).round().max(1.0) as usize);
    Some(picture)
}

fn put(canvas: &mut Canvas, layer: &Pixmap, blend_mode: BlendMode) {
    let paint = PixmapPaint { blend_mode, ..PixmapPaint::default() };
    canvas.pixmap_mut().draw_pixmap(0, 0, layer.as_ref(), &paint, Transform::identity(), None);
}
