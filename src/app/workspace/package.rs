//! Cases that leave as a package, and cases that come in one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use serde_json::json;

use super::{Workspace, lock, store_problem};
use crate::app::ids::fresh;
use crate::app::package::{CASE_FILE, CASE_FORMAT, CaseFile, IssuedIn, PackageShown, limits, package_problem, read_case_file};
use crate::app::{Problem, VERSION, Watch};
use crate::domain::findings::Marking;
use crate::domain::{Account, Act, Case, CaseId, CaseStatus, KeyTrust, Origin, PublicKey, Sha256, SignedFor};
use crate::exchange::package::{
    Contents, Described, Folder, PACKAGE_FORMAT, PackageInfo, PackageKind, PayloadKind, Signer, Written, read_package, write_package,
};
use crate::store::{Change, IssuedFindings, ObjectKind};

/// How a case leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Who may see it.
    pub marking: Marking,
    /// What it may be used for; empty if that is not said.
    pub purpose: String,
    /// Whether what is known around the case goes with it.
    pub with_context: bool,
}

impl Default for Sending {
    fn default() -> Self {
        Self { marking: Marking::Amber, purpose: String::new(), with_context: false }
    }
}

impl Workspace {
    /// Writes a case with everything that it needs to be read, reviewed and replayed elsewhere into one signed file.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role, or while a blind review hides a part of it; a system failure if the file cannot be written.
    pub fn export_package(&self, case: CaseId, file: &Path, sending: &Sending, watch: &dyn Watch) -> Result<Written, Problem> {
        let doer = self.permit(Act::ExportPackage)?;
        watch.stage("Gathering the case");
        let (contents, folder) = self.gathered(case, sending)?;
        let info = self.package_info(&contents, &folder, sending);
        // The key is had before the work begins; the sum of the package is signed at its end.
        let signer = self.package_signer()?;
        watch.stage("Writing the package");
        let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        if file.exists() {
            return Err(Problem::bad_use(format!("{} is there already, and is kept.", file.display())).hint("Choose another name."));
        }
        let beside = tempfile::NamedTempFile::new_in(parent).map_err(|error| Problem::writing(file, &error))?;
        let released: &[Contents] = if sending.with_context { &[Contents::CaseContext] } else { &[] };
        let written = {
            let mut out = BufWriter::new(beside.as_file());
            write_package(&info, &folder, Some(&signer.borrowed()), released, &mut out)
                .map_err(|error| Problem::system(format!("The package was not written: {error}.")))?
        };
        beside.as_file().sync_all().map_err(|error| Problem::writing(file, &error))?;
        beside.persist_noclobber(file).map_err(|error| Problem::writing(file, &error.error))?;
        let payload =
            json!({ "package": info.id, "sha256": written.sha256, "marking": sending.marking, "with_context": sending.with_context });
        let entry = self.entry_by(&doer, "export-package", ObjectKind::Case, &case, payload);
        self.commit(Change::event(), entry)?;
        Ok(written)
    }

