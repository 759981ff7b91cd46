//! The devices behind the profiles: what each does to a page, with the accidents of one seed.

use super::effects::{Bands, Behind, Effects, Glare, Lighting, Medium, Optics, Photocopy, Screen, Sensor, Shadow, Surroundings, Tilt};
use crate::domain::Light;
use crate::specimen::rng::Rng;

/// Accidents, rounded to a thousandth so that records are short.
struct Chance(Rng);

impl Chance {
    fn new(seed: u64, purpose: &str) -> Self {
        Self(Rng::new(seed, purpose))
    }

    fn between(&mut self, low: f32, high: f32) -> f64 {
        (f64::from(self.0.range(low, high)) * 1000.0).round() / 1000.0
    }

    /// True `percent` times of 100.
    fn percent(&mut self, percent: usize) -> bool {
        self.0.below(100) < percent
    }

    /// A value of that size, of either sign.
    fn either(&mut self, low: f32, high: f32) -> f64 {
        let size = self.between(low, high);
        if self.percent(50) { size } else { -size }
    }
}

/// A laboratory flatbed scanner or comparator at 300 dpi.
pub(super) fn flatbed(seed: u64, light: Light) -> Effects {
    let mut chance = Chance::new(seed, light.code());
    let dark = light.shows_luminescence();
    let gain = [chance.between(0.97, 1.0), chance.between(0.97, 1.0), chance.between(0.97, 1.0)];
    let infrared = matches!(light, Light::Ir880 | Light::IrLuminescence);
    let sensor = Sensor { grey: infrared, columns: if dark { 0.006 } else { 0.002 }, ..Sensor::PLAIN };
    Effects {
        dpi: 300.0,
        angle_deg: chance.between(-1.6, 1.6),
        shift_mm: [chance.between(-0.8, 0.8), chance.between(-0.8, 0.8)],
        margin_mm: [chance.between(3.0, 4.0), chance.between(3.0, 4.0)],
        ground: match light {
            Light::Uv365 | Light::Uv313 | Light::Uv254 => [6, 6, 10],
            Light::IrLuminescence => [4, 4, 4],
            Light::Ir880 => [62, 62, 62],
            // The lamp shines past the page.
            Light::Transmitted => [255, 255, 250],
            _ => [38, 38, 40],
        },
        falloff: match light {
            Light::Oblique => 0.22,
            Light::IrLuminescence => 0.14,
            _ if dark => 0.1,
            _ => 0.03,
        },
        blur_mm: if infrared { 0.016 } else { 0.01 },
        noise: match light {
            Light::IrLuminescence => 2.2,
            Light::Uv254 | Light::Uv313 => 1.6,
            _ if dark => 1.2,
            _ => 0.8,
        },
        gain: if infrared { [gain[1]; 3] } else { gain },
        jpeg_quality: if dark { 84 } else { 92 },
        chroma_halved: false,
        tilt: None,
        optics: None,
        lighting: (light == Light::Coaxial).then_some(Lighting { vignette: 0.12, ..Lighting::default() }),
        surroundings: matches!(light, Light::Visible | Light::Oblique).then_some(Surroundings {
            kind: Behind::Plain,
            shadow_mm: [0.35, 0.5],
            shadow_depth: 0.7,
        }),
        sensor: Some(sensor),
        medium: None,
    }
}

/// A hurried scan.
pub(super) fn hasty(seed: u64, light: Light) -> Effects {
    let uv = light.shows_luminescence();
    Effects {
        angle_deg: if uv { -3.5 } else { 6.0 },
        shift_mm: [-3.2, 1.8],
        margin_mm: [0.5, 0.0],
        falloff: if uv { 0.25 } else { 0.35 },
        blur_mm: 0.03,
        noise: 2.6,
        gain: [1.0, 0.97, 0.9],
        jpeg_quality: 70,
        ..flatbed(seed, light)
    }
}

