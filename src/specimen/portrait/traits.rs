//! What tells one face from another, drawn from a seed; the same person older, in another mood, and a look-alike.

use super::Face;
use super::hair::Style;
use crate::specimen::canvas::Tone;
use crate::specimen::rng::Rng;

/// Facial hair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beard {
    None,
    Stubble,
    Short,
    Full,
    Goatee,
    Moustache,
}

/// Spectacles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frames {
    None,
    Round,
    Square,
    Rimless,
}

/// What covers the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Headwear {
    None,
    Scarf,
    Cap,
    Turban,
}

/// What is worn on the shoulders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clothes {
    Jacket,
    Tie,
    Shirt,
    Crew,
    Roll,
    Vee,
}

/// The look of a face; portraits of documents are neutral or nearly so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expression {
    Neutral,
    /// The corners of the mouth a little up, the lower lids too.
    Friendly,
    /// Brows a little down, lips closed firmly.
    Stern,
}

/// Complexion with the hair and eyes that go with it.
struct Complexion {
    skins: &'static [Tone],
    hairs: &'static [Tone],
    irises: &'static [Tone],
}

const BLACK: Tone = Tone(30, 25, 25);
const DARK: Tone = Tone(52, 38, 31);
const BROWN: Tone = Tone(88, 60, 40);
const LIGHT_BROWN: Tone = Tone(128, 92, 58);
const BLOND: Tone = Tone(182, 146, 92);
const RED: Tone = Tone(142, 72, 38);
const DARK_EYES: Tone = Tone(54, 36, 26);
const BROWN_EYES: Tone = Tone(88, 58, 36);
const HAZEL: Tone = Tone(116, 96, 58);
const GREEN: Tone = Tone(94, 114, 86);
const BLUE: Tone = Tone(92, 122, 150);
const GREY: Tone = Tone(112, 124, 132);

const COMPLEXIONS: [Complexion; 6] = [
    Complexion {
        skins: &[Tone(245, 214, 194), Tone(240, 204, 180), Tone(247, 220, 204)],
        hairs: &[DARK, BROWN, LIGHT_BROWN, BLOND, RED, BLOND],
        irises: &[BLUE, GREY, GREEN, HAZEL, BROWN_EYES, BLUE],
    },
    Complexion {
        skins: &[Tone(236, 194, 164), Tone(232, 190, 158)],
        hairs: &[BLACK, DARK, BROWN, LIGHT_BROWN, BROWN],
        irises: &[BROWN_EYES, HAZEL, GREEN, GREY],
    },
    Complexion {
        skins: &[Tone(222, 176, 138), Tone(208, 160, 122)],
        hairs: &[BLACK, DARK, DARK, BROWN],
        irises: &[DARK_EYES, BROWN_EYES, HAZEL],
    },
    Complexion {
        skins: &[Tone(240, 206, 172), Tone(228, 188, 150)],
        hairs: &[BLACK, BLACK, DARK],
        irises: &[DARK_EYES, DARK_EYES, BROWN_EYES],
    },
    Complexion { skins: &[Tone(186, 132, 94), Tone(164, 112, 78)], hairs: &[BLACK, BLACK, DARK], irises: &[DARK_EYES, BROWN_EYES] },
    Complexion { skins: &[Tone(138, 92, 66), Tone(112, 74, 54), Tone(94, 62, 48)], hairs: &[BLACK], irises: &[DARK_EYES] },
];
/// The complexion whose upper lids mostly have no fold.
const SMOOTH_LIDS: usize = 3;
const DARKEST: usize = 5;

const CLOTHS: [Tone; 12] = [
    Tone(38, 46, 66),
    Tone(62, 66, 72),
    Tone(104, 44, 52),
    Tone(36, 70, 66),
    Tone(72, 62, 50),
    Tone(88, 92, 116),
    Tone(152, 138, 118),
    Tone(44, 42, 44),
    Tone(126, 84, 60),
    Tone(70, 88, 62),
    Tone(116, 96, 130),
    Tone(60, 96, 128),
];
const SHIRTS: [Tone; 5] = [Tone(236, 238, 241), Tone(208, 220, 234), Tone(230, 222, 208), Tone(196, 206, 196), Tone(238, 214, 212)];

fn pick<T: Copy>(rng: &mut Rng, choices: &[T], otherwise: T) -> T {
    rng.pick(choices).copied().unwrap_or(otherwise)
}

