//! The gradient of luma, one row at a time.

use super::area::{Level, PixelRect};
use super::frame::{Frame, repeat_edges};
use super::gaussian::{Gaussian, Rows};
use super::kernels;
use crate::domain::recipe::Kernel;

/// Smooths luma with a Gaussian of `sigma_px` and gives `paint` the slopes to the right and down of each row of `area`.
///
/// Slopes are in 16-bit units: a full step from black to white between two pixels is 65535 on both, whatever the kernel.
pub(super) fn of_gradient(
    input: &Frame,
    area: PixelRect,
    level: Level,
    sigma_px: [f64; 2],
    kernel: Kernel,
    paint: impl Fn(&mut [u16], &[f32], &[f32]),
) -> Frame {
    let (side, middle) = match kernel {
        Kernel::Scharr => (3.0 / 16.0, 10.0 / 16.0),
        Kernel::Sobel => (1.0 / 4.0, 2.0 / 4.0),
    };
    let luma = input.luma();
    let gaussian = Gaussian::new(sigma_px);
    let around = area.grown(1, 0, level);
    let (mut rows, mut smooth) = (Rows::default(), Vec::new());
    // The edge of the smoothed picture is repeated, as far as it is the edge of the level.
    let mut smoothed = |y: i64, out: &mut Vec<f32>| {
        let y = y.clamp(0, i64::from(level.height) - 1) as u32;
        gaussian.row(&luma, around, y, level, &mut rows, &mut smooth);
        repeat_edges(&smooth, 1, area, 1, level, out);
    };
    let first = i64::from(area.y);
    let mut three = [Vec::new(), Vec::new(), Vec::new()];
    smoothed(first - 1, &mut three[1]);
    smoothed(first, &mut three[2]);
    let (mut right, mut down) = (vec![0.0; area.width as usize], vec![0.0; area.width as usize]);
    let mut out = Frame::new(area, 1);
    let stride = out.stride().max(1);
    for (y, line) in (first..).zip(out.data.chunks_exact_mut(stride)) {
        three.rotate_left(1);
        let [above, same, below] = &mut three;
        smoothed(y + 1, below);
        kernels::slopes(&mut right, &mut down, [above, same, below], side, middle);
        paint(line, &right, &down);
    }
    out
}
