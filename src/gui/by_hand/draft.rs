//! The landmarks of a registration by hand while they are being set: pairs, what they give, and the steps back.

use crate::app::pipeline::landmarks::{Judged, fault, judge};
use crate::domain::{LandmarkModel, PointPx, Resolution};
use crate::gui::viewer::Side;
use crate::imaging::{Landmark, LandmarkError, MOST_MISS_MM, Miss};

/// One pair; a spot is `None` until it is set.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct DraftPair {
    pub(crate) questioned: Option<PointPx>,
    pub(crate) reference: Option<PointPx>,
}

impl DraftPair {
    /// Its spot in the picture of a side.
    pub(crate) fn spot(&self, side: Side) -> Option<PointPx> {
        match side {
            Side::Questioned => self.questioned,
            Side::Reference => self.reference,
        }
    }

    fn spot_mut(&mut self, side: Side) -> &mut Option<PointPx> {
        match side {
            Side::Questioned => &mut self.questioned,
            Side::Reference => &mut self.reference,
        }
    }

    /// Both spots, once both are set.
    pub(crate) fn landmark(&self) -> Option<Landmark> {
        Some(Landmark { questioned: self.questioned?, reference: self.reference? })
    }
}

/// What a step back restores.
#[derive(Debug, Clone, PartialEq)]
struct Past {
    model: LandmarkModel,
    pairs: Vec<DraftPair>,
}

/// What the pairs give.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    /// So many more pairs fix a map and show how well it fits.
    More(usize),
    /// They give no map: what is wrong, and what to do.
    Fault(String, String),
    /// They give one that is not good enough to compare by: why, and what to do.
    Refused(String, String),
    /// They give a good one, with its residual and its number of pairs.
    Good(Miss, usize),
}

/// What the table says of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    /// The side whose spot is missing.
    pub(crate) missing: Option<Side>,
    /// What the pair misses; `None` without a map, or if the pairs just fix it.
    pub(crate) miss: Option<Miss>,
    /// How far it is from where the others put it.
    pub(crate) left_out: Option<Miss>,
}

impl Line {
    /// Whether the pair is too far off for a registration.
    pub(crate) fn is_poor(&self) -> bool {
        self.miss.is_some_and(|miss| miss.mm > MOST_MISS_MM)
    }
}

/// The landmarks of one registration.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    model: LandmarkModel,
    pairs: Vec<DraftPair>,
    /// The pair that keys act on.
    chosen: Option<usize>,
    /// The side whose spot of it they act on.
    side: Side,
    resolution: Resolution,
    /// Width and height in px of the questioned picture and of the reference.
    sizes: [[u32; 2]; 2],
    past: Vec<Past>,
    future: Vec<Past>,
    /// The spot that was nudged last, so that many small steps of one spot are one step back.
    nudged: Option<(usize, Side)>,
    fitted: Option<Result<Judged, LandmarkError>>,
}

impl Draft {
    /// A draft that begins with `pairs`; `resolution` is that of the reference picture.
    pub(crate) fn new(model: LandmarkModel, pairs: Vec<DraftPair>, resolution: Resolution, sizes: [[u32; 2]; 2]) -> Self {
        let mut draft = Self {
            model,
            pairs,
            chosen: None,
            side: Side::Questioned,
            resolution,
            sizes,
            past: Vec::new(),
            future: Vec::new(),
            nudged: None,
            fitted: None,
        };
        draft.fit();
        draft
    }

    /// The kind of map.
    pub(crate) fn model(&self) -> LandmarkModel {
        self.model
    }

    /// The pairs, in the order of their numbers.
    pub(crate) fn pairs(&self) -> &[DraftPair] {
        &self.pairs
    }

    /// The pair that keys act on.
    pub(crate) fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// The side that keys act on.
    pub(crate) fn side(&self) -> Side {
        self.side
    }

    /// Whether there is a step to take back.
    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to take again.
    pub(crate) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The complete pairs with their numbers, from 0.
    fn complete(&self) -> impl Iterator<Item = (usize, Landmark)> {
        self.pairs.iter().enumerate().filter_map(|(number, pair)| Some((number, pair.landmark()?)))
    }

