//! Accounts: signing in and out, who there is, and signing with one's key.
//!
//! A data folder begins without accounts. The first signature makes one without a passphrase, of the one person there is, with every role;
//! a passphrase set later changes neither the account nor its key, and from then on others can be added.

use std::collections::BTreeSet;

use super::{Workspace, lock, store_problem};
use crate::app::ids::fresh;
use crate::app::problem::sentence;
use crate::app::session::{Session, SignedIn};
use crate::app::{Problem, ProblemKind};
use crate::domain::{
    Account, AccountId, AccountName, Act, Competence, KeyProtection, Person, Role, Sha256, Signature, SignatureClaim, SignedFor, SigningKey,
};
use crate::store::{AccountError, KeyProfile, NewAccount, SealRandomness, Sealing, StepBy};

/// Who can be signed in as, and how the program stands to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// One person alone; everything may be done.
    Alone(Person),
    /// Somebody has to sign in.
    SignedOut,
    /// Somebody has signed in.
    SignedIn(Box<Account>),
}

/// What a failure with an account means to a person.
fn account_problem(error: AccountError) -> Problem {
    let kind = match &error {
        AccountError::Store(_) => match error {
            AccountError::Store(error) => return store_problem(error),
            _ => ProblemKind::System,
        },
        AccountError::WrongNameOrPassphrase | AccountError::TryAgainAt(_) | AccountError::Disabled(_) => ProblemKind::NotPermitted,
        AccountError::Altered { .. } => ProblemKind::BadInput,
        AccountError::Work(_) => ProblemKind::System,
        _ => ProblemKind::BadUse,
    };
    let text = error.to_string();
    match text.split_once("; ") {
        Some((what, remedy)) => Problem::new(kind, sentence(what)).hint(sentence(remedy)),
        None => Problem::new(kind, sentence(&text)),
    }
}

/// Bytes from the system's source of randomness, which is fit for keys.
fn random<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Problem::system(format!("The system gives no randomness for a key: {error}.")))?;
    Ok(bytes)
}

fn sealing(passphrase: &str, profile: KeyProfile) -> Result<Sealing<'_>, Problem> {
    Ok(Sealing { passphrase, profile, randomness: SealRandomness::from_bytes(random()?) })
}

/// Work on a passphrase that is empty protects nothing.
fn profile_for(passphrase: &str) -> KeyProfile {
    if passphrase.is_empty() { KeyProfile::new(8, 1, 1).unwrap_or(KeyProfile::STANDARD) } else { KeyProfile::STANDARD }
}

impl Workspace {
    /// Finds out who is there when the data folder is opened.
    pub(super) fn start_session(&self) -> Result<(), Problem> {
        let store = lock(&self.store);
        let session = match store.account_without_passphrase().map_err(store_problem)? {
            Some(account) => Session::Alone(Some(Box::new(account.state))),
            None if store.accounts().map_err(store_problem)?.is_empty() => Session::Alone(None),
            None => Session::SignedOut,
        };
        drop(store);
        *lock(&self.session) = session;
        Ok(())
    }

    /// Who is at the program.
    pub fn session(&self) -> SessionState {
        match &*lock(&self.session) {
            Session::Alone(_) => {}
            Session::SignedOut => return SessionState::SignedOut,
            Session::SignedIn(signed_in) => return SessionState::SignedIn(Box::new(signed_in.account.clone())),
        }
        SessionState::Alone(self.who())
    }

    /// The person at the program.
    pub(super) fn who(&self) -> Person {
        let alone = lock(&self.settings).examiner.clone();
        lock(&self.session).who(&alone)
    }

    /// The role that the audit log names for the person at the program; `None` for somebody alone or with several roles.
    pub(super) fn role_at_hand(&self) -> Option<String> {
        match &*lock(&self.session) {
            Session::SignedIn(signed_in) if signed_in.account.roles.len() == 1 => {
                signed_in.account.roles.first().map(|role| role.code().to_owned())
            }
            _ => None,
        }
    }

    /// The names that one can sign in with; asked before anybody has.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the store.
    pub fn people(&self) -> Result<Vec<Account>, Problem> {
        let held = lock(&self.store).accounts().map_err(store_problem)?;
        Ok(held.into_iter().map(|held| held.state).filter(Account::is_enabled).collect())
    }

