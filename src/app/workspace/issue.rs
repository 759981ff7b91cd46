//! Submitting, authorising, issuing and amending: the steps at which people sign.
//!
//! Examiner, reviewer and authoriser sign the results of each exhibit; who issues signs the whole record. What was issued is kept byte for
//! byte, its examination is frozen, and an amendment is a new examination that takes the answers over.

use std::collections::BTreeMap;

use serde_json::json;

use super::export::Exported;
use super::life::Wanted;
use super::{Workspace, lock, store_problem};
use crate::app::examine::{Existing, Signer, check_target, write_export};
use crate::app::ids::fresh;
use crate::app::pipeline::around::Around;
use crate::app::{Problem, Watch};
use crate::domain::findings::{Amendment, AmendmentKind, Authorisation, Findings};
use crate::domain::{Act, Case, CaseId, CaseMove, Examination, ExaminationId, Sha256, Signature, SignedFor};
use crate::exchange::{Export, RECORD_FILE, RecordLimits, read_record, record_hash, results_hash};
use crate::store::{Change, Held, IssuedFindings, ObjectKind};

impl Workspace {
    /// Submits a case for review: the examiner signs the results of every exhibit, and no answer changes any more.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use while an exhibit has no conclusion.
    pub fn submit(&self, case: CaseId, watch: &dyn Watch) -> Result<Case, Problem> {
        self.signed_move(case, CaseMove::Submit, SignedFor::Examination, watch)
    }

    /// Authorises what was submitted: signs the results of every exhibit.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role or of their own work; bad use while something is missing that the laboratory asks for.
    pub fn authorise(&self, case: CaseId, watch: &dyn Watch) -> Result<Case, Problem> {
        self.signed_move(case, CaseMove::Authorise, SignedFor::Authorisation, watch)
    }

    fn signed_move(&self, case: CaseId, made: CaseMove, purpose: SignedFor, watch: &dyn Watch) -> Result<Case, Problem> {
        let Held { mut state, revision } = self.held_case(case)?;
        // Asked before the work is done, and again with it.
        self.make_move(&mut state.clone(), Wanted::plain(made))?;
        let (current, _) = self.current_examinations(&state)?;
        let mut signatures = Vec::with_capacity(current.len());
        for examination in &current {
            let results = self.results_sum(examination.id, watch)?;
            signatures.push(self.sign(purpose, results)?);
        }
        let entry = self.make_move(&mut state, Wanted { signatures, ..Wanted::plain(made) })?;
        self.commit(Change::event().case(state.clone(), revision), entry)?;
        for examination in &current {
            lock(&self.histories).remove(&examination.id);
        }
        self.without_hidden_context(state)
    }

    /// The sum of the results of an examination as it stands.
    pub(super) fn results_sum(&self, id: ExaminationId, watch: &dyn Watch) -> Result<Sha256, Problem> {
        let findings = self.unsigned_findings(id, &Around::default(), watch)?;
        results_hash(&findings).map_err(|error| Problem::system(format!("The results have no canonical form: {error}.")))
    }

    /// What stands around an examination that has not been issued yet.
    pub(super) fn around(&self, id: ExaminationId) -> Result<Around, Problem> {
        let examination = self.held_examination(id)?.state;
        let case = self.held_case(examination.case)?.state;
        let reviews = self.held_reviews(case.id)?;
        let reviews = reviews.into_iter().filter(|review| review.examination == id && review.is_complete()).collect();
        let released = case.moves.iter().rev().find(|step| matches!(step.made, CaseMove::Authorise | CaseMove::Return | CaseMove::Amend));
        let released = released.filter(|step| step.made == CaseMove::Authorise);
        let authorised = released.map(|step| Authorisation { by: step.by.actor(), at: step.at });
        let mark = case.exhibit(examination.exhibit).map(|exhibit| exhibit.mark.clone()).unwrap_or_default();
        let mut earlier = self.issued_records(case.id)?.into_iter().filter(|record| record.items.iter().any(|item| item.exhibit == mark));
        let last = earlier.next_back();
        let version = last.as_ref().map_or(1, |record| record.version.saturating_add(1));
        Ok(Around {
            laboratory: self.laboratory()?,
            reviews,
            authorised,
            issued_on: None,
            version,
            amends: last.map(|record| amendment(&record, &case)).transpose()?,
        })
    }

