//! Marks of the printing process from the command line.

use std::fs;

use serde_json::Value;

use crate::cli::{guilloche, sample};

/// The lines and the exit status of a run.
fn run(arguments: &[&str]) -> (Vec<Value>, i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = guilloche(folder.path()).arg("process").args(arguments).output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn path(name: &str) -> String {
    sample(name).display().to_string()
}

/// Frequencies and angles of the dot screens that were found.
fn dots(region: &Value) -> Vec<[f64; 2]> {
    let found = region["marks"]["screens"]["found"].as_array().unwrap();
    let of = |screen: &Value| [&screen["frequency"]["value"], &screen["angle"]["value"]].map(|value| value.as_f64().unwrap());
    found.iter().filter(|screen| screen["kind"] == "dots").map(of).collect()
}

#[test]
fn a_reprint_shows_its_screens_and_a_genuine_page_none() {
    let names = [path("questioned/q05-scan-reprint.data-page.visible.jpg"), path("questioned/q15-stolen-blank.data-page.visible.jpg")];
    let (lines, status, _) = run(&[&names[0], &names[1]]);
    assert_eq!((lines.len(), status), (2, 0), "{lines:?}");
    assert!(lines.iter().zip(&names).all(|(line, name)| line["image"] == name.as_str()));
    let region = &lines[0]["regions"][0];
    let screens = dots(region);
    // The angles of three of the four inks, of a page that lies a little turned.
    for angle in [15.0, 75.0, 0.0] {
        let is_near = |[lpi, turned]: &[f64; 2]| {
            let off = (turned - angle).rem_euclid(90.0);
            (lpi / 133.0 - 1.0).abs() < 0.01 && off.min(90.0 - off) < 1.5
        };
        assert!(screens.iter().any(is_near), "{angle}: {screens:?}");
    }
    assert!(region["remarks"].as_array().unwrap().iter().any(|remark| remark["observed"].as_str().unwrap().contains("rosette")));
    assert_eq!(region["marks"]["edges"]["not_measurable"]["code"], "too-coarse");
    assert_eq!(dots(&lines[1]["regions"][0]), Vec::<[f64; 2]>::new());
}

#[test]
fn beside_a_reference_both_are_measured_and_a_screen_is_looked_up_there() {
    let folder = tempfile::tempdir().unwrap();
    let zones = folder.path().join("zones.json");
    let list = r#"{"zones": {"ground": {"kind": "fixed", "mm": [45, 5, 70, 60]}, "beyond": {"kind": "fixed", "mm": [400, 5, 10, 10]}}}"#;
    fs::write(&zones, list).unwrap();
    let (lines, status, _) = run(&[
        &path("questioned/q05-scan-reprint.data-page.visible.jpg"),
        "--reference",
        &path("library/UTO-P-2014/data-page.visible.jpg"),
        "--zones",
        &zones.display().to_string(),
    ]);
    assert_eq!((lines.len(), status), (1, 0), "{lines:?}");
    let regions = lines[0]["regions"].as_array().unwrap();
    assert_eq!(regions[0]["zone"], "beyond");
    assert!(regions[0]["error"]["message"].as_str().unwrap().contains("does not show"));
    assert_eq!((&regions[1]["zone"], dots(&regions[1]).is_empty()), (&Value::from("ground"), false));
    let told = regions[1]["screens_in_reference"].as_array().unwrap();
    assert_eq!(told.len(), regions[1]["marks"]["screens"]["found"].as_array().unwrap().len());
    assert!(told.iter().all(|told| told["is"] != "present"), "{told:?}");
    assert!(regions[1]["reference"]["sampling_ppi"].as_f64().unwrap() > 200.0);
}

#[test]
fn without_a_resolution_it_says_what_to_do_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let bare = folder.path().join("bare.png");
    // 0.21 periods to the pixel: 126 to the inch at 600 dpi.
    let wave = |at: u32| (f64::from(at) * 0.21 * std::f64::consts::TAU).cos();
    let dots = image::RgbImage::from_fn(500, 400, |x, y| image::Rgb([(128.0 + 50.0 * (wave(x) + wave(y))) as u8; 3]));
    dots.save(&bare).unwrap();
    let bare = bare.display().to_string();
    let (lines, status, said) = run(&[&bare, &path("questioned/q01-genuine.data-page.visible.jpg"), "--area", "20,20,40,30"]);
    assert_eq!((lines.len(), status), (2, 3), "{said}");
    assert_eq!(lines[0]["error"]["kind"], "bad-input");
    assert!(lines[0]["error"]["hint"].as_str().unwrap().contains("--dpi"), "{said}");
    assert_eq!(lines[1]["regions"][0]["area_mm"], serde_json::json!([20.0, 20.0, 40.0, 30.0]));
    let (lines, status, _) = run(&[&bare, "--dpi", "600"]);
    assert_eq!((lines.len(), status), (1, 0));
    let found = lines[0]["regions"][0]["marks"]["screens"]["found"].as_array().unwrap();
    assert!(found.iter().any(|screen| (screen["frequency"]["value"].as_f64().unwrap() - 126.0).abs() < 1.5), "{found:?}");
    for wrong in [["--area", "1,2,3"], ["--area", "1,2,0,4"], ["--dpi", "0"], ["--least-ppi", "-5"]] {
        let arguments = format!("{}={}", wrong[0], wrong[1]);
        assert_eq!(run(&[&bare, &arguments]).1, 2, "{wrong:?}");
    }
}
