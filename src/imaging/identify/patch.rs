//! Finds where a patch of a picture – a stamp, an emblem, a piece of background – comes again on reference pages.
//!
//! An index keeps some hundred places of a page, of which a patch of 15 mm holds about ten: too few to find it by in every case. They
//! only say which pages to look at where there are many; on these the patch is matched with all places of the page. Few places agree
//! even then, so what they say is a guess, and only print that is the same under it counts ([`print`](super::print)).

use std::collections::BTreeSet;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::look::{Lead, Looks};
use super::print::{Sheet, agreement, around, corners_on_page};
use super::{Index, IndexedPage};
use crate::domain::{Cancelled, Homography, Light, MM_PER_INCH, PageFromCapture, PointMm, Progress, RectMm, Resolution};
use crate::imaging::register::{Questioned, recognise_part};
use crate::imaging::{Picture, PixelRect, PreparedPage, RegisterParams};

/// What around a patch is looked at with it, in mm: as far as the description of a place reaches.
const MARGIN_MM: f64 = 4.0;
/// The same as a share of its longer side where the picture does not say how large it is.
const MARGIN_SHARE: f64 = 0.25;

/// How a search by a patch works.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PatchParams {
    /// How places are recognised.
    pub register: RegisterParams,
    /// The light of the picture; only pages held under it are tried. `None` tries all.
    pub light: Option<Light>,
    /// Pages whose places are matched with those of the patch: those that most votes speak for.
    pub max_matched: usize,
    /// Pages whose print is compared with the patch: those where most places agree.
    pub max_compared: usize,
    /// Fewest places that have to agree.
    pub min_inliers: u32,
    /// Least agreement of the print to say that a page carries the patch.
    pub known_likeness: f64,
}

impl Default for PatchParams {
    fn default() -> Self {
        Self { register: RegisterParams::default(), light: None, max_matched: 96, max_compared: 8, min_inliers: 5, known_likeness: 0.5 }
    }
}

/// A page that may carry a patch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PatchMatch {
    /// The key that the page was indexed with.
    pub key: String,
    /// How well the print of the patch agrees with the page where it lies, 0 to 1: the mean correlation of the gradients of small tiles.
    pub likeness: f64,
    /// Matched places that agree.
    pub inliers: u32,
    /// The upright box around it on the page.
    pub area: RectMm,
    /// Its corners on the page, clockwise from the top left one of the patch.
    pub corners: [PointMm; 4],
    /// How far it is turned on the page against the picture, clockwise, in `-180.0..=180.0` degrees.
    pub turn_deg: f64,
}

/// What a search by a patch came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PatchSearch {
    /// Best first.
    pub matches: Vec<PatchMatch>,
    /// Whether the best agrees well enough to say that its page carries the patch.
    pub known: bool,
    /// Recognisable places that the patch has.
    pub places: usize,
}

/// What a search by a patch asks of a library.
pub trait PatchPages {
    /// What stands in the way of reading a page.
    type Error: From<Cancelled>;

    /// A page ready to be registered; `None` if it is no longer held.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading it.
    fn prepared(&self, page: &IndexedPage) -> Result<Option<Arc<PreparedPage>>, Self::Error>;

    /// Hands the picture of a page, which shows it edge to edge, to `look`; not called if it is no longer held.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading it.
    fn with_picture(&self, page: &IndexedPage, look: &mut dyn FnMut(&Picture, Resolution)) -> Result<(), Self::Error>;
}

/// A page with a guess where the patch lies on it.
struct Guess {
    lead: Lead,
    inliers: u32,
    page_from_part: PageFromCapture,
}

