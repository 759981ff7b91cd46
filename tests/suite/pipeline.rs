//! The pipeline over all bundled samples against what is known of them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use guilloche::app::examine::{Order, examine};
use guilloche::app::library::{bundled, checklist_named};
use guilloche::app::pipeline::Received;
use guilloche::app::{FixedClock, Settings};
use guilloche::domain::{Outcome, Unwatched, Verdict};
use guilloche::specimen::Truth;

use super::cli::sample;

#[test]
fn every_planted_fault_is_found_and_the_genuine_ones_have_none() {
    let library = bundled().unwrap();
    let checklist = checklist_named("image-only-remote").unwrap();
    let clock = FixedClock::at(guilloche::domain::Timestamp("2026-03-01T09:30:00Z".parse().unwrap()));
    let mut truths: Vec<_> = fs::read_dir(sample("questioned"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".truth.json"))
        .collect();
    truths.sort();
    assert!(truths.len() >= 8);
    let (mut table, mut wrong) = (String::new(), Vec::new());
    for path in truths {
        let truth: Truth = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let received: Vec<Received> =
            truth.captures.iter().map(|capture| Received::read(&sample("questioned").join(&capture.file), None).unwrap()).collect();
        let mrz_text = truth.mrz.lines.join("\n");
        let settings = Settings::default();
        let order = Order { received: &received, checklist: &checklist, mrz_text: &mrz_text, reference: None, settings: &settings };
        let examined = examine(&order, &library, &clock, &Unwatched).unwrap();
        let examination = &examined.examination;
        let failing: BTreeSet<&str> = examination
            .proposals
            .values()
            .filter(|proposal| proposal.verdict == Some(Verdict::DoesNotConform))
            .map(|proposal| proposal.item.as_str())
            .collect();
        let differing: BTreeSet<(String, String)> = examination
            .analysis
            .comparisons
            .iter()
            .filter(|comparison| comparison.outcome == Outcome::Differs)
            .map(|comparison| (comparison.zone.to_string(), comparison.light.to_string()))
            .collect();
        let planted: BTreeSet<(String, String)> =
            truth.must_differ.iter().map(|difference| (difference.zone.clone(), difference.light.to_string())).collect();
        let found = planted.intersection(&differing).count();
        let reference = examination.reference.as_ref().map_or("none", |chosen| chosen.reference.as_str());
        writeln!(
            table,
            "{:<24} {reference:<12} zones found {found}/{}, others {}, items failing {failing:?}",
            truth.name,
            planted.len(),
            differing.difference(&planted).count()
        )
        .unwrap();
        let is_genuine = truth.alterations.is_empty();
        let digits = failing.contains("IMG-MAC-010");
        let faults_found = (planted.is_empty() || found > 0) && digits == (truth.mrz.wrong_check_digits > 0);
        if reference != truth.reference.as_str() || is_genuine != failing.is_empty() || !faults_found {
            wrong.push(truth.name.clone());
        }
        assert_eq!(examination.analysis.placements.len(), truth.captures.len(), "{}", truth.name);
    }
    eprintln!("{table}");
    assert!(wrong.is_empty(), "wrong: {wrong:?}\n{table}");
}
