//! From an examination to the record that leaves the laboratory.

use std::collections::BTreeSet;

use super::around::Around;
use super::figures::{Pictures, Sources, placement_of};
use crate::app::VERSION;
use crate::app::assist::circumstances;
use crate::app::carriers::KnownData;
use crate::app::library::Library;
use crate::app::suggestion::suggestion;
use crate::domain::checklist::{Checklist, ExaminationMode, applies};
use crate::domain::findings::{
    ChecklistUsed, ComparisonRecord, EvidenceRecord, Findings, FindingsFormat, FixedStatement, ImageRecord, ItemExamined, Limitation,
    LogHead, MachineData, MarkRecord, Marking, MeasuredRecord, MethodUsed, NotExamined, NotGivenReason, ObservationRecord, Program,
    ProposalRecord, ReferenceUsed, RegistrationOutcome, RegistrationRecord, Request, Stage, Stated, UnknownKeys, drawn,
};
use crate::domain::{
    Actor, AnswerValue, CaptureId, Case, Date, Evidence, Examination, Exhibit, FindingsId, ItemId, Light, Mark, Measured, Observation,
    PictureSum, Proposal, Quantity, Reference, Timestamp, Verdict,
};
use crate::reading::MrzReading;
use crate::reading::mrz::FieldName;

/// The least sampling for the comparison of patterns, in pixels per inch.
const NEEDED_PPI: f64 = 385.0;

/// An examination with everything a record of it needs.
pub struct Examined<'a> {
    /// The case.
    pub case: &'a Case,
    /// The exhibit.
    pub exhibit: &'a Exhibit,
    /// The examination.
    pub examination: &'a Examination,
    /// The checklist it follows.
    pub checklist: &'a Checklist,
    /// The reference it was compared with.
    pub reference: Option<&'a Reference>,
    /// The references.
    pub library: &'a Library,
    /// The machine-readable zone, read; `None` if it was not typed or cannot be read.
    pub mrz: Option<&'a MrzReading>,
    /// What stands around the results.
    pub around: &'a Around,
    /// Where the audit chain stands.
    pub log_head: Option<LogHead>,
    /// The identity of the record.
    pub id: FindingsId,
    /// The moment the record is made.
    pub now: Timestamp,
}

/// Makes the record.
pub fn findings(examined: &Examined<'_>, sources: &Sources<'_>, pictures: &Pictures) -> Findings {
    let Examined { case, exhibit, examination, checklist, reference, .. } = *examined;
    let around = examined.around;
    Findings {
        format: FindingsFormat::V1,
        id: examined.id,
        version: around.version.max(1),
        status: around.status(examination),
        marking: Marking::Amber,
        created_at: examined.now,
        title: "Document examination report".to_owned(),
        lab: around.laboratory(),
        report_id: around.report_id(&case.number, &exhibit.mark),
        customer: Stated::or(case.customer.clone(), NotGivenReason::NotSupplied),
        request: Request {
            number: Stated::not_given(NotGivenReason::NotSupplied),
            question: Stated::or(case.question.clone(), NotGivenReason::NotSupplied),
        },
        information: super::around::information(case, examination),
        method: MethodUsed {
            checklist: ChecklistUsed {
                id: checklist.meta.id.clone(),
                version: examination.checklist.version.clone(),
                sha256: examination.checklist.sha256,
                title: checklist.meta.title.clone(),
                status: checklist.meta.status.code().to_owned(),
            },
            program: Program { name: "Guilloche".to_owned(), version: VERSION.to_owned() },
            procedures: Vec::new(),
        },
        items: vec![item(examined)],
        received_on: Stated::Given(case.received_at.date()),
        examined_from: Stated::Given(examination.begun_at.date()),
        examined_to: Stated::Given(last_day(examined)),
        issued_on: Stated::or(around.issued_on, NotGivenReason::NotIssued),
        selection: Stated::not_given(NotGivenReason::EveryItem),
        statement: FixedStatement::ItemsExaminedOnly,
        images: images(examined),
        reference: reference.map(|reference| references(examined, reference)).unwrap_or_default(),
        registration: registration(examined, sources),
        comparisons: comparisons(examined, sources),
        observations: observations(examined, sources, pictures),
        measurements: measurements(examined),
        marks: marks(examined),
        machine_data: machine_data(examined),
        figures: pictures.figures.clone(),
        stages: super::around::stages(examination),
        deviations: around.deviations(examination),
        not_examined: not_examined(examined),
        limitations: limitations(examined),
        suggestion: Some(suggestion(examination, checklist, reference, &exhibit.captures)),
        scale: checklist.meta.report_scale.into(),
        conclusion: examination.conclusion.clone(),
        review: around.reviews(),
        authorised_by: Stated::or(around.authorised.clone(), NotGivenReason::NotAuthorised),
        external_results: Vec::new(),
        custody: super::around::custody(exhibit),
        amends: around.amends.clone(),
        log_head: examined.log_head.clone(),
        integrity: None,
        extra: UnknownKeys::new(),
    }
}

