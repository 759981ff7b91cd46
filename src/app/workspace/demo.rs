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
            question: Some("Is the data page as it was issued?".to_owned()),
            ..NewCase::default()
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
        self.held_case(case.id).map(|held| held.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recipe::{Exposure, Operation, Recipe};
    use crate::domain::{
        Actor, Arrangement, Blend, CaptureId, Evidence, Light, MadeIn, MadeOn, Mark, MarkId, MarkKind, MarkShape, PictureOf, PointMm,
        RectMm, ShownPicture, View,
    };

    #[test]
    fn a_second_demonstration_takes_up_the_case_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = super::super::for_test(folder.path());
        let (first, examination) = workspace.demonstrate(&Unwatched).unwrap();
        let (again, same) = workspace.demonstrate(&Unwatched).unwrap();
        assert_eq!((first.id, examination.id), (again.id, same.id));
        assert!(!examination.analysis.comparisons.is_empty() && !examination.proposals.is_empty());
        // What was decoded for it is let go of with the case.
        assert!(workspace.held_bytes() > 0);
        workspace.release();
        assert_eq!(workspace.held_bytes(), 0);
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
            view: None,
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

    fn seen(arrangement: Arrangement, pictures: Vec<ShownPicture>) -> View {
        let on =
            MadeOn { capture: CaptureId(uuid::Uuid::nil()), light: Light::Visible, page: None, zone: None, document: MadeIn::Questioned };
        let mark = Mark {
            id: MarkId(uuid::Uuid::nil()),
            kind: MarkKind::Alteration,
            shape: MarkShape::Box(RectMm::new(20.0, 25.0, 8.0, 4.0)),
            on,
            by: Actor::Person("E. Examiner".to_owned()),
            at: serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap(),
            note: String::new(),
        };
        View { arrangement, pictures, marks: vec![mark], measurements: Vec::new(), captioned: true }
    }

    #[test]
    fn a_view_is_made_again_with_its_mode_its_marks_and_what_it_shows_below_it() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = super::super::for_test(folder.path());
        let (_, examination) = workspace.demonstrate(&Unwatched).unwrap();
        let placement = examination.analysis.placements[0].clone();
        let item = examination.proposals.keys().next().unwrap().clone();
        let dark: Recipe = [Operation::Exposure(Exposure { stops: -1.0 })].into_iter().collect();
        let of = |of, recipe: &Recipe| ShownPicture { of, recipe: recipe.clone(), moved_mm: [0.1, 0.0] };
        let pictures =
            || vec![of(PictureOf::Capture(placement.capture), &Recipe::default()), of(PictureOf::Reference(Light::Visible), &dark)];
        let evidence = |arrangement| Evidence {
            capture: placement.capture,
            light: Light::Visible,
            page: Some(placement.page.clone()),
            zone: None,
            area: RectMm::new(10.0, 20.0, 30.0, 15.0),
            recipe: Recipe::default(),
            view: Some(Box::new(seen(arrangement, pictures()))),
        };
        let overlay = evidence(Arrangement::Overlay { blend: Blend::TwoColours, opacity: 1.0 });
        let lens = evidence(Arrangement::Lens { centre: PointMm { x: 24.0, y: 27.0 }, radius_mm: 5.0, magnification: 3 });
        let difference = evidence(Arrangement::Difference { tolerance: 0.3 });
        for one in [&overlay, &lens, &difference, &evidence(Arrangement::Grid), &evidence(Arrangement::Blink)] {
            workspace.attach_evidence(examination.id, &item, one.clone()).unwrap();
        }
        let (record, export) = workspace.findings(examination.id, &Unwatched).unwrap();
        let figures: Vec<_> = record.figures.iter().filter(|figure| figure.captioned).collect();
        assert_eq!(figures.len(), 5);
        assert_eq!(figures[0].title, format!("Attached to {item} · Overlay, two colours, 100 % · reference adjusted: Exposure −1 EV"));
        let sums: std::collections::BTreeSet<_> = figures.iter().filter_map(|figure| Some(figure.composed.as_ref()?.sha256)).collect();
        assert_eq!(sums.len(), 4, "each arrangement but the blink is a picture of its own");
        let size = |name: &str| image::load_from_memory(&export.files[name]).map(|picture| (picture.width(), picture.height())).unwrap();
        let (width, height) = size(&figures[0].questioned.file);
        assert!(width >= 700 && f64::from(height) > f64::from(width) / 2.0 * 1.05, "{width} x {height}: no strip below the picture");
        // The record holds what the view was, so that another laboratory can make it again; and so can we, to the byte.
        let kept = record.observations.iter().flat_map(|answer| &answer.evidence).filter_map(|evidence| evidence.view.as_deref());
        assert_eq!(kept.map(|view| &view.arrangement).next(), overlay.view.as_ref().map(|view| &view.arrangement));
        let (again, _) = workspace.findings(examination.id, &Unwatched).unwrap();
        assert_eq!(again.figures, record.figures);
        // A nudge moves what is seen, not what was measured.
        let mut nudged = difference;
        for picture in &mut nudged.view.as_mut().unwrap().pictures {
            picture.moved_mm = [-0.4, 0.3];
        }
        // Of several lights, the reference stands beside the capture under the one that was attached.
        let mut lights = evidence(Arrangement::Lights);
        lights.light = Light::Uv365;
        lights.view.as_mut().unwrap().pictures.push(of(PictureOf::Reference(Light::Uv365), &Recipe::default()));
        for one in [nudged, lights] {
            workspace.attach_evidence(examination.id, &item, one).unwrap();
        }
        let (more, _) = workspace.findings(examination.id, &Unwatched).unwrap();
        let figures: Vec<_> = more.figures.iter().filter(|figure| figure.captioned).collect();
        let compared = |number: usize| figures[number].composed.as_ref().map(|picture| picture.sha256);
        assert_eq!(compared(5), compared(2));
        let uv = workspace.library().page(&placement.page, Light::Uv365).unwrap().unwrap().sha256;
        assert_eq!(figures[6].reference.as_ref().and_then(|picture| picture.capture), Some(uv.into()));
        let file = workspace.save_view(examination.id, &overlay, &folder.path().join("out"), &Unwatched).unwrap();
        let other = workspace.save_view(examination.id, &overlay, &folder.path().join("out"), &Unwatched).unwrap();
        assert!(file != other && std::fs::read(&file).unwrap() == std::fs::read(&other).unwrap());
        let mut wrong = overlay;
        wrong.view = Some(Box::new(seen(Arrangement::Overlay { blend: Blend::Cover, opacity: f64::NAN }, pictures())));
        assert!(workspace.attach_evidence(examination.id, &item, wrong).is_err());
        // To be looked at.
        let out = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
        std::fs::create_dir_all(&out).unwrap();
        for (name, bytes) in export.files.iter().filter(|(name, _)| name.contains("evidence-") || name.ends_with("pdf")) {
            std::fs::write(out.join(name.replace('/', "-")), bytes).unwrap();
        }
        std::fs::copy(&file, out.join("saved-view.png")).unwrap();
    }
}
