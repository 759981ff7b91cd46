//! Two pictures without a library: where one lies on the other.

use std::path::Path;
use std::time::Instant;

use super::intake::read_picture;
use crate::app::{Part, Problem, Watch};
use crate::domain::Resolution;
use crate::imaging::{NoFitReason, Picture, PreparedPage, RegisterError, RegisterParams, Registration, register};

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

/// Reads both pictures and lays the questioned one over the reference.
///
/// # Errors
///
/// A picture that cannot be read; cancelled if `watch` asks to stop.
pub fn register_pair(questioned: &Path, reference: &Path, watch: &dyn Watch) -> Result<Pair, Problem> {
    register_at(questioned, reference, None, watch).map(|(pair, _)| pair)
}

/// The same, where the resolution of the reference is `told` if its file does not say; also returns what was prepared.
pub(super) fn register_at(
    questioned: &Path,
    reference: &Path,
    told: Option<Resolution>,
    watch: &dyn Watch,
) -> Result<(Pair, PreparedPage), Problem> {
    let start = Instant::now();
    watch.stage("Reading both pictures");
    let questioned = read_picture(questioned, &Part::new(watch, 0, 3))?;
    let mut reference = read_picture(reference, &Part::new(watch, 1, 3))?;
    let read = start.elapsed();
    let stated = reference.info.resolution.or(told).or_else(|| Resolution::square(ASSUMED_DPI));
    let resolution = stated.ok_or_else(|| Problem::system("A resolution is missing."))?;
    reference.info.resolution = Some(resolution);
    let params = RegisterParams::default();
    let prepared = PreparedPage::new(&reference, resolution, None, &params);
    let ready = start.elapsed();
    watch.stage("Laying one over the other");
    let fit = match register(&questioned, &prepared, &params, &Part::new(watch, 2, 3)) {
        Ok(registration) => Ok(registration),
        Err(RegisterError::NoFit { reason, .. }) => Err(reason),
        Err(RegisterError::Cancelled(cancelled)) => return Err(cancelled.into()),
    };
    let timing_ms =
        [read, ready.saturating_sub(read), start.elapsed().saturating_sub(ready)].map(|time| (time.as_secs_f64() * 1e6).round() / 1e3);
    Ok((Pair { questioned, reference, resolution, fit, timing_ms }, prepared))
}
