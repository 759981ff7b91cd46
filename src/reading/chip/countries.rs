//! Which codes a machine-readable zone of a certificate's country shows (ISO 3166-1; ICAO Doc 9303, part 3, 5).

use super::step::{Finding, Reason};

/// One line for each two-letter code: the code, a tab, and the three-letter codes its documents show.
const TABLE: &str = include_str!("countries.tsv");

/// The codes of a zone that fit a two-letter code: Germany prints `D`, the United Nations `UNO`, Kosovo `RKS`.
pub(super) fn zone_codes(two_letters: &str) -> Option<Vec<&'static str>> {
    TABLE
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .find(|(code, _)| *code == two_letters)
        .map(|(_, codes)| codes.split(' ').collect())
}

/// Compares the country of a certificate with that of the authority that signed it, and with the issuer in the zone.
pub(super) fn compare(certificate: Option<&str>, authority: Option<&str>, zone_issuer: Option<&str>) -> Finding {
    if let (Some(one), Some(other)) = (certificate, authority)
        && one != other
    {
        let text = format!("The certificate of the signer states the country {one}; the authority that signed it is of {other}.");
        return Finding::failed(Reason::CountryDiffers, text);
    }
    let Some(issuer) = zone_issuer else {
        return Finding::not_possible(Reason::FileMissing, "There is no readable machine-readable zone (DG1) to compare with.");
    };
    let Some(country) = certificate else {
        return Finding::not_possible(Reason::CountryNotKnown, "The certificate of the signer states no country.");
    };
    match zone_codes(country) {
        None => Finding::not_possible(Reason::CountryNotKnown, format!("The country {country} of the certificate is not a known code.")),
        Some(codes) if codes.contains(&issuer) => {
            Finding::passed(format!("The country {country} of the certificate fits the issuer {issuer} in the machine-readable zone."))
        }
        Some(codes) => Finding::failed(
            Reason::CountryDiffers,
            format!(
                "The certificate is of {country} ({}); the machine-readable zone on the chip states the issuer {issuer}.",
                codes.join(", ")
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;
    use crate::reading::mrz::{StateKind, state};

    #[test]
    fn every_code_of_a_zone_is_a_known_one() {
        let mut lines: Vec<&str> = TABLE.lines().collect();
        assert!(lines.iter().all(|line| line.split_once('\t').is_some_and(|(code, _)| code.len() == 2)));
        lines.dedup();
        assert!(lines.is_sorted() && lines.len() > 249);
        for code in lines.iter().flat_map(|line| line.split('\t').nth(1).unwrap().split(' ')) {
            assert!(state(code).is_some_and(|state| state.kind != StateKind::Holder), "{code}");
        }
    }

    #[test]
    fn exceptions_are_known() {
        let outcome = |country, issuer| compare(Some(country), Some(country), Some(issuer)).outcome;
        for (country, issuer) in [("DE", "D"), ("KS", "RKS"), ("UN", "UNO"), ("EU", "EUE"), ("AT", "AUT"), ("HK", "CHN"), ("GB", "GBD")] {
            assert_eq!(outcome(country, issuer), Outcome::Passed, "{country}");
        }
        assert_eq!(outcome("DE", "AUT"), Outcome::Failed);
        assert_eq!(outcome("QQ", "AUT"), Outcome::NotPossible);
        assert_eq!(compare(Some("DE"), Some("AT"), Some("D")).outcome, Outcome::Failed);
        assert_eq!(compare(None, None, Some("D")).outcome, Outcome::NotPossible);
    }
}
