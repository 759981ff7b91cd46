//! The set that ships: a library of references and questioned exhibits with their truth.

use std::fs;
use std::path::Path;

use super::capture::{self, Profile};
use super::forge::{ForgeryKind, Job};
use super::truth::{CaptureTruth, FORMAT, MrzTruth, Truth};
use super::{SpecimenError, contact, design, mrz, reference_toml};
use crate::domain::{Dpi, Light, Progress, Resolution};
use crate::imaging::write_jpeg;

/// Resolution of the captures of the shipped library.
pub const LIBRARY_DPI: f64 = 300.0;
const LIBRARY_QUALITY: u8 = 87;
/// The lights that every page is drawn under.
pub const LIGHTS: [Light; 2] = [Light::Visible, Light::Uv365];
/// Seeds of the specimens in the library; one for each series.
const LIBRARY_SEEDS: [u64; 3] = [2014, 2019, 2020];

/// The file name of a capture of a reference page.
pub(crate) fn reference_file(page: &str, light: Light) -> String {
    format!("{page}.{}.jpg", light.code())
}

/// One questioned exhibit of the set.
struct Questioned {
    name: &'static str,
    title: &'static str,
    series: &'static str,
    forgery: ForgeryKind,
    seed: u64,
    profile: Profile,
}

#[rustfmt::skip]
const QUESTIONED: &[Questioned] = &[
    Questioned { name: "q01-genuine", title: "Genuine passport, clean scan", series: "UTO-P-2019", forgery: ForgeryKind::Genuine, seed: 101, profile: Profile::Flatbed },
    Questioned { name: "q02-photo-substitution", title: "Passport with another photograph pasted in", series: "UTO-P-2014", forgery: ForgeryKind::PhotoSubstitution, seed: 102, profile: Profile::Flatbed },
    Questioned { name: "q03-altered-date", title: "Passport with an altered date of expiry", series: "UTO-P-2019", forgery: ForgeryKind::AlteredDate, seed: 103, profile: Profile::Flatbed },
    Questioned { name: "q04-wrong-series", title: "Data of the 2019 series on background print of 2014", series: "UTO-P-2019", forgery: ForgeryKind::WrongSeries, seed: 104, profile: Profile::Flatbed },
    Questioned { name: "q05-scan-reprint", title: "Passport scanned and printed again", series: "UTO-P-2014", forgery: ForgeryKind::ScanReprint, seed: 105, profile: Profile::FineFlatbed },
    Questioned { name: "q06-badly-scanned", title: "Genuine passport, turned, cropped and badly lit", series: "UTO-P-2019", forgery: ForgeryKind::Genuine, seed: 106, profile: Profile::Hasty },
    Questioned { name: "q07-card-genuine", title: "Genuine identity card, both sides", series: "QMA-I-2020", forgery: ForgeryKind::Genuine, seed: 107, profile: Profile::Flatbed },
    Questioned { name: "q08-card-missing-uv", title: "Identity card without luminous design", series: "QMA-I-2020", forgery: ForgeryKind::MissingUv, seed: 108, profile: Profile::Flatbed },
];

/// Writes the library to `dir`, one folder for each series, with captures at `dpi`. Progress counts captures.
///
/// # Errors
///
/// [`SpecimenError`] if a file cannot be written or `progress` asks to stop.
pub fn write_library(dir: &Path, progress: &dyn Progress) -> Result<(), SpecimenError> {
    let total = design::ALL.iter().map(|design| design.pages().len() * LIGHTS.len()).sum::<usize>() as u64;
    let mut done = 0;
    for (design, seed) in design::ALL.into_iter().zip(LIBRARY_SEEDS) {
        let reference = design.reference().ok_or(SpecimenError::Undrawable)?;
        let folder = dir.join(design.id());
        create(&folder)?;
        write(&folder.join("reference.toml"), reference_toml::written(&reference).as_bytes())?;
        for page in design.pages() {
            for light in LIGHTS {
                progress.report(done, total)?;
                let dpi = Dpi::new(LIBRARY_DPI).ok_or(SpecimenError::Undrawable)?;
                let picture = Job::new(ForgeryKind::Genuine, design, seed).page(page, light, dpi).ok_or(SpecimenError::Undrawable)?;
                write(
                    &folder.join(reference_file(page.id, light)),
                    &write_jpeg(&picture, Resolution::square(LIBRARY_DPI), LIBRARY_QUALITY)?,
                )?;
                done += 1;
            }
        }
    }
    progress.report(total, total)?;
    Ok(())
}

