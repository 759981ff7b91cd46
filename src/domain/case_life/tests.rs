use super::*;
use crate::domain::CaseId;
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp(jiff::Timestamp::from_second(1_780_000_000 + second).unwrap())
}

fn person(name: &str) -> Person {
    Person { account: None, name: name.to_owned() }
}

fn case() -> Case {
    Case::received(CaseId("018f0000-0000-7000-8000-000000000001".parse().unwrap()), "2026-0001", "A passport", at(0))
}

fn step(made: CaseMove, name: &str, second: i64) -> NewMove {
    NewMove {
        made,
        by: person(name),
        role: None,
        at: at(second),
        reason: "because".to_owned(),
        to_whom: Some(person("E. Examiner")),
        signatures: Vec::new(),
    }
}

const READY: CaseFacts = CaseFacts {
    exhibits_without_conclusion: 0,
    examinations: 1,
    complete_reviews: 1,
    open_reviews: 0,
    unresolved: 0,
    mover_examined: false,
};

fn laboratory() -> LaboratoryRules {
    LaboratoryRules { review_required: true, ..LaboratoryRules::default() }
}

#[test]
fn a_case_goes_from_received_to_issued_and_remembers_every_step() {
    let mut case = case();
    let moves = [CaseMove::Assign, CaseMove::Begin, CaseMove::Submit, CaseMove::TakeIntoReview, CaseMove::Authorise, CaseMove::Issue];
    for (made, second) in moves.into_iter().zip(1..) {
        case.make(step(made, "R. Reviewer", second), &READY, &laboratory()).unwrap();
    }
    assert_eq!(case.status, CaseStatus::Issued);
    assert_eq!(case.moves.iter().map(|step| step.made).collect::<Vec<_>>(), moves);
    case.make(step(CaseMove::Amend, "E. Examiner", 10), &READY, &laboratory()).unwrap();
    assert_eq!((case.status, case.reopened_at()), (CaseStatus::InExamination, Some(at(10))));
    for (made, second) in [CaseMove::Submit, CaseMove::TakeIntoReview, CaseMove::Authorise, CaseMove::Issue].into_iter().zip(11..) {
        case.make(step(made, "R. Reviewer", second), &READY, &laboratory()).unwrap();
    }
    assert_eq!(case.status, CaseStatus::Amended, "the second report amends the first");
}

#[test]
fn what_is_missing_is_named_and_the_case_stays_as_it_was() {
    let mut in_review = case();
    for (made, second) in [CaseMove::Begin, CaseMove::Submit, CaseMove::TakeIntoReview].into_iter().zip(1..) {
        in_review.make(step(made, "R. Reviewer", second), &READY, &laboratory()).unwrap();
    }
    let refused = [
        (CaseFacts { complete_reviews: 0, ..READY }, MoveError::NotReviewed),
        (CaseFacts { open_reviews: 1, ..READY }, MoveError::ReviewOpen),
        (CaseFacts { unresolved: 1, ..READY }, MoveError::Unresolved),
        (CaseFacts { mover_examined: true, ..READY }, MoveError::OwnWork),
        (CaseFacts { exhibits_without_conclusion: 2, ..READY }, MoveError::NoConclusion(2)),
    ];
    for (facts, expected) in refused {
        let before = in_review.clone();
        assert_eq!(in_review.make(step(CaseMove::Authorise, "R. Reviewer", 9), &facts, &laboratory()).unwrap_err(), expected);
        assert_eq!(in_review, before);
    }
    let without = NewMove { reason: " ".to_owned(), ..step(CaseMove::Return, "R. Reviewer", 9) };
    assert_eq!(in_review.make(without, &READY, &laboratory()).unwrap_err(), MoveError::NeedsReason(CaseMove::Return));
    let nobody = NewMove { to_whom: None, ..step(CaseMove::Assign, "A. Administrator", 9) };
    assert_eq!(case().make(nobody, &READY, &laboratory()).unwrap_err(), MoveError::NobodyAssigned);
}

#[test]
fn one_person_alone_can_issue_where_no_second_one_is_asked_for() {
    let (mut case, rules) = (case(), LaboratoryRules::default());
    let facts = CaseFacts { complete_reviews: 0, mover_examined: true, ..READY };
    for (made, second) in [CaseMove::Begin, CaseMove::Submit, CaseMove::Authorise, CaseMove::Issue].into_iter().zip(1..) {
        case.make(step(made, "E. Examiner", second), &facts, &rules).unwrap();
    }
    assert_eq!(case.status, CaseStatus::Issued);
}

fn any_move() -> impl Strategy<Value = CaseMove> {
    prop::sample::select(CaseMove::ALL)
}

fn any_facts() -> impl Strategy<Value = CaseFacts> {
    (0..2_usize, 0..2_usize, 0..2_usize, 0..2_usize, 0..2_usize, any::<bool>()).prop_map(
        |(exhibits_without_conclusion, examinations, complete_reviews, open_reviews, unresolved, mover_examined)| CaseFacts {
            exhibits_without_conclusion,
            examinations,
            complete_reviews,
            open_reviews,
            unresolved,
            mover_examined,
        },
    )
}

proptest! {
    /// Whatever is tried in whatever order, and however the facts and the clock change between the tries.
    #[test]
    fn nothing_is_issued_without_a_review_where_one_is_required(
        tries in prop::collection::vec((any_move(), any_facts(), -5_i64..5, any::<bool>()), 0..40)
    ) {
        let mut case = case();
        let mut made = 0;
        for (attempt, facts, second, says_why) in tries {
            let reason = if says_why { "because" } else { "" };
            let before = case.clone();
            let wish = NewMove { reason: reason.to_owned(), ..step(attempt, "somebody", second) };
            match case.make(wish, &facts, &laboratory()) {
                Ok(_) => {
                    made += 1;
                    prop_assert!(case.moves.starts_with(&before.moves), "a move that was made is never taken out");
                    prop_assert_eq!(case.moves.len(), made);
                    if matches!(attempt, CaseMove::Authorise | CaseMove::Issue) {
                        prop_assert!(facts.complete_reviews > 0 && facts.open_reviews == 0 && facts.unresolved == 0);
                        prop_assert!(facts.exhibits_without_conclusion == 0);
                    }
                    if attempt == CaseMove::Authorise {
                        prop_assert!(!facts.mover_examined, "nobody authorises what they examined");
                    }
                    if attempt == CaseMove::Issue {
                        let since = case.moves.iter().rev().skip(1).find(|step| step.made != CaseMove::Issue).unwrap();
                        prop_assert_eq!(since.made, CaseMove::Authorise, "the step before an issue releases it");
                    }
                }
                Err(_) => prop_assert_eq!(&case, &before),
            }
        }
        // The story of the case hangs together from the first step to the last.
        let mut status = CaseStatus::Received;
        for step in &case.moves {
            prop_assert_eq!(step.from, status);
            status = step.to;
        }
        prop_assert_eq!(status, case.status);
        prop_assert_eq!(case.has_issued(), case.moves.iter().any(|step| step.to == CaseStatus::Issued || step.to == CaseStatus::Amended));
    }
}
