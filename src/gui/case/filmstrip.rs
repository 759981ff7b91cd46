//! The captures of an exhibit as a strip, grouped by page, one for each light.

use eframe::egui;
use egui::{RichText, Role, Sense, TextStyle, TextureId, Ui, WidgetInfo};

use super::OpenCase;
use crate::domain::{CaptureId, Light, PictureSum, residual_text};
use crate::gui::command::Command;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Tone};
use crate::gui::wish::Wish;

/// How well a capture is placed on the reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Placed {
    /// No reference is chosen.
    NoReference,
    /// Registered, with its residual in mm; or taken over from another light.
    Registered {
        /// Root mean square distance of the inliers in mm.
        residual_mm: f64,
        /// Whether it was taken over from another light.
        carried_over: bool,
        /// Whether a person laid it, or the one it was taken over from.
        by_hand: bool,
    },
    /// It could not be registered.
    Failed,
}

impl Placed {
    /// How it was placed, in a sentence.
    fn said(self) -> String {
        match self {
            Self::NoReference => "no reference chosen".to_owned(),
            Self::Registered { residual_mm, carried_over, by_hand } => {
                let how = if by_hand { "by hand" } else { "automatically" };
                let with = if carried_over { " with another light" } else { "" };
                format!("registered {how}{with} to {}", residual_text(residual_mm))
            }
            Self::Failed => "not registered".to_owned(),
        }
    }

    /// The same in so few words that they fit below a picture.
    fn short(self) -> String {
        match self {
            Self::NoReference => "No reference".to_owned(),
            Self::Registered { residual_mm, by_hand: true, .. } => format!("By hand · {}", brief(residual_mm)),
            Self::Registered { residual_mm, .. } => format!("Automatic · {}", brief(residual_mm)),
            Self::Failed => "Not registered".to_owned(),
        }
    }
}

/// A residual in so few words that it fits below a picture.
fn brief(mm: f64) -> String {
    residual_text(mm).replace("under ", "< ")
}

/// Room below a picture for its light and how it is placed, in points.
const FOOT: f32 = 44.0;

/// One capture in the strip.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    /// The capture.
    pub id: CaptureId,
    /// The sum of its bytes.
    pub picture: PictureSum,
    /// Its light.
    pub light: Light,
    /// Its file.
    pub file_name: String,
    /// Its resolution in words.
    pub resolution: String,
    /// Width through height.
    pub aspect: f32,
    /// How well it is placed.
    pub placed: Placed,
}

/// The captures of one page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// The page.
    pub title: String,
    /// Its captures.
    pub frames: Vec<Frame>,
}

/// What the filmstrip shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FilmstripView {
    /// The exhibit.
    pub title: String,
    /// Pages with their captures.
    pub groups: Vec<Group>,
    /// Whether captures can still be added.
    pub open: bool,
}

impl FilmstripView {
    /// The captures of the exhibit in `open`.
    pub(crate) fn of(open: &OpenCase) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for capture in open.captures() {
            let title = match (open.page_of(capture), &capture.page) {
                (Some(page), _) => page.title.clone(),
                (None, Some(page)) => page.to_string(),
                (None, None) => "Page not known".to_owned(),
            };
            let placed = match (open.placement(capture.id), open.reference()) {
                (Some(placement), _) => Placed::Registered {
                    residual_mm: placement.residual_mm,
                    carried_over: placement.carried_over,
                    by_hand: placement.by_hand().is_some(),
                },
                (None, Some(_)) => Placed::Failed,
                (None, None) => Placed::NoReference,
            };
            let frame = Frame {
                id: capture.id,
                picture: capture.picture(),
                light: capture.light,
                file_name: capture.title(),
                resolution: capture.resolution.map_or_else(|| "dpi not known".to_owned(), |resolution| resolution.to_string()),
                aspect: capture.width_px as f32 / capture.height_px.max(1) as f32,
                placed,
            };
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.frames.push(frame),
                None => groups.push(Group { title, frames: vec![frame] }),
            }
        }
        for group in &mut groups {
            group.frames.sort_by_key(|frame| frame.light);
        }
        let title = open.exhibit().map_or_else(String::new, |exhibit| format!("Exhibit {}", exhibit.mark));
        Self { title, groups, open: !open.examination.frozen }
    }
}

