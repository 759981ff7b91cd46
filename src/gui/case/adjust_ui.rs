//! The panel in which a picture is adjusted: a list of steps over the capture as received.

use eframe::egui;
use egui::{Align, ComboBox, DragValue, Layout, RichText, Slider, Ui};

use super::adjust::{AdjustState, AdjustView, GROUPS, Target, presets, with_step};
use super::curve::curve_ui;
use super::levels_plot::histogram_ui;
use super::tabs::title_ui;
use crate::domain::recipe::{Length, Operation, Parameter, Range, Recipe, Setting};
use crate::gui::command::Command;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, Compact, IconButton, Segment, Tone, card_ui, empty_ui, paragraph_ui, segments_ui};
use crate::gui::wish::Wish;

/// Room for the number beside a slider, in points.
const NUMBER: f32 = 92.0;

/// A change of a recipe, and whether the hand is still at it.
struct Changed {
    recipe: Recipe,
    still: bool,
}

impl Changed {
    fn done(recipe: Recipe) -> Self {
        Self { recipe, still: false }
    }

    fn wish(self) -> Wish {
        if self.still { Wish::TryAdjustment(self.recipe) } else { Wish::Adjust(self.recipe) }
    }
}

/// Paints the panel and returns what the examiner asked for.
pub(crate) fn adjust_ui(ui: &mut Ui, view: &AdjustView, state: &mut AdjustState) -> Option<Wish> {
    if view.empty {
        empty_ui(ui, Icon::Adjust, "Nothing to adjust", "Add a capture of this exhibit to begin.", None);
        return None;
    }
    let mut asked = None;
    egui::ScrollArea::vertical().id_salt("adjust").auto_shrink([false, false]).show(ui, |ui| {
        title_ui(ui, "Adjust the view");
        ui.add(egui::Label::new(RichText::new(&view.subject).color(theme::colours(ui.visuals()).weak)).truncate());
        target_ui(ui, view, state);
        if let Some(histogram) = &view.histogram {
            histogram_ui(ui, histogram);
        }
        let bar = bar_ui(ui, view, state);
        asked = bar.map(Changed::wish);
        if let Some(refusal) = &view.refusal {
            ui.add(Badge::new(Icon::Warning, "Cannot be shown so", Tone::Attention));
            paragraph_ui(ui, refusal);
        }
        ui.add_space(2.0);
        if view.recipe.steps.is_empty() {
            paragraph_ui(ui, "No step: the picture is shown as it was received. Add a step, or begin with a preset for a purpose.");
        }
        ui.add_enabled_ui(!view.frozen, |ui| {
            let changed = steps_ui(ui, &view.recipe, state);
            if let Some(changed) = changed {
                asked = Some(changed.wish());
            }
        });
        ui.add_space(8.0);
        paragraph_ui(
            ui,
            "The capture itself is never changed. The steps are kept with the case and go into the report with an attached view.",
        );
        ui.add_space(12.0);
        follow(ui);
    });
    asked
}

fn target_ui(ui: &mut Ui, view: &AdjustView, state: &mut AdjustState) {
    let segments = Target::ALL.map(|(value, text)| Segment {
        value,
        text,
        icon: None,
        tooltip: "Which pictures the steps are for".to_owned(),
        enabled: view.has_reference || value == Target::Questioned,
    });
    let shown = if view.has_reference { state.target } else { Target::Questioned };
    if let Some(target) = segments_ui(ui, shown, Compact::No, &segments) {
        state.target = target;
    }
}

