//! A case from receipt to issue and beyond: who may do what, what is sealed, what is signed, and what nobody can change unseen.

#[path = "life/installs.rs"]
mod installs;
#[path = "life/roles.rs"]
mod roles;

use std::path::Path;

use guilloche::app::examine::Existing;
use guilloche::app::workspace::{NewCase, NewCustody};
use guilloche::app::{FixedClock, Places, ProblemKind, Workspace, pipeline::Received, verification::verify_file};
use guilloche::domain::{
    AnswerValue, Case, CaseMove, CaseStatus, ChecklistId, Conclusion, ConclusionLevel, CustodyKind, DecisionOutcome, Edit, Examination,
    ExaminationId, ItemId, LaboratoryRules, LaboratorySheet, Observation, ReviewMode, Role, Scale, Timestamp, UnmaskingStage, Unwatched,
    Verdict,
};

use super::cli::sample;

pub(crate) const EXAMINER: (&str, &str) = ("E. Examiner", "four words of hers");
pub(crate) const REVIEWER: (&str, &str) = ("R. Reviewer", "four words of his");
pub(crate) const ADMINISTRATOR: (&str, &str) = ("A. Administrator", "four words of the keys");

fn clock() -> FixedClock {
    FixedClock::at(Timestamp("2026-03-01T09:30:00Z".parse().unwrap()))
}

pub(crate) fn open(data: &Path) -> Workspace {
    Workspace::open(Places::at(data), Box::new(clock()), &Unwatched).unwrap()
}

/// A laboratory of an administrator, an examiner and a reviewer; the administrator is signed in.
pub(crate) fn laboratory(data: &Path, rules: LaboratoryRules) -> Workspace {
    let workspace = open(data);
    let sheet = LaboratorySheet { name: "National laboratory".to_owned(), rules, ..LaboratorySheet::default() };
    workspace.set_laboratory(sheet).unwrap();
    workspace.create_account(ADMINISTRATOR.0, [Role::Administrator].into(), None, ADMINISTRATOR.1).unwrap();
    workspace.sign_in(ADMINISTRATOR.0, ADMINISTRATOR.1).unwrap();
    for ((name, passphrase), role) in [(EXAMINER, Role::Examiner), (REVIEWER, Role::Reviewer)] {
        workspace.create_account(name, [role].into(), None, passphrase).unwrap();
    }
    workspace
}

pub(crate) fn sign_in(workspace: &Workspace, who: (&str, &str)) {
    workspace.sign_in(who.0, who.1).unwrap();
}

/// A case with one card, begun by whoever is signed in.
pub(crate) fn begun(workspace: &Workspace) -> (Case, Examination) {
    let case = workspace.new_case(NewCase { title: "A card".to_owned(), ..NewCase::default() }).unwrap();
    let exhibit = workspace.new_exhibit(case.id, "A card").unwrap();
    let received = Received::read(&sample("questioned/q07-card-genuine.back.visible.jpg"), None).unwrap();
    workspace.take_in(case.id, exhibit.id, &received, &Unwatched).unwrap();
    let examination = workspace.begin(case.id, exhibit.id, None).unwrap();
    (workspace.case(case.id).unwrap(), workspace.analyse(examination.id, &Unwatched).unwrap())
}

fn observation(workspace: &Workspace, verdict: Verdict, remark: &str) -> Observation {
    Observation {
        value: AnswerValue::Verdict(verdict),
        not_examined: None,
        remark: remark.to_owned(),
        evidence: Vec::new(),
        from_proposal: false,
        by: workspace.person(),
        observed_at: workspace.now(),
        entered_at: workspace.now(),
    }
}

pub(crate) fn answer(workspace: &Workspace, id: ExaminationId, item: &ItemId, verdict: Verdict) {
    let answer = Some(Box::new(observation(workspace, verdict, "as seen")));
    workspace.edit(id, Edit::SetAnswer { item: item.clone(), answer }).unwrap();
}

pub(crate) fn conclude(workspace: &Workspace, id: ExaminationId, level: ConclusionLevel) {
    let conclusion = Conclusion {
        scale: Scale::Operational,
        level,
        codes: Vec::new(),
        reasons: "What was examined".to_owned(),
        departs_because: Some("For the test".to_owned()),
        by: workspace.person(),
        at: workspace.now(),
    };
    workspace.edit(id, Edit::SetConclusion(Some(Box::new(conclusion)))).unwrap();
}

pub(crate) fn items(workspace: &Workspace, examination: &Examination) -> Vec<ItemId> {
    workspace.checklist(&examination.checklist).unwrap().checklist.items.iter().map(|item| item.id.clone()).collect()
}

