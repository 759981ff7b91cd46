//! Chains: spots one behind the other at one pitch. Characters of a machine-readable zone stand so; other text hardly does.

use super::spots::Spot;
use super::track::Track;

/// Spots of the shortest chain that is looked at.
const LEAST: usize = 8;
/// How far from where it is expected the next spot may lie, as a share of the pitch.
const OFF: f64 = 0.28;
/// Characters that may be missing in between.
const GAP: i32 = 4;
/// How much larger a spot may be than another of its chain: a letter beside a filler.
const UNLIKE: f64 = 2.3;
/// Chains that are kept at most, the longest.
const MOST_CHAINS: usize = 60;

/// Spots by place, to find those near a place.
pub(super) struct Places<'a> {
    spots: &'a [Spot],
    side: f64,
    across: usize,
    cells: Vec<Vec<u32>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(spots: &'a [Spot], width: usize, height: usize) -> Self {
        let side = 16.0;
        let (across, down) = ((width as f64 / side) as usize + 1, (height as f64 / side) as usize + 1);
        let mut cells = vec![Vec::new(); across * down];
        for (at, spot) in (0..).zip(spots) {
            let cell = (spot.y / side) as usize * across + (spot.x / side) as usize;
            if let Some(cell) = cells.get_mut(cell) {
                cell.push(at);
            }
        }
        Self { spots, side, across, cells }
    }

    /// The spots within `reach` px of a place.
    pub(super) fn near(&self, x: f64, y: f64, reach: f64) -> impl Iterator<Item = (usize, Spot)> + '_ {
        let cell = |place: f64| (place / self.side).floor().max(0.0) as usize;
        let (left, right) = (cell(x - reach), cell(x + reach).min(self.across - 1));
        let rows = cell(y - reach)..=cell(y + reach).min(self.cells.len() / self.across - 1);
        rows.flat_map(move |row| (left..=right).map(move |column| row * self.across + column))
            .filter_map(|cell| self.cells.get(cell))
            .flatten()
            .map(|at| (*at as usize, self.spots[*at as usize]))
            .filter(move |(_, spot)| (spot.x - x).hypot(spot.y - y) <= reach)
    }

    /// The spot nearest to a place.
    pub(super) fn nearest(&self, x: f64, y: f64, reach: f64) -> Option<(usize, Spot)> {
        let off = |spot: &Spot| (spot.x - x).hypot(spot.y - y);
        self.near(x, y, reach).min_by(|one, other| off(&one.1).total_cmp(&off(&other.1)))
    }
}

/// Spots at one pitch: each with its index along the chain.
#[derive(Debug, Clone)]
struct Chain {
    links: Vec<(i32, usize)>,
}

/// The chains of a picture as tracks, those with most spots first.
pub(super) fn chains(spots: &[Spot], places: &Places<'_>) -> Vec<Track> {
    let mut used = vec![false; spots.len()];
    let mut tracks: Vec<Track> = Vec::new();
    for first in 0..spots.len() {
        if used[first] {
            continue;
        }
        let spot = spots[first];
        let reach = 1.7 * spot.size;
        let seconds: Vec<usize> = places
            .near(spot.x, spot.y, reach.min(2.0 * 75.0))
            .filter(|(at, other)| {
                let (distance, size) = ((other.x - spot.x).hypot(other.y - spot.y), spot.size.max(other.size));
                let is_ahead = (other.x - spot.x, other.y - spot.y) > (0.0, 0.0);
                *at != first && is_ahead && !used[*at] && like(spot, *other) && (0.75 * size..1.65 * size).contains(&distance)
            })
            .map(|(at, _)| at)
            .collect();
        let best = seconds.into_iter().map(|second| followed(spots, places, first, second)).max_by_key(|chain| chain.links.len());
        if let Some(chain) = best.filter(|chain| chain.links.len() >= LEAST) {
            let points: Vec<(f64, f64, f64)> =
                chain.links.iter().map(|(index, at)| (f64::from(*index), spots[*at].x, spots[*at].y)).collect();
            if let Some(track) = Track::through(&points).map(|track| track.grown(places)) {
                for at in &track.members {
                    used[*at] = true;
                }
                chain.links.iter().for_each(|(_, at)| used[*at] = true);
                tracks.push(track);
            }
        }
    }
    tracks.sort_by_key(|track| std::cmp::Reverse(track.members.len()));
    tracks.truncate(MOST_CHAINS);
    tracks
}

fn like(one: Spot, other: Spot) -> bool {
    one.size <= UNLIKE * other.size && other.size <= UNLIKE * one.size
}

/// The chain through two spots, followed to both sides.
fn followed(spots: &[Spot], places: &Places<'_>, first: usize, second: usize) -> Chain {
    let mut links = vec![(0, first), (1, second)];
    for forward in [true, false] {
        loop {
            // The step is that of the last few links, and their size that of the chain.
            let (near, far) = if forward { (links.len() - 1, links.len().saturating_sub(7)) } else { (0, 6.min(links.len() - 1)) };
            let (from, to) = (links[near], links[far]);
            let (a, b) = (spots[from.1], spots[to.1]);
            let apart = f64::from(from.0 - to.0);
            let (dx, dy) = ((a.x - b.x) / apart, (a.y - b.y) / apart);
            let pitch = dx.hypot(dy);
            let direction = if forward { 1 } else { -1 };
            let next = (1..=GAP + 1).find_map(|gap| {
                let step = f64::from(direction * gap);
                let (x, y) = (a.x + dx * step, a.y + dy * step);
                let reach = pitch * (OFF + 0.04 * f64::from(gap - 1));
                places.nearest(x, y, reach).filter(|(_, spot)| like(a, *spot)).map(|(at, _)| (from.0 + direction * gap, at))
            });
            match next {
                Some(link) if links.len() < 120 && !links.iter().any(|(_, at)| *at == link.1) => {
                    if forward {
                        links.push(link);
                    } else {
                        links.insert(0, link);
                    }
                }
                _ => break,
            }
        }
    }
    Chain { links }
}
