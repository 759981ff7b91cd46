//! A portrait of nobody: head, hair and shoulders as shaded vectors, softened as a dye printer does.

mod features;
mod hair;
mod soft;

use tiny_skia::{Path, PathBuilder, Pixmap};

use super::canvas::{Canvas, Ink, Tone};
use super::rng::Rng;
use hair::Style;

/// Size of the drawing in mm; it is stretched to the frame of the document.
pub(crate) const WIDTH: f32 = 34.0;
/// Height of the drawing in mm.
pub(crate) const HEIGHT: f32 = 44.0;
const PX_PER_MM: f32 = 12.0;
const MIDDLE: f32 = WIDTH / 2.0;

/// What a face looks like.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Face {
    skin: Tone,
    hair: Tone,
    eyes: Tone,
    clothes: Tone,
    shirt: Tone,
    style: Style,
    beard: f32,
    glasses: bool,
    /// Half the width of the head at the cheekbones, in mm.
    half_width: f32,
    /// Half the width of the jaw, as a share of that of the head.
    jaw: f32,
    chin_y: f32,
    brow: f32,
    nose: f32,
    lips: f32,
    eye_gap: f32,
    woman: bool,
    seed: u64,
}

impl Face {
    /// The face of `seed`; the sex only moves the odds of hair, beard and build.
    pub(crate) fn from_seed(seed: u64, sex: char) -> Self {
        let mut rng = Rng::new(seed, "face");
        let woman = sex == 'F';
        let skins =
            [Tone(241, 207, 184), Tone(228, 186, 155), Tone(207, 160, 124), Tone(172, 122, 88), Tone(128, 86, 62), Tone(236, 197, 168)];
        let hairs = [
            Tone(38, 30, 28),
            Tone(70, 48, 34),
            Tone(112, 76, 44),
            Tone(164, 122, 72),
            Tone(52, 50, 52),
            Tone(128, 62, 36),
            Tone(142, 138, 134),
        ];
        let eyes = [Tone(84, 58, 38), Tone(96, 112, 84), Tone(92, 116, 140), Tone(60, 44, 34)];
        let cloths = [Tone(44, 52, 72), Tone(70, 74, 78), Tone(92, 46, 52), Tone(40, 70, 66), Tone(58, 54, 48), Tone(96, 98, 118)];
        let shirts = [Tone(232, 234, 238), Tone(206, 218, 232), Tone(228, 220, 206)];
        let skin = rng.below(skins.len());
        let hair = if skin >= 3 { rng.below(2) } else { rng.below(hairs.len()) };
        let styles: &[Style] = if woman {
            &[Style::Long, Style::Bob, Style::Bun, Style::Wavy, Style::Long]
        } else {
            &[Style::Short, Style::Parted, Style::Receding, Style::Curly, Style::Short]
        };
        Self {
            skin: skins[skin],
            hair: hairs[hair],
            eyes: eyes[if skin >= 3 { 0 } else { rng.below(eyes.len()) }],
            clothes: cloths[rng.below(cloths.len())],
            shirt: shirts[rng.below(shirts.len())],
            style: rng.pick(styles).copied().unwrap_or(Style::Short),
            beard: if woman || rng.unit() < 0.55 { 0.0 } else { rng.range(0.35, 1.0) },
            glasses: rng.unit() < 0.2,
            half_width: if woman { rng.range(9.2, 9.9) } else { rng.range(9.6, 10.5) },
            jaw: if woman { rng.range(0.62, 0.72) } else { rng.range(0.72, 0.86) },
            chin_y: rng.range(37.4, 38.6),
            brow: if woman { rng.range(0.45, 0.65) } else { rng.range(0.7, 1.05) },
            nose: rng.range(0.85, 1.2),
            lips: if woman { rng.range(0.95, 1.25) } else { rng.range(0.7, 0.95) },
            eye_gap: rng.range(4.35, 4.85),
            woman,
            seed,
        }
    }

