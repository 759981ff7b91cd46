//! Thin lines in bulk: what guilloches and line fields are made of.
//!
//! A page has tens of metres of line a tenth of a millimetre wide. A general path filler spends its time on the bookkeeping of
//! short runs; here the cover of each pixel comes straight from its distance to the line, and all lines of one plate are laid in
//! one pass. Lines of one plate do not darken where they cross, as a plate prints its ink once.

use tiny_skia::{Path, PathSegment, Pixmap, PremultipliedColorU8};

use super::ink::{Hue, Lay};
use super::math::Exact as _;

/// How far a chord may stray from the curve, in px.
const FLATNESS_PX: f32 = 0.06;

/// The cover of a plate of lines, 0 to 255 for each pixel, and the rows and columns it touches.
struct Plate {
    cover: Vec<u8>,
    width: usize,
    height: usize,
    /// For each row, the first pixel touched and the one after the last.
    spans: Vec<(u32, u32)>,
}

impl Plate {
    fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        Self { cover: vec![0; width * height], width, height, spans: vec![(u32::MAX, 0); height] }
    }

    /// Raises the cover along a stretch of line with round ends; px.
    ///
    /// The cover of a pixel is how much of its width a line at that distance takes, which is exact for lines along the raster
    /// and within a few hundredths for slanting ones.
    fn segment(&mut self, a: (f32, f32), b: (f32, f32), half: f32) {
        let reach = half + 0.5;
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length_squared = dx * dx + dy * dy;
        if !length_squared.is_finite() {
            return;
        }
        let share = if length_squared > 0.0 { 1.0 / length_squared } else { 0.0 };
        let top = (a.1.min(b.1) - reach).floor().max(0.0);
        let bottom = (a.1.max(b.1) + reach).ceil().min(self.height as f32);
        let (left, right) = (a.0.min(b.0) - reach, a.0.max(b.0) + reach);
        if right < 0.0 || left > self.width as f32 || top >= bottom {
            return;
        }
        // A line that is thinner than a pixel covers no pixel whole.
        let full = (2.0 * half).min(1.0);
        for row in top as usize..bottom as usize {
            let y = row as f32 + 0.5;
            // The stretch of this row that the line can touch: where it comes within reach.
            let (mut from, mut to) = (left, right);
            if dy.abs() > 1e-6 {
                let slope = dx / dy;
                let widen = reach * (1.0 + slope * slope).sqrt() + 0.5 * slope.abs();
                let x = a.0 + (y - a.1) * slope;
                from = from.max(x - widen);
                to = to.min(x + widen);
            }
            let first = from.floor().max(0.0) as usize;
            let last = (to.ceil().max(0.0) as usize).min(self.width);
            if first >= last {
                continue;
            }
            let start = row * self.width;
            let Some(line) = self.cover.get_mut(start + first..start + last) else { continue };
            for (offset, cover) in line.iter_mut().enumerate() {
                let x = (first + offset) as f32 + 0.5;
                let along = (((x - a.0) * dx + (y - a.1) * dy) * share).clamp(0.0, 1.0);
                let (px, py) = (x - a.0 - along * dx, y - a.1 - along * dy);
                let distance = (px * px + py * py).sqrt();
                let covered = (reach - distance).clamp(0.0, full);
                *cover = (*cover).max((covered * 255.0 + 0.5) as u8);
            }
            if let Some(span) = self.spans.get_mut(row) {
                *span = (span.0.min(first as u32), span.1.max(last as u32));
            }
        }
    }

    /// Raises the cover along a path whose places are in mm.
    fn path(&mut self, path: &Path, scale: f32, shift: (f32, f32), half: f32) {
        let place = |point: tiny_skia::Point| ((point.x + shift.0) * scale, (point.y + shift.1) * scale);
        let (mut start, mut here) = ((0.0, 0.0), (0.0, 0.0));
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    start = place(to);
                    here = start;
                }
                PathSegment::LineTo(to) => {
                    let to = place(to);
                    self.segment(here, to, half);
                    here = to;
                }
                PathSegment::QuadTo(control, to) => {
                    let (control, to) = (place(control), place(to));
                    // The chord of one of n parts strays by a quarter of the second difference over n squared.
                    let bend = (here.0 - 2.0 * control.0 + to.0).xhypot(here.1 - 2.0 * control.1 + to.1);
                    let parts = (bend / (4.0 * FLATNESS_PX)).sqrt().ceil().clamp(1.0, 64.0) as u32;
                    let from = here;
                    for part in 1..=parts {
                        let t = part as f32 / parts as f32;
                        let u = 1.0 - t;
                        let at = |from: f32, control: f32, to: f32| u * u * from + 2.0 * u * t * control + t * t * to;
                        let next = (at(from.0, control.0, to.0), at(from.1, control.1, to.1));
                        self.segment(here, next, half);
                        here = next;
                    }
                }
                PathSegment::CubicTo(first, second, to) => {
                    let (first, second, to) = (place(first), place(second), place(to));
                    let bend = (here.0 - 2.0 * first.0 + second.0)
                        .xhypot(here.1 - 2.0 * first.1 + second.1)
                        .max((first.0 - 2.0 * second.0 + to.0).xhypot(first.1 - 2.0 * second.1 + to.1));
                    let parts = (bend * 0.75 / FLATNESS_PX).sqrt().ceil().clamp(1.0, 96.0) as u32;
                    let from = here;
                    for part in 1..=parts {
                        let t = part as f32 / parts as f32;
                        let u = 1.0 - t;
                        let at = |a: f32, b: f32, c: f32, d: f32| u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d;
                        let next = (at(from.0, first.0, second.0, to.0), at(from.1, first.1, second.1, to.1));
                        self.segment(here, next, half);
                        here = next;
                    }
                }
                PathSegment::Close => {
                    self.segment(here, start, half);
                    here = start;
                }
            }
        }
    }
}

