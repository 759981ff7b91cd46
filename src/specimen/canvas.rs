//! A sheet in millimetres to print on, under one light.
//!
//! Sheets are drawn at twice the resolution where that is affordable and averaged in linear light, as an eye or a scanner
//! averages thin lines.

use image::{Rgb, RgbImage};
use tiny_skia::{BlendMode, FillRule, FilterQuality, LineCap, Paint, Path, Pattern, Pixmap, SpreadMode, Stroke, Transform};

use super::finish;
pub(crate) use super::ink::{Hue, Ink, Lay, Nature, Tone};
use super::ink::{Plane, painted};
use super::math::Exact as _;
use super::strokes::{self, Meeting};
use crate::domain::{Dpi, Light, RectMm, SizeMm, Substrate};

/// Above this resolution a sheet is drawn as it is; below, at twice the resolution.
const OVERSAMPLED_BELOW_DPI: f64 = 450.0;

/// What a page is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Body {
    /// Its colour in daylight.
    pub tone: Tone,
    pub substrate: Substrate,
    /// Whether it is bleached with brighteners, as office paper is, and so glows under ultraviolet light.
    pub bright: bool,
}

impl Body {
    /// The colour of the bare body under `light`.
    pub(crate) fn under(self, light: Light) -> Tone {
        let paper = matches!(self.substrate, Substrate::Paper | Substrate::Label);
        match (light, self.bright) {
            (Light::Uv365 | Light::Uv313, true) => Tone(158, 178, 246),
            (Light::Uv254, true) => Tone(96, 104, 150),
            (Light::Uv365 | Light::Uv313, false) => Tone(46, 40, 74),
            (Light::Uv254, false) => Tone(30, 30, 44),
            (Light::Ir880, _) => Tone(232, 232, 232),
            (Light::Transmitted, _) if paper => Tone(240, 228, 204),
            (Light::Transmitted, _) => Tone(112, 104, 96),
            _ => self.tone,
        }
    }
}

/// The hand that prints: the issuer's, or that of somebody who draws the work anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hand {
    /// Width of lines as a share of the right one.
    pub weight: f32,
    /// How far the print is off its place, in mm.
    pub shift: (f32, f32),
    /// Whether nothing stands out of the surface.
    pub flat: bool,
    /// The one colour that everything luminous is printed in.
    pub luminous: Option<Tone>,
    /// Whether text too small for the hand's equipment is lost.
    pub loses_microtext: bool,
}

impl Hand {
    /// The issuer's.
    pub(crate) const ISSUER: Self = Self { weight: 1.0, shift: (0.0, 0.0), flat: false, luminous: None, loses_microtext: false };
}

/// A sheet to print on, under one light.
#[derive(Debug, Clone)]
pub(crate) struct Canvas {
    light: Light,
    body: Body,
    hand: Hand,
    pixmap: Pixmap,
    /// Under ultraviolet light, what is given off.
    emission: Option<Pixmap>,
    /// Under ultraviolet light, the body where it is not as everywhere.
    laid_bare: Option<Pixmap>,
    /// Under oblique light, heights as grey.
    relief: Option<Pixmap>,
    px_per_mm: f32,
    /// Size of the finished picture in px, and how many drawn pixels make one of its sides.
    finished: (u32, u32),
    oversampling: u32,
}

