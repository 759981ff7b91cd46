//! Where things are kept.

use std::path::{Path, PathBuf};

use super::Problem;

/// The folders of one user of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    data: PathBuf,
}

impl Places {
    /// The data folder: `given` (from `--data`), else `GUILLOCHE_DATA`, else the platform's convention.
    ///
    /// # Errors
    ///
    /// Bad use if the system names no home folder and none is given.
    pub fn find(given: Option<PathBuf>) -> Result<Self, Problem> {
        let from_environment = || std::env::var_os("GUILLOCHE_DATA").filter(|value| !value.is_empty()).map(PathBuf::from);
        let from_platform = || directories::ProjectDirs::from("", "", "guilloche").map(|places| places.data_dir().to_path_buf());
        given.or_else(from_environment).or_else(from_platform).map(|data| Self { data }).ok_or_else(|| {
            Problem::bad_use("The system names no home folder for the data.").hint("Give one with --data DIR or GUILLOCHE_DATA.")
        })
    }

    /// The places below `data`.
    pub fn at(data: impl Into<PathBuf>) -> Self {
        Self { data: data.into() }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The folder with tiles of pictures, which can be thrown away at any time.
    pub fn tiles(&self) -> PathBuf {
        self.cache().join("tiles")
    }

    /// The folder with what can be made again at any time: tiles, indexes of libraries, reference pages made ready.
    pub fn cache(&self) -> PathBuf {
        self.data.join("cache")
    }

    /// The folder with what is begun and not accepted yet.
    pub fn drafts(&self) -> PathBuf {
        self.data.join("drafts")
    }

    /// The file with the settings.
    pub fn settings_file(&self) -> PathBuf {
        self.data.join("settings.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_folder_goes_before_all_others() {
        let places = Places::find(Some(PathBuf::from("here"))).unwrap();
        assert_eq!(places.data(), Path::new("here"));
    }
}
