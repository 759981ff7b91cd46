//! What the checklist panel shows, worked out without `egui`.

use super::OpenCase;
use crate::domain::{
    AnswerKind, AnswerValue, CaptureId, ChecklistStatus, Evidence, FindingCode, Item, ItemId, Measurement, NotExaminedReason, Observation,
    Outcome, Proposal, ProposalState, RectMm, Threshold, Unit, Verdict, ZoneId,
};

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// No answer yet.
    Open,
    /// No answer yet, and the program proposes one.
    Waiting,
    /// Answered with a verdict.
    Answered(Verdict),
    /// Answered with a choice or a text.
    Noted,
    /// Not asked of this document.
    DoesNotApply,
}

impl LineState {
    /// The state in words, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Waiting => "Proposal waits",
            Self::Answered(verdict) => verdict.title(),
            Self::Noted => "Answered",
            Self::DoesNotApply => "Does not apply",
        }
    }

    /// Whether an answer is missing.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Open | Self::Waiting)
    }
}

/// One item in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub id: ItemId,
    /// Its title.
    pub title: String,
    /// Whether it is critical.
    pub critical: bool,
    /// Where it stands.
    pub state: LineState,
}

/// One section of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionView {
    /// Its title.
    pub title: String,
    /// Items answered, of those that are asked.
    pub answered: usize,
    /// Items asked.
    pub asked: usize,
    /// Its items.
    pub lines: Vec<Line>,
}

/// What the checklist panel shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistView {
    /// The title of the checklist.
    pub title: String,
    /// Its version, and that it is a draft if it is.
    pub version: String,
    /// Items answered, of those that are asked.
    pub answered: usize,
    /// Items asked.
    pub asked: usize,
    /// Proposals that wait for a person.
    pub waiting: usize,
    /// Critical items without an answer.
    pub missing_critical: usize,
    /// Sections in the order of work.
    pub sections: Vec<SectionView>,
}

impl ChecklistView {
    /// The checklist of `open` with its answers.
    pub fn of(open: &OpenCase) -> Self {
        let list = &open.checklist;
        let mut order: Vec<_> = list.sections.iter().collect();
        order.sort_by_key(|section| section.order);
        let sections: Vec<SectionView> = order
            .into_iter()
            .map(|section| {
                let lines: Vec<Line> = list
                    .items_of(&section.id)
                    .map(|item| Line {
                        id: item.id.clone(),
                        title: item.title.clone(),
                        critical: item.critical,
                        state: state(open, &item.id),
                    })
                    .collect();
                let asked = lines.iter().filter(|line| line.state != LineState::DoesNotApply).count();
                let missing = lines.iter().filter(|line| line.state.is_missing()).count();
                SectionView { title: section.title.clone(), answered: asked - missing, asked, lines }
            })
            .filter(|section| !section.lines.is_empty())
            .collect();
        let lines = || sections.iter().flat_map(|section| &section.lines);
        let draft = if list.meta.status == ChecklistStatus::DraftForAgreement { ", draft" } else { "" };
        Self {
            title: list.meta.title.clone(),
            version: format!("{} {}{draft}", list.meta.id, list.meta.version),
            answered: sections.iter().map(|section| section.answered).sum(),
            asked: sections.iter().map(|section| section.asked).sum(),
            waiting: lines().filter(|line| line.state == LineState::Waiting).count(),
            missing_critical: lines().filter(|line| line.critical && line.state.is_missing()).count(),
            sections,
        }
    }