impl Index {
    /// Finds the pages that carry what `area` of `picture` shows, anywhere and at any turn, best first and `top` at the most.
    ///
    /// The part of the area that lies in the picture counts. An area without print, and one in no page, give no match or one that is not
    /// known. Progress counts pages.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] if `progress` asks to stop; whatever stands in the way of `pages`.
    pub fn find_patch<P: PatchPages>(
        &self,
        picture: &Picture,
        area: PixelRect,
        top: usize,
        params: &PatchParams,
        pages: &P,
        progress: &dyn Progress,
    ) -> Result<PatchSearch, P::Error> {
        let mut found = PatchSearch { matches: Vec::new(), known: false, places: 0 };
        let Some((part, area)) = cut_out(picture, area) else { return Ok(found) };
        let asked: Vec<usize> =
            (0..self.pages.len()).filter(|page| params.light.is_none_or(|light| light == self.pages[*page].light)).collect();
        let (part_seen, whole) = (Questioned::new(&part), Questioned::new(picture));
        let mut looks = Looks::of_part(&part_seen, &whole, &params.register);
        let guesses: Vec<Vec<usize>> = asked.iter().map(|page| looks.guesses(&self.pages[*page])).collect();
        let rounds = guesses.iter().map(Vec::len).max().unwrap_or(0);
        let total = (rounds.max(1) * (params.max_matched + params.max_compared)) as u64;
        for round in 0..rounds {
            let used: BTreeSet<usize> = guesses.iter().filter_map(|guesses| guesses.get(round).copied()).collect();
            for look in &used {
                looks.look_within(*look, area);
                found.places = found.places.max(looks.seen.get(look).map_or(0, |seen| seen.features.len()));
            }
            let leads: Vec<Lead> = if asked.len() <= params.max_matched {
                let guessed = asked.iter().zip(&guesses).filter_map(|(page, guesses)| Some((*page, *guesses.get(round)?)));
                guessed.map(|(page, look)| Lead { page, look, weight: 1.0, places: 0 }).collect()
            } else {
                self.leads(&looks, &used, &super::IdentifyParams { light: params.light, ..super::IdentifyParams::default() })
            };
            let base = (round * (params.max_matched + params.max_compared)) as u64;
            let mut places: Vec<Guess> = Vec::new();
            for (done, lead) in leads.into_iter().take(params.max_matched).enumerate() {
                progress.report(base + done as u64, total)?;
                let Some(seen) = looks.seen.get(&lead.look) else { continue };
                if seen.features.len() < params.min_inliers as usize {
                    continue;
                }
                let Some(page) = pages.prepared(&self.pages[lead.page])? else { continue };
                if let Some(recognised) = recognise_part(seen, &page, params.min_inliers, &params.register) {
                    let page_from_part = PageFromCapture(Homography::page_from_picture(page.resolution()).after(&recognised.map));
                    places.push(Guess { lead, inliers: recognised.inliers, page_from_part });
                }
            }
            places.sort_by(|a, b| b.inliers.cmp(&a.inliers).then(a.lead.page.cmp(&b.lead.page)));
            for (done, guess) in places.iter().take(params.max_compared).enumerate() {
                progress.report(base + (params.max_matched + done) as u64, total)?;
                let indexed = &self.pages[guess.lead.page];
                let mut agreed = None;
                pages.with_picture(indexed, &mut |picture, resolution| {
                    agreed = agreement(&part, area, guess.page_from_part, &Sheet { picture, resolution });
                })?;
                let Some(agreed) = agreed else { continue };
                let corners = corners_on_page(&agreed.page_from_patch, area);
                let turn = (corners[1].y - corners[0].y).atan2(corners[1].x - corners[0].x);
                let one = PatchMatch {
                    key: indexed.key.clone(),
                    likeness: agreed.likeness,
                    inliers: guess.inliers,
                    area: around(&corners),
                    corners,
                    turn_deg: turn.to_degrees(),
                };
                match found.matches.iter_mut().find(|other| other.key == one.key) {
                    Some(other) if other.likeness < one.likeness => *other = one,
                    Some(_) => {}
                    None => found.matches.push(one),
                }
            }
            if found.matches.iter().any(|one| one.likeness >= params.known_likeness) {
                break;
            }
        }
        found.matches.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(b.inliers.cmp(&a.inliers)).then(a.key.cmp(&b.key)));
        found.known = found.matches.first().is_some_and(|best| best.likeness >= params.known_likeness);
        found.matches.truncate(top);
        progress.report(total, total)?;
        Ok(found)
    }
}

/// The patch with a margin as a picture of its own, and where in it the patch lies; `None` if nothing of it lies in the picture.
fn cut_out(picture: &Picture, area: PixelRect) -> Option<(Picture, [f64; 4])> {
    let (width, height) = picture.rgb.dimensions();
    let (right, bottom) = (area.right().min(width), area.bottom().min(height));
    if area.x >= right || area.y >= bottom {
        return None;
    }
    let longest = f64::from((right - area.x).max(bottom - area.y));
    let stated = picture.info.resolution.map(|resolution| resolution.mean() * MARGIN_MM / MM_PER_INCH);
    let margin = stated.unwrap_or(MARGIN_SHARE * longest).round() as u32;
    let (left, top) = (area.x.saturating_sub(margin), area.y.saturating_sub(margin));
    let (end_x, end_y) = (right.saturating_add(margin).min(width), bottom.saturating_add(margin).min(height));
    let part = image::imageops::crop_imm(&picture.rgb, left, top, end_x - left, end_y - top).to_image();
    let within = [area.x - left, area.y - top, right - area.x, bottom - area.y].map(f64::from);
    Some((Picture::drawn(part, picture.info.resolution), within))
}
