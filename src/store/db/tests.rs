use super::*;
use crate::domain::{
    Actor, Basis, Capture, CaptureId, Case, CaseId, Examination, Exhibit, ExhibitId, FindingsId, Light, Timestamp, Unwatched,
};
use crate::store::{
    AuditEntry, AuditHead, BlobError, Change, FrozenChecklist, IntegrityProblem, IssuedFindings, ObjectKind, parse_checklist,
    parse_reference,
};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn at() -> Timestamp {
    serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap()
}

fn entry(action: &str) -> AuditEntry {
    AuditEntry {
        at: at(),
        offset_minutes: 60,
        actor: Actor::Person("E. Examiner".to_owned()),
        role: Some("examiner".to_owned()),
        action: action.to_owned(),
        object: ObjectKind::Case,
        object_id: "1".to_owned(),
        payload: json!({ "old": null, "new": action }),
    }
}

fn case(number: u128) -> Case {
    Case::received(CaseId(Uuid::from_u128(number)), format!("2026-{number:04}"), "A suspect passport", at())
}

fn second_case() -> Case {
    case(2)
}

fn capture(number: u128, sha256: Sha256) -> Capture {
    Capture {
        id: CaptureId(Uuid::from_u128(number)),
        sha256,
        length: 3,
        file_page: 0,
        file_name: "a.png".to_owned(),
        taken_in_at: at(),
        light: Light::Visible,
        light_basis: Basis::Given,
        page: None,
        width_px: 1,
        height_px: 1,
        resolution: None,
        resolution_basis: Basis::Assumed,
    }
}

fn exhibit(number: u128, captures: Vec<Capture>) -> Exhibit {
    let id = ExhibitId(Uuid::from_u128(number));
    Exhibit { captures, ..Exhibit::new(id, "1", "Passport") }
}

fn checklist() -> FrozenChecklist {
    let text = include_str!("../../../assets/checklists/border-first-line.toml");
    parse_checklist(Path::new("border"), text.to_owned()).unwrap()
}

fn examination(number: u128, case: &Case) -> Examination {
    serde_json::from_value(json!({
        "id": Uuid::from_u128(number), "case": case.id, "exhibit": case.exhibits[0].id, "begun_at": at(),
        "checklist": checklist().version(), "reference": null, "conclusion": null
    }))
    .unwrap()
}

/// A store with a case of one exhibit with one capture, and an examination of it.
fn filled(mut store: Store) -> (Store, Case, Examination) {
    let sum = store.keep(b"abc").unwrap();
    let mut case = case(1);
    case.exhibits.push(exhibit(10, vec![capture(100, sum)]));
    let examination = examination(1000, &case);
    store.commit(Change::event().case(case.clone(), 0), entry("open-case")).unwrap();
    store.commit(Change::event().checklist(checklist()).examination(examination.clone(), 0), entry("begin")).unwrap();
    (store, case, examination)
}

fn in_folder() -> (tempfile::TempDir, Store, Case, Examination) {
    let dir = tempfile::tempdir().unwrap();
    let (store, case, examination) = filled(Store::open(dir.path()).unwrap());
    (dir, store, case, examination)
}

#[test]
fn what_was_committed_is_there_after_opening_again() {
    let (dir, store, case, examination) = in_folder();
    let head = store.audit_head().unwrap();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.case(case.id).unwrap().unwrap().state, case);
    assert_eq!(store.case_numbered("2026-0001").unwrap().unwrap().revision, 1);
    assert_eq!(store.exhibits(case.id).unwrap(), case.exhibits);
    assert_eq!(store.captures(case.exhibits[0].id).unwrap(), case.exhibits[0].captures);
    assert_eq!(store.examination(examination.id).unwrap().unwrap().state, examination);
    assert_eq!(store.examinations(case.id).unwrap().len(), 1);
    assert_eq!(store.checklist(checklist().sha256).unwrap(), checklist());
    assert_eq!(store.checklists().unwrap().len(), 1);
    assert_eq!(store.blob(Sha256::of(b"abc")).unwrap(), b"abc");
    let list = store.cases().unwrap();
    assert_eq!((list.len(), list[0].exhibits, list[0].captures, list[0].changed_at), (1, 1, 1, at()));
    assert_eq!((head.seq, store.audit_head().unwrap()), (2, head));
    let records = store.audit(0, 100).unwrap();
    assert_eq!((records.len(), records[1].action.as_str(), records[0].role.as_deref()), (2, "begin", Some("examiner")));
    assert_eq!(store.audit_of(ObjectKind::Case, "1").unwrap(), records);
    let report = store.verify(&Unwatched).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    assert_eq!((report.head, report.captures, report.orphans), (head, 1, vec![]));
}

