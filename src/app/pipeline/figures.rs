//! Pictures for the report: the questioned page beside the reference, each crop made from an original by a recipe.

use std::collections::BTreeMap;

use crate::app::Problem;
use crate::app::library::Library;
use crate::domain::findings::{Figure, FigurePicture, UnknownKeys};
use crate::domain::recipe::Recipe;
use crate::domain::{
    Calibration, Capture, CaptureId, Dpi, Evidence, Homography, ItemId, Light, Outcome, Page, PageFromCapture, PageOf, Placement, RectMm,
    Resolution, Sha256, SizeMm, Unwatched, ZoneComparison, ZoneId,
};
use crate::exchange::ReportPicture;
use crate::imaging::{AdjustError, Level, Overview, Part, Picture, Pixels, Prepared, Rgb16Image, Sample, warp_to_page, write_jpeg};

/// The resolution of pictures of zones, in pixels per inch, unless that makes them larger than [`MAX_SIDE_PX`].
const ZONE_DPI: f64 = 300.0;
/// The resolution of pictures of whole pages.
const PAGE_DPI: f64 = 150.0;
/// The resolution of a capture whose file states none.
const ASSUMED_DPI: f64 = 300.0;
/// The longest side of a picture in px.
const MAX_SIDE_PX: f64 = 1_400.0;
/// The quality of the JPEG files.
const QUALITY: u8 = 90;
/// How far a picture of a zone reaches around it, in mm.
const MARGIN_MM: f64 = 1.5;

/// The pictures of one examination.
#[derive(Default)]
pub struct Pictures {
    /// Those of the report, in its order: whole pages, then zones that differ, strongest first.
    pub figures: Vec<Figure>,
    /// The picture of each compared zone, by capture and zone; evidence of the answers.
    pub by_zone: BTreeMap<(CaptureId, ZoneId), FigurePicture>,
    /// The picture of each part that was attached to an item, by item and number from 0.
    pub by_evidence: BTreeMap<(ItemId, usize), FigurePicture>,
    /// The files.
    pub files: Vec<ReportPicture>,
}

/// What a figure is cut from.
pub struct Sources<'a> {
    /// The captures of the exhibit with their pictures.
    pub captures: &'a [(&'a Capture, &'a Picture)],
    /// The samples of captures with more than 8 bits that were attached adjusted.
    pub deep: &'a BTreeMap<CaptureId, Pixels>,
    /// Where they lie.
    pub placements: &'a [Placement],
    /// What their zones came to.
    pub comparisons: &'a [ZoneComparison],
    /// The reference library.
    pub library: &'a Library,
    /// What the examiner attached to the items.
    pub evidence: &'a BTreeMap<ItemId, Vec<Evidence>>,
    /// Scales that the examiner set by hand.
    pub calibrations: &'a BTreeMap<CaptureId, Calibration>,
}

/// The placement of the capture that a comparison was made with.
pub fn placement_of<'a>(sources: &Sources<'a>, comparison: &ZoneComparison) -> Option<(&'a Capture, &'a Picture, &'a Placement)> {
    sources.captures.iter().find_map(|(capture, picture)| {
        let placement = sources.placements.iter().find(|placement| placement.capture == capture.id)?;
        (capture.light == comparison.light && placement.page == comparison.page).then_some((*capture, *picture, placement))
    })
}

/// Cuts the pictures of whole pages and of every zone that was compared.
///
/// # Errors
///
/// Whatever stands in the way of reading the library or of writing a picture.
pub fn pictures(sources: &Sources<'_>) -> Result<Pictures, Problem> {
    let mut pictures = Pictures::default();
    for (capture, picture) in sources.captures {
        if let Some(placement) = sources.placements.iter().find(|placement| placement.capture == capture.id) {
            pictures.page_figure(sources, capture, picture, placement)?;
        }
    }
    let mut zones: Vec<&ZoneComparison> =
        sources.comparisons.iter().filter(|comparison| comparison.outcome != Outcome::NotComparable).collect();
    let strength = |comparison: &ZoneComparison| comparison.regions.iter().map(|region| region.strength).fold(0.0, f64::max);
    zones.sort_by(|a, b| {
        (b.outcome == Outcome::Differs).cmp(&(a.outcome == Outcome::Differs)).then_with(|| strength(b).total_cmp(&strength(a)))
    });
    for comparison in zones {
        pictures.zone_figure(sources, comparison)?;
    }
    for (item, attached) in sources.evidence {
        for (number, evidence) in attached.iter().enumerate() {
            pictures.attached_figure(sources, (item, number), evidence)?;
        }
    }
    Ok(pictures)
}

