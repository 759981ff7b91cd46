//! `guilloche specimen` as its users meet it: words, files, refusals, exercises.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use guilloche::specimen::Truth;
use serde_json::Value;

use super::cli::guilloche;

/// What a run prints on standard output, its status, and what it says of a mistake.
fn run(data: &Path, arguments: &[&str]) -> (Value, i32, String) {
    let output = guilloche(data).current_dir(data).arg("specimen").args(arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let printed = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (printed, output.status.code().unwrap(), said)
}

fn files(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_list_names_every_series_forgery_profile_and_light() {
    let folder = tempfile::tempdir().unwrap();
    let (list, status, said) = run(folder.path(), &["list"]);
    assert_eq!(status, 0, "{said}");
    let count = |key: &str| list[key].as_array().unwrap().len();
    assert!(count("series") >= 14 && count("forgeries") >= 18 && count("profiles") >= 6 && count("lights") >= 6, "{list}");
    let issuers: BTreeSet<&str> =
        list["series"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().split('-').next().unwrap()).collect();
    assert!(issuers.len() >= 5, "{issuers:?}");
}

#[test]
fn an_unknown_word_is_bad_use_and_names_the_near_one() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, near) in [
        (&["draw", "UTO-P-2018", "a.png"][..], "`UTO-P-2008` or `UTO-P-2014` or `UTO-P-2019`"),
        (&["draw", "UTO-P-2019", "a.png", "--page", "data-pag"], "data-page"),
        (&["draw", "UTO-P-2019", "a.png", "--light", "uv-36"], "uv-365"),
        (&["draw", "UTO-P-2019", "a.png", "--forgery", "altered-nam"], "altered-name"),
        (&["forge", "UTO-P-2019", "photo-substitutio", "--out", "b"], "photo-substitution"),
        (&["capture", "UTO-P-2019", "--profile", "fon", "--out", "b"], "phone"),
    ] {
        let (_, status, said) = run(folder.path(), arguments);
        assert!(status == 2 && said.contains(near), "{arguments:?}: {status} {said}");
    }
    assert_eq!(files(folder.path()).iter().filter(|name| name.starts_with(['a', 'b'])).count(), 0, "nothing was written");
}

#[test]
fn a_page_is_drawn_the_same_again_and_nothing_is_replaced_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let draw = |extra: &[&str]| run(folder.path(), &[&["draw", "QMA-I-2020", "card.png", "--dpi", "75"], extra].concat());
    let (drawn, status, said) = draw(&[]);
    assert_eq!((status, drawn["width"].as_u64(), drawn["height"].as_u64()), (0, Some(253), Some(159)), "{said}");
    let first = fs::read(folder.path().join("card.png")).unwrap();
    let (_, status, said) = draw(&[]);
    assert!(status == 2 && said.contains("card.png") && said.contains("--force"), "{status} {said}");
    assert_eq!(draw(&["--force"]).1, 0);
    assert!(first == fs::read(folder.path().join("card.png")).unwrap(), "the same seed gives the same bytes");
    assert_eq!(draw(&["--force", "--seed", "2"]).1, 0);
    assert!(first != fs::read(folder.path().join("card.png")).unwrap(), "another seed is another holder");
    let (_, status, said) = run(folder.path(), &["draw", "QMA-I-2020", "large.png", "--dpi", "100000"]);
    assert!(status == 2 && said.contains("2400"), "{status} {said}");
}

#[test]
fn a_forged_exhibit_comes_with_its_truth_and_masks() {
    let folder = tempfile::tempdir().unwrap();
    let order =
        ["forge", "QMA-I-2020", "altered-date", "--profile", "flatbed-150", "--page", "front", "--light", "visible", "--out", "made"];
    let (printed, status, said) = run(folder.path(), &order);
    assert_eq!(status, 0, "{said}");
    let made = folder.path().join("made");
    let truth: Truth = serde_json::from_slice(&fs::read(made.join("specimen.truth.json")).unwrap()).unwrap();
    assert_eq!(serde_json::to_value(&truth).unwrap(), printed, "what is printed is what is kept");
    assert!(!truth.must_differ.is_empty() && !truth.detections.is_empty());
    let there = files(&made);
    for capture in &truth.captures {
        assert!(there.contains(&capture.file), "{there:?}");
        assert!(capture.mask.as_ref().is_some_and(|mask| there.contains(mask)), "{there:?}");
    }
    let (_, status, said) = run(folder.path(), &order);
    assert!(status == 2 && said.contains("--force"), "{status} {said}");
}

#[test]
fn the_names_of_exercises_tell_nothing_and_the_truth_is_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (counts, status, said) =
        run(folder.path(), &["class", "course", "--count", "4", "--prevalence", "0.5", "--profile", "flatbed-150"]);
    assert_eq!((status, counts["genuine"].as_u64(), counts["false"].as_u64()), (0, Some(2), Some(2)), "{said}");
    let (items, truths) = (files(&folder.path().join("course/items")), files(&folder.path().join("course/truth")));
    for number in 1..=4 {
        assert!(items.iter().any(|name| name.starts_with(&format!("item-{number:03}."))), "{items:?}");
        assert!(truths.contains(&format!("item-{number:03}.truth.json")), "{truths:?}");
    }
    let tells = |name: &String| name.contains("truth") || name.contains("mask") || Path::new(name).extension() != Some("jpg".as_ref());
    assert!(!items.iter().any(tells), "{items:?}");
}

#[test]
fn the_family_gives_as_many_different_designs_as_are_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let (_, status, said) = run(folder.path(), &["family", "3", "many", "--dpi", "50"]);
    assert_eq!(status, 0, "{said}");
    let read = |number: usize| fs::read(folder.path().join(format!("many/family-{number:05}.png"))).unwrap();
    assert!(read(0) != read(1) && read(1) != read(2));
    let index: Value = serde_json::from_slice(&fs::read(folder.path().join("many/index.json")).unwrap()).unwrap();
    assert_eq!(index.as_array().unwrap().len(), 3);
}
