//! Pictures as their recipes make them look, made ready in jobs; what was seen before stays until then.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::viewer::{PictureKey, TiledPicture};
use crate::app::{Job, Polled, Problem, ProblemKind, Waker};
use crate::domain::recipe::Recipe;
use crate::domain::{Resolution, Sha256};

/// A picture to paint.
pub(crate) struct Look {
    /// Its name in the cache of textures.
    pub(crate) key: PictureKey,
    /// Its tiles.
    pub(crate) tiles: Arc<TiledPicture>,
    /// What stands in for tiles that are not worked out yet.
    pub(crate) before: Option<PictureKey>,
}

/// One picture that is adjusted.
#[derive(Default)]
struct Adjusted {
    /// The newest look that is ready, with its recipe.
    ready: Option<(Recipe, PictureKey, Arc<TiledPicture>)>,
    /// What was shown before it.
    before: Option<PictureKey>,
    running: Option<(Recipe, Job<Result<TiledPicture, Problem>>)>,
    /// The recipe that could not be used, and why.
    refused: Option<(Recipe, String)>,
}

/// All pictures that are adjusted, by the name of the original.
#[derive(Default)]
pub(crate) struct Looks {
    of: BTreeMap<PictureKey, Adjusted>,
}

/// The name of a look in the cache of textures.
fn key_of(original: PictureKey, recipe: &Recipe) -> PictureKey {
    let text = serde_json::to_string(recipe).unwrap_or_default();
    PictureKey::from(Sha256::of(format!("{:?}/{text}", original.0).as_bytes()))
}

impl Looks {
    /// Takes over what is ready; returns problems that no recipe is to blame for.
    pub(crate) fn poll(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (original, adjusted) in &mut self.of {
            let Some((recipe, job)) = adjusted.running.take() else { continue };
            match job.poll() {
                Polled::Running => adjusted.running = Some((recipe, job)),
                Polled::Done(Ok(tiles)) => {
                    adjusted.before = Some(adjusted.ready.as_ref().map_or(*original, |(_, key, _)| *key));
                    let key = key_of(*original, &recipe);
                    adjusted.ready = Some((recipe, key, Arc::new(tiles)));
                }
                Polled::Done(Err(problem)) => {
                    if problem.kind != ProblemKind::BadUse {
                        problems.push(problem.clone());
                    }
                    adjusted.refused = Some((recipe, problem.line()));
                }
                Polled::Lost => adjusted.refused = Some((recipe, "The picture could not be adjusted.".to_owned())),
            }
        }
        problems
    }

    /// The picture `original` as `recipe` makes it look, or the nearest to it that is ready.
    ///
    /// One job at a time is at work on a picture, so that a slider that is dragged shows what it comes to on its way.
    pub(crate) fn get(
        &mut self,
        original: PictureKey,
        picture: &Arc<TiledPicture>,
        recipe: &Recipe,
        resolution: Option<Resolution>,
        waker: &Waker,
    ) -> Look {
        if recipe.is_unaltered() {
            let before = self.of.remove(&original).and_then(|adjusted| Some(adjusted.ready?.1));
            return Look { key: original, tiles: Arc::clone(picture), before };
        }
        let adjusted = self.of.entry(original).or_default();
        let is = |known: &Recipe| known == recipe;
        let known =
            adjusted.ready.as_ref().is_some_and(|(known, ..)| is(known)) || adjusted.refused.as_ref().is_some_and(|(known, _)| is(known));
        if !known && adjusted.running.is_none() {
            adjusted.refused = None;
            let (picture, wanted) = (Arc::clone(picture), recipe.clone());
            let job = Job::start("Adjusting", waker.clone(), move |watch| picture.adjusted(&wanted, resolution, watch));
            adjusted.running = Some((recipe.clone(), job));
        }
        match &adjusted.ready {
            Some((_, key, tiles)) => Look { key: *key, tiles: Arc::clone(tiles), before: adjusted.before },
            None => Look { key: original, tiles: Arc::clone(picture), before: None },
        }
    }

    /// Why the newest recipe of a picture cannot be used, if so.
    pub(crate) fn refusal(&self, original: PictureKey) -> Option<&str> {
        self.of.get(&original)?.refused.as_ref().map(|(_, why)| why.as_str())
    }

    /// The original of a look; `None` if `key` is none.
    pub(crate) fn base_of(&self, key: PictureKey) -> Option<PictureKey> {
        let is = |adjusted: &Adjusted| adjusted.ready.as_ref().is_some_and(|(_, look, _)| *look == key);
        self.of.iter().find(|(_, adjusted)| is(adjusted)).map(|(original, _)| *original)
    }

    /// Forgets all looks of a picture.
    pub(crate) fn forget(&mut self, original: PictureKey) {
        self.of.remove(&original);
    }

    /// Whether a look is being made ready.
    pub(crate) fn is_busy(&self) -> bool {
        self.of.values().any(|adjusted| adjusted.running.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unwatched;
    use crate::domain::recipe::{Exposure, Length, Operation, Unsharp};

    fn bright(stops: f64) -> Recipe {
        [Operation::Exposure(Exposure { stops })].into_iter().collect()
    }

    fn wait(looks: &mut Looks) {
        while looks.is_busy() {
            assert!(looks.poll().is_empty());
            std::thread::yield_now();
        }
    }

    #[test]
    fn what_was_seen_before_stands_in_until_the_new_look_is_ready() {
        let picture = Arc::new(TiledPicture::drawn(image::RgbImage::new(300, 200), &Unwatched).unwrap());
        let original = PictureKey([1; 16]);
        let mut looks = Looks::default();
        let mut get = |looks: &mut Looks, recipe: &Recipe| looks.get(original, &picture, recipe, None, &Waker::none());
        assert_eq!(get(&mut looks, &bright(1.0)).key, original, "the original, until it is ready");
        wait(&mut looks);
        let first = get(&mut looks, &bright(1.0));
        assert!(first.key != original && first.before == Some(original));
        assert_eq!(get(&mut looks, &bright(2.0)).key, first.key);
        wait(&mut looks);
        let second = get(&mut looks, &bright(2.0));
        assert!(second.key != first.key && second.before == Some(first.key));
        assert_eq!(looks.base_of(second.key), Some(original));
        assert_eq!(get(&mut looks, &Recipe::default()).key, original);
    }

    #[test]
    fn a_recipe_that_does_not_fit_is_refused_once_and_says_why() {
        let picture = Arc::new(TiledPicture::drawn(image::RgbImage::new(300, 200), &Unwatched).unwrap());
        let original = PictureKey([1; 16]);
        let recipe: Recipe = [Operation::Unsharp(Unsharp { radius: Length::Mm(0.1), amount: 1.0, threshold: 0.0 })].into_iter().collect();
        let mut looks = Looks::default();
        for _ in 0..3 {
            drop(looks.get(original, &picture, &recipe, None, &Waker::none()));
            wait(&mut looks);
        }
        assert!(looks.refusal(original).is_some_and(|why| why.contains("resolution")));
        drop(looks.get(original, &picture, &bright(1.0), None, &Waker::none()));
        assert_eq!(looks.refusal(original), None);
        wait(&mut looks);
    }
}
