//! Light and dark.

use rxing::common::BitMatrix;

use super::luma::Luma;

/// Where a picture is dark.
#[derive(Debug, Clone)]
pub(super) struct Bits {
    pub(super) width: i32,
    pub(super) height: i32,
    /// 1 where it is dark.
    pub(super) data: Vec<u8>,
}

/// How a threshold is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// The mean of a neighbourhood whose half side is an eighth of the smaller side of the picture at the most.
    Local,
    /// One for the whole picture, by Otsu's criterion.
    Global,
    /// The mean of a neighbourhood of 15 px.
    Near,
}

impl Bits {
    pub(super) fn of(luma: &Luma, method: Method) -> Self {
        match method {
            Method::Global => Self::global(luma),
            Method::Local => Self::local(luma, (luma.width.min(luma.height) / 8).clamp(8, 40)),
            Method::Near => Self::local(luma, 7),
        }
    }

    /// Whether a pixel is dark; nothing outside is.
    pub(super) fn dark(&self, x: i32, y: i32) -> bool {
        (0..self.width).contains(&x)
            && (0..self.height).contains(&y)
            && self.data.get(y as usize * self.width as usize + x as usize).copied().unwrap_or(0) != 0
    }

    /// A row of pixels.
    pub(super) fn row(&self, y: i32) -> &[u8] {
        if !(0..self.height).contains(&y) {
            return &[];
        }
        let start = y as usize * self.width as usize;
        self.data.get(start..start + self.width as usize).unwrap_or_default()
    }

    /// The same as the decoders want it; `None` for an empty picture.
    pub(super) fn matrix(&self) -> Option<BitMatrix> {
        let mut matrix = BitMatrix::new(self.width as u32, self.height as u32).ok()?;
        let stride = (self.width as usize).max(1);
        for (y, row) in (0..).zip(self.data.chunks_exact(stride)) {
            for (x, _) in (0..).zip(row).filter(|(_, value)| **value != 0) {
                matrix.set(x, y);
            }
        }
        Some(matrix)
    }

    fn global(luma: &Luma) -> Self {
        let level = otsu(&luma.data);
        Self { width: luma.width, height: luma.height, data: luma.data.iter().map(|value| u8::from(*value <= level)).collect() }
    }

    /// Darker than the mean around; where hardly anything differs, than the mean of the whole picture.
    fn local(luma: &Luma, radius: i32) -> Self {
        let (low, high) = luma.range(0.02);
        let middle = u32::from(low).midpoint(u32::from(high));
        // Half of the range at the most is noise or a faint print on a light ground.
        let least = (u32::from(high) - u32::from(low.min(high))) / 8 + 6;
        let sums = Sums::of(luma, radius);
        let mut data = Vec::with_capacity(luma.data.len());
        for y in 0..luma.height {
            for (x, value) in (0..).zip(luma.row(y)) {
                let (mean, spread) = sums.around(x, y);
                let value = u32::from(*value);
                let dark = if spread < least { value + 2 * least < middle.min(mean + 2 * least) } else { value < mean };
                data.push(u8::from(dark));
            }
        }
        Self { width: luma.width, height: luma.height, data }
    }
}

/// The level that parts the values best in two (N. Otsu 1979); those up to it are dark.
pub(super) fn otsu(values: &[u8]) -> u8 {
    let mut histogram = [0_f64; 256];
    for value in values {
        if let Some(count) = histogram.get_mut(usize::from(*value)) {
            *count += 1.0;
        }
    }
    let total: f64 = histogram.iter().sum();
    let all: f64 = (0_u32..).zip(&histogram).map(|(level, count)| f64::from(level) * count).sum();
    let (mut count, mut sum, mut best, mut at) = (0.0, 0.0, -1.0, (0_u32, 0_u32));
    for (level, here) in (0_u32..).zip(&histogram) {
        count += here;
        sum += f64::from(level) * here;
        let rest = total - count;
        if count > 0.0 && rest > 0.0 {
            let between = count * rest * (sum / count - (all - sum) / rest).powi(2);
            if between > best * (1.0 + 1e-9) {
                (best, at) = (between, (level, level));
            } else if between >= best * (1.0 - 1e-9) {
                at.1 = level;
            }
        }
    }
    // A gap between the two parts gives the same value all along: its middle is the fairest.
    u8::try_from(at.0.midpoint(at.1)).unwrap_or(127)
}

/// Means of neighbourhoods by sums over rows and columns.
struct Sums {
    cells: Vec<(u32, u32)>,
    across: i32,
    down: i32,
}

/// The side of a cell whose sum is held.
const CELL: i32 = 4;

impl Sums {
    /// Means over squares of half side `radius`, on every fourth pixel.
    fn of(luma: &Luma, radius: i32) -> Self {
        let (across, down) = ((luma.width + CELL - 1) / CELL, (luma.height + CELL - 1) / CELL);
        // Sum, count, least and most of each cell.
        let mut cells = Vec::with_capacity(across as usize * down as usize);
        for cy in 0..down {
            let rows = [0, 1, 2, 3].map(|step| luma.row(cy * CELL + step));
            for cx in 0..across {
                let (mut sum, mut count, mut least, mut most) = (0_u32, 0_u32, 255_u8, 0_u8);
                for row in rows {
                    let (from, to) = ((cx * CELL) as usize, ((cx + 1) * CELL).min(luma.width) as usize);
                    for value in row.get(from..to).unwrap_or_default() {
                        sum += u32::from(*value);
                        count += 1;
                        least = least.min(*value);
                        most = most.max(*value);
                    }
                }
                cells.push((sum, count, least, most));
            }
        }
        let reach = (radius / CELL).max(1);
        let rows: Vec<_> = cells.chunks_exact((across as usize).max(1)).flat_map(|row| gathered(row, reach)).collect();
        // Columns as rows, gathered, and back.
        let turned: Vec<_> = (0..across as usize).flat_map(|x| rows.iter().skip(x).step_by((across as usize).max(1)).copied()).collect();
        let done: Vec<_> = turned.chunks_exact((down as usize).max(1)).flat_map(|column| gathered(column, reach)).collect();
        let cells = (0..down as usize)
            .flat_map(|y| done.iter().skip(y).step_by((down as usize).max(1)))
            .map(|(sum, count, least, most)| (sum / (*count).max(1), u32::from(most.saturating_sub(*least))))
            .collect();
        Self { cells, across, down }
    }

    /// The mean around a pixel, and how far its values lie apart.
    fn around(&self, x: i32, y: i32) -> (u32, u32) {
        let (cx, cy) = ((x / CELL).min(self.across - 1), (y / CELL).min(self.down - 1));
        self.cells.get(cy as usize * self.across as usize + cx as usize).copied().unwrap_or((0, 0))
    }
}

type Cell = (u32, u32, u8, u8);

/// Each cell of a line together with `reach` on both sides.
fn gathered(line: &[Cell], reach: i32) -> Vec<Cell> {
    let mut out = Vec::with_capacity(line.len());
    let reach = reach as usize;
    for at in 0..line.len() {
        let window = line.get(at.saturating_sub(reach)..(at + reach + 1).min(line.len())).unwrap_or_default();
        out.push(
            window.iter().fold((0, 0, 255, 0), |all: Cell, cell| (all.0 + cell.0, all.1 + cell.1, all.2.min(cell.2), all.3.max(cell.3))),
        );
    }
    out
}
