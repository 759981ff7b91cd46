use super::*;
use crate::domain::checklist::Checklist;
use crate::domain::{Actor, AnswerValue, ChecklistVersion, Edit, EditError, Revised, Verdict};

fn at(second: i64) -> Timestamp {
    Timestamp(jiff::Timestamp::from_second(1_780_000_000 + second).unwrap())
}

fn person() -> Person {
    Person { account: None, name: "E. Examiner".to_owned() }
}

fn staged() -> Examination {
    let id = |number: u128| uuid::Uuid::from_u128(number);
    let checklist =
        ChecklistVersion { id: "image-only-remote".parse().unwrap(), version: "1.0.0".to_owned(), sha256: Sha256::of(b"checklist") };
    let mut examination = Examination::begun(
        crate::domain::ExaminationId(id(1)),
        crate::domain::CaseId(id(2)),
        crate::domain::ExhibitId(id(3)),
        checklist,
        at(0),
    );
    examination.unmasking = Unmasking::staged();
    examination
}

fn answer(remark: &str) -> Box<Observation> {
    Box::new(Observation {
        value: AnswerValue::Verdict(Verdict::Conforms),
        not_examined: None,
        remark: remark.to_owned(),
        evidence: Vec::new(),
        from_proposal: false,
        by: Actor::Person("E. Examiner".to_owned()),
        observed_at: at(1),
        entered_at: at(1),
    })
}

fn item(name: &str) -> ItemId {
    ItemId::new(name).unwrap()
}

fn revised(name: &str, reason: &str) -> Edit {
    let answer = Some(answer("looked again"));
    Edit::ReviseAnswer(Box::new(Revised { item: item(name), answer, reason: reason.to_owned(), by: person(), at: at(9) }))
}

#[test]
fn a_sealed_answer_stays_and_a_later_one_stands_beside_it_with_its_reason() {
    let mut examination = staged();
    examination.apply(Edit::SetAnswer { item: item("A-1"), answer: Some(answer("first")) }).unwrap();
    assert_eq!(examination.apply(revised("A-1", "why")), Err(EditError::NotSealed(item("A-1"))), "an open answer is simply changed");
    let sum = examination.open_next_stage(person(), at(2)).unwrap().sha256;
    let change = Edit::SetAnswer { item: item("A-1"), answer: Some(answer("second")) };
    assert_eq!(examination.apply(change), Err(EditError::Sealed(item("A-1"))));
    assert_eq!(examination.apply(Edit::SetAnswer { item: item("A-1"), answer: None }), Err(EditError::Sealed(item("A-1"))));
    assert_eq!(examination.apply(revised("A-1", " ")), Err(EditError::RevisionWithoutReason(item("A-1"))));

    let back = examination.apply(revised("A-1", "The reference shows two series")).unwrap();
    assert_eq!(examination.observations[&item("A-1")].remark, "looked again");
    let seal = examination.unmasking.sealed(&item("A-1")).unwrap();
    assert_eq!((seal.snapshot.observations[&item("A-1")].remark.as_str(), seal.sha256), ("first", sum));
    assert_eq!(examination.unmasking.stage_of(&item("A-1")), UnmaskingStage::Document);
    assert_eq!(examination.unmasking.broken().count(), 0);

    examination.apply(back).unwrap();
    assert_eq!(examination.observations[&item("A-1")].remark, "first");
    assert_eq!(examination.unmasking.revisions.len(), 2, "taking a revision back does not remove it");
}

#[test]
fn a_changed_snapshot_does_not_have_its_sum() {
    let mut examination = staged();
    examination.apply(Edit::SetAnswer { item: item("A-1"), answer: Some(answer("first")) }).unwrap();
    examination.open_next_stage(person(), at(2)).unwrap();
    examination.unmasking.seals[0].snapshot.observations.get_mut(&item("A-1")).unwrap().remark = "other".to_owned();
    assert_eq!(examination.unmasking.broken().map(|seal| seal.stage).collect::<Vec<_>>(), [UnmaskingStage::Document]);
}

#[test]
fn stages_open_one_by_one_and_end() {
    let mut examination = staged();
    for expected in [UnmaskingStage::Reference, UnmaskingStage::Records, UnmaskingStage::Context] {
        assert!(!examination.unmasking.shows(expected));
        examination.open_next_stage(person(), at(2)).unwrap();
        assert!(examination.unmasking.shows(expected));
    }
    assert_eq!(examination.open_next_stage(person(), at(3)), Err(UnmaskingError::AllOpen));
    assert_eq!(examination.unmasking.seals.len(), 3);
}

#[test]
fn going_without_stages_has_a_reason_and_comes_before_the_first_answer() {
    let mut examination = staged();
    assert_eq!(examination.go_without_stages(person(), at(1), " "), Err(UnmaskingError::NeedsReason));
    examination.apply(Edit::SetAnswer { item: item("A-1"), answer: Some(answer("first")) }).unwrap();
    assert_eq!(examination.go_without_stages(person(), at(1), "urgent"), Err(UnmaskingError::HasBegun));
    let mut examination = staged();
    examination.go_without_stages(person(), at(1), "urgent").unwrap();
    assert!(examination.unmasking.shows(UnmaskingStage::Context));
    assert_eq!(examination.unmasking.opted_out.unwrap().reason, "urgent");
}

#[test]
fn what_is_not_open_is_not_handed_out() {
    let mut examination = staged();
    examination.reference =
        Some(crate::domain::ChosenReference { reference: "UTO-P-2019".parse().unwrap(), by: Actor::Program("0".to_owned()), at: at(0) });
    examination.analysis.known = true;
    let stages = |_: &ItemId| UnmaskingStage::Reference;
    let seen = examination.as_open(stages);
    assert_eq!((seen.reference, seen.analysis.known), (None, false));
    examination.open_next_stage(person(), at(2)).unwrap();
    assert!(examination.as_open(stages).reference.is_some());
}

#[test]
fn every_stage_has_items_in_the_laboratory_checklist_for_passports() {
    let text = include_str!("../../../assets/checklists/passport-td3-lab.toml");
    let checklist: Checklist = toml::from_str(text).unwrap();
    let count = |stage| checklist.items.iter().filter(|item| UnmaskingStage::of(item) == stage).count();
    let counts = UnmaskingStage::ALL.iter().map(|stage| count(*stage)).collect::<Vec<_>>();
    assert!(counts[0] > 10 && counts[1] > 10 && counts[2] > 3, "{counts:?}");
    assert_eq!(counts[3], 0, "no question of a checklist rests on the traveller's story");
}
