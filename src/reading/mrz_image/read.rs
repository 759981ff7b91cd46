//! From blocks of lines to what stands in them.

use super::again::looked_again;
use super::cells::{Cells, LENGTHS, STRIDE};
use super::find::{Block, Track};
use super::net::{ANSWERS, CHARACTERS, NONE, REACH, Ready, STEP};
use super::places::{by_likely_place, by_place};
use super::strip::{Levels, Strip};

/// A character as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it is, most likely first, with the share of the probability.
    pub(super) answers: Vec<(char, f32)>,
    /// Its middle in px of the picture.
    pub(super) middle: (f64, f64),
    /// Whether its place in the zone decided between characters that look alike.
    pub(super) by_place: bool,
}

/// A line as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReadLine {
    pub(super) glyphs: Vec<Glyph>,
    /// What speaks for it, in natural logarithms of probability.
    pub(super) score: f32,
    /// Through the middles of its characters; t is 0 at the first.
    pub(super) track: Track,
    /// How much taller than it is it was looked at.
    pub(super) taller: f64,
}

impl ReadLine {
    pub(super) fn text(&self) -> String {
        self.glyphs.iter().filter_map(|glyph| glyph.answers.first()).map(|(character, _)| *character).collect()
    }
}

/// A line with its answers, before it is known how long it is.
struct Asked {
    taller: f64,
    track: Track,
    strip: Strip,
    answers: Vec<[f32; ANSWERS]>,
    cells: Cells,
}

fn asked(network: &Ready, levels: &Levels, track: &Track, (from, to): (f64, f64), taller: f64) -> Asked {
    let strip = levels.strip(track, from, to, taller);
    let answers = network.read(&strip.line);
    let cells = Cells::of(&answers);
    Asked { taller, track: track.clone(), strip, answers, cells }
}

impl Asked {
    fn score(&self, length: usize) -> f32 {
        self.cells.best(length).1
    }

    /// The t of the place of an answer.
    fn t(&self, place: usize) -> f64 {
        self.strip.t(REACH + (place * STEP) as f64)
    }

    /// The place of the answer nearest to a t of the track; below 0 to the left of all.
    fn place(&self, t: f64) -> f64 {
        ((t - self.t(0)) * STRIDE as f64).round()
    }

    /// The line if it has that length and ends at that place.
    fn line(&self, length: usize, end: usize) -> Option<ReadLine> {
        let score = *self.cells.ends(length).get(end).filter(|score| score.is_finite())?;
        self.in_cells(&self.cells.row(length, end), score)
    }

    /// The line with its characters at those places.
    fn in_cells(&self, places: &[usize], score: f32) -> Option<ReadLine> {
        let mut points = Vec::with_capacity(places.len());
        let mut glyphs = Vec::with_capacity(places.len());
        for (index, place) in places.iter().enumerate() {
            let (x, y) = self.track.at(self.t(*place));
            points.push((index as f64, x, y));
            glyphs.push(Glyph { answers: ordered(&shares(&self.answers[*place])), middle: (x, y), by_place: false });
        }
        let track = Track::through(&points)?;
        Some(ReadLine { glyphs, score, track, taller: self.taller })
    }
}

/// The probability of each character, given that there is one.
pub(super) fn shares(answers: &[f32; ANSWERS]) -> [f32; NONE] {
    let mut shares = [0.0; NONE];
    shares.iter_mut().zip(answers).for_each(|(share, answer)| *share = answer.exp());
    let sum = shares.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    shares.map(|share| share / sum)
}

/// The likeliest few, most likely first.
pub(super) fn ordered(shares: &[f32; NONE]) -> Vec<(char, f32)> {
    let mut order: Vec<(char, f32)> = CHARACTERS.into_iter().zip(*shares).collect();
    order.sort_by(|one, other| other.1.total_cmp(&one.1));
    order.truncate(4);
    order
}

/// What was read of a block.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReadBlock {
    pub(super) lines: Vec<ReadLine>,
    /// What speaks for a character in a cell, on average.
    pub(super) mean: f32,
}

/// The least that speaks for the line with most characters of a block.
const LEAST_SCORE: f32 = 20.0;
/// How much taller than they are lines are made, as characters look squat at a low angle, and how much more has to speak for it.
const TALLER: [(f64, f32); 3] = [(1.0, 0.0), (1.4, 1.0), (1.9, 1.0)];
/// What speaks for a direction and a height of which no other needs to be tried.
const SAYS_ENOUGH: f32 = -3.0;
/// Characters to each side of the middle that decide on the direction of reading.
const PIECE: f64 = 7.0;
/// How much less than the best row of a line another may have for it.
const APART: f32 = 40.0;
/// Lines by chance that are read whole, of those that could be the missing one.
const WORTH: usize = 2;
/// What it costs a line to end one place beside the others, in natural logarithms of probability.
const ASIDE: f32 = 0.8;

/// How many lines a zone of a length has.
fn rows(length: usize) -> usize {
    if length == 0 { 3 } else { 2 }
}

