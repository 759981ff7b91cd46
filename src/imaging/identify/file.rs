//! An index as a file: what each page looks like, so that a library need not be looked at again to find a document in it.
//!
//! The file is a convenience and no evidence: a page that it points to is registered before anybody is told of it. Whatever is not
//! as it was written is refused as a whole, and the index is built anew.

use super::code::{Code, MOST_CODES};
use super::page::IndexedPage;
use crate::domain::{Light, Sha256};
use crate::imaging::RegisterParams;
use crate::imaging::bytes::{Rest, body, sealed};
use crate::imaging::register::Shape;

/// Changes whenever the same picture would give other places.
const VERSION: u32 = 4;
const MAGIC: &[u8; 8] = b"GUILIDX\n";
/// Bytes of a place.
const CODE_BYTES: usize = 2 + 2 + 1 + 1 + 32;
/// Pages of an index at most.
const MAX_PAGES: usize = 1_000_000;
/// Bytes of the key of a page at most.
const MAX_KEY: usize = 1_024;

/// A file that is no index, is damaged, or comes from another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no index of this version, or it is damaged")]
pub struct NotAnIndex;

/// The bytes of an index of `pages`, whose features were searched with `params`.
///
/// A page with a key of more than 1,024 bytes is left out: it is then built anew each time.
pub fn index_bytes(pages: &[IndexedPage], params: &RegisterParams) -> Vec<u8> {
    let kept: Vec<&IndexedPage> = pages.iter().filter(|page| page.key.len() <= MAX_KEY).take(MAX_PAGES).collect();
    let mut bytes = header(params);
    bytes.extend((kept.len() as u32).to_le_bytes());
    for page in kept {
        for text in [page.key.as_str(), page.light.code()] {
            bytes.extend((text.len() as u16).to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.extend(page.stamp.bytes());
        for number in [page.shape.size_mm[0], page.shape.size_mm[1], page.shape.ppi] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend((page.codes.len() as u16).to_le_bytes());
        for code in &page.codes {
            bytes.extend(code.x.to_le_bytes());
            bytes.extend(code.y.to_le_bytes());
            bytes.extend([code.turn, code.log_scale]);
            code.bits.iter().for_each(|word| bytes.extend(word.to_le_bytes()));
        }
    }
    sealed(bytes)
}

/// What a file must begin with: another version, or other parameters, look for other places.
fn header(params: &RegisterParams) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(params.working_ppi.to_le_bytes());
    bytes.extend((params.max_features as u64).to_le_bytes());
    bytes
}

/// The pages of an index that [`index_bytes`] wrote with the same `params`.
///
/// # Errors
///
/// [`NotAnIndex`] for anything else.
pub fn read_index(bytes: &[u8], params: &RegisterParams) -> Result<Vec<IndexedPage>, NotAnIndex> {
    body(bytes, &header(params)).and_then(pages).ok_or(NotAnIndex)
}

fn pages(mut rest: Rest<'_>) -> Option<Vec<IndexedPage>> {
    let count = rest.whole(MAX_PAGES)?;
    let mut pages = Vec::new();
    for _ in 0..count {
        let key = text(&mut rest)?.to_owned();
        let light = text(&mut rest)?.parse::<Light>().ok()?;
        let stamp = Sha256::from_bytes(rest.take()?);
        let mut length = || rest.number().filter(|number| *number > 0.0);
        let shape = Shape { size_mm: [length()?, length()?], ppi: length()? };
        let count = usize::from(rest.short()?);
        if count > MOST_CODES {
            return None;
        }
        let codes = rest.slice(count * CODE_BYTES)?.chunks_exact(CODE_BYTES).map(code).collect::<Option<_>>()?;
        pages.push(IndexedPage { key, light, stamp, shape, codes });
    }
    rest.0.is_empty().then_some(pages)
}

fn code(bytes: &[u8]) -> Option<Code> {
    let mut rest = Rest(bytes);
    let (x, y) = (rest.short()?, rest.short()?);
    let [turn, log_scale] = rest.take()?;
    Some(Code { x, y, turn, log_scale, bits: rest.bits()? })
}

fn text<'a>(rest: &mut Rest<'a>) -> Option<&'a str> {
    let length = usize::from(rest.short()?);
    if length > MAX_KEY {
        return None;
    }
    std::str::from_utf8(rest.slice(length)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pages() -> Vec<IndexedPage> {
        let code = |at: u16| Code { x: at, y: 3 * at, turn: at as u8, log_scale: 7, bits: [u64::from(at), 1, u64::MAX, 0] };
        let page = |key: &str, light, count| IndexedPage {
            key: key.to_owned(),
            light,
            stamp: Sha256::of(key.as_bytes()),
            shape: Shape { size_mm: [125.0, 88.0], ppi: 150.0 },
            codes: (0..count).map(code).collect(),
        };
        vec![page("UTO-P-2019/data", Light::Visible, 480), page("ÜÖ/1", Light::Uv365, 0)]
    }

    #[test]
    fn an_index_is_read_as_it_was_written() {
        let params = RegisterParams::default();
        let bytes = index_bytes(&pages(), &params);
        assert_eq!(read_index(&bytes, &params), Ok(pages()));
        assert!(bytes.len() < 20 * 1024, "a page costs less than 20 KB");
        assert_eq!(read_index(&bytes, &RegisterParams { working_ppi: 100.0, ..params }), Err(NotAnIndex));
    }

    proptest! {
        #[test]
        fn whatever_is_not_as_it_was_written_is_refused(cut in 0_usize..19_000, at in 0_usize..19_000, flip in 1_u8..=255) {
            let params = RegisterParams::default();
            let bytes = index_bytes(&pages(), &params);
            prop_assert_eq!(read_index(&bytes[..cut.min(bytes.len() - 1)], &params), Err(NotAnIndex));
            let mut changed = bytes.clone();
            let place = at % bytes.len();
            changed[place] ^= flip;
            prop_assert_eq!(read_index(&changed, &params), Err(NotAnIndex));
        }

        #[test]
        fn no_bytes_make_it_stumble(tail in proptest::collection::vec(any::<u8>(), 0..400)) {
            // With a sum that is right, so that the rest is looked at.
            let params = RegisterParams::default();
            let mut bytes = header(&params);
            bytes.extend(tail);
            drop(read_index(&sealed(bytes), &params));
        }
    }
}
