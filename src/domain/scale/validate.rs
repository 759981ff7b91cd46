//! What is wrong with a scale that its types cannot rule out; all of it at once.

use std::collections::BTreeSet;
use std::fmt;

use super::sentence::{SUBJECT, SentencePart};
use super::{LevelClaim, PropositionNeed, QuestionType, RatioInterval, ScaleFile, ScaleLevel};

/// The longest text of a key, in characters.
const MAX_TEXT: usize = 2_000;
/// The most levels of a scale.
const MAX_LEVELS: usize = 40;
/// Words that state authenticity. A level that pictures alone may reach holds none of them.
const AUTHENTICITY: [&str; 4] = ["genuine", "authentic", "unaltered", "not falsified"];
/// Words that state how probable a proposition is.
const PROBABILITY: [&str; 5] = ["probab", "likely", "likelihood", "chance", "odds"];

/// Where in a scale something is wrong; numbers count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScalePlace {
    /// The head, `[scale]`.
    Head,
    /// The n-th `[[level]]`.
    Level(usize),
}

/// One thing that is wrong with a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleProblem {
    /// Where.
    pub place: ScalePlace,
    /// The key at fault.
    pub key: &'static str,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for ScaleProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl LevelClaim {
    /// Whether pictures alone can carry it (`standards.md` 1.7 and 8, decision 13).
    pub fn is_within_pictures(self) -> bool {
        match self {
            Self::NoSign | Self::Sign | Self::Accept | Self::Open | Self::SupportFirst | Self::SupportSecond => true,
            Self::Genuine
            | Self::FalsifiedOnBase
            | Self::Falsified
            | Self::Invented
            | Self::Misused
            | Self::CertainFirst
            | Self::CertainSecond => false,
        }
    }
}

impl ScaleFile {
    /// Returns everything that is wrong, in the order of the file; nothing for a sound scale.
    pub fn validate(&self) -> Vec<ScaleProblem> {
        let mut problems = Vec::new();
        self.check_head(&mut |key, message: String| problems.push(ScaleProblem { place: ScalePlace::Head, key, message }));
        let mut codes = BTreeSet::new();
        for (number, level) in self.levels.iter().enumerate() {
            let mut report = |key, message: String| problems.push(ScaleProblem { place: ScalePlace::Level(number), key, message });
            if !codes.insert(&level.code) {
                report("code", format!("the level `{}` is there twice; expected a code of its own", level.code));
            }
            self.check_level(level, &mut report);
            let earlier = self.levels.iter().take(number).filter_map(|other| other.likelihood_ratio);
            if level.likelihood_ratio.is_some_and(|span| earlier.into_iter().any(|other| overlap(span, other))) {
                report("likelihood_ratio", "the span runs into that of another level".to_owned());
            }
        }
        problems
    }

