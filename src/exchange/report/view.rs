//! What a report shows, worked out as text and numbers; the template only lays it out.

mod data;
mod drawn;
mod examined;
mod figures;
mod mrz;
mod results;
mod say;
mod sheet;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::record::record_hash;
use super::super::wording::Wording;
use super::{ReportError, ReportPicture};
use crate::domain::findings::{Findings, Stated};
use crate::domain::{Conclusion, Direction, Suggestion};
use data::DataTable;
use examined::{ItemView, MethodView};
use figures::FigureView;
use mrz::MrzView;
use results::{ChecklistRow, ComparisonRow, MeasurementGroup, SectionView};
use say::{Line, Say};

/// A label and what stands beside it.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    label: Line,
    text: Line,
    /// Whether it is a sum, set in figures of one width, so that two can be compared by eye.
    sum: bool,
    /// How long the text is, in bytes.
    length: usize,
}

/// A fact with a label of its own.
fn labelled(label: Line, text: Line) -> Fact {
    Fact { label, length: text.len(), text, sum: false }
}

/// A fact with a fixed text of the report for its label.
fn fact(say: &Say<'_>, label: &str, text: Line) -> Fact {
    labelled(say.fixed(label), text)
}

/// A sum with a fixed text of the report for its label.
fn sum(say: &Say<'_>, label: &str, sum: String) -> Fact {
    Fact { label: say.fixed(label), length: sum.len(), text: sum.into(), sum: true }
}

/// The cells of a plain table, row by row.
type Rows = Vec<Vec<Line>>;

/// Everything in a report, in the order of its sections.
#[derive(Debug, Serialize)]
pub(super) struct ReportView {
    /// The language, and whether it runs from right to left.
    language: &'static str,
    right_to_left: bool,
    /// Fixed texts of the report by their codes.
    fixed: BTreeMap<String, Line>,
    title: Line,
    /// Title and number for the properties of the file, and who wrote it.
    document: [String; 2],
    report_id: Line,
    authorised: bool,
    draft_note: Line,
    marking: Line,
    laboratory: Line,
    address: Vec<Line>,
    facts: Vec<Fact>,
    statement: Vec<Line>,
    /// That the wording is a draft; empty in English, which the codes are defined in.
    draft_wording: Line,
    request: Vec<Fact>,
    items: Vec<ItemView>,
    information: Rows,
    stages: Rows,
    method: MethodView,
    sections: Vec<SectionView>,
    comparisons: Vec<ComparisonRow>,
    mrz: Option<MrzView>,
    data: Option<DataTable>,
    external: Rows,
    suggestion: Option<SuggestionView>,
    conclusion: Option<ConclusionView>,
    no_conclusion_note: Line,
    scale: ScaleView,
    limits: Vec<Line>,
    figures: Vec<FigureView>,
    measurements: Vec<MeasurementGroup>,
    /// What the examiner measured, and marked.
    measured: Vec<drawn::DrawnRow>,
    marks: Vec<drawn::DrawnRow>,
    checklist: Vec<ChecklistRow>,
    captures: Vec<examined::CaptureRow>,
    custody: Rows,
    review: Rows,
    authorised_by: Line,
    signing: [Line; 2],
    amends: Vec<Fact>,
    language_notes: Vec<Line>,
    integrity_lead: Line,
    integrity: Vec<Fact>,
}

#[derive(Debug, Serialize)]
struct SuggestionView {
    level: Line,
    facts: Vec<Fact>,
}

#[derive(Debug, Serialize)]
struct ConclusionView {
    level: Line,
    codes: Line,
    facts: Vec<Fact>,
    note: Line,
    by: Line,
}

#[derive(Debug, Serialize)]
struct ScaleView {
    lead: Line,
    levels: Vec<LevelView>,
}

#[derive(Debug, Serialize)]
struct LevelView {
    level: Line,
    basis: Line,
    /// Whether it is that of the conclusion.
    reached: bool,
}

/// Sections of the report that its texts point at, by their numbers.
const RESULTS: &str = "5";
const INTERPRETATION: &str = "6";
const CONCLUSION: &str = "7";
const CHECKLIST: &str = "12";

