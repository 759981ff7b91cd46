//! The places of a page as an index keeps them: packed, so that a page costs less than 20 KB.

use rayon::prelude::*;

use crate::imaging::register::{Feature, distances};

/// Places that an index keeps of a page: 480 of 38 bytes are 18 KB.
pub(super) const MOST_CODES: usize = 480;
/// Comparisons of 256 in which two places of one picture differ at the most that look alike. Of 1,000 pages of 480 places each, found again
/// by scans of other holders' documents: 20 of 20 at 44 and 48, 18 at 40, 19 at 52, 17 at 56, where strong corners become rare.
const LOOK_ALIKE: u16 = 48;
/// Places of a questioned picture that are looked up at the least, if it has so many.
const LEAST_ASKED: usize = 300;
/// A feature within this distance in px is the same place on another level.
const SAME_PLACE: f32 = 10.0;
/// Steps of a px that a place is kept to: pictures are looked at with at most 2,400 px a side, which is 38,400 steps.
const STEPS_PER_PX: f32 = 16.0;
/// Steps of a full turn that a direction is kept to.
const STEPS_PER_TURN: f32 = 256.0;
/// Steps of the natural logarithm of a scale.
const STEPS_PER_E: f32 = 64.0;

/// One recognisable place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    /// Place in the plane that it was found in, in steps of a 16th of a px.
    pub(super) x: u16,
    pub(super) y: u16,
    /// Direction in steps of a 256th of a turn.
    pub(super) turn: u8,
    /// Logarithm of the scale in steps of a 64th.
    pub(super) log_scale: u8,
    /// What it looks like: 256 comparisons.
    pub(super) bits: [u64; 4],
}

impl Code {
    fn new(feature: &Feature) -> Self {
        let steps = |px: f32| (px * STEPS_PER_PX).round().clamp(0.0, f32::from(u16::MAX)) as u16;
        Self {
            x: steps(feature.x),
            y: steps(feature.y),
            turn: (feature.angle / std::f32::consts::TAU * STEPS_PER_TURN).round().rem_euclid(STEPS_PER_TURN) as u8,
            log_scale: (feature.scale.max(1.0).ln() * STEPS_PER_E).round().min(255.0) as u8,
            bits: feature.bits,
        }
    }

    /// Where it lies, in px.
    pub(super) fn place(&self) -> [f64; 2] {
        [self.x, self.y].map(|steps| f64::from(steps) / f64::from(STEPS_PER_PX))
    }

    /// How far its direction is turned from that of another, in radians from 0 to a full turn.
    pub(super) fn turned_from(&self, other: &Self) -> f64 {
        f64::from(self.turn.wrapping_sub(other.turn)) / f64::from(STEPS_PER_TURN) * std::f64::consts::TAU
    }

    /// The natural logarithm of its scale over that of another.
    pub(super) fn log_scale_from(&self, other: &Self) -> f64 {
        f64::from(i16::from(self.log_scale) - i16::from(other.log_scale)) / f64::from(STEPS_PER_E)
    }
}

/// Packs at most `most` of `features`, which come level by level and the strongest of each first: of every level the same share, those
/// first that nothing else in the picture looks like.
pub(super) fn pack(features: &[Feature], most: usize) -> Vec<Code> {
    let share = (most as f64 / features.len().max(1) as f64).min(1.0);
    let alone = alone(features);
    let mut packed = Vec::with_capacity(most.min(features.len()));
    let mut start = 0;
    for level in features.chunk_by(|a, b| (a.scale - b.scale).abs() < 1e-3) {
        let alone = &alone[start..start + level.len()];
        start += level.len();
        let quota = (level.len() as f64 * share).ceil() as usize;
        let of = |wanted: bool| level.iter().zip(alone).filter(move |(_, alone)| **alone == wanted).map(|(feature, _)| feature);
        packed.extend(of(true).chain(of(false)).take(quota).map(Code::new));
    }
    packed.truncate(most);
    packed
}

