//! The network that reads machine-readable zones: teaching it, and how well it reads pictures whose text is known.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;

use super::pipeline::read_file;
use super::pipeline::read_picture;
use super::{Part, Problem, Watch};
use crate::domain::Progress;
pub use crate::reading::mrz_image::Teaching;
use crate::reading::mrz_image::{find_mrz, teach};

/// Teaches the network and gives the file of its weights; `told` hears the step, the mean loss and the share of right answers.
///
/// # Errors
///
/// Cancelled if `watch` asks to stop; a file of weights that cannot be read.
pub fn teach_network(
    teaching: Teaching,
    from: Option<&Path>,
    watch: &dyn Progress,
    told: &mut dyn FnMut(u32, f64, f64),
) -> Result<Vec<u8>, Problem> {
    let known = from.map(read_file).transpose()?;
    Ok(teach(teaching, known.as_deref(), watch, told)?)
}

/// Pictures with the text of their zones: a file `truth.json` with `items`, each with `file` and `lines`.
#[derive(Debug, Deserialize)]
struct Truth {
    items: Vec<TruthItem>,
}

#[derive(Debug, Deserialize)]
struct TruthItem {
    file: PathBuf,
    #[serde(default)]
    lines: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
}

/// How well one picture was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredPicture {
    /// Its file, as the truth names it.
    pub file: String,
    /// What the truth says of it.
    pub tags: Vec<String>,
    /// Whether it has a zone at all.
    pub has_zone: bool,
    /// Whether lines were given.
    pub was_read: bool,
    /// Characters of the truth, and how many of them stand at their place in what was read.
    pub characters: [usize; 2],
    /// Whether every line is as in the truth; without a zone, whether none was given.
    pub right: bool,
    /// Doubtful characters.
    pub doubtful: usize,
    /// How long it took without decoding, in milliseconds.
    pub ms: f64,
}

/// Reads every picture of a folder with `truth.json`.
///
/// # Errors
///
/// A file that is missing or no such list; a picture that cannot be decoded; cancelled if `watch` asks to stop.
pub fn score(folder: &Path, watch: &dyn Watch) -> Result<Vec<ScoredPicture>, Problem> {
    let file = folder.join("truth.json");
    let truth: Truth = serde_json::from_slice(&read_file(&file)?).map_err(|error| {
        Problem::bad_input(format!("{} is no list of pictures: {error}.", file.display()))
            .hint("Write {\"items\": [{\"file\": …, \"lines\": [\"…\", \"…\"]}]}.")
    })?;
    let mut scored = Vec::with_capacity(truth.items.len());
    for (at, item) in truth.items.iter().enumerate() {
        let part = Part::new(watch, at, truth.items.len());
        let picture = read_picture(&folder.join(&item.file), &part)?;
        let start = Instant::now();
        let found = find_mrz(&picture, &part)?.found;
        let read = found.as_ref().map_or_else(Vec::new, crate::reading::mrz_image::MrzInPicture::text);
        let pairs = item.lines.iter().zip(&read);
        let right = pairs.map(|(truth, read)| truth.chars().zip(read.chars()).filter(|(truth, read)| truth == read).count()).sum();
        scored.push(ScoredPicture {
            file: item.file.display().to_string(),
            tags: item.tags.clone(),
            has_zone: !item.lines.is_empty(),
            was_read: !read.is_empty(),
            characters: [item.lines.iter().map(|line| line.chars().count()).sum(), right],
            right: read == item.lines,
            doubtful: found.as_ref().map_or(0, |found| found.doubtful().count()),
            ms: start.elapsed().as_secs_f64() * 1000.0,
        });
    }
    Ok(scored)
}
