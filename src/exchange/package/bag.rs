//! The parts that make a folder a bag: `BagIt` 1.0 (RFC 8493).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::error::{PackageError, Problem};
use super::info::PackageInfo;
use super::text::{is_hidden, shown};
use crate::domain::Sha256;

/// Where the payload is.
pub(super) const DATA: &str = "data/";
pub(super) const BAG: &str = "bagit.txt";
pub(super) const INFO: &str = "package-info.json";
pub(super) const BAG_INFO: &str = "bag-info.txt";
pub(super) const DESCRIPTION: &str = "ro-crate-metadata.json";
pub(super) const MANIFEST: &str = "manifest-sha256.txt";
pub(super) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
pub(super) const SIGNATURE: &str = "signature.json";

/// All files beside the payload, in their order.
pub(super) const PARTS: [&str; 7] = [BAG, INFO, BAG_INFO, DESCRIPTION, MANIFEST, TAG_MANIFEST, SIGNATURE];
/// The files that the tag manifest lists.
pub(super) const LISTED_PARTS: [&str; 5] = [BAG, INFO, BAG_INFO, DESCRIPTION, MANIFEST];

/// The only content of `bagit.txt`.
pub(super) const BAG_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// RFC 8493, 2.2.2 recommends no longer lines.
const LINE: usize = 79;

/// Checks `bagit.txt`.
pub(super) fn check_bag(bytes: &[u8]) -> Result<(), PackageError> {
    if bytes == BAG_TEXT.as_bytes() {
        return Ok(());
    }
    let begin = bytes.get(..bytes.len().min(100)).unwrap_or_default();
    Err(Problem::BagVersion(format!("`{}`", shown(&String::from_utf8_lossy(begin)))).of(BAG))
}

/// Writes a manifest: for each file its sum, two spaces and its path.
///
/// Percent signs and line breaks, which would have to be written in another way, are no part of paths.
pub(super) fn manifest<'a>(sums: impl IntoIterator<Item = (&'a str, Sha256)>) -> String {
    sums.into_iter().fold(String::new(), |mut text, (path, sum)| {
        // Writing to a `String` does not fail.
        writeln!(text, "{sum}  {path}").unwrap_or_default();
        text
    })
}

/// Reads a manifest; it has to be exactly as [`manifest`] writes it, with its paths in order.
pub(super) fn read_manifest(bytes: &[u8], part: &'static str) -> Result<BTreeMap<String, Sha256>, PackageError> {
    let line_is_wrong = |number: usize| Problem::ManifestLine(number.saturating_add(1)).of(part);
    let Ok(text) = std::str::from_utf8(bytes) else { return Err(line_is_wrong(0)) };
    let mut sums = BTreeMap::new();
    let mut last = "";
    if text.is_empty() {
        return Ok(sums);
    }
    let lines = text.strip_suffix('\n').ok_or_else(|| line_is_wrong(text.lines().count().saturating_sub(1)))?;
    for (number, line) in lines.split('\n').enumerate() {
        let entry = line.split_once("  ").and_then(|(sum, path)| Some((sum.parse::<Sha256>().ok()?, path)));
        let Some((sum, path)) = entry.filter(|(_, path)| *path > last && !path.contains(is_hidden)) else {
            return Err(line_is_wrong(number));
        };
        last = path;
        sums.insert(path.to_owned(), sum);
    }
    Ok(sums)
}

/// The number of bytes and of files, as `Payload-Oxum` states them.
pub(super) fn oxum(sizes: impl IntoIterator<Item = u64>) -> String {
    let (bytes, files) =
        sizes.into_iter().fold((0_u64, 0_u64), |(bytes, files), size| (bytes.saturating_add(size), files.saturating_add(1)));
    format!("{bytes}.{files}")
}

/// The label of the number of bytes and of files.
pub(super) const OXUM: &str = "Payload-Oxum";

/// The labels of `bag-info.txt` with their values, in order.
pub(super) fn labels(info: &PackageInfo, oxum: &str) -> Vec<(&'static str, String)> {
    let mut labels = vec![
        ("Source-Organization", info.source_organisation.clone()),
        ("External-Identifier", info.external_identifier.clone()),
        ("Bagging-Date", info.created_at.date().to_string()),
        (OXUM, oxum.to_owned()),
        ("Bag-Software-Agent", format!("Guilloche {}", info.program_version)),
        ("Package-Format", info.format.clone()),
        ("Package-Identifier", info.id.to_string()),
        ("Package-Kind", info.kind.code().to_owned()),
        ("Marking", info.marking.title().to_owned()),
    ];
    labels.extend(info.releasable_to.iter().map(|name| ("Releasable-To", name.clone())));
    labels.extend(info.purpose.iter().map(|purpose| ("Purpose", purpose.clone())));
    labels.extend(info.retain_until.iter().map(|day| ("Retain-Until", day.to_string())));
    labels
}

/// Writes labels; long values go on in the next line behind a space, where they have a single space.
pub(super) fn bag_info(labels: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (label, value) in labels {
        let mut column = label.chars().count().saturating_add(1);
        text.push_str(label);
        text.push(':');
        let mut may_break = false;
        for word in value.split(' ') {
            let width = word.chars().count().saturating_add(1);
            // Two spaces in a row would become one: there the line goes on.
            if may_break && !word.is_empty() && column.saturating_add(width) > LINE {
                text.push('\n');
                column = 0;
            }
            text.push(' ');
            text.push_str(word);
            column = column.saturating_add(width);
            may_break = !word.is_empty();
        }
        text.push('\n');
    }
    text
}

