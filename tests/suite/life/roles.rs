//! Every service, tried in every role: the table of who may do what holds in the services and not on the screen.

use std::path::Path;

use guilloche::app::examine::Existing;
use guilloche::app::trust::TrustKind;
use guilloche::app::workspace::{CaseQuery, NewCase, NewCustody, Sending};
use guilloche::app::{Problem, ProblemKind, Workspace};
use guilloche::domain::{
    AccountId, Act, CaseId, CaseMove, CustodyKind, DecisionOutcome, Edit, ExaminationId, ExhibitId, ItemId, LaboratorySheet, PictureSum,
    Relevance, ReviewId, ReviewMode, Role, Sha256, Unwatched,
};
use uuid::Uuid;

use super::{ADMINISTRATOR, laboratory, sign_in};

type Service = (&'static str, Act, fn(&Workspace, &Path) -> Result<(), Problem>);

type OnACase = (&'static str, Act, fn(&Workspace, CaseId, ExaminationId) -> Result<(), Problem>);

fn case() -> CaseId {
    CaseId(Uuid::from_u128(1))
}

fn exhibit() -> ExhibitId {
    ExhibitId(Uuid::from_u128(2))
}

fn account() -> AccountId {
    AccountId(Uuid::from_u128(3))
}

fn review() -> ReviewId {
    ReviewId(Uuid::from_u128(4))
}

fn custody() -> NewCustody {
    let none = String::new;
    NewCustody { kind: CustodyKind::Received, with: none(), place: none(), seal: none(), remark: none(), happened_at: None }
}

/// Services that can be refused before anything is looked up; with identities that nothing has, whoever may is told just that.
const SERVICES: &[Service] = &[
    ("cases", Act::Search, |workspace, _| workspace.cases().map(drop)),
    ("find_cases", Act::Search, |workspace, _| workspace.find_cases(&CaseQuery::default()).map(drop)),
    ("agreement_statistics", Act::Review, |workspace, _| workspace.agreement_statistics().map(drop)),
    ("standing", Act::ViewCase, |workspace, _| workspace.standing(case()).map(drop)),
    ("export_package", Act::ExportPackage, |workspace, folder| {
        workspace.export_package(case(), &folder.join("none.dxz"), &Sending::default(), &Unwatched).map(drop)
    }),
    ("look_at_package", Act::ImportPackage, |workspace, folder| workspace.look_at_package(&folder.join("none.dxz"), &Unwatched).map(drop)),
    ("import_package", Act::ImportPackage, |workspace, folder| workspace.import_package(&folder.join("none.dxz"), &Unwatched).map(drop)),
    ("backup", Act::Backup, |workspace, folder| workspace.backup(&folder.join("backups"), &Unwatched).map(drop)),
    ("case", Act::ViewCase, |workspace, _| workspace.case(case()).map(drop)),
    ("case_named", Act::ViewCase, |workspace, _| workspace.case_named("none").map(drop)),
    ("examinations", Act::ViewCase, |workspace, _| workspace.examinations(case()).map(drop)),
    ("examination", Act::ViewCase, |workspace, _| workspace.examination(ExaminationId(Uuid::from_u128(9))).map(drop)),
    ("reviews", Act::ViewCase, |workspace, _| workspace.reviews(case()).map(drop)),
    ("capture_bytes", Act::ViewCase, |workspace, _| workspace.capture_bytes(Sha256::of(b"none")).map(drop)),
    ("picture", Act::ViewCase, |workspace, _| workspace.picture(PictureSum { sha256: Sha256::of(b"none"), page: 0 }, &Unwatched).map(drop)),
    ("tiles", Act::ViewCase, |workspace, _| workspace.tiles(PictureSum { sha256: Sha256::of(b"none"), page: 0 }, &Unwatched).map(drop)),
    ("new_case", Act::NewCase, |workspace, _| workspace.new_case(NewCase { title: "A case".to_owned(), ..NewCase::default() }).map(drop)),
    ("new_exhibit", Act::AddCapture, |workspace, _| workspace.new_exhibit(case(), "A card").map(drop)),
    ("take_in", Act::AddCapture, |workspace, _| workspace.take_in(case(), exhibit(), &[], &Unwatched).map(drop)),
    ("begin", Act::Examine, |workspace, _| workspace.begin(case(), exhibit(), None).map(drop)),
    ("assign", Act::AssignCase, |workspace, _| workspace.set_due(case(), None).map(drop)),
    ("custody", Act::RecordCustody, |workspace, _| workspace.record_custody(case(), exhibit(), custody()).map(drop)),
    ("context", Act::SetContext, |workspace, _| workspace.add_context(case(), "x", "", Relevance::NotNeeded).map(drop)),
    ("finish_review", Act::Review, |workspace, _| workspace.finish_review(review(), true, "", &Unwatched).map(drop)),
    ("begin_review", Act::Review, |workspace, _| {
        workspace.begin_review(ExaminationId(Uuid::from_u128(9)), ReviewMode::Blind, "").map(drop)
    }),
    ("decide_review", Act::ResolveDisagreement, |workspace, _| workspace.decide_review(review(), DecisionOutcome::Agreed, "x").map(drop)),
    ("issue", Act::Issue, |workspace, _| workspace.issue(case(), &Unwatched).map(drop)),
    ("findings", Act::ExportFindings, |workspace, _| workspace.findings(ExaminationId(Uuid::from_u128(9)), &Unwatched).map(drop)),
    ("export_issued", Act::ExportFindings, |workspace, folder| {
        workspace.export_issued(case(), &folder.join("out"), Existing::Keep).map(drop)
    }),
    ("import_library", Act::ImportLibrary, |workspace, folder| workspace.import_library(&folder.join("none"), &Unwatched).map(drop)),
    ("add_trust", Act::ManageTrust, |workspace, folder| workspace.add_trust(TrustKind::Seal, &folder.join("none")).map(drop)),
    ("remove_trust", Act::ManageTrust, |workspace, _| workspace.remove_trust("none").map(drop)),
    ("accounts", Act::ManageAccounts, |workspace, _| workspace.accounts().map(drop)),
    ("create_account", Act::ManageAccounts, |workspace, _| {
        workspace.create_account("R. Reviewer", [Role::Trainer].into(), None, "another passphrase").map(drop)
    }),
    ("set_roles", Act::ManageAccounts, |workspace, _| workspace.set_roles(account(), [Role::Trainer].into()).map(drop)),
    ("set_enabled", Act::ManageAccounts, |workspace, _| workspace.set_enabled(account(), false).map(drop)),
    ("replace_key", Act::ManageKeysOfOthers, |workspace, _| workspace.replace_key(account(), "another passphrase").map(drop)),
    ("set_laboratory", Act::ChangeLaboratory, |workspace, _| workspace.set_laboratory(LaboratorySheet::default()).map(drop)),
    ("verify", Act::CheckStore, |workspace, _| workspace.verify(&Unwatched).map(drop)),
    ("audit", Act::ReadAudit, |workspace, _| workspace.audit(0, 1).map(drop)),
];

/// Services on a case that is there, which look at it before they ask who is at the program.
const ON_A_CASE: &[OnACase] = &[
    ("edit", Act::Examine, |workspace, _, id| workspace.edit(id, Edit::SetMrzText("x".to_owned())).map(drop)),
    ("conclude", Act::Conclude, |workspace, _, id| workspace.edit(id, Edit::SetConclusion(None)).map(drop)),
    ("undo", Act::Examine, |workspace, _, id| workspace.undo(id).map(drop)),
    ("redo", Act::Examine, |workspace, _, id| workspace.redo(id).map(drop)),
    ("accept", Act::Examine, |workspace, _, id| {
        let answer = Edit::SetAnswer { item: ItemId::new("NONE-1").unwrap(), answer: None };
        workspace.edit(id, answer).map(drop)
    }),
    ("remove_chip", Act::Examine, |workspace, _, id| workspace.remove_chip(id).map(drop)),
    ("set_mrz_text", Act::Examine, |workspace, _, id| workspace.set_mrz_text(id, "x").map(drop)),
    ("analyse", Act::Examine, |workspace, _, id| workspace.analyse(id, &Unwatched).map(drop)),
    ("open_next_stage", Act::RevealStage, |workspace, _, id| workspace.open_next_stage(id).map(drop)),
    ("submit", Act::Submit, |workspace, case, _| workspace.submit(case, &Unwatched).map(drop)),
    ("return", Act::ReturnCase, |workspace, case, _| workspace.move_case(case, CaseMove::Return, "x", None).map(drop)),
    ("assign", Act::AssignCase, |workspace, case, _| workspace.move_case(case, CaseMove::Assign, "", None).map(drop)),
    ("authorise", Act::Authorise, |workspace, case, _| workspace.authorise(case, &Unwatched).map(drop)),
    ("amend", Act::Amend, |workspace, case, _| workspace.amend(case, "x").map(drop)),
    ("withdraw", Act::Withdraw, |workspace, case, _| workspace.move_case(case, CaseMove::Withdraw, "x", None).map(drop)),
];

#[test]
fn every_service_asks_for_the_role_in_every_role() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = laboratory(&folder.path().join("data"), guilloche::domain::LaboratoryRules::default());
    let everybody = Role::ALL.iter().copied().collect();
    workspace.create_account("Everybody", everybody, None, "a passphrase for all").unwrap();
    for role in Role::ALL {
        workspace.create_account(role.title(), [*role].into(), None, "a passphrase of its own").unwrap();
    }
    workspace.sign_in("Everybody", "a passphrase for all").unwrap();
    let (case, examination) = super::begun(&workspace);
    let entry = workspace.audit(0, 1000).unwrap().into_iter().rfind(|entry| entry.action == "edit").unwrap();
    assert_eq!(entry.role.as_deref(), Some("examiner"), "the role that let somebody with several do it is on record");
    for role in Role::ALL {
        workspace.sign_in(role.title(), "a passphrase of its own").unwrap();
        let check = |name: &str, act: Act, result: Result<(), Problem>| {
            let refused = result.as_ref().is_err_and(|problem| problem.kind == ProblemKind::NotPermitted);
            assert_eq!(refused, !role.may(act), "{name} as {role}: {result:?}");
        };
        for (name, act, service) in SERVICES {
            check(name, *act, service(&workspace, folder.path()));
        }
        for (name, act, service) in ON_A_CASE {
            let result = service(&workspace, case.id, examination.id);
            // Opening a stage is also work on the examination, which is not the reviewer's.
            if *name == "open_next_stage" && *role == Role::Reviewer {
                assert!(result.is_err());
                continue;
            }
            check(name, *act, result);
        }
    }
    workspace.sign_out().unwrap();
    for (name, _, service) in SERVICES {
        let problem = service(&workspace, folder.path()).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::NotPermitted, "{name} with nobody signed in: {problem}");
    }
    sign_in(&workspace, ADMINISTRATOR);
}