    /// The outline of the head, without hair and ears.
    fn head(&self) -> Option<Path> {
        let (w, jaw, chin) = (self.half_width, self.half_width * self.jaw, self.chin_y);
        let mut b = PathBuilder::new();
        b.move_to(MIDDLE, 9.2);
        b.cubic_to(MIDDLE + w * 0.72, 9.2, MIDDLE + w * 1.02, 14.0, MIDDLE + w, 21.0);
        b.cubic_to(MIDDLE + w * 0.99, 26.0, MIDDLE + w * 0.95, 29.0, MIDDLE + jaw, chin - 4.4);
        b.cubic_to(MIDDLE + jaw * 0.72, chin - 1.2, MIDDLE + jaw * 0.42, chin, MIDDLE, chin);
        b.cubic_to(MIDDLE - jaw * 0.42, chin, MIDDLE - jaw * 0.72, chin - 1.2, MIDDLE - jaw, chin - 4.4);
        b.cubic_to(MIDDLE - w * 0.95, 29.0, MIDDLE - w * 0.99, 26.0, MIDDLE - w, 21.0);
        b.cubic_to(MIDDLE - w * 1.02, 14.0, MIDDLE - w * 0.72, 9.2, MIDDLE, 9.2);
        b.close();
        b.finish()
    }

    /// The portrait on nothing, in colour; `None` only if memory fails.
    pub(crate) fn drawn(&self) -> Option<Pixmap> {
        let mut canvas = Canvas::transparent(WIDTH, HEIGHT, PX_PER_MM)?;
        let mut rng = Rng::new(self.seed, "hair");
        hair::behind(&mut canvas, self, &mut rng);
        self.body(&mut canvas);
        let mut head = Canvas::transparent(WIDTH, HEIGHT, PX_PER_MM)?;
        features::paint(&mut head, self)?;
        soft::lay(&mut canvas, head.pixmap());
        hair::front(&mut canvas, self, &mut rng);
        if self.glasses {
            features::glasses(&mut canvas, self);
        }
        let mut picture = canvas.pixmap().clone();
        soft::blur(&mut picture, 1);
        Some(picture)
    }

