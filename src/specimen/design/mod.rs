//! The documents: one file for each family, drawn layer by layer so that a forgery can leave out or replace one.

mod build;
mod entries;
mod marenia;
mod utopia;
mod utopia_2014;
mod utopia_2019;

use crate::domain::{Date, RectMm, Reference, SizeMm};

pub(crate) use entries::{Entry, Lettering, What};

use super::canvas::{Canvas, Tone};
use super::holder::Holder;
use super::portrait::Face;
use super::sheet::Sheet;

/// What is printed one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    /// Guilloches, line fields, rosettes.
    Background,
    /// Emblem, titles, labels, microtext, chip sign.
    FixedPrint,
    /// Portrait and ghost portrait.
    Portrait,
    /// Names, numbers, dates, signature.
    Data,
    /// Print that ties the portrait to the page.
    Overprint,
    /// The machine-readable zone.
    Mrz,
}

impl Layer {
    pub(crate) const ALL: [Self; 6] = [Self::Background, Self::FixedPrint, Self::Portrait, Self::Data, Self::Overprint, Self::Mrz];
}

/// What luminesces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Glow {
    /// The design, the same in every document.
    Design,
    /// The number of the document.
    Number,
    /// Fibres, different in every document.
    Fibres,
}

impl Glow {
    pub(crate) const ALL: [Self; 3] = [Self::Fibres, Self::Design, Self::Number];
}

/// What is personal about one document.
#[derive(Debug, Clone)]
pub(crate) struct Print {
    pub holder: Holder,
    pub face: Face,
    pub mrz: Vec<String>,
    /// A field that is left blank, for a forger to fill.
    pub blank: Option<What>,
}

/// One page of a design.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageSpec {
    pub id: &'static str,
    pub size: SizeMm,
    /// Corners that are rounded when the page is cut: top left, top right, bottom right, bottom left.
    pub rounded: [bool; 4],
}

/// A document series.
pub(crate) trait Design: Sync {
    fn id(&self) -> &'static str;
    /// `None` only if a table holds a name that is none, which a test rules out.
    fn reference(&self) -> Option<Reference>;
    fn pages(&self) -> &'static [PageSpec];
    fn number_format(&self) -> &'static str;
    fn first_issue(&self) -> Date;
    fn validity_years(&self) -> i16 {
        10
    }
    fn paper(&self) -> Tone;
    fn mrz(&self, holder: &Holder) -> Vec<String>;
    /// Prints one layer of a page as seen in daylight.
    fn print(&self, canvas: &mut Canvas, page: &str, layer: Layer, print: &Print);
    /// Prints what luminesces on a page under 365 nm.
    fn glow(&self, canvas: &mut Canvas, page: &str, glow: Glow, print: &Print);
    /// The page and the frame of the portrait.
    fn portrait(&self) -> (&'static str, RectMm);
    /// The page that carries a field, where it is, and how it is set.
    fn entry(&self, what: What) -> Option<(&'static str, Entry, Lettering)>;
}

/// Every series, in the order of the library.
pub(crate) static ALL: [&dyn Design; 3] = [&utopia_2014::Utopia2014, &utopia_2019::Utopia2019, &marenia::Marenia2020];

/// The document of `seed` in a series.
pub(crate) fn print_of(design: &dyn Design, seed: u64) -> Print {
    let holder = Holder::from_seed(seed, design.number_format(), design.first_issue(), design.validity_years());
    let face = Face::from_seed(holder.seed, holder.sex);
    let mrz = design.mrz(&holder);
    Print { holder, face, mrz, blank: None }
}

/// Prints a whole page as its issuer would.
pub(crate) fn issue(design: &dyn Design, sheet: &mut Sheet, page: &str, print: &Print) {
    for layer in Layer::ALL {
        design.print(&mut sheet.visible, page, layer, print);
    }
    if let Some(uv) = &mut sheet.uv {
        for glow in Glow::ALL {
            design.glow(&mut uv.inks, page, glow, print);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Content;

    #[test]
    fn references_are_sound() {
        for design in ALL {
            let reference = design.reference().unwrap();
            assert_eq!(reference.id.as_str(), design.id());
            assert!(reference.specimen && reference.issuer.code.is_specimen());
            assert!(reference.features.len() >= 10, "{} has {} features", design.id(), reference.features.len());
            let mut zones: Vec<_> = reference.pages.iter().flat_map(|page| &page.zones).map(|zone| zone.id.clone()).collect();
            let count = zones.len();
            zones.sort();
            zones.dedup();
            assert_eq!(zones.len(), count, "{}: two zones of one name", design.id());
            for feature in &reference.features {
                if let Some(zone) = &feature.zone {
                    assert!(reference.zone(zone).is_some(), "{}: feature {} names no zone: {zone}", design.id(), feature.id);
                }
            }
            for page in &reference.pages {
                for zone in &page.zones {
                    let inside = page.bounds().intersection(zone.area);
                    assert!(inside.is_some_and(|inside| (inside.area() - zone.area.area()).abs() < 1e-6), "{} leaves its page", zone.id);
                }
            }
        }
    }

    #[test]
    fn fixed_zones_do_not_touch_personal_ones() {
        for design in ALL {
            for page in &design.reference().unwrap().pages {
                let (fixed, personal): (Vec<_>, Vec<_>) = page.zones.iter().partition(|zone| zone.content == Content::Fixed);
                for zone in fixed {
                    for other in &personal {
                        let shared = zone.area.intersection(other.area).map_or(0.0, |shared| shared.area());
                        assert!(shared < 1e-9, "{}: fixed {} and personal {} share {shared} mm²", design.id(), zone.id, other.id);
                    }
                }
            }
        }
    }
}
