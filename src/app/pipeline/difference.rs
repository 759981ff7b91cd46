//! Where a picture departs from another all over: two files, several genuine specimens, or a capture of a case.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use image::RgbImage;
use serde::Deserialize;

use super::intake::{decode_problem, read_file};
use super::pair::{Pair, register_at};
use crate::app::library::ReferencePage;
use crate::app::memory::decode_limits;
use crate::app::problem::sentence;
use crate::app::settings::write_beside;
use crate::app::{Part, Problem, Watch};
use crate::domain::{Content, Homography, Page, PageFromCapture, RectMm, Resolution, Sha256, SizeMm};
use crate::imaging::{
    CompareParams, Differences, Laid, Picture, RegisterError, RegisterParams, Registration, decode, difference_map, register, warp_to_page,
    write_grey_png,
};

/// Endings of the files that are taken for pictures of specimens.
const PICTURES: &[&str] = &["bmp", "j2k", "jp2", "jpeg", "jpg", "pdf", "png", "tif", "tiff", "webp"];
/// Specimens that are compared with at most; more cost time and tell little.
const MOST_SPECIMENS: usize = 32;

/// The zones of a page, from a file: `{"dpi": …, "zones": {NAME: {"kind": …, "mm": [x, y, w, h]}}}`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ZonesFile {
    /// Pixels per inch of the reference picture, if its file does not say.
    pub dpi: Option<f64>,
    /// The zones by name.
    pub zones: BTreeMap<String, NamedZone>,
}

/// One zone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NamedZone {
    /// What it holds: `personal` and `serial` differ from holder to holder, so only the print beneath is judged; all else is the same.
    pub kind: String,
    /// Left, top, width and height in mm from the top left corner of the page.
    pub mm: [f64; 4],
}

impl ZonesFile {
    /// Reads the zones of a page from `file`.
    ///
    /// # Errors
    ///
    /// Bad input if it cannot be read or is no such list.
    pub fn read(file: &Path) -> Result<Self, Problem> {
        let wrong = |why: String| {
            Problem::bad_input(format!("{} is no list of zones: {why}.", file.display()))
                .hint("Write {\"dpi\": …, \"zones\": {NAME: {\"kind\": \"fixed\" or \"personal\", \"mm\": [x, y, w, h]}}}.")
        };
        let zones: Self = serde_json::from_slice(&read_file(file)?).map_err(|error| wrong(error.to_string()))?;
        let is_sound = |zone: &NamedZone| zone.mm.iter().all(|mm| mm.is_finite()) && zone.mm[2] > 0.0 && zone.mm[3] > 0.0;
        match zones.zones.iter().find(|(_, zone)| !is_sound(zone)) {
            Some((name, _)) => Err(wrong(format!("the zone {name} has no area"))),
            None if zones.dpi.is_some_and(|dpi| Resolution::square(dpi).is_none()) => Err(wrong("its dpi is out of range".to_owned())),
            None => Ok(zones),
        }
    }

    /// Where only the print beneath is judged.
    fn left_out(&self) -> Vec<RectMm> {
        self.zones.values().filter(|zone| matches!(zone.kind.as_str(), "personal" | "serial")).map(|zone| zone.mm.into()).collect()
    }

    /// The zone that `area` shares most with.
    pub fn around(&self, area: RectMm) -> Option<&str> {
        let shared = self.zones.iter().filter_map(|(name, zone)| Some((name, area.intersection(zone.mm.into())?.area())));
        shared.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(name, _)| name.as_str())
    }
}

/// A further genuine specimen that was not compared with, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its file.
    pub file: PathBuf,
    /// Why, as a sentence.
    pub reason: String,
}

/// What comparing two pictures came to.
pub struct PairDifference {
    /// The pictures and how they fit.
    pub pair: Pair,
    /// Where they differ; `None` if they do not fit.
    pub differences: Option<Differences>,
    /// How many further genuine specimens were compared with.
    pub specimens: usize,
    /// Those that were not.
    pub left_out: Vec<LeftOut>,
    /// Time for the specimens and for the comparison, in ms.
    pub timing_ms: [f64; 2],
}

