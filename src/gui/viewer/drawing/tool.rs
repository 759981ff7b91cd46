//! The tools that draw: what each is for and how many points it takes.

use crate::domain::{Figure, MAX_POINTS};
use crate::gui::command::Command;
use crate::gui::icons::Icon;

/// A tool in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Measures a figure.
    Measure(Figure),
    /// Marks a spot.
    Point,
    /// Marks an upright box.
    Box,
    /// Marks an outline.
    Polygon,
    /// Marks along a line drawn by hand.
    Freehand,
    /// Marks with an arrow.
    Arrow,
    /// Writes words on the page.
    Text,
    /// Sets the scale of a capture by two points of known distance.
    Scale,
}

impl Tool {
    /// Every tool with the command that takes it, in the order of the strip.
    pub(crate) const ALL: [(Self, Command, Icon); 20] = [
        (Self::Measure(Figure::Distance), Command::MeasureDistance, Icon::Distance),
        (Self::Measure(Figure::Polyline), Command::MeasurePath, Icon::Path),
        (Self::Measure(Figure::Angle), Command::MeasureAngle, Icon::Angle),
        (Self::Measure(Figure::Area), Command::MeasureArea, Icon::Area),
        (Self::Measure(Figure::Circle), Command::MeasureCircle, Icon::Circle),
        (Self::Measure(Figure::LineSpacing), Command::MeasureLines, Icon::LineSpacing),
        (Self::Measure(Figure::Characters), Command::MeasureCharacters, Icon::Characters),
        (Self::Measure(Figure::Colour), Command::MeasureColour, Icon::Patch),
        (Self::Measure(Figure::ColourDifference), Command::MeasureColours, Icon::Patches),
        (Self::Measure(Figure::IntensityProfile), Command::MeasureProfile, Icon::Profile),
        (Self::Measure(Figure::DensityProfile), Command::MeasureDensity, Icon::Density),
        (Self::Measure(Figure::Spectrum), Command::FourierView, Icon::Fourier),
        (Self::Measure(Figure::PrintProcess), Command::MeasureProcess, Icon::Process),
        (Self::Scale, Command::SetScale, Icon::Scale),
        (Self::Point, Command::MarkPoint, Icon::Point),
        (Self::Box, Command::MarkBox, Icon::Box),
        (Self::Polygon, Command::MarkPolygon, Icon::Polygon),
        (Self::Freehand, Command::MarkFreehand, Icon::Freehand),
        (Self::Arrow, Command::MarkArrow, Icon::Arrow),
        (Self::Text, Command::MarkText, Icon::Text),
    ];

    /// The tool that a command takes.
    pub(crate) fn of(command: Command) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, takes, _)| *takes == command).map(|(tool, ..)| tool)
    }

    /// The command that takes it.
    pub(crate) fn command(self) -> Command {
        Self::ALL.into_iter().find(|(tool, ..)| *tool == self).map_or(Command::MarkPoint, |(_, command, _)| command)
    }

    /// Its picture.
    pub(crate) fn icon(self) -> Icon {
        Self::ALL.into_iter().find(|(tool, ..)| *tool == self).map_or(Icon::Point, |(.., icon)| icon)
    }

    /// Whether it makes a mark.
    pub(crate) fn marks(self) -> bool {
        !matches!(self, Self::Measure(_) | Self::Scale)
    }

    /// Fewest points it needs.
    pub(crate) fn least_points(self) -> usize {
        match self {
            Self::Measure(figure) => figure.least_points(),
            Self::Point | Self::Text => 1,
            Self::Box | Self::Freehand | Self::Arrow | Self::Scale => 2,
            Self::Polygon => 3,
        }
    }

    /// Most points it takes; it is finished with so many.
    pub(crate) fn most_points(self) -> usize {
        match self {
            Self::Measure(figure) => figure.most_points(),
            Self::Point | Self::Text => 1,
            Self::Box | Self::Arrow | Self::Scale => 2,
            Self::Polygon | Self::Freehand => MAX_POINTS,
        }
    }

    /// Whether something has to be typed before it is finished.
    pub(crate) fn asks_for_words(self) -> bool {
        matches!(self, Self::Text | Self::Scale)
    }

    /// Whether a drag draws and does not pan: with two ends, or by hand.
    pub(crate) fn takes_drag(self) -> bool {
        self == Self::Freehand || (self.most_points() == 2 && self.least_points() == 2)
    }

    /// What to do next with `points` set.
    pub(crate) fn hint(self, points: usize) -> &'static str {
        match (self, points) {
            (Self::Point, _) => "Click the spot",
            (Self::Text, 0) => "Click where the words begin",
            (Self::Text, _) => "Type the words",
            (Self::Freehand, _) => "Drag along the line",
            (Self::Box, 0) => "Click or drag from corner to corner",
            (Self::Measure(Figure::Spectrum | Figure::PrintProcess), 0) => "Click or drag from corner to corner of a region",
            (Self::Arrow, 0) => "Click the tail, then the head, or drag",
            (Self::Scale, 0) => "Click one end of a known length",
            (Self::Scale, 2) => "Type the known length",
            (Self::Arrow, _) => "Click the head",
            (Self::Measure(Figure::Distance) | Self::Scale, 1) => "Click the other end",
            (Self::Measure(Figure::Distance), _) => "Click both ends, or drag",
            (Self::Measure(Figure::LineSpacing), 0) => "Draw a line straight across the lines",
            (Self::Measure(Figure::LineSpacing), _) => "Click its other end",
            (Self::Measure(Figure::Angle), 0) => "Click a point on one leg",
            (Self::Measure(Figure::Angle), 1) => "Click the corner",
            (Self::Measure(Figure::Angle), _) => "Click a point on the other leg",
            (Self::Measure(Figure::ColourDifference), 0) => "Click two opposite corners of one patch",
            (Self::Measure(Figure::ColourDifference), 2) => "Now two corners of the other patch",
            (Self::Measure(Figure::Characters), 0) => "Draw a box around one line of print",
            (Self::Measure(Figure::Colour), 0) => "Draw a box within the patch",
            (
                Self::Box
                | Self::Measure(Figure::Characters | Figure::Colour | Figure::ColourDifference | Figure::Spectrum | Figure::PrintProcess),
                _,
            ) => "Click the opposite corner",
            (Self::Measure(Figure::Circle), 0..=2) => "Click three or more points on the rim",
            (Self::Measure(Figure::Area) | Self::Polygon, 0..=2) => "Click the corners in order",
            (_, 0) => "Click along the path",
            _ => "Click on; a double click finishes",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_has_a_command_with_a_key() {
        for (tool, command, _) in Tool::ALL {
            assert_eq!(Tool::of(command), Some(tool));
            assert!(!command.key_text().is_empty(), "{command:?} has no key");
            assert!(tool.least_points() <= tool.most_points());
        }
    }
}