/// Paints the filmstrip; `thumbnail` gives the texture of a capture once it is ready.
pub(crate) fn filmstrip_ui(
    ui: &mut Ui,
    view: &FilmstripView,
    current: Option<CaptureId>,
    mut thumbnail: impl FnMut(&Frame) -> Option<TextureId>,
) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    egui::Panel::bottom("filmstrip-actions")
        .frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 8)))
        .show_separator_line(false)
        .show(ui, |ui| {
            let add = Action::new("Add captures…").icon(Icon::Add).wide();
            if ui.add_enabled(view.open, add).on_hover_text(Command::AddCaptures.tooltip()).clicked() {
                asked = Some(Wish::Do(Command::AddCaptures));
            }
        });
    egui::ScrollArea::vertical().id_salt("filmstrip").auto_shrink([false, false]).show(ui, |ui| {
        ui.label(RichText::new(&view.title).heading().color(colours.strong));
        for group in &view.groups {
            ui.add_space(4.0);
            ui.add(egui::Label::new(RichText::new(&group.title).text_style(theme::section_style()).color(colours.weak)).truncate());
            for frame in &group.frames {
                let texture = thumbnail(frame);
                if frame_ui(ui, frame, current == Some(frame.id), texture).clicked() {
                    asked = Some(Wish::ShowCapture(frame.id));
                }
            }
        }
        ui.add_space(8.0);
        follow(ui);
    });
    asked
}

fn frame_ui(ui: &mut Ui, frame: &Frame, current: bool, texture: Option<TextureId>) -> egui::Response {
    let colours = theme::colours(ui.visuals());
    let width = ui.available_width();
    let picture_height = ((width - 8.0) / frame.aspect.clamp(0.5, 3.0)).min(150.0);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, picture_height + FOOT), Sense::click());
    let (icon, tone) = match frame.placed {
        Placed::NoReference => (Icon::Open, Tone::Plain),
        Placed::Registered { .. } => (Icon::Check, Tone::Agrees),
        Placed::Failed => (Icon::Warning, Tone::Attention),
    };
    let said = frame.placed.said();
    let spoken = format!("{}, {}, {said}", frame.light.title(), frame.file_name);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, current, &spoken));
    if ui.is_rect_visible(rect) {
        let fill = if current {
            colours.accent_soft
        } else if response.hovered() {
            colours.hovered
        } else {
            colours.panel
        };
        ui.painter().rect_filled(rect, f32::from(theme::RADIUS), fill);
        let room = egui::Rect::from_min_size(rect.min + egui::vec2(4.0, 4.0), egui::vec2(width - 8.0, picture_height));
        ui.painter().rect_filled(room, 2.0, colours.canvas);
        if let Some(texture) = texture {
            let size = if room.aspect_ratio() > frame.aspect {
                egui::vec2(room.height() * frame.aspect, room.height())
            } else {
                egui::vec2(room.width(), room.width() / frame.aspect)
            };
            let place = egui::Rect::from_center_size(room.center(), size);
            ui.painter().image(texture, place, egui::Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0)), egui::Color32::WHITE);
        } else {
            Icon::Card.paint(ui.painter(), egui::Rect::from_center_size(room.center(), egui::Vec2::splat(22.0)), colours.weak);
        }
        if current {
            ui.painter().rect_stroke(rect, f32::from(theme::RADIUS), egui::Stroke::new(1.5, colours.accent), egui::StrokeKind::Inside);
        }
        let how = egui::pos2(room.left() + 2.0, room.bottom() + 28.0);
        let small = TextStyle::Small.resolve(ui.style());
        ui.painter().text(how, egui::Align2::LEFT_CENTER, frame.placed.short(), small, colours.weak);
        let y = room.bottom() + 13.0;
        ui.painter().text(
            egui::pos2(room.left() + 2.0, y),
            egui::Align2::LEFT_CENTER,
            frame.light.title(),
            TextStyle::Small.resolve(ui.style()),
            if current { colours.strong } else { colours.text },
        );
        let mark = egui::Rect::from_center_size(egui::pos2(room.right() - 7.0, y), egui::Vec2::splat(13.0));
        icon.paint(ui.painter(), mark, tone.colour(colours));
    }
    response.on_hover_text(format!("{}\n{} · {}\n{said}", frame.file_name, frame.light.title(), frame.resolution))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_registered_a_capture_is_said_with_the_residual() {
        let placed = |carried_over, by_hand| Placed::Registered { residual_mm: 0.0604, carried_over, by_hand };
        assert_eq!(placed(false, false).said(), "registered automatically to 0.060 mm");
        assert_eq!(placed(true, false).said(), "registered automatically with another light to 0.060 mm");
        assert_eq!(placed(false, true).said(), "registered by hand to 0.060 mm");
        assert_eq!(
            (placed(true, false).short(), placed(false, true).short()),
            ("Automatic · 0.060 mm".into(), "By hand · 0.060 mm".into())
        );
        assert_eq!(Placed::Failed.short(), "Not registered");
    }
}
