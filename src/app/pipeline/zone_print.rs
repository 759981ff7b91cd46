//! How a machine-readable zone is printed: pitch, heights and places against ICAO Doc 9303, and its characters against OCR-B.

use super::Seen;
use super::machine_zone::ReadZone;
use super::register::Registered;
use crate::domain::{
    Calibration, Date, GlyphDeparture, MethodVersion, Page, Placement, QuantityValue, Reference, Verdict, ZoneFace, ZoneFigure, ZonePrint,
};
use crate::reading::mrz_geometry::{GlyphGeometry, Typeface, ZoneAbout, ZoneGeometry, ZoneMeasure, ZoneVerdict, measure_zone};
use crate::reading::mrz_image::MrzInPicture;
use crate::reading::parse_mrz;

/// Measures how each zone is printed. Where its capture is registered, scale and edges are those of the page of the reference, else the scale
/// is what the file states, which nobody has checked.
pub(super) fn measure_prints(zones: &mut [ReadZone], seen: &[Seen], on: Option<(&Registered, &Reference)>, day: Date) {
    for read in zones {
        let Some(seen) = seen.get(read.seen) else { continue };
        let placed = on.and_then(|(registered, reference)| {
            let placed = registered.placed.iter().find(|placed| placed.seen == read.seen)?.placement(seen.capture.id);
            Some((reference.page(&placed.page.page)?, placed))
        });
        read.zone.print = zone_print(seen, &read.found, placed, day).map(Box::new);
    }
}

/// How exact the sizes of pages of one series are, in mm: half of what ICAO Doc 9303 allows a page.
const PAGE_TOLERANCE_MM: f64 = 0.4;

fn zone_print(seen: &Seen, found: &MrzInPicture, placed: Option<(&Page, Placement)>, day: Date) -> Option<ZonePrint> {
    let format = parse_mrz(&found.text().join("\n"), day).ok().map(|reading| reading.format);
    let from_file = || seen.picture.info.resolution.and_then(|resolution| Calibration::from_file(resolution).ok());
    let by_page = placed.as_ref().and_then(|(page, placement)| {
        let Placement { page: of, residual_mm, sampling_ppi, .. } = placement.clone();
        Calibration::from_reference(of, page.size, PAGE_TOLERANCE_MM, residual_mm, sampling_ppi).ok()
    });
    let edges = placed.as_ref().and_then(|(page, placement)| {
        let [a, b, c, d] = page.bounds().corners().map(|corner| placement.page_from_capture.capture(corner));
        Some([a?, b?, c?, d?])
    });
    let calibration = by_page.or_else(from_file);
    let about = ZoneAbout { format, calibration: calibration.as_ref(), light: seen.capture.light, page: edges };
    measure_zone(&seen.picture, found, &about).ok().map(|geometry| printed(&geometry, found))
}

fn printed(geometry: &ZoneGeometry, found: &MrzInPicture) -> ZonePrint {
    let small = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
    let line = |(line, read): (usize, &crate::reading::mrz_image::MrzLine)| {
        let glyphs = geometry.lines.get(line).map(|line| line.glyphs.as_slice()).unwrap_or_default();
        let of = |column: usize| glyphs.iter().find(|glyph| usize::from(glyph.column) == column);
        (1..=read.glyphs.len()).map(|column| of(column).map(|glyph| (glyph.conformity.clamp(0.0, 1.0) * 100.0).round() as u8)).collect()
    };
    ZonePrint {
        figures: geometry.measures.iter().map(figure).chain(print_figures(geometry)).collect(),
        face: match geometry.typeface.typeface {
            Typeface::OcrB => ZoneFace::OcrB,
            Typeface::Doubtful => ZoneFace::Doubtful,
            Typeface::Other => ZoneFace::Other,
            Typeface::NotTold => ZoneFace::NotTold,
        },
        conformity: geometry.typeface.conformity,
        glyphs: found.lines.iter().enumerate().map(line).collect(),
        departures: geometry
            .standing_out()
            .map(|(line, glyph): (usize, &GlyphGeometry)| GlyphDeparture {
                line: small(line),
                column: glyph.column,
                character: glyph.character,
                departures: glyph.departures.iter().map(|departure| departure.title().to_owned()).collect(),
            })
            .collect(),
        method: MethodVersion { name: geometry.under.method.name.clone(), version: geometry.under.method.version },
    }
}

fn figure(measure: &ZoneMeasure) -> ZoneFigure {
    ZoneFigure {
        name: measure.quantity.code().to_owned(),
        title: measure.quantity.title().to_owned(),
        line: measure.line,
        value: measure.value,
        nominal: measure.nominal,
        limits: measure.limits,
        rule: measure.rule.clone(),
        verdict: match measure.verdict {
            ZoneVerdict::Within => Some(Verdict::Conforms),
            ZoneVerdict::Undecided => Some(Verdict::Inconclusive),
            ZoneVerdict::Outside => Some(Verdict::DoesNotConform),
            ZoneVerdict::NotJudged | ZoneVerdict::NotMeasured => None,
        },
        remark: measure.reason.map_or_else(String::new, |reason| reason.title().to_owned()),
    }
}

/// Plain numbers on the print, which no rule limits.
fn print_figures(geometry: &ZoneGeometry) -> Vec<ZoneFigure> {
    let print = &geometry.print;
    let numbers = [
        ("edge-rise", "Rise of edges", &print.edge_rise_mm),
        ("raggedness", "Raggedness of edges", &print.raggedness_mm),
        ("unevenness", "Unevenness of strokes", &print.unevenness),
        ("speckled", "Dark specks beside strokes", &print.speckled),
    ];
    let figure = |(name, title, value): (&str, &str, &Option<QuantityValue>)| ZoneFigure {
        name: name.to_owned(),
        title: title.to_owned(),
        line: None,
        value: *value,
        nominal: None,
        limits: crate::domain::Threshold::None,
        rule: String::new(),
        verdict: None,
        remark: String::new(),
    };
    numbers.into_iter().map(figure).collect()
}
