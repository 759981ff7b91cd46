//! No set of answers, captures or scales gets past the caps; each cap is explained.

use std::collections::BTreeSet;

use super::*;
use crate::domain::checklist::{Checklist, ChecklistStatus, Circumstances};
use crate::domain::scale::tests::shipped;
use crate::domain::scale::{ConclusionOn, LevelCode, Propositions, QuestionType, ScaleUsed};
use crate::domain::{
    Actor, Capture, ChecklistId, Examination, FraudCode, ItemId, ItemStanding, Light, NotExaminedReason, PageId, PictureSum, Reference,
    ReferenceId, Sha256, SizeMm, Standing, Timestamp, Verdict, suggest,
};
use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

fn page(name: &str) -> PageId {
    PageId::new(name).unwrap()
}

fn picture(number: u8) -> PictureSum {
    PictureSum::from(Sha256::of(&[number]))
}

fn item(number: usize, verdict: Option<Verdict>) -> ItemState {
    ItemState {
        item: ItemId::new(format!("I-{number}")).unwrap(),
        title: format!("Item {number}"),
        critical: true,
        base: number == 0,
        verdict,
        answered_in_words: false,
        reason: (verdict == Some(Verdict::NotExamined)).then_some(NotExaminedReason::NoEquipment),
        sign_stands_alone: false,
        uncalibrated: false,
    }
}

/// A document examined in full: two pages, each under two lights, everything conforms.
fn in_full() -> Examined {
    let shows: BTreeSet<_> =
        ["front", "back"].into_iter().flat_map(|name| [Light::Visible, Light::Uv365].map(|light| (page(name), light))).collect();
    let captures = shows.iter().zip(0..).map(|((page, light), number)| CaptureExamined {
        picture: picture(number),
        light: *light,
        page: None,
        lies_on: Some((page.clone(), 600.0)),
    });
    Examined {
        mode: ExaminationMode::Physical,
        scale: Scale::Operational,
        checklist: ChecklistId::new("list").unwrap(),
        checklist_version: "1.0.0".to_owned(),
        checklist_status: ChecklistStatus::Agreed,
        ceiling: Vec::new(),
        captures: captures.collect(),
        reference: ReferenceState::Held { id: ReferenceId::new("UTO-P-2019").unwrap(), verified: true, shows },
        needed_ppi: NEEDED_PPI,
        items: (0..3).map(|number| item(number, Some(Verdict::Conforms))).collect(),
        surroundings: Surroundings { clock_checked: true, instruments_calibrated: true, blind_review: BlindReview::Done },
    }
}

/// The gaps of a full examination after `spoil`, and the levels that it takes away.
fn spoilt(spoil: impl FnOnce(&mut Examined)) -> (Vec<Gap>, Vec<ConclusionLevel>) {
    let mut examined = in_full();
    spoil(&mut examined);
    let found = caps(&examined);
    let removed = Scale::Operational.levels().iter().copied().filter(|level| !found.available.contains(level)).collect();
    (found.gaps.into_iter().map(|found| found.gap).collect(), removed)
}

#[test]
fn a_full_examination_leaves_every_level_and_no_gap() {
    assert_eq!(spoilt(|_| {}), (Vec::new(), Vec::new()));
}

#[test]
fn a_light_that_the_reference_shows_and_no_capture_has_takes_genuine_away() {
    let (gaps, removed) = spoilt(|examined| examined.captures.retain(|capture| capture.light == Light::Visible));
    assert_eq!(removed, [ConclusionLevel::Genuine]);
    let [Gap::NoCapture { light: Light::Uv365, pages }] = &gaps[..] else { panic!("{gaps:?}") };
    assert_eq!(pages, &[page("back"), page("front")]);
    assert_eq!(gaps[0].text(), "UV 365 nm (back, front): not examined, because no capture was taken under this light.");
}

#[test]
fn a_page_that_was_not_captured_takes_genuine_away() {
    let (gaps, removed) =
        spoilt(|examined| examined.captures.retain(|capture| capture.lies_on.as_ref().is_some_and(|(on, _)| *on == page("front"))));
    assert_eq!(removed, [ConclusionLevel::Genuine]);
    assert_eq!(gaps[0].text(), "The page back (Visible light, UV 365 nm): not examined, because no capture shows it.");
}

