//! Barcodes as printed: Data Matrix, Code 128 and Code 39 as modules, and modules as one outline.

mod linear;

use tiny_skia::{Path, PathBuilder};

use crate::domain::RectMm;

/// The dark and light modules of a symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Modules {
    width: usize,
    /// Row by row; one row for a linear symbol.
    dark: Vec<bool>,
    /// Modules that stay light around the symbol; of a linear symbol only at its ends.
    quiet: usize,
}

impl Modules {
    /// The smallest square Data Matrix (ECC 200) of `bytes`; `None` if there are too many.
    pub(crate) fn data_matrix(bytes: &[u8]) -> Option<Self> {
        let symbol = datamatrix::DataMatrix::encode(bytes, datamatrix::SymbolList::default().enforce_square()).ok()?;
        let bitmap = symbol.bitmap();
        Some(Self { width: bitmap.width(), dark: bitmap.bits().to_vec(), quiet: 1 })
    }

    /// A Code 128 symbol of printable ASCII; `None` for other text or none.
    pub(crate) fn code_128(text: &str) -> Option<Self> {
        let dark = linear::code_128(text)?;
        Some(Self { width: dark.len(), dark, quiet: 10 })
    }

    /// A Code 39 symbol of capitals, digits, space and `-.$/+%`, without check character, wide elements three modules wide.
    pub(crate) fn code_39(text: &str) -> Option<Self> {
        let dark = linear::code_39(text)?;
        Some(Self { width: dark.len(), dark, quiet: 10 })
    }

    /// Modules in one row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Rows; 1 for a linear symbol.
    pub(crate) fn height(&self) -> usize {
        self.dark.len() / self.width.max(1)
    }

    #[cfg(test)]
    /// The modules row by row, without the quiet zone; `true` is dark.
    pub(crate) fn dark(&self) -> &[bool] {
        &self.dark
    }

    fn is_dark(&self, x: i32, y: i32) -> bool {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return false };
        x < self.width && self.dark.get(y * self.width + x).copied().unwrap_or(false)
    }
}

