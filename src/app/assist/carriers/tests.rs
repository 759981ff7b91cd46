use std::collections::BTreeMap;

use super::super::{Evidence, Facts, Found};
use super::*;
use crate::app::carriers::KnownData;
use crate::domain::{
    Analysis, AuthenticityStep, CaptureId, ChipDump, Light, MachineZone, MethodVersion, PointPx, Statement, Timestamp, VisualField, ZoneId,
};
use crate::reading::parse_mrz;

const ZONE: [&str; 2] = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

/// The fields of the passport of the samples, as typed.
fn typed(fields: &[(&str, &str)]) -> BTreeMap<ZoneId, String> {
    fields.iter().map(|(zone, text)| (zone.parse().unwrap(), (*text).to_owned())).collect()
}

const PRINTED: [(&str, &str); 7] = [
    ("surname", "ERIKSSON"),
    ("given-names", "Anna Maria"),
    ("number", "L898902C3"),
    ("nationality", "UTOPIAN"),
    ("birth", "12 AUG/AOÛT 1974"),
    ("sex", "F"),
    ("expiry", "15 APR/AVR 2012"),
];

struct Case {
    analysis: Analysis,
    mrz_text: String,
    texts: BTreeMap<ZoneId, String>,
    chip: Option<ChipDump>,
}

impl Case {
    fn typed(fields: &[(&str, &str)]) -> Self {
        Self { analysis: Analysis::default(), mrz_text: ZONE.join("\n"), texts: typed(fields), chip: None }
    }

