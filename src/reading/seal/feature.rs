//! Features of a seal and what a profile makes of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::binary::{LengthForm, Walk};
use super::coding;
use super::hexadecimal::to_hex;
use super::profiles::{Coding, FeatureDefinition};
use crate::domain::words;

/// How deep features may hold features.
const MAX_DEPTH: usize = 3;
/// The most features within one feature.
const MAX_INNER: usize = 64;

words! {
    /// Something about a seal that a person should know; none is a finding by itself.
    NoteKind {
        UnknownProfile = "unknown-profile", "The document type is not known: its features are shown raw";
        UnknownFeature = "unknown-feature", "The document type does not know this feature";
        MissingFeature = "missing-feature", "A feature that the document type requires is missing";
        RepeatedFeature = "repeated-feature", "A feature comes more than once";
        UnusualLength = "unusual-length", "A feature is not as long as the document type has it";
        NotDecodable = "not-decodable", "A feature is not written as the document type has it";
        OtherLengthForm = "other-length-form", "Lengths are written as in another version of the standard";
        OpenLength = "open-length", "A length is written as 80, which is taken for an empty feature; as one byte it would be 128";
        DecimalLength = "decimal-length", "The length of the certificate reference is written in decimal digits";
        TestReference = "test-reference", "The certificate reference is made of zeros: a test";
        NoCalendarDate = "no-calendar-date", "A date is none of the calendar";
        BytesAfterEnd = "bytes-after-end", "Bytes follow the end of the seal";
        NoSignature = "no-signature", "There is no signature";
        OlderForm = "older-form", "An older form of the standard";
        NotCompressed = "not-compressed", "Not compressed, though the standard compresses it";
        UnprotectedHeader = "unprotected-header", "Taken from the unprotected header, which the signature does not cover";
        HeadersDiffer = "headers-differ", "The protected and the unprotected header differ";
        RepeatedKey = "repeated-key", "A key comes more than once";
        UnusualForm = "unusual-form", "Not written as the standard has it";
    }
}

/// A note with what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SealNote {
    /// Which note.
    pub kind: NoteKind,
    /// What it is about, in words; may be empty.
    pub detail: String,
}

impl SealNote {
    /// A note about something.
    pub(super) fn new(kind: NoteKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// The note as a sentence without its full stop.
    pub fn text(&self) -> String {
        if self.detail.is_empty() { self.kind.title().to_owned() } else { format!("{}: {}", self.kind.title(), self.detail) }
    }
}

/// One feature of a seal: always raw, and decoded where its document type is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SealFeature {
    /// The tag.
    pub tag: u8,
    /// The value as hexadecimal digits.
    pub hex: String,
    /// The name in the profile, if it has one for this tag.
    pub name: Option<String>,
    /// The name in words.
    pub title: Option<String>,
    /// What the value says; `None` where no profile says how it is written, or it is not written so. Lines of a machine-readable
    /// zone are apart by line ends.
    pub value: Option<String>,
    /// Whether the value is a machine-readable zone.
    pub is_mrz: bool,
    /// Readings that the bytes allow, where no profile says how they are written. They are possibilities, not contents.
    pub possible: Vec<String>,
    /// Features within this one.
    pub features: Vec<Self>,
}

/// The raw features of a message zone, with what a profile says about them and notes where it does not fit.
pub(super) fn decode_all(
    raw: &[(u8, &[u8])],
    definitions: Option<&[FeatureDefinition]>,
    length_form: LengthForm,
    notes: &mut Vec<SealNote>,
) -> Vec<SealFeature> {
    decode_level(raw, definitions, length_form, notes, 0)
}

fn decode_level(
    raw: &[(u8, &[u8])],
    definitions: Option<&[FeatureDefinition]>,
    length_form: LengthForm,
    notes: &mut Vec<SealNote>,
    depth: usize,
) -> Vec<SealFeature> {
    let mut seen: Vec<u8> = Vec::new();
    let mut features = Vec::with_capacity(raw.len());
    for (tag, value) in raw {
        if seen.contains(tag) {
            notes.push(SealNote::new(NoteKind::RepeatedFeature, format!("tag {tag}")));
        }
        seen.push(*tag);
        let definition = definitions.and_then(|known| known.iter().find(|definition| definition.tag == *tag));
        if definitions.is_some() && definition.is_none() {
            notes.push(SealNote::new(NoteKind::UnknownFeature, format!("tag {tag}")));
        }
        features.push(decode_one(*tag, value, definition, length_form, notes, depth));
    }
    for definition in definitions.into_iter().flatten().filter(|definition| definition.required && !seen.contains(&definition.tag)) {
        // One of two forms of the same thing may stand for the other.
        if !definition.instead.iter().any(|tag| seen.contains(tag)) {
            notes.push(SealNote::new(NoteKind::MissingFeature, definition.title));
        }
    }
    features
}

fn decode_one(
    tag: u8,
    value: &[u8],
    definition: Option<&FeatureDefinition>,
    length_form: LengthForm,
    notes: &mut Vec<SealNote>,
    depth: usize,
) -> SealFeature {
    let mut feature = SealFeature {
        tag,
        hex: to_hex(value),
        name: definition.map(|definition| definition.name.to_owned()),
        title: definition.map(|definition| definition.title.to_owned()),
        value: None,
        is_mrz: false,
        possible: Vec::new(),
        features: Vec::new(),
    };
    let Some(definition) = definition else {
        feature.possible = coding::possible_readings(value);
        return feature;
    };
    let (shortest, longest) = definition.length;
    if !(shortest..=longest).contains(&value.len()) {
        notes.push(SealNote::new(NoteKind::UnusualLength, format!("{}, {} bytes", definition.title, value.len())));
    }
    feature.is_mrz = matches!(definition.coding, Coding::Mrz(_));
    if let Coding::Features(inner) = definition.coding {
        match inner_features(value, length_form).filter(|_| depth < MAX_DEPTH) {
            Some(raw) => feature.features = decode_level(&raw, Some(inner), length_form, notes, depth.saturating_add(1)),
            None => notes.push(SealNote::new(NoteKind::NotDecodable, definition.title)),
        }
        return feature;
    }
    feature.value = coding::value_text(definition.coding, value);
    if feature.value.is_none() && !matches!(definition.coding, Coding::Bytes) {
        notes.push(SealNote::new(NoteKind::NotDecodable, definition.title));
        feature.possible = coding::possible_readings(value);
    }
    feature
}

fn inner_features(value: &[u8], length_form: LengthForm) -> Option<Vec<(u8, &[u8])>> {
    let mut walk = Walk::new(value);
    let mut features = Vec::new();
    while walk.left() > 0 {
        if features.len() >= MAX_INNER {
            return None;
        }
        features.push(walk.element(length_form, "a feature").ok()?);
    }
    Some(features)
}