    /// The complete pairs.
    pub(crate) fn landmarks(&self) -> Vec<Landmark> {
        self.complete().map(|(_, landmark)| landmark).collect()
    }

    /// What they give, good enough or not; `None` without a map.
    pub(crate) fn judged(&self) -> Option<&Judged> {
        self.fitted.as_ref()?.as_ref().ok()
    }

    /// What the pairs give, in words.
    pub(crate) fn standing(&self) -> Standing {
        let split = |error: &dyn std::error::Error| {
            let problem = fault(error);
            (problem.message, problem.hint)
        };
        match &self.fitted {
            None => Standing::More(self.model.trusted_pairs().saturating_sub(self.complete().count())),
            Some(Err(error)) => {
                let (what, remedy) = split(error);
                let remedy = match error {
                    LandmarkError::Layout { .. } if remedy.is_empty() => {
                        "Set the landmarks far apart, near the corners of the page.".to_owned()
                    }
                    _ => remedy,
                };
                Standing::Fault(what, remedy)
            }
            Some(Ok(judged)) => match (&judged.refused, judged.fit.rms) {
                (None, Some(rms)) => Standing::Good(rms, judged.fit.misses.len()),
                (Some(refused), _) => {
                    let (what, remedy) = split(refused);
                    Standing::Refused(self.renumbered(refused).unwrap_or(what), remedy)
                }
                (None, None) => Standing::More(1),
            },
        }
    }

    /// A refusal that names a pair counts complete pairs only; here it gets the number that is on the screen.
    fn renumbered(&self, refused: &crate::imaging::Distrust) -> Option<String> {
        let crate::imaging::Distrust::PairFarOff { number, mm } = refused else { return None };
        let (shown, _) = self.complete().nth(number.checked_sub(1)?)?;
        let named = crate::imaging::Distrust::PairFarOff { number: shown + 1, mm: *mm };
        Some(fault(&named).message)
    }

