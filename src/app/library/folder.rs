//! A library as a folder of references.

use std::path::{Path, PathBuf};

use super::{CaptureSource, Library, picture_of_page, unreadable};
use crate::app::pipeline::intake::read_file;
use crate::app::problem::sentence;
use crate::app::{Problem, Watch};
use crate::domain::{Reference, ReferenceCapture};
use crate::store::{Library as Folder, LibraryError, read_library};

struct Folders(Vec<(String, PathBuf)>);

impl CaptureSource for Folders {
    fn bytes(&self, reference: &Reference, capture: &ReferenceCapture) -> Result<Vec<u8>, Problem> {
        match self.0.iter().find(|(id, _)| id == reference.id.as_str()) {
            Some((_, folder)) => read_file(&folder.join(&capture.file)),
            None => Err(Problem::bad_input(format!("The library has no reference {}.", reference.id))),
        }
    }
}

/// What checking a library folder gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The references that are sound.
    pub references: Vec<Reference>,
    /// Every mistake in the others: file, line (0 for the file as a whole), and what was expected.
    pub mistakes: Vec<(PathBuf, usize, String)>,
}

/// Reads every reference in `folder`, looks at every capture, and lists every mistake.
///
/// # Errors
///
/// Bad input if it is no library at all.
pub fn check_folder(folder: &Path, watch: &dyn Watch) -> Result<Checked, Problem> {
    let library = looked_at(read_library(folder, watch).map_err(problem)?, watch)?;
    Ok(Checked {
        references: library.references.into_iter().map(|read| read.reference).collect(),
        mistakes: library.mistakes.into_iter().map(|mistake| (mistake.file, mistake.line, mistake.message)).collect(),
    })
}

/// Decodes every capture: a reference with one that does not show its page is left out, with the mistake at the line that names it.
fn looked_at(mut library: Folder, watch: &dyn Watch) -> Result<Folder, Problem> {
    watch.stage("Looking at the captures");
    let total = library.references.len() as u64;
    let mut sound = Vec::with_capacity(library.references.len());
    for (read, done) in library.references.into_iter().zip(0..) {
        watch.report(done, total)?;
        let before = library.mistakes.len();
        for page in &read.reference.pages {
            for capture in page.captures.values() {
                let fault = read_file(&read.path_of(&capture.file)).and_then(|bytes| picture_of_page(&capture.file, &bytes, page));
                if let Err(fault) = fault {
                    library.mistakes.push(read.mistake_in(&capture.file, format!("the capture {}", fault.line())));
                }
            }
        }
        if library.mistakes.len() == before {
            sound.push(read);
        }
    }
    library.references = sound;
    library.mistakes.sort();
    Ok(library)
}

pub(super) fn library(folder: &Path, watch: &dyn Watch) -> Result<Library, Problem> {
    of(folder, read_library(folder, watch).map_err(problem)?)
}

/// As [`library`], and every capture is decoded first.
pub(super) fn library_looked_at(folder: &Path, watch: &dyn Watch) -> Result<Library, Problem> {
    of(folder, looked_at(read_library(folder, watch).map_err(problem)?, watch)?)
}

fn of(folder: &Path, library: Folder) -> Result<Library, Problem> {
    if let Some(first) = library.mistakes.first() {
        let more = library.mistakes.len() - 1;
        let others = if more == 0 { String::new() } else { format!(" ({more} more)") };
        return Err(unreadable(format!("The library {} has a mistake: {first}{others}.", folder.display())));
    }
    let folders = Folders(library.references.iter().map(|read| (read.reference.id.to_string(), read.folder.clone())).collect());
    Ok(Library::new(library.references.into_iter().map(|read| read.reference).collect(), Box::new(folders)))
}

fn problem(error: LibraryError) -> Problem {
    match error {
        LibraryError::Cancelled(cancelled) => cancelled.into(),
        other => unreadable(sentence(&other.to_string())),
    }
}
