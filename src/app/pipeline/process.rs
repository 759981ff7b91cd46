//! Marks of the printing process in regions of a picture, alone or beside the reference that it is laid over.

use std::path::Path;
use std::time::Instant;

use super::difference::ZonesFile;
use super::intake::read_picture;
use super::pair::register_at;
use crate::app::measuring::measure_problem;
use crate::app::{Part, Problem, ProblemKind, Watch};
use crate::domain::{Calibration, Homography, PageFromCapture, RectMm, Resolution};
use crate::imaging::measure::{Budget, PagePicture};
pub use crate::imaging::process::{InReference, NotMeasurable, ProcessMarks, ProcessParams, Remark, Screen, SpeckCount};
use crate::imaging::process::{process_beside, process_marks, remarks};
use crate::imaging::{NoFitReason, Picture, Registration};

/// What is left out along the rim of a page, in mm: its edge, and what lies beside it.
const RIM_MM: f64 = 2.0;

/// Which regions of the page are looked at.
#[derive(Debug, Clone, PartialEq)]
pub enum Regions {
    /// All of the page that the picture shows.
    Page,
    /// One rectangle, in mm of the page.
    Area(RectMm),
    /// The zones of a file, each on its own.
    Zones(ZonesFile),
}

/// What is looked at and how.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessRequest {
    /// The regions.
    pub regions: Regions,
    /// Pixels per inch of the picture, or of the reference if there is one, where its file does not say.
    pub told: Option<Resolution>,
    /// How it is measured.
    pub params: ProcessParams,
}

/// The marks of one region.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionMarks {
    /// In the picture.
    pub marks: ProcessMarks,
    /// In the reference.
    pub reference: Option<ProcessMarks>,
    /// For each screen in the picture, whether the reference has it; empty without a reference.
    pub in_reference: Vec<InReference>,
    /// What all of it is consistent with.
    pub remarks: Vec<Remark>,
}

/// One region and what was measured in it, or why nothing was.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// The zone, if it is one.
    pub name: Option<String>,
    /// Where, in mm of the page.
    pub area: RectMm,
    /// What was found.
    pub found: Result<RegionMarks, Problem>,
}

/// What looking at a picture came to.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessFound {
    /// The regions, in the order of their names; none if the picture does not fit the reference.
    pub regions: Vec<Region>,
    /// How the picture fits the reference, or why not; `None` without a reference.
    pub fit: Option<Result<Registration, NoFitReason>>,
    /// Time for reading and laying over, and for measuring, in ms.
    pub timing_ms: [f64; 2],
}

/// A picture as it lies on its page, with the scale of that page.
struct Lying<'a> {
    picture: &'a Picture,
    map: PageFromCapture,
    scale: Calibration,
}

impl<'a> Lying<'a> {
    /// A picture that shows its page edge to edge.
    fn flat(picture: &'a Picture, resolution: Resolution) -> Result<Self, Problem> {
        let scale = Calibration::from_file(resolution).map_err(|error| Problem::bad_input(format!("{error}.")))?;
        Ok(Self { picture, map: scale.page_from_picture(), scale })
    }

    fn laid(&self) -> Result<PagePicture<'a>, Problem> {
        PagePicture::new(&self.picture.rgb, self.map).ok_or_else(|| Problem::bad_input("The picture is empty."))
    }

    /// The upright rectangle of the page that the picture shows, but for slivers where it lies turned.
    fn shown(&self) -> RectMm {
        let (right, bottom) = (f64::from(self.picture.rgb.width()) - 0.5, f64::from(self.picture.rgb.height()) - 0.5);
        let corners = [(-0.5, -0.5), (right, -0.5), (right, bottom), (-0.5, bottom)].map(|(x, y)| self.map.0.apply(x, y));
        let inner = |of: fn(&(f64, f64)) -> f64| {
            let mut places = [0, 1, 2, 3].map(|k: usize| of(&corners[k]));
            places.sort_by(f64::total_cmp);
            (places[1], places[2])
        };
        let ((left, right), (top, bottom)) = (inner(|corner| corner.0), inner(|corner| corner.1));
        RectMm::new(left, top, right - left, bottom - top)
    }
}

