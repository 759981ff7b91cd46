//! What a document says about itself in several places: fields, and the carriers that hold them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;
use super::{Actor, CaptureId, Date, MethodVersion, PointPx, Sha256, Timestamp, Verdict, ZoneId};

words! {
    /// A field of a travel document that more than one carrier may hold (ICAO Doc 9303-3 and 9303-10).
    DataField {
        Surname = "surname", "Surname";
        GivenNames = "given-names", "Given names";
        /// Surname and given names in one, or a name of which the parts are not told apart.
        FullName = "full-name", "Full name";
        Number = "number", "Document number";
        Nationality = "nationality", "Nationality";
        Birth = "birth", "Date of birth";
        Sex = "sex", "Sex";
        Expiry = "expiry", "Date of expiry";
        Issuer = "issuer", "Issuing State";
        DocumentCode = "document-code", "Document code";
        PersonalNumber = "personal-number", "Personal number";
        Issue = "issue", "Date of issue";
        BirthPlace = "birth-place", "Place of birth";
        Authority = "authority", "Authority";
        Address = "address", "Address";
        Profession = "profession", "Profession";
        Height = "height", "Height";
        /// The number of the passport that a visa or a permit belongs to.
        PassportNumber = "passport-number", "Number of the passport";
        Stay = "stay", "Duration of stay";
        Entries = "entries", "Number of entries";
    }

    /// What holds data of a document.
    DataSource {
        /// As a person typed or confirmed it.
        MrzConfirmed = "mrz-confirmed", "MRZ, by the examiner";
        /// As the program read it from a picture.
        MrzRead = "mrz-read", "MRZ, as read";
        VisualConfirmed = "visual-confirmed", "Visual zone, by the examiner";
        VisualRead = "visual-read", "Visual zone, as read";
        Barcode = "barcode", "Barcode";
        Seal = "seal", "Digital seal";
        /// DG1 of a chip.
        ChipZone = "chip-dg1", "Chip, DG1";
        /// DG11 and DG12 of a chip.
        ChipDetails = "chip-details", "Chip, DG11 and DG12";
    }

    /// What a step of examining a signature gave.
    StepOutcome {
        Passed = "passed", "Passed";
        Failed = "failed", "Failed";
        /// Nothing is said either way.
        NotPossible = "not-possible", "Not possible";
    }
}

impl DataSource {
    /// Whether the program read it from a picture and nobody has confirmed it: it may be misread, so that it never accuses by itself.
    pub fn may_be_misread(self) -> bool {
        matches!(self, Self::MrzRead | Self::VisualRead)
    }

    /// Whether it is a machine-readable zone in print.
    pub fn is_printed_zone(self) -> bool {
        matches!(self, Self::MrzConfirmed | Self::MrzRead)
    }

    /// Whether it is print for the eye.
    pub fn is_visual(self) -> bool {
        matches!(self, Self::VisualConfirmed | Self::VisualRead)
    }

    /// Whether it is on a chip.
    pub fn is_chip(self) -> bool {
        matches!(self, Self::ChipZone | Self::ChipDetails)
    }
}

/// Where in its carrier a statement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StatementPlace {
    /// Characters of a machine-readable zone, line and first column from 1.
    Characters {
        /// The line.
        line: u8,
        /// The first column.
        start: u8,
        /// How many.
        length: u8,
    },
    /// A zone of the reference.
    Zone(ZoneId),
    /// A part of a file or message by its name, such as `DG11` or `DAQ`.
    Part(String),
}

/// What a carrier says of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// The field.
    pub field: DataField,
    /// As it stands there, without fillers at the end; dates of a machine-readable zone, a chip or a seal as `1974-08-12`.
    pub text: String,
    /// Whether a character of it may be another one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub doubtful: bool,
    /// Whether it may be cut at its end for want of room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shortened: bool,
    /// Whether a check digit of the carrier covers it and holds; `None` where the carrier has no check digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_digit: Option<CheckDigitState>,
    /// Where it stands.
    pub place: Option<StatementPlace>,
}

words! {
    /// What the check digits of a machine-readable zone say of a field.
    CheckDigitState {
        Holds = "holds", "Its check digit holds";
        Wrong = "wrong", "Its check digit does not hold";
        NotCovered = "not-covered", "No check digit covers it";
    }
}

