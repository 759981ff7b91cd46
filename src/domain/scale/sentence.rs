//! The sentence of a level on a scale with propositions: about the findings, given each of the two.
//!
//! A report never states how probable a proposition is given the findings; that would be the transposition fallacy (`standards.md`
//! 3.1 b). It is ruled out by form: the wording of such a level begins with the findings, and the propositions stand in it as the
//! two sides that are weighed.

use super::{Propositions, ScaleLevel};

/// How the sentence of a level on a scale with propositions begins.
pub(super) const SUBJECT: &str = "The findings ";

/// A part of the wording of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentencePart<'a> {
    /// Words as they stand.
    Words(&'a str),
    /// The first proposition.
    First,
    /// The second proposition.
    Second,
}

/// The parts of `wording`.
pub(super) fn parts(wording: &str) -> Vec<SentencePart<'_>> {
    let mut found = Vec::new();
    let mut rest = wording;
    loop {
        let next = [("{first}", SentencePart::First), ("{second}", SentencePart::Second)]
            .into_iter()
            .filter_map(|(place, part)| Some((rest.split_once(place)?, part)))
            .min_by_key(|((before, _), _)| before.len());
        let Some(((before, after), part)) = next else { break };
        if !before.is_empty() {
            found.push(SentencePart::Words(before));
        }
        found.push(part);
        rest = after;
    }
    if !rest.is_empty() {
        found.push(SentencePart::Words(rest));
    }
    found
}

impl ScaleLevel {
    /// The parts of its wording, for a reader who sets the propositions himself.
    pub fn parts(&self) -> Vec<SentencePart<'_>> {
        parts(&self.wording)
    }

    /// Its wording with the propositions in their places, in the language of the scale.
    pub fn sentence(&self, propositions: Option<&Propositions>) -> String {
        let Some(propositions) = propositions else { return self.wording.clone() };
        let text = |part: SentencePart<'_>| match part {
            SentencePart::Words(words) => words.to_owned(),
            SentencePart::First => format!("\u{201c}{}\u{201d}", propositions.first),
            SentencePart::Second => format!("\u{201c}{}\u{201d}", propositions.second),
        };
        self.parts().into_iter().map(text).collect()
    }
}
