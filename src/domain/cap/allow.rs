//! Whether a person's conclusion keeps to what the examination left available.

use super::{Caps, GapFound};
use crate::domain::scale::{ConclusionOn, LevelClaim, ScaleFile};
use crate::domain::{ConclusionLevel, Scale};

/// A conclusion that the examination does not allow.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NotAllowed {
    /// Pictures alone never lead to it, on record or not (`standards.md` 8, decision 13).
    #[error("`{level}` cannot be concluded from pictures: {}", reasons(.gaps))]
    NeverFromPictures {
        /// The level.
        level: String,
        /// What stands against it.
        gaps: Vec<GapFound>,
    },
    /// It goes beyond what is available.
    #[error("`{level}` goes beyond what was examined: {} Choose another level, or record why it stands all the same.", reasons(.gaps))]
    Beyond {
        /// The level.
        level: String,
        /// What stands against it.
        gaps: Vec<GapFound>,
    },
    /// It is a level of another scale, and levels are not translated.
    #[error("`{level}` is no level of the scale `{scale}`; choose one of its levels")]
    OtherScale {
        /// The level.
        level: String,
        /// The scale.
        scale: String,
    },
    /// The scale itself has mistakes, so that what its levels claim is not known.
    #[error("the scale `{scale}` has mistakes; have them put right first: {mistakes}")]
    UnsoundScale {
        /// The scale.
        scale: String,
        /// What is wrong with it.
        mistakes: String,
    },
}

impl NotAllowed {
    /// What stands against the conclusion.
    pub fn gaps(&self) -> &[GapFound] {
        match self {
            Self::NeverFromPictures { gaps, .. } | Self::Beyond { gaps, .. } => gaps,
            Self::OtherScale { .. } | Self::UnsoundScale { .. } => &[],
        }
    }
}

fn reasons(gaps: &[GapFound]) -> String {
    gaps.iter().map(|found| found.gap.text()).collect::<Vec<_>>().join(" ")
}

/// Whether something was written down.
fn is_recorded(because: Option<&str>) -> bool {
    because.is_some_and(|because| !because.trim().is_empty())
}

/// Whether `level` may be concluded. `because` is the examiner's recorded reason to go beyond what is available.
///
/// # Errors
///
/// [`NotAllowed`] with the gaps that stand against it. For `genuine` from pictures alone no reason helps.
pub fn conclusion_allowed(level: ConclusionLevel, caps: &Caps, because: Option<&str>) -> Result<(), NotAllowed> {
    if !caps.scale.levels().contains(&level) {
        return Err(NotAllowed::OtherScale { level: level.to_string(), scale: Scale::code(caps.scale).to_owned() });
    }
    if caps.available.contains(&level) {
        return Ok(());
    }
    let gaps = || caps.against(level).cloned().collect();
    if caps.images_only && level.claim() == LevelClaim::Genuine {
        Err(NotAllowed::NeverFromPictures { level: level.to_string(), gaps: gaps() })
    } else if is_recorded(because) {
        Ok(())
    } else {
        Err(NotAllowed::Beyond { level: level.to_string(), gaps: gaps() })
    }
}

impl Caps {
    /// Whether `conclusion` on `scale` keeps to what the examination left available, or says why it goes beyond. That it stands on the
    /// scale at all is for [`ConclusionOn::check`].
    ///
    /// # Errors
    ///
    /// [`NotAllowed`] as for [`conclusion_allowed`].
    pub fn further_allowed(&self, conclusion: &ConclusionOn, scale: &ScaleFile) -> Result<(), NotAllowed> {
        let name = || scale.meta.id.to_string();
        let mistakes = scale.validate();
        if !mistakes.is_empty() {
            let mistakes = mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            return Err(NotAllowed::UnsoundScale { scale: name(), mistakes });
        }
        let level = conclusion.level.to_string();
        let on_scale = scale.level(&conclusion.level).filter(|_| conclusion.scale.id == scale.meta.id);
        let Some(held) = on_scale else { return Err(NotAllowed::OtherScale { level, scale: name() }) };
        let gaps: Vec<_> = self.gaps.iter().filter(|found| found.removes_claims.contains(&held.claim)).cloned().collect();
        if gaps.is_empty() {
            Ok(())
        } else if self.images_only && held.claim == LevelClaim::Genuine {
            Err(NotAllowed::NeverFromPictures { level, gaps })
        } else if is_recorded(conclusion.beyond_because.as_deref()) {
            Ok(())
        } else {
            Err(NotAllowed::Beyond { level, gaps })
        }
    }
}
