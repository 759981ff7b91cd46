//! Why somebody may not do something, in a sentence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Act, Role};
use crate::domain::DocumentKind;
use crate::domain::vocabulary::words;

words! {
    /// Why somebody may not.
    Refusal {
        /// None of the roles that may.
        NoRole = "no-role", "Lacks the role";
        Disabled = "disabled", "The account is disabled";
        /// examiner and reviewer differ.
        OwnExamination = "own-examination", "The examination is their own";
        /// the competence is checked.
        OutsideCompetence = "outside-competence", "Outside the recorded competence";
    }
}

/// That somebody may not do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct NotPermitted {
    /// What they wanted to do.
    pub act: Act,
    /// Which roles may.
    pub needs: Vec<Role>,
    /// Why this person may not.
    pub why: Refusal,
    /// The kind of document that is outside their competence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<DocumentKind>,
}

impl NotPermitted {
    /// That `act` may not be done because of `why`.
    pub fn new(act: Act, why: Refusal) -> Self {
        Self { act, needs: act.needs().to_vec(), why, kind: None }
    }

    /// What is not permitted and why, as a sentence with its full stop.
    fn sentence(&self) -> String {
        let act = self.act.phrase();
        match self.why {
            Refusal::NoRole if self.needs.is_empty() => format!("Nobody may {act}."),
            Refusal::NoRole => format!("Only {} may {act}.", one_of(&self.needs)),
            Refusal::Disabled => format!("This account is disabled and may not {act}."),
            Refusal::OwnExamination => format!("Nobody may {act} that they took part in themselves."),
            Refusal::OutsideCompetence => {
                let kind = self.kind.map_or("this kind of document", DocumentKind::title);
                format!("This account may not {act}: {kind} is outside the competence that is recorded for it.")
            }
        }
    }

    /// What to do about it, as a sentence with its full stop.
    pub fn remedy(&self) -> String {
        match self.why {
            Refusal::NoRole => format!("Ask {}, or have an administrator give you the role.", one_of(&self.needs)),
            Refusal::Disabled => "Ask an administrator to enable the account.".to_owned(),
            Refusal::OwnExamination => format!("Ask another person who is {}.", one_of(&self.needs)),
            Refusal::OutsideCompetence => "Ask a colleague who is competent for it, or have an administrator extend the record.".to_owned(),
        }
    }
}

/// "an examiner or a reviewer".
fn one_of(roles: &[Role]) -> String {
    let named: Vec<String> = roles.iter().map(|role| role.with_article()).collect();
    match named.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => "somebody else".to_owned(),
    }
}
