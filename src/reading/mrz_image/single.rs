//! A picture of one line alone: how its characters lie in it is found from the ink, and by trying numbers of characters.

use super::aslant::Aslant;
use super::find::{Track, tracks_of_line};
use super::found::MrzLine;
use super::net::Ready;
use super::read::{ReadLine, read_exactly, read_line};
use super::search::{NETWORK, line, rounded};
use super::strip::Levels;
use crate::domain::{Cancelled, PointPx, Progress};
use crate::imaging::Picture;
use crate::imaging::grey::Grey;

/// Numbers of characters that are tried: the pitch changes by a twentieth from one to the next, which the network bears.
const COUNTS: [f64; 12] = [24.0, 26.0, 28.0, 30.0, 32.0, 34.0, 36.0, 38.0, 40.0, 42.0, 44.0, 46.0];
/// Width of a character and its height, in pitches.
const WIDE: f64 = 0.7;
const HIGH: f64 = 0.95;
/// How high characters are in the picture that is read, in px: higher ones are averaged down to it.
const HEIGHT: f64 = 22.0;

/// Reads a picture that shows one line of a zone, cut out close around its characters.
///
/// Where its characters lie is not known: the rows of spots at one pitch that are seen are tried, and, at one pitch, every number of
/// characters from 24 to 46; the one at which the network is surest counts. A line photographed aslant is also laid out evenly first.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
pub fn read_mrz_line(picture: &Picture, progress: &dyn Progress) -> Result<Option<MrzLine>, Cancelled> {
    let Some(network) = NETWORK.as_ref() else { return Ok(None) };
    let whole = Grey::of(&picture.rgb);
    let Some(as_it_is) = Setting::of(&whole) else { return Ok(None) };
    let aslant = Aslant::of(&whole, as_it_is.height());
    let mut best = as_it_is.read(network, progress)?.map(|read| (read, None));
    if let Some((aslant, even)) = aslant.and_then(|aslant| Some((aslant, aslant.laid_out(&whole)?)))
        && let Some(setting) = Setting::of(&even)
        && let Some(read) = setting.read(network, progress)?
        && best.as_ref().is_none_or(|(best, _)| best.line.score < read.line.score)
    {
        best = Some((read, Some((aslant, even.height as f64))));
    }
    let Some((read, aslant)) = best.filter(|(read, _)| read.line.score > 0.0) else { return Ok(None) };
    let Some(exact) = read_exactly(network, &read.levels, &read.line) else { return Ok(None) };
    let mut line = line(&exact);
    let back = |x: f64, y: f64| {
        let [x, y] = [(x, read.scale.0), (y, read.scale.1)].map(|(px, scale)| (px - read.room + 0.5) / scale - 0.5);
        aslant.as_ref().map_or((x, y), |(aslant, height)| aslant.in_picture(x, y, *height))
    };
    for point in line.glyphs.iter_mut().flat_map(|glyph| &mut glyph.cell) {
        let (x, y) = back(point.x, point.y);
        *point = PointPx { x: rounded(x), y: rounded(y) };
    }
    let (from, to) = (exact.track.at(exact.track.from), exact.track.at(exact.track.to));
    let (from, to) = (back(from.0, from.1), back(to.0, to.1));
    line.pitch_px = (to.0 - from.0).hypot(to.1 - from.1) / (exact.track.to - exact.track.from).max(1.0);
    Ok(Some(line))
}

/// A picture of a line made ready to be read: at the size it is read at, with paper all around.
struct Setting {
    levels: Levels,
    /// How much paper, in px, and how much larger than the picture it is.
    room: f64,
    scale: (f64, f64),
    /// Left, top, right and bottom of the text in the picture.
    text: [f64; 4],
}

/// A reading of a line, and what it was read from.
struct Read {
    line: ReadLine,
    levels: Levels,
    room: f64,
    scale: (f64, f64),
}

