//! The program on real files: JSON, exit status, and what it says of bad input.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use guilloche::domain::Unwatched;
use serde_json::Value;

/// A file of the samples.
pub(crate) fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reference_samples").join(name)
}

/// The program with a data folder and a clock of its own.
pub(crate) fn guilloche(data: &Path) -> Command {
    let mut command = Command::cargo_bin("guilloche").unwrap();
    command.env("GUILLOCHE_CLOCK", "2026-03-01T09:30:00Z").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command.arg("--data").arg(data).arg("--json");
    command
}

/// The lines of JSON that a run prints.
pub(crate) fn lines(command: &mut Command) -> Vec<Value> {
    let output = command.output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A PNG file that claims 60 000 × 60 000 pixels in a few bytes.
fn bomb() -> Vec<u8> {
    let mut bytes = fs::read(sample("library/UTO-P-2019/data-page.visible.jpg")).unwrap();
    // The frame header of the JPEG: marker, length, precision, height, width.
    let at = bytes.windows(2).position(|pair| pair[0] == 0xff && matches!(pair[1], 0xc0..=0xc2)).unwrap();
    bytes[at + 5..at + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    bytes
}

#[test]
fn each_bad_input_is_one_sentence_that_names_the_file_and_status_3() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(sample("questioned/q01-genuine.data-page.visible.jpg")).unwrap();
    let files: [(&str, Vec<u8>); 4] = [
        ("empty.jpg", Vec::new()),
        ("cut.jpg", whole[..whole.len() / 3].to_vec()),
        ("letter.png", b"Dear Sir or Madam".to_vec()),
        ("bomb.jpg", bomb()),
    ];
    for (name, bytes) in &files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::create_dir(folder.path().join("folder.jpg")).unwrap();
    let out = folder.path().join("out");
    let names = files.iter().map(|(name, _)| *name).chain(["missing.jpg", "folder.jpg"]);
    for name in names {
        let path = folder.path().join(name);
        for verb in ["decode", "examine"] {
            let mut command = guilloche(folder.path());
            command.arg(verb).arg(&path);
            if verb == "examine" {
                command.arg("--out").arg(&out);
            }
            let output = command.output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(3), "{verb} {name}: {said}");
            let about: Vec<&str> = said.lines().filter(|line| line.starts_with("guilloche:")).collect();
            assert_eq!(about.len(), 1, "{said}");
            assert!(about[0].contains(name) && about[0].matches(". ").count() >= 1, "{said}");
            assert!(!out.exists(), "{name} left something half-written");
        }
    }
}

#[test]
fn a_capture_that_is_no_picture_of_its_page_is_a_mistake_and_is_not_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let reference = folder.path().join("library/UTO-P-2014");
    fs::create_dir_all(&reference).unwrap();
    for entry in fs::read_dir(sample("library/UTO-P-2014")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), reference.join(entry.file_name())).unwrap();
    }
    let library = folder.path().join("library");
    let other_page = fs::read(sample("library/QMA-I-2020/front.visible.jpg")).unwrap();
    for (bytes, wrong) in [(b"no picture".to_vec(), "not a picture"), (other_page, "edge to edge")] {
        fs::write(reference.join("data-page.visible.jpg"), bytes).unwrap();
        let checked = &lines(guilloche(folder.path()).args(["library", "check"]).arg(&library))[0];
        let mistake = &checked["mistakes"][0];
        assert!(mistake["message"].as_str().unwrap().contains(wrong), "{checked}");
        assert!(mistake["line"].as_u64().unwrap() > 1, "{checked}");
        let output = guilloche(&folder.path().join("data")).args(["library", "import"]).arg(&library).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let listed = lines(guilloche(&folder.path().join("data")).args(["library", "list"]));
    let bundled = fs::read_dir(sample("library")).unwrap().count();
    assert_eq!(listed.len(), bundled, "the bundled references alone");
}

#[test]
fn a_plain_folder_that_lists_no_picture_is_bad_input() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("index.json"), "[]").unwrap();
    let image = sample("questioned/q01-genuine.data-page.visible.jpg");
    let output = guilloche(folder.path()).arg("identify").arg(image).arg("--library").arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_missing_or_unreadable_library_is_named_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken/UTO-X");
    fs::create_dir_all(&broken).unwrap();
    fs::write(broken.join("reference.toml"), "format = \"document-reference/1\"\nid = 3\n").unwrap();
    for name in ["nowhere", "broken"] {
        let mut command = guilloche(folder.path());
        command.arg("identify").arg(sample("questioned/q01-genuine.data-page.visible.jpg"));
        let output = command.arg("--library").arg(folder.path().join(name)).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains(name) && said.contains("reference.toml"), "{said}");
    }
}

