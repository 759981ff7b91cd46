//! A family of data pages without end: issuers and designs from a number, for benchmarks of identification and for documents of
//! states that do not exist. Nothing is stored; the same number gives the same page.

use tiny_skia::Path;

use super::canvas::{Body, Canvas, Ink, Lay, Tone};
use super::design::{Entry, Lettering, What};
use super::emblem;
use super::guilloche::{Band, Field, Ring};
use super::holder::Holder;
use super::microtext;
use super::personal::Look;
use super::portrait::{self, Face};
use super::relief::Relief;
use super::rng::Rng;
use super::text::{self, Font, Type};
use crate::domain::{Dpi, Light, RectMm, SizeMm, Substrate};

/// Size of every page of the family: TD3.
pub(crate) const SIZE: SizeMm = SizeMm { width: 125.0, height: 88.0 };

/// One design of the family.
pub(crate) struct Template {
    name: String,
    tones: [Tone; 3],
    ink: Tone,
    fonts: (Font, Font),
    /// The portrait stands left or right.
    frame: RectMm,
    data_x: f32,
    heart: (f32, f32),
    points: u32,
    seed: u64,
}

const STEMS: [&str; 24] = [
    "Ar", "Bel", "Cor", "Dal", "Er", "Fal", "Gor", "Hel", "Il", "Jor", "Kal", "Lor", "Mer", "Nor", "Or", "Pel", "Quor", "Ral", "Sel",
    "Tor", "Ul", "Val", "Wes", "Zor",
];
const MIDDLES: [&str; 16] = ["an", "ad", "ev", "il", "om", "ur", "en", "ach", "ist", "or", "av", "und", "el", "iss", "ot", "am"];
const ENDS: [&str; 12] = ["ia", "a", "land", "stan", "or", "heim", "ovia", "ana", "mark", "eth", "ica", "uria"];
const FORMS: [&str; 8] =
    ["REPUBLIC OF", "KINGDOM OF", "FEDERATION OF", "STATE OF", "UNION OF", "PRINCIPALITY OF", "COMMONWEALTH OF", "FREE STATE OF"];

/// A colour of a print: `turn` around the colour circle (0 to 1), and how light it is.
fn tone(turn: f32, light: f32) -> Tone {
    let wave = |offset: f32| {
        let place = (turn + offset).fract() * 6.0;
        let up = (2.0 - (place - 3.0).abs()).clamp(0.0, 1.0);
        let level = 70.0 + 170.0 * up;
        (level * (1.0 - light) + 250.0 * light).round().clamp(0.0, 255.0) as u8
    };
    Tone(wave(0.5), wave(0.166_7), wave(0.833_3))
}

