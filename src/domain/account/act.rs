//! What can be done with the program, and which roles may do it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Role;
use crate::domain::vocabulary::words;

words! {
    /// Something that a service of the program does for a person. The title reads on after "Only a reviewer may …".
    Act {
        ViewCase = "view-case", "Open a case";
        Search = "search", "Search the cases";
        NewCase = "new-case", "Open a new case";
        AssignCase = "assign-case", "Assign a case";
        /// Exhibits and captures come in.
        AddCapture = "add-capture", "Take in exhibits and captures";
        /// Every edit of answers, marks, measurements and analyses.
        Examine = "examine", "Examine an exhibit";
        Conclude = "conclude", "Write a conclusion";
        Submit = "submit", "Submit a case for review";
        /// A step back, with a reason.
        ReturnCase = "return-case", "Return a case to its examiner";
        /// Technical review, blind or open.
        Review = "review", "Review an examination";
        ResolveDisagreement = "resolve-disagreement", "Resolve a disagreement";
        Authorise = "authorise", "Authorise findings";
        Issue = "issue", "Issue findings";
        /// A new document that names the old one.
        Amend = "amend", "Amend issued findings";
        Withdraw = "withdraw", "Withdraw issued findings";
        /// What happened to an exhibit.
        RecordCustody = "record-custody", "Record the custody of an exhibit";
        /// Opens the next stage, which seals the one before it.
        RevealStage = "reveal-stage", "Open the next stage of an examination";
        /// What the examiner is not told before the last stage.
        SetContext = "set-context", "Enter the context of a case";
        ExportFindings = "export-findings", "Export findings";
        ExportPackage = "export-package", "Export a case as a package";
        ImportPackage = "import-package", "Take in a package";
        Redact = "redact", "Make a redacted copy";
        ViewLibrary = "view-library", "Look into the library";
        EditLibrary = "edit-library", "Edit the library";
        ImportLibrary = "import-library", "Take references into the library";
        EditChecklist = "edit-checklist", "Edit a checklist";
        AgreeChecklist = "agree-checklist", "Agree to a checklist";
        BuildExercise = "build-exercise", "Build an exercise";
        /// One's own attempt.
        RunExercise = "run-exercise", "Take part in an exercise";
        ScoreExercise = "score-exercise", "Score an exercise";
        ExportAlert = "export-alert", "Export an alert";
        ImportAlert = "import-alert", "Take in an alert";
        ManageAccounts = "manage-accounts", "Manage accounts";
        /// Which keys of others are trusted here.
        ManageTrust = "manage-trust", "Manage trusted keys";
        /// Gives somebody a new signing key.
        ManageKeysOfOthers = "manage-keys-of-others", "Replace the signing key of somebody else";
        Backup = "backup", "Make a backup";
        Restore = "restore", "Restore a backup";
        CheckStore = "check-store", "Check the data folder";
        ReadAudit = "read-audit", "Read the audit log";
        /// Rules, names and templates of the laboratory.
        ChangeLaboratory = "change-laboratory", "Change the settings of the laboratory";
    }
}

impl Act {
    /// The roles that may do it, in the order of [`Role::ALL`]. A role that is not named here may not.
    ///
    /// Whoever keeps the accounts sees no cases (confidentiality, ISO/IEC 17025 4.2), and whoever edits a checklist does not agree to it.
    pub fn needs(self) -> &'static [Role] {
        use Role::{Administrator, Examiner, Librarian, Reviewer, Trainer};
        match self {
            Self::AddCapture | Self::Examine | Self::Conclude | Self::Submit => &[Examiner],
            Self::Review | Self::ReturnCase | Self::ResolveDisagreement | Self::Authorise | Self::Withdraw | Self::AgreeChecklist => {
                &[Reviewer]
            }
            Self::ViewCase
            | Self::Search
            | Self::NewCase
            | Self::AssignCase
            | Self::RecordCustody
            | Self::RevealStage
            | Self::SetContext
            | Self::Issue
            | Self::Amend
            | Self::ExportFindings
            | Self::ExportPackage
            | Self::ImportPackage
            | Self::Redact
            | Self::ExportAlert => &[Examiner, Reviewer],
            Self::ImportAlert => &[Examiner, Reviewer, Librarian],
            Self::EditLibrary | Self::ImportLibrary | Self::EditChecklist => &[Librarian],
            Self::BuildExercise | Self::ScoreExercise => &[Trainer],
            Self::ViewLibrary | Self::RunExercise => &[Examiner, Reviewer, Librarian, Trainer],
            Self::ManageAccounts | Self::ManageTrust | Self::ManageKeysOfOthers | Self::Backup | Self::Restore | Self::ChangeLaboratory => {
                &[Administrator]
            }
            Self::ReadAudit => &[Reviewer, Administrator],
            Self::CheckStore => Role::ALL,
        }
    }

    /// Whether nobody may do it to an examination of their own.
    pub fn needs_another_person(self) -> bool {
        matches!(self, Self::Review | Self::Authorise | Self::ResolveDisagreement)
    }

    /// The act within a sentence: "review an examination".
    pub fn phrase(self) -> String {
        let mut letters = self.title().chars();
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
    }
}

impl Role {
    /// Whether this role may do `act`; what the table does not allow is not allowed.
    pub fn may(self, act: Act) -> bool {
        act.needs().contains(&self)
    }
}
