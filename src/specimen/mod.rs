//! Draws fictional travel documents, forgeries of them and captures, deterministically from a seed.
//!
//! A document is printed in layers on a sheet in millimetres ([`design`]); a forgery prints it another way and gives account
//! of it ([`forge`]); a capture looks at the sheet as a scanner does ([`capture`]); the [`set`] that ships is made of these. What is
//! known about an exhibit is its [`Truth`], which only tests and exercises read.

mod canvas;
mod capture;
mod contact;
mod design;
mod emblem;
mod fibres;
mod forge;
mod guilloche;
mod holder;
mod microtext;
mod mrz;
mod names;
mod portrait;
mod reference_toml;
mod relief;
mod rng;
pub mod set;
mod sheet;
mod signature;
mod text;
mod truth;

use std::path::PathBuf;

use image::RgbImage;

pub use capture::{Effects, Profile};
pub use forge::{Alteration, Difference, ForgeryKind};
pub use holder::Holder;
pub use set::Exhibit;
pub use set::{write_library, write_questioned};
pub use truth::{CaptureTruth, FORMAT as TRUTH_FORMAT, MrzTruth, Truth};

use crate::domain::{Cancelled, Dpi, Light, Reference};
use crate::imaging::{DecodeError, EncodeError};

/// Why something could not be drawn or written.
#[derive(Debug, thiserror::Error)]
pub enum SpecimenError {
    /// No series has this name.
    #[error("no series is named `{0}`")]
    UnknownSeries(String),
    /// The series has no page of this name.
    #[error("the series has no page named `{0}`")]
    UnknownPage(String),
    /// The page would have no pixel or too many, or memory ran out.
    #[error("the page cannot be drawn at this size")]
    Undrawable,
    /// A picture could not be encoded.
    #[error("the picture could not be encoded")]
    Encode(#[from] EncodeError),
    /// The truth could not be written as JSON.
    #[error("the truth could not be written as JSON")]
    Json(#[from] serde_json::Error),
    /// A picture could not be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A file could not be read.
    #[error("could not read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("could not write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// The finest drawing behind a capture: a passport page takes 130 MB.
const FINEST_DRAWING_DPI: f64 = 1_600.0;

/// A document series that can be drawn.
#[derive(Clone, Copy)]
pub struct ReferenceDesign(&'static dyn design::Design);

impl std::fmt::Debug for ReferenceDesign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ReferenceDesign").field(&self.0.id()).finish()
    }
}

/// Every series that can be drawn, in the order of the library.
pub fn library() -> Vec<ReferenceDesign> {
    design::ALL.into_iter().map(ReferenceDesign).collect()
}

impl ReferenceDesign {
    /// The series named `id`.
    ///
    /// # Errors
    ///
    /// [`SpecimenError::UnknownSeries`].
    pub fn named(id: &str) -> Result<Self, SpecimenError> {
        library().into_iter().find(|design| design.id() == id).ok_or_else(|| SpecimenError::UnknownSeries(id.to_owned()))
    }

    /// The name of the series in the library.
    pub fn id(&self) -> &'static str {
        self.0.id()
    }

    /// The names of its pages.
    pub fn pages(&self) -> Vec<&'static str> {
        self.0.pages().iter().map(|page| page.id).collect()
    }

    /// What a librarian knows about the series.
    ///
    /// # Errors
    ///
    /// [`SpecimenError::Undrawable`] if its tables are wrong, which they are not.
    pub fn reference(&self) -> Result<Reference, SpecimenError> {
        self.0.reference().ok_or(SpecimenError::Undrawable)
    }

    /// The person that a document of `seed` is made out to.
    pub fn holder(&self, seed: u64) -> Holder {
        design::print_of(self.0, seed).holder
    }

    /// Draws a page edge to edge, as issued or forged.
    ///
    /// # Errors
    ///
    /// [`SpecimenError::UnknownPage`] and [`SpecimenError::Undrawable`].
    pub fn draw(&self, forgery: ForgeryKind, seed: u64, page: &str, light: Light, dpi: Dpi) -> Result<RgbImage, SpecimenError> {
        let spec = self.0.pages().iter().find(|spec| spec.id == page).ok_or_else(|| SpecimenError::UnknownPage(page.to_owned()))?;
        forge::Job::new(forgery, self.0, seed).page(spec, light, dpi).ok_or(SpecimenError::Undrawable)
    }

    /// Draws a page and captures it as `effects` say, at any resolution. The page is drawn finer than the capture, up to 1,600 dpi.
    ///
    /// # Errors
    ///
    /// [`SpecimenError::UnknownPage`] and [`SpecimenError::Undrawable`].
    pub fn capture(&self, forgery: ForgeryKind, seed: u64, page: &str, light: Light, effects: &Effects) -> Result<RgbImage, SpecimenError> {
        let spec = self.0.pages().iter().find(|spec| spec.id == page).ok_or_else(|| SpecimenError::UnknownPage(page.to_owned()))?;
        let page_dpi = Dpi::new((effects.dpi * 2.0).min(FINEST_DRAWING_DPI.max(effects.dpi))).ok_or(SpecimenError::Undrawable)?;
        let drawn = forge::Job::new(forgery, self.0, seed).page(spec, light, page_dpi).ok_or(SpecimenError::Undrawable)?;
        let captured = capture::take(&drawn, page_dpi, spec, effects, seed).ok_or(SpecimenError::Undrawable)?;
        Ok(captured.picture)
    }

    /// Draws all pages under all lights and captures them; `name` is that of the files.
    ///
    /// # Errors
    ///
    /// [`SpecimenError::Undrawable`] and [`SpecimenError::Encode`].
    pub fn exhibit(&self, forgery: ForgeryKind, seed: u64, name: &str, profile: Profile) -> Result<Exhibit, SpecimenError> {
        set::exhibit(name, forgery.title(), &forge::Job::new(forgery, self.0, seed), profile)
    }
}
