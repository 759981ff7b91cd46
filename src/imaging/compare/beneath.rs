//! Whether the print beneath what a holder brings along is still there.
//!
//! In a zone that differs from holder to holder the picture says nothing, but the fine lines under it do: guilloche runs on between the
//! letters and shows through a portrait, an overprint lies on top of it. Where a field was erased or a portrait pasted over, they are
//! gone. So nearly black ink is left out with what its edges touch, both pictures are freed of slow changes, edges stronger than such
//! lines are cut to their height, and two things are asked of what remains: which share of the lines of the reference the questioned
//! picture shows (its projection on them), and how much of their power it has. Erased lines lose both, lines drawn anew only the first.
//!
//! Between two letters there are too few lines to be sure of. Whoever alters a field alters all of it as a rule, so a window is taken to
//! have what the whole zone has until its own lines say otherwise (empirical Bayes: Efron and Morris, 1973).

use rayon::prelude::*;

use super::frame::Area;
use super::map::spread;
use crate::imaging::plane::Plane;

/// Changes slower than this are taken out, in mm (half the side of a square).
const SLOW_MM: f64 = 0.4;
/// Height of fine lines in grey levels; what differs more is a letter or a face.
const HEIGHT: f32 = 12.0;
/// Print of the background departs less than this from its surroundings, in grey levels.
const TALL: f32 = 24.0;
/// Brighter ink than this may be print, in grey levels.
const INK: f32 = 110.0;
/// How far around nearly black ink its edges reach, in mm.
const HALO_MM: f64 = 0.13;
/// Weight of the power of the lines in what is gone; the rest has what both share. Bleach leaves lines where they were, only paler.
const OF_POWER: f32 = 0.7;
/// Standard deviation of the windows in mm.
const WINDOW_MM: f64 = 1.0;
/// Power of lines in squared grey levels that noise may have, and that half of the weight is given to.
const NOISE: f32 = 0.3;
const EVIDENCE: f32 = 5.0;
/// Power of lines in squared grey levels at which a window and its zone count alike.
const ALIKE: f32 = 60.0;
/// Zones that it takes to tell what is usual, and the most that is taken for it.
const FEW_ZONES: usize = 4;
const MOST_USUAL: f32 = 0.3;
/// If more than this is usually gone on a pair, its picture does not show the background well enough to miss a part of it.
const BLIND: f32 = 0.2;
/// The most that may be gone beneath a field of data, where nothing is usually gone, and how much more for what usually is.
///
/// Of 600 fields of genuine print at most 0.067 was gone, of 35 that were scraped or bleached and filled again at least 0.098: drawn
/// pages of all series of the samples, on flatbed scans at 300 and 400 dpi.
const FIELD: [f32; 2] = [0.07, 0.2];
/// The most that may be gone beneath a portrait: 0.13 on genuine pages and 0.37 beneath ghost portraits, 0.8 where another was pasted over.
const PORTRAIT: f32 = 0.4;
/// Least sampling of a picture to tell by, in pixels per inch: at 150 cards lose a fifth of the lines of one field and nothing of another.
pub(super) const LEAST_PPI: f64 = 240.0;
/// Higher zones than this are portraits, in mm.
const TALLEST_FIELD_MM: f64 = 12.0;

/// How much of the print beneath what a holder brings along is gone, 0 to 1, beyond what is usual on the pair.
pub(super) struct Lost {
    /// At half the sampling of the frame; 0 outside of the zones and where there is too little to say.
    pub(super) plane: Plane,
    /// Each zone as a whole, the largest first.
    pub(super) zones: Vec<LostZone>,
    /// What is usually gone on the pair, 0 to [`MOST_USUAL`].
    usual: f32,
}

/// How much of the print beneath a zone as a whole is gone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LostZone {
    /// Which of the areas it is that were asked for.
    pub(super) place: usize,
    /// Where it lies, at half the sampling of the frame.
    pub(super) area: Area,
    /// 0 to 1, beyond what is usual on the pair.
    pub(super) gone: f32,
    /// How much there is to tell by, 0 to 1: the power of the lines between what a holder brings along.
    pub(super) evidence: f32,
}

