//! The folder of pyramid files: their names, and how it stays below a size.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::PyramidKey;
use super::file::VERSION;
use crate::imaging::Depth;

/// How the names of pyramid files end; nothing else in the folder is ever touched.
pub(super) const SUFFIX: &str = ".pyramid";

/// How the name of a file begins that is still being written.
pub(super) const UNFINISHED: &str = "unfinished-";

/// Removes what a process that was killed left half-written. One process at a time writes to a folder.
pub(super) fn clear_unfinished(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)?.filter_map(Result::ok) {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(UNFINISHED) && name.ends_with(SUFFIX)) {
            // One that cannot be removed only takes space, and counts towards the size of the folder.
            fs::remove_file(entry.path()).ok();
        }
    }
    Ok(())
}

/// Where the pyramid of `key` lies in `folder`.
pub(super) fn path_of(folder: &Path, key: PyramidKey) -> PathBuf {
    let bits = match key.depth {
        Depth::Eight => 8,
        Depth::Sixteen => 16,
    };
    folder.join(format!("{}-{}-{bits}-v{VERSION}{SUFFIX}", key.sha256, key.page))
}

/// Marks a file as used just now, by writing a byte that is there already: the system sets its time, no clock is read here.
pub(super) fn mark_used(path: &Path, first_byte: u8) {
    // A folder that cannot be written only loses the order of use.
    if let Ok(mut file) = OpenOptions::new().write(true).open(path) {
        file.write_all(&[first_byte]).ok();
    }
}

/// Removes the files unused for longest until the rest takes at most `budget_bytes`; `keep` goes last.
pub(super) fn bound(folder: &Path, budget_bytes: u64, keep: &Path) -> std::io::Result<()> {
    let mut files: Vec<(bool, SystemTime, PathBuf, u64)> = fs::read_dir(folder)?
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let about = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            let path = entry.path();
            let ours = path.file_name()?.to_str()?.ends_with(SUFFIX);
            ours.then(|| (path == keep, about.modified().unwrap_or(SystemTime::UNIX_EPOCH), path, about.len()))
        })
        .collect();
    files.sort();
    let mut total: u64 = files.iter().map(|(_, _, _, length)| length).sum();
    for (_, _, path, length) in files {
        if total <= budget_bytes {
            break;
        }
        // One that is open elsewhere or already gone is passed over.
        if fs::remove_file(&path).is_ok() {
            total -= length;
        }
    }
    Ok(())
}
