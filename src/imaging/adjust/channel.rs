//! One component of colour as a grey picture.

use super::frame::{WHITE, quantised};
use super::kernels;
use super::lab::Lab;
use super::stage::{Pixelwise, RowAt};
use crate::domain::recipe::{ChannelView, Component};

/// Shows one component.
pub(super) struct View {
    component: Component,
    lab: Lab,
}

impl View {
    pub(super) fn of(params: &ChannelView) -> Self {
        Self { component: params.component, lab: Lab::new() }
    }
}

impl Pixelwise for View {
    fn channels(&self, _channels: usize) -> usize {
        1
    }

    fn takes_grey(&self) -> bool {
        false
    }

    fn row(&self, _at: RowAt, input: &[u16], output: &mut [u16]) {
        let lab = self.lab;
        match self.component {
            Component::Red => each(input, output, |pixel| pixel[0]),
            Component::Green => each(input, output, |pixel| pixel[1]),
            Component::Blue => each(input, output, |pixel| pixel[2]),
            Component::Luma => kernels::luma_row(output, input),
            Component::Hue => kernels::hue_row(output, input),
            Component::Saturation => each(input, output, |pixel| {
                let (least, most) = ends(pixel);
                if most == 0 { 0 } else { quantised(f32::from(most - least) / f32::from(most) * WHITE) }
            }),
            Component::Lightness => each(input, output, |pixel| quantised(lab.lightness(pixel) / 100.0 * WHITE)),
            Component::A => each(input, output, |pixel| quantised((lab.a(pixel) + 128.0) * 257.0)),
            Component::B => each(input, output, |pixel| quantised((lab.b(pixel) + 128.0) * 257.0)),
            Component::Cyan => each(input, output, |pixel| plate(pixel, 0)),
            Component::Magenta => each(input, output, |pixel| plate(pixel, 1)),
            Component::Yellow => each(input, output, |pixel| plate(pixel, 2)),
            Component::Black => each(input, output, |pixel| ends(pixel).1),
        }
    }
}

/// Works out each pixel by itself; one copy of the loop for each component.
fn each(input: &[u16], output: &mut [u16], value: impl Fn(&[u16]) -> u16) {
    output.iter_mut().zip(input.chunks_exact(3)).for_each(|(out, pixel)| *out = value(pixel));
}

/// The least and the greatest channel.
fn ends(pixel: &[u16]) -> (u16, u16) {
    let (red, green, blue) = (pixel[0], pixel[1], pixel[2]);
    (red.min(green).min(blue), red.max(green).max(blue))
}

/// A printing plate after black is taken out: the ink is the share that the channel lacks of the greatest, and ink is dark.
fn plate(pixel: &[u16], channel: usize) -> u16 {
    let (_, most) = ends(pixel);
    if most == 0 { u16::MAX } else { quantised(f32::from(pixel[channel]) / f32::from(most) * WHITE) }
}
