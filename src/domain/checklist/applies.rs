//! Whether an item is asked at all (`standards.md` 2.2).

use std::collections::{BTreeMap, BTreeSet};

use super::{Condition, Item};
use crate::domain::vocabulary::words;
use crate::domain::{DocumentKind, FeatureKind, Light, Reference, Substrate, ZoneRole};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

words! {
    /// Whether an item is asked of a document.
    Applicability {
        Applies = "applies", "Applies";
        /// Answered `not-applicable` beforehand; the examiner may answer it all the same.
        DoesNotApply = "does-not-apply", "Does not apply";
        /// What is known of the series does not tell; asked like one that applies.
        Unknown = "unknown", "Not known whether it applies";
    }
}

impl Applicability {
    /// Whether the item is asked.
    pub fn is_asked(self) -> bool {
        self != Self::DoesNotApply
    }

    fn any<T: Ord>(wanted: &[T], held: Option<&BTreeSet<T>>) -> Self {
        match held {
            _ if wanted.is_empty() => Self::Applies,
            None => Self::Unknown,
            Some(held) if wanted.iter().any(|word| held.contains(word)) => Self::Applies,
            Some(_) => Self::DoesNotApply,
        }
    }
}

/// What is known of the document and of the examination; `None` where nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Circumstances {
    /// What the document is.
    pub kind: Option<DocumentKind>,
    /// What it is made of.
    pub substrate: Option<Substrate>,
    /// The features of its series, all of them.
    pub features: Option<BTreeSet<FeatureKind>>,
    /// The lights under which there are captures.
    pub lights: BTreeSet<Light>,
    /// The conditions that are known to hold, or known not to.
    pub conditions: BTreeMap<Condition, bool>,
}

impl Circumstances {
    /// What `reference` tells of a document of its series that was captured under `lights`.
    ///
    /// Features are those listed and those that its zones show. A reference that lists none at all is silent about them.
    pub fn of(reference: &Reference, lights: impl IntoIterator<Item = Light>) -> Self {
        let listed = reference.features.iter().map(|feature| feature.kind);
        let shown = reference.pages.iter().flat_map(|page| &page.zones).filter_map(|zone| match zone.role {
            ZoneRole::Mrz => Some(FeatureKind::Mrz),
            ZoneRole::Microtext => Some(FeatureKind::Microtext),
            ZoneRole::Portrait => Some(FeatureKind::Portrait),
            ZoneRole::GhostPortrait => Some(FeatureKind::GhostPortrait),
            ZoneRole::UvDesign => Some(FeatureKind::UvDesign),
            _ => None,
        });
        let is_silent = reference.features.is_empty();
        Self {
            kind: Some(reference.kind),
            substrate: Some(reference.substrate),
            features: (!is_silent).then(|| listed.chain(shown).collect()),
            lights: lights.into_iter().collect(),
            conditions: BTreeMap::new(),
        }
    }
}

/// Decides whether `item` is asked under `circumstances`: all parts of its rule must hold, and one that is known not to hold settles it.
pub fn applies(item: &Item, circumstances: &Circumstances) -> Applicability {
    let Some(rule) = &item.applies else { return Applicability::Applies };
    let one = |known: bool| if known { Applicability::Applies } else { Applicability::DoesNotApply };
    let kind = circumstances.kind.map(|kind| BTreeSet::from([kind]));
    let substrate = circumstances.substrate.map(|substrate| BTreeSet::from([substrate]));
    let conditions: Vec<_> = rule.conditions_any.iter().map(|condition| circumstances.conditions.get(condition)).collect();
    let condition = if conditions.is_empty() || conditions.contains(&Some(&true)) {
        Applicability::Applies
    } else if conditions.contains(&None) {
        Applicability::Unknown
    } else {
        one(false)
    };
    let parts = [
        Applicability::any(&rule.kinds, kind.as_ref()),
        Applicability::any(&rule.substrates, substrate.as_ref()),
        Applicability::any(&rule.features_any, circumstances.features.as_ref()),
        Applicability::any(&rule.channels_any, Some(&circumstances.lights)),
        condition,
    ];
    if parts.contains(&Applicability::DoesNotApply) {
        Applicability::DoesNotApply
    } else if parts.contains(&Applicability::Unknown) {
        Applicability::Unknown
    } else {
        Applicability::Applies
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AppliesRule, tests::shipped};
    use super::*;

    fn item_with(rule: AppliesRule) -> Item {
        let mut item = shipped().remove(2).1.items.remove(0);
        item.applies = Some(rule);
        item
    }

    #[test]
    fn an_item_without_a_rule_always_applies() {
        let item = shipped().remove(2).1.items.remove(0);
        assert_eq!(applies(&item, &Circumstances::default()), Applicability::Applies);
    }

    #[test]
    fn a_silent_series_leaves_a_feature_item_unknown_and_asked() {
        let item = item_with(AppliesRule { features_any: vec![FeatureKind::Chip, FeatureKind::Vds], ..AppliesRule::default() });
        let mut circumstances = Circumstances::default();
        assert_eq!(applies(&item, &circumstances), Applicability::Unknown);
        assert!(applies(&item, &circumstances).is_asked());
        circumstances.features = Some(BTreeSet::from([FeatureKind::Mrz]));
        assert_eq!(applies(&item, &circumstances), Applicability::DoesNotApply);
        circumstances.features = Some(BTreeSet::from([FeatureKind::Vds]));
        assert_eq!(applies(&item, &circumstances), Applicability::Applies);
    }

    #[test]
    fn one_part_that_does_not_hold_settles_it() {
        let item = item_with(AppliesRule {
            kinds: vec![DocumentKind::Td3Passport],
            features_any: vec![FeatureKind::Chip],
            ..AppliesRule::default()
        });
        let circumstances = Circumstances { kind: Some(DocumentKind::MrvA), ..Circumstances::default() };
        assert_eq!(applies(&item, &circumstances), Applicability::DoesNotApply);
    }

    #[test]
    fn ultraviolet_items_need_an_ultraviolet_capture() {
        let list = shipped().remove(2).1;
        let item = list.items.iter().find(|item| item.id.as_str() == "IMG-LAY-050").unwrap();
        let mut circumstances = Circumstances { lights: BTreeSet::from([Light::Visible]), ..Circumstances::default() };
        assert_eq!(applies(item, &circumstances), Applicability::DoesNotApply);
        circumstances.lights.insert(Light::Uv365);
        assert_eq!(applies(item, &circumstances), Applicability::Applies);
    }

    #[test]
    fn a_condition_nobody_answered_is_unknown() {
        let item = item_with(AppliesRule { conditions_any: vec![Condition::VisaRequired], ..AppliesRule::default() });
        let mut circumstances = Circumstances::default();
        assert_eq!(applies(&item, &circumstances), Applicability::Unknown);
        circumstances.conditions.insert(Condition::VisaRequired, false);
        assert_eq!(applies(&item, &circumstances), Applicability::DoesNotApply);
        circumstances.conditions.insert(Condition::VisaRequired, true);
        assert_eq!(applies(&item, &circumstances), Applicability::Applies);
    }
}
