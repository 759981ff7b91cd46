//! Why a package is refused.

use super::path::PathProblem;
use crate::domain::{Sha256, SignatureError};

/// A package that is refused: which file or part of it, why, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{part}: {problem}. {}", .problem.remedy())]
pub struct PackageError {
    /// The file in the package, or the part of it, that is not as it should be.
    pub part: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a package.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It does not begin as a ZIP file.
    #[error("this is not a package: it does not begin as a ZIP file does")]
    NotAPackage,
    /// It is encrypted as a whole.
    #[error("it is encrypted")]
    Encrypted,
    /// It is shorter than what its lists say.
    #[error("it ends too early; a part of it is missing")]
    Truncated,
    /// Something stands after its end.
    #[error("{0} bytes stand after its end")]
    Trailing(u64),
    /// Something stands before its first file or between its files.
    #[error("{0} bytes stand where no file is")]
    Gap(u64),
    /// It is in the form for very large files.
    #[error("it is written in the form for very large files (ZIP64), which packages do not have")]
    Zip64,
    /// The end of the ZIP file says something else than the list of files.
    #[error("the ZIP file contradicts itself: {0}")]
    Contradiction(&'static str),
    /// An entry in the list of files is not as this format has it.
    #[error("its entry in the list of files is not as in a package: {0}")]
    Entry(&'static str),
    /// The entry before the file is another one than that in the list.
    #[error("the entry before the file differs from the entry in the list of files: {0}")]
    LocalEntry(&'static str),
    /// A single file in it is encrypted.
    #[error("the file is encrypted within the package")]
    EncryptedFile,
    /// A file in it is compressed.
    #[error("the file is compressed (method {0}); files in a package are stored as they are, so that nothing can swell when it is opened")]
    Compressed(u16),
    /// A link in place of a file.
    #[error("it is a link and not a file")]
    Link,
    /// A folder in place of a file.
    #[error("it is a folder and not a file")]
    Folder,
    /// A device, a pipe or the like in place of a file, or a file with special rights.
    #[error("it is not a plain file (mode {0:o})")]
    Special(u32),
    /// The path of a file.
    #[error("{0}")]
    Path(#[source] PathProblem),
    /// The path is not UTF-8.
    #[error("the path is not UTF-8")]
    NotUtf8,
    /// Two files that are one on some system.
    #[error("on some systems this is the same file as {0}")]
    Collision(String),
    /// Files are not in the order of this format.
    #[error("it does not stand in its place in the order of files")]
    Order,
    /// More files than are accepted.
    #[error("there are {count} files; at most {limit} are accepted")]
    TooManyFiles {
        /// How many there are.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// A part or the whole is longer than is accepted.
    #[error("it has {length} bytes; at most {limit} are accepted")]
    TooLarge {
        /// Its length.
        length: u64,
        /// The limit.
        limit: u64,
    },
    /// The bytes of a file do not have the check sum of the ZIP file.
    #[error("its bytes were changed or damaged: the check sum of the ZIP file does not agree")]
    CheckSum,
    /// A part that every package has.
    #[error("this part of the package is missing")]
    MissingPart,
    /// A file that no package has.
    #[error("this file does not belong into a package")]
    Stranger,
    /// It asks to fetch files from elsewhere.
    #[error("it names files that are to be fetched from elsewhere; a package is complete in itself")]
    Fetch,
    /// It is no bag, or one of another version.
    #[error("it does not say that this is a bag of version 1.0 in UTF-8; found {0}")]
    BagVersion(String),
    /// A line of a manifest.
    #[error("line {0} is not as in a manifest")]
    ManifestLine(usize),
    /// A file is not listed in a manifest.
    #[error("the file is in the package and not in {0}")]
    NotListed(&'static str),
    /// A listed file is not there.
    #[error("the file is listed in {0} and missing")]
    ListedMissing(&'static str),
    /// The bytes of a file do not have the listed sum.
    #[error("its bytes were changed: they have the sum {found}, and {list} lists {listed}")]
    Sum {
        /// The manifest.
        list: &'static str,
        /// What it lists.
        listed: Sha256,
        /// What was found.
        found: Sha256,
    },
    /// The number of bytes and files.
    #[error("it states {stated} bytes and files (Payload-Oxum), and there are {found}")]
    Oxum {
        /// What is stated.
        stated: String,
        /// What was found.
        found: String,
    },
    /// A label of the bag says something else than the package info.
    #[error("the label {label} does not agree with package-info.json")]
    Label {
        /// The label.
        label: String,
    },
    /// Lines of labels that cannot be read.
    #[error("line {0} is not a label with its value")]
    LabelLine(usize),
    /// A part that is JSON cannot be read.
    #[error("it cannot be read: {0}")]
    Content(String),
    /// It is of another format.
    #[error("it is of the format {0}, and not a package of Guilloche")]
    OtherFormat(String),
    /// It is of a later major version.
    #[error("it is of the format {0}, which is newer than this program")]
    NewerFormat(String),
    /// A file of which nothing is said.
    #[error("package-info.json does not say what this file is")]
    NotDescribed,
    /// Something is said of a file that is not there.
    #[error("package-info.json describes this file, and it is missing")]
    DescribedMissing,
    /// The description for other programs.
    #[error("it does not agree with the package: {0}")]
    Description(String),
    /// The signature cannot be read.
    #[error("the signature is not in its form: {0}")]
    SignatureForm(String),
    /// The signature does not hold.
    #[error("the signature does not hold: {0}")]
    Signature(#[source] SignatureError),
    /// The bytes of a file are others than when the package was opened.
    #[error("the file was changed since the package was opened")]
    ChangedSince,
    /// There is no such file.
    #[error("there is no such file in the package")]
    NoSuchFile,
    /// The package could not be read, or what was read could not be written.
    #[error("reading or writing failed: {0}")]
    Io(#[source] std::io::Error),
}

impl Problem {
    /// Says that it concerns `part`.
    pub(super) fn of(self, part: impl Into<String>) -> PackageError {
        PackageError { part: part.into(), problem: self }
    }

    /// What to do, as a sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotAPackage | Self::OtherFormat(_) => "Choose another file, or open this one with the program that made it.",
            Self::Encrypted => "Decrypt it first, with the key or the passphrase that it was made for.",
            Self::NewerFormat(_) => "Install a newer version of Guilloche, or ask the sender for the format guilloche-package/1.",
            Self::TooLarge { .. } | Self::TooManyFiles { .. } => "Ask the sender to divide the package.",
            Self::Io(_) => "Copy the file to a local disk and try again.",
            Self::ChangedSince => "Open the package again.",
            Self::NoSuchFile => "Choose one of the files that are listed.",
            Self::Truncated | Self::CheckSum => "Copy it again from the sender's medium, or ask for it again.",
            Self::Signature(_) | Self::SignatureForm(_) => {
                "Do not rely on its contents; ask the sender by another way whether this is what was sent."
            }
            Self::Link | Self::Special(_) | Self::Path(_) | Self::Collision(_) | Self::NotUtf8 | Self::Fetch => {
                "Do not unpack it with other programs; ask the sender how it was made."
            }
            Self::Compressed(_) | Self::EncryptedFile | Self::Zip64 | Self::Folder | Self::Entry(_) | Self::Order | Self::Stranger => {
                "Ask the sender for the package as Guilloche wrote it, not packed again by another program."
            }
            Self::Trailing(_)
            | Self::Gap(_)
            | Self::Contradiction(_)
            | Self::LocalEntry(_)
            | Self::MissingPart
            | Self::BagVersion(_)
            | Self::ManifestLine(_)
            | Self::NotListed(_)
            | Self::ListedMissing(_)
            | Self::Sum { .. }
            | Self::Oxum { .. }
            | Self::Label { .. }
            | Self::LabelLine(_)
            | Self::Content(_)
            | Self::NotDescribed
            | Self::DescribedMissing
            | Self::Description(_) => "It was changed or damaged after it was made: ask the sender for it again.",
        }
    }
}