fn refused(kind: ProblemKind, result: Result<impl std::fmt::Debug, guilloche::app::Problem>) -> String {
    let problem = result.unwrap_err();
    assert_eq!(problem.kind, kind, "{problem}");
    problem.message
}

#[test]
fn one_person_alone_issues_what_nobody_can_change_and_amends_it() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = open(&folder.path().join("data"));
    let (case, examination) = begun(&workspace);
    answer(&workspace, examination.id, &items(&workspace, &examination)[0], Verdict::Conforms);
    refused(ProblemKind::BadUse, workspace.submit(case.id, &Unwatched));
    conclude(&workspace, examination.id, ConclusionLevel::NoIndication);
    workspace.submit(case.id, &Unwatched).unwrap();
    let edit = Edit::SetMrzText("changed".to_owned());
    assert!(refused(ProblemKind::BadUse, workspace.edit(examination.id, edit.clone())).contains("submitted"));
    refused(ProblemKind::BadUse, workspace.undo(examination.id));
    workspace.authorise(case.id, &Unwatched).unwrap();
    assert_eq!(workspace.issue(case.id, &Unwatched).unwrap().status, CaseStatus::Issued);

    let out = folder.path().join("out");
    let exported = workspace.export_issued(case.id, &out, Existing::Keep).unwrap();
    assert_eq!(exported.len(), 1);
    let verified = verify_file(&out, &Unwatched).unwrap();
    assert!(verified.passed, "{}", verified.text());
    assert!(verified.text().matches("Signature").count() >= 3, "{}", verified.text());
    // One answer changed afterwards, and the sums put right by somebody who has no key.
    let record = out.join("findings.json");
    let text = std::fs::read_to_string(&record).unwrap();
    std::fs::write(&record, text.replacen("as seen", "as wanted", 1)).unwrap();
    let told = verify_file(&out, &Unwatched).unwrap();
    assert!(!told.passed && told.text().contains("the signature of Examiner for authorisation"), "{}", told.text());

    refused(ProblemKind::BadUse, workspace.edit(examination.id, edit.clone()));
    refused(ProblemKind::BadUse, workspace.amend(case.id, " "));
    workspace.amend(case.id, "A number was misread").unwrap();
    let again = workspace.examinations(case.id).unwrap().into_iter().find(|other| !other.frozen).unwrap();
    assert_ne!(again.id, examination.id);
    workspace.edit(again.id, edit).unwrap();
    workspace.submit(case.id, &Unwatched).unwrap();
    workspace.authorise(case.id, &Unwatched).unwrap();
    assert_eq!(workspace.issue(case.id, &Unwatched).unwrap().status, CaseStatus::Amended);
    let both = workspace.export_issued(case.id, &folder.path().join("both"), Existing::Keep).unwrap();
    let (first, second) = (&both[0].findings, &both[1].findings);
    assert_eq!((first.version, second.version), (1, 2));
    let amends = second.amends.as_ref().unwrap();
    assert_eq!(amends.record_sha256, first.integrity.as_ref().map(|integrity| integrity.record_sha256));
    assert_eq!((amends.reason.as_str(), amends.report_id.as_str()), ("A number was misread", first.report_id.as_str()));
    assert!(amends.changed.iter().any(|key| key == "machine_data"), "{:?}", amends.changed);
    assert_ne!(first.report_id, second.report_id);
    assert!(workspace.verify(&Unwatched).unwrap().is_sound());
    let protection = workspace.own_protection().unwrap();
    assert_eq!(protection, Some(guilloche::domain::KeyProtection::None), "a laptop needs no ceremony");

    // A passphrase later keeps the account, its key and everything that was signed with it.
    let before = workspace.people().unwrap();
    workspace.change_passphrase("", "a passphrase of mine").unwrap();
    drop(workspace);
    let workspace = open(&folder.path().join("data"));
    assert_eq!(workspace.people().unwrap(), before);
    assert_eq!(refused(ProblemKind::NotPermitted, workspace.cases()), "Nobody has signed in.");
    refused(ProblemKind::NotPermitted, workspace.sign_in(before[0].name.as_str(), "wrong one there"));
    workspace.sign_in(before[0].name.as_str(), "a passphrase of mine").unwrap();
    assert!(workspace.cases().unwrap().iter().any(|held| held.id == case.id));
}

