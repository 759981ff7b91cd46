//! The colour in which a design shines under ultraviolet light.

use super::frame::Area;
use crate::imaging::plane::Plane;

/// Share of the pixels of a zone that make its dark ground, and that its bright design is taken from.
const GROUND: f64 = 0.3;
const DESIGN: f64 = 0.1;
/// A design stands out from its ground by as many grey levels at least, on both sides.
const LEAST_GLOW: f64 = 8.0;

/// The angle in degrees between the colours that a design adds to its ground in the questioned picture and in the reference, as directions
/// of red, green and blue; so it says nothing of how bright either is.
///
/// `questioned` is as received; where the design is, `grey`, the brightness of the reference, tells. `None` if there is no design or
/// nothing of it shines.
pub(super) fn angle(questioned: &[Plane; 3], reference: &[Plane; 3], grey: &Plane, area: Area, shown: &[bool]) -> Option<f64> {
    let mut pixels: Vec<usize> = area.pixels().map(|(x, y)| y * grey.width + x).filter(|at| shown[*at]).collect();
    pixels.sort_by(|a, b| grey.data[*a].total_cmp(&grey.data[*b]));
    let part = |share: f64| ((pixels.len() as f64 * share) as usize).max(1);
    let (ground, design) = (pixels.get(..part(GROUND))?, pixels.get(pixels.len().checked_sub(part(DESIGN))?..)?);
    let glow = |planes: &[Plane; 3]| {
        planes.each_ref().map(|plane| {
            let mean = |pixels: &[usize]| pixels.iter().map(|at| f64::from(plane.data[*at])).sum::<f64>() / pixels.len() as f64;
            mean(design) - mean(ground)
        })
    };
    let (q, r) = (glow(questioned), glow(reference));
    let length = |glow: [f64; 3]| glow.iter().map(|level| level * level).sum::<f64>().sqrt();
    if length(q).min(length(r)) < LEAST_GLOW {
        return None;
    }
    let cosine = q.iter().zip(r).map(|(q, r)| q * r).sum::<f64>() / (length(q) * length(r));
    Some(cosine.clamp(-1.0, 1.0).acos().to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ground with a bar across it, in a colour.
    fn picture(ground: [f32; 3], bar: [f32; 3]) -> [Plane; 3] {
        [0, 1, 2].map(|channel: usize| {
            Plane::from_fn(40, 40, |x, _| if (16..24).contains(&x) { ground[channel] + bar[channel] } else { ground[channel] })
        })
    }

    fn between(questioned: &[Plane; 3], reference: &[Plane; 3]) -> Option<f64> {
        let grey = super::super::beneath::grey(reference);
        angle(questioned, reference, &grey, Area { left: 0, top: 0, width: 40, height: 40 }, &[true; 1600])
    }

    #[test]
    fn brightness_of_lamp_and_ground_does_not_matter_and_colour_does() {
        let green = picture([20.0, 20.0, 40.0], [10.0, 120.0, 20.0]);
        let dim = picture([35.0, 35.0, 70.0], [5.0, 60.0, 10.0]);
        let red = picture([20.0, 20.0, 40.0], [120.0, 10.0, 20.0]);
        assert!(between(&dim, &green).unwrap() < 0.5);
        assert!(between(&red, &green).unwrap() > 60.0);
    }

    #[test]
    fn nothing_is_told_of_what_does_not_shine() {
        let green = picture([20.0, 20.0, 40.0], [10.0, 120.0, 20.0]);
        assert_eq!(between(&picture([20.0; 3], [2.0; 3]), &green), None);
        assert_eq!(between(&green, &picture([20.0; 3], [2.0; 3])), None);
    }
}