/// Reads labels with their values; continued lines are joined with a space.
pub(super) fn read_bag_info(bytes: &[u8]) -> Result<Vec<(String, String)>, PackageError> {
    let line_is_wrong = |number: usize| Problem::LabelLine(number.saturating_add(1)).of(BAG_INFO);
    let Ok(text) = std::str::from_utf8(bytes) else { return Err(line_is_wrong(0)) };
    let mut labels: Vec<(String, String)> = Vec::new();
    let Some(lines) = text.strip_suffix('\n') else { return Err(line_is_wrong(text.lines().count().saturating_sub(1))) };
    for (number, line) in lines.split('\n').enumerate() {
        if line.contains('\r') {
            return Err(line_is_wrong(number));
        }
        if line.starts_with([' ', '\t']) {
            let Some((_, value)) = labels.last_mut() else { return Err(line_is_wrong(number)) };
            value.push(' ');
            value.push_str(line.trim_start_matches([' ', '\t']));
            continue;
        }
        let Some((label, value)) = line.split_once(": ") else { return Err(line_is_wrong(number)) };
        if label.is_empty() || label.contains([' ', '\t', ':']) {
            return Err(line_is_wrong(number));
        }
        labels.push((label.to_owned(), value.to_owned()));
    }
    Ok(labels)
}

/// Checks the labels against the package; labels that this version does not know are let be.
pub(super) fn check_labels(found: &[(String, String)], info: &PackageInfo, oxum: &str) -> Result<(), PackageError> {
    let stated: Vec<&str> = found.iter().filter(|(label, _)| label == OXUM).map(|(_, value)| value.as_str()).collect();
    if stated != [oxum] {
        return Err(Problem::Oxum { stated: shown(&stated.join(", ")), found: oxum.to_owned() }.of(BAG_INFO));
    }
    for label in LABELS {
        let found = found.iter().filter(|(name, _)| name == label).map(|(_, value)| value.as_str());
        let expected = labels(info, oxum);
        if !found.eq(expected.iter().filter(|(name, _)| *name == label).map(|(_, value)| value.as_str())) {
            return Err(Problem::Label { label: label.to_owned() }.of(BAG_INFO));
        }
    }
    Ok(())
}

/// Every label that [`labels`] can give but the number of bytes.
const LABELS: [&str; 11] = [
    "Source-Organization",
    "External-Identifier",
    "Bagging-Date",
    "Bag-Software-Agent",
    "Package-Format",
    "Package-Identifier",
    "Package-Kind",
    "Marking",
    "Releasable-To",
    "Purpose",
    "Retain-Until",
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_manifest_reads_back_and_a_bent_one_does_not() {
        let sums = [("data/a b.png", Sha256::of(b"1")), ("data/c", Sha256::of(b"2"))];
        let text = manifest(sums);
        let read = read_manifest(text.as_bytes(), MANIFEST).unwrap();
        assert!(read.iter().map(|(path, sum)| (path.as_str(), *sum)).eq(sums));
        let twice = format!("{text}{text}");
        for bent in [
            text.replace("  ", " "),
            text.trim_end().to_owned(),
            text.to_uppercase(),
            twice,
            format!("{text}\n"),
            text.replace('\n', "\r\n"),
        ] {
            assert!(matches!(read_manifest(bent.as_bytes(), MANIFEST).unwrap_err().problem, Problem::ManifestLine(_)), "{bent}");
        }
    }

    #[test]
    fn long_values_are_folded() {
        let value = "to compare the pages of the questioned passport with those of the reference, before the hearing".to_owned();
        let text = bag_info(&[("Purpose", value.clone())]);
        assert!(text.lines().count() == 2 && text.lines().all(|line| line.len() <= 79), "{text}");
        assert_eq!(read_bag_info(text.as_bytes()).unwrap(), [("Purpose".to_owned(), value)]);
    }

    #[test]
    fn bent_labels_are_refused() {
        for bent in ["", "a", "a: b", " a: b\n", "a:b\n", ": b\n", "a b: c\n", "a: b\r\n", "\n", "a: b\n\n"] {
            assert!(read_bag_info(bent.as_bytes()).is_err(), "{bent:?}");
        }
    }

    proptest! {
        #[test]
        fn labels_read_back(values in proptest::collection::vec("[a-z]([a-z ]{0,90}[a-zé])?", 0..6)) {
            let labels: Vec<_> = values.into_iter().map(|value| ("Label", value)).collect();
            prop_assume!(!labels.is_empty());
            let read = read_bag_info(bag_info(&labels).as_bytes()).unwrap();
            prop_assert!(read.iter().map(|(label, value)| (label.as_str(), value.clone())).eq(labels));
        }

        #[test]
        fn no_bytes_panic(bytes in any::<Vec<u8>>(), text in "[a: \n\t]{0,40}") {
            let _labels = (read_bag_info(&bytes), read_bag_info(text.as_bytes()));
            let _manifests = (read_manifest(&bytes, MANIFEST), read_manifest(text.as_bytes(), MANIFEST));
        }
    }
}