impl Lost {
    /// The most that may be gone beneath a zone of this height in mm; `None` if the picture shows too little of the background to say.
    pub(super) fn limit(&self, height_mm: f64) -> Option<f32> {
        let limit = if height_mm > TALLEST_FIELD_MM { PORTRAIT } else { FIELD[0] + FIELD[1] * self.usual };
        (self.usual <= BLIND).then_some(limit)
    }

    /// Takes what is gone against another specimen where that is less: another holder's letters cover other lines.
    pub(super) fn least(&mut self, other: &Self) {
        self.plane.data.iter_mut().zip(&other.plane.data).for_each(|(gone, other)| *gone = gone.min(*other));
        self.zones.iter_mut().zip(&other.zones).for_each(|(zone, other)| zone.gone = zone.gone.min(other.gone));
        self.usual = self.usual.min(other.usual);
    }
}

/// How much of the print of one zone is gone.
struct Zone {
    /// Where it lies, at half the sampling of the frame.
    area: Area,
    /// 0 to 1, row by row.
    gone: Vec<f32>,
    /// The same of the zone as a whole.
    whole: f32,
    /// See [`LostZone::evidence`].
    evidence: f32,
}

/// Sums over some pixels.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Power of the lines of the reference, and of the questioned picture.
    power: f32,
    energy: f32,
    /// What both share.
    shared: f32,
    /// Pixels that count.
    counted: f32,
}

impl Sums {
    /// How much of the lines is gone, 0 to 1, if they are taken to be as those of `all` by as much as they say little themselves.
    fn gone(self, all: Self, by: f32) -> f32 {
        let share = |own: fn(Self) -> f32| {
            let of = |sums: Self| own(sums) / (sums.power + NOISE * sums.counted).max(1e-6);
            let prior = of(all).clamp(0.0, 1.0);
            ((own(self) + by * prior) / (self.power + NOISE * self.counted + by).max(1e-6)).clamp(0.0, 1.0)
        };
        1.0 - (1.0 - OF_POWER) * share(|sums| sums.shared) - OF_POWER * share(|sums| sums.energy)
    }
}

/// Asks how much of the print is gone in `areas` of the frame. Where they overlap, the smaller one decides.
///
/// A soft scan loses a little of all lines. Few zones of a page are altered, so what a quarter of them stay below is usual on the pair.
///
/// `shown` tells which pixels of the frame the questioned picture shows; `scale` is in px of the frame per mm.
pub(super) fn lost(questioned: &[Plane; 3], reference: &[Plane; 3], shown: &[bool], areas: &[Area], scale: f64) -> Lost {
    let (width, height) = (reference[0].width, reference[0].height);
    let mut places: Vec<usize> = (0..areas.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(areas[*place].count()));
    let areas: Vec<Area> = places.iter().map(|place| areas[*place]).collect();
    let judged = |(rank, area): (usize, &Area)| {
        let within = areas.get(rank + 1..).unwrap_or_default();
        Zone::judged([questioned, reference], shown, *area, within, scale)
    };
    let zones: Vec<Zone> = areas.par_iter().enumerate().map(judged).collect();
    let mut wholes: Vec<f32> = zones.iter().map(|zone| zone.whole).collect();
    wholes.sort_by(f32::total_cmp);
    let usual = wholes.get(wholes.len() / 4).copied().filter(|_| wholes.len() >= FEW_ZONES).unwrap_or_default().min(MOST_USUAL);
    let beyond = |gone: f32| ((gone - usual) / (1.0 - usual)).max(0.0);
    let mut plane = Plane::new(width.div_ceil(2), height.div_ceil(2));
    for Zone { area, gone, .. } in &zones {
        for (row, gone) in gone.chunks_exact(area.width.max(1)).enumerate() {
            let start = (area.top + row) * plane.width + area.left;
            let out = plane.data.get_mut(start..start + area.width).unwrap_or_default();
            out.iter_mut().zip(gone).for_each(|(out, gone)| *out = beyond(*gone));
        }
    }
    let whole =
        |(place, zone): (&usize, &Zone)| LostZone { place: *place, area: zone.area, gone: beyond(zone.whole), evidence: zone.evidence };
    Lost { plane, zones: places.iter().zip(&zones).map(whole).collect(), usual }
}

