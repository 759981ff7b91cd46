//! Pixels in sRGB at the depth they came with: eight bits where that is all there is, sixteen where the file has more.

use image::{ImageBuffer, Rgb, RgbImage};

/// A picture of three channels with 16 bits each.
pub type Rgb16Image = ImageBuffer<Rgb<u16>, Vec<u16>>;

/// Bits per sample of pixels in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// 0..=255.
    Eight,
    /// 0..=65 535.
    Sixteen,
}

/// Pixels in sRGB, red, green, blue, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pixels {
    /// Of a file with at most 8 bits a sample.
    Eight(RgbImage),
    /// Of a file with more; its numbers are scaled to the whole range.
    Sixteen(Rgb16Image),
}

impl Pixels {
    /// Width and height in px.
    pub fn dimensions(&self) -> (u32, u32) {
        match self {
            Self::Eight(pixels) => pixels.dimensions(),
            Self::Sixteen(pixels) => pixels.dimensions(),
        }
    }

    /// Bits per sample.
    pub fn depth(&self) -> Depth {
        match self {
            Self::Eight(_) => Depth::Eight,
            Self::Sixteen(_) => Depth::Sixteen,
        }
    }

    /// What the samples take in memory.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Eight(pixels) => pixels.as_raw().len(),
            Self::Sixteen(pixels) => pixels.as_raw().len() * 2,
        }
    }

    /// The samples of one pixel on the scale 0..=65 535; 8 bits are spread evenly (255 becomes 65 535). `None` outside.
    pub fn at(&self, x: u32, y: u32) -> Option<[u16; 3]> {
        match self {
            Self::Eight(pixels) => pixels.get_pixel_checked(x, y).map(|pixel| pixel.0.map(|sample| u16::from(sample) * 257)),
            Self::Sixteen(pixels) => pixels.get_pixel_checked(x, y).map(|pixel| pixel.0),
        }
    }

    /// The same pixels with 8 bits, rounded to nearest.
    pub fn into_eight(self) -> RgbImage {
        match self {
            Self::Eight(pixels) => pixels,
            Self::Sixteen(pixels) => {
                let (width, height) = pixels.dimensions();
                let samples = pixels.into_raw().into_iter().map(eight_of).collect();
                RgbImage::from_raw(width, height, samples).unwrap_or_default()
            }
        }
    }
}

/// The nearest of 8 bits to a sample of 16.
pub(super) fn eight_of(sample: u16) -> u8 {
    // Exact: 257 is 65 535 / 255.
    ((u32::from(sample) + 128) / 257) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_round_to_the_nearest_eight() {
        for (sixteen, eight) in [(0, 0), (128, 0), (129, 1), (257, 1), (385, 1), (386, 2), (32_767, 127), (32_768, 128), (65_535, 255)] {
            assert_eq!(eight_of(sixteen), eight, "{sixteen}");
        }
        assert!((0..=255).all(|value| eight_of(u16::from(value) * 257) == value));
    }

    #[test]
    fn numbers_of_both_depths_are_on_one_scale() {
        let eight = Pixels::Eight(RgbImage::from_pixel(2, 1, Rgb([0, 128, 255])));
        let sixteen = Pixels::Sixteen(Rgb16Image::from_pixel(2, 1, Rgb([0, 32_896, 65_535])));
        assert_eq!(eight.at(1, 0), sixteen.at(1, 0));
        assert_eq!((eight.at(2, 0), sixteen.bytes(), eight.bytes()), (None, 12, 6));
        assert_eq!(Pixels::Eight(sixteen.into_eight()), eight);
    }
}
