//! Where each capture lies on a page of the reference.

use std::sync::Arc;

use super::Seen;
use super::identify::Identified;
use crate::app::library::{Library, ReferencePage};
use crate::app::{Part, Problem, Watch};
use crate::domain::{CaptureId, Homography, Light, MM_PER_INCH, PageOf, PlacedBy, Placement, Progress, Reference};
use crate::imaging::{NoFitReason, RegisterError, RegisterParams, Registration, finished, register};

/// A capture laid over a page of the reference, under the light of the capture if the reference holds it.
pub struct Placed {
    /// Which capture, counted in the exhibit.
    pub seen: usize,
    /// The reference page it lies on, under the light it was laid over.
    pub page: Arc<ReferencePage>,
    /// How it lies there.
    pub registration: Registration,
    /// Whether that was taken over from another light.
    pub carried_over: bool,
    /// How it came about.
    pub how: PlacedBy,
}

impl Placed {
    /// The same as it stands in an examination.
    pub fn placement(&self, capture: CaptureId) -> Placement {
        Placement {
            capture,
            page: self.page.page.clone(),
            page_from_capture: self.registration.page_from_questioned(self.page.resolution),
            residual_mm: self.registration.residual_mm,
            inliers: self.registration.inliers,
            coverage: self.registration.coverage,
            sampling_ppi: self.registration.sampling_ppi,
            carried_over: self.carried_over,
            how: self.how.clone(),
        }
    }

    /// A placement of an examination as it came from registration; `None` if the library holds no picture of its page.
    fn kept(index: usize, one: &Seen, placement: &Placement, library: &Library) -> Result<Option<Self>, Problem> {
        let made = placement.by_hand().map(|made| made.light);
        let mut page = library.page(&placement.page, one.capture.light)?;
        // Without a picture under the light of the capture, the one that the landmarks were set in.
        if let (None, Some(light)) = (&page, made) {
            page = library.page(&placement.page, light)?;
        }
        let Some(page) = page else { return Ok(None) };
        let Some(reference_from_page) = Homography::page_from_picture(page.resolution).inverse() else { return Ok(None) };
        let registration = Registration {
            reference_from_questioned: reference_from_page.after(&placement.page_from_capture.0),
            inliers: placement.inliers,
            residual_px: placement.residual_mm * page.resolution.mean() / MM_PER_INCH,
            residual_mm: placement.residual_mm,
            bend: None,
            coverage: placement.coverage,
            sampling_ppi: placement.sampling_ppi,
        };
        Ok(Some(Self { seen: index, page, registration, carried_over: placement.carried_over, how: placement.how.clone() }))
    }
}

/// What came of laying the captures of one exhibit over a reference.
#[derive(Default)]
pub struct Registered {
    /// The captures that fit.
    pub placed: Vec<Placed>,
    /// The captures that do not, and why.
    pub not_placed: Vec<(CaptureId, NoFitReason)>,
}

/// Lays each capture of an exhibit over the page of `reference` that it shows.
///
/// Captures under visible light come first. One under another light is laid over the reference under that light, but where the document
/// itself shines over the print of the visible reference, if that shows: a false luminous design may lie anywhere. If it shows too little for
/// that and has the size in px of a visible capture of the same page, it takes over where that one lies, for document
/// readers switch lamps without moving the document. Captures in `kept` stay where they are, whatever registration would say.
///
/// # Errors
///
/// Whatever stands in the way of reading the library; cancelled if `watch` asks to stop.
pub fn register_exhibit(
    seen: &[Seen],
    reference: &Reference,
    identified: &Identified,
    kept: &[Placement],
    library: &Library,
    watch: &dyn Watch,
) -> Result<Registered, Problem> {
    let mut registered = Registered::default();
    let mut order: Vec<usize> = (0..seen.len()).collect();
    order.sort_by_key(|index| seen.get(*index).is_none_or(|seen| seen.capture.light != Light::Visible));
    for (done, index) in order.iter().copied().enumerate() {
        let part = Part::new(watch, done, order.len());
        part.report(0, 1)?;
        let Some(one) = seen.get(index) else { continue };
        let held = kept.iter().find(|placement| placement.capture == one.capture.id && placement.page.reference == reference.id);
        if let Some(placement) = held
            && let Some(placed) = Placed::kept(index, one, placement, library)?
        {
            registered.placed.push(placed);
            continue;
        }
        let carried = carry_over(seen, one, &registered.placed, library)?;
        match place(one, reference, identified, library, &part)? {
            Ok((page, registration)) => {
                registered.placed.push(Placed { seen: index, page, registration, carried_over: false, how: PlacedBy::Program });
            }
            Err(reason) => match carried {
                Some(((page, registration), how)) => {
                    registered.placed.push(Placed { seen: index, page, registration, carried_over: true, how });
                }
                None => registered.not_placed.push((one.capture.id, reason)),
            },
        }
    }
    registered.placed.sort_by_key(|placed| placed.seen);
    Ok(registered)
}

type Fit = (Arc<ReferencePage>, Registration);

