//! Whether the print beneath what a holder brings along is still there.
//!
//! In a zone that differs from holder to holder the picture says nothing, but the fine lines under it do: guilloche runs on between the
//! letters and shows through a portrait, an overprint lies on top of it. Where a field was erased or a portrait pasted over, they are
//! gone. So nearly black ink is left out with what its edges touch, both pictures are freed of slow changes, edges stronger than such
//! lines are cut to their height, and two things are asked of what remains: which share of the lines of the reference the questioned
//! picture shows (its projection on them), and how much of their power it has. Erased lines lose both, lines drawn anew only the first.
//!
//! What is asked for is not the reference itself but what such a picture would show of it, which the fixed print around tells ([`Fit`]):
//! a scanner has its own contrast and focus, and a press lays each ink a little denser or thinner. Channels that the light of the scan
//! blots out in a zone and around it are left out.
//!
//! Between two letters there are too few lines to be sure of. Whoever alters a field alters all of it as a rule, so a window is taken to
//! have what the whole zone has until its own lines say otherwise (empirical Bayes: Efron and Morris, 1973).

use rayon::prelude::*;

use super::explain::Fit;
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
/// From this level on a channel is taken to be as bright as can be: smoothing leaves clipped paper a little below 255.
const BURNT: f32 = 250.0;
/// Share of a zone that may be that bright in a channel that is relied on.
const MOST_BURNT: f32 = 0.03;
/// Weights of the channels in a grey value (ITU-R BT.601).
pub(super) const LUMA: [f32; 3] = [0.299, 0.587, 0.114];
/// How much brighter or dimmer a zone may be lit than the reference, for its lines to be reckoned with.
const DIMMEST: f32 = 1.6;
/// Ground that is darker than this, in units of what the print around tells, lies in a shadow: on telephone photographs genuine fields
/// there lost up to 0.2 of their lines. Altered fields had 1.006 and more, for what erases print brightens paper.
const SHADE: f32 = 0.94;
/// How much brighter or dimmer than the reference a place may be lit, and over what it is averaged, in mm (half the side of a square).
const DARKEST: f32 = 2.5;
const LIGHT_MM: f64 = 1.0;
/// How far around a zone the light is looked at, in mm.
const AROUND_MM: f64 = 1.0;
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
const MOST_USUAL: f32 = 0.5;
/// How much of what a scanner usually makes more of lines is taken to be so in every zone.
const SHARPENED: f32 = 0.5;
/// If more than this of the reference is usually gone on a pair, its picture does not show the background well enough to miss a part of it.
const BLIND: f32 = 0.5;
/// The most that may be gone beneath a field of data, where the scan loses nothing, and how much more for what it usually loses.
///
/// Drawn pages of all series of the samples. Of 1,800 fields of genuine print on flatbed, reader and hurried scans at most 0.072 was gone
/// (of signatures too), of 75 that were scraped or bleached and filled again at least 0.094. The flatbed scans once more with other tone
/// curves, colours, sharpening, blur, noise, compression and light, 7,000 genuine fields: none is accused; sharpening and a darker tone
/// curve hide one altered field in six, blur one in ten.
const FIELD: [f32; 2] = [0.075, 0.25];
/// The most that may be gone beneath a portrait: 0.11 on genuine pages, 0.8 where another was pasted over.
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
    /// What the scan shows less of the reference than it has, usually on the pair, −1 to 1.
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
    /// How bright the ground is, in units of what the fixed print around tells.
    pub(super) light: f32,
}

impl Lost {
    /// The most that may be gone beneath a zone of this height in mm; `None` if the picture shows too little of the background to say.
    pub(super) fn limit(&self, height_mm: f64) -> Option<f32> {
        let limit = if height_mm > TALLEST_FIELD_MM { PORTRAIT } else { FIELD[0] + FIELD[1] * self.usual.clamp(0.0, MOST_USUAL) };
        (self.usual <= BLIND).then_some(limit)
    }

    /// Takes what is gone against another specimen where that is less: another holder's letters cover other lines.
    pub(super) fn least(&mut self, other: &Self) {
        self.plane.data.iter_mut().zip(&other.plane.data).for_each(|(gone, other)| *gone = gone.min(*other));
        self.zones.iter_mut().zip(&other.zones).for_each(|(zone, other)| zone.gone = zone.gone.min(other.gone));
        self.usual = self.usual.min(other.usual);
    }
}