    /// The records issued in a case, first issued first.
    fn issued_records(&self, case: CaseId) -> Result<Vec<Findings>, Problem> {
        let held = lock(&self.store).findings_of_case(case).map_err(store_problem)?;
        let read = |issued: IssuedFindings| {
            read_record(issued.text.as_bytes(), &RecordLimits::default())
                .map(|record| record.findings)
                .map_err(|error| Problem::bad_input(format!("Issued findings cannot be read: {error}.")))
        };
        held.into_iter().map(read).collect()
    }

    /// Issues the reports of a case: one for each exhibit, kept as they are from now on.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use if the case is not authorised, or if the results are not those that were.
    pub fn issue(&self, case: CaseId, watch: &dyn Watch) -> Result<Case, Problem> {
        self.permit(Act::Issue)?;
        let Held { mut state, revision } = self.held_case(case)?;
        self.make_move(&mut state.clone(), Wanted::plain(CaseMove::Issue))?;
        let (current, _) = self.current_examinations(&state)?;
        let mut change = Change::event();
        let mut issued = Vec::new();
        for examination in &current {
            let (findings, export) = self.issue_one(&state, examination, watch)?;
            let mut files = Vec::with_capacity(export.files.len());
            for (path, bytes) in &export.files {
                files.push((path.clone(), lock(&self.store).keep(bytes).map_err(store_problem)?));
            }
            let text = record_text(&export)?;
            issued.push(json!({ "findings": findings.id, "report": findings.report_id, "record_sha256": Sha256::of(text.as_bytes()) }));
            let Held { state: mut frozen, revision } = self.held_examination(examination.id)?;
            frozen.frozen = true;
            let kept = IssuedFindings { id: findings.id, examination: examination.id, text, files };
            change = change.examination(frozen, revision).findings(kept);
        }
        let mut entry = self.make_move(&mut state, Wanted::plain(CaseMove::Issue))?;
        if let Some(payload) = entry.payload.as_object_mut() {
            payload.insert("issued".to_owned(), json!(issued));
        }
        self.commit(change.case(state.clone(), revision), entry)?;
        for examination in &current {
            lock(&self.histories).remove(&examination.id);
        }
        self.without_hidden_context(state)
    }

