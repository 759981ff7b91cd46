//! Draws fictional travel documents, forgeries of them and captures, deterministically from a seed.
//!
//! A document is printed in layers ([`design`]) on a [`canvas`] in millimetres that knows the light, with [`ink`]s that know what they do under it; a forgery prints it another way and gives account
//! of it ([`forge`]); a capture looks at the sheet as a scanner does ([`capture`]); the [`set`] that ships is made of these. What is
//! known about an exhibit is its [`Truth`], which only tests and exercises read.

mod barcode;
mod canvas;
mod capture;
mod contact;
mod design;
mod emblem;
mod family;
mod fibres;
mod finish;
mod forge;
mod guilloche;
mod holder;
mod ink;
#[cfg(test)]
mod lettering_tests;
mod math;
mod microtext;
mod mrz;
mod names;
mod optical;
mod perforation;
mod personal;
mod portrait;
mod reference_toml;
mod relief;
mod rng;
mod seal;
pub mod set;
mod signature;
mod strokes;
mod truth;

use std::path::PathBuf;

use image::RgbImage;

pub use capture::{Effects, Profile};
pub use forge::{Alteration, Detection, Difference, ForgeryKind};
pub use holder::Holder;
pub use set::Exhibit;
pub use set::{write_library, write_questioned};
pub use truth::{CaptureTruth, FORMAT as TRUTH_FORMAT, MrzTruth, Truth};

use crate::domain::{Cancelled, Dpi, Light, Progress, Reference};
use crate::imaging::{DecodeError, EncodeError, lettering as text};

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
pub struct ReferenceDesign(&'static design::Series);

impl std::fmt::Debug for ReferenceDesign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ReferenceDesign").field(&self.0.id).finish()
    }
}

/// Every series that can be drawn, in the order of the library.
pub fn library() -> Vec<ReferenceDesign> {
    design::ALL.iter().copied().map(ReferenceDesign).collect()
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
        self.0.id
    }

    /// The names of its pages.
    pub fn pages(&self) -> Vec<&'static str> {
        self.0.pages.iter().map(|page| page.id).collect()
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
        let spec = self.0.page(page).ok_or_else(|| SpecimenError::UnknownPage(page.to_owned()))?;
        forge::Job::new(forgery, self.0, seed).page(spec, light, dpi).ok_or(SpecimenError::Undrawable)
    }

    /// Draws a page and captures it as `effects` say, at any resolution. The page is drawn finer than the capture, up to 1,600 dpi.
    ///
    /// # Errors
    ///
    /// [`SpecimenError::UnknownPage`] and [`SpecimenError::Undrawable`].
    pub fn capture(&self, forgery: ForgeryKind, seed: u64, page: &str, light: Light, effects: &Effects) -> Result<RgbImage, SpecimenError> {
        let spec = self.0.page(page).ok_or_else(|| SpecimenError::UnknownPage(page.to_owned()))?;
        let page_dpi = Dpi::new((effects.dpi * 2.0).min(FINEST_DRAWING_DPI.max(effects.dpi))).ok_or(SpecimenError::Undrawable)?;
        let drawn = forge::Job::new(forgery, self.0, seed).page(spec, light, page_dpi).ok_or(SpecimenError::Undrawable)?;
        let captured = capture::take(&drawn, page_dpi, spec, effects, seed).ok_or(SpecimenError::Undrawable)?;
        Ok(captured.picture)
    }

    /// Draws pages under lights and captures them; `name` is that of the files. No page means every page, no light daylight and
    /// 365 nm; what the profile cannot take is left out. Progress counts captures.
    ///
    /// # Errors
    ///
    /// [`SpecimenError::UnknownPage`], [`SpecimenError::Undrawable`], [`SpecimenError::Encode`] and [`SpecimenError::Cancelled`].
    pub fn exhibit(&self, wanted: &Wanted<'_>, progress: &dyn Progress) -> Result<Exhibit, SpecimenError> {
        if let Some(unknown) = wanted.pages.iter().find(|page| self.0.page(page).is_none()) {
            return Err(SpecimenError::UnknownPage((*unknown).to_owned()));
        }
        let job = forge::Job::new(wanted.forgery, self.0, wanted.seed);
        let selection = set::Selection { pages: wanted.pages, lights: wanted.lights, small: false };
        set::exhibit(wanted.name, wanted.forgery.title(), &job, wanted.profile, selection, progress)
    }
}

/// Which exhibit is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What is done to the document.
    pub forgery: ForgeryKind,
    /// The seed of the document.
    pub seed: u64,
    /// The name of the files.
    pub name: &'a str,
    /// How it is captured.
    pub profile: Profile,
    /// The pages; all if empty.
    pub pages: &'a [&'a str],
    /// The lights; daylight and 365 nm if empty.
    pub lights: &'a [Light],
}

/// Draws page `index` of the family of invented designs, made out to somebody of `seed`, edge to edge.
///
/// # Errors
///
/// [`SpecimenError::Undrawable`].
pub fn family_page(index: u64, seed: u64, light: Light, dpi: Dpi) -> Result<RgbImage, SpecimenError> {
    let series = design::ALL.first().ok_or(SpecimenError::Undrawable)?;
    let holder = design::holder_of(series, seed ^ index.wrapping_mul(0x9e37_79b9));
    let mrz = mrz::td3("P", series.issuer.0, &holder);
    family::Template::of(index).page(&holder, &mrz, light, dpi).ok_or(SpecimenError::Undrawable)
}

/// One exercise of a class.
#[derive(Debug, Clone, Copy)]
pub struct Exercise {
    /// The series.
    pub design: ReferenceDesign,
    /// What is done to the document.
    pub forgery: ForgeryKind,
    /// The seed of the document.
    pub seed: u64,
}

/// Chooses `count` exercises of which `prevalence` (0 to 1) are false: kinds of forgery in turn over all series, in an order that
/// tells nothing. The same seed gives the same class.
pub fn class(seed: u64, count: u32, prevalence: f64) -> Vec<Exercise> {
    let mut rng = rng::Rng::new(seed, "class");
    let (genuine, forged): (Vec<ForgeryKind>, Vec<ForgeryKind>) = ForgeryKind::ALL.iter().partition(|kind| kind.is_genuine());
    let false_ones = (f64::from(count) * prevalence).round() as u32;
    let designs = library();
    let mut start = rng.below(forged.len().max(1));
    let mut chosen: Vec<Exercise> = (0..count)
        .filter_map(|index| {
            let kinds = if index < false_ones { &forged } else { &genuine };
            start += 1;
            // Of the genuine ones most are as new.
            let forgery = if index >= false_ones && rng.unit() < 0.7 { ForgeryKind::Genuine } else { *kinds.get(start % kinds.len())? };
            Some(Exercise { design: *rng.pick(&designs)?, forgery, seed: rng.next() >> 16 })
        })
        .collect();
    for index in (1..chosen.len()).rev() {
        chosen.swap(index, rng.below(index + 1));
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_has_the_share_of_false_documents_that_was_asked_for() {
        let chosen = class(5, 40, 0.35);
        assert_eq!(chosen.iter().filter(|exercise| !exercise.forgery.is_genuine()).count(), 14);
        let kinds: std::collections::BTreeSet<_> = chosen.iter().map(|exercise| exercise.forgery).collect();
        assert!(kinds.len() > 12, "{kinds:?}");
        let order: Vec<bool> = chosen.iter().map(|exercise| exercise.forgery.is_genuine()).collect();
        assert!(order.windows(2).filter(|pair| pair[0] != pair[1]).count() > 8, "{order:?}");
    }
}
