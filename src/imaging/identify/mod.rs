//! Finds which reference page a questioned picture shows.
//!
//! An [`Index`] holds some hundred recognisable places of every page ([`code`], [`page`]). Those of a questioned picture look up
//! what resembles them ([`tables`]) and vote for pages and for how the page lies ([`vote`]); so the time hardly grows with the
//! library. The few pages with the most votes are then registered, and their score is how well the print agrees under that
//! registration, and how much of the page does ([`covered`](super::register::covered)): two series of one issuer share emblems and
//! titles, so both register; their backgrounds tell them apart. Near twins of a page that was confirmed are registered too ([`twins`]).
//! Nothing is named that was not registered. What the best page covers is then set aside, and the rest is asked for further pages
//! ([`several`]).

mod code;
mod file;
mod look;
mod page;
mod patch;
mod print;
mod quad;
mod several;
mod tables;
mod twins;
mod vote;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::code::asked;
use self::look::{Lead, Looks};
use self::tables::Tables;
use self::vote::{Vote, agreed, united};
use super::register::{Questioned, STEEP_TURNS, Seen};
use super::{Picture, PreparedPage, RegisterParams, Registration};
use crate::domain::{Cancelled, Light, MM_PER_INCH, Progress};

pub use file::{NotAnIndex, index_bytes, read_index};
pub use page::IndexedPage;
pub use patch::{PatchMatch, PatchPages, PatchParams, PatchSearch};

/// Comparisons in which places may differ to look alike: unrelated ones differ in 128 ± 8 or more, the same in two captures in 30 to 60.
const MOST_DISTANCE: u32 = 64;
/// Pages whose votes are asked whether they fit one view.
const SHORT_LIST: usize = 64;
/// Pages of a large library whose votes are asked whether they claim one turn and scale: those with the most.
const LONG_LIST: usize = 1_024;
/// A place that more pages have than this, and than one in [`COMMON_SHARE`], tells next to nothing.
const COMMON_PAGES: usize = 256;
const COMMON_SHARE: usize = 16;
/// Pages that are registered for one direction in which a steep view is squeezed.
const MOST_STEEP: usize = 2;
/// A page with less of the votes than this share of the best is not registered once one is known.
const FAR_BEHIND: f64 = 0.5;

/// A reference page that a questioned picture may show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// The key it was indexed with.
    pub key: String,
    /// How well the two agree, 0 to 1.
    pub score: f64,
    /// Matched places that agree with one map.
    pub inliers: u32,
    /// The map, if there is one; a rough one that takes the page for flat, for [`finished`](super::finished) to go on with.
    pub registration: Option<Registration>,
    /// The corners of the page in pixels of the questioned picture, clockwise from the top left one as the page is read; `None` if it
    /// was not registered.
    #[serde(default)]
    pub corners: Option<[[f64; 2]; 4]>,
    /// Where in the questioned picture, in its pixels, matched places agree: 64 at the most, spread over all of them.
    #[serde(default)]
    pub places: Vec<[f64; 2]>,
}

/// A page that was found in a questioned picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FoundPage {
    /// Its corners in pixels of the questioned picture, clockwise from the top left one as the page is read.
    pub corners: [[f64; 2]; 4],
    /// What it may be, best first; the first is good enough to say so.
    pub candidates: Vec<Candidate>,
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
    /// Every page that the picture was found to show, best first; none if the document is not known.
    #[serde(default)]
    pub pages: Vec<FoundPage>,
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

/// Reference pages ready for identification.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pages: Vec<IndexedPage>,
    /// The descriptions of all places, page by page.
    bits: Vec<[u64; 4]>,
    /// The page of each place.
    owners: Vec<u32>,
    /// Where the places of each page begin.
    starts: Vec<usize>,
    tables: Tables,
}

impl Candidate {
    /// Whether it is good enough to say that the picture shows it.
    fn is_known(&self, params: &IdentifyParams) -> bool {
        self.registration.is_some() && self.score >= params.known_score
    }
}

impl Index {
    /// Takes pages; their order decides between equals.
    pub fn build(pages: Vec<IndexedPage>) -> Self {
        let bits: Vec<[u64; 4]> = pages.iter().flat_map(|page| page.codes.iter().map(|code| code.bits)).collect();
        let owners = pages.iter().enumerate().flat_map(|(place, page)| std::iter::repeat_n(place as u32, page.codes.len())).collect();
        let ends = pages.iter().scan(0, |end, page| {
            let start = *end;
            *end += page.codes.len();
            Some(start)
        });
        let starts = ends.collect();
        let tables = Tables::new(&bits);
        Self { pages, bits, owners, starts, tables }
    }

