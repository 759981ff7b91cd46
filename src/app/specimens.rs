//! Drawing specimens, for exercises and tests.

use std::path::Path;

use serde_json::Value;

use super::problem::sentence;
use super::settings::write_beside;
use super::watch::Part;
use super::{Problem, ProblemKind, Watch};
use crate::domain::{Dpi, Light, Resolution};
use crate::imaging::write_png;
use crate::specimen::{self, Exhibit, ForgeryKind, Profile, ReferenceDesign, SpecimenError, Wanted, family_page};
use crate::store::near;

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

/// The ways a document can be forged or age, as words with their titles; the first is as issued.
pub fn forgeries() -> Vec<(&'static str, &'static str)> {
    ForgeryKind::ALL.iter().map(|kind| (kind.code(), kind.title())).collect()
}

/// The ways a document can be captured, as words with their titles.
pub fn profiles() -> Vec<(&'static str, &'static str)> {
    Profile::ALL.iter().map(|profile| (profile.code(), profile.title())).collect()
}

/// The one of `known` that is called `word`; otherwise a problem that names the near ones.
fn chosen<T: Copy>(what: &str, word: &str, known: &[(&str, T)]) -> Result<T, Problem> {
    if let Some((_, found)) = known.iter().find(|(name, _)| *name == word) {
        return Ok(*found);
    }
    let words = || known.iter().map(|(name, _)| *name);
    let hint = match near(word, words()).as_slice() {
        [] => format!("Known are {}.", words().collect::<Vec<_>>().join(", ")),
        found => {
            let found: Vec<String> = found.iter().map(|word| format!("`{word}`")).collect();
            format!("Did you mean {}? `guilloche specimen list` shows all.", found.join(" or "))
        }
    };
    Err(Problem::bad_use(format!("`{word}` is no {what}.")).hint(hint))
}

fn forgery(word: &str) -> Result<ForgeryKind, Problem> {
    chosen("way to forge", word, &ForgeryKind::ALL.iter().map(|kind| (kind.code(), *kind)).collect::<Vec<_>>())
}

fn profile(word: &str) -> Result<Profile, Problem> {
    chosen("way to capture", word, &Profile::ALL.iter().map(|profile| (profile.code(), *profile)).collect::<Vec<_>>())
}

fn light(word: &str) -> Result<Light, Problem> {
    chosen("light", word, &Light::ALL.iter().map(|light| (light.code(), *light)).collect::<Vec<_>>())
}

fn series(word: &str) -> Result<ReferenceDesign, Problem> {
    chosen("series", word, &specimen::library().iter().map(|design| (design.id(), *design)).collect::<Vec<_>>())
}

fn page(design: ReferenceDesign, word: &str) -> Result<&str, Problem> {
    chosen(&format!("page of {}", design.id()), word, &design.pages().into_iter().map(|page| (page, ())).collect::<Vec<_>>())?;
    Ok(word)
}

/// Refuses to write over a file unless that is wanted.
fn free(file: &Path, replace: bool) -> Result<(), Problem> {
    if file.exists() && !replace {
        return Err(
            Problem::bad_use(format!("There is already a {} here.", file.display())).hint("Give another name, or `--force` to replace it.")
        );
    }
    Ok(())
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
    /// The light, as a word.
    pub light: String,
    /// Pixels per inch.
    pub dpi: Dpi,
}

/// Draws one page edge to edge into a PNG file; returns its width and height in px.
///
/// # Errors
///
/// Bad use if there is no such series, page, light or forgery, or there is a file of this name and `replace` is not wanted; a system
/// failure if the file cannot be written.
pub fn draw(drawing: &Drawing, file: &Path, replace: bool) -> Result<(u32, u32), Problem> {
    let design = series(&drawing.series)?;
    let page = match &drawing.page {
        Some(word) => page(design, word)?,
        None => design.pages().first().copied().unwrap_or_default(),
    };
    free(file, replace)?;
    let picture = design.draw(forgery(&drawing.forgery)?, drawing.seed, page, light(&drawing.light)?, drawing.dpi).map_err(problem)?;
    let resolution = Resolution { x: drawing.dpi, y: drawing.dpi };
    let bytes = write_png(&picture, Some(resolution)).map_err(|error| Problem::system(sentence(&error.to_string())))?;
    write_beside(file, &bytes)?;
    Ok(picture.dimensions())
}

/// Which exhibit to draw and capture, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The series.
    pub series: String,
    /// How it is forged.
    pub forgery: String,
    /// The seed of the document.
    pub seed: u64,
    /// The name of the files.
    pub name: String,
    /// How it is captured.
    pub profile: String,
    /// The pages; all if empty.
    pub pages: Vec<String>,
    /// The lights; daylight and 365 nm if empty.
    pub lights: Vec<String>,
}

