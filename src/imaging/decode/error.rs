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
    #[error("the content is not a picture that can be read: expected JPEG, PNG, TIFF, BMP, WebP, JPEG 2000 or a scanned PDF")]
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
    /// Decoding the picture would take more memory than there is; nothing was allocated for it.
    #[error(
        "opening the picture takes {} of memory, and {} are free for it: close other programs, crop it or scan at a lower resolution",
        in_words(*needed_bytes), in_words(*free_bytes)
    )]
    TooLittleMemory {
        /// What decoding takes at its peak, in bytes.
        needed_bytes: u64,
        /// What it may take, in bytes.
        free_bytes: u64,
    },
    /// The file has fewer pages.
    #[error("there is no page {} in the file, which has {pages}: choose one of 1 to {pages}", page + 1)]
    NoSuchPage {
        /// The page asked for, from 0.
        page: u32,
        /// How many there are.
        pages: u32,
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
    /// A PDF, but not a scan.
    #[error("this PDF cannot be read ({0}): print the page to PNG or TIFF at the resolution of its pictures")]
    OtherPdf(String),
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl DecodeError {
    /// The file breaks the rules of its format, in the words of a decoder.
    pub(super) fn damaged(what: &str) -> Self {
        let lower = what.to_lowercase();
        let ended = ["unexpected end", "unexpected eof", "failed to fill whole buffer", "exhausted data"];
        if ended.iter().any(|words| lower.contains(words)) { Self::Truncated } else { Self::Damaged(one_line(what)) }
    }

    /// The format allows it and it is not read, in the words of a decoder.
    pub(super) fn unsupported(what: &str) -> Self {
        Self::Unsupported(one_line(what))
    }

    /// A PDF is not read, for a reason that quotes it.
    pub(super) fn other_pdf(what: &str) -> Self {
        Self::OtherPdf(one_line(what))
    }

    /// Sorts an error of the decoders of `image` into ours.
    pub(super) fn of(error: image::ImageError) -> Self {
        use image::ImageError;
        match error {
            ImageError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => Self::Truncated,
            ImageError::Unsupported(inner) => Self::unsupported(&inner.to_string()),
            other => Self::damaged(&other.to_string()),
        }
    }
}

/// A number of bytes as people say it, in units of 1000, rounded up.
fn in_words(bytes: u64) -> String {
    let mega = bytes.div_ceil(1_000_000);
    if mega < 1000 { format!("{mega} MB") } else { format!("{}.{} GB", mega.div_ceil(100) / 10, mega.div_ceil(100) % 10) }
}

/// The text without line breaks and control characters, at most 160 characters of it.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(160).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_said_in_words() {
        assert_eq!([1, 999_000_000, 999_000_001, 1_700_000_000].map(in_words), ["1 MB", "999 MB", "1.0 GB", "1.7 GB"]);
        let refusal = DecodeError::TooLittleMemory { needed_bytes: 1_251_000_000, free_bytes: 800_000_000 }.to_string();
        assert!(refusal.starts_with("opening the picture takes 1.3 GB of memory, and 800 MB are free for it: "), "{refusal}");
    }

    #[test]
    fn pages_count_from_one_for_people() {
        let refusal = DecodeError::NoSuchPage { page: 4, pages: 3 }.to_string();
        assert_eq!(refusal, "there is no page 5 in the file, which has 3: choose one of 1 to 3");
    }
}
