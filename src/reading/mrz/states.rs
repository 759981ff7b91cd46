//! Codes of states and organisations (ISO 3166-1 alpha-3 and ICAO Doc 9303, part 3, 5).

use crate::domain::IssuerCode;

/// One line for each code: code, kind, English name; apart by tabs.
const TABLE: &str = include_str!("states.tsv");

/// Issuers that are listed but print another code: Germany `D`, Hong Kong and Macao `CHN`.
const UNUSUAL_ISSUERS: [&str; 3] = ["DEU", "HKG", "MAC"];

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateKind {
    /// A state or territory.
    State,
    /// An organisation that issues documents.
    Organisation,
    /// A kind of British nationality.
    Nationality,
    /// What a holder is who has no nationality; never an issuer.
    Holder,
    /// An organisation that signs lists and issues no documents.
    Signer,
    /// Set aside for examples and specimens.
    Specimen,
    /// Out of use, met in old documents.
    Historic,
}

/// A code and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// What it stands for.
    pub kind: StateKind,
    /// The English name.
    pub name: &'static str,
}

impl State {
    /// Whether it may stand where the issuer stands.
    pub fn may_issue(self) -> bool {
        !matches!(self.kind, StateKind::Holder | StateKind::Signer)
    }

    /// Whether it may stand where the nationality stands.
    pub fn may_be_nationality(self) -> bool {
        self.kind != StateKind::Signer
    }
}

/// Looks `code`, without fillers, up.
///
/// # Examples
///
/// ```
/// # use guilloche::reading::mrz::state;
/// assert_eq!(state("D").map(|state| state.name), Some("Germany"));
/// assert_eq!(state("UT0"), None);
/// ```
pub fn state(code: &str) -> Option<State> {
    for line in TABLE.lines() {
        let mut columns = line.split('\t');
        if columns.next() == Some(code) {
            let kind = kind(columns.next()?)?;
            return Some(State { kind, name: columns.next()? });
        }
    }
    let specimen = IssuerCode::new(code).is_some_and(|code| code.is_specimen());
    specimen.then_some(State { kind: StateKind::Specimen, name: "Fictional state" })
}

/// Whether an issuer that has this code usually prints another.
pub(super) fn is_unusual_issuer(code: &str) -> bool {
    UNUSUAL_ISSUERS.contains(&code)
}

fn kind(word: &str) -> Option<StateKind> {
    Some(match word {
        "state" => StateKind::State,
        "organisation" => StateKind::Organisation,
        "nationality" => StateKind::Nationality,
        "holder" => StateKind::Holder,
        "signer" => StateKind::Signer,
        "specimen" => StateKind::Specimen,
        "historic" => StateKind::Historic,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_line_is_whole() {
        let codes: Vec<&str> = TABLE.lines().filter_map(|line| line.split('\t').next()).collect();
        assert!(codes.is_sorted_by(|one, two| one < two));
        for code in &codes {
            assert!(IssuerCode::new(code).is_some(), "{code}");
            assert!(state(code).is_some_and(|state| !state.name.is_empty()), "{code}");
        }
        let kinds = |wanted| codes.iter().filter(|code| state(code).is_some_and(|state| state.kind == wanted)).count();
        assert_eq!(kinds(StateKind::State), 249 + 2); // ISO 3166-1, Germany's one letter, Kosovo
        assert_eq!(kinds(StateKind::Historic), 9);
    }

    #[test]
    fn the_table_knows_what_the_other_parser_knows() {
        for code in mrz::codes().iter().map(|(code, _)| *code).filter(|code| *code != "XKX") {
            assert!(state(code).is_some(), "{code}");
        }
    }

    #[test]
    fn some_codes_stand_for_holders_only() {
        assert!(!state("XXA").unwrap().may_issue() && state("XXA").unwrap().may_be_nationality());
        assert!(state("UNO").unwrap().may_issue());
        assert!(state("QMA").is_some() && state("QAA").is_none() && state("YTO").is_none());
    }
}
