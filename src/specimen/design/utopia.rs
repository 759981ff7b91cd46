//! What both passport series of Utopia share.

use crate::domain::{RectMm, SizeMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::{PageSpec, Print};
use crate::specimen::{emblem, portrait, text};

pub(super) const SIZE: SizeMm = SizeMm { width: 125.0, height: 88.0 };
pub(super) const PAGE: &str = "data-page";
pub(super) const PAGES: &[PageSpec] = &[PageSpec { id: PAGE, size: SIZE, rounded: [false, false, true, true] }];

/// Where the centres of the two lines of the machine-readable zone lie below the upper edge, in mm.
const MRZ_LINES: [f32; 2] = [88.0 - 15.75, 88.0 - 9.40];
/// Where the first character starts, in mm from the left edge.
const MRZ_LEFT: f32 = 6.0;

pub(super) fn print_mrz(canvas: &mut Canvas, print: &Print) {
    for (line, y) in print.mrz.iter().zip(MRZ_LINES) {
        if let Some(path) = text::mrz_line(line, MRZ_LEFT, y) {
            canvas.fill(&path, &Ink::print(Tone(24, 22, 26)));
        }
    }
}

/// The portrait and, where the series has one, the ghost portrait.
pub(super) fn print_portrait(canvas: &mut Canvas, print: &Print, frame: RectMm, saturation: f32, ghost: Option<(RectMm, Tone)>) {
    let Some(drawn) = print.face.drawn() else { return };
    canvas.picture(&portrait::toned(&drawn, saturation, Tone(26, 24, 34)), frame, 0.9, Lay::Cover);
    if let Some((area, tone)) = ghost {
        canvas.picture(&portrait::toned(&drawn, 0.0, tone), area, 0.55, Lay::Print);
    }
}

/// The arms, filled, with a thin dark contour as an engraving has.
pub(super) fn arms(canvas: &mut Canvas, center: (f32, f32), radius: f32, ink: &Ink) {
    if let Some(path) = emblem::utopia().and_then(|path| emblem::placed(&path, center, radius)) {
        canvas.fill(&path, ink);
    }
}
