//! Who answers for a record: each signature that it carries, and those that its status asks for.

use super::record::{Record, results_value_hash, value_hash};
use super::verify::{Check, Verification};
use crate::domain::findings::{Findings, Status};
use crate::domain::{Actor, Sha256, Signature, SignedFor};

/// One step for each signature, and one for each that is missing.
pub(super) fn signature_steps(steps: &mut Verification, record: &Record, file_name: &str) {
    let signatures = record.findings.integrity.as_ref().map(|integrity| integrity.signatures.as_slice()).unwrap_or_default();
    let sums = value_hash(record.raw.clone()).and_then(|whole| Ok((whole, results_value_hash(&record.raw)?)));
    let (whole, results) = match sums {
        Ok(sums) => sums,
        Err(error) => return steps.push(Check::Signature, file_name, Err(error.to_string())),
    };
    for signature in signatures {
        steps.push(Check::Signature, file_name, holds(signature, whole, results));
    }
    let missing = missing(&record.findings, signatures);
    for wanted in &missing {
        steps.push(Check::Signature, file_name, Err(wanted.clone()));
    }
    if signatures.is_empty() && missing.is_empty() {
        steps.not_checked(Check::Signature, file_name, "nobody has signed this record");
    }
}

fn holds(signature: &Signature, whole: Sha256, results: Sha256) -> Result<(), String> {
    let purpose = signature.claim.purpose;
    let named = |what: &str| format!("the signature of {} for {}: {what}", signature.claim.by, purpose.title().to_lowercase());
    let signed = match purpose {
        SignedFor::Issue => whole,
        SignedFor::Examination | SignedFor::Review | SignedFor::Authorisation => results,
        SignedFor::Package | SignedFor::Receipt | SignedFor::Checklist => return Err(named("a record does not carry such a signature")),
    };
    signature.verify(purpose, signed).map_err(|error| named(&error.to_string()))
}

/// What the status of a record asks for and nobody has signed.
fn missing(findings: &Findings, signatures: &[Signature]) -> Vec<String> {
    let is_signed = |purpose: SignedFor, by: Option<&str>| {
        signatures.iter().any(|signature| signature.claim.purpose == purpose && by.is_none_or(|by| signature.claim.by == by))
    };
    let mut missing = Vec::new();
    if matches!(findings.status, Status::Issued | Status::Amended) && !is_signed(SignedFor::Issue, None) {
        missing.push("the record says that it was issued, and nobody has signed that".to_owned());
    }
    if let (true, Some(authorisation)) = (findings.status.is_authorised(), findings.authorised_by.given())
        && let Actor::Person(name) = &authorisation.by
        && !is_signed(SignedFor::Authorisation, Some(name))
    {
        missing.push(format!("the record says that {name} authorised it, and there is no such signature"));
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::findings::{Authorisation, Integrity, Stated};
    use crate::domain::{SignatureClaim, SigningKey, Timestamp};
    use crate::exchange::export::sample;
    use crate::exchange::record::{RecordLimits, read_record, record_hash, results_hash, write_record};

    fn at() -> Timestamp {
        Timestamp("2026-03-01T09:30:00Z".parse().unwrap())
    }

    fn sign(purpose: SignedFor, by: &str, sha256: Sha256) -> Signature {
        let claim = SignatureClaim { purpose, sha256, by: by.to_owned(), of: None, role: None, at: at() };
        SigningKey::from_seed(&[purpose as u8; 32]).sign(claim)
    }

    /// A record as it is issued, with the signatures of everybody.
    fn issued() -> Findings {
        let mut findings = sample::findings();
        findings.status = Status::Issued;
        findings.authorised_by = Stated::Given(Authorisation { by: Actor::Person("R. Reviewer".to_owned()), at: at() });
        let results = results_hash(&findings).unwrap();
        let record_sha256 = record_hash(&findings).unwrap();
        let signatures = vec![
            sign(SignedFor::Examination, "E. Examiner", results),
            sign(SignedFor::Authorisation, "R. Reviewer", results),
            sign(SignedFor::Issue, "R. Reviewer", record_sha256),
        ];
        findings.integrity = Some(Integrity { record_sha256, signatures });
        findings
    }

    fn failures(findings: &Findings) -> Vec<String> {
        let record = read_record(&write_record(findings).unwrap(), &RecordLimits::default()).unwrap();
        let mut steps = Verification { steps: Vec::new() };
        signature_steps(&mut steps, &record, "findings.json");
        steps.failed().map(|step| step.detail.clone()).collect()
    }

    #[test]
    fn an_issued_record_holds_and_a_changed_answer_is_told_by_all_who_signed() {
        assert_eq!(failures(&issued()), Vec::<String>::new());
        let mut changed = issued();
        changed.observations[0].remark = Some("changed afterwards".to_owned());
        let told = failures(&changed);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("the signature of E. Examiner for examination: it signs "), "{told:?}");
    }

    #[test]
    fn what_was_changed_around_the_results_is_told_by_who_issued_it() {
        let mut changed = issued();
        changed.title = "Another title".to_owned();
        let told = failures(&changed);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("for issue"), "{told:?}");
    }

    #[test]
    fn a_signature_that_was_taken_out_is_missed() {
        let mut bare = issued();
        bare.integrity = None;
        assert_eq!(failures(&bare).len(), 2);
        let mut other = issued();
        other.authorised_by = Stated::Given(Authorisation { by: Actor::Person("Somebody else".to_owned()), at: at() });
        assert!(failures(&other).iter().any(|told| told.contains("Somebody else authorised it")));
    }
}
