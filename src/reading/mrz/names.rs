//! Names in a zone, and whether a printed name can stand behind them (ICAO Doc 9303, part 3, 4.6).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{PartAgreement, has_recommended_forms_only, name_parts, part_agreement, transliterate, words};

/// The name of the holder as the zone codes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MrzNames {
    /// The parts of the primary identifier, usually the surname, apart by spaces.
    pub primary: String,
    /// The parts of the secondary identifier, usually the given names, apart by spaces; empty if there is none.
    pub secondary: String,
    /// Whether the last position is a letter, so that the name must be taken for shortened even if it is not.
    pub truncated: bool,
}

/// A name field, taken apart.
pub(super) struct NameField {
    pub(super) names: MrzNames,
    /// Whether it begins with a letter and holds letters and fillers only.
    pub(super) well_formed: bool,
    /// Whether `<<` parts it more than once.
    pub(super) parted_twice: bool,
}

/// Takes a name field apart at `<<`.
pub(super) fn split(raw: &str) -> NameField {
    let name = raw.trim_end_matches('<');
    let (primary, rest) = name.split_once("<<").unwrap_or((name, ""));
    let names =
        MrzNames { primary: spaced(primary), secondary: spaced(rest), truncated: raw.ends_with(|last: char| last.is_ascii_uppercase()) };
    let letters_only = raw.chars().all(|c| c.is_ascii_uppercase() || c == '<');
    NameField { names, well_formed: letters_only && !name.is_empty(), parted_twice: rest.trim_matches('<').contains("<<") }
}

