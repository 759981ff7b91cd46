//! The screens: bars, panels, and what lies over them.

use eframe::egui;
use egui::{Align, Frame, Layout, Margin, Panel, RichText, Ui};

use super::{Desktop, Screen};
use crate::gui::case::adjust_ui::adjust_ui;
use crate::gui::case::checklist::ItemView;
use crate::gui::case::checklist_ui::checklist_ui;
use crate::gui::case::data::{Place, data_ui};
use crate::gui::case::drawing_bar::tools_ui;
use crate::gui::case::filmstrip::{FilmstripView, filmstrip_ui};
use crate::gui::case::findings::{FindingsView, findings_ui};
use crate::gui::case::history::history_ui;
use crate::gui::case::life::{LifeView, life_ui};
use crate::gui::case::marks::{MarksView, marks_ui};
use crate::gui::case::reference::{CandidateView, ReferenceView, reference_ui};
use crate::gui::case::status::{JobView, StatusView, status_ui};
use crate::gui::case::tabs::{Tab, tabs_ui};
use crate::gui::case::toolbar::toolbar_ui;
use crate::gui::command::{self, Command};
use crate::gui::desk::desk_ui;
use crate::gui::icons::Icon;
use crate::gui::notices::Offer;
use crate::gui::palette::palette_ui;
use crate::gui::sign_in::sign_in_ui;
use crate::gui::viewer::{Card, PictureKey};
use crate::gui::widgets::{Action, IconButton};
use crate::gui::wish::Wish;
use crate::gui::{help, theme};