/// All that was read by machine, side by side.
fn machine_data(examined: &Examined<'_>) -> MachineData {
    let known = KnownData::of(examined.examination, examined.reference);
    let carriers = known.carriers();
    let matrix = Some(known.compare(&carriers)).filter(|matrix| !matrix.rows.is_empty());
    MachineData { mrz: machine_zone(examined), matrix, carriers, chip: examined.examination.chip.clone(), extra: UnknownKeys::new() }
}

/// What the machine-readable zone says, and whether a person typed it or the program read it.
fn machine_zone(examined: &Examined<'_>) -> Option<serde_json::Value> {
    let mut value = examined.mrz.map(MrzReading::to_json)?;
    let source = match examined.examination.machine_zone_read() {
        Some(zone) => serde_json::json!({
            "by": "program", "capture": zone.capture, "light": zone.light, "confidence": zone.confidence, "doubtful": zone.doubtful,
            "corners": zone.corners, "method": zone.method,
        }),
        None => serde_json::json!({ "by": "examiner" }),
    };
    value.as_object_mut()?.insert("source".to_owned(), source);
    Some(value)
}

fn last_day(examined: &Examined<'_>) -> Date {
    let examination = examined.examination;
    let answered = examination.observations.values().map(|observation| observation.entered_at);
    let concluded = examination.conclusion.as_ref().map(|conclusion| conclusion.at);
    answered.chain(concluded).max().unwrap_or(examination.begun_at).date()
}

fn item(examined: &Examined<'_>) -> ItemExamined {
    let Examined { exhibit, reference, .. } = *examined;
    let number = examined.mrz.map(|mrz| mrz.value(FieldName::Number).to_owned()).filter(|number| !number.is_empty());
    ItemExamined {
        exhibit: exhibit.mark.clone(),
        description: exhibit.description.clone(),
        kind: exhibit.kind.or_else(|| reference.map(|reference| reference.kind)),
        document_number: Stated::or(number, NotGivenReason::NotRecorded),
        condition: Stated::or(exhibit.condition.clone(), NotGivenReason::ImagesOnly),
        seal: super::around::seal(exhibit),
        captures: exhibit.captures.iter().map(|capture| capture.picture()).collect(),
        extra: UnknownKeys::new(),
    }
}

fn images(examined: &Examined<'_>) -> Vec<ImageRecord> {
    let placements = &examined.examination.analysis.placements;
    let page = |id| placements.iter().find(|placement| placement.capture == id).map(|placement| placement.page.clone());
    examined
        .exhibit
        .captures
        .iter()
        .map(|capture| ImageRecord {
            sha256: capture.sha256,
            file_name: capture.file_name.clone(),
            file_page: (capture.file_page > 0).then(|| capture.file_page.saturating_add(1)),
            exhibit: examined.exhibit.mark.clone(),
            light: capture.light,
            page: page(capture.id),
            ppi: capture.resolution,
            resolution_source: capture.resolution_basis,
            size_px: [capture.width_px, capture.height_px],
            bytes: Some(capture.length),
            received_at: Some(capture.taken_in_at),
            extra: UnknownKeys::from([("light_basis".to_owned(), serde_json::json!(capture.light_basis))]),
        })
        .collect()
}

