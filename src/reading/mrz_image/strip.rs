//! Lines cut out of a picture: straight, at the size that the network was taught, as ink.

use super::find::Track;
use super::ink::inked;
use super::net::{HEIGHT, Line, PITCH};
use crate::imaging::grey::Grey;
use crate::imaging::plane::Plane;

/// A picture at its size and at halves of it, as far as lines are looked at.
pub(super) struct Levels {
    levels: Vec<Grey>,
}

/// A line cut out, and where it came from.
pub(super) struct Strip {
    pub(super) line: Line,
    /// The t of the track at the left edge.
    from: f64,
}

impl Levels {
    pub(super) fn of(grey: Grey) -> Self {
        Self { levels: vec![grey] }
    }

    pub(super) fn whole(&self) -> &Grey {
        &self.levels[0]
    }

    /// Makes sure that there is a level at which lines of `pitch` px are hardly reduced any more.
    pub(super) fn ready_for(&mut self, pitch: f64) {
        while pitch / f64::from(1_u32 << (self.levels.len() - 1)) >= 2.0 * PITCH && self.levels.len() < 8 {
            let last = &self.levels[self.levels.len() - 1];
            let half = last.resized_grey((last.width / 2).max(1), (last.height / 2).max(1));
            self.levels.push(half);
        }
    }

    /// The line of `track` from character `from` to character `to`; `taller` stretches it in height.
    pub(super) fn strip(&self, track: &Track, from: f64, to: f64, taller: f64) -> Strip {
        let level = (0..self.levels.len()).rev().find(|level| track.pitch() / f64::from(1_u32 << level) >= PITCH).unwrap_or(0);
        let grey = &self.levels[level];
        let whole = self.whole();
        let track = track.scaled((grey.width as f64 / whole.width as f64, grey.height as f64 / whole.height as f64));
        let columns = ((to - from) * PITCH).round().max(1.0) as usize;
        let mut levels = Plane::new(columns, HEIGHT);
        for column in 0..columns {
            let t = from + (column as f64 + 0.5) / PITCH;
            let ((x, y), (dx, dy)) = (track.at(t), track.step(t));
            for row in 0..HEIGHT {
                let down = (row as f64 + 0.5 - HEIGHT as f64 / 2.0) / (PITCH * taller);
                levels.data[row * columns + column] = linear(grey, x - dy * down, y + dx * down);
            }
        }
        Strip { line: inked(&levels), from }
    }
}

impl Strip {
    /// The t of the track at a place of the strip in px.
    pub(super) fn t(&self, px: f64) -> f64 {
        self.from + px / PITCH
    }
}

/// The level between pixels; the edge is repeated outside.
fn linear(grey: &Grey, x: f64, y: f64) -> f32 {
    let (left, top) = (x.floor(), y.floor());
    let (right, below) = ((x - left) as f32, (y - top) as f32);
    let (left, top) = (left as i64, top as i64);
    let row = |y: i64| grey.at(left, y) * (1.0 - right) + grey.at(left + 1, y) * right;
    row(top) * (1.0 - below) + row(top + 1) * below
}
