//! The fonts of the report: bundled, so that a report looks the same everywhere.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The fonts and what they hold.
pub(super) struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
}

#[expect(clippy::large_include_file, reason = "a report must show names in Chinese on any machine")]
pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let files: [&'static [u8]; 9] = [
        include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
        include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
        include_bytes!("../../../assets/fonts/NotoSans-Italic.ttf"),
        include_bytes!("../../../assets/fonts/NotoSansThai-Regular.ttf"),
        include_bytes!("../../../assets/fonts/NotoSansThai-Bold.ttf"),
        include_bytes!("../../../assets/fonts/NotoSansArabic-Regular.ttf"),
        include_bytes!("../../../assets/fonts/NotoSansArabic-Bold.ttf"),
        include_bytes!("../../../assets/fonts/NotoSansSC-subset.otf"),
        include_bytes!("../../../assets/fonts/OCRB.otf"),
    ];
    let fonts: Vec<Font> = files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// `text` with each character that no bundled font holds written as its code, for example `U+0915`.
///
/// An archival PDF may not show a box for a missing character, and a reader of the report can look the code up.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if letter == '\u{2212}' {
            // The minus sign, which the family lacks; its en dash has the same shape.
            out.push('–');
        } else if is_printable(letter) {
            out.push(letter);
        } else {
            // Writing to a `String` does not fail.
            write!(out, "‹U+{:04X}›", u32::from(letter)).unwrap_or_default();
        }
    }
    Cow::Owned(out)
}

/// How many of the fonts, from the first, set any text; the last is for sums and machine-readable zones.
const TEXT_FONTS: usize = 8;

fn is_printable(letter: char) -> bool {
    // Marks of direction and joining have no shape of their own. The minus sign is in bold fonts alone.
    let unseen = matches!(letter, '\n' | '\u{200c}'..='\u{200f}' | '\u{2066}'..='\u{2069}');
    unseen
        || (letter != '\u{2212}'
            && !letter.is_control()
            && FONTS.fonts.iter().take(TEXT_FONTS).any(|font| font.info().coverage.contains(u32::from(letter))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_font_is_read() {
        assert_eq!(FONTS.fonts.len(), TEXT_FONTS + 1);
        for family in ["Noto Sans", "Noto Sans Thai", "Noto Sans Arabic", "Noto Sans CJK SC", "OCR B"] {
            assert!(FONTS.book.contains_family(&family.to_lowercase()), "{family}");
        }
    }

    #[test]
    fn bundled_scripts_are_kept_and_others_are_spelled() {
        for text in ["Łukasz Çelik", "Nguyễn Thị Ánh", "สมชาย ใจดี", "محمد علي", "张伟", "Елена Ђурић", "Ελένη", "µ ± × Δ ° – …"]
        {
            assert_eq!(printable(text), text);
        }
        assert_eq!(printable("Exposure −1 EV"), "Exposure –1 EV");
        assert_eq!(printable("a\u{0915}\u{7}"), "a‹U+0915›‹U+0007›");
    }
}
