//! Adjusting the pictures in hand: what is chosen, what is kept, and how it reaches the viewers.

use super::Desktop;
use super::Refusal;
use super::panes::Ready;
use crate::app::pipeline::intake::resolution_from_size;
use crate::domain::recipe::Recipe;
use crate::domain::{PictureSum, PointPx, Resolution, Sha256};
use crate::gui::backend::Step;
use crate::gui::case::adjust::{AdjustView, Target, with_grey_patch};
use crate::gui::case::tabs::Tab;
use crate::gui::command::Command;
use crate::gui::viewer::{CanvasResponse, Side, Source};

/// A picture that can be adjusted: the sum of its file, and the resolution that its file states.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Adjustable {
    sum: PictureSum,
    resolution: Option<Resolution>,
    px_per_mm: f64,
}

/// Captions longer than this are cut on the picture; the panel and the report have all of it.
const CAPTION: usize = 72;

impl Desktop {
    fn adjustable(&self, source: Source) -> Option<Adjustable> {
        let open = self.open.as_ref()?;
        match source.side {
            Side::Questioned => {
                let capture = self.capture_of(source)?;
                let px_per_mm = match (open.placement(capture.id), capture.resolution) {
                    (Some(placement), _) => placement.sampling_ppi / 25.4,
                    (None, Some(resolution)) => resolution.x.px_per_mm(),
                    (None, None) => 300.0 / 25.4,
                };
                Some(Adjustable { sum: capture.picture(), resolution: capture.resolution, px_per_mm })
            }
            Side::Reference => {
                let page = self.page_in_hand()?;
                let held = page.captures.get(&source.light)?;
                let (reference, light) = (open.reference_id()?, source.light);
                // A folder that is not hashed yet names its picture by its place.
                let sum = held.sha256.unwrap_or_else(|| Sha256::of(format!("reference/{reference}/{}/{light}", page.id).as_bytes())).into();
                let measured = || {
                    let (width, height) = self.pictures.size_px(self.key_of(source)?)?;
                    resolution_from_size(width, height, page.size)
                };
                let resolution = held.resolution.or_else(measured);
                Some(Adjustable { sum, resolution, px_per_mm: resolution.map_or(300.0 / 25.4, |resolution| resolution.x.px_per_mm()) })
            }
        }
    }

    /// The recipe of a picture, as it is being chosen or as it is kept.
    fn recipe_of(&self, sum: PictureSum) -> Recipe {
        let chosen = self.trying.iter().find(|(picture, _)| *picture == sum).map(|(_, recipe)| recipe);
        let kept = || self.open.as_ref()?.examination.adjustments.get(&sum);
        chosen.or_else(kept).cloned().unwrap_or_default()
    }

    /// The recipe that a picture is shown with, for what is attached as evidence.
    pub(super) fn recipe_shown(&self, sum: PictureSum) -> Recipe {
        if self.adjust.unaltered { Recipe::default() } else { self.recipe_of(sum) }
    }

    /// The recipe that a picture of the page in hand is shown with.
    pub(super) fn recipe_of_source(&self, source: Source) -> Recipe {
        self.sum_of_source(source).map_or_else(Recipe::default, |sum| self.recipe_shown(sum))
    }

    /// The sum under which a picture's adjustment is kept.
    pub(super) fn sum_of_source(&self, source: Source) -> Option<PictureSum> {
        self.adjustable(source).map(|picture| picture.sum)
    }

    /// Shows pictures with recipes for now, without keeping them.
    pub(super) fn show_recipes(&mut self, recipes: Vec<(PictureSum, Recipe)>) {
        self.adjust.unaltered = false;
        self.trying = recipes;
    }

    /// A picture as it is to be seen, with a label that says so if that is not as received.
    pub(super) fn looked_at(&mut self, source: Source, mut ready: Ready) -> Ready {
        let Some(picture) = self.adjustable(source) else { return ready };
        let recipe = self.recipe_shown(picture.sum);
        let look = self.pictures.look(ready.key, &ready.tiles, &recipe, picture.resolution, &self.waker);
        (ready.key, ready.tiles, ready.before) = (look.key, look.tiles, look.before);
        if !recipe.is_unaltered() {
            ready.label.push(caption(&recipe));
        }
        ready
    }

    /// The pictures that the panel is about, the one it shows first.
    fn targets(&self) -> Vec<(Source, Adjustable)> {
        let [questioned, second] = self.pair_of_sources();
        let wanted = match self.adjust.target {
            Target::Questioned => [questioned, None],
            Target::Reference => [second.or(questioned), None],
            Target::Both => [questioned, second],
        };
        wanted.into_iter().flatten().filter_map(|source| Some((source, self.adjustable(source)?))).collect()
    }

