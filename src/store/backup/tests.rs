use super::*;
use crate::domain::{Cancelled, Progress, Sha256, Timestamp, Unwatched};
use crate::store::db::{CAPTURES_FOLDER, newest};
use crate::store::search::{Fixture, fixture};
use crate::store::{CaseQuery, Change, DATABASE_FILE, Store, StoreError};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse().unwrap())
}

fn order() -> BackupOrder {
    BackupOrder { at: at("2026-03-01T09:30:00Z"), program: "Guilloche 0".to_owned(), files: Vec::new() }
}

/// A folder with a data folder of two cases, one capture, and a place for backups.
struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new() -> (Self, Store, Fixture) {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        let (store, fixture) = fixture(Store::open(&place.data()).unwrap());
        (place, store, fixture)
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn backups(&self) -> PathBuf {
        self.dir.path().join("backups")
    }

    fn backup(&self, store: &Store) -> BackupReport {
        store.backup(&self.backups(), &order(), &Unwatched).unwrap()
    }

    /// Everything in the folder of backups but its lock.
    fn entries(&self) -> Vec<String> {
        names(&self.backups()).into_iter().filter(|name| !name.contains("-backup.lock")).collect()
    }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .map(|entries| entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
        .unwrap_or_default();
    names.sort();
    names
}

/// Every file below `dir` with its bytes.
fn tree(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            files.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    files
}

/// Stops at one report.
struct StopAt(u64, AtomicU64);

impl StopAt {
    fn new(number: u64) -> Self {
        Self(number, AtomicU64::new(0))
    }
}

impl Progress for StopAt {
    fn report(&self, _done: u64, _total: u64) -> Result<(), Cancelled> {
        if self.1.fetch_add(1, Ordering::Relaxed) == self.0 { Err(Cancelled) } else { Ok(()) }
    }
}

#[test]
fn a_backup_is_a_whole_data_folder() {
    let (place, store, fixture) = Place::new();
    let trust = place.dir.path().join("trust");
    fs::create_dir_all(trust.join("UTO")).unwrap();
    fs::write(trust.join("UTO/csca.cer"), b"certificate").unwrap();
    fs::write(place.dir.path().join("s.toml"), b"language = 'id'").unwrap();
    let mut order = order();
    order.files = vec![
        ("settings.toml".to_owned(), place.dir.path().join("s.toml")),
        ("trust".to_owned(), trust),
        ("absent".to_owned(), place.dir.path().join("absent")),
    ];
    let report = store.backup(&place.backups(), &order, &Unwatched).unwrap();
    assert!(report.check.is_sound(), "{:?}", report.check);
    assert_eq!((report.manifest.number, report.manifest.head, report.shared), (1, store.audit_head().unwrap(), 0));
    let files: Vec<&str> = report.manifest.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(files, ["settings.toml", "trust/UTO/csca.cer"]);
    assert_eq!(place.entries(), ["guilloche-backup-000001-20260301T093000Z"]);
    let (manifest, check) = verify_backup(&report.dir, &Unwatched).unwrap();
    assert!(check.is_sound() && manifest == report.manifest, "{check:?}");
    // To look at it leaves it as it was.
    assert_eq!(names(&report.dir), ["backup.json", "captures", "files", "guilloche.db"]);
    let target = place.dir.path().join("restored");
    let restored = restore_backup(&report.dir, &target, &Unwatched).unwrap();
    assert_eq!(restored.set_aside, None);
    assert_eq!(fs::read(target.join("trust/UTO/csca.cer")).unwrap(), b"certificate");
    let opened = Store::open(&target).unwrap();
    assert_eq!(opened.case(fixture.case.id).unwrap().unwrap().state, fixture.case);
    assert_eq!(opened.audit_head().unwrap(), manifest.head);
    assert!(opened.upgraded().is_none());
    let report = opened.verify(&Unwatched).unwrap();
    assert!(report.is_sound() && report.captures == 1, "{:?}", report.problems);
}

#[test]
fn the_second_backup_shares_captures_with_the_first_and_never_with_the_data_folder() {
    let (place, store, _) = Place::new();
    let first = place.backup(&store);
    let second = place.backup(&store);
    assert_eq!((first.shared, second.shared, second.manifest.number), (0, 1, 2));
    assert!(second.written < first.written);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let inode = |dir: &Path| {
            let path = crate::store::Blobs::Folder(dir.join(CAPTURES_FOLDER)).path(Sha256::of(b"abc")).unwrap();
            fs::metadata(path).unwrap().ino()
        };
        assert_eq!(inode(&first.dir), inode(&second.dir));
        assert_ne!(inode(&first.dir), inode(&place.data()));
    }
    // The first one goes bad: the third gets its own copy, and is sound.
    for dir in [&first.dir, &second.dir] {
        overwrite(&capture_in(dir), b"abd");
    }
    let third = place.backup(&store);
    assert!(third.check.is_sound() && third.shared == 0);
    assert!(!verify_backup(&second.dir, &Unwatched).unwrap().1.is_sound());
}

