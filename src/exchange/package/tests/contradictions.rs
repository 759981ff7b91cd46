//! Packages whose parts do not agree with each other, or with a signature.

use super::forge::Forged;
use super::hostile::forged;
use super::*;

#[test]
fn the_payload_is_what_the_manifest_lists() {
    let (whole, _) = forged();
    let mut extra = whole.clone();
    extra.set("data/extra.txt", b"x");
    let error = refusal(&extra.zip());
    assert!(matches!(error.problem, Problem::NotListed(_)) && error.part == "data/extra.txt", "{error}");
    let mut missing = whole.clone();
    missing.files.remove("data/record.json");
    let error = refusal(&missing.zip());
    assert!(matches!(error.problem, Problem::ListedMissing(_)) && error.part == "data/record.json", "{error}");
    let mut changed = whole.clone();
    changed.set("data/record.json", b"{\"format\":\"y\"}\n");
    let error = refusal(&changed.zip());
    assert!(matches!(error.problem, Problem::Sum { .. }) && error.part == "data/record.json", "{error}");
    // All sums made anew: nothing but the description and the signature could tell.
    changed.manifest();
    changed.tag_manifest();
    let error = refusal(&changed.zip());
    assert!(matches!(error.problem, Problem::Description(_)), "{error}");
    let mut stranger = whole;
    stranger.set("manifest-sha256.txt", format!("{}{}  etc/passwd\n", stranger.text("manifest-sha256.txt"), "0".repeat(64)));
    stranger.tag_manifest();
    let error = refusal(&stranger.zip());
    assert!(matches!(error.problem, Problem::ListedMissing(_)) && error.part == "etc/passwd", "{error}");
}

#[test]
fn parts_that_do_not_agree() {
    let change = |part: &str, from: &str, to: &str| {
        let (mut forged, _) = forged();
        let text = forged.text(part).replacen(from, to, 1);
        assert_ne!(text, forged.text(part), "{from} is there");
        forged.set(part, text);
        forged.tag_manifest();
        refusal(&forged.zip())
    };
    let oxum = change("bag-info.txt", "Payload-Oxum: ", "Payload-Oxum: 1");
    assert!(matches!(oxum.problem, Problem::Oxum { .. }) && oxum.part == "bag-info.txt", "{oxum}");
    assert!(matches!(change("bag-info.txt", "TLP:AMBER", "TLP:CLEAR").problem, Problem::Label { label } if label == "Marking"));
    assert!(matches!(change("bag-info.txt", "Releasable-To: Arcadia\n", "").problem, Problem::Label { .. }));
    assert!(matches!(change("bag-info.txt", "Purpose: ", "Purpose:").problem, Problem::LabelLine(_)));
    assert!(matches!(change("bagit.txt", "1.0", "0.97").problem, Problem::BagVersion(_)));
    assert!(matches!(change("package-info.json", "package/1", "package/2").problem, Problem::NewerFormat(_)));
    assert!(matches!(change("package-info.json", "package/1", "package/1.x").problem, Problem::OtherFormat(_)));
    assert!(matches!(change("package-info.json", "guilloche-package", "other").problem, Problem::OtherFormat(_)));
    assert!(matches!(change("package-info.json", "\"case\"", "\"song\"").problem, Problem::Content(_)));
    assert!(matches!(change("package-info.json", "{", "{\"kind\":\"alert\",").problem, Problem::Content(_)), "a key twice");
    assert!(matches!(change("package-info.json", "\"report.pdf\":", "\"rapport.pdf\":").problem, Problem::NotDescribed));
    assert!(matches!(change("ro-crate-metadata.json", "crate/1.2/context", "crate/9.9/context").problem, Problem::Description(_)));
    assert!(matches!(change("ro-crate-metadata.json", "urn:uuid:0190", "urn:uuid:0191").problem, Problem::Description(_)));
    assert!(matches!(
        change("ro-crate-metadata.json", "\"contentSize\": \"4\"", "\"contentSize\": \"5\"").problem,
        Problem::Description(_)
    ));
    let (mut forged, _) = forged();
    forged.set("bagit.txt", forged.text("bagit.txt").replace("1.0", "1.1"));
    let error = refusal(&forged.zip());
    assert_eq!(error.part, "bagit.txt");
}

#[test]
fn a_newer_minor_version_keeps_its_keys() {
    let files = files();
    let mut info = info(&files);
    info.format = "guilloche-package/1.7".to_owned();
    info.other.insert("handling".to_owned(), serde_json::json!({ "days": 5 }));
    let opened = open(&unsigned(&info, &files)).unwrap();
    assert_eq!(opened.info, info);
    let mut forged = Forged::new(&info, &files, false);
    forged.set("bag-info.txt", format!("{}New-Label: new\n", forged.text("bag-info.txt")));
    forged.tag_manifest();
    let opened = open(&forged.zip()).unwrap();
    assert!(opened.labels.contains(&("New-Label".to_owned(), "new".to_owned())));
}

#[test]
fn a_signature_that_does_not_hold_is_no_unsigned_package() {
    let files = files();
    let info = info(&files);
    let forged = Forged::new(&info, &files, true);
    assert!(open(&forged.zip()).is_ok());
    // A signature of the same person over another package.
    let mut other = info;
    other.external_identifier = "2026/0816".to_owned();
    let mut moved = Forged::new(&other, &files, true);
    moved.set("signature.json", forged.files["signature.json"].clone());
    let error = refusal(&moved.zip());
    assert!(matches!(error.problem, Problem::Signature(_)) && error.part == "signature.json", "{error}");
    for (from, to) in [("E. Examiner", "F. Examiner"), ("\"package\"", "\"issue\""), ("2026-03-01", "2026-03-02")] {
        let mut changed = forged.clone();
        changed.set("signature.json", forged.text("signature.json").replace(from, to));
        assert!(matches!(refusal(&changed.zip()).problem, Problem::Signature(_)), "{from}");
    }
    for (from, to) in [(" ", "  "), ("{", "{\"more\":1,"), ("Ed25519", "none")] {
        let mut changed = forged.clone();
        changed.set("signature.json", forged.text("signature.json").replacen(from, to, 1));
        assert!(matches!(refusal(&changed.zip()).problem, Problem::SignatureForm(_)), "{from}");
    }
}
