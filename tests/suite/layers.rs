//! The layers of `src/lib.rs` hold: a module names only the layers it may.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer and what it may name besides itself.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("imaging", &["domain"]),
    ("store", &["domain"]),
    ("reading", &["domain", "imaging"]),
    ("exchange", &["domain", "imaging"]),
    ("specimen", &["domain", "imaging"]),
    ("app", &["domain", "imaging", "store", "reading", "exchange", "specimen"]),
    ("cli", &["domain", "app", "gui"]),
    ("gui", &["domain", "app", "imaging"]),
];

/// Crates that one layer alone may name.
const ONLY_IN: &[(&str, &str)] = &[
    ("eframe", "gui"),
    ("egui", "gui"),
    ("egui_extras", "gui"),
    ("rfd", "gui"),
    ("rusqlite", "store"),
    ("typst", "exchange"),
    ("clap", "cli"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The first names after `prefix` in `code`, those in braces included.
fn named_after(code: &str, prefix: &str) -> Vec<String> {
    let ident = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    code.match_indices(prefix)
        .flat_map(|(at, _)| {
            let rest = code.get(at + prefix.len()..).unwrap_or_default();
            if let Some(list) = rest.strip_prefix('{') {
                let mut depth = 0;
                let mut start = true;
                let mut names = Vec::new();
                for (index, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && !c.is_whitespace() => {
                            names.push(ident(list.get(index..).unwrap_or_default()));
                            start = false;
                        }
                        _ => {}
                    }
                }
                names
            } else {
                vec![ident(rest)]
            }
        })
        .collect()
}

/// What in `text`, the source of a file of `layer`, breaks the rules: line number and what it names.
fn breaches(layer: &str, allowed: &[&str], text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        // An import over several lines is read as one, and told of at the line where it starts.
        let statement: String = if code.contains("crate::{") {
            lines[index..]
                .iter()
                .take_while(|line| !line.trim_end().ends_with("};"))
                .chain(lines[index..].iter().find(|line| line.trim_end().ends_with("};")))
                .copied()
                .collect()
        } else {
            code.to_owned()
        };
        for name in named_after(&statement, "crate::") {
            let is_layer = MAY_NAME.iter().any(|(other, _)| *other == name);
            if is_layer && name != layer && !allowed.contains(&name.as_str()) {
                found.push((index + 1, format!("crate::{name}")));
            }
        }
        for (krate, home) in ONLY_IN {
            if *home != layer && (code.contains(&format!("{krate}::")) && !code.contains(&format!("_{krate}::"))) {
                found.push((index + 1, (*krate).to_owned()));
            }
        }
    }
    found
}

#[test]
fn dependencies_point_down_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut report = String::new();
    let mut read = 0;
    for (layer, allowed) in MAY_NAME {
        for path in sources(&root.join(layer)) {
            read += 1;
            for (line, name) in breaches(layer, allowed, &fs::read_to_string(&path).unwrap()) {
                let shown = path.strip_prefix(&root).unwrap().display();
                writeln!(report, "src/{shown}:{line}: `{layer}` names `{name}`; it may name {allowed:?}").unwrap();
            }
        }
    }
    assert!(read > 20, "only {read} files were read; is the layout another?");
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_folder_of_the_source_is_a_known_layer() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(MAY_NAME.iter().any(|(layer, _)| *layer == name), "src/{name} is no layer of src/lib.rs");
        }
    }
}

#[test]
fn a_breach_is_found_and_named_with_its_line() {
    let text = "use crate::domain::Case;\n// crate::gui is only spoken of\nuse crate::{\n    domain::Mm,\n    gui::App,\n};\nfn f() { egui::Ui; }\n";
    let found = breaches("store", &["domain"], text);
    assert_eq!(found, vec![(3, "crate::gui".to_owned()), (7, "egui".to_owned())]);
}
