//! A portrait of nobody: a modelled and lit face with hair and clothes, clearly drawn, softened as a dye printer does.
//!
//! The face is a relief of hills and folds under a light from the upper left ([`skin`]); what has edges is drawn on it with a
//! fine brush ([`features`], [`beard`], [`hair`], [`clothes`]). The measures of a face come from its seed ([`traits`]).

mod beard;
mod clothes;
mod easel;
mod engraved;
mod features;
mod hair;
mod skin;
mod traits;

use tiny_skia::{Path, PathBuilder, Pixmap};

use super::canvas::Tone;
use super::rng::Rng;
use easel::{Easel, Over};
use hair::Style;
use traits::{Beard, Clothes, Frames, Headwear};

pub(crate) use engraved::{Engraving, line_engraved};
pub(crate) use traits::Expression;

/// Size of the drawing in mm; it is stretched to the frame of the document.
pub(crate) const WIDTH: f32 = 34.0;
/// Height of the drawing in mm.
pub(crate) const HEIGHT: f32 = 44.0;
/// Resolution of [`Face::drawn`]: about 400 dpi, as fine as portraits are personalised.
const PX_PER_MM: f32 = 16.0;
const MIDDLE: f32 = WIDTH / 2.0;

/// What a face looks like; lengths in mm on the drawing, from the middle line or from the top.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Face {
    seed: u64,
    woman: bool,
    /// In years.
    age: f32,
    expression: Expression,
    /// Degrees clockwise.
    tilt: f32,
    skin: Tone,
    /// The hair before it greyed.
    hair: Tone,
    eyes: Tone,
    /// From lean (-1.6) to full (1.6).
    full: f32,
    half_width: f32,
    cheek: f32,
    jaw: f32,
    jaw_y: f32,
    chin: f32,
    chin_y: f32,
    /// From a low (-1) to a high hairline (1).
    forehead: f32,
    ears: f32,
    eye_y: f32,
    eye_gap: f32,
    eye_half: f32,
    eye_open: f32,
    eye_slant: f32,
    /// How deep the fold of the upper lid lies; below 0.2 there is none.
    lid: f32,
    brow: f32,
    brow_arch: f32,
    brow_y: f32,
    nose: f32,
    nose_y: f32,
    nose_bridge: f32,
    nose_tip: f32,
    mouth_y: f32,
    mouth_half: f32,
    lip_upper: f32,
    lip_lower: f32,
    bow: f32,
    cheekbones: f32,
    /// To which side hair is worn, -1 to 1.
    lean: f32,
    volume: f32,
    style: Style,
    beard: Beard,
    frames: Frames,
    headwear: Headwear,
    clothes: Clothes,
    cloth: Tone,
    shirt: Tone,
    accent: Tone,
    freckled: bool,
    mole: Option<(f32, f32)>,
}

impl Face {
    /// The right half of the outline of the head without ears, from the crown to the chin, as close points from the middle line.
    fn outline(&self) -> Vec<(f32, f32)> {
        let (w, cheek, jaw, chin_y) = (self.half_width, self.cheek, self.jaw, self.chin_y);
        let corner = [
            (0.0, 9.0),
            (w * 0.26, 8.95),
            (w * 0.54, 9.55),
            (w * 0.80, 11.6),
            (w * 0.965, 15.2),
            (w * 1.02, 20.2),
            (cheek * 1.01, 24.8),
            (f32::midpoint(cheek, jaw) * 1.03 + 0.12 * self.full, 29.4),
            (jaw * 1.03, self.jaw_y + 0.6),
            (f32::midpoint(jaw, self.chin) * 1.04, self.jaw_y + 3.1),
            (self.chin, chin_y - 0.5),
            (self.chin * 0.42, chin_y + 0.15),
            (0.0, chin_y + 0.15),
        ];
        let mut points = vec![corner[0]];
        for three in corner.windows(3) {
            let &[before, at, after] = three else { continue };
            let from = (f32::midpoint(before.0, at.0), f32::midpoint(before.1, at.1));
            let to = (f32::midpoint(at.0, after.0), f32::midpoint(at.1, after.1));
            for step in 0..6_u8 {
                let t = f32::from(step) / 6.0;
                let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
                points.push((a * from.0 + b * at.0 + c * to.0, a * from.1 + b * at.1 + c * to.1));
            }
        }
        points.push((0.0, chin_y));
        points
    }

    /// The outline of the head, without hair and ears.
    fn head(&self) -> Option<Path> {
        let half = self.outline();
        let mut b = PathBuilder::new();
        b.move_to(MIDDLE, half.first()?.1);
        for (x, y) in &half {
            b.line_to(MIDDLE + x, *y);
        }
        for (x, y) in half.iter().rev() {
            b.line_to(MIDDLE - x, *y);
        }
        b.close();
        b.finish()
    }

