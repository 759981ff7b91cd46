//! Prepared steps put to work on a rectangle of pixels.

use std::sync::Arc;

use super::area::{Level, PixelRect};
use super::error::AdjustError;
use super::frame::Frame;
use super::source::{Part, Sample};
use super::stage::{Point, RowAt, Stage, Surrounded};

/// All steps of a recipe, in the order and grouping in which they are done.
pub(super) struct Plan {
    segments: Vec<Segment>,
}

enum Segment {
    /// Done row by row, one step after the other while the row is in the cache.
    Points(Vec<Point>),
    Around(Box<dyn Surrounded>),
}

impl Plan {
    pub(super) fn of(stages: Vec<Stage>) -> Self {
        let mut segments: Vec<Segment> = Vec::new();
        for stage in stages {
            match (stage, segments.last_mut()) {
                (Stage::Around(around), _) => segments.push(Segment::Around(around)),
                (Stage::Point(next), Some(Segment::Points(points))) => match (points.last_mut(), next) {
                    (Some(Point::Tables(tables)), Point::Tables(next)) => *tables = Arc::new(tables.then(&next)),
                    (_, next) => points.push(next),
                },
                (Stage::Point(next), _) => segments.push(Segment::Points(vec![next])),
            }
        }
        Self { segments }
    }

    /// Columns and rows that all steps together need around an area.
    pub(super) fn reach(&self, scale: f64) -> [u32; 2] {
        self.segments.iter().fold([0, 0], |[across, down], segment| {
            let [more_across, more_down] = segment.reach(scale);
            [across.saturating_add(more_across), down.saturating_add(more_down)]
        })
    }

    /// Works out `area` of the level of `part`: row by row, red, green and blue in turn.
    pub(super) fn paint<S: Sample, T: Sample>(&self, part: &Part<'_, S>, area: PixelRect) -> Result<Vec<T>, AdjustError> {
        let level = part.level();
        // What each segment has to give, last one last: each needs what the next one reaches for.
        let mut targets = vec![area];
        for segment in self.segments.iter().rev() {
            let [across, down] = segment.reach(level.scale);
            let after = targets.last().copied().unwrap_or(area);
            targets.push(after.grown(across, down, level));
        }
        let needed = targets.pop().unwrap_or(area);
        if area.is_empty() || !part.area().contains(needed) {
            return Err(AdjustError::TooLittleSource);
        }
        targets.reverse();
        let mut frame: Option<Frame> = None;
        for (index, (segment, target)) in self.segments.iter().zip(targets).enumerate() {
            let last = index + 1 == self.segments.len();
            frame = Some(match segment {
                Segment::Around(around) => around.run(&frame.unwrap_or_else(|| part.frame(needed)), target, level),
                Segment::Points(points) => {
                    let feed = frame.as_ref().map_or(Feed::Part(part), Feed::Frame);
                    if last {
                        return Ok(paint_rows(points, &feed, target, level));
                    }
                    rows(points, &feed, target, level)
                }
            });
        }
        let feed = frame.as_ref().map_or(Feed::Part(part), Feed::Frame);
        Ok(paint_rows(&[], &feed, area, level))
    }
}

impl Segment {
    fn reach(&self, scale: f64) -> [u32; 2] {
        match self {
            Self::Points(_) => [0, 0],
            Self::Around(around) => around.reach(scale),
        }
    }
}

/// Works out one step on the whole of a level, as it is done for an overview.
pub(super) fn run(stage: &Stage, frame: &Frame, level: Level) -> Frame {
    match stage {
        Stage::Around(around) => around.run(frame, frame.area, level),
        Stage::Point(point) => rows::<u8>(std::slice::from_ref(point), &Feed::Frame(frame), frame.area, level),
    }
}

/// Where rows come from.
enum Feed<'a, S: Sample> {
    Part(&'a Part<'a, S>),
    Frame(&'a Frame),
}

/// A row on its way through the steps.
#[derive(Default)]
struct Row {
    channels: usize,
    values: Vec<u16>,
    spare: Vec<u16>,
}