/// Compares two pictures all over; with `specimens`, a folder, also with further genuine specimens of the series.
///
/// # Errors
///
/// Bad input if a picture cannot be read, or the folder has none; cancelled if `watch` asks to stop. A specimen that does not fit or
/// cannot be read is left out, and the result says so.
pub fn compare_pair(
    questioned: &Path,
    reference: &Path,
    specimens: Option<&Path>,
    zones: &ZonesFile,
    watch: &dyn Watch,
) -> Result<PairDifference, Problem> {
    let files = specimens.map(pictures_in).transpose()?.unwrap_or_default();
    let parts = 2 + usize::from(!files.is_empty());
    let told = zones.dpi.and_then(Resolution::square);
    let (pair, prepared) = register_at(questioned, reference, told, &Stage { watch, index: 0, of: parts })?;
    let Ok(fit) = &pair.fit else {
        return Ok(PairDifference { pair, differences: None, specimens: 0, left_out: Vec::new(), timing_ms: [0.0; 2] });
    };
    let start = Instant::now();
    let (mut held, mut left_out): (Vec<(Picture, Registration)>, Vec<LeftOut>) = (Vec::new(), Vec::new());
    let known = [Sha256::of(&read_file(questioned)?), Sha256::of(&read_file(reference)?)];
    watch.stage("Laying the specimens over it");
    for (index, file) in files.iter().enumerate() {
        let progress = Stage { watch, index: 1, of: parts };
        let progress = Part::new(&progress, index, files.len());
        let bytes = match read_file(file) {
            Ok(bytes) => bytes,
            Err(problem) => {
                left_out.push(LeftOut { file: file.clone(), reason: problem.message });
                continue;
            }
        };
        let sum = Sha256::of(&bytes);
        if sum == known[1] {
            continue;
        }
        let specimen = if sum == known[0] {
            // What is in question cannot vouch for itself.
            Err("It is the questioned picture itself.".to_owned())
        } else {
            match decode(&bytes, &decode_limits(), &progress).map_err(|error| decode_problem(&file.display().to_string(), error)) {
                Err(problem) if problem.kind == crate::app::ProblemKind::Cancelled => return Err(problem),
                Err(problem) => Err(problem.message),
                Ok(picture) => match register(&picture, &prepared, &RegisterParams::default(), &progress) {
                    Ok(registration) => Ok((picture, registration)),
                    Err(RegisterError::NoFit { reason, .. }) => {
                        Err(format!("It does not fit the reference: {}.", reason.title().to_lowercase()))
                    }
                    Err(RegisterError::Cancelled(cancelled)) => return Err(cancelled.into()),
                },
            }
        };
        match specimen {
            Ok(specimen) => held.push(specimen),
            Err(reason) => left_out.push(LeftOut { file: file.clone(), reason }),
        }
    }
    let laid = start.elapsed();
    watch.stage("Comparing");
    let genuine: Vec<Laid<'_>> = held.iter().map(|(picture, registration)| Laid { picture, registration }).collect();
    let progress = Stage { watch, index: parts - 1, of: parts };
    let differences = difference_map(
        Laid { picture: &pair.questioned, registration: fit },
        &pair.reference,
        pair.resolution,
        &zones.left_out(),
        &genuine,
        &CompareParams::default(),
        &progress,
    )?;
    let timing_ms = [laid, start.elapsed().saturating_sub(laid)].map(|time| (time.as_secs_f64() * 1e6).round() / 1e3);
    Ok(PairDifference { specimens: genuine.len(), differences: Some(differences), left_out, timing_ms, pair })
}

/// Writes a heat map to `file`, or nothing at all.
///
/// # Errors
///
/// A system failure if it cannot be written.
pub fn write_heat(differences: &Differences, resolution: Resolution, file: &Path) -> Result<(), Problem> {
    let bytes = write_grey_png(&differences.heat, Some(resolution)).map_err(|error| Problem::system(sentence(&error.to_string())))?;
    write_beside(file, &bytes)
}

