//! What a person concludes on a scale of a file, beside the conclusion on the operational or the referral scale.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LevelCode, PropositionNeed, QuestionType, ScaleFile, ScaleId, ScaleLevel};
use crate::domain::{Actor, Sha256, Timestamp};

/// The longest text of a proposition, a question or reasons, in characters.
const MAX_TEXT: usize = 20_000;

/// Which version of which scale a conclusion is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleUsed {
    /// Its name.
    pub id: ScaleId,
    /// Its version.
    pub version: String,
    /// The sum of its file.
    pub sha256: Sha256,
}

/// Two statements that exclude each other, under which the findings are weighed; at the same level, such as "the data page is the one
/// originally issued" and "the data page was exchanged".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Propositions {
    /// The one.
    pub first: String,
    /// The other.
    pub second: String,
    /// That the two cannot both be true, which the examiner states.
    pub exclusive: bool,
}

/// What the place on a scale of likelihood ratios rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// A ratio from data: probability of the findings under the first proposition, divided by that under the second.
    Ratio(f64),
    /// Knowledge and experience, without a number; the report says so (`standards.md` 3.1 b).
    Experience,
}

/// What a person concluded on a scale of a file. There is no way from one to a conclusion on another scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConclusionOn {
    /// The scale.
    pub scale: ScaleUsed,
    /// What sort of question it answers.
    pub question_type: QuestionType,
    /// The question, in words.
    pub question: String,
    /// The propositions, on a scale that needs them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub propositions: Option<Propositions>,
    /// The level on the scale.
    pub level: LevelCode,
    /// What the level rests on, on a scale of likelihood ratios.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
    /// Why, in the examiner's words; never empty.
    pub reasons: String,
    /// Why it goes beyond what the examination left available, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond_because: Option<String>,
    /// Who concluded.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A conclusion as it leaves the laboratory: with the scale, so that its definitions are printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FurtherConclusion {
    /// The conclusion.
    pub conclusion: ConclusionOn,
    /// The scale as it was.
    pub scale: ScaleFile,
}

/// What keeps a conclusion from standing on its scale.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ConclusionMistake {
    /// It was made on another scale, or another version of it.
    #[error("the conclusion is on {used} and not on {held}; open that version of the scale")]
    OtherScale {
        /// What it names.
        used: String,
        /// What it was held against.
        held: String,
    },
    /// The scale has no such level.
    #[error("the scale {scale} has no level `{level}`; choose one of its levels")]
    NoSuchLevel {
        /// The scale.
        scale: ScaleId,
        /// The level.
        level: LevelCode,
    },
    /// The scale was not made for questions of this type.
    #[error("the scale {scale} does not answer the question `{question}`; choose another scale")]
    OtherQuestion {
        /// The scale.
        scale: ScaleId,
        /// The type of the question.
        question: QuestionType,
    },
    /// The question is not stated.
    #[error("the question is not stated; write what is asked")]
    NoQuestion,
    /// No reasons are given.
    #[error("no reasons are given; write what the conclusion rests on (R-3.5)")]
    NoReasons,
    /// A text is longer than the limit.
    #[error("a text is longer than {MAX_TEXT} characters; shorten it")]
    TooLong,
    /// The scale needs propositions.
    #[error("the scale weighs findings under two propositions; state both")]
    NoPropositions,
    /// A proposition is empty, or both are the same.
    #[error("the propositions must be two different statements; write each in full")]
    SamePropositions,
    /// The examiner has not stated that they exclude each other.
    #[error("propositions that may both be true cannot be weighed; state two that exclude each other")]
    NotExclusive,
    /// The scale has no use for propositions.
    #[error("the scale {0} states no weight under propositions; leave them out")]
    PropositionsNotUsed(ScaleId),
    /// The scale stands for likelihood ratios.
    #[error("say whether the level comes from a likelihood ratio or rests on experience")]
    NoWeight,
    /// The scale stands for no likelihood ratios.
    #[error("the scale {0} has no likelihood ratios; leave the ratio out")]
    WeightNotUsed(ScaleId),
    /// The ratio belongs to another level.
    #[error("a likelihood ratio of {ratio} is not of the level `{level}`; choose the level it belongs to")]
    RatioOfOtherLevel {
        /// The ratio.
        ratio: f64,
        /// The level.
        level: LevelCode,
    },
    /// The program cannot conclude.
    #[error("a conclusion is a person's; the program only suggests")]
    NotAPerson,
}

