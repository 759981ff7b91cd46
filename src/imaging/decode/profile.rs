//! Colour profiles: their names, and the view in sRGB.

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, ProfileText, TransformOptions};

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

    /// Converts `picture` to sRGB in place; does nothing for sRGB itself and for profiles of other than three colours.
    pub(super) fn convert_to_srgb(&self, picture: &mut RgbImage) {
        if self.parsed.color_space != DataColorSpace::Rgb || self.name().contains("sRGB") {
            return;
        }
        let srgb = ColorProfile::new_srgb();
        let Ok(transform) = self.parsed.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default()) else {
            return;
        };
        let row_bytes = picture.width() as usize * 3;
        if row_bytes == 0 {
            return;
        }
        let mut row_out = vec![0; row_bytes];
        for row in picture.chunks_exact_mut(row_bytes) {
            if transform.transform(row, &mut row_out).is_ok() {
                row.copy_from_slice(&row_out);
            }
        }
    }
}