/// A capture as a view of it was adjusted, worked out on all samples that its file has; `None` if it was not.
fn adjusted(capture: &Capture, picture: &Picture, deep: Option<&Pixels>, recipe: &Recipe) -> Result<Option<Picture>, Problem> {
    if recipe.is_unaltered() {
        return Ok(None);
    }
    let refused = |error: AdjustError| {
        Problem::bad_input(format!("{} cannot be adjusted as it was attached: {error}.", capture.file_name))
            .hint("Attach the view again, or take it away.")
    };
    let shown = match deep {
        Some(Pixels::Sixteen(pixels)) => {
            let samples = worked_out(recipe, pixels.as_raw(), pixels.dimensions(), capture.resolution).map_err(refused)?;
            Rgb16Image::from_raw(pixels.width(), pixels.height(), samples).map(|pixels| Pixels::Sixteen(pixels).into_eight())
        }
        _ => {
            let pixels = &picture.rgb;
            let samples = worked_out(recipe, pixels.as_raw(), pixels.dimensions(), capture.resolution).map_err(refused)?;
            image::RgbImage::from_raw(pixels.width(), pixels.height(), samples)
        }
    };
    let rgb = shown.ok_or_else(|| refused(AdjustError::TooLittleSource))?;
    Ok(Some(Picture { rgb, info: picture.info.clone() }))
}

/// All samples of a picture as `recipe` makes them.
fn worked_out<S: Sample>(
    recipe: &Recipe,
    samples: &[S],
    (width, height): (u32, u32),
    resolution: Option<Resolution>,
) -> Result<Vec<S>, AdjustError> {
    let prepared = Prepared::new(recipe, &Overview::of_samples(samples, width, height), resolution, &Unwatched)?;
    let level = Level::original(width, height);
    let part = Part::new(samples, level.whole(), level).ok_or(AdjustError::TooLittleSource)?;
    prepared.apply_to_all(&part, &Unwatched)
}

/// The title of an attached view, which says so if it is not the capture as received.
fn attached_title(item: &ItemId, recipe: &Recipe) -> String {
    if recipe.is_unaltered() {
        format!("Attached to {item}")
    } else {
        format!("Attached to {item} · questioned adjusted: {}", recipe.describe())
    }
}

impl Pictures {
    fn page_figure(&mut self, sources: &Sources<'_>, capture: &Capture, picture: &Picture, placement: &Placement) -> Result<(), Problem> {
        let Some(page) = page(sources, &placement.page) else { return Ok(()) };
        let Some(dpi) = fitting(page.bounds(), PAGE_DPI) else { return Ok(()) };
        let cut = Cut { area: page.bounds(), size: page.size, dpi };
        let stem = format!("page-{}-{}", placement.page.page, capture.light);
        let questioned = self.add(&format!("{stem}-questioned"), &cut, picture, placement.page_from_capture, capture.sha256)?;
        let reference = self.reference(&format!("{stem}-reference"), &cut, sources, &placement.page, capture.light)?;
        let regions = sources
            .comparisons
            .iter()
            .filter(|comparison| {
                comparison.page == placement.page && comparison.light == capture.light && comparison.outcome == Outcome::Differs
            })
            .flat_map(|comparison| comparison.regions.clone())
            .collect();
        self.figures.push(Figure {
            title: page.title.clone(),
            zone: None,
            page: Some(placement.page.clone()),
            light: capture.light,
            area: Some(cut.area),
            questioned,
            reference,
            regions,
            extra: UnknownKeys::new(),
        });
        Ok(())
    }

