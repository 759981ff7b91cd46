//! The places of a page as an index keeps them: packed, so that a page costs less than 20 KB.

use crate::imaging::register::Feature;

/// Places that an index keeps of a page: 480 of 38 bytes are 18 KB.
pub(super) const MOST_CODES: usize = 480;
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

/// Packs at most `most` of `features`, which come level by level and the strongest of each first: of every level the same share.
pub(super) fn pack(features: &[Feature], most: usize) -> Vec<Code> {
    let share = most as f64 / features.len().max(1) as f64;
    features
        .chunk_by(|a, b| (a.scale - b.scale).abs() < 1e-3)
        .flat_map(|level| level.iter().take((level.len() as f64 * share.min(1.0)).ceil() as usize))
        .take(most)
        .map(Code::new)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