impl ReportView {
    pub(super) fn of(findings: &Findings, pictures: &[ReportPicture], wording: &Wording) -> Result<Self, ReportError> {
        let say = &Say::new(wording, findings);
        let title = report_title(say, &findings.title);
        let number = |section: &str| Line::from(section);
        let own = wording.language();
        Ok(Self {
            language: own.code(),
            right_to_left: own.direction() == Direction::RightToLeft,
            fixed: fixed(say, findings),
            document: [format!("{} {}", title.plain(), findings.report_id), sheet::laboratory(findings, say).plain()],
            title,
            report_id: say.value(&findings.report_id),
            authorised: findings.status.is_authorised() && findings.authorised_by.given().is_some(),
            draft_note: say.sentence("report", "draft-note", [("status", say.word(findings.status).lower())]),
            marking: say.word(findings.marking),
            laboratory: sheet::laboratory(findings, say),
            address: sheet::address(findings, say),
            facts: sheet::facts(findings, say),
            statement: sheet::statement(findings, say),
            draft_wording: if own == crate::domain::Language::English { Line::default() } else { say.fixed("language-draft") },
            request: vec![
                fact(say, "question", say.stated_text(&findings.request.question)),
                fact(say, "request-number", say.stated(&findings.request.number, |number| say.value(number))),
            ],
            items: findings.items.iter().map(|item| ItemView::of(item, findings, say)).collect(),
            information: sheet::information(findings, say),
            stages: sheet::stages(findings, say),
            method: MethodView::of(findings, say),
            sections: results::sections(findings, say),
            comparisons: results::comparisons(findings, say),
            mrz: findings.machine_data.mrz.as_ref().and_then(|value| MrzView::of(value, say)),
            data: DataTable::of(&findings.machine_data, say),
            external: sheet::external(findings, say),
            suggestion: findings.suggestion.as_ref().map(|suggestion| suggestion_view(suggestion, findings, say)),
            conclusion: findings.conclusion.as_ref().map(|conclusion| conclusion_view(conclusion, findings, say)),
            no_conclusion_note: say.sentence(
                "report",
                "no-conclusion-note",
                [("results", number(RESULTS)), ("interpretation", number(INTERPRETATION))],
            ),
            scale: scale_view(findings, say),
            limits: findings.limitations.iter().map(|limit| sheet::limit(limit, say)).collect(),
            figures: figures::figures(findings, pictures, say)?,
            measurements: results::measurements(findings, say),
            measured: drawn::measurements(findings, say),
            marks: drawn::marks(findings, say),
            checklist: results::checklist(findings, say),
            captures: examined::captures(findings, say),
            custody: sheet::custody(findings, say),
            review: sheet::review(findings, say),
            authorised_by: say.stated(&findings.authorised_by, |authorised| say.author(&authorised.by, authorised.at)),
            signing: ["examiner", "authorised-by"].map(|role| say.sentence("report", "sign-here", [("role", say.fixed(role))])),
            amends: sheet::amends(findings, say),
            integrity_lead: say.sentence(
                "report",
                "integrity-lead",
                [("file", say.value("findings.json")), ("key", say.value("integrity")), ("command", say.value("guilloche verify"))],
            ),
            integrity: integrity(findings, say)?,
            // Last, when all words have been asked for.
            language_notes: sheet::language_notes(findings, say),
        })
    }
}

/// The title of a report: the one that the program gives in the language, any other as it was written.
fn report_title(say: &Say<'_>, title: &str) -> Line {
    say.wording.same_word("report", title).map_or_else(|| say.written(title), Line::from)
}

/// The fixed texts that the template takes by their codes: all without values, and those whose values only the template knows.
fn fixed(say: &Say<'_>, findings: &Findings) -> BTreeMap<String, Line> {
    let vocabulary = say.wording.vocabularies().find(|vocabulary| vocabulary.id == "report");
    let words = vocabulary.into_iter().flat_map(|vocabulary| vocabulary.words().map(str::to_owned).collect::<Vec<_>>());
    let mut fixed: BTreeMap<String, Line> = words.map(|code| (code.clone(), say.fixed(&code))).collect();
    let id = || say.value(&findings.report_id);
    fixed.insert("report-name".to_owned(), say.sentence("report", "report-name", [("id", id())]));
    fixed.insert("end".to_owned(), say.sentence("report", "end", [("id", id())]));
    fixed.insert(
        "page-of".to_owned(),
        say.sentence("report", "page-of", [("page", Line::from("{page}")), ("pages", Line::from("{pages}"))]),
    );
    fixed.insert("results-lead".to_owned(), say.sentence("report", "results-lead", [("section", Line::from(CHECKLIST))]));
    for verdict in crate::domain::Verdict::ALL {
        fixed.insert(format!("verdict-{verdict}"), say.word(*verdict));
    }
    fixed
}

