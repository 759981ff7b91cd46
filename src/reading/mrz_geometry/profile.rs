//! The height of a character, from where its ink ends above and below.

use super::fit::Pose;
use super::letter::Letter;
use super::stats::median;

/// Points of the outline this near to its upper or lower end count for that, in pitches.
const NEAR: f64 = 0.05;
/// How steeply they look up or down.
const STEEP: f64 = 0.6;

/// The height in pitches: that of the outline, and how much further the ink reaches at both ends than it does where the outline is
/// drawn as unsharp as the picture is. `None` if an end was not found.
pub(super) fn height(letter: &Letter, pose: &Pose, seen: &[Option<f64>], drawn: &[Option<f64>]) -> Option<f64> {
    let [_, top, _, bottom] = letter.bounds;
    let beyond = |end: f64, sign: f64| {
        let near = letter.rim.iter().zip(seen.iter().zip(drawn)).filter(|(rim, _)| (rim.v - end).abs() < NEAR && rim.out.1 * sign > STEEP);
        let further: Vec<f64> = near.filter_map(|(_, (seen, drawn))| Some((*seen)? - (*drawn)?)).collect();
        median(&further)
    };
    Some(pose.scale.1 * (bottom - top) + beyond(bottom, 1.0)? + beyond(top, -1.0)?)
}