    fn lines(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    /// The first item, preferably one that is missing.
    pub fn first(&self) -> Option<&ItemId> {
        self.lines().find(|line| line.state.is_missing()).or_else(|| self.lines().next()).map(|line| &line.id)
    }

    /// The item after `current` that is asked; the same at the end.
    pub fn next(&self, current: Option<&ItemId>) -> Option<ItemId> {
        let mut after = self.lines().skip_while(|line| Some(&line.id) != current).skip(1);
        after
            .find(|line| line.state != LineState::DoesNotApply)
            .map(|line| line.id.clone())
            .or_else(|| current.or_else(|| self.first()).cloned())
    }

    /// The item before `current` that is asked; the same at the start.
    pub fn previous(&self, current: Option<&ItemId>) -> Option<ItemId> {
        let mut before = self.lines().rev().skip_while(|line| Some(&line.id) != current).skip(1);
        before
            .find(|line| line.state != LineState::DoesNotApply)
            .map(|line| line.id.clone())
            .or_else(|| current.or_else(|| self.first()).cloned())
    }

    /// The next item after `current` without an answer, from the top again after the end; `None` if nothing is missing.
    pub fn next_missing(&self, current: Option<&ItemId>) -> Option<ItemId> {
        let after = self.lines().skip_while(|line| Some(&line.id) != current).skip(1);
        after.chain(self.lines()).find(|line| line.state.is_missing()).map(|line| line.id.clone())
    }
}

fn state(open: &OpenCase, item: &ItemId) -> LineState {
    if let Some(observation) = open.examination.observations.get(item) {
        return observation.value.verdict().map_or(LineState::Noted, LineState::Answered);
    }
    if !open.is_asked(item) {
        return LineState::DoesNotApply;
    }
    let waits =
        open.examination.proposals.get(item).is_some_and(|proposal| proposal.state == ProposalState::Waiting && proposal.verdict.is_some());
    if waits { LineState::Waiting } else { LineState::Open }
}

/// One number behind a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// What was measured.
    pub name: String,
    /// The number with its unit.
    pub value: String,
    /// What it is held against.
    pub threshold: String,
    /// Whether it agrees.
    pub agrees: bool,
}

/// What one zone behind a proposal came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneProof {
    /// The zone.
    pub zone: ZoneId,
    /// Its title, and the light.
    pub title: String,
    /// What it came to.
    pub outcome: Outcome,
    /// Why it could not be compared, if so.
    pub reason: Option<String>,
    /// Its numbers.
    pub measured: Vec<Measured>,
}

/// A proposal as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The answer it proposes.
    pub verdict: Option<Verdict>,
    /// What was found.
    pub code: FindingCode,
    /// Why nothing was measured, if so.
    pub not_measured: Option<String>,
    /// What became of it.
    pub state: ProposalState,
    /// Numbers that belong to no zone.
    pub measured: Vec<Measured>,
    /// The zones behind it, those that differ first.
    pub zones: Vec<ZoneProof>,
    /// Fields and rules that it names.
    pub details: Vec<(String, String)>,
    /// The reference it rests on.
    pub against: Option<String>,
}

impl Proposed {
    /// The proposal for `item`, if there is one.
    pub fn of(open: &OpenCase, item: &ItemId) -> Option<Self> {
        let proposal = open.examination.proposals.get(item)?;
        let mut zones: Vec<ZoneProof> = proposal.zones.iter().filter_map(|(light, zone)| zone_proof(open, *light, zone)).collect();
        zones.sort_by_key(|zone| match zone.outcome {
            Outcome::Differs => 0,
            Outcome::Agrees => 1,
            Outcome::NotComparable => 2,
        });
        Some(Self {
            verdict: proposal.verdict,
            code: proposal.code,
            not_measured: proposal.not_measured.map(|reason| reason.title().to_owned()),
            state: proposal.state,
            measured: proposal.measurements.iter().map(measured).collect(),
            against: rests_on_reference(proposal).then(|| open.reference().map(|reference| reference.id.to_string())).flatten(),
            zones,
            details: proposal.details.clone(),
        })
    }
}

fn rests_on_reference(proposal: &Proposal) -> bool {
    !proposal.zones.is_empty()
}

