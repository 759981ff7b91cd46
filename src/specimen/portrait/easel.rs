//! What a portrait is drawn on: a sheet in millimetres that may be turned, parts of it, and soft layers.

use tiny_skia::{
    BlendMode, Color, FillRule, FilterQuality, GradientStop, IntRect, LineCap, Paint, Path, Pattern, Pixmap, PixmapPaint, Point,
    PremultipliedColorU8, RadialGradient, Shader, SpreadMode, Stroke, Transform,
};

use super::{HEIGHT, WIDTH};
use crate::specimen::canvas::Tone;
use crate::specimen::relief::{Axis, box_blur};

/// Resolution of soft layers: they hold no detail, and blurring few pixels is quick.
const SOFT_PX_PER_MM: f32 = 6.0;

/// How a colour meets what is below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// Covers.
    All,
    /// Covers where something is already.
    Drawn,
    /// Darkens where something is already.
    Glaze,
}

impl Over {
    fn mode(self) -> BlendMode {
        match self {
            Self::All => BlendMode::SourceOver,
            Self::Drawn => BlendMode::SourceAtop,
            Self::Glaze => BlendMode::Multiply,
        }
    }
}

/// A sheet, or a part of one.
pub(super) struct Easel {
    pub(super) pixmap: Pixmap,
    /// From mm to px, turn included.
    fit: Transform,
    px_per_mm: f32,
    /// Where the first pixel lies on the whole sheet.
    origin: (i32, i32),
}

fn color(tone: Tone, opacity: f32) -> Color {
    let mut color = Color::from_rgba8(tone.0, tone.1, tone.2, 255);
    color.set_alpha(opacity.clamp(0.0, 1.0));
    color
}

impl Easel {
    /// An empty sheet.
    pub(super) fn new(px_per_mm: f32) -> Option<Self> {
        let side = |mm: f32| (mm * px_per_mm).round().clamp(0.0, 8_000.0) as u32;
        Some(Self {
            pixmap: Pixmap::new(side(WIDTH), side(HEIGHT))?,
            fit: Transform::from_scale(px_per_mm, px_per_mm),
            px_per_mm,
            origin: (0, 0),
        })
    }

    /// Turns what is drawn from now on by `degrees` clockwise around a place in mm; 0 turns back.
    pub(super) fn turn(&mut self, degrees: f32, about: (f32, f32)) {
        self.fit = Transform::from_scale(self.px_per_mm, self.px_per_mm).pre_concat(Transform::from_rotate_at(degrees, about.0, about.1));
    }

    /// An empty sheet over a part of this one, given in mm before the turn.
    pub(super) fn part(&self, left: f32, top: f32, right: f32, bottom: f32) -> Option<Self> {
        let mut corners = [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| Point::from_xy(x, y));
        self.fit.map_points(&mut corners);
        let bound = |axis: fn(&Point) -> f32, pick: fn(f32, f32) -> f32, start: f32| corners.iter().map(axis).fold(start, pick);
        let (width, height) = (self.pixmap.width() as f32, self.pixmap.height() as f32);
        let x = bound(|point| point.x, f32::min, width).floor().clamp(0.0, width) as i32;
        let y = bound(|point| point.y, f32::min, height).floor().clamp(0.0, height) as i32;
        let across = bound(|point| point.x, f32::max, 0.0).ceil().clamp(0.0, width) as i32 - x;
        let down = bound(|point| point.y, f32::max, 0.0).ceil().clamp(0.0, height) as i32 - y;
        Some(Self {
            pixmap: Pixmap::new(u32::try_from(across).ok()?, u32::try_from(down).ok()?)?,
            fit: self.fit.post_translate(-x as f32, -y as f32),
            px_per_mm: self.px_per_mm,
            origin: (self.origin.0 + x, self.origin.1 + y),
        })
    }

