//! The mode message and the data of Aztec symbols (ISO/IEC 24778, clauses 7 to 14 and annex A for runes).

use rxing::aztec::decoder::highLevelDecode;
use rxing::common::BitMatrix;
use rxing::common::reedsolomon::{GenericGFRef, PredefinedGenericGF, ReedSolomonDecoder};

use crate::domain::Homography;
use crate::reading::barcode::find::luma::Luma;
use crate::reading::barcode::find::raw::guarded;

/// What the ring around the bull's eye says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A symbol that is a number and nothing else.
    Rune { value: u8 },
    /// Layers of data around, with so many codewords that are data.
    Data { compact: bool, layers: i32, words: i32 },
}

/// Where a step along a side lies, with how far the side is from the middle.
type Side = fn(i32, i32) -> (i32, i32);

/// A message with what its error correction did.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) text: String,
    pub(super) corrected: u32,
    pub(super) check_words: u32,
    pub(super) all_words: u32,
}

/// Reads the mode message if the marks at its corners stand as they do upright; `map` leads from modules about the middle to px.
pub(super) fn mode(luma: &Luma, map: &Homography, level: f32, compact: bool) -> Option<Mode> {
    let reach: i32 = if compact { 5 } else { 7 };
    let dark = |x: i32, y: i32| {
        let (u, v) = map.apply(f64::from(x), f64::from(y));
        luma.sample(u, v).is_some_and(|value| value < level)
    };
    let (r, q) = (reach, reach - 1);
    // Three dark at the first corner, two at the second, one at the third, none at the fourth.
    let marks = [
        (-r, -r, true),
        (-q, -r, true),
        (-r, -q, true),
        (r, -r, true),
        (q, -r, false),
        (r, -q, true),
        (r, r, false),
        (q, r, false),
        (r, q, true),
        (-r, r, false),
        (-q, r, false),
        (-r, q, false),
    ];
    let wrong = marks.iter().filter(|(x, y, expected)| dark(*x, *y) != *expected).count();
    if wrong > 2 {
        return None;
    }
    let inner = reach - 2;
    let along: Vec<i32> = (-inner..=inner).filter(|step| compact || *step != 0).collect();
    let sides: [Side; 4] = [|s, r| (s, -r), |s, r| (r, s), |s, r| (-s, r), |s, r| (-r, -s)];
    let bits: Vec<bool> = sides.iter().flat_map(|side| along.iter().map(|step| side(*step, reach))).map(|(x, y)| dark(x, y)).collect();
    let words: Vec<i32> = bits.chunks(4).map(number).collect();
    let data_words = if compact { 2 } else { 4 };
    let corrected = |mut words: Vec<i32>| {
        let checks = i32::try_from(words.len()).ok()? - data_words;
        let errors = guarded(|| decoder(PredefinedGenericGF::AztecParam).decode(&mut words, checks).ok())?;
        Some((words.iter().take(data_words as usize).fold(0, |sum, word| sum * 16 + word), errors))
    };
    if let Some((value, _)) = corrected(words.clone()) {
        let (layers, words) = if compact { ((value >> 6) + 1, (value & 63) + 1) } else { ((value >> 11) + 1, (value & 2047) + 1) };
        if total_bits(compact, layers) / word_size(layers) > words {
            return Some(Mode::Data { compact, layers, words });
        }
    }
    // A rune has every second bit of the message inverted; it is short, so that nothing but the clearest one counts.
    let turned: Vec<i32> = words.iter().map(|word| word ^ 0b1010).collect();
    match corrected(turned) {
        Some((value, errors)) if compact && wrong == 0 && errors <= 1 => u8::try_from(value).ok().map(|value| Mode::Rune { value }),
        _ => None,
    }
}

