//! The panel beside the pictures: kind of map, residuals, what stands in the way, and the end of it.

use eframe::egui;
use egui::{Align, Layout, Rect, RichText, Role, Sense, TextStyle, Ui, WidgetInfo, vec2};

use super::draft::{Draft, Line, Standing};
use super::pane::cross;
use super::{HandState, Preview};
use crate::domain::{LandmarkModel, Light, PageOf, PointMm, RectMm};
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::viewer::{Layer, Side, Textures, clip_ui};
use crate::gui::widgets::{Action, Badge, Compact, IconButton, Segment, Tone, paragraph_ui, section_ui, segments_ui};

/// What was asked for in the panel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Picked {
    Model(LandmarkModel),
    Choose(usize),
    Remove(usize),
    Snap,
    Accept,
    Cancel,
    /// Back to what the program finds.
    Program,
    Light(Light),
    Page(PageOf),
}

/// The surroundings of one spot of the chosen pair.
pub(crate) struct CloseUp<'a> {
    pub(crate) layer: Layer<'a>,
    /// The spot, in the mm that the camera of the picture counts in.
    pub(crate) centre: PointMm,
    /// How far is seen to its left and right, in the same mm.
    pub(crate) half_mm: f64,
}

/// What the panel shows besides the landmarks.
pub(crate) struct PanelView<'a> {
    /// The capture: its light and file.
    pub(crate) capture: String,
    /// The pages it may be laid on, with their titles.
    pub(crate) pages: Vec<(PageOf, String)>,
    /// The lights of the page in hand.
    pub(crate) lights: Vec<Light>,
    /// Both halves of the chosen pair, the questioned first.
    pub(crate) close_ups: [Option<CloseUp<'a>>; 2],
    /// Whether the capture is placed by hand already.
    pub(crate) placed: bool,
}

/// A number of things.
pub(super) fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// The short name of a kind of map, for a button.
fn short(model: LandmarkModel) -> &'static str {
    match model {
        LandmarkModel::Similarity => "Similarity",
        LandmarkModel::Affine => "Affine",
        LandmarkModel::Homography => "Perspective",
    }
}

/// Paints the panel and returns what was asked for.
pub(crate) fn panel_ui(ui: &mut Ui, state: &HandState, view: &PanelView<'_>, textures: &mut Textures) -> Option<Picked> {
    let mut asked = None;
    egui::Panel::bottom("by-hand-end")
        .frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 10)))
        .show_separator_line(false)
        .show(ui, |ui| asked = end_ui(ui, state, view));
    egui::ScrollArea::vertical().id_salt("by-hand").auto_shrink([false, false]).show(ui, |ui| {
        let colours = theme::colours(ui.visuals());
        ui.label(RichText::new("Register by hand").heading().color(colours.strong));
        ui.add(egui::Label::new(RichText::new(&view.capture).small().color(colours.weak)).truncate());
        asked = onto_ui(ui, state, view).or_else(|| asked.take());
        let Some(draft) = &state.draft else { return };
        section_ui(ui, "Kind of map", |_| {});
        let segments: Vec<Segment<'_, LandmarkModel>> = LandmarkModel::ALL
            .iter()
            .zip(["1", "2", "3"])
            .map(|(model, key)| Segment {
                value: *model,
                text: short(*model),
                icon: None,
                tooltip: format!("{}; {} or more ({key})", model.title(), counted(model.trusted_pairs(), "pair")),
                enabled: true,
            })
            .collect();
        if let Some(model) = segments_ui(ui, draft.model(), Compact::No, &segments) {
            asked = Some(Picked::Model(model));
        }
        standing_ui(ui, draft);
        asked = table_ui(ui, draft).or_else(|| asked.take());
        asked = close_up_ui(ui, state, draft, view, textures).or_else(|| asked.take());
        hints_ui(ui, draft);
        follow(ui);
    });
    asked
}

