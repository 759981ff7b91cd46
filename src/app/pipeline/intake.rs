//! From a file to a capture: bytes as received, their sum, and what the file says of itself.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::memory::decode_limits;
use crate::app::problem::sentence;
use crate::app::{CaptureName, Part, Problem, ProblemKind, Watch};
use crate::domain::{Basis, Capture, CaptureId, Light, PageId, Progress, Resolution, Sha256, Timestamp, file_title};
use crate::imaging::{DecodeError, ImageInfo, Limits, Picture, decode, decode_page, inspect, inspect_page};

/// Pages that are taken in from one file at the most; the longest passport books have about a hundred, two to a picture.
pub const MAX_FILE_PAGES: u32 = 64;

/// A capture with its bytes, before it is kept anywhere.
#[derive(Debug, Clone)]
pub struct Received {
    /// The name of its file, without folders.
    pub file_name: String,
    /// The bytes of its file, which never change.
    pub bytes: Arc<Vec<u8>>,
    /// Their sum.
    pub sha256: Sha256,
    /// Which page of the file it is, counted from 0.
    pub file_page: u32,
    /// What the file says of the picture.
    pub info: ImageInfo,
    /// How it was lit, and how that is known.
    pub light: (Light, Basis),
    /// The page that its name says it shows.
    pub page: Option<PageId>,
    /// What captures of one exhibit share in their names.
    pub exhibit: String,
}

impl Received {
    /// Looks at `bytes` without decoding the picture.
    ///
    /// `light` is what a person says; otherwise the file name decides, and visible light is assumed if it says nothing.
    ///
    /// # Errors
    ///
    /// Bad input, a limit or not supported, with the name of the file.
    pub fn of(file_name: &str, bytes: Vec<u8>, light: Option<Light>) -> Result<Self, Problem> {
        let info = inspect(&bytes, &decode_limits()).map_err(|error| decode_problem(file_name, error))?;
        let name = CaptureName::of(file_name);
        let sha256 = Sha256::of(&bytes);
        let light = match (light, name.light) {
            (Some(light), _) => (light, Basis::Given),
            (None, Some(light)) => (light, Basis::File),
            (None, None) => (Light::Visible, Basis::Assumed),
        };
        let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name).to_owned();
        Ok(Self { file_name, sha256, bytes: Arc::new(bytes), file_page: 0, info, light, page: name.page, exhibit: name.exhibit })
    }

    /// One capture for each page of a file of several pages, as scanners write them: TIFF and PDF.
    ///
    /// The pages share their bytes. What the name says of the light holds for all; which page of the document each shows is
    /// left open, for the name of one file cannot say it.
    ///
    /// # Errors
    ///
    /// As for [`Self::of`]; a limit if the file has more than [`MAX_FILE_PAGES`].
    pub fn pages_of(file_name: &str, bytes: Vec<u8>, light: Option<Light>) -> Result<Vec<Self>, Problem> {
        let first = Self::of(file_name, bytes, light)?;
        let count = first.info.pages;
        if count > MAX_FILE_PAGES {
            let what = format!("{}: it has {count} pages; at most {MAX_FILE_PAGES} are taken in from one file.", first.file_name);
            return Err(Problem::new(ProblemKind::Limit, what).hint("Split the file and take in its parts one after another."));
        }
        if count < 2 {
            return Ok(vec![first]);
        }
        let page = |file_page| {
            let title = file_title(&first.file_name, file_page);
            let info = inspect_page(&first.bytes, file_page, &decode_limits()).map_err(|error| decode_problem(&title, error))?;
            Ok(Self { file_page, info, page: None, ..first.clone() })
        };
        (0..count).map(page).collect()
    }

    /// Reads `path` and looks at every page of it.
    ///
    /// # Errors
    ///
    /// As for [`Self::pages_of`], and if the file cannot be read.
    pub fn read(path: &Path, light: Option<Light>) -> Result<Vec<Self>, Problem> {
        Self::pages_of(&path.display().to_string(), read_file(path)?, light)
    }

    /// The picture, decoded.
    ///
    /// # Errors
    ///
    /// As for [`Self::of`].
    pub fn picture(&self, progress: &dyn Progress) -> Result<Picture, Problem> {
        let title = file_title(&self.file_name, self.file_page);
        decode_page(&self.bytes, self.file_page, &decode_limits(), progress).map_err(|error| decode_problem(&title, error))
    }

    /// The capture as it stands in a case.
    pub fn capture(&self, id: CaptureId, taken_in_at: Timestamp) -> Capture {
        Capture {
            id,
            sha256: self.sha256,
            file_page: self.file_page,
            length: self.bytes.len() as u64,
            file_name: self.file_name.clone(),
            taken_in_at,
            light: self.light.0,
            light_basis: self.light.1,
            page: self.page.clone(),
            width_px: self.info.width_px,
            height_px: self.info.height_px,
            resolution: self.info.resolution,
            resolution_basis: if self.info.resolution.is_some() { Basis::File } else { Basis::Assumed },
        }
    }
}

