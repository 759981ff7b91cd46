//! A backend that keeps everything in memory, so that a test of the desktop waits for nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use guilloche::app::carriers::KnownData;
use guilloche::app::measuring::NewMeasured;
use guilloche::app::pipeline::landmarks::{HandRequest, judge, snap_pair};
use guilloche::app::workspace::{CaseStanding, NewMark, StepName, write_marks};
use guilloche::app::{Problem, Watch};
use guilloche::domain::*;
use guilloche::gui::{
    Answer, Backend, CaseLine, DeskView, Dialogs, Exported, LibraryLine, MrzCheck, MrzShown, OpenCase, ReferencePicture, Step, StepLine,
};
use guilloche::imaging::{Landmark, PatchMatch, PatchSearch, PixelRect, Snapped};
use image::{Rgb, RgbImage};
use uuid::Uuid;

pub(super) const WIDTH_PX: u32 = 1476;
pub(super) const HEIGHT_PX: u32 = 1039;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn at() -> Timestamp {
    Timestamp("2026-03-01T09:30:00Z".parse().unwrap())
}

fn name<T: TryFrom<String>>(text: &str) -> T
where
    T::Error: std::fmt::Debug,
{
    T::try_from(text.to_owned()).unwrap()
}

fn sum(light: Light) -> Sha256 {
    Sha256::of(light.code().as_bytes())
}

/// Name, title, area, content, role, light.
type Drawn = (&'static str, &'static str, [f64; 4], Content, ZoneRole, Light);

/// The zones of the page.
const ZONES: [Drawn; 7] = [
    ("emblem", "State emblem", [6.0, 5.0, 16.0, 16.0], Content::Fixed, ZoneRole::Emblem, Light::Visible),
    ("heading", "Heading", [28.0, 5.0, 70.0, 9.0], Content::Fixed, ZoneRole::FixedText, Light::Visible),
    ("background", "Guilloche background", [46.0, 20.0, 70.0, 40.0], Content::Fixed, ZoneRole::Background, Light::Visible),
    ("portrait", "Portrait", [6.0, 24.0, 32.0, 40.0], Content::Personal, ZoneRole::Portrait, Light::Visible),
    ("number", "Document number", [92.0, 14.0, 26.0, 5.0], Content::Serial, ZoneRole::Number, Light::Visible),
    ("mrz", "Machine-readable zone", [3.0, 70.0, 119.0, 14.0], Content::Personal, ZoneRole::Mrz, Light::Visible),
    ("uv-arms", "Luminous arms", [50.0, 26.0, 40.0, 32.0], Content::Fixed, ZoneRole::UvDesign, Light::Uv365),
];

fn reference() -> Reference {
    let zones = ZONES
        .iter()
        .map(|(zone, title, area, content, role, light)| Zone {
            id: name(zone),
            title: (*title).to_owned(),
            area: (*area).into(),
            content: *content,
            role: *role,
            field: (*zone == "number").then_some(DataField::Number),
            lights: vec![*light],
        })
        .collect();
    let capture =
        |light: Light| ReferenceCapture { file: format!("data-page.{light}.jpg"), sha256: None, resolution: Resolution::square(300.0) };
    Reference {
        id: name("UTO-P-2019"),
        issuer: Issuer { code: IssuerCode::new("UTO").unwrap(), name: "Utopia".to_owned() },
        kind: DocumentKind::Td3Passport,
        series: "2019 series".to_owned(),
        document_code: "P<".to_owned(),
        issued: IssuePeriod { from: "2019-03-01".parse().unwrap(), to: None },
        substrate: Substrate::Paper,
        number_format: Some("A99999999".to_owned()),
        specimen: true,
        provenance: Provenance { source: "Drawn for a test".to_owned(), verified_by: Some("The librarian".to_owned()), sharing: None },
        pages: vec![Page {
            id: name("data-page"),
            title: "Data page".to_owned(),
            side: Side::Front,
            size: SizeMm { width: 125.0, height: 88.0 },
            captures: BTreeMap::from([(Light::Visible, capture(Light::Visible)), (Light::Uv365, capture(Light::Uv365))]),
            zones,
        }],
        features: vec![Feature {
            id: name("uv-arms"),
            kind: FeatureKind::UvDesign,
            title: "Luminous arms".to_owned(),
            zone: Some(name("uv-arms")),
            level: Level::Two,
            lights: vec![Light::Uv365],
            how: "Under a 365 nm lamp, in the dark.".to_owned(),
            genuine: "The arms glow green, evenly and with sharp edges.".to_owned(),
        }],
        known_forgeries: vec![KnownForgery {
            kind: FraudCode::ForgedPhoto,
            note: "The ghost portrait is not exchanged with the portrait.".to_owned(),
        }],
    }
}

