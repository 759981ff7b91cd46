//! The documents: one file for each series, printed layer by layer so that a forgery can leave out or replace one.
//!
//! A series is a table of facts ([`Series`]) and a function that prints one layer of one of its pages on a [`Canvas`]. The canvas
//! knows the light; the inks know what they do under it.

mod build;
mod engraved;
mod entries;
mod marenia;
mod qazirah;
mod sorathai;
mod tianhai;
mod utopia;

use crate::domain::{Date, DocumentKind, FraudCode, Light, RectMm, Reference, Side, SizeMm, Substrate};

pub(crate) use entries::{Entry, Lettering, What};

use super::canvas::{Body, Canvas, Tone};
use super::holder::{Holder, Personal};
use super::mrz::{Format, Zone};
use super::names::Culture;
use super::portrait::Face;
use super::text::Font;

/// Year, month and day.
pub(crate) type Day = (i16, i8, i8);

/// What is printed, embedded or cut one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// Watermark, thread, fibres: what is in the body before it is printed.
    Body,
    /// Guilloches, line fields, rosettes.
    Background,
    /// Emblem, titles, labels, microtext, chip sign; offset and intaglio.
    FixedPrint,
    /// Portrait and ghost portrait.
    Portrait,
    /// Names, numbers, dates, signature.
    Data,
    /// Print that ties the portrait to the page.
    Overprint,
    /// The machine-readable zone and barcodes.
    Mrz,
    /// Luminous design, the same in every document.
    Luminous,
    /// Luminous personal data, such as the number.
    LuminousData,
    /// Holograms, optically variable ink, laminate.
    Optical,
    /// Holes.
    Perforation,
    /// Visas, stamps and notes that came later.
    Entries,
}

impl Layer {
    pub(crate) const ALL: [Self; 12] = [
        Self::Body,
        Self::Background,
        Self::FixedPrint,
        Self::Portrait,
        Self::Data,
        Self::Overprint,
        Self::Mrz,
        Self::Luminous,
        Self::LuminousData,
        Self::Optical,
        Self::Perforation,
        Self::Entries,
    ];
}

/// How personal data come onto a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Technique {
    /// As the issuer does it.
    #[default]
    Issuer,
    /// With a desktop inkjet printer: droplets of dye, gone in infrared.
    Inkjet,
    /// With a laser printer: toner, raised, with satellites.
    Toner,
}

/// A value that is set otherwise than the issuer would.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Misprint {
    pub what: What,
    pub font: Font,
    /// Size as a share of the right one.
    pub scale: f32,
    /// Off the right place, in mm.
    pub shift: (f32, f32),
}

/// What is personal about one document.
#[derive(Debug, Clone)]
pub(crate) struct Print {
    pub holder: Holder,
    pub face: Face,
    pub mrz: Vec<String>,
    /// A field that is left blank, for a forger to fill.
    pub blank: Option<What>,
    pub technique: Technique,
    /// How the machine-readable zone is printed; only [`Technique::Toner`] departs from the rest.
    pub mrz_technique: Technique,
    pub misprint: Option<Misprint>,
    /// The face of the main portrait where it is another than that of the ghost portrait.
    pub photo: Option<Face>,
    /// How the main portrait is printed where the rest is the issuer's.
    pub photo_technique: Technique,
}

/// One page of a series, with the tables of what is on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageSpec {
    pub id: &'static str,
    pub title: &'static str,
    pub side: Side,
    pub size: SizeMm,
    /// Corners that are rounded when the page is cut: top left, top right, bottom right, bottom left.
    pub rounded: [bool; 4],
    /// The lights that the library has captures of, daylight first.
    pub lights: &'static [Light],
    pub zones: &'static [build::ZoneRow],
    pub entries: &'static [Entry],
    pub lettering: Lettering,
    /// Where the machine-readable zone is, if this page has one.
    pub mrz: Option<MrzPlace>,
}

impl PageSpec {
    #[cfg(test)]
    /// A bare page of a size, with nothing on it.
    pub(crate) const fn bare(id: &'static str, size: SizeMm, rounded: [bool; 4]) -> Self {
        Self {
            id,
            title: "",
            side: Side::Front,
            size,
            rounded,
            lights: &[Light::Visible],
            zones: &[],
            entries: &[],
            lettering: Lettering {
                label: super::text::Type::new(Font::Sans, 1.7),
                value: super::text::Type::new(Font::Sans, 3.0),
                native_em: 2.6,
            },
            mrz: None,
        }
    }
}

