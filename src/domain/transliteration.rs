//! Names in national letters and the forms of them that a machine-readable zone may show (ICAO Doc 9303, part 3, 6).
//!
//! The tables list every permitted form, the usual one first. The way back is not unique, so there is none.

/// Latin letters with a form of their own; every other accented Latin letter loses its mark ([`LATIN_MARKED`]).
const LATIN: &[(char, &[&str])] = &[
    ('Ä', &["AE", "A"]),
    ('Å', &["AA", "A"]),
    ('Ñ', &["N", "NXX"]),
    ('Ö', &["OE", "O"]),
    ('Ü', &["UE", "UXX", "U"]),
    ('Æ', &["AE"]),
    ('Ǽ', &["AE"]),
    ('Œ', &["OE"]),
    ('Ĳ', &["IJ"]),
    ('Þ', &["TH"]),
    ('ẞ', &["SS"]),
    ('ß', &["SS"]),
    ('Ø', &["OE"]),
    ('Ǿ', &["OE"]),
    ('Đ', &["D"]),
    ('Ð', &["D"]),
    ('ı', &["I"]),
    ('İ', &["I"]),
    ('Ŋ', &["N"]),
    ('Ə', &["E"]),
];

/// Plain letters with the accented letters that are written as them.
const LATIN_MARKED: &[(&str, &str)] = &[
    ("A", "ÀÁÂÃĀĂĄǍẠẢẤẦẨẪẬẮẰẲẴẶȀȂǺ"),
    ("C", "ÇĆĈĊČ"),
    ("D", "ĎḌḐ"),
    ("E", "ÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆȄȆ"),
    ("G", "ĜĞĠĢǦǤǴḠ"),
    ("H", "ĤĦḤḨȞ"),
    ("I", "ÌÍÎÏĨĪĬĮǏỈỊȈȊ"),
    ("J", "Ĵ"),
    ("K", "ĶǨḲ"),
    ("L", "ĹĻĽĿŁḶ"),
    ("M", "ṀṂ"),
    ("N", "ŃŅŇǸṄṆ"),
    ("O", "ÒÓÔÕŌŎŐƠǑǪỌỎỐỒỔỖỘỚỜỞỠỢȌȎȪȬȮȰ"),
    ("P", "ṖṔ"),
    ("R", "ŔŖŘȐȒṚ"),
    ("S", "ŚŜŞŠȘṢṠ"),
    ("T", "ŢŤŦȚṬ"),
    ("U", "ÙÚÛŨŪŬŮŰŲƯǓỤỦỨỪỬỮỰȔȖ"),
    ("V", "ṼṾ"),
    ("W", "ŴẀẂẄ"),
    ("X", "Ẍ"),
    ("Y", "ÝŶŸȲỲỴỶỸ"),
    ("Z", "ŹŻŽẒƵ"),
];

/// Cyrillic letters: the general form first, then those of single languages.
const CYRILLIC: &[(char, &[&str])] = &[
    ('А', &["A"]),
    ('Б', &["B"]),
    ('В', &["V"]),
    ('Г', &["G", "H"]),
    ('Д', &["D"]),
    ('Е', &["E"]),
    ('Ё', &["E", "IO"]),
    ('Ж', &["ZH", "Z"]),
    ('З', &["Z"]),
    ('И', &["I", "Y"]),
    ('Й', &["I"]),
    ('К', &["K"]),
    ('Л', &["L"]),
    ('М', &["M"]),
    ('Н', &["N"]),
    ('О', &["O"]),
    ('П', &["P"]),
    ('Р', &["R"]),
    ('С', &["S"]),
    ('Т', &["T"]),
    ('У', &["U"]),
    ('Ф', &["F"]),
    ('Х', &["KH", "H"]),
    ('Ц', &["TS", "C"]),
    ('Ч', &["CH", "C"]),
    ('Ш', &["SH", "S"]),
    ('Щ', &["SHCH", "SHT"]),
    ('Ъ', &["IE"]),
    ('Ы', &["Y"]),
    ('Ь', &[""]),
    ('Э', &["E"]),
    ('Ю', &["IU"]),
    ('Я', &["IA"]),
    ('Ђ', &["D"]),
    ('Ѓ', &["G", "GJ"]),
    ('Ғ', &["G", "GJ"]),
    ('Є', &["IE"]),
    ('Ѕ', &["DZ"]),
    ('І', &["I"]),
    ('Ї', &["I"]),
    ('Ј', &["J"]),
    ('Љ', &["LJ"]),
    ('Њ', &["NJ"]),
    ('Ћ', &["C"]),
    ('Һ', &["C"]),
    ('Ќ', &["K", "KJ"]),
    ('Ў', &["U"]),
    ('Џ', &["DZ", "DJ"]),
    ('Ґ', &["G"]),
    ('Ѫ', &["U"]),
    ('Ѵ', &["Y"]),
];

