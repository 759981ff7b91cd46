//! What the examiner measured and marked on the pictures, as it stands in a findings record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::{Evidence, ItemId, Mark, Measured, PictureSum, View};
use super::UnknownKeys;

/// A measurement of the examiner, with the picture it was made on.
///
/// One that was moved or removed after a view with it was attached stands here as well, as that view shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasuredRecord {
    /// The capture it was made on, which the measurement itself names by its identity in the case; `None` if that has no such capture.
    pub capture: Option<PictureSum>,
    /// The items that a view with it is attached to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached_to: Vec<ItemId>,
    /// Whether it is only in attached views: it was moved or removed since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_attached: bool,
    /// The measurement.
    pub measured: Measured,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// A mark of the examiner, with the picture it was made on; kept as [`MeasuredRecord`] is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MarkRecord {
    /// The capture it was made on, if it is in the case.
    pub capture: Option<PictureSum>,
    /// The items that a view with it is attached to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached_to: Vec<ItemId>,
    /// Whether it is only in attached views: it was moved or removed since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_attached: bool,
    /// The mark.
    pub mark: Mark,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// Everything that stands, then what only the attached views still show, each once: with the items that a view with it is attached
/// to, and whether it is only there.
pub fn drawn<'a, T: PartialEq + Clone>(
    standing: &'a [T],
    attached: impl IntoIterator<Item = (&'a ItemId, &'a Evidence)>,
    of: impl Fn(&'a View) -> &'a [T],
) -> Vec<(T, Vec<ItemId>, bool)> {
    let mut all: Vec<(T, Vec<ItemId>, bool)> = standing.iter().map(|one| (one.clone(), Vec::new(), false)).collect();
    for (item, evidence) in attached {
        for shown in evidence.view.iter().flat_map(|view| of(view)) {
            let place = all.iter().position(|(one, ..)| one == shown).unwrap_or_else(|| {
                all.push((shown.clone(), Vec::new(), true));
                all.len() - 1
            });
            if let Some((_, items, _)) = all.get_mut(place)
                && !items.contains(item)
            {
                items.push(item.clone());
            }
        }
    }
    all
}
