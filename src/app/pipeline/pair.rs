//! Two pictures without a library: where one lies on the other.

use std::path::Path;
use std::time::{Duration, Instant};

use super::intake::{decode_problem, read_file, read_picture};
use crate::app::library::ReadyPages;
use crate::app::memory::decode_limits;
use crate::app::{Part, Problem, Watch};
use crate::domain::{Resolution, Sha256};
use crate::imaging::{NoFitReason, Picture, PreparedPage, RegisterError, RegisterParams, Registration, decode, register};

/// What a picture without a resolution is taken to have, in pixels per inch.
const ASSUMED_DPI: f64 = 300.0;

/// What laying one picture over another came to.
pub struct Pair {
    /// The questioned picture.
    pub questioned: Picture,
    /// The reference picture.
    pub reference: Picture,
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

/// Reads both pictures and lays the questioned one over the reference; what is made of the reference is kept in `ready` and taken from
/// there the next time.
///
/// # Errors
///
/// A picture that cannot be read; cancelled if `watch` asks to stop.
pub fn register_pair(questioned: &Path, reference: &Path, ready: Option<&ReadyPages>, watch: &dyn Watch) -> Result<Fitted, Problem> {
    let start = Instant::now();
    watch.stage("Reading both pictures");
    let questioned = read_picture(questioned, &Part::new(watch, 0, 3))?;
    let bytes = read_file(reference)?;
    let sum = Sha256::of(&bytes);
    let mut read = start.elapsed();
    let kept = ready.and_then(|ready| ready.get(sum));
    let prepared = match kept {
        Some(prepared) => prepared,
        None => {
            let name = reference.display().to_string();
            let picture = decode(&bytes, &decode_limits(), &Part::new(watch, 1, 3)).map_err(|error| decode_problem(&name, error))?;
            read = start.elapsed();
            let (picture, resolution) = with_resolution(picture, None)?;
            let prepared = PreparedPage::new(&picture, resolution, None, &RegisterParams::default());
            if let Some(ready) = ready {
                ready.keep(sum, &prepared);
            }
            prepared
        }
    };
    let made = start.elapsed();
    let fit = fitted(&questioned, &prepared, watch)?;
    Ok(Fitted { fit, timing_ms: timing([read, made, start.elapsed()]) })
}

/// Lays one over the other; the outer error is a cancel.
fn fitted(questioned: &Picture, reference: &PreparedPage, watch: &dyn Watch) -> Result<Result<Registration, NoFitReason>, Problem> {
    watch.stage("Laying one over the other");
    match register(questioned, reference, &RegisterParams::default(), &Part::new(watch, 2, 3)) {
        Ok(registration) => Ok(Ok(registration)),
        Err(RegisterError::NoFit { reason, .. }) => Ok(Err(reason)),
        Err(RegisterError::Cancelled(cancelled)) => Err(cancelled.into()),
    }
}

/// A reference picture with its resolution: what its file says, else what is `told`, else a usual one.
fn with_resolution(mut picture: Picture, told: Option<Resolution>) -> Result<(Picture, Resolution), Problem> {
    let stated = picture.info.resolution.or(told).or_else(|| Resolution::square(ASSUMED_DPI));
    let resolution = stated.ok_or_else(|| Problem::system("A resolution is missing."))?;
    picture.info.resolution = Some(resolution);
    Ok((picture, resolution))
}

/// How long each step took, in ms, of the times at which they ended.
fn timing(ends: [Duration; 3]) -> [f64; 3] {
    let [read, made, laid] = ends;
    [read, made.saturating_sub(read), laid.saturating_sub(made)].map(|time| (time.as_secs_f64() * 1e6).round() / 1e3)
}

/// Reads both pictures and lays the questioned one over the reference, whose resolution is `told` if its file does not say; also returns
/// what was prepared.
///
/// # Errors
///
/// As for [`register_pair`].
pub(super) fn register_at(
    questioned: &Path,
    reference: &Path,
    told: Option<Resolution>,
    watch: &dyn Watch,
) -> Result<(Pair, PreparedPage), Problem> {
    let start = Instant::now();
    watch.stage("Reading both pictures");
    let questioned = read_picture(questioned, &Part::new(watch, 0, 3))?;
    let reference = read_picture(reference, &Part::new(watch, 1, 3))?;
    let read = start.elapsed();
    let (reference, resolution) = with_resolution(reference, told)?;
    let prepared = PreparedPage::new(&reference, resolution, None, &RegisterParams::default());
    let made = start.elapsed();
    let fit = fitted(&questioned, &prepared, watch)?;
    Ok((Pair { questioned, reference, resolution, fit, timing_ms: timing([read, made, start.elapsed()]) }, prepared))
}
