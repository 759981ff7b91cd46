//! What went wrong, as the person in front of the program needs to know it.

use std::path::Path;

use crate::domain::Cancelled;

/// What the person can do about a problem; the command line turns it into its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// A file or folder is not what it should be.
    BadInput,
    /// The request does not make sense.
    BadUse,
    /// A limit that protects the program is reached.
    Limit,
    /// The program cannot do that.
    NotSupported,
    /// Nobody has signed in, or not in a role that may.
    NotPermitted,
    /// The system failed: disk full, no permission.
    System,
    /// Somebody asked to stop.
    Cancelled,
}

impl ProblemKind {
    /// The exit status of the command line: 2 for bad use, 3 for everything that stands in the way of the input.
    pub fn exit_status(self) -> u8 {
        match self {
            Self::BadUse | Self::NotPermitted => 2,
            Self::BadInput | Self::Limit | Self::NotSupported | Self::System | Self::Cancelled => 3,
        }
    }
}

/// One sentence on what went wrong, and one on what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// What the person can do about it.
    pub kind: ProblemKind,
    /// What went wrong, as a sentence with its full stop; names the file.
    pub message: String,
    /// What to do about it, as a sentence with its full stop; empty if there is nothing to say.
    pub hint: String,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: String::new() }
    }

    /// A file or folder that is not what it should be.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Self::new(ProblemKind::BadInput, message)
    }

    /// A request that does not make sense.
    pub fn bad_use(message: impl Into<String>) -> Self {
        Self::new(ProblemKind::BadUse, message)
    }

    /// A failure of the system.
    pub fn system(message: impl Into<String>) -> Self {
        Self::new(ProblemKind::System, message)
    }

    /// The same problem with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// A failure to read `path`.
    pub fn reading(path: &Path, error: &std::io::Error) -> Self {
        let name = path.display();
        match error.kind() {
            std::io::ErrorKind::NotFound => {
                Self::bad_input(format!("There is no file or folder {name}.")).hint("Check the path; it is taken from the current folder.")
            }
            std::io::ErrorKind::PermissionDenied => {
                Self::bad_input(format!("{name} may not be read.")).hint("Ask for read permission, or copy it to a folder of your own.")
            }
            std::io::ErrorKind::IsADirectory => Self::bad_input(format!("{name} is a folder, not a file.")).hint("Name the files in it."),
            _ => Self::system(format!("{name} could not be read: {error}.")),
        }
    }

    /// A failure to write `path`.
    pub fn writing(path: &Path, error: &std::io::Error) -> Self {
        let name = path.display();
        match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::system(format!("{name} may not be written.")).hint("Choose a folder that you may write to.")
            }
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                Self::system(format!("The disk is full; {name} was not written.")).hint("Free some space, or write to another disk.")
            }
            std::io::ErrorKind::FileTooLarge => Self::system(format!("{name} was not written: it would be larger than the system allows."))
                .hint("Raise the limit on file sizes, or write to another disk."),
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                Self::system(format!("{name} cannot be written: its folder cannot be made.")).hint("Choose a folder that you may write to.")
            }
            std::io::ErrorKind::IsADirectory => Self::bad_input(format!("{name} is a folder, not a file.")).hint("Name a file in it."),
            _ => Self::system(format!("{name} could not be written: {error}.")).hint("Write to another folder or disk."),
        }
    }

    /// Several files that were refused, as one problem: each is a line of its own, and `then` says what became of the rest. One alone
    /// stays what it is.
    pub fn together(problems: &[Self], then: &str) -> Option<Self> {
        let (first, others) = problems.split_first()?;
        if others.is_empty() {
            let hint = [first.hint.as_str(), then].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            return Some(Self { hint, ..first.clone() });
        }
        let mut lines: Vec<String> = problems.iter().map(Self::line).collect();
        if !then.is_empty() {
            lines.push(then.to_owned());
        }
        let message = format!("{} files were not taken in.", problems.len());
        Some(Self { kind: first.kind, message, hint: lines.join("\n") })
    }

    /// Message and hint in one line.
    pub fn line(&self) -> String {
        if self.hint.is_empty() { self.message.clone() } else { format!("{} {}", self.message, self.hint) }
    }
}

impl From<Cancelled> for Problem {
    fn from(_: Cancelled) -> Self {
        Self::new(ProblemKind::Cancelled, "It was stopped before it was done.")
    }
}

/// Gives the end of a sentence that comes from elsewhere exactly one full stop.
pub fn sentence(text: &str) -> String {
    let trimmed = text.trim().trim_end_matches('.');
    let mut letters = trimmed.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_refused_files_are_each_named_with_their_reason() {
        let one = Problem::bad_input("a.jpg: it is not a picture.").hint("Open it.");
        let other = Problem::new(ProblemKind::Limit, "b.png: it is too long.");
        assert_eq!(Problem::together(&[], "The rest is in."), None);
        assert_eq!(Problem::together(std::slice::from_ref(&one), "").unwrap(), one);
        let both = Problem::together(&[one, other], "The rest is in.").unwrap();
        assert_eq!(both.message, "2 files were not taken in.");
        let lines: Vec<_> = both.hint.lines().collect();
        assert_eq!(lines, ["a.jpg: it is not a picture. Open it.", "b.png: it is too long.", "The rest is in."]);
    }

    #[test]
    fn a_missing_file_is_named_with_a_remedy() {
        let path = Path::new("no/such/scan.png");
        let problem = Problem::reading(path, &std::fs::read(path).unwrap_err());
        assert_eq!(problem.kind.exit_status(), 3);
        assert!(problem.line().contains("no/such/scan.png") && !problem.hint.is_empty(), "{problem:?}");
    }

    #[test]
    fn a_sentence_has_one_full_stop() {
        assert_eq!(sentence("the file is empty."), "The file is empty.");
        assert_eq!(sentence("the file is empty"), "The file is empty.");
    }
}
