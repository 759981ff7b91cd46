//! The index of a library: made once, kept in the data folder, and brought up to date where the library changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ready::ReadyPages;
use crate::app::settings::write_beside;
use crate::domain::{Light, Sha256};
use crate::imaging::{Index, IndexedPage, RegisterParams, index_bytes, read_index};

/// Bytes of a page in an index at most, with its key.
const MOST_BYTES_OF_PAGE: u64 = 20_480;
/// A file that holds so many times the pages of its library is not read: it is made anew.
const MOST_FORMER: u64 = 4;

/// Where what is made of a library is kept: its indexes and its pages made ready. Both are made anew whenever they are missing, so
/// this can be thrown away at any time.
#[derive(Debug, Clone)]
pub struct LibraryCache {
    folder: PathBuf,
    name: String,
}

/// What bringing an index up to date came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Indexed {
    /// Pages in it.
    pub pages: usize,
    /// Pages that were looked at for it; the others were held already.
    pub built: usize,
    /// Recognisable places of all pages.
    pub places: usize,
    /// Bytes of its file.
    pub bytes: u64,
}

impl LibraryCache {
    /// That of the library in the data folder.
    pub fn of_the_data_folder(folder: PathBuf) -> Self {
        Self { folder, name: "library".to_owned() }
    }

    /// That of the library that comes with the program.
    pub fn of_the_program(folder: PathBuf) -> Self {
        Self { folder, name: "program".to_owned() }
    }

    /// That of the library in a folder elsewhere.
    pub fn of_folder(folder: PathBuf, library: &Path) -> Self {
        let library = library.canonicalize().unwrap_or_else(|_| library.to_owned());
        Self { folder, name: format!("folder-{}", Sha256::of(library.as_os_str().as_encoded_bytes()).short()) }
    }

    /// The pages made ready, which all libraries share.
    pub fn ready(&self) -> ReadyPages {
        ReadyPages::in_folder(self.folder.join("ready"))
    }

    fn file(&self, light: Light) -> PathBuf {
        self.folder.join("index").join(format!("{}-{}.gidx", self.name, light.code()))
    }

    /// What is kept for `light` of about `wanted` pages, by key; nothing if it is missing, damaged, far too large or of another version.
    fn kept(&self, light: Light, wanted: usize) -> BTreeMap<String, IndexedPage> {
        let file = self.file(light);
        let most = (wanted as u64 + 64).saturating_mul(MOST_FORMER * MOST_BYTES_OF_PAGE);
        let bytes = std::fs::metadata(&file).ok().filter(|about| about.len() <= most).and_then(|_| std::fs::read(&file).ok());
        let pages = bytes.and_then(|bytes| read_index(&bytes, &RegisterParams::default()).ok()).unwrap_or_default();
        pages.into_iter().map(|page| (page.key.clone(), page)).collect()
    }
}

/// The index of the pages `wanted` under `light`, each with its key and its stamp; `look` makes those that are not kept with this
/// stamp, in the order asked for.
///
/// # Errors
///
/// Whatever stands in the way of `look`. That the index cannot be kept is no error: it is then made again next time.
pub(super) fn brought_up_to_date<E>(
    place: Option<&LibraryCache>,
    light: Light,
    wanted: &[(String, Sha256)],
    look: impl FnOnce(&[usize]) -> Result<Vec<IndexedPage>, E>,
) -> Result<(Index, Indexed), E> {
    let mut kept = place.map(|place| place.kept(light, wanted.len())).unwrap_or_default();
    let held = kept.len();
    let mut pages: Vec<Option<IndexedPage>> =
        wanted.iter().map(|(key, stamp)| kept.remove(key).filter(|page| page.stamp == *stamp && page.light == light)).collect();
    let missing: Vec<usize> = (0..wanted.len()).filter(|place| pages[*place].is_none()).collect();
    let built = missing.len();
    if built > 0 {
        for (at, page) in missing.iter().zip(look(&missing)?) {
            pages[*at] = Some(page);
        }
    }
    let pages: Vec<IndexedPage> = pages.into_iter().flatten().collect();
    let mut indexed = Indexed { pages: pages.len(), built, places: pages.iter().map(IndexedPage::place_count).sum(), bytes: 0 };
    if let Some(place) = place {
        let file = place.file(light);
        if built > 0 || held != pages.len() {
            let bytes = index_bytes(&pages, &RegisterParams::default());
            // A full disk or a folder that is not ours costs time, not results.
            drop(write_beside(&file, &bytes));
        }
        indexed.bytes = std::fs::metadata(&file).map_or(0, |about| about.len());
    }
    Ok((Index::build(pages), indexed))
}
