//! The machine-readable zone of a drawn document (ICAO Doc 9303, parts 3 to 5).

use super::holder::Holder;

/// The check digit of `field`: weights 7, 3, 1 from the left; letters count 10 to 35, other characters 0.
pub(crate) fn check_digit(field: &str) -> char {
    let sum: u32 =
        field.chars().zip([7, 3, 1].into_iter().cycle()).map(|(character, weight)| character.to_digit(36).unwrap_or(0) * weight).sum();
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

/// Latin letters as the machine-readable zone writes them (Doc 9303-3, section 6); all else becomes a filler.
pub(crate) fn transliterated(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars().flat_map(char::to_uppercase) {
        match character {
            'A'..='Z' => out.push(character),
            'Á' | 'À' | 'Â' | 'Ã' => out.push('A'),
            'Å' => out.push_str("AA"),
            'Ä' | 'Æ' => out.push_str("AE"),
            'Č' | 'Ć' | 'Ç' => out.push('C'),
            'Ď' | 'Đ' | 'Ð' => out.push('D'),
            'É' | 'È' | 'Ê' | 'Ë' | 'Ě' | 'Ę' => out.push('E'),
            'Í' | 'Ì' | 'Î' | 'Ï' => out.push('I'),
            'Ł' => out.push('L'),
            'Ñ' | 'Ň' | 'Ń' => out.push('N'),
            'Ó' | 'Ò' | 'Ô' | 'Õ' => out.push('O'),
            'Ö' | 'Ø' => out.push_str("OE"),
            'Ř' => out.push('R'),
            'Š' | 'Ś' => out.push('S'),
            'ß' => out.push_str("SS"),
            'Þ' => out.push_str("TH"),
            'Ú' | 'Ù' | 'Û' | 'Ů' => out.push('U'),
            'Ü' => out.push_str("UE"),
            'Ý' => out.push('Y'),
            'Ž' | 'Ź' | 'Ż' => out.push('Z'),
            '\'' | '’' => {}
            _ => out.push('<'),
        }
    }
    out
}

fn padded(text: &str, length: usize) -> String {
    text.chars().chain(std::iter::repeat('<')).take(length).collect()
}

fn short(day: crate::domain::Date) -> String {
    format!("{:02}{:02}{:02}", day.0.year() % 100, day.0.month(), day.0.day())
}

fn checked(field: &str) -> String {
    format!("{field}{}", check_digit(field))
}

fn names(holder: &Holder, length: usize) -> String {
    padded(&format!("{}<<{}", transliterated(&holder.surname), transliterated(&holder.given_names)), length)
}

/// The two lines of a passport.
pub(crate) fn td3(code: &str, issuer: &str, holder: &Holder) -> Vec<String> {
    let number = checked(&padded(&holder.number, 9));
    let (born, expires) = (checked(&short(holder.born)), checked(&short(holder.expires)));
    let personal = format!("{}<", "<".repeat(14));
    let composite = check_digit(&format!("{number}{born}{expires}{personal}"));
    vec![
        format!("{}{}{}", padded(code, 2), padded(issuer, 3), names(holder, 39)),
        format!("{number}{}{born}{}{expires}{personal}{composite}", padded(issuer, 3), holder.sex),
    ]
}

/// The three lines of a card.
pub(crate) fn td1(code: &str, issuer: &str, holder: &Holder) -> Vec<String> {
    let number = checked(&padded(&holder.number, 9));
    let (born, expires) = (checked(&short(holder.born)), checked(&short(holder.expires)));
    let (first_optional, second_optional) = ("<".repeat(15), "<".repeat(11));
    let composite = check_digit(&format!("{number}{first_optional}{born}{expires}{second_optional}"));
    vec![
        format!("{}{}{number}{first_optional}", padded(code, 2), padded(issuer, 3)),
        format!("{born}{}{expires}{}{second_optional}{composite}", holder.sex, padded(issuer, 3)),
        names(holder, 30),
    ]
}

/// How many check digits of a zone of two or three lines are wrong.
pub(crate) fn wrong_check_digits(lines: &[String]) -> u32 {
    let part = |line: usize, from: usize, to: usize| lines.get(line).and_then(|line| line.get(from..to)).unwrap_or("");
    // Each check digit with the fields it covers.
    let checks = if lines.len() == 3 {
        let all = format!("{}{}{}{}", part(0, 5, 30), part(1, 0, 7), part(1, 8, 15), part(1, 18, 29));
        vec![
            (part(0, 5, 14).to_owned(), part(0, 14, 15)),
            (part(1, 0, 6).to_owned(), part(1, 6, 7)),
            (part(1, 8, 14).to_owned(), part(1, 14, 15)),
            (all, part(1, 29, 30)),
        ]
    } else {
        let all = format!("{}{}{}", part(1, 0, 10), part(1, 13, 20), part(1, 21, 43));
        vec![
            (part(1, 0, 9).to_owned(), part(1, 9, 10)),
            (part(1, 13, 19).to_owned(), part(1, 19, 20)),
            (part(1, 21, 27).to_owned(), part(1, 27, 28)),
            (all, part(1, 43, 44)),
        ]
    };
    checks.into_iter().filter(|(field, digit)| !digit.starts_with(check_digit(field))).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anna() -> Holder {
        Holder {
            surname: "Eriksson".to_owned(),
            given_names: "Anna Maria".to_owned(),
            number: "D23145890".to_owned(),
            sex: 'F',
            born: "1974-08-12".parse().unwrap(),
            expires: "2012-04-15".parse().unwrap(),
            ..Holder::from_seed(1, "A99999999", "2002-01-01".parse().unwrap(), 10)
        }
    }

    #[test]
    fn lines_of_the_published_specimens() {
        assert_eq!(
            td1("I", "UTO", &anna()),
            ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
        );
        let passport = td3("P", "UTO", &Holder { number: "L898902C3".to_owned(), ..anna() });
        assert_eq!(
            passport,
            ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8"].map(str::to_owned)
        );
    }

    #[test]
    fn diacritics_become_letters_of_the_zone() {
        assert_eq!(transliterated("Þórvaldsey Weißendorn"), "THORVALDSEY<WEISSENDORN");
        assert_eq!(transliterated("Łucja Fjærlund"), "LUCJA<FJAERLUND");
    }

    #[test]
    fn every_name_in_the_tables_transliterates_without_stray_fillers() {
        for tongue in super::super::names::TONGUES {
            for (name, _) in tongue.women.iter().chain(tongue.men).chain(tongue.surnames) {
                assert_eq!(transliterated(name).matches('<').count(), name.matches(' ').count(), "{name}");
            }
        }
    }
}
