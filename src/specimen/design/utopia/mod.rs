//! What the passports of Utopia share.

pub(super) mod diplomatic_2019;
mod diplomatic_facts;
pub(super) mod emergency_2021;
mod facts_2014;
mod facts_2019;
mod motif;
mod pages_2019;
mod pages_facts_2019;
pub(super) mod passport_2008;
pub(super) mod passport_2014;
pub(super) mod passport_2019;
mod stamps;

use super::build::{self, ALL_LIGHTS};
use super::{Entry, Lettering, MrzPlace, PageSpec};
use crate::domain::{Light, Side, SizeMm};
use crate::specimen::canvas::{Canvas, Ink};
use crate::specimen::emblem;

pub(super) const SIZE: SizeMm = SizeMm { width: 125.0, height: 88.0 };
pub(super) const PAGE: &str = "data-page";

/// Where the machine-readable zone of a TD3 document stands (Doc 9303-4).
pub(super) const MRZ: MrzPlace = MrzPlace { left: 6.0, lines: &[88.0 - 15.75, 88.0 - 9.40] };

/// The data page with its tables.
pub(super) const fn data_page(zones: &'static [build::ZoneRow], entries: &'static [Entry], lettering: Lettering) -> PageSpec {
    PageSpec {
        id: PAGE,
        title: "Data page",
        side: Side::Front,
        size: SIZE,
        rounded: [false, false, true, true],
        lights: ALL_LIGHTS,
        zones,
        entries,
        lettering,
        mrz: Some(MRZ),
    }
}

/// A page of the booklet without a machine-readable zone.
const fn inner_page(
    (id, title, side): (&'static str, &'static str, Side),
    lights: &'static [Light],
    zones: &'static [build::ZoneRow],
    lettering: Lettering,
) -> PageSpec {
    let rounded = match side {
        Side::Front => [false, false, true, true],
        Side::Back => [true, true, false, false],
    };
    PageSpec { id, title, side, size: SIZE, rounded, lights, zones, entries: &[], lettering, mrz: None }
}

/// The arms, filled.
pub(super) fn arms(canvas: &mut Canvas, center: (f32, f32), radius: f32, ink: &Ink) {
    if let Some(path) = emblem::utopia().and_then(|path| emblem::placed(&path, center, radius)) {
        canvas.fill(&path, ink);
    }
}

/// The arms as a pair of inks that agree in daylight: infrared passes the wreath and leaves the tower.
pub(super) fn paired_arms(canvas: &mut Canvas, center: (f32, f32), radius: f32, ink: &Ink) {
    for (path, share) in [(emblem::wreath(), 0.03), (emblem::utopia_charge(), 0.85)] {
        if let Some(path) = path.and_then(|path| emblem::placed(&path, center, radius)) {
            canvas.fill(&path, &ink.clone().infrared(share));
        }
    }
}