/// One step of examining the signature of a carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuthenticityStep {
    /// A name for programs, as its reader has it.
    pub name: String,
    /// The same for people.
    pub title: String,
    /// What it gave.
    pub outcome: StepOutcome,
    /// Why, in a sentence.
    pub text: String,
    /// Where the rule is written.
    pub rule: String,
}

/// What examining the signature of a carrier gave. It is about its data alone: a copied seal or a cloned chip gives the same
///
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Authenticity {
    /// Conforms: as signed by a trusted issuer. Does not conform: not as signed. Inconclusive: an unknown issuer among others.
    pub verdict: Verdict,
    /// Every step.
    pub steps: Vec<AuthenticityStep>,
    /// What a person should know, as sentences; what was not examined among it.
    pub statements: Vec<String>,
    /// The day for which it was examined.
    pub day: Date,
}

impl Authenticity {
    /// The step of that name.
    pub fn step(&self, name: &str) -> Option<&AuthenticityStep> {
        self.steps.iter().find(|step| step.name == name)
    }
}

/// Something that holds data of a document: its machine-readable or visual zone, a barcode, a seal, a chip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DataCarrier {
    /// What it is.
    pub source: DataSource,
    /// What it is, more closely, in words: `Data Matrix, visa seal`.
    pub title: String,
    /// The capture that shows it, if one does.
    pub capture: Option<CaptureId>,
    /// Its corners there in px, from its own top left clockwise.
    pub corners: Option<[PointPx; 4]>,
    /// What it says, field by field.
    pub statements: Vec<Statement>,
    /// The lines of a machine-readable zone that it holds; empty if none. The last may be cut, as in the seal of a visa.
    #[serde(default)]
    pub zone_lines: Vec<String>,
    /// All that it holds, as text or in hexadecimal digits; empty where the statements are all there is.
    #[serde(default)]
    pub content: String,
    /// What examining its signature gave; `None` where nothing is signed.
    pub authenticity: Option<Authenticity>,
    /// How it was read.
    pub method: MethodVersion,
}

impl DataCarrier {
    /// Whether its data are as a trusted issuer signed them.
    pub fn is_as_signed(&self) -> bool {
        self.authenticity.as_ref().is_some_and(|authenticity| authenticity.verdict == Verdict::Conforms)
    }

    /// What it says of `field`; the first if it says it more than once.
    pub fn statement(&self, field: DataField) -> Option<&Statement> {
        self.statements.iter().find(|statement| statement.field == field)
    }
}

/// A file that was read from a chip by separate equipment and given to the examination; its bytes are kept under their sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChipFileKept {
    /// Its name, such as `EF_SOD.bin`.
    pub name: String,
    /// The sum of its bytes.
    pub sha256: Sha256,
    /// Its size in bytes.
    pub size: u64,
}

/// The files of the chip of an exhibit, and what examining them gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChipDump {
    /// The name of the folder or file they came in.
    pub folder: String,
    /// Who gave them.
    pub by: Actor,
    /// When.
    pub received_at: Timestamp,
    /// The files.
    pub files: Vec<ChipFileKept>,
    /// What examining them gave.
    pub authenticity: Authenticity,
    /// What they say: DG1, and DG11 with DG12.
    pub carriers: Vec<DataCarrier>,
    /// The sum of the portrait in DG2 as a picture, if it could be taken from it.
    pub portrait: Option<Sha256>,
    /// What no examination of files can tell.
    pub limits: Vec<String>,
}

/// What is printed in a field for the eye, as the program read it from a capture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VisualField {
    /// The zone of the reference.
    pub zone: ZoneId,
    /// The field it holds.
    pub field: DataField,
    /// The capture.
    pub capture: CaptureId,
    /// What was read; lines apart by spaces. Empty if nothing was.
    pub text: String,
    /// How likely it is that all of it was read right, 0 to 1.
    pub confidence: f64,
    /// Whether a character may be another one.
    pub doubtful: bool,
    /// Why nothing was read, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_read: Option<String>,
    /// How it was read.
    pub method: MethodVersion,
}
