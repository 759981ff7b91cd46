//! From answers to a suggestion (`standards.md` 3.2): rules in order, the first that fires is shown, all are listed.
//!
//! Laboratories never compute a conclusion. What comes out here stands beside the examiner's own words and may be ignored
//! nationality is no input.

use super::{ConclusionLevel, FraudCode, ItemId, Suggestion, SuggestionRule, Verdict};

/// Groups of items that fail independently of each other; a section of another name belongs to none.
const INDEPENDENT_GROUPS: &[&str] =
    &["substrate", "printing", "ovd", "personalisation", "mrz", "chip", "booklet", "layout", "data", "machine"];
/// Groups that speak of the base document.
pub(super) const BASE_GROUPS: &[&str] = &["substrate", "printing", "ovd", "layout"];
/// Groups that speak of what was added or exchanged later.
const ADDED_GROUPS: &[&str] = &["personalisation", "booklet", "laminate", "pages", "data"];

/// What the rules need to know of one answered or open item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemStanding {
    /// The item.
    pub item: ItemId,
    /// The section it stands in.
    pub group: String,
    /// Whether it is critical.
    pub critical: bool,
    /// Its answer; `None` while open. An item that does not apply counts as [`Verdict::NotApplicable`].
    pub verdict: Option<Verdict>,
    /// What its indicators suggest, and whether strongly.
    pub suggests: Vec<(FraudCode, bool)>,
    /// Whether it asks for the issuer.
    pub is_issuer: bool,
}

impl ItemStanding {
    fn fails(&self) -> bool {
        self.verdict == Some(Verdict::DoesNotConform)
    }

    fn is_missing(&self) -> bool {
        self.critical && matches!(self.verdict, None | Some(Verdict::NotExamined | Verdict::Inconclusive))
    }

    fn strongly(&self, wanted: impl Fn(FraudCode) -> bool) -> bool {
        self.suggests.iter().any(|(code, strong)| *strong && wanted(*code))
    }
}

/// What the rules need to know of the examination as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The items in order.
    pub items: &'a [ItemStanding],
    /// Whether there is a reference of the series with captures.
    pub reference_is_adequate: bool,
    /// Whether the document itself was there, and not pictures only.
    pub physical: bool,
    /// Whether records say that the blank was stolen.
    pub stolen_blank_record: bool,
    /// The levels that the checklist allows; empty for all.
    pub ceiling: &'a [ConclusionLevel],
}

/// Returns what the rules of `standards.md` 3.2 lead to.
pub fn suggest(standing: &Standing<'_>) -> Suggestion {
    let fired = fired_rules(standing);
    let rule = fired.first().copied().unwrap_or(SuggestionRule::Otherwise);
    let failing: Vec<&ItemStanding> = standing.items.iter().filter(|item| item.fails()).collect();
    let reached = match rule {
        SuggestionRule::NoAdequateReference | SuggestionRule::Otherwise => ConclusionLevel::Inconclusive,
        SuggestionRule::IssuerDoesNotConform => ConclusionLevel::Pseudo,
        SuggestionRule::IndependentGroupsDiffer => ConclusionLevel::Counterfeit,
        SuggestionRule::BaseConformsPersonalisationDiffers => ConclusionLevel::Forged,
        SuggestionRule::StolenBlankRecord => ConclusionLevel::StolenBlank,
        SuggestionRule::SingleNonConformity => ConclusionLevel::Indications,
        SuggestionRule::AllConform => ConclusionLevel::Genuine,
        SuggestionRule::NoneFoundSomeOpen => ConclusionLevel::NoIndication,
    };
    let level = capped(reached, standing.ceiling);
    let mut codes: Vec<FraudCode> = failing
        .iter()
        .flat_map(|item| item.suggests.iter().filter(|(_, strong)| *strong).map(|(code, _)| *code))
        .filter(|code| *code != FraudCode::ImageLimited)
        .collect();
    codes.sort();
    codes.dedup();
    let ids =
        |wanted: &dyn Fn(&ItemStanding) -> bool| standing.items.iter().filter(|item| wanted(item)).map(|item| item.item.clone()).collect();
    let conforming = |item: &ItemStanding| item.verdict == Some(Verdict::Conforms);
    // What speaks for a level of falsification is what fails; for the other levels it is what conforms.
    let (items_for, items_against) = if failing.is_empty() {
        (ids(&|item| conforming(item)), Vec::new())
    } else {
        (ids(&|item| item.fails()), ids(&|item| item.critical && conforming(item)))
    };
    Suggestion {
        level,
        before_ceiling: (level != reached).then_some(reached),
        rule,
        fired,
        codes,
        items_for,
        items_against,
        items_missing: ids(&|item| item.is_missing()),
    }
}

