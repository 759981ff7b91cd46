//! The difference between two versions of a checklist, as codes, and what it means for the version number.
//!
//! Versions are read as semantic versions (<https://semver.org>, 2.0.0), where the interface is what an answer means: *major* if an answer
//! may not mean the same or less is asked, *minor* if more is asked and answers keep their meaning, *patch* if nothing is asked or judged
//! otherwise. The program cannot tell a slip of the pen from another meaning, so a changed question is always major.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::effect::{self, Effect};
use super::{Checklist, ChecklistStatus};
use crate::domain::vocabulary::words;
use crate::domain::{ChecklistId, ItemId, Method, SectionId};

words! {
    /// What a version number has to rise by.
    VersionStep {
        Patch = "patch", "Patch: answers and conclusions stay as they are";
        Minor = "minor", "Minor: more is asked, answers keep their meaning";
        Major = "major", "Major: answers may not mean the same";
    }

    /// How two version numbers follow each other.
    VersionOrder {
        Same = "same", "The same version";
        Patch = "patch", "A patch version";
        Minor = "minor", "A minor version";
        Major = "major", "A major version";
        Earlier = "earlier", "An earlier version";
        Unknown = "unknown", "Not a version number";
    }
}

/// One change, as a code with its parameters; values are as in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum ChecklistChange {
    /// A key of the head.
    HeadChanged {
        /// The key.
        field: String,
        /// What it was; null for nothing.
        old: Value,
        /// What it is.
        new: Value,
    },
    /// A means of examination more.
    EquipmentAdded {
        /// The means.
        method: Method,
    },
    /// A means of examination less.
    EquipmentRemoved {
        /// The means.
        method: Method,
    },
    /// A key of a means of examination.
    EquipmentChanged {
        /// The means.
        method: Method,
        /// The key.
        field: String,
        /// What it was.
        old: Value,
        /// What it is.
        new: Value,
    },
    /// A section more.
    SectionAdded {
        /// The section.
        section: SectionId,
        /// Its title.
        title: String,
    },
    /// A section less.
    SectionRemoved {
        /// The section.
        section: SectionId,
        /// Its title.
        title: String,
    },
    /// A key of a section.
    SectionChanged {
        /// The section.
        section: SectionId,
        /// The key.
        field: String,
        /// What it was.
        old: Value,
        /// What it is.
        new: Value,
    },
    /// An item more.
    ItemAdded {
        /// The item.
        item: ItemId,
        /// Its title.
        title: String,
        /// Whether it is critical.
        critical: bool,
    },
    /// An item less.
    ItemRemoved {
        /// The item.
        item: ItemId,
        /// Its title.
        title: String,
    },
    /// An item in another section.
    ItemMoved {
        /// The item.
        item: ItemId,
        /// Where it stood.
        from: SectionId,
        /// Where it stands.
        to: SectionId,
    },
    /// A key of an item.
    ItemChanged {
        /// The item.
        item: ItemId,
        /// The key.
        field: String,
        /// What it was.
        old: Value,
        /// What it is.
        new: Value,
        /// What that does.
        effect: Effect,
    },
    /// The items that are in both stand in another order.
    ItemsReordered,
}

/// A checklist by name and number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VersionNamed {
    /// Its name.
    pub id: ChecklistId,
    /// Its version.
    pub version: String,
}

/// The difference between two versions of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistDifference {
    /// The one.
    pub old: VersionNamed,
    /// The other.
    pub new: VersionNamed,
    /// Every change: head, equipment, sections, items.
    pub changes: Vec<ChecklistChange>,
    /// What the version number has to rise by; `None` without any change.
    pub needs: Option<VersionStep>,
    /// What it rises by.
    pub declared: VersionOrder,
    /// Whether it rises by enough, so that whoever reads the number alone is not misled.
    pub version_fits: bool,
}

/// The keys of `old` and `new` whose values differ, in the order of the file.
pub(super) fn fields<T: Serialize>(old: &T, new: &T) -> Vec<(String, Value, Value)> {
    let map = |value: &T| match serde_json::to_value(value) {
        Ok(Value::Object(map)) => map,
        // Nothing in a checklist is without JSON; a list of that name would be a change of everything.
        _ => Map::new(),
    };
    let (old, new) = (map(old), map(new));
    let keys: Vec<&String> = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))).collect();
    let value = |map: &Map<String, Value>, key: &String| map.get(key).cloned().unwrap_or_default();
    keys.into_iter().map(|key| (key.clone(), value(&old, key), value(&new, key))).filter(|(_, old, new)| old != new).collect()
}

