//! Forgeries: one file for each kind. A forgery prints a page its own way and says what it did and where.

mod altered_date;
mod altered_name;
mod altered_number;
mod erase;
mod genuine;
mod inkjet_copy;
mod mask;
mod missing_device;
mod missing_uv;
mod page_substitution;
mod photo_substitution;
mod pseudo;
mod recomputed_date;
mod redrawn;
mod relaminated;
mod scan_reprint;
mod stolen_blank;
mod toner_mrz;
mod worn;
mod wrong_series;
mod wrong_uv;

use image::RgbImage;
pub(crate) use mask::{MASK_DPI, mask};
use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::design::{self, Layer, PageSpec, Print, Series};
use crate::domain::{Dpi, FraudCode, Light, RectMm};

/// How one kind of forgery is made.
pub(crate) struct Recipe {
    /// The name on the command line.
    pub code: &'static str,
    /// One sentence about it.
    pub title: &'static str,
    /// The kind of fraud it is an example of.
    pub fraud: FraudCode,
    /// Checklist items that ought to find it.
    pub tells: &'static [Tell],
    /// Changes what is printed before anything is.
    pub change: fn(&mut Print, &'static Series),
    /// The page as the forger left it, edge to edge; `None` if it cannot be drawn at this size.
    pub page: fn(&Job, &PageSpec, Light, Dpi) -> Option<RgbImage>,
    /// What was done, and what a comparison has to find.
    pub account: fn(&Job) -> Account,
}

/// A checklist item that ought to find a forgery, the light that shows it and the resolution from which it can be seen.
pub(crate) struct Tell {
    pub item: &'static str,
    pub light: Light,
    pub from_dpi: f64,
}

/// The item on barcodes and seals: a seal tells what was issued, whatever was changed around it. Asked of documents with a seal alone.
pub(crate) const SEAL_ITEM: &str = "IMG-MAC-040";

/// Leaves what is printed as it is.
fn unchanged(_: &mut Print, _: &'static Series) {}

/// Declares the kinds with their recipes, the genuine document first.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $recipe:path;)+) => {
        /// What was done to a document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum ForgeryKind {
            $($(#[$doc])* $kind,)+
        }

        impl ForgeryKind {
            /// Every kind, the genuine document first.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            fn recipe(self) -> &'static Recipe {
                match self { $(Self::$kind => &$recipe),+ }
            }
        }
    };
}

kinds! {
    /// Nothing: as issued.
    Genuine = genuine::RECIPE;
    /// Another photograph pasted over the portrait.
    PhotoSubstitution = photo_substitution::RECIPE;
    /// Another portrait under a new film over the whole page.
    Relaminated = relaminated::RECIPE;
    /// The date of expiry scraped off and printed anew; check digits not recomputed.
    AlteredDate = altered_date::RECIPE;
    /// The date of birth bleached out and printed anew; all check digits recomputed.
    RecomputedDate = recomputed_date::RECIPE;
    /// The surname bleached out and another printed.
    AlteredName = altered_name::RECIPE;
    /// One figure of the printed number changed.
    AlteredNumber = altered_number::RECIPE;
    /// The machine-readable zone printed again with toner.
    TonerMrz = toner_mrz::RECIPE;
    /// Print of this series on the background of another.
    WrongSeries = wrong_series::RECIPE;
    /// The data page of another genuine document.
    PageSubstitution = page_substitution::RECIPE;
    /// A genuine blank filled by somebody else.
    StolenBlank = stolen_blank::RECIPE;
    /// Everything drawn anew with heavier lines.
    Redrawn = redrawn::RECIPE;
    /// Scanned and printed again with a dot screen on office paper.
    ScanReprint = scan_reprint::RECIPE;
    /// Copied with an inkjet printer.
    InkjetCopy = inkjet_copy::RECIPE;
    /// Printed without the luminous design.
    MissingUv = missing_uv::RECIPE;
    /// Luminous design in a wrong colour and place.
    WrongUv = wrong_uv::RECIPE;
    /// Printed flat, without device.
    MissingDevice = missing_device::RECIPE;
    /// A passport of a state that does not exist.
    Pseudo = pseudo::RECIPE;
    /// Genuine, worn.
    Worn = worn::WORN;
    /// Genuine, stained.
    Stained = worn::STAINED;
    /// Genuine, trimmed.
    Trimmed = worn::TRIMMED;
}

