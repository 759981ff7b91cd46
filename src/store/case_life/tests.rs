use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::domain::{Actor, CaseMove, CaseStatus, CustodyEvent, CustodyKind, Exhibit, MoveMade, Person, Timestamp};
use crate::store::{AuditEntry, Change};

fn at() -> Timestamp {
    Timestamp("2026-03-01T09:30:00Z".parse().unwrap())
}

fn entry(object: ObjectKind) -> AuditEntry {
    AuditEntry {
        at: at(),
        offset_minutes: 0,
        actor: Actor::Person("E. Examiner".to_owned()),
        role: None,
        action: "step".to_owned(),
        object,
        object_id: "1".to_owned(),
        payload: json!({}),
    }
}

fn person() -> Person {
    Person { account: None, name: "E. Examiner".to_owned() }
}

fn case() -> Case {
    let mut case = Case::received(CaseId(Uuid::from_u128(1)), "2026-0001", "A passport", at());
    let mut exhibit = Exhibit::new(crate::domain::ExhibitId(Uuid::from_u128(2)), "1", "Passport");
    exhibit.custody.push(CustodyEvent {
        kind: CustodyKind::Received,
        by: person(),
        with: String::new(),
        place: String::new(),
        seal: String::new(),
        remark: String::new(),
        happened_at: at(),
        entered_at: at(),
    });
    case.exhibits.push(exhibit);
    case.moves.push(MoveMade {
        made: CaseMove::Begin,
        from: CaseStatus::Received,
        to: CaseStatus::InExamination,
        by: person(),
        role: None,
        at: at(),
        reason: String::new(),
        to_whom: None,
        signatures: Vec::new(),
    });
    case.status = CaseStatus::InExamination;
    case
}

#[test]
fn moves_and_custody_are_only_ever_added_to() {
    let mut store = Store::open_in_memory().unwrap();
    store.commit(Change::event().case(case(), 0), entry(ObjectKind::Case)).unwrap();
    let without_move = Case { moves: Vec::new(), ..case() };
    let mut without_custody = case();
    without_custody.exhibits[0].custody.clear();
    let mut reworded = case();
    reworded.moves[0].reason = "other".to_owned();
    for bent in [without_move, without_custody, reworded] {
        let refused = store.commit(Change::event().case(bent, 1), entry(ObjectKind::Case));
        assert!(matches!(refused, Err(StoreError::Forbidden(_))), "{refused:?}");
    }
    assert_eq!(store.case(case().id).unwrap().unwrap().state, case());
}

#[test]
fn the_sheet_of_the_laboratory_builds_on_what_is_there() {
    let mut store = Store::open_in_memory().unwrap();
    assert_eq!(store.laboratory().unwrap(), None);
    let sheet = LaboratorySheet { name: "National laboratory".to_owned(), ..LaboratorySheet::default() };
    store.commit(Change::event().laboratory(sheet.clone(), 0), entry(ObjectKind::Laboratory)).unwrap();
    let stale = store.commit(Change::event().laboratory(LaboratorySheet::default(), 0), entry(ObjectKind::Laboratory));
    assert!(matches!(stale, Err(StoreError::Stale { .. })), "{stale:?}");
    assert_eq!(store.laboratory().unwrap().unwrap().state, sheet);
    assert!(store.verify(&crate::domain::Unwatched).unwrap().is_sound());
    store.connection.execute("UPDATE laboratory SET state = '{}'", []).unwrap();
    assert!(!store.verify(&crate::domain::Unwatched).unwrap().is_sound(), "a changed sheet is seen");
}