    /// Everything of a case, and the files that go with it.
    fn gathered(&self, case: CaseId, sending: &Sending) -> Result<(CaseFile, Folder), Problem> {
        let held = self.held_case(case)?.state;
        let store = lock(&self.store);
        let examinations: Vec<_> = store.examinations(case).map_err(store_problem)?.into_iter().map(|held| held.state).collect();
        let reviews: Vec<_> = store.reviews(case).map_err(store_problem)?.into_iter().map(|held| held.state).collect();
        let issued = store.findings_of_case(case).map_err(store_problem)?;
        let accounts: Vec<Account> = store.accounts().map_err(store_problem)?.into_iter().map(|held| held.state).collect();
        drop(store);
        for examination in &examinations {
            self.check_not_hidden(examination, &reviews)?;
        }
        let used: BTreeSet<_> = examinations.iter().filter_map(|examination| self.reference_of(examination)).collect();
        let library = self.library();
        let references = used.iter().filter_map(|id| library.reference(id).cloned()).collect();
        let named = |account: &Account| {
            let name = account.name.as_str();
            held.moves.iter().any(|step| step.by.name == name)
                || reviews.iter().any(|review| review.reviewer.name == name)
                || examinations.iter().any(|examination| examination.examiner.as_ref().is_some_and(|examiner| examiner.name == name))
        };
        let mut file = CaseFile {
            format: CASE_FORMAT.to_owned(),
            case: if sending.with_context { held.clone() } else { without_context(held.clone()) },
            checklists: examinations.iter().map(|examination| examination.checklist.sha256).collect(),
            log: self.log_of(&held, &examinations, &reviews)?,
            people: accounts.iter().filter(|account| named(account)).cloned().collect(),
            issued: Vec::new(),
            laboratory: self.laboratory()?,
            examinations,
            reviews,
            references,
        };
        let mut folder = Folder::default();
        for (number, findings) in issued.iter().enumerate() {
            let place = format!("issued/{:02}", number.saturating_add(1));
            for (path, sum) in &findings.files {
                self.put_blob(&mut folder, format!("{place}/{path}"), *sum)?;
            }
            file.issued.push(IssuedIn { findings: findings.id, examination: findings.examination, folder: place });
        }
        for sum in &file.checklists {
            let checklist = lock(&self.store).checklist(*sum).map_err(store_problem)?;
            folder.in_memory.insert(CaseFile::checklist_path(*sum), checklist.text.into_bytes());
        }
        for sum in file.sums() {
            self.put_blob(&mut folder, CaseFile::blob_path(sum), sum)?;
        }
        let bytes = serde_json::to_vec_pretty(&file).map_err(|error| Problem::system(format!("The case cannot be written: {error}.")))?;
        folder.in_memory.insert(CASE_FILE.to_owned(), bytes);
        Ok((file, folder))
    }

    fn put_blob(&self, folder: &mut Folder, path: String, sum: Sha256) -> Result<(), Problem> {
        let store = lock(&self.store);
        match store.blobs().path(sum) {
            Some(file) => drop(folder.on_disk.insert(path, (file, Some(sum)))),
            None => drop(folder.in_memory.insert(path, store.blob(sum).map_err(store_problem)?)),
        }
        Ok(())
    }

    fn log_of(
        &self,
        case: &Case,
        examinations: &[crate::domain::Examination],
        reviews: &[crate::domain::Review],
    ) -> Result<Vec<crate::store::AuditRecord>, Problem> {
        let store = lock(&self.store);
        let mut log = store.audit_of(ObjectKind::Case, &case.id.to_string()).map_err(store_problem)?;
        let exhibits = case.exhibits.iter().map(|exhibit| (ObjectKind::Exhibit, exhibit.id.to_string()));
        let examinations = examinations.iter().map(|examination| (ObjectKind::Examination, examination.id.to_string()));
        let reviews = reviews.iter().map(|review| (ObjectKind::Review, review.id.to_string()));
        for (kind, id) in exhibits.chain(examinations).chain(reviews) {
            log.extend(store.audit_of(kind, &id).map_err(store_problem)?);
        }
        log.sort_by_key(|record| record.seq);
        Ok(log)
    }

    fn package_info(&self, file: &CaseFile, folder: &Folder, sending: &Sending) -> PackageInfo {
        let organisation =
            if file.laboratory.name.trim().is_empty() { "Not stated".to_owned() } else { file.laboratory.name.trim().to_owned() };
        let paths = folder.in_memory.keys().chain(folder.on_disk.keys());
        let described: BTreeMap<String, Described> =
            paths.map(|path| (path.clone(), described(path, file, &organisation, sending.with_context))).collect();
        let purpose = sending.purpose.trim();
        PackageInfo {
            format: PACKAGE_FORMAT.to_owned(),
            id: fresh(self.clock.as_ref()),
            kind: PackageKind::Case,
            external_identifier: file.case.number.clone(),
            source_organisation: organisation,
            created_at: self.clock.now(),
            marking: sending.marking,
            releasable_to: Vec::new(),
            purpose: (!purpose.is_empty()).then(|| purpose.to_owned()),
            retain_until: None,
            program_version: VERSION.to_owned(),
            described,
            other: BTreeMap::new(),
        }
    }

    /// Opens a package and shows what it is, before anything of it is taken in.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad input if it does not hold to everything that packages hold to.
    pub fn look_at_package(&self, file: &Path, watch: &dyn Watch) -> Result<PackageShown, Problem> {
        self.permit(Act::ImportPackage)?;
        watch.stage("Checking the package");
        let mut reader = BufReader::new(File::open(file).map_err(|error| Problem::reading(file, &error))?);
        let opened = read_package(&mut reader, &limits()).map_err(|error| package_problem(&file.display().to_string(), &error))?;
        let trust = self.trust_of(opened.signature.signature().map(|signature| signature.public_key))?;
        Ok(PackageShown { opened, trust })
    }

