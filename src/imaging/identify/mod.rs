//! Finds which reference page a questioned picture shows.
//!
//! Every page of the index is tried by features; the best few are registered, and their score is how well the print agrees under
//! that registration. Two series of one issuer share emblems and titles, so both register; their backgrounds tell them apart.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::register::{Recognised, Seen, confirm, print_agreement, recognise, scale_guesses};
use super::{Picture, PreparedPage, RegisterError, RegisterParams, Registration};
use crate::domain::{Cancelled, Light, Progress};

/// A reference page that a questioned picture may show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// The key it was indexed with.
    pub key: String,
    /// How well the two agree, 0 to 1.
    pub score: f64,
    /// Matched places that agree with one map.
    pub inliers: u32,
    /// The map, if there is one.
    pub registration: Option<Registration>,
}

/// What an identification came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Identification {
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Whether the best is good enough to say that the document is in the library.
    pub known: bool,
    /// How far the best is ahead of the second, as a difference of scores.
    pub margin: f64,
}

/// How identification works.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct IdentifyParams {
    /// How registration works.
    pub register: RegisterParams,
    /// The light of the questioned picture; only pages held under it are tried. `None` tries all.
    pub light: Option<Light>,
    /// How many of the candidates are registered and judged by their print.
    pub max_verified: usize,
    /// Least score to call a document known.
    pub known_score: f64,
}

impl Default for IdentifyParams {
    fn default() -> Self {
        Self { register: RegisterParams::default(), light: None, max_verified: 6, known_score: 0.4 }
    }
}

/// One page of an index.
#[derive(Debug, Clone)]
pub struct IndexEntry {
    /// A name that the caller understands.
    pub key: String,
    /// The light of the reference capture.
    pub light: Light,
    /// The page.
    pub page: PreparedPage,
}

/// Reference pages ready for identification.
#[derive(Debug, Clone, Default)]
pub struct Index {
    entries: Vec<IndexEntry>,
}

impl Index {
    /// Takes prepared pages; the order decides between equals.
    pub fn build(entries: Vec<IndexEntry>) -> Self {
        Self { entries }
    }

    /// The entry named `key` under `light`.
    pub fn entry(&self, key: &str, light: Light) -> Option<&IndexEntry> {
        self.entries.iter().find(|entry| entry.key == key && entry.light == light)
    }

    /// Every entry, in the order given.
    pub fn entries(&self) -> &[IndexEntry] {
        &self.entries
    }

    /// Returns the `top` candidates, best first; a library that does not hold the document gives candidates with `known` false.
    ///
    /// Progress counts entries and then the candidates that are registered.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] if `progress` asks to stop.
    pub fn identify(
        &self,
        questioned: &Picture,
        top: usize,
        params: &IdentifyParams,
        progress: &dyn Progress,
    ) -> Result<Identification, Cancelled> {
        let entries: Vec<&IndexEntry> = self.entries.iter().filter(|entry| params.light.is_none_or(|light| light == entry.light)).collect();
        let total = (entries.len() + params.max_verified) as u64;
        let mut looks = Looks { questioned, params: &params.register, seen: Vec::new() };
        let guesses: Vec<Vec<usize>> = entries.iter().map(|entry| looks.guesses(&entry.page)).collect();
        let mut tried = Vec::new();
        // A few at a time, so that a cancel is heard; the order of the results does not depend on it.
        for (chunk, part) in entries.chunks(8).enumerate() {
            progress.report((chunk * 8) as u64, total)?;
            let found: Vec<(u32, Option<(usize, Recognised)>)> =
                part.par_iter().zip(&guesses[chunk * 8..]).map(|(entry, guesses)| looks.recognise(&entry.page, guesses)).collect();
            tried.extend(found);
        }
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|place| (tried[*place].1.is_none(), std::cmp::Reverse(tried[*place].0), *place));

        let mut candidates = Vec::new();
        for (rank, place) in order.into_iter().enumerate() {
            progress.report((entries.len() + rank.min(params.max_verified)) as u64, total)?;
            let entry = entries[place];
            let (inliers, recognised) = &tried[place];
            let verified = recognised.as_ref().filter(|_| rank < params.max_verified);
            let registration = match verified {
                Some((look, recognised)) => {
                    match confirm(recognised, &looks.seen[*look], questioned, &entry.page, &params.register, progress) {
                        Ok(registration) => Some(registration),
                        Err(RegisterError::Cancelled(cancelled)) => return Err(cancelled),
                        Err(RegisterError::NoFit { .. }) => None,
                    }
                }
                None => None,
            };
            let score = registration.as_ref().map_or_else(
                // Never as good as the weakest registration that counts.
                || 0.5 * params.known_score * (f64::from(*inliers) / 200.0).min(1.0),
                |registration| 0.7 * print_agreement(questioned, &entry.page, registration) + 0.3 * (f64::from(*inliers) / 300.0).min(1.0),
            );
            candidates.push(Candidate { key: entry.key.clone(), score, inliers: *inliers, registration });
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.inliers.cmp(&a.inliers)).then(a.key.cmp(&b.key)));
        let score = |place: usize| candidates.get(place).map_or(0.0, |candidate: &Candidate| candidate.score);
        let margin = score(0) - score(1);
        let known = candidates.first().is_some_and(|best| best.registration.is_some() && best.score >= params.known_score);
        candidates.truncate(top);
        progress.report(total, total)?;
        Ok(Identification { candidates, known, margin })
    }
}

/// The questioned picture as seen at the scales that the pages ask for; pages of about one size share a look.
struct Looks<'a> {
    questioned: &'a Picture,
    params: &'a RegisterParams,
    seen: Vec<Seen>,
}

impl Looks<'_> {
    fn guesses(&mut self, page: &PreparedPage) -> Vec<usize> {
        let mut places = Vec::new();
        for scale in scale_guesses(self.questioned, page) {
            let near = |seen: &Seen| (0..2).all(|axis| (seen.scale[axis] / scale[axis]).ln().abs() < 0.17);
            let place = self.seen.iter().position(near).unwrap_or_else(|| {
                self.seen.push(Seen::new(self.questioned, scale, self.params));
                self.seen.len() - 1
            });
            places.push(place);
        }
        places
    }

    /// The best look at a page, and the most inliers of any look.
    fn recognise(&self, page: &PreparedPage, guesses: &[usize]) -> (u32, Option<(usize, Recognised)>) {
        let mut most = 0;
        for look in guesses {
            match recognise(&self.seen[*look], self.questioned, page, self.params) {
                Ok(recognised) => return (recognised.inliers, Some((*look, recognised))),
                Err(RegisterError::NoFit { inliers, .. }) => most = most.max(inliers),
                Err(RegisterError::Cancelled(_)) => return (most, None),
            }
        }
        (most, None)
    }
}
