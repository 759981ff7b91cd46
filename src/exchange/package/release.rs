//! What a person looks at before a package leaves: personal data, what stays by default, and what others may be given.

use serde::Serialize;

use super::info::{Contents, Described, PackageInfo};
use crate::domain::Date;
use crate::domain::findings::Marking;

/// A file with the personal data in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonalContents {
    /// Its path below `data/`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The personal data.
    pub contents: Vec<Contents>,
}

/// Every file with personal data, as a person sees them before the package leaves.
pub fn personal_contents(info: &PackageInfo) -> Vec<PersonalContents> {
    let files = info.described.iter().map(|(path, file)| PersonalContents {
        path: path.clone(),
        title: file.title.clone(),
        contents: file.contents.iter().copied().filter(|contents| contents.is_personal()).collect(),
    });
    files.filter(|file| !file.contents.is_empty()).collect()
}

/// The files that do not leave without a release, each with the first reason.
pub fn withheld_contents<'a>(info: &'a PackageInfo, released: &[Contents]) -> Vec<(&'a str, Contents)> {
    let reason =
        |file: &Described| file.contents.iter().copied().find(|contents| contents.stays_by_default() && !released.contains(contents));
    info.described.iter().filter_map(|(path, file)| Some((path.as_str(), reason(file)?))).collect()
}

/// Why what was received may not be passed on like this without the consent of who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WideningError {
    /// More people may see it than before.
    #[error("it was received as {}, and would leave as {}; ask {originator} for consent", received.title(), wanted.title())]
    Marking {
        /// As it was received.
        received: Marking,
        /// As it would leave.
        wanted: Marking,
        /// Who sent it.
        originator: String,
    },
    /// Somebody is named who was not.
    #[error("{name} is not among those to whom it may be passed on; ask {originator} for consent")]
    Receiver {
        /// Who is named.
        name: String,
        /// Who sent it.
        originator: String,
    },
    /// It would be kept longer.
    #[error("it may be kept until {received}, and would be kept longer; ask {originator} for consent")]
    Retention {
        /// The day that was received.
        received: Date,
        /// Who sent it.
        originator: String,
    },
}

/// Whether a package with `next` may be made of what came with `received`: a marking is not widened without consent (`standards.md` 6.4).
///
/// # Errors
///
/// What would be widened.
pub fn may_pass_on(received: &PackageInfo, next: &PackageInfo) -> Result<(), WideningError> {
    let originator = || received.source_organisation.clone();
    if next.marking < received.marking {
        return Err(WideningError::Marking { received: received.marking, wanted: next.marking, originator: originator() });
    }
    if !received.releasable_to.is_empty() {
        if let Some(name) = next.releasable_to.iter().find(|name| !received.releasable_to.contains(name)) {
            return Err(WideningError::Receiver { name: name.clone(), originator: originator() });
        }
        if next.releasable_to.is_empty() {
            return Err(WideningError::Receiver { name: "anybody".to_owned(), originator: originator() });
        }
    }
    match received.retain_until {
        Some(until) if next.retain_until.is_none_or(|next| next > until) => {
            Err(WideningError::Retention { received: until, originator: originator() })
        }
        _ => Ok(()),
    }
}
