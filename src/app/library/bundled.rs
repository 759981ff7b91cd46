//! What comes with the program: references, questioned samples and checklists.
//!
//! What is known of the questioned samples stays in the repository, for tests; it is no part of the program.

use std::borrow::Cow;
use std::path::Path;

use rust_embed::Embed;

use super::{CaptureSource, Library};
use crate::app::Problem;
use crate::domain::{Reference, ReferenceCapture, Sha256};
use crate::store::{FrozenChecklist, REFERENCE_FILE, parse_checklist, parse_reference};

#[derive(Embed)]
#[folder = "reference_samples/library"]
struct References;

#[derive(Embed)]
#[folder = "reference_samples/questioned"]
// The sample case alone: what is known about the exhibits stays out of the program.
#[include = "q02-*.jpg"]
struct Questioned;

#[derive(Embed)]
#[folder = "assets/checklists"]
#[include = "*.toml"]
struct Checklists;

/// What the names of the captures of the sample case share: a passport to try the program on.
pub const BUNDLED_QUESTIONED: &str = "q02";

/// A file that comes with the program.
#[derive(Debug, Clone)]
pub struct BundledFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
}

struct Bundled;

impl CaptureSource for Bundled {
    fn bytes(&self, reference: &Reference, capture: &ReferenceCapture) -> Result<Vec<u8>, Problem> {
        let name = format!("{}/{}", reference.id, capture.file);
        References::get(&name)
            .map(|file| file.data.into_owned())
            .ok_or_else(|| damaged(&format!("The capture {name} is missing from the program.")))
    }
}

fn damaged(message: &str) -> Problem {
    Problem::system(message).hint("Install the program again.")
}

pub(super) fn library() -> Result<Library, Problem> {
    let mut folders: Vec<String> =
        References::iter().filter_map(|name| Some(name.strip_suffix(REFERENCE_FILE)?.trim_end_matches('/').to_owned())).collect();
    folders.sort();
    let mut references = Vec::with_capacity(folders.len());
    for folder in folders {
        let name = format!("{folder}/{REFERENCE_FILE}");
        let file = References::get(&name).ok_or_else(|| damaged(&format!("{name} is missing from the program.")))?;
        let text = std::str::from_utf8(&file.data).map_err(|error| damaged(&format!("{name} is damaged: {error}.")))?;
        let mut reference = parse_reference(Path::new(&name), text).map_err(|mistakes| damaged(&mistakes.to_string()))?;
        let id = reference.id.clone();
        for capture in reference.pages.iter_mut().flat_map(|page| page.captures.values_mut()) {
            let capture_name = format!("{id}/{}", capture.file);
            let file = References::get(&capture_name).ok_or_else(|| damaged(&format!("{capture_name} is missing from the program.")))?;
            capture.sha256 = Some(Sha256::of(&file.data));
        }
        references.push(reference);
    }
    if references.is_empty() {
        return Err(damaged("The program came without its library."));
    }
    Ok(Library::new(references, Box::new(Bundled)))
}

/// The questioned captures whose names start with `prefix`, by name.
pub fn bundled_questioned(prefix: &str) -> Vec<BundledFile> {
    let mut names: Vec<_> = Questioned::iter().filter(|name| name.starts_with(prefix)).collect();
    names.sort();
    names.into_iter().filter_map(|name| Some(BundledFile { bytes: Questioned::get(&name)?.data, name: name.into_owned() })).collect()
}

/// The checklists that come with the program, by name.
///
/// # Errors
///
/// A system failure if one of them is damaged.
pub fn bundled_checklists() -> Result<Vec<FrozenChecklist>, Problem> {
    let mut names: Vec<_> = Checklists::iter().collect();
    names.sort();
    let mut checklists = Vec::with_capacity(names.len());
    for name in names {
        let file = Checklists::get(&name).ok_or_else(|| damaged(&format!("{name} is missing from the program.")))?;
        let text = String::from_utf8(file.data.into_owned()).map_err(|error| damaged(&format!("{name} is damaged: {error}.")))?;
        checklists.push(parse_checklist(Path::new(name.as_ref()), text).map_err(|mistakes| damaged(&mistakes.to_string()))?);
    }
    Ok(checklists)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_the_samples_is_no_part_of_the_program() {
        assert!(Questioned::iter().all(|name| !name.contains("truth")));
        assert!(!bundled_questioned(BUNDLED_QUESTIONED).is_empty());
    }

    #[test]
    fn every_bundled_reference_and_checklist_is_sound() {
        assert!(library().unwrap().references().len() >= 3);
        assert_eq!(bundled_checklists().unwrap().len(), 5);
    }
}