/// Colours of a hue by place, looked up rather than worked out for each pixel.
enum Lookup {
    Flat([f32; 4]),
    /// Along a direction: the share at a place in px is `x * across + y * down + offset`.
    Run {
        across: f32,
        down: f32,
        offset: f32,
        colors: Vec<[f32; 4]>,
    },
    Disc {
        center: (f32, f32),
        per_px: f32,
        colors: Vec<[f32; 4]>,
    },
}

/// How many colours a run is divided into.
const STEPS: usize = 1024;

impl Lookup {
    fn of(hue: &Hue, scale: f32) -> Self {
        let level = |tone: super::ink::Tone, own: f32| [f32::from(tone.0), f32::from(tone.1), f32::from(tone.2), own];
        let table = |stops: &[(f32, [f32; 4])]| {
            (0..=STEPS)
                .map(|step| {
                    let place = step as f32 / STEPS as f32;
                    let after = stops.iter().position(|stop| stop.0 >= place).unwrap_or(stops.len());
                    match (after.checked_sub(1).and_then(|before| stops.get(before)), stops.get(after)) {
                        (Some(before), Some(next)) => {
                            let share = ((place - before.0) / (next.0 - before.0).max(1e-6)).clamp(0.0, 1.0);
                            std::array::from_fn(|index| before.1[index] + (next.1[index] - before.1[index]) * share)
                        }
                        (None, Some(only)) | (Some(only), None) => only.1,
                        (None, None) => [0.0; 4],
                    }
                })
                .collect()
        };
        match hue {
            Hue::Flat(tone) => Self::Flat(level(*tone, 1.0)),
            Hue::Iris { from, to, stops } => {
                let (dx, dy) = ((to.0 - from.0) * scale, (to.1 - from.1) * scale);
                let share = 1.0 / (dx * dx + dy * dy).max(1e-6);
                let (across, down) = (dx * share, dy * share);
                let offset = -(from.0 * scale * across + from.1 * scale * down);
                Self::Run {
                    across,
                    down,
                    offset,
                    colors: table(&stops.iter().map(|(place, tone)| (*place, level(*tone, 1.0))).collect::<Vec<_>>()),
                }
            }
            Hue::Glow { center, radius, stops } => Self::Disc {
                center: (center.0 * scale, center.1 * scale),
                per_px: 1.0 / (radius * scale).max(1e-3),
                colors: table(&stops.iter().map(|(place, tone, own)| (*place, level(*tone, *own))).collect::<Vec<_>>()),
            },
        }
    }

    /// The colour, 0 to 255, and own opacity, 0 to 1, at the middle of a pixel.
    fn at(&self, x: usize, y: usize) -> [f32; 4] {
        let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
        let pick = |colors: &[[f32; 4]], share: f32| {
            colors.get((share.clamp(0.0, 1.0) * STEPS as f32 + 0.5) as usize).copied().unwrap_or([0.0; 4])
        };
        match self {
            Self::Flat(color) => *color,
            Self::Run { across, down, offset, colors } => pick(colors, x * across + y * down + offset),
            Self::Disc { center, per_px, colors } => pick(colors, (x - center.0).xhypot(y - center.1) * per_px),
        }
    }
}

/// How the lines of a plate meet the sheet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meeting {
    Lay(Lay),
    /// Keeps the lighter of the two.
    Lighten,
}

