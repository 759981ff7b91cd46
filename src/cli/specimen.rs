//! `guilloche specimen`: draws documents, forgeries and captures from seeds, with truth.

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Status};
use crate::app::Problem;
use crate::app::specimens::{Drawing, draw, exhibit, forgeries, list, profiles, write_set};
use crate::domain::{Dpi, Light};

/// Draws fictional documents, their forgeries and captures from seeds
#[derive(Debug, clap::Args)]
pub(super) struct Specimen {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Lists the series that can be drawn, the ways to forge and the ways to capture
    List,
    /// Draws one page edge to edge
    Draw {
        /// The series
        series: String,
        /// The PNG file to write
        out: PathBuf,
        /// The seed of the document
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The page; the first if not given
        #[arg(long)]
        page: Option<String>,
        /// The light
        #[arg(long, default_value = "visible")]
        light: String,
        /// Pixels per inch
        #[arg(long, default_value_t = 300.0)]
        dpi: f64,
        /// How it is forged
        #[arg(long, value_name = "KIND", default_value = "genuine")]
        forgery: String,
    },
    /// Draws a forged document under all lights, captures it, and writes it with its truth
    Forge {
        /// The series
        series: String,
        /// How it is forged
        kind: String,
        #[command(flatten)]
        exhibit: Exhibit,
    },
    /// Draws a genuine document under all lights, captures it, and writes it with its truth
    Capture {
        /// The series
        series: String,
        #[command(flatten)]
        exhibit: Exhibit,
    },
    /// Writes the library and the questioned samples that come with the program
    Set {
        /// The folder
        out: PathBuf,
    },
}

#[derive(Debug, clap::Args)]
struct Exhibit {
    /// The seed of the document
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How it is captured
    #[arg(long, default_value = "flatbed")]
    profile: String,
    /// The name of the files
    #[arg(long, default_value = "specimen")]
    name: String,
    /// The folder
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Specimen {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        match self.action {
            Action::List => {
                let series = list()?;
                let words = |words: Vec<(&'static str, &'static str)>| {
                    words.into_iter().map(|(word, title)| json!({ "id": word, "title": title })).collect::<Vec<_>>()
                };
                let line = json!({ "series": series, "forgeries": words(forgeries()), "profiles": words(profiles()) });
                context.output.result(&line, || {
                    let mut text = "Series".to_owned();
                    for one in &series {
                        text.push_str(&format!("\n  {:<14} {} ({})", one.id, one.title, one.pages.join(", ")));
                    }
                    for (title, words) in [("Ways to forge", forgeries()), ("Ways to capture", profiles())] {
                        text.push_str(&format!("\n{title}"));
                        for (word, title) in words {
                            text.push_str(&format!("\n  {word:<20} {title}"));
                        }
                    }
                    text
                });
            }
            Action::Draw { series, out, seed, page, light, dpi, forgery } => {
                let light: Light = light.parse().map_err(Problem::bad_use)?;
                let dpi = Dpi::new(dpi).filter(|dpi| dpi.get() <= 2400.0);
                let dpi = dpi.ok_or_else(|| Problem::bad_use("The resolution is out of range.").hint("Give 1 to 2400 pixels per inch."))?;
                let (width, height) = draw(&Drawing { series, forgery, seed, page, light, dpi }, &out)?;
                let line = json!({ "file": out.display().to_string(), "width": width, "height": height });
                context.output.result(&line, || format!("{}: {width} × {height} px", out.display()));
            }
            Action::Forge { series, kind, exhibit } => write(&series, &kind, &exhibit, context)?,
            Action::Capture { series, exhibit } => write(&series, "genuine", &exhibit, context)?,
            Action::Set { out } => {
                write_set(&out, &context.output.progress())?;
                context.output.result(&json!({ "out": out.display().to_string() }), || format!("Written to {}", out.display()));
            }
        }
        Ok(Status::Done)
    }
}

fn write(series: &str, kind: &str, to: &Exhibit, context: &Context) -> Result<(), Problem> {
    let truth = exhibit(series, kind, to.seed, &to.name, &to.profile, &to.out)?;
    context.output.result(&truth, || format!("{} written to {}", to.name, to.out.display()));
    Ok(())
}