/// Cyrillic letters with one more form at the start of a word (Ukrainian).
const CYRILLIC_INITIAL: &[(char, &[&str])] = &[('Є', &["YE"]), ('Ї', &["YI"]), ('Й', &["Y"]), ('Ю', &["YU"]), ('Я', &["YA"])];

/// Arabic letters and those of languages that write with them, by code point. The scheme is a recommendation; most states print
/// how a name sounds instead, so another spelling says nothing.
const ARABIC: &[(char, &[&str])] = &[
    ('\u{621}', &["XE"]),
    ('\u{622}', &["XAA"]),
    ('\u{623}', &["XAE"]),
    ('\u{624}', &["U"]),
    ('\u{625}', &["I"]),
    ('\u{626}', &["XI"]),
    ('\u{627}', &["A"]),
    ('\u{628}', &["B"]),
    ('\u{629}', &["XTA", "XAH"]),
    ('\u{62A}', &["T"]),
    ('\u{62B}', &["XTH"]),
    ('\u{62C}', &["J"]),
    ('\u{62D}', &["XH"]),
    ('\u{62E}', &["XKH"]),
    ('\u{62F}', &["D"]),
    ('\u{630}', &["XDH"]),
    ('\u{631}', &["R"]),
    ('\u{632}', &["Z"]),
    ('\u{633}', &["S"]),
    ('\u{634}', &["XSH"]),
    ('\u{635}', &["XSS"]),
    ('\u{636}', &["XDZ"]),
    ('\u{637}', &["XTT"]),
    ('\u{638}', &["XZZ"]),
    ('\u{639}', &["E"]),
    ('\u{63A}', &["G"]),
    ('\u{641}', &["F"]),
    ('\u{642}', &["Q"]),
    ('\u{643}', &["K"]),
    ('\u{644}', &["L"]),
    ('\u{645}', &["M"]),
    ('\u{646}', &["N"]),
    ('\u{647}', &["H"]),
    ('\u{648}', &["W"]),
    ('\u{649}', &["XAY"]),
    ('\u{64A}', &["Y"]),
    ('\u{671}', &["XXA"]),
    ('\u{679}', &["XXT"]),
    ('\u{67C}', &["XRT"]),
    ('\u{67E}', &["P"]),
    ('\u{681}', &["XKE"]),
    ('\u{685}', &["XXH"]),
    ('\u{686}', &["XC"]),
    ('\u{688}', &["XXD"]),
    ('\u{689}', &["XDR"]),
    ('\u{691}', &["XXR"]),
    ('\u{693}', &["XRR"]),
    ('\u{696}', &["XRX"]),
    ('\u{698}', &["XJ"]),
    ('\u{69A}', &["XXS"]),
    ('\u{6A9}', &["XKK"]),
    ('\u{6AB}', &["XXK"]),
    ('\u{6AD}', &["XNG"]),
    ('\u{6AF}', &["XGG"]),
    ('\u{6BA}', &["XNN"]),
    ('\u{6BC}', &["XXN"]),
    ('\u{6BE}', &["XDO"]),
    ('\u{6C0}', &["XYH"]),
    ('\u{6C1}', &["XXG"]),
    ('\u{6C2}', &["XGE"]),
    ('\u{6C3}', &["XTG"]),
    ('\u{6CC}', &["XYA"]),
    ('\u{6CD}', &["XXY"]),
    ('\u{6D0}', &["Y"]),
    ('\u{6D2}', &["XYB"]),
    ('\u{6D3}', &["XBE"]),
];