impl Canvas {
    /// An empty sheet; `None` if it would have no pixel or too many.
    pub(crate) fn new(size: SizeMm, dpi: Dpi, light: Light, body: Body) -> Option<Self> {
        let oversampling = if dpi.get() < OVERSAMPLED_BELOW_DPI { 2 } else { 1 };
        let side = |mm: f64| (mm * dpi.px_per_mm()).round().clamp(0.0, 40_000.0) as u32;
        let finished = (side(size.width), side(size.height));
        let mut pixmap = Pixmap::new(finished.0 * oversampling, finished.1 * oversampling)?;
        let dark = |mut pixmap: Pixmap| {
            pixmap.fill(Tone(0, 0, 0).color(1.0));
            pixmap
        };
        let ultraviolet = light.shows_luminescence();
        // Under ultraviolet light the print is kept as seen in daylight: it dims what excites and what is given off.
        pixmap.fill(if ultraviolet { body.tone } else { body.under(light) }.color(1.0));
        let emission = if ultraviolet { Some(dark(Pixmap::new(pixmap.width(), pixmap.height())?)) } else { None };
        let relief = if light == Light::Oblique { Some(dark(Pixmap::new(pixmap.width(), pixmap.height())?)) } else { None };
        let px_per_mm = dpi.px_per_mm() as f32 * oversampling as f32;
        Some(Self { light, body, hand: Hand::ISSUER, pixmap, emission, laid_bare: None, relief, px_per_mm, finished, oversampling })
    }

    /// A transparent sheet in daylight to compose from, without oversampling.
    pub(crate) fn transparent(width_mm: f32, height_mm: f32, px_per_mm: f32) -> Option<Self> {
        let finished = ((width_mm * px_per_mm).round() as u32, (height_mm * px_per_mm).round() as u32);
        let body = Body { tone: Tone(255, 255, 255), substrate: Substrate::Paper, bright: false };
        let pixmap = Pixmap::new(finished.0, finished.1)?;
        Some(Self {
            light: Light::Visible,
            body,
            hand: Hand::ISSUER,
            pixmap,
            emission: None,
            laid_bare: None,
            relief: None,
            px_per_mm,
            finished,
            oversampling: 1,
        })
    }

    /// The light the sheet is seen under.
    pub(crate) fn light(&self) -> Light {
        self.light
    }