impl Zone {
    /// Judges what lies in `area` of the frame; what lies `within` other areas has no say about the whole.
    fn judged([questioned, reference]: [&[Plane; 3]; 2], shown: &[bool], area: Area, within: &[Area], scale: f64) -> Self {
        let (width, height) = (reference[0].width, reference[0].height);
        let px = |mm: f64| ((mm * scale).round() as usize).max(1);
        let margin = px(SLOW_MM) + px(HALO_MM);
        // Whole cells of two by two pixels.
        let (left, top) = (area.left.saturating_sub(margin) / 2 * 2, area.top.saturating_sub(margin) / 2 * 2);
        let (right, bottom) = ((area.left + area.width + margin).min(width), (area.top + area.height + margin).min(height));
        let part = Area { left, top, width: right - left, height: bottom - top };
        let [q, r] = [questioned, reference].map(|planes| grey_of(planes, part));
        let ink = Plane::from_fn(part.width, part.height, |x, y| {
            let is_shown = shown[(top + y) * width + left + x];
            if is_shown && q.get(x, y).min(r.get(x, y)) >= INK { 0.0 } else { 1.0 }
        });
        let counts = apart_from(&ink, px(HALO_MM));
        let around = counts.box_mean(px(SLOW_MM));
        // A stamp, a signature or a hole stands out less than black ink, and more than any line of the background.
        let raw = [&q, &r].map(|plane| lines(plane, &counts, &around, px(SLOW_MM)));
        let mut ink = ink;
        for ((ink, q), r) in ink.data.iter_mut().zip(&raw[0].data).zip(&raw[1].data) {
            if *q < -TALL || r.abs() > TALL {
                *ink = 1.0;
            }
        }
        let counts = apart_from(&ink, px(HALO_MM));
        let around = counts.box_mean(px(SLOW_MM));
        let [q, r] = [q, r].map(|plane| {
            let mut lines = lines(&plane, &counts, &around, px(SLOW_MM));
            lines.data.iter_mut().for_each(|line| *line = line.clamp(-HEIGHT, HEIGHT));
            lines
        });
        let power = halved(part, |at| r.data[at] * r.data[at]);
        let energy = halved(part, |at| q.data[at] * q.data[at]);
        let shared = halved(part, |at| q.data[at] * r.data[at]);
        let counted = halved(part, |at| counts.data[at]);
        let planes = [power, energy, shared, counted];
        let at = |planes: &[Plane; 4], x: usize, y: usize| {
            let [power, energy, shared, counted] = [0, 1, 2, 3].map(|plane: usize| planes[plane].get(x - left / 2, y - top / 2));
            Sums { power, energy, shared, counted }
        };
        let half = |area: Area| {
            let (left, top) = (area.left / 2, area.top / 2);
            Area { left, top, width: (area.left + area.width).div_ceil(2) - left, height: (area.top + area.height).div_ceil(2) - top }
        };
        let (own, within) = (half(area), within.iter().map(|area| half(*area)).collect::<Vec<Area>>());
        let mut all = Sums::default();
        for (x, y) in own.pixels().filter(|(x, y)| !within.iter().any(|area| area.holds(*x, *y))) {
            let here = at(&planes, x, y);
            all.power += here.power;
            all.energy += here.energy;
            all.shared += here.shared;
            all.counted += here.counted;
        }
        let power = all.power / all.counted.max(1.0);
        let weight = power / (power + EVIDENCE);
        let planes = planes.map(|plane| spread(&plane, WINDOW_MM * scale / 2.0));
        let gone = own.pixels().map(|(x, y)| at(&planes, x, y).gone(all, ALIKE) * weight).collect();
        Self { area: own, gone, whole: all.gone(all, 0.0) * weight, evidence: weight }
    }
}

/// 1 for every pixel that lies further than `radius` from all `ink`, else 0.
fn apart_from(ink: &Plane, radius: usize) -> Plane {
    let mut apart = ink.box_mean(radius);
    apart.data.iter_mut().for_each(|inked| *inked = if *inked > 1e-4 { 0.0 } else { 1.0 });
    apart
}

