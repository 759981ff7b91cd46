//! Genuine documents to compare with: from a folder, from the program itself, or from the store.

mod bundled;
mod folder;
mod plain;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::memory::decode_limits;
use super::pipeline::intake::{decode_problem, resolution_from_size};
use super::{Part, Problem, ProblemKind, Watch};
use crate::domain::{Light, Page, PageId, PageOf, Reference, ReferenceCapture, ReferenceId, Resolution, Sha256};
use crate::imaging::{ImageInfo, Index, IndexEntry, Picture, PreparedPage, RegisterParams, decode, inspect};

pub use bundled::{BUNDLED_QUESTIONED, BundledFile, bundled_checklists, bundled_questioned};
pub use folder::{Checked, check_folder};
pub use plain::PlainFolder;

/// Where the bytes of reference captures come from.
pub trait CaptureSource: Send + Sync {
    /// The bytes of one capture.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading it.
    fn bytes(&self, reference: &Reference, capture: &ReferenceCapture) -> Result<Vec<u8>, Problem>;
}

/// A reference page under one light, ready to compare with.
pub struct ReferencePage {
    /// The page.
    pub page: PageOf,
    /// The light.
    pub light: Light,
    /// The picture; its resolution is known.
    pub picture: Picture,
    /// What registration needs of it.
    pub prepared: PreparedPage,
    /// Pixels per inch of the picture, which shows the page edge to edge.
    pub resolution: Resolution,
    /// The sum of its file.
    pub sha256: Sha256,
}

/// References to compare with, their pictures read when they are first needed.
pub struct Library {
    references: Vec<Reference>,
    source: Box<dyn CaptureSource>,
    pages: Mutex<BTreeMap<(PageOf, Light), Arc<ReferencePage>>>,
    indexes: Mutex<BTreeMap<Light, Arc<Index>>>,
}

impl Library {
    /// A library of `references`, whose captures `source` reads.
    pub fn new(references: Vec<Reference>, source: Box<dyn CaptureSource>) -> Self {
        Self { references, source, pages: Mutex::default(), indexes: Mutex::default() }
    }

    /// The references, by id.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The reference named `id`.
    pub fn reference(&self, id: &ReferenceId) -> Option<&Reference> {
        self.references.iter().find(|reference| &reference.id == id)
    }

    /// The reference named `id`, or a problem that says which there are.
    ///
    /// # Errors
    ///
    /// Bad use if there is none.
    pub fn need(&self, id: &ReferenceId) -> Result<&Reference, Problem> {
        self.reference(id).ok_or_else(|| {
            let known = self.references.iter().map(|reference| reference.id.as_str()).collect::<Vec<_>>().join(", ");
            Problem::bad_use(format!("The library has no reference {id}.")).hint(format!("It has {known}."))
        })
    }

    /// The picture of a page under one light; `None` if the reference holds none.
    ///
    /// # Errors
    ///
    /// Bad input if its capture cannot be read or is not the one that was hashed.
    pub fn page(&self, of: &PageOf, light: Light) -> Result<Option<Arc<ReferencePage>>, Problem> {
        let key = (of.clone(), light);
        if let Some(page) = self.pages.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Some(Arc::clone(page)));
        }
        let Some(reference) = self.reference(&of.reference) else { return Ok(None) };
        let Some(page) = reference.page(&of.page) else { return Ok(None) };
        let Some(capture) = page.captures.get(&light) else { return Ok(None) };
        let loaded = Arc::new(self.load(reference, page, capture, light)?);
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&loaded));
        Ok(Some(loaded))
    }

    /// Name, bytes and resolution of the picture of a page, not decoded; `None` if the reference holds none.
    ///
    /// # Errors
    ///
    /// As for [`Self::page`].
    pub fn page_bytes(&self, of: &PageOf, light: Light) -> Result<Option<(String, Vec<u8>, Resolution)>, Problem> {
        let Some(reference) = self.reference(&of.reference) else { return Ok(None) };
        let Some(page) = reference.page(&of.page) else { return Ok(None) };
        let Some(capture) = page.captures.get(&light) else { return Ok(None) };
        let name = format!("{}/{}", reference.id, capture.file);
        let (bytes, _) = self.checked_bytes(reference, capture, &name)?;
        let info = inspect(&bytes, &decode_limits()).map_err(|error| decode_problem(&name, error))?;
        let resolution = page_resolution(&info, page).ok_or_else(|| not_edge_to_edge(&name, page))?;
        Ok(Some((name, bytes, resolution)))
    }

    /// The bytes of a reference capture, as they were hashed.
    ///
    /// # Errors
    ///
    /// As for [`Self::page`].
    pub fn capture_bytes(&self, reference: &ReferenceId, page: &PageId, light: Light) -> Result<Option<Vec<u8>>, Problem> {
        let Some(reference) = self.reference(reference) else { return Ok(None) };
        let Some(capture) = reference.page(page).and_then(|page| page.captures.get(&light)) else { return Ok(None) };
        self.source.bytes(reference, capture).map(Some)
    }

    /// The bytes of a capture with their sum, which is the one that was taken into the library.
    fn checked_bytes(&self, reference: &Reference, capture: &ReferenceCapture, name: &str) -> Result<(Vec<u8>, Sha256), Problem> {
        let bytes = self.source.bytes(reference, capture)?;
        let sha256 = Sha256::of(&bytes);
        if capture.sha256.is_some_and(|known| known != sha256) {
            return Err(Problem::bad_input(format!("{name} is not the capture that was taken into the library."))
                .hint("Restore the file, or import the reference again."));
        }
        Ok((bytes, sha256))
    }

    fn load(&self, reference: &Reference, page: &Page, capture: &ReferenceCapture, light: Light) -> Result<ReferencePage, Problem> {
        let name = format!("{}/{}", reference.id, capture.file);
        let (bytes, sha256) = self.checked_bytes(reference, capture, &name)?;
        let (picture, resolution) = picture_of_page(&name, &bytes, page)?;
        let prepared = PreparedPage::new(&picture, resolution, Some(page), &RegisterParams::default());
        let page = PageOf { reference: reference.id.clone(), page: page.id.clone() };
        Ok(ReferencePage { page, light, picture, prepared, resolution, sha256 })
    }

    /// The index of all pages held under `light`, built when it is first needed.
    ///
    /// # Errors
    ///
    /// As for [`Self::page`]; cancelled if `watch` asks to stop.
    pub fn index(&self, light: Light, watch: &dyn Watch) -> Result<Arc<Index>, Problem> {
        if let Some(index) = self.indexes.lock().unwrap_or_else(PoisonError::into_inner).get(&light) {
            return Ok(Arc::clone(index));
        }
        let pages: Vec<PageOf> = self
            .references
            .iter()
            .flat_map(|reference| reference.pages.iter().map(move |page| (reference, page)))
            .filter(|(_, page)| page.captures.contains_key(&light))
            .map(|(reference, page)| PageOf { reference: reference.id.clone(), page: page.id.clone() })
            .collect();
        let total = pages.len();
        let mut entries = Vec::with_capacity(total);
        for (done, of) in pages.iter().enumerate() {
            crate::domain::Progress::report(&Part::new(watch, done, total), 0, 1)?;
            if let Some(page) = self.page(of, light)? {
                entries.push(IndexEntry { key: of.to_string(), light, page: page.prepared.clone() });
            }
        }
        let index = Arc::new(Index::build(entries));
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner).insert(light, Arc::clone(&index));
        Ok(index)
    }
}

