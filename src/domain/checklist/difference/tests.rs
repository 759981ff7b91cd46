//! Each change has its code, and the version number has to follow.

use super::super::tests::shipped;
use super::super::{EvidenceRule, IndicatorStrength, ReferenceNeed};
use super::*;
use crate::domain::{DocumentKind, FraudCode, Level};

fn images() -> Checklist {
    shipped().remove(2).1
}

fn changed(change: impl FnOnce(&mut Checklist)) -> ChecklistDifference {
    let mut new = images();
    change(&mut new);
    difference(&images(), &new)
}

fn codes(found: &ChecklistDifference) -> Vec<String> {
    let code = |change| serde_json::to_value(change).unwrap()["code"].as_str().unwrap().to_owned();
    found.changes.iter().map(code).collect()
}

#[test]
fn a_list_does_not_differ_from_itself() {
    for (name, list) in shipped() {
        let found = difference(&list, &list);
        assert_eq!((found.changes.len(), found.needs, found.declared, found.version_fits), (0, None, VersionOrder::Same, true), "{name}");
    }
}

#[test]
fn each_change_has_its_code_and_its_weight() {
    use VersionStep::{Major, Minor, Patch};
    type Change = fn(&mut Checklist);
    let cases: [(Change, &str, VersionStep); 24] = [
        (|list| list.meta.summary.push('.'), "head-changed", Patch),
        (|list| list.meta.document_kinds.truncate(1), "head-changed", Major),
        (|list| list.meta.conclusion_ceiling.truncate(3), "head-changed", Minor),
        (|list| list.meta.conclusion_ceiling.clear(), "head-changed", Major),
        (|list| list.meta.refer_if_inconclusive = Some(1), "head-changed", Minor),
        (|list| list.meta.levels.push(Level::Three), "head-changed", Minor),
        (|list| drop(list.equipment.pop()), "equipment-removed", Major),
        (|list| list.equipment[0].mandatory = false, "equipment-changed", Major),
        (|list| list.equipment[0].needs.clear(), "equipment-changed", Patch),
        (|list| list.sections[0].title.push('!'), "section-changed", Patch),
        (|list| drop(list.sections.pop()), "section-removed", Major),
        (|list| drop(list.items.pop()), "item-removed", Major),
        (|list| list.items[0].section = list.sections[1].id.clone(), "item-moved", Minor),
        (|list| list.items[0].question.push('?'), "item-changed", Major),
        (|list| list.items[0].title.push('?'), "item-changed", Patch),
        (|list| list.items[0].critical = !list.items[0].critical, "item-changed", Major),
        (|list| list.items[0].evidence.push("mrz-text".to_owned()), "item-changed", Minor),
        (|list| list.items[0].evidence.clear(), "item-changed", Major),
        (|list| list.items[0].reference = ReferenceNeed::Required, "item-changed", Minor),
        (|list| list.items[1].measurement.as_mut().unwrap().min = Some(1200.0), "item-changed", Major),
        (|list| list.items[4].indicators[0].text.push('.'), "item-changed", Patch),
        (|list| list.items[4].indicators[0].suggests = vec![FraudCode::Pseudo], "item-changed", Major),
        (|list| list.items[4].indicators.extend_from_within(..1), "item-changed", Minor),
        (|list| list.items.swap(0, 1), "items-reordered", Patch),
    ];
    for (number, (change, code, step)) in cases.into_iter().enumerate() {
        let found = changed(change);
        assert_eq!(codes(&found), [code], "{number}");
        assert_eq!(found.needs, Some(step), "{number}: {}", found.changes[0].text());
        assert!(!found.version_fits, "{number}: the number did not rise");
        let json = serde_json::to_string(&found).unwrap();
        assert_eq!(serde_json::from_str::<ChecklistDifference>(&json).unwrap(), found);
    }
}

#[test]
fn every_key_of_a_list_is_compared() {
    // A key that is added to the types later alters, until somebody says what it does.
    let list = images();
    let Value::Object(keys) = serde_json::to_value(&list.items[0]).unwrap() else { panic!() };
    let alters: Vec<_> = keys.keys().filter(|key| effect::of_item(key, &Value::Null, &Value::Null) == Effect::Alters).collect();
    assert_eq!(alters, ["id", "level", "question", "genuine", "answer", "critical", "applies", "measurement"]);
}

#[test]
fn stricter_is_minor_and_looser_is_major() {
    let mut old = images();
    old.items[0].critical = false;
    old.items[0].evidence_rule = EvidenceRule::None;
    let mut new = old.clone();
    new.items[0].critical = true;
    new.items[0].evidence_rule = EvidenceRule::WhenNotConforming;
    assert_eq!(difference(&old, &new).needs, Some(VersionStep::Minor));
    assert_eq!(difference(&new, &old).needs, Some(VersionStep::Major));
    let mut weaker = new.clone();
    weaker.items[5].indicators[0].strength = IndicatorStrength::Supporting;
    assert_eq!(difference(&new, &weaker).needs, Some(VersionStep::Major));
}

#[test]
fn the_number_must_rise_by_enough() {
    let with = |version: &str, change: fn(&mut Checklist)| {
        changed(|list| {
            change(list);
            list.meta.version = version.to_owned();
        })
    };
    let removed = |list: &mut Checklist| drop(list.items.pop());
    assert!(!with("1.1.0", removed).version_fits);
    assert!(with("2.0.0", removed).version_fits);
    assert!(with("1.0.0", |_| {}).version_fits);
    assert!(!with("0.9.0", |_| {}).version_fits);
    let found = with("one", removed);
    assert_eq!((found.declared, found.version_fits), (VersionOrder::Unknown, false));
}

#[test]
fn editing_an_agreed_list_makes_a_new_version_and_clears_the_agreement() {
    let mut agreed = images();
    agreed.meta.status = ChecklistStatus::Agreed;
    agreed.meta.agreed_by = vec!["Laboratory".to_owned()];
    agreed.meta.agreed_on = "2026-01-01".parse().ok();
    agreed.meta.review_due = "2027-01-01".parse().ok();
    assert_eq!(agreed.validate(), []);
    let mut draft = edited(&agreed, VersionStep::Patch);
    let meta = &draft.meta;
    assert_eq!((meta.version.as_str(), meta.supersedes.as_str(), meta.status), ("1.0.1", "1.0.0", ChecklistStatus::DraftForAgreement));
    assert!(meta.agreed_by.is_empty() && meta.agreed_on.is_none() && meta.review_due.is_none());
    assert_eq!(draft.validate(), []);
    assert_eq!(edited(&draft, VersionStep::Major), draft, "a draft is edited as it is");
    draft.meta.document_kinds = vec![DocumentKind::Other];
    let fitted = with_fitting_version(&agreed, draft);
    assert_eq!(fitted.meta.version, "2.0.0");
    assert!(difference(&agreed, &fitted).version_fits);
}
