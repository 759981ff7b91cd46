use super::*;
use crate::domain::{
    Actor, Basis, Capture, CaptureId, Case, CaseId, CaseStatus, ConclusionLevel, DocumentKind, Examination, ExaminationId, Exhibit,
    ExhibitId, FindingsId, Light, Person, Sha256, Timestamp, Unwatched,
};
use crate::store::{AuditEntry, Change, FrozenChecklist, IssuedFindings, ObjectKind, Store, parse_checklist};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp(text.parse().unwrap())
}

pub(super) fn entry(action: &str) -> AuditEntry {
    AuditEntry {
        at: at("2026-03-01T09:30:00Z"),
        offset_minutes: 60,
        actor: Actor::Person("E. Examiner".to_owned()),
        role: None,
        action: action.to_owned(),
        object: ObjectKind::Case,
        object_id: "1".to_owned(),
        payload: json!({}),
    }
}

pub(super) fn checklist() -> FrozenChecklist {
    let text = include_str!("../../../assets/checklists/border-first-line.toml");
    parse_checklist(Path::new("border"), text.to_owned()).unwrap()
}

pub(super) fn capture(number: u128, sha256: Sha256, name: &str) -> Capture {
    Capture {
        id: CaptureId(Uuid::from_u128(number)),
        sha256,
        length: 3,
        file_page: 0,
        file_name: name.to_owned(),
        taken_in_at: at("2026-03-01T09:30:00Z"),
        light: Light::Visible,
        light_basis: Basis::Given,
        page: None,
        width_px: 1,
        height_px: 1,
        resolution: None,
        resolution_basis: Basis::Assumed,
    }
}

pub(super) fn case(number: u128, title: &str) -> Case {
    Case::received(CaseId(Uuid::from_u128(number)), format!("2026-{number:04}"), title, at("2026-03-01T09:30:00Z"))
}

/// What an examination of the first exhibit of `case` holds, with `more` of it.
pub(super) fn examination(number: u128, case: &Case, more: Value) -> Examination {
    let mut state = json!({
        "id": Uuid::from_u128(number), "case": case.id, "exhibit": case.exhibits[0].id, "begun_at": case.received_at,
        "checklist": checklist().version(), "reference": null, "conclusion": null
    });
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(state).unwrap()
}

fn full() -> (Store, Case, Examination) {
    full_in(Store::open_in_memory().unwrap())
}

/// A store with one case that says something in every place, and another.
pub(super) fn full_in(mut store: Store) -> (Store, Case, Examination) {
    let sum = store.keep(b"abc").unwrap();
    let mut one = case(1, "Passport bought in Łódź by Frau Müller");
    one.customer = Some("สถานีตำรวจ กรุงเทพ".to_owned());
    one.question = Some("这本护照是真的吗".to_owned());
    let mut exhibit = Exhibit::new(ExhibitId(Uuid::from_u128(10)), "1", "Booklet, blue cover");
    exhibit.kind = Some(DocumentKind::Td3Passport);
    exhibit.condition = Some("stained at the spine".to_owned());
    exhibit.captures.push(capture(100, sum, "DSC_0231.tif"));
    one.exhibits.push(exhibit);
    one.assigned_to = Some(Person { account: None, name: "Ana Silva".to_owned() });
    one.due_on = Some("2026-04-01".parse().unwrap());
    let method = json!({ "name": "m", "version": 1 });
    let answered = |remark: &str| {
        json!({ "value": { "verdict": "does-not-conform" }, "not_examined": null, "remark": remark, "by": { "person": "Bo Lind" },
            "observed_at": "2026-03-01T09:30:00Z", "entered_at": "2026-03-01T09:30:00Z" })
    };
    let more = json!({
        "mrz_text": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "visual_texts": { "number": "L 898 902 C" },
        "analysis": { "candidates": [], "known": false, "placements": [], "comparisons": [], "visual_fields": [{
            "zone": "authority", "field": "authority", "capture": Uuid::from_u128(100), "text": "Ministry of the Interior",
            "confidence": 0.9, "doubtful": false, "method": method }] },
        "observations": { "B-01": answered("the perforation is drilled with a needle") },
        "conclusion": { "scale": "operational", "level": "forged", "codes": ["forged-photo"], "reasons": "The laminate was opened.",
            "departs_because": null, "by": { "person": "Bo Lind" }, "at": "2026-03-01T09:30:00Z" }
    });
    let examination = examination(1000, &one, more);
    let mut two = case(2, "Another matter");
    two.status = CaseStatus::InReview;
    two.received_at = at("2026-03-05T00:00:00.5Z");
    let change = Change::event().checklist(checklist()).case(one.clone(), 0).examination(examination.clone(), 0).case(two, 0);
    store.commit(change, entry("open")).unwrap();
    (store, one, examination)
}