/// Onto which page and light, where there is a choice.
fn onto_ui(ui: &mut Ui, state: &HandState, view: &PanelView<'_>) -> Option<Picked> {
    let mut asked = None;
    let title = view.pages.iter().find(|(page, _)| *page == state.page).map_or("", |(_, title)| title.as_str());
    if view.pages.len() < 2 && view.lights.len() < 2 {
        let text = format!("Onto {} · {} · {}", state.page.reference, title, state.light.title());
        ui.add(egui::Label::new(RichText::new(text).small().color(theme::colours(ui.visuals()).weak)).truncate());
        return None;
    }
    ui.horizontal(|ui| {
        ui.label("Onto");
        if view.pages.len() > 1 {
            egui::ComboBox::from_id_salt("by-hand-page").selected_text(title).width(120.0).show_ui(ui, |ui| {
                for (page, title) in &view.pages {
                    if ui.selectable_label(*page == state.page, title).clicked() && *page != state.page {
                        asked = Some(Picked::Page(page.clone()));
                    }
                }
            });
        } else {
            ui.label(title);
        }
        egui::ComboBox::from_id_salt("by-hand-light").selected_text(state.light.title()).width(120.0).show_ui(ui, |ui| {
            for light in &view.lights {
                if ui.selectable_label(*light == state.light, light.title()).clicked() && *light != state.light {
                    asked = Some(Picked::Light(*light));
                }
            }
        });
    });
    asked
}

/// What the pairs give: the residual, or what stands in the way and what to do.
fn standing_ui(ui: &mut Ui, draft: &Draft) {
    ui.add_space(2.0);
    match draft.standing() {
        Standing::More(more) => {
            ui.add(Badge::new(Icon::Info, &format!("{} to set", counted(more, "pair")), Tone::Accent));
            paragraph_ui(ui, "Set the same spot of the print in both pictures, far apart and near the corners of the page.");
        }
        Standing::Fault(what, remedy) => said_ui(ui, "No map", &what, &remedy),
        Standing::Refused(what, remedy) => said_ui(ui, "Not good enough to compare by", &what, &remedy),
        Standing::Good(rms, count) => {
            let text = format!("Residual {:.3} mm · {:.2} px", rms.mm, rms.px);
            ui.add(Badge::new(Icon::Check, &text, Tone::Agrees));
            paragraph_ui(ui, &format!("Root mean square of {count} pairs, in the reference."));
        }
    }
}

fn said_ui(ui: &mut Ui, title: &str, what: &str, remedy: &str) {
    let colours = theme::colours(ui.visuals());
    ui.add(Badge::new(Icon::Warning, title, Tone::Attention));
    ui.add(egui::Label::new(RichText::new(what).color(colours.text)).wrap());
    if !remedy.is_empty() {
        paragraph_ui(ui, remedy);
    }
}

/// Right edges of the columns, as shares of the width that is left for numbers.
const COLUMNS: [(f32, &str); 3] = [(0.42, "mm"), (0.66, "px"), (0.9, "without it")];

fn table_ui(ui: &mut Ui, draft: &Draft) -> Option<Picked> {
    let colours = theme::colours(ui.visuals());
    ui.add_space(4.0);
    section_ui(ui, "Landmarks", |_| {});
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    for (share, title) in COLUMNS {
        let at = egui::pos2(head.left() + head.width() * share, head.center().y);
        ui.painter().text(at, egui::Align2::RIGHT_CENTER, title, TextStyle::Small.resolve(ui.style()), colours.weak);
    }
    let at = egui::pos2(head.left() + 8.0, head.center().y);
    ui.painter().text(at, egui::Align2::LEFT_CENTER, "Pair", TextStyle::Small.resolve(ui.style()), colours.weak);
    let mut asked = None;
    ui.spacing_mut().item_spacing.y = 1.0;
    for (number, line) in draft.lines().iter().enumerate() {
        asked = line_ui(ui, number, line, draft.chosen() == Some(number)).or_else(|| asked.take());
    }
    ui.spacing_mut().item_spacing.y = 6.0;
    asked
}

/// What is said of a pair.
fn spoken(number: usize, line: &Line) -> String {
    let number = number + 1;
    match (line.missing, line.miss) {
        (Some(side), _) => format!("Pair {number}: not set in the {}", side.title().to_lowercase()),
        (None, Some(miss)) => format!("Pair {number}: {:.3} mm, {:.2} px", miss.mm, miss.px),
        (None, None) => format!("Pair {number}: set"),
    }
}

