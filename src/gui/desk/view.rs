//! What the desk shows, worked out without `egui`.

use crate::domain::{CaseId, CaseStatus, Timestamp};
use crate::gui::case::status::JobView;

/// One case in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// The case.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// When it was received.
    pub received_at: Timestamp,
    /// How many captures it has.
    pub captures: usize,
}

/// One reference of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryLine {
    /// Its name in the library.
    pub id: String,
    /// Issuer, kind and series.
    pub title: String,
    /// How many captures are held, in all lights.
    pub captures: usize,
}

/// What the desk shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeskView {
    /// Cases, the newest first.
    pub cases: Vec<CaseLine>,
    /// References.
    pub library: Vec<LibraryLine>,
    /// Where the library is, in words; empty if it is the one that comes with the program.
    pub library_place: String,
    /// The checklists that are at hand.
    pub checklists: Vec<String>,
    /// What is running.
    pub jobs: Vec<JobView>,
    /// Who works here.
    pub examiner: String,
    /// Whether the cases are still being read.
    pub loading: bool,
    /// Whether there is a sample case to try.
    pub sample: bool,
}
