//! The small bar within the viewers with what goes with the mode.

use eframe::egui;
use egui::{Align, Layout, Rect, RichText, Slider, Ui};

use crate::domain::Blend;
use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::viewer::{Divider, Side, Source, ViewMode, ViewerState};
use crate::gui::widgets::{Compact, IconButton, Segment, segments_ui};
use crate::imaging::heat_colour;

/// What the bar needs to know besides the viewers.
pub(crate) struct BarView {
    /// Seconds between two frames of the screen.
    pub(crate) frame_secs: f32,
    /// The pictures of the page in hand.
    pub(crate) sources: Vec<Source>,
    /// The one in hand, and the one it is compared with.
    pub(crate) pair: [Option<Source>; 2],
    /// What the two are called.
    pub(crate) titles: [String; 2],
}

/// Paints what goes with the mode into the lower middle of the viewers and returns the command that was clicked.
pub(crate) fn mode_bar_ui(ui: &mut Ui, rect: Rect, state: &mut ViewerState, view: &BarView) -> Option<Command> {
    if matches!(state.mode, ViewMode::SideBySide | ViewMode::Lights) {
        return None;
    }
    let colours = theme::colours(ui.visuals());
    // As wide as what is in it, which is known from the frame before.
    let id = ui.scope_id().with(("mode bar", state.mode as u8));
    let width = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(360.0);
    let size = egui::vec2((width + 24.0).min(rect.width() - 16.0), 40.0);
    let place = Rect::from_min_size(egui::pos2((rect.center().x - size.x / 2.0).round(), rect.bottom() - size.y - 10.0), size);
    let mut asked = None;
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        ui.painter().rect(place, 8.0, colours.panel, egui::Stroke::new(1.0, colours.line), egui::StrokeKind::Inside);
        // The bar takes clicks, so that they do not reach the picture below.
        ui.interact(place, ui.scope_id().with("mode-bar"), egui::Sense::click_and_drag());
        let inner = place.shrink2(egui::vec2(12.0, 4.0));
        let mut row = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
        asked = match state.mode {
            ViewMode::Overlay => overlay_ui(&mut row, state, view),
            ViewMode::Swipe => swipe_ui(&mut row, state, view),
            ViewMode::Lens => lens_ui(&mut row, state, view),
            ViewMode::Checker => checker_ui(&mut row, state, view),
            ViewMode::Blink => blink_ui(&mut row, state, view),
            ViewMode::Single => single_ui(&mut row, state, view),
            ViewMode::Grid => grid_ui(&mut row, state, view),
            ViewMode::Difference => {
                difference_ui(&mut row, state);
                None
            }
            ViewMode::SideBySide | ViewMode::Lights => None,
        };
        let needed = row.min_rect().width();
        if (needed - width).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, needed));
            ui.ctx().request_repaint();
        }
    });
    asked
}

/// A button with an icon for a command, under a name that fits the mode.
fn button_ui(ui: &mut Ui, icon: Icon, name: &str, command: Command, asked: &mut Option<Command>) {
    if ui.add(IconButton::new(icon, name)).on_hover_text(command.tooltip()).clicked() {
        *asked = Some(command);
    }
}

/// Chooses the picture to compare with, if there is a choice.
fn against_ui(ui: &mut Ui, state: &mut ViewerState, view: &BarView) {
    let others: Vec<Source> = view.sources.iter().copied().filter(|source| Some(*source) != view.pair[0]).collect();
    if others.len() < 2 {
        return;
    }
    ui.separator();
    ui.label("with");
    let chosen = view.pair[1];
    if let Some(source) = picker_ui(ui, "against", "Picture to compare with", chosen, &others) {
        state.against = Some(source);
    }
}

fn picker_ui(ui: &mut Ui, salt: &str, name: &str, chosen: Option<Source>, sources: &[Source]) -> Option<Source> {
    let mut asked = None;
    let text = chosen.map_or_else(|| "No picture".to_owned(), Source::title);
    let picker = egui::ComboBox::from_id_salt(salt).width(120.0).height(400.0).selected_text(text);
    let response = picker.show_ui(ui, |ui| {
        for source in sources {
            if ui.selectable_label(chosen == Some(*source), source.title()).clicked() {
                asked = Some(*source);
            }
        }
    });
    response.response.accessible_name(name).on_hover_text(Command::NextPicture.tooltip());
    asked
}