/// A full-page reader: the page lies pressed on glass in one place for all lights.
pub(super) fn reader(seed: u64, light: Light) -> Effects {
    // One placement serves all lights.
    let mut place = Chance::new(seed, "reader");
    let (angle_deg, shift_mm) = (place.between(-0.9, 0.9), [place.between(-0.7, 0.7), place.between(-0.7, 0.7)]);
    let axis_mm = [62.5 + place.between(-2.0, 2.0), 44.0 + place.between(-2.0, 2.0)];
    let barrel_per_mm2 = place.between(1.2, 2.2) * 1e-7;
    let mut chance = Chance::new(seed, light.code());
    let (uv, infrared) = (light.shows_luminescence(), light == Light::Ir880);
    Effects {
        dpi: 400.0,
        angle_deg,
        shift_mm,
        margin_mm: [4.6, 4.6],
        ground: match (uv, infrared) {
            (true, _) => [7, 7, 13],
            (_, true) => [34, 34, 34],
            _ => [30, 30, 32],
        },
        falloff: chance.between(0.02, 0.09) + if uv { 0.08 } else { 0.0 },
        blur_mm: 0.012,
        noise: if uv { 2.4 } else { 1.5 },
        gain: match (uv, infrared) {
            (true, _) => [0.92, 0.98, 1.0],
            (_, true) => [0.93; 3],
            _ => [chance.between(0.92, 0.96), 0.96, chance.between(0.95, 1.0)],
        },
        jpeg_quality: 80,
        chroma_halved: true,
        tilt: None,
        optics: Some(Optics { defocus_mm: if uv { 0.03 } else { 0.022 }, motion: [0.0, 0.0], barrel_per_mm2, axis_mm }),
        lighting: Some(Lighting { vignette: chance.between(0.1, 0.22) + if uv { 0.12 } else { 0.0 }, ..Lighting::default() }),
        surroundings: Some(Surroundings { kind: Behind::GlassFrame, shadow_mm: [0.2, 0.2], shadow_depth: 0.35 }),
        sensor: Some(Sensor { grey: infrared, sharpening: if uv { 0.2 } else { 0.45 }, ..Sensor::PLAIN }),
        medium: None,
    }
}

/// A photograph with a telephone.
pub(super) fn phone(seed: u64) -> Effects {
    let mut chance = Chance::new(seed, "phone");
    let tilt = Tilt { pitch_deg: chance.either(4.0, 22.0), yaw_deg: chance.either(1.0, 14.0), distance_mm: chance.between(230.0, 330.0) };
    let kind = [Behind::Wood, Behind::Laminate, Behind::Cloth][chance.0.below(3)];
    let lamp = |chance: &mut Chance| Glare {
        at: [chance.between(0.3, 0.95), chance.between(0.06, 0.5)],
        reach_mm: [chance.between(5.0, 13.0), chance.between(3.0, 8.0)],
        strength: chance.between(0.7, 1.8),
    };
    let first = lamp(&mut chance);
    let second = chance.percent(45).then(|| lamp(&mut chance));
    // Warm bulbs or cool daylight, not quite balanced away.
    let warm = chance.between(-0.6, 1.0);
    let dim = chance.between(0.8, 0.95);
    Effects {
        dpi: 300.0,
        angle_deg: chance.either(0.4, 5.0),
        shift_mm: [chance.between(-4.0, 4.0), chance.between(-4.0, 4.0)],
        margin_mm: [chance.between(9.0, 16.0), chance.between(9.0, 16.0)],
        ground: [120, 110, 100],
        falloff: chance.between(0.05, 0.28),
        blur_mm: 0.0,
        noise: 1.0,
        gain: [dim * (1.0 + 0.07 * warm), dim, dim * (1.0 - 0.13 * warm)],
        jpeg_quality: 82,
        chroma_halved: true,
        tilt: Some(tilt),
        optics: Some(Optics {
            defocus_mm: chance.between(0.035, 0.075),
            motion: [chance.between(0.0, 0.14), chance.between(0.0, 180.0)],
            barrel_per_mm2: 0.0,
            axis_mm: [0.0, 0.0],
        }),
        lighting: Some(Lighting {
            vignette: chance.between(0.1, 0.25),
            glare: [Some(first), second, None],
            shadow: Some(Shadow {
                at: [chance.between(0.1, 0.9), chance.between(0.95, 1.15)],
                reach: [chance.between(0.25, 0.5), chance.between(0.3, 0.6)],
                softness: chance.between(0.15, 0.4),
                depth: chance.between(0.2, 0.5),
            }),
            bands: None,
        }),
        surroundings: Some(Surroundings {
            kind,
            shadow_mm: [chance.either(0.3, 1.4), chance.between(0.4, 1.8)],
            shadow_depth: chance.between(0.45, 0.7),
        }),
        sensor: Some(Sensor {
            mosaic: true,
            shot: chance.between(0.018, 0.04),
            read: chance.between(0.003, 0.007),
            contrast: 0.3,
            sharpening: chance.between(0.6, 1.1),
            ..Sensor::PLAIN
        }),
        medium: None,
    }
}

