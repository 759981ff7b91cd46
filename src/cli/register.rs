//! `guilloche register`: where questioned pictures lie on a reference picture.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::pairs::{Pairs, each};
use super::{Context, Status};
use crate::app::Problem;
use crate::app::library::ReadyPages;
use crate::app::pipeline::pair::{PairOfFiles, References};
use crate::app::pipeline::read_file;

/// Finds where questioned pictures lie on a reference picture
///
/// Prints one result for each questioned picture, in order. A picture that cannot be read has an error in place of its result and makes
/// the exit status 3; one that does not fit makes it 1.
#[derive(Debug, clap::Args)]
#[command(override_usage = "guilloche register [OPTIONS] <QUESTIONED>... <REFERENCE>\n       guilloche register [OPTIONS] --batch <LIST>")]
pub(super) struct Register {
    #[command(flatten)]
    pairs: Pairs,
    /// A file with a JSON list of questioned points [x, y] in px, to be mapped to reference px; for one questioned picture
    #[arg(long, value_name = "POINTS", conflicts_with = "batch")]
    map: Option<PathBuf>,
}

impl Register {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let pairs = self.pairs.read()?;
        if self.map.is_some() && pairs.len() > 1 {
            return Err(Problem::bad_use("--map takes the points of one questioned picture, and several are given.")
                .hint("Map the points of each in a run of its own, or by its homography."));
        }
        let points = self.map.as_deref().map(points).transpose()?;
        let mut references = References::kept_in(context.cache().map(|cache| ReadyPages::in_folder(cache.join("ready"))));
        each(context, &pairs, |pair| one(context, pair, points.as_deref(), &mut references))
    }
}

/// Lays one picture over its reference and prints the result.
fn one(context: &Context, files: &PairOfFiles, points: Option<&[[f64; 2]]>, references: &mut References) -> Result<Status, Problem> {
    let pair = references.register(files, &context.output.progress())?;
    let [read, prepare, register] = pair.timing_ms;
    let timing = json!({ "read": read, "prepare": prepare, "register": register, "total": read + prepare + register });
    let mut line = json!({ "questioned": files.questioned.display().to_string(), "reference": files.reference.display().to_string() });
    match pair.fit {
        Ok(fit) => {
            add(&mut line, "homography", json!(fit.reference_from_questioned));
            add(&mut line, "inliers", json!(fit.inliers));
            add(&mut line, "residual_px", json!(fit.residual_px));
            add(&mut line, "residual_mm", json!(fit.residual_mm));
            add(&mut line, "coverage", json!(fit.coverage));
            add(&mut line, "sampling_ppi", json!(fit.sampling_ppi));
            if let Some(bend) = &fit.bend {
                add(&mut line, "bend_px", json!(bend.most_px()));
            }
            if let Some(points) = points {
                let mapped: Vec<[f64; 2]> = points.iter().map(|[x, y]| fit.reference(*x, *y).into()).collect();
                add(&mut line, "points", json!(mapped));
            }
            add(&mut line, "timing_ms", timing);
            context.output.result(&line, || {
                let [a, b, c] = fit.reference_from_questioned.0;
                format!(
                    "Fits: {} places agree, median distance {:.2} px ({:.3} mm), {:.0} % of the page, {:.0} ppi\n  {a:?}\n  {b:?}\n  {c:?}",
                    fit.inliers,
                    fit.residual_px,
                    fit.residual_mm,
                    fit.coverage * 100.0,
                    fit.sampling_ppi
                )
            });
            Ok(Status::Done)
        }
        Err(reason) => {
            add(&mut line, "homography", Value::Null);
            add(&mut line, "reason", json!(reason.code()));
            add(&mut line, "timing_ms", timing);
            context.output.result(&line, || format!("No fit: {}.", reason.title().to_lowercase()));
            Ok(Status::Attention)
        }
    }
}

/// Adds a key to a JSON object.
pub(super) fn add(line: &mut Value, key: &str, value: Value) {
    if let Some(object) = line.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn points(path: &std::path::Path) -> Result<Vec<[f64; 2]>, Problem> {
    serde_json::from_slice(&read_file(path)?).map_err(|error| {
        Problem::bad_input(format!("{} is no list of points: {error}.", path.display())).hint("Write [[x, y], [x, y], …] in px.")
    })
}
