//! Which signature algorithm an `AlgorithmIdentifier` names.

use std::fmt;

use super::asn1::{SEQUENCE, context, identifier, small};
use super::tlv::Reader;
use super::{Hash, SignatureError};

/// The longest salt that is accepted, in bytes.
const MAX_SALT: u32 = 1024;

/// A signature algorithm with all its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
    RsaPkcs1(Hash),
    /// RSASSA-PSS (RFC 8017, 8.1).
    RsaPss {
        /// Of the message.
        hash: Hash,
        /// Of the mask generation function.
        mask_hash: Hash,
        /// In bytes.
        salt_length: usize,
    },
    /// ECDSA, signature as a sequence of r and s (ANSI X9.62).
    Ecdsa(Hash),
    /// ECDSA, signature as r and s one after the other (BSI TR-03111, 5.2.1).
    EcdsaPlain(Hash),
}

impl Scheme {
    /// The algorithm that the DER bytes of an `AlgorithmIdentifier` name. `digest` is the hash function named beside it, for
    /// identifiers that name none (cryptographic messages: `rsaEncryption`, `id-ecPublicKey`).
    ///
    /// # Errors
    ///
    /// If the bytes are malformed or the algorithm is not known here.
    pub fn from_algorithm(der: &[u8], digest: Option<Hash>) -> Result<Self, SignatureError> {
        let malformed = SignatureError::reading("signature algorithm");
        let mut reader = Reader::new(der).enter(SEQUENCE).map_err(&malformed)?;
        let name = identifier(&mut reader).map_err(&malformed)?;
        let unknown = || SignatureError::NotSupported { what: "the signature algorithm", found: name.clone() };
        let beside = || digest.ok_or_else(unknown);
        Ok(match name.as_str() {
            "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => Self::RsaPkcs1(Hash::Sha1),
            "1.2.840.113549.1.1.14" => Self::RsaPkcs1(Hash::Sha224),
            "1.2.840.113549.1.1.11" => Self::RsaPkcs1(Hash::Sha256),
            "1.2.840.113549.1.1.12" => Self::RsaPkcs1(Hash::Sha384),
            "1.2.840.113549.1.1.13" => Self::RsaPkcs1(Hash::Sha512),
            "1.2.840.113549.1.1.1" => Self::RsaPkcs1(beside()?),
            "1.2.840.113549.1.1.10" => pss(reader.rest())?,
            "1.2.840.10045.4.1" => Self::Ecdsa(Hash::Sha1),
            "1.2.840.10045.4.3.1" => Self::Ecdsa(Hash::Sha224),
            "1.2.840.10045.4.3.2" => Self::Ecdsa(Hash::Sha256),
            "1.2.840.10045.4.3.3" => Self::Ecdsa(Hash::Sha384),
            "1.2.840.10045.4.3.4" => Self::Ecdsa(Hash::Sha512),
            "1.2.840.10045.2.1" | "1.2.840.10045.4.2" => Self::Ecdsa(beside()?),
            "1.2.840.10045.4.3" => Self::Ecdsa(specified(reader.rest())?),
            "0.4.0.127.0.7.1.1.4.1.1" => Self::EcdsaPlain(Hash::Sha1),
            "0.4.0.127.0.7.1.1.4.1.2" => Self::EcdsaPlain(Hash::Sha224),
            "0.4.0.127.0.7.1.1.4.1.3" => Self::EcdsaPlain(Hash::Sha256),
            "0.4.0.127.0.7.1.1.4.1.4" => Self::EcdsaPlain(Hash::Sha384),
            "0.4.0.127.0.7.1.1.4.1.5" => Self::EcdsaPlain(Hash::Sha512),
            _ => return Err(unknown()),
        })
    }

