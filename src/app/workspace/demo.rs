//! The demonstration: the main job on bundled captures, kept as a case like any other.

use super::case::NewCase;
use super::{Workspace, lock, store_problem};
use crate::app::library::{BUNDLED_QUESTIONED, bundled_questioned};
use crate::app::pipeline::Received;
use crate::app::{Problem, Watch};
use crate::domain::{Case, Examination, Unwatched};

/// The number of the demonstration case.
const DEMO: &str = "DEMO-1";

impl Workspace {
    /// Examines a bundled questioned passport in a case of its own; the case of an earlier demonstration is taken up again.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of the data folder; cancelled if `watch` asks to stop.
    pub fn demonstrate(&self, watch: &dyn Watch) -> Result<(Case, Examination), Problem> {
        let new = NewCase {
            number: Some(DEMO.to_owned()),
            title: "Demonstration: a questioned passport".to_owned(),
            customer: None,
            question: Some("Is the data page as it was issued?".to_owned()),
        };
        let case = self.bundled_case(new)?;
        let exhibit = case.exhibits.first().ok_or_else(|| Problem::system("The demonstration case has no exhibit."))?.id;
        let open = self.examinations(case.id)?.into_iter().rev().find(|examination| examination.exhibit == exhibit && !examination.frozen);
        let examination = match open {
            Some(examination) => examination,
            None => self.begin_by(case.id, exhibit, None, Self::program())?,
        };
        let examination = self.analyse(examination.id, watch)?;
        Ok((self.case(case.id)?, examination))
    }

    /// The case numbered as `new` with the bundled captures as its exhibit, made as far as it is not there yet.
    pub(super) fn bundled_case(&self, new: NewCase) -> Result<Case, Problem> {
        let number = new.number.clone().unwrap_or_default();
        let held = lock(&self.store).case_numbered(&number).map_err(store_problem)?;
        let case = match held {
            Some(held) => held.state,
            None => self.new_case_by(new, Self::program())?,
        };
        let exhibit = match case.exhibits.first() {
            Some(exhibit) => exhibit.clone(),
            None => self.new_exhibit_by(case.id, "Passport, data page", Self::program())?,
        };
        if exhibit.captures.is_empty() {
            let files = bundled_questioned(BUNDLED_QUESTIONED);
            let received =
                files.into_iter().map(|file| Received::of(&file.name, file.bytes.into_owned(), None)).collect::<Result<Vec<_>, _>>()?;
            self.take_in_by(case.id, exhibit.id, &received, Self::program(), &Unwatched)?;
        }
        self.case(case.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recipe::{Exposure, Operation, Recipe};
    use crate::domain::{CaptureId, Evidence, Light, RectMm};

    #[test]
    fn a_second_demonstration_takes_up_the_case_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = super::super::for_test(folder.path());
        let (first, examination) = workspace.demonstrate(&Unwatched).unwrap();
        let (again, same) = workspace.demonstrate(&Unwatched).unwrap();
        assert_eq!((first.id, examination.id), (again.id, same.id));
        assert!(!examination.analysis.comparisons.is_empty() && !examination.proposals.is_empty());
    }

    #[test]
    fn an_attached_view_is_in_the_record_with_both_pictures_until_it_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = super::super::for_test(folder.path());
        let (_, examination) = workspace.demonstrate(&Unwatched).unwrap();
        let placement = examination.analysis.placements[0].clone();
        let item = examination.proposals.keys().next().unwrap().clone();
        let evidence = Evidence {
            capture: placement.capture,
            light: Light::Visible,
            page: Some(placement.page),
            zone: None,
            area: RectMm::new(10.0, 20.0, 30.0, 15.0),
            recipe: Recipe::default(),
        };
        let dark: Recipe = [Operation::Exposure(Exposure { stops: -2.0 })].into_iter().collect();
        let title = format!("Attached to {item}");
        workspace.attach_evidence(examination.id, &item, evidence.clone()).unwrap();
        let (record, _) = workspace.findings(examination.id, &Unwatched).unwrap();
        let figure = record.figures.iter().find(|figure| figure.title == title).unwrap();
        assert!(figure.area == Some(evidence.area) && figure.reference.is_some());
        let adjusted = Evidence { recipe: dark, ..evidence.clone() };
        workspace.attach_evidence(examination.id, &item, adjusted).unwrap();
        let (record, export) = workspace.findings(examination.id, &Unwatched).unwrap();
        let shown = record.figures.iter().find(|figure| figure.title == format!("{title} · questioned adjusted: Exposure −2 EV")).unwrap();
        assert!(shown.questioned.sha256 != figure.questioned.sha256, "the picture is the adjusted one");
        let sum = |figure: &crate::domain::findings::Figure| figure.reference.as_ref().map(|picture| picture.sha256);
        assert_eq!(sum(shown), sum(figure));
        let attached = record.observations.iter().flat_map(|answer| &answer.evidence).filter(|evidence| evidence.adjustments.is_some());
        assert!(attached.count() <= 1 && !export.files.is_empty());
        workspace.remove_evidence(examination.id, &item, 1).unwrap();
        let elsewhere = Evidence { capture: CaptureId(uuid::Uuid::nil()), ..evidence };
        assert!(workspace.attach_evidence(examination.id, &item, elsewhere).is_err());
        workspace.remove_evidence(examination.id, &item, 0).unwrap();
        let (record, _) = workspace.findings(examination.id, &Unwatched).unwrap();
        assert!(record.figures.iter().all(|figure| figure.title != title));
    }
}
