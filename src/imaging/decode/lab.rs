//! CIE L*a*b* as sRGB.

/// The sRGB values, 0 to 1, of a colour in CIE L*a*b* under D50, the white of ICC profiles; what sRGB cannot show is clipped.
///
/// ISO 13655 and CIE 15 for L*a*b*; to D65 by Bradford; IEC 61966-2-1 for sRGB. `libm` keeps it the same on every machine.
pub(super) fn srgb_of_lab([l, a, b]: [f64; 3]) -> [f64; 3] {
    const D50: [f64; 3] = [0.964_22, 1.0, 0.825_21];
    // XYZ under D50 to linear sRGB, the Bradford adaptation to D65 included (values of Lindbloom).
    const RGB_OF_XYZ: [[f64; 3]; 3] =
        [[3.133_856_1, -1.616_866_7, -0.490_614_6], [-0.978_768_4, 1.916_141_5, 0.033_454_0], [0.071_945_3, -0.228_991_4, 1.405_242_7]];
    let fy = (l + 16.0) / 116.0;
    let cubed = |f: f64| if f > 6.0 / 29.0 { f * f * f } else { (f - 4.0 / 29.0) * 108.0 / 841.0 };
    let [x, y, z] = [cubed(fy + a / 500.0) * D50[0], cubed(fy) * D50[1], cubed(fy - b / 200.0) * D50[2]];
    RGB_OF_XYZ.map(|[of_x, of_y, of_z]| {
        let linear = (of_x * x + of_y * y + of_z * z).clamp(0.0, 1.0);
        if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * libm::pow(linear, 1.0 / 2.4) - 0.055 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `colour.XYZ_to_sRGB(colour.Lab_to_XYZ(lab, D50), D50, "Bradford") * 255` of colour-science 0.4.7.
    #[test]
    fn colours_are_those_of_another_implementation() {
        for (lab, rgb) in PEER {
            let found = srgb_of_lab(*lab).map(|value| value * 255.0);
            assert!(found.iter().zip(rgb).all(|(found, peer)| (found - peer).abs() < 0.3), "{lab:?}: {found:?} for {rgb:?}");
        }
    }

    const PEER: &[([f64; 3], [f64; 3])] = &[
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0]),
        ([100.0, 0.0, 0.0], [254.98, 255.0, 255.0]),
        ([50.0, 0.0, 0.0], [118.9, 118.92, 118.92]),
        ([60.0, 30.0, -20.0], [183.46, 125.15, 180.71]),
        ([40.0, -25.0, 35.0], [63.93, 104.52, 30.95]),
        ([80.0, 5.0, 60.0], [231.06, 193.39, 80.53]),
        ([5.0, 2.0, -1.0], [19.66, 15.73, 18.58]),
        ([30.0, 60.0, -90.0], [74.83, 18.23, 217.68]),
    ];
}
