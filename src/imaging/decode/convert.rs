//! From the numbers of a file to what is seen in sRGB.

use super::canvas::{Rows, RowsMut};
use super::head::{ColourModel, Layout};
use super::lab::srgb_of_lab;
use super::profile::{Profile, Transform};
use crate::imaging::pixels::eight_of;

/// What to do with each row.
pub(super) struct Convert {
    layout: Layout,
    kind: Kind,
    deep: bool,
}

enum Kind {
    /// The numbers stay as they are, all channels of them.
    Stored,
    /// No profile: grey is repeated, RGB taken as sRGB, inks mixed by the formula of [`mixed`], L*a*b* worked out.
    Plain,
    /// As a profile says.
    Profile(Transform),
}

impl Convert {
    /// Leaves the numbers alone.
    pub(super) fn stored(layout: Layout) -> Self {
        Self { layout, kind: Kind::Stored, deep: layout.deep }
    }

    /// Shows them in sRGB, with 16 bits if `deep` and the file has them. A profile that does not fit the picture is left out.
    pub(super) fn srgb(layout: Layout, profile: Option<&Profile>, deep: bool) -> Self {
        let kind = profile.and_then(|profile| profile.transform(layout)).map_or(Kind::Plain, Kind::Profile);
        Self { layout, kind, deep: deep && layout.deep }
    }

    /// Numbers per pixel of the result.
    pub(super) fn channels(&self) -> usize {
        if matches!(self.kind, Kind::Stored) { self.layout.channels } else { 3 }
    }

    pub(super) fn channels_in(&self) -> usize {
        self.layout.channels
    }

    pub(super) fn deep(&self) -> bool {
        self.deep
    }

    /// Whether a row of 8 bits comes out as it went in.
    pub(super) fn copies(&self) -> bool {
        let plain_rgb = matches!(self.kind, Kind::Plain) && self.layout.model == ColourModel::Rgb && self.layout.channels == 3;
        !self.layout.deep && (plain_rgb || matches!(self.kind, Kind::Stored))
    }

    /// Converts whole pixels; what is missing in `rows` leaves `out` as it is.
    pub(super) fn rows(&self, rows: Rows<'_>, out: RowsMut<'_>) {
        match (rows, out) {
            (Rows::Eight(rows), RowsMut::Eight(out)) => self.same_depth(rows, out),
            (Rows::Sixteen(rows), RowsMut::Sixteen(out)) => self.same_depth(rows, out),
            (Rows::Sixteen(rows), RowsMut::Eight(out)) => self.narrowed(rows, out),
            // No decoder gives fewer bits than its head promised.
            (Rows::Eight(_), RowsMut::Sixteen(_)) => {}
        }
    }

    fn narrowed(&self, rows: &[u16], out: &mut [u8]) {
        const PIXELS: usize = 1024;
        let channels = self.channels();
        let mut wide = [0_u16; PIXELS * 3];
        if channels != 3 {
            out.iter_mut().zip(rows).for_each(|(out, sample)| *out = eight_of(*sample));
            return;
        }
        for (rows, out) in rows.chunks(PIXELS * self.layout.channels).zip(out.chunks_mut(PIXELS * 3)) {
            if let Some(wide) = wide.get_mut(..out.len()) {
                self.same_depth(rows, wide);
                out.iter_mut().zip(wide).for_each(|(out, sample)| *out = eight_of(*sample));
            }
        }
    }

    fn same_depth<T: Number>(&self, rows: &[T], out: &mut [T]) {
        match &self.kind {
            Kind::Stored => copy(rows, out),
            Kind::Plain if self.layout.model == ColourModel::Rgb && self.layout.channels == 3 => copy(rows, out),
            Kind::Plain => {
                let colour: fn(&[T]) -> [T; 3] = match self.layout.model {
                    ColourModel::Grey => |pixel| [pixel.first().copied().unwrap_or_default(); 3],
                    ColourModel::Rgb => |pixel| pixel.first_chunk().copied().unwrap_or_default(),
                    ColourModel::Cmyk => |pixel| pixel.first_chunk().map(mixed).unwrap_or_default(),
                    ColourModel::Lab => |pixel| pixel.first_chunk().map(|lab: &[T; 3]| lab_colour(*lab)).unwrap_or_default(),
                };
                for (pixel, out) in rows.chunks_exact(self.layout.channels).zip(out.as_chunks_mut::<3>().0) {
                    *out = colour(pixel);
                }
            }
            Kind::Profile(transform) => T::transformed(transform, rows, self.layout.channels, out),
        }
    }
}

