//! The conclusion, a preview of what the report will say, and export.

use eframe::egui;
use egui::{RichText, TextEdit, Ui};

use super::OpenCase;
use super::checklist::ChecklistView;
use super::checklist_ui::{counted, verdict_mark};
use super::tabs::title_ui;
use crate::domain::{Conclusion, ConclusionLevel, FraudCode, ItemId, Scale, Suggestion, Verdict};
use crate::gui::command::Command;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, CoverageBar, Tone, card_ui, fact_ui, paragraph_ui, section_ui};
use crate::gui::wish::{ConclusionDraft, Wish};

/// An answer that the report will list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The item.
    pub id: ItemId,
    /// Its title.
    pub title: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The remark.
    pub remark: String,
}

/// What the findings panel shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FindingsView {
    /// Items answered and asked.
    pub answered: (usize, usize),
    /// Critical items that are missing, by title.
    pub missing_critical: Vec<(ItemId, String)>,
    /// Facts that stand in the head of the report.
    pub head: Vec<(String, String)>,
    /// Answers other than that it conforms or does not apply.
    pub remarkable: Vec<Listed>,
    /// How often each verdict was given.
    pub counts: Vec<(Verdict, usize)>,
    /// The scale and the levels that the checklist allows.
    pub scale: Scale,
    /// The levels that may be chosen.
    pub levels: Vec<ConclusionLevel>,
    /// What the answers lead to.
    pub suggestion: Option<Suggestion>,
    /// The conclusion.
    pub conclusion: Option<Conclusion>,
    /// What limits the examination.
    pub limits: Vec<String>,
    /// Whether nothing may change any more.
    pub frozen: bool,
}

impl FindingsView {
    /// The findings as they stand in `open`.
    pub(crate) fn of(open: &OpenCase) -> Self {
        let checklist = ChecklistView::of(open);
        let list = &open.checklist;
        let missing_critical = checklist
            .sections
            .iter()
            .flat_map(|section| &section.lines)
            .filter(|line| line.critical && line.state.is_missing())
            .map(|line| (line.id.clone(), line.title.clone()))
            .collect();
        let answers: Vec<Listed> = list
            .items
            .iter()
            .filter_map(|item| {
                let observation = open.examination.observations.get(&item.id)?;
                Some(Listed {
                    id: item.id.clone(),
                    title: item.title.clone(),
                    verdict: observation.value.verdict()?,
                    remark: observation.remark.clone(),
                })
            })
            .collect();
        let counts = Verdict::ALL
            .iter()
            .map(|verdict| (*verdict, answers.iter().filter(|answer| answer.verdict == *verdict).count()))
            .filter(|(_, count)| *count > 0)
            .collect();
        let scale = list.meta.report_scale;
        let ceiling = &list.meta.conclusion_ceiling;
        Self {
            answered: (checklist.answered, checklist.asked),
            missing_critical,
            head: head(open),
            remarkable: answers
                .into_iter()
                .filter(|answer| !matches!(answer.verdict, Verdict::Conforms | Verdict::NotApplicable))
                .collect(),
            counts,
            scale,
            levels: scale.levels().iter().copied().filter(|level| ceiling.is_empty() || ceiling.contains(level)).collect(),
            suggestion: open.suggestion.clone(),
            conclusion: open.examination.conclusion.clone(),
            limits: limits(open),
            frozen: open.examination.frozen,
        }
    }
}

fn head(open: &OpenCase) -> Vec<(String, String)> {
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let exhibit = open.exhibit();
    vec![
        fact("Case", format!("{} · {}", open.case.number, open.case.title)),
        fact("Exhibit", exhibit.map_or_else(String::new, |exhibit| format!("{} · {}", exhibit.mark, exhibit.description))),
        fact("Captures", open.captures().len().to_string()),
        fact("Reference", open.reference().map_or_else(|| "none chosen".to_owned(), crate::domain::Reference::title)),
        fact("Checklist", format!("{} {}", open.checklist.meta.id, open.checklist.meta.version)),
    ]
}

fn limits(open: &OpenCase) -> Vec<String> {
    let mut limits = Vec::new();
    if open.checklist.meta.examination_mode == crate::domain::ExaminationMode::ImagesOnly {
        limits.push("Pictures only: relief, paper, layers and binding were not examined.".to_owned());
    }
    if open.reference().is_none() {
        limits.push("No reference was chosen; nothing was compared.".to_owned());
    } else if !open.reference_is_accepted() {
        limits.push("Nobody has accepted the reference; the best fit was compared with.".to_owned());
    }
    if open.reference().is_some_and(|reference| reference.provenance.verified_by.is_none()) {
        limits.push("Nobody has confirmed the reference.".to_owned());
    }
    limits
}