/// Draws a page that looks a little like a passport; the questioned one has another emblem and no luminous arms.
fn draw(light: Light, questioned: bool) -> RgbImage {
    let per_mm = f64::from(WIDTH_PX) / 125.0;
    RgbImage::from_fn(WIDTH_PX, HEIGHT_PX, |px, py| {
        let (x, y) = (f64::from(px) / per_mm, f64::from(py) / per_mm);
        let inside = |area: &[f64; 4]| RectMm::from(*area).contains(PointMm { x, y });
        if light == Light::Uv365 {
            let arms = &ZONES[6].2;
            let glow = !questioned && inside(arms) && ((x - 70.0).powi(2) + (y - 42.0).powi(2)).sqrt() % 5.0 < 2.4;
            let fibre = ((x * 3.1).sin() * 7.0 + y).rem_euclid(23.0) < 0.25;
            return Rgb(if glow {
                [60, 200, 90]
            } else if fibre {
                [90, 110, 220]
            } else {
                [18, 16, 34]
            });
        }
        let wave = ((x * 1.9 + (y * 0.7).sin() * 3.0).sin() * (y * 2.1 + (x * 0.5).cos() * 2.0).cos()).abs() < 0.12;
        let mut colour = if wave { [150, 176, 168] } else { [236, 232, 220] };
        if inside(&ZONES[0].2) {
            let (dx, dy) = (x - 14.0, y - 13.0);
            let (radius, angle) = ((dx * dx + dy * dy).sqrt(), dy.atan2(dx));
            let points = if questioned { 5.0 } else { 7.0 };
            if radius < 5.0 + 2.2 * (angle * points).cos() {
                colour = [140, 40, 50];
            }
        }
        if inside(&ZONES[1].2) && (x * 2.0).rem_euclid(5.0) < 3.4 && (y - 6.0).rem_euclid(5.0) < 2.6 {
            colour = [40, 60, 110];
        }
        if inside(&ZONES[3].2) {
            let face = ((x - 22.0).powi(2) / 70.0 + (y - 42.0).powi(2) / 120.0) < 1.0;
            colour = if face { [214, 180, 158] } else { [188, 196, 204] };
        }
        let text = |top: f64| {
            (top..top + 2.4).contains(&y) && (44.0..108.0).contains(&x) && (x * 1.7 + top).sin() > -0.2 && (x * 5.0).sin() > -0.5
        };
        if [24.0, 32.0, 40.0, 48.0, 56.0].into_iter().any(text) {
            colour = [30, 30, 34];
        }
        if inside(&ZONES[5].2)
            && ((72.0..75.2).contains(&y) || (78.4..81.6).contains(&y))
            && (x * 2.47).rem_euclid(std::f64::consts::TAU).sin() > -0.3
        {
            colour = [24, 24, 26];
        }
        Rgb(colour)
    })
}

struct State {
    examination: Examination,
    exists: bool,
    mrz: MrzShown,
    drafts: BTreeMap<CaptureId, LandmarkDraft>,
    undo: Vec<(Edit, String)>,
    redo: Vec<(Edit, String)>,
}

/// A backend in memory with one case.
pub(super) struct Trial {
    checklist: Arc<Checklist>,
    library: Arc<BTreeMap<ReferenceId, Reference>>,
    state: Mutex<State>,
    /// Lines per inch and angle in degrees of the dot screen that the questioned is printed with.
    screen: Option<(f64, f64)>,
    comparing: Arc<Comparing>,
}

/// How often the difference was asked for, and whether it takes its time.
#[derive(Default)]
pub(super) struct Comparing {
    pub(super) compared: AtomicUsize,
    pub(super) cancelled: AtomicUsize,
    pub(super) slow: AtomicBool,
}

/// Prints a picture of a page in dots.
fn print_in_dots(picture: &mut RgbImage, (lpi, angle_deg): (f64, f64)) {
    let per_px = std::f64::consts::TAU * lpi * 125.0 / 25.4 / f64::from(WIDTH_PX);
    let lines = |x: f64, y: f64, angle: f64| (per_px * (x * angle.to_radians().sin() + y * angle.to_radians().cos())).cos();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (x, y) = (f64::from(x), f64::from(y));
        let dots = lines(x, y, angle_deg) + lines(x, y, angle_deg + 90.0);
        pixel.0 = pixel.0.map(|level| (f64::from(level) * (0.85 - 0.075 * dots)) as u8);
    }
}

impl Trial {
    /// A backend whose case is there already if `exists`.
    pub(super) fn new(exists: bool) -> Self {
        let text = include_str!("../../../assets/checklists/image-only-remote.toml");
        let reference = reference();
        let state = State {
            examination: examination(),
            exists,
            mrz: MrzShown::default(),
            drafts: BTreeMap::new(),
            undo: Vec::new(),
            redo: Vec::new(),
        };
        Self {
            checklist: Arc::new(toml::from_str(text).unwrap()),
            library: Arc::new(BTreeMap::from([(reference.id.clone(), reference)])),
            state: Mutex::new(state),
            screen: None,
            comparing: Arc::default(),
        }
    }

    /// The same with a questioned document that is printed in dots.
    pub(super) fn in_dots(self, lpi: f64, angle_deg: f64) -> Self {
        Self { screen: Some((lpi, angle_deg)), ..self }
    }

    /// What is known of the difference while it is worked out.
    pub(super) fn comparing(&self) -> Arc<Comparing> {
        Arc::clone(&self.comparing)
    }

