//! Tag, length, value: the encoding that certificates, signatures and chip files share (ITU-T X.690, ISO/IEC 7816-4), with limits.

use thiserror::Error;

/// How deep elements of indefinite length may lie within each other.
const MAX_DEPTH: u32 = 24;
/// How many elements one [`Reader::collect`] gives at most.
pub const MAX_ELEMENTS: usize = 20_000;

/// Why bytes are no sequence of elements. Offsets count from 0 in the bytes that the reader was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TlvError {
    /// The bytes end before an element does.
    #[error("the data end at byte {offset}, within an element")]
    Truncated {
        /// Where the element begins.
        offset: usize,
    },
    /// A tag of more than three bytes, or none.
    #[error("the tag at byte {offset} cannot be read")]
    Tag {
        /// Where the element begins.
        offset: usize,
    },
    /// A length of more than four bytes, or an indefinite one where none may be.
    #[error("the length of the element at byte {offset} cannot be read")]
    Length {
        /// Where the element begins.
        offset: usize,
    },
    /// Elements lie too deep within each other.
    #[error("elements lie more than {MAX_DEPTH} deep within each other")]
    Depth,
    /// More elements than any real file has.
    #[error("there are more than {MAX_ELEMENTS} elements")]
    Count,
    /// Another element was due.
    #[error("expected the tag {expected:02X}, found {found:02X}")]
    Unexpected {
        /// The tag that is due.
        expected: u32,
        /// The tag that is there; 0 where the data end.
        found: u32,
    },
    /// An element ended and bytes are left.
    #[error("{left} bytes are left over")]
    Trailing {
        /// How many.
        left: usize,
    },
    /// What an element holds is not of its type.
    #[error("{0}")]
    Value(&'static str),
}

/// One element, borrowed from the bytes it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag as its bytes give it, read as one big-endian number: `0x30`, `0x7F61`, `0x5F2E`.
    pub tag: u32,
    /// The content, without the tag, the length and the end mark of an indefinite length.
    pub value: &'a [u8],
    /// The element as it stands, with tag and length.
    pub raw: &'a [u8],
    /// The length was indefinite (basic encoding only).
    pub indefinite: bool,
}

/// Which lengths are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Only lengths that are given, as in certificates and chip files.
    Definite,
    /// Also indefinite lengths with end marks, which some states' cryptographic messages have.
    Basic,
}

/// Reads elements one after the other.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    all: &'a [u8],
    offset: usize,
    rules: Rules,
}

impl<'a> Reader<'a> {
    /// A reader for definite lengths.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { all: bytes, offset: 0, rules: Rules::Definite }
    }

    /// A reader for definite and indefinite lengths.
    pub fn basic(bytes: &'a [u8]) -> Self {
        Self { all: bytes, offset: 0, rules: Rules::Basic }
    }

    /// A reader of the same rules for what is within `element`.
    pub fn within(&self, element: Tlv<'a>) -> Self {
        Self { all: element.value, offset: 0, rules: self.rules }
    }

    /// What has not been read.
    pub fn rest(&self) -> &'a [u8] {
        self.all.get(self.offset..).unwrap_or_default()
    }

    /// Whether everything has been read.
    pub fn is_empty(&self) -> bool {
        self.rest().is_empty()
    }

    /// The tag of the next element; `None` at the end or where it cannot be read.
    pub fn peek(&self) -> Option<u32> {
        tag(self.rest()).map(|(tag, _)| tag)
    }

    /// The next element.
    ///
    /// # Errors
    ///
    /// At the end, or where no element can be read.
    pub fn element(&mut self) -> Result<Tlv<'a>, TlvError> {
        let element = read(self.rest(), self.offset, self.rules, 0)?;
        self.offset = self.offset.saturating_add(element.raw.len());
        Ok(element)
    }

    /// The next element, which must have `tag`.
    ///
    /// # Errors
    ///
    /// As [`Reader::element`], and if the tag is another.
    pub fn expect(&mut self, tag: u32) -> Result<Tlv<'a>, TlvError> {
        match self.peek() {
            Some(found) if found == tag => self.element(),
            found => Err(TlvError::Unexpected { expected: tag, found: found.unwrap_or(0) }),
        }
    }

    /// A reader for what is within the next element, which must have `tag`.
    ///
    /// # Errors
    ///
    /// As [`Reader::expect`].
    pub fn enter(&mut self, tag: u32) -> Result<Self, TlvError> {
        let element = self.expect(tag)?;
        Ok(self.within(element))
    }

    /// The next element if it has `tag`, else nothing is read.
    ///
    /// # Errors
    ///
    /// If it has the tag and cannot be read.
    pub fn optional(&mut self, tag: u32) -> Result<Option<Tlv<'a>>, TlvError> {
        if self.peek() == Some(tag) { self.element().map(Some) } else { Ok(None) }
    }

    /// All elements up to the end.
    ///
    /// # Errors
    ///
    /// If one cannot be read or there are more than [`MAX_ELEMENTS`].
    pub fn collect(mut self) -> Result<Vec<Tlv<'a>>, TlvError> {
        let mut elements = Vec::new();
        while !self.is_empty() {
            if elements.len() >= MAX_ELEMENTS {
                return Err(TlvError::Count);
            }
            elements.push(self.element()?);
        }
        Ok(elements)
    }

    /// Nothing may be left.
    ///
    /// # Errors
    ///
    /// If bytes are left.
    pub fn end(&self) -> Result<(), TlvError> {
        if self.is_empty() { Ok(()) } else { Err(TlvError::Trailing { left: self.rest().len() }) }
    }
}