#[test]
fn a_second_person_examines_blind_and_a_disagreement_is_decided_on_record() {
    let folder = tempfile::tempdir().unwrap();
    let rules = LaboratoryRules { staged: false, ..LaboratoryRules::several_people() };
    let workspace = laboratory(&folder.path().join("data"), rules);
    sign_in(&workspace, EXAMINER);
    let (case, first) = begun(&workspace);
    let item = items(&workspace, &first)[0].clone();
    answer(&workspace, first.id, &item, Verdict::DoesNotConform);
    conclude(&workspace, first.id, ConclusionLevel::Indications);
    refused(ProblemKind::NotPermitted, workspace.authorise(case.id, &Unwatched));
    workspace.submit(case.id, &Unwatched).unwrap();
    refused(ProblemKind::NotPermitted, workspace.begin_review(first.id, ReviewMode::Blind, ""));

    sign_in(&workspace, REVIEWER);
    refused(ProblemKind::BadUse, workspace.authorise(case.id, &Unwatched));
    assert!(refused(ProblemKind::BadUse, workspace.begin_review(first.id, ReviewMode::Open, "")).contains("blind"));
    let review = workspace.begin_review(first.id, ReviewMode::Blind, "").unwrap();
    let second = review.second.unwrap();
    // What the examiner answered cannot be had in any way.
    refused(ProblemKind::NotPermitted, workspace.examination(first.id));
    refused(ProblemKind::NotPermitted, workspace.findings(first.id, &Unwatched));
    refused(ProblemKind::NotPermitted, workspace.audit(0, 1000));
    assert_eq!(workspace.examinations(case.id).unwrap().iter().map(|seen| seen.id).collect::<Vec<_>>(), [second]);
    let own = workspace.examination(second).unwrap();
    assert!(own.observations.is_empty() && own.conclusion.is_none() && !own.analysis.placements.is_empty());
    refused(ProblemKind::BadUse, workspace.finish_review(review.id, true, "", &Unwatched));
    answer(&workspace, second, &item, Verdict::Conforms);
    conclude(&workspace, second, ConclusionLevel::NoIndication);
    assert!(refused(ProblemKind::BadUse, workspace.finish_review(review.id, true, "", &Unwatched)).contains("says why"));

    sign_in(&workspace, EXAMINER);
    refused(ProblemKind::NotPermitted, workspace.examination(second));
    refused(ProblemKind::NotPermitted, workspace.edit(second, Edit::SetMrzText("mine".to_owned())));

    sign_in(&workspace, REVIEWER);
    let finished = workspace.finish_review(review.id, true, "The seam is wear", &Unwatched).unwrap();
    let result = finished.result.as_ref().unwrap();
    assert!(!result.agrees && result.items[0].first != result.items[0].second);
    assert!(workspace.examination(first.id).is_ok(), "both are shown when the review is finished");
    refused(ProblemKind::BadUse, workspace.edit(second, Edit::SetMrzText("later".to_owned())));
    assert!(refused(ProblemKind::BadUse, workspace.authorise(case.id, &Unwatched)).contains("do not agree"));
    workspace.decide_review(review.id, DecisionOutcome::BothReported, "Looked at together").unwrap();
    workspace.authorise(case.id, &Unwatched).unwrap();

    sign_in(&workspace, EXAMINER);
    assert_eq!(workspace.issue(case.id, &Unwatched).unwrap().status, CaseStatus::Issued);
    let out = folder.path().join("out");
    let exported = workspace.export_issued(case.id, &out, Existing::Keep).unwrap();
    let findings = &exported[0].findings;
    assert_eq!(findings.review.len(), 1);
    assert!(!findings.review[0].agrees && findings.review[0].decision.is_some());
    let signers: Vec<_> = findings
        .integrity
        .as_ref()
        .unwrap()
        .signatures
        .iter()
        .map(|signature| (signature.claim.purpose.code(), signature.claim.by.as_str()))
        .collect();
    let expected = [("examination", EXAMINER.0), ("authorisation", REVIEWER.0), ("review", REVIEWER.0), ("issue", EXAMINER.0)];
    assert_eq!(signers, expected);
    assert!(verify_file(&out, &Unwatched).unwrap().passed);
}

