//! Why a recipe cannot be applied.

use crate::domain::Cancelled;
use crate::domain::recipe::RecipeError;

/// Why a recipe cannot be applied to a picture.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AdjustError {
    /// The recipe itself is wrong.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// A step is set in millimetres, and the picture has no resolution.
    #[error("a step is set in millimetres, and the resolution of the picture is not known")]
    NoResolution,
    /// The part of the picture that was given does not cover what was asked for and its surroundings.
    #[error("the part of the picture is too small for what was asked")]
    TooLittleSource,
    /// Nobody waits for it any more.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
