//! Nothing that was confirmed is lost when the process is killed.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use guilloche::app::workspace::NewCase;
use guilloche::app::{FixedClock, Places, Workspace, pipeline::Received};
use guilloche::domain::{Edit, ExaminationId, Unwatched};

use super::cli::sample;

/// How often the process is killed.
const ROUNDS: u64 = 50;

fn open(data: &Path) -> Workspace {
    let clock = FixedClock::at(guilloche::domain::Timestamp("2026-03-01T09:30:00Z".parse().unwrap()));
    Workspace::open(Places::at(data), Box::new(clock), &Unwatched).unwrap()
}

fn prepare(data: &Path) -> ExaminationId {
    let workspace = open(data);
    let case = workspace.new_case(NewCase { title: "Killed".to_owned(), ..NewCase::default() }).unwrap();
    let exhibit = workspace.new_exhibit(case.id, "A card").unwrap();
    let received = Received::read(&sample("questioned/q07-card-genuine.back.visible.jpg"), None).unwrap();
    workspace.take_in(case.id, exhibit.id, &received, &Unwatched).unwrap();
    workspace.begin(case.id, exhibit.id, None).unwrap().id
}

#[test]
fn what_was_confirmed_outlasts_fifty_kills() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let id = prepare(&data);
    // A linear congruential generator: the points differ from round to round and are the same in every run.
    let mut state = 7_u64;
    let mut draw = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut serial = 0_u64;
    let mut confirmed_in_all = 0;
    for round in 0..ROUNDS {
        let first = serial + 1;
        let (confirm, spin) = (draw(5), draw(400_000));
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("guilloche"))
            .arg("--data")
            .arg(&data)
            .args(["--json", "case", "apply", &id.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let edits: Vec<String> =
            (first..first + 8).map(|number| serde_json::to_string(&Edit::SetMrzText(format!("edit {number}"))).unwrap()).collect();
        writeln!(input, "{}", edits.join("\n")).unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut confirmed = 0;
        while confirmed < confirm && lines.next().is_some_and(|line| line.unwrap().contains("applied")) {
            confirmed += 1;
        }
        // Somewhere in the middle of what comes next.
        (0..spin).for_each(|step| {
            std::hint::black_box(step);
        });
        child.kill().unwrap();
        child.wait().unwrap();
        confirmed += lines.map_while(Result::ok).filter(|line| line.contains("applied") && line.ends_with('}')).count() as u64;
        confirmed_in_all += confirmed;
        let workspace = open(&data);
        let text = workspace.examination(id).unwrap().mrz_text;
        let kept: u64 = text.strip_prefix("edit ").map_or(serial, |number| number.parse().unwrap());
        assert!(kept >= serial + confirmed, "round {round}: {confirmed} confirmed after {serial}, yet {kept} is kept");
        assert!(kept <= serial + 8);
        serial = kept;
        if round % 10 == 9 || round == ROUNDS - 1 {
            let report = workspace.verify(&Unwatched).unwrap();
            assert!(report.is_sound(), "round {round}: {:?}", report.problems);
        }
    }
    assert!(confirmed_in_all >= ROUNDS, "only {confirmed_in_all} edits were confirmed");
    let entries = open(&data).audit(0, 10_000).unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.action == "edit").count() as u64, serial);
}

#[test]
fn steps_are_taken_back_and_again_as_new_entries() {
    let folder = tempfile::tempdir().unwrap();
    let id = prepare(folder.path());
    let workspace = open(folder.path());
    workspace.edit(id, Edit::SetMrzText("first".to_owned())).unwrap();
    workspace.edit(id, Edit::SetMrzText("second".to_owned())).unwrap();
    assert_eq!(workspace.undo(id).unwrap().unwrap().mrz_text, "first");
    assert_eq!(workspace.steps(id), (1, 1));
    assert_eq!(workspace.redo(id).unwrap().unwrap().mrz_text, "second");
    assert!(workspace.redo(id).unwrap().is_none());
    let actions: Vec<String> = workspace.audit(0, 1000).unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(actions[actions.len() - 4..], ["edit", "edit", "undo", "redo"]);
    assert!(workspace.verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn an_intake_that_is_killed_leaves_a_sound_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    prepare(&data);
    let case = open(&data).cases().unwrap().into_iter().find(|case| case.title == "Killed").unwrap();
    for round in 0..6_u64 {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("guilloche"))
            .arg("--data")
            .arg(&data)
            .args(["case", "add", &case.number])
            .arg(sample("questioned/q01-genuine.data-page.visible.jpg"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        (0..round * 30_000_000).for_each(|step| {
            std::hint::black_box(step);
        });
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(open(&data).verify(&Unwatched).unwrap().is_sound(), "round {round}");
    }
    assert!(fs::metadata(data.join("guilloche.db")).unwrap().is_file());
}
