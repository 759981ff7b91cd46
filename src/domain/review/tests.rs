use super::*;
use crate::domain::{Actor, AnswerValue, ChecklistVersion, Conclusion, ExhibitId, Observation, Scale};
use uuid::Uuid;

fn at(second: i64) -> Timestamp {
    Timestamp(jiff::Timestamp::from_second(1_780_000_000 + second).unwrap())
}

fn person(name: &str) -> Person {
    Person { account: None, name: name.to_owned() }
}

fn examination(number: u128, level: Option<ConclusionLevel>, answers: &[(&str, Verdict)]) -> Examination {
    let checklist =
        ChecklistVersion { id: "image-only-remote".parse().unwrap(), version: "1.0.0".to_owned(), sha256: Sha256::of(b"checklist") };
    let id = Uuid::from_u128;
    let mut examination = Examination::begun(ExaminationId(id(number)), CaseId(id(1)), ExhibitId(id(2)), checklist, at(0));
    for (item, verdict) in answers {
        let observation = Observation {
            value: AnswerValue::Verdict(*verdict),
            not_examined: None,
            remark: "seen".to_owned(),
            evidence: Vec::new(),
            from_proposal: false,
            by: Actor::Person("E. Examiner".to_owned()),
            observed_at: at(1),
            entered_at: at(1),
        };
        examination.observations.insert(item.parse().unwrap(), observation);
    }
    examination.conclusion = level.map(|level| Conclusion {
        scale: Scale::Operational,
        level,
        codes: Vec::new(),
        reasons: "as seen".to_owned(),
        departs_because: None,
        by: Actor::Person("E. Examiner".to_owned()),
        at: at(2),
    });
    examination
}

fn review(mode: ReviewMode) -> Review {
    Review {
        id: ReviewId(Uuid::from_u128(9)),
        case: CaseId(Uuid::from_u128(1)),
        examination: ExaminationId(Uuid::from_u128(10)),
        second: (mode == ReviewMode::Blind).then_some(ExaminationId(Uuid::from_u128(11))),
        mode,
        reviewer: person("R. Reviewer"),
        begun_at: at(3),
        open_because: String::new(),
        result: None,
        decision: None,
    }
}

fn end<'a>(first: &'a Examination, second: Option<&'a Examination>, agrees: bool, remark: &str) -> ReviewEnd<'a> {
    ReviewEnd { first, first_sha256: Sha256::of(b"first"), second, agrees, remark: remark.to_owned(), at: at(5), signature: None }
}

#[test]
fn a_blind_review_shows_neither_examination_to_the_other_person_until_it_is_finished() {
    let mut review = review(ReviewMode::Blind);
    let (first, second) = (review.examination, review.second.unwrap());
    let (examiner, reviewer) = (person("E. Examiner"), person("R. Reviewer"));
    assert!(review.hides(first, &reviewer) && review.hides(second, &examiner));
    assert!(!review.hides(first, &examiner) && !review.hides(second, &reviewer));
    let one = examination(10, Some(ConclusionLevel::Indications), &[("A", Verdict::Conforms), ("B", Verdict::DoesNotConform)]);
    let other = examination(11, Some(ConclusionLevel::Indications), &[("A", Verdict::Conforms), ("C", Verdict::Inconclusive)]);
    let result = review.finish(end(&one, Some(&other), true, "")).unwrap();
    assert!(result.agrees);
    let items: Vec<_> = result.items.iter().map(|item| (item.item.as_str(), item.first, item.second)).collect();
    let expected = [
        ("A", Some(Verdict::Conforms), Some(Verdict::Conforms)),
        ("B", Some(Verdict::DoesNotConform), None),
        ("C", None, Some(Verdict::Inconclusive)),
    ];
    assert_eq!(items, expected);
    assert!(!review.hides(first, &reviewer));
}

#[test]
fn two_levels_that_differ_are_a_disagreement_whatever_is_ticked() {
    let one = examination(10, Some(ConclusionLevel::Indications), &[]);
    let other = examination(11, Some(ConclusionLevel::NoIndication), &[]);
    let mut blind = review(ReviewMode::Blind);
    assert_eq!(blind.finish(end(&one, Some(&other), true, "")), Err(ReviewError::NeedsRemark));
    assert!(!blind.finish(end(&one, Some(&other), true, "The seams are wear")).unwrap().agrees);
    assert!(blind.is_unresolved());
    let decision =
        |reason: &str| Decision { outcome: DecisionOutcome::ReviewerUpheld, by: person("T. Third"), at: at(6), reason: reason.to_owned() };
    assert_eq!(blind.resolve(decision("")), Err(ReviewError::NeedsReason));
    blind.resolve(decision("Looked at together")).unwrap();
    assert!(!blind.is_unresolved());
    assert_eq!(blind.resolve(decision("again")), Err(ReviewError::Decided));
    assert_eq!(blind.finish(end(&one, Some(&other), true, "x")).unwrap_err(), ReviewError::Finished);
}

#[test]
fn an_open_review_rests_on_what_the_reviewer_says_and_a_blind_one_on_a_conclusion() {
    let one = examination(10, Some(ConclusionLevel::Indications), &[]);
    let unfinished = examination(11, None, &[]);
    assert_eq!(review(ReviewMode::Blind).finish(end(&one, Some(&unfinished), true, "")), Err(ReviewError::NoConclusion));
    assert_eq!(review(ReviewMode::Blind).finish(end(&one, None, true, "")), Err(ReviewError::NoConclusion));
    let mut open = review(ReviewMode::Open);
    assert_eq!(open.finish(end(&one, None, false, "  ")), Err(ReviewError::NeedsRemark));
    assert_eq!(open.finish(end(&one, None, true, "")).unwrap().second_level, Some(ConclusionLevel::Indications));
    assert_eq!(
        open.resolve(Decision { outcome: DecisionOutcome::Agreed, by: person("x"), at: at(7), reason: "y".to_owned() }),
        Err(ReviewError::Agrees)
    );
}
