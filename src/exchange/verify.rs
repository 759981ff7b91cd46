//! Checks an export as its receiver would: each step has its own result.
//!
//! The sums tell that nothing changed since they were written; they do not tell who wrote them. Signatures do, as far as it is known
//! whose keys they are: that is a matter of trust, which the receiver decides.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::export::{MANIFEST_FILE, RECORD_FILE, REPORT_FILE, is_inside, read_manifest};
use super::record::{RecordLimits, read_record, value_hash};
use super::schema::schema_errors;
use crate::domain::Sha256;

/// What a step of a verification looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The file is a record of a format and version that this program knows.
    Format,
    /// The record holds to its schema.
    Schema,
    /// The sum in the record is the sum of the record.
    RecordHash,
    /// The manifest can be read, and lists the record as it is.
    Manifest,
    /// A picture beside the record is the one it names.
    Picture,
    /// The report beside the record is the one that was exported with it.
    Report,
    /// A file listed in the manifest that the record does not name.
    OtherFile,
    /// A figure of the report, made again from the originals, is the one that the record names.
    Figure,
    /// A person or laboratory answers for the record with a key.
    Signature,
    /// A package is one whole file, with nothing in it that is not as it should be.
    Container,
    /// A package is a bag (RFC 8493), and its labels are true.
    Bag,
    /// What a package says it is can be read and is complete.
    PackageInfo,
    /// A file in a package is the one that its manifest lists.
    Payload,
    /// The description of a package for other programs is true.
    Description,
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepOutcome {
    /// As it should be.
    Passed,
    /// Not as it should be.
    Failed,
    /// There was nothing to check against.
    NotChecked,
}

/// One step of a verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What was looked at.
    pub check: Check,
    /// The file.
    pub file: String,
    /// What it came to.
    pub outcome: StepOutcome,
    /// In English, what is wrong or missing; empty if passed.
    pub detail: String,
}

/// All steps of a verification, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// The steps.
    pub steps: Vec<Step>,
}

impl Verification {
    /// Whether no step failed; some may not have been checked.
    pub fn passed(&self) -> bool {
        self.steps.iter().all(|step| step.outcome != StepOutcome::Failed)
    }

    /// The steps that failed.
    pub fn failed(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.outcome == StepOutcome::Failed)
    }

    pub(super) fn push(&mut self, check: Check, file: &str, wrong: Result<(), String>) {
        let (outcome, detail) = match wrong {
            Ok(()) => (StepOutcome::Passed, String::new()),
            Err(detail) => (StepOutcome::Failed, detail),
        };
        self.steps.push(Step { check, file: file.to_owned(), outcome, detail });
    }

    pub(super) fn not_checked(&mut self, check: Check, file: &str, detail: &str) {
        self.steps.push(Step { check, file: file.to_owned(), outcome: StepOutcome::NotChecked, detail: detail.to_owned() });
    }
}

/// The files beside a record.
pub trait Beside {
    /// The sum of the file at `name`, a path with `/`; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Why it could not be read, in English.
    fn sum(&self, name: &str) -> Result<Option<Sha256>, String>;

    /// The text of the file at `name`, if there is one and it is shorter than a manifest may be.
    ///
    /// # Errors
    ///
    /// Why it could not be read, in English.
    fn text(&self, name: &str) -> Result<Option<String>, String>;
}

/// The longest manifest that is read, in bytes.
const MAX_MANIFEST: u64 = 16 << 20;

/// A folder on disk. Links that lead out of it are not followed.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

impl Folder {
    fn path(&self, name: &str) -> Result<Option<PathBuf>, String> {
        if !is_inside(name) {
            return Err("the path leads out of the folder".to_owned());
        }
        let path = self.0.join(name);
        if !path.exists() {
            return Ok(None);
        }
        let real = |path: &Path| path.canonicalize().map_err(|error| error.to_string());
        if real(&path)?.starts_with(real(&self.0)?) { Ok(Some(path)) } else { Err("the path leads out of the folder".to_owned()) }
    }
}