impl LostZone {
    /// Whether it lies in a shadow, which takes fine lines with it.
    pub(super) fn is_shaded(&self) -> bool {
        self.light < SHADE
    }
}

/// How much of the print of one zone is gone.
struct Zone {
    /// Where it lies, at half the sampling of the frame.
    area: Area,
    /// 0 to 1, row by row.
    gone: Vec<f32>,
    /// The same of the zone as a whole; below 0 where a scanner made more of the lines.
    whole: f32,
    /// See [`LostZone::evidence`].
    evidence: f32,
    /// See [`LostZone::light`].
    light: f32,
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
            let prior = all.share(own).clamp(0.0, 1.0);
            ((own(self) + by * prior) / (self.power + NOISE * self.counted + by).max(1e-6)).clamp(0.0, 1.0)
        };
        1.0 - (1.0 - OF_POWER) * share(|sums| sums.shared) - OF_POWER * share(|sums| sums.energy)
    }

    /// How much of the lines is gone as a whole; below 0, to −1, where a scanner made more of them.
    fn gone_as_a_whole(self) -> f32 {
        let share = |own: fn(Self) -> f32| self.share(own).clamp(0.0, 2.0);
        1.0 - (1.0 - OF_POWER) * share(|sums| sums.shared) - OF_POWER * share(|sums| sums.energy)
    }

    fn share(self, own: fn(Self) -> f32) -> f32 {
        own(self) / (self.power + NOISE * self.counted).max(1e-6)
    }
}

/// Two pictures that are asked for the print beneath zones, and how.
#[derive(Clone, Copy)]
struct Asked<'a> {
    questioned: &'a [Plane; 3],
    /// What the questioned picture would show of the reference.
    expected: &'a [Plane; 3],
    reference: &'a [Plane; 3],
    /// Which pixels the questioned picture shows.
    shown: &'a [bool],
    /// In px per mm.
    scale: f64,
    /// Whether places within a zone are asked for too.
    by_windows: bool,
}

/// Asks how much of the print is gone in `areas` of the frame. Where they overlap, the smaller one decides.
///
/// A soft scan loses a little of all lines. Few zones of a page are altered, so what a quarter of them stay below is usual on the pair.
///
/// `shown` tells which pixels of the frame the questioned picture shows; `scale` is in px of the frame per mm.
pub(super) fn lost(questioned: &[Plane; 3], reference: &[Plane; 3], fit: &Fit, shown: &[bool], areas: &[Area], scale: f64) -> Lost {
    let (width, height) = (reference[0].width, reference[0].height);
    let expected = fit.expected(reference);
    let mut places: Vec<usize> = (0..areas.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(areas[*place].count()));
    let areas: Vec<Area> = places.iter().map(|place| areas[*place]).collect();
    let judge = |expected: &[Plane; 3], by_windows: bool, weights: &(dyn Fn(Area) -> [f32; 3] + Sync)| -> (Vec<Zone>, f32) {
        let asked = Asked { questioned, expected, reference, shown, scale, by_windows };
        let judged = |(rank, area): (usize, &Area)| Zone::judged(&asked, *area, areas.get(rank + 1..).unwrap_or_default(), weights(*area));
        let zones: Vec<Zone> = areas.par_iter().enumerate().map(judged).collect();
        let mut wholes: Vec<f32> = zones.iter().map(|zone| zone.whole).collect();
        wholes.sort_by(f32::total_cmp);
        let usual = wholes.get(wholes.len() / 4).copied().filter(|_| wholes.len() >= FEW_ZONES).unwrap_or_default();
        // What a scanner made more of it did not make more of everywhere alike.
        (zones, if usual < 0.0 { SHARPENED * usual } else { usual })
    };
    // Against the reference in the light of each place, and against what such a scan would show of it. The first does not know the inks of
    // the copy, the second knows them from around and may be misled by an uneven light; what is gone is gone by both.
    let (raw, lost_to_all) = judge(reference, false, &|_| LUMA);
    let (mut zones, usual) = judge(&expected, true, &|area| weights_of(lit_well(questioned, area, scale)));
    let beyond = |gone: f32, usual: f32| ((gone - usual.min(MOST_USUAL)) / (1.0 - usual.min(MOST_USUAL))).max(0.0);
    for (zone, raw) in zones.iter_mut().zip(&raw) {
        let (whole, by_raw) = (beyond(zone.whole, usual), beyond(raw.whole, lost_to_all));
        let share = if whole > by_raw { by_raw / whole } else { 1.0 };
        zone.gone.iter_mut().for_each(|gone| *gone = beyond(*gone, usual) * share);
        zone.whole = whole.min(by_raw);
        zone.evidence = zone.evidence.min(raw.evidence);
    }
    let mut plane = Plane::new(width.div_ceil(2), height.div_ceil(2));
    for Zone { area, gone, .. } in &zones {
        for (row, gone) in gone.chunks_exact(area.width.max(1)).enumerate() {
            let start = (area.top + row) * plane.width + area.left;
            let out = plane.data.get_mut(start..start + area.width).unwrap_or_default();
            out.copy_from_slice(gone);
        }
    }
    let whole = |(place, zone): (&usize, &Zone)| LostZone {
        place: *place,
        area: zone.area,
        gone: zone.whole,
        evidence: zone.evidence,
        light: zone.light,
    };
    Lost { plane, zones: places.iter().zip(&zones).map(whole).collect(), usual: lost_to_all }
}

