//! Findings read in another language: the record stays as it is, its codes are worded anew.

use std::io::Write as _;
use std::path::Path;

use super::pipeline::read_file;
use super::{Problem, Watch};
use crate::domain::Language;
use crate::domain::findings::Findings;
use crate::exchange::report::report_pdf_in;
use crate::exchange::verify::{Beside as _, Folder};
use crate::exchange::{RecordLimits, ReportPicture, read_record};

/// Sets the report of the record in `file` in `language` and writes it to `out`; returns how many bytes it has.
///
/// # Errors
///
/// Bad input if the record cannot be read or a picture beside it is not the one it names; bad use if `out` is there already.
pub fn report_in(file: &Path, language: Language, out: &Path, watch: &dyn Watch) -> Result<usize, Problem> {
    let name = file.display();
    let record = read_record(&read_file(file)?, &RecordLimits::default())
        .map_err(|error| Problem::bad_input(format!("{name} is refused: {error}.")).hint("Choose the findings file of an export."))?;
    watch.stage("Reading the pictures");
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let pictures = pictures(&record.findings, folder)?;
    watch.stage("Setting the report");
    let pdf = report_pdf_in(&record.findings, &pictures, language)
        .map_err(|error| Problem::system(format!("The report cannot be set: {error}.")))?;
    let exists = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Problem::bad_use(format!("{} is there already, and is kept.", out.display())).hint("Choose another name.")
        }
        _ => Problem::writing(out, &error),
    };
    let mut target = std::fs::File::create_new(out).map_err(exists)?;
    target.write_all(&pdf).map_err(|error| Problem::writing(out, &error))?;
    Ok(pdf.len())
}

/// The pictures that the report shows, checked against the sums in the record.
fn pictures(findings: &Findings, folder: &Path) -> Result<Vec<ReportPicture>, Problem> {
    let mut pictures: Vec<ReportPicture> = Vec::new();
    for picture in findings.figure_files() {
        if pictures.iter().any(|held| held.name == picture.file) {
            continue;
        }
        // The path is that of a file from outside: it may not lead out of the folder.
        let sum = Folder(folder.to_owned())
            .sum(&picture.file)
            .map_err(|error| Problem::bad_input(format!("The picture {} cannot be read: {error}.", picture.file)))?;
        if sum != Some(picture.sha256) {
            return Err(Problem::bad_input(format!("The picture {} is not the one that the record names.", picture.file))
                .hint("Ask for another copy of the findings with their pictures."));
        }
        let bytes = read_file(&folder.join(&picture.file))?;
        pictures.push(ReportPicture { name: picture.file.clone(), bytes });
    }
    Ok(pictures)
}
