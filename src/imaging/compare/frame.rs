//! Both pictures in one frame: the page, at one resolution, with the questioned one corrected for light and focus.

use super::light::{Block, Light};
use crate::domain::{Cancelled, Homography, MM_PER_INCH, Progress, RectMm, Resolution};
use crate::imaging::plane::{Plane, luma, original_from_resized};
use crate::imaging::{Picture, Registration};

/// Level from which the darkest channel of a pixel is white, and mean level below which the reference is not.
const WHITE: f32 = 250.0;
const NOT_WHITE: f32 = 240.0;
/// Radius in mm within which most pixels of a glare are white; single ones are noise.
const SPECK_MM: f64 = 0.3;
/// How far around a glare print is pale, in mm.
const PALE_MM: f64 = 1.0;

/// Mean difference between the channels of a picture with colours, in levels, and the share of it that a picture without has at most: JPEG
/// and a lamp leave some.
const COLOURED: f64 = 6.0;
const GREY: f64 = 0.2;

/// Both pictures, pixel on pixel.
pub(super) struct Frame {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) px_per_mm: [f64; 2],
    /// Red, green, blue, corrected for the light of the page once [`Frame::correct_light`] ran; `NaN` outside the picture.
    pub(super) questioned: [Plane; 3],
    pub(super) reference: [Plane; 3],
    /// Which pixels the questioned picture shows.
    pub(super) shown: Vec<bool>,
    /// Pixels that a glare has washed out; empty if that was not asked for.
    pub(super) washed: Vec<bool>,
}

/// A part of a frame in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Area {
    /// The pixels row by row, as `(x, y)`.
    pub(super) fn pixels(self) -> impl Iterator<Item = (usize, usize)> {
        (self.top..self.top + self.height).flat_map(move |y| (self.left..self.left + self.width).map(move |x| (x, y)))
    }

    /// Whether two areas share no pixel.
    pub(super) fn is_apart(self, other: Self) -> bool {
        self.left >= other.left + other.width
            || other.left >= self.left + self.width
            || self.top >= other.top + other.height
            || other.top >= self.top + self.height
    }

    /// Whether a pixel lies in it.
    pub(super) fn holds(self, x: usize, y: usize) -> bool {
        (self.left..self.left + self.width).contains(&x) && (self.top..self.top + self.height).contains(&y)
    }

    pub(super) fn count(self) -> usize {
        self.width * self.height
    }

    /// Windows of `side` px that overlap by half and reach every edge; a thin area has windows of its own thickness.
    pub(super) fn windows(self, side: usize) -> Vec<Self> {
        let starts = |from: usize, length: usize| -> Vec<usize> {
            let last = length.saturating_sub(side);
            let count = last.div_ceil((side / 2).max(1));
            (0..=count).map(|step| from + (last * step).checked_div(count).unwrap_or(0)).collect()
        };
        let (width, height) = (side.min(self.width), side.min(self.height));
        let lefts = starts(self.left, self.width);
        starts(self.top, self.height)
            .into_iter()
            .flat_map(|top| lefts.iter().map(move |left| Self { left: *left, top, width, height }))
            .collect()
    }
}

impl Frame {
    /// Renders both pictures at no more than `max_ppi`.
    pub(super) fn new(
        questioned: &Picture,
        registration: &Registration,
        reference: &Picture,
        resolution: Resolution,
        max_ppi: f64,
        progress: &dyn Progress,
    ) -> Result<Option<Self>, Cancelled> {
        let ppi = max_ppi.min(resolution.mean()).min(registration.sampling_ppi.max(100.0));
        let from = (reference.rgb.width() as usize, reference.rgb.height() as usize);
        let side = |px: usize, dpi: f64| ((px as f64 * (ppi / dpi).min(1.0)).round() as usize).max(1);
        let (width, height) = (side(from.0, resolution.x.get()), side(from.1, resolution.y.get()));
        let reference_from_frame = original_from_resized(from, (width, height));
        let Some(questioned_from_reference) = registration.reference_from_questioned.inverse() else { return Ok(None) };
        let scale = (ppi * 1.1 / registration.sampling_ppi).min(1.0);
        let size = (questioned.rgb.width() as usize, questioned.rgb.height() as usize);
        let shrunk = |px: usize| ((px as f64 * scale).round() as usize).max(1);
        let to = (shrunk(size.0), shrunk(size.1));
        let Some(plane_from_original) = original_from_resized(size, to).inverse() else { return Ok(None) };
        let plane_from_frame = plane_from_original.after(&questioned_from_reference.after(&reference_from_frame));
        let mut planes = Vec::new();
        for channel in 0..3 {
            progress.report(channel, 8)?;
            let channel = channel as usize;
            let pick = |pixel: &[u8]| f32::from(pixel[channel]);
            let plane = Plane::from_rgb(&questioned.rgb, to.0, to.1, pick).warped(&plane_from_frame, width, height);
            planes.push((plane, Plane::from_rgb(&reference.rgb, width, height, pick)));
        }
        let (questioned, reference): (Vec<Plane>, Vec<Plane>) = planes.into_iter().unzip();
        let (Ok(mut questioned), Ok(reference)) = (<[Plane; 3]>::try_from(questioned), <[Plane; 3]>::try_from(reference)) else {
            return Ok(None);
        };
        let shown: Vec<bool> = questioned[0].data.iter().map(|value| !value.is_nan()).collect();
        // Filters must not spread holes; what is not shown is filled with the reference and never judged.
        for (plane, fill) in questioned.iter_mut().zip(&reference) {
            plane.data.iter_mut().zip(&fill.data).filter(|(value, _)| value.is_nan()).for_each(|(value, fill)| *value = *fill);
        }
        let px_per_mm = [width as f64 / from.0 as f64 * resolution.x.px_per_mm(), height as f64 / from.1 as f64 * resolution.y.px_per_mm()];
        Ok(Some(Self { width, height, px_per_mm, questioned, reference, shown, washed: Vec::new() }))
    }

