//! Views that an examiner attached, made again from the originals: each document by itself, and both as they were compared.

use std::rc::Rc;
use std::sync::Arc;

use image::RgbImage;

use super::adjusted::adjusted;
use super::sheet::{Cell, sheet};
use super::{Cut, Sources, drawing, fitting, page};
use crate::app::library::ReferencePage;
use crate::app::memory::decode_limits;
use crate::app::pipeline::difference::{compare_capture, with_questioned};
use crate::app::pipeline::intake::decode_problem;
use crate::app::{Problem, Watch};
use crate::domain::recipe::Recipe;
use crate::domain::{
    Arrangement, Calibration, CaptureId, Dpi, Evidence, Homography, Light, MadeIn, PageFromCapture, PictureOf, PictureSum, Resolution,
    ShownPicture, SizeMm, View,
};
use crate::imaging::{
    Caption, Drawn, HeatColours, Marks, Picture, Surface, captioned, compose, decode_deep, draw, mixture_legend, warp_to_page,
};

/// The resolution of a capture whose file states none.
const ASSUMED_DPI: f64 = 300.0;
/// A small part is rendered at least this wide, so that what is written below it can be read.
const LEAST_WIDTH_PX: f64 = 1_000.0;
/// Longest side of one of many pictures on a sheet, in px.
const CELL_PX: f64 = 1_400.0;
/// How wide a picture of one document is printed in a report, in mm, and one of both.
const PRINTED_MM: [f64; 2] = [81.0, 168.0];

/// A view, made again.
pub(crate) struct Made {
    /// The questioned document, with the sum of the capture.
    pub(crate) questioned: (RgbImage, PictureSum),
    /// The reference.
    pub(crate) reference: Option<(RgbImage, PictureSum)>,
    /// Both as they were compared, if one picture shows it.
    pub(crate) composed: Option<RgbImage>,
    /// The resolution of all of them.
    pub(crate) dpi: Dpi,
    /// What it is, for a title: how it was compared and adjusted; empty for captures as received beside each other.
    pub(crate) title: String,
}

/// Makes a view again, its longest side at most `most_px`; `None` if the capture has no place there any more.
///
/// # Errors
///
/// Bad input if a picture cannot be adjusted as it was; whatever stands in the way of reading the library; cancelled.
pub(crate) fn make(sources: &Sources<'_>, evidence: &Evidence, most_px: f64, watch: &dyn Watch) -> Result<Option<Made>, Problem> {
    let view = evidence.view.as_deref().cloned().unwrap_or_else(|| plain(evidence));
    let Some((_, size, ppi)) = place_of(sources, evidence, evidence.capture) else { return Ok(None) };
    let wanted = ppi.max(super::ZONE_DPI).max(LEAST_WIDTH_PX / evidence.area.width.max(1e-3) * crate::domain::MM_PER_INCH);
    // Many pictures on one sheet are shrunk there: none of them needs to be larger than its share of it.
    let several = matches!(view.arrangement, Arrangement::Grid | Arrangement::Lights);
    let most_px = if several { most_px.min(CELL_PX) } else { most_px };
    let Some(dpi) = fitting(evidence.area, wanted, most_px) else { return Ok(None) };
    let cut = Cut { area: evidence.area, size, dpi };
    let mut maker = Maker { sources, evidence, view: &view, cut, drawn: drawing::of_view(&view), known: Vec::new(), watch };
    // Of many pictures, those of the capture that was attached and of the reference under its light.
    let of = |wanted: PictureOf| view.pictures.iter().find(|picture| picture.of == wanted);
    let in_hand = PictureOf::Capture(evidence.capture);
    let in_hand = of(in_hand).cloned().unwrap_or_else(|| shown(in_hand, evidence.recipe.clone()));
    let Some(questioned) = maker.keep(&in_hand)? else { return Ok(None) };
    let beside = PictureOf::Reference(evidence.light);
    let beside = of(beside).or_else(|| view.picture_of(MadeIn::Reference)).cloned().unwrap_or_else(|| shown(beside, Recipe::default()));
    let reference = if evidence.page.is_some() { maker.keep(&beside)? } else { None };
    let composed = maker.composed()?;
    let finished = |found: &Found<'_>| (maker.finished(maker.crop(found), maker.caption(found)), found.sum);
    Ok(Some(Made {
        questioned: finished(&questioned),
        reference: reference.as_deref().map(finished),
        composed,
        dpi,
        title: title(&view, &in_hand.recipe, reference.as_ref().map(|reference| &reference.recipe)),
    }))
}

