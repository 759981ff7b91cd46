//! Boarding passes (IATA Resolution 792, bar coded boarding pass): the mandatory items of every leg.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Bytes of a text at the most.
const MAX_BYTES: usize = 4096;

/// Characters of the items that stand once, and of those of a leg.
const ONCE: usize = 23;
const LEG: usize = 37;

/// One flight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BoardingLeg {
    /// Booking reference.
    pub pnr: String,
    /// Airport of departure, IATA code.
    pub origin: String,
    /// Airport of arrival, IATA code.
    pub destination: String,
    /// The operating carrier.
    pub carrier: String,
    /// The number of the flight, as it stands there.
    pub flight: String,
    /// The day of the year, 1 to 366; the year is not there. `None` if it is no such number.
    pub day: Option<u16>,
    /// Compartment.
    pub cabin: String,
    /// Seat.
    pub seat: String,
    /// Number at check-in.
    pub sequence: String,
    /// Status of the passenger.
    pub status: String,
    /// Conditional items and those of the airline, as they stand there.
    pub conditional: String,
}

/// A boarding pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BoardingPass {
    /// Name of the passenger, as it stands there; 20 characters at the most, so that it may be shortened.
    pub name: String,
    /// Whether there is an electronic ticket.
    pub electronic_ticket: bool,
    /// The flights.
    pub legs: Vec<BoardingLeg>,
    /// The type and the data of the security field; its signature is not checked here.
    pub security: Option<(String, String)>,
    /// What stands behind and belongs to nothing.
    pub trailing: String,
}

/// Why a text is none of a boarding pass.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BoardingPassError {
    /// A limit.
    #[error("the text has {length} bytes; a boarding pass has at most {limit}")]
    TooLong {
        /// Length in bytes.
        length: usize,
        /// The most that is read.
        limit: usize,
    },
    /// It does not begin with M and the number of legs.
    #[error("the text does not begin with M and a number of legs from 1 to 9")]
    NoHeader,
    /// It holds characters that no boarding pass has.
    #[error("the text has characters other than printable ASCII")]
    NotAscii,
    /// It ends too early.
    #[error("the text ends within {part}")]
    Ended {
        /// Where it ends.
        part: &'static str,
    },
    /// A length that is none.
    #[error("leg {leg}: `{found}` is no length in hexadecimal")]
    BadLength {
        /// The leg, from 1.
        leg: usize,
        /// What stands there.
        found: String,
    },
    /// An airport that is none.
    #[error("leg {leg}: `{found}` is no airport code")]
    BadAirport {
        /// The leg, from 1.
        leg: usize,
        /// What stands there.
        found: String,
    },
}

/// Takes the text of a boarding pass apart.
///
/// # Errors
///
/// [`BoardingPassError`] if it is none.
pub fn parse_bcbp(text: &str) -> Result<BoardingPass, BoardingPassError> {
    if text.len() > MAX_BYTES {
        return Err(BoardingPassError::TooLong { length: text.len(), limit: MAX_BYTES });
    }
    let text = text.trim_end_matches(['\r', '\n']);
    let legs = match text.as_bytes() {
        [b'M', legs @ b'1'..=b'9', ..] => usize::from(legs.saturating_sub(b'0')),
        _ => return Err(BoardingPassError::NoHeader),
    };
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(BoardingPassError::NotAscii);
    }
    let mut rest = text;
    let once = take(&mut rest, ONCE).ok_or(BoardingPassError::Ended { part: "the name" })?;
    let mut pass = BoardingPass {
        name: part(once, 2, 20),
        electronic_ticket: part(once, 22, 1) == "E",
        legs: Vec::with_capacity(legs),
        security: None,
        trailing: String::new(),
    };
    for number in 1..=legs {
        let items = take(&mut rest, LEG).ok_or(BoardingPassError::Ended { part: "the items of a leg" })?;
        pass.legs.push(leg(items, &mut rest, number)?);
    }
    if let Some(after) = rest.strip_prefix('^') {
        let length = after.get(1..3).and_then(hexadecimal);
        if let (Some(kind), Some(length)) = (after.get(..1), length) {
            let mut data = after.get(3..).unwrap_or_default();
            let whole = data;
            let taken = take(&mut data, length).unwrap_or(whole);
            pass.security = Some((kind.to_owned(), taken.to_owned()));
            rest = whole.get(taken.len()..).unwrap_or_default();
        }
    }
    rest.clone_into(&mut pass.trailing);
    Ok(pass)
}

