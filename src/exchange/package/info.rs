//! What a package is, for whom, and what each of its files is.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::bag::INFO;
use super::error::{PackageError, Problem};
use super::text::{is_line, shown};
use crate::domain::findings::Marking;
use crate::domain::{Date, Timestamp, words};

/// The name and major version that the info of a package states; minor versions follow after a full stop.
pub const PACKAGE_FORMAT: &str = "guilloche-package/1";
/// What every version of the format begins with.
const FORMAT_NAME: &str = "guilloche-package/";

/// Most characters of a line of text.
const MAX_LINE: usize = 400;
/// Most names in a list.
const MAX_NAMES: usize = 400;

words! {
    /// What a package is sent for.
    PackageKind {
        /// A case that the receiver can replay.
        Case = "case", "Case";
        Findings = "findings", "Findings";
        Checklist = "checklist", "Checklist";
        /// An alert without persons in it.
        Alert = "alert", "Alert";
        Exercise = "exercise", "Exercise";
    }

    /// What a file in a package is.
    PayloadKind {
        /// The record of a case, or findings.
        Record = "record", "Record";
        Alert = "alert", "Alert";
        Checklist = "checklist", "Checklist";
        Reference = "reference", "Reference";
        /// A capture as it was taken.
        Capture = "capture", "Capture";
        /// A picture that was made of captures.
        Figure = "figure", "Figure";
        Report = "report", "Report";
        /// The chain of what was done.
        Log = "log", "Audit log";
        /// What the right answers of an exercise are.
        Truth = "truth", "Truth of an exercise";
        /// Bytes that were read from a chip or a barcode.
        Data = "data", "Data read";
        Receipt = "receipt", "Receipt";
        Other = "other", "Other file";
    }

    /// What a file holds that a person looks at before it leaves.
    Contents {
        Name = "name", "Name of a person";
        Portrait = "portrait", "Portrait";
        Fingerprint = "fingerprint", "Fingerprint";
        HolderSignature = "holder-signature", "Signature of the holder";
        BirthDate = "birth-date", "Date or place of birth";
        DocumentNumber = "document-number", "Number of a document";
        PersonalNumber = "personal-number", "Personal number";
        MachineZone = "machine-zone", "Machine-readable zone";
        ChipData = "chip-data", "Data of a chip";
        OtherPersonal = "other-personal", "Other personal datum";
        /// Stays in the laboratory unless it is released.
        Covert = "covert", "Details of covert features";
        /// Stays in the laboratory unless it is released.
        CaseContext = "case-context", "Context of the case (stage 4)";
    }
}

impl Contents {
    /// Whether it is a personal datum.
    pub fn is_personal(self) -> bool {
        !self.stays_by_default()
    }

    /// Whether it leaves the laboratory only if somebody releases it.
    pub fn stays_by_default(self) -> bool {
        matches!(self, Self::Covert | Self::CaseContext)
    }
}

/// What a file in a package is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Described {
    /// Its kind.
    pub kind: PayloadKind,
    /// Its title, for people.
    pub title: String,
    /// Its media type, such as `image/tiff`.
    pub media_type: String,
    /// The person, office or program that made it.
    pub made_by: String,
    /// What it holds that deserves care.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub contents: BTreeSet<Contents>,
}

/// What a package is: the contents of `package-info.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PackageInfo {
    /// [`PACKAGE_FORMAT`], possibly with a minor version.
    pub format: String,
    /// Its identity; a receipt names it.
    pub id: Uuid,
    /// What it is sent for.
    pub kind: PackageKind,
    /// What the sender calls it, such as the number of the case.
    pub external_identifier: String,
    /// The laboratory or office that sends it.
    pub source_organisation: String,
    /// When it was made, by the clock of the sender.
    pub created_at: Timestamp,
    /// Who may see it (TLP 2.0).
    pub marking: Marking,
    /// To whom it may be passed on, within the marking: names of states or offices. Empty if nobody is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub releasable_to: Vec<String>,
    /// What it may be used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Until when the receiver may keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retain_until: Option<Date>,
    /// The version of the program that made it.
    pub program_version: String,
    /// What each file is, by its path below `data/`.
    pub described: BTreeMap<String, Described>,
    /// Keys that this version does not know; kept and written again.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

impl PackageInfo {
    /// Checks what types do not say: the format, and that texts are plain lines.
    ///
    /// # Errors
    ///
    /// What is wrong.
    pub(super) fn check(&self) -> Result<(), Problem> {
        check_format(&self.format)?;
        let lines = [
            ("external_identifier", &self.external_identifier),
            ("source_organisation", &self.source_organisation),
            ("program_version", &self.program_version),
        ];
        let purpose = self.purpose.iter().map(|text| ("purpose", text));
        let names = self.releasable_to.iter().map(|text| ("releasable_to", text));
        let titles = self.described.values().flat_map(|file| [("title", &file.title), ("made_by", &file.made_by)]);
        if let Some((key, text)) = lines.into_iter().chain(purpose).chain(names).chain(titles).find(|(_, text)| !is_line(text, MAX_LINE)) {
            let text = shown(text);
            return Err(Problem::Content(format!("{key} has to be one line of 1 to {MAX_LINE} characters; found `{text}`")));
        }
        if self.releasable_to.len() > MAX_NAMES {
            return Err(Problem::Content(format!("releasable_to has more than {MAX_NAMES} names")));
        }
        match self.described.values().find(|file| !is_media_type(&file.media_type)) {
            Some(file) => Err(Problem::Content(format!("`{}` is not a media type", shown(&file.media_type)))),
            None => Ok(()),
        }
    }

    /// Writes it as JSON for people and programs.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// Whether a text is a media type: two names with a `/` between.
fn is_media_type(text: &str) -> bool {
    let is_name = |name: &str| {
        (1..=100).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_'))
    };
    text.split_once('/').is_some_and(|(kind, name)| is_name(kind) && is_name(name))
}

fn check_format(format: &str) -> Result<(), Problem> {
    let is_number = |digits: &str| (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let Some(version) = format.strip_prefix(FORMAT_NAME) else { return Err(Problem::OtherFormat(format!("`{}`", shown(format)))) };
    let (major, minor) = version.split_once('.').map_or((version, None), |(major, minor)| (major, Some(minor)));
    match (major, minor.is_none_or(is_number)) {
        ("1", true) => Ok(()),
        (_, true) if is_number(major) && !major.starts_with('0') => Err(Problem::NewerFormat(format!("`{}`", shown(format)))),
        _ => Err(Problem::OtherFormat(format!("`{}`", shown(format)))),
    }
}

/// Reads `package-info.json`.
pub(super) fn read_info(bytes: &[u8]) -> Result<PackageInfo, PackageError> {
    let content = |error: serde_json::Error| Problem::Content(shown(&error.to_string())).of(INFO);
    let raw: Value = serde_json::from_slice(bytes).map_err(content)?;
    match raw.get("format") {
        Some(Value::String(format)) => check_format(format).map_err(|problem| problem.of(INFO))?,
        _ => return Err(Problem::OtherFormat("none".to_owned()).of(INFO)),
    }
    // From the bytes and not from the value, which would take the last of two equal keys without a word.
    let info: PackageInfo = serde_json::from_slice(bytes).map_err(content)?;
    info.check().map_err(|problem| problem.of(INFO))?;
    Ok(info)
}
