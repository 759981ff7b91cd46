//! A pyramid on disk: a header, a checksum for each tile, and the tiles of all levels one after the other, as they are.
//!
//! Packing was measured: on scans of documents LZ4 saves a tenth and prediction with packed bits a sixth, but a tile then takes
//! 4 ms to read in place of 0.3 ms, and tiles are read while somebody drags. Unpacked, every tile has a place that follows from the
//! size of the picture alone, so a file cannot point anywhere.
//!
//! The checksums find damage. They are no proof against somebody who can write to the folder; so evidence is always rendered from
//! the originals.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::geometry::{Geometry, TileAddress};
use super::{PyramidKey, Tile};
use crate::imaging::{Depth, Pixels};

/// Changes whenever the same picture would give other bytes.
pub(super) const VERSION: u32 = 1;

pub(super) const MAGIC: &[u8; 8] = b"GUILPYR\n";
/// Magic, version, depth, sum of the file, page, width, height.
const HEADER_BYTES: usize = 8 + 4 + 4 + 32 + 4 + 4 + 4;

/// A pyramid file that was found to be whole as far as its header and its length go; tiles are checked as they are read.
#[derive(Debug)]
pub(super) struct TileFile {
    path: PathBuf,
    file: Mutex<File>,
    layout: Layout,
    sums: Vec<u32>,
}

/// Where everything lies in the file of a picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) geometry: Geometry,
    depth: Depth,
}

/// Why a file does not serve.
#[derive(Debug)]
pub(super) enum Unusable {
    /// It could not be read.
    Unreadable(std::io::Error),
    /// It is not what was written, or was written by another version or for another picture.
    Wrong,
}

impl From<std::io::Error> for Unusable {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::UnexpectedEof { Self::Wrong } else { Self::Unreadable(error) }
    }
}

impl Layout {
    pub(super) fn new(geometry: Geometry, depth: Depth) -> Self {
        Self { geometry, depth }
    }

    /// The first bytes of the file, up to the checksums.
    pub(super) fn header(self, key: PyramidKey) -> Vec<u8> {
        let (width, height) = self.geometry.size_px();
        let mut header = MAGIC.to_vec();
        header.extend(VERSION.to_le_bytes());
        header.extend((self.sample_bytes() as u32).to_le_bytes());
        header.extend(key.sha256.bytes());
        for number in [key.page, width, height] {
            header.extend(number.to_le_bytes());
        }
        header
    }

    fn sample_bytes(self) -> u64 {
        match self.depth {
            Depth::Eight => 1,
            Depth::Sixteen => 2,
        }
    }

    /// Where the tiles begin: after the header, a checksum of four bytes per tile, and one over all of that.
    fn tiles_at(self) -> u64 {
        (HEADER_BYTES + 4 * (self.geometry.tile_count() + 1)) as u64
    }

    /// The length of the whole file in bytes.
    pub(super) fn length(self) -> u64 {
        let last = self.geometry.coarsest();
        let (width, height) = self.geometry.level_px(last);
        self.tiles_at() + self.bytes_before_level(last) + u64::from(width) * u64::from(height) * 3 * self.sample_bytes()
    }

    fn bytes_before_level(self, level: u8) -> u64 {
        let px = |level| self.geometry.level_px(level);
        (0..level).map(px).map(|(width, height)| u64::from(width) * u64::from(height) * 3 * self.sample_bytes()).sum()
    }

    /// Offset and length of a tile: the rows of tiles of a level follow each other, within them the tiles.
    pub(super) fn place(self, address: TileAddress) -> Option<(u64, usize)> {
        let (width, height) = self.geometry.tile_px(address)?;
        let (level_width, _) = self.geometry.level_px(address.level);
        let top = u64::from(address.row) * u64::from(super::TILE_PX);
        let left = u64::from(address.column) * u64::from(super::TILE_PX);
        let before = top * u64::from(level_width) + left * u64::from(height);
        let offset = self.tiles_at() + self.bytes_before_level(address.level) + before * 3 * self.sample_bytes();
        Some((offset, width as usize * height as usize * 3 * self.sample_bytes() as usize))
    }
}

