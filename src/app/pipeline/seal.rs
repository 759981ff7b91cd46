//! Digital seals: from the content of a barcode to what it says and whether its signature holds.

use serde_json::Value;

use crate::domain::{Authenticity, AuthenticityStep, DataCarrier, DataSource, Date, MethodVersion, StepOutcome, Timestamp, Verdict};
use crate::reading::agreement::statements;
pub use crate::reading::seal::SignerCertificates;
use crate::reading::seal::{
    LaboratoryAnswer, Seal, SealStatus, SealVerdict, StepState, content_of, from_hex, read_seal, recognise, to_hex,
};

/// Reads a seal and verifies its signature against certificates of signers, at a time; `input` is the content of a barcode as it is, or
/// written in hexadecimal digits.
///
/// # Errors
///
/// Why it is no seal that is known, in English.
pub fn digital_seal(input: &[u8], certificates: &SignerCertificates, at: Timestamp) -> Result<Value, String> {
    let seal = read_seal(&content_of(input)).map_err(|error| error.to_string())?;
    Ok(seal.to_json(&seal.verify(certificates, Some(at))))
}

/// The content of a barcode as the seal that it is, its signature not examined yet; `None` if it is none, or none that can be read.
pub(super) fn seal_carrier(content: &[u8], symbology: &str, day: Date) -> Option<DataCarrier> {
    recognise(content)?;
    let seal = read_seal(content).ok()?;
    let (zone_lines, statements) = statements::of_seal(&seal, day);
    Some(DataCarrier {
        source: DataSource::Seal,
        title: format!("{symbology}, {}", title(&seal)),
        capture: None,
        corners: None,
        statements,
        zone_lines,
        content: to_hex(content),
        authenticity: Some(authenticity(&seal.verify(&SignerCertificates::new(), None), day)),
        method: MethodVersion { name: "seal".to_owned(), version: 1 },
    })
}

/// Examines the signature of every seal among `carriers` with the certificates that are trusted, for a moment.
pub fn examine_seals(carriers: &mut [DataCarrier], certificates: &SignerCertificates, at: Timestamp) {
    for carrier in carriers.iter_mut().filter(|carrier| carrier.source == DataSource::Seal) {
        if let Some(seal) = from_hex(&carrier.content).and_then(|content| read_seal(&content).ok()) {
            carrier.authenticity = Some(authenticity(&seal.verify(certificates, Some(at)), at.date()));
        }
    }
}

fn title(seal: &Seal) -> String {
    let title = match seal {
        Seal::Vds(seal) => seal.document_title.as_deref(),
        Seal::Idb(seal) => seal.document_type.as_deref(),
        Seal::VdsNc(_) | Seal::Dcc(_) => None,
    };
    title.map_or_else(|| seal.kind().title().to_owned(), str::to_owned)
}

fn authenticity(verdict: &SealVerdict, day: Date) -> Authenticity {
    let failed = verdict.steps.iter().any(|step| step.state == StepState::Failed);
    let conforms = match verdict.answer {
        LaboratoryAnswer::DoesNotHold => Verdict::DoesNotConform,
        _ if failed => Verdict::DoesNotConform,
        LaboratoryAnswer::Holds if verdict.status.is_none_or(|status| status == SealStatus::Valid) => Verdict::Conforms,
        _ => Verdict::Inconclusive,
    };
    let outcome = |state| match state {
        StepState::Passed => StepOutcome::Passed,
        StepState::Failed => StepOutcome::Failed,
        StepState::NotPossible => StepOutcome::NotPossible,
    };
    let mut steps: Vec<AuthenticityStep> = verdict
        .steps
        .iter()
        .map(|step| AuthenticityStep {
            name: step.name.code().to_owned(),
            title: step.name.title().to_owned(),
            outcome: outcome(step.state),
            text: step.reason.clone(),
            rule: step.rule.clone(),
        })
        .collect();
    if steps.is_empty() {
        steps.push(AuthenticityStep {
            name: "signature".to_owned(),
            title: "Signature".to_owned(),
            outcome: match verdict.answer {
                LaboratoryAnswer::Holds => StepOutcome::Passed,
                LaboratoryAnswer::DoesNotHold => StepOutcome::Failed,
                LaboratoryAnswer::Inconclusive => StepOutcome::NotPossible,
            },
            text: crate::app::problem::sentence(&verdict.reason),
            rule: "ICAO Doc 9303, part 13; R-5.1".to_owned(),
        });
    }
    Authenticity { verdict: conforms, steps, statements: verdict.statements.clone(), day }
}
