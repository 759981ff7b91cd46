//! A small random generator with named branches: the same seed draws the same document on every machine.

/// `SplitMix64`: a counter passed through a mixing function; fast, and good enough to draw with.
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    /// A generator for one purpose of one seed; other purposes do not move it.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut rng =
            Self(seed ^ purpose.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)));
        rng.next();
        rng
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 up to 1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// Evenly from `low` up to `high`.
    pub(crate) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A whole number from 0 up to `count`, or 0 if `count` is 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        if count == 0 { 0 } else { (self.next() % count as u64) as usize }
    }

    /// Roughly normal with mean 0 and deviation 1: the sum of four even numbers.
    pub(crate) fn normal(&mut self) -> f32 {
        ((0..4).map(|_| self.unit()).sum::<f32>() - 2.0) * 1.732
    }

    /// Four numbers like [`Self::normal`] in half the time, for the noise of pictures.
    pub(crate) fn normals(&mut self) -> [f32; 4] {
        [0; 4].map(|_: u8| {
            // The sum of the four quarters of the bits.
            const ODD: u64 = 0x0000_ffff_0000_ffff;
            let bits = self.next();
            let pairs = (bits & ODD) + ((bits >> 16) & ODD);
            let sum = (pairs & 0xffff_ffff) + (pairs >> 32);
            (sum as i32 as f32 / 65_536.0 - 2.0) * 1.732
        })
    }

    /// One of `choices`; `None` if there is none.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        choices.get(self.below(choices.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::Rng;

    #[test]
    fn purposes_do_not_share_their_numbers() {
        let first = |purpose| Rng::new(7, purpose).next();
        assert_eq!(first("portrait"), first("portrait"));
        assert_ne!(first("portrait"), first("names"));
    }

    #[test]
    fn numbers_fill_their_range() {
        let mut rng = Rng::new(1, "test");
        let mean = (0..4000).map(|_| rng.range(2.0, 4.0)).sum::<f32>() / 4000.0;
        assert!((mean - 3.0).abs() < 0.05, "{mean}");
        let spread = (0..4000).map(|_| rng.normal().powi(2)).sum::<f32>() / 4000.0;
        assert!((spread - 1.0).abs() < 0.1, "{spread}");
        let many: Vec<f32> = (0..1000).flat_map(|_| rng.normals()).collect();
        let mean = many.iter().sum::<f32>() / 4000.0;
        let spread = many.iter().map(|value| value.powi(2)).sum::<f32>() / 4000.0;
        assert!(mean.abs() < 0.05 && (spread - 1.0).abs() < 0.1, "{mean} {spread}");
    }
}
