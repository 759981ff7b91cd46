//! The bar at the bottom: what is under the pointer, the scale, and what is running.

use eframe::egui;
use egui::{Align, Layout, RichText, Ui};

use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::viewer::Cursor;
use crate::gui::widgets::{Badge, IconButton, Tone};

/// A job that is running.
#[derive(Debug, Clone, PartialEq)]
pub struct JobView {
    /// What it is doing.
    pub label: String,
    /// How far it is, 0 to 1.
    pub fraction: Option<f32>,
}

/// What the status bar shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct StatusView {
    /// What is under the pointer.
    pub(crate) cursor: Option<Cursor>,
    /// Pixels of the screen for a pixel of the capture.
    pub zoom: Option<f64>,
    /// Resolution of the capture in front, in words.
    pub dpi: Option<String>,
    /// How well the capture in front is registered: text and whether it is.
    pub registration: Option<(String, bool)>,
    /// Whether it can be registered by hand.
    pub(crate) by_hand: bool,
    /// What is running.
    pub jobs: Vec<JobView>,
    /// Shown at the left when there is nothing under the pointer.
    pub idle: String,
}

/// Paints the status bar and returns what was asked for: to stop the running job, or to register by hand.
pub(crate) fn status_ui(ui: &mut Ui, view: &StatusView) -> Option<Command> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        let small = |text: String| RichText::new(text).small().color(colours.text);
        if let Some(cursor) = view.cursor {
            part_ui(ui, 150.0, |ui| {
                ui.label(small(format!("x {:.2}  y {:.2} mm", cursor.page.x, cursor.page.y)));
            });
            part_ui(ui, 96.0, |ui| {
                let text = cursor.capture.map_or_else(|| "–".to_owned(), |point| format!("{:.0}, {:.0} px", point.x, point.y));
                ui.label(small(text));
            });
            part_ui(ui, 84.0, |ui| {
                if let Some(colour) = cursor.colour {
                    let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(13.0), egui::Sense::hover());
                    ui.painter().rect(rect, 2.0, colour, egui::Stroke::new(1.0, colours.line), egui::StrokeKind::Outside);
                    ui.spacing_mut().item_spacing.x = 6.0;
                    ui.label(small(format!("#{:02x}{:02x}{:02x}", colour.r(), colour.g(), colour.b())));
                }
            });
        } else {
            part_ui(ui, 358.0, |ui| {
                ui.add(egui::Label::new(RichText::new(&view.idle).small().color(colours.weak)).truncate());
            });
        }
        if let Some(zoom) = view.zoom {
            ui.label(small(format!("{:.0} %", zoom * 100.0))).on_hover_text("Pixels of the screen for a pixel of the capture");
        }
        if let Some(dpi) = &view.dpi {
            ui.label(small(dpi.clone()));
        }
        if let Some((text, registered)) = &view.registration {
            let (icon, tone) = if *registered { (Icon::Check, Tone::Agrees) } else { (Icon::Warning, Tone::Attention) };
            ui.add(Badge::new(icon, text, tone));
            if !*registered && view.by_hand {
                let link = ui.link(RichText::new("Register by hand…").small());
                if link.on_hover_text(Command::RegisterByHand.tooltip()).clicked() {
                    asked = Some(Command::RegisterByHand);
                }
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            asked = jobs_ui(ui, &view.jobs).or(asked);
        });
    });
    asked
}

fn part_ui(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(egui::vec2(width, theme::STATUS_BAR), Layout::left_to_right(Align::Center), |ui| {
        ui.set_width(width);
        add(ui);
    });
}

fn jobs_ui(ui: &mut Ui, jobs: &[JobView]) -> Option<Command> {
    let colours = theme::colours(ui.visuals());
    let job = jobs.first()?;
    let stop = ui.add(IconButton::new(Icon::Close, "Stop the running job")).on_hover_text(Command::CancelJob.about().hint).clicked();
    let (rect, response) = ui.allocate_exact_size(egui::vec2(110.0, 5.0), egui::Sense::hover());
    let fraction = job.fraction.unwrap_or(0.05).clamp(0.0, 1.0);
    response.widget_info(|| egui::WidgetInfo {
        value: Some(f64::from(fraction)),
        ..egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &job.label)
    });
    ui.painter().rect_filled(rect, 2.5, colours.line);
    let mut done = rect;
    done.set_width(rect.width() * fraction);
    ui.painter().rect_filled(done, 2.5, colours.accent);
    let more = if jobs.len() > 1 { format!(" (+{})", jobs.len() - 1) } else { String::new() };
    ui.add(egui::Label::new(RichText::new(format!("{}{more}", job.label)).small().color(colours.text)).truncate());
    stop.then_some(Command::CancelJob)
}