    /// Every page, in the order given.
    pub fn pages(&self) -> &[IndexedPage] {
        &self.pages
    }

    /// Returns the `top` candidates, best first; a library that does not hold the document gives candidates with `known` false.
    ///
    /// `prepared` gives a page ready to be registered, `None` if that is no longer held; it is asked for few of them. Progress counts
    /// pages that are registered.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] if `progress` asks to stop; whatever stands in the way of `prepared`.
    pub fn identify<E: From<Cancelled>>(
        &self,
        questioned: &Picture,
        top: usize,
        params: &IdentifyParams,
        mut prepared: impl FnMut(&IndexedPage) -> Result<Option<Arc<PreparedPage>>, E>,
        progress: &dyn Progress,
    ) -> Result<Identification, E> {
        let asked: Vec<usize> =
            (0..self.pages.len()).filter(|page| params.light.is_none_or(|light| light == self.pages[*page].light)).collect();
        let questioned = &Questioned::new(questioned);
        let mut looks = Looks::new(questioned, &params.register);
        let guesses: Vec<Vec<usize>> = asked.iter().map(|page| looks.guesses(&self.pages[*page])).collect();
        let rounds = guesses.iter().map(Vec::len).max().unwrap_or(0);
        // What is not known upright may be a page that was photographed at an angle.
        let steep = if rounds > 0 { STEEP_TURNS } else { 0 };
        let total = ((rounds + steep as usize).max(1) * (params.max_verified + 1)) as u64;
        let mut candidates: Vec<Candidate> = Vec::new();
        for (round, turn) in (0..rounds).map(|round| (round, None)).chain((0..steep).map(|turn| (rounds + turn as usize, Some(turn)))) {
            let at = |step: usize| (round * (params.max_verified + 1) + step) as u64;
            progress.report(at(0), total)?;
            let used: BTreeSet<usize> = match turn {
                None => guesses.iter().filter_map(|guesses| guesses.get(round).copied()).collect(),
                Some(turn) => looks.steep(turn).into_iter().collect(),
            };
            for look in &used {
                looks.look(*look);
            }
            let most = if turn.is_some() { MOST_STEEP } else { params.max_verified };
            let few = asked.len() <= params.max_verified;
            let leads = if few {
                let steep = used.first().copied().filter(|_| turn.is_some());
                let guessed =
                    asked.iter().zip(&guesses).filter_map(|(page, guesses)| Some((*page, steep.or_else(|| guesses.get(round).copied())?)));
                guessed.map(|(page, look)| Lead { page, look, weight: 1.0, places: 0 }).collect()
            } else {
                self.leads(&looks, &used, params)
            };
            let best = leads.first().map_or(0.0, |lead| lead.weight);
            let mut confirmed: Option<(f64, Lead)> = None;
            for (rank, lead) in leads.iter().enumerate() {
                progress.report(at(1 + rank.min(params.max_verified)), total)?;
                let known = candidates.iter().any(|candidate| candidate.is_known(params));
                let worth_it = rank < most && !(known && lead.weight < FAR_BEHIND * best);
                let page = if worth_it { prepared(&self.pages[lead.page])? } else { None };
                let candidate = looks.judged(*lead, &self.pages[lead.page], page.as_deref(), params, progress)?;
                if candidate.is_known(params) && confirmed.is_none_or(|(score, _)| candidate.score > score) {
                    confirmed = Some((candidate.score, *lead));
                }
                keep(&mut candidates, candidate);
            }
            if let Some((_, lead)) = confirmed {
                for twin in self.twins(lead.page, params) {
                    progress.report(at(params.max_verified), total)?;
                    let indexed = &self.pages[twin];
                    if candidates.iter().any(|other| other.key == indexed.key && other.registration.is_some()) {
                        continue;
                    }
                    let page = prepared(indexed)?;
                    let lead = Lead { page: twin, places: 0, ..lead };
                    keep(&mut candidates, looks.judged(lead, indexed, page.as_deref(), params, progress)?);
                }
            }
            if candidates.iter().any(|candidate| candidate.is_known(params)) {
                break;
            }
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.inliers.cmp(&a.inliers)).then(a.key.cmp(&b.key)));
        let score = |place: usize| candidates.get(place).map_or(0.0, |candidate: &Candidate| candidate.score);
        let margin = score(0) - score(1);
        let known = candidates.first().is_some_and(|best| best.is_known(params));
        progress.report(total, total)?;
        let pages = if known { self.pages_in(&mut looks, &candidates, top, params, &mut prepared, progress)? } else { Vec::new() };
        candidates.truncate(top);
        Ok(Identification { candidates, known, margin, pages })
    }

    /// The pages that the looks speak for, most votes first.
    fn leads(&self, looks: &Looks<'_>, used: &BTreeSet<usize>, params: &IdentifyParams) -> Vec<Lead> {
        let mut leads: Vec<Lead> = Vec::new();
        for (look, seen) in used.iter().filter_map(|look| Some((look, looks.seen.get(look)?))) {
            for (page, weight, places) in self.voted(seen, params) {
                match leads.iter_mut().find(|lead| lead.page == page) {
                    Some(lead) if lead.weight < weight => *lead = Lead { page, look: *look, weight, places },
                    Some(_) => {}
                    None => leads.push(Lead { page, look: *look, weight, places }),
                }
            }
        }
        leads.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.page.cmp(&b.page)));
        leads
    }

    /// The pages that one look speaks for, with the weight and the number of the places that fit one view.
    fn voted(&self, seen: &Seen, params: &IdentifyParams) -> Vec<(usize, f64, u32)> {
        let questioned = asked(&seen.features);
        let pages = self.pages.len() as f64;
        let wanted = |page: u32| params.light.is_none_or(|light| self.pages[page as usize].light == light);
        // In the order of the places of the picture, whatever the threads do.
        let mut votes: Vec<Vote> = questioned
            .par_iter()
            .map_init(Vec::new, |found, code| {
                self.tables.alike(&self.bits, &code.bits, MOST_DISTANCE, found);
                let owner = |place: u32| self.owners[place as usize];
                found.retain(|(place, _)| wanted(owner(*place)));
                let of_pages: Vec<(u32, u32)> = found
                    .chunk_by(|a, b| owner(a.0) == owner(b.0))
                    .filter_map(|of_page| of_page.iter().min_by_key(|(place, distance)| (*distance, *place)).copied())
                    .collect();
                if of_pages.len() > COMMON_PAGES.max(self.pages.len() / COMMON_SHARE) {
                    return Vec::new();
                }
                // A place that many pages have in common tells them apart little.
                let rare = (1.0 + pages / of_pages.len().max(1) as f64).ln() / (1.0 + pages).ln();
                let vote = |(place, distance): (u32, u32)| {
                    let page = owner(place);
                    let reference = &self.pages[page as usize].codes[place as usize - self.starts[page as usize]];
                    let likeness = 1.0 - 0.75 * f64::from(distance) / f64::from(MOST_DISTANCE);
                    Vote::new(page, code, reference, likeness * rare)
                };
                of_pages.into_iter().map(vote).collect::<Vec<_>>()
            })
            .flatten_iter()
            .collect();
        votes.sort_by_key(|vote| vote.page);
        // What the votes of a page weigh together is never less than what those weigh that claim one turn and scale.
        let weighed = votes.chunk_by(|a, b| a.page == b.page).map(|votes| (votes.iter().map(|vote| vote.pair.weight).sum::<f64>(), votes));
        let mut weighed: Vec<(f64, &[Vote])> = weighed.collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
        weighed.truncate(LONG_LIST);
        let mut groups: Vec<(f64, Vec<Vote>)> = weighed.into_par_iter().map(|(_, votes)| united(votes)).collect();
        groups.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.first().map(|vote| vote.page).cmp(&b.1.first().map(|vote| vote.page))));
        groups.truncate(SHORT_LIST);
        let fits = groups.into_par_iter().filter_map(|(_, votes)| {
            let page = votes.first()?.page as usize;
            let tolerance = params.register.inlier_mm * self.pages[page].shape.ppi / MM_PER_INCH;
            let (weight, places) = agreed(votes, tolerance);
            (places > 0).then_some((page, weight, places))
        });
        fits.collect()
    }
}

/// Adds a candidate, or keeps the better of it and what is known of its page.
fn keep(candidates: &mut Vec<Candidate>, candidate: Candidate) {
    match candidates.iter_mut().find(|other| other.key == candidate.key) {
        Some(other) if other.score < candidate.score => *other = candidate,
        Some(_) => {}
        None => candidates.push(candidate),
    }
}

#[cfg(test)]
mod tests;