#[test]
fn coarse_and_unregistered_captures_take_genuine_away() {
    let (gaps, removed) = spoilt(|examined| examined.captures[0].lies_on.as_mut().unwrap().1 = 200.0);
    assert_eq!(removed, [ConclusionLevel::Genuine]);
    assert!(matches!(&gaps[..], [Gap::LowResolution { ppi: 200.0, needed_ppi: NEEDED_PPI, .. }]), "{gaps:?}");
    let (gaps, removed) = spoilt(|examined| examined.captures[0].lies_on = None);
    assert_eq!(removed, [ConclusionLevel::Genuine]);
    assert!(matches!(&gaps[..], [Gap::NotRegistered { pages, .. }] if pages == &[page("back")]), "{gaps:?}");
    let (gaps, _) = spoilt(|examined| examined.captures[1].lies_on.as_mut().unwrap().1 = f64::NAN);
    assert!(matches!(&gaps[..], [Gap::LowResolution { .. }]), "{gaps:?}");
}

#[test]
fn one_more_capture_that_lies_nowhere_takes_nothing_away() {
    let more = CaptureExamined { picture: picture(9), light: Light::Ir880, page: None, lies_on: None };
    assert_eq!(spoilt(|examined| examined.captures.push(more)), (Vec::new(), Vec::new()));
}

#[test]
fn without_a_reference_only_signs_that_stand_alone_show_a_counterfeit() {
    use ConclusionLevel as L;
    let (gaps, removed) = spoilt(|examined| examined.reference = ReferenceState::None);
    assert_eq!(gaps, [Gap::NoReference]);
    assert_eq!(removed, [L::Genuine, L::NoIndication, L::Forged, L::Counterfeit, L::StolenBlank]);
    let (_, removed) = spoilt(|examined| {
        examined.reference = ReferenceState::None;
        examined.items[1] = ItemState { sign_stands_alone: true, ..item(1, Some(Verdict::DoesNotConform)) };
    });
    assert_eq!(removed, [L::Genuine, L::NoIndication, L::Forged, L::StolenBlank]);
    let unverified = |examined: &mut Examined| {
        if let ReferenceState::Held { verified, .. } = &mut examined.reference {
            *verified = false;
        }
    };
    assert_eq!(spoilt(unverified).1, [L::Genuine, L::Forged, L::Counterfeit, L::StolenBlank]);
}

#[test]
fn critical_items_without_an_answer_give_their_reason() {
    use ConclusionLevel as L;
    let (gaps, removed) = spoilt(|examined| examined.items[1] = item(1, Some(Verdict::NotExamined)));
    assert_eq!(removed, [L::Genuine]);
    assert_eq!(gaps[0].text(), "Item 1: not examined, because the equipment for it was not at hand.");
    let (_, removed) = spoilt(|examined| examined.items[0] = item(0, None));
    assert_eq!(removed, [L::Genuine, L::Forged, L::StolenBlank], "the base document is not shown");
    let (gaps, removed) = spoilt(|examined| examined.items.iter_mut().for_each(|item| item.verdict = None));
    assert_eq!(gaps[0], Gap::NothingAnswered);
    assert_eq!(removed, [L::Genuine, L::NoIndication, L::Indications, L::Forged, L::Counterfeit, L::Pseudo, L::StolenBlank]);
    let (_, removed) = spoilt(|examined| examined.items[2] = item(2, Some(Verdict::DoesNotConform)));
    assert_eq!(removed, [L::Genuine, L::NoIndication]);
}

#[test]
fn the_state_of_the_laboratory_counts() {
    let genuine = vec![ConclusionLevel::Genuine];
    assert_eq!(spoilt(|examined| examined.checklist_status = ChecklistStatus::DraftForAgreement).1, genuine);
    assert_eq!(spoilt(|examined| examined.surroundings.blind_review = BlindReview::Missing).1, genuine);
    assert_eq!(spoilt(|examined| examined.items[2].uncalibrated = true).1, genuine);
    let clock = spoilt(|examined| examined.surroundings.clock_checked = false);
    assert_eq!(clock, (vec![Gap::ClockNotChecked], Vec::new()), "listed, and no level depends on it");
}