/// A photocopy that was scanned in grey.
pub(super) fn photocopy(seed: u64) -> Effects {
    let mut chance = Chance::new(seed, "photocopy");
    let copy = Photocopy {
        generations: if chance.percent(30) { 2 } else { 1 },
        range: [chance.between(0.2, 0.32), chance.between(0.82, 0.9)],
        speckle: chance.between(0.4, 1.0),
        streaks: chance.between(0.4, 1.0),
    };
    Effects {
        margin_mm: [chance.between(7.0, 11.0), chance.between(7.0, 11.0)],
        ground: [250, 250, 250],
        jpeg_quality: 85,
        surroundings: None,
        sensor: Some(Sensor { grey: true, ..Sensor::PLAIN }),
        medium: Some(Medium::Photocopy(copy)),
        ..flatbed(seed, Light::Visible)
    }
}

/// A photograph of a display.
pub(super) fn screen(seed: u64) -> Effects {
    let mut chance = Chance::new(seed, "screen");
    let tilt = Tilt { pitch_deg: chance.either(1.0, 7.0), yaw_deg: chance.either(1.0, 9.0), distance_mm: chance.between(260.0, 420.0) };
    let border_mm = if chance.percent(40) { chance.between(5.0, 9.0) } else { 40.0 };
    let shine = chance.percent(50).then(|| Glare {
        at: [chance.between(0.1, 0.9), chance.between(0.0, 0.4)],
        reach_mm: [chance.between(12.0, 25.0), chance.between(8.0, 16.0)],
        strength: chance.between(0.05, 0.16),
    });
    Effects {
        dpi: 300.0,
        angle_deg: chance.either(0.2, 2.5),
        shift_mm: [chance.between(-3.0, 3.0), chance.between(-3.0, 3.0)],
        margin_mm: [chance.between(8.0, 13.0), chance.between(8.0, 13.0)],
        ground: [20, 20, 21],
        falloff: chance.between(0.03, 0.15),
        blur_mm: 0.0,
        noise: 1.0,
        gain: [chance.between(0.86, 0.94), 0.93, chance.between(0.98, 1.08)],
        jpeg_quality: 80,
        chroma_halved: true,
        tilt: Some(tilt),
        optics: Some(Optics { defocus_mm: chance.between(0.043, 0.056), motion: [0.0, 0.0], barrel_per_mm2: 0.0, axis_mm: [0.0, 0.0] }),
        lighting: Some(Lighting {
            vignette: chance.between(0.12, 0.25),
            glare: [shine, None, None],
            shadow: None,
            bands: Some(Bands { count: chance.between(0.7, 2.4), phase: chance.between(0.0, 1.0), depth: chance.between(0.06, 0.2) }),
        }),
        surroundings: None,
        sensor: Some(Sensor {
            mosaic: true,
            shot: chance.between(0.012, 0.025),
            read: chance.between(0.002, 0.005),
            contrast: 0.35,
            haze: chance.between(0.01, 0.04),
            sharpening: chance.between(0.4, 0.8),
            ..Sensor::PLAIN
        }),
        medium: Some(Medium::Screen(Screen { pitch_mm: chance.between(0.115, 0.19), gap: chance.between(0.15, 0.3), border_mm })),
    }
}