/// The parts of `coded` apart by spaces.
pub(super) fn spaced(coded: &str) -> String {
    coded.split('<').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

words! {
    /// Whether a printed and a coded name can be the same.
    NameAgreement {
        Agrees = "agrees", "The names agree";
        /// Parts are cut or left out at the end, and the last position of the field is a letter.
        AgreesShortened = "agrees-shortened", "The names agree as far as the shortened one goes";
        Differs = "differs", "The names differ";
        /// A printed letter has no entry in the tables: another script.
        NotComparable = "not-comparable", "The printed name is in a script that is not compared";
    }
}

/// Compares a printed name with a coded one by rule, not by equality.
///
/// `printed` is the surname and the given names in this order. A comma parts the two; without one, every place to part them is
/// tried. Each printed part may stand for every form that the transliteration tables permit; if the coded name must be taken
/// for shortened, its parts may be beginnings and parts at the end may be missing.
///
/// # Examples
///
/// ```
/// # use guilloche::reading::mrz::{MrzNames, NameAgreement, names_agree};
/// let coded = MrzNames { primary: "MUELLER".to_owned(), secondary: "ANNE MARIE".to_owned(), truncated: false };
/// assert_eq!(names_agree("Müller, Anne-Marie", &coded), NameAgreement::Agrees);
/// assert_eq!(names_agree("Miller, Anne-Marie", &coded), NameAgreement::Differs);
/// ```
pub fn names_agree(printed: &str, coded: &MrzNames) -> NameAgreement {
    let parts = name_parts(printed);
    if parts.is_empty()
        || parts.iter().any(|part| part.chars().any(|letter| transliterate(&letter.to_string()).is_empty() && letter != 'Ь'))
    {
        return NameAgreement::NotComparable;
    }
    let splits: Vec<usize> = match printed.match_indices(',').map(|(at, _)| at).collect::<Vec<_>>().as_slice() {
        [] => (1..=parts.len()).collect(),
        commas => commas.iter().filter_map(|at| printed.get(..*at)).map(|before| name_parts(before).len()).collect(),
    };
    let primary: Vec<&str> = coded.primary.split_whitespace().collect();
    let secondary: Vec<&str> = coded.secondary.split_whitespace().collect();
    let agreement = splits
        .into_iter()
        .filter_map(|at| parts.split_at_checked(at))
        .map(|(printed_primary, printed_secondary)| {
            if coded.truncated && secondary.is_empty() != printed_secondary.is_empty() {
                return NameAgreement::Differs;
            }
            let halves =
                [parts_agree(printed_primary, &primary, coded.truncated), parts_agree(printed_secondary, &secondary, coded.truncated)];
            halves.into_iter().max().unwrap_or(NameAgreement::Differs)
        })
        .min()
        .unwrap_or(NameAgreement::Differs);
    match agreement {
        NameAgreement::Differs if has_recommended_forms_only(printed) => NameAgreement::NotComparable,
        other => other,
    }
}

fn parts_agree(printed: &[String], coded: &[&str], truncated: bool) -> NameAgreement {
    let agreements: Vec<PartAgreement> = printed.iter().zip(coded).map(|(printed, coded)| part_agreement(printed, coded)).collect();
    if printed.len() == coded.len() && agreements.iter().all(|agreement| *agreement == PartAgreement::Whole) {
        NameAgreement::Agrees
    } else if truncated && coded.len() <= printed.len() && agreements.iter().all(|agreement| *agreement >= PartAgreement::Prefix) {
        NameAgreement::AgreesShortened
    } else {
        NameAgreement::Differs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_parted_at_two_fillers() {
        let field = split("VAN<DER<MUELLEN<<ANNA<MARIA<<<<");
        assert_eq!((field.names.primary.as_str(), field.names.secondary.as_str()), ("VAN DER MUELLEN", "ANNA MARIA"));
        assert!(field.well_formed && !field.parted_twice && !field.names.truncated);
        assert!(split("ARKFREITH<<<<<").names.secondary.is_empty());
        assert!(split("A<<B<<C<<<<").parted_twice);
        assert!(!split("ERIKSS0N<<ANNA").well_formed && !split("<<<<").well_formed);
    }

    #[test]
    fn printed_names_agree_by_rule() {
        for (printed, field, expected) in [
            ("ERIKSSON, Anna Maria", "ERIKSSON<<ANNA<MARIA<<<<", NameAgreement::Agrees),
            ("ERIKSSON Anna Maria", "ERIKSSON<<ANNA<MARIA<<<<", NameAgreement::Agrees),
            ("ERIKSSON, Maria Anna", "ERIKSSON<<ANNA<MARIA<<<<", NameAgreement::Differs),
            ("ERIKSSON, Anna", "ERIKSSON<<ANNA<MARIA<<<<", NameAgreement::Differs),
            ("ERIKSSON ANNA, Maria", "ERIKSSON<<ANNA<MARIA<<<<", NameAgreement::Differs),
            ("D'ARTAGNAN", "DARTAGNAN<<<<<<", NameAgreement::Agrees),
            ("SMITH-JONES, Susie Margaret", "SMITH<JONES<<SUSIE<MARGARET<", NameAgreement::Agrees),
            (
                "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL, Dingo Potoroo",
                "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI",
                NameAgreement::AgreesShortened,
            ),
            (
                "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL, Dingo Potoroo",
                "BENNELONG<WOOLOOMOOLOO<W<W<<D<P",
                NameAgreement::AgreesShortened,
            ),
            ("NILAVADHANANANDA, Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DE<K", NameAgreement::AgreesShortened),
            ("NILAVADHANANANDA, Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DE<K<", NameAgreement::Differs),
            ("PAPANDROPOULOUS, Jonathon Warren Trevor", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR", NameAgreement::Agrees),
            ("VILARCHÃO FERNÁNDEZ, José Ramón", "VILARCHAO<FERNANDEZ<<JOSE<RAMO", NameAgreement::AgreesShortened),
            ("ЩЕРБАКОВА, Юлия", "SHCHERBAKOVA<<IULIIA<<<<<", NameAgreement::Agrees),
            ("СОБОЛЬ, Ольга", "SOBOL<<OLGA<<<<<", NameAgreement::Agrees),
            ("כהן", "COHEN<<<<<", NameAgreement::NotComparable),
            ("فاطمة", "FAXTTMXAH<<<<<", NameAgreement::Agrees),
            ("فاطمة", "FATIMA<<<<<", NameAgreement::NotComparable),
            ("", "COHEN<<<<<", NameAgreement::NotComparable),
        ] {
            assert_eq!(names_agree(printed, &split(field).names), expected, "{printed} / {field}");
        }
    }
}
