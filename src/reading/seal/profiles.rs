//! What the document types of seals hold, as tables: visa and emergency document (Doc 9303-7, -8 and -13), and the national profiles that
//! Germany has published (BSI TR-03137, TR-03171).

/// How the value of a feature is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Capitals, digits and spaces, three in two bytes.
    C40,
    /// A machine-readable zone in C40; how long its first line is. With 30 there are three lines.
    Mrz(usize),
    /// Text in UTF-8.
    Text,
    /// A number, the highest byte first.
    Number,
    /// A number of entries, of which 0 is no limit.
    Entries,
    /// Days, months and years, one byte each.
    Stay,
    /// A day in four bytes with a mask.
    DayWithMask,
    /// A day as eight digits.
    DayAsText,
    /// Two days as eight digits.
    Validity,
    /// One byte that stands for a word.
    Choice(&'static [(u8, &'static str)]),
    /// Bytes that say nothing by themselves.
    Bytes,
    /// Features within the feature.
    Features(&'static [FeatureDefinition]),
}

/// One feature that a document type knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FeatureDefinition {
    pub(super) tag: u8,
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) coding: Coding,
    /// Shortest and longest value in bytes.
    pub(super) length: (usize, usize),
    pub(super) required: bool,
    /// Tags of which any may stand for this one.
    pub(super) instead: &'static [u8],
}

/// What a document type is called and holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    /// Document feature definition reference and document type category.
    pub(super) key: (u8, u8),
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) features: &'static [FeatureDefinition],
}

const fn required(tag: u8, name: &'static str, title: &'static str, coding: Coding, length: (usize, usize)) -> FeatureDefinition {
    FeatureDefinition { tag, name, title, coding, length, required: true, instead: &[] }
}

const fn optional(tag: u8, name: &'static str, title: &'static str, coding: Coding, length: (usize, usize)) -> FeatureDefinition {
    FeatureDefinition { tag, name, title, coding, length, required: false, instead: &[] }
}

const fn either(definition: FeatureDefinition, instead: &'static [u8]) -> FeatureDefinition {
    FeatureDefinition { instead, ..definition }
}

/// The machine-readable zone of a German document of format ID-2.
const fn zone(tag: u8) -> FeatureDefinition {
    required(tag, "mrz", "Machine-readable zone", Coding::Mrz(36), (48, 48))
}

/// A visa (Doc 9303-7, standards 5.1).
const VISA: &[FeatureDefinition] = &[
    either(required(1, "mrz-mrv-a", "Machine-readable zone (MRV-A)", Coding::Mrz(44), (48, 48)), &[2]),
    either(required(2, "mrz-mrv-b", "Machine-readable zone (MRV-B)", Coding::Mrz(36), (44, 44)), &[1]),
    optional(3, "entries", "Number of entries", Coding::Entries, (1, 1)),
    required(4, "stay", "Duration of stay", Coding::Stay, (3, 3)),
    required(5, "passport-number", "Passport number", Coding::C40, (6, 6)),
    optional(6, "visa-type", "Visa type", Coding::Bytes, (1, 4)),
    optional(7, "additional", "Additional features", Coding::Bytes, (0, 254)),
];

/// An emergency travel document (Doc 9303-8).
pub(super) const EMERGENCY: &[FeatureDefinition] = &[zone(2)];

const DOCUMENT_NUMBER: FeatureDefinition = required(1, "document-number", "Document number", Coding::C40, (6, 6));
const MUNICIPALITY: FeatureDefinition = required(2, "municipality-key", "Official municipality key", Coding::C40, (6, 6));
const ADDRESS_ON_CARD: &[FeatureDefinition] = &[DOCUMENT_NUMBER, MUNICIPALITY, required(3, "address", "Address", Coding::C40, (6, 18))];

/// The identifier of a German administrative document, which says what its other features are.
const ADMINISTRATIVE: &[FeatureDefinition] = &[DOCUMENT_PROFILE, VALIDITY];
const DOCUMENT_PROFILE: FeatureDefinition = required(0, "profile", "Document profile", Coding::Bytes, (16, 16));
const VALIDITY: FeatureDefinition = optional(1, "validity", "Validity", Coding::Validity, (0, 17));

const fn text(tag: u8, name: &'static str, title: &'static str) -> FeatureDefinition {
    required(tag, name, title, Coding::Text, (1, 255))
}

const fn optional_text(tag: u8, name: &'static str, title: &'static str) -> FeatureDefinition {
    optional(tag, name, title, Coding::Text, (0, 255))
}

