//! Which peaks follow from screens that are known already: harmonics, and what two screens mix to.

/// How near a peak lies to where it is expected, in places of the spectrum.
const NEAR: f64 = 1.6;
/// The highest harmonic that is expected.
const HARMONICS: i32 = 3;
/// Screens of one frequency at several angles mix to each other's places: a screen of that frequency is one of its own.
const SAME_SHARE: f64 = 0.04;

/// The waves of the screens that were found, strongest first, in places of a spectrum of `side` places.
#[derive(Debug)]
pub(super) struct Known {
    side: f64,
    screens: Vec<Vec<[f64; 2]>>,
}

impl Known {
    pub(super) fn new(side: f64) -> Self {
        Self { side, screens: Vec::new() }
    }

    /// Adds the one or two waves of a screen.
    pub(super) fn add(&mut self, waves: Vec<[f64; 2]>) {
        self.screens.push(waves);
    }

    /// Whether a peak is a harmonic of a screen, folded back by the pixels or not, or the sum or difference of the waves of two.
    pub(super) fn explains(&self, wave: [f64; 2]) -> bool {
        // What is finer than the pixels folds back.
        let apart = |one: f64, other: f64| {
            let off = (one - other).rem_euclid(self.side);
            off.min(self.side - off)
        };
        let near = |[x, y]: [f64; 2]| {
            let off = |sign: f64| apart(wave[0], sign * x).hypot(apart(wave[1], sign * y));
            off(1.0).min(off(-1.0)) <= NEAR
        };
        let harmonic = |screen: &Vec<[f64; 2]>| {
            let zero = [0.0, 0.0];
            let (u, v) = (screen.first().copied().unwrap_or(zero), screen.get(1).copied().unwrap_or(zero));
            (-HARMONICS..=HARMONICS).any(|a| {
                (-HARMONICS..=HARMONICS).any(|b| (a, b) != (0, 0) && near([0, 1].map(|k| f64::from(a) * u[k] + f64::from(b) * v[k])))
            })
        };
        if self.screens.iter().any(harmonic) {
            return true;
        }
        let length = wave[0].hypot(wave[1]);
        let is_of_one_frequency = self.screens.iter().flatten().any(|[x, y]| (x.hypot(*y) / length - 1.0).abs() <= SAME_SHARE);
        !is_of_one_frequency
            && self.screens.iter().enumerate().any(|(place, one)| {
                let others = self.screens.iter().skip(place + 1).flatten();
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
        let mut known = Known::new(128.0);
        known.add(vec![at(15.0, 30.0), at(105.0, 30.0)]);
        known.add(vec![at(45.0, 30.0), at(135.0, 30.0)]);
        assert!(known.explains(at(15.0, 60.0)) && known.explains(at(60.0, 30.0 * 2.0_f64.sqrt())));
        let mixed = [at(45.0, 30.0)[0] - at(15.0, 30.0)[0], at(45.0, 30.0)[1] - at(15.0, 30.0)[1]];
        assert!(known.explains(mixed));
        // The third of the classic angles is where the first two mix to.
        assert!(!known.explains(at(75.0, 30.0)));
    }
}
