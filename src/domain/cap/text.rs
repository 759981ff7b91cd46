//! Gaps in English: what was not examined, because of what.

use super::gap::Gap;
use crate::domain::{Light, NotExaminedReason};

impl Gap {
    /// The gap in English, one sentence.
    pub fn text(&self) -> String {
        let not_examined = |what: &str, why: &str| format!("{what}: not examined, because {why}.");
        match self {
            Self::ImagesOnly => not_examined(
                "Touch, relief, movement under tilt and the substrate itself",
                "only pictures were at hand and not the document",
            ),
            Self::ChecklistCeiling { checklist, .. } => {
                not_examined("What the levels left out rest on", &format!("the checklist {checklist} does not reach so far"))
            }
            Self::NoReference => not_examined("Agreement with the series", "no genuine reference of it was held"),
            Self::ReferenceDescriptionOnly { reference } => {
                not_examined("Agreement with the series", &format!("of the reference {reference} there is a description and no picture"))
            }
            Self::NothingRegistered { reference } => {
                not_examined("Agreement with the series", &format!("no capture could be laid over the reference {reference}"))
            }
            Self::ReferenceUnverified { reference } => {
                not_examined(&format!("Whether the reference {reference} is genuine itself"), "nobody has confirmed it")
            }
            Self::NothingAnswered => not_examined("The items of the checklist", "none of them has an answer that says something"),
            Self::CriticalDoesNotConform { title, .. } => format!("{title}: does not conform."),
            Self::CriticalNotExamined { title, reason, .. } => not_examined(title, because(*reason)),
            Self::CriticalUndecided { title, .. } => format!("{title}: not decided, because what was seen allows no answer."),
            Self::NoCapture { light, pages } => {
                not_examined(&format!("{} ({})", light.title(), named(pages)), "no capture was taken under this light")
            }
            Self::PageNotCaptured { page, lights } => {
                let lights = named(lights.iter().map(|light| Light::title(*light)));
                not_examined(&format!("The page {page} ({lights})"), "no capture shows it")
            }
            Self::NotRegistered { capture, light, pages } => not_examined(
                &format!("{} ({})", light.title(), named(pages)),
                &format!("capture {} could not be laid over the reference", capture.short()),
            ),
            Self::LowResolution { capture, page, light, ppi, needed_ppi } => not_examined(
                &format!("Fine print of the page {page} ({})", light.title()),
                &format!("capture {} has {ppi:.0} ppi at the document and {needed_ppi:.0} ppi are needed", capture.short()),
            ),
            Self::MeasurementNotCalibrated { title, .. } => {
                not_examined(&format!("{title}, as a length"), "no calibration backs the measurement")
            }
            Self::ChecklistDraft { checklist, version } => not_examined(
                "What an agreed standard would ask",
                &format!("the checklist {checklist} {version} is a draft that no authority has agreed"),
            ),
            Self::ChecklistRetired { checklist, version } => {
                not_examined("What the standard in force asks", &format!("the checklist {checklist} {version} was withdrawn"))
            }
            Self::BlindReviewMissing => {
                not_examined("The critical items, a second time", "no second person has repeated them without seeing the answers")
            }
            Self::ClockNotChecked => not_examined("The times of the record", "nobody has checked the clock of the machine"),
        }
    }
}

/// Why an item was not examined, as the end of a sentence.
fn because(reason: Option<NotExaminedReason>) -> &'static str {
    match reason {
        None => "nobody has answered it yet",
        Some(NotExaminedReason::NotAvailable) => "what it takes was not available",
        Some(NotExaminedReason::NoEquipment) => "the equipment for it was not at hand",
        Some(NotExaminedReason::NoReference) => "there was no reference for it",
        Some(NotExaminedReason::OutOfScope) => "it was outside what was asked",
        Some(NotExaminedReason::WouldDamage) => "it would have damaged the document",
        Some(NotExaminedReason::TimeLimit) => "the time did not allow it",
        Some(NotExaminedReason::Other) => "of what the remark says",
    }
}

fn named<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}
