//! The command palette: every command, every adjustment and the recent cases by typing a part of the name.

use eframe::egui;
use egui::{Align, Id, Key, Layout, Modal, RichText, Role, Sense, TextEdit, Ui, WidgetInfo};

use super::command::Command;
use super::desk::CaseLine;
use super::desktop::Refusal;
use super::theme;
use super::widgets::key_cap_ui;
use super::wish::Wish;
use crate::domain::recipe::{OperationKind, Preset};

/// What the palette remembers while it is open.
#[derive(Debug, Default)]
pub(crate) struct PaletteState {
    open: bool,
    typed: String,
    chosen: usize,
}

impl PaletteState {
    /// Opens it, with what was typed since it was asked for.
    pub(crate) fn open(&mut self) {
        *self = Self { open: true, typed: std::mem::take(&mut self.typed), ..Self::default() };
    }

    /// It was asked for and will open in the next frame; on a slow screen the first letters come in one frame with its key.
    pub(crate) fn asked_for(&mut self, ctx: &egui::Context) {
        self.typed = letters(ctx);
    }

    /// Whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }
}

/// The letters that were typed in this frame.
fn letters(ctx: &egui::Context) -> String {
    let letters = |event: &egui::Event| if let egui::Event::Text(text) = event { Some(text.clone()) } else { None };
    ctx.input(|input| input.events.iter().filter_map(letters).collect())
}

/// How well `text` fits what was typed: `None` if letters are missing; lower is better.
fn fit(text: &str, typed: &str) -> Option<usize> {
    let (text, typed) = (text.to_lowercase(), typed.to_lowercase());
    let typed = typed.trim();
    if let Some(at) = text.find(typed) {
        // At the start of a word is best.
        let starts_word = at == 0 || text.get(..at).is_some_and(|before| before.ends_with(' '));
        return Some(if starts_word { at } else { 100 + at });
    }
    let mut letters = text.chars().enumerate();
    let mut spread = 0;
    for wanted in typed.chars().filter(|letter| !letter.is_whitespace()) {
        spread = letters.find(|(_, letter)| *letter == wanted)?.0;
    }
    Some(1000 + spread)
}

/// A row of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry<'a> {
    /// A command, and why it does nothing now.
    Do(Command, Option<Refusal>),
    /// A case that can be opened.
    Case(&'a CaseLine),
    /// A step that the pictures in hand can be adjusted by, and why not now.
    Step(OperationKind, Option<Refusal>),
    /// A purpose that the pictures in hand can be adjusted for, and why not now.
    Preset(Preset, Option<Refusal>),
}

impl Entry<'_> {
    /// How well it fits what was typed, by its name or what is said of it.
    fn fit(self, typed: &str) -> Option<usize> {
        let (name, more) = match self {
            Self::Do(command, _) => (command.about().text.to_owned(), command.about().hint.to_owned()),
            Self::Case(case) => (case_text(case), "Open a recent case".to_owned()),
            Self::Step(kind, _) => (step_text(kind), "Adds a step to the adjustment".to_owned()),
            Self::Preset(preset, _) => (preset_text(preset), "Adjusts for a purpose".to_owned()),
        };
        let by_more = fit(&more, typed).filter(|fit| *fit < 1000).map(|fit| 500 + fit);
        fit(&name, typed).into_iter().chain(by_more).min()
    }

    /// What comes first while nothing is typed: what can be done, then cases, then what cannot be done now.
    fn rank(self) -> u8 {
        match self {
            Self::Do(_, None) => 0,
            Self::Case(_) => 1,
            Self::Step(_, None) | Self::Preset(_, None) => 2,
            Self::Do(_, Some(_)) | Self::Step(_, Some(_)) | Self::Preset(_, Some(_)) => 3,
        }
    }

    fn wish(self) -> Wish {
        match self {
            Self::Do(command, _) => Wish::Do(command),
            Self::Case(case) => Wish::OpenCase(case.id),
            Self::Step(kind, _) => Wish::AddStep(kind),
            Self::Preset(preset, _) => Wish::UsePreset(preset),
        }
    }
}

fn step_text(kind: OperationKind) -> String {
    format!("Adjust: {}", kind.title())
}

fn preset_text(preset: Preset) -> String {
    format!("Adjust for: {}", preset.title())
}