    /// The same, where the program found no place for any capture.
    pub(super) fn unregistered(self) -> Self {
        let mut state = self.state.lock().unwrap();
        state.examination.analysis.placements.clear();
        state.examination.analysis.comparisons.clear();
        drop(state);
        self
    }

    /// The same, of which findings have been issued.
    pub(super) fn freeze(&self) {
        self.state.lock().unwrap().examination.frozen = true;
    }

    /// The landmarks that are kept beside the case.
    pub(super) fn drafts(&self) -> Vec<LandmarkDraft> {
        self.state.lock().unwrap().drafts.values().cloned().collect()
    }

    pub(super) fn examination(&self) -> Examination {
        self.state.lock().unwrap().examination.clone()
    }

    fn shown(&self, state: &State) -> OpenCase {
        let exhibit = exhibit();
        let reference = self.library.values().next();
        let circumstances = reference.map(|reference| Circumstances::of(reference, exhibit.captures.iter().map(|capture| capture.light)));
        let circumstances = circumstances.unwrap_or_default();
        let items: Vec<ItemStanding> = self
            .checklist
            .items
            .iter()
            .map(|item| ItemStanding {
                item: item.id.clone(),
                group: item.section.to_string(),
                critical: item.critical,
                verdict: state.examination.observations.get(&item.id).and_then(|observation| observation.value.verdict()),
                suggests: Vec::new(),
                is_issuer: false,
            })
            .collect();
        let suggestion = suggest(&Standing {
            items: &items,
            reference_is_adequate: true,
            physical: false,
            stolen_blank_record: false,
            ceiling: &self.checklist.meta.conclusion_ceiling,
        });
        OpenCase {
            case: case(),
            exhibit: exhibit.id,
            examination: state.examination.clone(),
            applicability: self.checklist.items.iter().map(|item| (item.id.clone(), applies(item, &circumstances))).collect(),
            checklist: Arc::clone(&self.checklist),
            library: Arc::clone(&self.library),
            suggestion: Some(suggestion),
            mrz: state.mrz.clone(),
            standing: Arc::new(standing()),
            matrix: Arc::new(KnownData::of(&state.examination, reference).matrix()),
            history: {
                let line = |title: &String, stands| StepLine { title: title.clone(), at: at(), stands };
                let standing = state.undo.iter().map(|(_, title)| line(title, true));
                standing.chain(state.redo.iter().rev().map(|(_, title)| line(title, false))).collect()
            },
            drafts: state.drafts.values().cloned().collect(),
            can_undo: !state.undo.is_empty(),
            can_redo: !state.redo.is_empty(),
        }
    }
}

fn exhibit() -> Exhibit {
    let capture = |number: u128, light: Light| Capture {
        id: CaptureId(id(number)),
        sha256: sum(light),
        file_page: 0,
        length: 400_000,
        file_name: format!("q02-emblem.data-page.{light}.jpg"),
        taken_in_at: at(),
        light,
        light_basis: Basis::File,
        page: Some(name("data-page")),
        width_px: WIDTH_PX,
        height_px: HEIGHT_PX,
        resolution: Resolution::square(300.0),
        resolution_basis: Basis::File,
    };
    Exhibit {
        id: ExhibitId(id(2)),
        mark: "1".to_owned(),
        description: "Passport, data page".to_owned(),
        kind: Some(DocumentKind::Td3Passport),
        condition: None,
        custody: Vec::new(),
        captures: vec![capture(10, Light::Visible), capture(11, Light::Uv365)],
    }
}

fn case() -> Case {
    let received = Case::received(CaseId(id(1)), "SAMPLE-1", "Sample: a passport to try the program on", at());
    Case { status: CaseStatus::InExamination, exhibits: vec![exhibit()], ..received }
}

/// One person alone, who may do everything.
fn standing() -> CaseStanding {
    CaseStanding {
        me: Person { account: None, name: "Examiner".to_owned() },
        may: Act::ALL.to_vec(),
        offered: Vec::new(),
        reviews: Vec::new(),
        rules: LaboratoryRules::default(),
        origin: None,
        blind: false,
        issued: 0,
    }
}

fn measurement(quantity: Quantity, value: f64, unit: Unit, threshold: Threshold) -> Measurement {
    Measurement { quantity, value, unit, threshold, method: MethodVersion { name: "zone-structure".to_owned(), version: 1 } }
}

/// The page a little turned on the capture, with its head at the right, and some places that agree.
fn sight() -> Sight {
    let (right, bottom) = (f64::from(WIDTH_PX), f64::from(HEIGHT_PX));
    let at = |x: f64, y: f64| PointPx { x: x * right, y: y * bottom };
    Sight {
        capture: CaptureId(id(10)),
        corners: [at(0.95, 0.06), at(0.92, 0.95), at(0.05, 0.92), at(0.08, 0.04)],
        places: (0..40).map(|place| at(0.15 + 0.1 * f64::from(place % 8), 0.2 + 0.14 * f64::from(place / 8))).collect(),
    }
}

