//! What stands in a record around the results: the laboratory, reviews, custody, context, authorisation.

use crate::domain::findings::{
    Amendment, Authorisation, CustodyRecord, Deviation, InformationReceived, Laboratory, NotGivenReason, ReviewKind, ReviewRecord, Stage,
    StageRecord, Stated, Status,
};
use crate::domain::{Actor, Case, CustodyKind, Date, Examination, Exhibit, LaboratorySheet, Review, ReviewMode, Timestamp};

/// What is known around an examination when a record of it is made.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The laboratory, as it stands in its reports.
    pub laboratory: LaboratorySheet,
    /// The finished reviews of the examination.
    pub reviews: Vec<Review>,
    /// Who authorised it, and when.
    pub authorised: Option<Authorisation>,
    /// When it is issued.
    pub issued_on: Option<Date>,
    /// Which issue of the report this is, from 1; 0 counts as 1.
    pub version: u32,
    /// The report that this one amends.
    pub amends: Option<Amendment>,
}

impl Around {
    /// How far the examination has come.
    pub(super) fn status(&self, examination: &Examination) -> Status {
        match (self.issued_on, &self.authorised, self.reviews.is_empty(), &examination.conclusion) {
            (Some(_), ..) if self.amends.is_some() => Status::Amended,
            (Some(_), ..) => Status::Issued,
            (None, Some(_), ..) => Status::Authorised,
            (None, None, false, Some(_)) => Status::TechnicalReview,
            (None, None, true, Some(_)) => Status::ExaminationComplete,
            (None, None, _, None) => Status::Draft,
        }
    }

    /// The number of the report: every amendment has its own (ISO/IEC 17025, 7.8.8).
    pub(super) fn report_id(&self, case: &str, exhibit: &str) -> String {
        match self.version.max(1).saturating_sub(1) {
            0 => format!("{case}-{exhibit}"),
            amendment => format!("{case}-{exhibit}-A{amendment}"),
        }
    }

    pub(super) fn laboratory(&self) -> Laboratory {
        let filled = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        Laboratory {
            name: Stated::or(filled(&self.laboratory.name), NotGivenReason::NotRecorded),
            address: Stated::or(filled(&self.laboratory.address), NotGivenReason::NotRecorded),
            location_of_work: Stated::not_given(NotGivenReason::AtLaboratory),
            accreditation: filled(&self.laboratory.accreditation),
            statement: filled(&self.laboratory.statement),
        }
    }

    pub(super) fn reviews(&self) -> Vec<ReviewRecord> {
        let record = |review: &Review| {
            let result = review.result.as_ref()?;
            let kind = match review.mode {
                ReviewMode::Blind => ReviewKind::BlindVerification,
                ReviewMode::Open => ReviewKind::Technical,
            };
            Some(ReviewRecord {
                kind,
                by: review.reviewer.actor(),
                at: result.at,
                agrees: result.agrees,
                remark: (!result.remark.is_empty()).then(|| result.remark.clone()),
                level: result.second_level.filter(|_| review.mode == ReviewMode::Blind),
                items: result.items.clone(),
                decision: review.decision.clone(),
            })
        };
        self.reviews.iter().filter_map(record).collect()
    }

    /// Departures from how the laboratory works: without stages, and a review that was not blind.
    pub(super) fn deviations(&self, examination: &Examination) -> Vec<Deviation> {
        let mut deviations = Vec::new();
        if let Some(opted_out) = &examination.unmasking.opted_out {
            let remark = format!("Examined without sequential unmasking, decided by {}: {}", opted_out.by.name, opted_out.reason);
            deviations.push(Deviation { item: None, remark });
        }
        for review in self.reviews.iter().filter(|review| !review.open_because.is_empty()) {
            let remark = format!("Reviewed openly and not blind by {}: {}", review.reviewer.name, review.open_because);
            deviations.push(Deviation { item: None, remark });
        }
        deviations
    }
}

/// The custody of an exhibit as the record tells it.
pub(super) fn custody(exhibit: &Exhibit) -> Vec<CustodyRecord> {
    let record = |event: &crate::domain::CustodyEvent| CustodyRecord {
        exhibit: exhibit.mark.clone(),
        event: event.kind.code().to_owned(),
        by: event.by.actor(),
        at: event.happened_at,
        seal: (!event.seal.is_empty()).then(|| event.seal.clone()),
    };
    exhibit.custody.iter().map(record).collect()
}

/// The seals that the exhibit came with.
pub(super) fn seal(exhibit: &Exhibit) -> Stated<String> {
    let received = exhibit.custody.iter().find(|event| event.kind == CustodyKind::Received);
    let seal = received.map(|event| event.seal.clone()).filter(|seal| !seal.is_empty());
    Stated::or(seal, if received.is_some() { NotGivenReason::NotRecorded } else { NotGivenReason::ImagesOnly })
}

/// What the examiner was told: the entries of the context that were opened to them in this examination, and those needed from the start.
pub(super) fn information(case: &Case, examination: &Examination) -> Vec<InformationReceived> {
    let told = |entry: &crate::domain::ContextEntry| {
        let reveal = entry.reveals.iter().find(|reveal| reveal.examination == examination.id);
        let from_the_start = entry.relevance == crate::domain::Relevance::NeededForMethod;
        let (at, stage): (Timestamp, u8) = match reveal {
            Some(reveal) => (reveal.at, reveal.stage.number()),
            None if from_the_start => (entry.received_at, 1),
            None => return None,
        };
        let from = (!entry.from.is_empty()).then(|| entry.from.clone());
        Some(InformationReceived {
            text: entry.text.clone(),
            from: Stated::or(from, NotGivenReason::NotRecorded),
            at: Stated::Given(at),
            stage: Stage(stage),
        })
    };
    case.context.iter().filter_map(told).collect()
}

/// The stages that were closed.
pub(super) fn stages(examination: &Examination) -> Vec<StageRecord> {
    let record = |seal: &crate::domain::StageSeal| StageRecord {
        stage: seal.stage,
        answers: u32::try_from(seal.snapshot.observations.len()).unwrap_or(u32::MAX),
        sha256: seal.sha256,
        by: Actor::Person(seal.by.name.clone()),
        at: seal.at,
    };
    examination.unmasking.seals.iter().map(record).collect()
}
