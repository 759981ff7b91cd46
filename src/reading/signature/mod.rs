//! Certificates, public keys and signatures as travel documents use them (ICAO Doc 9303, parts 10 to 13; RFC 5280, RFC 8017).
//!
//! Start at [`Certificate::from_der`] and [`PublicKey::verify`]. Only public data is handled, so nothing takes constant time.
//! A verified signature says that the owner of a key signed these bytes; whose key it is, is another question.

pub mod asn1;
mod certificate;
mod curve;
mod ecdsa;
mod error;
mod extensions;
mod hash;
mod key;
mod name;
mod pem;
mod rsa;
mod scheme;
mod time;
pub mod tlv;

#[cfg(test)]
pub(in crate::reading) mod tests;

pub use certificate::{Certificate, MAX_CERTIFICATE, serial_text};
pub use curve::Curve;
pub use ecdsa::EcKey;
pub use error::SignatureError;
pub use extensions::Extensions;
pub use hash::Hash;
pub use key::PublicKey;
pub use name::Name;
pub use pem::{Decoded, decode_pem};
pub use rsa::RsaKey;
pub use scheme::{Scheme, hash_algorithm};
pub use time::time;
