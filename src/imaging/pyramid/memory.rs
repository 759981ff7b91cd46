//! Tiles in memory, under a budget: the one unused for longest goes first.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::geometry::TileAddress;
use super::{PyramidKey, Tile};

type Place = (PyramidKey, TileAddress);

/// Tiles of any number of pyramids.
#[derive(Debug)]
pub(super) struct Memory {
    budget_bytes: usize,
    held_bytes: usize,
    tiles: HashMap<Place, (Arc<Tile>, u64)>,
    /// Which tile was used when; the first is the next to go.
    by_use: BTreeMap<u64, Place>,
    uses: u64,
}

impl Memory {
    pub(super) fn new(budget_bytes: usize) -> Self {
        Self { budget_bytes, held_bytes: 0, tiles: HashMap::new(), by_use: BTreeMap::new(), uses: 0 }
    }

    /// The bytes of pixels held now; never above the budget.
    pub(super) fn held_bytes(&self) -> usize {
        self.held_bytes
    }

    /// The tile at a place, which counts as a use of it.
    pub(super) fn get(&mut self, key: PyramidKey, address: TileAddress) -> Option<Arc<Tile>> {
        let (tile, used) = self.tiles.get_mut(&(key, address))?;
        self.uses += 1;
        self.by_use.remove(used);
        self.by_use.insert(self.uses, (key, address));
        *used = self.uses;
        Some(Arc::clone(tile))
    }

    /// Holds a tile; those unused for longest make room. A tile above the whole budget is not held.
    pub(super) fn put(&mut self, key: PyramidKey, address: TileAddress, tile: &Arc<Tile>) {
        self.remove((key, address));
        let bytes = tile.bytes();
        if bytes > self.budget_bytes {
            return;
        }
        while self.held_bytes + bytes > self.budget_bytes {
            let Some((_, oldest)) = self.by_use.pop_first() else { break };
            self.remove(oldest);
        }
        self.uses += 1;
        self.by_use.insert(self.uses, (key, address));
        self.tiles.insert((key, address), (Arc::clone(tile), self.uses));
        self.held_bytes += bytes;
    }

    /// Lets go of all tiles of one pyramid.
    pub(super) fn forget(&mut self, key: PyramidKey) {
        let places: Vec<Place> = self.by_use.values().filter(|(of, _)| *of == key).copied().collect();
        for place in places {
            self.remove(place);
        }
    }

    /// Lets go of all tiles.
    pub(super) fn clear(&mut self) {
        *self = Self::new(self.budget_bytes);
    }

    fn remove(&mut self, place: Place) {
        if let Some((tile, used)) = self.tiles.remove(&place) {
            self.by_use.remove(&used);
            self.held_bytes -= tile.bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use image::RgbImage;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Sha256;
    use crate::imaging::{Depth, Pixels};

    fn key(page: u32) -> PyramidKey {
        PyramidKey { sha256: Sha256::of(b"file"), page, depth: Depth::Eight }
    }

    fn at(column: u32) -> TileAddress {
        TileAddress { level: 0, column, row: 0 }
    }

    /// A tile of `pixels` × 3 bytes.
    fn tile(pixels: u32) -> Arc<Tile> {
        Arc::new(Tile { pixels: Pixels::Eight(RgbImage::new(pixels, 1)) })
    }

    #[test]
    fn the_tile_unused_for_longest_goes_first() {
        let mut memory = Memory::new(90);
        (0..3).for_each(|column| memory.put(key(0), at(column), &tile(10)));
        assert!(memory.get(key(0), at(0)).is_some());
        memory.put(key(0), at(3), &tile(10));
        let held: Vec<bool> = (0..4).map(|column| memory.get(key(0), at(column)).is_some()).collect();
        assert_eq!(held, [true, false, true, true]);
    }

    #[test]
    fn a_pyramid_that_is_forgotten_leaves_the_others_alone() {
        let mut memory = Memory::new(1000);
        (0..4).for_each(|column| memory.put(key(column % 2), at(column), &tile(10)));
        memory.forget(key(0));
        assert_eq!((memory.held_bytes(), memory.get(key(1), at(3)).is_some(), memory.get(key(0), at(2)).is_some()), (60, true, false));
    }

    proptest! {
        #[test]
        fn the_budget_holds_and_counts_are_true(steps in prop::collection::vec((0..12_u32, 1..30_u32, any::<bool>()), 0..120)) {
            let mut memory = Memory::new(200);
            for (column, pixels, read) in steps {
                if read {
                    memory.get(key(0), at(column));
                } else {
                    memory.put(key(0), at(column), &tile(pixels));
                }
                let counted: usize = memory.tiles.values().map(|(tile, _)| tile.bytes()).sum();
                prop_assert_eq!(memory.held_bytes(), counted);
                prop_assert!(counted <= 200);
                prop_assert_eq!(memory.tiles.len(), memory.by_use.len());
            }
        }
    }
}
