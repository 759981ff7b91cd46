//! A reference page as an index keeps it.

use super::code::{Code, MOST_CODES, pack};
use crate::domain::{Light, Sha256};
use crate::imaging::PreparedPage;
use crate::imaging::register::Shape;

/// What an index keeps of one reference page under one light, in less than 20 KB.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexedPage {
    /// A name that the caller understands.
    pub key: String,
    /// The light of the reference capture.
    pub light: Light,
    /// What it was made of; the caller compares it to tell whether it still holds.
    pub stamp: Sha256,
    pub(super) shape: Shape,
    pub(super) codes: Vec<Code>,
}

impl IndexedPage {
    /// Keeps of `page` what finds it again.
    pub fn new(key: String, light: Light, stamp: Sha256, page: &PreparedPage) -> Self {
        Self { key, light, stamp, shape: page.shape(), codes: pack(page.features(), MOST_CODES) }
    }

    /// How many places of the page are kept.
    pub fn place_count(&self) -> usize {
        self.codes.len()
    }
}
