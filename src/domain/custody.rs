//! Who had an exhibit in their hands, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::case_life::Person;
use super::vocabulary::words;
use super::{Exhibit, Timestamp};

/// The longest remark, place or seal number, in characters.
const MAX_TEXT: usize = 500;

words! {
    /// What happened to an exhibit.
    CustodyKind {
        Received = "received", "Received";
        Opened = "opened", "Opened";
        Moved = "moved", "Moved";
        Sealed = "sealed", "Sealed";
        Returned = "returned", "Returned";
    }
}

/// One event in the custody of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CustodyEvent {
    /// What happened.
    pub kind: CustodyKind,
    /// Who did it.
    pub by: Person,
    /// From or to whom it went, if it changed hands; empty if not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub with: String,
    /// Where it was then; empty if not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The numbers of its seals; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seal: String,
    /// What else is to be said; empty if nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// When it happened.
    pub happened_at: Timestamp,
    /// When it was entered.
    pub entered_at: Timestamp,
}

/// An event that cannot be entered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CustodyError {
    /// It would have happened after it was entered.
    #[error("an event of custody cannot be entered before it happens")]
    InTheFuture,
    /// A sealed exhibit has the number of its seal.
    #[error("a seal has a number")]
    SealWithoutNumber,
    /// It is here already, or is not here any more.
    #[error("an exhibit that {0} cannot be {1}")]
    NotFromHere(&'static str, &'static str),
    /// A text is too long.
    #[error("place, seal, person and remark have at most {MAX_TEXT} characters each")]
    TooLong,
}

impl Exhibit {
    /// Whether it is in the laboratory: received and not given back.
    pub fn is_here(&self) -> bool {
        !matches!(self.custody.last().map(|event| event.kind), Some(CustodyKind::Returned) | None)
    }

    /// Enters an event; none is ever changed or taken out, a mistake is put right by a remark in a later one.
    ///
    /// # Errors
    ///
    /// [`CustodyError`] says what does not fit; nothing was entered then.
    pub fn enter(&mut self, event: CustodyEvent) -> Result<(), CustodyError> {
        if event.happened_at > event.entered_at {
            return Err(CustodyError::InTheFuture);
        }
        if [&event.with, &event.place, &event.seal, &event.remark].iter().any(|text| text.chars().count() > MAX_TEXT) {
            return Err(CustodyError::TooLong);
        }
        match event.kind {
            CustodyKind::Received if self.is_here() => return Err(CustodyError::NotFromHere("is here", "received")),
            CustodyKind::Received => {}
            CustodyKind::Sealed if event.seal.trim().is_empty() => return Err(CustodyError::SealWithoutNumber),
            _ if !self.is_here() => return Err(CustodyError::NotFromHere("is not here", event.kind.code())),
            _ => {}
        }
        self.custody.push(event);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: CustodyKind, second: i64) -> CustodyEvent {
        let at = Timestamp(jiff::Timestamp::from_second(1_780_000_000 + second).unwrap());
        CustodyEvent {
            kind,
            by: Person { account: None, name: "C. Clerk".to_owned() },
            with: String::new(),
            place: "Safe 2".to_owned(),
            seal: String::new(),
            remark: String::new(),
            happened_at: at,
            entered_at: at,
        }
    }

    #[test]
    fn an_exhibit_comes_is_opened_sealed_and_goes_in_an_order_that_can_be() {
        let mut exhibit = Exhibit::new("018f0000-0000-7000-8000-000000000002".parse().unwrap(), "1", "A passport");
        assert_eq!(exhibit.enter(event(CustodyKind::Opened, 1)), Err(CustodyError::NotFromHere("is not here", "opened")));
        exhibit.enter(event(CustodyKind::Received, 1)).unwrap();
        assert_eq!(exhibit.enter(event(CustodyKind::Received, 2)), Err(CustodyError::NotFromHere("is here", "received")));
        exhibit.enter(event(CustodyKind::Opened, 3)).unwrap();
        assert_eq!(exhibit.enter(event(CustodyKind::Sealed, 4)), Err(CustodyError::SealWithoutNumber));
        exhibit.enter(CustodyEvent { seal: "00471".to_owned(), ..event(CustodyKind::Sealed, 4) }).unwrap();
        exhibit.enter(event(CustodyKind::Returned, 5)).unwrap();
        assert!(!exhibit.is_here());
        exhibit.enter(event(CustodyKind::Received, 6)).unwrap();
        assert_eq!(exhibit.custody.len(), 5);
    }

    #[test]
    fn nothing_is_entered_ahead_of_its_time_or_at_any_length() {
        let mut exhibit = Exhibit::new("018f0000-0000-7000-8000-000000000002".parse().unwrap(), "1", "A passport");
        let ahead = CustodyEvent { happened_at: event(CustodyKind::Received, 9).happened_at, ..event(CustodyKind::Received, 1) };
        assert_eq!(exhibit.enter(ahead), Err(CustodyError::InTheFuture));
        let long = CustodyEvent { remark: "x".repeat(MAX_TEXT + 1), ..event(CustodyKind::Received, 1) };
        assert_eq!(exhibit.enter(long), Err(CustodyError::TooLong));
        assert!(exhibit.custody.is_empty());
    }
}