#[test]
fn pictures_alone_leave_what_a_picture_can_carry() {
    use ConclusionLevel as L;
    let mut examined = in_full();
    examined.mode = ExaminationMode::ImagesOnly;
    let found = caps(&examined);
    assert_eq!(found.available, [L::NoIndication, L::Indications, L::Inconclusive, L::NeedsHigherLevel]);
    let error = conclusion_allowed(L::Genuine, &found, Some("I am sure")).unwrap_err();
    assert!(matches!(&error, NotAllowed::NeverFromPictures { gaps, .. } if gaps.len() == 1), "{error}");
    assert!(error.to_string().contains("only pictures were at hand"), "{error}");
    assert_eq!(conclusion_allowed(L::Counterfeit, &found, None).unwrap_err().gaps().len(), 1);
    assert!(conclusion_allowed(L::Counterfeit, &found, Some(" ")).is_err());
    assert_eq!(conclusion_allowed(L::Counterfeit, &found, Some("The number is of a published specimen.")), Ok(()));
    assert!(matches!(conclusion_allowed(L::Accept, &found, None), Err(NotAllowed::OtherScale { .. })));
}

#[test]
fn a_ceiling_is_explained_and_never_takes_the_way_out() {
    let (gaps, removed) = spoilt(|examined| examined.ceiling = vec![ConclusionLevel::NoIndication]);
    assert_eq!(removed.len(), 7);
    assert!(matches!(&gaps[..], [Gap::ChecklistCeiling { levels, .. }] if *levels == removed), "{gaps:?}");
}

#[test]
fn a_suggestion_stands_beside_what_is_available() {
    let standing: Vec<_> = in_full()
        .items
        .iter()
        .map(|item| ItemStanding {
            item: item.item.clone(),
            group: "layout".to_owned(),
            critical: true,
            verdict: item.verdict,
            suggests: Vec::new(),
            is_issuer: false,
        })
        .collect();
    let suggestion =
        suggest(&Standing { items: &standing, reference_is_adequate: true, physical: true, stolen_blank_record: false, ceiling: &[] });
    assert_eq!(suggestion.level, ConclusionLevel::Genuine);
    assert_eq!(caps(&in_full()).cap(suggestion.clone()).level, Some(ConclusionLevel::Genuine));
    let mut examined = in_full();
    examined.captures.clear();
    let capped = caps(&examined).cap(suggestion.clone());
    assert_eq!((capped.suggestion.level, capped.level), (ConclusionLevel::Genuine, Some(ConclusionLevel::Inconclusive)));
    examined = in_full();
    examined.captures.pop();
    assert_eq!(caps(&examined).cap(suggestion.clone()).level, Some(ConclusionLevel::NoIndication));
    examined.scale = Scale::Referral;
    assert_eq!(caps(&examined).cap(suggestion).level, None, "levels are not translated");
}

#[test]
fn the_sampling_that_items_ask_for_counts() {
    let list = |text| toml::from_str::<Checklist>(text).unwrap();
    let images = needed_ppi(&list(include_str!("../../../assets/checklists/image-only-remote.toml")));
    assert!((images - 385.0).abs() < f64::EPSILON);
    let border = needed_ppi(&list(include_str!("../../../assets/checklists/border-first-line.toml")));
    assert!((border - NEEDED_PPI).abs() < f64::EPSILON);
}

