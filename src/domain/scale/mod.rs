//! Scales of conclusions as data: format `conclusion-scale/1`, one file a scale.
//!
//! [`ScaleFile`] is a scale as its file has it, [`ScaleFile::validate`] finds what its types cannot rule out, and [`ConclusionOn`] is
//! what a person concludes on it. A level is known by its scale and its code together, and nothing here makes a level of one scale
//! from a level of another. The [`Scale`](super::Scale) and the [`ConclusionLevel`](super::ConclusionLevel) of an examination
//! are the scales `operational` and `referral` of these files; a test holds the two together.

mod conclude;
mod names;
mod sentence;
mod validate;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use conclude::{
    ConclusionMistake, ConclusionOn, FurtherConclusion, Propositions, QuestionTwice, ScaleUsed, Weight, one_scale_a_question,
};
pub use names::{LevelCode, ScaleId};
pub use sentence::SentencePart;
pub use validate::{ScalePlace, ScaleProblem};

use super::ConclusionLevel;
use super::checklist::ChecklistStatus;
use super::vocabulary::words;

words! {
    /// The name and major version of the format.
    ScaleFormat {
        V1 = "conclusion-scale/1", "Conclusion scale, version 1";
    }

    /// What a conclusion answers.
    QuestionType {
        /// Is it what it claims to be?
        DocumentStatus = "document-status", "What the document is";
        FirstLine = "first-line-decision", "Whether to refer the document";
        /// Is a part of it the one originally issued, or was it exchanged or altered?
        OriginalPart = "original-part", "Whether a part is the original one";
        CommonSource = "common-source", "Whether two come from one source";
        Authorship = "authorship", "Whether one hand wrote both";
    }

    /// Whether a scale weighs findings under two stated propositions.
    PropositionNeed {
        /// It states something of the document or of a source.
        None = "none", "No propositions";
        /// It states something of the findings, given each of the two.
        Required = "required", "Two propositions that exclude each other";
    }

    /// What a level says, as far as rules depend on it; the word holds inside its own scale and leads to no level of another.
    LevelClaim {
        Genuine = "genuine", "Authentic and unaltered";
        NoSign = "no-sign", "Nothing found";
        Sign = "sign", "Signs of falsification";
        /// Rests on a base document that was shown to be of the series.
        FalsifiedOnBase = "falsified-on-base", "Altered or personalised by somebody else";
        Falsified = "falsified", "Not made by the issuer";
        Invented = "invented", "No recognised issuer";
        Misused = "misused", "Authentic and misused";
        Accept = "accept", "Goes no further";
        /// Neither way: no opinion, no support, or left to somebody else.
        Open = "open", "Open";
        SupportFirst = "support-first", "Support, short of certainty";
        SupportSecond = "support-second", "Support against, short of certainty";
        CertainFirst = "certain-first", "Without reservation";
        CertainSecond = "certain-second", "Against, without reservation";
    }
}

/// A scale of conclusions as its file has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleFile {
    /// Name and major version of the format.
    pub format: ScaleFormat,
    /// What the scale is and how it is used.
    #[serde(rename = "scale")]
    pub meta: ScaleMeta,
    /// Its levels, in order.
    #[serde(rename = "level")]
    pub levels: Vec<ScaleLevel>,
}

/// The head of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleMeta {
    /// Its name.
    pub id: ScaleId,
    /// Its version as three numbers (`1.0.0`).
    pub version: String,
    /// Whether a laboratory has signed it off; a draft is shown as one.
    pub status: ChecklistStatus,
    /// Its title for people.
    pub title: String,
    /// The language of its text, as in `en`.
    pub language: String,
    /// Where its levels come from; printed with the definitions.
    pub citation: String,
    /// The questions that it may answer.
    pub question_types: Vec<QuestionType>,
    /// Whether it needs two propositions.
    pub propositions: PropositionNeed,
    /// What a reader of the report has to know of it.
    #[serde(default)]
    pub note: String,
}

/// One level of a scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleLevel {
    /// Its name in the scale; permanent, never reused for another meaning.
    pub code: LevelCode,
    /// What it says, as far as rules depend on it.
    pub claim: LevelClaim,
    /// Its wording; on a scale with propositions a sentence on the findings with the places `{first}` and `{second}`.
    pub wording: String,
    /// What it means, printed with the report.
    pub definition: String,
    /// The likelihood ratios that it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likelihood_ratio: Option<RatioInterval>,
    /// What it rests on at the least.
    pub minimum_basis: String,
}

/// A span of likelihood ratios, open at an end that is not given. A ratio on a cut point belongs to the level farther from one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RatioInterval {
    /// Its lower end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Its upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
}

impl RatioInterval {
    /// Whether `ratio` lies in it.
    pub fn contains(self, ratio: f64) -> bool {
        if !(ratio.is_finite() && ratio > 0.0) {
            return false;
        }
        let (from, to) = (self.from.unwrap_or(0.0), self.to.unwrap_or(f64::INFINITY));
        if ratio >= 1.0 { from <= ratio && ratio < to } else { from < ratio && ratio <= to }
    }
}

impl ScaleFile {
    /// The level with that code.
    pub fn level(&self, code: &LevelCode) -> Option<&ScaleLevel> {
        self.levels.iter().find(|level| &level.code == code)
    }

    /// The level that stands for `ratio`; `None` if the scale has no ratios, or none for this one.
    pub fn level_of_ratio(&self, ratio: f64) -> Option<&ScaleLevel> {
        self.levels.iter().find(|level| level.likelihood_ratio.is_some_and(|span| span.contains(ratio)))
    }

    /// Whether its levels stand for likelihood ratios.
    pub fn has_ratios(&self) -> bool {
        self.levels.iter().any(|level| level.likelihood_ratio.is_some())
    }
}

impl ConclusionLevel {
    /// What this level of its scale says, as far as rules depend on it; the scale files say the same.
    pub fn claim(self) -> LevelClaim {
        match self {
            Self::Genuine => LevelClaim::Genuine,
            Self::NoIndication => LevelClaim::NoSign,
            Self::Indications => LevelClaim::Sign,
            Self::Forged | Self::StolenBlank => LevelClaim::FalsifiedOnBase,
            Self::Counterfeit => LevelClaim::Falsified,
            Self::Pseudo => LevelClaim::Invented,
            Self::AuthenticMisused => LevelClaim::Misused,
            Self::Accept => LevelClaim::Accept,
            Self::Inconclusive | Self::NeedsHigherLevel | Self::Refer => LevelClaim::Open,
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
