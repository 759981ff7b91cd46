//! The machine-readable zone of a drawn document (ICAO Doc 9303, parts 3 to 7).

use super::holder::Holder;
use crate::domain::{
    self, IssuerCode, MrzData, Sex, compose_mrv_a, compose_mrv_b, compose_td1, compose_td2, compose_td3, name_parts, transliterate,
};

/// The size of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Three lines of 30 characters on the back of a card.
    Td1,
    /// Two lines of 36 characters on a large card.
    Td2,
    /// Two lines of 44 characters in a passport.
    Td3,
    /// Two lines of 44 characters on a visa.
    MrvA,
    /// Two lines of 36 characters on a small visa.
    MrvB,
}

/// How the zone of a series is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Zone<'a> {
    format: Format,
    code: &'a str,
    issuer: &'a str,
    nationality: &'a str,
    optional: Option<&'a str>,
    second_line: bool,
}

impl<'a> Zone<'a> {
    /// A zone with the given document code (`P`, `PD`, `I`, `AR`, `V` …) and issuer, for nationals of the issuer.
    pub(crate) const fn new(format: Format, code: &'a str, issuer: &'a str) -> Self {
        Self { format, code, issuer, nationality: issuer, optional: None, second_line: false }
    }

    /// For people of another nationality: the code of a state, or `XXA`, `XXB`, `XXC`, `XXX`.
    pub(crate) const fn nationality(mut self, code: &'a str) -> Self {
        self.nationality = code;
        self
    }

    #[cfg(test)]
    /// With `text` as optional data instead of the personal number of the holder.
    pub(crate) const fn optional(mut self, text: &'a str) -> Self {
        self.optional = Some(text);
        self
    }

    #[cfg(test)]
    /// With the optional data in the second line of a TD1 card instead of the first.
    pub(crate) const fn in_second_line(mut self) -> Self {
        self.second_line = true;
        self
    }

    /// The lines for `holder`; none if a code of a state has a form that no zone holds.
    pub(crate) fn lines(&self, holder: &Holder) -> Vec<String> {
        let (Some(issuer), Some(nationality)) = (state(self.issuer), state(self.nationality)) else { return Vec::new() };
        let optional = self.optional.or(holder.personal_number.as_deref()).unwrap_or_default().to_owned();
        let (optional, optional_2) = if self.second_line { (String::new(), optional) } else { (optional, String::new()) };
        let data = MrzData {
            document_code: self.code.trim_end_matches('<').to_owned(),
            issuer,
            number: holder.number.clone(),
            nationality,
            birth: Some(holder.born),
            sex: match holder.sex {
                'F' => Sex::Female,
                'M' => Sex::Male,
                _ => Sex::Unspecified,
            },
            expiry: holder.expires,
            optional,
            optional_2,
            primary: holder.surname.clone(),
            secondary: holder.given_names.clone(),
        };
        match self.format {
            Format::Td1 => compose_td1(&data).into(),
            Format::Td2 => compose_td2(&data).into(),
            Format::Td3 => {
                let [first, second] = compose_td3(&data);
                // Where there is no personal number, its digit may be a filler, which counts as 0 in the composite.
                let empty = data.optional.is_empty().then(|| second.get(..42).zip(second.get(43..))).flatten();
                vec![first, empty.map_or_else(|| second.clone(), |(start, composite)| format!("{start}<{composite}"))]
            }
            Format::MrvA => compose_mrv_a(&data).into(),
            Format::MrvB => compose_mrv_b(&data).into(),
        }
    }
}

fn state(code: &str) -> Option<IssuerCode> {
    IssuerCode::new(code)
}

/// The two lines of a passport for a national of the issuer.
pub(crate) fn td3(code: &str, issuer: &str, holder: &Holder) -> Vec<String> {
    Zone::new(Format::Td3, code, issuer).lines(holder)
}

#[cfg(test)]
/// The three lines of a card for a national of the issuer.
pub(crate) fn td1(code: &str, issuer: &str, holder: &Holder) -> Vec<String> {
    Zone::new(Format::Td1, code, issuer).lines(holder)
}

/// A printed name as the zone writes it where there is room: parts with one filler between them (part 3, 4.6 and 6).
pub(crate) fn transliterated(name: &str) -> String {
    name_parts(name).iter().map(|part| transliterate(part)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("<")
}

/// How many characters a whole name takes in a zone, with the fillers between its parts.
pub(crate) fn name_length(surname: &str, given_names: &str) -> usize {
    let given = transliterated(given_names);
    transliterated(surname).len() + if given.is_empty() { 0 } else { 2 + given.len() }
}

/// How many check digits of a zone are wrong; all five formats, long numbers of TD1 and TD2 included.
pub(crate) fn wrong_check_digits(lines: &[String]) -> u32 {
    let part = |line: usize, from: usize, to: usize| lines.get(line).and_then(|line| line.get(from..to)).unwrap_or("");
    let visa = part(0, 0, 1) == "V";
    let small = lines.first().is_some_and(|line| line.len() < 44);
    // Each check digit with the fields it covers.
    let checks = if lines.len() == 3 {
        let all = [part(0, 5, 30), part(1, 0, 7), part(1, 8, 15), part(1, 18, 29)].concat();
        vec![
            number_check(part(0, 5, 14), part(0, 14, 15), part(0, 15, 30)),
            (part(1, 0, 6).to_owned(), part(1, 6, 7)),
            (part(1, 8, 14).to_owned(), part(1, 14, 15)),
            (all, part(1, 29, 30)),
        ]
    } else {
        let mut checks = vec![
            number_check(part(1, 0, 9), part(1, 9, 10), if small && !visa { part(1, 28, 35) } else { "" }),
            (part(1, 13, 19).to_owned(), part(1, 19, 20)),
            (part(1, 21, 27).to_owned(), part(1, 27, 28)),
        ];
        if !visa {
            let last = if small { 35 } else { 43 };
            checks.push(([part(1, 0, 10), part(1, 13, 20), part(1, 21, last)].concat(), part(1, last, last + 1)));
            let (optional, digit) = (part(1, 28, 42), part(1, 42, 43));
            if !small && (digit != "<" || optional.contains(|character| character != '<')) {
                checks.push((optional.to_owned(), digit));
            }
        }
        checks
    };
    checks.into_iter().filter(|(field, digit)| !digit.starts_with(check_digit(field))).count() as u32
}

/// A number with its digit; where the digit is a filler, the number goes on in the optional data and its digit follows there.
fn number_check<'a>(number: &str, digit: &'a str, optional: &'a str) -> (String, &'a str) {
    let rest = optional.split('<').next().unwrap_or_default();
    match rest.len().checked_sub(1).and_then(|length| rest.split_at_checked(length)) {
        Some((rest, last)) if digit == "<" && !number.ends_with('<') => (format!("{number}{rest}"), last),
        _ => (number.to_owned(), digit),
    }
}

/// The check digit of a field made of fillers, digits and capitals only, as all fields here are.
fn check_digit(field: &str) -> char {
    domain::check_digit(field).ok().and_then(|digit| char::from_digit(u32::from(digit), 10)).unwrap_or('<')
}

#[cfg(test)]
mod tests;
