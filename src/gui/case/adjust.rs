//! How a picture is adjusted, step by step: what the panel shows and remembers.

use crate::domain::Light;
use crate::domain::recipe::{Operation, OperationKind, Preset, Recipe};
use crate::imaging::Histogram;

/// Which of the pictures in hand are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Target {
    /// The questioned one alone.
    Questioned,
    /// The one it is compared with alone.
    Reference,
    /// Both alike.
    #[default]
    Both,
}

impl Target {
    /// Every target with what it is called.
    pub(crate) const ALL: [(Self, &'static str); 3] =
        [(Self::Both, "Both"), (Self::Questioned, "Questioned"), (Self::Reference, "Reference")];
}

/// What the panel shows.
#[derive(Debug, Clone)]
pub(crate) struct AdjustView {
    /// The recipe of the picture, as it is being chosen.
    pub recipe: Recipe,
    /// What is adjusted: file and light, or what the reference is called.
    pub subject: String,
    /// The light of the picture, for presets.
    pub light: Option<Light>,
    /// Whether there is a second picture.
    pub has_reference: bool,
    /// Levels of the view, as far as they are known.
    pub histogram: Option<Histogram>,
    /// Why the recipe cannot be used, if so.
    pub refusal: Option<String>,
    /// Whether there is nothing that could be adjusted.
    pub empty: bool,
    /// Whether nothing may change any more.
    pub frozen: bool,
}

/// What the panel and the viewers remember of adjusting.
#[derive(Debug, Clone, Default)]
pub(crate) struct AdjustState {
    /// Which pictures are adjusted.
    pub target: Target,
    /// What was copied from a picture.
    pub copied: Option<Recipe>,
    /// Whether pictures are shown as received for now.
    pub unaltered: bool,
    /// Whether the next click on the questioned picture takes a grey patch.
    pub picking: bool,
}

/// The operations by what they are for, in the order of the menu.
pub(crate) const GROUPS: [(&str, &[OperationKind]); 4] = [
    ("Tone", &[OperationKind::Exposure, OperationKind::Levels, OperationKind::Curves, OperationKind::Gamma, OperationKind::Invert]),
    ("Colour", &[OperationKind::WhiteBalance, OperationKind::ChannelView, OperationKind::Decorrelation, OperationKind::FalseColour]),
    ("Detail", &[OperationKind::Clahe, OperationKind::LocalContrast, OperationKind::Unsharp, OperationKind::Denoise]),
    ("Structure", &[OperationKind::Background, OperationKind::Emboss, OperationKind::Edge]),
];

/// The recipe with a step more; `None` if it has as many as it may.
pub(crate) fn with_step(recipe: &Recipe, kind: OperationKind) -> Option<Recipe> {
    let mut changed = recipe.clone();
    changed.push(kind.with_defaults()).ok().map(|()| changed)
}

/// The recipe with a white balance on a patch of this mean level, as its first step: a patch is measured on the capture as received.
pub(crate) fn with_grey_patch(recipe: &Recipe, mean: [f64; 3]) -> Recipe {
    let [red, green, blue] = mean.map(|level| level.clamp(1.0, 255.0));
    let balance = Operation::WhiteBalance(crate::domain::recipe::WhiteBalance { red, green, blue });
    let mut changed = recipe.clone();
    changed.steps.retain(|step| step.operation.kind() != OperationKind::WhiteBalance);
    changed.steps.insert(0, balance.into());
    changed
}

/// The presets, those meant for `light` first, each with whether it is meant for it.
pub(crate) fn presets(light: Option<Light>) -> Vec<(Preset, bool)> {
    let meant = |preset: &Preset| preset.light().is_some() && preset.light() == light;
    let mut all: Vec<(Preset, bool)> = Preset::ALL.iter().map(|preset| (*preset, meant(preset))).collect();
    all.sort_by_key(|(_, meant)| !meant);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_in_the_menu_once() {
        let mut listed: Vec<OperationKind> = GROUPS.iter().flat_map(|(_, kinds)| kinds.iter().copied()).collect();
        listed.sort_unstable();
        let mut all = OperationKind::ALL.to_vec();
        all.sort_unstable();
        assert_eq!(listed, all);
    }

    #[test]
    fn presets_for_the_light_in_hand_come_first() {
        assert_eq!(presets(Some(Light::Transmitted))[0], (Preset::Watermark, true));
        assert!(presets(None).iter().all(|(_, meant)| !meant));
        assert_eq!(presets(None).len(), Preset::ALL.len());
    }

    #[test]
    fn a_grey_patch_replaces_the_one_before_and_comes_first() {
        let recipe = with_step(&Recipe::default(), OperationKind::Invert).unwrap();
        let once = with_grey_patch(&recipe, [0.0, 128.0, 300.0]);
        let twice = with_grey_patch(&once, [100.0, 110.0, 120.0]);
        assert!(once.check().is_ok() && twice.check().is_ok());
        let kinds: Vec<_> = twice.steps.iter().map(|step| step.operation.kind()).collect();
        assert_eq!(kinds, [OperationKind::WhiteBalance, OperationKind::Invert]);
    }

    #[test]
    fn a_full_recipe_takes_no_further_step() {
        let mut recipe = Recipe::default();
        while let Some(more) = with_step(&recipe, OperationKind::Invert) {
            recipe = more;
        }
        assert_eq!(recipe.steps.len(), crate::domain::recipe::MAX_STEPS);
    }
}
