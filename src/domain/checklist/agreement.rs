//! Whether an authority has agreed to a checklist: it signs the sum of the file's text, so that one changed letter is another list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::vocabulary::words;
use crate::domain::{KeyId, PublicKey, Sha256, Signature, SignatureClaim, SignatureError, SignedFor};

words! {
    /// What the signatures under a checklist come to, the best of them counting.
    AgreementStanding {
        Agreed = "agreed", "Agreed by an authority that is trusted here";
        /// It holds, and the key is nobody's that is trusted here.
        UnknownSigner = "unknown-signer", "Signed with a key that nobody here vouches for";
        /// Signatures are there, and they are of another text: the file was changed after it was signed.
        OtherText = "other-text", "Signed in another version of its text";
        Invalid = "invalid", "The signature does not hold";
        Unsigned = "unsigned", "Not signed";
    }
}

/// One signature under a checklist, examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignatureExamined {
    /// What it says.
    pub claim: SignatureClaim,
    /// The fingerprint of its key.
    pub key: KeyId,
    /// What it comes to.
    pub standing: AgreementStanding,
    /// Why it does not hold, in English, if it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// What the signatures under a checklist come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistAgreement {
    /// The sum of the text that was examined, which is what an authority signs.
    pub sha256: Sha256,
    /// The best of its signatures, or that there is none.
    pub standing: AgreementStanding,
    /// Each signature, in the order given.
    pub signatures: Vec<SignatureExamined>,
}

/// The sum that an authority signs for a checklist with the purpose [`SignedFor::Checklist`]: that of the bytes of its file.
pub fn agreement_sum(text: &str) -> Sha256 {
    Sha256::of(text.as_bytes())
}

/// Examines `signatures` under the checklist `text`. `trusted` are the keys of authorities that somebody here vouches for.
pub fn agreement_state(text: &str, signatures: &[Signature], trusted: &[PublicKey]) -> ChecklistAgreement {
    let sha256 = agreement_sum(text);
    let examine = |signature: &Signature| {
        let (standing, because) = match signature.verify(SignedFor::Checklist, sha256) {
            Ok(()) if trusted.contains(&signature.public_key) => (AgreementStanding::Agreed, None),
            Ok(()) => (AgreementStanding::UnknownSigner, None),
            // Of another text only if it holds for that.
            Err(error @ SignatureError::OtherSum { signed, .. }) if signature.verify(SignedFor::Checklist, signed).is_ok() => {
                (AgreementStanding::OtherText, Some(error.to_string()))
            }
            Err(error) => (AgreementStanding::Invalid, Some(error.to_string())),
        };
        SignatureExamined { claim: signature.claim.clone(), key: signature.public_key.id(), standing, because }
    };
    let signatures: Vec<_> = signatures.iter().map(examine).collect();
    // The words stand in order, the best first.
    let standing = signatures.iter().map(|signature| signature.standing).min().unwrap_or(AgreementStanding::Unsigned);
    ChecklistAgreement { sha256, standing, signatures }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SigningKey, Timestamp};

    const TEXT: &str = include_str!("../../../assets/checklists/border-first-line.toml");

    fn signed(seed: u8, purpose: SignedFor, text: &str) -> Signature {
        SigningKey::from_seed(&[seed; 32]).sign(SignatureClaim {
            purpose,
            sha256: agreement_sum(text),
            by: "A. Authority".to_owned(),
            of: Some("Border authority of Utopia".to_owned()),
            role: None,
            at: Timestamp("2026-03-01T09:30:00Z".parse().unwrap()),
        })
    }

    fn standing(signatures: &[Signature]) -> AgreementStanding {
        agreement_state(TEXT, signatures, &[SigningKey::from_seed(&[1; 32]).public_key()]).standing
    }

    #[test]
    fn a_trusted_authority_agrees_to_exactly_this_text() {
        use AgreementStanding as S;
        let ours = signed(1, SignedFor::Checklist, TEXT);
        let edited = signed(1, SignedFor::Checklist, &TEXT.replacen("1.0.0", "1.0.1", 1));
        let mut bent = ours.clone();
        bent.claim.by = "Somebody".to_owned();
        assert_eq!(standing(&[]), S::Unsigned);
        assert_eq!(standing(std::slice::from_ref(&ours)), S::Agreed);
        assert_eq!(standing(&[signed(2, SignedFor::Checklist, TEXT)]), S::UnknownSigner);
        assert_eq!(standing(std::slice::from_ref(&edited)), S::OtherText);
        assert_eq!(standing(&[signed(1, SignedFor::Review, TEXT)]), S::Invalid, "a review is no agreement");
        assert_eq!(standing(std::slice::from_ref(&bent)), S::Invalid);
        let all = agreement_state(TEXT, &[bent, edited, ours.clone()], &[ours.public_key]);
        assert_eq!(all.standing, S::Agreed);
        assert_eq!(all.signatures.iter().map(|one| one.because.is_some()).collect::<Vec<_>>(), [true, true, false]);
    }
}