fn leg(items: &str, rest: &mut &str, number: usize) -> Result<BoardingLeg, BoardingPassError> {
    let size = part(items, 35, 2);
    let length = hexadecimal(&size).ok_or(BoardingPassError::BadLength { leg: number, found: size })?;
    let conditional = take(rest, length).ok_or(BoardingPassError::Ended { part: "the conditional items of a leg" })?.to_owned();
    let airport = |from: usize| {
        let found = part(items, from, 3);
        let good = found.len() == 3 && found.bytes().all(|byte| byte.is_ascii_uppercase());
        if good { Ok(found) } else { Err(BoardingPassError::BadAirport { leg: number, found }) }
    };
    Ok(BoardingLeg {
        pnr: part(items, 0, 7),
        origin: airport(7)?,
        destination: airport(10)?,
        carrier: part(items, 13, 3),
        flight: part(items, 16, 5),
        day: day(&part(items, 21, 3)),
        cabin: part(items, 24, 1),
        seat: part(items, 25, 4),
        sequence: part(items, 29, 5),
        status: part(items, 34, 1),
        conditional,
    })
}

/// A length of two digits. `from_str_radix` alone takes a sign for a part of the number.
fn hexadecimal(digits: &str) -> Option<usize> {
    let good = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    usize::from_str_radix(digits, 16).ok().filter(|_| good)
}

fn day(digits: &str) -> Option<u16> {
    let day = digits.parse().ok().filter(|day| (1..=366).contains(day))?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(day)
}

/// The first `count` characters, which are all ASCII; the rest stays.
fn take<'a>(rest: &mut &'a str, count: usize) -> Option<&'a str> {
    let (taken, left) = (rest.get(..count)?, rest.get(count..)?);
    *rest = left;
    Some(taken)
}

/// A part without the blanks around it.
fn part(items: &str, from: usize, count: usize) -> String {
    items.get(from..from.saturating_add(count)).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PASS: &str = "M1SPECIMEN/ANNA       EXYZ987 OSLLISSK 0123 045Y012C0007 15C>5180O 0045BSK              2A1234567890 0 SK SK 999999999               ";

    #[test]
    fn a_pass_is_taken_apart() {
        let pass = parse_bcbp("M1SPECIMEN/ANNA       EXYZ987 OSLLISSK 0123 045Y012C0007 100^103ABC").unwrap();
        assert_eq!(pass.name, "SPECIMEN/ANNA");
        let leg = &pass.legs[0];
        assert_eq!((leg.origin.as_str(), leg.destination.as_str(), leg.day), ("OSL", "LIS", Some(45)));
        assert_eq!((leg.seat.as_str(), leg.sequence.as_str(), leg.status.as_str()), ("012C", "0007", "1"));
        assert_eq!(pass.security, Some(("1".to_owned(), "ABC".to_owned())));
        assert!(pass.trailing.is_empty());
    }

    #[test]
    fn what_is_none_is_refused() {
        assert_eq!(parse_bcbp(""), Err(BoardingPassError::NoHeader));
        assert_eq!(parse_bcbp("M0"), Err(BoardingPassError::NoHeader));
        assert_eq!(parse_bcbp("M1SPECIMEN/ANNA"), Err(BoardingPassError::Ended { part: "the name" }));
        assert!(matches!(parse_bcbp(PASS), Err(BoardingPassError::Ended { .. }) | Ok(_)));
    }

    #[test]
    fn a_number_has_no_sign() {
        let pass = |day: &str, length: &str, security: &str| {
            parse_bcbp(&format!("M1SPECIMEN/ANNA       EXYZ987 OSLLISSK 0123 {day}Y012C0007 1{length}{security}"))
        };
        assert_eq!(pass("+45", "00", "").unwrap().legs[0].day, None);
        for length in ["+0", " 0", "0 ", "-0"] {
            assert!(matches!(pass("045", length, ""), Err(BoardingPassError::BadLength { .. })), "{length}");
        }
        let unsigned = pass("045", "00", "^1+3ABC").unwrap();
        assert_eq!((unsigned.security, unsigned.trailing.as_str()), (None, "^1+3ABC"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,300}", tail in "[ -~]{0,120}") {
            let _ = (parse_bcbp(&text).is_ok(), parse_bcbp(&format!("M2{tail}")).is_ok());
        }
    }
}