fn line_ui(ui: &mut Ui, number: usize, line: &Line, chosen: bool) -> Option<Picked> {
    let colours = theme::colours(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 25.0), Sense::click());
    let text = spoken(number, line);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &text));
    let painter = ui.painter();
    if chosen || response.hovered() {
        painter.rect_filled(rect, f32::from(theme::RADIUS), if chosen { colours.accent_soft } else { colours.hovered });
    }
    let small = TextStyle::Body.resolve(ui.style());
    let strong = if chosen { colours.strong } else { colours.text };
    let left = egui::pos2(rect.left() + 8.0, rect.center().y);
    painter.text(left, egui::Align2::LEFT_CENTER, (number + 1).to_string(), egui::FontId::new(13.0, theme::bold()), strong);
    if let Some(side) = line.missing {
        let text = format!("not set in the {}", side.title().to_lowercase());
        let at = egui::pos2(rect.left() + 34.0, rect.center().y);
        painter.text(at, egui::Align2::LEFT_CENTER, text, small, colours.attention);
    } else {
        let colour = if line.is_poor() { colours.differs } else { strong };
        let value = |value: Option<f64>, digits: usize| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"));
        let values = [
            (value(line.miss.map(|miss| miss.mm), 3), colour),
            (value(line.miss.map(|miss| miss.px), 2), colour),
            (line.left_out.map_or_else(|| "–".to_owned(), |miss| format!("{:.3} mm", miss.mm)), colours.weak),
        ];
        for ((share, _), (text, colour)) in COLUMNS.into_iter().zip(values) {
            let at = egui::pos2(rect.left() + rect.width() * share, rect.center().y);
            painter.text(at, egui::Align2::RIGHT_CENTER, text, small.clone(), colour);
        }
    }
    let mut asked = response.clicked().then_some(Picked::Choose(number));
    if chosen || response.contains_pointer() {
        let at = Rect::from_center_size(egui::pos2(rect.right() - 13.0, rect.center().y), egui::Vec2::splat(22.0));
        let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(at).layout(Layout::left_to_right(Align::Center)));
        let name = format!("Remove pair {}", number + 1);
        if corner.add(IconButton::new(Icon::Close, &name)).on_hover_text("Removes this pair (Del)").clicked() {
            asked = Some(Picked::Remove(number));
        }
    }
    response.on_hover_text("The last column is how far the map of the other pairs alone puts it");
    asked
}

/// Both halves of the chosen pair enlarged, and the button that snaps it.
fn close_up_ui(ui: &mut Ui, state: &HandState, draft: &Draft, view: &PanelView<'_>, textures: &mut Textures) -> Option<Picked> {
    let number = draft.chosen()?;
    ui.add_space(4.0);
    section_ui(ui, &format!("Close-up of pair {}", number + 1), |_| {});
    let colours = theme::colours(ui.visuals());
    let width = ((ui.available_width() - 8.0) / 2.0).floor();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for (side, close_up) in [Side::Questioned, Side::Reference].into_iter().zip(&view.close_ups) {
            let (rect, response) = ui.allocate_exact_size(vec2(width, 112.0), Sense::hover());
            let spoken = format!("Close-up of the {}", side.title().to_lowercase());
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));
            ui.painter().rect_filled(rect, 2.0, colours.canvas);
            match close_up {
                Some(close_up) => {
                    let (PointMm { x, y }, half) = (close_up.centre, close_up.half_mm);
                    let high = half * f64::from(rect.height() / rect.width().max(1.0));
                    clip_ui(ui, rect, RectMm::new(x - half, y - high, 2.0 * half, 2.0 * high), textures, &close_up.layer);
                    cross(&ui.painter_at(rect), rect.center(), 12.0, theme::over_pictures().accent, 1.0);
                }
                None => {
                    let font = TextStyle::Small.resolve(ui.style());
                    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, "not set", font, colours.weak);
                }
            }
            if draft.side() == side {
                ui.painter().rect_stroke(rect, 2.0, egui::Stroke::new(1.5, colours.accent), egui::StrokeKind::Inside);
            }
        }
    });
    let ready = draft.pairs().get(number).is_some_and(|pair| pair.landmark().is_some()) && state.snapping.is_none();
    let snap = ui.add_enabled(ready, Action::new("Snap to the print").icon(Icon::Pin).key("S".to_owned()).wide());
    let clicked = snap.on_hover_text("Moves the questioned spot to where its surroundings look like those of the reference").clicked();
    if let Some((text, moved)) = &state.said {
        let (icon, colour) = if *moved { (Icon::Check, colours.agrees) } else { (Icon::Warning, colours.attention) };
        ui.horizontal(|ui| {
            let (mark, _) = ui.allocate_exact_size(egui::Vec2::splat(14.0), Sense::hover());
            icon.paint(ui.painter(), mark, colour);
            ui.add(egui::Label::new(RichText::new(text).small().color(colours.text)).wrap());
        });
    }
    clicked.then_some(Picked::Snap)
}