fn references(examined: &Examined<'_>, reference: &Reference) -> Vec<ReferenceUsed> {
    let analysis = &examined.examination.analysis;
    reference
        .pages
        .iter()
        .filter(|page| analysis.placements.iter().any(|placement| placement.page.page == page.id))
        .map(|page| {
            let lights: Vec<Light> = analysis
                .comparisons
                .iter()
                .filter(|comparison| comparison.page.page == page.id)
                .map(|comparison| comparison.light)
                .collect();
            let held = page.captures.iter().filter(|(light, _)| lights.contains(light));
            ReferenceUsed {
                id: reference.id.clone(),
                title: reference.title(),
                page: page.id.clone(),
                captures: held.filter_map(|(light, capture)| Some((*light, capture.sha256?))).collect(),
                source: reference.provenance.source.clone(),
                verified_by: reference.provenance.verified_by.clone(),
                extra: UnknownKeys::new(),
            }
        })
        .collect()
}

fn registration(examined: &Examined<'_>, sources: &Sources<'_>) -> Vec<RegistrationRecord> {
    let Some(reference) = examined.reference else { return Vec::new() };
    let of = |capture: &crate::domain::Capture| {
        let placement = sources.placements.iter().find(|placement| placement.capture == capture.id);
        let page = placement.map(|placement| placement.page.clone()).or_else(|| {
            let page = reference.pages.iter().find(|page| capture.page.as_ref().is_none_or(|named| *named == page.id))?;
            Some(crate::domain::PageOf { reference: reference.id.clone(), page: page.id.clone() })
        })?;
        let held = reference.page(&page.page).and_then(|held| held.captures.get(&capture.light)).and_then(|held| held.sha256);
        let outcome = placement.map_or_else(
            || RegistrationOutcome::NotRegistered { reason: "no-fit".to_owned() },
            |placement| RegistrationOutcome::Registered {
                page_from_capture: placement.page_from_capture,
                inliers: placement.inliers,
                residual_mm: placement.residual_mm,
                coverage: placement.coverage,
                sampling_ppi: placement.sampling_ppi,
                by_hand: placement.by_hand().cloned().map(Box::new),
            },
        );
        Some(RegistrationRecord { capture: capture.picture(), page, reference_capture: held, outcome })
    };
    examined.exhibit.captures.iter().filter_map(of).collect()
}

fn comparisons(examined: &Examined<'_>, sources: &Sources<'_>) -> Vec<ComparisonRecord> {
    let of = |comparison: &crate::domain::ZoneComparison| {
        let (capture, ..) = placement_of(sources, comparison)?;
        let zone = examined.reference?.page(&comparison.page.page)?.zone(&comparison.zone)?;
        Some(ComparisonRecord {
            capture: capture.picture(),
            zone_title: zone.compared_title(),
            area: zone.area,
            comparison: comparison.clone(),
        })
    };
    examined.examination.analysis.comparisons.iter().filter_map(of).collect()
}

fn observations(examined: &Examined<'_>, sources: &Sources<'_>, pictures: &Pictures) -> Vec<ObservationRecord> {
    let Examined { exhibit, examination, checklist, reference, .. } = *examined;
    let circumstances = circumstances(reference, &exhibit.captures);
    checklist
        .items
        .iter()
        .map(|item| {
            let observation = examination.observations.get(&item.id);
            let proposal = examination.proposals.get(&item.id);
            let is_asked = applies(item, &circumstances).is_asked();
            let preset = (observation.is_none() && !is_asked).then_some(AnswerValue::Verdict(Verdict::NotApplicable));
            let by_program = || preset.is_some().then(|| Actor::Program(VERSION.to_owned()));
            ObservationRecord {
                item_id: item.id.clone(),
                exhibit: exhibit.mark.clone(),
                section: checklist.section(&item.section).map_or_else(|| item.section.to_string(), |section| section.title.clone()),
                title: item.title.clone(),
                question: item.question.clone(),
                critical: item.critical,
                by: observation.map(|observation| observation.by.clone()).or_else(by_program),
                answer: observation.map(|observation| observation.value.clone()).or_else(|| preset.clone()),
                reason: observation.and_then(|observation| observation.not_examined),
                remark: observation.map(|observation| observation.remark.clone()).filter(|remark| !remark.is_empty()),
                proposal: proposal.map(|proposal| proposal_record(proposal, examined)),
                evidence: evidence(&item.id, proposal, examined, sources, pictures),
                observed_at: observation.map(|observation| observation.observed_at),
                entered_at: observation.map(|observation| observation.entered_at),
                stage: stage(examined, &item.id),
                first: first_answer(examined, &item.id),
                revisions: examination.unmasking.revisions.iter().filter(|revision| revision.item == item.id).cloned().collect(),
                extra: UnknownKeys::new(),
            }
        })
        .collect()
}