fn zone_proof(open: &OpenCase, light: crate::domain::Light, zone: &ZoneId) -> Option<ZoneProof> {
    let comparison =
        open.examination.analysis.comparisons.iter().find(|comparison| comparison.light == light && &comparison.zone == zone)?;
    let title =
        open.reference().and_then(|reference| reference.zone(zone)).map_or_else(|| zone.to_string(), |(_, zone)| zone.compared_title());
    Some(ZoneProof {
        zone: zone.clone(),
        title: format!("{title} · {}", light.title()),
        outcome: comparison.outcome,
        reason: comparison.reason.map(|reason| reason.title().to_owned()),
        measured: comparison.measurements.iter().map(measured).collect(),
    })
}

/// A measurement as it is shown.
pub(crate) fn measured(measurement: &Measurement) -> Measured {
    let unit = measurement.unit;
    Measured {
        name: measurement.quantity.title().to_owned(),
        value: number(measurement.value, unit),
        threshold: match measurement.threshold {
            Threshold::AtLeast(least) => format!("at least {}", number(least, unit)),
            Threshold::AtMost(most) => format!("at most {}", number(most, unit)),
            Threshold::Between(least, most) => format!("{} to {}", number(least, unit), number(most, unit)),
            Threshold::None => "for information".to_owned(),
        },
        agrees: measurement.agrees(),
    }
}

fn number(value: f64, unit: Unit) -> String {
    let digits = match unit {
        Unit::Count | Unit::Ppi | Unit::Percent | Unit::GreyLevel => 0,
        Unit::DeltaE | Unit::DeltaE2000 | Unit::Px | Unit::LinesPerInch | Unit::Degree | Unit::Micrometre | Unit::Decibel => 1,
        Unit::One | Unit::Mm | Unit::SquareMm | Unit::LinesPerMm | Unit::CharactersPerInch | Unit::PerSquareMm => 2,
    };
    let title = if unit == Unit::One { "" } else { unit.title() };
    if title.is_empty() { format!("{value:.digits$}") } else { format!("{value:.digits$} {title}") }
}

/// A part of a capture that was attached to an item, as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EvidenceView {
    /// The capture.
    pub capture: CaptureId,
    /// Where, in mm of the page.
    pub area: RectMm,
    /// Light and size, for people.
    pub title: String,
    /// File, sum and place, for hovering.
    pub details: String,
}

impl EvidenceView {
    fn of(open: &OpenCase, evidence: &Evidence) -> Self {
        let RectMm { x, y, width, height } = evidence.area;
        let file = open.capture(evidence.capture).map(|capture| format!("{} · SHA-256 {}", capture.title(), capture.sha256.short()));
        Self {
            capture: evidence.capture,
            area: evidence.area,
            title: match &evidence.view {
                Some(view) => format!("{}, {}, {width:.0} × {height:.0} mm", view.arrangement.describe(), evidence.light.title()),
                None => format!("{}, {width:.0} × {height:.0} mm", evidence.light.title()),
            },
            details: format!("{}\nFrom {x:.1}, {y:.1} mm, {width:.1} × {height:.1} mm{}", file.unwrap_or_default(), altered(evidence)),
        }
    }
}

/// What else a view showed, line by line.
fn altered(evidence: &Evidence) -> String {
    let mut lines = String::new();
    let mut say = |line: String| {
        lines.push('\n');
        lines.push_str(&line);
    };
    if !evidence.recipe.is_unaltered() {
        say(format!("Adjusted: {}", evidence.recipe.describe()));
    }
    if let Some(view) = &evidence.view {
        let drawn = view.marks.len() + view.measurements.len();
        if drawn > 0 {
            say(if drawn == 1 { "1 mark or measurement".to_owned() } else { format!("{drawn} marks and measurements") });
        }
    }
    lines
}

/// The item in hand as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ItemView {
    /// The item.
    pub item: Item,
    /// Its place among the items that are asked, from 1, and how many there are.
    pub place: (usize, usize),
    /// Whether it is asked at all.
    pub asked: bool,
    /// Its answer.
    pub observation: Option<Observation>,
    /// What was attached to it.
    pub evidence: Vec<EvidenceView>,
    /// What the program proposes.
    pub proposed: Option<Proposed>,
    /// The title of the chosen reference.
    pub reference: Option<(String, String)>,
    /// Whether nothing may change any more.
    pub frozen: bool,
}