/// What [`fixture`] put into the store.
#[derive(Debug)]
pub(in crate::store) struct Fixture {
    pub(in crate::store) case: Case,
}

/// Fills a store with two cases, an examination and a capture of the bytes `abc`.
pub(in crate::store) fn fixture(store: Store) -> (Store, Fixture) {
    let (store, case, _) = full_in(store);
    (store, Fixture { case })
}

/// An entry of the audit log.
pub(in crate::store) fn fixture_entry(action: &str) -> AuditEntry {
    entry(action)
}

fn search(store: &Store, text: &str) -> CasePage {
    store.search_cases(&CaseQuery { text: text.to_owned(), ..CaseQuery::default() }).unwrap()
}

fn numbers(page: &CasePage) -> Vec<&str> {
    page.cases.iter().map(|found| found.case.number.as_str()).collect()
}

#[test]
fn every_place_is_found_and_named() {
    let (store, ..) = full();
    for (text, place) in [
        ("2026-0001", TextPlace::Number),
        ("26-0001", TextPlace::Number),
        ("lodz", TextPlace::Title),
        ("PASSP", TextPlace::Title),
        ("ตำรวจ", TextPlace::Customer),
        ("กรุง", TextPlace::Customer),
        ("护照", TextPlace::Question),
        ("真", TextPlace::Question),
        ("blue", TextPlace::Exhibit),
        ("SPINE", TextPlace::Condition),
        ("0231", TextPlace::FileName),
        ("23", TextPlace::FileName),
        ("eriksson", TextPlace::MrzTyped),
        ("8902c", TextPlace::MrzTyped),
        ("L898902C", TextPlace::MrzTyped),
        ("898 902", TextPlace::MrzTyped),
        ("\"of the interior\"", TextPlace::Printed),
        ("drill needle", TextPlace::Remark),
        ("laminate", TextPlace::Conclusion),
        ("forged-photo", TextPlace::Conclusion),
    ] {
        let page = search(&store, text);
        assert_eq!(numbers(&page), ["2026-0001"], "{text}");
        let hit = page.cases[0].hit.as_ref().unwrap_or_else(|| panic!("no snippet for {text}"));
        assert_eq!(hit.place, place, "{text}: {hit:?}");
        assert!(hit.parts.iter().any(|part| part.is_hit), "{text}: {hit:?}");
    }
    for text in ["nowhere", "\"interior ministry\"", "lodz nowhere", "asspor", "\"spine booklet\"", "\"Anna P\""] {
        assert_eq!(search(&store, text).total, 0, "{text}");
    }
}

#[test]
fn names_are_found_in_both_ways_of_writing() {
    let (mut store, ..) = full();
    store.commit(Change::event().case(case(3, "MRZ reads MUELLER and IVANOV"), 0).case(case(4, "Иванов"), 0), entry("open")).unwrap();
    assert_eq!(numbers(&search(&store, "Müller")), ["2026-0003", "2026-0001"]);
    assert_eq!(numbers(&search(&store, "mueller")), ["2026-0003", "2026-0001"]);
    assert_eq!(numbers(&search(&store, "Иванов")), ["2026-0004", "2026-0003"]);
    assert_eq!(numbers(&search(&store, "ivanov")), ["2026-0004", "2026-0003"]);
}

