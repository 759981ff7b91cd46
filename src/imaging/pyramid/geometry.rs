//! How a picture is halved into levels and cut into tiles. Whole numbers only; nothing here holds pixels.

/// Side of a tile in px of its level; tiles at the right and lower edge are smaller.
pub const TILE_PX: u32 = 512;

/// Longest side of a picture that a pyramid holds: above it the sums of its coarsest level would no longer fit their type.
const MAX_SIDE_PX: u32 = TILE_PX << 8;

/// One tile of a pyramid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileAddress {
    /// How often the picture was halved; 0 is the picture itself.
    pub level: u8,
    /// Place along the width, from the left.
    pub column: u32,
    /// Place along the height, from the top.
    pub row: u32,
}

/// The levels and tiles of a picture of a certain size.
///
/// Level `k` has one pixel for each square of 2^k × 2^k pixels of the picture; squares at the right and lower edge may be cut. The
/// coarsest level is the first that is one tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    width_px: u32,
    height_px: u32,
}

impl Geometry {
    /// The levels of a picture of this size; `None` without pixels or with a side above 131 072.
    pub fn new(width_px: u32, height_px: u32) -> Option<Self> {
        let sides = 1..=MAX_SIDE_PX;
        (sides.contains(&width_px) && sides.contains(&height_px)).then_some(Self { width_px, height_px })
    }

    /// Width and height of the picture in px.
    pub fn size_px(self) -> (u32, u32) {
        (self.width_px, self.height_px)
    }

    /// The level that is a single tile, 0 to 8.
    pub fn coarsest(self) -> u8 {
        let across = self.width_px.max(self.height_px).div_ceil(TILE_PX);
        across.next_power_of_two().trailing_zeros() as u8
    }

    /// Width and height of `level` in its own px; a level beyond the coarsest counts as the coarsest.
    pub fn level_px(self, level: u8) -> (u32, u32) {
        let square = 1 << level.min(self.coarsest());
        (self.width_px.div_ceil(square), self.height_px.div_ceil(square))
    }

    /// Columns and rows of tiles of `level`.
    pub fn grid(self, level: u8) -> (u32, u32) {
        let (width, height) = self.level_px(level);
        (width.div_ceil(TILE_PX), height.div_ceil(TILE_PX))
    }

    /// Width and height of a tile in px of its level; `None` if there is no such tile.
    pub fn tile_px(self, TileAddress { level, column, row }: TileAddress) -> Option<(u32, u32)> {
        let (columns, rows) = self.grid(level);
        (level <= self.coarsest() && column < columns && row < rows).then_some(())?;
        let (width, height) = self.level_px(level);
        Some(((width - column * TILE_PX).min(TILE_PX), (height - row * TILE_PX).min(TILE_PX)))
    }

    /// Left, top, right and lower edge of a tile in the picture's space, whose pixel centres are at whole numbers.
    ///
    /// Where the last pixel of a level stands for a cut square, the edge lies past the picture's by less than that pixel, so that
    /// the map from tile to picture is the same scale everywhere.
    pub fn edges(self, address: TileAddress) -> Option<[f64; 4]> {
        let (width, height) = self.tile_px(address)?;
        let edge = |px: u32| f64::from(px) * f64::from(1_u32 << address.level) - 0.5;
        let (left, top) = (address.column * TILE_PX, address.row * TILE_PX);
        Some([edge(left), edge(top), edge(left + width), edge(top + height)])
    }

    /// The tiles of `level` that touch the area from left, top to right, bottom, in the picture's space; row by row.
    pub fn tiles_in(self, level: u8, area: [f64; 4]) -> Vec<TileAddress> {
        let level = level.min(self.coarsest());
        let (columns, rows) = self.grid(level);
        let side = f64::from(TILE_PX << level);
        let touched = |from: f64, to: f64, count: u32| {
            let first = ((from + 0.5) / side).floor().clamp(0.0, f64::from(count)) as u32;
            let last = ((to + 0.5) / side).ceil().clamp(0.0, f64::from(count)) as u32;
            first..last
        };
        let [left, top, right, bottom] = area;
        let across = touched(left, right, columns);
        touched(top, bottom, rows).flat_map(|row| across.clone().map(move |column| TileAddress { level, column, row })).collect()
    }