/// Writes the questioned exhibits and their truth to `dir`. Progress counts exhibits.
///
/// # Errors
///
/// [`SpecimenError`] if a file cannot be written or `progress` asks to stop.
pub fn write_questioned(dir: &Path, progress: &dyn Progress) -> Result<(), SpecimenError> {
    create(dir)?;
    for (done, questioned) in QUESTIONED.iter().enumerate() {
        progress.report(done as u64, QUESTIONED.len() as u64)?;
        let design = design::ALL.into_iter().find(|design| design.id() == questioned.series).ok_or(SpecimenError::Undrawable)?;
        let exhibit =
            exhibit(questioned.name, questioned.title, &Job::new(questioned.forgery, design, questioned.seed), questioned.profile)?;
        exhibit.write(dir)?;
    }
    progress.report(QUESTIONED.len() as u64, QUESTIONED.len() as u64)?;
    Ok(())
}

/// Writes everything that ships to `dir`: `library`, `questioned` and the contact sheet of both. Progress counts as in its parts.
///
/// # Errors
///
/// [`SpecimenError`] if a file cannot be written or `progress` asks to stop.
pub fn write_all(dir: &Path, progress: &dyn Progress) -> Result<(), SpecimenError> {
    write_library(&dir.join("library"), progress)?;
    write_questioned(&dir.join("questioned"), progress)?;
    let mut files = Vec::new();
    for design in design::ALL {
        for page in design.pages() {
            files.extend(LIGHTS.map(|light| format!("library/{}/{}", design.id(), reference_file(page.id, light))));
        }
    }
    for questioned in QUESTIONED {
        let pages = design::ALL.into_iter().filter(|design| design.id() == questioned.series).flat_map(|design| design.pages());
        files.extend(pages.flat_map(|page| LIGHTS.map(|light| format!("questioned/{}.{}.{}.jpg", questioned.name, page.id, light.code()))));
    }
    contact::write(dir, &files, "contact-sheet.jpg")
}

/// An exhibit as files: captures and truth.
#[derive(Debug, Clone)]
pub struct Exhibit {
    /// File names and bytes of the captures.
    pub captures: Vec<(String, Vec<u8>)>,
    /// What is known about it.
    pub truth: Truth,
}

impl Exhibit {
    /// Writes the captures and `NAME.truth.json` to `dir`.
    ///
    /// # Errors
    ///
    /// [`SpecimenError`] if a file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<(), SpecimenError> {
        for (name, bytes) in &self.captures {
            write(&dir.join(name), bytes)?;
        }
        let mut json = serde_json::to_string_pretty(&self.truth)?;
        json.push('\n');
        write(&dir.join(format!("{}.truth.json", self.truth.name)), json.as_bytes())
    }
}