impl eframe::App for Desktop {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.poll(ctx);
        for command in std::mem::take(&mut self.commands) {
            self.do_or_say(ctx, command);
        }
        let dropped: Vec<_> = ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !dropped.is_empty() && self.screen != Screen::SignIn {
            let can_add = self.screen == Screen::Case && self.open.as_ref().is_some_and(|open| !open.examination.frozen);
            if can_add { self.add_captures(dropped) } else { self.new_case(dropped) }
        }
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.card = Card::of(frame);
        if !self.palette.is_open() && !self.help {
            let focused = self.viewer.focused;
            self.draw_by_key(&ctx);
            let mut pressed = command::pressed(&ctx, focused, |command| self.answers_key(command));
            if self.space.tapped(&ctx, focused) && self.is_available(Command::SwapPicture) {
                pressed.push(Command::SwapPicture);
            }
            if self.full && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
                pressed.push(Command::ToggleFullScreen);
            }
            if self.escape_is_free(&ctx) && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
                pressed.push(Command::CloseNotice);
            }
            if pressed.contains(&Command::Palette) {
                // Whatever else was typed is meant for it.
                pressed.retain(|command| *command == Command::Palette);
                self.palette.asked_for(&ctx);
            }
            self.ask(&ctx, pressed);
        }
        self.viewer.panning = self.space.held();
        let mut wishes = Vec::new();
        if !(self.full && self.screen == Screen::Case) && self.screen != Screen::SignIn {
            self.top_bar_ui(ui, &mut wishes);
        }
        match self.screen {
            Screen::Desk => {
                self.status_bar_ui(ui, &mut wishes);
                self.desk_screen_ui(ui, &mut wishes);
            }
            Screen::Case => {
                self.status_bar_ui(ui, &mut wishes);
                self.case_screen_ui(ui, &mut wishes);
            }
            Screen::SignIn => self.sign_in_screen_ui(ui, &mut wishes),
        }
        self.over_ui(ui, &mut wishes);
        self.ring.ui(&ctx);
        self.typing = ctx.text_edit_focused() || egui::Popup::is_any_open(&ctx);
        for wish in wishes {
            self.grant(&ctx, wish);
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

fn bar(ui: &Ui) -> Frame {
    Frame::new().fill(theme::colours(ui.visuals()).panel).inner_margin(Margin::symmetric(8, 0))
}

impl Desktop {
    /// Whether Escape closes a notice: nothing else wants it. It has left a field already when keys are looked at.
    fn escape_is_free(&self, ctx: &egui::Context) -> bool {
        !self.notices.list().is_empty() && !self.typing && !egui::Popup::is_any_open(ctx) && self.by_hand.is_none()
    }

    fn ask(&mut self, ctx: &egui::Context, commands: Vec<Command>) {
        self.commands.extend(commands);
        if !self.commands.is_empty() {
            // What a key asked for is done in the next frame's logic, and shown in that frame.
            ctx.request_repaint();
        }
    }

    fn top_bar_ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let colours = theme::colours(ui.visuals());
        Panel::top("top").exact_size(theme::TOP_BAR).frame(bar(ui)).resizable(false).show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                let desk = IconButton::new(Icon::Desk, "Desk").selected(self.screen == Screen::Desk);
                if ui.add(desk).on_hover_text(Command::GoToDesk.tooltip()).clicked() {
                    wishes.push(Wish::Do(Command::GoToDesk));
                }
                match (&self.open, self.screen) {
                    (Some(open), Screen::Case) => {
                        ui.label(RichText::new(&open.case.number).strong().color(colours.strong));
                        let width = (ui.available_width() - 480.0).max(80.0);
                        ui.scope(|ui| {
                            ui.set_max_width(width);
                            ui.add(egui::Label::new(RichText::new(&open.case.title).color(colours.weak)).truncate());
                        });
                        if open.case.exhibits.len() > 1 {
                            self.exhibits_ui(ui, wishes);
                        }
                    }
                    _ => {
                        ui.label(RichText::new("Guilloche").strong().color(colours.strong));
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    self.top_right_ui(ui, wishes);
                });
            });
        });
    }

    fn top_right_ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let mut button = |ui: &mut Ui, icon, command: Command| {
            let enabled = self.is_available(command);
            let response = ui.add_enabled(enabled, IconButton::new(icon, command.about().text));
            if response.on_hover_text(command.tooltip()).on_disabled_hover_text(command.tooltip()).clicked() {
                wishes.push(Wish::Do(command));
            }
        };
        button(ui, Icon::Theme, Command::ToggleTheme);
        button(ui, Icon::Help, Command::Help);
        if self.screen == Screen::Case {
            ui.separator();
            button(ui, Icon::History, Command::History);
            button(ui, Icon::Redo, Command::Redo);
            button(ui, Icon::Undo, Command::Undo);
            ui.separator();
        }
        let find = Action::new("Find a command").icon(Icon::Search).key(Command::Palette.key_text());
        if ui.add(find).on_hover_text(Command::Palette.about().hint).clicked() {
            wishes.push(Wish::Do(Command::Palette));
        }
        if self.screen == Screen::Desk
            && let Some(open) = &self.open
        {
            let back = format!("Back to {}", open.case.number);
            if ui.add(Action::new(&back).icon(Icon::Right)).clicked() {
                wishes.push(Wish::OpenCase(open.case.id));
            }
        }
    }

    fn exhibits_ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let Some(open) = &self.open else { return };
        let current = open.exhibit().map_or_else(String::new, |exhibit| format!("Exhibit {}", exhibit.mark));
        egui::ComboBox::from_id_salt("exhibit").selected_text(current).show_ui(ui, |ui| {
            for exhibit in &open.case.exhibits {
                let text = format!("Exhibit {} · {}", exhibit.mark, exhibit.description);
                if ui.selectable_label(exhibit.id == open.exhibit, text).clicked() {
                    wishes.push(Wish::ShowExhibit(exhibit.id));
                }
            }
        });
    }

    fn jobs(&self) -> Vec<JobView> {
        let mut jobs: Vec<JobView> = Vec::new();
        jobs.extend(self.measuring.iter().map(|(_, job)| JobView { label: job.label(), fraction: job.fraction() }));
        if let Some(job) = &self.work {
            jobs.push(JobView { label: job.label(), fraction: job.fraction() });
        }
        if let Some(job) = &self.stepping
            && job.fraction().is_some()
        {
            jobs.push(JobView { label: job.label(), fraction: job.fraction() });
        }
        if let Some(job) = &self.opening {
            jobs.push(JobView { label: job.label(), fraction: job.fraction() });
        }
        jobs.extend(self.pictures.running().map(|(label, fraction)| JobView { label, fraction }));
        jobs
    }

    fn status_bar_ui(&self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let mut view = StatusView { jobs: self.jobs(), ..StatusView::default() };
        if let (Screen::Case, Some(open)) = (self.screen, &self.open) {
            let capture = self.capture.and_then(|capture| open.capture(capture));
            view.cursor = self.cursor;
            "Wheel zooms about the pointer, dragging pans".clone_into(&mut view.idle);
            view.zoom = capture
                .filter(|_| self.by_hand.is_none())
                .map(|_| self.viewer.camera.points_per_mm * f64::from(ui.ctx().pixels_per_point()) / self.px_per_mm());
            view.dpi =
                capture.map(|capture| capture.resolution.map_or_else(|| "dpi not stated".to_owned(), |resolution| resolution.to_string()));
            view.by_hand = self.is_available(Command::RegisterByHand);
            view.registration = capture.and_then(|capture| match (open.placement(capture.id), open.reference()) {
                (Some(placement), _) => Some((crate::gui::case::registered(placement), true)),
                (None, Some(_)) => Some(("Not registered".to_owned(), false)),
                (None, None) => None,
            });
        } else {
            "Nothing leaves this computer".clone_into(&mut view.idle);
        }
        if !view.jobs.is_empty() {
            // The bar moves while a job runs; the jobs themselves wake the window only at their end.
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
        }
        Panel::bottom("status").exact_size(theme::STATUS_BAR).frame(bar(ui)).resizable(false).show(ui, |ui| {
            wishes.extend(status_ui(ui, &view).map(Wish::Do));
        });
    }

    fn desk_screen_ui(&mut self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let hovering = ui.input(|input| !input.raw.hovered_files.is_empty());
        self.desk.jobs = self.jobs();
        egui::CentralPanel::no_frame().frame(Frame::new().fill(theme::colours(ui.visuals()).panel)).show(ui, |ui| {
            self.notices.put_into(ui.available_rect_before_wrap());
            wishes.extend(desk_ui(ui, &self.desk, hovering));
        });
    }

    fn case_screen_ui(&mut self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        self.candidates.begin_frame();
        if self.by_hand.is_some() {
            self.by_hand_ui(ui);
            return;
        }
        let colours = theme::colours(ui.visuals());
        let side = Frame::new().fill(colours.panel).inner_margin(Margin { left: 10, right: 10, top: 10, bottom: 0 });
        if !self.full {
            Panel::left("filmstrip").exact_size(theme::FILMSTRIP).frame(side).resizable(false).show(ui, |ui| self.filmstrip_ui(ui, wishes));
        }
        let wide = ui.ctx().content_rect().width() > 1900.0;
        let inspector = Panel::right("inspector")
            .default_size(if wide { 460.0 } else { theme::INSPECTOR })
            .size_range(theme::INSPECTOR_MIN..=640.0)
            .frame(Frame::new().fill(colours.panel))
            .resizable(true);
        if !self.full {
            inspector.show(ui, |ui| self.inspector_ui(ui, wishes));
        }
        let both = self.has_both();
        Panel::top("tools").exact_size(theme::TOOL_BAR).frame(bar(ui)).resizable(false).show(ui, |ui| {
            wishes.extend(toolbar_ui(ui, &self.viewer, both, Some([self.second.is_some(), self.full])).map(Wish::Do));
        });
        if self.viewer.tools {
            let strip = Panel::left("drawing tools").exact_size(theme::ROW + 12.0).resizable(false);
            let can_draw = self.is_available(Command::MeasureDistance);
            strip.frame(Frame::new().fill(colours.panel).inner_margin(Margin::symmetric(6, 0))).show(ui, |ui| {
                wishes.extend(tools_ui(ui, self.viewer.drawing.tool(), [can_draw, self.viewer.marks]).map(Wish::Do));
            });
        }
        egui::CentralPanel::no_frame().frame(Frame::new().fill(colours.panel)).show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            self.notices.put_into(rect);
            wishes.extend(self.viewers_ui(ui, rect));
            if ui.input(|input| !input.raw.hovered_files.is_empty()) {
                ui.painter().rect_filled(rect, 0.0, colours.canvas.gamma_multiply(0.85));
                let font = egui::TextStyle::Heading.resolve(ui.style());
                ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, "Let go to add these captures", font, colours.strong);
            }
        });
    }

    fn sign_in_screen_ui(&mut self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        egui::CentralPanel::no_frame().frame(Frame::new().fill(theme::colours(ui.visuals()).panel)).show(ui, |ui| {
            self.notices.put_into(ui.available_rect_before_wrap());
            wishes.extend(sign_in_ui(ui, &self.session, &mut self.sign_in));
        });
    }

    fn filmstrip_ui(&mut self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let Some(view) = self.open.as_ref().map(FilmstripView::of) else { return };
        let wanted: Vec<_> = view
            .groups
            .iter()
            .flat_map(|group| &group.frames)
            .filter(|frame| self.pictures.thumbnail(PictureKey::from(frame.picture)).is_none())
            .map(|frame| (frame.picture, frame.file_name.clone()))
            .collect();
        let pictures = &self.pictures;
        wishes.extend(filmstrip_ui(ui, &view, self.capture, |frame| pictures.thumbnail(PictureKey::from(frame.picture))));
        // What is in the viewers goes first; the strip asks after them.
        for (sum, name) in wanted {
            drop(self.capture_picture(sum, &name));
        }
    }

    fn inspector_ui(&mut self, ui: &mut Ui, wishes: &mut Vec<Wish>) {
        let clips = if self.tab == Tab::Checklist { self.clips() } else { Vec::new() };
        if self.tab == Tab::Marks {
            self.plot_chosen();
        }
        let missing = self.missing();
        let adjust = (self.tab == Tab::Adjust).then(|| self.adjust_view());
        let data = (self.tab == Tab::Data).then(|| self.data_shown()).flatten();
        let Some(open) = &self.open else { return };
        let led_in = std::mem::take(&mut self.tab_is_new);
        let (asked, still_new) = tabs_ui(ui, self.tab, led_in, |tab| if tab == Tab::Checklist { missing } else { None });
        self.tab_is_new = still_new;
        wishes.extend(asked.map(Wish::Do));
        ui.separator();
        Frame::new().inner_margin(Margin { left: 14, right: 12, top: 4, bottom: 0 }).show(ui, |ui| {
            let asked = match self.tab {
                Tab::Checklist => {
                    let view = crate::gui::case::ChecklistView::of(open);
                    let item = self.checklist.current.as_ref().and_then(|item| ItemView::of(open, item));
                    let textures = &mut self.textures;
                    let mut clip = |ui: &Ui, rect, number: usize| {
                        if let Some(Some(clip)) = clips.get(number) {
                            clip.ui(ui, rect, textures);
                        }
                    };
                    checklist_ui(ui, &view, item.as_ref(), &mut self.checklist, &mut clip)
                }
                Tab::Reference => {
                    let found = self.work.as_ref().filter(|_| self.analysing).map(|job| job.found());
                    let found: Option<Vec<CandidateView>> =
                        found.map(|found| found.iter().map(|candidate| CandidateView::of(open, candidate)).collect());
                    reference_ui(ui, &ReferenceView::of(open), found.as_deref(), &mut self.candidates)
                }
                Tab::Data => data.as_ref().and_then(|(view, pictures)| {
                    let textures = std::cell::RefCell::new(&mut self.textures);
                    let mut paint = |ui: &Ui, rect, place: &Place| {
                        if let Some(clip) = pictures.clip(place) {
                            clip.ui(ui, rect, &mut textures.borrow_mut());
                        }
                    };
                    let mut portrait = |ui: &Ui, rect, sum| {
                        if let Some(clip) = pictures.whole(sum) {
                            clip.ui(ui, rect, &mut textures.borrow_mut());
                        }
                    };
                    data_ui(ui, view, &mut self.data, &mut paint, &mut portrait)
                }),
                Tab::Adjust => adjust.as_ref().and_then(|view| adjust_ui(ui, view, &mut self.adjust)),
                Tab::Findings => findings_ui(ui, &FindingsView::of(open), &mut self.findings),
                Tab::Marks => marks_ui(ui, &MarksView::of(open), &mut self.marks),
                Tab::Case => life_ui(ui, &LifeView::of(open), &mut self.life),
            };
            wishes.extend(asked);
        });
    }

    fn over_ui(&mut self, ui: &Ui, wishes: &mut Vec<Wish>) {
        if self.screen == Screen::Case {
            self.second_window_ui(ui.ctx(), wishes);
        }
        if let (true, Screen::Case, Some(open)) = (self.history, self.screen, &self.open) {
            wishes.extend(history_ui(ui, &open.history, open.examination.frozen, &mut self.history));
        }
        let busy = self.is_busy();
        wishes.extend(self.notices.ui(ui, busy).map(|offer| match offer {
            Offer::Show(file) => Wish::Reveal(file),
            Offer::WriteTo(command, folder) => Wish::WriteTo(command, folder),
        }));
        let mut palette = std::mem::take(&mut self.palette);
        let adjusting = palette.is_open().then(|| self.refusal_to_adjust()).flatten();
        wishes.extend(palette_ui(ui, &mut palette, &self.desk.cases, |command| self.refusal(command), adjusting));
        self.palette = palette;
        if self.help {
            let listed = |command| self.is_listed(command);
            self.help = help::help_ui(ui, listed, self.by_hand.as_ref().map(|_| crate::gui::by_hand::help()));
        }
    }
}
