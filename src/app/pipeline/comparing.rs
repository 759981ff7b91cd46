//! Where questioned pictures depart from a reference picture all over: two files, or several genuine specimens.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::difference::ZonesFile;
use super::intake::{decode_problem, read_file};
use super::pair::{Pair, PairOfFiles, fitted, timing, with_resolution};
use crate::app::memory::decode_limits;
use crate::app::{Part, Problem, ProblemKind, Watch};
use crate::domain::{Cancelled, Progress, Resolution, Sha256};
use crate::imaging::{
    CompareParams, Differences, Laid, Picture, PreparedPage, RegisterError, RegisterParams, Registration, decode, difference_map, register,
};

/// Endings of the files that are taken for pictures of specimens.
const PICTURES: &[&str] = &["bmp", "j2k", "jp2", "jpeg", "jpg", "pdf", "png", "tif", "tiff", "webp"];
/// Specimens that are compared with at most; more cost time and tell little.
const MOST_SPECIMENS: usize = 32;

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

/// Compares questioned pictures with a reference all over; with a folder of specimens, also with further genuine ones of the series.
///
/// The reference that was compared with last is held, with the specimens laid over it.
pub struct Comparing {
    files: Vec<PathBuf>,
    zones: ZonesFile,
    held: Option<Held>,
}

/// A reference, and what is laid over it.
struct Held {
    file: PathBuf,
    sum: Sha256,
    picture: Arc<Picture>,
    resolution: Resolution,
    prepared: PreparedPage,
    /// The time that making it ready took and that no result has told of yet.
    made_in: Duration,
    /// By number of the file; those that were needed so far.
    specimens: BTreeMap<usize, Specimen>,
}

/// A further genuine specimen laid over the reference, or why it is left out.
enum Specimen {
    Laid(Box<(Picture, Registration)>),
    LeftOut(String),
}

impl Comparing {
    /// Compares with the specimens in a folder, if one is given, and with the zones of the page.
    ///
    /// # Errors
    ///
    /// Bad input if there is no picture in the folder, a limit if there are too many.
    pub fn new(specimens: Option<&Path>, zones: ZonesFile) -> Result<Self, Problem> {
        Ok(Self { files: specimens.map(pictures_in).transpose()?.unwrap_or_default(), zones, held: None })
    }

    /// The zones of the page.
    pub fn zones(&self) -> &ZonesFile {
        &self.zones
    }

