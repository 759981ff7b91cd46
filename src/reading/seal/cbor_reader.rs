//! A small reader of CBOR (RFC 8949) with limits on depth and count; keys that come twice are an error.

use super::SealError;
use super::binary::Walk;
use super::cbor::Cbor;

/// How deep values may hold values.
const MAX_DEPTH: usize = 24;
/// The most values in all.
const MAX_ITEMS: usize = 4096;
const PART: &str = "the CBOR part";

/// The one value that the bytes hold.
///
/// # Errors
///
/// [`SealError::Malformed`] if they hold none or more follows, [`SealError::TooMany`] at a limit.
pub(super) fn parse(bytes: &[u8]) -> Result<Cbor, SealError> {
    let mut reader = Reader { walk: Walk::new(bytes), items: 0 };
    let value = reader.value(0)?.ok_or_else(|| fault("it ends where it has not begun"))?;
    if reader.walk.left() > 0 { Err(fault("bytes follow its end")) } else { Ok(value) }
}

fn fault(reason: &'static str) -> SealError {
    SealError::malformed(PART, reason)
}

struct Reader<'a> {
    walk: Walk<'a>,
    items: usize,
}

impl Reader<'_> {
    /// The next value; `None` at the sign that ends a value of no stated length.
    fn value(&mut self, depth: usize) -> Result<Option<Cbor>, SealError> {
        if depth > MAX_DEPTH {
            return Err(SealError::TooMany { what: "values within values", limit: MAX_DEPTH });
        }
        self.items = self.items.saturating_add(1);
        if self.items > MAX_ITEMS {
            return Err(SealError::TooMany { what: "values", limit: MAX_ITEMS });
        }
        let first = self.walk.byte(PART)?;
        let (kind, low) = (first >> 5, first & 0x1F);
        if first == 0xFF {
            return Ok(None);
        }
        let deeper = depth.saturating_add(1);
        if kind == 7 {
            return self.simple(low).map(Some);
        }
        let argument = self.argument(low)?;
        Ok(Some(match (kind, argument) {
            (0, Some(number)) => Cbor::Integer(i128::from(number)),
            (1, Some(number)) => Cbor::Integer(i128::from(number).saturating_neg().saturating_sub(1)),
            (2, length) => Cbor::Bytes(self.run(2, length)?),
            (3, length) => Cbor::Text(String::from_utf8(self.run(3, length)?).map_err(|_no_text| fault("a text is not in UTF-8"))?),
            (4, length) => Cbor::Array(self.many(length, |reader| reader.value(deeper))?),
            (5, length) => Cbor::Map(self.pairs(length, deeper)?),
            (6, Some(number)) => Cbor::Tag(number, Box::new(self.value(deeper)?.ok_or_else(|| fault("a tag has no value"))?)),
            _ => return Err(fault("a number has no stated length")),
        }))
    }

    /// The number behind the first byte; `None` for no stated length.
    fn argument(&mut self, low: u8) -> Result<Option<u64>, SealError> {
        Ok(Some(match low {
            0..=23 => u64::from(low),
            24 => u64::from(self.walk.byte(PART)?),
            25 => u64::from(u16::from_be_bytes(self.walk.array(PART)?)),
            26 => u64::from(u32::from_be_bytes(self.walk.array(PART)?)),
            27 => u64::from_be_bytes(self.walk.array(PART)?),
            31 => return Ok(None),
            _ => return Err(fault("a first byte is set aside")),
        }))
    }

    fn simple(&mut self, low: u8) -> Result<Cbor, SealError> {
        Ok(match low {
            20 => Cbor::Bool(false),
            21 => Cbor::Bool(true),
            22 | 23 => Cbor::Null,
            25 => Cbor::Float(half(u16::from_be_bytes(self.walk.array(PART)?))),
            26 => Cbor::Float(f64::from(f32::from_be_bytes(self.walk.array(PART)?))),
            27 => Cbor::Float(f64::from_be_bytes(self.walk.array(PART)?)),
            _ => return Err(fault("a simple value is not known")),
        })
    }

    /// Bytes of a stated length, or in runs of the same kind up to the sign that ends them.
    fn run(&mut self, kind: u8, length: Option<u64>) -> Result<Vec<u8>, SealError> {
        if let Some(length) = length {
            let length = usize::try_from(length).map_err(|_too_large| SealError::Truncated { part: PART })?;
            return self.walk.take(length, PART).map(<[u8]>::to_vec);
        }
        let mut all = Vec::new();
        loop {
            let first = self.walk.byte(PART)?;
            if first == 0xFF {
                return Ok(all);
            }
            let length = self.argument(first & 0x1F)?.filter(|_| first >> 5 == kind);
            let length = length.ok_or_else(|| fault("a run is of another kind"))?;
            let length = usize::try_from(length).map_err(|_too_large| SealError::Truncated { part: PART })?;
            all.extend_from_slice(self.walk.take(length, PART)?);
        }
    }

    /// Values of a stated number, or up to the sign that ends them.
    fn many<T>(
        &mut self,
        count: Option<u64>,
        mut next: impl FnMut(&mut Self) -> Result<Option<T>, SealError>,
    ) -> Result<Vec<T>, SealError> {
        let mut all = Vec::new();
        while count.is_none_or(|count| u64::try_from(all.len()).is_ok_and(|length| length < count)) {
            match next(self)? {
                Some(value) => all.push(value),
                None if count.is_none() => break,
                None => return Err(fault("it ends before its stated length")),
            }
        }
        Ok(all)
    }

    fn pairs(&mut self, count: Option<u64>, depth: usize) -> Result<Vec<(Cbor, Cbor)>, SealError> {
        let pairs = self.many(count, |reader| {
            let Some(key) = reader.value(depth)? else { return Ok(None) };
            // Written as text, a key within a key within a key doubles its signs at every step.
            if matches!(key, Cbor::Array(_) | Cbor::Map(_) | Cbor::Tag(..)) {
                return Err(fault("a key holds values"));
            }
            let value = reader.value(depth)?.ok_or_else(|| fault("a key has no value"))?;
            Ok(Some((key, value)))
        })?;
        let twice = pairs.iter().enumerate().any(|(place, (key, _))| pairs.iter().take(place).any(|(earlier, _)| earlier == key));
        if twice { Err(fault("a key comes twice")) } else { Ok(pairs) }
    }
}