impl Face {
    /// The face of `seed`; the sex (`F`, `M` or another letter) only moves the odds of hair, beard and build.
    pub(crate) fn from_seed(seed: u64, sex: char) -> Self {
        let mut rng = Rng::new(seed, "face");
        let woman = sex == 'F' || sex != 'M' && rng.unit() < 0.5;
        let kind = rng.below(COMPLEXIONS.len());
        let complexion = &COMPLEXIONS[kind];
        let between = |rng: &mut Rng, woman_range: (f32, f32), man_range: (f32, f32)| {
            let (low, high) = if woman { woman_range } else { man_range };
            rng.range(low, high)
        };
        let skin = pick(&mut rng, complexion.skins, Tone(222, 176, 138));
        let full = rng.normal().clamp(-1.6, 1.6);
        let dark = kind == DARKEST;
        let half_width = between(&mut rng, (8.9, 9.9), (9.3, 10.5)) + 0.15 * full;
        let mut face = Self {
            seed,
            woman,
            age: rng.range(21.0, 60.0),
            expression: if rng.unit() < 0.3 { Expression::Friendly } else { Expression::Neutral },
            tilt: rng.normal().clamp(-1.6, 1.6) * 0.9,
            skin: skin.mixed(Tone(196, 130, 110), rng.range(0.0, 0.1)),
            hair: pick(&mut rng, complexion.hairs, DARK),
            eyes: pick(&mut rng, complexion.irises, BROWN_EYES),
            full,
            half_width,
            cheek: half_width * rng.range(0.95, 1.0),
            jaw: half_width * (between(&mut rng, (0.66, 0.8), (0.74, 0.9)) + 0.03 * full),
            jaw_y: rng.range(31.8, 33.6),
            chin: between(&mut rng, (2.6, 3.9), (3.2, 5.0)),
            chin_y: rng.range(36.8, 38.2),
            forehead: rng.range(-1.0, 1.0),
            ears: rng.range(0.78, 1.0),
            eye_y: rng.range(22.1, 23.3),
            eye_gap: half_width * rng.range(0.445, 0.495),
            eye_half: between(&mut rng, (2.05, 2.4), (1.95, 2.25)),
            eye_open: between(&mut rng, (0.84, 1.06), (0.72, 0.98)) - if kind == SMOOTH_LIDS { 0.14 } else { 0.0 },
            eye_slant: rng.range(-0.22, 0.3) + if kind == SMOOTH_LIDS { 0.2 } else { 0.0 },
            lid: if kind == SMOOTH_LIDS { rng.range(0.0, 0.45) } else { rng.range(0.45, 1.1) },
            brow: between(&mut rng, (0.55, 0.9), (0.7, 1.25)),
            brow_arch: between(&mut rng, (0.35, 1.1), (0.0, 0.7)),
            brow_y: between(&mut rng, (2.6, 3.4), (2.1, 2.9)),
            nose: between(&mut rng, (1.4, 1.8), (1.55, 2.05)) + if dark { 0.35 } else { 0.0 },
            nose_y: rng.range(28.4, 30.0),
            nose_bridge: rng.range(0.6, 1.2) - if dark || kind == SMOOTH_LIDS { 0.15 } else { 0.0 },
            nose_tip: rng.range(0.6, 1.3),
            mouth_y: 0.0,
            mouth_half: between(&mut rng, (2.9, 3.7), (3.1, 4.1)),
            lip_upper: between(&mut rng, (0.75, 1.2), (0.45, 0.95)) + if dark { 0.3 } else { 0.0 },
            lip_lower: between(&mut rng, (0.9, 1.4), (0.65, 1.15)) + if dark { 0.25 } else { 0.0 },
            bow: rng.range(0.1, 0.5),
            cheekbones: rng.range(0.5, 1.3),
            lean: rng.range(-1.0, 1.0),
            volume: rng.range(0.0, 1.0),
            style: Style::Short,
            beard: Beard::None,
            frames: Frames::None,
            headwear: Headwear::None,
            clothes: Clothes::Crew,
            cloth: pick(&mut rng, &CLOTHS, Tone(62, 66, 72)),
            shirt: pick(&mut rng, &SHIRTS, Tone(236, 238, 241)),
            accent: pick(&mut rng, &CLOTHS, Tone(104, 44, 52)),
            freckled: kind == 0 && rng.unit() < 0.3,
            mole: (rng.unit() < 0.14).then(|| (rng.range(-6.5, 6.5), rng.range(26.5, 34.5))),
        };
        face.mouth_y = face.nose_y + (face.chin_y - face.nose_y) * rng.range(0.35, 0.42);
        face.worn(kind, &mut Rng::new(seed, "worn"));
        face
    }

