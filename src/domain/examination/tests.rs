//! Edits and their inverses.

use super::*;
use uuid::Uuid;

fn examination() -> Examination {
    let at: Timestamp = serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap();
    let nil = Uuid::nil();
    Examination {
        id: ExaminationId(nil),
        case: CaseId(nil),
        exhibit: ExhibitId(nil),
        begun_at: at,
        checklist: ChecklistVersion { id: ChecklistId::new("c").unwrap(), version: "1.0.0".to_owned(), sha256: Sha256::of(b"c") },
        reference: None,
        mrz_text: String::new(),
        analysis: Analysis::default(),
        proposals: BTreeMap::new(),
        observations: BTreeMap::new(),
        evidence: BTreeMap::new(),
        marks: Vec::new(),
        measurements: Vec::new(),
        calibrations: BTreeMap::new(),
        visual_texts: BTreeMap::new(),
        chip: None,
        adjustments: BTreeMap::new(),
        unmasking: Unmasking::default(),
        examiner: None,
        conclusion: None,
        frozen: false,
    }
}

fn answer(verdict: Verdict, remark: &str) -> Edit {
    let at = examination().begun_at;
    Edit::SetAnswer {
        item: ItemId::new("A-1").unwrap(),
        answer: Some(Box::new(Observation {
            value: AnswerValue::Verdict(verdict),
            not_examined: None,
            remark: remark.to_owned(),
            evidence: Vec::new(),
            from_proposal: false,
            by: Actor::Person("E. Examiner".to_owned()),
            observed_at: at,
            entered_at: at,
        })),
    }
}

fn evidence(width: f64) -> Edit {
    let (capture, area) = (CaptureId(Uuid::nil()), RectMm::new(4.0, 5.0, width, 7.0));
    let evidence = Evidence { capture, light: Light::Visible, page: None, zone: None, area, recipe: Recipe::default(), view: None };
    Edit::SetEvidence { item: ItemId::new("A-1").unwrap(), evidence: vec![evidence] }
}

fn placement(capture: u128, residual_mm: f64) -> Placement {
    let at = examination().begun_at;
    let made = super::super::HandRegistration {
        model: super::super::LandmarkModel::Affine,
        light: Light::Visible,
        pairs: Vec::new(),
        by: Actor::Person("E. Examiner".to_owned()),
        at,
    };
    Placement {
        capture: CaptureId(Uuid::from_u128(capture)),
        page: PageOf {
            reference: super::super::ReferenceId::new("UTO-P-2019").unwrap(),
            page: super::super::PageId::new("data-page").unwrap(),
        },
        page_from_capture: super::super::PageFromCapture(super::super::Homography::IDENTITY),
        residual_mm,
        inliers: 5,
        coverage: 1.0,
        sampling_ppi: 300.0,
        carried_over: false,
        how: super::super::PlacedBy::Landmarks(Box::new(made)),
    }
}

fn place(capture: u128, placement: Option<Placement>) -> Edit {
    Edit::SetPlacement { capture: CaptureId(Uuid::from_u128(capture)), placement: placement.map(Box::new), place: None }
}

#[test]
fn a_placement_is_set_replaced_and_taken_away_and_each_is_taken_back_in_its_place() {
    let mut examination = examination();
    for capture in 1..=3 {
        examination.apply(place(capture, Some(placement(capture, 0.1)))).unwrap();
    }
    let before = examination.clone();
    for edit in [place(1, None), place(2, Some(placement(2, 0.02))), place(3, None), place(4, Some(placement(4, 0.05)))] {
        let inverse = examination.apply(edit).unwrap();
        assert_ne!(examination, before);
        let again = examination.apply(inverse).unwrap();
        assert_eq!(examination, before);
        let inverse = examination.apply(again).unwrap();
        examination.apply(inverse).unwrap();
        assert_eq!(examination, before);
    }
    assert_eq!(examination.apply(place(1, Some(placement(2, 0.1)))), Err(EditError::NoPlacement));
    assert_eq!(examination.apply(place(1, Some(placement(1, f64::NAN)))), Err(EditError::NoPlacement));
}

#[test]
fn placements_that_were_stored_before_are_read_as_the_programs() {
    let mut stored = serde_json::to_value(Analysis { placements: vec![placement(1, 0.1)], ..Analysis::default() }).unwrap();
    assert!(stored.get("set_aside").is_none());
    stored["placements"][0].as_object_mut().unwrap().remove("how");
    let read: Analysis = serde_json::from_value(stored).unwrap();
    assert_eq!(read.placements[0].by_hand(), None);
}