fn case_text(case: &CaseLine) -> String {
    format!("Open {} · {}", case.number, case.title)
}

/// Cases that are listed while nothing is typed.
const RECENT: usize = 5;

/// The commands, adjustments and cases that fit what was typed, best first; all in their own order if nothing was. What cannot be done
/// now says why, so that nobody has to guess where it went: `refusal` says it of a command, `adjusting` of all adjustments.
pub(crate) fn matches<'a>(
    typed: &str,
    cases: &'a [CaseLine],
    refusal: impl Fn(Command) -> Option<Refusal>,
    adjusting: Option<Refusal>,
) -> Vec<Entry<'a>> {
    let blank = typed.trim().is_empty();
    let commands = Command::ALL.into_iter().filter(|command| *command != Command::Palette);
    let cases = cases.iter().take(if blank { RECENT } else { usize::MAX }).map(Entry::Case);
    let steps = OperationKind::ALL.iter().map(|kind| Entry::Step(*kind, adjusting));
    let presets = Preset::ALL.iter().map(|preset| Entry::Preset(*preset, adjusting));
    let entries = commands.map(|command| Entry::Do(command, refusal(command))).chain(cases).chain(steps).chain(presets);
    let mut found: Vec<(usize, Entry<'a>)> = entries.filter_map(|entry| Some((entry.fit(typed)?, entry))).collect();
    if blank {
        found.sort_by_key(|(_, entry)| entry.rank());
    } else {
        found.sort_by_key(|(fit, entry)| (*fit, entry.rank()));
    }
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Paints the palette if it is open; returns what was chosen.
pub(crate) fn palette_ui(
    ui: &Ui,
    state: &mut PaletteState,
    cases: &[CaseLine],
    refusal: impl Fn(Command) -> Option<Refusal>,
    adjusting: Option<Refusal>,
) -> Option<Wish> {
    if !state.open {
        return None;
    }
    let found = matches(&state.typed, cases, refusal, adjusting);
    state.chosen = state.chosen.min(found.len().saturating_sub(1));
    let (up, down, enter, escape) = ui.input_mut(|input| {
        let mut take = |key| input.consume_key(egui::Modifiers::NONE, key);
        (take(Key::ArrowUp), take(Key::ArrowDown), take(Key::Enter), take(Key::Escape))
    });
    if down {
        state.chosen = (state.chosen + 1).min(found.len().saturating_sub(1));
    }
    if up {
        state.chosen = state.chosen.saturating_sub(1);
    }
    let mut asked = enter.then(|| found.get(state.chosen).map(|entry| entry.wish())).flatten();
    let area = Modal::default_area(Id::unique("palette")).anchor(egui::Align2::CENTER_TOP, [0.0, 96.0]);
    let modal =
        Modal::new(Id::unique("palette")).area(area).frame(egui::Frame::popup(ui.style()).inner_margin(12.0)).show(ui.ctx(), |ui| {
            ui.set_width(520.0);
            let field = TextEdit::singleline(&mut state.typed)
                .hint_text("Type a command")
                .desired_width(f32::INFINITY)
                .margin(egui::Margin::symmetric(10, 7));
            let response = ui.add(field).accessible_name("Find a command");
            if !response.has_focus() {
                // Its first frame: the field has not taken what was typed in it.
                state.typed.push_str(&letters(ui.ctx()));
                response.request_focus();
            }
            if response.changed() {
                state.chosen = 0;
            }
            ui.add_space(4.0);
            egui::ScrollArea::vertical().max_height(380.0).min_scrolled_height(380.0).auto_shrink([false, false]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                for (number, entry) in found.iter().enumerate() {
                    let row = row_ui(ui, *entry, number == state.chosen);
                    if number == state.chosen && (up || down) {
                        row.scroll_to_me(None);
                    }
                    if row.clicked() {
                        asked = Some(entry.wish());
                    }
                }
                if found.is_empty() {
                    ui.add_space(12.0);
                    ui.weak("No command, adjustment or case has these letters.");
                }
            });
        });
    if asked.is_some() || escape || modal.should_close() {
        *state = PaletteState::default();
    }
    asked
}

