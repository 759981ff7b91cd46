//! The pages of a TIFF and what their tags say, read without trust: nothing is believed that does not lie within the file.
//!
//! The `tiff` crate unpacks the pixels. Four things are kept from it. It allocates by the number of values that a tag claims before
//! it looks whether they are there; so tags are checked here first. It reads the first page before any other; so the page that is
//! wanted is shown to it as the first. And it hands out the samples of what it calls multi-band pictures as they are, and of all others
//! as it understands them: palettes and L*a*b* not at all, and further channels with wrong numbers where a predictor was used; so
//! every page is shown to it as bands, and what they mean is decided here. It fails to unpack only a part of a tile of LZW; so a page
//! is shown to it as large as its tiles are together, and cut here.

use std::collections::BTreeSet;
use std::io::{Read, Result, Seek, SeekFrom};

const PHOTOMETRIC: u16 = 262;

/// More pages than any scan has; what comes after is not looked at.
const MOST_PAGES: usize = 10_000;

/// Entries in a directory that are looked at.
const MOST_ENTRIES: u64 = 4096;

/// Strips or tiles of a page.
const MOST_CHUNKS: u64 = 1 << 22;

/// A walk over the directories of a file.
#[derive(Clone, Copy)]
pub(super) struct Directories<'a> {
    bytes: &'a [u8],
    little: bool,
    big: bool,
}

/// One tag of a page, its values within the file.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    kind: u16,
    /// The values as they lie in the file.
    pub(super) raw: &'a [u8],
    little: bool,
    at: usize,
}

/// Bytes of a value by its type (TIFF 6.0, section 2; `BigTIFF`).
fn value_bytes(kind: u16) -> Option<u64> {
    Some(match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => return None,
    })
}

fn number_of(raw: &[u8], little: bool) -> u64 {
    let fold = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
    if little { raw.iter().rev().fold(0, fold) } else { raw.iter().fold(0, fold) }
}

impl Entry<'_> {
    /// The values of a tag of whole numbers; none for any other.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u64> {
        let width = match self.kind {
            1 => 1,
            3 => 2,
            4 | 13 => 4,
            16 | 18 => 8,
            _ => usize::MAX,
        };
        self.raw.chunks_exact(width).map(|raw| number_of(raw, self.little))
    }

    /// The first value of a tag of fractions or whole numbers.
    pub(super) fn ratio(&self) -> Option<f64> {
        if self.kind != 5 {
            return self.numbers().next().map(|number| number as f64);
        }
        let (above, below) = self.raw.get(..8)?.split_at(4);
        Some(number_of(above, self.little) as f64 / number_of(below, self.little) as f64)
    }
}

impl<'a> Directories<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let little = bytes.first() == Some(&b'I');
        let walk = Self { bytes, little, big: false };
        Self { big: walk.number(2, 2) == Some(43), ..walk }
    }

    fn number(self, at: u64, length: usize) -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        Some(number_of(self.bytes.get(at..at.checked_add(length)?)?, self.little))
    }

    /// Bytes of an offset, of the number of entries, of an entry; and where the offset of the first page lies.
    fn widths(self) -> (usize, usize, u64, usize) {
        if self.big { (8, 8, 20, 8) } else { (4, 2, 12, 4) }
    }

    /// Where the directories of the pages lie; stops at the first that points outside the file or back.
    ///
    /// Smaller copies of a page and masks of it, which some scanners write beside it, are no pages (TIFF 6.0, `NewSubfileType`).
    pub(super) fn pages(self) -> Vec<u64> {
        let all = self.directories();
        let is_page =
            |directory: &u64| self.entry(*directory, 254).and_then(|kind| kind.numbers().next()).is_none_or(|kind| kind & 0b101 == 0);
        let pages: Vec<u64> = all.iter().copied().filter(is_page).collect();
        if pages.is_empty() { all } else { pages }
    }

    fn directories(self) -> Vec<u64> {
        let (offset_bytes, count_bytes, entry_bytes, first_at) = self.widths();
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        let mut next = self.number(first_at as u64, offset_bytes);
        while let Some(directory) = next.filter(|directory| *directory != 0) {
            let Some(entries) = self.number(directory, count_bytes) else { break };
            if found.len() >= MOST_PAGES || !seen.insert(directory) {
                break;
            }
            found.push(directory);
            next = entries
                .checked_mul(entry_bytes)
                .and_then(|length| directory.checked_add(count_bytes as u64)?.checked_add(length))
                .and_then(|at| self.number(at, offset_bytes));
        }
        found
    }

    /// Where the entries of the page at `directory` lie.
    fn entries(self, directory: u64) -> impl Iterator<Item = u64> {
        let (_, count_bytes, entry_bytes, _) = self.widths();
        let count = self.number(directory, count_bytes).unwrap_or(0).min(MOST_ENTRIES);
        (0..count).filter_map(move |index| directory.checked_add(count_bytes as u64)?.checked_add(index * entry_bytes))
    }

    fn entry_at(self, at: u64) -> Option<Entry<'a>> {
        let (offset_bytes, ..) = self.widths();
        let kind = self.number(at + 2, 2)? as u16;
        let length = self.number(at + 4, offset_bytes)?.checked_mul(value_bytes(kind)?)?;
        let field = at + 4 + offset_bytes as u64;
        let start = if length <= offset_bytes as u64 { field } else { self.number(field, offset_bytes)? };
        let (from, to) = (usize::try_from(start).ok()?, usize::try_from(start.checked_add(length)?).ok()?);
        Some(Entry { kind, raw: self.bytes.get(from..to)?, little: self.little, at: from })
    }

    /// A tag of the page at `directory`; `None` without it, and if its values lie outside the file.
    pub(super) fn entry(self, directory: u64, tag: u16) -> Option<Entry<'a>> {
        let at = self.entries(directory).find(|at| self.number(*at, 2) == Some(u64::from(tag)))?;
        self.entry_at(at)
    }

    /// Whether every tag that the decoder reads lies within the file and has no more values than a page can need.
    pub(super) fn is_sound(self, directory: u64) -> bool {
        self.entries(directory).all(|at| {
            let Some(tag) = self.number(at, 2) else { return false };
            let most = match tag {
                273 | 279 | 324 | 325 => MOST_CHUNKS,
                347 => 1 << 16,
                254..=270 | 277 | 278 | 284 | 317 | 322 | 323 | 338 | 339 | 530 => 1024,
                _ => return true,
            };
            self.entry_at(at).is_some_and(|entry| (entry.raw.len() as u64) <= most * 8)
        })
    }

    /// How the samples of the page at `directory` are to be understood (`PhotometricInterpretation`), and a file that says instead
    /// that they are bands, that this page is the first, and that its size is a whole number of tiles, if it has any.
    pub(super) fn as_bands(self, directory: u64) -> Option<(u16, Bands<'a>)> {
        let photometric = self.entry(directory, PHOTOMETRIC)?;
        let stated = u16::try_from(photometric.numbers().next()?).ok()?;
        let (offset_bytes, _, _, first_at) = self.widths();
        // "Black is zero" is 1.
        let mut patches = vec![self.patch(photometric, 1)?, (first_at, self.ordered(directory, offset_bytes))];
        for (side, tile) in [(256, 322), (257, 323)] {
            let Some(tile) = self.entry(directory, tile).and_then(|tile| tile.numbers().next()) else { continue };
            let side = self.entry(directory, side)?;
            patches.push(self.patch(side, side.numbers().next()?.div_ceil(tile.max(1)).checked_mul(tile)?)?);
        }
        Some((stated, Bands { bytes: self.bytes, at: 0, patches }))
    }

    /// The single value of `entry` as `number`; `None` if it does not fit.
    fn patch(self, entry: Entry<'_>, number: u64) -> Option<(usize, Vec<u8>)> {
        let width = entry.raw.len().min(8);
        (width == 8 || number >> (8 * width) == 0).then(|| (entry.at, self.ordered(number, width)))
    }

    /// The lower `width` bytes of a number in the order of the file.
    fn ordered(self, number: u64, width: usize) -> Vec<u8> {
        let big = number.to_be_bytes();
        let low = big.iter().skip(8 - width.min(8)).copied();
        if self.little { low.rev().collect() } else { low.collect() }
    }
}

