//! `guilloche compare`: where questioned pictures depart from a reference picture.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::pairs::{Pairs, each};
use super::{Context, Status, Worst};
use crate::app::Problem;
use crate::app::pipeline::comparing::{Comparing, PairDifference};
use crate::app::pipeline::difference::{ZonesFile, write_heat};
use crate::app::pipeline::pair::PairOfFiles;

/// Finds where questioned pictures depart from a reference picture
///
/// Prints one result for each questioned picture, in order. A picture that cannot be read has an error in place of its result and makes
/// the exit status 3; one that does not fit makes it 1.
#[derive(Debug, clap::Args)]
#[command(override_usage = "guilloche compare [OPTIONS] <QUESTIONED>... <REFERENCE>\n       guilloche compare [OPTIONS] --batch <LIST>")]
pub(super) struct Compare {
    #[command(flatten)]
    pairs: Pairs,
    /// A folder with pictures of further genuine specimens: what varies among them counts less
    #[arg(long, value_name = "DIR")]
    references: Option<PathBuf>,
    /// A JSON file with the zones: {"dpi": …, "zones": {NAME: {"kind": …, "mm": [x, y, w, h]}}}; personal ones are judged by the print beneath
    #[arg(long, value_name = "FILE")]
    zones: Option<PathBuf>,
    /// A PNG file to write, grey, in the frame of the reference: brighter is more suspicious; for several questioned pictures a folder,
    /// with a file for each under its name
    #[arg(long, value_name = "PNG")]
    heatmap: Option<PathBuf>,
}

impl Compare {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let pairs = self.pairs.read()?;
        let zones = self.zones.as_deref().map(ZonesFile::read).transpose()?.unwrap_or_default();
        let mut comparing = Comparing::new(self.references.as_deref(), zones)?;
        let mut heats = match &self.heatmap {
            Some(file) if pairs.len() == 1 => Heats::File(file),
            Some(folder) => Heats::folder(folder)?,
            None => Heats::None,
        };
        each(context, &pairs, |pair| {
            let heat = heats.next(&pair.questioned);
            self.one(context, pair, heat.as_deref(), &mut comparing)
        })
    }

    /// Compares one picture with its reference and prints the result.
    fn one(&self, context: &Context, files: &PairOfFiles, heat: Option<&Path>, comparing: &mut Comparing) -> Result<Status, Problem> {
        let found = comparing.compare(files, &context.output.progress())?;
        for left in &found.left_out {
            context.output.note(&format!("Left out {}: {}", left.file.display(), left.reason));
        }
        let regions = self.regions(&found, comparing.zones());
        if let (Some(file), Some(differences)) = (heat, &found.differences) {
            write_heat(differences, found.pair.resolution, file)?;
        }
        let line = self.line(files, &found, &regions, heat);
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
                if let Some(shift) = region.shift_mm {
                    super::register::add(&mut value, "shift_mm", json!(shift));
                }
                if self.zones.is_some() {
                    super::register::add(&mut value, "zone", json!(zones.around(area)));
                }
                value
            })
            .collect()
    }

    fn line(&self, files: &PairOfFiles, found: &PairDifference, regions: &[Value], heat: Option<&Path>) -> Value {
        let [read, prepare, register] = found.pair.timing_ms;
        let [specimens, compare] = found.timing_ms;
        let timing = json!({
            "read": read, "prepare": prepare, "register": register, "specimens": specimens, "compare": compare,
            "total": read + prepare + register + specimens + compare,
        });
        let mut line = json!({ "questioned": files.questioned.display().to_string(), "reference": files.reference.display().to_string() });
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
                if let Some(file) = heat {
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

/// Where heat maps are written.
enum Heats<'a> {
    None,
    File(&'a Path),
    /// With the names given so far.
    Folder(&'a Path, BTreeSet<PathBuf>),
}

impl<'a> Heats<'a> {
    /// Makes the folder if it is not there.
    fn folder(folder: &'a Path) -> Result<Self, Problem> {
        if folder.is_file() {
            return Err(Problem::bad_use(format!("{} is a file, and there are several questioned pictures.", folder.display()))
                .hint("Name a folder with --heatmap; each heat map is written into it under the name of its picture."));
        }
        std::fs::create_dir_all(folder).map_err(|error| Problem::writing(folder, &error))?;
        Ok(Self::Folder(folder, BTreeSet::new()))
    }

    /// Where the heat map of the next picture goes: pictures of one name are told apart by a number.
    fn next(&mut self, questioned: &Path) -> Option<PathBuf> {
        match self {
            Self::None => None,
            Self::File(file) => Some(file.to_path_buf()),
            Self::Folder(folder, taken) => {
                let stem = questioned.file_stem().map_or_else(|| "picture".to_owned(), |stem| stem.to_string_lossy().into_owned());
                let names = std::iter::once(format!("{stem}.png")).chain((2..).map(|number| format!("{stem}-{number}.png")));
                let free = names.map(|name| folder.join(name)).find(|file| !taken.contains(file))?;
                taken.insert(free.clone());
                Some(free)
            }
        }
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
            region.describe(),
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
