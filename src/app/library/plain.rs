//! A plain folder of page pictures with an `index.json`: enough to identify with.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::unreadable;
use crate::app::pipeline::intake::{read_file, read_picture};
use crate::app::{Part, Problem, Watch};
use crate::domain::{Light, Progress as _, Resolution};
use crate::imaging::{Index, IndexEntry, PreparedPage, RegisterParams};

/// The file that lists the pictures.
const INDEX_FILE: &str = "index.json";
/// What a picture without a resolution is taken to have, in pixels per inch.
const ASSUMED_DPI: f64 = 300.0;

#[derive(Deserialize)]
struct Entry {
    id: String,
    file: PathBuf,
}

/// A plain folder of page pictures.
pub struct PlainFolder {
    folder: PathBuf,
    entries: Vec<Entry>,
}

impl PlainFolder {
    /// Reads the list in `folder`; `None` if there is no `index.json` in it.
    ///
    /// # Errors
    ///
    /// Bad input if the list cannot be read or is no list of pictures.
    pub fn open(folder: &Path) -> Result<Option<Self>, Problem> {
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
        Ok(Some(Self { folder: folder.to_owned(), entries }))
    }

    /// Prepares every picture and builds the index.
    ///
    /// # Errors
    ///
    /// Bad input if a picture cannot be read; cancelled if `watch` asks to stop.
    pub fn index(&self, watch: &dyn Watch) -> Result<Index, Problem> {
        let params = RegisterParams::default();
        let mut entries = Vec::with_capacity(self.entries.len());
        for (done, entry) in self.entries.iter().enumerate() {
            let part = Part::new(watch, done, self.entries.len());
            part.report(0, 1)?;
            let mut picture = read_picture(&self.folder.join(&entry.file), &part)?;
            let Some(resolution) = picture.info.resolution.or_else(|| Resolution::square(ASSUMED_DPI)) else { continue };
            picture.info.resolution = Some(resolution);
            let page = PreparedPage::new(&picture, resolution, None, &params);
            entries.push(IndexEntry { key: entry.id.clone(), light: Light::Visible, page });
        }
        Ok(Index::build(entries))
    }
}