impl ItemView {
    /// The item named `id` in `open`.
    pub(crate) fn of(open: &OpenCase, id: &ItemId) -> Option<Self> {
        let item = open.checklist.item(id)?.clone();
        let view = ChecklistView::of(open);
        let asked: Vec<&Line> = view.lines().filter(|line| line.state != LineState::DoesNotApply).collect();
        let place = asked.iter().position(|line| &line.id == id).map_or(0, |place| place + 1);
        Some(Self {
            place: (place, asked.len()),
            asked: open.is_asked(id),
            observation: open.examination.observations.get(id).cloned(),
            evidence: open.evidence_of(id).iter().map(|evidence| EvidenceView::of(open, evidence)).collect(),
            proposed: Proposed::of(open, id),
            reference: open.reference().map(|reference| (reference.id.to_string(), reference.title())),
            frozen: open.examination.frozen,
            item,
        })
    }

    /// The answer in words, with reason and remark; `None` while open.
    pub(crate) fn answer_text(&self) -> Option<String> {
        let observation = self.observation.as_ref()?;
        let value = match &observation.value {
            AnswerValue::Verdict(verdict) => verdict.title().to_owned(),
            AnswerValue::Measured { value, verdict } => {
                let unit = self.item.measurement.as_ref().map_or("", |rule| rule.unit.title());
                format!("{value} {unit}: {}", verdict.title())
            }
            AnswerValue::Choice(text) | AnswerValue::Text(text) => text.clone(),
        };
        Some(match observation.not_examined {
            Some(reason) => format!("{value}: {}", lower_first(reason.title())),
            None => value,
        })
    }

    /// Whether the item takes a verdict by number key.
    pub(crate) fn takes_verdict(&self) -> bool {
        matches!(self.item.answer, AnswerKind::Verdict | AnswerKind::Series)
    }
}

/// The text with its first letter small, to stand inside a sentence.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), letters.as_str()))
}

/// An answer that is being entered and needs more than a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AnswerDraft {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it was not examined.
    pub reason: Option<NotExaminedReason>,
    /// The remark as typed so far.
    pub remark: String,
}

impl AnswerDraft {
    /// What is still missing before it can be taken, in words; `None` if nothing.
    pub(crate) fn missing(&self) -> Option<&'static str> {
        match self.verdict {
            Verdict::NotExamined if self.reason.is_none() => Some("Choose why it was not examined."),
            Verdict::NotExamined if self.reason == Some(NotExaminedReason::Other) && self.remark.trim().is_empty() => {
                Some("Say in the remark why it was not examined.")
            }
            Verdict::DoesNotConform | Verdict::Inconclusive if self.remark.trim().is_empty() => Some("Say in the remark what was seen."),
            _ => None,
        }
    }
}

/// What the checklist panel remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChecklistState {
    /// The item in hand.
    pub current: Option<ItemId>,
    /// The answer being entered.
    pub draft: Option<AnswerDraft>,
    /// A number or text being entered.
    pub typed: String,
    /// Whether the remark takes the keys as soon as it is there.
    pub focus: bool,
    /// Whether the list moves to the item in hand.
    pub scroll: bool,
    /// Whether only items that are missing are listed.
    pub only_missing: bool,
    /// Whether the item in hand shows everything known of it.
    pub details: bool,
}

impl ChecklistState {
    /// Takes another item in hand; an answer that was not finished is dropped.
    pub(crate) fn go_to(&mut self, item: ItemId) {
        if self.current.as_ref() != Some(&item) {
            self.draft = None;
            self.typed.clear();
            self.details = false;
        }
        self.current = Some(item);
        self.scroll = true;
    }
}