    /// What the panel shows.
    pub(super) fn adjust_view(&mut self) -> AdjustView {
        let targets = self.targets();
        let first = targets.first().copied();
        let key = first.and_then(|(source, _)| self.key_of(source));
        let recipe = first.map_or_else(Recipe::default, |(_, picture)| self.recipe_of(picture.sum));
        let names: Vec<String> = targets.iter().map(|(source, _)| source.title()).collect();
        let shown = first.map(|(source, _)| self.shown(source, 0));
        AdjustView {
            subject: names.join(" and "),
            light: first.map(|(source, _)| source.light),
            has_reference: self.pair_of_sources()[1].is_some(),
            histogram: shown.and_then(Result::ok).map(|ready| ready.tiles.histogram().clone()),
            refusal: key.and_then(|key| self.pictures.refusal(key)).map(str::to_owned),
            empty: first.is_none(),
            frozen: self.open.as_ref().is_none_or(|open| open.examination.frozen),
            recipe,
        }
    }

    /// Shows the pictures in hand with `recipe`, without keeping it yet.
    pub(super) fn try_adjustment(&mut self, recipe: &Recipe) {
        self.adjust.unaltered = false;
        self.trying = self.targets().into_iter().map(|(_, picture)| (picture.sum, fitted(recipe, picture))).collect();
    }

    /// Adjusts the pictures in hand with `recipe`, as one step of the examination.
    pub(super) fn keep_adjustment(&mut self, recipe: &Recipe) {
        self.try_adjustment(recipe);
        let kept = self.open.as_ref().map(|open| &open.examination.adjustments);
        let is_new = |(sum, recipe): &&(PictureSum, Recipe)| kept.and_then(|kept| kept.get(sum)).cloned().unwrap_or_default() != *recipe;
        let changed: Vec<(PictureSum, Recipe)> = self.trying.iter().filter(is_new).cloned().collect();
        if changed.is_empty() {
            self.trying.clear();
        } else {
            self.steps.push_back(Step::Adjust(changed));
        }
    }

    /// Why nothing can be adjusted now; `None` if it can.
    pub(super) fn refusal_to_adjust(&self) -> Option<Refusal> {
        self.refusal(Command::ShowAdjust).or_else(|| {
            let open = self.open.as_ref()?;
            if open.examination.frozen {
                return Some(("The findings are issued: nothing changes any more.", ""));
            }
            self.targets().is_empty().then_some(("There is no capture.", "Add captures first: Ctrl+I."))
        })
    }

    /// Adjusts the pictures in hand by what was chosen by its name, and shows the steps; says why if that cannot be.
    pub(super) fn adjust_by_name(&mut self, recipe: Option<Recipe>) {
        let full = ("There are as many steps as there may be.", "Take one away first: Ctrl+5.");
        match (self.refusal_to_adjust(), recipe) {
            (None, Some(recipe)) => {
                self.keep_adjustment(&recipe);
                self.tab = Tab::Adjust;
            }
            (refused, _) => {
                let (why, remedy) = refused.unwrap_or(full);
                self.notices.told(why, remedy, None);
            }
        }
    }

    /// The recipe that the panel shows.
    pub(super) fn recipe_in_hand(&self) -> Recipe {
        self.targets().first().map_or_else(Recipe::default, |(_, picture)| self.recipe_of(picture.sum))
    }

    /// Takes a grey patch where the questioned picture was clicked.
    pub(super) fn pick_grey(&mut self, response: &CanvasResponse) -> Option<Recipe> {
        if !(self.adjust.picking && response.clicked) {
            return None;
        }
        let at: PointPx = response.cursor?.capture?;
        let [questioned, _] = self.pair_of_sources();
        let mean = match self.shown(questioned?, 0) {
            Ok(ready) => ready.tiles.mean_at(at)?,
            Err(_) => return None,
        };
        self.adjust.picking = false;
        Some(with_grey_patch(&self.recipe_in_hand(), mean))
    }
}

/// `recipe` for a picture: with lengths in pixels where its file states no resolution.
fn fitted(recipe: &Recipe, picture: Adjustable) -> Recipe {
    if picture.resolution.is_some() { recipe.clone() } else { recipe.clone().in_pixels(picture.px_per_mm) }
}

/// What stands on a picture that is not shown as received.
fn caption(recipe: &Recipe) -> String {
    let text = format!("Adjusted: {}", recipe.describe());
    if text.chars().count() <= CAPTION { text } else { format!("{}…", text.chars().take(CAPTION).collect::<String>()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recipe::{Length, Operation, Unsharp};

    #[test]
    fn a_long_recipe_is_cut_on_the_picture() {
        let step = Operation::Unsharp(Unsharp { radius: Length::Mm(0.1), amount: 1.0, threshold: 0.0 });
        let recipe: Recipe = std::iter::repeat_n(step, 9).collect();
        assert_eq!(caption(&recipe).chars().count(), CAPTION + 1);
    }

    #[test]
    fn lengths_are_in_pixels_where_no_resolution_is_stated() {
        let recipe: Recipe = [Operation::Unsharp(Unsharp { radius: Length::Mm(0.1), amount: 1.0, threshold: 0.0 })].into_iter().collect();
        let picture = |resolution| Adjustable { sum: Sha256::of(b"").into(), resolution, px_per_mm: 12.0 };
        assert!(fitted(&recipe, picture(Resolution::square(300.0))).needs_resolution());
        assert!(!fitted(&recipe, picture(None)).needs_resolution());
    }
}