    fn issue_one(&self, case: &Case, examination: &Examination, watch: &dyn Watch) -> Result<(Findings, Export), Problem> {
        let mut around = Around { issued_on: Some(self.clock.now().date()), ..self.around(examination.id)? };
        if let Some(mut amends) = around.amends.take() {
            let mark = case.exhibit(examination.exhibit).map(|exhibit| exhibit.mark.clone()).unwrap_or_default();
            let last = self.issued_records(case.id)?.into_iter().rfind(|record| record.items.iter().any(|item| item.exhibit == mark));
            let next = self.unsigned_findings(examination.id, &around, watch)?;
            amends.changed = last.map(|last| changed(&last, &next)).unwrap_or_default();
            around.amends = Some(amends);
        }
        let reviewed = around.reviews.iter().filter_map(|review| review.result.as_ref()?.signature.clone());
        let earlier: Vec<Signature> = case.moves.iter().flat_map(|step| step.signatures.iter().cloned()).chain(reviewed).collect();
        let number = case.number.clone();
        let sign: Signer<'_> = Box::new(move |results, record| {
            let mut signatures: Vec<Signature> =
                earlier.iter().filter(|signature| signature.verify(signature.claim.purpose, results).is_ok()).cloned().collect();
            if signatures.iter().all(|signature| signature.claim.purpose != SignedFor::Authorisation) {
                return Err(Problem::bad_use(format!("The results of the case {number} are not those that were authorised."))
                    .hint("Return the case to the examiner, and have it authorised again."));
            }
            signatures.push(self.sign(SignedFor::Issue, record)?);
            Ok(signatures)
        });
        self.make_findings(examination.id, &around, vec![sign], watch)
    }

    /// Opens an issued case again: each exhibit gets an examination that takes the answers over, and the issued ones stay as they are.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use without a reason, or if nothing has been issued.
    pub fn amend(&self, case: CaseId, reason: &str) -> Result<Case, Problem> {
        let Held { mut state, revision } = self.held_case(case)?;
        let entry = self.make_move(&mut state, Wanted { reason, ..Wanted::plain(CaseMove::Amend) })?;
        let (current, _) = self.current_examinations(&state)?;
        let mut change = Change::event().case(state.clone(), revision);
        for examination in current {
            let again = Examination { id: ExaminationId(fresh(self.clock.as_ref())), frozen: false, ..examination };
            change = change.examination(again, 0);
        }
        self.commit(change, entry)?;
        self.without_hidden_context(state)
    }

    /// Writes what was issued in a case to `folder`, byte for byte as it was kept: for more than one report a folder each.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use if nothing has been issued; else as for [`Self::export`].
    pub fn export_issued(&self, case: CaseId, folder: &std::path::Path, existing: Existing) -> Result<Vec<Exported>, Problem> {
        let doer = self.permit(Act::ExportFindings)?;
        let held = lock(&self.store).findings_of_case(case).map_err(store_problem)?;
        if held.is_empty() {
            return Err(
                Problem::bad_use("Nothing has been issued in this case.").hint("`guilloche case issue CASE` issues what was authorised.")
            );
        }
        check_target(folder, existing)?;
        let mut exported = Vec::with_capacity(held.len());
        let many = held.len() > 1;
        for issued in held {
            let mut files = BTreeMap::new();
            for (path, sum) in &issued.files {
                files.insert(path.clone(), lock(&self.store).blob(*sum).map_err(store_problem)?);
            }
            let findings = read_record(issued.text.as_bytes(), &RecordLimits::default())
                .map_err(|error| Problem::bad_input(format!("Issued findings cannot be read: {error}.")))?
                .findings;
            let target = if many { folder.join(&findings.report_id) } else { folder.to_owned() };
            let files = write_export(&Export { files }, &target, existing)?;
            let payload = json!({ "examination": issued.examination, "record_sha256": Sha256::of(issued.text.as_bytes()), "status": findings.status });
            let entry = self.entry_by(&doer, "export-findings", ObjectKind::Findings, &findings.id, payload);
            self.commit(Change::event(), entry)?;
            exported.push(Exported { findings, files });
        }
        Ok(exported)
    }
}

/// The keys of two records that differ, but for those that differ in every record.
fn changed(last: &Findings, next: &Findings) -> Vec<String> {
    const OF_EVERY_RECORD: &[&str] =
        &["id", "version", "status", "created_at", "report_id", "issued_on", "amends", "log_head", "integrity"];
    let (Ok(last), Ok(next)) = (serde_json::to_value(last), serde_json::to_value(next)) else { return Vec::new() };
    let keys = |value: &serde_json::Value| value.as_object().map(|keys| keys.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let mut names: Vec<String> = keys(&last).into_iter().chain(keys(&next)).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !OF_EVERY_RECORD.contains(&name.as_str()) && last.get(name) != next.get(name));
    names
}

fn record_text(export: &Export) -> Result<String, Problem> {
    let bytes = export.files.get(RECORD_FILE).cloned().unwrap_or_default();
    String::from_utf8(bytes).map_err(|error| Problem::system(format!("The record is no text: {error}.")))
}

/// What the next report says of the last one.
fn amendment(last: &Findings, case: &Case) -> Result<Amendment, Problem> {
    let reason = case.moves.iter().rev().find(|step| step.made == CaseMove::Amend).map(|step| step.reason.clone()).unwrap_or_default();
    let sum = record_hash(last).map_err(|error| Problem::system(format!("The issued record has no canonical form: {error}.")))?;
    Ok(Amendment {
        kind: AmendmentKind::Replaces,
        report_id: last.report_id.clone(),
        record_sha256: Some(sum),
        reason,
        changed: Vec::new(),
    })
}
