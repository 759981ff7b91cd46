//! The visible digital seal (ICAO Doc 9303-13; profile BSI TR-03137): header, message zone, signature.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::binary::{LengthForm, Walk};
use super::examine::{Circumstances, Examined, examine, icao_verdict, seal_scheme};
use super::feature::{NoteKind, SealFeature, SealNote, decode_all};
use super::hexadecimal::to_hex;
use super::{SealDate, SealError, SealVerdict, SignerCertificates, c40, profiles};
use crate::domain::Timestamp;

/// The first byte of a seal.
pub(super) const MAGIC: u8 = 0xDC;
/// Version bytes that are published: version 3 and version 4.
pub(super) const VERSIONS: [u8; 2] = [0x02, 0x03];
/// The most bytes that are read; the largest QR code holds 2953.
const MAX_BYTES: usize = 4096;
/// The tag that begins the signature.
const SIGNATURE_TAG: u8 = 0xFF;
/// The most features; there are not more tags.
const MAX_FEATURES: usize = 255;

/// The header of a visible digital seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VdsHeader {
    /// The version byte as it stands.
    pub raw_version: u8,
    /// The version it stands for: 3 or 4.
    pub version: u8,
    /// The issuer, three letters filled up with `<`.
    pub issuer: String,
    /// The signer: two letters of the country and two characters.
    pub signer: String,
    /// The reference of the signer certificate, as written.
    pub certificate_reference: String,
    /// When the document was issued.
    pub issue_date: SealDate,
    /// When the seal was signed.
    pub signature_date: SealDate,
    /// The document feature definition reference.
    pub feature_definition: u8,
    /// The document type category; odd for types that ICAO defines.
    pub document_category: u8,
    /// Length in bytes.
    pub length: usize,
}

/// A visible digital seal, read. Nothing in it is repaired; whether its signature verifies is what [`Vds::verify`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vds {
    /// The header.
    pub header: VdsHeader,
    /// The document type by name, if it is known: `visa`, `residence-permit`.
    pub document_type: Option<String>,
    /// The document type in words.
    pub document_title: Option<String>,
    /// The features in their order.
    pub features: Vec<SealFeature>,
    /// The signature in hexadecimal digits, r and s one after the other; empty if there is none.
    pub signature: String,
    /// How many bytes, from the first, are signed: header and message zone.
    pub signed_length: usize,
    /// What a person should know.
    pub notes: Vec<SealNote>,
    /// The whole seal in hexadecimal digits.
    pub raw: String,
}

/// Reads a visible digital seal.
///
/// The length of the certificate reference and the lengths of features are written in two ways by issuers. The way of the standard
/// comes first; another one is taken, with a note, only where the first does not lead through to the signature and to days of the
/// calendar.
///
/// # Errors
///
/// If the bytes are no such seal in any of the ways; the error is that of the first.
pub fn read_vds(bytes: &[u8]) -> Result<Vds, SealError> {
    if bytes.len() > MAX_BYTES {
        return Err(SealError::TooLong { length: bytes.len(), limit: MAX_BYTES });
    }
    use LengthForm::{Byte, Der, DerWithOpen};
    let forms = if bytes.get(1) == Some(&0x02) { [Byte, Der, DerWithOpen] } else { [Der, DerWithOpen, Byte] };
    let ways = forms.into_iter().flat_map(|form| [(16, form), (10, form)]);
    let readings: Vec<_> = ways.map(|(radix, form)| read_in_one_way(bytes, radix, form, forms)).collect();
    let whole = readings.iter().flatten().find(|vds| vds.is_whole());
    let any = whole.or_else(|| readings.iter().flatten().next()).cloned();
    any.map_or_else(|| readings.into_iter().next().unwrap_or(Err(SealError::Unknown)), Ok)
}

fn read_in_one_way(bytes: &[u8], radix: u32, form: LengthForm, forms: [LengthForm; 3]) -> Result<Vds, SealError> {
    let mut walk = Walk::new(bytes);
    let mut notes = Vec::new();
    let header = header(&mut walk, bytes.len(), radix, &mut notes)?;
    let [by_version, ..] = forms;
    if form == LengthForm::DerWithOpen {
        notes.push(SealNote::new(NoteKind::OpenLength, ""));
    } else if form != by_version {
        notes.push(SealNote::new(NoteKind::OtherLengthForm, ""));
    }
    let mut raw: Vec<(u8, &[u8])> = Vec::new();
    let mut signed_length = header.length;
    let mut signature: &[u8] = &[];
    while walk.left() > 0 {
        let (tag, value) = match walk.clone().byte("the message zone")? {
            // The length of the signature is always written as in DER.
            SIGNATURE_TAG => walk.element(LengthForm::Der, "the signature")?,
            _ => walk.element(form, "the message zone")?,
        };
        if tag == SIGNATURE_TAG {
            signature = value;
            break;
        }
        if raw.len() >= MAX_FEATURES {
            return Err(SealError::TooMany { what: "features", limit: MAX_FEATURES });
        }
        raw.push((tag, value));
        signed_length = bytes.len().saturating_sub(walk.left());
    }
    if signature.is_empty() {
        notes.push(SealNote::new(NoteKind::NoSignature, ""));
    }
    if walk.left() > 0 {
        notes.push(SealNote::new(NoteKind::BytesAfterEnd, format!("{} bytes", walk.left())));
    }
    for (name, day) in [("issue", &header.issue_date), ("signature", &header.signature_date)] {
        if day.date.is_none() {
            notes.push(SealNote::new(NoteKind::NoCalendarDate, format!("date of {name}, {}", day.text)));
        }
    }
    if header.certificate_reference.chars().all(|digit| digit == '0') {
        notes.push(SealNote::new(NoteKind::TestReference, header.certificate_reference.clone()));
    }
    let identifier = raw.iter().find(|(tag, _)| *tag == 0).map(|(_, value)| *value);
    let profile = profiles::profile(header.feature_definition, header.document_category, identifier);
    if profile.is_none() {
        let key = to_hex(&[header.feature_definition, header.document_category]);
        notes.push(SealNote::new(NoteKind::UnknownProfile, key));
    }
    let features = decode_all(&raw, profile.map(|profile| profile.features), form, &mut notes);
    Ok(Vds {
        header,
        document_type: profile.map(|profile| profile.name.to_owned()),
        document_title: profile.map(|profile| profile.title.to_owned()),
        features,
        signature: to_hex(signature),
        signed_length,
        notes,
        raw: to_hex(bytes),
    })
}

