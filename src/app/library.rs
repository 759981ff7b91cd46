//! Genuine documents to compare with: from a folder, from the program itself, or from the store.

mod bundled;
mod folder;
mod indexing;
mod patches;
mod plain;
mod ready;
mod recent;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::memory::decode_limits;
use super::pipeline::intake::{decode_problem, resolution_from_size};
use super::{Part, Problem, ProblemKind, Watch};
use crate::domain::{Content, Light, Page, PageId, PageOf, Progress, Reference, ReferenceCapture, ReferenceId, Resolution, Sha256};
use crate::imaging::{
    Identification, IdentifyParams, ImageInfo, Index, IndexedPage, Picture, PreparedPage, RegisterParams, decode, inspect,
};

pub use bundled::{BUNDLED_QUESTIONED, BundledFile, bundled_checklists, bundled_questioned};
pub use folder::{Checked, check_folder};
pub use indexing::{Indexed, LibraryCache};
pub use plain::{PlainFolder, PlainIndex};
pub use ready::ReadyPages;

use recent::Recent;

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
    pub prepared: Arc<PreparedPage>,
    /// Pixels per inch of the picture, which shows the page edge to edge.
    pub resolution: Resolution,
    /// The sum of its file.
    pub sha256: Sha256,
}

/// References to compare with, their pictures read when they are first needed.
pub struct Library {
    references: Vec<Reference>,
    source: Box<dyn CaptureSource>,
    pages: Mutex<Recent>,
    indexes: Mutex<BTreeMap<Light, (Arc<Index>, Indexed)>>,
    cache: Option<LibraryCache>,
}

impl Library {
    /// A library of `references`, whose captures `source` reads.
    pub fn new(references: Vec<Reference>, source: Box<dyn CaptureSource>) -> Self {
        Self { references, source, pages: Mutex::default(), indexes: Mutex::default(), cache: None }
    }