fn integrity(findings: &Findings, say: &Say<'_>) -> Result<Vec<Fact>, ReportError> {
    let version = [("id", say.value(&findings.id.to_string())), ("version", say.value(&findings.version.to_string()))];
    let mut facts = vec![
        fact(say, "record", say.sentence("report", "record-version", version)),
        sum(say, "record-sum", record_hash(findings)?.to_string()),
    ];
    match &findings.log_head {
        Some(log) => facts.extend([
            fact(say, "audit-chain", say.sentence("report", "entry", [("number", say.value(&log.seq.to_string()))])),
            sum(say, "entry-sum", log.hash.to_string()),
        ]),
        None => facts.extend(["audit-chain", "entry-sum"].map(|label| fact(say, label, say.fixed("not-recorded")))),
    }
    facts.push(fact(say, "written", say.moment(findings.created_at)));
    Ok(facts)
}

fn suggestion_view(suggestion: &Suggestion, findings: &Findings, say: &Say<'_>) -> SuggestionView {
    let items = |ids: &[crate::domain::ItemId]| {
        let named = ids.iter().map(|id| {
            let observation = findings.observations.iter().find(|observation| &observation.item_id == id);
            let title = observation.map(|observation| say.written(&observation.title)).unwrap_or_default();
            Line::joined([say.value(id.as_str()), title], " ")
        });
        // A few stand below each other; many would fill the page.
        let named = say.joined(named, if ids.len() <= 12 { "\n" } else { "; " });
        if named.is_empty() { say.fixed("none") } else { named }
    };
    let rule = [("code", say.value(suggestion.rule.code())), ("title", say.word(suggestion.rule))];
    let mut facts = vec![fact(say, "rule", say.sentence("report", "rule-text", rule))];
    let others = suggestion.fired.iter().filter(|rule| **rule != suggestion.rule).map(|rule| say.value(rule.code()));
    let others = say.joined(others, ", ");
    if !others.is_empty() {
        facts.push(fact(say, "rules-also", others));
    }
    if let Some(before) = suggestion.before_ceiling {
        facts.push(fact(say, "before-ceiling", say.word(before)));
    }
    if !suggestion.codes.is_empty() {
        facts.push(fact(say, "kinds", say.joined(suggestion.codes.iter().map(|code| say.word(*code)), ", ")));
    }
    facts.push(fact(say, "items-for", items(&suggestion.items_for)));
    facts.push(fact(say, "items-against", items(&suggestion.items_against)));
    facts.push(fact(say, "items-missing", items(&suggestion.items_missing)));
    SuggestionView { level: say.word(suggestion.level), facts }
}

fn conclusion_view(conclusion: &Conclusion, findings: &Findings, say: &Say<'_>) -> ConclusionView {
    let codes = say.joined(conclusion.codes.iter().map(|code| say.word(*code)), ", ");
    let by = say.author(&conclusion.by, conclusion.at);
    let mut facts = Vec::new();
    if !codes.is_empty() {
        facts.push(fact(say, "kind", codes.clone()));
    }
    facts.push(fact(say, "reasons", say.written(&conclusion.reasons)));
    if let Some(departs) = &conclusion.departs_because {
        facts.push(fact(say, "departs", say.written(departs)));
    }
    facts.push(fact(say, "concluded-by", by.clone()));
    let note = [("by", by.clone()), ("scale", scale_title(findings, say).lower()), ("section", Line::from(CONCLUSION))];
    ConclusionView { level: say.word(conclusion.level), codes, facts, note: say.sentence("report", "concluded-note", note), by }
}

/// A text that the record carries in English beside its code: the translation if the record says what this version says, or else as
/// it was recorded.
fn beside_code(say: &Say<'_>, list: &str, code: &str, recorded: &str, english: &str) -> Line {
    if recorded == english { say.label(list, code) } else { say.recorded(recorded) }
}

fn scale_title(findings: &Findings, say: &Say<'_>) -> Line {
    let scale = &findings.scale;
    let title = beside_code(say, "scale", scale.id.code(), &scale.title, scale.id.title());
    say.sentence("report", "versioned", [("id", title), ("version", say.value(&scale.version))])
}

fn scale_view(findings: &Findings, say: &Say<'_>) -> ScaleView {
    let reached = findings.conclusion.as_ref().map(|conclusion| conclusion.level);
    let levels = findings.scale.levels.iter().map(|level| LevelView {
        level: beside_code(say, "conclusion-level", level.code.code(), &level.wording, level.code.title()),
        basis: beside_code(say, "conclusion-basis", level.code.code(), &level.definition, level.code.minimum_basis()),
        reached: reached == Some(level.code),
    });
    ScaleView { lead: say.sentence("report", "scale-lead", [("scale", scale_title(findings, say))]), levels: levels.collect() }
}