/// The weights of channels in grey values; all 0 if there are none, and then there is nothing to tell by.
fn weights_of(lit: [bool; 3]) -> [f32; 3] {
    let kept = [0, 1, 2].map(|channel: usize| if lit[channel] { LUMA[channel] } else { 0.0 });
    let sum: f32 = kept.iter().sum();
    kept.map(|weight| if sum > 0.0 { weight / sum } else { 0.0 })
}

impl Zone {
    /// Judges what lies in `area` of the frame; what lies `within` other areas has no say about the whole.
    fn judged(asked: &Asked<'_>, area: Area, within: &[Area], weights: [f32; 3]) -> Self {
        let Asked { questioned, expected, reference, shown, scale, by_windows } = *asked;
        let width = reference[0].width;
        let px = |mm: f64| ((mm * scale).round() as usize).max(1);
        let part = grown(area, px(SLOW_MM) + px(HALO_MM), reference);
        let (left, top) = (part.left, part.top);
        let [mut q, mut r, reference] = [questioned, expected, reference].map(|planes| grey_of(planes, part, weights));
        relight([&mut q, &mut r], &reference, px(LIGHT_MM));
        let ink = Plane::from_fn(part.width, part.height, |x, y| {
            let is_shown = shown[(top + y) * width + left + x];
            if is_shown && q.get(x, y).min(r.get(x, y)) >= INK { 0.0 } else { 1.0 }
        });
        let counts = apart_from(&ink, px(HALO_MM));
        let around = counts.box_mean(px(SLOW_MM));
        // A stamp, a signature or a hole stands out less than black ink, and more than any line of the background.
        let raw = [&q, &r].map(|plane| lines(plane, &counts, &around, px(SLOW_MM)).0);
        let mut ink = ink;
        for ((ink, q), r) in ink.data.iter_mut().zip(&raw[0].data).zip(&raw[1].data) {
            if *q < -TALL || r.abs() > TALL {
                *ink = 1.0;
            }
        }
        let counts = apart_from(&ink, px(HALO_MM));
        let around = counts.box_mean(px(SLOW_MM));
        let [(mut q, ground), (mut r, reference_ground)] = [q, r].map(|plane| lines(&plane, &counts, &around, px(SLOW_MM)));
        let light = ground.data.iter().sum::<f32>() / reference_ground.data.iter().sum::<f32>().max(1.0);
        // Lines are as strong as the light that falls on them.
        for (line, (ground, reference)) in q.data.iter_mut().zip(ground.data.iter().zip(&reference_ground.data)) {
            *line *= (reference / ground.max(1.0)).clamp(DIMMEST.recip(), DIMMEST);
        }
        q.data.iter_mut().chain(&mut r.data).for_each(|line| *line = line.clamp(-HEIGHT, HEIGHT));
        // What counts is 0 or 1, and so its own square.
        let [power, energy, shared, counted] = [(&r, &r), (&q, &q), (&q, &r), (&counts, &counts)].map(|(one, other)| halved(one, other));
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
        let gone = if by_windows {
            let planes = planes.map(|plane| spread(&plane, WINDOW_MM * scale / 2.0));
            own.pixels().map(|(x, y)| at(&planes, x, y).gone(all, ALIKE) * weight).collect()
        } else {
            Vec::new()
        };
        Self { area: own, gone, whole: all.gone_as_a_whole() * weight, evidence: weight, light }
    }
}

