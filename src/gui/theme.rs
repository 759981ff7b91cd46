//! Colours, sizes and fonts; nothing else in the desktop names a colour.
//!
//! Surfaces are neutral grey in both themes, so that the eye judges the colours of a document and not those of the program. One
//! accent marks what is chosen and what acts; three signal colours mark answers, always with a shape or a word beside them.

use eframe::egui;
use std::sync::Arc;

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals,
};

/// Height of the bar at the top, in points.
pub(crate) const TOP_BAR: f32 = 44.0;
/// Height of the bar over the viewers, in points.
pub(crate) const TOOL_BAR: f32 = 40.0;
/// Height of the status bar, in points.
pub(crate) const STATUS_BAR: f32 = 28.0;
/// Width of the filmstrip, in points.
pub(crate) const FILMSTRIP: f32 = 176.0;
/// Width of the panel on the right at the least, in points.
pub(crate) const INSPECTOR_MIN: f32 = 356.0;
/// Width of the panel on the right to begin with, in points.
pub(crate) const INSPECTOR: f32 = 388.0;
/// Side of an icon, in points.
pub(crate) const ICON: f32 = 16.0;
/// Height of a row or button, in points.
pub(crate) const ROW: f32 = 28.0;
/// The step of all distances, in points.
pub(crate) const GAP: f32 = 8.0;
/// Radius of the corners of buttons and cards, in points.
pub(crate) const RADIUS: u8 = 5;

/// The colours of one theme by what they are for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Colours {
    /// Behind pictures.
    pub(crate) canvas: Color32,
    /// Bars and panels.
    pub(crate) panel: Color32,
    /// Cards, buttons at rest.
    pub(crate) raised: Color32,
    /// Buttons under the pointer.
    pub(crate) hovered: Color32,
    /// Fields to type in.
    pub(crate) sunken: Color32,
    /// Lines between things.
    pub(crate) line: Color32,
    /// Outlines of what can be clicked or typed in.
    pub(crate) outline: Color32,
    /// Text.
    pub(crate) text: Color32,
    /// Headings and what is chosen.
    pub(crate) strong: Color32,
    /// Text that may be passed over.
    pub(crate) weak: Color32,
    /// What is chosen and what acts.
    pub(crate) accent: Color32,
    /// Text on the accent.
    pub(crate) on_accent: Color32,
    /// Behind what is chosen.
    pub(crate) accent_soft: Color32,
    /// Conforms.
    pub(crate) agrees: Color32,
    /// Does not conform.
    pub(crate) differs: Color32,
    /// Wants a person.
    pub(crate) attention: Color32,
    /// Labels over pictures.
    pub(crate) over_picture: Color32,
    /// Behind labels over pictures.
    pub(crate) behind_label: Color32,
}

const DARK: Colours = Colours {
    canvas: Color32::from_gray(0x1c),
    panel: Color32::from_gray(0x27),
    raised: Color32::from_gray(0x34),
    hovered: Color32::from_gray(0x41),
    sunken: Color32::from_gray(0x1d),
    line: Color32::from_gray(0x3e),
    outline: Color32::from_gray(0x66),
    text: Color32::from_gray(0xd6),
    strong: Color32::from_gray(0xf4),
    weak: Color32::from_gray(0x9f),
    accent: Color32::from_rgb(0x5e, 0xa4, 0xe8),
    on_accent: Color32::from_gray(0x10),
    accent_soft: Color32::from_rgb(0x2c, 0x3c, 0x4d),
    agrees: Color32::from_rgb(0x6c, 0xc0, 0x83),
    differs: Color32::from_rgb(0xf0, 0x80, 0x6c),
    attention: Color32::from_rgb(0xe3, 0xb3, 0x50),
    over_picture: Color32::from_gray(0xf0),
    behind_label: Color32::from_black_alpha(0xb8),
};

const LIGHT: Colours = Colours {
    canvas: Color32::from_gray(0xc4),
    panel: Color32::from_gray(0xf2),
    raised: Color32::from_gray(0xfc),
    hovered: Color32::from_gray(0xe2),
    sunken: Color32::from_gray(0xff),
    line: Color32::from_gray(0xd2),
    outline: Color32::from_gray(0x9a),
    text: Color32::from_gray(0x26),
    strong: Color32::from_gray(0x0a),
    weak: Color32::from_gray(0x5c),
    accent: Color32::from_rgb(0x12, 0x5f, 0xa8),
    on_accent: Color32::from_gray(0xff),
    accent_soft: Color32::from_rgb(0xd8, 0xe6, 0xf4),
    agrees: Color32::from_rgb(0x1d, 0x74, 0x3a),
    differs: Color32::from_rgb(0xb5, 0x34, 0x1f),
    attention: Color32::from_rgb(0x8a, 0x5a, 0x00),
    over_picture: Color32::from_gray(0xf0),
    behind_label: Color32::from_black_alpha(0xb8),
};

/// The colours of lines over pictures: bright on a dark seam in both themes, so that they are seen on paper and on black.
pub(crate) fn over_pictures() -> &'static Colours {
    &DARK
}

/// The colours that go with `visuals`.
pub(crate) fn colours(visuals: &Visuals) -> &'static Colours {
    if visuals.dark_mode { &DARK } else { &LIGHT }
}

/// The style of headings of parts of a panel.
pub(crate) fn section_style() -> TextStyle {
    TextStyle::Name("section".into())
}

