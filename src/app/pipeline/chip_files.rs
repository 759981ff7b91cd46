//! Files that were read from a chip: from a folder to what examining them gave.

use std::path::Path;

use super::read_file;
use crate::app::trust::Trust;
use crate::app::{Problem, ProblemKind};
use crate::domain::{
    Actor, Authenticity, AuthenticityStep, ChipDump, ChipFileKept, DataCarrier, DataSource, Date, MethodVersion, Sha256, StepOutcome,
    Timestamp,
};
use crate::reading::agreement::statements;
use crate::reading::chip::{
    Beside, ChipFile, ChipReading, FileKind, LIMITS, MAX_FILE, MAX_FILES, MEANING, Outcome, StepName, TrustStore, authenticate,
};

/// Reads the files of a folder that may be those of a chip.
///
/// # Errors
///
/// A folder that cannot be read, or a file in it that is larger than any of a chip.
pub fn read_folder(folder: &Path) -> Result<Vec<ChipFile>, Problem> {
    let failed = |error: std::io::Error| Problem::reading(folder, &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)?.take(MAX_FILES.saturating_mul(10)) {
        let entry = entry.map_err(failed)?;
        let about = std::fs::metadata(entry.path()).map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !about.is_file() || about.len() == 0 {
            continue;
        }
        if about.len() > MAX_FILE as u64 {
            if FileKind::from_name(&name).is_some() {
                let text = format!("{} is larger than any file of a chip.", entry.path().display());
                return Err(Problem::new(ProblemKind::Limit, text));
            }
            continue;
        }
        files.push(ChipFile { bytes: read_file(&entry.path())?, name });
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

/// Examines the files of a chip that came in `folder`.
///
/// # Errors
///
/// Bad input if none of them is one of a chip.
pub fn examine_files(folder: &Path, files: &[ChipFile], store: &TrustStore, beside: &Beside<'_>) -> Result<ChipReading, Problem> {
    authenticate(files, store, beside).map_err(|error| {
        Problem::bad_input(format!("{} cannot be examined: {error}.", folder.display()))
            .hint("Give a folder with files like EF_SOD.bin, EF_COM.bin and DG1.bin.")
    })
}

/// The files of a chip with what examining them gave, as it is kept in an examination, and the bytes to be kept with it.
///
/// These are the files, and the portrait as a picture. How their zone agrees with the printed one is a matter of the table of all carriers, and not among the steps.
///
/// # Errors
///
/// As for [`read_folder`] and [`examine_files`].
pub fn chip_dump(folder: &Path, trust: &Trust, by: Actor, at: Timestamp) -> Result<(ChipDump, Vec<Vec<u8>>), Problem> {
    let files = read_folder(folder)?;
    let reading = examine_files(folder, &files, &trust.authorities, &Beside { today: at.date(), printed_zone: None })?;
    let used: Vec<ChipFile> =
        files.into_iter().filter(|file| reading.files.iter().any(|seen| seen.name == file.name && seen.kind.is_some())).collect();
    let name = folder.file_name().map_or_else(|| "chip".to_owned(), |name| name.to_string_lossy().into_owned());
    let files = used
        .iter()
        .map(|file| ChipFileKept { name: file.name.clone(), sha256: Sha256::of(&file.bytes), size: file.bytes.len() as u64 })
        .collect();
    let dump = dump(&reading, name, by, at, files);
    let portrait = reading.portrait.map(|portrait| portrait.bytes);
    Ok((dump, used.into_iter().map(|file| file.bytes).chain(portrait).collect()))
}

/// The same files examined with what is trusted now, for the moment `at`.
///
/// # Errors
///
/// As for [`examine_files`].
pub fn examined_again(before: &ChipDump, files: &[ChipFile], trust: &Trust, at: Timestamp) -> Result<ChipDump, Problem> {
    let beside = Beside { today: at.date(), printed_zone: None };
    let reading = examine_files(Path::new(&before.folder), files, &trust.authorities, &beside)?;
    Ok(ChipDump { received_at: before.received_at, ..dump(&reading, before.folder.clone(), before.by.clone(), at, before.files.clone()) })
}

fn dump(reading: &ChipReading, folder: String, by: Actor, at: Timestamp, files: Vec<ChipFileKept>) -> ChipDump {
    let authenticity = authenticity(reading, at.date());
    ChipDump {
        folder,
        by,
        received_at: at,
        files,
        carriers: carriers(reading, &authenticity),
        authenticity,
        portrait: reading.portrait.as_ref().map(|portrait| Sha256::of(&portrait.bytes)),
        limits: vec![LIMITS.to_owned(), MEANING.to_owned()],
    }
}

fn carriers(reading: &ChipReading, authenticity: &Authenticity) -> Vec<DataCarrier> {
    let carrier = |source: DataSource, statements, zone_lines: Option<&Vec<String>>| DataCarrier {
        source,
        title: source.title().to_owned(),
        capture: None,
        corners: None,
        statements,
        zone_lines: zone_lines.cloned().unwrap_or_default(),
        content: String::new(),
        authenticity: Some(authenticity.clone()),
        method: MethodVersion { name: "chip-files".to_owned(), version: 1 },
    };
    let zone = reading.zone.as_ref().map(|zone| statements::of_zone(zone, &[])).unwrap_or_default();
    let details = statements::of_details(&reading.details);
    let mut carriers = Vec::new();
    if reading.zone_lines.is_some() {
        carriers.push(carrier(DataSource::ChipZone, zone, reading.zone_lines.as_ref()));
    }
    if !details.is_empty() {
        carriers.push(carrier(DataSource::ChipDetails, details, None));
    }
    carriers
}

fn authenticity(reading: &ChipReading, day: Date) -> Authenticity {
    let asked = reading.steps.iter().filter(|step| step.name != StepName::PrintedZone);
    let steps = asked.map(|step| AuthenticityStep {
        name: step.name.code().to_owned(),
        title: step.name.title().to_owned(),
        outcome: match step.outcome {
            Outcome::Passed => StepOutcome::Passed,
            Outcome::Failed => StepOutcome::Failed,
            Outcome::NotPossible => StepOutcome::NotPossible,
        },
        text: step.text.clone(),
        rule: step.rule.clone(),
    });
    Authenticity {
        verdict: reading.verdict(),
        steps: steps.collect(),
        statements: reading.notes.iter().map(|note| crate::app::problem::sentence(note)).collect(),
        day,
    }
}