    /// Hair, beard and what is worn.
    fn worn(&mut self, complexion: usize, rng: &mut Rng) {
        let dark = complexion == DARKEST;
        self.style = if self.woman {
            let straight =
                [Style::Long, Style::Wavy, Style::Bob, Style::Fringe, Style::Bun, Style::Pixie, Style::Shoulder, Style::Curly, Style::Tied];
            pick(
                rng,
                if dark { &[Style::Afro, Style::Buzz, Style::Bun, Style::Curly, Style::Tied, Style::Shoulder] } else { &straight },
                Style::Long,
            )
        } else {
            let straight = [
                Style::Short,
                Style::Parted,
                Style::Swept,
                Style::Receding,
                Style::Curly,
                Style::Crew,
                Style::Bald,
                Style::Buzz,
                Style::Tousled,
            ];
            pick(rng, if dark { &[Style::Buzz, Style::Afro, Style::Crew, Style::Bald, Style::Buzz] } else { &straight }, Style::Short)
        };
        if self.age < 30.0 && matches!(self.style, Style::Receding | Style::Bald) {
            self.style = Style::Crew;
        }
        if !self.woman {
            let beards =
                [Beard::None, Beard::None, Beard::None, Beard::Stubble, Beard::Short, Beard::Full, Beard::Goatee, Beard::Moustache];
            self.beard = pick(rng, &beards, Beard::None);
        }
        if rng.unit() < 0.2 {
            self.frames = pick(rng, &[Frames::Round, Frames::Square, Frames::Rimless], Frames::Round);
        }
        let covered = rng.unit();
        if (2..6).contains(&complexion) && covered < 0.15 {
            self.headwear = if self.woman { Headwear::Scarf } else { pick(rng, &[Headwear::Cap, Headwear::Turban], Headwear::Cap) };
            if self.headwear == Headwear::Turban {
                self.beard = Beard::Full;
            }
        }
        let men = [Clothes::Jacket, Clothes::Tie, Clothes::Shirt, Clothes::Crew, Clothes::Roll, Clothes::Vee];
        let women = [Clothes::Jacket, Clothes::Shirt, Clothes::Crew, Clothes::Roll, Clothes::Vee, Clothes::Vee];
        self.clothes = pick(rng, if self.woman { &women } else { &men }, Clothes::Crew);
    }

    /// The same person at another age, 18 to 90 years: hair greys, folds deepen, the cheeks sink.
    pub(crate) fn aged(mut self, years: f32) -> Self {
        self.age = years.clamp(18.0, 90.0);
        self
    }

    #[cfg(test)]
    /// Somebody who looks alike: every measure a little off, other clothes, the hair worn a little differently.
    pub(crate) fn sibling(&self) -> Self {
        let seed = self.seed ^ 0x51b1_1e55;
        let mut other = Self::from_seed(seed, if self.woman { 'F' } else { 'M' });
        let mut sibling = self.clone();
        for (own, far) in sibling.measures().into_iter().zip(other.measures()) {
            *own += (*far - *own) * LIKENESS_GAP;
        }
        sibling.seed = seed;
        sibling.lean = -self.lean;
        sibling.tilt = other.tilt;
        (sibling.clothes, sibling.cloth, sibling.accent) = (other.clothes, other.cloth, other.accent);
        sibling.mole = None;
        sibling
    }

    #[cfg(test)]
    /// The measures that make a face.
    fn measures(&mut self) -> [&mut f32; 25] {
        [
            &mut self.full,
            &mut self.half_width,
            &mut self.cheek,
            &mut self.jaw,
            &mut self.jaw_y,
            &mut self.chin,
            &mut self.chin_y,
            &mut self.forehead,
            &mut self.ears,
            &mut self.eye_y,
            &mut self.eye_gap,
            &mut self.eye_half,
            &mut self.eye_open,
            &mut self.eye_slant,
            &mut self.lid,
            &mut self.brow,
            &mut self.brow_arch,
            &mut self.brow_y,
            &mut self.nose,
            &mut self.nose_y,
            &mut self.nose_bridge,
            &mut self.nose_tip,
            &mut self.mouth_y,
            &mut self.mouth_half,
            &mut self.lip_lower,
        ]
    }

    /// How far age shows, 0 below 30 to 1 at 75.
    pub(super) fn wear(&self) -> f32 {
        ((self.age - 30.0) / 45.0).clamp(0.0, 1.0)
    }

    /// The hair as it has greyed.
    pub(super) fn hair_now(&self) -> Tone {
        let early = (self.seed >> 7) % 10;
        let share = ((self.age - 44.0 - early as f32) / 26.0).clamp(0.0, 0.92);
        self.hair.mixed(Tone(190, 187, 183), share)
    }
}

#[cfg(test)]
/// How far a look-alike is from a face on the way to any other face.
const LIKENESS_GAP: f32 = 0.3;
