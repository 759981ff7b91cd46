//! The search: from what is cheap to what is thorough, within a budget of pixels.
//!
//! The picture as it is comes first, then every region with the texture of a barcode, set upright. Only where nothing was read
//! are other scales, blurs, thresholds and the negative tried.

mod aztec;
mod data_matrix;
mod filter;
mod fit;
mod grid;
mod harder;
mod linear;
pub(super) mod luma;
mod pdf417;
mod qr;
pub(super) mod raw;
mod regions;
mod threshold;

use crate::domain::{Cancelled, PointPx, Progress};
use luma::{Luma, Made, Sight};
use raw::Raw;
use regions::Region;
use threshold::{Bits, Method};

/// Pixels that may be looked at in pictures that are hard to read, on top of four times the picture itself.
const BUDGET_PX: u64 = 40_000_000;

/// A picture larger than this is first looked at in half its size.
const EASY_PX: u64 = 1_800_000;

/// A picture whose longer side is smaller may have a pixel or two for a module.
const SMALL_SIDE_PX: i32 = 160;

/// Sides of a region in px for which its scale is left as it is.
const REGION_SIDE_PX: (f64, f64) = (320.0, 1000.0);

/// The most symbols that are reported of one picture.
const MAX_SYMBOLS: usize = 64;

/// A symbol in pixels of the given picture, and how the picture was made in which it was read.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) raw: Raw,
    pub(super) made: Made,
}

/// Which decoders are tried.
#[derive(Debug, Clone, Copy)]
struct Tried {
    matrices: bool,
    stacked: bool,
    linear: bool,
    /// Whether the grids of QR symbols follow the print.
    thorough: bool,
}

/// Everything but linear symbols.
const ALL: Tried = Tried { matrices: true, stacked: true, linear: false, thorough: true };

struct Search<'a> {
    found: Vec<Found>,
    spent: u64,
    budget: u64,
    progress: &'a dyn Progress,
}

/// Finds the barcodes of a picture.
pub(super) fn search(given: Luma, progress: &dyn Progress) -> Result<Vec<Found>, Cancelled> {
    let budget = BUDGET_PX + 4 * given.area();
    let mut search = Search { found: Vec::new(), spent: 0, budget, progress };
    let levels = levels(given);
    search.whole(&levels)?;
    let regions = search.upright(&levels)?;
    if search.found.is_empty() {
        search.whole_harder(&levels)?;
        search.regions_harder(&levels, &regions)?;
    }
    let Search { mut found, .. } = search;
    found.truncate(MAX_SYMBOLS);
    Ok(found)
}

/// The picture and its halves, down to a side of 120 px; a small one is enlarged instead.
fn levels(given: Luma) -> Vec<Sight> {
    let first = Sight { luma: given, given_from_here: crate::domain::Homography::IDENTITY, made: Made::AS_GIVEN };
    let side = first.luma.width.max(first.luma.height);
    let mut levels = Vec::new();
    if side < SMALL_SIDE_PX {
        let factor = (2 * SMALL_SIDE_PX / side.max(1)).clamp(2, 8);
        levels.push(first.enlarged(factor, 4 * factor));
        let smooth = first.enlarged(1, 4).scaled(f64::from(factor));
        let sharp = smooth.with(filter::sharpened(&smooth.luma, 1.5), |made| made.blur_px = -1.0);
        levels.extend([smooth, sharp]);
        levels.push(first.enlarged(1, 4));
        return levels;
    }
    let mut next = first;
    loop {
        let smaller = (next.luma.width.min(next.luma.height) >= 240).then(|| next.halved());
        levels.push(next);
        match smaller {
            Some(smaller) => next = smaller,
            None => return levels,
        }
    }
}