impl Template {
    /// The design of a number; any number is good.
    pub(crate) fn of(index: u64) -> Self {
        let mut rng = Rng::new(index, "family");
        let mut pick = |words: &[&'static str]| rng.pick(words).copied().unwrap_or("");
        let name = format!("{} {}{}{}", pick(&FORMS), pick(&STEMS), pick(&MIDDLES), pick(&ENDS)).to_uppercase();
        let turn = rng.unit();
        let spread = rng.range(0.08, 0.3);
        let tones = [tone(turn, 0.25), tone((turn + spread).fract(), 0.3), tone((turn + 2.0 * spread).fract(), 0.25)];
        let serif = rng.unit() < 0.4;
        let left = rng.unit() < 0.75;
        let (width, height) = (rng.range(30.0, 35.0), rng.range(39.0, 45.0));
        let x = if left { rng.range(5.0, 9.0) } else { 125.0 - width - rng.range(5.0, 9.0) };
        let frame = RectMm::new(f64::from(x), f64::from(rng.range(16.0, 21.0)), f64::from(width), f64::from(height));
        let data_x = if left { x + width + rng.range(4.0, 7.0) } else { rng.range(6.0, 10.0) };
        Self {
            name,
            tones,
            ink: tone((turn + 0.5).fract(), 0.0).mixed(Tone(20, 20, 30), 0.72),
            fonts: if serif { (Font::Serif, Font::SerifBold) } else { (Font::Sans, Font::SansBold) },
            frame,
            data_x,
            heart: (data_x + rng.range(16.0, 30.0), rng.range(34.0, 44.0)),
            points: 5 + rng.below(9) as u32,
            seed: rng.next(),
        }
    }

    /// Draws the page, made out to the holder of `holder_seed`; `None` if it cannot be drawn at this size.
    pub(crate) fn page(&self, holder: &Holder, mrz: &[String], light: Light, dpi: Dpi) -> Option<image::RgbImage> {
        let body = Body { tone: Tone(250, 249, 245), substrate: Substrate::Paper, bright: false };
        let mut canvas = Canvas::new(SIZE, dpi, light, body)?;
        self.background(&mut canvas);
        self.fixed(&mut canvas);
        let face = Face::from_seed(holder.seed, holder.sex);
        if let Some(drawn) = face.drawn() {
            let look = Look::dyed(0.8);
            canvas.picture_in(&portrait::toned(&drawn, look.saturation, look.dark), self.frame, look.opacity, look.lay, &look.nature);
        }
        self.data(&mut canvas, holder);
        for (line, y) in mrz.iter().zip([88.0 - 15.75, 88.0 - 9.40]) {
            if let Some(path) = text::mrz_line(line, 6.0, y) {
                canvas.fill(&path, &Ink::carbon(Tone(24, 22, 26)));
            }
        }
        Some(canvas.finish())
    }

    fn iris(&self) -> Ink {
        Ink::iris(SIZE.width as f32, &self.tones)
    }

    /// The shape behind the data.
    fn shape(&self) -> Option<Path> {
        emblem::star(self.heart, 15.0, 0.35 + 0.3 * (self.points % 3) as f32 / 2.0, self.points)
    }

    fn background(&self, canvas: &mut Canvas) {
        let mut rng = Rng::new(self.seed, "background");
        let pale = Ink::iris(SIZE.width as f32, &self.tones.map(|tone| tone.mixed(Tone(252, 250, 246), 0.78)));
        canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &pale);
        let relief = self.shape().and_then(|path| Relief::of(&path, rng.range(0.5, 1.0)));
        let depth = rng.range(0.5, 0.9);
        let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * depth);
        for layer in 0..2 {
            let field = Field {
                left: 0.0,
                top: 0.0,
                right: SIZE.width as f32,
                bottom: SIZE.height as f32,
                spacing: rng.range(0.7, 1.2),
                slope: if layer == 0 { 0.0 } else { rng.range(-0.5, 0.5) },
                waves: [
                    (rng.range(0.6, 2.0), rng.range(20.0, 48.0), rng.range(-0.02, 0.02)),
                    (rng.range(0.1, 0.6), rng.range(6.0, 14.0), rng.range(-0.03, 0.03)),
                ],
                relief: if layer == 0 { Some(&lift) } else { None },
            };
            canvas.stroke_all(&field.paths(), rng.range(0.09, 0.13), &self.iris().at(rng.range(0.7, 1.0)));
        }
        for ring in 0..3_u8 {
            let radius = 17.0 - f32::from(ring) * rng.range(4.5, 5.5);
            let waves = self.points * (2 + rng.below(4) as u32);
            let path = Ring::new(self.heart, radius, rng.range(1.5, 3.0), waves, 5 + rng.below(3) as u32)
                .swelling(self.points, rng.range(0.3, 0.7))
                .petalled(self.points, rng.range(-1.6, 1.6));
            canvas.stroke_all(&path.paths(), 0.1, &self.iris().at(0.6));
        }
        for y in [1.2, SIZE.height as f32 - 1.2] {
            let waves = rng.range(26.0, 60.0);
            let band = Band {
                from: (0.0, y),
                to: (SIZE.width as f32, y),
                swing: rng.range(0.7, 1.3),
                waves,
                strands: 4,
                swell: (waves / 2.0, 0.5),
            };
            canvas.stroke_all(&band.paths(), 0.1, &Ink::print(self.ink).at(0.6));
        }
        let corner = (SIZE.width as f32 - 14.0, 26.0);
        let ring = Ring::new(corner, rng.range(6.0, 9.0), rng.range(0.8, 1.6), self.points * 6, 6).swelling(self.points, 0.5);
        canvas.stroke_all(&ring.paths(), 0.09, &Ink::print(self.ink).at(0.7));
    }

    fn fixed(&self, canvas: &mut Canvas) {
        let ink = Ink::print(self.ink).infrared(0.5);
        let set = |canvas: &mut Canvas, style: Type, words: &str, x: f32, y: f32, ink: &Ink| {
            if let Some((path, _)) = style.set(words, x, y) {
                canvas.fill(&path, ink);
            }
        };
        let title = Type::new(self.fonts.1, 3.6).tracked(0.3);
        set(canvas, title, &self.name, 20.0, 7.4, &ink);
        if let Some(path) = title.set_right("PASSPORT", 119.0, 7.4) {
            canvas.fill(&path, &ink);
        }
        if let Some(star) = emblem::star((11.0, 7.6), 4.6, 0.45, self.points) {
            canvas.fill(&star, &ink);
        }
        set(canvas, Type::new(self.fonts.1, 4.4).tracked(0.8), "SPECIMEN", self.data_x, 68.4, &Ink::print(Tone(176, 32, 48)));
        microtext::line(canvas, &self.name, (6.0, 63.4), 112.0, &ink);
        for entry in self.entries() {
            entry.print_label(canvas, self.lettering(), &Ink::print(self.ink).at(0.85));
        }
    }

    fn data(&self, canvas: &mut Canvas, holder: &Holder) {
        for entry in self.entries() {
            entry.print_value(canvas, self.lettering(), &entry.what.value(holder), &Ink::carbon(Tone(20, 20, 24)));
        }
        if let Some(star) = emblem::star(self.heart, 5.0, 0.5, self.points) {
            canvas.fill(&star, &Ink::luminous(self.tones[0]).laid(Lay::Light));
        }
    }

    fn lettering(&self) -> Lettering {
        Lettering { label: Type::new(self.fonts.0, 1.7), value: Type::new(self.fonts.1, 3.0), native_em: 2.6 }
    }

    fn entries(&self) -> Vec<Entry> {
        let rows: [(What, &'static str, f32, f32); 7] = [
            (What::Number, "Passport No.", 26.0, 15.6),
            (What::Surname, "Surname", 0.0, 23.0),
            (What::GivenNames, "Given names", 0.0, 30.4),
            (What::Born, "Date of birth", 0.0, 38.4),
            (What::Sex, "Sex", 26.0, 38.4),
            (What::Birthplace, "Place of birth", 0.0, 46.0),
            (What::Expires, "Date of expiry", 0.0, 53.6),
        ];
        rows.into_iter()
            .map(|(what, label, x, y)| Entry {
                id: "field",
                title: "Field",
                what,
                label,
                x: self.data_x + x,
                label_y: y,
                value_y: y + 4.0,
                width: if matches!(what, What::Surname | What::GivenNames | What::Birthplace) { 44.0 } else { 24.0 },
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_numbers_give_as_many_designs() {
        let designs: std::collections::BTreeSet<String> = (0..10_000)
            .map(|index| {
                let template = Template::of(index);
                format!("{} {:?} {:?} {:?} {}", template.name, template.tones, template.frame, template.heart, template.points)
            })
            .collect();
        assert_eq!(designs.len(), 10_000);
    }
}
