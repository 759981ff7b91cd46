//! CIE L*a*b* of sRGB values (CIE 15:2018, D65 as in IEC 61966-2-1), by tables with the same bits on every machine.

use std::sync::LazyLock;

use super::frame::{WHITE, quantised};
use super::srgb::{Even, LAST, between, decode_table, encode_table, made};

/// X, Y, Z of linear red, green and blue, each row divided by its white, so that white is 1, 1, 1.
const XYZ: [[f64; 3]; 3] = {
    const ROWS: [[f64; 3]; 3] = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]];
    let mut rows = ROWS;
    let mut i = 0;
    while i < 3 {
        let white = ROWS[i][0] + ROWS[i][1] + ROWS[i][2];
        rows[i] = [ROWS[i][0] / white, ROWS[i][1] / white, ROWS[i][2] / white];
        i += 1;
    }
    rows
};

fn root_table() -> &'static Even {
    static TABLE: LazyLock<Box<Even>> = LazyLock::new(|| made(|step| root((step as f64 / f64::from(LAST)).min(1.0))));
    &TABLE
}

/// The compressed response of CIE L*a*b*: a cube root, and a line where it is dark.
fn root(light: f64) -> f64 {
    if light > 216.0 / 24389.0 { libm::cbrt(light) } else { (24389.0 / 27.0 * light + 16.0) / 116.0 }
}

/// What conversions need, looked up once for a row.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    linear: &'static [f32; 65536],
    roots: &'static Even,
    coded: &'static Even,
    xyz: [[f32; 3]; 3],
    rgb: [[f32; 3]; 3],
}

impl Lab {
    pub(super) fn new() -> Self {
        let rgb = nalgebra::Matrix3::from_fn(|row, column| XYZ[row][column]).try_inverse().unwrap_or_default();
        let rgb = [0, 1, 2].map(|row| [0, 1, 2].map(|column| rgb[(row, column)] as f32));
        Self { linear: decode_table(), roots: root_table(), coded: encode_table(), xyz: XYZ.map(|row| row.map(|v| v as f32)), rgb }
    }

    /// Linear red, green and blue.
    #[inline]
    fn light(&self, pixel: &[u16]) -> [f32; 3] {
        let at = |channel: usize| self.linear[usize::from(pixel.get(channel).copied().unwrap_or(0))];
        [at(0), at(1), at(2)]
    }

    /// The response to X, Y or Z, from which L*, a* and b* are differences.
    #[inline]
    fn response(&self, row: usize, [red, green, blue]: [f32; 3]) -> f32 {
        let [r, g, b] = self.xyz[row];
        between(self.roots, r * red + g * green + b * blue)
    }

    /// L*, a* and b* of a pixel of 16-bit values.
    #[inline]
    pub(super) fn of(&self, pixel: &[u16]) -> [f32; 3] {
        let light = self.light(pixel);
        let [x, y, z] = [0, 1, 2].map(|row| self.response(row, light));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// L* alone.
    #[inline]
    pub(super) fn lightness(&self, pixel: &[u16]) -> f32 {
        116.0 * self.response(1, self.light(pixel)) - 16.0
    }

    /// a* alone.
    #[inline]
    pub(super) fn a(&self, pixel: &[u16]) -> f32 {
        let light = self.light(pixel);
        500.0 * (self.response(0, light) - self.response(1, light))
    }

    /// b* alone.
    #[inline]
    pub(super) fn b(&self, pixel: &[u16]) -> f32 {
        let light = self.light(pixel);
        200.0 * (self.response(1, light) - self.response(2, light))
    }

    /// The 16-bit values of a colour, each channel clipped by itself.
    #[inline]
    pub(super) fn rgb(&self, [lightness, a, b]: [f32; 3]) -> [u16; 3] {
        let y = (lightness + 16.0) / 116.0;
        let light = [y + a / 500.0, y, y - b / 200.0].map(|response| {
            const DARK: f32 = 6.0 / 29.0;
            if response > DARK { response * response * response } else { (116.0 * response - 16.0) * (27.0 / 24389.0) }
        });
        self.rgb.map(|row| {
            let linear = row[0] * light[0] + row[1] * light[1] + row[2] * light[2];
            quantised(between(self.coded, linear) * WHITE)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From scikit-image 0.26.0: `color.rgb2lab`.
    const RECORDED: [([u8; 3], [f32; 3]); 8] = [
        ([70, 25, 40], [16.26, 23.345, 0.733]),
        ([180, 69, 52], [44.533, 44.074, 33.448]),
        ([4, 12, 82], [8.108, 26.944, -42.423]),
        ([14, 207, 158], [74.307, -53.963, 12.54]),
        ([195, 187, 159], [75.852, -1.839, 15.218]),
        ([77, 75, 92], [32.662, 4.782, -9.674]),
        ([194, 185, 150], [75.058, -2.5, 18.948]),
        ([82, 66, 90], [30.469, 11.976, -11.677]),
    ];

    #[test]
    fn agrees_with_another_implementation() {
        let lab = Lab::new();
        for (rgb, expected) in RECORDED {
            let found = lab.of(&rgb.map(|level| u16::from(level) * 257));
            assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 0.03), "{rgb:?}: {found:?}");
        }
    }

    #[test]
    fn there_and_back_is_the_same_level() {
        let lab = Lab::new();
        for level in 0..=255u8 {
            for rgb in [[level; 3], [level, 255 - level, 40], [0, level, level / 2], [level, 3, 250]] {
                let wide = rgb.map(|level| u16::from(level) * 257);
                let back = lab.rgb(lab.of(&wide));
                assert!(back.iter().zip(wide).all(|(a, b)| a.abs_diff(b) <= 40), "{rgb:?}: {back:?}");
            }
        }
    }
}
