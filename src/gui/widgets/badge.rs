//! Small marks: an icon and a word in a signal colour, and keys.

use eframe::egui;
use egui::{Color32, Response, Role, Sense, TextStyle, Ui, Widget, WidgetInfo};

use crate::gui::icons::Icon;
use crate::gui::theme::{self, Colours};

/// What a mark means, never told by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Accent,
    Agrees,
    Differs,
    Attention,
}

impl Tone {
    pub(crate) fn colour(self, colours: &Colours) -> Color32 {
        match self {
            Self::Plain => colours.weak,
            Self::Accent => colours.accent,
            Self::Agrees => colours.agrees,
            Self::Differs => colours.differs,
            Self::Attention => colours.attention,
        }
    }
}

/// An icon and a word in one signal colour.
#[must_use = "put it in a ui with `ui.add(…)`"]
pub(crate) struct Badge<'a> {
    icon: Icon,
    text: &'a str,
    tone: Tone,
    room: f32,
}

impl<'a> Badge<'a> {
    pub(crate) fn new(icon: Icon, text: &'a str, tone: Tone) -> Self {
        Self { icon, text, tone, room: f32::INFINITY }
    }

    /// No wider than `room` points; what does not fit is cut off, and shown under the pointer.
    pub(crate) fn within(self, room: f32) -> Self {
        Self { room, ..self }
    }
}

impl Widget for Badge<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let colours = theme::colours(ui.visuals());
        let colour = self.tone.colour(colours);
        let mut job = egui::text::LayoutJob::simple_singleline(self.text.to_owned(), TextStyle::Small.resolve(ui.style()), colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width((self.room - 17.0).max(17.0));
        let galley = ui.painter().layout_job(job);
        let (rect, response) = ui.allocate_exact_size(egui::vec2(galley.size().x + 17.0, 18.0), Sense::hover());
        let response = if galley.elided { response.on_hover_text(self.text) } else { response };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.text));
        if ui.is_rect_visible(rect) {
            let mark = egui::Rect::from_center_size(egui::pos2(rect.left() + 6.5, rect.center().y), egui::Vec2::splat(13.0));
            self.icon.paint(ui.painter(), mark, colour);
            let corner = egui::pos2(rect.left() + 17.0, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(corner, galley, colour);
        }
        response
    }
}

/// Paints a key as it looks on a keyboard.
pub(crate) fn key_cap_ui(ui: &mut Ui, key: &str) -> Response {
    let colours = theme::colours(ui.visuals());
    let galley = ui.painter().layout_no_wrap(key.to_owned(), TextStyle::Small.resolve(ui.style()), colours.text);
    let size = egui::vec2((galley.size().x + 10.0).max(20.0), 20.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, key));
    if ui.is_rect_visible(rect) {
        let stroke = egui::Stroke::new(1.0, colours.line);
        ui.painter().rect(rect.shrink(0.5), 4.0, colours.raised, stroke, egui::StrokeKind::Inside);
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colours.text);
    }
    response
}
