//! What the decoders do not tell: whether a JPEG is complete and how many pages a TIFF has. Bounded walks over the bytes.

/// Whether the JPEG `bytes` reach an end-of-image marker after at least one scan.
///
/// Decoders fill what is missing with grey, which an examiner would take for content.
pub(super) fn jpeg_is_complete(bytes: &[u8]) -> bool {
    let mut at = 2;
    let mut scans = 0;
    while let Some((marker, next)) = marker_at(bytes, at) {
        match marker {
            0xD9 => return scans > 0,
            0x01 | 0xD0..=0xD8 => at = next,
            _ => {
                let Some(length) = segment_length(bytes, next) else { return false };
                at = next + length;
                if marker == 0xDA {
                    scans += 1;
                    at = skip_entropy_coded(bytes, at);
                }
            }
        }
    }
    false
}

/// Whether the JPEG `bytes` keep their colours in separate scans and at reduced size, baseline.
///
/// The standard allows it (ITU-T T.81 A.2.2), but the decoder in use returns other colours and no error (zune-jpeg 0.5.15, its issue 422).
pub(super) fn jpeg_is_split_by_colour(bytes: &[u8]) -> bool {
    let mut at = 2;
    let mut reduced = None;
    while let Some((marker, next)) = marker_at(bytes, at) {
        let Some(length) = segment_length(bytes, next) else { return false };
        let body = bytes.get(next + 2..next + length).unwrap_or_default();
        match (marker, body) {
            (0xC0 | 0xC1, [_, _, _, _, _, count, components @ ..]) => {
                let sampling = components.chunks_exact(3).map(|component| component[1]);
                reduced = Some((*count, sampling.clone().max() != sampling.min()));
            }
            (0xDA, [in_scan, ..]) => return reduced.is_some_and(|(count, reduced)| reduced && *in_scan < count),
            (0xD9 | 0xDA, _) => return false,
            _ => {}
        }
        at = next + length;
    }
    false
}

/// The marker at or after `at`, past fill bytes, and where its segment begins.
fn marker_at(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    while *bytes.get(at)? != 0xFF {
        at += 1;
    }
    while *bytes.get(at)? == 0xFF {
        at += 1;
    }
    Some((*bytes.get(at)?, at + 1))
}

fn segment_length(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..at + 2)?;
    let length = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
    (length >= 2).then_some(length)
}

/// The place of the first marker after entropy-coded data, past stuffed zeros and restart markers.
fn skip_entropy_coded(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        if *byte == 0xFF && !matches!(bytes.get(at + 1), Some(0 | 0xD0..=0xD7 | 0xFF)) {
            return at;
        }
        at += 1;
    }
    at
}

/// The pixels per inch in the JFIF header, if it has a unit.
pub(super) fn jfif_density(bytes: &[u8]) -> Option<(f64, f64)> {
    let mut at = 2;
    // JFIF wants to be first; other writers put EXIF before it. Eight segments are plenty.
    for _ in 0..8 {
        let (marker, next) = marker_at(bytes, at)?;
        let length = segment_length(bytes, next)?;
        let body = bytes.get(next + 2..next + length)?;
        if marker == 0xE0
            && let Some([b'J', b'F', b'I', b'F', 0, _, _, unit, x1, x0, y1, y0, ..]) = body.get(..14.min(body.len()))
        {
            let per_inch = match unit {
                1 => 1.0,
                2 => 2.54,
                _ => return None,
            };
            let side = |high: &u8, low: &u8| f64::from(u16::from_be_bytes([*high, *low])) * per_inch;
            return Some((side(x1, x0), side(y1, y0)));
        }
        if marker == 0xDA {
            return None;
        }
        at = next + length;
    }
    None
}

/// How many pages a TIFF holds, at least 1; stops at 10 000 and at the first page that points outside the file or back.
pub(super) fn tiff_pages(bytes: &[u8]) -> u32 {
    let little = bytes.first() == Some(&b'I');
    let number = |at: u64, length: usize| -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let raw = bytes.get(at..at.checked_add(length)?)?;
        let fold = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if little { raw.iter().rev().fold(0, fold) } else { raw.iter().fold(0, fold) })
    };
    let big = number(2, 2) == Some(43);
    let (first, offset_bytes, count_bytes, entry_bytes) = if big { (8, 8, 8, 20) } else { (4, 4, 2, 12) };
    let mut seen = std::collections::BTreeSet::new();
    let mut next = number(first, offset_bytes);
    while let Some(directory) = next.filter(|directory| *directory != 0) {
        let Some(entries) = number(directory, count_bytes) else { break };
        if seen.len() >= 10_000 || !seen.insert(directory) {
            break;
        }
        next = entries
            .checked_mul(entry_bytes)
            .and_then(|length| directory.checked_add(count_bytes as u64)?.checked_add(length))
            .and_then(|at| number(at, offset_bytes));
    }
    (seen.len() as u32).max(1)
}

/// The pixels per inch in the `pHYs` chunk of a PNG, if it has a unit; only chunks before the picture data count.
pub(super) fn png_density(bytes: &[u8]) -> Option<(f64, f64)> {
    let mut at = 8_usize;
    loop {
        let head = bytes.get(at..at.checked_add(8)?)?;
        let (length, kind) = head.split_at(4);
        let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
        if kind == b"IDAT" {
            return None;
        }
        if kind == b"pHYs" {
            let body: [u8; 9] = bytes.get(at + 8..at + 17)?.try_into().ok()?;
            let [x3, x2, x1, x0, y3, y2, y1, y0, unit] = body;
            let per_inch = |raw| f64::from(u32::from_be_bytes(raw)) * 0.0254;
            return (unit == 1).then(|| (per_inch([x3, x2, x1, x0]), per_inch([y3, y2, y1, y0])));
        }
        at = at.checked_add(length)?.checked_add(12)?;
    }
}
