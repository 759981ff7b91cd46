//! Several pictures in one call, several pages in one picture, and patches of a picture, on the command line.

use std::fs;
use std::path::{Path, PathBuf};

use guilloche::domain::{Resolution, Unwatched};
use guilloche::imaging::{Limits, decode, write_png};
use image::{Rgb, RgbImage};
use serde_json::Value;

use super::cli::{guilloche, keys, lines, sample};

#[test]
fn register_takes_several_pictures_and_lists_and_a_bad_one_does_not_stop_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let page = sample("library/UTO-P-2019/data-page.visible.jpg");
    let images = ["q01-genuine", "q06-badly-scanned"].map(|name| sample(&format!("questioned/{name}.data-page.visible.jpg")));
    let alone = lines(guilloche(folder.path()).arg("register").arg(&images[0]).arg(&page));
    let letter = folder.path().join("letter.png");
    fs::write(&letter, "Dear Sir").unwrap();
    let output = guilloche(folder.path()).arg("register").arg(&images[0]).arg(&letter).arg(&images[1]).arg(&page).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let printed: Vec<Value> = String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(printed.len(), 3);
    assert_eq!(keys(&printed[0]), keys(&alone[0]));
    assert_eq!(printed[0]["homography"], alone[0]["homography"], "what is held for the next gives the same to the bit");
    assert_eq!(keys(&printed[1]), ["questioned", "reference", "error"]);
    assert_eq!((&printed[1]["error"]["kind"], &printed[1]["questioned"]), (&"bad-input".into(), &letter.to_str().unwrap().into()));
    assert!(printed[2]["homography"].is_array(), "{}", printed[2]);
    // The same from a list, with a reference that does not fit: each pair has a line of its own.
    let other = sample("library/QMA-P-2018/data-page.visible.jpg");
    let list = folder.path().join("pairs.txt");
    fs::write(&list, format!("{0}\t{1}\n\n{0}\t{2}\n{0}\t{1}\n", images[0].display(), page.display(), other.display())).unwrap();
    let output = guilloche(folder.path()).args(["register", "--batch"]).arg(&list).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let listed: Vec<Value> = String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        listed.iter().map(|line| &line["homography"]).collect::<Vec<_>>(),
        [&alone[0]["homography"], &Value::Null, &alone[0]["homography"]]
    );
}

#[test]
fn what_makes_no_sense_of_several_pictures_is_refused_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let (image, page) = (sample("questioned/q01-genuine.data-page.visible.jpg"), sample("library/UTO-P-2019/data-page.visible.jpg"));
    let file = folder.path().join("file.txt");
    fs::write(&file, "[[1, 2]]").unwrap();
    let (image, page, file) = (image.to_str().unwrap(), page.to_str().unwrap(), file.to_str().unwrap());
    let cases: [(&[&str], i32, &str); 6] = [
        (&["register", image], 2, "the reference last"),
        (&["register", image, image, page, "--map", file], 2, "one questioned picture"),
        (&["register", image, page, "--batch", file], 2, "cannot be used with"),
        (&["register", "--batch", file], 3, "line 1"),
        (&["compare", image, image, page, "--heatmap", file], 2, "Name a folder"),
        (&["compare"], 2, "required"),
    ];
    for (arguments, status, part) in cases {
        let output = guilloche(folder.path()).args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
        assert!(said.contains(part) && output.stdout.is_empty(), "{arguments:?}: {said}");
    }
}

#[test]
fn compare_takes_several_pictures_and_writes_their_heat_maps_into_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let page = sample("library/UTO-P-2014/data-page.visible.jpg");
    let image = sample("questioned/q02-photo-substitution.data-page.visible.jpg");
    let (heats, missing) = (folder.path().join("heats"), folder.path().join("missing.jpg"));
    let mut command = guilloche(folder.path());
    command.arg("compare").arg(&image).arg(&missing).arg(&image).arg(&page).arg("--heatmap").arg(&heats);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let printed: Vec<Value> = String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(keys(&printed[1]), ["questioned", "reference", "error"]);
    assert!(!printed[0]["regions"].as_array().unwrap().is_empty());
    assert_eq!((&printed[0]["regions"], &printed[0]["registration"]), (&printed[2]["regions"], &printed[2]["registration"]));
    let maps = [0, 2].map(|place| fs::read(printed[place]["heatmap"].as_str().unwrap()).unwrap());
    assert!(maps[0] == maps[1] && printed[0]["heatmap"] != printed[2]["heatmap"], "{}", printed[2]);
}

fn opened(name: &str) -> RgbImage {
    decode(&fs::read(sample(name)).unwrap(), &Limits::default(), &Unwatched).unwrap().rgb
}

/// Lays `page` on a bed, turned about its middle by `turn_deg` and with its middle at `at`, in px.
fn lay(bed: &mut RgbImage, page: &RgbImage, turn_deg: f64, at: [f64; 2]) {
    let (sin, cos) = turn_deg.to_radians().sin_cos();
    let (width, height) = (f64::from(page.width()), f64::from(page.height()));
    for (x, y, pixel) in bed.enumerate_pixels_mut() {
        let (dx, dy) = (f64::from(x) - at[0], f64::from(y) - at[1]);
        let (u, v) = (cos * dx + sin * dy + width / 2.0, cos * dy - sin * dx + height / 2.0);
        if (0.0..width - 1.0).contains(&u) && (0.0..height - 1.0).contains(&v) {
            let value = |x: u32, y: u32| page.get_pixel(x, y).0.map(f64::from);
            let (left, top) = (u.floor(), v.floor());
            let (a, b) = (u - left, v - top);
            let (left, top) = (left as u32, top as u32);
            let corners = [value(left, top), value(left + 1, top), value(left, top + 1), value(left + 1, top + 1)];
            let weights = [(1.0 - a) * (1.0 - b), a * (1.0 - b), (1.0 - a) * b, a * b];
            *pixel = Rgb([0, 1, 2].map(|channel| corners.iter().zip(weights).map(|(c, w)| c[channel] * w).sum::<f64>().round() as u8));
        }
    }
}