/// What is left of a plane without slow changes, where it counts; `around` is how many of the pixels within `radius` count.
fn lines(plane: &Plane, counts: &Plane, around: &Plane, radius: usize) -> Plane {
    let mut counted = plane.clone();
    counted.data.iter_mut().zip(&counts.data).for_each(|(value, counts)| *value *= counts);
    let mut lines = counted.box_mean(radius);
    for ((line, around), (value, counts)) in lines.data.iter_mut().zip(&around.data).zip(plane.data.iter().zip(&counts.data)) {
        *line = if *counts > 0.0 { value - *line / around } else { 0.0 };
    }
    lines
}

/// The mean over cells of two by two pixels of a part of the frame.
fn halved(part: Area, value: impl Fn(usize) -> f32 + Sync) -> Plane {
    Plane::from_fn(part.width.div_ceil(2), part.height.div_ceil(2), |x, y| {
        let rows = [2 * y, (2 * y + 1).min(part.height - 1)];
        let columns = [2 * x, (2 * x + 1).min(part.width - 1)];
        0.25 * rows.iter().flat_map(|y| columns.map(|x| value(y * part.width + x))).sum::<f32>()
    })
}

/// The grey values of a part of three channels.
fn grey_of([red, green, blue]: &[Plane; 3], part: Area) -> Plane {
    Plane::from_fn(part.width, part.height, |x, y| {
        let at = (part.top + y) * red.width + part.left + x;
        0.299 * red.data[at] + 0.587 * green.data[at] + 0.114 * blue.data[at]
    })
}

/// The grey values of three channels.
pub(super) fn grey(planes: &[Plane; 3]) -> Plane {
    grey_of(planes, Area { left: 0, top: 0, width: planes[0].width, height: planes[0].height })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Print of a page, and what stands on it.
    #[derive(Clone, Copy, PartialEq)]
    enum Print {
        Kept,
        Erased,
        Redrawn,
    }

    /// Lines of 160 × 80 px with the letters of a holder; the left half may have lost them.
    fn page(left: Print, name: usize) -> [Plane; 3] {
        let lines = |x: usize, y: usize, phase: f32| 200.0 + 5.0 * ((x as f32) * 1.1 + (y as f32) * 0.3 + phase).sin();
        let plane = Plane::from_fn(160, 80, |x, y| match (x < 80, left) {
            _ if (20..24).contains(&y) && x % 16 == name => 20.0,
            (true, Print::Erased) => 200.0,
            (true, Print::Redrawn) => lines(x, y, 1.5),
            _ => lines(x, y, 0.0),
        });
        [plane.clone(), plane.clone(), plane]
    }

    fn judged(left: Print, zones: &[Area]) -> Plane {
        lost(&page(left, 3), &page(Print::Kept, 9), &vec![true; 160 * 80], zones, 8.0).plane
    }

    const fn zone(left: usize, width: usize) -> Area {
        Area { left, top: 0, width, height: 80 }
    }

    #[test]
    fn lines_under_a_name_are_found_and_missed() {
        let zones = [zone(0, 80), zone(80, 80)];
        let (kept, erased, redrawn) = (judged(Print::Kept, &zones), judged(Print::Erased, &zones), judged(Print::Redrawn, &zones));
        assert!(kept.get(20, 20) < 0.1 && erased.get(20, 20) > 0.6, "{} {}", kept.get(20, 20), erased.get(20, 20));
        let between = redrawn.get(20, 20);
        assert!(between > kept.get(20, 20) + 0.2 && between < erased.get(20, 20) - 0.2, "{between}");
        assert!(erased.get(65, 20) < 0.1, "{}", erased.get(65, 20));
    }

    #[test]
    fn a_zone_in_another_is_judged_by_itself_and_nothing_outside_is() {
        let zones = [zone(80, 60), zone(90, 20)];
        let kept = judged(Print::Erased, &zones);
        assert!(kept.get(50, 20) < 0.1 && kept.get(75, 20) == 0.0, "{} {}", kept.get(50, 20), kept.get(75, 20));
        // The same place in a zone that reaches over what was erased.
        let zones = [zone(0, 140), zone(10, 20)];
        let found = judged(Print::Erased, &zones);
        assert!(found.get(10, 20) > found.get(60, 20) + 0.1, "{} {}", found.get(10, 20), found.get(60, 20));
    }
}