fn hints_ui(ui: &mut Ui, draft: &Draft) {
    let colours = theme::colours(ui.visuals());
    ui.add_space(6.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    let lines: &[(&str, &str)] = if draft.chosen().is_some() {
        &[
            ("Drag", "moves a spot under the magnifier; Shift is finer"),
            ("Arrows", "1 px; Shift 10 px, Alt 0.1 px"),
            ("Space", "takes the other half in hand"),
            ("Del", "removes the pair"),
        ]
    } else {
        &[
            ("Click", "sets a spot in either picture"),
            ("Drag", "pans; the wheel zooms"),
            ("N", "sets a spot in the middle"),
            ("P", "previews"),
        ]
    };
    for (key, text) in lines {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 15.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{key} {text}")));
        let font = TextStyle::Small.resolve(ui.style());
        ui.painter().text(rect.left_center(), egui::Align2::LEFT_CENTER, key, font.clone(), colours.text);
        ui.painter().text(rect.left_center() + vec2(48.0, 0.0), egui::Align2::LEFT_CENTER, text, font, colours.weak);
    }
}

fn end_ui(ui: &mut Ui, state: &HandState, view: &PanelView<'_>) -> Option<Picked> {
    let mut asked = None;
    let good = state.draft.as_ref().is_some_and(|draft| matches!(draft.standing(), Standing::Good(..)));
    if view.placed {
        let back = Action::new("Register by the program again").icon(Icon::Undo).wide();
        let response = ui.add_enabled(!state.saving, back);
        if response.on_hover_text("Takes the landmarks away and lets the program register the capture anew").clicked() {
            asked = Some(Picked::Program);
        }
    }
    ui.horizontal(|ui| {
        if ui
            .add_enabled(!state.saving, Action::new("Cancel"))
            .on_hover_text("Leaves the registration as it was; the landmarks wait until you come back")
            .clicked()
        {
            asked = Some(Picked::Cancel);
        }
        let text = if state.saving { "Measuring again" } else { "Accept registration" };
        let accept = Action::new(text).icon(Icon::Check).main().wide();
        let response = ui.add_enabled(good && !state.saving, accept);
        let why = "Lays the capture so, and compares its zones again";
        if response.on_hover_text(why).on_disabled_hover_text("Needs a fit that is good enough").clicked() {
            asked = Some(Picked::Accept);
        }
    });
    asked
}

/// Paints the bar over the pictures.
pub(crate) fn tools_ui(ui: &mut Ui, state: &mut HandState) {
    let mapped = state.draft.as_ref().is_some_and(|draft| draft.judged().is_some());
    ui.horizontal_centered(|ui| {
        let colours = theme::colours(ui.visuals());
        ui.label(RichText::new("Reference shown").small().color(colours.weak));
        let segment =
            |value, text, icon, tooltip: &str| Segment { value, text, icon: Some(icon), tooltip: tooltip.to_owned(), enabled: true };
        let mut segments = [
            segment(Preview::Off, "Alone", Icon::Single, "Shows the reference by itself (P)"),
            segment(Preview::Overlay, "Overlay", Icon::Overlay, "Lays the questioned over it as the landmarks say (P)"),
            segment(Preview::Blink, "Blink", Icon::Blink, "Shows both in turn as the landmarks say (P)"),
        ];
        for segment in segments.iter_mut().skip(1) {
            segment.enabled = mapped;
        }
        let shown = if mapped { state.preview } else { Preview::Off };
        if let Some(preview) = segments_ui(ui, shown, Compact::No, &segments) {
            state.preview = preview;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if ui.add(IconButton::new(Icon::Fit, "All of both pictures")).on_hover_text("Shows all of both pictures (F)").clicked() {
                state.fit();
            }
            for (icon, name, degrees) in
                [(Icon::TurnRight, "Turn the questioned right", 90.0), (Icon::TurnLeft, "Turn the questioned left", -90.0)]
            {
                if ui.add(IconButton::new(icon, name)).on_hover_text("Turns the questioned picture on the screen").clicked() {
                    state.camera_mut(Side::Questioned).turn_by(degrees);
                    state.to_fit[0] = true;
                }
            }
            ui.separator();
            let mut magnification = state.magnification;
            let range = super::MAGNIFICATIONS;
            let slider = egui::Slider::new(&mut magnification, range).show_value(false);
            ui.spacing_mut().slider_width = 70.0;
            let response = ui.add(slider).on_hover_text("How much the magnifier enlarges while a spot is dragged ([ and ], or the wheel)");
            response.widget_info(|| WidgetInfo::slider(true, f64::from(magnification), "Magnifier"));
            state.magnification = magnification;
            ui.label(RichText::new(format!("Magnifier ×{magnification}")).small().color(colours.weak));
        });
    });
}