impl Made {
    /// All of a view as one picture, with its resolution if that is the same all over.
    pub(crate) fn whole(self, evidence: &Evidence) -> (RgbImage, Option<Dpi>) {
        let arrangement = evidence.view.as_ref().map(|view| &view.arrangement);
        let several = matches!(arrangement, Some(Arrangement::Grid | Arrangement::Lights));
        let shows = |document| evidence.view.as_ref().is_some_and(|view| view.picture_of(document).is_some());
        let cell = |(picture, _), document| Cell { picture, light: evidence.light, document };
        match (self.composed, self.reference, arrangement) {
            (Some(composed), ..) => (composed, (!several).then_some(self.dpi)),
            (None, Some(reference), Some(Arrangement::Single)) if !shows(MadeIn::Questioned) => (reference.0, Some(self.dpi)),
            (None, Some(reference), Some(Arrangement::SideBySide | Arrangement::Blink)) => {
                let cells = vec![cell(self.questioned.clone(), MadeIn::Questioned), cell(reference, MadeIn::Reference)];
                (sheet(cells, false).unwrap_or(self.questioned.0), None)
            }
            _ => (self.questioned.0, Some(self.dpi)),
        }
    }
}

/// What is shown of evidence that keeps no view: the capture, and the reference under the same light.
fn plain(evidence: &Evidence) -> View {
    let pictures = vec![
        shown(PictureOf::Capture(evidence.capture), evidence.recipe.clone()),
        shown(PictureOf::Reference(evidence.light), Recipe::default()),
    ];
    View { arrangement: Arrangement::SideBySide, pictures, marks: Vec::new(), measurements: Vec::new(), captioned: false }
}

fn shown(of: PictureOf, recipe: Recipe) -> ShownPicture {
    ShownPicture { of, recipe, moved_mm: [0.0; 2] }
}

fn title(view: &View, questioned: &Recipe, reference: Option<&Recipe>) -> String {
    let mut parts = Vec::new();
    if !matches!(view.arrangement, Arrangement::Single | Arrangement::SideBySide) {
        parts.push(view.arrangement.describe());
    }
    for (recipe, name) in [(Some(questioned), "questioned"), (reference, "reference")] {
        if let Some(recipe) = recipe.filter(|recipe| !recipe.is_unaltered()) {
            parts.push(format!("{name} adjusted: {}", recipe.describe()));
        }
    }
    parts.join(" · ")
}

/// Where a capture lies on the page of `evidence`: the map, the size of the page and how finely it was sampled in pixels per inch;
/// `None` if it lies on another.
fn place_of(sources: &Sources<'_>, evidence: &Evidence, id: CaptureId) -> Option<(PageFromCapture, SizeMm, f64)> {
    let (capture, _) = sources.captures.iter().find(|(capture, _)| capture.id == id)?;
    match &evidence.page {
        Some(of) => {
            let placement = sources.placements.iter().find(|placement| placement.capture == id && placement.page == *of)?;
            Some((placement.page_from_capture, page(sources, of)?.size, placement.sampling_ppi))
        }
        None => {
            // Not registered: the place counts from the corner of the picture, at the scale that was set for it or that its file states.
            let resolution = capture.resolution.or_else(|| Resolution::square(ASSUMED_DPI))?;
            let size = SizeMm { width: evidence.area.right(), height: evidence.area.bottom() };
            let stated = PageFromCapture(Homography::page_from_picture(resolution));
            let map = sources.calibrations.get(&id).map_or(stated, Calibration::page_from_picture);
            Some((map, size, resolution.mean()))
        }
    }
}

/// Pixels, wherever they are held.
enum Held<'a> {
    Capture(&'a Picture),
    Reference(Arc<ReferencePage>),
    Adjusted(Picture),
}