/// Where a machine-readable zone stands; mm from the upper left corner.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MrzPlace {
    /// Left edge of the first character's cell.
    pub left: f32,
    /// Centres of the lines.
    pub lines: &'static [f32],
}

/// A document series.
pub(crate) struct Series {
    pub id: &'static str,
    /// Code and name of the issuer.
    pub issuer: (&'static str, &'static str),
    pub kind: DocumentKind,
    pub title: &'static str,
    /// The first two characters of the machine-readable zone.
    pub document_code: &'static str,
    /// Year, month and day of the first issue, and of the last.
    pub issued: (Day, Option<Day>),
    pub validity_years: i16,
    /// `A` a letter that cannot be taken for a digit, `9` a digit.
    pub number_format: &'static str,
    /// The people that the documents are made out to.
    pub culture: Culture,
    /// Code of their nationality in the machine-readable zone; the issuer's where `None`.
    pub nationality: Option<&'static str>,
    /// Format of the personal number, empty for none; see [`Personal::personal_format`].
    pub personal_format: &'static str,
    pub substrate: Substrate,
    /// The colour of the body in daylight.
    pub tone: Tone,
    pub pages: &'static [PageSpec],
    /// The page and the frame of the portrait, where the document has one.
    pub portrait: Option<(&'static str, RectMm)>,
    pub features: &'static [build::FeatureRow],
    pub forgeries: &'static [(FraudCode, &'static str)],
    /// The seed of the specimen in the library.
    pub specimen_seed: u64,
    /// Prints one layer of a page.
    pub print: fn(&mut Canvas, &PageSpec, Layer, &Print),
}

impl std::fmt::Debug for Series {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Series").field(&self.id).finish()
    }
}

impl Series {
    /// What a librarian knows about it; `None` only if a table holds a name that is none, which a test rules out.
    pub(crate) fn reference(&self) -> Option<Reference> {
        build::reference(self)
    }

    pub(crate) fn page(&self, id: &str) -> Option<&'static PageSpec> {
        self.pages.iter().find(|page| page.id == id)
    }

    pub(crate) fn first_issue(&self) -> Date {
        let (year, month, day) = self.issued.0;
        Date(jiff::civil::date(year, month, day))
    }

    pub(crate) fn body(&self) -> Body {
        Body { tone: self.tone, substrate: self.substrate, bright: false }
    }

    /// The page that carries a field, where it is, and how it is set.
    pub(crate) fn entry(&self, what: What) -> Option<(&'static PageSpec, Entry)> {
        self.pages.iter().find_map(|page| page.entries.iter().find(|entry| entry.what == what).map(|entry| (page, *entry)))
    }

    /// The page that carries the machine-readable zone.
    pub(crate) fn mrz_page(&self) -> Option<&'static PageSpec> {
        self.pages.iter().find(|page| page.mrz.is_some())
    }

    /// The page and the room of the machine-readable zone.
    pub(crate) fn mrz_area(&self) -> Option<(&'static str, RectMm)> {
        let page = self.mrz_page()?;
        let place = page.mrz?;
        let (top, bottom) = (f64::from(*place.lines.first()?) - 2.2, f64::from(*place.lines.last()?) + 2.2);
        Some((page.id, RectMm::new(f64::from(place.left) - 1.0, top, page.size.width - 2.0 * (f64::from(place.left) - 1.0), bottom - top)))
    }

    /// The lines of the machine-readable zone of a document made out to `holder`.
    pub(crate) fn mrz(&self, holder: &Holder) -> Vec<String> {
        let format = match self.kind {
            DocumentKind::Td1IdCard | DocumentKind::Td1ResidencePermit => Format::Td1,
            DocumentKind::Td2TravelDocument => Format::Td2,
            DocumentKind::MrvA => Format::MrvA,
            DocumentKind::MrvB => Format::MrvB,
            DocumentKind::Td3Passport | DocumentKind::Other => Format::Td3,
        };
        let code = self.document_code.trim_end_matches('<');
        let nationality = self.nationality.unwrap_or(self.issuer.0);
        Zone::new(format, code, self.issuer.0).nationality(nationality).lines(holder)
    }

    /// Whether the documents are visas.
    fn is_visa(&self) -> bool {
        self.document_code.starts_with('V')
    }

    /// Whether the documents are for the foreign service.
    fn is_diplomatic(&self) -> bool {
        self.document_code == "PD"
    }
}

