//! Asking for files and folders; they are asked for in a job, and tests give them.

use std::path::PathBuf;

/// Asks a person for files and folders; `None` if they choose none.
pub trait Dialogs: Send + Sync + 'static {
    /// Pictures to open.
    fn pictures(&self) -> Option<Vec<PathBuf>>;
    /// A folder to write to.
    fn folder(&self) -> Option<PathBuf>;
    /// Shows a file in its folder with the program of the system for that.
    fn reveal(&self, file: &std::path::Path);
}

/// The dialogs of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDialogs;

impl Dialogs for SystemDialogs {
    fn pictures(&self) -> Option<Vec<PathBuf>> {
        rfd::FileDialog::new()
            .set_title("Pictures of one document")
            .add_filter("Pictures", &["jpg", "jpeg", "png", "tif", "tiff", "bmp", "webp"])
            .pick_files()
    }

    fn folder(&self) -> Option<PathBuf> {
        rfd::FileDialog::new().set_title("Folder for report and findings").pick_folder()
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