/// Lays lines on an opaque sheet: `paths` in mm; `place` is the scale in px for each mm and how far off the print is, in mm.
pub(super) fn lay(pixmap: &mut Pixmap, place: (f32, (f32, f32)), paths: &[Path], width_mm: f32, hue: &Hue, opacity: f32, meeting: Meeting) {
    let (scale, shift) = place;
    let mut plate = Plate::new(pixmap.width(), pixmap.height());
    let half = width_mm * scale / 2.0;
    for path in paths {
        plate.path(path, scale, shift, half);
    }
    let colors = Lookup::of(hue, scale);
    let width = plate.width;
    for (y, (row, pixels)) in plate.cover.chunks_exact(width).zip(pixmap.pixels_mut().chunks_exact_mut(width)).enumerate() {
        let Some(&(from, to)) = plate.spans.get(y) else { continue };
        if from >= to {
            continue;
        }
        let (from, to) = (from as usize, to as usize);
        let (Some(row), Some(pixels)) = (row.get(from..to), pixels.get_mut(from..to)) else { continue };
        for (offset, (cover, pixel)) in row.iter().zip(pixels).enumerate() {
            if *cover == 0 {
                continue;
            }
            let [red, green, blue, own] = colors.at(from + offset, y);
            let alpha = f32::from(*cover) * (1.0 / 255.0) * opacity * own;
            let met = |below: u8, ink: f32| {
                let below = f32::from(below);
                let value = match meeting {
                    Meeting::Lay(Lay::Print) => below * (1.0 - alpha + alpha * ink * (1.0 / 255.0)),
                    Meeting::Lay(Lay::Light) => below + alpha * ink * (1.0 - below * (1.0 / 255.0)),
                    Meeting::Lay(Lay::Cover) => below + (ink - below) * alpha,
                    Meeting::Lighten => below.max(ink * alpha),
                };
                (value + 0.5) as u8
            };
            if let Some(color) =
                PremultipliedColorU8::from_rgba(met(pixel.red(), red), met(pixel.green(), green), met(pixel.blue(), blue), pixel.alpha())
            {
                *pixel = color;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ink::Tone;
    use super::*;
    use tiny_skia::{Color, PathBuilder};

    fn paper(side: u32) -> Pixmap {
        let mut pixmap = Pixmap::new(side, side).unwrap();
        pixmap.fill(Color::WHITE);
        pixmap
    }

    #[test]
    fn a_line_lays_as_much_ink_as_it_is_long_and_wide() {
        let mut builder = PathBuilder::new();
        builder.move_to(8.0, 9.0);
        builder.quad_to(30.0, 60.0, 55.0, 20.0);
        let path = builder.finish().unwrap();
        let at = |t: f32| {
            let u = 1.0 - t;
            (u * u * 8.0 + 2.0 * u * t * 30.0 + t * t * 55.0, u * u * 9.0 + 2.0 * u * t * 60.0 + t * t * 20.0)
        };
        let length: f32 = (0..1000)
            .map(|step| (at(step as f32 / 1000.0), at((step + 1) as f32 / 1000.0)))
            .map(|(a, b)| (b.0 - a.0).hypot(b.1 - a.1))
            .sum();
        for width in [0.5_f32, 1.0, 2.4, 5.0] {
            let mut sheet = paper(64);
            lay(
                &mut sheet,
                (1.0, (0.0, 0.0)),
                std::slice::from_ref(&path),
                width,
                &Hue::Flat(Tone(0, 0, 0)),
                1.0,
                Meeting::Lay(Lay::Print),
            );
            let ink = sheet.pixels().iter().map(|pixel| f32::from(255 - pixel.red())).sum::<f32>() / 255.0;
            // Its ends are round.
            let area = length * width + std::f32::consts::PI * width * width / 4.0;
            assert!((ink - area).abs() / area < 0.04, "width {width}: {ink} instead of {area}");
        }
    }

    #[test]
    fn lines_of_one_plate_do_not_darken_where_they_cross() {
        let line = |a: (f32, f32), b: (f32, f32)| {
            let mut builder = PathBuilder::new();
            builder.move_to(a.0, a.1);
            builder.line_to(b.0, b.1);
            builder.finish().unwrap()
        };
        let mut sheet = paper(40);
        let lines = [line((0.0, 20.0), (40.0, 20.0)), line((20.0, 0.0), (20.0, 40.0))];
        lay(&mut sheet, (1.0, (0.0, 0.0)), &lines, 4.0, &Hue::Flat(Tone(100, 100, 100)), 1.0, Meeting::Lay(Lay::Print));
        let level = |x: u32, y: u32| sheet.pixel(x, y).unwrap().red();
        assert_eq!(level(20, 20), level(5, 20));
        assert_eq!(level(5, 5), 255);
    }

    #[test]
    fn lines_beyond_the_sheet_and_broken_ones_do_no_harm() {
        let mut builder = PathBuilder::new();
        builder.move_to(-500.0, -500.0);
        builder.line_to(900.0, 20.0);
        builder.line_to(900.0, 20.0);
        let path = builder.finish().unwrap();
        let mut sheet = paper(30);
        lay(&mut sheet, (1.0, (0.0, 0.0)), &[path], 1.0, &Hue::Flat(Tone(0, 0, 0)), 1.0, Meeting::Lighten);
        assert_eq!(sheet.pixel(3, 3).unwrap().red(), 255);
    }
}