impl Row {
    /// Fills it from `feed` and takes it through `points`.
    fn work<S: Sample>(&mut self, points: &[Point], feed: &Feed<'_, S>, y: u32, area: PixelRect, level: Level) {
        self.values.clear();
        let mut points = points;
        match feed {
            Feed::Frame(frame) => {
                self.channels = frame.channels;
                self.values.extend_from_slice(frame.row_around(i64::from(y), area, 0, level));
            }
            Feed::Part(part) => {
                self.channels = 3;
                let row = part.row(y, area);
                match points.split_first() {
                    Some((Point::Tables(tables), rest)) if S::IS_EIGHT => {
                        let [red, green, blue] = tables.eight();
                        self.values.resize(row.len(), 0);
                        for (out, pixel) in self.values.chunks_exact_mut(3).zip(row.chunks_exact(3)) {
                            out[0] = red[usize::from(pixel[0].narrow())];
                            out[1] = green[usize::from(pixel[1].narrow())];
                            out[2] = blue[usize::from(pixel[2].narrow())];
                        }
                        points = rest;
                    }
                    _ => {
                        self.values.resize(row.len(), 0);
                        S::widen(row, &mut self.values);
                    }
                }
            }
        }
        for point in points {
            self.spread_for(point);
            self.step(point, RowAt { level, x: area.x, y, channels: self.channels });
        }
    }

    /// Spreads grey to three channels if `point` cannot do without.
    fn spread_for(&mut self, point: &Point) {
        let needs_colour = match point {
            Point::Tables(tables) => tables.differs(),
            Point::Pixel(pixel) => !pixel.takes_grey(),
        };
        if needs_colour && self.channels == 1 {
            self.spare.clear();
            self.spare.extend(self.values.iter().flat_map(|grey| [*grey; 3]));
            std::mem::swap(&mut self.values, &mut self.spare);
            self.channels = 3;
        }
    }

    fn step(&mut self, point: &Point, at: RowAt) {
        match point {
            Point::Tables(tables) => tables.map(&mut self.values, self.channels),
            Point::Pixel(pixel) => {
                let channels = pixel.channels(self.channels);
                self.spare.resize(self.values.len() / self.channels * channels, 0);
                pixel.row(at, &self.values, &mut self.spare);
                std::mem::swap(&mut self.values, &mut self.spare);
                self.channels = channels;
            }
        }
    }
}

fn rows<S: Sample>(points: &[Point], feed: &Feed<'_, S>, area: PixelRect, level: Level) -> Frame {
    let mut row = Row::default();
    let mut data = Vec::new();
    for y in area.y..area.bottom() {
        row.work(points, feed, y, area, level);
        if data.is_empty() {
            data.reserve_exact(row.values.len() * area.height as usize);
        }
        data.extend_from_slice(&row.values);
    }
    Frame { area, channels: row.channels, data }
}

fn paint_rows<S: Sample, T: Sample>(points: &[Point], feed: &Feed<'_, S>, area: PixelRect, level: Level) -> Vec<T> {
    let stride = area.width as usize * 3;
    let mut out = vec![T::narrowed(0); stride * area.height as usize];
    let lines = out.chunks_exact_mut(stride).zip(area.y..area.bottom());
    if let (Feed::Part(part), [Point::Tables(tables)], true) = (feed, points, S::IS_EIGHT) {
        // The quickest way: from 8 bits through one small table, with nothing in between.
        let [red, green, blue] = tables.eight().map(|table| table.map(T::narrowed));
        for (line, y) in lines {
            for (out, pixel) in line.chunks_exact_mut(3).zip(part.row(y, area).chunks_exact(3)) {
                out[0] = red[usize::from(pixel[0].narrow())];
                out[1] = green[usize::from(pixel[1].narrow())];
                out[2] = blue[usize::from(pixel[2].narrow())];
            }
        }
        return out;
    }
    let mut row = Row::default();
    for (line, y) in lines {
        row.work(points, feed, y, area, level);
        if row.channels == 1 {
            line.chunks_exact_mut(3).zip(&row.values).for_each(|(out, grey)| out.fill(T::narrowed(*grey)));
        } else {
            T::narrow_row(&row.values, line);
        }
    }
    out
}
