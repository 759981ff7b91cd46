//! A plain folder of page pictures with an `index.json`: enough to identify with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;

use super::indexing::{Indexed, LibraryCache, brought_up_to_date};
use super::ready::ReadyPages;
use super::unreadable;
use crate::app::pipeline::intake::{read_file, read_picture};
use crate::app::{Part, Problem, Watch};
use crate::domain::{Light, Progress, Resolution, Sha256, Unwatched};
use crate::imaging::{Identification, IdentifyParams, Index, IndexedPage, Picture, PreparedPage, RegisterParams};

/// The file that lists the pictures.
const INDEX_FILE: &str = "index.json";
/// What a picture without a resolution is taken to have, in pixels per inch.
const ASSUMED_DPI: f64 = 300.0;
/// Pages that are held ready to be registered.
const MOST_READY: usize = 64;

#[derive(Deserialize)]
struct Entry {
    id: String,
    file: PathBuf,
}

/// A plain folder of page pictures.
pub struct PlainFolder {
    folder: PathBuf,
    entries: Vec<Entry>,
    place: Option<LibraryCache>,
}

/// A plain folder that documents can be looked up in.
pub struct PlainIndex {
    index: Index,
    /// What making it came to.
    pub indexed: Indexed,
    files: BTreeMap<String, PathBuf>,
    kept: Option<ReadyPages>,
    ready: Mutex<BTreeMap<String, Arc<PreparedPage>>>,
}

impl PlainFolder {
    /// Reads the list in `folder`; `None` if there is no `index.json` in it. Its index is kept in `cache`.
    ///
    /// # Errors
    ///
    /// Bad input if the list cannot be read or is no list of pictures.
    pub fn open(folder: &Path, cache: Option<PathBuf>) -> Result<Option<Self>, Problem> {
        let file = folder.join(INDEX_FILE);
        if !file.is_file() {
            return Ok(None);
        }
        let entries: Vec<Entry> = serde_json::from_slice(&read_file(&file)?).map_err(|error| {
            unreadable(format!("{} is no list of pictures: {error}.", file.display())).hint("Write [{\"id\": …, \"file\": …}, …].")
        })?;
        if entries.is_empty() {
            return Err(unreadable(format!("{} lists no picture.", file.display())).hint("Write [{\"id\": …, \"file\": …}, …]."));
        }
        let place = cache.map(|cache| LibraryCache::of_folder(cache, folder));
        Ok(Some(Self { folder: folder.to_owned(), entries, place }))
    }

    /// Brings the index up to date: pictures are looked at that are new or changed since it was made.
    ///
    /// # Errors
    ///
    /// Bad input if a picture cannot be read; cancelled if `watch` asks to stop.
    pub fn index(&self, watch: &dyn Watch) -> Result<PlainIndex, Problem> {
        let files: BTreeMap<String, PathBuf> = self.entries.iter().map(|entry| (entry.id.clone(), self.folder.join(&entry.file))).collect();
        let wanted: Vec<(String, Sha256)> = files.iter().map(|(id, file)| (id.clone(), stamp(file))).collect();
        let look = |missing: &[usize]| -> Result<Vec<IndexedPage>, Problem> {
            let mut made = Vec::with_capacity(missing.len());
            for (done, at) in missing.iter().enumerate() {
                let part = Part::new(watch, done, missing.len());
                part.report(0, 1)?;
                let (id, stamp) = &wanted[*at];
                let page = prepared(&files[id], &part)?;
                made.push(IndexedPage::new(id.clone(), Light::Visible, *stamp, &page));
            }
            Ok(made)
        };
        let (index, indexed) = brought_up_to_date(self.place.as_ref(), Light::Visible, &wanted, look)?;
        Ok(PlainIndex { index, indexed, files, kept: self.place.as_ref().map(LibraryCache::ready), ready: Mutex::default() })
    }
}

impl PlainIndex {
    /// Which pages a picture may show, best first.
    ///
    /// # Errors
    ///
    /// Bad input if a page of the folder cannot be read any more; cancelled if `progress` asks to stop.
    pub fn identify(&self, picture: &Picture, top: usize, progress: &dyn Progress) -> Result<Identification, Problem> {
        let page = |page: &IndexedPage| self.ready(&page.key);
        self.index.identify(picture, top, &IdentifyParams::default(), page, progress)
    }

    pub(super) fn ready(&self, id: &str) -> Result<Option<Arc<PreparedPage>>, Problem> {
        let ready = || self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = ready().get(id) {
            return Ok(Some(Arc::clone(page)));
        }
        let Some(file) = self.files.get(id) else { return Ok(None) };
        let stamp = stamp(file);
        let page = match self.kept.as_ref().and_then(|kept| kept.get(stamp)) {
            Some(page) => page,
            None => {
                let page = prepared(file, &Unwatched)?;
                if let Some(kept) = &self.kept {
                    kept.keep(stamp, &page);
                }
                page
            }
        };
        let page = Arc::new(page);
        let mut ready = ready();
        if ready.len() >= MOST_READY {
            ready.clear();
        }
        ready.insert(id.to_owned(), Arc::clone(&page));
        Ok(Some(page))
    }

    pub(super) fn index_of_pages(&self) -> &Index {
        &self.index
    }

    /// The picture of a page with its resolution; `None` if the folder does not list it.
    pub(super) fn picture(&self, id: &str) -> Result<Option<(Picture, Resolution)>, Problem> {
        self.files.get(id).map(|file| picture(file, &Unwatched)).transpose()
    }
}

fn prepared(file: &Path, progress: &dyn Progress) -> Result<PreparedPage, Problem> {
    let (picture, resolution) = picture(file, progress)?;
    Ok(PreparedPage::new(&picture, resolution, None, &RegisterParams::default()))
}

fn picture(file: &Path, progress: &dyn Progress) -> Result<(Picture, Resolution), Problem> {
    let mut picture = read_picture(file, progress)?;
    let assumed = || Resolution::square(ASSUMED_DPI);
    let Some(resolution) = picture.info.resolution.or_else(assumed) else {
        return Err(Problem::bad_input(format!("{} states no resolution.", file.display())));
    };
    picture.info.resolution = Some(resolution);
    Ok((picture, resolution))
}

/// What tells that a file is still the one that was looked at: its place, length and time.
fn stamp(file: &Path) -> Sha256 {
    let mut bytes = file.as_os_str().as_encoded_bytes().to_vec();
    if let Ok(about) = std::fs::metadata(file) {
        bytes.extend(about.len().to_le_bytes());
        let changed = about.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        bytes.extend(changed.map_or(0, |since| since.as_nanos()).to_le_bytes());
    }
    Sha256::of(&bytes)
}
