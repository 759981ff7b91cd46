//! The print contrast signal of characters (ISO 1831, 5.4).

use super::letter::STROKE;
use super::lines::Printed;
use super::stats::share;

/// Half of the aperture of 0.2 mm at the nominal pitch, in pitches.
const APERTURE: f64 = 0.1 / 2.54;

/// The print contrast signal that 80 % of a character's strokes reach: one less the reflectance of ink over that of paper.
///
/// Reflectances are the grey values of the picture, taken as coded by sRGB (IEC 61966-2-1) and relative to the lightest paper around.
/// They are those of the light of the picture: Doc 9303-3 asks for infrared light (B900).
pub(super) fn signal(printed: &Printed) -> Option<f64> {
    let levels: Vec<f64> = printed.patch.data.iter().step_by(2).map(|level| f64::from(*level)).collect();
    let white = linear(share(&levels, 0.95)?);
    if white <= 0.0 {
        return None;
    }
    let signals: Vec<f64> = printed
        .letter
        .rim
        .iter()
        .step_by(2)
        .map(|rim| {
            let (u, v) = printed.pose.place(rim);
            let (u, v) = (u - rim.out.0 * STROKE / 2.0, v - rim.out.1 * STROKE / 2.0);
            let places = [(0.0, 0.0), (0.7, 0.0), (-0.7, 0.0), (0.0, 0.7), (0.0, -0.7)];
            let around = places.iter().map(|(x, y)| linear(f64::from(printed.patch.at(u + x * APERTURE, v + y * APERTURE))));
            1.0 - around.sum::<f64>() / places.len() as f64 / white
        })
        .collect();
    share(&signals, 0.2).map(|signal| signal.clamp(-1.0, 1.0))
}

/// The linear value of a level of 255 coded by sRGB, 0 to 1.
fn linear(level: f64) -> f64 {
    let coded = (level / 255.0).clamp(0.0, 1.0);
    if coded <= 0.04045 { coded / 12.92 } else { libm::pow((coded + 0.055) / 1.055, 2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_decoded_as_srgb() {
        for (level, value) in [(0.0, 0.0), (255.0, 1.0), (188.0, 0.503), (118.0, 0.1812), (400.0, 1.0)] {
            assert!((linear(level) - value).abs() < 1e-3, "{level}");
        }
    }
}
