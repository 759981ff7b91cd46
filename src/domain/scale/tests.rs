//! The shipped scales, and what keeps a scale or a conclusion from standing.

use std::sync::LazyLock;

use super::*;
use crate::domain::{Actor, ConclusionLevel, Scale, Sha256, Timestamp};
use proptest::prelude::*;

static SHIPPED: LazyLock<Vec<ScaleFile>> = LazyLock::new(|| {
    [
        include_str!("../../../assets/scales/operational.toml"),
        include_str!("../../../assets/scales/referral.toml"),
        include_str!("../../../assets/scales/likelihood-ratio.toml"),
        include_str!("../../../assets/scales/nine-level.toml"),
    ]
    .map(|text| toml::from_str(text).unwrap())
    .to_vec()
});

pub(in crate::domain) fn shipped() -> Vec<ScaleFile> {
    SHIPPED.clone()
}

fn ratios() -> ScaleFile {
    shipped().remove(2)
}

fn concluded() -> ConclusionOn {
    ConclusionOn {
        scale: ScaleUsed { id: ScaleId::new("likelihood-ratio").unwrap(), version: "1.0.0".to_owned(), sha256: Sha256::of(b"file") },
        question_type: QuestionType::OriginalPart,
        question: "Is the data page the one originally issued?".to_owned(),
        propositions: Some(Propositions {
            first: "the data page is the one originally issued".to_owned(),
            second: "the data page was exchanged".to_owned(),
            exclusive: true,
        }),
        level: LevelCode::new("strong-support-second").unwrap(),
        weight: Some(Weight::Experience),
        reasons: "Stitch holes do not match.".to_owned(),
        beyond_because: None,
        by: Actor::Person("E. Examiner".to_owned()),
        at: Timestamp("2026-03-01T09:30:00Z".parse().unwrap()),
    }
}

#[test]
fn the_shipped_scales_are_sound_and_read_the_same_from_json() {
    let ids: Vec<_> = shipped().iter().map(|scale| (scale.meta.id.to_string(), scale.levels.len())).collect();
    let expected = [("operational", 10), ("referral", 2), ("likelihood-ratio", 13), ("nine-level", 9)];
    assert_eq!(ids, expected.map(|(id, count)| (id.to_owned(), count)));
    for scale in shipped() {
        assert_eq!(scale.validate(), [], "{}", scale.meta.id);
        let json = serde_json::to_string(&scale).unwrap();
        assert_eq!(serde_json::from_str::<ScaleFile>(&json).unwrap(), scale);
    }
}

#[test]
fn the_files_say_what_old_records_say() {
    for (scale, file) in [Scale::Operational, Scale::Referral].into_iter().zip(shipped()) {
        assert_eq!((scale.code(), scale.title()), (file.meta.id.as_str(), file.meta.title.as_str()));
        let of_file: Vec<_> =
            file.levels.iter().map(|level| (level.code.as_str(), level.wording.as_str(), level.minimum_basis.as_str())).collect();
        let of_words: Vec<_> = scale.levels().iter().map(|level| (level.code(), level.title(), level.minimum_basis())).collect();
        assert_eq!(of_file, of_words);
        let claims: Vec<_> = scale.levels().iter().map(|level| level.claim()).collect();
        assert_eq!(claims, file.levels.iter().map(|level| level.claim).collect::<Vec<_>>());
    }
    assert_eq!(ConclusionLevel::ALL.len(), Scale::ALL.iter().map(|scale| scale.levels().len()).sum::<usize>());
}

#[test]
fn a_ratio_belongs_to_one_level_and_its_reciprocal_to_the_mirrored_one() {
    let scale = ratios();
    let code = |ratio: f64| scale.level_of_ratio(ratio).map(|level| level.code.as_str().to_owned());
    for (ratio, level) in [
        (1.0, "no-support"),
        (1.9, "no-support"),
        (0.6, "no-support"),
        (2.0, "weak-support-first"),
        (0.5, "weak-support-second"),
        (10.0, "moderate-support-first"),
        (0.1, "moderate-support-second"),
        (500.0, "moderately-strong-support-first"),
        (5000.0, "strong-support-first"),
        (1e6, "extremely-strong-support-first"),
        (1e-9, "extremely-strong-support-second"),
    ] {
        assert_eq!(code(ratio).as_deref(), Some(level), "{ratio}");
    }
    for none in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(code(none), None, "{none}");
    }
}

#[test]
fn a_level_weighs_the_findings_and_names_both_propositions() {
    let scale = ratios();
    let conclusion = concluded();
    assert_eq!(
        scale.level(&conclusion.level).unwrap().sentence(conclusion.propositions.as_ref()),
        "The findings give strong support for “the data page was exchanged” rather than “the data page is the one originally issued”"
    );
}

/// The number of a shipped scale, what is changed of it, and where that is found.
type Case = (usize, fn(&mut ScaleFile), &'static [(ScalePlace, &'static str)]);

