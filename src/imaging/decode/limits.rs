//! What a picture may take at most.

use serde::{Deserialize, Serialize};

use super::DecodeError;

/// What a picture may take at most; checked before anything is allocated for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "each is a maximum, and callers read them by these names")]
pub struct Limits {
    /// Longest side in pixels.
    pub max_side_px: u32,
    /// Pixels in all.
    pub max_pixels: u64,
    /// Length of the file in bytes.
    pub max_file_bytes: u64,
    /// What decoding may take at its peak, in bytes, the result included; the file itself is not counted.
    pub max_memory_bytes: u64,
}

impl Default for Limits {
    /// 40 000 pixels a side, 400 million in all (an A4 page at 2 000 dpi), a file of 1 GiB, 4 GiB of memory.
    fn default() -> Self {
        Self { max_side_px: 40_000, max_pixels: 400_000_000, max_file_bytes: 1 << 30, max_memory_bytes: 4 << 30 }
    }
}

impl Limits {
    /// The limits of a machine with `free_bytes` of free memory: three quarters of it, the rest is for what comes after decoding.
    pub fn within_memory(free_bytes: u64) -> Self {
        Self { max_memory_bytes: free_bytes / 4 * 3, ..Self::default() }
    }

    pub(super) fn check_file(&self, bytes: u64) -> Result<(), DecodeError> {
        match bytes {
            0 => Err(DecodeError::Empty),
            _ if bytes > self.max_file_bytes => Err(DecodeError::FileTooLarge { bytes, limit: self.max_file_bytes }),
            _ => Ok(()),
        }
    }

    pub(super) fn check_size(&self, width_px: u32, height_px: u32) -> Result<(), DecodeError> {
        let Self { max_side_px, max_pixels, .. } = *self;
        let pixels = u64::from(width_px) * u64::from(height_px);
        if width_px.max(height_px) > max_side_px || pixels > max_pixels {
            return Err(DecodeError::TooManyPixels { width_px, height_px, max_side_px, max_pixels });
        }
        if pixels == 0 { Err(DecodeError::Damaged("it has no pixels".to_owned())) } else { Ok(()) }
    }

    pub(super) fn check_memory(&self, needed_bytes: u64) -> Result<(), DecodeError> {
        if needed_bytes > self.max_memory_bytes {
            return Err(DecodeError::TooLittleMemory { needed_bytes, free_bytes: self.max_memory_bytes });
        }
        Ok(())
    }
}
