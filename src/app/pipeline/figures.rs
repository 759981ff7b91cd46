//! Pictures for the report: the questioned page beside the reference, each crop made from an original by a recipe.

mod adjusted;
mod attached;
mod drawing;
mod sheet;

pub(crate) use attached::make as make_view;

use std::collections::BTreeMap;

use image::RgbImage;

use crate::app::library::Library;
use crate::app::{Problem, Watch};
use crate::domain::findings::{Figure, FigurePicture, UnknownKeys};
use crate::domain::{
    Calibration, Capture, CaptureId, Dpi, Evidence, Homography, ItemId, Light, Outcome, Page, PageFromCapture, PageOf, PictureSum,
    Placement, RectMm, Resolution, Sha256, SizeMm, ZoneComparison, ZoneId,
};
use crate::exchange::ReportPicture;
use crate::imaging::{Picture, Pixels, warp_to_page, write_jpeg};

/// The resolution of pictures of zones, in pixels per inch, unless that makes them larger than [`MAX_SIDE_PX`].
const ZONE_DPI: f64 = 300.0;
/// The resolution of pictures of whole pages.
const PAGE_DPI: f64 = 150.0;
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
pub fn pictures(sources: &Sources<'_>, watch: &dyn Watch) -> Result<Pictures, Problem> {
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
            pictures.attached_figure(sources, (item, number), evidence, watch)?;
        }
    }
    Ok(pictures)
}

impl Pictures {
    fn page_figure(&mut self, sources: &Sources<'_>, capture: &Capture, picture: &Picture, placement: &Placement) -> Result<(), Problem> {
        let Some(page) = page(sources, &placement.page) else { return Ok(()) };
        let Some(dpi) = fitting(page.bounds(), PAGE_DPI, MAX_SIDE_PX) else { return Ok(()) };
        let cut = Cut { area: page.bounds(), size: page.size, dpi };
        let stem = format!("page-{}-{}", placement.page.page, capture.light);
        let questioned = self.add(&format!("{stem}-questioned"), &cut, picture, placement.page_from_capture, capture.picture())?;
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
            composed: None,
            captioned: false,
            extra: UnknownKeys::new(),
        });
        Ok(())
    }

    fn zone_figure(&mut self, sources: &Sources<'_>, comparison: &ZoneComparison) -> Result<(), Problem> {
        let Some((capture, picture, placement)) = placement_of(sources, comparison) else { return Ok(()) };
        let Some(page) = page(sources, &comparison.page) else { return Ok(()) };
        let Some(zone) = page.zone(&comparison.zone) else { return Ok(()) };
        let Some(area) = zone.area.grown(MARGIN_MM).intersection(page.bounds()) else { return Ok(()) };
        let Some(dpi) = fitting(area, ZONE_DPI, MAX_SIDE_PX) else { return Ok(()) };
        let cut = Cut { area, size: page.size, dpi };
        let stem = format!("zone-{}-{}", zone.id, capture.light);
        let questioned = self.add(&format!("{stem}-questioned"), &cut, picture, placement.page_from_capture, capture.picture())?;
        self.by_zone.insert((capture.id, zone.id.clone()), questioned.clone());
        if comparison.outcome == Outcome::Differs {
            let reference = self.reference(&format!("{stem}-reference"), &cut, sources, &comparison.page, comparison.light)?;
            self.figures.push(Figure {
                title: zone.compared_title(),
                zone: Some(zone.id.clone()),
                page: Some(comparison.page.clone()),
                light: comparison.light,
                area: Some(area),
                questioned,
                reference,
                regions: comparison.regions.clone(),
                composed: None,
                captioned: false,
                extra: UnknownKeys::new(),
            });
        }
        Ok(())
    }

    /// Makes a view again that an examiner attached; what was measured anew since has no place any more.
    fn attached_figure(
        &mut self,
        sources: &Sources<'_>,
        (item, number): (&ItemId, usize),
        evidence: &Evidence,
        watch: &dyn Watch,
    ) -> Result<(), Problem> {
        let Some(made) = attached::make(sources, evidence, MAX_SIDE_PX, watch)? else { return Ok(()) };
        let stem = format!("evidence-{}-{}", item.as_str().to_lowercase(), number.saturating_add(1));
        let (rgb, sum) = made.questioned;
        let questioned = self.keep(&format!("{stem}-questioned"), &rgb, made.dpi, Some(sum))?;
        let reference = match made.reference {
            Some((rgb, sum)) => Some(self.keep(&format!("{stem}-reference"), &rgb, made.dpi, Some(sum))?),
            None => None,
        };
        let composed = match made.composed {
            Some(rgb) => Some(self.keep(&format!("{stem}-compared"), &rgb, made.dpi, None)?),
            None => None,
        };
        self.by_evidence.insert((item.clone(), number), composed.clone().unwrap_or_else(|| questioned.clone()));
        self.figures.push(Figure {
            title: if made.title.is_empty() { format!("Attached to {item}") } else { format!("Attached to {item} · {}", made.title) },
            zone: evidence.zone.clone(),
            page: evidence.page.clone(),
            light: evidence.light,
            area: Some(evidence.area),
            questioned,
            reference,
            composed,
            captioned: evidence.view.as_ref().is_some_and(|view| view.captioned),
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
        capture: impl Into<PictureSum>,
    ) -> Result<FigurePicture, Problem> {
        let rgb = warp_to_page(&from.rgb, page_from_capture, cut.size, cut.area, cut.dpi);
        self.keep(stem, &rgb, cut.dpi, Some(capture.into()))
    }

    /// Keeps a picture under a name that no other has.
    fn keep(&mut self, stem: &str, rgb: &RgbImage, dpi: Dpi, capture: Option<PictureSum>) -> Result<FigurePicture, Problem> {
        let resolution = Resolution { x: dpi, y: dpi };
        let bytes = write_jpeg(rgb, Some(resolution), QUALITY)
            .map_err(|error| Problem::system(format!("A picture cannot be written: {error}.")))?;
        let sha256 = Sha256::of(&bytes);
        let taken = |name: &str| self.files.iter().any(|file| file.name == name);
        let names = std::iter::once(format!("pictures/{stem}.jpg")).chain((2..).map(|number| format!("pictures/{stem}-{number}.jpg")));
        let mut names = names.skip_while(|name| taken(name));
        let name = names.next().unwrap_or_else(|| format!("pictures/{sha256}.jpg"));
        self.files.push(ReportPicture { name: name.clone(), bytes });
        Ok(FigurePicture { file: name, sha256, capture })
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

/// The resolution `wanted`, less if the longest side of the picture of `area` became more than `most_px`.
fn fitting(area: RectMm, wanted: f64, most_px: f64) -> Option<Dpi> {
    let most = most_px * crate::domain::MM_PER_INCH / area.width.max(area.height).max(1.0);
    Dpi::new(wanted.min(most).max(10.0))
}
