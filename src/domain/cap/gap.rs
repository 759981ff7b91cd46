//! What is missing, as codes with parameters, and what each takes away.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::examined::{BlindReview, CaptureExamined, Examined, ReferenceState};
use crate::domain::checklist::{ChecklistStatus, ExaminationMode};
use crate::domain::scale::LevelClaim;
use crate::domain::{ChecklistId, ConclusionLevel, ItemId, Light, NotExaminedReason, PageId, PictureSum, ReferenceId, Verdict};

/// Something that was not examined, or that keeps the examination from being relied on.
///
/// [`Gap::text`](Self::text) says it in English; other languages are made from the code and the parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Gap {
    /// Pictures were examined and not the document.
    ImagesOnly,
    /// The checklist does not allow these levels.
    ChecklistCeiling {
        /// The checklist.
        checklist: ChecklistId,
        /// The levels of its scale that it does not allow.
        levels: Vec<ConclusionLevel>,
    },
    /// No reference of the series was held.
    NoReference,
    /// Of the series there is a description and no picture.
    ReferenceDescriptionOnly {
        /// The reference.
        reference: ReferenceId,
    },
    /// No capture lies on the reference, so nothing was compared with it.
    NothingRegistered {
        /// The reference.
        reference: ReferenceId,
    },
    /// Nobody has confirmed that the reference is genuine.
    ReferenceUnverified {
        /// The reference.
        reference: ReferenceId,
    },
    /// No item has an answer that says something.
    NothingAnswered,
    /// A critical item does not conform.
    CriticalDoesNotConform {
        /// The item.
        item: ItemId,
        /// Its title.
        title: String,
    },
    /// A critical item was not examined.
    CriticalNotExamined {
        /// The item.
        item: ItemId,
        /// Its title.
        title: String,
        /// Whether it speaks of the base document.
        base: bool,
        /// Why; `None` while nobody has answered it.
        reason: Option<NotExaminedReason>,
    },
    /// A critical item was examined and could not be decided.
    CriticalUndecided {
        /// The item.
        item: ItemId,
        /// Its title.
        title: String,
        /// Whether it speaks of the base document.
        base: bool,
    },
    /// The reference shows pages under a light, and no capture shows them under it.
    NoCapture {
        /// The light.
        light: Light,
        /// The pages.
        pages: Vec<PageId>,
    },
    /// The reference shows a page that no capture shows.
    PageNotCaptured {
        /// The page.
        page: PageId,
        /// The lights that the reference shows it under.
        lights: Vec<Light>,
    },
    /// A capture that may show what is missing could not be laid over the reference.
    NotRegistered {
        /// The capture.
        capture: PictureSum,
        /// Its light.
        light: Light,
        /// The pages that it may show.
        pages: Vec<PageId>,
    },
    /// The best capture of a page under a light is coarser than items need.
    LowResolution {
        /// The capture.
        capture: PictureSum,
        /// The page.
        page: PageId,
        /// The light.
        light: Light,
        /// Pixels per inch at the document.
        ppi: f64,
        /// Pixels per inch that are needed.
        needed_ppi: f64,
    },
    /// The answer to a critical item is a length that no calibration backs.
    MeasurementNotCalibrated {
        /// The item.
        item: ItemId,
        /// Its title.
        title: String,
    },
    /// No authority has agreed to the checklist.
    ChecklistDraft {
        /// The checklist.
        checklist: ChecklistId,
        /// Its version.
        version: String,
    },
    /// The checklist was withdrawn.
    ChecklistRetired {
        /// The checklist.
        checklist: ChecklistId,
        /// Its version.
        version: String,
    },
    /// The laboratory asks for a blind review, and none was done.
    BlindReviewMissing,
    /// Nobody has checked the clock of the machine; the times of the record are what it showed.
    ClockNotChecked,
}

/// What a reservation takes away: everything that is stated without one.
const RESERVATION: [LevelClaim; 3] = [LevelClaim::Genuine, LevelClaim::CertainFirst, LevelClaim::CertainSecond];

