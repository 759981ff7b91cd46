//! The set that ships: a library of references and questioned exhibits with their truth.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::capture::{self, Profile};
use super::design::{PageSpec, Series};
use super::forge::{self, ForgeryKind, Job};
use super::truth::{CaptureTruth, FORMAT, MrzTruth, Truth};
use super::{SpecimenError, contact, design, mrz, reference_toml, seal};
use crate::domain::{Dpi, FeatureKind, Light, Progress, Resolution, Unwatched};
use crate::imaging::{Chroma, write_grey_png, write_jpeg_in};

/// Resolution of the captures of the shipped library.
pub const LIBRARY_DPI: f64 = 300.0;
const LIBRARY_QUALITY: u8 = 69;
/// Strongest compression of the questioned captures that ship.
const SMALL_QUALITY: u8 = 67;
/// The lights that questioned exhibits are captured under.
pub const LIGHTS: [Light; 2] = [Light::Visible, Light::Uv365];

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
    /// What is captured; everything in daylight and under 365 nm by default.
    of: Selection<'static>,
}

impl Questioned {
    fn exhibit(&self) -> Result<Exhibit, SpecimenError> {
        let series = design::named(self.series).ok_or(SpecimenError::Undrawable)?;
        let job = Job::new(self.forgery, series, self.seed);
        exhibit(self.name, self.title, &job, self.profile, self.of, &Unwatched)
    }
}

const ALL: Selection<'static> = Selection { pages: &[], lights: &[], small: true };
const DATA_PAGE: Selection<'static> = Selection { pages: &["data-page"], lights: &[], small: true };