    /// The hash function of the message.
    pub fn hash(self) -> Hash {
        match self {
            Self::RsaPkcs1(hash) | Self::RsaPss { hash, .. } | Self::Ecdsa(hash) | Self::EcdsaPlain(hash) => hash,
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RsaPkcs1(hash) => write!(f, "RSA PKCS#1 v1.5 with {}", hash.title()),
            Self::RsaPss { hash, mask_hash, salt_length } => {
                write!(f, "RSA-PSS with {}, salt {salt_length} bytes", hash.title())?;
                if mask_hash == hash { Ok(()) } else { write!(f, ", mask by {}", mask_hash.title()) }
            }
            Self::Ecdsa(hash) => write!(f, "ECDSA with {}", hash.title()),
            Self::EcdsaPlain(hash) => write!(f, "ECDSA (plain) with {}", hash.title()),
        }
    }
}

/// The hash function that an `AlgorithmIdentifier` names; its parameters are absent or null.
///
/// # Errors
///
/// If the bytes are malformed or the function is not known here.
pub fn hash_algorithm(reader: &mut Reader<'_>) -> Result<Hash, SignatureError> {
    let malformed = SignatureError::reading("hash algorithm");
    let mut inner = reader.enter(SEQUENCE).map_err(&malformed)?;
    let name = identifier(&mut inner).map_err(&malformed)?;
    Hash::from_identifier(&name).ok_or(SignatureError::NotSupported { what: "the hash function", found: name })
}

/// The parameters of `ecdsa-with-Specified`: a hash algorithm.
fn specified(parameters: &[u8]) -> Result<Hash, SignatureError> {
    hash_algorithm(&mut Reader::new(parameters))
}

/// The parameters of RSASSA-PSS with their defaults (RFC 8017, A.2.3).
fn pss(parameters: &[u8]) -> Result<Scheme, SignatureError> {
    let malformed = SignatureError::reading("parameters of RSA-PSS");
    let (mut hash, mut mask_hash, mut salt_length) = (Hash::Sha1, Hash::Sha1, 20);
    let mut outer = Reader::new(parameters);
    if outer.peek() == Some(SEQUENCE) {
        let mut reader = outer.enter(SEQUENCE).map_err(&malformed)?;
        if let Some(field) = reader.optional(context(0)).map_err(&malformed)? {
            hash = hash_algorithm(&mut reader.within(field))?;
        }
        if let Some(field) = reader.optional(context(1)).map_err(&malformed)? {
            let mut mask = reader.within(field).enter(SEQUENCE).map_err(&malformed)?;
            let name = identifier(&mut mask).map_err(&malformed)?;
            if name != "1.2.840.113549.1.1.8" {
                return Err(SignatureError::NotSupported { what: "the mask generation function", found: name });
            }
            mask_hash = hash_algorithm(&mut mask)?;
        }
        if let Some(field) = reader.optional(context(2)).map_err(&malformed)? {
            salt_length = small(&mut reader.within(field)).map_err(&malformed)?;
        }
        if let Some(field) = reader.optional(context(3)).map_err(&malformed)? {
            let trailer = small(&mut reader.within(field)).map_err(&malformed)?;
            if trailer != 1 {
                return Err(SignatureError::NotSupported { what: "the trailer of RSA-PSS", found: trailer.to_string() });
            }
        }
    }
    if salt_length > MAX_SALT {
        return Err(SignatureError::NotSupported { what: "the salt length of RSA-PSS", found: salt_length.to_string() });
    }
    Ok(Scheme::RsaPss { hash, mask_hash, salt_length: salt_length as usize })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pss_without_parameters_has_the_defaults_of_the_standard() {
        let der = [0x30, 0x0B, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A];
        let scheme = Scheme::from_algorithm(&der, None).unwrap();
        assert_eq!(scheme, Scheme::RsaPss { hash: Hash::Sha1, mask_hash: Hash::Sha1, salt_length: 20 });
        assert_eq!(scheme.to_string(), "RSA-PSS with SHA-1, salt 20 bytes");
    }

    #[test]
    fn an_identifier_without_a_hash_takes_the_one_beside_it() {
        let der = [0x30, 0x09, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
        assert_eq!(Scheme::from_algorithm(&der, Some(Hash::Sha384)), Ok(Scheme::Ecdsa(Hash::Sha384)));
        assert!(matches!(Scheme::from_algorithm(&der, None), Err(SignatureError::NotSupported { .. })));
    }
}
