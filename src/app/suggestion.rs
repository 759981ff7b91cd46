//! What the answers so far lead to (`standards.md` 3.2); never a conclusion.

use super::assist::circumstances;
use crate::domain::checklist::{Checklist, ExaminationMode, IndicatorStrength, Item, applies};
use crate::domain::{Capture, Examination, FraudCode, ItemStanding, ProposalState, Reference, Standing, Suggestion, Verdict, suggest};

/// The verdict that an item stands at: the examiner's answer; else, while its proposal waits, what is proposed.
pub fn standing_verdict(examination: &Examination, item: &Item) -> Option<Verdict> {
    if let Some(observation) = examination.observations.get(&item.id) {
        return observation.value.verdict();
    }
    examination.proposals.get(&item.id).filter(|proposal| proposal.state == ProposalState::Waiting).and_then(|proposal| proposal.verdict)
}

/// What the rules lead to for an examination as it stands, proposals that still wait taken as answers.
pub fn suggestion(examination: &Examination, checklist: &Checklist, reference: Option<&Reference>, captures: &[Capture]) -> Suggestion {
    let circumstances = circumstances(reference, captures);
    let items: Vec<ItemStanding> = checklist
        .items
        .iter()
        .map(|item| ItemStanding {
            item: item.id.clone(),
            group: item.section.to_string(),
            critical: item.critical,
            verdict: standing_verdict(examination, item)
                .or_else(|| (!applies(item, &circumstances).is_asked()).then_some(Verdict::NotApplicable)),
            suggests: item
                .indicators
                .iter()
                .flat_map(|indicator| indicator.suggests.iter().map(|code| (*code, indicator.strength == IndicatorStrength::Strong)))
                .collect(),
            is_issuer: asks_for_issuer(item),
        })
        .collect();
    suggest(&Standing {
        items: &items,
        reference_is_adequate: reference.is_some() && !examination.analysis.placements.is_empty(),
        physical: checklist.meta.examination_mode == ExaminationMode::Physical,
        stolen_blank_record: false,
        ceiling: &checklist.meta.conclusion_ceiling,
    })
}

/// Whether an item asks if the issuer exists: a failure there points to an invented document and to nothing else.
fn asks_for_issuer(item: &Item) -> bool {
    let invented = |code: &FraudCode| matches!(code, FraudCode::Pseudo | FraudCode::PseudoFantasy | FraudCode::PseudoCamouflage);
    !item.indicators.is_empty() && item.indicators.iter().all(|indicator| indicator.suggests.iter().all(invented))
}