/// A certificate of registration of residence.
const REGISTRATION: &[FeatureDefinition] = &[
    DOCUMENT_PROFILE,
    VALIDITY,
    text(4, "surname", "Surname"),
    optional_text(5, "academic-degree", "Academic degree"),
    text(6, "given-names", "Given names"),
    optional_text(7, "usual-given-name", "Usual given name"),
    optional_text(8, "birth", "Date of birth"),
    text(9, "street", "Street"),
    required(10, "house-number", "House number", Coding::Text, (1, 10)),
    required(11, "postal-code", "Postal code", Coding::Text, (5, 5)),
    text(12, "place", "Place"),
    required(13, "moved-in", "Date of moving in", Coding::DayAsText, (8, 8)),
    required(14, "dwelling", "Kind of dwelling", Coding::Number, (1, 1)),
    required(15, "notified", "Date of notification", Coding::DayAsText, (8, 8)),
];

/// Profiles of administrative documents by their identifier.
const ADMINISTRATIVE_PROFILES: &[([u8; 16], &str, &str, &[FeatureDefinition])] = &[(
    [0x9A, 0x42, 0x23, 0x40, 0x6D, 0x37, 0x4E, 0xF9, 0x9E, 0x2C, 0xF9, 0x5E, 0x31, 0xA2, 0x38, 0x46],
    "registration-certificate",
    "Certificate of registration of residence (Germany)",
    REGISTRATION,
)];

const PROFILES: &[Profile] = &[
    Profile { key: (0x5D, 0x01), name: "visa", title: "Visa (ICAO)", features: VISA },
    Profile { key: (0x5E, 0x03), name: "emergency-travel-document", title: "Emergency travel document (ICAO)", features: EMERGENCY },
    Profile {
        key: (0xFD, 0x02),
        name: "arrival-attestation",
        title: "Arrival attestation (Germany)",
        features: &[zone(2), required(3, "register-number", "Number in the register of foreigners", Coding::C40, (8, 8))],
    },
    Profile {
        key: (0xFC, 0x04),
        name: "social-insurance-card",
        title: "Social insurance card (Germany)",
        features: &[
            required(1, "insurance-number", "Social insurance number", Coding::C40, (8, 8)),
            required(2, "surname", "Surname", Coding::Text, (1, 90)),
            required(3, "given-names", "Given names", Coding::Text, (1, 90)),
            optional(4, "birth-name", "Name at birth", Coding::Text, (1, 90)),
        ],
    },
    Profile {
        key: (0xFB, 0x06),
        name: "residence-permit",
        title: "Residence permit (Germany)",
        features: &[zone(2), required(3, "passport-number", "Passport number", Coding::C40, (6, 6))],
    },
    Profile {
        key: (0xFA, 0x06),
        name: "supplementary-sheet",
        title: "Supplementary sheet of a residence permit (Germany)",
        features: &[zone(4), required(5, "sheet-number", "Sheet number", Coding::C40, (6, 6))],
    },
    Profile {
        key: (0xF9, 0x08),
        name: "address-sticker-identity-card",
        title: "Address sticker of an identity card (Germany)",
        features: ADDRESS_ON_CARD,
    },
    Profile {
        key: (0xF9, 0x0C),
        name: "address-sticker-residence-permit",
        title: "Address sticker of a residence permit (Germany)",
        features: ADDRESS_ON_CARD,
    },
    Profile {
        key: (0xF8, 0x0A),
        name: "address-sticker-passport",
        title: "Residence sticker of a passport (Germany)",
        features: &[DOCUMENT_NUMBER, MUNICIPALITY, required(3, "postal-code", "Postal code", Coding::C40, (4, 4))],
    },
    Profile {
        key: (0x01, 0xC8),
        name: "administrative-document",
        title: "Administrative document (Germany, TR-03171)",
        features: ADMINISTRATIVE,
    },
];

/// The document type of a feature definition reference and a category, by the value of feature 0 where that decides.
pub(super) fn profile(reference: u8, category: u8, identifier: Option<&[u8]>) -> Option<Profile> {
    let profile = PROFILES.iter().find(|profile| profile.key == (reference, category))?;
    if profile.features != ADMINISTRATIVE {
        return Some(*profile);
    }
    let known = identifier.and_then(|bytes| ADMINISTRATIVE_PROFILES.iter().find(|(known, ..)| known == bytes));
    Some(known.map_or(*profile, |(_, name, title, features)| Profile { key: profile.key, name, title, features }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_name_every_tag_once() {
        for profile in PROFILES {
            for (place, feature) in profile.features.iter().enumerate() {
                assert!(!profile.features[..place].iter().any(|other| other.tag == feature.tag || other.name == feature.name));
                assert!(feature.length.0 <= feature.length.1 && feature.tag < 0xFF);
            }
            assert_eq!(PROFILES.iter().filter(|other| other.key == profile.key).count(), 1);
        }
        assert_eq!(profile(0x5D, 0x01, None).map(|profile| profile.name), Some("visa"));
        assert_eq!(profile(0x01, 0xC8, Some(&[0; 16])).map(|profile| profile.name), Some("administrative-document"));
        assert_eq!(profile(0x01, 0xC8, Some(&ADMINISTRATIVE_PROFILES[0].0)).map(|profile| profile.name), Some("registration-certificate"));
        assert!(profile(0x5D, 0x02, None).is_none());
    }
}
