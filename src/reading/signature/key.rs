//! Public keys: RSA and elliptic curves, with named or spelt-out parameters.

use num_bigint::BigUint;

use super::asn1::{
    BIT_STRING, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, bit_string, identifier, identifier_text, magnitude, small, unsigned,
};
use super::curve::{Curve, Parameters};
use super::ecdsa::EcKey;
use super::rsa::RsaKey;
use super::tlv::{Reader, Tlv};
use super::{Hash, Scheme, SignatureError};

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// RSA.
    Rsa(RsaKey),
    /// A point of an elliptic curve.
    Ec(EcKey),
}

impl PublicKey {
    /// Reads the DER encoding of a `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    ///
    /// If it is malformed, out of bounds, not on its curve, or of a kind that is not known here.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, SignatureError> {
        let malformed = SignatureError::reading("public key");
        let mut outer = Reader::new(der);
        let mut reader = outer.enter(SEQUENCE).map_err(&malformed)?;
        outer.end().map_err(&malformed)?;
        let mut algorithm = reader.enter(SEQUENCE).map_err(&malformed)?;
        let name = identifier(&mut algorithm).map_err(&malformed)?;
        let key = bit_string(&mut reader).map_err(&malformed)?;
        match name.as_str() {
            // Also keys set aside for OAEP and PSS.
            "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.7" | "1.2.840.113549.1.1.10" => {
                let mut numbers = Reader::new(key).enter(SEQUENCE).map_err(&malformed)?;
                let (modulus, negative) = magnitude(&mut numbers).map_err(&malformed)?;
                let exponent = unsigned(&mut numbers).map_err(&malformed)?;
                numbers.end().map_err(&malformed)?;
                RsaKey::new(modulus, exponent).map(|key| Self::Rsa(key.written_as_negative(negative)))
            }
            "1.2.840.10045.2.1" | "1.3.132.1.12" => EcKey::new(curve(algorithm)?, key).map(Self::Ec),
            _ => Err(SignatureError::NotSupported { what: "the kind of public key", found: name }),
        }
    }

    /// The kind in words: `RSA 2048 bits`, `brainpoolP256r1`, `curve of 256 bits, parameters of no known curve`.
    pub fn kind(&self) -> String {
        match self {
            Self::Rsa(key) => format!("RSA {} bits", key.bits()),
            Self::Ec(key) => match key.curve().name() {
                Some(name) => name.to_owned(),
                None => format!("curve of {} bits, parameters of no known curve", key.curve().bits()),
            },
        }
    }

    /// A deviation of the key that a person should know, in words.
    pub fn note(&self) -> Option<&'static str> {
        match self {
            Self::Rsa(key) => key.is_written_as_negative().then_some("the RSA modulus is written as a negative number"),
            Self::Ec(key) => key.curve().name().is_none().then_some("parameters of no known curve"),
        }
    }

    /// Verifies a signature in the form that `scheme` has in certificates and signed messages.
    ///
    /// # Errors
    ///
    /// [`SignatureError::is_refuted`] if the signature does not hold; otherwise it could not be examined.
    pub fn verify(&self, scheme: Scheme, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        match (self, scheme) {
            (Self::Rsa(key), Scheme::RsaPkcs1(hash)) => key.verify_pkcs1(hash, message, signature),
            (Self::Rsa(key), Scheme::RsaPss { hash, mask_hash, salt_length }) => {
                key.verify_pss((hash, mask_hash, salt_length), message, signature)
            }
            (Self::Ec(key), Scheme::Ecdsa(hash)) => key.verify_der(hash, message, signature),
            (Self::Ec(key), Scheme::EcdsaPlain(hash)) => key.verify_plain(hash, message, signature),
            _ => Err(SignatureError::OtherKind { scheme: scheme.to_string(), key: self.kind() }),
        }
    }

    /// Verifies an ECDSA signature given as r and s one after the other, as in seals.
    ///
    /// # Errors
    ///
    /// As [`PublicKey::verify`]; also if the key is of another kind.
    pub fn verify_raw(&self, hash: Hash, message: &[u8], r_s: &[u8]) -> Result<(), SignatureError> {
        self.verify(Scheme::EcdsaPlain(hash), message, r_s)
    }

    /// The hash function for a signature with this key by the size of its curve (ICAO Doc 9303, part 13: up to 224 bits SHA-224,
    /// up to 256 SHA-256, up to 384 SHA-384, else SHA-512); `None` for RSA.
    pub fn hash_by_size(&self) -> Option<Hash> {
        match self {
            Self::Rsa(_) => None,
            Self::Ec(key) => Some(match key.half_length() {
                0..=28 => Hash::Sha224,
                29..=32 => Hash::Sha256,
                33..=48 => Hash::Sha384,
                _ => Hash::Sha512,
            }),
        }
    }
}

/// The curve that the parameters of an `id-ecPublicKey` name or spell out (ICAO Doc 9303, part 12, 4.4: both are met).
fn curve(mut parameters: Reader<'_>) -> Result<Curve, SignatureError> {
    let malformed = SignatureError::reading("curve parameters");
    let element = parameters.element().map_err(&malformed)?;
    match element.tag {
        OBJECT_IDENTIFIER => {
            let name = identifier_text(element.value).map_err(&malformed)?;
            Curve::from_identifier(&name).ok_or(SignatureError::NotSupported { what: "the curve", found: name })
        }
        SEQUENCE => explicit(&parameters.within(element)),
        _ => Err(SignatureError::BadCurve("they are left to be agreed elsewhere")),
    }
}

/// `SpecifiedECDomain` (SEC 1, C.2): version, field, curve, base point, order, cofactor.
fn explicit(parameters: &Reader<'_>) -> Result<Curve, SignatureError> {
    let malformed = SignatureError::reading("curve parameters");
    let mut reader = parameters.clone();
    small(&mut reader).map_err(&malformed)?;
    let mut field = reader.enter(SEQUENCE).map_err(&malformed)?;
    if identifier(&mut field).map_err(&malformed)? != "1.2.840.10045.1.1" {
        return Err(SignatureError::BadCurve("the field is not one of a prime number"));
    }
    let p = unsigned(&mut field).map_err(&malformed)?;
    let mut coefficients = reader.enter(SEQUENCE).map_err(&malformed)?;
    let coefficient = |element: Tlv<'_>| BigUint::from_bytes_be(element.value);
    let a = coefficients.expect(OCTET_STRING).map(coefficient).map_err(&malformed)?;
    let b = coefficients.expect(OCTET_STRING).map(coefficient).map_err(&malformed)?;
    coefficients.optional(BIT_STRING).map_err(&malformed)?;
    let base = reader.expect(OCTET_STRING).map_err(&malformed)?.value;
    let order = unsigned(&mut reader).map_err(&malformed)?;
    let cofactor = if reader.peek() == Some(INTEGER) { Some(unsigned(&mut reader).map_err(&malformed)?) } else { None };
    Curve::from_parameters(Parameters { p, a, b, base, order, cofactor })
}