/// Looks at the print of a picture file, and with `reference` at the same regions of that, which shows the page edge to edge.
///
/// # Errors
///
/// Bad input if a picture cannot be read or has no resolution, and if none of the regions can be measured; cancelled if `watch` asks to
/// stop. A region among others that cannot be measured says so in its place.
pub fn process_file(image: &Path, reference: Option<&Path>, request: &ProcessRequest, watch: &dyn Watch) -> Result<ProcessFound, Problem> {
    let start = Instant::now();
    let told = match &request.regions {
        Regions::Zones(zones) => request.told.or_else(|| zones.dpi.and_then(Resolution::square)),
        Regions::Page | Regions::Area(_) => request.told,
    };
    let ms = |since: Instant| (since.elapsed().as_secs_f64() * 1e6).round() / 1e3;
    let Some(reference) = reference else {
        watch.stage("Reading the picture");
        let picture = read_picture(image, &Part::new(watch, 0, 4))?;
        let resolution = told.or(picture.info.resolution).ok_or_else(|| no_resolution(image))?;
        let lying = Lying::flat(&picture, resolution)?;
        let (read, measuring) = (ms(start), Instant::now());
        watch.stage("Looking at the print");
        let regions = regions(&request.regions, lying.shown(), |area, part| alone(&lying, area, &request.params, part), watch)?;
        return Ok(ProcessFound { regions, fit: None, timing_ms: [read, ms(measuring)] });
    };
    let pair = register_at(image, reference, told, watch)?;
    let read = ms(start);
    let Ok(fit) = &pair.fit else {
        return Ok(ProcessFound { regions: Vec::new(), fit: Some(pair.fit), timing_ms: [read, 0.0] });
    };
    let measuring = Instant::now();
    let page = Lying::flat(&pair.reference, pair.resolution)?;
    let map = PageFromCapture(Homography::page_from_picture(pair.resolution).after(&fit.reference_from_questioned));
    let lying = Lying { picture: &pair.questioned, map, scale: page.scale.clone() };
    let both = lying.shown().intersection(page.shown()).unwrap_or_else(|| page.shown()).grown(-RIM_MM);
    watch.stage("Looking at the print");
    let regions = regions(&request.regions, both, |area, part| side_by_side(&lying, &page, area, &request.params, part), watch)?;
    Ok(ProcessFound { regions, fit: Some(pair.fit), timing_ms: [read, ms(measuring)] })
}

fn no_resolution(image: &Path) -> Problem {
    Problem::bad_input(format!("{} does not say how many pixels it has to the inch, so nothing can be measured in it.", image.display()))
        .hint("Give them with --dpi, or a reference with --reference.")
}

/// Measures each region; the problem of a cancel ends all of it, and that of every region is the problem of the picture.
fn regions(
    wanted: &Regions,
    page: RectMm,
    measure: impl Fn(RectMm, &Part<'_>) -> Result<RegionMarks, Problem>,
    watch: &dyn Watch,
) -> Result<Vec<Region>, Problem> {
    let areas: Vec<(Option<String>, RectMm)> = match wanted {
        Regions::Page => vec![(None, page)],
        Regions::Area(area) => vec![(None, *area)],
        Regions::Zones(zones) => zones.zones.iter().map(|(name, zone)| (Some(name.clone()), zone.mm.into())).collect(),
    };
    let count = areas.len();
    let mut all = Vec::with_capacity(count);
    for (place, (name, area)) in areas.into_iter().enumerate() {
        let found = measure(area, &Part::new(watch, place, count));
        if let Err(problem) = &found
            && problem.kind == ProblemKind::Cancelled
        {
            return Err(problem.clone());
        }
        all.push(Region { name, area, found });
    }
    match all.iter().find_map(|region| region.found.as_ref().err()) {
        Some(problem) if all.iter().all(|region| region.found.is_err()) => Err(problem.clone()),
        _ => Ok(all),
    }
}

fn alone(lying: &Lying<'_>, area: RectMm, params: &ProcessParams, progress: &Part<'_>) -> Result<RegionMarks, Problem> {
    let marks = process_marks(&lying.laid()?, area, params, &Budget::new(&lying.scale), progress).map_err(measure_problem)?;
    Ok(RegionMarks { remarks: remarks(&marks, &[]), marks, reference: None, in_reference: Vec::new() })
}

fn side_by_side(
    lying: &Lying<'_>,
    page: &Lying<'_>,
    area: RectMm,
    params: &ProcessParams,
    progress: &Part<'_>,
) -> Result<RegionMarks, Problem> {
    let budgets = [Budget::new(&lying.scale), Budget::new(&page.scale)];
    let [questioned, reference] = [lying.laid()?, page.laid()?];
    let found = process_beside((&questioned, &budgets[0]), (&reference, &budgets[1]), area, params, progress).map_err(measure_problem)?;
    Ok(RegionMarks {
        remarks: remarks(&found.questioned, &found.screens),
        marks: found.questioned,
        reference: Some(found.reference),
        in_reference: found.screens,
    })
}