/// Doubles the letter before it.
const SHADDA: char = '\u{651}';
/// Ends a word in another form than within.
const TEH_MARBUTA: char = '\u{629}';

/// Letters that arrive as a base and a combining mark, where the mark changes the form.
const COMPOSED: &[(char, char, char)] = &[
    ('A', '\u{308}', 'Ä'),
    ('O', '\u{308}', 'Ö'),
    ('U', '\u{308}', 'Ü'),
    ('A', '\u{30A}', 'Å'),
    ('N', '\u{303}', 'Ñ'),
    ('И', '\u{306}', 'Й'),
    ('У', '\u{306}', 'Ў'),
    ('Е', '\u{308}', 'Ё'),
    ('І', '\u{308}', 'Ї'),
    ('Г', '\u{301}', 'Ѓ'),
    ('К', '\u{301}', 'Ќ'),
];

/// How a letter may stand in a machine-readable zone; empty when there is no entry for it.
fn forms(letter: char, initial: bool) -> Vec<&'static str> {
    let find = |table: &[(char, &'static [&'static str])]| table.iter().find(|(from, _)| *from == letter).map(|(_, to)| *to);
    let mut found = Vec::new();
    if let Some(plain) = PLAIN.get(usize::try_from(u32::from(letter).wrapping_sub(u32::from('A'))).unwrap_or(usize::MAX)) {
        found.push(*plain);
    }
    for table in [LATIN, CYRILLIC, ARABIC] {
        found.extend(find(table).unwrap_or_default());
    }
    if initial {
        found.extend(find(CYRILLIC_INITIAL).unwrap_or_default());
    }
    found.extend(LATIN_MARKED.iter().filter(|(_, marked)| marked.contains(letter)).map(|(plain, _)| *plain));
    found
}

/// The letters that stand for themselves.
const PLAIN: [&str; 26] =
    ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z"];

