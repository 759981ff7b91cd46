//! The objects of a file, found without its cross-reference table: tables lie, objects are where they are.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::object::{Dictionary, Object, Reader};
use crate::imaging::decode::DecodeError;

/// Objects in a file; the rest is not looked at.
const MOST_OBJECTS: usize = 200_000;

/// What one packed stream of objects or of page content may unpack to.
const MOST_UNPACKED_BYTES: usize = 8 << 20;

/// References that are followed from one to the next.
const LONGEST_CHAIN: u32 = 8;

/// A file and where its objects lie.
pub(super) struct Document<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, Place>,
    /// Unpacked streams of objects.
    unpacked: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    InFile(usize),
    Unpacked { stream: usize, at: usize },
}

/// A stream: what it says about itself, and its bytes as they lie in the file.
pub(super) struct Stream<'a> {
    pub(super) about: Dictionary,
    pub(super) raw: &'a [u8],
    /// Where they end in the file.
    end: usize,
}

impl<'a> Document<'a> {
    /// Finds all objects; a later one of the same number replaces an earlier one, as in files that were changed by adding to them.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Unsupported`] for an encrypted file.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut document = Self { bytes, places: BTreeMap::new(), unpacked: Vec::new() };
        let mut at = 0;
        let mut left = MOST_UNPACKED_BYTES * 4;
        while let Some(found) = next_of(bytes, at, b"obj").filter(|_| document.places.len() < MOST_OBJECTS) {
            at = found + 3;
            let Some(id) = id_before(bytes, found) else { continue };
            document.places.insert(id, Place::InFile(at));
            let Some(stream) = document.stream_at(at) else { continue };
            let kind = stream.about.get("Type").and_then(Object::name);
            if stream.about.get("Encrypt").is_some() && kind == Some(b"XRef") {
                return Err(locked());
            }
            if kind == Some(b"ObjStm") {
                document.unpack_objects(&stream, &mut left);
            }
            // What lies inside a stream is no object of the file.
            at = at.max(stream.end);
        }
        let mut at = 0;
        while let Some(found) = next_of(bytes, at, b"trailer") {
            at = found + 7;
            if let Some(Object::Dictionary(trailer)) = Reader::new(bytes, at).object()
                && trailer.get("Encrypt").is_some()
            {
                return Err(locked());
            }
        }
        Ok(document)
    }

    fn unpack_objects(&mut self, stream: &Stream<'a>, left: &mut usize) -> Option<()> {
        let unpacked = self.content(stream, (*left).min(MOST_UNPACKED_BYTES))?;
        *left -= unpacked.len();
        let first = stream.about.get("First")?.whole()? as usize;
        let count = stream.about.get("N")?.whole()?.min(MOST_OBJECTS as u32);
        let mut reader = Reader::new(&unpacked, 0);
        let mut found = Vec::new();
        for _ in 0..count {
            let (Some(id), Some(at)) = (reader.object()?.whole(), reader.object()?.whole()) else { break };
            found.push((id, first.checked_add(at as usize)?));
        }
        let stream = self.unpacked.len();
        self.places.extend(found.into_iter().map(|(id, at)| (id, Place::Unpacked { stream, at })));
        self.unpacked.push(unpacked);
        Some(())
    }

    /// The highest-numbered object that is the catalogue of a document; the last change wins.
    pub(super) fn catalogue(&self) -> Option<Dictionary> {
        self.places.keys().rev().find_map(|id| match self.object(*id)? {
            Object::Dictionary(found) if found.get("Type").and_then(Object::name) == Some(b"Catalog") => Some(found),
            _ => None,
        })
    }

    fn object(&self, id: u32) -> Option<Object> {
        match *self.places.get(&id)? {
            Place::InFile(at) => Reader::new(self.bytes, at).object(),
            Place::Unpacked { stream, at } => Reader::new(self.unpacked.get(stream)?, at).object(),
        }
    }

    /// What an entry stands for, references followed.
    pub(super) fn of(&self, about: &Dictionary, name: &str) -> Option<Object> {
        self.resolved(about.get(name)?.clone())
    }

    /// An object with references followed.
    pub(super) fn resolved(&self, mut object: Object) -> Option<Object> {
        for _ in 0..LONGEST_CHAIN {
            match object {
                Object::Reference(id) => object = self.object(id)?,
                other => return Some(other),
            }
        }
        None
    }

    /// The entry of that name, if it is a dictionary.
    pub(super) fn dictionary(&self, about: &Dictionary, name: &str) -> Option<Dictionary> {
        if let Some(Object::Dictionary(found)) = self.of(about, name) { Some(found) } else { None }
    }

    /// The stream that a reference names.
    pub(super) fn stream(&self, reference: &Object) -> Option<Stream<'a>> {
        let mut object = reference.clone();
        for _ in 0..LONGEST_CHAIN {
            let Object::Reference(id) = object else { return None };
            let Place::InFile(at) = *self.places.get(&id)? else { return None };
            if let Some(stream) = self.stream_at(at) {
                return Some(stream);
            }
            object = Reader::new(self.bytes, at).object()?;
        }
        None
    }

    fn stream_at(&self, at: usize) -> Option<Stream<'a>> {
        let mut reader = Reader::new(self.bytes, at);
        let Object::Dictionary(about) = reader.object()? else { return None };
        reader.skip_space();
        let rest = self.bytes.get(reader.at..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r")).unwrap_or(rest);
        let stated = self.of(&about, "Length").and_then(|length| length.whole()).and_then(|length| rest.get(..length as usize));
        let ends = |raw: &&[u8]| {
            let after = rest.get(raw.len()..).unwrap_or_default();
            let after = after.trim_ascii_start();
            after.starts_with(b"endstream")
        };
        let raw = match stated.filter(ends) {
            Some(raw) => raw,
            None => rest.get(..next_of(rest, 0, b"endstream")?)?,
        };
        let end = self.bytes.len() - rest.len() + raw.len();
        Some(Stream { about, raw, end })
    }

    /// The names of the filters of a stream, outermost first.
    pub(super) fn filters(&self, stream: &Stream<'_>) -> Vec<Vec<u8>> {
        let name = |object: Object| self.resolved(object).and_then(|object| object.name().map(<[u8]>::to_vec)).unwrap_or_default();
        match self.of(&stream.about, "Filter") {
            Some(Object::List(list)) => list.into_iter().take(8).map(name).collect(),
            Some(single) => vec![name(single)],
            None => Vec::new(),
        }
    }

    /// What a stream says to its only filter.
    pub(super) fn parameters(&self, about: &Dictionary) -> Dictionary {
        match self.of(about, "DecodeParms").or_else(|| self.of(about, "DP")) {
            Some(Object::Dictionary(found)) => found,
            Some(Object::List(list)) => match list.into_iter().next().and_then(|first| self.resolved(first)) {
                Some(Object::Dictionary(found)) => found,
                _ => Dictionary::default(),
            },
            _ => Dictionary::default(),
        }
    }

    /// The unpacked bytes of a stream of at most `most` bytes that is packed with deflate or not at all; `None` for any other.
    pub(super) fn content(&self, stream: &Stream<'_>, most: usize) -> Option<Vec<u8>> {
        match self.filters(stream).as_slice() {
            [] => (stream.raw.len() <= most).then(|| stream.raw.to_vec()),
            [filter] if is_deflate(filter) && self.parameters(&stream.about).get("Predictor").is_none() => inflated(stream.raw, most),
            _ => None,
        }
    }
}

