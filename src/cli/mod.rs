//! The command line: one file per verb; parse, call the use cases, print.
//!
//! Results go to standard output (with `--json` one object per input and line), everything else to standard error. Exit status:
//! 0 done, 1 a finding needs attention, 2 bad use, 3 bad input.

mod account;
mod backup;
mod barcode;
mod case;
mod chip;
mod compare;
mod data;
mod decode;
mod demo;
mod desktop;
mod examine;
mod identify;
mod laboratory;
mod library;
mod model;
mod mrz;
mod output;
mod package;
mod pairs;
mod process;
mod register;
mod report;
mod seal;
mod specimen;
mod trust;
mod verify;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::app::library::{Library, LibraryCache};
use crate::app::{Clock, Places, Problem, ProblemKind, Watch, Workspace};
use output::{Format, Output};

/// An open, offline workstation for examining suspect travel documents.
#[derive(Debug, Parser)]
#[command(
    name = "guilloche",
    version,
    about,
    after_help = "Without a verb it opens the desktop. Exit status: 0 done, 1 a finding needs attention, 2 bad use, 3 bad input."
)]
struct Arguments {
    /// Print one JSON object per input on standard output
    #[arg(long, global = true)]
    json: bool,

    /// Keep everything in this folder instead of the user's data folder
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Sign in with this name; the passphrase is taken from the environment variable `GUILLOCHE_PASSPHRASE`
    #[arg(long = "as", global = true, value_name = "NAME")]
    sign_in_as: Option<String>,

    /// What makes the exit status 1
    #[arg(long, global = true, value_name = "WHAT", value_enum, default_value_t = FailOn::Never)]
    fail_on: FailOn,

    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What makes the exit status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Nothing but a registration that finds no fit
    Never,
    /// Something that does not conform
    Findings,
    /// Something that does not conform, or that could not be decided
    Open,
}

/// What a verb is run with.
struct Context {
    output: Output,
    data: Option<PathBuf>,
    sign_in_as: Option<String>,
    fail_on: FailOn,
    clock: Box<dyn Clock>,
}

impl Context {
    /// A clock to hand over.
    #[expect(clippy::unused_self, reason = "asked of the context like everything a verb is run with")]
    fn new_clock(&self) -> Result<Box<dyn Clock>, Problem> {
        crate::app::clock::clock_from_environment()
    }

    /// The data folder, opened by whoever is named.
    fn workspace(&self, watch: &dyn Watch) -> Result<Workspace, Problem> {
        let workspace = Workspace::open(self.places()?, self.new_clock()?, watch)?;
        if let Some(name) = &self.sign_in_as {
            let passphrase = std::env::var("GUILLOCHE_PASSPHRASE").map_err(|error| {
                Problem::bad_use(format!("There is no passphrase for {name}: {error}."))
                    .hint("Put it into the environment variable GUILLOCHE_PASSPHRASE.")
            })?;
            workspace.sign_in(name, &passphrase)?;
        }
        Ok(workspace)
    }

    /// The next line of standard input, without its end: a secret does not stand among arguments, which others can list.
    fn secret_line() -> Result<String, Problem> {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map_err(|error| Problem::bad_input(format!("Standard input could not be read: {error}.")))?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    fn places(&self) -> Result<Places, Problem> {
        Places::find(self.data.clone())
    }

    /// The folder with what can be made again; `None` on a system without a place for data.
    fn cache(&self) -> Option<PathBuf> {
        self.places().ok().map(|places| places.cache())
    }

    /// A library of `folder`, or of the program, with a place for what is made of it.
    fn kept(&self, library: Library, folder: Option<&Path>) -> Library {
        let place = self.cache().map(|cache| match folder {
            Some(folder) => LibraryCache::of_folder(cache, folder),
            None => LibraryCache::of_the_program(cache),
        });
        library.kept_in(place)
    }

    /// The status of a run that found `worst`.
    fn attention(&self, worst: Worst) -> Status {
        let wanted = match self.fail_on {
            FailOn::Never => false,
            FailOn::Findings => worst == Worst::DoesNotConform,
            FailOn::Open => worst >= Worst::Open,
        };
        if wanted { Status::Attention } else { Status::Done }
    }
}

/// The worst that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worst {
    Conforms,
    Open,
    DoesNotConform,
}

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Done,
    Attention,
    /// One of several inputs was bad; it has been said.
    BadInput,
}

