//! Landmarks that are being set: kept in a file beside the case, so that they outlast a program that ends before they are accepted.
//!
//! They are no part of the examination: nothing is measured with them, and the audit log knows only what was accepted.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::Workspace;
use crate::app::Problem;
use crate::app::settings::write_beside;
use crate::domain::{CaptureId, Examination, ExaminationId, LandmarkDraft};

/// The longest draft that is read, in bytes.
const LONGEST: u64 = 1 << 20;

impl Workspace {
    /// The landmarks of an examination that were set and neither accepted nor cancelled, by capture. A file that cannot be read is left
    /// out: it never stands in the way of the case.
    pub fn landmark_drafts(&self, examination: &Examination) -> Vec<LandmarkDraft> {
        if examination.frozen {
            return Vec::new();
        }
        let Ok(entries) = std::fs::read_dir(self.draft_folder(examination.id)) else { return Vec::new() };
        let mut drafts: Vec<LandmarkDraft> = entries.filter_map(|entry| read(&entry.ok()?.path())).collect();
        drafts.sort_by_key(|draft| draft.capture);
        drafts
    }

    /// Keeps the landmarks of a capture in place of those that were kept of it before; once this returns they outlast the process.
    ///
    /// # Errors
    ///
    /// A failure of the system if they cannot be written.
    pub fn keep_landmarks(&self, id: ExaminationId, draft: &LandmarkDraft) -> Result<(), Problem> {
        let bytes = serde_json::to_vec(draft).map_err(|error| Problem::system(format!("The landmarks cannot be kept: {error}.")))?;
        write_beside(&self.draft_file(id, draft.capture), &bytes)
    }

    /// Forgets the landmarks of a capture that were kept; nothing happens if there are none.
    ///
    /// # Errors
    ///
    /// A failure of the system if the file cannot be removed.
    pub fn drop_landmarks(&self, id: ExaminationId, capture: CaptureId) -> Result<(), Problem> {
        let file = self.draft_file(id, capture);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Problem::writing(&file, &error)),
            _ => Ok(()),
        }
    }

    fn draft_folder(&self, id: ExaminationId) -> PathBuf {
        self.places.drafts().join(id.to_string())
    }

    fn draft_file(&self, id: ExaminationId, capture: CaptureId) -> PathBuf {
        self.draft_folder(id).join(format!("{capture}.json"))
    }
}

/// A draft, if the file is one and its spots are numbers.
fn read(file: &Path) -> Option<LandmarkDraft> {
    let mut text = String::new();
    std::fs::File::open(file).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    let draft: LandmarkDraft = serde_json::from_str(&text).ok()?;
    let named = file.file_stem().is_some_and(|stem| stem.to_string_lossy() == draft.capture.to_string());
    let spots = draft.pairs.iter().flat_map(|pair| {
        [pair.questioned.map(|spot| [spot.x, spot.y]), pair.page.map(|spot| [spot.x, spot.y])].into_iter().flatten().flatten()
    });
    let numbers = spots.into_iter().all(f64::is_finite);
    (named && numbers).then_some(draft)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::app::workspace::{NewCase, for_test};
    use crate::domain::{DraftedPair, LandmarkModel, Light, PageId, PageOf, PointMm, PointPx, ReferenceId};

    fn draft(number: u128, x: f64) -> LandmarkDraft {
        LandmarkDraft {
            capture: CaptureId(Uuid::from_u128(number)),
            page: PageOf { reference: ReferenceId::new("UTO-P-2019").unwrap(), page: PageId::new("data-page").unwrap() },
            light: Light::Uv365,
            model: LandmarkModel::Affine,
            pairs: vec![
                DraftedPair { questioned: Some(PointPx { x, y: 0.1 }), page: Some(PointMm { x: 1.0 / 3.0, y: 2.0 }) },
                DraftedPair { questioned: None, page: Some(PointMm { x: 5.0, y: 6.0 }) },
            ],
        }
    }

    #[test]
    fn landmarks_outlast_the_program_until_they_are_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = for_test(folder.path());
        let case = workspace.new_case(NewCase::default()).unwrap();
        let exhibit = workspace.new_exhibit(case.id, "Label").unwrap();
        let examination = workspace.begin(case.id, exhibit.id, None).unwrap();
        for (number, x) in [(2, 7.0), (1, 8.0), (2, 9.0)] {
            workspace.keep_landmarks(examination.id, &draft(number, x)).unwrap();
        }
        drop(workspace);
        let again = for_test(folder.path());
        assert_eq!(again.landmark_drafts(&examination), [draft(1, 8.0), draft(2, 9.0)]);
        again.drop_landmarks(examination.id, draft(2, 0.0).capture).unwrap();
        again.drop_landmarks(examination.id, draft(2, 0.0).capture).unwrap();
        assert_eq!(again.landmark_drafts(&examination), [draft(1, 8.0)]);
        let other = Examination { id: ExaminationId(Uuid::from_u128(9)), ..examination.clone() };
        assert!(again.landmark_drafts(&other).is_empty());
        assert!(again.landmark_drafts(&Examination { frozen: true, ..examination }).is_empty(), "issued, and still being laid");
    }

    #[test]
    fn a_damaged_draft_is_left_out_and_the_others_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = for_test(folder.path());
        let case = workspace.new_case(NewCase::default()).unwrap();
        let exhibit = workspace.new_exhibit(case.id, "Label").unwrap();
        let examination = workspace.begin(case.id, exhibit.id, None).unwrap();
        workspace.keep_landmarks(examination.id, &draft(1, 8.0)).unwrap();
        let place = workspace.draft_folder(examination.id);
        let whole = serde_json::to_string(&draft(3, 1.0)).unwrap();
        std::fs::write(workspace.draft_file(examination.id, draft(2, 0.0).capture), &whole).unwrap();
        std::fs::write(workspace.draft_file(examination.id, draft(3, 0.0).capture), &whole.as_bytes()[..whole.len() / 2]).unwrap();
        std::fs::write(place.join("notes.txt"), [0xff, 0xfe]).unwrap();
        assert_eq!(workspace.landmark_drafts(&examination), [draft(1, 8.0)]);
    }
}