fn row_ui(ui: &mut Ui, entry: Entry<'_>, chosen: bool) -> egui::Response {
    let colours = theme::colours(ui.visuals());
    let (text, key, side, refused) = match entry {
        Entry::Do(command, refusal) => {
            let about = command.about();
            (about.text.to_owned(), command.key_text(), about.group.title().to_owned(), refusal)
        }
        Entry::Case(case) => (case_text(case), String::new(), "Recent cases".to_owned(), None),
        Entry::Step(kind, refusal) => (step_text(kind), String::new(), "Adjustments".to_owned(), refusal),
        Entry::Preset(preset, refusal) => (preset_text(preset), String::new(), "Adjustments".to_owned(), refusal),
    };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), theme::ROW + 2.0), Sense::click());
    let spoken = refused.map_or_else(|| text.clone(), |(why, remedy)| format!("{text}: {why} {remedy}").trim_end().to_owned());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, refused.is_none(), chosen, &spoken));
    if ui.is_rect_visible(rect) {
        if chosen || response.hovered() {
            ui.painter().rect_filled(rect, f32::from(theme::RADIUS), if chosen { colours.accent_soft } else { colours.hovered });
        }
        let mut row =
            ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(egui::vec2(10.0, 0.0))).layout(Layout::right_to_left(Align::Center)));
        if !key.is_empty() {
            key_cap_ui(&mut row, &key);
        }
        let side = refused.map_or(side, |(why, _)| why.to_owned());
        row.label(RichText::new(side).small().color(colours.weak));
        row.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let colour = match (refused, chosen) {
                (Some(_), _) => colours.weak,
                (None, true) => colours.strong,
                (None, false) => colours.text,
            };
            ui.add(egui::Label::new(RichText::new(text).color(colour)).truncate());
        });
    }
    match refused {
        Some((why, remedy)) => response.on_hover_text(format!("{why} {remedy}").trim_end()),
        None => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CaseId, CaseStatus};

    fn first(typed: &str) -> Option<Command> {
        match matches(typed, &[], |_| None, None).first() {
            Some(Entry::Do(command, None)) => Some(*command),
            _ => None,
        }
    }

    #[test]
    fn the_best_match_is_first() {
        assert_eq!(first("export"), Some(Command::Export));
        assert_eq!(first("blink"), Some(Command::ViewBlink));
        assert_eq!(first("sbs"), Some(Command::ViewSideBySide));
        assert_eq!(first("accept the ref"), Some(Command::AcceptReference));
        assert_eq!(matches("zzqq", &[], |_| None, None), []);
    }

    #[test]
    fn what_cannot_be_done_now_stays_and_says_why() {
        let why = ("There is no conclusion yet.", "Conclude first.");
        let refusal = |command| (command == Command::Export).then_some(why);
        assert_eq!(matches("export find", &[], refusal, None).first(), Some(&Entry::Do(Command::Export, Some(why))));
        assert_eq!(matches("", &[], refusal, None).last(), Some(&Entry::Do(Command::Export, Some(why))));
    }

    #[test]
    fn every_adjustment_is_found_by_its_name() {
        for kind in OperationKind::ALL.iter().copied() {
            let found = matches(kind.title(), &[], |_| None, None);
            assert!(found.iter().take(3).any(|entry| *entry == Entry::Step(kind, None)), "{kind:?}: {found:?}");
        }
        for preset in Preset::ALL.iter().copied() {
            assert_eq!(matches(preset.title(), &[], |_| None, None).first(), Some(&Entry::Preset(preset, None)));
        }
        let why = ("No case is open.", "Open a case.");
        assert!(matches("unsharp", &[], |_| None, Some(why)).contains(&Entry::Step(OperationKind::Unsharp, Some(why))));
    }

    #[test]
    fn a_recent_case_is_found_by_number_and_title() {
        let case = CaseLine {
            id: CaseId(uuid::Uuid::nil()),
            number: "2026-0007".to_owned(),
            title: "Two visas".to_owned(),
            status: CaseStatus::Received,
            received_at: crate::domain::Timestamp("2026-03-01T09:30:00Z".parse().unwrap()),
            captures: 2,
        };
        let cases = [case];
        for typed in ["0007", "two visas"] {
            assert_eq!(matches(typed, &cases, |_| None, None).first(), Some(&Entry::Case(&cases[0])), "{typed}");
        }
        assert!(matches("", &cases, |_| None, None).contains(&Entry::Case(&cases[0])));
    }
}