fn examination() -> Examination {
    let page = PageOf { reference: name("UTO-P-2019"), page: name("data-page") };
    let map = PageFromCapture(Homography::page_from_picture(Resolution::square(f64::from(WIDTH_PX) * 25.4 / 125.0).unwrap()));
    let placement = |number: u128, carried_over| Placement {
        capture: CaptureId(id(number)),
        page: page.clone(),
        page_from_capture: map,
        residual_mm: 0.06,
        inliers: 812,
        coverage: 0.98,
        sampling_ppi: 300.0,
        carried_over,
        how: PlacedBy::Program,
    };
    let compare = |zone: &str, light, outcome, agreement: f64| ZoneComparison {
        page: page.clone(),
        zone: name(zone),
        light,
        reference_capture: None,
        outcome,
        reason: None,
        measurements: vec![
            measurement(Quantity::StructureAgreement, agreement, Unit::One, Threshold::AtLeast(0.7)),
            measurement(Quantity::ColourDifference, 2.4, Unit::DeltaE, Threshold::AtMost(12.0)),
        ],
        regions: Vec::new(),
    };
    let propose = |item: &str, verdict, code, zones: &[(Light, &str)]| Proposal {
        item: name(item),
        verdict: Some(verdict),
        code,
        not_measured: None,
        measurements: Vec::new(),
        zones: zones.iter().map(|(light, zone)| (*light, name(zone))).collect(),
        details: Vec::new(),
        state: ProposalState::Waiting,
    };
    let proposals = [
        propose(
            "IMG-LAY-030",
            Verdict::DoesNotConform,
            FindingCode::ZoneDiffers,
            &[(Light::Visible, "heading"), (Light::Visible, "emblem")],
        ),
        propose("IMG-LAY-040", Verdict::Conforms, FindingCode::ZoneAgrees, &[(Light::Visible, "background")]),
        propose("IMG-LAY-050", Verdict::DoesNotConform, FindingCode::UvDiffers, &[(Light::Uv365, "uv-arms")]),
    ];
    Examination {
        id: ExaminationId(id(3)),
        case: CaseId(id(1)),
        exhibit: ExhibitId(id(2)),
        begun_at: at(),
        checklist: ChecklistVersion { id: name("image-only-remote"), version: "1.0.0".to_owned(), sha256: Sha256::of(b"") },
        reference: None,
        mrz_text: String::new(),
        analysis: Analysis {
            candidates: vec![ReferenceCandidate {
                page: page.clone(),
                score: 0.91,
                inliers: 812,
                residual_mm: Some(0.06),
                sight: Some(Box::new(sight())),
            }],
            known: true,
            placements: vec![placement(10, false), placement(11, true)],
            comparisons: vec![
                compare("emblem", Light::Visible, Outcome::Differs, 0.31),
                compare("heading", Light::Visible, Outcome::Agrees, 0.93),
                compare("background", Light::Visible, Outcome::Agrees, 0.88),
                compare("uv-arms", Light::Uv365, Outcome::Differs, 0.04),
            ],
            set_aside: Vec::new(),
            machine_zones: vec![machine_zone()],
            barcodes: vec![seal()],
            visual_fields: vec![VisualField {
                zone: name("number"),
                field: DataField::Number,
                capture: CaptureId(id(10)),
                text: "L898902C8".to_owned(),
                confidence: 0.97,
                doubtful: false,
                not_read: None,
                method: MethodVersion { name: "print-picture".to_owned(), version: 1 },
            }],
        },
        proposals: proposals.into_iter().map(|proposal| (proposal.item.clone(), proposal)).collect(),
        observations: BTreeMap::new(),
        evidence: BTreeMap::new(),
        marks: Vec::new(),
        measurements: Vec::new(),
        calibrations: BTreeMap::new(),
        visual_texts: BTreeMap::new(),
        chip: Some(chip()),
        adjustments: BTreeMap::new(),
        unmasking: Unmasking::default(),
        examiner: None,
        conclusion: None,
        frozen: false,
    }
}

fn observation(value: AnswerValue, reason: Option<NotExaminedReason>, remark: String, from_proposal: bool) -> Box<Observation> {
    Box::new(Observation {
        value,
        not_examined: reason,
        remark,
        evidence: Vec::new(),
        from_proposal,
        by: Actor::Person("E. Examiner".to_owned()),
        observed_at: at(),
        entered_at: at(),
    })
}

fn resolution() -> Resolution {
    Resolution::square(f64::from(WIDTH_PX) * 25.4 / 125.0).unwrap()
}

