//! Reads a library: a folder of references, each a folder with its `reference.toml` and its captures.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::mistake::{Mistake, MistakesIn};
use super::reference_file::{capture_mistake, parse_reference, stays_in_folder};
use crate::domain::{Cancelled, Progress, Reference, Sha256};

/// The name of the file that makes a folder a reference.
pub const REFERENCE_FILE: &str = "reference.toml";
/// The largest text file that is read, in bytes.
pub(super) const MAX_TEXT_FILE: u64 = 2 << 20;
/// The largest capture of a reference, in bytes.
const MAX_CAPTURE: u64 = 1 << 30;
const MAX_REFERENCES: usize = 100_000;

/// A reference that was read from its folder, with its captures hashed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceFolder {
    /// The folder.
    pub folder: PathBuf,
    /// What it holds; each capture has its sum, and its resolution is not known yet.
    pub reference: Reference,
}

impl ReferenceFolder {
    /// The path of a file that the reference names.
    pub fn path_of(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// A mistake in the capture `file`, at the line that names it.
    pub fn mistake_in(&self, file: &str, message: String) -> Mistake {
        let path = self.folder.join(REFERENCE_FILE);
        match read_text(&path) {
            Ok(text) => capture_mistake(&path, &text, file, message),
            Err(_) => Mistake::whole(&path, message),
        }
    }
}

/// What a library folder holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Library {
    /// The references that are sound, by id.
    pub references: Vec<ReferenceFolder>,
    /// What is wrong with the others, by file and line.
    pub mistakes: Vec<Mistake>,
}

/// Why a library could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// There is no such folder.
    #[error("there is no such folder: {0}")]
    NotFound(PathBuf),
    /// It is a file.
    #[error("a library is a folder, this is a file: {0}")]
    NotAFolder(PathBuf),
    /// Nothing in it is a reference.
    #[error("no folder with a {REFERENCE_FILE} is in {0}")]
    Empty(PathBuf),
    /// It has more folders than are read.
    #[error("more than {MAX_REFERENCES} folders are in {0}")]
    TooLarge(PathBuf),
    /// The system refused.
    #[error("{source}: {path}")]
    System {
        /// What could not be read.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Reads every reference in the folder `dir`; one that is a reference itself is a library of one.
///
/// A reference with mistakes is left out and its mistakes are listed; the others are read all the same. Progress counts references.
///
/// # Errors
///
/// [`LibraryError`] if `dir` is no folder, cannot be listed, or has no reference in it, sound or not.
pub fn read_library(dir: &Path, progress: &dyn Progress) -> Result<Library, LibraryError> {
    let system = |source: io::Error| LibraryError::System { path: dir.to_owned(), source };
    let kind = fs::metadata(dir).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => LibraryError::NotFound(dir.to_owned()),
        _ => system(error),
    })?;
    if !kind.is_dir() {
        return Err(LibraryError::NotAFolder(dir.to_owned()));
    }
    let mut folders = if dir.join(REFERENCE_FILE).is_file() { vec![dir.to_owned()] } else { reference_folders(dir).map_err(system)? };
    folders.sort();
    if folders.is_empty() {
        return Err(LibraryError::Empty(dir.to_owned()));
    }
    if folders.len() > MAX_REFERENCES {
        return Err(LibraryError::TooLarge(dir.to_owned()));
    }
    let mut library = Library::default();
    let total = folders.len() as u64;
    for (folder, done) in folders.iter().zip(0..) {
        progress.report(done, total)?;
        match read_reference(folder) {
            Ok(read) => match library.references.iter().find(|other| other.reference.id == read.reference.id) {
                Some(other) => library.mistakes.push(Mistake::whole(
                    &folder.join(REFERENCE_FILE),
                    format!("the reference `{}` is also in {}", read.reference.id, other.folder.display()),
                )),
                None => library.references.push(read),
            },
            Err(found) => library.mistakes.extend(found.0),
        }
    }
    progress.report(total, total)?;
    library.references.sort_by(|a, b| a.reference.id.cmp(&b.reference.id));
    library.mistakes.sort();
    Ok(library)
}

fn reference_folders(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.join(REFERENCE_FILE).is_file() {
            folders.push(path);
        }
    }
    Ok(folders)
}