    /// Lets another hand print what `draw` prints.
    pub(crate) fn by_hand(&mut self, hand: Hand, draw: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.hand, hand);
        draw(self);
        self.hand = before;
    }

    /// The hand that prints now.
    pub(crate) fn hand(&self) -> Hand {
        self.hand
    }

    /// What the sheet is made of.
    pub(crate) fn body(&self) -> Body {
        self.body
    }

    pub(crate) fn pixmap(&self) -> &Pixmap {
        &self.pixmap
    }

    pub(crate) fn pixmap_mut(&mut self) -> &mut Pixmap {
        &mut self.pixmap
    }

    fn scale(&self) -> Transform {
        Transform::from_translate(self.hand.shift.0, self.hand.shift.1).post_scale(self.px_per_mm, self.px_per_mm)
    }

    /// What `ink` lays on which plane, by the hand that prints.
    fn layings(&self, ink: &Ink) -> Vec<(Plane, Hue, f32, Meeting)> {
        let mut layings = ink.layings(self.light);
        if self.hand.flat {
            layings.retain(|laying| laying.0 != Plane::Relief);
        }
        if let Some(tone) = self.hand.luminous {
            for laying in layings.iter_mut().filter(|laying| laying.0 == Plane::Emission && laying.1 != Hue::Flat(Tone(0, 0, 0))) {
                laying.1 = Hue::Flat(tone);
            }
        }
        layings
    }

    /// Lays `ink` on every plane of the sheet that it has an effect on.
    fn lay(&mut self, ink: &Ink, draw: impl Fn(&mut Pixmap, &Paint<'_>, Transform)) {
        let scale = self.scale();
        for (plane, hue, opacity, meeting) in self.layings(ink) {
            let pixmap = match plane {
                Plane::Print => Some(&mut self.pixmap),
                Plane::Emission => self.emission.as_mut(),
                Plane::Relief => self.relief.as_mut(),
            };
            if let Some(pixmap) = pixmap {
                let blend = match meeting {
                    Meeting::Lay(lay) => lay.blend(),
                    Meeting::Lighten => BlendMode::Lighten,
                };
                draw(pixmap, &painted(&hue, opacity, blend), scale);
            }
        }
    }

    pub(crate) fn fill(&mut self, path: &Path, ink: &Ink) {
        self.lay(ink, |pixmap, paint, scale| pixmap.fill_path(path, paint, FillRule::Winding, scale, None));
    }

    pub(crate) fn stroke(&mut self, path: &Path, width_mm: f32, ink: &Ink) {
        let stroke = Stroke { width: width_mm * self.hand.weight, line_cap: LineCap::Round, ..Stroke::default() };
        self.lay(ink, |pixmap, paint, scale| pixmap.stroke_path(path, paint, &stroke, scale, None));
    }

    /// Strokes the lines of one plate, which do not darken where they cross.
    pub(crate) fn stroke_all(&mut self, paths: &[Path], width_mm: f32, ink: &Ink) {
        let (scale, shift, width_mm) = (self.px_per_mm, self.hand.shift, width_mm * self.hand.weight);
        for (plane, hue, opacity, meeting) in self.layings(ink) {
            let pixmap = match plane {
                Plane::Print => Some(&mut self.pixmap),
                Plane::Emission => self.emission.as_mut(),
                Plane::Relief => self.relief.as_mut(),
            };
            if let Some(pixmap) = pixmap {
                strokes::lay(pixmap, (scale, shift), paths, width_mm, &hue, opacity, meeting);
            }
        }
    }

    pub(crate) fn rect(&mut self, area: RectMm, ink: &Ink) {
        if let Some(rect) = tiny_skia::Rect::from_xywh(area.x as f32, area.y as f32, area.width as f32, area.height as f32) {
            self.lay(ink, |pixmap, paint, scale| pixmap.fill_rect(rect, paint, scale, None));
        }
    }

    /// Lays a picture in dyes over `area`, edge to edge.
    pub(crate) fn picture(&mut self, picture: &Pixmap, area: RectMm, opacity: f32, lay: Lay) {
        self.picture_in(picture, area, opacity, lay, &Nature::DYE);
    }

    /// Lays a picture in inks of the given nature over `area`, edge to edge.
    pub(crate) fn picture_in(&mut self, picture: &Pixmap, area: RectMm, opacity: f32, lay: Lay, nature: &Nature) {
        let Some(rect) = tiny_skia::Rect::from_xywh(area.x as f32, area.y as f32, area.width as f32, area.height as f32) else { return };
        let fit = Transform::from_row(
            area.width as f32 / picture.width() as f32,
            0.0,
            0.0,
            area.height as f32 / picture.height() as f32,
            area.x as f32,
            area.y as f32,
        );
        let scale = self.scale();
        let spread = |pixmap: &mut Pixmap, picture: &Pixmap, opacity: f32, blend_mode: BlendMode| {
            let shader = Pattern::new(picture.as_ref(), SpreadMode::Pad, FilterQuality::Bicubic, opacity, fit);
            pixmap.fill_rect(rect, &Paint { shader, blend_mode, anti_alias: true, ..Paint::default() }, scale, None);
        };
        let opacity_seen = if self.light == Light::Transmitted { opacity * nature.through } else { opacity };
        if nature.only.is_none_or(|only| only == self.light) {
            match (&mut self.emission, nature.only, self.light) {
                (Some(emission), Some(_), _) => spread(emission, picture, opacity, lay.blend()),
                (None, None, Light::Ir880) => spread(&mut self.pixmap, &greyed(picture, nature.infrared), opacity_seen, lay.blend()),
                _ if nature.daylight => spread(&mut self.pixmap, picture, opacity_seen, lay.blend()),
                _ => {}
            }
        }
        if nature.only.is_some() {
            return;
        }
        if let Some(emission) = &mut self.emission {
            let glow = if self.light == Light::Uv254 { nature.uv_254.as_ref() } else { nature.uv_365.as_ref() };
            if let Some(Hue::Flat(tone)) = glow {
                spread(emission, &tinted(picture, *tone), opacity, BlendMode::Screen);
            } else if lay == Lay::Cover && nature.daylight {
                spread(emission, &tinted(picture, Tone(0, 0, 0)), opacity * 0.85, BlendMode::SourceOver);
            }
        }
        if let Some(relief) = &mut self.relief
            && nature.raised > 0.0
        {
            spread(relief, &heights(picture), opacity * nature.raised, BlendMode::Lighten);
        }
    }

    /// Changes how the bare body looks under ultraviolet light, as scraping or other paper does; nothing under other lights.
    pub(crate) fn bare(&mut self, draw: impl Fn(&mut Self)) {
        if self.emission.is_none() {
            return;
        }
        let ground = self.body.under(self.light);
        let below = self.laid_bare.take().or_else(|| {
            let mut pixmap = Pixmap::new(self.pixmap.width(), self.pixmap.height())?;
            pixmap.fill(ground.color(1.0));
            Some(pixmap)
        });
        let Some(below) = below else { return };
        let mut sheet = Self {
            light: Light::Visible,
            body: self.body,
            hand: self.hand,
            pixmap: below,
            emission: None,
            laid_bare: None,
            relief: None,
            px_per_mm: self.px_per_mm,
            finished: self.finished,
            oversampling: self.oversampling,
        };
        draw(&mut sheet);
        self.laid_bare = Some(sheet.pixmap);
    }

    /// The finished picture, edge to edge.
    pub(crate) fn finish(&self) -> RgbImage {
        let mut picture = self.averaged(&self.pixmap);
        let px_per_mm = self.px_per_mm / self.oversampling as f32;
        match (&self.emission, &self.relief, self.light) {
            (Some(emission), _, _) => {
                let laid_bare = self.laid_bare.as_ref().map(|pixmap| self.averaged(pixmap));
                finish::luminescence(&mut picture, laid_bare.as_ref(), self.body.under(self.light), self.averaged(emission));
            }
            (_, Some(relief), _) => finish::oblique(&mut picture, &self.averaged(relief), px_per_mm, self.body.substrate),
            (_, _, Light::Transmitted) => finish::transmitted(&mut picture, px_per_mm, self.body.substrate),
            (_, _, Light::Coaxial) => finish::coaxial(&mut picture),
            _ => {}
        }
        picture
    }

    /// A plane of the sheet at the size of the finished picture.
    fn averaged(&self, pixmap: &Pixmap) -> RgbImage {
        let pixels = pixmap.pixels();
        let (width, height) = self.finished;
        if self.oversampling == 1 {
            let mut raw = Vec::with_capacity(pixels.len() * 3);
            for pixel in pixels {
                raw.extend([pixel.red(), pixel.green(), pixel.blue()]);
            }
            return RgbImage::from_raw(width, height, raw).unwrap_or_default();
        }
        let (light, level) = (light_of_level(), level_table());
        let side = self.oversampling;
        let share = 1.0 / (side * side) as f32;
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
            Rgb(sum.map(|total| level_at(&level, total * share)))
        })
    }
}

