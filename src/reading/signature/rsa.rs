//! RSA signatures (RFC 8017): the power, and both paddings checked to the last byte.

use num_bigint::BigUint;

use super::{Hash, SignatureError};

/// The smallest modulus that is accepted, in bits.
const MIN_BITS: u64 = 768;
/// The largest modulus that is accepted, in bits.
const MAX_BITS: u64 = 8192;
/// The largest public exponent that is accepted, in bits.
const MAX_EXPONENT_BITS: u64 = 256;

/// An RSA public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaKey {
    modulus: BigUint,
    exponent: BigUint,
    negative: bool,
}

impl RsaKey {
    /// A key of these numbers.
    ///
    /// # Errors
    ///
    /// If they are out of bounds or even.
    pub fn new(modulus: BigUint, exponent: BigUint) -> Result<Self, SignatureError> {
        let bits = modulus.bits();
        if !(MIN_BITS..=MAX_BITS).contains(&bits) {
            return Err(SignatureError::Size { what: "the RSA modulus", bits, least: MIN_BITS, most: MAX_BITS });
        }
        let bits = exponent.bits();
        if !(2..=MAX_EXPONENT_BITS).contains(&bits) || exponent >= modulus {
            return Err(SignatureError::Size { what: "the RSA exponent", bits, least: 2, most: MAX_EXPONENT_BITS });
        }
        if !modulus.bit(0) || !exponent.bit(0) {
            return Err(SignatureError::NotSupported { what: "the RSA key", found: "an even number in it".to_owned() });
        }
        Ok(Self { modulus, exponent, negative: false })
    }

    /// Remembers whether the encoding lacks the zero byte that keeps the modulus positive.
    pub(super) fn written_as_negative(mut self, negative: bool) -> Self {
        self.negative = negative;
        self
    }

    /// Whether the encoding lacks the zero byte that keeps the modulus positive: a fault of the encoding, met in real chips.
    pub fn is_written_as_negative(&self) -> bool {
        self.negative
    }

    /// The size of the modulus in bits.
    pub fn bits(&self) -> u64 {
        self.modulus.bits()
    }

    /// The encoded message, `length` bytes long, that the owner of the key raised to the signature.
    fn open(&self, signature: &[u8], length: usize) -> Result<Vec<u8>, SignatureError> {
        if signature.len() != bytes_for(self.modulus.bits()) {
            return Err(SignatureError::BadSignature("it is not as long as the modulus"));
        }
        let number = BigUint::from_bytes_be(signature);
        if number >= self.modulus {
            return Err(SignatureError::BadSignature("it is not below the modulus"));
        }
        let opened = number.modpow(&self.exponent, &self.modulus).to_bytes_be();
        let zeros = length.checked_sub(opened.len()).ok_or(SignatureError::DoesNotVerify)?;
        Ok([vec![0; zeros], opened].concat())
    }

    /// RSASSA-PKCS1-v1_5: the encoded message is built and compared whole.
    pub(super) fn verify_pkcs1(&self, hash: Hash, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let length = bytes_for(self.modulus.bits());
        let opened = self.open(signature, length)?;
        let digest = hash.digest(message);
        // RFC 8017, A.2.4: the parameters should be null; absent ones are to be accepted, too.
        let holds = [true, false].iter().any(|with_null| {
            let info = digest_info(hash, &digest, *with_null);
            let fill = length.checked_sub(info.len()).and_then(|rest| rest.checked_sub(3)).filter(|fill| *fill >= 8);
            fill.is_some_and(|fill| opened == [&[0, 1][..], &vec![0xFF; fill], &[0], &info].concat())
        });
        if holds { Ok(()) } else { Err(SignatureError::DoesNotVerify) }
    }

    /// RSASSA-PSS with the salt length that the parameters state (RFC 8017, 9.1.2).
    pub(super) fn verify_pss(&self, pss: (Hash, Hash, usize), message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let (hash, mask_hash, salt_length) = pss;
        let bits = self.modulus.bits().saturating_sub(1);
        let opened = self.open(signature, bytes_for(bits))?;
        let wrong = SignatureError::DoesNotVerify;
        let (rest, last) = opened.split_at_checked(opened.len().saturating_sub(1)).ok_or_else(|| wrong.clone())?;
        let masked_length = rest.len().checked_sub(hash.length()).ok_or_else(|| wrong.clone())?;
        let (masked, seal) = rest.split_at_checked(masked_length).ok_or_else(|| wrong.clone())?;
        let mut block: Vec<u8> = masked.iter().zip(mask(mask_hash, seal, masked.len())).map(|(byte, mask)| byte ^ mask).collect();
        // The bits above the size of the modulus: zero in the masked block, ignored in the mask.
        let unused = bytes_for(bits).saturating_mul(8).saturating_sub(usize::try_from(bits).unwrap_or(0));
        let kept = 0xFF_u8.checked_shr(u32::try_from(unused).unwrap_or(0)).unwrap_or(0);
        if last != [0xBC] || masked.first().is_none_or(|first| first & !kept != 0) {
            return Err(wrong);
        }
        if let Some(first) = block.first_mut() {
            *first &= kept;
        }
        let (padding, salt) =
            block.split_at_checked(block.len().checked_sub(salt_length).ok_or_else(|| wrong.clone())?).ok_or_else(|| wrong.clone())?;
        let padded = padding.split_last().is_some_and(|(one, zeros)| *one == 1 && zeros.iter().all(|zero| *zero == 0));
        let expected = hash.digest(&[&[0; 8][..], &hash.digest(message), salt].concat());
        if padded && expected == seal { Ok(()) } else { Err(wrong) }
    }
}

/// How many bytes hold so many bits.
fn bytes_for(bits: u64) -> usize {
    usize::try_from(bits.div_ceil(8)).unwrap_or(usize::MAX)
}

/// The DER encoding of a `DigestInfo`.
fn digest_info(hash: Hash, digest: &[u8], with_null: bool) -> Vec<u8> {
    let element = |tag: u8, value: &[u8]| {
        let length = u8::try_from(value.len()).unwrap_or(u8::MAX); // never more than 83 bytes
        [&[tag, length][..], value].concat()
    };
    let mut algorithm = element(0x06, hash.identifier_bytes());
    if with_null {
        algorithm.extend([0x05, 0x00]);
    }
    element(0x30, &[element(0x30, &algorithm), element(0x04, digest)].concat())
}

/// The mask generation function MGF1 (RFC 8017, B.2.1).
fn mask(hash: Hash, seed: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for counter in 0_u32.. {
        if bytes.len() >= length {
            break;
        }
        bytes.extend(hash.digest(&[seed, &counter.to_be_bytes()].concat()));
    }
    bytes.truncate(length);
    bytes
}
