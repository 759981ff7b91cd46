//! Figures as a report shows them: how large, with which outlines and which scale bar.

use std::io::Cursor;

use serde::Serialize;

use super::super::world::virtual_name;
use super::super::{ReportError, ReportPicture};
use super::examined::capture_name;
use super::say::{Line, Say};
use crate::domain::RectMm;
use crate::domain::findings::{Figure, FigurePicture, Findings};
use crate::imaging::SCALE_BARS;

/// The width of the text in mm.
const TEXT_MM: f64 = 168.0;
/// Between two pictures side by side, in mm.
const GAP_MM: f64 = 6.0;
/// From here on (width over height) the pictures stand one above the other.
const STRIP_ASPECT: f64 = 3.2;
/// How many differences are outlined.
const MAX_REGIONS: usize = 8;

#[derive(Debug, Serialize)]
pub(super) struct FigureView {
    title: Line,
    light: Line,
    place: Option<Line>,
    stacked: bool,
    pictures: Vec<PictureView>,
    /// Both documents in one picture.
    composed: Option<PictureView>,
    scale: Option<ScaleView>,
    regions: Vec<RegionView>,
    /// That more differences are in the record; empty if not.
    more: Line,
}

#[derive(Debug, Serialize)]
struct PictureView {
    label: Line,
    source: Line,
    /// The picture's name in the template; `None` if it was not given.
    file: Option<String>,
    /// What stands in its place then.
    missing: Line,
    alt: String,
    width_mm: f64,
    height_mm: f64,
    regions: Vec<OutlineView>,
}

#[derive(Debug, Serialize)]
struct ScaleView {
    /// What the bar stands for.
    label: Line,
    /// How long it is on paper.
    length_mm: f64,
    magnification: Line,
}

/// What the pictures of a figure may take of a page together, below its title and with their captions and the scale.
const BODY_MM: f64 = 200.0;
/// A line of the list below the pictures.
const LINE_MM: f64 = 5.0;

/// What stands in the list below the pictures for an outline.
#[derive(Debug, Serialize)]
struct RegionView {
    kind: Line,
    place: Line,
}

/// An outline, in shares of the picture's width and height.
#[derive(Debug, Clone, Serialize)]
struct OutlineView {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// Where its number stands, in mm of paper from the corner of the picture.
    label_x: f64,
    label_y: f64,
}

pub(super) fn figures(findings: &Findings, pictures: &[ReportPicture], say: &Say<'_>) -> Result<Vec<FigureView>, ReportError> {
    findings.figures.iter().enumerate().map(|(index, figure)| view(index, figure, findings, pictures, say)).collect()
}

/// Which document a picture of a figure shows.
#[derive(Clone, Copy)]
enum Shows {
    Questioned,
    Reference,
    Both,
}

fn view(index: usize, figure: &Figure, findings: &Findings, pictures: &[ReportPicture], say: &Say<'_>) -> Result<FigureView, ReportError> {
    let area = figure.area.filter(|area| area.width > 0.0 && area.height > 0.0);
    let shown = area.map(|area| area.width / area.height).or_else(|| picture_aspect(pictures, &figure.questioned)).unwrap_or(1.4);
    // A strip below a picture makes it higher than the area that it shows.
    let whole = if figure.captioned { picture_aspect(pictures, &figure.questioned).unwrap_or(shown) } else { shown };
    let aspect = whole.clamp(0.1, 40.0);
    let stacked = figure.reference.is_some() && aspect > STRIP_ASPECT;
    let (max_width, max_height) = match (figure.reference.is_some(), stacked) {
        (true, true) => (TEXT_MM, 60.0),
        (true, false) => ((TEXT_MM - GAP_MM) / 2.0, if figure.captioned { 84.0 } else { 66.0 }),
        (false, _) => (TEXT_MM, 92.0),
    };
    let width_mm = f64::min(max_width, max_height * aspect);
    let (regions, outlines) = area.map(|area| outlines(figure, area, width_mm, say)).unwrap_or_default();
    let place_of = |named: &FigurePicture| {
        let own = picture_aspect(pictures, named).filter(|_| figure.captioned).unwrap_or(aspect).clamp(0.1, 40.0);
        (width_mm, width_mm / own)
    };
    let lay = |shows, named: &FigurePicture, size: (f64, f64)| {
        picture(shows, named, figure, findings, pictures, say).map(|view| PictureView { width_mm: size.0, height_mm: size.1, ..view })
    };
    let mut views = vec![lay(Shows::Questioned, &figure.questioned, place_of(&figure.questioned))?];
    if let Some(reference) = &figure.reference {
        views.push(lay(Shows::Reference, reference, place_of(reference))?);
    }
    for view in &mut views {
        view.regions.clone_from(&outlines);
    }
    let heights = views.iter().map(|view| view.height_mm);
    let above_mm = if stacked { heights.sum() } else { heights.fold(0.0, f64::max) };
    let composed = figure.composed.as_ref().map(|named| {
        let own = picture_aspect(pictures, named).unwrap_or(aspect).clamp(0.1, 40.0);
        let room_mm = (BODY_MM - above_mm - LINE_MM * regions.len() as f64).clamp(50.0, 150.0);
        let width = f64::min(TEXT_MM, room_mm * own);
        lay(Shows::Both, named, (width, width / own))
    });
    Ok(FigureView {
        title: {
            let number = say.value(&index.saturating_add(1).to_string());
            say.sentence("report", "figure", [("number", number), ("title", say.titled(&figure.title))])
        },
        light: say.word(figure.light),
        place: area.map(|area| {
            let page = figure.page.as_ref().map(|page| say.value(&page.to_string())).unwrap_or_default();
            say.joined([page, say.place(area)], ", ")
        }),
        stacked,
        pictures: views,
        composed: composed.transpose()?,
        scale: area.map(|area| scale(width_mm / area.width, width_mm, say)),
        more: match figure.regions.len().saturating_sub(regions.len()) {
            more if more > 0 && !regions.is_empty() => say.counted("report", "more-regions", more, []),
            _ => Line::default(),
        },
        regions,
    })
}

