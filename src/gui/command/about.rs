//! Name, hint and key of every command: the one table that menus, tooltips, the palette, the keys and the help read.

use eframe::egui;
use egui::{Key, KeyboardShortcut, Modifiers};

use super::{About, Command, Group};

const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

/// What moving by key does.
const MOVES: &str = "Moves the point in hand, or all of what is chosen, by 0.05 mm";

impl Command {
    /// What is said of it.
    #[expect(clippy::too_many_lines, reason = "one table of all commands")]
    pub fn about(self) -> About {
        use Group as G;
        let (text, hint, group, shortcut) = match self {
            Self::GoToDesk => ("Go to the desk", "Shows recent cases, the library and what is running", G::Program, Some(command(Key::D))),
            Self::BackToCase => ("Back to the case", "Shows the case that is open again", G::Program, Some(command(Key::B))),
            Self::OpenPictures => {
                ("New case from pictures…", "Opens scans of one document as a new case", G::Program, Some(command(Key::O)))
            }
            Self::OpenSample => {
                ("Open the sample case", "Opens a drawn document with a drawn library to try the program on", G::Program, None)
            }
            Self::AddCaptures => ("Add captures…", "Takes further pictures of this exhibit into the case", G::Case, Some(command(Key::I))),
            Self::AddChip => {
                ("Add files of the chip…", "Takes in the files that were read from the chip, and examines them", G::Case, None)
            }
            Self::TrustAuthorities => (
                "Trust authorities…",
                "Takes certificates of country signing authorities, master and revocation lists into use",
                G::Case,
                None,
            ),
            Self::TrustSigners => ("Trust signers of seals…", "Takes certificates of signers of digital seals into use", G::Case, None),
            Self::Analyse => ("Analyse again", "Identifies, registers and compares all captures once more", G::Case, Some(command(Key::R))),
            Self::AcceptReference => {
                ("Accept the reference", "Compares everything with the candidate that fits best", G::Case, Some(shift(Key::A)))
            }
            Self::RegisterByHand => {
                ("Register by hand…", "Lays the capture in hand on its page by spots that you set in both", G::Case, Some(command(Key::L)))
            }
            Self::Export => ("Export findings…", "Writes the report as PDF and the findings as JSON", G::Case, Some(command(Key::E))),
            Self::Undo => ("Undo", "Takes the last step of the examination back", G::Case, Some(command(Key::Z))),
            Self::Redo => {
                let shortcut = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
                ("Redo", "Does again what was taken back", G::Case, Some(shortcut))
            }
            Self::History => ("History", "Lists the steps of the examination; a click goes back to one", G::Case, Some(command(Key::H))),
            Self::Palette => ("Find a command", "Lists every command; type to narrow it down", G::Program, Some(command(Key::K))),
            Self::Help => ("Shortcuts", "Shows the keys of this screen", G::Program, Some(shift(Key::Questionmark))),
            Self::ToggleTheme => {
                ("Switch light or dark", "Changes between the light and the dark theme", G::Program, Some(command(Key::T)))
            }
            Self::CancelJob => ("Stop the running job", "Asks what is running to stop; nothing is lost", G::Program, None),
            Self::CloseNotice => ("Close the newest notice", "Takes the newest message away", G::Program, Some(key(Key::Escape))),
            Self::NextItem => ("Next item", "Goes to the next item of the checklist", G::Checklist, Some(key(Key::J))),
            Self::PreviousItem => ("Previous item", "Goes to the previous item of the checklist", G::Checklist, Some(key(Key::K))),
            Self::NextOpenItem => ("Next item that is missing", "Goes to the next item without an answer", G::Checklist, Some(key(Key::N))),
            Self::Conforms => ("Answer: conforms", "What is seen agrees with a genuine document", G::Checklist, Some(key(Key::Num1))),
            Self::DoesNotConform => ("Answer: does not conform", "What is seen differs; say how", G::Checklist, Some(key(Key::Num2))),
            Self::Inconclusive => {
                ("Answer: inconclusive", "It was examined, without a result; say why", G::Checklist, Some(key(Key::Num3)))
            }
            Self::NotExamined => ("Answer: not examined", "It was not examined; a reason is needed", G::Checklist, Some(key(Key::Num4))),
            Self::NotApplicable => ("Answer: not applicable", "The document has no such feature", G::Checklist, Some(key(Key::Num5))),
            Self::AcceptProposal => {
                ("Accept the proposal", "Takes over what the program measured, under your name", G::Checklist, Some(key(Key::A)))
            }
            Self::OverruleProposal => {
                ("Overrule the proposal", "Sets the proposal aside and asks for your answer", G::Checklist, Some(key(Key::X)))
            }
            Self::ClearAnswer => ("Take the answer away", "The item is then open again", G::Checklist, Some(key(Key::Backspace))),
            Self::AttachEvidence => (
                "Attach the view as evidence",
                "Keeps the view with this item: pictures, mode, adjustments and marks",
                G::Checklist,
                Some(key(Key::E)),
            ),
            Self::ShowChecklist => ("Show the checklist", "What is asked, item by item", G::Panels, Some(command(Key::Num1))),
            Self::ShowReference => {
                ("Show the reference", "What the document may be, and the evidence for it", G::Panels, Some(command(Key::Num2)))
            }
            Self::ShowData => {
                ("Show the data", "Zone, printed fields, barcodes, seals and chip, side by side", G::Panels, Some(command(Key::Num3)))
            }
            Self::ShowFindings => {
                ("Show the findings", "The conclusion, a preview of the report, and export", G::Panels, Some(command(Key::Num4)))
            }
            Self::ShowMarks => {
                ("Show marks and measurements", "What was marked and measured on the pages", G::Panels, Some(command(Key::Num6)))
            }
            Self::ShowCase => {
                ("Show the case", "Where it stands, what comes next, reviews, custody and context", G::Panels, Some(command(Key::Num7)))
            }
            Self::SignOut => {
                let shortcut = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::L);
                ("Sign out", "Locks the screen until somebody signs in", G::Program, Some(shortcut))
            }
            Self::ExportMarks => {
                ("Export marks…", "Writes marks and measurements as GeoJSON in millimetres", G::Case, Some(command(Key::M)))
            }
            Self::SavePicture => (
                "Save the view as a picture…",
                "Writes what is in view as a PNG, with what it shows below it while labels are on",
                G::Case,
                Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S)),
            ),
            Self::ShowAdjust => (
                "Adjust the view",
                "Steps over the picture as received: levels, contrast, colours, detail",
                G::Panels,
                Some(command(Key::Num5)),
            ),
            Self::ToggleUnaltered => ("As received", "Shows pictures without their adjustments, and back", G::Screen, Some(key(Key::I))),
            Self::ResetAdjustments => {
                ("Take adjustments away", "Shows the pictures in hand as received from now on", G::Screen, Some(shift(Key::I)))
            }
            Self::CopyAdjustments => {
                let shortcut = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C);
                ("Copy adjustments", "Takes the steps of this picture for another one", G::Screen, Some(shortcut))
            }
            Self::PasteAdjustments => {
                let shortcut = KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::V);
                ("Paste adjustments", "Gives the pictures in hand the steps that were copied", G::Screen, Some(shortcut))
            }
            Self::ViewSingle => ("One picture", "Shows one picture; Space changes to the other", G::Views, Some(key(Key::Q))),
            Self::ViewSideBySide => ("Side by side", "Shows both, moving together in millimetres", G::Views, Some(key(Key::S))),
            Self::ViewOverlay => ("Overlay", "Lays the questioned over the reference", G::Views, Some(key(Key::O))),
            Self::ViewSwipe => ("Swipe", "Shows each on its side of a divider that is dragged", G::Views, Some(key(Key::W))),
            Self::ViewLens => {
                ("Lens", "Shows the other picture, or another light, in a circle at the pointer", G::Views, Some(key(Key::L)))
            }
            Self::ViewChecker => ("Checkerboard", "Shows both in turn in squares of the page", G::Views, Some(key(Key::C))),
            Self::ViewBlink => ("Blink", "Shows both in turn at the same place, without a gap", G::Views, Some(key(Key::B))),
            Self::ViewDifference => ("Difference", "Marks where the questioned departs from the reference", G::Views, Some(key(Key::D))),
            Self::ViewGrid => ("Grid", "Shows up to nine pictures, moving together in millimetres", G::Views, Some(key(Key::G))),
            Self::ViewLights => {
                ("Lights", "Shows the same place under every light, the questioned above the reference", G::Views, Some(shift(Key::L)))
            }
            Self::SwapPicture => (
                "Questioned or reference",
                "Tapped, changes between the two in place; held, dragging pans",
                G::Views,
                Some(key(Key::Space)),
            ),
            Self::NextPicture => {
                ("Compare with the next picture", "Takes the next light or document to compare with", G::Views, Some(key(Key::U)))
            }
            Self::PreviousPicture => (
                "Compare with the previous picture",
                "Takes the light or document before it to compare with",
                G::Views,
                Some(shift(Key::U)),
            ),
            Self::NextPane => ("Next pane", "Makes the next pane of the grid the one that keys act on", G::Views, Some(key(Key::Comma))),
            Self::More => (
                "More",
                "A faster blink, a larger lens or squares, more of the questioned, a higher tolerance, another pane",
                G::Views,
                Some(key(Key::CloseBracket)),
            ),
            Self::Less => (
                "Less",
                "A slower blink, a smaller lens or squares, less of the questioned, a lower tolerance, a pane fewer",
                G::Views,
                Some(key(Key::OpenBracket)),
            ),
            Self::BlinkPlay => ("Run or hold", "Runs the blink or holds it; pins the lens or lets it go", G::Views, Some(key(Key::P))),
            Self::BlinkStep => ("One blink", "Changes the picture once", G::Views, Some(key(Key::Period))),
            Self::TurnSwipe => ("Turn the divider", "Lays the divider of the swipe across or upright", G::Views, Some(shift(Key::W))),
            Self::MagnifyLens => ("Magnify in the lens", "Enlarges what is seen in the lens: 2, 4, 8 times", G::Views, Some(key(Key::V))),
            Self::NextBlend => {
                ("Lay over another way", "Covers, multiplies, screens, subtracts or colours in turn", G::Views, Some(shift(Key::O)))
            }
            Self::TwoColours => {
                ("Two colours", "What only the questioned has is red, what only the reference has is cyan", G::Views, Some(shift(Key::C)))
            }
            Self::NudgeLeft => ("Nudge left", "Moves the picture by 0.05 mm over the others", G::Views, Some(alt(Key::ArrowLeft))),
            Self::NudgeRight => ("Nudge right", "Moves the picture by 0.05 mm over the others", G::Views, Some(alt(Key::ArrowRight))),
            Self::NudgeUp => ("Nudge up", "Moves the picture by 0.05 mm over the others", G::Views, Some(alt(Key::ArrowUp))),
            Self::NudgeDown => ("Nudge down", "Moves the picture by 0.05 mm over the others", G::Views, Some(alt(Key::ArrowDown))),
            Self::PutBack => ("Put the picture back", "Takes all nudges of the picture back", G::Views, Some(key(Key::H))),
            Self::Fit => ("Fit", "Shows the whole page", G::Scale, Some(key(Key::F))),
            Self::FitWidth => ("Fit the width", "Shows the whole width of the page", G::Scale, Some(key(Key::Num6))),
            Self::ActualPixels => {
                ("One to one, pixels", "One pixel of the capture is one pixel of the screen", G::Scale, Some(key(Key::Num0)))
            }
            Self::TwoToOne => ("Two to one, pixels", "One pixel of the capture is two of the screen", G::Scale, Some(key(Key::Num8))),
            Self::FourToOne => ("Four to one, pixels", "One pixel of the capture is four of the screen", G::Scale, Some(key(Key::Num7))),
            Self::ActualSize => {
                ("One to one, physical size", "As large as the document, at 96 points per inch", G::Scale, Some(key(Key::Num9)))
            }
            Self::ZoomIn => ("Zoom in", "Enlarges about the middle", G::Scale, Some(key(Key::Plus))),
            Self::ZoomOut => ("Zoom out", "Shrinks about the middle", G::Scale, Some(key(Key::Minus))),
            Self::PanLeft => ("Look to the left", "Moves the view; in a swipe, an upright divider", G::Scale, Some(key(Key::ArrowLeft))),
            Self::PanRight => ("Look to the right", "Moves the view; in a swipe, an upright divider", G::Scale, Some(key(Key::ArrowRight))),
            Self::PanUp => ("Look up", "Moves the view; in a swipe, a divider that lies", G::Scale, Some(key(Key::ArrowUp))),
            Self::PanDown => ("Look down", "Moves the view; in a swipe, a divider that lies", G::Scale, Some(key(Key::ArrowDown))),
            Self::TurnLeft => ("Turn left", "Turns the page by a quarter against the clock", G::Scale, Some(shift(Key::ArrowLeft))),
            Self::TurnRight => ("Turn right", "Turns the page by a quarter with the clock", G::Scale, Some(shift(Key::ArrowRight))),
            Self::TurnLeftFine => ("Turn left by 0.1°", "Turns the page a little against the clock", G::Scale, Some(shift(Key::ArrowUp))),
            Self::TurnRightFine => ("Turn right by 0.1°", "Turns the page a little with the clock", G::Scale, Some(shift(Key::ArrowDown))),
            Self::Level => ("Upright", "Turns the page back upright", G::Scale, Some(key(Key::Home))),
            Self::MeasureDistance => {
                ("Measure a distance", "Between two points, in mm with its uncertainty", G::Drawing, Some(key(Key::F2)))
            }
            Self::MeasurePath => ("Measure a path", "The length through several points; Enter finishes", G::Drawing, Some(key(Key::F3))),
            Self::MeasureAngle => {
                ("Measure an angle", "A point on one leg, the corner, a point on the other leg", G::Drawing, Some(key(Key::F4)))
            }
            Self::MeasureArea => ("Measure an area", "The area and rim of an outline; Enter finishes", G::Drawing, Some(key(Key::F5))),
            Self::MeasureCircle => {
                ("Measure a circle", "Fits a circle to points on its rim; Enter finishes", G::Drawing, Some(key(Key::F6)))
            }
            Self::MeasureLines => (
                "Measure a line spacing",
                "The period of parallel lines, from the pixels along a line across them",
                G::Drawing,
                Some(key(Key::F7)),
            ),
            Self::MeasureCharacters => (
                "Measure characters",
                "Height, spacing and pitch of one line of print, from a box around it",
                G::Drawing,
                Some(shift(Key::F10)),
            ),
            Self::MeasureColour => {
                ("Measure a colour", "Mean and spread of a patch in CIE L*a*b*, from a box within it", G::Drawing, Some(shift(Key::F8)))
            }
            Self::MeasureColours => {
                ("Measure a colour difference", "CIEDE2000 between two patches, with mean and spread", G::Drawing, Some(key(Key::F8)))
            }
            Self::MeasureProfile => {
                ("Intensity profile", "The levels along a path, as a plot; Enter finishes", G::Drawing, Some(key(Key::F9)))
            }
            Self::MeasureDensity => {
                ("Density profile", "The density along a path, as a plot; Enter finishes", G::Drawing, Some(shift(Key::F9)))
            }
            Self::FourierView => (
                "Fourier view",
                "The regular patterns of a region: lines per inch and direction of screens and fine lines",
                G::Drawing,
                Some(command(Key::F7)),
            ),
            Self::MeasureProcess => (
                "Print process of a region",
                "Screens, scattered dots, ragged edges and specks of a region, from a box around it",
                G::Drawing,
                Some(command(Key::F8)),
            ),
            Self::SetScale => (
                "Set the scale by two points…",
                "For a capture that is registered to no page: two points of known distance",
                G::Drawing,
                Some(key(Key::F10)),
            ),
            Self::MarkPoint => ("Mark a point", "Points out a spot of the page", G::Drawing, Some(shift(Key::F2))),
            Self::MarkBox => ("Mark a box", "Points out an upright box, from corner to corner", G::Drawing, Some(shift(Key::F3))),
            Self::MarkPolygon => {
                ("Mark an outline", "Points out what lies within several corners; Enter finishes", G::Drawing, Some(shift(Key::F4)))
            }
            Self::MarkFreehand => ("Mark by hand", "Points out along a line that is dragged", G::Drawing, Some(shift(Key::F5))),
            Self::MarkArrow => ("Mark with an arrow", "Points out from tail to head", G::Drawing, Some(shift(Key::F6))),
            Self::MarkText => ("Write on the page…", "Puts words beside a spot", G::Drawing, Some(shift(Key::F7))),
            Self::NextPoint => (
                "Next point",
                "Takes the next point of what is chosen in hand, after the last the whole",
                G::Drawing,
                Some(key(Key::PageDown)),
            ),
            Self::PreviousPoint => {
                ("Previous point", "Takes the point before in hand, before the first the whole", G::Drawing, Some(key(Key::PageUp)))
            }
            Self::MovePointLeft => ("Move left", MOVES, G::Drawing, Some(command(Key::ArrowLeft))),
            Self::MovePointRight => ("Move right", MOVES, G::Drawing, Some(command(Key::ArrowRight))),
            Self::MovePointUp => ("Move up", MOVES, G::Drawing, Some(command(Key::ArrowUp))),
            Self::MovePointDown => ("Move down", MOVES, G::Drawing, Some(command(Key::ArrowDown))),
            Self::ToggleMarks => {
                ("Marks on the pictures", "Shows or hides marks and measurements on the pictures", G::Screen, Some(key(Key::Y)))
            }
            Self::ToggleTools => ("Measure and mark", "Shows or hides the tools that measure and mark", G::Screen, Some(shift(Key::M))),
            Self::ToggleZones => ("Zone outlines", "Shows or hides the zones of the reference", G::Screen, Some(key(Key::Z))),
            Self::ToggleRulers => ("Rulers", "Shows or hides the rulers in millimetres", G::Screen, Some(key(Key::R))),
            Self::ToggleLabels => ("Labels", "Shows or hides file, page, light and scale on the pictures", G::Screen, Some(key(Key::T))),
            Self::ToggleMap => ("Overview", "Shows or hides the whole page in a corner", G::Screen, Some(key(Key::M))),
            Self::ToggleFullScreen => ("Full screen", "Gives the viewers the whole screen, and back", G::Screen, Some(key(Key::F11))),
            Self::ToggleSecondWindow => {
                ("Second window", "Opens viewers in a window of their own for another screen", G::Screen, Some(key(Key::F12)))
            }
            Self::LockSecondWindow => {
                ("Lock the second window", "Both windows show the same place, or each its own", G::Screen, Some(shift(Key::F12)))
            }
        };
        About { text, hint, group, shortcut }
    }
}