    fn check_head(&self, report: &mut impl FnMut(&'static str, String)) {
        let meta = &self.meta;
        let numbers: Vec<_> = meta.version.split('.').collect();
        if numbers.len() != 3 || numbers.iter().any(|number| number.parse::<u32>().is_err()) {
            report("version", "expected three numbers, such as 1.0.0".to_owned());
        }
        for (key, text) in [("title", &meta.title), ("language", &meta.language), ("citation", &meta.citation)] {
            check_text(key, text, report);
        }
        if meta.note.chars().count() > MAX_TEXT {
            report("note", format!("expected at most {MAX_TEXT} characters"));
        }
        if meta.question_types.is_empty() {
            report("question_types", "expected at least one type of question".to_owned());
        }
        if meta.propositions == PropositionNeed::Required
            && [QuestionType::DocumentStatus, QuestionType::FirstLine].iter().any(|kind| meta.question_types.contains(kind))
        {
            report(
                "question_types",
                "a scale with propositions weighs findings; it cannot say what the document is or where it goes".to_owned(),
            );
        }
        if !(2..=MAX_LEVELS).contains(&self.levels.len()) {
            report("title", format!("expected 2 to {MAX_LEVELS} [[level]], found {}", self.levels.len()));
        }
        if !self.levels.iter().any(|level| level.claim == LevelClaim::Open) {
            report("title", "expected a level with the claim `open`, for what cannot be decided".to_owned());
        }
        let with = self.levels.iter().filter(|level| level.likelihood_ratio.is_some()).count();
        if with > 0 && with < self.levels.len() {
            report("title", "either every level has a likelihood ratio, or none has".to_owned());
        }
        if with > 0 && meta.propositions == PropositionNeed::None {
            report("propositions", "a likelihood ratio needs two propositions".to_owned());
        }
        if meta.status == super::ChecklistStatus::Agreed && meta.citation.trim().is_empty() {
            report("status", "an agreed scale names where its levels come from".to_owned());
        }
    }

    fn check_level(&self, level: &ScaleLevel, report: &mut impl FnMut(&'static str, String)) {
        let texts = [("wording", &level.wording), ("definition", &level.definition), ("minimum_basis", &level.minimum_basis)];
        for (key, text) in texts {
            check_text(key, text, report);
        }
        if let Some(span) = level.likelihood_ratio
            && !is_span(span)
        {
            report("likelihood_ratio", "expected `from`, `to` or both, above 0, the first less than the second".to_owned());
        }
        if level.claim.is_within_pictures() {
            for (key, text) in [("code", level.code.as_str()), ("wording", level.wording.as_str())] {
                if let Some(word) = holds(text, &AUTHENTICITY) {
                    report(key, format!("`{word}` states authenticity, and the claim `{}` does not", level.claim));
                }
            }
        }
        match self.meta.propositions {
            PropositionNeed::Required => check_weighing(level, report),
            PropositionNeed::None => {
                if level.parts().iter().any(|part| !matches!(part, SentencePart::Words(_))) {
                    report("wording", "`{first}` and `{second}` are for scales with propositions".to_owned());
                }
            }
        }
    }
}

/// Checks a level of a scale with propositions: a sentence on the findings, with both propositions in the order of its claim.
fn check_weighing(level: &ScaleLevel, report: &mut impl FnMut(&'static str, String)) {
    use SentencePart::{First, Second};
    let weighs = matches!(level.claim, LevelClaim::Open | LevelClaim::SupportFirst | LevelClaim::SupportSecond);
    if !weighs {
        report("claim", format!("findings support a proposition or do not; `{}` states more", level.claim));
    }
    if !level.wording.starts_with(SUBJECT) {
        report("wording", format!("expected a sentence on the findings, beginning with `{}`", SUBJECT.trim_end()));
    }
    if let Some(word) = holds(&level.wording, &PROBABILITY) {
        report("wording", format!("`{word}` says how probable something is; findings give support"));
    }
    let sides: Vec<_> = level.parts().into_iter().filter(|part| matches!(part, First | Second)).collect();
    let expected = match level.claim {
        LevelClaim::SupportSecond => [Second, First],
        _ => [First, Second],
    };
    if sides != expected {
        let name = |part: &SentencePart<'_>| if *part == First { "{first}" } else { "{second}" };
        let [one, other] = expected.each_ref().map(name);
        report("wording", format!("expected `{one}` and then `{other}`, each once"));
    }
    let below = level.likelihood_ratio.is_some_and(|span| span.to.is_some_and(|to| to <= 1.0));
    let above = level.likelihood_ratio.is_some_and(|span| span.from.is_some_and(|from| from >= 1.0));
    let fits = match (level.likelihood_ratio, level.claim) {
        (None, _) => true,
        (Some(_), LevelClaim::SupportFirst) => above,
        (Some(_), LevelClaim::SupportSecond) => below,
        (Some(span), _) => span.contains(1.0),
    };
    if !fits {
        report("likelihood_ratio", "support for the first lies above 1, support for the second below, and no support around 1".to_owned());
    }
}

fn check_text(key: &'static str, text: &str, report: &mut impl FnMut(&'static str, String)) {
    if text.trim().is_empty() {
        report(key, "expected some words".to_owned());
    } else if text.chars().count() > MAX_TEXT {
        report(key, format!("expected at most {MAX_TEXT} characters"));
    }
}

fn holds(text: &str, words: &[&'static str]) -> Option<&'static str> {
    let text = text.to_lowercase();
    words.iter().copied().find(|word| text.contains(word))
}

fn is_span(span: RatioInterval) -> bool {
    let fine = |end: Option<f64>| end.is_none_or(|end| end.is_finite() && end > 0.0);
    let ordered = match (span.from, span.to) {
        (Some(from), Some(to)) => from < to,
        (None, None) => false,
        _ => true,
    };
    fine(span.from) && fine(span.to) && ordered
}

fn overlap(one: RatioInterval, other: RatioInterval) -> bool {
    let ends = |span: RatioInterval| (span.from.unwrap_or(0.0), span.to.unwrap_or(f64::INFINITY));
    let ((from, to), (other_from, other_to)) = (ends(one), ends(other));
    from < other_to && other_from < to
}
