//! Machine-readable zones in real pictures with known text. They are not part of the project; without them this says so.

use std::path::Path;

use guilloche::app::model::{ScoredPicture, score};
use guilloche::domain::Unwatched;

/// The pictures of a set; `None` with a word if they are not there.
fn scored(set: &str) -> Option<Vec<ScoredPicture>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(set);
    if !folder.is_dir() {
        eprintln!("left out: ../shared/data/{set} is not there");
        return None;
    }
    Some(score(&folder, &Unwatched).unwrap())
}

/// Whether at least so many are read right, nothing is read where there is no zone, and what is read wrong says that it is doubtful.
fn holds(set: &str, least: usize) {
    let Some(scored) = scored(set) else { return };
    let right = scored.iter().filter(|scored| scored.has_zone && scored.right).count();
    let wrong: Vec<_> = scored.iter().filter(|scored| !scored.right).map(|scored| (&scored.file, scored.doubtful)).collect();
    assert!(right >= least, "{right} right; wrong: {wrong:?}");
    assert!(scored.iter().all(|scored| scored.has_zone || !scored.was_read), "{wrong:?}");
    let silent = scored.iter().filter(|scored| scored.was_read && !scored.right && scored.doubtful == 0).count();
    assert_eq!(silent, 0, "{wrong:?}");
}

#[test]
fn scans_and_photographs_are_read() {
    holds("mrz", 40);
}

#[test]
fn damaged_scans_are_read() {
    holds("mrz-degraded", 38);
}
