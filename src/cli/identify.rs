//! `guilloche identify`: which reference pages pictures may show.

mod patch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;

use super::{Context, Status, Worst};
use crate::app::library::{PlainFolder, bundled, from_folder};
use crate::app::pipeline::identify::{Candidate, Picture, PictureIndex};
use crate::app::pipeline::patch::PatchArea;
use crate::app::pipeline::{read_file, read_picture};
use crate::app::{CaptureName, Problem};
use crate::domain::{Light, Unwatched};

/// Says which reference pages pictures may show, best first
///
/// With `--json` each candidate that could be registered has the corners of its page in px of the picture, clockwise from the top left
/// one as the page is read. `pages` has an entry for every page that the picture shows, best first, with its own candidates: a scan may
/// show both sides of a card.
///
/// With `--area` it says on which pages the patch lies: `box_mm` is the upright box around it on the page in mm, `corners_mm` its
/// corners, `score` how well the print agrees.
#[derive(Debug, clap::Args)]
pub(super) struct Identify {
    /// Picture files
    #[arg(value_name = "IMAGE", required_unless_present = "batch")]
    images: Vec<PathBuf>,
    /// A library folder, or a folder of page pictures with an index.json; the bundled library if not given
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
    /// How many candidates to print
    #[arg(long, value_name = "K", default_value_t = 5)]
    top: usize,
    /// A file with one picture path a line; prints one object with all results in order
    #[arg(long, value_name = "LIST")]
    batch: Option<PathBuf>,
    /// Looks for what this area shows – a stamp, an emblem, a piece of background – anywhere on reference pages: x,y,width,height in px
    /// of the picture from its top left corner, or in mm at its resolution with mm at the end, as in 20,35,15,15mm
    #[arg(long, value_name = "AREA")]
    area: Option<PatchArea>,
}

#[derive(Serialize)]
struct Line {
    image: String,
    candidates: Vec<Found>,
    known: bool,
    margin: f64,
    pages: Vec<Page>,
    ms: f64,
}

#[derive(Serialize)]
struct Found {
    id: String,
    page: Option<String>,
    score: f64,
    inliers: u32,
    corners: Option<[[f64; 2]; 4]>,
}

/// A page that the picture shows.
#[derive(Serialize)]
struct Page {
    corners: [[f64; 2]; 4],
    candidates: Vec<Found>,
}

impl Identify {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let bar = context.output.progress();
        let index = match &self.library {
            None => PictureIndex::Library(Arc::new(context.kept(bundled()?, None))),
            Some(folder) => match PlainFolder::open(folder, context.cache())? {
                Some(plain) => PictureIndex::Plain(Box::new(plain.index(&bar)?)),
                None => PictureIndex::Library(Arc::new(context.kept(from_folder(folder, &bar)?, Some(folder)))),
            },
        };
        drop(bar);
        let mut images = self.images;
        if let Some(list) = &self.batch {
            images.extend(listed(list)?);
        }
        let (mut status, mut lines, mut worst) = (Status::Done, Vec::new(), Worst::Conforms);
        for path in &images {
            let answer = match self.area {
                None => identify(path, &index, self.top).map(|line| (line.known, serde_json::json!(line), text(&line))),
                Some(area) => {
                    patch::find(path, &index, area, self.top).map(|line| (line.known, serde_json::json!(line), patch::text(&line)))
                }
            };
            match answer {
                Ok((known, line, text)) => {
                    worst = worst.max(if known { Worst::Conforms } else { Worst::Open });
                    if self.batch.is_some() {
                        lines.push(line);
                    } else {
                        context.output.result(&line, || text);
                    }
                }
                Err(problem) => {
                    status = Status::BadInput;
                    if self.batch.is_some() {
                        context.output.problem(&problem);
                        lines.push(serde_json::json!({ "image": path.display().to_string(), "candidates": [], "known": false, "error": problem.message }));
                    } else {
                        context.output.input_problem("image", &path.display().to_string(), &problem);
                    }
                }
            }
        }
        if self.batch.is_some() {
            context
                .output
                .result(&serde_json::json!({ "results": lines }), || lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
        }
        Ok(status.max(context.attention(worst)))
    }
}

/// A picture and the light that its name tells, visible if it tells none.
fn picture(path: &Path) -> Result<(Picture, Light), Problem> {
    Ok((read_picture(path, &Unwatched)?, CaptureName::of(&path.display().to_string()).light.unwrap_or(Light::Visible)))
}

fn identify(path: &Path, index: &PictureIndex, top: usize) -> Result<Line, Problem> {
    let (picture, light) = picture(path)?;
    let start = Instant::now();
    let found = index.identify(&picture, light, top, &Unwatched)?;
    let of = |candidates: Vec<Candidate>| candidates.into_iter().map(|candidate| Found::of(index, candidate)).collect();
    let pages = found.pages.into_iter().map(|page| Page { corners: page.corners.map(to_hundredths), candidates: of(page.candidates) });
    Ok(Line {
        image: path.display().to_string(),
        candidates: of(found.candidates),
        known: found.known,
        margin: found.margin,
        pages: pages.collect(),
        ms: super::milliseconds(start),
    })
}

/// A place in px to a hundredth, which is finer than it is known.
fn to_hundredths(place: [f64; 2]) -> [f64; 2] {
    place.map(|px| (px * 100.0).round() / 100.0)
}

impl Found {
    fn of(index: &PictureIndex, candidate: Candidate) -> Self {
        let (id, page) = index.named(candidate.key);
        let corners = candidate.corners.map(|corners| corners.map(to_hundredths));
        Self { id, page, score: candidate.score, inliers: candidate.inliers, corners }
    }
}

fn listed(list: &Path) -> Result<Vec<PathBuf>, Problem> {
    let text = String::from_utf8(read_file(list)?)
        .map_err(|error| Problem::bad_input(format!("{} is no list of paths: {error}.", list.display())).hint("Write one path a line."))?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(PathBuf::from).collect())
}

fn text(line: &Line) -> String {
    let known = if line.known { "known" } else { "not in the library" };
    let rows = line.candidates.iter().map(row);
    let mut text = format!("{}: {known}{}", line.image, rows.collect::<String>());
    for page in line.pages.iter().skip(1) {
        text.push_str("\n  also shown:");
        text.extend(page.candidates.iter().map(row));
    }
    text
}

fn row(found: &Found) -> String {
    let page = found.page.as_ref().map(|page| format!("/{page}")).unwrap_or_default();
    format!("\n  {:.3}  {}{page}  ({} places)", found.score, found.id, found.inliers)
}
