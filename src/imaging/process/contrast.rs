//! Paper and ink of a field: what is light and what is dark.

use crate::imaging::plane::Plane;

/// Reflectance of print below that of the paper, at the least, for strokes to be told from it.
const LEAST_CONTRAST: f32 = 0.15;
/// Shares of the values that are as dark as ink and as light as paper.
const INK_SHARE: f64 = 0.01;
const PAPER_SHARE: f64 = 0.9;

/// What is light and what is dark in a field, in reflectance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Contrast {
    pub(super) paper: f32,
    pub(super) ink: f32,
}

impl Contrast {
    /// `None` if print and paper are not told apart.
    pub(super) fn of(plane: &Plane) -> Option<Self> {
        // Every seventh value is as good as all of them, and coprime to the usual widths.
        let mut values: Vec<f32> = plane.data.iter().step_by(7).copied().collect();
        if values.is_empty() {
            return None;
        }
        let mut at = |share: f64| {
            let place = ((values.len() - 1) as f64 * share) as usize;
            *values.select_nth_unstable_by(place, f32::total_cmp).1
        };
        let (ink, paper) = (at(INK_SHARE), at(PAPER_SHARE));
        (paper - ink >= LEAST_CONTRAST).then_some(Self { paper, ink })
    }

    pub(super) fn depth(self) -> f32 {
        self.paper - self.ink
    }
}
