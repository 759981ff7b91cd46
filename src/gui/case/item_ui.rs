//! The item in hand: question, proposal, answer.

use eframe::egui;
use egui::{Align, Key, Layout, RichText, TextEdit, Ui};

use super::checklist::{AnswerDraft, ChecklistState, ItemView, Measured, Proposed, lower_first};
use super::checklist_ui::{counted, verdict_mark};
use crate::domain::{AnswerKind, NotExaminedReason, Outcome, ProposalState, Verdict};
use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, Tone, card_ui, paragraph_ui};
use crate::gui::wish::{Answer, Wish};

/// The verdicts with the commands that give them, in the order of their keys.
pub(crate) const VERDICTS: [(Verdict, Command); 5] = [
    (Verdict::Conforms, Command::Conforms),
    (Verdict::DoesNotConform, Command::DoesNotConform),
    (Verdict::Inconclusive, Command::Inconclusive),
    (Verdict::NotExamined, Command::NotExamined),
    (Verdict::NotApplicable, Command::NotApplicable),
];

/// Paints the item in hand and returns what the examiner asked for.
pub(crate) fn item_ui(
    ui: &mut Ui,
    view: &ItemView,
    state: &mut ChecklistState,
    clip: &mut dyn FnMut(&Ui, egui::Rect, usize),
) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    egui::Frame::new().inner_margin(egui::Margin { left: 8, right: 8, top: 6, bottom: 12 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.add(egui::Label::new(RichText::new(&view.item.question).color(colours.strong)).wrap());
        ui.add(egui::Label::new(RichText::new(format!("Genuine: {}", view.item.genuine)).color(colours.weak)).wrap());
        if let Some(note) = &view.item.note {
            paragraph_ui(ui, note);
        }
        methods_ui(ui, view);
        if let Some(proposed) = &view.proposed {
            asked = proposal_ui(ui, view, proposed, state);
        }
        asked = evidence_ui(ui, view, clip).or_else(|| asked.take());
        if view.frozen {
            ui.add(Badge::new(Icon::Lock, "Findings were issued; nothing changes any more", Tone::Plain));
        } else {
            asked = asked.take().or_else(|| answer_ui(ui, view, state));
        }
    });
    asked
}

fn methods_ui(ui: &mut Ui, view: &ItemView) {
    let colours = theme::colours(ui.visuals());
    let methods: Vec<String> = view.item.methods.iter().map(|method| lower_first(method.title())).collect();
    let mut parts = vec![view.item.id.to_string(), methods.join(", ")];
    if view.item.critical {
        parts.push("critical".to_owned());
    }
    ui.add(egui::Label::new(RichText::new(parts.join(" · ")).small().color(colours.weak)).wrap());
}

/// What the link beside the name of a zone takes, in points.
const SHOW_WIDTH: f32 = 44.0;

