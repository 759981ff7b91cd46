//! Why a certificate, a key or a signature is not accepted.

use thiserror::Error;

use super::tlv::TlvError;

/// Why a certificate, a key or a signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// The bytes are not encoded as they must be.
    #[error("{what}: {reason}")]
    Malformed {
        /// What was being read.
        what: &'static str,
        /// What is wrong.
        reason: TlvError,
    },
    /// An algorithm, a curve or a form that is not known here. Nothing is said about whether the signature holds.
    #[error("{what} `{found}` is not supported")]
    NotSupported {
        /// What is not known.
        what: &'static str,
        /// The identifier or value that was found.
        found: String,
    },
    /// A number beyond the limits within which signatures are examined.
    #[error("{what} has {bits} bits; {least} to {most} are accepted")]
    Size {
        /// What is too small or too large.
        what: &'static str,
        /// Its size.
        bits: u64,
        /// The smallest size accepted.
        least: u64,
        /// The largest size accepted.
        most: u64,
    },
    /// The parameters describe no curve, or none over a prime field.
    #[error("the curve parameters are not acceptable: {0}")]
    BadCurve(&'static str),
    /// The public key of an elliptic curve is no point of it.
    #[error("the public key is not a point on its curve")]
    NotOnCurve,
    /// The signature is of another kind than the key.
    #[error("a signature of the kind {scheme} cannot be verified with a key of the kind {key}")]
    OtherKind {
        /// The kind of the signature.
        scheme: String,
        /// The kind of the key.
        key: String,
    },
    /// The signature does not verify: the message, the signature or the key is another one than was signed with.
    #[error("the signature does not verify")]
    DoesNotVerify,
    /// The signature is of a form that no valid signature has.
    #[error("the signature is not valid: {0}")]
    BadSignature(&'static str),
}

impl SignatureError {
    /// Whether the signature was examined and does not hold, as opposed to: could not be examined.
    pub fn is_refuted(&self) -> bool {
        matches!(self, Self::DoesNotVerify | Self::BadSignature(_))
    }

    /// A closure for `map_err`: what was being read when the encoding failed.
    pub(in crate::reading) fn reading(what: &'static str) -> impl Fn(TlvError) -> Self {
        move |reason| Self::Malformed { what, reason }
    }
}