/// Reads the reference in `folder` and hashes its captures.
///
/// # Errors
///
/// [`MistakesIn`] with everything that is wrong in the text, and every capture that is missing, empty, too large or elsewhere.
pub fn read_reference(folder: &Path) -> Result<ReferenceFolder, MistakesIn> {
    let file = folder.join(REFERENCE_FILE);
    let text = read_text(&file).map_err(|mistake| MistakesIn(vec![mistake]))?;
    let mut reference = match parse_reference(&file, &text) {
        Ok(reference) => reference,
        Err(MistakesIn(mut mistakes)) => {
            mistakes.extend(missing_captures(folder, &file, &text));
            mistakes.sort();
            return Err(MistakesIn(mistakes));
        }
    };
    let mut mistakes = Vec::new();
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if name != reference.id.as_str() && !name.is_empty() {
        let message = format!("`id`: expected the name of its folder, `{name}`, found `{}`", reference.id);
        mistakes.push(capture_mistake(&file, &text, reference.id.as_str(), message));
    }
    for capture in reference.pages.iter_mut().flat_map(|page| page.captures.values_mut()) {
        match hash_capture(folder, &capture.file) {
            Ok(sum) => capture.sha256 = Some(sum),
            Err(message) => mistakes.push(capture_mistake(&file, &text, &capture.file, message)),
        }
    }
    mistakes.sort();
    if mistakes.is_empty() { Ok(ReferenceFolder { folder: folder.to_owned(), reference }) } else { Err(MistakesIn(mistakes)) }
}

/// The captures that a text with other mistakes names and that are not there, so that they need not wait for the next reading.
fn missing_captures(folder: &Path, file: &Path, text: &str) -> Vec<Mistake> {
    let Ok(root) = text.parse::<toml::Table>() else { return Vec::new() };
    let pages = root.get("page").and_then(toml::Value::as_array).into_iter().flatten();
    pages
        .filter_map(|page| page.get("captures")?.as_table())
        .flat_map(toml::Table::values)
        .filter_map(toml::Value::as_str)
        .filter(|name| stays_in_folder(name) && !folder.join(name).exists())
        .map(|name| capture_mistake(file, text, name, not_there(name)))
        .collect()
}

fn not_there(name: &str) -> String {
    format!("the capture `{name}` is not in the folder")
}

/// Reads a text file of limited size.
pub(super) fn read_text(file: &Path) -> Result<String, Mistake> {
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(file)?.take(MAX_TEXT_FILE.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| Mistake::whole(file, error.to_string()))?;
    if bytes.len() as u64 > MAX_TEXT_FILE {
        return Err(Mistake::whole(file, format!("the file is larger than {} MiB", MAX_TEXT_FILE >> 20)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|byte| **byte == b'\n').count().saturating_add(1);
        Mistake { file: file.to_owned(), line, column: 1, message: "expected UTF-8 text".to_owned() }
    })
}

