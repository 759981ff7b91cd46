//! A map of suspicion as a picture for the eye: what departs is coloured over the faded questioned, from a tolerance on.

use image::RgbImage;
use rayon::prelude::*;

use super::Differences;
use crate::domain::Resolution;

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

/// Level of the third channel from which only the print beneath a pixel was judged.
const LEFT_OUT: u8 = 128;
/// How far apart the stripes are that hatch where only the print beneath was judged, and how wide each is, in pixels along a row.
const STRIPES: [u32; 2] = [9, 2];

impl Differences {
    /// The map with the picture that it lies over, for a tolerance that is chosen later: red is the faded grey of `questioned`, which
    /// is rendered onto the reference picture and of its size, green the suspicion, and blue says where only the print beneath was judged.
    pub fn with(&self, questioned: &RgbImage, reference: Resolution) -> RgbImage {
        let mut both = RgbImage::new(self.heat.width(), self.heat.height());
        both.par_enumerate_pixels_mut().for_each(|(x, y, pixel)| {
            let [red, green, blue] = questioned.get_pixel_checked(x, y).map_or([128; 3], |pixel| pixel.0).map(f64::from);
            // Luma of ITU-R BT.709, towards the middle, so that the colours stand out on white paper and on a dark ground.
            let grey = 128.0 + (0.2126 * red + 0.7152 * green + 0.0722 * blue - 128.0) * FADED;
            let suspicion = self.heat.get_pixel_checked(x, y).map_or(0, |pixel| pixel.0[0]);
            pixel.0 = [grey.round() as u8, suspicion, 0];
        });
        let (across, down) = (reference.x.px_per_mm(), reference.y.px_per_mm());
        for area in &self.left_out {
            let span = |from: f64, to: f64, scale: f64, side: u32| {
                let edge = |mm: f64| (mm * scale).round().clamp(0.0, f64::from(side)) as u32;
                edge(from)..edge(to)
            };
            for y in span(area.y, area.bottom(), down, both.height()) {
                for x in span(area.x, area.right(), across, both.width()) {
                    if let Some(pixel) = both.get_pixel_mut_checked(x, y) {
                        pixel.0[2] = 255;
                    }
                }
            }
        }
        both
    }
}

/// The colours of a map at one tolerance.
pub struct HeatColours([Option<[u8; 3]>; 256]);

impl HeatColours {
    /// What is less suspicious than `tolerance` (0 to 1) shows the faded picture alone.
    pub fn from(tolerance: f64) -> Self {
        Self(std::array::from_fn(|level| heat_colour(level as f64 / 255.0, tolerance)))
    }

    /// The colour of a pixel as [`Differences::with`] made it; `at` is its place. Where only the print beneath was judged it is hatched,
    /// unless that print is gone by more than the tolerance.
    pub fn of(&self, [grey, suspicion, left_out]: [u8; 3], at: [u32; 2]) -> [u8; 3] {
        let colour = self.0[usize::from(suspicion)];
        if left_out >= LEFT_OUT && colour.is_none() {
            let [apart, wide] = STRIPES;
            let is_stripe = at[0].wrapping_add(at[1]) % apart < wide;
            // Lighter than a dark picture, darker than a light one, and of no colour that means suspicion.
            return if !is_stripe {
                [grey; 3]
            } else if grey > 110 {
                [grey - 60, grey - 52, grey - 34]
            } else {
                [grey + 50, grey + 58, grey + 76]
            };
        }
        let Some(colour) = colour else { return [grey; 3] };
        colour.map(|level| (f64::from(grey) + (f64::from(level) - f64::from(grey)) * COVER).round() as u8)
    }

    /// A part of such a map in colours; its first pixel is at `corner` of the whole.
    pub fn paint(&self, map: &mut RgbImage, corner: [u32; 2]) {
        map.par_enumerate_pixels_mut().for_each(|(x, y, pixel)| {
            pixel.0 = self.of(pixel.0, [corner[0].wrapping_add(x), corner[1].wrapping_add(y)]);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RectMm;
    use image::{GrayImage, Rgb};

    #[test]
    fn below_the_tolerance_nothing_is_coloured_and_agreement_never_is() {
        assert_eq!(heat_colour(0.49, 0.5), None);
        assert_eq!(heat_colour(0.0, 0.0), None, "what agrees is not coloured");
        assert_eq!(heat_colour(f64::NAN, 0.5), None);
        assert_eq!(heat_colour(0.5, 0.5), Some([255, 214, 0]));
        assert_eq!(heat_colour(1.0, 0.5), Some([160, 0, 90]));
        assert_eq!(heat_colour(1.0, 1.0), Some([255, 214, 0]), "the only suspicion that is left");
    }

    fn map(width: u32, height: u32, left_out: Vec<RectMm>) -> RgbImage {
        let heat = GrayImage::from_fn(width, height, |x, _| image::Luma([(x % 256) as u8]));
        let questioned = RgbImage::from_pixel(width, height, Rgb([220; 3]));
        Differences { heat, regions: Vec::new(), left_out }.with(&questioned, Resolution::square(25.4).unwrap())
    }

    fn coloured(map: &RgbImage, tolerance: f64) -> usize {
        let mut painted = map.clone();
        HeatColours::from(tolerance).paint(&mut painted, [0, 0]);
        painted.pixels().filter(|pixel| pixel.0[0] > pixel.0[2]).count()
    }

    #[test]
    fn a_lower_tolerance_colours_more_of_the_same_map() {
        let map = map(256, 1, Vec::new());
        assert_eq!([0.5, 0.1, 1.0].map(|tolerance| coloured(&map, tolerance)), [128, 230, 1]);
    }

    #[test]
    fn a_personal_zone_is_hatched_and_looks_like_no_agreement() {
        // A pixel is a millimetre.
        let mut painted = map(250, 40, vec![RectMm::new(0.0, 10.0, 250.0, 20.0)]);
        HeatColours::from(0.99).paint(&mut painted, [0, 0]);
        let greys = |y: u32| (0..250).filter(|x| painted.get_pixel(*x, y).0 == painted.get_pixel(0, 0).0).count();
        assert_eq!(greys(5), 250, "what agrees is plain");
        assert!((150..225).contains(&greys(20)), "{}", greys(20));
        // The stripes of a part lie where those of the whole lie.
        let mut part = map(250, 40, vec![RectMm::new(0.0, 10.0, 250.0, 20.0)]);
        part = image::imageops::crop_imm(&part, 33, 12, 50, 10).to_image();
        HeatColours::from(0.99).paint(&mut part, [33, 12]);
        assert_eq!(part, image::imageops::crop_imm(&painted, 33, 12, 50, 10).to_image());
    }

    #[test]
    fn print_that_is_gone_beneath_a_personal_zone_is_coloured_there_as_elsewhere() {
        let mut painted = map(256, 40, vec![RectMm::new(0.0, 10.0, 256.0, 20.0)]);
        HeatColours::from(0.5).paint(&mut painted, [0, 0]);
        assert!((128..256).all(|x| painted.get_pixel(x, 20) == painted.get_pixel(x, 5)), "hatched over");
        assert!((0..128).any(|x| painted.get_pixel(x, 20) != painted.get_pixel(x, 5)), "not hatched below the tolerance");
    }
}
