//! The desk as it is painted.

use eframe::egui;
use egui::{Align, Layout, RichText, Role, Sense, TextStyle, Ui, WidgetInfo};

use super::{CaseLine, DeskView};
use crate::domain::CaseStatus;
use crate::gui::case::checklist_ui::counted;
use crate::gui::command::Command;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, Tone, card_ui, paragraph_ui, section_ui};
use crate::gui::wish::Wish;

/// Paints the desk and returns what was asked for; `hovering` says that files are held over the window.
pub(crate) fn desk_ui(ui: &mut Ui, view: &DeskView, hovering: bool) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    egui::ScrollArea::vertical().id_salt("desk").auto_shrink([false, false]).show(ui, |ui| {
        let room = ui.available_width();
        let width = (room - 64.0).clamp(600.0, 1440.0);
        let side = ((room - width) / 2.0).max(16.0);
        ui.horizontal_top(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space(20.0);
                ui.label(RichText::new("Desk").text_style(theme::title_style()).color(colours.strong));
                ui.label(RichText::new(format!("You work as {}", view.examiner)).color(colours.weak));
                ui.add_space(14.0);
                let gap = 24.0;
                let left = ((width - gap) * 0.64).floor();
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = gap;
                    ui.vertical(|ui| {
                        ui.set_width(left);
                        ui.spacing_mut().item_spacing.x = theme::GAP;
                        section_ui(ui, "New case", |_| {});
                        asked = drop_ui(ui, view, hovering);
                        ui.add_space(18.0);
                        asked = asked.take().or_else(|| cases_ui(ui, view));
                    });
                    ui.vertical(|ui| {
                        ui.set_width(width - gap - left);
                        ui.spacing_mut().item_spacing.x = theme::GAP;
                        asked = asked.take().or_else(|| side_ui(ui, view));
                    });
                });
                ui.add_space(32.0);
            });
        });
        follow(ui);
    });
    asked
}

fn drop_ui(ui: &mut Ui, view: &DeskView, hovering: bool) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    let (fill, line) = if hovering { (colours.accent_soft, colours.accent) } else { (colours.sunken, colours.line) };
    let frame = egui::Frame::new().fill(fill).corner_radius(8.0).inner_margin(egui::Margin::symmetric(24, 26));
    let drawn = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.vertical_centered(|ui| {
            let (mark, _) = ui.allocate_exact_size(egui::Vec2::splat(34.0), Sense::hover());
            Icon::Card.paint(ui.painter(), mark, if hovering { colours.accent } else { colours.weak });
            ui.add_space(4.0);
            let title = if hovering { "Let go to open a new case" } else { "Drop scans of a document here" };
            ui.label(RichText::new(title).heading().color(colours.strong));
            let text = "Files named NAME.PAGE.LIGHT.jpg are sorted by page and light by themselves, for example q03.data-page.uv-365.jpg.";
            ui.scope(|ui| {
                ui.set_max_width(460.0);
                ui.add(egui::Label::new(RichText::new(text).color(colours.weak)).wrap());
            });
            ui.add_space(10.0);
            // A row in the middle: measured first, since buttons know their width only when they are painted.
            let buttons = if view.sample { 372.0 } else { 214.0 };
            ui.horizontal(|ui| {
                ui.add_space(((ui.available_width() - buttons) / 2.0).max(0.0));
                let open = Action::new("Choose pictures…").icon(Icon::Folder).main().key(Command::OpenPictures.key_text());
                if ui.add(open).on_hover_text(Command::OpenPictures.about().hint).clicked() {
                    asked = Some(Wish::Do(Command::OpenPictures));
                }
                if view.sample {
                    let sample = Action::new("Open the sample case").icon(Icon::Document);
                    if ui.add(sample).on_hover_text(Command::OpenSample.about().hint).clicked() {
                        asked = Some(Wish::Do(Command::OpenSample));
                    }
                }
            });
        });
    });
    dashed(ui, drawn.response.rect.shrink(0.5), line, if hovering { 2.0 } else { 1.0 });
    asked
}

fn dashed(ui: &Ui, rect: egui::Rect, colour: egui::Color32, width: f32) {
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&corners, egui::Stroke::new(width, colour), 6.0, 5.0));
}

