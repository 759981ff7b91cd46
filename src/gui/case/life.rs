//! The life of the case that is open: where it stands, what comes next, reviews, custody and context.

use eframe::egui;
use egui::{RichText, TextEdit, Ui};

use super::OpenCase;
use super::tabs::title_ui;
use crate::app::workspace::{NewCustody, Offered};
use crate::domain::{
    Act, CaseMove, CaseStatus, ContextEntry, CustodyEvent, CustodyKind, DecisionOutcome, MoveMade, Review, ReviewMode, UnmaskingStage,
};
use crate::gui::backend::LifeStep;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, Tone, card_ui, fact_ui, paragraph_ui, section_ui};
use crate::gui::wish::Wish;

/// What the tab shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LifeView {
    /// Where the case stands.
    pub status: CaseStatus,
    /// Facts about it.
    pub facts: Vec<(String, String)>,
    /// What is open of a staged examination, and how many stages are sealed.
    pub stage: Option<(UnmaskingStage, usize)>,
    /// Whether it can still be decided to go without stages.
    pub can_opt_out: bool,
    /// The moves that can be made now or soon.
    pub offered: Vec<Offered>,
    /// Reviews of this examination, and whether each is the person's own.
    pub reviews: Vec<(Review, bool)>,
    /// Whether a review can be begun, and whether it is a blind one unless somebody says why not.
    pub can_review: bool,
    /// Whether an open review needs a reason.
    pub reviews_blind: bool,
    /// Whether the person may decide about disagreements.
    pub can_decide: bool,
    /// Whether the answers of the examiner are kept from the person.
    pub blind: bool,
    /// Whether this examination is the reviewer's own.
    pub is_own_review: bool,
    /// Whether the reviewer has concluded in it.
    pub has_concluded: bool,
    /// The custody of the exhibit.
    pub custody: Vec<CustodyEvent>,
    /// Whether the person may enter custody and context.
    pub can_enter: [bool; 2],
    /// What is known around the case.
    pub context: Vec<ContextEntry>,
    /// The moves that were made, the last first.
    pub moves: Vec<MoveMade>,
}

impl LifeView {
    pub(crate) fn of(open: &OpenCase) -> Self {
        let (case, standing, examination) = (&open.case, &open.standing, &open.examination);
        let may = |act: Act| standing.may.contains(&act);
        let mut facts = vec![("Case".to_owned(), format!("{} · {}", case.number, case.title))];
        let mut fact = |name: &str, value: Option<String>| facts.extend(value.map(|value| (name.to_owned(), value)));
        fact("Asked by", case.customer.clone());
        fact("Question", case.question.clone());
        fact("Wanted by", case.due_on.map(|day| day.to_string()));
        fact("Examiner", case.assigned_to.as_ref().or(examination.examiner.as_ref()).map(|person| person.name.clone()));
        fact("You are", Some(standing.me.name.clone()));
        fact("Reports issued", (standing.issued > 0).then(|| standing.issued.to_string()));
        let unmasking = &examination.unmasking;
        let of_this = |review: &&Review| review.examination == examination.id || review.second == Some(examination.id);
        let reviews: Vec<_> =
            standing.reviews.iter().filter(of_this).map(|review| (review.clone(), review.reviewer.is(&standing.me))).collect();
        let is_second = reviews.iter().any(|(review, _)| review.second == Some(examination.id));
        let with_reviewer = matches!(case.status, CaseStatus::Submitted | CaseStatus::InReview);
        let under_way = reviews.iter().any(|(review, _)| !review.is_complete());
        // Whoever examined does not review their own work, where a second person is asked for.
        let is_own_work = examination.examiner.as_ref().is_some_and(|examiner| examiner.is(&standing.me)) && standing.rules.review_required;
        Self {
            status: case.status,
            facts,
            stage: unmasking.staged.then_some((unmasking.open, unmasking.seals.len())),
            can_opt_out: unmasking.staged && unmasking.seals.is_empty() && examination.observations.is_empty(),
            offered: standing
                .offered
                .iter()
                .filter(|offered| !matches!(offered.made, CaseMove::Begin | CaseMove::TakeIntoReview))
                .cloned()
                .collect(),
            can_review: may(Act::Review) && with_reviewer && !under_way && !is_own_work,
            reviews_blind: standing.rules.review_required && standing.rules.review_blind,
            can_decide: may(Act::ResolveDisagreement),
            blind: standing.blind,
            is_own_review: is_second,
            has_concluded: examination.conclusion.is_some(),
            reviews,
            custody: open.exhibit().map(|exhibit| exhibit.custody.clone()).unwrap_or_default(),
            can_enter: [may(Act::RecordCustody), may(Act::SetContext)],
            context: case.context.clone(),
            moves: case.moves.iter().rev().cloned().collect(),
        }
    }
}