#[test]
fn decode_prints_size_resolution_and_sum_for_each_input_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["library/UTO-P-2019/data-page.visible.jpg", "questioned/q01-genuine.data-page.uv-365.jpg"];
    let printed = lines(guilloche(folder.path()).arg("decode").args(names.map(sample)));
    assert_eq!(printed.len(), 2);
    for (line, name) in printed.iter().zip(names) {
        assert!(line["image"].as_str().unwrap().ends_with(name));
        for key in ["width", "height", "channels", "bits", "dpi", "dpi_source", "colour_profile", "pages", "sha256", "timing_ms"] {
            assert!(line.get(key).is_some(), "{key} is missing");
        }
    }
}

#[test]
fn identify_names_the_reference_and_batch_keeps_the_order() {
    let folder = tempfile::tempdir().unwrap();
    let image = sample("questioned/q06-badly-scanned.data-page.visible.jpg");
    let library = sample("library");
    let printed = lines(guilloche(folder.path()).arg("identify").arg(&image).arg("--library").arg(&library).args(["--top", "2"]));
    assert_eq!(keys(&printed[0])[..3], ["image", "candidates", "known"]);
    assert_eq!(printed[0]["candidates"][0]["id"], "UTO-P-2019");
    assert_eq!(printed[0]["candidates"][0]["page"], "data-page");
    assert_eq!(printed[0]["known"], true);
    let list = folder.path().join("list.txt");
    fs::write(&list, format!("{0}\n{0}\n", image.display())).unwrap();
    let printed = lines(guilloche(folder.path()).args(["identify", "--batch"]).arg(&list).arg("--library").arg(&library));
    assert_eq!(printed[0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn an_index_is_kept_and_only_what_changed_is_looked_at_again() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    for (name, page) in [("a.jpg", "UTO-P-2019/data-page"), ("b.jpg", "QMA-P-2018/data-page")] {
        fs::copy(sample(&format!("library/{page}.visible.jpg")), pages.join(name)).unwrap();
    }
    fs::write(pages.join("index.json"), r#"[{"id": "a", "file": "a.jpg"}, {"id": "b", "file": "b.jpg"}]"#).unwrap();
    let indexed = || {
        let printed = lines(guilloche(folder.path()).args(["library", "index", "--library"]).arg(&pages));
        let visible = &printed[0]["lights"]["visible"];
        assert_eq!(visible["pages"], 2, "{}", printed[0]);
        assert!(visible["bytes"].as_u64().unwrap() < 40 * 1024 && visible["places"].as_u64().unwrap() > 200, "{visible}");
        visible["built"].as_u64().unwrap()
    };
    assert_eq!((indexed(), indexed()), (2, 0));
    fs::copy(sample("library/UTO-P-2014/data-page.visible.jpg"), pages.join("b.jpg")).unwrap();
    assert_eq!(indexed(), 1);
    let image = sample("questioned/q01-genuine.data-page.visible.jpg");
    let printed = lines(guilloche(folder.path()).arg("identify").arg(&image).arg("--library").arg(&pages));
    assert_eq!((&printed[0]["candidates"][0]["id"], &printed[0]["known"]), (&Value::from("a"), &Value::from(true)));
    // A damaged index is made anew in silence: it holds nothing that cannot be made again.
    let kept = fs::read_dir(folder.path().join("cache/index")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&kept).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&kept, bytes).unwrap();
    assert_eq!((indexed(), indexed()), (2, 0));
}

#[test]
fn register_maps_points_and_says_no_fit_with_status_1() {
    let folder = tempfile::tempdir().unwrap();
    let points = folder.path().join("points.json");
    fs::write(&points, "[[100, 200], [300.5, 400]]").unwrap();
    let (image, page) = (sample("questioned/q01-genuine.data-page.visible.jpg"), sample("library/UTO-P-2019/data-page.visible.jpg"));
    let mut command = guilloche(folder.path());
    let printed = lines(command.arg("register").arg(&image).arg(&page).arg("--map").arg(&points));
    assert_eq!(printed[0]["homography"].as_array().unwrap().len(), 3);
    assert_eq!(printed[0]["points"].as_array().unwrap().len(), 2);
    assert!(printed[0]["residual_px"].as_f64().unwrap() < 2.0, "{}", printed[0]);
    assert!(printed[0]["timing_ms"].is_object());
    // What was made of the reference is kept, and gives the same to the bit.
    assert_eq!(fs::read_dir(folder.path().join("cache/ready")).unwrap().count(), 1);
    let again = lines(guilloche(folder.path()).arg("register").arg(&image).arg(&page).arg("--map").arg(&points));
    assert_eq!((&again[0]["homography"], &again[0]["points"]), (&printed[0]["homography"], &printed[0]["points"]));
    let blank = folder.path().join("blank.png");
    fs::write(&blank, guilloche::imaging::write_png(&image::RgbImage::from_pixel(900, 700, image::Rgb([240; 3])), None).unwrap()).unwrap();
    let mut command = guilloche(folder.path());
    command.arg("register").arg(&blank).arg(&page);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(line["homography"].is_null() && line["reason"].is_string());
}

#[test]
fn compare_finds_a_replaced_photograph_and_writes_the_heat_map_in_the_frame_of_the_reference() {
    let folder = tempfile::tempdir().unwrap();
    let (image, page) =
        (sample("questioned/q02-photo-substitution.data-page.visible.jpg"), sample("library/UTO-P-2014/data-page.visible.jpg"));
    let (heat, zones) = (folder.path().join("heat.png"), folder.path().join("zones.json"));
    fs::write(&zones, r#"{"dpi": 300, "zones": {"left": {"kind": "fixed", "mm": [0, 0, 60, 88]}}}"#).unwrap();
    let mut command = guilloche(folder.path());
    let printed = lines(command.arg("compare").arg(&image).arg(&page).arg("--heatmap").arg(&heat).arg("--zones").arg(&zones));
    assert_eq!(printed[0]["registration"]["homography"].as_array().unwrap().len(), 3);
    let regions = printed[0]["regions"].as_array().unwrap();
    assert!(!regions.is_empty());
    assert_eq!(keys(&regions[0]), ["box_px", "box_mm", "kind", "strength", "zone"]);
    assert_eq!(image::image_dimensions(&heat).unwrap(), image::image_dimensions(&page).unwrap());
}

#[test]
fn mrz_reads_typed_lines_and_says_why_it_reads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mrz.txt");
    let text = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
    fs::write(&file, text).unwrap();
    let printed = lines(guilloche(folder.path()).args(["mrz", "--text"]).arg(&file));
    assert_eq!((&printed[0]["format"], printed[0]["checks"].as_array().unwrap().is_empty()), (&Value::from("TD3"), false));
    assert!(printed[0]["checks"].as_array().unwrap().iter().all(|check| check["ok"] == true));
    fs::write(&file, "hello").unwrap();
    let printed = lines(guilloche(folder.path()).args(["mrz", "--text"]).arg(&file));
    assert!(printed[0]["lines"].as_array().unwrap().is_empty() && printed[0]["reason"].is_string());
}

#[test]
fn mrz_reads_the_zone_of_a_picture_and_a_line_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let picture = sample("questioned/q01-genuine.data-page.visible.jpg");
    let truth: Value = serde_json::from_slice(&fs::read(sample("questioned/q01-genuine.truth.json")).unwrap()).unwrap();
    let portrait = sample("questioned/q19-missing-device.front.visible.jpg");
    let printed = lines(guilloche(folder.path()).arg("mrz").arg(&picture).arg(&portrait));
    assert_eq!((&printed[0]["format"], &printed[0]["lines"]), (&Value::from("TD3"), &truth["mrz"]["lines"]));
    assert!(printed[0]["checks"].as_array().unwrap().iter().all(|check| check["ok"] == true));
    assert_eq!(printed[0]["corners"].as_array().unwrap().len(), 4);
    assert!(printed[0]["confidence"].as_f64().unwrap() > 0.5, "{}", printed[0]["confidence"]);
    assert!(printed[1]["lines"].as_array().unwrap().is_empty() && printed[1]["reason"].is_string(), "{}", printed[1]);
    // Its second line, cut out by its own cells.
    let places = printed[0]["characters"][1].as_array().unwrap();
    let corner = |glyph: &Value, corner: usize, axis: &str| glyph["cell"][corner][axis].as_f64().unwrap() as u32;
    let (left, top) = (corner(&places[0], 0, "x"), corner(&places[0], 0, "y") - 6);
    let (right, bottom) = (corner(&places[43], 2, "x"), corner(&places[43], 2, "y") + 6);
    let whole = guilloche::imaging::decode(&fs::read(&picture).unwrap(), &guilloche::imaging::Limits::default(), &Unwatched).unwrap();
    let cut = image::imageops::crop_imm(&whole.rgb, left, top, right - left, bottom - top).to_image();
    let line = folder.path().join("line.png");
    cut.save(&line).unwrap();
    let printed = lines(guilloche(folder.path()).args(["mrz", "--line"]).arg(&line));
    assert_eq!(printed[0]["text"], truth["mrz"]["lines"][1]);
}

#[test]
fn the_seal_of_a_visa_is_found_and_says_what_its_zone_says() {
    let folder = tempfile::tempdir().unwrap();
    let visa = sample("questioned/q24-visa-genuine.visa.visible.jpg");
    let found = lines(guilloche(folder.path()).arg("barcode").arg(&visa));
    let barcodes = found[0]["barcodes"].as_array().unwrap();
    assert_eq!(barcodes.len(), 1, "{}", found[0]);
    assert_eq!((&barcodes[0]["format"], &barcodes[0]["content"]["kind"]), (&Value::from("datamatrix"), &Value::from("vds")));
    let seal = lines(guilloche(folder.path()).arg("seal").arg(&visa));
    assert_eq!((&seal[0]["kind"], &seal[0]["signature"]), (&Value::from("vds"), &Value::from("no certificate")), "{}", seal[0]);
    let zone = lines(guilloche(folder.path()).arg("mrz").arg(&visa));
    assert!(["MRV-A", "MRV-B"].iter().any(|format| zone[0]["format"] == *format), "{}", zone[0]);
    let letter = folder.path().join("letter.txt");
    fs::write(&letter, "Dear Sir or Madam").unwrap();
    let seal = lines(guilloche(folder.path()).arg("seal").arg(&letter));
    assert!(seal[0]["kind"].is_null() && seal[0]["reason"].is_string());
}

#[test]
fn a_trusted_seal_tells_the_date_that_was_scraped_off() {
    let folder = tempfile::tempdir().unwrap();
    let signer = sample("signers/specimen-signer-QS-01.cer");
    let added = lines(guilloche(folder.path()).args(["trust", "add", "seal"]).arg(&signer));
    assert_eq!((&added[0]["kind"], &added[0]["trusted"]), (&Value::from("seal"), &Value::from(true)), "{}", added[0]);
    let visa = sample("questioned/q25-visa-altered-date.label.visible.jpg");
    let data = &lines(guilloche(folder.path()).arg("data").arg(&visa))[0];
    let column = data["columns"].as_array().unwrap().iter().position(|column| column["source"] == "seal").unwrap();
    assert_eq!(data["columns"][column]["signature"], "conforms", "{}", data["columns"]);
    let row = |field: &str| data["rows"].as_array().unwrap().iter().find(|row| row["field"] == field).unwrap();
    assert_eq!((&row("expiry")["agreement"], &row("birth")["agreement"]), (&Value::from("doubtful"), &Value::from("agrees-by-rule")));
    let year = |column: usize| row("expiry")["cells"][column]["text"].as_str().unwrap().get(..4).unwrap().parse::<i32>().unwrap();
    assert_eq!(year(0) - year(column), 4, "the seal tells what was issued");
    let name = added[0]["file"].as_str().unwrap();
    lines(guilloche(folder.path()).args(["trust", "remove", name]));
    assert!(lines(guilloche(folder.path()).args(["trust", "list"])).is_empty());
}

#[test]
fn a_folder_that_is_no_chip_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    fs::create_dir(&dump).unwrap();
    fs::write(dump.join("DG1.bin"), b"not a data group").unwrap();
    let printed = lines(guilloche(folder.path()).arg("chip").arg(&dump));
    assert_ne!(printed[0]["sod_signature"], "valid", "{}", printed[0]);
    let output = guilloche(folder.path()).arg("chip").arg(folder.path().join("missing")).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_demo_writes_findings_that_verify_and_a_changed_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("findings");
    let output = guilloche(folder.path()).arg("demo").arg("--out").arg(&out).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("no display"), "{said}");
    assert!(fs::read(out.join("report.pdf")).unwrap().starts_with(b"%PDF"));
    let record = out.join("findings.json");
    let verified = lines(guilloche(folder.path()).arg("verify").arg(&record));
    assert_eq!(verified[0]["passed"], true, "{}", verified[0]);
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replacen("does-not-conform", "conforms", 1)).unwrap();
    let output = guilloche(folder.path()).arg("verify").arg(&record).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_folder_with_files_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("mine");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("notes.txt"), "keep").unwrap();
    let image = sample("questioned/q01-genuine.data-page.visible.jpg");
    let status = guilloche(folder.path()).arg("examine").arg(image).arg("--out").arg(&out).output().unwrap().status;
    assert_eq!(status.code(), Some(2));
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "keep");
}