/// How much the examiner knew when an item was answered.
fn stage(examined: &Examined<'_>, item: &ItemId) -> Stage {
    let unmasking = &examined.examination.unmasking;
    if unmasking.staged {
        return Stage(unmasking.stage_of(item).number());
    }
    // Without stages nobody recorded it; a reference that was compared with was known.
    Stage(if examined.reference.is_some() { 2 } else { 1 })
}

/// The first answer, where a sealed one was changed later.
fn first_answer(examined: &Examined<'_>, item: &ItemId) -> Option<Box<Observation>> {
    let unmasking = &examined.examination.unmasking;
    unmasking.revisions.iter().find(|revision| revision.item == *item)?;
    unmasking.sealed(item)?.snapshot.observations.get(item).cloned().map(Box::new)
}

/// The parts of captures that are attached, each with its item.
fn attached<'a>(examined: &Examined<'a>) -> impl Iterator<Item = (&'a ItemId, &'a Evidence)> {
    examined.examination.evidence.iter().flat_map(|(item, all)| all.iter().map(move |evidence| (item, evidence)))
}

fn picture_of(examined: &Examined<'_>, id: CaptureId) -> Option<PictureSum> {
    examined.exhibit.captures.iter().find(|capture| capture.id == id).map(|capture| capture.picture())
}

/// What the examiner measured, also what only an attached view still shows.
fn measurements(examined: &Examined<'_>) -> Vec<MeasuredRecord> {
    let all = drawn(&examined.examination.measurements, attached(examined), |view| &view.measurements);
    let record = |(measured, attached_to, only_attached): (Measured, Vec<ItemId>, bool)| MeasuredRecord {
        capture: picture_of(examined, measured.on.capture),
        attached_to,
        only_attached,
        measured,
        extra: UnknownKeys::new(),
    };
    all.into_iter().map(record).collect()
}

/// What the examiner marked, also what only an attached view still shows.
fn marks(examined: &Examined<'_>) -> Vec<MarkRecord> {
    let all = drawn(&examined.examination.marks, attached(examined), |view| &view.marks);
    let record = |(mark, attached_to, only_attached): (Mark, Vec<ItemId>, bool)| MarkRecord {
        capture: picture_of(examined, mark.on.capture),
        attached_to,
        only_attached,
        mark,
        extra: UnknownKeys::new(),
    };
    all.into_iter().map(record).collect()
}

fn proposal_record(proposal: &Proposal, examined: &Examined<'_>) -> ProposalRecord {
    let analysis = &examined.examination.analysis;
    // The zones' own numbers go with the proposal, so that it can be judged by itself.
    let of_zones = proposal.zones.iter().flat_map(|(light, zone)| {
        let compared = analysis.comparisons.iter().filter(move |comparison| comparison.light == *light && comparison.zone == *zone);
        compared.flat_map(|comparison| &comparison.measurements).filter(|measurement| measurement.quantity != Quantity::ChangedArea)
    });
    let page = proposal.zones.first().and_then(|(light, zone)| {
        analysis
            .comparisons
            .iter()
            .find(|comparison| comparison.light == *light && comparison.zone == *zone)
            .map(|comparison| comparison.page.clone())
    });
    let measurements = if proposal.measurements.is_empty() { of_zones.cloned().collect() } else { proposal.measurements.clone() };
    ProposalRecord {
        verdict: proposal.verdict,
        code: proposal.code,
        not_measured: proposal.not_measured,
        measurements,
        reference: page.or_else(|| analysis.placements.first().map(|placement| placement.page.clone())),
        zones: proposal.zones.clone(),
        details: proposal.details.clone(),
        state: proposal.state,
        extra: UnknownKeys::new(),
    }
}