#[test]
fn a_change_that_fails_leaves_neither_state_nor_entry() {
    let (mut store, case, _) = filled(Store::open_in_memory().unwrap());
    let head = store.audit_head().unwrap();
    let mut other = second_case();
    // The second part fails, so the first must not stay.
    let change = Change::event().case(other.clone(), 0).case(case.clone(), 7);
    assert!(matches!(store.commit(change, entry("x")), Err(StoreError::Stale { expected: 7, found: 1, .. })));
    assert_eq!((store.cases().unwrap().len(), store.audit_head().unwrap()), (1, head));
    other.number.clone_from(&case.number);
    assert!(
        matches!(store.commit(Change::event().case(other, 0), entry("x")), Err(StoreError::NumberTaken(number)) if number == case.number)
    );
    let mut lacking = case.clone();
    lacking.exhibits[0].captures.push(capture(101, Sha256::of(b"never kept")));
    assert!(matches!(store.commit(Change::event().case(lacking, 1), entry("x")), Err(StoreError::Blob(BlobError::Missing(_)))));
    assert_eq!(store.audit_head().unwrap(), head);
    assert!(store.verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn nothing_that_a_case_held_can_be_left_out_or_swapped() {
    let (mut store, case, _) = filled(Store::open_in_memory().unwrap());
    let mut less = case.clone();
    less.exhibits[0].captures.clear();
    assert!(matches!(store.commit(Change::event().case(less, 1), entry("x")), Err(StoreError::Forbidden(_))));
    let mut swapped = case;
    swapped.exhibits[0].captures[0].sha256 = store.keep(b"other").unwrap();
    assert!(
        matches!(store.commit(Change::event().case(swapped, 1), entry("x")), Err(StoreError::Forbidden(why)) if why == "a capture keeps its bytes")
    );
}

#[test]
fn a_frozen_examination_ends() {
    let (mut store, _, mut examination) = filled(Store::open_in_memory().unwrap());
    examination.frozen = true;
    let findings =
        IssuedFindings { id: FindingsId(Uuid::from_u128(5)), examination: examination.id, text: "{}".to_owned(), files: Vec::new() };
    store.commit(Change::event().examination(examination.clone(), 1).findings(findings.clone()), entry("issue")).unwrap();
    assert_eq!(store.findings(examination.id).unwrap(), std::slice::from_ref(&findings));
    let again = store.commit(Change::event().examination(examination, 2), entry("x"));
    assert!(matches!(again, Err(StoreError::Forbidden(_))), "{again:?}");
    assert!(store.commit(Change::event().findings(findings), entry("x")).is_err());
    assert!(store.verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn an_examination_needs_its_checklist_and_its_case() {
    let (mut store, case, _) = filled(Store::open_in_memory().unwrap());
    let mut stray = examination(1001, &case);
    stray.checklist.sha256 = Sha256::of(b"no such list");
    assert!(matches!(store.commit(Change::event().examination(stray, 0), entry("x")), Err(StoreError::Unknown(_))));
    let mut stray = examination(1001, &case);
    stray.case = CaseId(Uuid::from_u128(77));
    assert!(matches!(store.commit(Change::event().examination(stray, 0), entry("x")), Err(StoreError::Unknown(_))));
}

#[test]
fn a_reference_keeps_its_versions_and_the_last_one_counts() {
    let mut store = Store::open_in_memory().unwrap();
    let text = "format = \"document-reference/1\"\nid = \"UTO-A\"\nkind = \"td1-id-card\"\nseries = \"s\"\ndocument_code = \"I<\"\n\
         substrate = \"polycarbonate\"\nspecimen = true\nissuer = { code = \"UTO\", name = \"Utopia\" }\nissued = { from = 2020-01-01 }\n\
         provenance = { source = \"Drawn\" }\n[[page]]\nid = \"front\"\ntitle = \"Front\"\nside = \"front\"\nsize = [85.6, 53.98]\n\
         captures = { visible = \"f.png\" }\n";
    let mut reference = parse_reference(Path::new("r"), text).unwrap();
    assert!(matches!(
        store.commit(Change::event().reference(reference.clone()), entry("import")),
        Err(StoreError::ReferenceChanged { .. })
    ));
    let sum = store.keep(b"front").unwrap();
    reference.pages[0].captures.values_mut().for_each(|capture| capture.sha256 = Some(sum));
    for _ in 0..2 {
        store.commit(Change::event().reference(reference.clone()), entry("import")).unwrap();
    }
    reference.series = "t".to_owned();
    store.commit(Change::event().reference(reference.clone()), entry("import")).unwrap();
    let versions: i64 = store.connection.query_row("SELECT count(*) FROM library_references", [], |row| row.get(0)).unwrap();
    assert_eq!((versions, store.references().unwrap()), (2, vec![reference.clone()]));
    assert_eq!(store.reference(&reference.id).unwrap(), Some(reference));
    let report = store.verify(&Unwatched).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

#[test]
fn captures_nobody_refers_to_are_listed_and_harmless() {
    let (dir, store, ..) = in_folder();
    let orphan = store.keep(b"cut off").unwrap();
    let leftover = dir.path().join("captures/ba/.unfinished-1");
    fs::write(&leftover, b"ab").unwrap();
    let report = store.verify(&Unwatched).unwrap();
    assert!(report.is_sound());
    assert_eq!((report.orphans, report.leftovers), (vec![orphan], vec![leftover]));
}

#[test]
fn a_missing_or_changed_capture_is_found() {
    let (_dir, store, ..) = in_folder();
    let path = store.blobs().path(Sha256::of(b"abc")).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(store.verify(&Unwatched).unwrap().problems, [IntegrityProblem::CaptureMissing(Sha256::of(b"abc"))]);
    fs::write(&path, b"abd").unwrap();
    assert_eq!(store.verify(&Unwatched).unwrap().problems, [IntegrityProblem::CaptureChanged(Sha256::of(b"abc"))]);
}

const COLUMNS: [&str; 13] = [
    "seq",
    "at",
    "offset_minutes",
    "actor_kind",
    "actor",
    "role",
    "action",
    "object_kind",
    "object_id",
    "payload",
    "states",
    "prev_hash",
    "hash",
];

/// Opens the rules that keep the log from being changed, as somebody with another program could.
fn unlock(store: &Store) {
    let sql = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; DROP TRIGGER journal_is_never_changed;
         DROP TRIGGER journal_is_never_shortened; DROP TRIGGER journal_only_grows;";
    store.connection.execute_batch(sql).unwrap();
}

#[test]
fn the_log_refuses_to_be_changed() {
    let (store, ..) = filled(Store::open_in_memory().unwrap());
    for sql in
        ["UPDATE journal SET actor = 'x'", "DELETE FROM journal", "UPDATE blobs SET length = 1", "DELETE FROM cases", "DELETE FROM blobs"]
    {
        let error = store.failed(store.connection.execute(sql, []).unwrap_err());
        assert!(matches!(error, StoreError::Forbidden(_)), "{sql}: {error}");
    }
}

#[test]
fn any_changed_byte_of_any_field_of_any_entry_is_found() {
    for column in COLUMNS {
        for seq in 1..=2 {
            let (store, ..) = filled(Store::open_in_memory().unwrap());
            unlock(&store);
            assert!(store.verify_log().unwrap().1.is_empty());
            let sql = match column {
                "seq" => format!("UPDATE journal SET seq = 9 WHERE seq = {seq}"),
                "offset_minutes" => format!("UPDATE journal SET offset_minutes = offset_minutes + 1 WHERE seq = {seq}"),
                _ => format!("UPDATE journal SET {column} = {column} || ' ' WHERE seq = {seq}"),
            };
            store.connection.execute(&sql, []).unwrap();
            assert!(!store.verify_log().unwrap().1.is_empty(), "{sql}");
        }
    }
}

#[test]
fn a_log_that_was_cut_is_found() {
    for sql in ["DELETE FROM journal WHERE seq = 2", "DELETE FROM journal WHERE seq = 1", "DELETE FROM journal"] {
        let (store, ..) = filled(Store::open_in_memory().unwrap());
        unlock(&store);
        store.connection.execute(sql, []).unwrap();
        assert!(!store.verify(&Unwatched).unwrap().is_sound(), "{sql}");
    }
}

#[test]
fn a_changed_state_or_rule_is_found() {
    for (sql, expected) in [
        ("UPDATE cases SET state = replace(state, 'suspect', 'genuine')", "the state of case/"),
        ("DROP TRIGGER cases_are_never_removed", "the database was altered: trigger cases_are_never_removed is missing"),
        ("CREATE TABLE extra (a)", "the database was altered: table extra does not belong"),
    ] {
        let (store, ..) = filled(Store::open_in_memory().unwrap());
        store.connection.execute(sql, []).unwrap();
        let problems = store.verify(&Unwatched).unwrap().problems;
        assert!(problems.iter().any(|problem| problem.to_string().starts_with(expected)), "{sql}: {problems:?}");
    }
}

#[test]
fn a_newer_folder_is_refused_with_both_versions() {
    let (dir, store, ..) = in_folder();
    store.connection.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    let error = Store::open(dir.path()).unwrap_err();
    assert!(matches!(error, StoreError::TooNew { found: 99, known, .. } if known == newest()), "{error}");
}

#[test]
fn what_is_no_database_of_ours_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(DATABASE_FILE);
    fs::write(&path, "This is a text that is long enough to be mistaken for a database by nobody.".repeat(20)).unwrap();
    assert!(matches!(Store::open(dir.path()), Err(StoreError::NotAStore(_))));
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE notes (a)").unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(Store::open(dir.path()), Err(StoreError::NotAStore(_))));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_database_that_was_cut_short_is_refused() {
    for keep in [0.0, 0.3, 0.6, 0.95] {
        let (dir, store, ..) = in_folder();
        drop(store);
        let path = dir.path().join(DATABASE_FILE);
        let bytes = fs::read(&path).unwrap();
        let length = (bytes.len() as f64 * keep) as usize;
        fs::write(&path, &bytes[..length]).unwrap();
        let opened = Store::open(dir.path());
        assert!(matches!(opened, Err(StoreError::Damaged { .. } | StoreError::NotAStore(_))), "{keep}: {opened:?}");
        fs::remove_file(&path).unwrap();
        assert!(matches!(Store::open(dir.path()), Err(StoreError::Damaged { .. })), "the database was removed");
    }
}

#[test]
fn a_start_that_was_cut_off_is_made_good() {
    let dir = tempfile::tempdir().unwrap();
    // What is there if the process is killed before the first tables are made.
    fs::create_dir(dir.path().join(CAPTURES_FOLDER)).unwrap();
    fs::write(dir.path().join(DATABASE_FILE), "").unwrap();
    assert!(Store::open(dir.path()).unwrap().verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn a_folder_that_cannot_be_written_is_a_typed_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(Store::open(&file), Err(StoreError::System { .. } | StoreError::NotWritable(_))));
    assert!(matches!(Store::open(&file.join("below")), Err(StoreError::System { .. } | StoreError::NotWritable(_))));
}

#[test]
fn a_full_disk_is_a_typed_error_and_changes_nothing() {
    let (_dir, mut store, case, _) = in_folder();
    let head = store.audit_head().unwrap();
    store.connection.execute_batch("PRAGMA max_page_count = 1").unwrap();
    let mut long = case.clone();
    long.title = "x".repeat(1 << 20);
    let error = store.commit(Change::event().case(long, 1), entry("x")).unwrap_err();
    assert!(matches!(error, StoreError::NoSpace(_)), "{error}");
    assert_eq!((store.audit_head().unwrap(), store.case(case.id).unwrap().unwrap().state), (head, case));
    assert!(store.verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let (dir, mut store, case, _) = in_folder();
    let other = Store::open(dir.path()).unwrap();
    other.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.connection.busy_timeout(Duration::from_millis(20)).unwrap();
    let error = store.commit(Change::event().case(case.clone(), 1), entry("x")).unwrap_err();
    assert!(matches!(error, StoreError::Busy(_)), "{error}");
    other.connection.execute_batch("ROLLBACK").unwrap();
    store.commit(Change::event().case(case, 1), entry("x")).unwrap();
}

#[test]
fn two_writers_on_one_new_folder_make_one_chain() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let dir = dir.path();
            scope.spawn(move || {
                let mut store = Store::open(dir).unwrap();
                for number in 0..20 {
                    store.commit(Change::event().case(case(writer * 100 + number), 0), entry("open-case")).unwrap();
                }
            });
        }
    });
    let report = Store::open(dir.path()).unwrap().verify(&Unwatched).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    assert_eq!(report.head.seq, 40);
}

#[test]
fn a_store_can_move_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Store>();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_changes_keeps_the_chain(steps in prop::collection::vec((0u8..5, 0u128..4, "\\PC{0,12}"), 1..20)) {
        let mut store = Store::open_in_memory().unwrap();
        let mut head = AuditHead::start();
        for (step, number, text) in steps {
            let id = CaseId(Uuid::from_u128(number));
            let held = store.case(id).unwrap();
            let revision = held.as_ref().map_or(0, |held| held.revision);
            let mut case = held.map_or_else(|| case(number), |held| held.state);
            let change = match step {
                0 => Change::event(),
                1 => {
                    let sum = store.keep(text.as_bytes()).unwrap();
                    let place = case.exhibits.len() as u128;
                    case.exhibits.push(exhibit(number * 1000 + place, vec![capture(number * 1000 + place, sum)]));
                    Change::event().case(case, revision)
                }
                2 => Change::event().checklist(checklist()),
                // A change that builds on the wrong revision fails and must leave no trace.
                3 => Change::event().case(case, revision + 1),
                _ => {
                    case.title = text.clone();
                    Change::event().case(case, revision)
                }
            };
            let mut entry = entry("step");
            entry.payload = json!({ "text": text, "number": number as u64 });
            match store.commit(change, entry) {
                Ok(next) => {
                    prop_assert_eq!(next.seq, head.seq + 1);
                    head = next;
                }
                Err(error) => prop_assert!(step == 3, "{}", error),
            }
        }
        let report = store.verify(&Unwatched).unwrap();
        prop_assert!(report.is_sound(), "{:?}", report.problems);
        prop_assert_eq!(report.head, head);
    }
}