#[rustfmt::skip]
const QUESTIONED: &[Questioned] = &[
    Questioned { name: "q01-genuine", title: "Genuine passport, clean scan", series: "UTO-P-2019", forgery: ForgeryKind::Genuine, seed: 101, profile: Profile::Flatbed, of: DATA_PAGE },
    Questioned { name: "q02-photo-substitution", title: "Passport with another photograph pasted in", series: "UTO-P-2014", forgery: ForgeryKind::PhotoSubstitution, seed: 102, profile: Profile::Flatbed, of: ALL },
    Questioned { name: "q03-altered-date", title: "Passport with an altered date of expiry", series: "UTO-P-2019", forgery: ForgeryKind::AlteredDate, seed: 103, profile: Profile::Flatbed, of: DATA_PAGE },
    Questioned { name: "q04-wrong-series", title: "Data of the 2019 series on background print of 2014", series: "UTO-P-2019", forgery: ForgeryKind::WrongSeries, seed: 104, profile: Profile::Flatbed, of: DATA_PAGE },
    Questioned { name: "q05-scan-reprint", title: "Passport scanned and printed again", series: "UTO-P-2014", forgery: ForgeryKind::ScanReprint, seed: 105, profile: Profile::FineFlatbed, of: ALL },
    Questioned { name: "q06-badly-scanned", title: "Genuine passport, turned, cropped and badly lit", series: "UTO-P-2019", forgery: ForgeryKind::Genuine, seed: 106, profile: Profile::Hasty, of: DATA_PAGE },
    Questioned { name: "q07-card-genuine", title: "Genuine identity card, both sides", series: "QMA-I-2020", forgery: ForgeryKind::Genuine, seed: 107, profile: Profile::Flatbed, of: ALL },
    Questioned { name: "q08-card-missing-uv", title: "Identity card without luminous design", series: "QMA-I-2020", forgery: ForgeryKind::MissingUv, seed: 108, profile: Profile::Flatbed, of: ALL },
    Questioned { name: "q09-altered-name", title: "Passport with another surname", series: "QSR-P-2017", forgery: ForgeryKind::AlteredName, seed: 109, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q10-altered-number", title: "Passport with one figure of the number changed", series: "QZR-P-2016", forgery: ForgeryKind::AlteredNumber, seed: 110, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q11-recomputed-date", title: "Passport with an altered date of birth, all check digits right", series: "QTH-P-2020", forgery: ForgeryKind::RecomputedDate, seed: 111, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365, Light::Ir880], small: true } },
    Questioned { name: "q12-relaminated", title: "Passport with another portrait under a new film", series: "UTO-P-2019", forgery: ForgeryKind::Relaminated, seed: 112, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Coaxial, Light::Ir880], small: true } },
    Questioned { name: "q13-toner-mrz", title: "Passport whose machine-readable zone was printed again", series: "QMA-P-2018", forgery: ForgeryKind::TonerMrz, seed: 113, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible], small: true } },
    Questioned { name: "q14-page-substitution", title: "Passport with the data page of another", series: "UTO-P-2019", forgery: ForgeryKind::PageSubstitution, seed: 114, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Transmitted, Light::Uv365], small: true } },
    Questioned { name: "q15-stolen-blank", title: "Diplomatic passport filled with an inkjet printer, from a page reader", series: "UTO-D-2019", forgery: ForgeryKind::StolenBlank, seed: 115, profile: Profile::Reader, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365, Light::Ir880], small: true } },
    Questioned { name: "q16-redrawn", title: "Passport drawn anew", series: "QSR-P-2017", forgery: ForgeryKind::Redrawn, seed: 116, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q17-inkjet-copy", title: "Identity card copied with an inkjet printer, from a page reader", series: "QTH-I-2015", forgery: ForgeryKind::InkjetCopy, seed: 117, profile: Profile::Reader, of: Selection { pages: &[], lights: &[Light::Visible, Light::Uv365, Light::Ir880], small: true } },
    Questioned { name: "q18-wrong-uv", title: "Travel document with a wrong luminous design", series: "QMA-T-2016", forgery: ForgeryKind::WrongUv, seed: 118, profile: Profile::Flatbed, of: Selection { pages: &[], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q19-missing-device", title: "Identity card without hologram and relief", series: "QMA-I-2020", forgery: ForgeryKind::MissingDevice, seed: 119, profile: Profile::Flatbed, of: Selection { pages: &["front"], lights: &[Light::Visible, Light::Coaxial, Light::Oblique], small: true } },
    Questioned { name: "q20-pseudo", title: "Passport of a state that does not exist", series: "UTO-P-2014", forgery: ForgeryKind::Pseudo, seed: 120, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q21-worn", title: "Genuine passport, worn", series: "UTO-P-2014", forgery: ForgeryKind::Worn, seed: 121, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q22-stained", title: "Genuine passport, stained", series: "QMA-P-2018", forgery: ForgeryKind::Stained, seed: 122, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q23-trimmed", title: "Genuine passport, trimmed at two edges", series: "QTH-P-2020", forgery: ForgeryKind::Trimmed, seed: 123, profile: Profile::Flatbed, of: Selection { pages: &["data-page"], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q24-visa-genuine", title: "Genuine visa", series: "QZR-V-2023", forgery: ForgeryKind::Genuine, seed: 124, profile: Profile::Flatbed, of: Selection { pages: &[], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q25-visa-altered-date", title: "Visa with an altered date of expiry", series: "QSR-V-2019", forgery: ForgeryKind::AlteredDate, seed: 125, profile: Profile::Flatbed, of: Selection { pages: &[], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q26-permit-genuine", title: "Genuine residence permit, both sides", series: "QMA-R-2021", forgery: ForgeryKind::Genuine, seed: 126, profile: Profile::Flatbed, of: Selection { pages: &[], lights: &[Light::Visible, Light::Uv365], small: true } },
    Questioned { name: "q27-emergency-phone", title: "Genuine emergency passport, photographed with a telephone", series: "UTO-E-2021", forgery: ForgeryKind::Genuine, seed: 127, profile: Profile::Phone, of: Selection { pages: &[], lights: &[Light::Visible], small: true } },
    Questioned { name: "q28-photocopy", title: "Genuine passport, photocopied", series: "QZR-P-2016", forgery: ForgeryKind::Genuine, seed: 128, profile: Profile::Photocopy, of: Selection { pages: &["data-page"], lights: &[Light::Visible], small: true } },
];

/// Writes the library to `dir`, one folder for each series, with captures at `dpi`. Progress counts captures.
///
/// # Errors
///
/// [`SpecimenError`] if a file cannot be written or `progress` asks to stop.
pub fn write_library(dir: &Path, progress: &dyn Progress) -> Result<(), SpecimenError> {
    let mut wanted = Vec::new();
    for series in design::ALL {
        let reference = series.reference().ok_or(SpecimenError::Undrawable)?;
        let folder = dir.join(series.id);
        create(&folder)?;
        write(&folder.join("reference.toml"), reference_toml::written(&reference).as_bytes())?;
        for page in series.pages {
            wanted.extend(design::held_lights(series, page).into_iter().map(|light| (*series, page, light, folder.clone())));
        }
    }
    let done = AtomicU64::new(0);
    wanted.par_iter().try_for_each(|(series, page, light, folder)| {
        progress.report(done.fetch_add(1, Ordering::Relaxed), wanted.len() as u64)?;
        write(&folder.join(reference_file(page.id, *light)), &library_capture(series, page, *light)?)
    })?;
    progress.report(wanted.len() as u64, wanted.len() as u64)?;
    Ok(())
}

/// One capture of the shipped library, as a file.
fn library_capture(series: &'static Series, page: &PageSpec, light: Light) -> Result<Vec<u8>, SpecimenError> {
    let dpi = Dpi::new(LIBRARY_DPI).ok_or(SpecimenError::Undrawable)?;
    let job = Job::new(ForgeryKind::Genuine, series, series.specimen_seed);
    let picture = job.page(page, light, dpi).ok_or(SpecimenError::Undrawable)?;
    Ok(write_jpeg_in(&picture, Resolution::square(LIBRARY_DPI), LIBRARY_QUALITY, Chroma::Halved)?)
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
        questioned.exhibit()?.write(dir)?;
    }
    progress.report(QUESTIONED.len() as u64, QUESTIONED.len() as u64)?;
    Ok(())
}

/// Writes the certificates of the signers of specimen seals to `dir`. Their key is public, so that they are for trying the program.
///
/// # Errors
///
/// [`SpecimenError`] if a file cannot be written.
pub fn write_signers(dir: &Path) -> Result<(), SpecimenError> {
    create(dir)?;
    seal::certificates().ok_or(SpecimenError::Undrawable)?.iter().try_for_each(|(name, der)| write(&dir.join(name), der))
}

/// Writes everything that ships to `dir`: `library`, `questioned`, `signers`, the contact sheet of both, and one of every page in every light. Progress counts as in its parts.
///
/// # Errors
///
/// [`SpecimenError`] if a file cannot be written or `progress` asks to stop.
pub fn write_all(dir: &Path, progress: &dyn Progress) -> Result<(), SpecimenError> {
    write_library(&dir.join("library"), progress)?;
    write_questioned(&dir.join("questioned"), progress)?;
    write_signers(&dir.join("signers"))?;
    let mut files = Vec::new();
    for series in design::ALL {
        for page in series.pages {
            files.extend(
                design::held_lights(series, page)
                    .into_iter()
                    .map(|light| format!("library/{}/{}", series.id, reference_file(page.id, light))),
            );
        }
    }
    for questioned in QUESTIONED {
        let path = dir.join("questioned").join(format!("{}.truth.json", questioned.name));
        let text = fs::read(&path).map_err(|source| SpecimenError::Read { path, source })?;
        let truth: Truth = serde_json::from_slice(&text)?;
        files.extend(truth.captures.iter().map(|capture| format!("questioned/{}", capture.file)));
    }
    contact::write(dir, &files, "contact-sheet.jpg")?;
    contact::write_lights(&dir.join("all-lights.jpg"), progress)
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

/// The pages and lights of an exhibit that are captured.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Selection<'a> {
    /// Names of pages; all if empty.
    pub pages: &'a [&'a str],
    /// Lights; daylight and 365 nm if empty. Those that the profile cannot take or the library has no captures of are left out.
    pub lights: &'a [Light],
    /// Whether files are kept small: colour at half the resolution and stronger compression.
    pub small: bool,
}

/// Draws the pages of a document under the lights wanted and takes captures of them. Progress counts captures.
pub(crate) fn exhibit(
    name: &str,
    title: &str,
    job: &Job,
    profile: Profile,
    selection: Selection<'_>,
    progress: &dyn Progress,
) -> Result<Exhibit, SpecimenError> {
    let account = job.account();
    let lights = if selection.lights.is_empty() { &LIGHTS[..] } else { selection.lights };
    let wanted: Vec<(&PageSpec, Light)> = job
        .series
        .pages
        .iter()
        .filter(|page| selection.pages.is_empty() || selection.pages.contains(&page.id))
        .flat_map(|page| lights.iter().map(move |light| (page, *light)))
        .filter(|(page, light)| page.lights.contains(light) && profile.lights().contains(light))
        .collect();
    let done = AtomicU64::new(0);
    let taken: Vec<Taken> = wanted
        .par_iter()
        .map(|(page, light)| {
            progress.report(done.fetch_add(1, Ordering::Relaxed), wanted.len() as u64)?;
            take(name, job, profile, page, *light, selection.small)
        })
        .collect::<Result<_, SpecimenError>>()?;
    let (mut captures, mut truths) = (Vec::new(), Vec::new());
    for one in taken {
        captures.extend(one.files);
        truths.push(one.truth);
    }
    let of_library = job.kind != ForgeryKind::Pseudo;
    let truth = Truth {
        format: FORMAT.to_owned(),
        name: name.to_owned(),
        title: title.to_owned(),
        reference: if of_library { Some(job.series.reference().ok_or(SpecimenError::Undrawable)?.id) } else { None },
        seed: job.seed,
        forgery: job.kind,
        fraud: job.kind.fraud(),
        alterations: account.alterations,
        must_differ: account.must_differ,
        detections: job.kind.detections().into_iter().filter(|found| found.item != forge::SEAL_ITEM || has_seal(job.series)).collect(),
        mrz: MrzTruth {
            page: job.series.mrz_page().map_or("", |page| page.id).to_owned(),
            lines: job.print.mrz.clone(),
            wrong_check_digits: mrz::wrong_check_digits(&job.print.mrz),
        },
        captures: truths,
    };
    Ok(Exhibit { captures, truth })
}

/// Whether documents of a series carry a signed seal.
fn has_seal(series: &Series) -> bool {
    series.reference().is_some_and(|reference| reference.has_feature(FeatureKind::Vds))
}

/// One capture with its mask, as files, and what is known about it.
struct Taken {
    files: Vec<(String, Vec<u8>)>,
    truth: CaptureTruth,
}

fn take(name: &str, job: &Job, profile: Profile, page: &PageSpec, light: Light, small: bool) -> Result<Taken, SpecimenError> {
    let seed = job.seed ^ page.id.bytes().fold(0, |sum, byte| sum * 31 + u64::from(byte));
    let mut effects = profile.effects(seed, light);
    if small {
        effects.chroma_halved = true;
        effects.jpeg_quality = effects.jpeg_quality.min(SMALL_QUALITY);
    }
    let page_dpi = effects.drawing_dpi().ok_or(SpecimenError::Undrawable)?;
    let drawn = job.page(page, light, page_dpi).ok_or(SpecimenError::Undrawable)?;
    let captured = capture::take(&drawn, page_dpi, page, &effects, seed).ok_or(SpecimenError::Undrawable)?;
    let file = format!("{name}.{}.{}.jpg", page.id, light.code());
    let chroma = if effects.chroma_halved { Chroma::Halved } else { Chroma::Full };
    let bytes = write_jpeg_in(&captured.picture, Resolution::square(effects.dpi), effects.jpeg_quality, chroma)?;
    let mut files = vec![(file.clone(), bytes)];
    let mut mask = None;
    if !job.kind.is_genuine() {
        let picture = forge::mask(job, page, light).ok_or(SpecimenError::Undrawable)?;
        if picture.pixels().any(|pixel| pixel.0[0] > 0) {
            let mask_file = format!("{name}.{}.{}.mask.png", page.id, light.code());
            files.push((mask_file.clone(), write_grey_png(&picture, Resolution::square(forge::MASK_DPI))?));
            mask = Some(mask_file);
        }
    }
    let truth = CaptureTruth {
        file,
        page: page.id.to_owned(),
        light,
        capture_from_page: captured.capture_from_page,
        page_from_capture: captured.capture_from_page.inverse().ok_or(SpecimenError::Undrawable)?,
        mask,
        effects,
    };
    Ok(Taken { files, truth })
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
        for (series, page, light) in [(0, 0, Light::Visible), (1, 0, Light::Transmitted), (2, 1, Light::Ir880)] {
            let series = design::ALL[series];
            let page = &series.pages[page];
            let file = shipped().join("library").join(series.id).join(reference_file(page.id, light));
            assert!(
                fs::read(&file).unwrap() == library_capture(series, page, light).unwrap(),
                "{} is out of date: write the set again",
                file.display()
            );
        }
        let series = design::ALL[0];
        let folder = shipped().join("library").join(series.id);
        let text = reference_toml::written(&series.reference().unwrap());
        assert_eq!(fs::read_to_string(folder.join("reference.toml")).unwrap(), text);
        for (name, der) in seal::certificates().unwrap() {
            assert!(fs::read(shipped().join("signers").join(&name)).unwrap() == der, "{name} is out of date: write the set again");
        }
    }

    #[test]
    fn the_shipped_exhibits_are_what_the_code_draws() {
        let (scanned, photographed) = ("q03-altered-date", Profile::Phone);
        for questioned in QUESTIONED {
            if questioned.name != scanned && questioned.profile != photographed {
                continue;
            }
            let again = tempfile::tempdir().unwrap();
            questioned.exhibit().unwrap().write(again.path()).unwrap();
            for entry in fs::read_dir(again.path()).unwrap() {
                let file = shipped().join("questioned").join(entry.as_ref().unwrap().file_name());
                assert!(
                    fs::read(&file).ok() == fs::read(entry.unwrap().path()).ok(),
                    "{} is out of date: write the set again",
                    file.display()
                );
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let card = design::ALL[2];
        let job = Job::new(ForgeryKind::AlteredDate, card, 9);
        let draw = || exhibit("x", "x", &job, Profile::Flatbed, ALL, &Unwatched).unwrap();
        let (first, second) = (draw(), draw());
        assert!(first.captures == second.captures && first.truth == second.truth);
    }

    #[test]
    fn an_altered_date_leaves_wrong_check_digits_and_nothing_else_does() {
        for series in design::ALL {
            for kind in ForgeryKind::ALL {
                let wrong = mrz::wrong_check_digits(&Job::new(*kind, series, 77).print.mrz);
                assert_eq!(wrong > 0, *kind == ForgeryKind::AlteredDate, "{kind:?} of {}", series.id);
            }
        }
    }
}