/// Returns how `new` differs from `old`.
pub fn difference(old: &Checklist, new: &Checklist) -> ChecklistDifference {
    let mut changes = Vec::new();
    let head = fields(&old.meta, &new.meta).into_iter().filter(|(field, ..)| field != "version");
    changes.extend(head.map(|(field, old, new)| ChecklistChange::HeadChanged { field, old, new }));
    of_equipment(old, new, &mut changes);
    of_sections(old, new, &mut changes);
    of_items(old, new, &mut changes);
    let needs = changes.iter().map(ChecklistChange::step).max();
    let declared = version_order(&old.meta.version, &new.meta.version);
    let risen = match declared {
        VersionOrder::Patch => Some(VersionStep::Patch),
        VersionOrder::Minor => Some(VersionStep::Minor),
        VersionOrder::Major => Some(VersionStep::Major),
        VersionOrder::Same | VersionOrder::Earlier | VersionOrder::Unknown => None,
    };
    let named = |list: &Checklist| VersionNamed { id: list.meta.id.clone(), version: list.meta.version.clone() };
    let version_fits = if needs.is_none() { declared != VersionOrder::Earlier } else { risen >= needs };
    ChecklistDifference { old: named(old), new: named(new), changes, needs, declared, version_fits }
}

fn of_equipment(old: &Checklist, new: &Checklist, changes: &mut Vec<ChecklistChange>) {
    for equipment in &old.equipment {
        let method = equipment.method;
        let Some(other) = new.equipment.iter().find(|other| other.method == method) else {
            changes.push(ChecklistChange::EquipmentRemoved { method });
            continue;
        };
        let changed = fields(equipment, other).into_iter();
        changes.extend(changed.map(|(field, old, new)| ChecklistChange::EquipmentChanged { method, field, old, new }));
    }
    let is_new = |method: &Method| !old.equipment.iter().any(|other| other.method == *method);
    let added = new.equipment.iter().map(|equipment| equipment.method).filter(is_new);
    changes.extend(added.map(|method| ChecklistChange::EquipmentAdded { method }));
}

fn of_sections(old: &Checklist, new: &Checklist, changes: &mut Vec<ChecklistChange>) {
    for section in &old.sections {
        let id = || section.id.clone();
        let Some(other) = new.section(&section.id) else {
            changes.push(ChecklistChange::SectionRemoved { section: id(), title: section.title.clone() });
            continue;
        };
        let changed = fields(section, other).into_iter();
        changes.extend(changed.map(|(field, old, new)| ChecklistChange::SectionChanged { section: id(), field, old, new }));
    }
    let added = new.sections.iter().filter(|section| old.section(&section.id).is_none());
    changes.extend(added.map(|section| ChecklistChange::SectionAdded { section: section.id.clone(), title: section.title.clone() }));
}

fn of_items(old: &Checklist, new: &Checklist, changes: &mut Vec<ChecklistChange>) {
    for item in &old.items {
        let id = item.id.clone();
        let Some(other) = new.item(&item.id) else {
            changes.push(ChecklistChange::ItemRemoved { item: id, title: item.title.clone() });
            continue;
        };
        changes.extend(fields(item, other).into_iter().map(|(field, old, new)| {
            if field == "section" {
                ChecklistChange::ItemMoved { item: id.clone(), from: item.section.clone(), to: other.section.clone() }
            } else {
                let effect = effect::of_item(&field, &old, &new);
                ChecklistChange::ItemChanged { item: id.clone(), field, old, new, effect }
            }
        }));
    }
    for item in new.items.iter().filter(|item| old.item(&item.id).is_none()) {
        changes.push(ChecklistChange::ItemAdded { item: item.id.clone(), title: item.title.clone(), critical: item.critical });
    }
    let order = |list: &'_ Checklist, other: &Checklist| -> Vec<ItemId> {
        let both: BTreeSet<&ItemId> = other.items.iter().map(|item| &item.id).collect();
        list.items.iter().map(|item| &item.id).filter(|id| both.contains(id)).cloned().collect()
    };
    if order(old, new) != order(new, old) {
        changes.push(ChecklistChange::ItemsReordered);
    }
}