/// Reads the data layers of a symbol that stands upright.
pub(super) fn text(matrix: &BitMatrix, compact: bool, layers: i32, words: i32) -> Option<Told> {
    let size = word_size(layers);
    let bits = layer_bits(matrix, compact, layers);
    let count = bits.len() / size as usize;
    let field = match size {
        6 => PredefinedGenericGF::AztecData6,
        8 => PredefinedGenericGF::AztecData8,
        10 => PredefinedGenericGF::AztecData10,
        _ => PredefinedGenericGF::AztecData12,
    };
    // Bits that do not make a word stand in front.
    let first = bits.len() % size as usize;
    let mut all: Vec<i32> = bits.get(first..)?.chunks_exact(size as usize).map(number).collect();
    let checks = i32::try_from(count).ok()? - words;
    if checks < 3 {
        return None;
    }
    let corrected = guarded(|| decoder(field).decode(&mut all, checks).ok())?;
    let full = (1 << size) - 1;
    let mut plain = Vec::with_capacity((words * size) as usize);
    for word in all.iter().take(words as usize) {
        match *word {
            // All alike never happens: a bit is stuffed in.
            word if word == 0 || word == full => return None,
            word if word == 1 || word == full - 1 => plain.extend((1..size).map(|_| word > 1)),
            word => plain.extend((0..size).rev().map(|bit| word >> bit & 1 == 1)),
        }
    }
    if plain.len() < 5 {
        return None;
    }
    let text = guarded(|| highLevelDecode(&plain).ok())?;
    Some(Told { text, corrected: u32::try_from(corrected).ok()?, check_words: checks as u32, all_words: count as u32 })
}

/// The bits of the layers, from the outermost inward, each around its four sides in strips two modules wide.
fn layer_bits(matrix: &BitMatrix, compact: bool, layers: i32) -> Vec<bool> {
    let plain = (if compact { 11 } else { 14 }) + 4 * layers;
    let side = matrix.getWidth() as i32;
    // Columns of data without the lines of the reference grid, which are 16 apart from the middle.
    let place = |at: i32| {
        if compact {
            return at;
        }
        let (middle, half) = (side / 2, plain / 2);
        if at < half {
            let from = half - 1 - at;
            middle - 1 - from - from / 15
        } else {
            let from = at - half;
            middle + 1 + from + from / 15
        }
    };
    let dark = |x: i32, y: i32| {
        let (x, y) = (place(x), place(y));
        x >= 0 && y >= 0 && x < side && y < side && matrix.get(x as u32, y as u32)
    };
    let mut bits = Vec::with_capacity(total_bits(compact, layers) as usize);
    for layer in 0..layers {
        let length = (layers - layer) * 4 + if compact { 9 } else { 12 };
        let (low, high) = (2 * layer, plain - 1 - 2 * layer);
        let strip = |at: &dyn Fn(i32, i32) -> (i32, i32)| {
            let places: Vec<bool> = (0..length).flat_map(|along| [at(along, 0), at(along, 1)]).map(|(x, y)| dark(x, y)).collect();
            places
        };
        bits.extend(strip(&|along, across| (low + across, low + along)));
        bits.extend(strip(&|along, across| (low + along, high - across)));
        bits.extend(strip(&|along, across| (high - across, high - along)));
        bits.extend(strip(&|along, across| (high - along, low + across)));
    }
    bits
}

/// Bits in all layers.
fn total_bits(compact: bool, layers: i32) -> i32 {
    ((if compact { 88 } else { 112 }) + 16 * layers) * layers
}

/// Bits of a codeword.
fn word_size(layers: i32) -> i32 {
    match layers {
        ..=2 => 6,
        3..=8 => 8,
        9..=22 => 10,
        _ => 12,
    }
}

fn number(bits: &[bool]) -> i32 {
    bits.iter().fold(0, |sum, bit| sum * 2 + i32::from(*bit))
}

fn decoder(field: PredefinedGenericGF) -> ReedSolomonDecoder {
    let field: GenericGFRef = field.into();
    ReedSolomonDecoder::new(field)
}
