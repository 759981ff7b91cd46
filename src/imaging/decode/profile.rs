//! Colour profiles: their names, and the view in sRGB.

use std::sync::Arc;

use moxcms::{ColorProfile, DataColorSpace, Layout as Colours, ProfileText, TransformExecutor, TransformOptions};

use super::head::{ColourModel, Layout};

/// Profiles longer than this are left alone; the largest in use have about 4 MB.
const MAX_PROFILE_BYTES: usize = 16 << 20;

/// A colour profile that was found in a file.
pub(super) struct Profile {
    parsed: ColorProfile,
}

impl Profile {
    /// Reads a profile; `None` if it cannot be read, in which case the picture is taken as sRGB.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        (bytes.len() <= MAX_PROFILE_BYTES).then_some(())?;
        ColorProfile::new_from_slice(bytes).ok().map(|parsed| Self { parsed })
    }

    /// Its name for people; `unnamed` if it has none.
    pub(super) fn name(&self) -> String {
        let text = match &self.parsed.description {
            Some(ProfileText::PlainString(text)) => text.clone(),
            Some(ProfileText::Localizable(texts)) => texts.first().map(|text| text.value.clone()).unwrap_or_default(),
            Some(ProfileText::Description(text)) => text.ascii_string.clone(),
            None => String::new(),
        };
        let text: String =
            text.trim_matches(|c: char| c.is_whitespace() || c == '\0').chars().filter(|c| !c.is_control()).take(120).collect();
        if text.is_empty() { "unnamed".to_owned() } else { text }
    }

    /// How pixels of this layout become sRGB; `None` for sRGB itself and for a profile of another kind of colours.
    ///
    /// Relative to the white of the paper, as the profile's maker intended (perceptual), without black point compensation.
    pub(super) fn transform(&self, layout: Layout) -> Option<Transform> {
        let (from, repeated) = match (layout.model, self.parsed.color_space) {
            (ColourModel::Rgb, DataColorSpace::Rgb) => (Colours::Rgb, false),
            (ColourModel::Grey, DataColorSpace::Gray) => (Colours::Gray, false),
            // Grey in a colour profile: the grey axis of that profile.
            (ColourModel::Grey, DataColorSpace::Rgb) => (Colours::Rgb, true),
            (ColourModel::Cmyk, DataColorSpace::Cmyk) => (Colours::Rgba, false),
            _ => return None,
        };
        if self.parsed.color_space == DataColorSpace::Rgb && self.name().contains("sRGB") {
            return None;
        }
        let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
        let inputs = if repeated { 3 } else { layout.model.colours() };
        Some(if layout.deep {
            let run = self.parsed.create_transform_16bit(from, &srgb, Colours::Rgb, options).ok()?;
            Transform { inputs, repeated, run: Run::Sixteen(run) }
        } else {
            let run = self.parsed.create_transform_8bit(from, &srgb, Colours::Rgb, options).ok()?;
            Transform { inputs, repeated, run: Run::Eight(run) }
        })
    }
}

/// A way from the numbers of a file to sRGB, at the depth of the file.
pub(super) struct Transform {
    /// Numbers that go in per pixel.
    inputs: usize,
    /// Whether the one number of a pixel goes in three times.
    repeated: bool,
    run: Run,
}

enum Run {
    Eight(Arc<dyn TransformExecutor<u8> + Send + Sync>),
    Sixteen(Arc<dyn TransformExecutor<u16> + Send + Sync>),
}

/// Pixels that are packed and transformed at once.
const PIXELS_AT_ONCE: usize = 2048;

impl Transform {
    pub(super) fn eight(&self, rows: &[u8], channels: usize, out: &mut [u8]) {
        if let Run::Eight(run) = &self.run {
            self.go(run.as_ref(), rows, channels, out);
        }
    }

    pub(super) fn sixteen(&self, rows: &[u16], channels: usize, out: &mut [u16]) {
        if let Run::Sixteen(run) = &self.run {
            self.go(run.as_ref(), rows, channels, out);
        }
    }

    fn go<T: Copy + Default>(&self, run: &dyn TransformExecutor<T>, rows: &[T], channels: usize, out: &mut [T]) {
        let mut packed = Vec::new();
        for (rows, out) in rows.chunks(PIXELS_AT_ONCE * channels).zip(out.chunks_mut(PIXELS_AT_ONCE * 3)) {
            let rows = if self.inputs == channels {
                rows
            } else {
                packed.clear();
                for pixel in rows.chunks_exact(channels) {
                    match (self.repeated, pixel) {
                        (true, [grey, ..]) => packed.extend([*grey; 3]),
                        (true, []) => {}
                        (false, pixel) => packed.extend_from_slice(pixel.get(..self.inputs).unwrap_or_default()),
                    }
                }
                &packed
            };
            // Sizes fit by construction; were they not to, the pixels would stay black and a test would see it.
            run.transform(rows, out).ok();
        }
    }
}