impl ConclusionOn {
    /// Everything that keeps it from standing on `scale`, whose file has the sum `sha256`; nothing if it stands. Whether the
    /// examination left the level available is for [`Caps::further_allowed`](crate::domain::cap::Caps::further_allowed).
    pub fn check(&self, scale: &ScaleFile, sha256: Sha256) -> Vec<ConclusionMistake> {
        use ConclusionMistake as M;
        let meta = &scale.meta;
        let mut mistakes = Vec::new();
        let held = ScaleUsed { id: meta.id.clone(), version: meta.version.clone(), sha256 };
        if self.scale != held {
            mistakes.push(M::OtherScale { used: self.scale.to_string(), held: held.to_string() });
        }
        let level = scale.level(&self.level);
        if level.is_none() {
            mistakes.push(M::NoSuchLevel { scale: meta.id.clone(), level: self.level.clone() });
        }
        if !meta.question_types.contains(&self.question_type) {
            mistakes.push(M::OtherQuestion { scale: meta.id.clone(), question: self.question_type });
        }
        let blank = |text: &str| text.trim().is_empty();
        if blank(&self.question) {
            mistakes.push(M::NoQuestion);
        }
        if blank(&self.reasons) {
            mistakes.push(M::NoReasons);
        }
        let texts = self.propositions.iter().flat_map(|pair| [&pair.first, &pair.second]);
        if texts.chain([&self.question, &self.reasons]).chain(&self.beyond_because).any(|text| text.chars().count() > MAX_TEXT) {
            mistakes.push(M::TooLong);
        }
        if matches!(self.by, Actor::Program(_)) {
            mistakes.push(M::NotAPerson);
        }
        match (meta.propositions, &self.propositions) {
            (PropositionNeed::Required, None) => mistakes.push(M::NoPropositions),
            (PropositionNeed::None, Some(_)) => mistakes.push(M::PropositionsNotUsed(meta.id.clone())),
            (PropositionNeed::None, None) => {}
            (PropositionNeed::Required, Some(pair)) => {
                if blank(&pair.first) || blank(&pair.second) || plain(&pair.first) == plain(&pair.second) {
                    mistakes.push(M::SamePropositions);
                }
                if !pair.exclusive {
                    mistakes.push(M::NotExclusive);
                }
            }
        }
        match (scale.has_ratios(), self.weight) {
            (true, None) => mistakes.push(M::NoWeight),
            (false, Some(_)) => mistakes.push(M::WeightNotUsed(meta.id.clone())),
            (true, Some(Weight::Ratio(ratio))) if level.is_some_and(|level| !stands_for(level, ratio)) => {
                mistakes.push(M::RatioOfOtherLevel { ratio, level: self.level.clone() });
            }
            _ => {}
        }
        mistakes
    }
}

impl std::fmt::Display for ScaleUsed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({})", self.id, self.version, self.sha256.short())
    }
}

fn stands_for(level: &ScaleLevel, ratio: f64) -> bool {
    level.likelihood_ratio.is_some_and(|span| span.contains(ratio))
}

/// A text without what does not change its meaning: case and spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Two conclusions answer the same question on different scales.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the question `{0}` is answered twice; a report names exactly one scale for each question (R-3.2)")]
pub struct QuestionTwice(pub String);

/// Whether each question is answered once.
///
/// # Errors
///
/// The first question that is answered twice.
pub fn one_scale_a_question(conclusions: &[ConclusionOn]) -> Result<(), QuestionTwice> {
    let mut seen = BTreeSet::new();
    match conclusions.iter().find(|conclusion| !seen.insert(plain(&conclusion.question))) {
        Some(twice) => Err(QuestionTwice(twice.question.clone())),
        None => Ok(()),
    }
}