    /// Every account, in use or not.
    ///
    /// # Errors
    ///
    /// Not permitted but to an administrator.
    pub fn accounts(&self) -> Result<Vec<Account>, Problem> {
        self.permit(Act::ManageAccounts)?;
        let held = lock(&self.store).accounts().map_err(store_problem)?;
        Ok(held.into_iter().map(|held| held.state).collect())
    }

    /// Signs in; from then on everything is done in this name.
    ///
    /// # Errors
    ///
    /// Not permitted with a wrong name or passphrase, or too soon after others; which of the two was wrong is not said.
    pub fn sign_in(&self, name: &str, passphrase: &str) -> Result<Account, Problem> {
        let signed_in = lock(&self.store).sign_in(name, passphrase, self.clock.now(), 0).map_err(account_problem)?;
        let account = signed_in.account.state;
        *lock(&self.session) = Session::SignedIn(Box::new(SignedIn { account: account.clone(), key: signed_in.key }));
        lock(&self.histories).clear();
        Ok(account)
    }

    /// Signs out, or locks the screen: the key leaves memory. Somebody alone stays.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the store.
    pub fn sign_out(&self) -> Result<(), Problem> {
        lock(&self.histories).clear();
        self.start_session()
    }

    fn step(&self, act: Act) -> Result<StepBy, Problem> {
        let doer = self.permit(act)?;
        Ok(StepBy { at: self.clock.now(), offset_minutes: 0, actor: doer.person.actor(), role: doer.role, reason: None })
    }

    /// Makes an account. The first one gets every role and may be without a passphrase; while it is, there is no second.
    ///
    /// # Errors
    ///
    /// Not permitted but to an administrator; bad use if the name is taken or the passphrase not usable.
    pub fn create_account(
        &self,
        name: &str,
        roles: BTreeSet<Role>,
        scope: Option<Competence>,
        passphrase: &str,
    ) -> Result<Account, Problem> {
        let by = self.step(Act::ManageAccounts)?;
        let name = AccountName::new(name).map_err(|error| Problem::bad_use(sentence(&error.to_string())))?;
        let new = NewAccount { id: AccountId(fresh(self.clock.as_ref())), name, roles, scope, key: SigningKey::from_seed(&random()?) };
        let sealing = sealing(passphrase, profile_for(passphrase))?;
        let held = lock(&self.store).create_account(new, sealing, by).map_err(account_problem)?;
        let is_alone = matches!(&*lock(&self.session), Session::Alone(None));
        if is_alone {
            self.start_session()?;
        }
        Ok(held.state)
    }

    /// Gives an account exactly these roles.
    ///
    /// # Errors
    ///
    /// Not permitted but to an administrator; bad use if nobody could administer then.
    pub fn set_roles(&self, id: AccountId, roles: BTreeSet<Role>) -> Result<Account, Problem> {
        let by = self.step(Act::ManageAccounts)?;
        let revision = self.account_revision(id)?;
        let held = lock(&self.store).set_roles(id, revision, roles, by).map_err(account_problem)?;
        self.refresh_session(&held.state);
        Ok(held.state)
    }

    /// Takes an account out of use, or into use again; what it did stays.
    ///
    /// # Errors
    ///
    /// Not permitted but to an administrator; bad use if nobody could administer then.
    pub fn set_enabled(&self, id: AccountId, enabled: bool) -> Result<Account, Problem> {
        let by = self.step(Act::ManageAccounts)?;
        let revision = self.account_revision(id)?;
        let mut store = lock(&self.store);
        let held = if enabled { store.enable(id, revision, by) } else { store.disable(id, revision, by) };
        drop(store);
        let held = held.map_err(account_problem)?;
        self.refresh_session(&held.state);
        Ok(held.state)
    }

    /// Gives somebody a new key and passphrase, because theirs was lost. What they signed until now still counts.
    ///
    /// # Errors
    ///
    /// Not permitted but to an administrator; bad use if the passphrase is not usable.
    pub fn replace_key(&self, id: AccountId, passphrase: &str) -> Result<Account, Problem> {
        let by = self.step(Act::ManageKeysOfOthers)?;
        let key = SigningKey::from_seed(&random()?);
        let held = lock(&self.store).reset_key(id, &key, sealing(passphrase, profile_for(passphrase))?, by).map_err(account_problem)?;
        Ok(held.state)
    }

