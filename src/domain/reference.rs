//! Genuine documents to compare with: pages, captures, zones and security features.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Content, DataField, Date, DocumentKind, FeatureId, FeatureKind, Light, PageId, RectMm, ReferenceId, Resolution, Sha256, Side, SizeMm,
    Substrate, ZoneId, ZoneRole,
};

/// The issuer of a document as in its machine-readable zone: one to three capital letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct IssuerCode(String);

impl IssuerCode {
    /// Takes one to three capital letters; `None` otherwise. Fillers (`D<<`) are not part of the code.
    pub fn new(text: &str) -> Option<Self> {
        ((1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| Self(text.to_owned()))
    }

    /// The code without fillers.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is set aside for examples and specimens: `UTO`, or user-assigned `QMA` to `QZZ`.
    pub fn is_specimen(&self) -> bool {
        self.0 == "UTO" || (self.0.len() == 3 && ("QMA"..="QZZ").contains(&self.0.as_str()))
    }
}

impl TryFrom<String> for IssuerCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text).ok_or_else(|| format!("`{text}` is no issuer code: expected one to three capital letters"))
    }
}

impl From<IssuerCode> for String {
    fn from(code: IssuerCode) -> Self {
        code.0
    }
}

impl std::fmt::Display for IssuerCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who issues a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Issuer {
    /// The code in the machine-readable zone.
    pub code: IssuerCode,
    /// The name in English.
    pub name: String,
}

/// When documents of a series were issued; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssuePeriod {
    /// First day of issue.
    pub from: Date,
    /// Last day of issue, `None` while it goes on.
    pub to: Option<Date>,
}

impl IssuePeriod {
    /// Whether a document dated `day` can be of this series.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// How far a reference may be relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Where it comes from.
    pub source: String,
    /// Who confirmed that it is genuine; `None` while nobody has.
    pub verified_by: Option<String>,
    /// What may be shared, in words.
    pub sharing: Option<String>,
}

/// A genuine document of one issuer, kind and series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Its name in the library and the name of its folder.
    pub id: ReferenceId,
    /// Who issues it.
    pub issuer: Issuer,
    /// What it is.
    pub kind: DocumentKind,
    /// The series in words, for example `2019 series`.
    pub series: String,
    /// The document code in its machine-readable zone, for example `P<` or `PP`.
    pub document_code: String,
    /// When it was issued.
    pub issued: IssuePeriod,
    /// What the page with the data is made of.
    pub substrate: Substrate,
    /// How a document number is built: `A` a letter, `9` a digit, anything else stands for itself.
    pub number_format: Option<String>,
    /// Whether it is a specimen without legal effect.
    pub specimen: bool,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Pages in the order of the document.
    pub pages: Vec<Page>,
    /// Security features.
    pub features: Vec<Feature>,
    /// Forgeries of this series that are known.
    pub known_forgeries: Vec<KnownForgery>,
}

impl Reference {
    /// The page named `id`.
    pub fn page(&self, id: &PageId) -> Option<&Page> {
        self.pages.iter().find(|page| &page.id == id)
    }

    /// The page and the zone named `id`; zone names are unique in a reference.
    pub fn zone(&self, id: &ZoneId) -> Option<(&Page, &Zone)> {
        self.pages.iter().find_map(|page| Some((page, page.zones.iter().find(|zone| &zone.id == id)?)))
    }

    /// Whether the series has a feature of `kind`.
    pub fn has_feature(&self, kind: FeatureKind) -> bool {
        self.features.iter().any(|feature| feature.kind == kind)
    }

    /// Issuer, kind and series in one line for people.
    pub fn title(&self) -> String {
        format!("{} · {} · {}", self.issuer.name, self.kind.title(), self.series)
    }

    /// Whether `number` can be a number of this series: `Some(false)` if it cannot, `None` if no format is known.
    pub fn number_fits(&self, number: &str) -> Option<bool> {
        let format = self.number_format.as_deref()?;
        Some(
            format.chars().count() == number.chars().count()
                && format.chars().zip(number.chars()).all(|(pattern, given)| match pattern {
                    'A' => given.is_ascii_uppercase(),
                    '9' => given.is_ascii_digit(),
                    literal => literal == given,
                }),
        )
    }
}

/// One page of a reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// Its name in the reference.
    pub id: PageId,
    /// Its name for people.
    pub title: String,
    /// Which side of the sheet it is.
    pub side: Side,
    /// Its size in mm.
    pub size: SizeMm,
    /// Its picture under each light that is held.
    pub captures: BTreeMap<Light, ReferenceCapture>,
    /// Its zones, in mm from its top left corner.
    pub zones: Vec<Zone>,
}