fn header(walk: &mut Walk<'_>, total: usize, radix: u32, notes: &mut Vec<SealNote>) -> Result<VdsHeader, SealError> {
    const PART: &str = "the header";
    let [magic, raw_version] = walk.array(PART)?;
    if magic != MAGIC {
        return Err(SealError::Unknown);
    }
    if !VERSIONS.contains(&raw_version) {
        return Err(SealError::UnsupportedVersion { found: raw_version });
    }
    let issuer = c40::decode_with_fillers(walk.take(2, PART)?)?;
    let (signer, certificate_reference) = match raw_version {
        0x02 => parted(&c40::decode_with_fillers(walk.take(6, PART)?)?, 4)?,
        _ => long_reference(walk, radix, notes)?,
    };
    let issue_date = SealDate::from_three(walk.array(PART)?);
    let signature_date = SealDate::from_three(walk.array(PART)?);
    let [feature_definition, document_category] = walk.array(PART)?;
    Ok(VdsHeader {
        raw_version,
        version: raw_version.saturating_add(1),
        issuer,
        signer,
        certificate_reference,
        issue_date,
        signature_date,
        feature_definition,
        document_category,
        length: total.saturating_sub(walk.left()),
    })
}

/// Signer and reference of version 4: four characters, two digits for the length of the reference, the reference, all in one C40 text.
fn long_reference(walk: &mut Walk<'_>, radix: u32, notes: &mut Vec<SealNote>) -> Result<(String, String), SealError> {
    const PART: &str = "the certificate reference";
    // The pairs up to the length, of which the last may be all there is (a reference of one character follows it).
    let beginning = c40::decode_with_fillers(walk.clone().take(4, PART)?)?;
    let (_, digits) = parted(&beginning, 4)?;
    let length = usize::from_str_radix(&digits, radix).map_err(|_no_number| SealError::malformed(PART, "its length is no number"))?;
    if radix == 10 && length > 9 {
        notes.push(SealNote::new(NoteKind::DecimalLength, digits));
    }
    let characters = length.saturating_add(6);
    let text = c40::decode_with_fillers(walk.take(c40::encoded_length(characters), PART)?)?;
    // Blanks may fill up the last pair.
    let (text, filled) = text.split_at_checked(characters).ok_or_else(|| SealError::malformed(PART, "it is not as long as it says"))?;
    if !filled.chars().all(|character| character == '<') {
        return Err(SealError::malformed(PART, "it is longer than it says"));
    }
    let (signer, rest) = parted(text, 4)?;
    let (_, reference) = parted(&rest, 2)?;
    Ok((signer, reference))
}

fn parted(text: &str, at: usize) -> Result<(String, String), SealError> {
    let (first, rest) = text.split_at_checked(at).ok_or(SealError::Truncated { part: "the certificate reference" })?;
    Ok((first.to_owned(), rest.to_owned()))
}

impl Vds {
    /// Whether the seal leads through to its signature and its days are of the calendar.
    fn is_whole(&self) -> bool {
        let faults = [NoteKind::NoSignature, NoteKind::BytesAfterEnd, NoteKind::NoCalendarDate];
        !self.notes.iter().any(|note| faults.contains(&note.kind))
    }

    /// Examines the signature with the certificate that the header names. `at` is the moment for which the certificate must be valid,
    /// besides the day of the signature; without it that is not looked at.
    pub fn verify(&self, certificates: &SignerCertificates, at: Option<Timestamp>) -> SealVerdict {
        let circumstances = Circumstances {
            signed_on: Some(&self.header.signature_date),
            at,
            certificate_only_within: false,
            unknown_feature: self.notes.iter().any(|note| note.kind == NoteKind::UnknownFeature),
        };
        icao_verdict(self.examined(certificates), &circumstances)
    }

    fn examined<'a>(&self, certificates: &'a SignerCertificates) -> Examined<'a> {
        let bytes = super::hexadecimal::from_hex(&self.raw).unwrap_or_default();
        let signature = super::hexadecimal::from_hex(&self.signature).unwrap_or_default();
        let (Some(signed), false) = (bytes.get(..self.signed_length), signature.is_empty()) else { return Examined::not_signed() };
        let (signer, reference) = (&self.header.signer, &self.header.certificate_reference);
        let meant = certificates.by_reference(signer, reference);
        examine(&meant, signed, &signature, seal_scheme).unwrap_or_else(|| {
            Examined::no_certificate(format!(
                "none of the {} certificates given is that of signer {signer} with reference {reference}",
                certificates.len()
            ))
        })
    }
}
