//! The network that says which character stands at a place of a line.
//!
//! Four layers of convolutions look at a window of one and a half characters: two find strokes, one finds what they make up over the
//! height of the line, one names it. It slides along the line in steps of [`STEP`] px and says for each place which character has its
//! centre there, or that none has.

mod conv;
mod learn;
mod ready;
mod weights;

use conv::{Convolution, Map, handed, largest};

pub(super) use learn::{Learner, Lesson};
pub(super) use ready::Ready;

/// Height of a line in px.
pub(super) const HEIGHT: usize = 28;
/// The pitch of characters that the network was taught, in px.
pub(super) const PITCH: f64 = 16.0;
/// Distance of two answers, in px.
pub(super) const STEP: usize = 2;
/// How far from the left the first place lies, in px.
pub(super) const REACH: f64 = 11.5;
/// Characters of a machine-readable zone, in the order of the answers (ICAO Doc 9303-3, 4.3).
pub(crate) const CHARACTERS: [char; 37] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q',
    'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', '<',
];
/// The answer "no character has its centre here".
pub(super) const NONE: usize = CHARACTERS.len();
/// How many answers there are.
pub(super) const ANSWERS: usize = CHARACTERS.len() + 1;

/// Channels of the layers.
const STROKES: usize = 12;
const PARTS: usize = 28;
const SHAPES: usize = 80;

/// The network.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Network {
    layers: [Convolution; 4],
}

/// What the network makes of a line on the way; kept to learn from.
struct Course {
    strokes: Map,
    narrowed: Map,
    parts: Map,
    lowered: Map,
    shapes: Map,
    answers: Map,
}

/// A line as ink, column by column: 0 ground, 1 print.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) columns: usize,
    /// [`HEIGHT`] values for each column.
    pub(super) ink: Vec<f32>,
}

impl Network {
    /// A network of which all weights are 0.
    fn empty() -> Self {
        Self {
            layers: [
                Convolution::new(3, 3, 1, 1, STROKES),
                Convolution::new(3, 3, 1, STROKES, PARTS),
                Convolution::new(9, HEIGHT / 4, 0, PARTS, SHAPES),
                Convolution::new(1, 1, 0, SHAPES, ANSWERS),
            ],
        }
    }

    fn course(&self, line: &Line) -> Course {
        let map = Map { columns: line.columns, rows: HEIGHT, channels: 1, data: line.ink.clone() };
        let strokes = self.layers[0].of(&map, true);
        let narrowed = largest(&strokes, 2);
        let parts = self.layers[1].of(&narrowed, true);
        let lowered = largest(&parts, 1);
        let shapes = self.layers[2].of(&lowered, true);
        let answers = self.layers[3].of(&shapes, false);
        Course { strokes, narrowed, parts, lowered, shapes, answers }
    }

    /// How many places a line of that many columns has.
    fn places(columns: usize) -> usize {
        ((columns.saturating_sub(2)) / STEP).saturating_sub(10)
    }
}

/// The logarithms of shares, of numbers whose exponentials are in proportion to them.
fn log_softmax(values: &[f32]) -> [f32; ANSWERS] {
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = values.iter().map(|value| (value - most).exp()).sum();
    let less = most + sum.ln();
    let mut out = [0.0; ANSWERS];
    out.iter_mut().zip(values).for_each(|(out, value)| *out = value - less);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_any_width_has_its_places() {
        let network = Network::empty();
        for columns in [0, 1, 22, 24, 25, 60] {
            let line = Line { columns, ink: vec![0.0; columns * HEIGHT] };
            let read = network.ready().read(&line);
            assert_eq!(read.len(), Network::places(columns), "{columns}");
            assert!(read.iter().flatten().all(|share| (share + (ANSWERS as f32).ln()).abs() < 1e-5));
        }
    }
}
