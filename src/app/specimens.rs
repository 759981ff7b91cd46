//! Drawing specimens, for exercises and tests.

use std::path::Path;

use serde_json::Value;

use super::problem::sentence;
use super::settings::write_beside;
use super::{Problem, ProblemKind, Watch};
use crate::domain::{Dpi, Light, Resolution};
use crate::imaging::write_png;
use crate::specimen::{self, ForgeryKind, Profile, ReferenceDesign, SpecimenError};

/// A series that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Series {
    /// Its name in the library.
    pub id: String,
    /// Issuer, kind and series.
    pub title: String,
    /// Its pages.
    pub pages: Vec<String>,
}

fn problem(error: SpecimenError) -> Problem {
    let kind = match &error {
        SpecimenError::Cancelled(cancelled) => return (*cancelled).into(),
        SpecimenError::UnknownSeries(_) | SpecimenError::UnknownPage(_) => ProblemKind::BadUse,
        _ => ProblemKind::System,
    };
    Problem::new(kind, sentence(&error.to_string())).hint("`guilloche specimen list` shows what can be drawn.")
}

/// The series that can be drawn.
///
/// # Errors
///
/// A system failure if the tables of a series are wrong.
pub fn list() -> Result<Vec<Series>, Problem> {
    let of = |design: ReferenceDesign| {
        let title = design.reference().map_err(problem)?.title();
        Ok(Series { id: design.id().to_owned(), title, pages: design.pages().into_iter().map(str::to_owned).collect() })
    };
    specimen::library().into_iter().map(of).collect()
}

/// The ways a document can be forged, as words with their titles; the first is as issued.
pub fn forgeries() -> Vec<(&'static str, &'static str)> {
    ForgeryKind::ALL.iter().map(|kind| (kind.code(), kind.title())).collect()
}

/// The ways a document can be captured, as words with their titles.
pub fn profiles() -> Vec<(&'static str, &'static str)> {
    Profile::ALL.iter().map(|profile| (profile.code(), profile.title())).collect()
}

fn forgery(word: &str) -> Result<ForgeryKind, Problem> {
    ForgeryKind::ALL.iter().copied().find(|kind| kind.code() == word).ok_or_else(|| unknown("way to forge", word, &forgeries()))
}

fn profile(word: &str) -> Result<Profile, Problem> {
    Profile::ALL.iter().copied().find(|profile| profile.code() == word).ok_or_else(|| unknown("way to capture", word, &profiles()))
}

fn unknown(what: &str, word: &str, known: &[(&str, &str)]) -> Problem {
    let words = known.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
    Problem::bad_use(format!("`{word}` is no {what}.")).hint(format!("Known are {words}."))
}

/// What to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The series.
    pub series: String,
    /// How it is forged, as a word.
    pub forgery: String,
    /// The seed of the document.
    pub seed: u64,
    /// The page; `None` for the first.
    pub page: Option<String>,
    /// The light.
    pub light: Light,
    /// Pixels per inch.
    pub dpi: Dpi,
}

/// Draws one page edge to edge into a PNG file; returns its width and height in px.
///
/// # Errors
///
/// Bad use if there is no such series, page or forgery; a system failure if the file cannot be written.
pub fn draw(drawing: &Drawing, file: &Path) -> Result<(u32, u32), Problem> {
    let design = ReferenceDesign::named(&drawing.series).map_err(problem)?;
    let page = drawing.page.as_deref().or_else(|| design.pages().first().copied()).unwrap_or_default();
    let picture = design.draw(forgery(&drawing.forgery)?, drawing.seed, page, drawing.light, drawing.dpi).map_err(problem)?;
    let resolution = Resolution { x: drawing.dpi, y: drawing.dpi };
    let bytes = write_png(&picture, Some(resolution)).map_err(|error| Problem::system(sentence(&error.to_string())))?;
    write_beside(file, &bytes)?;
    Ok(picture.dimensions())
}

/// Draws all pages of a document under all lights, captures them, and writes them with their truth into `folder`.
///
/// # Errors
///
/// As for [`draw`].
pub fn exhibit(series: &str, forged: &str, seed: u64, name: &str, captured: &str, folder: &Path) -> Result<Value, Problem> {
    let design = ReferenceDesign::named(series).map_err(problem)?;
    let exhibit = design.exhibit(forgery(forged)?, seed, name, profile(captured)?).map_err(problem)?;
    exhibit.write(folder).map_err(problem)?;
    serde_json::to_value(&exhibit.truth).map_err(|error| Problem::system(sentence(&error.to_string())))
}

/// Writes the library and the questioned samples into `folder`, as they come with the program.
///
/// # Errors
///
/// A system failure if a file cannot be written; cancelled if `watch` asks to stop.
pub fn write_set(folder: &Path, watch: &dyn Watch) -> Result<(), Problem> {
    watch.stage("Drawing the library");
    specimen::set::write_library(&folder.join("library"), watch).map_err(problem)?;
    watch.stage("Drawing the questioned samples");
    specimen::set::write_questioned(&folder.join("questioned"), watch).map_err(problem)
}
