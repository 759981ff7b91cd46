//! The bundled fonts, and which of them writes a character that another does not have.

use std::sync::OnceLock;

use rustybuzz::Face;

/// A bundled font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Font {
    Sans,
    SansBold,
    #[cfg_attr(not(test), expect(dead_code, reason = "for designs to come"))]
    SansItalic,
    Serif,
    SerifBold,
    /// An old-style book face with small eyes.
    Garamond,
    GaramondItalic,
    /// A narrow grotesque.
    Condensed,
    CondensedBold,
    /// Strokes of one width with heavy feet.
    Slab,
    /// Letters of one advance, as of a typewriter.
    Mono,
    /// A typewriter's, with feet.
    Typewriter,
    /// Roman inscriptional capitals; its small letters are small capitals.
    Inscription,
    #[cfg_attr(not(test), expect(dead_code, reason = "for designs to come"))]
    Thai,
    /// Thai with loops, as offices print it.
    ThaiSarabun,
    ThaiSarabunBold,
    /// Arabic without contrast.
    Arabic,
    /// Arabic of books.
    ArabicNaskh,
    ArabicNaskhBold,
    /// Chinese with contrast (Song), only the characters of the names and of documents.
    ChineseSong,
    /// Chinese without contrast, the first level of GB 2312.
    ChineseSans,
    OcrB,
    /// Handwriting: round and joined, also Cyrillic.
    HandRound,
    /// Handwriting: a flowing copperplate.
    HandFlowing,
    /// Handwriting: upright and joined.
    HandUpright,
    /// Handwriting: angular print.
    HandAngular,
    /// Handwriting: quick and narrow.
    HandQuick,
    /// Handwriting: small and careful, also Cyrillic.
    HandSmall,
    /// Handwriting: Thai.
    HandThai,
    /// Handwriting: Ruqaa.
    HandArabic,
    /// Handwriting: Chinese running hand, only the characters of the names.
    HandChinese,
    /// Handwriting: Chinese grass hand, only the characters of the names.
    HandChineseGrass,
}

/// How many fonts there are.
const COUNT: usize = Font::HandChineseGrass as usize + 1;

