//! The name of a decoded picture: the sum of its file, and which page of it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Sha256;

/// Between the sum and the number of the page: the fragment that opens a PDF at a page (RFC 8118, section 3).
const PAGE: &str = "#page=";

/// Names one picture of a file: the sum of the file and the page in it.
///
/// Written as the sum alone for the first page, which is the only one of nearly every file, and as `<sum>#page=2` for the
/// second, so that what was written before files were read beyond their first page stays true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct PictureSum {
    /// The sum of the file.
    pub sha256: Sha256,
    /// The page in it, counted from 0.
    pub page: u32,
}

impl PictureSum {
    /// The first eight digits of the sum, and the page if it is not the first, for people.
    pub fn short(&self) -> String {
        match self.page {
            0 => self.sha256.short(),
            page => format!("{}, page {}", self.sha256.short(), page.saturating_add(1)),
        }
    }

    /// A sum that no other picture has: that of the file for its first page.
    pub fn digest(&self) -> Sha256 {
        match self.page {
            0 => self.sha256,
            _ => Sha256::of(self.to_string().as_bytes()),
        }
    }
}

impl From<Sha256> for PictureSum {
    fn from(sha256: Sha256) -> Self {
        Self { sha256, page: 0 }
    }
}

impl fmt::Display for PictureSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.page {
            0 => self.sha256.fmt(f),
            page => write!(f, "{}{PAGE}{}", self.sha256, u64::from(page) + 1),
        }
    }
}

impl From<PictureSum> for String {
    fn from(sum: PictureSum) -> Self {
        sum.to_string()
    }
}

impl TryFrom<String> for PictureSum {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl std::str::FromStr for PictureSum {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((sum, number)) = text.split_once(PAGE) else { return Ok(text.parse::<Sha256>()?.into()) };
        let page = number.parse::<u32>().ok().filter(|page| *page > 1 && page.to_string() == number);
        let page = page.ok_or_else(|| "expected the number of a page from 2 on".to_owned())?;
        Ok(Self { sha256: sum.parse()?, page: page.saturating_sub(1) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(page in 0_u32..u32::MAX) {
            let sum = PictureSum { sha256: Sha256::of(b"a file"), page };
            prop_assert_eq!(sum.to_string().parse(), Ok(sum));
        }

        #[test]
        fn no_text_has_two_readings(text in "([0-9a-f]{64})?(#page=)?[0-9+ ]{0,3}") {
            if let Ok(sum) = text.parse::<PictureSum>() {
                prop_assert_eq!(sum.to_string(), text);
            }
        }
    }

    #[test]
    fn the_first_page_is_written_as_its_file() {
        let file = Sha256::of(b"a file");
        let second = PictureSum { sha256: file, page: 1 };
        assert_eq!(PictureSum::from(file).to_string(), file.to_string());
        assert_eq!((PictureSum::from(file).digest(), second.digest() == file), (file, false));
        assert_eq!(second.to_string(), format!("{file}#page=2"));
        assert_eq!(second.short(), format!("{}, page 2", file.short()));
        for wrong in [format!("{file}#page=1"), format!("{file}#page=02"), format!("{file}#page="), "#page=2".to_owned()] {
            assert!(wrong.parse::<PictureSum>().is_err(), "{wrong}");
        }
    }
}
