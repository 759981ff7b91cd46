//! What the examination of chip files gives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::details::Detail;
use super::facts::CertificateFacts;
use super::file::FileKind;
use super::groups::ChipPicture;
use super::protocols::Protocol;
use super::step::{Outcome, Reason, Step, StepName};
use crate::domain::{Timestamp, Verdict, words};
use crate::reading::mrz::MrzReading;
use crate::reading::signature::Hash;

/// What no examination of files can tell; belongs wherever a result of this module is shown.
pub const LIMITS: &str = "From files alone a clone cannot be told from the chip: active and chip authentication need the chip itself, and \
nothing shows that these files came from the chip of this document.";

/// What "passed" means.
pub const MEANING: &str = "\"Passed\" means that the data are as the issuer signed them and who the issuer is; not that the chip belongs to \
this document or its holder.";

words! {
    /// What the hash of a data group gives.
    GroupOutcome {
        Match = "match", "As signed";
        Mismatch = "mismatch", "Not as signed";
        NotInSod = "not-in-sod", "Supplied, but no hash is listed";
        FileMissing = "file-missing", "A hash is listed, but the file is not supplied";
    }

    /// What the signature of the document security object gives.
    SodState {
        Valid = "valid", "Valid";
        Invalid = "invalid", "Not valid";
        Unreadable = "unreadable", "Missing or unreadable";
        NotExamined = "not-examined", "Could not be examined";
    }

    /// What the search for the issuing authority gives.
    ChainState {
        Valid = "valid", "Signed by a trusted authority";
        Invalid = "invalid", "Not signed by the authority it names";
        NoCsca = "no-csca", "The trust list has no authority that fits";
    }
}

/// A data group and its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupResult {
    /// The number, 1 to 16.
    pub number: u8,
    /// What is in it.
    pub title: String,
    /// Whether its hash is the listed one.
    pub outcome: GroupOutcome,
    /// The listed hash, hexadecimal.
    pub listed: Option<String>,
    /// The hash of the file, hexadecimal.
    pub found: Option<String>,
    /// The size of the file in bytes.
    pub size: Option<usize>,
}

/// A file that was supplied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileSeen {
    /// Its name.
    pub name: String,
    /// Which elementary file it is taken for; `None` if it is none.
    pub kind: Option<FileKind>,
    /// Its size in bytes.
    pub size: usize,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}

/// What the examination of the files of a chip gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChipReading {
    /// The files.
    pub files: Vec<FileSeen>,
    /// The signature of the document security object, all its parts together.
    pub sod: SodState,
    /// The issuing authority.
    pub chain: ChainState,
    /// Every step with its reason and rule.
    pub steps: Vec<Step>,
    /// Every data group that is listed or supplied.
    pub groups: Vec<GroupResult>,
    /// The hash function of the data groups.
    pub hash: Option<Hash>,
    /// The version of the data structure, as signed or else as in EF.COM.
    pub lds_version: Option<String>,
    /// When it was signed, as the signed attributes state.
    pub signing_time: Option<Timestamp>,
    /// The document signer.
    pub signer: Option<CertificateFacts>,
    /// The authority that signed the certificate of the signer.
    pub authority: Option<CertificateFacts>,
    /// The lines of the machine-readable zone in DG1.
    pub zone_lines: Option<Vec<String>>,
    /// The same, read.
    pub zone: Option<MrzReading>,
    /// The portrait in DG2.
    pub portrait: Option<ChipPicture>,
    /// The displayed portrait in DG5.
    pub displayed_portrait: Option<ChipPicture>,
    /// The displayed signature in DG7.
    pub displayed_signature: Option<ChipPicture>,
    /// Fields of DG11 and DG12.
    pub details: Vec<Detail>,
    /// Protocols announced in DG14; else in EF.CardAccess.
    pub protocols: Vec<Protocol>,
    /// The kind of the key of active authentication in DG15.
    pub active_authentication_key: Option<String>,
    /// Deviations that change no result, in words.
    pub notes: Vec<String>,
}

impl ChipReading {
    /// The result of a step.
    pub fn step(&self, name: StepName) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// The result in the words of a checklist: does not conform if any step failed; conforms if the data are as signed and the issuer
    /// is a trusted one; else inconclusive. A certificate that expired since weighs nothing here, and a file that cannot be read says
    /// nothing against the document: a copy that was cut short looks the same.
    pub fn verdict(&self) -> Verdict {
        let speaks = |step: &Step| step.name != StepName::ValidityToday && step.reason != Reason::FileUnreadable;
        let failed = |step: &Step| step.outcome == Outcome::Failed && speaks(step);
        if self.steps.iter().any(failed) {
            return Verdict::DoesNotConform;
        }
        let needed = [StepName::Content, StepName::GroupHashes, StepName::Signature, StepName::Chain];
        let passed = |name: &StepName| self.step(*name).is_some_and(|step| step.outcome == Outcome::Passed);
        if self.sod == SodState::Valid && needed.iter().all(passed) { Verdict::Conforms } else { Verdict::Inconclusive }
    }
}
