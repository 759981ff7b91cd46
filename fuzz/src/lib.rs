//! The readers of Guilloche as the fuzz targets see them: the same files, included by path, without pictures, desktop, store and report,
//! so that a build takes minutes and not half an hour. See `README.md`.

/// What the readers use of the words of the field.
#[path = "../../src/domain"]
pub mod domain {
    mod check_digit;
    mod hash;
    mod signature;
    mod time;
    mod transliteration;
    mod vocabulary;

    pub use check_digit::{CheckDigitError, character_value, check_digit};
    pub use account::Role;
    pub use hash::Sha256;
    pub use signature::{KeyId, PublicKey, Signature, SignatureClaim, SignatureError, SignedFor, SigningKey};
    pub use time::{Date, Timestamp};
    pub use transliteration::{PartAgreement, has_recommended_forms_only, name_parts, part_agreement, transliterate};
    pub use vocabulary::Verdict;
    pub(crate) use vocabulary::words;

    /// The roles of people. In the program they stand with the accounts.
    pub mod account {
        use schemars::JsonSchema;
        use serde::{Deserialize, Serialize};

        super::words! {
            /// What a person is trusted with.
            Role {
                Examiner = "examiner", "Examiner";
                Reviewer = "reviewer", "Reviewer";
                Librarian = "librarian", "Librarian";
                Trainer = "trainer", "Trainer";
                Administrator = "administrator", "Administrator";
            }
        }
    }

    /// Who may see what leaves. In the program this stands with the findings.
    pub mod findings {
        use schemars::JsonSchema;
        use serde::{Deserialize, Serialize};

        super::words! {
            /// The Traffic Light Protocol 2.0.
            Marking {
                Clear = "clear", "TLP:CLEAR";
                Green = "green", "TLP:GREEN";
                Amber = "amber", "TLP:AMBER";
                AmberStrict = "amber+strict", "TLP:AMBER+STRICT";
                Red = "red", "TLP:RED";
            }
        }
    }

    /// The code of an issuer. In the program it stands with the references, which bring half of the domain with them.
    pub struct IssuerCode(String);

    impl IssuerCode {
        /// Takes one to three capital letters; `None` otherwise.
        pub fn new(text: &str) -> Option<Self> {
            ((1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| Self(text.to_owned()))
        }

        /// Whether it is set aside for examples and specimens.
        pub fn is_specimen(&self) -> bool {
            self.0 == "UTO" || (self.0.len() == 3 && ("QMA"..="QZZ").contains(&self.0.as_str()))
        }
    }
}

/// The readers of text and bytes.
#[path = "../../src/reading"]
pub mod reading {
    pub mod chip;
    pub mod mrz;
    pub mod seal;
    pub mod signature;

    pub use mrz::{MrzError, MrzReading, parse_mrz};

    /// The contents of barcodes, without the search in pictures.
    pub mod barcode {
        mod aamva;
        mod bcbp;

        pub use aamva::{
            AamvaCountry, AamvaElement, AamvaError, AamvaNote, AamvaRemark, AamvaSubfile, DrivingLicence, element_name, parse_aamva,
        };
        pub use bcbp::{BoardingLeg, BoardingPass, BoardingPassError, parse_bcbp};
    }
}

/// What comes from other laboratories.
#[path = "../../src/exchange"]
pub mod exchange {
    pub mod package;

    /// The steps of a verification. In the program they stand with what checks an export, which brings the typesetting with it.
    pub mod verify {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Check {
            Container,
            Bag,
            PackageInfo,
            Manifest,
            Payload,
            Description,
            Signature,
        }

        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum StepOutcome {
            Passed,
            Failed,
            NotChecked,
        }

        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Step {
            pub check: Check,
            pub file: String,
            pub outcome: StepOutcome,
            pub detail: String,
        }

        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Verification {
            pub steps: Vec<Step>,
        }
    }
}

pub mod json;
pub mod limits;
pub mod mutate;
pub mod parts;
pub mod wrap;
