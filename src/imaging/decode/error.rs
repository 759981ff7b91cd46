//! What can be wrong with a picture file; each message ends with the remedy.

use crate::domain::Cancelled;

/// Why a picture could not be decoded. The caller adds the name of the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// No bytes at all.
    #[error("the file is empty: copy or export it again from its source")]
    Empty,
    /// The file is longer than the limit.
    #[error("the file has {bytes} bytes, more than the limit of {limit}: export a smaller picture")]
    FileTooLarge {
        /// Its length.
        bytes: u64,
        /// What is allowed.
        limit: u64,
    },
    /// The content is no picture, whatever the name of the file says.
    #[error("the content is not a picture that can be read: expected JPEG, PNG, TIFF, BMP or WebP")]
    NotAPicture,
    /// The picture has more pixels than the limit; nothing was allocated for it.
    #[error(
        "the picture claims {width_px} × {height_px} pixels, more than the limit of {max_side_px} a side and {max_pixels} in all: crop it or scan at a lower resolution"
    )]
    TooManyPixels {
        /// Its width.
        width_px: u32,
        /// Its height.
        height_px: u32,
        /// The longest side allowed.
        max_side_px: u32,
        /// The most pixels allowed.
        max_pixels: u64,
    },
    /// The file ends before the picture does.
    #[error("the file ends before the picture does: copy or scan it again")]
    Truncated,
    /// The file breaks the rules of its format.
    #[error("the picture is damaged ({0}): copy or scan it again")]
    Damaged(String),
    /// The format allows it, this program does not read it.
    #[error("this kind of picture is not supported ({0}): save it as 8 or 16 bit RGB or grey")]
    Unsupported(String),
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl DecodeError {
    /// Sorts an error of the decoders into ours.
    pub(super) fn of(error: image::ImageError) -> Self {
        use image::ImageError;
        match error {
            ImageError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => Self::Truncated,
            ImageError::Decoding(inner) => {
                let text = inner.to_string();
                let lower = text.to_lowercase();
                let ended = ["unexpected end", "unexpected eof", "failed to fill whole buffer", "exhausted data"];
                if ended.iter().any(|words| lower.contains(words)) { Self::Truncated } else { Self::Damaged(one_line(&text)) }
            }
            ImageError::Unsupported(inner) => Self::Unsupported(one_line(&inner.to_string())),
            other => Self::Damaged(one_line(&other.to_string())),
        }
    }
}

/// The text without line breaks and control characters, at most 160 characters of it.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(160).collect()
}
