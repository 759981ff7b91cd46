//! Two people on two installs without a network, and a third who opens what came of it.

use guilloche::app::translating::report_in;
use guilloche::app::workspace::{CaseQuery, Sending, restore};
use guilloche::app::{Places, ProblemKind, verification::verify_file};
use guilloche::domain::{CaseStatus, ConclusionLevel, Edit, KeyTrust, LaboratoryRules, ReviewMode, Unwatched, Verdict};

use super::{EXAMINER, REVIEWER, answer, begun, conclude, items, laboratory, open, refused, sign_in};

#[test]
fn one_examines_another_reviews_blind_and_issues_and_a_third_makes_every_figure_again() {
    let folder = tempfile::tempdir().unwrap();
    let rules = LaboratoryRules { staged: false, ..LaboratoryRules::several_people() };
    // The first install: an examiner submits.
    let first = laboratory(&folder.path().join("first"), rules.clone());
    sign_in(&first, EXAMINER);
    let (case, examination) = begun(&first);
    let item = items(&first, &examination)[0].clone();
    answer(&first, examination.id, &item, Verdict::Conforms);
    conclude(&first, examination.id, ConclusionLevel::NoIndication);
    first.add_context(case.id, "He was with two others", "Border post 7", guilloche::domain::Relevance::NotNeeded).unwrap();
    first.submit(case.id, &Unwatched).unwrap();
    let package = folder.path().join("submitted.dxz");
    first.export_package(case.id, &package, &Sending::default(), &Unwatched).unwrap();
    refused(ProblemKind::BadUse, first.export_package(case.id, &package, &Sending::default(), &Unwatched));

    // The second: a reviewer takes it in, examines blind, authorises and issues.
    let second = laboratory(&folder.path().join("second"), rules);
    sign_in(&second, REVIEWER);
    let shown = second.look_at_package(&package, &Unwatched).unwrap();
    assert_eq!((shown.opened.signature.signature().unwrap().claim.by.as_str(), shown.trust), (EXAMINER.0, KeyTrust::Unknown));
    let taken = second.import_package(&package, &Unwatched).unwrap();
    assert_eq!((taken.id, taken.status), (case.id, CaseStatus::Submitted));
    assert!(taken.context.iter().all(|entry| entry.text.is_empty()), "what is known around the case stays where it was");
    refused(ProblemKind::BadUse, second.import_package(&package, &Unwatched));
    refused(ProblemKind::NotPermitted, second.examination(examination.id));
    sign_in(&second, EXAMINER);
    refused(ProblemKind::BadUse, second.edit(examination.id, Edit::SetMrzText("x".to_owned())));
    sign_in(&second, REVIEWER);
    let review = second.begin_review(examination.id, ReviewMode::Blind, "").unwrap();
    let own = review.second.unwrap();
    answer(&second, own, &item, Verdict::Conforms);
    conclude(&second, own, ConclusionLevel::NoIndication);
    assert!(second.finish_review(review.id, true, "", &Unwatched).unwrap().result.unwrap().agrees);
    second.authorise(case.id, &Unwatched).unwrap();
    assert_eq!(second.issue(case.id, &Unwatched).unwrap().status, CaseStatus::Issued);
    let issued = folder.path().join("issued.dxz");
    second.export_package(case.id, &issued, &Sending::default(), &Unwatched).unwrap();
    assert!(second.verify(&Unwatched).unwrap().is_sound());

    // What a package says of a review or an authorisation is the word of its sender: a fourth install asks for its own.
    sign_in(&first, REVIEWER);
    let there = first.begin_review(examination.id, ReviewMode::Blind, "").unwrap();
    conclude(&first, there.second.unwrap(), ConclusionLevel::NoIndication);
    first.finish_review(there.id, true, "", &Unwatched).unwrap();
    first.authorise(case.id, &Unwatched).unwrap();
    first.export_package(case.id, &folder.path().join("again.dxz"), &Sending::default(), &Unwatched).unwrap();
    let fourth = laboratory(&folder.path().join("fourth-laboratory"), LaboratoryRules::several_people());
    sign_in(&fourth, REVIEWER);
    fourth.import_package(&folder.path().join("again.dxz"), &Unwatched).unwrap();
    assert!(refused(ProblemKind::BadUse, fourth.authorise(case.id, &Unwatched)).contains("second person"));

    // The third: verifies it and makes every figure again, without taking anything in.
    let verified = verify_file(&issued, &Unwatched).unwrap();
    assert!(verified.passed, "{}", verified.text());
    assert!(verified.text().contains("figures made again"), "{}", verified.text());
    let third = open(&folder.path().join("third"));
    assert_eq!(third.import_package(&issued, &Unwatched).unwrap().status, CaseStatus::Issued);
    assert_eq!(third.export_issued(case.id, &folder.path().join("out"), guilloche::app::examine::Existing::Keep).unwrap().len(), 1);
    assert!(verify_file(&folder.path().join("out"), &Unwatched).unwrap().passed);

    // What it says is read in another language, and the record stays as it is.
    let record = folder.path().join("out/findings.json");
    let before = std::fs::read(&record).unwrap();
    for language in guilloche::domain::Language::ALL {
        let report = folder.path().join(format!("report-{language}.pdf"));
        assert!(report_in(&record, *language, &report, &Unwatched).unwrap() > 10_000);
        refused(ProblemKind::BadUse, report_in(&record, *language, &report, &Unwatched));
    }
    assert_eq!(std::fs::read(&record).unwrap(), before);

    // A backup of the second install is checked by opening it, and restored beside it.
    sign_in(&second, super::ADMINISTRATOR);
    let backup = second.backup(&folder.path().join("backups"), &Unwatched).unwrap();
    assert!(backup.check.is_sound(), "{:?}", backup.check.problems);
    let restored = folder.path().join("restored");
    restore(&backup.dir, &Places::at(&restored), &Unwatched).unwrap();
    let again = open(&restored);
    again.sign_in(REVIEWER.0, REVIEWER.1).unwrap();
    assert_eq!(again.case(case.id).unwrap().status, CaseStatus::Issued);
    let found = again.find_cases(&CaseQuery { text: "a card".to_owned(), ..CaseQuery::default() }).unwrap();
    assert_eq!(found.cases.iter().map(|found| found.case.id).collect::<Vec<_>>(), [case.id]);
    assert_eq!(again.agreement_statistics().unwrap().overall.pairs, 1);

    // Whoever changes one byte is told which part it is in.
    let bytes = std::fs::read(&issued).unwrap();
    for place in [10, 1000, bytes.len() / 2, bytes.len() - 30] {
        let mut bent = bytes.clone();
        bent[place] ^= 1;
        let file = folder.path().join("bent.dxz");
        std::fs::write(&file, bent).unwrap();
        let told = verify_file(&file, &Unwatched).unwrap();
        assert!(!told.passed, "the change at {place} went unseen");
        refused(ProblemKind::BadInput, open(&folder.path().join("fourth")).import_package(&file, &Unwatched));
    }
}