impl Beside for Folder {
    fn sum(&self, name: &str) -> Result<Option<Sha256>, String> {
        let Some(path) = self.path(name)? else { return Ok(None) };
        let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
        Sha256::of_reader(file).map(|(sum, _)| Some(sum)).map_err(|error| error.to_string())
    }

    fn text(&self, name: &str) -> Result<Option<String>, String> {
        let Some(path) = self.path(name)? else { return Ok(None) };
        if path.metadata().map_err(|error| error.to_string())?.len() > MAX_MANIFEST {
            return Err("the file is too long".to_owned());
        }
        std::fs::read_to_string(path).map(Some).map_err(|error| error.to_string())
    }
}

impl Beside for BTreeMap<String, Vec<u8>> {
    fn sum(&self, name: &str) -> Result<Option<Sha256>, String> {
        Ok(self.get(name).map(|bytes| Sha256::of(bytes)))
    }

    fn text(&self, name: &str) -> Result<Option<String>, String> {
        self.get(name).map(|bytes| String::from_utf8(bytes.clone()).map_err(|error| error.to_string())).transpose()
    }
}

/// Checks the record in `bytes`, which is `file_name` beside the files of `beside`.
///
/// Without a manifest the report and the record's own bytes cannot be checked; pictures still can, by the sums in the record.
pub fn verify(bytes: &[u8], file_name: &str, beside: &dyn Beside, limits: &RecordLimits) -> Verification {
    let mut steps = Verification { steps: Vec::new() };
    let record = match read_record(bytes, limits) {
        Ok(record) => {
            steps.push(Check::Format, file_name, Ok(()));
            Some(record)
        }
        Err(error) => {
            steps.push(Check::Format, file_name, Err(error.to_string()));
            None
        }
    };
    let named = if let Some(record) = &record {
        steps.push(Check::Schema, file_name, schema(&record.raw));
        match &record.findings.integrity {
            Some(integrity) => steps.push(Check::RecordHash, file_name, record_sum(&record.raw, integrity.record_sha256)),
            None => steps.push(Check::RecordHash, file_name, Err("the record does not state its own sum".to_owned())),
        }
        record.findings.picture_files()
    } else {
        BTreeMap::new()
    };
    for (name, sum) in &named {
        steps.push(Check::Picture, name, same(beside, name, *sum));
    }
    manifest_steps(&mut steps, Sha256::of(bytes), file_name, &named, beside);
    match &record {
        Some(record) => super::signed::signature_steps(&mut steps, record, file_name),
        None => steps.not_checked(Check::Signature, file_name, "the record cannot be read"),
    }
    steps
}

fn schema(raw: &Value) -> Result<(), String> {
    match schema_errors(raw)?.as_slice() {
        [] => Ok(()),
        errors => Err(errors.iter().map(|error| format!("{}: {}", error.place, error.message)).collect::<Vec<_>>().join("; ")),
    }
}

fn record_sum(raw: &Value, stated: Sha256) -> Result<(), String> {
    let found = value_hash(raw.clone()).map_err(|error| error.to_string())?;
    if found == stated { Ok(()) } else { Err(format!("the record has the sum {found}, and states {stated}")) }
}

fn same(beside: &dyn Beside, name: &str, stated: Sha256) -> Result<(), String> {
    match beside.sum(name)? {
        Some(found) if found == stated => Ok(()),
        Some(found) => Err(format!("the file has the sum {found}, expected {stated}")),
        None => Err("the file is missing".to_owned()),
    }
}

