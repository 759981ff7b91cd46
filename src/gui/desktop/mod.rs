//! The program: what it remembers, what it does between frames, and the screens.

mod adjusting;
mod asking;
mod attaching;
mod by_hand;
mod data;
mod difference;
mod drafts;
mod drawing;
mod logic;
mod moving;
mod panes;
mod perform;
mod refusals;
mod screens;
mod searching;
mod second;
mod session;
mod sources;
mod viewers;

use eframe::egui;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use self::difference::DifferenceShown;
use super::backend::{Backend, Exported, Step};
use super::by_hand::HandState;
use super::case::adjust::AdjustState;
use super::case::checklist::ChecklistState;
use super::case::data::DataState;
use super::case::findings::FindingsState;
use super::case::life::LifeState;
use super::case::marks::MarksState;
use super::case::reference::ReferenceState;
use super::case::tabs::Tab;
use super::case::{ChecklistView, OpenCase};
use super::command::SpaceKey;
use super::desk::DeskView;
use super::dialogs::Dialogs;
use super::focus::FocusRing;
use super::notices::Notices;
use super::palette::PaletteState;
use super::pictures::Pictures;
use super::sign_in::{SessionView, SignInState};
use super::viewer::{Card, Cursor, PictureKey, Textures, ViewerState};
use super::wish::PlacedId;
use super::{Command, theme};
use crate::app::trust::TrustKind;
use crate::app::{Job, Latest, Problem, Waker};
use crate::domain::recipe::Recipe;
use crate::domain::{CaptureId, CaseId, ExhibitId, Form, LandmarkDraft, PageFromCapture, PictureSum};

pub(crate) use refusals::Refusal;

/// What a person sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    Desk,
    Case,
    SignIn,
}

/// A figure that is being measured in pixels: the measurement that was moved, if it was, and the step that it is kept with.
type Measuring = (Option<PlacedId>, Job<Result<Step, Problem>>);

/// What a long job came to.
enum Done {
    /// A case is to be opened; these files are not in it.
    Case(CaseId, Vec<Problem>),
    /// The open case has changed; these files were not taken in.
    Changed(Vec<Problem>),
    /// Report and findings were written.
    Exported(Exported),
    /// Nobody chose pictures.
    NoPictures,
    /// Nobody chose a folder for what a command writes; the folder that needs no asking for.
    NoFolder(Command, Option<PathBuf>),
    /// Pictures were chosen for a new case.
    ChosenForCase(Vec<PathBuf>),
    /// Pictures were chosen to be added.
    ChosenToAdd(Vec<PathBuf>),
    /// A folder was chosen for what a command writes.
    ChosenFolder(Command, PathBuf),
    /// Nobody chose anything; nothing was to be written.
    NothingChosen,
    /// The folder with the files of the chip was chosen.
    ChosenChip(PathBuf),
    /// Files were chosen to be trusted.
    ChosenTrust(TrustKind, Vec<PathBuf>),
    /// A picture of the view was written.
    PictureSaved(PathBuf),
    /// Marks were written.
    MarksExported(Vec<PathBuf>),
}

/// The desktop.
pub struct Desktop {
    backend: Arc<dyn Backend>,
    dialogs: Arc<dyn Dialogs>,
    waker: Waker,
    screen: Screen,
    desk: DeskView,
    reading_desk: Latest<Result<DeskView, Problem>>,
    open: Option<OpenCase>,
    opening: Option<Job<Result<OpenCase, Problem>>>,
    steps: VecDeque<Step>,
    stepping: Option<Job<Result<OpenCase, Problem>>>,
    work: Option<Job<Result<Done, Problem>>>,
    /// Whether the work is an analysis; steps wait for its end, since it measures the examination as it was.
    analysing: bool,
    pictures: Pictures,
    textures: Textures,
    viewer: ViewerState,
    card: Card,
    space: SpaceKey,
    second: Option<second::Second>,
    cursor: Option<Cursor>,
    capture: Option<CaptureId>,
    tab: Tab,
    checklist: ChecklistState,
    /// Which candidate is outlined on the capture.
    candidates: ReferenceState,
    data: DataState,
    findings: FindingsState,
    marks: MarksState,
    life: LifeState,
    /// Who is at the program, once that is known.
    session: SessionView,
    reading_session: Latest<Result<SessionView, Problem>>,
    sign_in: SignInState,
    signing_in: Option<Job<Result<(), Problem>>>,
    /// When somebody last did something, by the clock of the window.
    touched_at: f64,
    /// Figures that are being measured in pixels.
    measuring: Vec<Measuring>,
    /// Where marks and measurements lie whose move is being kept.
    moved: BTreeMap<PlacedId, Form>,
    /// Where pictures of the reference that were shown lie on their page.
    reference_maps: BTreeMap<PictureKey, PageFromCapture>,
    adjust: AdjustState,
    /// How pictures are shown while an adjustment is being chosen or kept.
    trying: Vec<(PictureSum, Recipe)>,
    /// The map of difference that is shown.
    difference_shown: DifferenceShown,
    /// Whether the last frame had every tile of the picture in hand.
    complete: bool,
    notices: Notices,
    ring: FocusRing,
    /// Whether a key has just shown a tab, so that Tab leads into it.
    tab_is_new: bool,
    /// Whether a field was being typed in, or a list was open, at the end of the last frame.
    typing: bool,
    palette: PaletteState,
    help: bool,
    history: bool,
    /// A registration by hand that is open.
    by_hand: Option<HandState>,
    /// One that was left without accepting it.
    by_hand_left: Option<HandState>,
    /// Landmarks that are to be kept beside the case, or forgotten, by capture.
    drafts: BTreeMap<CaptureId, Option<LandmarkDraft>>,
    /// The landmarks that are being kept.
    keeping: Option<Job<Result<(), Problem>>>,
    /// Whether the viewers have the whole screen.
    full: bool,
    commands: Vec<Command>,
    exported: Option<Exported>,
}

