//! Pictures without a library: where one lies on another.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::intake::{decode_problem, read_file, read_picture};
use crate::app::library::ReadyPages;
use crate::app::memory::decode_limits;
use crate::app::{Part, Problem, Watch};
use crate::domain::{Resolution, Sha256};
use crate::imaging::{NoFitReason, Picture, PreparedPage, RegisterError, RegisterParams, Registration, decode, register};

/// What a picture without a resolution is taken to have, in pixels per inch.
const ASSUMED_DPI: f64 = 300.0;
/// References that are held ready in a run; a page of 600 dpi takes about 1 MB.
const MOST_HELD: usize = 16;

/// A questioned picture and the reference that it is laid on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairOfFiles {
    /// The file of the questioned picture.
    pub questioned: PathBuf,
    /// The file of the reference picture, which shows the page edge to edge.
    pub reference: PathBuf,
}

impl PairOfFiles {
    /// Reads a list of pairs: one a line, the questioned picture and its reference, with a tab between. Empty lines are passed over.
    ///
    /// # Errors
    ///
    /// Bad input if `list` cannot be read, names no pair, or a line is no pair; the message gives its number.
    pub fn listed(list: &Path) -> Result<Vec<Self>, Problem> {
        let wrong = |why: String| {
            Problem::bad_input(format!("{} is no list of pairs: {why}.", list.display()))
                .hint("Write one pair a line: the questioned picture, a tab, the reference picture.")
        };
        let text = String::from_utf8(read_file(list)?).map_err(|error| wrong(error.to_string()))?;
        let pair = |(place, line): (usize, &str)| {
            let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
            match fields.as_slice() {
                [questioned, reference] if !questioned.is_empty() && !reference.is_empty() => {
                    Ok(Self { questioned: questioned.into(), reference: reference.into() })
                }
                _ => Err(wrong(format!("line {} does not hold two paths with a tab between", place + 1))),
            }
        };
        let pairs: Vec<Self> = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(pair).collect::<Result<_, _>>()?;
        if pairs.is_empty() { Err(wrong("it is empty".to_owned())) } else { Ok(pairs) }
    }

    /// A pair of each of `pictures` but the last with the last, which is their reference.
    ///
    /// # Errors
    ///
    /// Bad use if there are fewer than two.
    pub fn with_the_last(pictures: &[PathBuf]) -> Result<Vec<Self>, Problem> {
        match pictures.split_last() {
            Some((reference, questioned)) if !questioned.is_empty() => {
                Ok(questioned.iter().map(|questioned| Self { questioned: questioned.clone(), reference: reference.clone() }).collect())
            }
            _ => {
                Err(Problem::bad_use("A reference picture is missing.").hint("Name the questioned pictures first and the reference last."))
            }
        }
    }
}

/// What laying one picture over another came to.
pub struct Pair {
    /// The questioned picture.
    pub questioned: Picture,
    /// The reference picture.
    pub reference: Arc<Picture>,
    /// The pixels per inch of the reference.
    pub resolution: Resolution,
    /// How they fit, or why not.
    pub fit: Result<Registration, NoFitReason>,
    /// Time for reading both pictures, preparing the reference, and laying over, in ms.
    pub timing_ms: [f64; 3],
}

/// Where a questioned picture lies on a reference picture.
pub struct Fitted {
    /// How they fit, or why not.
    pub fit: Result<Registration, NoFitReason>,
    /// Time for reading both pictures, preparing the reference, and laying over, in ms.
    pub timing_ms: [f64; 3],
}

/// The references of a run: each is read and made ready once, whatever is laid on it.
#[derive(Default)]
pub struct References {
    ready: Option<ReadyPages>,
    /// The latest last.
    held: Vec<(PathBuf, Arc<PreparedPage>)>,
}

impl References {
    /// None yet. What is made of them is kept in `ready` and taken from there in the next run.
    pub fn kept_in(ready: Option<ReadyPages>) -> Self {
        Self { ready, held: Vec::new() }
    }

    /// Reads both pictures and lays the questioned one over the reference, which is not read again if it was laid on before.
    ///
    /// # Errors
    ///
    /// A picture that cannot be read; cancelled if `watch` asks to stop.
    pub fn register(&mut self, pair: &PairOfFiles, watch: &dyn Watch) -> Result<Fitted, Problem> {
        let start = Instant::now();
        watch.stage("Reading both pictures");
        let questioned = read_picture(&pair.questioned, &Part::new(watch, 0, 3))?;
        let asked = start.elapsed();
        let (prepared, took) = self.prepared(&pair.reference, watch)?;
        let made = start.elapsed();
        let fit = fitted(&questioned, &prepared, watch)?;
        Ok(Fitted { fit, timing_ms: timing([asked + took, made, start.elapsed()]) })
    }