    /// What the table says, pair by pair.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let fit = self.judged().map(|judged| &judged.fit);
        let mut complete = 0;
        self.pairs
            .iter()
            .map(|pair| {
                if pair.landmark().is_none() {
                    let missing = if pair.questioned.is_none() { Side::Questioned } else { Side::Reference };
                    return Line { missing: Some(missing), miss: None, left_out: None };
                }
                let place = complete;
                complete += 1;
                let miss = fit.filter(|fit| fit.rms.is_some()).and_then(|fit| fit.misses.get(place).copied());
                Line { missing: None, miss, left_out: fit.and_then(|fit| fit.left_out.get(place).copied().flatten()) }
            })
            .collect()
    }

    /// Where the map puts a spot of one picture in the other; `None` without a map.
    pub(crate) fn across(&self, side: Side, spot: PointPx) -> Option<PointPx> {
        let map = self.judged()?.fit.reference_from_questioned;
        let (x, y) = match side {
            Side::Questioned => map.apply(spot.x, spot.y),
            Side::Reference => map.inverse()?.apply(spot.x, spot.y),
        };
        (x.is_finite() && y.is_finite()).then_some(PointPx { x, y })
    }

    /// Whether a spot lies in the picture of a side.
    pub(crate) fn contains(&self, side: Side, spot: PointPx) -> bool {
        self.within(side, spot) == spot
    }

    /// Moves the questioned spot of a pair to where the print says, if the pair is still as it was.
    pub(crate) fn snapped(&mut self, number: usize, was: Landmark, spot: PointPx) -> bool {
        let same = self.pairs.get(number).and_then(DraftPair::landmark) == Some(was);
        if same {
            self.grab(number, Side::Questioned);
            self.move_to(number, Side::Questioned, spot);
        }
        same
    }

    /// Takes a pair in hand, or none, at the spot of `side`.
    pub(crate) fn choose(&mut self, pair: Option<usize>, side: Side) {
        self.chosen = pair.filter(|pair| *pair < self.pairs.len());
        self.side = side;
        self.nudged = None;
    }

    /// Sets a spot: that of the pair in hand or else of the first that still lacks it, else the first of a new pair.
    pub(crate) fn set(&mut self, side: Side, spot: PointPx) {
        self.keep();
        let spot = self.within(side, spot);
        let lacks = |number: &usize| self.pairs.get(*number).is_some_and(|pair| pair.spot(side).is_none());
        let wanting = self.chosen.filter(lacks).or_else(|| (0..self.pairs.len()).find(lacks));
        let number = wanting.unwrap_or(self.pairs.len());
        if wanting.is_none() {
            self.pairs.push(DraftPair::default());
        }
        if let Some(pair) = self.pairs.get_mut(number) {
            *pair.spot_mut(side) = Some(spot);
        }
        self.choose(Some(number), side);
        self.fit();
    }

    /// Begins to move a spot, as one step back until the next begins.
    pub(crate) fn grab(&mut self, number: usize, side: Side) {
        self.keep();
        self.choose(Some(number), side);
    }

    /// Moves a spot that was grabbed.
    pub(crate) fn move_to(&mut self, number: usize, side: Side, spot: PointPx) {
        let spot = self.within(side, spot);
        if let Some(held) = self.pairs.get_mut(number).map(|pair| pair.spot_mut(side)).filter(|held| held.is_some()) {
            *held = Some(spot);
            self.fit();
        }
    }

    /// Moves the chosen spot by so many px of its picture.
    pub(crate) fn nudge(&mut self, right: f64, down: f64) {
        let Some(number) = self.chosen else { return };
        let Some(spot) = self.pairs.get(number).and_then(|pair| pair.spot(self.side)) else { return };
        if self.nudged != Some((number, self.side)) {
            self.keep();
            self.nudged = Some((number, self.side));
        }
        self.move_to(number, self.side, PointPx { x: spot.x + right, y: spot.y + down });
    }

    /// Takes the chosen pair away.
    pub(crate) fn remove(&mut self) {
        let Some(number) = self.chosen.filter(|number| *number < self.pairs.len()) else { return };
        self.keep();
        self.pairs.remove(number);
        let left = self.pairs.len().checked_sub(1).map(|last| number.min(last));
        self.choose(left, self.side);
        self.fit();
    }

    /// Takes another kind of map.
    pub(crate) fn set_model(&mut self, model: LandmarkModel) {
        if model != self.model {
            self.keep();
            self.model = model;
            self.fit();
        }
    }

    /// Takes the last step back.
    pub(crate) fn undo(&mut self) {
        if let Some(past) = self.past.pop() {
            self.future.push(self.now());
            self.restore(past);
        }
    }

    /// Takes the step again that was taken back last.
    pub(crate) fn redo(&mut self) {
        if let Some(next) = self.future.pop() {
            self.past.push(self.now());
            self.restore(next);
        }
    }

    fn now(&self) -> Past {
        Past { model: self.model, pairs: self.pairs.clone() }
    }

    fn keep(&mut self) {
        self.past.push(self.now());
        self.future.clear();
        self.nudged = None;
    }

    fn restore(&mut self, past: Past) {
        (self.model, self.pairs) = (past.model, past.pairs);
        self.chosen = self.chosen.filter(|chosen| *chosen < self.pairs.len());
        self.nudged = None;
        self.fit();
    }

    /// The nearest spot that lies in the picture.
    fn within(&self, side: Side, spot: PointPx) -> PointPx {
        let [width, height] = self.sizes[usize::from(side == Side::Reference)].map(f64::from);
        PointPx { x: spot.x.clamp(-0.5, (width - 0.5).max(-0.5)), y: spot.y.clamp(-0.5, (height - 0.5).max(-0.5)) }
    }

    fn fit(&mut self) {
        let pairs = self.landmarks();
        let enough = pairs.len() >= self.model.least_pairs();
        self.fitted = enough.then(|| judge(&pairs, self.model, self.resolution, self.sizes[0], self.sizes[1]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft::new(LandmarkModel::Similarity, Vec::new(), Resolution::square(254.0).unwrap(), [[1000, 800]; 2])
    }

    fn at(x: f64, y: f64) -> PointPx {
        PointPx { x, y }
    }

    /// A draft with three pairs that agree: the reference lies 10 px to the right.
    fn three() -> Draft {
        let mut draft = draft();
        for (x, y) in [(100.0, 100.0), (800.0, 120.0), (500.0, 700.0)] {
            draft.set(Side::Questioned, at(x, y));
            draft.set(Side::Reference, at(x + 10.0, y));
        }
        draft
    }

    #[test]
    fn spots_make_pairs_in_either_order() {
        let mut draft = draft();
        draft.set(Side::Questioned, at(1.0, 1.0));
        draft.set(Side::Questioned, at(700.0, 2.0));
        draft.set(Side::Reference, at(710.0, 2.0));
        assert_eq!(draft.pairs()[1].landmark().map(|pair| pair.reference), Some(at(710.0, 2.0)), "the pair in hand");
        assert_eq!(draft.lines()[0].missing, Some(Side::Reference));
        draft.set(Side::Reference, at(11.0, 1.0));
        draft.set(Side::Reference, at(300.0, 600.0));
        assert_eq!(draft.lines()[2].missing, Some(Side::Questioned));
        assert_eq!(draft.landmarks().len(), 2);
    }

    #[test]
    fn two_pairs_are_refused_until_a_third_shows_how_well_they_fit() {
        let mut draft = draft();
        assert_eq!(draft.standing(), Standing::More(3));
        for (x, y) in [(100.0, 100.0), (800.0, 120.0)] {
            draft.set(Side::Questioned, at(x, y));
            draft.set(Side::Reference, at(x + 10.0, y));
        }
        assert!(matches!(draft.standing(), Standing::Refused(what, _) if what.starts_with("3 pairs are needed")));
        assert!(matches!(three().standing(), Standing::Good(rms, 3) if rms.mm < 1e-9));
    }

    #[test]
    fn a_wrong_pair_is_named_by_its_number_on_the_screen() {
        let mut draft = draft();
        draft.set(Side::Questioned, at(50.0, 700.0));
        for (x, y, off) in [(100.0, 100.0, 0.0), (800.0, 120.0, 0.0), (500.0, 700.0, 0.0), (900.0, 750.0, 60.0)] {
            draft.set(Side::Questioned, at(x, y));
            draft.set(Side::Reference, at(x + off, y));
        }
        let Standing::Refused(what, remedy) = draft.standing() else { panic!("{:?}", draft.standing()) };
        assert!(what.starts_with("Pair 5 is ") && remedy.starts_with("Set it on the same spot"), "{what} {remedy}");
        assert!(draft.lines()[4].is_poor() && draft.lines()[0].missing == Some(Side::Reference));
    }

    #[test]
    fn many_nudges_of_one_spot_are_one_step_back() {
        let mut draft = three();
        draft.choose(Some(1), Side::Reference);
        let before = draft.pairs().to_vec();
        for _ in 0..5 {
            draft.nudge(1.0, 0.0);
        }
        assert_eq!(draft.pairs()[1].reference, Some(at(815.0, 120.0)));
        draft.undo();
        assert_eq!(draft.pairs(), before);
        draft.redo();
        assert_eq!(draft.pairs()[1].reference, Some(at(815.0, 120.0)));
    }

    #[test]
    fn every_step_is_taken_back_in_turn() {
        let mut draft = draft();
        let mut seen = vec![draft.now()];
        let steps: [fn(&mut Draft); 5] = [
            |draft| draft.set(Side::Questioned, at(5.0, 5.0)),
            |draft| draft.set(Side::Reference, at(6.0, 6.0)),
            |draft| draft.set_model(LandmarkModel::Affine),
            |draft| draft.nudge(2.0, 3.0),
            Draft::remove,
        ];
        for step in steps {
            step(&mut draft);
            seen.push(draft.now());
        }
        while let Some(expected) = seen.pop() {
            assert_eq!(draft.now(), expected);
            draft.undo();
        }
        assert!(!draft.can_undo() && draft.can_redo());
    }

    #[test]
    fn a_spot_stays_in_its_picture() {
        let mut draft = draft();
        draft.set(Side::Questioned, at(-20.0, 900.0));
        assert_eq!(draft.pairs()[0].questioned, Some(at(-0.5, 799.5)));
    }

    #[test]
    fn the_map_leads_from_one_picture_to_the_other_and_back() {
        let draft = three();
        let there = draft.across(Side::Questioned, at(300.0, 300.0)).unwrap();
        let back = draft.across(Side::Reference, there).unwrap();
        assert!((there.x - 310.0).abs() < 1e-6 && (back.x - 300.0).abs() < 1e-6);
    }
}