fn picture_aspect(pictures: &[ReportPicture], named: &FigurePicture) -> Option<f64> {
    let picture = pictures.iter().find(|picture| picture.name == named.file)?;
    let reader = image::ImageReader::new(Cursor::new(&picture.bytes)).with_guessed_format().ok()?;
    let (width, height) = reader.into_dimensions().ok()?;
    (width > 0 && height > 0).then(|| f64::from(width) / f64::from(height))
}

fn picture(
    shows: Shows,
    named: &FigurePicture,
    figure: &Figure,
    findings: &Findings,
    pictures: &[ReportPicture],
    say: &Say<'_>,
) -> Result<PictureView, ReportError> {
    let found = pictures.iter().enumerate().find(|(_, picture)| picture.name == named.file);
    let file = found.map(|(index, picture)| virtual_name(index, picture)).transpose()?;
    let source = match (shows, named.capture, &figure.page) {
        (Shows::Reference, Some(capture), Some(page)) => {
            Line::joined([say.value(page.reference.as_str()), say.value(&capture.short())], " · ")
        }
        (_, Some(capture), _) => capture_name(findings, capture, say),
        (_, None, _) => Line::default(),
    };
    let (label, what) = match shows {
        Shows::Questioned => ("questioned", "alt-questioned"),
        Shows::Reference => ("reference", "alt-reference"),
        Shows::Both => ("as-compared", "alt-both"),
    };
    let alt = [
        ("title", say.titled(&figure.title)),
        ("what", say.fixed(what)),
        ("light", say.word(figure.light)),
        ("count", say.value(&figure.regions.len().min(MAX_REGIONS).to_string())),
    ];
    Ok(PictureView {
        label: say.fixed(label),
        source,
        file,
        missing: say.sentence("report", "missing-picture", [("name", say.value(&named.file))]),
        alt: say.sentence("report", "alt", alt).plain(),
        width_mm: 0.0,
        height_mm: 0.0,
        regions: Vec::new(),
    })
}

fn outlines(figure: &Figure, area: RectMm, width_mm: f64, say: &Say<'_>) -> (Vec<RegionView>, Vec<OutlineView>) {
    let mut regions: Vec<_> = figure.regions.iter().filter_map(|region| Some((region, region.area.intersection(area)?))).collect();
    regions.sort_by(|a, b| b.0.strength.total_cmp(&a.0.strength));
    let scale = width_mm / area.width;
    let mut taken: Vec<(f64, f64)> = Vec::new();
    regions
        .into_iter()
        .take(MAX_REGIONS)
        .map(|(region, seen)| {
            let label = label_place(((seen.x - area.x) * scale, (seen.y - area.y) * scale), width_mm, &taken);
            taken.push(label);
            let outline = OutlineView {
                x: (seen.x - area.x) / area.width,
                y: (seen.y - area.y) / area.height,
                width: seen.width / area.width,
                height: seen.height / area.height,
                label_x: label.0,
                label_y: label.1,
            };
            (RegionView { kind: say.difference(region), place: say.place(region.area) }, outline)
        })
        .unzip()
}

/// Width and height of the number of an outline, in mm of paper.
const LABEL_MM: (f64, f64) = (3.9, 3.6);