fn bar_ui(ui: &mut Ui, view: &AdjustView, state: &mut AdjustState) -> Option<Changed> {
    let mut changed = None;
    ui.horizontal(|ui| {
        ui.add_enabled_ui(!view.frozen, |ui| {
            ui.menu_button("Add a step", |ui| {
                for (title, kinds) in GROUPS {
                    ui.label(RichText::new(title).small().color(theme::colours(ui.visuals()).weak));
                    for kind in kinds {
                        if ui.button(kind.title()).clicked() {
                            changed = with_step(&view.recipe, *kind).map(Changed::done);
                            ui.close();
                        }
                    }
                }
            });
            ui.menu_button("Preset", |ui| {
                for (preset, meant) in presets(view.light) {
                    let title = if meant { format!("{} · for this light", preset.title()) } else { preset.title().to_owned() };
                    if ui.button(title).clicked() {
                        changed = Some(Changed::done(preset.recipe()));
                        ui.close();
                    }
                }
            });
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let some = !view.recipe.steps.is_empty();
            let reset = ui.add_enabled(some && !view.frozen, IconButton::new(Icon::Undo, "Take all steps away"));
            if reset.on_hover_text(Command::ResetAdjustments.tooltip()).clicked() {
                changed = Some(Changed::done(Recipe::default()));
            }
            let eye = IconButton::new(Icon::Eye, Command::ToggleUnaltered.about().text).selected(state.unaltered);
            if ui.add_enabled(some || state.unaltered, eye).on_hover_text(Command::ToggleUnaltered.tooltip()).clicked() {
                state.unaltered = !state.unaltered;
            }
        });
    });
    ui.horizontal(|ui| {
        let copy = ui.add_enabled(!view.recipe.steps.is_empty(), Action::new("Copy steps"));
        if copy.on_hover_text(Command::CopyAdjustments.tooltip()).clicked() {
            state.copied = Some(view.recipe.clone());
        }
        let paste = ui.add_enabled(state.copied.is_some() && !view.frozen, Action::new("Paste steps"));
        if paste.on_hover_text(Command::PasteAdjustments.tooltip()).clicked() {
            changed = state.copied.clone().map(Changed::done);
        }
    });
    changed
}

fn steps_ui(ui: &mut Ui, recipe: &Recipe, state: &mut AdjustState) -> Option<Changed> {
    let mut changed = None;
    for (index, step) in recipe.steps.iter().enumerate() {
        let found = card_ui(ui, |ui| {
            ui.push_id(index, |ui| {
                let moved = head_ui(ui, recipe, index);
                let set = ui.add_enabled_ui(!step.bypassed, |ui| operation_ui(ui, &step.operation, state)).inner;
                let set = set.and_then(|(operation, still)| {
                    let mut recipe = recipe.clone();
                    recipe.steps.get_mut(index)?.operation = operation;
                    recipe.check().ok().map(|()| Changed { recipe, still })
                });
                moved.map(Changed::done).or(set)
            })
            .inner
        });
        changed = found.or(changed);
        ui.add_space(2.0);
    }
    changed
}

/// The title of a step with what can be done to it as a whole.
fn head_ui(ui: &mut Ui, recipe: &Recipe, index: usize) -> Option<Recipe> {
    let step = recipe.steps.get(index)?;
    let title = step.operation.kind().title();
    let mut changed = recipe.clone();
    let mut done = false;
    ui.horizontal(|ui| {
        let mut on = !step.bypassed;
        let text = RichText::new(format!("{}. {title}", index.saturating_add(1))).strong();
        if ui.checkbox(&mut on, text).on_hover_text("Leaves the step out, or takes it in again").changed() {
            done = changed.toggle_bypass(index).is_ok();
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let button = |ui: &mut Ui, icon, name: String, enabled: bool| {
                ui.add_enabled(enabled, IconButton::new(icon, &name)).on_hover_text(&name).clicked()
            };
            if button(ui, Icon::Close, format!("Take {title} away"), true) {
                done = changed.remove(index).is_ok();
            }
            if button(ui, Icon::Undo, format!("Set {title} back"), step.operation != step.operation.kind().with_defaults()) {
                done = changed.reset_step(index).is_ok();
            }
            if button(ui, Icon::Down, format!("Move {title} down"), index + 1 < recipe.steps.len()) {
                done = changed.move_step(index, index + 1).is_ok();
            }
            if button(ui, Icon::Up, format!("Move {title} up"), index > 0) {
                done = changed.move_step(index, index - 1).is_ok();
            }
        });
    });
    done.then_some(changed)
}

/// The parameters of an operation; what they are now, and whether the hand is still at it.
fn operation_ui(ui: &mut Ui, operation: &Operation, state: &mut AdjustState) -> Option<(Operation, bool)> {
    let mut changed = operation.clone();
    let chosen = choices_ui(ui, &mut changed).then_some(false);
    let drawn = if let Operation::Curves(curves) = &mut changed { curve_ui(ui, &mut curves.points) } else { None };
    let mut found = drawn.or(chosen);
    for parameter in operation.kind().parameters() {
        if let Some(setting) = operation.setting(parameter.name)
            && let Some((value, still)) = parameter_ui(ui, parameter, setting)
            && changed.set(parameter.name, value).is_ok()
        {
            found = Some(still);
        }
    }
    if matches!(operation, Operation::WhiteBalance(_)) {
        let text = if state.picking { "Click on grey in the questioned picture…" } else { "Pick a grey patch" };
        if ui.add(Action::new(text).icon(Icon::Pin)).clicked() {
            state.picking = !state.picking;
        }
    }
    found.map(|still| (changed, still))
}

