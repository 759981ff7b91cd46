//! Inks: their colour in daylight, and what they do under every other light.
//!
//! An ink is described once; the sheet it is laid on knows the light and asks the ink for what is seen under it. So one drawing
//! of a page serves daylight, infrared, ultraviolet, oblique, coaxial and transmitted light, and they agree by construction.
//! Colours are sRGB (IEC 61966-2-1).

use tiny_skia::{BlendMode, Color, GradientStop, LinearGradient, Paint, Point, RadialGradient, Shader, SpreadMode, Transform};

use super::strokes::Meeting;
use crate::domain::Light;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tone(pub u8, pub u8, pub u8);

impl Tone {
    pub(super) fn color(self, opacity: f32) -> Color {
        let mut color = Color::from_rgba8(self.0, self.1, self.2, 255);
        color.set_alpha(opacity.clamp(0.0, 1.0));
        color
    }

    /// The colour that is `share` of the way to `other`.
    pub(crate) fn mixed(self, other: Self, share: f32) -> Self {
        let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round().clamp(0.0, 255.0) as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// How bright the colour is, 0 to 255 (ITU-R BT.709 weights on the coded levels).
    pub(crate) fn luma(self) -> f32 {
        0.2126 * f32::from(self.0) + 0.7152 * f32::from(self.1) + 0.0722 * f32::from(self.2)
    }

    /// The grey that is left under infrared of an ink of this colour that keeps `share` of its darkness.
    fn under_infrared(self, share: f32) -> Self {
        let level = (255.0 - (255.0 - self.luma()) * share).round().clamp(0.0, 255.0) as u8;
        Self(level, level, level)
    }
}

/// How an ink takes its colour over the sheet; places in mm.
#[derive(Debug, Clone, PartialEq)]
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

impl Hue {
    /// The same run of colours with each colour replaced.
    fn mapped(&self, map: impl Fn(Tone) -> Tone) -> Self {
        match self {
            Self::Flat(tone) => Self::Flat(map(*tone)),
            Self::Iris { from, to, stops } => {
                Self::Iris { from: *from, to: *to, stops: stops.iter().map(|(place, tone)| (*place, map(*tone))).collect() }
            }
            Self::Glow { center, radius, stops } => Self::Glow {
                center: *center,
                radius: *radius,
                stops: stops.iter().map(|(place, tone, opacity)| (*place, map(*tone), *opacity)).collect(),
            },
        }
    }

    fn shader(&self, opacity: f32) -> Shader<'static> {
        let stop = |place: f32, tone: Tone, own: f32| GradientStop::new(place, tone.color(opacity * own));
        match self {
            Self::Flat(tone) => Shader::SolidColor(tone.color(opacity)),
            Self::Iris { from, to, stops } => LinearGradient::new(
                Point::from_xy(from.0, from.1),
                Point::from_xy(to.0, to.1),
                stops.iter().map(|(place, tone)| stop(*place, *tone, 1.0)).collect(),
                SpreadMode::Pad,
                Transform::identity(),
            )
            .unwrap_or(Shader::SolidColor(Color::TRANSPARENT)),
            Self::Glow { center, radius, stops } => RadialGradient::new(
                Point::from_xy(center.0, center.1),
                0.0,
                Point::from_xy(center.0, center.1),
                *radius,
                stops.iter().map(|(place, tone, own)| stop(*place, *tone, *own)).collect(),
                SpreadMode::Pad,
                Transform::identity(),
            )
            .unwrap_or(Shader::SolidColor(Color::TRANSPARENT)),
        }
    }
}

/// How an ink meets what is below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lay {
    /// A transparent printing ink: darkens.
    Print,
    /// Covers; hides what luminesces below.
    Cover,
    /// Adds light.
    Light,
}

impl Lay {
    pub(super) fn blend(self) -> BlendMode {
        match self {
            Self::Print => BlendMode::Multiply,
            Self::Cover => BlendMode::SourceOver,
            Self::Light => BlendMode::Screen,
        }
    }
}

