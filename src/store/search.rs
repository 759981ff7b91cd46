//! Search across cases: full text, and lists by status, dates, people, document kind and outcome.
//!
//! Every change keeps the index in step in its own transaction. The index is made from the states alone: [`Store::rebuild_search`] makes it
//! again, and [`Store::check_search`] says whether it is complete. Texts are compared without case, accents and widths. Words are found by
//! their beginnings; numbers, and scripts without spaces, by any part. What is known around the documents of a case is not in the index.

mod ask;
mod content;
mod find;
mod fold;
mod index;
mod made;
mod set;
mod snippet;

pub use content::{CaseFacet, TextPlace};
pub use find::{CaseFound, CaseOrder, CasePage, CaseQuery, MAX_PAGE};
pub use made::SearchCheck;
pub use snippet::{Hit, SnippetPart};

pub(in crate::store) use content::Content;
pub(in crate::store) use index::Index;
pub(in crate::store) use made::make_if_needed;

#[cfg(test)]
mod measure;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(in crate::store) use tests::{Fixture, fixture, fixture_entry};