/// What landmarks come to, without measuring anything.
fn placed(request: &HandRequest) -> Edit {
    let fit = judge(&request.pairs, request.model, resolution(), [WIDTH_PX, HEIGHT_PX], [WIDTH_PX, HEIGHT_PX]).unwrap();
    assert_eq!(fit.refused, None);
    let page_from_reference = PageFromCapture(Homography::page_from_picture(resolution()));
    let pairs = request.pairs.iter().zip(&fit.fit.misses).map(|(pair, miss)| PlacedLandmark {
        questioned: pair.questioned,
        page: page_from_reference.page(pair.reference),
        residual_mm: miss.mm,
        residual_px: miss.px,
        left_out_mm: None,
    });
    let made = HandRegistration {
        model: request.model,
        light: request.light,
        pairs: pairs.collect(),
        by: Actor::Person("E. Examiner".to_owned()),
        at: at(),
    };
    let placement = Placement {
        capture: request.capture,
        page: request.page.clone(),
        page_from_capture: PageFromCapture(page_from_reference.0.after(&fit.fit.reference_from_questioned)),
        residual_mm: fit.fit.rms.unwrap().mm,
        inliers: u32::try_from(request.pairs.len()).unwrap(),
        coverage: 1.0,
        sampling_ppi: 300.0,
        carried_over: false,
        how: PlacedBy::Landmarks(Box::new(made)),
    };
    Edit::SetPlacement { capture: request.capture, placement: Some(Box::new(placement)), place: None }
}

fn examiner() -> Actor {
    Actor::Person("E. Examiner".to_owned())
}

/// An identity after all others.
fn next_id(examination: &Examination) -> Uuid {
    let marks = examination.marks.iter().map(|mark| mark.id.0);
    let last = marks.chain(examination.measurements.iter().map(|measured| measured.id.0)).max();
    id(last.map_or(1000, |last| last.as_u128() + 1))
}

fn edit_of(examination: &Examination, step: &Step) -> Edit {
    match step {
        Step::Answer(item, answer) => {
            let answer = match answer {
                Answer::Verdict { verdict, reason, remark } => {
                    Some(observation(AnswerValue::Verdict(*verdict), *reason, remark.clone(), false))
                }
                Answer::Measured { value, verdict, remark } => {
                    Some(observation(AnswerValue::Measured { value: *value, verdict: *verdict }, None, remark.clone(), false))
                }
                Answer::Choice(text) => Some(observation(AnswerValue::Choice(text.clone()), None, String::new(), false)),
                Answer::Text(text) => Some(observation(AnswerValue::Text(text.clone()), None, String::new(), false)),
                Answer::Clear => None,
            };
            Edit::SetAnswer { item: item.clone(), answer }
        }
        Step::Accept(item) => {
            let proposal = &examination.proposals[item];
            let verdict = AnswerValue::Verdict(proposal.verdict.unwrap());
            Edit::Together(vec![
                Edit::SetAnswer { item: item.clone(), answer: Some(observation(verdict, None, proposal.code.title().to_owned(), true)) },
                Edit::SetProposalState { item: item.clone(), state: ProposalState::Accepted },
            ])
        }
        Step::Overrule(item) => Edit::SetProposalState { item: item.clone(), state: ProposalState::Overruled },
        Step::Attach(item, evidence) => {
            let mut attached = examination.evidence.get(item).cloned().unwrap_or_default();
            attached.push(Evidence::clone(evidence));
            Edit::SetEvidence { item: item.clone(), evidence: attached }
        }
        Step::Detach(item, place) => {
            let mut attached = examination.evidence[item].clone();
            attached.remove(*place);
            Edit::SetEvidence { item: item.clone(), evidence: attached }
        }
        Step::Adjust(pictures) => Edit::Together(
            pictures.iter().map(|(picture, recipe)| Edit::SetAdjustment { picture: *picture, recipe: recipe.clone() }).collect(),
        ),
        Step::ChooseReference(reference) => Edit::SetReference(reference.clone().map(|reference| ChosenReference {
            reference,
            by: Actor::Person("E. Examiner".to_owned()),
            at: at(),
        })),
        Step::RegisterByHand(request) => placed(request),
        Step::RegisterByProgram(capture) => Edit::SetPlacement { capture: *capture, placement: None, place: None },
        Step::TypeMrz(text) => Edit::SetMrzText(text.clone()),
        Step::ConfirmFields(texts) => {
            Edit::Together(texts.iter().map(|(zone, text)| Edit::SetVisualText { zone: zone.clone(), text: Some(text.clone()) }).collect())
        }
        Step::ClearField(zone) => Edit::SetVisualText { zone: zone.clone(), text: None },
        Step::AddChip(_) => Edit::SetChip(Some(Box::new(chip()))),
        Step::RemoveChip => Edit::SetChip(None),
        Step::Trust(..) => Edit::Together(Vec::new()),
        Step::Mark(mark) => {
            let mark = NewMark::clone(mark).signed(MarkId(next_id(examination)), examiner(), at());
            Edit::SetMark { id: mark.id, mark: Some(Box::new(mark)) }
        }
        Step::ChangeMark(id, kind, note) => {
            let mark = examination.marks.iter().find(|mark| mark.id == *id).unwrap().clone();
            Edit::SetMark { id: *id, mark: Some(Box::new(Mark { kind: *kind, note: note.clone(), ..mark })) }
        }
        Step::MoveMark(id, shape, zone) => Edit::MoveMark { id: *id, shape: MarkShape::clone(shape), zone: zone.clone() },
        Step::RewordMark(id, text) => Edit::RewordMark { id: *id, text: text.clone() },
        Step::MoveMeasured(id, to) => Edit::MoveMeasured { id: *id, to: to.clone() },
        Step::RemoveMark(id) => Edit::SetMark { id: *id, mark: None },
        Step::Measure(measured) => {
            let measured = NewMeasured::clone(measured).signed(MeasuredId(next_id(examination)), examiner(), at());
            Edit::SetMeasured { id: measured.id, measured: Some(Box::new(measured)) }
        }
        Step::NoteMeasured(id, note) => {
            let measured = examination.measurements.iter().find(|measured| measured.id == *id).unwrap().clone();
            Edit::SetMeasured { id: *id, measured: Some(Box::new(Measured { note: note.clone(), ..measured })) }
        }
        Step::RemoveMeasured(id) => Edit::SetMeasured { id: *id, measured: None },
        Step::Calibrate(capture, calibration) => Edit::SetCalibration { capture: *capture, calibration: calibration.clone() },
        Step::Conclude(draft) => Edit::SetConclusion(Some(Box::new(Conclusion {
            scale: Scale::Operational,
            level: draft.level,
            codes: draft.codes.clone(),
            reasons: draft.reasons.clone(),
            departs_because: draft.departs_because.clone(),
            by: Actor::Person("E. Examiner".to_owned()),
            at: at(),
        }))),
        Step::WithdrawConclusion => Edit::SetConclusion(None),
        Step::Undo | Step::Redo | Step::Life(_) => unreachable!(),
    }
}

