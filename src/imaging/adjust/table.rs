//! Look-up tables: tonal operations in sequence become one table for each channel.

use std::sync::{Arc, OnceLock};

use super::frame::from_eight;

/// A tonal operation: what becomes of one channel of one pixel.
pub(super) trait Tone: Send + Sync {
    /// The value after for `value` before, both 0 to 1 of the coded range, in `channel` (0 red, 1 green, 2 blue).
    fn value(&self, channel: usize, value: f64) -> f64;

    /// Whether channels differ; grey pictures are spread to three before.
    fn differs(&self) -> bool;
}

/// Some tonal operations in sequence.
///
/// Each gives 16-bit values to the next, so that one table of all is the same, to the bit, as one after the other.
pub(super) struct Tables {
    tones: Vec<Arc<dyn Tone>>,
    /// For each 8-bit level of each channel.
    eight: [[u16; 256]; 3],
    /// For each 16-bit value, made when first asked for; one if the channels do not differ.
    sixteen: OnceLock<Vec<Box<[u16; 65536]>>>,
}

impl Tables {
    pub(super) fn new(tones: Vec<Arc<dyn Tone>>) -> Self {
        let mut eight = [[0; 256]; 3];
        for (channel, table) in eight.iter_mut().enumerate() {
            for (level, out) in (0..=u8::MAX).zip(table.iter_mut()) {
                *out = through(&tones, channel, from_eight(level));
            }
        }
        Self { tones, eight, sixteen: OnceLock::new() }
    }

    /// The same and then `next`.
    pub(super) fn then(&self, next: &Self) -> Self {
        Self::new(self.tones.iter().chain(&next.tones).map(Arc::clone).collect())
    }

    /// Whether channels differ; grey pictures are spread to three before.
    pub(super) fn differs(&self) -> bool {
        self.tones.iter().any(|tone| tone.differs())
    }

    /// The tables for 8-bit levels.
    pub(super) fn eight(&self) -> &[[u16; 256]; 3] {
        &self.eight
    }

    /// Maps a row of 16-bit values in place.
    pub(super) fn map(&self, row: &mut [u16], channels: usize) {
        let tables = self.sixteen.get_or_init(|| {
            let channels = if self.differs() { 3 } else { 1 };
            let table = |channel| {
                #[expect(clippy::large_stack_arrays, reason = "made in place, once for a recipe; its length saves a check for each pixel")]
                let mut table = Box::new([0; 65536]);
                (0..=u16::MAX).zip(table.iter_mut()).for_each(|(value, out)| *out = through(&self.tones, channel, value));
                table
            };
            (0..channels).map(table).collect()
        });
        match tables.as_slice() {
            [table] => row.iter_mut().for_each(|value| *value = table[usize::from(*value)]),
            [red, green, blue] if channels == 3 => {
                for pixel in row.chunks_exact_mut(3) {
                    for (value, table) in pixel.iter_mut().zip([red, green, blue]) {
                        *value = table[usize::from(*value)];
                    }
                }
            }
            _ => {}
        }
    }
}

fn through(tones: &[Arc<dyn Tone>], channel: usize, value: u16) -> u16 {
    tones.iter().fold(value, |value, tone| {
        let after = tone.value(channel, f64::from(value) / 65535.0);
        (after.clamp(0.0, 1.0) * 65535.0 + 0.5) as u16
    })
}