    fn zone_figure(&mut self, sources: &Sources<'_>, comparison: &ZoneComparison) -> Result<(), Problem> {
        let Some((capture, picture, placement)) = placement_of(sources, comparison) else { return Ok(()) };
        let Some(page) = page(sources, &comparison.page) else { return Ok(()) };
        let Some(zone) = page.zone(&comparison.zone) else { return Ok(()) };
        let Some(area) = zone.area.grown(MARGIN_MM).intersection(page.bounds()) else { return Ok(()) };
        let Some(dpi) = fitting(area, ZONE_DPI) else { return Ok(()) };
        let cut = Cut { area, size: page.size, dpi };
        let stem = format!("zone-{}-{}", zone.id, capture.light);
        let questioned = self.add(&format!("{stem}-questioned"), &cut, picture, placement.page_from_capture, capture.sha256)?;
        self.by_zone.insert((capture.id, zone.id.clone()), questioned.clone());
        if comparison.outcome == Outcome::Differs {
            let reference = self.reference(&format!("{stem}-reference"), &cut, sources, &comparison.page, comparison.light)?;
            self.figures.push(Figure {
                title: zone.title.clone(),
                zone: Some(zone.id.clone()),
                page: Some(comparison.page.clone()),
                light: comparison.light,
                area: Some(area),
                questioned,
                reference,
                regions: comparison.regions.clone(),
                extra: UnknownKeys::new(),
            });
        }
        Ok(())
    }

    /// Cuts a part that an examiner attached, and the same part of the reference; what was measured anew since has no place any more.
    fn attached_figure(&mut self, sources: &Sources<'_>, (item, number): (&ItemId, usize), evidence: &Evidence) -> Result<(), Problem> {
        let Some((capture, picture)) = sources.captures.iter().find(|(capture, _)| capture.id == evidence.capture) else { return Ok(()) };
        let placement = sources.placements.iter().find(|placement| placement.capture == capture.id);
        let placed = placement.filter(|placement| evidence.page.as_ref() == Some(&placement.page));
        let held = placed.and_then(|placement| Some((placement, page(sources, &placement.page)?)));
        let (map, size) = match (held, &evidence.page, capture.resolution.or_else(|| Resolution::square(ASSUMED_DPI))) {
            (Some((placement, page)), ..) => (placement.page_from_capture, page.size),
            // Not registered: the place counts from the corner of the picture, at the scale that was set for it or that its file states.
            (None, None, Some(resolution)) => {
                let size = SizeMm { width: evidence.area.right(), height: evidence.area.bottom() };
                let stated = PageFromCapture(Homography::page_from_picture(resolution));
                (sources.calibrations.get(&capture.id).map_or(stated, Calibration::page_from_picture), size)
            }
            _ => return Ok(()),
        };
        let Some(dpi) = fitting(evidence.area, ZONE_DPI) else { return Ok(()) };
        let cut = Cut { area: evidence.area, size, dpi };
        let stem = format!("evidence-{}-{}", item.as_str().to_lowercase(), number.saturating_add(1));
        let adjusted = adjusted(capture, picture, sources.deep.get(&capture.id), &evidence.recipe)?;
        let shown = adjusted.as_ref().unwrap_or(picture);
        let questioned = self.add(&format!("{stem}-questioned"), &cut, shown, map, capture.sha256)?;
        self.by_evidence.insert((item.clone(), number), questioned.clone());
        let reference = match &evidence.page {
            Some(of) => self.reference(&format!("{stem}-reference"), &cut, sources, of, capture.light)?,
            None => None,
        };
        self.figures.push(Figure {
            title: attached_title(item, &evidence.recipe),
            zone: evidence.zone.clone(),
            page: evidence.page.clone(),
            light: capture.light,
            area: Some(evidence.area),
            questioned,
            reference,
            regions: Vec::new(),
            extra: UnknownKeys::new(),
        });
        Ok(())
    }