fn proposal_ui(ui: &mut Ui, view: &ItemView, proposed: &Proposed, state: &mut ChecklistState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    if let Some(reason) = &proposed.not_measured {
        ui.add(Badge::new(Icon::Info, &format!("No measurement: {}", lower_first(reason)), Tone::Plain));
        return None;
    }
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.spacing_mut().interact_size.y = 20.0;
        // What was measured may be no answer to the item.
        let (icon, tone) = proposed.verdict.map_or((Icon::Info, Tone::Plain), verdict_mark);
        let answer = proposed.verdict.map(|verdict| format!("Proposal: {}", lower_first(verdict.title())));
        ui.horizontal(|ui| {
            ui.add(Badge::new(icon, answer.as_deref().unwrap_or("Measured; the answer is yours"), tone));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if proposed.state != ProposalState::Waiting {
                    ui.label(RichText::new(proposed.state.title()).small().color(colours.weak));
                }
            });
        });
        ui.add(egui::Label::new(RichText::new(proposed.code.title()).color(colours.strong)).wrap());
        measurements_ui(ui, &proposed.measured);
        let most = if state.details { usize::MAX } else { 2 };
        for zone in proposed.zones.iter().take(most) {
            let (icon, tone) = match zone.outcome {
                Outcome::Agrees => (Icon::Check, Tone::Agrees),
                Outcome::Differs => (Icon::Cross, Tone::Differs),
                Outcome::NotComparable => (Icon::Dash, Tone::Plain),
            };
            ui.horizontal(|ui| {
                ui.add(Badge::new(icon, &zone.title, tone).within(ui.available_width() - SHOW_WIDTH));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if ui.link("Show").on_hover_text("Brings the zone into both viewers").clicked() {
                        asked = Some(Wish::ShowZone(zone.zone.clone()));
                    }
                });
            });
            if let Some(reason) = &zone.reason {
                ui.label(RichText::new(reason).small().color(colours.weak));
            }
            measurements_ui(ui, &zone.measured);
        }
        for (name, text) in &proposed.details {
            ui.add(egui::Label::new(RichText::new(format!("{name}: {text}")).small()).wrap());
        }
        if proposed.zones.len() > 2 {
            let text = if state.details { "Less".to_owned() } else { format!("{} more zones", proposed.zones.len() - 2) };
            if ui.link(text).clicked() {
                state.details = !state.details;
            }
        }
        if let Some(against) = &proposed.against {
            ui.label(RichText::new(format!("Measured against {against}")).small().color(colours.weak));
        }
        if proposed.state == ProposalState::Waiting && proposed.verdict.is_some() && !view.frozen {
            ui.add_space(2.0);
            ui.horizontal(|ui| {
                let accept = Action::new("Accept").main().icon(Icon::Check).key(Command::AcceptProposal.key_text());
                if ui.add(accept).on_hover_text(Command::AcceptProposal.about().hint).clicked() {
                    asked = Some(Wish::Do(Command::AcceptProposal));
                }
                let overrule = Action::new("Overrule").key(Command::OverruleProposal.key_text());
                if ui.add(overrule).on_hover_text(Command::OverruleProposal.about().hint).clicked() {
                    asked = Some(Wish::Do(Command::OverruleProposal));
                }
            });
        }
    });
    asked
}

/// Height of a picture of evidence.
const CLIP: f32 = 58.0;

fn evidence_ui(ui: &mut Ui, view: &ItemView, clip: &mut dyn FnMut(&Ui, egui::Rect, usize)) -> Option<Wish> {
    if view.frozen && view.evidence.is_empty() {
        return None;
    }
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.horizontal(|ui| {
        let text = match view.evidence.len() {
            0 => "No evidence attached".to_owned(),
            count => counted(count, "view attached", "views attached"),
        };
        ui.label(RichText::new(text).small().color(colours.weak));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let attach = Action::new("Attach view").icon(Icon::Add).key(Command::AttachEvidence.key_text());
            if !view.frozen && ui.add(attach).on_hover_text(Command::AttachEvidence.about().hint).clicked() {
                asked = Some(Wish::Do(Command::AttachEvidence));
            }
        });
    });
    if view.evidence.is_empty() {
        return asked;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for (number, evidence) in view.evidence.iter().enumerate() {
            let aspect = (evidence.area.width / evidence.area.height.max(1e-3)) as f32;
            let size = egui::vec2((CLIP * aspect).clamp(44.0, 132.0), CLIP);
            let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
            let spoken = format!("Evidence {}: {}", number + 1, evidence.title);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &spoken));
            clip(ui, rect, number);
            let marked = response.hovered() || response.has_focus();
            let line = egui::Stroke::new(if marked { 1.5 } else { 1.0 }, if marked { colours.accent } else { colours.outline });
            ui.painter().rect_stroke(rect, 2.0, line, egui::StrokeKind::Outside);
            if response.on_hover_text(format!("{spoken}\n{}", evidence.details)).clicked() {
                asked = Some(Wish::ShowEvidence(view.item.id.clone(), number));
            }
            if !view.frozen && remove_ui(ui, rect, number) {
                asked = Some(Wish::RemoveEvidence(view.item.id.clone(), number));
            }
        }
    });
    asked
}

/// The small cross in the corner of a picture of evidence.
fn remove_ui(ui: &Ui, picture: egui::Rect, number: usize) -> bool {
    let colours = theme::colours(ui.visuals());
    let place = egui::Rect::from_min_size(picture.right_top() + egui::vec2(-20.0, 2.0), egui::Vec2::splat(18.0));
    let response = ui.interact(place, ui.scope_id().with(("remove", number)), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Remove evidence {}", number + 1)));
    let marked = response.hovered() || response.has_focus();
    ui.painter().rect_filled(place, 3.0, colours.panel.gamma_multiply(if marked { 1.0 } else { 0.8 }));
    Icon::Close.paint(ui.painter(), place.shrink(4.0), if marked { colours.accent } else { colours.text });
    response.on_hover_text("Remove this view").clicked()
}

fn measurements_ui(ui: &mut Ui, list: &[Measured]) {
    let colours = theme::colours(ui.visuals());
    ui.spacing_mut().interact_size.y = 18.0;
    for measured in list {
        let tone = if measured.agrees { Tone::Plain } else { Tone::Differs };
        // What is too long wraps; the panel keeps its width.
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 0.0);
            ui.label(RichText::new(&measured.name).small().color(colours.weak));
            ui.label(RichText::new(&measured.value).small().strong().color(if measured.agrees {
                colours.strong
            } else {
                tone.colour(colours)
            }));
            ui.label(RichText::new(&measured.threshold).small().color(colours.weak));
        });
    }
}