#[test]
fn what_narrows_can_be_combined() {
    let (store, ..) = full();
    let of = |change: &dyn Fn(&mut CaseQuery)| {
        let mut query = CaseQuery::default();
        change(&mut query);
        numbers(&store.search_cases(&query).unwrap())
            .into_iter()
            .map(|number| number.strip_prefix("2026-").unwrap_or(number).parse::<u32>().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(&|_| ()), [2, 1]);
    assert_eq!(of(&|query| query.order = CaseOrder::Number), [1, 2]);
    assert_eq!(of(&|query| query.order = CaseOrder::Received), [2, 1]);
    assert_eq!(of(&|query| query.order = CaseOrder::Due), [1, 2]);
    assert_eq!(of(&|query| query.order = CaseOrder::ReceivedFirst), [1, 2]);
    assert_eq!(of(&|query| query.statuses = BTreeSet::from([CaseStatus::InReview])), [2]);
    assert_eq!(of(&|query| query.statuses = BTreeSet::from([CaseStatus::InReview, CaseStatus::Received])), [2, 1]);
    assert_eq!(of(&|query| query.examiner = Some("bo LIND".to_owned())), [1]);
    assert_eq!(of(&|query| query.examiner = Some("Ana Silva".to_owned())), Vec::<u32>::new());
    assert_eq!(store.case_values(CaseFacet::Status).unwrap(), [("in-review".to_owned(), 1), ("received".to_owned(), 1)]);
    assert_eq!(store.case_values(CaseFacet::Examiner).unwrap(), [("bo lind".to_owned(), 1)]);
    assert_eq!(of(&|query| query.assignee = Some("Ana Silva".to_owned())), [1]);
    assert_eq!(of(&|query| query.kinds = BTreeSet::from([DocumentKind::Td3Passport, DocumentKind::Other])), [1]);
    assert_eq!(of(&|query| query.levels = BTreeSet::from([ConclusionLevel::Forged])), [1]);
    assert_eq!(of(&|query| query.due_before = Some("2026-04-02".parse().unwrap())), [1]);
    assert_eq!(of(&|query| query.due_before = Some("2026-04-01".parse().unwrap())), Vec::<u32>::new());
    assert_eq!(of(&|query| query.received_from = Some(at("2026-03-05T00:00:00Z"))), [2]);
    assert_eq!(of(&|query| query.received_to = Some(at("2026-03-05T00:00:00Z"))), [1]);
    assert_eq!(
        of(&|query| {
            query.text = "passport".to_owned();
            query.kinds = BTreeSet::from([DocumentKind::Td3Passport]);
            query.statuses = BTreeSet::from([CaseStatus::Received]);
            query.levels = BTreeSet::from([ConclusionLevel::Forged]);
        }),
        [1]
    );
}

#[test]
fn pages_follow_each_other() {
    let mut store = Store::open_in_memory().unwrap();
    let change = (1..=7).fold(Change::event(), |change, number| change.case(case(number, "the same"), 0));
    store.commit(change, entry("open")).unwrap();
    let of = |offset, limit, text: &str| {
        let page = store.search_cases(&CaseQuery { offset, limit, text: text.to_owned(), ..CaseQuery::default() }).unwrap();
        (
            page.total,
            page.cases
                .iter()
                .map(|found| found.case.number.chars().skip(8).collect::<String>().parse::<u32>().unwrap())
                .collect::<Vec<_>>(),
        )
    };
    for text in ["", "same"] {
        assert_eq!(of(0, 3, text), (7, vec![7, 6, 5]));
        assert_eq!(of(3, 3, text), (7, vec![4, 3, 2]));
        assert_eq!(of(6, 3, text), (7, vec![1]));
        assert_eq!(of(7, 3, text), (7, vec![]));
        assert_eq!(of(0, 0, text), (7, vec![]));
        assert_eq!(of(u64::MAX, u32::MAX, text), (7, vec![]));
    }
    assert_eq!(store.cases().unwrap().len(), 7);
}

#[test]
fn the_index_follows_every_change() {
    let (mut store, mut one, mut examination) = full();
    one.title = "A visa".to_owned();
    store.commit(Change::event().case(one, 1), entry("rename")).unwrap();
    assert_eq!((search(&store, "lodz").total, search(&store, "visa").total), (0, 1));
    examination.mrz_text = "V<UTO".to_owned();
    examination.conclusion = None;
    store.commit(Change::event().examination(examination.clone(), 1), entry("type")).unwrap();
    assert_eq!((search(&store, "eriksson").total, search(&store, "vuto").total, search(&store, "laminate").total), (0, 0, 0));
    assert_eq!(search(&store, "V<UTO").total, 1);
    let level = CaseQuery { levels: BTreeSet::from([ConclusionLevel::Forged]), ..CaseQuery::default() };
    assert_eq!(store.search_cases(&level).unwrap().total, 0);
    // The case of the examination was changed last.
    assert_eq!(numbers(&search(&store, "")), ["2026-0001", "2026-0002"]);
    let text = json!({ "report_id": "LAB-77/2026" }).to_string();
    let findings = IssuedFindings { id: FindingsId(Uuid::from_u128(0xabcdef)), examination: examination.id, text, files: Vec::new() };
    store.commit(Change::event().findings(findings), entry("issue")).unwrap();
    for text in ["LAB-77/2026", "77/20", "abcdef"] {
        assert_eq!(search(&store, text).total, 1, "{text}");
    }
    let check = store.check_search(&Unwatched).unwrap();
    assert!(check.is_complete() && check.cases == 2, "{check:?}");
    assert!(store.verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn a_change_that_fails_leaves_the_index_as_it_was() {
    let (mut store, mut one, _) = full();
    one.title = "A visa".to_owned();
    assert!(store.commit(Change::event().case(one.clone(), 1).case(one, 7), entry("rename")).is_err());
    assert_eq!((search(&store, "lodz").total, search(&store, "visa").total), (1, 0));
}

#[test]
fn what_is_wrong_with_the_index_is_told_and_made_good() {
    for spoil in [
        "DELETE FROM search_texts WHERE object LIKE 'examination/%'",
        "UPDATE search_texts SET content = replace(content, 'Müller', 'Maier')",
        "UPDATE search_cases SET changed_seq = 1, case_id = case_id WHERE docid = 1; DELETE FROM search_index WHERE rowid = 1",
        "DELETE FROM search_marks WHERE docid = 1",
        "DELETE FROM search_marks; DELETE FROM search_cases",
        "INSERT INTO search_index (rowid, words, parts) VALUES (99, 'a', 'b')",
    ] {
        let (mut store, ..) = full();
        assert!(store.check_search(&Unwatched).unwrap().is_complete());
        store.connection.execute_batch(spoil).unwrap();
        assert!(!store.check_search(&Unwatched).unwrap().is_complete(), "{spoil}");
        assert!(!store.verify(&Unwatched).unwrap().is_sound(), "{spoil}");
        store.rebuild_search(&Unwatched).unwrap();
        assert!(store.check_search(&Unwatched).unwrap().is_complete(), "{spoil}");
        assert_eq!(search(&store, "Müller needle").total, 1, "{spoil}");
        let report = store.verify(&Unwatched).unwrap();
        assert!(report.is_sound(), "{spoil}: {:?}", report.problems);
    }
}

#[test]
fn an_index_by_other_rules_is_made_again_when_the_store_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ..) = full_in(Store::open(dir.path()).unwrap());
    store.connection.execute_batch("UPDATE search_state SET rules = 0; DELETE FROM search_texts").unwrap();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert!(store.check_search(&Unwatched).unwrap().is_complete());
    assert_eq!(search(&store, "eriksson").total, 1);
}

#[test]
fn an_examination_may_come_before_its_case_in_a_change() {
    let mut store = Store::open_in_memory().unwrap();
    let sum = store.keep(b"abc").unwrap();
    let mut one = case(1, "A");
    one.exhibits.push(Exhibit::new(ExhibitId(Uuid::from_u128(10)), "1", "x"));
    one.exhibits[0].captures.push(capture(100, sum, "a.png"));
    let examination = examination(1000, &one, json!({ "mrz_text": "P<UTOX" }));
    assert_eq!(examination.id, ExaminationId(Uuid::from_u128(1000)));
    store.commit(Change::event().checklist(checklist()).examination(examination, 0).case(one, 0), entry("x")).unwrap();
    assert_eq!(search(&store, "utox").total, 1);
    assert!(store.check_search(&Unwatched).unwrap().is_complete());
}

/// Whether `needle` is found in `text` by the words of the help, written apart from the index.
fn is_found(text: &str, needle: &str) -> bool {
    let words = fold::pieces(text);
    fold::pieces(needle).iter().all(|piece| {
        words.iter().any(|word| match (word, piece) {
            (fold::Piece::Word(word), fold::Piece::Word(piece)) => word.starts_with(piece.as_str()),
            (fold::Piece::Word(_), _) => false,
            (word, piece) => word.text().contains(piece.text()),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_an_error(text in "\\PC{0,40}", raw: String, signs in "[\"*():^+{}'\\- ANDORNT]{0,30}") {
        let (store, ..) = full();
        for text in [text, raw, signs.clone(), format!("\"{signs}"), format!("words : {signs}*"), format!("a{signs}b")] {
            prop_assert!(store.search_cases(&CaseQuery { text: text.clone(), ..CaseQuery::default() }).is_ok(), "{}", text);
        }
    }

    #[test]
    fn what_is_in_a_text_is_found_and_nothing_else(
        titles in prop::collection::vec("[ab1ก护é ]{0,10}", 1..5),
        needle in "[ab1ก护é]{1,5}",
    ) {
        let mut store = Store::open_in_memory().unwrap();
        let mut change = Change::event();
        for (number, title) in (1..).zip(&titles) {
            let mut case = case(number, title);
            // Numbers of letters, so that the needle is not in them.
            case.number = char::from_u32(0x3b1 + number as u32).unwrap().to_string();
            change = change.case(case, 0);
        }
        store.commit(change, entry("open")).unwrap();
        let page = search(&store, &needle);
        let pieces = fold::pieces(&needle);
        // Pieces in a row are held together; that they are there apart is not enough, so only single ones are compared both ways.
        let expected: BTreeSet<&str> = titles.iter().filter(|title| is_found(title, &needle)).map(|title| title.as_str()).collect();
        let found: BTreeSet<&str> = page.cases.iter().map(|found| found.case.title.as_str()).collect();
        if pieces.len() == 1 {
            prop_assert_eq!(&found, &expected, "{}", needle);
        } else {
            prop_assert!(found.is_subset(&expected), "{} {:?} {:?}", needle, found, expected);
        }
    }
}
