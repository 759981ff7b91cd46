//! What a JPEG 2000 file is going to take, told from its markers before any decoder allocates by them (ISO/IEC 15444-1, annexes A, I).

use super::DecodeError;

/// Boxes of the container: their kind and content. Stops at the first that does not fit.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let (content, next) = match u32::from_be_bytes(*length) {
            0 => (after, &[][..]),
            1 => {
                let (long, after) = after.split_first_chunk::<8>()?;
                let length = usize::try_from(u64::from_be_bytes(*long)).ok()?.checked_sub(16)?;
                after.split_at_checked(length)?
            }
            length => after.split_at_checked((length as usize).checked_sub(8)?)?,
        };
        rest = next;
        Some((*kind, content))
    })
}

/// The codestream in a container, or the bytes themselves if they are one.
pub(super) fn codestream_of(bytes: &[u8]) -> Option<&[u8]> {
    if bytes.starts_with(&[0xFF, 0x4F]) {
        return Some(bytes);
    }
    // A writer may give the last box a length past the end; decoders read on, and so the rest counts.
    boxes(bytes).find(|(kind, _)| kind == b"jp2c").map(|(_, content)| content).or_else(|| {
        let at = bytes.windows(6).take(1 << 20).position(|window| window == b"jp2c\xff\x4f")?;
        bytes.get(at + 4..)
    })
}

/// Pixels per inch across and down from the resolution boxes: as captured, or else as meant for display.
pub(super) fn jp2_density(bytes: &[u8]) -> Option<(f64, f64)> {
    let header = boxes(bytes).find(|(kind, _)| kind == b"jp2h")?.1;
    let resolution = boxes(header).find(|(kind, _)| kind == b"res ")?.1;
    let of = |wanted: &[u8; 4]| boxes(resolution).find(|(kind, _)| kind == wanted).map(|(_, content)| content);
    let content = of(b"resc").or_else(|| of(b"resd"))?;
    let [v1, v0, vd1, vd0, h1, h0, hd1, hd0, vertical, horizontal, ..] = *content else { return None };
    let per_inch = |above: [u8; 2], below: [u8; 2], exponent: u8| {
        let ratio = f64::from(u16::from_be_bytes(above)) / f64::from(u16::from_be_bytes(below));
        ratio * 10_f64.powi(i32::from(exponent as i8)) * 0.0254
    };
    Some((per_inch([h1, h0], [hd1, hd0], horizontal), per_inch([v1, v0], [vd1, vd0], vertical)))
}

/// What the markers of a codestream say of its size and of the pieces it is cut in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Codestream {
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    components: u16,
    tile_px: (u32, u32),
    tiles: u64,
    levels: u8,
    /// The smallest sides of a code-block anywhere, as powers of two.
    block_exponents: (u8, u8),
}

/// What the decoder notes for each code-block and its precinct, in bytes; measured below 300.
const BLOCK_BYTES: u64 = 400;

/// What it notes for each sub-band of each tile.
const BAND_BYTES: u64 = 300;