/// A picture as grey that keeps `share` of its darkness.
fn greyed(picture: &Pixmap, share: f32) -> Pixmap {
    each_pixel(picture, |color| {
        let luma = 0.2126 * color.red() + 0.7152 * color.green() + 0.0722 * color.blue();
        let grey = 1.0 - (1.0 - luma) * share;
        [grey, grey, grey, color.alpha()]
    })
}

/// A picture all in one colour.
fn tinted(picture: &Pixmap, tone: Tone) -> Pixmap {
    let [red, green, blue] = [tone.0, tone.1, tone.2].map(|level| f32::from(level) / 255.0);
    each_pixel(picture, |color| [red, green, blue, color.alpha()])
}

/// A picture as heights: dark is high.
fn heights(picture: &Pixmap) -> Pixmap {
    each_pixel(picture, |color| {
        let dark = 1.0 - (0.2126 * color.red() + 0.7152 * color.green() + 0.0722 * color.blue());
        [dark, dark, dark, color.alpha()]
    })
}

fn each_pixel(picture: &Pixmap, map: impl Fn(tiny_skia::Color) -> [f32; 4]) -> Pixmap {
    let mut out = picture.clone();
    for pixel in out.pixels_mut() {
        let seen = pixel.demultiply();
        let color = tiny_skia::Color::from_rgba8(seen.red(), seen.green(), seen.blue(), seen.alpha());
        let [red, green, blue, alpha] = map(color);
        if let Some(color) = tiny_skia::Color::from_rgba(red.clamp(0.0, 1.0), green.clamp(0.0, 1.0), blue.clamp(0.0, 1.0), alpha) {
            *pixel = color.premultiply().to_color_u8();
        }
    }
    out
}

