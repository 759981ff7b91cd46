//! National additions add and tighten; whatever takes away is refused, all of it at once.

use super::super::tests::shipped;
use super::super::{AnswerKind, EvidenceRule, ReferenceNeed};
use super::*;
use crate::domain::{ChecklistId, ConclusionLevel, Sha256, Verdict};
use proptest::prelude::*;

fn core() -> Checklist {
    shipped().remove(2).1
}

fn version() -> ChecklistVersion {
    let core = core();
    ChecklistVersion { id: core.meta.id, version: core.meta.version, sha256: Sha256::of(b"core") }
}

fn id(text: &str) -> ItemId {
    ItemId::new(text).unwrap()
}

/// A national list that adds one section with one item, adds an item to a section of the core and makes one of the core stricter.
fn national() -> Checklist {
    let core = core();
    let mut section = core.sections[0].clone();
    section.id = SectionId::new("national").unwrap();
    section.order = 90;
    let mut own = core.items[3].clone();
    own.id = id("UTO-NAT-010");
    own.section = section.id.clone();
    let mut more = core.items[3].clone();
    more.id = id("UTO-IMG-010");
    let mut stricter = core.items[4].clone();
    assert!(!stricter.critical);
    stricter.critical = true;
    stricter.evidence = vec!["image-analysis-view".to_owned()];
    stricter.evidence_rule = EvidenceRule::Always;
    stricter.reference = ReferenceNeed::Helpful;
    stricter.note = Some("Ask the issuer.".to_owned());
    let mut meta = core.meta;
    meta.id = ChecklistId::new("uto-image-only").unwrap();
    meta.version = "1.0.0".to_owned();
    meta.title = "Images only, Utopia".to_owned();
    meta.extends = Some(version());
    Checklist { format: core.format, meta, equipment: Vec::new(), sections: vec![section], items: vec![own, more, stricter] }
}

#[test]
fn additions_stand_with_the_core() {
    let whole = inherit(&core(), &version(), &national()).unwrap();
    assert_eq!(whole.items.len(), core().items.len() + 2);
    assert_eq!(whole.validate(), []);
    assert_eq!(weakened(&core(), &whole), []);
    let of_section: Vec<_> = whole.items_of(&core().items[0].section).map(|item| item.id.clone()).collect();
    assert_eq!(of_section.last(), Some(&id("UTO-IMG-010")));
    assert!(whole.items[4].critical);
    assert_eq!(whole.meta.extends, Some(version()));
}

#[test]
fn another_core_or_none_is_refused() {
    let mut list = national();
    list.meta.extends = None;
    assert_eq!(inherit(&core(), &version(), &list), Err(vec![InheritProblem::NothingExtended]));
    let other = ChecklistVersion { sha256: Sha256::of(b"edited"), ..version() };
    let problems = inherit(&core(), &other, &national()).unwrap_err();
    assert!(matches!(problems[..], [InheritProblem::OtherCore { .. }]), "{problems:?}");
}

#[test]
fn whatever_weakens_is_listed_all_at_once() {
    let core = core();
    let mut list = national();
    let critical = core.items.iter().position(|item| item.critical).unwrap();
    let mut weaker = core.items[critical].clone();
    weaker.critical = false;
    weaker.question = "Is it fine?".to_owned();
    weaker.evidence_rule = EvidenceRule::None;
    list.items.push(weaker);
    let mut title = core.items[6].clone();
    title.title = "Something else".to_owned();
    list.items.push(title);
    list.sections.push(super::super::Section { title: "Otherwise".to_owned(), ..core.sections[1].clone() });
    list.equipment.push(super::super::Equipment { mandatory: false, ..core.equipment[0].clone() });
    list.meta.conclusion_ceiling.push(ConclusionLevel::Genuine);
    list.meta.answers = vec![Verdict::Conforms];
    let problems = inherit(&core, &version(), &list).unwrap_err();
    let has = |wanted: &dyn Fn(&InheritProblem) -> bool| problems.iter().any(wanted);
    for field in ["critical", "question", "evidence_rule", "title"] {
        assert!(
            has(&|problem| matches!(problem, InheritProblem::ItemWeakened { field: found, .. } if found == field)),
            "{field}: {problems:?}"
        );
    }
    for field in ["conclusion_ceiling", "answers"] {
        assert!(has(&|problem| *problem == InheritProblem::HeadWeakened(field.to_owned())), "{field}");
    }
    assert!(has(&|problem| matches!(problem, InheritProblem::SectionChanged { .. })));
    assert!(has(&|problem| matches!(problem, InheritProblem::EquipmentWeakened(_))));
    assert_eq!(problems.len(), 8, "{problems:#?}");
}

#[test]
fn limits_may_be_narrowed_and_not_widened() {
    let core = core();
    let measured = core.items.iter().find(|item| item.measurement.is_some()).unwrap();
    let with = |min: f64| {
        let mut list = national();
        let mut item = measured.clone();
        item.measurement.as_mut().unwrap().min = Some(min);
        list.items.push(item);
        inherit(&core, &version(), &list)
    };
    let least = measured.measurement.as_ref().unwrap().min.unwrap();
    assert!(with(least + 100.0).is_ok());
    assert!(matches!(with(least - 1.0).unwrap_err()[..], [InheritProblem::ItemWeakened { .. }]));
}

#[test]
fn mistakes_of_the_whole_are_told_with_their_item() {
    let mut list = national();
    list.items[0].answer = AnswerKind::Choice;
    let problems = inherit(&core(), &version(), &list).unwrap_err();
    let text = problems[0].to_string();
    assert!(text.starts_with("together with the core, item `UTO-NAT-010`, `choices`: "), "{text}");
}

#[test]
fn a_whole_list_that_dropped_something_of_the_core_is_found_out() {
    let mut whole = inherit(&core(), &version(), &national()).unwrap();
    whole.items.remove(0);
    assert!(matches!(weakened(&core(), &whole)[..], [InheritProblem::ItemRemoved(_)]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever items of the core a national list repeats with whatever changes: what comes out keeps every item of the core, critical
    /// where it was, with the same question and at least its evidence.
    #[test]
    fn what_is_inherited_keeps_the_core(changes in prop::collection::vec((0..23usize, 0..7u8), 0..6)) {
        let core = core();
        let mut list = national();
        list.items.truncate(2);
        for (at, change) in changes {
            let mut item = core.items[at].clone();
            match change {
                0 => item.critical = !item.critical,
                1 => item.question.push('?'),
                2 => item.evidence.clear(),
                3 => item.evidence.push("mrz-text".to_owned()),
                4 => item.evidence_rule = EvidenceRule::None,
                5 => item.applies = None,
                _ => item.indicators.clear(),
            }
            list.items.retain(|other| other.id != item.id);
            list.items.push(item);
        }
        if let Ok(whole) = inherit(&core, &version(), &list) {
            for item in &core.items {
                let kept = whole.item(&item.id).unwrap();
                prop_assert!(kept.critical || !item.critical);
                prop_assert_eq!(&kept.question, &item.question);
                prop_assert_eq!(&kept.applies, &item.applies);
                prop_assert!(item.evidence.iter().all(|name| kept.evidence.contains(name)));
                prop_assert!(item.indicators.iter().all(|indicator| kept.indicators.contains(indicator)));
            }
        }
    }
}