impl Backend for Trial {
    fn desk(&self) -> Result<DeskView, Problem> {
        let state = self.state.lock().unwrap();
        let line = |number: &str, title: &str, status, day: &str, id_number| CaseLine {
            id: CaseId(id(id_number)),
            number: number.to_owned(),
            title: title.to_owned(),
            status,
            received_at: Timestamp(format!("{day}T09:30:00Z").parse().unwrap()),
            captures: 2,
        };
        let cases = vec![
            line("SAMPLE-1", "Sample: a passport to try the program on", CaseStatus::InExamination, "2026-03-01", 1),
            line(
                "2026-0002",
                "Two identity cards from one parcel, received from the post customs office",
                CaseStatus::Received,
                "2026-02-27",
                20,
            ),
            line("2026-0001", "Residence permit, refused at the north crossing", CaseStatus::Submitted, "2026-02-11", 21),
        ];
        let library =
            [("UTO-P-2019", "Utopia · Passport (TD3) · 2019 series", 6), ("QMA-I-2021", "Maravia · Identity card (TD1) · 2021 series", 8)];
        Ok(DeskView {
            cases: if state.exists { cases } else { Vec::new() },
            library: library
                .into_iter()
                .map(|(id, title, captures)| LibraryLine { id: id.to_owned(), title: title.to_owned(), captures })
                .collect(),
            library_place: String::new(),
            checklists: vec![self.checklist.meta.title.clone()],
            jobs: Vec::new(),
            examiner: "E. Examiner".to_owned(),
            loading: false,
            sample: true,
        })
    }

    fn new_case(&self, files: &[PathBuf], _watch: &dyn Watch) -> Result<(CaseId, Vec<Problem>), Problem> {
        if files.iter().any(|file| !file.exists()) {
            return Err(Problem::bad_input("There is no file missing.jpg.").hint("Check the path."));
        }
        Ok((CaseId(id(1)), Vec::new()))
    }

    fn sample_case(&self, _watch: &dyn Watch) -> Result<CaseId, Problem> {
        self.state.lock().unwrap().exists = true;
        Ok(CaseId(id(1)))
    }

    fn add_captures(&self, _case: CaseId, _exhibit: ExhibitId, files: &[PathBuf], _watch: &dyn Watch) -> Result<Vec<Problem>, Problem> {
        let bad = |file: &&PathBuf| !file.exists();
        Ok(files.iter().filter(bad).map(|file| Problem::bad_input(format!("There is no file {}.", file.display()))).collect())
    }

    fn analyse(&self, _case: CaseId, _exhibit: ExhibitId, _watch: &dyn Watch) -> Result<(), Problem> {
        Ok(())
    }

    fn open(&self, _case: CaseId, _exhibit: Option<ExhibitId>) -> Result<OpenCase, Problem> {
        Ok(self.shown(&self.state.lock().unwrap()))
    }

    fn step(&self, _case: CaseId, _exhibit: ExhibitId, step: &Step, _watch: &dyn Watch) -> Result<OpenCase, Problem> {
        let mut state = self.state.lock().unwrap();
        let edit = match step {
            Step::Undo => state.undo.pop(),
            Step::Redo => state.redo.pop(),
            other => {
                let edit = edit_of(&state.examination, other);
                let name = StepName::of(&edit).title(|item| self.checklist.item(item).unwrap().title.clone());
                Some((edit, name))
            }
        };
        let Some((edit, name)) = edit else { return Ok(self.shown(&state)) };
        let inverse = state.examination.apply(edit).map_err(|error| Problem::bad_use(error.to_string()))?;
        match step {
            Step::Undo => state.redo.push((inverse, name)),
            Step::Redo => state.undo.push((inverse, name)),
            _ => {
                state.undo.push((inverse, name));
                state.redo.clear();
            }
        }
        if let Step::TypeMrz(_) = step {
            let check =
                |name: &str, right: bool, detail: &str| MrzCheck { name: name.to_owned(), right, digit: None, detail: detail.to_owned() };
            state.mrz = MrzShown {
                format: "TD3".to_owned(),
                fields: vec![("Issuer".to_owned(), "UTO".to_owned()), ("Document number".to_owned(), "L898902C3".to_owned())],
                checks: vec![check("Document number", true, ""), check("Date of birth", false, "expected 2, found 7")],
                problem: None,
            };
        }
        Ok(self.shown(&state))
    }

