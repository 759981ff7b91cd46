//! Finds the lines of print in a patch.

use super::ink::Piece;

/// Letters and digits are so high, in mm.
const LETTER_MM: (f64, f64) = (0.7, 6.0);
/// Pieces smaller than this both ways are dirt, in mm.
const DIRT_MM: f64 = 0.12;
/// A piece that is wider than the first and lower than the second is a rule, in mm.
const RULE_MM: (f64, f64) = (6.0, 0.5);
/// A caption is at most so high as the value under it.
const CAPTION: f64 = 0.75;
/// Marks belong to a line up to so many letter heights beside it.
const BESIDE: f64 = 0.8;

/// A line whose letters are lower than this share of the highest, close to it and few, is commas and dots of that one.
const MARKS: f64 = 0.5;
/// More pieces than this are no print.
const MOST_LETTERS: usize = 1_500;

/// A line of print: where its letters stand, in px.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) left: f64,
    pub(super) right: f64,
    /// The top of its letters, without their accents.
    pub(super) top: f64,
    /// The line they stand on.
    pub(super) bottom: f64,
    pub(super) caption: bool,
    /// From where to where across there is no ink between letters, from left to right.
    pub(super) gaps: Vec<(f64, f64)>,
}

impl Line {
    /// The height of its letters.
    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// The lines, from top to bottom.
pub(super) fn lines(pieces: &[Piece], (width, height): (usize, usize), px_per_mm: f64) -> Vec<Line> {
    let pieces: Vec<Piece> = pieces.iter().copied().filter(|piece| is_print(piece, height, px_per_mm)).collect();
    let high = |piece: &&Piece| (LETTER_MM.0 * px_per_mm..=LETTER_MM.1 * px_per_mm).contains(&(piece.height() as f64));
    let mut letters: Vec<Piece> = pieces.iter().filter(high).copied().collect();
    if letters.len() > MOST_LETTERS {
        return Vec::new();
    }
    letters.sort_by_key(|piece| (std::cmp::Reverse(piece.height()), piece.left, piece.top));
    let mut rows: Vec<Row> = Vec::new();
    for letter in letters {
        match rows.iter_mut().filter_map(|row| Some((row.shared(&letter)?, row))).max_by(|one, other| one.0.total_cmp(&other.0)) {
            Some((_, row)) => row.add(letter),
            None => rows.push(Row::new(letter)),
        }
    }
    let mut lines: Vec<Line> = rows.into_iter().filter_map(|row| row.line(width, height)).collect();
    drop_marks(&mut lines);
    lines.sort_by(|one, other| one.top.total_cmp(&other.top));
    for line in &mut lines {
        widen(line, &pieces, width);
        line.gaps = gaps(line, &pieces);
    }
    let highest = lines.iter().map(Line::height).fold(0.0, f64::max);
    let value_top = lines.iter().rfind(|line| line.height() >= highest).map_or(0.0, |line| line.top);
    for line in &mut lines {
        line.caption = line.height() < CAPTION * highest && line.top < value_top;
    }
    lines
}

fn is_print(piece: &Piece, height: usize, px_per_mm: f64) -> bool {
    let (across, down) = (piece.width() as f64 / px_per_mm, piece.height() as f64 / px_per_mm);
    let dirt = across < DIRT_MM && down < DIRT_MM;
    let rule = across > RULE_MM.0 && down < RULE_MM.1;
    // What runs from edge to edge is a line of the page, unless the patch is low.
    let through = piece.height() + 2 > height && down > 3.0;
    !(dirt || rule || through)
}

/// Letters that stand side by side.
struct Row {
    letters: Vec<Piece>,
    top: f64,
    bottom: f64,
}

impl Row {
    fn new(letter: Piece) -> Self {
        Self { letters: vec![letter], top: letter.top as f64, bottom: letter.bottom as f64 }
    }

    /// How much of its height a letter shares with the row; `None` if too little.
    fn shared(&self, letter: &Piece) -> Option<f64> {
        let shared = self.bottom.min(letter.bottom as f64) - self.top.max(letter.top as f64);
        let lower = (self.bottom - self.top).min(letter.height() as f64);
        (shared > 0.6 * lower).then_some(shared)
    }