/// Compares a capture with a page of the library all over; zones that differ from holder to holder are judged by the
/// print beneath.
///
/// # Errors
///
/// Cancelled if `watch` asks to stop.
pub fn compare_capture(
    questioned: &Picture,
    page_from_capture: PageFromCapture,
    reference: &ReferencePage,
    page: Option<&Page>,
    watch: &dyn Watch,
) -> Result<Differences, Problem> {
    let zones = page.map(|page| page.zones.as_slice()).unwrap_or_default();
    let left_out: Vec<RectMm> = zones.iter().filter(|zone| zone.content != Content::Fixed).map(|zone| zone.area).collect();
    let (width, height) = (f64::from(questioned.rgb.width()), f64::from(questioned.rgb.height()));
    let at = |x: f64, y: f64| page_from_capture.0.apply(x, y);
    // How many mm of the page a pixel in the middle of the capture covers.
    let (here, right, below) = (at(width / 2.0, height / 2.0), at(width / 2.0 + 1.0, height / 2.0), at(width / 2.0, height / 2.0 + 1.0));
    let area = ((right.0 - here.0) * (below.1 - here.1) - (right.1 - here.1) * (below.0 - here.0)).abs();
    let Some(reference_from_page) = Homography::page_from_picture(reference.resolution).inverse() else {
        return Err(Problem::system("The reference has no resolution."));
    };
    let registration = Registration {
        reference_from_questioned: reference_from_page.after(&page_from_capture.0),
        inliers: 0,
        residual_px: 0.0,
        residual_mm: 0.0,
        bend: None,
        coverage: 1.0,
        sampling_ppi: crate::domain::MM_PER_INCH / area.sqrt().max(1e-4),
    };
    let laid = Laid { picture: questioned, registration: &registration };
    Ok(difference_map(laid, &reference.picture, reference.resolution, &left_out, &[], &CompareParams::default(), watch)?)
}

/// A map of difference with the questioned rendered onto the reference, for [`HeatColours`](crate::imaging::HeatColours) of any
/// tolerance; of the size of the reference picture.
pub fn with_questioned(
    differences: &Differences,
    questioned: &Picture,
    page_from_capture: PageFromCapture,
    page: SizeMm,
    reference: Resolution,
) -> RgbImage {
    let area = RectMm::new(0.0, 0.0, page.width, page.height);
    differences.with(&warp_to_page(&questioned.rgb, page_from_capture, page, area, reference.x), reference)
}

/// The pictures in a folder, by name.
fn pictures_in(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| Problem::reading(folder, &error))? {
        let path = entry.map_err(|error| Problem::reading(folder, &error))?.path();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if ending.is_some_and(|ending| PICTURES.contains(&ending.as_str())) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(Problem::bad_input(format!("There is no picture in {}.", folder.display()))
            .hint("Name a folder with pictures of genuine specimens of the series."));
    }
    if files.len() > MOST_SPECIMENS {
        return Err(Problem::new(
            crate::app::ProblemKind::Limit,
            format!("There are {} pictures in {}, and {MOST_SPECIMENS} are compared with at most.", files.len(), folder.display()),
        )
        .hint("Choose the best of them."));
    }
    Ok(files)
}

/// One of the stages of a comparison.
struct Stage<'a> {
    watch: &'a dyn Watch,
    index: usize,
    of: usize,
}

impl crate::domain::Progress for Stage<'_> {
    fn report(&self, done: u64, total: u64) -> Result<(), crate::domain::Cancelled> {
        Part::new(self.watch, self.index, self.of).report(done, total)
    }
}

impl Watch for Stage<'_> {
    fn stage(&self, label: &str) {
        self.watch.stage(label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_and_personal_ones_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zones.json");
        let text = r#"{"dpi": 300, "zones": {"photo": {"kind": "personal", "mm": [5, 5, 30, 40]}, "seal": {"kind": "fixed", "mm": [60, 5, 20, 20]}}}"#;
        std::fs::write(&file, text).unwrap();
        let zones = ZonesFile::read(&file).unwrap();
        assert_eq!(zones.left_out(), [RectMm::new(5.0, 5.0, 30.0, 40.0)]);
        assert_eq!(zones.around(RectMm::new(55.0, 10.0, 10.0, 10.0)), Some("seal"));
        assert_eq!(zones.around(RectMm::new(90.0, 60.0, 2.0, 2.0)), None);
    }

    #[test]
    fn zones_without_an_area_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zones.json");
        std::fs::write(&file, r#"{"zones": {"seal": {"kind": "fixed", "mm": [60, 5, 0, 20]}}}"#).unwrap();
        let problem = ZonesFile::read(&file).unwrap_err();
        assert!(problem.message.contains("zones.json") && problem.message.contains("seal"), "{problem:?}");
    }
}
