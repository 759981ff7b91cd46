//! What the messages of the ICAO datastructure for barcode are, as tables; from 128 as Germany has published them.

use super::profiles::{Coding, EMERGENCY, FeatureDefinition};

const fn message(tag: u8, name: &'static str, title: &'static str, coding: Coding, length: (usize, usize)) -> FeatureDefinition {
    FeatureDefinition { tag, name, title, coding, length, required: false, instead: &[] }
}

/// A visa within a message. Its zone is whole, other than in a visible digital seal, and the stay may be one number.
const VISA: &[FeatureDefinition] = &[
    message(1, "mrz-mrv-a", "Machine-readable zone (MRV-A)", Coding::Mrz(44), (48, 60)),
    message(2, "mrz-mrv-b", "Machine-readable zone (MRV-B)", Coding::Mrz(36), (44, 48)),
    message(3, "entries", "Number of entries", Coding::Entries, (1, 1)),
    message(4, "stay", "Duration of stay", Coding::Stay, (1, 3)),
    message(5, "passport-number", "Passport number", Coding::C40, (6, 10)),
    message(6, "visa-type", "Visa type", Coding::Bytes, (1, 4)),
    message(7, "additional", "Additional features", Coding::Bytes, (0, 254)),
];

/// The German document types by number.
const DOCUMENT_TYPES: &[(u8, &str)] = &[
    (1, "Substitute identity document"),
    (2, "Substitute passport document"),
    (3, "Emergency travel document"),
    (4, "Temporary identity card"),
    (5, "Temporary official passport"),
    (6, "Temporary passport"),
    (7, "Temporary diplomatic passport"),
    (8, "Temporary travel document for refugees"),
    (9, "Temporary travel document for stateless persons"),
    (10, "Temporary travel document for foreigners"),
    (11, "Permission to remain pending the asylum decision"),
    (12, "Temporary suspension of deportation"),
    (13, "Arrival attestation"),
    (14, "Provisional residence document"),
    (15, "Temporary identity document"),
    (16, "Certificate of permanent residence"),
    (17, "Frontier worker permit"),
    (18, "Supplementary sheet of a residence permit"),
];

/// The tag of the message that says which national document it is.
pub(super) const DOCUMENT_TYPE: u8 = 134;

/// The messages.
pub(super) const MESSAGES: &[FeatureDefinition] = &[
    message(1, "visa", "Visa", Coding::Features(VISA), (0, 512)),
    message(2, "emergency-travel-document", "Emergency travel document", Coding::Features(EMERGENCY), (0, 512)),
    message(3, "proof-of-testing", "Proof of testing", Coding::Bytes, (0, 1024)),
    message(4, "proof-of-vaccination", "Proof of vaccination", Coding::Bytes, (0, 1024)),
    message(5, "proof-of-recovery", "Proof of recovery", Coding::Bytes, (0, 1024)),
    message(6, "travel-authorisation", "Digital travel authorisation", Coding::Bytes, (0, 512)),
    message(7, "mrz-td1", "Machine-readable zone (TD1)", Coding::Mrz(30), (60, 60)),
    message(8, "mrz-td3", "Machine-readable zone (TD3)", Coding::Mrz(44), (60, 60)),
    message(9, "card-access-number", "Card access number", Coding::C40, (4, 4)),
    message(10, "card-access", "EF.CardAccess", Coding::Bytes, (0, 1024)),
    message(128, "face-image", "Face image", Coding::Bytes, (1, 4096)),
    message(129, "mrz-td2", "Machine-readable zone (TD2)", Coding::Mrz(36), (48, 48)),
    message(130, "document-reference", "Document reference", Coding::C40, (6, 6)),
    message(131, "register-number", "Number in the register of foreigners", Coding::C40, (8, 8)),
    message(132, "expiry", "Date of expiry", Coding::DayWithMask, (4, 4)),
    message(133, "document-number", "Document number", Coding::C40, (6, 6)),
    message(DOCUMENT_TYPE, "document-type", "National document type", Coding::Choice(DOCUMENT_TYPES), (1, 1)),
];
