//! A sheet in millimetres to draw on, and the inks.
//!
//! Colours are sRGB. Sheets are drawn at twice the resolution where that is affordable and averaged in linear light, as an eye
//! or a scanner averages thin lines.

use image::{Rgb, RgbImage};
use tiny_skia::{
    BlendMode, Color, FillRule, FilterQuality, GradientStop, LineCap, LineJoin, LinearGradient, Paint, Path, Pattern, Pixmap, Point,
    RadialGradient, Shader, SpreadMode, Stroke, Transform,
};

use crate::domain::{Dpi, RectMm, SizeMm};

/// Above this resolution a sheet is drawn as it is; below, at twice the resolution.
const OVERSAMPLED_BELOW_DPI: f64 = 450.0;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tone(pub u8, pub u8, pub u8);

impl Tone {
    fn color(self, opacity: f32) -> Color {
        let mut color = Color::from_rgba8(self.0, self.1, self.2, 255);
        color.set_alpha(opacity.clamp(0.0, 1.0));
        color
    }

    /// The colour that is `share` of the way to `other`.
    pub(crate) fn mixed(self, other: Self, share: f32) -> Self {
        let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round().clamp(0.0, 255.0) as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

/// How an ink takes its colour over the sheet; places in mm.
#[derive(Debug, Clone)]
pub(crate) enum Hue {
    Flat(Tone),
    /// Iris print: the colour runs from one place to another.
    Iris {
        from: (f32, f32),
        to: (f32, f32),
        stops: Vec<(f32, Tone)>,
    },
    /// From a centre outwards: radius in mm, and colours with their own opacity.
    Glow {
        center: (f32, f32),
        radius: f32,
        stops: Vec<(f32, Tone, f32)>,
    },
}

/// How an ink meets what is below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lay {
    /// A transparent printing ink: darkens.
    Print,
    /// Covers.
    Cover,
    /// Luminesces: adds light.
    Light,
}

/// An ink.
#[derive(Debug, Clone)]
pub(crate) struct Ink {
    pub hue: Hue,
    pub opacity: f32,
    pub lay: Lay,
}

impl Ink {
    pub(crate) fn print(tone: Tone) -> Self {
        Self { hue: Hue::Flat(tone), opacity: 1.0, lay: Lay::Print }
    }

    pub(crate) fn cover(tone: Tone) -> Self {
        Self { hue: Hue::Flat(tone), opacity: 1.0, lay: Lay::Cover }
    }

    pub(crate) fn light(tone: Tone) -> Self {
        Self { hue: Hue::Flat(tone), opacity: 1.0, lay: Lay::Light }
    }

    /// Iris print from left to right over `width` mm.
    pub(crate) fn iris(width: f32, tones: &[Tone]) -> Self {
        let last = tones.len().saturating_sub(1).max(1) as f32;
        let stops = tones.iter().enumerate().map(|(index, tone)| (index as f32 / last, *tone)).collect();
        Self { hue: Hue::Iris { from: (0.0, 0.0), to: (width, 0.0), stops }, opacity: 1.0, lay: Lay::Print }
    }

    pub(crate) fn glow(center: (f32, f32), radius: f32, stops: &[(f32, Tone, f32)]) -> Self {
        Self { hue: Hue::Glow { center, radius, stops: stops.to_vec() }, opacity: 1.0, lay: Lay::Cover }
    }

    pub(crate) fn at(mut self, opacity: f32) -> Self {
        self.opacity = opacity;
        self
    }

    pub(crate) fn laid(mut self, lay: Lay) -> Self {
        self.lay = lay;
        self
    }

    fn paint(&self) -> Paint<'static> {
        let stop = |place: f32, tone: Tone, opacity: f32| GradientStop::new(place, tone.color(self.opacity * opacity));
        let shader = match &self.hue {
            Hue::Flat(tone) => Shader::SolidColor(tone.color(self.opacity)),
            Hue::Iris { from, to, stops } => LinearGradient::new(
                Point::from_xy(from.0, from.1),
                Point::from_xy(to.0, to.1),
                stops.iter().map(|(place, tone)| stop(*place, *tone, 1.0)).collect(),
                SpreadMode::Pad,
                Transform::identity(),
            )
            .unwrap_or(Shader::SolidColor(Color::TRANSPARENT)),
            Hue::Glow { center, radius, stops } => RadialGradient::new(
                Point::from_xy(center.0, center.1),
                0.0,
                Point::from_xy(center.0, center.1),
                *radius,
                stops.iter().map(|(place, tone, opacity)| stop(*place, *tone, *opacity)).collect(),
                SpreadMode::Pad,
                Transform::identity(),
            )
            .unwrap_or(Shader::SolidColor(Color::TRANSPARENT)),
        };
        let blend_mode = match self.lay {
            Lay::Print => BlendMode::Multiply,
            Lay::Cover => BlendMode::SourceOver,
            Lay::Light => BlendMode::Screen,
        };
        Paint { shader, blend_mode, anti_alias: true, ..Paint::default() }
    }
}

/// A sheet to draw on.
#[derive(Debug, Clone)]
pub(crate) struct Canvas {
    pixmap: Pixmap,
    px_per_mm: f32,
    /// Size of the finished picture in px, and how many drawn pixels make one of its sides.
    finished: (u32, u32),
    oversampling: u32,
}

