//! Blur and sharpening.

use super::luma::Luma;

/// Blurs with a kernel of 1 4 6 4 1 in both directions (standard deviation 1 px).
pub(super) fn blurred(luma: &Luma) -> Luma {
    let mut out = Luma::filled(luma.width, luma.height, 0);
    let stride = (luma.width as usize).max(1);
    let mut sums = vec![0_u16; stride];
    for (y, out) in (0..).zip(out.data.chunks_exact_mut(stride)) {
        let rows = [-2, -1, 0, 1, 2].map(|step: i32| luma.row((y + step).min(luma.height - 1).max(0)));
        let [a, b, c, d, e] = rows;
        let columns = a.iter().zip(b).zip(c).zip(d).zip(e);
        for (sum, ((((a, b), c), d), e)) in sums.iter_mut().zip(columns) {
            let [a, b, c, d, e] = [a, b, c, d, e].map(|value| u16::from(*value));
            *sum = a + e + 4 * (b + d) + 6 * c;
        }
        let at = |x: i32| u32::from(sums.get(x.min(luma.width - 1).max(0) as usize).copied().unwrap_or(0));
        for (x, out) in (0..).zip(out) {
            let sum = at(x - 2) + at(x + 2) + 4 * (at(x - 1) + at(x + 1)) + 6 * at(x);
            *out = ((sum + 128) / 256) as u8;
        }
    }
    out
}

/// Adds `strength` times the difference to the blurred picture: fine modules that ran into one another part again.
pub(super) fn sharpened(luma: &Luma, strength: f32) -> Luma {
    let soft = blurred(luma);
    let sharp = |(value, soft): (&u8, &u8)| {
        let (value, soft) = (f32::from(*value), f32::from(*soft));
        (value + strength * (value - soft)).clamp(0.0, 255.0) as u8
    };
    Luma { width: luma.width, height: luma.height, data: luma.data.iter().zip(&soft.data).map(sharp).collect() }
}
