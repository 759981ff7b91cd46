//! What measured marks are consistent with, in the examiner's terms; never which process it was.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::beside::InReference;
use super::screen::ScreenKind;
use super::values::{EdgeMarks, ProcessMarks, Scatter, Screen, Screens, SpeckMarks};
use crate::domain::{QuantityValue, words};

/// A rise of the power that dots of one size, scattered, cause; noise and line work stay below it.
const RISE_DB: f64 = 6.0;
/// Scattered dots have no direction.
const ANISOTROPY_DB: f64 = 3.0;
/// How many standard uncertainties two counts are apart to be called different.
const APART: f64 = 3.0;
/// The least difference of two counts that is spoken of, for each mm²: full stops and dots of letters make a few hundredths.
const LEAST_APART: f64 = 0.25;
/// Screens of one print have one frequency, as a share.
const SAME_SHARE: f64 = 0.05;

words! {
    /// A process of printing or personalisation.
    PrintProcess {
        Offset = "offset", "Offset";
        Letterpress = "letterpress", "Letterpress";
        Intaglio = "intaglio", "Intaglio";
        Inkjet = "inkjet", "Inkjet";
        Toner = "toner", "Toner (laser printer)";
        DyeDiffusion = "dye-diffusion", "Thermal dye diffusion";
        MassTransfer = "mass-transfer", "Thermal mass transfer";
        LaserEngraving = "laser-engraving", "Laser engraving";
        Photographic = "photographic", "Photographic print";
    }
}

/// One observation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What was measured, as a sentence.
    pub observed: String,
    /// Processes that leave such a mark; others may as well.
    pub consistent_with: Vec<PrintProcess>,
    /// What it leaves open, as a sentence; empty if nothing is to be said.
    pub cannot_tell: String,
}

impl Remark {
    fn new(observed: String, consistent_with: &[PrintProcess], cannot_tell: impl Into<String>) -> Self {
        Self { observed, consistent_with: consistent_with.to_vec(), cannot_tell: cannot_tell.into() }
    }
}

/// Says what the marks of a region are consistent with. `in_reference` tells for each screen whether the reference has it, and is empty
/// without a reference.
pub fn remarks(marks: &ProcessMarks, in_reference: &[InReference]) -> Vec<Remark> {
    let mut all = Vec::new();
    if marks.is_coarse {
        all.push(Remark::new(
            format!("The capture has {:.0} pixels per inch at the document", marks.sampling_ppi),
            &[],
            "Below 385 ppi a capture is poor evidence of print.",
        ));
    }
    if let Ok(screens) = &marks.screens {
        of_screens(screens, in_reference, &mut all);
    }
    if let Ok(scatter) = &marks.scatter {
        let is_screened = marks.screens.as_ref().is_ok_and(|screens| !screens.found.is_empty());
        all.push(of_scatter(scatter, is_screened));
    }
    if let Ok(edges) = &marks.edges {
        all.push(of_edges(edges));
    }
    if let Ok(specks) = &marks.specks {
        all.push(of_specks(specks));
    }
    all
}

/// A value with its uncertainty, without the coverage factor.
fn short(value: QuantityValue) -> String {
    let text = value.to_string();
    text.split(" (k").next().unwrap_or(&text).to_owned()
}

fn of_screens(screens: &Screens, in_reference: &[InReference], all: &mut Vec<Remark>) {
    if screens.found.is_empty() {
        let [from, to] = screens.range_lpi;
        let wander = match screens.wandering.first() {
            Some([lpi, ..]) => format!("; peaks such as one of {lpi:.0} lpi wander from place to place, as those of drawn line work do"),
            None => String::new(),
        };
        all.push(Remark::new(
            format!("No screen of {from:.0} to {to:.0} lpi stands out{wander}"),
            &[PrintProcess::Offset, PrintProcess::Intaglio, PrintProcess::DyeDiffusion, PrintProcess::Photographic, PrintProcess::Inkjet],
            "A finer or a fainter screen would not show.",
        ));
    }
    for (place, screen) in screens.found.iter().enumerate() {
        all.push(of_screen(screen, screens, in_reference.get(place)));
    }
    let dots: Vec<f64> =
        screens.found.iter().filter(|screen| screen.kind == ScreenKind::Dots).map(|screen| screen.frequency.value()).collect();
    let of_one = dots.iter().map(|one| dots.iter().filter(|other| (*other / one - 1.0).abs() <= SAME_SHARE).count()).max().unwrap_or(0);
    if of_one >= 3 {
        all.push(Remark::new(
            format!("{of_one} dot screens of one frequency at different angles: a rosette of colour separations"),
            &[PrintProcess::Toner, PrintProcess::Offset],
            "Four-colour offset and laser printers both print so.",
        ));
    }
}