/// Brings two pictures of one light into that of `reference`, which the second shows: so that black ink is as black in a shadow.
fn relight(pictures: [&mut Plane; 2], reference: &Plane, radius: usize) {
    let (bright, lit) = (reference.box_mean(radius), pictures[1].box_mean(radius));
    for picture in pictures {
        for (value, (bright, lit)) in picture.data.iter_mut().zip(bright.data.iter().zip(&lit.data)) {
            *value *= (bright / lit.max(1.0)).clamp(DARKEST.recip(), DARKEST);
        }
    }
}

/// 1 for every pixel that lies further than `radius` from all `ink`, else 0.
fn apart_from(ink: &Plane, radius: usize) -> Plane {
    let mut apart = ink.box_mean(radius);
    apart.data.iter_mut().for_each(|inked| *inked = if *inked > 1e-4 { 0.0 } else { 1.0 });
    apart
}

/// Which channels are not lit so brightly in `area` and around it that they end, and lines with them. Paper that is bright in a zone alone
/// was bleached or scraped.
fn lit_well(planes: &[Plane; 3], area: Area, scale: f64) -> [bool; 3] {
    let part = grown(area, ((AROUND_MM * scale).round() as usize).max(1), planes);
    let count = |plane: &Plane, area: Area| area.pixels().filter(|(x, y)| plane.get(*x, *y) >= BURNT).count() as f32;
    [0, 1, 2].map(|channel: usize| {
        let (inside, all) = (count(&planes[channel], area), count(&planes[channel], part));
        let share = inside / area.count().max(1) as f32;
        let around = (all - inside) / (part.count() - area.count()).max(1) as f32;
        share <= MOST_BURNT || around <= 0.5 * share
    })
}

/// An area with `margin` px around it, as far as there are any; it begins at a whole cell of two by two pixels.
fn grown(area: Area, margin: usize, planes: &[Plane; 3]) -> Area {
    let (left, top) = (area.left.saturating_sub(margin) / 2 * 2, area.top.saturating_sub(margin) / 2 * 2);
    let (right, bottom) = (area.left + area.width + margin, area.top + area.height + margin);
    Area { left, top, width: right.min(planes[0].width) - left, height: bottom.min(planes[0].height) - top }
}

/// What is left of a plane without slow changes, where it counts, and these; `around` is how many of the pixels within `radius` count.
fn lines(plane: &Plane, counts: &Plane, around: &Plane, radius: usize) -> (Plane, Plane) {
    let mut lines = plane.clone();
    lines.data.iter_mut().zip(&counts.data).for_each(|(value, counts)| *value *= counts);
    let mut ground = lines.box_mean(radius);
    let values = lines.data.iter_mut().zip(&mut ground.data).zip(around.data.iter().zip(&counts.data));
    for ((line, ground), (around, counts)) in values {
        (*line, *ground) = if *counts > 0.0 { (*line - *ground / around, *ground / around) } else { (0.0, 0.0) };
    }
    (lines, ground)
}

/// The mean over cells of two by two pixels of the products of two planes; a last odd row or column is repeated.
fn halved(one: &Plane, other: &Plane) -> Plane {
    let (width, height) = (one.width, one.height);
    let mut out = Plane::new(width.div_ceil(2), height.div_ceil(2));
    let columns = out.width.max(1);
    out.data.par_chunks_exact_mut(columns).with_min_len(16).enumerate().for_each_init(
        || vec![0.0_f32; 2 * columns],
        |line, (y, out)| {
            let row = |plane: &'_ Plane, y: usize| y.min(height - 1) * width..(y.min(height - 1) * width + plane.width);
            let rows = [2 * y, 2 * y + 1].map(|y| (&one.data[row(one, y)], &other.data[row(other, y)]));
            let [(a, b), (c, d)] = rows;
            for (line, ((a, b), (c, d))) in line.iter_mut().zip(a.iter().zip(b).zip(c.iter().zip(d))) {
                *line = a * b + c * d;
            }
            if width < line.len() {
                line[width] = line[width - 1];
            }
            out.iter_mut().zip(line.chunks_exact(2)).for_each(|(out, pair)| *out = 0.25 * (pair[0] + pair[1]));
        },
    );
    out
}