/// Reads `files` and decodes every page of them: what can be taken in, and what is wrong with each of the others.
///
/// A file of several pages is taken in as a whole or not at all.
///
/// # Errors
///
/// Cancelled if `watch` asks to stop.
pub fn receive(files: &[PathBuf], light: Option<Light>, watch: &dyn Watch) -> Result<(Vec<Received>, Vec<Problem>), Problem> {
    watch.stage("Reading the files");
    let (mut received, mut refused) = (Vec::new(), Vec::new());
    for (done, file) in files.iter().enumerate() {
        watch.report(done as u64, files.len() as u64)?;
        let whole = Part::new(watch, done, files.len());
        let read = Received::read(file, light).and_then(|pages| {
            for (number, page) in pages.iter().enumerate() {
                drop(page.picture(&Part::new(&whole, number, pages.len()))?);
            }
            Ok(pages)
        });
        match read {
            Ok(pages) => received.extend(pages),
            Err(problem) if problem.kind == ProblemKind::Cancelled => return Err(problem),
            Err(problem) => refused.push(problem),
        }
    }
    Ok((received, refused))
}

/// Reads a file, up to the limit on its length.
///
/// # Errors
///
/// Bad input if it is missing, a folder, empty or not readable; a limit if it is too long.
pub fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let failed = |error: std::io::Error| Problem::reading(path, &error);
    let limits = Limits::default();
    let file = std::fs::File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if about.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut bytes = Vec::new();
    file.take(limits.max_file_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.is_empty() {
        return Err(decode_problem(&path.display().to_string(), DecodeError::Empty));
    }
    if bytes.len() as u64 > limits.max_file_bytes {
        let error = DecodeError::FileTooLarge { bytes: about.len(), limit: limits.max_file_bytes };
        return Err(decode_problem(&path.display().to_string(), error));
    }
    Ok(bytes)
}

/// Reads and decodes a picture that is no capture of a case.
///
/// # Errors
///
/// As for [`read_file`] and [`decode_problem`].
pub fn read_picture(path: &Path, progress: &dyn Progress) -> Result<Picture, Problem> {
    decode(&read_file(path)?, &decode_limits(), progress).map_err(|error| decode_problem(&path.display().to_string(), error))
}

/// What is wrong with the picture `name`, for people: its message names the file, its hint is the remedy.
pub fn decode_problem(name: &str, error: DecodeError) -> Problem {
    let kind = match &error {
        DecodeError::FileTooLarge { .. } | DecodeError::TooManyPixels { .. } | DecodeError::TooLittleMemory { .. } => ProblemKind::Limit,
        DecodeError::Unsupported(_) | DecodeError::OtherPdf(_) => ProblemKind::NotSupported,
        DecodeError::Cancelled(cancelled) => return (*cancelled).into(),
        DecodeError::Empty
        | DecodeError::NotAPicture
        | DecodeError::NoSuchPage { .. }
        | DecodeError::Truncated
        | DecodeError::Damaged(_) => ProblemKind::BadInput,
    };
    let text = error.to_string();
    // The remedy stands after the last colon.
    let (what, remedy) = text.rsplit_once(": ").unwrap_or((&text, ""));
    Problem::new(kind, format!("{name}: {what}.")).hint(sentence(remedy))
}

/// The resolution of a picture that is known to show a page edge to edge, from its size in px.
pub fn resolution_from_size(width_px: u32, height_px: u32, size: crate::domain::SizeMm) -> Option<Resolution> {
    let dpi = |px: u32, mm: f64| crate::domain::Dpi::new(f64::from(px) * crate::domain::MM_PER_INCH / mm);
    Some(Resolution { x: dpi(width_px, size.width)?, y: dpi(height_px, size.height)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unwatched;

    fn png() -> Vec<u8> {
        crate::imaging::write_png(&image::RgbImage::from_pixel(3, 2, image::Rgb([9, 9, 9])), Resolution::square(300.0)).unwrap()
    }

    #[test]
    fn an_assumed_light_is_told_from_a_given_one() {
        let light = |name, given| Received::of(name, png(), given).unwrap().light;
        assert_eq!(light("scan.png", None), (Light::Visible, Basis::Assumed));
        assert_eq!(light("scan.uv-365.png", None), (Light::Uv365, Basis::File));
        assert_eq!(light("scan.uv-365.png", Some(Light::Ir880)), (Light::Ir880, Basis::Given));
    }

    #[test]
    fn a_text_called_png_is_named_with_its_remedy() {
        let problem = Received::of("letter.png", b"Dear Sir".to_vec(), None).unwrap_err();
        assert!(problem.message.starts_with("letter.png: "), "{problem:?}");
        assert!(!problem.hint.is_empty());
        assert_eq!(problem.kind.exit_status(), 3);
    }

    #[test]
    fn every_bad_file_is_named_and_the_good_ones_are_received() {
        let folder = tempfile::tempdir().unwrap();
        let mut cut = png();
        cut.truncate(cut.len() - 20);
        for (name, bytes) in [("good.png", png()), ("cut.png", cut), ("letter.png", b"Dear Sir".to_vec())] {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let files = ["letter.png", "good.png", "cut.png", "missing.png"].map(|name| folder.path().join(name));
        let (received, refused) = receive(&files, None, &Unwatched).unwrap();
        assert_eq!(received.iter().map(|one| one.file_name.as_str()).collect::<Vec<_>>(), ["good.png"]);
        assert_eq!(refused.len(), 3);
        for (problem, name) in refused.iter().zip(["letter.png", "cut.png", "missing.png"]) {
            assert!(problem.message.contains(name), "{problem:?}");
        }
    }

    #[test]
    fn a_cut_picture_is_refused_when_it_is_decoded() {
        let mut bytes = png();
        bytes.truncate(bytes.len() - 20);
        let refused = Received::of("cut.png", bytes, None).and_then(|received| received.picture(&Unwatched).map(drop));
        assert_eq!(refused.unwrap_err().kind, ProblemKind::BadInput);
    }
}
