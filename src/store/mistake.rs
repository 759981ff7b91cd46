//! Mistakes in files that people write, each at its line.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How many mistakes of one file are reported; a file with more is not what it claims to be.
const MAX_MISTAKES: usize = 200;

/// One mistake in a file that a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 if it concerns the file as a whole.
    pub line: usize,
    /// The column in characters, from 1; 0 if it concerns the file as a whole.
    pub column: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl Mistake {
    /// A mistake that concerns a file or folder as a whole.
    pub fn whole(file: &Path, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: 0, column: 0, message: message.into() }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file.display(), self.message),
            line => write!(f, "{}:{line}: {}", self.file.display(), self.message),
        }
    }
}

/// A file that cannot be used, with all its mistakes, first line first; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct MistakesIn(pub Vec<Mistake>);

/// Collects the mistakes of one file while it is read.
pub(super) struct Log<'t> {
    file: &'t Path,
    text: &'t str,
    found: RefCell<Vec<Mistake>>,
}

impl<'t> Log<'t> {
    pub(super) fn new(file: &'t Path, text: &'t str) -> Self {
        Self { file, text, found: RefCell::new(Vec::new()) }
    }

    /// Notes a mistake at the bytes `span` of the text.
    pub(super) fn add(&self, span: Range<usize>, message: impl Into<String>) {
        if self.found.borrow().len() >= MAX_MISTAKES {
            return;
        }
        let before: String = self.text.char_indices().take_while(|(at, _)| *at < span.start).map(|(_, letter)| letter).collect();
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.chars().rev().take_while(|letter| *letter != '\n').count().saturating_add(1);
        self.found.borrow_mut().push(Mistake { file: self.file.to_owned(), line, column, message: message.into() });
    }

    /// Whether nothing has been noted.
    pub(super) fn is_clean(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// What was noted, first line first.
    pub(super) fn into_mistakes(self) -> Vec<Mistake> {
        let mut found = self.found.into_inner();
        found.sort();
        found.dedup();
        found
    }
}

/// The word of `known` that somebody who wrote `given` may have meant; `None` if none is near.
pub(super) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(given, known).first().copied()
}

/// The words of `known` that `given` may be a slip of, the likeliest first, four at most; those that need more than one letter more
/// than the likeliest are left out.
pub fn near<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let limit = given.chars().count().div_euclid(3).saturating_add(1);
    let mut words: Vec<(usize, &str)> =
        known.into_iter().map(|word| (distance(given, word), word)).filter(|(far, _)| *far <= limit).collect();
    words.sort_unstable();
    let most = words.first().map_or(0, |(far, _)| far.saturating_add(1));
    words.into_iter().filter(|(far, _)| *far <= most).map(|(_, word)| word).take(4).collect()
}

/// How many letters must be changed, added or removed to make one word of the other.
fn distance(given: &str, word: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.chars().count()).collect();
    for (number, letter) in given.chars().enumerate() {
        let mut corner = number;
        let mut left = number.saturating_add(1);
        let mut next = vec![left];
        for (above, other) in row.iter().skip(1).zip(word.chars()) {
            let replaced = corner.saturating_add(usize::from(letter != other));
            left = replaced.min(above.saturating_add(1)).min(left.saturating_add(1));
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_letters() {
        assert_eq!(distance("titel", "title"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("light", "lights"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn the_nearest_word_must_be_near() {
        assert_eq!(nearest("titel", ["side", "title", "size"]), Some("title"));
        assert_eq!(nearest("colour", ["side", "title", "size"]), None);
        assert_eq!(near("siez", ["side", "title", "size"]), ["side", "size"]);
        assert_eq!(near("titel", ["side", "title", "size"]), ["title"]);
    }

    #[test]
    fn a_mistake_is_at_its_line_and_column() {
        let log = Log::new(Path::new("a.toml"), "ä = 1\nbb = 2\n");
        log.add(10..11, "wrong");
        let found = log.into_mistakes();
        assert_eq!((found[0].line, found[0].column), (2, 4));
        assert_eq!(found[0].to_string(), "a.toml:2: wrong");
    }
}