/// The tag at the beginning of `bytes` and how many bytes it has.
fn tag(bytes: &[u8]) -> Option<(u32, usize)> {
    let first = *bytes.first()?;
    if first & 0x1F != 0x1F {
        return Some((u32::from(first), 1));
    }
    let second = *bytes.get(1)?;
    let two = (u32::from(first) << 8) | u32::from(second);
    if second & 0x80 == 0 {
        return Some((two, 2));
    }
    let third = *bytes.get(2)?;
    (third & 0x80 == 0).then_some(((two << 8) | u32::from(third), 3))
}

fn read(bytes: &[u8], at: usize, rules: Rules, depth: u32) -> Result<Tlv<'_>, TlvError> {
    let truncated = TlvError::Truncated { offset: at };
    if bytes.is_empty() {
        return Err(truncated);
    }
    let (tag, tag_length) = tag(bytes).ok_or(TlvError::Tag { offset: at })?;
    let first = *bytes.get(tag_length).ok_or(truncated)?;
    let mut start = tag_length.saturating_add(1);
    if first == 0x80 {
        return indefinite(bytes, at, rules, depth, (tag, start));
    }
    let mut length = usize::from(first);
    if first > 0x80 {
        let count = usize::from(first & 0x7F);
        if count > 4 {
            return Err(TlvError::Length { offset: at });
        }
        let end = start.saturating_add(count);
        let digits = bytes.get(start..end).ok_or(truncated)?;
        length = digits.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        start = end;
    }
    let end = start.checked_add(length).ok_or(TlvError::Length { offset: at })?;
    let value = bytes.get(start..end).ok_or(truncated)?;
    Ok(Tlv { tag, value, raw: bytes.get(..end).ok_or(truncated)?, indefinite: false })
}

/// An element whose end is marked by two zero bytes; it must be a constructed one.
fn indefinite(bytes: &[u8], at: usize, rules: Rules, depth: u32, head: (u32, usize)) -> Result<Tlv<'_>, TlvError> {
    let (tag, start) = head;
    let constructed = bytes.first().is_some_and(|first| first & 0x20 != 0);
    if rules != Rules::Basic || !constructed {
        return Err(TlvError::Length { offset: at });
    }
    if depth >= MAX_DEPTH {
        return Err(TlvError::Depth);
    }
    let truncated = TlvError::Truncated { offset: at };
    let mut end = start;
    loop {
        let rest = bytes.get(end..).ok_or(truncated)?;
        if rest.starts_with(&[0, 0]) {
            let value = bytes.get(start..end).ok_or(truncated)?;
            let raw = bytes.get(..end.saturating_add(2)).ok_or(truncated)?;
            return Ok(Tlv { tag, value, raw, indefinite: true });
        }
        let inner = read(rest, at.saturating_add(end), rules, depth.saturating_add(1))?;
        end = end.saturating_add(inner.raw.len());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_of_every_form_are_read() {
        let mut reader = Reader::new(&[0x04, 1, 9, 0x5F, 0x2E, 0x81, 2, 7, 8, 0x7F, 0x81, 0x01, 0]);
        assert_eq!(reader.element().unwrap().value, [9]);
        let second = reader.element().unwrap();
        assert_eq!((second.tag, second.value), (0x5F2E, &[7, 8][..]));
        assert_eq!(reader.element().unwrap().tag, 0x7F_8101);
        assert_eq!(reader.element(), Err(TlvError::Truncated { offset: 13 }));
    }

    #[test]
    fn a_length_beyond_the_end_is_refused() {
        assert_eq!(Reader::new(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 1]).element(), Err(TlvError::Truncated { offset: 0 }));
        assert_eq!(Reader::new(&[0x30, 0x85, 0, 0, 0, 0, 0]).element(), Err(TlvError::Length { offset: 0 }));
    }

    #[test]
    fn indefinite_lengths_are_read_by_basic_rules_only() {
        let bytes = [0x30, 0x80, 0x24, 0x80, 0x04, 1, 5, 0, 0, 0, 0, 0x05, 0];
        let mut reader = Reader::basic(&bytes);
        let outer = reader.element().unwrap();
        assert!(outer.indefinite && outer.raw.len() == 11 && outer.value.len() == 7);
        assert_eq!(reader.element().unwrap().tag, 5);
        assert_eq!(Reader::new(&bytes).element(), Err(TlvError::Length { offset: 0 }));
        assert_eq!(Reader::basic(&[0x30, 0x80].repeat(100)).element(), Err(TlvError::Depth));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for reader in [Reader::new(&bytes), Reader::basic(&bytes)] {
                if let Ok(elements) = reader.collect() {
                    prop_assert_eq!(elements.iter().map(|element| element.raw.len()).sum::<usize>(), bytes.len());
                }
            }
        }
    }
}