/// The fit of a capture that shows luminescence to the print of the visible reference, in the frame of the reference under its own light;
/// `None` if too little of the print is seen.
///
/// Of the samples under 365 nm all 25 fit so, at most 0.18 mm off; laid over the luminous design, a false one is off by as much as it was
/// drawn out of place.
fn by_print(one: &Seen, pages: &[PageOf], library: &Library, progress: &dyn Progress) -> Result<Option<Fit>, Problem> {
    let mut best: Option<Fit> = None;
    for of in pages {
        let Some((print, held)) = library.page(of, Light::Visible)?.zip(library.page(of, one.capture.light)?) else { continue };
        match register(&one.picture, &print.prepared, &RegisterParams::default(), progress) {
            Ok(registration) if best.as_ref().is_none_or(|(_, other)| other.inliers < registration.inliers) => {
                let page_from_questioned = registration.page_from_questioned(print.resolution).0;
                let Some(held_from_page) = Homography::page_from_picture(held.resolution).inverse() else { continue };
                let registration = Registration {
                    reference_from_questioned: held_from_page.after(&page_from_questioned),
                    residual_px: registration.residual_mm * held.resolution.mean() / MM_PER_INCH,
                    bend: None,
                    ..registration
                };
                best = Some((held, registration));
            }
            Ok(_) | Err(RegisterError::NoFit { .. }) => {}
            Err(RegisterError::Cancelled(cancelled)) => return Err(cancelled.into()),
        }
    }
    Ok(best)
}

/// The best fit of one capture to the pages of `reference` under its light.
fn place(
    one: &Seen,
    reference: &Reference,
    identified: &Identified,
    library: &Library,
    progress: &dyn Progress,
) -> Result<Result<Fit, NoFitReason>, Problem> {
    let light = one.capture.light;
    // Identification may have laid it over a page already.
    let found = identified.by_capture.get(&one.capture.id).into_iter().flatten().find_map(|candidate| {
        let page = PageOf::named(&candidate.key).filter(|page| page.reference == reference.id)?;
        Some((page, candidate.registration.clone()?))
    });
    let named = one.capture.page.as_ref().filter(|named| reference.page(named).is_some());
    let found = found.filter(|(page, _)| named.is_none_or(|named| *named == page.page));
    if light.shows_luminescence() {
        let all = reference.pages.iter().filter(|page| named.is_none_or(|named| *named == page.id));
        let all = all.map(|page| PageOf { reference: reference.id.clone(), page: page.id.clone() });
        let pages = found.as_ref().map_or_else(|| all.collect(), |(page, _)| vec![page.clone()]);
        if let Some(fit) = by_print(one, &pages, library, progress)? {
            return Ok(Ok(fit));
        }
    }
    if let Some((page, registration)) = found
        && let Some(page) = library.page(&page, light)?
    {
        // Telling pages apart takes no more than a rough fit of a flat page.
        let registration = finished(registration, &one.picture, &page.prepared, &RegisterParams::default(), progress)?;
        return Ok(Ok((page, registration)));
    }
    let mut best: Option<Fit> = None;
    let mut reason = NoFitReason::FewFeatures;
    for page in reference.pages.iter().filter(|page| named.is_none_or(|named| *named == page.id)) {
        let of = PageOf { reference: reference.id.clone(), page: page.id.clone() };
        let Some(held) = library.page(&of, light)? else { continue };
        match register(&one.picture, &held.prepared, &RegisterParams::default(), progress) {
            Ok(registration) if best.as_ref().is_none_or(|(_, other)| other.inliers < registration.inliers) => {
                best = Some((held, registration));
            }
            Ok(_) => {}
            Err(RegisterError::NoFit { reason: why, .. }) => reason = why,
            Err(RegisterError::Cancelled(cancelled)) => return Err(cancelled.into()),
        }
    }
    Ok(best.ok_or(reason))
}

/// Where a visible capture of the same page and size lies, in the frame of the reference under this capture's light.
fn carry_over(seen: &[Seen], one: &Seen, placed: &[Placed], library: &Library) -> Result<Option<(Fit, PlacedBy)>, Problem> {
    if one.capture.light == Light::Visible {
        return Ok(None);
    }
    let size = |seen: &Seen| (seen.capture.width_px, seen.capture.height_px);
    let twin = placed.iter().find(|placed| {
        seen.get(placed.seen).is_some_and(|other| {
            other.capture.light == Light::Visible
                && size(other) == size(one)
                && one.capture.page.as_ref().is_none_or(|page| *page == placed.page.page.page)
        })
    });
    let Some(twin) = twin else { return Ok(None) };
    let Some(page) = library.page(&twin.page.page, one.capture.light)? else { return Ok(None) };
    let page_from_questioned = twin.registration.page_from_questioned(twin.page.resolution).0;
    let Some(reference_from_page) = Homography::page_from_picture(page.resolution).inverse() else { return Ok(None) };
    let reference_from_questioned = reference_from_page.after(&page_from_questioned);
    Ok(Some(((page, Registration { reference_from_questioned, ..twin.registration.clone() }), twin.how.clone())))
}