/// A file of which a few bytes read otherwise.
#[derive(Clone)]
pub(super) struct Bands<'a> {
    bytes: &'a [u8],
    at: u64,
    patches: Vec<(usize, Vec<u8>)>,
}

impl Read for Bands<'_> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let at = usize::try_from(self.at).unwrap_or(usize::MAX).min(self.bytes.len());
        let mut rest = self.bytes.get(at..).unwrap_or_default();
        let read = rest.read(out)?;
        for (place, patch) in &self.patches {
            for (place, byte) in (*place..).zip(patch) {
                if let Some(out) = place.checked_sub(at).filter(|within| *within < read).and_then(|within| out.get_mut(within)) {
                    *out = *byte;
                }
            }
        }
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Bands<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (self.bytes.len() as u64, by),
            SeekFrom::Current(by) => (self.at, by),
        };
        self.at = from.checked_add_signed(by).ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patched_bytes_read_so_wherever_a_read_begins() {
        let bytes = [9, 8, 7, 6, 5];
        let mut bands = Bands { bytes: &bytes, at: 0, patches: vec![(2, vec![1, 2]), (0, vec![3])] };
        for start in 0..5_u64 {
            let mut out = [0; 3];
            bands.seek(SeekFrom::Start(start)).unwrap();
            let read = bands.read(&mut out).unwrap();
            let expected: Vec<u8> = [3, 8, 1, 2, 5].into_iter().skip(start as usize).take(3).collect();
            assert_eq!(&out[..read], expected);
        }
        assert_eq!(bands.seek(SeekFrom::End(3)).unwrap(), 8);
        assert_eq!(bands.read(&mut [0; 2]).unwrap(), 0);
        assert!(bands.seek(SeekFrom::Current(-9)).is_err());
    }

    #[test]
    fn directories_that_run_in_a_circle_are_counted_once() {
        let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
        bytes.extend([0, 0, 8, 0, 0, 0]);
        assert_eq!(Directories::new(&bytes).pages(), [8]);
        assert_eq!(Directories::new(b"II\x2a\0\xff\xff\xff\xff").pages(), [0; 0]);
    }

    #[test]
    fn smaller_copies_and_masks_are_no_pages() {
        let file = |kinds: &[u8]| {
            let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
            for (place, kind) in (1_u8..).zip(kinds) {
                bytes.extend([1, 0, 0xfe, 0, 4, 0, 1, 0, 0, 0, *kind, 0, 0, 0]);
                let next = if usize::from(place) < kinds.len() { 8 + place * 18 } else { 0 };
                bytes.extend([next, 0, 0, 0]);
            }
            bytes
        };
        assert_eq!(Directories::new(&file(&[0, 1, 2, 4])).pages(), [8, 44]);
        assert_eq!(Directories::new(&file(&[1])).pages(), [8]);
    }

    #[test]
    fn a_tag_that_claims_more_than_the_file_has_is_none() {
        let mut bytes = b"II\x2a\0\x08\0\0\0\x01\0".to_vec();
        // Strip offsets, LONG, four thousand million of them.
        bytes.extend([0x11, 1, 4, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
        let directories = Directories::new(&bytes);
        assert!(directories.entry(8, 273).is_none() && !directories.is_sound(8));
    }
}
