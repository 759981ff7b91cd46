//! The steps of passive authentication and what each gives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::words;

words! {
    /// A step (`standards.md` 5.5; ICAO Doc 9303, part 11, 5.1).
    StepName {
        Content = "content", "The document security object is one";
        GroupHashes = "group-hashes", "Hashes of the data groups";
        SignedAttributes = "signed-attributes", "Hash of the list of hashes";
        Signature = "signature", "Signature of the document signer";
        Chain = "chain", "Certificate of the document signer";
        Validity = "validity", "Certificates valid when signed";
        ValidityToday = "validity-today", "Certificates valid on the day of examination";
        Revocation = "revocation", "Certificate not revoked";
        Country = "country", "Country of the certificate";
        DocumentType = "document-type", "Document type of the signer";
        MachineZone = "machine-zone", "Machine-readable zone on the chip";
        PrintedZone = "printed-zone", "Chip against printed machine-readable zone";
        Portrait = "portrait", "Chip portrait against printed portrait";
        GroupList = "group-list", "List of groups against list of hashes";
        CardAccess = "card-access", "Protocols in EF.CardAccess and in DG14";
        CardSecurity = "card-security", "Signature of EF.CardSecurity";
    }

    /// What a step gives.
    Outcome {
        Passed = "passed", "Passed";
        Failed = "failed", "Failed";
        /// Nothing is said either way.
        NotPossible = "not-possible", "Not possible";
    }

    /// Why a step gives what it gives.
    Reason {
        Holds = "holds", "What the rule asks for holds";
        FileMissing = "file-missing", "The file is not there";
        FileUnreadable = "file-unreadable", "The file cannot be read";
        NotExamined = "earlier-step", "An earlier step leaves nothing to examine";
        WrongContentType = "wrong-content-type", "The signed content is of another type";
        NoSignedAttributes = "no-signed-attributes", "There are no signed attributes";
        DigestDiffers = "digest-differs", "The signed hash is not that of the content";
        HashDiffers = "hash-differs", "The hash of a data group differs";
        NoGroups = "no-groups", "No data group that is listed is there";
        NoSignerCertificate = "no-signer-certificate", "The certificate of the signer is not there";
        SignatureWrong = "signature-wrong", "The signature does not verify";
        NotSupported = "not-supported", "The algorithm or key is not supported";
        NoCscaOfCountry = "no-csca-of-country", "The trust list has no certificate of the country";
        NoMatchingCsca = "no-matching-csca", "The trust list has no certificate that fits";
        CscaDidNotSign = "csca-did-not-sign", "The authority that is named did not sign";
        NotAllowed = "not-allowed-to-sign", "The certificate does not allow what it was used for";
        NoSigningTime = "no-signing-time", "When it was signed is not known";
        NotValidThen = "not-valid-then", "A certificate was not valid then";
        NotValidToday = "not-valid-today", "A certificate is not valid on that day";
        NoRevocationList = "no-revocation-list", "No revocation list that fits was supplied";
        Revoked = "revoked", "The certificate is revoked";
        CountryDiffers = "country-differs", "The countries differ";
        CountryNotKnown = "country-not-known", "A country is not stated or not known";
        TypeNotListed = "type-not-listed", "The document type is not among those of the signer";
        NoTypeList = "no-type-list", "The certificate lists no document types";
        ZoneUnreadable = "zone-unreadable", "The zone cannot be read";
        ZoneChecksFail = "zone-checks-fail", "A check of the zone fails";
        ZoneDiffers = "zone-differs", "The zones differ";
        NoPrintedZone = "no-printed-zone", "No printed zone was given";
        ForPerson = "for-a-person", "A person compares";
        ListsDiffer = "lists-differ", "The lists differ";
    }
}

/// What an examination gives, without the name of the step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) outcome: Outcome,
    pub(super) reason: Reason,
    pub(super) text: String,
}

impl Finding {
    pub(super) fn passed(text: impl Into<String>) -> Self {
        Self { outcome: Outcome::Passed, reason: Reason::Holds, text: text.into() }
    }

    pub(super) fn failed(reason: Reason, text: impl Into<String>) -> Self {
        Self { outcome: Outcome::Failed, reason, text: text.into() }
    }

    pub(super) fn not_possible(reason: Reason, text: impl Into<String>) -> Self {
        Self { outcome: Outcome::NotPossible, reason, text: text.into() }
    }

    pub(super) fn is_passed(&self) -> bool {
        self.outcome == Outcome::Passed
    }

    pub(super) fn step(self, name: StepName) -> Step {
        Step { name, outcome: self.outcome, reason: self.reason, text: self.text, rule: name.rule().to_owned() }
    }
}

/// One step and its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// Which step.
    pub name: StepName,
    /// What it gives.
    pub outcome: Outcome,
    /// Why, as a code.
    pub reason: Reason,
    /// Why, in a sentence.
    pub text: String,
    /// Where the rule is written.
    pub rule: String,
}

impl StepName {
    /// Where the rule of the step is written.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Content => "ICAO Doc 9303, part 10, 4.6.2.2",
            Self::GroupHashes | Self::Signature => "ICAO Doc 9303, part 11, 5.1",
            Self::SignedAttributes => "RFC 5652, 5.4; ICAO Doc 9303, part 10, 4.6.2.2",
            Self::Chain => "ICAO Doc 9303, part 12, 6; R-5.1",
            Self::Validity => "ICAO Doc 9303, part 12, 5",
            Self::ValidityToday => "RFC 5280, 4.1.2.5",
            Self::Revocation => "ICAO Doc 9303, part 12, 7.2",
            Self::Country => "ICAO Doc 9303, part 12, 7.1; part 3, 5",
            Self::DocumentType => "ICAO Doc 9303, part 12, 7.1.1.6",
            Self::MachineZone => "ICAO Doc 9303, part 10, 4.7.1",
            Self::PrintedZone => "ICAO Doc 9303, part 10, 4.7.1; R-5.2",
            Self::Portrait => "ICAO Doc 9303, part 10, 4.7.2",
            Self::GroupList => "ICAO Doc 9303, part 10, 4.6.1",
            Self::CardAccess => "ICAO Doc 9303, part 11, 9.2",
            Self::CardSecurity => "ICAO Doc 9303, part 10, 3.11.4",
        }
    }
}
