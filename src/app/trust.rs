//! Certificates that this laboratory trusts: of country signing authorities for chips, and of signers of seals.
//!
//! They are files in the data folder, one sort in each of two folders, named by their sum, so that nothing but a copy is ever kept.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::pipeline::read_file;
use super::settings::write_beside;
use super::{Places, Problem};
use crate::domain::{Sha256, words};
use crate::reading::chip::{Outcome, TrustStore};
use crate::reading::seal::SignerCertificates;

/// The most files that are read of one sort.
const MAX_FILES: usize = 20_000;

words! {
    /// What a file of trust is for.
    TrustKind {
        /// Certificates of country signing authorities, master lists and revocation lists.
        Chip = "chip", "Authorities for chips";
        /// Certificates of signers.
        Seal = "seal", "Signers of seals";
    }
}

/// A file that is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedFile {
    /// What it is for.
    pub kind: TrustKind,
    /// Its name in the folder.
    pub name: String,
    /// What it holds, in words; or why it is not used.
    pub holds: String,
    /// Whether it is used.
    pub used: bool,
}

/// All that is trusted.
#[derive(Default)]
pub struct Trust {
    /// For chips.
    pub authorities: TrustStore,
    /// For seals.
    pub signers: SignerCertificates,
    /// The files.
    pub files: Vec<TrustedFile>,
}

impl Trust {
    /// Reads what is kept in `places`; a file that cannot be used is listed with its reason.
    ///
    /// # Errors
    ///
    /// A system failure if a folder cannot be read; one that is not there is empty.
    pub fn load(places: &Places) -> Result<Self, Problem> {
        let mut trust = Self::default();
        for kind in TrustKind::ALL {
            for path in listed(&folder(places, *kind))? {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let taken = read_file(&path).map_err(|problem| problem.to_string()).and_then(|bytes| trust.take(*kind, &name, &bytes));
                let (used, holds) = match taken {
                    Ok(holds) => (true, holds),
                    Err(reason) => (false, reason),
                };
                trust.files.push(TrustedFile { kind: *kind, name, holds, used });
            }
        }
        Ok(trust)
    }

    /// Takes a file into use, and says what it holds.
    fn take(&mut self, kind: TrustKind, name: &str, bytes: &[u8]) -> Result<String, String> {
        match kind {
            TrustKind::Seal => {
                let count = self.signers.add_file(bytes).map_err(|error| error.to_string())?;
                Ok(counted(count, "certificate"))
            }
            TrustKind::Chip => {
                let before = self.authorities.authorities().len();
                let certificate = self.authorities.add_certificate(name, bytes);
                let Err(reason) = certificate else {
                    return Ok(counted(self.authorities.authorities().len().saturating_sub(before), "certificate"));
                };
                if let Ok(facts) = self.authorities.add_master_list(name, bytes) {
                    let signer = facts.signer.as_ref().map_or_else(|| "not known".to_owned(), |signer| signer.subject.clone());
                    return match facts.signature {
                        Outcome::Passed => Ok(format!("Master list of {}, signed by {signer}", counted(facts.certificates, "certificate"))),
                        _ => Err(facts.signature_text.clone()),
                    };
                }
                match self.authorities.add_revocation_list(name, bytes) {
                    Ok(()) => Ok("Revocation list".to_owned()),
                    Err(_) => Err(reason.to_string()),
                }
            }
        }
    }

    /// Copies a file into `places` once it has proved to hold something that can be trusted, and says what.
    ///
    /// # Errors
    ///
    /// Bad input if it holds nothing of that sort; a system failure if it cannot be kept.
    pub fn add(places: &Places, kind: TrustKind, file: &Path) -> Result<TrustedFile, Problem> {
        let bytes = read_file(file)?;
        let shown = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let holds = Self::default().take(kind, &shown, &bytes).map_err(|reason| {
            Problem::bad_input(format!("{} cannot be trusted: {}.", file.display(), reason.trim_end_matches('.')))
                .hint("Give a certificate in DER or PEM, for chips also a master list or a revocation list.")
        })?;
        let name = format!("{}-{}", Sha256::of(&bytes).short(), plain(&shown));
        write_beside(&folder(places, kind).join(&name), &bytes)?;
        Ok(TrustedFile { kind, name, holds, used: true })
    }

    /// Takes a file away again.
    ///
    /// # Errors
    ///
    /// Bad use if there is none of that name.
    pub fn remove(places: &Places, name: &str) -> Result<TrustKind, Problem> {
        for kind in TrustKind::ALL {
            let found = listed(&folder(places, *kind))?.into_iter().find(|path| path.file_name().is_some_and(|file| file == name));
            if let Some(path) = found {
                std::fs::remove_file(&path).map_err(|error| Problem::writing(&path, &error))?;
                return Ok(*kind);
            }
        }
        Err(Problem::bad_use(format!("Nothing that is trusted is called `{name}`.")).hint("See `guilloche trust list`."))
    }
}

fn folder(places: &Places, kind: TrustKind) -> PathBuf {
    places.data().join("trust").join(kind.code())
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The name of a file with signs that every system can store.
fn plain(name: &str) -> String {
    let kept = |sign: char| if sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_') { sign } else { '_' };
    let name: String = name.chars().map(kept).take(80).collect();
    name.trim_start_matches('.').to_owned()
}

/// The files of a folder by name; those being written are left out.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Problem::reading(folder, &error)),
    };
    let mut files: Vec<PathBuf> = entries.take(MAX_FILES).filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.is_file() && path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_holds_nothing_is_not_kept() {
        let dir = tempfile::tempdir().unwrap();
        let places = Places::at(dir.path());
        let file = dir.path().join("no.cer");
        std::fs::write(&file, b"no certificate").unwrap();
        for kind in TrustKind::ALL {
            let problem = Trust::add(&places, *kind, &file).unwrap_err();
            assert!(problem.to_string().contains("no.cer cannot be trusted"), "{problem}");
        }
        let trust = Trust::load(&places).unwrap();
        assert!(trust.files.is_empty() && trust.signers.is_empty() && trust.authorities.authorities().is_empty());
        assert!(Trust::remove(&places, "no.cer").is_err());
    }

    #[test]
    fn names_stay_names() {
        assert_eq!(plain("../..\\a b.cer"), "_.._a_b.cer");
        assert_eq!(plain(".hidden"), "hidden");
    }
}