fn cases_ui(ui: &mut Ui, view: &DeskView) -> Option<Wish> {
    let mut asked = None;
    section_ui(ui, "Recent cases", |_| {});
    if view.loading && view.cases.is_empty() {
        paragraph_ui(ui, "Reading the cases…");
    } else if view.cases.is_empty() {
        card_ui(ui, |ui| {
            paragraph_ui(ui, "No case yet. Drop scans above, or open the sample case to see how an examination goes.");
        });
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    for case in &view.cases {
        ui.push_id(case.id, |ui| {
            if case_ui(ui, case).clicked() {
                asked = Some(Wish::OpenCase(case.id));
            }
        });
    }
    asked
}

pub(crate) fn status_mark(status: CaseStatus) -> (Icon, Tone) {
    match status {
        CaseStatus::Received | CaseStatus::Assigned => (Icon::Open, Tone::Plain),
        CaseStatus::InExamination | CaseStatus::Submitted | CaseStatus::InReview => (Icon::Waiting, Tone::Accent),
        CaseStatus::Authorised => (Icon::Check, Tone::Agrees),
        CaseStatus::Issued | CaseStatus::Amended | CaseStatus::Withdrawn => (Icon::Lock, Tone::Plain),
    }
}

fn case_ui(ui: &mut Ui, case: &CaseLine) -> egui::Response {
    let colours = theme::colours(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 52.0), Sense::click());
    let spoken = format!("Case {}, {}, {}", case.number, case.title, case.status.title());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    if ui.is_rect_visible(rect) {
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, f32::from(theme::RADIUS), colours.hovered);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() + 1.0, egui::Stroke::new(1.0, colours.line));
        let mut row =
            ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(egui::vec2(10.0, 6.0))).layout(Layout::left_to_right(Align::Center)));
        row.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.set_width(rect.width() - 210.0);
            ui.add(egui::Label::new(RichText::new(&case.title).color(colours.strong)).truncate());
            let text = format!("{} · {} · {}", case.number, case.received_at.date(), counted(case.captures, "capture", "captures"));
            ui.label(RichText::new(text).small().color(colours.weak));
        });
        row.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (mark, _) = ui.allocate_exact_size(egui::Vec2::splat(14.0), Sense::hover());
            Icon::Right.paint(ui.painter(), mark, colours.weak);
            let (icon, tone) = status_mark(case.status);
            ui.add(Badge::new(icon, case.status.title(), tone));
        });
    }
    response
}

fn side_ui(ui: &mut Ui, view: &DeskView) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    section_ui(ui, "Running", |_| {});
    card_ui(ui, |ui| {
        if view.jobs.is_empty() {
            paragraph_ui(ui, "Nothing is running.");
        }
        for job in &view.jobs {
            ui.label(&job.label);
            let percent = job.fraction.map_or(0, |fraction| (fraction * 100.0) as usize);
            ui.add(crate::gui::widgets::CoverageBar::new(&job.label, percent, 100));
        }
        if !view.jobs.is_empty() && ui.link("Stop").clicked() {
            asked = Some(Wish::Do(Command::CancelJob));
        }
    });
    ui.add_space(10.0);
    section_ui(ui, "Library", |ui| {
        ui.label(RichText::new(counted(view.library.len(), "reference", "references")).small().color(colours.weak));
    });
    card_ui(ui, |ui| {
        if view.library.is_empty() {
            paragraph_ui(
                ui,
                if view.loading { "Reading the library…" } else { "The library is empty: nothing can be identified or compared." },
            );
        }
        for reference in view.library.iter().take(8) {
            ui.add(egui::Label::new(RichText::new(&reference.title).color(colours.text)).truncate()).on_hover_text(&reference.title);
            let text = format!("{} · {}", reference.id, counted(reference.captures, "capture", "captures"));
            ui.add(egui::Label::new(RichText::new(text).small().color(colours.weak)).truncate());
            ui.add_space(2.0);
        }
        if view.library.len() > 8 {
            paragraph_ui(ui, &format!("and {} more", view.library.len() - 8));
        }
        if !view.library_place.is_empty() {
            ui.add(egui::Label::new(RichText::new(&view.library_place).small().color(colours.weak)).wrap());
        }
    });
    if !view.checklists.is_empty() {
        ui.add_space(10.0);
        section_ui(ui, "Checklists", |ui| {
            ui.label(RichText::new(view.checklists.len().to_string()).small().color(colours.weak));
        });
        card_ui(ui, |ui| {
            for checklist in &view.checklists {
                ui.add(egui::Label::new(checklist).truncate()).on_hover_text(checklist);
            }
        });
    }
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let font = TextStyle::Small.resolve(ui.style());
        ui.label(
            RichText::new(format!("{} finds every command, {} lists the keys", Command::Palette.key_text(), Command::Help.key_text()))
                .font(font)
                .color(colours.weak),
        );
    });
    asked
}