#[test]
fn evidence_without_a_place_is_refused() {
    let mut examination = examination();
    for width in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(examination.apply(evidence(width)), Err(EditError::EvidenceWithoutArea(_))), "{width}");
    }
    assert!(examination.evidence.is_empty());
}

#[test]
fn every_edit_is_taken_back_by_its_inverse() {
    let mut examination = examination();
    let before = examination.clone();
    let edits = vec![
        Edit::SetMrzText("P<UTO".to_owned()),
        Edit::SetVisualText { zone: ZoneId::new("surname").unwrap(), text: Some("ERIKSSON".to_owned()) },
        Edit::SetVisualText { zone: ZoneId::new("surname").unwrap(), text: None },
        Edit::SetVisualText { zone: ZoneId::new("number").unwrap(), text: Some(String::new()) },
        answer(Verdict::Conforms, ""),
        evidence(6.0),
        evidence(8.0),
        answer(Verdict::DoesNotConform, "edge visible"),
        Edit::Together(vec![Edit::SetMrzText("again".to_owned()), answer(Verdict::Inconclusive, "blurred")]),
    ];
    let mut inverses: Vec<Edit> = edits.into_iter().map(|edit| examination.apply(edit).unwrap()).collect();
    assert_ne!(examination, before);
    while let Some(inverse) = inverses.pop() {
        examination.apply(inverse).unwrap();
    }
    assert_eq!(examination, before);
}

#[test]
fn a_refused_edit_leaves_everything_as_it_was() {
    let mut examination = examination();
    let before = examination.clone();
    let refused = Edit::Together(vec![Edit::SetMrzText("half".to_owned()), answer(Verdict::DoesNotConform, " ")]);
    assert!(matches!(examination.apply(refused), Err(EditError::AnswerWithoutRemark { .. })));
    assert!(matches!(examination.apply(answer(Verdict::NotExamined, "")), Err(EditError::NotExaminedWithoutReason(_))));
    assert_eq!(examination, before);
}

#[test]
fn nothing_changes_after_findings_were_issued() {
    let mut examination = examination();
    examination.frozen = true;
    assert_eq!(examination.apply(Edit::SetMrzText("late".to_owned())), Err(EditError::Frozen));
}

#[test]
fn the_program_cannot_conclude() {
    let mut examination = examination();
    let at = examination.begun_at;
    let mut conclusion = Conclusion {
        scale: super::super::Scale::Operational,
        level: super::super::ConclusionLevel::Inconclusive,
        codes: Vec::new(),
        reasons: "pictures only".to_owned(),
        departs_because: None,
        by: Actor::Program("1".to_owned()),
        at,
    };
    assert_eq!(examination.apply(Edit::SetConclusion(Some(Box::new(conclusion.clone())))), Err(EditError::ProgramConcluded));
    conclusion.by = Actor::Person("E. Examiner".to_owned());
    conclusion.level = super::super::ConclusionLevel::Refer;
    assert!(matches!(examination.apply(Edit::SetConclusion(Some(Box::new(conclusion)))), Err(EditError::LevelNotOnScale { .. })));
}

#[test]
fn an_adjustment_is_kept_by_picture_and_taken_back() {
    use crate::domain::recipe::{Exposure, Operation};
    let mut examination = examination();
    let picture: PictureSum = Sha256::of(b"a picture").into();
    let recipe: Recipe = [Operation::Exposure(Exposure { stops: 1.0 })].into_iter().collect();
    let back = examination.apply(Edit::SetAdjustment { picture, recipe: recipe.clone() }).unwrap();
    assert_eq!(examination.adjustments.get(&picture), Some(&recipe));
    let text = serde_json::to_string(&examination).unwrap();
    assert_eq!(serde_json::from_str::<Examination>(&text).unwrap(), examination);
    let wrong: Recipe = [Operation::Exposure(Exposure { stops: 99.0 })].into_iter().collect();
    assert!(matches!(examination.apply(Edit::SetAdjustment { picture, recipe: wrong }), Err(EditError::Recipe(_))));
    let again = examination.apply(back).unwrap();
    assert!(examination.adjustments.is_empty());
    examination.apply(again).unwrap();
    assert_eq!(examination.adjustments.get(&picture), Some(&recipe));
}