impl Gap {
    /// What levels may not claim because of it. `sign_stands_alone` says whether there is a strong sign that needs no reference.
    pub(super) fn removes(&self, sign_stands_alone: bool) -> Vec<LevelClaim> {
        use LevelClaim as C;
        // Without anything to compare with, a body that is not of the series is shown by its own signs or not at all (3.2, rule 1).
        let compared: &[C] = if sign_stands_alone { &[C::FalsifiedOnBase] } else { &[C::FalsifiedOnBase, C::Falsified] };
        let more: &[C] = match self {
            Self::ImagesOnly => return C::ALL.iter().copied().filter(|claim| !claim.is_within_pictures()).collect(),
            // Names its levels itself.
            Self::ChecklistCeiling { .. } | Self::ClockNotChecked => return Vec::new(),
            Self::NoReference | Self::ReferenceDescriptionOnly { .. } | Self::NothingRegistered { .. } => {
                return RESERVATION.into_iter().chain([C::NoSign]).chain(compared.iter().copied()).collect();
            }
            Self::ReferenceUnverified { .. } => compared,
            Self::NothingAnswered => &[C::NoSign, C::Accept, C::Sign, C::FalsifiedOnBase, C::Falsified, C::Invented],
            Self::CriticalDoesNotConform { .. } => &[C::NoSign, C::Accept],
            Self::CriticalNotExamined { base, .. } | Self::CriticalUndecided { base, .. } => {
                if *base {
                    &[C::Accept, C::FalsifiedOnBase]
                } else {
                    &[C::Accept]
                }
            }
            Self::NoCapture { .. }
            | Self::PageNotCaptured { .. }
            | Self::NotRegistered { .. }
            | Self::LowResolution { .. }
            | Self::MeasurementNotCalibrated { .. }
            | Self::ChecklistDraft { .. }
            | Self::ChecklistRetired { .. }
            | Self::BlindReviewMissing => &[],
        };
        RESERVATION.into_iter().chain(more.iter().copied()).collect()
    }
}

/// Every gap of `examined`.
pub(super) fn gaps(examined: &Examined) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if examined.mode == ExaminationMode::ImagesOnly {
        gaps.push(Gap::ImagesOnly);
    }
    let above = |level: &ConclusionLevel| !examined.ceiling.contains(level) && !is_always_left(*level);
    let levels: Vec<_> = examined.scale.levels().iter().copied().filter(above).collect();
    if !examined.ceiling.is_empty() && !levels.is_empty() {
        gaps.push(Gap::ChecklistCeiling { checklist: examined.checklist.clone(), levels });
    }
    of_reference(examined, &mut gaps);
    of_items(examined, &mut gaps);
    if let ReferenceState::Held { shows, .. } = &examined.reference {
        of_captures(examined, shows, &mut gaps);
    }
    let uncalibrated = examined.items.iter().filter(|item| item.critical && item.uncalibrated);
    gaps.extend(uncalibrated.map(|item| Gap::MeasurementNotCalibrated { item: item.item.clone(), title: item.title.clone() }));
    let (checklist, version) = (examined.checklist.clone(), examined.checklist_version.clone());
    match examined.checklist_status {
        ChecklistStatus::DraftForAgreement => gaps.push(Gap::ChecklistDraft { checklist, version }),
        ChecklistStatus::Retired => gaps.push(Gap::ChecklistRetired { checklist, version }),
        ChecklistStatus::Agreed => {}
    }
    if examined.surroundings.blind_review == BlindReview::Missing {
        gaps.push(Gap::BlindReviewMissing);
    }
    if !examined.surroundings.clock_checked {
        gaps.push(Gap::ClockNotChecked);
    }
    gaps
}

/// Whether a level always remains: nobody is made to claim something.
fn is_always_left(level: ConclusionLevel) -> bool {
    level.claim() == LevelClaim::Open
}

fn of_reference(examined: &Examined, gaps: &mut Vec<Gap>) {
    match &examined.reference {
        ReferenceState::None => gaps.push(Gap::NoReference),
        ReferenceState::DescriptionOnly(reference) => gaps.push(Gap::ReferenceDescriptionOnly { reference: reference.clone() }),
        ReferenceState::Held { id, verified, .. } => {
            if examined.captures.iter().all(|capture| capture.lies_on.is_none()) {
                gaps.push(Gap::NothingRegistered { reference: id.clone() });
            }
            if !verified {
                gaps.push(Gap::ReferenceUnverified { reference: id.clone() });
            }
        }
    }
}

