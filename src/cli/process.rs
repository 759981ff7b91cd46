//! `guilloche process`: what the print of a picture shows of the process that made it.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::register::add;
use super::{Context, Status};
use crate::app::Problem;
use crate::app::pipeline::difference::ZonesFile;
use crate::app::pipeline::process::{
    NotMeasurable, ProcessFound, ProcessMarks, ProcessParams, ProcessRequest, Region, RegionMarks, Regions, Remark, Screen, SpeckCount,
    process_file,
};
use crate::domain::{QuantityValue, RectMm, Resolution};

/// Measures what the print shows of its process: screens, scattered dots, edges, specks
#[derive(Debug, clap::Args)]
pub(super) struct Process {
    /// The pictures
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
    /// A reference picture, which shows the page edge to edge: each picture is laid over it, and both are measured at the same places
    #[arg(long, value_name = "PICTURE")]
    reference: Option<PathBuf>,
    /// A JSON file with the zones to look at: {"dpi": …, "zones": {NAME: {"kind": …, "mm": [x, y, w, h]}}}
    #[arg(long, value_name = "FILE", conflicts_with = "area")]
    zones: Option<PathBuf>,
    /// A rectangle to look at, in mm from the top left corner of the page: left, top, width, height
    #[arg(long, value_name = "X,Y,W,H", value_parser = rectangle)]
    area: Option<RectMm>,
    /// Pixels per inch of the pictures, or of the reference if there is one, in place of what their files say
    #[arg(long, value_name = "DPI", value_parser = resolution)]
    dpi: Option<Resolution>,
    /// Pixels per inch at the document below which edges and specks are not measured
    #[arg(long, value_name = "PPI", default_value_t = ProcessParams::default().least_ppi)]
    least_ppi: f64,
}

fn rectangle(text: &str) -> Result<RectMm, String> {
    let parts: Vec<f64> =
        text.split(',').map(|part| part.trim().parse::<f64>()).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    match parts.as_slice() {
        [x, y, width, height] if parts.iter().all(|part| part.is_finite()) && *width > 0.0 && *height > 0.0 => {
            Ok(RectMm::new(*x, *y, *width, *height))
        }
        _ => Err("write left, top, width and height in mm, such as 10,20,30,15".to_owned()),
    }
}

fn resolution(text: &str) -> Result<Resolution, String> {
    let dpi = text.parse::<f64>().map_err(|error| error.to_string())?;
    Resolution::square(dpi).ok_or_else(|| "expected 1 to 100000 pixels per inch".to_owned())
}

impl Process {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let regions = match (&self.zones, self.area) {
            (Some(file), _) => Regions::Zones(ZonesFile::read(file)?),
            (None, Some(area)) => Regions::Area(area),
            (None, None) => Regions::Page,
        };
        if !(self.least_ppi > 0.0 && self.least_ppi.is_finite()) {
            return Err(Problem::bad_use("--least-ppi is no number of pixels per inch.").hint("Give a number above 0."));
        }
        let params = ProcessParams { least_ppi: self.least_ppi, ..ProcessParams::default() };
        let request = ProcessRequest { regions, told: self.dpi, params };
        let mut status = Status::Done;
        for path in &self.images {
            let name = path.display().to_string();
            let found = {
                let bar = context.output.progress();
                process_file(path, self.reference.as_deref(), &request, &bar)
            };
            match found {
                Ok(found) => {
                    if matches!(found.fit, Some(Err(_))) {
                        status = status.max(Status::Attention);
                    }
                    context.output.result(&self.line(&name, &found), || text(&name, &found));
                }
                Err(problem) => {
                    context.output.input_problem("image", &name, &problem);
                    status = status.max(Status::BadInput);
                }
            }
        }
        Ok(status)
    }

    fn line(&self, name: &str, found: &ProcessFound) -> Value {
        let mut line = json!({ "image": name });
        if let Some(reference) = &self.reference {
            add(&mut line, "reference", json!(reference.display().to_string()));
        }
        match &found.fit {
            Some(Err(reason)) => {
                add(&mut line, "homography", Value::Null);
                add(&mut line, "reason", json!(reason.code()));
            }
            Some(Ok(fit)) => add(
                &mut line,
                "registration",
                json!({
                    "homography": fit.reference_from_questioned, "inliers": fit.inliers,
                    "residual_px": fit.residual_px, "residual_mm": fit.residual_mm,
                }),
            ),
            None => {}
        }
        if !matches!(found.fit, Some(Err(_))) {
            add(&mut line, "regions", found.regions.iter().map(region).collect());
        }
        let [read, measure] = found.timing_ms;
        add(&mut line, "timing_ms", json!({ "read": read, "measure": measure, "total": read + measure }));
        line
    }
}

