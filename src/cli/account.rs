//! `guilloche account`: who works with this data folder, and in which roles.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Context, Status};
use crate::app::workspace::SessionState;
use crate::app::{Problem, Workspace};
use crate::domain::{Account, Role};

/// Makes, changes and lists accounts
#[derive(Debug, clap::Args)]
pub(super) struct AccountVerb {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Lists the accounts
    List,
    /// Says who is at the program, and what protects their key
    Me,
    /// Makes an account; its passphrase is the first line of standard input
    Create {
        /// The person's name
        name: String,
        /// What the person is trusted with; may be given more than once
        #[arg(long = "role", required = true, value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// Gives an account exactly these roles
    Roles {
        /// The person's name
        name: String,
        /// What the person is trusted with; may be given more than once
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// Takes an account out of use; what it did stays
    Disable {
        /// The person's name
        name: String,
    },
    /// Takes an account into use again
    Enable {
        /// The person's name
        name: String,
    },
    /// Changes one's own passphrase: the old one and the new one are the first two lines of standard input
    Passphrase,
    /// Gives somebody a new key and passphrase; the passphrase is the first line of standard input
    ReplaceKey {
        /// The person's name
        name: String,
    },
}

fn roles(words: &[String]) -> Result<BTreeSet<Role>, Problem> {
    words.iter().map(|word| word.parse().map_err(Problem::bad_use)).collect()
}

fn named(workspace: &Workspace, name: &str) -> Result<Account, Problem> {
    let found = workspace.accounts()?.into_iter().find(|account| account.name.as_str() == name);
    found.ok_or_else(|| Problem::bad_use(format!("There is no account of {name}.")).hint("`guilloche account list` shows them."))
}

fn line(account: &Account) -> Value {
    json!({
        "account": account.id, "name": account.name, "roles": account.roles, "enabled": account.is_enabled(),
        "public_key": account.public_key, "fingerprint": account.public_key.id().spoken(),
    })
}

fn text(account: &Account) -> String {
    let roles: Vec<&str> = account.roles.iter().map(|role| role.title()).collect();
    let state = if account.is_enabled() { "" } else { "  (disabled)" };
    format!("{:<24} {}{state}\n{:<24} key {}", account.name.as_str(), roles.join(", "), "", account.public_key.id().spoken())
}

impl AccountVerb {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let workspace = context.workspace(&context.output.progress())?;
        let show = |account: &Account| context.output.result(&line(account), || text(account));
        match self.action {
            Action::List => workspace.accounts()?.iter().for_each(show),
            Action::Me => me(&workspace, context)?,
            Action::Create { name, roles: words } => {
                let passphrase = Context::secret_line()?;
                show(&workspace.create_account(&name, roles(&words)?, None, &passphrase)?);
            }
            Action::Roles { name, roles: words } => show(&workspace.set_roles(named(&workspace, &name)?.id, roles(&words)?)?),
            Action::Disable { name } => show(&workspace.set_enabled(named(&workspace, &name)?.id, false)?),
            Action::Enable { name } => show(&workspace.set_enabled(named(&workspace, &name)?.id, true)?),
            Action::Passphrase => {
                let (old, new) = (Context::secret_line()?, Context::secret_line()?);
                workspace.change_passphrase(&old, &new)?;
                context.output.result(&json!({ "changed": true }), || "The passphrase has been changed; the key is the same.".to_owned());
            }
            Action::ReplaceKey { name } => {
                let id = named(&workspace, &name)?.id;
                show(&workspace.replace_key(id, &Context::secret_line()?)?);
            }
        }
        Ok(Status::Done)
    }
}

fn me(workspace: &Workspace, context: &Context) -> Result<(), Problem> {
    let protection = workspace.own_protection()?;
    let (state, name) = match workspace.session() {
        SessionState::Alone(person) => ("alone", Some(person.name)),
        SessionState::SignedOut => ("signed-out", None),
        SessionState::SignedIn(account) => ("signed-in", Some(account.name.to_string())),
    };
    context.output.result(&json!({ "state": state, "name": name, "protection": protection }), || {
        let who = match (state, &name) {
            ("alone", Some(name)) => format!("{name}, alone: everything may be done"),
            (_, Some(name)) => name.clone(),
            _ => "Nobody has signed in; give --as NAME and the passphrase in GUILLOCHE_PASSPHRASE".to_owned(),
        };
        match protection {
            Some(protection) => format!("{who}\n{}", protection.sentence()),
            None => who,
        }
    });
    Ok(())
}