/// A picture of a view that is there.
struct Found<'a> {
    held: Held<'a>,
    map: PageFromCapture,
    sum: PictureSum,
    document: MadeIn,
    file: String,
    light: Light,
    recipe: Recipe,
    moved_mm: [f64; 2],
}

impl Found<'_> {
    fn rgb(&self) -> &RgbImage {
        match &self.held {
            Held::Capture(picture) => &picture.rgb,
            Held::Reference(page) => &page.picture.rgb,
            Held::Adjusted(picture) => &picture.rgb,
        }
    }

    fn name(&self) -> String {
        format!("{} · {}", self.document.title(), self.file)
    }
}

struct Maker<'a> {
    sources: &'a Sources<'a>,
    evidence: &'a Evidence,
    view: &'a View,
    cut: Cut,
    drawn: Vec<Drawn>,
    /// What was found already: adjusting all of a picture takes its time.
    known: Vec<(ShownPicture, Rc<Found<'a>>)>,
    watch: &'a dyn Watch,
}

impl<'a> Maker<'a> {
    /// A picture of the view, which is not looked for again.
    fn keep(&mut self, shown: &ShownPicture) -> Result<Option<Rc<Found<'a>>>, Problem> {
        let found = self.found(shown)?;
        self.known.extend(found.clone().map(|found| (shown.clone(), found)));
        Ok(found)
    }

    /// A picture of the view, as it is known or as it is found.
    fn found(&self, shown: &ShownPicture) -> Result<Option<Rc<Found<'a>>>, Problem> {
        match self.known.iter().find(|(known, _)| known == shown) {
            Some((_, found)) => Ok(Some(Rc::clone(found))),
            None => Ok(self.find(shown)?.map(Rc::new)),
        }
    }

    /// A picture of the view, adjusted as it was; `None` if it is not there or lies on another page.
    fn find(&self, shown: &ShownPicture) -> Result<Option<Found<'a>>, Problem> {
        let moved = |map: PageFromCapture| PageFromCapture(Homography::scale_shift([1.0; 2], shown.moved_mm).after(&map.0));
        let (recipe, moved_mm) = (shown.recipe.clone(), shown.moved_mm);
        match shown.of {
            PictureOf::Capture(id) => {
                let captures = self.sources.captures.iter();
                let Some((capture, picture)) = captures.copied().find(|(capture, _)| capture.id == id) else { return Ok(None) };
                let Some((map, ..)) = place_of(self.sources, self.evidence, id) else { return Ok(None) };
                let adjusted = adjusted(&capture.title(), capture.resolution, picture, self.sources.deep.get(&id), &recipe)?;
                Ok(Some(Found {
                    held: adjusted.map_or(Held::Capture(picture), Held::Adjusted),
                    map: moved(map),
                    sum: capture.picture(),
                    document: MadeIn::Questioned,
                    file: capture.title(),
                    light: capture.light,
                    recipe,
                    moved_mm,
                }))
            }
            PictureOf::Reference(light) => {
                let Some(of) = &self.evidence.page else { return Ok(None) };
                let library = self.sources.library;
                let Some(held) = library.page(of, light)? else { return Ok(None) };
                let file = library.reference(&of.reference).and_then(|reference| reference.page(&of.page)?.captures.get(&light));
                let file = file.map_or_else(String::new, |held| held.file.rsplit(['/', '\\']).next().unwrap_or(&held.file).to_owned());
                let name = format!("{} · {file}", of.reference);
                // As the viewers work on it: with all samples that the file has.
                let is_deep = held.picture.info.bits > 8 && !recipe.is_unaltered();
                let deep = match if is_deep { library.page_bytes(of, light)? } else { None } {
                    Some((name, bytes, _)) => {
                        Some(decode_deep(&bytes, 0, &decode_limits(), self.watch).map_err(|error| decode_problem(&name, error))?.pixels)
                    }
                    None => None,
                };
                let adjusted = adjusted(&name, Some(held.resolution), &held.picture, deep.as_ref(), &recipe)?;
                Ok(Some(Found {
                    map: moved(PageFromCapture(Homography::page_from_picture(held.resolution))),
                    sum: held.sha256.into(),
                    document: MadeIn::Reference,
                    file: name,
                    light,
                    held: adjusted.map_or(Held::Reference(held), Held::Adjusted),
                    recipe,
                    moved_mm,
                }))
            }
        }
    }

    fn crop(&self, found: &Found<'_>) -> RgbImage {
        warp_to_page(found.rgb(), found.map, self.cut.size, self.cut.area, self.cut.dpi)
    }

    /// A crop with what was drawn on it, and the strip below it if the view has one.
    fn finished(&self, crop: RgbImage, caption: Caption) -> RgbImage {
        let surface = self.surface(&crop);
        let drawn = draw(crop, &surface, &self.drawn, caption.printed_mm);
        if self.view.captioned { captioned(&drawn, &caption) } else { drawn }
    }

    fn surface(&self, crop: &RgbImage) -> Surface {
        Surface { area: self.cut.area, width: crop.width(), height: crop.height() }
    }

    fn caption(&self, found: &Found<'_>) -> Caption {
        let mut lines = vec![found.name(), self.where_it_is(found.light)];
        lines.extend(altered("", found));
        Caption { lines, px_per_mm: self.scale(), heat_from: None, printed_mm: PRINTED_MM[0] }
    }

    /// For example `Data page · UV 365 nm`.
    fn where_it_is(&self, light: Light) -> String {
        let page = self.evidence.page.as_ref().and_then(|of| page(self.sources, of));
        let page = page.map_or_else(|| "Not registered to a page".to_owned(), |page| page.title.clone());
        format!("{page} · {}", light.title())
    }

    /// Pixels of a crop per mm, if a millimetre is known.
    fn scale(&self) -> Option<f64> {
        let id = self.evidence.capture;
        let stated = self.sources.captures.iter().any(|(capture, _)| capture.id == id && capture.resolution.is_some());
        let known = self.evidence.page.is_some() || stated || self.sources.calibrations.contains_key(&id);
        known.then(|| self.cut.dpi.px_per_mm())
    }

    /// Both documents in one picture, if the arrangement makes one of them.
    fn composed(&self) -> Result<Option<RgbImage>, Problem> {
        let arrangement = &self.view.arrangement;
        match arrangement {
            Arrangement::Single => Ok(None),
            Arrangement::SideBySide | Arrangement::Blink => {
                // The questioned beside the reference is what the figure shows anyway.
                let [first, second] = [MadeIn::Questioned, MadeIn::Reference].map(|document| self.view.picture_of(document));
                if first.is_some() && second.is_some() { Ok(None) } else { self.side_by_side() }
            }
            Arrangement::Grid | Arrangement::Lights => self.side_by_side(),
            Arrangement::Difference { tolerance } => self.difference(*tolerance),
            Arrangement::Overlay { .. } | Arrangement::Swipe { .. } | Arrangement::Lens { .. } | Arrangement::Checker { .. } => {
                self.one_of_two()
            }
        }
    }

    /// The first two pictures of the view.
    fn pair(&self) -> Result<Option<[Rc<Found<'a>>; 2]>, Problem> {
        let [first, second, ..] = self.view.pictures.as_slice() else { return Ok(None) };
        Ok(self.found(first)?.zip(self.found(second)?).map(<[Rc<Found<'a>>; 2]>::from))
    }

    fn one_of_two(&self) -> Result<Option<RgbImage>, Problem> {
        let Some([first, second]) = self.pair()? else { return Ok(None) };
        let below = self.crop(&first);
        let seen = match &self.view.arrangement {
            Arrangement::Lens { centre, magnification, .. } if *magnification > 1 => {
                let times = f64::from(*magnification);
                let area = self.cut.area;
                let closer = |from: f64, to: f64| to + (from - to) / times;
                let area =
                    crate::domain::RectMm::new(closer(area.x, centre.x), closer(area.y, centre.y), area.width / times, area.height / times);
                let dpi = Dpi::new(self.cut.dpi.get() * times).unwrap_or(self.cut.dpi);
                warp_to_page(second.rgb(), second.map, self.cut.size, area, dpi)
            }
            _ => self.crop(&second),
        };
        // Rounding may make an enlarged part a pixel larger or smaller.
        let seen = if seen.dimensions() == below.dimensions() {
            seen
        } else {
            image::imageops::resize(&seen, below.width(), below.height(), image::imageops::FilterType::Triangle)
        };
        let marks = if first.light.shows_luminescence() { Marks::Bright } else { Marks::Dark };
        let Some(picture) = compose(&self.view.arrangement, &below, &seen, &self.surface(&below), marks) else { return Ok(None) };
        let edge = drawing::edge(&self.view.arrangement);
        let surface = self.surface(&picture);
        let picture = draw(picture, &surface, edge.as_slice(), PRINTED_MM[1]);
        let mut lines = vec![first.name(), second.name(), self.both_lights(&first, &second)];
        if let Arrangement::Overlay { blend, .. } = &self.view.arrangement {
            lines.extend(mixture_legend(*blend, marks).map(str::to_owned));
        }
        lines.extend(altered(&format!("{}: ", first.document.title()), &first));
        lines.extend(altered(&format!("{}: ", second.document.title()), &second));
        Ok(Some(self.finished(picture, Caption { lines, px_per_mm: self.scale(), heat_from: None, printed_mm: PRINTED_MM[1] })))
    }

    /// What lights two pictures show and how they are compared.
    fn both_lights(&self, first: &Found<'_>, second: &Found<'_>) -> String {
        let lights = if first.light == second.light {
            self.where_it_is(first.light)
        } else {
            format!("{} and {}", self.where_it_is(first.light), second.light.title())
        };
        format!("{lights} · {}", self.view.arrangement.describe())
    }

    fn difference(&self, tolerance: f64) -> Result<Option<RgbImage>, Problem> {
        let Some([first, second]) = self.pair()? else { return Ok(None) };
        let Some(of) = self.evidence.page.as_ref().filter(|_| second.document == MadeIn::Reference) else { return Ok(None) };
        let Some(reference) = self.sources.library.page(of, second.light)? else { return Ok(None) };
        let captures = self.sources.captures.iter();
        let Some((capture, original)) = captures.copied().find(|(capture, _)| capture.picture() == first.sum) else { return Ok(None) };
        let placed = place_of(self.sources, self.evidence, capture.id);
        let Some(((map, ..), held)) = placed.zip(page(self.sources, of)) else { return Ok(None) };
        // Measured on the captures as received and registered, whatever was adjusted or moved by hand.
        let differences = compare_capture(original, map, &reference, Some(held), self.watch)?;
        let heat = with_questioned(&differences, original, map, held.size, reference.resolution);
        let map = PageFromCapture(Homography::page_from_picture(reference.resolution));
        let mut crop = warp_to_page(&heat, map, self.cut.size, self.cut.area, self.cut.dpi);
        HeatColours::from(tolerance).paint(&mut crop, [0, 0]);
        let lines = vec![first.name(), second.name(), self.both_lights(&first, &second)];
        Ok(Some(self.finished(crop, Caption { lines, px_per_mm: self.scale(), heat_from: Some(tolerance), printed_mm: PRINTED_MM[1] })))
    }

    fn side_by_side(&self) -> Result<Option<RgbImage>, Problem> {
        let mut cells = Vec::new();
        for shown in &self.view.pictures {
            if let Some(found) = self.found(shown)? {
                let picture = self.finished(self.crop(&found), self.caption(&found));
                cells.push(Cell { picture, light: found.light, document: found.document });
            }
        }
        Ok(sheet(cells, self.view.arrangement == Arrangement::Lights))
    }
}

/// What was done to a picture, for its caption.
fn altered(whose: &str, found: &Found<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if !found.recipe.is_unaltered() {
        lines.push(format!("{whose}adjusted: {}", found.recipe.describe()));
    }
    let [right, down] = found.moved_mm;
    if right != 0.0 || down != 0.0 {
        lines.push(format!("{whose}moved by hand: {right:+.2} mm across, {down:+.2} mm down"));
    }
    lines
}