#[test]
fn captures_are_added_all_or_none_and_every_bad_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    lines(guilloche(&data).args(["case", "new", "Two documents", "--number", "A-1"]));
    let whole = fs::read(sample("questioned/q01-genuine.data-page.visible.jpg")).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).unwrap();
        folder.path().join(name)
    };
    // The cut picture is of another document, and says only when it is decoded that it is cut.
    let good = file("a.data-page.visible.jpg", &whole);
    let bad = [file("b.data-page.visible.jpg", &whole[..whole.len() / 3]), file("letter.png", b"Dear Sir")];
    let output = guilloche(&data).args(["case", "add", "A-1"]).arg(good).args(&bad).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("b.data-page.visible.jpg") && said.contains("letter.png"), "{said}");
    assert!(said.contains("Nothing was taken in: 2 files are refused."), "{said}");
    let shown = &lines(guilloche(&data).args(["case", "show", "A-1"]))[0];
    assert_eq!(shown["case"]["exhibits"], serde_json::json!([]), "{shown}");
}

#[test]
fn marks_of_a_case_are_handed_out_as_geojson_and_written_to_new_files() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let run = |arguments: &[&str]| lines(guilloche(&data).args(arguments));
    run(&["case", "new", "Label", "--number", "M-1"]);
    let empty = guilloche(&data).args(["case", "marks", "M-1"]).output().unwrap();
    assert_eq!(empty.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&empty.stderr).contains("Nothing is marked or measured in the case M-1."));
    let image = sample("questioned/q01-genuine.data-page.visible.jpg");
    let added = &run(&["case", "add", "M-1", image.to_str().unwrap()])[0];
    let (examination, capture) = (added["examination"].as_str().unwrap(), &added["captures"][0]["id"]);
    let id = "00000000-0000-7000-8000-000000000001";
    let mark = serde_json::json!({ "set-mark": { "id": id, "mark": {
        "id": id, "kind": "erasure", "shape": { "arrow": { "from": { "x": 1.5, "y": 2.0 }, "to": { "x": 9.25, "y": 4.0 } } },
        "on": { "capture": capture, "light": "visible", "page": null, "zone": null },
        "by": { "person": "E. Examiner" }, "at": "2026-03-01T09:30:00Z", "note": "Abraded",
    } } });
    let shape = serde_json::json!({ "arrow": { "from": { "x": 1.5, "y": 2.0 }, "to": { "x": 10.0, "y": 5.5 } } });
    let moved = serde_json::json!({ "move-mark": { "id": id, "shape": shape, "zone": null } });
    let apply = |edit: &Value| guilloche(&data).args(["case", "apply", examination]).write_stdin(format!("{edit}\n")).output().unwrap();
    assert!(apply(&mark).status.success());
    let printed = run(&["case", "marks", "M-1"]);
    assert_eq!(printed.len(), 1);
    assert_eq!(printed[0]["frame"]["unit"], "mm");
    let feature = &printed[0]["features"][0];
    assert_eq!(feature["geometry"], serde_json::json!({ "type": "LineString", "coordinates": [[1.5, 2.0], [9.25, 4.0]] }));
    assert_eq!((&feature["properties"]["kind"], &feature["properties"]["note"]), (&"erasure".into(), &"Abraded".into()));
    // Moved, it is handed out where it is now; files are never written over.
    let said = apply(&moved);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let out = folder.path().join("out");
    let written: Vec<Value> = (0..2).flat_map(|_| run(&["case", "marks", "M-1", "--out", out.to_str().unwrap()])).collect();
    assert_eq!((written.len(), &written[0]["marks"], &written[0]["measurements"]), (2, &1.into(), &0.into()));
    assert_ne!(written[0]["files"], written[1]["files"]);
    for line in &written {
        let file = fs::read(line["files"][0].as_str().unwrap()).unwrap();
        let value: Value = serde_json::from_slice(&file).unwrap();
        assert_eq!(value["features"][0]["geometry"]["coordinates"], serde_json::json!([[1.5, 2.0], [10.0, 5.5]]));
        assert_eq!(value["features"][0]["properties"]["at"], "2026-03-01T09:30:00Z");
    }
    let unknown = guilloche(&data).args(["case", "marks", "M-9"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2), "{}", String::from_utf8_lossy(&unknown.stderr));
    assert!(run(&["verify"]).iter().all(|line| line.get("error").is_none()));
}
