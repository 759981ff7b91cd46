//! The one set of icons, drawn as thin lines on a grid of 16 × 16.

use eframe::egui;
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke};

/// A picture on a button; never alone, always with a name that is spoken and shown on hovering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Desk,
    Undo,
    Redo,
    Search,
    Help,
    Theme,
    Fit,
    ActualPixels,
    ActualSize,
    Zones,
    Ruler,
    Single,
    SideBySide,
    Overlay,
    Blink,
    Difference,
    Check,
    Cross,
    Unsure,
    Dash,
    NotApplicable,
    Warning,
    Info,
    Close,
    Add,
    Export,
    Folder,
    Document,
    Card,
    Right,
    Waiting,
    Open,
    Lock,
    Play,
    Pause,
    Step,
}

type Line = &'static [[f32; 2]];
/// Centre and radius.
type Circle = [f32; 3];

struct Drawing {
    lines: &'static [Line],
    circles: &'static [Circle],
    dots: &'static [Circle],
}

const fn drawing(lines: &'static [Line], circles: &'static [Circle], dots: &'static [Circle]) -> Drawing {
    Drawing { lines, circles, dots }
}

impl Icon {
    #[expect(clippy::too_many_lines, reason = "one table of all icons")]
    fn drawing(self) -> Drawing {
        match self {
            Self::Desk => drawing(
                &[
                    &[[2.0, 8.0], [8.0, 2.5], [14.0, 8.0]],
                    &[[3.5, 7.0], [3.5, 13.5], [12.5, 13.5], [12.5, 7.0]],
                    &[[8.0, 13.5], [8.0, 9.5]],
                ],
                &[],
                &[],
            ),
            Self::Undo => drawing(
                &[
                    &[[5.5, 3.0], [2.5, 6.0], [5.5, 9.0]],
                    &[[2.5, 6.0], [9.5, 6.0], [12.3, 7.0], [13.5, 9.5], [12.3, 12.0], [9.5, 13.0], [6.0, 13.0]],
                ],
                &[],
                &[],
            ),
            Self::Redo => drawing(
                &[
                    &[[10.5, 3.0], [13.5, 6.0], [10.5, 9.0]],
                    &[[13.5, 6.0], [6.5, 6.0], [3.7, 7.0], [2.5, 9.5], [3.7, 12.0], [6.5, 13.0], [10.0, 13.0]],
                ],
                &[],
                &[],
            ),
            Self::Search => drawing(&[&[[10.3, 10.3], [14.0, 14.0]]], &[[6.8, 6.8, 4.6]], &[]),
            Self::Help => drawing(
                &[&[[6.2, 6.4], [6.4, 5.2], [7.4, 4.4], [8.7, 4.5], [9.7, 5.4], [9.6, 6.7], [8.2, 7.9], [8.0, 9.2]]],
                &[[8.0, 8.0, 6.3]],
                &[[8.0, 11.3, 0.9]],
            ),
            Self::Theme => {
                drawing(&[&[[8.0, 1.8], [8.0, 14.2]], &[[10.0, 3.4], [10.0, 12.6]], &[[12.0, 5.0], [12.0, 11.0]]], &[[8.0, 8.0, 6.2]], &[])
            }
            Self::Fit => drawing(
                &[
                    &[[2.0, 5.5], [2.0, 2.5], [5.0, 2.5]],
                    &[[11.0, 2.5], [14.0, 2.5], [14.0, 5.5]],
                    &[[14.0, 10.5], [14.0, 13.5], [11.0, 13.5]],
                    &[[5.0, 13.5], [2.0, 13.5], [2.0, 10.5]],
                    &[[5.0, 6.0], [11.0, 6.0], [11.0, 10.0], [5.0, 10.0], [5.0, 6.0]],
                ],
                &[],
                &[],
            ),
            Self::ActualPixels => drawing(
                &[&[[2.5, 5.2], [4.5, 4.0], [4.5, 12.0]], &[[11.0, 5.2], [13.0, 4.0], [13.0, 12.0]]],
                &[],
                &[[7.9, 6.2, 0.9], [7.9, 10.0, 0.9]],
            ),
            Self::ActualSize => drawing(
                &[
                    &[[2.0, 4.0], [14.0, 4.0], [14.0, 12.0], [2.0, 12.0], [2.0, 4.0]],
                    &[[4.5, 8.0], [11.5, 8.0]],
                    &[[6.3, 6.2], [4.5, 8.0], [6.3, 9.8]],
                    &[[9.7, 6.2], [11.5, 8.0], [9.7, 9.8]],
                ],
                &[],
                &[],
            ),
            Self::Zones => drawing(
                &[
                    &[[2.0, 3.0], [8.0, 3.0], [8.0, 9.0], [2.0, 9.0], [2.0, 3.0]],
                    &[[10.5, 3.0], [14.0, 3.0], [14.0, 6.0], [10.5, 6.0], [10.5, 3.0]],
                    &[[2.0, 11.5], [14.0, 11.5], [14.0, 14.0], [2.0, 14.0], [2.0, 11.5]],
                ],
                &[],
                &[],
            ),
            Self::Ruler => drawing(
                &[
                    &[[1.5, 5.5], [14.5, 5.5], [14.5, 10.5], [1.5, 10.5], [1.5, 5.5]],
                    &[[4.1, 5.5], [4.1, 7.5]],
                    &[[6.7, 5.5], [6.7, 8.5]],
                    &[[9.3, 5.5], [9.3, 7.5]],
                    &[[11.9, 5.5], [11.9, 8.5]],
                ],
                &[],
                &[],
            ),
            Self::Single => drawing(&[&[[2.0, 3.5], [14.0, 3.5], [14.0, 12.5], [2.0, 12.5], [2.0, 3.5]]], &[], &[]),
            Self::SideBySide => {
                drawing(&[&[[1.5, 3.5], [14.5, 3.5], [14.5, 12.5], [1.5, 12.5], [1.5, 3.5]], &[[8.0, 3.5], [8.0, 12.5]]], &[], &[])
            }
            Self::Overlay => drawing(
                &[
                    &[[1.5, 2.5], [10.5, 2.5], [10.5, 9.5], [1.5, 9.5], [1.5, 2.5]],
                    &[[5.5, 6.5], [14.5, 6.5], [14.5, 13.5], [5.5, 13.5], [5.5, 6.5]],
                ],
                &[],
                &[],
            ),
            Self::Blink => drawing(
                &[&[[1.5, 8.0], [4.5, 4.9], [8.0, 3.8], [11.5, 4.9], [14.5, 8.0], [11.5, 11.1], [8.0, 12.2], [4.5, 11.1], [1.5, 8.0]]],
                &[],
                &[[8.0, 8.0, 2.2]],
            ),
            Self::Difference => drawing(&[&[[8.0, 3.6], [8.0, 6.6]]], &[[6.0, 8.0, 4.4], [10.0, 8.0, 4.4]], &[[8.0, 8.0, 1.3]]),
            Self::Check => drawing(&[&[[3.0, 8.5], [6.5, 12.0], [13.0, 4.5]]], &[], &[]),
            Self::Cross => drawing(&[&[[4.0, 4.0], [12.0, 12.0]], &[[12.0, 4.0], [4.0, 12.0]]], &[], &[]),
            Self::Unsure => drawing(
                &[&[[5.3, 5.4], [5.9, 3.6], [7.5, 2.7], [9.5, 3.0], [10.7, 4.6], [10.3, 6.4], [8.4, 8.0], [8.0, 10.0]]],
                &[],
                &[[8.0, 13.0, 1.1]],
            ),
            Self::Dash => drawing(&[&[[4.0, 8.0], [12.0, 8.0]]], &[], &[]),
            Self::NotApplicable => drawing(&[&[[4.2, 11.8], [11.8, 4.2]]], &[[8.0, 8.0, 5.4]], &[]),
            Self::Warning => {
                drawing(&[&[[8.0, 2.3], [14.6, 13.6], [1.4, 13.6], [8.0, 2.3]], &[[8.0, 6.4], [8.0, 9.6]]], &[], &[[8.0, 11.6, 0.9]])
            }
            Self::Info => drawing(&[&[[8.0, 7.3], [8.0, 11.4]]], &[[8.0, 8.0, 6.3]], &[[8.0, 4.8, 0.9]]),
            Self::Close => drawing(&[&[[4.5, 4.5], [11.5, 11.5]], &[[11.5, 4.5], [4.5, 11.5]]], &[], &[]),
            Self::Add => drawing(&[&[[8.0, 3.0], [8.0, 13.0]], &[[3.0, 8.0], [13.0, 8.0]]], &[], &[]),
            Self::Export => drawing(
                &[&[[8.0, 9.5], [8.0, 2.0]], &[[5.0, 5.0], [8.0, 2.0], [11.0, 5.0]], &[[2.5, 8.5], [2.5, 13.5], [13.5, 13.5], [13.5, 8.5]]],
                &[],
                &[],
            ),
            Self::Folder => {
                drawing(&[&[[1.8, 12.8], [1.8, 3.4], [6.2, 3.4], [7.6, 5.2], [14.2, 5.2], [14.2, 12.8], [1.8, 12.8]]], &[], &[])
            }
            Self::Document => drawing(
                &[
                    &[[3.5, 1.8], [9.5, 1.8], [12.5, 4.8], [12.5, 14.2], [3.5, 14.2], [3.5, 1.8]],
                    &[[9.5, 1.8], [9.5, 4.8], [12.5, 4.8]],
                    &[[5.7, 8.2], [10.3, 8.2]],
                    &[[5.7, 11.0], [10.3, 11.0]],
                ],
                &[],
                &[],
            ),
            Self::Card => drawing(
                &[
                    &[[1.5, 3.5], [14.5, 3.5], [14.5, 12.5], [1.5, 12.5], [1.5, 3.5]],
                    &[[8.8, 6.5], [12.2, 6.5]],
                    &[[8.8, 9.3], [12.2, 9.3]],
                    &[[3.4, 10.6], [4.2, 9.2], [6.4, 9.2], [7.2, 10.6]],
                ],
                &[[5.3, 7.0, 1.4]],
                &[],
            ),
            Self::Right => drawing(&[&[[6.0, 4.0], [10.0, 8.0], [6.0, 12.0]]], &[], &[]),
            Self::Waiting => drawing(&[&[[8.0, 4.6], [8.0, 8.0], [10.4, 9.6]]], &[[8.0, 8.0, 5.6]], &[]),
            Self::Open => drawing(&[], &[[8.0, 8.0, 5.0]], &[]),
            Self::Lock => drawing(
                &[
                    &[[3.5, 7.2], [12.5, 7.2], [12.5, 13.8], [3.5, 13.8], [3.5, 7.2]],
                    &[[5.2, 7.2], [5.2, 4.6], [6.4, 2.8], [9.6, 2.8], [10.8, 4.6], [10.8, 7.2]],
                ],
                &[],
                &[],
            ),
            Self::Play => drawing(&[&[[4.8, 3.0], [12.8, 8.0], [4.8, 13.0], [4.8, 3.0]]], &[], &[]),
            Self::Pause => drawing(&[&[[5.5, 3.5], [5.5, 12.5]], &[[10.5, 3.5], [10.5, 12.5]]], &[], &[]),
            Self::Step => drawing(&[&[[4.0, 3.5], [10.0, 8.0], [4.0, 12.5], [4.0, 3.5]], &[[12.2, 3.5], [12.2, 12.5]]], &[], &[]),
        }
    }

    /// Paints the icon into the largest square in the middle of `rect`.
    pub(crate) fn paint(self, painter: &Painter, rect: Rect, colour: Color32) {
        let side = rect.width().min(rect.height());
        let (scale, corner) = (side / 16.0, rect.center() - egui::Vec2::splat(side / 2.0));
        let place = |x: f32, y: f32| Pos2::new(corner.x + x * scale, corner.y + y * scale);
        let stroke = Stroke::new((1.35 * scale).max(1.1), colour);
        let drawing = self.drawing();
        for line in drawing.lines {
            painter.add(Shape::line(line.iter().map(|[x, y]| place(*x, *y)).collect(), stroke));
        }
        for [x, y, radius] in drawing.circles {
            painter.circle_stroke(place(*x, *y), radius * scale, stroke);
        }
        for [x, y, radius] in drawing.dots {
            painter.circle_filled(place(*x, *y), radius * scale, colour);
        }
    }
}