impl TileFile {
    /// Opens the pyramid of `key`; reads the header and the checksums.
    pub(super) fn open(path: &Path, key: PyramidKey) -> Result<Self, Unusable> {
        let mut file = File::open(path)?;
        let mut header = [0; HEADER_BYTES];
        file.read_exact(&mut header)?;
        let (_, size) = header.split_last_chunk::<8>().ok_or(Unusable::Wrong)?;
        let ([w0, w1, w2, w3, h0, h1, h2, h3], depth) = (*size, key.depth);
        let (width, height) = (u32::from_le_bytes([w0, w1, w2, w3]), u32::from_le_bytes([h0, h1, h2, h3]));
        let layout = Layout::new(Geometry::new(width, height).ok_or(Unusable::Wrong)?, depth);
        // The length is checked before anything is allocated by it.
        if header.as_slice() != layout.header(key) || file.metadata()?.len() != layout.length() {
            return Err(Unusable::Wrong);
        }
        let mut table = vec![0; 4 * (layout.geometry.tile_count() + 1)];
        file.read_exact(&mut table)?;
        let mut sums: Vec<u32> = table.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        let own = sums.pop();
        if own != Some(sum_of_table(&header, &sums)) {
            return Err(Unusable::Wrong);
        }
        Ok(Self { path: path.to_owned(), file: Mutex::new(file), layout, sums })
    }

    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads one tile; its checksum has to fit.
    pub(super) fn read(&self, address: TileAddress) -> Result<Tile, Unusable> {
        let (offset, length) = self.layout.place(address).ok_or(Unusable::Wrong)?;
        let sum = self.layout.geometry.number(address).and_then(|number| self.sums.get(number)).ok_or(Unusable::Wrong)?;
        let (width, height) = self.layout.geometry.tile_px(address).ok_or(Unusable::Wrong)?;
        let mut bytes = vec![0; length];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(offset))?;
            file.read_exact(&mut bytes)?;
        }
        if crc32fast::hash(&bytes) != *sum {
            return Err(Unusable::Wrong);
        }
        let pixels = match self.layout.depth {
            Depth::Eight => image::ImageBuffer::from_raw(width, height, bytes).map(Pixels::Eight),
            Depth::Sixteen => {
                let samples = bytes.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
                image::ImageBuffer::from_raw(width, height, samples).map(Pixels::Sixteen)
            }
        };
        pixels.map(|pixels| Tile { pixels }).ok_or(Unusable::Wrong)
    }
}

fn sum_of_table(header: &[u8], sums: &[u32]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(header);
    for sum in sums {
        hasher.update(&sum.to_le_bytes());
    }
    hasher.finalize()
}

/// A pyramid file in the making, beside its place under another name until it is whole.
pub(super) struct Writer {
    file: tempfile::NamedTempFile,
    layout: Layout,
    key: PyramidKey,
    sums: Vec<u32>,
    at: u64,
}

impl Writer {
    /// Starts a file in `folder`.
    pub(super) fn new(folder: &Path, layout: Layout, key: PyramidKey) -> std::io::Result<Self> {
        let mut file = tempfile::Builder::new().prefix(super::folder::UNFINISHED).suffix(super::folder::SUFFIX).tempfile_in(folder)?;
        file.as_file_mut().set_len(layout.length())?;
        Ok(Self { file, layout, key, sums: vec![0; layout.geometry.tile_count()], at: 0 })
    }

    /// Writes one tile to its place.
    pub(super) fn put(&mut self, address: TileAddress, tile: &Tile) -> std::io::Result<()> {
        let (Some((offset, length)), Some(number)) = (self.layout.place(address), self.layout.geometry.number(address)) else {
            return Err(std::io::ErrorKind::InvalidInput.into());
        };
        let turned: Vec<u8>;
        let bytes = match &tile.pixels {
            Pixels::Eight(pixels) => pixels.as_raw(),
            Pixels::Sixteen(pixels) => {
                turned = pixels.as_raw().iter().flat_map(|sample| sample.to_le_bytes()).collect();
                &turned
            }
        };
        if bytes.len() != length {
            return Err(std::io::ErrorKind::InvalidInput.into());
        }
        let file = self.file.as_file_mut();
        if self.at != offset {
            file.seek(SeekFrom::Start(offset))?;
        }
        file.write_all(bytes)?;
        self.at = offset + length as u64;
        if let Some(sum) = self.sums.get_mut(number) {
            *sum = crc32fast::hash(bytes);
        }
        Ok(())
    }

    /// Writes header and checksums and gives the file its name.
    pub(super) fn finish(mut self, path: &Path) -> std::io::Result<()> {
        let mut head = self.layout.header(self.key);
        let own = sum_of_table(&head, &self.sums);
        self.sums.iter().chain([&own]).for_each(|sum| head.extend(sum.to_le_bytes()));
        let file = self.file.as_file_mut();
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&head)?;
        self.file.persist(path).map(drop).map_err(|error| error.error)
    }
}
