//! The one place that prints: results to standard output, everything else to standard error.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::app::{Problem, ProblemKind, Watch};
use crate::domain::{Cancelled, Progress};

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For people.
    Text,
    /// One JSON object per input and line.
    Json,
}

/// Prints.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    format: Format,
}

/// Writes a line; whoever reads it may have gone, which is no failure of ours.
fn write_line(mut to: impl std::io::Write, line: &str) {
    to.write_all(line.as_bytes()).and_then(|()| to.write_all(b"\n")).and_then(|()| to.flush()).unwrap_or_default();
}

impl Output {
    pub(super) fn new(format: Format) -> Self {
        Self { format }
    }

    /// Whether results are printed as JSON.
    pub(super) fn is_json(self) -> bool {
        self.format == Format::Json
    }

    /// Prints one result: `value` as a line of JSON, or `text` for people.
    pub(super) fn result(self, value: &impl Serialize, text: impl FnOnce() -> String) {
        match self.format {
            Format::Json => match serde_json::to_string(value) {
                Ok(line) => write_line(std::io::stdout().lock(), &line),
                Err(error) => self.problem(&Problem::system(format!("The result cannot be written as JSON: {error}."))),
            },
            Format::Text => write_line(std::io::stdout().lock(), text().trim_end()),
        }
    }

    /// Says something beside the results.
    #[expect(clippy::unused_self, reason = "everything that is printed goes through a value of this type")]
    pub(super) fn note(self, text: &str) {
        write_line(std::io::stderr().lock(), text);
    }

    /// Says what went wrong and what to do about it.
    pub(super) fn problem(self, problem: &Problem) {
        self.note(&format!("guilloche: {}", problem.line()));
    }

    /// Says what went wrong with one of several inputs; as JSON it takes the place of that input's result.
    pub(super) fn input_problem(self, key: &str, input: &str, problem: &Problem) {
        self.problem_of(&[(key, input)], problem);
    }

    /// The same of an input that is known by several names.
    pub(super) fn problem_of(self, input: &[(&str, &str)], problem: &Problem) {
        self.problem(problem);
        if self.is_json() {
            let kind = match problem.kind {
                ProblemKind::BadInput => "bad-input",
                ProblemKind::NotPermitted => "not-permitted",
                ProblemKind::BadUse => "bad-use",
                ProblemKind::Limit => "limit",
                ProblemKind::NotSupported => "not-supported",
                ProblemKind::System => "system",
                ProblemKind::Cancelled => "cancelled",
            };
            let error = serde_json::json!({ "kind": kind, "message": problem.message, "hint": problem.hint });
            let names = input.iter().map(|(key, value)| ((*key).to_owned(), (*value).into()));
            let line: serde_json::Map<String, serde_json::Value> = names.chain([("error".to_owned(), error)]).collect();
            self.result(&line, String::new);
        }
    }

    /// A progress bar on standard error if that is a terminal, nothing in a pipe.
    #[expect(clippy::unused_self, reason = "everything that is printed goes through a value of this type")]
    pub(super) fn progress(self) -> Bar {
        if !std::io::stderr().is_terminal() {
            return Bar(None);
        }
        let bar = ProgressBar::new(1000);
        if let Ok(style) = ProgressStyle::with_template("{msg:36} {wide_bar} {percent:>3} %") {
            bar.set_style(style);
        }
        Bar(Some(bar))
    }
}

/// A progress bar, or none; it goes away when it is dropped.
pub(super) struct Bar(Option<ProgressBar>);

impl Progress for Bar {
    fn report(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        if let Some(bar) = &self.0 {
            bar.set_position(done.min(total) * 1000 / total.max(1));
        }
        Ok(())
    }
}

impl Watch for Bar {
    fn stage(&self, label: &str) {
        if let Some(bar) = &self.0 {
            bar.set_message(label.to_owned());
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