/// The style of the title of a screen.
pub(crate) fn title_style() -> TextStyle {
    TextStyle::Name("title".into())
}

/// The style of machine-readable text.
pub(crate) fn ocr_style() -> TextStyle {
    TextStyle::Name("ocr".into())
}

/// The family of bold text.
pub(crate) fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// Gives `ctx` the fonts, sizes and both sets of colours.
pub(crate) fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Dark, style(&DARK, Visuals::dark()));
    ctx.set_style_of(Theme::Light, style(&LIGHT, Visuals::light()));
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        ("noto-sans", &include_bytes!("../../assets/fonts/NotoSans-Regular.ttf")[..]),
        ("noto-sans-bold", &include_bytes!("../../assets/fonts/NotoSans-Bold.ttf")[..]),
        ("ocr-b", &include_bytes!("../../assets/fonts/OCRB.otf")[..]),
    ] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let family = |first: &[&str]| first.iter().map(|name| (*name).to_owned()).chain(fallback.iter().cloned()).collect::<Vec<_>>();
    fonts.families.insert(bold(), family(&["noto-sans-bold", "noto-sans"]));
    fonts.families.insert(FontFamily::Name("ocr-b".into()), family(&["ocr-b", "noto-sans"]));
    fonts.families.insert(FontFamily::Proportional, family(&["noto-sans"]));
    fonts
}

fn style(colours: &Colours, base: Visuals) -> Style {
    let mut style = Style { visuals: visuals(colours, base), animation_time: 0.1, ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, FontId::new(11.5, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(13.0, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(13.0, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(12.5, FontFamily::Monospace)),
        (TextStyle::Heading, FontId::new(15.0, bold())),
        (section_style(), FontId::new(12.0, bold())),
        (title_style(), FontId::new(22.0, bold())),
        (ocr_style(), FontId::new(12.5, FontFamily::Name("ocr-b".into()))),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = egui::vec2(GAP, 6.0);
    spacing.button_padding = egui::vec2(10.0, 4.0);
    spacing.interact_size = egui::vec2(ROW, ROW);
    spacing.window_margin = Margin::same(14);
    spacing.menu_margin = Margin::same(6);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 9.0;
    spacing.icon_spacing = 6.0;
    spacing.slider_rail_height = 4.0;
    spacing.scroll.floating = true;
    // Room beside the content, so that the bar covers nothing.
    spacing.scroll.floating_allocated_width = 8.0;
    spacing.tooltip_width = 320.0;
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    style
}

fn visuals(colours: &Colours, mut visuals: Visuals) -> Visuals {
    visuals.panel_fill = colours.panel;
    visuals.window_fill = colours.panel;
    visuals.window_stroke = Stroke::new(1.0, colours.line);
    visuals.extreme_bg_color = colours.sunken;
    visuals.faint_bg_color = colours.raised;
    visuals.code_bg_color = colours.sunken;
    visuals.hyperlink_color = colours.accent;
    visuals.warn_fg_color = colours.attention;
    visuals.error_fg_color = colours.differs;
    visuals.weak_text_color = Some(colours.weak);
    visuals.selection.bg_fill = colours.accent_soft;
    visuals.selection.stroke = Stroke::new(1.5, colours.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, colours.accent);
    visuals.slider_trailing_fill = true;
    visuals.handle_shape = egui::style::HandleShape::Circle;
    visuals.window_shadow = Shadow { offset: [0, 8], blur: 28, spread: 0, color: Color32::from_black_alpha(0x60) };
    visuals.popup_shadow = Shadow { offset: [0, 4], blur: 14, spread: 0, color: Color32::from_black_alpha(0x50) };
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS);
    let widgets = &mut visuals.widgets;
    for (widget, fill, line, text) in [
        (&mut widgets.noninteractive, colours.panel, colours.line, colours.text),
        (&mut widgets.inactive, colours.raised, colours.outline, colours.text),
        (&mut widgets.hovered, colours.hovered, colours.weak, colours.strong),
        (&mut widgets.active, colours.hovered, colours.accent, colours.strong),
        (&mut widgets.open, colours.hovered, colours.line, colours.strong),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, line);
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = CornerRadius::same(RADIUS);
        widget.expansion = 0.0;
    }
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of WCAG 2.2, 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |colour: Color32| {
            let [red, green, blue, _] = egui::Rgba::from(colour).to_array();
            0.2126 * red + 0.7152 * green + 0.0722 * blue
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_is_readable_on_every_surface() {
        for (theme, colours) in [("dark", &DARK), ("light", &LIGHT)] {
            for surface in [colours.panel, colours.raised, colours.sunken] {
                for text in [colours.text, colours.weak, colours.accent, colours.agrees, colours.differs, colours.attention] {
                    let contrast = contrast(surface, text);
                    assert!(contrast >= 4.5, "{theme}: {text:?} on {surface:?} is {contrast:.2}");
                }
            }
            assert!(contrast(colours.accent, colours.on_accent) >= 4.5, "{theme}: text on the accent");
        }
    }

    #[test]
    fn surfaces_are_neutral() {
        for colours in [&DARK, &LIGHT] {
            for surface in [colours.canvas, colours.panel, colours.raised, colours.sunken, colours.line] {
                assert!(surface.r() == surface.g() && surface.g() == surface.b(), "{surface:?} is tinted");
            }
        }
    }
}
