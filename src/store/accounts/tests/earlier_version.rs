//! A store of the first version, made by its own step alone, opens and takes accounts.

use super::*;
use crate::domain::{Case, CaseId, Sha256};
use crate::store::audit::{AuditHead, AuditRecord};
use crate::store::{DATABASE_FILE, parse_checklist};
use rusqlite::{Connection, params};
use std::path::Path;

const FIRST_STEP: &str = include_str!("../../db/0001_start.sql");

fn append(connection: &Connection, head: AuditHead, states: Value) -> AuditHead {
    let entry = AuditEntry { object: ObjectKind::Case, ..by(0).entry("open-case", id(1), json!({})) };
    let record = AuditRecord::after(head, &entry, &states).unwrap();
    let sql = "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let values = params![
        record.seq as i64,
        record.at,
        record.offset_minutes,
        record.actor_kind,
        record.actor,
        record.role,
        record.action,
        record.object_kind,
        record.object_id,
        record.payload,
        record.states,
        record.prev_hash,
        record.hash
    ];
    connection.execute(sql, values).unwrap();
    AuditHead { seq: record.seq, hash: record.hash.parse().unwrap() }
}

/// A folder as the first version left it: a case with an exhibit and a capture, a checklist, an examination.
fn first_version(dir: &Path) -> (Case, AuditHead) {
    let sum = Sha256::of(b"abc");
    let folder = dir.join("captures").join(sum.to_string().chars().take(2).collect::<String>());
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(sum.to_string()), b"abc").unwrap();
    let connection = Connection::open(dir.join(DATABASE_FILE)).unwrap();
    connection.execute_batch(FIRST_STEP).unwrap();
    connection.execute_batch("PRAGMA application_id = 0x4775696c; PRAGMA user_version = 1; PRAGMA journal_mode = WAL;").unwrap();

    let text = include_str!("../../../../assets/checklists/border-first-line.toml");
    let frozen = parse_checklist(Path::new("border"), text.to_owned()).unwrap();
    let uuid = |number| Uuid::from_u128(number).to_string();
    let case = json!({
        "id": uuid(1), "number": "2025-0001", "title": "A suspect passport", "customer": null, "question": null,
        "received_at": at(0), "status": "received",
        "exhibits": [{
            "id": uuid(10), "mark": "1", "description": "Passport", "kind": null, "condition": null,
            "captures": [{
                "id": uuid(100), "sha256": sum, "length": 3, "file_page": 0, "file_name": "a.png", "taken_in_at": at(0), "light": "visible",
                "light_basis": "given", "page": null, "width_px": 1, "height_px": 1, "resolution": null, "resolution_basis": "assumed",
            }],
        }],
    });
    let examination = json!({
        "id": uuid(1000), "case": uuid(1), "exhibit": uuid(10), "begun_at": at(0), "checklist": frozen.version(),
        "reference": null, "conclusion": null,
    });
    let (case_text, examination_text) = (case.to_string(), examination.to_string());
    let list = Sha256::of(text.as_bytes()).to_string();
    let states = json!({
        format!("case/{}", uuid(1)): Sha256::of(case_text.as_bytes()), format!("checklist/{list}"): list,
        format!("examination/{}", uuid(1000)): Sha256::of(examination_text.as_bytes()),
    });
    let head = append(&connection, AuditHead::start(), states);
    let insert = |sql: &str, values: &[&dyn rusqlite::ToSql]| connection.execute(sql, values).map(drop).unwrap();
    insert("INSERT INTO blobs VALUES (?1, 3)", &[&sum.to_string()]);
    insert(
        "INSERT INTO cases VALUES (?1, '2025-0001', 'A suspect passport', 'received', ?2, 1, ?3, 1)",
        &[&uuid(1), &at(0).to_string(), &case_text],
    );
    insert("INSERT INTO exhibits VALUES (?1, ?2, 0, '1')", &[&uuid(10), &uuid(1)]);
    insert("INSERT INTO captures VALUES (?1, ?2, 0, ?3, 'visible', NULL)", &[&uuid(100), &uuid(10), &sum.to_string()]);
    let (name, version) = (frozen.checklist.meta.id.to_string(), frozen.checklist.meta.version);
    insert("INSERT INTO checklists VALUES (?1, ?2, ?3, ?4, 1)", &[&list, &name, &version, &text]);
    insert(
        "INSERT INTO examinations VALUES (?1, ?2, ?3, ?4, ?5, 0, 1, ?6, 1)",
        &[&uuid(1000), &uuid(1), &uuid(10), &at(0).to_string(), &list, &examination_text],
    );
    (serde_json::from_value(case).unwrap(), append(&connection, head, json!({})))
}

#[test]
fn a_store_of_the_first_version_opens_and_takes_accounts() {
    let dir = tempfile::tempdir().unwrap();
    let (case, head) = first_version(dir.path());
    let mut store = Store::open(dir.path()).unwrap();
    assert_sound(&store);
    assert_eq!(store.audit_head().unwrap(), head, "opening adds nothing to the log");
    assert_eq!(store.case(CaseId(Uuid::from_u128(1))).unwrap().unwrap().state, case);
    assert_eq!(store.examinations(case.id).unwrap().len(), 1);
    assert!(store.accounts().unwrap().is_empty());
    let version: i64 = store.connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert!(version >= 2);

    store.create_account(new(1, "Me", Role::ALL), sealing("", 1), by(1)).unwrap();
    assert_eq!(store.sign_in("Me", "", at(2), 0).unwrap().key.seed(), [1; 32]);
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_sound(&store);
    assert_eq!(store.case(case.id).unwrap().unwrap().state, case);
}
