//! What a person concludes, on a named scale, and what the program suggests beside it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;
use super::{Actor, FraudCode, ItemId, Timestamp};

words! {
    /// A scale of conclusions. A report names exactly one and prints its definitions.
    Scale {
        Operational = "operational", "Operational scale";
        Referral = "referral", "Referral scale";
    }

    /// A level of a scale (`standards.md` 3.1 a). Levels of different scales are never translated.
    ConclusionLevel {
        Genuine = "genuine", "Authentic and unaltered in all respects examined";
        NoIndication = "no-indication-of-falsification", "No indication of falsification";
        Indications = "indications-of-falsification", "Indications of falsification";
        Forged = "forged", "Authentic document, altered";
        Counterfeit = "counterfeit", "Not made by the issuer";
        Pseudo = "pseudo", "Not issued by a recognised authority";
        StolenBlank = "stolen-blank", "Genuine blank, not issued by the authority";
        AuthenticMisused = "authentic-misused", "Authentic, presented by another person or obtained by deception";
        Inconclusive = "inconclusive", "Inconclusive";
        NeedsHigherLevel = "needs-higher-level", "Refer to second line or laboratory";
        Accept = "accept", "Accept";
        Refer = "refer", "Refer";
    }

    /// The rule behind a suggestion (`standards.md` 3.2).
    SuggestionRule {
        NoAdequateReference = "3.2-1", "No adequate reference and no sign that stands by itself";
        IssuerDoesNotConform = "3.2-2", "The issuer does not conform";
        IndependentGroupsDiffer = "3.2-3", "Critical items of two or more independent groups do not conform";
        BaseConformsPersonalisationDiffers = "3.2-4", "The base document conforms, personalisation or pages do not";
        StolenBlankRecord = "3.2-5", "The base document conforms, personalisation does not, and a record exists";
        SingleNonConformity = "3.2-6", "A critical item does not conform";
        AllConform = "3.2-7", "All critical items that apply conform on the physical document";
        NoneFoundSomeOpen = "3.2-8", "No item fails to conform, but critical items were not examined";
        Otherwise = "3.2-9", "Nothing else applies";
    }
}

impl Scale {
    /// The levels of this scale, in order.
    pub fn levels(self) -> &'static [ConclusionLevel] {
        use ConclusionLevel as L;
        match self {
            Self::Operational => &[
                L::Genuine,
                L::NoIndication,
                L::Indications,
                L::Forged,
                L::Counterfeit,
                L::Pseudo,
                L::StolenBlank,
                L::AuthenticMisused,
                L::Inconclusive,
                L::NeedsHigherLevel,
            ],
            Self::Referral => &[L::Accept, L::Refer],
        }
    }
}

impl ConclusionLevel {
    /// What the level rests on at the least, for the definitions that a report prints (`standards.md` 3.1).
    pub fn minimum_basis(self) -> &'static str {
        match self {
            Self::Genuine => "All critical items that apply conform, with an adequate reference, on the physical document.",
            Self::NoIndication => {
                "Nothing found points to falsification; the examination was limited, or some critical items were not examined."
            }
            Self::Indications => "At least one sign of falsification, not enough for an opinion.",
            Self::Forged => "An alteration is shown, and the base document is shown to be of the series.",
            Self::Counterfeit => "The main body is shown not to be of the series.",
            Self::Pseudo => "The status of the issuer is shown.",
            Self::StolenBlank => "The base document is of the series; the personalisation is foreign, or a record exists.",
            Self::AuthenticMisused => "A comparison of faces or a statement of the issuer; outside document examination alone.",
            Self::Inconclusive => "No opinion is possible; the reason is stated.",
            Self::NeedsHigherLevel => "The question needs equipment, time or authority of a higher level.",
            Self::Accept => "The officer found no reason to refer.",
            Self::Refer => "The officer found a reason to refer, which is stated.",
        }
    }
}

/// What the rules of `standards.md` 3.2 lead to; never a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// The level it leads to, within the ceiling.
    pub level: ConclusionLevel,
    /// The level before the ceiling of the checklist was applied, if that changed it.
    pub before_ceiling: Option<ConclusionLevel>,
    /// The first rule that fired.
    pub rule: SuggestionRule,
    /// All rules that fired, in order.
    pub fired: Vec<SuggestionRule>,
    /// Fraud codes that the indicators of non-conforming items suggest.
    pub codes: Vec<FraudCode>,
    /// Items that speak for it.
    pub items_for: Vec<ItemId>,
    /// Items that speak against it.
    pub items_against: Vec<ItemId>,
    /// Critical items that are missing.
    pub items_missing: Vec<ItemId>,
}

/// What a person concluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conclusion {
    /// The scale.
    pub scale: Scale,
    /// The level on it.
    pub level: ConclusionLevel,
    /// Fraud codes, the primary one first.
    #[serde(default)]
    pub codes: Vec<FraudCode>,
    /// Why, in the examiner's words; never empty.
    pub reasons: String,
    /// Why it departs from the suggestion, if it does.
    pub departs_because: Option<String>,
    /// Who concluded.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}