fn manifest_steps(steps: &mut Verification, record: Sha256, file_name: &str, named: &BTreeMap<String, Sha256>, beside: &dyn Beside) {
    let text = match beside.text(MANIFEST_FILE) {
        Ok(Some(text)) => text,
        Ok(None) => {
            steps.not_checked(Check::Manifest, MANIFEST_FILE, "there is no manifest beside the record");
            steps.not_checked(Check::Report, REPORT_FILE, "there is no manifest beside the record");
            return;
        }
        Err(error) => return steps.push(Check::Manifest, MANIFEST_FILE, Err(error)),
    };
    let Some(sums) = read_manifest(&text) else {
        return steps.push(Check::Manifest, MANIFEST_FILE, Err("the manifest is damaged".to_owned()));
    };
    // The record may have been renamed; its place in the manifest is known.
    let listed = sums.get(file_name).or_else(|| sums.get(RECORD_FILE));
    steps.push(
        Check::Manifest,
        MANIFEST_FILE,
        match listed {
            Some(listed) if *listed == record => Ok(()),
            Some(_) => Err(format!("{file_name} is not the file that the manifest lists")),
            None => Err(format!("the manifest does not list {file_name}")),
        },
    );
    match sums.get(REPORT_FILE) {
        Some(sum) => steps.push(Check::Report, REPORT_FILE, same(beside, REPORT_FILE, *sum)),
        None => steps.push(Check::Report, REPORT_FILE, Err("the manifest does not list the report".to_owned())),
    }
    for (name, sum) in &sums {
        if named.get(name) == Some(sum) || [RECORD_FILE, REPORT_FILE, file_name].contains(&name.as_str()) {
            continue;
        }
        steps.push(Check::OtherFile, name, same(beside, name, *sum));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::export::{export, sample};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static FILES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| export(&sample::findings(), &sample::pictures()).unwrap().files);

    fn verified(files: &BTreeMap<String, Vec<u8>>) -> Verification {
        verify(&files[RECORD_FILE], RECORD_FILE, files, &RecordLimits::default())
    }

    #[test]
    fn an_export_passes_and_the_missing_signature_is_said() {
        let verification = verified(&FILES);
        assert!(verification.passed(), "{verification:#?}");
        let open: Vec<_> =
            verification.steps.iter().filter(|step| step.outcome == StepOutcome::NotChecked).map(|step| step.check).collect();
        assert_eq!(open, [Check::Signature]);
        assert_eq!(verification.steps.iter().filter(|step| step.check == Check::Picture).count(), sample::pictures().len());
    }

    #[test]
    fn a_changed_answer_breaks_the_record_sum_even_without_a_manifest() {
        let mut files = FILES.clone();
        files.remove(MANIFEST_FILE);
        let text = String::from_utf8(files[RECORD_FILE].clone()).unwrap();
        let changed = text.replacen("\"does-not-conform\"", "\"conforms\"", 1);
        assert_ne!(text, changed);
        files.insert(RECORD_FILE.to_owned(), changed.into_bytes());
        let failed: Vec<_> = verified(&files).failed().map(|step| step.check).collect();
        assert_eq!(failed, [Check::RecordHash]);
    }

    #[test]
    fn a_missing_picture_is_named() {
        let mut files = FILES.clone();
        let name = sample::pictures()[0].name.clone();
        files.remove(&name);
        assert!(verified(&files).failed().any(|step| step.check == Check::Picture && step.file == name));
    }

    #[test]
    fn a_picture_of_both_documents_belongs_to_the_record() {
        let mut findings = sample::findings();
        let compared =
            crate::domain::findings::FigurePicture { file: "figures/compared.jpg".to_owned(), sha256: Sha256::of(b"1"), capture: None };
        findings.figures[0].composed = Some(compared);
        assert!(findings.picture_files().contains_key("figures/compared.jpg"));
    }

    #[test]
    fn a_folder_is_verified_and_paths_out_of_it_are_not_read() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in FILES.iter() {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let beside = Folder(folder.path().to_owned());
        assert!(verify(&FILES[RECORD_FILE], RECORD_FILE, &beside, &RecordLimits::default()).passed());
        assert!(beside.sum("../elsewhere").is_err());
        assert_eq!(beside.sum("nothing"), Ok(None));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn any_changed_byte_is_found(file in 0usize..100, place in 0.0..1.0f64, change in 1u8..=255) {
            let mut files = FILES.clone();
            let name = files.keys().nth(file % files.len()).unwrap().clone();
            let bytes = files.get_mut(&name).unwrap();
            let place = (bytes.len() as f64 * place) as usize;
            bytes[place] ^= change;
            prop_assert!(!verified(&files).passed(), "{name} at {place}");
        }
    }
}