/// A number of half precision.
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1F), f64::from(bits & 0x3FF));
    let size = match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2_f64.powi(exponent.saturating_sub(15)),
    };
    if bits & 0x8000 == 0 { size } else { -size }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::super::hexadecimal::from_hex;
    use super::*;

    fn read(hex: &str) -> Result<Cbor, SealError> {
        parse(&from_hex(hex).unwrap())
    }

    #[test]
    fn examples_of_the_standard_are_read() {
        for (hex, json) in [
            ("00", "0"),
            ("1bffffffffffffffff", "18446744073709551615"),
            ("3903e7", "-1000"),
            ("f93c00", "1.0"),
            ("f90001", "5.960464477539063e-8"),
            ("fb3ff199999999999a", "1.1"),
            ("fa47c35000", "100000.0"),
            ("f4", "false"),
            ("f6", "null"),
            ("c11a514b67b0", "1363896240"),
            ("6449455446", "\"IETF\""),
            ("4401020304", "\"01020304\""),
            ("83010203", "[1,2,3]"),
            ("a26161016162820203", "{\"a\":1,\"b\":[2,3]}"),
            ("9f018202039f0405ffff", "[1,[2,3],[4,5]]"),
            ("7f657374726561646d696e67ff", "\"streaming\""),
            ("5f42010243030405ff", "\"0102030405\""),
            ("bf6346756ef563416d7421ff", "{\"Fun\":true,\"Amt\":-2}"),
        ] {
            assert_eq!(read(hex).unwrap().to_json(), serde_json::from_str::<Value>(json).unwrap(), "{hex}");
        }
    }

    #[test]
    fn what_is_broken_or_boundless_is_an_error() {
        for hex in [
            "",
            "ff",
            "18",
            "1c",
            "0000",
            "62",
            "61ff",
            "8201",
            "a101",
            "a2010101",
            "a201010101",
            "5f6161ff",
            "7f7f61ff",
            "c0",
            "c0ff",
            "1f",
            "f818",
            "9bffffffffffffffff",
            "bf01ff",
            "a1a1010203",
            "a1810102",
            "a1c10102",
        ] {
            assert!(read(hex).is_err(), "{hex}");
        }
        assert!(matches!(parse(&[0x81; 100]), Err(SealError::TooMany { .. })));
        assert!(matches!(parse(&[&[0x9F][..], &[0; 5000]].concat()), Err(SealError::TooMany { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _read = parse(&bytes).map(|value| value.to_json());
        }
    }
}
