//! Colour differences as an eye would rank them.

use super::frame::{Area, Frame};

/// CIE L*a*b* of an sRGB colour in levels of 0 to 255 (IEC 61966-2-1, D65).
pub(super) fn lab(rgb: [f64; 3]) -> [f64; 3] {
    let [r, g, b] = rgb.map(|level| {
        let value = (level / 255.0).clamp(0.0, 1.0);
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
    let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
    let [x, y, z] = [x, y, z].map(|value| if value > 0.008856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The colour difference (CIE 1976) of the means of an area.
pub(super) fn difference(frame: &Frame, area: Area) -> f64 {
    let mean = |planes: &[crate::imaging::plane::Plane; 3]| {
        [0, 1, 2].map(|channel| {
            let plane = &planes[channel];
            area.pixels().map(|(x, y)| f64::from(plane.get(x, y))).sum::<f64>() / area.count() as f64
        })
    };
    let (q, r) = (lab(mean(&frame.questioned)), lab(mean(&frame.reference)));
    q.iter().zip(r).map(|(q, r)| (q - r).powi(2)).sum::<f64>().sqrt()
}

/// The median colour difference of the areas that the questioned picture shows; 0 without any.
pub(super) fn usual(frame: &Frame, areas: &[Area]) -> f64 {
    let seen = areas.iter().filter(|area| frame.visible(**area) > 0.99);
    let differences: Vec<f64> = seen.map(|area| difference(frame, *area)).collect();
    crate::imaging::register::fit::median(&differences).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values_of_white_and_red() {
        let near = |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.3);
        assert!(near(lab([255.0; 3]), [100.0, 0.0, 0.0]), "{:?}", lab([255.0; 3]));
        assert!(near(lab([255.0, 0.0, 0.0]), [53.24, 80.09, 67.2]), "{:?}", lab([255.0, 0.0, 0.0]));
    }
}
