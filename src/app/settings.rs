//! What a person prefers; the facts of a case are never in here.

use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Problem;
use crate::domain::ChecklistId;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system does.
    #[default]
    System,
    /// Dark grey.
    Dark,
    /// Light grey.
    Light,
}

/// What a person prefers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Settings {
    /// The name that answers are signed with.
    pub examiner: String,
    /// The laboratory, as it stands in reports.
    pub laboratory: String,
    /// The address of the laboratory.
    pub laboratory_address: String,
    /// Light or dark.
    pub theme: Theme,
    /// The size of text and controls; 1 is as designed.
    pub scale: f32,
    /// The checklist that a new examination follows; `None` lets the kind of document decide.
    pub checklist: Option<ChecklistId>,
    /// Time between the two pictures of a blink, in ms.
    pub blink_ms: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            examiner: "Examiner".to_owned(),
            laboratory: String::new(),
            laboratory_address: String::new(),
            theme: Theme::System,
            scale: 1.0,
            checklist: None,
            blink_ms: 500,
        }
    }
}

impl Settings {
    /// Reads `file`; built-in values stand for what it does not say, and for all if it is not there.
    ///
    /// # Errors
    ///
    /// Bad input if it is no settings file, a system failure if it cannot be read.
    pub fn load(file: &Path) -> Result<Self, Problem> {
        match std::fs::read_to_string(file) {
            Ok(text) => toml::from_str(&text).map_err(|error| {
                Problem::bad_input(format!("{} is no settings file: {}.", file.display(), error.message()))
                    .hint("Correct the line, or delete the file to start with the built-in settings.")
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Problem::reading(file, &error)),
        }
    }

    /// Writes `file` beside and renames it, so that it is never half-written.
    ///
    /// # Errors
    ///
    /// A system failure if it cannot be written.
    pub fn save(&self, file: &Path) -> Result<(), Problem> {
        let text = toml::to_string_pretty(self).map_err(|error| Problem::system(format!("The settings cannot be written: {error}.")))?;
        write_beside(file, text.as_bytes())
    }
}

/// Writes `bytes` to a new file beside `file` and renames it to `file`.
///
/// # Errors
///
/// A system failure if the folder cannot be made or the file not be written.
pub fn write_beside(file: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let failed = |error: std::io::Error| Problem::writing(file, &error);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut beside = tempfile::Builder::new().prefix(".guilloche-").tempfile_in(folder).map_err(failed)?;
    beside.write_all(bytes).map_err(failed)?;
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist(file).map_err(|error| Problem::writing(file, &error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/settings.toml");
        assert_eq!(Settings::load(&file).unwrap(), Settings::default());
        let settings = Settings { examiner: "Ana Ruiz".to_owned(), theme: Theme::Dark, ..Settings::default() };
        settings.save(&file).unwrap();
        assert_eq!(Settings::load(&file).unwrap(), settings);
    }

    #[test]
    fn settings_of_another_version_keep_what_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.toml");
        std::fs::write(&file, "examiner = \"B\"\nunheard-of = 3\n").unwrap();
        assert_eq!(Settings::load(&file).unwrap().examiner, "B");
        std::fs::write(&file, "examiner = 3").unwrap();
        assert!(Settings::load(&file).unwrap_err().message.contains("settings.toml"));
    }
}