fn capture_in(dir: &Path) -> PathBuf {
    crate::store::Blobs::Folder(dir.join(CAPTURES_FOLDER)).path(Sha256::of(b"abc")).unwrap()
}

fn overwrite(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Somebody who writes to the data folder at every report of the backup.
struct Writes(Mutex<(Store, u32)>);

impl Progress for Writes {
    fn report(&self, _done: u64, _total: u64) -> Result<(), Cancelled> {
        let mut held = self.0.lock().unwrap();
        let entry = fixture_entry(&format!("meanwhile-{}", held.1));
        held.0.commit(Change::event(), entry).unwrap();
        held.1 += 1;
        Ok(())
    }
}

fn fixture_entry(action: &str) -> crate::store::AuditEntry {
    crate::store::search::fixture_entry(action)
}

#[test]
fn others_may_write_meanwhile_and_the_backup_is_of_one_moment() {
    let (place, mut store, _) = Place::new();
    for number in 0..40 {
        let mut entry = fixture_entry("fill");
        entry.payload = serde_json::json!({ "text": "x".repeat(200_000), "number": number });
        store.commit(Change::event(), entry).unwrap();
    }
    let before = store.audit_head().unwrap();
    let writes = Writes(Mutex::new((Store::open(&place.data()).unwrap(), 0)));
    let report = store.backup(&place.backups(), &order(), &writes).unwrap();
    assert!(report.check.is_sound(), "{:?}", report.check);
    assert!(writes.0.lock().unwrap().1 > 3);
    assert_eq!(report.manifest.head, before);
    assert!(store.audit_head().unwrap().seq > before.seq);
    assert!(store.verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn a_backup_that_is_cut_off_anywhere_leaves_nothing() {
    let (place, store, _) = Place::new();
    let mut stops = 0;
    loop {
        match store.backup(&place.backups(), &order(), &StopAt::new(stops)) {
            Ok(report) => break assert!(report.check.is_sound()),
            Err(error) => assert!(matches!(error, BackupError::Cancelled(_)), "{error}"),
        }
        assert_eq!(place.entries(), Vec::<String>::new(), "stopped at {stops}");
        stops += 1;
    }
    assert!(stops >= 4, "{stops}");
    assert!(store.verify(&Unwatched).unwrap().is_sound());
    // What a process leaves that is killed is no backup, and goes with the next one.
    fs::create_dir(place.backups().join(".guilloche-backup-unfinished-x1")).unwrap();
    assert_eq!(list_backups(&place.backups()).unwrap().len(), 1);
    place.backup(&store);
    assert_eq!(place.entries().len(), 2);
}

#[test]
fn a_restore_that_is_cut_off_anywhere_leaves_everything_as_it_was() {
    let (place, mut store, _) = Place::new();
    let backup = place.backup(&store);
    store.commit(Change::event(), fixture_entry("later")).unwrap();
    let later = store.audit_head().unwrap();
    drop(store);
    let mut stops = 0;
    let report = loop {
        match restore_backup(&backup.dir, &place.data(), &StopAt::new(stops)) {
            Ok(report) => break report,
            Err(error) => assert!(matches!(error, BackupError::Cancelled(_)), "{error}"),
        }
        assert_eq!(names(place.dir.path()), ["backups", "data"], "stopped at {stops}");
        let store = Store::open(&place.data()).unwrap();
        assert_eq!(store.audit_head().unwrap(), later);
        stops += 1;
    };
    assert!(stops >= 4, "{stops}");
    let aside = report.set_aside.unwrap();
    assert_eq!(names(place.dir.path()), ["backups", "data", "data.before-restore-1"]);
    assert_eq!(Store::open(&aside).unwrap().audit_head().unwrap(), later);
    assert_eq!(Store::open(&place.data()).unwrap().audit_head().unwrap(), backup.manifest.head);
    // Once more: another name, and nothing is removed.
    assert_eq!(
        restore_backup(&backup.dir, &place.data(), &Unwatched).unwrap().set_aside,
        Some(place.dir.path().join("data.before-restore-2"))
    );
}

#[test]
fn a_restore_that_is_killed_between_its_renames_is_finished_by_the_next_start() {
    let (place, store, _) = Place::new();
    let backup = place.backup(&store);
    drop(store);
    let ready = place.dir.path().join("data.restoring");
    // Killed after everything was copied: the data folder is as it was, and the copy is in nobody's way.
    let copy = place.dir.path().join("copy");
    restore_backup(&backup.dir, &copy, &Unwatched).unwrap();
    fs::rename(&copy, &ready).unwrap();
    assert!(Store::open(&place.data()).is_ok());
    // Killed after the data folder was moved aside: the copy takes its place.
    fs::rename(place.data(), place.dir.path().join("data.before-restore-1")).unwrap();
    let store = Store::open(&place.data()).unwrap();
    assert_eq!(store.audit_head().unwrap(), backup.manifest.head);
    assert!(store.verify(&Unwatched).unwrap().is_sound() && !ready.exists());
}

#[test]
fn a_data_folder_in_use_is_not_moved_away() {
    let (place, store, _) = Place::new();
    let backup = place.backup(&store);
    let before = store.audit_head().unwrap();
    let error = restore_backup(&backup.dir, &place.data(), &Unwatched).unwrap_err();
    assert!(matches!(error, BackupError::InUse(_)), "{error}");
    assert_eq!((names(place.dir.path()), store.audit_head().unwrap()), (vec!["backups".to_owned(), "data".to_owned()], before));
}

#[test]
fn a_damaged_data_folder_can_be_restored_over() {
    let (place, store, _) = Place::new();
    let backup = place.backup(&store);
    drop(store);
    fs::write(place.data().join(DATABASE_FILE), b"no database any more, but bytes that somebody may want to look at").unwrap();
    let report = restore_backup(&backup.dir, &place.data(), &Unwatched).unwrap();
    assert!(fs::read(report.set_aside.unwrap().join(DATABASE_FILE)).unwrap().starts_with(b"no database"));
    assert!(Store::open(&place.data()).unwrap().verify(&Unwatched).unwrap().is_sound());
    // An empty folder is simply filled.
    let empty = place.dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    assert_eq!(restore_backup(&backup.dir, &empty, &Unwatched).unwrap().set_aside, None);
}

#[test]
fn whatever_is_changed_in_a_backup_is_found_and_not_restored() {
    let (place, store, _) = Place::new();
    fs::write(place.dir.path().join("s.toml"), b"language = 'id'").unwrap();
    let mut order = order();
    order.files = vec![("settings.toml".to_owned(), place.dir.path().join("s.toml"))];
    let backup = store.backup(&place.backups(), &order, &Unwatched).unwrap().dir;
    let target = place.dir.path().join("restored");
    for (path, bytes) in tree(&backup) {
        for place_in_file in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[place_in_file] ^= 1;
            overwrite(&path, &changed);
            let error = restore_backup(&backup, &target, &Unwatched).unwrap_err();
            let is_told = matches!(error, BackupError::NotSound { .. } | BackupError::NotABackup { .. });
            assert!(is_told, "{}: {error}", path.display());
            assert!(!target.exists());
        }
        fs::remove_file(&path).unwrap();
        assert!(restore_backup(&backup, &target, &Unwatched).is_err(), "{}", path.display());
        fs::write(&path, &bytes).unwrap();
    }
    assert!(restore_backup(&backup, &target, &Unwatched).is_ok());
}

#[test]
fn somebody_who_changes_a_database_and_its_sum_is_found_by_the_log() {
    let (place, store, _) = Place::new();
    let backup = place.backup(&store).dir;
    let path = backup.join(DATABASE_FILE);
    Connection::open(&path).unwrap().execute_batch("UPDATE cases SET state = replace(state, 'Booklet', 'Card')").unwrap();
    let mut manifest = BackupManifest::read(&backup).unwrap();
    let (sum, bytes) = Sha256::of_reader(fs::File::open(&path).unwrap()).unwrap();
    (manifest.database.sha256, manifest.database.bytes) = (sum, bytes);
    fs::remove_file(backup.join(MANIFEST_FILE)).unwrap();
    manifest.write(&backup).unwrap();
    let (_, check) = verify_backup(&backup, &Unwatched).unwrap();
    assert!(check.problems.iter().any(|problem| problem.contains("audit log records")), "{check:?}");
}

#[test]
fn a_backup_of_a_data_folder_that_lacks_a_capture_says_so() {
    let (place, store, _) = Place::new();
    overwrite(&capture_in(&place.data()), b"abd");
    let report = place.backup(&store);
    assert!(!report.check.is_sound());
    assert_eq!(report.manifest.lacking, [Sha256::of(b"abc")]);
    let (_, check) = verify_backup(&report.dir, &Unwatched).unwrap();
    assert_eq!(check, report.check);
    assert!(matches!(restore_backup(&report.dir, &place.dir.path().join("r"), &Unwatched), Err(BackupError::NotSound { .. })));
}

#[test]
fn what_cannot_be_done_is_a_typed_error() {
    let (place, store, _) = Place::new();
    let mut bad = order();
    bad.files = vec![("../x".to_owned(), place.data())];
    assert!(matches!(store.backup(&place.backups(), &bad, &Unwatched), Err(BackupError::BadName(name)) if name == "../x"));
    bad.files = vec![("a".to_owned(), place.data().join(DATABASE_FILE)), ("A".to_owned(), place.data().join(DATABASE_FILE))];
    assert!(matches!(store.backup(&place.backups(), &bad, &Unwatched), Err(BackupError::BadName(_))));
    assert!(matches!(Store::open_in_memory().unwrap().backup(&place.backups(), &order(), &Unwatched), Err(BackupError::InMemory)));
    fs::create_dir_all(place.backups()).unwrap();
    let held = make::lock(&place.backups()).unwrap();
    assert!(matches!(store.backup(&place.backups(), &order(), &Unwatched), Err(BackupError::Busy(_))));
    drop(held);
    assert!(matches!(verify_backup(&place.data(), &Unwatched), Err(BackupError::NotABackup { .. })));
    let full = copy::check_space(place.dir.path(), u64::MAX);
    #[cfg(unix)]
    assert!(matches!(full, Err(BackupError::NoSpace { needed: u64::MAX, free: Some(_), .. })), "{full:?}");
    assert_eq!(list_backups(&place.dir.path().join("nowhere")).unwrap(), []);
    let report = place.backup(&store);
    let mut manifest = report.manifest;
    manifest.schema_version = newest() + 1;
    fs::remove_file(report.dir.join(MANIFEST_FILE)).unwrap();
    manifest.write(&report.dir).unwrap();
    assert!(matches!(restore_backup(&report.dir, &place.dir.path().join("r"), &Unwatched), Err(BackupError::TooNew { .. })));
}

#[test]
fn a_backup_is_due_whatever_the_clock_does() {
    let day = Duration::from_hours(24);
    let now = at("2026-03-10T00:00:00Z");
    assert!(due(None, day, now));
    assert!(!due(Some(at("2026-03-09T00:00:01Z")), day, now));
    assert!(due(Some(at("2026-03-09T00:00:00Z")), day, now));
    // The clock went back by an hour, and by years.
    assert!(!due(Some(at("2026-03-10T01:00:00Z")), day, now));
    assert!(due(Some(at("2031-01-01T00:00:00Z")), day, now));
    // The order of backups is theirs all the same.
    let (place, store, _) = Place::new();
    for time in ["2031-01-01T00:00:00Z", "2026-03-10T00:00:00Z"] {
        store.backup(&place.backups(), &BackupOrder { at: at(time), ..order() }, &Unwatched).unwrap();
    }
    let last = list_backups(&place.backups()).unwrap().pop().unwrap().manifest.unwrap();
    assert_eq!((last.number, last.made_at), (2, now));
}

#[test]
fn old_backups_go_but_never_the_only_sound_one() {
    let (place, store, _) = Place::new();
    let made: Vec<PathBuf> = (0..5).map(|_| place.backup(&store).dir).collect();
    let report = prune_backups(&place.backups(), 3, &Unwatched).unwrap();
    assert_eq!(report.removed, made[..2]);
    assert_eq!(place.entries().len(), 3);
    for dir in &made[3..] {
        fs::remove_file(dir.join(DATABASE_FILE)).unwrap();
    }
    let report = prune_backups(&place.backups(), 1, &Unwatched).unwrap();
    assert_eq!((report.removed, report.kept_as_the_only_sound), (vec![made[3].clone()], Some(made[2].clone())));
    // None is sound: nothing goes. One that cannot be read is never removed.
    fs::remove_file(made[2].join(DATABASE_FILE)).unwrap();
    assert_eq!(prune_backups(&place.backups(), 1, &Unwatched).unwrap().removed, Vec::<PathBuf>::new());
    fs::remove_file(made[2].join(MANIFEST_FILE)).unwrap();
    let report = prune_backups(&place.backups(), 0, &Unwatched).unwrap();
    assert_eq!((report.unreadable, report.removed), (vec![made[2].clone()], vec![]));
    let kept = prune_backups(&place.backups(), 1, &StopAt::new(0)).unwrap();
    assert_eq!(kept, PruneReport { unreadable: vec![made[2].clone()], ..PruneReport::default() });
}

#[test]
fn removing_that_is_cut_off_leaves_whole_backups_only() {
    let (place, store, _) = Place::new();
    (0..4).for_each(|_| drop(place.backup(&store)));
    let mut stops = 0;
    while let Err(error) = prune_backups(&place.backups(), 1, &StopAt::new(stops)) {
        assert!(matches!(error, BackupError::Cancelled(_)), "{error}");
        for found in list_backups(&place.backups()).unwrap() {
            assert!(verify_backup(&found.dir, &Unwatched).unwrap().1.is_sound());
        }
        stops += 1;
    }
    assert_eq!(place.entries().len(), 1);
}

/// Makes the data folder `dir` one of the first version, with the same rows.
fn as_the_first_version(dir: &Path) {
    let path = dir.join(DATABASE_FILE);
    let old = dir.join("old.db");
    let connection = Connection::open(&old).unwrap();
    connection.execute_batch(include_str!("../db/0001_start.sql")).unwrap();
    connection.execute("ATTACH ?1 AS new", [path.to_str().unwrap()]).unwrap();
    let mut statement = connection.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'").unwrap();
    let tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    drop(statement);
    connection.execute_batch("PRAGMA foreign_keys = OFF; BEGIN").unwrap();
    for table in tables {
        connection.execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM new.{table}")).unwrap();
    }
    connection.execute_batch("COMMIT; DETACH new; PRAGMA application_id = 0x4775696c; PRAGMA user_version = 1").unwrap();
    connection.close().unwrap();
    for end in ["", "-wal", "-shm"] {
        let file = dir.join(format!("{DATABASE_FILE}{end}"));
        if file.exists() {
            fs::remove_file(file).unwrap();
        }
    }
    fs::rename(old, path).unwrap();
}

#[test]
fn a_store_of_the_first_version_opens_is_found_in_and_keeps_its_old_database() {
    let (place, store, fixture) = Place::new();
    let head = store.audit_head().unwrap();
    drop(store);
    as_the_first_version(&place.data());
    let store = Store::open(&place.data()).unwrap();
    let upgrade = store.upgraded().unwrap().clone();
    assert_eq!((upgrade.from, upgrade.to), (1, newest()));
    let name = upgrade.copy.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("guilloche.db.v1-") && name.len() == 28, "{name}");
    let found = store.search_cases(&CaseQuery { text: "eriksson".to_owned(), ..CaseQuery::default() }).unwrap();
    assert_eq!((found.total, found.cases[0].case.id), (1, fixture.case.id));
    assert!(store.check_search(&Unwatched).unwrap().is_complete());
    let report = store.verify(&Unwatched).unwrap();
    assert!(report.is_sound() && report.head == head, "{:?}", report.problems);
    // The copy is the database as it was, and its program would open it.
    let old = Connection::open(&upgrade.copy).unwrap();
    let version: i64 = old.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let cases: i64 = old.query_row("SELECT count(*) FROM cases", [], |row| row.get(0)).unwrap();
    let search: i64 = old.query_row("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'search%'", [], |row| row.get(0)).unwrap();
    assert_eq!((version, cases, search), (1, 2, 0));
    drop(store);
    assert!(Store::open(&place.data()).unwrap().upgraded().is_none());
}

#[test]
fn an_upgrade_that_fails_leaves_the_old_database_as_it_was() {
    let (place, store, _) = Place::new();
    drop(store);
    as_the_first_version(&place.data());
    let path = place.data().join(DATABASE_FILE);
    let rows = || {
        let connection = Connection::open(&path).unwrap();
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        let mut statement =
            connection.prepare("SELECT name || coalesce(sql, '') FROM sqlite_schema UNION ALL SELECT hash FROM journal").unwrap();
        let rows: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        (version, rows)
    };
    // A table in the way of a later step.
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE search_marks (a)").unwrap();
    let before = rows();
    for _ in 0..2 {
        assert!(matches!(Store::open(&place.data()), Err(StoreError::Database { .. })));
        assert_eq!(rows(), before);
    }
    // The copy was made once and is left, and nothing unfinished is.
    let copies: Vec<String> = names(&place.data()).into_iter().filter(|name| name.contains(".v1-") || name.starts_with('.')).collect();
    assert_eq!(copies.len(), 1, "{copies:?}");
    Connection::open(&path).unwrap().execute_batch("DROP TABLE search_marks").unwrap();
    assert!(Store::open(&place.data()).unwrap().verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn a_backup_of_an_older_version_is_checked_and_restored() {
    let (place, store, fixture) = Place::new();
    let report = place.backup(&store);
    drop(store);
    let mut manifest = report.manifest;
    as_the_first_version(&report.dir);
    let (sum, bytes) = Sha256::of_reader(fs::File::open(report.dir.join(DATABASE_FILE)).unwrap()).unwrap();
    (manifest.database.sha256, manifest.database.bytes, manifest.schema_version) = (sum, bytes, 1);
    fs::remove_file(report.dir.join(MANIFEST_FILE)).unwrap();
    manifest.write(&report.dir).unwrap();
    let before = tree(&report.dir);
    let (_, check) = verify_backup(&report.dir, &Unwatched).unwrap();
    assert!(check.is_sound(), "{check:?}");
    let target = place.dir.path().join("restored");
    restore_backup(&report.dir, &target, &Unwatched).unwrap();
    assert_eq!(tree(&report.dir), before);
    let store = Store::open(&target).unwrap();
    assert_eq!(store.upgraded().map(|upgrade| upgrade.from), Some(1));
    assert!(store.case(fixture.case.id).unwrap().is_some());
}