fn hash_capture(folder: &Path, file: &str) -> Result<Sha256, String> {
    let path = folder.join(file);
    let opened = File::open(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => not_there(file),
        _ => format!("the capture `{file}` cannot be read: {error}"),
    })?;
    let inside = fs::canonicalize(&path).and_then(|path| Ok(path.starts_with(fs::canonicalize(folder)?)));
    if !stays_in_folder(file) || !inside.unwrap_or(false) {
        return Err(format!("the capture `{file}` leads out of the reference's folder"));
    }
    let about = opened.metadata().map_err(|error| error.to_string())?;
    if !about.is_file() || about.len() == 0 {
        return Err(format!("the capture `{file}` is not a picture: expected a file that is not empty"));
    }
    if about.len() > MAX_CAPTURE {
        return Err(format!("the capture `{file}` is larger than {} MiB", MAX_CAPTURE >> 20));
    }
    Sha256::of_reader(opened).map(|(sum, _)| sum).map_err(|error| format!("the capture `{file}` cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Light, Unwatched};

    fn folder_with(dir: &Path, id: &str, captures: &[&str]) -> PathBuf {
        let folder = dir.join(id);
        fs::create_dir_all(&folder).unwrap();
        let text = format!(
            "format = \"document-reference/1\"\nid = \"{id}\"\nkind = \"td1-id-card\"\nseries = \"s\"\ndocument_code = \"I<\"\n\
             substrate = \"polycarbonate\"\nspecimen = true\n[issuer]\ncode = \"UTO\"\nname = \"Utopia\"\n[issued]\nfrom = 2020-01-01\n\
             [provenance]\nsource = \"Drawn\"\n[[page]]\nid = \"front\"\ntitle = \"Front\"\nside = \"front\"\nsize = [85.6, 53.98]\n\
             [page.captures]\nvisible = \"front.visible.png\"\nuv-365 = \"front.uv-365.png\"\n"
        );
        fs::write(folder.join(REFERENCE_FILE), text).unwrap();
        for name in captures {
            fs::write(folder.join(name), name).unwrap();
        }
        folder
    }

    const BOTH: [&str; 2] = ["front.visible.png", "front.uv-365.png"];

    #[test]
    fn a_library_is_read_with_its_captures_hashed() {
        let dir = tempfile::tempdir().unwrap();
        folder_with(dir.path(), "UTO-B", &BOTH);
        folder_with(dir.path(), "UTO-A", &BOTH);
        fs::create_dir(dir.path().join("notes")).unwrap();
        fs::write(dir.path().join("index.bin"), "x").unwrap();
        let library = read_library(dir.path(), &Unwatched).unwrap();
        let ids: Vec<_> = library.references.iter().map(|read| read.reference.id.to_string()).collect();
        assert_eq!((ids, library.mistakes), (vec!["UTO-A".to_owned(), "UTO-B".to_owned()], vec![]));
        let capture = &library.references[0].reference.pages[0].captures[&Light::Uv365];
        assert_eq!(capture.sha256, Some(Sha256::of(b"front.uv-365.png")));
    }

    #[test]
    fn the_shipped_library_is_sound_and_is_written_as_it_is_read() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("reference_samples/library");
        let library = read_library(&dir, &Unwatched).unwrap();
        assert!(library.mistakes.is_empty(), "{:#?}", library.mistakes);
        assert!(library.references.len() >= 3, "{} references", library.references.len());
        for read in library.references {
            let id = read.reference.id.as_str().to_owned();
            let text = crate::store::write_reference(&read.reference);
            let again = parse_reference(Path::new(&id), &text).unwrap();
            let mut without_sums = read.reference;
            for capture in without_sums.pages.iter_mut().flat_map(|page| page.captures.values_mut()) {
                assert!(capture.sha256.take().is_some(), "{id}: {}", capture.file);
            }
            assert_eq!(again, without_sums, "{id}");
        }
    }

    #[test]
    fn a_folder_that_is_a_reference_is_a_library_of_one() {
        let dir = tempfile::tempdir().unwrap();
        let folder = folder_with(dir.path(), "UTO-A", &BOTH);
        assert_eq!(read_library(&folder, &Unwatched).unwrap().references.len(), 1);
    }

    #[test]
    fn a_missing_capture_is_a_mistake_at_the_line_that_names_it() {
        let dir = tempfile::tempdir().unwrap();
        folder_with(dir.path(), "UTO-A", &BOTH);
        let bad = folder_with(dir.path(), "UTO-B", &BOTH[..1]);
        let library = read_library(dir.path(), &Unwatched).unwrap();
        assert_eq!(library.references.len(), 1);
        let line = format!("{}:22: the capture `front.uv-365.png` is not in the folder", bad.join(REFERENCE_FILE).display());
        assert_eq!(library.mistakes.iter().map(ToString::to_string).collect::<Vec<_>>(), [line]);
    }

    #[test]
    fn a_missing_capture_is_listed_with_the_mistakes_in_the_text() {
        let dir = tempfile::tempdir().unwrap();
        let bad = folder_with(dir.path(), "UTO-B", &BOTH[..1]);
        let file = bad.join(REFERENCE_FILE);
        let text = fs::read_to_string(&file).unwrap().replace("td1-id-card", "td9");
        fs::write(&file, text).unwrap();
        let lines: Vec<usize> = read_reference(&bad).unwrap_err().0.iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [3, 22]);
    }

    #[test]
    fn an_id_that_is_not_the_name_of_its_folder_is_a_mistake() {
        let dir = tempfile::tempdir().unwrap();
        let folder = folder_with(dir.path(), "UTO-A", &BOTH);
        let moved = dir.path().join("UTO-Z");
        fs::rename(folder, &moved).unwrap();
        let found = read_reference(&moved).unwrap_err();
        assert_eq!((found.0.len(), found.0[0].line), (1, 2));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_a_mistake() {
        let dir = tempfile::tempdir().unwrap();
        let secret = dir.path().join("secret.png");
        fs::write(&secret, "secret").unwrap();
        let folder = folder_with(dir.path(), "UTO-A", &BOTH[..1]);
        std::os::unix::fs::symlink(&secret, folder.join(BOTH[1])).unwrap();
        let found = read_reference(&folder).unwrap_err();
        assert!(found.0[0].message.contains("leads out of"), "{found}");
    }

    #[test]
    fn what_is_no_library_is_refused_by_kind() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(read_library(dir.path(), &Unwatched), Err(LibraryError::Empty(_))));
        assert!(matches!(read_library(&dir.path().join("no"), &Unwatched), Err(LibraryError::NotFound(_))));
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(matches!(read_library(&file, &Unwatched), Err(LibraryError::NotAFolder(_))));
    }

    #[test]
    fn a_file_that_is_not_text_is_refused_at_its_line() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("UTO-A");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(REFERENCE_FILE), b"a = 1\nb = \"\xff\"\n").unwrap();
        let found = read_reference(&folder).unwrap_err();
        assert_eq!((found.0[0].line, found.0[0].message.as_str()), (2, "expected UTF-8 text"));
    }
}