impl Font {
    fn bytes(self) -> &'static [u8] {
        macro_rules! font {
            ($name:literal) => {
                include_bytes!(concat!("../../../assets/fonts/", $name))
            };
        }
        match self {
            Self::Sans => font!("NotoSans-Regular.ttf"),
            Self::SansBold => font!("NotoSans-Bold.ttf"),
            Self::SansItalic => font!("NotoSans-Italic.ttf"),
            Self::Serif => font!("NotoSerif-Regular.ttf"),
            Self::SerifBold => font!("NotoSerif-Bold.ttf"),
            Self::Garamond => font!("Garamond-Regular.ttf"),
            Self::GaramondItalic => font!("Garamond-Italic.ttf"),
            Self::Condensed => font!("Condensed-Medium.ttf"),
            Self::CondensedBold => font!("Condensed-Bold.ttf"),
            Self::Slab => font!("Slab-Medium.ttf"),
            Self::Mono => font!("Mono-Regular.ttf"),
            Self::Typewriter => font!("CourierPrime-Regular.otf"),
            Self::Inscription => font!("Inscription-SemiBold.ttf"),
            Self::Thai => font!("NotoSansThai-Regular.ttf"),
            Self::ThaiSarabun => font!("ThaiSarabun-Regular.ttf"),
            Self::ThaiSarabunBold => font!("ThaiSarabun-Bold.ttf"),
            Self::Arabic => font!("NotoSansArabic-Regular.ttf"),
            Self::ArabicNaskh => font!("ArabicNaskh-Regular.ttf"),
            Self::ArabicNaskhBold => font!("ArabicNaskh-Bold.ttf"),
            Self::ChineseSong => font!("ChineseSong-subset.ttf"),
            Self::ChineseSans => font!("NotoSansSC-subset.otf"),
            Self::OcrB => font!("OCRB.otf"),
            Self::HandRound => font!("HandRound.ttf"),
            Self::HandFlowing => font!("HandFlowing.ttf"),
            Self::HandUpright => font!("HandUpright.ttf"),
            Self::HandAngular => font!("HandAngular.ttf"),
            Self::HandQuick => font!("HandQuick.ttf"),
            Self::HandSmall => font!("HandSmall.ttf"),
            Self::HandThai => font!("HandThai.ttf"),
            Self::HandArabic => font!("HandArabic.ttf"),
            Self::HandChinese => font!("HandChinese.ttf"),
            Self::HandChineseGrass => font!("HandChineseGrass.ttf"),
        }
    }

    /// The font, read once.
    pub(crate) fn face(self) -> Option<&'static Face<'static>> {
        static FACES: [OnceLock<Option<Face<'static>>>; COUNT] = [const { OnceLock::new() }; COUNT];
        FACES.get(self as usize)?.get_or_init(|| Face::from_slice(self.bytes(), 0)).as_ref()
    }

    /// Whether the font has a glyph for `character`.
    pub(crate) fn has(self, character: char) -> bool {
        self.face().is_some_and(|face| face.glyph_index(character).is_some())
    }

    /// The font that writes `character` beside this one, with its size as a share of this one's.
    pub(super) fn for_character(self, character: char) -> (Self, f32) {
        if self.has(character) {
            return (self, 1.0);
        }
        let bold = matches!(self, Self::SansBold | Self::SerifBold | Self::CondensedBold | Self::ThaiSarabunBold | Self::ArabicNaskhBold);
        let plain = matches!(self, Self::Sans | Self::SansBold | Self::SansItalic | Self::Condensed | Self::CondensedBold | Self::Mono);
        let others: &[(Self, f32)] = match (character, bold, plain) {
            // The minus sign, which no text face has.
            ('\u{2212}', ..) => &[(Self::Mono, 1.0)],
            ('\u{e00}'..='\u{e7f}', true, _) => &[(Self::ThaiSarabunBold, 1.08)],
            ('\u{e00}'..='\u{e7f}', ..) => &[(Self::ThaiSarabun, 1.08)],
            ('\u{600}'..='\u{6ff}', true, false) => &[(Self::ArabicNaskhBold, 1.2)],
            ('\u{600}'..='\u{6ff}', false, false) => &[(Self::ArabicNaskh, 1.2)],
            ('\u{600}'..='\u{6ff}', ..) => &[(Self::Arabic, 1.0)],
            ('\u{2e80}'..='\u{ffef}', _, false) => &[(Self::ChineseSong, 0.96), (Self::ChineseSans, 0.94)],
            ('\u{2e80}'..='\u{ffef}', ..) => &[(Self::ChineseSans, 0.94), (Self::ChineseSong, 0.96)],
            (_, true, true) => &[(Self::SansBold, 1.0)],
            (_, false, true) => &[(Self::Sans, 1.0)],
            (_, true, false) => &[(Self::SerifBold, 0.96), (Self::SansBold, 0.96)],
            (_, false, false) => &[(Self::Serif, 0.96), (Self::Sans, 0.96)],
        };
        others.iter().copied().find(|(font, _)| font.has(character)).unwrap_or((self, 1.0))
    }
}

#[cfg(test)]
impl Font {
    /// Every font.
    pub(crate) const ALL: [Self; COUNT] = [
        Self::Sans,
        Self::SansBold,
        Self::SansItalic,
        Self::Serif,
        Self::SerifBold,
        Self::Garamond,
        Self::GaramondItalic,
        Self::Condensed,
        Self::CondensedBold,
        Self::Slab,
        Self::Mono,
        Self::Typewriter,
        Self::Inscription,
        Self::Thai,
        Self::ThaiSarabun,
        Self::ThaiSarabunBold,
        Self::Arabic,
        Self::ArabicNaskh,
        Self::ArabicNaskhBold,
        Self::ChineseSong,
        Self::ChineseSans,
        Self::OcrB,
        Self::HandRound,
        Self::HandFlowing,
        Self::HandUpright,
        Self::HandAngular,
        Self::HandQuick,
        Self::HandSmall,
        Self::HandThai,
        Self::HandArabic,
        Self::HandChinese,
        Self::HandChineseGrass,
    ];
}