    /// The page that is made of a reference, and the time for reading its picture.
    fn prepared(&mut self, reference: &Path, watch: &dyn Watch) -> Result<(Arc<PreparedPage>, Duration), Problem> {
        if let Some(place) = self.held.iter().position(|(held, _)| held == reference) {
            let held = self.held.remove(place);
            let page = Arc::clone(&held.1);
            self.held.push(held);
            return Ok((page, Duration::ZERO));
        }
        let start = Instant::now();
        let bytes = read_file(reference)?;
        // It only finds what is kept again, and a picture of 600 dpi takes SHA-256 longer than all else that is left to do.
        let sum = Sha256::of(blake3::hash(&bytes).as_bytes());
        let mut read = start.elapsed();
        let prepared = match self.ready.as_ref().and_then(|ready| ready.get(sum)) {
            Some(prepared) => prepared,
            None => {
                let name = reference.display().to_string();
                let picture = decode(&bytes, &decode_limits(), &Part::new(watch, 1, 3)).map_err(|error| decode_problem(&name, error))?;
                read = start.elapsed();
                let (picture, resolution) = with_resolution(picture, None)?;
                let prepared = PreparedPage::new(&picture, resolution, None, &RegisterParams::default());
                if let Some(ready) = &self.ready {
                    ready.keep(sum, &prepared);
                }
                prepared
            }
        };
        let prepared = Arc::new(prepared);
        if self.held.len() >= MOST_HELD {
            self.held.remove(0);
        }
        self.held.push((reference.to_owned(), Arc::clone(&prepared)));
        Ok((prepared, read))
    }
}

/// Lays one over the other; the outer error is a cancel.
pub(super) fn fitted(
    questioned: &Picture,
    reference: &PreparedPage,
    watch: &dyn Watch,
) -> Result<Result<Registration, NoFitReason>, Problem> {
    watch.stage("Laying one over the other");
    match register(questioned, reference, &RegisterParams::default(), &Part::new(watch, 2, 3)) {
        Ok(registration) => Ok(Ok(registration)),
        Err(RegisterError::NoFit { reason, .. }) => Ok(Err(reason)),
        Err(RegisterError::Cancelled(cancelled)) => Err(cancelled.into()),
    }
}

/// A reference picture with its resolution: what its file says, else what is `told`, else a usual one.
pub(super) fn with_resolution(mut picture: Picture, told: Option<Resolution>) -> Result<(Picture, Resolution), Problem> {
    let stated = picture.info.resolution.or(told).or_else(|| Resolution::square(ASSUMED_DPI));
    let resolution = stated.ok_or_else(|| Problem::system("A resolution is missing."))?;
    picture.info.resolution = Some(resolution);
    Ok((picture, resolution))
}

/// Reads both pictures and lays the questioned one over the reference, whose resolution is `told` if its file does not say.
///
/// # Errors
///
/// As for [`References::register`].
pub(super) fn register_at(questioned: &Path, reference: &Path, told: Option<Resolution>, watch: &dyn Watch) -> Result<Pair, Problem> {
    let start = Instant::now();
    watch.stage("Reading both pictures");
    let questioned = read_picture(questioned, &Part::new(watch, 0, 3))?;
    let reference = read_picture(reference, &Part::new(watch, 1, 3))?;
    let read = start.elapsed();
    let (reference, resolution) = with_resolution(reference, told)?;
    let prepared = PreparedPage::new(&reference, resolution, None, &RegisterParams::default());
    let made = start.elapsed();
    let fit = fitted(&questioned, &prepared, watch)?;
    Ok(Pair { questioned, reference: Arc::new(reference), resolution, fit, timing_ms: timing([read, made, start.elapsed()]) })
}

/// How long each step took, in ms, of the times at which they ended.
pub(super) fn timing(ends: [Duration; 3]) -> [f64; 3] {
    let [read, made, laid] = ends;
    [read, made.saturating_sub(read), laid.saturating_sub(made)].map(|time| (time.as_secs_f64() * 1e6).round() / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Result<Vec<PairOfFiles>, Problem> {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("pairs.txt");
        std::fs::write(&list, text).unwrap();
        PairOfFiles::listed(&list)
    }

    #[test]
    fn a_list_of_pairs_is_read_line_by_line() {
        let pair = |questioned: &str, reference: &str| PairOfFiles { questioned: questioned.into(), reference: reference.into() };
        assert_eq!(listed("a b.jpg\tr.png\r\n\n c.jpg \t r.png\n").unwrap(), [pair("a b.jpg", "r.png"), pair("c.jpg", "r.png")]);
    }

    #[test]
    fn a_line_that_is_no_pair_is_named_by_its_number() {
        for (text, part) in [("a\tb\nc.jpg\n", "line 2"), ("a\t\n", "line 1"), ("\n\na\tb\tc\n", "line 3"), ("\n", "empty")] {
            let problem = listed(text).unwrap_err();
            assert!(problem.message.contains(part) && problem.message.contains("pairs.txt"), "{problem:?}");
        }
        assert!(PairOfFiles::with_the_last(&["one.jpg".into()]).is_err());
    }
}