impl ForgeryKind {
    /// The name on the command line.
    pub fn code(self) -> &'static str {
        self.recipe().code
    }

    /// One sentence about it.
    pub fn title(self) -> &'static str {
        self.recipe().title
    }

    /// The kind of fraud it is an example of.
    pub fn fraud(self) -> FraudCode {
        self.recipe().fraud
    }

    /// Whether the document is as issued, whatever happened to it since.
    pub fn is_genuine(self) -> bool {
        self.fraud() == FraudCode::Authentic
    }

    /// What ought to find it.
    pub fn detections(self) -> Vec<Detection> {
        let of = |tell: &Tell| Detection { item: tell.item.to_owned(), light: tell.light, from_dpi: tell.from_dpi };
        self.recipe().tells.iter().map(of).collect()
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

/// A checklist item that ought to find what was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// The item.
    pub item: String,
    /// The light that shows it.
    pub light: Light,
    /// The resolution of a capture from which it can be seen, in pixels per inch.
    pub from_dpi: f64,
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
    pub series: &'static Series,
    pub seed: u64,
    /// The document as issued; kinds that change what is printed have changed it here.
    pub print: Print,
}

impl Job {
    pub(crate) fn new(kind: ForgeryKind, series: &'static Series, seed: u64) -> Self {
        let mut print = design::print_of(series, seed);
        (kind.recipe().change)(&mut print, series);
        Self { kind, series, seed, print }
    }

    /// The page as the forger left it, edge to edge.
    pub(crate) fn page(&self, page: &PageSpec, light: Light, dpi: Dpi) -> Option<RgbImage> {
        (self.kind.recipe().page)(self, page, light, dpi)
    }

    /// What was done, and what a comparison has to find.
    pub(crate) fn account(&self) -> Account {
        (self.kind.recipe().account)(self)
    }

    /// A sheet of the genuine body, blank.
    fn sheet(&self, page: &PageSpec, light: Light, dpi: Dpi) -> Option<Canvas> {
        Canvas::new(page.size, dpi, light, self.series.body())
    }

    /// Prints the layers of a page that `wanted` lets through, in order.
    fn print_layers(&self, canvas: &mut Canvas, page: &PageSpec, wanted: impl Fn(Layer) -> bool) {
        for layer in Layer::ALL.into_iter().filter(|layer| wanted(*layer)) {
            (self.series.print)(canvas, page, layer, &self.print);
        }
    }

    /// Adds the whole of every page as altered.
    fn all_pages(&self, mut account: Account, lights: &[Light], what: &str) -> Account {
        for page in self.series.pages {
            account = account.altered(page.id, RectMm::new(0.0, 0.0, page.size.width, page.size.height), lights, what);
        }
        account
    }

    /// The fixed zones that are compared under `light`, by page, that `wanted` picks.
    fn zones(&self, light: Light, wanted: impl Fn(&crate::domain::Zone) -> bool) -> Vec<(String, String)> {
        let Some(reference) = self.series.reference() else { return Vec::new() };
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
            let mut found = 0;
            for series in design::ALL {
                let reference = series.reference().unwrap();
                let account = Job::new(*kind, series, 5).account();
                assert!(!kind.is_genuine() || account == Account::default(), "{kind:?} of {}", series.id);
                found += account.alterations.len();
                for alteration in &account.alterations {
                    assert!(series.page(&alteration.page).is_some() && !alteration.lights.is_empty(), "{kind:?}: {alteration:?}");
                }
                for difference in account.must_differ {
                    let (page, zone) =
                        reference.zone(&difference.zone.parse().unwrap()).unwrap_or_else(|| panic!("{}: {difference:?}", series.id));
                    assert_eq!(page.id.as_str(), difference.page);
                    assert!(zone.is_seen_under(difference.light) && zone.content == crate::domain::Content::Fixed, "{difference:?}");
                }
            }
            assert_eq!(found == 0, kind.is_genuine(), "{kind:?} alters nothing on any document");
            assert_eq!(kind.detections().is_empty(), kind.is_genuine(), "{kind:?}");
        }
    }

    #[test]
    fn every_kind_has_a_word_of_its_own_and_is_found_by_it() {
        for kind in ForgeryKind::ALL {
            assert_eq!(kind.code().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }

    #[test]
    fn items_that_ought_to_find_it_are_in_the_checklist() {
        let checklist = include_str!("../../../assets/checklists/image-only-remote.toml");
        for detection in ForgeryKind::ALL.iter().flat_map(|kind| kind.detections()) {
            assert!(checklist.contains(&format!("\"{}\"", detection.item)), "{}", detection.item);
        }
    }
}
