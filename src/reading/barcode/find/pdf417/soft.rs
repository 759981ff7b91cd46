//! Codewords of PDF417 by likeness: each row is compared with all patterns of its cluster.

use rxing::pdf417::decoder::decoded_bit_stream_parser::decode;
use rxing::pdf417::decoder::ec::error_correction;

use super::lines::{Line, Lines, Patterns};
use super::raw;
use super::shape::Shape;
use crate::reading::barcode::find::luma::Luma;
use crate::reading::barcode::find::raw::{Raw, guarded};

/// Codewords of a symbol at the most.
const MAX_CODEWORDS: usize = 928;

/// What the row indicators agree on.
#[derive(Debug, Clone, Copy)]
struct Frame {
    rows: i32,
    level: u32,
    /// The number of the first row that is seen.
    first: i32,
}

/// Reads the symbol in a shape.
pub(super) fn read(luma: &Luma, shape: &Shape) -> Option<Raw> {
    let patterns = Patterns::new();
    let lines = Lines::of(luma, shape, &patterns)?;
    let rows = lines.rows();
    if rows.len() < 3 {
        return None;
    }
    let frame = frame(&rows, shape.columns)?;
    let columns = shape.columns as usize;
    let mut words = vec![0_u32; frame.rows as usize * columns];
    for (row, line) in (frame.first..).zip(&rows) {
        let Some(out) = words.get_mut((row.max(0) as usize * columns)..).filter(|_| row >= 0) else { continue };
        out.iter_mut().zip(line.words.iter().skip(1)).take(columns).for_each(|(out, word)| *out = *word);
    }
    let checks = 1_u32 << (frame.level + 1);
    if words.len() > MAX_CODEWORDS || words.len() < checks as usize + 2 {
        return None;
    }
    let corrected = guarded(|| error_correction::decode(&mut words, checks, &mut []).ok())?;
    // Chance agrees with a code word of a level with few checks, but hardly ever with the count of codewords as well.
    let data = words.len() as u32 - checks;
    let count = words.first_mut()?;
    if *count != data {
        return None;
    }
    let result = guarded(|| decode(&words, &frame.level.to_string()).ok())?;
    let mut raw = raw(&result, shape.corners)?;
    raw.level = Some(frame.level.to_string());
    raw.corrected = u32::try_from(corrected).ok();
    raw.check_words = Some(checks);
    Some(raw)
}

/// Rows, level and the first row, by the votes of the row indicators (ISO/IEC 15438, 5.11.3).
fn frame(rows: &[Line], columns: i32) -> Option<Frame> {
    let first_cluster = rows.first()?.cluster;
    let mut best: Option<(i32, Frame)> = None;
    let mut votes = Votes::default();
    for line in rows {
        let left = line.words.first().copied().unwrap_or(0) as i32;
        let right = line.words.last().copied().unwrap_or(0) as i32;
        votes.add(line.cluster, left % 30, right % 30);
    }
    let (thirds, rest, level) = (top(&votes.thirds)?, top(&votes.rest)?, top(&votes.level)?);
    let rows_in_all = thirds * 3 + rest + 1;
    if !(3..=90).contains(&rows_in_all) || !(0..=8).contains(&level) {
        return None;
    }
    // The numbers of the rows say which of them is seen first.
    for first in (-3..rows_in_all).filter(|first| first.rem_euclid(3) == first_cluster) {
        let agree = (first..)
            .zip(rows)
            .map(|(row, line)| {
                let group = row.div_euclid(3);
                let ends = [line.words.first(), line.words.last()];
                ends.iter().flatten().filter(|word| ***word as i32 / 30 == group).count() as i32
            })
            .sum();
        if best.is_none_or(|(most, _)| agree > most) {
            best = Some((agree, Frame { rows: rows_in_all, level: level as u32, first }));
        }
    }
    // The columns that were measured are a vote as well.
    let told = top(&votes.columns)? + 1;
    best.filter(|(agree, _)| *agree >= 2 && told == columns).map(|(_, frame)| frame)
}

/// How often each value was said.
#[derive(Default)]
struct Votes {
    thirds: Vec<i32>,
    rest: Vec<i32>,
    level: Vec<i32>,
    columns: Vec<i32>,
}

impl Votes {
    fn add(&mut self, cluster: i32, left: i32, right: i32) {
        match cluster {
            0 => {
                self.thirds.push(left);
                self.columns.push(right);
            }
            1 => {
                self.rest.push(left % 3);
                self.level.push(left / 3);
                self.thirds.push(right);
            }
            _ => {
                self.columns.push(left);
                self.rest.push(right % 3);
                self.level.push(right / 3);
            }
        }
    }
}

/// The value that was said most often, the smaller one of two.
fn top(said: &[i32]) -> Option<i32> {
    let count = |value: i32| said.iter().filter(|other| **other == value).count();
    said.iter().copied().max_by_key(|value| (count(*value), -value))
}
