//! Photographs with and without symbols.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use crate::domain::Unwatched;
use crate::reading::barcode::{GreyPicture, read_barcodes};

fn set(name: &str) -> Option<(PathBuf, Vec<Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    let Ok(text) = std::fs::read_to_string(folder.join("truth.json")) else {
        eprintln!("left out: ../shared/data/{name} is absent");
        return None;
    };
    let mut truth: Value = serde_json::from_str(&text).unwrap();
    Some((folder, serde_json::from_value(truth["items"].take()).unwrap()))
}

/// The texts that are read in a picture; what is clear in it is taken for white.
fn texts(file: &Path) -> Vec<String> {
    let picture = image::ImageReader::open(file).unwrap().with_guessed_format().unwrap().decode().unwrap().to_rgba8();
    let grey: Vec<u8> = picture
        .pixels()
        .map(|pixel| {
            let [red, green, blue, alpha] = pixel.0.map(u32::from);
            let grey = (red * 77 + green * 150 + blue * 29) >> 8;
            ((grey * alpha + 255 * (255 - alpha)) / 255) as u8
        })
        .collect();
    let picture = GreyPicture { width: picture.width() as usize, height: picture.height() as usize, grey: &grey, resolution: None };
    read_barcodes(&picture, &Unwatched).unwrap().into_iter().map(|barcode| barcode.text).collect()
}

/// How many symbols are read, and how many pictures without one give something.
fn score(name: &str) -> Option<(usize, usize)> {
    let (folder, items) = set(name)?;
    let plain = |text: &str| text.replace("\r\n", "\n").trim_end_matches(['\r', '\n']).to_owned();
    let outcomes: Vec<(bool, bool)> = items
        .par_iter()
        .map(|item| {
            let found = texts(&folder.join(item["file"].as_str().unwrap()));
            match item["text"].as_str() {
                Some(text) => (found.iter().any(|other| plain(other) == plain(text)), false),
                None => (false, !found.is_empty()),
            }
        })
        .collect();
    Some((outcomes.iter().filter(|outcome| outcome.0).count(), outcomes.iter().filter(|outcome| outcome.1).count()))
}

#[test]
fn photographs_are_read_and_nothing_is_made_up() {
    if let Some((read, made_up)) = score("barcodes") {
        assert!(read >= 97 && made_up == 0, "{read} read, {made_up} made up");
    }
}

#[test]
fn turned_symbols_are_read() {
    if let Some((read, _)) = score("barcodes-skew") {
        assert!(read >= 112, "{read} read");
    }
}