/// Draws the pages of a document under the lights wanted, captures them, and writes them with their truth into `folder`.
///
/// # Errors
///
/// As for [`draw`]; bad use as well if the way of capturing can take none of it.
pub fn exhibit(order: &Order, folder: &Path, replace: bool, watch: &dyn Watch) -> Result<Value, Problem> {
    let design = series(&order.series)?;
    let pages: Vec<&str> = order.pages.iter().map(|word| page(design, word)).collect::<Result<_, _>>()?;
    let lights: Vec<Light> = order.lights.iter().map(|word| light(word)).collect::<Result<_, _>>()?;
    free(&folder.join(format!("{}.truth.json", order.name)), replace)?;
    let wanted = Wanted {
        forgery: forgery(&order.forgery)?,
        seed: order.seed,
        name: &order.name,
        profile: profile(&order.profile)?,
        pages: &pages,
        lights: &lights,
    };
    watch.stage("Drawing and capturing");
    let exhibit = design.exhibit(&wanted, watch).map_err(problem)?;
    if exhibit.truth.captures.is_empty() {
        let takes = wanted.profile.lights().iter().map(|light| light.code()).collect::<Vec<_>>().join(", ");
        let said = format!("`{}` takes no capture of these pages under these lights.", order.profile);
        return Err(Problem::bad_use(said).hint(format!("It takes {takes}.")));
    }
    write(&exhibit, folder)?;
    serde_json::to_value(&exhibit.truth).map_err(|error| Problem::system(sentence(&error.to_string())))
}

fn write(exhibit: &Exhibit, folder: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(folder).map_err(|error| Problem::writing(folder, &error))?;
    exhibit.write(folder).map_err(problem)
}

/// A class's worth of exercises.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// How many exhibits.
    pub count: u32,
    /// The share of them that is false, 0 to 1.
    pub prevalence: f64,
    /// The seed: the same gives the same class.
    pub seed: u64,
    /// How they are captured.
    pub profile: String,
}

/// Draws exercises into `folder`: captures under names that tell nothing in `items`, what is known about them in `truth`. Returns
/// how many are genuine and how many are false.
///
/// # Errors
///
/// As for [`exhibit`].
pub fn class(class: &Class, folder: &Path, replace: bool, watch: &dyn Watch) -> Result<(u32, u32), Problem> {
    if !(1..=500).contains(&class.count) || !(0.0..=1.0).contains(&class.prevalence) {
        return Err(Problem::bad_use("A class has 1 to 500 exercises, and the share of false ones is 0 to 1."));
    }
    let profile = profile(&class.profile)?;
    let (items, truths) = (folder.join("items"), folder.join("truth"));
    free(&items, replace)?;
    let mut counts = (0, 0);
    watch.stage("Drawing the exercises");
    for (index, choice) in specimen::class(class.seed, class.count, class.prevalence).into_iter().enumerate() {
        let name = format!("item-{:03}", index + 1);
        let wanted = Wanted { forgery: choice.forgery, seed: choice.seed, name: &name, profile, pages: &[], lights: &[] };
        let exhibit = choice.design.exhibit(&wanted, &Part::new(watch, index, class.count as usize)).map_err(problem)?;
        if choice.forgery.is_genuine() {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
        let (shown, kept): (Vec<_>, Vec<_>) = exhibit.captures.into_iter().partition(|(file, _)| !file.contains(".mask."));
        write(&Exhibit { captures: kept, truth: exhibit.truth }, &truths)?;
        for (file, bytes) in shown {
            write_beside(&items.join(file), &bytes)?;
        }
    }
    Ok(counts)
}

/// Draws `count` pages of the family of invented designs into `folder`, with `index.json` beside them, for benchmarks of
/// identification.
///
/// # Errors
///
/// Bad use if there is an index already and `replace` is not wanted; a system failure if a file cannot be written.
pub fn family(count: u64, seed: u64, dpi: Dpi, folder: &Path, replace: bool, watch: &dyn Watch) -> Result<(), Problem> {
    let index_file = folder.join("index.json");
    free(&index_file, replace)?;
    watch.stage("Drawing the family");
    let mut index = Vec::new();
    for number in 0..count {
        watch.report(number, count)?;
        let (id, file) = (format!("family-{number:05}"), format!("family-{number:05}.png"));
        let picture = family_page(number, seed, Light::Visible, dpi).map_err(problem)?;
        let bytes =
            write_png(&picture, Some(Resolution { x: dpi, y: dpi })).map_err(|error| Problem::system(sentence(&error.to_string())))?;
        write_beside(&folder.join(&file), &bytes)?;
        index.push(serde_json::json!({ "id": id, "file": file }));
    }
    watch.report(count, count)?;
    write_beside(&index_file, format!("{}\n", Value::Array(index)).as_bytes())
}

/// Writes the library and the questioned samples into `folder`, as they come with the program.
///
/// # Errors
///
/// Bad use if there is a library already and `replace` is not wanted; a system failure if a file cannot be written; cancelled if
/// `watch` asks to stop.
pub fn write_set(folder: &Path, replace: bool, watch: &dyn Watch) -> Result<(), Problem> {
    free(&folder.join("library"), replace)?;
    watch.stage("Drawing the library and the questioned samples");
    specimen::set::write_all(folder, watch).map_err(problem)
}

/// Writes the certificates of the signers of specimen seals to `folder`.
///
/// # Errors
///
/// A system failure if they cannot be written.
pub fn signers(folder: &Path) -> Result<(), Problem> {
    specimen::set::write_signers(folder).map_err(problem)
}
