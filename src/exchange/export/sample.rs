//! A made-up examination of a made-up document, for the tests of the exchange.

use std::io::Cursor;
use std::sync::LazyLock;

use serde_json::json;

use crate::domain::findings::{Figure, *};
use crate::domain::*;
use crate::exchange::ReportPicture;

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse().unwrap())
}

fn capture(light: &str) -> PictureSum {
    Sha256::of(light.as_bytes()).into()
}

fn page() -> PageOf {
    PageOf { reference: "UTO-P-2019".parse().unwrap(), page: "data-page".parse().unwrap() }
}

fn person() -> Actor {
    Actor::Person("Nguyễn Thị Hồng Ánh".to_owned())
}

fn measured(quantity: Quantity, value: f64, unit: Unit, threshold: Threshold) -> Measurement {
    Measurement { quantity, value, unit, threshold, method: MethodVersion { name: "zone-structure".to_owned(), version: 1 } }
}

fn comparison(zone: &str, title: &str, area: RectMm, light: Light, value: f64, regions: Vec<DifferenceRegion>) -> ComparisonRecord {
    ComparisonRecord {
        capture: capture(light.code()),
        zone_title: title.to_owned(),
        area,
        comparison: ZoneComparison {
            page: page(),
            zone: zone.parse().unwrap(),
            light,
            reference_capture: Some(Sha256::of(b"reference")),
            outcome: if regions.is_empty() { Outcome::Agrees } else { Outcome::Differs },
            reason: None,
            measurements: vec![
                measured(Quantity::StructureAgreement, value, Unit::One, Threshold::AtLeast(0.80)),
                measured(Quantity::WeakestWindow, value - 0.2, Unit::One, Threshold::AtLeast(0.45)),
                measured(Quantity::ColourDifference, 12.0 * (1.0 - value), Unit::DeltaE, Threshold::AtMost(6.0)),
                measured(Quantity::Sampling, 402.3, Unit::Ppi, Threshold::None),
            ],
            regions,
        },
    }
}

fn observation(item: &str, section: &str, title: &str, verdict: Option<Verdict>, proposed: Option<Verdict>) -> ObservationRecord {
    ObservationRecord {
        first: None,
        revisions: Vec::new(),
        item_id: item.parse().unwrap(),
        exhibit: "1".to_owned(),
        section: section.to_owned(),
        title: title.to_owned(),
        question: format!("{title}: does it agree with the reference in form, place and colour?"),
        critical: item.ends_with("10"),
        answer: verdict.map(AnswerValue::Verdict),
        reason: (verdict == Some(Verdict::NotExamined)).then_some(NotExaminedReason::NotAvailable),
        remark: (verdict == Some(Verdict::DoesNotConform)).then(|| {
            "The fine lines of the background end at a straight edge around the portrait; under UV the luminous arms stop there too."
                .to_owned()
        }),
        proposal: proposed.map(|verdict| ProposalRecord {
            verdict: Some(verdict),
            code: if verdict == Verdict::Conforms { FindingCode::ZoneAgrees } else { FindingCode::ZoneDiffers },
            not_measured: None,
            measurements: comparison("portrait-edge", "", RectMm::new(0.0, 0.0, 1.0, 1.0), Light::Visible, 0.412, vec![])
                .comparison
                .measurements,
            reference: Some(page()),
            zones: vec![(Light::Visible, "portrait-edge".parse().unwrap())],
            details: vec![],
            state: ProposalState::Accepted,
            extra: UnknownKeys::new(),
        }),
        evidence: vec![],
        by: verdict.map(|_| person()),
        observed_at: verdict.map(|_| at("2026-03-02T10:12:00Z")),
        entered_at: verdict.map(|_| at("2026-03-02T10:14:00Z")),
        stage: Stage(2),
        extra: UnknownKeys::new(),
    }
}

fn made_on(light: Light) -> MadeOn {
    let zone = Some("portrait-edge".parse().unwrap());
    MadeOn { capture: CaptureId(uuid::Uuid::from_u128(7)), light, page: Some(page()), zone, document: MadeIn::Questioned }
}

