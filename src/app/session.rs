//! Who is at the program: one person alone, somebody who signed in, or nobody.

use crate::domain::{Account, Act, Person, Role, SigningKey};

use super::{Problem, ProblemKind};

/// Who is at the program.
pub(crate) enum Session {
    /// A data folder without accounts, or with one that has no passphrase: whoever can open the folder may do everything.
    Alone(Option<Box<Account>>),
    /// Nobody has signed in yet, or the screen is locked.
    SignedOut,
    /// Somebody has.
    SignedIn(Box<SignedIn>),
}

/// Somebody who signed in, with the key that they sign with.
pub(crate) struct SignedIn {
    /// Who.
    pub(crate) account: Account,
    /// Their key; it leaves memory when they sign out.
    pub(crate) key: SigningKey,
}

/// Who does something, and in which role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doer {
    /// Who.
    pub person: Person,
    /// The role that lets them; `None` on a machine without roles.
    pub role: Option<Role>,
}

/// The person of an account.
fn person(account: &Account) -> Person {
    Person { account: Some(account.id), name: account.name.to_string() }
}

impl Session {
    /// Whether `act` may be done now, and by whom it is done then; `alone` is the name of the one person of a folder without accounts.
    ///
    /// # Errors
    ///
    /// Not permitted, with who may.
    pub(crate) fn permit(&self, act: Act, alone: &str) -> Result<Doer, Problem> {
        match self {
            Self::Alone(_) => Ok(Doer { person: self.who(alone), role: None }),
            Self::SignedOut => Err(Problem::new(ProblemKind::NotPermitted, "Nobody has signed in.").hint("Sign in first.")),
            Self::SignedIn(signed_in) => {
                let account = &signed_in.account;
                account.may(act).map_err(|refused| Problem::new(ProblemKind::NotPermitted, refused.to_string()).hint(refused.remedy()))?;
                Ok(Doer { person: person(account), role: account.role_for(act) })
            }
        }
    }

    /// The person at the program; `alone` is the name of the one person of a folder without accounts, and of nobody.
    pub(crate) fn who(&self, alone: &str) -> Person {
        match self {
            Self::Alone(Some(account)) => person(account),
            Self::SignedIn(signed_in) => person(&signed_in.account),
            Self::Alone(None) | Self::SignedOut => Person { account: None, name: alone.to_owned() },
        }
    }
}