/// What is typed and not kept yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct LifeState {
    reason: String,
    because: String,
    agrees: Option<bool>,
    remark: String,
    outcome: Option<DecisionOutcome>,
    opt_out: String,
    custody: Option<CustodyKind>,
    with: String,
    place: String,
    seal: String,
    custody_remark: String,
    context: String,
    from: String,
}

/// A part of the tab.
type Part = fn(&mut Ui, &LifeView, &mut LifeState) -> Option<LifeStep>;

/// Paints the tab and returns what was asked for.
pub(crate) fn life_ui(ui: &mut Ui, view: &LifeView, state: &mut LifeState) -> Option<Wish> {
    let mut asked = None;
    egui::ScrollArea::vertical().id_salt("life").auto_shrink([false, false]).show(ui, |ui| {
        let (icon, tone) = crate::gui::desk::status_mark(view.status);
        ui.horizontal(|ui| {
            title_ui(ui, "Case");
            ui.add(Badge::new(icon, view.status.title(), tone));
        });
        for (name, value) in &view.facts {
            fact_ui(ui, name, value);
        }
        ui.add_space(8.0);
        let parts: [Part; 5] = [stage_ui, reviews_ui, next_ui, custody_ui, context_ui];
        for part in parts {
            if let Some(step) = part(ui, view, state) {
                asked = Some(Wish::Life(step));
            }
        }
        moves_ui(ui, view);
        ui.add_space(16.0);
        follow(ui);
    });
    asked
}

fn field(ui: &mut Ui, text: &mut String, name: &str) {
    ui.add(TextEdit::singleline(text).hint_text(name).desired_width(f32::INFINITY)).accessible_name(name);
}

fn lines(ui: &mut Ui, text: &mut String, name: &str) {
    ui.add(TextEdit::multiline(text).hint_text(name).desired_rows(2).desired_width(f32::INFINITY)).accessible_name(name);
}

fn small(ui: &mut Ui, text: &str) {
    let colours = theme::colours(ui.visuals());
    ui.add(egui::Label::new(RichText::new(text).small().color(colours.weak)).wrap());
}

fn stage_ui(ui: &mut Ui, view: &LifeView, state: &mut LifeState) -> Option<LifeStep> {
    let (open, sealed) = view.stage?;
    let mut asked = None;
    card_ui(ui, |ui| {
        let title = format!("Stage {} of 4: {}", open.number(), open.title().to_lowercase());
        ui.label(RichText::new(title).strong());
        if sealed > 0 {
            let text = if sealed == 1 { "One stage is sealed.".to_owned() } else { format!("{sealed} stages are sealed.") };
            small(ui, &format!("{text} A sealed answer can be revised, with a reason; the first one stays beside it."));
        }
        let Some(next) = open.next() else { return };
        small(ui, "What has been answered is sealed when the next stage opens. There is no way back.");
        let action = format!("Seal, and go on {}", next.title().to_lowercase());
        if ui.add(Action::new(&action).icon(Icon::Lock)).clicked() {
            asked = Some(LifeStep::NextStage);
        }
        if view.can_opt_out {
            ui.collapsing("Examine without stages…", |ui| {
                small(ui, "The reason stands in the report.");
                field(ui, &mut state.opt_out, "Why without stages");
                let enabled = !state.opt_out.trim().is_empty();
                if ui.add_enabled(enabled, Action::new("Open everything")).clicked() {
                    asked = Some(LifeStep::WithoutStages(state.opt_out.trim().to_owned()));
                }
            });
        }
    });
    ui.add_space(8.0);
    asked
}