fn copy<T: Copy>(rows: &[T], out: &mut [T]) {
    let length = rows.len().min(out.len());
    if let (Some(out), Some(rows)) = (out.get_mut(..length), rows.get(..length)) {
        out.copy_from_slice(rows);
    }
}

/// A sample of 8 or 16 bits.
pub(super) trait Number: Copy + Default + Into<u32> {
    /// The largest.
    const WHITE: u32;

    fn of(value: u32) -> Self;

    fn transformed(transform: &Transform, rows: &[Self], channels: usize, out: &mut [Self]);
}

impl Number for u8 {
    const WHITE: u32 = 255;

    fn of(value: u32) -> Self {
        value.min(Self::WHITE) as Self
    }

    fn transformed(transform: &Transform, rows: &[Self], channels: usize, out: &mut [Self]) {
        transform.eight(rows, channels, out);
    }
}

impl Number for u16 {
    const WHITE: u32 = 65_535;

    fn of(value: u32) -> Self {
        value.min(Self::WHITE) as Self
    }

    fn transformed(transform: &Transform, rows: &[Self], channels: usize, out: &mut [Self]) {
        transform.sixteen(rows, channels, out);
    }
}

/// The colour of four inks where no profile says it: each ink takes its share of the light that black leaves, (1 - C)(1 - K).
///
/// ISO 32000-2 (10.4.2) clips the sum of the inks; the product is what browsers and Pillow do, and keeps dark tones apart. Real inks
/// are duller: such a picture shows what is printed where, not its colour.
fn mixed<T: Number>(inks: &[T; 4]) -> [T; 3] {
    let [cyan, magenta, yellow, black] = inks.map(Into::into);
    let light = u64::from(T::WHITE - black);
    [cyan, magenta, yellow].map(|ink| {
        let product = u64::from(T::WHITE - ink) * light;
        T::of(((product + u64::from(T::WHITE) / 2) / u64::from(T::WHITE)) as u32)
    })
}

fn lab_colour<T: Number>(lab: [T; 3]) -> [T; 3] {
    let white = f64::from(T::WHITE);
    let [l, a, b] = lab.map(|number| f64::from(number.into()));
    // 8 bits: a = n - 128; 16 bits: a = (n - 32 768) / 256.
    let unit = (white + 1.0) / 256.0;
    let chroma = |number: f64| number / unit - 128.0;
    srgb_of_lab([l / white * 100.0, chroma(a), chroma(b)]).map(|value| T::of((value * white).round() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_mix_by_the_formula() {
        assert_eq!(mixed(&[0_u8, 0, 0, 0]), [255; 3]);
        assert_eq!(mixed(&[255_u8, 0, 0, 0]), [0, 255, 255]);
        assert_eq!(mixed(&[0_u8, 0, 0, 255]), [0; 3]);
        // Pillow 13.0.0: Image.new("CMYK", (1, 1), (10, 100, 200, 50)).convert("RGB") gives (197, 125, 44).
        assert_eq!(mixed(&[10_u8, 100, 200, 50]), [197, 125, 44]);
        assert_eq!(mixed(&[0_u16, 65_535, 32_768, 0]), [65_535, 0, 32_767]);
    }

    #[test]
    fn extra_channels_are_left_out_and_stored_numbers_kept() {
        let layout = Layout { model: ColourModel::Rgb, channels: 5, deep: false };
        let rows = [1, 2, 3, 90, 91, 4, 5, 6, 92, 93_u8];
        let mut out = [0; 6];
        Convert::srgb(layout, None, true).rows(Rows::Eight(&rows), RowsMut::Eight(&mut out));
        assert_eq!(out, [1, 2, 3, 4, 5, 6]);
        let mut out = [0; 10];
        Convert::stored(layout).rows(Rows::Eight(&rows), RowsMut::Eight(&mut out));
        assert_eq!(out, rows);
    }

    #[test]
    fn a_file_of_eight_bits_does_not_pay_for_sixteen() {
        let shallow = Layout { model: ColourModel::Rgb, channels: 3, deep: false };
        assert!(!Convert::srgb(shallow, None, true).deep());
        assert!(Convert::srgb(Layout { deep: true, ..shallow }, None, true).deep());
    }
}
