//! Agreed standards of examination: format `document-examination-checklist/1` (`standards.md` 2.2).
//!
//! The names in the files are the names that serde knows here, so a checklist reads the same as TOML and as JSON.
//! [`Checklist::validate`] finds what a type cannot rule out, [`applies`] decides whether an item is asked at all.

mod agreement;
mod applies;
mod carry;
mod difference;
mod effect;
mod inherit;
mod validate;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

pub use agreement::{AgreementStanding, ChecklistAgreement, SignatureExamined, agreement_state, agreement_sum};
pub use applies::{Applicability, Circumstances, applies};
pub use carry::{CarryOver, LookAgain, LookAgainBecause, carry_over};
pub use difference::{
    ChecklistChange, ChecklistDifference, VersionNamed, VersionOrder, VersionStep, difference, edited, next_version, version_order,
    with_fitting_version,
};
pub use effect::Effect;
pub use inherit::{InheritProblem, inherit, weakened};
pub use validate::{ChecklistPlace, ChecklistProblem};
pub use words::{
    AnswerKind, Assist, ChecklistFormat, ChecklistStatus, Condition, EvidenceRule, ExaminationMode, IndicatorStrength, ItemQuantity,
    ReferenceNeed,
};

use super::{
    ChecklistId, ChecklistVersion, ConclusionLevel, Date, DocumentKind, FeatureKind, FraudCode, ItemId, Level, Light, Method, Scale,
    SectionId, Substrate, Threshold, Unit, Verdict,
};

/// An agreed list of questions to a document, frozen into each examination that uses it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Checklist {
    /// Name and major version of the format.
    pub format: ChecklistFormat,
    /// What the list is and how it is used.
    #[serde(rename = "checklist")]
    pub meta: ChecklistMeta,
    /// The means of examination that its items call for.
    pub equipment: Vec<Equipment>,
    /// Its parts, in the order of work.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// Its questions, in file order.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

impl Checklist {
    /// The item named `id`.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items.iter().find(|item| &item.id == id)
    }

    /// The section named `id`.
    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| &section.id == id)
    }

    /// The items of one section, in file order.
    pub fn items_of<'a>(&'a self, section: &'a SectionId) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| &item.section == section)
    }
}

/// The head of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistMeta {
    /// Its name.
    pub id: ChecklistId,
    /// Its version as three numbers (`1.0.0`).
    pub version: String,
    /// Whether a laboratory has signed it off; a draft is shown as one.
    pub status: ChecklistStatus,
    /// Its title for people.
    pub title: String,
    /// The language of its text, as in `en`.
    pub language: String,
    /// The documents it is for.
    pub document_kinds: Vec<DocumentKind>,
    /// The levels of inspection it covers.
    pub levels: Vec<Level>,
    /// What must be at hand.
    pub examination_mode: ExaminationMode,
    /// The time that the whole list may take, in seconds.
    #[serde(default)]
    pub time_limit_s: Option<u32>,
    /// Who agreed to it.
    #[serde(default)]
    pub agreed_by: Vec<String>,
    /// When it was agreed; blank in a draft.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub agreed_on: Option<Date>,
    /// When it must be looked at again.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub review_due: Option<Date>,
    /// The version it replaces; empty for a first one.
    #[serde(default)]
    pub supersedes: String,
    /// The core that a national list adds to; `None` for a list of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<ChecklistVersion>,
    /// The answers it allows.
    pub answers: Vec<Verdict>,
    /// The scale its conclusion is on.
    pub report_scale: Scale,
    /// The levels that a conclusion may reach; empty means all of the scale.
    #[serde(default)]
    pub conclusion_ceiling: Vec<ConclusionLevel>,
    /// How many critical items that do not conform make a referral.
    #[serde(default)]
    pub refer_if_critical_nonconforming: Option<u32>,
    /// How many inconclusive items make a referral.
    #[serde(default)]
    pub refer_if_inconclusive: Option<u32>,
    /// Short titles of the publications it rests on.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What the list is for, in words.
    #[serde(default)]
    pub summary: String,
}

/// Reads a date, where an empty text stands for none.
fn blank_is_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(serde::de::Error::custom) }
}

