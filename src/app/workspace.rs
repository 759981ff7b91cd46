//! Everything that is kept: cases, examinations, references, and what was done to them by whom.
//!
//! The desktop calls it from jobs only; each call takes the store for itself while it reads or writes. What takes long (decoding,
//! comparing, setting a report) is done without it.

mod backup;
mod carriers;
mod case;
mod demo;
mod drafts;
mod examination;
mod export;
mod finding;
mod first_start;
mod guard;
mod history;
mod issue;
mod laboratory;
mod life;
mod package;
mod placed;
mod placing;
mod review;
mod signing_in;
mod standing;
mod tiles;
mod unmasking;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::library::{CaptureSource, Library, LibraryCache, bundled_checklists};
use super::memory::{Budgets, decode_limits};
use super::pipeline::intake::decode_problem;
use super::problem::sentence;
use super::session::Session;
use super::{Clock, Doer, Places, Problem, ProblemKind, Settings, VERSION, Watch};
use crate::domain::{
    Act, Actor, ChecklistVersion, ExaminationId, Light, PictureSum, Progress, Reference, ReferenceCapture, Sha256, Timestamp,
};
use crate::imaging::{Picture, PyramidCache, decode_page};
use crate::store::{AuditEntry, AuditRecord, Change, FrozenChecklist, IntegrityReport, ObjectKind, Store, StoreError};

pub use crate::store::{CasePage, CaseQuery};
pub use backup::restore;
pub use case::NewCase;
pub use export::Exported;
pub use history::{ByWhom, PastStep, StepName};
pub use life::NewCustody;
pub use package::Sending;
pub use placed::{MarksFile, NewMark, write_marks};
pub use signing_in::SessionState;
pub use standing::{CaseStanding, Offered};

use history::History;

/// The data folder of one laboratory or person, open.
pub struct Workspace {
    store: Arc<Mutex<Store>>,
    clock: Box<dyn Clock>,
    places: Places,
    settings: Mutex<Settings>,
    library: Mutex<Arc<Library>>,
    pictures: Mutex<BTreeMap<PictureSum, Arc<Picture>>>,
    tiles: Arc<PyramidCache>,
    histories: Mutex<BTreeMap<ExaminationId, History>>,
    session: Mutex<Session>,
}

struct FromStore(Arc<Mutex<Store>>);

