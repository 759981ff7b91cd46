//! What is wrong with a checklist that its types cannot rule out.

use std::collections::BTreeSet;
use std::fmt;

use super::{AnswerKind, Checklist, ChecklistStatus, EvidenceRule, Item, MeasurementRule};
use crate::domain::{ItemId, Method};

/// Where in a checklist something is wrong; numbers count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChecklistPlace {
    /// The head, `[checklist]`.
    Head,
    /// The n-th `[[equipment]]`.
    Equipment(usize),
    /// The n-th `[[section]]`.
    Section(usize),
    /// The n-th `[[item]]`.
    Item(usize),
}

/// One thing that is wrong with a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistProblem {
    /// Where.
    pub place: ChecklistPlace,
    /// The key at fault.
    pub key: &'static str,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for ChecklistProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

const NAMED_EVIDENCE: [&str; 6] = ["mrz-text", "barcode-text", "chip-files", "chip-log", "record-extract", "file-hash"];

impl Checklist {
    /// Returns everything that is wrong, in the order of the file; nothing for a sound checklist.
    pub fn validate(&self) -> Vec<ChecklistProblem> {
        let mut problems = Problems(Vec::new());
        self.check_head(&mut problems);
        self.check_equipment(&mut problems);
        self.check_sections(&mut problems);
        let ids: BTreeSet<&ItemId> = self.items.iter().map(|item| &item.id).collect();
        let methods: BTreeSet<Method> = self.equipment.iter().map(|equipment| equipment.method).collect();
        let mut seen = BTreeSet::new();
        for (number, item) in self.items.iter().enumerate() {
            let mut report = |key, message: String| problems.add(ChecklistPlace::Item(number), key, message);
            if !seen.insert(&item.id) {
                report("id", format!("the item `{}` is there twice; expected a name of its own", item.id));
            }
            if self.section(&item.section).is_none() {
                let known = listed(self.sections.iter().map(|section| section.id.as_str()));
                report("section", format!("no section `{}`; expected one of {known}", item.section));
            }
            if !self.meta.levels.contains(&item.level) {
                report("level", format!("level {} is not among the levels of the checklist", u8::from(item.level)));
            }
            for method in item.methods.iter().filter(|method| !methods.contains(method)) {
                report("methods", format!("the method `{method}` is not among the [[equipment]] of the checklist"));
            }
            for before in item.after.iter().filter(|before| !ids.contains(before) || **before == item.id) {
                report("after", format!("`{before}` is not another item of the checklist"));
            }
            if self.waits_for_itself(item) {
                report("after", format!("`{}` would have to be answered before itself", item.id));
            }
            check_item(item, &mut report);
        }
        problems.0
    }

    fn check_head(&self, problems: &mut Problems) {
        let meta = &self.meta;
        let mut report = |key, message: &str| problems.add(ChecklistPlace::Head, key, message.to_owned());
        let numbers: Vec<_> = meta.version.split('.').collect();
        if numbers.len() != 3 || numbers.iter().any(|number| number.parse::<u32>().is_err()) {
            report("version", "expected three numbers, such as 1.0.0");
        }
        if meta.title.trim().is_empty() {
            report("title", "expected a title");
        }
        if meta.extends.as_ref().is_some_and(|core| core.id == meta.id) {
            report("extends", "a list does not extend itself; expected a name of its own in `id`");
        }
        if meta.document_kinds.is_empty() {
            report("document_kinds", "expected at least one kind of document");
        }
        if meta.answers.is_empty() {
            report("answers", "expected at least one answer");
        }
        for level in meta.conclusion_ceiling.iter().filter(|level| !meta.report_scale.levels().contains(level)) {
            report("conclusion_ceiling", &format!("`{level}` is not a level of the scale `{}`", meta.report_scale));
        }
        if meta.status == ChecklistStatus::Agreed && (meta.agreed_by.is_empty() || meta.agreed_on.is_none()) {
            report("status", "an agreed checklist needs `agreed_by` and `agreed_on`");
        }
        if let (Some(agreed), Some(due)) = (meta.agreed_on, meta.review_due)
            && due <= agreed
        {
            report("review_due", "expected a day after `agreed_on`");
        }
        let seconds: u64 = self.items.iter().filter_map(|item| item.seconds).map(u64::from).sum();
        if let Some(limit) = meta.time_limit_s.filter(|limit| u64::from(*limit) < seconds) {
            report("time_limit_s", &format!("the items take {seconds} seconds, more than the {limit} allowed"));
        }
        if self.items.is_empty() {
            report("title", "the checklist has no [[item]]");
        }
    }

