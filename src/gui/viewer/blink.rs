//! Showing two pictures in turn at the same place.

use super::mode::Side;

/// Rates in changes per second that the blink can run at.
const RATES: [f32; 9] = [0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0];

/// A frame that takes longer, in seconds, was held up by something else.
const SLOWEST_FRAME: f32 = 1.0;

/// The blink: which picture shows, and for how many more frames.
///
/// Time is counted in frames, so that each picture is shown for exactly as many as the other: no fade, no empty frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Blink {
    running: bool,
    rate: usize,
    shown: Side,
    frames_shown: u32,
    /// Whether all that is in view of both pictures is on the graphics card.
    prepared: bool,
    /// Whether a change was asked for while it was not.
    waits: bool,
    /// Seconds between frames as they are really painted while it runs; 0 before that is known.
    interval: f32,
    /// Frames since it began to run.
    run: u32,
}

impl Default for Blink {
    fn default() -> Self {
        Self { running: false, rate: 3, shown: Side::Questioned, frames_shown: 0, prepared: false, waits: false, interval: 0.0, run: 0 }
    }
}

impl Blink {
    /// Which picture shows.
    pub(crate) fn shown(&self) -> Side {
        self.shown
    }

    /// Whether it runs by itself.
    pub(crate) fn running(&self) -> bool {
        self.running
    }

    /// Changes per second that are asked for.
    pub(crate) fn changes_per_second(&self) -> f32 {
        RATES.get(self.rate).copied().unwrap_or(2.0)
    }

    /// Frames that each picture is shown for on a screen with a frame every `frame_secs`.
    pub(crate) fn frames_each(&self, frame_secs: f32) -> u32 {
        let frame_secs = if frame_secs > 0.0 { frame_secs } else { 1.0 / 60.0 };
        ((1.0 / (self.changes_per_second() * frame_secs)).round() as u32).max(1)
    }

    /// Seconds between two frames: `predicted` for this screen, or what they really take where that cannot be kept up.
    pub(crate) fn frame_secs(&self, predicted: f32) -> f32 {
        if self.interval > 1.5 * predicted { self.interval } else { predicted }
    }

    /// Runs it or holds it.
    pub(crate) fn toggle(&mut self) {
        self.running = !self.running;
        self.frames_shown = 0;
        (self.interval, self.run) = (0.0, 0);
    }

    /// Changes the picture once; as soon as the other one can be painted whole.
    pub(crate) fn step(&mut self) {
        if self.prepared {
            self.shown = self.shown.other();
            self.frames_shown = 0;
        } else {
            self.waits = !self.waits;
        }
    }

    /// Whether both pictures could be painted whole in the last frame.
    pub(crate) fn is_prepared(&self) -> bool {
        self.prepared
    }

    /// Takes whether both pictures could be painted whole in this frame; a change that waits for it is made.
    pub(crate) fn prepared(&mut self, prepared: bool) {
        self.prepared = prepared;
        if prepared && std::mem::take(&mut self.waits) {
            self.step();
        }
    }

    /// Raises the rate by one step.
    pub(crate) fn faster(&mut self) {
        self.rate = (self.rate + 1).min(RATES.len() - 1);
    }

    /// Lowers the rate by one step.
    pub(crate) fn slower(&mut self) {
        self.rate = self.rate.saturating_sub(1);
    }

    /// Counts a frame that was painted `since_last` seconds after the one before, on a screen with a frame every `predicted` seconds;
    /// without both pictures on the graphics card it holds.
    pub(crate) fn frame_painted(&mut self, predicted: f32, since_last: f32) {
        if !self.running || !self.prepared {
            return;
        }
        self.run += 1;
        // What went by before it ran is no interval between its frames.
        if self.run > 2 {
            let since_last = since_last.clamp(0.0, SLOWEST_FRAME);
            self.interval = if self.interval > 0.0 { self.interval + 0.2 * (since_last - self.interval) } else { since_last };
        }
        self.frames_shown += 1;
        if self.frames_shown >= self.frames_each(self.frame_secs(predicted)) {
            self.step();
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "rates are taken from a table")]
mod tests {
    use super::*;

    #[test]
    fn both_pictures_are_shown_for_the_same_number_of_frames() {
        let mut blink = Blink::default();
        blink.toggle();
        blink.prepared(true);
        let shown: Vec<Side> = (0..120)
            .map(|_| {
                let shown = blink.shown();
                blink.frame_painted(1.0 / 60.0, 1.0 / 60.0);
                shown
            })
            .collect();
        assert_eq!(blink.changes_per_second(), 2.0);
        assert!(shown.chunks(30).all(|run| run.iter().all(|side| *side == run[0])), "{shown:?}");
        assert_eq!(shown.iter().filter(|side| **side == Side::Questioned).count(), 60);
    }

    #[test]
    fn a_slow_screen_keeps_the_rate() {
        let mut blink = Blink::default();
        blink.toggle();
        blink.prepared(true);
        // A frame takes 0.12 s where 60 a second were hoped for.
        let shown: Vec<Side> = (0..80)
            .map(|_| {
                blink.frame_painted(1.0 / 60.0, 0.12);
                blink.shown()
            })
            .collect();
        let changes = shown.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!((18..=20).contains(&changes), "{changes} changes in 9.6 s at 2 per second");
    }

    #[test]
    fn a_held_blink_changes_by_step_only() {
        let mut blink = Blink::default();
        blink.prepared(true);
        for _ in 0..200 {
            blink.frame_painted(1.0 / 60.0, 1.0 / 60.0);
        }
        assert_eq!(blink.shown(), Side::Questioned);
        blink.step();
        assert_eq!(blink.shown(), Side::Reference);
    }

    #[test]
    fn nothing_changes_before_both_pictures_can_be_painted_whole() {
        let mut blink = Blink::default();
        blink.toggle();
        for _ in 0..200 {
            blink.prepared(false);
            blink.frame_painted(1.0 / 60.0, 1.0 / 60.0);
        }
        blink.step();
        assert_eq!(blink.shown(), Side::Questioned, "it changed to a picture that was not there");
        blink.prepared(true);
        assert_eq!(blink.shown(), Side::Reference, "what was asked for was forgotten");
        blink.prepared(true);
        assert_eq!(blink.shown(), Side::Reference);
    }

    #[test]
    fn the_rate_stays_within_its_steps() {
        let mut blink = Blink::default();
        for _ in 0..50 {
            blink.faster();
        }
        assert_eq!(blink.changes_per_second(), 12.0);
        for _ in 0..50 {
            blink.slower();
        }
        assert_eq!(blink.changes_per_second(), 0.5);
        assert_eq!(blink.frames_each(1.0 / 60.0), 120);
    }
}