fn of_items(examined: &Examined, gaps: &mut Vec<Gap>) {
    let critical: Vec<_> = examined.items.iter().filter(|item| item.critical).collect();
    let says = |verdict: Option<Verdict>| matches!(verdict, Some(Verdict::Conforms | Verdict::DoesNotConform));
    if !examined.items.iter().any(|item| says(item.verdict)) {
        gaps.push(Gap::NothingAnswered);
    }
    for item in critical {
        let (id, title, base) = (item.item.clone(), item.title.clone(), item.base);
        gaps.extend(match item.verdict {
            Some(Verdict::DoesNotConform) => Some(Gap::CriticalDoesNotConform { item: id, title }),
            Some(Verdict::NotExamined) => Some(Gap::CriticalNotExamined { item: id, title, base, reason: item.reason }),
            None if !item.answered_in_words => Some(Gap::CriticalNotExamined { item: id, title, base, reason: None }),
            Some(Verdict::Inconclusive) => Some(Gap::CriticalUndecided { item: id, title, base }),
            Some(Verdict::Conforms | Verdict::NotApplicable) | None => None,
        });
    }
}

/// Finds why each page that the reference shows under a light was not seen finely enough under it. A capture that is not needed for
/// any of them leaves no gap, so that one more capture never takes a level away, and one less never gives one.
fn of_captures(examined: &Examined, shows: &BTreeSet<(PageId, Light)>, gaps: &mut Vec<Gap>) {
    let mut no_capture: BTreeMap<Light, Vec<PageId>> = BTreeMap::new();
    let mut no_page: BTreeMap<&PageId, Vec<Light>> = BTreeMap::new();
    let mut not_laid: BTreeMap<(PictureSum, Light), Vec<PageId>> = BTreeMap::new();
    let mut coarse = Vec::new();
    for (page, light) in shows {
        let here = examined.captures.iter().filter(|capture| capture.light == *light);
        let laid = here.clone().filter_map(|capture| ppi_on(capture, page).map(|ppi| (ppi, capture)));
        if laid.clone().any(|(ppi, _)| ppi >= examined.needed_ppi) {
            continue;
        }
        if let Some((ppi, capture)) = laid.max_by(|(one, _), (other, _)| one.total_cmp(other)) {
            let (capture, page, needed_ppi) = (capture.picture, page.clone(), examined.needed_ppi);
            coarse.push(Gap::LowResolution { capture, page, light: *light, ppi, needed_ppi });
            continue;
        }
        let mut may_show = here.filter(|capture| capture.lies_on.is_none() && capture.page.as_ref().is_none_or(|of| of == page)).peekable();
        if may_show.peek().is_some() {
            may_show.for_each(|capture| not_laid.entry((capture.picture, *light)).or_default().push(page.clone()));
        } else if examined.captures.iter().any(|capture| shows_page(capture, page)) {
            no_capture.entry(*light).or_default().push(page.clone());
        } else {
            no_page.entry(page).or_default().push(*light);
        }
    }
    gaps.extend(no_capture.into_iter().map(|(light, pages)| Gap::NoCapture { light, pages }));
    gaps.extend(no_page.into_iter().map(|(page, lights)| Gap::PageNotCaptured { page: page.clone(), lights }));
    gaps.extend(not_laid.into_iter().map(|((capture, light), pages)| Gap::NotRegistered { capture, light, pages }));
    gaps.extend(coarse);
}

fn ppi_on(capture: &CaptureExamined, page: &PageId) -> Option<f64> {
    capture.lies_on.as_ref().filter(|(on, _)| on == page).map(|(_, ppi)| *ppi)
}

fn shows_page(capture: &CaptureExamined, page: &PageId) -> bool {
    match &capture.lies_on {
        Some((on, _)) => on == page,
        None => capture.page.as_ref() == Some(page),
    }
}