/// Reads a block: its lines in the direction in which they say most, at the length that fits all best.
pub(super) fn read_block(network: &Ready, levels: &mut Levels, block: &Block) -> Option<ReadBlock> {
    let longest = block.tracks.iter().max_by(|one, other| one.members_count().cmp(&other.members_count()))?;
    levels.ready_for(longest.pitch());
    let (turned, taller) = how(network, levels, longest);
    let longest = if turned { longest.reversed() } else { longest.clone() };
    let mut tracks: Vec<Track> = block.tracks.iter().map(|track| if turned { track.reversed() } else { track.clone() }).collect();
    if turned {
        tracks.reverse();
    }
    let main = tracks.iter().position(|track| *track == longest)?;
    let first = asked_whole(network, levels, &longest, taller);
    if (0..LENGTHS.len()).all(|length| first.score(length) < LEAST_SCORE) {
        return None;
    }
    let mut lines: Vec<Asked> = Vec::new();
    for (at, track) in tracks.iter().enumerate() {
        if at != main {
            lines.push(asked_whole(network, levels, track, taller));
        }
    }
    lines.insert(main, first);
    // A line of which few characters were seen may have lost its way; then it runs better beside the one with most.
    for at in (0..lines.len()).filter(|at| *at != main) {
        let best = |line: &Asked| (0..LENGTHS.len()).map(|length| line.score(length)).fold(f32::NEG_INFINITY, f32::max);
        if best(&lines[at]) > 0.95 * best(&lines[main]) {
            continue;
        }
        let off = lines[main].track.offset(&lines[at].track);
        let beside = asked_whole(network, levels, &lines[main].track.beside(off), taller);
        if best(&beside) > best(&lines[at]) {
            lines[at] = beside;
        }
    }
    // A line that was not seen: at the distances that lines have.
    for below in [true, false] {
        let may_miss = lines.len() < 2 || (lines.len() < 3 && best_length(&lines) == 0);
        if may_miss && let Some(line) = missing(network, levels, &lines, below) {
            if below { lines.push(line) } else { lines.insert(0, line) }
        }
    }
    let mut best: Option<(f32, usize, usize, Vec<usize>)> = None;
    for length in 0..LENGTHS.len() {
        for (first, window) in lines.windows(rows(length)).enumerate() {
            if let Some((score, ends)) = together(window, length)
                && best.as_ref().is_none_or(|best| score > best.0)
            {
                best = Some((score, length, first, ends));
            }
        }
    }
    let (score, length, first, ends) = best?;
    let read: Option<Vec<ReadLine>> = lines[first..].iter().zip(ends).map(|(line, end)| line.line(length, end)).collect();
    Some(ReadBlock { lines: read?, mean: score / (LENGTHS[length] * rows(length)) as f32 })
}

impl ReadBlock {
    /// Looks again at what is not plain, and lets places decide between characters that look alike.
    pub(super) fn made_sure(mut self, network: &Ready, levels: &Levels) -> Self {
        for line in &mut self.lines {
            looked_again(network, levels, line);
        }
        by_place(&mut self.lines);
        self
    }
}

/// Whether a track has to be turned round to be read, and how much taller than it is the line has to be made.
fn how(network: &Ready, levels: &Levels, track: &Track) -> (bool, f64) {
    let mut best = (f32::NEG_INFINITY, false, 1.0);
    for (taller, less) in TALLER {
        for turned in [false, true] {
            let said = says(network, levels, &if turned { track.reversed() } else { track.clone() }, taller) - less;
            if said > best.0 {
                best = (said, turned, taller);
            }
        }
        if best.0 > SAYS_ENOUGH {
            break;
        }
    }
    (best.1, best.2)
}

/// What speaks for the direction in which a track is read: a piece of it from its middle.
fn says(network: &Ready, levels: &Levels, track: &Track, taller: f64) -> f32 {
    let middle = (f64::midpoint(track.from, track.to)).round();
    let half = ((track.to - track.from) / 2.0).min(PIECE);
    let strip = levels.strip(track, middle - half - 1.0, middle + half + 1.0, taller);
    let answers = network.read(&strip.line);
    // How sure the network is of some character within each pitch: upside down it sees that there is one, but not which.
    let surest = |answers: &[f32; ANSWERS]| answers[..NONE].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    answers.chunks_exact(STRIDE).map(|cell| cell.iter().map(surest).fold(f32::NEG_INFINITY, f32::max)).sum()
}

/// The best rows of lines one above the other: they begin at the same place, as the lines of a zone do.
fn together(lines: &[Asked], length: usize) -> Option<(f32, Vec<usize>)> {
    let main = lines.iter().max_by(|one, other| one.score(length).total_cmp(&other.score(length)))?;
    let mut best: Option<(f32, Vec<usize>)> = None;
    let (_, most) = main.cells.best(length);
    for (end, score) in main.cells.ends(length).iter().enumerate() {
        // What is far from the best of the best line is not worth a look.
        if *score < most - APART || !score.is_finite() {
            continue;
        }
        let at = main.track.at(main.t(end));
        let (mut sum, mut ends) = (0.0, Vec::with_capacity(lines.len()));
        for line in lines {
            let (score, end) = beneath(line, length, line.place(line.track.nearest(at)))?;
            sum += score;
            ends.push(end);
        }
        if best.as_ref().is_none_or(|best| sum > best.0) {
            best = Some((sum, ends));
        }
    }
    best
}