    fn check_equipment(&self, problems: &mut Problems) {
        let mut seen = BTreeSet::new();
        for (number, equipment) in self.equipment.iter().enumerate() {
            if !seen.insert(equipment.method) {
                problems.add(ChecklistPlace::Equipment(number), "method", format!("the method `{}` is there twice", equipment.method));
            }
        }
    }

    fn check_sections(&self, problems: &mut Problems) {
        let (mut ids, mut orders) = (BTreeSet::new(), BTreeSet::new());
        for (number, section) in self.sections.iter().enumerate() {
            let place = ChecklistPlace::Section(number);
            if !ids.insert(&section.id) {
                problems.add(place, "id", format!("the section `{}` is there twice; expected a name of its own", section.id));
            }
            if !orders.insert(section.order) {
                problems.add(place, "order", format!("another section has the order {} already", section.order));
            }
            if self.items_of(&section.id).next().is_none() {
                problems.add(place, "id", format!("the section `{}` has no item", section.id));
            }
        }
    }

    /// Whether a chain of `after` leads from `item` back to it by way of others.
    fn waits_for_itself(&self, item: &Item) -> bool {
        let (mut seen, mut open) = (BTreeSet::new(), item.after.iter().filter(|id| **id != item.id).collect::<Vec<_>>());
        while let Some(id) = open.pop() {
            if *id == item.id {
                return true;
            }
            if seen.insert(id)
                && let Some(next) = self.item(id)
            {
                open.extend(&next.after);
            }
        }
        false
    }
}

struct Problems(Vec<ChecklistProblem>);

impl Problems {
    fn add(&mut self, place: ChecklistPlace, key: &'static str, message: String) {
        self.0.push(ChecklistProblem { place, key, message });
    }
}

fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn check_item(item: &Item, report: &mut impl FnMut(&'static str, String)) {
    for (key, text) in [("title", &item.title), ("question", &item.question), ("genuine", &item.genuine)] {
        if text.trim().is_empty() {
            report(key, "expected a sentence".to_owned());
        }
    }
    if item.methods.is_empty() {
        report("methods", "expected at least one method".to_owned());
    }
    let choices: BTreeSet<_> = item.choices.iter().collect();
    match item.answer {
        AnswerKind::Choice if item.choices.len() < 2 => {
            report("choices", "the answer is a choice; expected at least two choices".to_owned());
        }
        AnswerKind::Choice if choices.len() < item.choices.len() => report("choices", "a choice is there twice".to_owned()),
        AnswerKind::Choice => {}
        _ if !item.choices.is_empty() => report("choices", format!("choices are for the answer `choice`, not `{}`", item.answer)),
        _ => {}
    }
    match &item.measurement {
        None if item.answer == AnswerKind::Measurement => {
            report("answer", "the answer is a measurement; expected `measurement = { quantity, unit, … }`".to_owned());
        }
        Some(_) if item.answer != AnswerKind::Measurement => {
            report("measurement", format!("a measurement is for the answer `measurement`, not `{}`", item.answer));
        }
        Some(rule) => check_measurement(rule, report),
        None => {}
    }
    if item.evidence_rule == EvidenceRule::Always && item.evidence.is_empty() {
        report("evidence", "evidence is always wanted; expected at least one name".to_owned());
    }
    for name in item.evidence.iter().filter(|name| !name.starts_with("image-") && !NAMED_EVIDENCE.contains(&name.as_str())) {
        report("evidence", format!("`{name}` is no evidence; expected image-…, {}", NAMED_EVIDENCE.join(", ")));
    }
    for code in item.oma.iter().filter(|code| !is_oma(code)) {
        report("oma", format!("`{code}` is no code of optical machine authentication; expected three pairs of letters, such as UV-BR-FU"));
    }
    for indicator in item.indicators.iter().filter(|indicator| indicator.suggests.is_empty() || indicator.text.trim().is_empty()) {
        report("indicators", format!("the indicator `{}` needs a text and at least one code in `suggests`", indicator.text));
    }
}

fn check_measurement(rule: &MeasurementRule, report: &mut impl FnMut(&'static str, String)) {
    let tolerances = [rule.minus, rule.plus];
    let message = match (rule.nominal, rule.min.or(rule.max)) {
        (Some(_), Some(_)) => "`nominal` and `min` or `max` exclude each other",
        (None, None) => "expected `nominal`, `minus` and `plus`, or `min` or `max`",
        (Some(_), None) if tolerances.iter().any(|value| value.is_none_or(|value| !value.is_finite() || value < 0.0)) => {
            "`nominal` needs `minus` and `plus`, 0 or more"
        }
        (None, Some(_)) if tolerances.iter().any(Option::is_some) => "`minus` and `plus` belong to `nominal`",
        _ if matches!(rule.limits(), (Some(least), Some(most)) if least > most) => "the least is more than the most",
        _ => return,
    };
    report("measurement", message.to_owned());
}

fn is_oma(code: &str) -> bool {
    let parts: Vec<_> = code.split('-').collect();
    parts.len() == 3 && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::shipped;
    use super::*;
    use crate::domain::{Level, Scale, SectionId};

    /// The image list after `spoil`, and the keys and places found.
    fn found(spoil: impl FnOnce(&mut Checklist)) -> Vec<(ChecklistPlace, &'static str)> {
        let mut list = shipped().remove(2).1;
        spoil(&mut list);
        list.validate().into_iter().map(|problem| (problem.place, problem.key)).collect()
    }

    #[test]
    fn each_mistake_is_found_at_its_place() {
        use ChecklistPlace::{Head, Item as At};
        let id = |text: &str| ItemId::new(text).unwrap();
        assert_eq!(found(|list| list.items[1].id = list.items[0].id.clone()), [(At(1), "id")]);
        assert_eq!(found(|list| list.items[3].section = SectionId::new("nowhere").unwrap()), [(At(3), "section")]);
        assert_eq!(found(|list| list.items[3].level = Level::Three), [(At(3), "level")]);
        assert_eq!(found(|list| list.items[3].methods = vec![Method::Chip]), [(At(3), "methods")]);
        assert_eq!(found(|list| list.items[3].after = vec![id("IMG-XXX-999")]), [(At(3), "after")]);
        assert_eq!(found(|list| list.items.last_mut().unwrap().choices.clear()), [(At(22), "choices")]);
        assert_eq!(found(|list| list.items[1].measurement = None), [(At(1), "answer")]);
        assert_eq!(found(|list| list.items[1].measurement.as_mut().unwrap().max = Some(3.0)), [(At(1), "measurement")]);
        assert_eq!(found(|list| list.items[0].evidence = vec!["hearsay".to_owned()]), [(At(0), "evidence")]);
        assert_eq!(found(|list| list.items[0].oma = vec!["UV".to_owned()]), [(At(0), "oma")]);
        assert_eq!(found(|list| list.meta.version = "1".to_owned()), [(Head, "version")]);
        assert_eq!(found(|list| list.meta.status = ChecklistStatus::Agreed), [(Head, "status")]);
        assert_eq!(found(|list| list.meta.report_scale = Scale::Referral), [(Head, "conclusion_ceiling"); 4]);
        assert_eq!(found(|list| list.meta.time_limit_s = Some(0)), []);
    }

    #[test]
    fn a_circle_of_items_that_wait_for_each_other_is_found() {
        let problems = found(|list| {
            list.items[0].after = vec![list.items[2].id.clone()];
            list.items[2].after = vec![list.items[1].id.clone()];
            list.items[1].after = vec![list.items[0].id.clone()];
        });
        assert_eq!(problems, [(ChecklistPlace::Item(0), "after"), (ChecklistPlace::Item(1), "after"), (ChecklistPlace::Item(2), "after")]);
    }
}