    /// Half the width of the neck.
    fn neck(&self) -> f32 {
        (if self.woman { 4.9 } else { 6.2 }) + 0.45 * self.full + 0.1 * (self.half_width - 9.5)
    }

    /// The portrait on nothing, in colour; `None` only if memory fails.
    pub(crate) fn drawn(&self) -> Option<Pixmap> {
        self.drawn_at(PX_PER_MM)
    }

    /// The portrait on nothing, in colour, at any resolution; `None` only if memory fails or there is no pixel.
    pub(crate) fn drawn_at(&self, px_per_mm: f32) -> Option<Pixmap> {
        let mut easel = Easel::new(px_per_mm)?;
        let about = (MIDDLE, self.chin_y + 1.0);
        let mut rng = Rng::new(self.seed, "hair");
        let scarf = self.headwear == Headwear::Scarf;
        easel.turn(self.tilt, about);
        if !scarf {
            hair::behind(&mut easel, self, &mut rng);
        }
        easel.turn(0.0, about);
        clothes::body(&mut easel, self);
        easel.turn(self.tilt, about);
        let mut head = easel.part(0.0, 6.0, WIDTH, HEIGHT)?;
        if scarf {
            clothes::lining(&mut head, self);
        } else {
            features::ears(&mut head, self);
        }
        let (lit, lit_px_per_mm, place) = skin::lit(self)?;
        head.fill_with(&self.head()?, &lit, lit_px_per_mm, place);
        features::paint(&mut head, self);
        beard::paint(&mut head, self);
        if !scarf && self.headwear != Headwear::Turban {
            hair::front(&mut head, self, &mut rng);
        }
        features::glasses(&mut head, self);
        clothes::headwear(&mut head, self);
        easel.lay(&head, Over::All);
        Some(easel.pixmap)
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

    fn faces(count: u64) -> impl Iterator<Item = Face> {
        (0..count).map(|seed| Face::from_seed(seed, if seed % 2 == 0 { 'F' } else { 'M' }))
    }

    /// The mean difference of two portraits over the head, in levels.
    fn difference(one: &Pixmap, other: &Pixmap) -> f32 {
        let apart = one.data().iter().zip(other.data()).map(|(a, b)| f32::from(a.abs_diff(*b))).sum::<f32>();
        apart / one.data().len() as f32
    }

    #[test]
    fn no_portrait_reaches_into_the_strip_of_fixed_print() {
        for face in faces(10) {
            let picture = face.drawn_at(5.0).unwrap();
            let rows = (CLEAR_TOP * picture.height() as f32) as u32;
            let highest = picture.pixels().iter().position(|pixel| pixel.alpha() > 4).unwrap() as u32 / picture.width();
            assert!(highest >= rows, "{face:?}: {highest} < {rows}");
        }
    }

    #[test]
    fn the_head_fills_seven_to_eight_tenths_of_the_portrait() {
        for face in faces(200) {
            let head = (face.chin_y - 9.0) / (HEIGHT * (1.0 - CLEAR_TOP));
            assert!((0.7..=0.8).contains(&head), "{head}");
        }
    }

    fn small(face: &Face) -> Pixmap {
        face.drawn_at(4.0).unwrap()
    }

    #[test]
    fn a_face_draws_the_same_again_and_another_differs() {
        let pictures: Vec<_> = faces(6).map(|face| small(&face)).collect();
        assert_eq!(pictures.first(), faces(1).next().map(|face| small(&face)).as_ref());
        for (index, picture) in pictures.iter().enumerate() {
            for (before, other) in pictures[..index].iter().enumerate() {
                assert!(difference(picture, other) > 4.0, "{before} {index}");
            }
        }
    }

    #[test]
    fn a_look_alike_is_nearer_than_a_stranger_and_not_the_same() {
        let (mut alike, mut strange) = (0.0, 0.0);
        for seed in 0..3 {
            let face = Face::from_seed(seed, 'M');
            let (sibling, stranger) = (face.sibling(), Face::from_seed(seed + 50, 'M'));
            assert_ne!(face, sibling);
            let picture = small(&face);
            alike += difference(&picture, &small(&sibling));
            strange += difference(&picture, &small(&stranger));
        }
        assert!(alike > 3.0 && alike < strange * 0.8, "{alike} {strange}");
    }

    #[test]
    fn hair_greys_with_age_and_the_bones_stay() {
        let face = Face::from_seed(18, 'M');
        let (young, old) = (face.clone().aged(22.0), face.aged(75.0));
        let grey = |face: &Face| i32::from(face.hair_now().0.abs_diff(face.hair_now().2));
        assert!(grey(&old) < grey(&young) / 2);
        assert_eq!((young.half_width, young.nose_y), (old.half_width, old.nose_y));
    }
}