/// What is chosen from a list about an operation; returns whether it changed.
fn choices_ui(ui: &mut Ui, operation: &mut Operation) -> bool {
    macro_rules! choice {
        ($name:literal, $field:expr, $list:expr) => {{
            let before = *$field;
            ui.horizontal(|ui| {
                name_ui(ui, $name);
                ComboBox::from_id_salt($name).selected_text(before.title()).show_ui(ui, |ui| {
                    for word in $list {
                        ui.selectable_value($field, *word, word.title());
                    }
                });
            });
            *$field != before
        }};
    }
    use crate::domain::recipe::{Channels, ColourScale, Component, Kernel, Removal, StretchSpace};
    match operation {
        Operation::Levels(params) => choice!("Channels", &mut params.channels, Channels::ALL),
        Operation::Curves(params) => choice!("Channels", &mut params.channels, Channels::ALL),
        Operation::ChannelView(params) => choice!("Component", &mut params.component, Component::ALL),
        Operation::FalseColour(params) => choice!("Scale", &mut params.scale, ColourScale::ALL),
        Operation::Decorrelation(params) => choice!("Space", &mut params.space, StretchSpace::ALL),
        Operation::Background(params) => choice!("Ground", &mut params.removal, Removal::ALL),
        Operation::Edge(params) => choice!("Kernel", &mut params.kernel, Kernel::ALL),
        _ => false,
    }
}

fn name_ui(ui: &mut Ui, name: &str) {
    let colours = theme::colours(ui.visuals());
    ui.allocate_ui_with_layout(egui::vec2(92.0, 20.0), Layout::left_to_right(Align::Center), |ui| {
        ui.set_width(92.0);
        ui.add(egui::Label::new(RichText::new(name).color(colours.weak)).truncate());
    });
}

/// One number as a slider with a field; the new value, and whether the slider is still dragged.
fn parameter_ui(ui: &mut Ui, parameter: &Parameter, setting: Setting) -> Option<(f64, bool)> {
    let (least, most) = parameter.range.ends(setting);
    let mut value = setting.value();
    let (step, unit, long) = match (parameter.range, setting) {
        (Range::Number { step, unit, .. }, _) => (step, unit, false),
        (Range::Length { .. }, Setting::Length(Length::Px(_))) => (0.1, "px", true),
        (Range::Length { .. }, _) => (0.01, "mm", true),
    };
    let decimals = if step >= 1.0 {
        0
    } else if step >= 0.1 {
        1
    } else {
        2
    };
    let suffix = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    ui.horizontal(|ui| {
        name_ui(ui, parameter.title);
        ui.spacing_mut().slider_width = (ui.available_width() - NUMBER - 12.0).max(60.0);
        // A rail that is seen on a card in both themes, and a handle no larger than the text.
        let colours = theme::colours(ui.visuals());
        ui.visuals_mut().widgets.inactive.bg_fill = colours.outline;
        ui.spacing_mut().slider_rail_height = 3.0;
        ui.spacing_mut().interact_size.y = 18.0;
        let slider = Slider::new(&mut value, least..=most).show_value(false).step_by(if long { 0.0 } else { step }).logarithmic(long);
        let slider = ui.add(slider.smallest_positive(step));
        slider.widget_info(|| egui::WidgetInfo::slider(true, setting.value(), parameter.title));
        let field =
            ui.add_sized([NUMBER, 22.0], DragValue::new(&mut value).range(least..=most).speed(step).max_decimals(decimals).suffix(suffix));
        let dragged = slider.dragged() || field.dragged();
        let ended = slider.drag_stopped() || field.drag_stopped();
        let changed = (value - setting.value()).abs() > f64::EPSILON * value.abs();
        (changed || ended).then_some((value, dragged && !ended))
    })
    .inner
}