impl CaptureSource for FromStore {
    fn bytes(&self, reference: &Reference, capture: &ReferenceCapture) -> Result<Vec<u8>, Problem> {
        let sum = capture.sha256.ok_or_else(|| {
            Problem::bad_input(format!("The capture {} of {} has no sum.", capture.file, reference.id)).hint("Import the library again.")
        })?;
        lock(&self.0).blob(sum).map_err(store_problem)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a failure of the store means to a person.
pub(crate) fn store_problem(error: StoreError) -> Problem {
    let kind = match &error {
        StoreError::Cancelled(cancelled) => return (*cancelled).into(),
        StoreError::TooNew { .. } => ProblemKind::NotSupported,
        StoreError::NotAStore(_) | StoreError::Damaged { .. } | StoreError::Unreadable { .. } | StoreError::ReferenceChanged { .. } => {
            ProblemKind::BadInput
        }
        StoreError::Stale { .. }
        | StoreError::NameTaken(_)
        | StoreError::LastAdministrator
        | StoreError::KeyWithoutPassphrase
        | StoreError::NumberTaken(_)
        | StoreError::Unknown(_)
        | StoreError::Forbidden(_) => ProblemKind::BadUse,
        _ => ProblemKind::System,
    };
    let text = error.to_string();
    match text.split_once("; ") {
        Some((what, remedy)) => Problem::new(kind, sentence(what)).hint(sentence(remedy)),
        None => Problem::new(kind, sentence(&text)),
    }
}

impl Workspace {
    /// Opens the data folder; on the first start it takes in the bundled library, checklists and one sample case.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of the data folder; a system failure if what is bundled is damaged.
    pub fn open(places: Places, clock: Box<dyn Clock>, watch: &dyn Watch) -> Result<Self, Problem> {
        watch.stage("Opening the data folder");
        let store = Store::open(places.data()).map_err(store_problem)?;
        let settings = Settings::load(&places.settings_file())?;
        let store = Arc::new(Mutex::new(store));
        let library = Mutex::new(Arc::new(Library::new(Vec::new(), Box::new(FromStore(Arc::clone(&store))))));
        let workspace = Self {
            tiles: tiles::tile_cache(&places),
            store,
            clock,
            places,
            settings: Mutex::new(settings),
            library,
            pictures: Mutex::default(),
            histories: Mutex::default(),
            session: Mutex::new(Session::SignedOut),
        };
        workspace.first_start(watch)?;
        workspace.reload_library()?;
        workspace.start_session()?;
        Ok(workspace)
    }

    /// The references, as the store holds them.
    pub fn library(&self) -> Arc<Library> {
        Arc::clone(&lock(&self.library))
    }

    fn reload_library(&self) -> Result<(), Problem> {
        let references = lock(&self.store).references().map_err(store_problem)?;
        let place = LibraryCache::of_the_data_folder(self.places.cache());
        let library = Library::new(references, Box::new(FromStore(Arc::clone(&self.store)))).kept_in(Some(place));
        *lock(&self.library) = Arc::new(library);
        Ok(())
    }

    /// What the person prefers.
    pub fn settings(&self) -> Settings {
        lock(&self.settings).clone()
    }

    /// Keeps what the person prefers.
    ///
    /// # Errors
    ///
    /// A system failure if the file cannot be written.
    pub fn set_settings(&self, settings: Settings) -> Result<(), Problem> {
        settings.save(&self.places.settings_file())?;
        *lock(&self.settings) = settings;
        Ok(())
    }

    /// The folders of this workspace.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Now, by the clock of this workspace.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The person that answers are signed with: who signed in, or the name in the settings of a machine of one person.
    pub fn person(&self) -> Actor {
        self.who().actor()
    }

    /// The checklist an examination follows, as it was frozen.
    ///
    /// # Errors
    ///
    /// Bad input if the store does not hold it.
    pub fn checklist(&self, version: &ChecklistVersion) -> Result<FrozenChecklist, Problem> {
        lock(&self.store).checklist(version.sha256).map_err(store_problem)
    }

    /// The checklists that a new examination can follow, by id.
    ///
    /// # Errors
    ///
    /// A system failure if what is bundled is damaged.
    #[expect(clippy::unused_self, reason = "a laboratory's own checklists will be kept in the store")]
    pub fn checklists(&self) -> Result<Vec<FrozenChecklist>, Problem> {
        bundled_checklists()
    }

    /// The bytes of a capture as they were received.
    ///
    /// # Errors
    ///
    /// Bad input if they are missing or changed.
    pub fn capture_bytes(&self, sum: Sha256) -> Result<Vec<u8>, Problem> {
        self.permit(Act::ViewCase)?;
        lock(&self.store).blob(sum).map_err(store_problem)
    }

    /// The picture of a capture; the last few are kept.
    ///
    /// # Errors
    ///
    /// As for [`Self::capture_bytes`]; cancelled if `progress` asks to stop.
    pub fn picture(&self, sum: PictureSum, progress: &dyn Progress) -> Result<Arc<Picture>, Problem> {
        self.permit(Act::ViewCase)?;
        if let Some(picture) = lock(&self.pictures).get(&sum) {
            return Ok(Arc::clone(picture));
        }
        let bytes = self.capture_bytes(sum.sha256)?;
        let picture = decode_page(&bytes, sum.page, &decode_limits(), progress).map_err(|error| decode_problem(&sum.short(), error))?;
        let picture = Arc::new(picture);
        let mut kept = lock(&self.pictures);
        let bytes = |picture: &Arc<Picture>| picture.rgb.as_raw().len();
        let budget = Budgets::now().decoded;
        while kept.values().map(bytes).sum::<usize>() > budget {
            kept.pop_first();
        }
        kept.insert(sum, Arc::clone(&picture));
        Ok(picture)
    }

    /// Lets go of decoded captures: the job that needed them is over.
    pub fn release_pictures(&self) {
        lock(&self.pictures).clear();
    }

    /// Lets go of all that is held of pictures: the case is closed. It is read again when it is asked for.
    pub fn release(&self) {
        self.release_pictures();
        self.tiles.release();
    }

    /// Bytes of decoded captures and of tiles that are held.
    pub fn held_bytes(&self) -> usize {
        let decoded: usize = lock(&self.pictures).values().map(|picture| picture.rgb.as_raw().len()).sum();
        decoded + self.tiles.held_bytes()
    }

    /// Checks the whole data folder: database, audit chain, states and every capture file.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading it; cancelled if `watch` asks to stop. What is wrong is in the report.
    pub fn verify(&self, watch: &dyn Watch) -> Result<IntegrityReport, Problem> {
        self.permit(Act::CheckStore)?;
        watch.stage("Checking the data folder");
        lock(&self.store).verify(watch).map_err(store_problem)
    }

    /// Entries of the audit log after number `after`, at most `limit`.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading it.
    pub fn audit(&self, after: u64, limit: u32) -> Result<Vec<AuditRecord>, Problem> {
        self.permit(Act::ReadAudit)?;
        self.refuse_while_blind()?;
        lock(&self.store).audit(after, limit).map_err(store_problem)
    }

    /// An entry for the audit log by the person at the screen, or by the program.
    fn entry(&self, actor: Actor, action: &str, object: ObjectKind, id: &impl ToString, payload: Value) -> AuditEntry {
        let offset_minutes = 0;
        let role = match actor {
            Actor::Person(_) => self.role_at_hand(),
            Actor::Program(_) => None,
        };
        AuditEntry {
            at: self.clock.now(),
            offset_minutes,
            actor,
            role,
            action: action.to_owned(),
            object,
            object_id: id.to_string(),
            payload,
        }
    }

    /// An entry for the audit log by somebody who was permitted the step, in the role that let them.
    fn entry_by(&self, doer: &Doer, action: &str, object: ObjectKind, id: &impl ToString, payload: Value) -> AuditEntry {
        let role = doer.role.map(|role| role.code().to_owned());
        AuditEntry { role, ..self.entry(doer.person.actor(), action, object, id, payload) }
    }

    fn program() -> Actor {
        Actor::Program(VERSION.to_owned())
    }

    fn commit(&self, change: Change, entry: AuditEntry) -> Result<(), Problem> {
        lock(&self.store).commit(change, entry).map(drop).map_err(store_problem)
    }

    /// Takes every reference of a folder into the library.
    ///
    /// # Errors
    ///
    /// Bad input if the folder is no library or has a mistake; then nothing is taken in.
    pub fn import_library(&self, folder: &std::path::Path, watch: &dyn Watch) -> Result<Vec<Reference>, Problem> {
        self.permit(Act::ImportLibrary)?;
        let library = super::library::from_folder_looked_at(folder, watch)?;
        self.take_in_library(&library, folder.display().to_string(), self.person(), watch)?;
        self.reload_library()?;
        watch.stage("Indexing the library");
        // What documents are mostly scanned under; the index of another light is made when it is first asked for.
        self.library().index(Light::Visible, watch)?;
        Ok(library.references().to_vec())
    }

    fn take_in_library(&self, library: &Library, from: String, actor: Actor, watch: &dyn Watch) -> Result<(), Problem> {
        watch.stage("Taking in the library");
        for (done, reference) in library.references().iter().enumerate() {
            watch.report(done as u64, library.references().len() as u64)?;
            for page in &reference.pages {
                for light in page.captures.keys() {
                    if let Some(bytes) = library.capture_bytes(&reference.id, &page.id, *light)? {
                        lock(&self.store).keep(&bytes).map_err(store_problem)?;
                    }
                }
            }
            let payload = serde_json::json!({ "from": from });
            let entry = self.entry(actor.clone(), "import-reference", ObjectKind::Reference, &reference.id, payload);
            self.commit(Change::event().reference(reference.clone()), entry)?;
        }
        Ok(())
    }
}

/// Opens the workspace of a test in `folder`, at a fixed time.
#[cfg(test)]
pub(crate) fn for_test(folder: &std::path::Path) -> Workspace {
    let start = Timestamp("2026-03-01T09:30:00Z".parse().unwrap());
    Workspace::open(Places::at(folder), Box::new(super::FixedClock::at(start)), &crate::domain::Unwatched).unwrap()
}