/// Which of the two, as segments; the command swaps them.
fn side_ui(ui: &mut Ui, side: Side, view: &BarView) -> Option<Command> {
    let [questioned, second] = &view.titles;
    let segments = [(Side::Questioned, questioned), (Side::Reference, second)].map(|(value, text)| Segment {
        value,
        text,
        icon: None,
        tooltip: Command::SwapPicture.tooltip(),
        enabled: true,
    });
    segments_ui(ui, side, Compact::No, &segments).filter(|asked| *asked != side).map(|_| Command::SwapPicture)
}

fn single_ui(ui: &mut Ui, state: &mut ViewerState, view: &BarView) -> Option<Command> {
    let asked = side_ui(ui, state.side, view);
    against_ui(ui, state, view);
    asked
}

fn overlay_ui(ui: &mut Ui, state: &mut ViewerState, view: &BarView) -> Option<Command> {
    egui::ComboBox::from_id_salt("blend")
        .width(88.0)
        .selected_text(state.blend.title())
        .show_ui(ui, |ui| {
            for blend in Blend::ALL.iter().copied() {
                if ui.selectable_label(state.blend == blend, blend.title()).clicked() && state.blend != blend {
                    state.lay_over(blend);
                }
            }
        })
        .response
        .accessible_name("How the questioned is laid over")
        .on_hover_text(Command::NextBlend.tooltip());
    ui.spacing_mut().slider_width = 110.0;
    let slider = Slider::new(&mut state.opacity, 0.0..=1.0).show_value(false);
    ui.add(slider).accessible_name("Opacity of the questioned").on_hover_text("How much of the questioned covers the reference ([ and ])");
    ui.add_sized([40.0, 20.0], egui::Label::new(RichText::new(format!("{:.0} %", state.opacity * 100.0)).weak()));
    against_ui(ui, state, view);
    None
}

fn swipe_ui(ui: &mut Ui, state: &mut ViewerState, view: &BarView) -> Option<Command> {
    let mut asked = None;
    let [first, other] = [state.side, state.side.other()].map(|side| title(view, side));
    let (before, behind) = match state.swipe.divider {
        Divider::Vertical => ("left", "right"),
        Divider::Horizontal => ("above", "below"),
    };
    ui.label(format!("{first} {before}, {} {behind}", lower(other)));
    button_ui(ui, Icon::TurnRight, "Turn the divider", Command::TurnSwipe, &mut asked);
    button_ui(ui, Icon::SideBySide, "Change sides", Command::SwapPicture, &mut asked);
    against_ui(ui, state, view);
    asked
}