/// Splits a printed name into its parts in capitals, by the rules for punctuation.
///
/// A space, a hyphen and a comma end a part; apostrophes and all other signs are dropped and what they parted is joined.
pub fn name_parts(printed: &str) -> Vec<String> {
    let capitals =
        printed.chars().flat_map(|letter| if letter == 'ß' || letter == 'ı' { vec![letter] } else { letter.to_uppercase().collect() });
    let mut parts = vec![String::new()];
    for letter in capitals {
        let Some(part) = parts.last_mut() else { break };
        if letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | ',' | '<') {
            parts.push(String::new());
        } else if let Some(whole) =
            COMPOSED.iter().find(|(base, mark, _)| letter == *mark && part.ends_with(*base)).map(|(_, _, whole)| *whole)
        {
            part.pop();
            part.push(whole);
        } else if letter == SHADDA {
            part.extend(part.chars().last());
        } else if letter.is_alphabetic() && !is_mark(letter) {
            part.push(letter);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether `letter` is a mark on the letter before it that is not written: accents, Arabic vowels and the tatweel.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Whether `text` has a letter whose form in a machine-readable zone is only recommended, so that another form says nothing.
pub fn has_recommended_forms_only(text: &str) -> bool {
    text.chars().any(|letter| ARABIC.iter().any(|(from, _)| *from == letter))
}

/// Writes one part of a name as [`name_parts`] gives it with the usual forms; letters without an entry are left out.
pub fn transliterate(part: &str) -> String {
    let written = part.chars().enumerate().filter_map(|(index, letter)| forms(letter, index == 0).first().copied()).collect::<String>();
    match written.strip_suffix("XTA") {
        Some(start) if part.ends_with(TEH_MARBUTA) => format!("{start}XAH"),
        _ => written,
    }
}

/// How a part of a printed name and a part in a machine-readable zone agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartAgreement {
    /// No permitted form gives it.
    Differs,
    /// It is the beginning of a permitted form.
    Prefix,
    /// It is a permitted form.
    Whole,
}

/// Compares one part of a printed name, as [`name_parts`] gives it, with `coded`, one part of a name field.
///
/// Every permitted form of every letter is tried. A letter without an entry in the tables (another script) agrees with nothing.
pub fn part_agreement(part: &str, coded: &str) -> PartAgreement {
    let mut rests = vec![coded];
    let mut cut = false;
    for (index, letter) in part.chars().enumerate() {
        let forms = forms(letter, index == 0);
        let mut next: Vec<&str> = Vec::new();
        for rest in rests {
            cut |= rest.is_empty() && !forms.is_empty();
            for form in &forms {
                match rest.strip_prefix(form) {
                    Some(left) if !next.contains(&left) => next.push(left),
                    Some(_) => {}
                    None => cut |= form.starts_with(rest),
                }
            }
        }
        rests = next;
    }
    if rests.iter().any(|rest| rest.is_empty()) {
        PartAgreement::Whole
    } else if cut && !coded.is_empty() {
        PartAgreement::Prefix
    } else {
        PartAgreement::Differs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn punctuation_follows_the_rules() {
        assert_eq!(name_parts("D'Artagnan"), ["DARTAGNAN"]);
        assert_eq!(name_parts("Anna-Maria  van der Bélle"), ["ANNA", "MARIA", "VAN", "DER", "BÉLLE"]);
        assert_eq!(name_parts("J. R."), ["J", "R"]);
        assert_eq!(name_parts("Bjo\u{308}rn"), ["BJÖRN"]);
        assert!(name_parts(" '- ").is_empty());
    }

    #[test]
    fn usual_forms_come_first() {
        for (printed, coded) in [
            ("Müller", "MUELLER"),
            ("Weiß", "WEISS"),
            ("Yılmaz", "YILMAZ"),
            ("Ångström", "AANGSTROEM"),
            ("Þór", "THOR"),
            ("Łukaszewicz", "LUKASZEWICZ"),
            ("Щербаков", "SHCHERBAKOV"),
            ("Соболь", "SOBOL"),
            ("فاطمة", "FAXTTMXAH"),
            ("محمّد", "MXHMMD"),
            ("مُحَمَّد", "MXHMMD"),
        ] {
            let parts = name_parts(printed);
            assert_eq!(parts.iter().map(|part| transliterate(part)).collect::<String>(), coded, "{printed}");
        }
    }

    #[test]
    fn every_permitted_form_agrees_and_no_other() {
        for coded in ["MUELLER", "MULLER", "MUXXLLER"] {
            assert_eq!(part_agreement("MÜLLER", coded), PartAgreement::Whole, "{coded}");
        }
        assert_eq!(part_agreement("MÜLLER", "MIELLER"), PartAgreement::Differs);
        assert_eq!(part_agreement("MÜLLER", "MUEL"), PartAgreement::Prefix);
        assert_eq!(part_agreement("MÜLLER", "MUELLERS"), PartAgreement::Differs);
        assert_eq!(part_agreement("ГАННА", "HANNA"), PartAgreement::Whole); // Ukrainian
        assert_eq!(part_agreement("ЯРОСЛАВ", "YAROSLAV"), PartAgreement::Whole); // Ukrainian, first letter only
        assert_eq!(part_agreement("МАРІЯ", "MARIYA"), PartAgreement::Differs);
        assert_eq!(part_agreement("МАРІЯ", "MARIIA"), PartAgreement::Whole);
        assert_eq!(part_agreement("ЉУБИЦА", "LJUBICA"), PartAgreement::Whole); // Serbian
        assert_eq!(part_agreement("משה", "MOSHE"), PartAgreement::Differs);
    }

    proptest! {
        #[test]
        fn the_usual_form_and_its_beginnings_agree(name in "[A-ZÄÖÜÅÑØÉŁА-ЯЂЉЊЋЏІЇЄ]{1,20}", cut in any::<prop::sample::Index>()) {
            let coded = transliterate(&name);
            prop_assume!(!coded.is_empty());
            prop_assert_eq!(part_agreement(&name, &coded), PartAgreement::Whole);
            let cut = cut.index(coded.len()).max(1);
            let beginning: String = coded.chars().take(cut).collect();
            prop_assert!(part_agreement(&name, &beginning) >= PartAgreement::Prefix);
        }

        #[test]
        fn what_is_written_fits_the_zone(name in any::<String>()) {
            for part in name_parts(&name) {
                prop_assert!(transliterate(&part).bytes().all(|byte| byte.is_ascii_uppercase()));
            }
        }
    }
}