/// The image list with a passport that the reference shows under two lights and the captures under one.
#[test]
fn an_examination_says_itself_what_was_examined() {
    let list: Checklist = toml::from_str(include_str!("../../../assets/checklists/image-only-remote.toml")).unwrap();
    let (case, at) = (Uuid::nil(), Timestamp("2026-03-01T09:30:00Z".parse().unwrap()));
    let reference: Reference = serde_json::from_value(json!({
        "id": "UTO-P-2019", "issuer": { "code": "UTO", "name": "Utopia" }, "kind": "td3-passport", "series": "2019", "document_code": "P<",
        "issued": { "from": "2019-01-01", "to": null }, "substrate": "paper", "number_format": null, "specimen": true,
        "provenance": { "source": "drawn", "verified_by": null, "sharing": null }, "features": [], "known_forgeries": [],
        "pages": [{ "id": "data-page", "title": "Data page", "side": "front", "size": SizeMm { width: 125.0, height: 88.0 }, "zones": [],
            "captures": { "visible": { "file": "a.png", "sha256": null, "resolution": null },
                "uv-365": { "file": "b.png", "sha256": null, "resolution": null } } }],
    }))
    .unwrap();
    let capture: Capture = serde_json::from_value(json!({
        "id": case, "sha256": Sha256::of(b"a"), "length": 1, "file_name": "a.png", "taken_in_at": at, "light": "visible",
        "light_basis": "given", "page": null, "width_px": 100, "height_px": 100, "resolution": null, "resolution_basis": "assumed",
    }))
    .unwrap();
    let answer = |verdict: &str| json!({ "value": { "verdict": verdict }, "not_examined": "time-limit", "by": { "person": "E." }, "observed_at": at, "entered_at": at });
    let examination: Examination = serde_json::from_value(json!({
        "id": case, "case": case, "exhibit": case, "begun_at": at, "reference": null, "conclusion": null,
        "checklist": { "id": "image-only-remote", "version": "1.0.0", "sha256": Sha256::of(b"c") },
        "observations": { "IMG-LAY-010": { "value": { "text": "2019" }, "not_examined": null, "by": { "person": "E." },
            "observed_at": at, "entered_at": at }, "IMG-LAY-030": answer("conforms"), "IMG-DAT-010": answer("not-examined") },
        "proposals": { "IMG-MAC-010": { "item": "IMG-MAC-010", "verdict": "conforms", "code": "mrz-right", "not_measured": null, "measurements": [],
            "zones": [], "details": [], "state": "waiting" } },
    }))
    .unwrap();
    let circumstances = Circumstances::of(&reference, [Light::Visible]);
    let captures = [capture];
    let of = |counted| Examined::of(&examination, &list, Some(&reference), &captures, &circumstances, Surroundings::default(), counted);
    let found = of(AnswersCounted::OfTheExaminer);
    let state = |found: &Examined, id: &str| found.items.iter().find(|item| item.item.as_str() == id).unwrap().clone();
    assert_eq!(state(&found, "IMG-MAC-010").verdict, None);
    assert_eq!(state(&of(AnswersCounted::WithWaitingProposals), "IMG-MAC-010").verdict, Some(Verdict::Conforms));
    assert_eq!(state(&found, "IMG-LAY-050").verdict, Some(Verdict::NotApplicable), "no ultraviolet capture");
    assert!(state(&found, "IMG-LAY-010").answered_in_words);
    let gaps = caps(&found).gaps;
    let has = |wanted: &dyn Fn(&Gap) -> bool| gaps.iter().any(|found| wanted(&found.gap));
    let late = Some(NotExaminedReason::TimeLimit);
    assert!(has(&|gap| matches!(gap, Gap::CriticalNotExamined { item, reason, .. } if item.as_str() == "IMG-DAT-010" && *reason == late)));
    assert!(!has(&|gap| matches!(gap, Gap::CriticalNotExamined { item, .. } if item.as_str() == "IMG-LAY-010")));
    assert!(has(&|gap| matches!(gap, Gap::NothingRegistered { .. })) && has(&|gap| matches!(gap, Gap::ReferenceUnverified { .. })));
    assert!(has(&|gap| matches!(gap, Gap::NotRegistered { light: Light::Visible, .. })));
    assert!(has(&|gap| matches!(gap, Gap::PageNotCaptured { lights, .. } if lights == &[Light::Uv365])));
    assert!(has(&|gap| matches!(gap, Gap::ChecklistDraft { .. })) && has(&|gap| *gap == Gap::ClockNotChecked));
}