/// Whether a filter is deflate, by its long or its short name.
pub(super) fn is_deflate(filter: &[u8]) -> bool {
    matches!(filter, b"FlateDecode" | b"Fl")
}

/// Unpacks deflate, to at most `most` bytes; `None` if there would be more. Data that break off give what was there.
pub(super) fn inflated(raw: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let read = ZlibDecoder::new(raw).take(most as u64 + 1).read_to_end(&mut out);
    (out.len() <= most && (read.is_ok() || !out.is_empty())).then_some(out)
}

fn locked() -> DecodeError {
    DecodeError::OtherPdf("it is encrypted".to_owned())
}

fn next_of(bytes: &[u8], from: usize, word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

/// The number in `12 0 ` before the `obj` at `at`.
fn id_before(bytes: &[u8], at: usize) -> Option<u32> {
    let before = bytes.get(at.saturating_sub(24)..at)?;
    let mut words = before.rsplit(|byte| byte.is_ascii_whitespace() || *byte == 0).filter(|word| !word.is_empty());
    let generation = words.next()?;
    // `endobj` ends in the same letters.
    (before.last()?.is_ascii_whitespace() && generation.iter().all(u8::is_ascii_digit)).then_some(())?;
    let number = words.next()?;
    // Something like `>>12` may stand before.
    let digits = number.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(number.get(number.len() - digits..)?).ok()?.parse().ok()
}