    fn reference(
        &mut self,
        stem: &str,
        cut: &Cut,
        sources: &Sources<'_>,
        of: &PageOf,
        light: Light,
    ) -> Result<Option<FigurePicture>, Problem> {
        let Some(held) = sources.library.page(of, light)? else { return Ok(None) };
        let page_from_picture = PageFromCapture(Homography::page_from_picture(held.resolution));
        self.add(stem, cut, &held.picture, page_from_picture, held.sha256).map(Some)
    }

    /// Cuts one picture; its name is made unique if two captures show the same page under the same light.
    fn add(
        &mut self,
        stem: &str,
        cut: &Cut,
        from: &Picture,
        page_from_capture: PageFromCapture,
        capture: Sha256,
    ) -> Result<FigurePicture, Problem> {
        let rgb = warp_to_page(&from.rgb, page_from_capture, cut.size, cut.area, cut.dpi);
        let resolution = Resolution { x: cut.dpi, y: cut.dpi };
        let bytes = write_jpeg(&rgb, Some(resolution), QUALITY)
            .map_err(|error| Problem::system(format!("A picture cannot be written: {error}.")))?;
        let sha256 = Sha256::of(&bytes);
        let taken = |name: &str| self.files.iter().any(|file| file.name == name);
        let names = std::iter::once(format!("pictures/{stem}.jpg")).chain((2..).map(|number| format!("pictures/{stem}-{number}.jpg")));
        let mut names = names.skip_while(|name| taken(name));
        let name = names.next().unwrap_or_else(|| format!("pictures/{sha256}.jpg"));
        self.files.push(ReportPicture { name: name.clone(), bytes });
        Ok(FigurePicture { file: name, sha256, capture: Some(capture) })
    }
}

struct Cut {
    area: RectMm,
    size: SizeMm,
    dpi: Dpi,
}

fn page<'a>(sources: &Sources<'a>, of: &PageOf) -> Option<&'a Page> {
    sources.library.reference(&of.reference)?.page(&of.page)
}

/// The resolution `wanted`, less if the picture of `area` became too large.
fn fitting(area: RectMm, wanted: f64) -> Option<Dpi> {
    let most = MAX_SIDE_PX * crate::domain::MM_PER_INCH / area.width.max(area.height).max(1.0);
    Dpi::new(wanted.min(most).max(10.0))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::pipeline::Received;
    use crate::domain::recipe::{Exposure, Operation};
    use crate::imaging::{Limits, decode_deep};

    #[test]
    fn a_deep_capture_is_adjusted_on_all_its_samples() {
        // Faint glow: 256 steps within eight levels of 8 bits.
        let drawn = Rgb16Image::from_fn(256, 4, |x, _| image::Rgb([x as u16 * 8; 3]));
        let mut bytes = Vec::new();
        let png = image::ImageFormat::Png;
        image::DynamicImage::ImageRgb16(drawn).write_to(&mut std::io::Cursor::new(&mut bytes), png).unwrap();
        let received = Received::of("glow.uv-365.png", bytes.clone(), None).unwrap();
        let capture = received.capture(CaptureId(uuid::Uuid::nil()), serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap());
        let picture = received.picture(&Unwatched).unwrap();
        let deep = decode_deep(&bytes, 0, &Limits::default(), &Unwatched).unwrap().pixels;
        let recipe: Recipe = [Operation::Exposure(Exposure { stops: 5.0 })].into_iter().collect();
        let levels = |deep: Option<&Pixels>| {
            let shown = adjusted(&capture, &picture, deep, &recipe).unwrap().unwrap();
            shown.rgb.into_raw().into_iter().collect::<BTreeSet<u8>>().len()
        };
        let (on_sixteen, on_eight) = (levels(Some(&deep)), levels(None));
        assert!(on_sixteen > 4 * on_eight, "{on_sixteen} and {on_eight} levels");
        assert_eq!(adjusted(&capture, &picture, Some(&deep), &Recipe::default()), Ok(None));
    }
}
