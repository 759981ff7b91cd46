//! Text as it is compared: without case, accents and widths, cut into words, codes and runs without spaces.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut: no document has one.
const WORD_LIMIT: usize = 64;

/// How many characters a part of a code has in the index.
pub(super) const PART: usize = 3;

/// One unit of text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Piece {
    /// A word of letters; found by its beginning.
    Word(String),
    /// A word with a digit in it, such as a document number; found by any part.
    Code(String),
    /// A run of a script that sets no spaces between words; found by any part.
    Unspaced(String),
}

impl Piece {
    /// The folded text.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Word(text) | Self::Code(text) | Self::Unspaced(text) => text,
        }
    }
}

/// The digits of these scripts count as those of ASCII; each entry is the zero.
const ZEROS: [u32; 9] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xed0, 0x1040, 0x17e0, 0xff10];

/// Marks that are dropped: accents, Arabic vowels, Hebrew points, the tatweel. Vowels and tones of Indic scripts are letters.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
        || is_joined_over(c)
}

/// Apostrophes and signs that are not seen: what they part is one word.
fn is_joined_over(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{60}' | '\u{b4}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Scripts that are written without spaces between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Writes one character of composed text in lower case, letters that only look accented without their stroke.
fn lower(c: char, into: &mut String) {
    if c.is_ascii() {
        return into.push(c.to_ascii_lowercase());
    }
    let code = u32::from(c);
    let digit =
        ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|value| *value < 10)).and_then(|value| char::from_digit(value, 10));
    if let Some(digit) = digit {
        return into.push(digit);
    }
    for c in c.to_lowercase().filter(|c| !is_dropped(*c)) {
        match c {
            'ß' => into.push_str("ss"),
            'æ' => into.push_str("ae"),
            'œ' => into.push_str("oe"),
            'þ' => into.push_str("th"),
            'ø' => into.push('o'),
            'đ' | 'ð' => into.push('d'),
            'ł' => into.push('l'),
            'ı' => into.push('i'),
            'ħ' => into.push('h'),
            'ŧ' => into.push('t'),
            'ς' => into.push('σ'),
            _ => into.push(c),
        }
    }
}

/// `text` without case, accents and widths; signs between words stay.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().filter(|c| !is_joined_over(*c)).for_each(|c| lower(c, &mut folded));
    } else {
        text.nfkd().filter(|c| !is_dropped(*c)).nfc().for_each(|c| lower(c, &mut folded));
    }
    folded
}

/// `text` folded, with the place in `text` that each folded character comes from; for showing a hit. Characters are taken one by one, so
/// that letters written in several characters may come out otherwise than by [`fold`].
pub(super) fn fold_with_places(text: &str) -> (Vec<char>, Vec<usize>) {
    let (mut characters, mut places) = (Vec::new(), Vec::new());
    for (place, c) in text.char_indices() {
        if c.is_ascii() {
            characters.extend((!is_joined_over(c)).then_some(c.to_ascii_lowercase()));
        } else {
            let mut folded = String::new();
            c.nfkd().filter(|c| !is_dropped(*c)).nfc().for_each(|c| lower(c, &mut folded));
            characters.extend(folded.chars());
        }
        places.resize(characters.len(), place);
    }
    (characters, places)
}

/// The units of `text` in order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let folded = fold(text);
    let mut pieces = Vec::new();
    for run in folded.split(|c| !is_in_word(c)).filter(|run| !run.is_empty()) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let unspaced = is_unspaced(first);
            let end = rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            rest = after;
            pieces.push(if unspaced {
                Piece::Unspaced(piece.to_owned())
            } else {
                let word: String = piece.chars().take(WORD_LIMIT).collect();
                if word.chars().any(char::is_numeric) { Piece::Code(word) } else { Piece::Word(word) }
            });
        }
    }
    pieces
}

/// Every part of [`PART`] characters of `text`, and at its end the shorter ones, so that what begins anywhere is found.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(start, _)| {
        let from = text.get(start..).unwrap_or_default();
        let end = from.char_indices().nth(PART).map_or(from.len(), |(end, _)| end);
        from.get(..end).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        pieces(text).iter().map(|piece| piece.text().to_owned()).collect()
    }

    #[test]
    fn case_accents_and_widths_do_not_count() {
        assert_eq!(fold("MÜLLER Straße Łódź Nguyễn İstanbul O’Brien ＡＢ１２"), "muller strasse lodz nguyen istanbul obrien ab12");
        assert_eq!(fold("e\u{301}"), "e");
        assert_eq!(fold("أحمد"), fold("احمد"));
        assert_eq!(fold("๒๕๖๙"), "2569");
    }

    #[test]
    fn vowels_and_voicing_are_letters() {
        assert_ne!(fold("กิน"), fold("กน"));
        assert_ne!(fold("が"), fold("か"));
        assert_eq!(fold("각"), "각");
    }

    #[test]
    fn text_is_cut_into_words_codes_and_runs() {
        use Piece::{Code, Unspaced, Word};
        let of = |text: &str| text.to_owned();
        assert_eq!(
            pieces("Pass AB-123 หนังสือเดินทาง护照x7"),
            [Word(of("pass")), Word(of("ab")), Code(of("123")), Unspaced(fold("หนังสือเดินทาง护照")), Code(of("x7"))]
        );
        assert_eq!(texts("P<UTOERIKSSON<<ANNA<MARIA<<<"), ["p", "utoeriksson", "anna", "maria"]);
        assert!(texts("<<< --- ").is_empty());
    }

    #[test]
    fn parts_cover_every_beginning() {
        assert_eq!(parts("ab12").collect::<Vec<_>>(), ["ab1", "b12", "12", "2"]);
        assert_eq!(parts("护照").collect::<Vec<_>>(), ["护照", "照"]);
    }

    #[test]
    fn places_lead_back_to_the_text() {
        let (folded, places) = fold_with_places("aßé");
        assert_eq!((folded.iter().collect::<String>(), places), ("asse".to_owned(), vec![0, 1, 1, 3]));
    }
}