    /// The pixels of a rectangle of the page; `None` if it holds none.
    pub(super) fn area(&self, rect: RectMm) -> Option<Area> {
        let span = |from: f64, to: f64, scale: f64, side: usize| {
            let first = (from * scale).round().clamp(0.0, side as f64) as usize;
            let end = (to * scale).round().clamp(0.0, side as f64) as usize;
            (end > first).then_some((first, end - first))
        };
        let (left, width) = span(rect.x, rect.right(), self.px_per_mm[0], self.width)?;
        let (top, height) = span(rect.y, rect.bottom(), self.px_per_mm[1], self.height)?;
        Some(Area { left, top, width, height })
    }

    /// Which pixels lie in none of `areas`.
    pub(super) fn outside(&self, areas: &[Area]) -> Vec<bool> {
        let mut outside = vec![true; self.width * self.height];
        for area in areas {
            for row in outside.chunks_exact_mut(self.width.max(1)).skip(area.top).take(area.height) {
                row[area.left..area.left + area.width].fill(false);
            }
        }
        outside
    }

    /// The rectangle of the page that an area covers.
    pub(super) fn rect(&self, area: Area) -> RectMm {
        let [x, y] = self.px_per_mm;
        RectMm::new(area.left as f64 / x, area.top as f64 / y, area.width as f64 / x, area.height as f64 / y)
    }

    /// Whether the questioned picture has no colours though the reference has: it is a copy in grey, or was scanned so.
    pub(super) fn is_without_colour(&self) -> bool {
        let colour = |[red, green, blue]: &[Plane; 3]| {
            let pixels = red.data.iter().zip(&green.data).zip(&blue.data).zip(&self.shown).filter(|(_, shown)| **shown);
            let (sum, count) = pixels.fold((0.0, 0_u32), |(sum, count), (((red, green), blue), _)| {
                let spread = red.max(*green).max(*blue) - red.min(*green).min(*blue);
                (sum + f64::from(spread), count + 1)
            });
            sum / f64::from(count.max(1))
        };
        colour(&self.reference) > COLOURED && colour(&self.questioned) < GREY * colour(&self.reference)
    }

    pub(super) fn mean_px_per_mm(&self) -> f64 {
        (self.px_per_mm[0] * self.px_per_mm[1]).sqrt()
    }

    /// How much of an area the questioned picture shows, 0 to 1.
    pub(super) fn visible(&self, area: Area) -> f64 {
        let shown = area.pixels().filter(|(x, y)| self.shown[y * self.width + x]).count();
        shown as f64 / area.count() as f64
    }

    /// The grey planes of both.
    pub(super) fn grey(&self) -> (Plane, Plane) {
        let grey = |[red, green, blue]: &[Plane; 3]| {
            Plane::from_fn(self.width, self.height, |x, y| 0.299 * red.get(x, y) + 0.587 * green.get(x, y) + 0.114 * blue.get(x, y))
        };
        (grey(&self.questioned), grey(&self.reference))
    }

    /// Leaves out what a glare has washed out: where the questioned picture is white, the reference is not, and that holds for more than
    /// specks.
    pub(super) fn set_aside_glare(&mut self) {
        let [(red, green, blue), (r, g, b)] = [&self.questioned, &self.reference].map(|[red, green, blue]| (red, green, blue));
        let white = Plane::from_fn(self.width, self.height, |x, y| {
            let least = red.get(x, y).min(green.get(x, y)).min(blue.get(x, y));
            let print = (r.get(x, y) + g.get(x, y) + b.get(x, y)) / 3.0;
            if least >= WHITE && print < NOT_WHITE { 1.0 } else { 0.0 }
        });
        let px = |mm: f64| (mm * self.mean_px_per_mm()).round().max(1.0) as usize;
        let areas = white.box_mean(px(SPECK_MM));
        let solid = Plane { data: areas.data.iter().map(|share| if *share > 0.5 { 1.0 } else { 0.0 }).collect(), ..areas };
        // Beside it the print is pale.
        let around = solid.box_mean(px(PALE_MM));
        self.washed = around.data.iter().map(|share| *share > 1e-3).collect();
        for (shown, washed) in self.shown.iter_mut().zip(&self.washed) {
            *shown &= !washed;
        }
        for (plane, fill) in self.questioned.iter_mut().zip(&self.reference) {
            for ((value, fill), washed) in plane.data.iter_mut().zip(&fill.data).zip(&self.washed) {
                if *washed {
                    *value = *fill;
                }
            }
        }
    }

