//! A regional core with national additions: the national file names the core it extends, adds sections and items and may ask for more,
//! and never for less.

use super::effect::{self, Effect};
use super::{Checklist, ChecklistProblem, difference::fields};
use crate::domain::{ChecklistVersion, ItemId, Method, SectionId};

/// Why a national list does not extend a core.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InheritProblem {
    /// It does not say what it extends.
    #[error("the list names no core; add `extends = {{ id, version, sha256 }}` to its head")]
    NothingExtended,
    /// It extends another list, or another version of it.
    #[error("the list extends {wanted}, and this is {found}; install that version of the core")]
    OtherCore {
        /// What it extends.
        wanted: String,
        /// What was given.
        found: String,
    },
    /// A section of the core is gone.
    #[error("the section `{0}` of the core is missing; a national list leaves nothing out")]
    SectionRemoved(SectionId),
    /// A section of the core reads otherwise.
    #[error("the section `{section}` of the core has another `{field}`; give the section of the nation a name of its own")]
    SectionChanged {
        /// The section.
        section: SectionId,
        /// The key.
        field: String,
    },
    /// An item of the core is gone.
    #[error("the item `{0}` of the core is missing; a national list leaves nothing out")]
    ItemRemoved(ItemId),
    /// An item of the core asks for less, or for something else.
    #[error("the item `{item}` of the core has another `{field}`; it may be made stricter and not weaker or different")]
    ItemWeakened {
        /// The item.
        item: ItemId,
        /// The key.
        field: String,
    },
    /// A means of examination of the core is gone or no longer mandatory.
    #[error("the equipment `{0}` of the core is missing or no longer mandatory; keep it")]
    EquipmentWeakened(Method),
    /// A rule of the head asks for less, or for something else.
    #[error("`{0}` of the core is changed; it may be made stricter and not weaker or different")]
    HeadWeakened(String),
    /// The two together have a mistake.
    #[error("together with the core, {place}`{}`: {}", .problem.key, .problem.message)]
    Unsound {
        /// The item or section, if one, with a comma and a space.
        place: String,
        /// What is wrong.
        problem: ChecklistProblem,
    },
}

/// Keys of the head that are the national list's own.
const OWN: [&str; 14] = [
    "id",
    "version",
    "status",
    "title",
    "language",
    "document_kinds",
    "time_limit_s",
    "agreed_by",
    "agreed_on",
    "review_due",
    "supersedes",
    "extends",
    "sources",
    "summary",
];

/// Returns `core` with the additions of `national`: sections and items of its own, items of the core with the same name made stricter.
/// `core_version` names the file that `core` was read from.
///
/// The items of the core keep their order; an added item stands after the last of its section.
///
/// # Errors
///
/// Everything that keeps it from extending the core; never empty.
pub fn inherit(core: &Checklist, core_version: &ChecklistVersion, national: &Checklist) -> Result<Checklist, Vec<InheritProblem>> {
    let mut problems = Vec::new();
    match &national.meta.extends {
        None => problems.push(InheritProblem::NothingExtended),
        Some(wanted) if wanted != core_version => {
            let name = |list: &ChecklistVersion| format!("{} {} ({})", list.id, list.version, list.sha256.short());
            problems.push(InheritProblem::OtherCore { wanted: name(wanted), found: name(core_version) });
        }
        Some(_) => {}
    }
    let mut whole = Checklist { meta: national.meta.clone(), ..core.clone() };
    for equipment in &national.equipment {
        match whole.equipment.iter_mut().find(|other| other.method == equipment.method) {
            Some(other) => other.clone_from(equipment),
            None => whole.equipment.push(equipment.clone()),
        }
    }
    for section in &national.sections {
        match whole.sections.iter_mut().find(|other| other.id == section.id) {
            Some(other) => other.clone_from(section),
            None => whole.sections.push(section.clone()),
        }
    }
    for item in &national.items {
        match whole.items.iter_mut().find(|other| other.id == item.id) {
            Some(other) => other.clone_from(item),
            None => {
                let after = whole.items.iter().rposition(|other| other.section == item.section);
                whole.items.insert(after.map_or(whole.items.len(), |at| at.saturating_add(1)), item.clone());
            }
        }
    }
    problems.extend(weakened(core, &whole));
    problems.extend(whole.validate().into_iter().map(|problem| InheritProblem::Unsound { place: whole.place_of(&problem), problem }));
    if problems.is_empty() { Ok(whole) } else { Err(problems) }
}

/// Everything by which `whole` asks for less than `core`, or for something else; nothing if it keeps all of the core.
pub fn weakened(core: &Checklist, whole: &Checklist) -> Vec<InheritProblem> {
    let mut problems = Vec::new();
    for (field, old, new) in fields(&core.meta, &whole.meta) {
        if !OWN.contains(&field.as_str()) && effect::of_head(&field, &old, &new) == Effect::Alters {
            problems.push(InheritProblem::HeadWeakened(field));
        }
    }
    for equipment in &core.equipment {
        let kept = whole.equipment.iter().find(|other| other.method == equipment.method);
        if kept.is_none_or(|kept| equipment.mandatory && !kept.mandatory) {
            problems.push(InheritProblem::EquipmentWeakened(equipment.method));
        }
    }
    for section in &core.sections {
        match whole.section(&section.id) {
            None => problems.push(InheritProblem::SectionRemoved(section.id.clone())),
            Some(other) => problems.extend(
                fields(section, other).into_iter().map(|(field, ..)| InheritProblem::SectionChanged { section: section.id.clone(), field }),
            ),
        }
    }
    for item in &core.items {
        let Some(other) = whole.item(&item.id) else {
            problems.push(InheritProblem::ItemRemoved(item.id.clone()));
            continue;
        };
        for (field, old, new) in fields(item, other) {
            // What an item is called and where it stands is the core's; another choice would make answers that the core does not know.
            let is_cores = matches!(field.as_str(), "title" | "section" | "choices");
            if is_cores || effect::of_item(&field, &old, &new) == Effect::Alters || loses_order(&field, item, other) {
                problems.push(InheritProblem::ItemWeakened { item: item.id.clone(), field });
            }
        }
    }
    problems
}

/// Whether an item no longer waits for one that it waited for.
fn loses_order(field: &str, old: &super::Item, new: &super::Item) -> bool {
    field == "after" && !old.after.iter().all(|id| new.after.contains(id))
}

impl Checklist {
    /// The item or section that a problem is in, with a comma and a space; empty for the head and equipment.
    fn place_of(&self, problem: &ChecklistProblem) -> String {
        use super::ChecklistPlace as P;
        match problem.place {
            P::Item(number) => self.items.get(number).map(|item| format!("item `{}`, ", item.id)),
            P::Section(number) => self.sections.get(number).map(|section| format!("section `{}`, ", section.id)),
            P::Head | P::Equipment(_) => None,
        }
        .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