fn fired_rules(standing: &Standing<'_>) -> Vec<SuggestionRule> {
    let items = standing.items;
    let critical_failing: Vec<&ItemStanding> = items.iter().filter(|item| item.critical && item.fails()).collect();
    let missing = items.iter().any(ItemStanding::is_missing);
    let self_sufficient = critical_failing.iter().any(|item| item.strongly(|code| code != FraudCode::ImageLimited));
    let mut groups: Vec<&str> = critical_failing
        .iter()
        .filter(|item| INDEPENDENT_GROUPS.contains(&item.group.as_str()) && item.strongly(|code| code == FraudCode::Counterfeit))
        .map(|item| item.group.as_str())
        .collect();
    groups.sort_unstable();
    groups.dedup();
    // The machine-readable zone alone never makes a counterfeit (guard of 3.2), and machine data beside data is one source.
    let independent = groups.iter().filter(|group| !matches!(**group, "mrz" | "machine")).count();
    let base_conforms = items.iter().any(|item| BASE_GROUPS.contains(&item.group.as_str()) && item.verdict == Some(Verdict::Conforms))
        && !items.iter().any(|item| {
            item.critical
                && BASE_GROUPS.contains(&item.group.as_str())
                && item.verdict != Some(Verdict::Conforms)
                && item.verdict != Some(Verdict::NotApplicable)
        });
    let is_forgery = |code| {
        matches!(
            code,
            FraudCode::ForgedPhoto | FraudCode::ForgedData | FraudCode::ForgedPage | FraudCode::ForgedLaminate | FraudCode::ForgedVisa
        )
    };
    let added_fails = critical_failing.iter().any(|item| ADDED_GROUPS.contains(&item.group.as_str()) && item.strongly(is_forgery));
    let any_failing = items.iter().any(ItemStanding::fails);
    let any_answered = items.iter().any(|item| item.verdict == Some(Verdict::Conforms));

    let rules = [
        (SuggestionRule::NoAdequateReference, !standing.reference_is_adequate && !self_sufficient),
        (SuggestionRule::IssuerDoesNotConform, items.iter().any(|item| item.is_issuer && item.fails())),
        (SuggestionRule::IndependentGroupsDiffer, independent >= 2),
        (SuggestionRule::BaseConformsPersonalisationDiffers, base_conforms && added_fails),
        (SuggestionRule::StolenBlankRecord, base_conforms && standing.stolen_blank_record && any_failing),
        (SuggestionRule::SingleNonConformity, !critical_failing.is_empty()),
        (SuggestionRule::AllConform, standing.physical && standing.reference_is_adequate && any_answered && !missing && !any_failing),
        (SuggestionRule::NoneFoundSomeOpen, any_answered && !any_failing && (missing || !standing.physical)),
    ];
    let mut fired: Vec<SuggestionRule> = rules.into_iter().filter(|(_, fires)| *fires).map(|(rule, _)| rule).collect();
    if fired.is_empty() {
        fired.push(SuggestionRule::Otherwise);
    }
    fired
}

/// The strongest allowed level that claims no more than `level`.
pub(super) fn capped(level: ConclusionLevel, ceiling: &[ConclusionLevel]) -> ConclusionLevel {
    use ConclusionLevel as L;
    if ceiling.is_empty() || ceiling.contains(&level) {
        return level;
    }
    let weaker = match level {
        L::Genuine => L::NoIndication,
        L::Forged | L::Counterfeit | L::Pseudo | L::StolenBlank => L::Indications,
        _ => L::Inconclusive,
    };
    if ceiling.contains(&weaker) { weaker } else { L::Inconclusive }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMAGES: &[ConclusionLevel] =
        &[ConclusionLevel::NoIndication, ConclusionLevel::Indications, ConclusionLevel::Inconclusive, ConclusionLevel::NeedsHigherLevel];

    fn item(id: &str, group: &str, verdict: Option<Verdict>, code: FraudCode) -> ItemStanding {
        ItemStanding {
            item: ItemId::new(id).unwrap(),
            group: group.to_owned(),
            critical: true,
            verdict,
            suggests: vec![(code, true)],
            is_issuer: false,
        }
    }

    fn standing<'a>(items: &'a [ItemStanding], physical: bool, ceiling: &'a [ConclusionLevel]) -> Standing<'a> {
        Standing { items, reference_is_adequate: true, physical, stolen_blank_record: false, ceiling }
    }

    #[test]
    fn pictures_alone_never_lead_to_genuine() {
        let items = [item("A", "layout", Some(Verdict::Conforms), FraudCode::Counterfeit)];
        assert_eq!(suggest(&standing(&items, true, &[])).level, ConclusionLevel::Genuine);
        assert_eq!(suggest(&standing(&items, false, IMAGES)).level, ConclusionLevel::NoIndication);
    }

    #[test]
    fn a_changed_photo_on_a_conforming_base_is_an_alteration_capped_for_pictures() {
        let items = [
            item("A", "layout", Some(Verdict::Conforms), FraudCode::Counterfeit),
            item("B", "data", Some(Verdict::DoesNotConform), FraudCode::ForgedPhoto),
        ];
        let suggestion = suggest(&standing(&items, false, IMAGES));
        assert_eq!(suggestion.rule, SuggestionRule::BaseConformsPersonalisationDiffers);
        assert_eq!((suggestion.level, suggestion.before_ceiling), (ConclusionLevel::Indications, Some(ConclusionLevel::Forged)));
        assert_eq!(suggestion.codes, vec![FraudCode::ForgedPhoto]);
    }

    #[test]
    fn check_digits_alone_never_make_a_counterfeit() {
        let items = [
            item("A", "mrz", Some(Verdict::DoesNotConform), FraudCode::Counterfeit),
            item("B", "printing", Some(Verdict::DoesNotConform), FraudCode::Counterfeit),
        ];
        assert_eq!(suggest(&standing(&items, true, &[])).rule, SuggestionRule::SingleNonConformity);
    }

    #[test]
    fn without_answers_nothing_is_suggested() {
        let items = [item("A", "layout", None, FraudCode::Counterfeit)];
        let suggestion = suggest(&standing(&items, false, IMAGES));
        assert_eq!(suggestion.level, ConclusionLevel::Inconclusive);
        assert_eq!(suggestion.items_missing.len(), 1);
    }

    #[test]
    fn an_open_critical_item_keeps_genuine_away() {
        let items = [
            item("A", "layout", Some(Verdict::Conforms), FraudCode::Counterfeit),
            item("B", "substrate", Some(Verdict::NotExamined), FraudCode::Counterfeit),
        ];
        assert_eq!(suggest(&standing(&items, true, &[])).level, ConclusionLevel::NoIndication);
    }
}