#[test]
fn a_gap_reads_the_same_from_json() {
    let mut examined = in_full();
    examined.captures.truncate(1);
    examined.captures[0].lies_on.as_mut().unwrap().1 = 120.5;
    examined.items[0] = item(0, Some(Verdict::NotExamined));
    let found = caps(&examined);
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(serde_json::from_value::<Caps>(json).unwrap(), found);
}

fn words<T: Copy + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = T> + Clone {
    prop::sample::select(all)
}

fn items() -> impl Strategy<Value = Vec<ItemState>> {
    let one = (prop::option::of(words(Verdict::ALL)), any::<[bool; 5]>());
    let state = |(number, (verdict, flags)): (usize, (Option<Verdict>, [bool; 5]))| {
        let [critical, base, sign_stands_alone, uncalibrated, answered_in_words] = flags;
        ItemState { critical, base, answered_in_words, sign_stands_alone, uncalibrated, ..item(number, verdict) }
    };
    prop::collection::vec(one, 0..6).prop_map(move |all| all.into_iter().enumerate().map(state).collect())
}

fn examined() -> impl Strategy<Value = Examined> {
    let pages = prop::sample::select(vec!["front", "back"]).prop_map(page);
    let lights = prop::sample::select(vec![Light::Visible, Light::Uv365, Light::Ir880]);
    let placed = prop::option::of((pages.clone(), prop_oneof![Just(120.0), Just(600.0), Just(f64::NAN)]));
    let capture = (0..9u8, lights.clone(), prop::option::of(pages.clone()), placed)
        .prop_map(|(number, light, page, lies_on)| CaptureExamined { picture: picture(number), light, page, lies_on });
    let reference = prop_oneof![
        1 => Just(ReferenceState::None),
        1 => Just(ReferenceState::DescriptionOnly(ReferenceId::new("UTO-P-2019").unwrap())),
        6 => (any::<bool>(), prop::collection::btree_set((pages, lights), 1..5))
            .prop_map(|(verified, shows)| ReferenceState::Held { id: ReferenceId::new("UTO-P-2019").unwrap(), verified, shows }),
    ];
    let checklist = (
        words(ExaminationMode::ALL),
        words(Scale::ALL),
        words(ChecklistStatus::ALL),
        prop::collection::vec(words(ConclusionLevel::ALL), 0..4),
    );
    let review = prop_oneof![Just(BlindReview::NotAsked), Just(BlindReview::Done), Just(BlindReview::Missing)];
    let lab = (any::<bool>(), any::<bool>(), review);
    (checklist, reference, prop::collection::vec(capture, 0..6), items(), lab).prop_map(
        |((mode, scale, checklist_status, ceiling), reference, captures, items, (clock_checked, instruments_calibrated, blind_review))| {
            Examined {
                mode,
                scale,
                checklist_status,
                ceiling,
                reference,
                captures,
                items,
                surroundings: Surroundings { clock_checked, instruments_calibrated, blind_review },
                ..in_full()
            }
        },
    )
}

fn is_part(less: &[ConclusionLevel], more: &[ConclusionLevel]) -> bool {
    less.iter().all(|level| more.contains(level))
}

/// Any scale that a file may hold, sound or not.
fn scale_file() -> impl Strategy<Value = ScaleFile> {
    let codes = prop::sample::select(vec!["genuine", "authentic-document", "no-doubt", "open", "accept", "right"]);
    let wordings = prop::sample::select(vec![
        "Genuine",
        "The document is authentic",
        "No opinion",
        "Nothing found",
        "The findings give support for {first} rather than {second}",
        "The findings give no support for {first} or {second}",
    ]);
    let level = (0..13usize, codes, words(LevelClaim::ALL), wordings);
    (0..4usize, prop::collection::vec(level, 0..4)).prop_map(|(number, changes)| {
        let mut scale = shipped().remove(number);
        for (at, code, claim, wording) in changes {
            let at = at.checked_rem(scale.levels.len()).unwrap_or_default();
            scale.levels[at].code = LevelCode::new(code).unwrap();
            scale.levels[at].claim = claim;
            scale.levels[at].wording = wording.to_owned();
        }
        scale
    })
}

