//! `guilloche specimen`: draws documents, forgeries and captures from seeds, with truth.

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Status};
use crate::app::Problem;
use crate::app::specimens::{Class, Drawing, Order, class, draw, exhibit, family, forgeries, list, profiles, signers, write_set};
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
        /// Replaces a file of this name
        #[arg(long)]
        force: bool,
    },
    /// Draws a forged document, captures it, and writes it with its truth
    Forge {
        /// The series
        series: String,
        /// How it is forged
        kind: String,
        #[command(flatten)]
        exhibit: Exhibit,
    },
    /// Draws a genuine document, captures it, and writes it with its truth
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
        /// Replaces what is there
        #[arg(long)]
        force: bool,
    },
    /// Writes the certificates of the signers of specimen seals, to be trusted for trying the program
    Signers {
        /// The folder
        out: PathBuf,
    },
    /// Draws exercises for a class: captures under names that tell nothing, and apart from them what is known about each
    Class {
        /// The folder
        out: PathBuf,
        /// How many exercises
        #[arg(long, default_value_t = 20)]
        count: u32,
        /// The share of false documents, 0 to 1
        #[arg(long, default_value_t = 0.4)]
        prevalence: f64,
        /// The same seed gives the same class
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How they are captured
        #[arg(long, default_value = "flatbed")]
        profile: String,
        /// Replaces what is there
        #[arg(long)]
        force: bool,
    },
    /// Draws pages of invented designs with an index, for benchmarks of identification
    Family {
        /// How many designs
        count: u64,
        /// The folder
        out: PathBuf,
        /// The seed of the holders
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Pixels per inch
        #[arg(long, default_value_t = 150.0)]
        dpi: f64,
        /// Replaces what is there
        #[arg(long)]
        force: bool,
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
    /// A page; may be given several times, all if not given
    #[arg(long = "page", value_name = "PAGE")]
    pages: Vec<String>,
    /// A light; may be given several times, daylight and 365 nm if not given
    #[arg(long = "light", value_name = "LIGHT")]
    lights: Vec<String>,
    /// The name of the files
    #[arg(long, default_value = "specimen")]
    name: String,
    /// The folder
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replaces files of this name
    #[arg(long)]
    force: bool,
}

fn resolution(dpi: f64) -> Result<Dpi, Problem> {
    let dpi = Dpi::new(dpi).filter(|dpi| (1.0..=2400.0).contains(&dpi.get()));
    dpi.ok_or_else(|| Problem::bad_use("The resolution is out of range.").hint("Give 1 to 2400 pixels per inch."))
}

impl Specimen {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        match self.action {
            Action::List => show_list(context)?,
            Action::Draw { series, out, seed, page, light, dpi, forgery, force } => {
                let drawing = Drawing { series, forgery, seed, page, light, dpi: resolution(dpi)? };
                let (width, height) = draw(&drawing, &out, force)?;
                let line = json!({ "file": out.display().to_string(), "width": width, "height": height });
                context.output.result(&line, || format!("{}: {width} × {height} px", out.display()));
            }
            Action::Forge { series, kind, exhibit } => write(series, kind, exhibit, context)?,
            Action::Capture { series, exhibit } => write(series, "genuine".to_owned(), exhibit, context)?,
            Action::Set { out, force } => {
                write_set(&out, force, &context.output.progress())?;
                context.output.result(&json!({ "out": out.display().to_string() }), || format!("Written to {}", out.display()));
            }
            Action::Signers { out } => {
                signers(&out)?;
                context.output.result(&json!({ "out": out.display().to_string() }), || format!("Written to {}", out.display()));
            }
            Action::Class { out, count, prevalence, seed, profile, force } => {
                let (genuine, forged) = class(&Class { count, prevalence, seed, profile }, &out, force, &context.output.progress())?;
                let line = json!({ "out": out.display().to_string(), "genuine": genuine, "false": forged });
                context.output.result(&line, || format!("{count} exercises written to {}, {forged} of them false", out.display()));
            }
            Action::Family { count, out, seed, dpi, force } => {
                family(count, seed, resolution(dpi)?, &out, force, &context.output.progress())?;
                let line = json!({ "out": out.display().to_string(), "count": count });
                context.output.result(&line, || format!("{count} pages and index.json written to {}", out.display()));
            }
        }
        Ok(Status::Done)
    }
}

fn show_list(context: &Context) -> Result<(), Problem> {
    let series = list()?;
    let words = |words: Vec<(&'static str, &'static str)>| {
        words.into_iter().map(|(word, title)| json!({ "id": word, "title": title })).collect::<Vec<_>>()
    };
    let lights: Vec<_> = Light::ALL.iter().map(|light| (light.code(), light.title())).collect();
    let line = json!({ "series": series, "forgeries": words(forgeries()), "profiles": words(profiles()), "lights": words(lights.clone()) });
    context.output.result(&line, || {
        let mut text = "Series".to_owned();
        for one in &series {
            text.push_str(&format!("\n  {:<14} {} ({})", one.id, one.title, one.pages.join(", ")));
        }
        for (title, words) in [("Ways to forge or to age", forgeries()), ("Ways to capture", profiles()), ("Lights", lights)] {
            text.push_str(&format!("\n{title}"));
            for (word, title) in words {
                text.push_str(&format!("\n  {word:<20} {title}"));
            }
        }
        text
    });
    Ok(())
}

fn write(series: String, forgery: String, to: Exhibit, context: &Context) -> Result<(), Problem> {
    let (name, out) = (to.name.clone(), to.out.clone());
    let order = Order { series, forgery, seed: to.seed, name: to.name, profile: to.profile, pages: to.pages, lights: to.lights };
    let truth = exhibit(&order, &to.out, to.force, &context.output.progress())?;
    context.output.result(&truth, || format!("{name} written to {}", out.display()));
    Ok(())
}
