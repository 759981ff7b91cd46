//! Asking for files and folders, and what is said if none is chosen.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Desktop, Done};
use crate::app::trust::TrustKind;
use crate::gui::command::Command;
use crate::gui::notices::Offer;

impl Desktop {
    /// Asks for pictures; `chosen` says what they are for.
    pub(super) fn ask_pictures(&mut self, chosen: fn(Vec<PathBuf>) -> Done) {
        let dialogs = Arc::clone(&self.dialogs);
        self.work("Waiting for files", move |_| {
            let files = dialogs.pictures()?.filter(|files| !files.is_empty());
            Ok(files.map_or(Done::NoPictures, chosen))
        });
    }

    /// Asks for the folder that a command writes to.
    pub(super) fn ask_folder(&mut self, command: Command) {
        let dialogs = Arc::clone(&self.dialogs);
        self.work("Waiting for a folder", move |_| {
            let folder = dialogs.folder()?;
            Ok(folder.map_or_else(|| Done::NoFolder(command, dialogs.own_folder()), |folder| Done::ChosenFolder(command, folder)))
        });
    }

    /// Asks for the folder with the files of a chip.
    pub(super) fn ask_chip(&mut self) {
        let dialogs = Arc::clone(&self.dialogs);
        self.work("Waiting for a folder", move |_| Ok(dialogs.chip_folder()?.map_or(Done::NothingChosen, Done::ChosenChip)));
    }

    /// Asks for files that are to be trusted.
    pub(super) fn ask_trust(&mut self, kind: TrustKind) {
        let dialogs = Arc::clone(&self.dialogs);
        self.work("Waiting for files", move |_| {
            Ok(dialogs.certificates()?.map_or(Done::NothingChosen, |files| Done::ChosenTrust(kind, files)))
        });
    }

    /// Does what a command writes, into `folder`.
    pub(super) fn write_to(&mut self, command: Command, folder: PathBuf) {
        match command {
            Command::ExportMarks => self.export_marks_to(folder),
            Command::SavePicture => self.save_view_to(folder),
            _ => self.export_to(folder),
        }
    }

    /// Says that nothing was written, for want of a folder, and offers the one that needs no asking for.
    pub(super) fn say_no_folder(&mut self, command: Command, own: Option<PathBuf>) {
        let what = match command {
            Command::ExportMarks => "No marks were exported: no folder was chosen.",
            Command::SavePicture => "No picture was saved: no folder was chosen.",
            _ => "Nothing was exported: no folder was chosen.",
        };
        let again = format!("{} asks again.", command.key_text());
        let hint = match own {
            Some(_) => format!("{again} If no window opened to choose in, write to your documents."),
            None => again,
        };
        self.notices.told(what, hint, own.map(|folder| Offer::WriteTo(command, folder)));
    }
}