#[test]
fn each_mistake_of_a_scale_is_found_at_its_place() {
    use ScalePlace::{Head, Level};
    let cases: [Case; 14] = [
        (0, |scale| scale.meta.version = "1".to_owned(), &[(Head, "version")]),
        (0, |scale| scale.meta.citation = " ".to_owned(), &[(Head, "citation")]),
        (0, |scale| scale.meta.question_types.clear(), &[(Head, "question_types")]),
        (0, |scale| scale.levels[1].code = scale.levels[0].code.clone(), &[(Level(1), "code"), (Level(1), "code")]),
        (0, |scale| scale.levels[8].wording = "The document is genuine".to_owned(), &[(Level(8), "wording")]),
        (1, |scale| scale.levels[0].code = LevelCode::new("authentic").unwrap(), &[(Level(0), "code")]),
        (1, |scale| scale.levels.truncate(1), &[(Head, "title"), (Head, "title")]),
        (3, |scale| scale.levels[0].wording = "Both as {first}".to_owned(), &[(Level(0), "wording")]),
        (2, |scale| scale.meta.question_types.push(QuestionType::DocumentStatus), &[(Head, "question_types")]),
        (2, |scale| scale.levels[0].likelihood_ratio = None, &[(Head, "title")]),
        (2, |scale| scale.levels[1].likelihood_ratio.as_mut().unwrap().to = Some(1e7), &[(Level(1), "likelihood_ratio")]),
        (2, |scale| scale.levels[0].claim = LevelClaim::CertainFirst, &[(Level(0), "claim"), (Level(0), "likelihood_ratio")]),
        (
            2,
            |scale| scale.levels[0].wording = "It is highly probable that {first} and not {second}".to_owned(),
            &[(Level(0), "wording"), (Level(0), "wording")],
        ),
        (
            2,
            |scale| scale.levels[0].wording = "The findings give support for {second} rather than {first}".to_owned(),
            &[(Level(0), "wording")],
        ),
    ];
    for (number, spoil, expected) in cases {
        let mut scale = shipped().remove(number);
        spoil(&mut scale);
        let found: Vec<_> = scale.validate().into_iter().map(|problem| (problem.place, problem.key)).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn all_mistakes_of_a_scale_come_at_once() {
    let mut scale = ratios();
    scale.meta.version = String::new();
    scale.meta.propositions = PropositionNeed::None;
    scale.levels[0].definition = "x".repeat(3000);
    assert!(scale.validate().len() > 10, "{:?}", scale.validate());
}

#[test]
fn a_conclusion_stands_on_its_scale_or_says_all_that_is_wrong() {
    use ConclusionMistake as M;
    let (scale, sum) = (ratios(), Sha256::of(b"file"));
    assert_eq!(concluded().check(&scale, sum), []);
    let mut spoilt = concluded();
    spoilt.propositions = None;
    spoilt.weight = None;
    spoilt.reasons = "\n".to_owned();
    spoilt.by = Actor::Program("1".to_owned());
    assert_eq!(spoilt.check(&scale, sum), [M::NoReasons, M::NotAPerson, M::NoPropositions, M::NoWeight]);
    let mut same = concluded();
    let pair = same.propositions.as_mut().unwrap();
    pair.second = format!("  {} ", pair.first.to_uppercase());
    pair.exclusive = false;
    assert_eq!(same.check(&scale, sum), [M::SamePropositions, M::NotExclusive]);
    let mut other = concluded();
    other.weight = Some(Weight::Ratio(50.0));
    other.question_type = QuestionType::DocumentStatus;
    let found = other.check(&scale, sum);
    assert!(matches!(found[..], [M::OtherQuestion { .. }, M::RatioOfOtherLevel { .. }]), "{found:?}");
    assert!(matches!(concluded().check(&scale, Sha256::of(b"other"))[..], [M::OtherScale { .. }]));
}

#[test]
fn a_level_of_one_scale_is_none_of_another() {
    let mut conclusion = concluded();
    conclusion.level = LevelCode::new("probable").unwrap();
    let found = conclusion.check(&ratios(), Sha256::of(b"file"));
    assert!(matches!(found[..], [ConclusionMistake::NoSuchLevel { .. }]), "{found:?}");
}

#[test]
fn each_question_is_answered_on_one_scale() {
    let mut other = concluded();
    other.question = "Do both come from one source?".to_owned();
    assert_eq!(one_scale_a_question(&[concluded(), other]), Ok(()));
    let mut again = concluded();
    again.question = again.question.to_uppercase();
    assert!(one_scale_a_question(&[concluded(), again]).is_err());
}

proptest! {
    #[test]
    fn every_ratio_has_exactly_one_level(exponent in -12.0..12.0f64) {
        let scale = ratios();
        let ratio = libm::pow(10.0, exponent);
        let holding = scale.levels.iter().filter(|level| level.likelihood_ratio.is_some_and(|span| span.contains(ratio)));
        prop_assert_eq!(holding.count(), 1);
    }

    #[test]
    fn a_wording_is_made_of_its_parts(text in "(\\{first\\}|\\{second\\}|[a-z{} ]){0,12}") {
        let mut level = ratios().levels.remove(0);
        level.wording = text.clone();
        let joined: String = level.parts().into_iter().map(|part| match part {
            SentencePart::Words(words) => words,
            SentencePart::First => "{first}",
            SentencePart::Second => "{second}",
        }).collect();
        prop_assert_eq!(joined, text);
    }
}
