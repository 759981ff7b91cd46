//! The objects of PDF (ISO 32000-2, 7.3), read from bytes that are not trusted.

use std::collections::BTreeMap;

/// Objects within objects; no file nests deeper.
const DEEPEST: u32 = 24;

/// Numbers, names and the like in one object; what has more is not read.
const MOST_PARTS: u32 = 20_000;

/// One object. Text is not kept where only its presence matters.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Flag(bool),
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Self>),
    Dictionary(Dictionary),
    /// The number of another object.
    Reference(u32),
    /// A word that is none of these: an operator, or `endobj`.
    Word(Vec<u8>),
}

/// Names and what they stand for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Dictionary(BTreeMap<Vec<u8>, Object>);

impl Dictionary {
    pub(super) fn get(&self, name: &str) -> Option<&Object> {
        self.0.get(name.as_bytes())
    }
}

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn whole(&self) -> Option<u32> {
        self.number().filter(|number| (0.0..=4e9).contains(number) && number.fract() == 0.0).map(|number| number as u32)
    }
}

/// A place in bytes, and how much more may be read as one object.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
    left: u32,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, left: MOST_PARTS }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn follows(&self, what: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(what))
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != 10 && byte != 13) {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The next object; `None` at the end, and where there is none.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.left = MOST_PARTS;
        self.nested(0)
    }

    fn nested(&mut self, depth: u32) -> Option<Object> {
        self.skip_space();
        self.left = self.left.checked_sub(1).filter(|_| depth < DEEPEST)?;
        match self.peek()? {
            b'/' => self.name().map(Object::Name),
            b'(' => self.text().map(Object::Text),
            b'[' => self.list(depth).map(Object::List),
            b'<' if self.follows(b"<<") => self.dictionary(depth).map(Object::Dictionary),
            b'<' => self.hexadecimal().map(Object::Text),
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number_or_reference(),
            byte if is_delimiter(byte) => None,
            _ => {
                let word = self.regular();
                Some(match word {
                    b"true" => Object::Flag(true),
                    b"false" => Object::Flag(false),
                    b"null" => Object::Null,
                    word => Object::Word(word.to_vec()),
                })
            }
        }
    }

    /// The bytes up to a space or delimiter.
    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(|byte| !is_space(byte) && !is_delimiter(byte)) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let raw = self.regular();
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, after @ ..] = rest {
            let escaped = if *first == b'#' { after.first_chunk().and_then(|pair| byte_of(*pair)) } else { None };
            name.push(escaped.unwrap_or(*first));
            rest = after.get(if escaped.is_some() { 2 } else { 0 }..)?;
        }
        Some(name)
    }

    fn text(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let (mut open, mut text) = (1, Vec::new());
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'\\' => {
                    let escaped = self.peek()?;
                    self.at += 1;
                    match escaped {
                        b'0'..=b'7' => {
                            let mut value = u32::from(escaped - b'0');
                            for _ in 0..2 {
                                let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                                value = value * 8 + u32::from(digit - b'0');
                                self.at += 1;
                            }
                            text.push(value as u8);
                        }
                        b'n' => text.push(10),
                        b'r' => text.push(13),
                        b't' => text.push(9),
                        b'b' => text.push(8),
                        b'f' => text.push(12),
                        10 | 13 => {}
                        other => text.push(other),
                    }
                    continue;
                }
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                return Some(text);
            }
            text.push(byte);
        }
    }

    fn hexadecimal(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut digits = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'>' => break,
                byte if is_space(byte) => {}
                byte => digits.push(byte),
            }
        }
        digits.chunks(2).map(|pair| byte_of([*pair.first()?, pair.get(1).copied().unwrap_or(b'0')])).collect()
    }

    fn list(&mut self, depth: u32) -> Option<Vec<Object>> {
        self.at += 1;
        let mut list = Vec::new();
        loop {
            self.skip_space();
            if self.peek()? == b']' {
                self.at += 1;
                return Some(list);
            }
            list.push(self.nested(depth + 1)?);
        }
    }

    fn dictionary(&mut self, depth: u32) -> Option<Dictionary> {
        self.at += 2;
        let mut entries = BTreeMap::new();
        loop {
            self.skip_space();
            if self.follows(b">>") {
                self.at += 2;
                return Some(Dictionary(entries));
            }
            let Object::Name(name) = self.nested(depth + 1)? else { return None };
            entries.insert(name, self.nested(depth + 1)?);
        }
    }

    fn number_or_reference(&mut self) -> Option<Object> {
        let number = number_of(self.regular())?;
        let after = self.at;
        if let Some(id) = Object::Number(number).whole() {
            self.skip_space();
            let generation = self.regular();
            if (1..=5).contains(&generation.len()) && generation.iter().all(u8::is_ascii_digit) {
                self.skip_space();
                if self.regular() == b"R" {
                    return Some(Object::Reference(id));
                }
            }
            self.at = after;
        }
        Some(Object::Number(number))
    }
}

fn number_of(word: &[u8]) -> Option<f64> {
    std::str::from_utf8(word).ok().filter(|word| word.len() < 40 && !word.contains(['e', 'E', 'n', 'N', 'i', 'I']))?.parse().ok()
}

fn byte_of([high, low]: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<Object> {
        Reader::new(text.as_bytes(), 0).object()
    }

    #[test]
    fn objects_are_read_as_the_standard_has_them() {
        let Some(Object::Dictionary(all)) =
            read("<< /A#42 -1.5 % note\n /R 12 0 R /L [1 2 0 R true null] /S (a\\(b\\051\\n(c)) /H <4a4B5> >>")
        else {
            panic!("no dictionary");
        };
        assert_eq!(all.get("AB"), Some(&Object::Number(-1.5)));
        assert_eq!(all.get("R"), Some(&Object::Reference(12)));
        assert_eq!(all.get("L"), Some(&Object::List(vec![Object::Number(1.0), Object::Reference(2), Object::Flag(true), Object::Null])));
        assert_eq!(all.get("S"), Some(&Object::Text(b"a(b)\n(c)".to_vec())));
        assert_eq!(all.get("H"), Some(&Object::Text(vec![0x4a, 0x4b, 0x50])));
    }

    #[test]
    fn nesting_and_length_have_an_end() {
        assert_eq!(read(&"[".repeat(100_000)), None);
        assert_eq!(read(&format!("[{}]", "1 ".repeat(100_000))), None);
        assert_eq!(read("<< /A"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"<>[]()/#\\%12 R".to_vec())], 0..200)) {
            let mut reader = Reader::new(&bytes, 0);
            for _ in 0..300 {
                if reader.object().is_none() {
                    break;
                }
            }
        }
    }
}
