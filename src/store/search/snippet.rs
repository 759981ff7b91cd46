//! The place of a hit with some words around it.

use serde::{Deserialize, Serialize};

use super::content::{Content, TextPlace};
use super::fold::fold_with_places;

/// How many characters a snippet shows at most, and how many before the hit.
const LENGTH: usize = 90;
const BEFORE: usize = 30;

/// A part of a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SnippetPart {
    /// The text.
    pub text: String,
    /// Whether it is what was asked for.
    pub is_hit: bool,
}

/// Where in a case a text was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Hit {
    /// The place.
    pub place: TextPlace,
    /// The text there in parts, shortened with `…` where it is long.
    pub parts: Vec<SnippetPart>,
}

/// The text that shows most of `needles`, the first of them if several show as many.
pub(super) fn hit<'c>(held: &'c [Content], needles: &[String]) -> Option<Hit> {
    let mut texts: Vec<&'c (TextPlace, String)> = held.iter().flat_map(|content| &content.texts).collect();
    texts.sort_by_key(|(place, _)| *place);
    let with_spans = |(place, text): &'c (TextPlace, String)| (*place, text, spans(text, needles));
    let best = texts.into_iter().map(with_spans).reduce(|best, next| if next.2.len() > best.2.len() { next } else { best });
    let (place, text, spans) = best.filter(|(_, _, spans)| !spans.is_empty())?;
    Some(Hit { place, parts: shown(text, spans) })
}

/// The first place in `text` of each needle that is in it, as bytes from and to, in order and apart from each other.
fn spans(text: &str, needles: &[String]) -> Vec<(usize, usize)> {
    let (folded, places) = fold_with_places(text);
    let mut spans = Vec::new();
    for needle in needles {
        let needle: Vec<char> = needle.chars().collect();
        let starts = || folded.windows(needle.len().max(1)).enumerate().filter(|(_, window)| *window == needle).map(|(start, _)| start);
        let begins =
            |start: &usize| start.checked_sub(1).and_then(|before| folded.get(before)).is_none_or(|before| !before.is_alphanumeric());
        let Some(start) = starts().find(begins).or_else(|| starts().next()) else { continue };
        let from = places.get(start).copied().unwrap_or_default();
        let last = start.saturating_add(needle.len()).saturating_sub(1);
        // The hit ends before the character after the last one it comes from.
        let last = places.get(last).copied().unwrap_or(from);
        let to = text.get(last..).and_then(|rest| rest.chars().next()).map_or(last, |c| last.saturating_add(c.len_utf8()));
        spans.push((from, to));
    }
    spans.sort_unstable();
    let mut end = 0;
    spans.retain(|(from, to)| {
        let apart = *from >= end;
        if apart {
            end = *to;
        }
        apart
    });
    spans
}

fn shown(text: &str, spans: Vec<(usize, usize)>) -> Vec<SnippetPart> {
    let first = spans.first().map_or(0, |(from, _)| *from);
    let boundaries = |from: usize| text.char_indices().map(|(at, _)| at).take_while(move |at| *at < from);
    let lead = boundaries(first).count();
    let start = boundaries(first).nth(lead.saturating_sub(BEFORE)).filter(|_| lead > BEFORE).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start.saturating_add(at));
    let mut parts = Vec::new();
    let mut push = |from: usize, to: usize, is_hit: bool, before: &str, after: &str| {
        if let Some(piece) = text.get(from..to).filter(|piece| !piece.is_empty()) {
            let piece: String = piece.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            parts.push(SnippetPart { text: format!("{before}{piece}{after}"), is_hit });
        }
    };
    let mut done = start;
    for (from, to) in spans.into_iter().filter(|(from, to)| *from >= start && *to <= end) {
        push(done, from, false, if done == start && start > 0 { "…" } else { "" }, "");
        push(from, to, true, "", "");
        done = to;
    }
    push(done, end, false, if done == start && start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn content(text: &str) -> Content {
        let mut content = Content::default();
        content.text(TextPlace::Remark, text);
        content
    }

    fn marked(text: &str, needles: &[&str]) -> String {
        let needles: Vec<String> = needles.iter().map(|needle| (*needle).to_owned()).collect();
        let hit = hit(&[content(text)], &needles).unwrap();
        hit.parts.iter().map(|part| if part.is_hit { format!("[{}]", part.text) } else { part.text.clone() }).collect()
    }

    #[test]
    fn the_hit_is_marked_where_it_stands() {
        assert_eq!(marked("Bought by Frau Müller, Straße 5", &["mull", "strass"]), "Bought by Frau [Müll]er, [Straß]e 5");
        assert_eq!(
            marked(&format!("{} needle {}", "a ".repeat(50), "b ".repeat(90)), &["needle"]).chars().filter(|c| *c == '…').count(),
            2
        );
        assert_eq!(hit(&[content("nothing")], &["x".to_owned()]), None);
    }

    proptest! {
        #[test]
        fn no_text_and_no_needle_panics(text: String, needles in prop::collection::vec("\\PC{0,4}", 0..4)) {
            let _hit = hit(&[content(&text)], &needles);
        }
    }
}