impl Search<'_> {
    /// Counts an attempt; whether there is budget for it.
    fn may(&mut self, luma: &Luma) -> Result<bool, Cancelled> {
        self.spent += luma.area();
        self.progress.report(self.spent.min(self.budget), self.budget)?;
        Ok(self.spent <= self.budget && luma.width >= 8 && luma.height >= 8)
    }

    fn covered(&self, x: f64, y: f64) -> bool {
        self.found.iter().any(|found| contains(&found.raw.corners, x, y))
    }

    /// Reads a picture in one way; whether anything new was read. `outline` is where a region lies that may be a symbol.
    fn read(&mut self, sight: &Sight, method: Method, tried: Tried, outline: Option<(i32, i32, i32, i32)>) -> Result<bool, Cancelled> {
        if !self.may(&sight.luma)? {
            return Ok(false);
        }
        let bits = Bits::of(&sight.luma, method);
        let Some(matrix) = bits.matrix() else { return Ok(false) };
        let mut raws = Vec::new();
        if tried.matrices {
            raws.extend(qr::read(&sight.luma, &matrix, tried.thorough));
            raws.extend(aztec::read(&sight.luma, &bits));
            raws.extend(data_matrix::read(&matrix));
            if let Some(outline) = outline.filter(|_| raws.is_empty()) {
                raws.extend(data_matrix::read_outlined(&sight.luma, &bits, outline));
            }
        }
        if tried.stacked && raws.is_empty() {
            raws.extend(pdf417::read(&matrix));
            if let Some(outline) = outline.filter(|_| raws.is_empty()) {
                raws.extend(pdf417::read_soft(&sight.luma, &bits, outline));
            }
        }
        if tried.linear && raws.is_empty() {
            raws.extend(linear::read(&sight.luma));
        }
        let mut new = false;
        for raw in raws {
            new |= self.keep(raw, sight);
        }
        Ok(new)
    }

    /// Keeps a symbol unless it is known.
    fn keep(&mut self, mut raw: Raw, sight: &Sight) -> bool {
        for corner in &mut raw.corners {
            let (x, y) = sight.given_from_here.apply(corner.x, corner.y);
            *corner = PointPx { x, y };
        }
        let (x, y) = middle(&raw.corners);
        let known = |found: &Found| {
            let (other_x, other_y) = middle(&found.raw.corners);
            let same = found.raw.format == raw.format && found.raw.text == raw.text;
            let near = contains(&found.raw.corners, x, y) || contains(&raw.corners, other_x, other_y);
            near && (same || found.raw.format.is_linear() || raw.format.is_linear() || found.raw.format == raw.format)
        };
        if self.found.len() >= MAX_SYMBOLS || self.found.iter().any(known) {
            return false;
        }
        self.found.push(Found { raw, made: sight.made });
        true
    }

    /// The picture as it is, or the first half of it that is not large.
    fn whole(&mut self, levels: &[Sight]) -> Result<(), Cancelled> {
        let first = levels.iter().find(|sight| sight.luma.area() <= EASY_PX).or_else(|| levels.last());
        if let Some(sight) = first {
            let framed = if sight.made.scale > 1.0 { sight.clone() } else { sight.enlarged(1, 12) };
            self.read(&framed, Method::Local, Tried { thorough: false, ..ALL }, None)?;
        }
        Ok(())
    }

    /// Every region that looks like a symbol, set upright.
    fn upright(&mut self, levels: &[Sight]) -> Result<Vec<(usize, Region)>, Cancelled> {
        let mut seen: Vec<(usize, Region)> = Vec::new();
        for (level, sight) in levels.iter().enumerate() {
            if !self.may(&sight.luma)? {
                break;
            }
            for region in regions::find(&sight.luma) {
                let (x, y) = sight.given_from_here.apply(region.middle.0, region.middle.1);
                let known = seen.iter().any(|(other_level, other)| {
                    let factor = f64::from(1_u32 << (level - other_level).min(16));
                    let alike = |a: f64, b: f64| (0.75..1.34).contains(&(a * factor / b));
                    let place = (region.middle.0 * factor, region.middle.1 * factor);
                    other.contains(place.0, place.1) && alike(region.half.0, other.half.0) && alike(region.half.1, other.half.1)
                });
                if known || self.covered(x, y) {
                    continue;
                }
                let region = region.refined(sight);
                seen.push((level, region));
                let (upright, outline) = region.upright(sight, scale_of(&region), 0.0);
                self.read_region(&region, &upright, outline, Method::Local)?;
            }
        }
        Ok(seen)
    }

    /// Reads a region that was set upright, with the decoders that its texture calls for.
    fn read_region(&mut self, region: &Region, upright: &Sight, outline: (i32, i32, i32, i32), method: Method) -> Result<bool, Cancelled> {
        let bars = region.bars > 0.12;
        let tried = Tried { matrices: region.bars < 0.7, stacked: bars, linear: bars, thorough: true };
        if self.read(upright, method, tried, Some(outline))? {
            return Ok(true);
        }
        Ok(false)
    }
}

/// By how much a region is enlarged.
fn scale_of(region: &Region) -> f64 {
    let side = 2.0 * region.half.0.max(region.half.1);
    let (least, most) = REGION_SIDE_PX;
    if side < least { (least / side).ceil().min(3.0) } else { (most / side).min(1.0) }
}

/// Whether a point lies among corners in order.
fn contains(corners: &[PointPx; 4], x: f64, y: f64) -> bool {
    let [a, b, c, d] = corners;
    let side = |from: &PointPx, to: &PointPx| (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
    let sides = [side(a, b), side(b, c), side(c, d), side(d, a)];
    sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
}

fn middle(corners: &[PointPx; 4]) -> (f64, f64) {
    let sum = corners.iter().fold((0.0, 0.0), |sum, corner| (sum.0 + corner.x, sum.1 + corner.y));
    (sum.0 / 4.0, sum.1 / 4.0)
}