fn conclusion_on(scale: &ScaleFile, level: LevelCode) -> ConclusionOn {
    ConclusionOn {
        scale: ScaleUsed { id: scale.meta.id.clone(), version: scale.meta.version.clone(), sha256: Sha256::of(b"file") },
        question_type: QuestionType::DocumentStatus,
        question: "Is it genuine?".to_owned(),
        propositions: Some(Propositions { first: "it is".to_owned(), second: "it is not".to_owned(), exclusive: true }),
        level,
        weight: None,
        reasons: "Because.".to_owned(),
        beyond_because: Some("I say so.".to_owned()),
        by: Actor::Person("E. Examiner".to_owned()),
        at: Timestamp("2026-03-01T09:30:00Z".parse().unwrap()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn pictures_alone_never_give_genuine(examined in examined(), codes in prop::collection::vec(words(FraudCode::ALL), 6), scale in scale_file()) {
        let examined = Examined { mode: ExaminationMode::ImagesOnly, ..examined };
        let found = caps(&examined);
        prop_assert!(!found.available.contains(&ConclusionLevel::Genuine));
        prop_assert!(conclusion_allowed(ConclusionLevel::Genuine, &found, Some("on record")).is_err());
        let standing: Vec<_> = examined.items.iter().zip(codes).map(|(item, code)| ItemStanding {
            item: item.item.clone(),
            group: if item.base { "layout" } else { "data" }.to_owned(),
            critical: item.critical,
            verdict: item.verdict,
            suggests: vec![(code, item.sign_stands_alone)],
            is_issuer: false,
        }).collect();
        // Even a caller who says that the document was there.
        let standing = Standing { items: &standing, reference_is_adequate: true, physical: true, stolen_blank_record: false, ceiling: &[] };
        let capped = found.cap(suggest(&standing));
        prop_assert_ne!(capped.level, Some(ConclusionLevel::Genuine));
        prop_assert!(capped.level.is_none_or(|level| found.available.contains(&level)));
        for level in &scale.levels {
            if found.further_allowed(&conclusion_on(&scale, level.code.clone()), &scale).is_ok() {
                prop_assert_ne!(level.claim, LevelClaim::Genuine);
                if level.claim.is_within_pictures() {
                    let text = format!("{} {}", level.code, level.wording).to_lowercase();
                    prop_assert!(!text.contains("genuine") && !text.contains("authentic"), "{}", text);
                }
            }
        }
    }

    #[test]
    fn every_level_that_is_gone_is_explained(examined in examined()) {
        let found = caps(&examined);
        for level in examined.scale.levels() {
            let against: Vec<_> = found.against(*level).collect();
            prop_assert_eq!(found.available.contains(level), against.is_empty(), "{}", level);
            prop_assert!(against.iter().all(|gap| !gap.gap.text().is_empty()));
            if let Err(error) = conclusion_allowed(*level, &found, None) {
                prop_assert_eq!(error.gaps().len(), against.len());
            }
        }
        prop_assert!(!found.available.is_empty());
    }

    #[test]
    fn less_light_fewer_captures_fewer_answers_never_leave_more(examined in examined(), at in any::<prop::sample::Index>()) {
        let before = caps(&examined).available;
        for light in Light::ALL {
            let mut less = examined.clone();
            less.captures.retain(|capture| capture.light != *light);
            prop_assert!(is_part(&caps(&less).available, &before), "without {}", light);
        }
        if !examined.captures.is_empty() {
            let mut less = examined.clone();
            less.captures.remove(at.index(examined.captures.len()));
            prop_assert!(is_part(&caps(&less).available, &before));
        }
        for number in 0..examined.items.len() {
            let mut less = examined.clone();
            if less.items[number].verdict == Some(Verdict::Conforms) {
                less.items[number].verdict = Some(Verdict::NotExamined);
                less.items[number].uncalibrated = false;
                less.items[number].critical = true;
                prop_assert!(is_part(&caps(&less).available, &before));
            }
        }
    }
}