    /// Changes one's own passphrase; account and key stay. Somebody alone sets the first one here and has to sign in from then on.
    ///
    /// # Errors
    ///
    /// Not permitted if the old one is not right; bad use if the new one is not usable, or if there is no account yet.
    pub fn change_passphrase(&self, old: &str, new: &str) -> Result<(), Problem> {
        let who = self.own_account()?;
        let by = StepBy { at: self.clock.now(), offset_minutes: 0, actor: self.person(), role: None, reason: None };
        lock(&self.store).change_passphrase(who, old, sealing(new, profile_for(new))?, by).map_err(account_problem)?;
        let was_alone = matches!(&*lock(&self.session), Session::Alone(_));
        if was_alone && !new.is_empty() {
            self.sign_in(&self.account(who)?.name.to_string(), new)?;
        }
        Ok(())
    }

    /// What protects the key of the person at the program; `None` while they have none.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the store.
    pub fn own_protection(&self) -> Result<Option<KeyProtection>, Problem> {
        let Some(id) = self.who().account else { return Ok(None) };
        lock(&self.store).key_protection(id).map_err(store_problem)
    }

    /// The account of the person at the program; somebody alone gets one without a passphrase.
    fn own_account(&self) -> Result<AccountId, Problem> {
        let who = self.who();
        match (&*lock(&self.session), who.account) {
            (_, Some(id)) => return Ok(id),
            (Session::Alone(None), None) => {}
            _ => return Err(Problem::new(ProblemKind::NotPermitted, "Nobody has signed in.").hint("Sign in first.")),
        }
        let every_role = Role::ALL.iter().copied().collect();
        self.create_account(&who.name, every_role, None, "").map(|account| account.id)
    }

    /// Signs `sha256` for `purpose` in the name of the person at the program.
    ///
    /// # Errors
    ///
    /// Not permitted while nobody has signed in; a system failure if there is no randomness for a first key.
    pub(super) fn sign(&self, purpose: SignedFor, sha256: Sha256) -> Result<Signature, Problem> {
        self.signing(purpose, sha256).map(|(key, claim)| key.sign(claim))
    }

    /// The key of the person at the program, and what they say when they sign `sha256` for `purpose`.
    ///
    /// # Errors
    ///
    /// As for [`Self::sign`].
    pub(super) fn signing(&self, purpose: SignedFor, sha256: Sha256) -> Result<(SigningKey, SignatureClaim), Problem> {
        let id = self.own_account()?;
        let account = self.account(id)?;
        let key = match &*lock(&self.session) {
            Session::SignedIn(signed_in) => Some(signed_in.key.clone()),
            _ => None,
        };
        let key = match key {
            Some(key) => key,
            // Without a passphrase there is nothing to ask for.
            None => lock(&self.store).sign_in(account.name.as_str(), "", self.clock.now(), 0).map_err(account_problem)?.key,
        };
        let laboratory = self.laboratory()?.name;
        let of = (!laboratory.trim().is_empty()).then(|| laboratory.trim().to_owned());
        let role = match account.roles.len() {
            1 => account.roles.first().copied(),
            _ => role_of(purpose).filter(|role| account.roles.contains(role)),
        };
        let claim = SignatureClaim { purpose, sha256, by: account.name.to_string(), of, role, at: self.clock.now() };
        Ok((key, claim))
    }

    fn account(&self, id: AccountId) -> Result<Account, Problem> {
        let held = lock(&self.store).account(id).map_err(store_problem)?;
        held.map(|held| held.state).ok_or_else(|| Problem::bad_use(format!("There is no account {id}.")))
    }

    fn account_revision(&self, id: AccountId) -> Result<u64, Problem> {
        let held = lock(&self.store).account(id).map_err(store_problem)?;
        held.map(|held| held.revision).ok_or_else(|| Problem::bad_use(format!("There is no account {id}.")))
    }

    /// Whoever changed their own roles has them changed at once.
    fn refresh_session(&self, account: &Account) {
        if let Session::SignedIn(signed_in) = &mut *lock(&self.session)
            && signed_in.account.id == account.id
        {
            signed_in.account = account.clone();
        }
    }
}

/// The role in which somebody with several signs.
fn role_of(purpose: SignedFor) -> Option<Role> {
    match purpose {
        SignedFor::Examination => Some(Role::Examiner),
        SignedFor::Review | SignedFor::Authorisation | SignedFor::Checklist => Some(Role::Reviewer),
        SignedFor::Issue | SignedFor::Package | SignedFor::Receipt => None,
    }
}