fn answer_ui(ui: &mut Ui, view: &ItemView, state: &mut ChecklistState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    if let (Some(text), None) = (view.answer_text(), &state.draft) {
        return given_ui(ui, view, &text);
    }
    if !view.asked {
        ui.label(RichText::new("Does not apply to this document; it may be answered all the same.").small().color(colours.weak));
    }
    let mut asked = None;
    match view.item.answer {
        AnswerKind::Choice => {
            ui.horizontal_wrapped(|ui| {
                for choice in &view.item.choices {
                    if ui.button(choice).clicked() {
                        asked = Some(Wish::Answer(view.item.id.clone(), Answer::Choice(choice.clone())));
                    }
                }
            });
        }
        // An answer without a value is being given: the field would ask for two at once.
        AnswerKind::Text | AnswerKind::Measurement if state.draft.is_some() => {}
        AnswerKind::Text => asked = text_ui(ui, view, state),
        AnswerKind::Measurement => asked = measurement_ui(ui, view, state),
        AnswerKind::Series => {
            if let Some((id, title)) = &view.reference {
                let take = format!("The series is {id}");
                if ui.add(Action::new(&take).icon(Icon::Check)).on_hover_text(title).clicked() {
                    asked = Some(Wish::Answer(view.item.id.clone(), Answer::Choice(id.clone())));
                }
            } else {
                paragraph_ui(ui, "Choose a reference first, or say why the series is not known.");
            }
        }
        AnswerKind::Verdict => {}
    }
    asked = asked.or_else(|| verdicts_ui(ui, view, state));
    if state.draft.is_some() {
        asked = asked.or_else(|| draft_ui(ui, view, state));
    }
    asked
}

fn given_ui(ui: &mut Ui, view: &ItemView, text: &str) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let observation = view.observation.as_ref()?;
    let (icon, tone) = observation.value.verdict().map_or((Icon::Check, Tone::Plain), verdict_mark);
    let mut asked = None;
    ui.horizontal(|ui| {
        ui.add(Badge::new(icon, text, tone));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let change = ui.link("Change").on_hover_text(Command::ClearAnswer.tooltip());
            if change.clicked() {
                asked = Some(Wish::Answer(view.item.id.clone(), Answer::Clear));
            }
        });
    });
    if !observation.remark.trim().is_empty() {
        ui.add(egui::Label::new(format!("“{}”", observation.remark.trim())).wrap());
    }
    let how = if observation.from_proposal { "took over the proposal" } else { "answered" };
    ui.label(RichText::new(format!("{} {how}", observation.by)).small().color(colours.weak));
    asked
}

fn verdicts_ui(ui: &mut Ui, view: &ItemView, state: &ChecklistState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.spacing_mut().item_spacing.y = 3.0;
    for (verdict, command) in VERDICTS {
        if !view.takes_verdict() && matches!(verdict, Verdict::Conforms | Verdict::DoesNotConform) {
            continue;
        }
        let chosen = state.draft.as_ref().is_some_and(|draft| draft.verdict == verdict);
        let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), theme::ROW), egui::Sense::click());
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, chosen, verdict.title()));
        let fill = if chosen {
            colours.accent_soft
        } else if response.hovered() {
            colours.hovered
        } else {
            colours.raised
        };
        ui.painter().rect(rect, f32::from(theme::RADIUS), fill, egui::Stroke::new(1.0, colours.line), egui::StrokeKind::Inside);
        let (icon, tone) = verdict_mark(verdict);
        let mark = egui::Rect::from_center_size(egui::pos2(rect.left() + 16.0, rect.center().y), egui::Vec2::splat(14.0));
        icon.paint(ui.painter(), mark, tone.colour(colours));
        let font = egui::TextStyle::Button.resolve(ui.style());
        ui.painter().text(
            egui::pos2(rect.left() + 32.0, rect.center().y),
            egui::Align2::LEFT_CENTER,
            verdict.title(),
            font.clone(),
            colours.text,
        );
        ui.painter().text(
            egui::pos2(rect.right() - 12.0, rect.center().y),
            egui::Align2::RIGHT_CENTER,
            command.key_text(),
            font,
            colours.weak,
        );
        if response.on_hover_text(command.tooltip()).clicked() {
            asked = Some(Wish::Do(command));
        }
    }
    asked
}

