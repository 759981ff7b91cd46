//! Checking findings and packages that came from elsewhere.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;
use std::sync::Mutex;

use serde::Serialize;

use super::package::{CASE_FILE, limits, package_problem, read_case_file, replay};
use super::pipeline::read_file;
use super::{Problem, Watch};
use crate::domain::Sha256;
use crate::exchange::package::{Opened, PackageKind, read_package, verify_package};
use crate::exchange::verify::{Beside, Check, Folder, Step, StepOutcome, verify};
use crate::exchange::{RECORD_FILE, RecordLimits};

/// How a ZIP file begins, and so a package.
const PACKAGE_BEGIN: &[u8] = b"PK\x03\x04";
/// The longest file that is read whole out of a package.
const MAX_READ: u64 = 2 << 30;

/// What checking one record came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// The file.
    pub file: String,
    /// Whether no step failed.
    pub passed: bool,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Verified {
    /// The same for people, a line for each step that matters.
    pub fn text(&self) -> String {
        let mut text = format!("{}: {}", self.file, if self.passed { "nothing wrong found" } else { "something is wrong" });
        for step in &self.steps {
            let word = match step.outcome {
                StepOutcome::Passed => "passed     ",
                StepOutcome::Failed => "FAILED     ",
                StepOutcome::NotChecked => "not checked",
            };
            let check = format!("{:?}", step.check);
            text.push_str(&format!("\n  {word}  {check:<12} {}", step.file));
            if !step.detail.is_empty() {
                text.push_str(&format!(" ({})", step.detail));
            }
        }
        text
    }
}

/// Checks the record in `path`, or in the folder `path`, with the files beside it; or the package `path`, with every report and figure in it.
///
/// # Errors
///
/// Bad input if it cannot be read; cancelled if `watch` asks to stop.
pub fn verify_file(path: &Path, watch: &dyn Watch) -> Result<Verified, Problem> {
    if path.is_file() && begins_like_a_package(path)? {
        return verify_package_file(path, watch);
    }
    let record = if path.is_dir() { path.join(RECORD_FILE) } else { path.to_owned() };
    let bytes = read_file(&record)?;
    let folder = record.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let name = record.file_name().map_or_else(|| RECORD_FILE.to_owned(), |name| name.to_string_lossy().into_owned());
    let verification = verify(&bytes, &name, &Folder(folder.to_owned()), &RecordLimits::default());
    Ok(Verified { file: record.display().to_string(), passed: verification.passed(), steps: verification.steps })
}

fn begins_like_a_package(path: &Path) -> Result<bool, Problem> {
    let mut begin = Vec::new();
    let file = File::open(path).map_err(|error| Problem::reading(path, &error))?;
    file.take(PACKAGE_BEGIN.len() as u64).read_to_end(&mut begin).map_err(|error| Problem::reading(path, &error))?;
    Ok(begin == PACKAGE_BEGIN)
}

/// The files of one report in a package.
struct Within<'a> {
    opened: &'a Opened,
    reader: &'a Mutex<BufReader<File>>,
    folder: &'a str,
}

impl Within<'_> {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let path = format!("{}/{name}", self.folder);
        if !self.opened.files.contains_key(&path) {
            return Ok(None);
        }
        let mut reader = self.reader.lock().map_err(|error| error.to_string())?;
        self.opened.read(&mut *reader, &path, MAX_READ).map(Some).map_err(|error| error.to_string())
    }
}

impl Beside for Within<'_> {
    fn sum(&self, name: &str) -> Result<Option<Sha256>, String> {
        // The package has been read against its sums.
        Ok(self.opened.files.get(&format!("{}/{name}", self.folder)).map(|file| file.sha256))
    }

    fn text(&self, name: &str) -> Result<Option<String>, String> {
        self.read(name)?.map(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string())).transpose()
    }
}

fn verify_package_file(path: &Path, watch: &dyn Watch) -> Result<Verified, Problem> {
    watch.stage("Checking the package");
    let open = || File::open(path).map(BufReader::new).map_err(|error| Problem::reading(path, &error));
    let mut steps = verify_package(&mut open()?, &limits()).steps;
    let name = path.display().to_string();
    let has_failed = |steps: &[Step]| steps.iter().any(|step| step.outcome == StepOutcome::Failed);
    if !has_failed(&steps) {
        let opened = read_package(&mut open()?, &limits()).map_err(|error| package_problem(&name, &error))?;
        if opened.info.kind == PackageKind::Case {
            verify_case(&opened, &Mutex::new(open()?), &mut steps, watch)?;
        }
    }
    Ok(Verified { file: name, passed: !has_failed(&steps), steps })
}

/// Checks every issued report of a case, and makes its figures again.
fn verify_case(opened: &Opened, reader: &Mutex<BufReader<File>>, steps: &mut Vec<Step>, watch: &dyn Watch) -> Result<(), Problem> {
    let files = |path: &str| {
        let mut reader = reader.lock().map_err(|error| Problem::system(format!("The package cannot be read: {error}.")))?;
        opened.read(&mut *reader, path, MAX_READ).map_err(|error| package_problem(path, &error))
    };
    let failed = |check: Check, file: &str, detail: String| Step { check, file: file.to_owned(), outcome: StepOutcome::Failed, detail };
    let case = match files(CASE_FILE).and_then(|bytes| read_case_file(&bytes)) {
        Ok(case) => case,
        Err(problem) => {
            steps.push(failed(Check::Format, CASE_FILE, problem.message));
            return Ok(());
        }
    };
    for issued in &case.issued {
        let within = Within { opened, reader, folder: &issued.folder };
        let record = within.read(RECORD_FILE).map_err(Problem::bad_input)?.unwrap_or_default();
        let report = verify(&record, RECORD_FILE, &within, &RecordLimits::default());
        steps.extend(report.steps.into_iter().map(|step| Step { file: format!("{}/{}", issued.folder, step.file), ..step }));
    }
    match replay(&case, &files, watch) {
        Ok(replays) => {
            for replay in replays {
                let detail = match (replay.differ.as_slice(), &replay.other_version) {
                    ([], _) => String::new(),
                    (differ, None) => format!("{} do not come out as recorded", differ.join(", ")),
                    (differ, Some(version)) => {
                        format!("{} do not come out as recorded; the report was made by version {version}", differ.join(", "))
                    }
                };
                let outcome = if replay.differ.is_empty() { StepOutcome::Passed } else { StepOutcome::Failed };
                let file = format!("{} ({} figures made again)", replay.report_id, replay.made);
                steps.push(Step { check: Check::Figure, file, outcome, detail });
            }
        }
        Err(problem) if problem.kind == super::ProblemKind::Cancelled => return Err(problem),
        Err(problem) => steps.push(failed(Check::Figure, CASE_FILE, problem.message)),
    }
    steps.extend(signers(&case));
    Ok(())
}

/// Who signed the reports, as the sender names them: whether these are their keys has to be known otherwise.
fn signers(case: &super::package::CaseFile) -> Vec<Step> {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for account in &case.people {
        known.insert(account.name.to_string(), account.public_key.id().spoken());
    }
    known
        .into_iter()
        .map(|(name, fingerprint)| Step {
            check: Check::Signature,
            file: name,
            outcome: StepOutcome::NotChecked,
            detail: format!("compare the fingerprint of the key with its owner: {fingerprint}"),
        })
        .collect()
}