/// What a move does, below its button.
fn explained(made: CaseMove) -> &'static str {
    match made {
        CaseMove::Assign => "It is yours from then on.",
        CaseMove::Submit => "Signs the results. No answer changes after that, unless the case is returned.",
        CaseMove::Return => "Answers can change again; what was signed does not count any more.",
        CaseMove::Authorise => "Signs the results in your name.",
        CaseMove::Issue => "Makes and signs the report. It never changes again.",
        CaseMove::Amend => "Opens the case for a new report that names this one. The issued report stays.",
        CaseMove::Withdraw => "The issued report stays, marked as withdrawn.",
        CaseMove::Begin | CaseMove::TakeIntoReview => "",
    }
}

fn next_ui(ui: &mut Ui, view: &LifeView, state: &mut LifeState) -> Option<LifeStep> {
    if view.offered.is_empty() || view.is_own_review {
        return None;
    }
    let mut asked = None;
    section_ui(ui, "Next", |_| {});
    if view.offered.iter().any(|offered| offered.made.needs_reason()) {
        field(ui, &mut state.reason, "Why, for a step back, an amendment or a withdrawal");
    }
    for offered in &view.offered {
        let made = offered.made;
        let reason = state.reason.trim().to_owned();
        let no_reason = (made.needs_reason() && reason.is_empty()).then_some("Say why first.");
        let wanting = offered.wanting.as_deref().or(no_reason);
        let is_main = matches!(made, CaseMove::Submit | CaseMove::Authorise | CaseMove::Issue) && wanting.is_none();
        let title = if made == CaseMove::Assign { "Take the case over" } else { made.title() };
        let action = Action::new(title).wide();
        let response = ui.add_enabled(wanting.is_none(), if is_main { action.main() } else { action });
        if response.clicked() {
            asked = Some(LifeStep::Move(made, reason));
        }
        small(ui, wanting.unwrap_or_else(|| explained(made)));
        ui.add_space(2.0);
    }
    ui.add_space(8.0);
    asked
}

fn reviews_ui(ui: &mut Ui, view: &LifeView, state: &mut LifeState) -> Option<LifeStep> {
    if view.reviews.is_empty() && !view.can_review {
        return None;
    }
    let mut asked = None;
    section_ui(ui, "Review", |_| {});
    if view.blind {
        paragraph_ui(ui, "The examiner's answers are not shown to you: this laboratory reviews blind.");
    }
    for (review, is_own) in &view.reviews {
        if let Some(step) = review_ui(ui, review, *is_own, view, state) {
            asked = Some(step);
        }
    }
    if view.can_review {
        if ui.add(Action::new("Begin a blind review").wide().main()).clicked() {
            asked = Some(LifeStep::BeginReview(ReviewMode::Blind, String::new()));
        }
        small(ui, "You examine the same captures along the same checklist, and see what was answered when you have concluded.");
        ui.collapsing("Review with the answers in sight…", |ui| {
            if view.reviews_blind {
                small(ui, "This laboratory reviews blind; the reason stands in the report.");
                field(ui, &mut state.because, "Why it is open");
            }
            let enabled = !view.reviews_blind || !state.because.trim().is_empty();
            if ui.add_enabled(enabled, Action::new("Begin an open review")).clicked() {
                asked = Some(LifeStep::BeginReview(ReviewMode::Open, state.because.trim().to_owned()));
            }
        });
    }
    ui.add_space(8.0);
    asked
}