    /// Whether a glare has washed out a part of an area.
    pub(super) fn has_glare(&self, area: Area) -> bool {
        area.pixels().any(|(x, y)| self.washed.get(y * self.width + x).is_some_and(|washed| *washed))
    }

    /// Divides the questioned picture by the light of the page: for each channel a smooth field, fitted to means over 2 mm of what
    /// lies in `areas`; blocks that another content darkens or brightens lose their weight.
    pub(super) fn correct_light(&mut self, areas: &[Area]) {
        let block = (2.0 * self.mean_px_per_mm()).round().max(2.0) as usize;
        let mut blocks: Vec<Area> = areas
            .iter()
            .flat_map(|area| area.windows(block).into_iter().filter(|window| window.count() * 2 >= block * block / 2))
            .filter(|window| self.visible(*window) > 0.99)
            .collect();
        blocks.sort_by_key(|window| (window.top, window.left));
        blocks.dedup();
        for channel in 0..3 {
            let mean =
                |plane: &Plane, area: Area| area.pixels().map(|(x, y)| f64::from(plane.get(x, y))).sum::<f64>() / area.count() as f64;
            let [across, down] = self.px_per_mm;
            let samples: Vec<Block> = blocks
                .iter()
                .map(|area| Block {
                    at: [(area.left + area.width / 2) as f64 / across, (area.top + area.height / 2) as f64 / down],
                    reference: mean(&self.reference[channel], *area).max(1.0),
                    questioned: mean(&self.questioned[channel], *area),
                })
                .collect();
            let Some(light) = Light::fit(&samples, [self.width as f64 / across, self.height as f64 / down]) else { continue };
            let plane = &self.questioned[channel];
            let corrected = Plane::from_fn(self.width, self.height, |x, y| {
                (f64::from(plane.get(x, y)) / light.at([x as f64 / across, y as f64 / down])) as f32
            });
            self.questioned[channel] = corrected;
        }
        // What is not shown keeps the reference, which needs no correction.
        for (plane, fill) in self.questioned.iter_mut().zip(&self.reference) {
            for ((value, fill), shown) in plane.data.iter_mut().zip(&fill.data).zip(&self.shown) {
                if !shown {
                    *value = *fill;
                }
            }
        }
    }
}

/// The grey planes of a part of the page at a resolution of its own, for questions of fine structure.
pub(super) fn close_up(
    picture: &Picture,
    picture_from_reference: &Homography,
    resolution: Resolution,
    rect: RectMm,
    ppi: f64,
) -> Option<Plane> {
    let reference_from_page = Homography::page_from_picture(resolution).inverse()?;
    let step = MM_PER_INCH / ppi;
    let page_from_view = Homography::scale_shift([step, step], [rect.x + step / 2.0, rect.y + step / 2.0]);
    let map = picture_from_reference.after(&reference_from_page.after(&page_from_view));
    let (width, height) = ((rect.width / step).round() as usize, (rect.height / step).round() as usize);
    let raw = picture.rgb.as_raw();
    let (columns, rows) = (picture.rgb.width() as usize, picture.rgb.height() as usize);
    let (mut left, mut top, mut right, mut bottom) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for (x, y) in [(0.0, 0.0), (width as f64, 0.0), (width as f64, height as f64), (0.0, height as f64)] {
        let (u, v) = map.apply(x, y);
        (left, top, right, bottom) = (left.min(u), top.min(v), right.max(u), bottom.max(v));
    }
    let clip = |value: f64, side: usize| value.clamp(0.0, side as f64) as usize;
    let (left, top) = (clip(left - 4.0, columns), clip(top - 4.0, rows));
    let (right, bottom) = (clip(right + 5.0, columns), clip(bottom + 5.0, rows));
    if right <= left || bottom <= top || width == 0 || height == 0 {
        return None;
    }
    let part = Plane::from_fn(right - left, bottom - top, |x, y| {
        let start = ((y + top) * columns + x + left) * 3;
        luma(&raw[start..start + 3])
    });
    let view = part.warped(&Homography::scale_shift([1.0, 1.0], [-(left as f64), -(top as f64)]).after(&map), width, height);
    view.data.iter().all(|value| !value.is_nan()).then_some(view)
}