/// The tolerance, and the legend of the colours.
fn difference_ui(ui: &mut Ui, state: &mut ViewerState) {
    ui.label("Tolerance");
    ui.spacing_mut().slider_width = 110.0;
    let slider = Slider::new(&mut state.tolerance, 0.05..=0.95).step_by(0.05).show_value(false);
    ui.add(slider)
        .accessible_name("Tolerance of the difference")
        .on_hover_text("Colours only what is more suspicious than this, from 0 (agrees) to 1 (departs most) ([ and ])");
    ui.add_sized([32.0, 20.0], egui::Label::new(RichText::new(format!("{:.2}", state.tolerance)).weak()));
    ui.separator();
    ui.label(RichText::new("tolerated").weak());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(96.0, 12.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Yellow departs little from the reference, purple most"));
    let steps = 48_u8;
    for step in 0..steps {
        let share = f64::from(step) / f64::from(steps - 1);
        let suspicion = state.tolerance + (1.0 - state.tolerance) * share;
        if let Some([red, green, blue]) = heat_colour(suspicion, state.tolerance) {
            let width = rect.width() / f32::from(steps);
            let left = rect.left() + f32::from(step) * width;
            let part = Rect::from_min_max(egui::pos2(left, rect.top()), egui::pos2((left + width + 0.5).min(rect.right()), rect.bottom()));
            ui.painter().rect_filled(part, 0.0, egui::Color32::from_rgb(red, green, blue));
        }
    }
    ui.label(RichText::new("departs most").weak());
    ui.separator();
    let (rect, response) = ui.allocate_exact_size(egui::vec2(20.0, 12.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Hatched: personal or serial, content not compared"));
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, egui::Color32::from_gray(170));
    for step in 0..8_u8 {
        let x = rect.left() + f32::from(step) * 5.0;
        let stroke = egui::Stroke::new(1.5, egui::Color32::from_rgb(110, 118, 136));
        painter.line_segment([egui::pos2(x, rect.top()), egui::pos2(x - rect.height(), rect.bottom())], stroke);
    }
    // In two lines, so that the bar is no wider than a narrow viewer.
    ui.label(RichText::new("personal or serial:\ncontent not compared").small().weak())
        .on_hover_text("What a holder brings along differs on every document. In visible light the background print beneath is judged; where it is gone, the zone is coloured");
}

fn lens_ui(ui: &mut Ui, state: &mut ViewerState, view: &BarView) -> Option<Command> {
    let mut asked = None;
    button_ui(ui, Icon::Dash, "Smaller lens", Command::Less, &mut asked);
    ui.label(format!("{:.0} wide", state.lens.radius * 2.0)).on_hover_text("Diameter of the lens in points; Ctrl and the wheel change it");
    button_ui(ui, Icon::Add, "Larger lens", Command::More, &mut asked);
    ui.separator();
    let magnify = IconButton::new(Icon::Search, "Magnify in the lens").selected(state.lens.magnification > 1);
    if ui.add(magnify).on_hover_text(Command::MagnifyLens.tooltip()).clicked() {
        asked = Some(Command::MagnifyLens);
    }
    ui.label(format!("×{}", state.lens.magnification));
    let pin = IconButton::new(Icon::Pin, "Pin the lens").selected(state.lens.pinned.is_some());
    if ui.add(pin).on_hover_text(Command::BlinkPlay.tooltip()).clicked() {
        asked = Some(Command::BlinkPlay);
    }
    button_ui(ui, Icon::Lens, "Change inside and outside", Command::SwapPicture, &mut asked);
    against_ui(ui, state, view);
    asked
}

fn checker_ui(ui: &mut Ui, state: &mut ViewerState, view: &BarView) -> Option<Command> {
    let mut asked = None;
    button_ui(ui, Icon::Dash, "Smaller squares", Command::Less, &mut asked);
    ui.label(format!("{} mm", state.square_mm())).on_hover_text("Side of a square on the page");
    button_ui(ui, Icon::Add, "Larger squares", Command::More, &mut asked);
    button_ui(ui, Icon::Checker, "Change the squares", Command::SwapPicture, &mut asked);
    against_ui(ui, state, view);
    asked
}

fn blink_ui(ui: &mut Ui, state: &mut ViewerState, view: &BarView) -> Option<Command> {
    let blink = state.blink;
    let mut asked = None;
    let (icon, name) = if blink.running() { (Icon::Pause, "Hold the blink") } else { (Icon::Play, "Run the blink") };
    button_ui(ui, icon, name, Command::BlinkPlay, &mut asked);
    button_ui(ui, Icon::Step, "One blink", Command::BlinkStep, &mut asked);
    ui.separator();
    button_ui(ui, Icon::Dash, "Blink slower", Command::Less, &mut asked);
    let each = blink.frames_each(view.frame_secs);
    let rate = 1.0 / (each as f32 * view.frame_secs.max(1e-4));
    let text = if (rate - blink.changes_per_second()).abs() < 0.05 {
        format!("{} per second", blink.changes_per_second())
    } else {
        format!("{rate:.1} per second")
    };
    ui.label(text).on_hover_text(format!("Each picture is shown for {each} frames of the screen, without a gap"));
    button_ui(ui, Icon::Add, "Blink faster", Command::More, &mut asked);
    ui.separator();
    let shown = if blink.is_prepared() { title(view, blink.shown()) } else { "Getting ready" };
    ui.add_sized([if view.titles[0].len() > 12 { 170.0 } else { 76.0 }, 20.0], egui::Label::new(RichText::new(shown).strong()).truncate());
    against_ui(ui, state, view);
    asked
}

fn grid_ui(ui: &mut Ui, state: &mut ViewerState, view: &BarView) -> Option<Command> {
    let mut asked = None;
    button_ui(ui, Icon::Dash, "A pane fewer", Command::Less, &mut asked);
    let count = state.grid.panes.len();
    ui.label(format!("{count} {}", if count == 1 { "pane" } else { "panes" }));
    button_ui(ui, Icon::Add, "Another pane", Command::More, &mut asked);
    ui.separator();
    ui.label(format!("Pane {}", state.grid.active + 1)).on_hover_text(Command::NextPane.tooltip());
    let chosen = state.grid.panes.get(state.grid.active).map(|pane| pane.source);
    if let Some(source) = picker_ui(ui, "pane", "Picture of the pane", chosen, &view.sources)
        && let Some(pane) = state.grid.panes.get_mut(state.grid.active)
    {
        pane.source = source;
    }
    asked
}

fn title(view: &BarView, side: Side) -> &str {
    let [questioned, second] = &view.titles;
    match side {
        Side::Questioned => questioned,
        Side::Reference => second,
    }
}

/// A title within a sentence.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), letters.as_str()))
}