    fn body(&self, canvas: &mut Canvas) {
        let chin = self.chin_y;
        let neck = if self.woman { 5.0 } else { 6.3 };
        let dark = self.skin.mixed(Tone(60, 30, 24), 0.42);
        // Neck.
        let mut b = PathBuilder::new();
        b.move_to(MIDDLE - neck, chin - 7.0);
        b.cubic_to(MIDDLE - neck, chin + 2.0, MIDDLE - neck - 1.6, chin + 3.6, MIDDLE - neck - 3.6, HEIGHT + 1.0);
        b.line_to(MIDDLE + neck + 3.6, HEIGHT + 1.0);
        b.cubic_to(MIDDLE + neck + 1.6, chin + 3.6, MIDDLE + neck, chin + 2.0, MIDDLE + neck, chin - 7.0);
        b.close();
        if let Some(path) = b.finish() {
            canvas.fill(&path, &Ink::cover(self.skin.mixed(dark, 0.35)));
            soft::shade(canvas, 1.3, |layer| {
                if let Some(shadow) = self.head().and_then(|head| head.transform(tiny_skia::Transform::from_translate(0.5, 1.9))) {
                    layer.fill(&shadow, &Ink::cover(dark).at(0.85));
                }
            });
        }
        // Shoulders, cut by the frame.
        let slope = if self.woman { 4.6 } else { 3.6 };
        let top = chin + 1.6;
        let mut b = PathBuilder::new();
        b.move_to(-1.0, HEIGHT + 1.0);
        b.line_to(-1.0, top + slope + 0.6);
        b.cubic_to(4.0, top + slope * 0.62, MIDDLE - neck - 3.4, top + 1.6, MIDDLE - neck - 0.9, top);
        b.cubic_to(MIDDLE - neck + 1.0, top + 3.6, MIDDLE - 1.6, HEIGHT + 0.6, MIDDLE, HEIGHT + 1.0);
        b.cubic_to(MIDDLE + 1.6, HEIGHT + 0.6, MIDDLE + neck - 1.0, top + 3.6, MIDDLE + neck + 0.9, top);
        b.cubic_to(MIDDLE + neck + 3.4, top + 1.6, WIDTH - 4.0, top + slope * 0.62, WIDTH + 1.0, top + slope + 0.6);
        b.line_to(WIDTH + 1.0, HEIGHT + 1.0);
        b.close();
        if let Some(path) = b.finish() {
            canvas.fill(&path, &Ink::cover(self.clothes));
            let light = self.clothes.mixed(Tone(255, 255, 255), 0.22);
            canvas.fill(&path, &Ink::glow((9.0, top + 2.0), 12.0, &[(0.0, light, 0.8), (1.0, light, 0.0)]));
        }
        // Collar on both sides.
        for side in [-1.0_f32, 1.0] {
            let mut b = PathBuilder::new();
            b.move_to(MIDDLE + side * (neck + 0.5), top - 1.2);
            b.cubic_to(MIDDLE + side * (neck + 1.4), top + 1.2, MIDDLE + side * (neck - 0.4), top + 4.2, MIDDLE + side * 3.6, HEIGHT + 0.6);
            b.line_to(MIDDLE + side * 0.3, HEIGHT + 0.6);
            b.cubic_to(MIDDLE + side * 2.8, top + 3.8, MIDDLE + side * (neck - 1.2), top + 2.2, MIDDLE + side * (neck + 0.5), top - 1.2);
            b.close();
            if let Some(path) = b.finish() {
                let tone = if side < 0.0 { self.shirt } else { self.shirt.mixed(Tone(90, 96, 110), 0.22) };
                canvas.fill(&path, &Ink::cover(tone));
                canvas.stroke(&path, 0.12, &Ink::cover(self.clothes.mixed(Tone(0, 0, 0), 0.3)).at(0.5));
            }
        }
    }
}

/// A portrait in the colours of a printing method: `saturation` 0 for grey to 1, and a tint that white skin takes.
pub(crate) fn toned(picture: &Pixmap, saturation: f32, shadow: Tone) -> Pixmap {
    let mut toned = picture.clone();
    for pixel in toned.pixels_mut() {
        let color = pixel.demultiply();
        let channels = [color.red(), color.green(), color.blue()].map(f32::from);
        let grey = 0.3 * channels[0] + 0.59 * channels[1] + 0.11 * channels[2];
        let dark = [shadow.0, shadow.1, shadow.2].map(f32::from);
        let mut out = [0_u8; 3];
        for ((out, channel), dark) in out.iter_mut().zip(channels).zip(dark) {
            let printed = dark + (255.0 - dark) * grey / 255.0;
            *out = (printed + (channel - printed) * saturation).round().clamp(0.0, 255.0) as u8;
        }
        *pixel = tiny_skia::ColorU8::from_rgba(out[0], out[1], out[2], color.alpha()).premultiply();
    }
    toned
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No portrait draws anything above this share of its height; fixed print uses the strip.
    const CLEAR_TOP: f32 = 7.4 / HEIGHT;

    #[test]
    fn no_portrait_reaches_into_the_strip_of_fixed_print() {
        for seed in 0..40 {
            let picture = Face::from_seed(seed, if seed % 2 == 0 { 'F' } else { 'M' }).drawn().unwrap();
            let rows = (CLEAR_TOP * picture.height() as f32) as u32;
            let highest = picture.pixels().iter().position(|pixel| pixel.alpha() > 4).unwrap() as u32 / picture.width();
            assert!(highest >= rows, "seed {seed}: {highest} < {rows}");
        }
    }

    #[test]
    fn faces_differ() {
        assert_ne!(Face::from_seed(1, 'F'), Face::from_seed(2, 'F'));
    }
}
