//! How often each level occurs, as a plot.

use eframe::egui;
use egui::{Color32, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::gui::theme;
use crate::imaging::Histogram;

/// Height of the plot in points.
const HEIGHT: f32 = 64.0;

/// The height of each bar, 0 to 1: square roots, so that rare levels are seen, against the highest but the ends, which clipping fills.
fn heights(counts: &[u64; 256]) -> [f32; 256] {
    let inner = counts.get(1..255).unwrap_or_default().iter().copied().max().unwrap_or(0);
    let most = inner.max(1) as f32;
    counts.map(|count| (count as f32 / most).sqrt().min(1.0))
}

/// The share of pixels that are black and white in luma, in per cent.
fn clipped(histogram: &Histogram) -> [f64; 2] {
    let all = histogram.luma.iter().sum::<u64>().max(1) as f64;
    [histogram.luma[0], histogram.luma[255]].map(|count| count as f64 * 100.0 / all)
}

/// Paints luma as an area and the three channels as lines.
pub(crate) fn histogram_ui(ui: &mut Ui, histogram: &Histogram) {
    let colours = theme::colours(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let [black, white] = clipped(histogram);
    let said = format!("Histogram: {black:.1} % black, {white:.1} % white");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 3.0, colours.sunken);
    let inner = rect.shrink2(vec2(4.0, 4.0));
    let x = |level: usize| inner.left() + inner.width() * (level as f32 + 0.5) / 256.0;
    let y = |height: f32| inner.bottom() - inner.height() * height;
    let bar = Stroke::new((inner.width() / 256.0).max(1.0), colours.weak.gamma_multiply(0.55));
    for (level, height) in heights(&histogram.luma).into_iter().enumerate() {
        painter.line_segment([pos2(x(level), inner.bottom()), pos2(x(level), y(height))], bar);
    }
    let dark = ui.visuals().dark_mode;
    let channel = |bright: [u8; 3], deep: [u8; 3]| {
        let [red, green, blue] = if dark { bright } else { deep };
        Color32::from_rgb(red, green, blue)
    };
    for (counts, colour) in [
        (&histogram.red, channel([0xf0, 0x7a, 0x70], [0xb8, 0x2c, 0x20])),
        (&histogram.green, channel([0x74, 0xc8, 0x80], [0x1e, 0x7c, 0x34])),
        (&histogram.blue, channel([0x76, 0xa8, 0xf4], [0x1c, 0x50, 0xb0])),
    ] {
        let line = heights(counts).into_iter().enumerate().map(|(level, height)| pos2(x(level), y(height)));
        painter.add(egui::Shape::line(line.collect(), Stroke::new(1.0, colour)));
    }
    response.on_hover_text(said);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_does_not_flatten_the_rest() {
        let mut counts = [0; 256];
        (counts[0], counts[100], counts[101]) = (1_000_000, 400, 100);
        let heights = heights(&counts);
        assert!((heights[100] - 1.0).abs() < 1e-6 && (heights[101] - 0.5).abs() < 1e-6 && (heights[0] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_is_clipped_is_said_in_per_cent() {
        let picture = image::RgbImage::from_fn(10, 10, |x, _| image::Rgb([if x == 0 { 255 } else { 90 }; 3]));
        let [black, white] = clipped(&Histogram::of(&picture, None));
        assert!(black.abs() < 1e-9 && (white - 10.0).abs() < 1e-9);
    }
}