    fn found(&self, helper: fn(&Evidence<'_>, &Item) -> Found) -> Found {
        let library = crate::app::library::bundled().unwrap();
        let checklist = crate::app::library::checklist_named("image-only-remote").unwrap();
        let known = KnownData {
            analysis: &self.analysis,
            mrz_text: &self.mrz_text,
            visual_texts: &self.texts,
            chip: self.chip.as_ref(),
            reference: library.reference(&"UTO-P-2019".parse().unwrap()),
            day: "2026-03-01".parse().unwrap(),
        };
        let read = self.analysis.machine_zone().filter(|_| self.mrz_text.is_empty());
        let carriers = known.carriers();
        let matrix = known.compare(&carriers);
        let evidence = Evidence { facts: Facts { captures: &[], known }, mrz: None, read, carriers, matrix };
        helper(&evidence, &checklist.checklist.items[0])
    }
}

fn authenticity(verdict: Verdict) -> Authenticity {
    let step = AuthenticityStep {
        name: "group-hashes".to_owned(),
        title: "Hashes of the data groups".to_owned(),
        outcome: if verdict == Verdict::DoesNotConform { StepOutcome::Failed } else { StepOutcome::Passed },
        text: "Every hash is looked at.".to_owned(),
        rule: "R".to_owned(),
    };
    Authenticity { verdict, steps: vec![step], statements: vec!["Copies verify as well.".to_owned()], day: "2026-03-01".parse().unwrap() }
}

fn carrier(source: DataSource, zone: [&str; 2], verdict: Option<Verdict>) -> DataCarrier {
    let reading = parse_mrz(&zone.join("\n"), "2026-03-01".parse().unwrap()).unwrap();
    DataCarrier {
        source,
        title: source.title().to_owned(),
        capture: None,
        corners: None,
        statements: crate::reading::agreement::statements::of_zone(&reading, &[]),
        zone_lines: zone.map(str::to_owned).to_vec(),
        content: String::new(),
        authenticity: verdict.map(authenticity),
        method: MethodVersion { name: "test".to_owned(), version: 1 },
    }
}

fn chip(zone: [&str; 2], verdict: Verdict) -> ChipDump {
    ChipDump {
        folder: "chip".to_owned(),
        by: crate::domain::Actor::Person("E".to_owned()),
        received_at: Timestamp("2026-03-01T09:30:00Z".parse().unwrap()),
        files: Vec::new(),
        authenticity: authenticity(verdict),
        carriers: vec![carrier(DataSource::ChipZone, zone, Some(verdict))],
        portrait: None,
        limits: vec!["A clone cannot be told.".to_owned()],
    }
}

#[test]
fn agreement_in_every_shared_field_conforms() {
    let found = Case::typed(&PRINTED).found(zone_and_print);
    assert_eq!((found.verdict, found.code), (Some(Verdict::Conforms), Some(FindingCode::CarriersAgree)), "{found:?}");
    assert!(found.details.iter().any(|(code, _)| code == "birth.agrees-by-rule"));
}

#[test]
fn one_field_that_differs_speaks_against_it_and_says_what_cannot_tell() {
    let mut fields = PRINTED;
    fields[0].1 = "ERIKSEN";
    let found = Case::typed(&fields).found(zone_and_print);
    assert_eq!((found.verdict, found.code), (Some(Verdict::DoesNotConform), Some(FindingCode::CarriersDiffer)));
    assert!(found.details[0].1.contains("ERIKSEN") && found.details[0].1.contains("R-4.3"), "{:?}", found.details[0]);
}

#[test]
fn what_the_program_read_in_print_never_speaks_against_it() {
    let mut case = Case::typed(&PRINTED[1..]);
    let field = |text: &str| VisualField {
        zone: "surname".parse().unwrap(),
        field: DataField::Surname,
        capture: CaptureId(uuid::Uuid::nil()),
        text: text.to_owned(),
        confidence: 0.99,
        doubtful: false,
        not_read: None,
        method: MethodVersion { name: "test".to_owned(), version: 1 },
    };
    case.analysis.visual_fields = vec![field("ERIKSEN")];
    let found = case.found(zone_and_print);
    assert_eq!((found.verdict, found.not_measured), (None, Some(NotMeasuredReason::ReadingUnconfirmed)));
    case.analysis.visual_fields = vec![field("ERIKSSON")];
    assert_eq!(case.found(zone_and_print).verdict, Some(Verdict::Conforms));
    case.analysis.visual_fields = vec![VisualField { not_read: Some("Nothing stands there".to_owned()), ..field("") }];
    assert_eq!(case.found(zone_and_print).verdict, Some(Verdict::Conforms), "six fields are compared; the surname is not printed");
}

#[test]
fn a_field_that_cannot_be_compared_leaves_the_item_to_a_person() {
    let mut fields = PRINTED;
    fields[3].1 = "วิทยา";
    let found = Case::typed(&fields).found(zone_and_print);
    assert_eq!((found.verdict, found.code), (None, Some(FindingCode::CarriersAgreeInPart)), "{found:?}");
    assert!(found.details.iter().any(|(code, text)| code == "fields.open" && text.contains("Nationality")), "{found:?}");
    assert_eq!(Case::typed(&[]).found(zone_and_print).not_measured, Some(NotMeasuredReason::NoVisualZone));
}

#[test]
fn a_seal_is_asked_for_its_signature_and_for_its_zone() {
    let mut case = Case::typed(&[]);
    assert_eq!(case.found(seal_signature).not_measured, Some(NotMeasuredReason::NoSeal));
    case.analysis.barcodes = vec![carrier(DataSource::Seal, ZONE, Some(Verdict::Inconclusive))];
    assert_eq!(case.found(seal_signature).verdict, Some(Verdict::Inconclusive), "an unknown signer is inconclusive (R-5.1)");
    assert_eq!(case.found(seal_agreement).verdict, Some(Verdict::Conforms));
    assert_eq!(case.found(seal_and_agreement).verdict, Some(Verdict::Inconclusive));
    let other = [ZONE[0], "L898902C36UTO7408122F1304156ZE184226B<<<<<18"];
    case.analysis.barcodes = vec![carrier(DataSource::Seal, other, Some(Verdict::Conforms))];
    let found = case.found(seal_and_agreement);
    assert_eq!(found.verdict, Some(Verdict::DoesNotConform));
    assert!(found.details.iter().any(|(_, text)| text == "Line 2, character 23: printed 2, digital seal 3"), "{found:?}");
    assert!(found.details.iter().any(|(_, text)| text.contains("copied from another document")), "{found:?}");
}

#[test]
fn a_doubtful_character_of_the_read_zone_does_not_accuse_the_chip() {
    let mut case = Case::typed(&[]);
    case.mrz_text.clear();
    let zone = |doubtful: Vec<DoubtfulCharacter>| MachineZone {
        capture: CaptureId(uuid::Uuid::nil()),
        light: Light::Visible,
        lines: ZONE.map(str::to_owned).to_vec(),
        confidence: 0.9,
        doubtful,
        corners: [PointPx::default(); 4],
        line_corners: Vec::new(),
        infrared_signal: None,
        print: None,
        method: MethodVersion { name: "test".to_owned(), version: 1 },
    };
    case.chip = Some(chip([ZONE[0], "L898902C86UTO7408122F1204159ZE184226B<<<<<10"], Verdict::Conforms));
    case.analysis.machine_zones = vec![zone(vec![DoubtfulCharacter { line: 2, column: 9, answers: "38".to_owned() }])];
    assert_eq!(case.found(chip_zone).not_measured, Some(NotMeasuredReason::MrzDoubtful));
    case.analysis.machine_zones = vec![zone(Vec::new())];
    assert_eq!(case.found(chip_zone).verdict, Some(Verdict::DoesNotConform));
}

#[test]
fn a_chip_speaks_for_its_data_alone() {
    let mut case = Case::typed(&PRINTED);
    for helper in [chip_hashes, chip_signature, chip_zone, chip_and_agreement] {
        assert_eq!(case.found(helper).not_measured, Some(NotMeasuredReason::NoChipFiles));
    }
    case.chip = Some(chip(ZONE, Verdict::Conforms));
    for helper in [chip_hashes, chip_signature, chip_zone, chip_and_agreement] {
        assert_eq!(case.found(helper).verdict, Some(Verdict::Conforms));
    }
    assert!(case.found(chip_signature).details.iter().any(|(code, _)| code == "chip.limits"), "R-5.3");
    case.chip = Some(chip(ZONE, Verdict::DoesNotConform));
    assert_eq!(case.found(chip_hashes).verdict, Some(Verdict::DoesNotConform));
    assert_eq!(case.found(chip_and_agreement).verdict, Some(Verdict::DoesNotConform));
    case.chip = Some(chip(ZONE, Verdict::Inconclusive));
    assert_eq!(case.found(chip_and_agreement).verdict, Some(Verdict::Inconclusive));
}

#[test]
fn a_plain_barcode_is_named_by_what_it_holds() {
    let mut case = Case::typed(&[]);
    assert_eq!(case.found(barcode).not_measured, Some(NotMeasuredReason::NoBarcode));
    let plain = |content: &str| DataCarrier {
        statements: Vec::<Statement>::new(),
        zone_lines: Vec::new(),
        content: content.to_owned(),
        ..carrier(DataSource::Barcode, ZONE, None)
    };
    case.analysis.barcodes = vec![plain("UTO-L898902C3-1")];
    let found = case.found(barcode);
    assert_eq!((found.verdict, found.details[0].0.as_str()), (None, "barcode.holds"));
    case.analysis.barcodes = vec![plain("12345")];
    assert_eq!(case.found(barcode).details[0].0, "barcode.other");
}
