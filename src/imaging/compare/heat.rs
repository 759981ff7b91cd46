//! A map of suspicion as a picture for the eye: what departs is coloured over the faded questioned, from a tolerance on.

use image::{GrayImage, Rgb, RgbImage};

use super::Differences;

/// The colour at the tolerance.
const LEAST: [f64; 3] = [255.0, 214.0, 0.0];
/// The colour half way.
const MIDDLE: [f64; 3] = [240.0, 90.0, 20.0];
/// The colour of what departs most.
const MOST: [f64; 3] = [160.0, 0.0, 90.0];
/// How much of the picture below the colour hides.
const COVER: f64 = 0.8;
/// How much of the contrast of the picture below is kept.
const FADED: f64 = 0.6;

/// The colour of a suspicion between `tolerance` and 1; `None` below the tolerance.
///
/// Both count from 0 (agrees) to 1 (departs most).
pub fn heat_colour(suspicion: f64, tolerance: f64) -> Option<[u8; 3]> {
    if suspicion.is_nan() || suspicion < tolerance || suspicion <= 0.0 {
        return None;
    }
    let share = ((suspicion - tolerance) / (1.0 - tolerance).max(1e-6)).clamp(0.0, 1.0);
    let (from, to, part) = if share < 0.5 { (LEAST, MIDDLE, share * 2.0) } else { (MIDDLE, MOST, share * 2.0 - 1.0) };
    let mut colour = [0; 3];
    for ((colour, from), to) in colour.iter_mut().zip(from).zip(to) {
        *colour = (from + (to - from) * part).round() as u8;
    }
    Some(colour)
}

impl Differences {
    /// The map over `questioned`, which is rendered onto the reference picture and of its size; what is less suspicious than
    /// `tolerance` (0 to 1) shows the faded questioned alone.
    pub fn shown_over(&self, questioned: &RgbImage, tolerance: f64) -> RgbImage {
        over(&self.heat, questioned, tolerance)
    }
}

fn over(heat: &GrayImage, questioned: &RgbImage, tolerance: f64) -> RgbImage {
    RgbImage::from_fn(heat.width(), heat.height(), |x, y| {
        let [red, green, blue] = questioned.get_pixel_checked(x, y).map_or([128; 3], |pixel| pixel.0).map(f64::from);
        // Luma of ITU-R BT.709, towards the middle, so that the colours stand out on white paper and on a dark ground.
        let grey = 128.0 + (0.2126 * red + 0.7152 * green + 0.0722 * blue - 128.0) * FADED;
        let suspicion = f64::from(heat.get_pixel(x, y).0[0]) / 255.0;
        match heat_colour(suspicion, tolerance) {
            Some(colour) => Rgb(colour.map(|level| (grey + (f64::from(level) - grey) * COVER).round() as u8)),
            None => Rgb([grey.round() as u8; 3]),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_tolerance_nothing_is_coloured_and_agreement_never_is() {
        assert_eq!(heat_colour(0.49, 0.5), None);
        assert_eq!(heat_colour(0.0, 0.0), None, "what agrees is not coloured");
        assert_eq!(heat_colour(f64::NAN, 0.5), None);
        assert_eq!(heat_colour(0.5, 0.5), Some([255, 214, 0]));
        assert_eq!(heat_colour(1.0, 0.5), Some([160, 0, 90]));
        assert_eq!(heat_colour(1.0, 1.0), Some([255, 214, 0]), "the only suspicion that is left");
    }

    #[test]
    fn a_lower_tolerance_colours_more() {
        let heat = GrayImage::from_fn(256, 1, |x, _| image::Luma([x as u8]));
        let questioned = RgbImage::from_pixel(256, 1, Rgb([220; 3]));
        let coloured = |tolerance| over(&heat, &questioned, tolerance).pixels().filter(|pixel| pixel.0[0] != pixel.0[2]).count();
        assert_eq!([coloured(0.5), coloured(0.1), coloured(1.0)], [128, 230, 1]);
    }
}