fn region(region: &Region) -> Value {
    let mut value = json!({});
    if let Some(name) = &region.name {
        add(&mut value, "zone", json!(name));
    }
    add(&mut value, "area_mm", json!([region.area.x, region.area.y, region.area.width, region.area.height].map(rounded)));
    match &region.found {
        Err(problem) => add(&mut value, "error", json!({ "message": problem.message, "hint": problem.hint })),
        Ok(found) => {
            add(&mut value, "marks", marks(&found.marks));
            if let Some(reference) = &found.reference {
                add(&mut value, "reference", marks(reference));
                add(&mut value, "screens_in_reference", json!(found.in_reference));
            }
            add(&mut value, "remarks", found.remarks.iter().map(remark).collect());
        }
    }
    value
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn remark(remark: &Remark) -> Value {
    json!({ "observed": remark.observed, "consistent_with": remark.consistent_with, "cannot_tell": remark.cannot_tell })
}

/// What was measured, or under `not_measurable` why not.
fn or_reason<T>(found: &Result<T, NotMeasurable>, show: impl FnOnce(&T) -> Value) -> Value {
    match found {
        Ok(found) => show(found),
        Err(reason) => {
            let mut value = json!(reason);
            add(&mut value, "message", json!(reason.to_string()));
            json!({ "not_measurable": value })
        }
    }
}

fn marks(marks: &ProcessMarks) -> Value {
    json!({
        "used_px": [marks.used.x, marks.used.y, marks.used.width, marks.used.height],
        "sampling_ppi": rounded(marks.sampling_ppi),
        "below_385_ppi": marks.is_coarse,
        "screens": or_reason(&marks.screens, |screens| json!({
            "found": screens.found.iter().map(screen).collect::<Vec<_>>(),
            "wandering": screens.wandering.iter().map(|[lpi, angle, strength]| {
                json!({ "frequency_lpi": rounded(*lpi), "angle_deg": rounded(*angle), "strength_db": rounded(*strength) })
            }).collect::<Vec<_>>(),
            "range_lpi": screens.range_lpi.map(rounded),
            "tiles": screens.tiles,
            "tile_px": screens.tile_px,
            "resolved_lpi": rounded(screens.resolved_lpi),
        })),
        "scatter": or_reason(&marks.scatter, |scatter| json!({
            "rise": value(scatter.rise),
            "ring": value(scatter.ring),
            "anisotropy_db": rounded(scatter.anisotropy_db),
            "bimodality": rounded(scatter.bimodality),
            "tiles": scatter.tiles,
            "dots": scatter.dots.as_ref().map(specks),
        })),
        "edges": or_reason(&marks.edges, |edges| json!({
            "raggedness": value(edges.raggedness),
            "blur": value(edges.blur),
            "edges": edges.edges,
            "length_mm": rounded(edges.length_mm),
        })),
        "specks": or_reason(&marks.specks, |found| json!({
            "near": specks(&found.near),
            "far": found.far.as_ref().map(specks),
            "least_um": rounded(found.least_um),
        })),
    })
}

fn screen(screen: &Screen) -> Value {
    let channels: Vec<Value> =
        screen.channels.iter().map(|(channel, strength)| json!({ "channel": channel, "strength_db": rounded(*strength) })).collect();
    json!({
        "kind": screen.kind,
        "frequency": value(screen.frequency),
        "period": value(screen.period),
        "angle": value(screen.angle),
        "strength_db": rounded(screen.strength_db),
        "channels": channels,
        "tiles": screen.tiles,
        "fits_jpeg_blocks": screen.fits_blocks,
    })
}

fn specks(found: &SpeckCount) -> Value {
    json!({
        "count": found.count,
        "area_mm2": rounded(found.area_mm2),
        "density": value(found.density),
        "diameter": found.diameter.map(value),
    })
}

/// A value with its expanded uncertainty and unit.
fn value(value: QuantityValue) -> Value {
    json!({ "value": rounded(value.value()), "expanded": rounded(value.expanded_uncertainty()), "k": rounded(value.coverage_factor()), "unit": value.unit() })
}

fn text(name: &str, found: &ProcessFound) -> String {
    let mut text = match &found.fit {
        Some(Err(reason)) => return format!("{name}: no fit: {}.", reason.title().to_lowercase()),
        Some(Ok(fit)) => format!("{name}: laid over the reference, median distance {:.3} mm", fit.residual_mm),
        None => name.to_owned(),
    };
    for region in &found.regions {
        let RectMm { x, y, width, height } = region.area;
        let zone = region.name.as_deref().map_or_else(String::new, |name| format!("{name}, "));
        text.push_str(&format!("\n  {zone}{width:.1} × {height:.1} mm at {x:.1}, {y:.1} mm"));
        match &region.found {
            Err(problem) => text.push_str(&format!("\n    {} {}", problem.message, problem.hint)),
            Ok(found) => region_text(found, &mut text),
        }
    }
    text
}

fn region_text(found: &RegionMarks, text: &mut String) {
    for remark in &found.remarks {
        text.push_str(&format!("\n    {}.", remark.observed));
        if !remark.consistent_with.is_empty() {
            let titles: Vec<String> = remark.consistent_with.iter().map(|process| process.title().to_lowercase()).collect();
            text.push_str(&format!("\n      Consistent with {}, and others.", titles.join(", ")));
        }
        if !remark.cannot_tell.is_empty() {
            text.push_str(&format!("\n      {}", remark.cannot_tell));
        }
    }
    let marks = &found.marks;
    for (what, reason) in [
        ("Screens", marks.screens.as_ref().err()),
        ("Scattered dots", marks.scatter.as_ref().err()),
        ("Edges", marks.edges.as_ref().err()),
        ("Specks", marks.specks.as_ref().err()),
    ] {
        if let Some(reason) = reason {
            text.push_str(&format!("\n    {what} not measured: {reason}."));
        }
    }
    if let Some(reference) = &found.reference {
        beside_text(marks, reference, text);
    }
}

/// The figures of both, side by side.
fn beside_text(marks: &ProcessMarks, reference: &ProcessMarks, text: &mut String) {
    let edges = |marks: &ProcessMarks| marks.edges.as_ref().map(|edges| [edges.raggedness, edges.blur]).ok();
    let specks = |marks: &ProcessMarks| marks.specks.as_ref().map(|specks| specks.near.density).ok();
    let scatter = |marks: &ProcessMarks| marks.scatter.as_ref().map(|scatter| scatter.rise).ok();
    let mut row = |what: &str, one: Option<QuantityValue>, other: Option<QuantityValue>| {
        let words = |value: Option<QuantityValue>| value.map_or_else(|| "not measured".to_owned(), |value| value.to_string());
        if one.is_some() || other.is_some() {
            text.push_str(&format!("\n    {what}: {}; reference {}", words(one), words(other)));
        }
    };
    let part = |pair: Option<[QuantityValue; 2]>, place: usize| pair.and_then(|pair| pair.get(place).copied());
    row("Edge raggedness", part(edges(marks), 0), part(edges(reference), 0));
    row("Edge blur", part(edges(marks), 1), part(edges(reference), 1));
    row("Specks near strokes", specks(marks), specks(reference));
    row("Rise of power in middle tones", scatter(marks), scatter(reference));
}