    /// How far a key is trusted here.
    fn trust_of(&self, key: Option<PublicKey>) -> Result<KeyTrust, Problem> {
        let Some(key) = key else { return Ok(KeyTrust::Unknown) };
        let accounts = lock(&self.store).accounts().map_err(store_problem)?;
        let is_own = accounts
            .iter()
            .any(|held| held.state.public_key == key || held.state.earlier_keys.iter().any(|earlier| earlier.public_key == key));
        Ok(if is_own { KeyTrust::Own } else { KeyTrust::Unknown })
    }

    /// Takes the case of a package in, to be read and reviewed here; nothing in it can be examined on, and no reference that is held here
    /// is changed.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad input if the package or the case in it is refused; bad use if it was taken in before.
    pub fn import_package(&self, file: &Path, watch: &dyn Watch) -> Result<Case, Problem> {
        let doer = self.permit(Act::ImportPackage)?;
        let shown = self.look_at_package(file, watch)?;
        let name = file.display().to_string();
        let mut reader = BufReader::new(File::open(file).map_err(|error| Problem::reading(file, &error))?);
        if shown.opened.info.kind != PackageKind::Case {
            return Err(Problem::bad_input(format!("{name} is no case: {}.", shown.opened.info.kind.title().to_lowercase())));
        }
        let mut read = |path: &str| shown.opened.read(&mut reader, path, 2 << 30).map_err(|error| package_problem(&name, &error));
        let contents = read_case_file(&read(CASE_FILE)?)?;
        let id = contents.case.id;
        if lock(&self.store).case(id).map_err(store_problem)?.is_some() {
            return Err(Problem::bad_use(format!("The case {} is here already.", contents.case.number))
                .hint("A case that was taken in is not taken in a second time."));
        }
        watch.stage("Keeping the originals");
        let sums = contents.sums();
        for (sum, done) in sums.iter().zip(0..) {
            watch.report(done, sums.len() as u64)?;
            let bytes = read(&CaseFile::blob_path(*sum))?;
            if lock(&self.store).keep(&bytes).map_err(store_problem)? != *sum {
                return Err(Problem::bad_input(format!("An original in {name} is not the one that the case names.")));
            }
        }
        let mut change = Change::event();
        for sum in &contents.checklists {
            let text = String::from_utf8(read(&CaseFile::checklist_path(*sum))?)
                .map_err(|error| Problem::bad_input(format!("A checklist in {name} is no text: {error}.")))?;
            let checklist = crate::store::parse_checklist(Path::new(&name), text)
                .map_err(|mistakes| Problem::bad_input(format!("A checklist in {name} cannot be read: {mistakes}.")))?;
            if checklist.sha256 != *sum {
                return Err(Problem::bad_input(format!("A checklist in {name} is not the one that was followed.")));
            }
            change = change.checklist(checklist);
        }
        let library = self.library();
        for reference in &contents.references {
            if library.reference(&reference.id).is_none() {
                let mut taken = reference.clone();
                taken.provenance.verified_by = None;
                taken.provenance.source =
                    format!("{} (with a case from {})", taken.provenance.source, shown.opened.info.source_organisation);
                change = change.reference(taken);
            }
        }
        let origin = Origin {
            number: contents.case.number.clone(),
            organisation: shown.opened.info.source_organisation.clone(),
            package: shown.opened.info.id,
            package_sha256: shown.opened.sha256,
            made_at: shown.opened.info.created_at,
            taken_in_at: self.clock.now(),
            signature: shown.opened.signature.signature().cloned(),
            trust: shown.trust,
        };
        let mut case = contents.case;
        // A case that others authorised and did not issue is authorised here or not at all.
        if matches!(case.status, CaseStatus::InReview | CaseStatus::Authorised) {
            case.status = CaseStatus::Submitted;
        }
        if lock(&self.store).case_numbered(&case.number).map_err(store_problem)?.is_some() {
            case.number = format!("{} ({})", case.number, origin.organisation);
        }
        let payload =
            json!({ "package": origin.package, "sha256": origin.package_sha256, "from": origin.organisation, "trust": origin.trust });
        change = change.case(case, 0);
        for examination in contents.examinations {
            change = change.examination(examination, 0);
        }
        for review in contents.reviews {
            change = change.review(review, 0);
        }
        for issued in contents.issued {
            let within = format!("{}/", issued.folder);
            let paths: Vec<String> = shown.opened.files.keys().filter(|path| path.starts_with(&within)).cloned().collect();
            let (mut files, mut text) = (Vec::with_capacity(paths.len()), String::new());
            for path in paths {
                let bytes = read(&path)?;
                let inner = path.strip_prefix(&within).unwrap_or_default().to_owned();
                files.push((inner.clone(), lock(&self.store).keep(&bytes).map_err(store_problem)?));
                if inner == crate::exchange::RECORD_FILE {
                    text = String::from_utf8(bytes)
                        .map_err(|error| Problem::bad_input(format!("Findings in {name} are no text: {error}.")))?;
                }
            }
            change = change.findings(IssuedFindings { id: issued.findings, examination: issued.examination, text, files });
        }
        let entry = self.entry_by(&doer, "import-package", ObjectKind::Import, &id, payload);
        self.commit(change.origin(id, origin), entry)?;
        self.reload_library()?;
        self.case(id)
    }

