//! Carrying an examination to another version of its checklist: which answers hold, which a person has to look at again, and which fall
//! away. It happens on somebody's word only; until then the examination stays with the version that it pinned.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::difference::{VersionNamed, fields};
use super::effect::{self, Effect};
use super::{Checklist, EvidenceRule, Item, ReferenceNeed};
use crate::domain::{AnswerValue, ItemId, Observation, Verdict};

/// Why an answer does not simply hold, as a code with its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum LookAgainBecause {
    /// The item asks something else, allows less or is examined by more means.
    FieldChanged {
        /// The key.
        field: String,
    },
    /// The new list does not know that answer.
    VerdictNotAllowed {
        /// The answer.
        verdict: Verdict,
    },
    /// What was chosen is no choice any more.
    ChoiceGone {
        /// What was chosen.
        choice: String,
    },
    /// The new list wants evidence for it, and none is attached.
    EvidenceWanted,
}

/// An answer that a person has to look at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LookAgain {
    /// The item.
    pub item: ItemId,
    /// Why; never empty.
    pub because: Vec<LookAgainBecause>,
}

/// What becomes of the answers of an examination when it is carried to another version. Each answer is in exactly one of the first three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CarryOver {
    /// The version it is carried from.
    pub from: VersionNamed,
    /// The version it is carried to.
    pub to: VersionNamed,
    /// Answers that mean the same, in the order of the new list.
    pub hold: Vec<ItemId>,
    /// Answers that have to be looked at again, in the order of the new list.
    pub look_again: Vec<LookAgain>,
    /// Answers to items that the new list does not ask; they stay in the record of the old version.
    pub fall_away: Vec<ItemId>,
    /// Items that the new list asks and the old one did not, in its order.
    pub newly_asked: Vec<ItemId>,
}

/// Returns what becomes of `answers` to `old` under `new`. `attached` says whether evidence is attached to an item besides that in its
/// answer.
pub fn carry_over(
    old: &Checklist,
    new: &Checklist,
    answers: &BTreeMap<ItemId, Observation>,
    attached: impl Fn(&ItemId) -> bool,
) -> CarryOver {
    let named = |list: &Checklist| VersionNamed { id: list.meta.id.clone(), version: list.meta.version.clone() };
    let (mut hold, mut look_again) = (Vec::new(), Vec::new());
    for item in &new.items {
        let Some(answer) = answers.get(&item.id) else { continue };
        let mut because: Vec<_> = match old.item(&item.id) {
            Some(before) => changed(before, item),
            // An answer to an item that the old list did not have was given to something else.
            None => vec![LookAgainBecause::FieldChanged { field: "id".to_owned() }],
        };
        let verdict = answer.value.verdict();
        because.extend(
            verdict.filter(|verdict| !new.meta.answers.contains(verdict)).map(|verdict| LookAgainBecause::VerdictNotAllowed { verdict }),
        );
        if let AnswerValue::Choice(choice) = &answer.value
            && !item.choices.contains(choice)
        {
            because.push(LookAgainBecause::ChoiceGone { choice: choice.clone() });
        }
        if wants_evidence(item, verdict) && answer.evidence.is_empty() && !attached(&item.id) {
            because.push(LookAgainBecause::EvidenceWanted);
        }
        if because.is_empty() {
            hold.push(item.id.clone());
        } else {
            look_again.push(LookAgain { item: item.id.clone(), because });
        }
    }
    let in_order = old.items.iter().map(|item| &item.id);
    let others = answers.keys().filter(|id| old.item(id).is_none());
    CarryOver {
        from: named(old),
        to: named(new),
        hold,
        look_again,
        fall_away: in_order.chain(others).filter(|id| answers.contains_key(*id) && new.item(id).is_none()).cloned().collect(),
        newly_asked: new.items.iter().map(|item| &item.id).filter(|id| old.item(id).is_none()).cloned().collect(),
    }
}

/// The keys of an item whose change makes an earlier answer doubtful.
fn changed(old: &Item, new: &Item) -> Vec<LookAgainBecause> {
    let doubtful = |field: &str, effect| match effect {
        Effect::Alters => !matches!(field, "critical" | "evidence" | "evidence_rule" | "indicators" | "reference"),
        Effect::Narrows => true,
        Effect::Note => false,
        // Another means may show something else, another choice may fit better, and what needs a reference was answered without.
        Effect::Tightens => match field {
            "methods" | "choices" => true,
            "reference" => new.reference == ReferenceNeed::Required,
            _ => false,
        },
    };
    fields(old, new)
        .into_iter()
        .filter(|(field, before, after)| doubtful(field, effect::of_item(field, before, after)))
        .map(|(field, ..)| LookAgainBecause::FieldChanged { field })
        .collect()
}