impl Status {
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Attention => 1,
            Self::BadInput => ProblemKind::BadInput.exit_status(),
        }
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    Demo(demo::Demo),
    Examine(examine::Examine),
    Decode(decode::Decode),
    Identify(identify::Identify),
    Index(library::IndexVerb),
    Register(register::Register),
    Compare(compare::Compare),
    Process(process::Process),
    Mrz(mrz::Mrz),
    Barcode(barcode::Barcode),
    Seal(seal::Seal),
    Chip(chip::Chip),
    Data(data::Data),
    Trust(trust::TrustVerb),
    Library(library::LibraryVerb),
    Specimen(specimen::Specimen),
    Model(model::Model),
    Verify(verify::Verify),
    Case(case::CaseVerb),
    Account(account::AccountVerb),
    Package(package::PackageVerb),
    Backup(backup::BackupVerb),
    Report(report::Report),
    Laboratory(laboratory::LaboratoryVerb),
}

impl Verb {
    fn run(self, context: &Context) -> Result<Status, Problem> {
        match self {
            Self::Demo(verb) => verb.run(context),
            Self::Examine(verb) => verb.run(context),
            Self::Decode(verb) => verb.run(context),
            Self::Identify(verb) => verb.run(context),
            Self::Index(verb) => verb.run(context),
            Self::Register(verb) => verb.run(context),
            Self::Compare(verb) => verb.run(context),
            Self::Process(verb) => verb.run(context),
            Self::Mrz(verb) => verb.run(context),
            Self::Barcode(verb) => verb.run(context),
            Self::Seal(verb) => verb.run(context),
            Self::Chip(verb) => verb.run(context),
            Self::Data(verb) => verb.run(context),
            Self::Trust(verb) => verb.run(context),
            Self::Library(verb) => verb.run(context),
            Self::Specimen(verb) => verb.run(context),
            Self::Model(verb) => verb.run(context),
            Self::Verify(verb) => verb.run(context),
            Self::Case(verb) => verb.run(context),
            Self::Account(verb) => verb.run(context),
            Self::Package(verb) => verb.run(context),
            Self::Backup(verb) => verb.run(context),
            Self::Report(verb) => verb.run(context),
            Self::Laboratory(verb) => verb.run(context),
        }
    }
}

/// What becomes of a folder that is there already.
fn examine_existing(force: bool) -> crate::app::examine::Existing {
    if force { crate::app::examine::Existing::Replace } else { crate::app::examine::Existing::Keep }
}

/// The time since `start` in ms, to the microsecond.
fn milliseconds(start: std::time::Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 1e6).round() / 1e3
}

/// Runs the program with `arguments`, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are printed on standard output and are no error.
            error.print().unwrap_or_default();
            return ExitCode::from(if error.use_stderr() { ProblemKind::BadUse.exit_status() } else { 0 });
        }
    };
    let output = Output::new(if arguments.json { Format::Json } else { Format::Text });
    let status = crate::app::clock::clock_from_environment().and_then(|clock| {
        let context = Context { output, data: arguments.data, sign_in_as: arguments.sign_in_as, fail_on: arguments.fail_on, clock };
        match arguments.verb {
            Some(verb) => verb.run(&context),
            None => desktop::open(&context).map(|()| Status::Done),
        }
    });
    match status {
        Ok(status) => ExitCode::from(status.code()),
        Err(problem) => {
            output.problem(&problem);
            ExitCode::from(problem.kind.exit_status())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_make_sense() {
        Arguments::command().debug_assert();
    }
}
