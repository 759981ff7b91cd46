//! Asking for files and folders; they are asked for in a job, and tests give them.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::app::Problem;

/// Asks a person for files and folders; `None` if they choose none.
pub trait Dialogs: Send + Sync + 'static {
    /// Pictures to open.
    ///
    /// # Errors
    ///
    /// A system problem if nobody can be asked.
    fn pictures(&self) -> Result<Option<Vec<PathBuf>>, Problem>;
    /// A folder to write to; one in the person's documents if nobody can be asked.
    ///
    /// # Errors
    ///
    /// A system problem if there is no such folder either.
    fn folder(&self) -> Result<Option<PathBuf>, Problem>;
    /// Shows a file in its folder with the program of the system for that.
    fn reveal(&self, file: &std::path::Path);
}

/// The dialogs of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDialogs;

/// No person says no in less: without a portal and without zenity the system gives the same answer as one who chooses nothing.
const QUICKEST_NO: Duration = Duration::from_millis(250);

/// What `ask` gave, or that nobody was asked.
fn asked<T>(ask: impl FnOnce() -> Option<T>) -> Result<Option<T>, Problem> {
    let start = Instant::now();
    match ask() {
        None if start.elapsed() < QUICKEST_NO => Err(Problem::system("This system opens no file dialog.")
            .hint("Drop the files on the window, or install xdg-desktop-portal with a backend, or zenity.")),
        chosen => Ok(chosen),
    }
}

impl Dialogs for SystemDialogs {
    fn pictures(&self) -> Result<Option<Vec<PathBuf>>, Problem> {
        asked(|| {
            rfd::FileDialog::new()
                .set_title("Pictures of one document")
                .add_filter("Pictures", &["jpg", "jpeg", "png", "tif", "tiff", "bmp", "webp", "jp2", "j2k", "j2c", "jpx", "pdf"])
                .pick_files()
        })
    }

    fn folder(&self) -> Result<Option<PathBuf>, Problem> {
        asked(|| rfd::FileDialog::new().set_title("Folder for report and findings").pick_folder()).or_else(|problem| {
            let user = directories::UserDirs::new().ok_or(problem)?;
            Ok(Some(user.document_dir().unwrap_or_else(|| user.home_dir()).join("Guilloche")))
        })
    }

    fn reveal(&self, file: &std::path::Path) {
        let folder = file.parent().unwrap_or(file);
        let program = if cfg!(target_os = "windows") {
            "explorer"
        } else if cfg!(target_os = "macos") {
            "open"
        } else {
            "xdg-open"
        };
        // Without such a program the notice still names the folder.
        drop(std::process::Command::new(program).arg(folder).spawn());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_that_never_opened_is_a_problem_and_a_person_who_chooses_nothing_is_none() {
        assert!(asked::<PathBuf>(|| None).unwrap_err().hint.contains("Drop the files"));
        let slow = || {
            std::thread::sleep(QUICKEST_NO);
            None::<PathBuf>
        };
        assert_eq!(asked(slow).unwrap(), None);
        assert_eq!(asked(|| Some(1)).unwrap(), Some(1));
    }
}