/// What the findings panel remembers: the conclusion as typed so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct FindingsState {
    /// The level.
    pub level: Option<ConclusionLevel>,
    /// Fraud codes.
    pub codes: Vec<FraudCode>,
    /// Why.
    pub reasons: String,
    /// Why it departs from the suggestion.
    pub departs: String,
    /// Whether the codes are listed.
    pub show_codes: bool,
}

impl FindingsState {
    /// The conclusion, or what is still missing in words.
    pub(crate) fn draft(&self, view: &FindingsView) -> Result<ConclusionDraft, &'static str> {
        let Some(level) = self.level else { return Err("Choose a level.") };
        if self.reasons.trim().is_empty() {
            return Err("Give the reasons.");
        }
        let departs = departs(view, level);
        if departs && self.departs.trim().is_empty() {
            return Err("Say why it departs from what is suggested.");
        }
        Ok(ConclusionDraft {
            level,
            codes: self.codes.clone(),
            reasons: self.reasons.trim().to_owned(),
            departs_because: departs.then(|| self.departs.trim().to_owned()),
        })
    }
}

fn departs(view: &FindingsView, level: ConclusionLevel) -> bool {
    view.suggestion.as_ref().is_some_and(|suggestion| suggestion.level != level)
}

/// Paints the findings panel and returns what the examiner asked for.
pub(crate) fn findings_ui(ui: &mut Ui, view: &FindingsView, state: &mut FindingsState) -> Option<Wish> {
    let mut asked = None;
    egui::Panel::bottom("export").frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(0, 8))).show(ui, |ui| {
        let export = Action::new("Export findings…").icon(Icon::Export).wide().key(Command::Export.key_text());
        let export = if view.conclusion.is_some() { export.main() } else { export };
        let enabled = view.conclusion.is_some();
        let response = ui.add_enabled(enabled, export).on_hover_text(Command::Export.about().hint);
        if response.on_disabled_hover_text("Conclude first.").clicked() {
            asked = Some(Wish::Do(Command::Export));
        }
    });
    egui::ScrollArea::vertical().id_salt("findings").auto_shrink([false, false]).show(ui, |ui| {
        if let Some(wish) = standing_ui(ui, view) {
            asked = Some(wish);
        }
        ui.add_space(10.0);
        title_ui(ui, "Conclusion");
        if let Some(conclusion) = &view.conclusion {
            if let Some(wish) = concluded_ui(ui, conclusion, view, state) {
                asked = Some(wish);
            }
        } else if let Some(wish) = conclude_ui(ui, view, state) {
            asked = Some(wish);
        }
        ui.add_space(10.0);
        preview_ui(ui, view);
        ui.add_space(16.0);
        follow(ui);
    });
    asked
}

fn standing_ui(ui: &mut Ui, view: &FindingsView) -> Option<Wish> {
    let mut asked = None;
    title_ui(ui, "How far it is");
    ui.add(CoverageBar::new("Answers", view.answered.0, view.answered.1));
    ui.label(format!("{} of {} items answered", view.answered.0, view.answered.1));
    ui.horizontal_wrapped(|ui| {
        for (verdict, count) in &view.counts {
            let (icon, tone) = verdict_mark(*verdict);
            ui.add(Badge::new(icon, &count.to_string(), tone)).on_hover_text(verdict.title());
        }
    });
    if !view.missing_critical.is_empty() {
        ui.add(Badge::new(
            Icon::Warning,
            &counted(view.missing_critical.len(), "critical item is missing", "critical items are missing"),
            Tone::Attention,
        ));
        for (id, title) in view.missing_critical.iter().take(6) {
            if ui.link(title).clicked() {
                asked = Some(Wish::GoToItem(id.clone()));
            }
        }
        if view.missing_critical.len() > 6 {
            paragraph_ui(ui, &format!("and {} more", view.missing_critical.len() - 6));
        }
    }
    asked
}

fn suggestion_ui(ui: &mut Ui, suggestion: &Suggestion) {
    let colours = theme::colours(ui.visuals());
    card_ui(ui, |ui| {
        ui.label(RichText::new("Answers and proposals suggest").small().color(colours.weak));
        ui.add(egui::Label::new(RichText::new(suggestion.level.title()).strong().color(colours.strong)).wrap());
        ui.add(
            egui::Label::new(
                RichText::new(format!("Rule {}: {}.", suggestion.rule.code(), suggestion.rule.title())).small().color(colours.weak),
            )
            .wrap(),
        );
        if let Some(before) = suggestion.before_ceiling {
            let text = format!("Without the ceiling of this checklist: {}.", before.title().to_lowercase());
            ui.add(egui::Label::new(RichText::new(text).small().color(colours.weak)).wrap());
        }
        if !suggestion.items_missing.is_empty() {
            let text =
                format!("{} undecided.", counted(suggestion.items_missing.len(), "critical item is still", "critical items are still"));
            ui.add(egui::Label::new(RichText::new(text).small().color(colours.attention)).wrap());
        }
    });
}

