//! Spots of ink: what is darker than its surroundings and hangs together.

use image::{GrayImage, Luma};
use imageproc::region_labelling::{Connectivity, connected_components};

use crate::imaging::plane::Plane;

/// Spots that are looked at at most: a page of text has some thousand.
const MOST_SPOTS: usize = 60_000;

/// Something dark that hangs together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    /// The middle of its box in px.
    pub(super) x: f64,
    pub(super) y: f64,
    /// The longer side of its box in px.
    pub(super) size: f64,
}

/// How ink is told from ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limits {
    /// Radius of the surroundings in px.
    pub(super) radius: usize,
    /// How many standard deviations of the surroundings ink is darker than their mean.
    pub(super) deviations: f32,
    /// And how many levels of 255 at least.
    pub(super) levels: f32,
}

/// The spots of a picture that could be characters.
pub(super) fn spots(picture: &Plane, limits: Limits) -> Vec<Spot> {
    let (width, height) = (picture.width, picture.height);
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let mean = picture.box_mean(limits.radius);
    let squares = Plane { data: picture.data.iter().map(|level| level * level).collect(), ..*picture }.box_mean(limits.radius);
    let mut ink = GrayImage::new(width as u32, height as u32);
    for (((ink, level), mean), square) in ink.iter_mut().zip(&picture.data).zip(&mean.data).zip(&squares.data) {
        let deviation = (square - mean * mean).max(0.0).sqrt();
        *ink = u8::from(*level < mean - limits.deviations * deviation - limits.levels);
    }
    let labels = connected_components(&ink, Connectivity::Eight, Luma([0]));
    let mut boxes: Vec<Extent> = Vec::new();
    for (x, y, label) in labels.enumerate_pixels() {
        let Some(at) = (label.0[0] as usize).checked_sub(1) else { continue };
        if at >= boxes.len() {
            boxes.resize(at + 1, Extent::NONE);
        }
        boxes[at].add(x, y);
    }
    boxes.iter().filter_map(Extent::spot).take(MOST_SPOTS).collect()
}

#[derive(Debug, Clone, Copy)]
struct Extent {
    left: u32,
    right: u32,
    top: u32,
    bottom: u32,
    area: u32,
}

impl Extent {
    const NONE: Self = Self { left: u32::MAX, right: 0, top: u32::MAX, bottom: 0, area: 0 };

    fn add(&mut self, x: u32, y: u32) {
        self.left = self.left.min(x);
        self.right = self.right.max(x);
        self.top = self.top.min(y);
        self.bottom = self.bottom.max(y);
        self.area += 1;
    }

    /// A spot if the box is of the size and shape of a character, however it is turned.
    fn spot(&self) -> Option<Spot> {
        if self.area == 0 {
            return None;
        }
        let (width, height) = (f64::from(self.right - self.left + 1), f64::from(self.bottom - self.top + 1));
        let (long, short) = (width.max(height), width.min(height));
        let is_character =
            (5.0..=75.0).contains(&long) && short >= 2.0 && long <= 6.0 * short && f64::from(self.area) >= 0.12 * width * height;
        is_character.then(|| Spot { x: f64::from(self.left + self.right) / 2.0, y: f64::from(self.top + self.bottom) / 2.0, size: long })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { radius: 20, deviations: 0.3, levels: 4.0 };

    #[test]
    fn characters_are_spots_and_frames_are_not() {
        // Three marks of 8 × 12 px and a frame around all.
        let picture = Plane::from_fn(200, 80, |x, y| {
            let is_mark = (30..42).contains(&y) && [40, 60, 80].iter().any(|left| (*left..left + 8).contains(&x));
            let is_frame = x < 2 || y < 2 || x > 197 || y > 77;
            if is_mark || is_frame { 30.0 } else { 200.0 }
        });
        let found = spots(&picture, LIMITS);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[1], Spot { x: 63.5, y: 35.5, size: 12.0 });
    }

    #[test]
    fn an_empty_picture_has_none() {
        assert!(spots(&Plane::new(0, 0), LIMITS).is_empty());
        assert!(spots(&Plane::new(90, 70), LIMITS).is_empty());
    }
}