/// Whether an item wants evidence with that answer.
fn wants_evidence(item: &Item, verdict: Option<Verdict>) -> bool {
    match item.evidence_rule {
        EvidenceRule::Always => matches!(verdict, Some(Verdict::Conforms | Verdict::DoesNotConform | Verdict::Inconclusive)),
        EvidenceRule::WhenNotConforming => verdict == Some(Verdict::DoesNotConform) && !item.evidence.is_empty(),
        EvidenceRule::None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::shipped;
    use super::*;
    use crate::domain::{Actor, NotExaminedReason, Timestamp};
    use proptest::prelude::*;

    fn answer(value: AnswerValue) -> Observation {
        let at = Timestamp("2026-03-01T09:30:00Z".parse().unwrap());
        Observation {
            not_examined: (value.verdict() == Some(Verdict::NotExamined)).then_some(NotExaminedReason::NoEquipment),
            value,
            remark: String::new(),
            evidence: Vec::new(),
            from_proposal: false,
            by: Actor::Person("E. Examiner".to_owned()),
            observed_at: at,
            entered_at: at,
        }
    }

    fn list() -> Checklist {
        shipped().remove(2).1
    }

    fn all_conform(list: &Checklist) -> BTreeMap<ItemId, Observation> {
        list.items.iter().map(|item| (item.id.clone(), answer(AnswerValue::Verdict(Verdict::Conforms)))).collect()
    }

    fn carried(change: impl FnOnce(&mut Checklist)) -> CarryOver {
        let (old, mut new) = (list(), list());
        change(&mut new);
        carry_over(&old, &new, &all_conform(&old), |_| true)
    }

    #[test]
    fn answers_to_what_did_not_change_hold() {
        let found = carried(|list| {
            list.meta.version = "1.0.1".to_owned();
            list.items[0].note = Some("Look closely.".to_owned());
            list.items[0].critical = !list.items[0].critical;
        });
        assert_eq!((found.hold.len(), found.look_again.len(), found.fall_away.len()), (23, 0, 0));
        assert_eq!(found.to.version, "1.0.1");
    }

    #[test]
    fn changed_removed_and_added_items_are_told_apart() {
        let mut own = list().items[3].clone();
        own.id = ItemId::new("UTO-NEW-010").unwrap();
        let found = carried(|list| {
            list.items[2].question.push('?');
            list.items[3].methods.push(crate::domain::Method::Visual);
            list.items.remove(5);
            list.items.push(own.clone());
        });
        let list = list();
        let again: Vec<_> = found.look_again.iter().map(|again| (again.item.clone(), again.because.clone())).collect();
        let field = |name: &str| vec![LookAgainBecause::FieldChanged { field: name.to_owned() }];
        assert_eq!(again, [(list.items[2].id.clone(), field("question")), (list.items[3].id.clone(), field("methods"))]);
        assert_eq!(found.fall_away, [list.items[5].id.clone()]);
        assert_eq!(found.newly_asked, [own.id]);
        assert_eq!(found.hold.len(), 20);
    }

    #[test]
    fn evidence_choices_and_answers_of_the_new_list_count() {
        let old = list();
        let mut new = list();
        let choice = old.items.last().unwrap().id.clone();
        new.items.last_mut().unwrap().choices = vec!["yes".to_owned(), "no".to_owned()];
        new.items[0].evidence_rule = EvidenceRule::Always;
        new.meta.answers.retain(|verdict| *verdict != Verdict::Inconclusive);
        let mut answers = BTreeMap::from([
            (choice.clone(), answer(AnswerValue::Choice("necessary".to_owned()))),
            (old.items[0].id.clone(), answer(AnswerValue::Verdict(Verdict::Conforms))),
            (old.items[6].id.clone(), answer(AnswerValue::Verdict(Verdict::Inconclusive))),
        ]);
        let found = carry_over(&old, &new, &answers, |_| false);
        let because = |id: &ItemId| found.look_again.iter().find(|again| &again.item == id).unwrap().because.clone();
        assert!(because(&choice).contains(&LookAgainBecause::ChoiceGone { choice: "necessary".to_owned() }));
        assert_eq!(because(&old.items[0].id), [LookAgainBecause::EvidenceWanted]);
        assert!(because(&old.items[6].id).contains(&LookAgainBecause::VerdictNotAllowed { verdict: Verdict::Inconclusive }));
        answers.retain(|id, _| *id == old.items[0].id);
        assert_eq!(carry_over(&old, &new, &answers, |_| true).hold, [old.items[0].id.clone()]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn every_answer_goes_one_way(which in prop::collection::btree_set(0..23usize, 0..23), gone in prop::collection::btree_set(0..23usize, 0..9), spoilt in 0..23usize) {
            let (old, mut new) = (list(), list());
            new.items[spoilt].genuine.push('.');
            let mut at = 0..;
            new.items.retain(|_| !gone.contains(&at.next().unwrap()));
            let answers: BTreeMap<_, _> =
                which.iter().map(|at| (old.items[*at].id.clone(), answer(AnswerValue::Verdict(Verdict::Conforms)))).collect();
            let found = carry_over(&old, &new, &answers, |_| true);
            let again = found.look_again.iter().map(|again| &again.item);
            let mut all: Vec<_> = found.hold.iter().chain(again).chain(&found.fall_away).cloned().collect();
            all.sort();
            prop_assert_eq!(all, answers.into_keys().collect::<Vec<_>>());
            prop_assert!(!found.hold.contains(&old.items[spoilt].id));
        }
    }
}
