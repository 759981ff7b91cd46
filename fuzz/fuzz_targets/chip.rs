//! The files of a chip, together: EF.COM, EF.SOD, the data groups, EF.CardAccess, EF.CardSecurity; with certificates, a master list, a
//! revocation list and the printed zone beside them.
//!
//! An input is made of parts (see `guilloche_fuzz::parts`); the kind of a part says which file it is.
#![no_main]

use std::sync::LazyLock;

use guilloche_fuzz::domain::Verdict;
use guilloche_fuzz::json::comes_back;
use guilloche_fuzz::limits::{Limits, within};
use guilloche_fuzz::reading::chip::{Beside, ChipFile, ChipReading, FileKind, GroupOutcome, Outcome, SodState, TrustStore, authenticate};
use guilloche_fuzz::reading::signature::Hash;
use guilloche_fuzz::reading::signature::asn1::hex;
use guilloche_fuzz::{mutate, parts};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

const LIMITS: Limits = Limits { peak: 32 << 20, total: 512 << 20, seconds: 4.0 };
/// Kinds from 0: EF.COM, EF.SOD, DG1 to DG16, EF.CardAccess, EF.CardSecurity, certificate, master list, revocation list, printed zone, a
/// file whose name says nothing.
const KINDS: u8 = 25;

/// The authority that signed the signer of the chip among the first inputs.
static STORE: LazyLock<TrustStore> = LazyLock::new(|| {
    let mut store = TrustStore::new();
    store.add_certificate("authority", include_bytes!("../fixtures/authority.der")).expect("a certificate");
    store
});

/// SHA-256 of the only files that its signer ever listed.
static LISTED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let files = parts::split(include_bytes!("../fixtures/chip.parts"));
    files.iter().map(|(_, bytes)| hex(&Hash::Sha256.digest(bytes))).collect()
});

fuzz_target!(|data: &[u8]| {
    let all = parts::split(data);
    LazyLock::force(&STORE);
    LazyLock::force(&LISTED);
    within(LIMITS, || examine(&all));
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut dice = mutate::Dice::new(seed);
    if dice.below(3) > 0
        && let Some(changed) = mutate::of_parts(&data[..size], KINDS, &mut dice)
        && let Some(size) = mutate::take_over(&changed, data, max_size)
    {
        return size;
    }
    fuzzer_mutate(data, size, max_size)
});

fn examine(all: &[(u8, &[u8])]) {
    let mut store = STORE.clone();
    let (mut files, mut zone) = (Vec::new(), None);
    for (kind, bytes) in all {
        let name = match kind % KINDS {
            0 => "EF_COM.bin".to_owned(),
            1 => "EF_SOD.bin".to_owned(),
            number @ 2..=17 => format!("DG{}.bin", number - 1),
            18 => "CardAccess.bin".to_owned(),
            19 => "CardSecurity.bin".to_owned(),
            20 => {
                let _refused = store.add_certificate("beside", bytes);
                continue;
            }
            21 => {
                if let Ok(facts) = store.add_master_list("beside", bytes) {
                    comes_back(facts);
                }
                continue;
            }
            22 => {
                let _refused = store.add_revocation_list("beside", bytes);
                continue;
            }
            23 => {
                zone = Some(String::from_utf8_lossy(bytes).into_owned());
                continue;
            }
            _ => String::from_utf8_lossy(bytes.get(..8).unwrap_or(bytes)).into_owned(),
        };
        files.push(ChipFile { name, bytes: bytes.to_vec() });
    }
    let beside = Beside { today: "2026-07-01".parse().expect("a day"), printed_zone: zone.as_deref() };
    if let Ok(reading) = authenticate(&files, &STORE, &beside) {
        agrees(&files, reading.clone());
        if reading.verdict() == Verdict::Conforms {
            conforms(&reading);
        }
    }
    if let Ok(reading) = authenticate(&files, &store, &beside) {
        agrees(&files, reading);
    }
}

fn agrees(files: &[ChipFile], mut reading: ChipReading) {
    assert_eq!(reading.files.len(), files.len());
    for (seen, file) in reading.files.iter().zip(files) {
        assert_eq!((seen.size, &seen.sha256), (file.bytes.len(), &hex(&Hash::Sha256.digest(&file.bytes))));
        assert!(seen.kind.is_none_or(|kind| kind.tag().is_none_or(|tag| FileKind::from_tag(tag) == Some(kind))));
    }
    assert!(reading.groups.windows(2).all(|pair| pair[0].number < pair[1].number));
    for group in &reading.groups {
        assert_eq!(group.outcome == GroupOutcome::Match, group.listed.is_some() && group.listed == group.found);
    }
    for (number, step) in reading.steps.iter().enumerate() {
        assert!(reading.steps[..number].iter().all(|other| other.name != step.name), "every step stands once");
        assert!(!step.text.is_empty() && !step.rule.is_empty());
    }
    if reading.sod == SodState::Valid {
        assert!(reading.signer.is_some() && reading.hash.is_some());
    }
    assert!(reading.to_json()["limits"].is_array());
    for picture in [&mut reading.portrait, &mut reading.displayed_portrait, &mut reading.displayed_signature].into_iter().flatten() {
        assert_eq!(picture.bytes.len(), picture.size);
        // Never part of the JSON.
        picture.bytes.clear();
    }
    comes_back(&reading);
}

/// Nobody but the signer has its key: whatever conforms is what it listed.
fn conforms(reading: &ChipReading) {
    assert!(reading.sod == SodState::Valid && reading.steps.iter().any(|step| step.outcome == Outcome::Passed));
    for group in reading.groups.iter().filter(|group| group.outcome == GroupOutcome::Match) {
        assert!(group.found.as_ref().is_some_and(|hash| LISTED.contains(hash)), "DG{} conforms and was never signed", group.number);
    }
    assert!(reading.groups.iter().all(|group| group.outcome != GroupOutcome::Mismatch));
}