/// Draws every page of a document under every light and takes captures of it.
pub(crate) fn exhibit(name: &str, title: &str, job: &Job, profile: Profile) -> Result<Exhibit, SpecimenError> {
    let account = job.account();
    let mut captures = Vec::new();
    let mut truths = Vec::new();
    for page in job.design.pages() {
        for light in LIGHTS {
            let seed = job.seed ^ page.id.bytes().fold(0, |sum, byte| sum * 31 + u64::from(byte));
            let effects = profile.effects(seed, light);
            let page_dpi = Dpi::new(effects.dpi * 2.0).ok_or(SpecimenError::Undrawable)?;
            let drawn = job.page(page, light, page_dpi).ok_or(SpecimenError::Undrawable)?;
            let captured = capture::take(&drawn, page_dpi, page, &effects, seed).ok_or(SpecimenError::Undrawable)?;
            let file = format!("{name}.{}.{}.jpg", page.id, light.code());
            captures.push((file.clone(), write_jpeg(&captured.picture, Resolution::square(effects.dpi), effects.jpeg_quality)?));
            truths.push(CaptureTruth {
                file,
                page: page.id.to_owned(),
                light,
                capture_from_page: captured.capture_from_page,
                page_from_capture: captured.capture_from_page.inverse().ok_or(SpecimenError::Undrawable)?,
                effects,
            });
        }
    }
    let truth = Truth {
        format: FORMAT.to_owned(),
        name: name.to_owned(),
        title: title.to_owned(),
        reference: job.design.reference().ok_or(SpecimenError::Undrawable)?.id,
        seed: job.seed,
        forgery: job.kind,
        fraud: job.kind.fraud(),
        alterations: account.alterations,
        must_differ: account.must_differ,
        mrz: MrzTruth {
            page: job.design.pages().last().map_or("", |page| page.id).to_owned(),
            lines: job.print.mrz.clone(),
            wrong_check_digits: mrz::wrong_check_digits(&job.print.mrz),
        },
        captures: truths,
    };
    Ok(Exhibit { captures, truth })
}

fn create(dir: &Path) -> Result<(), SpecimenError> {
    fs::create_dir_all(dir).map_err(|source| SpecimenError::Write { path: dir.to_owned(), source })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), SpecimenError> {
    fs::write(path, bytes).map_err(|source| SpecimenError::Write { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unwatched;

    fn shipped() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("reference_samples")
    }

    #[test]
    fn the_shipped_library_is_what_the_code_draws() {
        if std::env::var_os("GUILLOCHE_WRITE_SAMPLES").is_some() {
            write_all(&shipped(), &Unwatched).unwrap();
        }
        let design = design::ALL[0];
        let page = &design.pages()[0];
        let dpi = Dpi::new(LIBRARY_DPI).unwrap();
        let folder = shipped().join("library").join(design.id());
        let picture = Job::new(ForgeryKind::Genuine, design, LIBRARY_SEEDS[0]).page(page, Light::Visible, dpi).unwrap();
        let shipped = fs::read(folder.join(reference_file(page.id, Light::Visible))).unwrap();
        let resolution = Resolution::square(LIBRARY_DPI);
        let drawn = write_jpeg(&picture, resolution, LIBRARY_QUALITY).unwrap();
        let [shipped, drawn] = [shipped, drawn].map(|bytes| image::load_from_memory(&bytes).unwrap().to_rgb8());
        assert_eq!(shipped.dimensions(), drawn.dimensions());
        // The last digit of a sine may differ between machines; a change of the drawing shows far above that.
        let off: u64 = shipped.as_raw().iter().zip(drawn.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        let mean = off as f64 / drawn.as_raw().len() as f64;
        assert!(mean < 0.5, "the captures are out of date: {mean} levels off");
        let text = reference_toml::written(&design.reference().unwrap());
        assert_eq!(fs::read_to_string(folder.join("reference.toml")).unwrap(), text);
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let card = design::ALL[2];
        let draw = || exhibit("x", "x", &Job::new(ForgeryKind::AlteredDate, card, 9), Profile::Flatbed).unwrap();
        let (first, second) = (draw(), draw());
        assert!(first.captures == second.captures && first.truth == second.truth);
    }

    #[test]
    fn an_altered_date_leaves_wrong_check_digits_and_nothing_else_does() {
        for design in design::ALL {
            for kind in ForgeryKind::ALL {
                let wrong = mrz::wrong_check_digits(&Job::new(*kind, design, 77).print.mrz);
                assert_eq!(wrong > 0, *kind == ForgeryKind::AlteredDate, "{kind:?} of {}", design.id());
            }
        }
    }
}