    /// The same, with what is made of it kept in `cache`.
    #[must_use]
    pub fn kept_in(self, cache: Option<LibraryCache>) -> Self {
        Self { cache, ..self }
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
            return Ok(Some(page));
        }
        let Some(reference) = self.reference(&of.reference) else { return Ok(None) };
        let Some(page) = reference.page(&of.page) else { return Ok(None) };
        let Some(capture) = page.captures.get(&light) else { return Ok(None) };
        let loaded = Arc::new(self.load(reference, page, capture, light, true)?);
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).put(key, &loaded);
        Ok(Some(loaded))
    }

    /// A page ready to be registered, without its picture; `None` if the reference holds none.
    ///
    /// # Errors
    ///
    /// As for [`Self::page`].
    fn ready(&self, of: &PageOf, light: Light) -> Result<Option<Arc<PreparedPage>>, Problem> {
        if let Some(page) = self.pages.lock().unwrap_or_else(PoisonError::into_inner).get(&(of.clone(), light)) {
            return Ok(Some(Arc::clone(&page.prepared)));
        }
        let capture = self.reference(&of.reference).and_then(|reference| reference.page(&of.page)).and_then(|page| {
            let sum = page.captures.get(&light)?.sha256?;
            Some(stamp(sum, page))
        });
        let kept = self.cache.as_ref().zip(capture).and_then(|(cache, stamp)| cache.ready().get(stamp));
        match kept {
            Some(page) => Ok(Some(Arc::new(page))),
            None => Ok(self.page(of, light)?.map(|page| Arc::clone(&page.prepared))),
        }
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

    /// Reads a page; `keep` says whether what was made ready of it is worth keeping.
    fn load(
        &self,
        reference: &Reference,
        page: &Page,
        capture: &ReferenceCapture,
        light: Light,
        keep: bool,
    ) -> Result<ReferencePage, Problem> {
        let name = format!("{}/{}", reference.id, capture.file);
        let (bytes, sha256) = self.checked_bytes(reference, capture, &name)?;
        let (picture, resolution) = picture_of_page(&name, &bytes, page)?;
        let ready = self.cache.as_ref().map(LibraryCache::ready);
        let stamp = stamp(sha256, page);
        let kept = ready.as_ref().and_then(|ready| ready.get(stamp));
        let prepared = Arc::new(kept.unwrap_or_else(|| {
            let prepared = PreparedPage::new(&picture, resolution, Some(page), &RegisterParams::default());
            if let Some(ready) = ready.filter(|_| keep) {
                ready.keep(stamp, &prepared);
            }
            prepared
        }));
        let page = PageOf { reference: reference.id.clone(), page: page.id.clone() };
        Ok(ReferencePage { page, light, picture, prepared, resolution, sha256 })
    }

    /// Which pages a picture under `light` may show, best first.
    ///
    /// # Errors
    ///
    /// As for [`Self::page`]; cancelled if `progress` asks to stop.
    pub fn identify(&self, picture: &Picture, light: Light, top: usize, progress: &dyn Progress) -> Result<Identification, Problem> {
        let (index, _) = self.index(light, progress)?;
        let prepared = |page: &IndexedPage| match PageOf::named(&page.key) {
            Some(of) => self.ready(&of, light),
            None => Ok(None),
        };
        index.identify(picture, top, &IdentifyParams::default(), prepared, progress)
    }

    /// The index of all pages held under `light`, brought up to date when it is first needed.
    ///
    /// # Errors
    ///
    /// As for [`Self::page`]; cancelled if `progress` asks to stop.
    pub fn index(&self, light: Light, progress: &dyn Progress) -> Result<(Arc<Index>, Indexed), Problem> {
        if let Some((index, indexed)) = self.indexes.lock().unwrap_or_else(PoisonError::into_inner).get(&light) {
            return Ok((Arc::clone(index), *indexed));
        }
        let held: Vec<(&Reference, &Page, &ReferenceCapture)> = self
            .references
            .iter()
            .flat_map(|reference| reference.pages.iter().map(move |page| (reference, page)))
            .filter_map(|(reference, page)| Some((reference, page, page.captures.get(&light)?)))
            .collect();
        let key = |reference: &Reference, page: &Page| PageOf { reference: reference.id.clone(), page: page.id.clone() };
        let mut wanted = Vec::with_capacity(held.len());
        for (reference, page, capture) in &held {
            let sum = match capture.sha256 {
                Some(sum) => sum,
                None => Sha256::of(&self.source.bytes(reference, capture)?),
            };
            wanted.push((key(reference, page).to_string(), stamp(sum, page)));
        }
        let look = |missing: &[usize]| -> Result<Vec<IndexedPage>, Problem> {
            let mut made = Vec::with_capacity(missing.len());
            for (done, at) in missing.iter().enumerate() {
                Part::new(progress, done, missing.len()).report(0, 1)?;
                let (reference, page, capture) = held[*at];
                let loaded = self.load(reference, page, capture, light, false)?;
                let (key, stamp) = &wanted[*at];
                made.push(IndexedPage::new(key.clone(), light, *stamp, &loaded.prepared));
            }
            Ok(made)
        };
        let (index, indexed) = indexing::brought_up_to_date(self.cache.as_ref(), light, &wanted, look)?;
        let index = Arc::new(index);
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner).insert(light, (Arc::clone(&index), indexed));
        Ok((index, indexed))
    }

    /// The lights that any page is held under.
    pub fn lights(&self) -> Vec<Light> {
        let mut lights: Vec<Light> =
            self.references.iter().flat_map(|reference| &reference.pages).flat_map(|page| page.captures.keys().copied()).collect();
        lights.sort_unstable();
        lights.dedup();
        lights
    }
}

/// What the index of a page depends on: its capture, and the zones that are left out of it.
fn stamp(capture: Sha256, page: &Page) -> Sha256 {
    let mut bytes = capture.bytes().to_vec();
    for number in [page.size.width, page.size.height] {
        bytes.extend(number.to_le_bytes());
    }
    for area in page.zones.iter().filter(|zone| zone.content != Content::Fixed).map(|zone| zone.area) {
        for number in [area.x, area.y, area.width, area.height] {
            bytes.extend(number.to_le_bytes());
        }
    }
    Sha256::of(&bytes)
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