    fn picture(&self, wanted: PictureSum, _watch: &dyn Watch) -> Result<RgbImage, Problem> {
        let light = [Light::Visible, Light::Uv365].into_iter().find(|light| PictureSum::from(sum(*light)) == wanted).unwrap();
        let mut picture = draw(light, true);
        if let Some(screen) = self.screen.filter(|_| light == Light::Visible) {
            print_in_dots(&mut picture, screen);
        }
        Ok(picture)
    }

    fn reference_picture(
        &self,
        _reference: &ReferenceId,
        _page: &PageId,
        light: Light,
        _watch: &dyn Watch,
    ) -> Result<ReferencePicture, Problem> {
        Ok(ReferencePicture { rgb: draw(light, false), resolution: Resolution::square(f64::from(WIDTH_PX) * 25.4 / 125.0).unwrap() })
    }

    fn difference(
        &self,
        _capture: PictureSum,
        _map: PageFromCapture,
        (_, _, light): (&ReferenceId, &PageId, Light),
        watch: &dyn Watch,
    ) -> Result<ReferencePicture, Problem> {
        self.comparing.compared.fetch_add(1, Ordering::SeqCst);
        while self.comparing.slow.load(Ordering::SeqCst) {
            if let Err(cancelled) = watch.report(2, 5) {
                self.comparing.cancelled.fetch_add(1, Ordering::SeqCst);
                return Err(cancelled.into());
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let (questioned, reference) = (draw(light, true), draw(light, false));
        let rgb = RgbImage::from_fn(WIDTH_PX, HEIGHT_PX, |x, y| {
            let (a, b) = (questioned.get_pixel(x, y).0, reference.get_pixel(x, y).0);
            // A portrait is not compared.
            let personal = x * 20 / WIDTH_PX < 6 && (4..15).contains(&(y * 20 / HEIGHT_PX));
            Rgb([a[0] / 2 + 64, a.iter().zip(b).map(|(a, b)| a.abs_diff(b)).max().unwrap(), if personal { 255 } else { 0 }])
        });
        Ok(ReferencePicture { rgb, resolution: Resolution::square(f64::from(WIDTH_PX) * 25.4 / 125.0).unwrap() })
    }

    fn snap(
        &self,
        capture: PictureSum,
        (_, light): (&PageOf, Light),
        near: Landmark,
        reference_from_questioned: &Homography,
        watch: &dyn Watch,
    ) -> Result<Snapped, Problem> {
        snap_pair(&self.picture(capture, watch)?, &draw(light, false), near, reference_from_questioned)
    }

    fn find_patch(&self, _capture: PictureSum, light: Light, area: PixelRect, _watch: &dyn Watch) -> Result<PatchSearch, Problem> {
        let mm = |px: u32| f64::from(px) * 125.0 / f64::from(WIDTH_PX);
        let found = RectMm::new(mm(area.x), mm(area.y), mm(area.width), mm(area.height));
        let matches = vec![PatchMatch {
            key: "UTO-P-2019/data-page".to_owned(),
            likeness: 0.83,
            inliers: 21,
            area: found,
            corners: found.corners(),
            turn_deg: 0.0,
        }];
        Ok(PatchSearch { known: light == Light::Visible, matches, places: 40 })
    }

    fn keep_landmarks(&self, _: CaseId, _: ExhibitId, capture: CaptureId, draft: Option<&LandmarkDraft>) -> Result<(), Problem> {
        let drafts = &mut self.state.lock().unwrap().drafts;
        drop(match draft {
            Some(draft) => drafts.insert(capture, draft.clone()),
            None => drafts.remove(&capture),
        });
        Ok(())
    }

    fn export(&self, _case: CaseId, _exhibit: ExhibitId, folder: &Path, _watch: &dyn Watch) -> Result<Exported, Problem> {
        let exported = Exported { pdf: folder.join("report.pdf"), json: folder.join("findings.json") };
        for file in [&exported.pdf, &exported.json] {
            std::fs::write(file, b"-").map_err(|error| Problem::writing(file, &error))?;
        }
        Ok(exported)
    }

    fn save_view(
        &self,
        _case: CaseId,
        _exhibit: ExhibitId,
        view: &Evidence,
        folder: &Path,
        _watch: &dyn Watch,
    ) -> Result<PathBuf, Problem> {
        let file = folder.join("view.json");
        std::fs::write(&file, serde_json::to_vec(view).unwrap()).map_err(|error| Problem::writing(&file, &error))?;
        Ok(file)
    }

    fn export_marks(&self, _case: CaseId, _exhibit: ExhibitId, folder: &Path) -> Result<Vec<PathBuf>, Problem> {
        write_marks(&self.examination(), "SAMPLE-1-1", folder)
    }
}

/// Dialogs that always answer the same.
pub(super) struct Answers {
    pub(super) pictures: Vec<PathBuf>,
    pub(super) folder: Option<PathBuf>,
}

impl Dialogs for Answers {
    fn pictures(&self) -> Result<Option<Vec<PathBuf>>, Problem> {
        Ok(Some(self.pictures.clone()))
    }

    fn folder(&self) -> Result<Option<PathBuf>, Problem> {
        Ok(self.folder.clone())
    }

    fn chip_folder(&self) -> Result<Option<PathBuf>, Problem> {
        Ok(self.folder.clone())
    }

    fn certificates(&self) -> Result<Option<Vec<PathBuf>>, Problem> {
        Ok(None)
    }

    fn own_folder(&self) -> Option<PathBuf> {
        Some(Path::new(env!("CARGO_TARGET_TMPDIR")).join("guilloche-trial"))
    }

    fn reveal(&self, _file: &Path) {}
}

fn statement(field: DataField, text: &str) -> Statement {
    Statement { field, text: text.to_owned(), doubtful: false, shortened: false, check_digit: None, place: None }
}

fn step(title: &str, outcome: StepOutcome, text: &str) -> AuthenticityStep {
    let name = title.to_lowercase().replace(' ', "-");
    AuthenticityStep { name, title: title.to_owned(), outcome, text: text.to_owned(), rule: "ICAO Doc 9303, part 11".to_owned() }
}

/// A seal whose signer is not known.
fn seal() -> DataCarrier {
    DataCarrier {
        source: DataSource::Seal,
        title: "Data Matrix, Visa (ICAO)".to_owned(),
        capture: Some(CaptureId(id(10))),
        corners: Some([(900.0, 300.0), (1100.0, 300.0), (1100.0, 500.0), (900.0, 500.0)].map(|(x, y)| PointPx { x, y })),
        statements: vec![statement(DataField::Number, "L898902C3"), statement(DataField::PassportNumber, "L898902C3")],
        zone_lines: Vec::new(),
        content: "dc03".to_owned(),
        authenticity: Some(Authenticity {
            verdict: Verdict::Inconclusive,
            steps: vec![step("Signature", StepOutcome::NotPossible, "No certificate of the signer is trusted.")],
            statements: vec!["The signature was not examined: no certificate of the signer was given.".to_owned()],
            day: at().date(),
        }),
        method: MethodVersion { name: "seal".to_owned(), version: 1 },
    }
}

/// Files of a chip that are as signed, of another holder.
fn chip() -> ChipDump {
    let authenticity = Authenticity {
        verdict: Verdict::Conforms,
        steps: vec![
            step("Hashes of the data groups", StepOutcome::Passed, "Both hashes are as listed."),
            step("Signature of the document signer", StepOutcome::Passed, "It verifies."),
            step("Certificate not revoked", StepOutcome::NotPossible, "No revocation list that fits was supplied."),
        ],
        statements: Vec::new(),
        day: at().date(),
    };
    ChipDump {
        folder: "chip of exhibit 1".to_owned(),
        by: Actor::Person("Trial".to_owned()),
        received_at: at(),
        files: Vec::new(),
        carriers: vec![DataCarrier {
            source: DataSource::ChipZone,
            title: DataSource::ChipZone.title().to_owned(),
            capture: None,
            corners: None,
            statements: vec![statement(DataField::Number, "L898902C3"), statement(DataField::Birth, "1974-08-12")],
            zone_lines: Vec::new(),
            content: String::new(),
            authenticity: Some(authenticity.clone()),
            method: MethodVersion { name: "chip-files".to_owned(), version: 1 },
        }],
        authenticity,
        portrait: None,
        limits: vec!["From files alone a clone cannot be told from the chip.".to_owned()],
    }
}

/// A zone as it was read from the first capture, with one doubtful character.
fn machine_zone() -> MachineZone {
    MachineZone {
        capture: CaptureId(id(10)),
        light: Light::Visible,
        lines: vec!["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<".to_owned(), "L898902C36UT07408122F1204159ZE184226B<<<<<10".to_owned()],
        confidence: 0.71,
        doubtful: vec![DoubtfulCharacter { line: 2, column: 13, answers: "0O".to_owned() }],
        corners: [(90.0, 900.0), (1250.0, 905.0), (1248.0, 1010.0), (88.0, 1005.0)].map(|(x, y)| PointPx { x, y }),
        line_corners: vec![
            [(90.0, 900.0), (1250.0, 905.0), (1249.0, 947.0), (89.0, 942.0)].map(|(x, y)| PointPx { x, y }),
            [(89.0, 963.0), (1249.0, 968.0), (1248.0, 1010.0), (88.0, 1005.0)].map(|(x, y)| PointPx { x, y }),
        ],
        infrared_signal: None,
        print: None,
        method: MethodVersion { name: "mrz-picture".to_owned(), version: 1 },
    }
}