impl Setting {
    fn of(whole: &Grey) -> Option<Self> {
        let text = extent(whole).filter(|text| text[2] - text[0] >= 8.0 * (text[3] - text[1]))?;
        let scale = (HEIGHT / (text[3] - text[1])).min(1.0);
        let side = |px: usize| ((px as f64 * scale).round() as usize).max(1);
        let grey = if scale < 0.9 { whole.resized_grey(side(whole.width), side(whole.height)) } else { whole.clone() };
        let scale = (grey.width as f64 / whole.width as f64, grey.height as f64 / whole.height as f64);
        // Characters reach to the edge of such a picture.
        let room = grey.height;
        let paper = grey.data.iter().copied().max().unwrap_or(255);
        let mut data = vec![paper; (grey.width + 2 * room) * 3 * room];
        for (out, row) in data.chunks_exact_mut(grey.width + 2 * room).skip(room).zip(grey.data.chunks_exact(grey.width)) {
            out[room..room + grey.width].copy_from_slice(row);
        }
        let levels = Levels::of(Grey { width: grey.width + 2 * room, height: 3 * room, data });
        Some(Self { levels, room: room as f64, scale, text })
    }

    /// How high the text is in the picture.
    fn height(&self) -> f64 {
        self.text[3] - self.text[1]
    }

    /// The best reading of all tries.
    fn read(mut self, network: &Ready, progress: &dyn Progress) -> Result<Option<Read>, Cancelled> {
        let [left, top, right, bottom] = self.text;
        let ((left, right), (top, bottom)) = ((left * self.scale.0, right * self.scale.0), (top * self.scale.1, bottom * self.scale.1));
        let (width, height) = (right - left, bottom - top);
        let even = COUNTS.iter().filter_map(|count| {
            let pitch = width / (count - 1.0 + WIDE);
            let (first, middle) = (self.room + left + pitch * WIDE / 2.0 - 0.5, self.room + f64::midpoint(top, bottom) - 0.5);
            let ends = [(0.0, first, middle), (count - 1.0, first + pitch * (count - 1.0), middle)];
            Some((Track::through(&ends)?, height / pitch))
        });
        let seen = tracks_of_line(self.levels.whole(), height);
        let tries: Vec<(Track, f64)> = seen.into_iter().chain(even).collect();
        let mut best: Option<ReadLine> = None;
        for (at, (track, high)) in tries.iter().enumerate() {
            progress.report(at as u64, tries.len() as u64)?;
            let taller = (HIGH / high).clamp(0.7, 1.4);
            if let Some(read) = read_line(network, &mut self.levels, track, taller)
                && best.as_ref().is_none_or(|best| read.score > best.score)
            {
                best = Some(read);
            }
        }
        let Self { levels, room, scale, .. } = self;
        Ok(best.map(|line| Read { line, levels, room, scale }))
    }
}

/// Left, top, right and bottom of what is dark in a picture of one line: columns and rows with little ink do not count, as specks have.
fn extent(grey: &Grey) -> Option<[f64; 4]> {
    let (dark, light) = (grey.data.iter().copied().min()?, grey.data.iter().copied().max()?);
    let limit = dark / 2 + light / 2;
    if light - dark < 20 || grey.height < 6 {
        return None;
    }
    let (mut rows, mut columns) = (vec![0_u32; grey.height], vec![0_u32; grey.width]);
    for (y, row) in grey.data.chunks_exact(grey.width).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, level)| **level < limit) {
            rows[y] += 1;
            columns[x] += 1;
        }
    }
    let ends = |counts: &[u32], least: u32| {
        let first = counts.iter().position(|count| *count >= least)?;
        let last = counts.iter().rposition(|count| *count >= least)?;
        Some((first as f64, last as f64 + 1.0))
    };
    let most = rows.iter().copied().max()?;
    let (top, bottom) = ends(&rows, (most / 6).max(1))?;
    let (left, right) = ends(&columns, (grey.height as u32 / 12).max(2))?;
    Some([left, top, right, bottom])
}

#[cfg(test)]
mod tests;
