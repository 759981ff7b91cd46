//! What the decoders do not tell: whether a JPEG is complete, how it is built, how densely it was scanned. Bounded walks over the bytes.

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

/// What the frame header of a JPEG says, and how its first scan goes about it.
pub(super) struct JpegFrame {
    /// The marker: 0xC0 and 0xC1 are sequential, 0xC2 progressive.
    pub(super) kind: u8,
    pub(super) width_px: u16,
    pub(super) height_px: u16,
    /// For each colour how many of its samples share a block group, across and down.
    pub(super) sampling: Vec<(u8, u8)>,
    /// Colours in the first scan.
    pub(super) in_first_scan: u8,
}

impl JpegFrame {
    /// Reads up to the first scan; `None` if there is no frame header before it.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let mut at = 2;
        let mut frame: Option<Self> = None;
        while let Some((marker, next)) = marker_at(bytes, at) {
            let length = segment_length(bytes, next)?;
            let body = bytes.get(next + 2..next + length).unwrap_or_default();
            match (marker, body) {
                (0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF, [_, h1, h0, w1, w0, _, components @ ..]) => {
                    let sampling = components.as_chunks().0.iter().map(|[_, sampling, _]| (sampling >> 4, sampling & 15)).collect();
                    let (width_px, height_px) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
                    frame = Some(Self { kind: marker, width_px, height_px, sampling, in_first_scan: 0 });
                }
                (0xDA, [in_first_scan, ..]) => return frame.map(|frame| Self { in_first_scan: *in_first_scan, ..frame }),
                (0xD9 | 0xDA, _) => return None,
                _ => {}
            }
            at = next + length;
        }
        None
    }

    /// Whether it is sequential and keeps its colours in separate scans and at reduced size.
    ///
    /// The standard allows it (ITU-T T.81 A.2.2), but zune-jpeg 0.5.15 returns other colours and no error (its issue 422).
    pub(super) fn is_split_by_colour(&self) -> bool {
        let reduced = self.sampling.iter().max() != self.sampling.iter().min();
        matches!(self.kind, 0xC0 | 0xC1) && reduced && usize::from(self.in_first_scan) < self.sampling.len()
    }

    /// Samples of all colours in whole blocks: what a decoder holds that has to see every scan before it can show anything.
    pub(super) fn block_samples(&self) -> u64 {
        let most = |side: fn(&(u8, u8)) -> u8| u64::from(self.sampling.iter().map(side).max().unwrap_or(1).max(1));
        let (across, down) = (most(|sampling| sampling.0), most(|sampling| sampling.1));
        let groups = u64::from(self.width_px).div_ceil(8 * across) * u64::from(self.height_px).div_ceil(8 * down);
        self.sampling.iter().map(|(across, down)| groups * 64 * u64::from(*across) * u64::from(*down)).sum()
    }
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

/// The pixels per inch in the header of a BMP (`biXPelsPerMeter`), which has one only in the newer of its two forms.
pub(super) fn bmp_density(bytes: &[u8]) -> Option<(f64, f64)> {
    let number = |at: usize| bytes.get(at..)?.first_chunk().map(|raw| i32::from_le_bytes(*raw));
    (number(14)? >= 40).then_some(())?;
    let per_inch = |per_metre: i32| f64::from(per_metre.max(0)) * 0.0254;
    Some((per_inch(number(38)?), per_inch(number(42)?)))
}