/// Linear light, 0 to 1, of each sRGB level.
pub(crate) fn light_of_level() -> [f32; 256] {
    let mut table = [0.0; 256];
    for (level, light) in table.iter_mut().enumerate() {
        let value = level as f32 / 255.0;
        *light = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).xpow(2.4) };
    }
    table
}

/// The sRGB level of linear light, 0 to 1.
pub(crate) fn level_of_light(light: f32) -> u8 {
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.xpow(1.0 / 2.4) - 0.055 };
    (value * 255.0).round().clamp(0.0, 255.0) as u8
}

/// How finely [`level_table`] divides the light.
const LEVEL_STEPS: usize = 16_384;

/// The sRGB level of each of [`LEVEL_STEPS`] steps of linear light; quicker than the power, and never more than one level off.
pub(crate) fn level_table() -> Vec<u8> {
    (0..=LEVEL_STEPS).map(|step| level_of_light(step as f32 / LEVEL_STEPS as f32)).collect()
}

/// Looks up linear light, 0 to 1, in a [`level_table`].
pub(crate) fn level_at(table: &[u8], light: f32) -> u8 {
    table.get((light.clamp(0.0, 1.0) * LEVEL_STEPS as f32 + 0.5) as usize).copied().unwrap_or(255)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Body = Body { tone: Tone(255, 255, 255), substrate: Substrate::Paper, bright: false };

    fn sheet(light: Light) -> Canvas {
        Canvas::new(SizeMm { width: 1.0, height: 1.0 }, Dpi::new(254.0).unwrap(), light, PAPER).unwrap()
    }

    #[test]
    fn half_covered_pixels_are_averaged_in_linear_light() {
        let mut canvas = sheet(Light::Visible);
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

    #[test]
    fn one_print_is_seen_under_every_light_as_its_inks_say() {
        let page = RectMm::new(0.0, 0.0, 1.0, 1.0);
        let seen = |light: Light, ink: &Ink| {
            let mut canvas = sheet(light);
            canvas.rect(page, ink);
            canvas.finish().get_pixel(5, 5).0
        };
        let (dye, carbon, luminous) = (Ink::print(Tone(180, 40, 40)), Ink::carbon(Tone(20, 20, 20)), Ink::luminous(Tone(60, 240, 60)));
        assert!(seen(Light::Visible, &dye)[1] < 60 && seen(Light::Ir880, &dye)[1] > 180);
        assert!(seen(Light::Visible, &carbon)[1] < 30 && seen(Light::Ir880, &carbon)[1] < 60);
        assert_eq!(seen(Light::Visible, &luminous), [255; 3]);
        assert!(seen(Light::Uv365, &luminous)[1] > 200 && seen(Light::Uv365, &dye)[1] < 60);
        let watermark = Ink::only(Light::Transmitted, Tone(120, 120, 120), Lay::Print);
        assert_eq!(seen(Light::Visible, &watermark), [255; 3]);
        assert!(seen(Light::Transmitted, &watermark)[0] < 140);
        let covered = {
            let mut canvas = sheet(Light::Uv365);
            canvas.rect(page, &luminous);
            canvas.rect(page, &Ink::cover(Tone(240, 240, 240)));
            canvas.finish().get_pixel(5, 5).0
        };
        assert!(covered[1] < 120, "{covered:?}");
    }
}
