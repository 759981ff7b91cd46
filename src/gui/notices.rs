//! Short messages over the pictures: what went wrong and what to do, or what was done.

use eframe::egui;
use egui::{Align2, Area, Id, Rect, RichText, Ui};
use std::path::PathBuf;

use super::command::Command;
use super::icons::Icon;
use super::theme;
use super::widgets::{IconButton, Tone};
use crate::app::{Problem, ProblemKind};

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is about, in a sentence.
    pub message: String,
    /// What to do, in a sentence or several lines; may be empty.
    pub hint: String,
    /// Whether something failed; such a message stays until it is closed.
    pub failed: bool,
    /// What can be done about it with one click.
    pub offer: Option<Offer>,
}

/// What a message offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// Shows a file in its folder.
    Show(PathBuf),
    /// Does what the command writes, into this folder.
    WriteTo(Command, PathBuf),
}

impl Offer {
    fn text(&self) -> String {
        match self {
            Self::Show(_) => "Show in folder".to_owned(),
            Self::WriteTo(_, folder) => format!("Write to {}", folder.display()),
        }
    }
}

/// The messages that have not been closed, the newest last.
#[derive(Debug, Default)]
pub struct Notices {
    list: Vec<Held>,
    /// When they were painted last.
    painted: Option<f64>,
    /// Where they are painted: the middle of the screen, without its panels.
    place: Option<Rect>,
}

#[derive(Debug)]
struct Held {
    notice: Notice,
    /// How long it was shown while nothing was under way, in seconds.
    age: f64,
}

/// How many are kept.
const MOST: usize = 50;
/// How many are shown at once.
const SHOWN: usize = 3;
/// For how long a message that asks for nothing is shown, in seconds.
const FADES_AFTER: f64 = 6.0;
/// From the foot of the pictures, so that neither the bar of a mode nor the scale bar is covered.
const ABOVE_FOOT: f32 = 64.0;

impl Notices {
    /// Says that something was done; `file` can be shown.
    pub fn done(&mut self, message: impl Into<String>, file: Option<PathBuf>) {
        self.push(Notice { message: message.into(), hint: String::new(), failed: false, offer: file.map(Offer::Show) });
    }

    /// Says what went wrong; that somebody stopped it is known already.
    pub fn problem(&mut self, problem: &Problem) {
        if problem.kind != ProblemKind::Cancelled {
            self.push(Notice { message: problem.message.clone(), hint: problem.hint.clone(), failed: true, offer: None });
        }
    }

    /// Says why nothing was done, and what to do.
    pub fn told(&mut self, message: impl Into<String>, hint: impl Into<String>, offer: Option<Offer>) {
        self.push(Notice { message: message.into(), hint: hint.into(), failed: false, offer });
    }

    fn push(&mut self, notice: Notice) {
        self.list.retain(|held| held.notice != notice);
        self.list.push(Held { notice, age: 0.0 });
        if self.list.len() > MOST {
            self.list.remove(0);
        }
    }

    /// The messages, the newest last.
    pub fn list(&self) -> Vec<&Notice> {
        self.list.iter().map(|held| &held.notice).collect()
    }

    /// Closes the newest; returns whether there was one.
    pub(crate) fn close_newest(&mut self) -> bool {
        self.list.pop().is_some()
    }

    /// Says where they may be painted from now on.
    pub(crate) fn put_into(&mut self, place: Rect) {
        self.place = Some(place);
    }

    /// Lets those that ask for nothing go once they were shown long enough; returns when to look again, in seconds.
    fn age(&mut self, now: f64, still: bool) -> Option<f64> {
        let passed = self.painted.replace(now).map_or(0.0, |before| (now - before).max(0.0));
        if still {
            self.list.iter_mut().for_each(|held| held.age += passed);
        }
        let left = |held: &Held| FADES_AFTER - held.age;
        self.list.retain(|held| held.notice.failed || left(held) > 0.0);
        self.list.iter().filter(|held| !held.notice.failed).map(left).min_by(f64::total_cmp)
    }

