//! Linear symbols whose bars stand upright: Code 128, Code 39 and Interleaved 2 of 5.
//!
//! They have little or no check of their own, so that a reading counts only if several lines of scan agree and none differs often.

use rxing::common::BitArray;
use rxing::oned::{Code39Reader, Code128Reader, ITFReader, OneDReader as _};
use rxing::{DecodeHints, RXingResult};

use super::luma::Luma;
use super::raw::{Raw, bytes_of, guarded};
use crate::domain::PointPx;
use crate::reading::barcode::BarcodeFormat;

/// Lines of scan.
const LINES: i32 = 25;

/// Lines that have to agree.
const LEAST_LINES: u32 = 4;

/// The least number of characters where nothing in the symbol itself is a check.
const LEAST_UNCHECKED: usize = 6;

/// The least number of characters of Code 128, which has a check character.
const LEAST_CHECKED: usize = 4;

/// Steps of a line for a pixel.
const FINER: usize = 3;

struct Reading {
    format: BarcodeFormat,
    text: String,
    lines: u32,
    /// Where it starts and ends, and the first and last line.
    from: f64,
    to: f64,
    top: i32,
    bottom: i32,
}

/// The linear symbol of a picture, if there is one.
pub(super) fn read(luma: &Luma) -> Option<Raw> {
    let mut readings: Vec<Reading> = Vec::new();
    for line in 0..LINES {
        let y = luma.height * (2 * line + 1) / (2 * LINES);
        let Some(bits) = scan(luma, y) else { continue };
        let mut backward = bits.clone();
        backward.reverse();
        for (bits, reversed) in [(&bits, false), (&backward, true)] {
            for (format, found) in all(bits, y) {
                let text = found.getText().to_owned();
                let ends: Vec<f64> = found.getPoints().iter().map(|point| f64::from(point.x) / FINER as f64).collect();
                let (Some(first), Some(last)) = (ends.first(), ends.last()) else { continue };
                let end = f64::from(luma.width);
                let (from, to) = if reversed { (end - first, end - last) } else { (*first, *last) };
                match readings.iter_mut().find(|reading| reading.format == format && reading.text == text) {
                    Some(reading) => {
                        reading.lines += 1;
                        reading.bottom = y;
                    }
                    None => readings.push(Reading { format, text, lines: 1, from, to, top: y, bottom: y }),
                }
            }
        }
    }
    let best = readings.iter().max_by_key(|reading| reading.lines)?;
    let others: u32 = readings.iter().map(|reading| reading.lines).sum::<u32>() - best.lines;
    if best.lines < LEAST_LINES || others * 3 > best.lines {
        return None;
    }
    let (top, bottom) = (f64::from(best.top), f64::from(best.bottom));
    let corners = [(best.from, top), (best.to, top), (best.to, bottom), (best.from, bottom)].map(|(x, y)| PointPx { x, y });
    let mut raw = Raw::new(best.format, best.text.clone(), bytes_of(&best.text), corners);
    raw.lines = best.lines;
    Some(raw)
}

/// What each of the decoders makes of a line.
fn all(bits: &BitArray, y: i32) -> Vec<(BarcodeFormat, RXingResult)> {
    let hints = DecodeHints::default();
    let row = u32::try_from(y).unwrap_or(0);
    let long = |least: usize| move |found: &RXingResult| found.getText().chars().count() >= least;
    let code128 = guarded(|| Code128Reader.decode_row(row, bits, &hints).ok()).filter(long(LEAST_CHECKED));
    let code39 = guarded(|| Code39Reader::default().decode_row(row, bits, &hints).ok()).filter(long(LEAST_UNCHECKED));
    let itf = guarded(|| ITFReader::default().decode_row(row, bits, &hints).ok()).filter(long(LEAST_UNCHECKED));
    [(BarcodeFormat::Code128, code128), (BarcodeFormat::Code39, code39), (BarcodeFormat::Itf, itf)]
        .into_iter()
        .filter_map(|(format, found)| Some((format, found?)))
        .collect()
}

/// The dark parts along a line, finer than the pixels: the mean of five rows against the middle of what is around.
fn scan(luma: &Luma, y: i32) -> Option<BitArray> {
    let rows = [-2, -1, 0, 1, 2].map(|step| luma.row((y + step).min(luma.height - 1).max(0)));
    let [a, b, c, d, e] = rows;
    let profile: Vec<f32> = a
        .iter()
        .zip(b)
        .zip(c)
        .zip(d)
        .zip(e)
        .map(|((((a, b), c), d), e)| [a, b, c, d, e].iter().map(|value| f32::from(**value)).sum::<f32>() / 5.0)
        .collect();
    let (low, high) = profile.iter().fold((255.0_f32, 0.0_f32), |range, value| (range.0.min(*value), range.1.max(*value)));
    if high - low < 24.0 {
        return None;
    }
    let reach = (profile.len() / 24).max(8);
    let mut bits = BitArray::with_size(profile.len() * FINER);
    for (x, pair) in profile.windows(2).enumerate() {
        let [here, next] = *pair else { continue };
        let around = profile.get(x.saturating_sub(reach)..(x + reach + 1).min(profile.len())).unwrap_or_default();
        let (least, most) = around.iter().fold((255.0_f32, 0.0_f32), |range, value| (range.0.min(*value), range.1.max(*value)));
        let level = if most - least < 0.3 * (high - low) { low.midpoint(high) } else { least.midpoint(most) };
        for step in 0..FINER {
            let value = here + (next - here) * step as f32 / FINER as f32;
            if value < level {
                bits.set(x * FINER + step);
            }
        }
    }
    Some(bits)
}
