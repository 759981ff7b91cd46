//! What a change of one field of a checklist does to answers and conclusions. Differences, inheritance and carrying over all rest on it.

use serde_json::Value;

use super::{EvidenceRule, ReferenceNeed};
use crate::domain::vocabulary::words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// What a change does.
    Effect {
        /// Nothing is asked or judged otherwise: wording around the question, times, helpers.
        Note = "note", "Says it otherwise";
        /// More is asked, and an answer that was given keeps its meaning.
        Tightens = "tightens", "Asks for more";
        /// Less is allowed, so that an answer that was given may come out otherwise.
        Narrows = "narrows", "Allows less";
        /// An answer may not mean the same any more, or less is asked.
        Alters = "alters", "Asks something else or less";
    }
}

/// What changing `field` of an item from `old` to `new` does.
pub(super) fn of_item(field: &str, old: &Value, new: &Value) -> Effect {
    match field {
        "title" | "note" | "seconds" | "oma" | "assist" => Effect::Note,
        "section" | "after" => Effect::Tightens,
        "methods" | "evidence" | "choices" => tightens_if(holds_all(new, old)),
        "critical" => tightens_if(new == &Value::Bool(true)),
        "reference" => tightens_if(need(new) >= need(old)),
        "evidence_rule" => tightens_if(strictness(new) >= strictness(old)),
        "indicators" => of_indicators(old, new),
        "measurement" if is_narrower(old, new) => Effect::Narrows,
        // Level, question, what is genuine, sort of answer, when it applies, other limits; and whatever a later version adds.
        _ => Effect::Alters,
    }
}

/// What changing `field` of the head from `old` to `new` does.
pub(super) fn of_head(field: &str, old: &Value, new: &Value) -> Effect {
    match field {
        "status" | "title" | "language" | "agreed_by" | "agreed_on" | "review_due" | "supersedes" | "extends" | "sources" | "summary" => {
            Effect::Note
        }
        "time_limit_s" => Effect::Tightens,
        "document_kinds" | "levels" => tightens_if(holds_all(new, old)),
        // An empty ceiling allows every level.
        "conclusion_ceiling" => tightens_if(is_empty(old) || (!is_empty(new) && holds_all(old, new))),
        "refer_if_critical_nonconforming" | "refer_if_inconclusive" => {
            tightens_if(new.as_u64().is_some_and(|new| old.as_u64().is_none_or(|old| new <= old)))
        }
        // Name, mode, answers and scale; and whatever a later version adds.
        _ => Effect::Alters,
    }
}

/// What changing `field` of an equipment from `old` to `new` does.
pub(super) fn of_equipment(field: &str, new: &Value) -> Effect {
    match field {
        "needs" => Effect::Note,
        _ => tightens_if(new == &Value::Bool(true)),
    }
}

fn tightens_if(holds: bool) -> Effect {
    if holds { Effect::Tightens } else { Effect::Alters }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn is_empty(value: &Value) -> bool {
    items(value).is_empty()
}

/// Whether the list `more` has everything that `less` has.
fn holds_all(more: &Value, less: &Value) -> bool {
    items(less).iter().all(|one| items(more).contains(one))
}

fn need(value: &Value) -> Option<usize> {
    ReferenceNeed::ALL.iter().position(|need| value.as_str() == Some(need.code()))
}

fn strictness(value: &Value) -> Option<usize> {
    EvidenceRule::ALL.iter().rev().position(|rule| value.as_str() == Some(rule.code()))
}

fn of_indicators(old: &Value, new: &Value) -> Effect {
    let rules =
        |value: &Value| -> Vec<_> { items(value).iter().map(|one| (one.get("suggests").cloned(), one.get("strength").cloned())).collect() };
    if rules(old) == rules(new) { Effect::Note } else { tightens_if(holds_all(new, old)) }
}

/// Whether `new` allows nothing that `old` does not, of the same quantity in the same unit.
fn is_narrower(old: &Value, new: &Value) -> bool {
    let read = |value: &Value| serde_json::from_value::<super::MeasurementRule>(value.clone()).ok();
    let (Some(old), Some(new)) = (read(old), read(new)) else { return false };
    let ((least, most), (new_least, new_most)) = (old.limits(), new.limits());
    old.quantity == new.quantity
        && old.unit == new.unit
        && least.is_none_or(|least| new_least.is_some_and(|new| new >= least))
        && most.is_none_or(|most| new_most.is_some_and(|new| new <= most))
}
