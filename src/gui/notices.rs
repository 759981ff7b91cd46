//! Short messages in the corner: what went wrong and what to do, or what was done.

use eframe::egui;
use egui::{Align2, Area, Id, RichText, Ui};

use super::icons::Icon;
use super::theme;
use super::widgets::{IconButton, Tone};
use crate::app::{Problem, ProblemKind};

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is about, in a sentence.
    pub message: String,
    /// What to do, in a sentence; may be empty.
    pub hint: String,
    /// Whether something failed.
    pub failed: bool,
    /// A file it is about, which can be shown.
    pub file: Option<std::path::PathBuf>,
}

/// The messages that have not been dismissed, the newest last.
#[derive(Debug, Default)]
pub struct Notices {
    list: Vec<Notice>,
}

const MOST: usize = 4;

impl Notices {
    /// Says that something was done.
    pub fn done(&mut self, message: impl Into<String>, file: Option<std::path::PathBuf>) {
        self.push(Notice { message: message.into(), hint: String::new(), failed: false, file });
    }

    /// Says what went wrong; that somebody stopped it is known already.
    pub fn problem(&mut self, problem: &Problem) {
        if problem.kind != ProblemKind::Cancelled {
            self.push(Notice { message: problem.message.clone(), hint: problem.hint.clone(), failed: true, file: None });
        }
    }

    fn push(&mut self, notice: Notice) {
        self.list.retain(|other| *other != notice);
        self.list.push(notice);
        if self.list.len() > MOST {
            self.list.remove(0);
        }
    }

    /// The messages.
    pub fn list(&self) -> &[Notice] {
        &self.list
    }

    /// Paints the messages over everything; returns a file that is to be shown.
    pub(crate) fn ui(&mut self, ui: &Ui) -> Option<std::path::PathBuf> {
        if self.list.is_empty() {
            return None;
        }
        let colours = theme::colours(ui.visuals());
        let (mut dismissed, mut reveal) = (None, None);
        let area = Area::new(Id::unique("notices"))
            .anchor(Align2::RIGHT_BOTTOM, [-16.0, -(theme::STATUS_BAR + 14.0)])
            .order(egui::Order::Foreground);
        area.show(ui.ctx(), |ui| {
            ui.set_width(380.0);
            for (number, notice) in self.list.iter().enumerate() {
                let (icon, tone) = if notice.failed { (Icon::Warning, Tone::Differs) } else { (Icon::Check, Tone::Agrees) };
                egui::Frame::popup(ui.style()).fill(colours.raised).inner_margin(12.0).show(ui, |ui| {
                    ui.horizontal_top(|ui| {
                        let (mark, _) = ui.allocate_exact_size(egui::Vec2::splat(20.0), egui::Sense::hover());
                        icon.paint(ui.painter(), mark.shrink(2.0), tone.colour(colours));
                        ui.vertical(|ui| {
                            ui.set_width(292.0);
                            ui.add(egui::Label::new(RichText::new(&notice.message).color(colours.strong)).wrap());
                            if !notice.hint.is_empty() {
                                ui.add(egui::Label::new(RichText::new(&notice.hint).color(colours.weak)).wrap());
                            }
                            if let Some(file) = &notice.file
                                && ui.link("Show in folder").clicked()
                            {
                                reveal = Some(file.clone());
                            }
                        });
                        if ui.add(IconButton::new(Icon::Close, "Dismiss")).on_hover_text("Dismiss").clicked() {
                            dismissed = Some(number);
                        }
                    });
                });
                ui.add_space(6.0);
            }
        });
        if let Some(number) = dismissed {
            self.list.remove(number);
        }
        reveal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message_is_shown_once_and_the_oldest_goes() {
        let mut notices = Notices::default();
        for number in 0..6 {
            notices.done(format!("File {number} written."), None);
            notices.done("Saved.", None);
        }
        assert_eq!(notices.list().len(), MOST);
        assert_eq!(notices.list().iter().filter(|notice| notice.message == "Saved.").count(), 1);
    }

    #[test]
    fn a_stopped_job_makes_no_noise() {
        let mut notices = Notices::default();
        notices.problem(&Problem::new(ProblemKind::Cancelled, "It was stopped."));
        assert!(notices.list().is_empty());
    }
}