fn draft_ui(ui: &mut Ui, view: &ItemView, state: &mut ChecklistState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    let focus = std::mem::take(&mut state.focus);
    let draft = state.draft.as_mut()?;
    if draft.verdict == Verdict::NotExamined {
        ui.label(RichText::new("Why was it not examined").color(colours.strong));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for reason in NotExaminedReason::ALL {
                if ui.selectable_label(draft.reason == Some(*reason), reason.title()).clicked() {
                    draft.reason = Some(*reason);
                }
            }
        });
    }
    let hint = match draft.verdict {
        Verdict::DoesNotConform => "What differs, and where",
        Verdict::Inconclusive => "Why there is no result",
        _ => "Remark",
    };
    let field = ui
        .add(TextEdit::multiline(&mut draft.remark).hint_text(hint).desired_rows(2).desired_width(f32::INFINITY))
        .accessible_name("Remark");
    if focus && draft.verdict != Verdict::NotExamined {
        field.request_focus();
    }
    let missing = draft.missing();
    if let Some(missing) = missing {
        ui.label(RichText::new(missing).small().color(colours.attention));
    }
    let by_key = field.has_focus() && ui.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, Key::Enter));
    let mut cancelled = false;
    ui.horizontal(|ui| {
        let save = ui.add_enabled(missing.is_none(), Action::new("Save answer").main().key("Ctrl+Enter".to_owned()));
        if missing.is_none() && (save.clicked() || by_key) {
            asked = Some(Wish::Answer(view.item.id.clone(), take(draft)));
        }
        cancelled = ui.add(Action::new("Cancel")).clicked();
    });
    if cancelled || asked.is_some() {
        state.draft = None;
    }
    asked
}

fn take(draft: &AnswerDraft) -> Answer {
    Answer::Verdict { verdict: draft.verdict, reason: draft.reason, remark: draft.remark.trim().to_owned() }
}

fn text_ui(ui: &mut Ui, view: &ItemView, state: &mut ChecklistState) -> Option<Wish> {
    ui.add(TextEdit::multiline(&mut state.typed).desired_rows(2).desired_width(f32::INFINITY).hint_text("In your words"))
        .accessible_name("Answer");
    let typed = state.typed.trim().to_owned();
    let save = ui.add_enabled(!typed.is_empty(), Action::new("Save answer").main());
    save.clicked().then(|| Wish::Answer(view.item.id.clone(), Answer::Text(typed)))
}

fn measurement_ui(ui: &mut Ui, view: &ItemView, state: &mut ChecklistState) -> Option<Wish> {
    let rule = view.item.measurement.as_ref()?;
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.horizontal(|ui| {
        ui.add(TextEdit::singleline(&mut state.typed).desired_width(90.0).hint_text("0.0")).accessible_name("Measured value");
        ui.label(rule.unit.title());
        let value: Option<f64> = state.typed.trim().replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite());
        let verdict = value.map(|value| rule.judge(value, 0.0));
        if let Some(verdict) = verdict {
            let (icon, tone) = verdict_mark(verdict);
            ui.add(Badge::new(icon, verdict.title(), tone));
        }
        if let (Some(value), Some(verdict)) = (value, verdict)
            && ui.add(Action::new("Save").main()).clicked()
        {
            let remark = if verdict == Verdict::Conforms { String::new() } else { format!("Measured {value} {}", rule.unit.title()) };
            asked = Some(Wish::Answer(view.item.id.clone(), Answer::Measured { value, verdict, remark }));
        }
    });
    let (least, most) = rule.limits();
    let limit = |value: Option<f64>| value.map_or_else(|| "any".to_owned(), |value| format!("{value}"));
    ui.label(RichText::new(format!("Allowed: {} to {} {}", limit(least), limit(most), rule.unit.title())).small().color(colours.weak));
    asked
}
