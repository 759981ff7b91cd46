//! The steps after the signature: validity, revocation, document type, and the zone.

use super::step::{Finding, Reason};
use super::trust::{TrustStore, Trusted};
use crate::domain::{Date, Timestamp};
use crate::reading::mrz::{FieldName, MrzError, MrzReading};
use crate::reading::signature::Certificate;

/// When the object was signed, and how that is known.
#[derive(Debug, Clone, Copy)]
pub(super) enum Signed {
    /// The signed attributes state it.
    At(Timestamp),
    /// DG12 states the day of issue.
    IssuedOn(Date),
    Unknown,
}

/// Whether the certificates were valid when they were used.
pub(super) fn validity(signer: &Certificate, authority: Option<&Trusted>, signed: Signed) -> Finding {
    if let Some(trusted) = authority
        && !trusted.certificate.is_valid_at(signer.not_before)
    {
        let text = format!(
            "The authority {} was valid from {} to {}, not on {}, when the certificate of the signer begins.",
            trusted.certificate.subject.text,
            trusted.certificate.not_before.date(),
            trusted.certificate.not_after.date(),
            signer.not_before.date()
        );
        return Finding::failed(Reason::NotValidThen, text);
    }
    let range = format!("from {} to {}", signer.not_before.date(), signer.not_after.date());
    let (valid, moment) = match signed {
        Signed::At(moment) => (signer.is_valid_at(moment), format!("signed on {}, as the signed attributes state", moment.date())),
        Signed::IssuedOn(day) => (is_valid_on(signer, day), format!("issued on {day}, as DG12 states")),
        Signed::Unknown => {
            let text = format!("Neither the signed attributes nor DG12 state a date; the certificate of the signer is valid {range}.");
            return Finding::not_possible(Reason::NoSigningTime, text);
        }
    };
    if valid {
        Finding::passed(format!("The certificate of the signer is valid {range}; {moment}."))
    } else {
        Finding::failed(Reason::NotValidThen, format!("The certificate of the signer is valid {range}; but {moment}."))
    }
}

/// Whether the certificate of the signer is valid on `today`; it should be valid as long as the documents it signs.
pub(super) fn validity_today(signer: &Certificate, today: Date) -> Finding {
    let range = format!("from {} to {}", signer.not_before.date(), signer.not_after.date());
    if is_valid_on(signer, today) {
        Finding::passed(format!("The certificate of the signer is valid {range}, so also on {today}."))
    } else {
        let text = format!("The certificate of the signer is valid {range}, not on {today}. It should outlast the documents it signs.");
        Finding::failed(Reason::NotValidToday, text)
    }
}

fn is_valid_on(certificate: &Certificate, day: Date) -> bool {
    certificate.not_before.date() <= day && day <= certificate.not_after.date()
}

/// Looks the certificate of the signer up in the revocation lists of its issuer.
pub(super) fn revocation(signer: &Certificate, store: &TrustStore) -> Finding {
    let mut unverified = None;
    let mut clean = None;
    for list in store.revocations().iter().filter(|list| list.issuer.agrees_with(&signer.issuer)) {
        let verified = store
            .authorities()
            .iter()
            .any(|trusted| trusted.certificate.subject.agrees_with(&list.issuer) && list.signed_by(&trusted.certificate).is_ok());
        match list.revocation_of(signer) {
            Some(moment) if verified => {
                let text = format!("The certificate of the signer was revoked on {} ({}).", moment.date(), list.name);
                return Finding::failed(Reason::Revoked, text);
            }
            Some(moment) => {
                let text = format!(
                    "A revocation list names the certificate of the signer as revoked on {} ({}), but none of the trust list signed it.",
                    moment.date(),
                    list.name
                );
                unverified = Some(text);
            }
            None if verified => {
                clean = Some(format!("The revocation list of {} ({}) does not name it.", list.this_update.date(), list.name));
            }
            None => {}
        }
    }
    match (unverified, clean) {
        (None, Some(text)) => Finding::passed(text),
        (Some(text), _) => Finding::not_possible(Reason::NoRevocationList, text),
        (None, None) => {
            let text = "No revocation list of the issuer was supplied that one of the trust list signed.";
            Finding::not_possible(Reason::NoRevocationList, text)
        }
    }
}

/// Whether the signer may sign documents of the type in the zone.
pub(super) fn document_type(signer: &Certificate, code: Option<&str>) -> Finding {
    let types = &signer.extensions.document_types;
    if types.is_empty() {
        return Finding::not_possible(Reason::NoTypeList, "The certificate of the signer lists no document types.");
    }
    let listed = types.join(", ");
    let Some(code) = code else {
        let text = format!("There is no readable machine-readable zone (DG1); the signer signs the types {listed}.");
        return Finding::not_possible(Reason::FileMissing, text);
    };
    // A single letter stands for all types that begin with it.
    let fits = types
        .iter()
        .map(|listed| listed.trim_end_matches('<'))
        .any(|listed| listed == code || (listed.len() == 1 && code.starts_with(listed)));
    if fits {
        Finding::passed(format!("The document type {code} is among those of the signer ({listed})."))
    } else {
        Finding::failed(Reason::TypeNotListed, format!("The document type {code} is not among those of the signer ({listed})."))
    }
}

/// Whether the zone on the chip can be read and its check digits hold.
pub(super) fn zone(reading: Option<&Result<MrzReading, MrzError>>) -> Finding {
    match reading {
        None => Finding::not_possible(Reason::FileMissing, "DG1 is not there or cannot be read."),
        Some(Err(error)) => Finding::failed(Reason::ZoneUnreadable, format!("DG1 holds no machine-readable zone: {error}.")),
        Some(Ok(reading)) if reading.digits_hold() => {
            let issuer = reading.value(FieldName::Issuer);
            Finding::passed(format!("DG1 holds a machine-readable zone ({}, issuer {issuer}) whose check digits hold.", reading.format))
        }
        Some(Ok(reading)) => {
            let wrong: Vec<_> = reading.checks.iter().filter(|check| !check.ok).map(|check| check.name.title().to_lowercase()).collect();
            Finding::failed(Reason::ZoneChecksFail, format!("In the machine-readable zone of DG1 does not hold: {}.", wrong.join(", ")))
        }
    }
}

/// Compares the zone on the chip with the one that was read from the page.
pub(super) fn printed_zone(chip: Option<&[String]>, printed: Option<&str>) -> Finding {
    let Some(printed) = printed else {
        return Finding::not_possible(Reason::NoPrintedZone, "No machine-readable zone of the page was given to compare with.");
    };
    let Some(chip) = chip else {
        return Finding::not_possible(Reason::FileMissing, "DG1 is not there or cannot be read.");
    };
    let printed: Vec<&str> = printed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if printed.len() != chip.len() {
        let text = format!("The zone on the chip has {} lines, the one of the page {}.", chip.len(), printed.len());
        return Finding::failed(Reason::ZoneDiffers, text);
    }
    for (number, (chip, printed)) in (1_usize..).zip(chip.iter().zip(printed)) {
        if chip != printed {
            let column = chip.chars().zip(printed.chars()).take_while(|(one, other)| one == other).count().saturating_add(1);
            let text = format!("The zones differ first in line {number}, column {column}: chip {chip}, page {printed}.");
            return Finding::failed(Reason::ZoneDiffers, text);
        }
    }
    Finding::passed("The zone on the chip is that of the page, character for character.")
}