impl Desktop {
    /// The desktop with fonts and colours given to `ctx`; it begins to read the desk at once.
    pub fn new(ctx: &egui::Context, backend: Arc<dyn Backend>, dialogs: Arc<dyn Dialogs>) -> Self {
        theme::install(ctx);
        let wake = ctx.clone();
        let mut desktop = Self {
            backend,
            dialogs,
            waker: Waker::new(move || wake.request_repaint()),
            screen: Screen::Desk,
            desk: DeskView { loading: true, sample: true, ..DeskView::default() },
            reading_desk: Latest::default(),
            open: None,
            opening: None,
            steps: VecDeque::new(),
            stepping: None,
            work: None,
            analysing: false,
            pictures: Pictures::default(),
            textures: Textures::default(),
            viewer: ViewerState::default(),
            card: Card::default(),
            space: SpaceKey::default(),
            second: None,
            cursor: None,
            capture: None,
            tab: Tab::default(),
            checklist: ChecklistState::default(),
            candidates: ReferenceState::default(),
            data: DataState::default(),
            findings: FindingsState::default(),
            marks: MarksState::default(),
            life: LifeState::default(),
            session: SessionView::default(),
            reading_session: Latest::default(),
            sign_in: SignInState::default(),
            signing_in: None,
            touched_at: 0.0,
            measuring: Vec::new(),
            moved: BTreeMap::new(),
            reference_maps: BTreeMap::new(),
            adjust: AdjustState::default(),
            trying: Vec::new(),
            difference_shown: DifferenceShown::default(),
            complete: false,
            notices: Notices::default(),
            ring: FocusRing::default(),
            tab_is_new: false,
            typing: false,
            palette: PaletteState::default(),
            help: false,
            history: false,
            by_hand: None,
            by_hand_left: None,
            drafts: BTreeMap::new(),
            keeping: None,
            full: false,
            commands: Vec::new(),
            exported: None,
        };
        desktop.read_session();
        desktop
    }

    /// Changes to the dark or the light theme.
    pub fn set_dark(ctx: &egui::Context, dark: bool) {
        ctx.set_theme(if dark { egui::Theme::Dark } else { egui::Theme::Light });
    }

    /// The case that is open, as it is shown.
    pub fn open(&self) -> Option<&OpenCase> {
        self.open.as_ref()
    }

    /// Messages that have not been dismissed.
    pub fn notices(&self) -> &Notices {
        &self.notices
    }

    /// What was exported last.
    pub fn exported(&self) -> Option<&Exported> {
        self.exported.as_ref()
    }

    /// Whether the picture in hand was painted in the last frame with every tile at the resolution of the screen.
    pub fn shows_pictures(&self) -> bool {
        self.complete
    }

    /// Whether a job or a step is under way, or a picture is being decoded.
    pub fn is_busy(&self) -> bool {
        self.work.is_some()
            || self.opening.is_some()
            || self.stepping.is_some()
            || !self.steps.is_empty()
            || self.reading_desk.running().is_some()
            || self.reading_session.running().is_some()
            || self.signing_in.is_some()
            || self.pictures.is_busy()
            || self.textures.is_busy()
            || self.by_hand.as_ref().is_some_and(HandState::is_busy)
            || !self.measuring.is_empty()
            || self.is_keeping()
            || self.marks.is_plotting()
            || !self.commands.is_empty()
    }

    fn exhibit(&self) -> Option<(CaseId, ExhibitId)> {
        self.open.as_ref().map(|open| (open.case.id, open.exhibit))
    }

    fn checklist_view(&self) -> Option<ChecklistView> {
        self.open.as_ref().map(ChecklistView::of)
    }
}
