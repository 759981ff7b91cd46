//! `guilloche model`: teaches the network that reads machine-readable zones, and says how well it reads.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::{Context, Status};
use crate::app::Problem;
use crate::app::model::{ScoredPicture, Teaching, score, teach_network};

/// Teaches the network that reads machine-readable zones, or says how well it reads
#[derive(Debug, clap::Args)]
pub(super) struct Model {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Teaches it on lines drawn by chance, and writes its weights; the shipped ones come from the defaults
    Teach {
        /// The file of weights to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Goes on from these weights
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        /// How many steps are taken
        #[arg(long, default_value_t = Teaching::default().steps)]
        steps: u32,
        /// Decides all that chance decides
        #[arg(long, default_value_t = Teaching::default().seed)]
        seed: u64,
        /// How large a step is at first
        #[arg(long, default_value_t = Teaching::default().rate)]
        rate: f32,
    },
    /// Reads the pictures of folders with the text of their zones in truth.json, and prints a table
    Score {
        /// The folders
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
}

impl Model {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        match self.what {
            What::Teach { out, from, steps, seed, rate } => {
                let teaching = Teaching { seed, steps, rate };
                let bytes = {
                    let bar = context.output.progress();
                    teach_network(teaching, from.as_deref(), &bar, &mut |step, loss, right| {
                        let line = json!({ "step": step, "loss": loss, "right": right });
                        context.output.result(&line, || format!("{step:>7}  loss {loss:.4}  right {:.2} %", right * 100.0));
                    })?
                };
                std::fs::write(&out, bytes).map_err(|error| Problem::writing(&out, &error))?;
            }
            What::Score { folders } => {
                for folder in folders {
                    let scored = {
                        let bar = context.output.progress();
                        score(&folder, &bar)?
                    };
                    let name = folder.display().to_string();
                    let line =
                        json!({ "folder": name, "all": sums(scored.iter()), "pictures": scored.iter().map(picture).collect::<Vec<_>>() });
                    context.output.result(&line, || table(&name, &scored));
                }
            }
        }
        Ok(Status::Done)
    }
}

fn picture(scored: &ScoredPicture) -> serde_json::Value {
    json!({
        "file": scored.file, "right": scored.right, "read": scored.was_read, "characters": scored.characters,
        "doubtful": scored.doubtful, "ms": scored.ms,
    })
}

fn sums<'a>(scored: impl Iterator<Item = &'a ScoredPicture> + Clone) -> serde_json::Value {
    let with = || scored.clone().filter(|scored| scored.has_zone);
    let without = || scored.clone().filter(|scored| !scored.has_zone);
    json!({
        "pictures": with().count(), "right": with().filter(|scored| scored.right).count(),
        "characters": with().map(|scored| scored.characters[0]).sum::<usize>(),
        "characters_right": with().map(|scored| scored.characters[1]).sum::<usize>(),
        "without_zone": without().count(), "read_without_zone": without().filter(|scored| scored.was_read).count(),
    })
}

fn table(name: &str, scored: &[ScoredPicture]) -> String {
    let mut tags: Vec<&str> = scored.iter().flat_map(|scored| &scored.tags).map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    let row = |title: &str, sums: &serde_json::Value| {
        let count = |key: &str| sums[key].as_u64().unwrap_or_default();
        let share = 100.0 * count("characters_right") as f64 / count("characters").max(1) as f64;
        format!(
            "\n  {title:<26} {:>4} of {:<4} {share:>7.2} %   {:>2} of {}",
            count("right"),
            count("pictures"),
            count("read_without_zone"),
            count("without_zone")
        )
    };
    let mut text = format!("{name}\n  {:<26} {:<12} {:<11} read without a zone", "", "all right", "characters");
    text.push_str(&row("all", &sums(scored.iter())));
    for tag in tags {
        text.push_str(&row(tag, &sums(scored.iter().filter(|scored| scored.tags.iter().any(|held| held == tag)))));
    }
    let mut times: Vec<f64> = scored.iter().map(|scored| scored.ms).collect();
    times.sort_by(f64::total_cmp);
    if let (Some(median), Some(longest)) = (times.get(times.len() / 2), times.last()) {
        text.push_str(&format!("\n  without decoding: median {median:.0} ms, longest {longest:.0} ms"));
    }
    text
}