/// Where the number of an outline stands that begins at `corner`: above it, inside it at the upper edge of the picture, and beside
/// the numbers that stand there already, so that each can be read.
fn label_place(corner: (f64, f64), width_mm: f64, taken: &[(f64, f64)]) -> (f64, f64) {
    let (width, height) = LABEL_MM;
    let top = if corner.1 < height { corner.1 } else { corner.1 - height };
    let free =
        |x: f64, y: f64| taken.iter().all(|(other_x, other_y)| (other_x - x).abs() > width - 1e-6 || (other_y - y).abs() > height - 1e-6);
    // No more than MAX_REGIONS numbers are in the way: one row or the next has room.
    let rows = (0..MAX_REGIONS).map(|row| top + row as f64 * height);
    let left = corner.0.min(width_mm - width).max(0.0);
    let beside = |step: usize| [left + step as f64 * width, left - step as f64 * width];
    let places = rows.flat_map(|y| (0..MAX_REGIONS).flat_map(beside).map(move |x| (x, y)));
    places.filter(|(x, _)| *x >= 0.0 && x + width <= width_mm + 1e-9).find(|(x, y)| free(*x, *y)).unwrap_or((left, top))
}

/// The longest round bar that takes at most a third of the width.
fn scale(print_mm_per_mm: f64, width_mm: f64, say: &Say<'_>) -> ScaleView {
    let fits = SCALE_BARS.iter().find(|(mm, _)| mm * print_mm_per_mm <= width_mm / 3.0);
    let (mm, label) = fits.copied().unwrap_or((0.05, "0.05 mm"));
    let factor = say.value(&format!("× {print_mm_per_mm:.1}"));
    let magnification = say.sentence("report", "magnification", [("factor", factor)]);
    ScaleView { label: say.value(label), length_mm: mm * print_mm_per_mm, magnification }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::exchange::export::sample;
    use crate::exchange::wording::wording;

    fn in_english(findings: &Findings, pictures: &[ReportPicture]) -> Vec<FigureView> {
        let english = wording(Language::English).unwrap();
        figures(findings, pictures, &Say::new(&english, findings)).unwrap()
    }

    #[test]
    fn a_scale_bar_is_round_and_true() {
        let english = wording(Language::English).unwrap();
        let scale = scale(2.0, 80.0, &Say::new(&english, &sample::findings()));
        assert_eq!((scale.label.plain().as_str(), scale.length_mm), ("10 mm", 20.0));
    }

    #[test]
    fn numbers_of_outlines_at_one_place_stand_beside_each_other() {
        let mut taken = Vec::new();
        for corner in [(10.0, 10.0), (10.0, 10.0), (11.0, 9.0), (79.0, 10.0), (79.0, 10.0), (10.0, 1.0)] {
            taken.push(label_place(corner, 81.0, &taken));
        }
        let (width, height) = LABEL_MM;
        for (index, (x, y)) in taken.iter().enumerate() {
            assert!(taken[..index].iter().all(|(a, b)| (a - x).abs() > width - 1e-3 || (b - y).abs() > height - 1e-3), "{taken:?}");
        }
    }

    #[test]
    fn figures_keep_their_proportions_and_their_strongest_differences_first() {
        let figures = in_english(&sample::findings(), &sample::pictures());
        let picture = &figures[0].pictures[0];
        assert!((picture.width_mm / picture.height_mm - 40.0 / 30.0).abs() < 1e-9);
        assert!(!figures[0].stacked && figures[1].stacked);
        let first = &picture.regions[0];
        assert!((first.x - 23.0 / 40.0).abs() < 1e-9 && (first.y - 14.0 / 30.0).abs() < 1e-9);
        assert_eq!(figures[0].regions[0].kind.plain(), "Missing");
        assert_eq!(figures[2].pictures.len(), 1);
    }

    #[test]
    fn a_tall_compared_picture_stays_on_the_page_of_its_pair() {
        let (mut findings, mut pictures) = (sample::findings(), sample::pictures());
        let name = "tall.png".to_owned();
        let tall = crate::imaging::write_png(&image::RgbImage::new(300, 420), None).unwrap();
        pictures.push(ReportPicture { name: name.clone(), bytes: tall });
        let figure = &mut findings.figures[0];
        figure.composed = Some(FigurePicture { file: name, ..figure.questioned.clone() });
        let figures = in_english(&findings, &pictures);
        let (pair, composed) = (&figures[0].pictures[0], figures[0].composed.as_ref().unwrap());
        assert!((composed.width_mm / composed.height_mm - 300.0 / 420.0).abs() < 1e-9);
        let lines = LINE_MM * figures[0].regions.len() as f64;
        assert!(pair.height_mm + composed.height_mm + lines <= BODY_MM + 1e-9, "{} and {}", pair.height_mm, composed.height_mm);
    }
}
