//! Numbers of documents and of people.

use super::super::rng::Rng;
use crate::domain;

/// A number of the given format: `A` a letter that cannot be taken for a digit, `9` a digit.
pub(super) fn document(format: &str, rng: &mut Rng) -> String {
    const LETTERS: &[char] = &['A', 'C', 'E', 'F', 'H', 'K', 'L', 'M', 'N', 'P', 'R', 'T', 'V', 'X'];
    format
        .chars()
        .map(|pattern| match pattern {
            'A' => rng.pick(LETTERS).copied().unwrap_or('A'),
            '9' => digit(rng.below(10)),
            literal => literal,
        })
        .collect()
}

/// A number of a person: besides the above, `Y`, `M`, `D` are digits of the day of birth, `S` is odd for men, `C` a check digit.
pub(super) fn personal(format: &str, born: domain::Date, man: bool, rng: &mut Rng) -> String {
    let years = format.matches('Y').count();
    let (mut year, mut month, mut day) = (
        format!("{:04}", born.0.year()).chars().skip(4_usize.saturating_sub(years)).collect::<String>().into_bytes().into_iter(),
        format!("{:02}", born.0.month()).into_bytes().into_iter(),
        format!("{:02}", born.0.day()).into_bytes().into_iter(),
    );
    let mut out = String::new();
    for pattern in format.chars() {
        let next = match pattern {
            'Y' => year.next().map_or('0', char::from),
            'M' => month.next().map_or('0', char::from),
            'D' => day.next().map_or('0', char::from),
            'S' => digit(2 * rng.below(5) + usize::from(man)),
            'C' => {
                let covered: String = out.chars().filter(char::is_ascii_alphanumeric).collect();
                digit(usize::from(domain::check_digit(&covered).unwrap_or(0)))
            }
            other => document(other.encode_utf8(&mut [0; 4]), rng).chars().next().unwrap_or(other),
        };
        out.push(next);
    }
    out
}

fn digit(value: usize) -> char {
    char::from(b'0' + (value % 10) as u8)
}
