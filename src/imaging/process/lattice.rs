//! Which peaks follow from screens that are known already: harmonics, and what two screens mix to.

/// How near a peak lies to where it is expected, in places of the spectrum.
const NEAR: f64 = 1.6;
/// The highest harmonic that is expected.
const HARMONICS: i32 = 3;
/// Screens of one frequency at several angles mix to each other's places: a screen of that frequency is one of its own.
const SAME_SHARE: f64 = 0.04;

/// The waves of the screens that were found, strongest first.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<Vec<[f64; 2]>>);

impl Known {
    /// Adds the one or two waves of a screen.
    pub(super) fn add(&mut self, waves: Vec<[f64; 2]>) {
        self.0.push(waves);
    }

    /// Whether a peak is a harmonic of a screen, or the sum or difference of the waves of two.
    pub(super) fn explains(&self, wave: [f64; 2]) -> bool {
        let near = |[x, y]: [f64; 2]| (wave[0] - x).hypot(wave[1] - y).min((wave[0] + x).hypot(wave[1] + y)) <= NEAR;
        let harmonic = |screen: &Vec<[f64; 2]>| {
            let zero = [0.0, 0.0];
            let (u, v) = (screen.first().copied().unwrap_or(zero), screen.get(1).copied().unwrap_or(zero));
            (-HARMONICS..=HARMONICS).any(|a| {
                (-HARMONICS..=HARMONICS).any(|b| (a, b) != (0, 0) && near([0, 1].map(|k| f64::from(a) * u[k] + f64::from(b) * v[k])))
            })
        };
        if self.0.iter().any(harmonic) {
            return true;
        }
        let length = wave[0].hypot(wave[1]);
        let is_of_one_frequency = self.0.iter().flatten().any(|[x, y]| (x.hypot(*y) / length - 1.0).abs() <= SAME_SHARE);
        !is_of_one_frequency
            && self.0.iter().enumerate().any(|(place, one)| {
                let others = self.0.iter().skip(place + 1).flatten();
                others.into_iter().any(|v| one.iter().any(|u| near([u[0] + v[0], u[1] + v[1]]) || near([u[0] - v[0], u[1] - v[1]])))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmonics_and_mixtures_are_explained_and_a_screen_of_the_same_frequency_is_not() {
        let at = |degrees: f64, length: f64| [length * degrees.to_radians().cos(), length * degrees.to_radians().sin()];
        let mut known = Known::default();
        known.add(vec![at(15.0, 30.0), at(105.0, 30.0)]);
        known.add(vec![at(45.0, 30.0), at(135.0, 30.0)]);
        assert!(known.explains(at(15.0, 60.0)) && known.explains(at(60.0, 30.0 * 2.0_f64.sqrt())));
        let mixed = [at(45.0, 30.0)[0] - at(15.0, 30.0)[0], at(45.0, 30.0)[1] - at(15.0, 30.0)[1]];
        assert!(known.explains(mixed));
        // The third of the classic angles is where the first two mix to.
        assert!(!known.explains(at(75.0, 30.0)));
    }
}
