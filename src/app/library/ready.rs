//! Reference pages made ready to be registered, kept in the data folder: reading one costs a few milliseconds in place of decoding and
//! searching a page of 600 dpi.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::app::settings::write_beside;
use crate::domain::Sha256;
use crate::imaging::{PreparedPage, RegisterParams};

/// Bytes that all pages may take; the oldest go first.
const MOST_BYTES: u64 = 500_000_000;
/// A larger file is no page of ours.
const MOST_BYTES_OF_ONE: u64 = 16_000_000;

/// A folder of pages made ready, which can be thrown away at any time.
#[derive(Debug, Clone)]
pub struct ReadyPages {
    folder: PathBuf,
}

impl ReadyPages {
    /// Those in `folder`, which is made when the first page is kept.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn file(&self, stamp: Sha256) -> PathBuf {
        self.folder.join(format!("{stamp}.gprp"))
    }

    /// The page that was made of what `stamp` tells; `None` if it is not kept, damaged or of another version.
    pub fn get(&self, stamp: Sha256) -> Option<PreparedPage> {
        let file = self.file(stamp);
        let bytes = fs::metadata(&file).ok().filter(|about| about.len() <= MOST_BYTES_OF_ONE).and_then(|_| fs::read(&file).ok())?;
        PreparedPage::from_bytes(&bytes, &RegisterParams::default()).ok()
    }

    /// Keeps a page. That it cannot be kept, say on a full disk, is no error: it is then made again.
    pub fn keep(&self, stamp: Sha256, page: &PreparedPage) {
        let bytes = page.to_bytes(&RegisterParams::default());
        if bytes.len() as u64 <= MOST_BYTES_OF_ONE && write_beside(&self.file(stamp), &bytes).is_ok() {
            self.make_room();
        }
    }

    /// Removes the oldest pages until the rest fits.
    fn make_room(&self) {
        let Ok(files) = fs::read_dir(&self.folder) else { return };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = files
            .flatten()
            .filter(|file| file.path().extension().is_some_and(|extension| extension == "gprp"))
            .filter_map(|file| {
                let about = file.metadata().ok()?;
                Some((about.modified().ok()?, about.len(), file.path()))
            })
            .collect();
        let mut bytes: u64 = files.iter().map(|(_, length, _)| length).sum();
        if bytes <= MOST_BYTES {
            return;
        }
        files.sort();
        for (_, length, path) in files {
            if bytes <= MOST_BYTES {
                return;
            }
            drop(fs::remove_file(path));
            bytes -= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Resolution;
    use crate::imaging::Picture;

    #[test]
    fn a_kept_page_comes_back_and_a_damaged_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let pages = ReadyPages::in_folder(folder.path().join("ready"));
        let stamp = Sha256::of(b"a capture");
        assert!(pages.get(stamp).is_none());
        let resolution = Resolution::square(150.0).unwrap();
        let picture = Picture::drawn(image::RgbImage::from_fn(200, 140, |x, y| image::Rgb([(x * y / 7 % 251) as u8; 3])), Some(resolution));
        let page = PreparedPage::new(&picture, resolution, None, &RegisterParams::default());
        pages.keep(stamp, &page);
        assert_eq!(format!("{:?}", pages.get(stamp).unwrap()), format!("{page:?}"));
        let file = pages.file(stamp);
        let mut bytes = fs::read(&file).unwrap();
        bytes[100] ^= 1;
        fs::write(&file, bytes).unwrap();
        assert!(pages.get(stamp).is_none());
    }
}
