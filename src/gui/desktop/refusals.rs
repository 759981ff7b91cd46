//! Why a command does nothing now, and what to do first.

use eframe::egui;

use super::{Desktop, Screen};
use crate::gui::case::tabs::Tab;
use crate::gui::command::{Command, Group};

/// Why a command does nothing now, and what to do about it; the latter may be empty.
pub(crate) type Refusal = (&'static str, &'static str);

impl Desktop {
    /// Why a command does nothing now; `None` if it does something.
    pub(super) fn refusal(&self, command: Command) -> Option<Refusal> {
        if self.is_available(command) {
            return None;
        }
        let general = match command {
            Command::CancelJob => Some(("Nothing is running.", "")),
            Command::CloseNotice => Some(("There is no notice.", "")),
            Command::SignOut => Some(("Nobody has signed in.", "There are no accounts here, or the screen is locked.")),
            _ => None,
        };
        if general.is_some() {
            return general;
        }
        let Some(open) = self.open.as_ref() else {
            return Some(("No case is open.", "Open a case, or choose pictures first."));
        };
        if self.screen == Screen::Desk {
            return Some(("No case is on the screen.", "Go back to the case first."));
        }
        let of_case = match command {
            Command::BackToCase => Some(("The case is on the screen.", "")),
            Command::OpenSample => Some(("A case is on the screen.", "Go to the desk first; the sample case is opened there.")),
            _ => None,
        };
        if of_case.is_some() {
            return of_case;
        }
        if self.by_hand.is_some() {
            return Some(("A capture is being registered by hand.", "Accept what is set, or leave the screen first."));
        }
        let changes = !matches!(command, Command::Export | Command::ExportMarks | Command::CopyAdjustments | Command::SavePicture);
        if open.examination.frozen && changes {
            return Some(("The findings are issued: nothing changes any more.", ""));
        }
        Some(self.refusal_in_case(command))
    }

    /// The same for a command on the screen of a case whose findings are not issued.
    fn refusal_in_case(&self, command: Command) -> Refusal {
        let no_item = || {
            if self.tab == Tab::Checklist {
                ("No item of the checklist is in hand.", "Choose one first.")
            } else {
                ("The checklist is not shown.", "Show it first: Ctrl+1.")
            }
        };
        match command {
            Command::AddCaptures | Command::AddChip | Command::TrustAuthorities | Command::TrustSigners | Command::Analyse => {
                ("Another job is running.", "Wait until it is done, or stop it in the status bar.")
            }
            Command::AcceptReference if self.open.as_ref().is_some_and(crate::gui::case::OpenCase::reference_is_accepted) => {
                ("A reference is accepted already.", "Withdraw it in the Reference tab to accept another.")
            }
            Command::AcceptReference => ("There is no candidate to accept.", "Add captures, or analyse them first."),
            Command::RegisterByHand => ("There is no page to lay this capture on.", "Accept a reference first."),
            Command::Export => ("There is no conclusion yet.", "Conclude first, in the Findings tab: Ctrl+4."),
            Command::Undo => ("There is nothing to take back.", ""),
            Command::Redo => ("Nothing was taken back.", ""),
            Command::AcceptProposal | Command::OverruleProposal if self.tab == Tab::Checklist => {
                ("No proposal waits for this item.", "Answer it: 1 to 5.")
            }
            Command::ClearAnswer if self.tab == Tab::Checklist => ("This item has no answer.", ""),
            Command::ExportMarks => ("Nothing is marked or measured.", "Draw a mark or a measurement first."),
            Command::NextPoint
            | Command::PreviousPoint
            | Command::MovePointLeft
            | Command::MovePointRight
            | Command::MovePointUp
            | Command::MovePointDown => ("No mark or measurement is chosen.", "Choose one in the Marks tab first: Ctrl+6."),
            Command::ResetAdjustments | Command::CopyAdjustments => ("The picture is as received.", "Adjust it first: Ctrl+5."),
            Command::PasteAdjustments => ("No adjustments were copied.", "Copy those of another picture first."),
            Command::AttachEvidence if self.capture.is_some() => no_item(),
            Command::AttachEvidence | Command::SavePicture => ("There is no capture.", "Add captures first: Ctrl+I."),
            _ if command.about().group == Group::Drawing => ("There is no capture.", "Add captures first: Ctrl+I."),
            _ => no_item(),
        }
    }

    /// Whether the key of a command is answered now: it does something, or a person is told why not. Keys that look about or are a
    /// widget's own as well are left alone while they do nothing.
    pub(super) fn answers_key(&self, command: Command) -> bool {
        if self.is_available(command) {
            return true;
        }
        let about = command.about();
        let elsewhere = self.screen == Screen::Desk || self.by_hand.is_some();
        let with_control = about.shortcut.is_some_and(|shortcut| shortcut.modifiers.command);
        let told = match about.group {
            Group::Program | Group::Views | Group::Scale | Group::Screen => false,
            Group::Drawing => !matches!(
                command,
                Command::NextPoint
                    | Command::PreviousPoint
                    | Command::MovePointLeft
                    | Command::MovePointRight
                    | Command::MovePointUp
                    | Command::MovePointDown
            ),
            Group::Checklist => command != Command::ClearAnswer,
            Group::Case | Group::Panels => true,
        };
        // While landmarks are set, keys are theirs.
        told && (!elsewhere || (with_control && self.by_hand.is_none()))
    }

    /// Whether the help lists the key of a command: it does something on this screen, or will once its time has come.
    pub(super) fn is_listed(&self, command: Command) -> bool {
        let comes = matches!(command, Command::CloseNotice)
            || (self.screen == Screen::Case && self.by_hand.is_none() && matches!(command, Command::Export | Command::AcceptReference));
        comes || self.is_available(command)
    }

    /// Does a command, or says why it does nothing.
    pub(super) fn do_or_say(&mut self, ctx: &egui::Context, command: Command) {
        match self.refusal(command) {
            None => self.perform(ctx, command),
            Some((why, remedy)) => self.notices.told(why, remedy, None),
        }
    }
}
