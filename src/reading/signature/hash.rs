//! The hash functions of travel documents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

use crate::domain::words;

words! {
    /// A hash function that travel documents use (ICAO Doc 9303, parts 10 and 12).
    Hash {
        /// Broken for collisions; met in documents up to about 2010. Accepted and noted.
        Sha1 = "sha1", "SHA-1";
        Sha224 = "sha224", "SHA-224";
        Sha256 = "sha256", "SHA-256";
        Sha384 = "sha384", "SHA-384";
        Sha512 = "sha512", "SHA-512";
    }
}

impl Hash {
    /// The hash function an object identifier stands for.
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Some(match identifier {
            "1.3.14.3.2.26" => Self::Sha1,
            "2.16.840.1.101.3.4.2.4" => Self::Sha224,
            "2.16.840.1.101.3.4.2.1" => Self::Sha256,
            "2.16.840.1.101.3.4.2.2" => Self::Sha384,
            "2.16.840.1.101.3.4.2.3" => Self::Sha512,
            _ => return None,
        })
    }

    /// The hash of `message`.
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(message).to_vec(),
            Self::Sha224 => Sha224::digest(message).to_vec(),
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    /// The length of a hash in bytes.
    pub fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The hash function whose hashes have `length` bytes.
    pub fn of_length(length: usize) -> Option<Self> {
        Self::ALL.iter().copied().find(|hash| hash.length() == length)
    }

    /// The object identifier as it is encoded in a `DigestInfo`, without tag and length.
    pub(super) fn identifier_bytes(self) -> &'static [u8] {
        match self {
            Self::Sha1 => &[0x2B, 0x0E, 0x03, 0x02, 0x1A],
            Self::Sha224 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04],
            Self::Sha256 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
            Self::Sha384 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02],
            Self::Sha512 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::signature::asn1::{hex, identifier_text};

    #[test]
    fn every_hash_is_known_by_identifier_and_length() {
        for hash in Hash::ALL {
            assert_eq!(Hash::from_identifier(&identifier_text(hash.identifier_bytes()).unwrap()), Some(*hash));
            assert_eq!(hash.digest(b"").len(), hash.length());
            assert_eq!(Hash::of_length(hash.length()), Some(*hash));
        }
        assert_eq!(hex(&Hash::Sha1.digest(b"abc")), "A9993E364706816ABA3E25717850C26C9CD0D89D");
    }
}
