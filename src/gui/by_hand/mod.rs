//! Registration by hand: two pictures side by side, the same spots set in both, the fit beside them while it is made.

mod draft;
mod keys;
mod pane;
mod panel;

use eframe::egui;

use crate::app::{Job, Problem};
use crate::domain::{CaptureId, DraftedPair, LandmarkDraft, LandmarkModel, Light, PageFromCapture, PageOf, PointMm, PointPx};
use crate::gui::viewer::{Camera, Side};
use crate::imaging::{Landmark, Snapped};

pub(crate) use draft::{Draft, DraftPair, Standing};
pub(crate) use keys::{Pressed, help, pressed};
pub(crate) use pane::{PaneView, pane_ui};
pub(crate) use panel::{CloseUp, PanelView, Picked, panel_ui, tools_ui};

/// How the reference is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Preview {
    /// By itself.
    #[default]
    Off,
    /// With the questioned over it as the fit lays it, half transparent.
    Overlay,
    /// In turn with the questioned as the fit lays it.
    Blink,
}

impl Preview {
    /// The next one.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Off => Self::Overlay,
            Self::Overlay => Self::Blink,
            Self::Blink => Self::Off,
        }
    }
}

/// A spot that is being dragged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dragged {
    pub(crate) number: usize,
    pub(crate) side: Side,
    /// Where the pointer has led it, in mm of its picture; it may be outside, where the spot cannot follow.
    pub(crate) at: PointMm,
}

/// Magnifications of the magnifier.
pub(crate) const MAGNIFICATIONS: std::ops::RangeInclusive<u8> = 3..=8;

/// A pair that is being snapped.
pub(crate) struct Snapping {
    pub(crate) number: usize,
    pub(crate) was: Landmark,
    pub(crate) job: Job<Result<Snapped, Problem>>,
}

/// A pair in px of the capture and mm of the page.
pub(crate) type SeedPair = (Option<PointPx>, Option<PointMm>);

/// A registration by hand that is open.
pub(crate) struct HandState {
    /// The capture that is laid.
    pub(crate) capture: CaptureId,
    /// The page it is laid on.
    pub(crate) page: PageOf,
    /// The light of the reference picture.
    pub(crate) light: Light,
    /// What it begins with once both pictures are there: the kind of map, and pairs in px of the capture and mm of the page.
    pub(crate) seed: (LandmarkModel, Vec<SeedPair>),
    /// The landmarks, once both pictures are there.
    pub(crate) draft: Option<Draft>,
    /// What is kept of the landmarks beside the case; `None` until they begin.
    pub(crate) kept: Option<LandmarkDraft>,
    /// What is seen of the questioned picture and of the reference.
    pub(crate) cameras: [Camera; 2],
    /// Which of them are yet to be fitted to their picture.
    pub(crate) to_fit: [bool; 2],
    /// How the reference is shown.
    pub(crate) preview: Preview,
    /// How much the magnifier enlarges.
    pub(crate) magnification: u8,
    /// The spot that is being dragged.
    pub(crate) dragged: Option<Dragged>,
    /// The spot under the pointer.
    pub(crate) hovered: Option<(Side, PointPx)>,
    /// The pair that is being snapped.
    pub(crate) snapping: Option<Snapping>,
    /// What the last snap came to: the sentence, and whether it moved the spot.
    pub(crate) said: Option<(String, bool)>,
    /// Whether it was accepted and is being saved.
    pub(crate) saving: bool,
    /// Whether a picture or a spot in it has the keyboard.
    pub(crate) focused: bool,
}

impl HandState {
    /// A registration that begins with `pairs` in px of the capture and mm of the page.
    pub(crate) fn new(capture: CaptureId, page: PageOf, light: Light, model: LandmarkModel, pairs: Vec<SeedPair>) -> Self {
        Self {
            capture,
            page,
            light,
            seed: (model, pairs),
            draft: None,
            kept: None,
            cameras: [Camera::default(); 2],
            to_fit: [true; 2],
            preview: Preview::default(),
            magnification: 4,
            dragged: None,
            hovered: None,
            snapping: None,
            said: None,
            saving: false,
            focused: false,
        }
    }

    /// The landmarks as they would be kept beside the case; `None` before they begin. `map` lays the reference picture on its page.
    pub(crate) fn to_keep(&self, map: PageFromCapture) -> Option<LandmarkDraft> {
        let draft = self.draft.as_ref()?;
        let pairs =
            draft.pairs().iter().map(|pair| DraftedPair { questioned: pair.questioned, page: pair.reference.map(|spot| map.page(spot)) });
        let (capture, page, light, model) = (self.capture, self.page.clone(), self.light, draft.model());
        Some(LandmarkDraft { capture, page, light, model, pairs: pairs.collect() })
    }

    /// Whether a job of it is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.snapping.is_some() || self.saving
    }

    /// What is seen of the picture of a side.
    pub(crate) fn camera_mut(&mut self, side: Side) -> &mut Camera {
        &mut self.cameras[usize::from(side == Side::Reference)]
    }

    /// Takes another step of the magnifier.
    pub(crate) fn magnify(&mut self, larger: bool) {
        let wanted = if larger { self.magnification.saturating_add(1) } else { self.magnification.saturating_sub(1) };
        self.magnification = wanted.clamp(*MAGNIFICATIONS.start(), *MAGNIFICATIONS.end());
    }

    /// Shows all of both pictures.
    pub(crate) fn fit(&mut self) {
        self.to_fit = [true; 2];
    }

    /// Forgets what was said of the last snap once something else is done.
    pub(crate) fn hush(&mut self) {
        self.said = None;
    }
}

/// The place in a viewer that a widget is given: a little larger than a finger's tip needs.
pub(crate) const GRIP: egui::Vec2 = egui::Vec2::splat(22.0);