fn conclude_ui(ui: &mut Ui, view: &FindingsView, state: &mut FindingsState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    if let Some(suggestion) = &view.suggestion {
        suggestion_ui(ui, suggestion);
    }
    ui.label(RichText::new(format!("{}; the conclusion is yours.", view.scale.title())).small().color(colours.weak));
    ui.spacing_mut().item_spacing.y = 3.0;
    for level in &view.levels {
        let response = ui.radio(state.level == Some(*level), level.title()).on_hover_text(level.minimum_basis());
        if response.clicked() {
            state.level = Some(*level);
        }
    }
    ui.spacing_mut().item_spacing.y = 6.0;
    codes_ui(ui, view, state);
    let reasons = TextEdit::multiline(&mut state.reasons).hint_text("Why, in your words").desired_rows(3).desired_width(f32::INFINITY);
    ui.add(reasons).accessible_name("Reasons");
    if state.level.is_some_and(|level| departs(view, level)) {
        let field = TextEdit::multiline(&mut state.departs)
            .hint_text("Why it departs from the suggestion")
            .desired_rows(2)
            .desired_width(f32::INFINITY);
        ui.add(field).accessible_name("Why it departs from the suggestion");
    }
    let draft = state.draft(view);
    if let Err(missing) = &draft {
        ui.label(RichText::new(*missing).small().color(colours.attention));
    }
    let conclude = ui.add_enabled(draft.is_ok() && !view.frozen, Action::new("Conclude").main().icon(Icon::Check));
    (conclude.clicked()).then(|| draft.ok().map(Wish::Conclude)).flatten()
}

fn codes_ui(ui: &mut Ui, view: &FindingsView, state: &mut FindingsState) {
    let colours = theme::colours(ui.visuals());
    let suggested = view.suggestion.as_ref().map_or(&[][..], |suggestion| &suggestion.codes);
    ui.label(RichText::new("Kinds of fraud to name, if any").small().color(colours.weak));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        let listed: Vec<FraudCode> = if state.show_codes {
            FraudCode::ALL.to_vec()
        } else {
            let mut short: Vec<FraudCode> = suggested.to_vec();
            short.extend(state.codes.iter().filter(|code| !suggested.contains(code)));
            short
        };
        for code in listed {
            let on = state.codes.contains(&code);
            if ui.selectable_label(on, code.title()).clicked() {
                if on {
                    state.codes.retain(|other| *other != code);
                } else {
                    state.codes.push(code);
                }
            }
        }
        let text = if state.show_codes { "Fewer kinds" } else { "All kinds…" };
        if ui.link(text).clicked() {
            state.show_codes = !state.show_codes;
        }
    });
}

fn concluded_ui(ui: &mut Ui, conclusion: &Conclusion, view: &FindingsView, state: &mut FindingsState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    card_ui(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(conclusion.level.title()).heading().color(colours.strong)).wrap());
        if !conclusion.codes.is_empty() {
            let codes: Vec<_> = conclusion.codes.iter().map(|code| code.title()).collect();
            ui.add(egui::Label::new(codes.join(" · ")).wrap());
        }
        ui.add(egui::Label::new(format!("“{}”", conclusion.reasons)).wrap());
        if let Some(departs) = &conclusion.departs_because {
            paragraph_ui(ui, &format!("Departs from the suggestion: {departs}"));
        }
        ui.label(RichText::new(format!("{} · {}", conclusion.by, conclusion.at.date())).small().color(colours.weak));
        if view.frozen {
            ui.add(Badge::new(Icon::Lock, "Findings issued", Tone::Plain));
        } else if ui.link("Change the conclusion").clicked() {
            state.level = Some(conclusion.level);
            state.codes.clone_from(&conclusion.codes);
            state.reasons.clone_from(&conclusion.reasons);
            state.departs = conclusion.departs_because.clone().unwrap_or_default();
            asked = Some(Wish::WithdrawConclusion);
        }
    });
    asked
}

fn preview_ui(ui: &mut Ui, view: &FindingsView) {
    let colours = theme::colours(ui.visuals());
    title_ui(ui, "What the report will say");
    for (name, value) in &view.head {
        fact_ui(ui, name, value);
    }
    section_ui(ui, "Departures and gaps", |_| {});
    if view.remarkable.is_empty() {
        paragraph_ui(ui, "No item was answered other than that it conforms.");
    }
    for listed in &view.remarkable {
        let (icon, tone) = verdict_mark(listed.verdict);
        ui.add(Badge::new(icon, &listed.title, tone)).on_hover_text(listed.verdict.title());
        if !listed.remark.trim().is_empty() {
            ui.add(egui::Label::new(RichText::new(&listed.remark).color(colours.weak)).wrap());
        }
    }
    if !view.limits.is_empty() {
        section_ui(ui, "Limitations", |_| {});
        for limit in &view.limits {
            paragraph_ui(ui, limit);
        }
    }
}
