//! What the samples of a TIFF mean, and how they become those of a layout.

use tiff::decoder::DecodingResult;

use super::PageTags;
use crate::imaging::decode::canvas::Rows;
use crate::imaging::decode::head::ColourModel;

/// The `PhotometricInterpretation` of TIFF 6.0.
pub(super) enum Meaning {
    As(ColourModel),
    WhiteIsZero,
    /// All reds, then all greens, then all blues, with 16 bits.
    Palette(Vec<u16>),
    YCbCr,
    /// L*a*b* with signed a* and b*.
    CieLab,
}

impl Meaning {
    pub(super) fn model(&self) -> ColourModel {
        match self {
            Self::As(model) => *model,
            Self::WhiteIsZero => ColourModel::Grey,
            Self::Palette(_) | Self::YCbCr => ColourModel::Rgb,
            Self::CieLab => ColourModel::Lab,
        }
    }

    /// Samples a pixel needs at least.
    pub(super) fn colours_in(&self) -> usize {
        if matches!(self, Self::Palette(_)) { 1 } else { self.model().colours() }
    }
}

/// Samples of whole pixels.
pub(super) enum Band {
    Eight(Vec<u8>),
    Sixteen(Vec<u16>),
}

impl Band {
    pub(super) fn rows(&self) -> Rows<'_> {
        match self {
            Self::Eight(samples) => Rows::Eight(samples),
            Self::Sixteen(samples) => Rows::Sixteen(samples),
        }
    }
}

/// Turns samples as stored, rows of `row` pixels, into those of the layout.
pub(super) fn understood(samples: Band, meaning: &Meaning, tags: &PageTags) -> Band {
    let channels = usize::from(tags.samples);
    match (meaning, samples) {
        (Meaning::WhiteIsZero, Band::Eight(mut samples)) => {
            samples.chunks_exact_mut(channels).filter_map(<[u8]>::first_mut).for_each(|grey| *grey = !*grey);
            Band::Eight(samples)
        }
        (Meaning::WhiteIsZero, Band::Sixteen(mut samples)) => {
            samples.chunks_exact_mut(channels).filter_map(<[u16]>::first_mut).for_each(|grey| *grey = !*grey);
            Band::Sixteen(samples)
        }
        (Meaning::Palette(map), Band::Eight(samples)) => coloured(&samples, channels, map),
        (Meaning::YCbCr, Band::Eight(mut samples)) => {
            for pixel in samples.chunks_exact_mut(channels) {
                if let [y, cb, cr, ..] = pixel {
                    [*y, *cb, *cr] = rgb_of_ycbcr([*y, *cb, *cr]);
                }
            }
            Band::Eight(samples)
        }
        (Meaning::CieLab, Band::Eight(mut samples)) => {
            samples.chunks_exact_mut(channels).flat_map(|pixel| pixel.iter_mut().skip(1).take(2)).for_each(|ab| *ab ^= 0x80);
            Band::Eight(samples)
        }
        (Meaning::CieLab, Band::Sixteen(mut samples)) => {
            samples.chunks_exact_mut(channels).flat_map(|pixel| pixel.iter_mut().skip(1).take(2)).for_each(|ab| *ab ^= 0x8000);
            Band::Sixteen(samples)
        }
        (_, samples) => samples,
    }
}

fn coloured(indices: &[u8], channels: usize, map: &[u16]) -> Band {
    let colours = map.len() / 3;
    let entry = |index: u8, third: usize| map.get(usize::from(index) + third * colours).copied().unwrap_or_default();
    let pixels = indices.chunks_exact(channels).filter_map(<[u8]>::first);
    let values = pixels.flat_map(|index| [0, 1, 2].map(|third| entry(*index, third)));
    if map.iter().any(|value| value >> 8 != value & 255) {
        Band::Sixteen(values.collect())
    } else {
        Band::Eight(values.map(|value| (value >> 8) as u8).collect())
    }
}

/// JFIF's, which is ITU-R BT.601 over the whole range.
fn rgb_of_ycbcr([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    let (y, cb, cr) = (i32::from(y) << 16, i32::from(cb) - 128, i32::from(cr) - 128);
    // 1.402, 0.344136, 0.714136 and 1.772 times 65 536.
    [y + 91_881 * cr, y - 22_554 * cb - 46_802 * cr, y + 116_130 * cb].map(|value| ((value + 32_768) >> 16).clamp(0, 255) as u8)
}

/// The samples of a chunk with bits spread to bytes; `row` samples a row. `None` for kinds that no page we read has.
pub(super) fn unpacked(chunk: DecodingResult, tags: &PageTags, row: usize, palette: bool) -> Option<Band> {
    Some(match chunk {
        DecodingResult::U8(samples) if tags.bits < 8 => Band::Eight(spread(&samples, u32::from(tags.bits), row, palette)),
        DecodingResult::U8(samples) => Band::Eight(samples),
        DecodingResult::U16(samples) => Band::Sixteen(samples),
        // Floating point goes from 0 for black to 1 for white; what lies beyond is clipped.
        DecodingResult::F32(samples) => {
            Band::Sixteen(samples.iter().map(|value| (value.clamp(0.0, 1.0) * 65_535.0).round() as u16).collect())
        }
        _ => return None,
    })
}

/// Samples of 1, 2 or 4 bits, rows padded to whole bytes, as bytes: over the whole range, or as they are if they are `indices`.
pub(in crate::imaging::decode::formats) fn spread(packed: &[u8], bits: u32, row: usize, indices: bool) -> Vec<u8> {
    let per_byte = (8 / bits) as usize;
    let mask = (1_u8 << bits) - 1;
    let factor = if indices { 1 } else { 255 / mask };
    let mut out = Vec::with_capacity(packed.len() * per_byte);
    for bytes in packed.chunks(row.div_ceil(per_byte).max(1)) {
        let values = bytes.iter().flat_map(|byte| (1..=per_byte as u32).map(move |place| byte >> (8 - bits * place) & mask));
        out.extend(values.take(row).map(|value| value * factor));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_rows_are_padded_to_bytes() {
        assert_eq!(spread(&[0b1010_0000, 0b0100_0000], 1, 3, false), [255, 0, 255, 0, 255, 0]);
        assert_eq!(spread(&[0b0001_1011, 0b1100_0000], 2, 5, false), [0, 85, 170, 255, 255]);
        assert_eq!(spread(&[0x1f, 0x30], 4, 3, true), [1, 15, 3]);
    }

    #[test]
    fn luminance_and_two_differences_make_a_colour() {
        // Pillow 13.0.0: Image.new("YCbCr", (1, 1), …).convert("RGB").
        for (ycc, rgb) in
            [([76, 85, 255], [254, 0, 0]), ([150, 44, 21], [0, 255, 1]), ([128, 128, 128], [128; 3]), ([29, 255, 107], [0, 0, 254])]
        {
            assert_eq!(rgb_of_ycbcr(ycc), rgb, "{ycc:?}");
        }
    }
}