impl Page {
    /// The whole page as a rectangle.
    pub fn bounds(&self) -> RectMm {
        RectMm::new(0.0, 0.0, self.size.width, self.size.height)
    }

    /// The zone named `id`.
    pub fn zone(&self, id: &ZoneId) -> Option<&Zone> {
        self.zones.iter().find(|zone| &zone.id == id)
    }
}

/// The picture of a reference page under one light; it shows the page edge to edge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceCapture {
    /// File name in the reference's folder.
    pub file: String,
    /// Its sum; `None` in a folder whose captures have not been hashed yet.
    pub sha256: Option<Sha256>,
    /// Its resolution; `None` until the file has been read.
    pub resolution: Option<Resolution>,
}

/// An area of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Zone {
    /// Its name, unique in the reference.
    pub id: ZoneId,
    /// Its name for people.
    pub title: String,
    /// Where it lies, in mm from the top left corner of the page.
    pub area: RectMm,
    /// Whether all documents of the series show the same here.
    pub content: Content,
    /// What it holds.
    pub role: ZoneRole,
    /// The field of the document that is printed there, so that it can be compared with other carriers of it; `None` if it is none of
    /// those, or not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<DataField>,
    /// The lights it is to be compared under; empty means every light that is held.
    #[serde(default)]
    pub lights: Vec<Light>,
}

impl Zone {
    /// Whether it is to be compared under `light`.
    pub fn is_seen_under(&self, light: Light) -> bool {
        self.lights.is_empty() || self.lights.contains(&light)
    }

    /// What of it is compared with a reference, for a reader: what a holder brings along is not, only the print beneath.
    pub fn compared_title(&self) -> String {
        match self.content {
            Content::Fixed => self.title.clone(),
            Content::Personal | Content::Serial => format!("Print beneath: {}", self.title),
        }
    }
}

/// Who can be expected to see a feature (ICAO Doc 9303-2, appendix A; ).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
#[schemars(with = "u8")]
pub enum Level {
    /// A quick look or touch, without tools.
    One,
    /// A trained inspector with simple tools.
    Two,
    /// A forensic specialist.
    Three,
}

impl TryFrom<u8> for Level {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            3 => Ok(Self::Three),
            _ => Err(format!("{number} is no level: expected 1, 2 or 3")),
        }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        match level {
            Level::One => 1,
            Level::Two => 2,
            Level::Three => 3,
        }
    }
}

/// A security feature of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Feature {
    /// Its name, unique in the reference.
    pub id: FeatureId,
    /// What sort of feature it is.
    pub kind: FeatureKind,
    /// Its name for people.
    pub title: String,
    /// Where it is; `None` if all over the document.
    pub zone: Option<ZoneId>,
    /// Who can be expected to see it.
    pub level: Level,
    /// The lights it is seen under.
    pub lights: Vec<Light>,
    /// How to see it.
    pub how: String,
    /// What a genuine one shows.
    pub genuine: String,
}

/// A forgery of a series that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KnownForgery {
    /// What was done.
    pub kind: super::FraudCode,
    /// What gives it away.
    pub note: String,
}

/// A genuine reference page, as a place: reference and page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct PageOf {
    /// The reference.
    pub reference: ReferenceId,
    /// Its page.
    pub page: PageId,
}

impl PageOf {
    /// The place that is written as `name`: reference, a slash, page; `None` if that is no place.
    pub fn named(name: &str) -> Option<Self> {
        let (reference, page) = name.split_once('/')?;
        Some(Self { reference: ReferenceId::new(reference).ok()?, page: PageId::new(page).ok()? })
    }
}

impl std::fmt::Display for PageOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.reference, self.page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let place = PageOf::named("UTO-P-2019/data-page").unwrap();
        assert_eq!(PageOf::named(&place.to_string()), Some(place));
        assert!(["", "UTO-P-2019", "/", "UTO-P-2019/"].iter().all(|name| PageOf::named(name).is_none()));
    }

    #[test]
    fn specimen_codes_are_utopia_and_the_user_assigned_range() {
        for (code, specimen) in [("UTO", true), ("QMA", true), ("QZZ", true), ("QLZ", false), ("D", false)] {
            assert_eq!(IssuerCode::new(code).unwrap().is_specimen(), specimen, "{code}");
        }
        assert_eq!(IssuerCode::new("D<<"), None);
    }

    #[test]
    fn a_period_includes_both_its_days() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let period = IssuePeriod { from: day("2014-05-01"), to: Some(day("2019-06-30")) };
        assert!(period.contains(day("2014-05-01")) && period.contains(day("2019-06-30")));
        assert!(!period.contains(day("2019-07-01")));
    }
}