fn scan(folder: &Path, bed: &RgbImage) -> PathBuf {
    let file = folder.join("scan.png");
    fs::write(&file, write_png(bed, Resolution::square(300.0)).unwrap()).unwrap();
    file
}

#[test]
fn a_scan_of_both_sides_of_a_card_and_a_passport_names_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut bed = RgbImage::from_pixel(2500, 2400, Rgb([236, 236, 238]));
    let laid = [
        ("questioned/q07-card-genuine.front.visible.jpg", "front", 2.0, [600.0, 500.0]),
        ("questioned/q07-card-genuine.back.visible.jpg", "back", 177.0, [1800.0, 520.0]),
        ("questioned/q01-genuine.data-page.visible.jpg", "data-page", -91.0, [1100.0, 1600.0]),
    ];
    for (name, _, turn, at) in laid {
        lay(&mut bed, &opened(name), turn, at);
    }
    let scan = scan(folder.path(), &bed);
    let printed = lines(guilloche(folder.path()).arg("identify").arg(&scan).arg("--library").arg(sample("library")));
    let line = &printed[0];
    assert_eq!(keys(line), ["image", "candidates", "known", "margin", "pages", "ms"]);
    assert_eq!(line["known"], true);
    let pages = line["pages"].as_array().unwrap();
    assert_eq!(pages.len(), 3, "{line}");
    for (_, side, turn, at) in laid {
        let page = pages.iter().find(|page| page["candidates"][0]["page"] == side).unwrap();
        let corner = |place: usize, axis: usize| page["corners"][place][axis].as_f64().unwrap();
        let middle = [0, 1].map(|axis| (0..4).map(|place| corner(place, axis)).sum::<f64>() / 4.0);
        assert!((middle[0] - at[0]).hypot(middle[1] - at[1]) < 60.0, "{side}: {middle:?}");
        let angle = (corner(1, 1) - corner(0, 1)).atan2(corner(1, 0) - corner(0, 0)).to_degrees();
        assert!(((angle - turn + 180.0).rem_euclid(360.0) - 180.0).abs() < 6.0, "{side}: {angle}");
    }
    // The first page is what the candidates are of.
    assert_eq!(pages[0]["corners"], line["candidates"][0]["corners"]);
    assert_eq!(pages[0]["candidates"][0]["id"], line["candidates"][0]["id"]);
    let card = pages.iter().filter(|page| page["candidates"][0]["id"] == "QMA-I-2020").count();
    assert_eq!(card, 2, "{line}");
}

#[test]
fn a_patch_is_found_where_it_lies_and_one_that_is_nowhere_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let image = sample("questioned/q01-genuine.data-page.visible.jpg");
    let page = sample("library/UTO-P-2019/data-page.visible.jpg");
    let fit = &lines(guilloche(folder.path()).arg("register").arg(&image).arg(&page))[0];
    let back: Vec<Vec<f64>> = serde_json::from_value(fit["homography"].clone()).unwrap();
    // The middle of the picture is a place of the background.
    let (width, height) = image::image_dimensions(&image).unwrap();
    let (side, x, y) = (260, width / 2 - 130, height / 2 - 130);
    let at = |x: f64, y: f64| {
        let row = |row: usize| back[row][0] * x + back[row][1] * y + back[row][2];
        [row(0) / row(2) / 300.0 * 25.4, row(1) / row(2) / 300.0 * 25.4]
    };
    let middle = at(f64::from(x) + 129.5, f64::from(y) + 129.5);
    let area = format!("{x},{y},{side},{side}");
    let find = |image: &Path, area: &str| {
        lines(guilloche(folder.path()).arg("identify").arg(image).args(["--area", area, "--library"]).arg(sample("library")))
    };
    let line = &find(&image, &area)[0];
    assert_eq!(keys(line), ["image", "area_px", "candidates", "known", "places", "ms"]);
    let best = &line["candidates"][0];
    assert_eq!((&line["known"], &best["id"], &best["page"]), (&true.into(), &"UTO-P-2019".into(), &"data-page".into()), "{line}");
    let found: [f64; 4] = serde_json::from_value(best["box_mm"].clone()).unwrap();
    let off = (found[0] + found[2] / 2.0 - middle[0]).hypot(found[1] + found[3] / 2.0 - middle[1]);
    assert!(off < 0.5, "{off} mm: {line}");
    // A pattern that no reference has.
    let waves = RgbImage::from_fn(600, 500, |x, y| {
        let (x, y) = (f64::from(x), f64::from(y));
        let value = ((x * 0.11 + 4.0 * (y * 0.05).sin()).sin() * (y * 0.17 + 3.0 * (x * 0.031).cos()).sin()).mul_add(90.0, 150.0);
        Rgb([value as u8; 3])
    });
    let line = &find(&scan(folder.path(), &waves), "100,100,300,250")[0];
    assert_eq!(line["known"], false, "{line}");
    let refused = guilloche(folder.path()).arg("identify").arg(&image).args(["--area", "0,0,9000,90"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    let refused = guilloche(folder.path()).arg("identify").arg(&image).args(["--area", "a,b"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}