impl Canvas {
    /// An empty sheet of `size` in the colour of `ground`; `None` if it would have no pixel or too many.
    pub(crate) fn new(size: SizeMm, dpi: Dpi, ground: Tone) -> Option<Self> {
        let oversampling = if dpi.get() < OVERSAMPLED_BELOW_DPI { 2 } else { 1 };
        let side = |mm: f64| (mm * dpi.px_per_mm()).round().clamp(0.0, 40_000.0) as u32;
        let finished = (side(size.width), side(size.height));
        let mut pixmap = Pixmap::new(finished.0 * oversampling, finished.1 * oversampling)?;
        pixmap.fill(ground.color(1.0));
        Some(Self { pixmap, px_per_mm: dpi.px_per_mm() as f32 * oversampling as f32, finished, oversampling })
    }

    /// A transparent sheet to compose from, without oversampling.
    pub(crate) fn transparent(width_mm: f32, height_mm: f32, px_per_mm: f32) -> Option<Self> {
        let finished = ((width_mm * px_per_mm).round() as u32, (height_mm * px_per_mm).round() as u32);
        Some(Self { pixmap: Pixmap::new(finished.0, finished.1)?, px_per_mm, finished, oversampling: 1 })
    }

    pub(crate) fn pixmap(&self) -> &Pixmap {
        &self.pixmap
    }

    pub(crate) fn pixmap_mut(&mut self) -> &mut Pixmap {
        &mut self.pixmap
    }

    fn scale(&self) -> Transform {
        Transform::from_scale(self.px_per_mm, self.px_per_mm)
    }

    pub(crate) fn fill(&mut self, path: &Path, ink: &Ink) {
        self.pixmap.fill_path(path, &ink.paint(), FillRule::Winding, self.scale(), None);
    }

    pub(crate) fn stroke(&mut self, path: &Path, width_mm: f32, ink: &Ink) {
        let stroke = Stroke { width: width_mm, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
        self.pixmap.stroke_path(path, &ink.paint(), &stroke, self.scale(), None);
    }

    pub(crate) fn stroke_all(&mut self, paths: &[Path], width_mm: f32, ink: &Ink) {
        for path in paths {
            self.stroke(path, width_mm, ink);
        }
    }

    pub(crate) fn rect(&mut self, area: RectMm, ink: &Ink) {
        if let Some(rect) = tiny_skia::Rect::from_xywh(area.x as f32, area.y as f32, area.width as f32, area.height as f32) {
            self.pixmap.fill_rect(rect, &ink.paint(), self.scale(), None);
        }
    }

    /// Lays a picture over `area`, edge to edge.
    pub(crate) fn picture(&mut self, picture: &Pixmap, area: RectMm, opacity: f32, lay: Lay) {
        let Some(rect) = tiny_skia::Rect::from_xywh(area.x as f32, area.y as f32, area.width as f32, area.height as f32) else { return };
        let fit = Transform::from_row(
            area.width as f32 / picture.width() as f32,
            0.0,
            0.0,
            area.height as f32 / picture.height() as f32,
            area.x as f32,
            area.y as f32,
        );
        let mut paint = Ink::cover(Tone(0, 0, 0)).laid(lay).paint();
        paint.shader = Pattern::new(picture.as_ref(), SpreadMode::Pad, FilterQuality::Bicubic, opacity, fit);
        self.pixmap.fill_rect(rect, &paint, self.scale(), None);
    }

    /// The finished picture.
    pub(crate) fn finish(&self) -> RgbImage {
        let pixels = self.pixmap.pixels();
        let (width, height) = self.finished;
        if self.oversampling == 1 {
            return RgbImage::from_fn(width, height, |x, y| {
                pixels.get((y * width + x) as usize).map_or(Rgb([0; 3]), |pixel| Rgb([pixel.red(), pixel.green(), pixel.blue()]))
            });
        }
        let light = light_of_level();
        let side = self.oversampling;
        let parts = (side * side) as f32;
        RgbImage::from_fn(width, height, |x, y| {
            let mut sum = [0.0_f32; 3];
            for row in 0..side {
                let start = ((y * side + row) * width * side + x * side) as usize;
                for pixel in pixels.iter().skip(start).take(side as usize) {
                    for (total, level) in sum.iter_mut().zip([pixel.red(), pixel.green(), pixel.blue()]) {
                        *total += light[usize::from(level)];
                    }
                }
            }
            Rgb(sum.map(|total| level_of_light(total / parts)))
        })
    }
}

/// Linear light, 0 to 1, of each sRGB level.
pub(crate) fn light_of_level() -> [f32; 256] {
    let mut table = [0.0; 256];
    for (level, light) in table.iter_mut().enumerate() {
        let value = level as f32 / 255.0;
        *light = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    }
    table
}

/// The sRGB level of linear light, 0 to 1.
pub(crate) fn level_of_light(light: f32) -> u8 {
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_covered_pixels_are_averaged_in_linear_light() {
        let dpi = Dpi::new(254.0).unwrap();
        let mut canvas = Canvas::new(SizeMm { width: 1.0, height: 1.0 }, dpi, Tone(255, 255, 255)).unwrap();
        canvas.rect(RectMm::new(0.0, 0.0, 0.05, 1.0), &Ink::cover(Tone(0, 0, 0)));
        let picture = canvas.finish();
        assert_eq!(picture.dimensions(), (10, 10));
        assert_eq!(picture.get_pixel(0, 5).0, [188; 3]);
        assert_eq!(picture.get_pixel(1, 5).0, [255; 3]);
    }

    #[test]
    fn every_level_survives_the_way_to_light_and_back() {
        for (level, light) in light_of_level().into_iter().enumerate() {
            assert_eq!(usize::from(level_of_light(light)), level);
        }
    }
}
