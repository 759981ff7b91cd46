//! `guilloche compare`: where a questioned picture departs from a reference picture.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Context, Status, Worst};
use crate::app::Problem;
use crate::app::pipeline::difference::{PairDifference, ZonesFile, compare_pair, write_heat};

/// Finds where a questioned picture departs from a reference picture
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// The questioned picture
    questioned: PathBuf,
    /// The reference picture, which shows the page edge to edge
    reference: PathBuf,
    /// A folder with pictures of further genuine specimens: what varies among them counts less
    #[arg(long, value_name = "DIR")]
    references: Option<PathBuf>,
    /// A JSON file with the zones: {"dpi": …, "zones": {NAME: {"kind": …, "mm": [x, y, w, h]}}}; personal ones are judged by the print beneath
    #[arg(long, value_name = "FILE")]
    zones: Option<PathBuf>,
    /// A PNG file to write, grey, in the frame of the reference: brighter is more suspicious
    #[arg(long, value_name = "PNG")]
    heatmap: Option<PathBuf>,
}

impl Compare {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let zones = self.zones.as_deref().map(ZonesFile::read).transpose()?.unwrap_or_default();
        let found = {
            let bar = context.output.progress();
            compare_pair(&self.questioned, &self.reference, self.references.as_deref(), &zones, &bar)?
        };
        for left in &found.left_out {
            context.output.note(&format!("Left out {}: {}", left.file.display(), left.reason));
        }
        let regions = self.regions(&found, &zones);
        if let (Some(file), Some(differences)) = (&self.heatmap, &found.differences) {
            write_heat(differences, found.pair.resolution, file)?;
        }
        let line = self.line(&found, &regions);
        context.output.result(&line, || text(&found, &regions));
        Ok(match &found.pair.fit {
            Err(_) => Status::Attention,
            Ok(_) => context.attention(if regions.is_empty() { Worst::Conforms } else { Worst::DoesNotConform }),
        })
    }

    fn regions(&self, found: &PairDifference, zones: &ZonesFile) -> Vec<Value> {
        let resolution = found.pair.resolution;
        let regions = found.differences.as_ref().map(|differences| differences.regions.as_slice()).unwrap_or_default();
        let px = |mm: f64, per_mm: f64| (mm * per_mm).round();
        regions
            .iter()
            .map(|region| {
                let (area, x, y) = (region.area, resolution.x.px_per_mm(), resolution.y.px_per_mm());
                let (left, top) = (px(area.x, x), px(area.y, y));
                let box_mm = [area.x, area.y, area.width, area.height].map(|mm| (mm * 1e3).round() / 1e3);
                let mut value = json!({
                    "box_px": [left, top, px(area.right(), x) - left, px(area.bottom(), y) - top],
                    "box_mm": box_mm,
                    "kind": region.kind,
                    "strength": region.strength,
                });
                if self.zones.is_some() {
                    super::register::add(&mut value, "zone", json!(zones.around(area)));
                }
                value
            })
            .collect()
    }

    fn line(&self, found: &PairDifference, regions: &[Value]) -> Value {
        let [read, prepare, register] = found.pair.timing_ms;
        let [specimens, compare] = found.timing_ms;
        let timing = json!({
            "read": read, "prepare": prepare, "register": register, "specimens": specimens, "compare": compare,
            "total": read + prepare + register + specimens + compare,
        });
        let mut line = json!({ "questioned": self.questioned.display().to_string(), "reference": self.reference.display().to_string() });
        let mut add = |key, value| super::register::add(&mut line, key, value);
        match &found.pair.fit {
            Ok(fit) => {
                add(
                    "registration",
                    json!({
                        "homography": fit.reference_from_questioned, "inliers": fit.inliers,
                        "residual_px": fit.residual_px, "residual_mm": fit.residual_mm,
                    }),
                );
                let resolution = found.pair.resolution;
                add("dpi", json!([resolution.x.get(), resolution.y.get()]));
                if self.references.is_some() {
                    let left_out =
                        found.left_out.iter().map(|left| json!({ "file": left.file.display().to_string(), "reason": left.reason }));
                    add("specimens", json!(found.specimens));
                    add("left_out", left_out.collect());
                }
                add("regions", json!(regions));
                if let Some(file) = &self.heatmap {
                    add("heatmap", json!(file.display().to_string()));
                }
            }
            Err(reason) => {
                add("homography", Value::Null);
                add("reason", json!(reason.code()));
            }
        }
        add("timing_ms", timing);
        line
    }
}

fn text(found: &PairDifference, regions: &[Value]) -> String {
    if let Err(reason) = &found.pair.fit {
        return format!("No fit: {}.", reason.title().to_lowercase());
    }
    let differing = found.differences.iter().flat_map(|differences| &differences.regions).zip(regions);
    let rows = differing.map(|(region, value)| {
        let area = region.area;
        let zone = value["zone"].as_str().map_or_else(String::new, |zone| format!(", {zone}"));
        format!(
            "\n  {:.2}  {} at {:.1}, {:.1} mm, {:.1} × {:.1} mm{zone}",
            region.strength,
            region.kind.title(),
            area.x,
            area.y,
            area.width,
            area.height
        )
    });
    match regions.len() {
        0 => "No region departs from the reference.".to_owned(),
        1 => format!("1 region departs from the reference.{}", rows.collect::<String>()),
        count => format!("{count} regions depart from the reference.{}", rows.collect::<String>()),
    }
}