fn review_ui(ui: &mut Ui, review: &Review, is_own: bool, view: &LifeView, state: &mut LifeState) -> Option<LifeStep> {
    card_ui(ui, |ui| {
        let head = format!("{} review by {}", review.mode.title(), review.reviewer.name);
        ui.label(RichText::new(head).strong());
        let Some(result) = &review.result else {
            small(ui, "Under way");
            return if is_own { finish_ui(ui, review, view, state) } else { None };
        };
        let (icon, tone, text) = match (result.agrees, &review.decision) {
            (true, _) => (Icon::Check, Tone::Agrees, "Agrees"),
            (false, Some(_)) => (Icon::Warning, Tone::Plain, "Did not agree; decided"),
            (false, None) => (Icon::Warning, Tone::Attention, "Does not agree"),
        };
        ui.add(Badge::new(icon, text, tone));
        if let (Some(first), Some(second)) = (result.first_level, result.second_level)
            && first != second
        {
            fact_ui(ui, "Examiner", first.title());
            fact_ui(ui, "Reviewer", second.title());
        }
        if !result.items.is_empty() {
            let same = result.items.iter().filter(|item| item.first == item.second).count();
            small(ui, &format!("{same} of {} items answered alike", result.items.len()));
        }
        if !result.remark.is_empty() {
            ui.add(egui::Label::new(format!("“{}”", result.remark)).wrap());
        }
        match &review.decision {
            Some(decision) => {
                fact_ui(ui, "Decided", decision.outcome.title());
                small(ui, &format!("{} · {} · “{}”", decision.by.name, decision.at.date(), decision.reason));
                None
            }
            None if !result.agrees && view.can_decide => decide_ui(ui, review, state),
            None => None,
        }
    })
}

fn finish_ui(ui: &mut Ui, review: &Review, view: &LifeView, state: &mut LifeState) -> Option<LifeStep> {
    let is_blind = review.mode == ReviewMode::Blind;
    if is_blind && !view.has_concluded {
        small(ui, "Answer the checklist and conclude; then the review can be finished.");
        return None;
    }
    if is_blind {
        small(ui, "Whether you agree is told from both conclusions. Say here if you do not agree with the grounds, or to add a word.");
    }
    ui.horizontal(|ui| {
        for (agrees, text) in [(true, "Agrees"), (false, "Does not agree")] {
            if ui.radio(state.agrees == Some(agrees), text).clicked() {
                state.agrees = Some(agrees);
            }
        }
    });
    lines(ui, &mut state.remark, "Remark of the reviewer");
    let missing = match state.agrees {
        None => Some("Choose one."),
        Some(false) if state.remark.trim().is_empty() => Some("Say why you do not agree."),
        Some(_) => None,
    };
    if let Some(missing) = missing {
        small(ui, missing);
    }
    let finish = ui.add_enabled(missing.is_none(), Action::new("Finish the review").main().icon(Icon::Check));
    finish.clicked().then(|| LifeStep::FinishReview(review.id, state.agrees == Some(true), state.remark.trim().to_owned()))
}

fn decide_ui(ui: &mut Ui, review: &Review, state: &mut LifeState) -> Option<LifeStep> {
    small(ui, "Somebody decides, and both records stay.");
    for outcome in DecisionOutcome::ALL {
        if ui.radio(state.outcome == Some(*outcome), outcome.title()).clicked() {
            state.outcome = Some(*outcome);
        }
    }
    field(ui, &mut state.reason, "Why it was decided so");
    let outcome = state.outcome.filter(|_| !state.reason.trim().is_empty());
    let decide = ui.add_enabled(outcome.is_some(), Action::new("Decide").main());
    outcome.filter(|_| decide.clicked()).map(|outcome| LifeStep::Decide(review.id, outcome, state.reason.trim().to_owned()))
}