/// What an ink does outside daylight.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Nature {
    /// Whether it is seen in daylight.
    pub daylight: bool,
    /// The only light it is seen under, if there is but one; everything else is then without effect.
    pub only: Option<Light>,
    /// How much of its darkness it keeps under 880 nm, 0 to 1: 0 drops out, 1 is black (`standards.md` 1.6, IR-AB and IR-TR).
    pub infrared: f32,
    /// What it gives off under 365 nm.
    pub uv_365: Option<Hue>,
    /// What it gives off under 254 nm.
    pub uv_254: Option<Hue>,
    /// How far it stands out of the surface, 0 to 1 where 1 is the full height of intaglio print.
    pub raised: f32,
    /// How much of its darkness is seen against the light.
    pub through: f32,
    /// Its colour when lit and seen along the same line, where that differs.
    pub coaxial: Option<Hue>,
}

impl Nature {
    /// A coloured offset ink or a dye: transparent in infrared, dark under ultraviolet, flat.
    pub(crate) const DYE: Self =
        Self { daylight: true, only: None, infrared: 0.1, uv_365: None, uv_254: None, raised: 0.0, through: 0.7, coaxial: None };
    /// Carbon: black in infrared, as laser engraving, toner, pigment black and the machine-readable zone are.
    pub(crate) const CARBON: Self = Self { infrared: 0.94, through: 0.85, ..Self::DYE };
}

/// An ink.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ink {
    pub hue: Hue,
    pub opacity: f32,
    pub lay: Lay,
    pub nature: Nature,
}

impl Ink {
    fn new(hue: Hue, lay: Lay) -> Self {
        Self { hue, opacity: 1.0, lay, nature: Nature::DYE }
    }

    /// A coloured offset ink.
    pub(crate) fn print(tone: Tone) -> Self {
        Self::new(Hue::Flat(tone), Lay::Print)
    }

    /// A black that stays black in infrared.
    pub(crate) fn carbon(tone: Tone) -> Self {
        Self { nature: Nature::CARBON, ..Self::print(tone) }
    }

    /// Something opaque laid on.
    pub(crate) fn cover(tone: Tone) -> Self {
        Self::new(Hue::Flat(tone), Lay::Cover)
    }

    /// Iris print from left to right over `width` mm.
    pub(crate) fn iris(width: f32, tones: &[Tone]) -> Self {
        Self::new(Self::run((0.0, 0.0), (width, 0.0), tones), Lay::Print)
    }

    /// Iris print from one place to another, in mm.
    pub(crate) fn iris_between(from: (f32, f32), to: (f32, f32), tones: &[Tone]) -> Self {
        Self::new(Self::run(from, to, tones), Lay::Print)
    }

    fn run(from: (f32, f32), to: (f32, f32), tones: &[Tone]) -> Hue {
        let last = tones.len().saturating_sub(1).max(1) as f32;
        Hue::Iris { from, to, stops: tones.iter().enumerate().map(|(index, tone)| (index as f32 / last, *tone)).collect() }
    }

    /// A soft spot, covering.
    pub(crate) fn glow(center: (f32, f32), radius: f32, stops: &[(f32, Tone, f32)]) -> Self {
        Self::new(Hue::Glow { center, radius, stops: stops.to_vec() }, Lay::Cover)
    }

    /// An ink that is invisible in daylight and gives off `tone` under 365 nm, and a third of it under 254 nm.
    pub(crate) fn luminous(tone: Tone) -> Self {
        Self::luminous_in(Hue::Flat(tone))
    }

    /// An invisible ink that gives off a run of colours under 365 nm, left to right over `width` mm.
    pub(crate) fn luminous_iris(width: f32, tones: &[Tone]) -> Self {
        Self::luminous_in(Self::run((0.0, 0.0), (width, 0.0), tones))
    }

    fn luminous_in(hue: Hue) -> Self {
        let mut ink = Self::new(hue.clone(), Lay::Print);
        ink.nature.daylight = false;
        ink.nature.uv_254 = Some(hue.mapped(|tone| tone.mixed(Tone(0, 0, 0), 0.66)));
        ink.nature.uv_365 = Some(hue);
        ink
    }

    /// Something that is seen under one light only, laid on in the colour given.
    pub(crate) fn only(light: Light, tone: Tone, lay: Lay) -> Self {
        let mut ink = Self::new(Hue::Flat(tone), lay);
        ink.nature.only = Some(light);
        ink
    }

    /// The same ink, thinner.
    pub(crate) fn at(mut self, opacity: f32) -> Self {
        self.opacity = opacity;
        self
    }

    /// The same ink, laid in another way.
    pub(crate) fn laid(mut self, lay: Lay) -> Self {
        self.lay = lay;
        self
    }

