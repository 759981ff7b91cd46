//! Everything the desktop can be asked to do, once: menus, the palette, the keys and the help all read it from here.

mod about;
mod keys;

use eframe::egui::KeyboardShortcut;

pub(crate) use keys::{DrawKey, SpaceKey, draw_keys, pressed};

/// What a person can ask for without a further choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    GoToDesk,
    BackToCase,
    OpenPictures,
    OpenSample,
    AddCaptures,
    AddChip,
    TrustAuthorities,
    TrustSigners,
    Analyse,
    AcceptReference,
    RegisterByHand,
    Export,
    Undo,
    Redo,
    History,
    Palette,
    Help,
    ToggleTheme,
    CancelJob,
    CloseNotice,
    SignOut,
    NextItem,
    PreviousItem,
    NextOpenItem,
    Conforms,
    DoesNotConform,
    Inconclusive,
    NotExamined,
    NotApplicable,
    AcceptProposal,
    OverruleProposal,
    ClearAnswer,
    AttachEvidence,
    ShowChecklist,
    ShowReference,
    ShowData,
    ShowFindings,
    ShowMarks,
    ShowCase,
    ExportMarks,
    SavePicture,
    ShowAdjust,
    ToggleUnaltered,
    ResetAdjustments,
    CopyAdjustments,
    PasteAdjustments,
    ViewSingle,
    ViewSideBySide,
    ViewOverlay,
    ViewSwipe,
    ViewLens,
    ViewChecker,
    ViewBlink,
    ViewDifference,
    ViewGrid,
    ViewLights,
    SwapPicture,
    NextPicture,
    PreviousPicture,
    NextPane,
    More,
    Less,
    BlinkPlay,
    BlinkStep,
    TurnSwipe,
    MagnifyLens,
    NextBlend,
    TwoColours,
    NudgeLeft,
    NudgeRight,
    NudgeUp,
    NudgeDown,
    PutBack,
    Fit,
    FitWidth,
    ActualPixels,
    TwoToOne,
    FourToOne,
    ActualSize,
    ZoomIn,
    ZoomOut,
    PanLeft,
    PanRight,
    PanUp,
    PanDown,
    TurnLeft,
    TurnRight,
    TurnLeftFine,
    TurnRightFine,
    Level,
    MeasureDistance,
    MeasurePath,
    MeasureAngle,
    MeasureArea,
    MeasureCircle,
    MeasureLines,
    MeasureCharacters,
    MeasureColour,
    MeasureColours,
    MeasureProfile,
    MeasureDensity,
    FourierView,
    MeasureProcess,
    SetScale,
    MarkPoint,
    MarkBox,
    MarkPolygon,
    MarkFreehand,
    MarkArrow,
    MarkText,
    NextPoint,
    PreviousPoint,
    MovePointLeft,
    MovePointRight,
    MovePointUp,
    MovePointDown,
    ToggleZones,
    ToggleMarks,
    ToggleTools,
    ToggleRulers,
    ToggleLabels,
    ToggleMap,
    ToggleFullScreen,
    ToggleSecondWindow,
    LockSecondWindow,
}

/// What a command belongs to; the order in which the help lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Program,
    Case,
    Checklist,
    Panels,
    Views,
    Scale,
    Drawing,
    Screen,
}

impl Group {
    /// Every group, in order.
    pub const ALL: [Self; 8] =
        [Self::Program, Self::Case, Self::Checklist, Self::Panels, Self::Views, Self::Scale, Self::Drawing, Self::Screen];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Program => "Program",
            Self::Case => "Case",
            Self::Checklist => "Checklist",
            Self::Panels => "Panels",
            Self::Views => "Comparing",
            Self::Scale => "Scale and place",
            Self::Drawing => "Measuring and marking",
            Self::Screen => "What is shown",
        }
    }
}

/// What is said of a command.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Its name in menus, in sentence case.
    pub text: &'static str,
    /// What it does, in a sentence.
    pub hint: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// Its key.
    pub shortcut: Option<KeyboardShortcut>,
}