    /// The coarsest level that still has a pixel for every pixel of the screen.
    ///
    /// `screen_per_px` is the side of a pixel of the picture on the screen, in pixels of the screen.
    pub fn level_for(self, screen_per_px: f64) -> u8 {
        let halvings = (1.0 / screen_per_px.max(1e-6)).log2().floor().max(0.0);
        (halvings as u8).min(self.coarsest())
    }

    /// How many tiles there are on all levels.
    pub fn tile_count(self) -> usize {
        self.count_before(self.coarsest() + 1)
    }

    /// The place of a tile among all: level by level from the finest, row by row.
    pub(super) fn number(self, address: TileAddress) -> Option<usize> {
        self.tile_px(address)?;
        let (columns, _) = self.grid(address.level);
        Some(self.count_before(address.level) + address.row as usize * columns as usize + address.column as usize)
    }

    fn count_before(self, level: u8) -> usize {
        (0..level).map(|level| self.grid(level)).map(|(columns, rows)| columns as usize * rows as usize).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_spread_at_1200_dpi_has_six_levels() {
        let geometry = Geometry::new(8315, 5906).unwrap();
        assert_eq!(geometry.coarsest(), 5);
        assert_eq!(
            (0..=5).map(|level| geometry.level_px(level)).collect::<Vec<_>>(),
            [(8315, 5906), (4158, 2953), (2079, 1477), (1040, 739), (520, 370), (260, 185)]
        );
        assert_eq!(geometry.grid(0), (17, 12));
        assert_eq!(geometry.tile_px(TileAddress { level: 0, column: 16, row: 11 }), Some((123, 274)));
        assert_eq!(geometry.tile_px(TileAddress { level: 0, column: 17, row: 0 }), None);
        assert_eq!(geometry.tile_px(TileAddress { level: 6, column: 0, row: 0 }), None);
    }

    #[test]
    fn the_level_has_a_pixel_for_every_pixel_of_the_screen() {
        let geometry = Geometry::new(5000, 3000).unwrap();
        let levels = [4.0, 1.0, 0.51, 0.5, 0.24, 0.001, 0.0, f64::NAN].map(|scale| geometry.level_for(scale));
        assert_eq!(levels, [0, 0, 0, 1, 2, 4, 4, 4]);
    }

    #[test]
    fn sizes_that_no_pyramid_holds_are_refused() {
        assert!(Geometry::new(0, 5).is_none() && Geometry::new(5, 131_073).is_none() && Geometry::new(131_072, 1).is_some());
    }

    proptest! {
        #[test]
        fn tiles_meet_without_gap_or_overlap(width in 1..6000_u32, height in 1..6000_u32) {
            let geometry = Geometry::new(width, height).unwrap();
            let mut numbers = Vec::new();
            for level in 0..=geometry.coarsest() {
                let whole = geometry.tiles_in(level, [-0.5, -0.5, f64::from(width) - 0.5, f64::from(height) - 0.5]);
                let area: u64 = whole.iter().map(|tile| geometry.tile_px(*tile).unwrap()).map(|(w, h)| u64::from(w) * u64::from(h)).sum();
                let (w, h) = geometry.level_px(level);
                prop_assert_eq!(area, u64::from(w) * u64::from(h));
                for tile in &whole {
                    let [_, _, right, bottom] = geometry.edges(*tile).unwrap();
                    let beside = geometry.edges(TileAddress { column: tile.column + 1, ..*tile });
                    let below = geometry.edges(TileAddress { row: tile.row + 1, ..*tile });
                    prop_assert!(beside.is_none_or(|edges| edges[0].to_bits() == right.to_bits()));
                    prop_assert!(below.is_none_or(|edges| edges[1].to_bits() == bottom.to_bits()));
                }
                numbers.extend(whole.iter().map(|tile| geometry.number(*tile).unwrap()));
            }
            prop_assert!(numbers.iter().copied().eq(0..geometry.tile_count()));
            prop_assert_eq!(geometry.grid(geometry.coarsest()), (1, 1));
        }
    }
}