    /// Paints the messages over the pictures; returns what was taken of what they offer. While something is `busy` they stay.
    pub(crate) fn ui(&mut self, ui: &Ui, busy: bool) -> Option<Offer> {
        let area = Id::unique("notices");
        let hovered = ui.ctx().memory(|memory| memory.area_rect(area)).zip(ui.ctx().pointer_hover_pos());
        let hovered = !self.list.is_empty() && hovered.is_some_and(|(rect, pointer)| rect.contains(pointer));
        if let Some(left) = self.age(ui.input(|input| input.time), !busy && !hovered) {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left.max(0.05)));
        }
        if self.list.is_empty() {
            return None;
        }
        let colours = theme::colours(ui.visuals());
        let place = self.place.unwrap_or_else(|| ui.ctx().content_rect());
        let width = (place.width() - 24.0).clamp(200.0, 380.0);
        let (mut closed, mut taken) = (None, None);
        let area = Area::new(area)
            .pivot(Align2::RIGHT_BOTTOM)
            .fixed_pos(place.right_bottom() - egui::vec2(12.0, ABOVE_FOOT))
            .order(egui::Order::Foreground);
        area.show(ui.ctx(), |ui| {
            ui.set_width(width);
            let hidden = self.list.len().saturating_sub(SHOWN);
            if hidden > 0 {
                let text = if hidden == 1 { "1 earlier notice".to_owned() } else { format!("{hidden} earlier notices") };
                egui::Frame::popup(ui.style()).fill(colours.raised).inner_margin(6.0).show(ui, |ui| ui.weak(text));
                ui.add_space(6.0);
            }
            for (number, held) in self.list.iter().enumerate().skip(hidden) {
                let newest = number + 1 == self.list.len();
                let (closes, takes) = notice_ui(ui, &held.notice, newest, width - 88.0);
                if closes {
                    closed = Some(number);
                }
                if takes {
                    taken = Some((number, held.notice.offer.clone()));
                }
                ui.add_space(6.0);
            }
        });
        // What was offered and taken is done with; a file may be shown again.
        if let Some((number, Some(Offer::WriteTo(..)))) = &taken {
            closed = Some(*number);
        }
        if let Some(number) = closed {
            self.list.remove(number);
        }
        taken.and_then(|(_, offer)| offer)
    }
}

/// Paints one message; returns whether it is closed, and whether what it offers is taken.
fn notice_ui(ui: &mut Ui, notice: &Notice, newest: bool, width: f32) -> (bool, bool) {
    let colours = theme::colours(ui.visuals());
    let (icon, tone) = match (notice.failed, notice.hint.is_empty()) {
        (true, _) => (Icon::Warning, Tone::Differs),
        (false, true) => (Icon::Check, Tone::Agrees),
        (false, false) => (Icon::Help, Tone::Attention),
    };
    let (mut closes, mut takes) = (false, false);
    egui::Frame::popup(ui.style()).fill(colours.raised).inner_margin(12.0).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let (mark, _) = ui.allocate_exact_size(egui::Vec2::splat(20.0), egui::Sense::hover());
            icon.paint(ui.painter(), mark.shrink(2.0), tone.colour(colours));
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add(egui::Label::new(RichText::new(&notice.message).color(colours.strong)).wrap());
                for line in notice.hint.lines() {
                    ui.add(egui::Label::new(RichText::new(line).color(colours.weak)).wrap());
                }
                if let Some(offer) = &notice.offer {
                    takes = ui.add(egui::Link::new(offer.text())).clicked();
                }
            });
            let tooltip = if newest { Command::CloseNotice.tooltip() } else { "Dismiss".to_owned() };
            closes = ui.add(IconButton::new(Icon::Close, "Dismiss")).on_hover_text(tooltip).clicked();
        });
    });
    (closes, takes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(notices: &Notices) -> Vec<&str> {
        notices.list().into_iter().map(|notice| notice.message.as_str()).collect()
    }

    #[test]
    fn the_same_message_is_kept_once_as_the_newest() {
        let mut notices = Notices::default();
        for number in 0..6 {
            notices.done(format!("File {number} written."), None);
            notices.done("Saved.", None);
        }
        assert_eq!(notices.list().len(), 7);
        assert_eq!(messages(&notices).last(), Some(&"Saved."));
        assert!(notices.close_newest());
        assert_eq!(messages(&notices).last(), Some(&"File 5 written."));
    }

    #[test]
    fn a_stopped_job_makes_no_noise() {
        let mut notices = Notices::default();
        notices.problem(&Problem::new(ProblemKind::Cancelled, "It was stopped."));
        assert!(notices.list().is_empty() && !notices.close_newest());
    }

    #[test]
    fn what_was_done_fades_and_a_problem_stays() {
        let mut notices = Notices::default();
        notices.problem(&Problem::bad_input("It is no picture."));
        notices.done("Saved.", None);
        assert!(notices.age(100.0, true).is_some_and(|left| left > 5.9), "time before it was shown counts");
        assert!(notices.age(105.0, true).is_some());
        assert_eq!(notices.list().len(), 2);
        // Time does not run while something is under way or the pointer is on it.
        assert!(notices.age(120.0, false).is_some());
        assert_eq!(notices.list().len(), 2);
        assert_eq!(notices.age(121.1, true), None);
        assert_eq!(messages(&notices), ["It is no picture."]);
    }
}
