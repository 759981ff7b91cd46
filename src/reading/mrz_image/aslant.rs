//! Lines photographed aslant: characters get smaller and denser from one end to the other, and are laid out evenly again.
//!
//! In a picture of a plane the height of what stands on a line is a linear function of its place, and the pitch its square. So the square
//! roots of the gaps between spots lie on a straight line, whatever stands there.

use super::find::spots_of_line;
use crate::imaging::grey::Grey;

/// How much larger the pitch has to be at one end than at the other for a line to be laid out anew, and how much larger it may be.
const LEAST: f64 = 1.2;
const MOST: f64 = 9.0;
/// Gaps that are needed to tell.
const GAPS: usize = 14;
/// How large a line that was laid out may be, in px.
const MOST_PIXELS: f64 = 4e6;

/// How a line lies in its picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Aslant {
    /// The square root of the pitch is `root + slope x`.
    root: f64,
    slope: f64,
    /// The middle of the line is at `middle + fall x`.
    middle: f64,
    fall: f64,
    /// The pitch it is laid out at: the largest of the line.
    pitch: f64,
}

impl Aslant {
    /// How the line of a picture lies whose characters are about `height` px high; `None` if it is even as it is, or cannot be told.
    pub(super) fn of(grey: &Grey, height: f64) -> Option<Self> {
        let mut spots = spots_of_line(grey, height);
        spots.sort_by(|one, other| one.0.total_cmp(&other.0));
        let gaps: Vec<(f64, f64)> =
            spots.windows(2).map(|pair| (f64::midpoint(pair[0].0, pair[1].0), (pair[1].0 - pair[0].0).max(0.01).sqrt())).collect();
        let (root, slope) = line_through(&gaps).filter(|_| gaps.len() >= GAPS)?;
        let (middle, fall) = line_through(&spots)?;
        let (left, right) = (root, root + slope * (grey.width as f64 - 1.0));
        let (least, most) = (left.min(right).powi(2), left.max(right).powi(2));
        let is_aslant = left > 0.0 && right > 0.0 && most > LEAST * least && most < MOST * least;
        is_aslant.then_some(Self { root, slope, middle, fall, pitch: most })
    }

    /// Where a place of the even line lies in the picture.
    pub(super) fn in_picture(&self, x: f64, y: f64, height: f64) -> (f64, f64) {
        // The number of a character is the sum of what of a pitch each px is, from the left edge on.
        let root = 1.0 / (1.0 / self.root - self.slope * x / self.pitch).max(1e-6);
        let px = (root - self.root) / self.slope;
        (px, self.middle + self.fall * px + (y - (height - 1.0) / 2.0) * root / self.pitch.sqrt())
    }

    /// The line laid out evenly.
    pub(super) fn laid_out(&self, grey: &Grey) -> Option<Grey> {
        let right = self.root + self.slope * (grey.width as f64 - 1.0);
        let width = ((1.0 / self.root - 1.0 / right) / self.slope * self.pitch).abs().ceil() + 1.0;
        // The end with the smaller characters is enlarged most.
        let height = (grey.height as f64 * self.pitch.sqrt() / self.root.min(right)).ceil();
        if width * height > MOST_PIXELS {
            return None;
        }
        let (width, height) = (width as usize, height as usize);
        let paper = grey.data.iter().copied().max().unwrap_or(255);
        let inside = |x: f64, y: f64| x > -0.5 && y > -0.5 && x < grey.width as f64 - 0.5 && y < grey.height as f64 - 0.5;
        let mut data = Vec::with_capacity(width * height);
        for row in 0..height {
            data.extend((0..width).map(|column| {
                let (x, y) = self.in_picture(column as f64, row as f64, height as f64);
                if inside(x, y) { grey.at(x.round() as i64, y.round() as i64) as u8 } else { paper }
            }));
        }
        Some(Grey { width, height, data })
    }
}

/// The value at 0 and the slope of a straight line through points, of which some may lie far off: medians over all pairs (Theil and Sen).
fn line_through(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    /// Points that are paired at most: of more, every so many is.
    const MOST: usize = 150;
    let points: Vec<(f64, f64)> = points.iter().copied().step_by(points.len() / MOST + 1).collect();
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let pairs = points.iter().enumerate().flat_map(|(at, one)| points[at + 1..].iter().map(move |other| (one, other)));
    let slopes = pairs.filter(|(one, other)| other.0 - one.0 > 1.0).map(|(one, other)| (other.1 - one.1) / (other.0 - one.0));
    let slope = median(slopes.collect())?;
    Some((median(points.iter().map(|(x, y)| y - slope * x).collect())?, slope))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks at places that get denser to the right, and smaller.
    fn marks(even: bool) -> Grey {
        let (width, height) = (900, 60);
        let mut data = vec![250; width * height];
        for mark in 0..30 {
            let t = f64::from(mark);
            let deep = if even { 1.0 } else { 1.0 + 0.02 * t };
            let (x, half) = (20.0 + 44.0 * t / deep * if even { 0.65 } else { 1.0 }, 14.0 / deep);
            for y in (30.0 - half) as usize..(30.0 + half) as usize {
                data[y * width + (x - half / 2.0) as usize..y * width + (x + half / 2.0) as usize].fill(10);
            }
        }
        Grey { width, height, data }
    }

    #[test]
    fn a_line_photographed_aslant_is_laid_out_evenly() {
        let grey = marks(false);
        let aslant = Aslant::of(&grey, 24.0).unwrap();
        let even = aslant.laid_out(&grey).unwrap();
        let mut spots = spots_of_line(&even, 26.0);
        spots.sort_by(|one, other| one.0.total_cmp(&other.0));
        assert_eq!(spots.len(), 30);
        let gap = |at: usize| spots[at + 1].0 - spots[at].0;
        assert!((gap(0) / gap(28) - 1.0).abs() < 0.12, "{} {}", gap(0), gap(28));
        // A place of the even line is where its mark is in the picture.
        let (x, y) = aslant.in_picture(spots[20].0, spots[20].1, even.height as f64);
        assert!((x - (20.0 + 44.0 * 20.0 / 1.4)).abs() < 2.0 && (y - 29.5).abs() < 2.0, "{x} {y}");
    }

    #[test]
    fn an_even_line_stays_as_it_is() {
        assert_eq!(Aslant::of(&marks(true), 28.0), None);
        assert_eq!(Aslant::of(&Grey { width: 50, height: 20, data: vec![9; 1000] }, 20.0), None);
    }
}