    fn package_signer(&self) -> Result<OwnSigner, Problem> {
        let (key, claim) = self.signing(SignedFor::Package, Sha256::of(b""))?;
        Ok(OwnSigner { key, claim })
    }
}

/// The person at the program, as who signs a package.
struct OwnSigner {
    key: crate::domain::SigningKey,
    claim: crate::domain::SignatureClaim,
}

impl OwnSigner {
    fn borrowed(&self) -> Signer<'_> {
        Signer { key: &self.key, name: &self.claim.by, role: self.claim.role, of: self.claim.of.as_deref() }
    }
}

/// A case whose context is left behind: that there was some stays.
fn without_context(mut case: Case) -> Case {
    for entry in &mut case.context {
        entry.text.clear();
        entry.from.clear();
    }
    case
}

/// What a file in the package of a case is.
fn described(path: &str, file: &CaseFile, organisation: &str, with_context: bool) -> Described {
    let capture =
        file.case.exhibits.iter().flat_map(|exhibit| &exhibit.captures).find(|capture| path == CaseFile::blob_path(capture.sha256));
    let (kind, title, media_type) = match capture {
        Some(capture) => (PayloadKind::Capture, capture.title(), media_type(&capture.file_name)),
        None if path == CASE_FILE => (PayloadKind::Record, format!("Case {}", file.case.number), "application/json"),
        None if path.starts_with("checklists/") => (PayloadKind::Checklist, "Checklist".to_owned(), "application/toml"),
        None if path.starts_with("issued/") => issued_kind(path),
        None => (PayloadKind::Data, "Original of a reference or a chip".to_owned(), "application/octet-stream"),
    };
    let mut contents = BTreeSet::new();
    if matches!(kind, PayloadKind::Capture | PayloadKind::Record | PayloadKind::Report | PayloadKind::Figure) {
        contents.extend([Contents::Name, Contents::Portrait, Contents::BirthDate, Contents::DocumentNumber, Contents::MachineZone]);
    }
    if path == CASE_FILE && with_context && file.case.context.iter().any(|entry| !entry.text.is_empty()) {
        contents.insert(Contents::CaseContext);
    }
    let title: String = title.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(200).collect();
    Described { kind, title, media_type: media_type.to_owned(), made_by: organisation.to_owned(), contents }
}

fn issued_kind(path: &str) -> (PayloadKind, String, &'static str) {
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    match path.rsplit('.').next() {
        Some("json") => (PayloadKind::Record, name, "application/json"),
        Some("pdf") => (PayloadKind::Report, name, "application/pdf"),
        Some("jpg" | "jpeg" | "png") => (PayloadKind::Figure, name, media_type(path)),
        _ => (PayloadKind::Other, name, "text/plain"),
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("tif" | "tiff") => "image/tiff",
        Some("pdf") => "application/pdf",
        Some("jp2") => "image/jp2",
        _ => "application/octet-stream",
    }
}