    fn add(&mut self, letter: Piece) {
        self.letters.push(letter);
        (self.top, self.bottom) = extent(&self.letters);
    }

    /// The line; `None` if it is cut off at the edge of the patch, as the next field above or below is.
    fn line(mut self, width: usize, height: usize) -> Option<Line> {
        let cut = self.letters.iter().filter(|letter| letter.top == 0 || letter.bottom >= height).count();
        if cut * 2 >= self.letters.len() {
            return None;
        }
        // A letter at the side, cut off and far from the rest, belongs to the next field.
        let far = self.bottom - self.top;
        self.letters.sort_by_key(|letter| (letter.left, letter.right));
        while let [first, second, ..] = self.letters.as_slice()
            && first.left == 0
            && second.left as f64 - first.right as f64 > far
        {
            self.letters.remove(0);
        }
        while let [.., second, last] = self.letters.as_slice()
            && last.right >= width
            && last.left as f64 - second.right as f64 > far
        {
            self.letters.pop();
        }
        let (top, bottom) = extent(&self.letters);
        let left = self.letters.iter().map(|letter| letter.left).min()? as f64;
        let right = self.letters.iter().map(|letter| letter.right).max()? as f64;
        Some(Line { left, right, top, bottom, caption: false, gaps: Vec::new() })
    }
}

/// The middle ones of the tops and of the bottoms.
fn extent(letters: &[Piece]) -> (f64, f64) {
    let middle = |mut values: Vec<usize>| {
        values.sort_unstable();
        values.get(values.len() / 2).map_or(0.0, |value| *value as f64)
    };
    (middle(letters.iter().map(|letter| letter.top).collect()), middle(letters.iter().map(|letter| letter.bottom).collect()))
}

/// Takes hyphens, full stops and other small pieces beside the letters into the line.
fn widen(line: &mut Line, pieces: &[Piece], width: usize) {
    let height = line.height();
    let mut near: Vec<&Piece> = pieces
        .iter()
        .filter(|piece| {
            let middle = (piece.top + piece.bottom) as f64 / 2.0;
            let beside = (line.top - 0.1 * height..=line.bottom + 0.25 * height).contains(&middle);
            beside && piece.height() as f64 <= 1.2 * height && piece.left > 0 && piece.right < width
        })
        .collect();
    near.sort_by_key(|piece| piece.left);
    for piece in &near {
        if piece.right as f64 > line.right && piece.left as f64 - line.right < BESIDE * height {
            line.right = piece.right as f64;
        }
    }
    for piece in near.iter().rev() {
        if (piece.left as f64) < line.left && line.left - (piece.right as f64) < BESIDE * height {
            line.left = piece.left as f64;
        }
    }
}

/// Drops commas, dots and accents that were taken for lines of their own.
fn drop_marks(lines: &mut Vec<Line>) {
    let all = lines.clone();
    lines.retain(|line| {
        !all.iter().any(|other| {
            let near = 0.35 * other.height();
            let close = line.top < other.bottom + near && line.bottom > other.top - near;
            let within = line.left > other.left - other.height() && line.right < other.right + other.height();
            line.height() < MARKS * other.height() && close && within && line.right - line.left < 0.5 * (other.right - other.left)
        })
    });
}

/// Where across there is no ink.
fn gaps(line: &Line, pieces: &[Piece]) -> Vec<(f64, f64)> {
    let inside = |piece: &&Piece| {
        let middle = (piece.top + piece.bottom) as f64 / 2.0;
        middle > line.top - 0.1 * line.height() && middle < line.bottom + 0.25 * line.height()
    };
    let mut inked: Vec<(f64, f64)> = pieces.iter().filter(inside).map(|piece| (piece.left as f64, piece.right as f64)).collect();
    inked.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut gaps = Vec::new();
    let mut end = line.left;
    for (left, right) in inked {
        if left >= line.right || right <= line.left {
            continue;
        }
        if left > end {
            gaps.push((end, left));
        }
        end = end.max(right);
    }
    gaps
}
