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
    /// The folder with the files that were read from a chip.
    ///
    /// # Errors
    ///
    /// A system problem if nobody can be asked.
    fn chip_folder(&self) -> Result<Option<PathBuf>, Problem>;
    /// Certificates, lists of them or revocation lists to trust.
    ///
    /// # Errors
    ///
    /// A system problem if nobody can be asked.
    fn certificates(&self) -> Result<Option<Vec<PathBuf>>, Problem>;
    /// The folder in the person's documents that is written to if nobody can be asked; `None` if there is none.
    fn own_folder(&self) -> Option<PathBuf> {
        None
    }
    /// Shows a file in its folder with the program of the system for that.
    fn reveal(&self, file: &std::path::Path);
}

/// The dialogs of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDialogs;

/// No person says no in less: a dialog that fails while it opens gives the same answer as one who chooses nothing.
const QUICKEST_NO: Duration = Duration::from_millis(250);

/// Whether a dialog for several gives no list at all where none could be opened, and an empty one where a person chose nothing: so it
/// is with portals and zenity. Elsewhere dialogs come with the system, and no list is a person's no.
const NO_LIST_IS_NO_DIALOG: bool = cfg!(all(unix, not(target_os = "macos")));

/// What a dialog for several gave, or that nobody was asked; however long it took to find that out.
fn asked<T>(no_list_is_no_dialog: bool, ask: impl FnOnce() -> Option<Vec<T>>) -> Result<Option<Vec<T>>, Problem> {
    let start = Instant::now();
    let list = ask();
    let nobody = list.is_none() && no_list_is_no_dialog;
    match list.filter(|list| !list.is_empty()) {
        None if nobody || start.elapsed() < QUICKEST_NO => Err(Problem::system("This system opens no file dialog.")
            .hint("Drop the files on the window, or install xdg-desktop-portal with a backend, or zenity.")),
        chosen => Ok(chosen),
    }
}

/// The folder that was chosen: a dialog for several is asked, since only that tells whether it opened. zenity parts names with a
/// bar, which may as well be a part of one.
fn one_folder(list: &[PathBuf]) -> Option<PathBuf> {
    let whole = PathBuf::from(list.iter().map(|part| part.as_os_str()).collect::<Vec<_>>().join(std::ffi::OsStr::new("|")));
    if whole.is_dir() { Some(whole) } else { list.first().cloned() }
}

impl Dialogs for SystemDialogs {
    fn pictures(&self) -> Result<Option<Vec<PathBuf>>, Problem> {
        asked(NO_LIST_IS_NO_DIALOG, || {
            rfd::FileDialog::new()
                .set_title("Pictures of one document")
                .add_filter("Pictures", &["jpg", "jpeg", "png", "tif", "tiff", "bmp", "webp", "jp2", "j2k", "j2c", "jpx", "pdf"])
                .pick_files()
        })
    }

    fn folder(&self) -> Result<Option<PathBuf>, Problem> {
        let asked = asked(NO_LIST_IS_NO_DIALOG, || rfd::FileDialog::new().set_title("Folder for report and findings").pick_folders());
        match asked {
            Ok(list) => Ok(list.and_then(|list| one_folder(&list))),
            Err(problem) => self.own_folder().map(Some).ok_or(problem),
        }
    }

    fn chip_folder(&self) -> Result<Option<PathBuf>, Problem> {
        let list = asked(NO_LIST_IS_NO_DIALOG, || rfd::FileDialog::new().set_title("Folder with the files of one chip").pick_folders());
        Ok(list.map_err(|problem| problem.hint("Use the command line: guilloche examine --chip DIR."))?.and_then(|list| one_folder(&list)))
    }

    fn certificates(&self) -> Result<Option<Vec<PathBuf>>, Problem> {
        let list = asked(NO_LIST_IS_NO_DIALOG, || rfd::FileDialog::new().set_title("Certificates or lists to trust").pick_files());
        list.map_err(|problem| problem.hint("Use the command line: guilloche trust add."))
    }

    fn own_folder(&self) -> Option<PathBuf> {
        let user = directories::UserDirs::new()?;
        Some(user.document_dir().unwrap_or_else(|| user.home_dir()).join("Guilloche"))
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

    fn slowly<T>(list: Option<Vec<T>>) -> impl FnOnce() -> Option<Vec<T>> {
        move || {
            std::thread::sleep(QUICKEST_NO);
            list
        }
    }

    #[test]
    fn a_dialog_that_never_opened_is_a_problem_however_late_that_is_known() {
        for list in [None, Some(Vec::<PathBuf>::new())] {
            assert!(asked(true, || list.clone()).unwrap_err().hint.contains("Drop the files"));
            assert!(asked(false, || list.clone()).is_err());
        }
        assert!(asked::<PathBuf>(true, slowly(None)).is_err(), "a late answer that nothing opened is taken for a person's no");
    }

    #[test]
    fn a_person_who_chooses_nothing_is_none() {
        assert_eq!(asked::<PathBuf>(true, slowly(Some(Vec::new()))).unwrap(), None);
        assert_eq!(asked::<PathBuf>(false, slowly(None)).unwrap(), None);
        assert_eq!(asked(true, || Some(vec![1])).unwrap(), Some(vec![1]));
    }

    #[test]
    fn a_folder_with_a_bar_in_its_name_is_one_folder() {
        let root = tempfile::tempdir().unwrap();
        let named = root.path().join("a|b");
        assert_eq!(one_folder(&[root.path().join("a"), PathBuf::from("b")]), Some(root.path().join("a")));
        std::fs::create_dir(&named).unwrap();
        assert_eq!(one_folder(&[root.path().join("a"), PathBuf::from("b")]), Some(named));
        assert_eq!(one_folder(&[]), Some(PathBuf::new()).filter(|path| path.is_dir()));
    }
}
