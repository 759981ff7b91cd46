//! Text from outside that is shown to people: what may stand in a name or a line.

/// Whether `letter` cannot be seen, or turns the direction of its surroundings, so that a text would not be what it looks like.
///
/// The joiners U+200C and U+200D are not among them: several scripts are not written rightly without them.
pub(super) fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether `text` is one line without anything hidden, not empty, of at most `most` characters and without space at its ends.
pub(super) fn is_line(text: &str, most: usize) -> bool {
    !text.is_empty() && text.trim() == text && !text.chars().any(is_hidden) && text.chars().nth(most).is_none()
}

/// `text` for a message: shortened, and with everything written out that could not be seen.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (place, letter) in text.chars().enumerate() {
        if place >= 120 {
            shown.push('…');
            break;
        }
        if is_hidden(letter) { shown.extend(letter.escape_unicode()) } else { shown.push(letter) }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_nothing_hidden() {
        for good in ["a", "Laboratório Nacional", "ห้องปฏิบัติการ", "مختبر", "می‌خواهم"] {
            assert!(is_line(good, 40), "{good}");
        }
        for bad in ["", " a", "a ", "a\nb", "a\u{202e}b", "a\u{200b}b", "a\u{feff}", "a\0"] {
            assert!(!is_line(bad, 40), "{bad:?}");
        }
        assert!(is_line("abc", 3) && !is_line("abcd", 3));
    }

    #[test]
    fn a_message_shows_what_is_hidden_and_ends() {
        assert_eq!(shown("a\nb\u{202e}"), "a\\u{a}b\\u{202e}");
        assert_eq!(shown(&"x".repeat(500)).chars().count(), 121);
    }
}
