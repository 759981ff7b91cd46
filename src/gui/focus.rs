//! Where the keyboard is: a ring that is seen on every surface, and areas that scroll to what it reached.

use eframe::egui;
use egui::{Context, Id, Key, LayerId, Order, Painter, Rect, Stroke, StrokeKind, Ui};

use super::theme;

/// Widgets from this size on, in points, have the ring inside: what is around a viewer is not theirs.
const LARGE: f32 = 200.0;

/// Shows where the keyboard is while it is what the person goes about with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct FocusRing {
    by_key: bool,
}

impl FocusRing {
    /// Paints the ring over everything: a line with a seam on both sides, so that it is seen on the accent and on a picture alike.
    pub(crate) fn ui(&mut self, ctx: &Context) {
        let (tab, pointer) = ctx.input(|input| (input.key_pressed(Key::Tab), input.pointer.any_pressed()));
        self.by_key = tab || (self.by_key && !pointer);
        if !self.by_key {
            return;
        }
        let Some(rect) = focused(ctx).and_then(visible) else { return };
        let colours = theme::colours(&ctx.global_style().visuals);
        let large = rect.width() > LARGE && rect.height() > LARGE;
        let (rect, kind) = if large { (rect.shrink(1.0), StrokeKind::Inside) } else { (rect.expand(1.0), StrokeKind::Outside) };
        let painter = Painter::new(ctx.clone(), LayerId::new(Order::Foreground, Id::unique("focus ring")), ctx.content_rect());
        let radius = if large { 0.0 } else { f32::from(theme::RADIUS) };
        painter.rect_stroke(rect, radius, Stroke::new(4.0, colours.panel), kind);
        let line = if large { rect.shrink(1.0) } else { rect.expand(1.0) };
        painter.rect_stroke(line, radius, Stroke::new(2.0, colours.strong), kind);
    }
}

/// The widget that has the keyboard: where it is, and what of it is seen.
///
/// Not to be asked while a button of the pointer goes down or up: a widget that is looked at then gives the keyboard away if the pointer
/// is elsewhere, as over a picture that has just opened a field.
fn focused(ctx: &Context) -> Option<(Rect, Rect)> {
    let id = ctx.memory(|memory| memory.focused())?;
    ctx.read_response(id).map(|response| (response.rect, response.interact_rect))
}

fn visible((rect, seen): (Rect, Rect)) -> Option<Rect> {
    let shown = rect.intersect(seen);
    shown.is_positive().then_some(shown)
}

/// Scrolls to the widget of this area that the keyboard has just reached; to be called last in a scroll area.
///
/// What was reached with the pointer is in view already, and must not move away under it.
pub(crate) fn follow(ui: &Ui) {
    let ctx = ui.ctx();
    let now = ctx.memory(|memory| memory.focused());
    let known = ui.scope_id().with("followed");
    let before = ctx.data_mut(|data| data.get_temp::<Option<Id>>(known)).flatten();
    if now == before {
        return;
    }
    ctx.data_mut(|data| data.insert_temp(known, now));
    if ui.input(|input| input.pointer.any_down() || input.pointer.any_released()) {
        return;
    }
    let Some(response) = now.and_then(|id| ctx.read_response(id)) else { return };
    let content = ui.min_rect();
    let seen = response.rect.intersect(response.interact_rect);
    // What lies above or below the area is in the same column as what is scrolled out of view; only the latter is not seen.
    let within = if seen.is_positive() { ui.clip_rect().contains(seen.center()) } else { content.contains(response.rect.center()) };
    if within && response.layer_id == ui.layer_id() && !ui.clip_rect().contains_rect(response.rect) {
        ui.scroll_to_rect(response.rect.expand(8.0), None);
    }
}