#[test]
fn stages_hide_what_is_later_seal_what_is_earlier_and_open_the_context_last() {
    let folder = tempfile::tempdir().unwrap();
    let rules = LaboratoryRules { review_required: false, ..LaboratoryRules::several_people() };
    let workspace = laboratory(&folder.path().join("data"), rules);
    sign_in(&workspace, EXAMINER);
    let case = workspace.new_case(NewCase { title: "A passport".to_owned(), ..NewCase::default() }).unwrap();
    let exhibit = workspace.new_exhibit(case.id, "A passport").unwrap();
    let received = Received::read(&sample("questioned/q07-card-genuine.front.visible.jpg"), None).unwrap();
    workspace.take_in(case.id, exhibit.id, &received, &Unwatched).unwrap();
    let checklist = ChecklistId::new("id-card-td1-lab").unwrap();
    let id = workspace.begin(case.id, exhibit.id, Some(&checklist)).unwrap().id;
    workspace.add_context(case.id, "He was with two others", "Border post 7", guilloche::domain::Relevance::NotNeeded).unwrap();
    let analysed = workspace.analyse(id, &Unwatched).unwrap();
    assert_eq!(analysed.unmasking.open, UnmaskingStage::Document);
    assert!(analysed.analysis.placements.is_empty() && analysed.analysis.comparisons.is_empty(), "the reference is not shown yet");
    assert_eq!(workspace.case(case.id).unwrap().context[0].text, "", "nor is the story");
    let list = workspace.checklist(&analysed.checklist).unwrap().checklist;
    let of = |stage| list.items.iter().find(|item| UnmaskingStage::of(item) == stage).unwrap().id.clone();
    let (early, late) = (of(UnmaskingStage::Document), of(UnmaskingStage::Reference));
    let late_answer = Edit::SetAnswer { item: late, answer: Some(Box::new(observation(&workspace, Verdict::Conforms, ""))) };
    assert!(refused(ProblemKind::BadUse, workspace.edit(id, late_answer.clone())).contains("stage that is not open"));
    answer(&workspace, id, &early, Verdict::Conforms);
    refused(ProblemKind::BadUse, workspace.go_without_stages(id, "hurry"));

    let opened = workspace.open_next_stage(id).unwrap();
    assert!(!opened.analysis.placements.is_empty());
    assert_eq!(workspace.undo(id).unwrap(), None, "what is sealed cannot be undone");
    let change = Edit::SetAnswer { item: early.clone(), answer: None };
    assert!(refused(ProblemKind::BadUse, workspace.edit(id, change)).contains("sealed"));
    workspace.edit(id, late_answer).unwrap();
    let revised = observation(&workspace, Verdict::Inconclusive, "worn");
    workspace.revise_answer(id, &early, Some(revised), "The reference shows that it wears there").unwrap();
    workspace.open_next_stage(id).unwrap();
    workspace.open_next_stage(id).unwrap();
    let case_now = workspace.case(case.id).unwrap();
    assert_eq!(case_now.context[0].text, "He was with two others");
    assert_eq!(case_now.context[0].reveals[0].stage, UnmaskingStage::Context);

    let (findings, _) = workspace.findings(id, &Unwatched).unwrap();
    let early_record = findings.observations.iter().find(|record| record.item_id == early).unwrap();
    assert_eq!(early_record.stage.0, 1);
    assert_eq!(early_record.first.as_ref().unwrap().value, AnswerValue::Verdict(Verdict::Conforms));
    assert_eq!(early_record.revisions[0].reason, "The reference shows that it wears there");
    assert_eq!(findings.stages.len(), 3);
    assert_eq!(findings.information[0].stage.0, 4);
    assert!(workspace.verify(&Unwatched).is_ok_and(|report| report.is_sound()));
}

#[test]
fn custody_is_kept_and_stands_in_the_record() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = open(&folder.path().join("data"));
    let (case, examination) = begun(&workspace);
    let exhibit = case.exhibits[0].id;
    let event = |kind, seal: &str| NewCustody {
        kind,
        with: "Border post 7".to_owned(),
        place: "Safe 2".to_owned(),
        seal: seal.to_owned(),
        remark: String::new(),
        happened_at: None,
    };
    refused(ProblemKind::BadUse, workspace.record_custody(case.id, exhibit, event(CustodyKind::Opened, "")));
    workspace.record_custody(case.id, exhibit, event(CustodyKind::Received, "00471")).unwrap();
    workspace.record_custody(case.id, exhibit, event(CustodyKind::Opened, "")).unwrap();
    let (findings, _) = workspace.findings(examination.id, &Unwatched).unwrap();
    let told: Vec<_> = findings.custody.iter().map(|step| (step.event.as_str(), step.seal.as_deref())).collect();
    assert_eq!(told, [("received", Some("00471")), ("opened", None)]);
    assert_eq!(findings.items[0].seal.given().map(String::as_str), Some("00471"));
    let moved = workspace.move_case(case.id, CaseMove::Withdraw, "because", None);
    refused(ProblemKind::BadUse, moved);
}