/// What a method needs on the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Equipment {
    /// The means of examination.
    pub method: Method,
    /// What it takes, in words.
    pub needs: String,
    /// Whether the list cannot be worked without it.
    pub mandatory: bool,
}

/// A part of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Its name.
    pub id: SectionId,
    /// Its place in the order of work, from 1.
    pub order: u32,
    /// Its title for people.
    pub title: String,
    /// What it is to find out.
    pub purpose: String,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Its name; permanent, never reused for another meaning.
    pub id: ItemId,
    /// The section it belongs to.
    pub section: SectionId,
    /// Its title for people.
    pub title: String,
    /// Who can be expected to answer it.
    pub level: Level,
    /// How it is examined.
    pub methods: Vec<Method>,
    /// What is asked.
    pub question: String,
    /// What a genuine document shows.
    pub genuine: String,
    /// What sort of answer it asks for.
    pub answer: AnswerKind,
    /// What can be chosen, for [`AnswerKind::Choice`].
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether a document that fails here cannot be of the series.
    pub critical: bool,
    /// Whether a genuine document is needed to compare with.
    pub reference: ReferenceNeed,
    /// The evidence it wants, by name.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// When it wants it.
    pub evidence_rule: EvidenceRule,
    /// The codes of optical machine authentication it corresponds to (`standards.md` 1.6).
    #[serde(default)]
    pub oma: Vec<String>,
    /// The helper that may put a measurement beside it.
    #[serde(default)]
    pub assist: Option<Assist>,
    /// The time it may take, in seconds.
    #[serde(default)]
    pub seconds: Option<u32>,
    /// The items that must be answered before it.
    #[serde(default)]
    pub after: Vec<ItemId>,
    /// A hint for the examiner.
    #[serde(default)]
    pub note: Option<String>,
    /// When it is asked; always, if none.
    #[serde(default)]
    pub applies: Option<AppliesRule>,
    /// What is measured, for [`AnswerKind::Measurement`].
    #[serde(default)]
    pub measurement: Option<MeasurementRule>,
    /// What a departure points to.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
}

/// When an item is asked: every list that is not empty must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AppliesRule {
    /// The document is one of these.
    #[serde(default)]
    pub kinds: Vec<DocumentKind>,
    /// Its body is one of these.
    #[serde(default)]
    pub substrates: Vec<Substrate>,
    /// The series has at least one of these.
    #[serde(default)]
    pub features_any: Vec<FeatureKind>,
    /// There is a capture under at least one of these lights.
    #[serde(default)]
    pub channels_any: Vec<Light>,
    /// At least one of these holds.
    #[serde(default)]
    pub conditions_any: Vec<Condition>,
}

/// What a measured item allows: a nominal value with tolerances, or limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasurementRule {
    /// What is measured.
    pub quantity: ItemQuantity,
    /// The unit of all numbers here.
    pub unit: Unit,
    /// The value aimed at.
    #[serde(default)]
    pub nominal: Option<f64>,
    /// How much less is allowed.
    #[serde(default)]
    pub minus: Option<f64>,
    /// How much more is allowed.
    #[serde(default)]
    pub plus: Option<f64>,
    /// The least that is allowed.
    #[serde(default)]
    pub min: Option<f64>,
    /// The most that is allowed.
    #[serde(default)]
    pub max: Option<f64>,
    /// Where the numbers come from.
    pub basis: String,
}

impl MeasurementRule {
    /// The least and the most that is allowed; `None` where there is no limit.
    pub fn limits(&self) -> (Option<f64>, Option<f64>) {
        let least = self.nominal.map(|nominal| nominal - self.minus.unwrap_or(0.0));
        let most = self.nominal.map(|nominal| nominal + self.plus.unwrap_or(0.0));
        (self.min.or(least), self.max.or(most))
    }

    /// The same as a threshold.
    pub fn threshold(&self) -> Threshold {
        match self.limits() {
            (Some(least), Some(most)) => Threshold::Between(least, most),
            (Some(least), None) => Threshold::AtLeast(least),
            (None, Some(most)) => Threshold::AtMost(most),
            (None, None) => Threshold::None,
        }
    }

