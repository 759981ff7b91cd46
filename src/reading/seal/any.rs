//! A seal of any kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::bytes_of_latin_text;
use super::{
    Dcc, Idb, SealError, SealFeature, SealKind, SealNote, SealVerdict, SignerCertificates, Vds, VdsNc, read_dcc, read_idb, read_vds,
    read_vds_nc, recognise,
};
use crate::domain::Timestamp;

/// The most bytes that are looked at; no barcode holds nearly as much.
const MAX_BYTES: usize = 65_536;

/// A digital seal, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Seal {
    /// A visible digital seal.
    Vds(Box<Vds>),
    /// An ICAO barcode.
    Idb(Box<Idb>),
    /// A seal for non-constrained environments.
    VdsNc(Box<VdsNc>),
    /// An EU Digital COVID Certificate.
    #[serde(rename = "eu-dcc")]
    Dcc(Box<Dcc>),
}

/// Reads the content of a barcode as the seal it is.
///
/// # Errors
///
/// [`SealError::Unknown`] if it begins like none; otherwise as the reader of its kind.
pub fn read_seal(content: &[u8]) -> Result<Seal, SealError> {
    if content.len() > MAX_BYTES {
        return Err(SealError::TooLong { length: content.len(), limit: MAX_BYTES });
    }
    let kind = recognise(content).ok_or(SealError::Unknown)?;
    let text = std::str::from_utf8(content);
    match (kind, text) {
        (SealKind::Vds, text) => {
            let latin = text.ok().and_then(bytes_of_latin_text);
            read_vds(latin.as_deref().unwrap_or(content)).map(|vds| Seal::Vds(Box::new(vds)))
        }
        (SealKind::Idb, Ok(text)) => read_idb(text).map(|idb| Seal::Idb(Box::new(idb))),
        (SealKind::VdsNc, Ok(text)) => read_vds_nc(text).map(|seal| Seal::VdsNc(Box::new(seal))),
        (SealKind::Dcc, Ok(text)) => read_dcc(text).map(|dcc| Seal::Dcc(Box::new(dcc))),
        (_, Err(_)) => Err(SealError::Unknown),
    }
}

impl Seal {
    /// Which kind it is.
    pub fn kind(&self) -> SealKind {
        match self {
            Self::Vds(_) => SealKind::Vds,
            Self::Idb(_) => SealKind::Idb,
            Self::VdsNc(_) => SealKind::VdsNc,
            Self::Dcc(_) => SealKind::Dcc,
        }
    }

    /// Examines the signature with the certificates given; see the method of the kind. `at` is the moment of the examination.
    pub fn verify(&self, certificates: &SignerCertificates, at: Option<Timestamp>) -> SealVerdict {
        match self {
            Self::Vds(seal) => seal.verify(certificates, at),
            Self::Idb(seal) => seal.verify(certificates, at),
            Self::VdsNc(seal) => seal.verify(certificates, at),
            Self::Dcc(seal) => seal.verify(certificates, at),
        }
    }

    /// What a person should know.
    pub fn notes(&self) -> &[SealNote] {
        match self {
            Self::Vds(seal) => &seal.notes,
            Self::Idb(seal) => &seal.notes,
            Self::VdsNc(seal) => &seal.notes,
            Self::Dcc(seal) => &seal.notes,
        }
    }

    /// The features, of a seal that has such.
    pub fn features(&self) -> &[SealFeature] {
        match self {
            Self::Vds(seal) => &seal.features,
            Self::Idb(seal) => &seal.messages,
            Self::VdsNc(_) | Self::Dcc(_) => &[],
        }
    }

    /// The lines of the machine-readable zones that the seal holds, to be compared with the printed ones. The second line of
    /// a visa has its first 28 characters only.
    pub fn machine_readable_zones(&self) -> Vec<Vec<String>> {
        let mut zones = Vec::new();
        let mut open: Vec<&SealFeature> = self.features().iter().rev().collect();
        while let Some(feature) = open.pop() {
            if let Some(value) = feature.value.as_deref().filter(|_| feature.is_mrz) {
                zones.push(value.lines().map(str::to_owned).collect());
            }
            open.extend(feature.features.iter().rev());
        }
        zones
    }
}
