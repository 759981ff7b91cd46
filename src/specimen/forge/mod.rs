//! Forgeries: one file for each kind. A forgery prints a page its own way and says what it did and where.

mod altered_date;
mod missing_uv;
mod photo_substitution;
mod scan_reprint;
mod wrong_series;

use image::RgbImage;
use serde::{Deserialize, Serialize};

use super::design::{self, Design, PageSpec, Print};
use super::sheet::Sheet;
use crate::domain::{Dpi, FraudCode, Light, RectMm};

/// What was done to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForgeryKind {
    /// Nothing: as issued.
    Genuine,
    /// Another photograph pasted over the portrait.
    PhotoSubstitution,
    /// The date of expiry scraped off and printed anew; check digits not recomputed.
    AlteredDate,
    /// Print of this series on the background of another.
    WrongSeries,
    /// Scanned and printed again with a dot screen on office paper.
    ScanReprint,
    /// Printed without the luminous design.
    MissingUv,
}

impl ForgeryKind {
    /// Every kind, the genuine document first.
    pub const ALL: &'static [Self] =
        &[Self::Genuine, Self::PhotoSubstitution, Self::AlteredDate, Self::WrongSeries, Self::ScanReprint, Self::MissingUv];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::PhotoSubstitution => "photo-substitution",
            Self::AlteredDate => "altered-date",
            Self::WrongSeries => "wrong-series",
            Self::ScanReprint => "scan-reprint",
            Self::MissingUv => "missing-uv",
        }
    }

    /// One sentence about it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Genuine => "As issued",
            Self::PhotoSubstitution => "Another photograph pasted over the portrait",
            Self::AlteredDate => "Date of expiry scraped off and printed anew, check digits left as they were",
            Self::WrongSeries => "Print of this series on the background of another",
            Self::ScanReprint => "Scanned and printed again with a dot screen on office paper",
            Self::MissingUv => "Printed without the luminous design",
        }
    }

    /// The kind of fraud it is an example of.
    pub fn fraud(self) -> FraudCode {
        match self {
            Self::Genuine => FraudCode::Authentic,
            Self::PhotoSubstitution => FraudCode::ForgedPhoto,
            Self::AlteredDate => FraudCode::ForgedData,
            Self::WrongSeries => FraudCode::ForgedPage,
            Self::ScanReprint | Self::MissingUv => FraudCode::Counterfeit,
        }
    }
}

impl std::str::FromStr for ForgeryKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.code() == text)
            .ok_or_else(|| format!("`{text}` is not one of {}", Self::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(", ")))
    }
}

/// One change, as the forger would list it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alteration {
    /// The page.
    pub page: String,
    /// Where, in mm of the page.
    pub area: RectMm,
    /// The lights it shows under.
    pub lights: Vec<Light>,
    /// What was done.
    pub what: String,
}

/// A zone that a comparison with the reference has to find different.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Difference {
    /// The page.
    pub page: String,
    /// The zone.
    pub zone: String,
    /// The light.
    pub light: Light,
}

/// What a forger did to a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Account {
    pub alterations: Vec<Alteration>,
    pub must_differ: Vec<Difference>,
}

impl Account {
    fn differs(mut self, page: &str, light: Light, zones: &[&str]) -> Self {
        self.must_differ.extend(zones.iter().map(|zone| Difference { page: page.to_owned(), zone: (*zone).to_owned(), light }));
        self
    }

    fn altered(mut self, page: &str, area: RectMm, lights: &[Light], what: &str) -> Self {
        self.alterations.push(Alteration { page: page.to_owned(), area, lights: lights.to_vec(), what: what.to_owned() });
        self
    }
}

/// A document that is being forged.
pub(crate) struct Job {
    pub kind: ForgeryKind,
    pub design: &'static dyn Design,
    pub seed: u64,
    /// The document as issued; kinds that change what is printed have changed it here.
    pub print: Print,
}

impl Job {
    pub(crate) fn new(kind: ForgeryKind, design: &'static dyn Design, seed: u64) -> Self {
        let mut print = design::print_of(design, seed);
        if kind == ForgeryKind::AlteredDate {
            altered_date::change(&mut print);
        }
        Self { kind, design, seed, print }
    }

    /// The page as the forger left it, edge to edge.
    pub(crate) fn page(&self, page: &PageSpec, light: Light, dpi: Dpi) -> Option<RgbImage> {
        let mut sheet = Sheet::new(page.size, dpi, light, self.design.paper())?;
        match self.kind {
            ForgeryKind::Genuine => design::issue(self.design, &mut sheet, page.id, &self.print),
            ForgeryKind::PhotoSubstitution => photo_substitution::print(self, &mut sheet, page.id),
            ForgeryKind::AlteredDate => altered_date::print(self, &mut sheet, page.id),
            ForgeryKind::WrongSeries => wrong_series::print(self, &mut sheet, page.id),
            ForgeryKind::MissingUv => missing_uv::print(self, &mut sheet, page.id),
            ForgeryKind::ScanReprint => return scan_reprint::page(self, page, light, dpi),
        }
        Some(sheet.finish())
    }

    /// What was done, and what a comparison has to find.
    pub(crate) fn account(&self) -> Account {
        match self.kind {
            ForgeryKind::Genuine => Account::default(),
            ForgeryKind::PhotoSubstitution => photo_substitution::account(self),
            ForgeryKind::AlteredDate => altered_date::account(self),
            ForgeryKind::WrongSeries => wrong_series::account(self),
            ForgeryKind::MissingUv => missing_uv::account(self),
            ForgeryKind::ScanReprint => scan_reprint::account(self),
        }
    }

    /// The zones of a role on each page that are compared under `light`.
    fn zones(&self, light: Light, wanted: impl Fn(&crate::domain::Zone) -> bool) -> Vec<(String, String)> {
        let Some(reference) = self.design.reference() else { return Vec::new() };
        let mut found = Vec::new();
        for page in &reference.pages {
            for zone in &page.zones {
                if zone.content == crate::domain::Content::Fixed && zone.is_seen_under(light) && wanted(zone) {
                    found.push((page.id.to_string(), zone.id.to_string()));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expected_zone_exists_and_is_seen_under_its_light() {
        for kind in ForgeryKind::ALL {
            for design in design::ALL {
                let reference = design.reference().unwrap();
                let account = Job::new(*kind, design, 5).account();
                assert_eq!(account.must_differ.is_empty(), *kind == ForgeryKind::Genuine, "{kind:?} of {}", design.id());
                for difference in account.must_differ {
                    let (page, zone) =
                        reference.zone(&difference.zone.parse().unwrap()).unwrap_or_else(|| panic!("{}: {difference:?}", design.id()));
                    assert_eq!(page.id.as_str(), difference.page);
                    assert!(zone.is_seen_under(difference.light) && zone.content == crate::domain::Content::Fixed, "{difference:?}");
                }
            }
        }
    }
}