/// Packs those of the `features` of a questioned picture that are worth looking up: those that nothing else in it looks like, and if these
/// are few, others too.
pub(super) fn asked(features: &[Feature]) -> Vec<Code> {
    let alone = alone(features);
    if alone.iter().filter(|alone| **alone).count() < LEAST_ASKED {
        return pack(features, LEAST_ASKED);
    }
    features.iter().zip(alone).filter(|(_, alone)| *alone).map(|(feature, _)| Code::new(feature)).collect()
}

/// Whether nothing else in the picture looks like each feature: screens of lines and letters that come again and again are found
/// everywhere, and tell neither a page nor where it lies.
fn alone(features: &[Feature]) -> Vec<bool> {
    let described: Vec<[u64; 4]> = features.iter().map(|feature| feature.bits).collect();
    let far = |a: &Feature, b: &Feature| (a.x - b.x).powi(2) + (a.y - b.y).powi(2) > SAME_PLACE * SAME_PLACE;
    features
        .par_iter()
        .map_init(
            || vec![0_u16; features.len()],
            |row, feature| {
                distances(row, &feature.bits, &described);
                !row.iter().zip(features).any(|(distance, other)| *distance <= LOOK_ALIKE && far(feature, other))
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::register::random::Random;

    fn feature(x: f32, scale: f32, angle: f32) -> Feature {
        Feature { x, y: 7.25, scale, angle, bits: [1, 2, 3, 4] }
    }

    #[test]
    fn a_packed_place_is_what_it_was() {
        for (x, scale, angle) in [(0.0, 1.0, 0.0), (2399.9, 2.441, -3.1), (411.37, 1.25, 3.1)] {
            let code = Code::new(&feature(x, scale, angle));
            let [px, py] = code.place();
            assert!((px - f64::from(x)).abs() < 0.04 && (py - 7.25).abs() < 1e-9);
            let other = Code::new(&feature(0.0, 1.5, 0.5));
            let turn = f64::from(angle) - 0.5;
            let off = (code.turned_from(&other) - turn + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI;
            assert!(off.abs() < 0.03 && (0.0..std::f64::consts::TAU).contains(&code.turned_from(&other)), "{off}");
            assert!((code.log_scale_from(&other) - f64::from((scale / 1.5).ln())).abs() < 0.02);
        }
    }

    #[test]
    fn every_level_keeps_its_share_and_its_strongest() {
        let features: Vec<Feature> = (0..90).map(|place| feature(place as f32, if place < 60 { 1.0 } else { 1.25 }, 0.0)).collect();
        let codes = pack(&features, 30);
        assert_eq!(codes.len(), 30);
        let places: Vec<usize> = codes.iter().map(|code| code.place()[0] as usize).collect();
        assert_eq!(places, (0..20).chain(60..70).collect::<Vec<_>>());
        assert_eq!(pack(&features, 500).len(), 90);
    }

    #[test]
    fn what_comes_again_in_a_picture_is_packed_last_and_not_looked_up() {
        let mut random = Random::new(3);
        let mut features: Vec<Feature> = (0..800_u16)
            .map(|place| {
                let bits = if place % 2 == 0 { [7; 4] } else { [0; 4].map(|_: u64| random.next()) };
                Feature { x: f32::from(place % 40) * 20.0, y: f32::from(place / 40) * 20.0, scale: 1.0, angle: 0.0, bits }
            })
            .collect();
        // The same place on another level does not come again.
        features.push(Feature { x: features[1].x + 3.0, scale: 1.25, ..features[1].clone() });
        let again = |codes: &[Code]| codes.iter().filter(|code| code.bits == [7; 4]).count();
        assert_eq!(again(&pack(&features, 300)), 0);
        assert_eq!(again(&pack(&features, 500)), 100);
        let asked = asked(&features);
        assert_eq!((asked.len(), again(&asked)), (401, 0));
        // Of a picture with next to nothing else, a part of what there is.
        assert_eq!(super::asked(&features[..40]).len(), 40);
    }
}
