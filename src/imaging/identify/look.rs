//! Looks at a questioned picture: its recognisable places at the scales that pages ask for, and what a page that they speak for comes to.

use std::collections::BTreeMap;

use super::quad::Quad;
use super::{Candidate, IdentifyParams, IndexedPage};
use crate::domain::Cancelled;
use crate::domain::Progress;
use crate::imaging::register::{Care, Confirmed, Questioned, Seen, confirm, covered, recognise, scale_guesses};
use crate::imaging::{PreparedPage, RegisterError, RegisterParams};

/// What makes up a score: how well the print agrees, which share of the fields of the page speaks for it, and how many places. Of the
/// right page in captures of all kinds these come to 0.43 and more, of pages that share a portrait or a layout with it to 0.38.
const OF_PRINT: f64 = 0.7;
const OF_FIELDS: f64 = 0.3;
const OF_PLACES: f64 = 0.12;
/// The share of the fields above which more of them say nothing: two series of one page have as many.
const ENOUGH_FIELDS: f64 = 0.6;
/// The places above which more of them say nothing.
const MANY_PLACES: f64 = 300.0;

/// A page that a look at the questioned picture speaks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lead {
    pub(super) page: usize,
    pub(super) look: usize,
    /// How much of the votes fits one view.
    pub(super) weight: f64,
    pub(super) places: u32,
}

/// The questioned picture as seen at the scales that the pages ask for; pages of about one size share a look.
pub(super) struct Looks<'a> {
    questioned: &'a Questioned<'a>,
    /// The picture that it is a part of, or itself: that tells how large it may be.
    whole: &'a Questioned<'a>,
    params: &'a RegisterParams,
    scales: Vec<[f64; 2]>,
    /// What was looked at so far.
    pub(super) seen: BTreeMap<usize, Seen>,
}

impl<'a> Looks<'a> {
    /// No look yet.
    pub(super) fn new(questioned: &'a Questioned<'a>, params: &'a RegisterParams) -> Self {
        Self::of_part(questioned, questioned, params)
    }

    /// No look yet at a part of a picture.
    pub(super) fn of_part(questioned: &'a Questioned<'a>, whole: &'a Questioned<'a>, params: &'a RegisterParams) -> Self {
        Self { questioned, whole, params, scales: Vec::new(), seen: BTreeMap::new() }
    }

    /// Sets aside what lies in an outlined part of the picture, in its px.
    pub(super) fn set_aside(&mut self, outline: &Quad) {
        for seen in self.seen.values_mut() {
            seen.forget(|x, y| outline.contains([x, y]));
        }
    }

    /// The looks that a page asks for, likeliest first; nothing is looked at yet.
    pub(super) fn guesses(&mut self, page: &IndexedPage) -> Vec<usize> {
        let mut places = Vec::new();
        for scale in scale_guesses(self.whole, &page.shape) {
            let near = |other: &[f64; 2]| (0..2).all(|axis| (other[axis] / scale[axis]).ln().abs() < 0.17);
            let place = self.scales.iter().position(near).unwrap_or_else(|| {
                self.scales.push(scale);
                self.scales.len() - 1
            });
            places.push(place);
        }
        places
    }

    /// Looks at the picture, once.
    pub(super) fn look(&mut self, look: usize) {
        if let (Some(scale), false) = (self.scales.get(look), self.seen.contains_key(&look)) {
            self.seen.insert(look, self.questioned.seen(*scale, self.params));
        }
    }

    /// Looks at the picture squeezed along a direction, as at a page from its front that was seen at an angle; `None` if there is no scale
    /// to look at it.
    pub(super) fn steep(&mut self, turn: u32) -> Option<usize> {
        let scale = *self.scales.first()?;
        self.scales.push(scale);
        let look = self.scales.len() - 1;
        self.seen.insert(look, self.questioned.squeezed(scale, turn, self.params));
        Some(look)
    }

    /// Looks at what lies within `area` (x, y, width, height in px), once.
    pub(super) fn look_within(&mut self, look: usize, area: [f64; 4]) {
        if self.seen.contains_key(&look) {
            return;
        }
        self.look(look);
        let [left, top, width, height] = area;
        if let Some(seen) = self.seen.get_mut(&look) {
            seen.forget(|x, y| x < left || y < top || x > left + width || y > top + height);
        }
    }

    /// A page with its score: by its print if it is `prepared` and registers, else by its votes.
    pub(super) fn judged(
        &self,
        lead: Lead,
        indexed: &IndexedPage,
        prepared: Option<&PreparedPage>,
        params: &IdentifyParams,
        progress: &dyn Progress,
    ) -> Result<Candidate, Cancelled> {
        let mut inliers = lead.places;
        let mut places = Vec::new();
        let mut confirmed: Option<Confirmed> = None;
        if let (Some(page), Some(seen)) = (prepared, self.seen.get(&lead.look)) {
            let found = recognise(seen, self.questioned, page, self.params).and_then(|recognised| {
                inliers = recognised.inliers;
                places.clone_from(&recognised.places);
                confirm(&recognised, seen, self.questioned, page, Care::Telling, self.params, progress)
            });
            match found {
                Ok(found) => confirmed = Some(found),
                Err(RegisterError::Cancelled(cancelled)) => return Err(cancelled),
                Err(RegisterError::NoFit { inliers: most, .. }) => inliers = inliers.max(most),
            }
        }
        let score = match (&confirmed, prepared) {
            (Some(confirmed), Some(page)) => {
                let covered = covered(page, &confirmed.registration.reference_from_questioned, &places, self.questioned.size_px);
                OF_PRINT * confirmed.likeness
                    + OF_FIELDS * covered.min(ENOUGH_FIELDS)
                    + OF_PLACES * (f64::from(inliers) / MANY_PLACES).min(1.0)
            }
            // Never as good as the weakest registration that counts.
            _ => 0.5 * params.known_score * (f64::from(inliers) / 200.0).min(1.0),
        };
        let (key, corners) = (indexed.key.clone(), confirmed.as_ref().and_then(|confirmed| confirmed.corners));
        places.truncate(if confirmed.is_some() { places.len() } else { 0 });
        Ok(Candidate { key, score, inliers, registration: confirmed.map(|confirmed| confirmed.registration), corners, places })
    }
}