    /// What `value` with the expanded uncertainty `uncertainty` (k = 2) comes to (`standards.md` 3.4): inside the limits by more than
    /// the uncertainty conforms, outside by more does not, and anything between, or not a number, is inconclusive.
    pub fn judge(&self, value: f64, uncertainty: f64) -> Verdict {
        let (least, most) = self.limits();
        let spread = uncertainty.abs();
        if least.is_some_and(|least| value < least - spread) || most.is_some_and(|most| value > most + spread) {
            Verdict::DoesNotConform
        } else if least.is_none_or(|least| value >= least + spread) && most.is_none_or(|most| value <= most - spread) && value.is_finite() {
            Verdict::Conforms
        } else {
            Verdict::Inconclusive
        }
    }
}

/// A sign, and what it points to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// What is seen.
    pub text: String,
    /// What it points to.
    pub suggests: Vec<FraudCode>,
    /// How much it weighs.
    pub strength: IndicatorStrength,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped checklists, read once for all tests.
    static SHIPPED: std::sync::LazyLock<Vec<(&'static str, Checklist)>> = std::sync::LazyLock::new(|| {
        macro_rules! list {
            ($($name:literal),+) => { vec![$(($name, include_str!(concat!("../../assets/checklists/", $name, ".toml")))),+] };
        }
        list!["border-first-line", "id-card-td1-lab", "image-only-remote", "passport-td3-lab", "visa-mrva-lab"]
            .into_iter()
            .map(|(name, text)| (name, toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))))
            .collect()
    });

    pub(super) fn shipped() -> Vec<(&'static str, Checklist)> {
        SHIPPED.clone()
    }

    #[test]
    fn the_shipped_checklists_load_and_are_sound() {
        let counts: Vec<_> = shipped().iter().map(|(_, list)| list.items.len()).collect();
        assert_eq!(counts, [16, 48, 23, 77, 38]);
        for (name, list) in shipped() {
            assert_eq!(list.meta.id.as_str(), name);
            assert_eq!(list.validate(), [], "{name}");
        }
    }

    #[test]
    fn item_ids_are_unique_across_the_shipped_checklists() {
        let lists = shipped();
        let mut ids: Vec<_> = lists.iter().flat_map(|(_, list)| &list.items).map(|item| item.id.as_str()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn the_first_line_list_takes_ninety_seconds() {
        let lists = shipped();
        let border = &lists[0].1;
        assert_eq!(border.items.iter().filter_map(|item| item.seconds).sum::<u32>(), 90);
        assert_eq!(border.meta.time_limit_s, Some(90));
    }

    #[test]
    fn the_image_list_has_a_helper_for_each_comparison() {
        let lists = shipped();
        let assist = |id: &str| lists[2].1.item(&ItemId::new(id).unwrap()).unwrap().assist;
        assert_eq!(assist("IMG-LAY-030"), Some(Assist::ImageCompareReference));
        assert_eq!(assist("IMG-LAY-040"), Some(Assist::ImageCompareBackground));
        assert_eq!(assist("IMG-LAY-050"), Some(Assist::ImageUv));
        assert_eq!(assist("IMG-DAT-010"), Some(Assist::ImagePortraitBorder));
    }

    #[test]
    fn a_checklist_reads_the_same_from_json() {
        for (name, list) in shipped() {
            let json = serde_json::to_string(&list).unwrap();
            assert_eq!(serde_json::from_str::<Checklist>(&json).unwrap(), list, "{name}");
        }
    }

    #[test]
    fn a_value_nearer_to_a_limit_than_its_uncertainty_is_inconclusive() {
        let rule = MeasurementRule {
            quantity: ItemQuantity::Width,
            unit: Unit::Mm,
            nominal: Some(125.0),
            minus: Some(0.75),
            plus: Some(0.75),
            min: None,
            max: None,
            basis: "icao-9303-4".to_owned(),
        };
        for (value, verdict) in [
            (125.0, Verdict::Conforms),
            (125.5, Verdict::Conforms),
            (125.6, Verdict::Inconclusive),
            (125.9, Verdict::Inconclusive),
            (126.1, Verdict::DoesNotConform),
            (124.0, Verdict::DoesNotConform),
            (f64::NAN, Verdict::Inconclusive),
        ] {
            assert_eq!(rule.judge(value, 0.2), verdict, "{value} mm");
        }
    }
}