/// Every series, in the order of the library.
pub(crate) static ALL: &[&Series] = &[
    &utopia::passport_2014::SERIES,
    &utopia::passport_2019::SERIES,
    &marenia::IDENTITY_2020,
    &utopia::passport_2008::SERIES,
    &utopia::diplomatic_2019::SERIES,
    &utopia::emergency_2021::SERIES,
    &marenia::PERMIT_2021,
    &marenia::PASSPORT_2018,
    &marenia::TRAVEL_2016,
    &sorathai::PASSPORT_2017,
    &sorathai::VISA_2019,
    &tianhai::PASSPORT_2020,
    &tianhai::CARD_2015,
    &qazirah::passport_2016::SERIES,
    &qazirah::card_2022::SERIES,
    &qazirah::visa_2023::SERIES,
];

/// Series of which the shipped library holds every light; of the others it holds daylight, 365 nm and infrared, or it would be
/// too large for a repository.
const HELD_WHOLE: [&str; 3] = ["UTO-P-2019", "QMA-I-2020", "QZR-P-2016"];

/// The lights of a page that the shipped library holds.
pub(crate) fn held_lights(series: &Series, page: &PageSpec) -> Vec<Light> {
    let few = [Light::Visible, Light::Uv365, Light::Ir880];
    page.lights.iter().copied().filter(|light| HELD_WHOLE.contains(&series.id) || few.contains(light)).collect()
}

/// The series named `id`.
pub(crate) fn named(id: &str) -> Option<&'static Series> {
    ALL.iter().copied().find(|series| series.id == id)
}

/// The person that the document of `seed` in a series is made out to.
pub(crate) fn holder_of(series: &Series, seed: u64) -> Holder {
    let mut personal = Personal::new(series.culture, series.number_format, series.first_issue(), series.validity_years);
    if !series.personal_format.is_empty() {
        personal = personal.identified(series.personal_format);
    }
    if series.is_diplomatic() {
        personal = personal.diplomat();
    }
    Holder::from_seed(seed, personal)
}

/// The document of `seed` in a series.
pub(crate) fn print_of(series: &Series, seed: u64) -> Print {
    let holder = holder_of(series, seed);
    let face = Face::from_seed(holder.seed, holder.sex).aged(f32::from(holder.issued.0.year() - holder.born.0.year()));
    let mrz = series.mrz(&holder);
    Print {
        holder,
        face,
        mrz,
        blank: None,
        technique: Technique::Issuer,
        mrz_technique: Technique::Issuer,
        misprint: None,
        photo: None,
        photo_technique: Technique::Issuer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Content;

    #[test]
    fn references_are_sound() {
        for series in ALL {
            let reference = series.reference().unwrap();
            assert_eq!(reference.id.as_str(), series.id);
            assert!(reference.specimen && reference.issuer.code.is_specimen());
            assert!((10..=25).contains(&reference.features.len()), "{} has {} features", series.id, reference.features.len());
            let mut zones: Vec<_> = reference.pages.iter().flat_map(|page| &page.zones).map(|zone| zone.id.clone()).collect();
            let count = zones.len();
            zones.sort();
            zones.dedup();
            assert_eq!(zones.len(), count, "{}: two zones of one name", series.id);
            for feature in &reference.features {
                if let Some(zone) = &feature.zone {
                    assert!(reference.zone(zone).is_some(), "{}: feature {} names no zone: {zone}", series.id, feature.id);
                }
            }
            for page in &reference.pages {
                for zone in &page.zones {
                    let inside = page.bounds().intersection(zone.area);
                    assert!(inside.is_some_and(|inside| (inside.area() - zone.area.area()).abs() < 1e-6), "{} leaves its page", zone.id);
                    let drawn = series.page(page.id.as_str()).unwrap().lights;
                    for light in &zone.lights {
                        assert!(drawn.contains(light), "{}: zone {} is seen under {light}, which is not drawn", series.id, zone.id);
                    }
                }
            }
        }
    }

    #[test]
    fn fixed_zones_do_not_touch_personal_ones() {
        for series in ALL {
            for page in &series.reference().unwrap().pages {
                let (fixed, personal): (Vec<_>, Vec<_>) = page.zones.iter().partition(|zone| zone.content == Content::Fixed);
                for zone in fixed {
                    for other in &personal {
                        let shared = zone.area.intersection(other.area).map_or(0.0, |shared| shared.area());
                        assert!(shared < 1e-9, "{}: fixed {} and personal {} share {shared} mm²", series.id, zone.id, other.id);
                    }
                }
            }
        }
    }
}