/// A measurement of the examiner; without a value it has no scale, and was only attached.
fn measurement(number: u128, figure: crate::domain::Figure, points: &[(f64, f64)], mm: Option<f64>) -> MeasuredRecord {
    let from = Contributions { scale: 0.02, pixel: 0.01, repeat: 0.01 };
    let known = KnownLength { mm: 50.0, standard_mm: 0.02, basis: Basis::Given };
    let ends = [PointPx { x: 10.0, y: 10.0 }, PointPx { x: 797.4, y: 10.0 }];
    let scale = mm.map(|_| Calibration::from_two_points(ends[0], ends[1], known, 0.5, 1.0).unwrap());
    MeasuredRecord {
        capture: Some(capture("visible")),
        attached_to: vec!["TD3-PER-010".parse().unwrap()],
        only_attached: mm.is_none(),
        measured: Measured {
            id: MeasuredId(uuid::Uuid::from_u128(number)),
            figure,
            points: points.iter().map(|(x, y)| PointMm { x: *x, y: *y }).collect(),
            readings: vec![Reading {
                quantity: if mm.is_some() { Quantity::Distance } else { Quantity::Area },
                value: mm.map(|mm| QuantityValue::new(mm, Unit::Mm, from).unwrap()),
            }],
            calibration: scale,
            method: MethodVersion { name: figure.code().to_owned(), version: 1 },
            on: made_on(Light::Visible),
            by: person(),
            at: at("2026-03-02T11:02:00Z"),
            note: "Top of the first line to the edge of the portrait.".to_owned(),
        },
        extra: UnknownKeys::new(),
    }
}

fn mark() -> MarkRecord {
    MarkRecord {
        capture: Some(capture("uv-365")),
        attached_to: vec![],
        only_attached: false,
        mark: Mark {
            id: MarkId(uuid::Uuid::from_u128(9)),
            kind: MarkKind::Adhesive,
            shape: MarkShape::Box(RectMm::new(26.0, 33.0, 4.0, 12.0)),
            on: made_on(Light::Uv365),
            by: person(),
            at: at("2026-03-02T11:20:00Z"),
            note: "Glows along the edge.".to_owned(),
        },
        extra: UnknownKeys::new(),
    }
}