fn custody_ui(ui: &mut Ui, view: &LifeView, state: &mut LifeState) -> Option<LifeStep> {
    let mut asked = None;
    section_ui(ui, "Custody of the exhibit", |_| {});
    if view.custody.is_empty() {
        paragraph_ui(ui, "Pictures only: no document has been received.");
    }
    for event in &view.custody {
        let more = [&event.with, &event.place, &event.seal, &event.remark];
        let more: Vec<&str> = more.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        fact_ui(ui, &event.happened_at.date().to_string(), &format!("{} by {}", event.kind.title(), event.by.name));
        if !more.is_empty() {
            small(ui, &more.join(" · "));
        }
    }
    if view.can_enter[0] {
        ui.collapsing("Enter an event…", |ui| {
            ui.horizontal_wrapped(|ui| {
                for kind in CustodyKind::ALL {
                    if ui.selectable_label(state.custody == Some(*kind), kind.title()).clicked() {
                        state.custody = Some(*kind);
                    }
                }
            });
            field(ui, &mut state.with, "From or to whom");
            field(ui, &mut state.place, "Where");
            field(ui, &mut state.seal, "Numbers of seals");
            field(ui, &mut state.custody_remark, "Remark");
            if ui.add_enabled(state.custody.is_some(), Action::new("Enter the event")).clicked()
                && let Some(kind) = state.custody
            {
                let text = |text: &String| text.trim().to_owned();
                asked = Some(LifeStep::Custody(Box::new(NewCustody {
                    kind,
                    with: text(&state.with),
                    place: text(&state.place),
                    seal: text(&state.seal),
                    remark: text(&state.custody_remark),
                    happened_at: None,
                })));
            }
        });
    }
    ui.add_space(8.0);
    asked
}

fn context_ui(ui: &mut Ui, view: &LifeView, state: &mut LifeState) -> Option<LifeStep> {
    if view.context.is_empty() && !view.can_enter[1] {
        return None;
    }
    let mut asked = None;
    section_ui(ui, "Context", |_| {});
    let hidden = view.context.iter().filter(|entry| entry.text.is_empty()).count();
    if hidden > 0 {
        let text = if hidden == 1 {
            "One entry opens with the last stage.".to_owned()
        } else {
            format!("{hidden} entries open with the last stage.")
        };
        paragraph_ui(ui, &text);
    }
    for entry in view.context.iter().filter(|entry| !entry.text.is_empty()) {
        ui.add(egui::Label::new(&entry.text).wrap());
        let from = if entry.from.is_empty() { "source not recorded" } else { &entry.from };
        small(ui, &format!("{from} · {}", entry.received_at.date()));
    }
    if view.can_enter[1] {
        ui.collapsing("Enter what is known…", |ui| {
            small(ui, "Examiners are shown it with the last stage.");
            lines(ui, &mut state.context, "What is known around the case");
            field(ui, &mut state.from, "Who said so");
            if ui.add_enabled(!state.context.trim().is_empty(), Action::new("Enter")).clicked() {
                asked = Some(LifeStep::Context(state.context.trim().to_owned(), state.from.trim().to_owned()));
            }
        });
    }
    ui.add_space(8.0);
    asked
}

fn moves_ui(ui: &mut Ui, view: &LifeView) {
    if view.moves.is_empty() {
        return;
    }
    section_ui(ui, "What has happened", |_| {});
    for step in &view.moves {
        let whom = step.to_whom.as_ref().filter(|_| step.made == CaseMove::Assign).map(|person| format!(" to {}", person.name));
        fact_ui(ui, &step.at.date().to_string(), &format!("{}{}, {}", step.made.title(), whom.unwrap_or_default(), step.by.name));
        if !step.reason.is_empty() {
            small(ui, &format!("“{}”", step.reason));
        }
    }
}