/// The picture of `page` in the capture `name`, with its resolution.
///
/// # Errors
///
/// Bad input if it cannot be decoded or does not have the shape of the page.
fn picture_of_page(name: &str, bytes: &[u8], page: &Page) -> Result<(Picture, Resolution), Problem> {
    let mut picture = decode(bytes, &decode_limits(), &crate::domain::Unwatched).map_err(|error| decode_problem(name, error))?;
    let resolution = page_resolution(&picture.info, page).ok_or_else(|| not_edge_to_edge(name, page))?;
    picture.info.resolution = Some(resolution);
    Ok((picture, resolution))
}

fn not_edge_to_edge(name: &str, page: &Page) -> Problem {
    Problem::bad_input(format!("{name} does not show the page {} edge to edge.", page.id))
        .hint(format!("Crop it to the page, {} × {} mm, and set its resolution.", page.size.width, page.size.height))
}

/// The resolution at which the picture of `info` shows `page` edge to edge: what its file says if that fits the size of the page within 1 %, else
/// what follows from that size. `None` if width and height do not fit the page alike.
fn page_resolution(info: &ImageInfo, page: &Page) -> Option<Resolution> {
    let measured = resolution_from_size(info.width_px, info.height_px, page.size)?;
    let near = |a: f64, b: f64, tolerance: f64| (a / b - 1.0).abs() <= tolerance;
    let stated =
        info.resolution.filter(|stated| near(stated.x.get(), measured.x.get(), 0.01) && near(stated.y.get(), measured.y.get(), 0.01));
    stated.or_else(|| near(measured.x.get(), measured.y.get(), 0.03).then_some(measured))
}

/// Reads the library that the program comes with.
///
/// # Errors
///
/// A system failure if the program was built without it or with a damaged one.
pub fn bundled() -> Result<Library, Problem> {
    bundled::library()
}

/// Reads the library in `folder`; references with mistakes are an error, so that nothing is compared with half a library in silence.
///
/// # Errors
///
/// Bad input with the first mistake, at its file and line.
pub fn from_folder(folder: &std::path::Path, watch: &dyn Watch) -> Result<Library, Problem> {
    folder::library(folder, watch)
}

/// As [`from_folder`], and every capture is decoded first: what is taken in for good is looked at before.
///
/// # Errors
///
/// As for [`from_folder`].
pub fn from_folder_looked_at(folder: &std::path::Path, watch: &dyn Watch) -> Result<Library, Problem> {
    folder::library_looked_at(folder, watch)
}

/// A problem with a library as a whole.
fn unreadable(message: String) -> Problem {
    Problem::new(ProblemKind::BadInput, message)
        .hint("A library is a folder with one folder for each reference, each with a reference.toml; `guilloche library check DIR` lists every mistake.")
}

/// The bundled checklist named `id`.
///
/// # Errors
///
/// Bad use if there is none; it says which there are.
pub fn checklist_named(id: &str) -> Result<crate::store::FrozenChecklist, Problem> {
    let all = bundled_checklists()?;
    let known = all.iter().map(|frozen| frozen.checklist.meta.id.to_string()).collect::<Vec<_>>().join(", ");
    all.into_iter()
        .find(|frozen| frozen.checklist.meta.id.as_str() == id)
        .ok_or_else(|| Problem::bad_use(format!("There is no checklist {id}.")).hint(format!("There are {known}.")))
}
