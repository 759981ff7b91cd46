//! How strong a conclusion may be after what was, and what was not, examined (`standards.md` 3.1, 3.2; issue of the case file, part 5).
//!
//! [`Examined`] says what was at hand and what was answered, [`caps`] turns each thing that is missing into a [`Gap`] that says what was
//! not examined and why, and which levels it takes away. What no gap takes away is available. A person may go beyond it on record, and
//! never to `genuine` from pictures alone.
//!
//! What takes `genuine` away is a reservation; so it takes away every level without reservation of other scales as well.

mod allow;
mod examined;
mod gap;
mod text;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use allow::{NotAllowed, conclusion_allowed};
pub use examined::{
    AnswersCounted, BlindReview, CaptureExamined, Examined, ItemState, NEEDED_PPI, ReferenceState, Surroundings, needed_ppi,
};
pub use gap::Gap;

use super::checklist::ExaminationMode;
use super::scale::{LevelClaim, ScaleFile, ScaleLevel};
use super::suggestion::capped;
use super::{ConclusionLevel, Scale, Suggestion};

/// Something that was not examined, and what that takes away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GapFound {
    /// What is missing, as a code with its parameters.
    #[serde(flatten)]
    pub gap: Gap,
    /// The levels of the examination's scale that it takes away; none if it only limits the record.
    pub removes: Vec<ConclusionLevel>,
    /// What levels of other scales may not claim because of it.
    pub removes_claims: Vec<LevelClaim>,
}

/// What an examination leaves available.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Caps {
    /// The scale of the examination.
    pub scale: Scale,
    /// The levels of it that remain, in its order.
    pub available: Vec<ConclusionLevel>,
    /// What was not examined, in the order of weight; each level that does not remain is taken away by at least one.
    pub gaps: Vec<GapFound>,
    /// Whether pictures were all there was.
    pub images_only: bool,
}

/// A suggestion beside what the examination leaves available.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Capped {
    /// What the rules lead to, as they do without caps.
    pub suggestion: Suggestion,
    /// The strongest available level that claims no more than the suggestion; `None` if the suggestion is on another scale than the
    /// examination, for levels are not translated.
    pub level: Option<ConclusionLevel>,
    /// The levels that remain, in the order of the scale.
    pub available: Vec<ConclusionLevel>,
    /// What was not examined.
    pub gaps: Vec<GapFound>,
}

/// Returns what `examined` leaves available, and every gap.
pub fn caps(examined: &Examined) -> Caps {
    let levels = examined.scale.levels();
    let gaps: Vec<GapFound> = gap::gaps(examined)
        .into_iter()
        .map(|gap| {
            let removes_claims = gap.removes(examined.sign_stands_alone());
            let removes = levels.iter().copied().filter(|level| match &gap {
                Gap::ChecklistCeiling { levels, .. } => levels.contains(level),
                _ => removes_claims.contains(&level.claim()),
            });
            GapFound { removes: removes.collect(), removes_claims, gap }
        })
        .collect();
    let available = levels.iter().copied().filter(|level| !gaps.iter().any(|found| found.removes.contains(level))).collect();
    Caps { scale: examined.scale, available, gaps, images_only: examined.mode == ExaminationMode::ImagesOnly }
}

impl Caps {
    /// The gaps that take `level` away.
    pub fn against(&self, level: ConclusionLevel) -> impl Iterator<Item = &GapFound> {
        self.gaps.iter().filter(move |found| found.removes.contains(&level))
    }

    /// The levels of `scale` that remain, in its order.
    pub fn available_on<'s>(&self, scale: &'s ScaleFile) -> Vec<&'s ScaleLevel> {
        let removed = |claim: LevelClaim| self.gaps.iter().any(|found| found.removes_claims.contains(&claim));
        scale.levels.iter().filter(|level| !removed(level.claim)).collect()
    }

    /// `suggestion` beside what remains.
    pub fn cap(&self, suggestion: Suggestion) -> Capped {
        let on_scale = self.scale.levels().contains(&suggestion.level);
        Capped {
            level: on_scale.then(|| capped(suggestion.level, &self.available)),
            available: self.available.clone(),
            gaps: self.gaps.clone(),
            suggestion,
        }
    }
}

#[cfg(test)]
mod tests;
