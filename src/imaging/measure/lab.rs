//! From levels of sRGB to CIE L*a*b*.
//!
//! The white is D65, that of sRGB itself, so no adaptation stands between the picture and its numbers; a value for the D50 of the
//! graphic arts (ISO 13655) is another number. The exact constants of CIE 15:2018 and the four-digit matrix of IEC 61966-2-1 are
//! used, with the row sums of the matrix as white, so that grey has a* = b* = 0.

/// The light, 0 to 1, of a level of sRGB, 0 to 255 (IEC 61966-2-1).
pub(super) fn linear(level: f64) -> f64 {
    let value = (level / 255.0).clamp(0.0, 1.0);
    if value <= 0.04045 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
}

/// The light of every whole level.
pub(in crate::imaging) fn linear_table() -> [f64; 256] {
    std::array::from_fn(|level| linear(level as f64))
}

/// The luminance, 0 to 1, of linear red, green and blue.
pub(in crate::imaging) fn luminance([r, g, b]: [f64; 3]) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// CIE L*a*b* (D65) of linear red, green and blue, each 0 to 1.
pub(super) fn lab(rgb: [f64; 3]) -> [f64; 3] {
    const WHITE: [f64; 3] = [0.4124 + 0.3576 + 0.1805, 1.0, 0.0193 + 0.1192 + 0.9505];
    let [r, g, b] = rgb;
    let xyz = [0.4124 * r + 0.3576 * g + 0.1805 * b, luminance(rgb), 0.0193 * r + 0.1192 * g + 0.9505 * b];
    let [x, y, z] = [0, 1, 2].map(|k| {
        let share = xyz[k] / WHITE[k];
        if share > 216.0 / 24_389.0 { libm::cbrt(share) } else { share * 841.0 / 108.0 + 4.0 / 29.0 }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: [([f64; 3], [f64; 3]); 6] = [
        ([255.0, 255.0, 255.0], [100.0, 0.0, 0.0]),
        ([128.0, 128.0, 128.0], [53.585013452, 0.0, 0.0]),
        ([200.0, 30.0, 60.0], [43.557299236, 64.066932009, 28.469529316]),
        ([12.0, 200.0, 99.0], [71.068733284, -63.459957187, 38.851758911]),
        ([5.0, 9.0, 250.0], [32.10051916, 76.657348043, -105.379438409]),
        ([3.0, 3.0, 2.0], [0.80272898, -0.139096502, 0.378464796]),
    ];

    #[test]
    fn colours_agree_with_an_independent_implementation() {
        // colour-science 0.4.7: XYZ_to_Lab(sRGB_to_XYZ(rgb / 255), illuminant=XYZ_to_xy of the row sums of the matrix).
        for (rgb, expected) in PEER {
            let found = lab(rgb.map(linear));
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{rgb:?} {found:?} {expected:?}");
        }
    }

    #[test]
    fn greys_have_no_colour_and_white_is_a_hundred() {
        for level in 0..=255 {
            let [lightness, a, b] = lab([linear(f64::from(level)); 3]);
            assert!(a.abs() < 1e-9 && b.abs() < 1e-9 && (0.0..=100.0 + 1e-9).contains(&lightness));
        }
        assert!((lab([1.0; 3])[0] - 100.0).abs() < 1e-9);
    }
}
