//! ECDSA verification (ANSI X9.62, BSI TR-03111, 4.2.1) on any curve over a prime field.
#![expect(clippy::arithmetic_side_effects, reason = "big integers grow as needed; nothing is subtracted")]

use num_bigint::BigUint;

use super::asn1::{SEQUENCE, unsigned};
use super::curve::{Affine, Curve};
use super::tlv::Reader;
use super::{Hash, SignatureError};

/// The public key of an elliptic curve: a point that is known to be on the curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EcKey {
    curve: Curve,
    point: Affine,
}

impl EcKey {
    /// Reads the point.
    ///
    /// # Errors
    ///
    /// If it is not on the curve.
    pub fn new(curve: Curve, point: &[u8]) -> Result<Self, SignatureError> {
        let point = curve.point(point)?;
        Ok(Self { curve, point })
    }

    /// The curve.
    pub fn curve(&self) -> &Curve {
        &self.curve
    }

    /// Bytes of r and of s in the plain form.
    pub fn half_length(&self) -> usize {
        usize::try_from(self.curve.order().bits().div_ceil(8)).unwrap_or(usize::MAX)
    }

    /// The signature is a DER sequence of r and s.
    pub(super) fn verify_der(&self, hash: Hash, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let (r, s) = numbers(signature).ok_or(SignatureError::BadSignature("it is no sequence of two numbers"))?;
        self.verify_numbers(hash, message, &r, &s)
    }

    /// The signature is r and s one after the other, each half of it.
    pub(super) fn verify_plain(&self, hash: Hash, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        if signature.len() != self.half_length().saturating_mul(2) {
            return Err(SignatureError::BadSignature("it is not twice as long as the order of the curve"));
        }
        let (r, s) = signature.split_at_checked(self.half_length()).unwrap_or_default();
        self.verify_numbers(hash, message, &BigUint::from_bytes_be(r), &BigUint::from_bytes_be(s))
    }

    fn verify_numbers(&self, hash: Hash, message: &[u8], r: &BigUint, s: &BigUint) -> Result<(), SignatureError> {
        let order = self.curve.order();
        if [r, s].into_iter().any(|number| *number == BigUint::ZERO || number >= order) {
            return Err(SignatureError::BadSignature("r or s is not between 1 and the order of the curve"));
        }
        // The leftmost bits of the hash, as many as the order has.
        let digest = hash.digest(message);
        let surplus = u64::try_from(digest.len()).unwrap_or(0).saturating_mul(8).saturating_sub(order.bits());
        let e = BigUint::from_bytes_be(&digest) >> surplus;
        let inverse = s.modinv(order).ok_or(SignatureError::DoesNotVerify)?;
        let u = e * &inverse % order;
        let v = r * &inverse % order;
        let sum = self.curve.sum_of_multiples(&u, &v, &self.point);
        if self.curve.has_x(&sum, r) { Ok(()) } else { Err(SignatureError::DoesNotVerify) }
    }
}

/// r and s of the DER form.
fn numbers(signature: &[u8]) -> Option<(BigUint, BigUint)> {
    let mut outer = Reader::new(signature);
    let mut reader = outer.enter(SEQUENCE).ok()?;
    let numbers = (unsigned(&mut reader).ok()?, unsigned(&mut reader).ok()?);
    (outer.is_empty() && reader.is_empty()).then_some(numbers)
}