impl ChecklistChange {
    /// What the version number has to rise by for this change.
    pub fn step(&self) -> VersionStep {
        match self {
            Self::HeadChanged { field, old, new } => step_of(effect::of_head(field, old, new)),
            Self::EquipmentChanged { field, new, .. } => step_of(effect::of_equipment(field, new)),
            Self::ItemChanged { effect, .. } => step_of(*effect),
            Self::SectionChanged { .. } | Self::ItemsReordered => VersionStep::Patch,
            Self::EquipmentAdded { .. } | Self::SectionAdded { .. } | Self::ItemAdded { .. } | Self::ItemMoved { .. } => VersionStep::Minor,
            Self::EquipmentRemoved { .. } | Self::SectionRemoved { .. } | Self::ItemRemoved { .. } => VersionStep::Major,
        }
    }

    /// The change in English, one line.
    pub fn text(&self) -> String {
        let from_to = |old: &Value, new: &Value| format!("{} → {}", shown(old), shown(new));
        match self {
            Self::HeadChanged { field, old, new } => format!("{field}: {}", from_to(old, new)),
            Self::EquipmentAdded { method } => format!("Equipment added: {method}"),
            Self::EquipmentRemoved { method } => format!("Equipment removed: {method}"),
            Self::EquipmentChanged { method, field, old, new } => format!("Equipment {method}, {field}: {}", from_to(old, new)),
            Self::SectionAdded { section, title } => format!("Section added: {section}, {title}"),
            Self::SectionRemoved { section, title } => format!("Section removed: {section}, {title}"),
            Self::SectionChanged { section, field, old, new } => format!("Section {section}, {field}: {}", from_to(old, new)),
            Self::ItemAdded { item, title, critical: true } => format!("Item added: {item}, {title} (critical)"),
            Self::ItemAdded { item, title, .. } => format!("Item added: {item}, {title}"),
            Self::ItemRemoved { item, title } => format!("Item removed: {item}, {title}"),
            Self::ItemMoved { item, from, to } => format!("Item {item} moved from {from} to {to}"),
            Self::ItemChanged { item, field, old, new, .. } => format!("Item {item}, {field}: {}", from_to(old, new)),
            Self::ItemsReordered => "Items stand in another order".to_owned(),
        }
    }
}

fn step_of(effect: Effect) -> VersionStep {
    match effect {
        Effect::Note => VersionStep::Patch,
        Effect::Tightens => VersionStep::Minor,
        Effect::Narrows | Effect::Alters => VersionStep::Major,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The three numbers of a version.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let numbers: Vec<u32> = version.split('.').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// How the version `new` follows `old`.
pub fn version_order(old: &str, new: &str) -> VersionOrder {
    let (Some(old), Some(new)) = (numbers(old), numbers(new)) else { return VersionOrder::Unknown };
    let [major, minor, _] = old;
    let [new_major, new_minor, _] = new;
    match new.cmp(&old) {
        std::cmp::Ordering::Less => VersionOrder::Earlier,
        std::cmp::Ordering::Equal => VersionOrder::Same,
        std::cmp::Ordering::Greater if new_major > major => VersionOrder::Major,
        std::cmp::Ordering::Greater if new_minor > minor => VersionOrder::Minor,
        std::cmp::Ordering::Greater => VersionOrder::Patch,
    }
}

/// `version` risen by `step`; as it is if it is no version number.
pub fn next_version(version: &str, step: VersionStep) -> String {
    let Some([major, minor, patch]) = numbers(version) else { return version.to_owned() };
    let [major, minor, patch] = match step {
        VersionStep::Major => [major.saturating_add(1), 0, 0],
        VersionStep::Minor => [major, minor.saturating_add(1), 0],
        VersionStep::Patch => [major, minor, patch.saturating_add(1)],
    };
    format!("{major}.{minor}.{patch}")
}

/// The draft that editing `list` begins with: of an agreed or retired list a new version without the agreement, which nobody has given
/// to it yet; a draft stays as it is.
pub fn edited(list: &Checklist, step: VersionStep) -> Checklist {
    let mut draft = list.clone();
    if list.meta.status != ChecklistStatus::DraftForAgreement {
        let meta = &mut draft.meta;
        meta.supersedes = std::mem::replace(&mut meta.version, next_version(&list.meta.version, step));
        meta.status = ChecklistStatus::DraftForAgreement;
        meta.agreed_by.clear();
        meta.agreed_on = None;
        meta.review_due = None;
    }
    draft
}

/// `draft` with the least version number that its difference from `agreed` needs.
pub fn with_fitting_version(agreed: &Checklist, mut draft: Checklist) -> Checklist {
    if let Some(step) = difference(agreed, &draft).needs {
        draft.meta.version = next_version(&agreed.meta.version, step);
    }
    draft
}

#[cfg(test)]
mod tests;