/// The steps along the edges of modules: right, down, left, up.
const STEPS: [(i32, i32); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// The outline of the dark modules in `area` mm, its quiet zone inside the area; `None` if no module is dark.
///
/// Modules of a matrix are square and centred in the area; bars are as high as it. Neighbours share one outline, so that no
/// seam shows at any resolution; holes run the other way, for a fill by winding.
pub(crate) fn paths(modules: &Modules, area: RectMm) -> Option<Path> {
    let (width, height) = (modules.width() as i32, modules.height() as i32);
    let quiet = modules.quiet as f64;
    let across = area.width / (f64::from(width) + 2.0 * quiet);
    let (side, high) = if height == 1 {
        (across, area.height)
    } else {
        let side = across.min(area.height / (f64::from(height) + 2.0 * quiet));
        (side, side)
    };
    let left = area.x + (area.width - side * f64::from(width)) / 2.0;
    let top = area.y + (area.height - high * f64::from(height)) / 2.0;
    let place = |x: i32, y: i32| ((left + side * f64::from(x)) as f32, (top + high * f64::from(y)) as f32);

    // Edges run with the dark module on their right; each corner holds which ways they leave it.
    let columns = width + 1;
    let mut leaving = vec![[false; 4]; (columns * (height + 1)) as usize];
    for y in 0..height {
        for x in 0..width {
            if modules.is_dark(x, y) {
                for (way, (from, beyond)) in
                    [((x, y), (x, y - 1)), ((x + 1, y), (x + 1, y)), ((x + 1, y + 1), (x, y + 1)), ((x, y + 1), (x - 1, y))]
                        .into_iter()
                        .enumerate()
                {
                    if !modules.is_dark(beyond.0, beyond.1) {
                        leaving[(from.1 * columns + from.0) as usize][way] = true;
                    }
                }
            }
        }
    }
    let mut outline = PathBuilder::new();
    for start in 0..leaving.len() {
        // Every outline has an edge to the right at its highest corner, where it turns from another way.
        if !leaving[start][0] {
            continue;
        }
        let (mut x, mut y) = (start as i32 % columns, start as i32 / columns);
        let (mut way, first) = (0, place(x, y));
        outline.move_to(first.0, first.1);
        leaving[start][0] = false;
        loop {
            x += STEPS[way].0;
            y += STEPS[way].1;
            // Where modules touch at a corner, the outline stays with its own: it turns right first.
            let here = &mut leaving[(y * columns + x) as usize];
            let Some(next) = [(way + 1) % 4, way, (way + 3) % 4].into_iter().find(|next| here[*next]) else { break };
            here[next] = false;
            if next != way {
                let corner = place(x, y);
                outline.line_to(corner.0, corner.1);
            }
            way = next;
        }
        outline.close();
    }
    outline.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Dpi, Light, SizeMm, Substrate};
    use crate::specimen::canvas::{Body, Canvas, Ink, Tone};

    const WHITE: Body = Body { tone: Tone(255, 255, 255), substrate: Substrate::Paper, bright: false };

    /// Prints modules on a sheet of `size` mm at 25.4 px/mm, edge to edge.
    fn printed(modules: &Modules, size: SizeMm) -> image::RgbImage {
        let mut canvas = Canvas::new(size, Dpi::new(645.16).unwrap(), Light::Visible, WHITE).unwrap();
        canvas.fill(&paths(modules, RectMm::new(0.0, 0.0, size.width, size.height)).unwrap(), &Ink::cover(Tone(0, 0, 0)));
        canvas.finish()
    }

    #[test]
    fn a_printed_matrix_shows_each_module() {
        let modules = Modules::data_matrix(&(0..150_u32).map(|byte| (byte * 7 % 251) as u8).collect::<Vec<u8>>()).unwrap();
        let cells = modules.width() + 2;
        let picture = printed(&modules, SizeMm { width: cells as f64 * 0.3, height: cells as f64 * 0.3 });
        for y in 0..cells {
            for x in 0..cells {
                let middle = |cell: usize| ((cell as f64 + 0.5) * 0.3 * 25.4) as u32;
                let inked = picture.get_pixel(middle(x), middle(y)).0[0] < 128;
                assert_eq!(inked, modules.is_dark(x as i32 - 1, y as i32 - 1), "{x} {y}");
            }
        }
    }

    #[test]
    fn neighbours_leave_no_seam() {
        let modules = Modules { width: 5, dark: vec![true; 25], quiet: 0 };
        let picture = printed(&modules, SizeMm { width: 1.37, height: 1.37 });
        let (width, height) = picture.dimensions();
        assert!((1..height - 1).all(|y| (1..width - 1).all(|x| picture.get_pixel(x, y).0[0] == 0)));
    }

    #[test]
    fn a_hole_stays_open() {
        let mut dark = vec![true; 9];
        dark[4] = false;
        let picture = printed(&Modules { width: 3, dark, quiet: 0 }, SizeMm { width: 3.0, height: 3.0 });
        assert_eq!((picture.get_pixel(38, 38).0[0], picture.get_pixel(12, 38).0[0]), (255, 0));
    }

    #[test]
    fn bars_fill_the_height_and_leave_the_ends_quiet() {
        let modules = Modules::code_128("AR4471902").unwrap();
        let picture = printed(&modules, SizeMm { width: 40.0, height: 6.0 });
        let first = (0..picture.width()).find(|x| picture.get_pixel(*x, 70).0[0] < 128).unwrap();
        let module = f64::from(picture.width()) / (modules.width() + 20) as f64;
        assert!((f64::from(first) - 10.0 * module).abs() <= 1.0, "{first}");
        assert_eq!(picture.get_pixel(first + 1, 0), picture.get_pixel(first + 1, picture.height() - 1));
    }
}
