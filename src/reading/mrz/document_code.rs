//! The first two characters of a zone (ICAO Doc 9303, part 4, 4.4 and parts 5 to 7).

use super::{MrzFormat, Note};

/// The second letters that passports share from 2026 on.
const HARMONISED: &str = "PEDORTSLMU";

/// What was found about a document code.
pub(super) struct CodeCheck {
    /// Whether the format allows it.
    pub(super) allowed: bool,
    /// What the format allows, in words.
    pub(super) expected: &'static str,
    /// What a person should know.
    pub(super) note: Option<Note>,
}

/// Checks `raw`, two characters, against `format`.
///
/// `P<` and national second letters are normal in passports issued before 2028, and the date of issue is not in the zone, so
/// neither is a finding.
pub(super) fn check(raw: &str, format: MrzFormat) -> CodeCheck {
    let mut characters = raw.chars();
    let (first, second) = (characters.next().unwrap_or('<'), characters.next().unwrap_or('<'));
    let national = (second != '<').then_some(Note::NationalCode);
    match format {
        MrzFormat::Td3 => CodeCheck {
            allowed: first == 'P' && !second.is_ascii_digit(),
            expected: "P and a letter or <",
            note: if HARMONISED.contains(second) { Some(Note::HarmonisedCode) } else { national },
        },
        MrzFormat::Td1 | MrzFormat::Td2 => CodeCheck {
            allowed: matches!(first, 'A' | 'C' | 'I') && second != 'V' && raw != "AI",
            expected: "A, C or I, then any character but V; AI is not used",
            note: national,
        },
        MrzFormat::MrvA | MrzFormat::MrvB => CodeCheck { allowed: first == 'V', expected: "V and any character", note: national },
        MrzFormat::FraId1988 => CodeCheck { allowed: raw == "ID", expected: "ID", note: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_allowed_by_format() {
        for (raw, format, allowed) in [
            ("P<", MrzFormat::Td3, true),
            ("PN", MrzFormat::Td3, true),
            ("P1", MrzFormat::Td3, false),
            ("B<", MrzFormat::Td3, false),
            ("I<", MrzFormat::Td1, true),
            ("C1", MrzFormat::Td1, true),
            ("AC", MrzFormat::Td1, true),
            ("AI", MrzFormat::Td1, false),
            ("IV", MrzFormat::Td2, false),
            ("V<", MrzFormat::MrvB, true),
        ] {
            assert_eq!(check(raw, format).allowed, allowed, "{raw} {format}");
        }
        assert_eq!(check("PD", MrzFormat::Td3).note, Some(Note::HarmonisedCode));
        assert_eq!(check("PN", MrzFormat::Td3).note, Some(Note::NationalCode));
        assert_eq!(check("P<", MrzFormat::Td3).note, None);
    }
}