/// A rosette of lines as a picture; `altered` leaves a part of it blank.
fn rosette(size: [u32; 2], tint: [u8; 3], altered: bool) -> Vec<u8> {
    let image = image::RgbImage::from_fn(size[0], size[1], |x, y| {
        let (u, v) = (f64::from(x) - f64::from(size[0]) / 2.0, f64::from(y) - f64::from(size[1]) / 2.0);
        let wave = (u.hypot(v) * 0.55 + 3.0 * (v.atan2(u) * 12.0).sin()).sin().abs();
        let blank = altered && x > size[0] * 6 / 10 && y > size[1] * 5 / 10 && x < size[0] * 9 / 10 && y < size[1] * 8 / 10;
        let ink = if blank { 0.04 } else { (1.0 - wave).powi(2) };
        image::Rgb(tint.map(|tint| (246.0 - (246.0 - f64::from(tint)) * ink) as u8))
    });
    let mut png = Cursor::new(Vec::new());
    image.write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

pub(crate) fn pictures() -> Vec<ReportPicture> {
    PICTURES.clone()
}

static PICTURES: LazyLock<Vec<ReportPicture>> = LazyLock::new(|| {
    let picture =
        |name: &str, size, tint, altered| ReportPicture { name: format!("figures/{name}.png"), bytes: rosette(size, tint, altered) };
    vec![
        picture("01-portrait-edge-questioned", [560, 420], [40, 90, 110], true),
        picture("01-portrait-edge-reference", [560, 420], [40, 90, 110], false),
        picture("02-microtext-questioned", [900, 120], [120, 60, 40], true),
        picture("02-microtext-reference", [900, 120], [120, 60, 40], false),
        picture("03-overview", [700, 490], [70, 70, 120], false),
    ]
});

fn figure(title: &str, zone: &str, light: Light, area: RectMm, files: [usize; 2], regions: Vec<DifferenceRegion>) -> Figure {
    let picture = |index: usize, source: &str| {
        let picture = &PICTURES[index];
        FigurePicture { file: picture.name.clone(), sha256: Sha256::of(&picture.bytes), capture: Some(capture(source)) }
    };
    Figure {
        title: title.to_owned(),
        zone: Some(zone.parse().unwrap()),
        page: Some(page()),
        light,
        area: Some(area),
        questioned: picture(files[0], light.code()),
        reference: (files[1] != files[0]).then(|| picture(files[1], "reference")),
        regions,
        composed: None,
        captioned: false,
        extra: UnknownKeys::new(),
    }
}

#[expect(clippy::too_many_lines, reason = "one literal record")]
pub(crate) fn findings() -> Findings {
    let portrait = RectMm::new(4.0, 20.0, 40.0, 30.0);
    let micro = RectMm::new(20.0, 60.0, 60.0, 8.0);
    let region = |x, y, width, height, kind, strength| DifferenceRegion::new(RectMm::new(x, y, width, height), kind, strength);
    let regions =
        vec![region(27.0, 34.0, 14.0, 11.0, DifferenceKind::Missing, 0.91), region(6.0, 21.5, 5.0, 4.0, DifferenceKind::Colour, 0.42)];
    let micro_regions = vec![region(56.0, 64.0, 18.0, 2.4, DifferenceKind::Missing, 0.77)];
    let mut observations = vec![
        observation("TD3-SUB-010", "Substrate", "UV brightness of the page", Some(Verdict::Conforms), Some(Verdict::Conforms)),
        observation("TD3-SUB-020", "Substrate", "Watermark", Some(Verdict::NotExamined), None),
        observation("TD3-PRT-010", "Printing", "Background print", Some(Verdict::Conforms), Some(Verdict::Conforms)),
        observation("TD3-PER-010", "Personalisation", "Edge of the portrait", Some(Verdict::DoesNotConform), Some(Verdict::DoesNotConform)),
        observation("TD3-PER-020", "Personalisation", "Type of the personal data", Some(Verdict::Inconclusive), None),
        observation("TD3-MRZ-010", "Machine-readable zone", "Check digits", Some(Verdict::Conforms), Some(Verdict::Conforms)),
        observation("TD3-CHP-010", "Chip", "Contactless chip", Some(Verdict::NotApplicable), None),
        observation("TD3-REC-010", "Records", "Record of the issuer", None, None),
    ];
    observations[4].remark = Some("The capture is too coarse to tell laser engraving from toner.".to_owned());
    Findings {
        format: FindingsFormat::V1,
        id: FindingsId(uuid::Uuid::from_u128(0x0195_5a00_0000_7000_8000_0000_0000_0001)),
        version: 1,
        status: Status::TechnicalReview,
        marking: Marking::Amber,
        created_at: at("2026-03-03T15:04:05Z"),
        title: "Document examination report".to_owned(),
        lab: Laboratory {
            accreditation: None,
            statement: None,
            name: Stated::Given("Document Laboratory of Utopia, ห้องปฏิบัติการเอกสาร".to_owned()),
            address: Stated::Given("7 Harbour Road, Amaurot, Utopia".to_owned()),
            location_of_work: Stated::not_given(NotGivenReason::AtLaboratory),
        },
        report_id: "UTO-LAB-2026-0042".to_owned(),
        customer: Stated::Given("Пограничная служба Утопии, Élodie Vásquez-Łukaszewicz, مكتب الحدود".to_owned()),
        request: Request {
            number: Stated::Given("BG/2026/118".to_owned()),
            question: Stated::Given("Was the portrait on the data page of the passport the one originally issued?".to_owned()),
        },
        information: vec![InformationReceived {
            text: "The holder travelled with three companions.".to_owned(),
            from: Stated::Given("Border officer".to_owned()),
            at: Stated::Given(at("2026-03-02T16:00:00Z")),
            stage: Stage(4),
        }],
        method: MethodUsed {
            checklist: ChecklistUsed {
                id: "passport-td3-lab".parse().unwrap(),
                version: "1.0.0".to_owned(),
                sha256: Sha256::of(b"checklist"),
                title: "Laboratory: passport booklet (TD3)".to_owned(),
                status: "draft-for-agreement".to_owned(),
            },
            program: Program { name: "Guilloche".to_owned(), version: "0.1.0".to_owned() },
            procedures: vec!["LAB-P-07 Comparison of security print".to_owned()],
        },
        items: vec![ItemExamined {
            exhibit: "1".to_owned(),
            description: "Passport booklet in the name of 张伟 (ZHANG WEI), สมชาย ใจดี on page 3".to_owned(),
            kind: Some(DocumentKind::Td3Passport),
            document_number: Stated::Given("L89890276".to_owned()),
            condition: Stated::Given("Worn; cover loose at the spine, data page flat and clean.".to_owned()),
            seal: Stated::Given("Seal 00417, unbroken on receipt".to_owned()),
            captures: vec![capture("visible"), capture("uv-365")],
            extra: UnknownKeys::new(),
        }],
        received_on: Stated::Given("2026-03-01".parse().unwrap()),
        examined_from: Stated::Given("2026-03-02".parse().unwrap()),
        examined_to: Stated::Given("2026-03-03".parse().unwrap()),
        issued_on: Stated::not_given(NotGivenReason::NotIssued),
        selection: Stated::not_given(NotGivenReason::EveryItem),
        statement: FixedStatement::ItemsExaminedOnly,
        images: [Light::Visible, Light::Uv365]
            .map(|light| ImageRecord {
                sha256: Sha256::of(light.code().as_bytes()),
                file_name: format!("q03.data-page.{light}.jpg"),
                file_page: None,
                exhibit: "1".to_owned(),
                light,
                page: Some(page()),
                ppi: Resolution::square(400.0),
                resolution_source: Basis::File,
                size_px: [2067, 1480],
                bytes: Some(1_204_512),
                received_at: Some(at("2026-03-01T08:30:00Z")),
                extra: UnknownKeys::new(),
            })
            .to_vec(),
        reference: vec![ReferenceUsed {
            id: "UTO-P-2019".parse().unwrap(),
            title: "Utopia · Passport (TD3) · 2019 series".to_owned(),
            page: "data-page".parse().unwrap(),
            captures: [(Light::Visible, Sha256::of(b"reference")), (Light::Uv365, Sha256::of(b"reference-uv"))].into(),
            source: "Specimen set of the issuer".to_owned(),
            verified_by: Some("Utopia Passport Office".to_owned()),
            extra: UnknownKeys::new(),
        }],
        registration: vec![RegistrationRecord {
            capture: capture("visible"),
            page: page(),
            reference_capture: Some(Sha256::of(b"reference")),
            outcome: RegistrationOutcome::Registered {
                page_from_capture: PageFromCapture(Homography::page_from_picture(Resolution::square(400.0).unwrap())),
                inliers: 412,
                residual_mm: 0.041,
                coverage: 0.97,
                sampling_ppi: 402.3,
                by_hand: None,
            },
        }],
        comparisons: vec![
            comparison("portrait-edge", "Edge of the portrait", portrait, Light::Visible, 0.412, regions.clone()),
            comparison("microtext", "Microtext under the name", micro, Light::Visible, 0.633, micro_regions.clone()),
            comparison("uv-arms", "Luminous arms", RectMm::new(60.0, 20.0, 30.0, 30.0), Light::Uv365, 0.934, vec![]),
        ],
        observations,
        measurements: vec![
            measurement(1, crate::domain::Figure::Distance, &[(20.0, 60.4), (56.3, 60.4)], Some(36.31)),
            measurement(2, crate::domain::Figure::Area, &[(27.0, 34.0), (41.0, 34.0), (41.0, 45.0)], None),
        ],
        marks: vec![mark()],
        machine_data: MachineData {
            mrz: Some(json!({
                "format": "TD3",
                "lines": ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
                "fields": { "number": "L898902C3", "name": "ERIKSSON<<ANNA<MARIA", "surname": "ERIKSSON", "given": "ANNA MARIA" },
                "checks": [{ "name": "document", "kind": "digit", "ok": true }, { "name": "birth-date", "kind": "content", "ok": true },
                    { "name": "composite", "kind": "digit", "ok": false, "expected": "3", "found": "0" }],
            })),
            carriers: Vec::new(),
            chip: None,
            matrix: None,
            extra: UnknownKeys::new(),
        },
        figures: vec![
            figure("Edge of the portrait", "portrait-edge", Light::Visible, portrait, [0, 1], regions),
            figure("Microtext under the name", "microtext", Light::Visible, micro, [2, 3], micro_regions),
            figure("Data page as received", "page", Light::Uv365, RectMm::new(0.0, 0.0, 125.0, 88.0), [4, 4], vec![]),
        ],
        stages: Vec::new(),
        deviations: vec![Deviation { item: None, remark: "The booklet was not opened at the stitching, at the customer's wish.".to_owned() }],
        not_examined: vec![
            NotExamined {
                item_id: "TD3-SUB-020".parse().unwrap(),
                title: "Watermark".to_owned(),
                reason: Some(NotExaminedReason::NotAvailable),
                critical: false,
            },
            NotExamined { item_id: "TD3-REC-010".parse().unwrap(), title: "Record of the issuer".to_owned(), reason: None, critical: true },
        ],
        limitations: vec![
            Limitation::ImagesOnly,
            Limitation::NoCapture { light: Light::Transmitted },
            Limitation::LowResolution { capture: capture("uv-365"), ppi: 301.7, needed_ppi: 385.0 },
            Limitation::CriticalNotExamined { count: 1 },
            Limitation::Specimen,
        ],
        suggestion: Some(Suggestion {
            level: ConclusionLevel::Indications,
            before_ceiling: None,
            rule: SuggestionRule::SingleNonConformity,
            fired: vec![SuggestionRule::SingleNonConformity],
            codes: vec![FraudCode::ForgedPhoto],
            items_for: vec!["TD3-PER-010".parse().unwrap()],
            items_against: vec!["TD3-SUB-010".parse().unwrap(), "TD3-PRT-010".parse().unwrap()],
            items_missing: vec!["TD3-REC-010".parse().unwrap()],
        }),
        scale: Scale::Operational.into(),
        conclusion: Some(Conclusion {
            scale: Scale::Operational,
            level: ConclusionLevel::Indications,
            codes: vec![FraudCode::ForgedPhoto],
            reasons: "The background print stops at a straight edge around the portrait, in visible light and under UV. Damage does not explain it.".to_owned(),
            departs_because: None,
            by: person(),
            at: at("2026-03-03T14:00:00Z"),
        }),
        review: vec![ReviewRecord {
            level: None,
            items: Vec::new(),
            decision: None,
            kind: ReviewKind::Verification,
            by: Actor::Person("Bùi Quang Đức".to_owned()),
            at: at("2026-03-03T15:00:00Z"),
            agrees: true,
            remark: None,
        }],
        authorised_by: Stated::not_given(NotGivenReason::NotAuthorised),
        external_results: vec![],
        custody: vec![CustodyRecord {
            exhibit: "1".to_owned(),
            event: "received".to_owned(),
            by: Actor::Person("Reception desk".to_owned()),
            at: at("2026-03-01T08:30:00Z"),
            seal: Some("00417".to_owned()),
        }],
        amends: None,
        log_head: Some(LogHead { seq: 87, hash: Sha256::of(b"log") }),
        integrity: None,
        extra: UnknownKeys::new(),
    }
}
