//! Where a registered picture departs from the reference, zone by zone.
//!
//! Only fixed zones are compared: what a holder brings along differs on every genuine document. Both pictures are rendered in the
//! frame of the page ([`frame`]), the light of the page is divided out, the sharper is blurred to the other, and then each zone is
//! measured: lines ([`structure`]), colour ([`colour`]), dot screens ([`screen`]), and under ultraviolet light brightness and design.
//!
//! The map of a whole page ([`map`]) goes pixel by pixel instead: both pictures are rendered equally smooth ([`smooth`]), what the reference
//! explains is taken away ([`explain`]), and what is left is measured by what is usual on the pair ([`surprise`]); beneath what a holder
//! brings along only the print is asked for ([`beneath`]), which [`personal`] measures zone by zone. Print that departs may be print that
//! moved ([`shift`]); in a fixed zone that is a measurement of it ([`moved`]).

mod beneath;
mod blend;
mod colour;
mod compose;
mod explain;
mod frame;
mod glow;
mod heat;
mod islands;
mod light;
mod map;
mod moved;
mod params;
mod personal;
mod regions;
mod screen;
mod shift;
mod smooth;
mod structure;
mod surprise;
mod zone;

use rayon::prelude::*;

pub use blend::{Marks, mix, mixture_legend};
pub use compose::{Surface, compose};
pub use heat::{HeatColours, heat_colour};
pub use map::{Differences, Laid, difference_map};
pub use params::CompareParams;
pub use personal::compare_beneath;

use self::frame::{Area, Frame};
use self::map::Still;
use self::moved::{add_moved, moved_print};
use self::structure::Structure;
use self::zone::{Bench, not_comparable};
use super::{Picture, Registration};
use crate::domain::{
    Cancelled, Content, Light, NotComparableReason, Outcome, Page, PageOf, Progress, Sha256, Zone, ZoneComparison, ZoneRole,
};

/// Compares every fixed zone of `page` that is seen under `light`, in the order of the page.
///
/// `reference` shows the page edge to edge and has a resolution; without one every zone is not comparable. Progress counts steps.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
#[expect(clippy::too_many_arguments, reason = "both pictures, where they come from, and how to compare")]
pub fn compare_zones(
    questioned: &Picture,
    registration: &Registration,
    reference: &Picture,
    page_of: &PageOf,
    page: &Page,
    light: Light,
    reference_sha: Option<Sha256>,
    params: &CompareParams,
    progress: &dyn Progress,
) -> Result<Vec<ZoneComparison>, Cancelled> {
    let zones: Vec<&Zone> = page.zones.iter().filter(|zone| zone.content == Content::Fixed && zone.is_seen_under(light)).collect();
    let about = |zone: &Zone| ZoneComparison::open(page_of, zone, light, reference_sha);
    let none = |reason: NotComparableReason| zones.iter().map(|zone| not_comparable(about(zone), reason)).collect::<Vec<_>>();
    let Some(resolution) = reference.info.resolution else { return Ok(none(NotComparableReason::NoReferenceCapture)) };
    if registration.sampling_ppi < params.min_sampling_ppi {
        return Ok(none(NotComparableReason::TooCoarse));
    }
    let Some(mut frame) = Frame::new(questioned, registration, reference, resolution, params.max_ppi, progress)? else {
        return Ok(none(NotComparableReason::NoRegistration));
    };
    progress.report(3, 8)?;
    let is_grey = light == Light::Visible && frame.is_without_colour();
    if !light.shows_luminescence() {
        frame.set_aside_glare();
    }
    let areas: Vec<Area> = zones.iter().filter_map(|zone| frame.area(zone.area)).filter(|area| frame.visible(*area) > 0.99).collect();
    // Under ultraviolet light nothing is divided out: how much shines is what is asked for.
    let raw = light.shows_luminescence().then(|| frame.questioned.clone());
    let lit = light_areas(page, &frame);
    frame.correct_light(&lit);
    let usual_colour = colour::usual(&frame, &lit);
    progress.report(4, 8)?;
    let structure = Structure::new(&frame, &areas, params.max_blur_mm);
    progress.report(6, 8)?;
    let bench =
        Bench::new(questioned, registration, reference, resolution, &frame, &structure, raw.as_ref(), usual_colour, &lit, light, params);
    let compared = zones
        .par_iter()
        .map(|zone| {
            let about = about(zone);
            let Some(area) = frame.area(zone.area).filter(|area| area.width > 3 && area.height > 3) else {
                return not_comparable(about, NotComparableReason::TooCoarse);
            };
            if frame.visible(area) < params.min_visible {
                let reason = if frame.has_glare(area) { NotComparableReason::Glare } else { NotComparableReason::NotInPicture };
                return not_comparable(about, reason);
            }
            if zone.role == ZoneRole::Microtext && registration.sampling_ppi < params.min_microtext_ppi {
                return not_comparable(about, NotComparableReason::TooCoarse);
            }
            let compared = bench.compare(about, zone, area);
            // What differs in a picture without colours may be the copier's doing.
            if is_grey && compared.outcome == Outcome::Differs {
                return not_comparable(compared, NotComparableReason::NoColour);
            }
            compared
        })
        .collect::<Vec<ZoneComparison>>();
    progress.report(7, 8)?;
    let compared = if light == Light::Visible && !compared.is_empty() {
        let laid = Laid { picture: questioned, registration };
        let still = Still { progress, done: 7, total: 8 };
        let moved = moved_print(laid, reference, resolution, page, params, &still)?;
        compared.into_iter().zip(&zones).map(|(comparison, zone)| add_moved(comparison, zone, &moved)).collect()
    } else {
        compared
    };
    progress.report(8, 8)?;
    Ok(compared)
}

/// What tells the light of the page: all of it but personal and serial zones, as strips.
fn light_areas(page: &Page, frame: &Frame) -> Vec<Area> {
    let block = (2.0 * frame.mean_px_per_mm()).round().max(2.0) as usize;
    let personal: Vec<Area> =
        page.zones.iter().filter(|zone| zone.content != Content::Fixed).filter_map(|zone| frame.area(zone.area.grown(0.4))).collect();
    let margin = block;
    let whole =
        Area { left: margin, top: margin, width: frame.width.saturating_sub(2 * margin), height: frame.height.saturating_sub(2 * margin) };
    if whole.width < block || whole.height < block {
        return Vec::new();
    }
    whole.windows(block).into_iter().filter(|window| personal.iter().all(|other| window.is_apart(*other))).collect()
}
