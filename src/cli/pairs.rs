//! What `register` and `compare` have in common: pairs of pictures, one result for each.

use std::path::PathBuf;

use super::{Context, Status};
use crate::app::pipeline::pair::PairOfFiles;
use crate::app::{Problem, ProblemKind};

/// The pictures of a run.
#[derive(Debug, clap::Args)]
pub(super) struct Pairs {
    /// The questioned pictures, and last the reference picture, which shows the page edge to edge
    #[arg(value_name = "PICTURE", required_unless_present = "batch", conflicts_with = "batch")]
    pictures: Vec<PathBuf>,
    /// A file with one pair a line: the questioned picture, a tab, its reference picture
    #[arg(long, value_name = "LIST")]
    batch: Option<PathBuf>,
}

impl Pairs {
    /// The pairs in the order of their results.
    ///
    /// # Errors
    ///
    /// Bad use without a reference, bad input for a list that is none.
    pub(super) fn read(&self) -> Result<Vec<PairOfFiles>, Problem> {
        match &self.batch {
            Some(list) => PairOfFiles::listed(list),
            None => PairOfFiles::with_the_last(&self.pictures),
        }
    }
}

/// Does the same with each pair. One that cannot be read has an error in place of its result, and the others go on.
///
/// # Errors
///
/// Only that somebody asked to stop.
pub(super) fn each(
    context: &Context,
    pairs: &[PairOfFiles],
    mut run: impl FnMut(&PairOfFiles) -> Result<Status, Problem>,
) -> Result<Status, Problem> {
    let mut status = Status::Done;
    for pair in pairs {
        match run(pair) {
            Ok(one) => status = status.max(one),
            Err(problem) if problem.kind == ProblemKind::Cancelled => return Err(problem),
            Err(problem) => {
                status = Status::BadInput;
                let (questioned, reference) = (pair.questioned.display().to_string(), pair.reference.display().to_string());
                context.output.problem_of(&[("questioned", &questioned), ("reference", &reference)], &problem);
            }
        }
    }
    Ok(status)
}
