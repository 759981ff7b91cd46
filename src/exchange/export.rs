//! Everything that leaves the laboratory for one examination, as files in memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::record::{RecordError, write_record};
use super::report::{ReportError, ReportPicture, report_pdf};
use crate::domain::Sha256;
use crate::domain::findings::Findings;

/// The record in an export.
pub const RECORD_FILE: &str = "findings.json";
/// The report in an export.
pub const REPORT_FILE: &str = "report.pdf";
/// The list of the sums of all other files in an export, as in `BagIt` (RFC 8493).
pub const MANIFEST_FILE: &str = "manifest-sha256.txt";

/// Findings that could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The record could not be written.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The report could not be typeset.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// A picture has a name that is not a path inside the export, or the name of another file.
    #[error("`{0}` cannot be the name of a picture in an export")]
    PictureName(String),
}

/// The files of an export, by their path in it with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Each file and its bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Makes record, report, pictures and manifest; the same input gives the same bytes.
///
/// # Errors
///
/// [`ExportError`] says which part could not be made.
pub fn export(findings: &Findings, pictures: &[ReportPicture]) -> Result<Export, ExportError> {
    let mut files = BTreeMap::new();
    for picture in pictures {
        let taken = [RECORD_FILE, REPORT_FILE, MANIFEST_FILE].contains(&picture.name.as_str());
        if taken || !is_inside(&picture.name) || files.insert(picture.name.clone(), picture.bytes.clone()).is_some() {
            return Err(ExportError::PictureName(picture.name.clone()));
        }
    }
    files.insert(RECORD_FILE.to_owned(), write_record(findings)?);
    files.insert(REPORT_FILE.to_owned(), report_pdf(findings, pictures)?);
    let manifest = manifest(files.iter().map(|(name, bytes)| (name.as_str(), Sha256::of(bytes))));
    files.insert(MANIFEST_FILE.to_owned(), manifest.into_bytes());
    Ok(Export { files })
}

/// Writes a manifest: one line for each file, the sum, two spaces, the path.
pub(super) fn manifest<'a>(sums: impl Iterator<Item = (&'a str, Sha256)>) -> String {
    sums.fold(String::new(), |mut text, (name, sum)| {
        // Writing to a `String` does not fail.
        writeln!(text, "{sum}  {name}").unwrap_or_default();
        text
    })
}

/// Reads a manifest; `None` if a line is not exactly as [`manifest`] writes it or a path is not inside the export.
pub(super) fn read_manifest(text: &str) -> Option<BTreeMap<String, Sha256>> {
    let mut sums = BTreeMap::new();
    for line in text.strip_suffix('\n')?.split('\n') {
        let (sum, name) = line.split_once("  ")?;
        if !is_inside(name) || sums.insert(name.to_owned(), sum.parse().ok()?).is_some() {
            return None;
        }
    }
    Some(sums)
}

/// Whether `name` is a plain path below a folder, safe on every system.
pub(super) fn is_inside(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 240
        && !name.chars().any(|letter| letter.is_control() || matches!(letter, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'))
        && name
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != ".." && !part.starts_with(' ') && !part.ends_with([' ', '.']))
}

#[cfg(test)]
pub(crate) mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_and_a_bent_one_does_not() {
        let sums = [("a/b.png", Sha256::of(b"1")), ("findings.json", Sha256::of(b"2"))];
        let text = manifest(sums.into_iter());
        assert_eq!(read_manifest(&text).unwrap().into_iter().collect::<Vec<_>>(), sums.map(|(name, sum)| (name.to_owned(), sum)));
        for bent in [text.replace("  ", " "), text.replace("a/b", "../b"), text.trim_end().to_owned(), text.to_uppercase()] {
            assert_eq!(read_manifest(&bent), None, "{bent}");
        }
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for bad in ["", "/a", "a//b", "../a", "a/..", "c:\\a", "a/b ", "con:", "a\nb", "."] {
            assert!(!is_inside(bad), "{bad:?}");
        }
        for good in ["a.png", "figures/01-emblem.png", "ไทย/ชื่อ.png"] {
            assert!(is_inside(good), "{good:?}");
        }
    }

    #[test]
    fn a_picture_cannot_take_the_place_of_the_record() {
        let picture = ReportPicture { name: RECORD_FILE.to_owned(), bytes: vec![] };
        assert!(matches!(export(&sample::findings(), &[picture]), Err(ExportError::PictureName(_))));
    }
}