/// What an examiner attached, then the pictures of the zones behind the proposal.
fn evidence(
    item: &ItemId,
    proposal: Option<&Proposal>,
    examined: &Examined<'_>,
    sources: &Sources<'_>,
    pictures: &Pictures,
) -> Vec<EvidenceRecord> {
    let by_hand = examined.examination.evidence.get(item).into_iter().flatten();
    let attached = by_hand.enumerate().filter_map(|(number, evidence)| {
        let picture = pictures.by_evidence.get(&(item.clone(), number));
        Some(EvidenceRecord {
            capture: picture_of(examined, evidence.capture)?,
            area: Some(evidence.area),
            file: picture.map(|picture| picture.file.clone()),
            sha256: picture.map(|picture| picture.sha256),
            caption: Some(attached_caption(evidence)),
            adjustments: (!evidence.recipe.is_unaltered()).then(|| evidence.recipe.clone()),
            view: evidence.view.clone(),
        })
    });
    let measured = proposal.into_iter().flat_map(|proposal| &proposal.zones).filter_map(|(light, zone)| {
        let comparison =
            examined.examination.analysis.comparisons.iter().find(|comparison| comparison.light == *light && comparison.zone == *zone)?;
        let (capture, ..) = placement_of(sources, comparison)?;
        let picture = pictures.by_zone.get(&(capture.id, zone.clone()))?;
        let held = examined.reference?.page(&comparison.page.page)?.zone(zone)?;
        Some(EvidenceRecord {
            capture: capture.picture(),
            area: Some(held.area),
            file: Some(picture.file.clone()),
            sha256: Some(picture.sha256),
            caption: Some(held.title.clone()),
            adjustments: None,
            view: None,
        })
    });
    attached.chain(measured).collect()
}

/// What a reader is told of a view that an examiner attached; one that is not the capture as received says so.
fn attached_caption(evidence: &Evidence) -> String {
    let by = format!("Attached by the examiner, {}", evidence.light.title());
    if evidence.recipe.is_unaltered() { by } else { format!("{by}, adjusted: {}", evidence.recipe.describe()) }
}

fn not_examined(examined: &Examined<'_>) -> Vec<NotExamined> {
    let Examined { exhibit, examination, checklist, reference, .. } = *examined;
    let circumstances = circumstances(reference, &exhibit.captures);
    checklist
        .items
        .iter()
        .filter_map(|item| {
            let observation = examination.observations.get(&item.id);
            let left_out = match observation {
                Some(observation) => observation.value.verdict() == Some(Verdict::NotExamined),
                None => applies(item, &circumstances).is_asked(),
            };
            left_out.then(|| NotExamined {
                item_id: item.id.clone(),
                title: item.title.clone(),
                reason: observation.and_then(|observation| observation.not_examined),
                critical: item.critical,
            })
        })
        .collect()
}

fn limitations(examined: &Examined<'_>) -> Vec<Limitation> {
    let Examined { exhibit, examination, checklist, reference, .. } = *examined;
    let mut limits = Vec::new();
    if checklist.meta.examination_mode == ExaminationMode::ImagesOnly {
        limits.push(Limitation::ImagesOnly);
    }
    match reference {
        None => limits.push(Limitation::NoReference),
        Some(reference) => {
            if reference.provenance.verified_by.is_none() {
                limits.push(Limitation::ReferenceUnverified { reference: reference.id.to_string() });
            }
            let held: BTreeSet<Light> = reference.pages.iter().flat_map(|page| page.captures.keys().copied()).collect();
            let missing = held.into_iter().filter(|light| exhibit.captures.iter().all(|capture| capture.light != *light));
            limits.extend(missing.map(|light| Limitation::NoCapture { light }));
            for capture in &exhibit.captures {
                match examination.analysis.placements.iter().find(|placement| placement.capture == capture.id) {
                    None => limits.push(Limitation::NotRegistered { capture: capture.picture(), reason: "no-fit".to_owned() }),
                    Some(placement) => {
                        if placement.sampling_ppi < NEEDED_PPI {
                            let ppi = placement.sampling_ppi;
                            limits.push(Limitation::LowResolution { capture: capture.picture(), ppi, needed_ppi: NEEDED_PPI });
                        }
                        limits.push(Limitation::ScaleFromReference { capture: capture.picture() });
                    }
                }
            }
        }
    }
    let open = not_examined(examined).iter().filter(|item| item.critical).count();
    if open > 0 {
        limits.push(Limitation::CriticalNotExamined { count: u32::try_from(open).unwrap_or(u32::MAX) });
    }
    if checklist.meta.status != crate::domain::checklist::ChecklistStatus::Agreed {
        limits.push(Limitation::ChecklistDraft { checklist: checklist.meta.id.clone() });
    }
    if reference.is_some_and(|reference| reference.specimen) || examined.mrz.is_some_and(|mrz| mrz.specimen) {
        limits.push(Limitation::Specimen);
    }
    limits
}
