//! Brightness shown as colour, on scales of even lightness.

use super::frame::luma;
use super::lab::Lab;
use super::stage::{Pixelwise, RowAt};
use crate::domain::recipe::{ColourScale, FalseColour};

/// Entries of a scale: sixteen 16-bit values to one, less than an 8-bit level.
const ENTRIES: usize = 4096;

/// A scale as a table.
pub(super) struct Scale {
    colours: Vec<[u16; 3]>,
}

/// L*, a* and b* at even places of a scale; in between they lie on straight lines.
///
/// Lightness rises evenly, or falls as evenly to both sides of the middle; hue and chroma were chosen within the gamut of sRGB.
fn anchors(scale: ColourScale) -> &'static [[f32; 3]] {
    match scale {
        ColourScale::Ember => &[[0.0, 0.0, 0.0], [25.0, 44.0, 36.0], [50.0, 58.0, 58.0], [75.0, 20.0, 72.0], [100.0, 0.0, 0.0]],
        ColourScale::Ice => &[[0.0, 0.0, 0.0], [25.0, 16.0, -44.0], [50.0, -2.0, -44.0], [75.0, -18.0, -26.0], [100.0, 0.0, 0.0]],
        ColourScale::Dusk => &[[15.0, 30.0, -32.0], [40.0, 0.0, -32.0], [65.0, -36.0, 14.0], [90.0, -10.0, 72.0]],
        ColourScale::ColdWarm => &[[32.0, 14.0, -54.0], [64.0, -2.0, -34.0], [96.0, 0.0, 0.0], [64.0, 36.0, 28.0], [32.0, 52.0, 36.0]],
    }
}

impl Scale {
    pub(super) fn of(params: &FalseColour) -> Self {
        let (anchors, lab) = (anchors(params.scale), Lab::new());
        let colours = (0..ENTRIES).map(|entry| {
            let place = entry as f32 / (ENTRIES - 1) as f32 * (anchors.len() - 1) as f32;
            let index = (place as usize).min(anchors.len() - 2);
            let rest = place - index as f32;
            lab.rgb([0, 1, 2].map(|k| anchors[index][k] + (anchors[index + 1][k] - anchors[index][k]) * rest))
        });
        Self { colours: colours.collect() }
    }
}

impl Pixelwise for Scale {
    fn channels(&self, _channels: usize) -> usize {
        3
    }

    fn takes_grey(&self) -> bool {
        true
    }

    fn row(&self, at: RowAt, input: &[u16], output: &mut [u16]) {
        for (out, pixel) in output.chunks_exact_mut(3).zip(input.chunks_exact(at.channels)) {
            let entry = (usize::from(luma(pixel)) * ENTRIES) >> 16;
            out.copy_from_slice(self.colours.get(entry).unwrap_or(&[0; 3]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lightness(scale: ColourScale) -> Vec<f32> {
        let lab = Lab::new();
        Scale::of(&FalseColour { scale }).colours.iter().map(|colour| lab.of(colour)[0]).collect()
    }

    #[test]
    fn more_is_lighter_by_even_steps() {
        for scale in [ColourScale::Ember, ColourScale::Ice, ColourScale::Dusk] {
            let lightness = lightness(scale);
            let (first, last) = (lightness[0], lightness[ENTRIES - 1]);
            assert!(last - first > 70.0, "{scale}");
            for (index, found) in lightness.iter().enumerate() {
                let even = first + (last - first) * index as f32 / (ENTRIES - 1) as f32;
                assert!((found - even).abs() < 1.5, "{scale} at {index}: {found}, not {even}");
            }
            assert!(lightness.windows(2).all(|pair| pair[1] > pair[0] - 0.02), "{scale}");
        }
    }

    #[test]
    fn departures_in_both_directions_look_equally_strong() {
        let lightness = lightness(ColourScale::ColdWarm);
        let middle = ENTRIES / 2;
        assert!(lightness[middle] > 95.0);
        for away in (0..middle).step_by(97) {
            assert!((lightness[middle - 1 - away] - lightness[middle + away]).abs() < 2.0, "{away}");
        }
    }
}