/// The best row of a line that ends near a place, and its end: what is more than half a character off costs.
fn beneath(line: &Asked, length: usize, place: f64) -> Option<(f32, usize)> {
    let ends = line.cells.ends(length).iter().enumerate().filter(|(_, score)| score.is_finite());
    let costs = ends.map(|(end, score)| (score - ASIDE * ((end as f64 - place).abs() as f32 - STRIDE as f32 * 0.5).max(0.0), end));
    costs.reduce(|best, end| if end.0 > best.0 { end } else { best })
}

/// Reads a line of any length along a track; `taller` as for a strip.
pub(super) fn read_line(network: &Ready, levels: &mut Levels, track: &Track, taller: f64) -> Option<ReadLine> {
    levels.ready_for(track.pitch());
    let asked = asked(network, levels, track, (track.from - 2.0, track.to + 2.0), taller);
    let places = asked.cells.of_any_length();
    // How sure the network is of each character counts: at twice the pitch it sees that there is one, but not which.
    let sure = places.iter().map(|place| asked.answers[*place][..NONE].iter().copied().fold(f32::NEG_INFINITY, f32::max));
    let score = sure.map(|sure| sure + 1.0).sum();
    asked.in_cells(&places, score)
}

/// The same once more along the middles of its characters.
pub(super) fn read_exactly(network: &Ready, levels: &Levels, line: &ReadLine) -> Option<ReadLine> {
    let asked = asked(network, levels, &line.track, (line.track.from - 2.5, line.track.to + 2.5), line.taller);
    let mut read = asked.in_cells(&asked.cells.of_any_length(), line.score)?;
    looked_again(network, levels, &mut read);
    by_likely_place(&mut read);
    Some(read)
}

/// The length at which the lines say most.
fn best_length(lines: &[Asked]) -> usize {
    let sum = |length: usize| lines.iter().map(|line| line.score(length)).sum::<f32>();
    (0..LENGTHS.len()).max_by(|one, other| sum(*one).total_cmp(&sum(*other))).unwrap_or(0)
}

/// The whole line of a track: as far to both sides as it could go on.
fn asked_whole(network: &Ready, levels: &Levels, track: &Track, taller: f64) -> Asked {
    let longest = LENGTHS[LENGTHS.len() - 1] as f64;
    let seen = track.to - track.from + 1.0;
    // What is missing of the longest line may be missing at either end; a little more, as ends are uncertain.
    let more = (longest - seen).max(0.0) + 2.5;
    let grey = levels.whole();
    let inside = |t: f64| {
        let (x, y) = track.at(t);
        x > -1.0 && y > -1.0 && x < grey.width as f64 && y < grey.height as f64
    };
    let reach = |start: f64, direction: f64| {
        let mut t = start;
        while (t - start).abs() < more && inside(t + direction * 0.5) {
            t += direction * 0.5;
        }
        t + direction
    };
    let (from, to) = (reach(track.from - 0.5, -1.0), reach(track.to + 0.5, 1.0));
    asked(network, levels, track, (from, to), taller)
}

/// The line above or below that is missing: at whichever distance most speaks for it.
fn missing(network: &Ready, levels: &Levels, lines: &[Asked], below: bool) -> Option<Asked> {
    let edge = if below { lines.last()? } else { lines.first()? };
    let side = if below { 1.0 } else { -1.0 };
    let length = best_length(lines);
    let known = lines.len() >= 2;
    let steps: Vec<f64> = if known {
        let (a, b) = (&lines[0].track, &lines[1].track);
        let middle = f64::midpoint(a.from, a.to);
        let ((x, y), (dx, dy)) = (a.at(middle), a.step(middle));
        let (bx, by) = b.at(f64::midpoint(b.from, b.to));
        let apart = ((by - y) * dx - (bx - x) * dy) / (dx * dx + dy * dy);
        [0.92, 1.0, 1.08].map(|share| share * apart).to_vec()
    } else {
        (0..13).map(|step| (1.4 + 0.15 * f64::from(step)) / edge.taller).collect()
    };
    let exact = edge.line(length, edge.cells.best(length).0)?;
    // A piece of each tells which are worth reading whole.
    let mut tries: Vec<(f32, Track)> = steps
        .into_iter()
        .map(|off| exact.track.beside(side * off))
        .map(|track| (says(network, levels, &track, edge.taller), track))
        .collect();
    tries.sort_by(|one, other| other.0.total_cmp(&one.0));
    tries
        .into_iter()
        .take(WORTH)
        .map(|(_, track)| asked(network, levels, &track, (track.from - 3.0, track.to + 3.0), edge.taller))
        .filter(|line| line.score(length) > 0.6 * LENGTHS[length] as f32)
        .max_by(|one, other| one.score(length).total_cmp(&other.score(length)))
}