impl Codestream {
    /// Reads all headers; `None` if there is no main header.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| bytes.get(at..)?.first_chunk().map(|raw| u32::from_be_bytes(*raw));
        (bytes.get(2..4)? == [0xFF, 0x51]).then_some(())?;
        let side = |end: usize, start: usize| number(end)?.checked_sub(number(start)?);
        let (width_px, height_px) = (side(8, 16)?, side(12, 20)?);
        let tile_px = (number(24)?.max(1), number(28)?.max(1));
        let across = u64::from(side(8, 32)?.div_ceil(tile_px.0));
        let down = u64::from(side(12, 36)?.div_ceil(tile_px.1));
        let components = u16::from_be_bytes(*bytes.get(40..)?.first_chunk()?);
        let mut about = Self { width_px, height_px, components, tile_px, tiles: across * down, levels: 0, block_exponents: (10, 10) };
        about.walk(bytes);
        Some(about)
    }

    /// Takes in every coding style, of the picture, of a component, of a tile.
    fn walk(&mut self, bytes: &[u8]) {
        let pair = |at: usize| bytes.get(at..)?.first_chunk().map(|raw| u16::from_be_bytes(*raw));
        let mut at = 2;
        let mut part = None;
        while let Some(marker) = pair(at) {
            if marker == 0xFF93 || marker == 0xFFD9 {
                // Data follow; the next part begins where the header of this one said.
                let Some(next) = part.take().filter(|next| *next > at) else { return };
                at = next;
                continue;
            }
            let Some(length) = pair(at + 2).map(usize::from).filter(|length| *length >= 2) else { return };
            let body = bytes.get(at + 4..at + 2 + length).unwrap_or_default();
            match (marker, body) {
                (0xFF90, [_, _, p3, p2, p1, p0, ..]) => {
                    part = usize::try_from(u32::from_be_bytes([*p3, *p2, *p1, *p0])).ok().and_then(|length| at.checked_add(length));
                }
                (0xFF52, [style, _, _, _, _, coding @ ..]) => self.style(*style, coding),
                (0xFF53, body) => {
                    if let [style, coding @ ..] = body.get(if self.components < 257 { 1 } else { 2 }..).unwrap_or_default() {
                        self.style(*style, coding);
                    }
                }
                _ => {}
            }
            at += 2 + length;
        }
    }

    fn style(&mut self, style: u8, coding: &[u8]) {
        let [levels, across, down, _, _, precincts @ ..] = coding else { return };
        self.levels = self.levels.max((*levels).min(32));
        let (mut x, mut y) = ((across & 15) + 2, (down & 15) + 2);
        if style & 1 == 1 {
            // A precinct of a sub-band is half that of its level, and no block is larger than its precinct.
            for sizes in precincts.iter().take(usize::from(*levels) + 1) {
                (x, y) = (x.min((sizes & 15).saturating_sub(1)), y.min((sizes >> 4).saturating_sub(1)));
            }
        }
        self.block_exponents = (self.block_exponents.0.min(x), self.block_exponents.1.min(y));
    }

    /// Refuses what no picture of a document is.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Unsupported`] for more than 5 components, [`DecodeError::Damaged`] for more tiles than can be numbered.
    pub(super) fn check(&self) -> Result<(), DecodeError> {
        if self.components == 0 || self.components > 5 {
            return Err(DecodeError::Unsupported(format!("a JPEG 2000 of {} components", self.components)));
        }
        if self.tiles == 0 || self.tiles > 65_535 {
            return Err(DecodeError::damaged("it claims more tiles than there are numbers for"));
        }
        Ok(())
    }

    /// What decoding takes beside the result: values of all components in single precision, twice while they are put in order, the
    /// coefficients of a tile and their transform, and notes on every piece.
    pub(super) fn scratch_bytes(&self) -> u64 {
        let pixels = u64::from(self.width_px) * u64::from(self.height_px);
        let in_tile = u64::from(self.tile_px.0.min(self.width_px)) * u64::from(self.tile_px.1.min(self.height_px));
        let components = u64::from(self.components);
        let values = pixels.saturating_mul(components * 8).saturating_add(in_tile.saturating_mul(16));
        // Every level has three bands of a quarter each; blocks at their edges are cut.
        let (x, y) = self.block_exponents;
        let side = |px: u32, exponent: u8| (u64::from(px) >> exponent) + 2;
        let in_level = side(self.tile_px.0.min(self.width_px), x) * side(self.tile_px.1.min(self.height_px), y);
        let blocks: u64 = (0..=self.levels).map(|level| (in_level >> (2 * level).min(63)) + 4).sum();
        // The notes of a tile are dropped with it, its data's place is not.
        let notes = blocks
            .saturating_mul(components * BLOCK_BYTES)
            .saturating_add(self.tiles * (u64::from(self.levels) + 1) * components * BAND_BYTES);
        values.saturating_add(notes).saturating_add(4 << 20)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A main header of 3000 × 2000 in tiles of 1024 with blocks of 2^(2 + exponent).
    fn header(exponent: u8, precinct: Option<u8>) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0x4F, 0xFF, 0x51, 0, 47, 0, 0];
        for number in [3000_u32, 2000, 0, 0, 1024, 1024, 0, 0] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend([0, 3, 7, 1, 1, 7, 1, 1, 7, 1, 1]);
        let sizes = precinct.map_or_else(Vec::new, |size| vec![size << 4 | size; 6]);
        bytes.extend([0xFF, 0x52, 0, 12 + sizes.len() as u8, precinct.is_some().into(), 0, 0, 1, 1, 5, exponent, exponent, 0, 1]);
        bytes.extend(sizes);
        bytes.extend([0xFF, 0xD9]);
        bytes
    }

    #[test]
    fn sizes_and_pieces_are_told_from_the_markers() {
        let about = Codestream::read(&header(4, None)).unwrap();
        assert_eq!((about.width_px, about.height_px, about.components, about.tiles, about.levels), (3000, 2000, 3, 6, 5));
        assert_eq!(about.block_exponents, (6, 6));
        assert!(about.check().is_ok());
    }

    #[test]
    fn a_million_tiny_pieces_cost_what_they_cost() {
        let need = |bytes: &[u8]| Codestream::read(bytes).unwrap().scratch_bytes();
        let usual = need(&header(4, None));
        assert!(usual < 3000 * 2000 * 3 * 8 + 40_000_000, "{usual}");
        assert!(need(&header(4, Some(1))) > 1024 * 1024 * 3 * 400);
        let mut bombs = header(4, None);
        bombs[24..32].copy_from_slice(&[0, 0, 0, 1, 0, 0, 0, 1]);
        assert!(matches!(Codestream::read(&bombs).unwrap().check(), Err(DecodeError::Damaged(_))));
    }

    #[test]
    fn boxes_that_do_not_fit_end_the_walk() {
        let long = [0, 0, 0, 9, b'a', b'b', b'c', b'd', 7, 0xFF, 0xFF, 0xFF, 0xFF, b'j', b'p', b'2', b'c'];
        assert_eq!(boxes(&long).collect::<Vec<_>>(), [(*b"abcd", &[7][..])]);
        assert_eq!(boxes(&[0, 0, 0, 4, 1, 2, 3, 4]).count(), 0);
    }
}