/// The grey values of a part of three channels, by their weights.
fn grey_of([red, green, blue]: &[Plane; 3], part: Area, [r, g, b]: [f32; 3]) -> Plane {
    let mut grey = Plane::new(part.width, part.height);
    grey.data.par_chunks_exact_mut(part.width.max(1)).with_min_len(16).enumerate().for_each(|(y, out)| {
        let start = (part.top + y) * red.width + part.left;
        let row = start..start + part.width;
        let channels = red.data[row.clone()].iter().zip(&green.data[row.clone()]).zip(&blue.data[row]);
        for (out, ((red, green), blue)) in out.iter_mut().zip(channels) {
            *out = r * red + g * green + b * blue;
        }
    });
    grey
}

/// The grey values of three channels.
pub(super) fn grey(planes: &[Plane; 3]) -> Plane {
    grey_of(planes, Area { left: 0, top: 0, width: planes[0].width, height: planes[0].height }, LUMA)
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

    /// What `questioned` lost of the page of another holder; the fit looks at what lies in no zone.
    fn lost_of(questioned: &[Plane; 3], zones: &[Area]) -> Lost {
        let reference = page(Print::Kept, 9);
        let counts: Vec<bool> = (0..160 * 80).map(|at| !zones.iter().any(|zone| zone.holds(at % 160, at / 160))).collect();
        let fit = Fit::of(questioned, &reference, &counts, 8.0);
        lost(questioned, &reference, &fit, &vec![true; 160 * 80], zones, 8.0)
    }

    /// Lines with the letters of a holder, as another scanner shows them: darker to the right, the light at the left end so bright that
    /// red ends.
    fn scanned(gain: impl Fn(usize) -> [f32; 3] + Sync) -> [Plane; 3] {
        let print = page(Print::Kept, 3);
        [0, 1, 2].map(|channel: usize| Plane::from_fn(160, 80, |x, y| (gain(x)[channel] * print[channel].get(x, y)).min(253.0)))
    }

    #[test]
    fn a_scan_in_other_light_has_lost_nothing() {
        let zones = [zone(8, 30), zone(44, 30), zone(84, 30), zone(122, 30)];
        let dim = scanned(|x| [1.0 - 0.002 * x as f32; 3]);
        let burnt = scanned(|x| if x < 60 { [1.27, 1.0, 1.0] } else { [1.0; 3] });
        for (questioned, light) in [(dim, "dim"), (burnt, "burnt")] {
            let found = lost_of(&questioned, &zones);
            let most = found.zones.iter().map(|zone| zone.gone).fold(0.0, f32::max);
            assert!(most < 0.04 && found.zones.iter().all(|zone| zone.evidence > 0.4), "{light}: {:?}", found.zones);
        }
    }

    #[test]
    fn a_zone_where_all_channels_end_is_not_judged_and_one_that_is_white_alone_is() {
        let zones = [zone(8, 30), zone(44, 30), zone(84, 30), zone(122, 30)];
        let glaring = scanned(|x| if x < 44 { [1.3; 3] } else { [1.0; 3] });
        let found = lost_of(&glaring, &zones);
        assert!(found.zones.iter().all(|zone| zone.gone < 0.04), "{:?}", found.zones);
        assert!(found.zones.iter().any(|zone| zone.place == 0 && zone.evidence == 0.0), "{:?}", found.zones);
        // Bleached to bare white: bright in the zone and nowhere around it.
        let mut bleached = page(Print::Kept, 3);
        for plane in &mut bleached {
            (0..80).flat_map(|y| (8..38).map(move |x| y * 160 + x)).for_each(|at| plane.data[at] = 253.0);
        }
        let found = lost_of(&bleached, &zones);
        assert!(found.zones.iter().any(|zone| zone.place == 0 && zone.gone > 0.4), "{:?}", found.zones);
    }

    fn judged(left: Print, zones: &[Area]) -> Plane {
        lost_of(&page(left, 3), zones).plane
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
