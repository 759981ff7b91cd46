//! Digital seals in barcodes: what they say, and whether their signature verifies.
//!
//! Four kinds are read: the visible digital seal (ICAO Doc 9303-13), the ICAO datastructure for barcode, the seal for non-constrained
//! environments, and the EU Digital COVID Certificate. [`recognise`] tells which kind the content of a barcode is, [`read_seal`]
//! reads it, and [`Seal::verify`] examines its signature with the signer certificates that the laboratory has.
//!
//! A certificate that is not known makes a seal inconclusive, not false. A seal that verifies may be copied from another
//! document: [`zone_differences`] compares its machine-readable zone with the printed one.

mod any;
mod binary;
mod c40;
mod cbor;
mod cbor_reader;
mod claims;
mod coding;
mod compare;
mod cose;
mod dates;
mod dcc;
mod dcc_fields;
mod dcc_schema;
mod dcc_verify;
mod error;
mod examine;
mod feature;
mod hexadecimal;
mod idb;
mod idb_tables;
mod inflate;
mod json;
mod kind;
mod profiles;
mod signers;
mod strict_json;
mod text_codes;
mod vds;
mod vds_nc;
mod verdict;

#[cfg(test)]
mod tests;

pub use any::{Seal, read_seal};
pub use claims::Claim;
pub use compare::{ZoneDifference, zone_differences};
pub use dates::SealDate;
pub use dcc::{Dcc, read_dcc};
pub use error::SealError;
pub use feature::{NoteKind, SealFeature, SealNote};
pub use hexadecimal::{from_hex, to_hex};
pub use idb::{Idb, IdbHeader, read_idb};
pub use kind::{SealKind, content_of, recognise};
pub use signers::{Signer, SignerCertificates};
pub use vds::{Vds, VdsHeader, read_vds};
pub use vds_nc::{VdsNc, read_vds_nc};
pub use verdict::{FraudPotential, LaboratoryAnswer, SealStatus, SealStep, SealVerdict, SignatureState, StatusReason, StepName, StepState};