fn of_screen(screen: &Screen, screens: &Screens, in_reference: Option<&InReference>) -> Remark {
    let (frequency, angle) = (short(screen.frequency), short(screen.angle));
    let channel =
        screen.channels.first().map_or_else(String::new, |(channel, _)| format!(", strongest in {}", channel.title().to_lowercase()));
    let what = match screen.kind {
        ScreenKind::Dots => "Peaks of a dot screen",
        ScreenKind::Lines => "Peaks of lines of one direction",
    };
    let mut observed =
        format!("{what} of {frequency} at {angle}, {:.0} dB, in {} of {} tiles{channel}", screen.strength_db, screen.tiles, screens.tiles);
    let processes: &[PrintProcess] = match (screen.kind, in_reference) {
        (_, Some(InReference::Present { strength_db })) => {
            observed.push_str(&format!("; the reference has the same ({strength_db:.0} dB)"));
            return Remark::new(observed, &[], "A pattern of the reference belongs to the design.");
        }
        (_, Some(InReference::Absent { strength_db })) => {
            observed.push_str(&format!("; the reference has none there ({strength_db:.0} dB)"));
            &[PrintProcess::Toner, PrintProcess::Offset]
        }
        (ScreenKind::Dots, _) => &[PrintProcess::Toner, PrintProcess::Offset],
        (ScreenKind::Lines, _) => &[PrintProcess::Toner],
    };
    let open = match (screen.kind, in_reference) {
        _ if screen.fits_blocks => "It repeats with the blocks of 8 px that JPEG compression may leave, and need not be of the print.",
        (_, Some(InReference::Absent { .. })) => "Laser printers and four-colour offset both print so.",
        (_, Some(InReference::CannotTell)) => "The reference is too coarse to show whether the design has it.",
        (ScreenKind::Dots, _) => "Whether the design itself is screened: hold it against a reference.",
        (ScreenKind::Lines, _) => "A line screen and straight ruled lines of the design look the same: hold it against a reference.",
    };
    Remark::new(observed, processes, open)
}

fn of_scatter(scatter: &Scatter, is_screened: bool) -> Remark {
    let (rise, ring) = (short(scatter.rise), short(scatter.ring));
    if scatter.rise.value() < RISE_DB {
        let finer = "Dots finer than the capture shows leave no such mark.";
        if scatter.rise.value() < 0.05 {
            return Remark::new(
                "In middle tones the power falls all the way to high frequencies, unlike that of scattered dots".to_owned(),
                &[],
                finer,
            );
        }
        let observed = format!("In middle tones the power does not rise to high frequencies by more than {rise}, as scattered dots would");
        return Remark::new(observed, &[], finer);
    }
    let dots = scatter.dots.as_ref().map_or_else(String::new, |dots| {
        let size = dots.diameter.map_or_else(String::new, |diameter| format!(" of {}", short(diameter)));
        format!("; {} free dots{size}", short(dots.density))
    });
    let directed = format!("{:.1} dB of direction", scatter.anisotropy_db);
    let observed = format!("In middle tones the power rises by {rise} towards {ring}, with {directed}{dots}");
    if is_screened {
        return Remark::new(observed, &[], "The screen accounts for a rise.");
    }
    if scatter.anisotropy_db > ANISOTROPY_DB {
        return Remark::new(observed, &[], "Scattered dots have no direction; fine line work rises so as well.");
    }
    Remark::new(observed, &[PrintProcess::Inkjet, PrintProcess::Offset], "Inkjet and stochastic screens of offset scatter dots alike.")
}

fn of_edges(edges: &EdgeMarks) -> Remark {
    let observed = format!(
        "Straight edges deviate by {} from their lines and take {} from light to dark, on {} edges of {:.1} mm together",
        short(edges.raggedness),
        short(edges.blur),
        edges.edges,
        edges.length_mm
    );
    Remark::new(
        observed,
        &[],
        "No limit is laid down for a process: hold it against the same strokes of a reference taken by the same device at the same resolution.",
    )
}

fn of_specks(specks: &SpeckMarks) -> Remark {
    let near = short(specks.near.density);
    let size = specks.near.diameter.map_or_else(String::new, |diameter| format!(" of {}", short(diameter)));
    let Some(far) = &specks.far else {
        let observed = format!("Specks near strokes: {near}{size}");
        return Remark::new(observed, &[], "There is no paper far from strokes to hold them against.");
    };
    let apart = specks.near.density.value() - far.density.value();
    let standard = specks.near.density.standard_uncertainty().hypot(far.density.standard_uncertainty());
    let observed = format!("Specks near strokes: {near}{size}; far from any: {}", short(far.density));
    if apart > LEAST_APART.max(APART * standard) {
        let open = "Toner that lands beside a stroke and droplets that break off both lie so; their gloss and relief are not in a scan.";
        return Remark::new(format!("{observed}; they gather around strokes"), &[PrintProcess::Toner, PrintProcess::Inkjet], open);
    }
    Remark::new(format!("{observed}; they do not gather around strokes"), &[], "Specks smaller than two pixels are not counted.")
}