    /// Lays a part back where it belongs.
    pub(super) fn lay(&mut self, part: &Self, over: Over) {
        let paint = PixmapPaint { blend_mode: over.mode(), ..PixmapPaint::default() };
        let (x, y) = (part.origin.0 - self.origin.0, part.origin.1 - self.origin.1);
        self.pixmap.draw_pixmap(x, y, part.pixmap.as_ref(), &paint, Transform::identity(), None);
    }

    fn paint(shader: Shader<'_>, over: Over) -> Paint<'_> {
        Paint { shader, blend_mode: over.mode(), anti_alias: true, ..Paint::default() }
    }

    pub(super) fn fill(&mut self, path: &Path, tone: Tone, opacity: f32, over: Over) {
        let paint = Self::paint(Shader::SolidColor(color(tone, opacity)), over);
        self.pixmap.fill_path(path, &paint, FillRule::Winding, self.fit, None);
    }

    pub(super) fn stroke(&mut self, path: &Path, width_mm: f32, tone: Tone, opacity: f32, over: Over) {
        let stroke = Stroke { width: width_mm, line_cap: LineCap::Round, ..Stroke::default() };
        let paint = Self::paint(Shader::SolidColor(color(tone, opacity)), over);
        self.pixmap.stroke_path(path, &paint, &stroke, self.fit, None);
    }

    /// Fills a shape with a colour that fades from `center` to nothing at `radius` mm.
    pub(super) fn glow(&mut self, path: &Path, center: (f32, f32), radius: f32, tone: Tone, opacity: f32) {
        let center = Point::from_xy(center.0, center.1);
        let stops = vec![GradientStop::new(0.0, color(tone, opacity)), GradientStop::new(1.0, color(tone, 0.0))];
        if let Some(shader) = RadialGradient::new(center, 0.0, center, radius, stops, SpreadMode::Pad, Transform::identity()) {
            self.pixmap.fill_path(path, &Self::paint(shader, Over::Drawn), FillRule::Winding, self.fit, None);
        }
    }

    /// Fills a shape with a picture of `px_per_mm` whose first pixel lies at `place` mm.
    pub(super) fn fill_with(&mut self, path: &Path, picture: &Pixmap, px_per_mm: f32, place: (f32, f32)) {
        let fit = Transform::from_row(1.0 / px_per_mm, 0.0, 0.0, 1.0 / px_per_mm, place.0, place.1);
        let shader = Pattern::new(picture.as_ref(), SpreadMode::Pad, FilterQuality::Bilinear, 1.0, fit);
        self.pixmap.fill_path(path, &Self::paint(shader, Over::All), FillRule::Winding, self.fit, None);
    }

    /// Draws on a coarse layer, blurs it by about `softness_mm` and lays it over this sheet.
    pub(super) fn soft(&mut self, softness_mm: f32, over: Over, draw: impl FnOnce(&mut Self)) {
        let Some(mut layer) = Self::new(SOFT_PX_PER_MM) else { return };
        let coarse = SOFT_PX_PER_MM / self.px_per_mm;
        layer.fit = self.fit.post_translate(self.origin.0 as f32, self.origin.1 as f32).post_scale(coarse, coarse);
        draw(&mut layer);
        let radius = (softness_mm * SOFT_PX_PER_MM * 0.7).round().max(1.0) as u32;
        // Only what is drawn needs the blur, and the reach of the blur around it.
        let Some((left, top, right, bottom)) = drawn_part(&layer.pixmap, radius * 2 + 1) else { return };
        let Some(part) = IntRect::from_ltrb(left as i32, top as i32, right as i32, bottom as i32) else { return };
        let Some(mut picture) = layer.pixmap.clone_rect(part) else { return };
        blur(&mut picture, radius as usize);
        let paint = PixmapPaint { blend_mode: over.mode(), quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
        let fine = 1.0 / coarse;
        let back =
            Transform::from_row(fine, 0.0, 0.0, fine, left as f32 * fine - self.origin.0 as f32, top as f32 * fine - self.origin.1 as f32);
        self.pixmap.draw_pixmap(0, 0, picture.as_ref(), &paint, back, None);
    }
}

/// Blurs colour and cover twice by a box of `radius` px.
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