impl Command {
    /// Every command, in the order of the palette.
    pub const ALL: [Self; 125] = [
        Self::GoToDesk,
        Self::BackToCase,
        Self::OpenPictures,
        Self::OpenSample,
        Self::AddCaptures,
        Self::AddChip,
        Self::TrustAuthorities,
        Self::TrustSigners,
        Self::Analyse,
        Self::AcceptReference,
        Self::RegisterByHand,
        Self::Export,
        Self::Undo,
        Self::Redo,
        Self::History,
        Self::Palette,
        Self::Help,
        Self::ToggleTheme,
        Self::CancelJob,
        Self::CloseNotice,
        Self::SignOut,
        Self::NextItem,
        Self::PreviousItem,
        Self::NextOpenItem,
        Self::Conforms,
        Self::DoesNotConform,
        Self::Inconclusive,
        Self::NotExamined,
        Self::NotApplicable,
        Self::AcceptProposal,
        Self::OverruleProposal,
        Self::ClearAnswer,
        Self::AttachEvidence,
        Self::ShowChecklist,
        Self::ShowReference,
        Self::ShowData,
        Self::ShowFindings,
        Self::ShowMarks,
        Self::ShowCase,
        Self::ExportMarks,
        Self::SavePicture,
        Self::ShowAdjust,
        Self::ToggleUnaltered,
        Self::ResetAdjustments,
        Self::CopyAdjustments,
        Self::PasteAdjustments,
        Self::ViewSingle,
        Self::ViewSideBySide,
        Self::ViewOverlay,
        Self::ViewSwipe,
        Self::ViewLens,
        Self::ViewChecker,
        Self::ViewBlink,
        Self::ViewDifference,
        Self::ViewGrid,
        Self::ViewLights,
        Self::SwapPicture,
        Self::NextPicture,
        Self::PreviousPicture,
        Self::NextPane,
        Self::More,
        Self::Less,
        Self::BlinkPlay,
        Self::BlinkStep,
        Self::TurnSwipe,
        Self::MagnifyLens,
        Self::NextBlend,
        Self::TwoColours,
        Self::NudgeLeft,
        Self::NudgeRight,
        Self::NudgeUp,
        Self::NudgeDown,
        Self::PutBack,
        Self::Fit,
        Self::FitWidth,
        Self::ActualPixels,
        Self::TwoToOne,
        Self::FourToOne,
        Self::ActualSize,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::PanLeft,
        Self::PanRight,
        Self::PanUp,
        Self::PanDown,
        Self::TurnLeft,
        Self::TurnRight,
        Self::TurnLeftFine,
        Self::TurnRightFine,
        Self::Level,
        Self::MeasureDistance,
        Self::MeasurePath,
        Self::MeasureAngle,
        Self::MeasureArea,
        Self::MeasureCircle,
        Self::MeasureLines,
        Self::MeasureCharacters,
        Self::MeasureColour,
        Self::MeasureColours,
        Self::MeasureProfile,
        Self::MeasureDensity,
        Self::FourierView,
        Self::MeasureProcess,
        Self::SetScale,
        Self::MarkPoint,
        Self::MarkBox,
        Self::MarkPolygon,
        Self::MarkFreehand,
        Self::MarkArrow,
        Self::MarkText,
        Self::NextPoint,
        Self::PreviousPoint,
        Self::MovePointLeft,
        Self::MovePointRight,
        Self::MovePointUp,
        Self::MovePointDown,
        Self::ToggleZones,
        Self::ToggleMarks,
        Self::ToggleTools,
        Self::ToggleRulers,
        Self::ToggleLabels,
        Self::ToggleMap,
        Self::ToggleFullScreen,
        Self::ToggleSecondWindow,
        Self::LockSecondWindow,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_key_means_two_commands() {
        let mut taken = BTreeMap::new();
        for command in Command::ALL {
            let key = command.key_text();
            if let Some(other) = (!key.is_empty()).then(|| taken.insert(key.clone(), command)).flatten() {
                panic!("{key} is {command:?} and {other:?}");
            }
        }
    }

    #[test]
    fn every_command_is_in_the_list_once() {
        let mut all = Command::ALL.to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), Command::ALL.len());
        assert_eq!(Command::LockSecondWindow as usize + 1, Command::ALL.len(), "a command is missing from ALL");
    }

    #[test]
    fn every_command_says_what_it_does() {
        for command in Command::ALL {
            let about = command.about();
            assert!(!about.text.is_empty() && !about.hint.is_empty() && !about.hint.ends_with('.'), "{command:?}");
        }
    }
}
