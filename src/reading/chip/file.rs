//! Which elementary file a dumped file is.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A dumped file: its name, with or without folders before it, and its bytes.
#[derive(Debug, Clone)]
pub struct ChipFile {
    /// The name.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// An elementary file of a travel document (ICAO Doc 9303, part 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// EF.COM: lists the data groups; not signed.
    Com,
    /// EF.SOD: the document security object.
    Sod,
    /// A data group, 1 to 16.
    Group(u8),
    /// EF.CardAccess: protocols for the opening of the chip; not signed.
    CardAccess,
    /// EF.CardSecurity: protocols and keys, signed.
    CardSecurity,
}

/// First tags of the data groups 1 to 16.
const GROUP_TAGS: [u32; 16] = [0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70];

impl FileKind {
    /// What the name of a dumped file says: `EF_SOD.bin`, `EF.SOD`, `sod`, `DG1.bin`, `DG01`, `DataGroup1`, `0101.bin`, `CardAccess`.
    pub fn from_name(name: &str) -> Option<Self> {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name).to_uppercase();
        let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let stem = base.rsplit_once('.').map_or(base.as_str(), |(stem, ending)| {
            let is_ending = !matches!(ending, "COM" | "SOD" | "CARDACCESS" | "CARDSECURITY") && !ending.starts_with("DG");
            if is_ending { stem } else { base.as_str() }
        });
        Self::from_word(&plain(stem)).or_else(|| {
            let words: Vec<&str> = stem.split(|character: char| !character.is_ascii_alphanumeric()).collect();
            let pairs = words.windows(2).map(<[&str]>::concat);
            pairs.chain(words.iter().map(|word| (*word).to_owned())).find_map(|word| Self::from_word(&word))
        })
    }

    fn from_word(word: &str) -> Option<Self> {
        let short = word.strip_prefix("EF").unwrap_or(word);
        match short {
            "COM" => return Some(Self::Com),
            "SOD" => return Some(Self::Sod),
            "CARDACCESS" => return Some(Self::CardAccess),
            "CARDSECURITY" => return Some(Self::CardSecurity),
            _ => {}
        }
        if let Some(number) = short.strip_prefix("DATAGROUP").or_else(|| short.strip_prefix("DG")) {
            return number.parse().ok().and_then(Self::group);
        }
        // File identifiers.
        match word {
            "011C" => Some(Self::CardAccess),
            "011D" => Some(Self::Sod),
            "011E" => Some(Self::Com),
            _ if word.len() == 4 && word.starts_with("01") => {
                word.get(2..).and_then(|digits| u8::from_str_radix(digits, 16).ok()).and_then(Self::group)
            }
            _ => None,
        }
    }

    /// What the first tag says; for files whose name says nothing.
    pub fn from_tag(tag: u32) -> Option<Self> {
        match tag {
            0x60 => Some(Self::Com),
            0x77 => Some(Self::Sod),
            _ => (1..=16).map(Self::Group).find(|kind| kind.tag() == Some(tag)),
        }
    }

    /// Data group `number`, if there is one.
    pub fn group(number: u8) -> Option<Self> {
        (1..=16).contains(&number).then_some(Self::Group(number))
    }

    /// The first tag; `None` for the two files that begin without one of their own.
    pub fn tag(self) -> Option<u32> {
        match self {
            Self::Com => Some(0x60),
            Self::Sod => Some(0x77),
            Self::Group(number) => GROUP_TAGS.get(usize::from(number).checked_sub(1)?).copied(),
            Self::CardAccess | Self::CardSecurity => None,
        }
    }

    /// What is in it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Com => "List of data groups",
            Self::Sod => "Document security object",
            Self::CardAccess => "Protocols for opening the chip",
            Self::CardSecurity => "Protocols and keys, signed",
            Self::Group(1) => "Machine-readable zone",
            Self::Group(2) => "Facial image",
            Self::Group(3) => "Fingerprints",
            Self::Group(4) => "Irises",
            Self::Group(5) => "Displayed portrait",
            Self::Group(7) => "Displayed signature",
            Self::Group(11) => "Further personal data",
            Self::Group(12) => "Further data of the document",
            Self::Group(13) => "National data",
            Self::Group(14) => "Security protocols",
            Self::Group(15) => "Key of active authentication",
            Self::Group(16) => "Persons to notify",
            Self::Group(_) => "Reserved data group",
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Com => f.write_str("EF.COM"),
            Self::Sod => f.write_str("EF.SOD"),
            Self::Group(number) => write!(f, "DG{number}"),
            Self::CardAccess => f.write_str("EF.CardAccess"),
            Self::CardSecurity => f.write_str("EF.CardSecurity"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_names_are_known() {
        let cases = [
            (
                FileKind::Sod,
                &["EF_SOD.bin", "EF.SOD", "SOD.bin", "sod", "011D", "011D.bin", "chip/EF-SOD.dat", "Ef.Sod.bin", "x_sod.bin"][..],
            ),
            (FileKind::Com, &["EF_COM.bin", "EF.COM", "COM", "011e.bin"]),
            (
                FileKind::Group(1),
                &["DG1.bin", "DG01.bin", "dg1", "EF.DG1", "EF_DG1.bin", "0101", "DataGroup1.bin", "passport-dg1.bin", "DG 1.bin"],
            ),
            (FileKind::Group(15), &["DG15.bin", "010F.bin", "EF.DG15"]),
            (FileKind::Group(16), &["0110", "DG16"]),
            (FileKind::CardAccess, &["CardAccess.bin", "EF.CardAccess", "EF_CardAccess.bin", "011C"]),
            (FileKind::CardSecurity, &["EF.CardSecurity", "CardSecurity"]),
        ];
        for (kind, names) in cases {
            for name in names {
                assert_eq!(FileKind::from_name(name), Some(kind), "{name}");
            }
        }
        for name in ["", "csca.der", "DG17.bin", "DG0.bin", "photo.jpg", "0111.bin", "truth.json", "command.com.txt"] {
            assert!(!matches!(FileKind::from_name(name), Some(FileKind::Group(_) | FileKind::Sod)), "{name}");
        }
    }
}
