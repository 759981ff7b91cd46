//! Chance that repeats itself: the same seed draws the same lessons on every machine.

use crate::imaging::register::random::Random;

/// Numbers by chance.
pub(in super::super) struct Dice(Random);

impl Dice {
    pub(in super::super) fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    /// From 0 to below 1.
    pub(in super::super) fn share(&mut self) -> f64 {
        self.0.unit()
    }

    /// From `low` to below `high`.
    pub(in super::super) fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// True as often as `share` says.
    pub(in super::super) fn falls(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// A whole number from 0 to below `end`.
    pub(in super::super) fn below(&mut self, end: usize) -> usize {
        self.0.below(end)
    }

    /// Roughly normal, of mean 0 and deviation 1: the sum of twelve even numbers.
    pub(in super::super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}
