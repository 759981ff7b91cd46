//! What a case is beside its pictures, as it travels.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::app::Problem;
use crate::domain::{Account, Case, Examination, ExaminationId, FindingsId, LaboratorySheet, Reference, Review, Sha256};
use crate::store::AuditRecord;

/// The file of a case in its package.
pub const CASE_FILE: &str = "case.json";
/// The name and major version that it opens with.
pub const CASE_FORMAT: &str = "guilloche-case/1";
/// The longest that is read, in bytes.
const MAX_BYTES: usize = 256 << 20;
/// The most of anything in it.
const MAX_PARTS: usize = 20_000;

/// Findings that were issued, and where they lie in the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedIn {
    /// Their identity.
    pub findings: FindingsId,
    /// The examination that they were issued from.
    pub examination: ExaminationId,
    /// The folder in the package, without `/` at its end.
    pub folder: String,
}

/// What a case is beside its pictures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseFile {
    /// [`CASE_FORMAT`].
    pub format: String,
    /// The case, without the context that stays in the laboratory.
    pub case: Case,
    /// Its examinations, those of reviewers among them.
    pub examinations: Vec<Examination>,
    /// Its reviews.
    pub reviews: Vec<Review>,
    /// The references that it was compared with.
    pub references: Vec<Reference>,
    /// The sums of the checklists that its examinations follow; each lies in `checklists/`.
    pub checklists: BTreeSet<Sha256>,
    /// What was issued.
    pub issued: Vec<IssuedIn>,
    /// The laboratory.
    pub laboratory: LaboratorySheet,
    /// Those who took part, with their public keys.
    pub people: Vec<Account>,
    /// The entries of the audit log about the case, its exhibits, examinations, reviews and findings.
    pub log: Vec<AuditRecord>,
}

impl CaseFile {
    /// Every file of bytes that it needs: captures, chips, and captures of references.
    pub fn sums(&self) -> BTreeSet<Sha256> {
        let captures = self.case.exhibits.iter().flat_map(|exhibit| &exhibit.captures).map(|capture| capture.sha256);
        let chips = self.examinations.iter().filter_map(|examination| examination.chip.as_ref());
        let of_chips = chips.flat_map(|chip| chip.files.iter().map(|file| file.sha256).chain(chip.portrait));
        let pages = self.references.iter().flat_map(|reference| &reference.pages);
        let of_references = pages.flat_map(|page| page.captures.values()).filter_map(|capture| capture.sha256);
        captures.chain(of_chips).chain(of_references).collect()
    }

    /// The path of bytes in the package.
    pub fn blob_path(sum: Sha256) -> String {
        format!("originals/{sum}")
    }

    /// The path of a checklist in the package.
    pub fn checklist_path(sum: Sha256) -> String {
        format!("checklists/{sum}.toml")
    }

    /// Whether its parts belong together.
    ///
    /// # Errors
    ///
    /// What does not, as a sentence.
    pub fn check(&self) -> Result<(), String> {
        if self.format != CASE_FORMAT {
            return Err(format!("It has the format `{}`, and this program knows `{CASE_FORMAT}`.", clipped(&self.format)));
        }
        let counts = [self.examinations.len(), self.reviews.len(), self.references.len(), self.issued.len(), self.people.len()];
        if counts.iter().any(|count| *count > MAX_PARTS) {
            return Err("It holds more parts than are accepted.".to_owned());
        }
        let is_examination = |id: ExaminationId| self.examinations.iter().any(|examination| examination.id == id);
        for examination in &self.examinations {
            if examination.case != self.case.id || self.case.exhibit(examination.exhibit).is_none() {
                return Err(format!("The examination {} belongs to another case.", examination.id));
            }
            if !self.checklists.contains(&examination.checklist.sha256) {
                return Err(format!("The checklist of the examination {} is not in it.", examination.id));
            }
            if let Some(seal) = examination.unmasking.broken().next() {
                return Err(format!("A sealed stage ({}) was changed after it was sealed.", seal.stage));
            }
        }
        for review in &self.reviews {
            let is_known = is_examination(review.examination) && review.second.is_none_or(is_examination);
            if review.case != self.case.id || !is_known {
                return Err(format!("The review {} belongs to another case.", review.id));
            }
        }
        for record in &self.log {
            let computed = record.computed_hash().map_err(|error| format!("Entry {} of the log cannot be read: {error}.", record.seq))?;
            if computed.to_string() != record.hash {
                return Err(format!("Entry {} of the log was changed.", record.seq));
            }
        }
        match self.issued.iter().find(|issued| !is_examination(issued.examination)) {
            Some(issued) => Err(format!("The findings {} were issued from an examination that is not in it.", issued.findings)),
            None => Ok(()),
        }
    }
}

fn clipped(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Reads the file of a case, with limits, and checks that its parts belong together.
///
/// # Errors
///
/// Bad input with what is wrong.
pub fn read_case_file(bytes: &[u8]) -> Result<CaseFile, Problem> {
    let refused =
        |why: String| Problem::bad_input(format!("{CASE_FILE} in the package is refused. {why}")).hint("Ask the sender for another copy.");
    if bytes.len() > MAX_BYTES {
        return Err(refused(format!("It has {} bytes; at most {MAX_BYTES} are accepted.", bytes.len())));
    }
    let file: CaseFile = serde_json::from_slice(bytes).map_err(|error| refused(format!("It cannot be read: {error}.")))?;
    file.check().map_err(refused)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CaseId, Timestamp};
    use proptest::prelude::*;

    fn file() -> CaseFile {
        let at = Timestamp("2026-03-01T09:30:00Z".parse().unwrap());
        CaseFile {
            format: CASE_FORMAT.to_owned(),
            case: Case::received(CaseId(uuid::Uuid::from_u128(1)), "2026-0001", "A passport", at),
            examinations: Vec::new(),
            reviews: Vec::new(),
            references: Vec::new(),
            checklists: BTreeSet::new(),
            issued: Vec::new(),
            laboratory: LaboratorySheet::default(),
            people: Vec::new(),
            log: Vec::new(),
        }
    }

    #[test]
    fn a_case_reads_back_and_another_format_is_refused() {
        let bytes = serde_json::to_vec(&file()).unwrap();
        assert_eq!(read_case_file(&bytes).unwrap(), file());
        let other = CaseFile { format: "guilloche-case/2".to_owned(), ..file() };
        assert!(read_case_file(&serde_json::to_vec(&other).unwrap()).unwrap_err().message.contains("guilloche-case/2"));
    }

    #[test]
    fn findings_of_an_examination_that_is_not_there_are_refused() {
        let issued = IssuedIn {
            findings: FindingsId(uuid::Uuid::from_u128(3)),
            examination: ExaminationId(uuid::Uuid::from_u128(4)),
            folder: "issued/1".to_owned(),
        };
        let bent = CaseFile { issued: vec![issued], ..file() };
        assert!(bent.check().unwrap_err().contains("not in it"));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, cut in 0usize..400) {
            drop(read_case_file(&bytes));
            let whole = serde_json::to_vec(&file()).unwrap();
            drop(read_case_file(whole.get(..cut.min(whole.len())).unwrap_or_default()));
        }
    }
}