    /// Compares one picture.
    ///
    /// # Errors
    ///
    /// Bad input if a picture cannot be read; cancelled if `watch` asks to stop. A specimen that does not fit or cannot be read is left
    /// out, and the result says so.
    pub fn compare(&mut self, files: &PairOfFiles, watch: &dyn Watch) -> Result<PairDifference, Problem> {
        let parts = 2 + usize::from(!self.files.is_empty());
        let part = |index| Stage { watch, index, of: parts };
        let start = Instant::now();
        watch.stage("Reading both pictures");
        let bytes = read_file(&files.questioned)?;
        let name = files.questioned.display().to_string();
        let questioned = decode(&bytes, &decode_limits(), &Part::new(&part(0), 0, 3)).map_err(|error| decode_problem(&name, error))?;
        let own = Sha256::of(&bytes);
        drop(bytes);
        let held = match self.held.take().filter(|held| held.file == files.reference) {
            Some(held) => held,
            None => Held::read(&files.reference, self.zones.dpi.and_then(Resolution::square), &Part::new(&part(0), 1, 3))?,
        };
        let held = self.held.insert(held);
        let made = start.elapsed();
        let fit = fitted(&questioned, &held.prepared, &part(0))?;
        let prepare = std::mem::take(&mut held.made_in);
        let timing_ms = timing([made.saturating_sub(prepare), made, start.elapsed()]);
        let pair = Pair { questioned, reference: Arc::clone(&held.picture), resolution: held.resolution, fit, timing_ms };
        let Ok(fit) = &pair.fit else {
            return Ok(PairDifference { pair, differences: None, specimens: 0, left_out: Vec::new(), timing_ms: [0.0; 2] });
        };
        let start = Instant::now();
        watch.stage("Laying the specimens over it");
        let mut left_out: Vec<LeftOut> = Vec::new();
        let mut used: Vec<usize> = Vec::new();
        for (index, file) in self.files.iter().enumerate() {
            let mut leave_out = |reason: String| left_out.push(LeftOut { file: file.clone(), reason });
            let bytes = match read_file(file) {
                Ok(bytes) => bytes,
                Err(problem) => {
                    leave_out(problem.message);
                    continue;
                }
            };
            let sum = Sha256::of(&bytes);
            if sum == held.sum {
                continue;
            }
            if sum == own {
                // What is in question cannot vouch for itself.
                leave_out("It is the questioned picture itself.".to_owned());
                continue;
            }
            match held.specimen(index, file, &bytes, &Part::new(&part(1), index, self.files.len()))? {
                Specimen::Laid(_) => used.push(index),
                Specimen::LeftOut(reason) => leave_out(reason.clone()),
            }
        }
        let laid = start.elapsed();
        watch.stage("Comparing");
        let genuine: Vec<Laid<'_>> = used
            .iter()
            .filter_map(|index| match held.specimens.get(index)? {
                Specimen::Laid(specimen) => Some(Laid { picture: &specimen.0, registration: &specimen.1 }),
                Specimen::LeftOut(_) => None,
            })
            .collect();
        let differences = difference_map(
            Laid { picture: &pair.questioned, registration: fit },
            &pair.reference,
            pair.resolution,
            &self.zones.left_out(),
            &genuine,
            &CompareParams::default(),
            &part(parts - 1),
        )?;
        let timing_ms = [laid, start.elapsed().saturating_sub(laid)].map(|time| (time.as_secs_f64() * 1e6).round() / 1e3);
        Ok(PairDifference { specimens: genuine.len(), differences: Some(differences), left_out, timing_ms, pair })
    }
}

impl Held {
    /// Reads a reference picture, whose resolution is `told` if its file does not say, and makes it ready.
    fn read(file: &Path, told: Option<Resolution>, progress: &dyn Progress) -> Result<Self, Problem> {
        let bytes = read_file(file)?;
        let name = file.display().to_string();
        let picture = decode(&bytes, &decode_limits(), progress).map_err(|error| decode_problem(&name, error))?;
        let start = Instant::now();
        let (picture, resolution) = with_resolution(picture, told)?;
        let prepared = PreparedPage::new(&picture, resolution, None, &RegisterParams::default());
        Ok(Self {
            file: file.to_owned(),
            sum: Sha256::of(&bytes),
            picture: Arc::new(picture),
            resolution,
            prepared,
            made_in: start.elapsed(),
            specimens: BTreeMap::new(),
        })
    }

    /// The specimen number `index`, laid over the reference when it is first needed; the error is a cancel.
    fn specimen(&mut self, index: usize, file: &Path, bytes: &[u8], progress: &dyn Progress) -> Result<&Specimen, Problem> {
        use std::collections::btree_map::Entry;
        let place = match self.specimens.entry(index) {
            Entry::Occupied(held) => return Ok(held.into_mut()),
            Entry::Vacant(place) => place,
        };
        let picture = decode(bytes, &decode_limits(), progress).map_err(|error| decode_problem(&file.display().to_string(), error));
        Ok(place.insert(match picture {
            Err(problem) if problem.kind == ProblemKind::Cancelled => return Err(problem),
            Err(problem) => Specimen::LeftOut(problem.message),
            Ok(picture) => match register(&picture, &self.prepared, &RegisterParams::default(), progress) {
                Ok(registration) => Specimen::Laid(Box::new((picture, registration))),
                Err(RegisterError::NoFit { reason, .. }) => {
                    Specimen::LeftOut(format!("It does not fit the reference: {}.", reason.title().to_lowercase()))
                }
                Err(RegisterError::Cancelled(cancelled)) => return Err(cancelled.into()),
            },
        }))
    }
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
            ProblemKind::Limit,
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

impl Progress for Stage<'_> {
    fn report(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        Part::new(self.watch, self.index, self.of).report(done, total)
    }
}

impl Watch for Stage<'_> {
    fn stage(&self, label: &str) {
        self.watch.stage(label);
    }
}