    /// The same ink keeping `share` of its darkness under 880 nm.
    pub(crate) fn infrared(mut self, share: f32) -> Self {
        self.nature.infrared = share;
        self
    }

    /// The same ink giving off `tone` under 365 nm besides its colour in daylight.
    pub(crate) fn glowing(mut self, tone: Tone) -> Self {
        self.nature.uv_365 = Some(Hue::Flat(tone));
        self
    }

    /// The same ink giving off `tone` under 254 nm; what it does under 365 nm stays.
    pub(crate) fn glowing_254(mut self, tone: Tone) -> Self {
        self.nature.uv_254 = Some(Hue::Flat(tone));
        self
    }

    /// The same ink standing out of the surface: 1 is intaglio, 0.5 tactile laser engraving.
    pub(crate) fn raised(mut self, height: f32) -> Self {
        self.nature.raised = height;
        self
    }

    /// The same ink turning to another colour under coaxial light: optically variable.
    pub(crate) fn turning(mut self, tone: Tone) -> Self {
        self.nature.coaxial = Some(Hue::Flat(tone));
        self
    }

    /// What the ink lays on which plane of a sheet that is seen under `light`.
    pub(super) fn layings(&self, light: Light) -> Vec<(Plane, Hue, f32, Meeting)> {
        let nature = &self.nature;
        let lay = Meeting::Lay(self.lay);
        let ultraviolet = light.shows_luminescence();
        if let Some(only) = nature.only {
            // What is seen under one ultraviolet light only is light given off.
            let plane = if ultraviolet { Plane::Emission } else { Plane::Print };
            return if only == light { vec![(plane, self.hue.clone(), self.opacity, lay)] } else { Vec::new() };
        }
        let mut layings = Vec::new();
        if nature.daylight {
            match light {
                Light::Ir880 => {
                    if nature.infrared > 0.004 || self.lay != Lay::Print {
                        layings.push((Plane::Print, self.hue.mapped(|tone| tone.under_infrared(nature.infrared)), self.opacity, lay));
                    }
                }
                Light::Transmitted => layings.push((Plane::Print, self.hue.clone(), self.opacity * nature.through, lay)),
                Light::Coaxial => layings.push((Plane::Print, nature.coaxial.as_ref().unwrap_or(&self.hue).clone(), self.opacity, lay)),
                // Under ultraviolet light the print dims what excites and what is given off.
                _ => layings.push((Plane::Print, self.hue.clone(), self.opacity, lay)),
            }
            if ultraviolet && self.lay == Lay::Cover {
                layings.push((Plane::Emission, self.hue.mapped(|_| Tone(0, 0, 0)), self.opacity * 0.85, lay));
            }
        }
        let given_off = match light {
            Light::Uv365 => nature.uv_365.as_ref(),
            Light::Uv254 => nature.uv_254.as_ref(),
            _ => None,
        };
        if let Some(hue) = given_off {
            layings.push((Plane::Emission, hue.clone(), self.opacity, Meeting::Lay(Lay::Light)));
        }
        if light == Light::Oblique && nature.raised > 0.0 {
            layings.push((Plane::Relief, Hue::Flat(Tone(255, 255, 255)), (nature.raised * self.opacity).min(1.0), Meeting::Lighten));
        }
        layings
    }
}

/// A plane of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plane {
    /// What reflects or lets light through.
    Print,
    /// What is given off.
    Emission,
    /// Heights.
    Relief,
}

pub(super) fn painted(hue: &Hue, opacity: f32, blend_mode: BlendMode) -> Paint<'static> {
    Paint { shader: hue.shader(opacity), blend_mode, anti_alias: true, ..Paint::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carbon_stays_black_in_infrared_and_a_dye_drops_out() {
        assert!(Tone(20, 20, 20).under_infrared(Nature::CARBON.infrared).0 < 50);
        assert!(Tone(20, 20, 20).under_infrared(Nature::DYE.infrared).0 > 225);
    }

    #[test]
    fn luminous_ink_is_not_printed_in_daylight() {
        let ink = Ink::luminous(Tone(200, 40, 40));
        assert!(ink.layings(Light::Visible).is_empty() && ink.layings(Light::Ir880).is_empty());
        assert!(ink.layings(Light::Uv365).iter().all(|laying| laying.0 == Plane::Emission) && ink.layings(Light::Uv365).len() == 1);
    }
}
